//! What pickling needs of other modules, and finding things by the names they have there.

use taipan_runtime::native::*;

use super::{State, pickling_error};

/// Things of other modules, looked up once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Remote {
    DispatchTable,
    ExtensionRegistry,
    InvertedRegistry,
    ExtensionCache,
    NameMapping,
    ImportMapping,
    ReverseNameMapping,
    ReverseImportMapping,
    Encode,
    Partial,
    Getattr,
}

const PLACES: [(&str, &str); 11] = [
    ("copyreg", "dispatch_table"),
    ("copyreg", "_extension_registry"),
    ("copyreg", "_inverted_registry"),
    ("copyreg", "_extension_cache"),
    ("_compat_pickle", "NAME_MAPPING"),
    ("_compat_pickle", "IMPORT_MAPPING"),
    ("_compat_pickle", "REVERSE_NAME_MAPPING"),
    ("_compat_pickle", "REVERSE_IMPORT_MAPPING"),
    ("codecs", "encode"),
    ("functools", "partial"),
    ("builtins", "getattr"),
];

pub(super) fn remote(vm: &mut Vm, what: Remote) -> R<Owned> {
    let known = &mut vm.state::<State>().remote;
    known.resize(PLACES.len(), None);
    if let Some(found) = &known[what as usize] {
        return Ok(found.clone());
    }
    let (module, name) = PLACES[what as usize];
    let found = vm.import_attr(module, name)?;
    vm.state::<State>().remote[what as usize] = Some(found.clone());
    Ok(found)
}

/// `table[key]` of a dict of another module, if it is there.
pub(super) fn remote_item(vm: &mut Vm, what: Remote, key: Value) -> R<Option<Owned>> {
    let table = remote(vm, what)?;
    match vm.cast::<Dict>(table.value()) {
        Some(table) => table.lookup(vm, key),
        None => Err(vm.runtime_error("a table of copyreg or _compat_pickle is no dict")),
    }
}

/// `object.a.b.c`.
pub(super) fn attribute_path(vm: &mut Vm, object: Value, path: &str) -> R<Owned> {
    let mut object = object.own();
    for name in path.split('.') {
        object = vm.get_attr_str(object.value(), name)?;
    }
    Ok(object)
}

/// `import name`, giving the very module.
pub(super) fn import(vm: &mut Vm, name: Value) -> R<Owned> {
    if let Some(module) = vm.modules.lookup(vm, name)?
        && !module.is_none()
    {
        return Ok(module);
    }
    let import = vm.names.__import__;
    let Some(import) = vm.builtins.get_str(vm, import).map(|import| import.own()) else {
        return Err(vm.import_error_text("__import__ not found"));
    };
    drop(vm.call(import.value(), &[name])?);
    match vm.modules.lookup(vm, name)? {
        Some(module) => Ok(module),
        None => Err(vm.key_error(name)),
    }
}

fn missing(vm: &mut Vm, object: Value, module: Value, name: &str) -> Raised {
    let cause = vm.take_error();
    let raised = match (vm.repr_text(object), vm.str_text(module)) {
        (Ok(shown), Ok(module)) => {
            pickling_error(vm, format!("Can't pickle {shown}: it's not found as {module}.{name}"))
        }
        _ => Raised,
    };
    chain(vm, &cause);
    raised
}

/// The exception in flight was caused by another one.
fn chain(vm: &mut Vm, cause: &Owned) {
    if let Some(error) = vm.error.clone()
        && !cause.is_none()
    {
        vm.set_exception_cause(&error, cause);
    }
}

/// The module that an object is found in by `name`.
pub(super) fn module_of(vm: &mut Vm, object: Value, name: Obj<Str>) -> R<Owned> {
    let path = name.to_string_lossy(vm);
    if path.split('.').any(|part| part == "<locals>") {
        let shown = vm.repr_text(object)?;
        return Err(pickling_error(vm, format!("Can't pickle local object {shown}")));
    }
    let attribute = vm.names.__module__;
    let mut module_name = vm.get_attr_optional(object, attribute)?.unwrap_or(Owned::NONE);
    if module_name.is_none() {
        for (candidate, module) in vm.modules.snapshot(vm) {
            let skipped = vm
                .cast::<Str>(candidate.value())
                .is_some_and(|name| name.is_str(vm, "__main__") || name.is_str(vm, "__mp_main__"));
            if skipped || module.is_none() {
                continue;
            }
            match attribute_path(vm, module.value(), &path) {
                Ok(found) if found.is(object) => return Ok(candidate),
                Ok(_) => {}
                Err(raised) => {
                    let class = vm.exceptions.AttributeError;
                    vm.catch(class, raised)?;
                }
            }
        }
        module_name = vm.new_str("__main__")?;
    }
    let module = match import(vm, module_name.value()) {
        Ok(module) => module,
        Err(raised) => {
            let classes = [vm.exceptions.ImportError, vm.exceptions.ValueError, vm.exceptions.KeyError];
            if !classes.iter().any(|&class| vm.error_is(class)) {
                return Err(raised);
            }
            let cause = vm.take_error();
            let (shown, told) = (vm.repr_text(object)?, vm.str_text(cause.value())?);
            let raised = pickling_error(vm, format!("Can't pickle {shown}: {told}"));
            chain(vm, &cause);
            return Err(raised);
        }
    };
    let found = match attribute_path(vm, module.value(), &path) {
        Ok(found) => found,
        Err(raised) if !vm.error_is(vm.exceptions.AttributeError) => return Err(raised),
        Err(_) => return Err(missing(vm, object, module_name.value(), &path)),
    };
    if !found.is(object) {
        let (shown, module) = (vm.repr_text(object)?, vm.str_text(module_name.value())?);
        let words = format!("Can't pickle {shown}: it's not the same object as {module}.{path}");
        return Err(pickling_error(vm, words));
    }
    Ok(module_name)
}
