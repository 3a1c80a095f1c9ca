//! `deque`: a ring of values that grows at both ends.

use taipan_runtime::native::*;
use taipan_runtime::object::class::ClassFlags;
use taipan_text::memory::Grow;

use crate::support::{given, payload, receiver, same, signature};

#[derive(Default)]
pub(super) struct State {
    /// The classes of the iterators, forward and backward.
    pub(super) classes: Vec<Obj<Class>>,
}

#[derive(Trace)]
pub(crate) struct Deque {
    /// As long as its capacity, a power of two or 0; free places hold `ABSENT`.
    ring: ValueVec,
    head: usize,
    length: usize,
    bound: Option<usize>,
    /// Counts changes of the items' places, for iterators.
    changes: u64,
}

payload!(Deque);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "collections",
    doc: "A list-like sequence that is fast at both ends.",
    flags: ClassFlags::BASE.with(ClassFlags::SEQUENCE),
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(iter),
        length: Some(length),
        truth: Some(truth),
        get_item: Some(get_item),
        set_item: Some(set_item),
        contains: Some(contains),
        concat: Some(concat),
        repeat: Some(repeat),
        inplace_concat: Some(inplace_concat),
        inplace_repeat: Some(inplace_repeat),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    unhashable: true,
    has_weakref: true,
    ..ClassDef::new::<Deque>("deque")
};

impl Deque {
    fn place(&self, index: usize) -> usize {
        (self.head + index) & (self.ring.len().wrapping_sub(1))
    }

    fn at(&self, index: usize) -> Option<Owned> {
        (index < self.length).then(|| self.ring.as_slice()[self.place(index)].own())
    }

    fn put(&mut self, index: usize, item: Owned) -> Owned {
        let place = self.place(index);
        self.ring.replace(place, item)
    }

    /// Room for one more. Where it refuses, nothing has changed.
    fn reserve(&mut self, heap: HeapRef) -> Result<(), taipan_heap::OutOfMemory> {
        let capacity = self.ring.len();
        if self.length < capacity {
            return Ok(());
        }
        let grown = (capacity * 2).max(8);
        let mut ring = ValueVec::with_capacity(heap, grown)?;
        for index in 0..self.length {
            ring.push(heap, self.ring.as_slice()[self.place(index)].own())?;
        }
        while ring.len() < grown {
            ring.push(heap, Owned::from_raw(Value::ABSENT))?;
        }
        self.ring = ring;
        self.head = 0;
        Ok(())
    }

    fn pop_front(&mut self) -> Option<Owned> {
        if self.length == 0 {
            return None;
        }
        let item = self.put(0, Owned::from_raw(Value::ABSENT));
        self.head = self.place(1);
        self.length -= 1;
        self.changes += 1;
        Some(item)
    }

    fn pop_back(&mut self) -> Option<Owned> {
        if self.length == 0 {
            return None;
        }
        let item = self.put(self.length - 1, Owned::from_raw(Value::ABSENT));
        self.length -= 1;
        self.changes += 1;
        Some(item)
    }

    fn push_back(&mut self, heap: HeapRef, item: Owned) -> Result<Option<Owned>, taipan_heap::OutOfMemory> {
        if self.bound == Some(0) {
            return Ok(Some(item));
        }
        self.reserve(heap)?;
        self.length += 1;
        self.changes += 1;
        drop(self.put(self.length - 1, item));
        Ok(if self.bound.is_some_and(|bound| self.length > bound) { self.pop_front() } else { None })
    }

    fn push_front(&mut self, heap: HeapRef, item: Owned) -> Result<Option<Owned>, taipan_heap::OutOfMemory> {
        if self.bound == Some(0) {
            return Ok(Some(item));
        }
        self.reserve(heap)?;
        self.head = self.head.wrapping_sub(1) & (self.ring.len() - 1);
        self.length += 1;
        self.changes += 1;
        drop(self.put(0, item));
        Ok(if self.bound.is_some_and(|bound| self.length > bound) { self.pop_back() } else { None })
    }

    fn rotate(&mut self, steps: isize) {
        if self.length < 2 {
            return;
        }
        let steps = steps.rem_euclid(self.length as isize) as usize;
        let (back, front) = (steps, self.length - steps);
        self.changes += 1;
        // The shorter way round.
        if back <= front {
            for _ in 0..back {
                let item = self.put(self.length - 1, Owned::from_raw(Value::ABSENT));
                self.head = self.head.wrapping_sub(1) & (self.ring.len() - 1);
                drop(self.put(0, item));
            }
        } else {
            for _ in 0..front {
                let item = self.put(0, Owned::from_raw(Value::ABSENT));
                self.head = self.place(1);
                drop(self.put(self.length - 1, item));
            }
        }
    }

    fn remove_at(&mut self, index: usize) -> Option<Owned> {
        if index >= self.length {
            return None;
        }
        self.rotate_left(index);
        let item = self.pop_front();
        self.rotate_right(index);
        item
    }

    fn rotate_left(&mut self, steps: usize) {
        self.rotate(-(steps as isize));
    }

    fn rotate_right(&mut self, steps: usize) {
        self.rotate(steps as isize);
    }
}

/// `this.append(item)`, for other modules.
pub(crate) fn push(vm: &mut Vm, this: Obj<Deque>, item: Owned) -> R<()> {
    append(vm, this, item, false)
}

fn append(vm: &mut Vm, this: Obj<Deque>, item: Owned, front: bool) -> R<()> {
    let heap = vm.heap;
    let state = this.get_mut(vm);
    let pushed = if front { state.push_front(heap, item) } else { state.push_back(heap, item) };
    vm.check(pushed).map(drop)
}

fn extend(vm: &mut Vm, this: Obj<Deque>, iterable: Value, front: bool) -> R<()> {
    if iterable.is(this.value()) {
        let items = snapshot(vm, this)?;
        for item in items {
            append(vm, this, item, front)?;
        }
        return Ok(());
    }
    let iterator = vm.iter(iterable)?;
    while let Some(item) = vm.next(iterator.value())? {
        append(vm, this, item, front)?;
    }
    Ok(())
}

fn snapshot(vm: &mut Vm, this: Obj<Deque>) -> R<Vec<Owned>> {
    let state = this.get(vm);
    let mut items = taipan_text::memory::with_room(state.length);
    items.put_iter((0..state.length).filter_map(|index| state.at(index)));
    vm.check_built().map(|()| items)
}

/// `append` to an exact deque without a bound; whether it is one.
pub(crate) fn append_exact(vm: &mut Vm, deque: Value, item: Owned) -> R<bool> {
    let Some(deque) = vm.cast_exact::<Deque>(deque).filter(|deque| deque.get(vm).bound.is_none()) else {
        return Ok(false);
    };
    let heap = vm.heap;
    let pushed = deque.get_mut(vm).push_back(heap, item);
    vm.check(pushed)?;
    Ok(true)
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, Deque { ring: ValueVec::new(), head: 0, length: 0, bound: None, changes: 0 })
}

fn init(vm: &mut Vm, value: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("deque", ["iterable" PositionalOrKeyword true, "maxlen" PositionalOrKeyword true]);
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let this = receiver::<Deque>(vm, value)?;
    let bound = match given(slots[1]) {
        Some(bound) => {
            if vm.class_of(bound).slots(vm).index.is_none() {
                return Err(vm.type_error("an integer is required"));
            }
            let bound = vm.to_size(bound)?;
            match usize::try_from(bound) {
                Ok(bound) => Some(bound),
                Err(_) => return Err(vm.value_error("maxlen must be non-negative")),
            }
        }
        None => None,
    };
    let state = this.get_mut(vm);
    state.bound = bound;
    clear(state);
    match slots[0] {
        Some(iterable) => extend(vm, this, iterable, false),
        None => Ok(()),
    }
}

fn clear(state: &mut Deque) {
    let old = state.ring.take();
    state.head = 0;
    state.length = 0;
    state.changes += 1;
    drop(old);
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let class = vm.class_of(value).short_name(vm);
    let this = receiver::<Deque>(vm, value)?;
    if !vm.enter_repr(value) {
        return vm.new_str("[...]");
    }
    let shown = snapshot(vm, this).and_then(|items| {
        let values = taipan_text::memory::gathered(items.iter().map(Owned::value));
        let list = vm.new_list(&values)?;
        vm.repr(list.value())
    });
    vm.leave_repr(value);
    let shown = shown?;
    let shown = match vm.cast::<Str>(shown.value()) {
        Some(text) => text.units(vm).to_text(),
        None => return Ok(shown),
    };
    let mut text = taipan_text::TextBuf::new();
    text.push_str(&class);
    text.push_ascii(b"(");
    text.push_units(shown.units());
    if let Some(bound) = this.get(vm).bound {
        text.push_str(&format!(", maxlen={bound}"));
    }
    text.push_ascii(b")");
    vm.new_text(&text.finish())
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(x), Some(y)) = (vm.cast::<Deque>(a), vm.cast::<Deque>(b)) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    let (left, right) = (x.get(vm).length, y.get(vm).length);
    if left != right && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Owned::bool(op == CompareOp::Ne));
    }
    let mut index = 0;
    loop {
        let (Some(p), Some(q)) = (x.get(vm).at(index), y.get(vm).at(index)) else { break };
        if !vm.equal(p.value(), q.value())? {
            return match op {
                CompareOp::Eq => Ok(Owned::bool(false)),
                CompareOp::Ne => Ok(Owned::bool(true)),
                _ => vm.rich_compare(p.value(), q.value(), op),
            };
        }
        index += 1;
    }
    Ok(Owned::bool(op.test(x.get(vm).length.cmp(&y.get(vm).length))))
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    Ok(receiver::<Deque>(vm, value)?.get(vm).length)
}

fn truth(vm: &mut Vm, value: Value) -> R<bool> {
    Ok(length(vm, value)? > 0)
}

fn position(vm: &mut Vm, this: Obj<Deque>, key: Value) -> R<usize> {
    let index = vm.to_index(key)?;
    let length = this.get(vm).length;
    let index = if index < 0 { index + length as isize } else { index };
    match usize::try_from(index) {
        Ok(index) if index < length => Ok(index),
        _ => Err(vm.index_error("deque index out of range")),
    }
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> R<Owned> {
    let this = receiver::<Deque>(vm, value)?;
    if vm.class_of(key).slots(vm).index.is_none() {
        let found = vm.class_of(key).name(vm);
        return Err(vm.type_error(format!("sequence index must be integer, not '{found}'")));
    }
    let index = position(vm, this, key)?;
    Ok(this.get(vm).at(index).unwrap_or(Owned::NONE))
}

fn set_item(vm: &mut Vm, value: Value, key: Value, item: Option<Value>) -> R<()> {
    let this = receiver::<Deque>(vm, value)?;
    if vm.class_of(key).slots(vm).index.is_none() {
        let found = vm.class_of(key).name(vm);
        return Err(vm.type_error(format!("sequence index must be integer, not '{found}'")));
    }
    let index = position(vm, this, key)?;
    let old = match item {
        Some(item) => Some(this.get_mut(vm).put(index, item.own())),
        None => this.get_mut(vm).remove_at(index),
    };
    drop(old);
    Ok(())
}

/// The place of the first item from `start` on that equals `item`.
fn find(vm: &mut Vm, this: Obj<Deque>, item: Value, start: usize, stop: usize, changed: &str) -> R<Option<usize>> {
    let changes = this.get(vm).changes;
    for index in start..stop {
        let Some(other) = this.get(vm).at(index) else { break };
        let equal = vm.equal(other.value(), item)?;
        if this.get(vm).changes != changes {
            return Err(if changed == "index" {
                vm.index_error("deque mutated during remove().")
            } else {
                vm.runtime_error("deque mutated during iteration")
            });
        }
        if equal {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

fn contains(vm: &mut Vm, value: Value, item: Value) -> R<bool> {
    let this = receiver::<Deque>(vm, value)?;
    let length = this.get(vm).length;
    Ok(find(vm, this, item, 0, length, "")?.is_some())
}

fn duplicate(vm: &mut Vm, value: Value) -> R<Owned> {
    let this = receiver::<Deque>(vm, value)?;
    let bound = this.get(vm).bound;
    let class = vm.class_of(value);
    if class == vm.native_class::<Deque>() {
        let state = Deque { ring: ValueVec::new(), head: 0, length: 0, bound, changes: 0 };
        let (owned, copy) = vm.allocate_obj(state)?;
        for item in snapshot(vm, this)? {
            append(vm, copy, item, false)?;
        }
        return Ok(owned);
    }
    let made = match bound {
        None => vm.call(class.value(), &[value])?,
        Some(bound) => {
            let bound = vm.new_int(bound as i128)?;
            vm.call(class.value(), &[value, bound.value()])?
        }
    };
    if vm.cast::<Deque>(made.value()).is_none() {
        let (class, found) = (class.name(vm), vm.class_of(made.value()).name(vm));
        return Err(vm.type_error(format!("{class}() must return a deque, not {found}")));
    }
    Ok(made)
}

fn concat(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    if vm.cast::<Deque>(b).is_none() {
        let found = vm.class_of(b).name(vm);
        return Err(vm.type_error(format!("can only concatenate deque (not \"{found}\") to deque")));
    }
    let made = duplicate(vm, a)?;
    let copy = receiver::<Deque>(vm, made.value())?;
    extend(vm, copy, b, false)?;
    Ok(made)
}

fn inplace_concat(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let this = receiver::<Deque>(vm, a)?;
    extend(vm, this, b, false)?;
    Ok(a.own())
}

fn inplace_repeat(vm: &mut Vm, a: Value, count: isize) -> R<Owned> {
    let this = receiver::<Deque>(vm, a)?;
    if count <= 0 {
        clear(this.get_mut(vm));
        return Ok(a.own());
    }
    let items = snapshot(vm, this)?;
    if items.is_empty() {
        return Ok(a.own());
    }
    // A bounded deque keeps the last items only: no more rounds than fill it.
    let rounds = match this.get(vm).bound {
        Some(bound) => (count as usize).min(bound / items.len() + 2),
        None => count as usize,
    };
    if items.len().checked_mul(rounds).is_none_or(|total| total > isize::MAX as usize / 8) {
        return Err(vm.memory_error());
    }
    for _ in 1..rounds {
        for item in &items {
            append(vm, this, item.clone(), false)?;
        }
    }
    Ok(a.own())
}

fn repeat(vm: &mut Vm, a: Value, count: isize) -> R<Owned> {
    let made = duplicate(vm, a)?;
    inplace_repeat(vm, made.value(), count)
}

#[derive(Trace)]
pub(super) struct DequeIterator {
    deque: Owned,
    /// Items given out.
    taken: usize,
    left: usize,
    changes: u64,
    reverse: bool,
}

payload!(DequeIterator);

pub(super) static ITERATOR: ClassDef = ClassDef {
    module: "_collections",
    slots: Slots { new: Some(new_iterator), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &iterator::METHODS,
    ..ClassDef::sealed::<DequeIterator>("_deque_iterator")
};

pub(super) static REVERSE: ClassDef = ClassDef {
    module: "_collections",
    slots: Slots { new: Some(new_iterator), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &iterator::METHODS,
    ..ClassDef::sealed::<DequeIterator>("_deque_reverse_iterator")
};

fn make_iterator(vm: &mut Vm, value: Value, reverse: bool) -> R<Owned> {
    let state = receiver::<Deque>(vm, value)?.get(vm);
    let iterator = DequeIterator { deque: value.own(), taken: 0, left: state.length, changes: state.changes, reverse };
    let class = vm.state::<State>().classes.get(usize::from(reverse)).copied();
    match class {
        Some(class) => vm.allocate_instance(class, iterator),
        None => vm.allocate(iterator),
    }
}

fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
    make_iterator(vm, value, false)
}

fn new_iterator(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let reverse = class.short_name(vm) == "_deque_reverse_iterator";
    let name = if reverse { "_deque_reverse_iterator" } else { "_deque_iterator" };
    crate::support::count(vm, name, args, 1, 2)?;
    let deque = args.positional[0];
    if vm.cast::<Deque>(deque).is_none() {
        let found = vm.class_of(deque).name(vm);
        return Err(vm.type_error(format!("{name}() argument 1 must be collections.deque, not {found}")));
    }
    let iterator = make_iterator(vm, deque, reverse)?;
    if let Some(&skip) = args.positional.get(1) {
        let skip = vm.to_index(skip)?;
        for _ in 0..skip {
            if next(vm, iterator.value())?.is_none() {
                break;
            }
        }
    }
    Ok(iterator)
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let this = receiver::<DequeIterator>(vm, value)?;
    let state = this.get(vm);
    let (deque, taken, left, changes, reverse) =
        (state.deque.clone(), state.taken, state.left, state.changes, state.reverse);
    let deque = receiver::<Deque>(vm, deque.value())?;
    let inner = deque.get(vm);
    if inner.changes != changes {
        this.get_mut(vm).left = 0;
        return Err(vm.runtime_error("deque mutated during iteration"));
    }
    if left == 0 {
        return Ok(None);
    }
    let item = inner.at(if reverse { inner.length.wrapping_sub(1 + taken) } else { taken });
    let state = this.get_mut(vm);
    state.taken += 1;
    state.left -= 1;
    Ok(item)
}

mod iterator {
    use super::*;

    #[methods]
    mod iterator_methods {
        use super::*;

        /// How many items are left.
        #[method("($self, /)")]
        fn __length_hint__(vm: &mut Vm, this: Obj<DequeIterator>) -> usize {
            this.get(vm).left
        }

        /// What pickle needs.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<DequeIterator>) -> R<Owned> {
            let state = this.get(vm);
            let (deque, taken) = (state.deque.clone(), state.taken);
            let class = vm.class_of(this.value());
            let taken = vm.new_int(taken as i128)?;
            let args = vm.new_tuple(&[deque.value(), taken.value()])?;
            vm.new_tuple(&[class.value(), args.value()])
        }
    }
}

#[methods]
mod py {
    use super::*;

    /// Add an item at the right end.
    #[method("($self, item, /)")]
    fn append(vm: &mut Vm, this: Obj<Deque>, item: Value) -> R<()> {
        super::append(vm, this, item.own(), false)
    }

    /// Add an item at the left end.
    #[method("($self, item, /)")]
    fn appendleft(vm: &mut Vm, this: Obj<Deque>, item: Value) -> R<()> {
        super::append(vm, this, item.own(), true)
    }

    /// Remove everything.
    #[method("($self, /)")]
    fn clear(vm: &mut Vm, this: Obj<Deque>) {
        super::clear(this.get_mut(vm));
    }

    /// A shallow copy.
    #[method("($self, /)")]
    fn copy(vm: &mut Vm, this: Obj<Deque>) -> R<Owned> {
        duplicate(vm, this.value())
    }

    /// A shallow copy.
    #[method("($self, /)")]
    fn __copy__(vm: &mut Vm, this: Obj<Deque>) -> R<Owned> {
        duplicate(vm, this.value())
    }

    /// How often a value occurs.
    #[method("($self, value, /)")]
    fn count(vm: &mut Vm, this: Obj<Deque>, value: Value) -> R<usize> {
        let changes = this.get(vm).changes;
        let mut count = 0;
        for index in 0..this.get(vm).length {
            let Some(item) = this.get(vm).at(index) else { break };
            count += usize::from(vm.equal(item.value(), value)?);
            if this.get(vm).changes != changes {
                return Err(vm.runtime_error("deque mutated during iteration"));
            }
        }
        Ok(count)
    }

    /// Add the items of an iterable at the right end.
    #[method("($self, iterable, /)")]
    fn extend(vm: &mut Vm, this: Obj<Deque>, iterable: Value) -> R<()> {
        super::extend(vm, this, iterable, false)
    }

    /// Add the items of an iterable at the left end, one after the other.
    #[method("($self, iterable, /)")]
    fn extendleft(vm: &mut Vm, this: Obj<Deque>, iterable: Value) -> R<()> {
        super::extend(vm, this, iterable, true)
    }

    /// The position of the first occurrence of a value.
    #[method("($self, value, start=0, stop=<unrepresentable>, /)")]
    fn index(vm: &mut Vm, this: Obj<Deque>, value: Value, start: Option<Index>, stop: Option<Index>) -> R<usize> {
        let length = this.get(vm).length as isize;
        let clamp = |index: isize| if index < 0 { (index + length).max(0) } else { index.min(length) } as usize;
        let start = start.map_or(0, |index| clamp(index.0));
        let stop = stop.map_or(length as usize, |index| clamp(index.0));
        match find(vm, this, value, start, stop, "")? {
            Some(index) => Ok(index),
            None => Err(vm.value_error("deque.index(x): x not in deque")),
        }
    }

    /// Insert a value before a position.
    #[method("($self, index, value, /)")]
    fn insert(vm: &mut Vm, this: Obj<Deque>, index: Value, value: Value) -> R<()> {
        let index = vm.to_size(index)?;
        let state = this.get(vm);
        let length = state.length as isize;
        if state.bound.is_some_and(|bound| state.length >= bound) {
            return Err(vm.index_error("deque already at its maximum size"));
        }
        if index >= length {
            return super::append(vm, this, value.own(), false);
        }
        if index <= -length || index == 0 {
            return super::append(vm, this, value.own(), true);
        }
        this.get_mut(vm).rotate(-index);
        let pushed = super::append(vm, this, value.own(), index >= 0);
        this.get_mut(vm).rotate(index);
        pushed
    }

    /// Remove and return the rightmost item.
    #[method("($self, /)")]
    fn pop(vm: &mut Vm, this: Obj<Deque>) -> R<Owned> {
        match this.get_mut(vm).pop_back() {
            Some(item) => Ok(item),
            None => Err(vm.index_error("pop from an empty deque")),
        }
    }

    /// Remove and return the leftmost item.
    #[method("($self, /)")]
    fn popleft(vm: &mut Vm, this: Obj<Deque>) -> R<Owned> {
        match this.get_mut(vm).pop_front() {
            Some(item) => Ok(item),
            None => Err(vm.index_error("pop from an empty deque")),
        }
    }

    /// Remove the first occurrence of a value.
    #[method("($self, value, /)")]
    fn remove(vm: &mut Vm, this: Obj<Deque>, value: Value) -> R<()> {
        let length = this.get(vm).length;
        match find(vm, this, value, 0, length, "index")? {
            Some(index) => {
                let old = this.get_mut(vm).remove_at(index);
                drop(old);
                Ok(())
            }
            None => Err(vm.value_error("deque.remove(x): x not in deque")),
        }
    }

    /// Reverse in place.
    #[method("($self, /)")]
    fn reverse(vm: &mut Vm, this: Obj<Deque>) {
        let state = this.get_mut(vm);
        for index in 0..state.length / 2 {
            let (a, b) = (state.place(index), state.place(state.length - 1 - index));
            state.ring.as_mut_slice().swap(a, b);
        }
    }

    /// Move so many items from the right end to the left.
    #[method("($self, n=1, /)")]
    fn rotate(vm: &mut Vm, this: Obj<Deque>, n: Option<Value>) -> R<()> {
        let steps = match n {
            Some(n) => vm.to_size(n)?,
            None => 1,
        };
        this.get_mut(vm).rotate(steps);
        Ok(())
    }

    /// An iterator from the right end.
    #[method("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Obj<Deque>) -> R<Owned> {
        make_iterator(vm, this.value(), true)
    }

    /// Bytes of memory.
    #[method("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Obj<Deque>) -> usize {
        size_of::<Deque>() + this.get(vm).ring.capacity() * size_of::<Value>()
    }

    /// What pickle needs.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<Deque>) -> R<Owned> {
        let name = vm.intern("__getstate__")?;
        let state = vm.call_special(this.value(), name, &[])?.unwrap_or(Owned::NONE);
        let iterator = vm.iter(this.value())?;
        let args = match this.get(vm).bound {
            None => vm.new_tuple(&[])?,
            Some(bound) => {
                let bound = vm.new_int(bound as i128)?;
                let empty = vm.new_tuple(&[])?;
                vm.new_tuple(&[empty.value(), bound.value()])?
            }
        };
        let class = vm.class_of(this.value());
        vm.new_tuple(&[class.value(), args.value(), state.value(), iterator.value()])
    }

    /// A generic alias.
    #[classmethod("($type, item, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
        vm.new_generic_alias(class, item)
    }

    /// The greatest length, or None.
    #[getter]
    fn maxlen(vm: &mut Vm, this: Obj<Deque>) -> Option<usize> {
        this.get(vm).bound
    }
}
