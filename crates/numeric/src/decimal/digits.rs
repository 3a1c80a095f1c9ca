//! What works on the digits: quantize, rounding to whole numbers, shifts, logical operations.

use super::coefficient::{Coefficient, NoRoom, POWERS, divide_small};
use super::context::{Context, EXPONENT_INFINITE, EXPONENT_TINY, MAX_EMAX, MAX_PREC, MIN_ETINY, Rest, signal};
use super::number::Decimal;

/// An operation on digits that are 0 or 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Logical {
    And,
    Or,
    Xor,
}

impl Decimal {
    /// With the exponent of another number.
    pub fn quantize(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        if self.is_special() || other.is_special() {
            if let Some(nan) = Decimal::of_nans(&[self, other], context, status) {
                return nan;
            }
            if self.is_infinite() && other.is_infinite() {
                return self.clone();
            }
            return Decimal::error(signal::INVALID_OPERATION, status);
        }
        self.quantize_to(other.exponent, context, status)
    }

    /// With an exponent.
    pub fn quantize_to(&self, exponent: i64, context: &Context, status: &mut u32) -> Decimal {
        if self.is_special() {
            return Decimal::of_nans(&[self], context, status)
                .unwrap_or_else(|| Decimal::error(signal::INVALID_OPERATION, status));
        }
        if exponent > context.emax || exponent < context.etiny() {
            return Decimal::error(signal::INVALID_OPERATION, status);
        }
        if self.coefficient.is_zero() {
            return Decimal::zero(self.negative, exponent).finalized(context, status);
        }
        let shift = self.exponent - exponent;
        if let Some(value) = self.coefficient.small()
            && shift < 0
            && let Some(&power) = POWERS.get(shift.unsigned_abs() as usize)
            && exponent >= context.emin
            && exponent + 38 < context.emax
            && !context.clamp
        {
            return self.quantize_small(value, power, exponent, context, status);
        }
        if self.digits() + shift > context.prec {
            return Decimal::error(signal::INVALID_OPERATION, status);
        }
        let mut own = 0;
        let result = if shift >= 0 {
            match self.coefficient.scale_up(shift, context) {
                Ok(coefficient) => Decimal::from_parts(self.negative, coefficient, exponent),
                Err(NoRoom) => return Decimal::no_room(status),
            }
        } else {
            let (coefficient, rest) = self.coefficient.scale_down(-shift);
            let mut result = Decimal::from_parts(self.negative, coefficient, exponent);
            result.round_freely(rest, context.rounding);
            if result.digits() > context.prec {
                return Decimal::error(signal::INVALID_OPERATION, status);
            }
            own |= signal::ROUNDED;
            if rest != Rest::Zero {
                own |= signal::INEXACT;
            }
            result
        };
        let adjusted = result.adjusted();
        if adjusted > context.emax || adjusted < context.etiny() {
            return Decimal::error(signal::INVALID_OPERATION, status);
        }
        *status |= own;
        result.finalized(context, status)
    }

    /// `quantize_to` of a small coefficient that is divided by a power of ten, far from the bounds of exponents.
    fn quantize_small(&self, value: u128, power: u128, exponent: i64, context: &Context, status: &mut u32) -> Decimal {
        let (quotient, rest) = divide_small(value, power);
        let mut result = Decimal::from_parts(self.negative, Coefficient::new(quotient), exponent);
        if rest != 0 {
            result.round_freely(Rest::of(rest, power), context.rounding);
        }
        if result.digits() > context.prec {
            return Decimal::error(signal::INVALID_OPERATION, status);
        }
        *status |= if rest == 0 { signal::ROUNDED } else { signal::ROUNDED | signal::INEXACT };
        result
    }

    /// With an exponent, whatever the context's bounds; `loosely` allows still lower ones, for numbers that are only printed.
    pub(super) fn rescale(&self, exponent: i64, loosely: bool, context: &Context, status: &mut u32) -> Decimal {
        let least = if loosely { MIN_ETINY - MAX_PREC } else { MIN_ETINY };
        if exponent > MAX_EMAX + 1 || exponent < least {
            return Decimal::error(signal::INVALID_OPERATION, status);
        }
        if self.is_special() {
            return self.clone();
        }
        if self.coefficient.is_zero() {
            return Decimal::zero(self.negative, exponent);
        }
        let shift = self.exponent - exponent;
        let result = if shift >= 0 {
            if self.digits() + shift > MAX_PREC + 1 {
                return Decimal::error(signal::INVALID_OPERATION, status);
            }
            match self.coefficient.scale_up(shift, context) {
                Ok(coefficient) => Decimal::from_parts(self.negative, coefficient, exponent),
                Err(NoRoom) => return Decimal::no_room(status),
            }
        } else {
            let (coefficient, rest) = self.coefficient.scale_down(-shift);
            let mut result = Decimal::from_parts(self.negative, coefficient, exponent);
            result.round_freely(rest, context.rounding);
            *status |= signal::ROUNDED;
            if rest != Rest::Zero {
                *status |= signal::INEXACT;
            }
            result
        };
        if result.is_subnormal(context) {
            *status |= signal::SUBNORMAL;
        }
        result
    }

    /// Rounded to a whole number; the signals of rounding are raised when `exact` asks for them.
    pub fn to_integral(&self, exact: bool, context: &Context, status: &mut u32) -> Decimal {
        if self.is_special() {
            return Decimal::of_nans(&[self], context, status).unwrap_or_else(|| self.clone());
        }
        if self.exponent >= 0 {
            return self.clone();
        }
        if self.coefficient.is_zero() {
            return Decimal::zero(self.negative, 0);
        }
        let (coefficient, rest) = self.coefficient.scale_down(self.exponent.saturating_neg());
        let mut result = Decimal::from_parts(self.negative, coefficient, 0);
        result.round_freely(rest, context.rounding);
        if exact {
            *status |= signal::ROUNDED;
            if rest != Rest::Zero {
                *status |= signal::INEXACT;
            }
        }
        result
    }

    /// The exponent of the first digit, as a number.
    pub fn logb(&self, context: &Context, status: &mut u32) -> Decimal {
        if self.is_special() {
            return Decimal::of_nans(&[self], context, status).unwrap_or_else(|| Decimal::infinity(false));
        }
        if self.coefficient.is_zero() {
            *status |= signal::DIVISION_BY_ZERO;
            return Decimal::infinity(true);
        }
        Decimal::from_i64(self.adjusted()).finalized(context, status)
    }

    /// The second operand of a shift, which has to be a whole number without an exponent; None for anything else.
    fn count_of_digits(other: &Decimal) -> Option<i64> {
        if other.exponent != 0 || other.is_special() {
            return None;
        }
        let magnitude = i64::try_from(other.coefficient.small()?).ok()?;
        Some(if other.negative { -magnitude } else { magnitude })
    }

    /// The exponent plus a number.
    pub fn scaleb(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        if let Some(nan) = Decimal::of_nans(&[self, other], context, status) {
            return nan;
        }
        let most = 2 * (context.emax + context.prec);
        let Some(count) = Decimal::count_of_digits(other).filter(|count| count.abs() <= most) else {
            return Decimal::error(signal::INVALID_OPERATION, status);
        };
        if self.is_infinite() {
            return self.clone();
        }
        let exponent = self.exponent.saturating_add(count).clamp(EXPONENT_TINY, EXPONENT_INFINITE);
        Decimal { exponent, ..self.clone() }.finalized(context, status)
    }

    fn shift_count(&self, other: &Decimal, context: &Context, status: &mut u32) -> Result<i64, Decimal> {
        if let Some(nan) = Decimal::of_nans(&[self, other], context, status) {
            return Err(nan);
        }
        let Some(count) = Decimal::count_of_digits(other).filter(|count| count.abs() <= context.prec) else {
            return Err(Decimal::error(signal::INVALID_OPERATION, status));
        };
        if self.is_infinite() { Err(self.clone()) } else { Ok(count) }
    }

    /// The digits moved, those beyond the precision lost.
    pub fn shift(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        let count = match self.shift_count(other, context, status) {
            Ok(count) => count,
            Err(result) => return result,
        };
        let coefficient = self.coefficient.low_digits(context.prec);
        let coefficient = if count >= 0 {
            match coefficient.low_digits(context.prec - count).scale_up(count, context) {
                Ok(shifted) => shifted,
                Err(NoRoom) => return Decimal::no_room(status),
            }
        } else {
            coefficient.scale_down(-count).0
        };
        Decimal { coefficient, ..self.clone() }
    }

    /// The digits turned round in a window of the precision.
    pub fn rotate(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        let count = match self.shift_count(other, context, status) {
            Ok(count) => count,
            Err(result) => return result,
        };
        let left = if count >= 0 { count } else { context.prec + count };
        let right = context.prec - left;
        let coefficient = self.coefficient.low_digits(context.prec);
        let low = coefficient.scale_down(right).0;
        let high = if right == 0 {
            Coefficient::ZERO
        } else {
            match coefficient.low_digits(right).scale_up(left, context) {
                Ok(high) => high,
                Err(NoRoom) => return Decimal::no_room(status),
            }
        };
        Decimal { coefficient: high.add(&low), ..self.clone() }
    }

    /// The digits of a logical operand, the last first; None when it is not one.
    fn logical_digits(&self) -> Option<Vec<u8>> {
        if self.is_special() || self.negative || self.exponent != 0 {
            return None;
        }
        let digits: Vec<u8> = self.coefficient.to_text().bytes().rev().map(|byte| byte - b'0').collect();
        digits.iter().all(|&digit| digit <= 1).then_some(digits)
    }

    fn from_logical(digits: impl DoubleEndedIterator<Item = u8>) -> Decimal {
        let text: String = digits.rev().map(|digit| char::from(b'0' + digit)).collect();
        Decimal::from_parts(false, Coefficient::from_text(&text), 0)
    }

    pub fn logical(&self, other: &Decimal, how: Logical, context: &Context, status: &mut u32) -> Decimal {
        let (Some(a), Some(b)) = (self.logical_digits(), other.logical_digits()) else {
            return Decimal::error(signal::INVALID_OPERATION, status);
        };
        let length = (a.len().max(b.len()) as i64).min(context.prec) as usize;
        let digit = |digits: &[u8], at: usize| digits.get(at).copied().unwrap_or(0);
        Decimal::from_logical((0..length).map(|at| {
            let (x, y) = (digit(&a, at), digit(&b, at));
            match how {
                Logical::And => x & y,
                Logical::Or => x | y,
                Logical::Xor => x ^ y,
            }
        }))
    }

    pub fn logical_invert(&self, context: &Context, status: &mut u32) -> Decimal {
        let Some(digits) = self.logical_digits() else {
            return Decimal::error(signal::INVALID_OPERATION, status);
        };
        if super::coefficient::check_digits(context.prec, context).is_err() {
            return Decimal::no_room(status);
        }
        let length = context.prec as usize;
        Decimal::from_logical((0..length).map(|at| 1 - digits.get(at).copied().unwrap_or(0)))
    }
}
