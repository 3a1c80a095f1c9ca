//! `coroutine_wrapper`: what `coroutine.__await__()` gives.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::generator::Generator;
use crate::types::shapes;

#[derive(Trace)]
pub struct CoroutineWrapper {
    pub coroutine: Owned,
}

impl Payload for CoroutineWrapper {
    const NAME: &'static str = "CoroutineWrapper";
    const SHAPE: ShapeId = shapes::coroutine_wrapper;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.coroutine_wrapper
    }
}

pub(crate) static WRAPPER_CLASS: ClassDef = ClassDef {
    slots: Slots { iter: Some(crate::types::iterator::same), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    ..ClassDef::sealed::<CoroutineWrapper>("coroutine_wrapper")
};

fn coroutine(vm: &mut Vm, wrapper: Obj<CoroutineWrapper>) -> R<Obj<Generator>> {
    match vm.cast::<Generator>(wrapper.get(vm).coroutine.value()) {
        Some(coroutine) => Ok(coroutine),
        None => Err(vm.type_error("a coroutine is required")),
    }
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(wrapper) = vm.cast::<CoroutineWrapper>(value) else { return Ok(None) };
    let coroutine = coroutine(vm, wrapper)?;
    crate::types::generator::send(vm, coroutine, Value::NONE).map(Some)
}

#[methods]
mod py {
    use super::*;

    /// Resume the coroutine with a value.
    #[method("($self, value, /)")]
    fn send(vm: &mut Vm, this: Obj<CoroutineWrapper>, value: Value) -> R<Owned> {
        let coroutine = coroutine(vm, this)?;
        crate::types::generator::send(vm, coroutine, value)
    }

    /// Raise an exception in the coroutine.
    #[method("($self, typ, val=None, tb=None, /)")]
    fn throw(
        vm: &mut Vm,
        this: Obj<CoroutineWrapper>,
        given: Value,
        value: Option<Value>,
        traceback: Option<Value>,
    ) -> R<Owned> {
        let coroutine = coroutine(vm, this)?;
        crate::types::generator::throw_given(vm, coroutine, given, value, traceback)
    }

    /// Close the coroutine.
    #[method("($self, /)")]
    fn close(vm: &mut Vm, this: Obj<CoroutineWrapper>) -> R<Owned> {
        let coroutine = coroutine(vm, this)?;
        crate::types::generator::close(vm, coroutine)
    }
}
