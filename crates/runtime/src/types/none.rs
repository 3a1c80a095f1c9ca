//! `None`, `Ellipsis` and `NotImplemented`: immediates, each the only instance of its type.

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::types::object::Object;

pub(crate) static NONE_CLASS: ClassDef = ClassDef {
    flags: ClassFlags(0),
    slots: Slots {
        new: Some(none_new),
        repr: Some(none_repr),
        truth: Some(none_truth),
        hash: Some(none_hash),
        ..Slots::EMPTY
    },
    ..ClassDef::new::<Object>("NoneType")
};

pub(crate) static ELLIPSIS_CLASS: ClassDef = ClassDef {
    flags: ClassFlags(0),
    slots: Slots { new: Some(ellipsis_new), repr: Some(ellipsis_repr), ..Slots::EMPTY },
    ..ClassDef::new::<Object>("ellipsis")
};

pub(crate) static NOT_IMPLEMENTED_CLASS: ClassDef = ClassDef {
    flags: ClassFlags(0),
    slots: Slots {
        new: Some(not_implemented_new),
        repr: Some(not_implemented_repr),
        truth: Some(not_implemented_truth),
        ..Slots::EMPTY
    },
    ..ClassDef::new::<Object>("NotImplementedType")
};

fn no_arguments(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<()> {
    if args.positional.is_empty() && args.names.is_empty() {
        return Ok(());
    }
    let name = if class == vm.types.ellipsis { "EllipsisType".into() } else { class.name(vm) };
    Err(vm.type_error(format!("{name} takes no arguments")))
}

fn none_new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    no_arguments(vm, class, args)?;
    Ok(Owned::NONE)
}

fn ellipsis_new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    no_arguments(vm, class, args)?;
    Ok(Owned::from_raw(Value::ELLIPSIS))
}

fn not_implemented_new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    no_arguments(vm, class, args)?;
    Ok(Owned::from_raw(Value::NOT_IMPLEMENTED))
}

fn none_repr(vm: &mut Vm, _value: Value) -> R<Owned> {
    vm.new_str("None")
}

fn none_truth(_vm: &mut Vm, _value: Value) -> R<bool> {
    Ok(false)
}

fn none_hash(_vm: &mut Vm, _value: Value) -> R<i64> {
    // The same in every run, as CPython 3.12 and later give it.
    Ok(0xfca8_6420)
}

fn ellipsis_repr(vm: &mut Vm, _value: Value) -> R<Owned> {
    vm.new_str("Ellipsis")
}

fn not_implemented_repr(vm: &mut Vm, _value: Value) -> R<Owned> {
    vm.new_str("NotImplemented")
}

fn not_implemented_truth(vm: &mut Vm, _value: Value) -> R<bool> {
    Err(vm.type_error("NotImplemented should not be used in a boolean context"))
}
