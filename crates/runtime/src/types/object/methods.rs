//! What Python code can call on any object.

use crate::native::*;

#[methods]
mod py {
    use super::*;

    /// The object's class.
    #[getter]
    fn __class__(vm: &mut Vm, this: Value) -> Owned {
        vm.class_of(this).own()
    }

    #[setter("__class__")]
    fn set_class(vm: &mut Vm, this: Value, value: Option<Value>) -> R<()> {
        super::super::change_class::set_class(vm, this, value)
    }

    /// Called when a class is made that inherits from this one.
    #[classmethod("($type, /)")]
    fn __init_subclass__(_vm: &mut Vm, _class: Value) {}

    /// Whether a class counts as a subclass of this one: asked by `issubclass` of abstract base classes.
    #[classmethod("($type, object, /)")]
    fn __subclasshook__(_vm: &mut Vm, _class: Value, _object: Value) -> Owned {
        Owned::from_raw(Value::NOT_IMPLEMENTED)
    }

    /// The text of the object by a format specification: without one, `str(self)`.
    #[method("($self, format_spec, /)")]
    fn __format__(vm: &mut Vm, this: Value, spec: Obj<Str>) -> R<Owned> {
        if spec.len(vm) > 0 {
            let class = vm.class_of(this).name(vm);
            return Err(vm.type_error(format!("unsupported format string passed to {class}.__format__")));
        }
        vm.str(this)
    }

    /// Bytes that the object itself takes.
    #[method("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Value) -> usize {
        object_size(vm, this)
    }

    /// The names of the object's attributes.
    #[method("($self, /)")]
    fn __dir__(vm: &mut Vm, this: Value) -> R<Owned> {
        let (_keep, names) = vm.new_dict_obj()?;
        let key = vm.names.__dict__;
        if let Some(own) = vm.get_attr_optional(this, key)?
            && let Some(own) = vm.cast::<Dict>(own.value())
        {
            for (key, _) in own.snapshot(vm) {
                names.set(vm, key.value(), Value::NONE)?;
            }
        }
        let key = vm.names.__class__;
        if let Some(class) = vm.get_attr_optional(this, key)? {
            add_class_names(vm, names, class.value())?;
        }
        let list = vm.list_from(names.value())?;
        Ok(Owned::from_raw(list.value()))
    }

    /// How pickle saves the object.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Owned> {
        super::super::reduce::common(vm, this, 0)
    }

    /// How pickle saves the object by a protocol.
    #[method("($self, protocol, /)")]
    fn __reduce_ex__(vm: &mut Vm, this: Value, protocol: i32) -> R<Owned> {
        super::super::reduce::reduce_ex(vm, this, protocol)
    }

    /// The state that pickle saves.
    #[method("($self, /)")]
    fn __getstate__(vm: &mut Vm, this: Value) -> R<Owned> {
        super::super::reduce::default_state(vm, this, false)
    }
}

/// Bytes of the object's block that its payload and slots take.
fn object_size(vm: &Vm, this: Value) -> usize {
    let class = vm.class_of(this).get(vm);
    let capacity = if class.has_dict || class.fixed_slots > 0 { class.capacity as usize } else { 0 };
    taipan_heap::HEADER_SIZE + class.layout.payload_size + capacity * 8
}

/// Add the names in the namespaces of a class and its bases.
pub(crate) fn add_class_names(vm: &mut Vm, names: Obj<Dict>, class: Value) -> R<()> {
    let mut work = vec![class.own()];
    let mut seen: Vec<Owned> = Vec::new();
    while let Some(class) = work.pop() {
        if seen.iter().any(|other| other.is(class.value())) {
            continue;
        }
        let entries = match vm.cast::<Class>(class.value()) {
            Some(class) => class.dict(vm).snapshot(vm),
            None => {
                let key = vm.names.__dict__;
                let dict = vm.get_attr_optional(class.value(), key)?;
                match dict.as_ref().and_then(|dict| vm.cast::<Dict>(dict.value())) {
                    Some(dict) => dict.snapshot(vm),
                    None => Vec::new(),
                }
            }
        };
        for (key, _) in entries {
            names.set(vm, key.value(), Value::NONE)?;
        }
        let key = vm.names.__bases__;
        if let Some(bases) = vm.get_attr_optional(class.value(), key)?
            && let Some(bases) = vm.cast::<Tuple>(bases.value())
        {
            work.extend(bases.items(vm).iter().map(|base| base.own()));
        }
        seen.push(class);
    }
    Ok(())
}
