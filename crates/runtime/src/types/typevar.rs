//! Type parameters and type aliases (PEP 695).

use taipan_bytecode::Intrinsic;

use crate::native::*;

/// A TypeVar, ParamSpec or TypeVarTuple of this name.
pub(crate) fn new(vm: &mut Vm, _kind: Intrinsic, _name: Owned, _evaluator: Option<Owned>) -> R<Owned> {
    Err(vm.not_implemented_error("type parameters"))
}

/// Set the function that computes a type parameter's default.
pub(crate) fn set_default(vm: &mut Vm, _parameter: Owned, _evaluator: Owned) -> R<Owned> {
    Err(vm.not_implemented_error("type parameters"))
}

/// `Generic[*parameters]`.
pub(crate) fn subscript_generic(vm: &mut Vm, _parameters: Owned) -> R<Owned> {
    Err(vm.not_implemented_error("type parameters"))
}

/// `type name[...] = ...`.
pub(crate) fn new_alias(vm: &mut Vm, _parts: Owned) -> R<Owned> {
    Err(vm.not_implemented_error("type aliases"))
}
