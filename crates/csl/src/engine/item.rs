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
            if !text.plain.trim().is_empty() {
                present |= bit(Variable::Text(*variable));
            }
        }
        for (variable, number) in &record.numbers {
            if !number.as_str().trim().is_empty() {
                present |= bit(Variable::Number(*variable));
            }
        }
        for (variable, list) in &record.names {
            if !list.names.is_empty() {
                present |= bit(Variable::Name(*variable));
            }
        }
        for (variable, date) in &record.dates {
            let empty = matches!(date, Date::Literal(text) if text.trim().is_empty());
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
        self.record.texts.get(&variable).filter(|text| !text.plain.trim().is_empty())
    }

    pub(super) fn number(&self, variable: NumberVariable) -> Option<&'r str> {
        self.record.number(variable).map(str::trim).filter(|text| !text.is_empty())
    }

    pub(super) fn names(&self, variable: NameVariable) -> &'r [Name] {
        self.record.people(variable)
    }
}
