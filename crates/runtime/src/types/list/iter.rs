//! `list_iterator`.

use crate::native::*;
use crate::types::shapes;

#[derive(Trace)]
pub struct ListIterator {
    /// None once exhausted.
    sequence: Option<Owned>,
    index: usize,
}

impl Payload for ListIterator {
    const NAME: &'static str = "ListIterator";
    const SHAPE: taipan_heap::ShapeId = shapes::list_iterator;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.list_iterator
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    ..ClassDef::sealed::<ListIterator>("list_iterator")
};

pub(super) fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
    vm.allocate(ListIterator { sequence: Some(value.own()), index: 0 })
}

fn same(_vm: &mut Vm, value: Value) -> R<Owned> {
    Ok(value.own())
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<ListIterator>(value) else { return Ok(None) };
    let state = this.get(vm);
    let Some(sequence) = state.sequence.as_ref().and_then(|sequence| vm.cast::<List>(sequence.value())) else {
        return Ok(None);
    };
    let item = sequence.items(vm).get(state.index).map(|item| item.own());
    let state = this.get_mut(vm);
    match item {
        Some(item) => {
            state.index += 1;
            Ok(Some(item))
        }
        None => {
            state.sequence = None;
            Ok(None)
        }
    }
}
