//! `None`, `Ellipsis` and `NotImplemented`: immediates, each the only instance of its type.

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::types::object::Object;

pub(crate) static NONE_CLASS: ClassDef = ClassDef {
    flags: ClassFlags(0),
    slots: Slots { repr: Some(none_repr), truth: Some(none_truth), hash: Some(none_hash), ..Slots::EMPTY },
    ..ClassDef::new::<Object>("NoneType")
};

pub(crate) static ELLIPSIS_CLASS: ClassDef = ClassDef {
    flags: ClassFlags(0),
    slots: Slots { repr: Some(ellipsis_repr), ..Slots::EMPTY },
    ..ClassDef::new::<Object>("ellipsis")
};

pub(crate) static NOT_IMPLEMENTED_CLASS: ClassDef = ClassDef {
    flags: ClassFlags(0),
    slots: Slots { repr: Some(not_implemented_repr), truth: Some(not_implemented_truth), ..Slots::EMPTY },
    ..ClassDef::new::<Object>("NotImplementedType")
};

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
