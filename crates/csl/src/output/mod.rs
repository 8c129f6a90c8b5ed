//! Outputs: rendered text as plain text, HTML, Markdown or JSON.

mod html;
mod json;
mod markdown;
mod text;

use crate::node::Node;
use crate::request::Rendered;

/// Writes rendered text in one format.
pub trait Output: Sync {
    /// Returns what the output is listed with.
    fn info(&self) -> &OutputInfo;

    /// Writes one entry or citation, without anything around it.
    fn entry(&self, nodes: &[Node]) -> String;

    /// Writes a whole bibliography, ended by a line break.
    fn document(&self, rendered: &Rendered) -> String;
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
pub static OUTPUTS: &[&dyn Output] =
    &[&text::PlainText, &html::Html, &markdown::Markdown, &json::Json];

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
