//! The interpreter: frames on the VM stack, the loop, and one file for each family of instructions.

pub mod stack;

use crate::error::R;
use crate::native::*;
use crate::types::function::Function;

/// Call a Python function from Rust.
pub(crate) fn call_function(vm: &mut Vm, _function: Obj<Function>, _args: Args<'_>) -> R<Owned> {
    Err(vm.not_implemented_error("calls of Python functions"))
}
