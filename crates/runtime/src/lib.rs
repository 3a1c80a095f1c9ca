//! The object protocol, the builtin types, the interpreter and imports.
//!
//! Reading order: `vm.rs` (the isolate), `object/obj.rs` (typed pointers and why borrows are sound), `object/class.rs`,
//! `object/protocol/` (the verbs), `types/` (a file or folder for each builtin type), `interp/` (frames, the loop, one file for each family of
//! instructions). What a native module is written with is in `native.rs`.

// The macros name this crate from outside and inside alike.
extern crate self as taipan_runtime;

pub mod codecs;
pub mod error;
pub mod errors;
pub mod functions;
pub mod gc;
pub mod import;
pub mod interp;
pub mod memory_sites;
pub mod names;
pub mod native;
pub mod object;
mod safe_point;
pub mod settings;
pub mod signals;
pub mod threads;
pub mod tracing;
pub mod types;
pub mod vm;
pub mod warning;

pub use error::{R, Raised};
pub use object::args::Args;
pub use object::obj::{Obj, Payload};
pub use settings::{Flags, Settings};
pub use taipan_heap::{Owned, Value};
pub use vm::{Vm, VmOptions};
