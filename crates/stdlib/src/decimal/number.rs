//! `Decimal` objects and their special methods.

use std::cmp::Ordering;

use taipan_heap::Charge;
use taipan_numeric::IntRef;
use taipan_numeric::decimal::{Context, Decimal, Rounding, signal};
use taipan_runtime::native::*;

use super::context::{ContextObject, current, note, note_silently, settings};
use super::{State, convert};
use crate::support::{payload, receiver};

#[derive(Trace)]
pub(super) struct Number {
    #[trace(skip)]
    pub(super) value: Decimal,
    /// The bytes of a large coefficient.
    #[trace(skip)]
    _charge: Option<Charge>,
}

payload!(Number, plain);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "decimal",
    doc: "A decimal number, made of text, an int, a float, or of sign, digits and exponent.",
    slots: Slots {
        new: Some(convert::new),
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        compare: Some(compare),
        add: Some(|vm, a, b| binary(vm, a, b, Decimal::add)),
        sub: Some(|vm, a, b| binary(vm, a, b, Decimal::sub)),
        mul: Some(|vm, a, b| binary(vm, a, b, Decimal::mul)),
        truediv: Some(|vm, a, b| binary(vm, a, b, Decimal::div)),
        floordiv: Some(|vm, a, b| binary(vm, a, b, Decimal::divide_int)),
        modulo: Some(|vm, a, b| binary(vm, a, b, Decimal::rem)),
        divmod: Some(divmod),
        power: Some(power),
        negative: Some(|vm, a| unary(vm, a, Decimal::minus)),
        positive: Some(|vm, a| unary(vm, a, Decimal::plus)),
        absolute: Some(|vm, a| unary(vm, a, Decimal::abs)),
        truth: Some(truth),
        int: Some(|vm, a| to_int(vm, a, Rounding::Down)),
        float: Some(float),
        ..Slots::EMPTY
    },
    methods: &super::methods::METHODS,
    getsets: &super::methods::GETSETS,
    ..ClassDef::new::<Number>("Decimal")
};

pub(super) type Unary = fn(&Decimal, &Context, &mut u32) -> Decimal;
pub(super) type Binary = fn(&Decimal, &Decimal, &Context, &mut u32) -> Decimal;
pub(super) type Ternary = fn(&Decimal, &Decimal, &Decimal, &Context, &mut u32) -> Decimal;

const NOT_IMPLEMENTED: Owned = Owned::from_raw(Value::NOT_IMPLEMENTED);

/// An instance of `class`, which is `Decimal` or a subclass.
pub(super) fn instance(vm: &mut Vm, class: Obj<Class>, value: Decimal) -> R<Owned> {
    let charge = match value.heap_bytes() {
        0 => None,
        bytes => {
            let charge = vm.heap.charge(bytes);
            Some(vm.check(charge)?)
        }
    };
    vm.allocate_instance(class, Number { value, _charge: charge })
}

/// A new `Decimal`.
pub(super) fn new(vm: &mut Vm, value: Decimal) -> R<Owned> {
    let class = vm.native_class::<Number>();
    instance(vm, class, value)
}

/// A number that arithmetic takes: a decimal, or an int as one.
pub(super) enum Operand {
    Object(Obj<Number>),
    Int(Decimal),
}

impl Operand {
    #[inline]
    pub(super) fn get<'a>(&'a self, vm: &'a Vm) -> &'a Decimal {
        match self {
            Operand::Object(object) => &object.get(vm).value,
            Operand::Int(value) => value,
        }
    }
}

/// None for what is neither.
#[inline]
pub(super) fn operand(vm: &mut Vm, value: Value) -> R<Option<Operand>> {
    if let Some(int) = value.as_int() {
        return Ok(Some(Operand::Int(Decimal::from_i64(int))));
    }
    if let Some(object) = vm.cast::<Number>(value) {
        return Ok(Some(Operand::Object(object)));
    }
    let Some(int) = vm.as_int_ref(value) else { return Ok(None) };
    let bits = int.bit_length();
    vm.room_for_work(bits)?;
    Ok(vm.as_int_ref(value).map(|int| Operand::Int(Decimal::from_int(int))))
}

/// As `operand`, with an exception for what is neither.
pub(super) fn operand_of(vm: &mut Vm, value: Value) -> R<Operand> {
    match operand(vm, value)? {
        Some(operand) => Ok(operand),
        None => Err(unsupported(vm, value)),
    }
}

#[cold]
pub(super) fn unsupported(vm: &mut Vm, value: Value) -> Raised {
    let class = vm.class_of(value).name(vm);
    vm.type_error(format!("conversion from {class} to Decimal is not supported"))
}

/// A result as an object, once its signals are noted.
#[inline]
pub(super) fn finish(vm: &mut Vm, context: Obj<ContextObject>, result: Decimal, status: u32) -> R<Owned> {
    if status != 0 {
        note(vm, context, status)?;
    }
    if result.heap_bytes() != 0 {
        return new(vm, result);
    }
    let shape = context.get(vm).numbers;
    vm.allocate_known(shape, Number { value: result, _charge: None })
}

/// From this precision on the memory there is counts.
const MANY_DIGITS: i64 = 2000;

fn unary(vm: &mut Vm, a: Value, work: Unary) -> R<Owned> {
    let a = receiver::<Number>(vm, a)?;
    let context = current(vm)?;
    unary_in(vm, &Operand::Object(a), context, work)
}

pub(super) fn unary_in(vm: &mut Vm, a: &Operand, context: Obj<ContextObject>, work: Unary) -> R<Owned> {
    let (settings, mut status) = (settings(vm, context), 0);
    let result = work(a.get(vm), &settings, &mut status);
    finish(vm, context, result, status)
}

/// An operator. Inlined into each, so that the work is called directly.
#[inline(always)]
fn binary(vm: &mut Vm, a: Value, b: Value, work: Binary) -> R<Owned> {
    let context = current(vm)?;
    let state = context.get(vm);
    let shape = state.numbers;
    // Numbers that are small, in a context that does not ask for large ones, need no look at the memory there is.
    if state.settings.prec < MANY_DIGITS
        && let Some(left) = vm.cast_known(a, shape)
    {
        let left = &left.get(vm).value;
        let int;
        let right = match b.as_int() {
            Some(small) => {
                int = Decimal::from_i64(small);
                Some(&int)
            }
            None => vm.cast_known(b, shape).map(|b| &b.get(vm).value),
        };
        if let Some(right) = right
            && left.heap_bytes() == 0
            && right.heap_bytes() == 0
        {
            let mut status = 0;
            let result = work(left, right, &state.settings, &mut status);
            return finish(vm, context, result, status);
        }
    }
    binary_of_any(vm, a, b, work)
}

/// An operator on any operands.
#[inline(never)]
fn binary_of_any(vm: &mut Vm, a: Value, b: Value, work: Binary) -> R<Owned> {
    let Some(a) = operand(vm, a)? else { return Ok(NOT_IMPLEMENTED) };
    let Some(b) = operand(vm, b)? else { return Ok(NOT_IMPLEMENTED) };
    let context = current(vm)?;
    binary_in(vm, &a, &b, context, work)
}

pub(super) fn binary_in(vm: &mut Vm, a: &Operand, b: &Operand, context: Obj<ContextObject>, work: Binary) -> R<Owned> {
    let (settings, mut status) = (settings(vm, context), 0);
    let result = work(a.get(vm), b.get(vm), &settings, &mut status);
    finish(vm, context, result, status)
}

fn divmod(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let Some(a) = operand(vm, a)? else { return Ok(NOT_IMPLEMENTED) };
    let Some(b) = operand(vm, b)? else { return Ok(NOT_IMPLEMENTED) };
    let context = current(vm)?;
    divmod_in(vm, &a, &b, context)
}

pub(super) fn divmod_in(vm: &mut Vm, a: &Operand, b: &Operand, context: Obj<ContextObject>) -> R<Owned> {
    let (settings, mut status) = (settings(vm, context), 0);
    let (quotient, rest) = a.get(vm).divmod(b.get(vm), &settings, &mut status);
    note(vm, context, status)?;
    let (quotient, rest) = (new(vm, quotient)?, new(vm, rest)?);
    vm.new_tuple(&[quotient.value(), rest.value()])
}

fn power(vm: &mut Vm, base: Value, exponent: Value, modulus: Value) -> R<Owned> {
    let Some(base) = operand(vm, base)? else { return Ok(NOT_IMPLEMENTED) };
    let Some(exponent) = operand(vm, exponent)? else { return Ok(NOT_IMPLEMENTED) };
    let modulus = if modulus.is_none() {
        None
    } else {
        match operand(vm, modulus)? {
            Some(modulus) => Some(modulus),
            None => return Ok(NOT_IMPLEMENTED),
        }
    };
    let context = current(vm)?;
    power_in(vm, &base, &exponent, modulus.as_ref(), context)
}

pub(super) fn power_in(
    vm: &mut Vm,
    base: &Operand,
    exponent: &Operand,
    modulus: Option<&Operand>,
    context: Obj<ContextObject>,
) -> R<Owned> {
    match modulus {
        None => binary_in(vm, base, exponent, context, Decimal::pow),
        Some(modulus) => ternary_in(vm, [base, exponent, modulus], context, Decimal::pow_mod),
    }
}

pub(super) fn ternary_in(vm: &mut Vm, operands: [&Operand; 3], context: Obj<ContextObject>, work: Ternary) -> R<Owned> {
    let (settings, mut status) = (settings(vm, context), 0);
    let [a, b, c] = operands;
    let result = work(a.get(vm), b.get(vm), c.get(vm), &settings, &mut status);
    finish(vm, context, result, status)
}

fn truth(vm: &mut Vm, this: Value) -> R<bool> {
    Ok(!receiver::<Number>(vm, this)?.get(vm).value.is_zero())
}

/// The text of a number, `E` as the context wants it.
pub(super) fn text(vm: &mut Vm, this: Obj<Number>, context: Obj<ContextObject>, engineering: bool) -> R<String> {
    let bits = this.get(vm).value.bits();
    vm.room_for_product(bits)?;
    let (value, upper) = (&this.get(vm).value, context.get(vm).capitals);
    let text = if engineering { value.to_engineering(upper) } else { value.to_scientific(upper) };
    vm.numeric(text)
}

fn str(vm: &mut Vm, this: Value) -> R<Owned> {
    let this = receiver::<Number>(vm, this)?;
    let context = current(vm)?;
    let text = text(vm, this, context, false)?;
    vm.new_units(taipan_text::Units::Ascii(text.as_bytes()))
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let this = receiver::<Number>(vm, this)?;
    let context = current(vm)?;
    let text = text(vm, this, context, false)?;
    vm.new_str(&format!("Decimal('{text}')"))
}

fn hash(vm: &mut Vm, this: Value) -> R<i64> {
    let value = &receiver::<Number>(vm, this)?.get(vm).value;
    if value.is_signaling_nan() {
        return Err(vm.type_error("Cannot hash a signaling NaN value"));
    }
    if value.is_nan() {
        return match vm.types.object.slots(vm).hash {
            Some(hash) => hash(vm, this),
            None => Ok(0),
        };
    }
    if value.is_infinite() {
        let infinite = taipan_numeric::hash::INF;
        return Ok(if value.is_negative() { -infinite } else { infinite });
    }
    Ok(value.hash())
}

/// A finite number as an int, rounded.
pub(super) fn to_int(vm: &mut Vm, this: Value, rounding: Rounding) -> R<Owned> {
    let this = receiver::<Number>(vm, this)?;
    check_finite(vm, this, "integer")?;
    let bits = this.get(vm).value.int_bits();
    vm.room_for_product(bits.min(this.get(vm).value.bits().max(if this.get(vm).value.exponent() > 0 {
        bits
    } else {
        0
    })))?;
    let int = this.get(vm).value.to_int(rounding);
    let int = vm.numeric(int)?;
    vm.new_big(int)
}

/// Refuse NaN and infinity.
pub(super) fn check_finite(vm: &mut Vm, this: Obj<Number>, to: &str) -> R<()> {
    let value = &this.get(vm).value;
    if value.is_nan() {
        return Err(vm.value_error(format!("cannot convert NaN to {to}")));
    }
    if value.is_infinite() {
        return Err(vm.overflow_error(format!("cannot convert Infinity to {to}")));
    }
    Ok(())
}

pub(super) fn to_float(vm: &mut Vm, this: Value) -> R<f64> {
    let this = receiver::<Number>(vm, this)?;
    let value = &this.get(vm).value;
    if value.is_signaling_nan() {
        return Err(vm.value_error("cannot convert signaling NaN to float"));
    }
    let bits = value.bits();
    vm.room_for_product(bits)?;
    let float = this.get(vm).value.to_f64();
    vm.numeric(float)
}

fn float(vm: &mut Vm, this: Value) -> R<Owned> {
    let float = to_float(vm, this)?;
    vm.new_float(float)
}

/// Another number to compare with, and this one, multiplied by the other's denominator if it is a fraction.
fn comparable(
    vm: &mut Vm,
    this: Obj<Number>,
    other: Value,
    op: CompareOp,
    context: Obj<ContextObject>,
) -> R<Option<(Operand, Operand)>> {
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    if let Some(other) = operand(vm, other)? {
        return Ok(Some((Operand::Object(this), other)));
    }
    let float = match vm.as_f64(other) {
        Some(float) if !equality => {
            note(vm, context, signal::FLOAT_OPERATION)?;
            Some(float)
        }
        Some(float) => Some(float),
        None => match vm.as_complex(other) {
            Some(complex) if equality && complex.im == 0.0 => Some(complex.re),
            Some(_) => return Ok(None),
            None => None,
        },
    };
    if let Some(float) = float {
        note_silently(vm, context, signal::FLOAT_OPERATION);
        return Ok(Some((Operand::Object(this), Operand::Int(Decimal::from_f64(float)))));
    }
    let rational = vm.state::<State>().rational.clone();
    let Some(rational) = rational else { return Ok(None) };
    if !vm.is_instance(other, rational.value())? {
        return Ok(None);
    }
    let keep = this.own();
    let numerator = vm.get_attr_str(other, "numerator")?;
    let numerator = int_operand(vm, numerator.value())?;
    if !this.get(vm).value.is_finite() {
        return Ok(Some((Operand::Object(this), numerator)));
    }
    let denominator = vm.get_attr_str(other, "denominator")?;
    if vm.as_int_ref(denominator.value()).is_none() {
        return Err(vm.type_error("argument must be an integer"));
    }
    let bits = this.get(vm).value.bits() + vm.as_int_ref(denominator.value()).map_or(0, IntRef::bit_length);
    vm.room_for_product(bits)?;
    let Some(factor) = vm.as_int_ref(denominator.value()) else { return Ok(None) };
    let scaled = this.get(vm).value.times_int(factor);
    let scaled = vm.numeric(scaled)?;
    drop(keep);
    Ok(Some((Operand::Int(scaled), numerator)))
}

fn int_operand(vm: &mut Vm, value: Value) -> R<Operand> {
    match vm.as_int_ref(value) {
        Some(int) => Ok(Operand::Int(Decimal::from_int(int))),
        None => Err(vm.type_error("argument must be an integer")),
    }
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let Some(this) = vm.cast::<Number>(a) else { return Ok(NOT_IMPLEMENTED) };
    let context = current(vm)?;
    if let Some(other) = vm.cast_known(b, context.get(vm).numbers)
        && let Some(ordering) = this.get(vm).value.partial_compare(&other.get(vm).value)
    {
        return Ok(Owned::bool(op.test(ordering)));
    }
    let Some((a, b)) = comparable(vm, this, b, op, context)? else { return Ok(NOT_IMPLEMENTED) };
    let ordering: Option<Ordering> = a.get(vm).partial_compare(b.get(vm));
    if let Some(ordering) = ordering {
        return Ok(Owned::bool(op.test(ordering)));
    }
    let signaling = a.get(vm).is_signaling_nan() || b.get(vm).is_signaling_nan();
    if signaling || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        note(vm, context, signal::INVALID_OPERATION)?;
    }
    Ok(Owned::bool(op == CompareOp::Ne))
}
