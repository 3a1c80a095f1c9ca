//! Sums that lose no digits on the way: `fsum`, `sumprod`, `hypot`, `dist`.

use super::elementary::{frexp, scale};
use crate::error::{Error, Result};
use crate::int::IntRef;

/// `a + b` and exactly what its rounding lost.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let s = a + b;
    let z = s - a;
    (s, (a - (s - z)) + (b - z))
}

/// [`two_sum`] for `|a| >= |b|`.
fn fast_two_sum(a: f64, b: f64) -> (f64, f64) {
    let s = a + b;
    (s, (a - s) + b)
}

/// `a * b` and exactly what its rounding lost.
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let p = a * b;
    (p, a.mul_add(b, -p))
}

/// The state of `math.fsum`: partial sums that do not overlap, least first (Shewchuk's method).
#[derive(Clone, Debug, Default)]
pub struct Fsum {
    partials: Vec<f64>,
    /// Sums of the infinite and NaN values met.
    special: f64,
    infinities: f64,
    any_special: bool,
}

impl Fsum {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn add(&mut self, value: f64) -> Result<()> {
        let mut x = value;
        let mut kept = 0;
        for i in 0..self.partials.len() {
            let y = self.partials[i];
            let (hi, lo) = if x.abs() < y.abs() { fast_two_sum(y, x) } else { fast_two_sum(x, y) };
            if lo != 0.0 {
                self.partials[kept] = lo;
                kept += 1;
            }
            x = hi;
        }
        self.partials.truncate(kept);
        if x == 0.0 {
            return Ok(());
        }
        if x.is_finite() {
            self.partials.push(x);
            return Ok(());
        }
        if value.is_finite() {
            return Err(Error::overflow("intermediate overflow in fsum"));
        }
        if value.is_infinite() {
            self.infinities += value;
        }
        self.special += value;
        self.any_special = true;
        self.partials.clear();
        Ok(())
    }

    pub fn finish(&self) -> Result<f64> {
        if self.any_special {
            if self.infinities.is_nan() {
                return Err(Error::value("-inf + inf in fsum"));
            }
            return Ok(self.special);
        }
        let mut rest = self.partials.iter().rev().copied().peekable();
        let Some(mut hi) = rest.next() else { return Ok(0.0) };
        let mut lo = 0.0;
        for x in rest.by_ref() {
            (hi, lo) = fast_two_sum(hi, x);
            if lo != 0.0 {
                break;
            }
        }
        // A tie was rounded to even: what lies below decides whether that was the right way.
        if let Some(&next) = rest.peek()
            && ((lo < 0.0 && next < 0.0) || (lo > 0.0 && next > 0.0))
        {
            let twice = lo * 2.0;
            let up = hi + twice;
            if twice == up - hi {
                hi = up;
            }
        }
        Ok(hi)
    }
}

/// `math.fsum` of floats at hand.
pub fn fsum(values: impl IntoIterator<Item = f64>) -> Result<f64> {
    let mut sum = Fsum::new();
    for v in values {
        sum.add(v)?;
    }
    sum.finish()
}

/// The float part of `math.sumprod`: a sum of products in triple precision.
#[derive(Clone, Copy, Debug, Default)]
pub struct SumProd {
    hi: f64,
    lo: f64,
    tiny: f64,
}

impl SumProd {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn add(&mut self, x: f64, y: f64) {
        let (product, product_lo) = two_product(x, y);
        let (hi, hi_lo) = two_sum(self.hi, product);
        let (a, a_lo) = two_sum(self.lo, product_lo);
        let (b, b_lo) = two_sum(a, hi_lo);
        *self = SumProd { hi, lo: b, tiny: self.tiny + a_lo + b_lo };
    }

    pub fn finish(self) -> f64 {
        let (last, last_lo) = two_sum(self.lo, self.tiny);
        let (total, total_lo) = two_sum(self.hi, last);
        total + (total_lo + last_lo)
    }

    /// Whether the exact sum could not be followed: CPython then goes on with plain arithmetic.
    pub fn is_finite(self) -> bool {
        self.hi.is_finite() && self.lo.is_finite() && self.tiny.is_finite()
    }

    /// Whether an int is exact as a float here: its magnitude is at most 2**53.
    pub fn takes_int(n: IntRef<'_>) -> Option<f64> {
        match n {
            IntRef::Small(v) if v.unsigned_abs() <= 1 << 53 => Some(v as f64),
            _ => None,
        }
    }
}

/// `math.hypot(*coordinates)`
pub fn hypot(coordinates: &[f64]) -> f64 {
    norm(coordinates.iter().copied())
}

/// `math.dist(p, q)`
pub fn dist(p: &[f64], q: &[f64]) -> Result<f64> {
    if p.len() != q.len() {
        return Err(Error::value("both points must have the same number of dimensions"));
    }
    Ok(norm(p.iter().zip(q).map(|(a, b)| a - b)))
}

/// The length of a vector: squares and their sum are kept to twice the digits, and the root is corrected once.
fn norm(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let values = values.map(f64::abs);
    let (mut max, mut nan, mut count) = (0.0f64, false, 0usize);
    for v in values.clone() {
        nan |= v.is_nan();
        max = if v > max { v } else { max };
        count += 1;
    }
    if max.is_infinite() {
        return max;
    }
    if nan {
        return f64::NAN;
    }
    if max == 0.0 || count <= 1 {
        return max;
    }
    let (_, exp) = frexp(max);
    if exp < -1023 {
        // Scaling these up in one step would overflow.
        let least = f64::MIN_POSITIVE;
        return least * scaled_norm(values.map(|v| v / least), max / least);
    }
    scaled_norm(values, max)
}

fn scaled_norm(values: impl Iterator<Item = f64>, max: f64) -> f64 {
    let scale = scale(1.0, -i64::from(frexp(max).1)).unwrap_or(1.0);
    // Starting at 1 keeps the running sum above every term.
    let (mut sum, mut low_products, mut low_sums) = (1.0, 0.0, 0.0);
    let mut add_product = |a: f64, b: f64| {
        let (p, p_lo) = two_product(a, b);
        let (s, s_lo) = fast_two_sum(sum, p);
        sum = s;
        low_products += p_lo;
        low_sums += s_lo;
        sum - 1.0 + (low_products + low_sums)
    };
    let mut square = 0.0;
    for v in values {
        let v = v * scale;
        square = add_product(v, v);
    }
    let root = square.sqrt();
    let left = add_product(-root, root);
    (root + left / (2.0 * root)) / scale
}
