//! The functions of the `builtins` module.

mod basic;

use crate::error::R;
use crate::vm::Vm;

pub(crate) fn install(vm: &mut Vm) -> R<()> {
    let builtins = vm.builtins;
    for method in &basic::METHODS {
        let function = vm.new_native_function(method, None, None)?;
        let name = vm.intern(method.name())?;
        builtins.set_str(vm, name, function.value())?;
    }
    Ok(())
}
