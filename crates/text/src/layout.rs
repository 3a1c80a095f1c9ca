//! Filling and aligning: `center`, `ljust`, `rjust`, `zfill` and `expandtabs`.

use crate::buffer::{Text, TextBuf};
use crate::memory::{Grow, with_room};
use crate::units::{Unit, Units};
use crate::with_units;

/// How many fill characters go left and right to centre `len` in `width`. An odd one goes left when the width is
/// odd too.
pub fn center_padding(len: usize, width: usize) -> (usize, usize) {
    let Some(padding) = width.checked_sub(len) else {
        return (0, 0);
    };
    let left = padding / 2 + (padding & width & 1);
    (left, padding - left)
}

/// `text` between `left` and `right` fill characters.
pub fn pad(text: Units<'_>, left: usize, right: usize, fill: u32) -> Text {
    let mut buf = TextBuf::with_capacity(text.len() + left + right);
    if left + right > 0 {
        buf.push_repeated(fill, left);
        buf.push_units(text);
        buf.push_repeated(fill, right);
    } else {
        buf.push_units(text);
    }
    buf.finish()
}

pub fn pad_bytes(text: &[u8], left: usize, right: usize, fill: u8) -> Vec<u8> {
    let mut out = with_room(text.len() + left + right);
    out.put_up_to(left, fill);
    out.put_slice(text);
    out.put_up_to(left + text.len() + right, fill);
    out
}

/// `text` filled with zeros to `width`, after its sign if it has one; `None` when it is wide enough.
pub fn zfill(text: Units<'_>, width: usize) -> Option<Text> {
    let zeros = width.checked_sub(text.len()).filter(|&zeros| zeros > 0)?;
    let sign = usize::from(!text.is_empty() && matches!(text.get(0), 0x2b | 0x2d));
    let mut buf = TextBuf::with_capacity(width);
    buf.push_units(text.slice(0..sign));
    buf.push_repeated(u32::from(b'0'), zeros);
    buf.push_units(text.slice(sign..text.len()));
    Some(buf.finish())
}

pub fn zfill_bytes(text: &[u8], width: usize) -> Option<Vec<u8>> {
    let zeros = width.checked_sub(text.len()).filter(|&zeros| zeros > 0)?;
    let (sign, digits) = text.split_at(usize::from(matches!(text.first(), Some(b'+' | b'-'))));
    let mut out = with_room(width);
    out.put_slice(sign);
    out.put_up_to(sign.len() + zeros, b'0');
    out.put_slice(digits);
    Some(out)
}

/// Tabs as spaces up to the next multiple of `tab_size`; columns start again after `\n` and `\r`. With a size
/// of zero, tabs vanish. `None` when the result is too long for memory to hold.
pub fn expand_tabs_in<T: Unit>(text: &[T], tab_size: usize) -> Option<Vec<T>> {
    let space = T::from_code_point(0x20)?;
    let mut len: usize = 0;
    let mut out = with_room(text.len());
    let mut column = 0;
    for &unit in text {
        match unit.code_point() {
            0x09 => {
                if tab_size > 0 {
                    let spaces = tab_size - column % tab_size;
                    len = len.checked_add(spaces).filter(|&len| len <= isize::MAX as usize)?;
                    out.try_reserve(spaces).ok()?;
                    out.put_up_to(len, space);
                    column += spaces;
                }
                continue;
            }
            0x0a | 0x0d => column = 0,
            _ => column += 1,
        }
        out.put(unit);
        len += 1;
    }
    Some(out)
}

pub fn expand_tabs(text: Units<'_>, tab_size: usize) -> Option<Text> {
    Some(with_units!(text, |slice| Unit::units(&expand_tabs_in(slice, tab_size)?).to_text()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn centring_puts_the_odd_one_where_cpython_does() {
        assert_eq!(center_padding(1, 4), (1, 2));
        assert_eq!(center_padding(2, 5), (2, 1));
        assert_eq!(center_padding(5, 3), (0, 0));
        assert_eq!(pad(Units::Ascii(b"a"), 1, 2, 0x20ac), Text::from("€a€€"));
    }

    #[test]
    fn zeros_go_after_the_sign() {
        assert_eq!(zfill(Units::Ascii(b"-42"), 5), Some(Text::from("-0042")));
        assert_eq!(zfill(Units::Ascii(b"42"), 2), None);
        assert_eq!(zfill_bytes(b"+", 3), Some(b"+00".to_vec()));
        assert_eq!(zfill_bytes(b"", 2), Some(b"00".to_vec()));
    }

    #[test]
    fn tabs() {
        assert_eq!(expand_tabs(Units::Ascii(b"a\tb\n\tc"), 4), Some(Text::from("a   b\n    c")));
        assert_eq!(expand_tabs(Text::from("€\ta").units(), 0), Some(Text::from("€a")));
        assert_eq!(expand_tabs(Units::Ascii(b"\t"), usize::MAX), None);
    }
}
