//! `bytearray`: bytes that can change. The header's `aux` counts the views of its memory; while there are any, its length stays.

mod methods;
mod special;

use taipan_heap::{OutOfMemory, ShapeId};

use crate::native::*;
use crate::object::buffer::Exporter;
use crate::object::class::ClassFlags;
use crate::types::shapes;

#[derive(Trace, Default)]
pub struct ByteArray {
    #[trace(skip)]
    storage: Buffer<u8>,
    /// Bytes at the front that were deleted; the storage is moved up only when they are more than half.
    #[trace(skip)]
    start: usize,
}

impl Payload for ByteArray {
    const NAME: &'static str = "ByteArray";
    const CONTAINER: bool = false;
    const SHAPE: ShapeId = shapes::bytearray;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.bytearray
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "bytearray(source=b'', encoding='utf-8', errors='strict')\n\nA mutable sequence of bytes: those of an iterable of ints, of an object with a \
          buffer, of encoded text, or so many zeros.",
    flags: ClassFlags::BASE.with(ClassFlags::MATCH_SELF),
    slots: special::SLOTS,
    methods: &methods::METHODS,
    unhashable: true,
    ..ClassDef::new::<ByteArray>("bytearray")
};

pub(crate) static EXPORTER: Exporter = Exporter {
    bytes: |vm, value| vm.cast::<ByteArray>(value).map_or(&[], |this| this.bytes(vm)),
    bytes_mut: Some(|vm, value| match vm.cast::<ByteArray>(value) {
        Some(this) => this.get_mut(vm).as_mut_slice(),
        None => &mut [],
    }),
    item: |_, _| ("B".to_string(), 1),
    counts: true,
};

impl ByteArray {
    fn from_buffer(storage: Buffer<u8>) -> ByteArray {
        ByteArray { storage, start: 0 }
    }

    fn as_slice(&self) -> &[u8] {
        &self.storage.as_slice()[self.start..]
    }

    fn as_mut_slice(&mut self) -> &mut [u8] {
        &mut self.storage.as_mut_slice()[self.start..]
    }

    fn len(&self) -> usize {
        self.storage.len() - self.start
    }

    /// Put `bytes` in the place of those in `start..end`.
    fn splice(&mut self, heap: HeapRef, start: usize, end: usize, bytes: &[u8]) -> Result<(), OutOfMemory> {
        if start == 0 && bytes.is_empty() && end > 0 {
            self.start += end;
            if self.start > self.storage.len() / 2 {
                self.settle(heap)?;
            }
            return Ok(());
        }
        let offset = self.start;
        self.storage.splice(heap, offset + start..offset + end, bytes)?;
        self.shrink(heap)
    }

    /// Move the bytes to the front of the storage.
    fn settle(&mut self, heap: HeapRef) -> Result<(), OutOfMemory> {
        let (start, length) = (self.start, self.storage.len());
        self.storage.as_mut_slice().copy_within(start.., 0);
        self.storage.truncate(length - start);
        self.start = 0;
        self.shrink(heap)
    }

    /// Give back storage of which less than half is used.
    fn shrink(&mut self, heap: HeapRef) -> Result<(), OutOfMemory> {
        if self.storage.len() < self.storage.capacity() / 2 {
            let length = self.storage.len();
            return self.storage.set_capacity(heap, length);
        }
        Ok(())
    }
}

impl Obj<ByteArray> {
    pub fn len(self, vm: &Vm) -> usize {
        self.get(vm).len()
    }

    /// The bytes now.
    pub fn bytes(self, vm: &Vm) -> &[u8] {
        self.get(vm).as_slice()
    }

    /// The bytes, for writing.
    pub fn bytes_mut(self, vm: &mut Vm) -> &mut [u8] {
        self.get_mut(vm).as_mut_slice()
    }

    /// Whether there are no views of the bytes.
    fn is_resizable(self) -> bool {
        self.header().aux.get() == 0
    }

    /// BufferError while there are views of the bytes.
    fn check_resizable(self, vm: &mut Vm) -> R<()> {
        if self.is_resizable() {
            return Ok(());
        }
        Err(vm.buffer_error("Existing exports of data: object cannot be re-sized"))
    }

    /// Put `bytes` in the place of those in `start..end`.
    pub fn splice(self, vm: &mut Vm, start: usize, end: usize, bytes: &[u8]) -> R<()> {
        if bytes.len() == end - start {
            self.bytes_mut(vm)[start..end].copy_from_slice(bytes);
            return Ok(());
        }
        self.check_resizable(vm)?;
        let heap = vm.heap;
        let spliced = self.get_mut(vm).splice(heap, start, end, bytes);
        vm.check(spliced)
    }

    /// Append `bytes`.
    pub fn append(self, vm: &mut Vm, bytes: &[u8]) -> R<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.check_resizable(vm)?;
        let heap = vm.heap;
        let extended = self.get_mut(vm).storage.extend_from_slice(heap, bytes);
        vm.check(extended)
    }

    /// Change the length; new bytes are zero.
    pub fn resize(self, vm: &mut Vm, length: usize) -> R<()> {
        let old = self.len(vm);
        if length == old {
            return Ok(());
        }
        self.check_resizable(vm)?;
        let heap = vm.heap;
        let resized = if length < old {
            self.get_mut(vm).splice(heap, length, old, &[])
        } else {
            let array = self.get_mut(vm);
            let total = array.start + length;
            array.storage.resize(heap, total, 0)
        };
        vm.check(resized)
    }

    /// Replace all of the bytes.
    fn replace(self, vm: &mut Vm, bytes: Buffer<u8>) -> R<()> {
        self.check_resizable(vm)?;
        *self.get_mut(vm) = ByteArray::from_buffer(bytes);
        Ok(())
    }
}

impl Vm {
    /// A new bytearray.
    pub fn new_bytearray(&mut self, bytes: &[u8]) -> R<Owned> {
        let made = Buffer::from_slice(self.heap, bytes);
        let bytes = self.check(made)?;
        self.new_bytearray_from(bytes)
    }

    /// A new bytearray of bytes in counted memory.
    pub fn new_bytearray_from(&mut self, bytes: Buffer<u8>) -> R<Owned> {
        self.allocate(ByteArray::from_buffer(bytes))
    }
}
