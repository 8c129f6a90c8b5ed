//! `refsmith parse --explain`: how each reference was read.

use crate::cli::console::Console;
use crate::cli::files::{self, Input};
use crate::cli::{Failure, Outcome, args};
use crate::model::{NameVariable, Variable};
use crate::pipeline::Loaded;

/// Shows how each reference was read.
pub(super) fn run(options: &args::Parse, console: &Console) -> Result<Outcome, Failure> {
    let inputs = files::load(&options.inputs, options.lines, console)?;
    console.data(&explanations(&inputs.read))?;
    Ok(if inputs.skipped { Outcome::Findings } else { Outcome::Done })
}

/// Returns how each reference was read: every part with its label and probability.
fn explanations(inputs: &[Input]) -> String {
    let bold = anstyle::Style::new().bold();
    let mut out = String::new();
    for input in inputs {
        let Loaded::Article(article) = &input.loaded else { continue };
        for parsed in &article.references {
            let text = article.document.text.slice(parsed.reference.span);
            let options = crate::parse::ParseOptions::default();
            let (normalized, segments) = crate::parse::explain(text, options.labeller);
            out.push_str(&format!(
                "{bold}{} {}{bold:#} {} {:.2}\n",
                parsed.reference.ordinal,
                parsed.record.id,
                parsed.record.item_type,
                parsed.confidence
            ));
            for segment in segments {
                let part = segment.span.of(&normalized).trim();
                if part.chars().any(char::is_alphanumeric) || part.contains('…') {
                    let label = segment.label.as_str();
                    out.push_str(&format!("  {label:<16} {:.2}  {part}\n", segment.confidence));
                }
            }
            if let Some(after) =
                parsed.record.names.get(&NameVariable::Author).and_then(|list| list.truncated_after)
            {
                let name = Variable::Name(NameVariable::Author);
                out.push_str(&format!("  {name:<16}       cut after {after} names\n"));
            }
            out.push('\n');
        }
    }
    out
}
