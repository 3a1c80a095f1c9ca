//! Relative imports: which package the dots are counted from (language reference 5.7).

use crate::import::import_error;
use crate::native::*;

/// The absolute name of `name` imported with `level` dots by the module with these globals.
pub(super) fn resolve(vm: &mut Vm, name: Obj<Str>, globals: Option<Value>, level: i64) -> R<Obj<Str>> {
    let Some(globals) = globals else {
        return Err(vm.key_error_text("'__name__' not in globals"));
    };
    let Some(globals) = vm.cast::<Dict>(globals) else {
        return Err(vm.type_error("globals must be a dict"));
    };
    let package = package(vm, globals)?;
    if package.is_empty() {
        return Err(no_parent(vm));
    }
    let mut base = package.as_str();
    for _ in 1..level {
        match base.rfind('.') {
            Some(dot) => base = &base[..dot],
            None => {
                let class = vm.exceptions.ImportError;
                let message = "attempted relative import beyond top-level package";
                return Err(import_error(vm, class, message, None, None));
            }
        }
    }
    if name.len(vm) == 0 {
        return vm.intern(base);
    }
    let name = name.to_string_lossy(vm);
    vm.intern(&format!("{base}.{name}"))
}

fn no_parent(vm: &mut Vm) -> Raised {
    let class = vm.exceptions.ImportError;
    import_error(vm, class, "attempted relative import with no known parent package", None, None)
}

/// The name of the package that the module with these globals belongs to.
fn package(vm: &mut Vm, globals: Obj<Dict>) -> R<String> {
    let (package_key, spec_key) = (vm.names.__package__, vm.names.__spec__);
    let package = globals.get_str(vm, package_key).map(Value::own).filter(|package| !package.is_none());
    let spec = globals.get_str(vm, spec_key).map(Value::own).filter(|spec| !spec.is_none());
    if let Some(package) = package {
        if let Some(spec) = &spec {
            let parent = vm.get_attr_str(spec.value(), "parent")?;
            if !vm.equal(package.value(), parent.value())? {
                let category = vm.exceptions.DeprecationWarning;
                vm.warn(category, "__package__ != __spec__.parent")?;
            }
        }
        return match vm.cast::<Str>(package.value()) {
            Some(text) => Ok(text.to_string_lossy(vm)),
            None => Err(vm.type_error("package must be a string")),
        };
    }
    if let Some(spec) = spec {
        let parent = vm.get_attr_str(spec.value(), "parent")?;
        return match vm.cast::<Str>(parent.value()) {
            Some(text) => Ok(text.to_string_lossy(vm)),
            None => Err(vm.type_error("__spec__.parent must be a string")),
        };
    }
    let category = vm.exceptions.ImportWarning;
    vm.warn(category, "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__")?;
    let (name_key, path_key) = (vm.names.__name__, vm.names.__path__);
    let Some(name) = globals.get_str(vm, name_key) else {
        return Err(vm.key_error_text("'__name__' not in globals"));
    };
    let Some(name) = vm.cast::<Str>(name) else {
        return Err(vm.type_error("__name__ must be a string"));
    };
    let name = name.to_string_lossy(vm);
    if globals.get_str(vm, path_key).is_some() {
        return Ok(name);
    }
    match name.rsplit_once('.') {
        Some((package, _)) => Ok(package.to_string()),
        None => Err(no_parent(vm)),
    }
}
