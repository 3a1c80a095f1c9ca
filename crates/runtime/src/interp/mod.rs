//! The interpreter: frames on the VM stack, the loop, and one file for each family of instructions.

pub mod stack;

use crate::error::R;
use crate::native::*;
use crate::types::function::Function;

/// Call a Python function from Rust.
pub(crate) fn call_function(vm: &mut Vm, _function: Obj<Function>, _args: Args<'_>) -> R<Owned> {
    Err(vm.not_implemented_error("calls of Python functions"))
}

/// Run a class body with its namespace; what it returns.
pub(crate) fn call_with_namespace(vm: &mut Vm, _function: Obj<Function>, _namespace: Value) -> R<Owned> {
    Err(vm.not_implemented_error("class bodies"))
}

/// The globals of the running frame.
pub(crate) fn current_globals(_vm: &Vm) -> Option<Obj<Dict>> {
    None
}

/// The arguments that `super()` without arguments takes from the running frame.
pub(crate) fn super_arguments(vm: &mut Vm) -> R<(Owned, Owned)> {
    Err(vm.runtime_error("super(): no current frame"))
}
