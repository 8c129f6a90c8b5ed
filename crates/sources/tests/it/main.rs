//! The registers from outside: recorded works, the sixteen references, the loopback server.

#[cfg(feature = "net")]
mod loopback;
mod recorded;
mod registers;
mod shared;
#[cfg(feature = "net")]
mod sixteen;
mod verdicts;

#[path = "../support/server.rs"]
#[cfg(feature = "net")]
mod server;
