//! Generators, coroutines and asynchronous generators: a frame's window inside an object.
//!
//! The registers live in the object and run in place: resuming copies nothing. The window of whatever a generator calls is on the VM stack, above
//! whoever resumed it.

mod attributes;
mod awaiting;
mod coroutine;
mod delegation;
mod throwing;
mod window;

pub(crate) use attributes::warn_unawaited_method;
pub(crate) use awaiting::{async_iterator, async_next, awaitable};
pub(crate) use delegation::{begin_delegator, delegate, is_linked_inwards, is_too_deep};
pub(crate) use throwing::{close, exception_to_throw, throw_given, throw_resumed, warn_three_arguments};
pub use window::Generator;
pub(crate) use window::{
    AsyncState, caller_of_frame, clear_frame, create, finish, finish_returned, is_created, is_finished, is_handling,
    note_own_yield, object_of_frame, prepare, resume_plain, stack_top_of, suspend, suspended_word, window_of,
};

use window::State;

use crate::interp::Resumed;
use taipan_bytecode::CodeFlags;

use crate::native::*;
use crate::types::function::Function;

const SLOTS: Slots = Slots {
    repr: Some(attributes::repr),
    iter: Some(crate::types::iterator::same),
    next: Some(next),
    finalize: Some(finalize),
    ..Slots::EMPTY
};

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "A function's call that goes on where it yielded.",
    slots: SLOTS,
    methods: &METHODS,
    getsets: &attributes::generator::GETSETS,
    has_weakref: true,
    ..ClassDef::sealed::<Generator>("generator")
};

pub(crate) static COROUTINE_CLASS: ClassDef = ClassDef {
    doc: "A call of a coroutine function.",
    slots: Slots {
        repr: Some(attributes::repr),
        await_: Some(coroutine_await),
        finalize: Some(finalize),
        ..Slots::EMPTY
    },
    methods: &coroutine::METHODS,
    getsets: &attributes::coroutine::GETSETS,
    has_weakref: true,
    ..ClassDef::sealed::<Generator>("coroutine")
};

pub(crate) static ASYNC_GENERATOR_CLASS: ClassDef = ClassDef {
    doc: "A call of an asynchronous generator function.",
    slots: Slots {
        repr: Some(attributes::repr),
        aiter: Some(crate::types::iterator::same),
        anext: Some(crate::types::async_generator::anext),
        finalize: Some(finalize),
        ..Slots::EMPTY
    },
    methods: &crate::types::async_generator::METHODS,
    getsets: &attributes::async_generator::GETSETS,
    has_weakref: true,
    ..ClassDef::sealed::<Generator>("async_generator")
};
/// The kind of generator as messages name it.
fn kind(vm: &Vm, generator: Obj<Generator>) -> &'static str {
    let class = vm.class_of(generator.value());
    if class == vm.types.coroutine {
        "coroutine"
    } else if class == vm.types.async_generator {
        "async generator"
    } else {
        "generator"
    }
}

/// Whether the value is a coroutine.
pub(crate) fn is_coroutine(vm: &Vm, value: Value) -> bool {
    vm.class_of(value) == vm.types.coroutine
}

/// A generator or coroutine, which the interpreter resumes itself.
pub(crate) fn resumable(vm: &Vm, value: Value) -> Option<Obj<Generator>> {
    let class = vm.class_of(value);
    if class == vm.types.generator || class == vm.types.coroutine { vm.cast::<Generator>(value) } else { None }
}

/// The value that a StopIteration carries.
pub(crate) fn stop_value(vm: &Vm, exception: Value) -> Owned {
    vm.slot(exception, 0).map_or(Owned::NONE, Value::own)
}

/// The generator that `iter(value)` is when the class's `__iter__` is a generator function: made without a call.
#[inline]
pub(crate) fn from_iter_method(vm: &mut Vm, value: Value) -> Option<R<Owned>> {
    let class = vm.class_of(value);
    if class.slots(vm).iter.map(|iter| iter as usize) != Some(crate::object::special::iter_of_python_class()) {
        return None;
    }
    let method = class.lookup(vm, vm.names.__iter__)?;
    let function = vm.cast::<Function>(method)?;
    let object = function.code(vm);
    let code = object.get(vm);
    if !code.flags.contains(CodeFlags::GENERATOR) || code.call.parameters != 1 || code.call.positional != 1 {
        return None;
    }
    if let Err(raised) = object.wake(vm) {
        return Some(Err(raised));
    }
    let mut argument = Some(value.own().into_raw());
    // SAFETY: the function has one parameter, whose value moves in; when nothing is made it is still there.
    unsafe {
        let made = create(vm, method.own(), &raw mut argument);
        drop(argument.map(Owned::from_raw));
        Some(made)
    }
}

fn this(vm: &mut Vm, value: Value) -> R<Obj<Generator>> {
    match vm.cast::<Generator>(value) {
        Some(generator) => Ok(generator),
        None => Err(vm.type_error("a generator is required")),
    }
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let generator = this(vm, value)?;
    if is_finished(vm, generator) {
        return Ok(None);
    }
    crate::interp::next_of_generator(vm, generator)
}

fn coroutine_await(vm: &mut Vm, value: Value) -> R<Owned> {
    // The wrapper sends into the coroutine; a generator resumed through `next` and `send` does just that.
    vm.allocate(crate::types::coroutine::CoroutineWrapper { coroutine: value.own() })
}

/// Called once, when the last reference is gone: closes it.
fn finalize(vm: &mut Vm, value: Value) -> R<()> {
    let generator = this(vm, value)?;
    let (state, closed) = (generator.get(vm).state, generator.get(vm).asynchronous.has(AsyncState::CLOSED));
    if state == State::Finished {
        return Ok(());
    }
    let finalizer = generator.get(vm).rare().and_then(|rare| rare.finalizer.clone());
    if let Some(finalizer) = finalizer.filter(|_| !closed) {
        return vm.call(finalizer.value(), &[value]).map(drop);
    }
    match state {
        State::Created if is_coroutine(vm, value) => {
            attributes::warn_unawaited(vm, value);
            Ok(())
        }
        State::Suspended | State::Delegating | State::Linked => close(vm, generator).map(drop),
        _ => Ok(()),
    }
}

/// `generator.send(value)`.
pub(crate) fn send(vm: &mut Vm, generator: Obj<Generator>, value: Value) -> R<Owned> {
    if is_finished(vm, generator) {
        if is_coroutine(vm, generator.value()) {
            return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
        }
        return Err(vm.stop_iteration(Value::NONE));
    }
    match crate::interp::resume_generator(vm, generator, value.own(), false)? {
        Resumed::Yielded(value) => Ok(value),
        Resumed::Returned(value) => Err(vm.stop_iteration(value.value())),
    }
}

#[methods]
mod py {
    use super::*;

    /// What type checkers write for it.
    #[classmethod("($type, item, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, item)
    }

    /// Resume with a value: what it yields next.
    #[method("send($self, value, /)")]
    fn send_method(vm: &mut Vm, this: Value, value: Value) -> R<Owned> {
        let generator = super::this(vm, this)?;
        super::send(vm, generator, value)
    }

    /// Raise an exception where it is suspended: what it yields next.
    #[method("throw($self, typ, val=None, tb=None, /)")]
    fn throw_method(
        vm: &mut Vm,
        this: Value,
        given: Value,
        value: Option<Value>,
        traceback: Option<Value>,
    ) -> R<Owned> {
        let generator = super::this(vm, this)?;
        super::throw_given(vm, generator, given, value, traceback)
    }

    /// Raise GeneratorExit where it is suspended.
    #[method("close($self, /)")]
    fn close_method(vm: &mut Vm, this: Value) -> R<Owned> {
        let generator = super::this(vm, this)?;
        super::close(vm, generator)
    }
}
