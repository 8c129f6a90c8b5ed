//! The element `names`: which names, how many, what stands between them.

use refsmith_model::{Name, NameVariable};

use super::context::{Context, Given, Part, Place, Position};
use super::field;
use super::run::{self, Format, Origin, Run};
use crate::locale::Form;
use crate::style::xml::Element;

/// The elements that say how names look: `names` itself and its children, or those of the element
/// it stands in for.
#[derive(Clone, Copy)]
pub(super) struct Scheme<'a> {
    /// `names`, then the elements it inherits from.
    pub(super) names: &'a Element,
    pub(super) outer: Option<&'a Element>,
    pub(super) name: Option<&'a Element>,
    et_al: Option<&'a Element>,
    label: Option<&'a Element>,
    label_first: bool,
}

impl<'a> Scheme<'a> {
    /// A `names` inside `substitute` that has no children of its own takes those of the element
    /// around it (CSL 1.0.2, "substitute").
    fn of(names: &'a Element, outer: Option<&'a Element>) -> Self {
        let bare = names.children.iter().all(|child| child.name == "substitute");
        let source = outer.filter(|_| bare).unwrap_or(names);
        let at = |name: &str| source.children.iter().position(|child| child.name == name);
        let label_first = match (at("label"), at("name")) {
            (Some(label), Some(name)) => label < name,
            // Without `name` the names come first all the same.
            _ => false,
        };
        Self {
            names,
            outer: outer.filter(|_| bare),
            name: source.child("name"),
            et_al: source.child("et-al"),
            label: source.child("label"),
            label_first,
        }
    }
}

/// How many names are shown.
pub(super) struct Shown {
    pub(super) first: usize,
    /// The last name follows behind an ellipsis.
    use_last: bool,
    cut: bool,
}

impl<'a> Context<'a> {
    pub(super) fn names(&mut self, element: &'a Element) -> Part {
        let outer = self.outer_names;
        let scheme = Scheme::of(element, outer);
        let first = !self.names_written && self.place != Place::Sort;
        let variables: Vec<&str> = element
            .attr("variable")
            .or_else(|| outer.and_then(|outer| outer.attr("variable")))
            .unwrap_or_default()
            .split_whitespace()
            .filter(|name| !self.used.iter().any(|used| used == name))
            .collect();
        let mut part = self.name_variables(scheme, &variables);
        if run::is_blank(&part.runs) {
            part = self.substitute(element);
        } else {
            if self.substituting {
                self.used.extend(variables.iter().map(|name| (*name).to_owned()));
            }
            self.names_written = true;
        }
        if run::is_blank(&part.runs) {
            return Part { runs: Vec::new(), called: true, filled: part.filled };
        }
        if first {
            if self.cite.suppress_author && self.place == Place::Citation {
                return Part { runs: Vec::new(), called: true, filled: true };
            }
            // What stands in for names, a title for one, is what the entry is known by.
            if !part.runs.iter().any(|run| run.origin == Origin::Names) {
                part.runs.iter_mut().for_each(|run| run.origin = Origin::Names);
            }
        }
        Part { called: true, ..part }
    }

    fn name_variables(&mut self, scheme: Scheme<'a>, variables: &[&str]) -> Part {
        let record = self.record;
        let mut lists: Vec<(&str, &'a [Name])> =
            variables.iter().map(|name| (*name, field::names(record, name))).collect();
        lists.retain(|(_, names)| !names.is_empty());
        // One person who edits and translates is named once (CSL 1.0.2, "names").
        if let [("editor", editors), ("translator", translators)]
        | [("translator", translators), ("editor", editors)] = lists.as_slice()
            && editors == translators
            && self.locale.term("editortranslator", Form::Long, false).is_some()
        {
            lists = vec![("editortranslator", editors)];
        }
        if lists.is_empty() {
            return Part::empty_variable();
        }
        let form = self.option(scheme, "form", "name-form").unwrap_or("long");
        if form == "count" {
            let count: usize =
                lists.iter().map(|(_, names)| self.shown(scheme, names.len()).first).sum();
            return Part::variable(vec![Run::text(self.padded(count as u64))]);
        }
        let delimiter = scheme
            .names
            .attr("delimiter")
            .or_else(|| scheme.outer.and_then(|outer| outer.attr("delimiter")))
            .or_else(|| self.inherited("names-delimiter"))
            .unwrap_or_default();
        let mut out = Vec::new();
        for (role, names) in lists {
            let mut runs = self.name_list(scheme, role, names);
            if run::is_blank(&runs) {
                continue;
            }
            if let Some(label) = scheme.label.filter(|_| self.place != Place::Sort) {
                let mut label = self.name_label(label, role, names.len());
                label.iter_mut().for_each(|run| run.origin = Origin::NameLabel);
                if scheme.label_first {
                    runs.splice(0..0, label);
                } else {
                    runs.extend(label);
                }
            }
            if !out.is_empty() {
                out.push(Run::text(delimiter));
            }
            out.extend(runs);
        }
        if !self.names_written {
            for run in out.iter_mut().filter(|run| run.origin == Origin::Other) {
                run.origin = Origin::Names;
            }
        }
        let mut part = Part::variable(out);
        if part.filled {
            part.runs = self.dress(scheme.names, part.runs);
        }
        part
    }

    /// The first alternative that gives something stands in for the names, and its variables are
    /// not printed again.
    fn substitute(&mut self, element: &'a Element) -> Part {
        let Some(substitute) = element.child("substitute") else { return Part::empty_variable() };
        let was = std::mem::replace(&mut self.substituting, true);
        let outer = self.outer_names.replace(element);
        let mut out = Part::empty_variable();
        for child in &substitute.children {
            let used = self.used.len();
            let part = self.element(child);
            if !run::is_blank(&part.runs) {
                out = Part { called: true, filled: true, ..part };
                break;
            }
            self.used.truncate(used);
        }
        self.substituting = was;
        self.outer_names = outer;
        out
    }

    fn name_label(&mut self, label: &'a Element, role: &str, count: usize) -> Vec<Run> {
        let plural = match label.attr("plural") {
            Some("always") => true,
            Some("never") => false,
            _ => count > 1,
        };
        let form = Form::parse(label.attr("form"));
        match self.locale.term(role, form, plural).map(str::to_owned) {
            Some(text) if !text.is_empty() => self.dress(label, vec![Run::text(text)]),
            _ => Vec::new(),
        }
    }

    /// Looks a name option up: on `name`, on `names`, then on what they inherit from. On `name` two
    /// options have shorter names (`form`, `delimiter`).
    pub(super) fn option(&self, scheme: Scheme<'a>, own: &str, name: &str) -> Option<&'a str> {
        if let Some(key) = self.sort_key {
            let sort_name = match name {
                "et-al-min" | "et-al-subsequent-min" => "names-min",
                "et-al-use-first" | "et-al-subsequent-use-first" => "names-use-first",
                "et-al-use-last" => "names-use-last",
                _ => "",
            };
            if let Some(value) = key.attr(sort_name) {
                return Some(value);
            }
        }
        scheme
            .name
            .and_then(|element| element.attr(own))
            .or_else(|| scheme.names.attr(name))
            .or_else(|| scheme.outer.and_then(|outer| outer.attr(name)))
            .or_else(|| self.inherited(name))
    }

    fn inherited(&self, name: &str) -> Option<&'a str> {
        self.name_scope.iter().find_map(|element| element.attr(name))
    }

    /// Decides how many names of a list are shown.
    pub(super) fn shown(&self, scheme: Scheme<'a>, count: usize) -> Shown {
        let number =
            |name: &str| -> Option<usize> { self.option(scheme, name, name)?.trim().parse().ok() };
        let subsequent = self.place == Place::Citation && self.cite.position != Position::First;
        let min = subsequent
            .then(|| number("et-al-subsequent-min"))
            .flatten()
            .or_else(|| number("et-al-min"));
        let first = subsequent
            .then(|| number("et-al-subsequent-use-first"))
            .flatten()
            .or_else(|| number("et-al-use-first"));
        let all = Shown { first: count, use_last: false, cut: false };
        let (Some(min), Some(first)) = (min, first) else { return all };
        if count < min.max(1) || first >= count {
            return all;
        }
        let first = match self.place {
            Place::Citation => first.max(self.ambiguity.names),
            _ => first,
        };
        if first >= count {
            return all;
        }
        let use_last = self.option(scheme, "et-al-use-last", "et-al-use-last") == Some("true");
        Shown { first, use_last: use_last && count >= first + 2, cut: true }
    }

    /// Renders the names of one role.
    fn name_list(&mut self, scheme: Scheme<'a>, role: &str, names: &'a [Name]) -> Vec<Run> {
        let mut shown = self.shown(scheme, names.len());
        // "et al." in the source stays "et al.": the names are not printed as if they were all.
        shown.cut |= self.place != Place::Sort && self.ends_cut(role);
        if shown.first == 0 {
            return Vec::new();
        }
        let delimiter = self.option(scheme, "delimiter", "name-delimiter").unwrap_or(", ");
        let sort_order = self.option(scheme, "name-as-sort-order", "name-as-sort-order");
        let inverted =
            |idx: usize| sort_order == Some("all") || sort_order == Some("first") && idx == 0;
        let and = self.and_term(scheme);
        let total = shown.first + usize::from(shown.use_last);
        let mut out: Vec<Run> = Vec::new();
        let mut last_inverted = false;
        for (idx, name) in names.iter().take(shown.first).enumerate() {
            if idx > 0 {
                let is_last = idx + 1 == total && !shown.cut;
                match and.as_deref().filter(|_| is_last) {
                    Some(and) => {
                        let behavior = self.option(
                            scheme,
                            "delimiter-precedes-last",
                            "delimiter-precedes-last",
                        );
                        let precedes = precedes(behavior, names.len() > 2, last_inverted);
                        out.push(Run::text(if precedes { delimiter } else { " " }));
                        out.push(Run::text(format!("{and} ")));
                    }
                    None => out.push(Run::text(delimiter)),
                }
            }
            let given = self.ambiguity.given.get(idx).copied().unwrap_or_default();
            let given = if self.place == Place::Citation { given } else { Given::AsStyled };
            let inverted = inverted(idx);
            last_inverted = inverted && matches!(name, Name::Person(_));
            out.extend(self.one_name(scheme, name, inverted, given));
        }
        if shown.use_last
            && let Some(last) = names.last()
        {
            out.push(Run::text(delimiter));
            out.push(Run::text("\u{2026} "));
            out.extend(self.one_name(scheme, last, inverted(names.len() - 1), Given::AsStyled));
        } else if shown.cut && self.place != Place::Sort {
            out.extend(self.et_al(scheme, shown.first, delimiter, last_inverted));
        }
        out
    }

    /// Tells whether the source cuts the list of a role behind its last name.
    fn ends_cut(&self, role: &str) -> bool {
        let list = NameVariable::parse(role).and_then(|role| self.record.names.get(&role));
        list.is_some_and(|list| list.truncated_after.is_some_and(|after| after >= list.names.len()))
    }

    /// In sort keys names follow each other without "and".
    fn and_term(&self, scheme: Scheme<'a>) -> Option<String> {
        if self.place == Place::Sort {
            return None;
        }
        match self.option(scheme, "and", "and")? {
            "symbol" => Some("&".to_owned()),
            _ => Some(self.locale.term("and", Form::Long, false)?.to_owned()),
        }
    }

    fn et_al(&self, scheme: Scheme<'a>, shown: usize, delimiter: &str, inverted: bool) -> Vec<Run> {
        let name = scheme.et_al.and_then(|element| element.attr("term")).unwrap_or("et-al");
        let term = self.locale.term(name, Form::Long, false).unwrap_or_default();
        if term.is_empty() {
            return Vec::new();
        }
        let behavior = self.option(scheme, "delimiter-precedes-et-al", "delimiter-precedes-et-al");
        let separator = if precedes(behavior, shown > 1, inverted) { delimiter } else { " " };
        let format = scheme.et_al.map_or(Format::default(), Format::of);
        vec![Run::text(separator), Run { format, ..Run::text(term) }]
    }
}

/// Decides whether the delimiter stands before the last name or "et al.".
fn precedes(behavior: Option<&str>, contextual: bool, inverted: bool) -> bool {
    match behavior {
        Some("always") => true,
        Some("never") => false,
        Some("after-inverted-name") => inverted,
        _ => contextual,
    }
}
