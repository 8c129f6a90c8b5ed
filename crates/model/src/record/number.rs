//! [`Number`]: volumes, issues, pages and their like, as written.

use smol_str::SmolStr;

/// A number as the source writes it: `21`, `2-3`, `012`, `xii`, `e2840`, `TR-7`.
///
/// It stays text, because volumes are not always numbers and leading zeros carry meaning;
/// [`Number::range`] gives the parsed form when there is one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Number {
    /// Short as they are, most numbers stand in here without memory of their own.
    text: SmolStr,
}

impl Number {
    /// Creates a number from its written form.
    pub fn new(text: impl Into<SmolStr>) -> Self {
        Self { text: text.into() }
    }

    /// Returns the number as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns first and last number of a plain range, both ends of a single number, or `None`
    /// for anything else. A shortened end is spelled out: `582-97` is (582, 597).
    ///
    /// # Examples
    /// ```
    /// use refsmith_model::Number;
    /// assert_eq!(Number::new("582–97").range(), Some((582, 597)));
    /// assert_eq!(Number::new("141").range(), Some((141, 141)));
    /// assert_eq!(Number::new("e2840").range(), None);
    /// ```
    pub fn range(&self) -> Option<(u64, u64)> {
        let mut parts =
            self.text.split(crate::text::unicode::is_dash).map(str::trim).filter(|p| !p.is_empty());
        let first_text = parts.next()?;
        let first: u64 = first_text.parse().ok()?;
        let Some(last_text) = parts.next() else { return Some((first, first)) };
        if parts.next().is_some() {
            return None;
        }
        let last: u64 = last_text.parse().ok()?;
        if last >= first || last_text.len() >= first_text.len() {
            return Some((first, last));
        }
        let head = first_text.get(..first_text.len() - last_text.len())?;
        Some((first, format!("{head}{last_text}").parse().ok()?))
    }

    /// Tells whether this is an article number rather than a page: a letter and digits (`e2840`,
    /// `EL342`), of which the letters come first.
    ///
    /// Roman numerals and section pages of newspapers (`A1`, `S12`) are too short to tell apart, so
    /// a number of fewer than three digits is an article number only behind a lower-case `e`.
    pub fn is_article_number(&self) -> bool {
        let letters = self.text.chars().take_while(char::is_ascii_alphabetic).count();
        let digits = self.text.chars().skip(letters).filter(char::is_ascii_digit).count();
        let only_these = letters + digits == self.text.chars().count();
        let electronic = self.text.starts_with('e') && letters == 1;
        only_these && (1..=3).contains(&letters) && digits >= if electronic { 1 } else { 4 }
    }
}

impl From<&str> for Number {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Number {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}
