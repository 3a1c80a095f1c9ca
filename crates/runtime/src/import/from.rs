//! `from m import n`: names out of a module, and what is said when there is no such name.

use crate::import::{import_absolute, import_error};
use crate::native::*;

/// The value that `from module import name` binds.
pub fn import_from(vm: &mut Vm, module: Value, name: Obj<Str>) -> R<Owned> {
    if let Some(value) = vm.get_attr_optional(module, name)? {
        return Ok(value);
    }
    // A submodule that is being imported is in sys.modules before it is an attribute of its package.
    let name_key = vm.names.__name__;
    let package = vm.get_attr_optional(module, name_key)?.filter(|name| vm.cast::<Str>(name.value()).is_some());
    let shown = name.to_string_lossy(vm);
    if let Some(package) = &package {
        let full = format!("{}.{shown}", vm.str_text(package.value())?);
        let full = vm.intern(&full)?;
        if let Some(found) = vm.modules.lookup(vm, full.value())? {
            return Ok(found);
        }
    }
    Err(cannot_import(vm, module, name, package))
}

#[cold]
fn cannot_import(vm: &mut Vm, module: Value, name: Obj<Str>, package: Option<Owned>) -> Raised {
    let made = (|| -> R<_> {
        let shown_name = vm.repr_text(name.value())?;
        let (shown_package, package_text) = match &package {
            Some(package) => (vm.repr_text(package.value())?, vm.str_text(package.value())?),
            None => ("'<unknown module name>'".to_string(), String::new()),
        };
        let origin = origin(vm, module)?;
        let shadow = shadowing(vm, &package_text, origin.as_ref())?;
        let initializing = is_initializing(vm, module)?;
        let place = match &origin {
            Some(origin) => vm.str_text(origin.value())?,
            None => "unknown location".to_string(),
        };
        let shown_origin = match &origin {
            Some(origin) => vm.repr_text(origin.value())?,
            None => String::new(),
        };
        let message = match (shadow, initializing) {
            (Shadow::StandardLibrary, _) => format!(
                "cannot import name {shown_name} from {shown_package} (consider renaming {shown_origin} since it has the \
                 same name as the standard library module named {shown_package} and prevents importing that standard \
                 library module)"
            ),
            (Shadow::Perhaps, true) => format!(
                "cannot import name {shown_name} from {shown_package} (consider renaming {shown_origin} if it has the \
                 same name as a library you intended to import)"
            ),
            (_, true) => format!(
                "cannot import name {shown_name} from partially initialized module {shown_package} (most likely due to \
                 a circular import) ({place})"
            ),
            (_, false) => format!("cannot import name {shown_name} from {shown_package} ({place})"),
        };
        Ok((message, origin))
    })();
    match made {
        Ok((message, origin)) => {
            let class = vm.exceptions.ImportError;
            let package = package.as_ref().map(|package| package.value());
            let raised = import_error(vm, class, &message, package, origin.as_ref().map(|origin| origin.value()));
            vm.annotate_error(&[("name_from", name.value())]);
            raised
        }
        Err(raised) => raised,
    }
}

/// Whether a module hides another that the program perhaps meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shadow {
    No,
    /// It is beside the script.
    Perhaps,
    /// And has the name of a module of the standard library.
    StandardLibrary,
}

/// An attribute of what is usually a module; of a module, without asking its `__getattr__`.
fn own_attribute(vm: &mut Vm, module: Value, name: Obj<Str>) -> R<Option<Owned>> {
    match vm.cast::<Module>(module) {
        Some(module) => Ok(module.dict(vm)?.get_str(vm, name).map(Value::own)),
        None => vm.get_attr_optional(module, name),
    }
}

/// Where the module is from: its spec's origin when that is a place, else `__file__`.
fn origin(vm: &mut Vm, module: Value) -> R<Option<Owned>> {
    let spec_key = vm.names.__spec__;
    if let Some(spec) = own_attribute(vm, module, spec_key)?.filter(|spec| !spec.is_none()) {
        let has_location = vm.intern("has_location")?;
        if let Some(has) = vm.get_attr_optional(spec.value(), has_location)?
            && vm.truth(has.value())?
        {
            let key = vm.intern("origin")?;
            let origin = vm.get_attr_optional(spec.value(), key)?;
            if let Some(origin) = origin.filter(|origin| vm.cast::<Str>(origin.value()).is_some()) {
                return Ok(Some(origin));
            }
        }
    }
    let file_key = vm.names.__file__;
    let file = own_attribute(vm, module, file_key)?;
    Ok(file.filter(|file| vm.cast::<Str>(file.value()).is_some()))
}

/// Whether the module's code still runs.
fn is_initializing(vm: &mut Vm, module: Value) -> R<bool> {
    let (spec_key, key) = (vm.names.__spec__, vm.names._initializing);
    let Some(spec) = own_attribute(vm, module, spec_key)?.filter(|spec| !spec.is_none()) else { return Ok(false) };
    match vm.get_attr_optional(spec.value(), key)? {
        Some(value) => vm.truth(value.value()),
        None => Ok(false),
    }
}

fn shadowing(vm: &mut Vm, name: &str, origin: Option<&Owned>) -> R<Shadow> {
    let Some(origin) = origin.as_ref().and_then(|origin| vm.cast::<Str>(origin.value())) else { return Ok(Shadow::No) };
    let origin = origin.to_string_lossy(vm);
    let safe = vm.sys_attribute("flags")?;
    if let Some(flags) = safe {
        let key = vm.intern("safe_path")?;
        if let Some(safe) = vm.get_attr_optional(flags.value(), key)?
            && vm.truth(safe.value())?
        {
            return Ok(Shadow::No);
        }
    }
    // Where the program itself is, whatever was put before that since.
    let Some(first) = vm.options.settings.program_path.clone() else { return Ok(Shadow::No) };
    let mut first = String::from_utf8_lossy(&first).into_owned();
    if first.is_empty() {
        first = vm.host.current_directory().map(|path| String::from_utf8_lossy(&path).into_owned()).unwrap_or_default();
    }
    let mut parent = origin.rsplit_once('/').map_or("", |(parent, _)| parent);
    if origin.ends_with("/__init__.py") {
        parent = parent.rsplit_once('/').map_or("", |(parent, _)| parent);
    }
    if parent != first {
        return Ok(Shadow::No);
    }
    let names = vm.sys_attribute("stdlib_module_names")?;
    if let Some(names) = names.filter(|_| !name.is_empty()) {
        let name = vm.new_str(name)?;
        if vm.contains(names.value(), name.value())? {
            return Ok(Shadow::StandardLibrary);
        }
    }
    Ok(Shadow::Perhaps)
}

/// What is said of a missing attribute of a module whose code still runs, or that hides another. None: nothing special.
pub(crate) fn partially_initialized(vm: &mut Vm, module: Obj<Module>, name: &str) -> R<Option<String>> {
    let Some(module_name) = module.name(vm) else { return Ok(None) };
    let origin = origin(vm, module.value())?;
    let shadow = shadowing(vm, &module_name, origin.as_ref())?;
    let shown_origin = match &origin {
        Some(origin) => vm.repr_text(origin.value())?,
        None => String::new(),
    };
    if shadow == Shadow::StandardLibrary {
        return Ok(Some(format!(
            "module '{module_name}' has no attribute '{name}' (consider renaming {shown_origin} since it has the same \
             name as the standard library module named '{module_name}' and prevents importing that standard library \
             module)"
        )));
    }
    if !is_initializing(vm, module.value())? {
        return Ok(None);
    }
    Ok(Some(match (shadow, &origin) {
        (Shadow::Perhaps, _) => format!(
            "module '{module_name}' has no attribute '{name}' (consider renaming {shown_origin} if it has the same name \
             as a library you intended to import)"
        ),
        (_, Some(_)) => format!(
            "partially initialized module '{module_name}' from {shown_origin} has no attribute '{name}' (most likely due \
             to a circular import)"
        ),
        (_, None) => format!(
            "partially initialized module '{module_name}' has no attribute '{name}' (most likely due to a circular \
             import)"
        ),
    }))
}

/// Import the submodules among the names that a package is asked for.
pub(super) fn handle_fromlist(vm: &mut Vm, module: Value, names: Value, from_all: bool) -> R<()> {
    for item in vm.collect(names)? {
        let Some(text) = vm.cast::<Str>(item.value()) else {
            let place =
                if from_all { format!("{}.__all__", module_name(vm, module)?) } else { "``from list''".to_string() };
            let found = vm.class_of(item.value()).name(vm);
            return Err(vm.type_error(format!("Item in {place} must be str, not {found}")));
        };
        if text.is_str(vm, "*") {
            let key = vm.names.__all__;
            if !from_all && let Some(all) = vm.get_attr_optional(module, key)? {
                handle_fromlist(vm, module, all.value(), true)?;
            }
            continue;
        }
        let text = vm.intern_obj(text)?;
        if vm.get_attr_optional(module, text)?.is_some() {
            continue;
        }
        let full = format!("{}.{}", module_name(vm, module)?, text.to_string_lossy(vm));
        let full = vm.intern(&full)?;
        if let Err(raised) = import_absolute(vm, full) {
            // A name that is no submodule is for import_from to complain about; one that was blocked is not.
            let not_found = vm.exceptions.ModuleNotFoundError;
            let error = vm.catch(not_found, raised)?;
            let key = vm.names.name;
            let missing = vm.get_attr_optional(error.value(), key)?;
            let same = match missing {
                Some(missing) => vm.equal(missing.value(), full.value())?,
                None => false,
            };
            let blocked = vm.modules.lookup(vm, full.value())?.is_some_and(|entry| entry.is_none());
            if !same || blocked {
                return Err(vm.reraise(error));
            }
        }
    }
    Ok(())
}

fn module_name(vm: &mut Vm, module: Value) -> R<String> {
    let key = vm.names.__name__;
    let name = vm.get_attr(module, key)?;
    vm.str_text(name.value())
}

/// `from module import *` into a namespace.
pub fn import_star(vm: &mut Vm, module: Value, namespace: Value) -> R<()> {
    let (all_key, dict_key) = (vm.names.__all__, vm.names.__dict__);
    let (names, public_only) = match vm.get_attr_optional(module, all_key)? {
        Some(all) => (all, false),
        None => {
            let Some(dict) = vm.get_attr_optional(module, dict_key)? else {
                let message = "from-import-* object has no __dict__ and no __all__";
                return Err(vm.import_error_text(message));
            };
            let keys = match vm.cast_exact::<Dict>(dict.value()) {
                Some(dict) => {
                    let entries = dict.snapshot(vm);
                    let keys: Vec<Value> = entries.iter().map(|(key, _)| key.value()).collect();
                    vm.new_list(&keys)?
                }
                None => {
                    let keys = vm.call_method(dict.value(), "keys", &[])?;
                    Owned::from_raw(vm.list_from(keys.value())?.value())
                }
            };
            (keys, true)
        }
    };
    let mut position = 0;
    loop {
        let index = vm.new_int(position)?;
        let name = match vm.get_item(names.value(), index.value()) {
            Ok(name) => name,
            Err(raised) => {
                vm.catch(vm.exceptions.IndexError, raised)?;
                return Ok(());
            }
        };
        position += 1;
        let Some(text) = vm.cast::<Str>(name.value()) else {
            let module_name = module_name(vm, module)?;
            let found = vm.class_of(name.value()).name(vm);
            let (kind, place) = if public_only { ("Key", "__dict__") } else { ("Item", "__all__") };
            return Err(vm.type_error(format!("{kind} in {module_name}.{place} must be str, not {found}")));
        };
        if public_only && text.len(vm) > 0 && text.units(vm).get(0) == u32::from(b'_') {
            continue;
        }
        let text = vm.intern_obj(text)?;
        let value = vm.get_attr(module, text)?;
        match vm.cast_exact::<Dict>(namespace) {
            Some(namespace) => namespace.set(vm, text.value(), value.value())?,
            None => vm.set_item(namespace, text.value(), value.value())?,
        }
    }
}
