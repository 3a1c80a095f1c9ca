//! Order: by value, by value and exponent, and what chooses by order.

use std::cmp::Ordering;

use super::coefficient::{Coefficient, NoRoom};
use super::context::{Context, signal};
use super::number::Decimal;

/// -1, 0 or 1 as a decimal.
fn of_ordering(ordering: Ordering) -> Decimal {
    Decimal::from_i64(match ordering {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    })
}

fn reversed_if(negative: bool, ordering: Ordering) -> Ordering {
    if negative { ordering.reverse() } else { ordering }
}

impl Decimal {
    /// By magnitude; none may be a NaN.
    pub(super) fn compare_magnitude(&self, other: &Decimal) -> Ordering {
        match (self.is_infinite(), other.is_infinite()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Greater,
            (false, true) => return Ordering::Less,
            (false, false) => {}
        }
        match (self.coefficient.is_zero(), other.coefficient.is_zero()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            (false, false) => {}
        }
        if self.exponent == other.exponent {
            return self.coefficient.compare(&other.coefficient);
        }
        let by_exponent = self.adjusted().cmp(&other.adjusted());
        if by_exponent.is_ne() {
            return by_exponent;
        }
        // The difference of exponents is that of the digits: what is scaled has no more digits than the other.
        let shift = self.exponent - other.exponent;
        if shift > 0 {
            match self.coefficient.scale_up(shift, &Context::MAX) {
                Ok(scaled) => scaled.compare(&other.coefficient),
                Err(NoRoom) => Ordering::Equal,
            }
        } else {
            match other.coefficient.scale_up(-shift, &Context::MAX) {
                Ok(scaled) => self.coefficient.compare(&scaled),
                Err(NoRoom) => Ordering::Equal,
            }
        }
    }

    /// By value; none may be a NaN.
    pub(super) fn compare_value(&self, other: &Decimal) -> Ordering {
        if self.is_zero() && other.is_zero() {
            return Ordering::Equal;
        }
        if self.is_zero() {
            return if other.negative { Ordering::Greater } else { Ordering::Less };
        }
        if other.is_zero() || self.negative != other.negative {
            return if self.negative { Ordering::Less } else { Ordering::Greater };
        }
        reversed_if(self.negative, self.compare_magnitude(other))
    }

    /// By value; None when one is a NaN.
    #[inline]
    pub fn partial_compare(&self, other: &Decimal) -> Option<Ordering> {
        if self.is_finite()
            && other.is_finite()
            && self.exponent == other.exponent
            && self.negative == other.negative
            && let (Some(a), Some(b)) = (self.coefficient.small(), other.coefficient.small())
        {
            return Some(if self.negative { b.cmp(&a) } else { a.cmp(&b) });
        }
        if self.is_nan() || other.is_nan() { None } else { Some(self.compare_value(other)) }
    }

    pub fn compare(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        match Decimal::of_nans(&[self, other], context, status) {
            Some(nan) => nan,
            None => of_ordering(self.compare_value(other)),
        }
    }

    /// As `compare`; every NaN signals.
    pub fn compare_signal(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        if self.is_nan() || other.is_nan() {
            *status |= signal::INVALID_OPERATION;
        }
        self.compare(other, context, status)
    }

    fn total_order(&self, other: &Decimal) -> Ordering {
        if self.negative != other.negative {
            return other.negative.cmp(&self.negative);
        }
        let ordering = match (self.is_nan(), other.is_nan()) {
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (true, true) => {
                let by_kind = self.is_quiet_nan().cmp(&other.is_quiet_nan());
                by_kind.then_with(|| self.coefficient.compare(&other.coefficient))
            }
            (false, false) => self.compare_magnitude(other).then_with(|| self.exponent.cmp(&other.exponent)),
        };
        reversed_if(self.negative, ordering)
    }

    /// By value, then by exponent, with NaNs at the ends.
    pub fn compare_total(&self, other: &Decimal) -> Decimal {
        of_ordering(self.total_order(other))
    }

    pub fn compare_total_magnitude(&self, other: &Decimal) -> Decimal {
        self.copy_abs().compare_total(&other.copy_abs())
    }

    /// One of both: the greater or the less, by value or magnitude.
    pub fn choose(
        &self,
        other: &Decimal,
        greater: bool,
        magnitude: bool,
        context: &Context,
        status: &mut u32,
    ) -> Decimal {
        let chosen = if self.is_quiet_nan() && !other.is_nan() {
            other
        } else if other.is_quiet_nan() && !self.is_nan() {
            self
        } else if let Some(nan) = Decimal::of_nans(&[self, other], context, status) {
            return nan;
        } else {
            let ordering = if magnitude { self.compare_magnitude(other) } else { self.compare_value(other) };
            let ordering = ordering.then_with(|| {
                if self.negative != other.negative {
                    return other.negative.cmp(&self.negative);
                }
                // Equal in all: the first is as good as greater.
                let by_exponent = if self.exponent < other.exponent { Ordering::Less } else { Ordering::Greater };
                reversed_if(self.negative, by_exponent)
            });
            if ordering.is_lt() == greater { other } else { self }
        };
        chosen.clone().finalized(context, status)
    }

    /// Whether both have the same exponent.
    pub fn same_quantum(&self, other: &Decimal) -> bool {
        if self.is_special() || other.is_special() {
            return self.is_nan() && other.is_nan() || self.is_infinite() && other.is_infinite();
        }
        self.exponent == other.exponent
    }

    /// What kind of number it is, as `number_class` says.
    pub fn class(&self, context: &Context) -> &'static str {
        if self.is_nan() {
            return if self.is_quiet_nan() { "NaN" } else { "sNaN" };
        }
        let names = if self.is_infinite() {
            ["+Infinity", "-Infinity"]
        } else if self.is_zero() {
            ["+Zero", "-Zero"]
        } else if self.is_normal(context) {
            ["+Normal", "-Normal"]
        } else {
            ["+Subnormal", "-Subnormal"]
        };
        names[usize::from(self.negative)]
    }

    /// The largest number below, or the least above.
    fn neighbour(&self, above: bool, context: &Context, status: &mut u32) -> Decimal {
        if let Some(nan) = Decimal::of_nans(&[self], context, status) {
            return nan;
        }
        if self.is_infinite() {
            if self.negative != above {
                return self.clone();
            }
            return Decimal::largest(self.negative, context).unwrap_or_else(|NoRoom| Decimal::no_room(status));
        }
        let rounding = if above { super::Rounding::Ceiling } else { super::Rounding::Floor };
        let directed = context.rounded_by(rounding);
        let mut own = 0;
        let result = self.clone().finalized(&directed, &mut own);
        if own & (signal::INEXACT | signal::ERRORS) != 0 {
            *status |= own & signal::ERRORS;
            return result;
        }
        let tiny = Decimal::from_parts(false, Coefficient::ONE, context.etiny() - 1);
        own = 0;
        let result =
            if above { result.add(&tiny, &directed, &mut own) } else { result.sub(&tiny, &directed, &mut own) };
        *status |= own & signal::ERRORS;
        result
    }

    pub fn next_minus(&self, context: &Context, status: &mut u32) -> Decimal {
        self.neighbour(false, context, status)
    }

    pub fn next_plus(&self, context: &Context, status: &mut u32) -> Decimal {
        self.neighbour(true, context, status)
    }

    pub fn next_toward(&self, other: &Decimal, context: &Context, status: &mut u32) -> Decimal {
        if let Some(nan) = Decimal::of_nans(&[self, other], context, status) {
            return nan;
        }
        let result = match self.compare_value(other) {
            Ordering::Equal => return self.copy_sign(other),
            Ordering::Less => self.next_plus(context, status),
            Ordering::Greater => self.next_minus(context, status),
        };
        if result.is_infinite() {
            *status |= signal::OVERFLOW | signal::ROUNDED | signal::INEXACT;
        } else if result.adjusted() < context.emin {
            *status |= signal::UNDERFLOW | signal::SUBNORMAL | signal::ROUNDED | signal::INEXACT;
            if result.is_zero() {
                *status |= signal::CLAMPED;
            }
        }
        result
    }
}
