//! [`Answer`]: what came of a question to a register.

/// What came of a question. Only `Found` may contradict what somebody wrote.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer<T> {
    /// The register knows.
    Found(T),
    /// The register answered, and does not know.
    NotFound,
    /// The register could not be asked, or its answer could not be used; the text says why, in
    /// lower case and without a final period.
    Unavailable(String),
}

impl<T> Answer<T> {
    /// Converts what was found.
    ///
    /// # Examples
    /// ```
    /// use refsmith_sources::Answer;
    /// assert_eq!(Answer::Found(2).map(|n| n * 2), Answer::Found(4));
    /// ```
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Answer::Found(value) => Answer::Found(convert(value)),
            Answer::NotFound => Answer::NotFound,
            Answer::Unavailable(reason) => Answer::Unavailable(reason),
        }
    }

    /// Returns what was found.
    pub fn found(self) -> Option<T> {
        match self {
            Answer::Found(value) => Some(value),
            Answer::NotFound | Answer::Unavailable(_) => None,
        }
    }
}
