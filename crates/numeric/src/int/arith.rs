//! `+ - * // % divmod` and the unary operators, with Python's rounding towards minus infinity.

use dashu_base::{Abs, DivRem, Sign};
use dashu_int::IBig;

use super::{Int, IntRef, small};
use crate::error::{Error, Result};

/// Quotient and remainder rounded towards minus infinity; `b` must not be 0.
pub(crate) fn floor_div_rem(a: &IBig, b: &IBig) -> (IBig, IBig) {
    let (q, r) = a.div_rem(b);
    if !r.is_zero() && r.sign() != b.sign() { (q - IBig::ONE, r + b) } else { (q, r) }
}

// Named as the operators' special methods are; the traits would need an operand type that both `Int`s share.
#[allow(clippy::should_implement_trait)]
impl IntRef<'_> {
    pub fn add(self, other: IntRef<'_>) -> Int {
        match (self, other) {
            (IntRef::Small(a), IntRef::Small(b)) => Int::from(i128::from(a) + i128::from(b)),
            _ => match self.few_bits().zip(other.few_bits()).and_then(|(a, b)| a.checked_add(b)) {
                Some(sum) => Int::from(sum),
                None => Int::from_ibig(self.to_ibig().as_ref() + other.to_ibig().as_ref()),
            },
        }
    }

    pub fn sub(self, other: IntRef<'_>) -> Int {
        match (self, other) {
            (IntRef::Small(a), IntRef::Small(b)) => Int::from(i128::from(a) - i128::from(b)),
            _ => match self.few_bits().zip(other.few_bits()).and_then(|(a, b)| a.checked_sub(b)) {
                Some(difference) => Int::from(difference),
                None => Int::from_ibig(self.to_ibig().as_ref() - other.to_ibig().as_ref()),
            },
        }
    }

    pub fn mul(self, other: IntRef<'_>) -> Int {
        match (self, other) {
            (IntRef::Small(a), IntRef::Small(b)) => Int::from(i128::from(a) * i128::from(b)),
            _ => Int::from_ibig(self.to_ibig().as_ref() * other.to_ibig().as_ref()),
        }
    }

    /// An upper bound of the bits in `self * other`, to charge memory before multiplying.
    pub fn mul_bits(self, other: IntRef<'_>) -> u64 {
        self.bit_length() + other.bit_length()
    }

    /// `self // other`
    pub fn floor_div(self, other: IntRef<'_>) -> Result<Int> {
        if other.is_zero() {
            return Err(Error::zero_division());
        }
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other)
            && let Some(q) = small::floor_div(a, b)
        {
            return Ok(Int::from(q));
        }
        Ok(Int::from_ibig(floor_div_rem(&self.to_ibig(), &other.to_ibig()).0))
    }

    /// `self % other`
    pub fn modulo(self, other: IntRef<'_>) -> Result<Int> {
        if other.is_zero() {
            return Err(Error::zero_division());
        }
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other)
            && let Some(r) = small::floor_mod(a, b)
        {
            return Ok(Int::from(r));
        }
        let (a, b) = (self.to_ibig(), other.to_ibig());
        let r = a.as_ref() % b.as_ref();
        Ok(Int::from_ibig(if !r.is_zero() && r.sign() != b.sign() { r + b.as_ref() } else { r }))
    }

    /// `divmod(self, other)`
    pub fn div_mod(self, other: IntRef<'_>) -> Result<(Int, Int)> {
        if other.is_zero() {
            return Err(Error::zero_division());
        }
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other)
            && let Some((q, r)) = small::div_mod(a, b)
        {
            return Ok((Int::from(q), Int::from(r)));
        }
        let (q, r) = floor_div_rem(&self.to_ibig(), &other.to_ibig());
        Ok((Int::from_ibig(q), Int::from_ibig(r)))
    }

    pub fn neg(self) -> Int {
        match self {
            IntRef::Small(v) => Int::from(-i128::from(v)),
            IntRef::Big(b) => Int::from_ibig(-&b.0),
        }
    }

    pub fn abs(self) -> Int {
        match self {
            IntRef::Small(v) => Int::from(v.unsigned_abs()),
            IntRef::Big(b) if b.0.sign() == Sign::Negative => Int::from_ibig((&b.0).abs()),
            IntRef::Big(b) => Int::Big(b.clone()),
        }
    }
}
