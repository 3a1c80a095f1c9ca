//! `aiter` and `anext`.

use crate::native::*;

#[methods]
mod py {
    use super::*;

    /// The asynchronous iterator of an asynchronous iterable.
    #[function("(async_iterable, /)")]
    fn aiter(vm: &mut Vm, iterable: Value) -> R<Owned> {
        let class = vm.class_of(iterable);
        let Some(aiter) = class.slots(vm).aiter else {
            let name = class.name(vm);
            return Err(vm.type_error(format!("'{name}' object is not an async iterable")));
        };
        let iterator = aiter(vm, iterable)?;
        let found = vm.class_of(iterator.value());
        if found.slots(vm).anext.is_none() {
            let name = found.name(vm);
            return Err(vm.type_error(format!("aiter() returned not an async iterator of type '{name}'")));
        }
        Ok(iterator)
    }

    /// An awaitable of the next item; of the default, when one is given and there are no more.
    #[function("(async_iterator, default=None, /)")]
    fn anext(vm: &mut Vm, iterator: Value, default: Option<Value>) -> R<Owned> {
        let class = vm.class_of(iterator);
        let Some(anext) = class.slots(vm).anext else {
            let name = class.name(vm);
            return Err(vm.type_error(format!("'{name}' object is not an async iterator")));
        };
        let awaitable = anext(vm, iterator)?;
        match default {
            Some(default) => crate::types::async_generator::anext_default(vm, awaitable, default),
            None => Ok(awaitable),
        }
    }
}
