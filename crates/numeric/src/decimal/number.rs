//! A decimal number, and how results are made to fit a context.

use std::cmp::Ordering;

use super::coefficient::{Coefficient, Fallible, NoRoom, POWERS, count_digits, divide_small};
use super::context::{Context, Rest, Rounding, signal};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Finite,
    Infinite,
    Quiet,
    Signaling,
}

/// A decimal number: sign, coefficient and exponent, or infinity, or not a number.
#[derive(Clone, Debug)]
pub struct Decimal {
    /// Of a NaN, its payload.
    pub(super) coefficient: Coefficient,
    pub(super) exponent: i64,
    pub(super) kind: Kind,
    pub(super) negative: bool,
}

impl Decimal {
    pub const ZERO: Decimal = Decimal::from_parts(false, Coefficient::ZERO, 0);
    pub const ONE: Decimal = Decimal::from_parts(false, Coefficient::ONE, 0);
    pub const TEN: Decimal = Decimal::from_parts(false, Coefficient::new(10), 0);
    pub const NAN: Decimal =
        Decimal { coefficient: Coefficient::ZERO, exponent: 0, kind: Kind::Quiet, negative: false };

    #[inline]
    pub(super) const fn from_parts(negative: bool, coefficient: Coefficient, exponent: i64) -> Decimal {
        Decimal { coefficient, exponent, kind: Kind::Finite, negative }
    }

    pub const fn infinity(negative: bool) -> Decimal {
        Decimal { coefficient: Coefficient::ZERO, exponent: 0, kind: Kind::Infinite, negative }
    }

    pub(super) const fn zero(negative: bool, exponent: i64) -> Decimal {
        Decimal::from_parts(negative, Coefficient::ZERO, exponent)
    }

    /// A small number as a decimal.
    #[inline]
    pub fn from_i64(value: i64) -> Decimal {
        Decimal::from_parts(value < 0, Coefficient::new(u128::from(value.unsigned_abs())), 0)
    }

    /// The NaN that an invalid operation gives.
    #[cold]
    pub(super) fn error(condition: u32, status: &mut u32) -> Decimal {
        *status |= condition;
        Decimal::NAN
    }

    #[cold]
    pub(super) fn no_room(status: &mut u32) -> Decimal {
        Decimal::error(signal::MEMORY, status)
    }

    #[inline]
    pub fn is_special(&self) -> bool {
        self.kind != Kind::Finite
    }

    pub fn is_finite(&self) -> bool {
        self.kind == Kind::Finite
    }

    pub fn is_infinite(&self) -> bool {
        self.kind == Kind::Infinite
    }

    pub fn is_nan(&self) -> bool {
        matches!(self.kind, Kind::Quiet | Kind::Signaling)
    }

    pub fn is_quiet_nan(&self) -> bool {
        self.kind == Kind::Quiet
    }

    pub fn is_signaling_nan(&self) -> bool {
        self.kind == Kind::Signaling
    }

    pub fn is_negative(&self) -> bool {
        self.negative
    }

    #[inline]
    pub fn is_zero(&self) -> bool {
        self.kind == Kind::Finite && self.coefficient.is_zero()
    }

    /// Digits of the coefficient; of a NaN, of its payload.
    #[inline]
    pub fn digits(&self) -> i64 {
        self.coefficient.digits()
    }

    pub fn exponent(&self) -> i64 {
        self.exponent
    }

    /// Whether a NaN has a payload.
    pub fn has_payload(&self) -> bool {
        self.is_nan() && !self.coefficient.is_zero()
    }

    /// The exponent of the first digit.
    #[inline]
    pub fn adjusted(&self) -> i64 {
        self.exponent + self.coefficient.digits() - 1
    }

    /// Bytes on the heap beside the value itself.
    #[inline]
    pub fn heap_bytes(&self) -> usize {
        self.coefficient.heap_bytes()
    }

    /// Bits of the coefficient.
    pub fn bits(&self) -> u64 {
        self.coefficient.bits()
    }

    /// The digits of the coefficient.
    pub fn coefficient_text(&self) -> String {
        self.coefficient.to_text()
    }

    pub fn is_normal(&self, context: &Context) -> bool {
        self.is_finite() && !self.is_zero() && self.adjusted() >= context.emin
    }

    pub fn is_subnormal(&self, context: &Context) -> bool {
        self.is_finite() && !self.is_zero() && self.adjusted() < context.emin
    }

    /// Whether the value is a whole number.
    pub(super) fn is_whole(&self) -> bool {
        self.is_finite()
            && (self.exponent >= 0
                || self.coefficient.is_zero()
                || self.coefficient.trailing_zeros(self.exponent.saturating_neg()) >= -self.exponent)
    }

    /// Whether a whole number is odd.
    pub(super) fn is_odd(&self) -> bool {
        match self.exponent.cmp(&0) {
            Ordering::Greater => false,
            Ordering::Equal => self.coefficient.is_odd(),
            Ordering::Less => self.coefficient.scale_down(-self.exponent).0.is_odd(),
        }
    }

    pub fn copy_abs(&self) -> Decimal {
        Decimal { negative: false, ..self.clone() }
    }

    pub fn copy_negate(&self) -> Decimal {
        Decimal { negative: !self.negative, ..self.clone() }
    }

    pub fn copy_sign(&self, other: &Decimal) -> Decimal {
        Decimal { negative: other.negative, ..self.clone() }
    }

    /// What an operation on NaNs gives: the first that signals, else the first.
    pub(super) fn of_nans(operands: &[&Decimal], context: &Context, status: &mut u32) -> Option<Decimal> {
        let nan = match operands.iter().find(|operand| operand.is_signaling_nan()) {
            Some(signaling) => {
                *status |= signal::INVALID_OPERATION;
                signaling
            }
            None => operands.iter().find(|operand| operand.is_nan())?,
        };
        let quiet = Decimal { kind: Kind::Quiet, ..(*nan).clone() };
        Some(quiet.finalized(context, status))
    }

    /// A small coefficient as a number, rounded to the context.
    #[inline]
    pub(super) fn rounded_small(
        negative: bool,
        value: u128,
        exponent: i64,
        context: &Context,
        status: &mut u32,
    ) -> Decimal {
        let digits = count_digits(value);
        let adjusted = exponent + digits - 1;
        let mut result = Decimal::from_parts(negative, Coefficient::new(value), exponent);
        if adjusted > context.emax || adjusted < context.emin || context.clamp && exponent > context.etop() {
            result.finalize(context, status);
        } else if digits > context.prec {
            result.round_small(value, digits - context.prec, context, status);
        }
        result
    }

    /// Cut digits off a small coefficient.
    fn round_small(&mut self, value: u128, excess: i64, context: &Context, status: &mut u32) {
        let power = POWERS[excess as usize];
        let (quotient, rest) = divide_small(value, power);
        self.coefficient = Coefficient::new(quotient);
        self.exponent += excess;
        *status |= signal::ROUNDED;
        if rest != 0 {
            *status |= signal::INEXACT;
            self.round(Rest::of(rest, power), context, status);
        }
    }

    /// Rounded to the context.
    #[inline]
    pub fn finalized(mut self, context: &Context, status: &mut u32) -> Decimal {
        if self.kind == Kind::Finite {
            let digits = self.coefficient.digits();
            let adjusted = self.exponent + digits - 1;
            if digits <= context.prec
                && adjusted <= context.emax
                && adjusted >= context.emin
                && !(context.clamp && self.exponent > context.etop())
            {
                return self;
            }
        }
        self.finalize(context, status);
        self
    }

    /// Round to the context.
    pub fn finalize(&mut self, context: &Context, status: &mut u32) {
        match self.kind {
            Kind::Infinite => {}
            Kind::Quiet | Kind::Signaling => {
                let most = context.prec - i64::from(context.clamp);
                if !self.coefficient.is_zero() && self.coefficient.digits() > most {
                    self.coefficient = self.coefficient.low_digits(most);
                }
            }
            Kind::Finite => {
                self.check_exponent(context, status);
                self.check_digits(context, status);
            }
        }
    }

    /// Round to the precision.
    fn check_digits(&mut self, context: &Context, status: &mut u32) {
        if self.kind != Kind::Finite {
            return;
        }
        let excess = self.coefficient.digits() - context.prec;
        if excess <= 0 {
            return;
        }
        let (coefficient, rest) = self.coefficient.scale_down(excess);
        self.coefficient = coefficient;
        self.exponent += excess;
        *status |= signal::ROUNDED;
        if rest != Rest::Zero {
            *status |= signal::INEXACT;
        }
        self.round(rest, context, status);
    }

    /// Add one to the last digit where the rounding says so; what had as many digits as allowed still has.
    pub(super) fn round(&mut self, rest: Rest, context: &Context, status: &mut u32) {
        if !self.rounds_away(rest, context.rounding) {
            return;
        }
        self.coefficient = self.coefficient.add(&Coefficient::ONE);
        if self.coefficient.digits() > context.prec {
            self.coefficient = self.coefficient.scale_down(1).0;
            self.exponent += 1;
            self.check_exponent(context, status);
        }
    }

    /// As `round`, with no limit to the digits.
    pub(super) fn round_freely(&mut self, rest: Rest, rounding: Rounding) {
        if self.rounds_away(rest, rounding) {
            self.coefficient = self.coefficient.add(&Coefficient::ONE);
        }
    }

    #[inline]
    fn rounds_away(&self, rest: Rest, rounding: Rounding) -> bool {
        if rest == Rest::Zero {
            return false;
        }
        match rounding {
            Rounding::Down => false,
            Rounding::Up => true,
            Rounding::Ceiling => !self.negative,
            Rounding::Floor => self.negative,
            Rounding::HalfUp => rest != Rest::Below,
            Rounding::HalfDown => rest == Rest::Above,
            Rounding::HalfEven => rest == Rest::Above || rest == Rest::Half && self.coefficient.is_odd(),
            Rounding::ZeroFiveUp => matches!(self.coefficient.last_digit(), 0 | 5),
        }
    }

    /// Bring the exponent into the context's bounds.
    fn check_exponent(&mut self, context: &Context, status: &mut u32) {
        let adjusted = self.adjusted();
        if adjusted > context.emax {
            self.overflow(context, status);
        } else if context.clamp && self.exponent > context.etop() {
            let shift = self.exponent - context.etop();
            match self.coefficient.scale_up(shift, context) {
                Ok(coefficient) => self.coefficient = coefficient,
                Err(NoRoom) => {
                    *self = Decimal::no_room(status);
                    return;
                }
            }
            self.exponent -= shift;
            *status |= signal::CLAMPED;
            if !self.coefficient.is_zero() && adjusted < context.emin {
                *status |= signal::SUBNORMAL;
            }
        } else if adjusted < context.emin {
            self.underflow(context, status);
        }
    }

    fn overflow(&mut self, context: &Context, status: &mut u32) {
        if self.coefficient.is_zero() {
            self.exponent = if context.clamp { context.etop() } else { context.emax };
            *status |= signal::CLAMPED;
            return;
        }
        let infinite = match context.rounding {
            Rounding::Up | Rounding::HalfUp | Rounding::HalfDown | Rounding::HalfEven => true,
            Rounding::Down | Rounding::ZeroFiveUp => false,
            Rounding::Ceiling => !self.negative,
            Rounding::Floor => self.negative,
        };
        *self = if infinite {
            Decimal::infinity(self.negative)
        } else {
            match Decimal::largest(self.negative, context) {
                Ok(largest) => largest,
                Err(NoRoom) => Decimal::no_room(status),
            }
        };
        *status |= signal::OVERFLOW | signal::INEXACT | signal::ROUNDED;
    }

    fn underflow(&mut self, context: &Context, status: &mut u32) {
        let etiny = context.etiny();
        if self.coefficient.is_zero() {
            if self.exponent < etiny {
                self.exponent = etiny;
                *status |= signal::CLAMPED;
            }
            return;
        }
        *status |= signal::SUBNORMAL;
        if self.exponent >= etiny {
            return;
        }
        let (coefficient, rest) = self.coefficient.scale_down(etiny.saturating_sub(self.exponent));
        self.coefficient = coefficient;
        self.exponent = etiny;
        self.round_freely(rest, context.rounding);
        *status |= signal::ROUNDED;
        if rest != Rest::Zero {
            *status |= signal::INEXACT | signal::UNDERFLOW;
            if self.coefficient.is_zero() {
                *status |= signal::CLAMPED;
            }
        }
    }

    /// The largest number of a context.
    pub(super) fn largest(negative: bool, context: &Context) -> Fallible<Decimal> {
        Ok(Decimal::from_parts(negative, Coefficient::nines(context.prec, context)?, context.etop()))
    }
}
