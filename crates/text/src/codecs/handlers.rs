//! The standard error handlers as functions from a faulty range to what takes its place.
//!
//! `None` means that the handler does not apply and the error is to be raised. `ignore` is the empty text and
//! `strict` is always `None`, so neither has a function.

use super::escape::push_escaped;
use super::utf8::{is_surrogate, push_code_point};
use super::{ByteOrder, DecodeRecovery, EncodeRecovery, Fault, Standard, Substitute};
use crate::buffer::{Text, TextBuf};
use crate::memory::{Grow, all_gathered, repeated, with_room};
use crate::unicode::names;
use crate::units::Units;

/// A standard handler by its registered name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handler {
    Strict,
    Ignore,
    Replace,
    BackslashReplace,
    XmlCharRefReplace,
    NameReplace,
    SurrogateEscape,
    SurrogatePass,
}

impl Handler {
    pub const ALL: [(&'static str, Handler); 8] = [
        ("strict", Handler::Strict),
        ("ignore", Handler::Ignore),
        ("replace", Handler::Replace),
        ("backslashreplace", Handler::BackslashReplace),
        ("xmlcharrefreplace", Handler::XmlCharRefReplace),
        ("namereplace", Handler::NameReplace),
        ("surrogateescape", Handler::SurrogateEscape),
        ("surrogatepass", Handler::SurrogatePass),
    ];

    pub fn from_name(name: &str) -> Option<Handler> {
        Handler::ALL.iter().find(|&&(known, _)| known == name).map(|&(_, handler)| handler)
    }

    /// Recover from a decoding fault; `None` when the error is to be raised.
    pub fn decode(self, fault: &Fault, input: &[u8]) -> Option<DecodeRecovery> {
        let faulty = input.get(fault.start..fault.end)?;
        let whole = |text: Text| Some(DecodeRecovery::new(text, fault.end));
        match self {
            Handler::Strict | Handler::XmlCharRefReplace | Handler::NameReplace => None,
            Handler::Ignore => whole(Text::new()),
            Handler::Replace => whole(Text::Ucs2(vec![0xfffd])),
            Handler::BackslashReplace => whole(backslash_bytes(faulty)),
            Handler::SurrogateEscape => {
                let text = surrogate_escape_decode(faulty)?;
                let position = fault.start + text.len();
                Some(DecodeRecovery::new(text, position))
            }
            Handler::SurrogatePass => {
                let encoding = Standard::from_name(fault.encoding)?;
                let (surrogate, len) = surrogate_pass_decode(encoding, &input[fault.start..])?;
                Some(DecodeRecovery::new(Text::from_code_point(surrogate), fault.start + len))
            }
        }
    }

    /// Recover from an encoding fault; `None` when the error is to be raised.
    pub fn encode(self, fault: &Fault, text: Units<'_>) -> Option<EncodeRecovery> {
        let faulty = text.slice(fault.start..fault.end);
        let substitute = match self {
            Handler::Strict => return None,
            Handler::Ignore => Substitute::Text(Text::new()),
            Handler::Replace => Substitute::Text(question_marks(faulty.len())),
            Handler::BackslashReplace => Substitute::Text(backslash_replace(faulty)),
            Handler::XmlCharRefReplace => Substitute::Text(xml_char_ref_replace(faulty)),
            Handler::NameReplace => Substitute::Text(name_replace(faulty)),
            // Escaped bytes before another surrogate are taken, so that the error tells of the other one; charmap
            // codecs take all or nothing.
            Handler::SurrogateEscape if fault.encoding != "charmap" => {
                let len = faulty.iter().take_while(|c| (0xdc80..0xdd00).contains(c)).count();
                let bytes = surrogate_escape_encode(faulty.slice(0..len)).filter(|bytes| !bytes.is_empty())?;
                return Some(EncodeRecovery { substitute: Substitute::Bytes(bytes), position: fault.start + len });
            }
            Handler::SurrogateEscape => Substitute::Bytes(surrogate_escape_encode(faulty)?),
            Handler::SurrogatePass => {
                Substitute::Bytes(surrogate_pass_encode(Standard::from_name(fault.encoding)?, faulty)?)
            }
        };
        Some(EncodeRecovery { substitute, position: fault.end })
    }

    /// Recover from a translation fault, as `str.translate`'s C callers do; `None` when the error is to be raised.
    pub fn translate(self, faulty: Units<'_>) -> Option<Text> {
        Some(match self {
            Handler::Ignore => Text::new(),
            Handler::Replace => replacement_characters(faulty.len()),
            Handler::BackslashReplace => backslash_replace(faulty),
            _ => return None,
        })
    }
}

pub fn question_marks(count: usize) -> Text {
    Text::Ascii(repeated(b"?", count))
}

pub fn replacement_characters(count: usize) -> Text {
    if count == 0 { Text::new() } else { Text::Ucs2(repeated(&[0xfffd], count)) }
}

/// `backslashreplace` for bytes: `\xNN` each.
pub fn backslash_bytes(faulty: &[u8]) -> Text {
    let mut out = with_room(4 * faulty.len());
    faulty.iter().for_each(|&byte| push_escaped(&mut out, u32::from(byte)));
    Text::Ascii(out)
}

/// `backslashreplace` for characters: the shortest of `\xNN`, `\uNNNN` and `\UNNNNNNNN`.
pub fn backslash_replace(faulty: Units<'_>) -> Text {
    let mut out = with_room(6 * faulty.len());
    faulty.iter().for_each(|c| push_escaped(&mut out, c));
    Text::Ascii(out)
}

pub fn xml_char_ref_replace(faulty: Units<'_>) -> Text {
    let mut out = with_room(8 * faulty.len());
    for c in faulty {
        out.put_slice(b"&#");
        out.put_slice(c.to_string().as_bytes());
        out.put(b';');
    }
    Text::Ascii(out)
}

/// `\N{...}` where the character has a name, else as `backslashreplace`.
pub fn name_replace(faulty: Units<'_>) -> Text {
    let mut out = with_room(16 * faulty.len());
    for c in faulty {
        match names::name(c) {
            Some(name) => {
                out.put_slice(b"\\N{");
                out.put_slice(name.as_bytes());
                out.put(b'}');
            }
            None => push_escaped(&mut out, c),
        }
    }
    Text::Ascii(out)
}

/// Bytes of 0x80 and above as surrogates, up to four; an ASCII byte ends it, and none at all is a failure.
pub fn surrogate_escape_decode(faulty: &[u8]) -> Option<Text> {
    let mut buf = TextBuf::new();
    buf.extend(faulty.iter().take(4).take_while(|&&byte| byte >= 0x80).map(|&byte| 0xdc00 + u32::from(byte)));
    (!buf.is_empty()).then(|| buf.finish())
}

/// The bytes that surrogates U+DC80 to U+DCFF stand for.
pub fn surrogate_escape_encode(faulty: Units<'_>) -> Option<Vec<u8>> {
    all_gathered(faulty.iter().map(|c| (0xdc80..0xdd00).contains(&c).then(|| (c - 0xdc00) as u8)))
}

/// Surrogates in the encoding's own general form; only for UTF-8, UTF-16 and UTF-32.
pub fn surrogate_pass_encode(encoding: Standard, faulty: Units<'_>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    for c in faulty {
        if !is_surrogate(c) {
            return None;
        }
        let unit = c as u16;
        match encoding {
            Standard::Utf8 => push_code_point(&mut out, c),
            Standard::Utf16(order) => out.put_slice(&match order.unwrap_or(ByteOrder::NATIVE) {
                ByteOrder::Little => unit.to_le_bytes(),
                ByteOrder::Big => unit.to_be_bytes(),
            }),
            Standard::Utf32(order) => out.put_slice(&match order.unwrap_or(ByteOrder::NATIVE) {
                ByteOrder::Little => c.to_le_bytes(),
                ByteOrder::Big => c.to_be_bytes(),
            }),
            Standard::Ascii | Standard::Latin1 => return None,
        }
    }
    Some(out)
}

/// The surrogate that `input` begins with, and the number of bytes it takes.
pub fn surrogate_pass_decode(encoding: Standard, input: &[u8]) -> Option<(u32, usize)> {
    let (c, len) = match encoding {
        Standard::Utf8 => match *input {
            [a, b, c, ..] if a & 0xf0 == 0xe0 && b & 0xc0 == 0x80 && c & 0xc0 == 0x80 => {
                (u32::from(a & 0x0f) << 12 | u32::from(b & 0x3f) << 6 | u32::from(c & 0x3f), 3)
            }
            _ => return None,
        },
        Standard::Utf16(order) => {
            let &pair = input.first_chunk::<2>()?;
            let unit = match order.unwrap_or(ByteOrder::NATIVE) {
                ByteOrder::Little => u16::from_le_bytes(pair),
                ByteOrder::Big => u16::from_be_bytes(pair),
            };
            (u32::from(unit), 2)
        }
        Standard::Utf32(order) => {
            let &quad = input.first_chunk::<4>()?;
            let c = match order.unwrap_or(ByteOrder::NATIVE) {
                ByteOrder::Little => u32::from_le_bytes(quad),
                ByteOrder::Big => u32::from_be_bytes(quad),
            };
            (c, 4)
        }
        Standard::Ascii | Standard::Latin1 => return None,
    };
    is_surrogate(c).then_some((c, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacements() {
        let faulty = Units::Ucs4(&[0xe9, 0x20ac, 0x1f600]);
        assert_eq!(backslash_replace(faulty), Text::from("\\xe9\\u20ac\\U0001f600"));
        assert_eq!(xml_char_ref_replace(faulty), Text::from("&#233;&#8364;&#128512;"));
        let names = "\\N{LATIN SMALL LETTER E WITH ACUTE}\\N{EURO SIGN}\\N{GRINNING FACE}";
        assert_eq!(name_replace(faulty), Text::from(names));
        assert_eq!(name_replace(Units::Ucs2(&[0xd800, 0x80])), Text::from("\\ud800\\x80"));
    }

    #[test]
    fn surrogates() {
        assert_eq!(surrogate_escape_decode(b"\xff\x80a"), Some(Text::Ucs2(vec![0xdcff, 0xdc80])));
        assert_eq!(surrogate_escape_decode(b"a"), None);
        assert_eq!(surrogate_escape_encode(Units::Ucs2(&[0xdcff])), Some(vec![0xff]));
        assert_eq!(surrogate_escape_encode(Units::Ucs2(&[0xd800])), None);
        assert_eq!(surrogate_pass_decode(Standard::Utf8, b"\xed\xa0\x80x"), Some((0xd800, 3)));
        assert_eq!(surrogate_pass_encode(Standard::Utf8, Units::Ucs2(&[0xd800])), Some(b"\xed\xa0\x80".to_vec()));
        assert_eq!(surrogate_pass_decode(Standard::Utf8, b"\xe2\x82\xac"), None);
    }
}
