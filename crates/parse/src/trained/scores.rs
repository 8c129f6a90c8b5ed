//! From what features see to the scores of a chain.

use std::iter;
use std::sync::Mutex;

use refsmith_crf::{Lattice, Marginals, Memo, Model, Sums, mix};

use super::features::View;
use super::sight::{AROUND, Glimpse, Sight};
use super::tokens::{Kind, Token};

/// Places for words, for pairs of words, and for other groups of features.
const WORDS: usize = 1024;
const PAIRS: usize = 2048;
const OTHERS: usize = 4096;

/// Places that tell whether a key is missing already, a power of two.
const LISTED: usize = 512;

/// Tokens of a reference whose memory is kept.
const MOST_KEPT: usize = 512;

/// Memory that is used again for the next reference, with what was found out about features.
#[derive(Debug)]
pub(super) struct Scratch {
    words: Memo<Word>,
    /// Where the model has what two words say of the first and of the second.
    pairs: Memo<[u32; 2]>,
    others: Memo<Sums>,
    /// For each token what all its features say.
    sums: Vec<Sums>,
    /// What is not remembered, its features, and where the model has them.
    missing: Vec<Missing>,
    /// Where in a reference what is missing is met again.
    again: Vec<Again>,
    /// By the low bits of a key, where it may stand in `missing`.
    listed: Vec<u32>,
    features: Vec<u64>,
    rows: Vec<u32>,
    pub(super) marginals: Marginals,
}

/// What is known of a word.
#[derive(Debug, Clone, Copy, Default)]
struct Word {
    /// What it says of itself.
    own: Sums,
    /// Where the model has what it says of the token behind it, before it, two behind, two before.
    around: [u32; 2 * AROUND],
}

/// Features to be looked up.
#[derive(Debug, Clone, Copy)]
struct Missing {
    of: Of,
    key: u64,
    /// The phrase; the glimpse; the token.
    at: usize,
    /// Where its features end.
    end: usize,
    /// Where else it is met: the place in `again`, and one more.
    again: usize,
}

/// A place where what is missing is met again.
#[derive(Debug, Clone, Copy)]
struct Again {
    at: usize,
    /// The next such place in the list, and one more.
    next: usize,
}

/// What features speak of.
#[derive(Debug, Clone, Copy)]
enum Of {
    Phrase,
    Word,
    Pair,
    Other,
}

impl Default for Scratch {
    fn default() -> Self {
        Self {
            words: Memo::new(WORDS),
            pairs: Memo::new(PAIRS),
            others: Memo::new(OTHERS),
            sums: Vec::new(),
            missing: Vec::new(),
            again: Vec::new(),
            listed: vec![0; LISTED],
            features: Vec::new(),
            rows: Vec::new(),
            marginals: Marginals::default(),
        }
    }
}

impl Scratch {
    /// Scores the tokens of a reference.
    pub(super) fn lattice<'m>(
        &mut self,
        model: &'m Model<'_>,
        tokens: &[Token],
        view: &View<'_>,
    ) -> Lattice<'m> {
        self.recall(model, tokens, view);
        self.look_up(model, view);
        let mut lattice = model.lattice();
        lattice.reserve(tokens.len());
        for (idx, (token, sums)) in tokens.iter().zip(&self.sums).enumerate() {
            let mut scores = model.scores(sums);
            if let Kind::Identifier(label) = token.kind {
                for (other, score) in scores.iter_mut().enumerate() {
                    if other != label as usize {
                        *score = f32::NEG_INFINITY;
                    }
                }
            }
            lattice.push(scores, view.class(idx));
        }
        lattice
    }

    /// Adds up what is remembered and lists the rest.
    fn recall(&mut self, model: &Model<'_>, tokens: &[Token], view: &View<'_>) {
        self.sums.clear();
        self.sums.resize(tokens.len(), Sums::default());
        self.missing.clear();
        self.again.clear();
        self.features.clear();
        for at in 0..view.phrase_count() {
            view.phrase_features(at, &mut self.features);
            self.miss(Of::Phrase, 0, at);
        }
        let glimpses = view.glimpses();
        for (at, glimpse) in glimpses.iter().enumerate() {
            let token = at.checked_sub(AROUND).and_then(|idx| tokens.get(idx));
            self.word(model, at, token, glimpse);
            if let Some(next) = glimpses.get(at + 1) {
                self.pair(model, at, glimpse, next);
            }
        }
        for idx in 0..tokens.len() {
            if let Some(sight) = view.sight(idx) {
                self.others(idx, &sight);
            }
        }
    }

    /// The features listed last are to be looked up.
    fn miss(&mut self, of: Of, key: u64, at: usize) {
        if let Some(listed) = self.listed.get_mut(key as usize % LISTED) {
            *listed = self.missing.len() as u32;
        }
        self.missing.push(Missing { of, key, at, end: self.features.len(), again: 0 });
    }

    /// Whether a key is missing already, and then is to be added at one more place.
    fn is_listed(&mut self, key: u64, at: usize) -> bool {
        let listed = self.listed.get(key as usize % LISTED).copied().unwrap_or(0);
        let Some(missing) = self.missing.get_mut(listed as usize) else { return false };
        if missing.key != key {
            return false;
        }
        self.again.push(Again { at, next: missing.again });
        missing.again = self.again.len();
        true
    }

    /// The places where what is missing is met again; `first` is that of [`Missing::again`].
    fn places_again(again: &[Again], first: usize) -> impl Iterator<Item = usize> {
        let get = |place: usize| place.checked_sub(1).and_then(|place| again.get(place));
        std::iter::successors(get(first), move |last| get(last.next)).map(|again| again.at)
    }

    fn word(&mut self, model: &Model<'_>, at: usize, token: Option<&Token>, glimpse: &Glimpse) {
        let key = token.map_or(glimpse.word, Token::key);
        if let Some(known) = self.words.recall(key) {
            return add_word(model, &mut self.sums, at, known);
        }
        if self.is_listed(key, at) {
            return;
        }
        let mut push = |number, value| self.features.push(mix(number, value));
        for offset in 0..2 * AROUND {
            glimpse.features(offset, &mut push);
        }
        if let Some(token) = token {
            token.features(&mut push);
        }
        self.miss(Of::Word, key, at);
    }

    fn pair(&mut self, model: &Model<'_>, at: usize, first: &Glimpse, second: &Glimpse) {
        let key = mix(first.word, second.word);
        if let Some(known) = self.pairs.recall(key) {
            return add_rows(model, &mut self.sums, [at, at + 1], known);
        }
        let mut push = |number, value| self.features.push(mix(number, value));
        first.features_before(second, &mut push);
        second.features_behind(first, &mut push);
        self.miss(Of::Pair, key, at);
    }

    fn others(&mut self, idx: usize, sight: &Sight<'_>) {
        for (group, key) in sight.keys().into_iter().enumerate() {
            if let Some(known) = self.others.recall(key) {
                if let Some(sums) = self.sums.get_mut(idx) {
                    sums.add(known);
                }
                continue;
            }
            if self.is_listed(key, idx) {
                continue;
            }
            sight.features(group, &mut |number, value| self.features.push(mix(number, value)));
            self.miss(Of::Other, key, idx);
        }
    }

    /// Looks up what was not remembered, all at once, and adds it.
    fn look_up(&mut self, model: &Model<'_>, view: &View<'_>) {
        model.find(&self.features, &mut self.rows);
        let mut start = 0;
        for Missing { of, key, at, end, again } in self.missing.iter().copied() {
            let rows = self.rows.get(start..end).unwrap_or_default();
            start = end;
            match of {
                Of::Phrase => {
                    let mut found = Sums::default();
                    model.add(rows, &mut found);
                    for sums in self.sums.get_mut(view.tokens_of(at)).unwrap_or_default() {
                        sums.add(&found);
                    }
                }
                Of::Word => {
                    let Some((around, own)) = rows.split_first_chunk() else { continue };
                    let mut found = Word { own: Sums::default(), around: *around };
                    model.add(own, &mut found.own);
                    for at in iter::once(at).chain(Self::places_again(&self.again, again)) {
                        add_word(model, &mut self.sums, at, &found);
                    }
                    self.words.keep(key, &found);
                }
                Of::Pair => {
                    let Some(found) = rows.first_chunk() else { continue };
                    add_rows(model, &mut self.sums, [at, at + 1], found);
                    self.pairs.keep(key, found);
                }
                Of::Other => {
                    let mut found = Sums::default();
                    model.add(rows, &mut found);
                    for at in iter::once(at).chain(Self::places_again(&self.again, again)) {
                        if let Some(sums) = self.sums.get_mut(at) {
                            sums.add(&found);
                        }
                    }
                    self.others.keep(key, &found);
                }
            }
        }
    }
}

/// Adds what a word says of itself and of the tokens around it; `at` is its place among the glimpses
/// of a reference.
fn add_word(model: &Model<'_>, sums: &mut [Sums], at: usize, word: &Word) {
    if let Some(sums) = at.checked_sub(AROUND).and_then(|at| sums.get_mut(at)) {
        sums.add(&word.own);
    }
    let around = [at + 1, at.wrapping_sub(1), at + 2, at.wrapping_sub(2)];
    add_rows(model, sums, around, &word.around);
}

/// Adds each of some rows to one of the sums; `to` are places among the glimpses of a reference.
fn add_rows<const N: usize>(model: &Model<'_>, sums: &mut [Sums], to: [usize; N], rows: &[u32; N]) {
    for (to, row) in to.into_iter().zip(rows) {
        if let Some(sums) = sums.get_mut(to.wrapping_sub(AROUND)) {
            model.add_row(*row, sums);
        }
    }
}

/// What threads have to read with: as many as have read at the same time.
#[derive(Debug, Default)]
pub(super) struct Pool(Mutex<Vec<Scratch>>);

impl Clone for Pool {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Pool {
    pub(super) fn take(&self) -> Scratch {
        self.0.lock().ok().and_then(|mut free| free.pop()).unwrap_or_default()
    }

    /// Keeps memory for the next reference, but not all that a very long one took.
    pub(super) fn put(&self, mut scratch: Scratch) {
        if scratch.sums.capacity() > MOST_KEPT {
            scratch.sums = Vec::new();
            scratch.marginals = Marginals::default();
        }
        if let Ok(mut free) = self.0.lock() {
            free.push(scratch);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::Labeller;
    use crate::trained::MODEL;
    use crate::trained::tokens::tokenize;

    const WORDS: &str = "Berg Stone, A. B. & and (2003) 2004: \u{201C}Rain \u{201D} on the Wetland. In Hg. (Ed.) \
        eds. Journal of Proc. Zeitschrift für vol. no. 12 (3), pp. 45\u{2013}67 S. 8 Springer Berlin, \
        London: University Press; https://lake.example/a doi:10.1000/x1 March accessed 关帝 [C] ed n.d.";

    /// Words in an order of their own for each `seed`.
    fn reference(seed: u64) -> String {
        let words: Vec<&str> = WORDS.split(' ').collect();
        let pick = |n: u64| words[mix(mix(7, seed), n) as usize % words.len()];
        (0..5 + seed % 40).map(pick).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_remembered_is_what_the_features_say() {
        let model = &MODEL.as_ref().expect("a model").model;
        let mut scratch = Scratch::default();
        // Seeds come twice, and each is far from having the scratch to itself.
        for seed in (0..250).chain(0..250) {
            let reference = reference(seed);
            let tokens = tokenize(&reference, usize::MAX);
            let hints = crate::RULES.label(&reference);
            let view = View::new(&tokens, &hints);
            scratch.recall(model, &tokens, &view);
            scratch.look_up(model, &view);
            for (idx, sums) in scratch.sums.iter().enumerate() {
                let mut features = view.token_features(idx);
                view.phrase_features(view.phrase_of(idx), &mut features);
                assert_eq!(model.scores(sums), model.score(&features), "{idx} in {reference}");
            }
        }
    }
}
