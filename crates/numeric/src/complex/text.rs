//! `repr(complex)` and `complex(text)`.

use super::Complex;
use crate::error::{Error, Result};
use crate::float;
use crate::int::trim_ascii_space;

/// A part as `repr` writes it: shortest digits, no `.0`.
fn part(f: f64) -> String {
    let mut text = float::repr(f);
    if text.ends_with(".0") {
        text.truncate(text.len() - 2);
    }
    text
}

/// `repr(z)`
pub fn repr(z: Complex) -> String {
    let im = part(z.im);
    if z.re == 0.0 && z.re.is_sign_positive() {
        return format!("{im}j");
    }
    let plus = if im.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{im}j)", part(z.re))
}

/// `complex(text)`. Unicode digits and spaces must already be mapped to ASCII ones. `None` means that an underscore
/// stands wrong: the caller writes `could not convert string to complex: {text!r}`.
pub fn parse(text: &str) -> Result<Option<Complex>> {
    if !text.contains('_') {
        return parse_clean(text.as_bytes()).map(Some);
    }
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let misplaced = |(i, b): (usize, &u8)| *b == b'_' && !(i > 0 && digit(i - 1) && digit(i + 1));
    if bytes.iter().enumerate().any(misplaced) {
        return Ok(None);
    }
    let clean: Vec<u8> = bytes.iter().copied().filter(|b| *b != b'_').collect();
    parse_clean(&clean).map(Some)
}

fn parse_clean(text: &[u8]) -> Result<Complex> {
    let malformed = || Error::value("complex() arg is a malformed string");
    let mut s = trim_ascii_space(text);
    if let [b'(', inner @ .., b')'] = s {
        s = trim_ascii_space(inner);
    }
    let (first, rest) = split_number(s).ok_or_else(malformed)?;
    match rest {
        [] if !first.bare_sign => Ok(Complex::new(first.value, 0.0)),
        [b'j' | b'J'] => Ok(Complex::new(0.0, first.value)),
        [b'+' | b'-', ..] if !first.bare_sign => {
            let (second, tail) = split_number(rest).ok_or_else(malformed)?;
            match tail {
                [b'j' | b'J'] => Ok(Complex::new(first.value, second.value)),
                _ => Err(malformed()),
            }
        }
        _ => Err(malformed()),
    }
}

struct Part {
    value: f64,
    /// Only a sign, or nothing at all, which stands for 1 before `j`.
    bare_sign: bool,
}

/// The longest float at the front, or the 1 that a lone sign stands for before `j`.
fn split_number(s: &[u8]) -> Option<(Part, &[u8])> {
    let sign = usize::from(matches!(s.first(), Some(b'+' | b'-')));
    let body = &s[sign..];
    let word = |w: &str| body.get(..w.len()).is_some_and(|b| b.eq_ignore_ascii_case(w.as_bytes()));
    let len = if word("infinity") {
        8
    } else if word("inf") || word("nan") {
        3
    } else {
        decimal_len(body)
    };
    if len == 0 {
        let value = if s.first() == Some(&b'-') { -1.0 } else { 1.0 };
        return Some((Part { value, bare_sign: true }, body));
    }
    let value = float::parse_bytes(&s[..sign + len])?;
    Some((Part { value, bare_sign: false }, &body[len..]))
}

/// Length of the decimal number at the front; an `e` without digits behind it is not part of it.
fn decimal_len(s: &[u8]) -> usize {
    let digits = |from: usize| s[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = digits(0);
    let mut len = whole;
    let mut any = whole > 0;
    if s.get(len) == Some(&b'.') {
        let fraction = digits(len + 1);
        any |= fraction > 0;
        len += 1 + fraction;
    }
    if !any {
        return 0;
    }
    if let Some(b'e' | b'E') = s.get(len) {
        let sign = usize::from(matches!(s.get(len + 1), Some(b'+' | b'-')));
        let start = len + 1 + sign;
        if start < s.len() && digits(start) > 0 {
            len = start + digits(start);
        }
    }
    len
}
