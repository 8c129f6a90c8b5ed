//! Which parts make one name. "Berg, Anna, Peter Stein" and "Berg, A., Stein, P." look alike, so
//! every way to divide the list is weighed and the best one is taken, with a preference for lists
//! that write all names alike.

use super::parts::{Joint, Part};

/// How a name is made of parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Family name, comma, given names or initials.
    Pair,
    /// Family name, suffix and given names, with commas between them.
    Triple,
    /// A name in one part.
    Single,
    /// "Jr.": belongs to the name before.
    Suffix,
}

impl Unit {
    /// Number of parts.
    pub(super) fn len(self) -> usize {
        match self {
            Unit::Single | Unit::Suffix => 1,
            Unit::Pair => 2,
            Unit::Triple => 3,
        }
    }
}

/// How a name is written; lists tend to write all names alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Inverted,
    Direct,
    Bare,
    Lone,
    Institution,
}

const MANNERS: [Manner; 5] =
    [Manner::Inverted, Manner::Direct, Manner::Bare, Manner::Lone, Manner::Institution];

/// The best way to a state: its weight, the unit that led there, and where it came from.
#[derive(Debug, Clone, Copy)]
struct Step {
    weight: f32,
    unit: Unit,
    before: Option<usize>,
    first: bool,
}

type Row = [Option<Step>; MANNERS.len()];

/// Returns the units that the parts make, in order. Together they cover all parts.
pub(super) fn units(parts: &[Part]) -> Vec<Unit> {
    let mut rows: Vec<Row> = vec![[None; MANNERS.len()]; parts.len() + 1];
    for at in 0..parts.len() {
        for (unit, manner, weight) in options(parts, at) {
            let (before, best, first) = best_before(&rows, at, manner);
            let step = Step { weight: best + weight, unit, before, first };
            let target = MANNERS.iter().position(|other| *other == manner).unwrap_or(0);
            if let Some(row) = rows.get_mut(at + unit.len())
                && let Some(slot) = row.get_mut(target)
                && slot.is_none_or(|known| known.weight < step.weight)
            {
                *slot = Some(step);
            }
        }
    }
    trace(&rows)
}

/// The best state before part `at` for a name written in `manner`.
fn best_before(rows: &[Row], at: usize, manner: Manner) -> (Option<usize>, f32, bool) {
    if at == 0 {
        return (None, 0.0, true);
    }
    let mut best = (None, f32::MIN / 2.0, false);
    for (idx, step) in rows.get(at).into_iter().flatten().enumerate() {
        let (Some(step), Some(other)) = (step, MANNERS.get(idx)) else { continue };
        let weight = step.weight + change(*other, manner, step.first);
        if weight > best.1 {
            best = (Some(idx), weight, false);
        }
    }
    best
}

fn trace(rows: &[Row]) -> Vec<Unit> {
    let mut out = Vec::new();
    let mut at = rows.len().saturating_sub(1);
    let weight = |step: &Option<Step>| step.map_or(f32::MIN, |step| step.weight);
    let mut state = rows.last().and_then(|row| {
        (0..row.len()).max_by(|a, b| {
            let (a, b) = (row.get(*a).map(weight), row.get(*b).map(weight));
            a.partial_cmp(&b).unwrap_or(std::cmp::Ordering::Equal)
        })
    });
    while at > 0 {
        let step = state.and_then(|state| rows.get(at)?.get(state).copied().flatten());
        let Some(step) = step else { break };
        out.push(step.unit);
        at -= step.unit.len();
        state = step.before;
    }
    out.reverse();
    out
}

/// What it costs to write the next name in another manner.
fn change(from: Manner, to: Manner, first: bool) -> f32 {
    match (from, to) {
        _ if from == to => 1.0,
        // "Berg, Anna, Peter Stein and Karl Wolf": only the first name is turned round.
        (Manner::Inverted, Manner::Direct) => {
            if first {
                0.8
            } else {
                -0.5
            }
        }
        (Manner::Institution, _) | (_, Manner::Institution) => 0.0,
        _ => -1.2,
    }
}

/// The units that can begin at a part.
fn options(parts: &[Part], at: usize) -> Vec<(Unit, Manner, f32)> {
    let Some(part) = parts.get(at) else { return Vec::new() };
    let mut out = Vec::with_capacity(3);
    if part.shape.suffix && at > 0 && part.joint == Joint::Comma {
        // A suffix keeps the manner of the list.
        out.extend(MANNERS.map(|manner| (Unit::Suffix, manner, 1.0)));
    }
    if let Some(next) = parts.get(at + 1) {
        if let Some(weight) = pair(part, next) {
            // Nothing but these two between stronger marks.
            let alone = part.joint != Joint::Comma
                && parts.get(at + 2).is_none_or(|after| after.joint != Joint::Comma);
            let weight = match next.shape.words {
                _ if !alone => weight,
                0 | 1 => weight + 1.5,
                _ => weight + 0.5,
            };
            out.push((Unit::Pair, Manner::Inverted, weight));
        }
        if next.shape.suffix
            && let Some(after) = parts.get(at + 2)
            && let Some(weight) = pair(part, after).filter(|_| next.joint == Joint::Comma)
        {
            out.push((Unit::Triple, Manner::Inverted, weight + 1.0));
        }
    }
    let (manner, weight) = single(part);
    out.push((Unit::Single, manner, weight));
    out
}

/// How well two parts are family and given name.
fn pair(family: &Part, given: &Part) -> Option<f32> {
    let (f, g) = (&family.shape, &given.shape);
    let joined = match given.joint {
        Joint::Comma => 0.0,
        // "Berg; A.; Stein, P."
        Joint::Strong if g.initials => -4.0,
        _ => return None,
    };
    if family.cuts != given.cuts || f.suffix || g.suffix || f.words == 0 && !f.initials {
        return None;
    }
    let mut weight: f32 = joined;
    if f.leading.is_some() || f.trailing.is_some() {
        weight -= 8.0;
    }
    if f.initials {
        // "LI, X.": a short family name in capitals; "J., K." is none.
        weight -= if family.to - family.from == 1 { 2.0 } else { 9.0 };
    }
    if f.institution || f.eastern {
        weight -= 4.0;
    }
    weight += match f.words {
        0 | 1 => 1.0,
        2 => 0.3,
        3 => -0.5,
        _ => -4.0,
    };
    if f.given_first && f.words >= 2 {
        weight -= if f.given_last { 1.5 } else { 3.0 };
    }
    if g.initials {
        return Some(weight + 6.0);
    }
    if g.words == 0 || g.words > 4 {
        return None;
    }
    weight += if g.given_first { 4.0 } else { 0.5 };
    if f.given_first && f.words == 1 {
        weight -= 0.5;
    }
    if g.leading.is_some() && !g.given_first {
        weight -= 0.6;
    }
    if g.trailing.is_some() {
        weight += if g.given_first { 1.5 } else { 0.5 };
    }
    if g.words >= 2 && !g.given_last && g.given_first {
        weight -= 1.5;
    }
    if g.institution {
        weight -= 5.0;
    }
    Some(weight)
}

/// How well a part is a whole name, and in which manner.
fn single(part: &Part) -> (Manner, f32) {
    let shape = &part.shape;
    if shape.institution {
        return (Manner::Institution, 3.0);
    }
    if shape.initials || shape.suffix {
        return (Manner::Lone, -6.0);
    }
    if shape.leading.is_some() || shape.eastern {
        return (Manner::Direct, 5.0);
    }
    if shape.bare {
        return (Manner::Bare, 5.0);
    }
    match shape.words {
        0 | 1 => (Manner::Lone, if shape.given_first { -4.5 } else { -3.0 }),
        2..=5 => {
            let known = if shape.given_first {
                3.5
            } else if shape.capitals {
                3.0
            } else if shape.given_last && shape.words == 2 {
                2.5
            } else {
                0.3
            };
            (Manner::Direct, known)
        }
        _ => (Manner::Direct, -3.0),
    }
}
