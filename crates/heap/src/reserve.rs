//! Memory kept back for what cannot fail.
//!
//! Whatever grows with the user's data asks for memory in ways that may be refused. What is left are small requests without number (a
//! message, the table of a module, a library's state), and Rust ends the process when one of them is refused. So the program's allocator
//! keeps a block: when the system refuses a small request, the block goes back to the system and the request is repeated. From then on
//! the heap refuses what it can refuse until the block could be taken again, so the program learns of it as MemoryError.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

const KEPT_BYTES: usize = 2 << 20;
/// Larger requests are not worth the block.
const SMALL: usize = 256 << 10;

static KEPT: AtomicPtr<u8> = AtomicPtr::new(std::ptr::null_mut());
/// The block was given up.
static LOW: AtomicBool = AtomicBool::new(false);

fn kept_layout() -> Layout {
    Layout::from_size_align(KEPT_BYTES, 16).expect("a small power of two")
}

/// Keep the block. Its pages are not touched, so it costs address space only.
pub fn keep() -> bool {
    if !KEPT.load(Ordering::Acquire).is_null() {
        return true;
    }
    // SAFETY: the size is not zero.
    let block = unsafe { System.alloc(kept_layout()) };
    if block.is_null() {
        return false;
    }
    LOW.store(false, Ordering::Relaxed);
    if KEPT.compare_exchange(std::ptr::null_mut(), block, Ordering::AcqRel, Ordering::Relaxed).is_err() {
        // SAFETY: just allocated, and another thread was faster.
        unsafe { System.dealloc(block, kept_layout()) };
    }
    true
}

/// Whether nothing was taken of what is kept, or it could be made whole again.
#[inline]
pub(crate) fn is_whole() -> bool {
    !LOW.load(Ordering::Relaxed) || keep()
}

/// Give the block back to the system; whether there was one.
#[cold]
fn give_up(size: usize) -> bool {
    if size > SMALL {
        return false;
    }
    let block = KEPT.swap(std::ptr::null_mut(), Ordering::AcqRel);
    if block.is_null() {
        return false;
    }
    LOW.store(true, Ordering::Relaxed);
    // SAFETY: it was allocated with this layout, and the swap made it ours alone.
    unsafe { System.dealloc(block, kept_layout()) };
    true
}

/// The system's allocator with a block kept back: for a program's `#[global_allocator]`, which calls `keep` when it starts.
pub struct Reserving;

// SAFETY: every request is passed on to the system's allocator with its own layout.
unsafe impl GlobalAlloc for Reserving {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        unsafe {
            let block = System.alloc(layout);
            if block.is_null() && give_up(layout.size()) { System.alloc(layout) } else { block }
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        unsafe {
            let block = System.alloc_zeroed(layout);
            if block.is_null() && give_up(layout.size()) { System.alloc_zeroed(layout) } else { block }
        }
    }

    #[inline]
    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promise; a refused block stays as it was.
        unsafe {
            let block = System.realloc(old, layout, size);
            if block.is_null() && give_up(size) { System.realloc(old, layout, size) } else { block }
        }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(block, layout) };
    }
}
