//! Memory of zeros that becomes real page by page, when it is first touched: for tables of which most programs use a part.

use std::ptr::NonNull;

/// A stretch of zeroed memory of its own. The system's allocator would clear what it has at hand, which touches every page.
pub struct Zeroed {
    start: NonNull<u8>,
    bytes: usize,
}

// SAFETY: the memory belongs to no thread.
unsafe impl Send for Zeroed {}

impl Zeroed {
    /// At least `bytes`, which are not 0, aligned to a page; None when the system has none.
    pub fn new(bytes: usize) -> Option<Zeroed> {
        let start = map(bytes)?;
        Some(Zeroed { start, bytes })
    }

    pub fn start(&self) -> NonNull<u8> {
        self.start
    }
}

impl Drop for Zeroed {
    fn drop(&mut self) {
        unmap(self.start, self.bytes);
    }
}

#[cfg(unix)]
fn map(bytes: usize) -> Option<NonNull<u8>> {
    let (protection, flags) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
    // SAFETY: the kernel chooses the address, so no memory that is in use is touched.
    let start = unsafe { libc::mmap(std::ptr::null_mut(), bytes, protection, flags, -1, 0) };
    if start == libc::MAP_FAILED { None } else { NonNull::new(start.cast()) }
}

#[cfg(unix)]
fn unmap(start: NonNull<u8>, bytes: usize) {
    // SAFETY: it was mapped with this size, and its owner is going.
    unsafe { libc::munmap(start.as_ptr().cast(), bytes) };
}

#[cfg(not(unix))]
fn layout(bytes: usize) -> Option<std::alloc::Layout> {
    std::alloc::Layout::from_size_align(bytes, 4096).ok()
}

#[cfg(not(unix))]
fn map(bytes: usize) -> Option<NonNull<u8>> {
    // SAFETY: the size is not 0.
    NonNull::new(unsafe { std::alloc::alloc_zeroed(layout(bytes)?) })
}

#[cfg(not(unix))]
fn unmap(start: NonNull<u8>, bytes: usize) {
    if let Some(layout) = layout(bytes) {
        // SAFETY: it was allocated with this layout, and its owner is going.
        unsafe { std::alloc::dealloc(start.as_ptr(), layout) };
    }
}
