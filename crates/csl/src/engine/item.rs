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
