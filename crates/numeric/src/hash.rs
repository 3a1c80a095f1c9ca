//! Python's numeric hash: every number is its value modulo 2**61 - 1, so that equal numbers of different types hash alike.

use dashu_base::Sign;

use crate::int::IntRef;

/// Width of the hash in bits below the sign: `sys.hash_info.modulus` is `2**61 - 1`.
pub const BITS: u32 = 61;
/// `sys.hash_info.modulus`
pub const MODULUS: u64 = (1 << BITS) - 1;
/// `sys.hash_info.inf`: the hash of infinity.
pub const INF: i64 = 314_159;
/// `sys.hash_info.imag`: the multiplier of a complex number's imaginary part.
pub const IMAG: u64 = 1_000_003;

/// -1 is reserved for errors in CPython's C interface, and the language shows it: `hash(-1) == -2`.
#[inline]
fn finish(h: i64) -> i64 {
    if h == -1 { -2 } else { h }
}

/// `hash(int)`
pub fn int(v: IntRef<'_>) -> i64 {
    match v {
        IntRef::Small(v) => small_int(v),
        IntRef::Big(b) => {
            let (sign, words) = b.0.as_sign_words();
            let mut h: u128 = 0;
            for &w in words.iter().rev() {
                let wide = h << dashu_int::Word::BITS | w as u128;
                h = (wide & u128::from(MODULUS)) + (wide >> BITS);
                h = (h & u128::from(MODULUS)) + (h >> BITS);
            }
            let h = (h % u128::from(MODULUS)) as i64;
            finish(if sign == Sign::Negative { -h } else { h })
        }
    }
}

/// `hash(int)` of a machine word.
#[inline]
pub fn small_int(v: i64) -> i64 {
    finish(v % MODULUS as i64)
}

/// `hash(float)`, or `None` for NaN, whose hash is its object's identity.
pub fn float(f: f64) -> Option<i64> {
    if f.is_nan() {
        return None;
    }
    if f.is_infinite() {
        return Some(if f > 0.0 { INF } else { -INF });
    }
    if f.trunc() == f && f.abs() < 9.2e18 {
        return Some(small_int(f as i64));
    }
    let bits = f.to_bits();
    let field = (bits >> 52 & 0x7ff) as i64;
    let fraction = bits & ((1 << 52) - 1);
    let (m, exp) = if field == 0 { (fraction, -1074) } else { (fraction | 1 << 52, field - 1075) };
    // Multiplying by a power of two modulo 2**61 - 1 is a rotation of 61 bits.
    let rot = exp.rem_euclid(i64::from(BITS)) as u32;
    let h = ((m << rot) & MODULUS | m >> (BITS - rot)) as i64;
    Some(finish(if f < 0.0 { -h } else { h }))
}

/// `hash(complex)` from the hashes of its parts: the caller hashes a NaN part by identity, as for a float.
pub fn complex(real: i64, imag: i64) -> i64 {
    finish((real as u64).wrapping_add(IMAG.wrapping_mul(imag as u64)) as i64)
}

/// The hash of the rational `numerator / denominator` with a positive denominator, as `Fraction` and `Decimal` want it.
pub fn rational(numerator: IntRef<'_>, denominator: IntRef<'_>) -> i64 {
    let d = int(denominator).unsigned_abs() % MODULUS;
    let n = int(numerator.abs().as_ref()).unsigned_abs();
    let h = if d == 0 {
        INF
    } else {
        let inverse = crate::int::small::pow_mod(d, MODULUS - 2, MODULUS);
        (u128::from(n) * u128::from(inverse) % u128::from(MODULUS)) as i64
    };
    finish(if numerator.is_negative() { -h } else { h })
}

#[cfg(test)]
mod tests {
    //! Fixed expectations taken from CPython.
    use super::*;
    use crate::int::parse;

    #[test]
    fn equal_numbers_hash_alike() {
        assert_eq!(small_int(-1), -2);
        assert_eq!(float(-1.0), Some(-2));
        assert_eq!(float(f64::INFINITY), Some(314159));
        assert_eq!(float(f64::NAN), None);
        assert_eq!(float(0.5), Some(1152921504606846976));
        assert_eq!(rational(IntRef::Small(1), IntRef::Small(2)), 1152921504606846976);
        assert_eq!(rational(IntRef::Small(1), IntRef::Small(MODULUS as i64)), INF);
        assert_eq!(complex(small_int(1), small_int(2)), 2000007);
        let big = parse("1000000000000000000000000000000", 10, 0).unwrap();
        assert_eq!(int(big.as_ref()), 465258685558744706);
        assert_eq!(int(big.as_ref().neg().as_ref()), -465258685558744706);
        assert_eq!(float(1e22), Some(1864712049423028464));
    }
}
