//! What `choose` asks about a record, a cite and its place.

use refsmith_model::{DateVariable, NumberVariable, TextVariable, Variable};

use super::render::{Purpose, Renderer};
use crate::request::Position;
use crate::style::program::{Branch, Match, Node, PositionTest, Test, type_bit};

impl<'a> Renderer<'a> {
    /// Returns the children of the branch whose condition holds.
    pub(super) fn choose(&self, branches: &'a [Branch]) -> &'a [Node] {
        branches.iter().find(|branch| self.holds(branch)).map_or(&[], |branch| &branch.children)
    }

    fn holds(&self, branch: &Branch) -> bool {
        let mut tests = branch.tests.iter();
        match branch.matches {
            Match::All => tests.all(|test| self.is_true(test)),
            Match::Any => branch.tests.is_empty() || tests.any(|test| self.is_true(test)),
            Match::None => !tests.any(|test| self.is_true(test)),
        }
    }

    fn is_true(&self, test: &Test) -> bool {
        match test {
            Test::Type(types) => types & type_bit(self.item.record.item_type) != 0,
            Test::Variable(variable) => variable.is_some_and(|variable| self.has(variable)),
            Test::Numeric(variable) => variable
                .and_then(|variable| self.numeric_text(variable))
                .is_some_and(|text| super::number::is_numeric(&text)),
            Test::Uncertain(variable) => {
                variable.is_some_and(|variable| self.is_uncertain(variable))
            }
            Test::Locator(wanted) => self
                .cite
                .locator
                .as_ref()
                .is_some_and(|(label, _)| crate::locale::term_name(label) == **wanted),
            Test::Position(position) => self.is_at(*position),
            Test::Disambiguate(wanted) => {
                let met = self.conditions_met.get();
                let listed = self.listed.map_or(0, |listed| listed.conditions);
                let holds = met < self.ambiguity.conditions.max(listed);
                self.conditions_met.set(met + u8::from(holds));
                holds == *wanted
            }
        }
    }

    /// Tells whether a variable of any class has a value, printed already or not.
    fn has(&self, variable: Variable) -> bool {
        match variable {
            Variable::Number(NumberVariable::CitationNumber) => true,
            Variable::Number(
                number @ (NumberVariable::Locator
                | NumberVariable::FirstReferenceNoteNumber
                | NumberVariable::PageFirst),
            ) => self.number_text(number).is_some_and(|text| !text.is_empty()),
            Variable::Text(TextVariable::YearSuffix) => {
                self.ambiguity.suffix.is_some() || self.item.has(variable)
            }
            _ => self.item.has(variable),
        }
    }

    fn is_uncertain(&self, variable: DateVariable) -> bool {
        use refsmith_model::Date;
        match self.item.record.dates.get(&variable) {
            Some(Date::On(date)) => date.approximate || date.uncertain,
            Some(Date::Interval(interval)) => [interval.start, interval.end]
                .iter()
                .flatten()
                .any(|date| date.approximate || date.uncertain),
            _ => false,
        }
    }

    /// Bibliographies have no positions (CSL 1.0.2, "choose").
    fn is_at(&self, test: PositionTest) -> bool {
        if matches!(self.purpose, Purpose::Bibliography) {
            return false;
        }
        let position = self.cite.position;
        match test {
            PositionTest::First => position == Position::First,
            PositionTest::Subsequent => position != Position::First,
            PositionTest::Ibid => matches!(position, Position::Ibid | Position::IbidWithLocator),
            PositionTest::IbidWithLocator => position == Position::IbidWithLocator,
            PositionTest::NearNote => self.cite.near_note,
        }
    }
}
