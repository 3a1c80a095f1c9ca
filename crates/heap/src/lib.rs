//! Values, object headers, allocation and reference counts. Knows shapes and layouts, but no Python type.
//!
//! Reading order: `value.rs` (what a `Value` is), `header.rs` (what every heap object begins with), `owned.rs` (who drops
//! what), `heap.rs` (where blocks come from), `destroy.rs` (where they go), `shape.rs` (how a block's type is found), `buffer.rs` (growable storage
//! inside objects), `reserve.rs` (what is kept back for requests that cannot fail), `trace.rs` (how the cycle collector sees an object's references),
//! `weak.rs` (who points weakly to whom), `tracing.rs` (where blocks were asked for, when somebody wants to know).

mod buffer;
mod charge;
mod collect;
mod destroy;
mod free_list;
mod header;
#[allow(clippy::module_inception, reason = "the crate's main type has the crate's name")]
mod heap;
mod owned;
mod pages;
pub mod reserve;
mod shape;
mod table;
mod trace;
mod tracing;
mod value;
mod weak;

pub use buffer::{Buffer, ValueVec};
pub use charge::Charge;
pub use collect::{Garbage, Generation};
pub use destroy::release;
pub use header::{Flags, HEADER_SIZE, Header};
pub use heap::{Breaker, Heap, HeapOwner, HeapRef};
pub use owned::Owned;
pub use pages::MAX_SMALL;
pub use shape::{Layout, ShapeFlags, ShapeId, ShapeRecord};
pub use table::{Index, IndexMut, NarrowEntry, TableStorage, WideEntry};
pub use trace::{Trace, Visitor};
pub use tracing::{Site, Tracing};
pub use value::{INT_MAX, INT_MIN, Value};
pub use weak::AddressMap;

/// The system, or the isolate's limit, refused memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory;
