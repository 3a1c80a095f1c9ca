//! The special methods of int.

use taipan_numeric::IntRef;

use crate::native::*;

pub(crate) const SLOTS: Slots = Slots {
    new: Some(super::new::new),
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(compare),
    add: Some(add),
    sub: Some(sub),
    mul: Some(mul),
    truediv: Some(truediv),
    floordiv: Some(floordiv),
    modulo: Some(modulo),
    divmod: Some(divmod),
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
    let bits = vm.as_int_ref(value).map_or(0, IntRef::bit_length);
    vm.room_for_work(bits)?;
    match vm.as_int_ref(value) {
        Some(number) => Ok(number.to_owned()),
        None => Err(vm.type_error("an int is required")),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    if let Some(int) = value.as_int() {
        return vm.new_decimal(int);
    }
    let bits = vm.as_int_ref(value).map_or(0, IntRef::bit_length);
    vm.room_for_product(bits)?;
    let text = match vm.as_int_ref(value) {
        Some(number) => number.to_decimal(vm.max_str_digits),
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

/// As `as_int_ref`, of both operands, once there is room for a result of so many bits as `bits` says. None: not both are ints.
macro_rules! operands_with_room {
    (@ $left:ident, $right:ident, both_bits) => { $left.bit_length() + $right.bit_length() };
    (@ $left:ident, $right:ident, $bits:ident) => { $left.$bits($right) };
    ($vm:ident, $a:ident, $b:ident, $bits:ident) => {
        let (Some(left), Some(right)) = ($vm.as_int_ref($a), $vm.as_int_ref($b)) else { return Ok(NOT_IMPLEMENTED) };
        let bits = operands_with_room!(@ left, right, $bits);
        $vm.room_for_product(bits)?;
        let (Some($a), Some($b)) = ($vm.as_int_ref($a), $vm.as_int_ref($b)) else { return Ok(NOT_IMPLEMENTED) };
    };
}

macro_rules! total {
    ($($name:ident $method:ident $few:expr,)+) => { $(
        fn $name(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
            let (Some(left), Some(right)) = (vm.as_int_ref(a), vm.as_int_ref(b)) else { return Ok(NOT_IMPLEMENTED) };
            if let (Some(left), Some(right)) = (left.few_bits(), right.few_bits()) {
                let few: fn(i128, i128) -> Option<i128> = $few;
                if let Some(result) = few(left, right) {
                    return vm.new_big(taipan_numeric::Int::from(result));
                }
            }
            let bits = left.bit_length() + right.bit_length();
            vm.room_for_work(bits)?;
            let (Some(a), Some(b)) = (vm.as_int_ref(a), vm.as_int_ref(b)) else { return Ok(NOT_IMPLEMENTED) };
            let result = a.$method(b);
            vm.new_big(result)
        }
    )+ };
}

macro_rules! partial {
    ($($name:ident $method:ident,)+) => { $(
        fn $name(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
            operands_with_room!(vm, a, b, both_bits);
            let result = a.$method(b);
            let result = vm.numeric(result)?;
            vm.new_big(result)
        }
    )+ };
}

total! {
    add add i128::checked_add,
    sub sub i128::checked_sub,
    and bit_and |a, b| Some(a & b),
    or bit_or |a, b| Some(a | b),
    xor bit_xor |a, b| Some(a ^ b),
}
partial! { floordiv floor_div, modulo modulo, rshift shr, }

fn mul(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    operands_with_room!(vm, a, b, mul_bits);
    let result = a.mul(b);
    vm.new_big(result)
}

fn lshift(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let (Some(left), Some(right)) = (vm.as_int_ref(a), vm.as_int_ref(b)) else { return Ok(NOT_IMPLEMENTED) };
    // A count that is no machine word is an error of its own, before memory is.
    let bits = if right.to_i64().is_some() { left.shl_bits(right) } else { 0 };
    vm.room_for_bits(bits)?;
    let (Some(a), Some(b)) = (vm.as_int_ref(a), vm.as_int_ref(b)) else { return Ok(NOT_IMPLEMENTED) };
    let result = a.shl(b);
    let result = vm.numeric(result)?;
    vm.new_big(result)
}

fn divmod(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    operands_with_room!(vm, a, b, both_bits);
    let result = a.div_mod(b);
    let (quotient, remainder) = vm.numeric(result)?;
    let quotient = vm.new_big(quotient)?;
    let remainder = vm.new_big(remainder)?;
    vm.new_tuple(&[quotient.value(), remainder.value()])
}

fn truediv(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    operands_with_room!(vm, a, b, both_bits);
    let result = a.true_div(b);
    let result = vm.numeric(result)?;
    vm.new_float(result)
}

fn power(vm: &mut Vm, a: Value, b: Value, modulus: Value) -> R<Owned> {
    if modulus.is_none() {
        operands_with_room!(vm, a, b, pow_bits);
        let (base, exponent) = (a, b);
        return match base.pow(exponent) {
            Ok(taipan_numeric::int::Number::Int(int)) => vm.new_big(int),
            Ok(taipan_numeric::int::Number::Float(float)) => vm.new_float(float),
            Err(error) => Err(vm.raise_numeric(error)),
        };
    }
    let (Some(base), Some(exponent)) = (vm.as_int_ref(a), vm.as_int_ref(b)) else { return Ok(NOT_IMPLEMENTED) };
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
