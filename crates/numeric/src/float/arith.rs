//! `/ // % divmod ** round` on floats.

use crate::error::{Error, Result};
use crate::int::{Int, IntRef};

/// What `**` on floats gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pow {
    Real(f64),
    /// A negative base to a fractional power: the caller goes on with complex numbers.
    NeedsComplex,
}

/// `a / b`
#[inline]
pub fn div(a: f64, b: f64) -> Result<f64> {
    if b == 0.0 { Err(Error::zero_division()) } else { Ok(a / b) }
}

/// `divmod(a, b)`
pub fn div_mod(a: f64, b: f64) -> Result<(f64, f64)> {
    if b == 0.0 {
        return Err(Error::zero_division());
    }
    let mut r = a % b;
    // Exact up to rounding: a - r is a multiple of b.
    let mut q = (a - r) / b;
    if r != 0.0 {
        if (b < 0.0) != (r < 0.0) {
            r += b;
            q -= 1.0;
        }
    } else {
        r = 0f64.copysign(b);
    }
    let q = if q != 0.0 {
        let floor = q.floor();
        if q - floor > 0.5 { floor + 1.0 } else { floor }
    } else {
        0f64.copysign(a / b)
    };
    Ok((q, r))
}

/// `a // b`
pub fn floor_div(a: f64, b: f64) -> Result<f64> {
    div_mod(a, b).map(|(q, _)| q)
}

/// `a % b`
pub fn modulo(a: f64, b: f64) -> Result<f64> {
    if b == 0.0 {
        return Err(Error::zero_division());
    }
    let r = a % b;
    Ok(if r == 0.0 {
        0f64.copysign(b)
    } else if (b < 0.0) != (r < 0.0) {
        r + b
    } else {
        r
    })
}

/// `a ** b`
pub fn pow(a: f64, b: f64) -> Result<Pow> {
    let odd = (b % 2.0).abs() == 1.0;
    let real = |f| Ok(Pow::Real(f));
    if b == 0.0 || a == 1.0 {
        return real(1.0);
    }
    if a.is_nan() || b.is_nan() {
        return real(a + b);
    }
    if b.is_infinite() {
        let a = a.abs();
        return real(if a == 1.0 {
            1.0
        } else if (b > 0.0) == (a > 1.0) {
            f64::INFINITY
        } else {
            0.0
        });
    }
    if a.is_infinite() {
        let size = if b > 0.0 { f64::INFINITY } else { 0.0 };
        return real(if odd { size.copysign(a) } else { size });
    }
    if a == 0.0 {
        if b < 0.0 {
            return Err(Error::zero_to_negative_power());
        }
        return real(if odd { a } else { 0.0 });
    }
    if a < 0.0 && b.fract() != 0.0 {
        return Ok(Pow::NeedsComplex);
    }
    let r = a.abs().powf(b);
    if r.is_infinite() {
        return Err(Error::pow_range());
    }
    real(if a < 0.0 && odd { -r } else { r })
}

/// `round(f)`: the nearest int, ties to even.
pub fn round_to_int(f: f64) -> Result<Int> {
    Int::from_f64(f.round_ties_even())
}

/// `round(f, ndigits)`: the double nearest to the decimal nearest to the exact value of `f`.
pub fn round(f: f64, ndigits: IntRef<'_>) -> Result<f64> {
    if !f.is_finite() || f == 0.0 {
        return Ok(f);
    }
    let n = ndigits.saturating_i64();
    if n > 323 {
        return Ok(f);
    }
    if n < -308 {
        return Ok(0f64.copysign(f));
    }
    if n >= 0 {
        // `{:.n}` is exact and rounds ties to even; reading it back rounds once more, as wanted.
        let text = format!("{:.*}", n as usize, f);
        return text.parse().map_err(|_| Error::value("rounding failed"));
    }
    let unit = IntRef::Small(10).pow_int(IntRef::Small(-n))?;
    let (q, r) = Int::from_f64(f.abs())?.as_ref().div_mod(unit.as_ref())?;
    let order = r.as_ref().add(r.as_ref()).cmp(&unit);
    // A fraction cut off by `from_f64` breaks a tie.
    let tie_broken = f.fract() != 0.0 || q.as_ref().is_odd();
    let up = order.is_gt() || (order.is_eq() && tie_broken);
    let q = if up { q.as_ref().add(IntRef::Small(1)) } else { q };
    match q.as_ref().mul(unit.as_ref()).as_ref().to_f64() {
        Ok(v) => Ok(v.copysign(f)),
        Err(_) => Err(Error::overflow("rounded value too large to represent")),
    }
}
