//! Character names: `unicodedata.name`, `unicodedata.lookup` and the `\N{...}` escape.
//!
//! Names come from the crate `unicode_names2`, whose data is Unicode 16.0 too; the named sequences are ours.

use super::tables::sequences::SEQUENCES;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    Char(u32),
    /// A named sequence, which `lookup` knows and `\N{...}` refuses.
    Sequence(&'static str),
}

/// The name of a character; control characters, surrogates and private ones have none.
pub fn name(code_point: u32) -> Option<String> {
    Some(unicode_names2::name(char::from_u32(code_point)?)?.to_string())
}

/// The one alias that goes on after the name of its character.
const LONGER_ALIAS: &str = "MENDE KIKAKUI SYLLABLE M174 MBOO";

/// What follows an ASCII prefix whose case does not matter.
fn strip_prefix<'a>(name: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = name.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Python 3.14 finds these by name, though it has no name for them the other way; the crate has neither.
fn tangut_ideograph(digits: &str) -> Option<u32> {
    if digits.len() != 5 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok().filter(|c| matches!(c, 0x17000..=0x187f7 | 0x18d00..=0x18d08))
}

/// The character that `name` names, aliases included. Case does not matter; spaces and hyphens do.
pub fn lookup(name: &str) -> Option<u32> {
    if !name.is_ascii() {
        return None;
    }
    // The crate reads the number of an ideograph with leading zeros as well.
    if strip_prefix(name, "CJK UNIFIED IDEOGRAPH-0").is_some() {
        return None;
    }
    if let Some(digits) = strip_prefix(name, "TANGUT IDEOGRAPH-") {
        return tangut_ideograph(digits);
    }
    let found = unicode_names2::character(name)?;
    // The crate also takes a name with more after it, when the two hash alike; an alias is exact.
    if let Some(found_name) = unicode_names2::name(found) {
        let found_name = found_name.to_string();
        let longer = strip_prefix(name, &found_name).is_some_and(|rest| !rest.is_empty());
        if longer && !name.eq_ignore_ascii_case(LONGER_ALIAS) {
            return None;
        }
    }
    Some(u32::from(found))
}

/// As `lookup`, and the named sequences as well.
pub fn lookup_with_sequences(name: &str) -> Option<Named> {
    if let Some(code_point) = lookup(name) {
        return Some(Named::Char(code_point));
    }
    let upper = name.to_ascii_uppercase();
    let found = SEQUENCES.binary_search_by(|&(sequence, _)| sequence.cmp(&upper)).ok()?;
    Some(Named::Sequence(SEQUENCES[found].1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways() {
        assert_eq!(name(0x1f600).as_deref(), Some("GRINNING FACE"));
        assert_eq!(name(0xac00).as_deref(), Some("HANGUL SYLLABLE GA"));
        assert_eq!(name(0x4e00).as_deref(), Some("CJK UNIFIED IDEOGRAPH-4E00"));
        assert_eq!(name(0x0a), None);
        assert_eq!(name(0xd800), None);
        assert_eq!(lookup("grinning face"), Some(0x1f600));
        assert_eq!(lookup("HANGUL SYLLABLE GA"), Some(0xac00));
        assert_eq!(lookup("BELL"), Some(0x1f514));
        assert_eq!(lookup("LINE FEED"), Some(0x0a));
        assert_eq!(lookup("CJK UNIFIED IDEOGRAPH-4E00"), Some(0x4e00));
        assert_eq!(lookup("COMBINING BREVE-MACRO"), None);
        assert_eq!(lookup("MENDE KIKAKUI SYLLABLE M174 MBOO"), Some(0x1e89a));
        assert_eq!((name(0x17000), lookup("tangut ideograph-17000")), (None, Some(0x17000)));
        assert_eq!(lookup("cjk unified ideograph-04E00"), None);
        assert_eq!(lookup("GRINNING  FACE"), None);
        assert_eq!(lookup(""), None);
    }

    #[test]
    fn sequences() {
        assert_eq!(lookup_with_sequences("LATIN SMALL LETTER R WITH TILDE"), Some(Named::Sequence("r\u{303}")));
        assert_eq!(lookup("LATIN SMALL LETTER R WITH TILDE"), None);
    }
}
