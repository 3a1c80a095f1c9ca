//! Square root and exponential function.

use dashu_base::SquareRootRem;
use dashu_int::UBig;

use super::coefficient::{Coefficient, Fallible, NoRoom, bits_of_digits, check_digits};
use super::context::{Context, Rest, Rounding, signal};
use super::logarithm::constants;
use super::number::Decimal;

/// Digits beyond the precision at the first attempt: one in so many powers of ten needs a second one.
pub(super) const GUARD: i64 = 8;

/// `10**digits`, or as many as there is room for.
pub(super) fn power_of_ten(digits: i64, context: &Context) -> Fallible<UBig> {
    Ok(Coefficient::ONE.scale_up(digits, context)?.to_big())
}

/// `coefficient * 10**exponent * 2**bits`, cut to a whole number.
pub(super) fn fixed(number: &Decimal, bits: usize, context: &Context) -> Fallible<UBig> {
    if number.exponent >= 0 {
        return Ok(number.coefficient.scale_up(number.exponent, context)?.to_big() << bits);
    }
    let divisor = power_of_ten(-number.exponent, context)?;
    Ok((number.coefficient.to_big() << bits) / divisor)
}

/// A number of which `digits * 10**exponent` is an approximation, wrong by less than two in the last place: rounded, once the
/// digits suffice for it.
pub(super) fn rounded_approximation(
    negative: bool,
    digits: UBig,
    exponent: i64,
    context: &Context,
    status: &mut u32,
) -> Option<Decimal> {
    let rounding = Context { clamp: false, rounding: Rounding::HalfEven, ..*context };
    let end = |digits: UBig| {
        let number = Decimal::from_parts(negative, Coefficient::from_big(digits), exponent);
        number.finalized(&rounding, &mut 0)
    };
    let (low, high) = (end(&digits - 2u8), end(&digits + 2u8));
    if low.compare_value(&high).is_ne() {
        return None;
    }
    // No such number is exact: its digits do not end in zeros.
    let digits = digits | UBig::ONE;
    let result = Decimal::from_parts(negative, Coefficient::from_big(digits), exponent);
    *status |= signal::INEXACT | signal::ROUNDED;
    Some(result.finalized(&context.rounded_by(Rounding::HalfEven), status))
}

/// `e**x` in fixed point of `bits` bits, for `x` in the same from 0 to 3; off by a few units.
fn exp_fixed(x: &UBig, bits: usize) -> UBig {
    // Halved so often, the series needs as many terms as there are squarings afterwards, about.
    let halvings = (bits as f64).sqrt() as usize * 4 / 5 + 4;
    let work = bits + halvings + 32;
    let x = (x << (work - bits)) >> halvings;
    let one = UBig::ONE << work;
    let mut sum = &one + &x;
    let mut term = x.clone();
    let mut count = 2u64;
    loop {
        term = ((term * &x) >> work) / count;
        if term.is_zero() {
            break;
        }
        sum += &term;
        count += 1;
    }
    for _ in 0..halvings {
        sum = sum.sqr() >> work;
    }
    sum >> (work - bits)
}

impl Decimal {
    /// The square root, correctly rounded, half to even.
    pub fn sqrt(&self, context: &Context, status: &mut u32) -> Decimal {
        if let Some(nan) = Decimal::of_nans(&[self], context, status) {
            return nan;
        }
        let rounding = context.rounded_by(Rounding::HalfEven);
        if self.is_zero() {
            return Decimal::zero(self.negative, self.exponent >> 1).finalized(context, status);
        }
        if self.negative {
            return Decimal::error(signal::INVALID_OPERATION, status);
        }
        if self.is_infinite() {
            return self.clone();
        }
        match self.root(context) {
            Ok(root) => root.finalized(&rounding, status),
            Err(NoRoom) => Decimal::no_room(status),
        }
    }

    fn root(&self, context: &Context) -> Fallible<Decimal> {
        let digits = self.digits();
        let odd = self.exponent & 1;
        let half = if odd == 1 { (digits >> 1) + 1 } else { (digits + 1) >> 1 };
        let shift = context.prec + 1 - half;
        check_digits(digits.saturating_add(2 * shift.max(0)), context)?;
        let (square, mut exact) = if 2 * shift + odd >= 0 {
            (self.coefficient.scale_up(2 * shift + odd, context)?, true)
        } else {
            let (square, rest) = self.coefficient.scale_down(-2 * shift - odd);
            (square, rest == Rest::Zero)
        };
        let root = match square.small() {
            Some(square) => {
                let root = square.isqrt();
                exact &= root * root == square;
                Coefficient::new(root)
            }
            None => {
                let (root, rest) = square.to_big().sqrt_rem();
                exact &= rest.is_zero();
                Coefficient::from_big(root)
            }
        };
        let exponent = (self.exponent >> 1) - shift;
        if exact {
            let root = if shift >= 0 { root.scale_down(shift).0 } else { root.scale_up(-shift, context)? };
            return Ok(Decimal::from_parts(false, root, exponent + shift));
        }
        let root = if matches!(root.last_digit(), 0 | 5) { root.add(&Coefficient::ONE) } else { root };
        Ok(Decimal::from_parts(false, root, exponent))
    }

    /// `e**self`, correctly rounded, half to even.
    pub fn exp(&self, context: &Context, status: &mut u32) -> Decimal {
        if let Some(nan) = Decimal::of_nans(&[self], context, status) {
            return nan;
        }
        if self.is_infinite() {
            return if self.negative { Decimal::ZERO } else { Decimal::infinity(false) };
        }
        if self.is_zero() {
            return Decimal::ONE;
        }
        let adjusted = self.adjusted();
        if adjusted >= 19 {
            if !self.negative {
                *status |= signal::OVERFLOW | signal::INEXACT | signal::ROUNDED;
                return Decimal::infinity(false);
            }
            *status |= signal::INEXACT | signal::ROUNDED | signal::SUBNORMAL | signal::UNDERFLOW | signal::CLAMPED;
            return Decimal::zero(false, context.etiny());
        }
        match self.exp_rounded(adjusted, context, status) {
            Ok(result) => result,
            Err(NoRoom) => Decimal::no_room(status),
        }
    }

    fn exp_rounded(&self, adjusted: i64, context: &Context, status: &mut u32) -> Fallible<Decimal> {
        if context.prec > 1 << 52 {
            return Ok(Decimal::error(signal::INVALID_OPERATION, status));
        }
        check_digits(context.prec.saturating_mul(4), context)?;
        if adjusted < -context.prec - 3 {
            // One, to the last digit.
            let one = Coefficient::ONE.scale_up(context.prec - 1, context)?;
            *status |= signal::INEXACT | signal::ROUNDED;
            return Ok(Decimal::from_parts(false, one, 1 - context.prec).finalized(context, status));
        }
        let mut guard = GUARD;
        loop {
            let digits = context.prec + guard;
            let bits = bits_of_digits(digits) as usize + 64;
            // With so many more for what is taken off: up to 10**19 times the logarithm of ten.
            let wide = bits + 72;
            let x = fixed(self, wide, context)?;
            let ln10 = constants(wide).1;
            let (times, rest) = {
                use dashu_base::DivRem;
                (&x).div_rem(&ln10)
            };
            let times = i64::try_from(&times).map_err(|_| NoRoom)?;
            let (times, rest) = if !self.negative {
                (times, rest)
            } else if rest.is_zero() {
                (-times, rest)
            } else {
                (-times - 1, ln10 - rest)
            };
            let power = exp_fixed(&(rest >> (wide - bits)), bits);
            let scaled = (power * power_of_ten(digits - 1, context)?) >> bits;
            if let Some(result) = rounded_approximation(false, scaled, times - (digits - 1), context, status) {
                return Ok(result);
            }
            guard = guard * 2 + 8;
        }
    }
}
