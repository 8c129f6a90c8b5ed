//! "Did you mean": the known name that is nearest to one that is not known.

use refsmith_model::Diagnostic;

use crate::style::catalog::distance;

/// Adds the nearest known name to a finding about an unknown one, as help and as a fix of its span.
pub(super) fn suggested(finding: Diagnostic, name: &str, known: &[&str]) -> Diagnostic {
    // Names are short; what is not need not be compared letter by letter.
    if name.len() > 64 {
        return finding;
    }
    let lower = name.to_lowercase();
    let near = known
        .iter()
        .map(|known| (distance(&lower, &known.to_lowercase()), *known))
        .min()
        .filter(|(distance, known)| *distance <= 1 + known.chars().count() / 4);
    let (Some((_, known)), Some(span)) = (near, finding.span) else { return finding };
    finding.help(format!("did you mean `{known}`?")).fix(span, known, false)
}

/// Writes names as a list: `a`, `b` or `c`.
pub(super) fn listed(names: &[&str], word: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {word} {last}", rest.join(", ")),
        None => String::new(),
    }
}
