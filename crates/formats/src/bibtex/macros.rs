//! TeX commands that a file defines in its `@preamble`.
//!
//! Only definitions with a plain meaning are taken over: a command that vanishes with its
//! arguments, that is one of its arguments, or that is a fixed text. Anything else stays unknown,
//! so no definition can make the output grow without bound.

use std::collections::BTreeMap;

use super::tex::{Prose, decode};
use super::tex_tables::Arg;
use super::verbatim::verbatim;

/// Definitions by name, without backslash.
#[derive(Debug, Default)]
pub(crate) struct Macros {
    definitions: BTreeMap<String, Definition>,
}

/// What a command is replaced by.
#[derive(Debug)]
pub(crate) struct Definition {
    /// What becomes of its arguments.
    pub(crate) args: Vec<Arg>,
    /// The text it stands for, before its arguments.
    pub(crate) text: String,
}

/// Longest text a command may stand for, in bytes.
const MAX_TEXT: usize = 200;

impl Macros {
    pub(crate) fn get(&self, name: &str) -> Option<&Definition> {
        self.definitions.get(name)
    }

    /// Reads the definitions in the text of a preamble.
    pub(crate) fn define(&mut self, preamble: &str) {
        let mut rest = preamble;
        while let Some(at) = rest.find('\\') {
            rest = rest.get(at + 1..).unwrap_or("");
            let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            let command = rest.get(..letters).unwrap_or("");
            let after = rest.get(letters..).unwrap_or("");
            let found = match command {
                "newcommand" | "renewcommand" | "providecommand" | "DeclareRobustCommand" => {
                    latex_definition(after.trim_start_matches('*'))
                }
                "def" | "gdef" => tex_definition(after),
                _ => None,
            };
            if let Some((name, args, body, next)) = found {
                rest = next;
                if let Some(definition) = meaning(args, body) {
                    self.definitions.insert(name.to_owned(), definition);
                }
            }
        }
    }
}

/// Reads `{\name}[1]{body}` or `\name[1]{body}`.
fn latex_definition(text: &str) -> Option<(&str, usize, &str, &str)> {
    let text = text.trim_start();
    let braced = text.strip_prefix('{');
    let (name, after) = command_name(braced.unwrap_or(text).trim_start())?;
    let after = after.trim_start();
    let after = if braced.is_some() { after.strip_prefix('}')?.trim_start() } else { after };
    let (args, after) = match after.strip_prefix('[') {
        Some(rest) => {
            let (number, rest) = rest.split_once(']')?;
            (number.trim().parse().ok()?, rest.trim_start())
        }
        None => (0, after),
    };
    let (body, next) = group(after)?;
    Some((name, args, body, next))
}

/// Reads `\name#1#2{body}`.
fn tex_definition(text: &str) -> Option<(&str, usize, &str, &str)> {
    let (name, after) = command_name(text.trim_start())?;
    let brace = after.find('{')?;
    let parameters = after.get(..brace)?;
    let plain = parameters.chars().all(|c| c == '#' || c.is_ascii_digit() || c == ' ');
    let (body, next) = group(after.get(brace..)?)?;
    plain.then_some((name, parameters.matches('#').count(), body, next))
}

fn command_name(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('\\')?;
    let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    (len > 0).then_some((rest.get(..len)?, rest.get(len..)?))
}

fn group(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().take(10_000) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            _ if depth == 0 => return None,
            _ => {}
        }
        if depth == 0 {
            return Some((text.get(1..at)?, text.get(at + 1..)?));
        }
    }
    None
}

fn meaning(args: usize, body: &str) -> Option<Definition> {
    let body = body.trim();
    let drop_all = || vec![Arg::Drop; args.min(9)];
    if body.is_empty() || verbatim(body).is_empty() {
        return Some(Definition { args: drop_all(), text: String::new() });
    }
    let inner = body.trim_matches(['{', '}', ' ']);
    if let Some(number) = inner.strip_prefix('#').and_then(|n| n.parse::<usize>().ok()) {
        let mut args = drop_all();
        *args.get_mut(number.checked_sub(1)?)? = Arg::Keep;
        return Some(Definition { args, text: String::new() });
    }
    let decoded = decode(body, Prose::Words, &Macros::default());
    let plain = !body.contains('#') && decoded.unknown.is_empty() && body.len() <= MAX_TEXT;
    plain.then(|| Definition { args: drop_all(), text: decoded.text.plain })
}
