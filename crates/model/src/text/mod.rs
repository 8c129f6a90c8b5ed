//! Text that knows where it came from: spans, source texts, rich text and Unicode helpers.

mod offset_map;
mod rich_text;
mod source_text;
mod span;
pub mod unicode;

pub use offset_map::OffsetMap;
pub use rich_text::{Mark, RichText};
pub use source_text::{Position, SourceText};
pub use span::Span;
