//! Words, numbers and marks of a date.

use refsmith_model::Span;

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// Where it stands.
    pub(super) span: Span,
    /// Whether white space stands before it.
    pub(super) space: bool,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, in lower case.
    Word(String),
    /// Digits.
    Number(String),
    /// Anything else that is not white space.
    Mark(char),
}

impl Token {
    /// The word in lower case, `""` for anything else.
    pub(super) fn word(&self) -> &str {
        match &self.kind {
            Kind::Word(word) => word,
            _ => "",
        }
    }

    /// The digits, `""` for anything else.
    pub(super) fn digits(&self) -> &str {
        match &self.kind {
            Kind::Number(digits) => digits,
            _ => "",
        }
    }

    /// Whether the token is one of several marks.
    pub(super) fn is(&self, marks: &str) -> bool {
        matches!(self.kind, Kind::Mark(c) if marks.contains(c))
    }

    /// Whether the token is a hyphen or dash.
    pub(super) fn is_dash(&self) -> bool {
        matches!(self.kind, Kind::Mark(c) if refsmith_model::text::unicode::is_dash(c))
    }
}

/// Splits a date. Digits that typesetting pulled apart ("1 9 94") are one number.
pub(super) fn scan(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut space = false;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        let span = Span::new(at, at + c.len_utf8());
        let digit = c.is_ascii_digit();
        let han = matches!(c, '年' | '月' | '日' | '년' | '월' | '일');
        match out.last_mut() {
            Some(last) if !space => match &mut last.kind {
                Kind::Number(digits) if digit => {
                    digits.push(c);
                    last.span = last.span.join(span);
                    continue;
                }
                Kind::Word(word) if c.is_alphabetic() && !han => {
                    word.extend(c.to_lowercase());
                    last.span = last.span.join(span);
                    continue;
                }
                _ => {}
            },
            _ => {}
        }
        let kind = if digit {
            Kind::Number(c.to_string())
        } else if c.is_alphabetic() {
            Kind::Word(c.to_lowercase().collect())
        } else {
            Kind::Mark(c)
        };
        out.push(Token { kind, span, space });
        space = false;
    }
    mend(&mut out);
    out
}

/// Joins "1 995" and "1 9 9 4" when no whole year is there.
fn mend(tokens: &mut Vec<Token>) {
    if tokens.iter().any(|token| token.digits().len() == 4) {
        return;
    }
    for from in 0..tokens.len() {
        let mut digits = String::new();
        let mut to = from;
        while let Some(token) = tokens.get(to).filter(|token| !token.digits().is_empty())
            && digits.len() < 4
            && (to == from || token.space)
        {
            digits.push_str(token.digits());
            to += 1;
        }
        let year = digits.parse::<u16>().is_ok_and(|year| (1400..2100).contains(&year));
        if year
            && digits.len() == 4
            && to > from + 1
            && let (Some(first), Some(last)) = (tokens.get(from), tokens.get(to - 1))
        {
            let span = first.span.join(last.span);
            let token = Token { kind: Kind::Number(digits), span, space: first.space };
            tokens.splice(from..to, [token]);
            return;
        }
    }
}
