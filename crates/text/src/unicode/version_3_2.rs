//! Unicode 3.2 as `unicodedata.ucd_3_2_0` shows it, for IDNA 2003.
//!
//! The present data with the differences laid over it. A character that was unassigned then has no name and no
//! decomposition.

use super::normalize::{self, Form};
use super::tables::{database, old_record};
use crate::buffer::Text;
use crate::units::Units;

pub const VERSION: &str = "3.2.0";

pub fn is_assigned(code_point: u32) -> bool {
    category(code_point) != "Cn"
}

pub fn category(code_point: u32) -> &'static str {
    match old_record(code_point) {
        Some(old) => database::CATEGORIES[usize::from(old.category)],
        None => super::category(code_point),
    }
}

pub fn bidirectional(code_point: u32) -> &'static str {
    match old_record(code_point) {
        Some(old) => database::BIDI_CLASSES[usize::from(old.bidi)],
        None => super::bidirectional(code_point),
    }
}

pub fn combining(code_point: u32) -> u8 {
    old_record(code_point).map_or_else(|| super::combining(code_point), |old| old.combining)
}

pub fn east_asian_width(code_point: u32) -> &'static str {
    match old_record(code_point) {
        Some(old) => database::WIDTHS[usize::from(old.width)],
        None => super::east_asian_width(code_point),
    }
}

pub fn is_mirrored(code_point: u32) -> bool {
    old_record(code_point).map_or_else(|| super::is_mirrored(code_point), |old| old.mirrored != 0)
}

pub fn decimal_value(code_point: u32) -> Option<u8> {
    match old_record(code_point) {
        Some(old) => u8::try_from(old.decimal).ok(),
        None => super::decimal_value(code_point),
    }
}

/// The digit value of today: Python keeps no older one.
pub fn digit_value(code_point: u32) -> Option<u8> {
    super::digit_value(code_point)
}

pub fn numeric_value(code_point: u32) -> Option<f64> {
    match old_record(code_point) {
        Some(old) if old.number == 0 => None,
        Some(old) => Some(database::NUMBERS[usize::from(old.number)]),
        None => super::numeric_value(code_point),
    }
}

pub fn decomposition(code_point: u32) -> String {
    if is_assigned(code_point) { super::decomposition(code_point) } else { String::new() }
}

pub fn name(code_point: u32) -> Option<String> {
    if is_assigned(code_point) { super::names::name(code_point) } else { None }
}

/// `text` in `form`; `None` when it is ASCII and so in every form.
pub fn normalize(text: Units<'_>, form: Form) -> Option<Text> {
    normalize::normalize_3_2(text, form)
}

pub fn is_normalized(text: Units<'_>, form: Form) -> bool {
    normalize(text, form).is_none_or(|normalized| normalized.units() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences() {
        assert_eq!((category(0x221), super::super::category(0x221)), ("Cn", "Ll"));
        assert_eq!((category(0xa7), bidirectional(0x2b)), ("So", "ET"));
        assert_eq!((numeric_value(0x9f4), numeric_value(0x3405)), (Some(1.0), None));
        assert_eq!((decimal_value(0xb2), decimal_value(0x7c0)), (Some(2), None));
        assert_eq!((name(0x1f600), name(0x61).as_deref()), (None, Some("LATIN SMALL LETTER A")));
        assert_eq!(normalize(Units::Ucs4(&[0x2f868]), Form::Nfc), Some(Text::Ucs4(vec![0x2136a])));
        assert!(is_normalized(Units::Ucs2(&[0x1b06]), Form::Nfd));
    }
}
