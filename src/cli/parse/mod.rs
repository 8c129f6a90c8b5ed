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
    let start = std::time::Instant::now();
    let as_table = options.target.to.as_deref() == Some("table");
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
    if !as_lines
        && !as_table
        && let Some(format) = convert::target_format(&options.target)?
    {
        let (inputs, target) = (&options.inputs, &options.target);
        return convert::inputs_to(format, inputs, None, target, options.lines, console);
    }
    let inputs = files::load(&options.inputs, options.lines, console)?;
    let text = match as_table {
        true => look::tables(&inputs.read, start, console),
        false => look::json_lines(&inputs.read),
    };
    look::give(&text, &options.target, console)?;
    Ok(if inputs.skipped { Outcome::Findings } else { Outcome::Done })
}
