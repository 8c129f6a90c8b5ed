//! [`Rules`]: the hand-written labeller.
//!
//! It reads a reference as people do: who comes first and when ([`head`]), numbers that only a
//! journal or a page range can have ([`locator`]), a mark such as "In:" or a quotation, and then
//! what stands between these anchors ([`body`]). Every step claims tokens; what no step claims
//! becomes a note.

mod body;
mod extras;
mod head;
mod imprint;
mod locator;
mod people;
mod work;

use crate::label::{Labeller, Segment};
use crate::token::Text;
use work::Work;

/// The labeller that follows rules.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules;

impl Labeller for Rules {
    fn name(&self) -> &'static str {
        "rules"
    }

    fn label(&self, reference: &str) -> Vec<Segment> {
        let text = Text::new(reference);
        let mut work = Work::new(&text);
        let head = head::read(&mut work);
        extras::read(&mut work, head.body);
        body::read(&mut work, &head);
        work.finish()
    }
}
