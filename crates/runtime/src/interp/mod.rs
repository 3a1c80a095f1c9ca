//! The interpreter: frames on the VM stack, the loop, and one file for each family of instructions.
//!
//! `machine.rs` is the running state and how handlers reach registers; `frame.rs` is the layout of a frame and how one begins and ends;
//! `dispatch.rs` is the loop; `ops/` are the handlers; `attribute_cache.rs` is what attribute accesses have found; `unwind.rs` is what happens
//! when a handler fails; `enter.rs` is how Rust calls Python, and `consumer.rs` how it takes what generators yield.

mod arguments;
mod attribute_cache;
pub(crate) mod consumer;
mod dispatch;
mod enter;
pub(crate) mod frame;
pub(crate) mod machine;
mod ops;
pub(crate) mod report;
pub mod stack;
mod unwind;

pub(crate) use attribute_cache::{Access, AttributeCache, Found};
pub use enter::Resumed;
pub(crate) use enter::{
    call_function, call_with_namespace, current_code, current_function, current_globals, current_locals,
    next_of_generator, resume_generator, super_arguments,
};
pub(crate) use ops::control::immediate_truth;
pub(crate) use ops::exception::matches as exception_matches;
pub(crate) use ops::generator::swap_handled;
