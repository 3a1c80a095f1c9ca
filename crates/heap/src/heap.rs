//! The heap of an isolate: where blocks come from and where they go.

use std::alloc::Layout as AllocLayout;
use std::cell::{Cell, UnsafeCell};
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::OutOfMemory;
use crate::free_list::{EMPTY, FreeList};
use crate::header::{HEADER_SIZE, Header};
use crate::pages::{self, CLASS_STEP, CLASSES, LARGE, LargePrefix, MAX_SMALL, PAGE_SIZE, PREFIX, Page, Segment};
use crate::shape::{Layout, ShapeFlags, ShapeId, ShapeRecord};
use crate::trace::Visitor;
use crate::tracing::{TRACED, Tracing};
use crate::value::Value;
use crate::weak::WeakTable;

/// The word that the interpreter tests at calls and back edges: 0 means that nobody wants anything. Other threads may set bits.
#[derive(Clone, Default)]
pub struct Breaker(Arc<AtomicU32>);

impl Breaker {
    /// Finalisers wait to be run.
    pub const FINALIZE: u32 = 1;
    /// Enough was allocated for a collection.
    pub const COLLECT: u32 = 2;
    /// A signal arrived.
    pub const SIGNAL: u32 = 4;
    /// Another thread wants the isolate's lock.
    pub const YIELD_LOCK: u32 = 8;
    /// Someone asked for an exception in this thread, or for the program's end.
    pub const INTERRUPT: u32 = 16;
    /// Check the heap's counts at every instruction that allows it.
    pub const STRESS: u32 = 32;

    /// Whether anybody wants anything.
    #[inline(always)]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed) != 0
    }

    #[inline(always)]
    pub fn has(&self, bits: u32) -> bool {
        self.0.load(Ordering::Relaxed) & bits != 0
    }

    pub fn set(&self, bits: u32) {
        self.0.fetch_or(bits, Ordering::Relaxed);
    }

    pub fn clear(&self, bits: u32) {
        self.0.fetch_and(!bits, Ordering::Relaxed);
    }

    /// The word's address; it lives as long as the heap.
    pub fn address(&self) -> *const AtomicU32 {
        Arc::as_ptr(&self.0)
    }

    /// The word itself, for a signal handler or another thread.
    pub fn word(&self) -> Arc<AtomicU32> {
        self.0.clone()
    }
}

/// The heap of one isolate. Not shared between threads but under the isolate's lock.
pub struct Heap {
    pub(crate) objects: UnsafeCell<[FreeList; CLASSES]>,
    raw: UnsafeCell<[FreeList; CLASSES]>,
    pub(crate) segments: UnsafeCell<Vec<NonNull<Segment>>>,
    pub(crate) large: UnsafeCell<Vec<NonNull<Header>>>,
    shapes: UnsafeCell<Vec<ShapeRecord>>,
    /// Objects whose count is zero and whose finaliser or weak references wait for the safe point.
    pub(crate) pending: UnsafeCell<Vec<NonNull<Header>>>,
    /// Objects whose destruction waits because it would nest too deep.
    pub(crate) deferred: UnsafeCell<Vec<NonNull<Header>>>,
    /// Pages that every size of block has given up.
    empty: Cell<*const Page>,
    /// How deep destruction nests; `destroy::DEFERRED` more while some waits.
    pub(crate) nesting: Cell<u32>,
    pub(crate) bytes: Cell<usize>,
    peak: Cell<usize>,
    /// What allocation compares with the bytes in use: what is allowed; 0 while allocations are traced, so that each of them takes the slow path.
    pub(crate) limit: Cell<usize>,
    pub(crate) allowed: Cell<usize>,
    pub(crate) tracing: UnsafeCell<Option<Box<Tracing>>>,
    /// Containers alive.
    pub(crate) containers: Cell<isize>,
    /// How many of them are not young: as many as there were at the last young collection, or the least that there have been since.
    pub(crate) settled: Cell<isize>,
    /// How many containers ask for a collection: `young_threshold` more than the settled ones.
    ceiling: Cell<isize>,
    young_threshold: Cell<isize>,
    pub(crate) weak: WeakTable,
    pub breaker: Breaker,
}

/// Who ends the heap. No box: moving one would claim that nobody else refers to the heap.
pub struct HeapOwner(NonNull<Heap>);

impl Drop for HeapOwner {
    fn drop(&mut self) {
        // SAFETY: it was leaked from a box for this owner alone; handles do not outlive the isolate that has the owner.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}

/// A copyable handle on the heap; valid as long as the isolate lives.
#[derive(Clone, Copy)]
pub struct HeapRef(NonNull<Heap>);

impl std::ops::Deref for HeapRef {
    type Target = Heap;

    #[inline(always)]
    fn deref(&self) -> &Heap {
        // SAFETY: handles do not outlive the isolate that owns the heap.
        unsafe { self.0.as_ref() }
    }
}

unsafe fn no_size(_: NonNull<Header>) -> usize {
    0
}
unsafe fn no_drop(_: NonNull<Header>) {}
unsafe fn never_destroyed(_: &Heap, _: NonNull<Header>) {}
unsafe fn no_trace(_: NonNull<Header>, _: &mut Visitor<'_>) {}

static FREE_LAYOUT: Layout = Layout {
    name: "free block",
    payload: std::any::TypeId::of::<()>(),
    payload_size: 0,
    size: no_size,
    drop: no_drop,
    destroy: never_destroyed,
    trace: no_trace,
    clear: no_drop,
    container: false,
    variable: false,
};

impl Heap {
    /// An empty heap. It has a place of its own, since blocks point back to it.
    pub fn create() -> (HeapOwner, HeapRef) {
        let free =
            ShapeRecord { layout: &FREE_LAYOUT, class: None, flags: ShapeFlags(0), version: 0, slots: 0, capacity: 0 };
        let heap = Box::new(Heap {
            objects: UnsafeCell::new([EMPTY; CLASSES]),
            raw: UnsafeCell::new([EMPTY; CLASSES]),
            segments: UnsafeCell::default(),
            large: UnsafeCell::default(),
            shapes: UnsafeCell::new(vec![free]),
            pending: UnsafeCell::default(),
            deferred: UnsafeCell::default(),
            empty: Cell::new(std::ptr::null()),
            nesting: Cell::new(0),
            bytes: Cell::new(0),
            peak: Cell::new(0),
            limit: Cell::new(usize::MAX),
            allowed: Cell::new(usize::MAX),
            tracing: UnsafeCell::default(),
            containers: Cell::new(0),
            settled: Cell::new(0),
            ceiling: Cell::new(2000),
            young_threshold: Cell::new(2000),
            weak: WeakTable::default(),
            breaker: Breaker::default(),
        });
        let heap = NonNull::from(Box::leak(heap));
        (HeapOwner(heap), HeapRef(heap))
    }

    /// Bytes in use, block headers and rounding included.
    pub fn bytes(&self) -> usize {
        self.bytes.get()
    }

    /// The most bytes that were in use at once.
    pub fn peak(&self) -> usize {
        self.peak.get().max(self.bytes.get())
    }

    /// Start the peak anew.
    pub fn reset_peak(&self) {
        self.peak.set(self.bytes.get());
    }

    /// Refuse allocations that would bring the bytes in use above `limit`.
    pub fn set_limit(&self, limit: usize) {
        self.allowed.set(limit);
        if !self.is_tracing() {
            self.limit.set(limit);
        }
    }

    /// Whether `more` bytes would bring the bytes in use above the limit.
    pub(crate) fn would_exceed(&self, more: usize) -> bool {
        self.bytes.get().saturating_add(more) > self.allowed.get()
    }

    /// Bytes that are left below the limit.
    pub(crate) fn left(&self) -> usize {
        self.allowed.get().saturating_sub(self.bytes.get())
    }

    /// Count memory that objects hold outside the heap's blocks.
    pub(crate) fn count_outside(&self, change: isize) {
        self.note_peak();
        self.bytes.set(self.bytes.get().saturating_add_signed(change));
    }

    /// Containers allocated, less those freed, since this was last set; at least 0.
    pub fn young(&self) -> isize {
        self.containers.get() - self.settled.get()
    }

    pub fn set_young(&self, count: isize) {
        self.settle(self.containers.get() - count);
    }

    /// So many of the containers are not young.
    pub(crate) fn settle(&self, containers: isize) {
        self.settled.set(containers);
        self.ceiling.set(containers.saturating_add(self.young_threshold.get()));
    }

    /// Set how many young containers ask for a collection; `isize::MAX` for never.
    pub fn set_young_threshold(&self, threshold: isize) {
        self.young_threshold.set(threshold);
        self.settle(self.settled.get());
    }

    /// Containers alive.
    pub fn containers(&self) -> usize {
        self.containers.get() as usize
    }

    // ---- shapes ---------------------------------------------------------------------------------------------------

    /// Shapes so far.
    pub fn shape_count(&self) -> usize {
        // SAFETY: as in add_shape.
        unsafe { &*self.shapes.get() }.len()
    }

    /// Make room for so many more shapes.
    pub fn reserve_shapes(&self, count: usize) -> Result<(), OutOfMemory> {
        // SAFETY: as in add_shape.
        let shapes = unsafe { &mut *self.shapes.get() };
        shapes.try_reserve(count).map_err(|_| OutOfMemory)
    }

    /// Add a shape; its number.
    pub fn add_shape(&self, record: ShapeRecord) -> ShapeId {
        // SAFETY: no reference into the table outlives a call.
        let shapes = unsafe { &mut *self.shapes.get() };
        shapes.push(record);
        (shapes.len() - 1) as ShapeId
    }

    /// A copy of a shape's row.
    #[inline(always)]
    pub fn shape(&self, id: ShapeId) -> ShapeRecord {
        // SAFETY: as in add_shape.
        let shapes = unsafe { &*self.shapes.get() };
        debug_assert!((id as usize) < shapes.len());
        // SAFETY: ids come from add_shape, and rows are never removed.
        unsafe { *shapes.get_unchecked(id as usize) }
    }

    /// A shape's row.
    ///
    /// # Safety
    /// It is not used after a shape was added.
    #[inline(always)]
    pub(crate) unsafe fn shape_row(&self, id: ShapeId) -> &ShapeRecord {
        // SAFETY: as in shape; the caller's promise.
        unsafe { (&(*self.shapes.get())).get_unchecked(id as usize) }
    }

    /// The version of a shape's class.
    #[inline(always)]
    pub fn shape_version(&self, id: ShapeId) -> u32 {
        // SAFETY: as in shape.
        unsafe { (&(*self.shapes.get())).get_unchecked(id as usize).version }
    }

    /// The flags of a shape.
    #[inline(always)]
    pub fn shape_flags(&self, id: ShapeId) -> ShapeFlags {
        // SAFETY: as in shape.
        unsafe { (&(*self.shapes.get())).get_unchecked(id as usize).flags }
    }

    /// The class of a shape.
    #[inline(always)]
    pub fn shape_class(&self, id: ShapeId) -> Option<Value> {
        // SAFETY: as in shape.
        unsafe { (&(*self.shapes.get())).get_unchecked(id as usize).class }
    }

    /// Change a shape's row.
    pub fn update_shape(&self, id: ShapeId, change: impl FnOnce(&mut ShapeRecord)) {
        // SAFETY: the closure gets only this row, and no other reference into the table is held across calls.
        if let Some(record) = unsafe { (&mut *self.shapes.get()).get_mut(id as usize) } {
            change(record);
        }
    }

    // ---- allocation -----------------------------------------------------------------------------------------------

    /// A block for an object of `shape` with `payload` bytes behind its header. The header is written (one reference); the payload is
    /// not initialised.
    #[inline(always)]
    pub fn allocate(&self, shape: ShapeId, payload: usize, container: bool) -> Result<NonNull<Header>, OutOfMemory> {
        let size = HEADER_SIZE + payload;
        let class = size.div_ceil(CLASS_STEP);
        let block = if size <= MAX_SMALL {
            // SAFETY: the class is in range, and the lists are only touched inside allocation and release.
            let list = unsafe { &mut (*self.objects.get())[class] };
            let head = list.head;
            if head.is_null() || self.bytes.get() >= self.limit.get() {
                self.allocate_slow(class, size, true)?
            } else {
                // SAFETY: a block in the free list holds the next one's address behind its shape.
                unsafe {
                    list.head = head.add(8).cast::<*mut u8>().read();
                    NonNull::new_unchecked(head)
                }
            }
        } else {
            self.allocate_large(size, true)?
        };
        let header = block.cast::<Header>();
        let class = if size <= MAX_SMALL {
            self.bytes.set(self.bytes.get() + class * CLASS_STEP);
            class as u8
        } else {
            LARGE
        };
        // SAFETY: the block is ours and large enough for a header.
        unsafe { header.write(Header::new(shape, class)) };
        if container {
            let containers = self.containers.get() + 1;
            self.containers.set(containers);
            if containers > self.ceiling.get() {
                self.ask_for_collection();
            }
        }
        Ok(header)
    }

    #[cold]
    #[inline(never)]
    fn ask_for_collection(&self) {
        self.breaker.set(Breaker::COLLECT);
    }

    /// A block of this class, of which `asked` bytes are wanted.
    #[cold]
    #[inline(never)]
    fn allocate_slow(&self, class: usize, asked: usize, objects: bool) -> Result<NonNull<u8>, OutOfMemory> {
        let block = self.find_block(class, objects)?;
        if self.is_tracing() {
            let lists = if objects { self.objects.get() } else { self.raw.get() };
            // SAFETY: as in allocate.
            unsafe { (*lists)[class].start = TRACED };
            self.trace_block(block, asked);
        }
        Ok(block)
    }

    fn find_block(&self, class: usize, objects: bool) -> Result<NonNull<u8>, OutOfMemory> {
        let size = class * CLASS_STEP;
        if self.bytes.get().saturating_add(size) > self.allowed.get() {
            return Err(OutOfMemory);
        }
        let lists = if objects { self.objects.get() } else { self.raw.get() };
        // SAFETY: as in allocate.
        let list = unsafe { &mut (*lists)[class] };
        if !list.head.is_null() {
            let head = list.head;
            // SAFETY: as in allocate; raw blocks keep the link in the same place (they are at least 16 bytes).
            unsafe {
                list.head = head.add(8).cast::<*mut u8>().read();
                return Ok(NonNull::new_unchecked(head));
            }
        }
        if (list.fresh_end as usize) - (list.fresh as usize) < size {
            if let Some(block) = list.take_waiting() {
                return Ok(block);
            }
            self.take_page(list, size, objects)?;
        }
        let block = list.fresh;
        // SAFETY: the page has room for another block, and its counter lives in the segment.
        unsafe {
            list.fresh = block.add(size);
            let page = &*list.page;
            page.fresh.set(page.fresh.get() + size as u32);
            page.recent[0].set(true);
            Ok(NonNull::new_unchecked(block))
        }
    }

    fn take_page(&self, list: &mut FreeList, size: usize, objects: bool) -> Result<(), OutOfMemory> {
        // SAFETY: no other reference to the segment list is held.
        let segments = unsafe { &mut *self.segments.get() };
        let found = segments.last().and_then(|&segment| Some((segment, Segment::take_page(segment, size, objects)?)));
        let (segment, (index, memory)) = match found {
            Some(found) => found,
            None if let Some(found) = self.empty_page(list, size, objects) => found,
            None => {
                segments.try_reserve(1).map_err(|_| OutOfMemory)?;
                if !crate::reserve::is_whole() {
                    return Err(OutOfMemory);
                }
                let segment = Segment::create(NonNull::from(self))?;
                segments.push(segment);
                (segment, Segment::take_page(segment, size, objects).ok_or(OutOfMemory)?)
            }
        };
        list.fresh = memory.as_ptr();
        // SAFETY: the page's end is inside the segment, whose header lives as long as the heap.
        unsafe {
            list.fresh_end = memory.as_ptr().add(PAGE_SIZE);
            list.page = segment.as_ref().page(index);
            list.start = memory.addr().get();
        }
        Ok(())
    }

    /// A page that held blocks of another size, all of them free now.
    fn empty_page(
        &self,
        wanted: *const FreeList,
        size: usize,
        objects: bool,
    ) -> Option<(NonNull<Segment>, (usize, NonNull<u8>))> {
        if self.empty.get().is_null() {
            for lists in [self.objects.get(), self.raw.get()] {
                // SAFETY: nothing else refers to the lists but to the one that a page is taken for, which is left alone.
                unsafe {
                    for class in 0..CLASSES {
                        let list = &raw mut (*lists)[class];
                        if !std::ptr::eq(list, wanted) && !(*list).waiting.is_null() {
                            (*list).give_empty(&self.empty);
                        }
                    }
                }
            }
        }
        // SAFETY: pages live as long as the heap.
        let page = unsafe { self.empty.get().as_ref() }?;
        self.empty.set(page.next.get());
        let segment = Segment::of(NonNull::from(page).cast());
        // SAFETY: a page is noted in the segment it is a part of.
        let index = unsafe { segment.as_ref() }.index_of(page);
        page.begin(size, objects);
        // SAFETY: the page is inside the segment.
        Some((segment, (index, unsafe { segment.cast::<u8>().add(index * PAGE_SIZE) })))
    }

    #[cold]
    #[inline(never)]
    fn allocate_large(&self, size: usize, object: bool) -> Result<NonNull<u8>, OutOfMemory> {
        let total = size.checked_add(PREFIX).ok_or(OutOfMemory)?;
        if self.bytes.get().saturating_add(total) > self.allowed.get() || !crate::reserve::is_whole() {
            return Err(OutOfMemory);
        }
        let layout = AllocLayout::from_size_align(total, 16).map_err(|_| OutOfMemory)?;
        // SAFETY: no other reference to the list is held.
        let large = unsafe { &mut *self.large.get() };
        if object {
            large.try_reserve(1).map_err(|_| OutOfMemory)?;
        }
        // SAFETY: the size is not zero.
        let memory = NonNull::new(unsafe { std::alloc::alloc(layout) }).ok_or(OutOfMemory)?;
        let prefix = LargePrefix::new(NonNull::from(self), total);
        // SAFETY: the memory is ours and begins with room for the prefix.
        let block = unsafe {
            memory.cast::<LargePrefix>().write(prefix);
            memory.add(PREFIX)
        };
        if object {
            // SAFETY: the prefix has just been written.
            unsafe { memory.cast::<LargePrefix>().as_ref() }.index.set(large.len());
            large.push(block.cast());
        }
        self.bytes.set(self.bytes.get() + total);
        self.note_peak();
        self.trace_block(block, size);
        Ok(block)
    }

    #[inline(always)]
    pub(crate) fn note_peak(&self) {
        if self.bytes.get() > self.peak.get() {
            self.peak.set(self.bytes.get());
        }
    }

    /// Uninitialised storage of `size` bytes, 8-aligned (16 above 512 bytes), counted in the heap's bytes.
    #[inline]
    pub fn allocate_raw(&self, size: usize) -> Result<NonNull<u8>, OutOfMemory> {
        let size = size.max(16);
        if size > MAX_SMALL {
            return self.allocate_large(size, false);
        }
        let class = size.div_ceil(CLASS_STEP);
        // SAFETY: as in allocate; raw blocks keep the link in the same place (they are at least 16 bytes).
        let block = unsafe {
            let list = &mut (*self.raw.get())[class];
            let head = list.head;
            if head.is_null() || self.bytes.get() >= self.limit.get() {
                self.allocate_slow(class, size, false)?
            } else {
                list.head = head.add(8).cast::<*mut u8>().read();
                NonNull::new_unchecked(head)
            }
        };
        self.bytes.set(self.bytes.get() + class * CLASS_STEP);
        Ok(block)
    }

    /// Give back storage.
    ///
    /// # Safety
    /// It came from `allocate_raw(size)` and is not used any more.
    pub unsafe fn free_raw(block: NonNull<u8>, size: usize) {
        let size = size.max(16);
        if size > MAX_SMALL {
            // SAFETY: blocks of this size have a prefix, which names the heap and the whole size.
            unsafe {
                let prefix = LargePrefix::of(block);
                let total = prefix.as_ref().size;
                let heap = prefix.as_ref().heap.as_ref();
                heap.note_peak();
                heap.bytes.set(heap.bytes.get() - total);
                heap.untrace_block(block);
                std::alloc::dealloc(prefix.as_ptr().cast(), AllocLayout::from_size_align_unchecked(total, 16));
            }
            return;
        }
        let class = size.div_ceil(CLASS_STEP);
        // SAFETY: a small block lies in a segment, which names the heap.
        unsafe {
            let heap = Segment::of(block).as_ref().heap.as_ref();
            heap.note_peak();
            heap.bytes.set(heap.bytes.get() - class * CLASS_STEP);
            let list = &mut (*heap.raw.get())[class];
            if block.addr().get() & !(PAGE_SIZE - 1) == list.start {
                block.as_ptr().add(8).cast::<*mut u8>().write(list.head);
                list.head = block.as_ptr();
            } else {
                heap.free_elsewhere(list, block);
            }
        }
    }

    /// Free a block of another page than blocks of its class are handed out from, or any while allocations are traced.
    #[cold]
    pub(crate) unsafe fn free_elsewhere(&self, list: &mut FreeList, block: NonNull<u8>) {
        // SAFETY: the block is one of the list's class.
        unsafe {
            if list.start == TRACED {
                self.untrace_block(block);
                if std::ptr::eq(Segment::of(block).as_ref().page_of(block), list.page) {
                    block.as_ptr().add(8).cast::<*mut u8>().write(list.head);
                    list.head = block.as_ptr();
                    return;
                }
            }
            list.free_elsewhere(block);
        }
    }

    /// Storage of `new` bytes with the first `old` ones copied from `block`, which is given back.
    ///
    /// # Safety
    /// `block` came from `allocate_raw(old)` of this heap and is not used any more, unless an error is returned.
    pub unsafe fn grow_raw(&self, block: NonNull<u8>, old: usize, new: usize) -> Result<NonNull<u8>, OutOfMemory> {
        if old > MAX_SMALL && new > MAX_SMALL {
            let total = new.checked_add(PREFIX).ok_or(OutOfMemory)?;
            // SAFETY: a block of this size has a prefix.
            let prefix = unsafe { LargePrefix::of(block) };
            // SAFETY: as above.
            let before = unsafe { prefix.as_ref().size };
            let more = total.saturating_sub(before);
            if more > 0 && (self.would_exceed(more) || !crate::reserve::is_whole()) {
                return Err(OutOfMemory);
            }
            // SAFETY: allocated with this layout; the new size is not zero and was checked for overflow with the alignment's
            // rounding by from_size_align.
            let memory = unsafe {
                AllocLayout::from_size_align(total, 16).map_err(|_| OutOfMemory)?;
                std::alloc::realloc(prefix.as_ptr().cast(), AllocLayout::from_size_align_unchecked(before, 16), total)
            };
            let memory = NonNull::new(memory).ok_or(OutOfMemory)?;
            // SAFETY: the prefix was moved along; only its size changes.
            unsafe {
                (*memory.as_ptr().cast::<LargePrefix>()).size = total;
                self.bytes.set(self.bytes.get() - before + total);
                self.note_peak();
                self.untrace_block(block);
                self.trace_block(memory.add(PREFIX), new);
                return Ok(memory.add(PREFIX));
            }
        }
        let grown = self.allocate_raw(new)?;
        // SAFETY: both blocks have at least the lesser of the sizes, and they do not overlap.
        unsafe {
            std::ptr::copy_nonoverlapping(block.as_ptr(), grown.as_ptr(), old.min(new));
            Heap::free_raw(block, old);
        }
        Ok(grown)
    }

    /// The payload bytes that an object's block has room for.
    ///
    /// # Safety
    /// `header` is a live object of this heap.
    pub unsafe fn room(&self, header: NonNull<Header>) -> usize {
        // SAFETY: the caller's promise; a block of its own has a prefix.
        unsafe {
            let class = header.as_ref().size_class;
            if class == LARGE {
                LargePrefix::of(header.cast()).as_ref().size - PREFIX - HEADER_SIZE
            } else {
                class as usize * CLASS_STEP - HEADER_SIZE
            }
        }
    }

    /// Give an object that has a block of its own room for `payload` bytes: it moves. None when its block is a page's, or memory is
    /// refused; then nothing has changed.
    ///
    /// # Safety
    /// `header` is a live object of this heap that nothing else refers to, and its payload may be moved bit by bit.
    pub unsafe fn grow_object(&self, header: NonNull<Header>, payload: usize) -> Option<NonNull<Header>> {
        let total = payload.checked_add(HEADER_SIZE + PREFIX)?;
        // SAFETY: the caller's promise; a block of its own has a prefix, allocated with its size.
        unsafe {
            if header.as_ref().size_class != LARGE {
                return None;
            }
            let prefix = LargePrefix::of(header.cast());
            let before = prefix.as_ref().size;
            let more = total.saturating_sub(before);
            if more > 0 && (self.would_exceed(more) || !crate::reserve::is_whole()) {
                return None;
            }
            AllocLayout::from_size_align(total, 16).ok()?;
            let old = AllocLayout::from_size_align_unchecked(before, 16);
            let memory = NonNull::new(std::alloc::realloc(prefix.as_ptr().cast(), old, total))?;
            let moved: NonNull<Header> = memory.add(PREFIX).cast();
            let prefix = &mut *memory.as_ptr().cast::<LargePrefix>();
            prefix.size = total;
            (&mut *self.large.get())[prefix.index.get()] = moved;
            self.bytes.set(self.bytes.get() - before + total);
            self.note_peak();
            self.untrace_block(header.cast());
            self.trace_block(moved.cast(), payload + HEADER_SIZE);
            Some(moved)
        }
    }

    // ---- tracing --------------------------------------------------------------------------------------------------

    /// Note every allocation from now on. Each then takes the slow path, where it is noted; what takes the fast one looks at nothing more than ever.
    pub fn start_tracing(&self, tracing: Box<Tracing>) {
        // SAFETY: no reference to it is held across calls.
        unsafe { *self.tracing.get() = Some(tracing) };
        self.limit.set(0);
        self.each_list(|list| list.start = TRACED);
    }

    /// No more of that; what was noted.
    pub fn stop_tracing(&self) -> Option<Box<Tracing>> {
        // SAFETY: as in start_tracing.
        let tracing = unsafe { (*self.tracing.get()).take() };
        self.limit.set(self.allowed.get());
        self.each_list(|list| list.start = list.page_address());
        tracing
    }

    fn each_list(&self, change: impl Fn(&mut FreeList)) {
        // SAFETY: no other reference to the lists is held.
        unsafe {
            (*self.objects.get()).iter_mut().for_each(&change);
            (*self.raw.get()).iter_mut().for_each(&change);
        }
    }

    /// The pages that objects are handed out from will have young ones.
    pub(crate) fn note_open_pages(&self) {
        // SAFETY: no other reference to the lists is held; the pages live as long as the heap.
        unsafe {
            for list in &*self.objects.get() {
                if let Some(page) = list.page.as_ref() {
                    page.recent[0].set(true);
                }
            }
        }
    }

    /// Every object, in no particular order. The visitor must not allocate or free.
    pub fn for_each_object(&self, visit: &mut dyn FnMut(NonNull<Header>)) {
        // SAFETY: the lists do not change meanwhile.
        unsafe {
            for &segment in &*self.segments.get() {
                Segment::for_each_object(segment, visit);
            }
            for &header in &*self.large.get() {
                visit(header);
            }
        }
    }

    /// Whether a value that may be stale is that of a live object of this heap.
    pub fn is_live(&self, value: Value) -> bool {
        let Some(header) = value.header() else { return false };
        // SAFETY: the lists do not change meanwhile; a segment's header is read only when the segment is one of the heap's.
        unsafe {
            let segment = Segment::of(header.cast());
            if (*self.segments.get()).contains(&segment) {
                return Segment::is_object(segment, header);
            }
            (*self.large.get()).contains(&header)
        }
    }

    /// Whether the bytes from this address on are in a page or in a large object of this heap: reading `length` of them is possible.
    pub fn has_room_at(&self, address: usize, length: usize) -> bool {
        let Some(block) = NonNull::new(std::ptr::without_provenance_mut::<u8>(address)) else { return false };
        // SAFETY: as in is_live.
        unsafe {
            if (*self.segments.get()).contains(&Segment::of(block)) {
                return address % pages::SEGMENT_SIZE + length <= pages::SEGMENT_SIZE;
            }
            let end = address.saturating_add(length);
            (*self.large.get()).iter().any(|&header| {
                let start = header.addr().get();
                let size = LargePrefix::of(header.cast()).as_ref().size - PREFIX;
                start <= address && end <= start + size
            })
        }
    }

    /// The references of an object: its payload's, its slots', and the one to a class made by Python code.
    ///
    /// # Safety
    /// `header` is a live object of this heap.
    pub unsafe fn trace_object(&self, header: NonNull<Header>, visit: &mut Visitor<'_>) {
        // SAFETY: the caller's promise; slots as in destroy_now.
        unsafe {
            let this = header.as_ref();
            let record = self.shape(this.shape());
            (record.layout.trace)(header, visit);
            if record.capacity > 0 {
                let payload = (record.layout.size)(header).next_multiple_of(8);
                let slots = header.cast::<u8>().add(HEADER_SIZE + payload).cast::<Option<Value>>();
                for index in 0..record.slots.min(record.capacity) as usize {
                    if let Some(value) = slots.add(index).read() {
                        visit(value);
                    }
                }
            }
            if record.flags.contains(ShapeFlags::HEAP_TYPE)
                && let Some(class) = record.class
            {
                visit(class);
            }
        }
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        // Payloads that are still alive are not dropped: the isolate ends with its memory.
        for &segment in self.segments.get_mut().iter() {
            // SAFETY: nothing uses the heap any more.
            unsafe { Segment::destroy(segment) };
        }
        for &header in self.large.get_mut().iter() {
            // SAFETY: as above.
            unsafe {
                let prefix = LargePrefix::of(header.cast());
                let total = prefix.as_ref().size;
                std::alloc::dealloc(prefix.as_ptr().cast(), AllocLayout::from_size_align_unchecked(total, 16));
            }
        }
    }
}

/// The heap an object lives in.
///
/// # Safety
/// `header` is a live object.
#[inline(always)]
pub(crate) unsafe fn heap_of(header: NonNull<Header>) -> NonNull<Heap> {
    // SAFETY: the caller's promise: the size class tells where the owner is noted.
    unsafe {
        if header.as_ref().size_class == pages::LARGE {
            LargePrefix::of(header.cast()).as_ref().heap
        } else {
            Segment::of(header.cast()).as_ref().heap
        }
    }
}
