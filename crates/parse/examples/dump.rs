//! Prints segments and record of each line of standard input, for people.

use std::io::{BufRead, Write};

use refsmith_parse::{Label, ParseOptions, explain, parse_str};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let found = explain(&line, &ParseOptions::default());
        let text = &found.text;
        writeln!(out, "{text}")?;
        for segment in found.segments.iter().filter(|segment| segment.label != Label::Other) {
            let label = segment.label.as_str();
            writeln!(out, "    {label:16} {:.2} {}", segment.confidence, segment.span.of(text))?;
        }
        let parsed = parse_str(&line);
        write!(out, "  = {} {:.2}", parsed.record.item_type, parsed.confidence)?;
        for (role, list) in &parsed.record.names {
            write!(out, " {role}: {list}")?;
        }
        for (variable, date) in &parsed.record.dates {
            write!(out, " {variable}: {date}")?;
        }
        for finding in &parsed.diagnostics {
            write!(out, " !{}", finding.code.code)?;
        }
        writeln!(out)?;
    }
    out.flush()
}
