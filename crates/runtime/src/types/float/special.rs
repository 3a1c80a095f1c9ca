//! The special methods of float.

use crate::native::*;
use crate::types::int::literal::number_text;

pub(super) const SLOTS: Slots = Slots {
    new: Some(new),
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
    truth: Some(truth),
    negative: Some(negative),
    positive: Some(float),
    absolute: Some(absolute),
    int: Some(int),
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

macro_rules! division {
    ($($name:ident $algorithm:ident,)+) => { $(
        fn $name(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
            let (Some(a), Some(b)) = (operand(vm, a)?, operand(vm, b)?) else { return Ok(NOT_IMPLEMENTED) };
            let result = taipan_numeric::float::$algorithm(a, b);
            let result = vm.numeric(result)?;
            vm.new_float(result)
        }
    )+ };
}

division! { truediv div, floordiv floor_div, modulo modulo, }

fn divmod(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let (Some(a), Some(b)) = (operand(vm, a)?, operand(vm, b)?) else { return Ok(NOT_IMPLEMENTED) };
    let result = taipan_numeric::float::div_mod(a, b);
    let (quotient, remainder) = vm.numeric(result)?;
    let quotient = vm.new_float(quotient)?;
    let remainder = vm.new_float(remainder)?;
    vm.new_tuple(&[quotient.value(), remainder.value()])
}

fn power(vm: &mut Vm, a: Value, b: Value, modulus: Value) -> R<Owned> {
    if !modulus.is_none() {
        return Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    let (Some(a), Some(b)) = (operand(vm, a)?, operand(vm, b)?) else { return Ok(NOT_IMPLEMENTED) };
    let result = taipan_numeric::float::pow(a, b);
    match vm.numeric(result)? {
        taipan_numeric::float::Pow::Real(float) => vm.new_float(float),
        taipan_numeric::float::Pow::NeedsComplex => {
            let result = taipan_numeric::Complex::from(a).pow(taipan_numeric::Complex::from(b));
            let result = vm.numeric(result)?;
            crate::types::complex::new(vm, result.re, result.im)
        }
    }
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

fn absolute(vm: &mut Vm, value: Value) -> R<Owned> {
    let float = vm.as_f64(value).unwrap_or(f64::NAN);
    vm.new_float(float.abs())
}

fn int(vm: &mut Vm, value: Value) -> R<Owned> {
    let float = vm.as_f64(value).unwrap_or(f64::NAN);
    let number = taipan_numeric::Int::from_f64(float);
    let number = vm.numeric(number)?;
    vm.new_big(number)
}

/// `float(x)`.
fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let own_init = |class: Obj<Class>| class.slots(vm).init.map(|slot| slot as usize);
    if !args.names.is_empty() && own_init(class) == own_init(vm.types.float) {
        return Err(vm.type_error("float() takes no keyword arguments"));
    }
    let x = match *args.positional {
        [] => return super::instance(vm, class, 0.0),
        [x] => x,
        _ => {
            let given = args.positional.len();
            return Err(vm.type_error(format!("float expected at most 1 argument, got {given}")));
        }
    };
    if class == vm.types.float && vm.cast_exact::<super::Float>(x).is_some() {
        return Ok(x.own());
    }
    let float = convert(vm, x)?;
    super::instance(vm, class, float)
}

fn convert(vm: &mut Vm, x: Value) -> R<f64> {
    let slots = *vm.class_of(x).slots(vm);
    if vm.cast_exact::<super::Float>(x).is_none()
        && let Some(own) = slots.float
    {
        // `float()` asks a subclass, too, which arithmetic does not.
        let result = own(vm, x)?;
        return match vm.as_f64(result.value()) {
            Some(float) => {
                let found = vm.class_of(result.value());
                if found != vm.types.float {
                    let returned = format!("{}.__float__ returned non-float", vm.class_of(x).name(vm));
                    vm.warn_of_subclass(&returned, found, "float")?;
                }
                Ok(float)
            }
            None => {
                let (class, found) = (vm.class_of(x).name(vm), vm.class_of(result.value()).name(vm));
                Err(vm.type_error(format!("{class}.__float__ returned non-float (type {found})")))
            }
        };
    }
    if let Some(text) = number_text(vm, x)? {
        vm.check_room(text.len().saturating_mul(4))?;
        return match taipan_numeric::float::parse_bytes(&text) {
            Some(float) => Ok(float),
            None => {
                let shown = vm.repr_text(x)?;
                Err(vm.value_error(format!("could not convert string to float: {shown}")))
            }
        };
    }
    if slots.float.is_none() && slots.index.is_none() {
        let found = vm.class_of(x).name(vm);
        return Err(vm.type_error(format!("float() argument must be a string or a real number, not '{found}'")));
    }
    vm.to_f64(x)
}
