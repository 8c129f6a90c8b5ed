//! Applies the replacements that findings propose to the input they were found in.

use super::Loaded;
use crate::formats::bibtex::Rewrite;
use crate::model::{Diagnostic, Span};

/// A new version of an input's source, with replacements of findings in it.
pub struct Fixes {
    /// The new version; what it keeps are places of [`SourceText::source`].
    ///
    /// [`SourceText::source`]: crate::model::SourceText::source
    pub rewrite: Rewrite,
    /// How many replacements are in it.
    pub applied: usize,
    /// How many are not: they could change the meaning, overlap with others, or what stands there
    /// is written in markup.
    pub left: usize,
}

/// Applies the replacements of `findings`, which [`check`](super::check) found in `loaded`; those
/// that could change the meaning only with `unsafe_too`.
///
/// # Examples
/// ```
/// use refsmith::pipeline::{ReadAs, check, fixes, load};
/// let list = "Reed, Q. (2012). Wood\u{2010}dust. Journal of Reeds, 2, 1-9.\n";
/// let loaded = load("list.txt", list.as_bytes().to_vec(), ReadAs::Lines);
/// let fixed = fixes::fix(&loaded, &check(&loaded, None), false);
/// assert_eq!(fixed.applied, 1);
/// assert_eq!(fixed.rewrite.to_text(list), list.replace('\u{2010}', "-"));
/// ```
pub fn fix(loaded: &Loaded, findings: &[Diagnostic], unsafe_too: bool) -> Fixes {
    let text = loaded.text();
    let source = text.source();
    let is_plain = matches!(loaded, Loaded::Article(_)) && source.len() == text.text().len();
    let mut proposed: Vec<(Span, &str, bool)> = findings
        .iter()
        .filter_map(|finding| finding.fix.as_ref())
        .map(|fix| {
            let place = text.source_span(fix.span);
            let usable = (fix.safe || unsafe_too)
                && place.of(source) == text.slice(fix.span)
                && (is_plain || fix.replacement.chars().all(means_itself));
            (place, fix.replacement.as_str(), usable)
        })
        .collect();
    proposed.sort_by_key(|(place, ..)| (place.start, place.end));
    proposed.dedup();
    let mut fixes = Fixes { rewrite: Rewrite::default(), applied: 0, left: 0 };
    let mut kept = 0;
    for (place, replacement, usable) in proposed {
        if !usable || place.start() < kept {
            fixes.left += 1;
            continue;
        }
        fixes.rewrite.keep(Span::new(kept, place.start()));
        fixes.rewrite.push(replacement);
        fixes.applied += 1;
        kept = place.end();
    }
    fixes.rewrite.keep(Span::new(kept, source.len()));
    fixes
}

/// Tells whether a character stands for itself in every format and markup.
fn means_itself(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(
            c,
            ' ' | '.' | ',' | ':' | ';' | '(' | ')' | '-' | '/' | '\u{2013}' | '\u{2019}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{ReadAs, check, load};

    fn fixed(name: &str, text: &str, unsafe_too: bool) -> (String, usize, usize) {
        let loaded = load(name, text.as_bytes().to_vec(), ReadAs::Guess);
        let fixes = fix(&loaded, &check(&loaded, None), unsafe_too);
        (fixes.rewrite.to_text(loaded.text().source()), fixes.applied, fixes.left)
    }

    const TWO_WAYS: &str = "@article{a, title={A}, author={B, C}, year=2001, journal={Wood and Reed}}\n\
        @article{b, title={D}, author={B, C}, year=2002, journal={Wood and reed}}\n";

    #[test]
    fn one_place_changes_and_every_other_byte_stays() {
        let (text, applied, left) = fixed("a.bib", TWO_WAYS, false);
        assert_eq!(text, TWO_WAYS.replace("reed", "Reed"));
        assert_eq!((applied, left), (1, 0));
    }

    #[test]
    fn what_could_change_the_meaning_waits_to_be_asked_for() {
        let bib = "@article{a, title={A}, author={B, C}, year=2001, journal={J},\n  \
                   doi={https://doi.org/10.1000/abc}, note={}}\n\
                   @article{b, title={x &ltt; y}, author={B, C}, year=2001, journal={J}}\n";
        let (text, applied, _) = fixed("a.bib", bib, false);
        assert_eq!(text, bib);
        assert_eq!(applied, 0);
    }

    #[test]
    fn a_replacement_that_a_format_would_have_to_escape_is_left() {
        let bib = TWO_WAYS.replace(" and ", r" \& ");
        let (text, applied, left) = fixed("a.bib", &bib, true);
        assert_eq!(text, bib);
        assert_eq!((applied, left), (0, 0), "the value is not written as it reads: no fix offered");
        let ris = "TY  - JOUR\nTI  - a and b\nER  - \n";
        let at = ris.find("and").expect("there");
        let code = crate::pipeline::codes().first().copied().expect("a code");
        let fix_with = |replacement: &str| {
            let finding = Diagnostic::new(code, "").fix(Span::new(at, at + 3), replacement, true);
            let loaded = load("a.ris", ris.as_bytes().to_vec(), ReadAs::Guess);
            let fixes = fix(&loaded, &[finding], false);
            (fixes.applied, fixes.left)
        };
        assert_eq!(fix_with("&"), (0, 1));
        assert_eq!(fix_with("or"), (1, 0));
    }

    #[test]
    fn fixes_of_an_article_are_written_into_its_markup() {
        let page = "<h2>References</h2><ol>\
            <li>Reed, Q. (2012). <i>Wood\u{2010}dust</i> and more. Journal of Reeds, 2(1), 1\u{2013}9.</li>\
            <li>Marsh, K. (2013). Reeds of the lake. Journal of Reeds, 3(1), 1\u{2013}9.</li></ol>";
        let (text, applied, _) = fixed("a.html", page, false);
        assert_eq!(applied, 1);
        assert_eq!(text, page.replace('\u{2010}', "-"));
    }
}
