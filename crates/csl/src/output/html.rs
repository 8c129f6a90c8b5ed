//! HTML fragments with the class names other CSL programs use.

use super::{Output, OutputInfo, PieceOutput, in_pieces};
use crate::node::{Font, Node};
use crate::request::{Entry, Rendered};

pub(super) struct Html;

static INFO: OutputInfo = OutputInfo {
    name: "html",
    aliases: &["htm"],
    description: "HTML fragment with the usual class names (csl-bib-body, csl-entry)",
};

impl Output for Html {
    fn info(&self) -> &OutputInfo {
        &INFO
    }

    fn entry(&self, nodes: &[Node]) -> String {
        let mut out = String::new();
        push(&mut out, nodes);
        out
    }

    fn document(&self, rendered: &Rendered) -> String {
        in_pieces(self, rendered)
    }

    fn pieces(&self) -> Option<&dyn PieceOutput> {
        Some(self)
    }
}

impl PieceOutput for Html {
    fn begin(&self, out: &mut String, hanging_indent: bool) {
        let indent = if hanging_indent { " csl-hanging-indent" } else { "" };
        out.push_str(&format!("<div class=\"csl-bib-body{indent}\">\n"));
    }

    fn add(&self, out: &mut String, entry: &Entry) {
        add_with(out, entry, "");
    }

    fn end(&self, out: &mut String, citations: &[Vec<Node>]) {
        out.push_str("</div>\n");
        if citations.is_empty() {
            return;
        }
        out.push_str("<ol class=\"csl-citations\">\n");
        for citation in citations {
            out.push_str("  <li>");
            push(out, citation);
            out.push_str("</li>\n");
        }
        out.push_str("</ol>\n");
    }
}

/// Writes a bibliography as the output `html` does; `behind` gives what stands at the end of the
/// entry with an id: the COinS of a record, say.
///
/// # Examples
/// ```
/// use refsmith_csl::{Request, html_with, render, style};
/// use refsmith_model::{ItemType, Record, TextVariable};
/// let mut record = Record::new("love2014", ItemType::ArticleJournal);
/// record.texts.insert(TextVariable::Title, "Oxytocin".into());
/// let (records, apa) = ([record], style("apa")?);
/// let rendered = render(&Request { records: &records, style: &apa, locale: None, clusters: &[] })?;
/// let html = html_with(&rendered, &|id| format!("<span data-key=\"{id}\"></span>"));
/// assert!(html.contains("<span data-key=\"love2014\"></span></div>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn html_with(rendered: &Rendered, behind: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    Html.begin(&mut out, rendered.hanging_indent);
    for entry in &rendered.bibliography {
        add_with(&mut out, entry, &behind(&entry.id));
    }
    Html.end(&mut out, &rendered.citations);
    out
}

/// Writes an entry; `behind` stands at its end.
fn add_with(out: &mut String, entry: &Entry, behind: &str) {
    out.push_str("  <div class=\"csl-entry\" data-id=\"");
    escape(out, &entry.id);
    out.push_str("\">");
    push(out, &entry.content);
    out.push_str(behind);
    out.push_str("</div>\n");
}

/// Depth is bounded: engines nest at most one block, one link and six fonts.
fn push(out: &mut String, nodes: &[Node]) {
    for node in nodes {
        match node {
            Node::Text(text) => escape(out, text),
            Node::Marked(font, children) => {
                let (open, close) = tags(*font);
                out.push_str(open);
                push(out, children);
                out.push_str(close);
            }
            Node::Link { url, children } => {
                // Only addresses the engine made reach this place: `http`, `https` and `ftp`.
                out.push_str("<a href=\"");
                escape(out, url);
                out.push_str("\">");
                push(out, children);
                out.push_str("</a>");
            }
            Node::LeftMargin(children) => block(out, "csl-left-margin", children),
            Node::RightInline(children) => block(out, "csl-right-inline", children),
            Node::Block(children) => block(out, "csl-block", children),
            Node::Indent(children) => block(out, "csl-indent", children),
        }
    }
}

fn block(out: &mut String, class: &str, children: &[Node]) {
    out.push_str("<div class=\"");
    out.push_str(class);
    out.push_str("\">");
    push(out, children);
    out.push_str("</div>");
}

/// Returns the tags of a font.
pub(super) fn tags(font: Font) -> (&'static str, &'static str) {
    match font {
        Font::Italic => ("<i>", "</i>"),
        Font::Bold => ("<b>", "</b>"),
        Font::SmallCaps => ("<span style=\"font-variant:small-caps;\">", "</span>"),
        Font::Superscript => ("<sup>", "</sup>"),
        Font::Subscript => ("<sub>", "</sub>"),
        Font::Underline => ("<span style=\"text-decoration:underline;\">", "</span>"),
        Font::NormalStyle => ("<span style=\"font-style:normal;\">", "</span>"),
        Font::NormalWeight => ("<span style=\"font-weight:normal;\">", "</span>"),
        Font::NormalVariant => ("<span style=\"font-variant:normal;\">", "</span>"),
        Font::Baseline => ("<span style=\"vertical-align:baseline;\">", "</span>"),
        Font::NoUnderline => ("<span style=\"text-decoration:none;\">", "</span>"),
    }
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // No control character but white space may stand in HTML, not even as a reference.
            _ if c.is_control() && !c.is_ascii_whitespace() => {}
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_fields_is_text() {
        let nodes = [Node::Text("a < b & \"c\" <script>".into())];
        assert_eq!(Html.entry(&nodes), "a &lt; b &amp; &quot;c&quot; &lt;script&gt;");
    }
}
