//! The descriptors that builtin types have in their namespaces: methods, computed attributes, slots and special methods.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::object::special::SPECIAL;
use crate::types::shapes;

macro_rules! payload {
    ($name:ident $field:ident) => {
        impl Payload for $name {
            const NAME: &'static str = stringify!($name);
            const SHAPE: ShapeId = shapes::$field;

            fn class(vm: &Vm) -> Obj<Class> {
                vm.types.$field
            }
        }
    };
}

/// A method of a builtin type.
#[derive(Trace)]
pub struct MethodDescriptor {
    pub owner: Owned,
    #[trace(skip)]
    pub method: &'static Method,
}

/// A class method of a builtin type.
#[derive(Trace)]
pub struct ClassMethodDescriptor {
    pub owner: Owned,
    #[trace(skip)]
    pub method: &'static Method,
}

/// A computed attribute of a builtin type.
#[derive(Trace)]
pub struct GetSetDescriptor {
    pub owner: Owned,
    #[trace(skip)]
    pub getset: &'static GetSet,
}

/// An instance slot: a name in `__slots__`, or a field of a builtin type.
#[derive(Trace)]
pub struct MemberDescriptor {
    pub owner: Owned,
    pub name: Owned,
    pub slot: u16,
    /// A builtin type's field reads as None while it is unset; a name in `__slots__` raises.
    pub none_when_unset: bool,
}

/// A special method of a builtin type.
#[derive(Trace)]
pub struct WrapperDescriptor {
    pub owner: Owned,
    /// Row of `SPECIAL`.
    pub row: u16,
}

/// A special method of a builtin type, bound to an object.
#[derive(Trace)]
pub struct MethodWrapper {
    pub descriptor: Owned,
    pub this: Owned,
}

payload!(MethodDescriptor method_descriptor);
payload!(ClassMethodDescriptor classmethod_descriptor);
payload!(GetSetDescriptor getset_descriptor);
payload!(MemberDescriptor member_descriptor);
payload!(WrapperDescriptor wrapper_descriptor);
payload!(MethodWrapper method_wrapper);

pub(crate) static METHOD_CLASS: ClassDef = ClassDef {
    flags: ClassFlags::METHOD_DESCRIPTOR,
    slots: Slots { call: Some(method_call), descriptor_get: Some(method_get), ..Slots::EMPTY },
    ..ClassDef::new::<MethodDescriptor>("method_descriptor")
};

pub(crate) static CLASSMETHOD_CLASS: ClassDef = ClassDef {
    slots: Slots { call: Some(classmethod_call), descriptor_get: Some(classmethod_get), ..Slots::EMPTY },
    ..ClassDef::sealed::<ClassMethodDescriptor>("classmethod_descriptor")
};

pub(crate) static GETSET_CLASS: ClassDef = ClassDef {
    slots: Slots { descriptor_get: Some(getset_get), descriptor_set: Some(getset_set), ..Slots::EMPTY },
    ..ClassDef::sealed::<GetSetDescriptor>("getset_descriptor")
};

pub(crate) static MEMBER_CLASS: ClassDef = ClassDef {
    slots: Slots { descriptor_get: Some(member_get), descriptor_set: Some(member_set), ..Slots::EMPTY },
    ..ClassDef::sealed::<MemberDescriptor>("member_descriptor")
};

pub(crate) static WRAPPER_CLASS: ClassDef = ClassDef {
    flags: ClassFlags::METHOD_DESCRIPTOR,
    slots: Slots { call: Some(wrapper_call), descriptor_get: Some(wrapper_get), ..Slots::EMPTY },
    ..ClassDef::new::<WrapperDescriptor>("wrapper_descriptor")
};

pub(crate) static METHOD_WRAPPER_CLASS: ClassDef = ClassDef {
    slots: Slots { call: Some(method_wrapper_call), ..Slots::EMPTY },
    ..ClassDef::sealed::<MethodWrapper>("method-wrapper")
};

/// Put a table's methods and computed attributes into a class's namespace.
pub(crate) fn add_methods(vm: &mut Vm, class: Obj<Class>, definition: &'static ClassDef) -> R<()> {
    let dict = class.dict(vm);
    for method in definition.methods {
        let owner = class.own();
        let descriptor = match method.kind {
            MethodKind::Instance | MethodKind::Function => vm.allocate(MethodDescriptor { owner, method })?,
            MethodKind::Class => vm.allocate(ClassMethodDescriptor { owner, method })?,
            // Found on the class it is the function itself: a native function binds to nothing.
            MethodKind::Static => vm.new_native_function(method, None, None)?,
        };
        let name = vm.intern(method.name())?;
        dict.set_str(vm, name, descriptor.value())?;
    }
    for getset in definition.getsets {
        let descriptor = vm.allocate(GetSetDescriptor { owner: class.own(), getset })?;
        let name = vm.intern(getset.name)?;
        dict.set_str(vm, name, descriptor.value())?;
    }
    Ok(())
}

/// TypeError unless `this` is an instance of the descriptor's class.
fn check_receiver(vm: &mut Vm, owner: Value, name: &str, this: Option<Value>) -> R<()> {
    let Some(owner) = vm.cast::<Class>(owner) else { return Ok(()) };
    let Some(this) = this else {
        let class = owner.name(vm);
        return Err(vm.type_error(format!("unbound method {class}.{name}() needs an argument")));
    };
    let found = vm.class_of(this);
    if found.is_subclass_of(vm, owner) {
        return Ok(());
    }
    let (class, found) = (owner.name(vm), found.name(vm));
    Err(vm.type_error(format!("descriptor '{name}' for '{class}' objects doesn't apply to a '{found}' object")))
}

fn method_call(vm: &mut Vm, value: Value, args: Args<'_>) -> R<Owned> {
    let Some(this) = vm.cast::<MethodDescriptor>(value) else { return Err(vm.type_error("a method is required")) };
    let descriptor = this.get(vm);
    let (method, owner) = (descriptor.method, descriptor.owner.value());
    check_receiver(vm, owner, method.name(), args.positional.first().copied())?;
    (method.call)(vm, args)
}

fn method_get(vm: &mut Vm, value: Value, instance: Option<Value>, _owner: Option<Value>) -> R<Owned> {
    let (Some(this), Some(instance)) = (vm.cast::<MethodDescriptor>(value), instance) else { return Ok(value.own()) };
    let descriptor = this.get(vm);
    let (method, owner) = (descriptor.method, descriptor.owner.value());
    check_receiver(vm, owner, method.name(), Some(instance))?;
    vm.new_native_function(method, Some(instance), None)
}

fn classmethod_call(vm: &mut Vm, value: Value, args: Args<'_>) -> R<Owned> {
    let Some(this) = vm.cast::<ClassMethodDescriptor>(value) else {
        return Err(vm.type_error("a method is required"));
    };
    let method = this.get(vm).method;
    (method.call)(vm, args)
}

fn classmethod_get(vm: &mut Vm, value: Value, instance: Option<Value>, owner: Option<Value>) -> R<Owned> {
    let Some(this) = vm.cast::<ClassMethodDescriptor>(value) else { return Ok(value.own()) };
    let method = this.get(vm).method;
    let class = match (owner, instance) {
        (Some(owner), _) => owner,
        (None, Some(instance)) => vm.class_of(instance).value(),
        (None, None) => return Ok(value.own()),
    };
    vm.new_native_function(method, Some(class), None)
}

fn getset_get(vm: &mut Vm, value: Value, instance: Option<Value>, _owner: Option<Value>) -> R<Owned> {
    let (Some(this), Some(instance)) = (vm.cast::<GetSetDescriptor>(value), instance) else { return Ok(value.own()) };
    let descriptor = this.get(vm);
    let (getset, owner) = (descriptor.getset, descriptor.owner.value());
    check_receiver(vm, owner, getset.name, Some(instance))?;
    (getset.get)(vm, instance)
}

fn getset_set(vm: &mut Vm, value: Value, instance: Value, new: Option<Value>) -> R<()> {
    let Some(this) = vm.cast::<GetSetDescriptor>(value) else { return Err(vm.type_error("a getset is required")) };
    let descriptor = this.get(vm);
    let (getset, owner) = (descriptor.getset, descriptor.owner.value());
    check_receiver(vm, owner, getset.name, Some(instance))?;
    match getset.set {
        Some(set) => set(vm, instance, new),
        None => {
            let class = vm.cast::<Class>(owner).map(|class| class.name(vm)).unwrap_or_default();
            let message = format!("attribute '{}' of '{class}' objects is not writable", getset.name);
            Err(vm.attribute_error_text(message))
        }
    }
}

fn member_get(vm: &mut Vm, value: Value, instance: Option<Value>, _owner: Option<Value>) -> R<Owned> {
    let (Some(this), Some(instance)) = (vm.cast::<MemberDescriptor>(value), instance) else { return Ok(value.own()) };
    let (slot, lenient, owner, name) = {
        let descriptor = this.get(vm);
        (descriptor.slot, descriptor.none_when_unset, descriptor.owner.value(), descriptor.name.clone())
    };
    let shown = vm.str_text(name.value())?;
    check_receiver(vm, owner, &shown, Some(instance))?;
    match vm.slot(instance, slot as usize) {
        Some(value) => Ok(value.own()),
        None if lenient => Ok(Owned::NONE),
        None => match vm.cast::<Str>(name.value()) {
            Some(name) => Err(vm.attribute_error(instance, name)),
            None => Err(vm.attribute_error_text(shown)),
        },
    }
}

fn member_set(vm: &mut Vm, value: Value, instance: Value, new: Option<Value>) -> R<()> {
    let Some(this) = vm.cast::<MemberDescriptor>(value) else { return Err(vm.type_error("a member is required")) };
    let (slot, lenient, owner, name) = {
        let descriptor = this.get(vm);
        (descriptor.slot, descriptor.none_when_unset, descriptor.owner.value(), descriptor.name.clone())
    };
    let shown = vm.str_text(name.value())?;
    check_receiver(vm, owner, &shown, Some(instance))?;
    let old = vm.set_slot(instance, slot as usize, new.map(Value::own));
    if old.is_none() && new.is_none() && !lenient {
        return match vm.cast::<Str>(name.value()) {
            Some(name) => Err(vm.attribute_error(instance, name)),
            None => Err(vm.attribute_error_text(shown)),
        };
    }
    Ok(())
}

fn wrapper_call(vm: &mut Vm, value: Value, args: Args<'_>) -> R<Owned> {
    let Some(this) = vm.cast::<WrapperDescriptor>(value) else { return Err(vm.type_error("a wrapper is required")) };
    let wrapper = this.get(vm);
    let (row, owner) = (&SPECIAL[wrapper.row as usize], wrapper.owner.value());
    let Some(owner_class) = vm.cast::<Class>(owner) else { return Err(vm.type_error("a wrapper has lost its class")) };
    if args.positional.is_empty() {
        let class = owner_class.name(vm);
        return Err(vm.type_error(format!("descriptor '{}' of '{class}' object needs an argument", row.name)));
    }
    let this = args.positional[0];
    let found = vm.class_of(this);
    if !found.is_subclass_of(vm, owner_class) {
        let (class, found) = (owner_class.name(vm), found.name(vm));
        return Err(
            vm.type_error(format!("descriptor '{}' requires a '{class}' object but received a '{found}'", row.name))
        );
    }
    let slots = *owner_class.slots(vm);
    (row.call)(vm, &slots, args)
}

fn wrapper_get(vm: &mut Vm, value: Value, instance: Option<Value>, _owner: Option<Value>) -> R<Owned> {
    match instance {
        Some(instance) => vm.allocate(MethodWrapper { descriptor: value.own(), this: instance.own() }),
        None => Ok(value.own()),
    }
}

fn method_wrapper_call(vm: &mut Vm, value: Value, args: Args<'_>) -> R<Owned> {
    let Some(this) = vm.cast::<MethodWrapper>(value) else { return Err(vm.type_error("a wrapper is required")) };
    let (descriptor, this) = {
        let wrapper = this.get(vm);
        (wrapper.descriptor.clone(), wrapper.this.clone())
    };
    let mut positional = smallvec::SmallVec::<[Value; 8]>::with_capacity(args.positional.len() + 1);
    positional.push(this.value());
    positional.extend_from_slice(args.positional);
    wrapper_call(vm, descriptor.value(), Args { positional: &positional, ..args })
}
