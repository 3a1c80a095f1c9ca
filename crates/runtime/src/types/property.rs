//! `property`: an attribute that functions compute.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::shapes;
use crate::types::staticmethod::is_abstract;

#[derive(Trace, Default)]
pub struct Property {
    pub getter: Option<Owned>,
    pub setter: Option<Owned>,
    pub deleter: Option<Owned>,
    doc: Option<Owned>,
    /// `__name__`, from the class statement.
    name: Option<Owned>,
    /// The docstring is the getter's.
    doc_from_getter: bool,
}

impl Payload for Property {
    const NAME: &'static str = "Property";
    const SHAPE: ShapeId = shapes::property;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.property
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "An attribute that functions compute, set and delete.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        descriptor_get: Some(get),
        descriptor_set: Some(set),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::new::<Property>("property")
};

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, Property::default())
}

static INIT: Signature = Signature {
    name: "property",
    text: "(fget=None, fset=None, fdel=None, doc=None)",
    parameters: &[
        Parameter { name: "fget", kind: ParameterKind::PositionalOrKeyword, optional: true },
        Parameter { name: "fset", kind: ParameterKind::PositionalOrKeyword, optional: true },
        Parameter { name: "fdel", kind: ParameterKind::PositionalOrKeyword, optional: true },
        Parameter { name: "doc", kind: ParameterKind::PositionalOrKeyword, optional: true },
    ],
    rest: false,
    keywords: false,
};

fn init(vm: &mut Vm, value: Value, args: Args<'_>) -> R<()> {
    let mut slots = [None; 4];
    bind(vm, &INIT, args, &mut slots)?;
    let given = slots.map(|slot| slot.filter(|value| !value.is_none()).map(Value::own));
    let [getter, setter, deleter, mut doc] = given;
    let explicit = slots[3].is_some_and(|doc| !doc.is_none());
    let mut from_getter = false;
    if !explicit && let Some(getter) = &getter {
        let name = vm.names.__doc__;
        if let Some(found) = vm.get_attr_optional(getter.value(), name)?
            && !found.is_none()
        {
            doc = Some(found);
            from_getter = true;
        }
    }
    let Some(property) = property_of(vm, value) else { return Err(vm.type_error("a property is required")) };
    let name = property.get(vm).name.clone();
    let made = Property { getter, setter, deleter, doc: doc.clone(), name, doc_from_getter: from_getter };
    let old = std::mem::replace(property.get_mut(vm), made);
    drop(old);
    // A subclass may have a `__doc__` of its own in the way: the property's goes into the instance.
    if vm.class_of(value) != vm.types.property {
        let name = vm.names.__doc__;
        let doc = doc.unwrap_or(Owned::NONE);
        if let Err(raised) = vm.set_attr(value, name, Some(doc.value())) {
            // A docstring of the getter must find a place; where there is none for another one it is dropped.
            if from_getter || !vm.error_is(vm.exceptions.AttributeError) {
                return Err(raised);
            }
            drop(vm.take_error());
        }
    }
    Ok(())
}

fn property_of(vm: &Vm, value: Value) -> Option<Obj<Property>> {
    vm.cast::<Property>(value)
}

/// `__name__`: the one from the class statement, or the getter's.
fn name(vm: &mut Vm, this: Obj<Property>) -> R<Option<Owned>> {
    if let Some(name) = &this.get(vm).name {
        return Ok(Some(name.clone()));
    }
    let Some(getter) = this.get(vm).getter.clone() else { return Ok(None) };
    let key = vm.names.__name__;
    vm.get_attr_optional(getter.value(), key)
}

fn refuse(vm: &mut Vm, this: Obj<Property>, instance: Value, what: &str) -> Raised {
    let class = vm.class_of(instance);
    let class = class.get(vm).qualname.clone();
    let class = vm.str_text(class.value()).unwrap_or_default();
    let shown = match name(vm, this) {
        Ok(Some(name)) => vm.repr_text(name.value()),
        Ok(None) => Ok(String::new()),
        Err(raised) => return raised,
    };
    match shown {
        Ok(shown) if shown.is_empty() => vm.attribute_error_text(format!("property of '{class}' object has no {what}")),
        Ok(shown) => vm.attribute_error_text(format!("property {shown} of '{class}' object has no {what}")),
        Err(raised) => raised,
    }
}

fn get(vm: &mut Vm, value: Value, instance: Option<Value>, _owner: Option<Value>) -> R<Owned> {
    let (Some(this), Some(instance)) = (property_of(vm, value), instance) else { return Ok(value.own()) };
    match this.get(vm).getter.clone() {
        Some(getter) => vm.call(getter.value(), &[instance]),
        None => Err(refuse(vm, this, instance, "getter")),
    }
}

fn set(vm: &mut Vm, value: Value, instance: Value, new: Option<Value>) -> R<()> {
    let Some(this) = property_of(vm, value) else { return Err(vm.type_error("a property is required")) };
    match new {
        Some(new) => match this.get(vm).setter.clone() {
            Some(setter) => vm.call(setter.value(), &[instance, new]).map(drop),
            None => Err(refuse(vm, this, instance, "setter")),
        },
        None => match this.get(vm).deleter.clone() {
            Some(deleter) => vm.call(deleter.value(), &[instance]).map(drop),
            None => Err(refuse(vm, this, instance, "deleter")),
        },
    }
}

/// A property of the same class with some of its functions replaced.
fn copy(vm: &mut Vm, this: Obj<Property>, parts: [Option<Value>; 3]) -> R<Owned> {
    let own = this.get(vm);
    let doc = if own.doc_from_getter { None } else { own.doc.clone() };
    let old = [own.getter.clone(), own.setter.clone(), own.deleter.clone()];
    let name = own.name.clone();
    let mut args = Vec::with_capacity(4);
    for (part, old) in parts.into_iter().zip(&old) {
        args.push(match part {
            Some(part) if !part.is_none() => part,
            _ => old.as_ref().map_or(Value::NONE, |old| old.value()),
        });
    }
    // Without a docstring of its own the copy takes its getter's.
    args.push(doc.as_ref().map_or(Value::NONE, |doc| doc.value()));
    let class = vm.class_of(this.value());
    let made = vm.call(class.value(), &args)?;
    if let Some(property) = property_of(vm, made.value()) {
        property.get_mut(vm).name = name;
    }
    Ok(made)
}

#[methods]
mod py {
    use super::*;

    #[member]
    fn fget(vm: &mut Vm, this: Obj<Property>) -> Option<Owned> {
        this.get(vm).getter.clone()
    }

    #[member]
    fn fset(vm: &mut Vm, this: Obj<Property>) -> Option<Owned> {
        this.get(vm).setter.clone()
    }

    #[member]
    fn fdel(vm: &mut Vm, this: Obj<Property>) -> Option<Owned> {
        this.get(vm).deleter.clone()
    }

    #[member]
    fn __doc__(vm: &mut Vm, this: Obj<Property>) -> Option<Owned> {
        this.get(vm).doc.clone()
    }

    #[setter("__doc__")]
    fn set_doc(vm: &mut Vm, this: Obj<Property>, value: Option<Value>) -> R<()> {
        let old = std::mem::replace(&mut this.get_mut(vm).doc, value.map(Value::own));
        drop(old);
        Ok(())
    }

    #[getter]
    fn __name__(vm: &mut Vm, this: Obj<Property>) -> R<Owned> {
        match name(vm, this)? {
            Some(name) => Ok(name),
            None => {
                let key = vm.names.__name__;
                Err(vm.attribute_error(this.value(), key))
            }
        }
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, this: Obj<Property>, value: Option<Value>) -> R<()> {
        let old = std::mem::replace(&mut this.get_mut(vm).name, value.map(Value::own));
        drop(old);
        Ok(())
    }

    /// Whether one of the functions is abstract.
    #[getter]
    fn __isabstractmethod__(vm: &mut Vm, this: Obj<Property>) -> R<bool> {
        let own = this.get(vm);
        for part in [own.getter.clone(), own.setter.clone(), own.deleter.clone()].into_iter().flatten() {
            if is_abstract(vm, part.value())? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The property with another function that computes it.
    #[method("($self, object, /)")]
    fn getter(vm: &mut Vm, this: Obj<Property>, function: Value) -> R<Owned> {
        copy(vm, this, [Some(function), None, None])
    }

    /// The property with another function that sets it.
    #[method("($self, object, /)")]
    fn setter(vm: &mut Vm, this: Obj<Property>, function: Value) -> R<Owned> {
        copy(vm, this, [None, Some(function), None])
    }

    /// The property with another function that deletes it.
    #[method("($self, object, /)")]
    fn deleter(vm: &mut Vm, this: Obj<Property>, function: Value) -> R<Owned> {
        copy(vm, this, [None, None, Some(function)])
    }

    /// Called by the class statement with the class and the attribute's name.
    #[method("($self, *args)")]
    fn __set_name__(vm: &mut Vm, this: Obj<Property>, args: Rest<'_>) -> R<()> {
        let &[_, name] = args else {
            let given = args.len();
            return Err(vm.type_error(format!("__set_name__() takes 2 positional arguments but {given} were given")));
        };
        let old = this.get_mut(vm).name.replace(name.own());
        drop(old);
        Ok(())
    }
}
