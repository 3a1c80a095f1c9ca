//! Unicode 16.0: what Python's `str` methods and its `unicodedata` module know of each character.
//!
//! Code points are `u32`: lone surrogates are characters here (category Cs), and anything past U+10FFFF answers
//! as an unassigned one. `is_*` on `Units` follow the `str` methods: false for the empty string, except
//! `is_printable` and `is_ascii`.

pub mod casing;
pub mod names;
pub mod normalize;
mod tables;
pub mod version_3_2;

use crate::units::{Unit, Units};
use crate::with_units;
use tables::{char_type, database, record, types};

/// The version of the data, as `unicodedata.unidata_version` says it.
pub const VERSION: &str = "16.0.0";

macro_rules! flag_predicates {
    ($($(#[$doc:meta])* $name:ident: $flag:ident;)*) => {
        $($(#[$doc])*
        #[inline]
        pub fn $name(code_point: u32) -> bool {
            char_type(code_point).flags & types::$flag != 0
        })*
    };
}

flag_predicates! {
    /// Alphabetic as `str.isalpha` means it: a letter category, not the Alphabetic property.
    is_alpha_char: ALPHA;
    is_lower_char: LOWER;
    is_upper_char: UPPER;
    is_numeric_char: NUMERIC;
    is_xid_start: XID_START;
    is_xid_continue: XID_CONTINUE;
    is_cased_char: CASED;
    is_case_ignorable_char: CASE_IGNORABLE;
}

#[inline]
pub fn is_space_char(code_point: u32) -> bool {
    if code_point < 0x80 {
        return matches!(code_point, 0x09..=0x0d | 0x1c..=0x20);
    }
    char_type(code_point).flags & types::SPACE != 0
}

#[inline]
pub fn is_printable_char(code_point: u32) -> bool {
    if code_point < 0x7f {
        return code_point >= 0x20;
    }
    char_type(code_point).flags & types::PRINTABLE != 0
}

/// Whether `str.splitlines` breaks at the character.
#[inline]
pub fn is_line_break(code_point: u32) -> bool {
    match code_point {
        0x0a..=0x0d | 0x1c..=0x1e => true,
        0..=0x84 => false,
        _ => matches!(code_point, 0x85 | 0x2028 | 0x2029),
    }
}

/// The value of a decimal digit of any script, as `int("...")` reads it.
#[inline]
pub fn decimal_value(code_point: u32) -> Option<u8> {
    if code_point < 0x80 {
        return (0x30..0x3a).contains(&code_point).then(|| (code_point - 0x30) as u8);
    }
    u8::try_from(char_type(code_point).decimal).ok()
}

/// The digit value, which superscripts and the like have too.
pub fn digit_value(code_point: u32) -> Option<u8> {
    u8::try_from(char_type(code_point).digit).ok()
}

/// The numeric value, fractions and large numbers included.
pub fn numeric_value(code_point: u32) -> Option<f64> {
    match record(code_point).number {
        0 => None,
        number => Some(database::NUMBERS[usize::from(number)]),
    }
}

#[inline]
pub fn is_decimal_char(code_point: u32) -> bool {
    decimal_value(code_point).is_some()
}

pub fn is_digit_char(code_point: u32) -> bool {
    digit_value(code_point).is_some()
}

pub fn is_alnum_char(code_point: u32) -> bool {
    let kind = char_type(code_point);
    kind.flags & (types::ALPHA | types::NUMERIC) != 0 || kind.decimal >= 0 || kind.digit >= 0
}

pub fn is_title_char(code_point: u32) -> bool {
    category(code_point) == "Lt"
}

/// The general category: `"Lu"`, `"Nd"` and so on.
pub fn category(code_point: u32) -> &'static str {
    database::CATEGORIES[usize::from(record(code_point).category)]
}

/// The bidirectional class, `""` when there is none.
pub fn bidirectional(code_point: u32) -> &'static str {
    database::BIDI_CLASSES[usize::from(record(code_point).bidi)]
}

/// The canonical combining class.
pub fn combining(code_point: u32) -> u8 {
    record(code_point).combining
}

pub fn east_asian_width(code_point: u32) -> &'static str {
    database::WIDTHS[usize::from(record(code_point).width)]
}

pub fn is_mirrored(code_point: u32) -> bool {
    record(code_point).flags & database::MIRRORED != 0
}

/// The decomposition mapping as `unicodedata.decomposition` writes it, `""` when there is none.
pub fn decomposition(code_point: u32) -> String {
    use std::fmt::Write;
    let mut text = String::new();
    let mut add = |c: u32| {
        let separator = if text.is_empty() { "" } else { " " };
        // Writing to a String cannot fail.
        let _ = write!(text, "{separator}{c:04X}");
    };
    if let Some((parts, count)) = normalize::hangul_decomposition(code_point) {
        parts[..count].iter().copied().for_each(add);
    } else if let Some((tag, mapping)) = tables::decomposition(code_point) {
        mapping.chars().map(u32::from).for_each(&mut add);
        if !tag.is_empty() {
            text.insert(0, ' ');
            text.insert_str(0, tag);
        }
    }
    text
}

fn all(text: Units<'_>, predicate: impl Fn(u32) -> bool) -> bool {
    !text.is_empty() && with_units!(text, |slice| slice.iter().all(|&unit| predicate(unit.code_point())))
}

macro_rules! string_predicates {
    ($($name:ident: $of_char:ident;)*) => {
        $(pub fn $name(text: Units<'_>) -> bool {
            all(text, $of_char)
        })*
    };
}

string_predicates! {
    is_alpha: is_alpha_char;
    is_decimal: is_decimal_char;
    is_digit: is_digit_char;
    is_numeric: is_numeric_char;
    is_alnum: is_alnum_char;
    is_space: is_space_char;
}

/// `str.isprintable`, true for the empty string.
pub fn is_printable(text: Units<'_>) -> bool {
    text.is_empty() || all(text, is_printable_char)
}

/// `str.isidentifier`: the characters as they are, without normalisation; keywords count as identifiers.
pub fn is_identifier(text: Units<'_>) -> bool {
    let mut points = text.iter();
    points.next().is_some_and(is_xid_start) && points.all(is_xid_continue)
}

/// Whether some character is cased, and no character is of the `wrong` case.
fn all_cased(text: Units<'_>, right: u16, wrong: u16) -> bool {
    let mut found = false;
    for c in text {
        let flags = char_type(c).flags;
        if flags & wrong != 0 || is_title_char(c) {
            return false;
        }
        found |= flags & right != 0;
    }
    found
}

pub fn is_lower(text: Units<'_>) -> bool {
    all_cased(text, types::LOWER, types::UPPER)
}

pub fn is_upper(text: Units<'_>) -> bool {
    all_cased(text, types::UPPER, types::LOWER)
}

/// `str.istitle`: upper and title case start a word, lower case goes on with it, and there is a word.
pub fn is_title(text: Units<'_>) -> bool {
    let mut found = false;
    let mut in_word = false;
    for c in text {
        let flags = char_type(c).flags;
        if flags & types::UPPER != 0 || is_title_char(c) {
            if in_word {
                return false;
            }
            in_word = true;
            found = true;
        } else if flags & types::LOWER != 0 {
            if !in_word {
                return false;
            }
        } else {
            in_word = false;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Text;

    fn on(test: fn(Units<'_>) -> bool, text: &str) -> bool {
        test(Text::from(text).units())
    }

    #[test]
    fn classes() {
        assert_eq!(category(u32::from('a')), "Ll");
        assert_eq!(category(0xd800), "Cs");
        assert_eq!(category(0x0378), "Cn");
        assert_eq!(category(0x10ffff), "Cn");
        assert_eq!(category(0x11_0000), "Cn");
        assert_eq!(bidirectional(0x5d0), "R");
        assert_eq!(bidirectional(0x0378), "");
        assert_eq!(east_asian_width(0x3042), "W");
        assert_eq!(combining(0x301), 230);
        assert!(is_mirrored(u32::from('(')));
    }

    #[test]
    fn numbers() {
        assert_eq!(decimal_value(0x664), Some(4));
        assert_eq!((decimal_value(0xb2), digit_value(0xb2)), (None, Some(2)));
        assert_eq!(numeric_value(0xbd), Some(0.5));
        assert_eq!(numeric_value(0x4e94), Some(5.0));
        assert_eq!(numeric_value(u32::from('a')), None);
        // New in Unicode 16.0.
        assert_eq!(decimal_value(0x1ccf0), Some(0));
    }

    #[test]
    fn decompositions() {
        assert_eq!(decomposition(0xe9), "0065 0301");
        assert_eq!(decomposition(0xbd), "<fraction> 0031 2044 0032");
        assert_eq!(decomposition(0xac01), "1100 1161 11A8");
        assert_eq!(decomposition(0x61), "");
    }

    #[test]
    fn string_predicates() {
        assert!(on(is_title, "Hello World") && !on(is_title, "HELLO") && !on(is_title, ""));
        assert!(on(is_lower, "abc1") && !on(is_lower, "1") && !on(is_lower, "aB"));
        assert!(on(is_upper, "ABC") && !on(is_upper, "\u{1c5}"));
        assert!(on(is_identifier, "été_1") && !on(is_identifier, "1a") && !on(is_identifier, ""));
        assert!(on(is_printable, "") && !on(is_printable, "a\n"));
    }
}
