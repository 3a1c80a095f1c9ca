//! Decimals from text and as text.

use super::coefficient::Coefficient;
use super::context::{Context, EXPONENT_INFINITE, MAX_PREC, signal};
use super::number::{Decimal, Kind};
use crate::error::{Result, string_with_room};

/// How a number is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Style {
    /// As `str` does.
    Scientific,
    /// With exponents that are multiples of three.
    Engineering,
    /// Always with an exponent; the point behind so many digits.
    Exponential(i64),
    Fixed,
}

/// What stands before a number that is not negative.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Plus {
    None,
    Space,
    Sign,
}

/// The rest of the text behind a word, whatever its case.
fn behind<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    if head.eq_ignore_ascii_case(word) { text.get(word.len()..) } else { None }
}

impl Decimal {
    /// Of text in ASCII, rounded to the context.
    pub fn parse(text: &str, context: &Context, status: &mut u32) -> Decimal {
        match Decimal::parse_exact(text, context) {
            Some(number) => number.finalized(context, status),
            None => Decimal::error(signal::CONVERSION_SYNTAX, status),
        }
    }

    fn parse_exact(text: &str, context: &Context) -> Option<Decimal> {
        let (negative, text) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        match text.as_bytes().first()? {
            b'0'..=b'9' | b'.' => parse_number(negative, text),
            _ => parse_special(negative, text, context),
        }
    }
}

fn parse_special(negative: bool, text: &str, context: &Context) -> Option<Decimal> {
    if let Some(rest) = behind(text, "inf") {
        let whole = rest.is_empty() || behind(rest, "inity").is_some_and(str::is_empty);
        return whole.then(|| Decimal::infinity(negative));
    }
    let (kind, payload) = match behind(text, "nan") {
        Some(payload) => (Kind::Quiet, payload),
        None => (Kind::Signaling, behind(text, "snan")?),
    };
    if !payload.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let payload = payload.trim_start_matches('0');
    if payload.len() as i64 > context.prec - i64::from(context.clamp) {
        return None;
    }
    Some(Decimal { coefficient: Coefficient::from_text(payload), exponent: 0, kind, negative })
}

fn parse_number(negative: bool, text: &str) -> Option<Decimal> {
    let bytes = text.as_bytes();
    let mut point = None;
    let mut end = bytes.len();
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {}
            b'.' if point.is_none() => point = Some(at),
            b'e' | b'E' => {
                end = at;
                break;
            }
            _ => return None,
        }
    }
    let mut exponent = if end < bytes.len() { parse_exponent(&text[end + 1..])? } else { 0 };
    let (whole, fraction) = match point {
        Some(point) => (&text[..point], &text[point + 1..end]),
        None => (&text[..end], ""),
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    exponent = exponent.saturating_sub(fraction.len() as i64).clamp(i64::MIN + 1, EXPONENT_INFINITE);
    let coefficient = if fraction.is_empty() {
        Coefficient::from_text(whole.trim_start_matches('0'))
    } else if whole.len() + fraction.len() <= 38 {
        let mut digits = [0u8; 38];
        digits[..whole.len()].copy_from_slice(whole.as_bytes());
        let length = whole.len() + fraction.len();
        digits[whole.len()..length].copy_from_slice(fraction.as_bytes());
        Coefficient::from_text(std::str::from_utf8(&digits[..length]).unwrap_or("0"))
    } else {
        let mut digits = String::with_capacity(whole.len() + fraction.len());
        digits.push_str(whole);
        digits.push_str(fraction);
        Coefficient::from_text(digits.trim_start_matches('0'))
    };
    if coefficient.digits() > MAX_PREC {
        return None;
    }
    Some(Decimal::from_parts(negative, coefficient, exponent))
}

/// Of a text behind `E`; what is out of all bounds is as good as at the bounds.
fn parse_exponent(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let magnitude = digits.parse::<i64>().unwrap_or(i64::MAX);
    Some(if negative { -magnitude } else { magnitude })
}

/// Bytes that are written in place: no number of 128 bits needs more with a few zeros.
const SHORT: usize = 96;

impl Decimal {
    /// As `str` shows it, `E` in upper case or not.
    pub fn to_scientific(&self, upper: bool) -> Result<String> {
        self.to_text(Style::Scientific, upper, Plus::None)
    }

    /// As `to_eng_string` shows it.
    pub fn to_engineering(&self, upper: bool) -> Result<String> {
        self.to_text(Style::Engineering, upper, Plus::None)
    }

    pub(super) fn to_text(&self, style: Style, upper: bool, plus: Plus) -> Result<String> {
        let sign = match (self.negative, plus) {
            (true, _) => "-",
            (false, Plus::None) => "",
            (false, Plus::Space) => " ",
            (false, Plus::Sign) => "+",
        };
        if self.is_special() {
            let name = match self.kind {
                Kind::Signaling => "sNaN",
                Kind::Quiet => "NaN",
                _ => "Infinity",
            };
            let payload = if self.has_payload() { self.coefficient.to_text() } else { String::new() };
            return Ok(format!("{sign}{name}{payload}"));
        }
        let mut buffer = [0; 40];
        let long;
        let digits = match self.coefficient.small() {
            Some(value) => write_digits(value, &mut buffer),
            None => {
                long = self.coefficient.to_text();
                &long
            }
        };
        let count = digits.len() as i64;
        // Digits before the point when there is no exponent.
        let left = count + self.exponent;
        let point = match style {
            Style::Exponential(point) => point,
            Style::Fixed => left,
            _ if self.exponent <= 0 && left > -6 => left,
            Style::Scientific => 1,
            Style::Engineering if self.coefficient.is_zero() => -1 + (self.exponent + 2).rem_euclid(3),
            Style::Engineering => 1 + (left - 1).rem_euclid(3),
        };
        let zeros = if point <= 0 { -point } else { (point - count).max(0) };
        let room = usize::try_from(zeros.saturating_add(count).saturating_add(32)).unwrap_or(usize::MAX);
        let mut text = if room <= SHORT { String::with_capacity(room) } else { string_with_room(room)? };
        text.push_str(sign);
        if point <= 0 {
            text.push_str("0.");
            push_zeros(&mut text, zeros);
            text.push_str(digits);
        } else if point >= count {
            text.push_str(digits);
            push_zeros(&mut text, zeros);
        } else {
            let (whole, fraction) = digits.split_at(point as usize);
            text.push_str(whole);
            text.push('.');
            text.push_str(fraction);
        }
        if left != point || matches!(style, Style::Exponential(_)) {
            use std::fmt::Write;
            text.push(if upper { 'E' } else { 'e' });
            let _ = write!(text, "{:+}", left - point);
        }
        Ok(text)
    }
}

fn push_zeros(text: &mut String, count: i64) {
    for _ in 0..count {
        text.push('0');
    }
}

/// The digits of a number, in a buffer.
fn write_digits(mut value: u128, buffer: &mut [u8; 40]) -> &str {
    const PAIRS: &[u8; 200] =
        b"0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
    let mut at = buffer.len();
    while value > u128::from(u64::MAX) {
        const CHUNK: u128 = 10u128.pow(18);
        let (mut low, rest) = ((value % CHUNK) as u64, value / CHUNK);
        for _ in 0..9 {
            let pair = (low % 100) as usize * 2;
            low /= 100;
            at -= 2;
            buffer[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
        }
        value = rest;
    }
    let mut word = value as u64;
    while word >= 100 {
        let pair = (word % 100) as usize * 2;
        word /= 100;
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if word >= 10 {
        let pair = word as usize * 2;
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    } else {
        at -= 1;
        buffer[at] = b'0' + word as u8;
    }
    std::str::from_utf8(&buffer[at..]).unwrap_or("0")
}
