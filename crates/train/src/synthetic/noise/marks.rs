//! Quotation marks, dashes, periods.

use refsmith_parse::Label;

use super::Subject;
use crate::synthetic::random::Random;

const OPENING: &[char] = &['“', '„', '«', '‟'];
const CLOSING: &[char] = &['”', '»'];

/// Writes quotation marks another way.
pub(super) fn quotes(subject: &mut Subject<'_>, random: &mut Random) {
    let (open, close) = match subject.language {
        "de" => *random
            .pick(&[("\"", "\""), ("„", "“"), ("»", "«"), ("«", "»"), ("‚", "‘"), (",,", "\"")])
            .unwrap_or(&("\"", "\"")),
        "fr" => *random
            .pick(&[("« ", " »"), ("\"", "\""), ("“", "”"), ("«", "»")])
            .unwrap_or(&("\"", "\"")),
        _ => *random
            .pick(&[("\"", "\""), ("\"", "\""), ("'", "'"), ("``", "''"), ("“", "”"), ("‘", "’")])
            .unwrap_or(&("\"", "\"")),
    };
    let german = subject.labelled.pieces.iter().any(|(_, text)| text.contains('„'));
    for (_, text) in &mut subject.labelled.pieces {
        if text.contains(['“', '”', '„', '«', '»', '‟']) {
            *text = exchange(text, open, close, german);
        }
        if text.contains('’') && random.chance(0.6) {
            *text = text.replace('’', "'");
        }
    }
}

/// In German usage “ closes.
fn exchange(text: &str, open: &str, close: &str, german: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if german && c == '“' || CLOSING.contains(&c) {
            // French marks keep a blank inside; it goes with them.
            while c == '»' && out.ends_with([' ', '\u{A0}', '\u{202F}']) {
                out.pop();
            }
            out.push_str(close);
        } else if OPENING.contains(&c) {
            out.push_str(open);
            while c == '«' && rest.next_if(|c| matches!(c, ' ' | '\u{A0}' | '\u{202F}')).is_some()
            {
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Takes the quotation marks around titles away.
pub(super) fn drop_quotes(subject: &mut Subject<'_>, _random: &mut Random) {
    for (label, text) in &mut subject.labelled.pieces {
        if *label == Label::Other {
            text.retain(|c| !matches!(c, '“' | '”' | '„' | '«' | '»' | '‟' | '"'));
        }
    }
}

/// Writes dashes another way.
pub(super) fn dashes(subject: &mut Subject<'_>, random: &mut Random) {
    let range = random.word(&["-", "-", "-", "-", "–", " - ", " – ", "--", "—", "‐", "−"]);
    let other = random.word(&["-", "–", "—"]);
    let slash = random.chance(0.3);
    for (label, text) in &mut subject.labelled.pieces {
        match label {
            Label::Date => *text = text.replace(['–', '‑'], if slash { "/" } else { range }),
            Label::Pages | Label::Issue | Label::Volume => {
                *text = text.replace(['–', '‑'], range);
            }
            Label::Doi | Label::Url | Label::Isbn => {}
            _ => *text = text.replace('–', other),
        }
    }
}

/// What may stand before a volume, between it and its issue, and behind both.
type Joints = (&'static str, &'static str, &'static str);

static JOINTS: &[Joints] = &[
    ("", "(", ")"),
    ("", " (", ")"),
    ("", "/", ""),
    ("", ".", ""),
    ("", ", ", ""),
    ("", ": ", ""),
    ("", " ", ""),
];

static GERMAN_JOINTS: &[Joints] = &[
    ("", "(", ")"),
    ("", " (", ")"),
    ("", "/", ""),
    ("Jg. ", ", H. ", ""),
    ("Jg. ", ", Heft ", ""),
    ("Jg. ", ", Nr. ", ""),
    ("", ". Jg., H. ", ""),
    ("", ". Jg., Heft ", ""),
    ("", ". Jg., Nr. ", ""),
    ("", ". Jg. (", ")"),
    ("", ", H. ", ""),
    ("", ", Heft ", ""),
    ("", ", Nr. ", ""),
    ("Jg. ", "(", ")"),
    ("Bd. ", ", H. ", ""),
];

/// Writes volume and issue another way: "12(3)", "12/3", "12. Jg., H. 3".
pub(super) fn volume_and_issue(subject: &mut Subject<'_>, random: &mut Random) {
    let joints = if subject.language == "de" { GERMAN_JOINTS } else { JOINTS };
    let pieces = &mut subject.labelled.pieces;
    for idx in 2..pieces.len().saturating_sub(1) {
        let before = matches!(pieces.get(idx - 1), Some((Label::Volume, _)));
        let behind = matches!(pieces.get(idx + 1), Some((Label::Issue, _)));
        if !before || !behind {
            continue;
        }
        let (head, between, after) = *random.pick(joints).unwrap_or(&("", "(", ")"));
        if let Some((Label::Other, text)) = pieces.get_mut(idx - 2) {
            let keyword = |c: char| c.is_alphabetic() || matches!(c, '.' | ' ' | '\u{A0}');
            let bare = text.trim_end_matches(keyword).len();
            text.truncate(bare);
            text.push(' ');
            text.push_str(head);
        }
        if let Some((Label::Other, text)) = pieces.get_mut(idx) {
            *text = between.to_owned();
        }
        match pieces.get_mut(idx + 2) {
            Some((Label::Other, text)) => {
                let rest = text.trim_start_matches([')', ']']);
                *text = format!("{after}{rest}");
            }
            _ => pieces.insert(idx + 2, (Label::Other, after.to_owned())),
        }
        return;
    }
}

/// Writes the year between volume and issue: "52 (2004) 8", as historians do.
pub(super) fn issue_behind_year(subject: &mut Subject<'_>, random: &mut Random) {
    let between = random.word(&[") ", ") ", "), H. ", "), Nr. ", "), ", ")/"]);
    let pieces = &mut subject.labelled.pieces;
    for idx in 0..pieces.len() {
        let labels: Vec<Label> = pieces.iter().skip(idx).take(5).map(|(label, _)| *label).collect();
        let expected = [Label::Volume, Label::Other, Label::Issue, Label::Other, Label::Date];
        if labels != expected {
            continue;
        }
        pieces.swap(idx + 2, idx + 4);
        if let Some((_, text)) = pieces.get_mut(idx + 1) {
            " (".clone_into(text);
        }
        if let Some((_, text)) = pieces.get_mut(idx + 3) {
            between.clone_into(text);
        }
        if let Some((Label::Other, text)) = pieces.get_mut(idx + 5) {
            *text = text.trim_start_matches([')', ']']).to_owned();
        }
        return;
    }
}

/// Takes the period at the end away, or puts one there.
pub(super) fn final_period(subject: &mut Subject<'_>, _random: &mut Random) {
    match subject.labelled.pieces.last_mut() {
        Some((Label::Other, text)) if text.trim_end().ends_with('.') => {
            let bare = text.trim_end().trim_end_matches('.').len();
            text.truncate(bare);
        }
        Some((Label::Url | Label::Doi, _)) => {}
        _ => subject.labelled.pieces.push((Label::Other, ".".to_owned())),
    }
}

/// Takes what stands before a DOI away.
pub(super) fn bare_doi(subject: &mut Subject<'_>, _random: &mut Random) {
    let pieces = &mut subject.labelled.pieces;
    for idx in 1..pieces.len() {
        let Some((Label::Doi, text)) = pieces.get_mut(idx) else { continue };
        if let Some(at) = text.find("10.") {
            text.drain(..at);
        }
        if let Some((Label::Other, before)) = pieces.get_mut(idx - 1) {
            for head in ["doi:", "DOI:", "doi", "DOI"] {
                *before = before.replace(head, "");
            }
            *before = before.replace("  ", " ");
        }
    }
}
