//! Finding garbage cycles by trial deletion.
//!
//! Of each object that takes part, the references that other such objects hold are taken off its count. What has some left
//! is referred to from elsewhere (the stack, older objects, Rust code) and lives, and with it all that it reaches; the rest is garbage.
//! The counts are put back before anybody else can look.
//!
//! Generations are flags in the headers. Pages note whether objects were allocated in them, so that a young collection leaves out
//! the others.

use std::ptr::NonNull;

use crate::header::{Flags, Header};
use crate::heap::{Heap, HeapRef};
use crate::owned::Owned;
use crate::pages::{LARGE, LargePrefix, Segment};
use crate::shape::ShapeFlags;
use crate::value::Value;

/// Marks in a header while collecting.
const IDLE: u8 = 0;
const CANDIDATE: u8 = 1;
const REACHED: u8 = 2;
const GARBAGE: u8 = 3;

/// Which objects take part: those that are at most so old.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Generation {
    Young,
    Middle,
    Old,
}

impl Generation {
    /// The generation with this number.
    pub fn from_number(number: usize) -> Option<Generation> {
        [Generation::Young, Generation::Middle, Generation::Old].get(number).copied()
    }

    /// Whether a collection of this generation looks at the page.
    fn concerns(self, page: &crate::pages::Page) -> bool {
        match self {
            Generation::Young => page.recent[0].get(),
            Generation::Middle => page.recent[0].get() || page.recent[1].get(),
            Generation::Old => true,
        }
    }

    #[inline(always)]
    fn of(header: &Header) -> Generation {
        if header.has(Flags::YOUNG) {
            Generation::Young
        } else if header.has(Flags::MIDDLE) {
            Generation::Middle
        } else {
            Generation::Old
        }
    }
}

/// Objects that nothing reaches from outside, each kept alive by a reference of this list.
pub struct Garbage {
    heap: HeapRef,
    objects: Vec<Owned>,
    /// Objects that took part and live.
    pub survivors: usize,
}

/// The counts without the references from inside, by number.
struct Counts {
    counts: Vec<i64>,
    /// The number of the first large object.
    large: usize,
}

impl Counts {
    fn number(&self, header: NonNull<Header>) -> usize {
        // SAFETY: only live objects that take part are asked for; their pages were numbered.
        unsafe {
            if header.as_ref().size_class == LARGE {
                return self.large + LargePrefix::of(header.cast()).as_ref().index.get();
            }
            let page = Segment::of(header.cast()).as_ref().page_of(header.cast());
            let offset = header.addr().get() & (crate::pages::PAGE_SIZE - 1);
            page.first.get() + offset / page.block.get() as usize
        }
    }
}

#[inline(always)]
fn header_of<'a>(header: NonNull<Header>) -> &'a Header {
    // SAFETY: the collector passes on live objects only.
    unsafe { header.as_ref() }
}

/// Let an object that took part in a collection grow older.
#[inline(always)]
fn age(header: &Header, generation: Generation) {
    header.clear(Flags::YOUNG);
    if generation == Generation::Young {
        header.set(Flags::MIDDLE);
    } else {
        header.clear(Flags::MIDDLE);
    }
}

impl HeapRef {
    /// Whether the collector looks at the object at all: it can be part of a cycle.
    pub fn is_tracked(self, value: Value) -> bool {
        value.header().is_some_and(|header| self.may_take_part(header_of(header)))
    }

    #[inline]
    fn may_take_part(self, header: &Header) -> bool {
        let record = self.shape(header.shape());
        let container = record.layout.container && (record.layout.payload_size > 0 || record.capacity > 0);
        (container || record.flags.contains(ShapeFlags::HEAP_TYPE)) && !header.has(Flags::UNTRACKED)
    }

    /// Every tracked object of a generation, or of all.
    pub fn tracked_objects(self, generation: Option<Generation>) -> Vec<Owned> {
        let mut found = Vec::new();
        self.for_each_object(&mut |pointer| {
            let header = header_of(pointer);
            let right = generation.is_none_or(|generation| Generation::of(header) == generation);
            if right && header.references() > 0 && !header.has(Flags::FROZEN) && self.may_take_part(header) {
                found.push(pointer);
            }
        });
        found.into_iter().map(|header| Value::from_header(header).own()).collect()
    }

    /// How many tracked objects each generation has, and how many are frozen.
    pub fn generation_sizes(self) -> [usize; 4] {
        let mut sizes = [0; 4];
        self.for_each_object(&mut |pointer| {
            let header = header_of(pointer);
            if self.may_take_part(header) {
                let place = if header.has(Flags::FROZEN) { 3 } else { Generation::of(header) as usize };
                sizes[place] += 1;
            }
        });
        sizes
    }

    /// The references that an object holds, each with a reference of one's own.
    pub fn referents(self, value: Value) -> Vec<Owned> {
        let mut found = Vec::new();
        if let Some(header) = value.header() {
            // SAFETY: a value that points to the heap points to a live object.
            unsafe { self.trace_object(header, &mut |value| found.push(value)) };
        }
        found.into_iter().map(Value::own).collect()
    }

    /// The tracked objects that refer to one of `targets`.
    pub fn referrers(self, targets: &[Value]) -> Vec<Owned> {
        let mut found = Vec::new();
        self.for_each_object(&mut |pointer| {
            let header = header_of(pointer);
            if header.references() == 0 || !self.may_take_part(header) {
                return;
            }
            let mut refers = false;
            // SAFETY: the object is live.
            unsafe { self.trace_object(pointer, &mut |value| refers |= targets.contains(&value)) };
            if refers {
                found.push(pointer);
            }
        });
        found.into_iter().map(|header| Value::from_header(header).own()).collect()
    }

    /// Take the objects there are out of collections for good, but for `others`: what the start of a program has made lives until its end.
    pub fn outlive_program(self, others: &[Value]) {
        self.set_young(0);
        self.for_each_object(&mut |pointer| {
            let header = header_of(pointer);
            if self.may_take_part(header) {
                header.set(Flags::OF_START);
                header.clear(Flags::YOUNG);
                header.clear(Flags::MIDDLE);
            }
        });
        for header in others.iter().filter_map(|value| value.header()) {
            header_of(header).clear(Flags::OF_START);
        }
    }

    /// Take all tracked objects out of collections, or back in.
    pub fn set_frozen(self, frozen: bool) {
        self.for_each_object(&mut |pointer| {
            let header = header_of(pointer);
            if !frozen {
                header.clear(Flags::FROZEN);
            } else if self.may_take_part(header) {
                header.set(Flags::FROZEN);
                header.clear(Flags::YOUNG);
                header.clear(Flags::MIDDLE);
            }
        });
    }

    /// Find what of `generation` and the younger ones is garbage. The others grow older. Without memory for the search nothing is found.
    pub fn find_garbage(self, generation: Generation) -> Garbage {
        let nothing = Garbage { heap: self, objects: Vec::new(), survivors: 0 };
        self.set_young(0);
        let Some(mut candidates) = self.room_for_candidates(generation) else { return nothing };
        self.candidates(generation, &mut candidates);
        // Each object is once among the work at most.
        let mut work = Vec::new();
        let unreachable = if work.try_reserve(candidates.len()).is_ok() {
            self.unreachable(&candidates, &mut work)
        } else {
            Vec::new()
        };
        let survivors = candidates.len() - unreachable.len();
        for &pointer in &candidates {
            let header = header_of(pointer);
            if header.gc.get() != GARBAGE {
                header.gc.set(IDLE);
            }
            age(header, generation);
        }
        // In place: an Owned is as large as a pointer.
        let objects = unreachable.into_iter().map(|header| Value::from_header(header).own()).collect();
        Garbage { heap: self, objects, survivors }
    }

    /// A list with room for whatever may take part.
    fn room_for_candidates(self, generation: Generation) -> Option<Vec<NonNull<Header>>> {
        // SAFETY: the lists do not change meanwhile.
        let (segments, large) = unsafe { (&*self.segments.get(), &*self.large.get()) };
        let pages = segments.iter().flat_map(|&segment| Segment::object_pages(segment));
        let concerned = pages.filter(|(page, _)| generation.concerns(page));
        let blocks: usize = concerned.map(|(page, _)| (page.fresh.get() / page.block.get()) as usize).sum();
        let mut candidates = Vec::new();
        candidates.try_reserve_exact(self.containers().min(blocks + large.len())).ok()?;
        Some(candidates)
    }

    /// The objects that take part, marked.
    fn candidates(self, generation: Generation, candidates: &mut Vec<NonNull<Header>>) {
        let mut consider = |pointer: NonNull<Header>| {
            let header = header_of(pointer);
            if header.shape() == 0 {
                return;
            }
            let takes_part = Generation::of(header) <= generation
                && !header.has(Flags::FROZEN)
                && !header.has(Flags::OF_START)
                && header.references() > 0
                && self.may_take_part(header);
            // What there is no room for does not take part, and so lives, and what it reaches.
            if takes_part && candidates.try_reserve(1).is_ok() {
                header.gc.set(CANDIDATE);
                candidates.push(pointer);
            }
        };
        // SAFETY: the lists do not change meanwhile: nothing is allocated or freed.
        let (segments, large) = unsafe { (&*self.segments.get(), &*self.large.get()) };
        for &segment in segments {
            for (page, start) in Segment::object_pages(segment) {
                if !generation.concerns(page) {
                    continue;
                }
                match generation {
                    Generation::Young => page.recent[1].set(true),
                    _ => page.recent[1].set(false),
                }
                page.recent[0].set(false);
                let block = page.block.get() as usize;
                let blocks = page.fresh.get() as usize / block;
                for index in 0..blocks {
                    // SAFETY: the block is inside the page, below its fresh part, so its header was written.
                    consider(unsafe { start.add(index * block) }.cast::<Header>());
                }
            }
        }
        self.note_open_pages();
        for &pointer in large {
            consider(pointer);
        }
    }

    /// The candidates that nothing but other ones refers to, marked as garbage; the others are marked as reached.
    ///
    /// Meanwhile the counts in the headers are those of references from outside; what they were is kept in a list and written back at the end.
    fn unreachable(self, candidates: &[NonNull<Header>], work: &mut Vec<NonNull<Header>>) -> Vec<NonNull<Header>> {
        let mut counts = Vec::new();
        if counts.try_reserve_exact(candidates.len()).is_err() {
            return Vec::new();
        }
        counts.extend(candidates.iter().map(|&pointer| header_of(pointer).references()));
        for &pointer in candidates {
            // SAFETY: the object is live.
            unsafe {
                self.trace_object(pointer, &mut |value| {
                    if let Some(target) = value.header() {
                        let target = header_of(target);
                        if target.gc.get() != IDLE {
                            target.set_references(target.references().wrapping_sub(1));
                        }
                    }
                });
            }
        }
        // A count below zero would be a reference that nobody has counted: such an object is left alone.
        let outside = |&pointer: &NonNull<Header>| header_of(pointer).references() != 0;
        let mut reached = 0;
        for pointer in candidates.iter().copied().filter(outside) {
            header_of(pointer).gc.set(REACHED);
            work.push(pointer);
            reached += 1;
        }
        // Once all are reached, what they refer to needs no look.
        while reached < candidates.len()
            && let Some(pointer) = work.pop()
        {
            // SAFETY: the object is live.
            unsafe {
                self.trace_object(pointer, &mut |value| {
                    if let Some(target) = value.header() {
                        let header = header_of(target);
                        if header.gc.get() == CANDIDATE {
                            header.gc.set(REACHED);
                            work.push(target);
                            reached += 1;
                        }
                    }
                });
            }
        }
        for (&pointer, &count) in candidates.iter().zip(&counts) {
            header_of(pointer).set_references(count);
        }
        let mut garbage = Vec::new();
        let count = candidates.len() - reached;
        if count == 0 || garbage.try_reserve_exact(count).is_err() {
            return garbage;
        }
        garbage.extend(candidates.iter().copied().filter(|&pointer| header_of(pointer).gc.get() == CANDIDATE));
        for &pointer in &garbage {
            header_of(pointer).gc.set(GARBAGE);
        }
        garbage
    }

    /// Compare every object's count with the references that objects, and `roots`, hold to it. What is wrong with the first object that
    /// has more references than its count says.
    pub fn recount(self, roots: &mut dyn FnMut(&mut dyn FnMut(Value))) -> Option<String> {
        let mut counts = self.number_blocks();
        let mut problem = None;
        let mut note = |value: Value| {
            let Some(target) = value.header() else { return };
            let header = header_of(target);
            let place = counts.number(target);
            counts.counts[place] += 1;
            let found = counts.counts[place];
            if problem.is_none() && (header.shape() == 0 || found > i64::from(header.references())) {
                problem = Some(target);
            }
        };
        roots(&mut note);
        self.for_each_object(&mut |pointer| {
            // SAFETY: the object is live.
            unsafe { self.trace_object(pointer, &mut note) };
        });
        let target = problem?;
        let found = counts.counts[counts.number(target)];
        let header = header_of(target);
        let (layout, counted) = (self.shape(header.shape()).layout.name, header.references());
        Some(format!("{layout} at {:#x} has a count of {counted}, but {found} references were found", target.addr()))
    }

    /// A number for each block of every object page, and for each large object.
    fn number_blocks(self) -> Counts {
        let mut blocks = 0;
        // SAFETY: the lists do not change meanwhile.
        let (segments, large) = unsafe { (&*self.segments.get(), &*self.large.get()) };
        for &segment in segments {
            for (page, _) in Segment::object_pages(segment) {
                page.first.set(blocks);
                blocks += page.fresh.get() as usize / page.block.get() as usize;
            }
        }
        Counts { counts: vec![0; blocks + large.len()], large: blocks }
    }
}

impl Garbage {
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }

    pub fn objects(&self) -> &[Owned] {
        &self.objects
    }

    /// Put what can be reached from `root` first, nearest first, when `root` is part of this.
    pub fn order_from(&mut self, root: Value) {
        if !self.objects.iter().any(|object| object.is(root)) {
            return;
        }
        let mut places: std::collections::HashMap<u64, usize> =
            self.objects.iter().enumerate().map(|(place, object)| (object.bits(), place)).collect();
        let mut order: Vec<usize> = places.remove(&root.bits()).into_iter().collect();
        let mut next = 0;
        while let Some(&place) = order.get(next) {
            next += 1;
            let Some(header) = self.objects[place].header() else { continue };
            let mut visit = |value: Value| order.extend(places.remove(&value.bits()));
            // SAFETY: the list holds a reference to the object.
            unsafe { self.heap.trace_object(header, &mut visit) };
        }
        let mut objects: Vec<Option<Owned>> = std::mem::take(&mut self.objects).into_iter().map(Some).collect();
        self.objects.extend(order.into_iter().filter_map(|place| objects[place].take()));
        self.objects.extend(objects.into_iter().flatten());
    }

    /// Whether an object is part of this.
    pub fn contains(&self, value: Value) -> bool {
        value.header().is_some_and(|header| header_of(header).gc.get() == GARBAGE)
    }

    /// Finalisers have run: let go of objects that can be reached again.
    pub fn keep_unreachable(&mut self) {
        let count = self.objects.len();
        let mut counts = Counts { counts: Vec::new(), large: 0 };
        let (mut pointers, mut work) = (Vec::new(), Vec::new());
        let mut numbers = std::collections::HashMap::new();
        let refused = counts.counts.try_reserve_exact(count).is_err()
            || pointers.try_reserve_exact(count).is_err()
            || work.try_reserve_exact(count).is_err()
            || numbers.try_reserve(count).is_err();
        if refused {
            // Without memory to tell, everything may be reached again; another collection finds the rest.
            self.objects.iter().filter_map(|object| object.header()).for_each(|header| header_of(header).gc.set(IDLE));
            self.objects.clear();
            return;
        }
        pointers.extend(self.objects.iter().filter_map(|object| object.header()));
        for (number, pointer) in pointers.iter().enumerate() {
            let header = header_of(*pointer);
            header.gc.set(CANDIDATE);
            // One reference is this list's.
            counts.counts.push(i64::from(header.references()) - 1);
            numbers.insert(pointer.addr(), number);
        }
        let heap = self.heap;
        for &pointer in &pointers {
            // SAFETY: the object is live.
            unsafe {
                heap.trace_object(pointer, &mut |value| {
                    if let Some(number) = value.header().and_then(|target| numbers.get(&target.addr())) {
                        counts.counts[*number] -= 1;
                    }
                });
            }
        }
        for (number, &pointer) in pointers.iter().enumerate() {
            if counts.counts[number] != 0 {
                header_of(pointer).gc.set(REACHED);
                work.push(pointer);
            }
        }
        while let Some(pointer) = work.pop() {
            // SAFETY: the object is live.
            unsafe {
                heap.trace_object(pointer, &mut |value| {
                    if let Some(target) = value.header()
                        && header_of(target).gc.get() == CANDIDATE
                    {
                        header_of(target).gc.set(REACHED);
                        work.push(target);
                    }
                });
            }
        }
        self.objects.retain(|object| {
            let Some(header) = object.header().map(header_of) else { return false };
            let kept = header.gc.get() == CANDIDATE;
            header.gc.set(if kept { GARBAGE } else { IDLE });
            kept
        });
    }

    /// Break the cycles: each object gives up its references. They die when this is dropped.
    pub fn clear(&mut self) {
        for object in &self.objects {
            let Some(header) = object.header() else { continue };
            // SAFETY: the object is live, and nobody borrows its payload: only the collector knows of it.
            unsafe { self.heap.clear_object(header) };
        }
    }
}

impl Drop for Garbage {
    fn drop(&mut self) {
        for object in &self.objects {
            if let Some(header) = object.header() {
                header_of(header).gc.set(IDLE);
            }
        }
    }
}

impl Heap {
    /// Let an object give up the references of its payload and slots. It stays valid.
    ///
    /// # Safety
    /// `header` is a live object of this heap whose payload nobody borrows.
    unsafe fn clear_object(&self, header: NonNull<Header>) {
        // SAFETY: the caller's promise; slots as in destroy_now.
        unsafe {
            let record = self.shape(header.as_ref().shape());
            (record.layout.clear)(header);
            let payload = (record.layout.size)(header).next_multiple_of(8);
            let slots = header.cast::<u8>().add(crate::HEADER_SIZE + payload).cast::<Option<Value>>();
            for index in 0..record.slots.min(record.capacity) as usize {
                if let Some(value) = slots.add(index).replace(None) {
                    drop(Owned::from_raw(value));
                }
            }
        }
    }
}
