//! `_imp`: what importlib asks of the interpreter. There are no extension modules and no frozen ones besides importlib itself: the
//! library's modules come from a path entry.

use taipan_runtime::native::*;
use taipan_runtime::types::code::CodeObject;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_imp", "What importlib asks of the interpreter.", &METHODS)?;
    module.add_str(vm, "check_hash_based_pycs", "default")?;
    // Compiled files are read by the isolate that wrote them: those of others are of another version.
    let magic = i64::from(taipan_runtime::types::code::mark_of(vm) as u16);
    module.add_int(vm, "pyc_magic_number_token", magic | i64::from(b'\r') << 16 | i64::from(b'\n') << 24)?;
    Ok(owned)
}

fn name_of(vm: &mut Vm, spec: Value) -> R<Owned> {
    vm.get_attr_str(spec, "name")
}

fn import_error(vm: &mut Vm, message: &str, name: &str) -> Raised {
    let raised = vm.import_error_text(message);
    if let Ok(name) = vm.new_str(name) {
        vm.annotate_error(&[("name", name.value())]);
    }
    raised
}

#[methods]
mod py {
    use super::*;

    /// Imports take turns already.
    #[function("()")]
    fn acquire_lock(_vm: &mut Vm) {}

    /// Imports take turns already.
    #[function("()")]
    fn release_lock(_vm: &mut Vm) {}

    /// Whether an import is going on in another thread.
    #[function("()")]
    fn lock_held(_vm: &mut Vm) -> bool {
        false
    }

    /// 1 for a module written in Rust, 0 for others, -1 for one that cannot be made again.
    #[function("(name, /)")]
    fn is_builtin(vm: &mut Vm, name: String) -> i32 {
        if name == "sys" || name == "builtins" {
            return -1;
        }
        i32::from(vm.find_native_module(&name).is_some())
    }

    /// The module written in Rust that a spec names.
    #[function("(spec, /)")]
    fn create_builtin(vm: &mut Vm, spec: Value) -> R<Owned> {
        let name = name_of(vm, spec)?;
        let modules = vm.modules;
        if let Some(module) = modules.lookup(vm, name.value())?.filter(|module| !module.is_none()) {
            return Ok(module);
        }
        let name = vm.str_text(name.value())?;
        match vm.find_native_module(&name) {
            Some(native) => (native.create)(vm),
            None => Ok(Owned::NONE),
        }
    }

    /// Nothing: a module written in Rust is complete when it is made.
    #[function("(mod, /)")]
    fn exec_builtin(_vm: &mut Vm, r#mod: Value) -> i32 {
        let _ = r#mod;
        0
    }

    /// There are no extension modules.
    #[function("()")]
    fn extension_suffixes(vm: &mut Vm) -> R<Owned> {
        vm.new_list(&[])
    }

    /// There are no extension modules.
    #[function("(spec, file=None, /)")]
    fn create_dynamic(vm: &mut Vm, spec: Value, file: Option<Value>) -> R<Owned> {
        let _ = file;
        let name = name_of(vm, spec)?;
        let name = vm.str_text(name.value())?;
        Err(import_error(vm, "extension modules are not supported", &name))
    }

    /// There are no extension modules.
    #[function("(mod, /)")]
    fn exec_dynamic(_vm: &mut Vm, r#mod: Value) -> i32 {
        let _ = r#mod;
        0
    }

    /// Whether a frozen module has this name.
    #[function("(name, /)")]
    fn is_frozen(_vm: &mut Vm, name: Value) -> bool {
        let _ = name;
        false
    }

    /// Whether a frozen package has this name.
    #[function("(name, /)")]
    fn is_frozen_package(vm: &mut Vm, name: String) -> R<bool> {
        Err(import_error(vm, &format!("No such frozen object named '{name}'"), &name))
    }

    /// What is known of a frozen module, or None.
    #[function("(name, /, *, withdata=False)")]
    fn find_frozen(_vm: &mut Vm, name: Value, withdata: Option<Value>) {
        let _ = (name, withdata);
    }

    /// The code of a frozen module.
    #[function("(name, data=None, /)")]
    fn get_frozen_object(vm: &mut Vm, name: String, data: Option<Value>) -> R<Owned> {
        let _ = data;
        Err(import_error(vm, &format!("No such frozen object named '{name}'"), &name))
    }

    /// A frozen module, made and run.
    #[function("(name, /)")]
    fn init_frozen(_vm: &mut Vm, name: Value) {
        let _ = name;
    }

    /// The names of frozen modules.
    #[function("()")]
    fn _frozen_module_names(vm: &mut Vm) -> R<Owned> {
        vm.new_list(&[])
    }

    /// Frozen modules cannot be turned on or off.
    #[function("(override, /)")]
    fn _override_frozen_modules_for_tests(_vm: &mut Vm, r#override: Value) {
        let _ = r#override;
    }

    /// There are no extension modules that could be checked.
    #[function("(override, /)")]
    fn _override_multi_interp_extensions_check(_vm: &mut Vm, r#override: Value) -> i32 {
        let _ = r#override;
        0
    }

    /// Code keeps the file name that it was compiled with.
    #[function("(code, path, /)")]
    fn _fix_co_filename(_vm: &mut Vm, code: Obj<CodeObject>, path: Obj<Str>) {
        let _ = (code, path);
    }

    /// The hash by which a compiled file knows its source.
    #[function("(key, source)")]
    fn source_hash(vm: &mut Vm, key: Value, source: Value) -> R<Owned> {
        let key = vm.to_i64(key, "int")?;
        let Some(source) = crate::support::bytes_like(vm, source)? else {
            return Err(vm.type_error("a bytes-like object is required"));
        };
        let hash = taipan_runtime::types::code::hash_with(key as u64, &source);
        vm.new_bytes(&hash.to_le_bytes())
    }
}
