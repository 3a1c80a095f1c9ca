//! Quotients and remainders.

use super::coefficient::{Coefficient, Fallible, NoRoom, POWERS};
use super::context::{Context, signal};
use super::number::Decimal;
use super::wide;

/// What the signals of a division by zero are, of a dividend that is zero or not.
fn by_zero(dividend: &Decimal, otherwise: u32) -> u32 {
    if dividend.coefficient.is_zero() { signal::DIVISION_UNDEFINED } else { otherwise }
}

impl Decimal {
    #[inline]
    pub fn div(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        if self.is_special() || other.is_special() || other.coefficient.is_zero() {
            return self.div_special(other, context, status);
        }
        let shift = other.digits() - self.digits() + context.prec + 1;
        if let (Some(a), Some(b)) = (self.coefficient.small(), other.coefficient.small())
            && a != 0
            && let Some((mut quotient, inexact)) = wide::scaled_quotient(a, shift, b)
        {
            let mut exponent = self.exponent - other.exponent - shift;
            if !inexact {
                let zeros = Coefficient::new(quotient).trailing_zeros(shift);
                quotient /= POWERS[zeros as usize];
                exponent += zeros;
            } else if quotient.is_multiple_of(5) {
                quotient += 1;
            }
            return Decimal::rounded_small(self.negative != other.negative, quotient, exponent, context, status);
        }
        match self.quotient(other, true, context) {
            Ok(quotient) => quotient.finalized(context, status),
            Err(NoRoom) => Decimal::no_room(status),
        }
    }

    #[cold]
    fn div_special(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        let negative = self.negative != other.negative;
        if let Some(nan) = Decimal::of_nans(&[self, other], context, status) {
            return nan;
        }
        match (self.is_infinite(), other.is_infinite()) {
            (true, true) => Decimal::error(signal::INVALID_OPERATION, status),
            (true, false) => Decimal::infinity(negative),
            (false, true) => {
                *status |= signal::CLAMPED;
                Decimal::zero(negative, context.etiny())
            }
            (false, false) if self.coefficient.is_zero() => Decimal::error(signal::DIVISION_UNDEFINED, status),
            (false, false) => {
                *status |= signal::DIVISION_BY_ZERO;
                Decimal::infinity(negative)
            }
        }
    }

    /// The quotient of finite numbers, of one digit more than the precision has; the last digit of an inexact one is neither 0 nor 5.
    pub(super) fn quotient(&self, other: &Decimal, ideal: bool, context: &Context) -> Fallible<Decimal> {
        let negative = self.negative != other.negative;
        let wanted = self.exponent - other.exponent;
        if self.coefficient.is_zero() {
            return Ok(Decimal::zero(negative, wanted));
        }
        let shift = other.digits() - self.digits() + context.prec + 1;
        let (scaled_up, scaled_down);
        let (mut quotient, rest) = if shift > 0 {
            scaled_up = self.coefficient.scale_up(shift, context)?;
            scaled_up.div_rem(&other.coefficient)
        } else {
            scaled_down = other.coefficient.scale_up(-shift, context)?;
            self.coefficient.div_rem(&scaled_down)
        };
        let inexact = !rest.is_zero();
        let mut exponent = wanted - shift;
        if inexact {
            if matches!(quotient.last_digit(), 0 | 5) {
                quotient = quotient.add(&Coefficient::ONE);
            }
        } else if ideal && shift > 0 {
            let zeros = quotient.trailing_zeros(shift);
            if zeros > 0 {
                quotient = quotient.scale_down(zeros).0;
                exponent += zeros;
            }
        }
        Ok(Decimal::from_parts(negative, quotient, exponent))
    }

    /// Whole quotient and remainder of finite numbers, the divisor not 0; or the condition that stands in the way.
    pub(super) fn divide_whole(&self, other: &Decimal, context: &Context) -> Result<(Decimal, Decimal), u32> {
        let exponent = self.exponent.min(other.exponent);
        let negative = self.negative != other.negative;
        let nothing = Decimal::zero(negative, 0);
        if self.coefficient.is_zero() {
            return Ok((nothing, Decimal::zero(self.negative, exponent)));
        }
        let room = |NoRoom| signal::MEMORY;
        let apart = self.adjusted() - other.adjusted();
        if apart < 0 {
            let up = (self.exponent - other.exponent).max(0);
            let rest = self.coefficient.scale_up(up, context).map_err(room)?;
            return Ok((nothing, Decimal::from_parts(self.negative, rest, exponent)));
        }
        if apart > context.prec {
            return Err(signal::DIVISION_IMPOSSIBLE);
        }
        let shift = self.exponent - other.exponent;
        let a = self.coefficient.scale_up(shift.max(0), context).map_err(room)?;
        let b = other.coefficient.scale_up((-shift).max(0), context).map_err(room)?;
        let (quotient, rest) = a.div_rem(&b);
        if quotient.digits() > context.prec {
            return Err(signal::DIVISION_IMPOSSIBLE);
        }
        Ok((Decimal::from_parts(negative, quotient, 0), Decimal::from_parts(self.negative, rest, exponent)))
    }

    /// `divmod(self, other)`
    pub fn divmod(&self, other: &Decimal, context: &Context, status: &mut u32) -> (Decimal, Decimal) {
        let negative = self.negative != other.negative;
        if let Some(nan) = Decimal::of_nans(&[self, other], context, status) {
            return (nan.clone(), nan);
        }
        if self.is_infinite() {
            let quotient = if other.is_infinite() { Decimal::NAN } else { Decimal::infinity(negative) };
            return (quotient, Decimal::error(signal::INVALID_OPERATION, status));
        }
        if other.is_infinite() {
            return (Decimal::zero(negative, 0), self.clone().finalized(context, status));
        }
        if other.coefficient.is_zero() {
            *status |= by_zero(self, signal::DIVISION_BY_ZERO | signal::INVALID_OPERATION);
            let quotient = if self.coefficient.is_zero() { Decimal::NAN } else { Decimal::infinity(negative) };
            return (quotient, Decimal::NAN);
        }
        match self.divide_whole(other, context) {
            Ok((quotient, rest)) => (quotient.finalized(context, status), rest.finalized(context, status)),
            Err(condition) => (Decimal::error(condition, status), Decimal::NAN),
        }
    }

    /// `self // other`, cut towards zero.
    pub fn divide_int(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        let negative = self.negative != other.negative;
        if let Some(nan) = Decimal::of_nans(&[self, other], context, status) {
            return nan;
        }
        if self.is_infinite() && other.is_infinite() {
            return Decimal::error(signal::INVALID_OPERATION, status);
        }
        if self.is_infinite() {
            return Decimal::infinity(negative);
        }
        if other.is_infinite() {
            return Decimal::zero(negative, 0);
        }
        if other.coefficient.is_zero() {
            *status |= by_zero(self, signal::DIVISION_BY_ZERO);
            return if self.coefficient.is_zero() { Decimal::NAN } else { Decimal::infinity(negative) };
        }
        match self.divide_whole(other, context) {
            Ok((quotient, _)) => quotient.finalized(context, status),
            Err(condition) => Decimal::error(condition, status),
        }
    }

    /// What both remainders do with anything but finite numbers and a divisor that is not 0.
    fn rem_special(&self, other: &Decimal, context: &Context, status: &mut u32) -> Option<Decimal> {
        if let Some(nan) = Decimal::of_nans(&[self, other], context, status) {
            return Some(nan);
        }
        if self.is_infinite() {
            return Some(Decimal::error(signal::INVALID_OPERATION, status));
        }
        if other.is_infinite() {
            return Some(self.clone().finalized(context, status));
        }
        if other.coefficient.is_zero() {
            return Some(Decimal::error(by_zero(self, signal::INVALID_OPERATION), status));
        }
        None
    }

    /// `self % other`, with the sign of `self`.
    pub fn rem(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        if let Some(result) = self.rem_special(other, context, status) {
            return result;
        }
        match self.divide_whole(other, context) {
            Ok((_, rest)) => rest.finalized(context, status),
            Err(condition) => Decimal::error(condition, status),
        }
    }

    /// The remainder of least magnitude.
    pub fn rem_near(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        if let Some(result) = self.rem_special(other, context, status) {
            return result;
        }
        let (quotient, mut rest) = match self.divide_whole(other, context) {
            Ok(both) => both,
            Err(condition) => return Decimal::error(condition, status),
        };
        if !rest.coefficient.is_zero() && (other.adjusted() - rest.adjusted()).abs() <= 1 {
            let wide = Context { room: context.room, ..Context::MAX };
            let other_way = match rest.sum(
                other,
                if self.negative == other.negative { !other.negative } else { other.negative },
                &wide,
            ) {
                Ok(other_way) => other_way,
                Err(NoRoom) => return Decimal::no_room(status),
            };
            let nearer = other_way.compare_magnitude(&rest);
            if nearer.is_lt() || nearer.is_eq() && quotient.is_odd() {
                let last = quotient.digits() == context.prec
                    && quotient.coefficient.add(&Coefficient::ONE).digits() > context.prec;
                if last {
                    return Decimal::error(signal::DIVISION_IMPOSSIBLE, status);
                }
                rest = other_way;
            }
        }
        rest.finalized(context, status)
    }
}
