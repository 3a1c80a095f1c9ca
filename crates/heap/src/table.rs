//! Storage of an insertion-ordered hash table: dense entries, then an index of positions into them, in one block.
//!
//! What is stored in the index, and how it is searched, is the owner's business; here is only where things lie. An entry whose key is
//! known to remember its own hash needs none beside it: a narrow table's entries are two words, a wide one's three.

use std::ptr::NonNull;

use crate::OutOfMemory;
use crate::heap::{Heap, HeapRef};
use crate::value::Value;

/// A key and its value. No key: a hole that a removed entry left.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct NarrowEntry {
    pub key: Option<Value>,
    pub value: Value,
}

/// As `NarrowEntry`, with the key's hash.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct WideEntry {
    pub hash: u64,
    pub key: Option<Value>,
    pub value: Value,
}

/// The index, in the least width that holds every position.
pub enum Index<'a> {
    /// Small tables are searched in order.
    None,
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(&'a [u32]),
}

/// As `Index`, to be changed.
pub enum IndexMut<'a> {
    None,
    U8(&'a mut [u8]),
    U16(&'a mut [u16]),
    U32(&'a mut [u32]),
}

/// The storage of one table. References in the entries are the owner's to count.
pub struct TableStorage {
    pointer: NonNull<u8>,
    length: u32,
    step: u8,
    wide: bool,
    /// For the owner's use; copied with the storage.
    pub tag: u16,
}

impl Default for TableStorage {
    fn default() -> TableStorage {
        TableStorage { pointer: NonNull::dangling(), length: 0, step: 0, wide: false, tag: 0 }
    }
}

/// Sizes without an index: 0, 2, 4, 6 and 8 entries.
const SMALL_STEPS: u8 = 5;

/// What goes with a step.
#[derive(Clone, Copy)]
struct Layout {
    /// Entries that there is room for.
    capacity: u32,
    /// Places of the index: a power of two, or 0. Always more than the entries, so that a search ends.
    places: u32,
    /// Bytes of a position in the index. Two values of each width stand for no position.
    width: u8,
}

/// Steps whose positions fit 32 bits.
const STEPS: usize = 60;

static LAYOUTS: [Layout; STEPS] = {
    let mut layouts = [Layout { capacity: 0, places: 0, width: 1 }; STEPS];
    let mut step = 0;
    while step < STEPS {
        let (capacity, places) = if step < SMALL_STEPS as usize {
            (step as u64 * 2, 0)
        } else {
            let places = 16u64 << (step - SMALL_STEPS as usize).div_ceil(2);
            (if step % 2 == 1 { places * 2 / 3 } else { places / 2 - 1 }, places)
        };
        let width = if capacity < 0xfe {
            1
        } else if capacity < 0xfffe {
            2
        } else {
            4
        };
        assert!(capacity < u32::MAX as u64 - 2 && places <= u32::MAX as u64);
        layouts[step] = Layout { capacity: capacity as u32, places: places as u32, width };
        step += 1;
    }
    layouts
};

#[inline(always)]
fn layout(step: u8) -> Layout {
    LAYOUTS[step as usize]
}

#[inline(always)]
fn capacity(step: u8) -> usize {
    layout(step).capacity as usize
}

#[inline(always)]
fn places(step: u8) -> usize {
    layout(step).places as usize
}

#[inline(always)]
fn width(step: u8) -> usize {
    layout(step).width as usize
}

#[inline(always)]
fn bytes(step: u8, wide: bool) -> usize {
    let entry = if wide { size_of::<WideEntry>() } else { size_of::<NarrowEntry>() };
    let layout = layout(step);
    layout.capacity as usize * entry + layout.places as usize * layout.width as usize
}

impl TableStorage {
    /// Storage for at least `entries` entries; every place of its index is filled with ones.
    pub fn create(heap: HeapRef, entries: usize, wide: bool) -> Result<TableStorage, OutOfMemory> {
        let mut step = 0;
        while capacity(step) < entries {
            step += 1;
            if step as usize >= STEPS {
                return Err(OutOfMemory);
            }
        }
        let size = bytes(step, wide);
        let pointer = if size == 0 { NonNull::dangling() } else { heap.allocate_raw(size)? };
        let index = places(step) * width(step);
        // SAFETY: the index lies at the end of the block.
        unsafe { pointer.add(size - index).write_bytes(0xff, index) };
        Ok(TableStorage { pointer, length: 0, step, wide, tag: 0 })
    }

    /// Entries, holes included.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length as usize
    }

    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Entries there is room for.
    #[inline(always)]
    pub fn capacity(&self) -> usize {
        capacity(self.step)
    }

    #[inline(always)]
    pub fn has_index(&self) -> bool {
        self.step >= SMALL_STEPS
    }

    #[inline(always)]
    pub fn is_wide(&self) -> bool {
        self.wide
    }

    /// Bytes of the block.
    pub fn bytes(&self) -> usize {
        bytes(self.step, self.wide)
    }

    /// The entries of a narrow table; of a wide one, none.
    #[inline(always)]
    pub fn narrow(&self) -> &[NarrowEntry] {
        let length = if self.wide { 0 } else { self.length as usize };
        // SAFETY: the first `length` entries are initialised; a dangling pointer goes with length 0.
        unsafe { std::slice::from_raw_parts(self.entries(), length) }
    }

    /// The value of a narrow table's entry.
    ///
    /// # Safety
    /// The table is narrow and has an entry at `position`.
    #[inline(always)]
    pub unsafe fn narrow_value(&self, position: usize) -> Value {
        debug_assert!(!self.wide && position < self.length as usize);
        // SAFETY: the caller's promise.
        unsafe { (*self.pointer.cast::<NarrowEntry>().as_ptr().add(position)).value }
    }

    #[inline(always)]
    pub fn narrow_mut(&mut self) -> &mut [NarrowEntry] {
        let length = if self.wide { 0 } else { self.length as usize };
        // SAFETY: as above, and the borrow is exclusive.
        unsafe { std::slice::from_raw_parts_mut(self.entries(), length) }
    }

    /// The entries of a wide table; of a narrow one, none.
    #[inline(always)]
    pub fn wide(&self) -> &[WideEntry] {
        let length = if self.wide { self.length as usize } else { 0 };
        // SAFETY: as in narrow.
        unsafe { std::slice::from_raw_parts(self.entries(), length) }
    }

    #[inline(always)]
    pub fn wide_mut(&mut self) -> &mut [WideEntry] {
        let length = if self.wide { self.length as usize } else { 0 };
        // SAFETY: as in narrow_mut.
        unsafe { std::slice::from_raw_parts_mut(self.entries(), length) }
    }

    #[inline(always)]
    fn entries<T>(&self) -> *mut T {
        if self.step == 0 { NonNull::dangling().as_ptr() } else { self.pointer.cast().as_ptr() }
    }

    /// Add an entry; false, and nothing done, when there is no room. The hash goes with a wide table's entries.
    #[inline]
    pub fn push(&mut self, key: Value, hash: u64, value: Value) -> bool {
        let length = self.length as usize;
        if length >= self.capacity() {
            return false;
        }
        // SAFETY: there is room for one more.
        unsafe {
            if self.wide {
                self.entries::<WideEntry>().add(length).write(WideEntry { hash, key: Some(key), value });
            } else {
                self.entries::<NarrowEntry>().add(length).write(NarrowEntry { key: Some(key), value });
            }
        }
        self.length += 1;
        true
    }

    /// Take the entries of another table over, bit by bit: both are wide, or both narrow, and there is room. This one is empty.
    pub fn copy_entries(&mut self, other: &TableStorage) {
        assert!(
            self.wide == other.wide && self.length == 0 && other.len() <= self.capacity(),
            "no room for the entries"
        );
        let entry = if self.wide { size_of::<WideEntry>() } else { size_of::<NarrowEntry>() };
        // SAFETY: the other's first entries are initialised, and there is room for as many here, in another block.
        unsafe {
            std::ptr::copy_nonoverlapping(other.pointer.as_ptr(), self.pointer.as_ptr(), other.len() * entry);
        }
        self.length = other.length;
    }

    /// Forget the entries from `length` on.
    pub fn truncate(&mut self, length: usize) {
        self.length = self.length.min(u32::try_from(length).unwrap_or(u32::MAX));
    }

    #[inline(always)]
    fn index_start(&self) -> *mut u8 {
        let entry = if self.wide { size_of::<WideEntry>() } else { size_of::<NarrowEntry>() };
        // SAFETY: the index lies behind the entries, in the same block.
        unsafe { self.pointer.as_ptr().add(capacity(self.step) * entry) }
    }

    #[inline(always)]
    pub fn index(&self) -> Index<'_> {
        if !self.has_index() {
            return Index::None;
        }
        let (start, places) = (self.index_start(), places(self.step));
        // SAFETY: the index has this many places of this width, all initialised; entries are 8 bytes aligned and so is what follows.
        unsafe {
            match width(self.step) {
                1 => Index::U8(std::slice::from_raw_parts(start, places)),
                2 => Index::U16(std::slice::from_raw_parts(start.cast(), places)),
                _ => Index::U32(std::slice::from_raw_parts(start.cast(), places)),
            }
        }
    }

    #[inline(always)]
    pub fn index_mut(&mut self) -> IndexMut<'_> {
        if !self.has_index() {
            return IndexMut::None;
        }
        let (start, places) = (self.index_start(), places(self.step));
        // SAFETY: as in index, and the borrow is exclusive.
        unsafe {
            match width(self.step) {
                1 => IndexMut::U8(std::slice::from_raw_parts_mut(start, places)),
                2 => IndexMut::U16(std::slice::from_raw_parts_mut(start.cast(), places)),
                _ => IndexMut::U32(std::slice::from_raw_parts_mut(start.cast(), places)),
            }
        }
    }

    /// A copy, bit by bit.
    pub fn duplicate(&self, heap: HeapRef) -> Result<TableStorage, OutOfMemory> {
        let size = self.bytes();
        let pointer = if size == 0 { NonNull::dangling() } else { heap.allocate_raw(size)? };
        let entry = if self.wide { size_of::<WideEntry>() } else { size_of::<NarrowEntry>() };
        let index = places(self.step) * width(self.step);
        // SAFETY: both blocks have this size; only what is initialised is copied.
        unsafe {
            std::ptr::copy_nonoverlapping(self.pointer.as_ptr(), pointer.as_ptr(), self.length as usize * entry);
            std::ptr::copy_nonoverlapping(
                self.pointer.as_ptr().add(size - index),
                pointer.as_ptr().add(size - index),
                index,
            );
        }
        Ok(TableStorage { pointer, length: self.length, step: self.step, wide: self.wide, tag: self.tag })
    }
}

impl Drop for TableStorage {
    fn drop(&mut self) {
        if self.step > 0 {
            // SAFETY: the block has this size and nobody else has it.
            unsafe { Heap::free_raw(self.pointer, self.bytes()) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_grow_and_leave_places_free() {
        for step in 1..STEPS as u8 {
            assert!(capacity(step) > capacity(step - 1), "step {step}");
            assert!(places(step) == 0 || places(step).is_power_of_two());
            assert!(places(step) == 0 || places(step) > capacity(step));
        }
        assert_eq!((capacity(4), capacity(5), capacity(6), capacity(7)), (8, 10, 15, 21));
        assert_eq!((places(5), places(6), places(7), places(8)), (16, 32, 32, 64));
    }

    #[test]
    fn entries_and_index_keep_apart() {
        let (_owner, heap) = Heap::create();
        for wide in [false, true] {
            for entries in [0usize, 1, 8, 9, 250, 300, 70_000] {
                let mut storage = TableStorage::create(heap, entries, wide).expect("there is memory");
                let mut count = 0;
                while storage.push(Value::small(count), count as u64, Value::NONE) {
                    count += 1;
                }
                assert!(count as usize >= entries && count as usize == storage.capacity());
                match storage.index_mut() {
                    IndexMut::None => assert!(storage.capacity() <= 8),
                    IndexMut::U8(index) => assert!(index.iter().all(|&position| position == u8::MAX)),
                    IndexMut::U16(index) => assert!(index.iter().all(|&position| position == u16::MAX)),
                    IndexMut::U32(index) => {
                        assert!(index.iter().all(|&position| position == u32::MAX));
                        index.fill(7);
                    }
                }
                let copy = storage.duplicate(heap).expect("there is memory");
                assert_eq!(copy.len(), count as usize);
                let last = if wide { copy.wide().last().map(|e| e.key) } else { copy.narrow().last().map(|e| e.key) };
                assert_eq!(last.flatten(), (count > 0).then(|| Value::small(count - 1)));
            }
        }
    }
}
