//! Outputs: rendered text as plain text, HTML, Markdown, LaTeX, Typst, RTF or JSON.

mod html;
mod json;
mod latex;
mod markdown;
mod rtf;
mod suite_html;
mod text;
mod typst;

pub use html::html_with;

use crate::node::Node;
use crate::request::{Entry, Rendered};

/// Writes rendered text in one format.
pub trait Output: Sync {
    /// Returns what the output is listed with.
    fn info(&self) -> &OutputInfo;

    /// Writes one entry or citation, without anything around it.
    fn entry(&self, nodes: &[Node]) -> String;

    /// Writes a whole bibliography, ended by a line break.
    fn document(&self, rendered: &Rendered) -> String;

    /// Returns how a bibliography is written entry by entry; `None` for outputs that have to know
    /// all entries before they write the first.
    fn pieces(&self) -> Option<&dyn PieceOutput> {
        None
    }
}

/// Writes a bibliography entry by entry: the same bytes as [`Output::document`].
///
/// # Examples
/// ```
/// use refsmith_csl::{Entry, Node, Rendered, output};
/// let entry = Entry { id: "nature".into(), content: vec![Node::Text("Nature".into())] };
/// let text = output("text").unwrap();
/// let (pieces, mut out) = (text.pieces().unwrap(), String::new());
/// pieces.begin(&mut out, false);
/// pieces.add(&mut out, &entry);
/// pieces.end(&mut out, &[]);
/// let bibliography = vec![entry];
/// assert_eq!(out, text.document(&Rendered { bibliography, ..Rendered::default() }));
/// ```
pub trait PieceOutput {
    /// Writes what stands before the first entry.
    fn begin(&self, out: &mut String, hanging_indent: bool);

    /// Writes the next entry. What was written before may have been taken out of `out`.
    fn add(&self, out: &mut String, entry: &Entry);

    /// Writes what stands behind the last entry, citations among it.
    fn end(&self, out: &mut String, citations: &[Vec<Node>]);
}

/// Writes a whole bibliography entry by entry.
fn in_pieces(output: &dyn PieceOutput, rendered: &Rendered) -> String {
    let mut out = String::new();
    output.begin(&mut out, rendered.hanging_indent);
    for entry in &rendered.bibliography {
        output.add(&mut out, entry);
    }
    output.end(&mut out, &rendered.citations);
    out
}

/// What an output is listed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutputInfo {
    /// The name it is chosen by.
    pub name: &'static str,
    /// Other names it answers to.
    pub aliases: &'static [&'static str],
    /// One line for the list of outputs.
    pub description: &'static str,
}

/// All outputs.
pub static OUTPUTS: &[&dyn Output] = &[
    &text::PlainText,
    &html::Html,
    &markdown::Markdown,
    &latex::Latex,
    &typst::Typst,
    &rtf::Rtf,
    &json::Json,
    &suite_html::SuiteHtml,
];

/// Finds an output by name or alias; letter case does not matter.
///
/// # Examples
/// ```
/// use refsmith_csl::output;
/// assert_eq!(output("md").map(|found| found.info().name), Some("markdown"));
/// assert!(output("postscript").is_none());
/// ```
pub fn output(name: &str) -> Option<&'static dyn Output> {
    let name = name.to_lowercase();
    OUTPUTS
        .iter()
        .find(|output| {
            let info = output.info();
            info.name == name || info.aliases.contains(&name.as_str())
        })
        .copied()
}

/// Splits an entry that begins in the margin: what stands there, and the rest.
fn margin(nodes: &[Node]) -> Option<(&[Node], &[Node])> {
    match nodes.split_first() {
        Some((Node::LeftMargin(label), rest)) => Some((label, rest)),
        _ => None,
    }
}

/// Keeps what follows apart from a label, in LaTeX and RTF, where `~` is a blank, too.
fn set_apart(out: &mut String) {
    if !out.ends_with([' ', '~']) {
        out.push(' ');
    }
}

/// Writes an address in ASCII, and without what means something in the markup around it: such
/// bytes become `%XX`.
fn ascii_url(url: &str, meaningful: &[u8]) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() && !meaningful.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
