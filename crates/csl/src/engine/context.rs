//! Walking a style: every rendering element but names, dates and numbers.

use refsmith_model::{DateVariable, NumberVariable, Record};

use super::run::{self, Display, Format, Kind, Run};
use super::{case, field};
use crate::locale::{Form, Locale};
use crate::style::Style;
use crate::style::xml::Element;

/// Where something is being rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Citation,
    Bibliography,
    /// For comparison only.
    Sort,
}

/// The position of a cite in its document (CSL 1.0.2, "choose").
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Position {
    #[default]
    First,
    Subsequent,
    Ibid,
    IbidWithLocator,
}

/// What a cite brings along.
#[derive(Debug, Clone, Default)]
pub(super) struct CiteState {
    pub(super) position: Position,
    pub(super) near_note: bool,
    pub(super) locator: Option<(String, String)>,
    pub(super) first_note: Option<u32>,
    pub(super) suppress_author: bool,
}

/// How much of a name is shown beyond what the style asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Given {
    #[default]
    AsStyled,
    Initials,
    Full,
}

/// What disambiguation has decided for a record.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Ambiguity {
    /// At least this many names are shown.
    pub(super) names: usize,
    /// For each name, how much of it.
    pub(super) given: Vec<Given>,
    /// The value of the condition `disambiguate`.
    pub(super) condition: bool,
    /// The letter behind the year.
    pub(super) suffix: Option<String>,
}

/// One rendering: a record in one place of the style.
pub(super) struct Context<'a> {
    pub(super) style: &'a Style,
    pub(super) locale: &'a Locale,
    pub(super) record: &'a Record,
    pub(super) place: Place,
    pub(super) cite: &'a CiteState,
    pub(super) ambiguity: &'a Ambiguity,
    /// Citation number, counted from 1.
    pub(super) number: usize,
    /// Elements name options are inherited from, inner first: `citation` or `bibliography`, style.
    pub(super) name_scope: Vec<&'a Element>,
    /// Attributes of the sort key that is being rendered.
    pub(super) sort_key: Option<&'a Element>,
    /// Variables that a substitution has used up.
    pub(super) used: Vec<String>,
    /// An alternative is being tried in place of names that are not there.
    pub(super) substituting: bool,
    /// The names it is tried for; an alternative without looks of its own takes theirs.
    pub(super) outer_names: Option<&'a Element>,
    pub(super) suffix_written: bool,
    pub(super) names_written: bool,
    pub(super) blocks: usize,
    /// The style places the year suffix itself.
    pub(super) explicit_suffix: bool,
}

/// What an element came to.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) runs: Vec<Run>,
    /// It called a variable.
    pub(super) called: bool,
    /// It called a variable that has a value.
    pub(super) filled: bool,
}

impl Part {
    pub(super) fn empty_variable() -> Self {
        Self { called: true, ..Self::default() }
    }

    pub(super) fn variable(runs: Vec<Run>) -> Self {
        let filled = !run::is_blank(&runs);
        Self { runs, called: true, filled }
    }
}

impl<'a> Context<'a> {
    /// Renders the children of an element one after the other, with a delimiter between those that
    /// are not empty.
    pub(super) fn children(&mut self, children: &'a [Element], delimiter: Option<&str>) -> Part {
        let mut out = Part::default();
        let mut pieces: Vec<Vec<Run>> = Vec::new();
        for child in children {
            self.child(child, &mut pieces, &mut out);
        }
        let mut first = true;
        for piece in pieces {
            if run::is_blank(&piece) {
                out.runs.extend(piece);
                continue;
            }
            if !first && let Some(delimiter) = delimiter {
                out.runs.push(Run::text(delimiter));
            }
            first = false;
            out.runs.extend(piece);
        }
        out
    }

    /// `choose` hands the delimiter of its parent on to what it chooses.
    fn child(&mut self, child: &'a Element, pieces: &mut Vec<Vec<Run>>, out: &mut Part) {
        if child.name == "choose" {
            for chosen in self.choose(child) {
                self.child(chosen, pieces, out);
            }
            return;
        }
        let part = self.element(child);
        out.called |= part.called;
        out.filled |= part.filled;
        pieces.push(part.runs);
    }

    /// Renders one element.
    pub(super) fn element(&mut self, element: &'a Element) -> Part {
        match element.name.as_str() {
            "text" => self.text(element),
            "group" => self.group(element),
            "names" => self.names(element),
            "date" => self.date(element),
            "number" => self.number(element),
            "label" => self.label(element),
            "choose" => {
                let chosen = self.choose(element);
                self.children(chosen, None)
            }
            _ => Part::default(),
        }
    }

    /// A group vanishes when it calls variables and none has a value.
    fn group(&mut self, element: &'a Element) -> Part {
        let mut part = self.children(&element.children, element.attr("delimiter"));
        if run::is_blank(&part.runs) || part.called && !part.filled {
            part.runs.clear();
            part.filled = false;
            return part;
        }
        part.runs = self.dress(element, part.runs);
        // What a group prints counts as a variable with a value for the group around it.
        Part { runs: part.runs, called: true, filled: true }
    }

    fn text(&mut self, element: &'a Element) -> Part {
        let mut part = if let Some(variable) = element.attr("variable") {
            let short = element.attr("form") == Some("short");
            self.text_variable(variable, short)
        } else if let Some(name) = element.attr("macro") {
            self.call(name)
        } else if let Some(term) = element.attr("term") {
            let plural = element.flag("plural");
            let form = Form::parse(element.attr("form"));
            let text = self.locale.term(term, form, plural).unwrap_or_default();
            Part { runs: vec![Run::text(text)], ..Part::default() }
        } else {
            let value = element.attr("value").unwrap_or_default();
            Part { runs: vec![Run::text(value)], ..Part::default() }
        };
        if run::is_blank(&part.runs) {
            part.runs.clear();
            return part;
        }
        part.runs = self.dress(element, part.runs);
        part
    }

    /// A macro is a group without looks of its own.
    pub(super) fn call(&mut self, name: &str) -> Part {
        let style = self.style;
        let Some(element) = style.macro_named(name) else { return Part::default() };
        let outer = self.outer_names.take();
        let mut part = self.children(&element.children, None);
        self.outer_names = outer;
        if run::is_blank(&part.runs) || part.called && !part.filled {
            part.runs.clear();
            part.filled = false;
            return part;
        }
        Part { runs: part.runs, called: true, filled: true }
    }

    fn text_variable(&mut self, name: &str, short: bool) -> Part {
        if self.used.iter().any(|used| used == name) {
            return Part::empty_variable();
        }
        let part = match name {
            "year-suffix" => return self.year_suffix_variable(),
            "citation-number" => Part::variable(vec![Run::text(self.padded(self.number as u64))]),
            "citation-label" => Part::variable(vec![Run::text(self.label_text())]),
            _ if self.number_text(name).is_some() => self.number_variable(name),
            _ => {
                let long = field::text(self.record, name);
                let text = if short { field::short_text(self.record, name).or(long) } else { long };
                match text {
                    None => Part::empty_variable(),
                    Some(text) => {
                        let mut runs = field::rich(text);
                        if let Some(url) = field::link(name, &text.plain) {
                            runs = vec![Run::text(text.plain.trim())];
                            runs.iter_mut().for_each(|run| {
                                run.link = Some(url.clone());
                                run.no_case = true;
                            });
                        }
                        Part::variable(runs)
                    }
                }
            }
        };
        if self.substituting && part.filled {
            self.used.push(name.to_owned());
        }
        part
    }

    /// The year suffix counts as no variable: `n.d.` and a missing suffix are still a date.
    fn year_suffix_variable(&mut self) -> Part {
        let suffix = self.ambiguity.suffix.clone().filter(|_| self.place != Place::Sort);
        match suffix {
            Some(suffix) => Part { runs: vec![Run::text(suffix)], ..Part::default() },
            None => Part::default(),
        }
    }

    /// A label such as `Fel12`, made when the record has none.
    fn label_text(&self) -> String {
        if let Some(label) = field::text(self.record, "citation-label") {
            return label.plain.clone();
        }
        let names = field::names(self.record, "author");
        let take = if names.len() == 1 { 4 } else { 1 };
        let head: String = names
            .iter()
            .take(4)
            .map(|name| {
                name.family().chars().filter(|c| c.is_alphabetic()).take(take).collect::<String>()
            })
            .collect();
        let year = self.record.year().map(|year| format!("{:02}", year.rem_euclid(100)));
        format!("{head}{}", year.unwrap_or_default())
    }

    /// Numbers are compared as text, so they need leading zeros there.
    pub(super) fn padded(&self, number: u64) -> String {
        if self.place == Place::Sort { format!("{number:010}") } else { number.to_string() }
    }

    /// Applies text case, quotes, formatting, affixes and display, in this order.
    pub(super) fn dress(&mut self, element: &'a Element, mut runs: Vec<Run>) -> Vec<Run> {
        if element.flag("strip-periods") {
            runs.iter_mut().for_each(|run| run.text.retain(|c| c != '.'));
        }
        // What a macro gives keeps its case: so does the program most styles are tried out with.
        if let Some(case) = element.attr("text-case").filter(|_| element.attr("macro").is_none()) {
            case::apply(case, &mut runs, self.is_english());
        }
        let format = Format::of(element);
        runs.iter_mut().for_each(|run| run.format = run.format.or(format));
        if element.flag("quotes") && self.place != Place::Sort {
            runs.insert(0, Run::quote(Kind::OpenQuote));
            runs.push(Run::quote(Kind::CloseQuote));
        }
        let mut out = Vec::with_capacity(runs.len() + 2);
        let link = runs.first().and_then(|run| run.link.clone());
        if let Some(prefix) = element.attr("prefix") {
            // An address that is spelled out belongs to the link (CSL 1.0.2, appendix VI).
            let link = link.filter(|url| prefix.starts_with("http") && url.starts_with(prefix));
            out.push(Run { link, ..Run::text(prefix) });
        }
        out.append(&mut runs);
        if let Some(suffix) = element.attr("suffix") {
            out.push(Run::text(suffix));
        }
        if let Some(display) = element.attr("display").and_then(display) {
            self.blocks += 1;
            let block = (display, self.blocks);
            out.iter_mut().for_each(|run| run.display = run.display.or(Some(block)));
        }
        out
    }

    /// Tells whether the work's words are English: by its own language, else by the style's.
    pub(super) fn is_english(&self) -> bool {
        match field::text(self.record, "language") {
            Some(language) => language.plain.to_lowercase().starts_with("en"),
            None => self.locale.is_english(),
        }
    }

    /// Returns the children of the branch whose condition holds.
    fn choose(&mut self, element: &'a Element) -> &'a [Element] {
        for branch in &element.children {
            if branch.name == "else" || self.holds(branch) {
                return &branch.children;
            }
        }
        &[]
    }

    fn holds(&self, branch: &Element) -> bool {
        let mut tests = Vec::new();
        if let Some(types) = branch.attr("type") {
            // A work has one type, so a list of types can only mean any of them.
            let own = self.record.item_type.as_str();
            tests.push(types.split_whitespace().any(|name| name == own));
        }
        let mut each = |name: &str, test: &dyn Fn(&str) -> bool| {
            if let Some(values) = branch.attr(name) {
                tests.extend(values.split_whitespace().map(test));
            }
        };
        each("variable", &|value| self.has(value));
        each("is-numeric", &|value| self.is_numeric(value));
        each("is-uncertain-date", &|value| self.is_uncertain(value));
        each("locator", &|value| {
            let label = self.cite.locator.as_ref().map(|(label, _)| label.replace(' ', "-"));
            label.is_some_and(|label| label == value.replace(' ', "-"))
        });
        each("position", &|value| self.is_at(value));
        each("disambiguate", &|value| self.ambiguity.condition == (value == "true"));
        match branch.attr("match") {
            Some("any") => tests.contains(&true),
            Some("none") => !tests.contains(&true),
            _ => !tests.contains(&false),
        }
    }

    /// Tells whether a variable of any class has a value, printed already or not.
    fn has(&self, name: &str) -> bool {
        match name {
            "citation-number" => true,
            "year-suffix" => self.ambiguity.suffix.is_some(),
            _ => {
                field::text(self.record, name).is_some()
                    || self.number_text(name).is_some()
                    || !field::names(self.record, name).is_empty()
                    || DateVariable::parse(name)
                        .is_some_and(|variable| self.record.dates.contains_key(&variable))
            }
        }
    }

    fn is_uncertain(&self, name: &str) -> bool {
        use refsmith_model::Date;
        let date = DateVariable::parse(name).and_then(|variable| self.record.dates.get(&variable));
        match date {
            Some(Date::On(date)) => date.approximate || date.uncertain,
            Some(Date::Interval(interval)) => [interval.start, interval.end]
                .iter()
                .flatten()
                .any(|d| d.approximate || d.uncertain),
            _ => false,
        }
    }

    /// Bibliographies have no positions (CSL 1.0.2, "choose").
    fn is_at(&self, value: &str) -> bool {
        if self.place == Place::Bibliography {
            return false;
        }
        let position = self.cite.position;
        match value {
            "first" => position == Position::First,
            "subsequent" => position != Position::First,
            "ibid" => matches!(position, Position::Ibid | Position::IbidWithLocator),
            "ibid-with-locator" => position == Position::IbidWithLocator,
            "near-note" => self.cite.near_note,
            _ => false,
        }
    }

    /// Returns a number variable as text: the record's own, or what the citation gives.
    pub(super) fn number_text(&self, name: &str) -> Option<String> {
        match name {
            "locator" => self.cite.locator.as_ref().map(|(_, value)| value.clone()),
            "citation-number" => Some(self.number.to_string()),
            "first-reference-note-number" => {
                let subsequent = self.cite.position != Position::First;
                self.cite.first_note.filter(|_| subsequent).map(|number| number.to_string())
            }
            "page-first" => match field::number(self.record, name) {
                Some(first) => Some(first.to_owned()),
                None => {
                    let page = self.record.number(NumberVariable::Page)?;
                    let first =
                        page.split(|c: char| !c.is_alphanumeric()).find(|p| !p.is_empty())?;
                    Some(first.to_owned())
                }
            },
            _ => field::number(self.record, name).map(str::to_owned),
        }
    }
}

fn display(name: &str) -> Option<Display> {
    match name {
        "block" => Some(Display::Block),
        "left-margin" => Some(Display::LeftMargin),
        "right-inline" => Some(Display::RightInline),
        "indent" => Some(Display::Indent),
        _ => None,
    }
}
