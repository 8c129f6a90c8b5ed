//! Records of a .bib file are changed as entries of its tree.

use std::collections::BTreeMap;

use refsmith_model::{Losses, Record, Span};

use super::edit::Edits;
use super::merge::ALIASES;
use super::syntax::{Block, PieceKind, Tree, parse};
use super::{Biblatex, Bibtex, record_entries};
use crate::{Changes, Edited, Editor, Reader, Writer};

impl Editor for Bibtex {
    fn places(&self, text: &str) -> Option<Vec<Span>> {
        Some(places(text))
    }

    fn edit(&self, text: &str, changes: &Changes<'_>) -> Option<Edited> {
        edit(text, changes, self)
    }
}

impl Editor for Biblatex {
    fn places(&self, text: &str) -> Option<Vec<Span>> {
        Some(places(text))
    }

    fn edit(&self, text: &str, changes: &Changes<'_>) -> Option<Edited> {
        edit(text, changes, self)
    }
}

fn places(text: &str) -> Vec<Span> {
    record_entries(&parse(text)).map(|entry| entry.span).collect()
}

fn edit(text: &str, changes: &Changes<'_>, writer: &dyn Writer) -> Option<Edited> {
    let tree = parse(text);
    let entries: Vec<&Block> = record_entries(&tree).collect();
    let mut edits = Edits::new(&tree);
    let mut losses = Losses::new();
    if !changes.replaced.is_empty() {
        let old = Bibtex.read(text).value;
        for (idx, new) in &changes.replaced {
            let (entry, old) = (entries.get(*idx)?, old.get(*idx)?);
            replace(&mut edits, &tree, entry, (old, new), writer)?;
        }
    }
    for idx in &changes.removed {
        edits.remove_block(entries.get(*idx)?);
    }
    let (added, lost) = written(changes.added, writer)?;
    losses.extend(lost);
    let added = parse(&added);
    edits.copy_entries(&added, added.entries());
    Some(Edited { rewrite: edits.finish(), losses })
}

fn written(records: &[Record], writer: &dyn Writer) -> Option<(String, Losses)> {
    let mut bytes = Vec::new();
    let losses = writer.write(records, &mut bytes).ok()?;
    Some((String::from_utf8(bytes).ok()?, losses))
}

/// Sets the fields that two records differ in, and leaves all others as they stand.
fn replace(
    edits: &mut Edits<'_, '_>,
    tree: &Tree<'_>,
    entry: &Block,
    (old, new): (&Record, &Record),
    writer: &dyn Writer,
) -> Option<()> {
    let (old, _) = written(std::slice::from_ref(old), writer)?;
    let (new, _) = written(std::slice::from_ref(new), writer)?;
    let (old, new) = (parse(&old), parse(&new));
    let (before, after) = (old.entries().next()?, new.entries().next()?);
    if before.word.of(old.text()) != after.word.of(new.text()) {
        edits.set_type(entry, after.word.of(new.text())).ok()?;
    }
    if before.key.of(old.text()) != after.key.of(new.text()) {
        edits.rename_key(entry, after.key.of(new.text())).ok()?;
    }
    let (was, is) = (fields(&old, before), fields(&new, after));
    for (name, value) in &is {
        if was.get(name) == Some(value) {
            continue;
        }
        let own = own_name(tree, entry, name);
        match new.pieces(new.field(after, name)?) {
            [piece] if piece.kind != PieceKind::Bare => {
                edits.set_field(entry, own, piece.inner().of(new.text())).ok()?;
            }
            _ => {
                edits.remove_field(entry, own);
                edits.add_raw(entry, own, value);
            }
        }
    }
    for name in was.keys().filter(|name| !is.contains_key(*name)) {
        remove(edits, tree, entry, own_name(tree, entry, name));
    }
    Some(())
}

/// Removes a field. The last one, when no comma follows it, takes the comma before it along.
fn remove(edits: &mut Edits<'_, '_>, tree: &Tree<'_>, entry: &Block, name: &str) {
    if let [.., before, last] = tree.fields(entry)
        && last.name.of(tree.text()).eq_ignore_ascii_case(name)
        && last.end == last.value.end
        && tree.text().get(before.value.end()..last.name.start()).is_some_and(|g| g.trim() == ",")
    {
        return edits.replace(Span { start: before.value.end, end: last.end }, "");
    }
    edits.remove_field(entry, name);
}

fn fields<'t>(tree: &Tree<'t>, entry: &Block) -> BTreeMap<&'t str, &'t str> {
    let text = tree.text();
    let field = |field: &super::syntax::Field| (field.name.of(text), field.value.of(text));
    tree.fields(entry).iter().map(field).collect()
}

/// Returns the name under which an entry has a field: that of the writer, or one that means the same.
fn own_name<'n>(tree: &Tree<'_>, entry: &Block, name: &'n str) -> &'n str {
    let same = |pair: &(&'static str, &'static str)| match *pair {
        (alias, known) if known == name => Some(alias),
        (alias, known) if alias == name => Some(known),
        _ => None,
    };
    let mut aliases = ALIASES.iter().filter_map(same);
    match tree.field(entry, name) {
        Some(_) => name,
        None => aliases.find(|alias| tree.field(entry, alias).is_some()).unwrap_or(name),
    }
}
