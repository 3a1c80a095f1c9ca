//! `range_iterator` for ranges of machine words, and `longrange_iterator` for the others.

use taipan_numeric::{Int, IntRef};

use super::{Range, SmallRange, number};
use crate::native::*;
use crate::types::iterator::{builtin, same};
use crate::types::shapes;

#[derive(Trace)]
pub struct RangeIterator {
    next: i64,
    step: i64,
    left: i64,
}

impl Payload for RangeIterator {
    const NAME: &'static str = "RangeIterator";
    const CONTAINER: bool = false;
    const SHAPE: taipan_heap::ShapeId = shapes::range_iterator;
    const PLAIN: bool = true;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.range_iterator
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    slots: Slots { iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &small::METHODS,
    ..ClassDef::sealed::<RangeIterator>("range_iterator")
};

impl RangeIterator {
    /// The next int.
    #[inline(always)]
    pub fn advance(&mut self) -> Option<i64> {
        if self.left == 0 {
            return None;
        }
        let int = self.next;
        self.left -= 1;
        self.next = int.wrapping_add(self.step);
        Some(int)
    }
}

#[derive(Trace)]
pub struct LongRangeIterator {
    #[trace(skip)]
    next: Int,
    #[trace(skip)]
    step: Int,
    #[trace(skip)]
    left: Int,
}

impl Payload for LongRangeIterator {
    const NAME: &'static str = "LongRangeIterator";
    const CONTAINER: bool = false;
    const SHAPE: taipan_heap::ShapeId = shapes::longrange_iterator;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.longrange_iterator
    }
}

pub(crate) static LONG_CLASS: ClassDef = ClassDef {
    slots: Slots { iter: Some(same), next: Some(next_long), ..Slots::EMPTY },
    methods: &long::METHODS,
    ..ClassDef::sealed::<LongRangeIterator>("longrange_iterator")
};

pub(super) fn iter(vm: &mut Vm, range: Obj<Range>) -> R<Owned> {
    match range.get(vm).small() {
        Some(SmallRange { start, step, length }) => vm.allocate(RangeIterator { next: start, step, left: length }),
        None => {
            let parts = range.get(vm);
            let next = number(vm, parts.start.value());
            let step = number(vm, parts.step.value());
            let left = number(vm, parts.length.value());
            vm.allocate(LongRangeIterator { next, step, left })
        }
    }
}

pub(super) fn reversed(vm: &mut Vm, range: Obj<Range>) -> R<Owned> {
    match range.get(vm).small() {
        Some(small) => {
            let next = if small.length > 0 { small.item(small.length - 1) } else { small.start };
            vm.allocate(RangeIterator { next, step: -small.step, left: small.length })
        }
        None => {
            let parts = range.get(vm);
            let start = number(vm, parts.start.value());
            let step = number(vm, parts.step.value());
            let left = number(vm, parts.length.value());
            let last = left.as_ref().sub(IntRef::Small(1)).as_ref().mul(step.as_ref());
            let next = start.as_ref().add(last.as_ref());
            let step = step.as_ref().neg();
            vm.allocate(LongRangeIterator { next, step, left })
        }
    }
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<RangeIterator>(value) else { return Ok(None) };
    match this.get_mut(vm).advance() {
        // Items of a small range are inline ints.
        Some(int) => Ok(Some(Owned::from_raw(Value::int_unchecked(int)))),
        None => Ok(None),
    }
}

fn next_long(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<LongRangeIterator>(value) else { return Ok(None) };
    let state = this.get_mut(vm);
    if state.left.is_zero() {
        return Ok(None);
    }
    let next = state.next.as_ref().add(state.step.as_ref());
    let int = std::mem::replace(&mut state.next, next);
    state.left = state.left.as_ref().sub(IntRef::Small(1));
    vm.new_big(int).map(Some)
}

/// `iter(range(...)), None`: what `__reduce__` gives.
fn reduce(vm: &mut Vm, next: Int, step: Int, left: Int) -> R<Owned> {
    let stop = next.as_ref().add(left.as_ref().mul(step.as_ref()).as_ref());
    let (start, stop, step) = (vm.new_big(next)?, vm.new_big(stop)?, vm.new_big(step)?);
    let range = super::new(vm, start, stop, step)?;
    let function = builtin(vm, "iter")?;
    let arguments = vm.new_tuple(&[range.value()])?;
    vm.new_tuple(&[function.value(), arguments.value(), Value::NONE])
}

mod small {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// Items still to come.
        #[method("($self, /)")]
        fn __length_hint__(vm: &mut Vm, this: Obj<RangeIterator>) -> i64 {
            this.get(vm).left
        }

        /// What pickling needs.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<RangeIterator>) -> R<Owned> {
            let state = this.get(vm);
            let (next, step, left) = (state.next, state.step, state.left);
            reduce(vm, Int::from(next), Int::from(step), Int::from(left))
        }

        /// Go on by so many items.
        #[method("($self, state, /)")]
        fn __setstate__(vm: &mut Vm, this: Obj<RangeIterator>, state: i64) {
            let iterator = this.get_mut(vm);
            let skipped = state.clamp(0, iterator.left);
            iterator.next = iterator.next.wrapping_add(skipped.wrapping_mul(iterator.step));
            iterator.left -= skipped;
        }
    }
}

mod long {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// Items still to come.
        #[method("($self, /)")]
        fn __length_hint__(vm: &mut Vm, this: Obj<LongRangeIterator>) -> R<Owned> {
            let left = this.get(vm).left.clone();
            vm.new_big(left)
        }

        /// What pickling needs.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<LongRangeIterator>) -> R<Owned> {
            let state = this.get(vm);
            let (next, step, left) = (state.next.clone(), state.step.clone(), state.left.clone());
            reduce(vm, next, step, left)
        }

        /// Go on by so many items.
        #[method("($self, state, /)")]
        fn __setstate__(vm: &mut Vm, this: Obj<LongRangeIterator>, state: Value) -> R<()> {
            let state = vm.index(state)?;
            let skipped = number(vm, state.value());
            let iterator = this.get_mut(vm);
            let skipped = if skipped.as_ref().is_negative() { Int::from(0i64) } else { skipped };
            let skipped = if skipped > iterator.left { iterator.left.clone() } else { skipped };
            let distance = skipped.as_ref().mul(iterator.step.as_ref());
            iterator.next = iterator.next.as_ref().add(distance.as_ref());
            iterator.left = iterator.left.as_ref().sub(skipped.as_ref());
            Ok(())
        }
    }
}
