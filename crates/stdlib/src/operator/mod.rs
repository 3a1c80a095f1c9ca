//! `_operator`: the operators as functions, and the callables that fetch items and attributes.

mod functions;
mod getters;

use taipan_runtime::native::*;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_operator", "The operators as functions.", &functions::METHODS)?;
    let classes = [
        vm.define_class::<getters::ItemGetter>(&getters::ITEM_GETTER, None)?,
        vm.define_class::<getters::AttrGetter>(&getters::ATTR_GETTER, None)?,
        vm.define_class::<getters::MethodCaller>(&getters::METHOD_CALLER, None)?,
    ];
    for class in classes {
        module.add_class(vm, class)?;
    }
    Ok(owned)
}
