//! What `await`, `async for` and `async with` ask of an object.

use taipan_bytecode::CodeFlags;

use super::{Generator, attributes, delegation, is_coroutine};
use crate::native::*;
use crate::types::code::CodeObject;

/// What `await value` iterates.
pub(crate) fn awaitable(vm: &mut Vm, value: Value, context: u8) -> R<Owned> {
    if is_coroutine(vm, value) {
        let awaited = vm.cast::<Generator>(value).and_then(|coroutine| delegation::delegate(vm, coroutine));
        return match awaited {
            Some(_) => Err(vm.runtime_error("coroutine is being awaited already")),
            None => Ok(value.own()),
        };
    }
    if let Some(generator) = vm.cast_exact::<Generator>(value) {
        let flags = attributes::code(vm, generator).and_then(|code| vm.cast::<CodeObject>(code.value()));
        if let Some(code) = flags
            && code.get(vm).flags.contains(CodeFlags::ITERABLE_COROUTINE)
        {
            return Ok(value.own());
        }
    }
    let class = vm.class_of(value);
    let Some(await_) = class.slots(vm).await_ else {
        let name = class.name(vm);
        let message = match context {
            1 => format!("'async with' received an object from __aenter__ that does not implement __await__: {name}"),
            2 => format!("'async with' received an object from __aexit__ that does not implement __await__: {name}"),
            _ => format!("'{name}' object can't be awaited"),
        };
        return Err(vm.type_error(message));
    };
    let iterator = await_(vm, value)?;
    if is_coroutine(vm, iterator.value()) {
        return Err(vm.type_error("__await__() returned a coroutine"));
    }
    if vm.class_of(iterator.value()).slots(vm).next.is_none() {
        let found = vm.class_of(iterator.value()).name(vm);
        return Err(vm.type_error(format!("__await__() returned non-iterator of type '{found}'")));
    }
    Ok(iterator)
}

/// `async for`'s iterator.
pub(crate) fn async_iterator(vm: &mut Vm, value: Value) -> R<Owned> {
    let class = vm.class_of(value);
    let Some(aiter) = class.slots(vm).aiter else {
        let name = class.name(vm);
        return Err(vm.type_error(format!("'async for' requires an object with __aiter__ method, got {name}")));
    };
    let iterator = aiter(vm, value)?;
    if vm.class_of(iterator.value()).slots(vm).anext.is_none() {
        let name = vm.class_of(iterator.value()).name(vm);
        return Err(vm.type_error(format!(
            "'async for' received an object from __aiter__ that does not implement __anext__: {name}"
        )));
    }
    Ok(iterator)
}

/// `async for`'s next awaitable.
pub(crate) fn async_next(vm: &mut Vm, iterator: Value) -> R<Owned> {
    let class = vm.class_of(iterator);
    let Some(anext) = class.slots(vm).anext else {
        let name = class.name(vm);
        return Err(vm.type_error(format!("'async for' requires an iterator with __anext__ method, got {name}")));
    };
    let value = anext(vm, iterator)?;
    match awaitable(vm, value.value(), 0) {
        Ok(awaitable) => Ok(awaitable),
        Err(_) => {
            let cause = vm.take_error();
            let name = vm.class_of(value.value()).name(vm);
            let raised = vm.type_error(format!("'async for' received an invalid object from __anext__: {name}"));
            let error = vm.take_error();
            if let Some(exception) = vm.exception(error.value()) {
                let details = exception.get_mut(vm);
                let old = (details.cause.replace(cause.clone()), details.context.replace(cause));
                details.suppress_context = true;
                drop(old);
            }
            vm.error = Some(error);
            Err(raised)
        }
    }
}
