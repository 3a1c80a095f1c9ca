//! Shifts and bitwise operators on the infinite two's complement form, `bit_length`, `bit_count`.

use dashu_base::BitTest;

use super::{Int, IntRef, check_bits, small};
use crate::error::{Error, Result};

// Named as the operators' special methods are; the traits would need an operand type that both `Int`s share.
#[allow(clippy::should_implement_trait)]
impl IntRef<'_> {
    /// Bits of the magnitude; 0 for 0.
    pub fn bit_length(self) -> u64 {
        match self {
            IntRef::Small(v) => u64::from(small::bit_length(v)),
            IntRef::Big(b) => b.0.as_sign_words().1.bit_len_of_words(),
        }
    }

    /// Ones in the magnitude.
    pub fn bit_count(self) -> u64 {
        match self {
            IntRef::Small(v) => u64::from(v.unsigned_abs().count_ones()),
            IntRef::Big(b) => b.0.as_sign_words().1.iter().map(|w| u64::from(w.count_ones())).sum(),
        }
    }

    /// Whether bit `n` of the two's complement form is set.
    pub fn bit(self, n: u64) -> bool {
        match self {
            IntRef::Small(v) => small::shr(v, n) & 1 == 1,
            IntRef::Big(b) => usize::try_from(n).map_or(b.is_negative(), |n| b.0.bit(n)),
        }
    }

    /// Zero bits below the lowest one; `None` for 0.
    pub fn trailing_zeros(self) -> Option<u64> {
        match self {
            IntRef::Small(0) => None,
            IntRef::Small(v) => Some(u64::from(v.trailing_zeros())),
            IntRef::Big(b) => b.0.trailing_zeros().map(|n| n as u64),
        }
    }

    /// `self << count`
    pub fn shl(self, count: IntRef<'_>) -> Result<Int> {
        if count.is_negative() {
            return Err(Error::value("negative shift count"));
        }
        if self.is_zero() {
            return Ok(Int::ZERO);
        }
        let Some(n) = count.to_i64().map(|n| n as u64) else {
            return Err(Error::overflow("too many digits in integer"));
        };
        if let IntRef::Small(v) = self
            && let Some(r) = small::shl(v, n)
        {
            return Ok(Int::from(r));
        }
        check_bits(n.saturating_add(self.bit_length()))?;
        Ok(Int::from_ibig(self.to_ibig().as_ref() << n as usize))
    }

    /// Bits in `self << count`, to charge memory first. Saturates; 0 for counts that are an error.
    pub fn shl_bits(self, count: IntRef<'_>) -> u64 {
        if self.is_zero() || count.is_negative() {
            return 0;
        }
        count.to_u64().unwrap_or(u64::MAX).saturating_add(self.bit_length())
    }

    /// `self >> count`, rounding towards minus infinity.
    pub fn shr(self, count: IntRef<'_>) -> Result<Int> {
        if count.is_negative() {
            return Err(Error::value("negative shift count"));
        }
        let n = count.to_u64().unwrap_or(u64::MAX);
        Ok(match self {
            IntRef::Small(v) => Int::from(small::shr(v, n)),
            IntRef::Big(b) if n >= self.bit_length() => Int::Small(if b.is_negative() { -1 } else { 0 }),
            IntRef::Big(b) => Int::from_ibig(&b.0 >> n as usize),
        })
    }

    pub fn bit_and(self, other: IntRef<'_>) -> Int {
        match (self, other) {
            (IntRef::Small(a), IntRef::Small(b)) => Int::from(a & b),
            _ => Int::from_ibig(self.to_ibig().as_ref() & other.to_ibig().as_ref()),
        }
    }

    pub fn bit_or(self, other: IntRef<'_>) -> Int {
        match (self, other) {
            (IntRef::Small(a), IntRef::Small(b)) => Int::from(a | b),
            _ => Int::from_ibig(self.to_ibig().as_ref() | other.to_ibig().as_ref()),
        }
    }

    pub fn bit_xor(self, other: IntRef<'_>) -> Int {
        match (self, other) {
            (IntRef::Small(a), IntRef::Small(b)) => Int::from(a ^ b),
            _ => Int::from_ibig(self.to_ibig().as_ref() ^ other.to_ibig().as_ref()),
        }
    }

    /// `~self`
    pub fn invert(self) -> Int {
        match self {
            IntRef::Small(v) => Int::from(!v),
            IntRef::Big(b) => Int::from_ibig(!&b.0),
        }
    }
}

trait WordsBitLen {
    fn bit_len_of_words(&self) -> u64;
}
impl WordsBitLen for [dashu_int::Word] {
    fn bit_len_of_words(&self) -> u64 {
        match self.split_last() {
            None => 0,
            Some((top, rest)) => {
                let per_word = u64::from(dashu_int::Word::BITS);
                rest.len() as u64 * per_word + per_word - u64::from(top.leading_zeros())
            }
        }
    }
}
