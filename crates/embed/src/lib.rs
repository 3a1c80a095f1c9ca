//! Python 3.14 as a library.
//!
//! An [`Isolate`] is one running Python: its own modules, its own memory, nothing shared with another. Make one, run source in it,
//! call functions, look at what they return.
//!
//! ```
//! let mut isolate = taipan::Isolate::new(taipan::Options::default())?;
//! isolate.run("def double(x): return x * 2", "example.py")?;
//! let four = isolate.call("double", &[taipan::Object::Int(2)])?;
//! assert_eq!(four, taipan::Object::Int(4));
//! # Ok::<(), taipan::Error>(())
//! ```
#![deny(unsafe_code)]

mod compile;
mod convert;
mod error;
mod interactive;
mod isolate;
mod main_program;

pub use convert::Object;
pub use error::Error;
pub use interactive::{Console, Input, PlainConsole};
pub use isolate::{Isolate, Options};
pub use main_program::Program;
pub use taipan_heap::reserve::{Reserving, keep as keep_reserve};
pub use taipan_host as host;
pub use taipan_runtime::{Flags, Settings};
