//! `enrich --review`: every proposed change is shown and asked for, one at a time.

use std::io::{self, BufRead, IsTerminal, Write};

use super::Failure;
use crate::model::{Change, Enrichment};

/// What somebody says about one change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reply {
    Yes,
    No,
    /// This and the rest of the record.
    All,
    /// Neither this nor the rest of the record.
    None,
    /// Nothing any more.
    Quit,
}

/// A review on the terminal, over many records.
#[derive(Debug, Default)]
pub(super) struct Review {
    quit: bool,
}

impl Review {
    /// Prepares the review.
    pub(super) fn new() -> Result<Self, Failure> {
        if io::stdin().is_terminal() && io::stderr().is_terminal() {
            return Ok(Self::default());
        }
        Err(Failure::with_help(
            "cannot ask about changes: there is no terminal",
            "`--accept SCORE` and `--select VARIABLES` accept without asking",
        ))
    }

    /// Asks about every change of a proposal, under a line that says what it is for, and leaves the
    /// accepted ones.
    pub(super) fn ask(
        &mut self,
        head: &str,
        show: fn(&Change) -> String,
        enrichment: &mut Enrichment,
    ) -> Result<(), Failure> {
        if self.quit || enrichment.changes.is_empty() {
            enrichment.changes.clear();
            return Ok(());
        }
        let mut problem = None;
        anstream::eprint!("\n{head}");
        self.quit = decide(&mut enrichment.changes, |change| {
            anstream::eprint!("{}", show(change));
            prompt().unwrap_or_else(|error| {
                problem = Some(error);
                Reply::Quit
            })
        });
        problem.map_or(Ok(()), |error| Err(error.into()))
    }
}

/// Leaves the changes that are accepted; tells whether nothing more is to be asked.
fn decide(changes: &mut Vec<Change>, mut ask: impl FnMut(&Change) -> Reply) -> bool {
    let mut rest = None;
    let mut quit = false;
    changes.retain(|change| {
        let reply = rest.unwrap_or_else(|| ask(change));
        if matches!(reply, Reply::All | Reply::None | Reply::Quit) {
            rest = Some(reply);
        }
        quit |= reply == Reply::Quit;
        matches!(reply, Reply::Yes | Reply::All)
    });
    quit
}

/// Asks until the reply is one; the end of the input ends the review.
fn prompt() -> io::Result<Reply> {
    loop {
        anstream::eprint!("  [y]es, [n]o, [a]ll or n[o]ne of this record, [q]uit? ");
        io::stderr().flush()?;
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 {
            anstream::eprintln!();
            return Ok(Reply::Quit);
        }
        if let Some(reply) = reply(&line) {
            return Ok(reply);
        }
        anstream::eprintln!("  expected y, n, a, o or q, found `{}`", line.trim());
    }
}

fn reply(line: &str) -> Option<Reply> {
    Some(match line.trim().to_ascii_lowercase().as_str() {
        "y" | "yes" => Reply::Yes,
        "n" | "no" | "" => Reply::No,
        "a" | "all" => Reply::All,
        "o" | "none" => Reply::None,
        "q" | "quit" => Reply::Quit,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DifferenceKind, NumberVariable, Origin, Provenance, Value, Variable};

    fn changes() -> Vec<Change> {
        let variables = [NumberVariable::Volume, NumberVariable::Issue, NumberVariable::Page];
        let change = |variable| Change {
            variable: Variable::Number(variable),
            from: None,
            to: Value::Number("7".into()),
            kind: DifferenceKind::Missing,
            provenance: Provenance {
                origin: Origin::register("crossref", "10.5555/a"),
                confidence: 0.9,
            },
        };
        variables.map(change).to_vec()
    }

    /// The variables that are left after these replies, and whether the review ended.
    fn decided(replies: &[&str]) -> (Vec<&'static str>, bool, usize) {
        let mut changes = changes();
        let mut given = replies.iter();
        let quit = decide(&mut changes, |_| given.next().and_then(|text| reply(text)).unwrap());
        let left = changes.iter().map(|change| change.variable.as_str()).collect();
        (left, quit, given.len())
    }

    #[test]
    fn replies_and_what_they_leave() {
        assert_eq!(decided(&["y", "n", "Yes\n"]), (vec!["volume", "page"], false, 0));
        assert_eq!(decided(&["n", "a", "unasked"]), (vec!["issue", "page"], false, 1));
        assert_eq!(decided(&["y", "o", "unasked"]), (vec!["volume"], false, 1));
        assert_eq!(decided(&["y", "q", "unasked"]), (vec!["volume"], true, 1));
        assert_eq!(reply("perhaps"), None);
        assert_eq!(reply("\n"), Some(Reply::No), "nothing is taken without a word");
    }
}
