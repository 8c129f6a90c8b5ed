//! [`Node`]: rendered text as a tree, free of any output format.

/// A piece of rendered text. Engines make these, outputs write them.
///
/// # Examples
/// ```
/// use refsmith_csl::{Font, Node, plain_text};
/// let title = Node::Marked(Font::Italic, vec![Node::Text("Nature".into())]);
/// assert_eq!(plain_text(&[title, Node::Text(", 521".into())]), "Nature, 521");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Words.
    Text(String),
    /// Words in another font or position.
    Marked(Font, Vec<Node>),
    /// Words that lead somewhere.
    Link {
        /// Where to: an absolute address.
        url: String,
        /// What is shown.
        children: Vec<Node>,
    },
    /// The first field of an entry, set in the margin: usually its number.
    LeftMargin(Vec<Node>),
    /// What follows beside the margin.
    RightInline(Vec<Node>),
    /// A block of its own.
    Block(Vec<Node>),
    /// A block of its own, indented.
    Indent(Vec<Node>),
}

/// How a run of text is set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Font {
    /// Italic type.
    Italic,
    /// Bold type.
    Bold,
    /// Small capitals.
    SmallCaps,
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
    /// Underlined.
    Underline,
    /// Upright inside italic type.
    NormalStyle,
    /// Of normal weight inside bold type.
    NormalWeight,
    /// Without small capitals inside small capitals.
    NormalVariant,
    /// On the line inside what is raised or lowered.
    Baseline,
    /// Without a line inside what is underlined.
    NoUnderline,
}

/// Returns the words of a tree alone. Blocks begin and end a line; a margin and what follows are
/// kept apart by a blank.
pub fn plain_text(nodes: &[Node]) -> String {
    let mut out = String::new();
    push_plain_text(&mut out, nodes);
    out
}

/// Appends the words of a tree to a text that is empty or ends in a line break.
pub(crate) fn push_plain_text(out: &mut String, nodes: &[Node]) {
    let start = out.len();
    push_plain(out, nodes);
    let added = out.get(start..).unwrap_or_default();
    let end = start + added.trim_end().len();
    let blanks = added.len() - added.trim_start().len();
    out.truncate(end);
    if blanks > 0 {
        out.drain(start..(start + blanks).min(end));
    }
}

/// Depth is bounded: engines nest at most one block, one link and six fonts.
fn push_plain(out: &mut String, nodes: &[Node]) {
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Marked(_, children) | Node::Link { children, .. } => push_plain(out, children),
            Node::LeftMargin(children) => {
                push_plain(out, children);
                if !out.ends_with([' ', '\u{A0}']) {
                    out.push(' ');
                }
            }
            Node::RightInline(children) => push_plain(out, children),
            Node::Block(children) | Node::Indent(children) => {
                if !out.is_empty() && !out.ends_with(char::is_whitespace) {
                    out.push(' ');
                }
                push_plain(out, children);
                out.push(' ');
            }
        }
    }
}
