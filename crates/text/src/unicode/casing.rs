//! Case mappings of whole strings: `upper`, `lower`, `title`, `casefold`, `swapcase` and `capitalize`.
//!
//! Mappings may give up to three characters for one. The small sigma is the only mapping that looks around: it
//! is final after a cased character and before none, case-ignorable ones not counted.

use super::tables::types::{self, FOLDINGS, FULL_CASE_MAPPINGS};
use super::tables::{CharType, FullMappings, char_type};
use super::{is_case_ignorable_char, is_cased_char, is_title_char};
use crate::buffer::{Text, TextBuf};
use crate::memory::{Grow, with_room};
use crate::search::{self, SearchUnit};
use crate::units::Units;
use crate::{bytes, with_units};

/// Up to three code points, padded with zeros.
type Mapped = [u32; 3];

const CAPITAL_SIGMA: u32 = 0x3a3;

fn shifted(code_point: u32, difference: i32) -> u32 {
    code_point.wrapping_add_signed(difference)
}

fn full_mapping(code_point: u32) -> Option<&'static FullMappings> {
    let found = FULL_CASE_MAPPINGS.binary_search_by_key(&code_point, |row| row.0).ok()?;
    Some(&FULL_CASE_MAPPINGS[found])
}

fn map_lower(code_point: u32, kind: &CharType) -> Mapped {
    if kind.flags & types::FULL_CASE != 0
        && let Some(row) = full_mapping(code_point)
    {
        return row.1;
    }
    [shifted(code_point, kind.lower), 0, 0]
}

fn map_upper(code_point: u32, kind: &CharType) -> Mapped {
    if kind.flags & types::FULL_CASE != 0
        && let Some(row) = full_mapping(code_point)
    {
        return row.2;
    }
    [shifted(code_point, kind.upper), 0, 0]
}

fn map_title(code_point: u32, kind: &CharType) -> Mapped {
    if kind.flags & types::FULL_CASE != 0
        && let Some(row) = full_mapping(code_point)
    {
        return row.3;
    }
    [shifted(code_point, kind.title), 0, 0]
}

fn map_fold(code_point: u32, kind: &CharType) -> Mapped {
    if kind.flags & types::FOLD != 0
        && let Ok(found) = FOLDINGS.binary_search_by_key(&code_point, |row| row.0)
    {
        return FOLDINGS[found].1;
    }
    map_lower(code_point, kind)
}

/// The first character of the lower-case mapping. The `re` module ignores case with it.
pub fn first_lower(code_point: u32) -> u32 {
    map_lower(code_point, char_type(code_point))[0]
}

/// The first character of the upper-case mapping.
pub fn first_upper(code_point: u32) -> u32 {
    map_upper(code_point, char_type(code_point))[0]
}

/// The simple title-case mapping: always one character.
pub fn simple_title(code_point: u32) -> u32 {
    shifted(code_point, char_type(code_point).title)
}

fn push_mapped(buf: &mut TextBuf, mapped: Mapped) {
    buf.push(mapped[0]);
    for &c in mapped[1..].iter().take_while(|&&c| c != 0) {
        buf.push(c);
    }
}

/// How the capital sigma at `index` is lowered. `cased_before` says whether a cased character comes before it,
/// case-ignorable ones skipped; kept by the caller so that a run of sigmas is not scanned again and again.
fn lower_sigma(text: Units<'_>, index: usize, cased_before: bool) -> u32 {
    if !cased_before {
        return 0x3c3;
    }
    let after = text.slice(index + 1..text.len()).iter().find(|&c| !is_case_ignorable_char(c));
    if after.is_some_and(is_cased_char) { 0x3c3 } else { 0x3c2 }
}

/// Lower `text` from the character at `start`, which is not the first of the context.
fn push_lower(buf: &mut TextBuf, text: Units<'_>, start: usize) {
    let mut cased_before = false;
    // `for_each` asks for the storage form once, where a `for` loop would at every character.
    text.iter().enumerate().for_each(|(index, c)| {
        let kind = char_type(c);
        if index >= start {
            if c == CAPITAL_SIGMA {
                buf.push(lower_sigma(text, index, cased_before));
            } else {
                push_mapped(buf, map_lower(c, kind));
            }
        }
        if kind.flags & types::CASE_IGNORABLE == 0 {
            cased_before = kind.flags & types::CASED != 0;
        }
    });
}

/// The quick way through ordinary text: every character maps to one of the same width by a difference. `None`
/// when some character does not.
fn map_simply(text: Units<'_>, special: u16, difference: impl Fn(&CharType) -> i32) -> Option<Text> {
    fn run<T: SearchUnit>(slice: &[T], special: u16, difference: impl Fn(&CharType) -> i32) -> Option<Vec<T>> {
        let mut out = with_room(slice.len());
        for &unit in slice {
            let kind = char_type(unit.code_point());
            if kind.flags & special != 0 {
                return None;
            }
            out.put(T::from_code_point(shifted(unit.code_point(), difference(kind)))?);
        }
        Some(out)
    }
    with_units!(text, |slice| run(slice, special, difference).map(SearchUnit::text))
}

pub fn lower(text: Units<'_>) -> Text {
    if let Units::Ascii(bytes) = text {
        return Text::Ascii(bytes::lower(bytes));
    }
    let has_sigma = search::contains(text, Units::Ucs2(&[CAPITAL_SIGMA as u16]));
    if !has_sigma && let Some(mapped) = map_simply(text, types::FULL_CASE, |kind| kind.lower) {
        return mapped;
    }
    let mut buf = TextBuf::with_capacity(text.len());
    push_lower(&mut buf, text, 0);
    buf.finish()
}

pub fn upper(text: Units<'_>) -> Text {
    if let Units::Ascii(bytes) = text {
        return Text::Ascii(bytes::upper(bytes));
    }
    if let Some(mapped) = map_simply(text, types::FULL_CASE, |kind| kind.upper) {
        return mapped;
    }
    let mut buf = TextBuf::with_capacity(text.len());
    text.iter().for_each(|c| push_mapped(&mut buf, map_upper(c, char_type(c))));
    buf.finish()
}

pub fn casefold(text: Units<'_>) -> Text {
    if let Units::Ascii(bytes) = text {
        return Text::Ascii(bytes::lower(bytes));
    }
    if let Some(mapped) = map_simply(text, types::FULL_CASE | types::FOLD, |kind| kind.lower) {
        return mapped;
    }
    let mut buf = TextBuf::with_capacity(text.len());
    text.iter().for_each(|c| push_mapped(&mut buf, map_fold(c, char_type(c))));
    buf.finish()
}

pub fn title(text: Units<'_>) -> Text {
    if let Units::Ascii(ascii) = text {
        return Text::Ascii(bytes::title(ascii));
    }
    let mut buf = TextBuf::with_capacity(text.len());
    let mut previous_cased = false;
    let mut cased_before = false;
    for (index, c) in text.iter().enumerate() {
        let kind = char_type(c);
        if !previous_cased {
            push_mapped(&mut buf, map_title(c, kind));
        } else if c == CAPITAL_SIGMA {
            buf.push(lower_sigma(text, index, cased_before));
        } else {
            push_mapped(&mut buf, map_lower(c, kind));
        }
        previous_cased = kind.flags & types::CASED != 0;
        if kind.flags & types::CASE_IGNORABLE == 0 {
            cased_before = previous_cased;
        }
    }
    buf.finish()
}

pub fn capitalize(text: Units<'_>) -> Text {
    if let Units::Ascii(ascii) = text {
        return Text::Ascii(bytes::capitalize(ascii));
    }
    if text.is_empty() {
        return Text::new();
    }
    let mut buf = TextBuf::with_capacity(text.len());
    let first = text.get(0);
    push_mapped(&mut buf, map_title(first, char_type(first)));
    push_lower(&mut buf, text, 1);
    buf.finish()
}

pub fn swapcase(text: Units<'_>) -> Text {
    if let Units::Ascii(ascii) = text {
        return Text::Ascii(bytes::swapcase(ascii));
    }
    let mut buf = TextBuf::with_capacity(text.len());
    let mut cased_before = false;
    for (index, c) in text.iter().enumerate() {
        let kind = char_type(c);
        if kind.flags & types::UPPER != 0 {
            if c == CAPITAL_SIGMA {
                buf.push(lower_sigma(text, index, cased_before));
            } else {
                push_mapped(&mut buf, map_lower(c, kind));
            }
        } else if kind.flags & types::LOWER != 0 {
            push_mapped(&mut buf, map_upper(c, kind));
        } else {
            buf.push(c);
        }
        if kind.flags & types::CASE_IGNORABLE == 0 {
            cased_before = kind.flags & types::CASED != 0;
        }
    }
    buf.finish()
}

/// Whether the character has an upper or lower mapping or is in title case: the `re` module's notion of cased.
pub fn has_case_mapping(code_point: u32) -> bool {
    let kind = char_type(code_point);
    kind.lower != 0 || kind.upper != 0 || is_title_char(code_point)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(map: fn(Units<'_>) -> Text, text: &str) -> String {
        map(Text::from(text).units()).to_string()
    }

    #[test]
    fn full_mappings() {
        assert_eq!(run(upper, "straße ﬁ"), "STRASSE FI");
        assert_eq!(run(lower, "İ"), "i\u{307}");
        assert_eq!(run(casefold, "Straße Ꭰ ꭰ"), "strasse Ꭰ Ꭰ");
        assert_eq!(run(title, "ǆ ﬁnd they're"), "ǅ Find They'Re");
        assert_eq!(run(capitalize, "ŉ ABC"), "ʼN abc");
        assert_eq!(run(swapcase, "Aß ǅ"), "aSS ǅ");
        assert_eq!(upper(Text::from("ÿ").units()), Text::Ucs2(vec![0x178]));
        assert_eq!(lower(Text::from("\u{212a}").units()), Text::Ascii(b"k".to_vec()));
    }

    #[test]
    fn final_sigma() {
        assert_eq!(run(lower, "ΑΣ"), "ας");
        assert_eq!(run(lower, "ΑΣΑ Σ ΑΣ."), "ασα σ ας.");
        assert_eq!(run(lower, "Α\u{345}Σ\u{345}Α"), "α\u{345}σ\u{345}α");
        assert_eq!(run(capitalize, "ΑΣ"), "Ας");
        assert_eq!(run(swapcase, "ΑΣ"), "ας");
        assert_eq!(run(title, "ΑΣ ΣΣ"), "Ας Σς");
    }

    #[test]
    fn simple_mappings() {
        assert_eq!(first_lower(0x130), 0x69);
        assert_eq!(first_upper(0xdf), 0x53);
        assert_eq!(simple_title(0x1c6), 0x1c5);
    }
}
