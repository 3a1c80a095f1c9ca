//! `sys`: what a program can know about its interpreter, and what it can change.
//!
//! The module's namespace is the isolate's own (`Vm::sys`): the runtime reads the streams and hooks from there. `facts.rs` are the
//! values, `functions.rs` the functions; those about exceptions and frames are the runtime's (`errors/hooks.rs`).

mod coroutines;
mod facts;
mod functions;
mod jit;
mod monitoring;
mod names;

use taipan_runtime::native::*;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) =
        vm.native_module("sys", "What a program can know about its interpreter.", &functions::METHODS)?;
    let namespace = vm.sys;
    vm.adopt_namespace(module, namespace)?;
    facts::add(vm, module)?;
    let modules = vm.modules;
    module.add(vm, "modules", modules.value())?;
    vm.import_module("_io")?;
    for (fd, name) in ["stdin", "stdout", "stderr"].into_iter().enumerate() {
        let stream = crate::io::standard_stream(vm, fd as i32)?;
        module.add(vm, name, stream.value())?;
        module.add(vm, &format!("__{name}__"), stream.value())?;
    }
    vm.add_functions(module, taipan_runtime::errors::SYS_FUNCTIONS)?;
    vm.add_functions(module, &coroutines::METHODS)?;
    for hook in ["breakpointhook", "displayhook", "excepthook", "unraisablehook"] {
        let name = vm.intern(hook)?;
        if let Some(function) = namespace.get_str(vm, name).map(Value::own) {
            module.add_owned(vm, &format!("__{hook}__"), function)?;
        }
    }
    jit::add(vm, module)?;
    monitoring::add(vm, module)?;
    Ok(owned)
}
