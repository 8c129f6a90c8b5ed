//! Normalisation: line breaks and runs of white space become one blank, words and addresses broken
//! at a line end are joined (`breaks`), and every offset still leads back to the original.

use refsmith_model::OffsetMap;

use crate::breaks::{self, Hyphen};

/// A reference on one line, with the way back.
#[derive(Debug, Clone, Default)]
pub(crate) struct Normalized {
    /// The text: no white space at the ends, no white space but single blanks.
    pub(crate) text: String,
    /// Leads from offsets in `text` to offsets in the string it was made from.
    pub(crate) map: OffsetMap,
}

/// Normalises one reference.
pub(crate) fn normalize(raw: &str) -> Normalized {
    let mut out = Normalized::default();
    out.text.reserve(raw.len());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let plain = plain(rest.as_bytes());
        if plain > 0 {
            let (run, behind) = rest.split_at_checked(plain).unwrap_or((rest, ""));
            out.text.push_str(run);
            out.map.copied(plain);
            rest = behind;
            continue;
        }
        let gap = rest.len() - rest.trim_start_matches(is_gap).len();
        if gap > 0 {
            let run = rest.get(..gap).unwrap_or("");
            rest = rest.get(gap..).unwrap_or("");
            let nothing = out.text.is_empty() || rest.is_empty();
            if nothing
                || !run.contains(char::is_whitespace)
                || breaks::address(&out.text, run, rest)
            {
                out.map.skipped(gap);
            } else {
                out.text.push(' ');
                if gap == 1 { out.map.copied(1) } else { out.map.replaced(1, gap) }
            }
            continue;
        }
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        if c == '-'
            && let Some(hyphen) = breaks::hyphen(&out.text, rest)
        {
            let gap = match hyphen {
                Hyphen::Kept(gap) => {
                    out.text.push('-');
                    out.map.copied(1);
                    out.map.skipped(gap);
                    gap
                }
                Hyphen::Dropped(gap) => {
                    out.map.skipped(1 + gap);
                    gap
                }
            };
            rest = rest.get(gap..).unwrap_or("");
            continue;
        }
        out.text.push(c);
        out.map.copied(c.len_utf8());
    }
    out
}

/// Returns how many bytes at the beginning are copied as they are: visible characters of ASCII,
/// with single blanks between them.
fn plain(bytes: &[u8]) -> usize {
    let is_plain = |at: usize, byte: u8| match byte {
        b' ' | b'-' => {
            (at > 0 || byte == b'-') && bytes.get(at + 1).is_some_and(u8::is_ascii_graphic)
        }
        byte => byte.is_ascii_graphic(),
    };
    let end = bytes.iter().enumerate().position(|(at, byte)| !is_plain(at, *byte));
    end.unwrap_or(bytes.len())
}

/// Tells whether `c` is white space or invisible (soft hyphen, marks of direction, controls).
pub(crate) fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}' | '\u{FEFF}' | '\u{200E}' | '\u{200F}')
}

#[cfg(test)]
mod tests {
    use refsmith_model::Span;

    use super::*;

    #[test]
    fn joins_words_broken_at_a_line_end() {
        let out = normalize(" a  thermo-\n dynamics\u{a0}view, pre- and post-test ");
        assert_eq!(out.text, "a thermodynamics view, pre- and post-test");
        // `dynamics` starts behind "thermo-", the line break and a blank.
        assert_eq!(out.map.to_original(Span::new(8, 16)), Span::new(13, 21));
        assert_eq!(out.map.to_original(Span::new(0, 1)), Span::new(1, 2));
    }

    fn check(raw: &str, expected: &str) {
        assert_eq!(normalize(raw).text, expected);
    }

    #[test]
    fn hyphens_of_compounds_stay() {
        check("a self-\nreport of long-\nterm change", "a self-report of long-term change");
        check("anti-\ninflammatory re-\nexamined", "anti-inflammatory re-examined");
        check("state-of-\nthe-art, mother-in-\nlaw", "state-of-the-art, mother-in-law");
        check("Ost-\nEuropa, pp. 12-\n19", "Ost-Europa, pp. 12-19");
        check("inter-\nnational under-\nstanding", "international understanding");
        check("Sozial-\nund Moralphilosophie", "Sozial- und Moralphilosophie");
    }

    #[test]
    fn addresses_go_on_in_the_next_line() {
        for (raw, expected) in [
            ("https://doi.org/10.1234/\n  abc.2011.3", "https://doi.org/10.1234/abc.2011.3"),
            ("doi:10.1016/j.\nwet.2011.03.004", "doi:10.1016/j.wet.2011.03.004"),
            ("10.1234/wet-\nlands.7", "10.1234/wet-lands.7"),
            ("http://lake.example/a-\nb/c", "http://lake.example/a-b/c"),
            ("http://lake.example/a\n/b?c=1", "http://lake.example/a/b?c=1"),
            ("https://doi.org/10.1234/abc\n12345.", "https://doi.org/10.1234/abc12345."),
            ("http://lake.example/a.\nAccessed 12 May", "http://lake.example/a. Accessed 12 May"),
            ("http://lake.example/a\n(12 May 2011)", "http://lake.example/a (12 May 2011)"),
            ("https://doi.org/10.1234/abc\n12 May 2011", "https://doi.org/10.1234/abc 12 May 2011"),
            ("10.1234/abc. 12 May", "10.1234/abc. 12 May"),
        ] {
            check(raw, expected);
        }
    }
}
