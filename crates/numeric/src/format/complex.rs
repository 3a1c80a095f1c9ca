//! `complex.__format__`.

use super::float::{checked_precision, code_of, shows_minus};
use super::grouping::{Parts, number};
use super::{Align, Body, Field, Locale, Sign, Spec};
use crate::error::{Error, Result};
use crate::float::{Code, format_code};

/// `format(complex(re, im), spec)`. Charge for [`Spec::size_bound`] first.
pub fn complex(re: f64, im: f64, spec: &Spec, locale: &Locale, type_name: &str) -> Result<Field> {
    let c = spec.code_char();
    let Some((mut code, default, upper)) = code_of(c).filter(|_| c != '%') else {
        return Err(spec.unknown_code(type_name));
    };
    if spec.fill == u32::from('0') {
        return Err(Error::value("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == Some(Align::AfterSign) {
        return Err(Error::value("'=' alignment flag is not allowed in complex format specifier"));
    }
    let precision = checked_precision(spec)?;
    let plain = code == Code::Shortest;
    let skip_re = plain && re == 0.0 && re.is_sign_positive();
    let parens = plain && !skip_re;
    if plain && precision.is_some() {
        code = Code::General;
    }
    let part = |f: f64, sign: Option<Sign>| -> Result<String> {
        let text = format_code(f, code, precision.unwrap_or(default), spec.alternate, false, upper)?;
        let bare = Spec { width: None, align: None, sign, ..spec.clone() };
        let parts = Parts::split(shows_minus(f, &text, spec.no_neg_zero), &text);
        Ok(number(&bare, &parts, 3, (c == 'n').then_some(locale))?.render())
    };
    let mut body = String::new();
    if parens {
        body.push('(');
    }
    if !skip_re {
        body.push_str(&part(re, spec.sign)?);
    }
    body.push_str(&part(im, if skip_re { spec.sign } else { Some(Sign::Plus) })?);
    body.push('j');
    if parens {
        body.push(')');
    }
    let len = body.chars().count();
    Ok(Field::pad(spec, spec.align.unwrap_or(Align::Right), String::new(), Body::Text(body), len))
}
