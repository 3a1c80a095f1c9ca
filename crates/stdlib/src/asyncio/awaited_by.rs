//! Which futures and tasks wait for a future: for those who draw the graph of calls. One is kept as it is, more in a set.

use taipan_runtime::native::*;
use taipan_runtime::types::set::Set;

use super::future::Future;

/// Note that `future` is awaited by `waiter`, if both are futures or tasks of this module.
pub(super) fn add(vm: &mut Vm, future: Value, waiter: Value) -> R<()> {
    match (vm.cast::<Future>(future), vm.cast::<Future>(waiter)) {
        (Some(future), Some(waiter)) => note(vm, future, waiter),
        _ => Ok(()),
    }
}

#[inline]
pub(super) fn note(vm: &mut Vm, future: Obj<Future>, waiter: Obj<Future>) -> R<()> {
    let details = future.get_mut(vm);
    let Some(others) = &details.awaited_by else {
        details.awaited_by = Some(waiter.own());
        return Ok(());
    };
    let others = others.clone();
    if let Some(set) = vm.cast::<Set>(others.value()) {
        return set.add(vm, waiter.value()).map(drop);
    }
    if others.is(waiter.value()) {
        return Ok(());
    }
    let (owned, set) = vm.new_set()?;
    set.add(vm, others.value())?;
    set.add(vm, waiter.value())?;
    let old = future.get_mut(vm).awaited_by.replace(owned);
    drop(old);
    Ok(())
}

/// Undo `add`.
pub(super) fn discard(vm: &mut Vm, future: Value, waiter: Value) -> R<()> {
    match vm.cast::<Future>(future) {
        Some(future) => forget(vm, future, waiter),
        None => Ok(()),
    }
}

#[inline]
pub(super) fn forget(vm: &mut Vm, future: Obj<Future>, waiter: Value) -> R<()> {
    let Some(others) = &future.get(vm).awaited_by else { return Ok(()) };
    if others.is(waiter) {
        drop(future.get_mut(vm).awaited_by.take());
        return Ok(());
    }
    let others = others.clone();
    match vm.cast::<Set>(others.value()) {
        Some(set) => set.discard(vm, waiter).map(drop),
        None => Ok(()),
    }
}

/// What `_asyncio_awaited_by` shows: None, or a frozenset.
pub(super) fn shown(vm: &mut Vm, future: Obj<Future>) -> R<Owned> {
    let Some(others) = future.get(vm).awaited_by.clone() else { return Ok(Owned::NONE) };
    let class = vm.types.frozenset.value();
    if vm.cast::<Set>(others.value()).is_some() {
        return vm.call(class, &[others.value()]);
    }
    let (owned, set) = vm.new_set()?;
    set.add(vm, others.value())?;
    vm.call(class, &[owned.value()])
}
