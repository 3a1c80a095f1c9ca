//! Splitting: `split`, `rsplit`, `splitlines`, `partition`, and stripping.
//!
//! Pieces are ranges into the text, given to a callback that may fail; the caller makes the strings. The functions
//! from the right give the last piece first.

use crate::memory::Grow;
use crate::search::{self, Matches, MatchesRev, SearchUnit, with_needle};
use crate::unicode::is_space_char;
use crate::units::{Unit, Units};
use crate::with_units;
use std::ops::Range;

/// Whitespace to the `bytes` methods.
#[inline]
pub fn is_ascii_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// Split at each `separator`, which is not empty, at most `max` times.
pub fn split_in<T: SearchUnit, E>(
    text: &[T],
    separator: &[T],
    max: Option<usize>,
    mut piece: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    let mut begin = 0;
    for start in Matches::new(text, separator).take(max.unwrap_or(usize::MAX)) {
        piece(begin..start)?;
        begin = start + separator.len();
    }
    piece(begin..text.len())
}

/// Split from the right at each `separator`, which is not empty, at most `max` times; the last piece comes first.
pub fn rsplit_in<T: SearchUnit, E>(
    text: &[T],
    separator: &[T],
    max: Option<usize>,
    mut piece: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    let mut end = text.len();
    for start in MatchesRev::new(text, separator).take(max.unwrap_or(usize::MAX)) {
        piece(start + separator.len()..end)?;
        end = start;
    }
    piece(0..end)
}

/// Split at runs of what `is_space` accepts; no piece is empty.
pub fn split_space_in<T: Unit, E>(
    text: &[T],
    is_space: impl Fn(T) -> bool,
    max: Option<usize>,
    mut piece: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    let mut left = max.unwrap_or(usize::MAX);
    let mut at = 0;
    loop {
        while at < text.len() && is_space(text[at]) {
            at += 1;
        }
        if at == text.len() {
            return Ok(());
        }
        if left == 0 {
            return piece(at..text.len());
        }
        left -= 1;
        let start = at;
        while at < text.len() && !is_space(text[at]) {
            at += 1;
        }
        piece(start..at)?;
    }
}

/// As `split_space_in` from the right; the last piece comes first.
pub fn rsplit_space_in<T: Unit, E>(
    text: &[T],
    is_space: impl Fn(T) -> bool,
    max: Option<usize>,
    mut piece: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    let mut left = max.unwrap_or(usize::MAX);
    let mut at = text.len();
    loop {
        while at > 0 && is_space(text[at - 1]) {
            at -= 1;
        }
        if at == 0 {
            return Ok(());
        }
        if left == 0 {
            return piece(0..at);
        }
        left -= 1;
        let end = at;
        while at > 0 && !is_space(text[at - 1]) {
            at -= 1;
        }
        piece(at..end)?;
    }
}

/// Split where `is_break` accepts a unit, `"\r\n"` being one break. An end that breaks adds no empty line.
fn split_lines_by<T: Unit, E>(
    text: &[T],
    is_break: impl Fn(T) -> bool,
    keep_ends: bool,
    mut piece: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    let mut start = 0;
    while start < text.len() {
        let end = text[start..].iter().position(|&unit| is_break(unit)).map_or(text.len(), |len| start + len);
        let mut next = end;
        if end < text.len() {
            next += 1;
            if text[end].code_point() == 0x0d && text.get(next).is_some_and(|unit| unit.code_point() == 0x0a) {
                next += 1;
            }
        }
        piece(start..if keep_ends { next } else { end })?;
        start = next;
    }
    Ok(())
}

/// `bytes.splitlines`: only `\n`, `\r` and both together end a line.
pub fn split_lines_bytes<E>(
    text: &[u8],
    keep_ends: bool,
    piece: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    split_lines_by(text, |byte| matches!(byte, b'\n' | b'\r'), keep_ends, piece)
}

/// `str.split` with a separator that is not empty.
pub fn split<E>(
    text: Units<'_>,
    separator: Units<'_>,
    max: Option<usize>,
    mut piece: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    with_needle!(text, separator, |h, n| split_in(h, n, max, piece), piece(0..text.len()))
}

/// `str.rsplit` with a separator that is not empty; the last piece comes first.
pub fn rsplit<E>(
    text: Units<'_>,
    separator: Units<'_>,
    max: Option<usize>,
    mut piece: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    with_needle!(text, separator, |h, n| rsplit_in(h, n, max, piece), piece(0..text.len()))
}

/// `str.split` at whitespace.
pub fn split_space<E>(
    text: Units<'_>,
    max: Option<usize>,
    piece: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    with_units!(text, |slice| split_space_in(slice, |unit| is_space_char(unit.code_point()), max, piece))
}

/// `str.rsplit` at whitespace; the last piece comes first.
pub fn rsplit_space<E>(
    text: Units<'_>,
    max: Option<usize>,
    piece: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    with_units!(text, |slice| rsplit_space_in(slice, |unit| is_space_char(unit.code_point()), max, piece))
}

/// `str.splitlines`.
pub fn split_lines<E>(
    text: Units<'_>,
    keep_ends: bool,
    piece: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    use crate::unicode::is_line_break;
    with_units!(text, |slice| split_lines_by(slice, |unit| is_line_break(unit.code_point()), keep_ends, piece))
}

/// Where the first `separator` is, for `partition`.
pub fn partition(text: Units<'_>, separator: Units<'_>) -> Option<Range<usize>> {
    search::find(text, separator).map(|start| start..start + separator.len())
}

/// Where the last `separator` is, for `rpartition`.
pub fn rpartition(text: Units<'_>, separator: Units<'_>) -> Option<Range<usize>> {
    search::rfind(text, separator).map(|start| start..start + separator.len())
}

/// Which ends to strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
    Both,
}

/// What is left after stripping the units that `strips` accepts.
pub fn strip_by<T: Unit>(text: &[T], side: Side, strips: impl Fn(T) -> bool) -> Range<usize> {
    let mut start = 0;
    let mut end = text.len();
    if side != Side::Right {
        while start < end && strips(text[start]) {
            start += 1;
        }
    }
    if side != Side::Left {
        while start < end && strips(text[end - 1]) {
            end -= 1;
        }
    }
    start..end
}

/// `str.strip` without an argument.
pub fn strip_space(text: Units<'_>, side: Side) -> Range<usize> {
    with_units!(text, |slice| strip_by(slice, side, |unit| is_space_char(unit.code_point())))
}

pub fn strip_space_bytes(text: &[u8], side: Side) -> Range<usize> {
    strip_by(text, side, is_ascii_space)
}

/// A set of characters with quick membership: a bit each below 256, a sorted list above.
struct CharSet {
    low: [u64; 4],
    high: Vec<u32>,
}

impl CharSet {
    fn new(chars: Units<'_>) -> CharSet {
        let mut set = CharSet { low: [0; 4], high: Vec::new() };
        for c in chars {
            if c < 256 {
                set.low[(c >> 6) as usize] |= 1 << (c & 63);
            } else {
                set.high.put(c);
            }
        }
        set.high.sort_unstable();
        set
    }

    #[inline]
    fn contains(&self, c: u32) -> bool {
        if c < 256 { self.low[(c >> 6) as usize] >> (c & 63) & 1 != 0 } else { self.high.binary_search(&c).is_ok() }
    }
}

/// `str.strip` with a set of characters.
pub fn strip_chars(text: Units<'_>, chars: Units<'_>, side: Side) -> Range<usize> {
    let set = CharSet::new(chars);
    with_units!(text, |slice| strip_by(slice, side, |unit| set.contains(unit.code_point())))
}

/// `bytes.strip` with a set of bytes.
pub fn strip_bytes(text: &[u8], bytes: &[u8], side: Side) -> Range<usize> {
    strip_chars(Units::Latin1(text), Units::Latin1(bytes), side)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Text;
    use std::convert::Infallible;

    type Pieces<'a> = &'a mut dyn FnMut(Range<usize>) -> Result<(), Infallible>;

    fn pieces(text: &str, run: impl FnOnce(Units<'_>, Pieces<'_>) -> Result<(), Infallible>) -> Vec<String> {
        let text = Text::from(text);
        let mut found = Vec::new();
        let Ok(()) = run(text.units(), &mut |range| {
            found.push(text.units().slice(range).to_string_lossy());
            Ok(())
        });
        found
    }

    #[test]
    fn separators() {
        let comma = Units::Ascii(b",");
        assert_eq!(pieces("a,€,,b", |t, p| split(t, comma, None, p)), ["a", "€", "", "b"]);
        assert_eq!(pieces("a,€,,b", |t, p| split(t, comma, Some(1), p)), ["a", "€,,b"]);
        assert_eq!(pieces("a,€,,b", |t, p| rsplit(t, comma, Some(1), p)), ["b", "a,€,"]);
        assert_eq!(pieces("", |t, p| split(t, comma, None, p)), [""]);
        assert_eq!(pieces("aaa", |t, p| rsplit(t, Units::Ascii(b"aa"), None, p)), ["", "a"]);
        assert_eq!(pieces("abc", |t, p| split(t, Units::Ucs2(&[0x20ac]), None, p)), ["abc"]);
    }

    #[test]
    fn whitespace() {
        assert_eq!(pieces(" a  b\u{3000}c ", |t, p| split_space(t, None, p)), ["a", "b", "c"]);
        assert_eq!(pieces(" a  b c ", |t, p| split_space(t, Some(1), p)), ["a", "b c "]);
        assert_eq!(pieces(" a b  c ", |t, p| rsplit_space(t, Some(1), p)), ["c", " a b"]);
        assert!(pieces("  ", |t, p| split_space(t, None, p)).is_empty());
    }

    #[test]
    fn lines() {
        assert_eq!(pieces("a\r\nb\u{2028}c\x0bd\n", |t, p| split_lines(t, false, p)), ["a", "b", "c", "d"]);
        assert_eq!(pieces("a\r\n\rb", |t, p| split_lines(t, true, p)), ["a\r\n", "\r", "b"]);
        let mut found = Vec::new();
        let Ok(()) = split_lines_bytes(b"a\x0bb\r\nc", false, |range| {
            found.push(range);
            Ok::<_, Infallible>(())
        });
        assert_eq!(found, [0..3, 5..6]);
    }

    #[test]
    fn stripping() {
        let text = Text::from("\u{a0} x y\u{2003}");
        assert_eq!(strip_space(text.units(), Side::Both), 2..5);
        assert_eq!(strip_chars(Units::Ascii(b"xxaxy"), Units::Ascii(b"xy"), Side::Left), 2..5);
        assert_eq!(strip_chars(Text::from("€a€").units(), Units::Ucs2(&[0x20ac]), Side::Right), 0..2);
        assert_eq!(strip_space_bytes(b" \x1c ", Side::Both), 1..2);
    }
}
