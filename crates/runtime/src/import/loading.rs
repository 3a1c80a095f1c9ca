//! Threads that import the same module: one loads it, the others wait until it is complete, or until it failed and they try themselves.
//!
//! Two threads that wait for each other's modules must not: the second of them goes on with what there is, as CPython does.

use std::sync::Arc;

use crate::native::*;
use crate::threads::Finish;

/// A module that is being loaded.
struct Loading {
    name: Owned,
    thread: u64,
    finish: Arc<Finish>,
}

#[derive(Default)]
pub(super) struct Loadings {
    modules: Vec<Loading>,
    /// Threads that wait, and whom for.
    waiting: Vec<(u64, u64)>,
}

/// The running thread begins to load a module.
pub(super) fn begin(vm: &mut Vm, name: Obj<Str>) {
    let loading = Loading { name: name.own(), thread: vm.threads.current(), finish: Arc::default() };
    vm.import.loading.modules.push(loading);
}

/// It has loaded it, or failed.
pub(super) fn end(vm: &mut Vm, name: Obj<Str>) {
    let thread = vm.threads.current();
    let modules = &mut vm.import.loading.modules;
    let last = modules.iter().rposition(|loading| loading.thread == thread && loading.name.is(name.value()));
    if let Some(last) = last {
        let ended = modules.remove(last);
        ended.finish.set();
    }
}

/// Wait until no other thread loads this module any more.
pub(super) fn wait_for(vm: &mut Vm, name: Obj<Str>) -> R<()> {
    loop {
        let current = vm.threads.current();
        let loadings = &vm.import.loading;
        // Names are interned.
        let other = |loading: &&Loading| loading.thread != current && loading.name.is(name.value());
        let Some(found) = loadings.modules.iter().find(other) else { return Ok(()) };
        let (thread, finish) = (found.thread, found.finish.clone());
        if waits_for(loadings, thread, current) {
            return Ok(());
        }
        vm.import.loading.waiting.push((current, thread));
        let waited = vm.wait_until(None, |time| finish.wait(time));
        vm.import.loading.waiting.retain(|(waiting, _)| *waiting != current);
        waited?;
    }
}

/// Whether `thread` waits for `other`, perhaps by way of more threads.
fn waits_for(loadings: &Loadings, mut thread: u64, other: u64) -> bool {
    // No chain is longer than there are waiting threads.
    for _ in 0..=loadings.waiting.len() {
        if thread == other {
            return true;
        }
        match loadings.waiting.iter().find(|(waiting, _)| *waiting == thread) {
            Some(&(_, next)) => thread = next,
            None => return false,
        }
    }
    false
}
