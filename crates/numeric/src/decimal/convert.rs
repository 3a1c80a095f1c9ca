//! Between decimals and the other numbers.

use dashu_base::{Gcd, Sign};
use dashu_int::{IBig, UBig};

use super::coefficient::{Coefficient, NoRoom};
use super::context::{Context, Rounding, signal};
use super::number::Decimal;
use crate::error::{Error, Result};
use crate::hash::MODULUS;
use crate::int::small::pow_mod;
use crate::int::{Int, IntRef};

impl Decimal {
    /// Of an int, exactly.
    pub fn from_int(value: IntRef<'_>) -> Decimal {
        match value {
            IntRef::Small(small) => Decimal::from_i64(small),
            IntRef::Big(_) => Decimal::from_parts(value.is_negative(), Coefficient::from_big(value.magnitude()), 0),
        }
    }

    /// Of a float, exactly.
    pub fn from_f64(value: f64) -> Decimal {
        if value.is_nan() {
            return Decimal::NAN;
        }
        let negative = value.is_sign_negative();
        if value.is_infinite() {
            return Decimal::infinity(negative);
        }
        let bits = value.to_bits();
        let field = (bits >> 52 & 0x7ff) as i64;
        let fraction = bits & ((1 << 52) - 1);
        let (mut mantissa, mut exponent) =
            if field == 0 { (fraction, -1074) } else { (fraction | 1 << 52, field - 1075) };
        if mantissa == 0 {
            return Decimal::zero(negative, 0);
        }
        let zeros = mantissa.trailing_zeros();
        mantissa >>= zeros;
        exponent += i64::from(zeros);
        if exponent >= 0 {
            return Decimal::from_parts(negative, Coefficient::from_big(UBig::from(mantissa) << exponent as usize), 0);
        }
        let scaled = match 5u128.checked_pow((-exponent) as u32).and_then(|five| five.checked_mul(u128::from(mantissa)))
        {
            Some(scaled) => Coefficient::new(scaled),
            None => Coefficient::from_big(UBig::from(5u8).pow((-exponent) as usize) * mantissa),
        };
        Decimal::from_parts(negative, scaled, exponent)
    }

    /// The nearest float, by way of the text as Python goes; a signaling NaN has to be refused before.
    pub fn to_f64(&self) -> Result<f64> {
        if self.is_nan() {
            return Ok(if self.negative { -f64::NAN } else { f64::NAN });
        }
        if self.is_infinite() {
            return Ok(if self.negative { f64::NEG_INFINITY } else { f64::INFINITY });
        }
        // Exponents of a float's text are read exactly, however large.
        let text = self.to_scientific(true)?;
        text.parse().map_err(|_| Error::value("could not convert string to float"))
    }

    /// A finite number rounded to an int.
    pub fn to_int(&self, rounding: Rounding) -> Result<Int> {
        let whole = if self.exponent < 0 {
            let (coefficient, rest) = self.coefficient.scale_down(self.exponent.saturating_neg());
            let mut whole = Decimal::from_parts(self.negative, coefficient, 0);
            whole.round_freely(rest, rounding);
            whole.coefficient
        } else {
            self.coefficient.scale_up(self.exponent, &Context::MAX).map_err(|NoRoom| Error::memory())?
        };
        Ok(signed(self.negative, whole))
    }

    /// Bits that `to_int` and `to_ratio` may take, about.
    pub fn int_bits(&self) -> u64 {
        if self.coefficient.is_zero() {
            return 0;
        }
        super::coefficient::bits_of_digits(self.exponent.saturating_abs()).saturating_add(self.bits())
    }

    /// A finite number as a fraction in lowest terms.
    pub fn to_ratio(&self) -> Result<(Int, Int)> {
        if self.coefficient.is_zero() {
            return Ok((Int::ZERO, Int::ONE));
        }
        if self.exponent >= 0 {
            return Ok((self.to_int(Rounding::Down)?, Int::ONE));
        }
        // What divides a power of ten divides it after at most as many steps as the coefficient has bits.
        let zeros = self.coefficient.trailing_zeros(-self.exponent);
        let numerator = self.coefficient.scale_down(zeros).0.to_big();
        let power = -self.exponent - zeros;
        let denominator = Coefficient::ONE.scale_up(power, &Context::MAX).map_err(|NoRoom| Error::memory())?.to_big();
        let common = (&numerator).gcd(&denominator);
        let sign = if self.negative { Sign::Negative } else { Sign::Positive };
        Ok((Int::from_ibig(IBig::from_parts(sign, numerator / &common)), Int::from_ubig(denominator / common)))
    }

    /// The hash of a finite number: that of every other number of the same value.
    pub fn hash(&self) -> i64 {
        /// `pow(10, -1, MODULUS)`
        const INVERSE_OF_TEN: u64 = 2_075_258_708_292_324_556;
        let base = if self.exponent >= 0 { 10 } else { INVERSE_OF_TEN };
        let power = if self.exponent == 0 { 1 } else { pow_mod(base, self.exponent.unsigned_abs(), MODULUS) };
        let digits = self.coefficient.modulo(MODULUS);
        let hash = (u128::from(digits) * u128::from(power) % u128::from(MODULUS)) as i64;
        match if self.negative { -hash } else { hash } {
            -1 => -2,
            hash => hash,
        }
    }

    /// For comparison with a rational number, without rounding: times an int.
    pub fn times_int(&self, factor: IntRef<'_>) -> Result<Decimal> {
        let factor = Decimal::from_int(factor);
        match self.coefficient.multiply(&factor.coefficient, &Context::MAX) {
            Ok(product) => Ok(Decimal::from_parts(self.negative != factor.negative, product, self.exponent)),
            Err(NoRoom) => Err(Error::memory()),
        }
    }

    /// Whether all digits and the exponent are within all bounds; the signals of conversion that must be exact.
    pub fn exactly(self, status: &mut u32) -> Decimal {
        let mut own = 0;
        let result = self.finalized(&Context::MAX, &mut own);
        Decimal::checked_exact(result, own, status)
    }

    /// Text as an exact number, or an invalid operation.
    pub fn parse_exactly(text: &str, status: &mut u32) -> Decimal {
        let mut own = 0;
        let result = Decimal::parse(text, &Context::MAX, &mut own);
        Decimal::checked_exact(result, own, status)
    }

    fn checked_exact(result: Decimal, own: u32, status: &mut u32) -> Decimal {
        let errors = own & signal::ERRORS;
        if own & (signal::INEXACT | signal::ROUNDED | signal::CLAMPED) != 0 {
            return Decimal::error(errors | signal::INVALID_OPERATION, status);
        }
        *status |= errors;
        result
    }
}

/// A whole number with its sign.
pub(super) fn signed(negative: bool, magnitude: Coefficient) -> Int {
    if let Some(small) = magnitude.small()
        && let Ok(value) = i128::try_from(small)
    {
        return Int::from(if negative { -value } else { value });
    }
    let sign = if negative { Sign::Negative } else { Sign::Positive };
    Int::from_ibig(IBig::from_parts(sign, magnitude.to_big()))
}
