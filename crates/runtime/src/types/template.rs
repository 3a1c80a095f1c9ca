//! Template strings (PEP 750).

use crate::native::*;

/// `Interpolation(value, expression, conversion, spec)`.
pub(crate) fn new_interpolation(
    vm: &mut Vm,
    _value: Owned,
    _expression: Owned,
    _conversion: u8,
    _spec: Owned,
) -> R<Owned> {
    Err(vm.not_implemented_error("template strings"))
}

/// `Template(strings, interpolations)`.
pub(crate) fn new_template(vm: &mut Vm, _strings: Owned, _interpolations: Owned) -> R<Owned> {
    Err(vm.not_implemented_error("template strings"))
}
