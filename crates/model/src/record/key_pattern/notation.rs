//! The two notations of patterns, read.

use super::evaluate::{is_filter, is_function};
use super::{Filter, KeyPattern, KeyPatternError, Source, Term};

/// The longest pattern that is read, in bytes.
const LONGEST: usize = 1000;

pub(super) fn parse(text: &str) -> Result<KeyPattern, KeyPatternError> {
    if text.len() > LONGEST {
        let message = format!("expected at most {LONGEST} bytes");
        return Err(KeyPatternError { message, offset: 0 });
    }
    let mut reader = Reader { text, at: 0, numbers: false };
    // Outside of strings, brackets stand in JabRef's notation only.
    let plain: String = text.split(['"', '\'']).step_by(2).collect();
    let alternatives = match plain.contains('[') {
        true => vec![reader.brackets()?],
        false => reader.expression()?,
    };
    if alternatives.iter().any(Vec::is_empty) {
        return Err(reader.error("expected a part such as `auth` or `year`"));
    }
    Ok(KeyPattern { alternatives, numbers: reader.numbers })
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    numbers: bool,
}

impl Reader<'_> {
    fn error(&self, message: impl Into<String>) -> KeyPatternError {
        KeyPatternError { message: message.into(), offset: self.at }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn eat(&mut self, sign: char) -> bool {
        self.blank();
        let found = self.rest().starts_with(sign);
        self.at += if found { sign.len_utf8() } else { 0 };
        found
    }

    fn blank(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Reads `[auth:lower]-[year]`.
    fn brackets(&mut self) -> Result<Vec<Term>, KeyPatternError> {
        let mut terms = Vec::new();
        while !self.rest().is_empty() {
            let literal = self.rest().split('[').next().unwrap_or("").to_owned();
            if !literal.is_empty() {
                self.at += literal.len();
                terms.push(Term { source: Source::Literal(literal), filters: Vec::new() });
                continue;
            }
            self.at += 1;
            let term = self.term(':')?;
            terms.extend(term);
            if !self.eat(']') {
                return Err(self.error("expected `]`"));
            }
        }
        Ok(terms)
    }

    /// Reads `auth.lower + year | title`.
    fn expression(&mut self) -> Result<Vec<Vec<Term>>, KeyPatternError> {
        let mut alternatives = vec![Vec::new()];
        loop {
            let term = self.term('.')?;
            if let Some(last) = alternatives.last_mut() {
                last.extend(term);
            }
            if self.eat('|') {
                alternatives.push(Vec::new());
            } else if !self.eat('+') {
                break;
            }
        }
        self.blank();
        match self.rest().is_empty() {
            true => Ok(alternatives),
            false => Err(self.error("expected `+`, `|` or a filter such as `.lower`")),
        }
    }

    /// Reads one part with its filters; `None` for a part that says how equal keys are told apart.
    fn term(&mut self, dot: char) -> Result<Option<Term>, KeyPatternError> {
        self.blank();
        let source = match self.string()? {
            Some(text) => Source::Literal(text),
            None => {
                let start = self.at;
                let name = self.name(dot);
                let (mut base, mut numbers) = digits(&name);
                // Not every digit is a number of letters: a field may end in one.
                if !is_function(&base) {
                    (base, numbers) = (name.clone(), Vec::new());
                }
                for argument in self.arguments()? {
                    let number = argument.parse().map_err(|_| {
                        self.error(format!("expected a number, found `{argument}`"))
                    })?;
                    numbers.push(number);
                }
                match base.as_str() {
                    "duplicatenumber" => self.numbers = true,
                    "duplicateletter" => self.numbers = false,
                    _ if is_function(&base) => {}
                    _ => {
                        self.at = start;
                        return Err(
                            self.error(format!("expected a part such as `auth`, found `{name}`"))
                        );
                    }
                }
                Source::Function { name: base, numbers }
            }
        };
        let mut filters = Vec::new();
        while self.eat(dot) {
            let start = self.at;
            let name = self.name(dot);
            let (base, numbers) = digits(&name);
            let mut arguments: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            arguments.extend(self.arguments()?);
            if !is_filter(&base) {
                self.at = start;
                return Err(
                    self.error(format!("expected a filter such as `lower`, found `{name}`"))
                );
            }
            filters.push(Filter { name: base, arguments });
        }
        let duplicate =
            matches!(&source, Source::Function { name, .. } if name.starts_with("duplicate"));
        Ok((!duplicate).then_some(Term { source, filters }))
    }

    /// Reads a name, in lower case. In JabRef's notation a name may hold a dot (`auth.etal`).
    fn name(&mut self, dot: char) -> String {
        self.blank();
        let part =
            |c: &char| c.is_ascii_alphanumeric() || "_-".contains(*c) || *c == '.' && dot != '.';
        let name: String = self.rest().chars().take_while(part).collect();
        self.at += name.len();
        name.to_ascii_lowercase()
    }

    fn string(&mut self) -> Result<Option<String>, KeyPatternError> {
        let Some(quote @ ('"' | '\'')) = self.rest().chars().next() else { return Ok(None) };
        let body = self.rest().get(1..).unwrap_or("");
        match body.find(quote) {
            Some(len) => {
                let text = body.get(..len).unwrap_or("").to_owned();
                self.at += len + 2;
                Ok(Some(text))
            }
            None => Err(self.error("expected the end of this string")),
        }
    }

    /// Reads arguments in parentheses: strings, numbers, or bare words; names (`n=3`) are skipped.
    fn arguments(&mut self) -> Result<Vec<String>, KeyPatternError> {
        let mut out = Vec::new();
        if !self.eat('(') {
            return Ok(out);
        }
        while !self.eat(')') {
            self.blank();
            let argument = match self.string()? {
                Some(text) => text,
                None => {
                    let word = |c: &char| !",()=".contains(*c);
                    let word: String = self.rest().chars().take_while(word).collect();
                    self.at += word.len();
                    if self.eat('=') {
                        continue;
                    }
                    word.trim().to_owned()
                }
            };
            out.push(argument);
            if !self.eat(',') && !self.rest().starts_with(')') {
                return Err(self.error("expected `,` or `)`"));
            }
        }
        Ok(out)
    }
}

/// Cuts the numbers at the end of a name off: `auth3_1` is `auth` with 3 and 1.
fn digits(name: &str) -> (String, Vec<usize>) {
    let base = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
    let tail = name.get(base.len()..).unwrap_or("");
    (base.to_owned(), tail.split('_').filter_map(|number| number.parse().ok()).collect())
}
