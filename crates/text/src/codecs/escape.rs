//! The codecs `unicode_escape` and `raw_unicode_escape`, and the escapes of bytes literals.
//!
//! Unknown escapes are kept with their backslash; the first one is remembered because CPython warns about it.

use super::{DecodeHandler, Decoded, Decoder, Fault, Step};
use crate::buffer::TextBuf;
use crate::memory::{Grow, with_room};
use crate::unicode::names;
use crate::units::Units;

/// An escape that means nothing, or an octal one past `\377`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidEscape {
    /// Where the backslash is.
    pub position: usize,
    /// The character after the backslash, or the value of the octal escape.
    pub value: u32,
    pub octal: bool,
}

impl InvalidEscape {
    /// The text of the warning.
    pub fn warning(&self) -> String {
        if self.octal {
            format!(
                "\"\\{:o}\" is an invalid octal escape sequence. Such sequences will not work in the future. ",
                self.value
            )
        } else {
            let c = char::from_u32(self.value).unwrap_or(char::REPLACEMENT_CHARACTER);
            format!("\"\\{c}\" is an invalid escape sequence. Such sequences will not work in the future. ")
        }
    }
}

/// The one-letter escapes that `str` and `bytes` share; a line break after the backslash is not among them.
fn simple_escape(byte: u8) -> Option<u8> {
    Some(match byte {
        b'\\' | b'\'' | b'"' => byte,
        b'a' => 0x07,
        b'b' => 0x08,
        b't' => b'\t',
        b'n' => b'\n',
        b'v' => 0x0b,
        b'f' => 0x0c,
        b'r' => b'\r',
        _ => return None,
    })
}

fn hex_value(byte: u8) -> Option<u32> {
    char::from(byte).to_digit(16)
}

/// Up to three octal digits from `at` on: the value, and where they end.
fn octal(input: &[u8], at: usize) -> (u32, usize) {
    let digits = input[at..].iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
    let value = input[at..at + digits].iter().fold(0, |value, &byte| value * 8 + u32::from(byte - b'0'));
    (value, at + digits)
}

/// How reading digits went; the positions are where reading stopped.
enum Digits {
    Value(u32, usize),
    Bad(usize),
    /// The input ended first.
    Short,
}

fn hex_digits(input: &[u8], at: usize, count: usize) -> Digits {
    let mut value: u32 = 0;
    for index in at..at + count {
        let Some(&byte) = input.get(index) else {
            return Digits::Short;
        };
        let Some(digit) = hex_value(byte) else {
            return Digits::Bad(index);
        };
        value = value << 4 | digit;
    }
    Digits::Value(value, at + count)
}

#[derive(Default)]
pub struct UnicodeEscapeDecoder {
    pub first_invalid: Option<InvalidEscape>,
}

/// What one escape is, seen from just after its backslash.
enum Escape {
    /// Write the character and go on at the position.
    Char(u32, usize),
    Nothing(usize),
    Invalid(InvalidEscape, usize),
    Bad(usize, &'static str),
    Short(&'static str),
}

fn read_hex(input: &[u8], at: usize, count: usize, reason: &'static str) -> Escape {
    match hex_digits(input, at, count) {
        Digits::Value(value, end) if value > 0x10_ffff => Escape::Bad(end, "illegal Unicode character"),
        Digits::Value(value, end) => Escape::Char(value, end),
        Digits::Bad(end) => Escape::Bad(end, reason),
        Digits::Short => Escape::Short(reason),
    }
}

fn read_name(input: &[u8], at: usize) -> Escape {
    const MALFORMED: &str = "malformed \\N character escape";
    match input.get(at) {
        None => return Escape::Short(MALFORMED),
        Some(b'{') => {}
        Some(_) => return Escape::Bad(at, MALFORMED),
    }
    let Some(len) = memchr::memchr(b'}', &input[at + 1..]) else {
        return Escape::Short(MALFORMED);
    };
    if len == 0 {
        return Escape::Bad(at + 1, MALFORMED);
    }
    let end = at + 1 + len + 1;
    match std::str::from_utf8(&input[at + 1..at + 1 + len]).ok().and_then(names::lookup) {
        Some(c) => Escape::Char(c, end),
        None => Escape::Bad(end, "unknown Unicode character name"),
    }
}

fn read_escape(input: &[u8], backslash: usize) -> Escape {
    let at = backslash + 1;
    let Some(&byte) = input.get(at) else {
        return Escape::Short("\\ at end of string");
    };
    if let Some(c) = simple_escape(byte) {
        return Escape::Char(u32::from(c), at + 1);
    }
    match byte {
        b'\n' => Escape::Nothing(at + 1),
        b'0'..=b'7' => {
            let (value, end) = octal(input, at);
            if value > 0o377 {
                Escape::Invalid(InvalidEscape { position: backslash, value, octal: true }, end)
            } else {
                Escape::Char(value, end)
            }
        }
        b'x' => read_hex(input, at + 1, 2, "truncated \\xXX escape"),
        b'u' => read_hex(input, at + 1, 4, "truncated \\uXXXX escape"),
        b'U' => read_hex(input, at + 1, 8, "truncated \\UXXXXXXXX escape"),
        b'N' => read_name(input, at + 1),
        _ => Escape::Invalid(InvalidEscape { position: backslash, value: u32::from(byte), octal: false }, at + 1),
    }
}

impl Decoder for UnicodeEscapeDecoder {
    fn run(&mut self, input: &[u8], position: usize, is_final: bool, out: &mut TextBuf) -> Step {
        let mut at = position;
        loop {
            let plain = memchr::memchr(b'\\', &input[at..]).unwrap_or(input.len() - at);
            out.push_units(Units::Latin1(&input[at..at + plain]));
            at += plain;
            if at == input.len() {
                return Step::Done(at);
            }
            let (end, reason) = match read_escape(input, at) {
                Escape::Char(c, end) => {
                    out.push(c);
                    at = end;
                    continue;
                }
                Escape::Nothing(end) => {
                    at = end;
                    continue;
                }
                Escape::Invalid(invalid, end) => {
                    if invalid.octal {
                        out.push(invalid.value);
                    } else {
                        out.push(u32::from(b'\\'));
                        out.push(invalid.value);
                    }
                    self.first_invalid.get_or_insert(invalid);
                    at = end;
                    continue;
                }
                Escape::Short(_) if !is_final => return Step::Done(at),
                Escape::Short(reason) => (input.len(), reason),
                Escape::Bad(end, reason) => (end, reason),
            };
            return Step::Fault(Fault { encoding: "unicodeescape", start: at, end, reason });
        }
    }
}

/// Decoded text, and the first escape to warn about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodedEscapes {
    pub decoded: Decoded,
    pub first_invalid: Option<InvalidEscape>,
}

pub fn decode<E>(input: &[u8], is_final: bool, on_error: &mut DecodeHandler<'_, E>) -> Result<DecodedEscapes, E> {
    let mut decoder = UnicodeEscapeDecoder::default();
    let decoded = super::decode_with(&mut decoder, input, is_final, on_error)?;
    Ok(DecodedEscapes { decoded, first_invalid: decoder.first_invalid })
}

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Append `value` in `digits` hexadecimal digits.
pub(crate) fn push_hex(out: &mut Vec<u8>, value: u32, digits: u32) {
    out.put_iter((0..digits).rev().map(|digit| HEX[(value >> (4 * digit) & 0xf) as usize]));
}

/// Append the shortest of `\xXX`, `\uXXXX` and `\UXXXXXXXX`.
pub(crate) fn push_escaped(out: &mut Vec<u8>, c: u32) {
    let (letter, digits) = match c {
        0..=0xff => (b'x', 2),
        0x100..=0xffff => (b'u', 4),
        _ => (b'U', 8),
    };
    out.put_slice(&[b'\\', letter]);
    push_hex(out, c, digits);
}

pub fn encode(text: Units<'_>) -> Vec<u8> {
    let mut out = with_room(text.len());
    for c in text {
        match c {
            0x5c => out.put_slice(b"\\\\"),
            0x09 => out.put_slice(b"\\t"),
            0x0a => out.put_slice(b"\\n"),
            0x0d => out.put_slice(b"\\r"),
            0x20..=0x7e => out.put(c as u8),
            _ => push_escaped(&mut out, c),
        }
    }
    out
}

struct RawUnicodeEscapeDecoder;

impl Decoder for RawUnicodeEscapeDecoder {
    fn run(&mut self, input: &[u8], position: usize, is_final: bool, out: &mut TextBuf) -> Step {
        let mut at = position;
        loop {
            let plain = memchr::memchr(b'\\', &input[at..]).unwrap_or(input.len() - at);
            out.push_units(Units::Latin1(&input[at..at + plain]));
            at += plain;
            let (count, reason) = match input.get(at + 1) {
                None if at == input.len() => return Step::Done(at),
                None if !is_final => return Step::Done(at),
                None => {
                    out.push(u32::from(b'\\'));
                    return Step::Done(at + 1);
                }
                Some(b'u') => (4, "truncated \\uXXXX escape"),
                Some(b'U') => (8, "truncated \\UXXXXXXXX escape"),
                Some(&byte) => {
                    out.push(u32::from(b'\\'));
                    out.push(u32::from(byte));
                    at += 2;
                    continue;
                }
            };
            let (end, reason) = match hex_digits(input, at + 2, count) {
                Digits::Value(value, end) if value > 0x10_ffff => (end, "\\Uxxxxxxxx out of range"),
                Digits::Value(value, end) => {
                    out.push(value);
                    at = end;
                    continue;
                }
                Digits::Bad(end) => (end, reason),
                Digits::Short if !is_final => return Step::Done(at),
                Digits::Short => (input.len(), reason),
            };
            return Step::Fault(Fault { encoding: "rawunicodeescape", start: at, end, reason });
        }
    }
}

pub fn decode_raw<E>(input: &[u8], is_final: bool, on_error: &mut DecodeHandler<'_, E>) -> Result<Decoded, E> {
    super::decode_with(&mut RawUnicodeEscapeDecoder, input, is_final, on_error)
}

pub fn encode_raw(text: Units<'_>) -> Vec<u8> {
    let mut out = with_room(text.len());
    for c in text {
        if c < 0x100 { out.put(c as u8) } else { push_escaped(&mut out, c) }
    }
    out
}

/// What to do about a bad `\x` in `decode_bytes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BytesErrors {
    Strict,
    Replace,
    Ignore,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BytesEscapeError {
    TrailingBackslash,
    InvalidHex { position: usize },
}

impl std::fmt::Display for BytesEscapeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BytesEscapeError::TrailingBackslash => f.write_str("Trailing \\ in string"),
            BytesEscapeError::InvalidHex { position } => write!(f, "invalid \\x escape at position {position}"),
        }
    }
}

/// The escapes of a bytes literal, as `codecs.escape_decode` reads them.
pub fn decode_bytes(input: &[u8], errors: BytesErrors) -> Result<(Vec<u8>, Option<InvalidEscape>), BytesEscapeError> {
    let mut out = with_room(input.len());
    let mut first_invalid = None;
    let mut at = 0;
    loop {
        let plain = memchr::memchr(b'\\', &input[at..]).unwrap_or(input.len() - at);
        out.put_slice(&input[at..at + plain]);
        at += plain;
        if at == input.len() {
            return Ok((out, first_invalid));
        }
        let Some(&byte) = input.get(at + 1) else {
            return Err(BytesEscapeError::TrailingBackslash);
        };
        match byte {
            b'\n' => at += 2,
            b'0'..=b'7' => {
                let (value, end) = octal(input, at + 1);
                if value > 0o377 {
                    first_invalid.get_or_insert(InvalidEscape { position: at, value, octal: true });
                }
                out.put(value as u8);
                at = end;
            }
            b'x' => {
                if let Digits::Value(value, end) = hex_digits(input, at + 2, 2) {
                    out.put(value as u8);
                    at = end;
                    continue;
                }
                match errors {
                    BytesErrors::Strict => return Err(BytesEscapeError::InvalidHex { position: at }),
                    BytesErrors::Replace => out.put(b'?'),
                    BytesErrors::Ignore => {}
                }
                // One good digit is skipped with the escape.
                at += 2;
                if input.get(at).is_some_and(|&byte| hex_value(byte).is_some()) {
                    at += 1;
                }
            }
            _ => {
                if let Some(simple) = simple_escape(byte) {
                    out.put(simple);
                } else {
                    let invalid = InvalidEscape { position: at, value: u32::from(byte), octal: false };
                    first_invalid.get_or_insert(invalid);
                    out.put_slice(&[b'\\', byte]);
                }
                at += 2;
            }
        }
    }
}

/// The escapes that `codecs.escape_encode` writes: those of a bytes literal in single quotes, without the quotes.
pub fn encode_bytes(input: &[u8]) -> Vec<u8> {
    let mut out = with_room(input.len());
    for &byte in input {
        match byte {
            b'\\' | b'\'' => out.put_slice(&[b'\\', byte]),
            b'\t' => out.put_slice(b"\\t"),
            b'\n' => out.put_slice(b"\\n"),
            b'\r' => out.put_slice(b"\\r"),
            0x20..=0x7e => out.put(byte),
            _ => push_escaped(&mut out, u32::from(byte)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Text;
    use crate::codecs::strict_decode;

    fn text(input: &[u8]) -> Text {
        decode(input, true, &mut strict_decode).expect("valid").decoded.text
    }

    fn fault(input: &[u8]) -> (usize, usize, &'static str) {
        let fault = decode(input, true, &mut strict_decode).expect_err("faulty");
        (fault.start, fault.end, fault.reason)
    }

    #[test]
    fn unicode_escapes() {
        assert_eq!(text(b"a\\x41\\u20ac\\U0001F600\\101\\\n\\'\xe9"), Text::from("aA€😀A'é"));
        assert_eq!(text(b"\\N{grinning face}\\N{LINE FEED}"), Text::from("😀\n"));
        assert_eq!(fault(b"ab\\x4"), (2, 5, "truncated \\xXX escape"));
        assert_eq!(fault(b"\\u12g4"), (0, 4, "truncated \\uXXXX escape"));
        assert_eq!(fault(b"\\U00110000"), (0, 10, "illegal Unicode character"));
        assert_eq!(fault(b"\\N{nope}x"), (0, 8, "unknown Unicode character name"));
        assert_eq!(fault(b"\\N{}"), (0, 3, "malformed \\N character escape"));
        assert_eq!(fault(b"\\"), (0, 1, "\\ at end of string"));
        let warned = decode(b"a\\d\\q", true, &mut strict_decode).expect("valid");
        assert_eq!(warned.first_invalid, Some(InvalidEscape { position: 1, value: 0x64, octal: false }));
        assert_eq!(encode(Text::from("a\\\té€😀").units()), b"a\\\\\\t\\xe9\\u20ac\\U0001f600");
    }

    #[test]
    fn raw_unicode_escapes() {
        let decoded = decode_raw(b"\\u20ac\\\\u20ac\\x41\\", true, &mut strict_decode).expect("valid");
        assert_eq!(decoded.text, Text::from("€\\\\u20ac\\x41\\"));
        assert_eq!(encode_raw(Text::from("é€\\").units()), b"\xe9\\u20ac\\");
    }

    #[test]
    fn bytes_escapes() {
        assert_eq!(decode_bytes(b"\\x41\\0\\n\\z", BytesErrors::Strict).expect("valid").0, b"A\0\n\\z");
        assert_eq!(decode_bytes(b"a\\x4", BytesErrors::Strict), Err(BytesEscapeError::InvalidHex { position: 1 }));
        assert_eq!(decode_bytes(b"\\x4g", BytesErrors::Replace).expect("replaced").0, b"?g");
        assert_eq!(encode_bytes(b"a'\"\xff\n"), b"a\\'\"\\xff\\n");
    }
}
