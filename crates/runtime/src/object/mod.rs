//! What every object can do: typed pointers, classes, special methods, attributes, and the verbs of the protocol.

pub mod args;
pub mod buffer;
pub mod class;
pub mod method;
pub mod namespace;
pub mod obj;
pub mod plain;
pub mod plain_copy;
pub mod protocol;
pub mod shape;
pub mod slicing;
pub mod slots;
pub mod special;
pub(crate) mod zeroed;
