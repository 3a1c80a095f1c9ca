//! The buffer protocol (PEP 688): access to the bytes that an object holds.
//!
//! A `View` names the object that the memory is in and a part of it; the bytes are borrowed from the isolate each time they are used, so
//! no slice can outlive a change. Objects whose memory could move count the views of it in their header's `aux` and refuse to be
//! resized meanwhile.

use std::ops::Range;
use taipan_text::memory::CopyOut;

use taipan_heap::{Owned, Value, Visitor};

use crate::error::R;
use crate::types::bytearray::ByteArray;
use crate::types::bytes::Bytes;
use crate::vm::Vm;

/// How a type gives access to its memory.
pub struct Exporter {
    /// All of an object's bytes.
    pub bytes: for<'a> fn(&'a Vm, Value) -> &'a [u8],
    /// For writing; None for types whose memory is read-only.
    pub bytes_mut: Option<for<'a> fn(&'a mut Vm, Value) -> &'a mut [u8]>,
    /// The format of an item, as the `struct` module writes it, and its size.
    pub item: fn(&Vm, Value) -> (String, usize),
    /// Whether views are to be counted in the header's `aux`.
    pub counts: bool,
}

/// Contiguous bytes of an object. They stay where they are while the view lives.
pub struct View {
    /// The object whose memory it is.
    memory: Owned,
    exporter: &'static Exporter,
    range: Range<usize>,
    readonly: bool,
    /// The memoryview that the bytes were asked of: it cannot be released meanwhile.
    through: Option<Owned>,
    /// An object with `__buffer__`, and the memoryview it gave: what `__release_buffer__` is told.
    lender: Option<(Owned, Owned)>,
}

fn count(value: Value, change: i32) {
    if let Some(header) = value.header() {
        // SAFETY: the view holds a reference to the object.
        let aux = unsafe { &header.as_ref().aux };
        aux.set(aux.get().wrapping_add_signed(change));
    }
}

impl View {
    /// A view of the bytes in `range` of `memory`, an object whose class has this exporter.
    pub(crate) fn new(memory: Value, exporter: &'static Exporter, range: Range<usize>, readonly: bool) -> View {
        if exporter.counts {
            count(memory, 1);
        }
        View { memory: memory.own(), exporter, range, readonly, through: None, lender: None }
    }

    /// Another view of a part of the same bytes.
    pub(crate) fn part(&self, range: Range<usize>) -> View {
        let start = self.range.start + range.start;
        View::new(self.memory.value(), self.exporter, start..start + range.len(), self.readonly)
    }

    /// The same view, taken through a memoryview, which counts it.
    pub(crate) fn through(mut self, view: Value) -> View {
        count(view, 1);
        self.through = Some(view.own());
        self
    }

    pub(crate) fn lent_by(mut self, lender: Owned, view: Owned) -> View {
        self.lender = Some((lender, view));
        self
    }

    pub fn len(&self) -> usize {
        self.range.len()
    }

    pub fn is_empty(&self) -> bool {
        self.range.is_empty()
    }

    /// Whether the bytes cannot be written.
    pub fn readonly(&self) -> bool {
        self.readonly
    }

    pub(crate) fn set_readonly(&mut self) {
        self.readonly = true;
    }

    /// The object whose memory it is.
    pub fn memory(&self) -> Value {
        self.memory.value()
    }

    /// The bytes.
    pub fn bytes<'a>(&self, vm: &'a Vm) -> &'a [u8] {
        (self.exporter.bytes)(vm, self.memory.value()).get(self.range.clone()).unwrap_or(&[])
    }

    /// The bytes, for writing; empty when the view is read-only.
    pub fn bytes_mut<'a>(&self, vm: &'a mut Vm) -> &'a mut [u8] {
        match self.exporter.bytes_mut {
            Some(bytes) if !self.readonly => {
                bytes(vm, self.memory.value()).get_mut(self.range.clone()).unwrap_or(&mut [])
            }
            _ => &mut [],
        }
    }

    /// A copy of the bytes.
    pub fn to_vec(&self, vm: &Vm) -> Vec<u8> {
        self.bytes(vm).copy_out()
    }

    /// End the view; an object with `__release_buffer__` is told. Dropping a view does not tell it.
    pub fn release(mut self, vm: &mut Vm) -> R<()> {
        let lender = self.lender.take();
        drop(self);
        let Some((lender, view)) = lender else { return Ok(()) };
        crate::types::memoryview::return_to_lender(vm, lender.value(), view.value())
    }
}

impl View {
    /// The references that it holds.
    pub(crate) fn trace(&self, visit: &mut Visitor<'_>) {
        visit(self.memory.value());
        if let Some(through) = &self.through {
            visit(through.value());
        }
        if let Some((lender, view)) = &self.lender {
            visit(lender.value());
            visit(view.value());
        }
    }
}

impl Drop for View {
    fn drop(&mut self) {
        if self.exporter.counts {
            count(self.memory.value(), -1);
        }
        if let Some(through) = &self.through {
            count(through.value(), -1);
        }
    }
}

impl Vm {
    /// Whether the object supports the buffer protocol.
    pub fn has_buffer(&mut self, value: Value) -> bool {
        let class = self.class_of(value);
        class.slots(self).buffer.is_some() || {
            let name = self.names.__buffer__;
            class.lookup(self, name).is_some()
        }
    }

    /// The object's contiguous bytes, for reading; TypeError when it has none.
    pub fn buffer(&mut self, value: Value) -> R<View> {
        match self.buffer_optional(value)? {
            Some(view) => Ok(view),
            None => {
                let found = self.class_of(value).name(self);
                Err(self.type_error(format!("a bytes-like object is required, not '{found}'")))
            }
        }
    }

    /// As `buffer`; None when the object has no bytes.
    pub fn buffer_optional(&mut self, value: Value) -> R<Option<View>> {
        if let Some(bytes) = self.cast_exact::<Bytes>(value) {
            return Ok(Some(View::new(value, &crate::types::bytes::EXPORTER, 0..bytes.len(self), true)));
        }
        if let Some(array) = self.cast_exact::<ByteArray>(value) {
            return Ok(Some(View::new(value, &crate::types::bytearray::EXPORTER, 0..array.len(self), false)));
        }
        crate::types::memoryview::contiguous(self, value)
    }

    /// The object's contiguous bytes, for writing.
    pub fn writable_buffer(&mut self, value: Value) -> R<View> {
        if let Some(view) = self.buffer_optional(value)?
            && !view.readonly()
        {
            return Ok(view);
        }
        let found = self.class_of(value).name(self);
        Err(self.type_error(format!("a read-write bytes-like object is required, not '{found}'")))
    }
}
