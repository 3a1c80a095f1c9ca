//! Steps of a task: what it sends into its coroutine, and what becomes of what that gives or raises.

use taipan_runtime::interp::Resumed;
use taipan_runtime::native::*;

use super::future::{self, Future, Outcome, Phase, add_callback, cancelled_error, check_alive, loop_of, outcome};
use super::soon::call_soon;
use super::{Needed, State, awaited_by, invalid_state, needed, running};
use crate::support::{payload, receiver};

/// What the event loop calls for a step.
#[derive(Trace)]
pub(super) struct Step {
    task: Owned,
    /// To be raised in the coroutine.
    exception: Option<Owned>,
}

payload!(Step);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_asyncio",
    slots: Slots { call: Some(call), ..Slots::EMPTY },
    getsets: &GETSETS,
    ..ClassDef::sealed::<Step>("TaskStepMethWrapper")
};

fn call(vm: &mut Vm, this: Value, args: Args<'_>) -> R<Owned> {
    let this = receiver::<Step>(vm, this)?;
    if !args.names.is_empty() {
        return Err(vm.type_error("function takes no keyword arguments"));
    }
    if !args.positional.is_empty() {
        return Err(vm.type_error("function takes no positional arguments"));
    }
    let step = this.get(vm);
    let (task, exception) = (step.task.clone(), step.exception.clone());
    let task = receiver::<Future>(vm, task.value())?;
    step_of(vm, task, exception)?;
    Ok(Owned::NONE)
}

#[methods]
mod py {
    use super::*;

    #[getter]
    fn __self__(vm: &mut Vm, this: Obj<Step>) -> Owned {
        this.get(vm).task.clone()
    }
}

/// Have the event loop step the task, raising `exception` in it.
pub(super) fn step_soon(vm: &mut Vm, task: Obj<Future>, exception: Option<Owned>) -> R<()> {
    let step = Step { task: task.own(), exception };
    let callback = match vm.state::<State>().step {
        Some(known) => vm.allocate_known(known, step)?,
        None => vm.allocate(step)?,
    };
    check_alive(vm, task)?;
    let details = task.get(vm);
    let (event_loop, context) = (details.event_loop.clone(), details.task_context.clone());
    let event_loop = event_loop.unwrap_or(Owned::NONE);
    let context = context.as_ref().map(|context| context.value());
    call_soon(vm, event_loop.value(), callback.value(), None, context)
}

fn fail_soon(vm: &mut Vm, task: Obj<Future>, message: String) -> R<()> {
    let message = vm.new_str(&message)?;
    let error = vm.new_exception(vm.exceptions.RuntimeError, &[message.value()])?;
    step_soon(vm, task, Some(error))
}

/// What a future that the task waits for calls.
pub(super) static WAKEUP: Method = wakeup::METHODS[0];

mod wakeup {
    use super::*;

    #[methods]
    mod wakeup_methods {
        use super::*;

        /// A future that the task waited for is done.
        #[method("($self, fut, /)")]
        fn task_wakeup(vm: &mut Vm, this: Obj<Future>, future: Value) -> R<()> {
            wake(vm, this, future)
        }
    }
}

fn wake(vm: &mut Vm, task: Obj<Future>, done: Value) -> R<()> {
    awaited_by::discard(vm, done, task.value())?;
    let outcome = match vm.cast::<Future>(done).filter(|done| done.get(vm).exact) {
        Some(done) => outcome(vm, done),
        None => vm.call_method(done, "result", &[]).map(Outcome::Result),
    };
    let exception = match outcome {
        Ok(Outcome::Result(_)) => None,
        Ok(Outcome::Exception(exception)) => Some(exception),
        Err(_) => Some(vm.take_error()),
    };
    step_of(vm, task, exception)
}

/// Step a task while it is the current one.
fn step_of(vm: &mut Vm, task: Obj<Future>, exception: Option<Owned>) -> R<()> {
    let keep = task.own();
    let event_loop = task.get(vm).event_loop.clone().unwrap_or(Owned::NONE);
    running::enter(vm, event_loop.value(), keep.value())?;
    let result = step(vm, task, exception);
    if result.is_ok() {
        return running::leave(vm, event_loop.value(), keep.value());
    }
    let error = vm.take_error();
    if running::leave(vm, event_loop.value(), keep.value()).is_err() {
        let left = vm.take_error();
        vm.set_exception_context(&error, &left);
    }
    Err(vm.reraise(error))
}

/// Whether an exception is asyncio's CancelledError.
fn is_cancelled(vm: &mut Vm, exception: Value) -> R<bool> {
    let class = needed(vm, Needed::CancelledError)?;
    Ok(vm.cast::<Class>(class.value()).is_some_and(|class| vm.class_of(exception).is_subclass_of(vm, class)))
}

pub(super) fn step(vm: &mut Vm, task: Obj<Future>, mut exception: Option<Owned>) -> R<()> {
    if task.get(vm).phase != Phase::Pending {
        let shown = vm.repr_text(task.value())?;
        let exception = exception.unwrap_or(Owned::NONE);
        let exception = vm.repr_text(exception.value())?;
        return Err(invalid_state(vm, &format!("__step(): already done: {shown} {exception}")));
    }
    if task.get(vm).must_cancel {
        let right = match &exception {
            Some(exception) => is_cancelled(vm, exception.value())?,
            None => false,
        };
        if !right {
            exception = Some(cancelled_error(vm, task)?);
        }
        task.get_mut(vm).must_cancel = false;
    }
    drop(task.get_mut(vm).waits_for.take());
    let Some(coroutine) = task.get(vm).coroutine.clone() else {
        return Err(vm.runtime_error("uninitialized Task object"));
    };
    let resumed = match exception {
        None => vm.send_into(coroutine.value(), Value::NONE),
        Some(exception) => vm.throw_into(coroutine.value(), exception),
    };
    match resumed {
        Ok(Resumed::Yielded(value)) => wait_for(vm, task, value),
        Ok(Resumed::Returned(value)) => {
            let details = task.get_mut(vm);
            if !details.must_cancel {
                return future::set_result(vm, task, value);
            }
            // Cancelled just before it returned.
            details.must_cancel = false;
            let message = details.cancel_message.clone();
            future::cancel(vm, task, message.as_ref().map(|message| message.value())).map(drop)
        }
        Err(_) => fail(vm, task),
    }
}

/// The coroutine has raised.
fn fail(vm: &mut Vm, task: Obj<Future>) -> R<()> {
    let error = vm.take_error();
    if is_cancelled(vm, error.value())? {
        let old = task.get_mut(vm).cancelled_error.replace(error);
        drop(old);
        return future::cancel(vm, task, None).map(drop);
    }
    future::set_exception(vm, task, error.value())?;
    let class = vm.class_of(error.value());
    let fatal = [vm.exceptions.KeyboardInterrupt, vm.exceptions.SystemExit];
    if fatal.into_iter().any(|fatal| class.is_subclass_of(vm, fatal)) {
        return Err(vm.reraise(error));
    }
    Ok(())
}

/// The coroutine has given what it waits for.
fn wait_for(vm: &mut Vm, task: Obj<Future>, value: Owned) -> R<()> {
    if value.is(task.value()) {
        let shown = vm.repr_text(task.value())?;
        return fail_soon(vm, task, format!("Task cannot await on itself: {shown}"));
    }
    if value.is_none() {
        return step_soon(vm, task, None);
    }
    let own = vm.cast::<Future>(value.value()).filter(|future| future.get(vm).exact);
    let blocking = match own {
        Some(future) => future.get(vm).blocking,
        None => {
            let name = vm.intern("_asyncio_future_blocking")?;
            match vm.get_attr_optional(value.value(), name)?.filter(|blocking| !blocking.is_none()) {
                Some(blocking) => vm.truth(blocking.value())?,
                None => return refuse(vm, task, value.value()),
            }
        }
    };
    let event_loop = loop_of(vm, value.value())?;
    if !task.get(vm).event_loop.as_ref().is_some_and(|own| own.is(event_loop.value())) {
        let (shown, future) = (vm.repr_text(task.value())?, vm.repr_text(value.value())?);
        return fail_soon(vm, task, format!("Task {shown} got Future {future} attached to a different loop"));
    }
    if !blocking {
        let (shown, future) = (vm.repr_text(task.value())?, vm.repr_text(value.value())?);
        let message = format!("yield was used instead of yield from in task {shown} with {future}");
        return fail_soon(vm, task, message);
    }
    let wakeup = vm.new_native_function(&WAKEUP, Some(task.value()), None)?;
    let context = task.get(vm).task_context.clone().unwrap_or(Owned::NONE);
    match own {
        Some(future) => {
            awaited_by::note(vm, future, task)?;
            future.get_mut(vm).blocking = false;
            add_callback(vm, future, wakeup, context)?;
        }
        None => {
            awaited_by::add(vm, value.value(), task.value())?;
            let name = vm.intern("_asyncio_future_blocking")?;
            vm.set_attr(value.value(), name, Some(Value::FALSE))?;
            let (name, keyword) = (vm.intern("add_done_callback")?, super::names(vm)?.context);
            let args = Args { positional: &[wakeup.value()], names: &[keyword], keyword_values: &[context.value()] };
            vm.call_method_named(value.value(), name, args)?;
        }
    }
    let old = task.get_mut(vm).waits_for.replace(value.clone());
    drop(old);
    if task.get(vm).must_cancel {
        let message = task.get(vm).cancel_message.clone().unwrap_or(Owned::NONE);
        let cancelled = vm.call_method(value.value(), "cancel", &[message.value()])?;
        if vm.truth(cancelled.value())? {
            task.get_mut(vm).must_cancel = false;
        }
    }
    Ok(())
}

/// The coroutine has given something that nobody can wait for.
fn refuse(vm: &mut Vm, task: Obj<Future>, value: Value) -> R<()> {
    let is_generator = vm.class_of(value) == vm.types.generator;
    let shown = vm.repr_text(value)?;
    if !is_generator {
        return fail_soon(vm, task, format!("Task got bad yield: {shown}"));
    }
    let task_shown = vm.repr_text(task.value())?;
    let message = format!("yield was used instead of yield from for generator in task {task_shown} with {shown}");
    fail_soon(vm, task, message)
}

/// The first step, at once.
pub(super) fn start_eagerly(vm: &mut Vm, task: Obj<Future>) -> R<()> {
    let event_loop = task.get(vm).event_loop.clone().unwrap_or(Owned::NONE);
    let previous = running::swap(vm, event_loop.value(), task.value())?;
    super::registry::list(vm, task);
    let context = task.get(vm).task_context.clone().unwrap_or(Owned::NONE);
    let mut result = crate::contextvars::run_in(vm, context.value(), |vm| step(vm, task, None));
    let error = result.is_err().then(|| vm.take_error());
    if let Err(raised) = running::swap(vm, event_loop.value(), previous.value()) {
        result = Err(raised);
    } else if let Some(error) = error {
        result = Err(vm.reraise(error));
    }
    if task.get(vm).phase != Phase::Pending {
        drop(task.get_mut(vm).coroutine.take());
    }
    result
}
