//! Iterators that belong to no container: over `__getitem__`, and over a callable with a sentinel.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::shapes;

/// `iter(x)` of an x that has `__getitem__` only.
#[derive(Trace)]
pub struct SequenceIterator {
    sequence: Option<Owned>,
    index: i64,
}

impl Payload for SequenceIterator {
    const NAME: &'static str = "SequenceIterator";
    const SHAPE: ShapeId = shapes::iterator;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.iterator
    }
}

pub(crate) static SEQUENCE_CLASS: ClassDef = ClassDef {
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    ..ClassDef::sealed::<SequenceIterator>("iterator")
};

pub(crate) fn sequence_iterator(vm: &mut Vm, sequence: Value) -> R<Owned> {
    vm.allocate(SequenceIterator { sequence: Some(sequence.own()), index: 0 })
}

pub(crate) fn same(_vm: &mut Vm, value: Value) -> R<Owned> {
    Ok(value.own())
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<SequenceIterator>(value) else { return Ok(None) };
    let state = this.get(vm);
    let Some(sequence) = state.sequence.clone() else { return Ok(None) };
    let index = Value::int_unchecked(state.index);
    match vm.get_item(sequence.value(), index) {
        Ok(item) => {
            this.get_mut(vm).index += 1;
            Ok(Some(item))
        }
        Err(raised) => {
            if !vm.error_is(vm.exceptions.IndexError) && !vm.error_is(vm.exceptions.StopIteration) {
                return Err(raised);
            }
            drop(vm.take_error());
            let state = this.get_mut(vm).sequence.take();
            drop(state);
            Ok(None)
        }
    }
}
