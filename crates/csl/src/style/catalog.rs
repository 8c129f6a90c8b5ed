//! The styles and locales that are built in, and the names they answer to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Style, StyleError, StyleInfo, from_tree};

/// A style of the archive, as `build.rs` takes it out.
struct Embedded {
    id: &'static str,
    /// Other names it answers to.
    names: &'static [&'static str],
    xml: Deflated,
}

/// An embedded file.
struct Deflated(&'static [u8]);

impl Deflated {
    /// Returns the file as it was; one that is damaged would be empty, which no reader takes.
    fn text(&self) -> String {
        let bytes = miniz_oxide::inflate::decompress_to_vec(self.0).unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

include!(concat!(env!("OUT_DIR"), "/archive.rs"));

/// Old ids and friendly names: `old<TAB>new`, `#` begins a comment.
const ALIASES: &str = include_str!("../../../../styles/aliases.tsv");

/// Styles of our own: id and file.
const OWN: &[(&str, &str)] =
    &[("apa-6th-edition", include_str!("../../../../styles/apa-6th-edition.csl"))];

/// Returns the languages terms and dates are known in, sorted.
///
/// # Examples
/// ```
/// assert!(refsmith_csl::locales().contains(&"de-DE"));
/// ```
pub fn locales() -> Vec<&'static str> {
    LOCALES.iter().map(|(lang, _)| *lang).collect()
}

/// Returns the file of a built-in locale.
pub(crate) fn locale_file(name: &str) -> Option<String> {
    let at = LOCALES.binary_search_by(|(lang, _)| (*lang).cmp(name)).ok()?;
    LOCALES.get(at).map(|(_, xml)| xml.text())
}

/// Finds a built-in style by id, former id or friendly name. Letter case, the extension `.csl` and
/// an address in front do not matter.
///
/// # Errors
/// [`StyleError::Unknown`], with the ids that resemble the name.
///
/// # Examples
/// ```
/// use refsmith_csl::style;
/// assert_eq!(style("Vancouver")?.id(), "nlm-citation-sequence");
/// assert_eq!(style("http://www.zotero.org/styles/ieee")?.id(), "ieee");
/// assert!(style("vancuver").is_err());
/// # Ok::<(), refsmith_csl::StyleError>(())
/// ```
pub(super) fn style(name: &str) -> Result<Style, StyleError> {
    let wanted = short_id(name);
    let aliases = aliases();
    let id = aliases.get(wanted.as_str()).copied().unwrap_or(&wanted);
    if let Some((_, file)) = OWN.iter().find(|(own, _)| *own == id) {
        return from_tree(id, file);
    }
    let archived = STYLES
        .iter()
        .find(|style| style.id == id)
        .or_else(|| STYLES.iter().find(|style| style.names.contains(&id)));
    match archived {
        Some(archived) => {
            let mut style = from_tree(archived.id, &archived.xml.text())?;
            archived.id.clone_into(&mut style.id);
            Ok(style)
        }
        None => Err(StyleError::Unknown { name: name.to_owned(), similar: similar(&wanted) }),
    }
}

/// Lists the built-in styles, by id. Takes some milliseconds, because every style is read.
pub fn styles() -> Vec<StyleInfo> {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for archived in STYLES {
        let others = archived.names.iter().filter(|name| **name != archived.id);
        names.entry(archived.id).or_default().extend(others);
    }
    for (id, _) in OWN {
        names.entry(id).or_default();
    }
    for (alias, id) in aliases() {
        if let Some(known) = names.get_mut(id) {
            known.insert(alias);
        }
    }
    names
        .into_iter()
        .filter_map(|(id, aliases)| {
            let style = style(id).ok()?;
            let aliases = aliases.into_iter().map(str::to_owned).collect();
            Some(StyleInfo { id: id.to_owned(), title: style.title, aliases, kind: style.kind })
        })
        .collect()
}

fn aliases() -> BTreeMap<&'static str, &'static str> {
    ALIASES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(old, new)| (old.trim(), new.trim()))
        .collect()
}

/// Reduces a name to the form ids have: no address, no `.csl`, lower case, hyphens for blanks.
pub(super) fn short_id(name: &str) -> String {
    let name = name.trim().trim_end_matches('/').to_lowercase();
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = name.strip_suffix(".csl").unwrap_or(name);
    name.split([' ', '_']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// Returns up to five ids that resemble a name: those that share its words, then those a few
/// letters away.
fn similar(name: &str) -> Vec<String> {
    let name: String = name.chars().take(64).collect();
    let ids: BTreeMap<&str, &str> = STYLES
        .iter()
        .map(|style| style.id)
        .chain(OWN.iter().map(|(id, _)| *id))
        .map(|id| (id, id))
        .chain(aliases())
        .collect();
    let mut ranked: Vec<(usize, &str)> = ids
        .into_iter()
        .filter_map(|(known, id)| {
            let near = distance(&name, known);
            let shares = name.len() > 2 && (known.contains(&name) || name.contains(known));
            let close = near <= 1 + name.chars().count() / 4;
            (close || shares).then_some((if close { near } else { 100 + near }, id))
        })
        .collect();
    ranked.sort_unstable();
    let mut out: Vec<String> = Vec::new();
    for (_, id) in ranked {
        if !out.iter().any(|known| known == id) && out.len() < 5 {
            out.push(id.to_owned());
        }
    }
    out
}

/// Edit distance: how many letters must be added, taken away or replaced.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (idx, ca) in a.chars().enumerate() {
        let mut corner = idx;
        let mut left = idx + 1;
        for (cell, cb) in row.iter_mut().skip(1).zip(&b) {
            let replace = corner + usize::from(ca != *cb);
            corner = *cell;
            left = replace.min(left + 1).min(corner + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = idx + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_loads_under_all_its_names() {
        let all = styles();
        assert_eq!(all.len(), STYLES.len() + OWN.len());
        for info in &all {
            for name in info.aliases.iter().chain([&info.id]) {
                let found = style(name).unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_eq!(found.id(), info.id, "{name}");
            }
        }
    }

    #[test]
    fn every_alias_leads_to_a_style() {
        for (old, new) in aliases() {
            assert_eq!(style(old).expect(old).id(), new, "{old}");
        }
    }

    #[test]
    fn distances_are_those_of_levenshtein() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
    }
}
