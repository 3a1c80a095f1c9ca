//! Finding and loading without importlib: modules in Rust, modules that come with the program, source files in directories.
//!
//! The outcome is what the standard finders would come to; where they might come to something else, they are asked.

use taipan_host::{ClockKind, Target};

use crate::import::spec::{Origin, new_spec, set_initializing};
use crate::import::{import_absolute, import_error, library, machinery};
use crate::native::*;
use crate::vm::{CompileMode, CompileRequest, Source};

/// What was found.
enum Found {
    Native(&'static NativeModule),
    Library,
    /// Path of the file, and whether it is a package.
    Source(String, bool),
    /// None of the usual finders would find it.
    Nothing,
    /// Only importlib can say.
    Unknown,
}

/// `sys.modules` has no module of this name: find it, load it, put it there.
pub(super) fn find_and_load(vm: &mut Vm, name: Obj<Str>) -> R<Owned> {
    let settings = &vm.options.settings;
    if settings.import_time == 0 && settings.flags.verbose == 0 {
        return find_and_load_quietly(vm, name);
    }
    told(vm, name)
}

/// As `find_and_load`, saying on the standard error stream what was imported and how long it took.
#[cold]
fn told(vm: &mut Vm, name: Obj<Str>) -> R<Owned> {
    let timed = vm.options.settings.import_time > 0;
    if timed && !std::mem::replace(&mut vm.import.timed, true) {
        let _ = vm.host.write_all(2, b"import time: self [us] | cumulative | imported package\n");
    }
    let now = |vm: &Vm| vm.host.now(ClockKind::Monotonic).map_or(0, i128::from) / 1000;
    let outer = std::mem::take(&mut vm.import.nested_time);
    vm.import.depth += 1;
    let start = now(vm);
    let result = find_and_load_quietly(vm, name);
    let taken = now(vm) - start;
    vm.import.depth -= 1;
    let own = taken - vm.import.nested_time;
    vm.import.nested_time = outer + taken;
    let text = name.to_string_lossy(vm);
    if let (Ok(module), true) = (&result, vm.options.settings.flags.verbose > 0) {
        let key = vm.names.__file__;
        let file = match vm.get_attr_optional(module.value(), key) {
            Ok(Some(file)) => vm.repr_text(file.value())?,
            _ => "<class '_frozen_importlib.BuiltinImporter'>".to_string(),
        };
        let _ = vm.host.write_all(2, format!("import '{text}' # {file}\n").as_bytes());
    }
    if timed && result.is_ok() {
        let indent = vm.import.depth * 2;
        let line = format!("import time: {own:9} | {taken:10} | {:indent$}{text}\n", "");
        let _ = vm.host.write_all(2, line.as_bytes());
    }
    result
}

fn find_and_load_quietly(vm: &mut Vm, name: Obj<Str>) -> R<Owned> {
    vm.enter_native()?;
    let name_owned = name.own();
    let modules = vm.modules;
    let text = name.to_string_lossy(vm);
    if let Some(entry) = modules.lookup(vm, name.value())?
        && entry.is_none()
    {
        return Err(not_found(vm, name, &format!("import of {text} halted; None in sys.modules")));
    }
    if let Some(module) = machinery::own_module(vm, &text)? {
        return Ok(module);
    }
    if !machinery::is_usual(vm)? {
        return machinery::find_and_load(vm, name);
    }
    let mut path = None;
    let mut parent_module = None;
    if let Some((parent, _)) = text.rsplit_once('.') {
        let parent_name = vm.intern(parent)?;
        let loaded = import_absolute(vm, parent_name)?;
        // Importing the parent may have imported this one.
        if let Some(module) = modules.lookup(vm, name.value())?
            && !module.is_none()
        {
            return Ok(module);
        }
        let path_key = vm.names.__path__;
        let search = match vm.get_attr(loaded.value(), path_key) {
            Ok(search) => search,
            Err(raised) => {
                let context = vm.catch(vm.exceptions.AttributeError, raised)?;
                let message = format!("No module named {}; '{parent}' is not a package", vm.repr_text(name.value())?);
                let raised = not_found(vm, name, &message);
                if let Some(exception) = vm.error.clone() {
                    // As `raise ... from None` in the handler does.
                    for (key, value) in [("__context__", context.value()), ("__cause__", Value::NONE)] {
                        let key = vm.intern(key)?;
                        vm.set_attr(exception.value(), key, Some(value))?;
                    }
                }
                return Err(raised);
            }
        };
        path = Some(search);
        parent_module = Some(loaded);
    }
    let found = find(vm, &text, path.as_ref())?;
    let begun = match (&parent_module, text.rsplit_once('.')) {
        (Some(parent), Some((_, child))) => Some(begin_submodule(vm, parent, child)?),
        _ => None,
    };
    let module = match found {
        Found::Native(native) => load_native(vm, name, native),
        Found::Library => load_library(vm, name, &text),
        Found::Source(file, package) => load_source(vm, name, &file, package),
        Found::Nothing => match vm.repr_text(name.value()) {
            Ok(shown) => Err(not_found(vm, name, &format!("No module named {shown}"))),
            Err(raised) => Err(raised),
        },
        Found::Unknown => {
            end_submodule(vm, begun);
            return machinery::find_and_load(vm, name);
        }
    };
    end_submodule(vm, begun);
    let module = module?;
    if let (Some(parent), Some((_, child))) = (parent_module, text.rsplit_once('.')) {
        let child = vm.intern(child)?;
        if let Err(raised) = vm.set_attr(parent.value(), child, Some(module.value())) {
            vm.catch(vm.exceptions.AttributeError, raised)?;
            let parent = vm.new_str(text.rsplit_once('.').map_or("", |(parent, _)| parent))?;
            let (parent, child) = (vm.repr_text(parent.value())?, vm.repr_text(child.value())?);
            let message = format!("Cannot set an attribute on {parent} for child module {child}");
            vm.warn(vm.exceptions.ImportWarning, &message)?;
        }
    }
    drop(name_owned);
    Ok(module)
}

/// Note in the parent's spec that this submodule is being imported; the list that says so.
fn begin_submodule(vm: &mut Vm, parent: &Owned, child: &str) -> R<Option<Owned>> {
    let spec = vm.names.__spec__;
    let Some(spec) = vm.get_attr_optional(parent.value(), spec)? else { return Ok(None) };
    let key = vm.intern("_uninitialized_submodules")?;
    let Some(list) = vm.get_attr_optional(spec.value(), key)? else { return Ok(None) };
    if let Some(list) = vm.cast::<List>(list.value()) {
        let child = vm.new_str(child)?;
        list.push(vm, child)?;
    }
    Ok(Some(list))
}

/// The submodule that `begin_submodule` has noted is imported, or could not be.
fn end_submodule(vm: &mut Vm, begun: Option<Option<Owned>>) {
    if let Some(list) = begun.flatten()
        && let Some(list) = vm.cast::<List>(list.value())
    {
        drop(list.get_mut(vm).items.pop());
    }
}

#[cold]
fn not_found(vm: &mut Vm, name: Obj<Str>, message: &str) -> Raised {
    let class = vm.exceptions.ModuleNotFoundError;
    import_error(vm, class, message, Some(name.value()), None)
}

fn find(vm: &mut Vm, name: &str, path: Option<&Owned>) -> R<Found> {
    if let Some(native) = vm.find_native_module(name) {
        return Ok(Found::Native(native));
    }
    let entries = match path {
        Some(path) => path.clone(),
        None => match vm.sys_attribute("path")? {
            Some(path) => path,
            None => return Ok(Found::Unknown),
        },
    };
    let Some(entries) = vm.cast_exact::<List>(entries.value()) else { return Ok(Found::Unknown) };
    let entries = entries.items(vm).to_vec();
    let tail = name.rsplit_once('.').map_or(name, |(_, tail)| tail);
    let mut directory_seen = false;
    for entry in entries {
        let Some(entry) = vm.cast::<Str>(entry) else { continue };
        let mut entry = entry.to_string_lossy(vm);
        if library::is_inside(vm, &entry) {
            if library::find(vm, &entry, name).is_some() {
                return Ok(if directory_seen { Found::Unknown } else { Found::Library });
            }
            continue;
        }
        if machinery::has_other_finder(vm, &entry)? {
            return Ok(Found::Unknown);
        }
        if !entry.starts_with('/') {
            let Ok(directory) = vm.host.current_directory() else { continue };
            let directory = String::from_utf8_lossy(&directory).into_owned();
            entry = if entry.is_empty() || entry == "." { directory } else { format!("{directory}/{entry}") };
        }
        let base = format!("{}/{tail}", entry.trim_end_matches('/'));
        if let Some(true) = look_at(vm, &base) {
            let file = format!("{base}/__init__.py");
            if look_at(vm, &file) == Some(false) {
                return Ok(Found::Source(file, true));
            }
            if look_at(vm, &format!("{file}c")) == Some(false) {
                return Ok(Found::Unknown);
            }
            // A directory without __init__.py may be a part of a namespace package, if nothing else has the name.
            directory_seen = true;
        }
        let file = format!("{base}.py");
        if look_at(vm, &file) == Some(false) {
            return Ok(Found::Source(file, false));
        }
        // Compiled files without source are importlib's.
        if look_at(vm, &format!("{file}c")) == Some(false) {
            return Ok(Found::Unknown);
        }
        if look_at(vm, &entry) == Some(false) {
            // A file as a path entry: perhaps an archive.
            return Ok(Found::Unknown);
        }
    }
    Ok(if directory_seen { Found::Unknown } else { Found::Nothing })
}

/// Whether there is a directory (true) or file (false) of this name.
fn look_at(vm: &Vm, path: &str) -> Option<bool> {
    vm.host.status(Target::path(path.as_bytes())).ok().map(|status| status.is_directory())
}

/// Put a module made by `create` into `sys.modules`.
fn load_native(vm: &mut Vm, name: Obj<Str>, native: &'static NativeModule) -> R<Owned> {
    let module = (native.create)(vm)?;
    let from = Origin { origin: Some("built-in"), location: false, search: None, loader: None };
    let spec = new_spec(vm, name, &from)?;
    if let Some(object) = vm.cast::<Module>(module.value()) {
        let dict = object.dict(vm)?;
        let (spec_key, package_key, loader_key) = (vm.names.__spec__, vm.names.__package__, vm.names.__loader__);
        dict.set_str(vm, spec_key, spec.value())?;
        let empty = vm.empty_str.clone();
        dict.set_str(vm, package_key, empty.value())?;
        // Absent until asked for: `late_attribute`.
        dict.remove_str(vm, loader_key)?;
    }
    let modules = vm.modules;
    modules.set_str(vm, name, module.value())?;
    Ok(module)
}

fn load_library(vm: &mut Vm, name: Obj<Str>, text: &str) -> R<Owned> {
    let (code, package) = library::code_of(vm, text)?;
    let loader = library::loader(vm)?;
    let spec = library::spec(vm, name, text, package)?;
    run_module(vm, name, &spec, Some(loader.value()), &code)
}

fn load_source(vm: &mut Vm, name: Obj<Str>, file: &str, package: bool) -> R<Owned> {
    let source = match vm.host.read_file(file.as_bytes()) {
        Ok(source) => source,
        Err(error) => {
            let path = vm.new_str(file)?;
            return Err(vm.os_error(error, Some(path.value())));
        }
    };
    let search = if package {
        let directory = vm.new_str(file.trim_end_matches("/__init__.py"))?;
        Some(vm.new_list(&[directory.value()])?)
    } else {
        None
    };
    let from = Origin {
        origin: Some(file),
        location: true,
        search: search.as_ref().map(|search| search.value()),
        loader: None,
    };
    let spec = new_spec(vm, name, &from)?;
    let code = vm.compile(&CompileRequest {
        source: Source::Bytes(&source),
        filename: file,
        mode: CompileMode::Exec,
        flags: 0,
        optimize: vm.options.settings.flags.optimize,
    })?;
    run_module(vm, name, &spec, None, &code)
}

/// Make the module that `spec` describes and run its code.
fn run_module(vm: &mut Vm, name: Obj<Str>, spec: &Owned, loader: Option<Value>, code: &Owned) -> R<Owned> {
    let (module, object) = vm.new_module(&name.to_string_lossy(vm))?;
    let dict = object.dict(vm)?;
    prepare_namespace(vm, dict, spec, loader)?;
    let modules = vm.modules;
    modules.set_str(vm, name, module.value())?;
    set_initializing(vm, spec.value(), true)?;
    let ran = vm.run_code(code.value(), dict, dict.value());
    let done = if ran.is_ok() { set_initializing(vm, spec.value(), false) } else { Ok(()) };
    if let Err(raised) = ran.map(drop).and(done) {
        let error = vm.take_error();
        modules.remove_str(vm, name)?;
        let _ = set_initializing(vm, spec.value(), false);
        let _ = raised;
        return Err(vm.reraise(error));
    }
    // The module may have put another object in its place.
    match modules.lookup(vm, name.value())? {
        Some(found) => Ok(found),
        None => {
            let shown = vm.repr_text(name.value())?;
            Err(not_found(vm, name, &format!("module {shown} not in sys.modules")))
        }
    }
}

/// The attributes that a module gets from its spec.
fn prepare_namespace(vm: &mut Vm, dict: Obj<Dict>, spec: &Owned, loader: Option<Value>) -> R<()> {
    let (spec_key, package_key, loader_key) = (vm.names.__spec__, vm.names.__package__, vm.names.__loader__);
    let (path_key, file_key, builtins_key) = (vm.names.__path__, vm.names.__file__, vm.names.__builtins__);
    match loader {
        Some(loader) => dict.set_str(vm, loader_key, loader)?,
        None => drop(dict.remove_str(vm, loader_key)?),
    }
    dict.set_str(vm, spec_key, spec.value())?;
    let parent = vm.get_attr_str(spec.value(), "parent")?;
    dict.set_str(vm, package_key, parent.value())?;
    let search = vm.get_attr_str(spec.value(), "submodule_search_locations")?;
    if !search.is_none() {
        dict.set_str(vm, path_key, search.value())?;
    }
    let origin = vm.get_attr_str(spec.value(), "origin")?;
    if !origin.is_none() {
        dict.set_str(vm, file_key, origin.value())?;
        let cached = vm.get_attr_str(spec.value(), "cached")?;
        if !cached.is_none() {
            let cached_key = vm.intern("__cached__")?;
            dict.set_str(vm, cached_key, cached.value())?;
        }
    }
    let builtins = vm.builtins;
    dict.set_str(vm, builtins_key, builtins.value())
}
