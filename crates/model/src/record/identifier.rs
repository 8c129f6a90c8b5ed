//! Identifiers that are checked when they are made: [`Doi`], [`Isbn`], [`Issn`].

use crate::text::unicode::is_dash;

/// A text that is not the identifier it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found `{found}`")]
pub struct ParseIdentifierError {
    /// What a well-formed identifier looks like.
    pub expected: &'static str,
    /// The text that was given.
    pub found: String,
}

/// A DOI without resolver or prefix, letters in lower case (DOIs ignore case).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Doi(String);

impl Doi {
    /// Reads a DOI, bare or behind `doi:`, `https://doi.org/` and their older forms. Dashes of any
    /// kind become hyphens, percent-escapes are undone, a trailing full stop or comma is no part.
    ///
    /// # Errors
    /// The text is no DOI: a DOI is `10.`, four or more digits (and dots), `/`, and a suffix.
    ///
    /// # Examples
    /// ```
    /// use refsmith_model::Doi;
    /// let doi = Doi::parse("https://dx.doi.org/10.1007/s00168\u{2010}016\u{2010}0766\u{2010}5.")?;
    /// assert_eq!(doi.as_str(), "10.1007/s00168-016-0766-5");
    /// assert!(Doi::parse("10.1007").is_err());
    /// # Ok::<(), refsmith_model::record::ParseIdentifierError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, ParseIdentifierError> {
        let error = || ParseIdentifierError {
            expected: "a DOI such as `10.1000/182`",
            found: text.to_owned(),
        };
        let lower = text.trim().to_lowercase();
        let mut rest = lower.as_str();
        for prefix in ["https://", "http://", "www.", "dx.doi.org/", "doi.org/", "doi:", "doi "] {
            rest = rest.strip_prefix(prefix).unwrap_or(rest).trim_start();
        }
        let mut doi: String = percent_decoded(rest)
            .chars()
            .map(|c| if is_dash(c) { '-' } else { c })
            .filter(|c| !matches!(c, '\u{AD}' | '\u{200B}' | '\u{FEFF}'))
            .collect();
        while doi.ends_with(['.', ',', ';', '"', '\'', '\u{201D}', '>', ']'])
            && !(doi.ends_with(']') && doi.contains('[') || doi.ends_with('>') && doi.contains('<'))
        {
            doi.pop();
        }
        if doi.ends_with(')') && doi.matches(')').count() > doi.matches('(').count() {
            doi.pop();
        }
        let (registrant, suffix) =
            doi.strip_prefix("10.").and_then(|rest| rest.split_once('/')).ok_or_else(error)?;
        let digits = registrant.bytes().take_while(u8::is_ascii_digit).count();
        let well_formed = digits >= 4
            && registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && !suffix.is_empty()
            && !suffix.contains(char::is_whitespace);
        if well_formed { Ok(Self(doi)) } else { Err(error()) }
    }

    /// Returns the bare DOI in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Doi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut idx = 0;
    while let Some(&byte) = bytes.get(idx) {
        let hex = |offset: usize| bytes.get(idx + offset).and_then(|b| (*b as char).to_digit(16));
        match (byte, hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(byte));
                idx += 3;
            }
            _ => {
                out.push(byte);
                idx += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// An ISBN of 10 or 13 digits with the right check digit, without hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Isbn(String);

impl Isbn {
    /// Reads an ISBN, with or without hyphens and the word `ISBN`.
    ///
    /// # Errors
    /// The text is no ISBN, or its check digit is wrong.
    ///
    /// # Examples
    /// ```
    /// use refsmith_model::record::Isbn;
    /// assert_eq!(Isbn::parse("978-0-306-40615-7").unwrap().as_str(), "9780306406157");
    /// assert_eq!(Isbn::parse("ISBN-10: 0-306-40615-2").unwrap().as_str(), "0306406152");
    /// assert_eq!(Isbn::parse("ISBN 0-306-40615-2").unwrap().as_str(), "0306406152");
    /// assert!(Isbn::parse("978-0-306-40615-8").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, ParseIdentifierError> {
        let rest = without_isbn_label(text.trim());
        let symbols: String = rest
            .chars()
            .filter(|c| !is_dash(*c) && !c.is_whitespace())
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let digits: Option<Vec<u32>> = symbols
            .chars()
            .enumerate()
            .map(|(idx, c)| if c == 'X' && idx == 9 { Some(10) } else { c.to_digit(10) })
            .collect();
        let valid = digits.is_some_and(|digits| match digits.len() {
            10 => digits.iter().zip((1..=10).rev()).map(|(d, w)| d * w).sum::<u32>() % 11 == 0,
            13 => {
                !symbols.contains('X')
                    && digits.iter().zip([1, 3].iter().cycle()).map(|(d, w)| d * w).sum::<u32>()
                        % 10
                        == 0
            }
            _ => false,
        });
        if valid {
            Ok(Self(symbols))
        } else {
            Err(ParseIdentifierError {
                expected: "an ISBN with a right check digit",
                found: text.to_owned(),
            })
        }
    }

    /// Returns the digits without hyphens.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Takes "ISBN", "ISBN-13:" and their like off the front; the digits may begin with 10 or 13, too,
/// so those are a label only before a colon or blank.
fn without_isbn_label(text: &str) -> &str {
    let Some((label, rest)) = text.split_at_checked(4) else { return text };
    if !label.eq_ignore_ascii_case("isbn") {
        return text;
    }
    let after = rest.trim_start_matches(['-', ' ', '\u{2010}', '\u{2011}']);
    let kind = after.strip_prefix("13").or_else(|| after.strip_prefix("10"));
    let rest = kind.filter(|rest| rest.starts_with([':', ' '])).unwrap_or(rest);
    rest.trim_start_matches([':', ' '])
}

/// An ISSN with the right check digit, with its hyphen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Issn(String);

impl Issn {
    /// Reads an ISSN, with or without hyphen and the word `ISSN`.
    ///
    /// # Errors
    /// The text is no ISSN, or its check digit is wrong.
    ///
    /// # Examples
    /// ```
    /// use refsmith_model::record::Issn;
    /// assert_eq!(Issn::parse("1364 6613").unwrap().as_str(), "1364-6613");
    /// ```
    pub fn parse(text: &str) -> Result<Self, ParseIdentifierError> {
        let error = || ParseIdentifierError {
            expected: "an ISSN with a right check digit, such as `1364-6613`",
            found: text.to_owned(),
        };
        let upper = text.trim().to_ascii_uppercase();
        let rest = upper.strip_prefix("ISSN").unwrap_or(&upper);
        let symbols: Vec<char> = rest.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        let digit = |idx: usize, c: char| match c {
            'X' if idx == 7 => Some(10),
            _ => c.to_digit(10),
        };
        let sum: Option<u32> = symbols
            .iter()
            .enumerate()
            .map(|(idx, c)| digit(idx, *c).map(|d| d * u32::try_from(8 - idx.min(8)).unwrap_or(0)))
            .sum();
        match (symbols.len(), sum) {
            (8, Some(sum)) if sum % 11 == 0 => {
                let (head, tail) = symbols.split_at(4);
                Ok(Self(format!("{}-{}", String::from_iter(head), String::from_iter(tail))))
            }
            _ => Err(error()),
        }
    }

    /// Returns the ISSN with its hyphen.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
