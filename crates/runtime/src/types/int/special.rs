//! The special methods of int.

use taipan_numeric::IntRef;

use crate::native::*;

pub(super) const SLOTS: Slots = Slots {
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(compare),
    add: Some(add),
    sub: Some(sub),
    mul: Some(mul),
    truediv: Some(truediv),
    floordiv: Some(floordiv),
    modulo: Some(modulo),
    power: Some(power),
    lshift: Some(lshift),
    rshift: Some(rshift),
    and: Some(and),
    or: Some(or),
    xor: Some(xor),
    negative: Some(negative),
    positive: Some(int),
    invert: Some(invert),
    absolute: Some(absolute),
    truth: Some(truth),
    int: Some(int),
    index: Some(int),
    float: Some(float),
    ..Slots::EMPTY
};

const NOT_IMPLEMENTED: Owned = Owned::from_raw(Value::NOT_IMPLEMENTED);

fn number(vm: &mut Vm, value: Value) -> R<taipan_numeric::Int> {
    match vm.as_int_ref(value) {
        Some(number) => Ok(number.to_owned()),
        None => Err(vm.type_error("an int is required")),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let text = match vm.as_int_ref(value) {
        Some(number) => number.to_decimal(4300),
        None => return Err(vm.type_error("an int is required")),
    };
    let text = vm.numeric(text)?;
    vm.new_str(&text)
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    let number = number(vm, value)?;
    Ok(taipan_numeric::hash::int(number.as_ref()))
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    match (vm.as_int_ref(a), vm.as_int_ref(b)) {
        (Some(a), Some(b)) => Ok(Owned::bool(op.test(a.cmp(&b)))),
        _ => Ok(NOT_IMPLEMENTED),
    }
}

macro_rules! total {
    ($($name:ident $method:ident,)+) => { $(
        fn $name(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
            let (Some(a), Some(b)) = (vm.as_int_ref(a), vm.as_int_ref(b)) else { return Ok(NOT_IMPLEMENTED) };
            let result = a.$method(b);
            vm.new_big(result)
        }
    )+ };
}

macro_rules! partial {
    ($($name:ident $method:ident,)+) => { $(
        fn $name(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
            let (Some(a), Some(b)) = (vm.as_int_ref(a), vm.as_int_ref(b)) else { return Ok(NOT_IMPLEMENTED) };
            let result = a.$method(b);
            let result = vm.numeric(result)?;
            vm.new_big(result)
        }
    )+ };
}

total! { add add, sub sub, mul mul, and bit_and, or bit_or, xor bit_xor, }
partial! { floordiv floor_div, modulo modulo, lshift shl, rshift shr, }

fn truediv(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let (Some(a), Some(b)) = (vm.as_int_ref(a), vm.as_int_ref(b)) else { return Ok(NOT_IMPLEMENTED) };
    let result = a.true_div(b);
    let result = vm.numeric(result)?;
    vm.new_float(result)
}

fn power(vm: &mut Vm, a: Value, b: Value, modulus: Value) -> R<Owned> {
    let (Some(base), Some(exponent)) = (vm.as_int_ref(a), vm.as_int_ref(b)) else { return Ok(NOT_IMPLEMENTED) };
    if modulus.is_none() {
        return match base.pow(exponent) {
            Ok(taipan_numeric::int::Number::Int(int)) => vm.new_big(int),
            Ok(taipan_numeric::int::Number::Float(float)) => vm.new_float(float),
            Err(error) => Err(vm.raise_numeric(error)),
        };
    }
    let Some(modulus) = vm.as_int_ref(modulus) else { return Ok(NOT_IMPLEMENTED) };
    let result = base.pow_mod(exponent, modulus);
    let result = vm.numeric(result)?;
    vm.new_big(result)
}

fn negative(vm: &mut Vm, value: Value) -> R<Owned> {
    let result = number(vm, value)?.as_ref().neg();
    vm.new_big(result)
}

fn absolute(vm: &mut Vm, value: Value) -> R<Owned> {
    let result = number(vm, value)?.as_ref().abs();
    vm.new_big(result)
}

fn invert(vm: &mut Vm, value: Value) -> R<Owned> {
    let result = number(vm, value)?.as_ref().invert();
    vm.new_big(result)
}

fn truth(vm: &mut Vm, value: Value) -> R<bool> {
    Ok(vm.as_int_ref(value).is_some_and(|number: IntRef<'_>| !number.is_zero()))
}

fn int(vm: &mut Vm, value: Value) -> R<Owned> {
    if value.is_int() || vm.cast_exact::<super::Int>(value).is_some() {
        return Ok(value.own());
    }
    let number = number(vm, value)?;
    vm.new_big(number)
}

fn float(vm: &mut Vm, value: Value) -> R<Owned> {
    let float = vm.int_to_f64(value)?;
    vm.new_float(float)
}
