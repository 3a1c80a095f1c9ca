//! Asynchronous generators.

use crate::native::*;

/// Mark a value as yielded by the asynchronous generator itself, not by something it awaits.
pub(crate) fn wrap(vm: &mut Vm, _value: Owned) -> R<Owned> {
    Err(vm.not_implemented_error("asynchronous generators"))
}
