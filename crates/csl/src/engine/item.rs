//! [`Item`]: a record made ready once for all its renderings.

use refsmith_model::{
    Date, Name, NameVariable, NumberVariable, Record, RichText, TextVariable, Variable,
};

use crate::style::program::{VariableSet, bit};

/// A record with what is asked of it again and again.
pub(super) struct Item<'r> {
    pub(super) record: &'r Record,
    /// The variables that have a value.
    pub(super) present: VariableSet,
}

impl<'r> Item<'r> {
    pub(super) fn new(record: &'r Record) -> Self {
        let mut present = 0;
        for (variable, text) in &record.texts {
            if !is_blank(&text.plain) {
                present |= bit(Variable::Text(*variable));
            }
        }
        for (variable, number) in &record.numbers {
            if !is_blank(number.as_str()) {
                present |= bit(Variable::Number(*variable));
            }
        }
        for (variable, list) in &record.names {
            if !list.names.is_empty() {
                present |= bit(Variable::Name(*variable));
            }
        }
        for (variable, date) in &record.dates {
            let empty = matches!(date, Date::Literal(text) if is_blank(text));
            if !empty {
                present |= bit(Variable::Date(*variable));
            }
        }
        Self { record, present }
    }

    /// Looks at all memory of the record. In the order of a bibliography records lie scattered, and
    /// the processor waits for the memory of several at once where nothing depends on what is there.
    pub(super) fn touch(&self) {
        let Record { texts, numbers, names, dates, .. } = self.record;
        let first = |text: &str| text.as_bytes().first().map_or(0, |byte| usize::from(*byte));
        let mut sum = first(&self.record.id) + dates.len();
        sum += texts.values().map(|text| first(&text.plain)).sum::<usize>();
        sum += numbers.values().map(|number| first(number.as_str())).sum::<usize>();
        for name in names.values().flat_map(|list| &list.names) {
            sum += match name {
                Name::Person(name) => first(&name.family) + name.given.as_deref().map_or(0, first),
                Name::Institution(name) => first(name),
            };
        }
        std::hint::black_box(sum);
    }

    pub(super) fn has(&self, variable: Variable) -> bool {
        self.present & bit(variable) != 0
    }

    pub(super) fn text(&self, variable: TextVariable) -> Option<&'r RichText> {
        let present = self.has(Variable::Text(variable));
        if present { self.record.texts.get(&variable) } else { None }
    }

    pub(super) fn number(&self, variable: NumberVariable) -> Option<&'r str> {
        let present = self.has(Variable::Number(variable));
        if present { self.record.number(variable).map(str::trim) } else { None }
    }

    pub(super) fn names(&self, variable: NameVariable) -> &'r [Name] {
        if self.has(Variable::Name(variable)) { self.record.people(variable) } else { &[] }
    }
}

/// Tells whether a text has nothing but blanks; the first letter decides.
fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}
