//! What a printed reference and a candidate have in common, read off the string itself.
//!
//! A parser may take the journal for the title, or miss where a page stands; the string does not
//! care. So every field of the candidate is looked for in it, with tolerance for misprints, and
//! what is left over, letters and numbers that the candidate does not explain, speaks against it:
//! a title that is printed and is another one stays over as a long run of letters.

mod figures;
mod words;

use std::collections::HashMap;
use std::ops::Range;

use refsmith_model::text::unicode::{comparison_key, words};
use refsmith_model::{Name, NameVariable, TextVariable};

use self::words::{Word, short_names, unbroken, without_tags};
use super::ranges::{Pages, pages_of, without_marker};
use crate::Candidate;

/// How far letters may be shifted against each other by misprints.
const SHIFT: usize = 6;
/// Authors that are looked for; longer lists are cut in print.
const AUTHORS: usize = 6;
/// What a work may be in.
const CONTAINERS: [TextVariable; 4] = [
    TextVariable::ContainerTitle,
    TextVariable::ContainerTitleShort,
    TextVariable::CollectionTitle,
    TextVariable::EventTitle,
];

/// Groups of three letters are found by a number below this, which few of a reference share.
const BUCKETS: usize = 1_024;

/// A printed reference, prepared for many candidates.
#[derive(Debug)]
pub(super) struct Line {
    /// The letters and digits, folded.
    key: String,
    /// Where three letters in a row begin in the key, by [`bucket`].
    places: Vec<([u8; 3], u32)>,
    /// Where the places of each bucket end; they begin where those of the bucket before end.
    ends: Vec<usize>,
    words: Vec<Word>,
    ranges: Vec<Pages>,
}

/// What was found, each in [0, 1].
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Overlap {
    /// Share of the title that is printed, apart from what the container explains.
    pub(super) title: f32,
    /// Share of the letters of the title that are printed as whole words, in whatever order.
    pub(super) title_words: f32,
    /// Words of the title, as a share of ten.
    pub(super) title_length: f32,
    /// Share of the container's title that is printed, or 1 where its abbreviation is.
    pub(super) container: f32,
    /// The first author is printed; one half where somebody else comes first.
    pub(super) first_author: f32,
    /// The candidate names nobody.
    pub(super) nobody: f32,
    /// Share of the first authors that are printed.
    pub(super) authors: f32,
    /// A year of the candidate is printed; one half for the year beside it.
    pub(super) year: f32,
    /// A year is printed, and not the candidate's.
    pub(super) other_year: f32,
    /// The volume is printed.
    pub(super) volume: f32,
    /// The candidate has a volume, which is not printed.
    pub(super) other_volume: f32,
    /// The candidate has an issue, which is not printed.
    pub(super) other_issue: f32,
    /// The first page or the article number is printed.
    pub(super) page: f32,
    /// The candidate has a page, which is not printed.
    pub(super) other_page: f32,
    /// A range of pages is printed, and it does not begin where the candidate does.
    pub(super) other_range: f32,
    /// The range of pages begins where the candidate does and ends elsewhere.
    pub(super) other_end: f32,
    /// The reference ends with a number, beside the year, that nothing explains.
    pub(super) other_ending: f32,
    /// At least two authors of the candidate are printed.
    pub(super) together: f32,
    /// The candidate is in no journal or book.
    pub(super) no_container: f32,
    /// Share of the printed letters that nothing explains.
    pub(super) unexplained: f32,
    /// The longest run of letters that nothing explains, as a share of forty.
    pub(super) longest_run: f32,
    /// Numbers that nothing explains, as a share of four.
    pub(super) numbers: f32,
    /// The title has a number, which is not printed: "Leg 36", "43. Letters".
    pub(super) other_part: f32,
    /// The container has a number, which is not printed: "4th Conference 2008".
    pub(super) other_container: f32,
}

impl Overlap {
    /// Tells whether the candidate, with what contains it, explains all that is printed, so that what
    /// kind of work the record was taken for does not matter.
    pub(super) fn is_whole(&self) -> bool {
        self.container >= 0.6 && self.unexplained < 0.2
    }
}

impl Line {
    pub(super) fn new(text: &str) -> Self {
        let text = unbroken(text);
        let text = without_tags(without_marker(&text));
        let text = text.as_ref();
        let mut line = Self {
            key: String::new(),
            places: Vec::new(),
            ends: vec![0; BUCKETS],
            words: Vec::new(),
            ranges: pages_of(text),
        };
        let names = short_names(text);
        for text in words(text) {
            let start = line.key.len();
            line.key.push_str(&text);
            let numeric = text.bytes().any(|byte| byte.is_ascii_digit());
            let is_name = names.contains(text.as_str());
            line.words.push(Word { text, place: start..line.key.len(), numeric, is_name });
        }
        for (at, letters) in line.key.as_bytes().windows(3).enumerate() {
            if let (&[a, b, c], Ok(at)) = (letters, u32::try_from(at)) {
                line.places.push(([a, b, c], at));
            }
        }
        line.places.sort_unstable_by_key(|(letters, at)| (bucket(*letters), *at));
        for (idx, (letters, _)) in line.places.iter().enumerate() {
            if let Some(end) = line.ends.get_mut(bucket(*letters)) {
                *end = idx + 1;
            }
        }
        let mut last = 0;
        for end in &mut line.ends {
            last = last.max(*end);
            *end = last;
        }
        line
    }

    /// Looks for the candidate.
    pub(super) fn overlap(&self, candidate: &Candidate) -> Overlap {
        let record = &candidate.record;
        let mut out = Overlap::default();
        let mut explained = vec![false; self.key.len()];
        out.container = self.container(candidate, &mut explained);
        let is_in = CONTAINERS.iter().any(|variable| record.text(*variable).is_some());
        out.no_container = if is_in { 0.0 } else { 1.0 };
        out.title = self.title(candidate, &mut explained);
        let title = words(record.text(TextVariable::Title).unwrap_or(""));
        out.title_length = ratio(title.len().min(10), 10);
        out.title_words = self.title_words(&title, &mut explained).max(out.title);
        out.other_part = self.lacks_number(&title);
        let containers = CONTAINERS.iter().filter_map(|variable| record.text(*variable));
        // An abbreviation beside the full title may have fewer numbers.
        out.other_container =
            containers.map(|text| self.lacks_number(&words(text))).reduce(f32::min).unwrap_or(0.0);
        self.authors(candidate, &mut explained, &mut out);
        self.numbers(candidate, &mut explained, &mut out);
        self.left_over(&explained, &mut out);
        out
    }

    fn title(&self, candidate: &Candidate, explained: &mut [bool]) -> f32 {
        let titles = [TextVariable::Title, TextVariable::OriginalTitle];
        let mut best = (0.0, 0..0);
        for title in titles.iter().filter_map(|variable| candidate.record.text(*variable)) {
            let key = comparison_key(title);
            let found = self.find(&key);
            // What the container explains says nothing about the title.
            let place = explained.get(found.1.clone()).unwrap_or(&[]);
            let shared = place.iter().filter(|done| **done).count();
            let own = if 2 * shared > place.len() { 0.0 } else { found.0 };
            if own > best.0 {
                best = (own, found.1);
            }
        }
        if best.0 >= 0.5 {
            self.mark_found(explained, best.0, best.1);
        }
        best.0
    }

    /// Marks what was found. The place of a key with misprints is not exact, so numbers beside it are
    /// left out.
    fn mark_found(&self, explained: &mut [bool], share: f32, place: Range<usize>) {
        if share >= 1.0 {
            return mark(explained, place);
        }
        for word in &self.words {
            let inside = word.place.start.max(place.start)..word.place.end.min(place.end);
            if !word.numeric && inside.start < inside.end {
                mark(explained, inside);
            }
        }
    }

    /// Looks for the words of a title one by one, where the container does not explain them.
    fn title_words(&self, title: &[String], explained: &mut [bool]) -> f32 {
        let mut open: HashMap<&str, Vec<&Range<usize>>> = HashMap::new();
        for word in &self.words {
            let done = explained.get(word.place.clone()).unwrap_or(&[]);
            if word.text.len() > 2 && !done.iter().all(|done| *done) {
                open.entry(&word.text).or_default().push(&word.place);
            }
        }
        let (mut there, mut all, mut places) = (0, 0, Vec::new());
        for word in title.iter().filter(|word| word.len() > 2) {
            all += word.len();
            if let Some(place) = open.get_mut(word.as_str()).and_then(Vec::pop) {
                there += word.len();
                places.push(place.clone());
            }
        }
        let share = ratio(there, all);
        if share >= 0.7 && places.len() > 1 {
            places.into_iter().for_each(|place| mark(explained, place));
        }
        share
    }

    fn container(&self, candidate: &Candidate, explained: &mut [bool]) -> f32 {
        let record = &candidate.record;
        let mut best: f32 = 0.0;
        for text in CONTAINERS.iter().filter_map(|variable| record.text(*variable)) {
            let (share, place) = self.find(&comparison_key(text));
            if share >= 0.6 {
                self.mark_found(explained, share, place);
            }
            best = best.max(share);
            best = best.max(self.abbreviation(&words(text), explained));
        }
        best
    }

    /// Looks for words in a row that begin the words of a title in their order: "Phys Rev B".
    fn abbreviation(&self, title: &[String], explained: &mut [bool]) -> f32 {
        let title: Vec<&String> = title
            .iter()
            .filter(|word| {
                !matches!(word.as_str(), "of" | "the" | "and" | "in" | "for" | "on" | "de")
            })
            .collect();
        let Some(first) = title.first() else { return 0.0 };
        let mut best = (0, 0..0);
        for (at, word) in self.words.iter().enumerate() {
            if word.numeric || !begins(&word.text, first) {
                continue;
            }
            let (mut used, mut end, mut letters) = (1, word.place.end, word.text.len());
            let mut rest = title.iter().skip(1);
            for next in self.words.iter().skip(at + 1) {
                if matches!(next.text.as_str(), "of" | "the" | "and" | "in" | "for" | "on") {
                    continue;
                }
                if next.numeric || !rest.any(|long| begins(&next.text, long)) {
                    break;
                }
                used += 1;
                end = next.place.end;
                letters += next.text.len();
            }
            if used > best.0 && letters >= 4 {
                best = (used, word.place.start..end);
            }
        }
        let share = ratio(best.0, title.len());
        if best.0 >= 2 && share >= 0.5 || best.0 == title.len() && best.0 > 0 {
            mark(explained, best.1);
            return share;
        }
        0.0
    }

    fn authors(&self, candidate: &Candidate, explained: &mut [bool], out: &mut Overlap) {
        let record = &candidate.record;
        let mut people = record.people(NameVariable::Author);
        if people.is_empty() {
            people = record.people(NameVariable::Editor);
        }
        out.nobody = if people.is_empty() { 1.0 } else { 0.0 };
        let (mut there, mut asked) = (0, 0);
        let mut first_at = None;
        for (idx, name) in people.iter().enumerate().take(40) {
            let key = comparison_key(name.family());
            let found = self.name(&key);
            if let Some(place) = &found {
                mark(explained, place.clone());
                // Others may have the same name.
                for word in self.words.iter().filter(|word| word.text == key) {
                    mark(explained, word.place.clone());
                }
                if let Name::Person(person) = name {
                    for part in words(person.given.as_deref().unwrap_or("")) {
                        self.given(&part).into_iter().for_each(|place| mark(explained, place));
                    }
                }
            }
            let at = found.as_ref().map(|place| place.start);
            if idx == 0 {
                first_at = at;
                out.first_author = if at.is_some() { 1.0 } else { 0.0 };
            } else if at.zip(first_at).is_some_and(|(at, first)| at < first) {
                out.first_author = 0.5;
            }
            if idx < AUTHORS {
                asked += 1;
                there += usize::from(found.is_some());
            }
        }
        if first_at.is_some_and(|first| self.is_led_by_another(first, explained)) {
            out.first_author = 0.5;
        }
        out.authors = ratio(there, asked);
        out.together = if there > 1 { 1.0 } else { 0.0 };
    }

    /// Tells whether there is a word before this place that nothing explains.
    fn is_led_by_another(&self, place: usize, explained: &[bool]) -> bool {
        let before = self.words.iter().take_while(|word| word.place.start < place);
        // "Li" leads in "Li, J., Jiang, Z.", and is a given name in "Li Jiang".
        let mut telling =
            before.filter(|word| word.is_telling() || word.is_name && word.place.end < place);
        telling.any(|word| !is_explained(word, explained))
    }

    /// A part of a given name, unless it is an initial.
    fn given(&self, part: &str) -> Option<Range<usize>> {
        if part.len() > 2 {
            return self.name(part);
        }
        let word = self.words.iter().find(|word| word.is_name && word.text == part)?;
        Some(word.place.clone())
    }

    /// A name as a whole word or words; longer ones with a misprint.
    fn name(&self, key: &str) -> Option<Range<usize>> {
        if key.is_empty() {
            return None;
        }
        let exact = self.key.match_indices(key).map(|(at, _)| at..at + key.len());
        let whole = |place: &Range<usize>| {
            self.words.iter().any(|word| word.place.start == place.start) || key.len() >= 6
        };
        exact.into_iter().find(whole).or_else(|| {
            let (share, place) = self.find(key);
            (key.len() >= 5 && share >= 0.5).then_some(place)
        })
    }

    fn left_over(&self, explained: &[bool], out: &mut Overlap) {
        let (mut letters, mut unexplained, mut run, mut longest, mut numbers) = (0, 0, 0, 0, 0);
        for word in &self.words {
            let place = explained.get(word.place.clone()).unwrap_or(&[]);
            let open = place.iter().filter(|done| !**done).count();
            if word.numeric {
                numbers += usize::from(2 * open > place.len());
                continue;
            }
            if !word.is_telling() {
                continue;
            }
            letters += place.len();
            unexplained += open;
            run = if 2 * open > place.len() { run + open } else { 0 };
            longest = longest.max(run);
        }
        out.unexplained = if letters == 0 { 0.0 } else { ratio(unexplained, letters) };
        out.longest_run = ratio(longest.min(40), 40);
        out.numbers = ratio(numbers.min(4), 4);
        let mut words = self.words.iter().enumerate().rev();
        let is_number = |word: &Word| word.numeric || word.is_roman();
        let last =
            words.find(|(_, word)| !word.is_year() && (is_number(word) || word.text.len() > 1));
        let is_open = last.is_some_and(|(at, word)| {
            let before = at.checked_sub(1).and_then(|at| self.words.get(at));
            let is_day = word.text.len() <= 2 && before.is_some_and(Word::is_month);
            is_number(word) && word.text.len() < 6 && !is_day && !is_explained(word, explained)
        });
        out.other_ending = if is_open { 1.0 } else { 0.0 };
    }

    /// Finds a key with misprints: the share of its letters in threes that stand at one place of the
    /// line, and that place.
    fn find(&self, key: &str) -> (f32, Range<usize>) {
        let length = key.len();
        if length < 3 || self.key.len() < 3 {
            return (0.0, 0..0);
        }
        if let Some(at) = self.key.find(key) {
            return (1.0, at..at + length);
        }
        // Where the key would begin, for every three letters it shares with the line.
        let mut starts: Vec<i64> = Vec::new();
        for (offset, letters) in (0_i64..).zip(key.as_bytes().windows(3)) {
            if let &[a, b, c] = letters {
                let number = bucket([a, b, c]);
                let end = self.ends.get(number).copied().unwrap_or(0);
                let before = number.checked_sub(1).and_then(|number| self.ends.get(number));
                let places = self.places.get(before.copied().unwrap_or(0)..end).unwrap_or(&[]);
                let places = places.iter().filter(|(other, _)| *other == [a, b, c]);
                starts.extend(places.map(|(_, at)| i64::from(*at) - offset));
            }
        }
        starts.sort_unstable();
        let (mut best, mut from) = ((0, 0_i64), 0);
        for (idx, start) in starts.iter().enumerate() {
            while starts.get(from).is_some_and(|first| start - first > SHIFT as i64) {
                from += 1;
            }
            if idx + 1 - from > best.0 {
                best = (idx + 1 - from, starts.get(from).copied().unwrap_or(0));
            }
        }
        let share = ratio(best.0.min(length - 2), length - 2);
        let start = usize::try_from(best.1.max(0)).unwrap_or(0);
        (share, start..(start + length + SHIFT / 2).min(self.key.len()))
    }
}

/// The bucket of three letters.
fn bucket([a, b, c]: [u8; 3]) -> usize {
    (usize::from(a) + (usize::from(b) << 3) + (usize::from(c) << 6)) % BUCKETS
}

/// Tells whether most of a word is explained.
fn is_explained(word: &Word, explained: &[bool]) -> bool {
    let place = explained.get(word.place.clone()).unwrap_or(&[]);
    2 * place.iter().filter(|done| **done).count() >= place.len()
}

/// Marks a place as explained. Places come from the key, so they lie inside.
fn mark(explained: &mut [bool], place: Range<usize>) {
    if let Some(letters) = explained.get_mut(place) {
        letters.fill(true);
    }
}

/// "phys" begins "physical", "natl" abbreviates "national".
fn begins(short: &str, long: &str) -> bool {
    if long.starts_with(short) {
        return short.len() > 1 || long.len() == 1;
    }
    let mut letters = long.chars();
    short.len() >= 3
        && short.chars().next() == long.chars().next()
        && short.chars().all(|c| letters.any(|other| other == c))
}

fn ratio(part: usize, whole: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "references are short")]
    let ratio = part as f32 / whole.max(1) as f32;
    ratio
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shea() -> Candidate {
        crate::crossref::work(&json!({
            "title": ["Surface-plasmon ejection of Ag+ ions from laser irradiation of silver"],
            "container-title": ["Physical Review B"], "volume": "47", "page": "9967-9970",
            "author": [{"family": "Shea", "given": "M. J."}, {"family": "Compton"}],
            "issued": {"date-parts": [[1993]]},
        }))
    }

    #[test]
    fn a_reference_without_title_is_explained() {
        let line = Line::new("1 M. J. Shea and R. N. Compton, Phys. Rev. B 47, 9967 (1993).");
        let overlap = line.overlap(&shea());
        assert_eq!((overlap.first_author, overlap.authors), (1.0, 1.0));
        assert_eq!((overlap.volume, overlap.page, overlap.year), (1.0, 1.0, 1.0));
        assert_eq!((overlap.container, overlap.title), (1.0, 0.0));
        assert!(overlap.unexplained < 0.1, "{overlap:?}");
        assert_eq!(overlap.numbers, 0.0);
    }

    #[test]
    fn another_title_stays_over() {
        let line =
            Line::new("Shea, M. J. Electron attachment to molecules. Phys Rev B 1993;47:9967.");
        assert!(line.overlap(&shea()).unexplained > 0.4);
    }

    #[test]
    fn misprints_are_borne() {
        let line = Line::new(
            "Shea, MJ. Surf ace-plasmop ejection of Ag+ ions from lasec irradiation of silver",
        );
        assert!(line.overlap(&shea()).title > 0.75, "{:?}", line.overlap(&shea()));
    }
}
