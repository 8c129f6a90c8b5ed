//! The integration tests of the parser, one module per area.

mod properties;
mod seed;
mod styles;
mod support;
