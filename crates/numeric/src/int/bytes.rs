//! `int.to_bytes` and `int.from_bytes`.

use dashu_base::Sign;
use dashu_int::{IBig, UBig};

use super::{Int, IntRef};
use crate::error::{Error, Result};

/// Bytes that `n.to_bytes` needs at least: its magnitude, and the sign bit when `signed`.
pub fn to_bytes_len(n: IntRef<'_>, signed: bool) -> u64 {
    let bits = if signed && n.is_negative() {
        // -128 fits one byte, 128 does not.
        n.invert().as_ref().bit_length() + 1
    } else {
        n.bit_length() + u64::from(signed)
    };
    bits.div_ceil(8)
}

impl IntRef<'_> {
    /// `int.to_bytes(length, order, signed=signed)`. Allocates `length` bytes: the caller has charged for them.
    pub fn to_bytes(self, length: usize, little_endian: bool, signed: bool) -> Result<Vec<u8>> {
        if self.is_negative() && !signed {
            return Err(Error::overflow("can't convert negative int to unsigned"));
        }
        if !self.is_zero() && to_bytes_len(self, signed) > length as u64 {
            return Err(Error::overflow("int too big to convert"));
        }
        let fill = if self.is_negative() { 0xff } else { 0 };
        let mut out = Vec::new();
        out.try_reserve_exact(length).map_err(|_| Error::memory())?;
        out.resize(length, fill);
        let put = |digits: &[u8], out: &mut [u8]| {
            // A digit past the length only repeats the sign, as was checked above.
            let n = digits.len().min(out.len());
            out[..n].copy_from_slice(&digits[..n]);
        };
        match self {
            IntRef::Small(v) => put(&v.to_le_bytes(), &mut out),
            IntRef::Big(b) => put(&b.0.to_le_bytes(), &mut out),
        }
        if !little_endian {
            out.reverse();
        }
        Ok(out)
    }
}

/// `int.from_bytes(bytes, order, signed=signed)`
pub fn from_bytes(bytes: &[u8], little_endian: bool, signed: bool) -> Int {
    let top = if little_endian { bytes.last() } else { bytes.first() };
    let negative = signed && top.is_some_and(|b| b & 0x80 != 0);
    if bytes.len() <= 8 {
        let mut word = [if negative { 0xff } else { 0 }; 8];
        for (i, slot) in word.iter_mut().take(bytes.len()).enumerate() {
            *slot = if little_endian { bytes[i] } else { bytes[bytes.len() - 1 - i] };
        }
        return if signed { Int::from(i64::from_le_bytes(word)) } else { Int::from(u64::from_le_bytes(word)) };
    }
    let magnitude = |bytes: &[u8]| if little_endian { UBig::from_le_bytes(bytes) } else { UBig::from_be_bytes(bytes) };
    if negative {
        // -(!x + 1) in two's complement.
        let flipped: Vec<u8> = bytes.iter().map(|b| !b).collect();
        return Int::from_ibig(IBig::from_parts(Sign::Negative, magnitude(&flipped) + UBig::ONE));
    }
    Int::from_ubig(magnitude(bytes))
}
