//! Attributes of modules: their namespace, `__getattr__` (PEP 562), annotations, and what is said when a name is missing.

use super::Module;
use crate::native::*;

fn module_of(vm: &mut Vm, value: Value) -> R<Obj<Module>> {
    match vm.cast::<Module>(value) {
        Some(module) => Ok(module),
        None => Err(vm.type_error("a module is required")),
    }
}

/// An entry of the namespace.
fn entry(vm: &mut Vm, module: Obj<Module>, name: &str) -> R<Option<Owned>> {
    let name = vm.intern(name)?;
    Ok(module.dict(vm)?.get_str(vm, name).map(Value::own))
}

static INIT: Signature = Signature {
    name: "module",
    text: "(name, doc=None)",
    parameters: &[
        Parameter { name: "name", kind: ParameterKind::PositionalOrKeyword, optional: false },
        Parameter { name: "doc", kind: ParameterKind::PositionalOrKeyword, optional: true },
    ],
    rest: false,
    keywords: false,
};

pub(super) fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    let module = vm.allocate_instance(class, Module)?;
    // From its birth on a module has a namespace.
    vm.instance_dict(module.value())?;
    Ok(module)
}

pub(super) fn init(vm: &mut Vm, value: Value, args: Args<'_>) -> R<()> {
    let mut slots = [None; 2];
    bind(vm, &INIT, args, &mut slots)?;
    let name = Obj::<Str>::from_argument(vm, slots[0], &INIT, 0)?;
    let dict = module_of(vm, value)?.dict(vm)?;
    let entries = [
        (vm.names.__name__, name.value()),
        (vm.names.__doc__, slots[1].unwrap_or(Value::NONE)),
        (vm.names.__package__, Value::NONE),
        (vm.names.__loader__, Value::NONE),
        (vm.names.__spec__, Value::NONE),
    ];
    for (key, value) in entries {
        dict.set_str(vm, key, value)?;
    }
    Ok(())
}

/// As any object's attribute; when there is none, what the module's `__getattr__` says.
pub(crate) fn get_attr(vm: &mut Vm, value: Value, name: Obj<Str>) -> R<Owned> {
    match find_attr(vm, value, name)? {
        Some(found) => Ok(found),
        None => {
            let module = module_of(vm, value)?;
            let message = missing(vm, module, name)?;
            Err(vm.attribute_error_with(value, name, &message))
        }
    }
}

/// As `get_attr`, without an exception when there is no such attribute.
pub(crate) fn find_attr(vm: &mut Vm, value: Value, name: Obj<Str>) -> R<Option<Owned>> {
    let raised = match vm.find_attr(value, name) {
        Ok(Some(found)) => return Ok(Some(found)),
        Ok(None) => None,
        Err(raised) if vm.error_is(vm.exceptions.AttributeError) => Some((vm.take_error(), raised)),
        Err(raised) => return Err(raised),
    };
    let module = module_of(vm, value)?;
    if let Some(found) = crate::import::late_attribute(vm, module, name)? {
        return Ok(Some(found));
    }
    let key = vm.names.__getattr__;
    if let Some(function) = module.dict(vm)?.get_str(vm, key).map(Value::own) {
        return vm.call(function.value(), &[name.value()]).map(Some);
    }
    match raised {
        Some((error, raised)) => {
            vm.error = Some(error);
            Err(raised)
        }
        None => Ok(None),
    }
}

fn missing(vm: &mut Vm, module: Obj<Module>, name: Obj<Str>) -> R<String> {
    let shown = name.to_string_lossy(vm);
    let Some(module_name) = module.name(vm) else { return Ok(format!("module has no attribute '{shown}'")) };
    let Some(spec) = entry(vm, module, "__spec__")?.filter(|spec| !spec.is_none()) else {
        return Ok(format!("module '{module_name}' has no attribute '{shown}'"));
    };
    if let Some(message) = crate::import::partially_initialized(vm, module, &shown)? {
        return Ok(message);
    }
    let key = vm.intern("_uninitialized_submodules")?;
    if let Some(submodules) = vm.get_attr_optional(spec.value(), key)?
        && !submodules.is_none()
        && vm.contains(submodules.value(), name.value())?
    {
        return Ok(format!(
            "cannot access submodule '{shown}' of module '{module_name}' (most likely due to a circular import)"
        ));
    }
    Ok(format!("module '{module_name}' has no attribute '{shown}'"))
}

fn truth_of(vm: &mut Vm, object: Value, name: &str) -> R<bool> {
    let name = vm.intern(name)?;
    match vm.get_attr_optional(object, name)? {
        Some(value) => vm.truth(value.value()),
        None => Ok(false),
    }
}

/// By the module's spec; without one by its `__file__` or loader.
pub(super) fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let module = module_of(vm, value)?;
    let attribute = |vm: &mut Vm, object: Value, name: &str| -> R<Option<Owned>> {
        let name = vm.intern(name)?;
        Ok(vm.get_attr_optional(object, name)?.filter(|value| !value.is_none()))
    };
    let text = match entry(vm, module, "__spec__")?.filter(|spec| !spec.is_none()) {
        Some(spec) => {
            let name = match attribute(vm, spec.value(), "name")? {
                Some(name) => vm.repr_text(name.value())?,
                None => "'?'".into(),
            };
            match attribute(vm, spec.value(), "origin")? {
                None => match attribute(vm, spec.value(), "loader")? {
                    None => format!("<module {name}>"),
                    Some(loader) => match attribute(vm, loader.value(), "_path")? {
                        Some(path) if vm.class_of(loader.value()).short_name(vm) == "NamespaceLoader" => {
                            let path = vm.list_from(path.value())?;
                            let path = Owned::from_raw(path.value());
                            format!("<module {name} (namespace) from {}>", vm.repr_text(path.value())?)
                        }
                        _ => format!("<module {name} ({})>", vm.repr_text(loader.value())?),
                    },
                },
                Some(origin) if truth_of(vm, spec.value(), "has_location")? => {
                    format!("<module {name} from {}>", vm.repr_text(origin.value())?)
                }
                Some(origin) => format!("<module {name} ({})>", vm.str_text(origin.value())?),
            }
        }
        None => {
            let name = match entry(vm, module, "__name__")? {
                Some(name) => vm.repr_text(name.value())?,
                None => "'?'".into(),
            };
            if let Some(file) = entry(vm, module, "__file__")? {
                format!("<module {name} from {}>", vm.repr_text(file.value())?)
            } else {
                match entry(vm, module, "__loader__")?.filter(|loader| !loader.is_none()) {
                    Some(loader) => format!("<module {name} ({})>", vm.repr_text(loader.value())?),
                    None => format!("<module {name}>"),
                }
            }
        }
    };
    vm.new_str(&text)
}

fn set_entry(vm: &mut Vm, module: Obj<Module>, name: &str, value: Option<Value>) -> R<bool> {
    let name = vm.intern(name)?;
    let dict = module.dict(vm)?;
    match value {
        Some(value) => {
            dict.set_str(vm, name, value)?;
            Ok(true)
        }
        None => Ok(dict.remove_str(vm, name)?.is_some()),
    }
}

#[methods]
mod py {
    use super::*;

    /// The namespace.
    #[member]
    fn __dict__(vm: &mut Vm, this: Obj<Module>) -> R<Owned> {
        let dict = this.dict(vm)?;
        if dict == vm.sys {
            crate::import::complete_sys(vm)?;
        }
        Ok(dict.own())
    }

    #[getter]
    fn __annotations__(vm: &mut Vm, this: Obj<Module>) -> R<Owned> {
        if let Some(found) = entry(vm, this, "__annotations__")? {
            return Ok(found);
        }
        // While the module is still running, not all names have their values.
        let initializing = match entry(vm, this, "__spec__")? {
            Some(spec) => truth_of(vm, spec.value(), "_initializing")?,
            None => false,
        };
        let annotate = entry(vm, this, "__annotate__")?;
        let annotations = match annotate {
            Some(annotate) if vm.is_callable(annotate.value()) => {
                let result = vm.call(annotate.value(), &[Value::small(1)])?;
                if vm.cast::<Dict>(result.value()).is_none() {
                    let found = vm.class_of(result.value()).name(vm);
                    return Err(vm.type_error(format!("__annotate__ returned non-dict of type '{found}'")));
                }
                result
            }
            _ => vm.new_dict()?,
        };
        if !initializing {
            set_entry(vm, this, "__annotations__", Some(annotations.value()))?;
        }
        Ok(annotations)
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, this: Obj<Module>, value: Option<Value>) -> R<()> {
        if !set_entry(vm, this, "__annotations__", value)? {
            return Err(vm.attribute_error_text("__annotations__"));
        }
        set_entry(vm, this, "__annotate__", None)?;
        Ok(())
    }

    #[getter]
    fn __annotate__(vm: &mut Vm, this: Obj<Module>) -> R<Owned> {
        match entry(vm, this, "__annotate__")? {
            Some(annotate) => Ok(annotate),
            None => {
                set_entry(vm, this, "__annotate__", Some(Value::NONE))?;
                Ok(Owned::NONE)
            }
        }
    }

    #[setter("__annotate__")]
    fn set_annotate(vm: &mut Vm, this: Obj<Module>, value: Option<Value>) -> R<()> {
        let Some(value) = value else { return Err(vm.type_error("cannot delete __annotate__ attribute")) };
        if !value.is_none() && !vm.is_callable(value) {
            return Err(vm.type_error("__annotate__ must be callable or None"));
        }
        set_entry(vm, this, "__annotate__", Some(value))?;
        if !value.is_none() {
            set_entry(vm, this, "__annotations__", None)?;
        }
        Ok(())
    }

    /// The names in the namespace, or what the module's own `__dir__` gives.
    #[method("($self, /)")]
    fn __dir__(vm: &mut Vm, this: Obj<Module>) -> R<Owned> {
        if let Some(function) = entry(vm, this, "__dir__")? {
            return vm.call(function.value(), &[]);
        }
        let name = vm.names.__dict__;
        let dict = vm.get_attr(this.value(), name)?;
        if vm.cast::<Dict>(dict.value()).is_none() {
            let shown = vm.repr_text(this.value())?;
            return Err(vm.type_error(format!("{shown}.__dict__ is not a dictionary")));
        }
        let list = vm.list_from(dict.value())?;
        Ok(Owned::from_raw(list.value()))
    }
}
