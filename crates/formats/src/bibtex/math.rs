//! Formulas in running text: where they end, and which of them are just text.

use refsmith_model::Mark;

use super::tex_tables::symbol;

/// Returns the length of a formula that begins at the start of `text`, without its delimiter.
/// A formula has balanced braces; a dollar sign without partner is a dollar sign.
pub(crate) fn end(text: &str, delimiter: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth -= 1,
            '$' if text.get(at..).is_some_and(|rest| rest.starts_with(delimiter)) => {
                return (depth == 0).then_some(at);
            }
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    None
}

/// Returns the formula as marked text when it is only exponents, indices, numbers and signs
/// (`_2`, `^{th}`, `\beta`, `10^{-3}`), and letters in upright type (`\mathrm{CO}_2`); other letters
/// are variables, and stay a formula.
pub(crate) fn as_text(tex: &str) -> Option<Vec<(String, Option<Mark>)>> {
    parts(tex, false)
}

fn parts(tex: &str, upright: bool) -> Option<Vec<(String, Option<Mark>)>> {
    let mut out: Vec<(String, Option<Mark>)> = Vec::new();
    let mut rest = tex.trim();
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..)?;
        let (part, mark, next) = match c {
            '_' | '^' => {
                let (argument, next) = argument(after.trim_start())?;
                let text = simple(argument)?;
                let mark = if c == '_' { Mark::Subscript } else { Mark::Superscript };
                match text.as_str() {
                    "∘" if c == '^' => ("°".to_owned(), None, next),
                    _ => (text, Some(mark), next),
                }
            }
            '\\' => {
                let (name, next) = after.split_at_checked(command_len(after))?;
                let next = next.trim_start();
                if !upright && matches!(name, "mathrm" | "text" | "textrm" | "mbox") {
                    let (inner, next) = argument(next).filter(|_| next.starts_with('{'))?;
                    out.append(&mut parts(inner, true)?);
                    rest = next;
                    continue;
                }
                (symbol(name)?.to_owned(), None, next)
            }
            c if upright && c.is_alphabetic() => (c.to_string(), None, after),
            '{' => {
                let (inner, next) = argument(rest)?;
                (simple(inner)?, None, next)
            }
            c if c.is_ascii_digit() || "+-/.,:<>=()[]*%' ~".contains(c) => {
                let c = if c == '~' { ' ' } else { c };
                (c.to_string(), None, after)
            }
            _ => return None,
        };
        match out.last_mut() {
            Some((text, last)) if *last == mark => text.push_str(&part),
            _ => out.push((part, mark)),
        }
        rest = next;
    }
    Some(out)
}

fn command_len(text: &str) -> usize {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    letters.max(text.chars().next().map_or(0, char::len_utf8))
}

/// Returns the group, command or character at the start, and what follows it.
fn argument(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    if first == '{' {
        let close = text.find('}')?;
        let inner = text.get(1..close)?;
        return (!inner.contains('{')).then_some((inner, text.get(close + 1..)?));
    }
    let len = if first == '\\' { 1 + command_len(text.get(1..)?) } else { first.len_utf8() };
    Some((text.get(..len)?, text.get(len..)?))
}

/// Returns a text of letters, digits, signs and known commands without further structure.
fn simple(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text.trim();
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..)?;
        rest = match c {
            '\\' => {
                let len = command_len(after);
                let name = after.get(..len)?;
                let after = after.get(len..)?;
                if matches!(name, "rm" | "mathrm" | "text" | "textrm" | "it" | "sf" | "bf") {
                    after.trim_start()
                } else {
                    out.push_str(symbol(name)?);
                    after.trim_start()
                }
            }
            '{' | '}' | '^' | '_' | '&' | '#' => return None,
            c => {
                out.push(c);
                after
            }
        };
    }
    Some(out)
}
