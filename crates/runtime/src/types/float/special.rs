//! The special methods of float.

use crate::native::*;

pub(super) const SLOTS: Slots = Slots {
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(compare),
    add: Some(add),
    sub: Some(sub),
    mul: Some(mul),
    truediv: Some(truediv),
    truth: Some(truth),
    negative: Some(negative),
    float: Some(float),
    ..Slots::EMPTY
};

const NOT_IMPLEMENTED: Owned = Owned::from_raw(Value::NOT_IMPLEMENTED);

/// The operand as a float: floats and ints only.
fn operand(vm: &mut Vm, value: Value) -> R<Option<f64>> {
    if let Some(float) = vm.as_f64(value) {
        return Ok(Some(float));
    }
    if vm.as_int_ref(value).is_some() { vm.int_to_f64(value).map(Some) } else { Ok(None) }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let float = vm.as_f64(value).unwrap_or(f64::NAN);
    vm.new_str(&taipan_numeric::float::repr(float))
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    let float = vm.as_f64(value).unwrap_or(f64::NAN);
    Ok(taipan_numeric::hash::float(float).unwrap_or_else(|| crate::object::protocol::compare::identity_hash(value)))
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (x, y) = (vm.as_f64(a), vm.as_f64(b));
    let ordering = match (x, y) {
        (Some(x), Some(y)) => x.partial_cmp(&y),
        (Some(x), None) => match vm.as_int_ref(b) {
            Some(int) => int.cmp_f64(x).map(std::cmp::Ordering::reverse),
            None => return Ok(NOT_IMPLEMENTED),
        },
        (None, Some(y)) => match vm.as_int_ref(a) {
            Some(int) => int.cmp_f64(y),
            None => return Ok(NOT_IMPLEMENTED),
        },
        (None, None) => return Ok(NOT_IMPLEMENTED),
    };
    Ok(Owned::bool(match ordering {
        Some(ordering) => op.test(ordering),
        None => op == CompareOp::Ne,
    }))
}

macro_rules! arithmetic {
    ($($name:ident $operator:tt,)+) => { $(
        fn $name(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
            let (Some(a), Some(b)) = (operand(vm, a)?, operand(vm, b)?) else { return Ok(NOT_IMPLEMENTED) };
            vm.new_float(a $operator b)
        }
    )+ };
}

arithmetic! { add +, sub -, mul *, }

fn truediv(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let (Some(a), Some(b)) = (operand(vm, a)?, operand(vm, b)?) else { return Ok(NOT_IMPLEMENTED) };
    let result = taipan_numeric::float::div(a, b);
    let result = vm.numeric(result)?;
    vm.new_float(result)
}

fn truth(vm: &mut Vm, value: Value) -> R<bool> {
    Ok(vm.as_f64(value) != Some(0.0))
}

fn negative(vm: &mut Vm, value: Value) -> R<Owned> {
    let float = vm.as_f64(value).unwrap_or(f64::NAN);
    vm.new_float(-float)
}

fn float(vm: &mut Vm, value: Value) -> R<Owned> {
    let float = vm.as_f64(value).unwrap_or(f64::NAN);
    vm.new_float(float)
}
