//! Decimal floating point after the General Decimal Arithmetic Specification, with the results of CPython's `_decimal` to the last digit.
//!
//! Operations are methods of [`Decimal`]; they take a [`Context`] and add the signals they raise to a word of flags. What cannot be had
//! for want of memory gives a NaN and the signal `MEMORY`.

mod arithmetic;
mod coefficient;
mod compare;
mod context;
mod convert;
mod digits;
mod division;
mod format;
mod functions;
mod logarithm;
mod number;
mod power;
mod text;
mod wide;

#[cfg(test)]
mod tests;

pub use context::{Context, IEEE_MAX_BITS, MAX_EMAX, MAX_PREC, MIN_EMIN, MIN_ETINY, Rounding, signal};
pub use digits::Logical;
pub use format::{Separators, Spec};
pub use number::Decimal;
