//! `gcd`, `lcm`, `isqrt`.

use dashu_base::{Gcd, SquareRoot};

use super::{Int, IntRef, small};
use crate::error::{Error, Result};

impl IntRef<'_> {
    /// The greatest common divisor, never negative; `gcd(0, 0)` is 0.
    pub fn gcd(self, other: IntRef<'_>) -> Int {
        match (self, other) {
            (IntRef::Small(a), IntRef::Small(b)) => Int::from(small::gcd(a, b)),
            // The big-integer crate refuses gcd(0, 0) only; a big value is never 0.
            _ => Int::from_ubig(self.magnitude().gcd(other.magnitude())),
        }
    }

    /// The least common multiple, never negative; 0 if either is 0.
    pub fn lcm(self, other: IntRef<'_>) -> Int {
        if self.is_zero() || other.is_zero() {
            return Int::ZERO;
        }
        let g = self.gcd(other).as_ref().magnitude();
        Int::from_ubig(self.magnitude() / g * other.magnitude())
    }

    /// `math.isqrt`
    pub fn isqrt(self) -> Result<Int> {
        if self.is_negative() {
            return Err(Error::value("isqrt() argument must be nonnegative"));
        }
        Ok(match self {
            IntRef::Small(v) => Int::from(small::isqrt(v.unsigned_abs())),
            IntRef::Big(_) => Int::from_ubig(self.magnitude().sqrt()),
        })
    }
}
