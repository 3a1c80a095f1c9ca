//! What the `cmath` module computes.
//!
//! Infinite and NaN arguments are looked up in tables; near overflow and underflow the arguments are scaled first, so
//! that no step on the way overflows where the result does not.

mod special;
#[cfg(test)]
mod tests;

use std::f64::consts::{E, FRAC_PI_2, LN_2, LN_10};

use crate::complex::Complex;
use crate::error::Result;
use crate::math::{domain, range, scale};
use special::{Table, look_up};

/// Above this, doubling twice overflows.
const LARGE: f64 = f64::MAX / 4.0;

fn is_large(z: Complex) -> bool {
    z.re.abs() > LARGE || z.im.abs() > LARGE
}

/// `log(|z|)` where `|z|` itself may overflow.
fn log_size_of_large(z: Complex) -> f64 {
    (z.re / 2.0).hypot(z.im / 2.0).ln()
}

fn special(table: &Table, z: Complex) -> Option<Result<Complex>> {
    if z.is_finite() {
        return None;
    }
    Some(look_up(table, z.re, z.im).ok_or_else(domain))
}

/// An infinite real part with a finite imaginary part that is not 0: the direction has to be computed.
fn is_ray(re: f64, im: f64) -> bool {
    re.is_infinite() && im.is_finite() && im != 0.0
}

fn finite(z: Complex) -> Result<Complex> {
    if z.re.is_infinite() || z.im.is_infinite() { Err(range()) } else { Ok(z) }
}

/// `i * z`
fn times_i(z: Complex) -> Complex {
    Complex::new(-z.im, z.re)
}

/// `z / i`
fn over_i(z: Complex) -> Complex {
    Complex::new(z.im, -z.re)
}

fn asinh_real(x: f64) -> f64 {
    pxfm::f_asinh(x)
}

pub fn acos(z: Complex) -> Result<Complex> {
    if let Some(r) = special(&special::ACOS, z) {
        return r;
    }
    if is_large(z) {
        let re = z.im.abs().atan2(z.re);
        let size = log_size_of_large(z) + LN_2 * 2.0;
        let im = if z.re < 0.0 { -size.copysign(z.im) } else { size.copysign(-z.im) };
        return Ok(Complex::new(re, im));
    }
    let a = sqrt(Complex::new(1.0 - z.re, -z.im))?;
    let b = sqrt(Complex::new(1.0 + z.re, z.im))?;
    Ok(Complex::new(2.0 * a.re.atan2(b.re), asinh_real(b.re * a.im - b.im * a.re)))
}

pub fn acosh(z: Complex) -> Result<Complex> {
    if let Some(r) = special(&special::ACOSH, z) {
        return r;
    }
    if is_large(z) {
        return Ok(Complex::new(log_size_of_large(z) + LN_2 * 2.0, z.im.atan2(z.re)));
    }
    let a = sqrt(Complex::new(z.re - 1.0, z.im))?;
    let b = sqrt(Complex::new(z.re + 1.0, z.im))?;
    Ok(Complex::new(asinh_real(a.re * b.re + a.im * b.im), 2.0 * a.im.atan2(b.re)))
}

pub fn asin(z: Complex) -> Result<Complex> {
    asinh(times_i(z)).map(over_i)
}

pub fn asinh(z: Complex) -> Result<Complex> {
    if let Some(r) = special(&special::ASINH, z) {
        return r;
    }
    if is_large(z) {
        let size = log_size_of_large(z) + LN_2 * 2.0;
        let re = if z.im >= 0.0 { size.copysign(z.re) } else { -size.copysign(-z.re) };
        return Ok(Complex::new(re, z.im.atan2(z.re.abs())));
    }
    let a = sqrt(Complex::new(1.0 + z.im, -z.re))?;
    let b = sqrt(Complex::new(1.0 - z.im, z.re))?;
    let re = asinh_real(a.re * b.im - b.re * a.im);
    Ok(Complex::new(re, z.im.atan2(a.re * b.re - a.im * b.im)))
}

pub fn atan(z: Complex) -> Result<Complex> {
    atanh(times_i(z)).map(over_i)
}

pub fn atanh(z: Complex) -> Result<Complex> {
    if let Some(r) = special(&special::ATANH, z) {
        return r;
    }
    if z.re < 0.0 || (z.re == 0.0 && z.re.is_sign_negative()) {
        return atanh_right(z.neg()).map(Complex::neg);
    }
    atanh_right(z)
}

/// [`atanh`] for a real part that is not negative.
fn atanh_right(z: Complex) -> Result<Complex> {
    let ay = z.im.abs();
    if z.re > LARGE.sqrt() || ay > LARGE.sqrt() {
        let h = (z.re / 2.0).hypot(z.im / 2.0);
        return Ok(Complex::new(z.re / 4.0 / h / h, -FRAC_PI_2.copysign(-z.im)));
    }
    if z.re == 1.0 && ay < f64::MIN_POSITIVE.sqrt() {
        if ay == 0.0 {
            return Err(domain());
        }
        let re = -(ay.sqrt() / ay.hypot(2.0).sqrt()).ln();
        return Ok(Complex::new(re, (2f64.atan2(-ay) / 2.0).copysign(z.im)));
    }
    let gap = 1.0 - z.re;
    let re = (4.0 * z.re / (gap * gap + ay * ay)).ln_1p() / 4.0;
    Ok(Complex::new(re, -(-2.0 * z.im).atan2(gap * (1.0 + z.re) - ay * ay) / 2.0))
}

pub fn cos(z: Complex) -> Result<Complex> {
    cosh(times_i(z))
}

/// Where `cosh` and `sinh` overflow although the product with a sine does not, one factor `e` is kept back.
fn beyond_exp(x: f64) -> Option<f64> {
    (x.abs() > LARGE.ln()).then(|| x - 1f64.copysign(x))
}

pub fn cosh(z: Complex) -> Result<Complex> {
    if is_ray(z.re, z.im) {
        let inf = f64::INFINITY;
        let im = inf.copysign(z.im.sin());
        return Ok(Complex::new(inf.copysign(z.im.cos()), if z.re > 0.0 { im } else { -im }));
    }
    if let Some(r) = special(&special::COSH, z) {
        return r;
    }
    finite(match beyond_exp(z.re) {
        Some(x) => Complex::new(z.im.cos() * x.cosh() * E, z.im.sin() * x.sinh() * E),
        None => Complex::new(z.im.cos() * z.re.cosh(), z.im.sin() * z.re.sinh()),
    })
}

pub fn exp(z: Complex) -> Result<Complex> {
    if is_ray(z.re, z.im) {
        let size = if z.re > 0.0 { f64::INFINITY } else { 0.0 };
        return Ok(Complex::new(size.copysign(z.im.cos()), size.copysign(z.im.sin())));
    }
    if let Some(r) = special(&special::EXP, z) {
        return r;
    }
    finite(if z.re > LARGE.ln() {
        let size = (z.re - 1.0).exp();
        Complex::new(size * z.im.cos() * E, size * z.im.sin() * E)
    } else {
        let size = z.re.exp();
        Complex::new(size * z.im.cos(), size * z.im.sin())
    })
}

/// The logarithm, and whether it is a domain error to ask for it.
fn log_raw(z: Complex) -> (Complex, bool) {
    if !z.is_finite() {
        return (look_up(&special::LOG, z.re, z.im).unwrap_or(Complex::new(f64::NAN, f64::NAN)), false);
    }
    let (ax, ay) = (z.re.abs(), z.im.abs());
    let im = z.im.atan2(z.re);
    let tiny = f64::MIN_POSITIVE;
    let re = if is_large(z) {
        log_size_of_large(z) + LN_2
    } else if ax == 0.0 && ay == 0.0 {
        return (Complex::new(f64::NEG_INFINITY, im), true);
    } else if ax < tiny && ay < tiny {
        let up = |x: f64| if x == 0.0 { 0.0 } else { scale(x, 53).unwrap_or(x) };
        up(ax).hypot(up(ay)).ln() - 53.0 * LN_2
    } else {
        let h = ax.hypot(ay);
        if (0.71..=1.73).contains(&h) {
            // Near 1 the logarithm loses what the difference to 1 keeps.
            let (more, less) = if ax > ay { (ax, ay) } else { (ay, ax) };
            ((more - 1.0) * (more + 1.0) + less * less).ln_1p() / 2.0
        } else {
            h.ln()
        }
    };
    (Complex::new(re, im), false)
}

/// `cmath.log(z)` or `cmath.log(z, base)`. With a base, only the base's own logarithm can be a domain error: that of
/// `z` is lost on the way, as in CPython.
pub fn log(z: Complex, base: Option<Complex>) -> Result<Complex> {
    let (r, bad) = log_raw(z);
    match base {
        None if bad => Err(domain()),
        None => Ok(r),
        Some(base) => match log_raw(base) {
            (_, true) => Err(domain()),
            (b, false) => r.div(b).map_err(|_| domain()),
        },
    }
}

pub fn log10(z: Complex) -> Result<Complex> {
    let r = log(z, None)?;
    Ok(Complex::new(r.re / LN_10, r.im / LN_10))
}

pub fn sin(z: Complex) -> Result<Complex> {
    sinh(times_i(z)).map(over_i)
}

pub fn sinh(z: Complex) -> Result<Complex> {
    if is_ray(z.re, z.im) {
        let inf = f64::INFINITY;
        let re = inf.copysign(z.im.cos());
        return Ok(Complex::new(if z.re > 0.0 { re } else { -re }, inf.copysign(z.im.sin())));
    }
    if let Some(r) = special(&special::SINH, z) {
        return r;
    }
    finite(match beyond_exp(z.re) {
        Some(x) => Complex::new(z.im.cos() * x.sinh() * E, z.im.sin() * x.cosh() * E),
        None => Complex::new(z.im.cos() * z.re.sinh(), z.im.sin() * z.re.cosh()),
    })
}

pub fn sqrt(z: Complex) -> Result<Complex> {
    if let Some(r) = special(&special::SQRT, z) {
        return r;
    }
    if z.re == 0.0 && z.im == 0.0 {
        return Ok(Complex::new(0.0, z.im));
    }
    let (ax, ay) = (z.re.abs(), z.im.abs());
    let tiny = f64::MIN_POSITIVE;
    let s = if ax < tiny && ay < tiny {
        let up = |x: f64| if x == 0.0 { 0.0 } else { scale(x, 53).unwrap_or(x) };
        let ax = up(ax);
        let root = (ax + ax.hypot(up(ay))).sqrt();
        scale(root, -27).unwrap_or(0.0)
    } else {
        let ax = ax / 8.0;
        2.0 * (ax + ax.hypot(ay / 8.0)).sqrt()
    };
    let d = ay / (2.0 * s);
    Ok(if z.re >= 0.0 { Complex::new(s, d.copysign(z.im)) } else { Complex::new(d, s.copysign(z.im)) })
}

pub fn tan(z: Complex) -> Result<Complex> {
    tanh(times_i(z)).map(over_i)
}

pub fn tanh(z: Complex) -> Result<Complex> {
    if is_ray(z.re, z.im) {
        let im = 0f64.copysign(2.0 * z.im.sin() * z.im.cos());
        return Ok(Complex::new(1f64.copysign(z.re), im));
    }
    if let Some(r) = special(&special::TANH, z) {
        return r;
    }
    if z.re.abs() > LARGE.ln() {
        let im = 4.0 * z.im.sin() * z.im.cos() * (-2.0 * z.re.abs()).exp();
        return Ok(Complex::new(1f64.copysign(z.re), im));
    }
    let (tx, ty, cx) = (z.re.tanh(), z.im.tan(), 1.0 / z.re.cosh());
    let both = tx * ty;
    let denom = 1.0 + both * both;
    Ok(Complex::new(tx * (1.0 + ty * ty) / denom, ((ty / denom) * cx) * cx))
}

/// `cmath.phase(z)`. An angle too small for a float is 0 here; CPython raises `OverflowError` where its C library reports
/// the underflow, which not all do.
pub fn phase(z: Complex) -> f64 {
    z.im.atan2(z.re)
}

/// `cmath.polar(z)`: length and angle.
pub fn polar(z: Complex) -> Result<(f64, f64)> {
    let r = z.abs().map_err(|_| range())?;
    Ok((r, phase(z)))
}

/// `cmath.rect(r, phi)`
pub fn rect(r: f64, phi: f64) -> Result<Complex> {
    if is_ray(r, phi) {
        let inf = f64::INFINITY.copysign(r);
        let (c, s) = (f64::INFINITY.copysign(phi.cos()), f64::INFINITY.copysign(phi.sin()));
        return Ok(if inf > 0.0 { Complex::new(c, s) } else { Complex::new(-c, -s) });
    }
    if let Some(z) = special(&special::RECT, Complex::new(r, phi)) {
        return z;
    }
    Ok(if phi == 0.0 { Complex::new(r, r * phi) } else { Complex::new(r * phi.cos(), r * phi.sin()) })
}

/// `cmath.isclose`
pub fn is_close(a: Complex, b: Complex, rel_tol: f64, abs_tol: f64) -> Result<bool> {
    if rel_tol < 0.0 || abs_tol < 0.0 {
        return Err(crate::Error::value("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(true);
    }
    if !(a.re.is_finite() || a.re.is_nan())
        || !(a.im.is_finite() || a.im.is_nan())
        || b.re.is_infinite()
        || b.im.is_infinite()
    {
        return Ok(false);
    }
    let size = |z: Complex| z.re.hypot(z.im);
    let diff = size(a.sub(b));
    Ok(diff <= rel_tol * size(b) || diff <= rel_tol * size(a) || diff <= abs_tol)
}
