//! `float.__format__`.

use super::grouping::{Parts, number};
use super::{Field, Locale, Spec};
use crate::error::{Error, Result};
use crate::float::{Code, format_code};

/// How a type character reads: the code, the default precision, and whether upper case.
pub(super) fn code_of(c: char) -> Option<(Code, usize, bool)> {
    Some(match c {
        'e' | 'E' => (Code::Exponent, 6, c == 'E'),
        'f' | 'F' => (Code::Fixed, 6, c == 'F'),
        'g' | 'G' => (Code::General, 6, c == 'G'),
        'n' => (Code::General, 6, false),
        '%' => (Code::Fixed, 6, false),
        '\0' => (Code::Shortest, 0, false),
        _ => return None,
    })
}

/// The precision, refused when C's `int` could not hold it.
pub(super) fn checked_precision(spec: &Spec) -> Result<Option<usize>> {
    match spec.precision {
        Some(p) if p > i32::MAX as usize => Err(Error::value("precision too big")),
        p => Ok(p),
    }
}

/// Whether the sign shows: a zero left by rounding loses it under `z`.
pub(super) fn shows_minus(f: f64, text: &str, no_neg_zero: bool) -> bool {
    let mantissa = text.split(['e', 'E']).next().unwrap_or("");
    let zero = mantissa.bytes().all(|b| matches!(b, b'0' | b'.' | b'%'));
    f.is_sign_negative() && !f.is_nan() && !(no_neg_zero && zero)
}

/// `format(value, spec)` for a float. Charge for [`Spec::size_bound`] first.
pub fn float(value: f64, spec: &Spec, locale: &Locale, type_name: &str) -> Result<Field> {
    let c = spec.code_char();
    let Some((mut code, default, upper)) = code_of(c) else {
        return Err(spec.unknown_code(type_name));
    };
    let precision = checked_precision(spec)?;
    let add_dot_0 = code == Code::Shortest;
    if code == Code::Shortest && precision.is_some() {
        code = Code::General;
    }
    let scaled = if c == '%' { value * 100.0 } else { value };
    let mut text = format_code(scaled, code, precision.unwrap_or(default), spec.alternate, add_dot_0, upper)?;
    if c == '%' {
        text.push('%');
    }
    let parts = Parts::split(shows_minus(scaled, &text, spec.no_neg_zero), &text);
    number(spec, &parts, 3, (c == 'n').then_some(locale))
}
