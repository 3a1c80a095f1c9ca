//! `float.hex` and `float.fromhex`.

use crate::error::{Error, Result};
use crate::int::{round_to_f64, trim_ascii_space};

/// `f.hex()`
pub fn to_hex(f: f64) -> String {
    if !f.is_finite() {
        return super::repr(f);
    }
    let sign = if f.is_sign_negative() { "-" } else { "" };
    let bits = f.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let field = (bits >> 52 & 0x7ff) as i32;
    if f == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let (lead, exp) = if field == 0 { (0, -1022) } else { (1, field - 1023) };
    format!("{sign}0x{lead}.{fraction:013x}p{exp:+}")
}

/// `float.fromhex(text)`
pub fn from_hex(text: &str) -> Result<f64> {
    let invalid = || Error::value("invalid hexadecimal floating-point string");
    let too_large = || Error::overflow("hexadecimal value too large to represent as a float");
    let mut s = trim_ascii_space(text.as_bytes());
    let mut negative = false;
    if let [sign @ (b'+' | b'-'), rest @ ..] = s {
        negative = *sign == b'-';
        s = rest;
    }
    let signed = |f: f64| if negative { -f } else { f };
    if s.eq_ignore_ascii_case(b"inf") || s.eq_ignore_ascii_case(b"infinity") {
        return Ok(signed(f64::INFINITY));
    }
    if s.eq_ignore_ascii_case(b"nan") {
        return Ok(signed(f64::NAN));
    }
    if let [b'0', b'x' | b'X', rest @ ..] = s {
        s = rest;
    }
    // At most 120 bits of the number are kept, and whether anything but zeros follows.
    let (mut m, mut sticky, mut exp) = (0u128, false, 0i64);
    let (mut any, mut point) = (false, false);
    while let [b, rest @ ..] = s {
        match (char::from(*b).to_digit(16), *b) {
            (Some(d), _) => {
                any = true;
                if m >> 116 == 0 {
                    m = m << 4 | u128::from(d);
                    exp -= if point { 4 } else { 0 };
                } else {
                    sticky |= d != 0;
                    exp += if point { 0 } else { 4 };
                }
            }
            (None, b'.') if !point => point = true,
            _ => break,
        }
        s = rest;
    }
    if !any {
        return Err(invalid());
    }
    if let [b'p' | b'P', rest @ ..] = s {
        s = rest;
        let mut down = false;
        if let [sign @ (b'+' | b'-'), rest @ ..] = s {
            down = *sign == b'-';
            s = rest;
        }
        let digits = s.iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 {
            return Err(invalid());
        }
        let (digits, rest) = s.split_at(digits);
        s = rest;
        let written =
            digits.iter().fold(0i64, |n, b| n.saturating_mul(10).saturating_add(i64::from(b - b'0')).min(1 << 60));
        exp += if down { -written } else { written };
    }
    // Far outside of the range the exact exponent does not matter; this keeps the sums below small.
    let value = round_to_f64(m, sticky, exp.clamp(-1 << 20, 1 << 20)).ok_or_else(too_large)?;
    // Too large is found before what follows the number, as CPython does.
    if s.is_empty() { Ok(signed(value)) } else { Err(invalid()) }
}
