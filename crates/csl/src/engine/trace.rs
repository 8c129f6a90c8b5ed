//! [`trace`]: a rendering that says which words come from which variable.
//!
//! The engine puts a private-use character before and behind what a variable gives, where settling
//! punctuation looks through them; here they are read out again.

use std::num::NonZeroUsize;

use refsmith_model::{DateVariable, NameVariable, NumberVariable, Span, TextVariable, Variable};

use super::document;
use crate::node::{Node, plain_text};
use crate::request::{RenderError, Request};

/// Behind the words of a variable.
pub(super) const CLOSING: char = '\u{F8FF}';

/// The first of the characters that stand before the words of a variable, one for each.
const FIRST: u32 = 0xE000;

/// Words of an entry or citation, and where they come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TracedText {
    /// The words, as the output `text` writes them.
    pub text: String,
    /// Variables with the span of `text` that each gave, in order. An outer one stands before those
    /// inside it; affixes, labels and quotation marks of the style are outside.
    pub variables: Vec<(Variable, Span)>,
}

/// A rendering with the origin of its words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traced {
    /// The entries of the bibliography: the position of the record in the request, and the text.
    pub bibliography: Vec<(usize, TracedText)>,
    /// One text per cluster, in the order of the request.
    pub citations: Vec<TracedText>,
}

/// Renders like [`crate::render`], as plain text in which each variable can be found.
///
/// Characters of the Unicode private-use area U+E000–F8FF inside a record are not told from marks,
/// so records must not have any.
///
/// # Errors
/// Those of [`crate::render`].
///
/// # Examples
/// ```
/// use refsmith_csl::{Request, style, trace};
/// use refsmith_model::{Date, DateVariable, ItemType, Record, TextVariable};
///
/// let mut record = Record::new("darwin1859", ItemType::Book);
/// record.texts.insert(TextVariable::Title, "On the origin of species".into());
/// record.dates.insert(DateVariable::Issued, Date::from_year(1859));
/// let apa = style("apa")?;
/// let request = Request { records: &[record], style: &apa, locale: None, clusters: &[] };
/// let (_, entry) = &trace(&request)?.bibliography[0];
/// assert_eq!(entry.text, "On the origin of species. (1859).");
/// let (variable, span) = entry.variables[1];
/// assert_eq!((variable.as_str(), span.of(&entry.text)), ("issued", "1859"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn trace(request: &Request<'_>) -> Result<Traced, RenderError> {
    let rendered = document::render(request, true, NonZeroUsize::MIN)?;
    let ids: std::collections::HashMap<&str, usize> =
        request.records.iter().enumerate().map(|(idx, record)| (&*record.id, idx)).collect();
    let bibliography = rendered
        .bibliography
        .iter()
        .filter_map(|entry| Some((*ids.get(&*entry.id)?, read(&entry.content))))
        .collect();
    let citations = rendered.citations.iter().map(|nodes| read(nodes)).collect();
    Ok(Traced { bibliography, citations })
}

/// Returns the character before the words of a variable.
pub(super) fn opening(variable: Variable) -> char {
    let texts = TextVariable::ALL.len();
    let numbers = texts + NumberVariable::ALL.len();
    let names = numbers + NameVariable::ALL.len();
    let place = match variable {
        Variable::Text(variable) => variable as usize,
        Variable::Number(variable) => texts + variable as usize,
        Variable::Name(variable) => numbers + variable as usize,
        Variable::Date(variable) => names + variable as usize,
    };
    u32::try_from(place).ok().and_then(|place| char::from_u32(FIRST + place)).unwrap_or(CLOSING)
}

/// Returns the variable a character announces.
fn announced(mark: char) -> Option<Variable> {
    let mut place = usize::try_from(u32::from(mark).checked_sub(FIRST)?).ok()?;
    if let Some(variable) = TextVariable::ALL.get(place) {
        return Some(Variable::Text(*variable));
    }
    place -= TextVariable::ALL.len();
    if let Some(variable) = NumberVariable::ALL.get(place) {
        return Some(Variable::Number(*variable));
    }
    place -= NumberVariable::ALL.len();
    if let Some(variable) = NameVariable::ALL.get(place) {
        return Some(Variable::Name(*variable));
    }
    place -= NameVariable::ALL.len();
    DateVariable::ALL.get(place).map(|variable| Variable::Date(*variable))
}

/// Takes the marks out of rendered text.
fn read(nodes: &[Node]) -> TracedText {
    let marked = plain_text(nodes);
    let mut out = TracedText::default();
    let mut open = Vec::new();
    for c in marked.chars() {
        if c == CLOSING {
            if let Some(idx) = open.pop()
                && let Some((_, span)) = out.variables.get_mut(idx)
            {
                let found: &mut Span = span;
                *found = Span::new(found.start(), out.text.len());
            }
        } else if let Some(variable) = announced(c) {
            open.push(out.variables.len());
            out.variables.push((variable, Span::new(out.text.len(), out.text.len())));
        } else {
            out.text.push(c);
        }
    }
    out
}
