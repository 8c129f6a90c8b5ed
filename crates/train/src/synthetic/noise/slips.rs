//! What copying and recognition spoil: blanks, line ends, letters.

use refsmith_parse::Label;

use super::Subject;
use crate::synthetic::random::Random;

/// Identifiers stay whole, or they would be others.
fn is_fragile(label: Label) -> bool {
    matches!(label, Label::Url | Label::Doi | Label::Isbn | Label::Idno)
}

/// Loses blanks behind punctuation, some or all.
pub(super) fn tight(subject: &mut Subject<'_>, random: &mut Random) {
    let share = *random.pick(&[0.15, 0.3, 1.0]).unwrap_or(&0.3);
    let mut before = None;
    for (label, text) in &mut subject.labelled.pieces {
        if is_fragile(*label) {
            before = text.chars().last();
            continue;
        }
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            let tight =
                c == ' ' && before.is_some_and(|b| matches!(b, ',' | '.' | ':' | ';' | ')'));
            if tight && random.chance(share) {
                continue;
            }
            out.push(c);
            before = Some(c);
        }
        *text = out;
    }
}

/// Puts blanks before punctuation and doubles others.
pub(super) fn loose(subject: &mut Subject<'_>, random: &mut Random) {
    let share = *random.pick(&[0.1, 0.3]).unwrap_or(&0.1);
    for (label, text) in &mut subject.labelled.pieces {
        if is_fragile(*label) {
            continue;
        }
        let mut out = String::with_capacity(text.len() + 8);
        for c in text.chars() {
            if matches!(c, ',' | ';' | ':' | ')' | '.') && random.chance(share) {
                out.push(' ');
            }
            out.push(c);
            if c == ' ' && random.chance(share / 2.0) {
                out.push(' ');
            }
        }
        *text = out;
    }
}

/// Breaks a word of a longer piece as at the end of a line.
pub(super) fn hyphenate(subject: &mut Subject<'_>, random: &mut Random) {
    let joint = random.word(&["- ", "-", "-\n", "\u{AD}", "- "]);
    let mut candidates: Vec<&mut String> = subject
        .labelled
        .pieces
        .iter_mut()
        .filter(|(label, text)| {
            matches!(label, Label::Title | Label::ContainerTitle | Label::Publisher | Label::Author)
                && text.split(' ').any(|word| word.chars().count() >= 8)
        })
        .map(|(_, text)| text)
        .collect();
    let at = random.below(candidates.len());
    let Some(text) = candidates.get_mut(at) else { return };
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let long: Vec<usize> = (0..words.len())
        .filter(|idx| {
            words
                .get(*idx)
                .is_some_and(|w| w.chars().count() >= 8 && w.chars().all(char::is_alphabetic))
        })
        .collect();
    let Some(word) = random.pick(&long).and_then(|idx| words.get_mut(*idx)) else { return };
    let cut = random.between(3, word.chars().count() - 3);
    let at = word.char_indices().nth(cut).map_or(0, |(at, _)| at);
    word.insert_str(at, joint);
    **text = words.join(" ");
}

/// Misreads a few letters, as recognition does.
pub(super) fn misread(subject: &mut Subject<'_>, random: &mut Random) {
    const PAIRS: &[(&str, &str)] = &[
        ("rn", "m"),
        ("m", "rn"),
        ("l", "1"),
        ("1", "l"),
        ("O", "0"),
        ("0", "O"),
        ("h", "li"),
        ("ü", "ii"),
        ("ä", "a"),
        ("ö", "o"),
        ("e", "c"),
        ("ß", "B"),
        ("é", "e"),
        ("S", "5"),
        ("cl", "d"),
        ("I", "l"),
        ("ii", "ü"),
        (",", "."),
    ];
    for _ in 0..random.between(1, 3) {
        let (from, to) = *random.pick(PAIRS).unwrap_or(&("rn", "m"));
        let at = random.below(subject.labelled.pieces.len());
        let Some((label, text)) = subject.labelled.pieces.get_mut(at) else { continue };
        let keep = is_fragile(*label)
            || matches!(label, Label::Date | Label::Pages | Label::CitationNumber);
        if !keep && text.chars().count() > 6 {
            *text = text.replacen(from, to, 1);
        }
    }
}

/// Loses the marks on letters.
pub(super) fn lost_accents(subject: &mut Subject<'_>, random: &mut Random) {
    let whole = random.chance(0.5);
    for (label, text) in &mut subject.labelled.pieces {
        if text.is_ascii() || is_fragile(*label) {
            continue;
        }
        *text =
            text.chars().map(|c| if whole || random.chance(0.5) { bare(c) } else { c }).collect();
    }
}

fn bare(c: char) -> char {
    match c {
        'ä' | 'á' | 'à' | 'â' | 'å' | 'ã' => 'a',
        'ö' | 'ó' | 'ò' | 'ô' | 'ø' | 'õ' => 'o',
        'ü' | 'ú' | 'ù' | 'û' => 'u',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'î' | 'ï' => 'i',
        'ç' => 'c',
        'ñ' => 'n',
        'Ä' | 'Å' | 'Á' => 'A',
        'Ö' | 'Ø' => 'O',
        'Ü' => 'U',
        'É' => 'E',
        'ł' => 'l',
        'ś' => 's',
        other => other,
    }
}

/// Writes "fi" and "fl" as one letter, as fonts do.
pub(super) fn ligatures(subject: &mut Subject<'_>, _random: &mut Random) {
    for (label, text) in &mut subject.labelled.pieces {
        if !is_fragile(*label) {
            *text =
                text.replace("ffi", "\u{FB03}").replace("fi", "\u{FB01}").replace("fl", "\u{FB02}");
        }
    }
}

/// Breaks lines.
pub(super) fn wrap(subject: &mut Subject<'_>, random: &mut Random) {
    let width = random.between(40, 90);
    let mut column = 0;
    for (label, text) in &mut subject.labelled.pieces {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            column += 1;
            if c == ' ' && column > width && !is_fragile(*label) {
                out.push('\n');
                column = 0;
            } else {
                out.push(c);
            }
        }
        *text = out;
    }
}
