//! `factorial`, `comb`, `perm`: products of ranges, multiplied as a balanced tree so that the factors stay of one size.

use dashu_int::UBig;

use crate::error::{Error, Result};
use crate::int::{Int, IntRef, check_bits};

/// `first * (first + 1) * ... `, `count` factors. The recursion halves the count, so its depth is at most 64.
fn range_product(first: &UBig, count: u64) -> UBig {
    match count {
        0 => UBig::ONE,
        1 => first.clone(),
        2..=8 => (1..count).fold(first.clone(), |p, i| p * (first + i)),
        _ => {
            let half = count / 2;
            range_product(first, half) * range_product(&(first + half), count - half)
        }
    }
}

/// An upper bound of the bits in `factorial(n)`, saturating.
pub fn factorial_bits(n: IntRef<'_>) -> u64 {
    perm_bits(n, n)
}

/// An upper bound of the bits in `perm(n, k)` and `comb(n, k)`, saturating.
pub fn perm_bits(n: IntRef<'_>, k: IntRef<'_>) -> u64 {
    // Where `perm` answers 0, or refuses, nothing is made.
    match k.to_i64() {
        Some(k) if k > 0 && n.to_i64().is_none_or(|n| k <= n) => (k as u64).saturating_mul(n.bit_length()),
        _ => 0,
    }
}

/// `math.factorial`. Charge for [`factorial_bits`] first.
pub fn factorial(n: IntRef<'_>) -> Result<Int> {
    if n.is_negative() {
        return Err(Error::value("factorial() not defined for negative values"));
    }
    let Some(k) = n.to_i64() else {
        return Err(Error::overflow("factorial() argument should not exceed 9223372036854775807"));
    };
    check_bits(factorial_bits(n))?;
    Ok(Int::from_ubig(range_product(&UBig::ONE, k as u64)))
}

fn check_arguments(n: IntRef<'_>, k: IntRef<'_>) -> Result<()> {
    if n.is_negative() {
        return Err(Error::value("n must be a non-negative integer"));
    }
    if k.is_negative() {
        return Err(Error::value("k must be a non-negative integer"));
    }
    Ok(())
}

/// `math.perm(n, k)`. Charge for [`perm_bits`] first.
pub fn perm(n: IntRef<'_>, k: IntRef<'_>) -> Result<Int> {
    check_arguments(n, k)?;
    if k > n {
        return Ok(Int::ZERO);
    }
    let Some(count) = k.to_i64() else {
        return Err(Error::overflow("k must not exceed 9223372036854775807"));
    };
    check_bits(perm_bits(n, k))?;
    let first = n.sub(k).as_ref().magnitude() + UBig::ONE;
    Ok(Int::from_ubig(range_product(&first, count as u64)))
}

/// `math.comb(n, k)`. Charge for [`perm_bits`] of `n` and the lesser of `k` and `n - k` first.
pub fn comb(n: IntRef<'_>, k: IntRef<'_>) -> Result<Int> {
    check_arguments(n, k)?;
    if k > n {
        return Ok(Int::ZERO);
    }
    let other = n.sub(k);
    let k = k.min(other.as_ref());
    let Some(count) = k.to_i64() else {
        return Err(Error::overflow("min(n - k, k) must not exceed 9223372036854775807"));
    };
    check_bits(perm_bits(n, k))?;
    let first = n.sub(k).as_ref().magnitude() + UBig::ONE;
    let top = range_product(&first, count as u64);
    Ok(Int::from_ubig(top / range_product(&UBig::ONE, count as u64)))
}
