//! The tasks that are not done, for `all_tasks()`. Those of this module are listed without being kept alive: a task takes itself out when it is
//! done or dies. Tasks of other classes are in a `WeakSet`, and in a set while they take their first step at once.

use std::cell::RefCell;
use std::rc::Rc;

use taipan_runtime::native::*;
use taipan_runtime::types::set::Set;

use super::future::{self, Future, Phase};
use super::{State, running};
use crate::support::given;

#[derive(Default)]
struct Tasks {
    /// Not counted.
    entries: Vec<Option<Value>>,
    free: Vec<usize>,
}

/// A task's place in the list, which is given up when this is dropped.
pub(super) struct Registration {
    tasks: Rc<RefCell<Tasks>>,
    place: usize,
}

impl Drop for Registration {
    fn drop(&mut self) {
        if let Ok(mut tasks) = self.tasks.try_borrow_mut() {
            tasks.entries[self.place] = None;
            tasks.free.push(self.place);
        }
    }
}

#[derive(Default)]
pub(super) struct Registry {
    tasks: Rc<RefCell<Tasks>>,
    foreign: Option<Owned>,
    foreign_eager: Option<Owned>,
}

/// List a task of this module.
pub(super) fn list(vm: &mut Vm, task: Obj<Future>) {
    if task.get(vm).registration.is_some() {
        return;
    }
    let tasks = vm.state::<State>().registry.tasks.clone();
    let place = {
        let mut list = tasks.borrow_mut();
        match list.free.pop() {
            Some(place) => {
                list.entries[place] = Some(task.value());
                place
            }
            None => {
                list.entries.push(Some(task.value()));
                list.entries.len() - 1
            }
        }
    };
    task.get_mut(vm).registration = Some(Registration { tasks, place });
}

fn own_task(vm: &Vm, task: Value) -> Option<Obj<Future>> {
    vm.cast::<Future>(task).filter(|task| task.get(vm).is_task)
}

/// The `WeakSet` of other tasks.
fn foreign(vm: &mut Vm) -> R<Owned> {
    if let Some(set) = &vm.state::<State>().registry.foreign {
        return Ok(set.clone());
    }
    let class = vm.import_attr("weakref", "WeakSet")?;
    let set = vm.call(class.value(), &[])?;
    vm.state::<State>().registry.foreign = Some(set.clone());
    Ok(set)
}

fn foreign_eager(vm: &mut Vm) -> R<Owned> {
    if let Some(set) = &vm.state::<State>().registry.foreign_eager {
        return Ok(set.clone());
    }
    let (set, _) = vm.new_set()?;
    vm.state::<State>().registry.foreign_eager = Some(set.clone());
    Ok(set)
}

pub(super) fn register(vm: &mut Vm, task: Value) -> R<()> {
    if let Some(task) = own_task(vm, task) {
        list(vm, task);
        return Ok(());
    }
    let set = foreign(vm)?;
    vm.call_method(set.value(), "add", &[task]).map(drop)
}

pub(super) fn unregister(vm: &mut Vm, task: Value) -> R<()> {
    if let Some(task) = own_task(vm, task) {
        drop(task.get_mut(vm).registration.take());
        return Ok(());
    }
    let set = foreign(vm)?;
    vm.call_method(set.value(), "discard", &[task]).map(drop)
}

pub(super) fn register_eager(vm: &mut Vm, task: Value) -> R<()> {
    if let Some(task) = own_task(vm, task) {
        list(vm, task);
        return Ok(());
    }
    let set = foreign_eager(vm)?;
    match vm.cast::<Set>(set.value()) {
        Some(set) => set.add(vm, task).map(drop),
        None => Ok(()),
    }
}

pub(super) fn unregister_eager(vm: &mut Vm, task: Value) -> R<()> {
    if own_task(vm, task).is_some() {
        return unregister(vm, task);
    }
    let set = foreign_eager(vm)?;
    match vm.cast::<Set>(set.value()) {
        Some(set) => set.discard(vm, task).map(drop),
        None => Ok(()),
    }
}

/// Whether a task of another class belongs to the loop and is not done.
fn is_wanted(vm: &mut Vm, task: Value, event_loop: Value) -> R<bool> {
    let its_loop = future::loop_of(vm, task)?;
    if !its_loop.is(event_loop) {
        return Ok(false);
    }
    let done = vm.call_method(task, "done", &[])?;
    Ok(!vm.truth(done.value())?)
}

pub(super) fn all_tasks(vm: &mut Vm, event_loop: Option<Value>) -> R<Owned> {
    let event_loop = match given(event_loop) {
        Some(event_loop) => event_loop.own(),
        None => running::required(vm)?,
    };
    let listed: Vec<Value> = vm.state::<State>().registry.tasks.borrow().entries.iter().copied().flatten().collect();
    let heap = vm.heap;
    // Those that wait for their end have no reference left.
    let listed: Vec<Owned> = listed.into_iter().filter_map(|task| heap.upgrade(task)).collect();
    let (owned, set) = vm.new_set()?;
    for task in listed {
        let Some(object) = vm.cast::<Future>(task.value()) else { continue };
        let details = object.get(vm);
        let of_loop = details.event_loop.as_ref().is_some_and(|its_loop| its_loop.is(event_loop.value()));
        if of_loop && details.phase == Phase::Pending {
            set.add(vm, task.value())?;
        }
    }
    let state = &vm.state::<State>().registry;
    let others = [state.foreign.clone(), state.foreign_eager.clone()];
    for others in others.into_iter().flatten() {
        for task in vm.collect(others.value())? {
            if is_wanted(vm, task.value(), event_loop.value())? {
                set.add(vm, task.value())?;
            }
        }
    }
    Ok(owned)
}
