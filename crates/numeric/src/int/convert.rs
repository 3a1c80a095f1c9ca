//! Between Python ints and Rust's integer types.

use dashu_int::IBig;

use super::{Int, IntRef, fits_62};

impl From<i64> for Int {
    #[inline]
    fn from(v: i64) -> Self {
        if fits_62(v) { Int::Small(v) } else { Int::from_ibig(IBig::from(v)) }
    }
}

macro_rules! from_small {
    ($($t:ty),*) => {$(
        impl From<$t> for Int {
            fn from(v: $t) -> Self {
                Int::Small(i64::from(v))
            }
        }
    )*};
}
from_small!(i8, i16, i32, u8, u16, u32, bool);

macro_rules! from_wide {
    ($($t:ty),*) => {$(
        impl From<$t> for Int {
            fn from(v: $t) -> Self {
                match i64::try_from(v) {
                    Ok(v) => Int::from(v),
                    Err(_) => Int::Big(super::BigInt(IBig::from(v))),
                }
            }
        }
    )*};
}
from_wide!(u64, usize, isize, i128, u128);

impl IntRef<'_> {
    pub fn to_i64(self) -> Option<i64> {
        match self {
            IntRef::Small(v) => Some(v),
            IntRef::Big(b) => i64::try_from(&b.0).ok(),
        }
    }
    pub fn to_i32(self) -> Option<i32> {
        self.to_i64().and_then(|v| i32::try_from(v).ok())
    }
    pub fn to_u32(self) -> Option<u32> {
        self.to_i64().and_then(|v| u32::try_from(v).ok())
    }
    pub fn to_u64(self) -> Option<u64> {
        match self {
            IntRef::Small(v) => u64::try_from(v).ok(),
            IntRef::Big(b) => u64::try_from(&b.0).ok(),
        }
    }
    pub fn to_usize(self) -> Option<usize> {
        self.to_u64().and_then(|v| usize::try_from(v).ok())
    }
    /// As `to_i128`, without asking the big-integer crate.
    #[inline]
    pub fn few_bits(self) -> Option<i128> {
        match self {
            IntRef::Small(small) => Some(i128::from(small)),
            IntRef::Big(big) => {
                let (sign, words) = big.0.as_sign_words();
                let magnitude = match *words {
                    [low] => u128::from(low),
                    [low, high] => u128::from(low) | u128::from(high) << 64,
                    _ => return None,
                };
                let magnitude = i128::try_from(magnitude).ok()?;
                Some(if sign == dashu_base::Sign::Negative { -magnitude } else { magnitude })
            }
        }
    }

    pub fn to_i128(self) -> Option<i128> {
        match self {
            IntRef::Small(v) => Some(i128::from(v)),
            IntRef::Big(b) => i128::try_from(&b.0).ok(),
        }
    }
    pub fn to_u128(self) -> Option<u128> {
        match self {
            IntRef::Small(v) => u128::try_from(v).ok(),
            IntRef::Big(b) => u128::try_from(&b.0).ok(),
        }
    }

    /// The nearest `i64`: what slicing does with indices out of range.
    pub fn saturating_i64(self) -> i64 {
        self.to_i64().unwrap_or(if self.is_negative() { i64::MIN } else { i64::MAX })
    }

    /// The low 64 bits of the two's complement form: what C's unsigned masks take.
    pub fn wrapping_u64(self) -> u64 {
        match self {
            IntRef::Small(v) => v as u64,
            IntRef::Big(b) => {
                let (sign, words) = b.0.as_sign_words();
                let mut low = 0u64;
                let mut shift = 0;
                for &w in words.iter().take(64usize.div_ceil(dashu_int::Word::BITS as usize)) {
                    low |= w << shift;
                    shift += dashu_int::Word::BITS;
                }
                if sign == dashu_base::Sign::Negative { low.wrapping_neg() } else { low }
            }
        }
    }

    /// The magnitude in digits of 30 bits, least first, as `sys.int_info` describes ints and as `marshal` writes them in
    /// halves of 15.
    pub fn digits_30(self) -> Vec<u32> {
        let bytes = self.magnitude().to_le_bytes();
        let mut digits = Vec::with_capacity(bytes.len() * 8 / 30 + 1);
        let (mut acc, mut bits) = (0u64, 0u32);
        for &byte in bytes.iter() {
            acc |= u64::from(byte) << bits;
            bits += 8;
            if bits >= 30 {
                digits.push((acc & 0x3fff_ffff) as u32);
                acc >>= 30;
                bits -= 30;
            }
        }
        while acc != 0 {
            digits.push((acc & 0x3fff_ffff) as u32);
            acc >>= 30;
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        digits
    }
}
