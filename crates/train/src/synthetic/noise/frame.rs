//! What stands before and behind a reference, and capitals.

use refsmith_parse::Label;

use super::Subject;
use crate::synthetic::random::Random;

/// Puts a number before the reference.
pub(super) fn number(subject: &mut Subject<'_>, random: &mut Random) {
    if subject.labelled.has(Label::CitationNumber) {
        return;
    }
    let number = match random.below(3) {
        0 => random.between(1, 20),
        1 => random.between(1, 120),
        _ => random.between(1, 480),
    };
    let forms: &[(&str, &str)] = if subject.is_note {
        &[("", " "), ("", " "), ("", ". "), ("", "")]
    } else {
        &[
            ("[", "] "),
            ("[", "]"),
            ("", ". "),
            ("", ". "),
            ("(", ") "),
            ("", ") "),
            ("", " "),
            ("", "."),
        ]
    };
    let (open, close) = *random.pick(forms).unwrap_or(&("", ". "));
    let before = [
        (Label::Other, open.to_owned()),
        (Label::CitationNumber, number.to_string()),
        (Label::Other, close.to_owned()),
    ];
    subject.labelled.pieces.splice(0..0, before);
}

/// Begins a footnote as footnotes begin.
pub(super) fn signal(subject: &mut Subject<'_>, _random: &mut Random) {
    if subject.is_note && !subject.signal.trim().is_empty() {
        let signal = std::mem::take(&mut subject.signal);
        subject.labelled.pieces.insert(0, (Label::Other, signal));
    }
}

/// Goes on behind the reference.
pub(super) fn comment(subject: &mut Subject<'_>, _random: &mut Random) {
    if !subject.is_note || subject.comment.is_empty() {
        return;
    }
    let comment = std::mem::take(&mut subject.comment);
    let ends = subject.labelled.text().trim_end().ends_with('.');
    let before = if ends { " " } else { ". " };
    subject.labelled.pieces.push((Label::Other, before.to_owned()));
    subject.labelled.pieces.push((Label::Note, comment));
    subject.labelled.pieces.push((Label::Other, ".".to_owned()));
}

/// Names the author of a second work in a note by a word.
pub(super) fn the_same(subject: &mut Subject<'_>, random: &mut Random) {
    let words: &[&str] = match subject.language {
        "de" => &["ders.", "dies.", "Ders.", "ders."],
        "fr" => &["id.", "Id.", "idem"],
        "it" => &["Id.", "Ead.", "Idem"],
        _ => return,
    };
    let mut seen = false;
    let pieces = &mut subject.labelled.pieces;
    for idx in 1..pieces.len() {
        let follows =
            matches!(pieces.get(idx - 1), Some((Label::Other, text)) if text.contains(';'));
        seen |= matches!(pieces.get(idx - 1), Some((Label::Author, _)));
        if let Some((label @ Label::Author, text)) = pieces.get_mut(idx)
            && seen
            && follows
        {
            *text = random.word(words).to_owned();
            *label = Label::Other;
            return;
        }
    }
}

/// Puts words behind the reference that belong to no field.
pub(super) fn trailing_note(subject: &mut Subject<'_>, random: &mut Random) {
    let notes: &[&str] = match subject.language {
        "de" => &[
            "Hier zitiert nach der 2. Auflage",
            "Manuskript",
            "im Original kursiv",
            "Hervorhebung im Original",
            "Nachdruck",
            "unveröffentlicht",
            "mit weiteren Nachweisen",
        ],
        "fr" => &["souligné par nous", "en ligne", "réédition", "inédit", "nous traduisons"],
        "sv" => &["opublicerat manuskript", "min översättning"],
        _ => &[
            "in German",
            "unpublished",
            "emphasis added",
            "Epub ahead of print",
            "in Russian",
            "Erratum",
            "abstract only",
            "invited paper",
        ],
    };
    let (open, close) =
        *random.pick(&[(" (", ")"), (" [", "]"), (", ", ""), (". ", ".")]).unwrap_or(&(" (", ")"));
    let pieces = &mut subject.labelled.pieces;
    if let Some((Label::Other, text)) = pieces.last_mut() {
        let bare = text.trim_end_matches(['.', ' ']).len();
        text.truncate(bare);
    }
    pieces.push((Label::Other, open.to_owned()));
    pieces.push((Label::Note, random.word(notes).to_owned()));
    pieces.push((Label::Other, close.to_owned()));
}

/// Leaves the captions of links behind that copying from a web page picks up.
pub(super) fn archive_of_links(subject: &mut Subject<'_>, random: &mut Random) {
    let links = [
        " [PubMed]",
        " Google Scholar",
        " [CrossRef]",
        " View Article",
        " [Google Scholar] [CrossRef]",
    ];
    subject.labelled.pieces.push((Label::Other, random.word(&links).to_owned()));
}

/// Writes family names in capitals.
pub(super) fn capital_names(subject: &mut Subject<'_>, random: &mut Random) {
    let editors_too = random.chance(0.8);
    for (label, text) in &mut subject.labelled.pieces {
        if *label == Label::Author || *label == Label::Editor && editors_too {
            *text = capital_words(text);
        }
    }
}

/// Words behind a comma are given names, as are those that end with a period; they stay.
fn capital_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let inverted = text.split([';', '&']).next().is_some_and(|first| first.contains(", "));
    let mut behind_comma = false;
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end_matches([' ', ',', ';', '.', ':']);
        let letters = bare.chars().count();
        let particle = bare.chars().all(char::is_lowercase);
        let is_given = inverted && behind_comma || word.trim_end().ends_with('.');
        behind_comma = word.trim_end().ends_with(',') && !behind_comma;
        if letters > 2 && !particle && !is_given {
            out.push_str(&word.to_uppercase());
        } else {
            out.push_str(word);
        }
    }
    out
}

/// Puts what stands for the author of the reference before in the place of the author.
pub(super) fn same_author(subject: &mut Subject<'_>, random: &mut Random) {
    let words: &[&str] = match subject.language {
        "de" => &["Ders.", "Dies.", "Ders", "———", "–––", "---", "Derselbe", "Dies"],
        "fr" => &["Id.", "Idem", "———", "--", "—"],
        "it" => &["Id.", "Idem", "Ead.", "———"],
        _ => &["———", "---", "––", "_____", "Idem", "Id.", "———."],
    };
    let author =
        subject.labelled.pieces.iter_mut().take(4).find(|(label, _)| *label == Label::Author);
    if let Some((_, text)) = author {
        *text = random.word(words).to_owned();
    }
}

/// Writes the title in capitals.
pub(super) fn capital_title(subject: &mut Subject<'_>, _random: &mut Random) {
    for (label, text) in &mut subject.labelled.pieces {
        if *label == Label::Title {
            *text = text.to_uppercase();
        }
    }
}
