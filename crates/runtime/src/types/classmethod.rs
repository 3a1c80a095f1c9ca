//! `classmethod`: a function that takes the class it was looked up on.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::shapes;
use crate::types::staticmethod::{copy_attributes, forwarded, is_abstract, set_forwarded, single_argument};

#[derive(Trace)]
pub struct ClassMethod {
    pub callable: Owned,
}

impl Payload for ClassMethod {
    const NAME: &'static str = "ClassMethod";
    const SHAPE: ShapeId = shapes::classmethod;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.classmethod
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "Makes a function of a class that takes the class first.",
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), descriptor_get: Some(get), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    has_dict: true,
    ..ClassDef::new::<ClassMethod>("classmethod")
};

impl ClassMethod {
    /// `classmethod(callable)`.
    pub(crate) fn wrap(vm: &mut Vm, callable: Value) -> R<Owned> {
        let class = vm.types.classmethod;
        super::type_::call(vm, class.value(), Args::positional(&[callable]))
    }
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, ClassMethod { callable: Owned::NONE })
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let callable = single_argument(vm, "classmethod", args)?;
    if let Some(method) = vm.cast::<ClassMethod>(this) {
        let old = std::mem::replace(&mut method.get_mut(vm).callable, callable.own());
        if !old.is_none() {
            // What classes hold as this method was noted as long as they do not change.
            vm.types.object.changed(vm, None);
        }
        drop(old);
    }
    copy_attributes(vm, this, callable)
}

fn callable(vm: &mut Vm, value: Value) -> R<Owned> {
    match vm.cast::<ClassMethod>(value) {
        Some(method) => Ok(method.get(vm).callable.clone()),
        None => Err(vm.type_error("a classmethod is required")),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let inner = callable(vm, value)?;
    let shown = vm.repr_text(inner.value())?;
    vm.new_str(&format!("<classmethod({shown})>"))
}

fn get(vm: &mut Vm, value: Value, instance: Option<Value>, owner: Option<Value>) -> R<Owned> {
    let inner = callable(vm, value)?;
    let class = match (owner, instance) {
        (Some(owner), _) => owner,
        (None, Some(instance)) => vm.class_of(instance).value(),
        (None, None) => Value::NONE,
    };
    vm.allocate(crate::types::bound_method::BoundMethod { function: inner, this: class.own() })
}

#[methods]
mod py {
    use super::*;

    /// The function.
    #[getter]
    fn __func__(vm: &mut Vm, this: Obj<ClassMethod>) -> Owned {
        this.get(vm).callable.clone()
    }

    /// The function.
    #[getter]
    fn __wrapped__(vm: &mut Vm, this: Obj<ClassMethod>) -> Owned {
        this.get(vm).callable.clone()
    }

    #[getter]
    fn __isabstractmethod__(vm: &mut Vm, this: Obj<ClassMethod>) -> R<bool> {
        let inner = this.get(vm).callable.clone();
        is_abstract(vm, inner.value())
    }

    #[getter]
    fn __dict__(vm: &mut Vm, this: Obj<ClassMethod>) -> R<Owned> {
        Ok(vm.instance_dict(this.value())?.own())
    }

    #[setter("__dict__")]
    fn set_dict(vm: &mut Vm, this: Obj<ClassMethod>, value: Option<Value>) -> R<()> {
        crate::types::type_::instance::set_dict(vm, this.value(), value)
    }

    #[getter]
    fn __annotations__(vm: &mut Vm, this: Obj<ClassMethod>) -> R<Owned> {
        let inner = this.get(vm).callable.clone();
        let name = vm.names.__annotations__;
        forwarded(vm, this.value(), inner.value(), name)
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, this: Obj<ClassMethod>, value: Option<Value>) -> R<()> {
        let name = vm.names.__annotations__;
        set_forwarded(vm, this.value(), name, value)
    }

    #[getter]
    fn __annotate__(vm: &mut Vm, this: Obj<ClassMethod>) -> R<Owned> {
        let inner = this.get(vm).callable.clone();
        let name = vm.names.__annotate__;
        forwarded(vm, this.value(), inner.value(), name)
    }

    #[setter("__annotate__")]
    fn set_annotate(vm: &mut Vm, this: Obj<ClassMethod>, value: Option<Value>) -> R<()> {
        let name = vm.names.__annotate__;
        set_forwarded(vm, this.value(), name, value)
    }

    /// `classmethod[...]`.
    #[classmethod("($cls, item, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, item)
    }
}
