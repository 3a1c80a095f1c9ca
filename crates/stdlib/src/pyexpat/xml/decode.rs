//! Bytes to text. What is malformed becomes U+0001, which XML allows nowhere: the tokenizer reports it where it stands.

use super::error::Code;

/// How the bytes of an entity are to be read.
#[derive(Clone, Debug)]
pub(super) enum Encoding {
    Utf8,
    Ascii,
    Latin1,
    Utf16 {
        big: bool,
    },
    /// A character for each byte.
    Table(Box<[char; 256]>),
}

/// Stands for what is malformed.
const MALFORMED: char = '\u{1}';

/// What an encoding's name says.
pub(super) enum Named {
    Known(Encoding),
    /// UTF-16 in the byte order that the entity has shown.
    Utf16,
    Unknown,
}

pub(super) fn by_name(name: &str) -> Named {
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    if is("utf-8") {
        Named::Known(Encoding::Utf8)
    } else if is("us-ascii") {
        Named::Known(Encoding::Ascii)
    } else if is("iso-8859-1") {
        Named::Known(Encoding::Latin1)
    } else if is("utf-16be") {
        Named::Known(Encoding::Utf16 { big: true })
    } else if is("utf-16le") {
        Named::Known(Encoding::Utf16 { big: false })
    } else if is("utf-16") {
        Named::Utf16
    } else {
        Named::Unknown
    }
}

/// What the first bytes show: an encoding of two-byte units or a byte order mark, and the length of the mark.
pub(super) enum Sniffed {
    /// More bytes are needed.
    More,
    Plain,
    Marked(Encoding, usize),
}

pub(super) fn sniff(bytes: &[u8], last: bool) -> Sniffed {
    match bytes {
        [0xfe, 0xff, ..] => Sniffed::Marked(Encoding::Utf16 { big: true }, 2),
        [0xff, 0xfe, ..] => Sniffed::Marked(Encoding::Utf16 { big: false }, 2),
        [0xef, 0xbb, 0xbf, ..] => Sniffed::Marked(Encoding::Utf8, 3),
        [] | [_] | [0xef, 0xbb] if !last => Sniffed::More,
        [0, _, ..] => Sniffed::Marked(Encoding::Utf16 { big: true }, 0),
        [_, 0, ..] => Sniffed::Marked(Encoding::Utf16 { big: false }, 0),
        _ => Sniffed::Plain,
    }
}

/// Whether the character is one of those that markup and names in ASCII consist of.
fn means_something(character: char) -> bool {
    character.is_ascii_alphanumeric() || "\t\n\r !\"#%&'()*+,-./:;<=>?[]_|".contains(character)
}

impl Encoding {
    /// The encoding that `table` gives the bytes' characters of, None for bytes that mean nothing. What means something in XML
    /// must be where ASCII has it.
    pub(super) fn from_table(table: &[Option<char>]) -> Result<Encoding, Code> {
        let mut characters = Box::new([MALFORMED; 256]);
        for (byte, slot) in characters.iter_mut().enumerate() {
            let given = table.get(byte).copied().flatten();
            let plain = char::from(byte as u8);
            let moved = byte < 128 && means_something(plain) && given != Some(plain);
            if moved || given.is_some_and(|character| means_something(character) && character != plain) {
                return Err(Code::UnknownEncoding);
            }
            if let Some(character) = given {
                if u32::from(character) > 0xffff {
                    return Err(Code::UnknownEncoding);
                }
                *slot = character;
            }
        }
        Ok(Encoding::Table(characters))
    }

    pub(super) fn unit(&self) -> usize {
        if matches!(self, Encoding::Utf16 { .. }) { 2 } else { 1 }
    }

    /// Whether expat hands on text of this encoding as it stands, in one piece however long.
    pub(super) fn is_utf8(&self) -> bool {
        matches!(self, Encoding::Utf8 | Encoding::Ascii)
    }

    /// The bytes that this text took.
    pub(super) fn width(&self, text: &str) -> u64 {
        match self {
            Encoding::Utf8 | Encoding::Ascii => text.len() as u64,
            Encoding::Latin1 | Encoding::Table(_) => text.chars().count() as u64,
            Encoding::Utf16 { .. } => text.chars().map(|character| 2 * character.len_utf16() as u64).sum(),
        }
    }

    /// Append the text of `bytes`; gives how many were used. What is left is the beginning of a character.
    pub(super) fn decode(&self, bytes: &[u8], text: &mut String) -> usize {
        match self {
            Encoding::Utf8 => decode_utf8(bytes, text),
            Encoding::Ascii => {
                text.extend(bytes.iter().map(|&byte| if byte < 128 { char::from(byte) } else { MALFORMED }));
                bytes.len()
            }
            Encoding::Latin1 => {
                text.extend(bytes.iter().map(|&byte| char::from(byte)));
                bytes.len()
            }
            Encoding::Table(table) => {
                text.extend(bytes.iter().map(|&byte| table[usize::from(byte)]));
                bytes.len()
            }
            Encoding::Utf16 { big } => decode_utf16(bytes, *big, text),
        }
    }
}

fn decode_utf8(bytes: &[u8], text: &mut String) -> usize {
    let mut rest = bytes;
    loop {
        match std::str::from_utf8(rest) {
            Ok(valid) => {
                text.push_str(valid);
                return bytes.len();
            }
            Err(error) => {
                let (valid, broken) = rest.split_at(error.valid_up_to());
                text.push_str(std::str::from_utf8(valid).unwrap_or_default());
                let Some(length) = error.error_len() else { return bytes.len() - broken.len() };
                text.push(MALFORMED);
                rest = &broken[length..];
            }
        }
    }
}

fn decode_utf16(bytes: &[u8], big: bool, text: &mut String) -> usize {
    let (units, _) = bytes.as_chunks::<2>();
    let unit = |pair: &[u8; 2]| if big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
    let mut used = 0;
    while let Some(pair) = units.get(used) {
        let first = unit(pair);
        if (0xd800..0xdc00).contains(&first) {
            let Some(second) = units.get(used + 1) else { break };
            let mut decoded = char::decode_utf16([first, unit(second)]);
            match decoded.next() {
                Some(Ok(character)) => {
                    text.push(character);
                    used += 2;
                }
                _ => {
                    text.push(MALFORMED);
                    used += 1;
                }
            }
            continue;
        }
        text.push(char::from_u32(u32::from(first)).unwrap_or(MALFORMED));
        used += 1;
    }
    used * 2
}
