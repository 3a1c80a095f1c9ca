//! `sys`: what a program can know about its interpreter, and what it can change.
//!
//! The module's namespace is the isolate's own (`Vm::sys`): the runtime reads the streams and hooks from there.

use taipan_runtime::native::*;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("sys", "What a program can know about its interpreter.", &METHODS)?;
    let namespace = vm.sys;
    vm.adopt_namespace(module, namespace)?;
    let settings = vm.options.settings.clone();
    let arguments = vm.new_os_list(&settings.arguments)?;
    module.add_owned(vm, "argv", arguments)?;
    let arguments = vm.new_os_list(&settings.original_arguments)?;
    module.add_owned(vm, "orig_argv", arguments)?;
    let executable = vm.new_os_str(&settings.executable)?;
    module.add_owned(vm, "executable", executable)?;
    let library = vm.import.library_path.clone().into_bytes();
    let library = if library.is_empty() { Vec::new() } else { vec![library] };
    let path = [settings.path_before, library, settings.path_after].concat();
    let path = vm.new_os_list(&path)?;
    module.add_owned(vm, "path", path)?;
    let modules = vm.modules;
    module.add(vm, "modules", modules.value())?;
    for (fd, name) in ["stdin", "stdout", "stderr"].into_iter().enumerate() {
        let stream = taipan_runtime::functions::stream::standard_stream(vm, fd as i32)?;
        module.add(vm, name, stream.value())?;
        module.add(vm, &format!("__{name}__"), stream.value())?;
    }
    vm.add_functions(module, taipan_runtime::errors::SYS_FUNCTIONS)?;
    for hook in ["excepthook", "unraisablehook"] {
        let name = vm.intern(hook)?;
        if let Some(function) = namespace.get_str(vm, name).map(Value::own) {
            module.add_owned(vm, &format!("__{hook}__"), function)?;
        }
    }
    Ok(owned)
}

#[methods]
mod py {
    use super::*;

    /// End the program by raising SystemExit.
    #[function("(status=None, /)")]
    fn exit(vm: &mut Vm, status: Option<Value>) -> R<()> {
        let class = vm.exceptions.SystemExit;
        match status {
            Some(status) => Err(vm.raise_with(class, &[status])),
            None => Err(vm.raise_with(class, &[])),
        }
    }
}
