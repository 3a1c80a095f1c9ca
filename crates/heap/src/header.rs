//! The 16 bytes every heap object begins with.

use std::cell::Cell;

use crate::shape::ShapeId;

/// Bytes before an object's payload.
pub const HEADER_SIZE: usize = size_of::<Header>();

/// What every heap object begins with. A free block has shape 0.
#[repr(C, align(8))]
pub struct Header {
    references: Cell<u32>,
    pub(crate) shape: Cell<ShapeId>,
    flags: Cell<u16>,
    /// `pages::LARGE` for a block of its own.
    pub(crate) size_class: u8,
    /// The collector's mark.
    pub(crate) gc: Cell<u8>,
    /// For the type to use (string kind, sequence length ...).
    pub aux: Cell<u32>,
}

/// Bits of an object's state.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Flags(pub u16);

impl Flags {
    /// A weak reference to the object exists: the side table knows which.
    pub const HAS_WEAKREF: Flags = Flags(1);
    /// `__del__` has run (PEP 442: it runs once).
    pub const FINALIZED: Flags = Flags(2);
    /// Waits for its finaliser at the next safe point.
    pub const PENDING: Flags = Flags(4);
    /// A string in the isolate's intern table.
    pub const INTERNED: Flags = Flags(16);
    /// Not examined by the collector although its type could be (untracked).
    pub const UNTRACKED: Flags = Flags(32);
    /// Allocated since the last young collection.
    pub const YOUNG: Flags = Flags(64);
    /// Survived the collection of the youngest generation, but not yet that of the next.
    pub const MIDDLE: Flags = Flags(128);
    /// Not examined by the collector until `gc.unfreeze()`.
    pub const FROZEN: Flags = Flags(256);
    /// Made by the start of the program, which it outlives: never examined by the collector.
    pub const OF_START: Flags = Flags(512);
    /// First bit free for the type's own use.
    pub const TYPE_A: Flags = Flags(0x1000);
    pub const TYPE_B: Flags = Flags(0x2000);
}

impl Header {
    #[inline(always)]
    pub(crate) fn new(shape: ShapeId, size_class: u8) -> Header {
        Header {
            references: Cell::new(1),
            shape: Cell::new(shape),
            flags: Cell::new(Flags::YOUNG.0),
            size_class,
            gc: Cell::new(0),
            aux: Cell::new(0),
        }
    }

    /// References to the object.
    #[inline(always)]
    pub fn references(&self) -> u32 {
        self.references.get()
    }

    /// Set the count; for the collector and for objects that begin with many.
    pub fn set_references(&self, count: u32) {
        self.references.set(count);
    }

    #[inline(always)]
    pub fn incref(&self) {
        self.references.set(self.references.get().wrapping_add(1));
    }

    /// One reference less; whether it was the last.
    #[inline(always)]
    pub fn decref(&self) -> bool {
        let count = self.references.get().wrapping_sub(1);
        self.references.set(count);
        count == 0
    }

    #[inline(always)]
    pub fn shape(&self) -> ShapeId {
        self.shape.get()
    }

    /// Change the shape: an attribute was added, or `__class__` assigned. The layout must stay the same.
    #[inline(always)]
    pub fn set_shape(&self, shape: ShapeId) {
        self.shape.set(shape);
    }

    #[inline(always)]
    pub fn has(&self, flag: Flags) -> bool {
        self.flags.get() & flag.0 != 0
    }

    #[inline(always)]
    pub fn set(&self, flag: Flags) {
        self.flags.set(self.flags.get() | flag.0);
    }

    #[inline(always)]
    pub fn clear(&self, flag: Flags) {
        self.flags.set(self.flags.get() & !flag.0);
    }
}
