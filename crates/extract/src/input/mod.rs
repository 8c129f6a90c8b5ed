//! From bytes to documents: encodings, and one reader per kind of input.
//!
//! [`read`] does everything; [`decode`] and the readers in [`INPUTS`] are its parts. A reader
//! finds blocks, not references: which block is a reference is for [`crate::segment`] to say.

mod decode;
mod extractor;
mod html;
mod html_tags;
mod latex;
mod layout;
mod line_decoder;
mod markdown;
mod plain;

pub use decode::{decode, decode_owned};
pub use line_decoder::LineDecoder;
use refsmith_model::{Parsed, SourceDocument, SourceText};

/// A kind of input document.
pub trait Input: Sync {
    /// Returns name, extensions and description.
    fn info(&self) -> &'static InputInfo;

    /// Tells how much `text` looks like this kind: 0 (not at all) to 100 (certainly).
    fn sniff(&self, text: &str) -> u8;

    /// Reads the blocks of a decoded text. Never fails: what is broken is read as far as it goes.
    fn read(&self, text: SourceText) -> Parsed<SourceDocument>;
}

/// How a kind of input is called.
#[derive(Debug, PartialEq, Eq)]
pub struct InputInfo {
    /// Name on the command line.
    pub name: &'static str,
    /// Other names that are accepted.
    pub aliases: &'static [&'static str],
    /// File extensions without a dot, lower case.
    pub extensions: &'static [&'static str],
    /// One line for people.
    pub description: &'static str,
}

/// All kinds of input, the most general first.
pub static INPUTS: &[&dyn Input] =
    &[&plain::Plain, &markdown::Markdown, &html::Html, &latex::Latex];

/// Returns the kind of input with this name or alias, in any letter case.
///
/// # Examples
/// ```
/// use refsmith_extract::input;
/// assert_eq!(input::by_name("md").map(|input| input.info().name), Some("markdown"));
/// assert!(input::by_name("docx").is_none());
/// ```
pub fn by_name(name: &str) -> Option<&'static dyn Input> {
    INPUTS.iter().copied().find(|input| {
        let info = input.info();
        info.name.eq_ignore_ascii_case(name)
            || info.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    })
}

/// Returns the kind of input that a file extension (without dot, any letter case) stands for.
pub fn by_extension(extension: &str) -> Option<&'static dyn Input> {
    INPUTS.iter().copied().find(|input| {
        input.info().extensions.iter().any(|known| known.eq_ignore_ascii_case(extension))
    })
}

/// Returns the kind of input that a text looks most like. Plain text is the answer when in doubt.
///
/// # Examples
/// ```
/// use refsmith_extract::input;
/// assert_eq!(input::sniff("<!DOCTYPE html><p>Hello").info().name, "html");
/// assert_eq!(input::sniff("Hello").info().name, "text");
/// ```
pub fn sniff(text: &str) -> &'static dyn Input {
    let mut best: (&'static dyn Input, u8) = (&plain::Plain, 0);
    for input in INPUTS {
        let score = input.sniff(text);
        if score > best.1 {
            best = (*input, score);
        }
    }
    best.0
}

/// Decodes and reads a document.
///
/// Without `input`, the extension of `name` decides, and where that says nothing, the content.
/// `name` is what messages call the document (`-` for standard input).
///
/// # Examples
/// ```
/// use refsmith_extract::input;
/// let document = input::read("a.html", b"<ul><li>one<li>two</ul>", None).value;
/// assert_eq!(document.text.slice(document.blocks[1].span), "two");
/// ```
pub fn read(name: &str, bytes: &[u8], input: Option<&'static dyn Input>) -> Parsed<SourceDocument> {
    let decoded = decode(name, bytes);
    let extension = name.rsplit(['/', '\\']).next().and_then(|file| file.rsplit_once('.'));
    let input = input
        .or_else(|| extension.and_then(|(_, extension)| by_extension(extension)))
        .unwrap_or_else(|| sniff(decoded.value.text()));
    let mut document = input.read(decoded.value);
    document.diagnostics.splice(0..0, decoded.diagnostics);
    document
}
