//! `nextafter` and `ulp`.

use crate::error::{Error, Result};
use crate::int::IntRef;

/// `math.nextafter(x, y)`
pub fn next_after(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        x + y
    } else if x == y {
        y
    } else if x < y {
        x.next_up()
    } else {
        x.next_down()
    }
}

/// A float's place on the number line: adjacent floats have adjacent places, the two zeros the same.
fn place(x: f64) -> i64 {
    let bits = x.to_bits() as i64;
    if bits < 0 { i64::MIN.wrapping_sub(bits) } else { bits }
}

/// `math.nextafter(x, y, steps=steps)`
pub fn next_after_steps(x: f64, y: f64, steps: IntRef<'_>) -> Result<f64> {
    if steps.is_negative() {
        return Err(Error::value("steps must be a non-negative integer"));
    }
    let steps = steps.to_u64().unwrap_or(u64::MAX);
    if steps == 0 {
        return Ok(x);
    }
    if x.is_nan() || y.is_nan() {
        return Ok(x + y);
    }
    let (from, to) = (i128::from(place(x)), i128::from(place(y)));
    if i128::from(steps) >= (to - from).abs() {
        return Ok(y);
    }
    let at = (if from < to { from + i128::from(steps) } else { from - i128::from(steps) }) as i64;
    // Reaching zero from below keeps the minus.
    let negative = at < 0 || (at == 0 && x < 0.0);
    let magnitude = f64::from_bits(at.unsigned_abs());
    Ok(if negative { -magnitude } else { magnitude })
}

/// `math.ulp`
pub fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let up = x.next_up();
    if up.is_infinite() { x - x.next_down() } else { up - x }
}
