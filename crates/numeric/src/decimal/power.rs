//! Powers. Those with whole exponents multiply with some more digits than wanted, others go by way of the logarithm; neither is
//! always rounded correctly, but both give what CPython gives.

use std::cmp::Ordering;

use super::coefficient::{Coefficient, NoRoom, count_digits};
use super::context::{Context, EXPONENT_INFINITE, Rounding, signal};
use super::convert::signed;
use super::number::Decimal;
use crate::int::{Int, IntRef};

/// Decimal digits of an exponent.
fn digits_of(exponent: i64) -> i64 {
    count_digits(u128::from(exponent.unsigned_abs()))
}

/// A power that overflows, or one that underflows, before rounding.
fn beyond(negative: bool, exponent: i64) -> Decimal {
    Decimal::from_parts(negative, Coefficient::ONE, exponent)
}

impl Decimal {
    /// `self ** exponent`
    pub fn pow(&self, exponent: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        if let Some(nan) = Decimal::of_nans(&[self, exponent], context, status) {
            return nan;
        }
        let whole = exponent.is_whole();
        let negative = self.negative && whole && exponent.is_odd();
        if self.is_zero() {
            return if exponent.is_zero() {
                Decimal::error(signal::INVALID_OPERATION, status)
            } else if exponent.negative {
                Decimal::infinity(negative)
            } else {
                Decimal::zero(negative, 0)
            };
        }
        if self.negative && !whole {
            return Decimal::error(signal::INVALID_OPERATION, status);
        }
        if exponent.is_infinite() {
            let ordering = self.compare_value(&Decimal::ONE);
            if ordering.is_eq() {
                *status |= signal::INEXACT | signal::ROUNDED;
                return one_with_zeros(negative, context.prec - 1, context, status);
            }
            let grows = (ordering == Ordering::Greater) != exponent.negative;
            return if grows { Decimal::infinity(negative) } else { Decimal::zero(negative, 0) };
        }
        if exponent.is_zero() {
            return Decimal { negative, ..Decimal::ONE };
        }
        if self.is_infinite() {
            return if exponent.negative { Decimal::zero(negative, 0) } else { Decimal::infinity(negative) };
        }
        if self.compare_magnitude(&Decimal::ONE).is_eq() {
            return self.power_of_one(exponent, whole, negative, context, status);
        }
        if let Some(bound) = self.power_bound(exponent, negative, context) {
            return bound.finalized(context, status);
        }
        let result = if whole {
            self.pow_whole(exponent, negative, context, status)
        } else {
            self.pow_real(exponent, context, status)
        };
        result.finalized(context, status)
    }

    /// Of 1 or -1: as many zeros as the exact power has, or as there is room for.
    fn power_of_one(
        &self,
        exponent: &Decimal,
        whole: bool,
        negative: bool,
        context: &Context,
        status: &mut u32,
    ) -> Decimal {
        let most = context.prec - 1;
        if !whole {
            *status |= signal::INEXACT | signal::ROUNDED;
            return one_with_zeros(negative, most, context, status);
        }
        if exponent.negative {
            return Decimal { negative, ..Decimal::ONE };
        }
        let times = exponent.to_int(Rounding::Down).ok().and_then(|times| times.as_ref().to_i64());
        let zeros = match self.exponent.saturating_neg() {
            0 => Some(0),
            zeros => times.and_then(|times| zeros.checked_mul(times)),
        };
        let zeros = match zeros {
            Some(zeros) if zeros <= most => zeros,
            _ => {
                *status |= signal::ROUNDED;
                most
            }
        };
        if zeros < 0 {
            return Decimal::from_parts(negative, Coefficient::ONE, -zeros);
        }
        one_with_zeros(negative, zeros, context, status)
    }

    /// What certainly overflows or underflows.
    fn power_bound(&self, exponent: &Decimal, negative: bool, context: &Context) -> Option<Decimal> {
        let adjusted = self.adjusted();
        let theta = exponent.adjusted();
        let zeta = match adjusted {
            1.. => digits_of(adjusted) - 1,
            ..=-2 => digits_of(adjusted + 1) - 1,
            _ => {
                let one = Decimal::ONE;
                let apart = self.copy_abs().sum(&one, true, &context.unbounded(super::MAX_PREC)).ok()?.adjusted();
                if adjusted == 0 { apart - 2 } else { apart - 1 }
            }
        };
        if (adjusted < 0) == exponent.negative {
            let omega = digits_of(context.emax);
            (omega < zeta + theta).then(|| beyond(negative, EXPONENT_INFINITE))
        } else {
            let omega = digits_of(context.etiny());
            (omega < zeta + theta).then(|| beyond(negative, context.etiny() - 1))
        }
    }

    fn pow_whole(&self, exponent: &Decimal, negative: bool, context: &Context, status: &mut u32) -> Decimal {
        let mut work = context.rounded_by(Rounding::HalfEven);
        work.prec = work.prec.saturating_add(exponent.digits() + exponent.exponent + 2);
        work.clamp = false;
        let base = if exponent.negative {
            work.prec = work.prec.saturating_add(1);
            let base = Decimal::ONE.div(self, &work, status);
            if *status & signal::ERRORS != 0 {
                return Decimal::NAN;
            }
            base
        } else {
            self.clone()
        };
        let Ok(times) = exponent.to_int(Rounding::Down) else { return Decimal::no_room(status) };
        let times = times.as_ref().abs();
        let mut result = match times.as_ref().to_u64() {
            Some(times) => base.pow_u64(times, &work, status),
            None => base.pow_large(times, &work, status),
        };
        if result.is_nan() {
            return result;
        }
        result.negative = negative;
        if result.is_infinite() {
            // The rounding of the context says what that is.
            return beyond(negative, EXPONENT_INFINITE);
        }
        result
    }

    /// By squaring, from the first bit of the exponent.
    fn pow_u64(&self, exponent: u64, context: &Context, status: &mut u32) -> Decimal {
        let mut own = 0;
        let mut result = self.clone();
        for bit in (0..exponent.ilog2()).rev() {
            result = result.mul(&result.clone(), context, &mut own);
            if exponent >> bit & 1 == 1 {
                result = result.mul(self, context, &mut own);
            }
            if result.is_special() || result.is_zero() && own & signal::CLAMPED != 0 {
                break;
            }
        }
        *status |= own;
        result
    }

    /// By squaring, from the last bit of an exponent of more than 64 bits.
    fn pow_large(&self, exponent: Int, context: &Context, status: &mut u32) -> Decimal {
        let mut own = 0;
        let mut result = Decimal::ONE;
        let mut base = self.clone();
        let mut left = exponent;
        while !left.is_zero() {
            if left.as_ref().is_odd() {
                result = result.mul(&base, context, &mut own);
                *status |= own;
                if result.is_special() || result.is_zero() && own & signal::CLAMPED != 0 {
                    break;
                }
            }
            base = base.mul(&base.clone(), context, &mut own);
            if base.is_nan() {
                return Decimal::error(own & signal::ERRORS, status);
            }
            let Ok(halved) = left.as_ref().shr(IntRef::Small(1)) else { return Decimal::no_room(status) };
            left = halved;
        }
        result
    }

    fn pow_real(&self, exponent: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        /// Digits of the greatest exponent of the exponential function.
        const EXTRA: i64 = 19;
        let work = context.unbounded(self.digits().max(context.prec) + 4 + EXTRA);
        let mut own = 0;
        let logarithm = self.ln(&work, &mut own);
        let product = logarithm.mul(exponent, &work, &mut own);
        let result = product.exp(&work, status);
        *status |= own & signal::ERRORS | signal::INEXACT | signal::ROUNDED;
        if result.is_finite() && result.compare_value(&Decimal::ONE).is_eq() {
            return one_with_zeros(false, context.prec - 1, context, status);
        }
        if result.is_infinite() { beyond(false, EXPONENT_INFINITE) } else { result }
    }

    /// `pow(self, exponent, modulus)` of whole numbers.
    pub fn pow_mod(&self, exponent: &Decimal, modulus: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        if let Some(nan) = Decimal::of_nans(&[self, exponent, modulus], context, status) {
            return nan;
        }
        let whole = self.is_whole() && exponent.is_whole() && modulus.is_whole();
        if !whole || modulus.is_zero() || modulus.digits() + modulus.exponent > context.prec {
            return Decimal::error(signal::INVALID_OPERATION, status);
        }
        let negative = self.negative && exponent.is_odd();
        if exponent.is_zero() {
            if self.is_zero() {
                return Decimal::error(signal::INVALID_OPERATION, status);
            }
            let one = !modulus.compare_magnitude(&Decimal::ONE).is_eq();
            return Decimal::from_parts(negative, Coefficient::new(u128::from(one)), 0);
        }
        if exponent.negative {
            return Decimal::error(signal::INVALID_OPERATION, status);
        }
        if self.is_zero() {
            return Decimal::zero(negative, 0);
        }
        match self.residue(exponent, modulus, context) {
            Some(residue) => Decimal { negative, ..Decimal::from_int(residue.as_ref()) },
            None => Decimal::no_room(status),
        }
    }

    /// Magnitudes of whole numbers with exponents: as an int, and the power of ten it still is to be multiplied with.
    fn whole_parts(&self) -> (Int, i64) {
        if self.exponent >= 0 {
            return (signed(false, self.coefficient.clone()), self.exponent);
        }
        (signed(false, self.coefficient.scale_down(self.exponent.saturating_neg()).0), 0)
    }

    fn residue(&self, exponent: &Decimal, modulus: &Decimal, context: &Context) -> Option<Int> {
        let modulus = if modulus.exponent > 0 {
            let scaled = modulus.coefficient.scale_up(modulus.exponent, context);
            signed(false, scaled.map_err(|NoRoom| ()).ok()?)
        } else {
            modulus.whole_parts().0
        };
        let modulus = modulus.as_ref();
        let (base, tens) = self.whole_parts();
        let tens = IntRef::Small(10).pow_mod(IntRef::Small(tens), modulus).ok()?;
        let mut base = base.as_ref().mul(tens.as_ref());
        let (exponent, tens) = exponent.whole_parts();
        for _ in 0..tens {
            base = base.as_ref().pow_mod(IntRef::Small(10), modulus).ok()?;
        }
        base.as_ref().pow_mod(exponent.as_ref(), modulus).ok()
    }
}

/// 1 with so many zeros behind the point.
fn one_with_zeros(negative: bool, zeros: i64, context: &Context, status: &mut u32) -> Decimal {
    match Coefficient::ONE.scale_up(zeros, context) {
        Ok(one) => Decimal::from_parts(negative, one, -zeros),
        Err(NoRoom) => Decimal::no_room(status),
    }
}
