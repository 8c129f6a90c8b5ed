//! The parts of a list: what stands between commas, connectives and stronger marks, and what each
//! part looks like.

use crate::grammar;
use crate::lexicon::{EDITOR, FUNCTION, GIVEN, MONTH, ORG, PARTICLE, SUFFIX, TRANSLATOR};
use crate::token::Text;

/// What stands before a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Joint {
    /// Nothing: the list begins.
    Start,
    /// A comma, which may also stand inside a name.
    Comma,
    /// A word or sign for "and".
    And,
    /// A semicolon, slash or spaced dash.
    Strong,
}

/// A stretch of tokens that is a name or half of one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// First token.
    pub(super) from: usize,
    /// Token behind the last one.
    pub(super) to: usize,
    /// What stands before it.
    pub(super) joint: Joint,
    /// How many marks of a cut list stand before it.
    pub(super) cuts: usize,
    /// What it looks like.
    pub(super) shape: Shape,
}

/// What a part looks like.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shape {
    /// Nothing but initials, perhaps with a particle or suffix: "J. K.", "AB", "W. van den".
    pub(super) initials: bool,
    /// Token behind the initials at the start, when a word follows.
    pub(super) leading: Option<usize>,
    /// First token of the initials at the end, when a word stands before.
    pub(super) trailing: Option<usize>,
    /// Number of words that are neither initials nor particles.
    pub(super) words: usize,
    /// The first word is a given name.
    pub(super) given_first: bool,
    /// The last word is a given name.
    pub(super) given_last: bool,
    /// Nothing but "Jr.", "III".
    pub(super) suffix: bool,
    /// It has a word that only names of institutions have.
    pub(super) institution: bool,
    /// A word in capitals only and one that is not.
    pub(super) capitals: bool,
    /// Han characters, Hangul or Kana, which need no comma within a name.
    pub(super) eastern: bool,
    /// A family name and initials without comma: "Berg AB", "Berg (A.)".
    pub(super) bare: bool,
}

/// Parts of a list, the marks of a cut, and the tokens that are neither.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The parts, in order.
    pub(super) parts: Vec<Part>,
    /// Marks of a cut list: first token and token behind the last one.
    pub(super) cuts: Vec<(usize, usize)>,
    /// Words that belong to no name: "Dr.", numbers.
    pub(super) strays: Vec<usize>,
    /// A word says that the people are editors.
    pub(super) editors: bool,
}

/// Splits a list into parts.
pub(super) fn split(t: &Text<'_>) -> Parts {
    let mut out = Parts::default();
    let mut joint = Joint::Start;
    let mut start = 0;
    let mut i = 0;
    while i < t.len() {
        if let Some((s, end)) = grammar::et_al(t, i).filter(|(s, _)| *s > 0 || t.len() > 2) {
            out.push(t, start, i, joint);
            out.cuts.push((s, end));
            (i, start, joint) = (end, end, Joint::Comma);
            continue;
        }
        if let Some((mark, end)) = boundary(t, i) {
            let pushed = out.push(t, start, i, joint);
            joint = if pushed || joint == Joint::Start { mark } else { joint.max(mark) };
            (i, start) = (end, end);
            continue;
        }
        i += 1;
    }
    out.push(t, start, t.len(), joint);
    if let Some(first) = out.parts.first_mut() {
        first.joint = Joint::Start;
    }
    out
}

/// The mark that divides two parts at `i`, and the token behind it.
fn boundary(t: &Text<'_>, i: usize) -> Option<(Joint, usize)> {
    if t.is_any(i, ",、，") {
        return Some((Joint::Comma, i + 1));
    }
    if t.is_any(i, ";；|") || t.is(i, '/') {
        return Some((Joint::Strong, i + 1));
    }
    if t.is(i, '&') || grammar::is_and(t, i) && !is_inner_and(t, i) {
        return Some((Joint::And, i + 1));
    }
    if t.str(i) == "u" && t.is(i + 1, '.') && t.is_cap(i + 2) {
        return Some((Joint::And, i + 2));
    }
    let spaced = |i: usize| t.toks.get(i).is_some_and(|tok| tok.space);
    if t.is_dash(i) && i > 0 {
        let apart = spaced(i) && spaced(i + 1) && !t.is_initial(i + 1);
        let glued = t.is(i - 1, '.') && t.is_word(i + 1) && !t.is_initial(i + 1);
        return (apart || glued).then_some((Joint::Strong, i + 1));
    }
    None
}

/// "Ortega y Gasset, J.", "Costa i Llobera, M.": the connective inside a family name.
fn is_inner_and(t: &Text<'_>, i: usize) -> bool {
    matches!(t.low(i), "y" | "i" | "e")
        && i > 0
        && t.is_cap(i - 1)
        && t.is_cap(i + 1)
        && t.is(i + 2, ',')
        && run(t, i + 3, t.len()).is_some()
        && !(i > 1 && t.is(i - 2, ','))
}

impl Parts {
    /// Adds the part between two tokens, without what does not belong to a name. Returns whether
    /// anything was left.
    fn push(&mut self, t: &Text<'_>, from: usize, to: usize, joint: Joint) -> bool {
        let (mut s, mut e) = (from, to);
        while s < e {
            let title = is_honorific(t, s) && s + 1 < e;
            if title || t.is_num(s) || t.has(s, EDITOR) && is_role(t, s, e) {
                self.stray(t, s);
            } else if !(t.is_punct(s) && !(t.is_any(s, "'’‘") && t.is_word(s + 1))) {
                break;
            }
            s += 1;
        }
        // "Anna Stone (Hg.)"
        if let Some(open) = grammar::role_before(t, s, e) {
            self.editors = true;
            e = open;
        }
        while s < e {
            let role = t.has(e - 1, EDITOR | TRANSLATOR) && !t.is_initial(e - 1);
            if role && is_role(t, e - 1, e) || t.is_num(e - 1) {
                self.stray(t, e - 1);
            } else if !self.is_loose(t, s, e - 1) {
                break;
            }
            e -= 1;
        }
        if s >= e || !(s..e).any(|i| t.is_word(i)) {
            (s..e).for_each(|i| self.stray(t, i));
            return false;
        }
        let shape = shape(t, s, e);
        self.parts.push(Part { from: s, to: e, joint, cuts: self.cuts.len(), shape });
        true
    }

    fn stray(&mut self, t: &Text<'_>, i: usize) {
        if t.has(i, EDITOR) {
            self.editors = true;
        } else if !t.is_punct(i) && !t.has(i, TRANSLATOR) {
            self.strays.push(i);
        }
    }

    /// Whether the mark at the end of a part belongs to no name.
    fn is_loose(&self, t: &Text<'_>, s: usize, last: usize) -> bool {
        if !t.is_punct(last) {
            return false;
        }
        if t.is(last, ')') {
            return !(s..last).any(|i| t.is(i, '('));
        }
        !t.is_any(last, ".'’") || t.is(last, '.') && last > s && t.is(last - 1, '.')
    }
}

/// Whether the word in brackets or at the edge of a list says that its people are editors.
fn is_role(t: &Text<'_>, i: usize, to: usize) -> bool {
    let bracket = i > 0 && t.is_any(i - 1, "([") || t.is_any(i + 1, ")]") || t.is(i + 2, ')');
    bracket || !t.is_cap(i) && (i + 1 >= to || t.is(i + 1, '.'))
}

/// Whether the word is a title that stands before names.
fn is_honorific(t: &Text<'_>, i: usize) -> bool {
    match t.low(i) {
        "dr" | "prof" | "mr" | "mrs" | "ms" | "phd" | "msc" | "dipl" | "mag" => t.is(i + 1, '.'),
        "professor" | "frau" | "herr" => t.is_cap(i + 1),
        _ => false,
    }
}

/// Whether the word is a given name, alone or before its hyphen, or a patronymic.
pub(super) fn is_given(t: &Text<'_>, i: usize) -> bool {
    if t.has(i, GIVEN) {
        return true;
    }
    let word = t.low(i);
    let patronymic = ["ович", "евич", "овна", "евна"].iter().any(|end| word.ends_with(end));
    patronymic
        || word.split_once(['-', '\u{2010}', '\u{2011}']).is_some_and(|(head, tail)| {
            let given = |word: &str| crate::lexicon::flags(word) & GIVEN != 0;
            given(head) && (given(tail) || tail.chars().count() > 2)
        })
}

/// Whether the token is an initial or a group of them: "J", "Th.", "AB", "J-P".
fn is_initials(t: &Text<'_>, i: usize, to: usize) -> bool {
    let letters = t.str(i).chars().count();
    if t.is_initial(i) {
        return true;
    }
    if t.is_upper(i) {
        if matches!(t.str(i), "II" | "III" | "IV") {
            return false;
        }
        return letters <= 3
            || letters == 4 && (i + 1 >= to || t.is(i + 1, '.') && i + 2 >= to)
            || letters <= 6 && t.str(i).contains(['-', '\u{2010}']);
    }
    let short = letters == 2 || matches!(t.low(i), "chr" | "joh" | "alex" | "wilh" | "geo");
    // "St. Clair" is a family name, "Berg, St." has an initial.
    let saint = t.has(i, PARTICLE) && i + 2 < to;
    short && t.is_cap(i) && t.is(i + 1, '.') && !saint && !t.has(i, MONTH | GIVEN | SUFFIX)
}

/// Reads a run of initials and returns its end.
pub(super) fn run(t: &Text<'_>, from: usize, to: usize) -> Option<usize> {
    let mut i = from;
    while i < to && is_initials(t, i, to) {
        i += 1;
        while i < to && (t.is(i, '.') || t.is_dash(i) && i + 1 < to && is_initials(t, i + 1, to)) {
            i += 1;
        }
    }
    (i > from).then_some(i)
}

/// Whether nothing but marks, particles and suffixes stands between two tokens.
fn only_trimmings(t: &Text<'_>, from: usize, to: usize) -> bool {
    (from..to).all(|i| t.is_punct(i) || t.has(i, SUFFIX) || is_particle(t, i))
}

/// Whether the word is a particle in small letters: "von", "v.".
pub(super) fn is_particle(t: &Text<'_>, i: usize) -> bool {
    !t.is_cap(i) && (t.has(i, PARTICLE) || t.low(i) == "v" && t.is(i + 1, '.'))
}

/// Longest name of a person, in tokens; what is longer is kept as it is.
const LONGEST_NAME: usize = 40;

fn shape(t: &Text<'_>, s: usize, e: usize) -> Shape {
    if e - s > LONGEST_NAME {
        return Shape { institution: true, ..Shape::default() };
    }
    let mut shape = Shape {
        suffix: t.has(s, SUFFIX) && !t.is_initial(s) && (s + 1..e).all(|i| t.is_punct(i)),
        eastern: super::east::is_own_script(t.str(s)),
        ..Shape::default()
    };
    let run_end = run(t, s, e).filter(|_| !shape.eastern);
    shape.initials = run_end.is_some_and(|end| only_trimmings(t, end, e));
    let words: Vec<usize> = (s..e)
        .filter(|i| {
            // "Abu Sabt" is one name, "Los" alone is one, too.
            let before_name = is_particle(t, *i) || *i == s && t.has(s, PARTICLE) && s + 1 < e;
            t.is_word(*i) && !is_initials(t, *i, e) && !before_name && !t.has(*i, SUFFIX)
        })
        .collect();
    shape.words = words.len().max(usize::from(!shape.initials && !shape.suffix));
    if !shape.initials {
        let dotted = run_end.filter(|end| *end < e && (s..*end).any(|i| t.is(i, '.')));
        // "JA Berg" are initials before a name, "LI Xiaodong" is a name in capitals.
        let bare = run_end.filter(|end| {
            let single = *end == s + 1 && !super::east::is_family_name(t.low(s));
            single && *end < e && t.is_cap(*end) && !t.is_upper(*end) && !is_given(t, *end)
        });
        shape.leading = dotted.or(bare).filter(|_| !words.is_empty());
        shape.trailing = (s + 1..e).find(|i| {
            let at = if t.is(*i, '(') { i + 1 } else { *i };
            run(t, at, e).is_some_and(|end| only_trimmings(t, end, e))
        });
        // "Berg Anna J.": the given name belongs to the initial; "van der Walt SJ" has none.
        if let Some(trailing) = shape.trailing.filter(|at| *at > s + 1)
            && is_given(t, trailing - 1)
            && !is_given(t, s)
            && !is_particle(t, trailing - 2)
        {
            shape.trailing = Some(trailing - 1);
        }
    }
    if let (Some(first), Some(last)) = (words.first(), words.last()) {
        shape.given_first = is_given(t, *first);
        shape.given_last = is_given(t, *last);
        shape.capitals =
            words.iter().any(|i| t.is_upper(*i)) && words.iter().any(|i| !t.is_upper(*i));
    }
    // "Anna Maria B." lacks its family name; "Silva Santos RS" has it.
    shape.bare = shape.trailing.is_some_and(|at| {
        !(shape.given_first && shape.words >= 2) || t.is_upper(at) && at + 1 == e
    });
    let team = |i: usize| matches!(t.low(i), "collaboration" | "consortium" | "group" | "team");
    let named = (s..e)
        .any(|i| t.has(i, ORG) && t.is_cap(i) && !t.has(i, GIVEN | PARTICLE) || i > s && team(i));
    let binds = (s + 1..e)
        .any(|i| t.is_word(i) && !t.is_cap(i) && t.has(i, FUNCTION) && !t.has(i, PARTICLE));
    let initials = shape.leading.is_some() || shape.trailing.is_some() || shape.initials;
    shape.institution = (named && !shape.given_first || binds) && !initials;
    shape
}
