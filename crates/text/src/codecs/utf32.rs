//! UTF-32 with a byte order mark, little endian and big endian.

use super::utf8::is_surrogate;
use super::utf16::{AfterMark, DecodedInOrder};
use super::{ByteOrder, DecodeHandler, Decoder, EncodeFailure, EncodeHandler, Encoder, Fault, Step, Substitute};
use crate::buffer::{Text, TextBuf};
use crate::memory::{Grow, with_room};
use crate::units::{Unit, Units};
use crate::with_units;

struct Utf32Decoder {
    order: ByteOrder,
}

impl Decoder for Utf32Decoder {
    fn run(&mut self, input: &[u8], position: usize, is_final: bool, out: &mut TextBuf) -> Step {
        let encoding = match self.order {
            ByteOrder::Little => "utf-32-le",
            ByteOrder::Big => "utf-32-be",
        };
        let mut at = position;
        let (start, end, reason) = loop {
            let Some((&quad, _)) = input[at..].split_first_chunk::<4>() else {
                if at == input.len() || !is_final {
                    return Step::Done(at);
                }
                break (at, input.len(), "truncated data");
            };
            let c = match self.order {
                ByteOrder::Little => u32::from_le_bytes(quad),
                ByteOrder::Big => u32::from_be_bytes(quad),
            };
            if is_surrogate(c) {
                break (at, at + 4, "code point in surrogate code point range(0xd800, 0xe000)");
            }
            if c > 0x10_ffff {
                break (at, at + 4, "code point not in range(0x110000)");
            }
            out.push(c);
            at += 4;
        };
        Step::Fault(Fault { encoding, start, end, reason })
    }
}

/// With no `order`, a byte order mark is looked for, and the native order taken when there is none.
pub fn decode<E>(
    input: &[u8],
    order: Option<ByteOrder>,
    is_final: bool,
    on_error: &mut DecodeHandler<'_, E>,
) -> Result<DecodedInOrder, E> {
    let (order, mark) = match (order, input) {
        (None, [0xff, 0xfe, 0, 0, ..]) => (Some(ByteOrder::Little), 4),
        (None, [0, 0, 0xfe, 0xff, ..]) => (Some(ByteOrder::Big), 4),
        _ => (order, 0),
    };
    let decoder = Utf32Decoder { order: order.unwrap_or(ByteOrder::NATIVE) };
    let decoded = super::decode_with(&mut AfterMark { decoder, mark }, input, is_final, on_error)?;
    Ok(DecodedInOrder { decoded, order })
}

struct Utf32Encoder {
    order: ByteOrder,
    name: &'static str,
}

impl Utf32Encoder {
    fn put(&self, c: u32, out: &mut Vec<u8>) {
        out.put_slice(&match self.order {
            ByteOrder::Little => c.to_le_bytes(),
            ByteOrder::Big => c.to_be_bytes(),
        });
    }

    fn encode_slice<T: Unit>(&self, slice: &[T], position: usize, out: &mut Vec<u8>) -> Step {
        out.room(4 * (slice.len() - position));
        for (offset, &unit) in slice[position..].iter().enumerate() {
            let c = unit.code_point();
            if is_surrogate(c) {
                let start = position + offset;
                let reason = "surrogates not allowed";
                return Step::Fault(Fault { encoding: self.name, start, end: start + 1, reason });
            }
            self.put(c, out);
        }
        Step::Done(slice.len())
    }
}

impl Encoder for Utf32Encoder {
    fn run(&mut self, text: Units<'_>, position: usize, out: &mut Vec<u8>) -> Step {
        with_units!(text, |slice| self.encode_slice(slice, position, out))
    }

    fn substitute(&mut self, substitute: &Substitute, out: &mut Vec<u8>) -> bool {
        match substitute {
            Substitute::Bytes(bytes) if bytes.len().is_multiple_of(4) => out.put_slice(bytes),
            Substitute::Text(Text::Ascii(text)) => text.iter().for_each(|&c| self.put(u32::from(c), out)),
            _ => return false,
        }
        true
    }
}

/// With no `order`, a byte order mark and the native order are written.
pub fn encode<E>(
    text: Units<'_>,
    order: Option<ByteOrder>,
    on_error: &mut EncodeHandler<'_, E>,
) -> Result<Vec<u8>, EncodeFailure<E>> {
    let name = match order {
        None => "utf-32",
        Some(ByteOrder::Little) => "utf-32-le",
        Some(ByteOrder::Big) => "utf-32-be",
    };
    let mut encoder = Utf32Encoder { order: order.unwrap_or(ByteOrder::NATIVE), name };
    let encoded = super::encode_with(&mut encoder, text, on_error)?;
    if order.is_some() {
        return Ok(encoded);
    }
    let mut out = with_room(encoded.len() + 4);
    encoder.put(0xfeff, &mut out);
    out.put_slice(&encoded);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codecs::{strict_decode, strict_encode};

    #[test]
    fn round_trip_and_faults() {
        let text = Units::Ucs4(&[0x61, 0x1f600]);
        for order in [None, Some(ByteOrder::Little), Some(ByteOrder::Big)] {
            let encoded = encode(text, order, &mut strict_encode).expect("valid");
            let decoded = decode(&encoded, order, true, &mut strict_decode).expect("valid");
            assert_eq!(decoded.decoded.text.units(), text);
        }
        let little = Some(ByteOrder::Little);
        let fault = decode(b"\0\xd8\0\0", little, true, &mut strict_decode).expect_err("surrogate");
        assert_eq!((fault.start, fault.end), (0, 4));
        let fault = decode(b"a\0\0\0\0", little, true, &mut strict_decode).expect_err("short");
        assert_eq!((fault.start, fault.end, fault.reason), (4, 5, "truncated data"));
    }
}
