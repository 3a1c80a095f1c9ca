//! `float.as_integer_ratio`, `float.is_integer`, and the way back.

use dashu_int::UBig;

use crate::error::{Error, Result};
use crate::int::{Int, IntRef};

/// `f.is_integer()`
pub fn is_integer(f: f64) -> bool {
    f.is_finite() && f.trunc() == f
}

/// `f.as_integer_ratio()`: lowest terms, positive denominator.
pub fn as_integer_ratio(f: f64) -> Result<(Int, Int)> {
    if f.is_infinite() {
        return Err(Error::overflow("cannot convert Infinity to integer ratio"));
    }
    if f.is_nan() {
        return Err(Error::value("cannot convert NaN to integer ratio"));
    }
    if is_integer(f) {
        return Ok((Int::from_f64(f)?, Int::ONE));
    }
    let bits = f.to_bits();
    let field = (bits >> 52 & 0x7ff) as i64;
    let fraction = bits & ((1 << 52) - 1);
    let (m, exp) = if field == 0 { (fraction, -1074) } else { (fraction | 1 << 52, field - 1075) };
    // Not whole, so more than the trailing zeros lies behind the point.
    let zeros = m.trailing_zeros();
    let m = (m >> zeros) as i64;
    let down = (-(exp + i64::from(zeros))) as usize;
    Ok((Int::from(if f < 0.0 { -m } else { m }), Int::from_ubig(UBig::ONE << down)))
}

/// The float nearest to `numerator / denominator`: [`IntRef::true_div`] under the name that `fractions` looks for.
pub fn nearest_ratio(numerator: IntRef<'_>, denominator: IntRef<'_>) -> Result<f64> {
    numerator.true_div(denominator)
}
