//! The builtin functions that ask about an object's class and attributes.

use crate::native::*;

fn attribute_name(vm: &mut Vm, name: Value) -> R<Obj<Str>> {
    match vm.cast::<Str>(name) {
        Some(name) => vm.intern_obj(name),
        None => {
            let found = vm.class_of(name).name(vm);
            Err(vm.type_error(format!("attribute name must be string, not '{found}'")))
        }
    }
}

#[methods]
mod py {
    use super::*;

    /// Whether the object can be called.
    #[function("(obj, /)")]
    fn callable(vm: &mut Vm, object: Value) -> bool {
        vm.is_callable(object)
    }

    /// Whether the object is an instance of a class, or of one in a tuple or union of classes.
    #[function("(obj, class_or_tuple, /)")]
    fn isinstance(vm: &mut Vm, object: Value, class: Value) -> R<bool> {
        vm.is_instance(object, class)
    }

    /// Whether a class inherits from another, or from one in a tuple or union of classes.
    #[function("(cls, class_or_tuple, /)")]
    fn issubclass(vm: &mut Vm, derived: Value, class: Value) -> R<bool> {
        vm.is_subclass(derived, class)
    }

    /// An attribute by its name; `default`, or AttributeError, when there is none.
    #[function("(object, name, default=<unrepresentable>, /)")]
    fn getattr(vm: &mut Vm, object: Value, name: Value, default: Option<Value>) -> R<Owned> {
        let name = attribute_name(vm, name)?;
        let Some(default) = default else { return vm.get_attr(object, name) };
        Ok(vm.get_attr_optional(object, name)?.unwrap_or_else(|| default.own()))
    }

    /// Whether there is an attribute of this name.
    #[function("(obj, name, /)")]
    fn hasattr(vm: &mut Vm, object: Value, name: Value) -> R<bool> {
        let name = attribute_name(vm, name)?;
        Ok(vm.get_attr_optional(object, name)?.is_some())
    }

    /// Set an attribute by its name.
    #[function("(obj, name, value, /)")]
    fn setattr(vm: &mut Vm, object: Value, name: Value, value: Value) -> R<()> {
        let name = attribute_name(vm, name)?;
        vm.set_attr(object, name, Some(value))
    }

    /// Delete an attribute by its name.
    #[function("(obj, name, /)")]
    fn delattr(vm: &mut Vm, object: Value, name: Value) -> R<()> {
        let name = attribute_name(vm, name)?;
        vm.set_attr(object, name, None)
    }
}
