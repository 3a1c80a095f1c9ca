//! What the `math` module computes, with its checks: a NaN that no NaN went into is a `ValueError`, an infinity that no
//! infinity went into is an `OverflowError`.
//!
//! Most elementary functions are the platform's C library's, as CPython's are; those that Rust's library does not take
//! from there (`asinh`, `acosh`, `atanh`, `erf`, `erfc`) come from pxfm, which rounds correctly, as new C libraries do.

mod combinatorics;
mod elementary;
mod gamma;
mod next;
mod sums;

#[cfg(test)]
mod tests;

pub use combinatorics::{comb, factorial, factorial_bits, perm, perm_bits};
pub use elementary::*;
pub(crate) use elementary::{domain, range, scale};
pub use gamma::{gamma, lgamma};
pub use next::{next_after, next_after_steps, ulp};
pub use sums::{Fsum, SumProd, dist, fsum, hypot};
