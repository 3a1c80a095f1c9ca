//! The hash of strings and bytes: SipHash-1-3, keyed by the isolate, since names from outside must not be able to make a dict slow.
//!
//! Written out for units that lie in a row, because most strings are a few bytes long: a hasher that is fed piece by piece spends more time on
//! its buffer than on such a string.

use taipan_text::{Unit, Units};

struct Sip {
    v0: u64,
    v1: u64,
    v2: u64,
    v3: u64,
}

impl Sip {
    #[inline(always)]
    fn new(key: (u64, u64)) -> Sip {
        Sip {
            v0: key.0 ^ 0x736f_6d65_7073_6575,
            v1: key.1 ^ 0x646f_7261_6e64_6f6d,
            v2: key.0 ^ 0x6c79_6765_6e65_7261,
            v3: key.1 ^ 0x7465_6462_7974_6573,
        }
    }

    #[inline(always)]
    fn round(&mut self) {
        self.v0 = self.v0.wrapping_add(self.v1);
        self.v2 = self.v2.wrapping_add(self.v3);
        self.v1 = self.v1.rotate_left(13) ^ self.v0;
        self.v3 = self.v3.rotate_left(16) ^ self.v2;
        self.v0 = self.v0.rotate_left(32).wrapping_add(self.v3);
        self.v2 = self.v2.wrapping_add(self.v1);
        self.v3 = self.v3.rotate_left(21) ^ self.v0;
        self.v1 = self.v1.rotate_left(17) ^ self.v2;
        self.v2 = self.v2.rotate_left(32);
    }

    #[inline(always)]
    fn word(&mut self, word: u64) {
        self.v3 ^= word;
        self.round();
        self.v0 ^= word;
    }

    /// The end: the bytes that fill no word, and how many there were in all.
    #[inline(always)]
    fn finish(mut self, rest: u64, length: usize) -> u64 {
        self.word(rest | (length as u64) << 56);
        self.v2 ^= 0xff;
        for _ in 0..3 {
            self.round();
        }
        self.v0 ^ self.v1 ^ self.v2 ^ self.v3
    }
}

fn of_bytes(key: (u64, u64), bytes: &[u8]) -> u64 {
    let mut sip = Sip::new(key);
    let (words, rest) = bytes.as_chunks::<8>();
    for &word in words {
        sip.word(u64::from_le_bytes(word));
    }
    let mut last = 0;
    for &byte in rest.iter().rev() {
        last = last << 8 | u64::from(byte);
    }
    sip.finish(last, bytes.len())
}

/// As `of_bytes` of the units' bytes, the lowest first; `BITS` is how many a unit has.
fn of_wide<T: Unit, const BITS: usize>(key: (u64, u64), units: &[T]) -> u64 {
    let joined = |units: &[T]| units.iter().rev().fold(0, |word, unit| word << BITS | u64::from(unit.code_point()));
    let mut sip = Sip::new(key);
    let mut chunks = units.chunks_exact(64 / BITS);
    for chunk in &mut chunks {
        sip.word(joined(chunk));
    }
    sip.finish(joined(chunks.remainder()), units.len() * BITS / 8)
}

/// The hash, never 0, except of the empty string: there it is 0 as everywhere, so it is computed each time.
pub(super) fn hash_units(key: (u64, u64), units: Units<'_>) -> u64 {
    if units.is_empty() {
        return 0;
    }
    let hash = match units {
        Units::Ascii(bytes) | Units::Latin1(bytes) => of_bytes(key, bytes),
        Units::Ucs2(units) => of_wide::<u16, 16>(key, units),
        Units::Ucs4(units) => of_wide::<u32, 32>(key, units),
    };
    // 0 means "not computed", and -1 is an error elsewhere.
    if hash == 0 || hash == u64::MAX { 1 } else { hash }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::Hasher;

    #[test]
    fn it_is_siphash_of_the_bytes() {
        let key = (0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210);
        for length in 1..40usize {
            let points: Vec<u32> = (0..length as u32).map(|index| index.wrapping_mul(0x9e37) & 0xffff).collect();
            let narrow: Vec<u8> = points.iter().map(|&point| point as u8).collect();
            let medium: Vec<u16> = points.iter().map(|&point| point as u16).collect();
            let check = |bytes: Vec<u8>, units: Units<'_>| {
                let mut hasher = siphasher::sip::SipHasher13::new_with_keys(key.0, key.1);
                hasher.write(&bytes);
                assert_eq!(hash_units(key, units), hasher.finish());
            };
            check(narrow.clone(), Units::Latin1(&narrow));
            check(medium.iter().flat_map(|unit| unit.to_le_bytes()).collect(), Units::Ucs2(&medium));
            check(points.iter().flat_map(|unit| unit.to_le_bytes()).collect(), Units::Ucs4(&points));
        }
    }
}
