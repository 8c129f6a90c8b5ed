//! The integration tests of the parser, one module per area.

mod eastern;
mod hard;
mod lossless;
mod properties;
mod records;
mod seed;
mod styles;
mod support;
