//! Asynchronous generators (PEP 525): what `__anext__`, `asend`, `athrow` and `aclose` give to be awaited, and how a yielded value is told from
//! one that the generator merely waits for.

use crate::interp::Resumed;
use crate::native::*;
use crate::types::generator::{self, AsyncState, Generator};

/// A value that the asynchronous generator itself yields: it ends the awaiting, as the value of a StopIteration.
#[derive(Trace)]
pub struct WrappedValue {
    value: Owned,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// Not awaited yet.
    New,
    Awaited,
    Done,
}

/// `agen.asend(value)`, and `agen.__anext__()`, which sends None.
#[derive(Trace)]
pub struct AsyncSend {
    generator: Owned,
    value: Owned,
    #[trace(skip)]
    state: State,
}

/// `agen.athrow(exception)`, and `agen.aclose()`, which has none.
#[derive(Trace)]
pub struct AsyncThrow {
    generator: Owned,
    /// The arguments of `athrow`, a tuple.
    exception: Option<Owned>,
    #[trace(skip)]
    state: State,
}

/// `anext(iterator, default)`.
#[derive(Trace)]
pub struct AnextDefault {
    awaitable: Owned,
    default: Owned,
}

macro_rules! payload {
    ($($name:ident $field:ident;)+) => { $(
        impl Payload for $name {
            const NAME: &'static str = stringify!($name);
            const SHAPE: taipan_heap::ShapeId = crate::types::shapes::$field;

            fn class(vm: &Vm) -> Obj<Class> {
                vm.types.$field
            }
        }
    )+ };
}

payload! {
    WrappedValue async_generator_wrapped_value;
    AsyncSend async_generator_asend;
    AsyncThrow async_generator_athrow;
    AnextDefault anext_awaitable;
}

const AWAITABLE: Slots =
    Slots { await_: Some(crate::types::iterator::same), iter: Some(crate::types::iterator::same), ..Slots::EMPTY };

pub(crate) static WRAPPED_CLASS: ClassDef = ClassDef::sealed::<WrappedValue>("async_generator_wrapped_value");

pub(crate) static SEND_CLASS: ClassDef = ClassDef {
    slots: Slots { next: Some(send_next), finalize: Some(send_finalize), ..AWAITABLE },
    methods: &sending::METHODS,
    ..ClassDef::sealed::<AsyncSend>("async_generator_asend")
};

pub(crate) static THROW_CLASS: ClassDef = ClassDef {
    slots: Slots { next: Some(throw_next), finalize: Some(throw_finalize), ..AWAITABLE },
    methods: &throwing::METHODS,
    ..ClassDef::sealed::<AsyncThrow>("async_generator_athrow")
};

pub(crate) static ANEXT_CLASS: ClassDef = ClassDef {
    slots: Slots { next: Some(anext_next), ..AWAITABLE },
    methods: &anexting::METHODS,
    ..ClassDef::sealed::<AnextDefault>("anext_awaitable")
};

/// Mark a value as yielded by the asynchronous generator itself, not by something it awaits.
pub(crate) fn wrap(vm: &mut Vm, value: Owned) -> R<Owned> {
    vm.allocate(WrappedValue { value })
}

fn this(vm: &mut Vm, value: Value) -> R<Obj<Generator>> {
    match vm.cast::<Generator>(value) {
        Some(generator) => Ok(generator),
        None => Err(vm.type_error("an asynchronous generator is required")),
    }
}

/// The hooks of `sys.set_asyncgen_hooks` learn of the generator when it is first used.
fn call_hooks(vm: &mut Vm, generator: Obj<Generator>) -> R<()> {
    if generator.get(vm).asynchronous.has(AsyncState::HOOKED) {
        return Ok(());
    }
    generator.get_mut(vm).asynchronous.set(AsyncState::HOOKED, true);
    if let Some(finalizer) = vm.async_generator_hooks.1.clone() {
        generator.get_mut(vm).rare_mut().finalizer = Some(finalizer);
        // It is told of one that was never run, too.
        generator.header().clear(taipan_heap::Flags::FINALIZED);
    }
    if let Some(first) = vm.async_generator_hooks.0.clone() {
        vm.call(first.value(), &[generator.value()])?;
    }
    Ok(())
}

/// Begin `await agen.__anext__()` of a loop without an object for what is awaited: `send_step` goes on. None when there is more to do.
#[inline]
pub(crate) fn begin_step(vm: &mut Vm, generator: Obj<Generator>) -> Option<Owned> {
    let state = generator.get(vm).asynchronous;
    if state.has(AsyncState::RUNNING) || !state.has(AsyncState::HOOKED) || vm.watched.any {
        return None;
    }
    generator.get_mut(vm).asynchronous.set(AsyncState::RUNNING, true);
    Some(generator.own())
}

/// Send into what `begin_step` has begun.
#[inline]
pub(crate) fn send_step(vm: &mut Vm, generator: Obj<Generator>, value: Value) -> R<Sent> {
    let result = resume(vm, generator, value);
    unwrapped(vm, generator, result)
}

/// The object for what `begin_step` has begun, where somebody is to see it.
pub(crate) fn awaitable_of_step(vm: &mut Vm, generator: Value) -> R<Owned> {
    let made = vm.allocate(AsyncSend { generator: generator.own(), value: Owned::NONE, state: State::Awaited })?;
    if let Some(awaitable) = vm.cast_exact::<AsyncSend>(made.value()) {
        awaitable.header().set(taipan_heap::Flags::FINALIZED);
    }
    Ok(made)
}

/// `agen.__anext__()`.
pub(crate) fn anext(vm: &mut Vm, generator: Value) -> R<Owned> {
    asend(vm, generator, Value::NONE)
}

fn asend(vm: &mut Vm, generator: Value, value: Value) -> R<Owned> {
    let object = this(vm, generator)?;
    call_hooks(vm, object)?;
    vm.allocate(AsyncSend { generator: generator.own(), value: value.own(), state: State::New })
}

fn athrow(vm: &mut Vm, generator: Value, exception: Option<Owned>) -> R<Owned> {
    let object = this(vm, generator)?;
    call_hooks(vm, object)?;
    vm.allocate(AsyncThrow { generator: generator.own(), exception, state: State::New })
}

/// Resume the generator with a value; when it has ended, StopAsyncIteration.
fn resume(vm: &mut Vm, generator: Obj<Generator>, value: Value) -> R<Owned> {
    if generator::is_finished(vm, generator) {
        return Err(vm.raise_with(vm.exceptions.StopAsyncIteration, &[]));
    }
    if value.is_none() {
        return match crate::interp::next_of_generator(vm, generator)? {
            Some(value) => Ok(value),
            None => Err(vm.raise_with(vm.exceptions.StopAsyncIteration, &[])),
        };
    }
    let resumed = crate::interp::resume_generator(vm, generator, value.own(), false);
    yielded(vm, resumed)
}

/// Raise an exception in the generator.
fn raise(vm: &mut Vm, generator: Obj<Generator>, exception: Owned, close_delegate: bool) -> R<Owned> {
    let resumed = generator::throw_resumed(vm, generator, exception, close_delegate);
    yielded(vm, resumed)
}

fn yielded(vm: &mut Vm, resumed: R<Resumed>) -> R<Owned> {
    match resumed? {
        Resumed::Yielded(value) => Ok(value),
        Resumed::Returned(_) => Err(vm.raise_with(vm.exceptions.StopAsyncIteration, &[])),
    }
}

fn ended(vm: &Vm) -> bool {
    vm.error_is(vm.exceptions.StopAsyncIteration) || vm.error_is(vm.exceptions.GeneratorExit)
}

/// What sending into an awaitable gives.
pub(crate) enum Sent {
    /// What the generator waits for.
    Awaits(Owned),
    /// A value that it yielded itself: the awaiting is over.
    Yielded(Owned),
}

impl Sent {
    /// As a method gives it: the end is a StopIteration.
    fn told(self, vm: &mut Vm) -> R<Owned> {
        match self {
            Sent::Awaits(value) => Ok(value),
            Sent::Yielded(value) => Err(vm.stop_iteration(value.value())),
        }
    }
}

/// A value that the generator yielded itself becomes a StopIteration; others are waited for and passed on.
fn unwrap(vm: &mut Vm, generator: Obj<Generator>, result: R<Owned>) -> R<Owned> {
    unwrapped(vm, generator, result)?.told(vm)
}

fn unwrapped(vm: &mut Vm, generator: Obj<Generator>, result: R<Owned>) -> R<Sent> {
    match result {
        Err(raised) => {
            let ended = ended(vm);
            let details = generator.get_mut(vm);
            if ended {
                details.asynchronous.set(AsyncState::CLOSED, true);
            }
            details.asynchronous.set(AsyncState::RUNNING, false);
            Err(raised)
        }
        Ok(value) => {
            let sent = told_apart(vm, generator, value);
            if matches!(sent, Sent::Yielded(_)) {
                generator.get_mut(vm).asynchronous.set(AsyncState::RUNNING, false);
            }
            Ok(sent)
        }
    }
}

/// Whether the generator has yielded the value itself.
fn told_apart(vm: &mut Vm, generator: Obj<Generator>, value: Owned) -> Sent {
    if generator.get(vm).asynchronous.has(AsyncState::YIELDS) {
        generator.get_mut(vm).asynchronous.set(AsyncState::YIELDS, false);
        return Sent::Yielded(value);
    }
    // Whoever watches sees these.
    match vm.cast_exact::<WrappedValue>(value.value()) {
        Some(wrapped) => Sent::Yielded(wrapped.get(vm).value.clone()),
        None => Sent::Awaits(value),
    }
}

/// `close()` of an awaitable: throw GeneratorExit, and expect an end.
fn close_awaitable(vm: &mut Vm, throw: impl FnOnce(&mut Vm, Owned) -> R<Owned>) -> R<Owned> {
    let exit = vm.new_exception(vm.exceptions.GeneratorExit, &[])?;
    match throw(vm, exit) {
        Ok(_) => Err(vm.runtime_error("coroutine ignored GeneratorExit")),
        Err(_) if vm.error_is(vm.exceptions.StopIteration) || ended(vm) => {
            drop(vm.take_error());
            Ok(Owned::NONE)
        }
        Err(raised) => Err(raised),
    }
}

/// As a `next` slot: a StopIteration without value is told without an exception.
fn as_next(vm: &mut Vm, result: R<Owned>) -> R<Option<Owned>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(raised) => {
            if vm.error_is(vm.exceptions.StopIteration) {
                let error = vm.take_error();
                if generator::stop_value(vm, error.value()).is_none() {
                    return Ok(None);
                }
                vm.error = Some(error);
            }
            Err(raised)
        }
    }
}

impl Obj<AsyncSend> {
    fn generator(self, vm: &mut Vm) -> R<Obj<Generator>> {
        let generator = self.get(vm).generator.value();
        this(vm, generator)
    }

    /// Check that it can go on, and mark the generator.
    fn begin(self, vm: &mut Vm) -> R<Obj<Generator>> {
        let generator = self.generator(vm)?;
        match self.get(vm).state {
            State::Done => return Err(vm.runtime_error("cannot reuse already awaited __anext__()/asend()")),
            State::New => {
                if generator.get(vm).asynchronous.has(AsyncState::RUNNING) {
                    self.get_mut(vm).state = State::Done;
                    return Err(vm.runtime_error("anext(): asynchronous generator is already running"));
                }
                self.get_mut(vm).state = State::Awaited;
                // Its finaliser warns of one that was not awaited.
                self.header().set(taipan_heap::Flags::FINALIZED);
            }
            State::Awaited => {}
        }
        generator.get_mut(vm).asynchronous.set(AsyncState::RUNNING, true);
        Ok(generator)
    }

    fn finish(self, vm: &mut Vm, result: R<Owned>) -> R<Owned> {
        if result.is_err() {
            self.get_mut(vm).state = State::Done;
        }
        result
    }

    fn send(self, vm: &mut Vm, value: Value) -> R<Owned> {
        self.step(vm, value)?.told(vm)
    }

    /// As `send`, without an exception at the end.
    pub(crate) fn step(self, vm: &mut Vm, value: Value) -> R<Sent> {
        let keep = self.own();
        let first = self.get(vm).state == State::New;
        let generator = self.begin(vm)?;
        let value = if first && value.is_none() { self.get(vm).value.clone() } else { value.own() };
        let result = resume(vm, generator, value.value());
        let result = unwrapped(vm, generator, result);
        if !matches!(result, Ok(Sent::Awaits(_))) {
            self.get_mut(vm).state = State::Done;
        }
        drop(keep);
        result
    }

    fn throw(self, vm: &mut Vm, exception: Owned) -> R<Owned> {
        let keep = self.own();
        let generator = self.begin(vm)?;
        let result = raise(vm, generator, exception, true);
        let result = unwrap(vm, generator, result);
        let result = self.finish(vm, result);
        drop(keep);
        result
    }
}

fn send_next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<AsyncSend>(value) else { return Ok(None) };
    let result = this.send(vm, Value::NONE);
    as_next(vm, result)
}

fn send_finalize(vm: &mut Vm, value: Value) -> R<()> {
    match vm.cast::<AsyncSend>(value) {
        Some(this) if this.get(vm).state == State::New => {
            let generator = this.get(vm).generator.clone();
            generator::warn_unawaited_method(vm, generator.value(), "asend")
        }
        _ => Ok(()),
    }
}

impl Obj<AsyncThrow> {
    fn name(self, vm: &Vm) -> &'static str {
        if self.get(vm).exception.is_some() { "athrow" } else { "aclose" }
    }

    /// Check that it can go on.
    fn begin(self, vm: &mut Vm) -> R<Obj<Generator>> {
        let generator = self.get(vm).generator.value();
        let generator = this(vm, generator)?;
        if self.get(vm).state == State::Done {
            return Err(vm.runtime_error("cannot reuse already awaited aclose()/athrow()"));
        }
        if self.get(vm).state == State::New && generator.get(vm).asynchronous.has(AsyncState::RUNNING) {
            self.get_mut(vm).state = State::Done;
            let name = self.name(vm);
            return Err(vm.runtime_error(format!("{name}(): asynchronous generator is already running")));
        }
        Ok(generator)
    }

    fn send(self, vm: &mut Vm, value: Value) -> R<Owned> {
        let keep = self.own();
        let result = self.send_inner(vm, value);
        drop(keep);
        result
    }

    fn send_inner(self, vm: &mut Vm, value: Value) -> R<Owned> {
        if self.get(vm).state == State::Done {
            return Err(vm.runtime_error("cannot reuse already awaited aclose()/athrow()"));
        }
        let generator = self.get(vm).generator.value();
        let generator = this(vm, generator)?;
        if generator::is_finished(vm, generator) {
            self.get_mut(vm).state = State::Done;
            return Err(vm.stop_iteration(Value::NONE));
        }
        let first = self.get(vm).state == State::New;
        let generator = self.begin(vm)?;
        if first {
            if generator.get(vm).asynchronous.has(AsyncState::CLOSED) {
                self.get_mut(vm).state = State::Done;
                return Err(vm.raise_with(vm.exceptions.StopAsyncIteration, &[]));
            }
            if !value.is_none() {
                return Err(vm.runtime_error("can't send non-None value to a just-started coroutine"));
            }
            self.get_mut(vm).state = State::Awaited;
            generator.get_mut(vm).asynchronous.set(AsyncState::RUNNING, true);
        }
        let exception = self.get(vm).exception.clone();
        match exception {
            None => {
                let result = if first {
                    generator.get_mut(vm).asynchronous.set(AsyncState::CLOSED, true);
                    let exit = vm.new_exception(vm.exceptions.GeneratorExit, &[])?;
                    raise(vm, generator, exit, false)
                } else {
                    resume(vm, generator, value)
                };
                self.closing(vm, generator, result)
            }
            Some(parts) if first => {
                let parts = vm.collect(parts.value())?;
                let part = |index: usize| parts.get(index).map(|part| part.value());
                let exception = generator::exception_to_throw(vm, part(0).unwrap_or(Value::NONE), part(1), part(2));
                let result = match exception {
                    Ok(exception) => raise(vm, generator, exception, false),
                    Err(raised) => Err(raised),
                };
                self.throwing(vm, generator, result)
            }
            Some(_) => {
                let result = resume(vm, generator, value);
                self.throwing(vm, generator, result)
            }
        }
    }

    /// What comes out of the generator during `athrow`.
    fn throwing(self, vm: &mut Vm, generator: Obj<Generator>, result: R<Owned>) -> R<Owned> {
        let result = unwrap(vm, generator, result);
        if result.is_err() {
            self.get_mut(vm).state = State::Done;
        }
        result
    }

    /// What comes out of the generator during `aclose`: it must end.
    fn closing(self, vm: &mut Vm, generator: Obj<Generator>, result: R<Owned>) -> R<Owned> {
        let result = result.map(|value| told_apart(vm, generator, value));
        match result {
            Ok(Sent::Yielded(_)) => {
                generator.get_mut(vm).asynchronous.set(AsyncState::RUNNING, false);
                self.get_mut(vm).state = State::Done;
                Err(vm.runtime_error("async generator ignored GeneratorExit"))
            }
            Ok(Sent::Awaits(value)) => Ok(value),
            Err(raised) => {
                generator.get_mut(vm).asynchronous.set(AsyncState::RUNNING, false);
                self.get_mut(vm).state = State::Done;
                if ended(vm) {
                    drop(vm.take_error());
                    return Err(vm.stop_iteration(Value::NONE));
                }
                Err(raised)
            }
        }
    }

    fn throw(self, vm: &mut Vm, exception: Owned) -> R<Owned> {
        let keep = self.own();
        let generator = self.begin(vm)?;
        if self.get(vm).state == State::New {
            self.get_mut(vm).state = State::Awaited;
            generator.get_mut(vm).asynchronous.set(AsyncState::RUNNING, true);
        }
        let result = raise(vm, generator, exception, true);
        let result = if self.get(vm).exception.is_some() {
            self.throwing(vm, generator, result)
        } else {
            self.closing(vm, generator, result)
        };
        drop(keep);
        result
    }
}

fn throw_next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<AsyncThrow>(value) else { return Ok(None) };
    let result = this.send(vm, Value::NONE);
    as_next(vm, result)
}

fn throw_finalize(vm: &mut Vm, value: Value) -> R<()> {
    match vm.cast::<AsyncThrow>(value) {
        Some(this) if this.get(vm).state == State::New => {
            let (generator, name) = (this.get(vm).generator.clone(), this.name(vm));
            generator::warn_unawaited_method(vm, generator.value(), name)
        }
        _ => Ok(()),
    }
}

mod sending {
    use super::*;

    #[methods]
    mod methods {
        use super::*;

        /// Go on with a value.
        #[method("send($self, value, /)")]
        fn send(vm: &mut Vm, this: Obj<AsyncSend>, value: Value) -> R<Owned> {
            this.send(vm, value)
        }

        /// Raise an exception in the generator.
        #[method("throw($self, typ, val=None, tb=None, /)")]
        fn throw(
            vm: &mut Vm,
            this: Obj<AsyncSend>,
            given: Value,
            value: Option<Value>,
            traceback: Option<Value>,
        ) -> R<Owned> {
            let exception = generator::exception_to_throw(vm, given, value, traceback)?;
            this.throw(vm, exception)
        }

        /// Give up.
        #[method("close($self, /)")]
        fn close(vm: &mut Vm, this: Obj<AsyncSend>) -> R<Owned> {
            if this.get(vm).state == State::Done {
                return Ok(Owned::NONE);
            }
            close_awaitable(vm, |vm, exit| this.throw(vm, exit))
        }
    }
}

mod throwing {
    use super::*;

    #[methods]
    mod methods {
        use super::*;

        /// Go on with a value.
        #[method("send($self, value, /)")]
        fn send(vm: &mut Vm, this: Obj<AsyncThrow>, value: Value) -> R<Owned> {
            this.send(vm, value)
        }

        /// Raise an exception in the generator.
        #[method("throw($self, typ, val=None, tb=None, /)")]
        fn throw(
            vm: &mut Vm,
            this: Obj<AsyncThrow>,
            given: Value,
            value: Option<Value>,
            traceback: Option<Value>,
        ) -> R<Owned> {
            let exception = generator::exception_to_throw(vm, given, value, traceback)?;
            this.throw(vm, exception)
        }

        /// Give up.
        #[method("close($self, /)")]
        fn close(vm: &mut Vm, this: Obj<AsyncThrow>) -> R<Owned> {
            if this.get(vm).state == State::Done {
                return Ok(Owned::NONE);
            }
            close_awaitable(vm, |vm, exit| this.throw(vm, exit))
        }
    }
}

/// `anext(iterator, default)`.
pub(crate) fn anext_default(vm: &mut Vm, awaitable: Owned, default: Value) -> R<Owned> {
    vm.allocate(AnextDefault { awaitable, default: default.own() })
}

impl Obj<AnextDefault> {
    /// Do something with the iterator of what is awaited; the end of the asynchronous iterator gives the default.
    fn forward(self, vm: &mut Vm, act: impl FnOnce(&mut Vm, Value) -> R<Owned>) -> R<Owned> {
        let awaitable = self.get(vm).awaitable.clone();
        let mut iterator = generator::awaitable(vm, awaitable.value(), 0)?;
        if generator::is_coroutine(vm, iterator.value()) {
            let name = vm.names.__await__;
            iterator = vm.call_special_required(iterator.value(), name, &[])?;
        }
        match act(vm, iterator.value()) {
            Err(_) if vm.error_is(vm.exceptions.StopAsyncIteration) => {
                drop(vm.take_error());
                let default = self.get(vm).default.clone();
                Err(vm.stop_iteration(default.value()))
            }
            other => other,
        }
    }
}

fn anext_next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<AnextDefault>(value) else { return Ok(None) };
    let result = this.forward(vm, |vm, iterator| match vm.next_or_stop(iterator)? {
        Some(value) => Ok(value),
        None => Err(vm.stop_iteration(Value::NONE)),
    });
    as_next(vm, result)
}

mod anexting {
    use super::*;

    #[methods]
    mod methods {
        use super::*;

        /// Go on with a value.
        #[method("send($self, value, /)")]
        fn send(vm: &mut Vm, this: Obj<AnextDefault>, value: Value) -> R<Owned> {
            this.forward(vm, |vm, iterator| vm.call_method(iterator, "send", &[value]))
        }

        /// Raise an exception in what is awaited.
        #[method("throw($self, /, *args)")]
        fn throw(vm: &mut Vm, this: Obj<AnextDefault>, args: Rest<'_>) -> R<Owned> {
            this.forward(vm, |vm, iterator| vm.call_method(iterator, "throw", args))
        }

        /// Give up.
        #[method("close($self, /)")]
        fn close(vm: &mut Vm, this: Obj<AnextDefault>) -> R<Owned> {
            this.forward(vm, |vm, iterator| vm.call_method(iterator, "close", &[]))
        }
    }
}

#[methods]
mod py {
    use super::*;

    /// Send a value in: an awaitable of what it yields next.
    #[method("asend($self, value, /)")]
    fn asend(vm: &mut Vm, this: Value, value: Value) -> R<Owned> {
        super::asend(vm, this, value)
    }

    /// Raise an exception where it is suspended: an awaitable of what it yields next.
    #[method("athrow($self, typ, val=None, tb=None, /)")]
    fn athrow(vm: &mut Vm, this: Value, given: Value, value: Option<Value>, traceback: Option<Value>) -> R<Owned> {
        if value.is_some() {
            generator::warn_three_arguments(vm, "athrow")?;
        }
        let parts = vm.new_tuple(&[given, value.unwrap_or(Value::NONE), traceback.unwrap_or(Value::NONE)])?;
        super::athrow(vm, this, Some(parts))
    }

    /// Raise GeneratorExit where it is suspended: an awaitable.
    #[method("aclose($self, /)")]
    fn aclose(vm: &mut Vm, this: Value) -> R<Owned> {
        super::athrow(vm, this, None)
    }

    /// `AsyncGenerator[Y, S]`.
    #[classmethod("($type, item, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, item)
    }
}
