//! The generated tables and the types of their rows.
//!
//! Static arrays only, so that nothing is built when a program starts.

pub(crate) mod database;
pub(crate) mod sequences;
pub(crate) mod types;
pub(crate) mod version_3_2;

/// One kind of character, as `str` methods see it. The simple case mappings are differences.
pub(crate) struct CharType {
    pub(crate) lower: i32,
    pub(crate) upper: i32,
    pub(crate) title: i32,
    /// -1 for none.
    pub(crate) decimal: i8,
    /// -1 for none.
    pub(crate) digit: i8,
    pub(crate) flags: u16,
}

/// A code point, then its full lower, upper and title mappings, padded with zeros.
pub(crate) type FullMappings = (u32, [u32; 3], [u32; 3], [u32; 3]);

/// One kind of character, as the `unicodedata` module sees it; indexes into the lists of names.
pub(crate) struct Record {
    pub(crate) category: u8,
    pub(crate) bidi: u8,
    pub(crate) combining: u8,
    pub(crate) width: u8,
    pub(crate) flags: u8,
    pub(crate) number: u8,
}

/// A character that was different in Unicode 3.2.
pub(crate) struct OldRecord {
    pub(crate) category: u8,
    pub(crate) bidi: u8,
    pub(crate) combining: u8,
    pub(crate) width: u8,
    pub(crate) mirrored: u8,
    pub(crate) number: u8,
    /// -1 for none.
    pub(crate) decimal: i8,
}

/// The row of `code_point` in Unicode 3.2, when it has changed since.
pub(crate) fn old_record(code_point: u32) -> Option<&'static OldRecord> {
    use version_3_2::{OLD_RECORDS, OLD_SHIFT, OLD_STAGE1, OLD_STAGE2};
    let block = usize::from(*OLD_STAGE1.get((code_point >> OLD_SHIFT) as usize)?);
    let index = (block << OLD_SHIFT) | (code_point as usize & ((1 << OLD_SHIFT) - 1));
    match OLD_STAGE2[index] {
        0 => None,
        row => Some(&OLD_RECORDS[usize::from(row)]),
    }
}

/// The row of `code_point`; what is past U+10FFFF gets the row of an unassigned one.
#[inline]
pub(crate) fn char_type(code_point: u32) -> &'static CharType {
    use types::{TYPE_SHIFT, TYPE_STAGE1, TYPE_STAGE2, TYPES};
    // The last code point is unassigned, so it can answer for everything after it.
    let code_point = code_point.min(0x10_ffff);
    let block = usize::from(TYPE_STAGE1[(code_point >> TYPE_SHIFT) as usize]);
    let index = (block << TYPE_SHIFT) | (code_point as usize & ((1 << TYPE_SHIFT) - 1));
    &TYPES[usize::from(TYPE_STAGE2[index])]
}

#[inline]
pub(crate) fn record(code_point: u32) -> &'static Record {
    use database::{RECORD_SHIFT, RECORD_STAGE1, RECORD_STAGE2, RECORDS};
    let code_point = code_point.min(0x10_ffff);
    let block = usize::from(RECORD_STAGE1[(code_point >> RECORD_SHIFT) as usize]);
    let index = (block << RECORD_SHIFT) | (code_point as usize & ((1 << RECORD_SHIFT) - 1));
    &RECORDS[usize::from(RECORD_STAGE2[index])]
}

/// The tag and the text of the decomposition mapping, Hangul syllables excepted.
pub(crate) fn decomposition(code_point: u32) -> Option<(&'static str, &'static str)> {
    use database::{
        DECOMPOSITION_SHIFT, DECOMPOSITION_STAGE1, DECOMPOSITION_STAGE2, DECOMPOSITION_TEXT, DECOMPOSITIONS, TAGS,
    };
    let block = usize::from(*DECOMPOSITION_STAGE1.get((code_point >> DECOMPOSITION_SHIFT) as usize)?);
    let index = (block << DECOMPOSITION_SHIFT) | (code_point as usize & ((1 << DECOMPOSITION_SHIFT) - 1));
    let (start, len, tag) = DECOMPOSITIONS[usize::from(DECOMPOSITION_STAGE2[index])];
    if len == 0 {
        return None;
    }
    let start = usize::from(start);
    Some((TAGS[usize::from(tag)], &DECOMPOSITION_TEXT[start..start + usize::from(len)]))
}
