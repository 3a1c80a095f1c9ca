//! Where the program was when it asked for memory: what `tracemalloc` shows. The heap has the blocks, each with the number of a traceback here.

use std::collections::HashMap;
use std::ptr::NonNull;
use std::sync::Arc;

use taipan_heap::{Tracing, Value};

use crate::interp::report::walk;
use crate::vm::Vm;

/// Frames of a traceback that can be kept.
pub const MOST_FRAMES: usize = 65535;

/// Files and lines, the innermost first, and the number of frames there were.
#[derive(Clone, Debug, Default)]
pub struct Site {
    pub frames: Vec<(Arc<str>, u32)>,
    pub total: usize,
}

/// The tracebacks, by number and the other way round. Equal ones have one number; a file is known by the address of its name, which is kept.
struct Sites {
    vm: *const Vm,
    limit: usize,
    sites: Vec<Site>,
    numbers: HashMap<Vec<(usize, u32)>, u32>,
    unknown: Arc<str>,
}

/// The isolate's tracebacks, which the heap refers to as well: so no box, moving which would claim that nobody else does.
#[derive(Default)]
pub(crate) struct SitesOwner(Option<NonNull<Sites>>, usize);

impl SitesOwner {
    fn get(&self) -> Option<&Sites> {
        // SAFETY: it was leaked from a box for this owner, and is changed only inside an allocation.
        self.0.map(|sites| unsafe { sites.as_ref() })
    }
}

impl Drop for SitesOwner {
    fn drop(&mut self) {
        if let Some(sites) = self.0.take() {
            // SAFETY: as in get; the heap has stopped calling.
            drop(unsafe { Box::from_raw(sites.as_ptr()) });
        }
    }
}

/// Where the program is now.
fn site(context: usize) -> u32 {
    let sites: *mut Sites = std::ptr::with_exposed_provenance_mut(context);
    // SAFETY: the tracebacks live as long as the heap calls this, and nobody else looks at them during an allocation. The isolate outlives both;
    // this thread has it.
    unsafe {
        let vm = (*sites).vm;
        let limit = (*sites).limit;
        let stack = &raw const (*vm).stack;
        let mut key: Vec<(usize, u32)> = Vec::new();
        let mut frames: Vec<(Arc<str>, u32)> = Vec::new();
        let mut total = 0;
        let bounds = ((*stack).base(), (*stack).limit);
        walk(vm, (*stack).frame, (*stack).pc, bounds, &mut |code, word| {
            if frames.len() < limit {
                let template = &code.template;
                let line = template.line_at(word);
                key.push((template.filename().as_ptr().addr(), line));
                frames.push((template.filename().clone(), line));
            }
            total += 1;
            total < MOST_FRAMES
        });
        key.push((total, 0));
        if let Some(&number) = (*sites).numbers.get(&key) {
            return number;
        }
        if frames.is_empty() {
            frames.push(((*sites).unknown.clone(), 0));
            total = 1;
        }
        let number = (*sites).sites.len() as u32;
        (*sites).sites.push(Site { frames, total });
        (*sites).numbers.insert(key, number);
        number
    }
}

impl Vm {
    /// Note where memory is asked for from now on, with so many frames each time; nothing changes if that is done already.
    pub fn start_tracing_memory(&mut self, frames: usize) {
        if self.heap.is_tracing() {
            return;
        }
        let sites = Sites {
            vm: std::ptr::from_ref(self),
            limit: frames,
            sites: Vec::new(),
            numbers: HashMap::new(),
            unknown: "<unknown>".into(),
        };
        let sites = NonNull::from(Box::leak(Box::new(sites)));
        self.memory_sites = SitesOwner(Some(sites), frames);
        self.heap.start_tracing(Tracing::new(site, sites.as_ptr().expose_provenance()));
    }

    /// No more of that.
    pub fn stop_tracing_memory(&mut self) {
        drop(self.heap.stop_tracing());
        self.memory_sites.0.take().map(|sites| SitesOwner(Some(sites), 0));
    }

    /// Forget what was noted so far.
    pub fn clear_memory_traces(&mut self) {
        self.heap.with_tracing(|tracing| tracing.clear());
        if let Some(sites) = self.memory_sites.0 {
            // SAFETY: as in SitesOwner::get; no block refers to a traceback any more, and nothing is allocated meanwhile.
            unsafe {
                (*sites.as_ptr()).sites.clear();
                (*sites.as_ptr()).numbers.clear();
            }
        }
    }

    /// Frames that are kept of each traceback, or were last.
    pub fn memory_traceback_limit(&self) -> usize {
        self.memory_sites.1.max(1)
    }

    /// Where an object was made, if that was noted.
    pub fn memory_site_of(&self, object: Value) -> Option<Site> {
        let number = self.heap.with_tracing(|tracing| tracing.site_of(object))??;
        self.memory_sites.get()?.sites.get(number as usize).cloned()
    }

    /// The traced blocks, each with its size and the number of its traceback, and the tracebacks.
    pub fn memory_traces(&self) -> (Vec<(usize, u32)>, Vec<Site>) {
        let blocks = self.heap.with_tracing(|tracing| tracing.blocks().collect()).unwrap_or_default();
        (blocks, self.memory_sites.get().map(|sites| sites.sites.clone()).unwrap_or_default())
    }

    /// Bytes that the notes take, about.
    pub fn memory_trace_bytes(&self) -> usize {
        let blocks = self.heap.with_tracing(|tracing| tracing.own_bytes()).unwrap_or(0);
        let sites = self.memory_sites.get().map_or(0, |sites| {
            let frames = |site: &Site| 2 * size_of_val(&site.frames[..]) + 2 * size_of::<Site>();
            sites.sites.iter().map(frames).sum()
        });
        blocks + sites
    }
}
