//! From blocks to items: which lines belong together.
//!
//! In Markdown and HTML a block is an item, or several when its lines start with marks or each
//! look like a reference. In plain text lines are all there is: marks, blank lines, indents, the
//! width at which lines were wrapped, and whether a line starts like a reference decide together.

use refsmith_model::{BlockKind, SourceDocument, Span};

use super::headings::{is_end_heading, is_list_heading};
use super::score::{STRONG, Start, WEAK, score, start, starts_given_first};
use crate::marker::{Marker, MarkerKind, bare, flat, marker};
use crate::text::{head, lines};

/// A wrapped reference has at most so many lines, as a rule.
const FEW: usize = 10;

/// So many bare numbers in a row are a list.
const COUNTED: usize = 3;

/// Something that may be a reference.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    /// Without its mark.
    pub(super) span: Span,
    pub(super) marker: Option<(Span, MarkerKind)>,
    /// The list of the source that it is an item of.
    pub(super) list: Option<u32>,
    pub(super) role: Role,
    /// How much it looks like a reference; 0 for headings.
    pub(super) score: f32,
    /// A few words without number or comma, such as the heading of a part of the list.
    pub(super) terse: bool,
}

/// What an item is among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading of the source that is not that of a reference list; its level.
    Heading(u8),
    /// The heading of a reference list; its level if the source marks it.
    ListHeading(Option<u8>),
    /// A line that starts what stands behind a reference list.
    End,
    /// Anything else.
    Body,
}

/// One line of a document.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// Without its mark.
    span: Span,
    marker: Option<(Span, MarkerKind)>,
    list: Option<u32>,
    role: Role,
    /// A new block or a blank line stands before it.
    gap: bool,
    /// White space before the line, in characters.
    indent: usize,
}

/// Splits a document into items, in order.
pub(super) fn items(document: &SourceDocument) -> Vec<Item> {
    let text = document.text.text();
    let mut lines = document_lines(document);
    counted(text, &mut lines);
    let groups = groups(&lines);
    let mut items = Vec::new();
    let mut state = State { separated: separated(text, &groups), ..State::default() };
    for lines in groups {
        group(text, lines, &mut state, &mut items);
    }
    items
}

/// Gives lines that start with nothing but a number their marks, where the numbers count up from 1
/// through the text: `1 Marsh, P.`, or `1Marsh, P.` where a raised number was laid flat.
fn counted(text: &str, lines: &mut [Line]) {
    let mut runs: Vec<Vec<(usize, Marker)>> = Vec::new();
    let mut open: Vec<(usize, Marker)> = Vec::new();
    let mut last = 0;
    let mut above = Ending::Full;
    for (idx, line) in lines.iter().enumerate() {
        let before = std::mem::replace(&mut above, ending(line.span.of(text)));
        if line.role != Role::Body {
            // A heading of a part does not end the count.
            continue;
        }
        if line.marker.is_some() {
            runs.push(std::mem::take(&mut open));
            continue;
        }
        let words = line.span.of(text);
        let mark = bare(words).or_else(|| flat(words)).filter(|mark| {
            let behind = words.get(mark.content..).unwrap_or("");
            start(behind) != Start::Other
                || before == Ending::Full && behind.starts_with(|c: char| !c.is_ascii_digit())
        });
        let Some((mark, number)) = mark.and_then(|mark| Some((mark, mark.kind.number()?))) else {
            continue;
        };
        // One or two may have been missed; the first of a list is never.
        if number == 1 {
            runs.push(std::mem::take(&mut open));
        } else if open.is_empty() || !(last + 1..=last + 3).contains(&number) {
            continue;
        }
        last = number;
        open.push((idx, mark));
    }
    runs.push(open);
    for (idx, mark) in runs.into_iter().filter(|run| run.len() >= COUNTED).flatten() {
        if let Some(line) = lines.get_mut(idx) {
            line.marker = Some(placed(mark, line.span));
            line.span = behind(mark, line.span);
        }
    }
}

/// Cuts lines where a gap is; a heading stands alone.
fn groups(lines: &[Line]) -> Vec<&[Line]> {
    lines
        .chunk_by(|one, two| !two.gap && one.role == Role::Body && two.role == Role::Body)
        .collect()
}

/// Tells whether blank lines stand between the references: several groups of a few wrapped lines
/// start with names.
fn separated(text: &str, groups: &[&[Line]]) -> bool {
    let few = groups.iter().filter(|lines| (2..=FEW).contains(&lines.len()));
    let named = few.filter(|lines| {
        let first = lines.first().filter(|line| line.role == Role::Body);
        let named = |line: &&Line| start(line.span.of(text)) == Start::Name;
        let whole = lines.iter().filter(named).filter(|line| is_whole(text, line)).count();
        first.is_some_and(|line| start(line.span.of(text)) == Start::Name)
            && whole * 2 < lines.len() + 1
    });
    named.take(3).count() == 3
}

/// All lines of a document that are not empty.
fn document_lines(document: &SourceDocument) -> Vec<Line> {
    let text = document.text.text();
    let plain = document.is_lines;
    let mut found: Vec<Line> = Vec::new();
    // A mark on a line of its own belongs to what follows.
    let mut alone: Option<(Span, MarkerKind)> = None;
    let mut last_end = 0usize;
    for block in &document.blocks {
        let (block_mark, list, level) = match block.kind {
            BlockKind::ListItem { list, marker } => (marker, Some(list), None),
            BlockKind::Heading(level) => (None, None, Some(level)),
            BlockKind::Paragraph => (None, None, None),
        };
        for (nth, line) in lines(text, block.span).enumerate() {
            let span = line.trimmed(text);
            if span.is_empty() {
                continue;
            }
            let outer = block_mark.filter(|_| nth == 0);
            let begin = outer.map_or(span.start(), Span::start);
            let gap = if plain { blank_before(text, last_end, begin) } else { nth == 0 };
            let indent = if plain { indent(text, begin) } else { 0 };
            last_end = span.end();
            let own = marker(span.of(text)).filter(|_| level.is_none());
            let (mark, span) = match (outer, own) {
                (Some(outer), _) => (kind_of(text, outer).map(|kind| (outer, kind)), span),
                (None, Some(own)) => (Some(placed(own, span)), behind(own, span)),
                (None, None) => (None, span),
            };
            if let Some(mark) = mark
                && span.is_empty()
            {
                alone = Some(mark);
                continue;
            }
            if mark.is_none() && level.is_none() && lone_number(text, span) {
                alone = bare(span.of(text)).map(|own| placed(own, span));
                continue;
            }
            let role = role(span.of(text), level, gap);
            let marker = mark.or(alone.take().filter(|_| role == Role::Body));
            let list = list.filter(|_| nth == 0);
            found.push(Line { span, marker, list, role, gap, indent });
        }
    }
    found
}

fn role(line: &str, level: Option<u8>, gap: bool) -> Role {
    if is_list_heading(line, level.is_some()) {
        return Role::ListHeading(level);
    }
    match level {
        Some(_) if is_end_heading(line) => Role::End,
        Some(level) => Role::Heading(level),
        None if gap && !line.ends_with('.') && is_end_heading(line) => Role::End,
        None => Role::Body,
    }
}

fn placed(mark: Marker, line: Span) -> (Span, MarkerKind) {
    (Span::new(line.start(), line.start() + mark.len), mark.kind)
}

fn behind(mark: Marker, line: Span) -> Span {
    Span::new(line.start() + mark.content, line.end())
}

fn kind_of(text: &str, mark: Span) -> Option<MarkerKind> {
    marker(mark.of(text)).map(|mark| mark.kind).or_else(|| {
        let first = mark.of(text).chars().next()?;
        Some(MarkerKind::Bullet(first))
    })
}

/// A line that is nothing but a number of up to three digits: a cell of a table of references, or
/// a page number.
fn lone_number(text: &str, span: Span) -> bool {
    let line = span.of(text);
    line.len() <= 3 && line.bytes().all(|byte| byte.is_ascii_digit())
}

fn blank_before(text: &str, from: usize, to: usize) -> bool {
    let between = text.get(from..to).unwrap_or("");
    from == 0
        || between.contains('\u{C}')
        || between.matches('\n').count() > 1
        || between.replace("\r\n", "\n").matches('\r').count() > 1
        || !between.contains(['\n', '\r', '\u{2028}', '\u{2029}'])
}

fn indent(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or("");
    before.chars().rev().take(80).take_while(|c| matches!(c, ' ' | '\t' | '\u{A0}')).count()
}

/// What is remembered from group to group.
#[derive(Debug, Default)]
struct State {
    /// The last number before an item.
    number: Option<MarkerKind>,
    /// The document sets its references apart with blank lines.
    separated: bool,
}

/// Splits lines that follow each other without a gap.
fn group(text: &str, lines: &[Line], state: &mut State, items: &mut Vec<Item>) {
    let lines = plausible_marks(lines, state);
    let shape = Shape::of(text, &lines, state.separated);
    let mut open: Option<Line> = None;
    let mut has_year = false;
    for (idx, line) in lines.iter().enumerate() {
        let first = match open {
            None => true,
            Some(before) => shape.starts(text, &lines, idx, before, *line, has_year),
        };
        if first {
            if let Some(done) = open.take() {
                items.push(item(text, done));
            }
            has_year = false;
            open = Some(*line);
        } else if let Some(before) = &mut open {
            before.span.end = line.span.end;
        }
        has_year = has_year || holds_year(line.span.of(text));
    }
    if let Some(done) = open {
        items.push(item(text, done));
    }
}

/// Takes back the marks that are part of a wrapped reference: a number that does not count on
/// (`12. Cambridge`), a dash in the middle of a group that has few (`- In: Lakes`).
fn plausible_marks(lines: &[Line], state: &mut State) -> Vec<Line> {
    let dash = |line: &Line| {
        let kind = line.marker.map(|(_, kind)| kind)?;
        matches!(kind, MarkerKind::Bullet('-' | '–' | '+' | '*')).then_some(kind)
    };
    let dashes = lines.iter().filter(|line| dash(line).is_some()).count();
    let first = lines.first().and_then(|line| line.marker).map(|(_, kind)| kind);
    let all_marked = lines.iter().all(|line| line.marker.is_some());
    let plausible = |(idx, line): (usize, &Line)| {
        let mut line = *line;
        let Some((mark, kind)) = line.marker else { return line };
        let keep = match kind.number() {
            Some(_) => idx == 0 || all_marked || state.counts_on(kind),
            None if dash(&line).is_some() => {
                first == Some(kind) || (dashes > 1 && dashes * 10 >= lines.len() * 3)
            }
            None => true,
        };
        if !keep {
            line.span.start = mark.start;
            line.marker = None;
            line.list = None;
        } else if kind.number().is_some() {
            state.number = Some(kind);
        }
        line
    };
    lines.iter().enumerate().map(plausible).collect()
}

impl State {
    fn counts_on(&self, kind: MarkerKind) -> bool {
        let Some(value) = kind.number() else { return true };
        let last = self.number.filter(|last| last.same_class(kind)).and_then(MarkerKind::number);
        value == 1 || last.is_some_and(|last| value == last + 1 || value == last + 2)
    }
}

fn item(text: &str, line: Line) -> Item {
    let score = if line.role == Role::Body { score(line.span.of(text)) } else { 0.0 };
    let Line { span, marker, list, role, .. } = line;
    let span = span.trimmed(text);
    let words = head(span.of(text), 200);
    let terse = words.len() < 60
        && words.split_whitespace().count() <= 5
        && !words.contains([',', '.', '/'])
        && !words.chars().any(|c| crate::marker::digit(c).is_some());
    Item { span, marker, list, role, score, terse }
}

/// How the lines of a group are laid out.
#[derive(Debug)]
struct Shape {
    /// Every line has a mark, so no line goes on from another.
    all_marked: bool,
    /// Lines have marks that count or repeat.
    marked: bool,
    /// Most lines are references by themselves.
    one_per_line: bool,
    /// The smallest indent, when the lines have two.
    hanging: Option<usize>,
    /// Most lines start at this indent, further left than `first`, where items start.
    first: Option<usize>,
    /// The document sets its references apart with blank lines.
    separated: bool,
    /// References start with given names, so a line that does starts one.
    given_first: bool,
    /// Where lines were wrapped, in characters; `None` when they were not.
    width: Option<usize>,
}

impl Shape {
    fn of(text: &str, lines: &[Line], separated: bool) -> Self {
        let marks = lines.iter().filter(|line| line.marker.is_some()).count();
        let mut widths: Vec<usize> =
            lines.iter().map(|line| line.span.of(text).chars().count() + line.indent).collect();
        widths.sort_unstable();
        // Addresses stick out of wrapped text, so the longest of many lines are not asked.
        let longest = widths.get(widths.len().saturating_sub(1 + widths.len() / 10)).copied();
        let longest = longest.unwrap_or(0);
        let near = widths.iter().filter(|width| **width * 100 >= longest * 82).count();
        // A line without a mark between two with one goes on from the line above.
        let marked = |line: &Line| line.marker.is_some();
        let ends = lines.iter().position(marked).zip(lines.iter().rposition(marked));
        let broken = ends.is_some_and(|(first, last)| marks < last - first + 1);
        let wrapped = lines.len() > 1 && longest <= 160 && (broken || near * 20 >= lines.len() * 7);
        // Long groups are judged by a sample: the answer is the same, the work is not.
        let step = lines.len().div_ceil(64).max(1);
        let sample = || lines.iter().step_by(step);
        let whole = sample().filter(|line| is_whole(text, line)).count();
        let set_apart = separated && lines.len() <= FEW;
        let one_per_line = !set_apart && whole * 10 >= sample().count() * 6;
        let (hanging, first) = indents(text, lines);
        Self {
            all_marked: marks == lines.len(),
            marked: marks > 0,
            one_per_line,
            separated,
            hanging,
            first,
            given_first: given_first(text, lines, longest),
            width: wrapped.then_some(longest),
        }
    }

    /// Tells whether `line` starts a new item, given the item before it.
    fn starts(
        &self,
        text: &str,
        lines: &[Line],
        idx: usize,
        before: Line,
        line: Line,
        has_year: bool,
    ) -> bool {
        if let Some((_, kind)) = line.marker {
            return before.marker.is_none_or(|(_, other)| other.same_class(kind))
                || self.all_marked;
        }
        let words = line.span.of(text);
        if refers_back(words) || is_address(words) && holds_address(before.span.of(text)) {
            return true;
        }
        let previous = idx.checked_sub(1).and_then(|at| lines.get(at)).copied().unwrap_or(before);
        let forced = self.width.is_some_and(|width| {
            let word = line.span.of(text).split_whitespace().next().unwrap_or("");
            let length = head(previous.span.of(text), 4 * width).chars().count() + previous.indent;
            (length + word.chars().count() + 1) * 100 >= width * 90
        });
        if self.marked && before.marker.is_some() {
            return self.leaves_marked(text, lines, idx, before, line, forced);
        }
        if let Some(left) = self.hanging {
            return line.indent <= left;
        }
        if let Some(first) = self.first {
            return line.indent >= first;
        }
        let start = match start(line.span.of(text)) {
            Start::Capital if self.given_first && starts_given_first(line.span.of(text)) => {
                Start::Name
            }
            other => other,
        };
        let ending = ending(previous.span.of(text));
        if self.one_per_line {
            let goes_on = start == Start::Other
                || ending == Ending::Open
                || (start == Start::Capital
                    && (!holds_year(line.span.of(text)) || score(line.span.of(text)) < WEAK));
            return !(forced && goes_on);
        }
        let mut points = match start {
            Start::Name => 3,
            Start::Capital => 0,
            Start::Other => -3,
        };
        points += match ending {
            Ending::Full => 1,
            Ending::None => 0,
            Ending::Open => -4,
        };
        points += if forced { -1 } else { 2 };
        points += if has_year { 0 } else { -2 };
        points >= if self.separated { 5 } else { 3 }
    }

    /// A line without a mark below an item with one: it goes on, unless it stands further left or
    /// the line above had room for it. Between two numbers that count on, it always goes on.
    fn leaves_marked(
        &self,
        text: &str,
        lines: &[Line],
        idx: usize,
        before: Line,
        line: Line,
        forced: bool,
    ) -> bool {
        let begin = before.marker.map_or(before.indent, |_| before.indent);
        if line.indent > begin {
            return false;
        }
        let next = lines.get(idx..).unwrap_or(&[]).iter().take(40).find_map(|line| line.marker);
        let words = line.span.of(text);
        let named = start(words) == Start::Name;
        let above = ending(line_before(lines, idx, before).span.of(text));
        let inside = match (before.marker, next) {
            (Some((_, one)), Some((_, two))) => {
                let counts = match (one.number(), two.number()) {
                    (Some(one), Some(two)) => two == one + 1,
                    _ => !named,
                };
                one.same_class(two) && counts
            }
            // Below the last mark stands its rest, or something that is no reference at all.
            (Some(_), None) => {
                lines.len() > 2
                    && !named
                    && holds_digit(words)
                    && (score(words) < WEAK || above != Ending::Full)
            }
            _ => false,
        };
        !inside && !forced && above != Ending::Open
    }
}

/// Tells whether most references start with given names: of the lines that surely start one, the
/// first and those below a line that had room left.
fn given_first(text: &str, lines: &[Line], width: usize) -> bool {
    let (mut given, mut all) = (0usize, 0usize);
    for (idx, line) in lines.iter().enumerate() {
        let above = idx.checked_sub(1).and_then(|at| lines.get(at));
        let sure = above.is_none_or(|above| {
            let above = above.span.of(text);
            above.len() < width * 3 / 4 && ending(above) == Ending::Full
        });
        if sure {
            all += 1;
            let words = line.span.of(text);
            given += usize::from(start(words) != Start::Name && starts_given_first(words));
        }
    }
    given * 3 >= all && given > 1
}

fn line_before(lines: &[Line], idx: usize, otherwise: Line) -> Line {
    idx.checked_sub(1).and_then(|at| lines.get(at)).copied().unwrap_or(otherwise)
}

fn is_whole(text: &str, line: &Line) -> bool {
    let line = line.span.of(text);
    start(line) != Start::Other && score(line) >= STRONG
}

/// Finds out whether items hang out to the left or are moved in at their first line.
fn indents(text: &str, lines: &[Line]) -> (Option<usize>, Option<usize>) {
    let left = lines.iter().map(|line| line.indent).min().unwrap_or(0);
    let right = lines.iter().map(|line| line.indent).max().unwrap_or(0);
    if right < left + 2 || lines.iter().any(|line| line.marker.is_some()) {
        return (None, None);
    }
    let names = |at_left: bool| {
        let (mut names, mut all) = (0usize, 0usize);
        for line in lines.iter().filter(|line| (line.indent == left) == at_left) {
            names += usize::from(start(line.span.of(text)) == Start::Name);
            all += 1;
        }
        names as f32 / all.max(1) as f32
    };
    if names(true) >= names(false) { (Some(left), None) } else { (None, Some(left + 1)) }
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// With what ends a reference.
    Full,
    /// With something that must go on.
    Open,
    None,
}

fn ending(line: &str) -> Ending {
    let last = line.chars().next_back().unwrap_or(' ');
    let word = line.split_whitespace().next_back().unwrap_or("");
    if matches!(last, ',' | '&' | '-' | '–' | '(' | '[' | ':' | '/' | '；' | '，' | '、' | '…')
        || matches!(
            word,
            "and" | "und" | "et" | "y" | "i" | "och" | "og" | "en" | "of" | "the" | "In" | "in"
        )
    {
        return Ending::Open;
    }
    // The initial of a name, or an abbreviation of one letter: `S.`
    if word.ends_with('.') && word.chars().count() == 2 && word.starts_with(char::is_uppercase) {
        return Ending::Open;
    }
    let full = matches!(last, '.' | ')' | ']' | '。' | '．' | '"' | '”' | '»')
        || crate::marker::digit(last).is_some()
        || word.contains("://")
        || word.starts_with("10.");
    if full { Ending::Full } else { Ending::None }
}

/// Whether a line is a reference to the one before: "Ibid., p. 12."
fn refers_back(line: &str) -> bool {
    let word = line.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    ["ibid", "ibidem", "ebd", "ebenda"].iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether a line is an address and nothing else.
fn is_address(line: &str) -> bool {
    holds_address(line) && !line.contains(char::is_whitespace)
}

fn holds_address(words: &str) -> bool {
    words.contains("://") || words.contains("10.") && words.contains('/')
}

fn holds_digit(line: &str) -> bool {
    line.chars().any(|c| crate::marker::digit(c).is_some())
}

pub(super) fn holds_year(line: &str) -> bool {
    let line = head(line, 4096);
    let mut digits = 0u32;
    let mut value = 0u32;
    for c in line.chars().chain([' ']) {
        match crate::marker::digit(c) {
            Some(digit) => {
                digits += 1;
                value = value.saturating_mul(10).saturating_add(digit);
            }
            None => {
                if digits == 4 && (1400..=2100).contains(&value) {
                    return true;
                }
                (digits, value) = (0, 0);
            }
        }
    }
    false
}
