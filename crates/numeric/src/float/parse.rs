//! `float(text)`.

use crate::int::trim_ascii_space;

/// `float(text)`; `None` when it is no number: the caller writes `could not convert string to float: {text!r}`.
/// Unicode digits and spaces must already be mapped to ASCII ones.
pub fn parse(text: &str) -> Option<f64> {
    parse_bytes(text.as_bytes())
}

/// [`parse`] for `bytes` and `bytearray`.
pub fn parse_bytes(text: &[u8]) -> Option<f64> {
    let text = trim_ascii_space(text);
    if text.contains(&b'_') {
        let mut clean = Vec::with_capacity(text.len());
        for (i, &b) in text.iter().enumerate() {
            if b != b'_' {
                clean.push(b);
                continue;
            }
            let digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
            if i == 0 || !digit(text.get(i - 1)) || !digit(text.get(i + 1)) {
                return None;
            }
        }
        return parse_clean(&clean);
    }
    parse_clean(text)
}

fn parse_clean(text: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(text).ok()?;
    let body = text.strip_prefix(['+', '-']).unwrap_or(text);
    let negative = text.starts_with('-');
    let word = if body.eq_ignore_ascii_case("inf") || body.eq_ignore_ascii_case("infinity") {
        f64::INFINITY
    } else if body.eq_ignore_ascii_case("nan") {
        f64::NAN
    } else {
        if !body.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')) {
            return None;
        }
        return text.parse().ok();
    };
    Some(if negative { -word } else { word })
}
