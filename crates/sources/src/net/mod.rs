//! [`HttpFetch`]: the door to the network, with manners.
//!
//! It waits its turn ([`limiter`]; among all processes of a user `turns`), says who asks, tries again where that makes sense and stops where
//! it does not, keeps answers on disk, and reads no more than it was told to. What an answer means is
//! not its business.

mod cache;
mod clock;
mod exchange;
mod http;
pub mod limiter;
mod retry;
mod turns;

pub use clock::{Clock, SimulatedClock, SystemClock};
pub use exchange::HttpExchange;
pub use http::{HttpFetch, NetError, NetOptions};
