//! HTML as the fixtures of the official CSL test suite expect it, blanks and line breaks included.

use super::{Output, OutputInfo, PieceOutput, html, in_pieces};
use crate::node::{Font, Node};
use crate::request::{Entry, Rendered};

pub(super) struct SuiteHtml;

static INFO: OutputInfo = OutputInfo {
    name: "csl-html",
    aliases: &[],
    description: "HTML as the official CSL test suite expects it",
};

impl Output for SuiteHtml {
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

impl PieceOutput for SuiteHtml {
    fn begin(&self, out: &mut String, _: bool) {
        out.push_str("<div class=\"csl-bib-body\">\n");
    }

    fn add(&self, out: &mut String, entry: &Entry) {
        out.push_str("  <div class=\"csl-entry\">");
        push(out, &entry.content);
        out.push_str("</div>\n");
    }

    fn end(&self, out: &mut String, citations: &[Vec<Node>]) {
        out.push_str("</div>\n");
        for citation in citations {
            push(out, citation);
            out.push('\n');
        }
    }
}

/// Links are left to the words that are shown: the suite has none.
fn push(out: &mut String, nodes: &[Node]) {
    for node in nodes {
        match node {
            Node::Text(text) => escape(out, text),
            Node::Marked(font, children) => {
                let (open, close) = tags(*font);
                around(out, open, children, close);
            }
            Node::Link { children, .. } => push(out, children),
            Node::LeftMargin(children) => {
                around(out, "\n    <div class=\"csl-left-margin\">", children, "</div>");
            }
            Node::RightInline(children) => {
                around(out, "<div class=\"csl-right-inline\">", children, "</div>\n  ");
            }
            Node::Block(children) => {
                around(out, "\n\n    <div class=\"csl-block\">", children, "</div>\n");
            }
            Node::Indent(children) => {
                around(out, "<div class=\"csl-indent\">", children, "</div>\n  ");
            }
        }
    }
}

fn around(out: &mut String, open: &str, children: &[Node], close: &str) {
    out.push_str(open);
    push(out, children);
    out.push_str(close);
}

fn tags(font: Font) -> (&'static str, &'static str) {
    match font {
        Font::Baseline => ("<span style=\"baseline\">", "</span>"),
        _ => html::tags(font),
    }
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&#38;"),
            '<' => out.push_str("&#60;"),
            '>' => out.push_str("&#62;"),
            // Unicode has no mapping for these four.
            '\u{2C0}' => out.push_str("<sup>\u{294}</sup>"),
            '\u{2C1}' => out.push_str("<sup>\u{295}</sup>"),
            '\u{6E5}' => out.push_str("<sup>\u{648}</sup>"),
            '\u{6E6}' => out.push_str("<sup>\u{64A}</sup>"),
            '\u{2120}' => out.push_str("<sup>SM</sup>"),
            '\u{2122}' => out.push_str("<sup>TM</sup>"),
            _ if c.is_ascii() => out.push(c),
            _ => match RAISED.chars().zip(BASE.chars()).find(|(raised, _)| *raised == c) {
                Some((_, base)) => {
                    out.push_str("<sup>");
                    out.push(base);
                    out.push_str("</sup>");
                }
                None => out.push(c),
            },
        }
    }
}

/// Raised characters (Unicode 3, compatibility mapping `<super>`), which the suite wants as markup.
const RAISED: &str = "ª²³¹ºʰʱʲʳʴʵʶʷʸˠˡˢˣˤᴬᴭᴮᴰᴱᴲᴳᴴᴵᴶᴷᴸᴹᴺᴼᴽᴾᴿᵀᵁᵂᵃᵄᵅᵆᵇᵈᵉᵊᵋᵌᵍᵏᵐᵑᵒᵓᵔᵕᵖᵗᵘᵙᵚᵛ\
    ᵜᵝᵞᵟᵠᵡ⁰ⁱ⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ㆒㆓㆔㆕㆖㆗㆘㆙㆚㆛㆜㆝㆞㆟";

/// What each of [`RAISED`] is on the line.
const BASE: &str = "a231ohɦjrɹɻʁwyɣlsxʕAÆBDEƎGHIJKLMNOȢPRTUWaɐɑᴂbdeəɛɜgkmŋoɔᴖᴗptuᴝɯv\
    ᴥβγδφχ0i456789+−=()n一二三四上中下甲乙丙丁天地人";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Entry;

    fn text(words: &str) -> Vec<Node> {
        vec![Node::Text(words.into())]
    }

    #[test]
    fn blocks_stand_on_lines_of_their_own() {
        let content = vec![
            Node::Block(text("Doe")),
            Node::LeftMargin(text("1.")),
            Node::RightInline(text("a & <b> \"c\"")),
        ];
        let entry = Entry { id: "a".into(), content };
        let rendered = Rendered { bibliography: vec![entry], ..Rendered::default() };
        assert_eq!(
            SuiteHtml.document(&rendered),
            "<div class=\"csl-bib-body\">\n  <div class=\"csl-entry\">\n\n    \
             <div class=\"csl-block\">Doe</div>\n\n    \
             <div class=\"csl-left-margin\">1.</div>\
             <div class=\"csl-right-inline\">a &#38; &#60;b&#62; \"c\"</div>\n  </div>\n</div>\n"
        );
    }

    #[test]
    fn raised_characters_become_markup() {
        assert_eq!(RAISED.chars().count(), BASE.chars().count());
        assert_eq!(SuiteHtml.entry(&text("1\u{1D49} x\u{2122}")), "1<sup>e</sup> x<sup>TM</sup>");
    }

    #[test]
    fn marks_that_end_others_have_tags() {
        let inner = Node::Marked(Font::NormalStyle, text("v."));
        let nodes = [Node::Marked(Font::Italic, vec![inner])];
        assert_eq!(SuiteHtml.entry(&nodes), "<i><span style=\"font-style:normal;\">v.</span></i>");
    }
}
