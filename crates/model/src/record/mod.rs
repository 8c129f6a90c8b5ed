//! [`Record`]: one work, as structured fields.

mod date;
mod identifier;
mod item_type;
pub mod key;
mod key_pattern;
mod name;
mod number;
mod provenance;
mod variable;
pub mod variable_map;

pub use date::{Date, Interval, PartialDate};
pub use identifier::{Doi, Isbn, Issn, ParseIdentifierError};
pub use item_type::ItemType;
pub use key_pattern::{KeyPattern, KeyPatternError};
pub use name::{Name, NameList, PersonName};
pub use number::Number;
pub use provenance::{Origin, Provenance, RegisterEntry};
pub use smol_str::SmolStr;
pub use variable::{DateVariable, NameVariable, NumberVariable, TextVariable, Variable};
pub use variable_map::VariableMap;

use crate::text::RichText;

/// One work. There is one map per class of CSL variable, so a date can never sit in a text field.
///
/// The variables are those of CSL 1.0.2. Identifiers (`DOI`, `ISBN`, `URL` ...) are text variables
/// and stay as they were written; [`Record::doi`] gives the checked form. What a format holds and
/// CSL does not is kept in [`Record::extra`].
///
/// # Examples
/// ```
/// use refsmith_model::{ItemType, NumberVariable, Record, TextVariable};
/// let mut record = Record::new("feldman2017", ItemType::ArticleJournal);
/// record.texts.insert(TextVariable::Title, "The neurobiology of human attachments".into());
/// record.numbers.insert(NumberVariable::Volume, "21".into());
/// assert_eq!(record.text(TextVariable::Title), Some("The neurobiology of human attachments"));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// The citation key, unique within a library.
    pub id: String,
    /// What kind of work it is.
    pub item_type: ItemType,
    /// Titles, publishers, identifiers and other text.
    pub texts: VariableMap<TextVariable, RichText>,
    /// Volumes, issues, pages and other numbers.
    pub numbers: VariableMap<NumberVariable, Number>,
    /// Authors, editors and other people or institutions.
    pub names: VariableMap<NameVariable, NameList>,
    /// Dates.
    pub dates: VariableMap<DateVariable, Date>,
    /// What has no CSL home, in the order it was read.
    pub extra: Vec<ExtraField>,
    /// Where each variable came from and how sure that is.
    pub provenance: VariableMap<Variable, Provenance>,
}

/// A field that CSL has no variable for; written back to the same format unchanged. Format and name
/// are short, and stand in the field without memory of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraField {
    /// The registry name of the format it came from (`bibtex`).
    pub format: SmolStr,
    /// The name of the field in that format.
    pub name: SmolStr,
    /// The value as that format writes it.
    pub value: String,
}

/// The value of any variable.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// The value of a text variable.
    Text(RichText),
    /// The value of a number variable.
    Number(Number),
    /// The value of a name variable.
    Names(NameList),
    /// The value of a date variable.
    Date(Date),
}

impl Record {
    /// Creates a record without fields.
    pub fn new(id: impl Into<String>, item_type: ItemType) -> Self {
        Self { id: id.into(), item_type, ..Self::default() }
    }

    /// Returns a text variable without its marks.
    pub fn text(&self, variable: TextVariable) -> Option<&str> {
        self.texts.get(&variable).map(|text| text.plain.as_str())
    }

    /// Gives `event`, as CSL 1.0.1 called it, its newer name `event-title`, unless that is there:
    /// formats other than CSL-JSON know one name of an event only.
    ///
    /// # Examples
    /// ```
    /// use refsmith_model::{ItemType, Record, TextVariable};
    /// let mut record = Record::new("a", ItemType::PaperConference);
    /// record.texts.insert(TextVariable::Event, "Tea Days".into());
    /// record.rename_event();
    /// assert_eq!(record.text(TextVariable::EventTitle), Some("Tea Days"));
    /// assert_eq!(record.text(TextVariable::Event), None);
    /// ```
    pub fn rename_event(&mut self) {
        if self.texts.contains_key(&TextVariable::EventTitle) {
            return;
        }
        if let Some(event) = self.texts.remove(&TextVariable::Event) {
            self.texts.insert(TextVariable::EventTitle, event);
            if let Some(provenance) = self.provenance.remove(&TextVariable::Event.into()) {
                self.provenance.insert(TextVariable::EventTitle.into(), provenance);
            }
        }
    }

    /// Returns a number variable as it was written.
    pub fn number(&self, variable: NumberVariable) -> Option<&str> {
        self.numbers.get(&variable).map(Number::as_str)
    }

    /// Returns the names of a role; empty when there are none.
    pub fn people(&self, variable: NameVariable) -> &[Name] {
        self.names.get(&variable).map_or(&[], |list| list.names.as_slice())
    }

    /// Returns the year of publication (astronomical: 0 is 1 BC), if it is known.
    pub fn year(&self) -> Option<i32> {
        self.dates.get(&DateVariable::Issued).and_then(Date::year)
    }

    /// Returns the DOI, if the record has a well-formed one.
    pub fn doi(&self) -> Option<Doi> {
        self.text(TextVariable::Doi).and_then(|text| Doi::parse(text).ok())
    }

    /// Returns the value of any variable.
    pub fn get(&self, variable: Variable) -> Option<Value> {
        match variable {
            Variable::Text(name) => self.texts.get(&name).cloned().map(Value::Text),
            Variable::Number(name) => self.numbers.get(&name).cloned().map(Value::Number),
            Variable::Name(name) => self.names.get(&name).cloned().map(Value::Names),
            Variable::Date(name) => self.dates.get(&name).cloned().map(Value::Date),
        }
    }

    /// Tells whether a variable has a value.
    pub fn contains(&self, variable: Variable) -> bool {
        match variable {
            Variable::Text(name) => self.texts.contains_key(&name),
            Variable::Number(name) => self.numbers.contains_key(&name),
            Variable::Name(name) => self.names.contains_key(&name),
            Variable::Date(name) => self.dates.contains_key(&name),
        }
    }

    /// Takes the whole record out, into memory of just its size; what was reserved for values stays
    /// here for the next one: for readers of large libraries.
    #[must_use]
    pub fn take_all(&mut self) -> Self {
        let mut extra = Vec::with_capacity(self.extra.len());
        extra.append(&mut self.extra);
        Self {
            id: std::mem::take(&mut self.id),
            item_type: std::mem::take(&mut self.item_type),
            texts: self.texts.take_all(),
            numbers: self.numbers.take_all(),
            names: self.names.take_all(),
            dates: self.dates.take_all(),
            extra,
            provenance: self.provenance.take_all(),
        }
    }

    /// Gives back memory that was reserved for more values: for readers of large libraries.
    pub fn shrink_to_fit(&mut self) {
        self.texts.shrink_to_fit();
        self.numbers.shrink_to_fit();
        self.names.shrink_to_fit();
        self.dates.shrink_to_fit();
        self.extra.shrink_to_fit();
        self.provenance.shrink_to_fit();
    }

    /// Sets the value of a variable. Returns `false`, and changes nothing, when the value is of
    /// another class than the variable.
    pub fn set(&mut self, variable: Variable, value: Value) -> bool {
        match (variable, value) {
            (Variable::Text(name), Value::Text(value)) => drop(self.texts.insert(name, value)),
            (Variable::Number(name), Value::Number(value)) => {
                drop(self.numbers.insert(name, value));
            }
            (Variable::Name(name), Value::Names(value)) => drop(self.names.insert(name, value)),
            (Variable::Date(name), Value::Date(value)) => drop(self.dates.insert(name, value)),
            _ => return false,
        }
        true
    }

    /// Returns the variables that have a value, in the order texts, numbers, names, dates.
    pub fn variables(&self) -> Vec<Variable> {
        let texts = self.texts.keys().copied().map(Variable::Text);
        let numbers = self.numbers.keys().copied().map(Variable::Number);
        let names = self.names.keys().copied().map(Variable::Name);
        let dates = self.dates.keys().copied().map(Variable::Date);
        texts.chain(numbers).chain(names).chain(dates).collect()
    }
}

impl std::fmt::Display for Value {
    /// Writes the value as one line of plain text, for reports.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Text(text) => f.write_str(&text.plain),
            Value::Number(number) => f.write_str(number.as_str()),
            Value::Names(list) => list.fmt(f),
            Value::Date(date) => date.fmt(f),
        }
    }
}
