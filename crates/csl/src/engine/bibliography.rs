//! The entries of a bibliography.

use refsmith_model::Diagnostic;

use super::cluster::capitalize_term;
use super::item::Item;
use super::library::Library;
use super::parts::by_parts;
use super::render::{CiteState, Purpose, Renderer};
use super::settle::settle;
use super::tape::{Event, Kind, Mark, Tag, Tape};
use crate::codes::ENTRY_EMPTY;
use crate::node::Node;
use crate::request::Entry;
use crate::style::program::{
    self as style, BibliographyOptions, Display, Section, Source, SubstituteRule,
};

/// What stands where the style prints nothing; the words are those of other programs.
pub(super) const NO_PRINTED_FORM: &str = "[CSL STYLE ERROR: reference with no printed form.]";

/// So many entries are rendered by each thread before they are given away: a caller that keeps none
/// needs memory for these alone, and it stays in the processor's cache.
const AT_ONCE: usize = 256;

/// So many records are asked for before the first of them is rendered.
const AHEAD: usize = 8;

/// Renders all entries, in order.
pub(super) fn entries(library: &Library<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut out = Vec::with_capacity(library.order.len());
    each_entry(library, diagnostics, &mut |entry| out.push(entry));
    out
}

/// Renders the entries one after the other and gives them away.
pub(super) fn each_entry(
    library: &Library<'_>,
    diagnostics: &mut Vec<Diagnostic>,
    give: &mut dyn FnMut(Entry),
) {
    let Some((section, options)) = &library.program.bibliography else { return };
    let mut known = Before::default();
    for items in library.order.chunks(AT_ONCE.saturating_mul(library.threads.get())) {
        let mut parts = by_parts(library.threads, items, |start, part| {
            let earlier = items.get(..start).unwrap_or_default();
            contents(library, section, options, part, known.at(library, earlier))
        });
        if let Some((_, before)) = parts.last_mut() {
            known = std::mem::take(before);
        }
        for (idx, content) in items.iter().zip(parts.into_iter().flat_map(|(part, _)| part)) {
            let Some(item) = library.items.get(*idx) else { continue };
            let id = &item.record.id;
            if !content.is_empty() {
                give(Entry { id: id.clone(), content });
                continue;
            }
            let message = format!("the style prints nothing for the record `{id}`");
            diagnostics.push(Diagnostic::new(&ENTRY_EMPTY, message).about(id));
            // A gap in the numbers would be worse.
            if library.program.cites_number {
                let number = library.numbers.get(*idx).copied().unwrap_or(0);
                let content = vec![Node::Text(format!("{number}. {NO_PRINTED_FORM}"))];
                give(Entry { id: id.clone(), content });
            }
        }
    }
}

/// Renders the entries of items in a row; `before` are the names of the entry before the first.
/// Returns those of the last, too.
fn contents(
    library: &Library<'_>,
    section: &Section,
    options: &BibliographyOptions,
    items: &[usize],
    mut before: Before,
) -> (Vec<Vec<Node>>, Before) {
    let mut tape = Tape::new(library.traced);
    let none = CiteState::default();
    let nameless = CiteState { suppress_author: true, ..CiteState::default() };
    let mut out = Vec::with_capacity(items.len());
    for (place, idx) in items.iter().enumerate() {
        if place % AHEAD == 0 {
            let next = items.get(place..).unwrap_or_default().iter().take(AHEAD);
            next.filter_map(|idx| library.items.get(*idx)).for_each(Item::touch);
        }
        tape.clear();
        entry(library, *idx, &none, section, options, &mut tape);
        if let Some(substitute) = options.substitute.as_deref() {
            let rule = options.substitute_rule;
            let replaced = before.replace(&mut tape, library, *idx, substitute, rule);
            // Nothing in place of all names takes what the style puts around them with it.
            if replaced && substitute.is_empty() {
                tape.clear();
                entry(library, *idx, &nameless, section, options, &mut tape);
            }
        }
        capitalize_term(&mut tape);
        let mut content = settle(&tape, &library.usage);
        blanks_outside(&mut content);
        out.push(content);
    }
    (out, before)
}

/// Blanks at the beginning of the first block and at the end of the last stand outside of them.
fn blanks_outside(content: &mut Vec<Node>) {
    fn block(node: Option<&mut Node>) -> Option<&mut Vec<Node>> {
        match node? {
            Node::LeftMargin(inner)
            | Node::RightInline(inner)
            | Node::Block(inner)
            | Node::Indent(inner) => Some(inner),
            _ => None,
        }
    }
    if let Some(Node::Text(text)) = block(content.first_mut()).and_then(|inner| inner.first_mut())
        && text.starts_with(' ')
    {
        *text = text.trim_start_matches(' ').to_owned();
        content.insert(0, Node::Text(" ".to_owned()));
    }
    if content.len() > 1
        && let Some(Node::Text(text)) = block(content.last_mut()).and_then(|inner| inner.last_mut())
        && text.ends_with(' ')
    {
        *text = text.trim_end_matches(' ').to_owned();
        content.push(Node::Text(" ".to_owned()));
    }
}

/// Renders an entry up to, but without, the settling of punctuation.
fn entry(
    library: &Library<'_>,
    idx: usize,
    state: &CiteState,
    section: &Section,
    options: &BibliographyOptions,
    tape: &mut Tape,
) {
    let start = tape.here();
    let whole = Mark::Format(section.look.format);
    tape.open(whole);
    let purpose = Purpose::Bibliography;
    let ambiguity = library.ambiguity(idx);
    let Some(mut renderer) = library.renderer(idx, section, purpose, state, ambiguity, tape) else {
        return;
    };
    let prefix = &section.look.prefix;
    if options.second_field_align {
        let (first, rest) = section.layout.split_at(section.layout.len().min(1));
        let place = renderer.tape.here();
        let margin = Mark::Display(Display::LeftMargin);
        renderer.tape.open(margin);
        renderer.tape.write(Kind::Prefix, prefix);
        let content = renderer.tape.here();
        renderer.nodes(first, "");
        if renderer.tape.is_empty_since(content) {
            renderer.tape.rewind(place);
        } else {
            renderer.tape.close(margin);
        }
        let place = renderer.tape.here();
        let inline = Mark::Display(Display::RightInline);
        renderer.tape.open(inline);
        let content = renderer.tape.here();
        renderer.nodes(rest, "");
        if renderer.tape.is_empty_since(content) {
            renderer.tape.rewind(place);
        } else {
            renderer.tape.leave();
            renderer.tape.write(Kind::Suffix, &section.look.suffix);
            renderer.tape.close(inline);
        }
    } else {
        renderer.tape.write(Kind::Prefix, prefix);
        let mut parts = Parts::default();
        parts.render(&mut renderer, &section.layout);
        if parts.count == 0 {
            renderer.tape.rewind(start);
            return;
        }
        parts.end(&mut renderer, &section.look.suffix);
    }
    if tape.is_empty_since(start) {
        tape.rewind(start);
        return;
    }
    tape.close(whole);
}

/// The elements of the layout itself that an entry is made of.
#[derive(Default)]
struct Parts<'a> {
    count: usize,
    /// The first is a block.
    in_blocks: bool,
    /// What ends the last one.
    suffix: &'a str,
    /// Behind it stands a part without words.
    trailing: bool,
}

impl<'a> Parts<'a> {
    fn render(&mut self, renderer: &mut Renderer<'a>, nodes: &'a [style::Node]) {
        for node in nodes {
            if let style::Node::Choose(branches) = node {
                self.render(renderer, renderer.choose(branches));
                continue;
            }
            let start = renderer.tape.here();
            renderer.first = self.count == 0;
            renderer.outermost = true;
            renderer.node(node);
            renderer.outermost = false;
            if renderer.tape.is_empty_since(start) {
                renderer.tape.rewind(start);
                self.trailing |= keeps_place(node);
                // Names that do not appear have left their block.
                let display = node.look().is_some_and(|look| look.display.is_some());
                self.in_blocks |= self.count == 0 && display && renderer.cite.suppress_author;
                continue;
            }
            if self.count == 0 && !self.in_blocks {
                let begin = renderer.tape.events.get(start.events);
                self.in_blocks = matches!(begin, Some(Event::Open(Mark::Display(_))));
            }
            self.count += 1;
            self.suffix = node.look().map_or("", |look| &look.suffix);
            self.trailing = false;
        }
    }

    /// Ends the entry. Where it begins with a block, what ends it stands inside of its last block, or
    /// takes the place of what ends its last part, and is lost when a part without words follows: so
    /// do other programs, and styles are written for what these print.
    fn end(&self, renderer: &mut Renderer<'a>, suffix: &'a str) {
        if !self.in_blocks {
            renderer.tape.leave();
            return renderer.tape.write(Kind::Suffix, suffix);
        }
        if self.trailing {
            return;
        }
        let block = match renderer.tape.events.last() {
            Some(Event::Close(mark @ Mark::Display(_))) => Some(*mark),
            _ => None,
        };
        if block.is_none() && !self.suffix.is_empty() {
            let last =
                renderer.tape.events.iter().rposition(|event| matches!(event, Event::Text(_)));
            return last.into_iter().for_each(|last| renderer.tape.replace(last, suffix));
        }
        if block.is_some() {
            renderer.tape.events.pop();
        }
        renderer.tape.leave();
        renderer.tape.write(Kind::Suffix, suffix);
        if let Some(mark) = block {
            renderer.tape.close(mark);
        }
    }
}

/// Tells whether an element that prints nothing is a part of the entry all the same.
fn keeps_place(node: &style::Node) -> bool {
    match node {
        style::Node::Text(text) => matches!(text.source, Source::Macro(_) | Source::Term { .. }),
        style::Node::Names(_) => true,
        style::Node::Group(group) => group.look.display.is_some(),
        _ => false,
    }
}

/// The names of the entry before.
#[derive(Clone, Default)]
struct Before {
    whole: Option<String>,
    each: Vec<String>,
}

impl Before {
    /// Returns the names behind more entries, which are looked at from the last to the first.
    fn at(&self, library: &Library<'_>, entries: &[usize]) -> Self {
        let mut before = Self::default();
        let Some((section, options)) = &library.program.bibliography else { return before };
        let mut tape = Tape::default();
        for idx in entries.iter().rev() {
            let Some(substitute) = &options.substitute else { break };
            tape.clear();
            entry(library, *idx, &CiteState::default(), section, options, &mut tape);
            before.replace(&mut tape, library, *idx, substitute, options.substitute_rule);
            if before.whole.is_some() {
                return before;
            }
        }
        self.clone()
    }

    /// Replaces the names of an entry where the last entry that begins with names has the same (CSL
    /// 1.0.2, `subsequent-author-substitute-rule`). Tells whether one text stands for all, and for nothing else.
    fn replace(
        &mut self,
        tape: &mut Tape,
        library: &Library<'_>,
        idx: usize,
        substitute: &str,
        rule: SubstituteRule,
    ) -> bool {
        let Some((start, end)) = tape.find(Tag::Names) else { return false };
        // Nothing but the number of the entry may stand before them.
        let mut head = String::new();
        tape.push_words(&mut head, 0, start);
        let head = head.trim_matches(|c: char| !c.is_alphanumeric());
        let number = library.numbers.get(idx).is_some_and(|number| *head == number.to_string());
        if !head.is_empty() && !number {
            return false;
        }
        let whole = words_without_labels(tape, start, end);
        let spans = name_spans(tape, start, end);
        let each: Vec<String> = spans
            .iter()
            .map(|(start, end)| {
                let mut out = String::new();
                tape.push_words(&mut out, *start, *end);
                out
            })
            .collect();
        let same_whole = self.whole.as_ref() == Some(&whole);
        let same = each.iter().zip(&self.each).take_while(|(a, b)| a == b).count();
        let mut all = false;
        match rule {
            SubstituteRule::CompleteAll if same_whole => {
                // A title in place of names does not vanish, nor does a label.
                let mut words = String::new();
                tape.push_words(&mut words, start, end);
                let labelled = words != whole;
                all = !spans.is_empty() && !labelled;
                if !substitute.is_empty() || labelled {
                    replace_words(tape, &[(start, end)], substitute);
                }
            }
            SubstituteRule::CompleteEach if same_whole && !spans.is_empty() => {
                replace_words(tape, &spans, substitute);
            }
            // A title in place of names has no parts.
            _ if spans.is_empty() && same_whole => {
                replace_words(tape, &[(start, end)], substitute);
            }
            SubstituteRule::PartialEach => {
                replace_words(tape, spans.get(..same).unwrap_or_default(), substitute);
            }
            SubstituteRule::PartialFirst if same > 0 => {
                replace_words(tape, spans.get(..1).unwrap_or_default(), substitute);
            }
            _ => {}
        }
        self.whole = Some(whole);
        self.each = each;
        all
    }
}

fn is_tag(event: &Event, tag: Tag) -> (bool, bool) {
    (*event == Event::Open(Mark::Tag(tag)), *event == Event::Close(Mark::Tag(tag)))
}

fn words_without_labels(tape: &Tape, start: usize, end: usize) -> String {
    let mut out = String::new();
    let mut label = false;
    for idx in start..end {
        let Some(event) = tape.events.get(idx) else { break };
        match is_tag(event, Tag::Label) {
            (true, _) => label = true,
            (_, true) => label = false,
            _ if !label => tape.push_words(&mut out, idx, idx + 1),
            _ => {}
        }
    }
    out
}

pub(super) fn name_spans(tape: &Tape, start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut open = None;
    for idx in start..end {
        let Some(event) = tape.events.get(idx) else { break };
        match is_tag(event, Tag::Name) {
            (true, _) => open = Some(idx),
            (_, true) => out.extend(open.take().map(|open| (open, idx + 1))),
            _ => {}
        }
    }
    out
}

/// Replaces the words in each span, but not the labels, by one text.
fn replace_words(tape: &mut Tape, spans: &[(usize, usize)], substitute: &str) {
    for (start, end) in spans {
        let mut label = false;
        let mut written = false;
        for idx in *start..*end {
            let Some(event) = tape.events.get(idx).copied() else { break };
            match is_tag(&event, Tag::Label) {
                (true, _) => label = true,
                (_, true) => label = false,
                _ if !label && matches!(event, Event::Text(_)) => {
                    tape.replace(idx, if written { "" } else { substitute });
                    written = true;
                }
                _ => {}
            }
        }
    }
}
