//! `staticmethod`: a function that does not become a method.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::shapes;

#[derive(Trace)]
pub struct StaticMethod {
    pub callable: Owned,
}

impl Payload for StaticMethod {
    const NAME: &'static str = "StaticMethod";
    const SHAPE: ShapeId = shapes::staticmethod;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.staticmethod
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "Makes a function of a class that takes neither the instance nor the class.",
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        call: Some(call),
        descriptor_get: Some(get),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    has_dict: true,
    ..ClassDef::new::<StaticMethod>("staticmethod")
};

impl StaticMethod {
    /// `staticmethod(callable)`.
    pub(crate) fn wrap(vm: &mut Vm, callable: Value) -> R<Owned> {
        let class = vm.types.staticmethod;
        super::type_::call(vm, class.value(), Args::positional(&[callable]))
    }
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, StaticMethod { callable: Owned::NONE })
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let callable = single_argument(vm, "staticmethod", args)?;
    if let Some(method) = vm.cast::<StaticMethod>(this) {
        let old = std::mem::replace(&mut method.get_mut(vm).callable, callable.own());
        if !old.is_none() {
            // What classes hold as this method was noted as long as they do not change.
            vm.types.object.changed(vm, None);
        }
        drop(old);
    }
    copy_attributes(vm, this, callable)
}

/// The one argument of `staticmethod` and `classmethod`.
pub(super) fn single_argument(vm: &mut Vm, name: &str, args: Args<'_>) -> R<Value> {
    if !args.names.is_empty() {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    match *args.positional {
        [callable] => Ok(callable),
        [] => Err(vm.type_error(format!("{name} expected 1 argument, got 0"))),
        _ => Err(vm.type_error(format!("{name} expected 1 argument, got {}", args.positional.len()))),
    }
}

/// Take over what tells a function from others.
pub(super) fn copy_attributes(vm: &mut Vm, wrapper: Value, wrapped: Value) -> R<()> {
    for name in [vm.names.__module__, vm.names.__name__, vm.names.__qualname__, vm.names.__doc__] {
        if let Some(value) = vm.get_attr_optional(wrapped, name)? {
            vm.set_instance_attribute(wrapper, name, value.value())?;
        }
    }
    Ok(())
}

fn callable(vm: &mut Vm, value: Value) -> R<Owned> {
    match vm.cast::<StaticMethod>(value) {
        Some(method) => Ok(method.get(vm).callable.clone()),
        None => Err(vm.type_error("a staticmethod is required")),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let inner = callable(vm, value)?;
    let shown = vm.repr_text(inner.value())?;
    vm.new_str(&format!("<staticmethod({shown})>"))
}

fn call(vm: &mut Vm, value: Value, args: Args<'_>) -> R<Owned> {
    let inner = callable(vm, value)?;
    vm.call_args(inner.value(), args)
}

fn get(vm: &mut Vm, value: Value, _instance: Option<Value>, _owner: Option<Value>) -> R<Owned> {
    callable(vm, value)
}

/// `__annotations__` and `__annotate__`: kept in the instance once they were asked for.
pub(super) fn forwarded(vm: &mut Vm, this: Value, inner: Value, name: Obj<Str>) -> R<Owned> {
    if let Some(own) = vm.instance_attribute(this, name)? {
        return Ok(own);
    }
    let value = vm.get_attr(inner, name)?;
    vm.set_instance_attribute(this, name, value.value())?;
    Ok(value)
}

/// Set or delete what `forwarded` reads.
pub(super) fn set_forwarded(vm: &mut Vm, this: Value, name: Obj<Str>, value: Option<Value>) -> R<()> {
    match value {
        Some(value) => vm.set_instance_attribute(this, name, value),
        None if vm.delete_instance_attribute(this, name)? => Ok(()),
        None => Err(vm.attribute_error(this, name)),
    }
}

/// Whether a callable is marked as abstract.
pub(crate) fn is_abstract(vm: &mut Vm, callable: Value) -> R<bool> {
    let name = vm.names.__isabstractmethod__;
    match vm.get_attr_optional(callable, name)? {
        Some(mark) => vm.truth(mark.value()),
        None => Ok(false),
    }
}

#[methods]
mod py {
    use super::*;

    /// The function.
    #[getter]
    fn __func__(vm: &mut Vm, this: Obj<StaticMethod>) -> Owned {
        this.get(vm).callable.clone()
    }

    /// The function.
    #[getter]
    fn __wrapped__(vm: &mut Vm, this: Obj<StaticMethod>) -> Owned {
        this.get(vm).callable.clone()
    }

    #[getter]
    fn __isabstractmethod__(vm: &mut Vm, this: Obj<StaticMethod>) -> R<bool> {
        let inner = this.get(vm).callable.clone();
        is_abstract(vm, inner.value())
    }

    #[getter]
    fn __dict__(vm: &mut Vm, this: Obj<StaticMethod>) -> R<Owned> {
        Ok(vm.instance_dict(this.value())?.own())
    }

    #[setter("__dict__")]
    fn set_dict(vm: &mut Vm, this: Obj<StaticMethod>, value: Option<Value>) -> R<()> {
        crate::types::type_::instance::set_dict(vm, this.value(), value)
    }

    #[getter]
    fn __annotations__(vm: &mut Vm, this: Obj<StaticMethod>) -> R<Owned> {
        let inner = this.get(vm).callable.clone();
        let name = vm.names.__annotations__;
        forwarded(vm, this.value(), inner.value(), name)
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, this: Obj<StaticMethod>, value: Option<Value>) -> R<()> {
        let name = vm.names.__annotations__;
        set_forwarded(vm, this.value(), name, value)
    }

    #[getter]
    fn __annotate__(vm: &mut Vm, this: Obj<StaticMethod>) -> R<Owned> {
        let inner = this.get(vm).callable.clone();
        let name = vm.names.__annotate__;
        forwarded(vm, this.value(), inner.value(), name)
    }

    #[setter("__annotate__")]
    fn set_annotate(vm: &mut Vm, this: Obj<StaticMethod>, value: Option<Value>) -> R<()> {
        let name = vm.names.__annotate__;
        set_forwarded(vm, this.value(), name, value)
    }

    /// `staticmethod[...]`.
    #[classmethod("($cls, item, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, item)
    }
}
