//! Codecs: bytes to text and back, with error handling by callback.
//!
//! A codec runs until it is done or meets a fault; `decode_with` and `encode_with` ask the callback what to put
//! there and where to go on, as Python's error handlers do. `handlers` has the standard handlers as functions.
//! Decoding with `is_final` false stops before an incomplete sequence and says how much was consumed.

pub mod charmap;
pub mod escape;
pub mod handlers;
pub mod single_byte;
pub mod utf16;
pub mod utf32;
pub mod utf7;
pub mod utf8;

use crate::buffer::{Text, TextBuf};
use crate::memory::{Grow, with_room};
use crate::units::Units;
use std::borrow::Cow;

/// What a Unicode error says: the encoding's name, the range of the input, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    pub encoding: &'static str,
    pub start: usize,
    pub end: usize,
    pub reason: &'static str,
}

/// How far a codec came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing more to do; this much of the input was used.
    Done(usize),
    Fault(Fault),
}

/// What a decoding error handler answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeRecovery {
    pub text: Text,
    /// Where to go on. The caller has checked it against the length of the (new) input.
    pub position: usize,
    /// The handler put other bytes in place of the input, as assigning `exc.object` does.
    pub input: Option<Vec<u8>>,
}

impl DecodeRecovery {
    pub fn new(text: Text, position: usize) -> DecodeRecovery {
        DecodeRecovery { text, position, input: None }
    }
}

/// What an encoding error handler answered in place of the faulty characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Substitute {
    Text(Text),
    Bytes(Vec<u8>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeRecovery {
    pub substitute: Substitute,
    /// Where to go on. The caller has checked it against the length of the text.
    pub position: usize,
}

/// Why encoding stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EncodeFailure<E> {
    /// The handler failed.
    Handler(E),
    /// The handler's substitute cannot be encoded either; the error to raise is the original one.
    Fault(Fault),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: Text,
    pub consumed: usize,
}

pub trait Decoder {
    /// Decode from `position` on until the end or a fault.
    fn run(&mut self, input: &[u8], position: usize, is_final: bool, out: &mut TextBuf) -> Step;
}

pub trait Encoder {
    /// Encode from `position` on until the end or a fault.
    fn run(&mut self, text: Units<'_>, position: usize, out: &mut Vec<u8>) -> Step;

    /// Write a handler's substitute; false when this encoding cannot hold it.
    fn substitute(&mut self, substitute: &Substitute, out: &mut Vec<u8>) -> bool {
        match substitute {
            Substitute::Bytes(bytes) => {
                out.put_slice(bytes);
                true
            }
            Substitute::Text(text) => matches!(self.run(text.units(), 0, out), Step::Done(_)),
        }
    }
}

/// The callback that decides about a fault in decoding. It sees the input, which an earlier call may have replaced.
pub type DecodeHandler<'a, E> = dyn FnMut(&Fault, &[u8]) -> Result<DecodeRecovery, E> + 'a;

/// The callback that decides about a fault in encoding.
pub type EncodeHandler<'a, E> = dyn FnMut(&Fault) -> Result<EncodeRecovery, E> + 'a;

pub fn decode_with<E>(
    decoder: &mut dyn Decoder,
    input: &[u8],
    is_final: bool,
    on_error: &mut DecodeHandler<'_, E>,
) -> Result<Decoded, E> {
    let mut input = Cow::Borrowed(input);
    let mut out = TextBuf::with_capacity(input.len());
    let mut position = 0;
    loop {
        match decoder.run(&input, position, is_final, &mut out) {
            Step::Done(consumed) => return Ok(Decoded { text: out.finish(), consumed }),
            Step::Fault(fault) => {
                let recovery = on_error(&fault, &input)?;
                out.push_units(recovery.text.units());
                if let Some(replaced) = recovery.input {
                    input = Cow::Owned(replaced);
                }
                position = recovery.position.min(input.len());
            }
        }
    }
}

pub fn encode_with<E>(
    encoder: &mut dyn Encoder,
    text: Units<'_>,
    on_error: &mut EncodeHandler<'_, E>,
) -> Result<Vec<u8>, EncodeFailure<E>> {
    let mut out = with_room(text.len());
    let mut position = 0;
    loop {
        match encoder.run(text, position, &mut out) {
            Step::Done(_) => return Ok(out),
            Step::Fault(fault) => {
                let recovery = on_error(&fault).map_err(EncodeFailure::Handler)?;
                if !encoder.substitute(&recovery.substitute, &mut out) {
                    return Err(EncodeFailure::Fault(fault));
                }
                position = recovery.position.min(text.len());
            }
        }
    }
}

/// The `strict` handler for decoding when the fault itself is the error wanted.
pub fn strict_decode(fault: &Fault, _input: &[u8]) -> Result<DecodeRecovery, Fault> {
    Err(*fault)
}

/// The `strict` handler for encoding when the fault itself is the error wanted.
pub fn strict_encode(fault: &Fault) -> Result<EncodeRecovery, Fault> {
    Err(*fault)
}

/// Which byte comes first in UTF-16 and UTF-32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    Little,
    Big,
}

impl ByteOrder {
    #[cfg(target_endian = "little")]
    pub const NATIVE: ByteOrder = ByteOrder::Little;
    #[cfg(target_endian = "big")]
    pub const NATIVE: ByteOrder = ByteOrder::Big;
}

/// The number of bytes before the first that is not ASCII.
#[inline]
pub fn ascii_prefix(bytes: &[u8]) -> usize {
    const BLOCK: usize = 64;
    let mut start = 0;
    // No early exit inside a block, so that the compiler vectorises it.
    for block in bytes.chunks_exact(BLOCK) {
        if block.iter().fold(0, |bits, &byte| bits | byte) >= 0x80 {
            break;
        }
        start += BLOCK;
    }
    bytes[start..].iter().position(|&byte| byte >= 0x80).map_or(bytes.len(), |len| start + len)
}

/// A codec by one of the names that Python answers without asking the `encodings` package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    Utf8,
    Latin1,
    Ascii,
    Utf16(Option<ByteOrder>),
    Utf32(Option<ByteOrder>),
}

impl Standard {
    /// The codec that `encoding` names. Case does not matter, and any run of punctuation is one underscore.
    pub fn from_name(encoding: &str) -> Option<Standard> {
        // The usual spellings need no plain one.
        match encoding {
            "utf-8" | "utf8" => return Some(Standard::Utf8),
            "latin-1" | "latin1" => return Some(Standard::Latin1),
            "ascii" => return Some(Standard::Ascii),
            _ => {}
        }
        let mut plain = String::with_capacity(encoding.len());
        for c in encoding.chars() {
            if c.is_ascii_alphanumeric() {
                plain.push(c.to_ascii_lowercase());
            } else if !plain.ends_with('_') {
                plain.push('_');
            }
        }
        Some(match plain.as_str() {
            "utf_8" | "utf8" => Standard::Utf8,
            "latin_1" | "latin1" | "iso_8859_1" | "iso8859_1" => Standard::Latin1,
            "ascii" | "us_ascii" => Standard::Ascii,
            "utf_16" | "utf16" => Standard::Utf16(None),
            "utf_16_le" | "utf_16le" => Standard::Utf16(Some(ByteOrder::Little)),
            "utf_16_be" | "utf_16be" => Standard::Utf16(Some(ByteOrder::Big)),
            "utf_32" | "utf32" => Standard::Utf32(None),
            "utf_32_le" | "utf_32le" => Standard::Utf32(Some(ByteOrder::Little)),
            "utf_32_be" | "utf_32be" => Standard::Utf32(Some(ByteOrder::Big)),
            _ => return None,
        })
    }

    pub fn decode<E>(self, input: &[u8], is_final: bool, on_error: &mut DecodeHandler<'_, E>) -> Result<Decoded, E> {
        match self {
            Standard::Utf8 => utf8::decode(input, is_final, on_error),
            Standard::Latin1 => Ok(single_byte::decode_latin1(input)),
            Standard::Ascii => single_byte::decode_ascii(input, on_error),
            Standard::Utf16(order) => Ok(utf16::decode(input, order, is_final, on_error)?.decoded),
            Standard::Utf32(order) => Ok(utf32::decode(input, order, is_final, on_error)?.decoded),
        }
    }

    pub fn encode<E>(self, text: Units<'_>, on_error: &mut EncodeHandler<'_, E>) -> Result<Vec<u8>, EncodeFailure<E>> {
        match self {
            Standard::Utf8 => utf8::encode(text, on_error),
            Standard::Latin1 => single_byte::encode_latin1(text, on_error),
            Standard::Ascii => single_byte::encode_ascii(text, on_error),
            Standard::Utf16(order) => utf16::encode(text, order, on_error),
            Standard::Utf32(order) => utf32::encode(text, order, on_error),
        }
    }
}
