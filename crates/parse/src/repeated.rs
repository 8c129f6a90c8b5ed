//! Lists whose authors are not printed again: `———. (2012)`, `Ders. (2014)`, `Idem, ...`.
//!
//! The words that stand for a name are replaced by the name as the reference before prints it, the
//! result is read like any other reference, and its spans are led back. `Ibid.` and its like point
//! at a whole reference; they are reported, nothing is made up for them.

use refsmith_model::text::unicode::is_dash;
use refsmith_model::{
    Diagnostic, Name, NameVariable, Origin, ParsedReference, ReferenceString, SourceText, Span,
    Variable,
};

use crate::codes::{IBIDEM, REPEATED_AUTHOR};
use crate::{ParseOptions, parse};

/// Words for "the same author" in lower case, without their point. Each ends at punctuation.
#[rustfmt::skip] // A table reads better in rows.
const SAME: &[&str] = &[
    "idem", "id", "eadem", "ead", "iidem", "eaedem",
    "derselbe", "ders", "dieselbe", "dieselben", "dies",
    "le même", "la même", "les mêmes", "lo stesso", "la stessa", "el mismo", "la misma",
    "o mesmo", "a mesma", "dezelfde", "densamme", "samma", "samme", "tenże", "taż", "ciż",
    "он же", "она же", "те же", "týž", "táž", "sama",
];

/// Words for "the same work".
#[rustfmt::skip] // A table reads better in rows.
const SAME_WORK: &[&str] = &[
    "ibid", "ibidem", "ebd", "ebenda", "ebda", "ibíd", "ivi", "tamże", "tamtéž", "там же", "op. cit", "op cit",
    "loc. cit", "a.a.o", "a. a. o", "同上", "前掲", "supra note", "siehe oben",
];

/// The authors of the reference before.
struct Before {
    /// As printed.
    words: String,
    names: Vec<Name>,
}

/// Reads the references of one list, in its order. What stands for a repeated author is read as
/// the author of the reference before, with the finding `repeated-author`.
///
/// # Examples
/// ```
/// use refsmith_model::{NameVariable, ReferenceString, SourceText, Span};
/// let text = "Reed, Q. (2011). Reeds. Lake Press.\n———. (2012). More reeds. Lake Press.";
/// let (text, half) = (SourceText::plain("list.txt", text.to_owned()), 36);
/// let end = text.text().len();
/// let list = [(0, half - 1), (half, end)]
///     .map(|(from, to)| ReferenceString { span: Span::new(from, to), marker: None, ordinal: 1 });
/// let parsed = refsmith_parse::parse_list(&text, &list, &Default::default());
/// assert_eq!(parsed[1].record.people(NameVariable::Author)[0].to_string(), "Reed, Q.");
/// ```
pub fn parse_list(
    text: &SourceText,
    references: &[ReferenceString],
    options: &ParseOptions<'_>,
) -> Vec<ParsedReference> {
    let mut before: Option<Before> = None;
    let read = |reference: &ReferenceString| {
        let words = text.slice(reference.span);
        let repeated = repeater(words);
        let parsed = match (repeated, &before) {
            (Some(repeated), Some(authors)) => {
                substituted(text, reference, repeated, authors, options)
            }
            _ => {
                let mut parsed = parse(text, reference, options);
                if same_work(words) {
                    parsed.diagnostics.push(ibidem(reference.span));
                }
                parsed
            }
        };
        before = match repeated {
            // The names of this one, printed by whoever printed them last.
            Some(_) => before.take().map(|authors| after(&parsed, authors)),
            None => authors(text, &parsed),
        };
        parsed
    };
    references.iter().map(read).collect()
}

/// What stands for authors at the beginning of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Repeater {
    /// Bytes of the reference that it covers.
    len: usize,
    /// How many names it stands for, each in its place; `None` for all of them.
    names: Option<usize>,
}

/// Recognizes what stands for authors.
fn repeater(words: &str) -> Option<Repeater> {
    let Some(first) = dashes(words) else {
        let len = same_author(words)?;
        return Some(Repeater { len, names: None });
    };
    // `--, --, and Reed, Q.`: a dash for each author that comes again, in their order.
    let mut repeater = Repeater { len: first, names: None };
    let mut count = 1;
    loop {
        let rest = words.get(repeater.len..)?;
        let (joined, more) = connective(rest);
        if joined == 0 {
            break;
        }
        match dashes(more) {
            Some(len) => {
                repeater.len += joined + len;
                count += 1;
            }
            None => {
                if name_follows(more) || count > 1 && rest.get(..joined)?.trim() != "," {
                    repeater.names = Some(count);
                }
                break;
            }
        }
    }
    if count > 1 {
        repeater.names = Some(count);
    }
    Some(repeater)
}

/// Length of a run of dashes that stands for a name.
fn dashes(words: &str) -> Option<usize> {
    let run = words.trim_start_matches(|c| is_dash(c) || c == '_');
    let len = words.len() - run.len();
    let count = words.get(..len)?.chars().count();
    let long = words.starts_with(['—', '―']);
    let ends = run.starts_with(['.', ',', ':', ';', '(', '[', ' ', '&']);
    (ends && (count >= 2 || long)).then_some(len)
}

/// Length of the words for "the same author", with the point of an abbreviation.
fn same_author(words: &str) -> Option<usize> {
    SAME.iter().find_map(|same| {
        let head: String = words.chars().take(same.chars().count()).collect();
        let rest = words.get(head.len()..)?;
        // "Id" is a name and "Sama" a word: an abbreviation has its point, a word its comma.
        let ends = match rest.strip_prefix('.') {
            Some(rest) => rest.starts_with([',', ' ', ':', '(']),
            None => same.len() > 3 && rest.starts_with([',', ':']) || rest.starts_with(" ("),
        };
        let fits = head.to_lowercase() == *same && head.starts_with(char::is_uppercase) && ends;
        let point = usize::from(rest.starts_with('.'));
        fits.then_some(head.len() + point)
    })
}

/// Takes `, and `, `, `, ` & ` off: its length and the rest.
fn connective(rest: &str) -> (usize, &str) {
    let mut more = rest.trim_start_matches([',', ' ']);
    for word in ["and ", "& ", "und ", "et ", "y ", "e ", "och ", "og ", "en "] {
        if let Some(behind) = more.strip_prefix(word) {
            more = behind;
            break;
        }
    }
    (rest.len() - more.len(), more)
}

/// Tells whether another author follows: `Q. Reed`, `Reed, Q.`
fn name_follows(words: &str) -> bool {
    let initial = |word: &str| {
        word.ends_with(['.', ','])
            && word.trim_end_matches(',').chars().filter(|c| c.is_alphabetic()).count() <= 2
            && word.starts_with(char::is_uppercase)
            && word.contains('.')
    };
    let mut words = words.split_whitespace();
    let (first, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    initial(first)
        || (first.ends_with(',') && first.starts_with(char::is_uppercase) && initial(second))
}

fn same_work(words: &str) -> bool {
    let head: String = words.chars().take(12).flat_map(char::to_lowercase).collect();
    SAME_WORK.iter().any(|same| {
        let rest = head.strip_prefix(same);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic() && c.is_ascii()))
    })
}

fn ibidem(span: Span) -> Diagnostic {
    Diagnostic::new(&IBIDEM, "this points at a work that was cited before")
        .at(span)
        .help("write the reference out, or leave it to the program that sets the notes")
}

/// The authors of a reference, where they stand in front.
fn authors(text: &SourceText, parsed: &ParsedReference) -> Option<Before> {
    let (role, list) = [NameVariable::Author, NameVariable::Editor]
        .into_iter()
        .find_map(|role| Some((role, parsed.record.names.get(&role)?)))?;
    let Origin::Input(span) = parsed.record.provenance.get(&Variable::Name(role))?.origin else {
        return None;
    };
    let leads = span.start() <= parsed.reference.span.start() + 2;
    let words = text.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    (leads && !words.is_empty()).then(|| Before { words, names: list.names.clone() })
}

/// What the next repeater stands for.
fn after(parsed: &ParsedReference, before: Before) -> Before {
    let names = parsed.record.people(NameVariable::Author);
    if names.is_empty() || names == before.names.as_slice() {
        return before;
    }
    let words: Vec<String> = names.iter().map(ToString::to_string).collect();
    Before { words: words.join("; "), names: names.to_vec() }
}

/// Reads a reference with the names in the place of what stands for them.
fn substituted(
    text: &SourceText,
    reference: &ReferenceString,
    repeater: Repeater,
    before: &Before,
    options: &ParseOptions<'_>,
) -> ParsedReference {
    let words = text.slice(reference.span);
    let names = match repeater.names {
        Some(count) if before.names.len() > 1 => {
            let names = before.names.iter().take(count).map(ToString::to_string);
            names.collect::<Vec<_>>().join("; ")
        }
        _ => before.words.clone(),
    };
    let rest = words.get(repeater.len..).unwrap_or("");
    let message = format!("`{}` was read as `{names}`", words.get(..repeater.len).unwrap_or(""));
    // "Marsh, P." already ends with the point that `———.` has.
    let names = match rest.starts_with('.') {
        true => names.trim_end_matches('.'),
        false => names.as_str(),
    };
    // One way of joining names is enough: the rest may go on with `, and`.
    let blank = if rest.starts_with('(') { " " } else { "" };
    let joined = SourceText::plain(text.name(), format!("{names}{blank}{rest}"));
    let head = names.len() + blank.len();
    let whole = Span::new(0, joined.text().len());
    let mut parsed = parse(&joined, &ReferenceString { span: whole, ..*reference }, options);

    let start = reference.span.start();
    let back = |offset: usize, end: bool| match offset.checked_sub(head) {
        Some(behind) if behind > 0 || !end => start + repeater.len + behind,
        _ if end => start + repeater.len,
        _ => start,
    };
    let moved = |span: Span| Span::new(back(span.start(), false), back(span.end(), true));
    for (_, provenance) in parsed.record.provenance.iter_mut() {
        if let Origin::Input(span) = &mut provenance.origin {
            *span = moved(*span);
        }
    }
    for finding in &mut parsed.diagnostics {
        finding.span = finding.span.map(moved);
        if let Some(fix) = &mut finding.fix {
            fix.span = moved(fix.span);
        }
    }
    parsed.reference = *reference;
    let place = Span::new(start, start + repeater.len);
    parsed.diagnostics.push(Diagnostic::new(&REPEATED_AUTHOR, message).at(place));
    parsed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Vec<(String, Vec<&'static str>)> {
        let text = SourceText::plain("list.txt", lines.join("\n"));
        let mut at = 0;
        let references: Vec<ReferenceString> = (1..)
            .zip(lines)
            .map(|(ordinal, line)| {
                let span = Span::new(at, at + line.len());
                at += line.len() + 1;
                ReferenceString { span, marker: None, ordinal }
            })
            .collect();
        let parsed = parse_list(&text, &references, &ParseOptions::default());
        for (parsed, reference) in parsed.iter().zip(&references) {
            assert_eq!(parsed.reference, *reference);
            for provenance in parsed.record.provenance.values() {
                let Origin::Input(span) = provenance.origin else { continue };
                assert!(reference.span.contains(span), "{span:?} of {reference:?}");
            }
        }
        parsed
            .iter()
            .map(|parsed| {
                let names = parsed.record.people(NameVariable::Author).iter();
                let names: Vec<String> = names.map(ToString::to_string).collect();
                let codes = parsed.diagnostics.iter().map(|finding| finding.code.code);
                (names.join("; "), codes.collect())
            })
            .collect()
    }

    fn check(second: &str, expected: &str) {
        let first = "Marsh, P., & Reed, Q. (2011). Reeds bend. Wetland Letters, 12(3), 45-50.";
        let found = read(&[first, second]);
        assert_eq!(found[1].0, expected, "{second}");
        assert!(found[1].1.contains(&"repeated-author"), "{second}");
    }

    #[test]
    fn what_stands_for_authors_is_read_as_them() {
        let both = "Marsh, P.; Reed, Q.";
        for second in [
            "———. (2012). More reeds. Wetland Letters, 13(1), 4–9.",
            "--- (2012). More reeds. Wetland Letters, 13(1), 4–9.",
            "______. 2012. More reeds. Lake Press.",
            "— (2012): More reeds. Wetland Letters, 13(1), 4–9.",
            "Dies. (2014): Schilf. In: Moorkunde 3, S. 4-9.",
            "Idem (2014). Herons. Lake Press.",
        ] {
            check(second, both);
        }
        check(
            "--, and L. Heron, 2012: More reeds. Wetland Letters, 13, 4–9.",
            "Marsh, P.; Heron, L.",
        );
        check("--, & Heron, L. (2012). More reeds. Lake Press.", "Marsh, P.; Heron, L.");
    }

    #[test]
    fn repeaters_follow_each_other() {
        let found = read(&[
            "Marsh, P. (2011). Reeds bend. Wetland Letters, 12(3), 45-50.",
            "———. (2012). More reeds. Wetland Letters, 13(1), 4–9.",
            "———. (2013). Even more reeds. Wetland Letters, 14(1), 4–9.",
        ]);
        assert!(found.iter().all(|(names, _)| names == "Marsh, P."), "{found:?}");
    }

    #[test]
    fn nothing_is_made_up() {
        // Nobody before, a title before, a whole work meant, words that only look like it.
        let found = read(&["———. (2012). More reeds. Wetland Letters, 13(1), 4–9."]);
        assert_eq!(found[0].0, "");
        let first = "Marsh, P. (2011). Reeds bend. Wetland Letters, 12(3), 45-50.";
        let found = read(&[first, "Ibid., p. 45."]);
        assert!(found[1].1.contains(&"ibidem") && !found[1].1.contains(&"repeated-author"));
        for second in [
            "Samara, J. (2012). More reeds. Lake Press.",
            "Idema, W. (2012). More reeds. Lake Press.",
            "- Reed, Q. (2012). More reeds. Lake Press.",
        ] {
            let found = read(&[first, second]);
            assert!(!found[1].1.contains(&"repeated-author"), "{second}");
        }
    }
}
