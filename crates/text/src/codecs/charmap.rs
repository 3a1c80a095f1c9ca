//! Codecs driven by a table of 256 characters, as most of the `encodings` package's are.
//!
//! A table may also be a mapping of the program's; the caller then gives a closure that asks it.

use super::{DecodeHandler, Decoded, Decoder, EncodeFailure, EncodeHandler, Encoder, Fault, Step, Substitute};
use crate::buffer::{Text, TextBuf};
use crate::memory::{Grow, with_room};
use crate::units::Units;

const UNDEFINED: &str = "character maps to <undefined>";

struct TableDecoder<'a> {
    table: Units<'a>,
}

impl Decoder for TableDecoder<'_> {
    fn run(&mut self, input: &[u8], position: usize, _is_final: bool, out: &mut TextBuf) -> Step {
        for (offset, &byte) in input[position..].iter().enumerate() {
            let index = usize::from(byte);
            // U+FFFE stands for no character in such tables.
            let c = if index < self.table.len() { self.table.get(index) } else { 0xfffe };
            if c == 0xfffe {
                let start = position + offset;
                return Step::Fault(Fault { encoding: "charmap", start, end: start + 1, reason: UNDEFINED });
            }
            out.push(c);
        }
        Step::Done(input.len())
    }
}

/// Decode by a string whose character at each byte's index is what the byte means.
pub fn decode<E>(input: &[u8], table: Units<'_>, on_error: &mut DecodeHandler<'_, E>) -> Result<Decoded, E> {
    super::decode_with(&mut TableDecoder { table }, input, true, on_error)
}

/// Decode by a function: what a byte means, or `None` when it is undefined.
pub fn decode_by<E>(
    input: &[u8],
    lookup: &mut dyn FnMut(u8) -> Result<Option<Text>, E>,
    on_error: &mut DecodeHandler<'_, E>,
) -> Result<Decoded, E> {
    let mut replaced: Option<Vec<u8>> = None;
    let mut out = TextBuf::with_capacity(input.len());
    let mut at = 0;
    loop {
        let current = replaced.as_deref().unwrap_or(input);
        let Some(&byte) = current.get(at) else {
            return Ok(Decoded { text: out.finish(), consumed: current.len() });
        };
        if let Some(text) = lookup(byte)? {
            out.push_units(text.units());
            at += 1;
            continue;
        }
        let recovery = on_error(&Fault { encoding: "charmap", start: at, end: at + 1, reason: UNDEFINED }, current)?;
        out.push_units(recovery.text.units());
        if recovery.input.is_some() {
            replaced = recovery.input;
        }
        at = recovery.position;
    }
}

/// A decoding table turned around, as `codecs.charmap_build` makes it.
#[derive(Clone, Debug)]
pub struct EncodingTable {
    /// Sorted by code point.
    pairs: Vec<(u32, u8)>,
}

impl EncodingTable {
    /// When two bytes mean the same character, the later one encodes it.
    pub fn new(table: Units<'_>) -> EncodingTable {
        let mut pairs: Vec<(u32, u8)> = table.iter().zip(0..=255u8).filter(|&(c, _)| c != 0xfffe).collect();
        pairs.sort_by_key(|&(c, byte)| (c, std::cmp::Reverse(byte)));
        pairs.dedup_by_key(|pair| pair.0);
        EncodingTable { pairs }
    }

    pub fn encode(&self, c: u32) -> Option<u8> {
        // Most tables agree with ASCII.
        if let Some(&(same, byte)) = self.pairs.get(c as usize)
            && same == c
        {
            return Some(byte);
        }
        let found = self.pairs.binary_search_by_key(&c, |pair| pair.0).ok()?;
        Some(self.pairs[found].1)
    }

    /// The number of bytes the table takes, for `sys.getsizeof`.
    pub fn byte_size(&self) -> usize {
        self.pairs.len() * size_of::<(u32, u8)>()
    }
}

struct TableEncoder<'a> {
    table: &'a EncodingTable,
}

impl Encoder for TableEncoder<'_> {
    fn run(&mut self, text: Units<'_>, position: usize, out: &mut Vec<u8>) -> Step {
        let rest = text.slice(position..text.len());
        for (offset, c) in rest.iter().enumerate() {
            let Some(byte) = self.table.encode(c) else {
                let run = rest.iter().skip(offset).take_while(|&c| self.table.encode(c).is_none()).count();
                let start = position + offset;
                return Step::Fault(Fault { encoding: "charmap", start, end: start + run, reason: UNDEFINED });
            };
            out.put(byte);
        }
        Step::Done(text.len())
    }
}

pub fn encode<E>(
    text: Units<'_>,
    table: &EncodingTable,
    on_error: &mut EncodeHandler<'_, E>,
) -> Result<Vec<u8>, EncodeFailure<E>> {
    super::encode_with(&mut TableEncoder { table }, text, on_error)
}

/// Encode by a function: the bytes of a character, or `None` when it is undefined.
pub fn encode_by<E>(
    text: Units<'_>,
    lookup: &mut dyn FnMut(u32) -> Result<Option<Vec<u8>>, E>,
    on_error: &mut EncodeHandler<'_, E>,
) -> Result<Vec<u8>, EncodeFailure<E>> {
    let mut out = with_room(text.len());
    let mut at = 0;
    while at < text.len() {
        if let Some(bytes) = lookup(text.get(at)).map_err(EncodeFailure::Handler)? {
            out.put_slice(&bytes);
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < text.len() && lookup(text.get(end)).map_err(EncodeFailure::Handler)?.is_none() {
            end += 1;
        }
        let fault = Fault { encoding: "charmap", start: at, end, reason: UNDEFINED };
        let recovery = on_error(&fault).map_err(EncodeFailure::Handler)?;
        match recovery.substitute {
            Substitute::Bytes(bytes) => out.put_slice(&bytes),
            Substitute::Text(substitute) => {
                for c in substitute.units() {
                    match lookup(c).map_err(EncodeFailure::Handler)? {
                        Some(bytes) => out.put_slice(&bytes),
                        None => return Err(EncodeFailure::Fault(fault)),
                    }
                }
            }
        }
        at = recovery.position;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codecs::{strict_decode, strict_encode};

    #[test]
    fn tables() {
        let table = Text::from("ab€\u{fffe}a");
        let decoded = decode(b"\x00\x02\x04", table.units(), &mut strict_decode).expect("valid");
        assert_eq!(decoded.text, Text::from("a€a"));
        let fault = decode(b"\x00\x03", table.units(), &mut strict_decode).expect_err("undefined");
        assert_eq!((fault.start, fault.end), (1, 2));
        assert!(decode(b"\x05", table.units(), &mut strict_decode).is_err());
        let encoding = EncodingTable::new(table.units());
        assert_eq!(encode(Text::from("ba€").units(), &encoding, &mut strict_encode), Ok(vec![1, 4, 2]));
        let failed = encode(Text::from("bxyb").units(), &encoding, &mut strict_encode);
        let Err(EncodeFailure::Handler(fault)) = failed else { panic!("undefined") };
        assert_eq!((fault.start, fault.end), (1, 3));
    }
}
