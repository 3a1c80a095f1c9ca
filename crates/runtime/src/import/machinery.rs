//! CPython's own importlib: started when a program looks at the finders, or when only they know how to go on.

use crate::import::{library, spec};
use crate::native::*;

const BOOTSTRAP: &str = "_frozen_importlib";
const EXTERNAL: &str = "_frozen_importlib_external";

/// The two modules that are importlib itself, which no finder finds.
pub(super) fn own_module(vm: &mut Vm, name: &str) -> R<Option<Owned>> {
    match name {
        BOOTSTRAP => start(vm).map(Some),
        EXTERNAL => {
            let bootstrap = start(vm)?;
            vm.get_attr_str(bootstrap.value(), "_bootstrap_external").map(Some)
        }
        _ => Ok(None),
    }
}

/// `_frozen_importlib`, running it the first time.
pub(super) fn start(vm: &mut Vm) -> R<Owned> {
    if let Some(bootstrap) = &vm.import.bootstrap {
        return Ok(bootstrap.clone());
    }
    if vm.import.starting {
        return Err(vm.import_error_text("importlib is needed for a module that it needs itself"));
    }
    vm.import.starting = true;
    let started = start_now(vm);
    vm.import.starting = false;
    if started.is_err() {
        vm.import.bootstrap = None;
        let error = vm.take_error();
        let modules = vm.modules;
        for name in [BOOTSTRAP, EXTERNAL] {
            let name = vm.intern(name)?;
            modules.remove_str(vm, name)?;
        }
        return Err(vm.reraise(error));
    }
    started
}

fn start_now(vm: &mut Vm) -> R<Owned> {
    let sys = vm.import_module("sys")?;
    for name in ["meta_path", "path_hooks"] {
        if vm.sys_attribute(name)?.is_none() {
            let list = vm.new_list(&[])?;
            let name = vm.intern(name)?;
            let namespace = vm.sys;
            namespace.set_str(vm, name, list.value())?;
        }
    }
    let imp = vm.import_module("_imp")?;
    let bootstrap = run_frozen(vm, BOOTSTRAP, "importlib._bootstrap")?;
    vm.import.bootstrap = Some(bootstrap.clone());
    let spec_class = spec::class(vm)?;
    set(vm, &bootstrap, "ModuleSpec", spec_class.value())?;
    vm.call_method(bootstrap.value(), "_setup", &[sys.value(), imp.value()])?;
    let external = run_frozen(vm, EXTERNAL, "importlib._bootstrap_external")?;
    set(vm, &bootstrap, "_bootstrap_external", external.value())?;
    // What `_install` of each module does, with the library's hook before the others.
    vm.call_method(external.value(), "_set_bootstrap_module", &[bootstrap.value()])?;
    let hooks = sys_list(vm, "path_hooks")?;
    let hook = library::class(vm)?;
    hooks.push(vm, hook.own())?;
    let zip = vm.import_attr("zipimport", "zipimporter");
    match zip {
        Ok(zip) => hooks.push(vm, zip)?,
        // Archives need zlib and struct, which a small isolate may not have.
        Err(raised) => drop(vm.catch(vm.exceptions.ImportError, raised)?),
    }
    let loaders = vm.call_method(external.value(), "_get_supported_file_loaders", &[])?;
    let loaders = vm.collect(loaders.value())?;
    let loaders: Vec<Value> = loaders.iter().map(|loader| loader.value()).collect();
    let file_finder = vm.get_attr_str(external.value(), "FileFinder")?;
    let hook = vm.call_method(file_finder.value(), "path_hook", &loaders)?;
    hooks.push(vm, hook)?;
    let finders = sys_list(vm, "meta_path")?;
    for (module, name) in [(&bootstrap, "BuiltinImporter"), (&bootstrap, "FrozenImporter"), (&external, "PathFinder")] {
        let finder = vm.get_attr_str(module.value(), name)?;
        finders.push(vm, finder)?;
    }
    let frozen = vm.get_attr_str(bootstrap.value(), "FrozenImporter")?;
    for (module, name) in [(&bootstrap, BOOTSTRAP), (&external, EXTERNAL)] {
        let name = vm.new_str(name)?;
        let spec = vm.call_method(frozen.value(), "find_spec", &[name.value()])?;
        set(vm, module, "__spec__", spec.value())?;
        set(vm, module, "__loader__", frozen.value())?;
        let package = vm.new_str("")?;
        set(vm, module, "__package__", package.value())?;
    }
    vm.import.finders = owned(finders.items(vm));
    vm.import.hooks = owned(hooks.items(vm));
    Ok(bootstrap)
}

fn owned(values: &[Value]) -> Vec<Owned> {
    values.iter().map(|value| value.own()).collect()
}

fn set(vm: &mut Vm, module: &Owned, name: &str, value: Value) -> R<()> {
    let name = vm.intern(name)?;
    vm.set_attr(module.value(), name, Some(value))
}

fn sys_list(vm: &mut Vm, name: &str) -> R<Obj<List>> {
    match vm.sys_attribute(name)?.and_then(|list| vm.cast::<List>(list.value())) {
        Some(list) => Ok(list),
        None => Err(vm.runtime_error(format!("sys.{name} must be a list"))),
    }
}

/// Run library module `source` as module `name`.
fn run_frozen(vm: &mut Vm, name: &str, source: &str) -> R<Owned> {
    // The name marks the frames that tracebacks leave out.
    let loaded = match vm.options.frozen_modules.load(source, &format!("<frozen {source}>")) {
        Some(Ok(loaded)) => loaded,
        Some(Err(message)) => return Err(vm.import_error_text(format!("module {source} is damaged: {message}"))),
        None => return Err(vm.import_error_text(format!("this program does not come with {source}"))),
    };
    let code = vm.new_packed_code(loaded.code)?;
    let (module, object) = vm.new_module(name)?;
    let dict = object.dict(vm)?;
    let (builtins_key, builtins) = (vm.names.__builtins__, vm.builtins);
    dict.set_str(vm, builtins_key, builtins.value())?;
    let key = vm.intern(name)?;
    let modules = vm.modules;
    modules.set_str(vm, key, module.value())?;
    vm.run_code(code.value(), dict, dict.value())?;
    Ok(module)
}

/// Ask importlib for a module that `sys.modules` does not have.
pub(super) fn find_and_load(vm: &mut Vm, name: Obj<Str>) -> R<Owned> {
    let bootstrap = start(vm)?;
    let import = vm.get_attr_str(bootstrap.value(), "_gcd_import")?;
    vm.call_method(bootstrap.value(), "_find_and_load", &[name.value(), import.value()])
}

/// Whether the finders are the usual ones, so that `find.rs` may stand in for them.
pub(super) fn is_usual(vm: &mut Vm) -> R<bool> {
    if vm.import.starting {
        // The lists are being filled: importlib's own imports go the short way.
        return Ok(true);
    }
    if vm.import.bootstrap.is_none() {
        // Nobody has looked at them, and so nobody has changed them; a program may have set its own.
        return Ok(vm.sys_attribute("meta_path")?.is_none() && vm.sys_attribute("path_hooks")?.is_none());
    }
    Ok(is_same(vm, "meta_path", |import| &import.finders)? && is_same(vm, "path_hooks", |import| &import.hooks)?)
}

fn is_same(vm: &mut Vm, name: &str, usual: fn(&crate::import::ImportState) -> &Vec<Owned>) -> R<bool> {
    let list = vm.sys_attribute(name)?;
    let Some(list) = list.as_ref().and_then(|list| vm.cast::<List>(list.value())) else { return Ok(false) };
    let (now, usual) = (list.items(vm), usual(&vm.import));
    Ok(now.len() == usual.len() && now.iter().zip(usual).all(|(&a, b)| b.is(a)))
}

/// Whether `sys.path_importer_cache` has a finder for this path entry that is not the usual one.
pub(super) fn has_other_finder(vm: &mut Vm, entry: &str) -> R<bool> {
    let cache = vm.sys_attribute("path_importer_cache")?;
    let Some(cache) = cache.as_ref().and_then(|cache| vm.cast::<Dict>(cache.value())) else { return Ok(false) };
    if cache.len(vm) == 0 {
        return Ok(false);
    }
    let key = vm.intern(entry)?;
    let Some(finder) = cache.lookup(vm, key.value())? else { return Ok(false) };
    if finder.is_none() {
        return Ok(false);
    }
    let Some(bootstrap) = vm.import.bootstrap.clone() else { return Ok(true) };
    let external = vm.get_attr_str(bootstrap.value(), "_bootstrap_external")?;
    let usual = vm.get_attr_str(external.value(), "FileFinder")?;
    Ok(!vm.class_of(finder.value()).value().is(usual.value()))
}

/// Where the compiled form of a source file would be kept.
pub(super) fn cached(vm: &mut Vm, origin: Obj<Str>) -> R<Owned> {
    if let Some(bootstrap) = vm.import.bootstrap.clone() {
        let external = vm.get_attr_str(bootstrap.value(), "_bootstrap_external")?;
        return vm.call_method(external.value(), "_get_cached", &[origin.value()]);
    }
    // As importlib has it, without importlib.
    let origin = origin.to_string_lossy(vm);
    let (directory, file) = match origin.rsplit_once('/') {
        Some((directory, file)) => (format!("{directory}/"), file),
        None => (String::new(), &*origin),
    };
    let Some(name) = file.strip_suffix(".py") else { return Ok(Owned::NONE) };
    let optimized = match vm.options.settings.flags.optimize {
        0 => String::new(),
        level => format!(".opt-{level}"),
    };
    vm.new_str(&format!("{directory}__pycache__/{name}.taipan-314{optimized}.pyc"))
}

/// The loader that the usual finders give a module with this spec.
pub(super) fn usual_loader(vm: &mut Vm, spec: Value) -> R<Owned> {
    let bootstrap = start(vm)?;
    let origin = vm.get_attr_str(spec, "origin")?;
    let has_location = vm.get_attr_str(spec, "has_location")?;
    if vm.truth(has_location.value())? {
        let external = vm.get_attr_str(bootstrap.value(), "_bootstrap_external")?;
        let name = vm.get_attr_str(spec, "name")?;
        return vm.call_method(external.value(), "SourceFileLoader", &[name.value(), origin.value()]);
    }
    match vm.cast::<Str>(origin.value()) {
        Some(origin) if origin.is_str(vm, "built-in") => vm.get_attr_str(bootstrap.value(), "BuiltinImporter"),
        _ => Ok(Owned::NONE),
    }
}

/// Names in `sys` that are made when one of them, or the namespace, is first asked for.
const LATE_NAMES: [&str; 2] = ["builtin_module_names", "stdlib_module_names"];

/// Make what is not yet in the namespace of `sys`.
pub(crate) fn complete_sys(vm: &mut Vm) -> R<()> {
    match vm.import.late_sys.take() {
        Some(add) => add(vm),
        None => Ok(()),
    }
}

/// Attributes of modules that come into being when they are asked for: the finders in `sys`, and the loaders of modules.
pub fn late_attribute(vm: &mut Vm, module: Obj<Module>, name: Obj<Str>) -> R<Option<Owned>> {
    let dict = module.dict(vm)?;
    if dict == vm.sys && vm.import.late_sys.is_some() && LATE_NAMES.iter().any(|late| name.is_str(vm, late)) {
        complete_sys(vm)?;
        return Ok(dict.get_str(vm, name).map(Value::own));
    }
    if dict == vm.sys && (name.is_str(vm, "meta_path") || name.is_str(vm, "path_hooks")) {
        if vm.import.bootstrap.is_none() {
            start(vm)?;
        }
        return Ok(dict.get_str(vm, name).map(Value::own));
    }
    let (loader_key, spec_key) = (vm.names.__loader__, vm.names.__spec__);
    if name == loader_key
        && let Some(spec) = dict.get_str(vm, spec_key).map(Value::own)
        && vm.cast::<spec::ModuleSpec>(spec.value()).is_some()
    {
        let loader = vm.get_attr_str(spec.value(), "loader")?;
        dict.set_str(vm, loader_key, loader.value())?;
        return Ok(Some(loader));
    }
    Ok(None)
}
