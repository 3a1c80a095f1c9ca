//! The methods of `Context`: operations under its rules.

use taipan_numeric::decimal::{Decimal, Logical};
use taipan_runtime::native::*;

use super::context::{self, ContextObject, settings};
use super::convert;
use super::number::{self, Number, binary_in, divmod_in, finish, operand_of, power_in, ternary_in, unary_in};

fn unary(vm: &mut Vm, this: Obj<ContextObject>, x: Value, work: number::Unary) -> R<Owned> {
    let x = operand_of(vm, x)?;
    unary_in(vm, &x, this, work)
}

fn binary(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value, work: number::Binary) -> R<Owned> {
    let (x, y) = (operand_of(vm, x)?, operand_of(vm, y)?);
    binary_in(vm, &x, &y, this, work)
}

/// What `work` says of a number.
fn about<T>(vm: &mut Vm, x: Value, work: impl FnOnce(&Decimal) -> T) -> R<T> {
    let x = operand_of(vm, x)?;
    Ok(work(x.get(vm)))
}

/// The object of a number: itself, or that of an int.
fn object_of(vm: &mut Vm, x: Value) -> R<Owned> {
    if vm.cast::<Number>(x).is_some() {
        return Ok(x.own());
    }
    let value = about(vm, x, Decimal::clone)?;
    number::new(vm, value)
}

/// The text of a number.
fn text(vm: &mut Vm, this: Obj<ContextObject>, x: Value, engineering: bool) -> R<String> {
    let x = object_of(vm, x)?;
    match vm.cast::<Number>(x.value()) {
        Some(number) => number::text(vm, number, this, engineering),
        None => Err(number::unsupported(vm, x.value())),
    }
}

#[methods]
mod py {
    use super::*;

    /// The magnitude, rounded.
    #[method("($self, x, /)")]
    fn abs(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, Decimal::abs)
    }

    /// e to the power of a number, correctly rounded.
    #[method("($self, x, /)")]
    fn exp(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, Decimal::exp)
    }

    /// The natural logarithm, correctly rounded.
    #[method("($self, x, /)")]
    fn ln(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, Decimal::ln)
    }

    /// The logarithm to the base 10, correctly rounded.
    #[method("($self, x, /)")]
    fn log10(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, Decimal::log10)
    }

    /// The number with the other sign, rounded.
    #[method("($self, x, /)")]
    fn minus(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, Decimal::minus)
    }

    /// The greatest number below that the context has.
    #[method("($self, x, /)")]
    fn next_minus(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, Decimal::next_minus)
    }

    /// The least number above that the context has.
    #[method("($self, x, /)")]
    fn next_plus(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, Decimal::next_plus)
    }

    /// The same value without zeros at the end.
    #[method("($self, x, /)")]
    fn normalize(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, Decimal::reduce)
    }

    /// The number, rounded.
    #[method("($self, x, /)")]
    fn plus(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, Decimal::plus)
    }

    /// Rounded to a whole number.
    #[method("($self, x, /)")]
    fn to_integral(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, |a, c, s| a.to_integral(false, c, s))
    }

    /// Rounded to a whole number, with the signals of rounding.
    #[method("($self, x, /)")]
    fn to_integral_exact(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, |a, c, s| a.to_integral(true, c, s))
    }

    /// Rounded to a whole number.
    #[method("($self, x, /)")]
    fn to_integral_value(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, |a, c, s| a.to_integral(false, c, s))
    }

    /// The square root, correctly rounded.
    #[method("($self, x, /)")]
    fn sqrt(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, Decimal::sqrt)
    }

    /// The exponent of the first digit, as a decimal.
    #[method("($self, x, /)")]
    fn logb(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, Decimal::logb)
    }

    /// Each binary digit inverted.
    #[method("($self, x, /)")]
    fn logical_invert(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, Decimal::logical_invert)
    }

    /// The number, rounded; a NaN stays what it is.
    #[method("($self, x, /)")]
    fn _apply(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<Owned> {
        unary(vm, this, x, |a, c, s| a.clone().finalized(c, s))
    }

    /// The sum.
    #[method("($self, x, y, /)")]
    fn add(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, Decimal::add)
    }

    /// The quotient.
    #[method("($self, x, y, /)")]
    fn divide(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, Decimal::div)
    }

    /// The whole part of the quotient.
    #[method("($self, x, y, /)")]
    fn divide_int(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, Decimal::divide_int)
    }

    /// The product.
    #[method("($self, x, y, /)")]
    fn multiply(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, Decimal::mul)
    }

    /// The first number rounded to the exponent of the second.
    #[method("($self, x, y, /)")]
    fn quantize(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, Decimal::quantize)
    }

    /// The remainder, with the sign of the first number.
    #[method("($self, x, y, /)")]
    fn remainder(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, Decimal::rem)
    }

    /// The difference.
    #[method("($self, x, y, /)")]
    fn subtract(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, Decimal::sub)
    }

    /// -1, 0 or 1 by the order of the values, or NaN.
    #[method("($self, x, y, /)")]
    fn compare(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, Decimal::compare)
    }

    /// As `compare`; every NaN signals.
    #[method("($self, x, y, /)")]
    fn compare_signal(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, Decimal::compare_signal)
    }

    /// The greater of both.
    #[method("($self, x, y, /)")]
    fn max(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, |a, b, c, s| a.choose(b, true, false, c, s))
    }

    /// The one of greater magnitude.
    #[method("($self, x, y, /)")]
    fn max_mag(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, |a, b, c, s| a.choose(b, true, true, c, s))
    }

    /// The lesser of both.
    #[method("($self, x, y, /)")]
    fn min(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, |a, b, c, s| a.choose(b, false, false, c, s))
    }

    /// The one of lesser magnitude.
    #[method("($self, x, y, /)")]
    fn min_mag(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, |a, b, c, s| a.choose(b, false, true, c, s))
    }

    /// The next number in the direction of another one.
    #[method("($self, x, y, /)")]
    fn next_toward(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, Decimal::next_toward)
    }

    /// The remainder of least magnitude.
    #[method("($self, x, y, /)")]
    fn remainder_near(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, Decimal::rem_near)
    }

    /// Binary digits that both have.
    #[method("($self, x, y, /)")]
    fn logical_and(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, |a, b, c, s| a.logical(b, Logical::And, c, s))
    }

    /// Binary digits that one of both has.
    #[method("($self, x, y, /)")]
    fn logical_or(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, |a, b, c, s| a.logical(b, Logical::Or, c, s))
    }

    /// Binary digits that exactly one of both has.
    #[method("($self, x, y, /)")]
    fn logical_xor(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, |a, b, c, s| a.logical(b, Logical::Xor, c, s))
    }

    /// The digits turned round in a window of the precision.
    #[method("($self, x, y, /)")]
    fn rotate(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, Decimal::rotate)
    }

    /// The exponent plus a number.
    #[method("($self, x, y, /)")]
    fn scaleb(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, Decimal::scaleb)
    }

    /// The digits moved, filled up with zeros.
    #[method("($self, x, y, /)")]
    fn shift(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        binary(vm, this, x, y, Decimal::shift)
    }

    /// -1, 0 or 1 by a total order, in which 1.0 and 1.00 differ.
    #[method("($self, x, y, /)")]
    fn compare_total(vm: &mut Vm, _this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        let (x, y) = (operand_of(vm, x)?, operand_of(vm, y)?);
        let result = x.get(vm).compare_total(y.get(vm));
        number::new(vm, result)
    }

    /// As `compare_total`, the signs left out.
    #[method("($self, x, y, /)")]
    fn compare_total_mag(vm: &mut Vm, _this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        let (x, y) = (operand_of(vm, x)?, operand_of(vm, y)?);
        let result = x.get(vm).compare_total_magnitude(y.get(vm));
        number::new(vm, result)
    }

    /// The first number with the sign of the second.
    #[method("($self, x, y, /)")]
    fn copy_sign(vm: &mut Vm, _this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        let (x, y) = (operand_of(vm, x)?, operand_of(vm, y)?);
        let result = x.get(vm).copy_sign(y.get(vm));
        number::new(vm, result)
    }

    /// Whether both have the same exponent.
    #[method("($self, x, y, /)")]
    fn same_quantum(vm: &mut Vm, _this: Obj<ContextObject>, x: Value, y: Value) -> R<bool> {
        let (x, y) = (operand_of(vm, x)?, operand_of(vm, y)?);
        Ok(x.get(vm).same_quantum(y.get(vm)))
    }

    /// Whole quotient and remainder.
    #[method("($self, x, y, /)")]
    fn divmod(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value) -> R<Owned> {
        let (x, y) = (operand_of(vm, x)?, operand_of(vm, y)?);
        divmod_in(vm, &x, &y, this)
    }

    /// `a ** b`, or `a ** b % modulo`.
    #[method("($self, /, a, b, modulo=None)")]
    fn power(vm: &mut Vm, this: Obj<ContextObject>, a: Value, b: Value, modulo: Option<Value>) -> R<Owned> {
        let (a, b) = (operand_of(vm, a)?, operand_of(vm, b)?);
        let modulo = match crate::support::given(modulo) {
            Some(modulo) => Some(operand_of(vm, modulo)?),
            None => None,
        };
        power_in(vm, &a, &b, modulo.as_ref(), this)
    }

    /// `x * y + z`, rounded once.
    #[method("($self, x, y, z, /)")]
    fn fma(vm: &mut Vm, this: Obj<ContextObject>, x: Value, y: Value, z: Value) -> R<Owned> {
        let (x, y, z) = (operand_of(vm, x)?, operand_of(vm, y)?, operand_of(vm, z)?);
        ternary_in(vm, [&x, &y, &z], this, Decimal::fma)
    }

    /// The least exponent that numbers of the context have.
    #[method("Etiny($self, /)")]
    fn etiny(vm: &mut Vm, this: Obj<ContextObject>) -> i64 {
        this.get(vm).settings.etiny()
    }

    /// The greatest exponent of numbers with all digits.
    #[method("Etop($self, /)")]
    fn etop(vm: &mut Vm, this: Obj<ContextObject>) -> i64 {
        this.get(vm).settings.etop()
    }

    /// Ten, the base of all decimals.
    #[method("($self, /)")]
    fn radix(vm: &mut Vm, _this: Obj<ContextObject>) -> R<Owned> {
        number::new(vm, Decimal::TEN)
    }

    /// True: every decimal is canonical.
    #[method("($self, x, /)")]
    fn is_canonical(vm: &mut Vm, _this: Obj<ContextObject>, x: Value) -> R<bool> {
        if vm.cast::<Number>(x).is_some() { Ok(true) } else { Err(vm.type_error("argument must be a Decimal")) }
    }

    /// The decimal itself.
    #[method("($self, x, /)")]
    fn canonical(vm: &mut Vm, _this: Obj<ContextObject>, x: Value) -> R<Owned> {
        if vm.cast::<Number>(x).is_some() { Ok(x.own()) } else { Err(vm.type_error("argument must be a Decimal")) }
    }

    /// Whether it is a number and not infinite.
    #[method("($self, x, /)")]
    fn is_finite(vm: &mut Vm, _this: Obj<ContextObject>, x: Value) -> R<bool> {
        about(vm, x, Decimal::is_finite)
    }

    /// Whether it is infinite.
    #[method("($self, x, /)")]
    fn is_infinite(vm: &mut Vm, _this: Obj<ContextObject>, x: Value) -> R<bool> {
        about(vm, x, Decimal::is_infinite)
    }

    /// Whether it is not a number.
    #[method("($self, x, /)")]
    fn is_nan(vm: &mut Vm, _this: Obj<ContextObject>, x: Value) -> R<bool> {
        about(vm, x, Decimal::is_nan)
    }

    /// Whether it is a quiet NaN.
    #[method("($self, x, /)")]
    fn is_qnan(vm: &mut Vm, _this: Obj<ContextObject>, x: Value) -> R<bool> {
        about(vm, x, Decimal::is_quiet_nan)
    }

    /// Whether it is a signaling NaN.
    #[method("($self, x, /)")]
    fn is_snan(vm: &mut Vm, _this: Obj<ContextObject>, x: Value) -> R<bool> {
        about(vm, x, Decimal::is_signaling_nan)
    }

    /// Whether it has a minus sign.
    #[method("($self, x, /)")]
    fn is_signed(vm: &mut Vm, _this: Obj<ContextObject>, x: Value) -> R<bool> {
        about(vm, x, Decimal::is_negative)
    }

    /// Whether it is zero.
    #[method("($self, x, /)")]
    fn is_zero(vm: &mut Vm, _this: Obj<ContextObject>, x: Value) -> R<bool> {
        about(vm, x, Decimal::is_zero)
    }

    /// Whether it is finite, not zero, and not subnormal.
    #[method("($self, x, /)")]
    fn is_normal(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<bool> {
        let settings = settings(vm, this);
        about(vm, x, |x| x.is_normal(&settings))
    }

    /// Whether it is finite, not zero, and smaller than normal numbers are.
    #[method("($self, x, /)")]
    fn is_subnormal(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<bool> {
        let settings = settings(vm, this);
        about(vm, x, |x| x.is_subnormal(&settings))
    }

    /// The number without its sign.
    #[method("($self, x, /)")]
    fn copy_abs(vm: &mut Vm, _this: Obj<ContextObject>, x: Value) -> R<Owned> {
        let result = about(vm, x, Decimal::copy_abs)?;
        number::new(vm, result)
    }

    /// The number as a decimal.
    #[method("($self, x, /)")]
    fn copy_decimal(vm: &mut Vm, _this: Obj<ContextObject>, x: Value) -> R<Owned> {
        object_of(vm, x)
    }

    /// The number with the other sign.
    #[method("($self, x, /)")]
    fn copy_negate(vm: &mut Vm, _this: Obj<ContextObject>, x: Value) -> R<Owned> {
        let result = about(vm, x, Decimal::copy_negate)?;
        number::new(vm, result)
    }

    /// What kind of number it is.
    #[method("($self, x, /)")]
    fn number_class(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<&'static str> {
        let settings = settings(vm, this);
        about(vm, x, |x| x.class(&settings))
    }

    /// The text of a number.
    #[method("($self, x, /)")]
    fn to_sci_string(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<String> {
        text(vm, this, x, false)
    }

    /// The text of a number, with an exponent that is a multiple of three if there is one.
    #[method("($self, x, /)")]
    fn to_eng_string(vm: &mut Vm, this: Obj<ContextObject>, x: Value) -> R<String> {
        text(vm, this, x, true)
    }

    /// Forget the signals that were raised.
    #[method("($self, /)")]
    fn clear_flags(vm: &mut Vm, this: Obj<ContextObject>) {
        context::clear_flags(vm, this);
    }

    /// Trap no signal.
    #[method("($self, /)")]
    fn clear_traps(vm: &mut Vm, this: Obj<ContextObject>) {
        context::clear_traps(vm, this);
    }

    #[method("($self, /)")]
    fn __copy__(vm: &mut Vm, this: Obj<ContextObject>) -> R<Owned> {
        context::copy_of(vm, this)
    }

    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<ContextObject>) -> R<Owned> {
        context::reduce(vm, this)
    }

    /// A copy.
    #[method("($self, /)")]
    fn copy(vm: &mut Vm, this: Obj<ContextObject>) -> R<Owned> {
        context::copy_of(vm, this)
    }

    /// A decimal of all that `Decimal` takes, rounded.
    #[method("($self, num='0', /)")]
    fn create_decimal(vm: &mut Vm, this: Obj<ContextObject>, num: Option<Value>) -> R<Owned> {
        convert::rounded(vm, num, this)
    }

    /// The value of a float or int, rounded.
    #[method("($self, f, /)")]
    fn create_decimal_from_float(vm: &mut Vm, this: Obj<ContextObject>, f: Value) -> R<Owned> {
        let (settings, mut status) = (settings(vm, this), 0);
        let result = convert::of_float(vm, f)?.finalized(&settings, &mut status);
        finish(vm, this, result, status)
    }
}
