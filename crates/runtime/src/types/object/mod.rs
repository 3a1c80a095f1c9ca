//! `object`: what every class inherits.

pub(crate) mod change_class;
mod methods;
mod reduce;

pub(crate) use methods::add_class_names;
pub(crate) use reduce::{default_state, import};

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::object::protocol::attribute::{object_get_attr, object_set_attr};
use crate::object::protocol::compare::identity_hash;

/// An instance that holds nothing but its slots.
#[derive(Trace)]
pub struct Object;

impl Payload for Object {
    const NAME: &'static str = "Object";

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.object
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "The base of all classes.",
    flags: ClassFlags::BASE,
    slots: Slots {
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        get_attr: Some(object_get_attr),
        set_attr: Some(object_set_attr),
        compare: Some(compare),
        new: Some(new),
        init: Some(init),
        ..Slots::EMPTY
    },
    methods: &methods::METHODS,
    getsets: &methods::GETSETS,
    ..ClassDef::new::<Object>("object")
};

pub(crate) fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let name = vm.class_of(value).full_name(vm);
    let text = format!("<{name} object at {:#x}>", value.bits());
    vm.new_str(&text)
}

/// What `__repr__` returns; whether that is text is for the caller to say.
fn str(vm: &mut Vm, value: Value) -> R<Owned> {
    match vm.class_of(value).slots(vm).repr {
        Some(repr) => repr(vm, value),
        None => vm.repr(value),
    }
}

fn hash(_vm: &mut Vm, value: Value) -> R<i64> {
    Ok(identity_hash(value))
}

pub(crate) fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let not_implemented = Owned::from_raw(Value::NOT_IMPLEMENTED);
    match op {
        CompareOp::Eq if a.is(b) => Ok(Owned::bool(true)),
        CompareOp::Ne => {
            // By default `!=` is the opposite of `==`.
            let Some(compare) = vm.class_of(a).slots(vm).compare else { return Ok(not_implemented) };
            let equal = compare(vm, a, b, CompareOp::Eq)?;
            if equal.is(Value::NOT_IMPLEMENTED) {
                return Ok(equal);
            }
            let truth = vm.truth(equal.value())?;
            Ok(Owned::bool(!truth))
        }
        _ => Ok(not_implemented),
    }
}

/// Whether `object.__new__` and `object.__init__` must complain about arguments: when the other one is not overridden.
pub(crate) fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let excess = !args.positional.is_empty() || !args.names.is_empty();
    if excess {
        let slots = class.slots(vm);
        let own_new = slots.new.is_some_and(|slot| slot as usize == new as *const () as usize);
        let own_init = slots.init.is_some_and(|slot| slot as usize == init as *const () as usize);
        if !own_new {
            return Err(vm.type_error("object.__new__() takes exactly one argument (the type to instantiate)"));
        }
        if own_init {
            let name = class.name(vm);
            return Err(vm.type_error(format!("{name}() takes no arguments")));
        }
    }
    if class.flags(vm).has(ClassFlags::ABSTRACT) {
        return Err(crate::types::type_::abstract_error(vm, class));
    }
    vm.allocate_instance(class, Object)
}

pub(crate) fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    let excess = !args.positional.is_empty() || !args.names.is_empty();
    if excess {
        let class = vm.class_of(this);
        let slots = class.slots(vm);
        let own_new = slots.new.is_some_and(|slot| slot as usize == new as *const () as usize);
        let own_init = slots.init.is_some_and(|slot| slot as usize == init as *const () as usize);
        if !own_init {
            return Err(vm.type_error("object.__init__() takes exactly one argument (the instance to initialize)"));
        }
        if own_new {
            let name = class.name(vm);
            return Err(
                vm.type_error(format!("{name}.__init__() takes exactly one argument (the instance to initialize)"))
            );
        }
    }
    Ok(())
}
