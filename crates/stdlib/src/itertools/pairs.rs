//! `pairwise` and `zip_longest`.

use taipan_runtime::native::*;
use taipan_text::memory::Grow;

use crate::support::{count, no_keywords_for, payload, receiver, same, signature, step};

#[derive(Trace)]
pub(crate) struct Pairwise {
    /// None once exhausted.
    iterator: Option<Owned>,
    previous: Option<Owned>,
}

payload!(Pairwise);

pub(super) static PAIRWISE: ClassDef = ClassDef {
    module: "itertools",
    doc: "Each item together with the one after it.",
    slots: Slots { new: Some(new_pairwise), iter: Some(same), next: Some(next_pair), ..Slots::EMPTY },
    ..ClassDef::new::<Pairwise>("pairwise")
};

fn new_pairwise(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    no_keywords_for::<Pairwise>(vm, class, "pairwise", args)?;
    count(vm, "pairwise", args, 1, 1)?;
    let iterator = vm.iter(args.positional[0])?;
    vm.allocate_instance(class, Pairwise { iterator: Some(iterator), previous: None })
}

fn next_pair(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<Pairwise>(vm, this)?;
    let Some(iterator) = this.get(vm).iterator.clone() else { return Ok(None) };
    if this.get(vm).previous.is_none() {
        let Some(first) = step(vm, iterator.value())? else {
            this.get_mut(vm).iterator = None;
            return Ok(None);
        };
        this.get_mut(vm).previous = Some(first);
        // Asking for the item may have exhausted the pairs from inside.
        if this.get(vm).iterator.is_none() {
            this.get_mut(vm).previous = None;
            return Ok(None);
        }
    }
    let previous = this.get(vm).previous.clone().unwrap_or(Owned::NONE);
    let Some(item) = step(vm, iterator.value())? else {
        let state = this.get_mut(vm);
        state.iterator = None;
        state.previous = None;
        return Ok(None);
    };
    this.get_mut(vm).previous = Some(item.clone());
    vm.new_tuple(&[previous.value(), item.value()]).map(Some)
}

#[derive(Trace)]
pub(crate) struct ZipLongest {
    /// None in the place of an exhausted one.
    iterators: ValueVec,
    active: usize,
    fill: Owned,
}

payload!(ZipLongest);

pub(super) static ZIP_LONGEST: ClassDef = ClassDef {
    module: "itertools",
    doc: "Tuples of an item of each iterable, until the longest is exhausted.",
    slots: Slots { new: Some(new_zip_longest), iter: Some(same), next: Some(next_tuple), ..Slots::EMPTY },
    ..ClassDef::new::<ZipLongest>("zip_longest")
};

fn new_zip_longest(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("zip_longest", ["fillvalue" KeywordOnly true], true, false);
    let mut slots = [None; 1];
    let bound = bind(vm, signature, args, &mut slots)?;
    let mut iterators = ValueVec::new();
    for &iterable in bound.rest {
        let iterator = vm.iter(iterable)?;
        let heap = vm.heap;
        let pushed = iterators.push(heap, iterator);
        vm.check(pushed)?;
    }
    let active = iterators.len();
    vm.allocate_instance(class, ZipLongest { iterators, active, fill: slots[0].unwrap_or(Value::NONE).own() })
}

fn next_tuple(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<ZipLongest>(vm, this)?;
    let length = this.get(vm).iterators.len();
    if length == 0 || this.get(vm).active == 0 {
        return Ok(None);
    }
    let mut items = taipan_text::memory::with_room(length);
    for index in 0..length {
        let Some(iterator) = this.get(vm).iterators.as_slice().get(index).map(|iterator| iterator.own()) else {
            return Ok(None);
        };
        if iterator.is_none() {
            items.put(this.get(vm).fill.clone());
            continue;
        }
        match step(vm, iterator.value()) {
            Ok(Some(item)) => items.put(item),
            Ok(None) => {
                let state = this.get_mut(vm);
                state.active = state.active.saturating_sub(1);
                if state.active == 0 {
                    return Ok(None);
                }
                let fill = state.fill.clone();
                drop(state.iterators.replace(index, Owned::NONE));
                items.put(fill);
            }
            Err(raised) => {
                this.get_mut(vm).active = 0;
                return Err(raised);
            }
        }
    }
    vm.new_tuple_from(items).map(Some)
}
