//! Text without objects: code units in the four storage widths, Unicode, codecs and string algorithms.
//!
//! Reading order: `units` (borrowed strings), `buffer` (owned strings and the builder), then any algorithm.
//! Everything takes `Units` or `&[u8]` and returns plain values or index ranges; the runtime makes the objects.

#![forbid(unsafe_code)]

pub mod buffer;
pub mod bytes;
pub mod codecs;
pub mod hexadecimal;
pub mod layout;
pub mod memory;
pub mod repr;
pub mod search;
pub mod split;
mod two_way;
pub mod unicode;
pub mod units;
pub mod wtf8;

pub use buffer::{Text, TextBuf, concat, repeat, reversed};
pub use units::{CodePoints, Kind, Unit, Units};
