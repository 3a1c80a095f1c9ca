//! `tuple_iterator`.

use crate::native::*;
use crate::types::iterator::{self, same};
use crate::types::shapes;

#[derive(Trace)]
pub struct TupleIterator {
    /// None once exhausted.
    sequence: Option<Owned>,
    index: usize,
}

impl Payload for TupleIterator {
    const NAME: &'static str = "TupleIterator";
    const SHAPE: taipan_heap::ShapeId = shapes::tuple_iterator;
    const PLAIN: bool = true;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.tuple_iterator
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    ..ClassDef::sealed::<TupleIterator>("tuple_iterator")
};

pub(super) fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
    vm.allocate(TupleIterator { sequence: Some(value.own()), index: 0 })
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<TupleIterator>(value) else { return Ok(None) };
    let state = this.get(vm);
    let Some(sequence) = state.sequence.as_ref().and_then(|sequence| vm.cast::<Tuple>(sequence.value())) else {
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

#[methods]
mod py {
    use super::*;

    /// Items still to come.
    #[method("($self, /)")]
    fn __length_hint__(vm: &mut Vm, this: Obj<TupleIterator>) -> usize {
        let state = this.get(vm);
        match state.sequence.as_ref().and_then(|sequence| vm.cast::<Tuple>(sequence.value())) {
            Some(tuple) => tuple.len(vm).saturating_sub(state.index),
            None => 0,
        }
    }

    /// What pickling needs.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<TupleIterator>) -> R<Owned> {
        let function = iterator::builtin(vm, "iter")?;
        let state = this.get(vm);
        let (sequence, index) = (state.sequence.clone(), state.index);
        iterator::reduce_over(vm, function, sequence, index)
    }

    /// Go to the item that `__reduce__` told.
    #[method("($self, state, /)")]
    fn __setstate__(vm: &mut Vm, this: Obj<TupleIterator>, state: isize) {
        let iterator = this.get(vm);
        if let Some(tuple) = iterator.sequence.as_ref().and_then(|sequence| vm.cast::<Tuple>(sequence.value())) {
            let length = tuple.len(vm);
            this.get_mut(vm).index = (state.max(0) as usize).min(length);
        }
    }
}
