//! The heap with a payload of its own, as the runtime uses it: counts, sizes, destruction, collections, weak references, finalisers.
//!
//! Runs under Miri too: `cargo +nightly miri test -p taipan-heap`, with smaller numbers there.

use std::any::TypeId;
use std::collections::HashSet;
use std::ptr::NonNull;

use taipan_heap::{
    Breaker, Flags, Generation, HEADER_SIZE, Header, Heap, HeapOwner, HeapRef, Layout, MAX_SMALL, Owned, ShapeFlags,
    ShapeId, ShapeRecord, Trace, Value, ValueVec, Visitor,
};

/// A payload with any number of references.
struct Node {
    items: ValueVec,
}

/// The payload behind a header.
unsafe fn node(header: NonNull<Header>) -> NonNull<Node> {
    // SAFETY: the payload follows the header.
    unsafe { header.cast::<u8>().add(HEADER_SIZE) }.cast()
}

unsafe fn size_of_node(_: NonNull<Header>) -> usize {
    size_of::<Node>()
}

unsafe fn drop_node(header: NonNull<Header>) {
    // SAFETY: the heap drops a payload once.
    unsafe { node(header).drop_in_place() }
}

unsafe fn destroy_node(heap: &Heap, header: NonNull<Header>) {
    // SAFETY: the heap destroys an object of this layout once.
    unsafe { heap.destroy_payload::<Node>(header, true) }
}

unsafe fn trace_node(header: NonNull<Header>, visit: &mut Visitor<'_>) {
    // SAFETY: the payload is valid while the object lives.
    unsafe { node(header).as_ref() }.items.trace(visit);
}

unsafe fn clear_node(header: NonNull<Header>) {
    // SAFETY: nobody borrows the payload.
    let items = unsafe { node(header).as_mut() }.items.take();
    drop(items);
}

static NODE: Layout = Layout {
    name: "Node",
    payload: TypeId::of::<Node>(),
    payload_size: size_of::<Node>(),
    size: size_of_node,
    drop: drop_node,
    destroy: destroy_node,
    trace: trace_node,
    clear: clear_node,
    container: true,
    variable: false,
};

unsafe fn no_size(_: NonNull<Header>) -> usize {
    0
}
unsafe fn nothing(_: NonNull<Header>) {}
unsafe fn no_references(_: NonNull<Header>, _: &mut Visitor<'_>) {}

unsafe fn destroy_blob(heap: &Heap, header: NonNull<Header>) {
    // SAFETY: as in destroy_node.
    unsafe { heap.destroy_payload::<[u8; 0]>(header, false) }
}

/// Bytes without references.
static BLOB: Layout = Layout {
    name: "Blob",
    payload: TypeId::of::<[u8; 0]>(),
    payload_size: 0,
    size: no_size,
    drop: nothing,
    destroy: destroy_blob,
    trace: no_references,
    clear: nothing,
    container: false,
    variable: true,
};

struct World {
    heap: HeapRef,
    node: ShapeId,
    finalized: ShapeId,
    blob: ShapeId,
    // Last: the heap outlives what refers to it.
    _owner: HeapOwner,
}

fn shape(heap: HeapRef, layout: &'static Layout, flags: ShapeFlags) -> ShapeId {
    heap.add_shape(ShapeRecord { layout, class: None, flags, version: 1, slots: 0, capacity: 0 })
}

impl World {
    fn new() -> World {
        let (owner, heap) = Heap::create();
        World {
            heap,
            node: shape(heap, &NODE, ShapeFlags::default()),
            finalized: shape(heap, &NODE, ShapeFlags::FINALIZER),
            blob: shape(heap, &BLOB, ShapeFlags::default()),
            _owner: owner,
        }
    }

    fn object(&self, shape: ShapeId, items: &[Value]) -> Owned {
        let items = ValueVec::from_slice(self.heap, items).expect("there is memory");
        let header = self.heap.allocate(shape, size_of::<Node>(), true).expect("there is memory");
        // SAFETY: the block was allocated for this payload.
        unsafe { node(header).write(Node { items }) };
        Owned::from_raw(Value::from_header(header))
    }

    fn node(&self, items: &[Value]) -> Owned {
        self.object(self.node, items)
    }

    fn blob(&self, size: usize) -> Owned {
        let header = self.heap.allocate(self.blob, size, false).expect("there is memory");
        Owned::from_raw(Value::from_header(header))
    }

    /// Let `from` refer to `to` as well.
    fn link(&self, from: &Owned, to: &Owned) {
        let header = from.header().expect("an object");
        // SAFETY: the object lives, and nobody borrows its payload.
        let payload = unsafe { node(header).as_mut() };
        payload.items.push(self.heap, to.clone()).expect("there is memory");
    }

    /// Two nodes that refer to each other, and to nothing else.
    fn cycle(&self) -> (Owned, Owned) {
        let first = self.node(&[]);
        let second = self.node(&[first.value()]);
        self.link(&first, &second);
        (first, second)
    }

    /// Collect and clear: how many objects were garbage.
    fn collect(&self, generation: Generation) -> usize {
        let mut garbage = self.heap.find_garbage(generation);
        garbage.clear();
        garbage.len()
    }
}

fn header(value: &Owned) -> &Header {
    // SAFETY: the reference keeps the object alive.
    unsafe { value.header().expect("an object").as_ref() }
}

/// `large`, or `small` where every step is checked.
fn many(large: usize, small: usize) -> usize {
    if cfg!(miri) { small } else { large }
}

#[test]
fn references_are_counted_and_the_last_frees() {
    let world = World::new();
    let before = world.heap.bytes();
    let first = world.node(&[]);
    assert_eq!(header(&first).references(), 1);
    let second = world.node(&[first.value(), first.value()]);
    assert_eq!(header(&first).references(), 3);
    let again = first.clone();
    assert_eq!(header(&first).references(), 4);
    drop(again);
    drop(second);
    assert_eq!(header(&first).references(), 1);
    assert_eq!(world.heap.containers(), 1);
    drop(first);
    assert_eq!((world.heap.containers(), world.heap.bytes(), world.heap.young()), (0, before, 0));
}

#[test]
fn every_size_is_counted_to_the_byte() {
    let world = World::new();
    let before = world.heap.bytes();
    let mut kept = Vec::new();
    let mut expected = before;
    for size in (0..MAX_SMALL + 64).step_by(many(1, 37)) {
        let at = world.heap.bytes();
        kept.push(world.blob(size));
        let block = (HEADER_SIZE + size).next_multiple_of(8);
        let counted = world.heap.bytes() - at;
        if HEADER_SIZE + size <= MAX_SMALL {
            assert_eq!(counted, block, "payload of {size} bytes");
        } else {
            assert!(counted >= HEADER_SIZE + size && counted <= block + 64, "payload of {size} bytes: {counted}");
        }
        expected += counted;
    }
    assert_eq!(world.heap.bytes(), expected);
    drop(kept);
    assert_eq!(world.heap.bytes(), before);
    assert_eq!(world.heap.peak(), expected);
}

#[test]
fn freed_blocks_are_used_again() {
    let world = World::new();
    let count = many(20_000, 300);
    let objects: Vec<Owned> = (0..count).map(|_| world.blob(48)).collect();
    let places: HashSet<u64> = objects.iter().map(|object| object.bits()).collect();
    assert_eq!(places.len(), count);
    drop(objects);
    let objects: Vec<Owned> = (0..count).map(|_| world.blob(48)).collect();
    let known = objects.iter().filter(|object| places.contains(&object.bits())).count();
    // The page that was in use last had a part that nobody had used before.
    assert!(known + 1024 >= count, "{known} of {count}");
}

#[test]
fn a_long_chain_is_freed_on_a_small_stack() {
    let work = || {
        let world = World::new();
        let before = world.heap.bytes();
        let mut last = world.node(&[]);
        for _ in 0..many(1_000_000, 1000) {
            last = world.node(&[last.value()]);
        }
        drop(last);
        assert_eq!((world.heap.containers(), world.heap.bytes()), (0, before));
    };
    let thread = std::thread::Builder::new().stack_size(128 << 10).spawn(work).expect("a thread");
    thread.join().expect("no panic");
}

#[test]
fn memory_beyond_the_limit_is_refused_and_comes_back() {
    let world = World::new();
    world.heap.set_limit(world.heap.bytes() + 4096);
    let mut kept = Vec::new();
    while let Ok(header) = world.heap.allocate(world.blob, 100, false) {
        kept.push(Owned::from_raw(Value::from_header(header)));
        assert!(kept.len() < 100);
    }
    assert!(world.heap.allocate(world.blob, 1 << 20, false).is_err());
    assert!(world.heap.allocate_raw(1 << 20).is_err());
    assert!(world.heap.allocate_raw(usize::MAX - 8).is_err());
    kept.pop();
    assert!(world.heap.allocate(world.blob, 100, false).map(Value::from_header).map(Owned::from_raw).is_ok());
}

#[test]
fn a_cycle_is_found_and_what_is_reached_is_not() {
    let world = World::new();
    let before = world.heap.bytes();
    let (first, second) = world.cycle();
    drop(second);
    assert_eq!(world.collect(Generation::Young), 0);
    // A cycle that refers to what is used outside: only the cycle goes.
    let outside = world.node(&[]);
    let (third, fourth) = world.cycle();
    world.link(&third, &outside);
    drop((third, fourth));
    assert_eq!(world.collect(Generation::Old), 2);
    assert_eq!((header(&outside).references(), header(&first).references()), (1, 2));
    drop(first);
    assert_eq!(world.collect(Generation::Old), 2);
    drop(outside);
    assert_eq!((world.heap.containers(), world.heap.bytes()), (0, before));
}

#[test]
fn a_node_that_refers_to_itself_is_garbage() {
    let world = World::new();
    let node = world.node(&[]);
    world.link(&node, &node);
    world.link(&node, &node);
    drop(node);
    assert_eq!(world.collect(Generation::Young), 1);
    assert_eq!(world.heap.containers(), 0);
}

#[test]
fn the_old_are_left_to_full_collections() {
    let world = World::new();
    let (first, second) = world.cycle();
    assert_eq!(world.heap.generation_sizes(), [2, 0, 0, 0]);
    assert_eq!(world.collect(Generation::Young), 0);
    assert_eq!(world.heap.generation_sizes(), [0, 2, 0, 0]);
    assert_eq!(world.collect(Generation::Middle), 0);
    assert_eq!(world.heap.generation_sizes(), [0, 0, 2, 0]);
    drop((first, second));
    let (third, fourth) = world.cycle();
    drop((third, fourth));
    assert_eq!(world.collect(Generation::Young), 2);
    assert_eq!(world.collect(Generation::Middle), 0);
    assert_eq!(world.collect(Generation::Old), 2);
    assert_eq!(world.heap.containers(), 0);
}

#[test]
fn the_young_are_found_wherever_their_block_lies() {
    let world = World::new();
    let mut objects: Vec<Owned> = (0..many(20_000, 400)).map(|_| world.node(&[])).collect();
    world.collect(Generation::Old);
    // Holes among the old ones, filled with cycles.
    let mut keep = false;
    objects.retain(|_| {
        keep = !keep;
        keep
    });
    let cycles = many(2000, 40);
    for _ in 0..cycles {
        drop(world.cycle());
    }
    assert_eq!(world.collect(Generation::Young), 2 * cycles);
    for _ in 0..cycles {
        drop(world.cycle());
    }
    assert_eq!(world.collect(Generation::Young), 2 * cycles);
    assert_eq!(world.heap.containers(), objects.len());
}

#[test]
fn the_young_count_asks_for_a_collection() {
    let world = World::new();
    world.heap.set_young_threshold(10);
    let kept: Vec<Owned> = (0..10).map(|_| world.node(&[])).collect();
    assert!(!world.heap.breaker.has(Breaker::COLLECT));
    let one_more = world.node(&[]);
    assert!(world.heap.breaker.has(Breaker::COLLECT));
    drop((kept, one_more));
    assert_eq!(world.heap.young(), 0);
}

#[test]
fn what_a_finaliser_revived_is_kept_with_all_it_reaches() {
    let world = World::new();
    let (first, second) = world.cycle();
    let third = world.node(&[]);
    world.link(&first, &third);
    drop((second, third));
    drop(first);
    let lone = world.node(&[]);
    world.link(&lone, &lone);
    drop(lone);
    let mut garbage = world.heap.find_garbage(Generation::Young);
    assert_eq!(garbage.len(), 4);
    let revived = garbage.objects()[0].clone();
    garbage.keep_unreachable();
    assert_eq!(garbage.len(), 1);
    assert!(!garbage.contains(revived.value()) && garbage.contains(garbage.objects()[0].value()));
    garbage.clear();
    drop(garbage);
    assert_eq!(world.heap.containers(), 3);
}

#[test]
fn garbage_can_be_put_in_order() {
    let world = World::new();
    let far = world.node(&[]);
    let near = world.node(&[far.value()]);
    let root = world.node(&[near.value()]);
    world.link(&far, &root);
    let lone = world.node(&[]);
    world.link(&lone, &lone);
    let expected = [root.bits(), near.bits(), far.bits(), lone.bits()];
    drop((far, near, lone));
    let place = root.value();
    drop(root);
    let mut garbage = world.heap.find_garbage(Generation::Young);
    garbage.order_from(Value::small(1));
    garbage.order_from(place);
    assert_eq!(garbage.objects().iter().map(|object| object.bits()).collect::<Vec<_>>(), expected);
    garbage.clear();
}

#[test]
fn finalisers_wait_in_the_order_of_death() {
    let world = World::new();
    let inner = world.object(world.finalized, &[]);
    let outer = world.object(world.finalized, &[inner.value()]);
    let other = world.object(world.finalized, &[]);
    let expected = [other.bits(), outer.bits()];
    drop((inner, other));
    assert!(world.heap.breaker.has(Breaker::FINALIZE));
    drop(outer);
    let waiting = world.heap.take_pending();
    assert!(!world.heap.breaker.has(Breaker::FINALIZE));
    let found: Vec<u64> = waiting.iter().map(|&header| Value::from_header(header).bits()).collect();
    assert_eq!(found, expected);
    for header in waiting {
        // SAFETY: its count is zero, and it was waiting for this.
        unsafe { world.heap.destroy_pending(header) };
    }
    // The one inside died with the one that held it, and waits now.
    let waiting = world.heap.take_pending();
    assert_eq!(waiting.len(), 1);
    // SAFETY: as above; a finaliser runs once.
    unsafe {
        waiting[0].as_ref().set(Flags::FINALIZED);
        world.heap.destroy_pending(waiting[0]);
    }
    assert_eq!(world.heap.containers(), 0);
}

#[test]
fn weak_references_are_known_by_their_target() {
    let world = World::new();
    let target = world.node(&[]);
    let (first, second) = (world.node(&[]), world.node(&[]));
    let number = world.heap.add_weakref(target.value(), first.value(), 0).expect("memory");
    world.heap.add_weakref(target.value(), second.value(), 0).expect("memory");
    assert_eq!(world.heap.weakrefs(target.value()), [second.value(), first.value()]);
    assert_eq!(header(&target).references(), 1);
    world.heap.remove_weakref(target.value(), number);
    assert_eq!(world.heap.weakrefs(target.value()), [second.value()]);
    let value = target.value();
    drop(target);
    // It waits: somebody may want to be told. Nobody gets a reference any more.
    assert!(world.heap.upgrade(value).is_none());
    let waiting = world.heap.take_pending();
    assert_eq!(waiting.len(), 1);
    assert_eq!(world.heap.take_weakrefs(value), [second.value()]);
    assert!(world.heap.weakrefs(value).is_empty());
    // SAFETY: its count is zero, and it was waiting for this.
    unsafe { world.heap.destroy_pending(waiting[0]) };
    assert_eq!(world.heap.containers(), 2);
}

#[test]
fn who_refers_to_whom() {
    let world = World::new();
    let (first, second) = world.cycle();
    let third = world.node(&[first.value()]);
    let values = |found: Vec<Owned>| found.iter().map(|object| object.bits()).collect::<HashSet<u64>>();
    assert_eq!(values(world.heap.referents(third.value())), [first.bits()].into());
    assert_eq!(values(world.heap.referrers(&[first.value()])), [second.bits(), third.bits()].into());
    assert_eq!(values(world.heap.tracked_objects(None)), [first.bits(), second.bits(), third.bits()].into());
    world.heap.set_frozen(true);
    assert!(world.heap.tracked_objects(None).is_empty());
    drop((first, second, third));
    assert_eq!(world.collect(Generation::Old), 0);
    world.heap.set_frozen(false);
    assert_eq!(world.collect(Generation::Old), 2);
}

#[test]
fn recounting_notices_a_reference_that_nobody_counted() {
    let world = World::new();
    let first = world.node(&[]);
    let second = world.node(&[first.value()]);
    let roots = |note: &mut dyn FnMut(Value)| {
        note(first.value());
        note(second.value());
    };
    assert_eq!(world.heap.recount(&mut |note| roots(note)), None);
    header(&first).set_references(1);
    let problem = world.heap.recount(&mut |note| roots(note));
    assert!(problem.is_some_and(|text| text.contains("has a count of 1, but 2 references were found")));
    header(&first).set_references(2);
}
