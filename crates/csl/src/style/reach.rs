//! What the parts of a style can print: so that those without anything to print are passed over.

use refsmith_model::{NumberVariable, Variable};

use super::program::*;

/// What a walk over a layout finds; every macro is entered once.
struct Walk<'a> {
    macros: &'a [Macro],
    seen: Vec<bool>,
    names: Vec<usize>,
    number: bool,
}

impl Walk<'_> {
    fn nodes(&mut self, nodes: &[Node]) {
        let number = Some(Variable::Number(NumberVariable::CitationNumber));
        for node in nodes {
            match node {
                Node::Text(text) => match &text.source {
                    Source::Variable { variable, .. } => self.number |= *variable == number,
                    Source::Macro(idx) => self.enter(*idx),
                    Source::Term { .. } | Source::Value(_) => {}
                },
                Node::Number(shown) => self.number |= shown.variable == number,
                Node::Names(names) => {
                    self.names.push(names.options);
                    self.nodes(&names.substitute);
                }
                Node::Group(group) => self.nodes(&group.children),
                Node::Choose(branches) => {
                    branches.iter().for_each(|branch| self.nodes(&branch.children));
                }
                Node::Label(_) | Node::Date(_) => {}
            }
        }
    }

    fn enter(&mut self, idx: usize) {
        if let Some(seen) = self.seen.get_mut(idx).filter(|seen| !**seen) {
            *seen = true;
            let macros = self.macros;
            if let Some(called) = macros.get(idx) {
                self.nodes(&called.children);
            }
        }
    }
}

/// Returns the elements `names` that a layout may show, and whether it shows the citation number.
pub(super) fn shown(layout: &[Node], macros: &[Macro]) -> (Vec<usize>, bool) {
    let seen = vec![false; macros.len()];
    let mut walk = Walk { macros, seen, names: Vec::new(), number: false };
    walk.nodes(layout);
    (walk.names, walk.number)
}

/// Tells whether elements, but not the macros they call, have a date.
pub(super) fn has_date(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Date(_) => true,
        Node::Group(group) => has_date(&group.children),
        Node::Names(names) => has_date(&names.substitute),
        Node::Choose(branches) => branches.iter().any(|branch| has_date(&branch.children)),
        Node::Text(_) | Node::Number(_) | Node::Label(_) => false,
    })
}

/// Notes for every macro, group and `names` which variables it can print.
pub(super) fn measure_reach(program: &mut Program) {
    let mut known: Vec<Option<Reach>> = vec![None; program.macros.len()];
    for idx in 0..program.macros.len() {
        macro_reach(&program.macros, idx, &mut known);
    }
    for (macro_, reach) in program.macros.iter_mut().zip(&known) {
        macro_.reach = reach.unwrap_or_default();
        note_reach(&mut macro_.children, &known);
    }
    note_reach(&mut program.citation.layout, &known);
    if let Some((section, _)) = &mut program.bibliography {
        note_reach(&mut section.layout, &known);
    }
}

/// Recursion ends, because macros that call themselves were refused.
fn macro_reach(macros: &[Macro], idx: usize, known: &mut Vec<Option<Reach>>) -> Reach {
    if let Some(Some(reach)) = known.get(idx) {
        return *reach;
    }
    let Some(macro_) = macros.get(idx) else { return Reach::default() };
    let reach = reach_of(&macro_.children, &mut |called| macro_reach(macros, called, known));
    if let Some(slot) = known.get_mut(idx) {
        *slot = Some(reach);
    }
    reach
}

fn reach_of(nodes: &[Node], of_macro: &mut dyn FnMut(usize) -> Reach) -> Reach {
    let mut out = Reach::default();
    for node in nodes {
        let reach = match node {
            Node::Text(text) => match &text.source {
                Source::Variable { variable, short } => called(*variable, *short),
                Source::Macro(idx) => inner(of_macro(*idx)),
                Source::Term { .. } | Source::Value(_) => {
                    Reach { literal: true, ..Reach::default() }
                }
            },
            Node::Number(number) => called(number.variable, false),
            Node::Label(_) => Reach::default(),
            Node::Date(date) => called(date.variable.map(Variable::Date), false),
            Node::Names(names) => {
                Reach { variables: names_reach(names, of_macro), certain: true, literal: false }
            }
            Node::Group(group) => inner(reach_of(&group.children, of_macro)),
            Node::Choose(branches) => {
                let mut all = Reach::default();
                for branch in branches {
                    let reach = reach_of(&branch.children, of_macro);
                    all.variables |= reach.variables;
                    all.literal |= reach.literal;
                }
                all
            }
        };
        out.variables |= reach.variables;
        out.certain |= reach.certain;
        out.literal |= reach.literal;
    }
    out
}

/// What a group or macro can print as a part of another: words without any variable count there as
/// a value.
fn inner(reach: Reach) -> Reach {
    let variables = if reach.literal && !reach.certain { ALL_VARIABLES } else { reach.variables };
    Reach { variables, literal: false, ..reach }
}

/// Text that stands in for names counts as a value, so such names are never passed over.
fn names_reach(names: &Names, of_macro: &mut dyn FnMut(usize) -> Reach) -> VariableSet {
    let own = names.variables.iter().fold(0, |all, name| all | bit(Variable::Name(*name)));
    let literal = names.substitute.iter().any(|node| {
        !matches!(
            node,
            Node::Names(_)
                | Node::Date(_)
                | Node::Number(_)
                | Node::Text(Text { source: Source::Variable { .. }, .. })
        )
    });
    // One person who edits and translates goes under a third name.
    if literal { ALL_VARIABLES } else { own | reach_of(&names.substitute, of_macro).variables }
}

fn called(variable: Option<Variable>, short: bool) -> Reach {
    use refsmith_model::TextVariable;
    let variables = match variable {
        None => 0,
        Some(
            Variable::Text(TextVariable::CitationLabel | TextVariable::YearSuffix)
            | Variable::Number(
                NumberVariable::CitationNumber
                | NumberVariable::Locator
                | NumberVariable::FirstReferenceNoteNumber,
            ),
        ) => ALL_VARIABLES,
        Some(Variable::Text(TextVariable::Title)) if short => {
            bit(Variable::Text(TextVariable::Title)) | bit(Variable::Text(TextVariable::TitleShort))
        }
        Some(Variable::Text(TextVariable::ContainerTitle)) if short => {
            bit(Variable::Text(TextVariable::ContainerTitle))
                | bit(Variable::Text(TextVariable::ContainerTitleShort))
        }
        Some(Variable::Number(NumberVariable::PageFirst)) => {
            bit(Variable::Number(NumberVariable::PageFirst))
                | bit(Variable::Number(NumberVariable::Page))
        }
        Some(variable) => bit(variable),
    };
    // The year suffix is called, but does not count.
    let certain = variable != Some(Variable::Text(TextVariable::YearSuffix));
    Reach { variables, certain, literal: false }
}

fn note_reach(nodes: &mut [Node], known: &[Option<Reach>]) {
    let mut of_macro = |idx: usize| known.get(idx).copied().flatten().unwrap_or_default();
    for node in nodes {
        match node {
            Node::Group(group) => {
                group.reach = reach_of(&group.children, &mut of_macro);
                note_reach(&mut group.children, known);
            }
            Node::Names(names) => {
                names.reach = names_reach(names, &mut of_macro);
                note_reach(&mut names.substitute, known);
            }
            Node::Choose(branches) => {
                for branch in branches {
                    note_reach(&mut branch.children, known);
                }
            }
            _ => {}
        }
    }
}
