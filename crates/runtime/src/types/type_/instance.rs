//! `__dict__` and `__weakref__` of instances: what a class gets whose instances have attributes or weak references of their own.

use crate::native::*;
use crate::types::module::Module;

pub(crate) static DICT: GetSet = GetSet {
    name: "__dict__",
    doc: "The attributes of the object.",
    get: get_dict,
    set: Some(set_dict),
    member: false,
};

/// As `DICT`, of native classes: their instances keep theirs.
pub(crate) static NATIVE_DICT: GetSet = GetSet { set: Some(set_native_dict), ..DICT };

pub(crate) static WEAKREF: GetSet = GetSet {
    name: "__weakref__",
    doc: "The weak references to the object.",
    get: get_weakref,
    set: None,
    member: false,
};

fn get_dict(vm: &mut Vm, this: Value) -> R<Owned> {
    if let Some(class) = vm.cast::<Class>(this) {
        // A metaclass has inherited this from a class beside `type`.
        let dict = class.live_dict(vm).map_or(Value::NONE, Obj::value);
        return crate::types::mapping_proxy::new(vm, dict);
    }
    if !vm.has_instance_dict(this) {
        let class = vm.class_of(this).name(vm);
        return Err(vm.attribute_error_text(format!("'{class}' object has no attribute '__dict__'")));
    }
    Ok(vm.instance_dict(this)?.own())
}

/// `object.__dict__ = value`; None deletes, which leaves the object without attributes.
pub(crate) fn set_dict(vm: &mut Vm, this: Value, value: Option<Value>) -> R<()> {
    let fixed = vm.cast::<Class>(this).map(|_| "type").or(vm.cast::<Module>(this).map(|_| "module"));
    if let Some(kind) = fixed {
        return Err(vm.attribute_error_text(format!("attribute '__dict__' of '{kind}' objects is not writable")));
    }
    if !vm.has_instance_dict(this) {
        let class = vm.class_of(this).name(vm);
        return Err(vm.attribute_error_text(format!("'{class}' object has no attribute '__dict__'")));
    }
    let dict = match value {
        Some(value) if vm.cast::<Dict>(value).is_some() => value.own(),
        Some(other) => {
            let found = vm.class_of(other).name(vm);
            return Err(vm.type_error(format!("__dict__ must be set to a dictionary, not a '{found}'")));
        }
        None => vm.new_dict()?,
    };
    vm.replace_instance_dict(this, dict)
}

fn set_native_dict(vm: &mut Vm, this: Value, value: Option<Value>) -> R<()> {
    if value.is_none() {
        return Err(vm.type_error("cannot delete __dict__"));
    }
    set_dict(vm, this, value)
}

fn get_weakref(vm: &mut Vm, this: Value) -> R<Owned> {
    Ok(crate::types::weakref::references(vm, this).into_iter().next().unwrap_or(Owned::NONE))
}
