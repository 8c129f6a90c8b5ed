//! The values that pass between the stages of refsmith.
//!
//! Every stage is a function from values to values, and all those values live here: texts that
//! know where they came from ([`text`]), findings ([`diagnostic`]), bibliographic records
//! ([`record`]), documents with reference lists ([`document`]) and what a register says about a
//! record ([`comparison`]).
//!
//! What this crate does not do: it reads no format, no file and no network, and none of its types
//! has a serialized form. Shapes that leave the program belong to the formats and the command line.
//!
//! Start reading at [`record::Record`].

pub mod comparison;
pub mod diagnostic;
pub mod document;
pub mod record;
pub mod text;

pub use comparison::{Change, Comparison, Difference, DifferenceKind, Enrichment, Update, Verdict};
pub use diagnostic::{CodeInfo, Diagnostic, Fix, Loss, LossKind, Losses, Parsed, Severity};
pub use document::{
    Block, BlockKind, Citation, CitationForm, ParsedReference, ReferenceString, SourceDocument,
};
pub use record::{
    Date, DateVariable, Doi, ExtraField, ItemType, Name, NameList, NameVariable, Number,
    NumberVariable, Origin, PartialDate, PersonName, Provenance, Record, RegisterEntry, SmolStr,
    TextVariable, Value, Variable, VariableMap,
};
pub use text::{Mark, OffsetMap, Position, RichText, SourceText, Span};
