//! UTF-8, which refuses surrogates both ways.
//!
//! The length of the standard library's error is the longest valid beginning of a sequence, which is what CPython
//! reports too.

use super::{DecodeHandler, Decoded, Decoder, EncodeFailure, EncodeHandler, Encoder, Fault, Step, Substitute};
use crate::buffer::{Text, TextBuf};
use crate::memory::{Grow, copied};
use crate::units::{Unit, Units};
use crate::with_units;

const NAME: &str = "utf-8";

/// The bytes that mark a file as UTF-8, for `utf-8-sig`.
pub const BOM: &[u8] = b"\xef\xbb\xbf";

pub struct Utf8Decoder;

impl Decoder for Utf8Decoder {
    fn run(&mut self, input: &[u8], position: usize, is_final: bool, out: &mut TextBuf) -> Step {
        let start = position + out.push_utf8(&input[position..]);
        let faulty = &input[start..];
        // The standard library tells the faults apart; there is one unless everything was decoded.
        let Err(error) = std::str::from_utf8(faulty.get(..4).unwrap_or(faulty)) else {
            return Step::Done(start);
        };
        let (end, reason) = match error.error_len() {
            None if !is_final => return Step::Done(start),
            // The beginning of a surrogate waits as well, for `surrogatepass` to see it whole.
            Some(1) if !is_final && matches!(faulty, [0xed, 0xa0..=0xbf]) => return Step::Done(start),
            None => (input.len(), "unexpected end of data"),
            Some(1) if !matches!(faulty.first(), Some(0xc2..=0xf4)) => (start + 1, "invalid start byte"),
            Some(len) => (start + len, "invalid continuation byte"),
        };
        Step::Fault(Fault { encoding: NAME, start, end, reason })
    }
}

pub fn decode<E>(input: &[u8], is_final: bool, on_error: &mut DecodeHandler<'_, E>) -> Result<Decoded, E> {
    if input.is_ascii() {
        return Ok(Decoded { text: Text::Ascii(copied(input)), consumed: input.len() });
    }
    super::decode_with(&mut Utf8Decoder, input, is_final, on_error)
}

pub struct Utf8Encoder;

/// Write one code point in UTF-8 at the beginning of `out`, and say how long it is; a surrogate gets the three
/// bytes of the general form.
#[inline]
fn put_code_point(out: &mut [u8; 4], c: u32) -> usize {
    let last = 0x80 | (c & 0x3f) as u8;
    let second = 0x80 | (c >> 6 & 0x3f) as u8;
    let third = 0x80 | (c >> 12 & 0x3f) as u8;
    match c {
        0..=0x7f => {
            out[0] = c as u8;
            1
        }
        0x80..=0x7ff => {
            [out[0], out[1]] = [0xc0 | (c >> 6) as u8, last];
            2
        }
        0x800..=0xffff => {
            [out[0], out[1], out[2]] = [0xe0 | (c >> 12) as u8, second, last];
            3
        }
        _ => {
            *out = [0xf0 | (c >> 18) as u8, third, second, last];
            4
        }
    }
}

#[inline]
pub(crate) fn push_code_point(out: &mut Vec<u8>, c: u32) {
    let mut bytes = [0; 4];
    let len = put_code_point(&mut bytes, c);
    out.put_slice(&bytes[..len]);
}

pub(crate) fn is_surrogate(code_point: u32) -> bool {
    (0xd800..0xe000).contains(&code_point)
}

/// The end of the run of surrogates that begins at `start`.
fn surrogates_end<T: Unit>(slice: &[T], start: usize) -> usize {
    slice[start..].iter().position(|&unit| !is_surrogate(unit.code_point())).map_or(slice.len(), |len| start + len)
}

/// Encode through a small buffer: the output then grows by the block, not by the character.
fn encode_slice<T: Unit>(slice: &[T], position: usize, out: &mut Vec<u8>) -> Step {
    const BLOCK: usize = 64;
    let mut buffer = [0; 4 * BLOCK];
    let mut at = position;
    for block in slice[position..].chunks(BLOCK) {
        let mut used = 0;
        for &unit in block {
            let c = unit.code_point();
            if is_surrogate(c) {
                out.put_slice(&buffer[..used]);
                let end = surrogates_end(slice, at);
                return Step::Fault(Fault { encoding: NAME, start: at, end, reason: "surrogates not allowed" });
            }
            at += 1;
            if c < 0x80 {
                buffer[used] = c as u8;
                used += 1;
            } else if let Some(room) = buffer[used..].first_chunk_mut::<4>() {
                used += put_code_point(room, c);
            }
        }
        out.put_slice(&buffer[..used]);
    }
    Step::Done(slice.len())
}

impl Encoder for Utf8Encoder {
    fn run(&mut self, text: Units<'_>, position: usize, out: &mut Vec<u8>) -> Step {
        if let Units::Ascii(bytes) = text {
            out.put_slice(&bytes[position..]);
            return Step::Done(bytes.len());
        }
        with_units!(text, |slice| encode_slice(slice, position, out))
    }

    /// Only ASCII text is taken, so that a handler cannot bring in a surrogate.
    fn substitute(&mut self, substitute: &Substitute, out: &mut Vec<u8>) -> bool {
        match substitute {
            Substitute::Bytes(bytes) | Substitute::Text(Text::Ascii(bytes)) => out.put_slice(bytes),
            Substitute::Text(_) => return false,
        }
        true
    }
}

pub fn encode<E>(text: Units<'_>, on_error: &mut EncodeHandler<'_, E>) -> Result<Vec<u8>, EncodeFailure<E>> {
    if let Units::Ascii(bytes) = text {
        return Ok(copied(bytes));
    }
    super::encode_with(&mut Utf8Encoder, text, on_error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codecs::{DecodeRecovery, strict_decode, strict_encode};

    fn fault(input: &[u8]) -> (usize, usize, &'static str) {
        let fault = decode(input, true, &mut strict_decode).expect_err("faulty");
        (fault.start, fault.end, fault.reason)
    }

    #[test]
    fn decoding_faults() {
        assert_eq!(fault(b"a\xff"), (1, 2, "invalid start byte"));
        assert_eq!(fault(b"a\x80"), (1, 2, "invalid start byte"));
        assert_eq!(fault(b"\xc0\x80"), (0, 1, "invalid start byte"));
        assert_eq!(fault(b"\xed\xa0\x80"), (0, 1, "invalid continuation byte"));
        assert_eq!(fault(b"\xe2\x82a"), (0, 2, "invalid continuation byte"));
        assert_eq!(fault(b"\xf0\x9f\x98"), (0, 3, "unexpected end of data"));
        assert_eq!(fault(b"\xf0\x9f\x98a"), (0, 3, "invalid continuation byte"));
        assert_eq!(fault(b"\xf5"), (0, 1, "invalid start byte"));
    }

    #[test]
    fn long_and_faulty_input() {
        let mut replace = |fault: &Fault, _: &[u8]| Ok::<_, ()>(DecodeRecovery::new(Text::from("?"), fault.end));
        let decoded = decode(&[0xff; 300_000], true, &mut replace).expect("replaced");
        assert_eq!(decoded.text, Text::Ascii(vec![b'?'; 300_000]));
        let long = "aé€😀".repeat(3000);
        let decoded = decode(long.as_bytes(), true, &mut strict_decode).expect("valid");
        assert_eq!(decoded.text.to_string(), long);
    }

    #[test]
    fn incomplete_input_waits() {
        let decoded = decode(b"ab\xe2\x82", false, &mut strict_decode).expect("incomplete only");
        assert_eq!((decoded.text, decoded.consumed), (Text::from("ab"), 2));
    }

    #[test]
    fn handlers_go_on_where_they_say() {
        let mut replace = |fault: &Fault, _: &[u8]| Ok::<_, ()>(DecodeRecovery::new(Text::from("?"), fault.end));
        let decoded = decode(b"\xe2\x82 \xff\xc3\xa9", true, &mut replace).expect("replaced");
        assert_eq!(decoded.text, Text::from("? ?é"));
        let mut swap = |_: &Fault, _: &[u8]| {
            Ok::<_, ()>(DecodeRecovery { text: Text::new(), position: 1, input: Some(b"xyz".to_vec()) })
        };
        let decoded = decode(b"ab\xff", true, &mut swap).expect("swapped");
        assert_eq!((decoded.text, decoded.consumed), (Text::from("abyz"), 3));
    }

    #[test]
    fn encoding_refuses_surrogates_by_the_run() {
        let text = Units::Ucs4(&[0x1f600, 0xd800, 0xdc00, 0x61]);
        let EncodeFailure::Handler(fault) = encode(text, &mut strict_encode).expect_err("surrogates") else {
            panic!("the handler was asked");
        };
        assert_eq!((fault.start, fault.end, fault.reason), (1, 3, "surrogates not allowed"));
        assert_eq!(encode(Units::Ucs2(&[0x20ac, 0xe9]), &mut strict_encode), Ok("€é".as_bytes().to_vec()));
    }
}
