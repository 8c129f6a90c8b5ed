//! The kinds of findings of this crate, and how a [`Comparison`] becomes findings.

use refsmith_model::{
    CodeInfo, Comparison, Diagnostic, Difference, DifferenceKind, Severity, Value, Verdict,
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

/// Only letter case, punctuation or accents differ.
static FORM: CodeInfo = CodeInfo {
    code: "form-differs",
    severity: Severity::Info,
    summary: "a field is written differently in the register",
    explanation: "Only letter case, punctuation, dashes, accents or an abbreviation differ. Nothing \
        is wrong; `enrich` offers the register's form.",
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
    summary: "the DOI belongs to another work",
    explanation: "The DOI is registered, but for a work with another title and other authors than \
        the record describes. Whoever follows it reads something else. Look up the right DOI, or \
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

/// No register knows the work.
static NOT_FOUND: CodeInfo = CodeInfo {
    code: "not-found-in-register",
    severity: Severity::Warning,
    summary: "every register that was asked answered, and none knows the work",
    explanation: "Many works are in no register: older books, theses, journals without DOIs. The \
        finding says what was searched, and leaves the conclusion to the reader.",
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
    &FORM,
    &MISSING,
    &ID_MISMATCH,
    &RETRACTED,
    &NOT_FOUND,
    &NOT_CHECKED,
    &NOT_CHECKABLE,
];

/// Turns a comparison into findings: one for a verdict that is news in itself, one per difference.
///
/// # Examples
/// ```
/// use refsmith_model::{Comparison, Verdict};
/// let comparison = Comparison {
///     record: "doe2001".to_owned(),
///     verdict: Verdict::NotFound,
///     doi: None,
///     score: None,
///     differences: Vec::new(),
///     reason: Some("`crossref` knows no such work".to_owned()),
/// };
/// let findings = refsmith_sources::diagnostics(&comparison);
/// assert_eq!(findings[0].code.code, "not-found-in-register");
/// ```
pub fn diagnostics(comparison: &Comparison) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    if let Some(code) = verdict_code(comparison.verdict) {
        let reason = comparison.reason.clone();
        let message = reason.unwrap_or_else(|| code.summary.to_owned());
        out.push(Diagnostic::new(code, message).about(&comparison.record));
    }
    for difference in &comparison.differences {
        let code = match difference.kind {
            DifferenceKind::Missing => &MISSING,
            DifferenceKind::Truncated => &TRUNCATED,
            DifferenceKind::Form => &FORM,
            DifferenceKind::Contradiction => &DIFFERS,
        };
        let mut finding = Diagnostic::new(code, sentence(difference)).about(&comparison.record);
        if is_initials(difference) {
            finding.severity = Severity::Info;
        }
        out.push(finding);
    }
    out
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

/// A cut that is no fault: as many names as the register has, with initials.
fn is_initials(difference: &Difference) -> bool {
    match (&difference.ours, &difference.theirs) {
        (Some(Value::Names(ours)), Value::Names(theirs)) => {
            difference.kind == DifferenceKind::Truncated && ours.names.len() == theirs.names.len()
        }
        _ => false,
    }
}
