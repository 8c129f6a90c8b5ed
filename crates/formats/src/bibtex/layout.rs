//! How a file is laid out: what new fields and entries look like so that they fit in.

use super::syntax::{Block, BlockKind, Field, PieceKind, Tree};

/// The layout of an entry, as its fields show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    /// What stands between the end of a field and the name of the next.
    pub(crate) gap: String,
    /// What stands before the closing delimiter.
    pub(crate) last_gap: String,
    /// Blanks around `=`, if they do not line up.
    pub(crate) equals: (String, String),
    /// Columns between the beginning of a name and `=`, if these line up.
    pub(crate) equals_column: Option<usize>,
    /// Whether values stand in quotation marks.
    pub(crate) quotes: bool,
    /// Whether numbers stand without delimiters.
    pub(crate) bare_numbers: bool,
    /// Whether a comma follows the last field.
    pub(crate) trailing_comma: bool,
    /// How names are written.
    pub(crate) case: Case,
}

/// Letter case of field names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Title,
}

impl Layout {
    /// The layout of a file that shows none.
    fn usual(tree: &Tree) -> Self {
        let end = line_end(tree.text());
        Self {
            gap: format!("{end}  "),
            last_gap: end.to_owned(),
            equals: (" ".into(), " ".into()),
            equals_column: None,
            quotes: false,
            bare_numbers: false,
            trailing_comma: true,
            case: Case::Lower,
        }
    }

    /// Reads the layout of an entry; one without fields is laid out like the others of the file.
    pub(crate) fn of(tree: &Tree, block: &Block) -> Self {
        match tree.fields(block) {
            [] => Self::of_file(tree),
            fields => Self::of_fields(tree, block, fields),
        }
    }

    /// Reads the layout of the last entry that has fields.
    pub(crate) fn of_file(tree: &Tree) -> Self {
        let model = tree
            .blocks()
            .iter()
            .rev()
            .find(|block| block.kind == BlockKind::Entry && tree.fields(block).len() > 1);
        model.map_or_else(|| Self::usual(tree), |b| Self::of_fields(tree, b, tree.fields(b)))
    }

    fn of_fields(tree: &Tree, block: &Block, fields: &[Field]) -> Self {
        let text = tree.text();
        let between = |start: u32, end: u32| text.get(start as usize..end as usize).unwrap_or("");
        let Some(last) = fields.last() else { return Self::usual(tree) };
        let before = fields.len().checked_sub(2).and_then(|idx| fields.get(idx));
        let start = before.map_or(block.key.end, |field| field.end);
        let gap = match blank_tail(between(start, last.name.start)) {
            "" if before.is_some() => String::new(),
            "" => " ".to_owned(),
            gap => gap.to_owned(),
        };
        let sides: Vec<(&Field, &str, &str)> = fields
            .iter()
            .filter_map(|field| {
                let (left, right) = between(field.name.end, field.value.start).split_once('=')?;
                Some((field, left, right))
            })
            .collect();
        let column = |side: &(&Field, &str, &str)| side.0.name.len() + side.1.len();
        let columns: Vec<usize> = sides.iter().map(column).collect();
        let aligned = columns.windows(2).all(|pair| pair.first() == pair.last());
        let mixed = sides.windows(2).any(|pair| {
            pair.first().map(|side| side.0.name.len()) != pair.last().map(|side| side.0.name.len())
        });
        let pieces = || fields.iter().flat_map(|field| tree.pieces(field));
        let count = |kind| pieces().filter(|piece| piece.kind == kind).count();
        let number = |piece: &super::syntax::Piece| {
            piece.kind == PieceKind::Bare
                && piece.span.of(text).bytes().all(|byte| byte.is_ascii_digit())
        };
        let (_, left, right) = sides.last().copied().unwrap_or((last, " ", " "));
        Self {
            gap,
            last_gap: blank_tail(between(last.end, block.body.end)).to_owned(),
            equals: (left.to_owned(), right.to_owned()),
            equals_column: columns.first().copied().filter(|_| aligned && mixed),
            quotes: count(PieceKind::Quoted) > count(PieceKind::Braced),
            bare_numbers: pieces().any(number),
            trailing_comma: last.end > last.value.end,
            case: case(tree, fields),
        }
    }

    /// Writes a value with the delimiters of this layout.
    pub(crate) fn delimited(&self, value: &str) -> String {
        let number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        if number && self.bare_numbers {
            value.to_owned()
        } else if self.quotes && !value.contains('"') {
            format!("\"{value}\"")
        } else {
            format!("{{{value}}}")
        }
    }

    /// Writes name and `=`.
    pub(crate) fn name(&self, name: &str) -> String {
        let mut out = match self.case {
            Case::Lower => name.to_owned(),
            Case::Upper => name.to_ascii_uppercase(),
            Case::Title => {
                let mut chars = name.chars();
                let first = chars.next().map(|c| c.to_ascii_uppercase());
                first.into_iter().chain(chars).collect()
            }
        };
        match self.equals_column {
            Some(column) => {
                let missing = column.saturating_sub(out.len());
                let least = usize::from(!self.equals.1.is_empty());
                out.push_str(&" ".repeat(missing.max(least)));
            }
            None => out.push_str(&self.equals.0),
        }
        out.push('=');
        out.push_str(&self.equals.1);
        out
    }
}

fn case(tree: &Tree, fields: &[Field]) -> Case {
    let names = || fields.iter().map(|field| field.name.of(tree.text()));
    let upper = |name: &str| name.bytes().all(|byte| !byte.is_ascii_lowercase());
    let title = |name: &str| name.starts_with(|c: char| c.is_ascii_uppercase());
    match (names().all(upper), names().all(title)) {
        (true, _) => Case::Upper,
        (_, true) => Case::Title,
        _ => Case::Lower,
    }
}

/// Returns the blanks at the end of a text, from its last line end on.
fn blank_tail(text: &str) -> &str {
    let blank = text.get(text.trim_end_matches([' ', '\t', '\n', '\r']).len()..).unwrap_or("");
    match blank.rfind('\n') {
        Some(at) => {
            let at = if blank.get(..at).is_some_and(|b| b.ends_with('\r')) { at - 1 } else { at };
            blank.get(at..).unwrap_or("")
        }
        None => blank,
    }
}

/// Returns the line end that a text uses mostly.
pub(crate) fn line_end(text: &str) -> &'static str {
    let (mut lf, mut crlf) = (0_usize, 0_usize);
    for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
        match at.checked_sub(1).and_then(|at| text.as_bytes().get(at)) {
            Some(b'\r') => crlf += 1,
            _ => lf += 1,
        }
    }
    match (lf, crlf) {
        (0, 0) if text.contains('\r') => "\r",
        _ if crlf > lf => "\r\n",
        _ => "\n",
    }
}
