//! Where a value begins and ends. Labellers disagree about the punctuation at the edges of a
//! segment; here every value gets the same edges, whoever labelled it.

use refsmith_model::Span;

/// What stands before and behind a value and belongs to no value.
const LOOSE: &[char] =
    &[' ', ',', ';', ':', '/', '=', '*', '•', '|', '–', '—', '-', '·', '<', '>', '_', '\u{a0}'];

/// Quotation marks that can open a value, with those that close it.
const QUOTES: [(char, &str); 9] = [
    ('"', "\"”"),
    ('“', "”\"“"),
    ('„', "“”\""),
    ('«', "»"),
    ('»', "«"),
    ('‹', "›"),
    ('‘', "’'"),
    ('\'', "'’"),
    ('”', "”"),
];

/// Returns the stretch of `text` that is the value, without loose punctuation, unbalanced brackets
/// and the quotation marks around the whole.
pub(super) fn trimmed(text: &str) -> Span {
    let (mut start, mut end) = (0, text.len());
    // Each round takes something off; real values need three or four.
    for _ in 0..12 {
        let value = text.get(start..end).unwrap_or("");
        let (front, back) = (front(value), back(value));
        if front == 0 && back == 0 {
            break;
        }
        start += front.min(end - start);
        end = end.saturating_sub(back).max(start);
    }
    Span::new(start, end)
}

/// Number of bytes to take off the front.
fn front(value: &str) -> usize {
    let Some(first) = value.chars().next() else { return 0 };
    let loose = value.len() - value.trim_start_matches(LOOSE).len();
    if loose > 0 {
        // "-5" or "— Title": a dash is loose, but "..." and "#3" stay.
        return loose;
    }
    match first {
        ')' | ']' => first.len_utf8(),
        '.' if !value.starts_with("..") => 1,
        '(' | '[' => {
            let closes = closing(value);
            let whole = closes.is_some_and(|at| at + 1 == value.trim_end_matches('.').len());
            if whole || closes.is_none() { 1 } else { 0 }
        }
        _ => quote(value).map_or(0, |_| first.len_utf8()),
    }
}

/// Number of bytes to take off the back.
fn back(value: &str) -> usize {
    let Some(last) = value.chars().next_back() else { return 0 };
    let loose = value.len() - value.trim_end_matches(LOOSE).len();
    if loose > 0 {
        return loose;
    }
    let body = value.get(..value.len() - last.len_utf8()).unwrap_or("");
    match last {
        '(' | '[' => 1,
        ')' | ']' => {
            let open = if last == ')' { '(' } else { '[' };
            usize::from(value.matches(last).count() > value.matches(open).count())
        }
        '.' => usize::from(!ends_short(body)),
        '”' | '»' | '“' | '"' | '›' => {
            let opens =
                QUOTES.iter().any(|(open, close)| close.contains(last) && body.contains(*open));
            if opens { 0 } else { last.len_utf8() }
        }
        _ => 0,
    }
}

/// Whether a full stop behind `body` belongs to a short form: "U.S", "Appl. Phys. Lett".
pub(super) fn ends_short(body: &str) -> bool {
    if body.ends_with('.') {
        return body.ends_with("..");
    }
    let word = body.rsplit([' ', '.', '-', '(']).next().unwrap_or("");
    let letters = word.chars().count();
    let before = body.get(..body.len() - word.len()).unwrap_or("");
    let stops = before.matches('.').count();
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    letters == 1 && before.ends_with(['.', ' ']) && capital && stops > 0
        || stops > 0
            && capital
            && before.split('.').all(|part| part.trim().chars().count() <= 9)
            && (2..=7).contains(&letters)
}

/// Where the bracket at the start closes.
fn closing(value: &str) -> Option<usize> {
    let open = value.chars().next()?;
    let close = if open == '(' { ')' } else { ']' };
    let mut depth = 0_usize;
    for (at, c) in value.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// The quotation mark at the start, when it is around the whole value or closes nowhere in it.
fn quote(value: &str) -> Option<char> {
    let open = value.chars().next()?;
    let (_, closers) = QUOTES.iter().find(|(mark, _)| *mark == open)?;
    let inner = value.get(open.len_utf8()..)?;
    let inner = inner.trim_end_matches(['.', ',']);
    let last = inner.chars().next_back()?;
    let body = inner.get(..inner.len() - last.len_utf8())?;
    let inside = body.contains(|c| closers.contains(c));
    let apostrophe = matches!(open, '\'' | '‘');
    if closers.contains(last) && (!inside || apostrophe) {
        return Some(open);
    }
    (!inside && !closers.contains(last) && (!apostrophe || open == '‘')).then_some(open)
}

/// Takes the closing quotation mark off a value of which [`trimmed`] took the opening one.
pub(super) fn without_closing_quote(text: &str, span: Span) -> Span {
    let before = text.get(..span.start()).and_then(|head| head.chars().next_back());
    let value = span.of(text);
    let Some((_, closers)) = QUOTES.iter().find(|(open, _)| Some(*open) == before) else {
        return span;
    };
    let bare = value.trim_end_matches(['.', ',']);
    match bare.chars().next_back().filter(|last| closers.contains(*last)) {
        Some(last) => Span::new(span.start(), span.start() + bare.len() - last.len_utf8()),
        None => span,
    }
}
