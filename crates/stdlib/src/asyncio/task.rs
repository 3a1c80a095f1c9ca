//! `Task`: a future that runs a coroutine, step by step (`step.rs`).

use taipan_runtime::native::*;

use super::future::{self, Future, Phase, check_alive, note_finalizer};
use super::{Needed, State, iter, names, needed, registry, soon, step};
use crate::support::{given, receiver, signature};

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_asyncio",
    doc: "A coroutine that the event loop runs, and its result.",
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
    has_weakref: true,
    ..ClassDef::new::<Future>("Task")
};

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    let exact = vm.state::<State>().task_class == Some(class);
    future::make(vm, class, exact, true)
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("Task", [
        "coro" PositionalOrKeyword false, "loop" KeywordOnly true, "name" KeywordOnly true,
        "context" KeywordOnly true, "eager_start" KeywordOnly true
    ]);
    let mut slots = [None; 5];
    if !bind_quickly(names(vm)?.task, args, &mut slots) {
        slots = [None; 5];
        bind(vm, signature, args, &mut slots)?;
    }
    let [Some(coroutine), event_loop, name, context, eager] = slots else {
        return Err(vm.type_error("Task() takes a coroutine"));
    };
    let eager = match eager {
        Some(eager) => vm.truth(eager)?,
        None => false,
    };
    let this = receiver::<Future>(vm, this)?;
    future::initialise(vm, this, event_loop)?;
    if !is_coroutine(vm, coroutine)? {
        let shown = vm.repr_text(coroutine)?;
        return Err(vm.type_error(format!("a coroutine was expected, got {shown}")));
    }
    let context = match given(context) {
        Some(context) => context.own(),
        None => crate::contextvars::copy_current(vm)?,
    };
    let name = match given(name) {
        None => {
            let state = vm.state::<State>();
            state.named += 1;
            let number = state.named;
            vm.new_int(i128::from(number))?
        }
        Some(name) => exact_name(vm, name)?,
    };
    let details = this.get_mut(vm);
    details.task_context = Some(context);
    details.log_destroy_pending = true;
    details.coroutine = Some(coroutine.own());
    details.name = Some(name);
    note_finalizer(vm, this);
    if eager {
        let event_loop = this.get(vm).event_loop.clone().unwrap_or(Owned::NONE);
        if soon::runs(vm, event_loop.value())? {
            return step::start_eagerly(vm, this);
        }
    }
    step::step_soon(vm, this, None)?;
    registry::list(vm, this);
    Ok(())
}

/// Distribute a coroutine and keywords whose names are the very strings; whether that was all.
fn bind_quickly(names: [Value; 5], args: Args<'_>, slots: &mut [Option<Value>; 5]) -> bool {
    let [coroutine] = *args.positional else { return false };
    slots[0] = Some(coroutine);
    args.keywords().all(|(name, value)| match names.iter().position(|known| known.is(name)) {
        Some(index) => slots[index].replace(value).is_none(),
        None => false,
    })
}

fn is_coroutine(vm: &mut Vm, value: Value) -> R<bool> {
    if vm.class_of(value) == vm.types.coroutine {
        return Ok(true);
    }
    let test = needed(vm, Needed::IsCoroutine)?;
    let answer = vm.call(test.value(), &[value])?;
    vm.truth(answer.value())
}

fn exact_name(vm: &mut Vm, name: Value) -> R<Owned> {
    if vm.cast_exact::<Str>(name).is_some() { Ok(name.own()) } else { vm.str(name) }
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let task = receiver::<Future>(vm, this)?;
    check_alive(vm, task)?;
    let shown = needed(vm, Needed::TaskRepr)?;
    vm.call(shown.value(), &[this])
}

fn finalize(vm: &mut Vm, this: Value) -> R<()> {
    let this = receiver::<Future>(vm, this)?;
    let details = this.get(vm);
    if details.phase == Phase::Pending && details.log_destroy_pending {
        future::tell(vm, this, "Task was destroyed but it is pending!", &[("task", &this.own())])?;
    }
    future::tell_exception(vm, this)
}

#[methods]
mod py {
    use super::*;

    /// Refused: the coroutine's result is the task's.
    #[method("($self, result, /)")]
    fn set_result(vm: &mut Vm, _this: Obj<Future>, _result: Value) -> R<()> {
        Err(vm.runtime_error("Task does not support set_result operation"))
    }

    /// Refused: the coroutine's exception is the task's.
    #[method("($self, exception, /)")]
    fn set_exception(vm: &mut Vm, _this: Obj<Future>, _exception: Value) -> R<()> {
        Err(vm.runtime_error("Task does not support set_exception operation"))
    }

    /// Ask the task to cancel itself: CancelledError is raised in its coroutine with its next step. False if it is done.
    #[method("($self, /, msg=None)")]
    fn cancel(vm: &mut Vm, this: Obj<Future>, message: Option<Value>) -> R<bool> {
        let details = this.get_mut(vm);
        details.log_traceback = false;
        if details.phase != Phase::Pending {
            note_finalizer(vm, this);
            return Ok(false);
        }
        details.cancels_requested += 1;
        let message = message.unwrap_or(Value::NONE);
        if let Some(waits_for) = details.waits_for.clone() {
            let cancelled = vm.call_method(waits_for.value(), "cancel", &[message])?;
            if vm.truth(cancelled.value())? {
                return Ok(true);
            }
        }
        let details = this.get_mut(vm);
        details.must_cancel = true;
        let old = details.cancel_message.replace(message.own());
        drop(old);
        Ok(true)
    }

    /// How often cancel() was called, less the calls of uncancel().
    #[method("($self, /)")]
    fn cancelling(vm: &mut Vm, this: Obj<Future>) -> i64 {
        this.get(vm).cancels_requested
    }

    /// Take back one call of cancel(): how many are left.
    #[method("($self, /)")]
    fn uncancel(vm: &mut Vm, this: Obj<Future>) -> i64 {
        let details = this.get_mut(vm);
        if details.cancels_requested > 0 {
            details.cancels_requested -= 1;
            if details.cancels_requested == 0 {
                details.must_cancel = false;
            }
        }
        details.cancels_requested
    }

    /// The frames of the coroutine, or of its exception's traceback.
    #[method("($self, /, *, limit=None)")]
    fn get_stack(vm: &mut Vm, this: Obj<Future>, limit: Option<Value>) -> R<Owned> {
        let function = needed(vm, Needed::GetStack)?;
        vm.call(function.value(), &[this.value(), limit.unwrap_or(Value::NONE)])
    }

    /// Print the frames of the coroutine, or of its exception's traceback.
    #[method("($self, /, *, limit=None, file=None)")]
    fn print_stack(vm: &mut Vm, this: Obj<Future>, limit: Option<Value>, file: Option<Value>) -> R<Owned> {
        let function = needed(vm, Needed::PrintStack)?;
        vm.call(function.value(), &[this.value(), limit.unwrap_or(Value::NONE), file.unwrap_or(Value::NONE)])
    }

    /// The name.
    #[method("($self, /)")]
    fn get_name(vm: &mut Vm, this: Obj<Future>) -> R<Owned> {
        let Some(name) = this.get(vm).name.clone() else { return Ok(Owned::NONE) };
        let Some(number) = vm.int_to_i64(name.value()) else { return Ok(name) };
        let name = vm.new_str(&format!("Task-{number}"))?;
        this.get_mut(vm).name = Some(name.clone());
        Ok(name)
    }

    /// Change the name.
    #[method("($self, value, /)")]
    fn set_name(vm: &mut Vm, this: Obj<Future>, value: Value) -> R<()> {
        let name = exact_name(vm, value)?;
        let old = this.get_mut(vm).name.replace(name);
        drop(old);
        Ok(())
    }

    /// The coroutine.
    #[method("($self, /)")]
    fn get_coro(vm: &mut Vm, this: Obj<Future>) -> Option<Owned> {
        this.get(vm).coroutine.clone()
    }

    /// The context in which the coroutine runs.
    #[method("($self, /)")]
    fn get_context(vm: &mut Vm, this: Obj<Future>) -> Option<Owned> {
        this.get(vm).task_context.clone()
    }

    /// For annotations: `Task[int]`.
    #[classmethod("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, object: Value) -> R<Owned> {
        vm.new_generic_alias(class, object)
    }

    #[getter]
    fn _log_destroy_pending(vm: &mut Vm, this: Obj<Future>) -> bool {
        this.get(vm).log_destroy_pending
    }

    #[setter("_log_destroy_pending")]
    fn set_log_destroy_pending(vm: &mut Vm, this: Obj<Future>, value: Option<Value>) -> R<()> {
        let value = future::not_deleted(vm, this, "_log_destroy_pending", value)?;
        this.get_mut(vm).log_destroy_pending = vm.truth(value)?;
        note_finalizer(vm, this);
        Ok(())
    }

    #[getter]
    fn _must_cancel(vm: &mut Vm, this: Obj<Future>) -> bool {
        this.get(vm).must_cancel
    }

    #[getter]
    fn _coro(vm: &mut Vm, this: Obj<Future>) -> Option<Owned> {
        this.get(vm).coroutine.clone()
    }

    #[getter]
    fn _fut_waiter(vm: &mut Vm, this: Obj<Future>) -> Option<Owned> {
        this.get(vm).waits_for.clone()
    }
}
