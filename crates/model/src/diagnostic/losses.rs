//! What a writer could not carry into its format.

/// Everything a writer could not carry, in the order of the records.
pub type Losses = Vec<Loss>;

/// One thing that a format cannot hold, or not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The `id` of the record.
    pub record: String,
    /// The CSL name of the variable (`page`), or the name of an extra field.
    pub field: String,
    /// What became of it.
    pub kind: LossKind,
    /// The value as text, for the report.
    pub value: String,
}

/// What became of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LossKind {
    /// It is not in the output.
    Dropped,
    /// It stands in a field that is not its own.
    Moved {
        /// The field of the output.
        to: String,
    },
    /// It is there in a poorer form.
    Degraded {
        /// What was lost, in a few words.
        how: String,
    },
    /// The item type became a more general one.
    TypeChanged {
        /// The type in the output.
        to: String,
    },
}

impl LossKind {
    /// Returns the name used in messages and machine output.
    pub fn as_str(&self) -> &'static str {
        match self {
            LossKind::Dropped => "dropped",
            LossKind::Moved { .. } => "moved",
            LossKind::Degraded { .. } => "degraded",
            LossKind::TypeChanged { .. } => "type changed",
        }
    }
}
