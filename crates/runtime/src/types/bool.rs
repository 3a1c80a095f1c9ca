//! `bool`: True and False, immediates that count as 1 and 0.

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::types::int::Int;

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "True or False.",
    flags: ClassFlags(0),
    slots: Slots { repr: Some(repr), truth: Some(truth), ..Slots::EMPTY },
    ..ClassDef::new::<Int>("bool")
};

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    vm.new_str(if value.is(Value::TRUE) { "True" } else { "False" })
}

fn truth(_vm: &mut Vm, value: Value) -> R<bool> {
    Ok(value.is(Value::TRUE))
}
