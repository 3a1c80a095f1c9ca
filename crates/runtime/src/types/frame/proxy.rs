//! `FrameLocalsProxy` (PEP 667): the local variables of a function's frame as a mapping that writes through.
//!
//! Names that are no locals of the code are kept in a dict of the frame object. A local that is overwritten stays alive until the frame object goes:
//! the interpreter may be using it where it lies.

use taipan_heap::ShapeId;

use super::{FrameObject, Place};
use crate::native::*;
use crate::types::shapes;

#[derive(Trace)]
pub struct FrameLocalsProxy {
    frame: Owned,
}

impl Payload for FrameLocalsProxy {
    const NAME: &'static str = "FrameLocalsProxy";
    const SHAPE: ShapeId = shapes::frame_locals_proxy;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.frame_locals_proxy
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "The local variables of a frame.",
    flags: crate::object::class::ClassFlags::MAPPING,
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(iter),
        length: Some(length),
        get_item: Some(get_item),
        set_item: Some(set_item),
        contains: Some(contains),
        or: Some(or),
        inplace_or: Some(inplace_or),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    unhashable: true,
    ..ClassDef::sealed::<FrameLocalsProxy>("FrameLocalsProxy")
};

/// The proxy of a frame object.
pub(super) fn of_frame(vm: &mut Vm, frame: Obj<FrameObject>) -> R<Owned> {
    vm.allocate(FrameLocalsProxy { frame: frame.own() })
}

fn new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let &[frame] = args.positional else {
        let given = args.positional.len();
        return Err(vm.type_error(format!("FrameLocalsProxy expected 1 argument, got {given}")));
    };
    match vm.cast::<FrameObject>(frame) {
        Some(frame) => of_frame(vm, frame),
        None => {
            let found = vm.class_of(frame).name(vm);
            Err(vm.type_error(format!("expect frame, not {found}")))
        }
    }
}

impl Obj<FrameLocalsProxy> {
    fn frame(self, vm: &mut Vm) -> R<Obj<FrameObject>> {
        let frame = self.get(vm).frame.value();
        match vm.cast::<FrameObject>(frame) {
            Some(frame) => Ok(frame),
            None => Err(vm.system_error("a proxy has lost its frame")),
        }
    }

    /// A dict of what there is.
    fn dict(self, vm: &mut Vm) -> R<Owned> {
        let frame = self.frame(vm)?;
        frame.locals_dict(vm)
    }

    fn lookup(self, vm: &mut Vm, key: Value) -> R<Option<Owned>> {
        let frame = self.frame(vm)?;
        if let Some(place) = place(vm, frame, key)? {
            return Ok(frame.local(vm, place));
        }
        match frame.extra(vm) {
            Some(extra) => extra.lookup(vm, key),
            None => Ok(None),
        }
    }

    fn store(self, vm: &mut Vm, key: Value, value: Value) -> R<()> {
        let frame = self.frame(vm)?;
        if let Some(place) = place(vm, frame, key)? {
            return frame.set_local(vm, place, value.own());
        }
        let extra = frame.need_extra(vm)?;
        extra.set(vm, key, value)
    }

    fn remove(self, vm: &mut Vm, key: Value) -> R<Option<Owned>> {
        let frame = self.frame(vm)?;
        if place(vm, frame, key)?.is_some() {
            return Err(vm.value_error("cannot remove local variables from FrameLocalsProxy"));
        }
        match frame.extra(vm) {
            Some(extra) => extra.remove(vm, key),
            None => Ok(None),
        }
    }

    fn update(self, vm: &mut Vm, other: Value) -> R<()> {
        let (owned, dict) = vm.new_dict_obj()?;
        vm.call_method(owned.value(), "update", &[other])?;
        for (key, value) in dict.snapshot(vm) {
            self.store(vm, key.value(), value.value())?;
        }
        Ok(())
    }
}

/// The local variable that a key names: also one that is no str, but equal to one.
fn place(vm: &mut Vm, frame: Obj<FrameObject>, key: Value) -> R<Option<Place>> {
    if let Some(name) = vm.cast_exact::<Str>(key) {
        let name = name.to_string_lossy(vm);
        return Ok(frame.place(vm, &name));
    }
    let hash = vm.hash(key)?;
    let template = frame.function(vm).code(vm).get(vm).template.clone();
    for name in template.locals.iter().map(|local| &local.name).chain(&template.free) {
        let text = vm.intern(name)?.own();
        if vm.hash(text.value())? == hash && vm.equal(text.value(), key)? {
            return Ok(frame.place(vm, name));
        }
    }
    Ok(None)
}

fn this(vm: &mut Vm, value: Value) -> R<Obj<FrameLocalsProxy>> {
    match vm.cast::<FrameLocalsProxy>(value) {
        Some(this) => Ok(this),
        None => Err(vm.type_error("a FrameLocalsProxy is required")),
    }
}

/// The value as a dict, when it is one or a proxy.
fn as_dict(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    if vm.cast::<Dict>(value).is_some() {
        return Ok(Some(value.own()));
    }
    match vm.cast::<FrameLocalsProxy>(value) {
        Some(proxy) => proxy.dict(vm).map(Some),
        None => Ok(None),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    if !vm.enter_repr(value) {
        return vm.new_str("{...}");
    }
    let shown = this(vm, value).and_then(|this| this.dict(vm)).and_then(|dict| vm.repr(dict.value()));
    vm.leave_repr(value);
    shown
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let equal = if let (Some(first), Some(second)) = (vm.cast::<FrameLocalsProxy>(a), vm.cast::<FrameLocalsProxy>(b)) {
        first.get(vm).frame.is(second.get(vm).frame.value())
    } else {
        match (as_dict(vm, a)?, as_dict(vm, b)?) {
            (Some(first), Some(second)) => vm.equal(first.value(), second.value())?,
            _ => return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
        }
    };
    match op {
        CompareOp::Eq => Ok(Owned::bool(equal)),
        CompareOp::Ne => Ok(Owned::bool(!equal)),
        _ => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    }
}

fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
    let keys = part(vm, value, "keys")?;
    vm.iter(keys.value())
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    let dict = this(vm, value)?.dict(vm)?;
    vm.length(dict.value())
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> R<Owned> {
    match this(vm, value)?.lookup(vm, key)? {
        Some(found) => Ok(found),
        None => {
            let shown = vm.repr_text(key)?;
            Err(vm.key_error_text(format!("local variable '{shown}' is not defined")))
        }
    }
}

fn set_item(vm: &mut Vm, value: Value, key: Value, new: Option<Value>) -> R<()> {
    let this = this(vm, value)?;
    match new {
        Some(new) => this.store(vm, key, new),
        None => match this.remove(vm, key)? {
            Some(_) => Ok(()),
            None => Err(vm.key_error(key)),
        },
    }
}

fn contains(vm: &mut Vm, value: Value, key: Value) -> R<bool> {
    Ok(this(vm, value)?.lookup(vm, key)?.is_some())
}

fn or(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let (Some(first), Some(second)) = (as_dict(vm, a)?, as_dict(vm, b)?) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    let result = vm.call_method(first.value(), "copy", &[])?;
    vm.call_method(result.value(), "update", &[second.value()])?;
    Ok(result)
}

fn inplace_or(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    this(vm, a)?.update(vm, b)?;
    Ok(a.own())
}

/// `list(dict(proxy).keys())` and the like.
fn part(vm: &mut Vm, value: Value, name: &str) -> R<Owned> {
    let dict = this(vm, value)?.dict(vm)?;
    let view = vm.call_method(dict.value(), name, &[])?;
    let list = vm.list_from(view.value())?;
    Ok(Owned::from_raw(list.value()))
}

#[methods]
mod py {
    use super::*;

    /// The names, a list.
    #[method("($self, /)")]
    fn keys(vm: &mut Vm, this: Value) -> R<Owned> {
        part(vm, this, "keys")
    }

    /// The values, a list.
    #[method("($self, /)")]
    fn values(vm: &mut Vm, this: Value) -> R<Owned> {
        part(vm, this, "values")
    }

    /// Pairs of names and values, a list.
    #[method("($self, /)")]
    fn items(vm: &mut Vm, this: Value) -> R<Owned> {
        part(vm, this, "items")
    }

    /// A dict of what there is now.
    #[method("($self, /)")]
    fn copy(vm: &mut Vm, this: Obj<FrameLocalsProxy>) -> R<Owned> {
        this.dict(vm)
    }

    /// The value of a variable, or the default.
    #[method("($self, key, default=None, /)")]
    fn get(vm: &mut Vm, this: Obj<FrameLocalsProxy>, key: Value, default: Option<Value>) -> R<Option<Owned>> {
        Ok(this.lookup(vm, key)?.or_else(|| default.map(Value::own)))
    }

    /// The value of a variable; the default when it has none, which becomes its value.
    #[method("($self, key, default=None, /)")]
    fn setdefault(vm: &mut Vm, this: Obj<FrameLocalsProxy>, key: Value, default: Option<Value>) -> R<Owned> {
        if let Some(found) = this.lookup(vm, key)? {
            return Ok(found);
        }
        let default = default.unwrap_or(Value::NONE);
        this.store(vm, key, default)?;
        Ok(default.own())
    }

    /// Remove a variable that the code does not know.
    #[method("($self, key, default=None, /)")]
    fn pop(vm: &mut Vm, this: Obj<FrameLocalsProxy>, key: Value, default: Option<Value>) -> R<Owned> {
        match (this.remove(vm, key)?, default) {
            (Some(found), _) => Ok(found),
            (None, Some(default)) => Ok(default.own()),
            (None, None) => Err(vm.key_error(key)),
        }
    }

    /// Set variables from a mapping.
    #[method("($self, other, /)")]
    fn update(vm: &mut Vm, this: Obj<FrameLocalsProxy>, other: Value) -> R<()> {
        this.update(vm, other)
    }

    /// The names, the last one first.
    #[method("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Value) -> R<Owned> {
        let keys = part(vm, this, "keys")?;
        vm.call_method(keys.value(), "reverse", &[])?;
        Ok(keys)
    }
}
