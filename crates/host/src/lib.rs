//! Files, clock, processes, sockets and entropy behind one trait: nothing else in Taipan talks to the operating system.
//!
//! [`Host`] is the sum of one trait per topic (`api/`). Every method has a default that answers EPERM, so an
//! implementation lists only what it allows: [`Denied`] allows nothing, [`Memory`] has files that live in memory, and
//! [`Native`] is the machine. Calls take raw descriptor numbers and byte paths, as Python does, and are made once: an
//! interrupted call answers EINTR, so that the caller can run Python's signal handlers before it retries (PEP 475).

mod api;
#[cfg(target_os = "linux")]
pub mod constants;
mod denied;
mod errno_table;
mod error;
mod memory;
#[cfg(target_os = "linux")]
mod native;
mod stack;
mod zeroed;

pub use api::clock::*;
pub use api::entropy::*;
pub use api::environment::*;
pub use api::files::*;
pub use api::mapping::*;
pub use api::processes::*;
pub use api::readiness::*;
pub use api::signals::*;
pub use api::sockets::*;
pub use api::terminal::*;
pub use denied::Denied;
pub use errno_table::{errno, errno_table};
pub use error::{ErrorKind, OsError, Result, errno_name, strerror};
pub use memory::Memory;
#[cfg(target_os = "linux")]
pub use native::Native;
pub use stack::run_on_large_stack;
pub use zeroed::Zeroed;

/// A file descriptor's number.
pub type Fd = i32;

/// Everything that a program can ask of the world outside its isolate.
pub trait Host:
    Files + Mappings + Clock + Entropy + Environment + Processes + Signals + Terminal + Readiness + Sockets + Send + Sync
{
}

impl<T> Host for T where
    T: Files
        + Mappings
        + Clock
        + Entropy
        + Environment
        + Processes
        + Signals
        + Terminal
        + Readiness
        + Sockets
        + Send
        + Sync
{
}
