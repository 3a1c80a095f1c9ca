//! What `await future` iterates: it gives the future once, and ends with its result. The interpreter sends into it without exceptions.

use taipan_runtime::interp::Resumed;
use taipan_runtime::native::*;

use super::State;
use super::future::{Future, Phase, result_of};
use crate::support::{payload, receiver, same};

#[derive(Trace)]
pub(super) struct FutureIter {
    /// Until it has ended.
    future: Option<Owned>,
}

payload!(FutureIter);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_asyncio",
    slots: Slots { iter: Some(same), next: Some(next), send: Some(step), ..Slots::EMPTY },
    methods: &METHODS,
    ..ClassDef::sealed::<FutureIter>("FutureIter")
};

/// `future.__await__()`.
pub(super) fn new(vm: &mut Vm, future: Value) -> R<Owned> {
    let this = receiver::<Future>(vm, future)?;
    super::future::check_alive(vm, this)?;
    let iter = FutureIter { future: Some(future.own()) };
    match vm.state::<State>().iter {
        Some(known) => vm.allocate_known(known, iter),
        None => vm.allocate(iter),
    }
}

/// What is sent does not matter.
fn step(vm: &mut Vm, this: Value, _sent: Value) -> R<Resumed> {
    let this = receiver::<FutureIter>(vm, this)?;
    let Some(future) = this.get(vm).future.as_ref().and_then(|future| vm.cast::<Future>(future.value())) else {
        return Ok(Resumed::Returned(Owned::NONE));
    };
    let details = future.get_mut(vm);
    if details.phase == Phase::Pending {
        if details.blocking {
            return Err(vm.runtime_error("await wasn't used with future"));
        }
        details.blocking = true;
        return Ok(Resumed::Yielded(future.own()));
    }
    let _keep = this.get_mut(vm).future.take();
    result_of(vm, future).map(Resumed::Returned)
}

fn next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    match step(vm, this, Value::NONE)? {
        Resumed::Yielded(value) => Ok(Some(value)),
        Resumed::Returned(value) if value.is_none() => Ok(None),
        Resumed::Returned(value) => Err(vm.stop_iteration(value.value())),
    }
}

#[methods]
mod py {
    use super::*;

    /// As next().
    #[method("($self, value, /)")]
    fn send(vm: &mut Vm, this: Value, _value: Value) -> R<Owned> {
        match step(vm, this, Value::NONE)? {
            Resumed::Yielded(value) => Ok(value),
            Resumed::Returned(value) => Err(vm.stop_iteration(value.value())),
        }
    }

    /// Raise an exception where the future is awaited.
    #[method("($self, type, val=None, tb=None, /)")]
    fn throw(
        vm: &mut Vm,
        this: Obj<FutureIter>,
        given: Value,
        value: Option<Value>,
        traceback: Option<Value>,
    ) -> R<Owned> {
        if value.is_some() {
            let category = vm.exceptions.DeprecationWarning;
            vm.warn(
                category,
                "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.",
            )?;
        }
        let value = value.filter(|value| !value.is_none());
        let traceback = traceback.filter(|traceback| !traceback.is_none());
        if traceback.is_some_and(|traceback| !vm.is_traceback(traceback)) {
            return Err(vm.type_error("throw() third argument must be a traceback"));
        }
        let class = vm.cast::<Class>(given).filter(|class| class.is_subclass_of(vm, vm.exceptions.BaseException));
        let exception = match (class, value) {
            (Some(class), Some(value)) if vm.class_of(value).is_subclass_of(vm, class) => value.own(),
            (Some(_), Some(value)) => vm.call(given, &[value])?,
            (Some(_), None) => vm.call(given, &[])?,
            (None, Some(_)) if vm.is_exception(given) => {
                return Err(vm.type_error("instance exception may not have a separate value"));
            }
            (None, None) if vm.is_exception(given) => given.own(),
            _ => {
                return Err(
                    vm.type_error("exceptions must be classes deriving BaseException or instances of such a class")
                );
            }
        };
        if let Some(traceback) = traceback {
            vm.set_exception_traceback(exception.value(), Some(traceback.own()));
        }
        drop(this.get_mut(vm).future.take());
        Err(vm.reraise(exception))
    }

    /// End it.
    #[method("($self, /)")]
    fn close(vm: &mut Vm, this: Obj<FutureIter>) {
        drop(this.get_mut(vm).future.take());
    }
}
