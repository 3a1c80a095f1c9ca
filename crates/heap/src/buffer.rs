//! Growable storage inside objects, counted in the isolate's bytes. The heap is passed to what may allocate; freeing finds it
//! from the storage's own address.

use std::ptr::NonNull;

use crate::OutOfMemory;
use crate::heap::{Heap, HeapRef};
use crate::owned::Owned;
use crate::value::Value;

/// A vector of plain data.
pub struct Buffer<T: Copy> {
    pointer: NonNull<T>,
    length: usize,
    capacity: usize,
}

impl<T: Copy> Default for Buffer<T> {
    fn default() -> Buffer<T> {
        Buffer { pointer: NonNull::dangling(), length: 0, capacity: 0 }
    }
}

impl<T: Copy> Buffer<T> {
    pub const fn new() -> Buffer<T> {
        Buffer { pointer: NonNull::dangling(), length: 0, capacity: 0 }
    }

    /// Room for exactly `capacity` items.
    pub fn with_capacity(heap: HeapRef, capacity: usize) -> Result<Buffer<T>, OutOfMemory> {
        let mut buffer = Buffer::new();
        buffer.set_capacity(heap, capacity)?;
        Ok(buffer)
    }

    /// `length` times `fill`.
    #[inline]
    pub fn filled(heap: HeapRef, length: usize, fill: T) -> Result<Buffer<T>, OutOfMemory> {
        let mut buffer = Buffer::with_capacity(heap, length)?;
        for index in 0..length {
            // SAFETY: there is room.
            unsafe { buffer.pointer.add(index).write(fill) };
        }
        buffer.length = length;
        Ok(buffer)
    }

    /// A copy of `items`.
    pub fn from_slice(heap: HeapRef, items: &[T]) -> Result<Buffer<T>, OutOfMemory> {
        if items.is_empty() {
            return Ok(Buffer::new());
        }
        let pointer = heap.allocate_raw(size_of_val(items))?.cast::<T>();
        // SAFETY: the storage is new and has room for as many items.
        unsafe { std::ptr::copy_nonoverlapping(items.as_ptr(), pointer.as_ptr(), items.len()) };
        Ok(Buffer { pointer, length: items.len(), capacity: items.len() })
    }

    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length
    }

    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub fn capacity(&self) -> usize {
        self.capacity
    }

    #[inline(always)]
    pub fn as_slice(&self) -> &[T] {
        // SAFETY: the first `length` items are initialised; a dangling pointer goes with length 0.
        unsafe { std::slice::from_raw_parts(self.pointer.as_ptr(), self.length) }
    }

    #[inline(always)]
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        // SAFETY: as above, and the borrow is exclusive.
        unsafe { std::slice::from_raw_parts_mut(self.pointer.as_ptr(), self.length) }
    }

    /// Make the capacity exactly `capacity` (at least the length).
    pub fn set_capacity(&mut self, heap: HeapRef, capacity: usize) -> Result<(), OutOfMemory> {
        let capacity = capacity.max(self.length);
        if capacity == self.capacity {
            return Ok(());
        }
        let old = self.capacity * size_of::<T>();
        let new = capacity.checked_mul(size_of::<T>()).ok_or(OutOfMemory)?;
        if new > isize::MAX as usize {
            return Err(OutOfMemory);
        }
        if new == 0 {
            // SAFETY: the storage came from this heap with this size; nothing is in it.
            unsafe { Heap::free_raw(self.pointer.cast(), old) };
            self.pointer = NonNull::dangling();
        } else if old == 0 {
            self.pointer = heap.allocate_raw(new)?.cast();
        } else {
            // SAFETY: the storage came from this heap with this size.
            self.pointer = unsafe { heap.grow_raw(self.pointer.cast(), old, new)? }.cast();
        }
        self.capacity = capacity;
        Ok(())
    }

    /// Room for `more` further items, growing by an eighth at least, so that repeated appending costs constant time.
    pub fn reserve(&mut self, heap: HeapRef, more: usize) -> Result<(), OutOfMemory> {
        let needed = self.length.checked_add(more).ok_or(OutOfMemory)?;
        if needed <= self.capacity {
            return Ok(());
        }
        let grown = needed + needed / 8 + if needed < 9 { 3 } else { 6 };
        self.set_capacity(heap, grown)
    }

    #[inline]
    pub fn push(&mut self, heap: HeapRef, item: T) -> Result<(), OutOfMemory> {
        if self.length == self.capacity {
            self.reserve(heap, 1)?;
        }
        // SAFETY: there is room.
        unsafe { self.pointer.add(self.length).write(item) };
        self.length += 1;
        Ok(())
    }

    /// As `push`, where there is room: whether there was.
    #[inline(always)]
    pub fn push_into_room(&mut self, item: T) -> bool {
        if self.length == self.capacity {
            return false;
        }
        // SAFETY: there is room.
        unsafe { self.pointer.add(self.length).write(item) };
        self.length += 1;
        true
    }

    pub fn extend_from_slice(&mut self, heap: HeapRef, items: &[T]) -> Result<(), OutOfMemory> {
        self.reserve(heap, items.len())?;
        // SAFETY: there is room, and a slice borrowed elsewhere cannot overlap a buffer borrowed exclusively.
        unsafe { std::ptr::copy_nonoverlapping(items.as_ptr(), self.pointer.as_ptr().add(self.length), items.len()) };
        self.length += items.len();
        Ok(())
    }

    /// Grow to `length` by repeating what there is; an empty buffer stays empty.
    pub fn repeat_to(&mut self, heap: HeapRef, length: usize) -> Result<(), OutOfMemory> {
        self.reserve(heap, length.saturating_sub(self.length))?;
        while self.length != 0 && self.length < length {
            let more = self.length.min(length - self.length);
            // SAFETY: there is room, and the copy goes behind what is copied.
            unsafe {
                let start = self.pointer.as_ptr();
                std::ptr::copy_nonoverlapping(start, start.add(self.length), more);
            }
            self.length += more;
        }
        Ok(())
    }

    pub fn pop(&mut self) -> Option<T> {
        let item = *self.as_slice().last()?;
        self.length -= 1;
        Some(item)
    }

    /// Insert `item` before `index` (at most the length).
    pub fn insert(&mut self, heap: HeapRef, index: usize, item: T) -> Result<(), OutOfMemory> {
        self.reserve(heap, 1)?;
        let index = index.min(self.length);
        // SAFETY: there is room for one more.
        unsafe {
            let at = self.pointer.as_ptr().add(index);
            std::ptr::copy(at, at.add(1), self.length - index);
            at.write(item);
        }
        self.length += 1;
        Ok(())
    }

    /// Remove the item at `index`, which is below the length.
    pub fn remove(&mut self, index: usize) -> T {
        let item = self.as_slice()[index];
        self.as_mut_slice().copy_within(index + 1.., index);
        self.length -= 1;
        item
    }

    pub fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    /// Grow or shrink to `length`, new items being `fill`.
    pub fn resize(&mut self, heap: HeapRef, length: usize, fill: T) -> Result<(), OutOfMemory> {
        if length > self.length {
            self.reserve(heap, length - self.length)?;
            // A copy of the address: what is written could be the buffer's own fields, for all the optimiser knows.
            let start = self.pointer.as_ptr();
            for index in self.length..length {
                // SAFETY: there is room.
                unsafe { start.add(index).write(fill) };
            }
        }
        self.length = length;
        Ok(())
    }

    /// Put `items` in the place of the items in `range`.
    pub fn splice(&mut self, heap: HeapRef, range: std::ops::Range<usize>, items: &[T]) -> Result<(), OutOfMemory> {
        let (start, end) = (range.start.min(self.length), range.end.clamp(range.start.min(self.length), self.length));
        if items.len() > end - start {
            self.reserve(heap, items.len() - (end - start))?;
        }
        // SAFETY: there is room; the tail moves first, then the gap is filled.
        unsafe {
            let base = self.pointer.as_ptr();
            std::ptr::copy(base.add(end), base.add(start + items.len()), self.length - end);
            std::ptr::copy_nonoverlapping(items.as_ptr(), base.add(start), items.len());
        }
        self.length = self.length - (end - start) + items.len();
        Ok(())
    }
}

impl<T: Copy> Drop for Buffer<T> {
    fn drop(&mut self) {
        if self.capacity > 0 {
            // SAFETY: the storage has this size and nobody else has it.
            unsafe { Heap::free_raw(self.pointer.cast(), self.capacity * size_of::<T>()) };
        }
    }
}

/// A vector of values, each with a reference counted for it.
#[derive(Default)]
pub struct ValueVec(Buffer<Value>);

impl ValueVec {
    pub const fn new() -> ValueVec {
        ValueVec(Buffer::new())
    }

    pub fn with_capacity(heap: HeapRef, capacity: usize) -> Result<ValueVec, OutOfMemory> {
        Ok(ValueVec(Buffer::with_capacity(heap, capacity)?))
    }

    /// A vector that shares the values of `items`.
    pub fn from_slice(heap: HeapRef, items: &[Value]) -> Result<ValueVec, OutOfMemory> {
        let buffer = Buffer::from_slice(heap, items)?;
        items.iter().for_each(|item| item.incref());
        Ok(ValueVec(buffer))
    }

    /// A vector that shares the values of both.
    pub fn joined(heap: HeapRef, left: &[Value], right: &[Value]) -> Result<ValueVec, OutOfMemory> {
        let length = left.len() + right.len();
        if length == 0 {
            return Ok(ValueVec::new());
        }
        let mut buffer = Buffer::with_capacity(heap, length)?;
        for (index, &item) in left.iter().chain(right).enumerate() {
            item.incref();
            // SAFETY: there is room.
            unsafe { buffer.pointer.add(index).write(item) };
        }
        buffer.length = length;
        Ok(ValueVec(buffer))
    }

    /// As `from_slice`, the last value first.
    pub fn from_reversed(heap: HeapRef, items: &[Value]) -> Result<ValueVec, OutOfMemory> {
        let mut made = ValueVec::from_slice(heap, items)?;
        made.as_mut_slice().reverse();
        Ok(made)
    }

    /// A vector that takes over the references of `items`; on an error they are still the caller's.
    ///
    /// # Safety
    /// They are the caller's to give.
    pub unsafe fn from_moved(heap: HeapRef, items: &[Value]) -> Result<ValueVec, OutOfMemory> {
        Ok(ValueVec(Buffer::from_slice(heap, items)?))
    }

    #[inline(always)]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn capacity(&self) -> usize {
        self.0.capacity()
    }

    #[inline(always)]
    pub fn as_slice(&self) -> &[Value] {
        self.0.as_slice()
    }

    /// The values, to be permuted or exchanged against values whose references change hands with them.
    pub fn as_mut_slice(&mut self) -> &mut [Value] {
        self.0.as_mut_slice()
    }

    pub fn reserve(&mut self, heap: HeapRef, more: usize) -> Result<(), OutOfMemory> {
        self.0.reserve(heap, more)
    }

    /// Make the capacity exactly `capacity` (at least the length).
    pub fn set_capacity(&mut self, heap: HeapRef, capacity: usize) -> Result<(), OutOfMemory> {
        self.0.set_capacity(heap, capacity)
    }

    #[inline]
    pub fn push(&mut self, heap: HeapRef, item: Owned) -> Result<(), OutOfMemory> {
        self.0.push(heap, item.value())?;
        item.into_raw();
        Ok(())
    }

    /// As `push`, where there is room: else nothing happens, and the item is dropped.
    #[inline(always)]
    pub fn push_into_room(&mut self, item: Owned) {
        if self.0.push_into_room(item.value()) {
            item.into_raw();
        }
    }

    pub fn extend_from_slice(&mut self, heap: HeapRef, items: &[Value]) -> Result<(), OutOfMemory> {
        self.0.extend_from_slice(heap, items)?;
        items.iter().for_each(|item| item.incref());
        Ok(())
    }

    pub fn pop(&mut self) -> Option<Owned> {
        self.0.pop().map(Owned::from_raw)
    }

    pub fn insert(&mut self, heap: HeapRef, index: usize, item: Owned) -> Result<(), OutOfMemory> {
        self.0.insert(heap, index, item.value())?;
        item.into_raw();
        Ok(())
    }

    /// Remove the item at `index`, which is below the length.
    pub fn remove(&mut self, index: usize) -> Owned {
        Owned::from_raw(self.0.remove(index))
    }

    /// The first item's place, to be written by whoever keeps the counts.
    #[inline(always)]
    pub fn as_mut_ptr(&mut self) -> *mut Value {
        self.0.as_mut_slice().as_mut_ptr()
    }

    /// Put `item` at `index`, which is below the length; what was there.
    #[inline(always)]
    pub fn replace(&mut self, index: usize, item: Owned) -> Owned {
        let slot = &mut self.0.as_mut_slice()[index];
        Owned::from_raw(std::mem::replace(slot, item.into_raw()))
    }

    /// Drop the items from `length` on. The vector is already shortened when the first is dropped.
    pub fn truncate(&mut self, length: usize) {
        while self.0.len() > length {
            drop(self.pop());
        }
    }

    /// Take everything, leaving an empty vector.
    pub fn take(&mut self) -> ValueVec {
        std::mem::take(self)
    }

    /// Remove the items at these places, which ascend and are below the length; they are given back.
    pub fn remove_places(
        &mut self,
        heap: HeapRef,
        places: impl Iterator<Item = usize>,
    ) -> Result<ValueVec, OutOfMemory> {
        let mut doomed = Buffer::new();
        for place in places {
            doomed.push(heap, place)?;
        }
        let mut removed = Buffer::with_capacity(heap, doomed.len())?;
        let mut next = 0;
        let mut kept = 0;
        for index in 0..self.0.len() {
            let items = self.0.as_mut_slice();
            if doomed.as_slice().get(next) == Some(&index) {
                next += 1;
                removed.push(heap, items[index])?;
            } else {
                items[kept] = items[index];
                kept += 1;
            }
        }
        self.0.truncate(kept);
        Ok(ValueVec(removed))
    }

    /// Put `items` in the place of those in `range`, which are given back.
    pub fn splice(
        &mut self,
        heap: HeapRef,
        range: std::ops::Range<usize>,
        items: &[Value],
    ) -> Result<ValueVec, OutOfMemory> {
        let removed = Buffer::from_slice(heap, &self.as_slice()[range.clone()])?;
        // Count first: `items` may be the only thing that keeps the new values alive.
        self.0.splice(heap, range, items)?;
        items.iter().for_each(|item| item.incref());
        Ok(ValueVec(removed))
    }

    /// Put `items` in the place of those in `range`, which are what remains. On an error nothing has changed, and `items` is dropped.
    pub fn exchange(
        &mut self,
        heap: HeapRef,
        range: std::ops::Range<usize>,
        mut items: ValueVec,
    ) -> Result<ValueVec, OutOfMemory> {
        let replaced = &mut self.as_mut_slice()[range.clone()];
        if replaced.len() == items.len() {
            replaced.swap_with_slice(items.as_mut_slice());
            return Ok(items);
        }
        let removed = Buffer::from_slice(heap, replaced)?;
        match self.0.splice(heap, range, items.as_slice()) {
            Ok(()) => {
                // The references have moved.
                items.0.truncate(0);
                Ok(ValueVec(removed))
            }
            Err(out_of_memory) => Err(out_of_memory),
        }
    }
}

impl Drop for ValueVec {
    fn drop(&mut self) {
        // The last first, as CPython's containers do: finalisers can tell.
        for &value in self.0.as_slice().iter().rev() {
            drop(Owned::from_raw(value));
        }
    }
}
