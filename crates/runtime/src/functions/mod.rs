//! The functions of the `builtins` module.

mod aggregate;
mod async_iteration;
mod basic;
mod build_class;
pub(crate) mod execute;
mod introspect;
mod iteration;
mod numbers;
mod output;
mod scope;
pub mod stream;

use crate::native::*;

/// The tables that make up the module, a line each.
const TABLES: &[&[Method]] = &[
    &basic::METHODS,
    &aggregate::METHODS,
    &introspect::METHODS,
    &iteration::METHODS,
    &async_iteration::METHODS,
    &numbers::METHODS,
    &build_class::METHODS,
    &execute::METHODS,
    &output::METHODS,
    &scope::METHODS,
];

pub(crate) fn install(vm: &mut Vm) -> R<()> {
    let builtins = vm.builtins;
    let module = vm.names.builtins;
    for method in TABLES.iter().copied().flatten() {
        let function = vm.new_native_function(method, None, Some(module.value()))?;
        let name = vm.intern(method.name())?;
        builtins.set_str(vm, name, function.value())?;
        match method.name() {
            "len" => vm.quick.len = function,
            "isinstance" => vm.quick.isinstance = function,
            _ => {}
        }
    }
    Ok(())
}
