//! Actions on layout: indent, alignment, order of fields, commas, line lengths, empty lines.

use refsmith_model::Span;

use super::super::Rewrite;
use super::super::layout::line_end;
use super::super::syntax::{Block, BlockKind, Field, PieceKind, Tree};
use super::values::is_verbatim;
use super::{Damage, TidyOptions};

/// Blanks to pad names with.
const BLANKS: &str = "                                ";

/// Does the actions on layout, if any is asked for.
pub(super) fn pass(tree: &Tree, options: &TidyOptions) -> Option<Rewrite> {
    let fields = options.indent.is_some()
        || options.align.is_some()
        || options.wrap.is_some()
        || options.trailing_commas.is_some()
        || !options.sort_fields.is_empty()
        || options.strip_comments;
    let between = options.blank_lines || options.tidy_comments || options.strip_comments;
    if !fields && !between {
        return None;
    }
    let mut arranger =
        Arranger { tree, options, end: line_end(tree.text()), out: Rewrite::default() };
    let blocks = tree.blocks();
    let damage = Damage::of(tree);
    let mut after_text = false;
    for (idx, block) in blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Comment if options.strip_comments => continue,
            BlockKind::Entry if fields && !damage.hits(block) => arranger.entry(block),
            // Two texts around a comment that is removed become one.
            BlockKind::Text if between && options.strip_comments && after_text => {}
            BlockKind::Text if between => {
                let last = idx + 1 == blocks.len();
                arranger.text(block, idx == 0, last);
            }
            _ => arranger.out.keep(block.span),
        }
        after_text = block.kind == BlockKind::Text;
    }
    Some(arranger.out)
}

struct Arranger<'a, 't> {
    tree: &'a Tree<'t>,
    options: &'a TidyOptions,
    end: &'static str,
    out: Rewrite,
}

/// A field with what stands before it.
struct Slot<'t> {
    field: Field,
    /// The text between the field before and this one.
    gap: &'t str,
    gap_place: Span,
}

impl<'t> Arranger<'_, 't> {
    fn entry(&mut self, block: &Block) {
        let text = self.tree.text();
        let fields = self.tree.fields(block);
        let Some(last) = fields.last() else { return self.out.keep(block.span) };
        let (head, mut slots) = self.slots(block, fields);
        let tail = Span { start: last.end, end: block.body.end };
        // Where something stands that is no field, nobody knows what belongs to what.
        if slots.iter().map(|slot| slot.gap).chain([tail.of(text)]).any(holds_more) {
            return self.out.keep(block.span);
        }
        if !self.options.sort_fields.is_empty() {
            self.sort(&mut slots);
        }
        self.out.keep(Span { start: block.span.start, end: block.body.start });
        self.head(block, head);
        let had_comma = last.end > last.value.end;
        let comma = self.options.trailing_commas.unwrap_or(had_comma);
        let count = slots.len();
        for (idx, slot) in slots.iter().enumerate() {
            self.gap(slot.gap, slot.gap_place, idx == 0);
            self.out.keep(slot.field.name);
            self.equals(&slot.field);
            self.value(&slot.field);
            if idx + 1 < count || comma {
                self.out.push(",");
            }
        }
        if self.options.indent.is_some() || self.options.strip_comments {
            for comment in self.comments(tail.of(text)) {
                self.line(comment);
            }
            if self.options.indent.is_some() {
                self.out.push(self.end);
            } else {
                self.out.push(blank_end(tail.of(text)));
            }
        } else {
            self.out.keep(tail);
        }
        self.out.keep(Span { start: block.body.end, end: block.span.end });
    }

    /// Cuts the body of an entry into what stands before its first field and its fields.
    fn slots(&self, block: &Block, fields: &[Field]) -> (Span, Vec<Slot<'t>>) {
        let text = self.tree.text();
        // The head is the key with its comma.
        let first = fields.first().map_or(block.body.start, |field| field.name.start);
        let behind = Span { start: block.key.end.max(block.body.start), end: first };
        let comma = behind.of(text).trim_start().starts_with(',');
        let blank = behind.of(text).len() - behind.of(text).trim_start().len();
        let head_end = match (block.key.is_empty(), comma) {
            (true, false) => block.body.start,
            (_, true) => behind.start + u32::try_from(blank + 1).unwrap_or(0),
            (false, false) => block.key.end,
        };
        let head = Span { start: block.body.start, end: head_end };
        let mut at = head_end;
        let slots = fields.iter().map(|field| {
            let gap_place = Span { start: at, end: field.name.start };
            at = field.end;
            Slot { field: *field, gap: gap_place.of(text), gap_place }
        });
        (head, slots.collect())
    }

    fn sort(&self, slots: &mut [Slot]) {
        let text = self.tree.text();
        slots.sort_by_key(|slot| {
            let name = slot.field.name.of(text);
            let known = |wanted: &String| wanted.eq_ignore_ascii_case(name);
            self.options.sort_fields.iter().position(known).unwrap_or(usize::MAX)
        });
    }

    fn head(&mut self, block: &Block, head: Span) {
        if self.options.indent.is_some() && !block.key.is_empty() {
            self.out.keep(block.key);
            self.out.push(",");
        } else if !block.key.is_empty() && !head.of(self.tree.text()).ends_with(',') {
            self.out.keep(head);
            self.out.push(",");
        } else {
            self.out.keep(head);
        }
    }

    /// Writes what stands before a field.
    fn gap(&mut self, gap: &str, place: Span, first: bool) {
        if self.options.indent.is_none() && !self.options.strip_comments {
            // A field that was the first of a line with others gets a blank of its own.
            if gap.is_empty() && !first {
                self.out.push(" ");
            }
            return self.out.keep(place);
        }
        let comments = self.comments(gap);
        let same_line = |text: &str| !text.split(['\n', '\r']).next().is_some_and(str::is_empty);
        let mut beside = same_line(gap.trim_start_matches([' ', '\t'])) && gap.contains('\n');
        for comment in comments {
            if std::mem::take(&mut beside) {
                self.out.push(" ");
                self.out.push(comment);
            } else {
                self.line(comment);
            }
        }
        match &self.options.indent {
            Some(indent) => {
                self.out.push(self.end);
                self.out.push(indent);
            }
            None => self.out.push(if gap.is_empty() { " " } else { blank_end(gap) }),
        }
    }

    /// Returns what in a gap is no white space, line by line.
    fn comments<'g>(&self, gap: &'g str) -> Vec<&'g str> {
        let trimmed = |line: &'g str| line.trim().trim_start_matches([',', ' ', '\t']);
        let lines = gap.split(['\n', '\r']).map(trimmed);
        let kept = |line: &&str| {
            let stripped = self.options.strip_comments && line.starts_with('%');
            !line.is_empty() && !stripped
        };
        lines.filter(kept).collect()
    }

    fn line(&mut self, comment: &str) {
        self.out.push(self.end);
        self.out.push(self.options.indent.as_deref().unwrap_or("  "));
        self.out.push(comment);
    }

    fn equals(&mut self, field: &Field) {
        let width = field.name.of(self.tree.text()).chars().count();
        match self.options.align {
            Some(column) => {
                let blanks = column.saturating_sub(width).max(1);
                match BLANKS.get(..blanks) {
                    Some(blanks) => self.out.push(blanks),
                    None => self.out.push(&" ".repeat(blanks)),
                }
                self.out.push("= ");
            }
            None => self.out.keep(Span { start: field.name.end, end: field.value.start }),
        }
    }

    fn value(&mut self, field: &Field) {
        let text = self.tree.text();
        let pieces = self.tree.pieces(field);
        let (Some(limit), [piece]) = (self.options.wrap, pieces) else {
            return self.out.keep(field.value);
        };
        let name = field.name.of(text).to_ascii_lowercase();
        if piece.kind == PieceKind::Bare || is_verbatim(&name) {
            return self.out.keep(field.value);
        }
        let words: Vec<&str> = piece.inner().of(text).split_ascii_whitespace().collect();
        let indent = self.options.indent.as_deref().unwrap_or("  ");
        let column = self.options.align.unwrap_or(0).max(name.len() + 1);
        let length: usize = words.iter().map(|word| word.chars().count() + 1).sum();
        let (open, close) = if piece.kind == PieceKind::Quoted { ("\"", "\"") } else { ("{", "}") };
        let mut new = open.to_owned();
        if indent.len() + column + length + 4 <= limit {
            new.push_str(&words.join(" "));
        } else {
            let mut used = usize::MAX;
            for word in words {
                let width = word.chars().count();
                if used.saturating_add(width + 1) > limit {
                    new.push_str(&format!("{}{indent}{indent}", self.end));
                    used = 2 * indent.len();
                } else {
                    new.push(' ');
                    used += 1;
                }
                new.push_str(word);
                used += width;
            }
            new.push_str(&format!("{}{indent}", self.end));
        }
        new.push_str(close);
        match field.value.of(text) == new {
            true => self.out.keep(field.value),
            false => self.out.push(&new),
        }
    }

    /// Writes the text between two blocks.
    fn text(&mut self, block: &Block, first: bool, last: bool) {
        let text = block.span.of(self.tree.text());
        let blank = text.trim().is_empty();
        if self.options.strip_comments || blank {
            let gap = match (first, last) {
                (true, _) => "",
                (_, true) => self.end,
                _ if self.options.blank_lines => return self.out.push(&self.end.repeat(2)),
                _ if blank => return self.out.keep(block.span),
                _ => self.end,
            };
            return self.out.push(gap);
        }
        let lines = text.trim().split('\n').map(|line| line.trim_end_matches('\r'));
        let lines: Vec<&str> = match self.options.tidy_comments {
            true => lines.map(str::trim).collect(),
            false => lines.collect(),
        };
        let around = |side: &str| match (self.options.blank_lines, self.options.tidy_comments) {
            (true, _) => self.end.repeat(2),
            (_, true) => self.end.repeat(side.matches('\n').count().clamp(1, 2)),
            _ => side.to_owned(),
        };
        let before = if first { String::new() } else { around(lead(text)) };
        let after = if last { self.end.to_owned() } else { around(blank_end(text)) };
        let body = lines.join(self.end);
        // A comment that belongs to the entry behind it stays with it.
        let attached =
            !last && !blank_end(text).trim_start_matches(['\r', ' ', '\t']).contains("\n\n");
        let after = if attached && blank_end(text).matches('\n').count() == 1 {
            self.end.to_owned()
        } else {
            after
        };
        let new = format!("{before}{body}{after}");
        match new == text {
            true => self.out.keep(block.span),
            false => self.out.push(&new),
        }
    }
}

/// Tells whether what stands between two fields is more than commas and comments.
fn holds_more(gap: &str) -> bool {
    gap.split(['\n', '\r']).any(|line| {
        let line = line.trim_matches([',', ' ', '\t']);
        !line.is_empty() && !line.starts_with('%')
    })
}

/// Returns the white space at the beginning of a text.
fn lead(text: &str) -> &str {
    text.get(..text.len() - text.trim_start().len()).unwrap_or("")
}

/// Returns the white space at the end of a text.
fn blank_end(text: &str) -> &str {
    text.get(text.trim_end().len()..).unwrap_or("")
}
