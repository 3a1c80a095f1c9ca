//! `Future`, and the payload that `Task` shares with it.
//!
//! An exact instance has a finaliser only while there is something to tell at its end: an exception that nobody has asked for, or a task that is
//! pending. Otherwise the heap destroys it at once.

use taipan_heap::Flags;
use taipan_runtime::native::*;

use super::registry::Registration;
use super::soon::{self, call_soon};
use super::{Needed, awaited_by, invalid_state, iter, needed};
use crate::support::{given, payload, receiver, signature};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Phase {
    Pending,
    Cancelled,
    Finished,
}

#[derive(Trace)]
pub(super) struct Future {
    pub(super) event_loop: Option<Owned>,
    /// The first callback and its context; the others are pairs in a list.
    callback: Option<Owned>,
    context: Option<Owned>,
    more_callbacks: Option<Owned>,
    result: Option<Owned>,
    pub(super) exception: Option<Owned>,
    /// The exception's traceback, until it is raised.
    traceback: Option<Owned>,
    source_traceback: Option<Owned>,
    pub(super) cancel_message: Option<Owned>,
    /// The CancelledError that ended a task.
    pub(super) cancelled_error: Option<Owned>,
    /// One future or task, or a set of them.
    pub(super) awaited_by: Option<Owned>,
    // Of tasks alone.
    pub(super) coroutine: Option<Owned>,
    pub(super) task_context: Option<Owned>,
    /// A string, or the number that its name is made of.
    pub(super) name: Option<Owned>,
    pub(super) waits_for: Option<Owned>,
    #[trace(skip)]
    pub(super) registration: Option<Registration>,
    pub(super) cancels_requested: i64,
    #[trace(skip)]
    pub(super) phase: Phase,
    pub(super) log_traceback: bool,
    pub(super) blocking: bool,
    pub(super) is_task: bool,
    pub(super) must_cancel: bool,
    pub(super) log_destroy_pending: bool,
    /// Of no subclass.
    pub(super) exact: bool,
}

payload!(Future);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_asyncio",
    doc: "What will have a result, or an exception: the callbacks are called by the event loop then.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        iter: Some(iter::new),
        await_: Some(iter::new),
        finalize: Some(finalize),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<Future>("Future")
};

const EMPTY: Future = Future {
    event_loop: None,
    callback: None,
    context: None,
    more_callbacks: None,
    result: None,
    exception: None,
    traceback: None,
    source_traceback: None,
    cancel_message: None,
    cancelled_error: None,
    awaited_by: None,
    coroutine: None,
    task_context: None,
    name: None,
    waits_for: None,
    registration: None,
    cancels_requested: 0,
    phase: Phase::Pending,
    log_traceback: false,
    blocking: false,
    is_task: false,
    must_cancel: false,
    log_destroy_pending: false,
    exact: false,
};

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    let exact = class == vm.native_class::<Future>();
    make(vm, class, exact, false)
}

/// A future or task that is not initialised.
pub(super) fn make(vm: &mut Vm, class: Obj<Class>, exact: bool, is_task: bool) -> R<Owned> {
    let made = vm.allocate_instance(class, Future { exact, is_task, ..EMPTY })?;
    if let Some(this) = vm.cast::<Future>(made.value()) {
        note_finalizer(vm, this);
    }
    Ok(made)
}

/// What the finaliser would do may have changed.
#[inline]
pub(super) fn note_finalizer(vm: &Vm, this: Obj<Future>) {
    let details = this.get(vm);
    if !details.exact {
        return;
    }
    if details.log_traceback || details.log_destroy_pending && details.phase == Phase::Pending {
        this.header().clear(Flags::FINALIZED);
    } else {
        this.header().set(Flags::FINALIZED);
    }
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("Future", ["loop" KeywordOnly true]);
    let mut slots = [None; 1];
    bind(vm, signature, args, &mut slots)?;
    let this = receiver::<Future>(vm, this)?;
    initialise(vm, this, slots[0])
}

/// `Future.__init__`, also of one that was initialised before.
pub(super) fn initialise(vm: &mut Vm, this: Obj<Future>, event_loop: Option<Value>) -> R<()> {
    let event_loop = match given(event_loop) {
        Some(event_loop) => event_loop.own(),
        None => super::running::event_loop_or_policys(vm)?,
    };
    let details = this.get_mut(vm);
    if details.event_loop.is_some() {
        let (exact, is_task) = (details.exact, details.is_task);
        let old = std::mem::replace(details, Future { exact, is_task, ..EMPTY });
        drop(old);
    }
    this.get_mut(vm).event_loop = Some(event_loop.clone());
    note_finalizer(vm, this);
    if soon::debugs(vm, event_loop.value())? {
        let extract = needed(vm, Needed::ExtractStack)?;
        let stack = vm.call(extract.value(), &[])?;
        let old = this.get_mut(vm).source_traceback.replace(stack);
        drop(old);
    }
    Ok(())
}

#[cold]
fn not_initialised(vm: &mut Vm) -> Raised {
    vm.runtime_error("Future object is not initialized.")
}

/// RuntimeError unless it is initialised.
#[inline]
pub(super) fn check_alive(vm: &mut Vm, this: Obj<Future>) -> R<()> {
    if this.get(vm).event_loop.is_some() { Ok(()) } else { Err(not_initialised(vm)) }
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let future = receiver::<Future>(vm, this)?;
    check_alive(vm, future)?;
    let shown = needed(vm, Needed::FutureRepr)?;
    vm.call(shown.value(), &[this])
}

/// The loop of any kind of future.
pub(super) fn loop_of(vm: &mut Vm, future: Value) -> R<Owned> {
    if let Some(future) = vm.cast::<Future>(future).filter(|future| future.get(vm).exact) {
        return match future.get(vm).event_loop.clone() {
            Some(event_loop) => Ok(event_loop),
            None => Err(not_initialised(vm)),
        };
    }
    let name = vm.intern("get_loop")?;
    match vm.get_attr_optional(future, name)? {
        Some(method) => vm.call(method.value(), &[]),
        None => vm.get_attr_str(future, "_loop"),
    }
}

/// It is done: the callbacks are handed to the event loop.
fn schedule_callbacks(vm: &mut Vm, this: Obj<Future>) -> R<()> {
    let details = this.get_mut(vm);
    drop(details.registration.take());
    let (first, context, more) = (details.callback.take(), details.context.take(), details.more_callbacks.take());
    let event_loop = details.event_loop.clone();
    note_finalizer(vm, this);
    if first.is_none() && more.is_none() {
        return Ok(());
    }
    let Some(event_loop) = event_loop else { return Err(not_initialised(vm)) };
    if let Some(first) = first {
        let context = context.as_ref().map(|context| context.value());
        call_soon(vm, event_loop.value(), first.value(), Some(this.value()), context)?;
    }
    // Nobody else has the list any more, and it keeps its pairs.
    let Some(more) = more.as_ref().and_then(|more| vm.cast::<List>(more.value())) else { return Ok(()) };
    for index in 0..more.len(vm) {
        let Some(pair) = vm.cast::<Tuple>(more.items(vm)[index]) else { continue };
        let [callback, context] = *pair.items(vm) else { continue };
        call_soon(vm, event_loop.value(), callback, Some(this.value()), Some(context))?;
    }
    Ok(())
}

pub(super) fn set_result(vm: &mut Vm, this: Obj<Future>, result: Owned) -> R<()> {
    check_alive(vm, this)?;
    let details = this.get_mut(vm);
    if details.phase != Phase::Pending {
        return Err(invalid_state(vm, "invalid state"));
    }
    details.result = Some(result);
    details.phase = Phase::Finished;
    schedule_callbacks(vm, this)
}

pub(super) fn set_exception(vm: &mut Vm, this: Obj<Future>, given: Value) -> R<()> {
    check_alive(vm, this)?;
    if this.get(vm).phase != Phase::Pending {
        return Err(invalid_state(vm, "invalid state"));
    }
    let class = vm.cast::<Class>(given).filter(|class| class.is_subclass_of(vm, vm.exceptions.BaseException));
    let mut exception = match class {
        Some(_) => vm.call(given, &[])?,
        None => given.own(),
    };
    if class.is_some() && this.get(vm).phase != Phase::Pending {
        return Err(invalid_state(vm, "invalid state"));
    }
    if !vm.is_exception(exception.value()) {
        return Err(vm.type_error("invalid exception object"));
    }
    if vm.class_of(exception.value()).is_subclass_of(vm, vm.exceptions.StopIteration) {
        let message = "StopIteration interacts badly with generators and cannot be raised into a Future";
        let message = vm.new_str(message)?;
        let error = vm.new_exception(vm.exceptions.RuntimeError, &[message.value()])?;
        vm.set_exception_cause(&error, &exception);
        exception = error;
    }
    let traceback = vm.exception_traceback(exception.value());
    let details = this.get_mut(vm);
    details.exception = Some(exception);
    details.traceback = traceback;
    details.phase = Phase::Finished;
    schedule_callbacks(vm, this)?;
    this.get_mut(vm).log_traceback = true;
    note_finalizer(vm, this);
    Ok(())
}

/// `Future.cancel`.
pub(super) fn cancel(vm: &mut Vm, this: Obj<Future>, message: Option<Value>) -> R<bool> {
    let details = this.get_mut(vm);
    details.log_traceback = false;
    if details.phase != Phase::Pending {
        note_finalizer(vm, this);
        return Ok(false);
    }
    details.phase = Phase::Cancelled;
    let old = std::mem::replace(&mut details.cancel_message, message.map(Value::own));
    schedule_callbacks(vm, this)?;
    drop(old);
    Ok(true)
}

/// The CancelledError to raise: that which ended the task, once.
pub(super) fn cancelled_error(vm: &mut Vm, this: Obj<Future>) -> R<Owned> {
    if let Some(error) = this.get_mut(vm).cancelled_error.take() {
        return Ok(error);
    }
    let class = needed(vm, Needed::CancelledError)?;
    let message = this.get(vm).cancel_message.clone().filter(|message| !message.is_none());
    match message {
        Some(message) => vm.call(class.value(), &[message.value()]),
        None => vm.call(class.value(), &[]),
    }
}

/// How a future has ended.
pub(super) enum Outcome {
    Result(Owned),
    /// To be raised.
    Exception(Owned),
}

/// The outcome; its exception counts as asked for. Raises when there is none, or CancelledError.
pub(super) fn outcome(vm: &mut Vm, this: Obj<Future>) -> R<Outcome> {
    let details = this.get_mut(vm);
    match details.phase {
        Phase::Finished => {}
        Phase::Cancelled => {
            let error = cancelled_error(vm, this)?;
            return Err(vm.raise_object(error));
        }
        Phase::Pending if details.event_loop.is_none() => {
            return Err(invalid_state(vm, "Future object is not initialized."));
        }
        Phase::Pending => return Err(invalid_state(vm, "Result is not set.")),
    }
    if details.log_traceback {
        details.log_traceback = false;
        note_finalizer(vm, this);
    }
    let details = this.get_mut(vm);
    let Some(exception) = details.exception.clone() else {
        return Ok(Outcome::Result(details.result.clone().unwrap_or(Owned::NONE)));
    };
    let traceback = details.traceback.take();
    vm.set_exception_traceback(exception.value(), traceback);
    Ok(Outcome::Exception(exception))
}

/// `Future.result()`.
pub(super) fn result_of(vm: &mut Vm, this: Obj<Future>) -> R<Owned> {
    match outcome(vm, this)? {
        Outcome::Result(result) => Ok(result),
        Outcome::Exception(exception) => Err(vm.raise_object(exception)),
    }
}

/// Have `callback` called with the future in `context` when it is done.
pub(super) fn add_callback(vm: &mut Vm, this: Obj<Future>, callback: Owned, context: Owned) -> R<()> {
    let details = this.get_mut(vm);
    if details.phase != Phase::Pending {
        let Some(event_loop) = details.event_loop.clone() else { return Err(not_initialised(vm)) };
        return call_soon(vm, event_loop.value(), callback.value(), Some(this.value()), Some(context.value()));
    }
    if details.callback.is_none() && details.more_callbacks.is_none() {
        details.callback = Some(callback);
        details.context = Some(context);
        return Ok(());
    }
    let pair = vm.new_pair(callback.value(), context.value())?;
    let list = match this.get(vm).more_callbacks.as_ref().and_then(|list| vm.cast::<List>(list.value())) {
        Some(list) => list,
        None => {
            let owned = vm.new_list(&[])?;
            let list = receiver::<List>(vm, owned.value())?;
            this.get_mut(vm).more_callbacks = Some(owned);
            list
        }
    };
    list.push(vm, pair)
}

/// Every callback with its context.
fn callbacks(vm: &mut Vm, this: Obj<Future>) -> R<Vec<(Owned, Owned)>> {
    let details = this.get(vm);
    let mut found = Vec::new();
    if let (Some(callback), Some(context)) = (&details.callback, &details.context) {
        found.push((callback.clone(), context.clone()));
    }
    if let Some(list) = details.more_callbacks.as_ref().and_then(|list| vm.cast::<List>(list.value())) {
        for &pair in list.items(vm) {
            if let Some([callback, context]) = vm.cast::<Tuple>(pair).map(|pair| pair.items(vm)) {
                found.push((callback.own(), context.own()));
            }
        }
    }
    Ok(found)
}

fn finalize(vm: &mut Vm, this: Value) -> R<()> {
    let this = receiver::<Future>(vm, this)?;
    tell_exception(vm, this)
}

/// Tell the event loop's handler of an exception that nobody has asked for.
pub(super) fn tell_exception(vm: &mut Vm, this: Obj<Future>) -> R<()> {
    let details = this.get_mut(vm);
    if !details.log_traceback {
        return Ok(());
    }
    details.log_traceback = false;
    let exception = details.exception.clone().unwrap_or(Owned::NONE);
    let class = vm.class_of(this.value()).short_name(vm);
    tell(
        vm,
        this,
        &format!("{class} exception was never retrieved"),
        &[("exception", &exception), ("future", &this.own())],
    )
}

/// Call `call_exception_handler` of the event loop.
pub(super) fn tell(vm: &mut Vm, this: Obj<Future>, message: &str, fields: &[(&str, &Owned)]) -> R<()> {
    let Some(event_loop) = this.get(vm).event_loop.clone() else { return Ok(()) };
    let (context, dict) = vm.new_dict_obj()?;
    let message = vm.new_str(message)?;
    let source = this.get(vm).source_traceback.clone();
    let last = source.as_ref().map(|source| ("source_traceback", source));
    let fields = std::iter::once(("message", &message)).chain(fields.iter().copied()).chain(last);
    for (name, value) in fields {
        let name = vm.intern(name)?;
        dict.set_str(vm, name, value.value())?;
    }
    let handler = vm.get_attr_str(event_loop.value(), "call_exception_handler")?;
    if vm.call(handler.value(), &[context.value()]).is_err() {
        let error = vm.take_error();
        vm.unraisable(error, "Exception ignored in", handler.value());
    }
    Ok(())
}

pub(super) fn not_deleted(vm: &mut Vm, this: Obj<Future>, name: &str, value: Option<Value>) -> R<Value> {
    match value {
        Some(value) => Ok(value),
        None => {
            let class = vm.class_of(this.value()).full_name(vm);
            Err(vm.attribute_error_text(format!("attribute '{name}' of '{class}' objects cannot be deleted")))
        }
    }
}

#[methods]
mod py {
    use super::*;

    /// The result; raises the exception if there is one, InvalidStateError while there is neither.
    #[method("($self, /)")]
    fn result(vm: &mut Vm, this: Obj<Future>) -> R<Owned> {
        result_of(vm, this)
    }

    /// The exception, or None; InvalidStateError while it is not done.
    #[method("($self, /)")]
    fn exception(vm: &mut Vm, this: Obj<Future>) -> R<Owned> {
        if this.get(vm).event_loop.is_none() {
            return Err(invalid_state(vm, "Future object is not initialized."));
        }
        match this.get(vm).phase {
            Phase::Cancelled => {
                let error = cancelled_error(vm, this)?;
                return Err(vm.raise_object(error));
            }
            Phase::Pending => return Err(invalid_state(vm, "Exception is not set.")),
            Phase::Finished => {}
        }
        this.get_mut(vm).log_traceback = false;
        note_finalizer(vm, this);
        Ok(this.get(vm).exception.clone().unwrap_or(Owned::NONE))
    }

    /// End it with a result.
    #[method("($self, result, /)")]
    fn set_result(vm: &mut Vm, this: Obj<Future>, result: Value) -> R<()> {
        super::set_result(vm, this, result.own())
    }

    /// End it with an exception.
    #[method("($self, exception, /)")]
    fn set_exception(vm: &mut Vm, this: Obj<Future>, exception: Value) -> R<()> {
        super::set_exception(vm, this, exception)
    }

    /// Have a function called with the future when it is done.
    #[method("($self, fn, /, *, context=<unrepresentable>)")]
    fn add_done_callback(vm: &mut Vm, this: Obj<Future>, callback: Value, context: Option<Value>) -> R<()> {
        if this.get(vm).event_loop.is_none() {
            return Err(vm.runtime_error("uninitialized Future object"));
        }
        let context = match context {
            Some(context) => context.own(),
            None => crate::contextvars::copy_current(vm)?,
        };
        add_callback(vm, this, callback.own(), context)
    }

    /// Remove every callback that equals fn: how many they were.
    #[method("($self, fn, /)")]
    fn remove_done_callback(vm: &mut Vm, this: Obj<Future>, callback: Value) -> R<usize> {
        check_alive(vm, this)?;
        let before = callbacks(vm, this)?;
        let mut kept = Vec::new();
        let mut removed = 0;
        for (other, context) in before {
            if vm.equal(other.value(), callback)? {
                removed += 1;
            } else {
                kept.push((other, context));
            }
        }
        if removed > 0 {
            let details = this.get_mut(vm);
            let old = (details.callback.take(), details.context.take(), details.more_callbacks.take());
            for (callback, context) in kept {
                add_callback(vm, this, callback, context)?;
            }
            drop(old);
        }
        Ok(removed)
    }

    /// Cancel it: False if it is done already.
    #[method("($self, /, msg=None)")]
    fn cancel(vm: &mut Vm, this: Obj<Future>, message: Option<Value>) -> R<bool> {
        check_alive(vm, this)?;
        super::cancel(vm, this, message)
    }

    /// Whether it was cancelled.
    #[method("($self, /)")]
    fn cancelled(vm: &mut Vm, this: Obj<Future>) -> bool {
        this.get(vm).event_loop.is_some() && this.get(vm).phase == Phase::Cancelled
    }

    /// Whether there is a result or exception, or it was cancelled.
    #[method("($self, /)")]
    fn done(vm: &mut Vm, this: Obj<Future>) -> bool {
        this.get(vm).event_loop.is_some() && this.get(vm).phase != Phase::Pending
    }

    /// The event loop.
    #[method("($self, /)")]
    fn get_loop(vm: &mut Vm, this: Obj<Future>) -> R<Owned> {
        check_alive(vm, this)?;
        Ok(this.get(vm).event_loop.clone().unwrap_or(Owned::NONE))
    }

    /// The CancelledError to raise.
    #[method("($self, /)")]
    fn _make_cancelled_error(vm: &mut Vm, this: Obj<Future>) -> R<Owned> {
        check_alive(vm, this)?;
        cancelled_error(vm, this)
    }

    /// For annotations: `Future[int]`.
    #[classmethod("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, object: Value) -> R<Owned> {
        vm.new_generic_alias(class, object)
    }

    #[getter]
    fn _state(vm: &mut Vm, this: Obj<Future>) -> R<&'static str> {
        check_alive(vm, this)?;
        Ok(match this.get(vm).phase {
            Phase::Pending => "PENDING",
            Phase::Cancelled => "CANCELLED",
            Phase::Finished => "FINISHED",
        })
    }

    #[getter]
    fn _asyncio_future_blocking(vm: &mut Vm, this: Obj<Future>) -> bool {
        this.get(vm).event_loop.is_some() && this.get(vm).blocking
    }

    #[setter("_asyncio_future_blocking")]
    fn set_asyncio_future_blocking(vm: &mut Vm, this: Obj<Future>, value: Option<Value>) -> R<()> {
        check_alive(vm, this)?;
        let value = not_deleted(vm, this, "_asyncio_future_blocking", value)?;
        this.get_mut(vm).blocking = vm.truth(value)?;
        Ok(())
    }

    #[getter]
    fn _loop(vm: &mut Vm, this: Obj<Future>) -> Option<Owned> {
        this.get(vm).event_loop.clone()
    }

    #[getter]
    fn _callbacks(vm: &mut Vm, this: Obj<Future>) -> R<Owned> {
        check_alive(vm, this)?;
        let found = callbacks(vm, this)?;
        if found.is_empty() {
            return Ok(Owned::NONE);
        }
        let list = vm.new_list(&[])?;
        let items = receiver::<List>(vm, list.value())?;
        for (callback, context) in found {
            let pair = vm.new_pair(callback.value(), context.value())?;
            items.push(vm, pair)?;
        }
        Ok(list)
    }

    #[getter]
    fn _result(vm: &mut Vm, this: Obj<Future>) -> R<Option<Owned>> {
        check_alive(vm, this)?;
        Ok(this.get(vm).result.clone())
    }

    #[getter]
    fn _exception(vm: &mut Vm, this: Obj<Future>) -> R<Option<Owned>> {
        check_alive(vm, this)?;
        Ok(this.get(vm).exception.clone())
    }

    #[getter]
    fn _log_traceback(vm: &mut Vm, this: Obj<Future>) -> R<bool> {
        check_alive(vm, this)?;
        Ok(this.get(vm).log_traceback)
    }

    #[setter("_log_traceback")]
    fn set_log_traceback(vm: &mut Vm, this: Obj<Future>, value: Option<Value>) -> R<()> {
        let value = not_deleted(vm, this, "_log_traceback", value)?;
        if vm.truth(value)? {
            return Err(vm.value_error("_log_traceback can only be set to False"));
        }
        this.get_mut(vm).log_traceback = false;
        note_finalizer(vm, this);
        Ok(())
    }

    #[getter]
    fn _source_traceback(vm: &mut Vm, this: Obj<Future>) -> Option<Owned> {
        this.get(vm).source_traceback.clone()
    }

    #[getter]
    fn _cancel_message(vm: &mut Vm, this: Obj<Future>) -> Option<Owned> {
        this.get(vm).cancel_message.clone()
    }

    #[setter("_cancel_message")]
    fn set_cancel_message(vm: &mut Vm, this: Obj<Future>, value: Option<Value>) -> R<()> {
        let value = not_deleted(vm, this, "_cancel_message", value)?;
        let old = this.get_mut(vm).cancel_message.replace(value.own());
        drop(old);
        Ok(())
    }

    #[getter]
    fn _asyncio_awaited_by(vm: &mut Vm, this: Obj<Future>) -> R<Owned> {
        awaited_by::shown(vm, this)
    }
}
