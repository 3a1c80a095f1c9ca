//! How any object is pickled and copied: `__reduce_ex__` and `__getstate__`.

use crate::native::*;

/// `object.__reduce_ex__`: the class's own `__reduce__` when it has one.
pub(super) fn reduce_ex(vm: &mut Vm, this: Value, protocol: i32) -> R<Owned> {
    for (singleton, name) in [(Value::ELLIPSIS, "Ellipsis"), (Value::NOT_IMPLEMENTED, "NotImplemented")] {
        if this.is(singleton) {
            return vm.new_str(name);
        }
    }
    let name = vm.names.__reduce__;
    let overridden = vm.class_of(this).lookup(vm, name);
    let own = vm.types.object.lookup(vm, name);
    if let (Some(overridden), Some(own)) = (overridden, own)
        && !overridden.is(own)
    {
        return vm.call_method_named(this, name, Args::default());
    }
    common(vm, this, protocol)
}

/// What `object` itself does.
pub(super) fn common(vm: &mut Vm, this: Value, protocol: i32) -> R<Owned> {
    let copyreg = import(vm, "copyreg")?;
    if protocol >= 2 {
        return by_new(vm, this, copyreg);
    }
    let protocol = vm.new_int(i128::from(protocol))?;
    vm.call_method(copyreg.value(), "_reduce_ex", &[this, protocol.value()])
}

/// A module by name.
pub(crate) fn import(vm: &mut Vm, name: &str) -> R<Owned> {
    let key = vm.intern(name)?;
    if let Some(module) = vm.modules.get_str(vm, key) {
        return Ok(module.own());
    }
    let builtins = vm.builtins;
    let Some(function) = builtins.get_str(vm, vm.names.__import__).map(Value::own) else {
        return Err(vm.import_error_text("__import__ not found"));
    };
    vm.call(function.value(), &[key.value()])
}

/// Protocol 2: `copyreg.__newobj__`, the arguments of `__new__`, the state, and iterators over what lists and dicts hold.
fn by_new(vm: &mut Vm, this: Value, copyreg: Owned) -> R<Owned> {
    let class = vm.class_of(this);
    if class.slots(vm).new.is_none() {
        let name = class.name(vm);
        return Err(vm.type_error(format!("cannot pickle '{name}' object")));
    }
    let (args, keywords) = new_arguments(vm, this)?;
    let has_args = args.is_some();
    let (constructor, constructor_args) = match keywords {
        Some(keywords) if vm.length(keywords.value())? > 0 => {
            let args = args.unwrap_or_else(|| vm.empty_tuple.clone());
            let constructor = vm.get_attr_str(copyreg.value(), "__newobj_ex__")?;
            (constructor, vm.new_tuple(&[class.value(), args.value(), keywords.value()])?)
        }
        _ => {
            let mut items = smallvec::SmallVec::<[Value; 4]>::new();
            items.push(class.value());
            if let Some(args) = args.as_ref().and_then(|args| vm.cast::<Tuple>(args.value())) {
                items.extend_from_slice(args.items(vm));
            }
            (vm.get_attr(copyreg.value(), vm.names.__newobj__)?, vm.new_tuple(&items)?)
        }
    };
    let is_list = vm.cast::<List>(this).is_some();
    let is_dict = vm.cast::<Dict>(this).is_some();
    let required = !has_args && !is_list && !is_dict;
    let state = state(vm, this, required)?;
    let list_items = if is_list { vm.iter(this)? } else { Owned::NONE };
    let dict_items = if is_dict {
        let items = vm.call_method(this, "items", &[])?;
        vm.iter(items.value())?
    } else {
        Owned::NONE
    };
    vm.new_tuple(&[
        constructor.value(),
        constructor_args.value(),
        state.value(),
        list_items.value(),
        dict_items.value(),
    ])
}

/// What `__getnewargs_ex__` or `__getnewargs__` gives.
fn new_arguments(vm: &mut Vm, this: Value) -> R<(Option<Owned>, Option<Owned>)> {
    let name = vm.names.__getnewargs_ex__;
    if let Some(method) = vm.bound_special(this, name)? {
        let result = vm.call(method.value(), &[])?;
        let Some(pair) = vm.cast::<Tuple>(result.value()) else {
            let found = vm.class_of(result.value()).name(vm);
            return Err(vm.type_error(format!("__getnewargs_ex__ should return a tuple, not '{found}'")));
        };
        let &[args, keywords] = pair.items(vm) else {
            let length = pair.len(vm);
            return Err(vm.value_error(format!("__getnewargs_ex__ should return a tuple of length 2, not {length}")));
        };
        if vm.cast::<Tuple>(args).is_none() {
            let found = vm.class_of(args).name(vm);
            return Err(vm.type_error(format!(
                "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{found}'"
            )));
        }
        if vm.cast::<Dict>(keywords).is_none() {
            let found = vm.class_of(keywords).name(vm);
            return Err(vm.type_error(format!(
                "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{found}'"
            )));
        }
        return Ok((Some(args.own()), Some(keywords.own())));
    }
    let name = vm.names.__getnewargs__;
    if let Some(method) = vm.bound_special(this, name)? {
        let args = vm.call(method.value(), &[])?;
        if vm.cast::<Tuple>(args.value()).is_none() {
            let found = vm.class_of(args.value()).name(vm);
            return Err(vm.type_error(format!("__getnewargs__ should return a tuple, not '{found}'")));
        }
        return Ok((Some(args), None));
    }
    Ok((None, None))
}

/// The state by the class's own `__getstate__`.
fn state(vm: &mut Vm, this: Value, required: bool) -> R<Owned> {
    let name = vm.names.__getstate__;
    let found = vm.class_of(this).lookup(vm, name);
    let own = vm.types.object.lookup(vm, name);
    match (found, own) {
        (Some(found), Some(own)) if found.is(own) && vm.instance_attribute(this, name)?.is_none() => {
            default_state(vm, this, required)
        }
        _ => vm.call_method_named(this, name, Args::default()),
    }
}

/// `object.__getstate__`: the instance dict, and with `__slots__` a pair of it and the slots.
pub(crate) fn default_state(vm: &mut Vm, this: Value, required: bool) -> R<Owned> {
    let class = vm.class_of(this);
    if required && crate::types::type_::slot_names::has_item_size(vm, class) {
        let name = class.name(vm);
        return Err(vm.type_error(format!("cannot pickle {name} objects")));
    }
    let dict = if vm.has_instance_dict(this) {
        let dict = vm.instance_dict(this)?;
        if dict.len(vm) == 0 { Owned::NONE } else { dict.own() }
    } else {
        Owned::NONE
    };
    let slot_names = slot_names(vm, class)?;
    if required && !keeps_everything_in_slots(vm, class, slot_names.len()) {
        let name = class.name(vm);
        return Err(vm.type_error(format!("cannot pickle '{name}' object")));
    }
    if slot_names.is_empty() {
        return Ok(dict);
    }
    let (slots, slots_dict) = vm.new_dict_obj()?;
    for slot in &slot_names {
        let Some(slot) = vm.cast::<Str>(slot.value()) else { continue };
        let slot = vm.intern_obj(slot)?;
        if let Some(value) = vm.get_attr_optional(this, slot)? {
            slots_dict.set_str(vm, slot, value.value())?;
        }
    }
    if slots_dict.len(vm) == 0 {
        return Ok(dict);
    }
    vm.new_tuple(&[dict.value(), slots.value()])
}

/// Whether instances hold nothing but a dict and these slots.
fn keeps_everything_in_slots(vm: &Vm, class: Obj<Class>, slots: usize) -> bool {
    let details = class.get(vm);
    details.layout.payload_size == 0
        && details.layout.payload != std::any::TypeId::of::<Module>()
        && details.fixed_slots as usize <= slots
}

/// The names in the `__slots__` of a class and its bases, as `copyreg` finds them.
fn slot_names(vm: &mut Vm, class: Obj<Class>) -> R<Vec<Owned>> {
    let key = vm.names.__slotnames__;
    let cached = class.dict(vm).get_str(vm, key).map(Value::own);
    let names = match cached {
        Some(names) => names,
        None => {
            if class.get(vm).fixed_slots == 0 {
                return Ok(Vec::new());
            }
            let copyreg = import(vm, "copyreg")?;
            vm.call_method(copyreg.value(), "_slotnames", &[class.value()])?
        }
    };
    if names.is_none() {
        return Ok(Vec::new());
    }
    if vm.cast::<List>(names.value()).is_none() {
        let (class, found) = (class.name(vm), vm.class_of(names.value()).name(vm));
        return Err(vm.type_error(format!("{class}.__slotnames__ should be a list or None, not {found}")));
    }
    vm.collect(names.value())
}
