//! `type`: calling classes, and the attributes of classes.

use crate::native::*;
use crate::object::class::ClassFlags;

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "The type of classes; type(x) is the class of x.",
    flags: ClassFlags::BASE,
    slots: Slots {
        call: Some(call),
        get_attr: Some(get_attr),
        set_attr: Some(set_attr),
        repr: Some(repr),
        ..Slots::EMPTY
    },
    has_weakref: true,
    ..ClassDef::new::<Class>("type")
};

/// `class(...)`: `__new__`, then `__init__` when that gave an instance of the class.
pub(crate) fn call(vm: &mut Vm, class: Value, args: Args<'_>) -> R<Owned> {
    let Some(class) = vm.cast::<Class>(class) else { return Err(vm.type_error("a class is required")) };
    if class == vm.types.type_ && args.names.is_empty() && args.positional.len() == 1 {
        return Ok(vm.class_of(args.positional[0]).own());
    }
    let Some(new) = class.slots(vm).new else {
        let name = class.full_name(vm);
        return Err(vm.type_error(format!("cannot create '{name}' instances")));
    };
    let instance = new(vm, class, args)?;
    let made = vm.class_of(instance.value());
    if !made.is_subclass_of(vm, class) {
        return Ok(instance);
    }
    if let Some(init) = made.slots(vm).init {
        init(vm, instance.value(), args)?;
    }
    if instance.is_object() {
        vm.learn_capacity(instance.value())?;
    }
    Ok(instance)
}

/// Attribute of a class: data descriptors of the metaclass, then the MRO, then the metaclass's other attributes.
fn get_attr(vm: &mut Vm, value: Value, name: Obj<Str>) -> R<Owned> {
    let Some(class) = vm.cast::<Class>(value) else { return vm.generic_get_attr(value, name) };
    let metaclass = vm.class_of(value);
    let meta_attribute = metaclass.lookup(vm, name).map(Value::own);
    if let Some(attribute) = &meta_attribute {
        let slots = *vm.class_of(attribute.value()).slots(vm);
        if let (Some(get), true) = (slots.descriptor_get, slots.descriptor_set.is_some()) {
            return get(vm, attribute.value(), Some(value), Some(metaclass.value()));
        }
    }
    if let Some(found) = class.lookup(vm, name) {
        return vm.bind_descriptor(found, None, class);
    }
    match meta_attribute {
        Some(attribute) => vm.bind_descriptor(attribute.value(), Some(value), metaclass),
        None => Err(vm.attribute_error(value, name)),
    }
}

fn set_attr(vm: &mut Vm, value: Value, name: Obj<Str>, new: Option<Value>) -> R<()> {
    let Some(class) = vm.cast::<Class>(value) else { return vm.generic_set_attr(value, name, new) };
    if class.flags(vm).has(ClassFlags::IMMUTABLE) {
        let (shown, class) = (name.to_string_lossy(vm), class.name(vm));
        return Err(vm.type_error(format!("cannot set '{shown}' attribute of immutable type '{class}'")));
    }
    let metaclass = vm.class_of(value);
    if let Some(descriptor) = metaclass.lookup(vm, name)
        && let Some(set) = vm.class_of(descriptor).slots(vm).descriptor_set
    {
        return set(vm, descriptor, value, new);
    }
    let name = vm.intern_obj(name)?;
    if class.set_attribute(vm, name, new)? { Ok(()) } else { Err(vm.attribute_error(value, name)) }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(class) = vm.cast::<Class>(value) else { return crate::types::object::repr(vm, value) };
    let name = class.full_name(vm);
    vm.new_str(&format!("<class '{name}'>"))
}

/// TypeError for instantiating an abstract class.
pub(crate) fn abstract_error(vm: &mut Vm, class: Obj<Class>) -> Raised {
    let name = class.name(vm);
    vm.type_error(format!("Can't instantiate abstract class {name}"))
}
