//! Complex numbers by CPython 3.14's rules: a real operand stays real (C11 Annex G), so `2.0 * z` scales the parts and
//! does not go through `(2+0j)`.
//!
//! The caller picks the function by operand types: `mul` for two complex numbers, `mul_real` for one of each.

mod arith;
mod text;

#[cfg(test)]
mod tests;

pub use text::{parse, repr};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Complex {
    pub re: f64,
    pub im: f64,
}

impl Complex {
    pub const fn new(re: f64, im: f64) -> Self {
        Complex { re, im }
    }

    pub fn is_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }
}

impl From<f64> for Complex {
    fn from(re: f64) -> Self {
        Complex { re, im: 0.0 }
    }
}
