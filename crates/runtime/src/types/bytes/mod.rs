//! `bytes`: a length and that many bytes, behind the object's header.

pub(crate) mod common;
pub mod iter;
pub(crate) mod methods;
mod special;

use std::cell::Cell;
use std::ops::Range;

use taipan_heap::{ShapeId, Visitor};

use crate::native::*;
use crate::object::buffer::Exporter;
use crate::object::class::ClassFlags;
use crate::types::bytearray::ByteArray;
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
    doc: "bytes(source=b'', encoding='utf-8', errors='strict')\n\nAn immutable sequence of bytes: those of an iterable of ints, of an object \
          with a buffer or `__bytes__`, of encoded text, or so many zeros.",
    flags: ClassFlags::BASE.with(ClassFlags::MATCH_SELF),
    slots: special::SLOTS,
    methods: &methods::METHODS,
    ..ClassDef::new::<Bytes>("bytes")
};

pub(crate) static EXPORTER: Exporter = Exporter {
    bytes: |vm, value| vm.cast::<Bytes>(value).map_or(&[], |this| this.bytes(vm)),
    bytes_mut: None,
    item: |_, _| ("B".to_string(), 1),
    counts: false,
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

    fn hash(self, vm: &Vm) -> u64 {
        let cached = self.get(vm).hash.get();
        if cached != 0 {
            return cached;
        }
        let hash = vm.hash_bytes(self.bytes(vm));
        self.get(vm).hash.set(hash);
        hash
    }
}

impl Vm {
    /// A new bytes object.
    pub fn new_bytes(&mut self, bytes: &[u8]) -> R<Owned> {
        self.check_built()?;
        self.new_bytes_of(bytes)
    }

    /// As `new_bytes`, of bytes that were not just built.
    #[inline]
    fn new_bytes_of(&mut self, bytes: &[u8]) -> R<Owned> {
        match *bytes {
            [] if !self.empty_bytes.is_none() => Ok(self.empty_bytes.clone()),
            [byte] => self.single_byte(byte),
            _ => self.new_bytes_of_shape(shapes::bytes, bytes),
        }
    }

    /// One byte: always the same object.
    #[inline]
    fn single_byte(&mut self, byte: u8) -> R<Owned> {
        match self.single_bytes.get(byte as usize) {
            Some(known) if !known.is_none() => Ok(known.clone()),
            _ => self.first_single_byte(byte),
        }
    }

    #[cold]
    fn first_single_byte(&mut self, byte: u8) -> R<Owned> {
        let made = self.new_bytes_of_shape(shapes::bytes, &[byte])?;
        self.single_bytes[byte as usize] = made.clone();
        Ok(made)
    }

    /// A bytes object of a part of a bytearray, which the range lies in.
    pub fn new_bytes_from_array(&mut self, array: Obj<ByteArray>, range: Range<usize>) -> R<Owned> {
        let part = std::ptr::from_ref(array.bytes(self).get(range).unwrap_or(&[]));
        // SAFETY: the array outlives the call, and nothing changes it: making a bytes object runs no Python code.
        self.new_bytes_of(unsafe { &*part })
    }

    /// As `new_bytes`, for an instance of a subclass.
    pub(crate) fn new_bytes_of_shape(&mut self, shape: ShapeId, bytes: &[u8]) -> R<Owned> {
        let payload = Bytes { hash: Cell::new(0), length: bytes.len() };
        self.allocate_variable(shape, payload, 0, bytes.len(), |place| {
            // SAFETY: the block has room for the bytes and is new.
            unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), place, bytes.len()) };
        })
    }

    /// A new bytes object of `length` bytes, zero at first, that `fill` writes.
    pub fn new_bytes_with(&mut self, length: usize, fill: impl FnOnce(&mut [u8])) -> R<Owned> {
        if length == 0 {
            return Ok(self.empty_bytes.clone());
        }
        if length == 1 {
            let mut byte = [0];
            fill(&mut byte);
            return self.single_byte(byte[0]);
        }
        if length > isize::MAX as usize - 4096 {
            return Err(self.memory_error());
        }
        self.allocate_variable(shapes::bytes, Bytes { hash: Cell::new(0), length }, 0, length, |place| {
            // SAFETY: the block has room for the bytes and is new; they are initialised before they are lent.
            let bytes = unsafe {
                place.write_bytes(0, length);
                std::slice::from_raw_parts_mut(place, length)
            };
            fill(bytes);
        })
    }

    /// `left + right`.
    pub(crate) fn concat_bytes(&mut self, left: Obj<Bytes>, right: Obj<Bytes>) -> R<Owned> {
        let (first, second) = (left.len(self), right.len(self));
        let Some(length) = first.checked_add(second).filter(|&length| length <= isize::MAX as usize - 4096) else {
            return Err(self.memory_error());
        };
        if length < 2 {
            return Ok(if first == 0 { right } else { left }.own());
        }
        let (from, then) = (left.bytes(self).as_ptr(), right.bytes(self).as_ptr());
        self.allocate_variable(shapes::bytes, Bytes { hash: Cell::new(0), length }, 0, length, |place| {
            // SAFETY: the operands are borrowed: alive, and bytes objects never change. The block has room for both.
            unsafe {
                std::ptr::copy_nonoverlapping(from, place, first);
                std::ptr::copy_nonoverlapping(then, place.add(first), second);
            }
        })
    }

    /// `separator.join(parts)`, of parts that are all bytes objects; None when they are not.
    pub(crate) fn join_bytes(&mut self, separator: Obj<Bytes>, parts: &[Owned]) -> R<Option<Owned>> {
        let between = separator.len(self);
        let mut length = between.checked_mul(parts.len().saturating_sub(1));
        for part in parts {
            let Some(bytes) = self.cast::<Bytes>(part.value()) else { return Ok(None) };
            length = length.and_then(|length| length.checked_add(bytes.len(self)));
        }
        let Some(length) = length else { return Err(self.memory_error()) };
        // SAFETY: the caller keeps the separator and the parts alive; bytes objects never change.
        let detached = |vm: &Vm, bytes: Obj<Bytes>| unsafe { &*std::ptr::from_ref(bytes.bytes(vm)) };
        let between: &[u8] = detached(self, separator);
        let parts = parts.iter().filter_map(|part| self.cast::<Bytes>(part.value())).map(|part| detached(self, part));
        let pieces = taipan_text::memory::gathered_small::<&[u8], 16>(parts);
        self.check_built()?;
        let made = self.new_bytes_with(length, |place| {
            let mut at = 0;
            for (index, piece) in pieces.iter().enumerate() {
                if index > 0 {
                    place[at..at + between.len()].copy_from_slice(between);
                    at += between.len();
                }
                place[at..at + piece.len()].copy_from_slice(piece);
                at += piece.len();
            }
        })?;
        Ok(Some(made))
    }

    /// Run `run` with the bytes, which never change.
    pub fn with_bytes<T>(&mut self, bytes: Obj<Bytes>, run: impl FnOnce(&mut Vm, &[u8]) -> T) -> T {
        let keep = bytes.own();
        // SAFETY: bytes objects never change, and this one lives until `keep` is dropped.
        let slice: &[u8] = unsafe { &*std::ptr::from_ref(bytes.bytes(self)) };
        let result = run(self, slice);
        drop(keep);
        result
    }

    /// `bytes[range]`; the object itself when that is all of it.
    pub fn bytes_part(&mut self, bytes: Obj<Bytes>, range: Range<usize>) -> R<Owned> {
        if range.len() == bytes.len(self) && self.cast_exact::<Bytes>(bytes.value()).is_some() {
            return Ok(bytes.own());
        }
        self.with_bytes(bytes, |vm, slice| vm.new_bytes(slice.get(range).unwrap_or(&[])))
    }
}

/// A constant.
pub(crate) fn new(vm: &mut Vm, bytes: &[u8]) -> R<Owned> {
    vm.new_bytes(bytes)
}
