//! Memory that an object holds outside the heap's blocks (the digits of a large int), counted with the isolate's bytes.

use crate::OutOfMemory;
use crate::heap::HeapRef;
use crate::trace::{Trace, Visitor};

/// Bytes counted until this is dropped. The owner is an object of the same heap, so the heap outlives it.
pub struct Charge {
    heap: HeapRef,
    bytes: usize,
}

impl HeapRef {
    /// Whether `bytes` more would stay within the limit, and the system has them now.
    pub fn room_for(self, bytes: usize) -> Result<(), OutOfMemory> {
        const WORTH_ASKING: usize = 1 << 16;
        if self.would_exceed(bytes) {
            return Err(OutOfMemory);
        }
        if bytes < WORTH_ASKING {
            return Ok(());
        }
        crate::Buffer::<u8>::with_capacity(self, bytes).map(drop)
    }

    /// Bytes that are left below the limit.
    pub fn bytes_left(self) -> usize {
        self.left()
    }

    /// Count `bytes` that were allocated elsewhere.
    pub fn charge(self, bytes: usize) -> Result<Charge, OutOfMemory> {
        if bytes == 0 {
            return Ok(Charge { heap: self, bytes });
        }
        if self.would_exceed(bytes) {
            return Err(OutOfMemory);
        }
        self.count_outside(bytes as isize);
        Ok(Charge { heap: self, bytes })
    }
}

impl Drop for Charge {
    fn drop(&mut self) {
        if self.bytes > 0 {
            self.heap.count_outside(-(self.bytes as isize));
        }
    }
}

impl Trace for Charge {
    fn trace(&self, _visit: &mut Visitor<'_>) {}
}
