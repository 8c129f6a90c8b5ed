//! What must hold for every string.

use proptest::prelude::*;
use refsmith_model::Origin;
use refsmith_parse::{Explanation, Labeller, ParseOptions, RULES, TRAINED, explain, parse_str};

/// Checks what a labeller makes of a string: every character in one segment, in order.
fn labelled(text: &str, labeller: &dyn Labeller) {
    let Explanation { text: normalized, segments, .. } = explain(text, &ParseOptions { labeller });
    let mut at = 0;
    for segment in &segments {
        let (start, end) = (segment.span.start(), segment.span.end());
        assert!(at <= start && start < end && end <= normalized.len(), "order: {segment:?}");
        let gap = normalized.get(at..start).expect("segments start at character boundaries");
        assert!(gap.trim().is_empty(), "`{gap}` is in no segment");
        assert!(normalized.is_char_boundary(end));
        assert!((0.0..=1.0).contains(&segment.confidence));
        at = end;
    }
    assert!(normalized.get(at..).is_some_and(|tail| tail.trim().is_empty()));
}

/// Checks one string; panics when something does not hold.
fn holds(text: &str) {
    labelled(text, &RULES);
    labelled(text, &TRAINED);
    let parsed = parse_str(text);
    assert!((0.0..=1.0).contains(&parsed.confidence));
    for provenance in parsed.record.provenance.values() {
        if let Origin::Input(span) = provenance.origin {
            assert!(text.get(span.start()..span.end()).is_some(), "span {span:?} of {text:?}");
        }
    }
    for finding in &parsed.diagnostics {
        let span = finding.span.expect("every finding has a place");
        assert!(text.get(span.start()..span.end()).is_some(), "span {span:?} of {text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        holds(&text);
    }

    #[test]
    fn any_mix_of_what_references_are_made_of(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "Berg", "A.", "AB", ", ", ". ", " & ", "…", "et al.", "(", ")", "[", "]", "2009", "2009a",
                "In: ", "in ", "(Hg.)", "eds.", "Verlag", "London", ": ", "“", "”", "«", "»", "'", "\"",
                "12", "(3)", "80-99", "80–", "e2840", "pp. ", "S. ", "Vol. ", "Bd. ", "No. ", "2nd ed.",
                "https://a.b/c", "10.1000/x-\u{2010}", "doi:", "arXiv:1234.56789", "Journal of ", "\n", "-\n",
                "\u{a0}", "von ", "’", "trans. ", "accessed ", "May ", "v. ", "U.S. ", "제", "권", "über", "\u{ad}",
            ]),
            0..40,
        )
    ) {
        holds(&parts.concat());
    }
}

#[test]
fn long_strings_take_linear_time() {
    for unit in [
        "Berg, A., ",
        "(",
        "\"a ",
        "In: ",
        "10.1000/",
        "A. B. ",
        "eds. (",
        "12, ",
        "and ",
        ". ",
        "www.",
        "…",
        "a-\n",
        "Berg ",
    ] {
        let long = unit.repeat(65_536 / unit.len());
        holds(&long);
    }
}
