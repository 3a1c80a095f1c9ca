//! Owned strings and the builder that makes them.
//!
//! `TextBuf` starts as ASCII and widens only when a code point asks for it, so what it holds is in the narrowest
//! form unless something was removed; `finish` narrows in that case only.

use crate::memory::{Grow, copied, repeated, with_room};
use crate::units::{Kind, Unit, Units};
use crate::with_units;
use std::fmt;

/// An owned string in the narrowest of the four storage forms.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Text {
    Ascii(Vec<u8>),
    Latin1(Vec<u8>),
    Ucs2(Vec<u16>),
    Ucs4(Vec<u32>),
}

impl Text {
    pub const fn new() -> Text {
        Text::Ascii(Vec::new())
    }

    pub fn units(&self) -> Units<'_> {
        match self {
            Text::Ascii(vec) => Units::Ascii(vec),
            Text::Latin1(vec) => Units::Latin1(vec),
            Text::Ucs2(vec) => Units::Ucs2(vec),
            Text::Ucs4(vec) => Units::Ucs4(vec),
        }
    }

    pub fn kind(&self) -> Kind {
        self.units().kind()
    }

    pub fn len(&self) -> usize {
        self.units().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn from_code_point(code_point: u32) -> Text {
        let mut buf = TextBuf::new();
        buf.push(code_point);
        buf.finish()
    }
}

impl Default for Text {
    fn default() -> Text {
        Text::new()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        if text.is_ascii() {
            return Text::Ascii(copied(text.as_bytes()));
        }
        let mut buf = TextBuf::with_capacity(text.len());
        buf.push_str(text);
        buf.finish()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        if text.is_ascii() { Text::Ascii(text.into_bytes()) } else { Text::from(text.as_str()) }
    }
}

impl FromIterator<u32> for Text {
    fn from_iter<I: IntoIterator<Item = u32>>(iter: I) -> Text {
        let mut buf = TextBuf::new();
        buf.extend(iter);
        buf.finish()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.units().to_string_lossy())
    }
}

/// A string under construction.
#[derive(Clone, Debug, Default)]
pub struct TextBuf {
    text: Text,
    /// Something was removed, so a narrower form may do.
    may_narrow: bool,
}

/// `vec` copied to wider units, keeping the capacity it had.
fn widened<A: Unit, B: Unit + From<A>>(vec: &[A], capacity: usize) -> Vec<B> {
    let mut wide = with_room(capacity.max(vec.len()));
    wide.put_iter(vec.iter().map(|&unit| B::from(unit)));
    wide
}

/// The character that `bytes` begins with, which is not ASCII, and its length; `None` when it is malformed.
#[inline]
fn multibyte(bytes: &[u8]) -> Option<(u32, usize)> {
    let continuation = |byte: u8| (byte & 0xc0 == 0x80).then_some(u32::from(byte & 0x3f));
    match *bytes {
        [a @ 0xc2..=0xdf, b, ..] => Some((u32::from(a & 0x1f) << 6 | continuation(b)?, 2)),
        [a @ 0xe0..=0xef, b, c, ..] => {
            let point = u32::from(a & 0x0f) << 12 | continuation(b)? << 6 | continuation(c)?;
            matches!(point, 0x800..0xd800 | 0xe000..).then_some((point, 3))
        }
        [a @ 0xf0..=0xf4, b, c, d, ..] => {
            let point = u32::from(a & 0x07) << 18 | continuation(b)? << 12 | continuation(c)? << 6 | continuation(d)?;
            matches!(point, 0x10000..0x11_0000).then_some((point, 4))
        }
        _ => None,
    }
}

/// Decode UTF-8 from `at` up to the first fault, or until a character begins at `limit` or later, and say how far
/// that is. The characters are known to fit.
fn extend_utf8<T: Unit + From<u8>>(vec: &mut Vec<T>, bytes: &[u8], mut at: usize, limit: usize) -> usize {
    vec.room(limit - at);
    while at < limit {
        let byte = bytes[at];
        if byte >= 0x80 {
            let Some((unit, len)) = multibyte(&bytes[at..]).and_then(|(c, len)| Some((T::from_code_point(c)?, len)))
            else {
                break;
            };
            vec.put(unit);
            at += len;
            continue;
        }
        if let Some(block) = bytes[at..].first_chunk::<8>()
            && at + 8 <= limit
            && u64::from_ne_bytes(*block) & 0x8080_8080_8080_8080 == 0
        {
            vec.put_slice(&block.map(T::from));
            at += 8;
            continue;
        }
        vec.put(T::from(byte));
        at += 1;
    }
    at
}

impl TextBuf {
    pub const fn new() -> TextBuf {
        TextBuf { text: Text::new(), may_narrow: false }
    }

    /// Room for `capacity` code points, kept when the units widen.
    pub fn with_capacity(capacity: usize) -> TextBuf {
        TextBuf { text: Text::Ascii(with_room(capacity)), may_narrow: false }
    }

    /// Room for `capacity` code points of a known form, to save the widening.
    pub fn with_kind(kind: Kind, capacity: usize) -> TextBuf {
        let text = match kind {
            Kind::Ascii => Text::Ascii(with_room(capacity)),
            Kind::Latin1 => Text::Latin1(with_room(capacity)),
            Kind::Ucs2 => Text::Ucs2(with_room(capacity)),
            Kind::Ucs4 => Text::Ucs4(with_room(capacity)),
        };
        TextBuf { text, may_narrow: kind != Kind::Ascii }
    }

    pub fn len(&self) -> usize {
        self.text.len()
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn kind(&self) -> Kind {
        self.text.kind()
    }

    pub fn units(&self) -> Units<'_> {
        self.text.units()
    }

    fn capacity(&self) -> usize {
        match &self.text {
            Text::Ascii(vec) | Text::Latin1(vec) => vec.capacity(),
            Text::Ucs2(vec) => vec.capacity(),
            Text::Ucs4(vec) => vec.capacity(),
        }
    }

    pub fn reserve(&mut self, additional: usize) {
        match &mut self.text {
            Text::Ascii(vec) | Text::Latin1(vec) => {
                vec.room(additional);
            }
            Text::Ucs2(vec) => {
                vec.room(additional);
            }
            Text::Ucs4(vec) => {
                vec.room(additional);
            }
        }
    }

    /// Make the storage at least as wide as `kind`.
    fn widen(&mut self, kind: Kind) {
        if kind <= self.kind() {
            return;
        }
        let capacity = self.capacity();
        let old = std::mem::take(&mut self.text);
        self.text = match (old, kind) {
            (Text::Ascii(vec), Kind::Latin1) => Text::Latin1(vec),
            (Text::Ascii(vec) | Text::Latin1(vec), Kind::Ucs2) => Text::Ucs2(widened(&vec, capacity)),
            (Text::Ascii(vec) | Text::Latin1(vec), Kind::Ucs4) => Text::Ucs4(widened(&vec, capacity)),
            (Text::Ucs2(vec), Kind::Ucs4) => Text::Ucs4(widened(&vec, capacity)),
            (same, _) => same,
        };
    }

    #[inline]
    pub fn push(&mut self, code_point: u32) {
        match &mut self.text {
            Text::Ascii(vec) if code_point < 0x80 => vec.put(code_point as u8),
            Text::Latin1(vec) if code_point < 0x100 => vec.put(code_point as u8),
            Text::Ucs2(vec) if code_point < 0x10000 => vec.put(code_point as u16),
            Text::Ucs4(vec) => vec.put(code_point),
            _ => self.push_wider(code_point),
        }
    }

    #[cold]
    fn push_wider(&mut self, code_point: u32) {
        self.widen(Kind::of(code_point));
        match &mut self.text {
            Text::Ascii(vec) | Text::Latin1(vec) => vec.put(code_point as u8),
            Text::Ucs2(vec) => vec.put(code_point as u16),
            Text::Ucs4(vec) => vec.put(code_point),
        }
    }

    /// Add `code_point` `count` times.
    pub fn push_repeated(&mut self, code_point: u32, count: usize) {
        self.widen(Kind::of(code_point));
        match &mut self.text {
            Text::Ascii(vec) | Text::Latin1(vec) => vec.put_up_to(vec.len() + count, code_point as u8),
            Text::Ucs2(vec) => vec.put_up_to(vec.len() + count, code_point as u16),
            Text::Ucs4(vec) => vec.put_up_to(vec.len() + count, code_point),
        }
    }

    /// The bytes so far, when all are ASCII, for adding ASCII only.
    #[inline]
    pub fn ascii_vec(&mut self) -> Option<&mut Vec<u8>> {
        match &mut self.text {
            Text::Ascii(vec) => Some(vec),
            _ => None,
        }
    }

    /// Add bytes that are known to be ASCII; a byte that is not widens as Latin-1.
    #[inline]
    pub fn push_ascii(&mut self, bytes: &[u8]) {
        debug_assert!(bytes.is_ascii());
        match &mut self.text {
            Text::Ascii(vec) => vec.put_slice(bytes),
            _ => self.push_bytes(bytes, true),
        }
    }

    fn push_bytes(&mut self, bytes: &[u8], ascii: bool) {
        if !ascii {
            self.widen(Kind::Latin1);
        }
        match &mut self.text {
            Text::Ascii(vec) | Text::Latin1(vec) => vec.put_slice(bytes),
            Text::Ucs2(vec) => vec.put_iter(bytes.iter().map(|&byte| u16::from(byte))),
            Text::Ucs4(vec) => vec.put_iter(bytes.iter().map(|&byte| u32::from(byte))),
        }
    }

    /// Forget what is there, but not the room for ASCII, unless that is much.
    pub fn renew(&mut self) {
        self.may_narrow = false;
        match &mut self.text {
            Text::Ascii(vec) if vec.capacity() <= 1 << 12 => vec.clear(),
            text => *text = Text::new(),
        }
    }

    #[inline]
    pub fn push_units(&mut self, units: Units<'_>) {
        match (&mut self.text, units) {
            (Text::Ascii(vec), Units::Ascii(slice)) => vec.put_slice(slice),
            _ => self.push_any_units(units),
        }
    }

    fn push_any_units(&mut self, units: Units<'_>) {
        // A slice of a wide string may be narrow; ask its contents only when that could matter.
        let kind = if units.kind() > self.kind() { units.narrowest_kind() } else { units.kind() };
        self.widen(kind);
        match (&mut self.text, units) {
            (_, Units::Ascii(slice)) => self.push_bytes(slice, true),
            (_, Units::Latin1(slice)) => self.push_bytes(slice, true),
            (Text::Ucs2(vec), Units::Ucs2(slice)) => vec.put_slice(slice),
            (Text::Ucs4(vec), Units::Ucs2(slice)) => vec.put_iter(slice.iter().map(|&unit| u32::from(unit))),
            (Text::Ucs4(vec), Units::Ucs4(slice)) => vec.put_slice(slice),
            (Text::Ascii(vec) | Text::Latin1(vec), Units::Ucs2(slice)) => vec.put_iter(slice.iter().map(|&u| u as u8)),
            (Text::Ascii(vec) | Text::Latin1(vec), Units::Ucs4(slice)) => vec.put_iter(slice.iter().map(|&u| u as u8)),
            (Text::Ucs2(vec), Units::Ucs4(slice)) => vec.put_iter(slice.iter().map(|&unit| unit as u16)),
        }
    }

    pub fn push_str(&mut self, text: &str) {
        self.push_utf8(text.as_bytes());
    }

    /// Add UTF-8 up to the first fault, and say how far that is.
    pub(crate) fn push_utf8(&mut self, bytes: &[u8]) -> usize {
        // Block by block, so that going on after a fault does not look at all the rest again.
        const BLOCK: usize = 4096;
        let mut at = 0;
        while at < bytes.len() {
            let limit = bytes.len().min(at + BLOCK);
            let block = &bytes[at..limit];
            // The largest byte tells how wide the widest character is, since the first bytes grow with the length.
            let kind = match block.iter().copied().fold(0, u8::max) {
                0..=0x7f => {
                    self.push_bytes(block, true);
                    at = limit;
                    continue;
                }
                0x80..=0xc3 => Kind::Latin1,
                0xc4..=0xef => Kind::Ucs2,
                _ => Kind::Ucs4,
            };
            self.widen(kind);
            at = match &mut self.text {
                Text::Ascii(vec) | Text::Latin1(vec) => extend_utf8(vec, bytes, at, limit),
                Text::Ucs2(vec) => extend_utf8(vec, bytes, at, limit),
                Text::Ucs4(vec) => extend_utf8(vec, bytes, at, limit),
            };
            if at < limit {
                // What made it wide may be behind the fault.
                self.may_narrow = true;
                break;
            }
        }
        at
    }

    /// Drop everything from `len` on.
    pub fn truncate(&mut self, len: usize) {
        if len >= self.len() {
            return;
        }
        self.may_narrow = true;
        match &mut self.text {
            Text::Ascii(vec) | Text::Latin1(vec) => vec.truncate(len),
            Text::Ucs2(vec) => vec.truncate(len),
            Text::Ucs4(vec) => vec.truncate(len),
        }
    }

    pub fn pop(&mut self) -> Option<u32> {
        let last = self.len().checked_sub(1)?;
        let code_point = self.units().get(last);
        self.truncate(last);
        Some(code_point)
    }

    pub fn last(&self) -> Option<u32> {
        self.len().checked_sub(1).map(|last| self.units().get(last))
    }

    /// The string, in the narrowest form.
    pub fn finish(self) -> Text {
        let units = self.text.units();
        if self.may_narrow && units.narrowest_kind() < units.kind() { units.to_text() } else { self.text }
    }
}

impl Extend<u32> for TextBuf {
    fn extend<I: IntoIterator<Item = u32>>(&mut self, iter: I) {
        let iter = iter.into_iter();
        self.reserve(iter.size_hint().0);
        iter.for_each(|code_point| self.push(code_point));
    }
}

impl fmt::Write for TextBuf {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push_str(text);
        Ok(())
    }
}

/// `parts` one after the other, in one allocation of the right width.
pub fn concat(parts: &[Units<'_>]) -> Text {
    let kind = parts.iter().map(|part| part.narrowest_kind()).max().unwrap_or(Kind::Ascii);
    let mut buf = TextBuf::with_kind(kind, parts.iter().map(|part| part.len()).sum());
    // The widest part decides the form, so the result is in the narrowest one already.
    buf.may_narrow = false;
    for &part in parts {
        buf.push_units(part);
    }
    buf.finish()
}

/// `units` `count` times.
pub fn repeat(units: Units<'_>, count: usize) -> Text {
    match units.to_text() {
        Text::Ascii(vec) => Text::Ascii(repeated(&vec, count)),
        _ if count == 0 => Text::new(),
        Text::Latin1(vec) => Text::Latin1(repeated(&vec, count)),
        Text::Ucs2(vec) => Text::Ucs2(repeated(&vec, count)),
        Text::Ucs4(vec) => Text::Ucs4(repeated(&vec, count)),
    }
}

/// `units` from back to front.
pub fn reversed(units: Units<'_>) -> Text {
    let mut buf = TextBuf::with_kind(units.kind(), units.len());
    with_units!(units, |slice| slice.iter().rev().for_each(|&unit| buf.push(unit.code_point())));
    buf.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widens_step_by_step() {
        let mut buf = TextBuf::with_capacity(4);
        buf.push_str("ab");
        assert_eq!(buf.kind(), Kind::Ascii);
        buf.push(0xe9);
        assert_eq!(buf.kind(), Kind::Latin1);
        buf.push_units(Units::Ucs4(&[0x62]));
        assert_eq!(buf.kind(), Kind::Latin1);
        buf.push(0xd800);
        buf.push(0x1f600);
        assert_eq!(buf.clone().finish(), Text::Ucs4(vec![97, 98, 0xe9, 0x62, 0xd800, 0x1f600]));
        buf.truncate(3);
        assert_eq!(buf.finish(), Text::Latin1(vec![97, 98, 0xe9]));
    }

    #[test]
    fn concatenation_is_narrow() {
        let text = concat(&[Units::Ucs2(&[0x61]), Units::Ascii(b"b")]);
        assert_eq!(text, Text::Ascii(b"ab".to_vec()));
        assert_eq!(repeat(Units::Latin1(&[0xe9]), 0), Text::Ascii(vec![]));
        assert_eq!(reversed(Units::Ucs2(&[0x20ac, 0x61])), Text::Ucs2(vec![0x61, 0x20ac]));
    }
}
