//! The kinds of findings of this crate, and how a [`Comparison`] becomes findings.

use refsmith_model::{
    CodeInfo, Comparison, Diagnostic, Difference, DifferenceKind, Origin, Record, Severity,
    TextVariable, Update, Variable, Verdict,
};

/// A stated value contradicts the register.
static DIFFERS: CodeInfo = CodeInfo {
    code: "differs-from-register",
    severity: Severity::Warning,
    summary: "a field contradicts the register",
    explanation: "The work was found, and one of its fields has another value in the register. \
        Registers are wrong too: compare with the work itself, then correct the record or leave it.",
};

/// A stated value is true but cut short.
static TRUNCATED: CodeInfo = CodeInfo {
    code: "truncated-field",
    severity: Severity::Warning,
    summary: "a field is true but cut short",
    explanation: "The field holds the beginning of what the register knows: the first page of a \
        range, the first authors of a list, a title without its subtitle. `enrich` completes it.",
};

/// Names are left out of a list that does not say so.
static LEFT_OUT: CodeInfo = CodeInfo {
    code: "names-left-out",
    severity: Severity::Warning,
    summary: "the register knows people whom the list leaves out without a sign",
    explanation: "A list of authors that ends without `et al.` says that these are all, and the \
        register knows more. Who wrote a work with others is then cited as if alone. `enrich` \
        offers the whole list; in BibTeX, end a list that is cut with `and others`.",
};

/// Only letter case, punctuation, initials or the year of print or online publication differ.
static FORM: CodeInfo = CodeInfo {
    code: "form-differs",
    severity: Severity::Info,
    summary: "a field is written differently in the register",
    explanation: "Only letter case, punctuation, dashes, accents or an abbreviation differ, given \
        names are initials, or the year is that of print and not of online publication. Nothing is \
        wrong; `enrich` offers the register's form.",
};

/// The register knows a field that the record lacks.
static MISSING: CodeInfo = CodeInfo {
    code: "missing-in-record",
    severity: Severity::Info,
    summary: "the register knows a field that the record lacks",
    explanation: "The work was found, and the register has a field that bibliographies show and \
        that is not in the record. `enrich` adds it.",
};

/// The identifier belongs to another work.
static ID_MISMATCH: CodeInfo = CodeInfo {
    code: "id-mismatch",
    severity: Severity::Error,
    summary: "the identifier belongs to another work",
    explanation: "The identifier is registered, but for a work with another title and other authors than \
        the record describes. Whoever follows it reads something else. Look up the right one, or \
        remove it.",
};

/// The work was retracted.
static RETRACTED: CodeInfo = CodeInfo {
    code: "retracted",
    severity: Severity::Error,
    summary: "the work has been retracted",
    explanation: "The publisher or the Retraction Watch database states that the work was \
        retracted. Cite it only as a retracted work, together with the notice.",
};

/// Somebody doubts the work.
static CONCERN: CodeInfo = CodeInfo {
    code: "expression-of-concern",
    severity: Severity::Warning,
    summary: "an expression of concern, or a partial retraction, was published about the work",
    explanation: "The publisher or the Retraction Watch database states that parts of the work may \
        not hold. It is not retracted: read the notice before relying on it.",
};

/// The work was corrected.
static CORRECTED: CodeInfo = CodeInfo {
    code: "corrected",
    severity: Severity::Info,
    summary: "a correction of the work was published",
    explanation: "Corrections are ordinary, and cited works need no change because of one. Read it \
        when you rely on a figure or a name.",
};

/// A preprint has been published.
static PUBLISHED: CodeInfo = CodeInfo {
    code: "published-since",
    severity: Severity::Info,
    summary: "the preprint has been published",
    explanation: "The register knows the version that was published after review. Cite it instead, \
        unless it is the preprint that is meant.",
};

/// An identifier is registered nowhere.
static DEAD: CodeInfo = CodeInfo {
    code: "dead-identifier",
    severity: Severity::Warning,
    summary: "the identifier is registered with no agency",
    explanation: "Every agency was asked, and none knows the DOI: a letter was lost or added, or it \
        was made up. That the DOI is dead does not mean that the work does not exist.",
};

/// No register knows the work.
static NOT_FOUND: CodeInfo = CodeInfo {
    code: "not-found-in-register",
    severity: Severity::Info,
    summary: "every register that was asked answered, and none knows the work",
    explanation: "Many works are in no register: older books, theses, journals without DOIs. The \
        message says what was searched, and leaves the conclusion to the reader.",
};

/// A register could not be asked.
static NOT_CHECKED: CodeInfo = CodeInfo {
    code: "not-checked",
    severity: Severity::Info,
    summary: "a register that was needed could not be asked",
    explanation: "The network or a register was not available, so nothing is known about the \
        record. Run the check again later; answers that did come are kept.",
};

/// A kind of work that registers do not hold.
static NOT_CHECKABLE: CodeInfo = CodeInfo {
    code: "not-checkable",
    severity: Severity::Info,
    summary: "registers do not hold this kind of work, or the record says too little",
    explanation: "Web pages, laws and letters have no DOI, most chapters and books have none \
        either, and a record without title cannot be searched for. No finding follows from that.",
};

/// All codes of this crate.
pub static CODES: &[&CodeInfo] = &[
    &DIFFERS,
    &TRUNCATED,
    &LEFT_OUT,
    &FORM,
    &MISSING,
    &ID_MISMATCH,
    &RETRACTED,
    &CONCERN,
    &CORRECTED,
    &PUBLISHED,
    &DEAD,
    &NOT_FOUND,
    &NOT_CHECKED,
    &NOT_CHECKABLE,
];

/// Turns the comparison of a record into findings: one for a verdict that is news in itself, one per
/// difference. They stand where the record has the value in question, if it was read from there.
///
/// # Examples
/// ```
/// use refsmith_model::{Comparison, Record, Verdict};
/// let reason = "`crossref` knows no such work".to_owned();
/// let comparison = Comparison::bare("doe2001", Verdict::NotFound, reason);
/// let findings = refsmith_sources::diagnostics(&comparison, &Record::default());
/// assert_eq!(findings[0].code.code, "not-found-in-register");
/// ```
pub fn diagnostics(comparison: &Comparison, record: &Record) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let place = |variable: Variable| match record.provenance.get(&variable)?.origin {
        Origin::Input(span) => Some(span),
        _ => None,
    };
    let doi = || place(TextVariable::Doi.into());
    let mut add = |code, message: String, span| {
        let mut finding = Diagnostic::new(code, message).about(&comparison.record);
        finding.span = span;
        out.push(finding);
    };
    if let Some(code) = verdict_code(comparison.verdict) {
        let reason = comparison.reason.clone();
        let span = if comparison.verdict == Verdict::IdMismatch { doi() } else { None };
        add(code, reason.unwrap_or_else(|| code.summary.to_owned()), span);
    }
    if let Some(identifier) = &comparison.dead_identifier {
        add(&DEAD, format!("`{identifier}` is registered with no agency"), doi());
    }
    if comparison.verdict != Verdict::Retracted {
        for (code, said) in [
            (&CONCERN, statements(comparison, Update::doubts)),
            (&CORRECTED, statements(comparison, Update::corrects)),
        ] {
            if let Some(said) = said {
                add(code, said, None);
            }
        }
    }
    if let Some(doi) = &comparison.published_as {
        add(&PUBLISHED, format!("the preprint has been published as `{doi}`"), None);
    }
    for difference in &comparison.differences {
        let is_doi = difference.variable == Variable::Text(TextVariable::Doi);
        if is_doi && comparison.verdict == Verdict::IdMismatch {
            continue; // That is the verdict.
        }
        let code = match difference.kind {
            DifferenceKind::Missing if difference.severity > Severity::Info => &LEFT_OUT,
            DifferenceKind::Missing => &MISSING,
            DifferenceKind::Truncated => &TRUNCATED,
            DifferenceKind::Initials
            | DifferenceKind::Case
            | DifferenceKind::Punctuation
            | DifferenceKind::Abbreviation
            | DifferenceKind::YearOnlinePrint => &FORM,
            DifferenceKind::Wrong => &DIFFERS,
        };
        let mut finding = Diagnostic::new(code, sentence(difference)).about(&comparison.record);
        finding.severity = difference.severity;
        finding.span = place(difference.variable);
        out.push(finding);
    }
    out
}

/// Returns the statements about the work that are of a kind, in one sentence.
fn statements(comparison: &Comparison, is: fn(&Update) -> bool) -> Option<String> {
    let said: Vec<String> = comparison.updates.iter().filter(|one| is(one)).map(told).collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// Returns one statement: "retraction 2010-02-06 `10.1016/...` (says publisher)".
pub(crate) fn told(update: &Update) -> String {
    let mut text = update.kind.replace('_', " ");
    if let Some(date) = update.date {
        text.push_str(&format!(" {date}"));
    }
    if !update.doi.is_empty() {
        text.push_str(&format!(" `{}`", update.doi));
    }
    if !update.source.is_empty() {
        text.push_str(&format!(" (says {})", update.source));
    }
    text
}

fn verdict_code(verdict: Verdict) -> Option<&'static CodeInfo> {
    match verdict {
        Verdict::Verified | Verdict::Incomplete | Verdict::Differs => None,
        Verdict::IdMismatch => Some(&ID_MISMATCH),
        Verdict::Retracted => Some(&RETRACTED),
        Verdict::NotFound => Some(&NOT_FOUND),
        Verdict::NotCheckable => Some(&NOT_CHECKABLE),
        Verdict::NotChecked => Some(&NOT_CHECKED),
    }
}

fn sentence(difference: &Difference) -> String {
    let Difference { variable, theirs, .. } = difference;
    match &difference.ours {
        Some(ours) => format!("`{variable}` is `{ours}`, in the register `{theirs}`"),
        None => format!("`{variable}` is missing, in the register it is `{theirs}`"),
    }
}
