//! UTF-16 with a byte order mark, little endian and big endian.

use super::{
    ByteOrder, DecodeHandler, Decoded, Decoder, EncodeFailure, EncodeHandler, Encoder, Fault, Step, Substitute,
};
use crate::buffer::{Text, TextBuf};
use crate::codecs::utf8::is_surrogate;
use crate::memory::{Grow, with_room};
use crate::units::{Unit, Units};
use crate::with_units;

/// Starts with `order` unset to look for a byte order mark.
pub struct Utf16Decoder {
    pub order: Option<ByteOrder>,
}

impl Utf16Decoder {
    fn read(&self, input: &[u8], at: usize) -> Option<u32> {
        let pair = [*input.get(at)?, *input.get(at + 1)?];
        Some(u32::from(match self.order.unwrap_or(ByteOrder::NATIVE) {
            ByteOrder::Little => u16::from_le_bytes(pair),
            ByteOrder::Big => u16::from_be_bytes(pair),
        }))
    }
}

impl Decoder for Utf16Decoder {
    fn run(&mut self, input: &[u8], position: usize, is_final: bool, out: &mut TextBuf) -> Step {
        let mut at = position;
        let encoding = match self.order.unwrap_or(ByteOrder::NATIVE) {
            ByteOrder::Little => "utf-16-le",
            ByteOrder::Big => "utf-16-be",
        };
        loop {
            let Some(unit) = self.read(input, at) else {
                if at == input.len() || !is_final {
                    return Step::Done(at);
                }
                return Step::Fault(Fault { encoding, start: at, end: input.len(), reason: "truncated data" });
            };
            if !is_surrogate(unit) {
                out.push(unit);
                at += 2;
                continue;
            }
            let reason = if unit >= 0xdc00 {
                "illegal encoding"
            } else {
                match self.read(input, at + 2) {
                    None if !is_final => return Step::Done(at),
                    None => {
                        let reason = "unexpected end of data";
                        return Step::Fault(Fault { encoding, start: at, end: input.len(), reason });
                    }
                    Some(low) if (0xdc00..0xe000).contains(&low) => {
                        out.push(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
                        at += 4;
                        continue;
                    }
                    Some(_) => "illegal UTF-16 surrogate",
                }
            };
            return Step::Fault(Fault { encoding, start: at, end: at + 2, reason });
        }
    }
}

/// Decoded text, and the byte order that a mark told, to be handed to the next call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodedInOrder {
    pub decoded: Decoded,
    pub order: Option<ByteOrder>,
}

/// With no `order`, a byte order mark is looked for, and the native order taken when there is none.
pub fn decode<E>(
    input: &[u8],
    order: Option<ByteOrder>,
    is_final: bool,
    on_error: &mut DecodeHandler<'_, E>,
) -> Result<DecodedInOrder, E> {
    let (order, mark) = match (order, input) {
        (None, [0xff, 0xfe, ..]) => (Some(ByteOrder::Little), 2),
        (None, [0xfe, 0xff, ..]) => (Some(ByteOrder::Big), 2),
        _ => (order, 0),
    };
    let mut decoder = AfterMark { decoder: Utf16Decoder { order }, mark };
    Ok(DecodedInOrder { decoded: super::decode_with(&mut decoder, input, is_final, on_error)?, order })
}

/// Skips a byte order mark once, so that positions in faults still count it.
pub(super) struct AfterMark<D> {
    pub(super) decoder: D,
    pub(super) mark: usize,
}

impl<D: Decoder> Decoder for AfterMark<D> {
    fn run(&mut self, input: &[u8], position: usize, is_final: bool, out: &mut TextBuf) -> Step {
        let mark = std::mem::take(&mut self.mark);
        self.decoder.run(input, position + mark, is_final, out)
    }
}

struct Utf16Encoder {
    order: ByteOrder,
    name: &'static str,
}

impl Utf16Encoder {
    fn put(&self, unit: u16, out: &mut Vec<u8>) {
        out.put_slice(&match self.order {
            ByteOrder::Little => unit.to_le_bytes(),
            ByteOrder::Big => unit.to_be_bytes(),
        });
    }

    /// Write a run of characters that take one unit each.
    fn put_run<T: Unit>(&self, run: &[T], out: &mut Vec<u8>) {
        let start = out.len();
        out.put_up_to(start + 2 * run.len(), 0);
        let pairs = out[start..].chunks_exact_mut(2).zip(run);
        match self.order {
            ByteOrder::Little => pairs.for_each(|(p, &u)| p.copy_from_slice(&(u.code_point() as u16).to_le_bytes())),
            ByteOrder::Big => pairs.for_each(|(p, &u)| p.copy_from_slice(&(u.code_point() as u16).to_be_bytes())),
        }
    }

    fn encode_slice<T: Unit>(&self, slice: &[T], position: usize, out: &mut Vec<u8>) -> Step {
        let is_single = |&unit: &T| !matches!(unit.code_point(), 0xd800..0xe000 | 0x10000..);
        let mut at = position;
        loop {
            let rest = &slice[at..];
            let run = rest.iter().position(|unit| !is_single(unit)).unwrap_or(rest.len());
            self.put_run(&rest[..run], out);
            at += run;
            let Some(&unit) = slice.get(at) else {
                return Step::Done(at);
            };
            let c = unit.code_point();
            if is_surrogate(c) {
                let reason = "surrogates not allowed";
                return Step::Fault(Fault { encoding: self.name, start: at, end: at + 1, reason });
            }
            self.put(0xd7c0 + (c >> 10) as u16, out);
            self.put(0xdc00 + (c & 0x3ff) as u16, out);
            at += 1;
        }
    }
}

impl Encoder for Utf16Encoder {
    fn run(&mut self, text: Units<'_>, position: usize, out: &mut Vec<u8>) -> Step {
        with_units!(text, |slice| self.encode_slice(slice, position, out))
    }

    fn substitute(&mut self, substitute: &Substitute, out: &mut Vec<u8>) -> bool {
        match substitute {
            Substitute::Bytes(bytes) if bytes.len().is_multiple_of(2) => out.put_slice(bytes),
            Substitute::Text(Text::Ascii(text)) => text.iter().for_each(|&c| self.put(u16::from(c), out)),
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
        None => "utf-16",
        Some(ByteOrder::Little) => "utf-16-le",
        Some(ByteOrder::Big) => "utf-16-be",
    };
    let mut encoder = Utf16Encoder { order: order.unwrap_or(ByteOrder::NATIVE), name };
    let encoded = super::encode_with(&mut encoder, text, on_error)?;
    if order.is_some() {
        return Ok(encoded);
    }
    let mut out = with_room(encoded.len() + 2);
    encoder.put(0xfeff, &mut out);
    out.put_slice(&encoded);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codecs::{strict_decode, strict_encode};

    fn fault(input: &[u8]) -> (usize, usize, &'static str) {
        let fault = decode(input, None, true, &mut strict_decode).expect_err("faulty");
        (fault.start, fault.end, fault.reason)
    }

    #[test]
    fn marks_and_orders() {
        let decoded = decode(b"\xfe\xff\0a\xd8\x3d\xde\x00", None, true, &mut strict_decode).expect("valid");
        assert_eq!(decoded.decoded.text, Text::from("a😀"));
        assert_eq!(decoded.order, Some(ByteOrder::Big));
        let big = encode(Units::Ucs4(&[0x61, 0x1f600]), Some(ByteOrder::Big), &mut strict_encode);
        assert_eq!(big, Ok(b"\0a\xd8\x3d\xde\x00".to_vec()));
        assert_eq!(encode(Units::Ascii(b"a"), None, &mut strict_encode).expect("valid").len(), 4);
    }

    #[test]
    fn faults() {
        assert_eq!(fault(b"\xff\xfea\0b"), (4, 5, "truncated data"));
        assert_eq!(fault(b"\xff\xfe\0\xdc"), (2, 4, "illegal encoding"));
        assert_eq!(fault(b"\xff\xfe\0\xd8a\0"), (2, 4, "illegal UTF-16 surrogate"));
        assert_eq!(fault(b"\xff\xfe\0\xd8a"), (2, 5, "unexpected end of data"));
    }
}
