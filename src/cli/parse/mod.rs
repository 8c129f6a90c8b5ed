//! `refsmith parse`: references into records.

mod batches;
mod explain;
mod stream;

use super::console::Console;
use super::{Failure, Outcome, args, convert, files, look};

/// Names of the output that is not a format of records.
const JSON_LINES: [&str; 3] = ["jsonl", "ndjson", "json-lines"];

/// Reads references into records.
pub(super) fn run(options: &args::Parse, console: &Console) -> Result<Outcome, Failure> {
    let as_lines = match options.target.to.as_deref() {
        Some(name) => JSON_LINES.contains(&name),
        None => options.target.output.as_ref().is_none_or(|output| {
            let extension = output.extension().and_then(|extension| extension.to_str());
            extension.is_some_and(|extension| JSON_LINES.contains(&extension))
        }),
    };
    if options.explain {
        return explain::run(options, as_lines && options.target.to.is_some(), console);
    }
    if options.lines && as_lines {
        return stream::run(options, console);
    }
    if !as_lines && let Some(format) = convert::target_format(&options.target)? {
        let (inputs, target) = (&options.inputs, &options.target);
        return convert::inputs_to(format, inputs, None, target, options.lines, console);
    }
    let inputs = files::load(&options.inputs, options.lines, console)?;
    let text = look::json_lines(&inputs.read);
    match &options.target.output {
        Some(path) if path != std::path::Path::new("-") => {
            files::write(path, text.as_bytes(), options.target.force)?;
        }
        _ => console.data(&text)?,
    }
    Ok(if inputs.skipped { Outcome::Findings } else { Outcome::Done })
}
