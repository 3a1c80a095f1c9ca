//! Shapes: the number in a header that tells an object's type and how its memory is laid out.

use std::any::TypeId;
use std::ptr::NonNull;

use crate::header::Header;
use crate::heap::Heap;
use crate::trace::Visitor;
use crate::value::Value;

/// Index into the isolate's shape table. 0 marks a free block.
pub type ShapeId = u32;

/// How the memory behind a header is to be treated: one for each Rust type that serves as a payload.
pub struct Layout {
    /// For messages and debugging.
    pub name: &'static str,
    /// The payload's Rust type.
    pub payload: TypeId,
    /// Bytes of the payload; for a type with items behind it, of its fixed part.
    pub payload_size: usize,
    /// The whole size of this object's payload, items included.
    pub size: unsafe fn(NonNull<Header>) -> usize,
    /// Drop the payload's fields.
    pub drop: unsafe fn(NonNull<Header>),
    /// Drop the payload's fields and free the block, of an object that has nothing but its payload: `Heap::destroy_payload` for this type.
    pub destroy: unsafe fn(&Heap, NonNull<Header>),
    /// Show the payload's references to the collector.
    pub trace: unsafe fn(NonNull<Header>, &mut Visitor<'_>),
    /// Give up the payload's references, to break a cycle; the object stays valid.
    pub clear: unsafe fn(NonNull<Header>),
    /// Whether instances can hold references that take part in cycles.
    pub container: bool,
    /// Whether items follow the payload, so that its size differs from object to object.
    pub variable: bool,
}

/// Bits of a shape.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ShapeFlags(pub u32);

impl ShapeFlags {
    /// The class has a finaliser (`__del__`): the last reference's end runs Python code.
    pub const FINALIZER: ShapeFlags = ShapeFlags(1);
    /// The class was made by a class statement or a call of `type`.
    pub const HEAP_TYPE: ShapeFlags = ShapeFlags(2);
    /// The class has neither `__bool__` nor `__len__`: its instances are true.
    pub const ALWAYS_TRUE: ShapeFlags = ShapeFlags(4);

    #[inline(always)]
    pub const fn contains(self, other: ShapeFlags) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A row of the shape table: what allocation, destruction and the interpreter's guards need. What attributes a shape has is
/// the runtime's to know.
#[derive(Clone, Copy)]
pub struct ShapeRecord {
    pub layout: &'static Layout,
    /// The type object. None only while the first types are being born.
    pub class: Option<Value>,
    pub flags: ShapeFlags,
    /// Changes whenever the class, or a class it inherits from, changes: caches compare it.
    pub version: u32,
    /// Instance slots that hold values (initialised ones come first), after the payload.
    pub slots: u16,
    /// Instance slots that there is room for.
    pub capacity: u16,
}
