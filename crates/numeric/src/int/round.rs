//! `round(int, -n)`: to a power of ten, ties to even.

use dashu_int::{IBig, UBig};

use super::{Int, IntRef, arith};

impl IntRef<'_> {
    /// `round(self, ndigits)`
    pub fn round(self, ndigits: IntRef<'_>) -> Int {
        if !ndigits.is_negative() || self.is_zero() {
            return self.to_owned();
        }
        // 10**n has more than 3 bits per digit, so this many digits leave nothing of the number.
        let digits = match ndigits.neg().as_ref().to_u64() {
            Some(n) if n <= self.bit_length() / 3 + 1 => n as usize,
            _ => return Int::ZERO,
        };
        let unit = IBig::from(UBig::from(10u8).pow(digits));
        let value = self.to_ibig();
        let (q, r) = arith::floor_div_rem(&value, &unit);
        let twice = &r << 1usize;
        let odd = Int::from_ibig(q).as_ref().is_odd();
        let up = twice > unit || (twice == unit && odd);
        let down = value.as_ref() - r;
        Int::from_ibig(if up { down + unit } else { down })
    }
}
