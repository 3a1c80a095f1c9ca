//! Finding, counting and replacing substrings.
//!
//! The functions ending in `_in` work on slices of one unit type, `bytes` among them; the others take any mix of
//! storage forms and copy the needle, never the haystack, to the other's width. All are linear in the worst case.

use crate::buffer::Text;
use crate::memory::{Grow, all_gathered, copied, with_room};
use crate::two_way::{WideFinder, WideFinderRev};
use crate::units::{Kind, Unit, Units};
use crate::with_units;
use memchr::memmem;

/// A needle prepared for finding from the left or from the right, for each unit type.
pub trait SearchUnit: Unit {
    type Finder<'n>;
    type FinderRev<'n>;

    fn finder(needle: &[Self]) -> Self::Finder<'_>;
    fn finder_rev(needle: &[Self]) -> Self::FinderRev<'_>;
    fn find(finder: &Self::Finder<'_>, haystack: &[Self]) -> Option<usize>;
    fn rfind(finder: &Self::FinderRev<'_>, haystack: &[Self]) -> Option<usize>;
    fn find_once(haystack: &[Self], needle: &[Self]) -> Option<usize>;
    fn rfind_once(haystack: &[Self], needle: &[Self]) -> Option<usize>;
    fn text(units: Vec<Self>) -> Text;
}

impl SearchUnit for u8 {
    type Finder<'n> = memmem::Finder<'n>;
    type FinderRev<'n> = memmem::FinderRev<'n>;

    fn finder(needle: &[u8]) -> memmem::Finder<'_> {
        memmem::Finder::new(needle)
    }

    fn finder_rev(needle: &[u8]) -> memmem::FinderRev<'_> {
        memmem::FinderRev::new(needle)
    }

    #[inline]
    fn find(finder: &memmem::Finder<'_>, haystack: &[u8]) -> Option<usize> {
        finder.find(haystack)
    }

    #[inline]
    fn rfind(finder: &memmem::FinderRev<'_>, haystack: &[u8]) -> Option<usize> {
        finder.rfind(haystack)
    }

    fn find_once(haystack: &[u8], needle: &[u8]) -> Option<usize> {
        memmem::find(haystack, needle)
    }

    fn rfind_once(haystack: &[u8], needle: &[u8]) -> Option<usize> {
        memmem::rfind(haystack, needle)
    }

    fn text(units: Vec<u8>) -> Text {
        if units.is_ascii() { Text::Ascii(units) } else { Text::Latin1(units) }
    }
}

macro_rules! wide_search_unit {
    ($type:ty, $variant:ident) => {
        impl SearchUnit for $type {
            type Finder<'n> = WideFinder<'n, $type>;
            type FinderRev<'n> = WideFinderRev<'n, $type>;

            fn finder(needle: &[$type]) -> WideFinder<'_, $type> {
                WideFinder::new(needle)
            }

            fn finder_rev(needle: &[$type]) -> WideFinderRev<'_, $type> {
                WideFinderRev::new(needle)
            }

            fn find(finder: &WideFinder<'_, $type>, haystack: &[$type]) -> Option<usize> {
                finder.find(haystack)
            }

            fn rfind(finder: &WideFinderRev<'_, $type>, haystack: &[$type]) -> Option<usize> {
                finder.rfind(haystack)
            }

            fn find_once(haystack: &[$type], needle: &[$type]) -> Option<usize> {
                WideFinder::new(needle).find(haystack)
            }

            fn rfind_once(haystack: &[$type], needle: &[$type]) -> Option<usize> {
                WideFinderRev::new(needle).rfind(haystack)
            }

            fn text(units: Vec<$type>) -> Text {
                let narrow = Units::$variant(&units).narrowest_kind();
                if narrow == Kind::$variant { Text::$variant(units) } else { Units::$variant(&units).to_text() }
            }
        }
    };
}

wide_search_unit!(u16, Ucs2);
wide_search_unit!(u32, Ucs4);

/// `units` in units of type `T`, unless one does not fit.
pub(crate) fn converted<T: Unit>(units: Units<'_>) -> Option<Vec<T>> {
    with_units!(units, |slice| all_gathered(slice.iter().map(|&unit| T::from_code_point(unit.code_point()))))
}

/// Bind a haystack and a needle as slices of the haystack's unit type, and run `$body`; `$otherwise` when the
/// needle cannot occur because it has a wider character.
macro_rules! with_needle {
    ($haystack:expr, $needle:expr, |$h:ident, $n:ident| $body:expr, $otherwise:expr) => {
        match ($haystack, $needle) {
            (Units::Ascii($h) | Units::Latin1($h), Units::Ascii($n) | Units::Latin1($n)) => $body,
            (Units::Ucs2($h), Units::Ucs2($n)) => $body,
            (Units::Ucs4($h), Units::Ucs4($n)) => $body,
            (Units::Ascii($h) | Units::Latin1($h), needle) => match $crate::search::converted::<u8>(needle) {
                Some(needle) => {
                    let $n: &[u8] = &needle;
                    $body
                }
                None => $otherwise,
            },
            (Units::Ucs2($h), needle) => match $crate::search::converted::<u16>(needle) {
                Some(needle) => {
                    let $n: &[u16] = &needle;
                    $body
                }
                None => $otherwise,
            },
            (Units::Ucs4($h), needle) => match $crate::search::converted::<u32>(needle) {
                Some(needle) => {
                    let $n: &[u32] = &needle;
                    $body
                }
                None => $otherwise,
            },
        }
    };
}
pub(crate) use with_needle;

#[inline]
pub fn find_in<T: SearchUnit>(haystack: &[T], needle: &[T]) -> Option<usize> {
    match *needle {
        [] => Some(0),
        [unit] => T::position(haystack, unit),
        _ if needle.len() > haystack.len() => None,
        _ => T::find_once(haystack, needle),
    }
}

#[inline]
pub fn rfind_in<T: SearchUnit>(haystack: &[T], needle: &[T]) -> Option<usize> {
    match *needle {
        [] => Some(haystack.len()),
        [unit] => T::rposition(haystack, unit),
        _ if needle.len() > haystack.len() => None,
        _ => T::rfind_once(haystack, needle),
    }
}

/// Haystacks up to which preparing a needle takes longer than it saves.
const SHORT: usize = 64;

/// The start of each occurrence from left to right, none overlapping; the needle is not empty.
pub(crate) struct Matches<'h, 'n, T: SearchUnit> {
    haystack: &'h [T],
    needle: &'n [T],
    finder: Option<T::Finder<'n>>,
    at: usize,
}

impl<'h, 'n, T: SearchUnit> Matches<'h, 'n, T> {
    pub(crate) fn new(haystack: &'h [T], needle: &'n [T]) -> Matches<'h, 'n, T> {
        debug_assert!(!needle.is_empty());
        let finder = (needle.len() > 1 && haystack.len() > SHORT).then(|| T::finder(needle));
        Matches { haystack, needle, finder, at: 0 }
    }
}

impl<T: SearchUnit> Iterator for Matches<'_, '_, T> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let rest = &self.haystack[self.at..];
        let offset = match &self.finder {
            Some(finder) => T::find(finder, rest)?,
            None => find_in(rest, self.needle)?,
        };
        let start = self.at + offset;
        self.at = start + self.needle.len();
        Some(start)
    }
}

/// The start of each occurrence from right to left, none overlapping; the needle is not empty.
pub(crate) struct MatchesRev<'h, 'n, T: SearchUnit> {
    haystack: &'h [T],
    needle: &'n [T],
    finder: Option<T::FinderRev<'n>>,
}

impl<'h, 'n, T: SearchUnit> MatchesRev<'h, 'n, T> {
    pub(crate) fn new(haystack: &'h [T], needle: &'n [T]) -> MatchesRev<'h, 'n, T> {
        debug_assert!(!needle.is_empty());
        let finder = (needle.len() > 1 && haystack.len() > SHORT).then(|| T::finder_rev(needle));
        MatchesRev { haystack, needle, finder }
    }
}

impl<T: SearchUnit> Iterator for MatchesRev<'_, '_, T> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let start = match &self.finder {
            Some(finder) => T::rfind(finder, self.haystack)?,
            None => rfind_in(self.haystack, self.needle)?,
        };
        self.haystack = &self.haystack[..start];
        Some(start)
    }
}

/// The number of occurrences that do not overlap; an empty needle occurs at every position.
pub fn count_in<T: SearchUnit>(haystack: &[T], needle: &[T], max: usize) -> usize {
    if needle.is_empty() {
        return (haystack.len() + 1).min(max);
    }
    if needle.len() > haystack.len() {
        return 0;
    }
    Matches::new(haystack, needle).take(max).count()
}

/// `haystack` with the first `max` occurrences of `old` replaced; `None` when nothing is to change.
pub fn replace_in<T: SearchUnit>(haystack: &[T], old: &[T], new: &[T], max: Option<usize>) -> Option<Vec<T>> {
    let max = max.unwrap_or(usize::MAX);
    if max == 0 || (old.is_empty() && new.is_empty()) {
        return None;
    }
    if old.is_empty() {
        let mut out = with_room(haystack.len() + new.len() * max.min(haystack.len() + 1));
        let inside = max.min(haystack.len());
        for &unit in &haystack[..inside] {
            out.put_slice(new);
            out.put(unit);
        }
        out.put_slice(&haystack[inside..]);
        if max > haystack.len() {
            out.put_slice(new);
        }
        return Some(out);
    }
    if old.len() > haystack.len() {
        return None;
    }
    if let ([old], [new]) = (old, new) {
        let first = T::position(haystack, *old)?;
        let mut out = copied(haystack);
        let mut left = max;
        for unit in out.get_mut(first..).unwrap_or_default() {
            // Without a limit this is a loop without branches.
            if *unit == *old && left > 0 {
                *unit = *new;
                left -= usize::from(max != usize::MAX);
            }
        }
        return Some(out);
    }
    let mut matches = Matches::new(haystack, old).take(max).peekable();
    matches.peek()?;
    if old.len() == new.len() {
        let mut out = copied(haystack);
        for start in matches {
            if let Some(place) = out.get_mut(start..start + new.len()) {
                place.copy_from_slice(new);
            }
        }
        return Some(out);
    }
    let mut out = with_room(haystack.len());
    let mut kept = 0;
    for start in matches {
        out.put_slice(&haystack[kept..start]);
        out.put_slice(new);
        kept = start + old.len();
    }
    out.put_slice(&haystack[kept..]);
    Some(out)
}

pub fn find(haystack: Units<'_>, needle: Units<'_>) -> Option<usize> {
    with_needle!(haystack, needle, |h, n| find_in(h, n), None)
}

pub fn rfind(haystack: Units<'_>, needle: Units<'_>) -> Option<usize> {
    with_needle!(haystack, needle, |h, n| rfind_in(h, n), None)
}

/// The first position of one of two ASCII characters.
pub fn find_either(text: Units<'_>, a: u8, b: u8) -> Option<usize> {
    match text {
        Units::Ascii(slice) | Units::Latin1(slice) => memchr::memchr2(a, b, slice),
        Units::Ucs2(slice) => slice.iter().position(|&unit| unit == u16::from(a) || unit == u16::from(b)),
        Units::Ucs4(slice) => slice.iter().position(|&unit| unit == u32::from(a) || unit == u32::from(b)),
    }
}

pub fn contains(haystack: Units<'_>, needle: Units<'_>) -> bool {
    find(haystack, needle).is_some()
}

/// The number of occurrences that do not overlap; an empty needle occurs at every position.
pub fn count(haystack: Units<'_>, needle: Units<'_>) -> usize {
    with_needle!(haystack, needle, |h, n| count_in(h, n, usize::MAX), 0)
}

/// `old` and `new` in the width of `text`, which holds `new`.
fn replace_converted<T: SearchUnit>(text: &[T], old: Units<'_>, new: Units<'_>, max: Option<usize>) -> Option<Text> {
    replace_in(text, &converted::<T>(old)?, &converted::<T>(new)?, max).map(T::text)
}

/// `text` with the first `max` occurrences of `old` replaced; `None` when nothing is to change.
pub fn replace(text: Units<'_>, old: Units<'_>, new: Units<'_>, max: Option<usize>) -> Option<Text> {
    use Units::{Ascii, Latin1, Ucs2, Ucs4};
    match (text, new.narrowest_kind()) {
        (Ascii(text) | Latin1(text), Kind::Ascii | Kind::Latin1) => replace_converted(text, old, new, max),
        (Ucs2(text), Kind::Ascii | Kind::Latin1 | Kind::Ucs2) => replace_converted(text, old, new, max),
        (Ucs4(text), _) => replace_converted(text, old, new, max),
        // The result is wider than the text, if there is anything to replace.
        _ if max == Some(0) || !contains(text, old) => None,
        (text, Kind::Ucs2) => replace_converted(&converted::<u16>(text)?, old, new, max),
        (text, _) => replace_converted(&converted::<u32>(text)?, old, new, max),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(text: &str, old: &str, new: &str, max: Option<usize>) -> Option<String> {
        replace(Text::from(text).units(), Text::from(old).units(), Text::from(new).units(), max)
            .map(|text| text.to_string())
    }

    #[test]
    fn finding_across_widths() {
        let wide = Text::from("añb€añb");
        for (needle, first, last) in
            [("ñb", Some(1), Some(5)), ("b", Some(2), Some(6)), ("", Some(0), Some(7)), ("x", None, None)]
        {
            let needle = Text::from(needle);
            assert_eq!(find(wide.units(), needle.units()), first);
            assert_eq!(rfind(wide.units(), needle.units()), last);
        }
        assert_eq!(find(Units::Ascii(b"abc"), Units::Ucs2(&[0x20ac])), None);
        assert_eq!(find(Units::Latin1(b"abc"), Units::Ucs2(&[0x62])), Some(1));
        assert_eq!(find(Units::Ucs4(&[0x1f600, 0x61, 0x62]), Units::Ascii(b"ab")), Some(1));
    }

    #[test]
    fn counting() {
        assert_eq!(count(Units::Ascii(b"aaaa"), Units::Ascii(b"aa")), 2);
        assert_eq!(count(Units::Ascii(b"abc"), Units::Ascii(b"")), 4);
        assert_eq!(count(Units::Ucs2(&[5, 5, 5]), Units::Ucs2(&[5])), 3);
    }

    #[test]
    fn replacing() {
        assert_eq!(replaced("abcabc", "b", "€", None).as_deref(), Some("a€ca€c"));
        assert_eq!(replaced("abcabc", "b", "", Some(1)).as_deref(), Some("acabc"));
        assert_eq!(replaced("ab", "", "-", None).as_deref(), Some("-a-b-"));
        assert_eq!(replaced("ab", "", "-", Some(2)).as_deref(), Some("-a-b"));
        assert_eq!(replaced("", "", "x", None).as_deref(), Some("x"));
        assert_eq!(replaced("ab", "x", "y", None), None);
        assert_eq!(replaced("ab", "a", "y", Some(0)), None);
        let narrow = replace(Units::Ucs2(&[0x61, 0x20ac]), Units::Ucs2(&[0x20ac]), Units::Ascii(b"E"), None);
        assert_eq!(narrow, Some(Text::Ascii(b"aE".to_vec())));
    }
}
