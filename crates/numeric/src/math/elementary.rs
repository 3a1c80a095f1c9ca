//! The functions of one or two floats.

use crate::error::{Error, Result};
use crate::float::repr;
use crate::int::{Int, IntRef, round_to_f64};

pub(crate) fn domain() -> Error {
    Error::value("math domain error")
}

pub(crate) fn range() -> Error {
    Error::overflow("math range error")
}

/// Accepts `r` as the result for `x` unless it is a NaN or an infinity out of nothing.
fn checked(x: f64, r: f64, expected: &str) -> Result<f64> {
    if r.is_nan() && !x.is_nan() {
        return Err(Error::value(format!("{expected}, got {}", repr(x))));
    }
    if r.is_infinite() && x.is_finite() {
        return Err(range());
    }
    Ok(r)
}

macro_rules! one_argument {
    ($($(#[$doc:meta])* $name:ident = $f:expr, $expected:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name(x: f64) -> Result<f64> {
            let f: fn(f64) -> f64 = $f;
            checked(x, f(x), $expected)
        }
    )*};
}

one_argument! {
    acos = f64::acos, "expected a number in range from -1 up to 1";
    acosh = |x| if x < 1.0 { f64::NAN } else { pxfm::f_acosh(x) }, "expected argument value not less than 1";
    asin = f64::asin, "expected a number in range from -1 up to 1";
    asinh = pxfm::f_asinh, "";
    atan = f64::atan, "";
    cbrt = f64::cbrt, "";
    cos = f64::cos, "expected a finite input";
    cosh = f64::cosh, "";
    erf = pxfm::f_erf, "";
    erfc = pxfm::f_erfc, "";
    exp = f64::exp, "";
    exp2 = f64::exp2, "";
    expm1 = f64::exp_m1, "";
    sin = f64::sin, "expected a finite input";
    sinh = f64::sinh, "";
    sqrt = f64::sqrt, "expected a nonnegative input";
    tan = f64::tan, "expected a finite input";
    tanh = f64::tanh, "";
}

pub fn atanh(x: f64) -> Result<f64> {
    if x.abs() >= 1.0 {
        return Err(Error::value(format!("expected a number between -1 and 1, got {}", repr(x))));
    }
    Ok(pxfm::f_atanh(x))
}

pub fn log1p(x: f64) -> Result<f64> {
    if x <= -1.0 {
        return Err(Error::value(format!("expected argument value > -1, got {}", repr(x))));
    }
    Ok(x.ln_1p())
}

pub fn atan2(y: f64, x: f64) -> f64 {
    y.atan2(x)
}

/// The bases that have a function of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogBase {
    E,
    Two,
    Ten,
}

impl LogBase {
    fn of(self, x: f64) -> f64 {
        match self {
            LogBase::E => x.ln(),
            LogBase::Two => x.log2(),
            LogBase::Ten => x.log10(),
        }
    }
}

/// `math.log(x)`, `log2`, `log10` of a float.
pub fn log(x: f64, base: LogBase) -> Result<f64> {
    if x <= 0.0 {
        return Err(Error::value(format!("expected a positive input, got {}", repr(x))));
    }
    Ok(base.of(x))
}

/// `math.log(n)`, `log2`, `log10` of an int of any size.
pub fn log_int(n: IntRef<'_>, base: LogBase) -> Result<f64> {
    if n.is_negative() || n.is_zero() {
        return Err(Error::value("expected a positive input"));
    }
    if let Ok(x) = n.to_f64() {
        return Ok(base.of(x));
    }
    // Too large for a float: a fraction in [0.5, 1) and a power of two.
    let exp = n.bit_length();
    let top = n.shr(IntRef::Small(exp as i64 - 64))?;
    let sticky = n.trailing_zeros().is_some_and(|z| z < exp - 64);
    let m = u128::from(top.as_ref().to_u64().unwrap_or(u64::MAX));
    let rounded = round_to_f64(m, sticky, -64).unwrap_or(1.0);
    let (fraction, exp) = if rounded == 1.0 { (0.5, exp + 1) } else { (rounded, exp) };
    Ok(base.of(fraction) + base.of(2.0) * exp as f64)
}

/// `math.pow`
pub fn pow(x: f64, y: f64) -> Result<f64> {
    let r = x.powf(y);
    if !x.is_finite() || !y.is_finite() {
        return Ok(r);
    }
    if r.is_nan() || (r.is_infinite() && x == 0.0) {
        return Err(domain());
    }
    if r.is_infinite() { Err(range()) } else { Ok(r) }
}

/// `math.fmod`: the sign of `x`.
pub fn fmod(x: f64, y: f64) -> Result<f64> {
    if y.is_infinite() && x.is_finite() {
        return Ok(x);
    }
    let r = x % y;
    if r.is_nan() && !x.is_nan() && !y.is_nan() { Err(domain()) } else { Ok(r) }
}

/// `math.remainder`: the difference to the nearest multiple, ties to the even one.
pub fn remainder(x: f64, y: f64) -> Result<f64> {
    if x.is_nan() || y.is_nan() {
        return Ok(x + y);
    }
    if x.is_infinite() || y == 0.0 {
        return Err(domain());
    }
    if y.is_infinite() {
        return Ok(x);
    }
    let (a, b) = (x.abs(), y.abs());
    let below = a % b;
    let above = b - below;
    let r = if below < above {
        below
    } else if below > above {
        -above
    } else {
        // Half way: whether the quotient is odd decides.
        below - 2.0 * ((0.5 * (a - below)) % b)
    };
    Ok(1f64.copysign(x) * r)
}

/// `math.fma`
pub fn fma(x: f64, y: f64, z: f64) -> Result<f64> {
    let r = x.mul_add(y, z);
    if r.is_finite() {
        return Ok(r);
    }
    if r.is_nan() {
        let invalid = !x.is_nan() && !y.is_nan() && !z.is_nan();
        return if invalid { Err(Error::value("invalid operation in fma")) } else { Ok(r) };
    }
    if x.is_finite() && y.is_finite() && z.is_finite() { Err(Error::overflow("overflow in fma")) } else { Ok(r) }
}

/// `math.ldexp(x, exp)`
pub fn ldexp(x: f64, exp: IntRef<'_>) -> Result<f64> {
    if x == 0.0 || !x.is_finite() {
        return Ok(x);
    }
    let exp = exp.saturating_i64().clamp(-100_000, 100_000);
    scale(x, exp).ok_or_else(range)
}

/// `x * 2**exp`, rounded once; `None` on overflow. `x` is finite and not 0.
pub(crate) fn scale(x: f64, exp: i64) -> Option<f64> {
    let (m, e) = mantissa(x);
    round_to_f64(u128::from(m), false, exp + e).map(|r| r.copysign(x))
}

/// The magnitude of a finite `x` as `m * 2**e`.
fn mantissa(x: f64) -> (u64, i64) {
    let bits = x.to_bits();
    let field = (bits >> 52 & 0x7ff) as i64;
    let fraction = bits & ((1 << 52) - 1);
    if field == 0 { (fraction, -1074) } else { (fraction | 1 << 52, field - 1075) }
}

/// `math.frexp(x)`: a fraction in [0.5, 1) and a power of two.
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let (m, e) = mantissa(x);
    let bits = i64::from(64 - m.leading_zeros());
    // Exact: the mantissa has at most 53 bits.
    ((m as f64 / (1u64 << bits) as f64).copysign(x), (e + bits) as i32)
}

/// `math.modf(x)`
pub fn modf(x: f64) -> (f64, f64) {
    if x.is_infinite() { (0f64.copysign(x), x) } else { (x.fract().copysign(x), x.trunc()) }
}

pub fn ceil(x: f64) -> Result<Int> {
    Int::from_f64(x.ceil())
}
pub fn floor(x: f64) -> Result<Int> {
    Int::from_f64(x.floor())
}
pub fn trunc(x: f64) -> Result<Int> {
    Int::from_f64(x)
}
pub fn degrees(x: f64) -> f64 {
    x * (180.0 / std::f64::consts::PI)
}
pub fn radians(x: f64) -> f64 {
    x * (std::f64::consts::PI / 180.0)
}

/// `math.isclose`
pub fn is_close(a: f64, b: f64, rel_tol: f64, abs_tol: f64) -> Result<bool> {
    if rel_tol < 0.0 || abs_tol < 0.0 {
        return Err(Error::value("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(true);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(false);
    }
    let diff = (b - a).abs();
    Ok(diff <= (rel_tol * b).abs() || diff <= (rel_tol * a).abs() || diff <= abs_tol)
}
