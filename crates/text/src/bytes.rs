//! What the `bytes` methods know of letters: ASCII only. Also `hex`, `fromhex` and digits for `int`.

use crate::buffer::{Text, TextBuf};
use crate::codecs::escape::push_hex;
use crate::hexadecimal;
use crate::memory::{Grow, copied, gathered, with_room};
use crate::unicode::{decimal_value, is_space_char};
use crate::units::Units;

pub use crate::split::is_ascii_space;

fn all(bytes: &[u8], predicate: impl Fn(u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(|&byte| predicate(byte))
}

pub fn is_alpha(bytes: &[u8]) -> bool {
    all(bytes, |byte| byte.is_ascii_alphabetic())
}

pub fn is_alnum(bytes: &[u8]) -> bool {
    all(bytes, |byte| byte.is_ascii_alphanumeric())
}

pub fn is_digit(bytes: &[u8]) -> bool {
    all(bytes, |byte| byte.is_ascii_digit())
}

pub fn is_space(bytes: &[u8]) -> bool {
    all(bytes, is_ascii_space)
}

pub fn is_lower(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase)
}

pub fn is_upper(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase)
}

pub fn is_title(bytes: &[u8]) -> bool {
    let mut in_word = false;
    let mut found = false;
    for byte in bytes {
        if byte.is_ascii_uppercase() && in_word || byte.is_ascii_lowercase() && !in_word {
            return false;
        }
        in_word = byte.is_ascii_alphabetic();
        found |= in_word;
    }
    found
}

pub fn lower(bytes: &[u8]) -> Vec<u8> {
    let mut out = copied(bytes);
    out.make_ascii_lowercase();
    out
}

pub fn upper(bytes: &[u8]) -> Vec<u8> {
    let mut out = copied(bytes);
    out.make_ascii_uppercase();
    out
}

pub fn capitalize(bytes: &[u8]) -> Vec<u8> {
    let mut out = lower(bytes);
    if let Some(first) = out.first_mut() {
        first.make_ascii_uppercase();
    }
    out
}

pub fn title(bytes: &[u8]) -> Vec<u8> {
    let mut in_word = false;
    let convert = |byte: &u8| {
        let converted = if in_word { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() };
        in_word = byte.is_ascii_alphabetic();
        converted
    };
    gathered(bytes.iter().map(convert))
}

pub fn swapcase(bytes: &[u8]) -> Vec<u8> {
    gathered(bytes.iter().map(|byte| if byte.is_ascii_alphabetic() { byte ^ 0x20 } else { *byte }))
}

/// `bytes.translate`: drop the bytes of `delete`, then map by `table` if there is one (256 bytes).
pub fn translate(bytes: &[u8], table: Option<&[u8; 256]>, delete: &[u8]) -> Vec<u8> {
    if delete.is_empty() {
        let mut out = copied(bytes);
        if let Some(table) = table {
            out.iter_mut().for_each(|byte| *byte = table[usize::from(*byte)]);
        }
        return out;
    }
    let mut deleted = [false; 256];
    delete.iter().for_each(|&byte| deleted[usize::from(byte)] = true);
    let kept = bytes.iter().filter(|&&byte| !deleted[usize::from(byte)]);
    match table {
        Some(table) => gathered(kept.map(|&byte| table[usize::from(byte)])),
        None => gathered(kept.copied()),
    }
}

/// The bytes in hexadecimal, with `separator` between groups of `group` bytes. Groups are counted from the right,
/// or from the left when `group` is negative; zero means no separator.
pub fn hex(bytes: &[u8], separator: Option<u8>, group: isize) -> Vec<u8> {
    let size = group.unsigned_abs();
    if size == 0 || separator.is_none() {
        let length = bytes.len() * 2;
        let mut out = with_room(length);
        if out.capacity() >= length {
            out.resize(length, 0);
            hexadecimal::encode(bytes, &mut out);
        }
        return out;
    }
    let mut out = with_room(bytes.len() * 3);
    let first = if group < 0 {
        size
    } else {
        match bytes.len() % size {
            0 => size,
            rest => rest,
        }
    };
    let mut until_separator = first;
    for &byte in bytes {
        if until_separator == 0 {
            out.put_iter(separator);
            until_separator = size;
        }
        push_hex(&mut out, u32::from(byte), 2);
        until_separator -= 1;
    }
    out
}

/// Why `fromhex` refused its argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FromHexError {
    /// Not a digit, at this position.
    BadDigit(usize),
    /// The last digit has no partner.
    Odd,
}

impl std::fmt::Display for FromHexError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FromHexError::BadDigit(position) => {
                write!(f, "non-hexadecimal number found in fromhex() arg at position {position}")
            }
            FromHexError::Odd => f.write_str("fromhex() arg must contain an even number of hexadecimal digits"),
        }
    }
}

/// Pairs of hexadecimal digits, with ASCII whitespace between them skipped. A character past ASCII is complained
/// of before anything else.
pub fn from_hex(text: Units<'_>) -> Result<Vec<u8>, FromHexError> {
    if !text.is_ascii()
        && let Some(position) = text.iter().position(|c| c >= 0x80)
    {
        return Err(FromHexError::BadDigit(position));
    }
    if let Units::Ascii(digits) | Units::Latin1(digits) = text
        && digits.len().is_multiple_of(2)
    {
        let length = digits.len() / 2;
        let mut out = with_room(length);
        if out.capacity() < length {
            return Ok(out);
        }
        out.resize(length, 0);
        if hexadecimal::decode(digits, &mut out) {
            return Ok(out);
        }
    }
    let digit = |index: usize| char::from_u32(text.get(index)).and_then(|c| c.to_digit(16));
    let mut out = with_room(text.len() / 2);
    let mut at = 0;
    while at < text.len() {
        if u8::try_from(text.get(at)).is_ok_and(is_ascii_space) {
            at += 1;
            continue;
        }
        let high = digit(at).ok_or(FromHexError::BadDigit(at))?;
        if at + 1 == text.len() {
            return Err(FromHexError::Odd);
        }
        let low = digit(at + 1).ok_or(FromHexError::BadDigit(at + 1))?;
        out.put((high << 4 | low) as u8);
        at += 2;
    }
    Ok(out)
}

/// `text` as `int` and `float` read it: decimal digits of any script as ASCII, whitespace as spaces, anything else
/// past ASCII as `?`. The length stays the same.
pub fn decimals_to_ascii(text: Units<'_>) -> Vec<u8> {
    if let Units::Ascii(bytes) = text {
        return copied(bytes);
    }
    let convert = |c: u32| match c {
        0..=0x7f => c as u8,
        _ if is_space_char(c) => b' ',
        _ => decimal_value(c).map_or(b'?', |value| b'0' + value),
    };
    gathered(text.iter().map(convert))
}

/// Every byte as the Latin-1 character of the same number, for text protocols that hide bytes in strings.
pub fn to_text(bytes: &[u8]) -> Text {
    let mut buf = TextBuf::new();
    buf.push_units(Units::Latin1(bytes));
    buf.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case() {
        assert_eq!(title(b"hello wORLD they're"), b"Hello World They'Re");
        assert_eq!(capitalize(b"aBC"), b"Abc");
        assert_eq!(swapcase(b"aB1\xe9"), b"Ab1\xe9");
        assert!(is_title(b"Hello World") && !is_title(b"HEllo") && !is_title(b"1"));
        assert!(is_lower(b"a1") && !is_lower(b"1") && !is_upper(b"Aa"));
    }

    #[test]
    fn hexadecimal() {
        assert_eq!(hex(b"\x01\x02\x03\x04\x05", Some(b':'), 2), b"01:0203:0405");
        assert_eq!(hex(b"\x01\x02\x03\x04\x05", Some(b':'), -2), b"0102:0304:05");
        assert_eq!(hex(b"\x01\x02", None, 1), b"0102");
        assert_eq!(from_hex(Units::Ascii(b" 01 aF\n")), Ok(vec![1, 0xaf]));
        assert_eq!(from_hex(Units::Ascii(b"01 g")), Err(FromHexError::BadDigit(3)));
        assert_eq!(from_hex(Units::Ascii(b"0 1")), Err(FromHexError::BadDigit(1)));
        assert_eq!(from_hex(Units::Latin1(b"g\xe9")), Err(FromHexError::BadDigit(1)));
        assert_eq!(from_hex(Units::Ascii(b"010")), Err(FromHexError::Odd));
    }

    #[test]
    fn digits_of_other_scripts() {
        assert_eq!(decimals_to_ascii(Text::from("\u{a0}٤٢é").units()), b" 42?");
    }
}
