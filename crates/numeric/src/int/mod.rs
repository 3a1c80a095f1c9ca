//! Python integers: small ones inline, large ones in a `BigInt`, never the one where the other would do.
//!
//! The runtime keeps values of up to 62 bits in its tagged word, so "small" here means 62 bits, not 64.
//! Operations are methods of [`IntRef`], a copyable view that the runtime can make from a tagged word or from a heap
//! object without cloning; they return an [`Int`] that is always normalised.
//!
//! `BigInt` is dashu-int's. Measured in release mode against num-bigint 0.5.1 (milliseconds, dashu / num-bigint), on
//! 10^5 random digits: multiply 3.3 / 2.1, parse 3.3 / 7.7, print 5.8 / 5.9, divide 4.9 / 5.9, gcd 24 / 563,
//! square root 1.1 / 19, 3**200000 0.8 / 1.5; on 10^6 digits: multiply 34 / 68, parse 81 / 777, print 193 / 189.
//! It also keeps values of up to 128 bits without an allocation, and those are nearly all the big ones there are.

mod arith;
mod bits;
mod bytes;
mod convert;
mod float;
mod number_theory;
mod pow;
mod round;
pub mod small;
mod text;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use dashu_int::IBig;

use crate::error::{Error, Result};

pub use bytes::{from_bytes, to_bytes_len};
pub use pow::Number;
pub use small::fits_62;
pub use text::{ParseIntError, parse, parse_bytes};

pub(crate) use float::round_to_f64;
pub(crate) use text::trim_ascii_space;

/// The least value that [`Int::Small`] holds.
pub const SMALL_MIN: i64 = -(1 << 61);
/// The greatest value that [`Int::Small`] holds.
pub const SMALL_MAX: i64 = (1 << 61) - 1;

/// Refuses a result of that many bits when it is over [`MAX_BITS`] or when there is no room for it now: the big-integer
/// crate itself would end the process.
pub(crate) fn check_bits(bits: u64) -> Result<()> {
    const WORTH_ASKING: u64 = 1 << 28;
    if bits > MAX_BITS {
        return Err(Error::memory());
    }
    if bits > WORTH_ASKING {
        // Twice, since the last multiplication has its operands beside the result.
        let room = usize::try_from(bits / 4).map_err(|_| Error::memory())?;
        Vec::<u8>::new().try_reserve_exact(room).map_err(|_| Error::memory())?;
    }
    Ok(())
}

/// No integer may have more bits than this: about 8 GiB of digits. What would is a `MemoryError`.
pub const MAX_BITS: u64 = 1 << 36;

/// An integer that does not fit 62 bits. Only [`Int`]'s own functions make one, so the size is an invariant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BigInt(pub(crate) IBig);

/// An owned integer, always normalised: `Small` exactly when it fits 62 bits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Int {
    Small(i64),
    Big(BigInt),
}

/// A borrowed integer. `Small` takes any `i64` here, whether or not it fits 62 bits.
#[derive(Clone, Copy, Debug)]
pub enum IntRef<'a> {
    Small(i64),
    Big(&'a BigInt),
}

impl BigInt {
    /// Bytes on the heap beside the value itself, for the runtime's byte count.
    pub fn heap_bytes(&self) -> usize {
        let words = self.0.as_sign_words().1;
        // Up to two words are kept inline.
        if words.len() <= 2 { 0 } else { size_of_val(words) }
    }

    pub fn is_negative(&self) -> bool {
        self.0.sign() == dashu_base::Sign::Negative
    }

    pub fn as_int(&self) -> IntRef<'_> {
        IntRef::Big(self)
    }
}

impl Int {
    pub const ZERO: Int = Int::Small(0);
    pub const ONE: Int = Int::Small(1);

    pub fn as_ref(&self) -> IntRef<'_> {
        match self {
            Int::Small(v) => IntRef::Small(*v),
            Int::Big(b) => IntRef::Big(b),
        }
    }

    pub(crate) fn from_ibig(v: IBig) -> Self {
        match i64::try_from(&v) {
            Ok(small) if fits_62(small) => Int::Small(small),
            _ => Int::Big(BigInt(v)),
        }
    }

    pub(crate) fn from_ubig(v: dashu_int::UBig) -> Self {
        Self::from_ibig(IBig::from(v))
    }

    pub fn is_zero(&self) -> bool {
        matches!(self, Int::Small(0))
    }
}

impl<'a> IntRef<'a> {
    /// The value as the big-integer crate's own type; free of allocation for small values.
    pub(crate) fn to_ibig(self) -> Cow<'a, IBig> {
        match self {
            IntRef::Small(v) => Cow::Owned(IBig::from(v)),
            IntRef::Big(b) => Cow::Borrowed(&b.0),
        }
    }

    pub(crate) fn magnitude(self) -> dashu_int::UBig {
        use dashu_base::UnsignedAbs;
        match self {
            IntRef::Small(v) => dashu_int::UBig::from(v.unsigned_abs()),
            IntRef::Big(b) => (&b.0).unsigned_abs(),
        }
    }

    pub fn is_zero(self) -> bool {
        matches!(self, IntRef::Small(0))
    }

    pub fn is_negative(self) -> bool {
        match self {
            IntRef::Small(v) => v < 0,
            IntRef::Big(b) => b.is_negative(),
        }
    }

    pub fn is_odd(self) -> bool {
        match self {
            IntRef::Small(v) => v & 1 == 1,
            IntRef::Big(b) => b.0.as_sign_words().1.first().is_some_and(|w| w & 1 == 1),
        }
    }

    /// -1, 0 or 1.
    pub fn signum(self) -> i32 {
        match self {
            IntRef::Small(v) => v.signum() as i32,
            IntRef::Big(b) if b.is_negative() => -1,
            IntRef::Big(_) => 1,
        }
    }

    pub fn to_owned(self) -> Int {
        match self {
            IntRef::Small(v) => Int::from(v),
            IntRef::Big(b) => Int::Big(b.clone()),
        }
    }
}

/// Decimal, without the limit on digits: for Rust code, not for `str(int)`.
impl fmt::Display for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Int::Small(v) => v.fmt(f),
            Int::Big(b) => b.0.fmt(f),
        }
    }
}

impl PartialEq for IntRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for IntRef<'_> {}
impl PartialOrd for IntRef<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for IntRef<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (IntRef::Small(a), IntRef::Small(b)) => a.cmp(b),
            _ => self.to_ibig().cmp(&other.to_ibig()),
        }
    }
}
impl PartialOrd for Int {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Int {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_ref().cmp(&other.as_ref())
    }
}
impl<'a> From<&'a Int> for IntRef<'a> {
    fn from(v: &'a Int) -> Self {
        v.as_ref()
    }
}
impl<'a> From<&'a BigInt> for IntRef<'a> {
    fn from(v: &'a BigInt) -> Self {
        IntRef::Big(v)
    }
}
impl From<i64> for IntRef<'_> {
    fn from(v: i64) -> Self {
        IntRef::Small(v)
    }
}
