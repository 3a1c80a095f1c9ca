//! UTF-7: ASCII with stretches of base 64 that hold UTF-16.
//!
//! The decoder keeps nothing between calls: incomplete input is given back from the `+` that began the stretch.

use super::{DecodeHandler, Decoded, Decoder, Fault, Step};
use crate::buffer::TextBuf;
use crate::memory::{Grow, with_room};
use crate::units::Units;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64_value(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

/// A stretch of base 64 that is open.
#[derive(Clone, Copy)]
struct Stretch {
    /// The length of the output when it began, to go back to when the input is incomplete.
    out_len: usize,
    bits: u32,
    buffer: u32,
    /// A high surrogate waiting for its low one, or 0.
    surrogate: u32,
}

#[derive(Default)]
pub struct Utf7Decoder {
    stretch: Option<Stretch>,
    start: usize,
}

impl Utf7Decoder {
    fn fault(&self, end: usize, reason: &'static str) -> Step {
        Step::Fault(Fault { encoding: "utf7", start: self.start, end, reason })
    }
}

impl Stretch {
    fn push(&mut self, value: u32, out: &mut TextBuf) {
        self.buffer = self.buffer << 6 | value;
        self.bits += 6;
        if self.bits < 16 {
            return;
        }
        self.bits -= 16;
        let unit = self.buffer >> self.bits;
        self.buffer &= (1 << self.bits) - 1;
        if self.surrogate != 0 {
            let high = std::mem::take(&mut self.surrogate);
            if (0xdc00..0xe000).contains(&unit) {
                out.push(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
                return;
            }
            out.push(high);
        }
        if (0xd800..0xdc00).contains(&unit) {
            self.surrogate = unit;
        } else {
            out.push(unit);
        }
    }
}

impl Decoder for Utf7Decoder {
    fn run(&mut self, input: &[u8], position: usize, is_final: bool, out: &mut TextBuf) -> Step {
        let mut at = position;
        while let Some(&byte) = input.get(at) {
            if let Some(stretch) = &mut self.stretch {
                if let Some(value) = base64_value(byte) {
                    stretch.push(value, out);
                    at += 1;
                    continue;
                }
                let closed = *stretch;
                self.stretch = None;
                if closed.bits >= 6 {
                    return self.fault(at + 1, "partial character in shift sequence");
                }
                if closed.bits > 0 && closed.buffer != 0 {
                    return self.fault(at + 1, "non-zero padding bits in shift sequence");
                }
                if closed.surrogate != 0 && byte < 0x80 && byte != b'+' {
                    out.push(closed.surrogate);
                }
                if byte == b'-' {
                    at += 1;
                }
            } else if byte == b'+' {
                self.start = at;
                at += 1;
                match input.get(at) {
                    Some(b'-') => {
                        out.push(u32::from(b'+'));
                        at += 1;
                    }
                    Some(&next) if base64_value(next).is_none() => return self.fault(at + 1, "ill-formed sequence"),
                    _ => {
                        self.stretch = Some(Stretch { out_len: out.len(), bits: 0, buffer: 0, surrogate: 0 });
                    }
                }
            } else if byte < 0x80 {
                out.push(u32::from(byte));
                at += 1;
            } else {
                self.start = at;
                return self.fault(at + 1, "unexpected special character");
            }
        }
        let Some(stretch) = self.stretch.take() else {
            return Step::Done(at);
        };
        if !is_final {
            out.truncate(stretch.out_len);
            return Step::Done(self.start);
        }
        if stretch.surrogate != 0 || stretch.bits >= 6 || (stretch.bits > 0 && stretch.buffer != 0) {
            return self.fault(input.len(), "unterminated shift sequence");
        }
        Step::Done(at)
    }
}

pub fn decode<E>(input: &[u8], is_final: bool, on_error: &mut DecodeHandler<'_, E>) -> Result<Decoded, E> {
    super::decode_with(&mut Utf7Decoder::default(), input, is_final, on_error)
}

/// Whether the character stands for itself outside base 64.
fn is_direct(c: u32) -> bool {
    matches!(c, 0x09 | 0x0a | 0x0d | 0x20..=0x7d) && !matches!(c, 0x2b | 0x5c)
}

struct OpenStretch<'a> {
    out: &'a mut Vec<u8>,
    bits: u32,
    buffer: u32,
}

impl OpenStretch<'_> {
    fn push(&mut self, unit: u32) {
        self.buffer = self.buffer << 16 | unit;
        self.bits += 16;
        while self.bits >= 6 {
            self.bits -= 6;
            self.out.put(ALPHABET[(self.buffer >> self.bits & 0x3f) as usize]);
        }
        self.buffer &= (1 << self.bits) - 1;
    }

    fn flush(&mut self) {
        if self.bits > 0 {
            self.out.put(ALPHABET[(self.buffer << (6 - self.bits) & 0x3f) as usize]);
        }
        self.bits = 0;
        self.buffer = 0;
    }
}

/// Every text can be encoded: surrogates are written as they are.
pub fn encode(text: Units<'_>) -> Vec<u8> {
    let mut out = with_room(text.len());
    let mut points = text.iter().peekable();
    while let Some(c) = points.next() {
        if is_direct(c) {
            out.put(c as u8);
            continue;
        }
        out.put(b'+');
        if c == u32::from(b'+') {
            out.put(b'-');
            continue;
        }
        let mut stretch = OpenStretch { out: &mut out, bits: 0, buffer: 0 };
        let mut push = |c: u32| {
            if c >= 0x10000 {
                stretch.push(0xd7c0 + (c >> 10));
                stretch.push(0xdc00 + (c & 0x3ff));
            } else {
                stretch.push(c);
            }
        };
        push(c);
        while let Some(c) = points.next_if(|&c| !is_direct(c)) {
            push(c);
        }
        stretch.flush();
        // A character outside base 64 ends the stretch by itself.
        let needs_end = match points.peek() {
            None => true,
            Some(&next) => next == u32::from(b'-') || u8::try_from(next).is_ok_and(|b| base64_value(b).is_some()),
        };
        if needs_end {
            out.put(b'-');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Text;
    use crate::codecs::strict_decode;

    #[test]
    fn both_ways() {
        for (text, bytes) in [
            ("a+b", &b"a+-b"[..]),
            ("é", b"+AOk-"),
            ("éb", b"+AOk-b"),
            ("é b", b"+AOk b"),
            ("😀", b"+2D3eAA-"),
            ("~\\", b"+AH4AXA-"),
        ] {
            assert_eq!(encode(Text::from(text).units()), bytes, "{text}");
            let decoded = decode(bytes, true, &mut strict_decode).expect("valid");
            assert_eq!(decoded.text, Text::from(text));
        }
    }

    #[test]
    fn faults_and_incomplete_input() {
        let fault = |input: &[u8]| {
            let fault = decode(input, true, &mut strict_decode).expect_err("faulty");
            (fault.start, fault.end, fault.reason)
        };
        assert_eq!(fault(b"a\xff"), (1, 2, "unexpected special character"));
        assert_eq!(fault(b"a+$"), (1, 3, "ill-formed sequence"));
        assert_eq!(fault(b"+AO-"), (0, 4, "partial character in shift sequence"));
        assert_eq!(fault(b"+AOl-"), (0, 5, "non-zero padding bits in shift sequence"));
        assert_eq!(fault(b"+AO"), (0, 3, "unterminated shift sequence"));
        let decoded = decode(b"a+AOkA", false, &mut strict_decode).expect("incomplete only");
        assert_eq!((decoded.text, decoded.consumed), (Text::from("a"), 1));
    }
}
