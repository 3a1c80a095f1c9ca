//! The traits that make up [`crate::Host`], one file per topic, with the plain data that they exchange.
//!
//! Flags, modes and command numbers are the system's own integers, because Python hands them through as integers.

pub(crate) mod clock;
pub(crate) mod entropy;
pub(crate) mod environment;
pub(crate) mod files;
pub(crate) mod mapping;
pub(crate) mod processes;
pub(crate) mod readiness;
pub(crate) mod signals;
pub(crate) mod sockets;
pub(crate) mod terminal;
