//! Actions on single fields: their names, their values, whether they are there.

use std::borrow::Cow;

use super::super::Rewrite;
use super::super::edit::Edits;
use super::super::raw::lower;
use super::super::syntax::{Block, BlockKind, Field, PieceKind, Tree};
use super::values::{self, is_verbatim};
use super::{Characters, Damage, TidyOptions, characters, journals, letter_case};
use crate::human_date::MONTHS;

/// Does the actions on fields, if any is asked for.
pub(super) fn pass(tree: &Tree, options: &TidyOptions) -> Option<Rewrite> {
    let asked = TidyOptions {
        indent: None,
        align: None,
        wrap: None,
        trailing_commas: None,
        sort_fields: Vec::new(),
        blank_lines: false,
        tidy_comments: false,
        strip_comments: false,
        sort: Vec::new(),
        protected_words: Vec::new(),
        ..options.clone()
    };
    if asked == TidyOptions::default() {
        return None;
    }
    let mut edits = Edits::new(tree);
    let damage = Damage::of(tree);
    for block in tree.blocks() {
        match block.kind {
            BlockKind::Entry if damage.hits(block) => {}
            BlockKind::Entry => entry(tree, block, options, &mut edits),
            BlockKind::String | BlockKind::Preamble | BlockKind::Comment if options.lowercase => {
                lowercase(tree, block.word, &mut edits);
            }
            _ => {}
        }
    }
    Some(edits.finish())
}

fn lowercase(tree: &Tree, name: refsmith_model::Span, edits: &mut Edits) {
    let old = name.of(tree.text());
    if old.bytes().any(|byte| byte.is_ascii_uppercase()) {
        edits.replace(name, old.to_ascii_lowercase());
    }
}

fn entry(tree: &Tree, block: &Block, options: &TidyOptions, edits: &mut Edits) {
    if options.lowercase {
        lowercase(tree, block.word, edits);
    }
    let text = tree.text();
    let fields = tree.fields(block);
    let cased = !(options.title_case.is_empty() && options.sentence_case.is_empty());
    let english = cased && is_english(tree, block);
    for (idx, field) in fields.iter().enumerate() {
        let name = lower(field.name.of(text));
        let earlier = || fields.get(..idx).unwrap_or(&[]).iter();
        let repeated = || {
            earlier().any(|other| {
                other.name.of(text).eq_ignore_ascii_case(&name)
                    && content(tree, other) == content(tree, field)
            })
        };
        let remove = options.omit.iter().any(|omitted| *omitted == name)
            || options.remove_empty_fields && content(tree, field).trim().is_empty()
            || options.remove_duplicate_fields && repeated()
            || options.drop_doi_urls && name == "url" && resolves_doi(tree, block, field);
        if remove {
            edits.remove(block, field);
            continue;
        }
        if options.lowercase {
            lowercase(tree, field.name, edits);
        }
        if let Some(new) = value(tree, &name, field, options, english) {
            edits.replace(field.value, new);
        }
    }
}

/// Returns a value without its delimiters; one of several pieces as it stands.
fn content<'t>(tree: &Tree<'t>, field: &Field) -> &'t str {
    match tree.pieces(field) {
        [piece] => piece.inner().of(tree.text()),
        _ => field.value.of(tree.text()),
    }
}

/// Tells whether an entry is in English, as it is when it names no other language.
fn is_english(tree: &Tree, block: &Block) -> bool {
    let named = ["langid", "language", "hyphenation"].iter();
    let mut named =
        named.filter_map(|name| tree.field(block, name)).map(|field| content(tree, field));
    named.all(|language| {
        let language = language.trim().to_lowercase();
        let dialects = ["american", "australian", "british", "canadian", "newzealand", "usenglish"];
        language.is_empty() || language.starts_with("en") || dialects.contains(&language.as_str())
    })
}

/// Tells whether an address is that of the entry's own DOI.
fn resolves_doi(tree: &Tree, block: &Block, url: &Field) -> bool {
    let doi = tree.field(block, "doi").map(|field| values::bare_doi(content(tree, field)));
    let url = content(tree, url).trim();
    let bare = values::bare_doi(url);
    bare != url && doi.is_some_and(|doi| !doi.is_empty() && doi.eq_ignore_ascii_case(bare))
}

/// Returns the new value with delimiters, if it changes.
fn value(
    tree: &Tree,
    name: &str,
    field: &Field,
    options: &TidyOptions,
    english: bool,
) -> Option<String> {
    let text = tree.text();
    let [piece] = tree.pieces(field) else { return joined(tree, field, options) };
    let old = piece.inner().of(text);
    if name == "month"
        && options.months
        && let Some(month) = values::month(old)
    {
        let month = MONTHS.get(usize::from(month).checked_sub(1)?)?;
        return (piece.span.of(text) != *month).then(|| (*month).to_owned());
    }
    if piece.kind == PieceKind::Bare {
        return None;
    }
    let new = transformed(name, old, options, english);
    let number = options.numeric && values::is_plain_number(new.trim()) && !is_verbatim(name);
    let quotes = piece.kind == PieceKind::Quoted && !options.curly;
    let unchanged = new == old && !number && quotes == (piece.kind == PieceKind::Quoted);
    match (unchanged, number, quotes) {
        (true, ..) => None,
        (_, true, _) => Some(new.trim().to_owned()),
        (.., true) if !values::has_bare_quote(&new) => Some(format!("\"{new}\"")),
        _ => Some(format!("{{{new}}}")),
    }
}

/// Returns a value of several pieces with other delimiters, if that is asked for.
fn joined(tree: &Tree, field: &Field, options: &TidyOptions) -> Option<String> {
    let text = tree.text();
    let pieces = tree.pieces(field);
    if !options.curly || pieces.iter().all(|piece| piece.kind != PieceKind::Quoted) {
        return None;
    }
    let mut out = String::new();
    let mut at = field.value.start;
    for piece in pieces {
        out.push_str(text.get(at as usize..piece.span.start())?);
        match piece.kind {
            PieceKind::Quoted => out.push_str(&format!("{{{}}}", piece.inner().of(text))),
            _ => out.push_str(piece.span.of(text)),
        }
        at = piece.span.end;
    }
    Some(out)
}

/// Returns the content of a value with all that the options change.
fn transformed<'v>(name: &str, old: &'v str, options: &TidyOptions, english: bool) -> Cow<'v, str> {
    let mut new = Cow::Borrowed(old);
    let named = |list: &[String]| list.iter().any(|wanted| wanted == name);
    let mut apply = |change: &dyn Fn(&str) -> Option<String>| {
        if let Some(changed) = change(&new) {
            new = Cow::Owned(changed);
        }
    };
    if options.strip_enclosing_braces {
        apply(&|value| values::without_enclosing_braces(value).map(str::to_owned));
    }
    if named(&options.remove_braces) {
        apply(&values::without_protection);
    }
    if options.drop_all_caps && !is_verbatim(name) {
        apply(&values::without_capitals);
    }
    if english && named(&options.title_case) {
        apply(&letter_case::title_case);
    }
    if english && named(&options.sentence_case) {
        apply(&|value| letter_case::sentence_case(value, &options.protected_words));
    }
    if named(&options.protect) {
        apply(&|value| letter_case::protect(value, &options.protected_words));
    }
    match options.characters {
        Some(Characters::Tex) if !is_verbatim(name) => apply(&characters::to_tex),
        Some(Characters::Unicode) if !is_verbatim(name) => apply(&characters::to_unicode),
        _ => {}
    }
    if options.page_dashes && name == "pages" {
        apply(&values::page_dashes);
    }
    if options.bare_dois && name == "doi" {
        apply(&|value| {
            let bare = values::bare_doi(value);
            (bare != value).then(|| bare.to_owned())
        });
    }
    if options.encode_urls && name == "url" {
        apply(&values::encoded_url);
    }
    if let Some(most) = options.max_authors
        && matches!(name, "author" | "editor")
    {
        apply(&|value| values::cut_names(value, most));
    }
    if matches!(name, "journal" | "journaltitle") {
        apply(&|value| match values::listed(value, &options.abbreviations) {
            Some(name) => (name != value).then(|| name.to_owned()),
            None if options.iso4 => journals::iso4(value),
            None => None,
        });
    }
    if named(&options.enclosing_braces) {
        apply(&|value| {
            let words = value.trim();
            let bare = values::enclosed(value).is_none() && !words.is_empty();
            bare.then(|| format!("{{{words}}}"))
        });
    }
    new
}
