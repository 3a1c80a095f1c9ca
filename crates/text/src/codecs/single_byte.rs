//! ASCII and Latin-1.

use super::{DecodeHandler, Decoded, Decoder, EncodeFailure, EncodeHandler, Encoder, Fault, Step, ascii_prefix};
use crate::buffer::{Text, TextBuf};
use crate::memory::{Grow, copied};
use crate::units::{Kind, Unit, Units};
use crate::with_units;

pub struct AsciiDecoder;

impl Decoder for AsciiDecoder {
    fn run(&mut self, input: &[u8], position: usize, _is_final: bool, out: &mut TextBuf) -> Step {
        let start = position + ascii_prefix(&input[position..]);
        out.push_ascii(&input[position..start]);
        if start == input.len() {
            return Step::Done(start);
        }
        Step::Fault(Fault { encoding: "ascii", start, end: start + 1, reason: "ordinal not in range(128)" })
    }
}

pub fn decode_ascii<E>(input: &[u8], on_error: &mut DecodeHandler<'_, E>) -> Result<Decoded, E> {
    if input.is_ascii() {
        return Ok(Decoded { text: Text::Ascii(copied(input)), consumed: input.len() });
    }
    super::decode_with(&mut AsciiDecoder, input, true, on_error)
}

/// Latin-1 has a character for every byte.
pub fn decode_latin1(input: &[u8]) -> Decoded {
    Decoded { text: Units::Latin1(input).to_text(), consumed: input.len() }
}

/// Encodes ASCII or Latin-1: whatever is below `limit`.
struct Narrow {
    limit: u32,
}

fn narrow_slice<T: Unit>(limit: u32, slice: &[T], position: usize, out: &mut Vec<u8>) -> Step {
    let rest = &slice[position..];
    let fits = rest.iter().position(|&unit| unit.code_point() >= limit).unwrap_or(rest.len());
    out.put_iter(rest[..fits].iter().map(|&unit| unit.code_point() as u8));
    if fits == rest.len() {
        return Step::Done(slice.len());
    }
    let run = rest[fits..].iter().position(|&unit| unit.code_point() < limit).unwrap_or(rest.len() - fits);
    let start = position + fits;
    let (encoding, reason) =
        if limit == 128 { ("ascii", "ordinal not in range(128)") } else { ("latin-1", "ordinal not in range(256)") };
    Step::Fault(Fault { encoding, start, end: start + run, reason })
}

impl Encoder for Narrow {
    fn run(&mut self, text: Units<'_>, position: usize, out: &mut Vec<u8>) -> Step {
        with_units!(text, |slice| narrow_slice(self.limit, slice, position, out))
    }
}

pub fn encode_ascii<E>(text: Units<'_>, on_error: &mut EncodeHandler<'_, E>) -> Result<Vec<u8>, EncodeFailure<E>> {
    match text {
        Units::Ascii(bytes) => Ok(copied(bytes)),
        _ => super::encode_with(&mut Narrow { limit: 128 }, text, on_error),
    }
}

pub fn encode_latin1<E>(text: Units<'_>, on_error: &mut EncodeHandler<'_, E>) -> Result<Vec<u8>, EncodeFailure<E>> {
    match text {
        Units::Ascii(bytes) | Units::Latin1(bytes) => Ok(copied(bytes)),
        _ => super::encode_with(&mut Narrow { limit: 256 }, text, on_error),
    }
}

/// The form a Latin-1 string of these bytes has.
pub fn latin1_kind(bytes: &[u8]) -> Kind {
    if bytes.is_ascii() { Kind::Ascii } else { Kind::Latin1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codecs::{EncodeRecovery, Substitute, strict_decode, strict_encode};

    #[test]
    fn faults() {
        let fault = decode_ascii(b"ab\xff\xfe", &mut strict_decode).expect_err("not ASCII");
        assert_eq!((fault.start, fault.end), (2, 3));
        let failed = encode_latin1(Units::Ucs2(&[0xe9, 0x20ac, 0x20ac, 0x61]), &mut strict_encode);
        let Err(EncodeFailure::Handler(fault)) = failed else { panic!("not Latin-1") };
        assert_eq!((fault.start, fault.end, fault.reason), (1, 3, "ordinal not in range(256)"));
    }

    #[test]
    fn a_substitute_must_fit_too() {
        let mut accented = |fault: &Fault| {
            Ok::<_, ()>(EncodeRecovery { substitute: Substitute::Text(Text::from("é")), position: fault.end })
        };
        assert!(matches!(encode_ascii(Units::Ucs2(&[0x20ac]), &mut accented), Err(EncodeFailure::Fault(_))));
        assert_eq!(encode_latin1(Units::Ucs2(&[0x20ac]), &mut accented), Ok(b"\xe9".to_vec()));
    }
}
