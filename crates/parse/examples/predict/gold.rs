//! [`Gold`]: a labeller that knows the answer.

use refsmith_model::Span;
use refsmith_parse::{Label, Labeller, Segment};
use serde_json::Value;

/// Segments of one reference as a data set gives them: label and text, in order.
pub(crate) struct Gold {
    segments: Vec<(Label, String)>,
}

impl Gold {
    /// Reads `{"seg": [[label, text], ...]}`.
    pub(crate) fn of(object: &Value) -> Option<Self> {
        let segments = object.get("seg")?.as_array()?;
        let segments = segments
            .iter()
            .filter_map(|pair| {
                let name = pair.get(0)?.as_str()?;
                let label = Label::ALL.iter().find(|label| label.as_str() == name)?;
                Some((*label, pair.get(1)?.as_str()?.to_owned()))
            })
            .collect();
        Some(Self { segments })
    }
}

impl Labeller for Gold {
    fn name(&self) -> &'static str {
        "gold"
    }

    /// Aligns the segments with the normalised reference: white space and characters that
    /// normalising dropped do not count.
    fn label(&self, reference: &str) -> Vec<Segment> {
        let mut rest = reference.char_indices().filter(|(_, c)| !c.is_whitespace()).peekable();
        let mut out = Vec::new();
        for (label, text) in &self.segments {
            let mut span: Option<Span> = None;
            for c in text.chars() {
                let Some((at, _)) = rest.next_if(|(_, next)| *next == c) else { continue };
                let here = Span::new(at, at + c.len_utf8());
                span = Some(span.map_or(here, |span| span.join(here)));
            }
            out.extend(span.map(|span| Segment { label: *label, span, confidence: 1.0 }));
        }
        out
    }
}
