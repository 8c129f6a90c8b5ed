//! Findings and losses: what a stage has to say beside its result.

mod losses;

pub use losses::{Loss, LossKind, Losses};

use crate::text::Span;

/// A finding: what is the matter, where, and what to do about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// What kind of finding this is; carries the stable code.
    pub code: &'static CodeInfo,
    /// How serious it is; at first the usual severity of its code.
    pub severity: Severity,
    /// One sentence for people: lower case, no final period, names in backticks.
    pub message: String,
    /// The place in the text that was read, if there is one.
    pub span: Option<Span>,
    /// The `id` of the record it is about, if it is about one.
    pub record: Option<String>,
    /// The way out, in one sentence.
    pub help: Option<String>,
    /// A replacement that settles the matter.
    pub fix: Option<Fix>,
}

/// One kind of finding. Every code is a `static` of this type, so none lacks an explanation.
#[derive(Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// Stable name in kebab case, such as `bibtex-unclosed-brace`.
    pub code: &'static str,
    /// How serious such a finding usually is.
    pub severity: Severity,
    /// What it means, in one line.
    pub summary: &'static str,
    /// Why it matters and what to do: a paragraph for `refsmith explain`.
    pub explanation: &'static str,
}

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Probably wrong, or wrong in a way that hurts later.
    Warning,
    /// Wrong: something could not be read, or contradicts itself.
    Error,
}

/// A replacement of one span of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
    /// Whether the replacement cannot change the meaning.
    pub safe: bool,
}

/// A result with findings beside it: what every reader returns instead of a `Result`.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed<T> {
    /// What could be read.
    pub value: T,
    /// What was noticed on the way.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Parsed<T> {
    /// Wraps a value that nothing needs to be said about.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }
}

impl Diagnostic {
    /// Creates a finding with the usual severity of its code.
    ///
    /// # Examples
    /// ```
    /// use refsmith_model::{CodeInfo, Diagnostic, Severity, Span};
    /// static EMPTY: CodeInfo = CodeInfo {
    ///     code: "empty-field",
    ///     severity: Severity::Info,
    ///     summary: "a field has no value",
    ///     explanation: "The field is there, but nothing is in it.",
    /// };
    /// let finding = Diagnostic::new(&EMPTY, "field `title` is empty").at(Span::new(3, 5));
    /// assert_eq!(finding.severity, Severity::Info);
    /// ```
    pub fn new(code: &'static CodeInfo, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            message: message.into(),
            span: None,
            record: None,
            help: None,
            fix: None,
        }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Sets the record it is about.
    #[must_use]
    pub fn about(mut self, record: impl Into<String>) -> Self {
        self.record = Some(record.into());
        self
    }

    /// Sets the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets a replacement that settles the matter.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>, safe: bool) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into(), safe });
        self
    }
}

impl Severity {
    /// Returns the name used in messages and machine output.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}
