//! Logarithms, in binary fixed point.
//!
//! A number near 1 loses digits by cancellation: as many more are taken.

use std::cell::RefCell;

use dashu_base::{BitTest, SquareRoot};
use dashu_int::{IBig, UBig};

use super::coefficient::{Fallible, NoRoom, bits_of_digits, check_digits};
use super::context::{Context, Rounding, signal};
use super::functions::{GUARD, power_of_ten, rounded_approximation};
use super::number::Decimal;

/// Numerator, the product of the odd numbers, and the power, of some terms of the series of `atanh(1 / n)` times `n`.
fn split(from: u64, to: u64, square: &UBig) -> (UBig, UBig, UBig) {
    if to - from == 1 {
        let power = if from == 0 { UBig::ONE } else { square.clone() };
        return (UBig::ONE, UBig::from(2 * from + 1), power);
    }
    let middle = u64::midpoint(from, to);
    let (t1, b1, q1) = split(from, middle, square);
    let (t2, b2, q2) = split(middle, to, square);
    (&b2 * &q2 * t1 + &b1 * t2, b1 * b2, q1 * q2)
}

/// `atanh(1 / n)` in fixed point.
fn inverse_atanh(n: u64, bits: usize) -> UBig {
    let terms = (bits as f64 / (2.0 * (n as f64).log2())) as u64 + 2;
    let (t, b, q) = split(0, terms, &UBig::from(n * n));
    (t << bits) / (b * q * n)
}

thread_local! {
    /// Bits, and the logarithms of 2 and of 10 in fixed point of so many bits.
    static CONSTANTS: RefCell<Option<(usize, UBig, UBig)>> = const { RefCell::new(None) };
}

/// The logarithms of 2 and of 10 in fixed point, off by less than a hundred units.
pub(super) fn constants(bits: usize) -> (UBig, UBig) {
    let known = CONSTANTS.with_borrow(|constants| {
        constants.as_ref().filter(|(known, ..)| *known >= bits).map(|(known, ln2, ln10)| {
            let spare = known - bits;
            (ln2 >> spare, ln10 >> spare)
        })
    });
    if let Some(known) = known {
        return known;
    }
    let (a, b, c) = (inverse_atanh(31, bits), inverse_atanh(49, bits), inverse_atanh(161, bits));
    let ln2 = &a * 14u8 + &b * 10u8 + &c * 6u8;
    let ln10 = a * 46u8 + b * 34u8 + c * 20u8;
    CONSTANTS.set(Some((bits, ln2.clone(), ln10.clone())));
    (ln2, ln10)
}

/// `-ln(x)` in fixed point, for `x` from 1/2 to 1; off by a few units.
fn negated_ln_fixed(x: &UBig, bits: usize) -> UBig {
    let roots = (bits as f64).sqrt() as usize / 2 + 2;
    let work = bits + roots + 32;
    let mut x = x << (work - bits);
    for _ in 0..roots {
        x = (x << work).sqrt();
    }
    let one = UBig::ONE << work;
    if x >= one {
        return UBig::ZERO;
    }
    let y = ((&one - &x) << work) / (one + x);
    let square = y.sqr() >> work;
    let mut sum = y.clone();
    let mut power = y;
    let mut count = 3u64;
    loop {
        power = (power * &square) >> work;
        let term = &power / count;
        if term.is_zero() {
            break;
        }
        sum += term;
        count += 2;
    }
    // Each root halved it, and the series is half of it.
    (sum << (roots + 1)) >> (work - bits)
}

impl Decimal {
    /// The natural logarithm of a positive number in fixed point of `bits` bits.
    fn ln_fixed(&self, bits: usize) -> IBig {
        let coefficient = self.coefficient.to_big();
        let length = coefficient.bit_len();
        let x = if length >= bits { coefficient >> (length - bits) } else { coefficient << (bits - length) };
        let (ln2, ln10) = constants(bits);
        IBig::from(ln2) * length + IBig::from(ln10) * self.exponent - IBig::from(negated_ln_fixed(&x, bits))
    }

    /// What both logarithms do with anything but positive finite numbers.
    fn log_special(&self, context: &Context, status: &mut u32) -> Option<Decimal> {
        if let Some(nan) = Decimal::of_nans(&[self], context, status) {
            return Some(nan);
        }
        if self.is_zero() {
            return Some(Decimal::infinity(true));
        }
        if self.negative {
            return Some(Decimal::error(signal::INVALID_OPERATION, status));
        }
        self.is_infinite().then(|| Decimal::infinity(false))
    }

    /// The natural logarithm, correctly rounded, half to even.
    pub fn ln(&self, context: &Context, status: &mut u32) -> Decimal {
        if let Some(result) = self.log_special(context, status) {
            return result;
        }
        if self.compare_magnitude(&Decimal::ONE).is_eq() {
            return Decimal::ZERO;
        }
        self.log(false, context, status).unwrap_or_else(|NoRoom| Decimal::no_room(status))
    }

    /// The logarithm to the base 10, correctly rounded, half to even.
    pub fn log10(&self, context: &Context, status: &mut u32) -> Decimal {
        if let Some(result) = self.log_special(context, status) {
            return result;
        }
        if self.coefficient.is_power_of_ten() {
            let result = Decimal::from_i64(self.adjusted());
            return result.finalized(&context.rounded_by(Rounding::HalfEven), status);
        }
        self.log(true, context, status).unwrap_or_else(|NoRoom| Decimal::no_room(status))
    }

    fn log(&self, common: bool, context: &Context, status: &mut u32) -> Fallible<Decimal> {
        check_digits(context.prec.saturating_mul(4), context)?;
        let lost = match self.adjusted() {
            -1 | 0 => {
                let above = self.sum(&Decimal::ONE, true, &context.unbounded(super::MAX_PREC))?;
                (-above.adjusted()).max(0) + 1
            }
            _ => 1,
        };
        check_digits(lost.saturating_mul(4), context)?;
        let mut guard = GUARD;
        loop {
            let digits = context.prec + guard;
            // With so many more for the exponent, which may have 64 bits, and for the errors.
            let bits = bits_of_digits(digits + lost) as usize + 140;
            let (sign, mut magnitude) = self.ln_fixed(bits).into_parts();
            if common {
                magnitude = (magnitude << bits) / constants(bits).1;
            }
            let before = ((magnitude.bit_len() as f64 - bits as f64) * std::f64::consts::LOG10_2).floor() as i64;
            let scale = digits - 1 - before;
            let scaled = if scale >= 0 {
                (magnitude * power_of_ten(scale, context)?) >> bits
            } else {
                (magnitude >> bits) / power_of_ten(-scale, context)?
            };
            let negative = sign == dashu_base::Sign::Negative;
            if let Some(result) = rounded_approximation(negative, scaled, -scale, context, status) {
                return Ok(result);
            }
            guard = guard * 2 + 8;
        }
    }
}
