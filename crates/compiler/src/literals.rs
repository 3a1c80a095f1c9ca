//! The values of literals.
//!
//! The tree holds strings as Rust strings, which have no lone surrogates: the parser put U+FFFD where an escape names
//! one. Such strings are decoded again here, from the source, to WTF-8.

use taipan_bytecode::Const;
use taipan_syntax::ast::{self, TextRange};

use crate::source::Source;

/// The text of a string literal, all its parts together, in WTF-8.
pub(crate) fn string_bytes(value: &ast::StringLiteralValue, source: Source<'_>) -> Box<[u8]> {
    let mut bytes = Vec::with_capacity(value.len());
    for part in value {
        bytes.extend(string_part_bytes(part, source));
    }
    bytes.into()
}

/// The text of one part of a string literal.
pub(crate) fn string_part_bytes(part: &ast::StringLiteral, source: Source<'_>) -> Vec<u8> {
    let raw = part.flags.prefix().is_raw();
    text_bytes(&part.value, part.content_range(), raw, false, source)
}

/// The text between the fields of an f-string or t-string.
pub(crate) fn interpolated_bytes(
    element: &ast::InterpolatedStringLiteralElement,
    raw: bool,
    source: Source<'_>,
) -> Vec<u8> {
    text_bytes(&element.value, element.range, raw, true, source)
}

fn text_bytes(value: &str, range: TextRange, raw: bool, braces: bool, source: Source<'_>) -> Vec<u8> {
    if !raw && value.contains('\u{fffd}') {
        let text = source.slice(range);
        if text.contains('\\')
            && let Some(bytes) = decode(text, braces)
        {
            return bytes;
        }
    }
    value.as_bytes().to_vec()
}

/// Decode the escapes of `text`. `None` when it has one that only the parser knows (a named character).
fn decode(text: &str, braces: bool) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(first) = rest.next() {
        if braces && matches!(first, '{' | '}') && rest.peek() == Some(&first) {
            rest.next();
        }
        if first != '\\' {
            push(&mut bytes, first as u32);
            continue;
        }
        let escape = rest.next()?;
        match escape {
            '\n' => {}
            '\\' | '\'' | '"' => push(&mut bytes, escape as u32),
            'a' => bytes.push(7),
            'b' => bytes.push(8),
            'f' => bytes.push(12),
            'n' => bytes.push(10),
            'r' => bytes.push(13),
            't' => bytes.push(9),
            'v' => bytes.push(11),
            'x' | 'u' | 'U' => {
                let count = match escape {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let mut value = 0;
                for _ in 0..count {
                    value = value << 4 | rest.next()?.to_digit(16)?;
                }
                push(&mut bytes, value);
            }
            '0'..='7' => {
                let mut value = escape.to_digit(8)?;
                for _ in 0..2 {
                    let Some(digit) = rest.peek().and_then(|next| next.to_digit(8)) else { break };
                    value = value * 8 + digit;
                    rest.next();
                }
                push(&mut bytes, value);
            }
            'N' => return None,
            other => {
                bytes.push(b'\\');
                push(&mut bytes, other as u32);
            }
        }
    }
    Some(bytes)
}

/// Append a code point, which may be a surrogate, as WTF-8.
fn push(bytes: &mut Vec<u8>, code: u32) {
    match char::from_u32(code) {
        Some(char) => bytes.extend(char.encode_utf8(&mut [0; 4]).as_bytes()),
        None => bytes.extend([0xe0 | (code >> 12) as u8, 0x80 | (code >> 6 & 0x3f) as u8, 0x80 | (code & 0x3f) as u8]),
    }
}

/// A bytes literal, all parts together.
pub(crate) fn bytes_literal(value: &ast::BytesLiteralValue) -> Box<[u8]> {
    value.iter().flat_map(|part| part.value.iter().copied()).collect()
}

/// An int literal.
pub(crate) fn int_literal(value: &ast::Int) -> Const {
    match value.as_u64() {
        Some(value) => int(i128::from(value)),
        None => big_literal(&value.to_string()),
    }
}

/// An int of any size that arithmetic here can give.
pub(crate) fn int(value: i128) -> Const {
    const LIMIT: i128 = 1 << 61;
    if (-LIMIT..LIMIT).contains(&value) {
        Const::Int(value as i64)
    } else {
        Const::BigInt(if value < 0 { format!("-{:x}", value.unsigned_abs()) } else { format!("{value:x}") })
    }
}

/// The value of an int constant, when it is not too big.
pub(crate) fn int_value(value: &Const) -> Option<i128> {
    match value {
        Const::Int(value) => Some(i128::from(*value)),
        Const::BigInt(digits) => {
            let (negative, digits) = match digits.strip_prefix('-') {
                Some(digits) => (true, digits),
                None => (false, digits.as_str()),
            };
            let magnitude = i128::from_str_radix(digits, 16).ok()?;
            Some(if negative { -magnitude } else { magnitude })
        }
        Const::True => Some(1),
        Const::False => Some(0),
        _ => None,
    }
}

/// A literal beyond 64 bits, as written: `123...` or `0x...`, perhaps with underscores.
fn big_literal(token: &str) -> Const {
    let token: String = token.chars().filter(|&char| char != '_').collect::<String>().to_ascii_lowercase();
    let hex = if let Some(digits) = token.strip_prefix("0x") {
        digits.to_owned()
    } else if let Some(digits) = token.strip_prefix("0o") {
        hex_of_bits(digits.bytes().flat_map(|digit| (0..3).rev().map(move |bit| (digit - b'0') >> bit & 1)))
    } else if let Some(digits) = token.strip_prefix("0b") {
        hex_of_bits(digits.bytes().map(|digit| digit - b'0'))
    } else {
        hex_of_decimal(&token)
    };
    let digits = hex.trim_start_matches('0');
    match i128::from_str_radix(digits, 16) {
        Ok(value) => int(value),
        Err(_) => Const::BigInt(digits.to_owned()),
    }
}

/// Bits, most significant first, as hexadecimal digits.
fn hex_of_bits(bits: impl Iterator<Item = u8>) -> String {
    let bits: Vec<u8> = bits.collect();
    let mut hex = String::new();
    let mut digit = 0u32;
    for (at, bit) in bits.iter().enumerate() {
        digit = digit << 1 | u32::from(bit & 1);
        if (bits.len() - 1 - at).is_multiple_of(4) {
            hex.extend(char::from_digit(digit & 15, 16));
            digit = 0;
        }
    }
    hex
}

/// Decimal digits as hexadecimal ones, by repeated multiplication; literals are short.
fn hex_of_decimal(digits: &str) -> String {
    const CHUNK: usize = 9;
    let mut limbs: Vec<u32> = Vec::new();
    let bytes = digits.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let end = (at + CHUNK).min(bytes.len());
        let mut carry = 0u64;
        for &digit in &bytes[at..end] {
            carry = carry * 10 + u64::from(digit.wrapping_sub(b'0') % 10);
        }
        let scale = 10u64.pow((end - at) as u32);
        for limb in &mut limbs {
            carry += u64::from(*limb) * scale;
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            limbs.push(carry as u32);
        }
        at = end;
    }
    limbs.iter().rev().map(|limb| format!("{limb:08x}")).collect()
}
