//! `defaultdict`: a dict that makes the value of a missing key by calling its factory.

use taipan_runtime::native::*;

pub(super) static CLASS: ClassDef = ClassDef {
    module: "collections",
    doc: "A dict that asks a factory for the values of missing keys.",
    slots: Slots { init: Some(init), repr: Some(repr), or: Some(or), ..Slots::EMPTY },
    methods: &METHODS,
    fields: &["default_factory"],
    ..ClassDef::new::<Dict>("defaultdict")
};

/// Whatever a subclass says of the name: the factory is the object's own.
fn factory(vm: &mut Vm, this: Value) -> R<Owned> {
    let Some(dict) = vm.cast::<Dict>(this).filter(|_| is_default(vm, this)) else {
        return vm.get_attr_str(this, "default_factory");
    };
    Ok(vm.field(dict.value(), 0).unwrap_or(Owned::NONE))
}

fn is_default(vm: &mut Vm, value: Value) -> bool {
    vm.class_of(value).slots(vm).or.is_some_and(|slot| slot as usize == or as *const () as usize)
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let factory = args.positional.first().copied().unwrap_or(Value::NONE);
    if !factory.is_none() && !vm.is_callable(factory) {
        return Err(vm.type_error("first argument must be callable or None"));
    }
    let name = vm.intern("default_factory")?;
    vm.set_attr(this, name, Some(factory))?;
    match vm.types.dict.slots(vm).init {
        Some(init) => init(vm, this, args.skip_first()),
        None => Ok(()),
    }
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let class = vm.class_of(this).short_name(vm);
    let entries = match vm.types.dict.slots(vm).repr {
        Some(repr) => repr(vm, this)?,
        None => Owned::NONE,
    };
    let entries = vm.str_text(entries.value())?;
    let factory = factory(vm, this)?;
    let shown = if vm.enter_repr(factory.value()) {
        let shown = vm.repr_text(factory.value());
        vm.leave_repr(factory.value());
        shown?
    } else {
        "...".to_string()
    };
    vm.new_str(&format!("{class}({shown}, {entries})"))
}

fn or(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let (Some(_), Some(right)) = (vm.cast::<Dict>(a), vm.cast::<Dict>(b)) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    let this = if is_default(vm, a) { a } else { b };
    let factory = factory(vm, this)?;
    let class = vm.class_of(this);
    let made = vm.call(class.value(), &[factory.value(), a])?;
    if let Some(dict) = vm.cast::<Dict>(made.value()) {
        dict.update(vm, right.value())?;
    }
    Ok(made)
}

fn duplicate(vm: &mut Vm, this: Value) -> R<Owned> {
    let factory = factory(vm, this)?;
    let class = vm.class_of(this);
    vm.call(class.value(), &[factory.value(), this])
}

#[methods]
mod py {
    use super::*;

    /// The value of a missing key: what the factory gives, which is kept.
    #[method("($self, key, /)")]
    fn __missing__(vm: &mut Vm, this: Value, key: Value) -> R<Owned> {
        let factory = factory(vm, this)?;
        if factory.is_none() {
            return Err(vm.key_error(key));
        }
        let value = vm.call(factory.value(), &[])?;
        let Some(dict) = vm.cast::<Dict>(this) else { return Ok(value) };
        // The factory may have made one by asking for the same key.
        let hash = dict.hash_key(vm, key)?;
        if let Some(found) = dict.lookup_hashed(vm, key, hash)? {
            return Ok(found);
        }
        dict.set_hashed(vm, key, hash, value.value())?;
        Ok(value)
    }

    /// A shallow copy.
    #[method("($self, /)")]
    fn copy(vm: &mut Vm, this: Value) -> R<Owned> {
        duplicate(vm, this)
    }

    /// A shallow copy.
    #[method("($self, /)")]
    fn __copy__(vm: &mut Vm, this: Value) -> R<Owned> {
        duplicate(vm, this)
    }

    /// What pickle needs.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Owned> {
        let factory = factory(vm, this)?;
        let args = if factory.is_none() { vm.new_tuple(&[])? } else { vm.new_tuple(&[factory.value()])? };
        let items = vm.call_method(this, "items", &[])?;
        let iterator = vm.iter(items.value())?;
        let class = vm.class_of(this);
        vm.new_tuple(&[class.value(), args.value(), Value::NONE, Value::NONE, iterator.value()])
    }
}
