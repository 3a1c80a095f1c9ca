//! Iterators that belong to no container: over `__getitem__`, and over a callable with a sentinel.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::function::builtins::Builtins;
use crate::types::shapes;

/// `iter(x)` of an x that has `__getitem__` only.
#[derive(Trace)]
pub struct SequenceIterator {
    /// None once exhausted.
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
    methods: &sequence::METHODS,
    ..ClassDef::sealed::<SequenceIterator>("iterator")
};

pub(crate) fn sequence_iterator(vm: &mut Vm, sequence: Value) -> R<Owned> {
    vm.allocate(SequenceIterator { sequence: Some(sequence.own()), index: 0 })
}

/// The iter slot of iterators.
pub(crate) fn same(_vm: &mut Vm, value: Value) -> R<Owned> {
    Ok(value.own())
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<SequenceIterator>(value) else { return Ok(None) };
    let state = this.get(vm);
    let Some(sequence) = state.sequence.clone() else { return Ok(None) };
    let index = state.index;
    if index == i64::MAX {
        return Err(vm.overflow_error("iter index too large"));
    }
    let index = vm.new_int(i128::from(index))?;
    match vm.get_item(sequence.value(), index.value()) {
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

/// A builtin function by its present name in the builtins of the running code. Looking for it may run Python code.
pub(crate) fn builtin(vm: &mut Vm, name: &str) -> R<Owned> {
    let key = vm.intern(name)?;
    match Builtins::current(vm).find(vm, key)? {
        Some(value) => Ok(value),
        None => Err(vm.attribute_error_text(name)),
    }
}

/// `__reduce__` of an iterator over a sequence: how to make it anew, and the place it is at. An exhausted one is made over nothing.
/// `function` was looked up before the iterator's state was read, since that can run code which exhausts the iterator.
pub(crate) fn reduce_sequence(vm: &mut Vm, function: Owned, sequence: Option<Owned>, index: i64) -> R<Owned> {
    match sequence {
        Some(sequence) => {
            let arguments = vm.new_tuple(&[sequence.value()])?;
            let index = vm.new_int(i128::from(index))?;
            vm.new_tuple(&[function.value(), arguments.value(), index.value()])
        }
        None => {
            let nothing = vm.new_list(&[])?;
            reduce_empty(vm, function, nothing)
        }
    }
}

/// As `reduce_sequence`, of iterators that are made over an empty tuple when they are exhausted.
pub(crate) fn reduce_over(vm: &mut Vm, function: Owned, sequence: Option<Owned>, index: usize) -> R<Owned> {
    match sequence {
        Some(_) => reduce_sequence(vm, function, sequence, index as i64),
        None => {
            let nothing = vm.empty_tuple.clone();
            reduce_empty(vm, function, nothing)
        }
    }
}

/// `__reduce__` of an exhausted iterator: one over `nothing`.
pub(crate) fn reduce_empty(vm: &mut Vm, function: Owned, nothing: Owned) -> R<Owned> {
    let arguments = vm.new_tuple(&[nothing.value()])?;
    vm.new_tuple(&[function.value(), arguments.value()])
}

/// `__reduce__` of an iterator that can only be copied by going through what is left of it.
pub(crate) fn reduce_rest(vm: &mut Vm, rest: Obj<List>) -> R<Owned> {
    let function = builtin(vm, "iter")?;
    let arguments = vm.new_tuple(&[rest.value()])?;
    vm.new_tuple(&[function.value(), arguments.value()])
}

mod sequence {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// Items still to come.
        #[method("($self, /)")]
        fn __length_hint__(vm: &mut Vm, this: Obj<SequenceIterator>) -> R<Owned> {
            let state = this.get(vm);
            let (sequence, index) = (state.sequence.clone(), state.index);
            let Some(sequence) = sequence else { return vm.new_int(0) };
            if vm.class_of(sequence.value()).slots(vm).length.is_none() {
                return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
            }
            let length = vm.length(sequence.value())? as i64;
            vm.new_int(i128::from((length - index).max(0)))
        }

        /// What pickling needs.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<SequenceIterator>) -> R<Owned> {
            let function = builtin(vm, "iter")?;
            let state = this.get(vm);
            let (sequence, index) = (state.sequence.clone(), state.index);
            reduce_over(vm, function, sequence, index as usize)
        }

        /// Go to the item that `__reduce__` told.
        #[method("($self, state, /)")]
        fn __setstate__(vm: &mut Vm, this: Obj<SequenceIterator>, state: i64) {
            let iterator = this.get_mut(vm);
            if iterator.sequence.is_some() {
                iterator.index = state.max(0);
            }
        }
    }
}

/// `iter(callable, sentinel)`.
#[derive(Trace)]
pub struct CallableIterator {
    /// The callable and the sentinel; None once exhausted.
    call: Option<(Owned, Owned)>,
}

impl Payload for CallableIterator {
    const NAME: &'static str = "CallableIterator";
    const SHAPE: ShapeId = shapes::callable_iterator;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.callable_iterator
    }
}

pub(crate) static CALLABLE_CLASS: ClassDef = ClassDef {
    slots: Slots { iter: Some(same), next: Some(next_call), ..Slots::EMPTY },
    methods: &callable::METHODS,
    ..ClassDef::sealed::<CallableIterator>("callable_iterator")
};

pub(crate) fn callable_iterator(vm: &mut Vm, callable: Value, sentinel: Value) -> R<Owned> {
    vm.allocate(CallableIterator { call: Some((callable.own(), sentinel.own())) })
}

fn next_call(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<CallableIterator>(value) else { return Ok(None) };
    let Some((callable, sentinel)) = this.get(vm).call.clone() else { return Ok(None) };
    match vm.call(callable.value(), &[]) {
        Ok(result) => {
            // The call may have exhausted the iterator itself.
            if this.get(vm).call.is_none() {
                return Ok(None);
            }
            if vm.equal(sentinel.value(), result.value())? {
                drop(this.get_mut(vm).call.take());
                return Ok(None);
            }
            Ok(Some(result))
        }
        Err(raised) => {
            vm.catch(vm.exceptions.StopIteration, raised)?;
            drop(this.get_mut(vm).call.take());
            Ok(None)
        }
    }
}

mod callable {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// What pickling needs.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<CallableIterator>) -> R<Owned> {
            let function = builtin(vm, "iter")?;
            let arguments = match this.get(vm).call.clone() {
                Some((callable, sentinel)) => vm.new_tuple(&[callable.value(), sentinel.value()])?,
                None => {
                    let nothing = vm.empty_tuple.clone();
                    vm.new_tuple(&[nothing.value()])?
                }
            };
            vm.new_tuple(&[function.value(), arguments.value()])
        }
    }
}
