//! `_warnings`: the part of `warnings` that the runtime itself needs.

use taipan_runtime::native::*;
use taipan_runtime::warning::WarningPlace;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_warnings", "Giving warnings.", &METHODS)?;
    let [filters, once_registry, default_action] = vm.warning_defaults()?;
    module.add_owned(vm, "filters", filters)?;
    module.add_owned(vm, "_onceregistry", once_registry)?;
    module.add_owned(vm, "_defaultaction", default_action)?;
    let class = vm.import_attr("_contextvars", "ContextVar")?;
    let name = vm.new_str("warnings_context")?;
    let context = vm.call(class.value(), &[name.value()])?;
    module.add_owned(vm, "_warnings_context", context)?;
    Ok(owned)
}

/// How often the lock of the filters is held.
#[derive(Default)]
struct Lock(u32);

/// The category of a warning: that of the message when it is one.
fn category_of(vm: &mut Vm, message: Value, category: Option<Value>) -> R<Value> {
    let warning = vm.exceptions.Warning;
    if vm.class_of(message).is_subclass_of(vm, warning) {
        return Ok(vm.class_of(message).value());
    }
    let Some(category) = category.filter(|category| !category.is_none()) else {
        return Ok(vm.exceptions.UserWarning.value());
    };
    match vm.cast::<Class>(category) {
        Some(class) if class.is_subclass_of(vm, warning) => Ok(category),
        _ => {
            let found = vm.class_of(category).name(vm);
            Err(vm.type_error(format!("category must be a Warning subclass, not '{found}'")))
        }
    }
}

/// A warning in a file that cannot be read shows the line of the source that the module's loader has.
fn remember_source(vm: &mut Vm, loader: Value, globals: Value, filename: Obj<Str>) -> R<()> {
    let get_source = vm.intern("get_source")?;
    let Some(get_source) = vm.get_attr_optional(loader, get_source)? else { return Ok(()) };
    let (spec, name) = (vm.names.__spec__, vm.names.__name__);
    let Some(globals) = vm.cast::<Dict>(globals) else { return Ok(()) };
    // The main module's loader knows it by another name.
    let spec = globals.get_str(vm, spec).map(Value::own).filter(|spec| !spec.is_none());
    let name = match spec {
        Some(spec) => vm.get_attr_str(spec.value(), "name")?,
        None => match globals.get_str(vm, name) {
            Some(name) => name.own(),
            None => return Ok(()),
        },
    };
    let source = vm.call(get_source.value(), &[name.value()])?;
    if vm.cast::<Str>(source.value()).is_none() {
        return Ok(());
    }
    let get_lines = vm.import_attr("linecache", "getlines")?;
    let readable = vm.call(get_lines.value(), &[filename.value()])?;
    if vm.truth(readable.value())? {
        return Ok(());
    }
    // Whatever a subclass of str says its lines are.
    let split = vm.intern("splitlines")?;
    let split = vm.get_attr(vm.types.str.value(), split)?;
    let lines = vm.call(split.value(), &[source.value(), Value::TRUE])?;
    let length = vm.length(source.value())?;
    let length = vm.new_int(length as i128)?;
    let entry = vm.new_tuple(&[length.value(), Value::NONE, lines.value(), filename.value()])?;
    let cache = vm.import_attr("linecache", "cache")?;
    vm.set_item(cache.value(), filename.value(), entry.value())
}

#[methods]
mod py {
    use super::*;

    /// Give a warning about the code that calls this, or the code `stacklevel` calls out.
    #[function("(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())")]
    fn warn(
        vm: &mut Vm,
        message: Value,
        category: Option<Value>,
        level: Option<i64>,
        source: Option<Value>,
        skip: Option<Value>,
    ) -> R<()> {
        let category = category_of(vm, message, category)?;
        let mut prefixes = Vec::new();
        if let Some(skip) = skip {
            if vm.cast::<Tuple>(skip).is_none() {
                let found = vm.class_of(skip).name(vm);
                return Err(vm.type_error(format!("warn() argument 'skip_file_prefixes' must be tuple, not {found}")));
            }
            for prefix in vm.collect(skip)? {
                let Some(prefix) = vm.cast::<Str>(prefix.value()) else {
                    let found = vm.class_of(prefix.value()).name(vm);
                    return Err(vm.type_error(format!("Found non-str '{found}' in skip_file_prefixes.")));
                };
                prefixes.push(prefix.to_string_lossy(vm));
            }
        }
        let source = source.filter(|source| !source.is_none());
        vm.warn_object(message, category, level.unwrap_or(1), source, &prefixes)
    }

    /// Give a warning about a place.
    #[function("(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None)")]
    #[allow(clippy::too_many_arguments, reason = "as many as the function has in Python")]
    fn warn_explicit(
        vm: &mut Vm,
        message: Value,
        category: Value,
        filename: Obj<Str>,
        line: i32,
        module: Option<Value>,
        registry: Option<Value>,
        globals: Option<Value>,
        source: Option<Value>,
    ) -> R<()> {
        if let Some(globals) = globals.filter(|globals| !globals.is_none())
            && vm.cast::<Dict>(globals).is_none()
        {
            let found = vm.class_of(globals).name(vm);
            return Err(vm.type_error(format!("module_globals must be a dict, not '{found}'")));
        }
        if let Some(globals) = globals.filter(|globals| !globals.is_none()) {
            // Warns of loaders that are not what the module's spec says.
            let bless = vm.import_attr("_frozen_importlib_external", "_bless_my_loader")?;
            let loader = vm.call(bless.value(), &[globals])?;
            remember_source(vm, loader.value(), globals, filename)?;
        }
        let registry = registry.filter(|registry| !registry.is_none());
        if let Some(registry) = registry
            && vm.cast::<Dict>(registry).is_none()
        {
            return Err(vm.type_error("'registry' must be a dict or None"));
        }
        let place = WarningPlace {
            filename: filename.own(),
            line: i64::from(line),
            module: module.filter(|module| !module.is_none()).map(Value::own),
            registry: registry.map(Value::own),
        };
        vm.warn_explicit(category, message, &place, source.filter(|source| !source.is_none()))
    }

    /// The filters have changed.
    #[function("()")]
    fn _filters_mutated_lock_held(vm: &mut Vm) -> R<()> {
        if vm.state::<Lock>().0 == 0 {
            return Err(vm.runtime_error("warnings lock is not held"));
        }
        vm.warning_filters_changed()
    }

    #[function("()")]
    fn _acquire_lock(vm: &mut Vm) {
        vm.state::<Lock>().0 += 1;
    }

    #[function("()")]
    fn _release_lock(vm: &mut Vm) -> R<()> {
        let held = &mut vm.state::<Lock>().0;
        match held.checked_sub(1) {
            Some(less) => *held = less,
            None => return Err(vm.runtime_error("cannot release un-acquired lock")),
        }
        Ok(())
    }
}
