//! Reads JSON Lines with a `raw` field from standard input and writes what the parser makes of
//! them, one object per line, in the shape that scorers of reference parsers read.
//!
//! With `--gold-labels` the labels of the line's `seg` field take the place of the labeller: what
//! goes wrong then goes wrong when the record is built.

mod gold;
mod shape;

use std::io::{BufRead, Write};

use refsmith_model::{ReferenceString, SourceText, Span};
use refsmith_parse::{ParseOptions, parse};
use serde_json::Value;

fn main() -> std::io::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "a program of its own, no part of the library")]
    let given = std::env::args().any(|argument| argument == "--gold-labels");
    let input = std::io::stdin().lock();
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    for line in input.lines() {
        let line = line?;
        let object = serde_json::from_str::<Value>(&line).unwrap_or_default();
        let raw = object.get("raw").and_then(Value::as_str).unwrap_or(&line);
        let text = SourceText::plain("", raw.to_owned());
        let span = Span::new(0, raw.len());
        let reference = ReferenceString { span, marker: None, ordinal: 1 };
        let labels = gold::Gold::of(&object);
        let options = match &labels {
            Some(labels) if given => ParseOptions { labeller: labels },
            _ => ParseOptions::default(),
        };
        let record = parse(&text, &reference, &options).record;
        writeln!(output, "{}", Value::Object(shape::shape(&record)))?;
    }
    output.flush()
}
