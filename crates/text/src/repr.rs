//! `repr` of strings and bytes, and `ascii`.

use crate::buffer::{Text, TextBuf};
use crate::codecs::escape::push_escaped;
use crate::memory::{Grow, with_room};
use crate::unicode::is_printable_char;
use crate::units::{Kind, Unit, Units};
use crate::with_units;

/// The quote that needs no escaping, single if there is a choice.
fn quote_for(has_single: bool, has_double: bool) -> u8 {
    if has_single && !has_double { b'"' } else { b'\'' }
}

/// The escape of a character that repr does not show as it is.
fn push_repr_escape(out: &mut Vec<u8>, c: u32) {
    match c {
        0x09 => out.put_slice(b"\\t"),
        0x0a => out.put_slice(b"\\n"),
        0x0d => out.put_slice(b"\\r"),
        _ => push_escaped(out, c),
    }
}

/// Whether an ASCII byte is itself in a repr, quotes left aside.
fn is_plain(byte: u8) -> bool {
    matches!(byte, 0x20..=0x7e) && byte != b'\\'
}

fn push_repr_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    let quote = quote_for(bytes.contains(&b'\''), bytes.contains(&b'"'));
    out.put(quote);
    let mut rest = bytes;
    loop {
        let plain = rest.iter().position(|&byte| !is_plain(byte) || byte == quote).unwrap_or(rest.len());
        out.put_slice(&rest[..plain]);
        let Some(&byte) = rest.get(plain) else { break };
        if byte == b'\\' || byte == quote {
            out.put_slice(&[b'\\', byte]);
        } else {
            push_repr_escape(out, u32::from(byte));
        }
        rest = &rest[plain + 1..];
    }
    out.put(quote);
}

/// `repr(str)`.
pub fn repr(text: Units<'_>) -> Text {
    if let Units::Ascii(bytes) = text {
        let mut out = with_room(bytes.len() + 2);
        push_repr_bytes(&mut out, bytes);
        return Text::Ascii(out);
    }
    with_units!(text, |slice| repr_slice(slice, text.kind()))
}

fn repr_slice<T: Unit>(slice: &[T], kind: Kind) -> Text {
    let has = |quote: u8| T::from_code_point(u32::from(quote)).is_some_and(|quote| T::position(slice, quote).is_some());
    let quote = u32::from(quote_for(has(b'\''), has(b'"')));
    let mut buf = TextBuf::with_kind(kind, slice.len() + 2);
    let mut escape = with_room(10);
    buf.push(quote);
    let mut rest = slice;
    loop {
        let is_plain = |c: u32| is_printable_char(c) && c != quote && c != u32::from(b'\\');
        let plain = rest.iter().position(|unit| !is_plain(unit.code_point())).unwrap_or(rest.len());
        buf.push_units(T::units(&rest[..plain]));
        let Some(unit) = rest.get(plain) else { break };
        let c = unit.code_point();
        if is_printable_char(c) {
            buf.push(u32::from(b'\\'));
            buf.push(c);
        } else {
            escape.clear();
            push_repr_escape(&mut escape, c);
            buf.push_ascii(&escape);
        }
        rest = &rest[plain + 1..];
    }
    buf.push(quote);
    buf.finish()
}

/// What `ascii()` makes of a repr: everything past ASCII escaped. `None` when it is ASCII already.
pub fn ascii(repr: Units<'_>) -> Option<Text> {
    if repr.is_ascii() {
        return None;
    }
    let mut out = with_room(repr.len() + 16);
    for c in repr {
        if c < 0x80 { out.put(c as u8) } else { push_escaped(&mut out, c) }
    }
    Some(Text::Ascii(out))
}

/// `repr(bytes)`; always ASCII.
pub fn repr_bytes(bytes: &[u8]) -> Text {
    let mut out = with_room(bytes.len() + 3);
    out.put(b'b');
    push_repr_bytes(&mut out, bytes);
    Text::Ascii(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings() {
        for (text, expected) in [
            ("it's", "\"it's\""),
            ("say \"it's\"", "'say \"it\\'s\"'"),
            ("a\\\n\x00\x7f", "'a\\\\\\n\\x00\\x7f'"),
            ("é\u{a0}\u{ad}€\u{200b}😀", "'é\\xa0\\xad€\\u200b😀'"),
            ("€'", "\"€'\""),
        ] {
            assert_eq!(repr(Text::from(text).units()), Text::from(expected));
        }
        assert_eq!(repr(Units::Ucs2(&[0xd800])), Text::from("'\\ud800'"));
        assert_eq!(ascii(Text::from("'é€😀'").units()), Some(Text::from("'\\xe9\\u20ac\\U0001f600'")));
        assert_eq!(ascii(Units::Ascii(b"'a'")), None);
    }

    #[test]
    fn bytes() {
        assert_eq!(repr_bytes(b"a'\xff\t"), Text::from("b\"a'\\xff\\t\""));
        assert_eq!(repr_bytes(b"'\""), Text::from("b'\\'\"'"));
    }
}
