//! `refsmith formats`, `explain`, `completions` and `man`.

use clap_complete::Shell;

use super::console::{Console, severity_style};
use super::{Failure, Outcome};
use crate::{csl, extract, formats, pipeline};

/// Lists what can be read and written.
pub(super) fn formats(console: &Console) -> Result<Outcome, Failure> {
    let bold = anstyle::Style::new().bold();
    let mut out = format!("{bold}formats of records{bold:#}\n");
    for format in formats::FORMATS {
        let info = format.info();
        let ability = match (format.reader().is_some(), format.writer().is_some()) {
            (true, true) => "read, write",
            (true, false) => "read",
            _ => "write",
        };
        let extensions = info.extensions.iter().map(|e| format!(".{e}")).collect::<Vec<_>>();
        out.push_str(&format!(
            "  {:<14} {:<12} {:<20} {}\n",
            info.name,
            ability,
            extensions.join(" "),
            info.description
        ));
    }
    out.push_str(&format!("\n{bold}articles and lists{bold:#}\n"));
    for input in extract::input::INPUTS {
        let info = input.info();
        let extensions = info.extensions.iter().map(|e| format!(".{e}")).collect::<Vec<_>>();
        out.push_str(&format!(
            "  {:<14} {:<12} {:<20} {}\n",
            info.name,
            "read",
            extensions.join(" "),
            info.description
        ));
    }
    out.push_str(&format!("\n{bold}renderings (cite --as){bold:#}\n"));
    for output in csl::OUTPUTS {
        let info = output.info();
        out.push_str(&format!("  {:<48} {}\n", info.name, info.description));
    }
    console.data(&out)?;
    Ok(Outcome::Done)
}

/// Explains one code, or lists all.
pub(super) fn explain(code: Option<&str>, console: &Console) -> Result<Outcome, Failure> {
    let codes = pipeline::codes();
    let bold = anstyle::Style::new().bold();
    let Some(code) = code else {
        let mut out = String::new();
        for info in &codes {
            let style = severity_style(info.severity);
            out.push_str(&format!(
                "{bold}{:<28}{bold:#} {style}{:<8}{style:#} {}\n",
                info.code,
                info.severity.as_str(),
                info.summary
            ));
        }
        console.data(&out)?;
        return Ok(Outcome::Done);
    };
    let Some(info) = codes.iter().find(|info| info.code == code) else {
        let similar = codes.iter().min_by_key(|info| strsim::damerau_levenshtein(info.code, code));
        let help = match similar {
            Some(info) if strsim::damerau_levenshtein(info.code, code) <= 6 => {
                format!("did you mean `{}`? `refsmith explain` lists all codes", info.code)
            }
            _ => "`refsmith explain` lists all codes".to_owned(),
        };
        return Err(Failure::with_help(format!("unknown code `{code}`"), help));
    };
    let style = severity_style(info.severity);
    console.data(&format!(
        "{style}{}{style:#}[{bold}{}{bold:#}]: {}\n\n{}\n",
        info.severity.as_str(),
        info.code,
        info.summary,
        wrapped(info.explanation, console.width().min(90))
    ))?;
    Ok(Outcome::Done)
}

/// Prints a completion script.
pub(super) fn completions(
    shell: Shell,
    command: &mut clap::Command,
    console: &Console,
) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, command, "refsmith", &mut script);
    console.raw(&script)?;
    Ok(Outcome::Done)
}

/// Prints the manual page, with every command.
pub(super) fn man(command: &clap::Command, console: &Console) -> Result<Outcome, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for sub in command.get_subcommands() {
        let name = format!("refsmith {}", sub.get_name());
        let man = clap_mangen::Man::new(sub.clone().bin_name(name));
        page.extend(format!(".SH COMMAND {}\n", sub.get_name().to_uppercase()).into_bytes());
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    console.raw(&page)?;
    Ok(Outcome::Done)
}

/// Breaks a paragraph into lines of at most `width` characters.
fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            out.push('\n');
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
    }
    out
}
