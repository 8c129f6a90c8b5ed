//! [`OffsetMap`], which leads from a derived text back to the text it was made from.

use super::Span;

/// Leads from offsets in a derived text (decoded, extracted, normalised) back to the original.
///
/// The derived text is described from its beginning in pieces: copied runs, in which offsets run in
/// step, replaced runs (`&amp;` for `&`, two bytes of UTF-16 for `ä`), and skipped runs of the
/// original that left nothing behind. An empty map is the identity.
///
/// # Examples
/// ```
/// use refsmith_model::{OffsetMap, Span};
/// // "R&amp;D" became "R&D".
/// let mut map = OffsetMap::default();
/// map.copied(1);
/// map.replaced(1, 5);
/// map.copied(1);
/// assert_eq!(map.to_original(Span::new(1, 2)), Span::new(1, 6));
/// assert_eq!(map.to_original(Span::new(0, 3)), Span::new(0, 7));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
    derived: u32,
    original: u32,
}

/// One run: `derived_len` bytes of the derived text stand for `original_len` bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    derived: u32,
    original: u32,
    derived_len: u32,
    original_len: u32,
    in_step: bool,
}

impl OffsetMap {
    /// Adds a run of `len` bytes that was copied unchanged.
    pub fn copied(&mut self, len: usize) {
        let len = cap(len);
        if len == 0 {
            return;
        }
        if let Some(last) = self.pieces.last_mut()
            && last.in_step
            && last.original.saturating_add(last.original_len) == self.original
        {
            last.derived_len = last.derived_len.saturating_add(len);
            last.original_len = last.original_len.saturating_add(len);
            self.advance(len, len);
            return;
        }
        self.push(len, len, true);
    }

    /// Adds a run of `derived_len` bytes that stands for `original_len` bytes of the original.
    pub fn replaced(&mut self, derived_len: usize, original_len: usize) {
        self.push(cap(derived_len), cap(original_len), false);
    }

    /// Notes that `len` bytes of the original left nothing in the derived text.
    pub fn skipped(&mut self, len: usize) {
        self.advance(0, cap(len));
    }

    /// Goes on at another place of the original, which may lie before what has been described:
    /// the derived text has its parts in another order.
    pub fn moved(&mut self, original: usize) {
        self.original = cap(original);
    }

    /// Tells whether the map changes nothing.
    pub fn is_identity(&self) -> bool {
        self.pieces.iter().all(|piece| piece.in_step && piece.derived == piece.original)
    }

    /// Returns the span of the original that `span` of the derived text was made from: from its
    /// first byte to its last, with all that lies between them there.
    pub fn to_original(&self, span: Span) -> Span {
        let start = self.find(span.start).map_or(span.start, |piece| {
            let into = span.start.saturating_sub(piece.derived);
            if piece.in_step { piece.original.saturating_add(into) } else { piece.original }
        });
        if span.is_empty() {
            return Span { start, end: start };
        }
        let last = span.end.saturating_sub(1);
        let end = self.find(last).map_or(span.end, |piece| {
            if piece.in_step {
                piece.original.saturating_add(span.end.saturating_sub(piece.derived))
            } else {
                piece.original.saturating_add(piece.original_len)
            }
        });
        if end < start {
            // The parts stand in another order in the original.
            return Span { start: end, end: start };
        }
        Span { start, end }
    }

    fn find(&self, offset: u32) -> Option<&Piece> {
        let idx = self.pieces.partition_point(|piece| piece.derived <= offset);
        self.pieces.get(idx.checked_sub(1)?)
    }

    fn push(&mut self, derived_len: u32, original_len: u32, in_step: bool) {
        // A run that left nothing is no piece: a look-up must land on the run that has the byte.
        if derived_len > 0 {
            let (derived, original) = (self.derived, self.original);
            self.pieces.push(Piece { derived, original, derived_len, original_len, in_step });
        }
        self.advance(derived_len, original_len);
    }

    fn advance(&mut self, derived: u32, original: u32) {
        self.derived = self.derived.saturating_add(derived);
        self.original = self.original.saturating_add(original);
    }
}

fn cap(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skipped_runs_shift_what_follows() {
        let mut map = OffsetMap::default();
        map.skipped(3);
        map.copied(4);
        map.skipped(10);
        map.copied(2);
        assert_eq!(map.to_original(Span::new(0, 4)), Span::new(3, 7));
        assert_eq!(map.to_original(Span::new(4, 6)), Span::new(17, 19));
        assert_eq!(map.to_original(Span::new(2, 5)), Span::new(5, 18));
    }

    #[test]
    fn an_empty_map_is_the_identity() {
        let map = OffsetMap::default();
        assert!(map.is_identity());
        assert_eq!(map.to_original(Span::new(2, 9)), Span::new(2, 9));
    }
}
