//! The names of styles: friendly ones, former ones, and every style of the official repository.
//!
//! Three sorted tables are searched as they are, without reading them into anything first: a name
//! is found in about a microsecond. What a style looks like is not known here.

use std::cmp::Ordering;

use refsmith_model::text::unicode;

/// Friendly and former names of the built-in styles: name, id.
const ALIASES: &str = include_str!("../../../../styles/aliases.tsv");
/// Former ids: former id, present id.
const RENAMED: &str = include_str!("../../../../styles/renamed.tsv");
/// The official repository: id, parent or `=id`, language, title.
const REPOSITORY: &str = include_str!("../../../../styles/repository.tsv");

/// Words of a title that are not capitalized.
const SMALL: &str = " a an and de der des du en et for in la le of on the to und y ";

/// A style of the official repository, of which id, title and parent are known.
///
/// # Examples
/// ```
/// use refsmith_csl::known_style;
/// let journal = known_style("Nature Communications").expect("a style of the repository");
/// assert_eq!((journal.id, journal.parent), ("nature-communications", Some("nature")));
/// let renamed = known_style("vancouver").expect("a style of the repository");
/// assert_eq!((renamed.id, renamed.renamed), ("nlm-citation-sequence", true));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownStyle {
    /// The id (`nature-communications`).
    pub id: &'static str,
    /// The title for people ("Nature Communications").
    pub title: String,
    /// The style whose rules it follows; `None` for one with rules of its own.
    pub parent: Option<&'static str>,
    /// The language a style with a parent asks for.
    pub locale: Option<&'static str>,
    /// The name it was asked for is a former one.
    pub renamed: bool,
}

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// The present id; the name itself, in the form of ids, where nothing is known of it.
    pub(crate) id: String,
    /// What the official repository has under that id.
    pub(crate) known: Option<KnownStyle>,
}

/// Finds a style of the official repository by id, former id, friendly name or title.
pub fn known_style(name: &str) -> Option<KnownStyle> {
    resolve(name).known
}

/// Lists the styles of the official repository, by id.
pub fn known_styles() -> impl Iterator<Item = KnownStyle> {
    REPOSITORY
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t').or(Some((line, ""))))
        .filter_map(|(id, rest)| known(id, rest))
}

/// Finds out what a name means. An address in front, the extension `.csl`, letter case, accents and
/// punctuation do not matter.
pub(crate) fn resolve(name: &str) -> Resolved {
    let bare = bare(name);
    let id = bare.split([' ', '_']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let words = |text: &str| unicode::words(&text.replace('&', " and ")).join("-");
    // Some former ids have underscores, some titles a slash.
    let keys = [bare, id.clone(), words(&id), words(name)];
    let found = keys.iter().find_map(|key| {
        let (id, renamed) = match (find(ALIASES, key), find(RENAMED, key)) {
            (Some((_, id)), renamed) => (id, renamed.is_some()),
            (None, Some((_, id))) => (id, true),
            (None, None) => {
                let (id, rest) = find(REPOSITORY, key)?;
                let title_of = rest.split('\t').next().and_then(|parent| parent.strip_prefix('='));
                (title_of.unwrap_or(id), false)
            }
        };
        let known = find(REPOSITORY, id).and_then(|(id, rest)| known(id, rest));
        Some((id, known.map(|known| KnownStyle { renamed, ..known })))
    });
    match found {
        Some((id, known)) => Resolved { id: id.to_owned(), known },
        None => Resolved { id, known: None },
    }
}

/// Takes the address in front and `.csl` away, and makes the rest lower case.
fn bare(name: &str) -> String {
    let name = name.trim().trim_end_matches('/').to_lowercase();
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.strip_suffix(".csl").unwrap_or(name).to_owned()
}

/// Reads a line of the repository's table; none for one that is only another title.
fn known(id: &'static str, rest: &'static str) -> Option<KnownStyle> {
    let mut cells = rest.split('\t').map(|cell| Some(cell).filter(|cell| !cell.is_empty()));
    let parent = cells.next().flatten();
    if parent.is_some_and(|parent| parent.starts_with('=')) {
        return None;
    }
    let locale = match cells.next().flatten() {
        _ if parent.is_none() => None,
        Some("-") => None,
        locale => locale.or(Some("en-US")),
    };
    let title = cells.next().flatten().map_or_else(|| spelled(id), str::to_owned);
    Some(KnownStyle { id, title, parent, locale, renamed: false })
}

/// Returns the title an id stands for where the table gives none.
fn spelled(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for word in id.split('-') {
        if !out.is_empty() {
            out.push(' ');
            if SMALL.contains(&format!(" {word} ")) {
                out.push_str(word);
                continue;
            }
        }
        let mut chars = word.chars();
        out.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(chars.as_str());
    }
    out
}

/// Finds the line of a sorted table whose first cell is `key`, and returns that cell and the rest.
fn find(table: &'static str, key: &str) -> Option<(&'static str, &'static str)> {
    let (mut low, mut high) = (0, table.len());
    while low < high {
        let middle = low + (high - low) / 2;
        // The line around the middle begins behind the last line break before it.
        let start = table.get(low..)?.as_bytes().get(..middle - low)?;
        let start = start.iter().rposition(|byte| *byte == b'\n').map_or(low, |at| low + at + 1);
        let line = table.get(start..)?.split('\n').next()?;
        let (cell, rest) = line.split_once('\t').unwrap_or((line, ""));
        match cell.cmp(key) {
            Ordering::Equal => return Some((cell, rest)),
            Ordering::Less => low = start + line.len() + 1,
            Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> Option<&'static str> {
        known_style(name).map(|known| known.id)
    }

    #[test]
    fn tables_are_sorted_and_every_line_is_found() {
        for table in [ALIASES, RENAMED, REPOSITORY] {
            let lines = || table.lines().filter(|line| !line.starts_with('#'));
            let keys: Vec<&str> = lines().filter_map(|line| line.split('\t').next()).collect();
            assert!(keys.is_sorted_by(|a, b| a < b), "sorted, and no key twice");
            for (line, key) in lines().zip(keys) {
                let rest = line.strip_prefix(key).expect("the line").trim_start_matches('\t');
                assert_eq!(
                    find(table, key).map(|(_, rest)| rest.trim_start_matches('\t')),
                    Some(rest)
                );
            }
        }
        for absent in ["", "#", "a", "apa ", "zzzz", "0", "\u{E9}", "styles"] {
            assert_eq!(find(REPOSITORY, absent), None, "{absent}");
        }
    }

    #[test]
    fn every_name_leads_somewhere() {
        for line in RENAMED.lines().filter(|line| !line.starts_with('#')) {
            let (old, new) = line.split_once('\t').expect("two cells");
            assert!(find(REPOSITORY, new).is_some(), "{old}");
            assert!(find(REPOSITORY, old).is_none(), "{old} is there under its old name");
            assert!(id(old).is_some(), "{old}");
        }
        let known: Vec<KnownStyle> = known_styles().collect();
        assert!(known.len() > 10_000);
        for style in &known {
            let parent = style.parent.map(|parent| {
                find(REPOSITORY, parent).and_then(|(id, rest)| super::known(id, rest))
            });
            if let Some(parent) = parent {
                assert_eq!(parent.expect("its parent is there").parent, None, "{}", style.id);
            }
            assert!(!style.title.is_empty());
        }
    }

    #[test]
    fn names_are_found_however_they_are_written() {
        let cases = [
            ("nature-communications", "nature-communications"),
            ("Nature Communications", "nature-communications"),
            ("http://www.zotero.org/styles/nature-communications", "nature-communications"),
            ("plos_one.csl", "plos"),
            ("PLoS Computational Biology", "plos-computational-biology"),
            ("Journal of Chemical & Engineering Data", "journal-of-chemical-and-engineering-data"),
            (
                "Annales de Dermatologie et de Vénéréologie",
                "annales-de-dermatologie-et-de-venereologie",
            ),
            ("Nursing for Women's Health", "nursing-for-womens-health"),
            ("American Journal of Physiology - Cell Physiology", "ajp-cell-physiology"),
            ("apa6", "apa-6th-edition"),
            ("Vancouver", "nlm-citation-sequence"),
            ("acta-theriologica", "mammal-research"),
            ("mhra_note_without_bibliography", "mhra-notes"),
            (
                "Canadian Journal of African Studies/ La Revue canadienne des études africaines",
                "canadian-journal-of-african-studies-la-revue-canadienne-des-etudes-africaines",
            ),
        ];
        for (name, expected) in cases {
            assert_eq!(id(name), Some(expected), "{name}");
        }
        for unknown in ["", "journal-of-things", "#", "# styles"] {
            assert_eq!(id(unknown), None, "{unknown}");
        }
        assert_eq!(resolve("My Style.csl").id, "my-style");
    }

    #[test]
    fn what_is_known_of_a_style_is_told() {
        let german = known_style("abi-technik").expect("known");
        assert_eq!(german.title, "ABI Technik (Deutsch)");
        assert_eq!((german.parent, german.locale), (Some("chicago-notes-classic"), Some("de-DE")));
        let usual = known_style("3 biotech").expect("known");
        assert_eq!((usual.title.as_str(), usual.locale), ("3 Biotech", Some("en-US")));
        let apa = known_style("apa").expect("known");
        assert_eq!((apa.parent, apa.locale, apa.renamed), (None, None, false));
        assert!(known_style("acta-theriologica").expect("known").renamed);
        assert_eq!(spelled("journal-of-the-sea-and-y"), "Journal of the Sea and y");
    }
}
