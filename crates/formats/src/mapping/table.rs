//! What the table of a format is written with: variables, types, and rows that read like sentences.

pub(crate) use refsmith_model::DateVariable as D;
pub(crate) use refsmith_model::ItemType::{self, *};
pub(crate) use refsmith_model::NameVariable as A;
pub(crate) use refsmith_model::NumberVariable as N;
pub(crate) use refsmith_model::TextVariable as T;
use refsmith_model::Variable;

pub(crate) use super::{DateForm, FieldRow, Form, Mapping, NameForm, TypeRow};
use super::{Index, On, To, Way};

impl Mapping {
    /// Begins the table of a format, in which names stand as in `van Gogh, Vincent` and dates as in
    /// EDTF unless told otherwise.
    pub(crate) const fn of(format: &'static str) -> Self {
        Self {
            format,
            type_field: "",
            types: &[],
            other_type: "",
            fields: &[],
            names: NameForm::Comma,
            dates: DateForm::Edtf,
            carrier: None,
            index: Index::new(),
        }
    }

    /// Sets the types, the field that holds them, and the type of what no row writes.
    pub(crate) const fn types(
        mut self,
        field: &'static str,
        types: &'static [&'static [TypeRow]],
        other: &'static str,
    ) -> Self {
        self.type_field = field;
        self.types = types;
        self.other_type = other;
        self
    }

    /// Sets the fields, in the order in which they are written.
    pub(crate) const fn fields(mut self, fields: &'static [FieldRow]) -> Self {
        self.fields = fields;
        self
    }

    /// Sets how names stand in a field of text.
    pub(crate) const fn names(mut self, names: NameForm) -> Self {
        self.names = names;
        self
    }

    /// Sets how dates stand in a field of text.
    pub(crate) const fn dates(mut self, dates: DateForm) -> Self {
        self.dates = dates;
        self
    }

    /// Sets the field that the format leaves to its users.
    pub(crate) const fn carrier(mut self, carrier: &'static str) -> Self {
        self.carrier = Some(carrier);
        self
    }
}

/// Creates a row for a type that is read and written.
pub(crate) const fn kind(name: &'static str, item_type: ItemType) -> TypeRow {
    TypeRow { name, item_type, way: Way::Both }
}

impl TypeRow {
    /// Makes it a row for reading only.
    pub(crate) const fn read(self) -> Self {
        Self { way: Way::Read, ..self }
    }

    /// Makes it a row for writing only: the nearest type of the format.
    pub(crate) const fn write(self) -> Self {
        Self { way: Way::Write, ..self }
    }
}

/// All item types by their names in CSL.
pub(crate) static CSL_TYPES: &[TypeRow] = &{
    let mut rows = [kind("", Document); ItemType::ALL.len()];
    let mut idx = 0;
    while idx < rows.len() {
        rows[idx] = kind(ItemType::ALL[idx].as_str(), ItemType::ALL[idx]);
        idx += 1;
    }
    rows
};

const fn row(field: &'static str, to: To) -> FieldRow {
    FieldRow { field, on: On::All, to, form: Form::Usual, way: Way::Both, weak: false }
}

/// Creates a row for the key.
pub(crate) const fn id(field: &'static str) -> FieldRow {
    row(field, To::Id)
}

/// Creates a row for a text variable.
pub(crate) const fn text(field: &'static str, variable: T) -> FieldRow {
    row(field, To::Variable(Variable::Text(variable)))
}

/// Creates a row for a number variable.
pub(crate) const fn number(field: &'static str, variable: N) -> FieldRow {
    row(field, To::Variable(Variable::Number(variable)))
}

/// Creates a row for a name variable: one field for each name.
pub(crate) const fn names(field: &'static str, variable: A) -> FieldRow {
    row(field, To::Variable(Variable::Name(variable)))
}

/// Creates a row for a date variable.
pub(crate) const fn date(field: &'static str, variable: D) -> FieldRow {
    row(field, To::Variable(Variable::Date(variable)))
}

impl FieldRow {
    /// Makes the row hold for these types only.
    pub(crate) const fn on(self, types: &'static [ItemType]) -> Self {
        Self { on: On::Only(types), ..self }
    }

    /// Makes the row hold for all types but these.
    pub(crate) const fn except(self, types: &'static [ItemType]) -> Self {
        Self { on: On::Except(types), ..self }
    }

    /// Sets how the value stands in the field.
    pub(crate) const fn form(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// Makes it a row for reading only.
    pub(crate) const fn read(self) -> Self {
        Self { way: Way::Read, ..self }
    }

    /// Makes it a row for writing only.
    pub(crate) const fn write(self) -> Self {
        Self { way: Way::Write, ..self }
    }

    /// Makes the field give way to others.
    pub(crate) const fn weak(self) -> Self {
        Self { weak: true, ..self }
    }
}
