//! Standard output and standard error: color, quiet mode, closed pipes.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};

use super::Failure;
use super::args::{ColorChoice, Global, MessageFormat};
use super::settings::Settings;
use crate::model::Severity;

/// Where a command writes to.
pub(super) struct Console {
    /// Nothing on standard error but errors.
    pub(super) quiet: bool,
    /// Notes as well as warnings.
    pub(super) verbose: bool,
    /// How findings are written.
    pub(super) message_format: MessageFormat,
    color: anstream::ColorChoice,
}

impl Console {
    pub(super) fn new(global: &Global) -> Self {
        Self::build(global, global.color)
    }

    pub(super) fn with_settings(global: &Global, settings: &Settings) -> Self {
        Self::build(global, global.color.or(settings.color))
    }

    fn build(global: &Global, color: Option<ColorChoice>) -> Self {
        let color = match color.unwrap_or(ColorChoice::Auto) {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        Self {
            quiet: global.quiet,
            verbose: global.verbose,
            message_format: global.message_format,
            color,
        }
    }

    /// Writes data to standard output; styling is stripped where it is not wanted.
    pub(super) fn data(&self, text: &str) -> Result<(), Failure> {
        let mut out = anstream::AutoStream::new(io::stdout().lock(), self.color);
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(())
    }

    /// Writes bytes to standard output as they are.
    pub(super) fn raw(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(bytes)?;
        out.flush()?;
        Ok(())
    }

    /// Says something on standard error, unless told to be quiet.
    pub(super) fn say(&self, text: &str) {
        if !self.quiet {
            self.talk(text);
        }
    }

    /// Writes to standard error. Where that is closed there is nobody left to tell.
    pub(super) fn talk(&self, text: &str) {
        let mut out = anstream::AutoStream::new(io::stderr().lock(), self.color);
        drop(writeln!(out, "{}", text.trim_end_matches('\n')));
    }

    /// Tells whether standard output is a terminal.
    pub(super) fn is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// Returns the width of the terminal in columns; 100 where there is none.
    pub(super) fn width(&self) -> usize {
        terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0)).max(60)
    }

    /// Prints why a command could not do its work and returns exit code 2.
    pub(super) fn fail(&self, failure: Failure) -> ExitCode {
        match failure {
            Failure::ClosedPipe => return ExitCode::SUCCESS,
            Failure::Reported => {}
            Failure::Message { message, help } => {
                let (bold, red) = (Style::new().bold(), severity_style(Severity::Error));
                let mut text = format!("{red}error{red:#}{bold}:{bold:#} {message}");
                if let Some(help) = help {
                    text.push_str(&format!("\n  {bold}={bold:#} help: {help}"));
                }
                self.talk(&text);
            }
        }
        ExitCode::from(2)
    }
}

/// Returns the style of a severity's name.
pub(super) fn severity_style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Cyan,
    };
    Style::new().bold().fg_color(Some(color.into()))
}
