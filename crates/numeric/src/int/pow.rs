//! `**` and three-argument `pow`.

use dashu_base::{ExtendedGcd, Sign};
use dashu_int::fast_div::ConstDivisor;
use dashu_int::monty::MontgomeryRepr;
use dashu_int::{IBig, UBig};

use super::{Int, IntRef, check_bits, small};
use crate::error::{Error, Result};

/// What an operator on ints may give: `2 ** -1` is a float.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    Int(Int),
    Float(f64),
}

impl IntRef<'_> {
    /// `self ** exp`: a float for a negative exponent.
    pub fn pow(self, exp: IntRef<'_>) -> Result<Number> {
        if exp.is_negative() {
            let (base, exp) = (self.to_f64()?, exp.to_f64()?);
            return match crate::float::pow(base, exp)? {
                crate::float::Pow::Real(f) => Ok(Number::Float(f)),
                // A whole exponent never leaves the real line.
                crate::float::Pow::NeedsComplex => Err(Error::value("math domain error")),
            };
        }
        self.pow_int(exp).map(Number::Int)
    }

    /// `self ** exp` for `exp >= 0`. Call [`IntRef::pow_bits`] first to charge for the result.
    pub fn pow_int(self, exp: IntRef<'_>) -> Result<Int> {
        if let IntRef::Small(b @ -1..=1) = self {
            let odd = exp.is_odd();
            return Ok(Int::Small(match b {
                0 => i64::from(exp.is_zero()),
                1 => 1,
                _ if odd => -1,
                _ => 1,
            }));
        }
        let Some(e) = exp.to_u64() else { return Err(Error::memory()) };
        if let IntRef::Small(b) = self
            && let Some(r) = small::pow(b, e)
        {
            return Ok(Int::from(r));
        }
        check_bits(self.pow_bits(exp))?;
        Ok(Int::from_ibig(self.to_ibig().pow(e as usize)))
    }

    /// An upper bound of the bits in `self ** exp`, saturating; 0 for a negative exponent.
    pub fn pow_bits(self, exp: IntRef<'_>) -> u64 {
        match self {
            _ if exp.is_negative() => 0,
            IntRef::Small(-1..=1) => 1,
            _ => exp.to_u64().unwrap_or(u64::MAX).saturating_mul(self.bit_length()),
        }
    }

    /// `pow(self, exp, modulus)`: the sign of the result is the modulus'.
    pub fn pow_mod(self, exp: IntRef<'_>, modulus: IntRef<'_>) -> Result<Int> {
        if modulus.is_zero() {
            return Err(Error::value("pow() 3rd argument cannot be 0"));
        }
        let m = modulus.magnitude();
        if m.is_one() {
            return Ok(Int::ZERO);
        }
        let inverse;
        let (base, exp_abs) = if exp.is_negative() {
            inverse = self.mod_inverse(&m)?;
            (inverse.as_ref(), exp.abs())
        } else {
            (self, exp.to_owned())
        };
        let result = pow_mod_unsigned(base, exp_abs.as_ref(), &m);
        if modulus.is_negative() && !result.is_zero() {
            return Ok(result.as_ref().add(modulus));
        }
        Ok(result)
    }

    /// The number in `0..m` that gives 1 when multiplied with `self` modulo `m`.
    fn mod_inverse(self, m: &UBig) -> Result<Int> {
        let not_invertible = || Error::value("base is not invertible for the given modulus");
        let m_signed = IBig::from(m.clone());
        let base = super::arith::floor_div_rem(&self.to_ibig(), &m_signed).1.into_parts().1;
        if base.is_zero() {
            return Err(not_invertible());
        }
        let (g, x, _) = (&base).gcd_ext(m);
        if !g.is_one() {
            return Err(not_invertible());
        }
        let x = super::arith::floor_div_rem(&x, &m_signed).1;
        Ok(Int::from_ibig(x))
    }
}

/// `base ** exp` in `0..m`, for `exp >= 0` and `m > 1`.
fn pow_mod_unsigned(base: IntRef<'_>, exp: IntRef<'_>, m: &UBig) -> Int {
    let base = {
        let (sign, magnitude) = base.to_ibig().into_owned().into_parts();
        let r = magnitude % m;
        if sign == Sign::Negative && !r.is_zero() { m - r } else { r }
    };
    if let (Ok(m), Ok(b), Some(e)) = (u64::try_from(m), u64::try_from(&base), exp.to_u64()) {
        return Int::from(small::pow_mod(b, e, m));
    }
    if let Some(e) = exp.to_u64()
        && e <= FEW_STEPS
    {
        return pow_mod_short(base, e, m);
    }
    let e = exp.magnitude();
    let odd = m.as_words().first().is_some_and(|w| w & 1 == 1);
    let r = if odd && m.as_words().len() > 2 {
        let ring = MontgomeryRepr::new(m.clone());
        ring.reduce(base).pow(&e).residue()
    } else {
        let ring = ConstDivisor::new(m.clone());
        ring.reduce(base).pow(&e).residue()
    };
    Int::from_ubig(r)
}

/// Exponents for which a reduction a step takes less than making ready for quicker ones.
const FEW_STEPS: u64 = 1 << 20;

/// As `pow_mod_unsigned`, of a base below `m`, from the exponent's highest bit on: small bases stay small for long.
fn pow_mod_short(base: UBig, exp: u64, m: &UBig) -> Int {
    let mut power = UBig::ONE;
    for bit in (0..u64::BITS - exp.leading_zeros()).rev() {
        power = reduced(power.sqr(), m);
        if exp >> bit & 1 == 1 {
            power = reduced(power * &base, m);
        }
    }
    Int::from_ubig(power)
}

fn reduced(number: UBig, m: &UBig) -> UBig {
    if &number < m { number } else { number % m }
}
