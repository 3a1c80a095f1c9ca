//! Ints as text: decimal with the length limit, the other radices, and `int(text, base)`.

use dashu_base::Sign;
use dashu_int::{IBig, UBig};

use super::{Int, IntRef};
use crate::error::{Error, Result};

/// Below this many digits the limit is never applied.
const LIMIT_THRESHOLD: usize = 640;

/// Why `int(text, base)` refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseIntError {
    /// The caller writes `invalid literal for int() with base {base}: {text!r}`: it knows how to make the repr.
    Invalid,
    Error(Error),
}

fn too_long_to_print(limit: usize) -> Error {
    Error::value(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
    ))
}

fn too_long_to_parse(limit: usize, digits: usize) -> Error {
    Error::value(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; use sys.set_int_max_str_digits() to increase the limit"
    ))
}

impl IntRef<'_> {
    /// `str(self)`; `max_digits` is `sys.get_int_max_str_digits()`, 0 for no limit.
    pub fn to_decimal(self, max_digits: usize) -> Result<String> {
        match self {
            IntRef::Small(v) => Ok(v.to_string()),
            IntRef::Big(b) => {
                let limit = if max_digits == 0 { usize::MAX } else { max_digits.max(LIMIT_THRESHOLD) };
                // At least floor((bits - 1) * log10(2)) + 1 digits: refuse before the costly conversion.
                let least = (self.bit_length() - 1) * 30102 / 100_000 + 1;
                if least > limit as u64 {
                    return Err(too_long_to_print(max_digits));
                }
                let text = b.0.to_string();
                if text.len() - usize::from(b.is_negative()) > limit {
                    return Err(too_long_to_print(max_digits));
                }
                Ok(text)
            }
        }
    }

    /// An upper bound of the characters of `str(self)`.
    pub fn decimal_len_bound(self) -> u64 {
        self.bit_length() * 30103 / 100_000 + 2
    }

    /// The magnitude's digits in a radix from 2 to 36, in lower case, without sign or prefix.
    pub fn magnitude_radix(self, radix: u32) -> String {
        match (self, radix) {
            (IntRef::Small(v), 2) => format!("{:b}", v.unsigned_abs()),
            (IntRef::Small(v), 8) => format!("{:o}", v.unsigned_abs()),
            (IntRef::Small(v), 10) => v.unsigned_abs().to_string(),
            (IntRef::Small(v), 16) => format!("{:x}", v.unsigned_abs()),
            _ => self.magnitude().in_radix(radix.clamp(2, 36) as u8).to_string(),
        }
    }

    /// `bin`, `oct` or `hex` of the value: `prefix` is `0b`, `0o` or `0x`.
    pub fn to_radix(self, radix: u32, prefix: &str) -> String {
        let sign = if self.is_negative() { "-" } else { "" };
        format!("{sign}{prefix}{}", self.magnitude_radix(radix))
    }
}

/// `int(text, base)`. Unicode digits and spaces must already be mapped to ASCII ones; `max_digits` as for
/// [`IntRef::to_decimal`].
pub fn parse(text: &str, base: i64, max_digits: usize) -> Result<Int, ParseIntError> {
    parse_bytes(text.as_bytes(), base, max_digits)
}

/// [`parse`] for `bytes` and `bytearray`.
pub fn parse_bytes(text: &[u8], base: i64, max_digits: usize) -> Result<Int, ParseIntError> {
    let mut radix = match u32::try_from(base) {
        Ok(b @ (0 | 2..=36)) => b,
        _ => return Err(ParseIntError::Error(Error::value("int() base must be >= 2 and <= 36, or 0"))),
    };
    let mut rest = trim_ascii_space(text);
    let mut negative = false;
    if let [sign @ (b'+' | b'-'), tail @ ..] = rest {
        negative = *sign == b'-';
        rest = tail;
    }
    let prefix = match rest {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    let mut zero_only = false;
    if radix == 0 {
        radix = if prefix == 0 { 10 } else { prefix };
        // Old octal literals: "010" is an error, "00" is not.
        zero_only = prefix == 0 && rest.first() == Some(&b'0');
    }
    if prefix == radix {
        rest = &rest[2..];
        if let [b'_', tail @ ..] = rest {
            rest = tail;
        }
    }
    let digits = clean_digits(rest, radix).ok_or(ParseIntError::Invalid)?;
    let limit = if max_digits == 0 { usize::MAX } else { max_digits };
    if digits.len() > LIMIT_THRESHOLD && digits.len() > limit && !radix.is_power_of_two() {
        return Err(ParseIntError::Error(too_long_to_parse(max_digits, digits.len())));
    }
    let value = match u64::from_str_radix(&digits, radix) {
        Ok(v) => Int::from(if negative { -i128::from(v) } else { i128::from(v) }),
        Err(_) => {
            let magnitude = UBig::from_str_radix(&digits, radix).map_err(|_| ParseIntError::Invalid)?;
            Int::from_ibig(IBig::from_parts(if negative { Sign::Negative } else { Sign::Positive }, magnitude))
        }
    };
    if zero_only && !value.is_zero() {
        return Err(ParseIntError::Invalid);
    }
    Ok(value)
}

/// Without the whitespace that C's `isspace` knows, on both sides.
pub(crate) fn trim_ascii_space(mut text: &[u8]) -> &[u8] {
    let space = |b: &u8| matches!(b, b' ' | b'\t'..=b'\r');
    while let Some((first, tail)) = text.split_first()
        && space(first)
    {
        text = tail;
    }
    while let Some((last, head)) = text.split_last()
        && space(last)
    {
        text = head;
    }
    text
}

/// The digits without their underscores, or `None` if anything but single underscores between digits stands there.
fn clean_digits(text: &[u8], radix: u32) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut after_digit = false;
    for &b in text {
        if b == b'_' {
            if !after_digit {
                return None;
            }
            after_digit = false;
        } else {
            char::from(b).to_digit(radix)?;
            out.push(char::from(b));
            after_digit = true;
        }
    }
    after_digit.then_some(out)
}
