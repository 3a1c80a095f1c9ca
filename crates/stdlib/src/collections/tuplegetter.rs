//! The descriptors of a named tuple's fields.

use taipan_runtime::native::*;

use crate::support::{count, no_keywords, payload, receiver};

#[derive(Trace)]
pub(super) struct TupleGetter {
    index: usize,
    doc: Owned,
}

payload!(TupleGetter);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "collections",
    slots: Slots {
        new: Some(new),
        descriptor_get: Some(get),
        descriptor_set: Some(set),
        repr: Some(repr),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::sealed::<TupleGetter>("_tuplegetter")
};

/// What gives item `index` of tuples.
pub(super) fn tuple_getter(vm: &mut Vm, index: usize, doc: Owned) -> R<Owned> {
    let class = vm.define_class::<TupleGetter>(&CLASS, None)?;
    vm.allocate_instance(class, TupleGetter { index, doc })
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    no_keywords(vm, "_tuplegetter", args)?;
    count(vm, "_tuplegetter", args, 2, 2)?;
    let index = vm.to_index(args.positional[0])?;
    let Ok(index) = usize::try_from(index) else { return Err(vm.value_error("index must be non-negative")) };
    vm.allocate_instance(class, TupleGetter { index, doc: args.positional[1].own() })
}

fn get(vm: &mut Vm, this: Value, instance: Option<Value>, _class: Option<Value>) -> R<Owned> {
    let index = receiver::<TupleGetter>(vm, this)?.get(vm).index;
    let Some(instance) = instance else { return Ok(this.own()) };
    let Some(tuple) = vm.cast::<Tuple>(instance) else {
        if instance.is_none() {
            return Ok(this.own());
        }
        let found = vm.class_of(instance).name(vm);
        return Err(vm.type_error(format!(
            "descriptor for index '{index}' for tuple subclasses doesn't apply to '{found}' object"
        )));
    };
    match tuple.items(vm).get(index) {
        Some(item) => Ok(item.own()),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

fn set(vm: &mut Vm, _this: Value, _instance: Value, value: Option<Value>) -> R<()> {
    Err(vm.attribute_error_text(if value.is_some() { "can't set attribute" } else { "can't delete attribute" }))
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let class = vm.class_of(this).short_name(vm);
    let state = receiver::<TupleGetter>(vm, this)?.get(vm);
    let (index, doc) = (state.index, state.doc.clone());
    let doc = vm.repr_text(doc.value())?;
    vm.new_str(&format!("{class}({index}, {doc})"))
}

#[methods]
mod py {
    use super::*;

    /// What pickle needs.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<TupleGetter>) -> R<Owned> {
        let state = this.get(vm);
        let (index, doc) = (state.index, state.doc.clone());
        let class = vm.class_of(this.value());
        let index = vm.new_int(index as i128)?;
        let args = vm.new_tuple(&[index.value(), doc.value()])?;
        vm.new_tuple(&[class.value(), args.value()])
    }

    /// The field's description.
    #[getter]
    fn __doc__(vm: &mut Vm, this: Obj<TupleGetter>) -> Owned {
        this.get(vm).doc.clone()
    }

    #[setter("__doc__")]
    fn set_doc(vm: &mut Vm, this: Obj<TupleGetter>, value: Option<Value>) -> R<()> {
        let old = std::mem::replace(&mut this.get_mut(vm).doc, value.unwrap_or(Value::NONE).own());
        drop(old);
        Ok(())
    }
}
