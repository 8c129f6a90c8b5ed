//! One convention for all data sets: punctuation and keywords stand outside the fields, volume and
//! issue apart, and so on.
//!
//! The data sets disagree: one keeps `pp. 12–14,` under `pages`, another `12–14`; one has no `issue`.
//! Everything here looks at tokens, so that it is right for what the parser sees.

use refsmith_crf::Example as Sequence;
use refsmith_parse::{Label, Observation, observe};

use crate::dataset::Example;

/// Returns the reference as the parser sees it, with one label for each token; `None` when the
/// segments do not cover the string.
pub(crate) fn sequence(example: &Example, with_hints: bool) -> Option<Sequence> {
    let observation = observe(&example.raw, with_hints);
    if observation.spans.is_empty() {
        return None;
    }
    let by_byte = align(example)?;
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(observation.spans.len());
    for (span, decided) in observation.spans.iter().zip(&observation.decided) {
        let at = observation.map.to_original(*span).start();
        let label = by_byte.get(at).copied().flatten().unwrap_or(Label::Other);
        let text = span.of(&observation.text);
        tokens.push(Token { text, label, decided: *decided });
    }
    unify(&mut tokens);
    let labels: Vec<u8> = tokens.iter().map(|token| token.label as u8).collect();
    let Observation { mut example, .. } = observation;
    example.labels = labels;
    Some(example)
}

/// The label of each byte of the string, from segments that agree with it up to white space.
fn align(example: &Example) -> Option<Vec<Option<Label>>> {
    let mut out = vec![None; example.raw.len()];
    let mut raw = example.raw.char_indices().filter(|(_, c)| !c.is_whitespace()).peekable();
    for (name, text) in &example.segments {
        let label = Label::ALL.iter().copied().find(|label| label.as_str() == name)?;
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            let (at, found) = raw.next()?;
            if found != c {
                return None;
            }
            if let Some(place) = out.get_mut(at) {
                *place = Some(label);
            }
        }
    }
    raw.peek().is_none().then_some(out)
}

/// A token with the label it has so far.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    text: &'a str,
    label: Label,
    decided: Option<Label>,
}

impl Token<'_> {
    fn is_mark(&self) -> bool {
        self.decided.is_none() && !self.text.starts_with(char::is_alphanumeric)
    }

    fn is_number(&self) -> bool {
        self.decided.is_none() && self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn is_year(&self) -> bool {
        self.text.len() == 4 && self.is_number() && ("1500".."2100").contains(&self.text)
    }

    fn is_one_of(&self, words: &[&str]) -> bool {
        self.decided.is_none() && words.contains(&self.text.to_lowercase().as_str())
    }
}

const VOLUME: &[&str] = &[
    "vol", "vols", "volume", "volumes", "voi", "v", "bd", "band", "jg", "jahrgang", "tome", "tomo",
    "t", "том", "т", "제", "권",
];
const ISSUE: &[&str] = &[
    "no",
    "nos",
    "nr",
    "n",
    "num",
    "number",
    "numero",
    "número",
    "issue",
    "iss",
    "heft",
    "h",
    "fasc",
    "fascicolo",
    "호",
    "№",
];
const PAGES: &[&str] =
    &["p", "pp", "pg", "page", "pages", "pag", "pagg", "s", "seite", "seiten", "с", "стр"];
const IN: &[&str] = &["in", "en", "dans", "im"];
const ROLE: &[&str] = &[
    "ed",
    "eds",
    "edited",
    "editor",
    "editors",
    "edition",
    "edit",
    "by",
    "hg",
    "hrsg",
    "hgg",
    "herausgegeben",
    "von",
    "dir",
    "cura",
    "di",
    "a",
    "coord",
    "coords",
    "org",
    "orgs",
    "éd",
    "éds",
    "sous",
    "la",
    "direction",
    "de",
];
const TRANSLATION: &[&str] = &[
    "trans",
    "transl",
    "translated",
    "translator",
    "translators",
    "by",
    "trad",
    "tr",
    "traduit",
    "par",
    "fr",
    "übers",
    "von",
    "aus",
    "dem",
    "from",
    "the",
];
const ACCESS: &[&str] =
    &["accessed", "retrieved", "viewed", "cited", "consulted", "visited", "abgerufen", "consulté"];

fn unify(tokens: &mut [Token<'_>]) {
    for token in tokens.iter_mut() {
        if let Some(decided) = token.decided {
            token.label = decided;
        }
    }
    editors_of_containers(tokens);
    let mut start = 0;
    while start < tokens.len() {
        let label = tokens[start].label;
        let length = tokens[start..].iter().take_while(|token| token.label == label).count();
        if let Some(run) = tokens.get_mut(start..start + length) {
            unify_run(label, run);
        }
        start += length;
    }
}

/// One data set has no editors: the people behind "title, in" are.
fn editors_of_containers(tokens: &mut [Token<'_>]) {
    let mut titled = false;
    let mut marked = false;
    for token in tokens.iter_mut() {
        match token.label {
            Label::Title => (titled, marked) = (true, false),
            Label::Other if titled && token.is_one_of(IN) => marked = true,
            Label::Author if marked => token.label = Label::Editor,
            Label::Other => {}
            _ => marked &= token.label == Label::Editor,
        }
    }
}

fn unify_run(label: Label, run: &mut [Token<'_>]) {
    match label {
        Label::Volume | Label::Issue => split_volume(label, run),
        Label::Pages => strip_head(run, PAGES),
        Label::ContainerTitle => strip_head(run, IN),
        Label::Editor => {
            strip_head(run, IN);
            strip_head(run, ROLE);
            strip_tail(run, &ROLE[..13]);
        }
        Label::Translator => {
            strip_head(run, TRANSLATION);
            strip_tail(run, &TRANSLATION[..5]);
        }
        Label::Author => editors(run),
        Label::Genre => number_of_genre(run),
        Label::Note if run.iter().any(|token| token.is_one_of(ACCESS)) => access_date(run),
        _ => {}
    }
    strip_marks(run);
}

/// "a cura di G. Thomas", "Thomas, G. (Hg.)" among the authors are editors.
fn editors(run: &mut [Token<'_>]) {
    const MARKS: &[&str] = &["hg", "hrsg", "ed", "eds", "dir", "cura", "coord", "éd", "éds"];
    let first = run.iter().find(|token| !token.is_mark()).map_or("", |token| token.text);
    let cura = run.iter().take(3).map(|token| token.text);
    let edited = matches!(first, "ed" | "eds" | "hrsg") || cura.eq(["a", "cura", "di"]);
    let kept = run.len();
    if edited {
        strip_head(run, ROLE);
    } else {
        strip_tail(run, MARKS);
    }
    let stripped = run.iter().filter(|token| token.label == Label::Author).count() < kept;
    if stripped {
        for token in run.iter_mut().filter(|token| token.label == Label::Author) {
            token.label = Label::Editor;
        }
    }
}

/// Takes marks off both ends, but for a bracket that closes one inside, and quotes inside.
fn strip_marks(run: &mut [Token<'_>]) {
    if run.iter().all(|token| token.is_mark() || token.label == Label::Other) {
        for token in run {
            token.label = Label::Other;
        }
        return;
    }
    for token in run.iter_mut() {
        if !token.is_mark() && token.label != Label::Other {
            break;
        }
        token.label = Label::Other;
    }
    let mut kept = run.len();
    while let Some(last) = kept.checked_sub(1).and_then(|at| run.get(at)) {
        let sentence = matches!(last.text, "?" | "!");
        let inside = run.get(..kept).unwrap_or_default();
        let closes = |open: &str, close: &str| {
            last.text == close
                && inside
                    .iter()
                    .filter(|token| token.text == open && token.label != Label::Other)
                    .count()
                    >= inside.iter().filter(|token| token.text == close).count()
        };
        let initial = last.text == "."
            && kept >= 2
            && run.get(kept - 2).is_some_and(|before| {
                matches!(before.label, Label::Author | Label::Editor | Label::Translator)
            });
        let mark = last.is_mark() || last.label == Label::Other;
        if !mark || sentence || closes("(", ")") || closes("[", "]") || initial {
            break;
        }
        kept -= 1;
        if let Some(token) = run.get_mut(kept) {
            token.label = Label::Other;
        }
    }
}

/// Takes keywords and marks off the head, as long as something is left.
fn strip_head(run: &mut [Token<'_>], words: &[&str]) {
    let head = run.iter().take_while(|token| token.is_mark() || token.is_one_of(words)).count();
    let any = run.iter().take(head).any(|token| token.is_one_of(words));
    // "A" and "S" may be names: without a full stop or bracket they stay.
    let single =
        run.iter().take(head).filter(|token| !token.is_mark()).all(|token| {
            token.text.chars().count() == 1 && token.text.starts_with(char::is_uppercase)
        });
    let label = run.first().map(|token| token.label);
    if head < run.len() && any && !(single && label != Some(Label::Pages)) {
        for token in run.iter_mut().take(head) {
            token.label = Label::Other;
        }
    }
}

fn strip_tail(run: &mut [Token<'_>], words: &[&str]) {
    let tail = |token: &Token<'_>| token.is_mark() || token.is_one_of(words);
    let count = run.iter().rev().take_while(|token| tail(token)).count();
    let any = run.iter().rev().take(count).any(|token| token.is_one_of(words));
    if any && count < run.len() {
        let kept = run.len() - count;
        // The full stop of the last initial stays with it.
        let dot = usize::from(run.get(kept).is_some_and(|token| token.text == "."));
        for token in run.iter_mut().skip(kept + dot) {
            token.label = Label::Other;
        }
    }
}

/// "2009;108(2):508-12", "vol. 26, no. 14", "34. Jg.": what is what follows from the marks.
fn split_volume(label: Label, run: &mut [Token<'_>]) {
    if is_month_and_year(run) {
        for token in run {
            token.label = Label::Date;
        }
        return;
    }
    // "V" is a number unless a full stop makes it a keyword.
    let is_number = |token: &Token<'_>, next: &str| {
        token.text.starts_with(char::is_uppercase) && token.text.len() == 1 && next != "."
    };
    let is_value = |(idx, token): &(usize, &Token<'_>)| {
        let next = run.get(idx + 1).map_or("", |token| token.text);
        let keyword = token.is_one_of(VOLUME) || token.is_one_of(ISSUE);
        !token.is_mark() && (!keyword || is_number(token, next))
    };
    let values = run.iter().enumerate().filter(is_value).count();
    let mut expected = label;
    let mut seen_volume = false;
    let mut pages = false;
    for idx in 0..run.len() {
        let before = idx.checked_sub(1).and_then(|at| run.get(at)).map_or("", |token| token.text);
        let next = run.get(idx + 1).map_or("", |token| token.text);
        let token = run[idx];
        let last_mark = matches!(before, "(" | "[");
        let is_last = run.iter().skip(idx + 1).all(Token::is_mark);
        let keyword = values > 0 && !is_number(&token, next);
        let new = if keyword && token.is_one_of(ISSUE) && run.len() > 1 {
            expected = Label::Issue;
            Label::Other
        } else if keyword && token.is_one_of(VOLUME) {
            Label::Other
        } else if token.is_one_of(PAGES) && seen_volume && values > 1 {
            pages = true;
            Label::Other
        } else if token.is_mark() {
            match token.text {
                "(" | "[" if seen_volume && !pages => expected = Label::Issue,
                ":" if seen_volume => pages = true,
                _ => {}
            }
            // Marks inside a range or a double number stay; the others part.
            let inner = matches!(token.text, "-" | "–" | "—" | "‐" | "/");
            let joins =
                |at: Option<usize>| at.and_then(|at| run.get(at)).is_some_and(|t| !t.is_mark());
            if inner && idx > 0 && joins(idx.checked_sub(1)) && joins(Some(idx + 1)) {
                run[idx - 1].label
            } else {
                Label::Other
            }
        } else if token.is_year()
            && values > 1
            && !pages
            && (last_mark || !before.is_empty() && is_last || idx == 0)
        {
            Label::Date
        } else if pages {
            Label::Pages
        } else {
            if expected == Label::Volume {
                seen_volume = true;
            }
            expected
        };
        run[idx].label = new;
    }
}

/// "gennaio 1931", "mai-juin 1998".
fn is_month_and_year(run: &[Token<'_>]) -> bool {
    let mut words = run.iter().filter(|token| !token.is_mark());
    let Some(year) = words.next_back().filter(|token| token.is_year()) else { return false };
    let months: Vec<_> = words.collect();
    !months.is_empty()
        && months.iter().all(|token| refsmith_parse::is_month(&token.text.to_lowercase()))
        && year.label != Label::Other
}

/// "Working Paper No. 13987": the number is apart.
fn number_of_genre(run: &mut [Token<'_>]) {
    let tail = run.iter().rev().take_while(|token| token.is_number() || token.is_mark()).count();
    let kept = run.len() - tail;
    if tail == 0 || kept == 0 || !run.iter().skip(kept).any(|token| token.is_number()) {
        return;
    }
    for token in run.iter_mut().skip(kept) {
        token.label = Label::Number;
    }
    let (head, number) = run.split_at_mut(kept);
    strip_tail(head, &["no", "nr", "n", "number"]);
    strip_marks(number);
}

/// "(accessed June 7, 2015)": the word is a keyword, what follows a date.
fn access_date(run: &mut [Token<'_>]) {
    let Some(at) = run.iter().position(|token| token.is_one_of(ACCESS)) else { return };
    let length = run.iter().skip(at + 1).take_while(|token| token.text.len() <= 10).count();
    let date = run.get(at + 1..at + 1 + length).unwrap_or_default();
    if length > 9 || !date.iter().any(Token::is_year) {
        return;
    }
    for token in run.iter_mut().skip(at).take(length + 1) {
        token.label = Label::Accessed;
    }
    if let Some(stretch) = run.get_mut(at..=at + length) {
        strip_head(
            stretch,
            &[
                "accessed",
                "retrieved",
                "viewed",
                "cited",
                "consulted",
                "visited",
                "abgerufen",
                "consulté",
                "le",
                "on",
                "am",
            ],
        );
        strip_marks(stretch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Labels segments of `label: text | label: text`, and shows what unification makes of them:
    /// fields alone, in order.
    fn unified(segments: &[(&str, &str)]) -> String {
        let raw: String = segments.iter().map(|(_, text)| *text).collect();
        let segments = segments.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let example = Example { raw: raw.clone(), segments, ..Example::default() };
        let observation = observe(&raw, false);
        let sequence = sequence(&example, false).expect("the segments cover the string");
        let mut out: Vec<(Label, String)> = Vec::new();
        let mut last = Label::Other;
        for (span, column) in observation.spans.iter().zip(&sequence.labels) {
            let label = Label::ALL[usize::from(*column)];
            let text = span.of(&observation.text);
            match out.last_mut().filter(|_| label == last) {
                Some((_, whole)) => whole.push_str(&format!(" {text}")),
                None => out.push((label, text.to_owned())),
            }
            last = label;
        }
        let fields = out.iter().filter(|(label, _)| *label != Label::Other);
        let shown: Vec<String> =
            fields.map(|(label, text)| format!("{}: {text}", label.as_str())).collect();
        shown.join(" | ")
    }

    #[test]
    fn punctuation_and_keywords_stand_outside_the_fields() {
        let out = unified(&[
            ("citation-number", "[12] "),
            ("author", "Berg, A. "),
            ("date", "(2009). "),
            ("title", "“Is it raining?” "),
            ("container-title", "In: Rain (RN), "),
            ("pages", "pp. 12–14."),
        ]);
        let expected = "citation-number: 12 | author: Berg , A . | date: 2009 | \
                        title: Is it raining ? | container-title: Rain ( RN ) | pages: 12 – 14";
        assert_eq!(out, expected);
    }

    #[test]
    fn volumes_are_split_from_what_follows() {
        let cases = [
            ("21(2), ", "volume: 21 | issue: 2"),
            ("vol. 26, no. 14, ", "volume: 26 | issue: 14"),
            ("2009;108(2):508-12. ", "date: 2009 | volume: 108 | issue: 2 | pages: 508 - 12"),
            ("1 (2003), ", "volume: 1 | date: 2003"),
            ("V, 1980, ", "volume: V | date: 1980"),
            ("n°95, ", "issue: 95"),
            ("144 (1–2): ", "volume: 144 | issue: 1 – 2"),
            ("gennaio 1931, ", "date: gennaio 1931"),
        ];
        for (text, expected) in cases {
            let out = unified(&[("container-title", "Rain "), ("volume", text)]);
            assert_eq!(out, format!("container-title: Rain | {expected}"), "{text}");
        }
    }

    #[test]
    fn editors_are_told_from_authors() {
        assert_eq!(unified(&[("author", "Berg, A. (Hg.) ")]), "editor: Berg , A .");
        assert_eq!(unified(&[("author", "a cura di G. Rossi, ")]), "editor: G . Rossi");
        let out = unified(&[
            ("author", "Berg, "),
            ("title", "Rain, "),
            ("other", "in "),
            ("author", "Low, "),
            ("container-title", "Weather "),
        ]);
        assert_eq!(out, "author: Berg | title: Rain | editor: Low | container-title: Weather");
    }

    #[test]
    fn segments_that_do_not_cover_the_string_are_refused() {
        let segments = vec![("title".to_owned(), "Rain".to_owned())];
        let example = Example { raw: "Rain 12".to_owned(), segments, ..Example::default() };
        assert!(sequence(&example, false).is_none());
    }
}
