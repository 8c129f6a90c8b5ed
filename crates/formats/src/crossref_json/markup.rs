//! Titles as Crossref holds them: HTML, JATS, MathML and entities become a [`RichText`].
//!
//! The texts are deposited by thousands of publishers: tags are doubly escaped, never closed, or
//! stand where a blank was meant. One pass over the characters, no recursion, no failure.

use refsmith_model::{Mark, RichText};

/// Reads a text with inline markup. White space is collapsed.
pub(crate) fn rich_text(text: &str) -> RichText {
    if !text.contains(['<', '&']) {
        return RichText::from(refsmith_model::text::unicode::collapse_white_space(text));
    }
    let mut reader = Reader::default();
    reader.read(&unescaped_tags(text));
    reader.finish()
}

/// How deep elements are followed.
const DEPTH: usize = 32;

/// What an element does to its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// The content is marked.
    Mark(Mark),
    /// The tag alone is dropped.
    None,
    /// The content is dropped as well.
    Hidden,
    /// The content stands for a blank.
    Blank,
}

/// The effect of an element, or `None` when `<name` is not markup but text.
fn effect(name: &str) -> Option<Effect> {
    let lower = name.to_ascii_lowercase();
    let local = lower.rsplit(':').next().unwrap_or(&lower);
    Some(match local {
        "i" | "em" | "italic" | "italics" => Effect::Mark(Mark::Italic),
        "b" | "strong" | "bold" => Effect::Mark(Mark::Bold),
        "sc" | "scp" | "small-caps" => Effect::Mark(Mark::SmallCaps),
        "sup" | "sup2" => Effect::Mark(Mark::Superscript),
        "sub" | "inf" => Effect::Mark(Mark::Subscript),
        "tex-math" | "annotation" | "annotation-xml" | "title-footnote" | "fn" | "script"
        | "style" => Effect::Hidden,
        "br" | "break" | "p" | "title" | "sec" | "mspace" => Effect::Blank,
        "math" | "mrow" | "mi" | "mn" | "mo" | "mtext" | "msub" | "msup" | "msubsup" | "mover"
        | "munder" | "munderover" | "mfrac" | "msqrt" | "mroot" | "mstyle" | "mfenced"
        | "mmultiscripts" | "mprescripts" | "none" | "semantics" | "mpadded" | "mphantom"
        | "mtable" | "mtr" | "mtd" | "ms" | "inline-formula" | "alternatives" | "u"
        | "underline" | "tt" | "span" | "font" | "a" | "xref" | "ext-link" | "ovl"
        | "named-content" | "styled-content" | "monospace" | "strike" | "roman" | "sans-serif"
        | "overline" | "html" | "body" | "div" | "inline" | "bdi" | "nobr" => Effect::None,
        _ => return None,
    })
}

/// Undoes one level of escaping of known tags: `&lt;scp&gt;` becomes `<scp>`, while `p &lt; 0.05`
/// stays.
fn unescaped_tags(text: &str) -> String {
    let text = text.replace("&amp;lt;", "&lt;").replace("&amp;gt;", "&gt;");
    if !text.contains("&lt;") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("&lt;") {
        out.push_str(before);
        // A tag is short; a look-ahead without bound would make many `&lt;` quadratic.
        let near = after
            .char_indices()
            .nth(120)
            .map_or(after, |(end, _)| refsmith_model::Span::new(0, end).of(after));
        let tag = near.split_once("&gt;").map(|(tag, _)| tag);
        let name = tag.map(|tag| tag_name(tag.trim_start_matches('/')));
        match (tag, name.and_then(effect)) {
            (Some(tag), Some(_)) if !tag.contains(['<', '>']) => {
                out.push('<');
                out.push_str(tag);
                out.push('>');
                rest = after.get(tag.len() + "&gt;".len()..).unwrap_or("");
            }
            _ => {
                out.push_str("&lt;");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn tag_name(tag: &str) -> &str {
    tag.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_')))
        .next()
        .unwrap_or("")
}

/// One open element.
#[derive(Debug)]
struct Open {
    name: String,
    effect: Effect,
    start: usize,
    children: usize,
    /// A mark that MathML gives to a child by its position.
    position: Option<Mark>,
}

/// Collects the text and its marks.
#[derive(Debug, Default)]
struct Reader {
    plain: String,
    marks: Vec<(std::ops::Range<u32>, Mark)>,
    open: Vec<Open>,
    hidden: usize,
    /// White space is due, and whether it held a line break.
    space: Option<bool>,
    /// An italic or mathematical run has just closed (its length in letters): a letter that follows
    /// without a blank needs one.
    closed: Option<usize>,
}

impl Reader {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['<', '&']) {
            let (before, from) = rest.split_at(at);
            self.text(before);
            rest = if from.starts_with('<') { self.tag(from) } else { self.entity(from) };
        }
        self.text(rest);
    }

    /// Reads a tag, or a `<` that is none; returns what follows.
    fn tag<'a>(&mut self, from: &'a str) -> &'a str {
        let after = from.get(1..).unwrap_or("");
        if let Some(comment) = after.strip_prefix("!--") {
            return comment.split_once("-->").map_or("", |(_, rest)| rest);
        }
        let closing = after.starts_with('/');
        let name = tag_name(after.trim_start_matches('/'));
        // Tags are short; a search without bound would make many unclosed ones quadratic.
        let end = after.bytes().take(4_096).position(|byte| byte == b'>');
        let (Some(effect), Some(end)) = (effect(name), end) else {
            self.text("<");
            return after;
        };
        let tag = after.get(..end).unwrap_or("");
        let rest = after.get(end + 1..).unwrap_or("");
        if closing {
            self.close(name);
        } else {
            self.open(name, effect, tag.ends_with('/'));
        }
        rest
    }

    fn open(&mut self, name: &str, effect: Effect, empty: bool) {
        let name = name.to_ascii_lowercase();
        let local = name.rsplit(':').next().unwrap_or(&name).to_owned();
        let position = self.open.last_mut().and_then(|parent| {
            parent.children += 1;
            let parent_name = parent.name.rsplit(':').next().unwrap_or(&parent.name);
            match (parent_name, parent.children) {
                ("msub" | "msubsup", 2) => Some(Mark::Subscript),
                ("msup", 2) | ("msubsup", 3) => Some(Mark::Superscript),
                _ => None,
            }
        });
        if matches!(effect, Effect::Blank) || matches!(local.as_str(), "br" | "mspace") {
            self.space.get_or_insert(false);
        }
        if empty || matches!(local.as_str(), "br" | "break" | "mspace" | "none" | "mprescripts") {
            return;
        }
        self.closed = None;
        // Deeper nesting is damage, and closing many long runs would cost their product.
        if self.open.len() >= DEPTH {
            return;
        }
        let start = self.plain.len();
        self.hidden += usize::from(effect == Effect::Hidden);
        self.open.push(Open { name, effect, start, children: 0, position });
    }

    fn close(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        // Only an element that is open can be closed; what was opened inside it and left open is
        // closed with it.
        let depth = self.open.iter().rev().take(DEPTH).position(|open| open.name == name);
        let Some(depth) = depth else { return };
        for _ in 0..=depth {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.hidden -= usize::from(open.effect == Effect::Hidden);
        if open.effect == Effect::Blank {
            self.space.get_or_insert(false);
        }
        let local = open.name.rsplit(':').next().unwrap_or(&open.name);
        let (mut start, end) = (open.start, self.plain.len());
        let run = self.plain.get(start..end).unwrap_or("");
        start += run.len() - run.trim_start().len();
        let letters = run.chars().filter(|c| c.is_alphabetic()).count();
        // "Desert Ant,<i>Melophorus": the depositor lost the blank. Not around one or two letters,
        // which may be part of a word.
        let splits = (open.effect == Effect::Mark(Mark::Italic) && letters >= 3) || local == "math";
        if splits && self.lost_blank(start) {
            self.insert_blank(start);
            start += 1;
        }
        let end = self.plain.len();
        for mark in [open.position, mark_of(open.effect)].into_iter().flatten() {
            if start < end {
                self.marks.push((offset(start)..offset(end), mark));
            }
        }
        self.closed = splits.then_some(letters);
    }

    /// Tells whether a word runs into the run that begins at `start`.
    fn lost_blank(&self, start: usize) -> bool {
        let before = self.plain.get(..start).unwrap_or("");
        let after = self.plain.get(start..).unwrap_or("");
        let long = before.chars().rev().take(2).filter(|c| c.is_alphabetic()).count() == 2
            || before.ends_with([',', ';', ':']);
        long && after.starts_with(char::is_alphanumeric)
    }

    fn insert_blank(&mut self, at: usize) {
        self.plain.insert(at, ' ');
        let at = offset(at);
        for (range, _) in self.marks.iter_mut().rev() {
            if range.end <= at {
                break;
            }
            range.start += u32::from(range.start >= at);
            range.end += 1;
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        for c in text.chars() {
            if c.is_whitespace() {
                self.space = Some(self.space.unwrap_or(false) || c == '\n');
            } else if !matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{AD}') {
                self.push(c);
            }
        }
    }

    fn push(&mut self, c: char) {
        match self.space.take() {
            // Indented source: "(\n   <i>Tridacna</i>\n   )" means "(Tridacna)".
            Some(true) if self.plain.ends_with(['(', '[']) => {}
            Some(true) if matches!(c, ')' | ']' | ',' | '.' | ';') => {}
            Some(_) if !self.plain.is_empty() => self.plain.push(' '),
            None if self.closed.is_some() && c.is_alphabetic() => self.plain.push(' '),
            _ => {}
        }
        self.closed = None;
        self.plain.push(c);
    }

    /// Reads an entity, or an `&` that is none; returns what follows.
    fn entity<'a>(&mut self, from: &'a str) -> &'a str {
        let after = from.get(1..).unwrap_or("");
        let end = after.bytes().take(32).position(|byte| byte == b';');
        let decoded = end.and_then(|end| Some((character(after.get(..end)?)?, end)));
        match decoded {
            Some((c, end)) => {
                self.text(c.encode_utf8(&mut [0; 4]));
                after.get(end + 1..).unwrap_or("")
            }
            None => {
                self.text("&");
                after
            }
        }
    }

    fn finish(mut self) -> RichText {
        while !self.open.is_empty() {
            self.close_last();
        }
        let len = offset(self.plain.len());
        self.marks.retain(|(range, _)| range.start < range.end && range.end <= len);
        self.marks.sort_by_key(|(range, mark)| (range.start, std::cmp::Reverse(range.end), *mark));
        RichText { plain: self.plain, marks: self.marks }
    }
}

fn mark_of(effect: Effect) -> Option<Mark> {
    match effect {
        Effect::Mark(mark) => Some(mark),
        _ => None,
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The character of an entity without `&` and `;`: numbers, and the names seen in deposits.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

static NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("deg", '°'),
    ("times", '×'),
    ("plusmn", '±'),
    ("minus", '−'),
    ("middot", '·'),
    ("micro", 'µ'),
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("epsilon", 'ε'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("pi", 'π'),
    ("sigma", 'σ'),
    ("tau", 'τ'),
    ("omega", 'ω'),
    ("Delta", 'Δ'),
    ("Omega", 'Ω'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("aacute", 'á'),
    ("agrave", 'à'),
    ("acirc", 'â'),
    ("iacute", 'í'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("uacute", 'ú'),
    ("ntilde", 'ñ'),
    ("atilde", 'ã'),
    ("otilde", 'õ'),
    ("ccedil", 'ç'),
    ("oslash", 'ø'),
    ("Oslash", 'Ø'),
    ("aring", 'å'),
    ("Aring", 'Å'),
    ("aelig", 'æ'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        rich_text(text).plain
    }

    #[test]
    fn marks_cover_their_words() {
        let text = rich_text("Films of BiFeO<sub>3</sub> on <i>p</i>-type <b>Si</b>");
        assert_eq!(text.plain, "Films of BiFeO3 on p-type Si");
        assert_eq!(
            text.marks,
            [(14..15, Mark::Subscript), (19..20, Mark::Italic), (26..28, Mark::Bold)]
        );
    }

    #[test]
    fn lost_blanks_come_back() {
        let text = rich_text("Desert Ant,<i>Melophorus bagoti</i>Lubbock");
        assert_eq!(text.plain, "Desert Ant, Melophorus bagoti Lubbock");
        assert_eq!(text.marks, [(12..29, Mark::Italic)]);
        assert_eq!(plain("poly<i>N</i>vinyl"), "polyNvinyl");
        assert_eq!(
            plain("Are giant clams (\n  <i>Tridacna</i>\n  ) big?"),
            "Are giant clams (Tridacna) big?"
        );
    }

    #[test]
    fn entities_and_escaped_tags() {
        assert_eq!(
            plain("Brown &amp; Sons &lt;scp&gt;NARX&lt;/scp&gt; p &lt; 0.05"),
            "Brown & Sons NARX p < 0.05"
        );
        assert_eq!(plain("AT&T <unknown> 3<4 &bogus; &#x3B1;"), "AT&T <unknown> 3<4 &bogus; α");
    }

    #[test]
    fn mathml_becomes_text_with_marks() {
        let text = rich_text(
            "Theorems for<mml:math alttext=\"$d$\"><mml:msub><mml:mi>T</mml:mi><mml:mn>0</mml:mn></mml:msub></mml:math>-spaces",
        );
        assert_eq!(text.plain, "Theorems for T0-spaces");
        assert_eq!(text.marks, [(14..15, Mark::Subscript)]);
    }

    #[test]
    fn hostile_nesting_is_harmless() {
        let text = "<i>".repeat(50_000) + "x" + &"</b>".repeat(50_000) + &"&lt;".repeat(50_000);
        assert!(plain(&text).starts_with('x'));
    }
}
