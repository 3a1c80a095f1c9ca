//! `str.__format__`: only the layout, since the text itself is the runtime's.

use super::{Align, Sign, Spec};
use crate::error::{Error, Result};

/// How a string is laid out: its first `take` code points between two paddings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLayout {
    pub fill: u32,
    pub left: usize,
    pub take: usize,
    pub right: usize,
}

/// `format(value, spec)` for a string of `len` code points.
pub fn text(len: usize, spec: &Spec, type_name: &str) -> Result<TextLayout> {
    if spec.code != u32::from('s') {
        return Err(spec.unknown_code(type_name));
    }
    let refused = match spec.sign {
        Some(Sign::Space) => "Space not allowed in string format specifier",
        Some(_) => "Sign not allowed in string format specifier",
        None if spec.no_neg_zero => "Negative zero coercion (z) not allowed in string format specifier",
        None if spec.alternate => "Alternate form (#) not allowed in string format specifier",
        None if spec.align == Some(Align::AfterSign) => "'=' alignment not allowed in string format specifier",
        None => "",
    };
    if !refused.is_empty() {
        return Err(Error::value(refused));
    }
    let take = spec.precision.map_or(len, |p| p.min(len));
    let missing = spec.width.unwrap_or(0).saturating_sub(take);
    let left = match spec.align {
        Some(Align::Right) => missing,
        Some(Align::Center) => missing / 2,
        _ => 0,
    };
    Ok(TextLayout { fill: spec.fill, left, take, right: missing - left })
}
