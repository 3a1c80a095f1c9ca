//! `_imp`: what importlib asks of the interpreter. There are no extension modules, and few frozen ones besides importlib itself: the
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

/// A module that FrozenImporter finds: those that programs can try it with. All others come from the library's own directory.
#[derive(Clone, Copy)]
struct Frozen {
    name: &'static str,
    package: bool,
    /// The library's module that has its code.
    source: &'static str,
    /// What it is called there; `<` marks the package that is meant by its `__init__`.
    original: Option<&'static str>,
}

const fn frozen(name: &'static str, package: bool, source: &'static str, original: Option<&'static str>) -> Frozen {
    Frozen { name, package, source, original }
}

static FROZEN: &[Frozen] = &[
    frozen("_frozen_importlib", false, "importlib._bootstrap", Some("importlib._bootstrap")),
    frozen("_frozen_importlib_external", false, "importlib._bootstrap_external", Some("importlib._bootstrap_external")),
    frozen("__hello__", false, "__hello__", Some("__hello__")),
    frozen("__hello_alias__", false, "__hello__", Some("__hello__")),
    frozen("__hello_only__", false, "__hello__", None),
    frozen("__phello__", true, "__phello__", Some("__phello__")),
    frozen("__phello__.__init__", false, "__phello__", Some("<__phello__")),
    frozen("__phello__.ham", true, "__phello__.ham", Some("__phello__.ham")),
    frozen("__phello__.ham.__init__", false, "__phello__.ham", Some("<__phello__.ham")),
    frozen("__phello__.ham.eggs", false, "__phello__.ham.eggs", Some("__phello__.ham.eggs")),
    frozen("__phello__.spam", false, "__phello__.spam", Some("__phello__.spam")),
    frozen("__phello_alias__", true, "__hello__", Some("__hello__")),
    frozen("__phello_alias__.spam", false, "__hello__", Some("__hello__")),
];

/// Frozen modules are turned off.
#[derive(Default)]
struct Hidden(bool);

fn find(vm: &mut Vm, name: &str) -> Option<Frozen> {
    if vm.state::<Hidden>().0 {
        return None;
    }
    FROZEN.iter().find(|frozen| frozen.name == name).copied()
}

fn require(vm: &mut Vm, name: &str) -> R<Frozen> {
    match find(vm, name) {
        Some(frozen) => Ok(frozen),
        None => Err(import_error(vm, &format!("No such frozen object named '{name}'"), name)),
    }
}

fn code_of(vm: &mut Vm, frozen: Frozen, name: &str) -> R<Owned> {
    match vm.options.frozen_modules.load(frozen.source, &format!("<frozen {}>", frozen.source)) {
        Some(Ok(module)) => vm.new_packed_code(module.code),
        _ => Err(import_error(vm, &format!("No such frozen object named '{name}'"), name)),
    }
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
    fn is_frozen(vm: &mut Vm, name: String) -> bool {
        // importlib itself is found, but was not made by FrozenImporter.
        !name.starts_with("_frozen_importlib") && find(vm, &name).is_some()
    }

    /// Whether a frozen package has this name.
    #[function("(name, /)")]
    fn is_frozen_package(vm: &mut Vm, name: String) -> R<bool> {
        require(vm, &name).map(|frozen| frozen.package)
    }

    /// What is known of a frozen module, or None: its data, whether it is a package, and its name in the library.
    #[function("(name, /, *, withdata=False)")]
    fn find_frozen(vm: &mut Vm, name: String, withdata: Option<bool>) -> R<Owned> {
        let Some(frozen) = find(vm, &name) else { return Ok(Owned::NONE) };
        let data = if withdata.unwrap_or(false) {
            let code = code_of(vm, frozen, &name)?;
            let data = vm.import_attr("marshal", "dumps")?;
            let data = vm.call(data.value(), &[code.value()])?;
            vm.call(vm.types.memoryview.value(), &[data.value()])?
        } else {
            Owned::NONE
        };
        let original = match frozen.original {
            Some(original) => vm.new_str(original)?,
            None => Owned::NONE,
        };
        vm.new_tuple(&[data.value(), Value::bool(frozen.package), original.value()])
    }

    /// The code of a frozen module.
    #[function("(name, data=None, /)")]
    fn get_frozen_object(vm: &mut Vm, name: String, data: Option<Value>) -> R<Owned> {
        let Some(data) = data.filter(|data| !data.is_none()) else {
            let frozen = require(vm, &name)?;
            return code_of(vm, frozen, &name);
        };
        let loads = vm.import_attr("marshal", "loads")?;
        let loaded = match vm.call(loads.value(), &[data]) {
            Ok(loaded) => loaded,
            Err(_) => {
                drop(vm.take_error());
                return Err(import_error(vm, &format!("Frozen object named '{name}' is invalid"), &name));
            }
        };
        if vm.cast::<CodeObject>(loaded.value()).is_none() {
            return Err(vm.type_error(format!("frozen object '{name}' is not a code object")));
        }
        Ok(loaded)
    }

    /// A frozen module, made and run.
    #[function("(name, /)")]
    fn init_frozen(vm: &mut Vm, name: String) -> R<Owned> {
        let Some(frozen) = find(vm, &name) else { return Ok(Owned::NONE) };
        let code = code_of(vm, frozen, &name)?;
        let (module, object) = vm.new_module(&name)?;
        let (dict, modules) = (object.dict(vm)?, vm.modules);
        let (key, builtins_key, builtins) = (vm.intern(&name)?, vm.names.__builtins__, vm.builtins);
        dict.set_str(vm, builtins_key, builtins.value())?;
        modules.set_str(vm, key, module.value())?;
        vm.run_code(code.value(), dict, dict.value())?;
        Ok(module)
    }

    /// The names of frozen modules.
    #[function("()")]
    fn _frozen_module_names(vm: &mut Vm) -> R<Owned> {
        let mut names = Vec::new();
        for frozen in FROZEN {
            names.push(vm.intern(frozen.name)?.value());
        }
        vm.new_list(&names)
    }

    /// Turn frozen modules off (-1), or on.
    #[function("(override, /)")]
    fn _override_frozen_modules_for_tests(vm: &mut Vm, r#override: i64) {
        vm.state::<Hidden>().0 = r#override < 0;
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
