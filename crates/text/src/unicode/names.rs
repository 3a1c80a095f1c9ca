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

/// The character that `name` names, aliases included. Case does not matter; spaces and hyphens do.
pub fn lookup(name: &str) -> Option<u32> {
    if !name.is_ascii() {
        return None;
    }
    unicode_names2::character(name).map(u32::from)
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
        assert_eq!(lookup("GRINNING  FACE"), None);
        assert_eq!(lookup(""), None);
    }

    #[test]
    fn sequences() {
        assert_eq!(lookup_with_sequences("LATIN SMALL LETTER R WITH TILDE"), Some(Named::Sequence("r\u{303}")));
        assert_eq!(lookup("LATIN SMALL LETTER R WITH TILDE"), None);
    }
}
