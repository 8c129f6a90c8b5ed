//! Edits of a file that leave every other byte as it is.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use refsmith_model::Span;

use super::Rewrite;
use super::layout::{Layout, line_end};
use super::syntax::scan::is_name_byte;
use super::syntax::{Block, BlockKind, Field, PieceKind, Tree};

/// Fields whose values are keys of other entries, several separated by commas.
const REFERENCES: [&str; 6] = ["crossref", "xref", "xdata", "related", "entryset", "relatedto"];

/// Changes to a file, collected and then applied at once.
///
/// New fields and entries look like those around them: their indent, delimiters, alignment, line
/// ends and letter case are taken over. Of two changes of the same bytes, the later one counts; what
/// is removed takes the changes in it along.
///
/// # Examples
/// ```
/// use refsmith_formats::bibtex::{Edits, syntax};
/// let text = "@book{tex,\n    title = \"The {\\TeX}book\",\n    year  = 1984,\n}\n";
/// let tree = syntax::parse(text);
/// let entry = tree.entries().next().unwrap();
/// let mut edits = Edits::new(&tree);
/// edits.set_field(entry, "year", "1986").unwrap();
/// edits.set_field(entry, "isbn", "0-201-13447-0").unwrap();
/// edits.rename_key(entry, "knuth1986").unwrap();
/// assert_eq!(
///     edits.finish().to_text(text),
///     "@book{knuth1986,\n    title = \"The {\\TeX}book\",\n    year  = 1986,\n    \
///      isbn  = \"0-201-13447-0\",\n}\n"
/// );
/// ```
#[derive(Debug)]
pub struct Edits<'a, 't> {
    tree: &'a Tree<'t>,
    changes: Vec<Change>,
    /// Where the fields begin that are removed: nothing new can stand behind them.
    removed: BTreeSet<u32>,
    /// The places where fields name a key, by key; collected when the first key changes.
    references: OnceCell<BTreeMap<&'t str, Vec<Span>>>,
}

#[derive(Debug)]
struct Change {
    span: Span,
    text: String,
}

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditError {
    /// The value would end its field: its braces do not belong together.
    Unbalanced(String),
    /// The name of a field or type has bytes that no name has, or is empty.
    Name(String),
    /// The key has bytes that no key has, or is empty.
    Key(String),
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unbalanced(value) => {
                write!(f, "expected a `}}` for every `{{` in the value, found `{value}`")
            }
            Self::Name(name) => {
                write!(f, "expected a name of letters, digits and hyphens, found `{name}`")
            }
            Self::Key(key) => {
                write!(f, "expected a key without blanks, commas and braces, found `{key}`")
            }
        }
    }
}

impl std::error::Error for EditError {}

impl<'a, 't> Edits<'a, 't> {
    /// Begins to change a file.
    pub fn new(tree: &'a Tree<'t>) -> Self {
        Self { tree, changes: Vec::new(), removed: BTreeSet::new(), references: OnceCell::new() }
    }

    /// Returns the tree of the file.
    pub(crate) fn tree(&self) -> &'a Tree<'t> {
        self.tree
    }

    /// Sets the first field of this name, or adds it behind the last one. `value` is TeX, without
    /// delimiters.
    ///
    /// # Errors
    /// When the name is none, or the value's braces do not belong together.
    pub fn set_field(&mut self, entry: &Block, name: &str, value: &str) -> Result<(), EditError> {
        check_name(name)?;
        check_value(value)?;
        let layout = Layout::of(self.tree, entry);
        if let Some(field) = self.tree.field(entry, name) {
            let value = self.in_place_of(field, value, &layout);
            self.change(field.value, value);
            return Ok(());
        }
        let value = layout.delimited(value);
        self.insert(entry, &layout, name, &value);
        Ok(())
    }

    /// Adds a field whose value has its delimiters already, behind the last one.
    pub(crate) fn add_raw(&mut self, entry: &Block, name: &str, value: &str) {
        let layout = Layout::of(self.tree, entry);
        self.insert(entry, &layout, name, value);
    }

    fn insert(&mut self, entry: &Block, layout: &Layout, name: &str, value: &str) {
        let text = self.tree.text();
        let field = format!("{}{}{value}", layout.gap, layout.name(name));
        let stays = |field: &&Field| !self.removed.contains(&field.name.start);
        let (at, text) = match self.tree.fields(entry).iter().rev().find(stays) {
            Some(last) if last.end > last.value.end => {
                (last.end, if layout.trailing_comma { field + "," } else { field })
            }
            Some(last) => (last.value.end, format!(",{field}")),
            None => {
                let behind = Span { start: entry.key.end, end: entry.body.end }.of(text);
                let lead = behind.len() - behind.trim_start().len();
                let end = if behind.ends_with(['\n', '\r']) { "" } else { &layout.last_gap };
                let comma = if layout.trailing_comma { "," } else { "" };
                match behind.trim_start().starts_with(',') {
                    true => (entry.key.end + small(lead + 1), format!("{field}{comma}{end}")),
                    false => (entry.key.end, format!(",{field}{comma}{end}")),
                }
            }
        };
        self.change(Span { start: at, end: at }, text);
    }

    /// Writes a value with the delimiters of the one it replaces, where that can be.
    fn in_place_of(&self, field: &Field, value: &str, layout: &Layout) -> String {
        let number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        match self.tree.pieces(field) {
            [piece] if piece.kind == PieceKind::Bare && number => value.to_owned(),
            [piece] if piece.kind == PieceKind::Quoted && !value.contains('"') => {
                format!("\"{value}\"")
            }
            [piece] if piece.kind == PieceKind::Braced => format!("{{{value}}}"),
            _ => Layout { bare_numbers: false, ..layout.clone() }.delimited(value),
        }
    }

    /// Removes every field of this name, each with its comma and the blanks before it.
    pub fn remove_field(&mut self, entry: &Block, name: &str) {
        let text = self.tree.text();
        let fields: Vec<Field> = self
            .tree
            .fields(entry)
            .iter()
            .filter(|field| field.name.of(text).eq_ignore_ascii_case(name))
            .copied()
            .collect();
        for field in fields {
            self.remove(entry, &field);
        }
    }

    /// Removes one field with its comma and the blanks before it.
    pub(crate) fn remove(&mut self, entry: &Block, field: &Field) {
        self.removed.insert(field.name.start);
        let text = self.tree.text();
        let before = text.get(..field.name.start()).unwrap_or("");
        let filled = before.trim_end_matches([' ', '\t', '\n', '\r']);
        let start = filled.len().max(entry.body.start());
        // No further back than the entry: a file may be one line.
        let entry_start = entry.span.start().min(filled.len());
        let in_entry = filled.get(entry_start..).unwrap_or("");
        let line = in_entry.rsplit(['\n', '\r']).next().unwrap_or("");
        if !line.contains('%') {
            return self.change(Span { start: small(start), end: field.end }, String::new());
        }
        // The line end belongs to a comment, which would go on with what is behind the field.
        let blank = before.get(start..).unwrap_or("");
        let keep = blank.find('\n').map_or(0, |at| at + 1);
        let rest = text.get(field.end as usize..).unwrap_or("");
        let tail =
            rest.find('\n').filter(|at| rest.get(..*at).is_some_and(|r| r.trim().is_empty()));
        let end = field.end + small(tail.map_or(0, |at| at + 1));
        self.change(Span { start: small(start + keep), end }, String::new());
    }

    /// Gives an entry another key, and points the fields of other entries that name it
    /// (`crossref`, `xdata` ...) to the new one. Citations in documents are not touched.
    ///
    /// # Errors
    /// When the key is empty or has bytes that no key has.
    pub fn rename_key(&mut self, entry: &Block, key: &str) -> Result<(), EditError> {
        let invalid = |c: char| c.is_whitespace() || "{},\"=#%'()~\\".contains(c);
        if key.is_empty() || key.contains(invalid) {
            return Err(EditError::Key(key.to_owned()));
        }
        let text = self.tree.text();
        let old = entry.key.of(text);
        if old == key {
            return Ok(());
        }
        if old.is_empty() {
            // An entry without a key may lack its comma, too.
            let rest = Span { start: entry.key.end, end: entry.body.end }.of(text).trim_start();
            let comma = if rest.starts_with(',') || rest.is_empty() { "" } else { ", " };
            self.change(entry.key, format!("{key}{comma}"));
            return Ok(());
        }
        self.change(entry.key, key.to_owned());
        self.refer(old, key);
        Ok(())
    }

    /// Points fields of entries that name the key `old` to `new`.
    pub(crate) fn refer(&mut self, old: &str, new: &str) {
        let tree = self.tree;
        let places = self.references.get_or_init(|| references(tree)).get(old);
        let change = |span: &Span| Change { span: *span, text: new.to_owned() };
        self.changes.extend(places.into_iter().flatten().map(change));
    }

    /// Gives an entry another type.
    ///
    /// # Errors
    /// When the type is no name.
    pub fn set_type(&mut self, entry: &Block, kind: &str) -> Result<(), EditError> {
        check_name(kind)?;
        self.change(entry.word, kind.to_owned());
        Ok(())
    }

    /// Adds an entry behind the last one; `fields` are names and TeX values.
    ///
    /// # Errors
    /// When type, key or a name is none, or a value's braces do not belong together.
    pub fn add_entry(
        &mut self,
        kind: &str,
        key: &str,
        fields: &[(&str, &str)],
    ) -> Result<(), EditError> {
        check_name(kind)?;
        let invalid = |c: char| c.is_whitespace() || "{},\"=#%'()~\\".contains(c);
        if key.is_empty() || key.contains(invalid) {
            return Err(EditError::Key(key.to_owned()));
        }
        let layout = Layout::of_file(self.tree);
        let mut written = Vec::with_capacity(fields.len());
        for (name, value) in fields {
            check_name(name)?;
            check_value(value)?;
            written.push((*name, layout.delimited(value)));
        }
        self.insert_behind_last(&[laid_out(&layout, kind, key, &written)]);
        Ok(())
    }

    /// Adds entries of another file behind the last one, laid out like those of this file.
    ///
    /// # Examples
    /// ```
    /// use refsmith_formats::bibtex::{Edits, syntax};
    /// let text = "@book{a,\n    title = \"Tea\",\n    year = 1999\n}\n";
    /// let (tree, other) = (syntax::parse(text), syntax::parse("@misc{b, title={More}, month = mar}"));
    /// let mut edits = Edits::new(&tree);
    /// edits.copy_entries(&other, other.entries());
    /// assert_eq!(
    ///     edits.finish().to_text(text),
    ///     format!("{text}\n@misc{{b,\n    title = \"More\",\n    month = mar\n}}\n")
    /// );
    /// ```
    pub fn copy_entries<'b>(&mut self, from: &Tree, entries: impl Iterator<Item = &'b Block>) {
        let layout = Layout::of_file(self.tree);
        let text = from.text();
        let copy = |entry: &Block| {
            let fields: Vec<(&str, String)> = from
                .fields(entry)
                .iter()
                .map(|field| {
                    let value = match from.pieces(field) {
                        [piece] if piece.kind != PieceKind::Bare => {
                            layout.delimited(piece.inner().of(text))
                        }
                        _ => field.value.of(text).to_owned(),
                    };
                    (field.name.of(text), value)
                })
                .collect();
            laid_out(&layout, entry.word.of(text), entry.key.of(text), &fields)
        };
        let entries: Vec<String> = entries.map(copy).collect();
        self.insert_behind_last(&entries);
    }

    /// Adds the texts of entries behind the last one, as far from it and each other as this is from
    /// the one before.
    fn insert_behind_last(&mut self, entries: &[String]) {
        if entries.is_empty() {
            return;
        }
        let text = self.tree.text();
        let end = line_end(text);
        let blocks = self.tree.blocks();
        let Some(last) = blocks.iter().rposition(|block| block.kind == BlockKind::Entry) else {
            let newline = text.is_empty() || text.ends_with(['\n', '\r']);
            let at = small(text.len());
            let lead = if newline { "" } else { end };
            let entries = entries.join(&end.repeat(2));
            return self.change(Span { start: at, end: at }, format!("{lead}{entries}{end}"));
        };
        let at = blocks.get(last).map_or(0, |block| block.span.end);
        let before = last.checked_sub(1).and_then(|idx| blocks.get(idx));
        let gap = before
            .filter(|block| block.kind == BlockKind::Text && last >= 2)
            .map(|block| block.span.of(text))
            .filter(|gap| gap.trim().is_empty() && gap.contains(['\n', '\r']))
            .map_or_else(|| end.repeat(2), str::to_owned);
        let tail = if at as usize == text.len() { end } else { "" };
        let entries = entries.join(&gap);
        self.change(Span { start: at, end: at }, format!("{gap}{entries}{tail}"));
    }

    /// Removes a block and the blanks behind it.
    pub fn remove_block(&mut self, block: &Block) {
        let text = self.tree.text();
        let rest = text.get(block.span.end()..).unwrap_or("");
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        let span = Span { start: block.span.start, end: block.span.end + small(blank) };
        self.change(span, String::new());
    }

    /// Replaces the bytes of `span`; what earlier changes did there is forgotten.
    pub fn replace(&mut self, span: Span, text: impl Into<String>) {
        self.change(span, text.into());
    }

    fn change(&mut self, span: Span, text: String) {
        self.changes.push(Change { span, text });
    }

    /// Applies all changes.
    pub fn finish(mut self) -> Rewrite {
        // Stable, so that insertions at one place stay in their order; before what is removed there.
        self.changes.sort_by_key(|change| (change.span.start, !change.span.is_empty()));
        let mut kept: Vec<Change> = Vec::with_capacity(self.changes.len());
        for change in self.changes {
            let overlaps = |last: &Change| {
                last.span.end > change.span.start
                    || !change.span.is_empty() && last.span == change.span
            };
            if kept.last().is_some_and(overlaps) {
                // A change inside of a removal is lost with it, and what two removals share goes once.
                match kept.last_mut() {
                    Some(last) if last.text.is_empty() && change.text.is_empty() => {
                        last.span = last.span.join(change.span);
                        continue;
                    }
                    Some(last) if last.span.contains(change.span) && last.span != change.span => {
                        continue;
                    }
                    _ => drop(kept.pop()),
                }
            }
            kept.push(change);
        }
        let mut out = Rewrite::default();
        let mut at = 0;
        for change in kept {
            out.keep(Span { start: at, end: change.span.start });
            out.push(&change.text);
            at = change.span.end;
        }
        out.keep(Span { start: at, end: small(self.tree.text().len()) });
        out
    }
}

/// Writes an entry of fields whose values have their delimiters.
fn laid_out(layout: &Layout, kind: &str, key: &str, fields: &[(&str, String)]) -> String {
    let mut entry = format!("@{kind}{{{key},");
    for (idx, (name, value)) in fields.iter().enumerate() {
        entry.push_str(&layout.gap);
        entry.push_str(&layout.name(name));
        entry.push_str(value);
        if idx + 1 < fields.len() || layout.trailing_comma {
            entry.push(',');
        }
    }
    entry.push_str(&layout.last_gap);
    entry.push('}');
    entry
}

/// Returns the places where fields name keys of other entries, by key.
fn references<'t>(tree: &Tree<'t>) -> BTreeMap<&'t str, Vec<Span>> {
    let text = tree.text();
    let mut out: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for field in tree.entries().flat_map(|entry| tree.fields(entry)) {
        let name = field.name.of(text);
        if !REFERENCES.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            continue;
        }
        for piece in tree.pieces(field).iter().filter(|piece| piece.kind != PieceKind::Bare) {
            let mut start = piece.inner().start();
            for item in piece.inner().of(text).split(',') {
                let place = Span::new(start, start + item.len()).trimmed(text);
                start += item.len() + 1;
                if !place.is_empty() {
                    out.entry(place.of(text)).or_default().push(place);
                }
            }
        }
    }
    out
}

fn check_name(name: &str) -> Result<(), EditError> {
    match !name.is_empty() && name.bytes().all(is_name_byte) {
        true => Ok(()),
        false => Err(EditError::Name(name.to_owned())),
    }
}

fn check_value(value: &str) -> Result<(), EditError> {
    let mut depth = 0_usize;
    for byte in value.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                let Some(less) = depth.checked_sub(1) else {
                    return Err(EditError::Unbalanced(value.to_owned()));
                };
                depth = less;
            }
            _ => {}
        }
    }
    match depth {
        0 => Ok(()),
        _ => Err(EditError::Unbalanced(value.to_owned())),
    }
}

/// Offsets fit spans: a text of more than 4 GiB is never parsed.
fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
