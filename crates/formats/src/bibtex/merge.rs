//! Entries of one work become one entry, without losing a value.

use refsmith_model::text::unicode::comparison_key;

use super::edit::Edits;
use super::macros::Macros;
use super::syntax::{Block, Field, Tree};
use super::tex::decode_plain;

/// Names of BibTeX and BibLaTeX for one and the same field.
pub(super) const ALIASES: [(&str, &str); 9] = [
    ("journaltitle", "journal"),
    ("location", "address"),
    ("institution", "school"),
    ("annotation", "annote"),
    ("eprinttype", "archiveprefix"),
    ("eprintclass", "primaryclass"),
    ("sortkey", "key"),
    ("file", "pdf"),
    ("keyword", "keywords"),
];

impl Edits<'_, '_> {
    /// Moves into `keep` what the other entries of the same work have and it has not, and removes
    /// them. Fields of third entries that name one of them (`crossref` ...) name `keep` afterwards.
    ///
    /// A value that says something else than that of `keep` is kept as `conflicting-NAME`, for
    /// people to decide.
    ///
    /// # Examples
    /// ```
    /// use refsmith_formats::bibtex::{Edits, syntax};
    /// let text = "@book{a, title = {Tea}, year = 1999}\n@book{b, title = {TEA}, year = 2000, isbn = {1}}\n";
    /// let tree = syntax::parse(text);
    /// let [a, b] = tree.entries().collect::<Vec<_>>()[..] else { return };
    /// let mut edits = Edits::new(&tree);
    /// edits.merge(a, &[b]);
    /// assert_eq!(
    ///     edits.finish().to_text(text),
    ///     "@book{a, title = {Tea}, year = 1999, conflicting-year = 2000, isbn = {1}}\n"
    /// );
    /// ```
    pub fn merge(&mut self, keep: &Block, others: &[&Block]) {
        let tree = self.tree();
        let text = tree.text();
        let mut have: Vec<(String, String)> = tree
            .fields(keep)
            .iter()
            .map(|field| (name(tree, field), meaning(tree, field)))
            .collect();
        for other in others {
            for field in tree.fields(other) {
                let (name, meaning) = (name(tree, field), meaning(tree, field));
                let same = |(known, _): &&(String, String)| *known == name;
                let known: Vec<&String> =
                    have.iter().filter(same).map(|(_, meaning)| meaning).collect();
                let known_elsewhere = name == "year" && year_is_known(&have, &meaning);
                let own = field.name.of(text).to_ascii_lowercase();
                let raw = field.value.of(text);
                if meaning.is_empty() || known.contains(&&meaning) || known_elsewhere {
                    continue;
                }
                match known.is_empty() {
                    true => self.add_raw(keep, &own, raw),
                    false => self.add_raw(keep, &conflicting(&own, known.len()), raw),
                }
                have.push((name, meaning));
            }
            if !other.key.is_empty() && other.key.of(text) != keep.key.of(text) {
                self.refer(other.key.of(text), keep.key.of(text));
            }
            self.remove_block(other);
        }
    }
}

/// Returns the name of a field whose value contradicts so many others.
fn conflicting(name: &str, others: usize) -> String {
    match others {
        1 => format!("conflicting-{name}"),
        others => format!("conflicting-{name}-{others}"),
    }
}

/// Returns the name under which a field is compared.
fn name(tree: &Tree, field: &Field) -> String {
    let name = field.name.of(tree.text()).to_ascii_lowercase();
    let plain = name.strip_prefix("conflicting-").unwrap_or(&name);
    let alias = ALIASES.iter().find(|(alias, _)| *alias == plain);
    alias.map_or(plain, |(_, name)| name).to_owned()
}

/// Returns what a value says, without the ways to write it.
fn meaning(tree: &Tree, field: &Field) -> String {
    let text = tree.text();
    let pieces = tree.pieces(field);
    let tex: String = pieces.iter().map(|piece| piece.inner().of(text)).collect();
    match name(tree, field).as_str() {
        "doi" => super::read_fields::bare_doi(&tex).to_lowercase(),
        "url" => tex.trim().to_owned(),
        "month" => match super::tidy::month(&tex) {
            Some(month) => month.to_string(),
            None => comparison_key(&tex),
        },
        _ => comparison_key(&decode_plain(&tex, &Macros::default(), &mut Vec::new())),
    }
}

fn year_is_known(have: &[(String, String)], year: &str) -> bool {
    have.iter().any(|(name, meaning)| name == "date" && meaning.starts_with(year))
}
