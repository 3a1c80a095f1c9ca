//! `type`: calling classes, making them, and the attributes of classes.

mod attributes;
mod bases;
pub(crate) mod instance;
pub(crate) mod mro;
mod new;
mod signatures;
pub(crate) mod slot_names;

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
        new: Some(new::new),
        init: Some(init),
        or: Some(crate::types::union::or),
        ..Slots::EMPTY
    },
    methods: &attributes::METHODS,
    getsets: &attributes::GETSETS,
    has_weakref: true,
    ..ClassDef::new::<Class>("type")
};

/// `class(...)`: `__new__`, then `__init__` when that gave an instance of the class.
pub(crate) fn call(vm: &mut Vm, class: Value, args: Args<'_>) -> R<Owned> {
    let Some(class) = vm.cast::<Class>(class) else { return Err(vm.type_error("a class is required")) };
    if class == vm.types.type_ {
        if let &[value] = args.positional {
            if !args.names.is_empty() {
                return Err(vm.type_error("type() takes no keyword arguments"));
            }
            return Ok(vm.class_of(value).own());
        }
        if args.positional.len() != 3 {
            return Err(vm.type_error("type() takes 1 or 3 arguments"));
        }
    }
    let Some(new) = class.slots(vm).new else {
        let name = class.name(vm);
        return Err(vm.type_error(format!("cannot create '{name}' instances")));
    };
    let instance = new(vm, class, args)?;
    let made = vm.class_of(instance.value());
    if made != class && !made.is_subclass_of(vm, class) {
        return Ok(instance);
    }
    if let Some(init) = made.slots(vm).init {
        init(vm, instance.value(), args)?;
    }
    if made.is_heap(vm) && instance.is_object() {
        vm.learn_capacity(instance.value())?;
    }
    Ok(instance)
}

fn init(vm: &mut Vm, _this: Value, args: Args<'_>) -> R<()> {
    if !args.names.is_empty() && args.positional.len() == 1 {
        return Err(vm.type_error("type.__init__() takes no keyword arguments"));
    }
    match args.positional.len() {
        1 | 3 => Ok(()),
        _ => Err(vm.type_error("type.__init__() takes 1 or 3 arguments")),
    }
}

/// Attribute of a class: data descriptors of the metaclass, then the MRO, then the metaclass's other attributes.
pub(crate) fn get_attr(vm: &mut Vm, value: Value, name: Obj<Str>) -> R<Owned> {
    match find_attr(vm, value, name)? {
        Some(found) => Ok(found),
        None => Err(vm.attribute_error(value, name)),
    }
}

/// As `get_attr`, without an exception when there is no such attribute.
pub(crate) fn find_attr(vm: &mut Vm, value: Value, name: Obj<Str>) -> R<Option<Owned>> {
    let Some(class) = vm.cast::<Class>(value) else { return vm.find_attr(value, name) };
    let metaclass = vm.class_of(value);
    let meta_attribute = metaclass.lookup(vm, name).map(Value::own);
    if let Some(attribute) = &meta_attribute {
        let slots = vm.class_of(attribute.value()).slots(vm);
        if let (Some(get), true) = (slots.descriptor_get, slots.descriptor_set.is_some()) {
            return get(vm, attribute.value(), Some(value), Some(metaclass.value())).map(Some);
        }
    }
    if let Some(found) = class.lookup(vm, name) {
        return vm.bind_descriptor(found, None, class).map(Some);
    }
    match meta_attribute {
        Some(attribute) => vm.bind_descriptor(attribute.value(), Some(value), metaclass).map(Some),
        None => Ok(None),
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
        let descriptor = descriptor.own();
        return set(vm, descriptor.value(), value, new);
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
impl Vm {
    /// TypeError when the class has abstract methods.
    pub fn check_instantiable(&mut self, class: Obj<Class>) -> R<()> {
        if class.flags(self).has(crate::object::class::ClassFlags::ABSTRACT) {
            return Err(abstract_error(self, class));
        }
        Ok(())
    }
}

pub(crate) fn abstract_error(vm: &mut Vm, class: Obj<Class>) -> Raised {
    match abstract_message(vm, class) {
        Ok(message) => vm.type_error(message),
        Err(raised) => raised,
    }
}

fn abstract_message(vm: &mut Vm, class: Obj<Class>) -> R<String> {
    let name = vm.names.__abstractmethods__;
    let methods = vm.get_attr(class.value(), name)?;
    let mut names = Vec::new();
    for method in vm.collect(methods.value())? {
        names.push(vm.str_text(method.value())?);
    }
    names.sort();
    let plural = if names.len() == 1 { "" } else { "s" };
    let (class, names) = (class.name(vm), names.join("', '"));
    Ok(format!(
        "Can't instantiate abstract class {class} without an implementation for abstract method{plural} '{names}'"
    ))
}
