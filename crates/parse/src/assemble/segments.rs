//! Segments as the record needs them: pieces of one value joined, marks that belong to a value
//! taken in.

use refsmith_model::Span;

use super::edges;
use crate::grammar;
use crate::label::{Label, Segment};
use crate::token::Text;

/// Joins segments that are one value: the same label, and nothing but punctuation (between names
/// also words for "and") in between.
pub(super) fn joined(text: &str, segments: &[Segment]) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::with_capacity(segments.len());
    for segment in segments {
        let mut segment = *segment;
        if let [.., first, between] = out.as_slice()
            && between.label == Label::Other
            && first.label == segment.label
            && joins(segment.label, between.span.of(text))
        {
            segment = first.joined(segment);
            out.truncate(out.len() - 2);
        } else if let Some(last) = out.last()
            && last.label == segment.label
            && joins(segment.label, "")
        {
            segment = last.joined(segment);
            out.pop();
        } else if let Some(last) = out.last_mut()
            && segment.label == Label::Other
        {
            let taken = taken_in(text, *last, segment.span);
            last.span = Span::new(last.span.start(), last.span.end() + taken);
            segment.span = Span::new(segment.span.start() + taken, segment.span.end());
            if segment.span.of(text).trim().is_empty() {
                continue;
            }
        }
        out.push(segment);
    }
    out
}

impl Segment {
    fn joined(self, next: Segment) -> Segment {
        Segment {
            label: self.label,
            span: self.span.join(next.span),
            confidence: self.confidence.min(next.confidence),
        }
    }
}

fn is_names(label: Label) -> bool {
    matches!(label, Label::Author | Label::Editor | Label::Translator | Label::Contributor)
}

/// Whether what stands between two segments with this label leaves them one value.
fn joins(label: Label, between: &str) -> bool {
    let marks = !between.contains(char::is_alphanumeric);
    match label {
        Label::Title
        | Label::ContainerTitle
        | Label::CollectionTitle
        | Label::Publisher
        | Label::Institution
        | Label::Location
        | Label::Genre
        | Label::Note => marks,
        label if is_names(label) => {
            marks || {
                let t = Text::new(between);
                (0..t.len()).all(|i| t.is_punct(i) || grammar::is_and(&t, i))
            }
        }
        _ => false,
    }
}

/// Quotation marks that open and close.
const QUOTES: &[(char, char)] = &[('„', '“'), ('„', '”'), ('“', '”'), ('«', '»')];

/// Number of bytes behind a segment that belong to its value: "et al.", the bracket that closes,
/// the full stop of a short form.
fn taken_in(text: &str, segment: Segment, behind: Span) -> usize {
    let (value, rest) = (segment.span.of(text), behind.of(text));
    if is_names(segment.label) {
        let t = Text::new(rest.get(..rest.floor_char_boundary(40)).unwrap_or(rest));
        let end = grammar::et_al(&t, 0).map(|(_, end)| t.span(0, end).end());
        return end.unwrap_or(0);
    }
    let glued = segment.span.end() == behind.start();
    let open = |open: char, close: char| {
        rest.starts_with(close) && value.matches(open).count() > value.matches(close).count()
    };
    let title = matches!(
        segment.label,
        Label::Title | Label::ContainerTitle | Label::CollectionTitle | Label::Publisher
    );
    if glued && title && (open('(', ')') || open('[', ']')) {
        return 1;
    }
    let quote = QUOTES.iter().find(|(_, close)| rest.starts_with(*close));
    if let Some((first, last)) = quote.filter(|_| glued && title) {
        let inside = !value.starts_with(*first);
        let open = value.matches(*first).count() > value.matches(*last).count();
        return if inside && open { last.len_utf8() } else { 0 };
    }
    let short = segment.label == Label::ContainerTitle && edges::ends_short(value);
    usize::from(glued && short && rest.starts_with('.'))
}
