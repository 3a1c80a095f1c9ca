//! Ints and floats: correctly rounded conversion, true division, and exact comparison.

use std::cmp::Ordering;

use dashu_base::{BitTest, DivRem, Sign};
use dashu_int::{IBig, UBig};

use super::{Int, IntRef};
use crate::error::{Error, Result};

/// The double nearest to `m * 2**exp`, ties to even; `sticky` says that a little more was cut off below `m`.
/// `None` when it is too large. With `sticky`, `m` must have at least 55 bits, or the sum must be below half the least
/// subnormal.
pub(crate) fn round_to_f64(m: u128, sticky: bool, exp: i64) -> Option<f64> {
    if m == 0 {
        return Some(0.0);
    }
    let bits = i64::from(128 - m.leading_zeros());
    // The exponent of the result's last bit.
    let mut lsb = (exp + bits - 53).max(-1074);
    let drop = lsb - exp;
    let mut q = if drop <= 0 {
        // No more than 53 bits after the shift, by the choice of `lsb`.
        m << -drop
    } else if drop > bits {
        return Some(0.0);
    } else if drop == 128 {
        // Only when all 128 bits are below the last bit: more than a half of it if any but the top bit is set.
        u128::from(m > 1 << 127 || sticky)
    } else {
        let half = 1u128 << (drop - 1);
        let rest = m & ((half << 1) - 1);
        let q = m >> drop;
        if rest > half || (rest == half && (sticky || q & 1 == 1)) { q + 1 } else { q }
    } as u64;
    if q == 1 << 53 {
        q >>= 1;
        lsb += 1;
    }
    if q >> 52 == 0 {
        return Some(f64::from_bits(q)); // subnormal: `lsb` is -1074
    }
    if lsb > 971 {
        return None;
    }
    let biased = (lsb + 1075) as u64;
    Some(f64::from_bits(biased << 52 | (q & ((1 << 52) - 1))))
}

/// The top of a magnitude: at most 64 bits, whether anything non-zero lies below, and the power of two to scale by.
fn top_bits(words: &[dashu_int::Word], bit_length: u64, magnitude: impl FnOnce() -> UBig) -> (u128, bool, i64) {
    if bit_length <= 64 {
        let mut v = 0u128;
        for (i, &w) in words.iter().enumerate() {
            v |= (w as u128) << (i as u32 * dashu_int::Word::BITS);
        }
        return (v, false, 0);
    }
    let cut = (bit_length - 64) as usize;
    let m = magnitude();
    let sticky = m.trailing_zeros().is_some_and(|z| z < cut);
    let top = u64::try_from(&(m >> cut)).unwrap_or(u64::MAX);
    (u128::from(top), sticky, cut as i64)
}

/// `a / b` rounded once; `None` when too large. `b` is not 0.
pub(crate) fn ratio_to_f64(a: &UBig, b: &UBig) -> Option<f64> {
    if a.is_zero() {
        return Some(0.0);
    }
    let diff = a.bit_len() as i64 - b.bit_len() as i64;
    if diff > 1024 {
        return None;
    }
    if diff < -1076 {
        return Some(0.0);
    }
    // A quotient of 65 or 66 bits, so that `sticky` lies below the rounding bit.
    let shift = diff - 65;
    let (q, r) = if shift >= 0 { a.div_rem(b << shift as usize) } else { (a << (-shift) as usize).div_rem(b) };
    let m = u128::try_from(&q).unwrap_or(u128::MAX);
    round_to_f64(m, !r.is_zero(), shift)
}

/// The exact integer value of a finite float without a fraction part.
pub(crate) fn integral_f64_to_ibig(f: f64) -> IBig {
    let bits = f.to_bits();
    let exp = (bits >> 52 & 0x7ff) as i64 - 1075;
    let mantissa = bits & ((1 << 52) - 1) | 1 << 52;
    let magnitude = if exp >= 0 {
        UBig::from(mantissa) << exp as usize
    } else {
        UBig::from(if exp < -63 { 0 } else { mantissa >> -exp })
    };
    IBig::from_parts(if f < 0.0 { Sign::Negative } else { Sign::Positive }, magnitude)
}

impl Int {
    /// `int(f)`: towards zero.
    pub fn from_f64(f: f64) -> Result<Int> {
        if f.is_nan() {
            return Err(Error::value("cannot convert float NaN to integer"));
        }
        if f.is_infinite() {
            return Err(Error::overflow("cannot convert float infinity to integer"));
        }
        if f.abs() < 9.2e18 {
            return Ok(Int::from(f as i64));
        }
        Ok(Int::from_ibig(integral_f64_to_ibig(f)))
    }
}

impl IntRef<'_> {
    /// `float(self)`: the nearest double, ties to even.
    pub fn to_f64(self) -> Result<f64> {
        match self {
            IntRef::Small(v) => Ok(v as f64),
            IntRef::Big(b) => {
                let (m, sticky, exp) = top_bits(b.0.as_sign_words().1, self.bit_length(), || self.magnitude());
                match round_to_f64(m, sticky, exp) {
                    Some(f) if b.is_negative() => Ok(-f),
                    Some(f) => Ok(f),
                    None => Err(Error::overflow("int too large to convert to float")),
                }
            }
        }
    }

    /// `self / other`, rounded once.
    pub fn true_div(self, other: IntRef<'_>) -> Result<f64> {
        if other.is_zero() {
            return Err(Error::zero_division());
        }
        const EXACT: u64 = 1 << 53;
        if let (IntRef::Small(a), IntRef::Small(b)) = (self, other)
            && a.unsigned_abs() <= EXACT
            && b.unsigned_abs() <= EXACT
        {
            return Ok(a as f64 / b as f64);
        }
        if self.is_zero() {
            return Ok(if other.is_negative() { -0.0 } else { 0.0 });
        }
        let negative = self.is_negative() != other.is_negative();
        match ratio_to_f64(&self.magnitude(), &other.magnitude()) {
            Some(f) => Ok(if negative { -f } else { f }),
            None => Err(Error::overflow("integer division result too large for a float")),
        }
    }

    /// How `self` and `f` compare as exact numbers; `None` when `f` is NaN.
    pub fn cmp_f64(self, f: f64) -> Option<Ordering> {
        if f.is_nan() {
            return None;
        }
        if f.is_infinite() {
            return Some(if f > 0.0 { Ordering::Less } else { Ordering::Greater });
        }
        let whole = f.trunc();
        let order = match self {
            IntRef::Small(v) if v.unsigned_abs() <= 1 << 53 => return (v as f64).partial_cmp(&f),
            IntRef::Small(v) if whole.abs() < 9.2e18 => v.cmp(&(whole as i64)),
            _ => self.to_ibig().as_ref().cmp(&integral_f64_to_ibig(whole)),
        };
        // Equal whole parts: the fraction of `f` decides.
        Some(order.then_with(|| whole.partial_cmp(&f).unwrap_or(Ordering::Equal)))
    }

    /// `self == f`, exactly.
    pub fn eq_f64(self, f: f64) -> bool {
        self.cmp_f64(f) == Some(Ordering::Equal)
    }
}
