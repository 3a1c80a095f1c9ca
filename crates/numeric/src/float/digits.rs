//! Decimal digits of floats: the shortest ones that read back, or exactly as many as asked for, and their layout.

use crate::error::{Error, Result, string_with_room};

/// A positive decimal: `0.d1d2d3... * 10**point`. Zero is the digit 0 with point 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// ASCII digits; the first is not 0 unless the number is.
    pub digits: String,
    pub point: i32,
}

/// How [`format_code`] lays out a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// `e`: always an exponent.
    Exponent,
    /// `f`: never one.
    Fixed,
    /// `g`: one for the very large and very small; trailing zeros go.
    General,
    /// As `repr`: the shortest digits that read back.
    Shortest,
}

/// More digits than any double has behind its point; the rest of a larger precision is zeros.
const MAX_EXACT: usize = 1100;

/// The shortest digits that read back as `f`, the nearest of them to `f`. The sign is ignored; `f` is finite.
pub fn shortest(f: f64) -> Decimal {
    let f = f.abs();
    if f == 0.0 {
        return Decimal { digits: "0".into(), point: 1 };
    }
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(f);
    let (mantissa, exp) = match text.split_once('e') {
        Some((m, e)) => (m, e.parse::<i32>().unwrap_or(0)),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = String::with_capacity(mantissa.len());
    digits.push_str(whole);
    digits.push_str(fraction);
    let zeros = digits.bytes().take_while(|&b| b == b'0').count();
    let point = whole.len() as i32 + exp - zeros as i32;
    digits.drain(..zeros);
    digits.truncate(digits.trim_end_matches('0').len());
    Decimal { digits, point }
}

/// `f` rounded to `count` significant digits (at least 1), ties to even; padded with zeros to that count.
fn significant(f: f64, count: usize) -> Decimal {
    let exact = count.min(MAX_EXACT);
    let text = format!("{:.*e}", exact - 1, f.abs());
    let (mantissa, exp) = text.split_once('e').unwrap_or((&text, "0"));
    let mut digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    digits.extend(std::iter::repeat_n('0', count - exact));
    Decimal { digits, point: exp.parse::<i32>().unwrap_or(0) + 1 }
}

/// `repr(f)`
pub fn repr(f: f64) -> String {
    let mut out = String::with_capacity(24);
    if f.is_nan() {
        return "nan".into();
    }
    if f.is_sign_negative() {
        out.push('-');
    }
    if f.is_infinite() {
        out.push_str("inf");
        return out;
    }
    let d = shortest(f);
    if d.point > 16 || d.point < -3 {
        push_exponential(&mut out, &d, false, 'e');
    } else {
        push_plain(&mut out, &d, 1);
    }
    out
}

/// Digits, at least `min_fraction` of them behind the point; the point itself only with digits behind it.
fn push_plain(out: &mut String, d: &Decimal, min_fraction: usize) {
    let len = d.digits.len();
    let fraction_len;
    if d.point <= 0 {
        out.push('0');
        let zeros = d.point.unsigned_abs() as usize;
        fraction_len = zeros + len;
        if fraction_len.max(min_fraction) > 0 {
            out.push('.');
        }
        out.extend(std::iter::repeat_n('0', zeros));
        out.push_str(&d.digits);
    } else {
        let whole = d.point as usize;
        let (head, tail) = d.digits.split_at(whole.min(len));
        out.push_str(head);
        out.extend(std::iter::repeat_n('0', whole.saturating_sub(len)));
        fraction_len = tail.len();
        if fraction_len.max(min_fraction) > 0 {
            out.push('.');
        }
        out.push_str(tail);
    }
    out.extend(std::iter::repeat_n('0', min_fraction.saturating_sub(fraction_len)));
}

/// `d.ddde+XX`
fn push_exponential(out: &mut String, d: &Decimal, force_point: bool, e: char) {
    let (head, tail) = d.digits.split_at(1);
    out.push_str(head);
    if force_point || !tail.is_empty() {
        out.push('.');
    }
    out.push_str(tail);
    let exp = d.point - 1;
    out.push(e);
    out.push(if exp < 0 { '-' } else { '+' });
    let exp = exp.unsigned_abs();
    if exp < 10 {
        out.push('0');
    }
    out.push_str(&exp.to_string());
}

/// The magnitude of a float by a format code, without its sign: `inf` and `nan` for those. `alternate` keeps the point
/// and, for `g`, the trailing zeros; `add_dot_0` appends `.0` to what would look like an int (and makes `g` use an
/// exponent one digit earlier, as CPython does). Allocates about `precision` bytes. For [`Code::Shortest`] the precision
/// is ignored.
pub fn format_code(
    f: f64,
    code: Code,
    precision: usize,
    alternate: bool,
    add_dot_0: bool,
    upper: bool,
) -> Result<String> {
    if precision > i32::MAX as usize {
        return Err(Error::value("precision too big"));
    }
    if !f.is_finite() {
        let word = match (f.is_nan(), upper) {
            (true, false) => "nan",
            (true, true) => "NAN",
            (false, false) => "inf",
            (false, true) => "INF",
        };
        return Ok(word.into());
    }
    let e = if upper { 'E' } else { 'e' };
    let mut out = string_with_room(match code {
        // Trailing zeros go, or there are none.
        Code::General if !alternate => 24,
        Code::Shortest => 24,
        _ => precision + 24,
    })?;
    match code {
        Code::Exponent => push_exponential(&mut out, &significant(f, precision + 1), alternate, e),
        Code::Fixed => {
            let exact = precision.min(MAX_EXACT);
            out.push_str(&format!("{:.*}", exact, f.abs()));
            out.extend(std::iter::repeat_n('0', precision - exact));
            if alternate && precision == 0 {
                out.push('.');
            }
        }
        Code::General | Code::Shortest => {
            let shortest_digits = code == Code::Shortest;
            let precision = precision.max(1);
            let mut d = if shortest_digits {
                shortest(f)
            } else {
                significant(f, if alternate { precision } else { precision.min(MAX_EXACT) })
            };
            if !alternate {
                d.digits.truncate(d.digits.trim_end_matches('0').len().max(1));
            }
            let last_plain = if shortest_digits { 16 } else { precision as i64 - i64::from(add_dot_0) };
            if i64::from(d.point) > last_plain || d.point < -3 {
                push_exponential(&mut out, &d, alternate, e);
            } else {
                push_plain(&mut out, &d, usize::from(add_dot_0));
                if alternate && !out.contains('.') {
                    out.push('.');
                }
            }
        }
    }
    Ok(out)
}
