//! The special methods of list.

use taipan_text::memory::Grow;

use crate::native::*;
use crate::types::sequence::{self, bad_subscript, subscript};
use crate::types::slice::{Bounds, Slice};

pub(super) const SLOTS: Slots = Slots {
    new: Some(new),
    init: Some(init),
    repr: Some(repr),
    compare: Some(compare),
    length: Some(length),
    iter: Some(super::iter::iter),
    get_item: Some(get_item),
    set_item: Some(set_item),
    contains: Some(contains),
    concat: Some(concat),
    repeat: Some(repeat),
    inplace_concat: Some(inplace_concat),
    inplace_repeat: Some(inplace_repeat),
    ..Slots::EMPTY
};

#[inline(always)]
fn this(vm: &mut Vm, value: Value) -> R<Obj<List>> {
    match vm.cast::<List>(value) {
        Some(this) => Ok(this),
        None => Err(vm.type_error("a list is required")),
    }
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, List::default())
}

fn init(vm: &mut Vm, value: Value, args: Args<'_>) -> R<()> {
    let list = this(vm, value)?;
    if !args.names.is_empty() {
        let own_new = vm.class_of(value).slots(vm).new.is_some_and(|slot| slot as usize == new as *const () as usize);
        if own_new {
            return Err(vm.type_error("list() takes no keyword arguments"));
        }
    }
    let iterable = match *args.positional {
        [] => None,
        [iterable] => Some(iterable),
        _ => {
            let given = args.positional.len();
            return Err(vm.type_error(format!("list expected at most 1 argument, got {given}")));
        }
    };
    drop(list.get_mut(vm).items.take());
    match iterable {
        Some(iterable) => list.extend_exactly(vm, iterable),
        None => Ok(()),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let list = this(vm, value)?;
    sequence::repr(vm, value, list, ["[", "]"], "[...]", false)
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    match (vm.cast::<List>(a), vm.cast::<List>(b)) {
        (Some(a), Some(b)) => sequence::compare(vm, a, b, op),
        _ => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    }
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    Ok(this(vm, value)?.len(vm))
}

fn contains(vm: &mut Vm, value: Value, item: Value) -> R<bool> {
    let list = this(vm, value)?;
    Ok(sequence::position(vm, list, item, 0, usize::MAX)?.is_some())
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> R<Owned> {
    let list = this(vm, value)?;
    if let Some(slice) = vm.cast::<Slice>(key) {
        let bounds = vm.slice_bounds(slice)?;
        return load_slice(vm, list, bounds);
    }
    if !key.is_int() && vm.class_of(key).slots(vm).index.is_none() {
        return Err(bad_subscript(vm, "list", key));
    }
    match subscript(vm, key, |vm| list.len(vm))? {
        Some(index) => Ok(list.items(vm)[index].own()),
        None => Err(vm.index_error("list index out of range")),
    }
}

/// `list[slice]`.
pub(crate) fn load_slice(vm: &mut Vm, list: Obj<List>, bounds: Bounds) -> R<Owned> {
    let span = bounds.fit(list.len(vm));
    let heap = vm.heap;
    let items = list.items(vm);
    let copied = match span.range() {
        Some(range) => ValueVec::from_slice(heap, &items[range]),
        None if span.step == -1 && span.count > 0 => {
            ValueVec::from_reversed(heap, &items[span.start + 1 - span.count..span.start + 1])
        }
        None => gather(heap, items, span),
    };
    let items = vm.check(copied)?;
    vm.new_list_from(items)
}

fn gather(
    heap: HeapRef,
    items: &[Value],
    span: crate::types::slice::Span,
) -> Result<ValueVec, taipan_heap::OutOfMemory> {
    let mut gathered = ValueVec::with_capacity(heap, span.count)?;
    for place in span.places() {
        gathered.push(heap, items[place].own())?;
    }
    Ok(gathered)
}

fn set_item(vm: &mut Vm, value: Value, key: Value, item: Option<Value>) -> R<()> {
    let list = this(vm, value)?;
    if let Some(slice) = vm.cast::<Slice>(key) {
        let slice = vm.slice_bounds(slice)?;
        return match item {
            Some(iterable) => set_slice(vm, list, slice, iterable),
            None => delete_slice(vm, list, slice),
        };
    }
    if !key.is_int() && vm.class_of(key).slots(vm).index.is_none() {
        return Err(bad_subscript(vm, "list", key));
    }
    let Some(index) = subscript(vm, key, |vm| list.len(vm))? else {
        return Err(vm.index_error("list assignment index out of range"));
    };
    match item {
        Some(item) => drop(list.get_mut(vm).items.replace(index, item.own())),
        None => drop(list.get_mut(vm).items.remove(index)),
    }
    Ok(())
}

/// The items of any iterable.
fn values_of(vm: &mut Vm, iterable: Value) -> R<ValueVec> {
    let copied = if let Some(list) = vm.cast_exact::<List>(iterable) {
        ValueVec::from_slice(vm.heap, list.items(vm))
    } else if let Some(tuple) = vm.cast_exact::<Tuple>(iterable) {
        ValueVec::from_slice(vm.heap, tuple.items(vm))
    } else {
        match vm.iter(iterable) {
            Ok(_) => {}
            Err(raised) => {
                vm.catch(vm.exceptions.TypeError, raised)?;
                return Err(vm.type_error("must assign iterable to extended slice"));
            }
        }
        let list = vm.list_from(iterable)?;
        let keep = Owned::from_raw(list.value());
        let items = list.get_mut(vm).items.take();
        drop(keep);
        return Ok(items);
    };
    vm.check(copied)
}

/// `list[slice] = iterable`.
pub(crate) fn set_slice(vm: &mut Vm, list: Obj<List>, slice: Bounds, iterable: Value) -> R<()> {
    if let Some(other) = vm.cast_exact::<List>(iterable)
        && let Some((this, other)) = vm.pair(list, other)
    {
        // As many items as there were: each takes the place of one.
        let (span, values) = (slice.fit(this.items.len()), other.items.as_slice());
        if span.step == 1 && span.count == values.len() {
            for (offset, value) in values.iter().enumerate() {
                drop(this.items.replace(span.start + offset, value.own()));
            }
            return Ok(());
        }
    }
    let values = values_of(vm, iterable)?;
    // Going through the iterable may have changed the list.
    let span = slice.fit(list.len(vm));
    let heap = vm.heap;
    if let Some(range) = span.range() {
        let replaced = list.get_mut(vm).items.exchange(heap, range, values);
        drop(vm.check(replaced)?);
    } else {
        if values.len() != span.count {
            let (given, wanted) = (values.len(), span.count);
            return Err(vm.value_error(format!(
                "attempt to assign sequence of size {given} to extended slice of size {wanted}"
            )));
        }
        // The values may be the list's own: what they replace is dropped when all are in place.
        let mut replaced = taipan_text::memory::with_room(span.count);
        vm.check_built()?;
        let items = &mut list.get_mut(vm).items;
        for (place, value) in span.places().zip(values.as_slice()) {
            replaced.put(items.replace(place, value.own()));
        }
        drop(replaced);
    }
    Ok(())
}

fn delete_slice(vm: &mut Vm, list: Obj<List>, slice: crate::types::slice::Bounds) -> R<()> {
    let span = slice.fit(list.len(vm));
    if span.count == 0 {
        return Ok(());
    }
    let heap = vm.heap;
    if let Some(range) = span.range() {
        let removed = list.get_mut(vm).items.splice(heap, range, &[]);
        drop(vm.check(removed)?);
    } else {
        let mut doomed = span.places();
        let ordered: Box<dyn Iterator<Item = usize>> = if span.step < 0 {
            let last = (span.start as isize + (span.count as isize - 1) * span.step) as usize;
            let step = span.step.unsigned_abs();
            Box::new((0..span.count).map(move |index| last + index * step))
        } else {
            Box::new(doomed.by_ref())
        };
        let removed = list.get_mut(vm).items.remove_places(heap, ordered);
        drop(vm.check(removed)?);
    }
    list.shrink(vm)
}

fn concat(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let left = this(vm, a)?;
    let Some(right) = vm.cast::<List>(b) else {
        let found = vm.class_of(b).name(vm);
        return Err(vm.type_error(format!("can only concatenate list (not \"{found}\") to list")));
    };
    let heap = vm.heap;
    let joined = ValueVec::joined(heap, left.items(vm), right.items(vm));
    let items = vm.check(joined)?;
    vm.new_list_from(items)
}

fn repeat(vm: &mut Vm, value: Value, count: isize) -> R<Owned> {
    let list = this(vm, value)?;
    let heap = vm.heap;
    let count = count.max(0) as usize;
    let Some(total) = list.len(vm).checked_mul(count) else { return Err(vm.memory_error()) };
    let repeated = ValueVec::with_capacity(heap, total).and_then(|mut items| {
        if let &[item] = list.items(vm) {
            for _ in 0..count {
                items.push(heap, item.own())?;
            }
        } else if total > 0 {
            for _ in 0..count {
                items.extend_from_slice(heap, list.items(vm))?;
            }
        }
        Ok(items)
    });
    let items = vm.check(repeated)?;
    vm.new_list_from(items)
}

fn inplace_concat(vm: &mut Vm, value: Value, iterable: Value) -> R<Owned> {
    this(vm, value)?.extend(vm, iterable)?;
    Ok(value.own())
}

fn inplace_repeat(vm: &mut Vm, value: Value, count: isize) -> R<Owned> {
    let list = this(vm, value)?;
    if count <= 0 {
        drop(list.get_mut(vm).items.take());
        return Ok(value.own());
    }
    let length = list.len(vm);
    let Some(total) = length.checked_mul(count as usize) else { return Err(vm.memory_error()) };
    let heap = vm.heap;
    let items = &mut list.get_mut(vm).items;
    let grown = items.set_capacity(heap, total.max(items.capacity()));
    let repeated = grown.and_then(|()| {
        for index in length..total {
            let item = items.as_slice()[index - length].own();
            items.push(heap, item)?;
        }
        Ok(())
    });
    vm.check(repeated)?;
    Ok(value.own())
}
