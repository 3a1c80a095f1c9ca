//! How `print` reaches a text stream without a look-up of its method: `_io` puts the functions here when it makes its classes.

use crate::native::*;

/// What the text streams of `_io` can do.
#[derive(Clone, Copy)]
pub struct TextStream {
    /// Whether this is a stream whose `write` nobody has overridden.
    pub is_plain: fn(&mut Vm, Value) -> bool,
    pub write: fn(&mut Vm, Value, Obj<Str>) -> R<()>,
    pub flush: fn(&mut Vm, Value) -> R<()>,
}
