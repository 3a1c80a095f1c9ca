//! Where blocks were asked for, while somebody wants to know: `tracemalloc`.
//!
//! It costs nothing while it is off, because it hangs on tests that are there anyway: while it is on, the limit that allocation looks at is 0 and
//! no page is the one that blocks are given back to directly, so that both ways go through functions that note them.

use std::collections::HashMap;
use std::ptr::NonNull;

use crate::heap::Heap;
use crate::value::Value;

/// The address of the page of every free list while allocations are traced: none.
pub(crate) const TRACED: usize = usize::MAX;

/// Says where the program is, as a number: called at each allocation with the context, and must use nothing of the heap.
pub type Site = fn(context: usize) -> u32;

/// What was noted.
pub struct Tracing {
    site: Site,
    context: usize,
    /// By the block's address: its bytes, and where it was asked for.
    blocks: HashMap<usize, (usize, u32)>,
    current: usize,
    peak: usize,
    /// Allocations are not noted for now.
    paused: bool,
}

impl Tracing {
    pub fn new(site: Site, context: usize) -> Box<Tracing> {
        Box::new(Tracing { site, context, blocks: HashMap::new(), current: 0, peak: 0, paused: false })
    }

    /// Each block's bytes, and where it was asked for.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, u32)> {
        self.blocks.values().copied()
    }

    /// Bytes now, and the most there were.
    pub fn bytes(&self) -> (usize, usize) {
        (self.current, self.peak)
    }

    pub fn reset_peak(&mut self) {
        self.peak = self.current;
    }

    /// Forget what was noted.
    pub fn clear(&mut self) {
        self.blocks = HashMap::new();
        (self.current, self.peak) = (0, 0);
    }

    pub fn pause(&mut self, paused: bool) {
        self.paused = paused;
    }

    /// Where an object was asked for.
    pub fn site_of(&self, object: Value) -> Option<u32> {
        Some(self.blocks.get(&object.header()?.addr().get())?.1)
    }

    /// Bytes that the notes take, about.
    pub fn own_bytes(&self) -> usize {
        self.blocks.capacity() * (size_of::<(usize, (usize, u32))>() + 1)
    }

    fn remove(&mut self, block: NonNull<u8>) {
        if let Some((bytes, _)) = self.blocks.remove(&block.addr().get()) {
            self.current -= bytes;
        }
    }
}

impl Heap {
    #[inline]
    pub fn is_tracing(&self) -> bool {
        // SAFETY: no reference to it is held across calls.
        unsafe { (*self.tracing.get()).is_some() }
    }

    /// What is being noted, while it is.
    pub fn with_tracing<T>(&self, act: impl FnOnce(&mut Tracing) -> T) -> Option<T> {
        // SAFETY: the callers neither allocate nor free in `act`.
        unsafe { (*self.tracing.get()).as_deref_mut() }.map(act)
    }

    pub(crate) fn trace_block(&self, block: NonNull<u8>, bytes: usize) {
        let asked = self.with_tracing(|tracing| (!tracing.paused).then_some((tracing.site, tracing.context)));
        let Some(Some((site, context))) = asked else { return };
        let site = site(context);
        self.with_tracing(|tracing| {
            // Without memory for the note the block is not traced.
            if tracing.blocks.try_reserve(1).is_ok() {
                tracing.remove(block);
                tracing.blocks.insert(block.addr().get(), (bytes, site));
                tracing.current += bytes;
                tracing.peak = tracing.peak.max(tracing.current);
            }
        });
    }

    pub(crate) fn untrace_block(&self, block: NonNull<u8>) {
        self.with_tracing(|tracing| tracing.remove(block));
    }
}
