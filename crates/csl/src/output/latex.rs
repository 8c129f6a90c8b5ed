//! LaTeX: a list that compiles inside any document, with hyperref or without.
//!
//! Nothing has to stand in the preamble. Where `\href` is not defined, links are their text alone.
//! Letters stay what they are, in UTF-8: scripts that pdfLaTeX does not know need LuaLaTeX or XeLaTeX.

use super::{Output, OutputInfo, ascii_url, margin, set_apart};
use crate::node::{Font, Node, plain_text};
use crate::request::Rendered;

pub(super) struct Latex;

static INFO: OutputInfo = OutputInfo {
    name: "latex",
    aliases: &["tex"],
    description: "LaTeX list for the body of any document",
};

impl Output for Latex {
    fn info(&self) -> &OutputInfo {
        &INFO
    }

    fn entry(&self, nodes: &[Node]) -> String {
        let mut out = String::new();
        push(&mut out, nodes);
        guarded(out.trim_matches(' '))
    }

    fn document(&self, rendered: &Rendered) -> String {
        let mut body = String::new();
        if !rendered.bibliography.is_empty() {
            body.push_str(&self.list(rendered));
        }
        for citation in &rendered.citations {
            if !body.is_empty() {
                body.push('\n');
            }
            body.push_str(&self.entry(citation));
            body.push('\n');
        }
        if body.is_empty() {
            return body;
        }
        let href = if body.contains(r"\href{") { "\\providecommand{\\href}[2]{#2}\n" } else { "" };
        format!("\\begingroup\n{href}\\frenchspacing\n{body}\\endgroup\n")
    }
}

impl Latex {
    fn list(&self, rendered: &Rendered) -> String {
        let labels = rendered.bibliography.iter().filter_map(|entry| margin(&entry.content));
        let widest = labels.map(|(label, _)| label).max_by_key(|label| plain_text(label).len());
        let layout = match widest {
            Some(label) => format!(
                "\\settowidth{{\\labelwidth}}{{{}}}\\setlength{{\\labelsep}}{{0.5em}}\
                 \\setlength{{\\leftmargin}}{{\\labelwidth}}\\addtolength{{\\leftmargin}}{{\\labelsep}}\
                 \\renewcommand{{\\makelabel}}[1]{{#1\\hfil}}",
                self.entry(label)
            ),
            None if rendered.hanging_indent => {
                "\\setlength{\\leftmargin}{1.5em}\\setlength{\\itemindent}{-1.5em}\
                 \\setlength{\\labelwidth}{0pt}\\setlength{\\labelsep}{0pt}"
                    .to_owned()
            }
            None => "\\setlength{\\leftmargin}{0pt}\\setlength{\\labelwidth}{0pt}\
                     \\setlength{\\labelsep}{0pt}"
                .to_owned(),
        };
        let mut out = format!("\\begin{{list}}{{}}{{{layout}}}\n");
        for entry in &rendered.bibliography {
            match margin(&entry.content) {
                Some((label, rest)) => {
                    out.push_str("\\item[{");
                    out.push_str(&self.entry(label));
                    out.push_str("}] ");
                    out.push_str(&self.entry(rest));
                }
                None => {
                    out.push_str("\\item ");
                    out.push_str(&self.entry(&entry.content));
                }
            }
            out.push('\n');
        }
        out.push_str("\\end{list}\n");
        out
    }
}

/// Depth is bounded: engines nest at most one block, one link and six fonts.
fn push(out: &mut String, nodes: &[Node]) {
    for node in nodes {
        match node {
            Node::Text(text) => escape(out, text),
            Node::Marked(font, children) => {
                out.push_str(command(*font));
                out.push('{');
                push(out, children);
                out.push('}');
            }
            Node::Link { url, children } => {
                out.push_str("\\href{");
                address(out, url);
                out.push_str("}{");
                push(out, children);
                out.push('}');
            }
            Node::LeftMargin(children) => {
                push(out, children);
                set_apart(out);
            }
            Node::RightInline(children) => push(out, children),
            Node::Block(children) => {
                paragraph(out);
                push(out, children);
                out.push_str("\\par ");
            }
            Node::Indent(children) => {
                paragraph(out);
                out.push_str("\\begingroup\\advance\\leftskip by 1.5em\\relax ");
                push(out, children);
                out.push_str("\\par\\endgroup ");
            }
        }
    }
}

fn paragraph(out: &mut String) {
    if !out.is_empty() && !out.ends_with("\\par ") && !out.ends_with("\\par\\endgroup ") {
        out.push_str("\\par ");
    }
}

fn command(font: Font) -> &'static str {
    match font {
        Font::Italic => "\\textit",
        Font::Bold => "\\textbf",
        Font::SmallCaps => "\\textsc",
        Font::Superscript => "\\textsuperscript",
        Font::Subscript => "\\textsubscript",
        Font::Underline => "\\underline",
        Font::NormalStyle => "\\textup",
        Font::NormalWeight => "\\textmd",
        Font::NormalVariant => "\\textulc",
        // Nothing in LaTeX takes these back.
        Font::Baseline | Font::NoUnderline => "",
    }
}

/// Every character comes out as itself, in every font encoding and under every babel shorthand.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.extend(['\\', c]),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            '`' => out.push_str("\\textasciigrave{}"),
            '\'' => out.push_str("\\textquotesingle{}"),
            // `\textquotedbl` is unknown in the encoding OT1, the default; babel makes `"` a command.
            '"' => out.push_str("\\string\""),
            // Two of these in a row would be a dash or a low quotation mark.
            '-' | ',' => {
                if out.ends_with(c) {
                    out.push_str("{}");
                }
                out.push(c);
            }
            '\u{A0}' => out.push('~'),
            '\u{2009}' | '\u{202F}' => out.push_str("\\,"),
            '\u{AD}' => out.push_str("\\-"),
            '\u{200B}' => out.push_str("\\hspace{0pt}"),
            _ if c.is_whitespace() => out.push(' '),
            _ if c.is_control() => {}
            _ => out.push(c),
        }
    }
}

/// hyperref takes these escapes inside the argument of another command, too.
fn address(out: &mut String, url: &str) {
    for c in ascii_url(url, b"\\{}^`|<>\"$~'").chars() {
        if matches!(c, '%' | '#' | '&' | '_') {
            out.push('\\');
        }
        out.push(c);
    }
}

/// A bracket after `\item` or `\\` would be read as an option.
fn guarded(text: &str) -> String {
    match text.strip_prefix('[') {
        Some(rest) => format!("{{[}}{rest}"),
        None => text.to_owned(),
    }
}
