//! Tests of the whole program, from outside: the binary, its files and its exit codes.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests read files, run programs and say what they skip"
)]

mod acceptance;
mod apa_6th;
mod bad_input;
mod bib_files;
mod check_reports;
mod command_line;
mod convert;
mod library;
mod local_index;
mod parse_explain;
mod parse_lines;
mod readme;
mod search_server;
mod serve;
mod styles;
mod support;
mod tidy;
mod unpacked;
mod zotero;
