//! Identifiers that are found before anything else: web addresses, DOIs, arXiv, PMID, ISBN.

use refsmith_model::Span;
use refsmith_model::text::unicode::is_dash;

use crate::label::Label;

/// Finds all identifiers, in order and without overlap.
pub(crate) fn find(raw: &str) -> Vec<(Label, Span)> {
    let bytes = raw.as_bytes();
    let mut found = Vec::new();
    let mut from = 0;
    let mut at = 0;
    let start = |byte: &u8| STARTS[usize::from(*byte)];
    while let Some(skipped) = bytes.get(at..).and_then(|rest| rest.iter().position(start)) {
        at += skipped;
        let starts =
            goes_on(bytes, at) && (at == from || is_boundary(raw, at)) || is_glued(bytes, at);
        if starts && let Some((label, len)) = raw.get(at..).and_then(identifier) {
            found.push((label, Span::new(at, at + len)));
            at += len;
            from = at;
        } else {
            at += 1;
        }
    }
    found
}

/// Whether an identifier may start with a byte.
const STARTS: [bool; 256] = {
    let mut starts = [false; 256];
    let mut rest: &[u8] = b"hHfFwWdD1aApPiI";
    while let [byte, others @ ..] = rest {
        starts[*byte as usize] = true;
        rest = others;
    }
    starts
};

/// Whether the two bytes at `at` may start an identifier.
fn goes_on(bytes: &[u8], at: usize) -> bool {
    let two = bytes.get(at..).and_then(|rest| rest.first_chunk::<2>());
    two.is_some_and(|two| {
        matches!(
            two.map(|byte| byte.to_ascii_lowercase()).as_slice(),
            b"ht" | b"ft" | b"ww" | b"do" | b"dx" | b"10" | b"ar" | b"pu" | b"pm" | b"is"
        )
    })
}

/// Whether no letter or digit stands before `at`.
fn is_boundary(raw: &str, at: usize) -> bool {
    let before = raw.get(..at).and_then(|before| before.chars().next_back());
    !before.is_some_and(char::is_alphanumeric)
}

/// A DOI may be glued to the word before it: "doi10.1000/1".
fn is_glued(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).and_then(|before| before.last_chunk::<3>());
    bytes.get(at) == Some(&b'1') && before.is_some_and(|before| before.eq_ignore_ascii_case(b"doi"))
}

/// Reads the identifier at the start of `rest` and returns its length in bytes.
fn identifier(rest: &str) -> Option<(Label, usize)> {
    match rest.as_bytes().first()?.to_ascii_lowercase() {
        b'h' | b'f' | b'w' => url(rest),
        b'd' | b'1' => doi(rest),
        b'a' => arxiv(rest),
        b'p' => pmid(rest),
        b'i' => isbn(rest),
        _ => None,
    }
}

fn head(rest: &str, prefix: &str) -> bool {
    rest.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// Length of `rest` without the punctuation that ends a sentence and brackets that were opened
/// outside.
fn trimmed(text: &str) -> usize {
    let mut text = text;
    // Eight rounds are plenty for real addresses and keep the time linear.
    for _ in 0..8 {
        let cut = text.trim_end_matches([
            '.', ',', ';', ':', '"', '\'', '\u{201D}', '\u{2019}', '>', '»', '\u{2026}', '*',
        ]);
        let (open, close) = (cut.matches('(').count(), cut.matches(')').count());
        let (open_square, close_square) = (cut.matches('[').count(), cut.matches(']').count());
        let cut = if cut.ends_with(')') && close > open
            || cut.ends_with(']') && close_square > open_square
        {
            cut.get(..cut.len() - 1).unwrap_or(cut)
        } else {
            cut
        };
        if cut.len() == text.len() {
            return cut.len();
        }
        text = cut;
    }
    text.len()
}

fn url(rest: &str) -> Option<(Label, usize)> {
    let prefix = ["https://", "http://", "ftp://", "www.", "http:/", "https:/", "http//"]
        .into_iter()
        .find(|prefix| head(rest, prefix))?;
    let stop = rest
        .find(|c: char| {
            c.is_whitespace()
                || matches!(c, '<' | '>' | '"' | '\u{201C}' | '\u{201D}' | '«' | '»' | '\u{2026}')
        })
        .unwrap_or(rest.len());
    let mut len = trimmed(rest.get(..stop)?);
    // An address broken at a line end goes on behind the blank: after "/" or before a path.
    for _ in 0..3 {
        let body = rest.get(..len)?;
        let Some(after) = rest.get(len..).and_then(|tail| tail.strip_prefix(' ')) else { break };
        let word_end = after.find(char::is_whitespace).unwrap_or(after.len());
        let word = after.get(..word_end)?;
        let path =
            word.contains('/') && !word.starts_with(['(', '[', '<']) && !word.contains("://")
                || word.contains(['_', '=', '?']) && !word.starts_with(['(', '['])
                || [".pdf", ".html", ".htm", ".php", ".asp"]
                    .iter()
                    .any(|end| word.trim_end_matches(['.', ',', ')', ';']).ends_with(end));
        if !path || date_like(word) && !body.ends_with(['/', '-', '_', '=']) {
            break;
        }
        len += 1 + trimmed(word);
        if trimmed(word) < word.len() {
            break;
        }
    }
    (len > prefix.len() + 2).then_some((Label::Url, len))
}

fn date_like(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '.' | '-' | ')' | ']' | ',' | ';'))
}

fn doi(rest: &str) -> Option<(Label, usize)> {
    if head(rest, "doi.org/") || head(rest, "dx.doi.org/") {
        let stop = rest.find(char::is_whitespace).unwrap_or(rest.len());
        return Some((Label::Doi, trimmed(rest.get(..stop)?)));
    }
    let mut start = 0;
    if head(rest, "doi") {
        let tail = rest.get(3..)?;
        let tail = tail.trim_start_matches([':', ' ', '.']);
        start = rest.len() - tail.len();
    }
    let tail = rest.get(start..)?;
    let digits = tail.strip_prefix("10.")?;
    let registrant =
        digits.bytes().take(13).take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if !(4..=12).contains(&registrant) {
        return None;
    }
    let after = digits.get(registrant..)?;
    let suffix = after.trim_start_matches(' ').strip_prefix('/')?.trim_start_matches(' ');
    let stop = suffix
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\u{201D}' | '»'))
        .unwrap_or(suffix.len());
    let mut len = trimmed(suffix.get(..stop)?);
    // DOIs set in other dashes stay whole; a dash at the end belongs to the sentence.
    while let Some(last) =
        suffix.get(..len)?.chars().next_back().filter(|c| is_dash(*c) && *c != '-')
    {
        len -= last.len_utf8();
    }
    let begin = rest.len() - suffix.len();
    (len > 0).then_some((Label::Doi, begin + len))
}

fn arxiv(rest: &str) -> Option<(Label, usize)> {
    if !head(rest, "arxiv") {
        return None;
    }
    let tail = rest.get(5..)?.trim_start_matches([':', ' ', '.']);
    let tail = if head(tail, "e-print") || head(tail, "eprint") {
        tail.get(7..)?.trim_start_matches([':', ' ', 't'])
    } else if head(tail, "preprint") {
        let after = tail.get(8..)?.trim_start_matches([':', ' ']);
        if head(after, "arxiv") { after.get(5..)?.trim_start_matches([':', ' ']) } else { after }
    } else {
        tail
    };
    // "arXiv. https://doi.org/10.48550/...": the address is an identifier of its own.
    if ["http", "doi", "www."].iter().any(|start| head(tail, start)) {
        return None;
    }
    let len = tail
        .char_indices()
        .take(64)
        .take_while(|(_, c)| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-' | ':'))
        .count();
    let len = trimmed(tail.get(..len)?);
    let len = spaced_arxiv(tail).unwrap_or(len);
    let digits = tail.get(..len)?.bytes().filter(u8::is_ascii_digit).count();
    (digits >= 6).then_some((Label::Idno, rest.len() - tail.len() + len))
}

/// "1234 .56789": an identifier with blanks around its full stop.
fn spaced_arxiv(tail: &str) -> Option<usize> {
    let rest = tail.get(4..).filter(|_| tail.bytes().take(4).all(|b| b.is_ascii_digit()))?;
    let rest = rest.strip_prefix(" .").or_else(|| rest.strip_prefix(". "))?.trim_start_matches(' ');
    let digits = rest.bytes().take(6).take_while(u8::is_ascii_digit).count();
    (digits >= 4).then_some(tail.len() - rest.len() + digits)
}

fn pmid(rest: &str) -> Option<(Label, usize)> {
    let mut tail = rest;
    if head(tail, "pubmed ") {
        tail = tail.get(7..)?;
    }
    let tail = if head(tail, "pmcid") {
        tail.get(5..)?
    } else if head(tail, "pmid") {
        tail.get(4..)?
    } else if head(tail, "pmc") && tail.get(3..)?.starts_with(|c: char| c.is_ascii_digit()) {
        tail
    } else {
        return None;
    };
    let tail = tail.trim_start_matches([':', ' ']);
    let body = tail.strip_prefix("PMC").unwrap_or(tail);
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    (digits >= 4).then_some((Label::Idno, rest.len() - body.len() + digits))
}

fn isbn(rest: &str) -> Option<(Label, usize)> {
    if !(head(rest, "isbn") || head(rest, "issn")) {
        return None;
    }
    let tail = rest.get(4..)?.trim_start_matches([':', ' ', '.', '-']);
    let tail = ["10:", "13:", "-10:", "-13:"]
        .iter()
        .find_map(|prefix| tail.strip_prefix(prefix))
        .unwrap_or(tail)
        .trim_start_matches(' ');
    let len = tail
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, 'X' | 'x' | ' ' | '/') || is_dash(c)))
        .unwrap_or(tail.len());
    let body = tail.get(..len)?.trim_end_matches(|c: char| matches!(c, ' ' | '/') || is_dash(c));
    let digits = body.bytes().filter(u8::is_ascii_digit).count();
    (digits >= 7).then_some((Label::Isbn, rest.len() - tail.len() + body.len()))
}
