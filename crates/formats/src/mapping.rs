//! The table that says what a format's types and fields mean in CSL.
//!
//! One [`Mapping`] per format is all that its reader, its writer and its page in the documentation
//! know about meaning, so the three cannot disagree. A format's folder adds only syntax: how its
//! fields stand in a file.
//!
//! Reading goes through the fields of an entry: the first row that bears the field's name, holds
//! for the record's type and accepts the value says where it goes (`mapping/read.rs`). What no row
//! takes is kept in [`Record::extra`](refsmith_model::Record::extra). Writing goes through the rows
//! in their order (`mapping/write.rs`). How a value stands in a field is in `mapping/values.rs`.

use refsmith_model::{ItemType, Variable};

mod index;
pub(crate) mod read;
pub(crate) mod table;
pub(crate) mod values;
pub(crate) mod write;

pub use index::Index;

/// What a format's types and fields mean.
#[derive(Debug)]
pub struct Mapping {
    /// The registry name of the format.
    pub format: &'static str,
    /// The field that holds the type, under which an unknown type is kept.
    pub type_field: &'static str,
    /// The types, in one table or several. The first row that writes an item type is how it is
    /// written.
    pub types: &'static [&'static [TypeRow]],
    /// The type of what no row writes.
    pub other_type: &'static str,
    /// The fields, in the order in which they are written.
    pub fields: &'static [FieldRow],
    /// How names stand in a field of text.
    pub names: NameForm,
    /// How dates stand in a field of text.
    pub dates: DateForm,
    /// A field that the format leaves to its users, in which [`Carry::Extra`](crate::Carry) keeps
    /// what has no field.
    pub carrier: Option<&'static str>,
    /// Which rows bear a name; built on first use.
    #[doc(hidden)]
    pub index: Index,
}

/// One type of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeRow {
    /// Its name in the format.
    pub name: &'static str,
    /// What it means.
    pub item_type: ItemType,
    /// Whether it is read, written, or both.
    pub way: Way,
}

/// One field of a format, for some item types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldRow {
    /// Its name in the format; in formats with nested fields the path to it.
    pub field: &'static str,
    /// The item types for which it has this meaning.
    pub on: On,
    /// What it means.
    pub to: To,
    /// How the value stands in it.
    pub form: Form,
    /// Whether it is read, written, or both.
    pub way: Way,
    /// The field gives way to others: it is looked at when all others have found their places.
    pub weak: bool,
}

/// Directions in which a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Read and written.
    Both,
    /// Only read.
    Read,
    /// Only written.
    Write,
}

/// Item types for which a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// Every type.
    All,
    /// These types.
    Only(&'static [ItemType]),
    /// Every type but these.
    Except(&'static [ItemType]),
}

/// What a field means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// The key of the record.
    Id,
    /// A CSL variable.
    Variable(Variable),
}

/// How a value stands in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As it is, in the way of its class.
    Usual,
    /// One of several fields of the same name, which CSL joins by commas.
    List,
    /// One of several fields of the same name, which CSL has as lines.
    Lines,
    /// All of a list in one field, with semicolons between its parts; CSL has commas.
    Semicolons,
    /// The first page of a range.
    FirstPage,
    /// The last page of a range.
    LastPage,
    /// Only the year of a date.
    Year,
    /// Everything of a date but the year, or the whole of it: read with the year of another field.
    WithinYear,
    /// A date; what is none is not for this row.
    DateOnly,
    /// A DOI, without the address of a resolver.
    Doi,
    /// A DOI and nothing else, with or without a resolver or label; what is none is not for this row.
    OnlyDoi,
    /// An ISBN; what looks like none is not for this row.
    Isbn,
    /// An ISSN; what looks like none is not for this row.
    Issn,
    /// A value between two fixed texts; what stands not between them is not for this row.
    Between(&'static str, &'static str),
    /// This word, for this value of the variable.
    Word(&'static str, &'static str),
}

/// How a name stands in a field of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameForm {
    /// `van Gogh, Vincent, Jr.`; what has no comma is an institution.
    Comma,
    /// The same, but an institution has a comma at its end; what has none is a person in the order
    /// of speech.
    CommaClosed,
    /// `van Gogh, Vincent Jr`, or short; what has neither comma nor initials is an institution.
    Medline,
    /// `van Gogh V Jr`: family names, then initials without points.
    Initials,
}

/// How a date stands in a field of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateForm {
    /// `2001/02/14/spring`: the last part is free.
    Slashes,
    /// `2001 Feb 14`, `2001 Spring`, `2001 Jan-Feb`.
    Words,
    /// `2001-02-14`, `2001-21`, `1850~`, `2001/2002`: EDTF.
    Edtf,
}

impl Mapping {
    /// Returns the types, in their order.
    pub fn type_rows(&self) -> impl Iterator<Item = &'static TypeRow> + use<> {
        self.types.iter().copied().flatten()
    }

    /// Returns the rows that a field of this name is read by, in their order.
    pub fn rows_of(&self, field: &str) -> impl Iterator<Item = &'static FieldRow> {
        self.index.get(self.fields).rows(field).iter().copied()
    }

    /// Returns the rows that a field of this name is read by in a record of this type, in their
    /// order.
    pub(crate) fn rows_for(&self, field: &str, item_type: ItemType) -> &[&'static FieldRow] {
        self.index.get(self.fields).rows_for(field, item_type)
    }

    /// Returns the item type that a type of the format means: the one of just this name, otherwise
    /// of this name in any letter case.
    pub fn item_type(&self, name: &str) -> Option<ItemType> {
        let name = name.trim();
        let rows = || self.type_rows().filter(|row| row.way.reads());
        let found = rows()
            .find(|row| row.name == name)
            .or_else(|| rows().find(|row| row.name.eq_ignore_ascii_case(name)))?;
        Some(found.item_type)
    }

    /// Returns the type of the format by which an item type is written.
    pub fn type_name(&self, item_type: ItemType) -> &'static str {
        self.type_rows()
            .filter(|row| row.way.writes())
            .find(|row| row.item_type == item_type)
            .map_or(self.other_type, |row| row.name)
    }

    /// Tells whether a variable of a record of this type has a field of its own.
    pub fn holds(&self, item_type: ItemType, variable: Variable) -> bool {
        self.fields.iter().any(|row| {
            row.way.writes() && row.on.holds(item_type) && row.to == To::Variable(variable)
        })
    }
}

impl Way {
    /// Tells whether the row is used for reading.
    pub fn reads(self) -> bool {
        self != Way::Write
    }

    /// Tells whether the row is used for writing.
    pub fn writes(self) -> bool {
        self != Way::Read
    }
}

impl On {
    /// Tells whether the row holds for an item type.
    pub fn holds(self, item_type: ItemType) -> bool {
        match self {
            On::All => true,
            On::Only(types) => types.contains(&item_type),
            On::Except(types) => !types.contains(&item_type),
        }
    }
}
