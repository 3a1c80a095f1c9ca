//! Where free blocks of one size are: the page that is handed out from, and the pages that wait.

use std::cell::Cell;
use std::ptr::NonNull;

use crate::pages::{PAGE_SIZE, Page, Segment};

#[derive(Clone, Copy)]
pub(crate) struct FreeList {
    pub(crate) head: *mut u8,
    /// Memory of the current page that was never handed out.
    pub(crate) fresh: *mut u8,
    pub(crate) fresh_end: *mut u8,
    /// The page that blocks are handed out from, and its address.
    pub(crate) page: *const Page,
    pub(crate) start: usize,
    /// Pages of objects that have enough free blocks to be taken next.
    pub(crate) waiting: *const Page,
}

pub(crate) const EMPTY: FreeList = FreeList {
    head: std::ptr::null_mut(),
    fresh: std::ptr::null_mut(),
    fresh_end: std::ptr::null_mut(),
    page: std::ptr::null(),
    start: 0,
    waiting: std::ptr::null(),
};

/// A page is handed out again when one in so many of its blocks is free.
const WORTH_TAKING: u32 = 16;

impl FreeList {
    /// Where the page lies that blocks are handed out from; 0 when there is none.
    pub(crate) fn page_address(&self) -> usize {
        // SAFETY: a page is noted in the segment it is a part of, and lives as long as the heap.
        let Some(page) = (unsafe { self.page.as_ref() }) else { return 0 };
        let segment = Segment::of(NonNull::from(page).cast());
        // SAFETY: as above.
        segment.addr().get() + unsafe { segment.as_ref() }.index_of(page) * PAGE_SIZE
    }

    /// Take the pages without a block in use out of those that wait, and put them before `empty`.
    pub(crate) fn give_empty(&mut self, empty: &Cell<*const Page>) {
        let mut next = self.waiting;
        self.waiting = std::ptr::null();
        // SAFETY: as in take_waiting.
        while let Some(page) = unsafe { next.as_ref() } {
            next = page.next.get();
            if page.free_blocks.get() * page.block.get() == page.fresh.get() {
                page.vacate();
                page.next.set(empty.get());
                empty.set(page);
            } else {
                page.next.set(self.waiting);
                self.waiting = page;
            }
        }
    }

    /// Go over to a page with free blocks, if one waits: its first free block.
    pub(crate) fn take_waiting(&mut self) -> Option<NonNull<u8>> {
        // SAFETY: pages live as long as the heap, and a page that waits has free blocks, all of them inside it.
        unsafe {
            let page = self.waiting.as_ref()?;
            self.waiting = page.next.get();
            page.waiting.set(false);
            page.free_blocks.set(0);
            page.recent[0].set(true);
            let first = NonNull::new(page.free.replace(std::ptr::null_mut()))?;
            self.head = first.add(8).cast::<*mut u8>().read();
            self.page = page;
            self.start = first.addr().get() & !(PAGE_SIZE - 1);
            (self.fresh, self.fresh_end) = (std::ptr::null_mut(), std::ptr::null_mut());
            Some(first)
        }
    }

    /// Note a free block of another page than the one blocks are handed out from.
    #[cold]
    pub(crate) unsafe fn free_elsewhere(&mut self, block: NonNull<u8>) {
        // SAFETY: the block is one of this class, so it lies in a page, and is at least 16 bytes.
        unsafe {
            let page = Segment::of(block).as_ref().page_of(block);
            block.add(8).cast::<*mut u8>().write(page.free.get());
            page.free.set(block.as_ptr());
            let free = page.free_blocks.get() + 1;
            page.free_blocks.set(free);
            if !page.waiting.get() && free * WORTH_TAKING * page.block.get() >= PAGE_SIZE as u32 {
                page.waiting.set(true);
                page.next.set(self.waiting);
                self.waiting = page;
            }
        }
    }
}
