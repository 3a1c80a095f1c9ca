//! The methods of coroutines: those of generators, with documentation of their own.

use crate::native::*;

#[methods]
mod py {
    use super::*;

    /// What type checkers write for it.
    #[classmethod("($type, item, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, item)
    }

    /// Put a value into coroutine code that waits: what it awaits next.
    #[method("send($self, value, /)")]
    fn send_method(vm: &mut Vm, this: Value, value: Value) -> R<Owned> {
        let coroutine = crate::types::generator::this(vm, this)?;
        crate::types::generator::send(vm, coroutine, value)
    }

    /// Raise an exception in coroutine code that waits: what it awaits next.
    #[method("throw($self, typ, val=None, tb=None, /)")]
    fn throw_method(
        vm: &mut Vm,
        this: Value,
        given: Value,
        value: Option<Value>,
        traceback: Option<Value>,
    ) -> R<Owned> {
        let coroutine = crate::types::generator::this(vm, this)?;
        crate::types::generator::throw_given(vm, coroutine, given, value, traceback)
    }

    /// Raise GeneratorExit inside coroutine code that waits.
    #[method("close($self, /)")]
    fn close_method(vm: &mut Vm, this: Value) -> R<Owned> {
        let coroutine = crate::types::generator::this(vm, this)?;
        crate::types::generator::close(vm, coroutine)
    }
}
