//! `bool`: True and False, immediates that count as 1 and 0.

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::types::int::Int;

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "True or False.",
    flags: ClassFlags::MATCH_SELF,
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        truth: Some(truth),
        and: Some(and),
        or: Some(or),
        xor: Some(xor),
        invert: Some(invert),
        ..Slots::EMPTY
    },
    ..ClassDef::new::<Int>("bool")
};

fn new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if !args.names.is_empty() {
        return Err(vm.type_error("bool() takes no keyword arguments"));
    }
    match *args.positional {
        [] => Ok(Owned::bool(false)),
        [value] => vm.truth(value).map(Owned::bool),
        _ => {
            let given = args.positional.len();
            Err(vm.type_error(format!("bool expected at most 1 argument, got {given}")))
        }
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    vm.new_str(if value.is(Value::TRUE) { "True" } else { "False" })
}

fn truth(_vm: &mut Vm, value: Value) -> R<bool> {
    Ok(value.is(Value::TRUE))
}

/// The int's operator, for operands that are not both bools.
fn by_int(vm: &mut Vm, operator: Option<crate::object::slots::Binary>, a: Value, b: Value) -> R<Owned> {
    match operator {
        Some(operator) => operator(vm, a, b),
        None => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    }
}

macro_rules! logic {
    ($($name:ident $operator:tt,)+) => { $(
        fn $name(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
            if a.is_bool() && b.is_bool() {
                return Ok(Owned::bool(a.is(Value::TRUE) $operator b.is(Value::TRUE)));
            }
            by_int(vm, crate::types::int::SLOTS.$name, a, b)
        }
    )+ };
}

logic! { and &, or |, xor ^, }

fn invert(vm: &mut Vm, value: Value) -> R<Owned> {
    vm.warn(
        vm.exceptions.DeprecationWarning,
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise \
         inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' \
         operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.",
    )?;
    vm.new_int(if value.is(Value::TRUE) { -2 } else { -1 })
}
