//! The last pass over an entry: which quotation marks, and which punctuation where pieces meet.

use super::run::{Kind, Run};
use crate::locale::{Form, Locale};

/// Settles quotation marks and colliding punctuation.
pub(super) fn settle(runs: Vec<Run>, locale: &Locale) -> Vec<Run> {
    let mut pen = Pen { out: Vec::new(), depth: 0, locale };
    for run in runs {
        match run.kind {
            Kind::OpenQuote => pen.open(run),
            Kind::CloseQuote => pen.close(run),
            Kind::Text => pen.write(run),
        }
    }
    pen.out
}

struct Pen<'a> {
    out: Vec<Run>,
    /// Quotes that are open.
    depth: usize,
    locale: &'a Locale,
}

impl Pen<'_> {
    fn open(&mut self, run: Run) {
        let name = if self.depth.is_multiple_of(2) { "open-quote" } else { "open-inner-quote" };
        self.depth += 1;
        let text = self.locale.term(name, Form::Long, false).unwrap_or("\u{201C}").to_owned();
        self.out.push(Run { text, ..run });
    }

    fn close(&mut self, run: Run) {
        self.depth = self.depth.saturating_sub(1);
        let name = if self.depth.is_multiple_of(2) { "close-quote" } else { "close-inner-quote" };
        let text = self.locale.term(name, Form::Long, false).unwrap_or("\u{201D}").to_owned();
        self.out.push(Run { text, ..run });
    }

    fn write(&mut self, mut run: Run) {
        if run.is_empty() {
            return;
        }
        if run.link.is_none() && run.text.contains('\'') {
            run.text = curved(&run.text);
        }
        if self.locale.punctuation_in_quote {
            self.move_into_quote(&mut run);
        }
        while let (Some(before), Some(next)) = (self.last_char(), run.text.chars().next()) {
            match meet(before, next) {
                Meeting::KeepBoth => break,
                Meeting::DropSecond => drop(run.text.remove(0)),
                Meeting::DropFirst if self.drop_last() => {}
                Meeting::DropFirst => break,
            }
        }
        if !run.text.is_empty() {
            self.out.push(run);
        }
    }

    /// American usage: a period or comma behind a closing quotation mark goes in front of it.
    fn move_into_quote(&mut self, run: &mut Run) {
        let Some(mark) = run.text.chars().next().filter(|c| matches!(c, '.' | ',')) else { return };
        let quotes = self.out.iter().rev().take_while(|run| run.kind == Kind::CloseQuote).count();
        if quotes == 0 {
            return;
        }
        let at = self.out.len() - quotes;
        let Some(inside) = at.checked_sub(1).and_then(|idx| self.out.get_mut(idx)) else { return };
        run.text.remove(0);
        let before = inside.text.chars().last();
        match before.map_or(Meeting::KeepBoth, |before| meet(before, mark)) {
            Meeting::DropSecond => {}
            Meeting::KeepBoth | Meeting::DropFirst => inside.text.push(mark),
        }
    }

    /// Returns the last character, looking through closing quotation marks for final punctuation.
    fn last_char(&self) -> Option<char> {
        let mut quoted = false;
        for run in self.out.iter().rev() {
            if run.kind == Kind::CloseQuote {
                quoted = true;
                continue;
            }
            let last = run.text.chars().last()?;
            // Behind a closing quote only a sentence's end counts: `"Why?".` loses its period
            // where the period would have gone into the quote.
            let counts =
                !quoted || self.locale.punctuation_in_quote && matches!(last, '.' | '!' | '?');
            return counts.then_some(last);
        }
        None
    }

    /// Takes the last character away, unless it stands before a closing quotation mark.
    fn drop_last(&mut self) -> bool {
        let Some(run) = self.out.last_mut().filter(|run| run.kind == Kind::Text) else {
            return false;
        };
        run.text.pop();
        if run.text.is_empty() {
            self.out.pop();
        }
        true
    }
}

/// A straight apostrophe behind a letter becomes a curved one.
fn curved(text: &str) -> String {
    let mut before = ' ';
    text.chars()
        .map(|c| {
            let apostrophe = c == '\'' && before.is_alphanumeric();
            before = c;
            if apostrophe { '\u{2019}' } else { c }
        })
        .collect()
}

enum Meeting {
    KeepBoth,
    DropFirst,
    DropSecond,
}

/// Decides what becomes of two characters where two pieces meet. The official test suite has the
/// whole table (`punctuation_FullMontyPlain`).
fn meet(first: char, second: char) -> Meeting {
    match (first, second) {
        (' ' | '\u{A0}', ' ') => Meeting::DropSecond,
        (':' | '.' | ';' | '!' | '?', '.')
        | (':' | ';' | '!' | '?', ':')
        | (';', ';')
        | (',', ',')
        | ('!', '!')
        | ('?', '?') => Meeting::DropSecond,
        (':' | ';', '!' | '?') => Meeting::DropFirst,
        _ => Meeting::KeepBoth,
    }
}
