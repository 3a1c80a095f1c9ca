//! Substring search in wide units: Two-Way search behind a scan for the first unit.
//!
//! The scan is fastest on ordinary text. It counts the units it compares, and hands over to Two-Way search
//! (Crochemore and Perrin), which is linear on any input, once that exceeds a multiple of what it has passed.

use crate::units::Unit;
use std::cell::OnceCell;

/// A sequence read from one end.
trait Sequence: Copy {
    type Item: Ord;

    fn len(self) -> usize;
    fn at(self, index: usize) -> Self::Item;
}

#[derive(Clone, Copy)]
struct Forward<'a, T>(&'a [T]);

#[derive(Clone, Copy)]
struct Backward<'a, T>(&'a [T]);

impl<T: Unit> Sequence for Forward<'_, T> {
    type Item = T;

    #[inline]
    fn len(self) -> usize {
        self.0.len()
    }

    #[inline]
    fn at(self, index: usize) -> T {
        self.0[index]
    }
}

impl<T: Unit> Sequence for Backward<'_, T> {
    type Item = T;

    #[inline]
    fn len(self) -> usize {
        self.0.len()
    }

    #[inline]
    fn at(self, index: usize) -> T {
        self.0[self.0.len() - 1 - index]
    }
}

/// What the search needs to know of the needle.
#[derive(Clone, Copy, Debug)]
struct Factorization {
    critical: usize,
    period: usize,
    /// The period is that of the whole needle, so a shift by it keeps what was compared.
    periodic: bool,
}

/// Where the largest suffix begins, and its period; in the reverse order of units when `reverse`.
fn maximal_suffix<S: Sequence>(needle: S, reverse: bool) -> (usize, usize) {
    let (mut left, mut right, mut offset, mut period) = (0, 1, 0, 1);
    while right + offset < needle.len() {
        let order = needle.at(right + offset).cmp(&needle.at(left + offset));
        let order = if reverse { order.reverse() } else { order };
        match order {
            std::cmp::Ordering::Less => {
                right += offset + 1;
                offset = 0;
                period = right - left;
            }
            std::cmp::Ordering::Equal if offset + 1 == period => {
                right += offset + 1;
                offset = 0;
            }
            std::cmp::Ordering::Equal => offset += 1,
            std::cmp::Ordering::Greater => {
                left = right;
                right += 1;
                offset = 0;
                period = 1;
            }
        }
    }
    (left, period)
}

impl Factorization {
    fn of<S: Sequence>(needle: S) -> Factorization {
        let (critical, period) = maximal_suffix(needle, false).max(maximal_suffix(needle, true));
        let periodic = (0..critical).all(|index| needle.at(index) == needle.at(index + period));
        let period = if periodic { period } else { critical.max(needle.len() - critical) + 1 };
        Factorization { critical, period, periodic }
    }
}

fn two_way<S: Sequence>(haystack: S, needle: S, mut position: usize, plan: Factorization) -> Option<usize> {
    let len = needle.len();
    // How much of the needle's beginning is known to match.
    let mut memory = 0;
    while position + len <= haystack.len() {
        let mut right = plan.critical.max(memory);
        while right < len && needle.at(right) == haystack.at(position + right) {
            right += 1;
        }
        if right < len {
            position += right - plan.critical + 1;
            memory = 0;
            continue;
        }
        let mut left = plan.critical;
        while left > memory && needle.at(left - 1) == haystack.at(position + left - 1) {
            left -= 1;
        }
        if left <= memory {
            return Some(position);
        }
        position += plan.period;
        memory = if plan.periodic { len - plan.period } else { 0 };
    }
    None
}

/// How many of the first units match, to charge for the comparison.
fn common_prefix<S: Sequence>(haystack: S, position: usize, needle: S) -> usize {
    (0..needle.len()).take_while(|&index| needle.at(index) == haystack.at(position + index)).count()
}

/// `scan` finds the next place of the needle's first unit at or after a position.
fn search<S: Sequence>(
    haystack: S,
    needle: S,
    plan: &OnceCell<Factorization>,
    scan: impl Fn(usize) -> Option<usize>,
) -> Option<usize> {
    const FREE: usize = 64;
    const FACTOR: usize = 4;
    let mut position = 0;
    let mut compared = 0;
    while let Some(candidate) = scan(position) {
        if candidate + needle.len() > haystack.len() {
            return None;
        }
        let matched = common_prefix(haystack, candidate, needle);
        if matched == needle.len() {
            return Some(candidate);
        }
        compared += matched;
        position = candidate + 1;
        if compared > FREE + FACTOR * position {
            let plan = *plan.get_or_init(|| Factorization::of(needle));
            return two_way(haystack, needle, position, plan);
        }
    }
    None
}

/// A needle to be found in many haystacks.
#[derive(Debug)]
pub struct WideFinder<'n, T> {
    needle: &'n [T],
    plan: OnceCell<Factorization>,
}

impl<'n, T: Unit> WideFinder<'n, T> {
    pub(crate) fn new(needle: &'n [T]) -> WideFinder<'n, T> {
        WideFinder { needle, plan: OnceCell::new() }
    }

    pub(crate) fn find(&self, haystack: &[T]) -> Option<usize> {
        let Some(&first) = self.needle.first() else {
            return Some(0);
        };
        // The last place where the needle fits bounds the scan as well.
        let starts = (haystack.len() + 1).checked_sub(self.needle.len())?;
        search(Forward(haystack), Forward(self.needle), &self.plan, |from| {
            T::position(haystack.get(from..starts)?, first).map(|offset| from + offset)
        })
    }
}

/// A needle to be found from the right.
#[derive(Debug)]
pub struct WideFinderRev<'n, T> {
    needle: &'n [T],
    plan: OnceCell<Factorization>,
}

impl<'n, T: Unit> WideFinderRev<'n, T> {
    pub(crate) fn new(needle: &'n [T]) -> WideFinderRev<'n, T> {
        WideFinderRev { needle, plan: OnceCell::new() }
    }

    pub(crate) fn rfind(&self, haystack: &[T]) -> Option<usize> {
        let Some(&last) = self.needle.last() else {
            return Some(haystack.len());
        };
        if self.needle.len() > haystack.len() {
            return None;
        }
        let from_right = search(Backward(haystack), Backward(self.needle), &self.plan, |from| {
            let end = haystack.len() - from;
            T::rposition(&haystack[..end], last).map(|index| haystack.len() - 1 - index)
        })?;
        Some(haystack.len() - from_right - self.needle.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naive(haystack: &[u16], needle: &[u16]) -> Vec<usize> {
        (0..haystack.len() + 1 - needle.len().min(haystack.len() + 1))
            .filter(|&start| haystack[start..].starts_with(needle))
            .collect()
    }

    /// Every needle of up to five units over two letters, in pseudo-random haystacks, both ways and both methods.
    #[test]
    fn agrees_with_the_naive_search() {
        let mut state = 12345u32;
        let mut letter = || {
            state = state.wrapping_mul(1_103_515_245).wrapping_add(12345);
            (state >> 16 & 1) as u16
        };
        for len in 1..=5u32 {
            for bits in 0..1u32 << len {
                let needle: Vec<u16> = (0..len).map(|bit| (bits >> bit & 1) as u16).collect();
                let haystack: Vec<u16> = (0..40).map(|_| letter()).collect();
                let all = naive(&haystack, &needle);
                assert_eq!(WideFinder::new(&needle).find(&haystack), all.first().copied());
                assert_eq!(WideFinderRev::new(&needle).rfind(&haystack), all.last().copied());
                let plan = Factorization::of(Forward(&needle[..]));
                let found = two_way(Forward(&haystack[..]), Forward(&needle[..]), 0, plan);
                assert_eq!(found, all.first().copied(), "{needle:?} in {haystack:?}");
            }
        }
    }

    #[test]
    fn hostile_input_is_linear() {
        let mut needle = vec![7u16; 50_000];
        needle.push(8);
        let haystack = vec![7u16; 400_000];
        assert_eq!(WideFinder::new(&needle).find(&haystack), None);
        needle.reverse();
        assert_eq!(WideFinderRev::new(&needle).rfind(&haystack), None);
    }
}
