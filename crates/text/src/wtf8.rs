//! UTF-8 that may hold surrogates, for strings stored in code objects.
//!
//! Each code point is encoded by itself, so a pair of surrogates stays two characters, as in Python: it is the
//! "generalised UTF-8" of the WTF-8 description without its rule against pairs.

use crate::buffer::{Text, TextBuf};
use crate::codecs::utf8::push_code_point;
use crate::memory::{copied, with_room};
use crate::units::Units;

pub fn encode_wtf8(text: Units<'_>) -> Vec<u8> {
    if let Units::Ascii(bytes) = text {
        return copied(bytes);
    }
    let mut out = with_room(text.len() * 2);
    text.iter().for_each(|c| push_code_point(&mut out, c));
    out
}

/// The surrogate that three bytes encode.
fn surrogate(bytes: &[u8]) -> Option<u32> {
    match *bytes {
        [0xed, b @ 0xa0..=0xbf, c @ 0x80..=0xbf, ..] => Some(0xd000 | u32::from(b & 0x3f) << 6 | u32::from(c & 0x3f)),
        _ => None,
    }
}

/// `None` when the bytes are malformed.
pub fn decode_wtf8(bytes: &[u8]) -> Option<Text> {
    if bytes.is_ascii() {
        return Some(Text::Ascii(copied(bytes)));
    }
    let mut buf = TextBuf::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        let done = buf.push_utf8(rest);
        if done == rest.len() {
            return Some(buf.finish());
        }
        buf.push(surrogate(&rest[done..])?);
        rest = &rest[done + 3..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip() {
        for text in [
            Text::from("plain"),
            Text::from("é€😀"),
            Text::Ucs2(vec![0xd83d, 0xde00, 0x61, 0xdfff]),
            Text::Ucs4(vec![0xd800, 0x1f600]),
        ] {
            assert_eq!(decode_wtf8(&encode_wtf8(text.units())), Some(text));
        }
        assert_eq!(decode_wtf8(b"\xff"), None);
        assert_eq!(decode_wtf8(b"\xed\xa0"), None);
    }
}
