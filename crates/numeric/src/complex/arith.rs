//! `+ - * / **` and `abs`.

use super::Complex;
use crate::error::{Error, Result};

/// An infinite part becomes a signed 1, a finite one a signed 0: the direction of an infinity.
fn direction(x: f64) -> f64 {
    if x.is_infinite() { 1f64.copysign(x) } else { 0f64.copysign(x) }
}

fn nan_to_zero(x: f64) -> f64 {
    if x.is_nan() { 0f64.copysign(x) } else { x }
}

// Named as the operators' special methods are; some can fail, so the traits do not fit.
#[allow(clippy::should_implement_trait)]
impl Complex {
    pub fn add(self, o: Complex) -> Complex {
        Complex::new(self.re + o.re, self.im + o.im)
    }
    pub fn add_real(self, o: f64) -> Complex {
        Complex::new(self.re + o, self.im)
    }
    pub fn sub(self, o: Complex) -> Complex {
        Complex::new(self.re - o.re, self.im - o.im)
    }
    pub fn sub_real(self, o: f64) -> Complex {
        Complex::new(self.re - o, self.im)
    }
    /// `real - self`
    pub fn real_sub(self, real: f64) -> Complex {
        Complex::new(real - self.re, -self.im)
    }
    pub fn neg(self) -> Complex {
        Complex::new(-self.re, -self.im)
    }
    pub fn conjugate(self) -> Complex {
        Complex::new(self.re, -self.im)
    }
    pub fn mul_real(self, o: f64) -> Complex {
        Complex::new(self.re * o, self.im * o)
    }

    pub fn mul(self, o: Complex) -> Complex {
        let (mut a, mut b, mut c, mut d) = (self.re, self.im, o.re, o.im);
        let products = [a * c, b * d, a * d, b * c];
        let r = Complex::new(products[0] - products[1], products[2] + products[3]);
        if !(r.re.is_nan() && r.im.is_nan()) {
            return r;
        }
        // NaN in both parts may hide an infinity: multiply by directions only.
        let mut infinite = false;
        if a.is_infinite() || b.is_infinite() {
            (a, b) = (direction(a), direction(b));
            (c, d) = (nan_to_zero(c), nan_to_zero(d));
            infinite = true;
        }
        if c.is_infinite() || d.is_infinite() {
            (c, d) = (direction(c), direction(d));
            (a, b) = (nan_to_zero(a), nan_to_zero(b));
            infinite = true;
        }
        if !infinite && products.iter().any(|p| p.is_infinite()) {
            [a, b, c, d] = [a, b, c, d].map(nan_to_zero);
            infinite = true;
        }
        if !infinite {
            return r;
        }
        Complex::new(f64::INFINITY * (a * c - b * d), f64::INFINITY * (a * d + b * c))
    }

    pub fn div_real(self, o: f64) -> Result<Complex> {
        if o == 0.0 {
            return Err(Error::zero_division());
        }
        Ok(Complex::new(self.re / o, self.im / o))
    }

    /// `self / o` by Smith's method: the larger part of the divisor is divided out first, against overflow.
    pub fn div(self, o: Complex) -> Result<Complex> {
        let (a, b) = (self, o);
        let r = if b.re.abs() >= b.im.abs() {
            if b.re == 0.0 {
                return Err(Error::zero_division());
            }
            let ratio = b.im / b.re;
            let denom = b.re + b.im * ratio;
            Complex::new((a.re + a.im * ratio) / denom, (a.im - a.re * ratio) / denom)
        } else if b.im.abs() >= b.re.abs() {
            let ratio = b.re / b.im;
            let denom = b.re * ratio + b.im;
            Complex::new((a.re * ratio + a.im) / denom, (a.im * ratio - a.re) / denom)
        } else {
            Complex::new(f64::NAN, f64::NAN)
        };
        if !(r.re.is_nan() && r.im.is_nan()) {
            return Ok(r);
        }
        let divisor_infinite = b.re.is_infinite() || b.im.is_infinite();
        let (x, y, scale) = if (a.re.is_infinite() || a.im.is_infinite()) && b.is_finite() {
            let d = Complex::new(direction(a.re), direction(a.im));
            (d.re * b.re + d.im * b.im, d.im * b.re - d.re * b.im, f64::INFINITY)
        } else if divisor_infinite && a.is_finite() {
            let d = Complex::new(direction(b.re), direction(b.im));
            (a.re * d.re + a.im * d.im, a.im * d.re - a.re * d.im, 0.0)
        } else {
            return Ok(r);
        };
        Ok(Complex::new(scale * x, scale * y))
    }

    /// `real / self`
    pub fn real_div(self, a: f64) -> Result<Complex> {
        let b = self;
        let r = if b.re.abs() >= b.im.abs() {
            if b.re == 0.0 {
                return Err(Error::zero_division());
            }
            let ratio = b.im / b.re;
            let denom = b.re + b.im * ratio;
            Complex::new(a / denom, (-a * ratio) / denom)
        } else if b.im.abs() >= b.re.abs() {
            let ratio = b.re / b.im;
            let denom = b.re * ratio + b.im;
            Complex::new((a * ratio) / denom, -a / denom)
        } else {
            Complex::new(f64::NAN, f64::NAN)
        };
        let divisor_infinite = b.re.is_infinite() || b.im.is_infinite();
        if r.re.is_nan() && r.im.is_nan() && a.is_finite() && divisor_infinite {
            return Ok(Complex::new(0.0 * (a * direction(b.re)), 0.0 * (-a * direction(b.im))));
        }
        Ok(r)
    }

    /// `self ** exp`
    pub fn pow(self, exp: Complex) -> Result<Complex> {
        let small_integer = exp.im == 0.0 && exp.re.floor() == exp.re && exp.re.abs() <= 100.0;
        let r = if small_integer {
            let power = self.powi(exp.re.abs() as u32);
            if exp.re > 0.0 { Ok(power) } else { Complex::new(1.0, 0.0).div(power) }
        } else {
            self.pow_general(exp)
        };
        let r = r.map_err(|_| Error::new(crate::ErrorKind::ZeroDivision, "zero to a negative or complex power"))?;
        if r.re.is_infinite() || r.im.is_infinite() {
            return Err(Error::overflow("complex exponentiation"));
        }
        Ok(r)
    }

    fn powi(self, exp: u32) -> Complex {
        let mut r = Complex::new(1.0, 0.0);
        let mut square = self;
        let mut bit = 1;
        while bit <= exp {
            if exp & bit != 0 {
                r = r.mul(square);
            }
            bit <<= 1;
            square = square.mul(square);
        }
        r
    }

    fn pow_general(self, exp: Complex) -> Result<Complex> {
        if exp.re == 0.0 && exp.im == 0.0 {
            return Ok(Complex::new(1.0, 0.0));
        }
        if self.re == 0.0 && self.im == 0.0 {
            if exp.im != 0.0 || exp.re < 0.0 {
                return Err(Error::zero_division());
            }
            return Ok(Complex::new(0.0, 0.0));
        }
        let size = self.re.hypot(self.im);
        let angle = self.im.atan2(self.re);
        let mut len = size.powf(exp.re);
        let mut phase = angle * exp.re;
        if exp.im != 0.0 {
            len *= (-angle * exp.im).exp();
            phase += exp.im * size.ln();
        }
        if phase.is_infinite() {
            // C's cos and sin report a domain error here, which CPython takes for the one of a zero base.
            return Err(Error::zero_division());
        }
        Ok(Complex::new(len * phase.cos(), len * phase.sin()))
    }

    /// `abs(self)`
    pub fn abs(self) -> Result<f64> {
        let r = self.re.hypot(self.im);
        if r.is_infinite() && self.is_finite() {
            return Err(Error::overflow("absolute value too large"));
        }
        Ok(r)
    }
}
