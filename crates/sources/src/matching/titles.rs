//! Whether two titles name the same work, and two container titles the same journal or book.

use std::collections::BTreeMap;

use refsmith_model::text::unicode::{comparison_key, fold, is_apostrophe, is_dash, words};

/// How our title relates to the register's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// The same words.
    Same,
    /// Ours lacks the subtitle, or is abbreviated.
    Cut,
    /// The register's lacks the subtitle, or is abbreviated.
    RegisterCut,
    /// Not the same words.
    Other,
}

/// The shortest key, in letters, that identifies anything on its own.
const TELLING: usize = 12;

/// Compares two titles of works: the relation and the similarity in [0, 1].
pub(super) fn compare_titles(ours: &str, theirs: &str) -> (Relation, f32) {
    let (ours, theirs) = (stripped(ours), stripped(theirs));
    let (a, b) = (key(&ours), key(&theirs));
    if a == b {
        return (Relation::Same, 1.0);
    }
    if a.is_empty() || b.is_empty() {
        return (Relation::Other, 0.0);
    }
    let notice = notice(&ours) != notice(&theirs);
    if !notice && a.chars().count() >= TELLING && starts_with_words(&theirs, &a) {
        return (Relation::Cut, if key(main_title(&theirs)) == a { 0.97 } else { 0.9 });
    }
    if !notice && b.chars().count() >= TELLING && starts_with_words(&ours, &b) {
        return (Relation::RegisterCut, if key(main_title(&ours)) == b { 0.97 } else { 0.9 });
    }
    let (x, y) = (words(&ours), words(&theirs));
    let by_words = dice(x.iter().map(String::as_str), y.iter().map(String::as_str));
    let by_letters = dice(pairs(&a).iter().copied(), pairs(&b).iter().copied());
    let similarity = (by_words + by_letters) / 2.0;
    (Relation::Other, if notice { similarity.min(0.4) } else { similarity })
}

/// Tells whether the longer of two titles goes on where the other ends, without a mark in between
/// that sets off a subtitle.
pub(super) fn goes_on(longer: &str, shorter: &str) -> bool {
    let (longer, shorter) = (stripped(longer), key(&stripped(shorter)));
    let words = longer.match_indices(char::is_whitespace);
    words.filter_map(|(at, _)| longer.split_at_checked(at)).any(|(head, rest)| {
        head.ends_with(char::is_alphanumeric)
            && rest.trim_start().starts_with(char::is_alphanumeric)
            && key(head) == shorter
    })
}

/// Compares two container titles. `short` is the register's abbreviation.
pub(super) fn compare_containers(ours: &str, theirs: &str, short: Option<&str>) -> (Relation, f32) {
    let (a, b) = (container_key(ours), container_key(theirs));
    if a == b {
        return (Relation::Same, 1.0);
    }
    if short.is_some_and(|short| container_key(short) == a) {
        return (Relation::Cut, 1.0);
    }
    if key(main_title(theirs)) == a || abbreviates(ours, theirs) || acronym(ours, theirs) {
        return (Relation::Cut, 0.97);
    }
    if key(main_title(ours)) == b || abbreviates(theirs, ours) || acronym(theirs, ours) {
        return (Relation::RegisterCut, 0.97);
    }
    let (x, y) = (content_words(ours), content_words(theirs));
    (Relation::Other, dice(x.iter().map(String::as_str), y.iter().map(String::as_str)))
}

/// Tells whether ours differs from theirs only in letter case, quotation marks and kinds of hyphen,
/// of which bibliographies are full and which no style keeps.
pub(super) fn same_but_for_typography(ours: &str, theirs: &str) -> bool {
    typographic(ours) == typographic(theirs)
}

/// Gives the register's title the letter case of ours, word by word: whether titles are written in
/// sentence case is a matter of style. A title of ours that is all capitals gets the register's.
pub(super) fn recased(ours: &str, theirs: &str) -> String {
    let theirs: String = theirs.chars().map(plain_hyphen).collect();
    if is_shouting(ours) {
        return theirs;
    }
    let own: Vec<&str> =
        ours.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let mut own = own.into_iter().peekable();
    let mut out = String::with_capacity(theirs.len());
    let mut word = String::new();
    for c in theirs.chars().chain([' ']) {
        if c.is_alphanumeric() {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            match own.next_if(|own| fold(own) == fold(&word)) {
                Some(own) => out.push_str(own),
                None => out.push_str(&word),
            }
            word.clear();
        }
        out.push(c);
    }
    out.pop();
    out
}

/// Tells whether a title of several words is written in capitals throughout.
pub(super) fn is_shouting(text: &str) -> bool {
    text.split_whitespace().count() > 1
        && text.chars().any(char::is_alphabetic)
        && !text.chars().any(char::is_lowercase)
}

/// A hyphen for the hyphens of typesetters (U+2010, U+2011); dashes stay.
pub(super) fn plain_hyphen(c: char) -> char {
    if matches!(c, '\u{2010}' | '\u{2011}') { '-' } else { c }
}

fn typographic(text: &str) -> String {
    let folded: String = text
        .chars()
        .map(|c| match c {
            _ if is_apostrophe(c) => '\'',
            '"' | '“' | '”' | '„' | '«' | '»' => '"',
            _ => plain_hyphen(c),
        })
        .flat_map(char::to_lowercase)
        .collect();
    let folded = refsmith_model::text::unicode::collapse_white_space(&folded);
    folded.trim_end_matches('.').to_owned()
}

fn key(text: &str) -> String {
    comparison_key(&text.replace('&', " and "))
}

fn container_key(text: &str) -> String {
    let key = key(text);
    key.strip_prefix("the").map(str::to_owned).unwrap_or(key)
}

/// The title without "RETRACTED:" before it and a language in brackets behind it.
fn stripped(title: &str) -> String {
    let mut title = title.trim();
    if let Some((head, rest)) = title.split_once(':')
        && matches!(fold(head.trim()).as_str(), "retracted" | "retracted article" | "withdrawn")
    {
        title = rest.trim();
    }
    let trimmed = title.trim_end_matches(['.', ' ']);
    if let Some(rest) = trimmed.strip_suffix(']')
        && let Some((head, inside)) = rest.rsplit_once('[')
        && inside.len() <= 24
        && !head.trim().is_empty()
    {
        title = head.trim();
    }
    title.to_owned()
}

/// The part before a colon, question mark or dash that is set off.
fn main_title(title: &str) -> &str {
    let at = [": ", "? ", " - ", " – ", "—", " = ", " ("]
        .iter()
        .filter_map(|mark| title.find(mark))
        .min();
    at.and_then(|at| title.get(..at)).unwrap_or(title)
}

/// Tells whether `text` begins with the words that `head` is the key of.
fn starts_with_words(text: &str, head: &str) -> bool {
    let mut rest = head;
    for word in words(&text.replace('&', " and ")) {
        match rest.strip_prefix(word.as_str()) {
            Some(after) => rest = after,
            None => return false,
        }
        if rest.is_empty() {
            return true;
        }
    }
    false
}

/// The kind of notice a title announces: such a title holds the whole title of another work.
pub(super) fn notice(title: &str) -> Option<&'static str> {
    let words = words(title);
    let first: Vec<&str> = words.iter().take(3).map(String::as_str).collect();
    match first.as_slice() {
        ["correction" | "corrections" | "corrigendum" | "erratum" | "errata" | "addendum", ..] => {
            Some("correction")
        }
        ["author" | "publisher", "correction", ..] => Some("correction"),
        ["retraction", "of" | "to" | "note" | "notice", ..] | ["retraction"] => Some("retraction"),
        ["retraction", ..]
            if title
                .trim_start()
                .get(10..)
                .is_some_and(|rest| rest.starts_with([':', '—', '–'])) =>
        {
            Some("retraction")
        }
        ["expression", "of", "concern"] => Some("concern"),
        ["reply" | "response" | "responses", "to", ..]
        | ["comment" | "comments" | "commentary", "on", ..] => Some("reply"),
        ["review" | "reviews", "for" | "of", ..] | ["book", "review", ..] => Some("review"),
        ["decision", "letter", ..] | ["author", "response", ..] => Some("review"),
        _ => None,
    }
}

/// Tells whether a text names a correction as the Web of Science does: by the title of the work
/// corrected and its place, "(vol 12, pg 34, 2010)".
pub(super) fn corrects(text: &str) -> bool {
    let mut places = text.match_indices("(vol").filter_map(|(at, _)| text.get(at..));
    places.any(|place| place.split(')').next().is_some_and(|place| place.contains(", pg ")))
}

/// Tells whether a printed reference has a word for this kind of notice.
pub(super) fn mentions(text: &str, kind: &str) -> bool {
    let signs: &[&str] = match kind {
        "correction" => &["correction", "corrigend", "errat", "addend"],
        "retraction" => &["retract"],
        "concern" => &["concern"],
        "reply" => &["reply", "respons", "comment"],
        _ => &["review", "letter", "response"],
    };
    let text = fold(text);
    signs.iter().any(|sign| text.contains(sign))
}

/// Twice the shared items over all items, each counted as often as it occurs.
fn dice<'a>(a: impl Iterator<Item = &'a str>, b: impl Iterator<Item = &'a str>) -> f32 {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    let (mut total, mut shared) = (0_u32, 0_u32);
    for item in a {
        *counts.entry(item).or_default() += 1;
        total += 1;
    }
    for item in b {
        total += 1;
        if let Some(count) = counts.get_mut(item).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "titles have few words")]
    let ratio = 2.0 * shared as f32 / total.max(1) as f32;
    ratio
}

/// The overlapping pairs of letters.
fn pairs(key: &str) -> Vec<&str> {
    let starts: Vec<usize> = key.char_indices().map(|(at, _)| at).chain([key.len()]).collect();
    starts
        .windows(3)
        .filter_map(|window| match window {
            [start, _, end] => key.get(*start..*end),
            _ => None,
        })
        .collect()
}

const SMALL: &[&str] = &[
    "a", "an", "and", "the", "of", "on", "in", "for", "to", "from", "at", "by", "with", "de", "la",
    "le", "les", "des", "du", "der", "die", "das", "und", "fur", "zur", "y", "et", "del", "della",
];

fn content_words(text: &str) -> Vec<String> {
    words(&text.replace('&', " and "))
        .into_iter()
        .filter(|word| !SMALL.contains(&word.as_str()))
        .collect()
}

/// Tells whether each word of `short` begins the next word of `long`: "Dev. Psychopathol." The last
/// word of `short` must be reached with the last of `long`, or "Nature" would abbreviate "Nature
/// Neuroscience".
fn abbreviates(short: &str, long: &str) -> bool {
    let (a, b) = (content_words(short), content_words(long));
    let mut whole = 0;
    let fits = a.len() == b.len()
        && a.iter().zip(&b).all(|(x, y)| {
            whole += usize::from(x == y);
            x == y || shortens(x, y)
        });
    fits && whole < a.len() && !a.is_empty()
}

/// "psychol" begins "psychology", "natl" and "intl" keep first and last letter of a beginning.
fn shortens(short: &str, long: &str) -> bool {
    if long.starts_with(short) {
        return true;
    }
    let mut letters = long.chars();
    short.chars().count() >= 3
        && short.chars().next() == long.chars().next()
        && short.chars().all(|c| letters.any(|other| other == c))
}

/// "PNAS", "JAMA": the initials of the content words, or of the first ones.
fn acronym(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).collect();
    let capitals = letters.len() >= 3 && letters.iter().all(|c| c.is_uppercase());
    let initials: Vec<char> =
        content_words(long).iter().filter_map(|word| word.chars().next()).collect();
    capitals
        && letters.len() <= initials.len()
        && letters.iter().zip(&initials).all(|(c, initial)| c.to_lowercase().eq([*initial]))
}

/// Tells whether a text holds dashes, apostrophes or letters only.
pub(super) fn has_words(text: &str) -> bool {
    text.chars().any(|c| c.is_alphanumeric() && !is_dash(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_title_in_other_clothes() {
        for (ours, theirs) in [
            (
                "Early-life experience, epigenetics, and the developing brain",
                "Early Life Experience, Epigenetics, and the Developing Brain",
            ),
            ("Mother\u{2010}infant synchrony", "Mother-infant synchrony"),
            ("children\u{2019}s development", "Children's Development"),
            ("Salt & water", "Salt and water."),
            ("Ileal hyperplasia", "RETRACTED: Ileal hyperplasia"),
            ("Endoskopische Eingriffe [German]", "Endoskopische Eingriffe"),
        ] {
            assert_eq!(compare_titles(ours, theirs), (Relation::Same, 1.0), "{ours}");
        }
    }

    #[test]
    fn a_missing_subtitle_is_a_cut() {
        let full = "Bio-behavioral Synchrony: A Model for Integrating Biological Processes";
        assert_eq!(compare_titles("Bio-behavioral synchrony", full).0, Relation::Cut);
        assert_eq!(compare_titles(full, "Bio-behavioral synchrony").0, Relation::RegisterCut);
    }

    #[test]
    fn a_title_that_goes_on_has_no_subtitle() {
        let theirs = "Oxytocin and Social Affiliation";
        assert!(goes_on("Oxytocin and social affiliation in dogs", theirs));
        for ours in ["", ": In Dogs", ". In dogs", " (in dogs)", " – in dogs", "?"] {
            assert!(!goes_on(&format!("Oxytocin and social affiliation{ours}"), theirs), "{ours}");
        }
    }

    #[test]
    fn notices_and_neighbors_are_other_works() {
        let title = "Epigenetic programming by maternal behavior";
        assert!(compare_titles(title, &format!("Correction: {title}")).1 <= 0.4);
        assert!(compare_titles(title, &format!("Retraction\u{2014}{title}")).1 <= 0.4);
        assert!(
            compare_titles(
                "Oxytocin and social affiliation in humans",
                "Oxytocin pathways and the evolution of human behavior"
            )
            .1 < 0.6
        );
    }

    #[test]
    fn journals_under_short_names() {
        let relation = |ours, theirs| compare_containers(ours, theirs, None).0;
        assert_eq!(
            relation("Trends in cognitive sciences", "Trends in Cognitive Sciences"),
            Relation::Same
        );
        assert_eq!(relation("Parenting", "Parenting: Science and Practice"), Relation::Cut);
        assert_eq!(
            relation("Dev. Psychopathol.", "Development and Psychopathology"),
            Relation::Cut
        );
        assert_eq!(
            relation("Proc Natl Acad Sci", "Proceedings of the National Academy of Sciences"),
            Relation::Cut
        );
        assert_eq!(
            relation("PNAS", "Proceedings of the National Academy of Sciences"),
            Relation::Cut
        );
        assert_eq!(relation("Nature", "Nature Neuroscience"), Relation::Other);
    }

    #[test]
    fn letter_case_is_ours_punctuation_theirs() {
        assert_eq!(
            recased(
                "Early-life experience, DNA and brains",
                "Early Life Experience: DNA and Brains"
            ),
            "Early life experience: DNA and brains"
        );
        assert_eq!(recased("ALL OF IT", "All of It"), "All of It");
        assert!(same_but_for_typography(
            "a child\u{2019}s mother\u{2010}tongue",
            "A Child's Mother-tongue."
        ));
    }
}
