//! What happens to references between a style and a reader: people who write keywords and
//! punctuation their own way, copying that loses marks and blanks, recognition that misreads.
//!
//! Every change keeps the pieces: it works on their texts, or puts a piece of its own between.

mod frame;
mod marks;
mod slips;
mod words;

use super::labels::Labelled;
use super::random::Random;

/// A reference to be changed, with what is known about it.
pub(super) struct Subject<'a> {
    pub(super) labelled: &'a mut Labelled,
    /// ISO 639-1 code of its language.
    pub(super) language: &'static str,
    /// It is a footnote.
    pub(super) is_note: bool,
    /// What a footnote may begin with, if it does; ended by a blank.
    pub(super) signal: String,
    /// What a footnote may end with.
    pub(super) comment: String,
}

/// A change and how often it is made.
type Change = (f64, fn(&mut Subject<'_>, &mut Random));

/// Changes in their order: first what a writer does, then what copying does.
static CHANGES: &[Change] = &[
    (0.45, words::vary),
    (0.04, words::drop_in),
    (0.05, words::drop_role),
    (0.06, frame::capital_names),
    (0.015, frame::capital_title),
    (0.015, frame::same_author),
    (0.30, marks::quotes),
    (0.08, marks::drop_quotes),
    (0.50, marks::dashes),
    (0.12, marks::volume_and_issue),
    (0.12, marks::issue_behind_year),
    (0.60, words::edition),
    (0.25, marks::final_period),
    (0.05, marks::bare_doi),
    (0.20, frame::signal),
    (0.05, frame::comment),
    (0.40, frame::the_same),
    (0.12, frame::number),
    (0.03, frame::trailing_note),
    (0.03, frame::archive_of_links),
    (0.06, slips::tight),
    (0.03, slips::loose),
    (0.05, slips::hyphenate),
    (0.03, slips::misread),
    (0.02, slips::lost_accents),
    (0.02, slips::ligatures),
    (0.03, slips::wrap),
];

/// How many strings stay as the style printed them.
const CLEAN: f64 = 0.2;

/// Changes a reference.
pub(super) fn apply(subject: &mut Subject<'_>, random: &mut Random) {
    if random.chance(CLEAN) {
        return;
    }
    for (probability, change) in CHANGES {
        if random.chance(*probability) {
            change(subject, random);
            subject.labelled.settle();
        }
    }
}
