//! The end of objects: what happens when the last reference is gone, and where their blocks go.
//!
//! Most objects have nothing but a payload, and end in one function that is compiled for its type (`Layout::destroy`). Those with attribute slots or
//! a class made by Python code take `destroy_instance`; those with a finaliser or weak references wait for the interpreter.

use std::alloc::Layout as AllocLayout;
use std::ptr::NonNull;

use crate::header::{Flags, HEADER_SIZE, Header};
use crate::heap::{Breaker, Heap, heap_of};
use crate::owned::Owned;
use crate::pages::{CLASS_STEP, LARGE, LargePrefix, PAGE_SIZE};
use crate::shape::{ShapeFlags, ShapeRecord};
use crate::value::Value;

/// How deep destruction nests before it goes on from a queue: keeps the native stack flat for a list nested a million deep.
const MAX_NESTED: u32 = 50;

/// In `Heap::nesting`: something is in the queue. Too deep, for whoever compares, so that all the rest goes there until it is worked off.
const DEFERRED: u32 = 1 << 31;

/// An object's last reference is gone: destroy it, or let it wait for the safe point when Python code has to run.
///
/// # Safety
/// The count has just become zero.
#[cold]
#[inline(never)]
pub unsafe fn release(header: NonNull<Header>) {
    // SAFETY: the object is live until it is destroyed here; its shape's row stays where it is, since nothing is added to the table meanwhile.
    unsafe {
        let heap = heap_of(header).as_ref();
        let record = heap.shape_row(header.as_ref().shape());
        if is_payload_alone(record) && !header.as_ref().has(Flags::HAS_WEAKREF) {
            (record.layout.destroy)(heap, header)
        } else {
            heap.release_further(header)
        }
    }
}

/// Whether such objects have neither slots nor a class to give up, and no finaliser.
#[inline(always)]
fn is_payload_alone(record: &ShapeRecord) -> bool {
    record.capacity == 0 && record.flags.0 & (ShapeFlags::FINALIZER.0 | ShapeFlags::HEAP_TYPE.0) == 0
}

impl Heap {
    /// As `release`, of what may have a finaliser, weak references, or slots.
    #[inline(never)]
    unsafe fn release_further(&self, header: NonNull<Header>) {
        // SAFETY: the object is live until it is destroyed.
        unsafe {
            let this = header.as_ref();
            let finalizer =
                self.shape_flags(this.shape()).contains(ShapeFlags::FINALIZER) && !this.has(Flags::FINALIZED);
            if finalizer || this.has(Flags::HAS_WEAKREF) {
                self.wait_for_finalizer(header);
            } else {
                self.destroy(header);
            }
        }
    }

    /// Let an object wait for the safe point.
    ///
    /// # Safety
    /// Its count has just become zero.
    unsafe fn wait_for_finalizer(&self, header: NonNull<Header>) {
        // SAFETY: the object is live; no reference to the list is held across calls.
        let (this, pending) = unsafe { (header.as_ref(), &mut *self.pending.get()) };
        // Without memory for the list the object stays: better than no program.
        if !this.has(Flags::PENDING) && pending.try_reserve(1).is_ok() {
            this.set(Flags::PENDING);
            pending.push(header);
            self.breaker.set(Breaker::FINALIZE);
        }
    }

    /// The objects whose finalisers or weak references wait, the list emptied. Each has a count of zero.
    pub fn take_pending(&self) -> Vec<NonNull<Header>> {
        self.breaker.clear(Breaker::FINALIZE);
        // SAFETY: no reference to the list is held across calls.
        unsafe { std::mem::take(&mut *self.pending.get()) }
    }

    /// Destroy an object taken from the pending list: finalisers and weak references are done with.
    ///
    /// # Safety
    /// Its count is zero and it was not destroyed yet.
    pub unsafe fn destroy_pending(&self, header: NonNull<Header>) {
        // SAFETY: the caller's promise.
        unsafe { self.destroy(header) }
    }

    /// Give up what an object refers to, and its block.
    ///
    /// # Safety
    /// Its count is zero and nobody destroys it again.
    unsafe fn destroy(&self, header: NonNull<Header>) {
        // SAFETY: the caller's promise; the row stays where it is, as in release.
        unsafe {
            let record = self.shape_row(header.as_ref().shape());
            if is_payload_alone(record) {
                (record.layout.destroy)(self, header);
            } else {
                self.nested(header, || self.destroy_instance(header));
            }
        }
    }

    /// As `destroy`, with slots behind the payload and a class that the object keeps alive.
    unsafe fn destroy_instance(&self, header: NonNull<Header>) {
        // SAFETY: as in destroy; slots follow the payload (aligned to 8), and the first `slots` of them are initialised.
        unsafe {
            let record = self.shape(header.as_ref().shape());
            let layout = record.layout;
            if record.capacity > 0 {
                let payload = if layout.variable { (layout.size)(header) } else { layout.payload_size };
                let slots = header.cast::<u8>().add(HEADER_SIZE + payload.next_multiple_of(8)).cast::<Option<Value>>();
                for index in 0..record.slots.min(record.capacity) as usize {
                    if let Some(value) = slots.add(index).read() {
                        drop(Owned::from_raw(value));
                    }
                }
            }
            (layout.drop)(header);
            self.free(header, layout.container);
            if record.flags.contains(ShapeFlags::HEAP_TYPE)
                && let Some(class) = record.class
            {
                // The reference was counted when this instance was made.
                drop(Owned::from_raw(class));
            }
        }
    }

    /// Drop a payload of type `T` and free its block.
    ///
    /// # Safety
    /// The object has a payload of this type and nothing else; its count is zero, and nobody destroys it again.
    #[inline(always)]
    pub unsafe fn destroy_payload<T>(&self, header: NonNull<Header>, container: bool) {
        // SAFETY: the caller's promise: the payload lies behind the header.
        unsafe {
            if std::mem::needs_drop::<T>() {
                self.nested(header, || {
                    header.cast::<u8>().add(HEADER_SIZE).cast::<T>().drop_in_place();
                    self.free(header, container);
                });
            } else {
                self.free(header, container);
            }
        }
    }

    /// Destroy an object as `destroy` does, unless that would nest too deep: then it waits until the outermost one is destroyed.
    #[inline(always)]
    fn nested(&self, header: NonNull<Header>, destroy: impl FnOnce()) {
        let depth = self.nesting.get();
        if depth >= MAX_NESTED {
            return self.defer(header);
        }
        self.nesting.set(depth + 1);
        destroy();
        let depth = self.nesting.get() - 1;
        self.nesting.set(depth);
        if depth == DEFERRED {
            self.destroy_deferred();
        }
    }

    #[cold]
    #[inline(never)]
    fn defer(&self, header: NonNull<Header>) {
        // SAFETY: no reference to the list is held across calls.
        let deferred = unsafe { &mut *self.deferred.get() };
        // Without memory for the queue the object leaks: better than overflowing the stack.
        if deferred.try_reserve(1).is_ok() {
            deferred.push(header);
            self.nesting.set(self.nesting.get() | DEFERRED);
        }
    }

    #[cold]
    #[inline(never)]
    fn destroy_deferred(&self) {
        // What is deferred from now on is found by this loop, whose own depth keeps others from beginning theirs.
        self.nesting.set(1);
        // SAFETY: the reference to the list ends before anything is destroyed; what is in the queue has a count of zero.
        unsafe {
            while let Some(next) = (*self.deferred.get()).pop() {
                self.destroy(next);
                self.nesting.set(1);
            }
        }
        self.nesting.set(0);
    }

    #[inline(always)]
    unsafe fn free(&self, header: NonNull<Header>, container: bool) {
        // SAFETY: the block is still readable.
        let this = unsafe { header.as_ref() };
        let class = this.size_class;
        this.shape.set(0);
        if container {
            let containers = self.containers.get() - 1;
            self.containers.set(containers);
            // However old it was: what is made while as much dies is no growth.
            if containers < self.settled.get() {
                self.settle(containers);
            }
        }
        self.note_peak();
        if class == LARGE {
            // SAFETY: the caller's promise.
            return unsafe { self.free_large(header) };
        }
        self.bytes.set(self.bytes.get() - class as usize * CLASS_STEP);
        // SAFETY: the block is at least 16 bytes; the link lies behind the shape, which marks it free.
        unsafe {
            let list = &mut (*self.objects.get())[class as usize];
            if header.addr().get() & !(PAGE_SIZE - 1) == list.start {
                header.cast::<u8>().as_ptr().add(8).cast::<*mut u8>().write(list.head);
                list.head = header.as_ptr().cast();
            } else {
                self.free_elsewhere(list, header.cast());
            }
        }
    }

    #[cold]
    #[inline(never)]
    unsafe fn free_large(&self, header: NonNull<Header>) {
        // SAFETY: such a block has a prefix, and its index is its place in the list.
        unsafe {
            let prefix = LargePrefix::of(header.cast());
            let index = prefix.as_ref().index.get();
            let large = &mut *self.large.get();
            large.swap_remove(index);
            if let Some(moved) = large.get(index) {
                LargePrefix::of(moved.cast()).as_ref().index.set(index);
            }
            let total = prefix.as_ref().size;
            self.bytes.set(self.bytes.get() - total);
            self.untrace_block(header.cast());
            std::alloc::dealloc(prefix.as_ptr().cast(), AllocLayout::from_size_align_unchecked(total, 16));
        }
    }
}
