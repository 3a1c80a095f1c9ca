//! Borrowed strings in the four storage widths, and how to write an algorithm once for all of them.
//!
//! A stored string is always in the narrowest form, but a `Units` need not be: a slice of a wide string may hold
//! only narrow code points. `kind` is the storage form; `narrowest_kind` looks at the contents. Code points are
//! plain `u32` because lone surrogates are allowed.

use crate::buffer::Text;
use crate::memory::{ask, copied, gathered, put_char, put_str};
use std::cmp::Ordering;
use std::ops::Range;

/// How many bits a stored code unit needs, and whether it is all ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Ascii,
    Latin1,
    Ucs2,
    Ucs4,
}

impl Kind {
    /// The narrowest form that can hold `code_point`.
    #[inline]
    pub fn of(code_point: u32) -> Kind {
        match code_point {
            0..=0x7f => Kind::Ascii,
            0x80..=0xff => Kind::Latin1,
            0x100..=0xffff => Kind::Ucs2,
            _ => Kind::Ucs4,
        }
    }

    /// The number of bytes one unit takes.
    pub fn width(self) -> usize {
        match self {
            Kind::Ascii | Kind::Latin1 => 1,
            Kind::Ucs2 => 2,
            Kind::Ucs4 => 4,
        }
    }
}

/// One storage unit: `u8`, `u16` or `u32`. Each unit is one code point.
pub trait Unit: Copy + Ord + Into<u32> + Send + Sync + 'static {
    /// The largest code point the unit can hold.
    const MAX: u32;

    /// `code_point` as a unit, if it fits.
    fn from_code_point(code_point: u32) -> Option<Self>;

    /// The slice seen as `Units`; `u8` slices are seen as Latin-1.
    fn units(slice: &[Self]) -> Units<'_>;

    /// The position of the first `unit`.
    fn position(haystack: &[Self], unit: Self) -> Option<usize>;

    /// The position of the last `unit`.
    fn rposition(haystack: &[Self], unit: Self) -> Option<usize>;

    #[inline]
    fn code_point(self) -> u32 {
        self.into()
    }
}

impl Unit for u8 {
    const MAX: u32 = 0xff;

    #[inline]
    fn from_code_point(code_point: u32) -> Option<u8> {
        u8::try_from(code_point).ok()
    }

    fn units(slice: &[u8]) -> Units<'_> {
        Units::Latin1(slice)
    }

    #[inline]
    fn position(haystack: &[u8], unit: u8) -> Option<usize> {
        memchr::memchr(unit, haystack)
    }

    #[inline]
    fn rposition(haystack: &[u8], unit: u8) -> Option<usize> {
        memchr::memrchr(unit, haystack)
    }
}

/// Scan in blocks with no early exit inside a block, so that the compiler vectorises the comparison.
fn block_position<T: Copy + PartialEq>(haystack: &[T], unit: T) -> Option<usize> {
    const BLOCK: usize = 32;
    let mut start = 0;
    let mut blocks = haystack.chunks_exact(BLOCK);
    for block in &mut blocks {
        if block.iter().fold(false, |found, &x| found | (x == unit)) {
            break;
        }
        start += BLOCK;
    }
    haystack[start..].iter().position(|&x| x == unit).map(|i| start + i)
}

fn block_rposition<T: Copy + PartialEq>(haystack: &[T], unit: T) -> Option<usize> {
    const BLOCK: usize = 32;
    let mut end = haystack.len();
    let mut blocks = haystack.rchunks_exact(BLOCK);
    for block in &mut blocks {
        if block.iter().fold(false, |found, &x| found | (x == unit)) {
            break;
        }
        end -= BLOCK;
    }
    haystack[..end].iter().rposition(|&x| x == unit)
}

macro_rules! wide_unit {
    ($type:ty, $max:expr, $variant:ident) => {
        impl Unit for $type {
            const MAX: u32 = $max;

            #[inline]
            fn from_code_point(code_point: u32) -> Option<$type> {
                <$type>::try_from(code_point).ok()
            }

            fn units(slice: &[$type]) -> Units<'_> {
                Units::$variant(slice)
            }

            #[inline]
            fn position(haystack: &[$type], unit: $type) -> Option<usize> {
                block_position(haystack, unit)
            }

            #[inline]
            fn rposition(haystack: &[$type], unit: $type) -> Option<usize> {
                block_rposition(haystack, unit)
            }
        }
    };
}

wide_unit!(u16, 0xffff, Ucs2);
wide_unit!(u32, u32::MAX, Ucs4);

/// A borrowed string in one of the four storage forms.
#[derive(Clone, Copy, Debug)]
pub enum Units<'a> {
    /// Every byte is below 0x80.
    Ascii(&'a [u8]),
    Latin1(&'a [u8]),
    Ucs2(&'a [u16]),
    Ucs4(&'a [u32]),
}

/// Run one expression for whichever slice a `Units` holds, compiled once for each unit type.
///
/// `with_units!(units, |slice| expression)`; ASCII and Latin-1 share the `&[u8]` instance.
#[macro_export]
macro_rules! with_units {
    ($units:expr, |$slice:ident| $body:expr) => {
        match $units {
            $crate::Units::Ascii($slice) | $crate::Units::Latin1($slice) => $body,
            $crate::Units::Ucs2($slice) => $body,
            $crate::Units::Ucs4($slice) => $body,
        }
    };
}

impl<'a> Units<'a> {
    pub const EMPTY: Units<'static> = Units::Ascii(&[]);

    /// The units of a Rust string, when it is ASCII.
    pub fn from_ascii(text: &'a str) -> Option<Units<'a>> {
        text.is_ascii().then_some(Units::Ascii(text.as_bytes()))
    }

    #[inline]
    pub fn len(self) -> usize {
        with_units!(self, |slice| slice.len())
    }

    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The storage form; the contents may fit a narrower one.
    #[inline]
    pub fn kind(self) -> Kind {
        match self {
            Units::Ascii(_) => Kind::Ascii,
            Units::Latin1(_) => Kind::Latin1,
            Units::Ucs2(_) => Kind::Ucs2,
            Units::Ucs4(_) => Kind::Ucs4,
        }
    }

    /// The code point at `index`; out of range panics as slice indexing does.
    #[inline]
    pub fn get(self, index: usize) -> u32 {
        with_units!(self, |slice| slice[index].code_point())
    }

    #[inline]
    pub fn iter(self) -> CodePoints<'a> {
        CodePoints { units: self, front: 0, back: self.len() }
    }

    /// The part in `range`, in the same storage form.
    #[inline]
    pub fn slice(self, range: Range<usize>) -> Units<'a> {
        match self {
            Units::Ascii(slice) => Units::Ascii(&slice[range]),
            Units::Latin1(slice) => Units::Latin1(&slice[range]),
            Units::Ucs2(slice) => Units::Ucs2(&slice[range]),
            Units::Ucs4(slice) => Units::Ucs4(&slice[range]),
        }
    }

    /// A bound on the largest code point: exact about which `Kind` holds the contents, not about the value.
    fn or_of_all(self) -> u32 {
        fn fold<T: Unit>(slice: &[T]) -> u32 {
            slice.iter().fold(0, |bits, &unit| bits | unit.code_point())
        }
        match self {
            Units::Ascii(_) => 0,
            Units::Latin1(slice) => {
                if slice.is_ascii() {
                    0
                } else {
                    0x80
                }
            }
            Units::Ucs2(slice) => fold(slice),
            Units::Ucs4(slice) => fold(slice),
        }
    }

    /// The narrowest form that holds the contents.
    pub fn narrowest_kind(self) -> Kind {
        Kind::of(self.or_of_all())
    }

    /// The largest code point, 0 for the empty string.
    pub fn max_code_point(self) -> u32 {
        with_units!(self, |slice| slice.iter().copied().max().map_or(0, Unit::code_point))
    }

    /// Whether every code point is ASCII.
    pub fn is_ascii(self) -> bool {
        match self {
            Units::Ascii(_) => true,
            Units::Latin1(slice) => slice.is_ascii(),
            Units::Ucs2(slice) => slice.iter().all(|&unit| unit < 0x80),
            Units::Ucs4(slice) => slice.iter().all(|&unit| unit < 0x80),
        }
    }

    /// The contents as a Rust string, when stored as ASCII.
    pub fn as_ascii_str(self) -> Option<&'a str> {
        match self {
            Units::Ascii(slice) => std::str::from_utf8(slice).ok(),
            _ => None,
        }
    }

    /// The contents as ASCII bytes, when stored as such.
    pub fn as_ascii_bytes(self) -> Option<&'a [u8]> {
        match self {
            Units::Ascii(slice) => Some(slice),
            _ => None,
        }
    }

    /// An owned copy in the narrowest form.
    pub fn to_text(self) -> Text {
        match (self, self.narrowest_kind()) {
            (Units::Ascii(slice) | Units::Latin1(slice), Kind::Ascii) => Text::Ascii(copied(slice)),
            (Units::Ascii(slice) | Units::Latin1(slice), _) => Text::Latin1(copied(slice)),
            (Units::Ucs2(slice), Kind::Ascii) => Text::Ascii(gathered(slice.iter().map(|&unit| unit as u8))),
            (Units::Ucs2(slice), Kind::Latin1) => Text::Latin1(gathered(slice.iter().map(|&unit| unit as u8))),
            (Units::Ucs2(slice), _) => Text::Ucs2(copied(slice)),
            (Units::Ucs4(slice), Kind::Ascii) => Text::Ascii(gathered(slice.iter().map(|&unit| unit as u8))),
            (Units::Ucs4(slice), Kind::Latin1) => Text::Latin1(gathered(slice.iter().map(|&unit| unit as u8))),
            (Units::Ucs4(slice), Kind::Ucs2) => Text::Ucs2(gathered(slice.iter().map(|&unit| unit as u16))),
            (Units::Ucs4(slice), Kind::Ucs4) => Text::Ucs4(copied(slice)),
        }
    }

    /// A Rust string, with lone surrogates shown as U+FFFD; for messages, never for data.
    pub fn to_string_lossy(self) -> String {
        let mut text = String::new();
        if !ask(self.len().saturating_mul(8)) {
            return text;
        }
        if let Some(ascii) = self.as_ascii_str() {
            put_str(&mut text, ascii);
            return text;
        }
        for c in self {
            put_char(&mut text, char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        text
    }

    /// A Rust string, unless there is a lone surrogate.
    pub fn to_std_string(self) -> Option<String> {
        if let Some(text) = self.as_ascii_str() {
            // Whoever takes a Rust string makes another of it.
            let mut copy = String::new();
            if ask(self.len().saturating_mul(3)) {
                put_str(&mut copy, text);
            }
            return Some(copy);
        }
        let mut copy = String::new();
        if !ask(self.len().saturating_mul(8)) {
            return Some(copy);
        }
        for c in self {
            put_char(&mut copy, char::from_u32(c)?);
        }
        Some(copy)
    }

    /// Whether the code points equal those of a Rust string.
    pub fn eq_str(self, text: &str) -> bool {
        match self {
            Units::Ascii(slice) => slice == text.as_bytes(),
            _ => self.iter().eq(text.chars().map(u32::from)),
        }
    }

    pub fn starts_with(self, prefix: Units<'_>) -> bool {
        prefix.len() <= self.len() && self.slice(0..prefix.len()) == prefix
    }

    pub fn ends_with(self, suffix: Units<'_>) -> bool {
        suffix.len() <= self.len() && self.slice(self.len() - suffix.len()..self.len()) == suffix
    }
}

fn equal_mixed<A: Unit, B: Unit>(left: &[A], right: &[B]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(&a, &b)| a.code_point() == b.code_point())
}

fn compare_mixed<A: Unit, B: Unit>(left: &[A], right: &[B]) -> Ordering {
    for (&a, &b) in left.iter().zip(right) {
        let order = a.code_point().cmp(&b.code_point());
        if order != Ordering::Equal {
            return order;
        }
    }
    left.len().cmp(&right.len())
}

/// Equality of code points, whatever the storage forms.
impl PartialEq for Units<'_> {
    fn eq(&self, other: &Units<'_>) -> bool {
        use Units::{Ascii, Latin1, Ucs2, Ucs4};
        match (*self, *other) {
            (Ascii(a) | Latin1(a), Ascii(b) | Latin1(b)) => a == b,
            (Ucs2(a), Ucs2(b)) => a == b,
            (Ucs4(a), Ucs4(b)) => a == b,
            (a, b) => with_units!(a, |x| with_units!(b, |y| equal_mixed(x, y))),
        }
    }
}

impl Eq for Units<'_> {}

impl PartialOrd for Units<'_> {
    fn partial_cmp(&self, other: &Units<'_>) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Lexicographic by code point, which for UTF-16 storage is not the order of the encoded form.
impl Ord for Units<'_> {
    fn cmp(&self, other: &Units<'_>) -> Ordering {
        use Units::{Ascii, Latin1};
        match (*self, *other) {
            (Ascii(a) | Latin1(a), Ascii(b) | Latin1(b)) => a.cmp(b),
            (a, b) => with_units!(a, |x| with_units!(b, |y| compare_mixed(x, y))),
        }
    }
}

/// The code points of a string, from either end.
#[derive(Clone, Debug)]
pub struct CodePoints<'a> {
    units: Units<'a>,
    front: usize,
    back: usize,
}

impl Iterator for CodePoints<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.front == self.back {
            return None;
        }
        self.front += 1;
        Some(self.units.get(self.front - 1))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.back - self.front;
        (left, Some(left))
    }

    /// One dispatch for the whole run, so that `for_each`, `all` on folds and `collect` are as fast as on a slice.
    fn fold<B, F: FnMut(B, u32) -> B>(self, init: B, mut f: F) -> B {
        with_units!(self.units, |slice| {
            slice[self.front..self.back].iter().fold(init, |state, &unit| f(state, unit.code_point()))
        })
    }
}

impl DoubleEndedIterator for CodePoints<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<u32> {
        if self.front == self.back {
            return None;
        }
        self.back -= 1;
        Some(self.units.get(self.back))
    }
}

impl ExactSizeIterator for CodePoints<'_> {}

impl<'a> IntoIterator for Units<'a> {
    type Item = u32;
    type IntoIter = CodePoints<'a>;

    fn into_iter(self) -> CodePoints<'a> {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equality_and_order_ignore_the_storage_form() {
        assert_eq!(Units::Latin1(b"abc"), Units::Ucs2(&[97, 98, 99]));
        assert_ne!(Units::Ascii(b"abc"), Units::Ucs4(&[97, 98]));
        assert!(Units::Ucs2(&[0xffff]) < Units::Ucs4(&[0x10000]));
        assert!(Units::Ascii(b"ab") < Units::Ucs2(&[97, 98, 99]));
    }

    #[test]
    fn a_slice_of_a_wide_string_narrows() {
        let wide = Units::Ucs4(&[0x61, 0xe9, 0x20ac, 0x1f600]);
        assert_eq!(wide.slice(0..1).to_text().kind(), Kind::Ascii);
        assert_eq!(wide.slice(0..2).to_text().kind(), Kind::Latin1);
        assert_eq!(wide.slice(0..3).to_text().kind(), Kind::Ucs2);
        assert_eq!(wide.to_text().kind(), Kind::Ucs4);
    }

    #[test]
    fn positions_in_wide_slices() {
        let mut haystack = vec![1u16; 100];
        haystack[40] = 7;
        haystack[70] = 7;
        assert_eq!(u16::position(&haystack, 7), Some(40));
        assert_eq!(u16::rposition(&haystack, 7), Some(70));
        assert_eq!(u16::position(&haystack, 8), None);
        assert_eq!(u16::rposition(&haystack, 8), None);
    }
}
