//! Imports: `sys.modules`, finders and loaders.

pub mod registry;

use crate::error::R;
use crate::vm::Vm;

pub(crate) fn install(_vm: &mut Vm) -> R<()> {
    Ok(())
}

use crate::native::*;

pub fn import_name(vm: &mut Vm, name: Obj<Str>, _globals: Obj<Dict>, _fromlist: Value, _level: Value) -> R<Owned> {
    match vm.modules.get_str(vm, name) {
        Some(module) => Ok(module.own()),
        None => Err(vm.not_implemented_error("imports")),
    }
}
pub fn import_from(vm: &mut Vm, module: Value, name: Obj<Str>) -> R<Owned> {
    vm.get_attr(module, name)
}
pub fn import_star(vm: &mut Vm, _module: Value, _namespace: Value) -> R<()> {
    Err(vm.not_implemented_error("import *"))
}
