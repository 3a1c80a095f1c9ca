//! `int.__format__`.

use super::grouping::{Parts, number};
use super::{Align, Body, Field, Locale, Spec};
use crate::error::{Error, Result};
use crate::int::IntRef;

/// `format(value, spec)` for an int. `max_digits` is `sys.get_int_max_str_digits()`; `locale` is for the type `n`.
pub fn int(value: IntRef<'_>, spec: &Spec, max_digits: usize, locale: &Locale, type_name: &str) -> Result<Field> {
    let code = spec.code_char();
    let radix = match code {
        'd' | 'n' => 10,
        'b' => 2,
        'o' => 8,
        'x' | 'X' => 16,
        'c' => 0,
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => return super::float(value.to_f64()?, spec, locale, type_name),
        _ => return Err(spec.unknown_code(type_name)),
    };
    if spec.precision.is_some() {
        return Err(Error::value("Precision not allowed in integer format specifier"));
    }
    if spec.no_neg_zero {
        return Err(Error::value("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    if code == 'c' {
        return char_field(value, spec);
    }
    let mut digits = if radix == 10 {
        let mut text = value.to_decimal(max_digits)?;
        if value.is_negative() {
            text.remove(0);
        }
        text
    } else {
        value.magnitude_radix(radix)
    };
    if code == 'X' {
        digits.make_ascii_uppercase();
    }
    let prefix = match code {
        _ if !spec.alternate => "",
        'b' => "0b",
        'o' => "0o",
        'x' => "0x",
        'X' => "0X",
        _ => "",
    };
    let parts = Parts { negative: value.is_negative(), prefix, digits: &digits, point: false, fraction: "", tail: "" };
    let group_of = if radix == 10 { 3 } else { 4 };
    number(spec, &parts, group_of, (code == 'n').then_some(locale))
}

fn char_field(value: IntRef<'_>, spec: &Spec) -> Result<Field> {
    if spec.sign.is_some() {
        return Err(Error::value("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        return Err(Error::value("Alternate form (#) not allowed with integer format specifier 'c'"));
    }
    let Some(c) = value.to_i64() else {
        return Err(Error::overflow("Python int too large to convert to C long"));
    };
    match u32::try_from(c) {
        Ok(c @ 0..0x11_0000) => {
            Ok(Field::pad(spec, spec.align.unwrap_or(Align::Right), String::new(), Body::CodePoint(c), 1))
        }
        _ => Err(Error::overflow("%c arg not in range(0x110000)")),
    }
}
