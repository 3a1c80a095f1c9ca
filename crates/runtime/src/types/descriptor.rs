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
    /// For a field of a builtin type that is no slot.
    #[trace(skip)]
    pub computed: Option<&'static GetSet>,
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
    doc: "A method of a builtin type.",
    slots: Slots { call: Some(method_call), descriptor_get: Some(method_get), repr: Some(repr), ..Slots::EMPTY },
    getsets: &of_method::GETSETS,
    methods: &of_method::METHODS,
    ..ClassDef::sealed::<MethodDescriptor>("method_descriptor")
};

pub(crate) static CLASSMETHOD_CLASS: ClassDef = ClassDef {
    doc: "A class method of a builtin type.",
    slots: Slots {
        call: Some(classmethod_call),
        descriptor_get: Some(classmethod_get),
        repr: Some(repr),
        ..Slots::EMPTY
    },
    getsets: &of_method::GETSETS,
    methods: &of_method::METHODS,
    ..ClassDef::sealed::<ClassMethodDescriptor>("classmethod_descriptor")
};

pub(crate) static GETSET_CLASS: ClassDef = ClassDef {
    doc: "A computed attribute of a builtin type.",
    slots: Slots {
        descriptor_get: Some(getset_get),
        descriptor_set: Some(getset_set),
        repr: Some(repr),
        ..Slots::EMPTY
    },
    getsets: &of_attribute::GETSETS,
    ..ClassDef::sealed::<GetSetDescriptor>("getset_descriptor")
};

pub(crate) static MEMBER_CLASS: ClassDef = ClassDef {
    doc: "A field of the instances of a class.",
    slots: Slots {
        descriptor_get: Some(member_get),
        descriptor_set: Some(member_set),
        repr: Some(repr),
        ..Slots::EMPTY
    },
    getsets: &of_attribute::GETSETS,
    methods: &of_attribute::METHODS,
    ..ClassDef::sealed::<MemberDescriptor>("member_descriptor")
};

pub(crate) static WRAPPER_CLASS: ClassDef = ClassDef {
    flags: ClassFlags::METHOD_DESCRIPTOR,
    doc: "A special method of a builtin type.",
    slots: Slots { call: Some(wrapper_call), descriptor_get: Some(wrapper_get), repr: Some(repr), ..Slots::EMPTY },
    getsets: &of_method::GETSETS,
    methods: &of_method::METHODS,
    ..ClassDef::sealed::<WrapperDescriptor>("wrapper_descriptor")
};

pub(crate) static METHOD_WRAPPER_CLASS: ClassDef = ClassDef {
    doc: "A special method of a builtin type, bound to an object.",
    slots: Slots {
        call: Some(method_wrapper_call),
        repr: Some(method_wrapper_repr),
        compare: Some(method_wrapper_compare),
        hash: Some(method_wrapper_hash),
        ..Slots::EMPTY
    },
    getsets: &of_wrapper::GETSETS,
    methods: &of_wrapper::METHODS,
    ..ClassDef::sealed::<MethodWrapper>("method-wrapper")
};

/// Whether `this` is an instance of the descriptor's class.
#[inline(always)]
fn is_receiver(vm: &Vm, owner: Value, this: Value) -> bool {
    let class = vm.class_of(this);
    class.value().is(owner) || vm.cast::<Class>(owner).is_none_or(|owner| class.is_subclass_of(vm, owner))
}

/// TypeError unless `this` is an instance of the descriptor's class.
#[inline(always)]
fn check_receiver(vm: &mut Vm, owner: Value, name: &str, this: Option<Value>) -> R<()> {
    match this {
        Some(this) if vm.class_of(this).value().is(owner) => Ok(()),
        _ => check_other_receiver(vm, owner, name, this),
    }
}

#[inline(never)]
fn check_other_receiver(vm: &mut Vm, owner: Value, name: &str, this: Option<Value>) -> R<()> {
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
    let Some(&class) = args.positional.first() else {
        let owner = this.get(vm).owner.value();
        let owner = vm.cast::<Class>(owner).map(|owner| owner.name(vm)).unwrap_or_default();
        let name = method.name();
        return Err(vm.type_error(format!("descriptor '{name}' of '{owner}' object needs an argument")));
    };
    check_class(vm, this, class)?;
    (method.call)(vm, args)
}

/// TypeError unless `class` is a class derived from the descriptor's.
fn check_class(vm: &mut Vm, this: Obj<ClassMethodDescriptor>, class: Value) -> R<()> {
    let (name, owner) = (this.get(vm).method.name(), this.get(vm).owner.value());
    let Some(owner) = vm.cast::<Class>(owner) else { return Ok(()) };
    match vm.cast::<Class>(class) {
        Some(class) if class.is_subclass_of(vm, owner) => Ok(()),
        Some(class) => {
            let (owner_name, found) = (owner.name(vm), class.name(vm));
            Err(vm
                .type_error(format!("descriptor '{name}' requires a subtype of '{owner_name}' but received '{found}'")))
        }
        None => {
            let (owner_name, found) = (owner.name(vm), vm.class_of(class).name(vm));
            Err(vm.type_error(format!(
                "descriptor '{name}' for type '{owner_name}' needs a type, not a '{found}' as arg 2"
            )))
        }
    }
}

fn classmethod_get(vm: &mut Vm, value: Value, instance: Option<Value>, owner: Option<Value>) -> R<Owned> {
    let Some(this) = vm.cast::<ClassMethodDescriptor>(value) else { return Ok(value.own()) };
    let method = this.get(vm).method;
    let class = match (owner, instance) {
        (Some(owner), _) => owner,
        (None, Some(instance)) => vm.class_of(instance).value(),
        (None, None) => return Ok(value.own()),
    };
    check_class(vm, this, class)?;
    vm.new_native_function(method, Some(class), None)
}

fn getset_get(vm: &mut Vm, value: Value, instance: Option<Value>, _owner: Option<Value>) -> R<Owned> {
    let (Some(this), Some(instance)) = (vm.cast::<GetSetDescriptor>(value), instance) else { return Ok(value.own()) };
    let descriptor = this.get(vm);
    let (getset, owner) = (descriptor.getset, descriptor.owner.value());
    check_receiver(vm, owner, getset.name, Some(instance))?;
    (getset.get)(vm, instance)
}

/// What a descriptor of a builtin class says about an object of just that class; None for other descriptors.
#[inline]
pub(crate) fn get_of_own_class(vm: &mut Vm, descriptor: Value, object: Value, class: Obj<Class>) -> Option<R<Owned>> {
    let known = vm.cast_exact::<GetSetDescriptor>(descriptor)?.get(vm);
    let get = known.getset.get;
    known.owner.value().is(class.value()).then(|| get(vm, object))
}

/// What a descriptor of a builtin class computes of this object; None for other descriptors.
pub(crate) fn getter(vm: &Vm, descriptor: Value, object: Value) -> Option<&'static GetSet> {
    let (owner, getset) = if let Some(descriptor) = vm.cast_exact::<GetSetDescriptor>(descriptor) {
        let descriptor = descriptor.get(vm);
        (descriptor.owner.value(), descriptor.getset)
    } else {
        let descriptor = vm.cast_exact::<MemberDescriptor>(descriptor)?.get(vm);
        (descriptor.owner.value(), descriptor.computed?)
    };
    is_receiver(vm, owner, object).then_some(getset)
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
    if let Some(getset) = this.get(vm).computed {
        let owner = this.get(vm).owner.value();
        check_receiver(vm, owner, getset.name, Some(instance))?;
        return (getset.get)(vm, instance);
    }
    let (slot, lenient, owner, name) = {
        let descriptor = this.get(vm);
        (descriptor.slot, descriptor.none_when_unset, descriptor.owner.value(), descriptor.name.clone())
    };
    if !is_receiver(vm, owner, instance) {
        let shown = vm.str_text(name.value())?;
        check_receiver(vm, owner, &shown, Some(instance))?;
    }
    match vm.slot(instance, slot as usize) {
        Some(value) => Ok(value.own()),
        None if lenient => Ok(Owned::NONE),
        None => {
            let shown = vm.str_text(name.value())?;
            match vm.cast::<Str>(name.value()) {
                Some(name) => {
                    let class = vm.class_of(instance).full_name(vm);
                    let class = class.strip_prefix("__main__.").unwrap_or(&class);
                    Err(vm.attribute_error_with(
                        instance,
                        name,
                        &format!("'{class}' object has no attribute '{shown}'"),
                    ))
                }
                None => Err(vm.attribute_error_text(shown)),
            }
        }
    }
}

fn member_set(vm: &mut Vm, value: Value, instance: Value, new: Option<Value>) -> R<()> {
    let Some(this) = vm.cast::<MemberDescriptor>(value) else { return Err(vm.type_error("a member is required")) };
    if let Some(getset) = this.get(vm).computed {
        let owner = this.get(vm).owner.value();
        check_receiver(vm, owner, getset.name, Some(instance))?;
        return match getset.set {
            Some(set) => set(vm, instance, new),
            None => Err(vm.attribute_error_text("readonly attribute")),
        };
    }
    let (slot, lenient, owner, name) = {
        let descriptor = this.get(vm);
        (descriptor.slot, descriptor.none_when_unset, descriptor.owner.value(), descriptor.name.clone())
    };
    if !is_receiver(vm, owner, instance) {
        let shown = vm.str_text(name.value())?;
        check_receiver(vm, owner, &shown, Some(instance))?;
    }
    let old = vm.set_slot(instance, slot as usize, new.map(Value::own));
    if old.is_none() && new.is_none() && !lenient {
        let shown = vm.str_text(name.value())?;
        return match vm.cast::<Str>(name.value()) {
            Some(name) => Err(vm.attribute_error_with(instance, name, &shown)),
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
    if !args.names.is_empty() && row.name != "__call__" && row.name != "__init__" {
        return Err(vm.type_error(format!("wrapper {}() takes no keyword arguments", row.name)));
    }
    (row.call)(vm, owner_class, args)
}

fn wrapper_get(vm: &mut Vm, value: Value, instance: Option<Value>, _owner: Option<Value>) -> R<Owned> {
    let (Some(this), Some(instance)) = (vm.cast::<WrapperDescriptor>(value), instance) else { return Ok(value.own()) };
    let (owner, row) = (this.get(vm).owner.value(), this.get(vm).row);
    check_receiver(vm, owner, SPECIAL[row as usize].name, Some(instance))?;
    vm.allocate(MethodWrapper { descriptor: value.own(), this: instance.own() })
}

fn method_wrapper_call(vm: &mut Vm, value: Value, args: Args<'_>) -> R<Owned> {
    let Some(this) = vm.cast::<MethodWrapper>(value) else { return Err(vm.type_error("a wrapper is required")) };
    let (descriptor, this) = {
        let wrapper = this.get(vm);
        (wrapper.descriptor.clone(), wrapper.this.clone())
    };
    if let [single] = *args.positional {
        return wrapper_call(vm, descriptor.value(), Args { positional: &[this.value(), single], ..args });
    }
    let mut positional = smallvec::SmallVec::<[Value; 8]>::with_capacity(args.positional.len() + 1);
    positional.push(this.value());
    positional.extend_from_slice(args.positional);
    wrapper_call(vm, descriptor.value(), Args { positional: &positional, ..args })
}

impl Obj<MethodWrapper> {
    /// The iterator whose `__next__` it is.
    pub(crate) fn wrapped_iterator(self, vm: &Vm) -> Option<Owned> {
        let wrapper = self.get(vm);
        let descriptor = vm.cast_exact::<WrapperDescriptor>(wrapper.descriptor.value())?.get(vm);
        let same = SPECIAL[descriptor.row as usize].name == "__next__"
            && vm.cast::<Class>(descriptor.owner.value())? == vm.class_of(wrapper.this.value());
        same.then(|| wrapper.this.clone())
    }
}

fn method_wrapper_parts(vm: &Vm, value: Value) -> Option<(Owned, Owned)> {
    let wrapper = vm.cast::<MethodWrapper>(value)?.get(vm);
    Some((wrapper.descriptor.clone(), wrapper.this.clone()))
}

fn method_wrapper_repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some((descriptor, this)) = method_wrapper_parts(vm, value) else {
        return crate::types::object::repr(vm, value);
    };
    let (_, name) = identity(vm, descriptor.value())?;
    let class = vm.class_of(this.value()).name(vm);
    vm.new_str(&format!("<method-wrapper '{name}' of {class} object at {:#x}>", this.value().bits()))
}

fn method_wrapper_compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    match (method_wrapper_parts(vm, a), method_wrapper_parts(vm, b), op) {
        (Some(left), Some(right), CompareOp::Eq | CompareOp::Ne) => {
            let equal = left.0.is(right.0.value()) && left.1.is(right.1.value());
            Ok(Owned::bool(equal == (op == CompareOp::Eq)))
        }
        _ => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    }
}

fn method_wrapper_hash(vm: &mut Vm, value: Value) -> R<i64> {
    use crate::object::protocol::compare::identity_hash;
    Ok(match method_wrapper_parts(vm, value) {
        Some((descriptor, this)) => {
            let hash = identity_hash(descriptor.value()) ^ identity_hash(this.value());
            if hash == -1 { -2 } else { hash }
        }
        None => identity_hash(value),
    })
}

/// A descriptor's class and name.
fn identity(vm: &mut Vm, value: Value) -> R<(Owned, String)> {
    if let Some(this) = vm.cast::<MethodDescriptor>(value) {
        let this = this.get(vm);
        return Ok((this.owner.clone(), this.method.name().into()));
    }
    if let Some(this) = vm.cast::<ClassMethodDescriptor>(value) {
        let this = this.get(vm);
        return Ok((this.owner.clone(), this.method.name().into()));
    }
    if let Some(this) = vm.cast::<GetSetDescriptor>(value) {
        let this = this.get(vm);
        return Ok((this.owner.clone(), this.getset.name.into()));
    }
    if let Some(this) = vm.cast::<WrapperDescriptor>(value) {
        let this = this.get(vm);
        return Ok((this.owner.clone(), SPECIAL[this.row as usize].name.into()));
    }
    if let Some(this) = vm.cast::<MemberDescriptor>(value) {
        let (owner, name) = (this.get(vm).owner.clone(), this.get(vm).name.clone());
        let name = vm.str_text(name.value())?;
        return Ok((owner, name));
    }
    Err(vm.type_error("a descriptor is required"))
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let (owner, name) = identity(vm, value)?;
    let owner = vm.cast::<Class>(owner.value()).map(|owner| owner.name(vm)).unwrap_or_default();
    let kind = if vm.cast::<GetSetDescriptor>(value).is_some() {
        "attribute"
    } else if vm.cast::<MemberDescriptor>(value).is_some() {
        "member"
    } else if vm.cast::<WrapperDescriptor>(value).is_some() {
        "slot wrapper"
    } else {
        "method"
    };
    vm.new_str(&format!("<{kind} '{name}' of '{owner}' objects>"))
}

/// `__qualname__` of a descriptor.
fn qualname(vm: &mut Vm, value: Value) -> R<Owned> {
    let (owner, name) = identity(vm, value)?;
    let key = vm.names.__qualname__;
    let owner = vm.get_attr(owner.value(), key)?;
    let owner = vm.str_text(owner.value())?;
    vm.new_str(&format!("{owner}.{name}"))
}

/// `getattr(class, name)`, as pickle saves a descriptor.
fn reduce(vm: &mut Vm, holder: Value, name: &str) -> R<Owned> {
    let getattr = crate::types::native_function::getattr(vm)?;
    let name = vm.new_str(name)?;
    let arguments = vm.new_tuple(&[holder, name.value()])?;
    vm.new_tuple(&[getattr.value(), arguments.value()])
}

/// The text of the documentation, and of the signature.
fn texts(vm: &Vm, value: Value) -> (&'static str, &'static str) {
    if let Some(this) = vm.cast::<MethodDescriptor>(value) {
        let method = this.get(vm).method;
        return (method.doc, method.signature.text);
    }
    if let Some(this) = vm.cast::<ClassMethodDescriptor>(value) {
        let method = this.get(vm).method;
        return (method.doc, method.signature.text);
    }
    if let Some(this) = vm.cast::<WrapperDescriptor>(value) {
        let row = &SPECIAL[this.get(vm).row as usize];
        return (crate::object::special::documentation(row.name), row.text);
    }
    let getset = match (vm.cast::<GetSetDescriptor>(value), vm.cast::<MemberDescriptor>(value)) {
        (Some(this), _) => Some(this.get(vm).getset),
        (_, Some(this)) => this.get(vm).computed,
        _ => None,
    };
    (getset.map_or("", |getset| getset.doc), "")
}

fn text_or_none(text: &'static str) -> Option<&'static str> {
    if text.is_empty() { None } else { Some(text) }
}

mod of_method {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// The class that the method belongs to.
        #[member]
        fn __objclass__(vm: &mut Vm, this: Value) -> R<Owned> {
            Ok(identity(vm, this)?.0)
        }

        /// The method's name.
        #[member]
        fn __name__(vm: &mut Vm, this: Value) -> R<String> {
            Ok(identity(vm, this)?.1)
        }

        #[getter]
        fn __doc__(vm: &mut Vm, this: Value) -> Option<&'static str> {
            text_or_none(texts(vm, this).0)
        }

        #[getter]
        fn __qualname__(vm: &mut Vm, this: Value) -> R<Owned> {
            qualname(vm, this)
        }

        #[getter]
        fn __text_signature__(vm: &mut Vm, this: Value) -> Option<&'static str> {
            text_or_none(texts(vm, this).1)
        }

        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Value) -> R<Owned> {
            let (owner, name) = identity(vm, this)?;
            reduce(vm, owner.value(), &name)
        }
    }
}

mod of_attribute {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// The class that the attribute belongs to.
        #[member]
        fn __objclass__(vm: &mut Vm, this: Value) -> R<Owned> {
            Ok(identity(vm, this)?.0)
        }

        /// The attribute's name.
        #[member]
        fn __name__(vm: &mut Vm, this: Value) -> R<String> {
            Ok(identity(vm, this)?.1)
        }

        #[getter]
        fn __doc__(vm: &mut Vm, this: Value) -> Option<&'static str> {
            text_or_none(texts(vm, this).0)
        }

        #[getter]
        fn __qualname__(vm: &mut Vm, this: Value) -> R<Owned> {
            qualname(vm, this)
        }

        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Value) -> R<Owned> {
            let (owner, name) = identity(vm, this)?;
            reduce(vm, owner.value(), &name)
        }
    }
}

mod of_wrapper {
    use super::*;

    #[methods]
    mod py {
        use super::*;

        /// The object that the method is bound to.
        #[member]
        fn __self__(vm: &mut Vm, this: Obj<MethodWrapper>) -> Owned {
            this.get(vm).this.clone()
        }

        /// The class that the method belongs to.
        #[getter]
        fn __objclass__(vm: &mut Vm, this: Obj<MethodWrapper>) -> R<Owned> {
            let descriptor = this.get(vm).descriptor.clone();
            Ok(identity(vm, descriptor.value())?.0)
        }

        /// The method's name.
        #[getter]
        fn __name__(vm: &mut Vm, this: Obj<MethodWrapper>) -> R<String> {
            let descriptor = this.get(vm).descriptor.clone();
            Ok(identity(vm, descriptor.value())?.1)
        }

        #[getter]
        fn __doc__(vm: &mut Vm, this: Obj<MethodWrapper>) -> Option<&'static str> {
            text_or_none(texts(vm, this.get(vm).descriptor.value()).0)
        }

        #[getter]
        fn __qualname__(vm: &mut Vm, this: Obj<MethodWrapper>) -> R<Owned> {
            let descriptor = this.get(vm).descriptor.clone();
            qualname(vm, descriptor.value())
        }

        #[getter]
        fn __text_signature__(vm: &mut Vm, this: Obj<MethodWrapper>) -> Option<&'static str> {
            text_or_none(texts(vm, this.get(vm).descriptor.value()).1)
        }

        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<MethodWrapper>) -> R<Owned> {
            let (descriptor, holder) = (this.get(vm).descriptor.clone(), this.get(vm).this.clone());
            let (_, name) = identity(vm, descriptor.value())?;
            reduce(vm, holder.value(), &name)
        }
    }
}
