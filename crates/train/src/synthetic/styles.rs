//! Which styles are rendered with: as different from each other as can be, some held out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use refsmith_csl::{Request, Style, StyleKind, plain_text, render, style_from_xml};
use refsmith_model::Record;

use super::language::{self, LANGUAGES};
use super::random::Random;
use crate::dataset::{self, DatasetError};

/// One style in ten is held out.
const HELD_OUT: usize = 10;

/// How many styles of each kind are taken at most, if enough look different.
const AT_MOST: &[(StyleKind, usize)] = &[
    (StyleKind::AuthorDate, 130),
    (StyleKind::Numeric, 75),
    (StyleKind::Note, 60),
    (StyleKind::Author, 5),
    (StyleKind::Label, 5),
];

/// How many styles are taken that are made for one language other than English.
const AT_MOST_OF_A_LANGUAGE: &[(&str, usize)] = &[("de", 110), ("fr", 60)];

/// The same for languages that are not listed.
const AT_MOST_OF_OTHERS: usize = 16;

/// A style that is rendered with.
pub(super) struct Chosen {
    pub(super) style: Style,
    /// The language it is made for, by its place.
    pub(super) language: Option<usize>,
}

/// The styles for making data, by what they are for.
#[derive(Default)]
pub(super) struct Styles {
    pub(super) all: Vec<Chosen>,
    /// Styles made for each language.
    by_language: BTreeMap<usize, Vec<usize>>,
    /// Styles for any language or for English.
    general: Vec<usize>,
}

impl Styles {
    /// Reads the styles of a folder and chooses. Styles that print the probes alike count once;
    /// languages that few styles are made for keep all of theirs.
    ///
    /// # Errors
    /// The folder cannot be read. Files that are no style, and styles that only refer to another,
    /// are passed over.
    pub(super) fn choose(
        folder: &Path,
        probes: &[Record],
        held_out: bool,
    ) -> Result<Self, DatasetError> {
        let mut looks = BTreeSet::new();
        let mut candidates = Vec::new();
        for path in dataset::files_with(folder, "csl")? {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            let name = name.unwrap_or_default();
            let xml = dataset::text(&path)?;
            let Ok(style) = style_from_xml(&name, &xml) else { continue };
            if look(&style, probes).is_some_and(|look| looks.insert(look)) {
                candidates.push(style);
            }
        }
        Ok(Self::select(candidates, held_out))
    }

    /// Chooses among styles, and keeps those that are held out or the others.
    fn select(mut candidates: Vec<Style>, held_out: bool) -> Self {
        // Evenly spread over the alphabet, so that no publisher's family of styles fills the quota.
        let mut random = Random::new(0, 0);
        for idx in (1..candidates.len()).rev() {
            candidates.swap(idx, random.below(idx + 1));
        }
        let mut styles = Self::default();
        let mut counts: BTreeMap<(Option<usize>, Option<StyleKind>), usize> = BTreeMap::new();
        let mut place = 0;
        for style in candidates {
            let language = style.default_locale().and_then(language::place);
            let foreign = language.filter(|language| *language != language::ENGLISH);
            let own = foreign.is_none().then(|| style.kind());
            let count = counts.entry((foreign, own)).or_default();
            if *count >= at_most(foreign, style.kind()) {
                continue;
            }
            *count += 1;
            place += 1;
            if (place % HELD_OUT == 0) == held_out {
                styles.push(Chosen { style, language: foreign });
            }
        }
        styles
    }

    /// Takes these styles.
    #[cfg(test)]
    pub(super) fn of(styles: impl Iterator<Item = Style>) -> Self {
        let mut out = Self::default();
        for style in styles {
            let language = style.default_locale().and_then(language::place);
            out.push(Chosen { style, language });
        }
        out
    }

    fn push(&mut self, chosen: Chosen) {
        let idx = self.all.len();
        match chosen.language {
            Some(language) => self.by_language.entry(language).or_default().push(idx),
            None => self.general.push(idx),
        }
        self.all.push(chosen);
    }

    /// Returns a style for references in a language; in half of all cases one made for it.
    pub(super) fn pick(&self, language: usize, random: &mut Random) -> Option<&Chosen> {
        let own = self.by_language.get(&language).map_or(&[][..], Vec::as_slice);
        let own_share = if own.len() > 20 { 0.6 } else { 0.04 * own.len() as f64 };
        let from = if random.chance(own_share) { own } else { &self.general };
        self.all.get(*random.pick(from)?)
    }
}

fn at_most(language: Option<usize>, kind: StyleKind) -> usize {
    let Some(language) = language.and_then(|idx| LANGUAGES.get(idx)) else {
        return AT_MOST.iter().find(|(other, _)| *other == kind).map_or(0, |(_, most)| *most);
    };
    let own = AT_MOST_OF_A_LANGUAGE.iter().find(|(code, _)| *code == language.code);
    own.map_or(AT_MOST_OF_OTHERS, |(_, most)| *most)
}

/// Returns what a style makes of the probes, as one text; `None` when it has no bibliography.
fn look(style: &Style, probes: &[Record]) -> Option<String> {
    let request = Request { records: probes, style, locale: Some("en-US"), clusters: &[] };
    let rendered = render(&request).ok()?;
    let is_markup = |line: &String| line.contains(['{', '\\']);
    let mut lines: Vec<String> =
        rendered.bibliography.iter().map(|entry| plain_text(&entry.content)).collect();
    lines.sort();
    // A few styles write BibTeX or wiki markup.
    (!lines.iter().any(is_markup)).then(|| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_style_in_ten_is_held_out() {
        let ids = |held_out| -> BTreeSet<String> {
            let all = refsmith_csl::styles().into_iter();
            let styles = all.filter_map(|info| refsmith_csl::style(&info.id).ok()).collect();
            let chosen = Styles::select(styles, held_out);
            chosen.all.iter().map(|chosen| chosen.style.id().to_owned()).collect()
        };
        let (used, held_out) = (ids(false), ids(true));
        assert!(used.is_disjoint(&held_out));
        assert_eq!(held_out.len(), (used.len() + held_out.len()) / HELD_OUT);
        assert!(used.len() > 50, "{}", used.len());
    }
}
