//! `bytes`: a length and that many bytes, behind the object's header.

use std::cell::Cell;

use taipan_heap::{ShapeId, Visitor};

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::types::shapes;

/// A bytes object's fixed part; the bytes follow.
#[repr(C)]
pub struct Bytes {
    /// 0: not computed yet.
    hash: Cell<u64>,
    length: usize,
}

impl Trace for Bytes {
    fn trace(&self, _visit: &mut Visitor<'_>) {}
}

impl Payload for Bytes {
    const NAME: &'static str = "Bytes";
    const CONTAINER: bool = false;
    const VARIABLE: bool = true;
    const SHAPE: ShapeId = shapes::bytes;

    fn extra_size(&self, _aux: u32) -> usize {
        self.length
    }

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.bytes
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "An immutable sequence of bytes.",
    flags: ClassFlags::BASE.with(ClassFlags::MATCH_SELF),
    ..ClassDef::new::<Bytes>("bytes")
};

impl Obj<Bytes> {
    #[inline(always)]
    pub fn len(self, vm: &Vm) -> usize {
        self.get(vm).length
    }

    /// The bytes.
    #[inline(always)]
    pub fn bytes(self, vm: &Vm) -> &[u8] {
        let this = self.get(vm);
        // SAFETY: the bytes lie behind the payload, `length` of them, and never change.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(this).add(1).cast(), this.length) }
    }
}

impl Vm {
    /// A new bytes object.
    pub fn new_bytes(&mut self, bytes: &[u8]) -> R<Owned> {
        self.new_bytes_of_shape(shapes::bytes, bytes)
    }

    /// As `new_bytes`, for an instance of a subclass.
    pub(crate) fn new_bytes_of_shape(&mut self, shape: ShapeId, bytes: &[u8]) -> R<Owned> {
        let payload = Bytes { hash: Cell::new(0), length: bytes.len() };
        self.allocate_variable(shape, payload, 0, bytes.len(), |place| {
            // SAFETY: the block has room for the bytes and is new.
            unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), place, bytes.len()) };
        })
    }
}

/// A constant.
pub(crate) fn new(vm: &mut Vm, bytes: &[u8]) -> R<Owned> {
    vm.new_bytes(bytes)
}
