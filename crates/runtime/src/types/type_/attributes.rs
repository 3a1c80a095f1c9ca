//! The attributes of classes, and what can be called on them.

use super::new::check_name;
use crate::native::*;
use crate::object::class::ClassFlags;

/// TypeError unless the attribute can be set: of a class made by Python code, and not deleted.
fn settable(vm: &mut Vm, class: Obj<Class>, name: &str, value: Option<Value>) -> R<Value> {
    let shown = class.name(vm);
    if class.flags(vm).has(ClassFlags::IMMUTABLE) {
        return Err(vm.type_error(format!("cannot set '{name}' attribute of immutable type '{shown}'")));
    }
    match value {
        Some(value) => Ok(value),
        None => Err(vm.type_error(format!("cannot delete '{name}' attribute of immutable type '{shown}'"))),
    }
}

/// An entry of the class's own namespace.
fn own_entry(vm: &mut Vm, class: Obj<Class>, name: &str) -> R<Option<Owned>> {
    let name = vm.intern(name)?;
    Ok(class.dict(vm).get_str(vm, name).map(Value::own))
}

/// As `own_entry`, with a descriptor asked for its value.
fn bound_entry(vm: &mut Vm, class: Obj<Class>, name: &str) -> R<Option<Owned>> {
    match own_entry(vm, class, name)? {
        Some(found) => vm.bind_descriptor(found.value(), None, class).map(Some),
        None => Ok(None),
    }
}

fn set_entry(vm: &mut Vm, class: Obj<Class>, name: &str, value: Option<Value>) -> R<bool> {
    let name = vm.intern(name)?;
    class.set_attribute(vm, name, value)
}

fn no_attribute(vm: &mut Vm, class: Obj<Class>, name: &str) -> Raised {
    let shown = class.name(vm);
    vm.attribute_error_text(format!("type object '{shown}' has no attribute '{name}'"))
}

fn text_value(vm: &mut Vm, class: Obj<Class>, name: &str, value: Option<Value>) -> R<Obj<Str>> {
    let value = settable(vm, class, name, value)?;
    match vm.cast::<Str>(value) {
        Some(text) => Ok(text),
        None => {
            let (shown, found) = (class.name(vm), vm.class_of(value).name(vm));
            Err(vm.type_error(format!("can only assign string to {shown}.{name}, not '{found}'")))
        }
    }
}

#[methods]
mod py {
    use super::*;

    #[getter]
    fn __name__(vm: &mut Vm, this: Obj<Class>) -> Owned {
        this.get(vm).name.clone()
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, this: Obj<Class>, value: Option<Value>) -> R<()> {
        let name = text_value(vm, this, "__name__", value)?;
        check_name(vm, name)?;
        let old = std::mem::replace(&mut this.get_mut(vm).name, name.own());
        drop(old);
        Ok(())
    }

    #[getter]
    fn __qualname__(vm: &mut Vm, this: Obj<Class>) -> Owned {
        this.get(vm).qualname.clone()
    }

    #[setter("__qualname__")]
    fn set_qualname(vm: &mut Vm, this: Obj<Class>, value: Option<Value>) -> R<()> {
        let name = text_value(vm, this, "__qualname__", value)?;
        let old = std::mem::replace(&mut this.get_mut(vm).qualname, name.own());
        drop(old);
        Ok(())
    }

    #[getter]
    fn __module__(vm: &mut Vm, this: Obj<Class>) -> R<Owned> {
        match own_entry(vm, this, "__module__")? {
            // Some builtin types have a descriptor for their instances there.
            Some(module) if this.is_heap(vm) || vm.cast::<Str>(module.value()).is_some() => Ok(module),
            None if this.is_heap(vm) => Err(vm.attribute_error_text("__module__")),
            Some(_) if this == vm.types.type_alias => vm.new_str("typing"),
            _ => Ok(vm.names.builtins.own()),
        }
    }

    #[setter("__module__")]
    fn set_module(vm: &mut Vm, this: Obj<Class>, value: Option<Value>) -> R<()> {
        let value = settable(vm, this, "__module__", value)?;
        set_entry(vm, this, "__module__", Some(value))?;
        set_entry(vm, this, "__firstlineno__", None)?;
        Ok(())
    }

    #[getter]
    fn __bases__(vm: &mut Vm, this: Obj<Class>) -> Owned {
        this.get(vm).bases.clone()
    }

    #[setter("__bases__")]
    fn set_bases(vm: &mut Vm, this: Obj<Class>, value: Option<Value>) -> R<()> {
        let value = settable(vm, this, "__bases__", value)?;
        super::super::bases::set(vm, this, value)
    }

    /// The classes that attributes are looked for in, in this order.
    #[getter]
    fn __mro__(vm: &mut Vm, this: Obj<Class>) -> Owned {
        this.get(vm).mro.clone()
    }

    /// The base whose layout the class extends.
    #[member]
    fn __base__(vm: &mut Vm, this: Obj<Class>) -> Option<Owned> {
        this.get(vm).base.clone()
    }

    /// A read-only view of the namespace.
    #[getter]
    fn __dict__(vm: &mut Vm, this: Obj<Class>) -> R<Owned> {
        let dict = this.live_dict(vm).map_or(Value::NONE, Obj::value);
        crate::types::mapping_proxy::new(vm, dict)
    }

    #[getter]
    fn __doc__(vm: &mut Vm, this: Obj<Class>) -> R<Owned> {
        if let Some(doc) = this.get(vm).doc
            && !doc.is_empty()
        {
            return vm.new_str(doc);
        }
        Ok(bound_entry(vm, this, "__doc__")?.unwrap_or(Owned::NONE))
    }

    #[setter("__doc__")]
    fn set_doc(vm: &mut Vm, this: Obj<Class>, value: Option<Value>) -> R<()> {
        let value = settable(vm, this, "__doc__", value)?;
        set_entry(vm, this, "__doc__", Some(value))?;
        Ok(())
    }

    /// Bytes of an instance without its items.
    #[member]
    fn __basicsize__(vm: &mut Vm, this: Obj<Class>) -> usize {
        let class = this.get(vm);
        taipan_heap::HEADER_SIZE + class.layout.payload_size + class.fixed_slots as usize * 8
    }

    /// Bytes of each further item of an instance.
    #[member]
    fn __itemsize__(vm: &mut Vm, this: Obj<Class>) -> usize {
        if super::super::slot_names::has_item_size(vm, this) {
            if this.get(vm).layout.payload == layout_of::<crate::types::bytes::Bytes>().payload { 1 } else { 8 }
        } else {
            0
        }
    }

    /// The class's properties as bits.
    #[member]
    fn __flags__(vm: &mut Vm, this: Obj<Class>) -> u64 {
        super::flags(vm, this)
    }

    /// Where an instance keeps its attributes: negative for no fixed place, 0 for nowhere.
    #[member]
    fn __dictoffset__(vm: &mut Vm, this: Obj<Class>) -> i64 {
        let class = this.get(vm);
        match (class.has_dict, class.flags.has(ClassFlags::HEAP)) {
            (true, true) => -1,
            (true, false) => (taipan_heap::HEADER_SIZE + class.layout.payload_size) as i64,
            // A class's namespace is part of it.
            (false, _) if class.layout.payload == layout_of::<Class>().payload => {
                (taipan_heap::HEADER_SIZE + std::mem::offset_of!(Class, dict)) as i64
            }
            (false, _) => 0,
        }
    }

    /// Where an instance keeps its weak references: 0 when there can be none.
    #[member]
    fn __weakrefoffset__(vm: &mut Vm, this: Obj<Class>) -> i64 {
        let class = this.get(vm);
        match (class.has_weakref, class.flags.has(ClassFlags::HEAP)) {
            (true, true) => -32,
            (true, false) => taipan_heap::HEADER_SIZE as i64,
            (false, _) => 0,
        }
    }

    #[getter]
    fn __text_signature__(vm: &mut Vm, this: Obj<Class>) -> R<Option<String>> {
        let name = this.short_name(vm);
        if this.is_heap(vm) {
            // As for CPython's own classes: a docstring may begin with it.
            let doc = own_entry(vm, this, "__doc__")?;
            let doc = doc.and_then(|doc| vm.cast::<Str>(doc.value()));
            let text = doc.map(|doc| doc.to_string_lossy(vm)).unwrap_or_default();
            return Ok(super::super::signatures::of_doc(&name, &text).map(str::to_string));
        }
        let full = this.name(vm);
        let module = full.strip_suffix(&name).and_then(|module| module.strip_suffix('.')).unwrap_or("builtins");
        Ok(super::super::signatures::find(module, &name).map(str::to_string))
    }

    #[getter]
    fn __abstractmethods__(vm: &mut Vm, this: Obj<Class>) -> R<Owned> {
        let own = if this == vm.types.type_ { None } else { own_entry(vm, this, "__abstractmethods__")? };
        match own {
            Some(methods) => Ok(methods),
            None => {
                let name = vm.names.__abstractmethods__;
                Err(vm.attribute_error_with(this.value(), name, "__abstractmethods__"))
            }
        }
    }

    #[setter("__abstractmethods__")]
    fn set_abstractmethods(vm: &mut Vm, this: Obj<Class>, value: Option<Value>) -> R<()> {
        let is_abstract = match value {
            Some(value) => vm.truth(value)?,
            None => false,
        };
        let found = set_entry(vm, this, "__abstractmethods__", value)?;
        if !found {
            return Err(vm.attribute_error_text("__abstractmethods__"));
        }
        let flags = this.flags(vm).0 & !ClassFlags::ABSTRACT.0;
        this.get_mut(vm).flags = ClassFlags(flags | if is_abstract { ClassFlags::ABSTRACT.0 } else { 0 });
        Ok(())
    }

    #[getter]
    fn __type_params__(vm: &mut Vm, this: Obj<Class>) -> R<Owned> {
        if this == vm.types.type_ {
            return Ok(vm.empty_tuple.clone());
        }
        Ok(own_entry(vm, this, "__type_params__")?.unwrap_or_else(|| vm.empty_tuple.clone()))
    }

    #[setter("__type_params__")]
    fn set_type_params(vm: &mut Vm, this: Obj<Class>, value: Option<Value>) -> R<()> {
        let value = settable(vm, this, "__type_params__", value)?;
        set_entry(vm, this, "__type_params__", Some(value))?;
        Ok(())
    }

    #[getter]
    fn __annotations__(vm: &mut Vm, this: Obj<Class>) -> R<Owned> {
        if !this.is_heap(vm) {
            return Err(no_attribute(vm, this, "__annotations__"));
        }
        for name in ["__annotations__", "__annotations_cache__"] {
            if let Some(found) = bound_entry(vm, this, name)? {
                return Ok(found);
            }
        }
        let name = vm.names.__annotate__;
        let annotate = vm.get_attr(this.value(), name)?;
        let annotations = if vm.is_callable(annotate.value()) {
            let result = vm.call(annotate.value(), &[Value::small(1)])?;
            if vm.cast::<Dict>(result.value()).is_none() {
                let found = vm.class_of(result.value()).name(vm);
                return Err(vm.type_error(format!("__annotate__ returned non-dict of type '{found}'")));
            }
            result
        } else {
            vm.new_dict()?
        };
        set_entry(vm, this, "__annotations_cache__", Some(annotations.value()))?;
        Ok(annotations)
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, this: Obj<Class>, value: Option<Value>) -> R<()> {
        if this.flags(vm).has(ClassFlags::IMMUTABLE) {
            let shown = this.name(vm);
            return Err(vm.type_error(format!("cannot set '__annotations__' attribute of immutable type '{shown}'")));
        }
        match value {
            Some(_) => {
                let explicit = own_entry(vm, this, "__annotations__")?.is_some();
                let name = if explicit { "__annotations__" } else { "__annotations_cache__" };
                set_entry(vm, this, name, value)?;
            }
            None => {
                if !set_entry(vm, this, "__annotations__", None)?
                    && !set_entry(vm, this, "__annotations_cache__", None)?
                {
                    return Err(vm.attribute_error_text("__annotations__"));
                }
            }
        }
        set_entry(vm, this, "__annotate_func__", None)?;
        set_entry(vm, this, "__annotate__", None)?;
        Ok(())
    }

    #[getter]
    fn __annotate__(vm: &mut Vm, this: Obj<Class>) -> R<Owned> {
        if !this.is_heap(vm) {
            return Err(no_attribute(vm, this, "__annotate__"));
        }
        // One that the class body defines under this name comes before the one made of its annotations.
        for name in ["__annotate__", "__annotate_func__"] {
            if let Some(found) = bound_entry(vm, this, name)? {
                return Ok(found);
            }
        }
        set_entry(vm, this, "__annotate_func__", Some(Value::NONE))?;
        Ok(Owned::NONE)
    }

    #[setter("__annotate__")]
    fn set_annotate(vm: &mut Vm, this: Obj<Class>, value: Option<Value>) -> R<()> {
        let Some(value) = value else { return Err(vm.type_error("cannot delete __annotate__ attribute")) };
        let value = settable(vm, this, "__annotate__", Some(value))?;
        if !value.is_none() && !vm.is_callable(value) {
            return Err(vm.type_error("__annotate__ must be callable or None"));
        }
        set_entry(vm, this, "__annotate_func__", Some(value))?;
        if !value.is_none() {
            set_entry(vm, this, "__annotations_cache__", None)?;
            set_entry(vm, this, "__annotations__", None)?;
        }
        Ok(())
    }

    /// The method resolution order, as the bases give it.
    #[method("($self, /)")]
    fn mro(vm: &mut Vm, this: Obj<Class>) -> R<Owned> {
        let classes = super::super::mro::linearize(vm, this)?;
        vm.new_list(&classes)
    }

    /// The classes that name this one among their bases.
    #[method("($self, /)")]
    fn __subclasses__(vm: &mut Vm, this: Obj<Class>) -> R<Owned> {
        let classes: Vec<Value> = this.subclasses(vm).iter().map(|class| class.value()).collect();
        vm.new_list(&classes)
    }

    /// The namespace that a class body is run in.
    #[classmethod("($cls, /, *args, **kwds)")]
    fn __prepare__(vm: &mut Vm, _class: Value, _args: Rest<'_>, _keywords: Keywords) -> R<Owned> {
        vm.new_dict()
    }

    /// Whether an object is an instance of the class.
    #[method("($self, instance, /)")]
    fn __instancecheck__(vm: &mut Vm, this: Obj<Class>, instance: Value) -> R<bool> {
        vm.plain_is_instance(instance, this.value())
    }

    /// Whether a class inherits from this one.
    #[method("($self, subclass, /)")]
    fn __subclasscheck__(vm: &mut Vm, this: Obj<Class>, subclass: Value) -> R<bool> {
        vm.plain_is_subclass(subclass, this.value())
    }

    /// The names in the namespaces of the class and its bases.
    #[method("($self, /)")]
    fn __dir__(vm: &mut Vm, this: Obj<Class>) -> R<Owned> {
        let (_keep, names) = vm.new_dict_obj()?;
        crate::types::object::add_class_names(vm, names, this.value())?;
        let list = vm.list_from(names.value())?;
        Ok(Owned::from_raw(list.value()))
    }

    /// Bytes that the class itself takes.
    #[method("($self, /)")]
    fn __sizeof__(_vm: &mut Vm, _this: Obj<Class>) -> usize {
        taipan_heap::HEADER_SIZE + size_of::<Class>()
    }
}

/// The bits of `__flags__`, with CPython's numbers.
fn flags(vm: &Vm, class: Obj<Class>) -> u64 {
    let own = class.flags(vm);
    let details = class.get(vm);
    let mut bits: u64 = 1 << 12;
    let mut set = |wanted: bool, bit: u32| {
        if wanted {
            bits |= 1 << bit;
        }
    };
    set(
        own.has(ClassFlags::HEAP)
            && details.has_dict
            && details.layout.payload == layout_of::<crate::types::object::Object>().payload,
        2,
    );
    set(own.has(ClassFlags::HEAP) && details.has_dict, 4);
    set(own.has(ClassFlags::HEAP) && details.has_weakref, 3);
    set(own.has(ClassFlags::SEQUENCE), 5);
    set(own.has(ClassFlags::MAPPING), 6);
    set(details.slots.new.is_none(), 7);
    set(own.has(ClassFlags::IMMUTABLE), 8);
    // What makes copies of objects looks for the first base that is written in Rust, which Generic does not seem to be.
    set(own.has(ClassFlags::HEAP) || class == vm.types.generic, 9);
    set(own.has(ClassFlags::BASE), 10);
    set(details.layout.container && class != vm.types.object, 14);
    set(own.has(ClassFlags::METHOD_DESCRIPTOR), 17);
    set(own.has(ClassFlags::ABSTRACT), 20);
    set(own.has(ClassFlags::MATCH_SELF), 22);
    let types = &vm.types;
    let kinds =
        [(types.int, 24), (types.list, 25), (types.tuple, 26), (types.bytes, 27), (types.str, 28), (types.dict, 29)];
    for (kind, bit) in kinds {
        set(class.is_subclass_of(vm, kind), bit);
    }
    set(class.is_subclass_of(vm, vm.exceptions.BaseException), 30);
    set(class.is_subclass_of(vm, types.type_), 31);
    bits
}
