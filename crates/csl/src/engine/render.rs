//! Walking a style: every rendering element but names, dates and numbers.

use refsmith_model::{Name, RichText, TextVariable, Variable};

use super::case::Letters;
use super::item::Item;
use super::look::Opened;
use super::markup::{self, Quotes};
use super::person::Person;
use super::tape::{Kind, Mark, Tag, Tape};
use crate::locale::Locale;
use crate::request::Position;
use crate::style::program::{
    ALL_VARIABLES, Group, Look, Node, Program, Section, SortKey, Source, Text, VariableSet, bit,
};

/// What a cite brings along.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct CiteState {
    pub(super) position: Position,
    pub(super) near_note: bool,
    pub(super) locator: Option<(String, String)>,
    pub(super) first_note: Option<u32>,
    pub(super) suppress_author: bool,
    /// The year was named just before; only its letter is shown.
    pub(super) suppress_year: bool,
    /// It is only looked at, to see what it would be taken for: as the short form of a later cite.
    pub(super) looking: bool,
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
    /// How many of the style's conditions `disambiguate` hold, in the order they are met.
    pub(super) conditions: u8,
    /// The place of the letter behind the year: 0 for `a`.
    pub(super) suffix: Option<u32>,
}

impl Ambiguity {
    /// Nothing was decided.
    pub(super) const NONE: Self = Self { names: 0, given: Vec::new(), conditions: 0, suffix: None };
}

/// What disambiguation has decided for a record's entry in the bibliography.
#[derive(Debug, Clone, Default)]
pub(super) struct Listed {
    /// At least this many names are shown.
    pub(super) names: usize,
    /// How much of each name is shown, where names are not just family names.
    pub(super) given: Vec<Given>,
    /// At least this many conditions `disambiguate` hold.
    pub(super) conditions: u8,
}

/// What a rendering is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose<'a> {
    Citation,
    Bibliography,
    /// For comparison only, by a key.
    Sort(&'a SortKey),
}

/// One rendering: a record in one section of the style.
pub(super) struct Renderer<'a> {
    pub(super) program: &'a Program,
    pub(super) locale: &'a Locale,
    pub(super) section: &'a Section,
    pub(super) purpose: Purpose<'a>,
    /// The marks that fields are searched for.
    pub(super) quotes: Quotes,
    pub(super) item: &'a Item<'a>,
    pub(super) cite: &'a CiteState,
    pub(super) ambiguity: &'a Ambiguity,
    pub(super) listed: Option<&'a Listed>,
    /// Citation number, counted from 1.
    pub(super) number: usize,
    pub(super) tape: &'a mut Tape,
    /// Variables that a substitution has used up.
    pub(super) used: VariableSet,
    /// An alternative is being tried in place of names that are not there.
    pub(super) substituting: bool,
    pub(super) suffix_written: bool,
    pub(super) names_written: bool,
    /// The role of the first names.
    pub(super) known_by: Option<refsmith_model::NameVariable>,
    /// Nothing stands before the element in its group.
    pub(super) first: bool,
    /// In a sort key: the macro has a date, and nothing else of it counts.
    pub(super) dates_only: bool,
    /// The element stands in the layout itself, not inside of another: only there `display` counts.
    pub(super) outermost: bool,
    /// The other end of the range that is being written follows.
    pub(super) range_goes_on: bool,
    /// Conditions `disambiguate` that held so far.
    pub(super) conditions_met: std::cell::Cell<u8>,
}

/// What an element came to, beside the words on the tape.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// It called a variable.
    pub(super) called: bool,
    /// It called a variable that has a value.
    pub(super) filled: bool,
}

impl Outcome {
    /// No variable was called.
    pub(super) const NOTHING: Self = Self { called: false, filled: false };
    /// A variable without a value was called.
    pub(super) const MISSING: Self = Self { called: true, filled: false };
    pub(super) const FILLED: Self = Self { called: true, filled: true };

    pub(super) fn and(self, other: Self) -> Self {
        Self { called: self.called || other.called, filled: self.filled || other.filled }
    }
}

impl<'a> Renderer<'a> {
    /// Renders elements one after the other, with a delimiter between those that are not empty.
    pub(super) fn nodes(&mut self, nodes: &'a [Node], delimiter: &'a str) -> Outcome {
        let mut any = false;
        self.sequence(nodes, delimiter, &mut any)
    }

    /// `choose` hands the delimiter of its parent on to what it chooses.
    fn sequence(&mut self, nodes: &'a [Node], delimiter: &'a str, any: &mut bool) -> Outcome {
        let mut out = Outcome::NOTHING;
        for node in nodes {
            if let Node::Choose(branches) = node {
                let chosen = self.choose(branches);
                out = out.and(self.sequence(chosen, delimiter, any));
                continue;
            }
            let start = self.tape.here();
            if *any {
                self.tape.write(Kind::Delimiter, delimiter);
            }
            let inner = self.tape.here();
            self.first = !*any;
            let outcome = self.node(node);
            out = out.and(outcome);
            // Behind a group that asks for nothing, what was missing before it is forgotten: so do
            // other programs, and styles are written for what these print.
            let is_group = || {
                matches!(node, Node::Group(_) | Node::Text(Text { source: Source::Macro(_), .. }))
            };
            if outcome == Outcome::NOTHING && !out.filled && is_group() {
                out.called = false;
            }
            if self.tape.is_empty_since(inner) {
                self.tape.rewind(start);
            } else {
                *any = true;
            }
        }
        out
    }

    /// Renders one element.
    pub(super) fn node(&mut self, node: &'a Node) -> Outcome {
        match node {
            Node::Text(Text { source: Source::Macro(idx), look }) => self.call(*idx, look),
            Node::Text(_) | Node::Names(_) | Node::Number(_) | Node::Label(_)
                if self.dates_only =>
            {
                Outcome::MISSING
            }
            Node::Text(text) => self.text(text),
            Node::Group(group) => self.group(group),
            Node::Names(names) => self.names(names),
            Node::Date(date) => self.date(date),
            Node::Number(number) => self.number(number),
            Node::Label(label) => self.label(label),
            Node::Choose(branches) => {
                let chosen = self.choose(branches);
                self.nodes(chosen, "")
            }
        }
    }

    /// Tells whether nothing that a part of the style calls has a value.
    pub(super) fn is_out_of_reach(&self, variables: VariableSet) -> bool {
        variables != ALL_VARIABLES && variables & self.item.present == 0
    }

    /// A group vanishes when it calls variables and none has a value.
    fn group(&mut self, group: &'a Group) -> Outcome {
        if group.reach.certain && self.is_out_of_reach(group.reach.variables) {
            return Outcome::MISSING;
        }
        let opened = self.open_look(&group.look);
        let outcome = self.nodes(&group.children, &group.delimiter);
        let repeats = self.tape.ends_with_suffix_like(&group.look);
        let outcome = self.close_group(&group.look, opened, outcome);
        if repeats && outcome.filled {
            self.tape.set_last_kind(Kind::RepeatedSuffix);
        }
        outcome
    }

    fn close_group(&mut self, look: &'a Look, opened: Opened, outcome: Outcome) -> Outcome {
        if outcome.called && !outcome.filled {
            self.tape.rewind(opened.start);
            return Outcome::MISSING;
        }
        let closed = self.close_look(look, opened);
        if !closed.filled {
            return Outcome { called: outcome.called, filled: false };
        }
        // What a group prints counts as a variable with a value for the group around it.
        Outcome::FILLED
    }

    fn text(&mut self, text: &'a Text) -> Outcome {
        match &text.source {
            Source::Variable { variable, short } => {
                let Some(variable) = *variable else { return Outcome::MISSING };
                self.text_variable(variable, *short, &text.look)
            }
            Source::Macro(idx) => self.call(*idx, &text.look),
            Source::Term { name, form, plural } => {
                let locale = self.locale;
                let Some(term) = locale.term(name, *form, *plural) else { return Outcome::NOTHING };
                let opened = self.open_leaf(&text.look, term);
                self.tape.open(Mark::Tag(Tag::Term));
                match term.contains('\'') {
                    true => markup::write_tagged(self.tape, Kind::Words, term, self.quotes),
                    false => self.tape.words(term),
                }
                self.tape.close(Mark::Tag(Tag::Term));
                self.close_term(&text.look, opened);
                Outcome::NOTHING
            }
            Source::Value(value) => {
                let opened = self.open_leaf(&text.look, value);
                let narrow = markup::narrowed(value);
                let value = narrow.as_deref().unwrap_or(value);
                markup::write_tagged(self.tape, Kind::Words, value, self.quotes);
                self.close_term(&text.look, opened);
                Outcome::NOTHING
            }
        }
    }

    /// A macro is a group whose looks stand where it is called.
    fn call(&mut self, idx: usize, look: &'a Look) -> Outcome {
        let program = self.program;
        let Some(called) = program.macros.get(idx) else { return Outcome::NOTHING };
        if called.reach.certain && self.is_out_of_reach(called.reach.variables) {
            return Outcome::MISSING;
        }
        let opened = self.open_look(look);
        // In a sort key what follows a macro with a date counts again.
        let has_date = called.has_date && self.is_sorting();
        self.dates_only |= has_date;
        let outcome = self.nodes(&called.children, "");
        self.dates_only &= !has_date;
        self.close_group(look, opened, outcome)
    }

    /// Renders a macro for a sort key.
    pub(super) fn call_for_key(&mut self, idx: usize) {
        let program = self.program;
        if let Some(called) = program.macros.get(idx) {
            let start = self.tape.here();
            self.dates_only = called.has_date;
            let outcome = self.nodes(&called.children, "");
            if outcome.called && !outcome.filled {
                self.tape.rewind(start);
            }
        }
    }

    pub(super) fn is_used(&self, variable: Variable) -> bool {
        self.used & bit(variable) != 0
    }

    /// What stands in for names is not printed again.
    pub(super) fn use_up(&mut self, variable: Variable) {
        if self.substituting {
            self.used |= bit(variable);
        }
    }

    pub(super) fn is_sorting(&self) -> bool {
        matches!(self.purpose, Purpose::Sort(_))
    }

    fn text_variable(&mut self, variable: Variable, short: bool, look: &'a Look) -> Outcome {
        if self.is_used(variable) {
            return Outcome::MISSING;
        }
        match variable {
            Variable::Text(TextVariable::YearSuffix) => return self.year_suffix_variable(look),
            Variable::Number(number) => {
                let Some(text) = self.number_text(number) else { return Outcome::MISSING };
                let opened = self.open_look(look);
                self.tape.open_variable(variable);
                self.write_number(number, &text);
                self.tape.close_variable(variable);
                self.use_up(variable);
                let outcome = self.close_look(look, opened);
                let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
                if outcome.filled && is_digits && !look.suffix.is_empty() {
                    self.tape.set_last_kind(Kind::FixedSuffix);
                }
                return outcome;
            }
            _ => {}
        }
        let Variable::Text(name) = variable else { return Outcome::MISSING };
        if name == TextVariable::CitationLabel {
            let label = self.label_text();
            let opened = self.open_leaf(look, &label);
            self.tape.words(&label);
            self.write_implicit_suffix();
            return self.close_look(look, opened);
        }
        let item = self.item;
        let Some(text) = short_text(item, name, short).or_else(|| item.text(name)) else {
            return Outcome::MISSING;
        };
        self.use_up(variable);
        match link(name, &text.plain) {
            Some(url) => {
                let prefix = &look.prefix;
                // An address that is spelled out belongs to the link (CSL 1.0.2, appendix VI).
                let whole = prefix.starts_with("http") && url.starts_with(&**prefix);
                let start = self.tape.here();
                let outer = whole.then(|| self.tape.open_link(&url));
                let opened = self.open_leaf(look, &text.plain);
                let inner = outer.is_none().then(|| self.tape.open_link(&url));
                self.tape.open_variable(variable);
                self.tape.words(text.plain.trim());
                self.tape.close_variable(variable);
                if let Some(link) = inner {
                    self.tape.close(link);
                }
                let mut outcome = self.close_look_with_periods(look, opened);
                if let Some(link) = outer {
                    self.tape.close(link);
                }
                if self.tape.is_empty_since(start) {
                    self.tape.rewind(start);
                    outcome.filled = false;
                }
                outcome
            }
            None => {
                let opened = match text.marks.is_empty() {
                    true => self.open_leaf(look, &text.plain),
                    false => self.open_look(look),
                };
                self.tape.open_variable(variable);
                markup::write_rich(self.tape, text, self.quotes);
                self.tape.close_variable(variable);
                self.close_look(look, opened)
            }
        }
    }

    /// The year suffix counts as no variable: `n.d.` and a missing suffix are still a date.
    fn year_suffix_variable(&mut self, look: &'a Look) -> Outcome {
        if self.is_sorting() {
            return Outcome::NOTHING;
        }
        let opened = self.open_leaf(look, "a");
        self.write_suffix();
        self.close_look(look, opened);
        Outcome::NOTHING
    }

    /// Writes the letter behind the year.
    fn write_suffix(&mut self) {
        let given = self.item.text(TextVariable::YearSuffix);
        let letters = match (self.ambiguity.suffix, given) {
            (Some(suffix), _) => super::disambiguate::letters(suffix as usize),
            (None, Some(given)) => given.plain.clone(),
            (None, None) => return,
        };
        self.tape.open(Mark::Tag(Tag::YearSuffix));
        self.tape.words(&letters);
        self.tape.close(Mark::Tag(Tag::YearSuffix));
    }

    /// Where the style does not place the year suffix, it follows the first year.
    pub(super) fn write_implicit_suffix(&mut self) {
        if self.program.prints_year_suffix || self.suffix_written || self.is_sorting() {
            return;
        }
        let before = self.tape.here();
        self.write_suffix();
        self.suffix_written = !self.tape.is_empty_since(before);
    }

    /// A label such as `Fel12`, made when the record has none.
    pub(super) fn label_text(&self) -> String {
        if let Some(label) = self.item.text(TextVariable::CitationLabel) {
            return label.plain.clone();
        }
        let record = &self.item.record;
        let names = record
            .names
            .values()
            .map(|list| list.names.as_slice())
            .find(|names| !names.is_empty())
            .unwrap_or_default();
        let names = match self.item.names(refsmith_model::NameVariable::Author) {
            [] => names,
            authors => authors,
        };
        let take = match names.len() {
            1 => 4,
            2 | 3 => 2,
            _ => 1,
        };
        let head: String = names
            .iter()
            .take(4)
            .map(|name| {
                let family = match name {
                    Name::Person(person) => Person::of(person).family,
                    Name::Institution(name) => name,
                };
                family.chars().filter(|c| c.is_alphabetic()).take(take).collect::<String>()
            })
            .collect();
        let year = record.year().map(|year| format!("{:02}", year.rem_euclid(100)));
        format!("{head}{}", year.unwrap_or_default())
    }

    /// Tells whose rules for letters hold: those of the work's own language, else of the style's.
    pub(super) fn letters(&self) -> Letters {
        // Names and titles of law keep their case.
        let is_law = self.item.text(TextVariable::Jurisdiction).is_some();
        let language = self.item.text(TextVariable::Language);
        let language = language.map_or(&*self.locale.lang, |language| language.plain.trim());
        match Letters::of(language) {
            Letters::English if is_law => Letters::Other,
            letters => letters,
        }
    }
}

/// Returns the short form of a title where it is asked for and known.
fn short_text<'r>(item: &'r Item<'_>, name: TextVariable, short: bool) -> Option<&'r RichText> {
    match name {
        TextVariable::Title if short => item.text(TextVariable::TitleShort),
        TextVariable::ContainerTitle if short => item.text(TextVariable::ContainerTitleShort),
        _ => None,
    }
}

/// Returns the address an identifier leads to.
fn link(variable: TextVariable, value: &str) -> Option<String> {
    let resolver = match variable {
        TextVariable::Doi => "https://doi.org/",
        TextVariable::Pmid => "https://www.ncbi.nlm.nih.gov/pubmed/",
        TextVariable::Pmcid => "https://www.ncbi.nlm.nih.gov/pmc/articles/",
        TextVariable::Url => "",
        _ => return None,
    };
    let url = format!("{resolver}{}", value.trim());
    ["https://", "http://", "ftp://"].iter().any(|scheme| url.starts_with(scheme)).then_some(url)
}
