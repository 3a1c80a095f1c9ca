//! `iter` and `next`.

use crate::native::*;

#[methods]
mod py {
    use super::*;

    /// An iterator over `object`; or one that calls it until it gives `sentinel`.
    #[function("(object, sentinel=<unrepresentable>, /)")]
    fn iter(vm: &mut Vm, object: Value, sentinel: Option<Value>) -> R<Owned> {
        match sentinel {
            None => vm.iter(object),
            Some(sentinel) if vm.is_callable(object) => crate::types::iterator::callable_iterator(vm, object, sentinel),
            Some(_) => Err(vm.type_error("iter(v, w): v must be callable")),
        }
    }

    /// The next item of an iterator; `default`, or StopIteration, when there is none.
    #[function("(iterator, default=<unrepresentable>, /)")]
    fn next(vm: &mut Vm, iterator: Value, default: Option<Value>) -> R<Owned> {
        match default {
            Some(default) => Ok(vm.next(iterator)?.unwrap_or_else(|| default.own())),
            None => match vm.next_or_stop(iterator)? {
                Some(item) => Ok(item),
                None => Err(vm.stop_iteration(Value::NONE)),
            },
        }
    }
}
