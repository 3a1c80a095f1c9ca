//! `_heapq`: lists kept as heaps. Items are compared with `<` alone, in the order in which the Python part of the module would.

use taipan_runtime::native::*;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_heapq", "The native part of the module heapq.", &METHODS)?;
    module.add_str(vm, "__about__", "Heaps: the item at k comes before those at 2k+1 and 2k+2.")?;
    Ok(owned)
}

/// Whether the smallest or the largest item comes first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    Least,
    Greatest,
}

fn at(vm: &mut Vm, heap: Obj<List>, place: usize) -> R<Owned> {
    match heap.items(vm).get(place) {
        Some(item) => Ok(item.own()),
        None => Err(vm.index_error("index out of range")),
    }
}

/// Whether the item `a` has to be above `b`. A comparison that changes the list's length is an error.
fn above(vm: &mut Vm, heap: Obj<List>, a: usize, b: usize, first: First) -> R<bool> {
    let length = heap.len(vm);
    let (a, b) = (at(vm, heap, a)?, at(vm, heap, b)?);
    let less = match first {
        First::Least => vm.compare_truth(a.value(), b.value(), CompareOp::Lt)?,
        First::Greatest => vm.compare_truth(b.value(), a.value(), CompareOp::Lt)?,
    };
    if heap.len(vm) != length {
        return Err(vm.runtime_error("list changed size during iteration"));
    }
    Ok(less)
}

fn swap(vm: &mut Vm, heap: Obj<List>, a: usize, b: usize) {
    heap.get_mut(vm).items.as_mut_slice().swap(a, b);
}

/// Move the item at `place` up, not above `top`.
fn rise(vm: &mut Vm, heap: Obj<List>, top: usize, mut place: usize, first: First) -> R<()> {
    while place > top {
        let parent = (place - 1) / 2;
        if !above(vm, heap, place, parent, first)? {
            break;
        }
        swap(vm, heap, place, parent);
        place = parent;
    }
    Ok(())
}

/// Move the item at `top` down to a leaf, along those that belong above, and up again to where it belongs.
fn sink(vm: &mut Vm, heap: Obj<List>, top: usize, first: First) -> R<()> {
    let end = heap.len(vm);
    let mut place = top;
    while place < end / 2 {
        let mut child = 2 * place + 1;
        if child + 1 < end && !above(vm, heap, child, child + 1, first)? {
            child += 1;
        }
        swap(vm, heap, place, child);
        place = child;
    }
    rise(vm, heap, top, place, first)
}

fn push(vm: &mut Vm, heap: Obj<List>, item: Value, first: First) -> R<()> {
    heap.push(vm, item.own())?;
    let last = heap.len(vm) - 1;
    rise(vm, heap, 0, last, first)
}

fn pop(vm: &mut Vm, heap: Obj<List>, first: First) -> R<Owned> {
    let Some(last) = heap.get_mut(vm).items.pop() else {
        return Err(vm.index_error("index out of range"));
    };
    if heap.len(vm) == 0 {
        return Ok(last);
    }
    let top = heap.get_mut(vm).items.replace(0, last);
    sink(vm, heap, 0, first)?;
    Ok(top)
}

fn replace(vm: &mut Vm, heap: Obj<List>, item: Value, first: First) -> R<Owned> {
    if heap.len(vm) == 0 {
        return Err(vm.index_error("index out of range"));
    }
    let top = heap.get_mut(vm).items.replace(0, item.own());
    sink(vm, heap, 0, first)?;
    Ok(top)
}

fn push_pop(vm: &mut Vm, heap: Obj<List>, item: Value, first: First) -> R<Owned> {
    if heap.len(vm) == 0 {
        return Ok(item.own());
    }
    let top = at(vm, heap, 0)?;
    let passes = match first {
        First::Least => vm.compare_truth(top.value(), item, CompareOp::Lt)?,
        First::Greatest => vm.compare_truth(item, top.value(), CompareOp::Lt)?,
    };
    if !passes {
        return Ok(item.own());
    }
    replace(vm, heap, item, first)
}

fn heapify(vm: &mut Vm, heap: Obj<List>, first: First) -> R<()> {
    for place in (0..heap.len(vm) / 2).rev() {
        sink(vm, heap, place, first)?;
    }
    Ok(())
}

#[methods]
mod py {
    use super::*;

    /// Push an item.
    #[function("(heap, item, /)")]
    fn heappush(vm: &mut Vm, heap: Obj<List>, item: Value) -> R<()> {
        push(vm, heap, item, First::Least)
    }

    /// Pop the smallest item.
    #[function("(heap, /)")]
    fn heappop(vm: &mut Vm, heap: Obj<List>) -> R<Owned> {
        pop(vm, heap, First::Least)
    }

    /// Pop the smallest item, then push one.
    #[function("(heap, item, /)")]
    fn heapreplace(vm: &mut Vm, heap: Obj<List>, item: Value) -> R<Owned> {
        replace(vm, heap, item, First::Least)
    }

    /// Push an item, then pop the smallest one.
    #[function("(heap, item, /)")]
    fn heappushpop(vm: &mut Vm, heap: Obj<List>, item: Value) -> R<Owned> {
        push_pop(vm, heap, item, First::Least)
    }

    /// Make a list a heap.
    #[function("(heap, /)")]
    fn heapify(vm: &mut Vm, heap: Obj<List>) -> R<()> {
        super::heapify(vm, heap, First::Least)
    }

    /// Push an item on a heap whose largest item is first.
    #[function("(heap, item, /)")]
    fn heappush_max(vm: &mut Vm, heap: Obj<List>, item: Value) -> R<()> {
        push(vm, heap, item, First::Greatest)
    }

    /// Pop the largest item.
    #[function("(heap, /)")]
    fn heappop_max(vm: &mut Vm, heap: Obj<List>) -> R<Owned> {
        pop(vm, heap, First::Greatest)
    }

    /// Pop the largest item, then push one.
    #[function("(heap, item, /)")]
    fn heapreplace_max(vm: &mut Vm, heap: Obj<List>, item: Value) -> R<Owned> {
        replace(vm, heap, item, First::Greatest)
    }

    /// Push an item, then pop the largest one.
    #[function("(heap, item, /)")]
    fn heappushpop_max(vm: &mut Vm, heap: Obj<List>, item: Value) -> R<Owned> {
        push_pop(vm, heap, item, First::Greatest)
    }

    /// Make a list a heap whose largest item is first.
    #[function("(heap, /)")]
    fn heapify_max(vm: &mut Vm, heap: Obj<List>) -> R<()> {
        super::heapify(vm, heap, First::Greatest)
    }
}
