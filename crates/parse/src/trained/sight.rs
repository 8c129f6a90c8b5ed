//! What features see of one token, in groups that depend on the same few things.
//!
//! A feature is a number, which tells what it is about, and a value. What a group of features says
//! is remembered under a key of all that its values depend on, so a key must leave out nothing that
//! the features of its group look at.

use refsmith_crf::mix;

use super::tokens::Token;
use crate::lexicon::{
    ABBREV, ACCESSED, AVAILABLE, CONFERENCE, EDITION, EDITOR, GIVEN, IN_NAME, ISSUE, JOURNAL,
    MONTH, NEWSPAPER, ORG, PAGES, PLACE, PUBLISHER, PUBLISHER_NAME, REPORT, STATE, THESIS,
    TRANSLATOR, UNDATED, VOLUME,
};

/// Flags that say something about a phrase.
pub(super) const TELLING: u64 = PLACE
    | PUBLISHER
    | PUBLISHER_NAME
    | ORG
    | JOURNAL
    | ABBREV
    | EDITOR
    | TRANSLATOR
    | MONTH
    | CONFERENCE
    | THESIS
    | REPORT
    | GIVEN
    | NEWSPAPER
    | EDITION
    | STATE
    | VOLUME
    | ISSUE
    | PAGES
    | ACCESSED
    | AVAILABLE
    | UNDATED
    | IN_NAME;

/// Tokens to each side that features look at.
pub(super) const AROUND: usize = 2;

/// Groups of features of a token besides those of words and pairs of words.
pub(super) const GROUPS: usize = 7;

/// A stretch between two marks that part phrases.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Phrase {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Hash of the marks before and behind it.
    pub(super) before: u64,
    pub(super) behind: u64,
    /// Hash of what it is made of.
    pub(super) made_of: u64,
    pub(super) flags: u64,
    pub(super) first_word: u64,
    pub(super) last_word: u64,
}

impl Phrase {
    /// The marks on both sides.
    pub(super) fn marks(&self) -> u64 {
        mix(self.before, self.behind)
    }
}

impl Token {
    /// The key of [`Self::features`].
    #[inline]
    pub(super) fn key(&self) -> u64 {
        mix(mix(self.word, self.flags), self.capital_and_word())
    }

    fn capital_and_word(&self) -> u64 {
        u64::from(self.is_capitalized()) | u64::from(self.is_word()) << 1
    }

    /// Gives the features of the token whatever stands around it.
    pub(super) fn features(&self, push: &mut impl FnMut(u64, u64)) {
        push(1, self.word);
        push(14, mix(self.flags, u64::from(self.is_capitalized())));
        if self.is_word() {
            for (number, affix) in (65..).zip(self.affixes) {
                push(number, affix);
            }
        }
        let mut bits = self.flags & TELLING;
        while bits != 0 {
            push(0xABCD, u64::from(bits.trailing_zeros()));
            bits &= bits - 1;
        }
    }
}

/// What features see of a neighbour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glimpse {
    pub(super) word: u64,
    /// Case, length and blank before, or the mark.
    pub(super) look: u64,
    pub(super) flags: u64,
}

impl Glimpse {
    /// Gives the features of a token that has this one before it, behind it, two before it, two
    /// behind it.
    pub(super) fn features(&self, offset: usize, push: &mut impl FnMut(u64, u64)) {
        push(2 + offset as u64, self.word);
    }

    /// Gives the features of this token and the one before it.
    pub(super) fn features_behind(&self, before: &Self, push: &mut impl FnMut(u64, u64)) {
        push(6, mix(before.word, self.word));
    }

    /// Gives the features of this token and the one behind it.
    pub(super) fn features_before(&self, behind: &Self, push: &mut impl FnMut(u64, u64)) {
        push(7, mix(self.word, behind.word));
    }
}

/// What features see of one token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sight<'a> {
    pub(super) token: &'a Token,
    /// Two neighbours, the token, two neighbours.
    pub(super) around: &'a [Glimpse; 2 * AROUND + 1],
    pub(super) phrase: &'a Phrase,
    /// Whether it is the first (2) or last (1) of its phrase.
    pub(super) edges: u64,
    /// Twelfth of the reference.
    pub(super) place: u64,
    /// Tokens to both ends, up to 7.
    pub(super) from_start: u64,
    pub(super) from_end: u64,
    /// On which side of the first and last year, and of the word for "in", and how near, in 0 to 5.
    pub(super) year: u64,
    pub(super) last_year: u64,
    pub(super) marked: u64,
    /// Inside quotes (1), brackets (2).
    pub(super) nesting: u64,
    pub(super) quoted_before: u64,
    /// How far the next mark of editors and of pages is, up to 9.
    pub(super) editor: u64,
    pub(super) pages: u64,
    pub(super) manner: u64,
    /// Whether the rules were asked.
    pub(super) hinted: bool,
    /// What the rules make of the token before, this one, and the one behind, below 128.
    pub(super) hints: [u64; 3],
    /// How sure they are, up to 8.
    pub(super) sure: u64,
}

impl Sight<'_> {
    /// The keys of the groups of features.
    #[inline]
    pub(super) fn keys(&self) -> [u64; GROUPS] {
        let [second, before, here, behind, fourth] = self.around;
        let look = here.look;
        let looks = mix(mix(before.look, look), behind.look);
        let phrase = mix(mix(self.phrase.marks(), self.phrase.made_of), self.phrase.flags);
        let [hint_before, hint, hint_behind] = self.hints;
        let hinted = u64::from(self.hinted);
        [
            mix(mix(mix(looks, second.look), fourth.look), 1),
            mix(mix(mix(2, before.flags), behind.flags), look),
            mix(mix(phrase, look), 3),
            mix(
                look,
                self.edges << 24
                    | self.place << 16
                    | self.from_start << 12
                    | self.from_end << 8
                    | 4,
            ),
            mix(look, self.sides() << 16 | self.editor << 12 | self.pages << 8 | 5),
            mix(mix(self.manner, look), self.year << 16 | self.marked << 8 | 6),
            mix(
                look,
                hint_before << 40
                    | hint << 32
                    | hint_behind << 24
                    | self.sure << 16
                    | hinted << 8
                    | 7,
            ),
        ]
    }

    fn sides(&self) -> u64 {
        self.last_year << 16
            | self.year << 12
            | self.marked << 8
            | self.nesting << 1
            | self.quoted_before
    }

    /// Gives the features of a group.
    pub(super) fn features(&self, group: usize, push: &mut impl FnMut(u64, u64)) {
        let [second, before, here, behind, fourth] = self.around;
        let look = here.look;
        match group {
            0 => {
                let left = mix(before.look, look);
                let three = mix(left, behind.look);
                push(8, left);
                push(9, mix(look, behind.look));
                push(10, three);
                push(11, mix(three, second.look));
                push(12, mix(three, fourth.look));
                push(13, mix(mix(three, second.look), fourth.look));
            }
            1 => {
                push(15, mix(before.flags, look));
                push(16, mix(behind.flags, look));
            }
            2 => {
                push(17, mix(self.phrase.marks(), look));
                push(18, mix(self.phrase.made_of, look));
                push(19, mix(self.phrase.flags, look));
            }
            3 => {
                push(20, mix(self.edges, look));
                push(21, mix(self.place, look));
                push(23, mix(self.from_start, look));
                push(24, mix(self.from_end, look));
            }
            4 => self.side_features(look, push),
            5 => push(28, mix(mix(self.year << 3 | self.marked, look), self.manner)),
            _ if self.hinted => {
                let [before, here, behind] = self.hints;
                push(31, here << 8 | self.sure);
                push(32, mix(here, look));
                push(33, before << 16 | here << 8 | behind);
            }
            _ => {}
        }
    }

    /// Gives the features of what stands on which side of the token.
    fn side_features(&self, look: u64, push: &mut impl FnMut(u64, u64)) {
        let (year, marked) = (self.year, self.marked);
        let inside = self.nesting << 1 | self.quoted_before;
        push(25, mix(year << 3 | self.last_year, look));
        push(26, mix(marked << 3 | inside, look));
        push(27, year << 6 | marked << 3 | inside);
        push(29, mix(self.editor, look));
        push(30, mix(self.pages, look));
    }
}
