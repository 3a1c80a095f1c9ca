//! Sum, difference, product, and what is made of them.

use super::coefficient::{Coefficient, Fallible, NoRoom, POWERS};
use super::context::{Context, Rounding, signal};
use super::number::{Decimal, Kind};
use super::wide;

impl Decimal {
    #[inline]
    pub fn add(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        self.add_with_sign(other, other.negative, context, status)
    }

    #[inline]
    pub fn sub(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        self.add_with_sign(other, !other.negative, context, status)
    }

    #[inline]
    fn add_with_sign(&self, other: &Decimal, negative: bool, context: &Context, status: &mut u32) -> Decimal {
        if self.is_special() || other.is_special() {
            return self.add_special(other, negative, context, status);
        }
        if let Some((negative, sum)) = self.sum_small(other, negative, context) {
            return Decimal::rounded_small(negative, sum, self.exponent.min(other.exponent), context, status);
        }
        match self.sum_aligned(other, negative, context) {
            Ok(sum) => sum.finalized(context, status),
            Err(NoRoom) => Decimal::no_room(status),
        }
    }

    #[cold]
    fn add_special(&self, other: &Decimal, negative: bool, context: &Context, status: &mut u32) -> Decimal {
        if let Some(nan) = Decimal::of_nans(&[self, other], context, status) {
            return nan;
        }
        if !self.is_infinite() {
            return Decimal::infinity(negative);
        }
        if other.is_infinite() && self.negative != negative {
            return Decimal::error(signal::INVALID_OPERATION, status);
        }
        Decimal::infinity(self.negative)
    }

    /// The sum of finite numbers, the second with that sign, before rounding: exact, or another number that rounds to the same.
    pub(super) fn sum(&self, other: &Decimal, negative: bool, context: &Context) -> Fallible<Decimal> {
        match self.sum_small(other, negative, context) {
            Some((negative, sum)) => {
                Ok(Decimal::from_parts(negative, Coefficient::new(sum), self.exponent.min(other.exponent)))
            }
            None => self.sum_aligned(other, negative, context),
        }
    }

    /// Sign and coefficient of the exact sum, of the lesser exponent, where all of it fits 128 bits.
    #[inline]
    fn sum_small(&self, other: &Decimal, negative: bool, context: &Context) -> Option<(bool, u128)> {
        let (mut a, mut b) = (self.coefficient.small()?, other.coefficient.small()?);
        let apart = self.exponent.abs_diff(other.exponent);
        if apart != 0 {
            let higher = if self.exponent > other.exponent { &mut a } else { &mut b };
            if *higher != 0 {
                *higher = higher.checked_mul(*POWERS.get(apart as usize)?)?;
            }
        }
        if self.negative == negative {
            return Some((negative, a.checked_add(b)?));
        }
        let sign = if a == b {
            context.rounding == Rounding::Floor
        } else if a > b {
            self.negative
        } else {
            negative
        };
        Some((sign, a.abs_diff(b)))
    }

    /// `sum`, of numbers that are large or far apart.
    fn sum_aligned(&self, other: &Decimal, negative: bool, context: &Context) -> Fallible<Decimal> {
        let swapped = other.exponent > self.exponent;
        let (high, low) = if swapped { (other, self) } else { (self, other) };
        let (mut low_coefficient, mut exponent) = (&low.coefficient, low.exponent);
        let (scaled, zero, one);
        let mut high_coefficient = &high.coefficient;
        if high.exponent != low.exponent && !high.coefficient.is_zero() {
            // So far below, all that counts of a number is that it is there.
            let digits = high.coefficient.digits();
            let least = high.exponent - 1 + if digits > context.prec { 0 } else { digits - context.prec - 1 };
            if low.adjusted() < least {
                (zero, one) = (Coefficient::ZERO, Coefficient::ONE);
                low_coefficient = if low.coefficient.is_zero() { &zero } else { &one };
                exponent = least;
            }
            scaled = high.coefficient.scale_up(high.exponent - exponent, context)?;
            high_coefficient = &scaled;
        }
        let (a, b) = if swapped { (low_coefficient, high_coefficient) } else { (high_coefficient, low_coefficient) };
        if self.negative == negative {
            return Ok(Decimal::from_parts(negative, a.add(b), exponent));
        }
        let (difference, below) = a.difference(b);
        let sign = if difference.is_zero() {
            context.rounding == Rounding::Floor
        } else if below {
            negative
        } else {
            self.negative
        };
        Ok(Decimal::from_parts(sign, difference, exponent))
    }

    #[inline]
    pub fn mul(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        if self.kind == Kind::Finite
            && other.kind == Kind::Finite
            && let (Some(a), Some(b)) = (self.coefficient.small(), other.coefficient.small())
        {
            let (negative, exponent) = (self.negative != other.negative, self.exponent + other.exponent);
            match a.checked_mul(b) {
                Some(product) => return Decimal::rounded_small(negative, product, exponent, context, status),
                None => {
                    if let Some(product) = wide::product(a, b, negative, exponent, context, status) {
                        return product;
                    }
                }
            }
        }
        self.product(other, context, status).finalized(context, status)
    }

    /// The product, before rounding.
    fn product(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        let negative = self.negative != other.negative;
        if self.is_special() || other.is_special() {
            if let Some(nan) = Decimal::of_nans(&[self, other], context, status) {
                return nan;
            }
            if self.is_zero() || other.is_zero() {
                return Decimal::error(signal::INVALID_OPERATION, status);
            }
            return Decimal::infinity(negative);
        }
        match self.coefficient.multiply(&other.coefficient, context) {
            Ok(product) => Decimal::from_parts(negative, product, self.exponent + other.exponent),
            Err(NoRoom) => Decimal::no_room(status),
        }
    }

    /// `self * other + third`, rounded once.
    pub fn fma(&self, other: &Decimal, third: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        let mut own = 0;
        let mut result = self.product(other, context, &mut own);
        if own & (signal::INVALID_OPERATION | signal::MEMORY) == 0 {
            result = result.add(third, context, &mut own);
        }
        *status |= own;
        result
    }

    pub fn plus(&self, context: &Context, status: &mut u32) -> Decimal {
        self.with_sign(self.negative, context, status)
    }

    pub fn minus(&self, context: &Context, status: &mut u32) -> Decimal {
        self.with_sign(!self.negative, context, status)
    }

    pub fn abs(&self, context: &Context, status: &mut u32) -> Decimal {
        if self.negative { self.minus(context, status) } else { self.plus(context, status) }
    }

    fn with_sign(&self, negative: bool, context: &Context, status: &mut u32) -> Decimal {
        if self.is_nan()
            && let Some(nan) = Decimal::of_nans(&[self], context, status)
        {
            return nan;
        }
        let negative = negative && !(self.is_zero() && context.rounding != Rounding::Floor);
        Decimal { negative, ..self.clone() }.finalized(context, status)
    }

    /// With no zeros at the end.
    pub fn reduce(&self, context: &Context, status: &mut u32) -> Decimal {
        if self.is_special() {
            return Decimal::of_nans(&[self], context, status).unwrap_or_else(|| self.clone());
        }
        let mut result = self.clone().finalized(context, status);
        if result.is_special() {
            return result;
        }
        if result.is_zero() {
            return Decimal::zero(self.negative, 0);
        }
        let top = if context.clamp { context.etop() } else { context.emax };
        let zeros = result.coefficient.trailing_zeros(top - result.exponent);
        result.coefficient = result.coefficient.scale_down(zeros).0;
        result.exponent += zeros;
        result
    }
}
