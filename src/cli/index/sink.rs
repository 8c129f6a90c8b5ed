//! [`Sink`]: where works go that are read, and the way to a search server.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::super::Failure;
use super::super::network;
use super::super::settings::Settings;
use crate::index::{Builder, IndexError, Input, Loader, SearchServer, ServerError, Tally};
use crate::model::Record;

/// Where works go: a folder, or an index in a search server.
pub(super) enum Sink {
    Folder(Box<Builder>),
    Server(Box<Loader>),
}

impl Sink {
    /// Tells whether a file need not be read again.
    pub(super) fn has_read(&self, input: &Input) -> bool {
        match self {
            Sink::Folder(builder) => builder.has_read(input),
            Sink::Server(_) => false,
        }
    }

    pub(super) fn tally(&self) -> Tally {
        match self {
            Sink::Folder(builder) => builder.tally(),
            Sink::Server(loader) => loader.tally(),
        }
    }

    /// Reads a file. The outer error is one of the index, the inner one of the file.
    pub(super) fn read(
        &mut self,
        input: &Input,
        reader: Counted<'_>,
        step: &mut dyn FnMut(Tally),
    ) -> Result<io::Result<()>, Failure> {
        match self {
            Sink::Folder(builder) => {
                let mut goes_on = |tally| {
                    step(tally);
                    true
                };
                builder.read(input, reader, &mut goes_on).map_err(|error| failure(&error))
            }
            Sink::Server(loader) => {
                loader.read(reader, step).map_err(|error| server_failure(&error))
            }
        }
    }

    /// Adds the records of a library.
    pub(super) fn add_records(&mut self, input: &Input, records: &[Record]) -> Result<(), Failure> {
        match self {
            Sink::Folder(builder) => {
                builder.add_records(input, records).map_err(|error| failure(&error))
            }
            Sink::Server(loader) => {
                loader.add_records(records).map_err(|error| server_failure(&error))
            }
        }
    }

    pub(super) fn finish(self) -> Result<(), Failure> {
        match self {
            Sink::Folder(builder) => builder.finish().map_err(|error| failure(&error)),
            Sink::Server(loader) => loader.finish().map_err(|error| server_failure(&error)),
        }
    }
}

/// A reader that tells how far it has come.
pub(super) struct Counted<'a> {
    pub(super) inner: File,
    pub(super) bytes: &'a std::cell::Cell<u64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes.set(self.bytes.get() + u64::try_from(read).unwrap_or(0));
        Ok(read)
    }
}

/// Returns the address, if an index is named by one.
pub(super) fn address(index: &Path) -> Option<&str> {
    let text = index.to_str()?;
    (text.starts_with("http://") || text.starts_with("https://")).then_some(text)
}

/// Prepares the way to an index in a search server.
pub(super) fn server(url: &str, settings: &Settings) -> Result<SearchServer, Failure> {
    if settings.offline {
        return Err(Failure::with_help(
            "cannot ask a search server: working offline",
            "drop `--offline`, REFSMITH_OFFLINE and `offline = true` in the configuration",
        ));
    }
    let exchange = network::exchange_in_the_open()?;
    SearchServer::new(url, settings.index_key.as_deref(), exchange)
        .map_err(|error| server_failure(&error))
}

pub(super) fn server_failure(error: &ServerError) -> Failure {
    let message = error.to_string();
    match error {
        ServerError::Address { .. } => Failure::with_help(
            message,
            "Quickwit's indexes are at `http://HOST:7280/api/v1/_elastic/INDEX`",
        ),
        ServerError::Open { .. } => Failure::with_help(message, "use `https://`"),
        ServerError::Missing { .. } | ServerError::Foreign { .. } => {
            Failure::with_help(message, "fill one: `refsmith index build DUMP... -o URL`")
        }
        ServerError::Refused { .. } => Failure::with_help(
            message,
            "put name and password into the address (`https://NAME:PASSWORD@HOST/INDEX`), or an \
             API key into REFSMITH_INDEX_KEY",
        ),
        ServerError::NotTaken { .. } | ServerError::Connection { .. } => Failure::with_help(
            message,
            "repeat the command when the server is well; what it has is replaced, not doubled, \
             except in Quickwit",
        ),
        _ => Failure::new(message),
    }
}

pub(super) fn failure(error: &IndexError) -> Failure {
    let message = error.to_string();
    match error {
        IndexError::Missing { .. } => {
            Failure::with_help(message, "make one: `refsmith index build DUMP... -o DIR`")
        }
        IndexError::Finished { .. } => Failure::with_help(
            message,
            "add to it with `refsmith index add`, or name another folder",
        ),
        IndexError::Occupied { .. } => {
            Failure::with_help(message, "name an empty folder, or one that is not there yet")
        }
        IndexError::Version { .. } => {
            Failure::with_help(message, "build the index anew with this program")
        }
        _ => Failure::new(message),
    }
}
