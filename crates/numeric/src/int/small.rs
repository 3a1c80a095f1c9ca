//! Fast paths on `i64`: the arithmetic of ints that fit a machine word, by Python's rules.

use super::{SMALL_MAX, SMALL_MIN};

/// Whether `v` fits the 62 bits that an inline int has.
#[inline]
pub const fn fits_62(v: i64) -> bool {
    v >= SMALL_MIN && v <= SMALL_MAX
}

/// `a // b`, or `None` when `b` is 0 or the quotient does not fit (`i64::MIN // -1`).
#[inline]
pub const fn floor_div(a: i64, b: i64) -> Option<i64> {
    match a.checked_div(b) {
        Some(q) if (a % b != 0) && ((a < 0) != (b < 0)) => Some(q - 1),
        q => q,
    }
}

/// `a % b` with the sign of `b`, or `None` when `b` is 0.
#[inline]
pub const fn floor_mod(a: i64, b: i64) -> Option<i64> {
    if b == 0 {
        return None;
    }
    // -1 divides everything; hardware traps on i64::MIN % -1.
    if b == -1 {
        return Some(0);
    }
    let r = a % b;
    if r != 0 && ((r < 0) != (b < 0)) { Some(r + b) } else { Some(r) }
}

/// `(a // b, a % b)`.
#[inline]
pub const fn div_mod(a: i64, b: i64) -> Option<(i64, i64)> {
    match (floor_div(a, b), floor_mod(a, b)) {
        (Some(q), Some(r)) => Some((q, r)),
        _ => None,
    }
}

/// `a ** e` when it fits an `i64`.
#[inline]
pub const fn pow(a: i64, e: u64) -> Option<i64> {
    if e > u32::MAX as u64 {
        return match a {
            0 => Some(0),
            1 => Some(1),
            -1 => Some(if e & 1 == 1 { -1 } else { 1 }),
            _ => None,
        };
    }
    a.checked_pow(e as u32)
}

/// `a << n` when it fits an `i64`.
#[inline]
pub const fn shl(a: i64, n: u64) -> Option<i64> {
    if a == 0 {
        return Some(0);
    }
    if n >= 64 {
        return None;
    }
    let r = a << n;
    if r >> n == a { Some(r) } else { None }
}

/// `a >> n`, filled with the sign.
#[inline]
pub const fn shr(a: i64, n: u64) -> i64 {
    if n >= 64 { a >> 63 } else { a >> n }
}

/// `int.bit_length`.
#[inline]
pub const fn bit_length(a: i64) -> u32 {
    64 - a.unsigned_abs().leading_zeros()
}

/// Greatest common divisor of the magnitudes.
pub const fn gcd(a: i64, b: i64) -> u64 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The integer part of the square root.
pub fn isqrt(n: u64) -> u64 {
    n.isqrt()
}

/// `base ** exp % modulus` for `modulus > 0`, by repeated squaring in 128 bits.
pub fn pow_mod(base: u64, mut exp: u64, modulus: u64) -> u64 {
    let m = u128::from(modulus);
    let mut b = u128::from(base) % m;
    let mut r = 1 % m;
    while exp > 0 {
        if exp & 1 == 1 {
            r = r * b % m;
        }
        b = b * b % m;
        exp >>= 1;
    }
    r as u64
}
