//! Results of the `cmath` functions where an argument is infinite or NaN, by C99's Annex G.
//!
//! Rows are the class of the real part, columns that of the imaginary part, in the order of `class`: -inf, negative,
//! -0, 0, positive, inf, NaN.

use std::f64::consts::{FRAC_PI_2 as P2, FRAC_PI_4 as P4, PI as P};

use Cell::{Domain as E, Unused as U, Value as V};

use crate::complex::Complex;

#[derive(Clone, Copy)]
pub(super) enum Cell {
    Value(f64, f64),
    /// A domain error.
    Domain,
    /// Computed, not looked up.
    Unused,
}

pub(super) type Table = [[Cell; 7]; 7];

const I: f64 = f64::INFINITY;
const N: f64 = f64::NAN;
const P34: f64 = 3.0 * P4;

fn class(x: f64) -> usize {
    if x.is_nan() {
        6
    } else if x.is_infinite() {
        if x < 0.0 { 0 } else { 5 }
    } else if x == 0.0 {
        if x.is_sign_negative() { 2 } else { 3 }
    } else if x < 0.0 {
        1
    } else {
        4
    }
}

/// The entry for a pair of parts of which one at least is not finite.
pub(super) fn look_up(table: &Table, re: f64, im: f64) -> Option<Complex> {
    match table[class(re)][class(im)] {
        Cell::Value(re, im) => Some(Complex::new(re, im)),
        Cell::Domain | Cell::Unused => None,
    }
}

#[rustfmt::skip]
pub(super) const ACOS: Table = [
    [V(P34, I), V(P, I), V(P, I), V(P, -I), V(P, -I), V(P34, -I), V(N, I)],
    [V(P2, I), U, U, U, U, V(P2, -I), V(N, N)],
    [V(P2, I), U, U, U, U, V(P2, -I), V(P2, N)],
    [V(P2, I), U, U, U, U, V(P2, -I), V(P2, N)],
    [V(P2, I), U, U, U, U, V(P2, -I), V(N, N)],
    [V(P4, I), V(0.0, I), V(0.0, I), V(0.0, -I), V(0.0, -I), V(P4, -I), V(N, I)],
    [V(N, I), V(N, N), V(N, N), V(N, N), V(N, N), V(N, -I), V(N, N)],
];
#[rustfmt::skip]
pub(super) const ACOSH: Table = [
    [V(I, -P34), V(I, -P), V(I, -P), V(I, P), V(I, P), V(I, P34), V(I, N)],
    [V(I, -P2), U, U, U, U, V(I, P2), V(N, N)],
    [V(I, -P2), U, U, U, U, V(I, P2), V(N, P2)],
    [V(I, -P2), U, U, U, U, V(I, P2), V(N, P2)],
    [V(I, -P2), U, U, U, U, V(I, P2), V(N, N)],
    [V(I, -P4), V(I, -0.0), V(I, -0.0), V(I, 0.0), V(I, 0.0), V(I, P4), V(I, N)],
    [V(I, N), V(N, N), V(N, N), V(N, N), V(N, N), V(I, N), V(N, N)],
];
#[rustfmt::skip]
pub(super) const ASINH: Table = [
    [V(-I, -P4), V(-I, -0.0), V(-I, -0.0), V(-I, 0.0), V(-I, 0.0), V(-I, P4), V(-I, N)],
    [V(-I, -P2), U, U, U, U, V(-I, P2), V(N, N)],
    [V(-I, -P2), U, U, U, U, V(-I, P2), V(N, N)],
    [V(I, -P2), U, U, U, U, V(I, P2), V(N, N)],
    [V(I, -P2), U, U, U, U, V(I, P2), V(N, N)],
    [V(I, -P4), V(I, -0.0), V(I, -0.0), V(I, 0.0), V(I, 0.0), V(I, P4), V(I, N)],
    [V(I, N), V(N, N), V(N, -0.0), V(N, 0.0), V(N, N), V(I, N), V(N, N)],
];
#[rustfmt::skip]
pub(super) const ATANH: Table = [
    [V(-0.0, -P2), V(-0.0, -P2), V(-0.0, -P2), V(-0.0, P2), V(-0.0, P2), V(-0.0, P2), V(-0.0, N)],
    [V(-0.0, -P2), U, U, U, U, V(-0.0, P2), V(N, N)],
    [V(-0.0, -P2), U, U, U, U, V(-0.0, P2), V(-0.0, N)],
    [V(0.0, -P2), U, U, U, U, V(0.0, P2), V(0.0, N)],
    [V(0.0, -P2), U, U, U, U, V(0.0, P2), V(N, N)],
    [V(0.0, -P2), V(0.0, -P2), V(0.0, -P2), V(0.0, P2), V(0.0, P2), V(0.0, P2), V(0.0, N)],
    [V(0.0, -P2), V(N, N), V(N, N), V(N, N), V(N, N), V(0.0, P2), V(N, N)],
];
#[rustfmt::skip]
pub(super) const COSH: Table = [
    [E, U, V(I, 0.0), V(I, -0.0), U, E, V(I, N)],
    [E, U, U, U, U, E, V(N, N)],
    [E, U, U, U, U, E, V(N, 0.0)],
    [E, U, U, U, U, E, V(N, 0.0)],
    [E, U, U, U, U, E, V(N, N)],
    [E, U, V(I, -0.0), V(I, 0.0), U, E, V(I, N)],
    [V(N, N), V(N, N), V(N, 0.0), V(N, 0.0), V(N, N), V(N, N), V(N, N)],
];
#[rustfmt::skip]
pub(super) const EXP: Table = [
    [V(0.0, 0.0), U, V(0.0, -0.0), V(0.0, 0.0), U, V(0.0, 0.0), V(0.0, 0.0)],
    [E, U, U, U, U, E, V(N, N)],
    [E, U, U, U, U, E, V(N, N)],
    [E, U, U, U, U, E, V(N, N)],
    [E, U, U, U, U, E, V(N, N)],
    [E, U, V(I, -0.0), V(I, 0.0), U, E, V(I, N)],
    [V(N, N), V(N, N), V(N, -0.0), V(N, 0.0), V(N, N), V(N, N), V(N, N)],
];
#[rustfmt::skip]
pub(super) const LOG: Table = [
    [V(I, -P34), V(I, -P), V(I, -P), V(I, P), V(I, P), V(I, P34), V(I, N)],
    [V(I, -P2), U, U, U, U, V(I, P2), V(N, N)],
    [V(I, -P2), U, U, U, U, V(I, P2), V(N, N)],
    [V(I, -P2), U, U, U, U, V(I, P2), V(N, N)],
    [V(I, -P2), U, U, U, U, V(I, P2), V(N, N)],
    [V(I, -P4), V(I, -0.0), V(I, -0.0), V(I, 0.0), V(I, 0.0), V(I, P4), V(I, N)],
    [V(I, N), V(N, N), V(N, N), V(N, N), V(N, N), V(I, N), V(N, N)],
];
#[rustfmt::skip]
pub(super) const SINH: Table = [
    [E, U, V(-I, -0.0), V(-I, 0.0), U, E, V(I, N)],
    [E, U, U, U, U, E, V(N, N)],
    [E, U, U, U, U, E, V(0.0, N)],
    [E, U, U, U, U, E, V(0.0, N)],
    [E, U, U, U, U, E, V(N, N)],
    [E, U, V(I, -0.0), V(I, 0.0), U, E, V(I, N)],
    [V(N, N), V(N, N), V(N, -0.0), V(N, 0.0), V(N, N), V(N, N), V(N, N)],
];
#[rustfmt::skip]
pub(super) const SQRT: Table = [
    [V(I, -I), V(0.0, -I), V(0.0, -I), V(0.0, I), V(0.0, I), V(I, I), V(N, I)],
    [V(I, -I), U, U, U, U, V(I, I), V(N, N)],
    [V(I, -I), U, U, U, U, V(I, I), V(N, N)],
    [V(I, -I), U, U, U, U, V(I, I), V(N, N)],
    [V(I, -I), U, U, U, U, V(I, I), V(N, N)],
    [V(I, -I), V(I, -0.0), V(I, -0.0), V(I, 0.0), V(I, 0.0), V(I, I), V(I, N)],
    [V(I, -I), V(N, N), V(N, N), V(N, N), V(N, N), V(I, I), V(N, N)],
];
#[rustfmt::skip]
pub(super) const TANH: Table = [
    [V(-1.0, 0.0), U, V(-1.0, -0.0), V(-1.0, 0.0), U, V(-1.0, 0.0), V(-1.0, 0.0)],
    [E, U, U, U, U, E, V(N, N)],
    [E, U, U, U, U, E, V(-0.0, N)],
    [E, U, U, U, U, E, V(0.0, N)],
    [E, U, U, U, U, E, V(N, N)],
    [V(1.0, 0.0), U, V(1.0, -0.0), V(1.0, 0.0), U, V(1.0, 0.0), V(1.0, 0.0)],
    [V(N, N), V(N, N), V(N, -0.0), V(N, 0.0), V(N, N), V(N, N), V(N, N)],
];
#[rustfmt::skip]
pub(super) const RECT: Table = [
    [E, U, V(-I, 0.0), V(-I, -0.0), U, E, V(I, N)],
    [E, U, U, U, U, E, V(N, N)],
    [V(0.0, 0.0), U, U, U, U, V(0.0, 0.0), V(0.0, 0.0)],
    [V(0.0, 0.0), U, U, U, U, V(0.0, 0.0), V(0.0, 0.0)],
    [E, U, U, U, U, E, V(N, N)],
    [E, U, V(I, -0.0), V(I, 0.0), U, E, V(I, N)],
    [V(N, N), V(N, N), V(N, 0.0), V(N, 0.0), V(N, N), V(N, N), V(N, N)],
];
