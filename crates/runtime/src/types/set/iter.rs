//! `set_iterator`. It refuses to go on once the set has changed its size.

use super::operations::AnySet;
use crate::native::*;
use crate::types::iterator::{reduce_rest, same};
use crate::types::shapes;

#[derive(Trace)]
pub struct SetIterator {
    /// None once exhausted.
    set: Option<Owned>,
    place: usize,
    /// The set's size when the iterator was made.
    size: usize,
    left: usize,
    /// The set changed its size: stays so.
    broken: bool,
}

impl Payload for SetIterator {
    const NAME: &'static str = "SetIterator";
    const SHAPE: taipan_heap::ShapeId = shapes::set_iterator;
    const PLAIN: bool = true;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.set_iterator
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    ..ClassDef::sealed::<SetIterator>("set_iterator")
};

pub(super) fn iter(vm: &mut Vm, set: AnySet) -> R<Owned> {
    let size = set.len(vm);
    vm.allocate(SetIterator { set: Some(set.value().own()), place: 0, size, left: size, broken: false })
}

fn set_of(vm: &Vm, this: Obj<SetIterator>) -> Option<AnySet> {
    this.get(vm).set.as_ref().and_then(|set| vm.as_any_set(set.value()))
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast_exact::<SetIterator>(value) else { return Ok(None) };
    let state = this.get(vm);
    let Some(set) = state.set.as_ref().and_then(|set| vm.as_any_set(set.value())) else { return Ok(None) };
    if state.broken || state.size != set.len(vm) {
        this.get_mut(vm).broken = true;
        return Err(vm.runtime_error("Set changed size during iteration"));
    }
    match set.table(vm).item_from(state.place) {
        Some((place, item, _)) => {
            let item = item.own();
            let state = this.get_mut(vm);
            state.place = place + 1;
            state.left = state.left.saturating_sub(1);
            Ok(Some(item))
        }
        None => {
            let set = this.get_mut(vm).set.take();
            drop(set);
            Ok(None)
        }
    }
}

#[methods]
mod py {
    use super::*;

    /// Items still to come.
    #[method("($self, /)")]
    fn __length_hint__(vm: &mut Vm, this: Obj<SetIterator>) -> usize {
        match set_of(vm, this) {
            Some(set) if set.len(vm) == this.get(vm).size => this.get(vm).left,
            _ => 0,
        }
    }

    /// What pickling needs.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<SetIterator>) -> R<Owned> {
        let list = vm.new_list(&[])?;
        let Some(rest) = vm.cast::<List>(list.value()) else { return Ok(list) };
        if let Some(set) = set_of(vm, this) {
            let mut place = this.get(vm).place;
            while let Some((found, item, _)) = set.table(vm).item_from(place) {
                rest.push(vm, item.own())?;
                place = found + 1;
            }
        }
        reduce_rest(vm, rest)
    }
}
