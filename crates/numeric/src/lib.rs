//! Big integers, decimals, float parsing and printing, the format mini-language; no objects.
//!
//! Everything here takes and returns plain Rust values and answers as CPython 3.14 does, down to the words of its errors.
//! Nothing allocates without a bound that the arguments make plain: whatever can explode (powers, shifts, factorials,
//! padded formatting) has a function that tells the size of the result first.

#![forbid(unsafe_code)]

pub mod cmath;
pub mod complex;
pub mod decimal;
pub mod error;
pub mod float;
pub mod format;
pub mod hash;
pub mod int;
pub mod math;

pub use complex::Complex;
pub use error::{Error, ErrorKind, Result};
pub use int::{BigInt, Int, IntRef};
