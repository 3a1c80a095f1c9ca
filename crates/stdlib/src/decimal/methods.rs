//! The methods of `Decimal`.

use taipan_numeric::decimal::{Context, Decimal, Logical, Rounding};
use taipan_runtime::native::*;

use super::context::{ContextObject, or_current, rounding_argument, settings};
use super::number::{Number, Operand, binary_in, finish, operand_of, ternary_in, unary_in};
use super::{convert, number};
use crate::support::given;

/// The context of a call, with another way to round where one is given.
fn rounded_settings(vm: &mut Vm, rounding: Option<Value>, context: Obj<ContextObject>) -> R<Context> {
    let settings = settings(vm, context);
    match given(rounding) {
        Some(rounding) => Ok(Context { rounding: rounding_argument(vm, rounding)?, ..settings }),
        None => Ok(settings),
    }
}

fn to_integral_with(
    vm: &mut Vm,
    this: Obj<Number>,
    exact: bool,
    rounding: Option<Value>,
    context: Option<Value>,
) -> R<Owned> {
    let context = or_current(vm, context)?;
    let (settings, mut status) = (rounded_settings(vm, rounding, context)?, 0);
    let result = this.get(vm).value.to_integral(exact, &settings, &mut status);
    finish(vm, context, result, status)
}

fn unary(vm: &mut Vm, this: Obj<Number>, context: Option<Value>, work: number::Unary) -> R<Owned> {
    let context = or_current(vm, context)?;
    unary_in(vm, &Operand::Object(this), context, work)
}

fn binary(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>, work: number::Binary) -> R<Owned> {
    let context = or_current(vm, context)?;
    let other = operand_of(vm, other)?;
    binary_in(vm, &Operand::Object(this), &other, context, work)
}

/// Both numbers.
fn pair<T>(
    vm: &mut Vm,
    this: Obj<Number>,
    other: Value,
    context: Option<Value>,
    work: impl FnOnce(&Decimal, &Decimal) -> T,
) -> R<T> {
    or_current(vm, context)?;
    let other = operand_of(vm, other)?;
    Ok(work(&this.get(vm).value, other.get(vm)))
}

#[methods]
mod py {
    use super::*;

    /// e to the power of this number, correctly rounded.
    #[method("($self, /, context=None)")]
    fn exp(vm: &mut Vm, this: Obj<Number>, context: Option<Value>) -> R<Owned> {
        unary(vm, this, context, Decimal::exp)
    }

    /// The natural logarithm, correctly rounded.
    #[method("($self, /, context=None)")]
    fn ln(vm: &mut Vm, this: Obj<Number>, context: Option<Value>) -> R<Owned> {
        unary(vm, this, context, Decimal::ln)
    }

    /// The logarithm to the base 10, correctly rounded.
    #[method("($self, /, context=None)")]
    fn log10(vm: &mut Vm, this: Obj<Number>, context: Option<Value>) -> R<Owned> {
        unary(vm, this, context, Decimal::log10)
    }

    /// The greatest number below this one that the context has.
    #[method("($self, /, context=None)")]
    fn next_minus(vm: &mut Vm, this: Obj<Number>, context: Option<Value>) -> R<Owned> {
        unary(vm, this, context, Decimal::next_minus)
    }

    /// The least number above this one that the context has.
    #[method("($self, /, context=None)")]
    fn next_plus(vm: &mut Vm, this: Obj<Number>, context: Option<Value>) -> R<Owned> {
        unary(vm, this, context, Decimal::next_plus)
    }

    /// The same value without zeros at the end.
    #[method("($self, /, context=None)")]
    fn normalize(vm: &mut Vm, this: Obj<Number>, context: Option<Value>) -> R<Owned> {
        unary(vm, this, context, Decimal::reduce)
    }

    /// The square root, correctly rounded.
    #[method("($self, /, context=None)")]
    fn sqrt(vm: &mut Vm, this: Obj<Number>, context: Option<Value>) -> R<Owned> {
        unary(vm, this, context, Decimal::sqrt)
    }

    /// The exponent of the first digit, as a decimal.
    #[method("($self, /, context=None)")]
    fn logb(vm: &mut Vm, this: Obj<Number>, context: Option<Value>) -> R<Owned> {
        unary(vm, this, context, Decimal::logb)
    }

    /// Each binary digit inverted.
    #[method("($self, /, context=None)")]
    fn logical_invert(vm: &mut Vm, this: Obj<Number>, context: Option<Value>) -> R<Owned> {
        unary(vm, this, context, Decimal::logical_invert)
    }

    /// -1, 0 or 1 by the order of the values, or NaN.
    #[method("($self, /, other, context=None)")]
    fn compare(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        binary(vm, this, other, context, Decimal::compare)
    }

    /// As `compare`; every NaN signals.
    #[method("($self, /, other, context=None)")]
    fn compare_signal(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        binary(vm, this, other, context, Decimal::compare_signal)
    }

    /// The greater of both.
    #[method("($self, /, other, context=None)")]
    fn max(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        binary(vm, this, other, context, |a, b, c, s| a.choose(b, true, false, c, s))
    }

    /// The one of greater magnitude.
    #[method("($self, /, other, context=None)")]
    fn max_mag(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        binary(vm, this, other, context, |a, b, c, s| a.choose(b, true, true, c, s))
    }

    /// The lesser of both.
    #[method("($self, /, other, context=None)")]
    fn min(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        binary(vm, this, other, context, |a, b, c, s| a.choose(b, false, false, c, s))
    }

    /// The one of lesser magnitude.
    #[method("($self, /, other, context=None)")]
    fn min_mag(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        binary(vm, this, other, context, |a, b, c, s| a.choose(b, false, true, c, s))
    }

    /// The next number in the direction of another one.
    #[method("($self, /, other, context=None)")]
    fn next_toward(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        binary(vm, this, other, context, Decimal::next_toward)
    }

    /// The remainder of least magnitude.
    #[method("($self, /, other, context=None)")]
    fn remainder_near(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        binary(vm, this, other, context, Decimal::rem_near)
    }

    /// Binary digits that both have.
    #[method("($self, /, other, context=None)")]
    fn logical_and(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        binary(vm, this, other, context, |a, b, c, s| a.logical(b, Logical::And, c, s))
    }

    /// Binary digits that one of both has.
    #[method("($self, /, other, context=None)")]
    fn logical_or(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        binary(vm, this, other, context, |a, b, c, s| a.logical(b, Logical::Or, c, s))
    }

    /// Binary digits that exactly one of both has.
    #[method("($self, /, other, context=None)")]
    fn logical_xor(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        binary(vm, this, other, context, |a, b, c, s| a.logical(b, Logical::Xor, c, s))
    }

    /// The digits turned round in a window of the precision.
    #[method("($self, /, other, context=None)")]
    fn rotate(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        binary(vm, this, other, context, Decimal::rotate)
    }

    /// The exponent plus a number.
    #[method("($self, /, other, context=None)")]
    fn scaleb(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        binary(vm, this, other, context, Decimal::scaleb)
    }

    /// The digits moved, filled up with zeros.
    #[method("($self, /, other, context=None)")]
    fn shift(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        binary(vm, this, other, context, Decimal::shift)
    }

    /// -1, 0 or 1 by a total order, in which 1.0 and 1.00 differ.
    #[method("($self, /, other, context=None)")]
    fn compare_total(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        let result = pair(vm, this, other, context, Decimal::compare_total)?;
        number::new(vm, result)
    }

    /// As `compare_total`, the signs left out.
    #[method("($self, /, other, context=None)")]
    fn compare_total_mag(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        let result = pair(vm, this, other, context, Decimal::compare_total_magnitude)?;
        number::new(vm, result)
    }

    /// This number with the sign of another one.
    #[method("($self, /, other, context=None)")]
    fn copy_sign(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<Owned> {
        let result = pair(vm, this, other, context, Decimal::copy_sign)?;
        number::new(vm, result)
    }

    /// Whether both have the same exponent.
    #[method("($self, /, other, context=None)")]
    fn same_quantum(vm: &mut Vm, this: Obj<Number>, other: Value, context: Option<Value>) -> R<bool> {
        pair(vm, this, other, context, Decimal::same_quantum)
    }

    /// `self * other + third`, rounded once.
    #[method("($self, /, other, third, context=None)")]
    fn fma(vm: &mut Vm, this: Obj<Number>, other: Value, third: Value, context: Option<Value>) -> R<Owned> {
        let context = or_current(vm, context)?;
        let (other, third) = (operand_of(vm, other)?, operand_of(vm, third)?);
        ternary_in(vm, [&Operand::Object(this), &other, &third], context, Decimal::fma)
    }

    /// This number rounded to the exponent of another one.
    #[method("($self, /, exp, rounding=None, context=None)")]
    fn quantize(
        vm: &mut Vm,
        this: Obj<Number>,
        exp: Value,
        rounding: Option<Value>,
        context: Option<Value>,
    ) -> R<Owned> {
        let context = or_current(vm, context)?;
        let (settings, mut status) = (rounded_settings(vm, rounding, context)?, 0);
        let exp = operand_of(vm, exp)?;
        let result = this.get(vm).value.quantize(exp.get(vm), &settings, &mut status);
        finish(vm, context, result, status)
    }

    /// Rounded to a whole number.
    #[method("($self, /, rounding=None, context=None)")]
    fn to_integral(vm: &mut Vm, this: Obj<Number>, rounding: Option<Value>, context: Option<Value>) -> R<Owned> {
        to_integral_with(vm, this, false, rounding, context)
    }

    /// Rounded to a whole number.
    #[method("($self, /, rounding=None, context=None)")]
    fn to_integral_value(vm: &mut Vm, this: Obj<Number>, rounding: Option<Value>, context: Option<Value>) -> R<Owned> {
        to_integral_with(vm, this, false, rounding, context)
    }

    /// Rounded to a whole number, with the signals of rounding.
    #[method("($self, /, rounding=None, context=None)")]
    fn to_integral_exact(vm: &mut Vm, this: Obj<Number>, rounding: Option<Value>, context: Option<Value>) -> R<Owned> {
        to_integral_with(vm, this, true, rounding, context)
    }

    /// Whether it is a number and not infinite.
    #[method("($self, /)")]
    fn is_finite(vm: &mut Vm, this: Obj<Number>) -> bool {
        this.get(vm).value.is_finite()
    }

    /// Whether it is infinite.
    #[method("($self, /)")]
    fn is_infinite(vm: &mut Vm, this: Obj<Number>) -> bool {
        this.get(vm).value.is_infinite()
    }

    /// Whether it is not a number.
    #[method("($self, /)")]
    fn is_nan(vm: &mut Vm, this: Obj<Number>) -> bool {
        this.get(vm).value.is_nan()
    }

    /// Whether it is a quiet NaN.
    #[method("($self, /)")]
    fn is_qnan(vm: &mut Vm, this: Obj<Number>) -> bool {
        this.get(vm).value.is_quiet_nan()
    }

    /// Whether it is a signaling NaN.
    #[method("($self, /)")]
    fn is_snan(vm: &mut Vm, this: Obj<Number>) -> bool {
        this.get(vm).value.is_signaling_nan()
    }

    /// Whether it has a minus sign.
    #[method("($self, /)")]
    fn is_signed(vm: &mut Vm, this: Obj<Number>) -> bool {
        this.get(vm).value.is_negative()
    }

    /// Whether it is zero.
    #[method("($self, /)")]
    fn is_zero(vm: &mut Vm, this: Obj<Number>) -> bool {
        this.get(vm).value.is_zero()
    }

    /// Whether it is finite, not zero, and not subnormal.
    #[method("($self, /, context=None)")]
    fn is_normal(vm: &mut Vm, this: Obj<Number>, context: Option<Value>) -> R<bool> {
        let context = or_current(vm, context)?;
        Ok(this.get(vm).value.is_normal(&context.get(vm).settings))
    }

    /// Whether it is finite, not zero, and smaller than normal numbers are.
    #[method("($self, /, context=None)")]
    fn is_subnormal(vm: &mut Vm, this: Obj<Number>, context: Option<Value>) -> R<bool> {
        let context = or_current(vm, context)?;
        Ok(this.get(vm).value.is_subnormal(&context.get(vm).settings))
    }

    /// True: every number is canonical.
    #[method("($self, /)")]
    fn is_canonical(_vm: &mut Vm, _this: Obj<Number>) -> bool {
        true
    }

    /// The exponent of the first digit.
    #[method("($self, /)")]
    fn adjusted(vm: &mut Vm, this: Obj<Number>) -> i64 {
        let value = &this.get(vm).value;
        if value.is_finite() { value.adjusted() } else { 0 }
    }

    /// The number itself.
    #[method("($self, /)")]
    fn canonical(_vm: &mut Vm, this: Obj<Number>) -> Owned {
        this.own()
    }

    /// The number itself.
    #[method("($self, /)")]
    fn conjugate(_vm: &mut Vm, this: Obj<Number>) -> Owned {
        this.own()
    }

    /// Ten, the base of all decimals.
    #[method("($self, /)")]
    fn radix(vm: &mut Vm, _this: Obj<Number>) -> R<Owned> {
        number::new(vm, Decimal::TEN)
    }

    /// The number without its sign.
    #[method("($self, /)")]
    fn copy_abs(vm: &mut Vm, this: Obj<Number>) -> R<Owned> {
        let result = this.get(vm).value.copy_abs();
        number::new(vm, result)
    }

    /// The number with the other sign.
    #[method("($self, /)")]
    fn copy_negate(vm: &mut Vm, this: Obj<Number>) -> R<Owned> {
        let result = this.get(vm).value.copy_negate();
        number::new(vm, result)
    }

    /// What kind of number it is.
    #[method("($self, /, context=None)")]
    fn number_class(vm: &mut Vm, this: Obj<Number>, context: Option<Value>) -> R<&'static str> {
        let context = or_current(vm, context)?;
        Ok(this.get(vm).value.class(&context.get(vm).settings))
    }

    /// The text of the number, with an exponent that is a multiple of three if there is one.
    #[method("($self, /, context=None)")]
    fn to_eng_string(vm: &mut Vm, this: Obj<Number>, context: Option<Value>) -> R<String> {
        let context = or_current(vm, context)?;
        number::text(vm, this, context, true)
    }

    /// The exact value of a float or int.
    #[classmethod("($type, f, /)")]
    fn from_float(vm: &mut Vm, class: Value, f: Value) -> R<Owned> {
        let value = convert::of_float(vm, f)?;
        let value = number::new(vm, value)?;
        convert::as_class(vm, class, value)
    }

    /// The exact value of an int, a float or a decimal.
    #[classmethod("($type, number, /)")]
    fn from_number(vm: &mut Vm, class: Value, number: Value) -> R<Owned> {
        let value = if vm.cast::<Number>(number).is_some() {
            if vm.class_of(number).value().is(class) {
                return Ok(number.own());
            }
            let value = operand_of(vm, number)?.get(vm).clone();
            number::new(vm, value)?
        } else if vm.as_f64(number).is_some() || vm.as_int_ref(number).is_some() {
            let value = convert::of_float(vm, number)?;
            number::new(vm, value)?
        } else {
            return Err(number::unsupported(vm, number));
        };
        convert::as_class(vm, class, value)
    }

    /// Sign, digits and exponent.
    #[method("($self, /)")]
    fn as_tuple(vm: &mut Vm, this: Obj<Number>) -> R<Owned> {
        convert::as_tuple(vm, this)
    }

    /// The value as a pair of ints in lowest terms, the second one positive.
    #[method("($self, /)")]
    fn as_integer_ratio(vm: &mut Vm, this: Obj<Number>) -> R<Owned> {
        convert::as_integer_ratio(vm, this)
    }

    #[method("($self, /)")]
    fn __copy__(_vm: &mut Vm, this: Obj<Number>) -> Owned {
        this.own()
    }

    #[method("($self, memo, /)")]
    fn __deepcopy__(_vm: &mut Vm, this: Obj<Number>, _memo: Value) -> Owned {
        this.own()
    }

    #[method("($self, format_spec, override=<unrepresentable>, /)")]
    fn __format__(vm: &mut Vm, this: Obj<Number>, format_spec: Value, separators: Option<Value>) -> R<Owned> {
        convert::format(vm, this, format_spec, separators)
    }

    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<Number>) -> R<Owned> {
        let text = vm.str(this.value())?;
        let arguments = vm.new_tuple(&[text.value()])?;
        let class = vm.class_of(this.value());
        vm.new_tuple(&[class.value(), arguments.value()])
    }

    #[method("($self, ndigits=<unrepresentable>, /)")]
    fn __round__(vm: &mut Vm, this: Obj<Number>, ndigits: Option<Value>) -> R<Owned> {
        let Some(ndigits) = ndigits else { return number::to_int(vm, this.value(), Rounding::HalfEven) };
        let context = or_current(vm, None)?;
        if vm.as_int_ref(ndigits).is_none() {
            return Err(vm.type_error("optional arg must be an integer"));
        }
        let exponent = super::super::context::int_argument(vm, ndigits)?.checked_neg().unwrap_or(i64::MAX);
        let (settings, mut status) = (settings(vm, context), 0);
        let result = this.get(vm).value.quantize_to(exponent, &settings, &mut status);
        finish(vm, context, result, status)
    }

    #[method("($self, /)")]
    fn __ceil__(vm: &mut Vm, this: Obj<Number>) -> R<Owned> {
        number::to_int(vm, this.value(), Rounding::Ceiling)
    }

    #[method("($self, /)")]
    fn __floor__(vm: &mut Vm, this: Obj<Number>) -> R<Owned> {
        number::to_int(vm, this.value(), Rounding::Floor)
    }

    #[method("($self, /)")]
    fn __trunc__(vm: &mut Vm, this: Obj<Number>) -> R<Owned> {
        number::to_int(vm, this.value(), Rounding::Down)
    }

    #[method("($self, /)")]
    fn __complex__(vm: &mut Vm, this: Obj<Number>) -> R<Owned> {
        let real = number::to_float(vm, this.value())?;
        vm.new_complex(taipan_numeric::Complex::new(real, 0.0))
    }

    #[method("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Obj<Number>) -> usize {
        size_of::<Number>() + 16 + this.get(vm).value.heap_bytes()
    }

    /// The number itself.
    #[getter]
    fn real(_vm: &mut Vm, this: Obj<Number>) -> Owned {
        this.own()
    }

    /// Zero.
    #[getter]
    fn imag(vm: &mut Vm, _this: Obj<Number>) -> R<Owned> {
        number::new(vm, Decimal::ZERO)
    }
}
