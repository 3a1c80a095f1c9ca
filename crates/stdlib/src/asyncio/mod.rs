//! `_asyncio`: futures, tasks, and which loop and task run, for `asyncio`'s Python code, which has all the rest.
//!
//! `Future` and `Task` share a payload (`future.rs`), so that whatever takes a future takes a task. What `asyncio`'s own modules define is looked
//! up when it is first needed, since they import this one.

mod awaited_by;
mod future;
mod iter;
mod registry;
mod running;
mod soon;
mod step;
mod task;

use taipan_runtime::native::*;

use registry::Registry;
use running::Running;

/// What the module remembers in an isolate.
#[derive(Default)]
struct State {
    running: Running,
    known_loop: Option<soon::KnownLoop>,
    registry: Registry,
    /// Objects of `asyncio`'s modules, by their place in `NEEDED`.
    needed: [Option<Owned>; NEEDED.len()],
    iter: Option<KnownShape<iter::FutureIter>>,
    step: Option<KnownShape<step::Step>>,
    names: Option<Names>,
    task_class: Option<Obj<Class>>,
    /// Tasks without a name have been given so many numbers.
    named: i64,
}

/// Interned strings.
#[derive(Clone, Copy)]
struct Names {
    call_soon: Obj<Str>,
    get_debug: Obj<Str>,
    is_running: Obj<Str>,
    /// The one keyword of `call_soon` and `add_done_callback`.
    context: Value,
    /// The keywords of `Task`.
    task: [Value; 5],
}

/// Something of `asyncio` that is looked up once.
#[derive(Clone, Copy)]
enum Needed {
    CancelledError,
    InvalidStateError,
    FutureRepr,
    TaskRepr,
    GetStack,
    PrintStack,
    IsCoroutine,
    GetPolicy,
    ExtractStack,
}

const NEEDED: [(&str, &str); 9] = [
    ("asyncio.exceptions", "CancelledError"),
    ("asyncio.exceptions", "InvalidStateError"),
    ("asyncio.base_futures", "_future_repr"),
    ("asyncio.base_tasks", "_task_repr"),
    ("asyncio.base_tasks", "_task_get_stack"),
    ("asyncio.base_tasks", "_task_print_stack"),
    ("asyncio.coroutines", "iscoroutine"),
    ("asyncio.events", "_get_event_loop_policy"),
    ("traceback", "extract_stack"),
];

fn needed(vm: &mut Vm, what: Needed) -> R<Owned> {
    let place = what as usize;
    if let Some(found) = &vm.state::<State>().needed[place] {
        return Ok(found.clone());
    }
    let (module, name) = NEEDED[place];
    let found = vm.import_attr(module, name)?;
    vm.state::<State>().needed[place] = Some(found.clone());
    Ok(found)
}

fn names(vm: &mut Vm) -> R<Names> {
    if let Some(names) = vm.state::<State>().names {
        return Ok(names);
    }
    let mut task = [Value::NONE; 5];
    for (place, name) in task.iter_mut().zip(["coro", "loop", "name", "context", "eager_start"]) {
        *place = vm.intern(name)?.value();
    }
    let names = Names {
        call_soon: vm.intern("call_soon")?,
        get_debug: vm.intern("get_debug")?,
        is_running: vm.intern("is_running")?,
        context: task[3],
        task,
    };
    vm.state::<State>().names = Some(names);
    Ok(names)
}

/// Raise `InvalidStateError(message)`.
fn invalid_state(vm: &mut Vm, message: &str) -> Raised {
    match needed(vm, Needed::InvalidStateError) {
        Ok(class) => match vm.cast::<Class>(class.value()) {
            Some(class) => vm.raise(class, message),
            None => vm.system_error("asyncio.exceptions.InvalidStateError is no class"),
        },
        Err(raised) => raised,
    }
}

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_asyncio", "What asyncio does often.", &METHODS)?;
    let future = vm.define_class::<future::Future>(&future::CLASS, None)?;
    let known = vm.state::<State>().task_class;
    let task = match known {
        Some(task) => task,
        None => {
            let task = vm.define_subclass(&task::CLASS, Some(future))?;
            // The isolate's state holds no reference of its own: this one is never given up.
            let _ = task.own().into_raw();
            vm.define_class::<iter::FutureIter>(&iter::CLASS, None)?;
            vm.define_class::<step::Step>(&step::CLASS, None)?;
            let (iter, step) = (vm.known_shape::<iter::FutureIter>(), vm.known_shape::<step::Step>());
            vm.threads.at_exit.push(running::forget_thread);
            let state = vm.state::<State>();
            state.task_class = Some(task);
            state.iter = Some(iter);
            state.step = Some(step);
            task
        }
    };
    module.add_class(vm, future)?;
    module.add_class(vm, task)?;
    Ok(owned)
}

#[methods]
mod py {
    use super::*;

    /// The running event loop, or that of the policy.
    #[function("()")]
    fn get_event_loop(vm: &mut Vm) -> R<Owned> {
        running::event_loop_or_policys(vm)
    }

    /// The event loop that runs in this thread; RuntimeError when none does.
    #[function("()")]
    fn get_running_loop(vm: &mut Vm) -> R<Owned> {
        running::required(vm)
    }

    /// The event loop that runs in this thread, or None.
    #[function("()")]
    fn _get_running_loop(vm: &mut Vm) -> Owned {
        running::here(vm).event_loop.clone().unwrap_or(Owned::NONE)
    }

    /// Note which event loop runs in this thread.
    #[function("(loop, /)")]
    fn _set_running_loop(vm: &mut Vm, event_loop: Value) {
        let event_loop = (!event_loop.is_none()).then(|| event_loop.own());
        let old = std::mem::replace(&mut running::here(vm).event_loop, event_loop);
        drop(old);
    }

    /// The task that this loop, or the running one, is executing.
    #[function("(loop=None)")]
    fn current_task(vm: &mut Vm, event_loop: Option<Value>) -> R<Owned> {
        running::current_task(vm, event_loop)
    }

    /// The tasks of this loop, or of the running one, that are not done.
    #[function("(loop=None)")]
    fn all_tasks(vm: &mut Vm, event_loop: Option<Value>) -> R<Owned> {
        registry::all_tasks(vm, event_loop)
    }

    /// A task is begun to be executed.
    #[function("(loop, task)")]
    fn _enter_task(vm: &mut Vm, event_loop: Value, task: Value) -> R<()> {
        running::enter(vm, event_loop, task)
    }

    /// A task has been executed for now.
    #[function("(loop, task)")]
    fn _leave_task(vm: &mut Vm, event_loop: Value, task: Value) -> R<()> {
        running::leave(vm, event_loop, task)
    }

    /// Execute another task; the one that was executed before.
    #[function("(loop, task)")]
    fn _swap_current_task(vm: &mut Vm, event_loop: Value, task: Value) -> R<Owned> {
        running::swap(vm, event_loop, task)
    }

    /// Note a task for all_tasks().
    #[function("(task)")]
    fn _register_task(vm: &mut Vm, task: Value) -> R<()> {
        registry::register(vm, task)
    }

    /// Note a task that is begun at once for all_tasks().
    #[function("(task)")]
    fn _register_eager_task(vm: &mut Vm, task: Value) -> R<()> {
        registry::register_eager(vm, task)
    }

    /// Forget a task.
    #[function("(task)")]
    fn _unregister_task(vm: &mut Vm, task: Value) -> R<()> {
        registry::unregister(vm, task)
    }

    /// Forget a task that was begun at once.
    #[function("(task)")]
    fn _unregister_eager_task(vm: &mut Vm, task: Value) -> R<()> {
        registry::unregister_eager(vm, task)
    }

    /// The class of event loops, whose plain methods this module may take for granted while they are what they are now.
    #[function("(base, events, /)")]
    fn _know_event_loop(vm: &mut Vm, base: Obj<Class>, events: Value) -> R<()> {
        soon::know(vm, base, events)
    }

    /// Note that fut is awaited by waiter.
    #[function("(fut, waiter, /)")]
    fn future_add_to_awaited_by(vm: &mut Vm, future: Value, waiter: Value) -> R<()> {
        awaited_by::add(vm, future, waiter)
    }

    /// Note that fut is no longer awaited by waiter.
    #[function("(fut, waiter, /)")]
    fn future_discard_from_awaited_by(vm: &mut Vm, future: Value, waiter: Value) -> R<()> {
        awaited_by::discard(vm, future, waiter)
    }
}
