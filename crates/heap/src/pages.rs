//! Size-class pages: 64 KiB pages in 1 MiB segments, one size of block in a page.
//!
//! A segment is aligned to its size, so that masking a block's address finds the segment's header and with it the heap that
//! owns the block: dropping needs no argument and no thread-local. Object blocks and raw blocks (storage inside objects)
//! have pages of their own, so that walking the object pages enumerates the objects.
//!
//! Objects of a class are allocated from one page at a time. A block freed elsewhere waits in the list of its own page, and the page is taken
//! again once a fair part of it is free: so a collection of the young looks at few pages, whatever dies in the old ones.

use std::alloc::Layout as AllocLayout;
use std::cell::Cell;
use std::ptr::NonNull;

use crate::OutOfMemory;
use crate::header::Header;
use crate::heap::Heap;

/// Blocks above this many bytes are allocated one by one.
pub const MAX_SMALL: usize = 512;
/// The size class of a block of its own.
pub(crate) const LARGE: u8 = 255;
pub(crate) const CLASS_STEP: usize = 8;
/// Object classes first, then as many raw ones.
pub(crate) const CLASSES: usize = MAX_SMALL / CLASS_STEP + 1;

pub(crate) const SEGMENT_SIZE: usize = 1 << 20;
pub(crate) const PAGE_SIZE: usize = 64 << 10;
const PAGES: usize = SEGMENT_SIZE / PAGE_SIZE;

/// What a page holds.
pub(crate) struct Page {
    /// Bytes of a block; 0 while the page is unused.
    pub(crate) block: Cell<u32>,
    /// Whether blocks are objects.
    pub(crate) objects: Cell<bool>,
    /// Where the part that was never handed out begins.
    pub(crate) fresh: Cell<u32>,
    /// Free blocks of a page that its class does not allocate from now, linked as in a free list.
    pub(crate) free: Cell<*mut u8>,
    pub(crate) free_blocks: Cell<u32>,
    /// Whether the page waits among the pages of its class with enough free blocks, and the next of them.
    pub(crate) waiting: Cell<bool>,
    pub(crate) next: Cell<*const Page>,
    /// Whether objects were allocated here since the last collection of their generation, by generation.
    pub(crate) recent: [Cell<bool>; 2],
    /// While references are counted anew: the number of the page's first block among all blocks that take part.
    pub(crate) first: Cell<usize>,
}

impl Page {
    /// From now on the page holds blocks of `block` bytes.
    pub(crate) fn begin(&self, block: usize, objects: bool) {
        self.block.set(block as u32);
        self.objects.set(objects);
    }

    /// Nothing in the page is used: it belongs to no size of block.
    pub(crate) fn vacate(&self) {
        self.block.set(0);
        self.objects.set(false);
        self.fresh.set(0);
        self.free.set(std::ptr::null_mut());
        self.free_blocks.set(0);
        self.waiting.set(false);
        self.recent.iter().for_each(|recent| recent.set(false));
    }
}

/// The first bytes of a segment. The rest of the first page is not used for blocks.
#[repr(C)]
pub(crate) struct Segment {
    pub(crate) heap: NonNull<Heap>,
    used: Cell<u32>,
    pages: [Page; PAGES],
}

fn segment_layout() -> AllocLayout {
    AllocLayout::from_size_align(SEGMENT_SIZE, SEGMENT_SIZE).expect("both are powers of two")
}

impl Segment {
    /// A new segment of `heap`.
    pub(crate) fn create(heap: NonNull<Heap>) -> Result<NonNull<Segment>, OutOfMemory> {
        // SAFETY: the layout's size is not zero. The system hands out untouched pages of this size, so unused ones cost nothing.
        let memory = unsafe { std::alloc::alloc(segment_layout()) };
        let segment = NonNull::new(memory.cast::<Segment>()).ok_or(OutOfMemory)?;
        let page = || Page {
            block: Cell::new(0),
            objects: Cell::new(false),
            fresh: Cell::new(0),
            free: Cell::new(std::ptr::null_mut()),
            free_blocks: Cell::new(0),
            waiting: Cell::new(false),
            next: Cell::new(std::ptr::null()),
            recent: Default::default(),
            first: Cell::new(0),
        };
        // SAFETY: the memory is ours, large enough and aligned.
        unsafe { segment.write(Segment { heap, used: Cell::new(1), pages: std::array::from_fn(|_| page()) }) };
        Ok(segment)
    }

    /// Free the segment and all in it.
    ///
    /// # Safety
    /// No block in it is used any more.
    pub(crate) unsafe fn destroy(segment: NonNull<Segment>) {
        // SAFETY: it was allocated with this layout.
        unsafe { std::alloc::dealloc(segment.as_ptr().cast(), segment_layout()) };
    }

    /// The segment that a small block lies in.
    #[inline(always)]
    pub(crate) fn of(block: NonNull<u8>) -> NonNull<Segment> {
        block
            .map_addr(|address| {
                // A segment is never at address 0.
                std::num::NonZeroUsize::new(address.get() & !(SEGMENT_SIZE - 1)).unwrap_or(address)
            })
            .cast()
    }

    /// The number of a page of this segment.
    pub(crate) fn index_of(&self, page: &Page) -> usize {
        (std::ptr::from_ref(page).addr() - self.pages.as_ptr().addr()) / size_of::<Page>()
    }

    /// Take a page for blocks of `block` bytes: the address and length of its memory.
    pub(crate) fn take_page(segment: NonNull<Segment>, block: usize, objects: bool) -> Option<(usize, NonNull<u8>)> {
        // SAFETY: a segment in the heap's list is live.
        let this = unsafe { segment.as_ref() };
        let index = this.used.get() as usize;
        if index == PAGES {
            return None;
        }
        this.used.set(index as u32 + 1);
        this.pages[index].begin(block, objects);
        // SAFETY: the page is inside the segment.
        Some((index, unsafe { segment.cast::<u8>().add(index * PAGE_SIZE) }))
    }

    /// Every object block of the segment that is in use.
    ///
    /// # Safety
    /// The visitor may free blocks but not allocate.
    pub(crate) unsafe fn for_each_object(segment: NonNull<Segment>, visit: &mut dyn FnMut(NonNull<Header>)) {
        // SAFETY: a segment in the heap's list is live.
        let this = unsafe { segment.as_ref() };
        for index in 1..this.used.get() as usize {
            let page = &this.pages[index];
            if !page.objects.get() {
                continue;
            }
            let block = page.block.get() as usize;
            let mut offset = 0;
            while offset + block <= page.fresh.get() as usize {
                // SAFETY: the block is inside the page, below its fresh part, so its header was written.
                let header = unsafe { segment.cast::<u8>().add(index * PAGE_SIZE + offset) }.cast::<Header>();
                // SAFETY: as above.
                if unsafe { header.as_ref() }.shape() != 0 {
                    visit(header);
                }
                offset += block;
            }
        }
    }

    /// Whether an object lies at this address in the segment.
    ///
    /// # Safety
    /// The segment is live, and the address is in it.
    pub(crate) unsafe fn is_object(segment: NonNull<Segment>, header: NonNull<Header>) -> bool {
        // SAFETY: the caller's promise.
        let this = unsafe { segment.as_ref() };
        let (index, offset) = {
            let offset = header.addr().get() & (SEGMENT_SIZE - 1);
            (offset / PAGE_SIZE, offset % PAGE_SIZE)
        };
        let Some(page) = this.pages.get(index).filter(|page| index > 0 && page.objects.get()) else { return false };
        let block = page.block.get() as usize;
        if block == 0 || !offset.is_multiple_of(block) || offset + block > page.fresh.get() as usize {
            return false;
        }
        // SAFETY: the block is below the page's fresh part, so its header was written.
        unsafe { header.as_ref() }.shape() != 0
    }

    pub(crate) fn page(&self, index: usize) -> &Page {
        &self.pages[index]
    }

    /// The page that a small block lies in.
    #[inline(always)]
    pub(crate) fn page_of(&self, block: NonNull<u8>) -> &Page {
        &self.pages[(block.addr().get() & (SEGMENT_SIZE - 1)) / PAGE_SIZE]
    }

    /// The pages that hold objects, each with the address of its first block.
    pub(crate) fn object_pages(segment: NonNull<Segment>) -> impl Iterator<Item = (&'static Page, NonNull<u8>)> {
        // SAFETY: a segment in the heap's list is live, as long as the heap; the callers do not keep the pages.
        let this: &'static Segment = unsafe { segment.as_ref() };
        (1..this.used.get() as usize).filter_map(move |index| {
            let page = &this.pages[index];
            // SAFETY: the page is inside the segment.
            page.objects.get().then(|| (page, unsafe { segment.cast::<u8>().add(index * PAGE_SIZE) }))
        })
    }
}

/// What lies before a block of its own.
#[repr(C, align(16))]
pub(crate) struct LargePrefix {
    pub(crate) heap: NonNull<Heap>,
    /// Bytes of the whole allocation, the prefix included.
    pub(crate) size: usize,
    /// Place in the heap's list of large objects; raw blocks have none.
    pub(crate) index: Cell<usize>,
    _reserved: usize,
}

pub(crate) const PREFIX: usize = size_of::<LargePrefix>();

impl LargePrefix {
    pub(crate) fn new(heap: NonNull<Heap>, size: usize) -> LargePrefix {
        LargePrefix { heap, size, index: Cell::new(usize::MAX), _reserved: 0 }
    }

    /// The prefix of a block of its own.
    ///
    /// # Safety
    /// `block` was allocated that way.
    pub(crate) unsafe fn of(block: NonNull<u8>) -> NonNull<LargePrefix> {
        // SAFETY: the prefix lies just before the block.
        unsafe { block.sub(PREFIX) }.cast()
    }
}
