//! What no table of elements can say: macros, limits of name lists, what is said twice.

use std::collections::{BTreeMap, BTreeSet};

use refsmith_model::{CodeInfo, Diagnostic, Span};

use super::source::Source;
use super::suggest::suggested;
use crate::codes::{
    STYLE_CATEGORY, STYLE_ELEMENT, STYLE_ET_AL, STYLE_LOCALE, STYLE_MACRO_RECURSIVE,
    STYLE_MACRO_REPEATED, STYLE_MACRO_UNDEFINED, STYLE_MACRO_UNUSED, STYLE_REPEATED,
    STYLE_UNREACHABLE,
};
use crate::style::locales;
use crate::style::xml::{Attribute, Element};

/// Checks a whole file.
pub(super) fn check(source: Source<'_>, root: &Element<'_>, findings: &mut Vec<Diagnostic>) {
    let mut rules = Rules { source, findings };
    rules.each_element(root, root);
    if root.name == "style" {
        rules.category(root);
        rules.macros(root);
    }
}

struct Rules<'a, 'f> {
    source: Source<'a>,
    findings: &'f mut Vec<Diagnostic>,
}

impl Rules<'_, '_> {
    fn push(&mut self, code: &'static CodeInfo, message: String, span: Span) {
        self.findings.push(Diagnostic::new(code, message).at(span));
    }

    /// Depth is bounded by the reader.
    fn each_element(&mut self, root: &Element<'_>, element: &Element<'_>) {
        match element.name {
            "style" | "citation" | "bibliography" | "name" => self.et_al(root, element),
            "choose" => self.branches(element),
            "date" => self.once_each(element, "date-part", &["name"]),
            "terms" => {
                self.once_each(element, "term", &["name", "form", "gender-form"]);
            }
            "term" => self.plural(element),
            _ => {}
        }
        match element.name {
            "name" => self.once_each(element, "name-part", &["name"]),
            "style" => {
                self.once_each(element, "locale", &["xml:lang"]);
                self.language(element, "default-locale");
            }
            "locale" => {
                self.language(element, "xml:lang");
                self.once_each(element, "date", &["form"]);
            }
            _ => {}
        }
        for child in &element.children {
            self.each_element(root, child);
        }
    }

    /// Reports children of one name that are the same in some attributes.
    fn once_each(&mut self, element: &Element<'_>, name: &str, attributes: &[&str]) {
        let mut seen: BTreeSet<Vec<&str>> = BTreeSet::new();
        for child in element.children.iter().filter(|child| child.name == name) {
            let key: Vec<&str> = attributes
                .iter()
                .map(|attribute| match child.attr(attribute) {
                    // `long` is what a term is where nothing else is said.
                    Some("long") if *attribute == "form" => "",
                    value => value.unwrap_or_default(),
                })
                .collect();
            let described =
                key.iter().filter(|value| !value.is_empty()).map(|value| format!(" `{value}`"));
            let described: String = described.collect();
            if !seen.insert(key) {
                let message = format!("the {name}{described} is given twice");
                self.push(&STYLE_REPEATED, message, self.source.tag(child));
            }
        }
    }

    fn plural(&mut self, term: &Element<'_>) {
        let lone = match (term.child("single"), term.child("multiple")) {
            (Some(single), None) => (single, "multiple"),
            (None, Some(multiple)) => (multiple, "single"),
            _ => return,
        };
        let message = format!("expected `{}` beside `{}`", lone.1, lone.0.name);
        self.push(&STYLE_ELEMENT, message, self.source.tag(lone.0));
    }

    fn language(&mut self, element: &Element<'_>, name: &str) {
        let Some(attribute) = attribute(element, name) else { return };
        let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
        let tag = attribute.value.trim();
        // A region that is not known falls back to its language.
        let region = |tag: &str| tag.split('-').nth(1).map(str::to_uppercase);
        let known = locales();
        let mistaken = language(tag) == "en" && region(tag).as_deref() == Some("UK");
        if mistaken || !known.iter().any(|locale| language(locale) == language(tag)) {
            let message = format!("no locale is known for `{tag}`");
            let finding = Diagnostic::new(&STYLE_LOCALE, message).at(self.source.value(attribute));
            self.findings.push(suggested(finding, tag, &known));
        }
    }

    fn et_al(&mut self, root: &Element<'_>, element: &Element<'_>) {
        let places = || {
            let parts = ["citation", "bibliography"].iter().filter_map(|name| root.child(name));
            [root, element].into_iter().chain(parts)
        };
        for (min, first) in [
            ("et-al-min", "et-al-use-first"),
            ("et-al-subsequent-min", "et-al-subsequent-use-first"),
        ] {
            match (attribute(element, min), attribute(element, first)) {
                (None, None) => {}
                (Some(has), None) | (None, Some(has)) => {
                    let lacks = if has.name == min { first } else { min };
                    if places().all(|place| place.attr(lacks).is_none()) {
                        let message = format!("`{}` has no effect without `{lacks}`", has.name);
                        self.push(&STYLE_ET_AL, message, self.source.name(has));
                    }
                }
                (Some(least), Some(used)) => {
                    let number =
                        |attribute: &Attribute<'_>| attribute.value.trim().parse::<i64>().ok();
                    if let (Some(least), Some(number)) = (number(least), number(used))
                        && number >= least
                    {
                        let message = format!(
                            "expected `{first}` to be less than `{min}`, found {number} and {least}"
                        );
                        self.push(&STYLE_ET_AL, message, self.source.value(used));
                    }
                }
            }
        }
    }

    fn branches(&mut self, choose: &Element<'_>) {
        let mut seen: BTreeSet<Vec<(&str, Vec<&str>)>> = BTreeSet::new();
        for branch in choose.children.iter().filter(|branch| branch.name != "else") {
            let mut test: Vec<(&str, Vec<&str>)> = branch
                .attributes
                .iter()
                .filter(|attribute| attribute.name != "match" || attribute.value != "all")
                .map(|attribute| {
                    let mut words: Vec<&str> = attribute.value.split_whitespace().collect();
                    words.sort_unstable();
                    (attribute.name, words)
                })
                .collect();
            test.sort_unstable();
            if !test.is_empty() && !seen.insert(test) {
                let message = format!("this `{}` tests what an earlier branch tests", branch.name);
                self.push(&STYLE_UNREACHABLE, message, self.source.tag(branch));
            }
        }
    }

    fn category(&mut self, root: &Element<'_>) {
        let Some(info) = root.child("info") else { return };
        let formats: Vec<&Element<'_>> = info
            .children_named("category")
            .filter(|category| category.attr("citation-format").is_some())
            .collect();
        match formats.as_slice() {
            [] => {
                let finding = Diagnostic::new(
                    &STYLE_CATEGORY,
                    "expected `category` with `citation-format` in `info`",
                )
                .at(self.source.tag(info))
                .help(
                    "add `<category citation-format=\"author-date\"/>`, or `numeric`, `note` ...",
                );
                self.findings.push(finding);
            }
            [_] => {}
            [_, second, ..] => {
                let message = "`citation-format` is given twice".to_owned();
                self.push(&STYLE_CATEGORY, message, self.source.tag(second));
            }
        }
    }

    fn macros(&mut self, root: &Element<'_>) {
        let mut macros: BTreeMap<&str, &Element<'_>> = BTreeMap::new();
        for element in root.children_named("macro") {
            let Some(name) = attribute(element, "name") else { continue };
            if macros.contains_key(name.value.as_ref()) {
                let message = format!("the macro `{}` is defined twice", name.value);
                self.push(&STYLE_MACRO_REPEATED, message, self.source.value(name));
            } else {
                macros.insert(name.value.as_ref(), element);
            }
        }
        let names: Vec<&str> = macros.keys().copied().collect();
        let mut all = Vec::new();
        calls(root, &mut all);
        for call in all.iter().filter(|call| !macros.contains_key(call.value.as_ref())) {
            let message = format!("the macro `{}` is not defined", call.value);
            let finding =
                Diagnostic::new(&STYLE_MACRO_UNDEFINED, message).at(self.source.value(call));
            self.findings.push(suggested(finding, &call.value, &names));
        }
        self.circles(&macros);
        self.unused(root, &macros);
    }

    /// Reports every call that leads back to a macro that is being put in place. The stack is a list,
    /// because a file may hold more macros than the machine's stack has room for.
    fn circles(&mut self, macros: &BTreeMap<&str, &Element<'_>>) {
        let graph: BTreeMap<&str, Vec<&Attribute<'_>>> = macros
            .iter()
            .map(|(name, element)| {
                let mut inner = Vec::new();
                calls(element, &mut inner);
                (*name, inner)
            })
            .collect();
        let mut done: BTreeSet<&str> = BTreeSet::new();
        for start in macros.keys() {
            let mut open: Vec<(&str, usize)> = vec![(*start, 0)];
            let mut on_path: BTreeSet<&str> = BTreeSet::from([*start]);
            while let Some((name, next)) = open.last_mut() {
                let call = graph
                    .get(name)
                    .filter(|_| !done.contains(name))
                    .and_then(|calls| calls.get(*next));
                let Some(call) = call else {
                    done.insert(*name);
                    on_path.remove(*name);
                    open.pop();
                    continue;
                };
                *next += 1;
                let target = call.value.as_ref();
                if on_path.contains(target) {
                    let from = open.iter().position(|(name, _)| *name == target).unwrap_or(0);
                    let way: Vec<&str> =
                        open.iter().skip(from).map(|(name, _)| *name).take(8).collect();
                    let way = way.join(" → ");
                    let message = format!("the macro `{target}` calls itself ({way} → {target})");
                    self.push(&STYLE_MACRO_RECURSIVE, message, self.source.value(call));
                } else if graph.contains_key(target) && !done.contains(target) {
                    on_path.insert(target);
                    open.push((target, 0));
                }
            }
        }
    }

    fn unused(&mut self, root: &Element<'_>, macros: &BTreeMap<&str, &Element<'_>>) {
        let mut waiting = Vec::new();
        for part in root.children.iter().filter(|child| child.name != "macro") {
            calls(part, &mut waiting);
        }
        let mut used: BTreeSet<&str> = BTreeSet::new();
        while let Some(call) = waiting.pop() {
            let Some((name, element)) = macros.get_key_value(call.value.as_ref()) else { continue };
            if used.insert(name) {
                calls(element, &mut waiting);
            }
        }
        for (name, element) in macros.iter().filter(|(name, _)| !used.contains(*name)) {
            let message = format!("the macro `{name}` is never called");
            let span = attribute(element, "name")
                .map_or(self.source.tag(element), |name| self.source.value(name));
            self.push(&STYLE_MACRO_UNUSED, message, span);
        }
    }
}

fn attribute<'e, 'a>(element: &'e Element<'a>, name: &str) -> Option<&'e Attribute<'a>> {
    element.attributes.iter().find(|attribute| attribute.name == name)
}

/// Collects the calls of macros in an element. Depth is bounded by the reader.
fn calls<'e, 'a>(element: &'e Element<'a>, out: &mut Vec<&'e Attribute<'a>>) {
    if matches!(element.name, "text" | "key") {
        out.extend(attribute(element, "macro"));
    }
    for child in &element.children {
        calls(child, out);
    }
}
