//! `list_iterator` and `list_reverseiterator`. The list may grow or shrink while they are at work.

use crate::native::*;
use crate::types::iterator::{self, same};
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
    const PLAIN: bool = true;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.list_iterator
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &forward::METHODS,
    ..ClassDef::sealed::<ListIterator>("list_iterator")
};

/// `reversed(a list)`.
#[derive(Trace)]
pub struct ListReverseIterator {
    /// Kept when exhausted: `__setstate__` may go back.
    sequence: Option<Owned>,
    /// Items still to come, if the list keeps its length.
    left: usize,
}

impl Payload for ListReverseIterator {
    const NAME: &'static str = "ListReverseIterator";
    const SHAPE: taipan_heap::ShapeId = shapes::list_reverseiterator;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.list_reverseiterator
    }
}

pub(crate) static REVERSE_CLASS: ClassDef = ClassDef {
    slots: Slots { iter: Some(same), next: Some(next_reversed), ..Slots::EMPTY },
    methods: &backward::METHODS,
    ..ClassDef::sealed::<ListReverseIterator>("list_reverseiterator")
};

pub(super) fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
    vm.allocate(ListIterator { sequence: Some(value.own()), index: 0 })
}

pub(super) fn reversed(vm: &mut Vm, list: Obj<List>) -> R<Owned> {
    let left = list.len(vm);
    vm.allocate(ListReverseIterator { sequence: Some(list.own()), left })
}

impl ListIterator {
    /// The next item.
    #[inline(always)]
    pub(crate) fn advance(vm: &mut Vm, this: Obj<ListIterator>) -> Option<Owned> {
        let state = this.get(vm);
        let sequence = state.sequence.as_ref().and_then(|sequence| vm.cast::<List>(sequence.value()))?;
        match sequence.items(vm).get(state.index) {
            Some(item) => {
                let item = item.own();
                this.get_mut(vm).index += 1;
                Some(item)
            }
            None => {
                this.get_mut(vm).sequence = None;
                None
            }
        }
    }
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    Ok(vm.cast::<ListIterator>(value).and_then(|this| ListIterator::advance(vm, this)))
}

fn next_reversed(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<ListReverseIterator>(value) else { return Ok(None) };
    let state = this.get(vm);
    let Some(sequence) = state.sequence.as_ref().and_then(|sequence| vm.cast::<List>(sequence.value())) else {
        return Ok(None);
    };
    let index = state.left.checked_sub(1);
    let item = index.and_then(|index| sequence.items(vm).get(index).map(|item| item.own()));
    let state = this.get_mut(vm);
    match item {
        Some(item) => {
            state.left = index.unwrap_or(0);
            Ok(Some(item))
        }
        None => {
            state.left = 0;
            let exhausted = state.sequence.take();
            drop(exhausted);
            Ok(None)
        }
    }
}

mod forward {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// Items still to come.
        #[method("($self, /)")]
        fn __length_hint__(vm: &mut Vm, this: Obj<ListIterator>) -> usize {
            let state = this.get(vm);
            match state.sequence.as_ref().and_then(|sequence| vm.cast::<List>(sequence.value())) {
                Some(list) => list.len(vm).saturating_sub(state.index),
                None => 0,
            }
        }

        /// What pickling needs.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<ListIterator>) -> R<Owned> {
            let function = iterator::builtin(vm, "iter")?;
            let state = this.get(vm);
            let (sequence, index) = (state.sequence.clone(), state.index);
            iterator::reduce_sequence(vm, function, sequence, index as i64)
        }

        /// Go to the item that `__reduce__` told.
        #[method("($self, state, /)")]
        fn __setstate__(vm: &mut Vm, this: Obj<ListIterator>, state: isize) {
            let iterator = this.get(vm);
            if let Some(list) = iterator.sequence.as_ref().and_then(|sequence| vm.cast::<List>(sequence.value())) {
                let length = list.len(vm);
                // A place before the first is behind the last: there is nothing more to come.
                this.get_mut(vm).index = usize::try_from(state).map_or(usize::MAX, |index| index.min(length));
            }
        }
    }
}

mod backward {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// Items still to come.
        #[method("($self, /)")]
        fn __length_hint__(vm: &mut Vm, this: Obj<ListReverseIterator>) -> usize {
            let state = this.get(vm);
            match state.sequence.as_ref().and_then(|sequence| vm.cast::<List>(sequence.value())) {
                Some(list) if list.len(vm) >= state.left => state.left,
                _ => 0,
            }
        }

        /// What pickling needs.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<ListReverseIterator>) -> R<Owned> {
            let function = iterator::builtin(vm, "reversed")?;
            let state = this.get(vm);
            let (sequence, left) = (state.sequence.clone(), state.left);
            iterator::reduce_sequence(vm, function, sequence, left as i64 - 1)
        }

        /// Go to the item that `__reduce__` told.
        #[method("($self, state, /)")]
        fn __setstate__(vm: &mut Vm, this: Obj<ListReverseIterator>, state: isize) {
            let iterator = this.get(vm);
            if let Some(list) = iterator.sequence.as_ref().and_then(|sequence| vm.cast::<List>(sequence.value())) {
                let length = list.len(vm);
                this.get_mut(vm).left = state.saturating_add(1).clamp(0, length as isize) as usize;
            }
        }
    }
}
