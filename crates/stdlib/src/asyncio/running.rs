//! Which event loop runs in which thread, and which task it is executing.

use std::collections::HashMap;

use taipan_runtime::native::*;

use super::{Needed, State, needed};
use crate::support::given;

/// Of one thread.
#[derive(Default)]
pub(super) struct Here {
    pub(super) event_loop: Option<Owned>,
    pub(super) task: Option<Owned>,
}

/// The thread that was asked about last is at hand, the others in the table.
#[derive(Default)]
pub(super) struct Running {
    thread: u64,
    here: Here,
    others: HashMap<u64, Here>,
}

/// What runs in the running thread.
#[inline]
pub(super) fn here(vm: &mut Vm) -> &mut Here {
    let thread = vm.threads.current();
    let running = &mut vm.state::<State>().running;
    if running.thread != thread {
        let found = running.others.remove(&thread).unwrap_or_default();
        let left = std::mem::replace(&mut running.here, found);
        if left.event_loop.is_some() || left.task.is_some() {
            running.others.insert(running.thread, left);
        }
        running.thread = thread;
    }
    &mut running.here
}

/// A thread has ended.
pub(super) fn forget_thread(vm: &mut Vm, thread: u64) {
    let running = &mut vm.state::<State>().running;
    let gone =
        if running.thread == thread { Some(std::mem::take(&mut running.here)) } else { running.others.remove(&thread) };
    drop(gone);
}

/// The running loop; RuntimeError when there is none.
pub(super) fn required(vm: &mut Vm) -> R<Owned> {
    match &here(vm).event_loop {
        Some(event_loop) => Ok(event_loop.clone()),
        None => Err(vm.runtime_error("no running event loop")),
    }
}

/// `asyncio.get_event_loop()`.
pub(super) fn event_loop_or_policys(vm: &mut Vm) -> R<Owned> {
    if let Some(event_loop) = &here(vm).event_loop {
        return Ok(event_loop.clone());
    }
    let get_policy = needed(vm, Needed::GetPolicy)?;
    let policy = vm.call(get_policy.value(), &[])?;
    vm.call_method(policy.value(), "get_event_loop", &[])
}

fn check_loop(vm: &mut Vm, event_loop: Value) -> R<()> {
    if here(vm).event_loop.as_ref().is_some_and(|running| running.is(event_loop)) {
        return Ok(());
    }
    let shown = vm.repr_text(event_loop)?;
    Err(vm.runtime_error(format!("loop {shown} is not the running loop")))
}

pub(super) fn enter(vm: &mut Vm, event_loop: Value, task: Value) -> R<()> {
    check_loop(vm, event_loop)?;
    let here = here(vm);
    let Some(other) = here.task.clone() else {
        here.task = Some(task.own());
        return Ok(());
    };
    let (task, other) = (vm.repr_text(task)?, vm.repr_text(other.value())?);
    Err(vm.runtime_error(format!("Cannot enter into task {task} while another task {other} is being executed.")))
}

pub(super) fn leave(vm: &mut Vm, event_loop: Value, task: Value) -> R<()> {
    check_loop(vm, event_loop)?;
    let here = here(vm);
    if here.task.as_ref().is_some_and(|entered| entered.is(task)) {
        drop(here.task.take());
        return Ok(());
    }
    let entered = here.task.clone().unwrap_or(Owned::NONE);
    let (task, entered) = (vm.repr_text(task)?, vm.repr_text(entered.value())?);
    Err(vm.runtime_error(format!("Invalid attempt to leave task {task} while task {entered} is entered.")))
}

pub(super) fn swap(vm: &mut Vm, event_loop: Value, task: Value) -> R<Owned> {
    check_loop(vm, event_loop)?;
    let task = (!task.is_none()).then(|| task.own());
    Ok(std::mem::replace(&mut here(vm).task, task).unwrap_or(Owned::NONE))
}

pub(super) fn current_task(vm: &mut Vm, event_loop: Option<Value>) -> R<Owned> {
    let event_loop = match given(event_loop) {
        Some(event_loop) => event_loop.own(),
        None => required(vm)?,
    };
    here(vm);
    let running = &vm.state::<State>().running;
    for here in std::iter::once(&running.here).chain(running.others.values()) {
        if here.event_loop.as_ref().is_some_and(|running| running.is(event_loop.value())) {
            return Ok(here.task.clone().unwrap_or(Owned::NONE));
        }
    }
    Ok(Owned::NONE)
}
