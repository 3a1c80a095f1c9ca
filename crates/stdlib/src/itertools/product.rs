//! `product`: the rightmost pool turns fastest.

use taipan_runtime::native::*;
use taipan_text::memory::CopyOut;

use crate::support::{payload, receiver, same, signature};

#[derive(Trace)]
pub(crate) struct Product {
    /// Tuples.
    pools: ValueVec,
    indices: Buffer<usize>,
    /// The tuple given out last.
    last: Option<Owned>,
    stopped: bool,
}

payload!(Product);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "itertools",
    doc: "Every tuple of one item of each iterable.",
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    ..ClassDef::new::<Product>("product")
};

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("product", ["repeat" KeywordOnly true], true, false);
    let mut slots = [None; 1];
    let bound = bind(vm, signature, args, &mut slots)?;
    let repeat = match slots[0] {
        Some(repeat) => vm.to_size(repeat)?,
        None => 1,
    };
    let Ok(repeat) = usize::try_from(repeat) else {
        return Err(vm.value_error("repeat argument cannot be negative"));
    };
    let arguments = if repeat == 0 { &[] } else { bound.rest };
    let Some(total) = arguments.len().checked_mul(repeat).filter(|&total| total <= isize::MAX as usize / 8) else {
        return Err(vm.overflow_error("repeat argument too large"));
    };
    let heap = vm.heap;
    let made = (ValueVec::with_capacity(heap, total), Buffer::with_capacity(heap, total));
    let mut pools = vm.check(made.0)?;
    let mut indices: Buffer<usize> = vm.check(made.1)?;
    for &iterable in arguments {
        let pool = vm.tuple_from(iterable)?;
        let pushed = pools.push(heap, pool);
        vm.check(pushed)?;
    }
    for index in arguments.len()..total {
        let pool = pools.as_slice()[index - arguments.len()].own();
        let pushed = pools.push(heap, pool);
        vm.check(pushed)?;
    }
    let resized = indices.resize(heap, total, 0);
    vm.check(resized)?;
    vm.allocate_instance(class, Product { pools, indices, last: None, stopped: false })
}

fn pool<'a>(vm: &'a Vm, state: &'a Product, place: usize) -> &'a [Value] {
    match state.pools.as_slice().get(place).and_then(|&pool| vm.cast::<Tuple>(pool)) {
        Some(pool) => pool.items(vm),
        None => &[],
    }
}

fn next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<Product>(vm, this)?;
    let state = this.get(vm);
    if state.stopped {
        return Ok(None);
    }
    let places = state.indices.len();
    let items: smallvec::SmallVec<[Value; 8]> = match &state.last {
        None => {
            let first = (0..places).map(|place| pool(vm, state, place).first().copied());
            let first = taipan_text::memory::all_gathered(first);
            match first {
                Some(first) => first.into(),
                None => {
                    this.get_mut(vm).stopped = true;
                    return Ok(None);
                }
            }
        }
        Some(last) => {
            let last = vm.cast_exact::<Tuple>(last.value()).map(|last| last.items(vm)).unwrap_or_default();
            let mut items = if last.len() <= 8 {
                smallvec::SmallVec::from_slice(last)
            } else {
                smallvec::SmallVec::from_vec(last.copy_out())
            };
            if items.len() < places {
                // There was no memory for a copy.
                vm.check_built()?;
                return Ok(None);
            }
            let mut turned = None;
            for place in (0..places).rev() {
                let state = this.get(vm);
                let (index, items_here) = (state.indices.as_slice()[place] + 1, pool(vm, state, place));
                let index = if index == items_here.len() { 0 } else { index };
                items[place] = items_here[index];
                this.get_mut(vm).indices.as_mut_slice()[place] = index;
                if index != 0 {
                    turned = Some(place);
                    break;
                }
            }
            if turned.is_none() {
                let state = this.get_mut(vm);
                state.stopped = true;
                state.last = None;
                return Ok(None);
            }
            items
        }
    };
    let tuple = vm.new_tuple(&items)?;
    this.get_mut(vm).last = Some(tuple.clone());
    Ok(Some(tuple))
}
