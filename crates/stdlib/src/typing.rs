//! `_typing`: the types of `typing` that are part of the language.

use taipan_runtime::native::*;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) =
        vm.native_module("_typing", "The types of typing that are part of the language.", &METHODS)?;
    let types = [
        ("TypeVar", vm.types.type_var),
        ("ParamSpec", vm.types.param_spec),
        ("ParamSpecArgs", vm.types.param_spec_args),
        ("ParamSpecKwargs", vm.types.param_spec_kwargs),
        ("TypeVarTuple", vm.types.type_var_tuple),
        ("TypeAliasType", vm.types.type_alias),
        ("Generic", vm.types.generic),
        ("Union", vm.types.union),
    ];
    for (name, class) in types {
        module.add(vm, name, class.value())?;
    }
    let no_default = taipan_runtime::types::typevar::no_default(vm)?;
    module.add_owned(vm, "NoDefault", no_default)?;
    Ok(owned)
}

#[methods]
mod py {
    use super::*;

    /// Its argument.
    #[function("(x, /)")]
    fn _idfunc(_vm: &mut Vm, value: Value) -> Value {
        value
    }
}
