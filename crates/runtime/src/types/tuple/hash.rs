//! How tuples hash: CPython's mixing, so that what depends on the order of equal programs' hashes looks the same.

/// The hash of items in a row, from the hash of each.
pub(crate) struct TupleHash {
    state: u64,
    count: u64,
}

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;
/// Stands for -1, which means an error elsewhere.
const REPLACEMENT: i64 = 1_546_275_796;

impl Default for TupleHash {
    fn default() -> TupleHash {
        TupleHash { state: PRIME_5, count: 0 }
    }
}

impl TupleHash {
    #[inline]
    pub(crate) fn add(&mut self, hash: i64) {
        let state = self.state.wrapping_add((hash as u64).wrapping_mul(PRIME_2));
        self.state = state.rotate_left(31).wrapping_mul(PRIME_1);
        self.count += 1;
    }

    /// The hash of a tuple.
    pub(crate) fn finish(mut self) -> i64 {
        self.state = self.state.wrapping_add(self.count ^ (PRIME_5 ^ 3_527_539));
        self.finish_open()
    }

    /// The hash without the length: a slice's.
    pub(crate) fn finish_open(self) -> i64 {
        if self.state == u64::MAX { REPLACEMENT } else { self.state as i64 }
    }
}
