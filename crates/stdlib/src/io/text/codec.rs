//! The two directions between bytes and text.

use taipan_runtime::codecs::DecodeErrors;
use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;
use taipan_text::TextBuf;
use taipan_text::codecs::Standard;
use taipan_text::memory::CopyOut;

use super::{NewlineMode, TextIo};
use crate::io::bytes_of;
use crate::io::newline::{self, Newlines};

/// Makes bytes of text.
pub(crate) enum Encoder {
    Standard,
    /// An incremental encoder.
    Python(Owned),
}

/// Makes text of bytes that come in parts.
pub(crate) enum Decoder {
    Standard {
        /// The beginning of a character.
        rest: Vec<u8>,
        /// For universal newlines.
        newlines: Option<Newlines>,
    },
    /// An incremental decoder.
    Python(Owned),
}

#[extension(TextCodec)]
impl Obj<TextIo> {
    /// The codecs for the stream's encoding, in the directions that it has.
    fn make_codecs(self, vm: &mut Vm, info: Option<&Owned>, readable: bool, writable: bool) -> R<()> {
        let errors = self.get(vm).errors.clone();
        let newline = self.get(vm).newline;
        let translate = newline == NewlineMode::Translate;
        let decoder = match info {
            _ if !readable => None,
            None => Some(Decoder::Standard {
                rest: Vec::new(),
                newlines: newline.is_universal().then(|| Newlines::new(translate)),
            }),
            Some(info) => {
                let errors = vm.new_str(&errors)?;
                let mut decoder = vm.call_method(info.value(), "incrementaldecoder", &[errors.value()])?;
                if newline.is_universal() {
                    decoder = newline::around(vm, decoder, translate)?;
                }
                Some(Decoder::Python(decoder))
            }
        };
        let encoder = match info {
            _ if !writable => None,
            None => Some(Encoder::Standard),
            Some(info) => {
                let errors = vm.new_str(&errors)?;
                let encoder = vm.call_method(info.value(), "incrementalencoder", &[errors.value()])?;
                Some(Encoder::Python(encoder))
            }
        };
        let this = self.get_mut(vm);
        (this.decoder, this.encoder) = (decoder, encoder);
        Ok(())
    }

    /// The bytes of a text.
    fn encode(self, vm: &mut Vm, text: Obj<Str>) -> R<Vec<u8>> {
        let this = self.get(vm);
        match &this.encoder {
            Some(Encoder::Python(encoder)) => {
                let encoder = encoder.clone();
                let bytes = vm.call_method(encoder.value(), "encode", &[text.value()])?;
                match vm.cast::<Bytes>(bytes.value()) {
                    Some(bytes) => Ok(bytes.bytes(vm).copy_out()),
                    None => {
                        let found = vm.class_of(bytes.value()).name(vm);
                        Err(vm.type_error(format!("encoder should return a bytes object, not '{found}'")))
                    }
                }
            }
            _ => {
                if let Some(ascii) = text.as_ascii(vm) {
                    return Ok(ascii.as_bytes().copy_out());
                }
                let (standard, errors) = (this.standard.unwrap_or(Standard::Utf8), this.errors.clone());
                let bytes = vm.encode_standard(text, standard, &errors)?;
                bytes_of(vm, bytes.value())
            }
        }
    }

    /// The text of the next bytes.
    fn decode(self, vm: &mut Vm, input: &[u8], is_final: bool) -> R<Owned> {
        let this = self.get(vm);
        let standard = this.standard.unwrap_or(Standard::Utf8);
        match &this.decoder {
            None => Err(crate::io::unsupported(vm, "not readable")),
            Some(Decoder::Python(decoder)) => {
                let decoder = decoder.clone();
                let input = vm.new_bytes(input)?;
                let text = vm.call_method(decoder.value(), "decode", &[input.value(), Value::bool(is_final)])?;
                if vm.cast::<Str>(text.value()).is_some() {
                    return Ok(text);
                }
                let found = vm.class_of(text.value()).name(vm);
                Err(vm.type_error(format!("decoder should return a string result, not '{found}'")))
            }
            Some(Decoder::Standard { rest, newlines }) => {
                let mut newlines = *newlines;
                let plain = rest.is_empty()
                    && input.is_ascii()
                    && newlines.is_none_or(|newlines| !newlines.pending_cr)
                    && (newlines.is_none() || memchr::memchr(b'\r', input).is_none());
                if plain {
                    if let Some(newlines) = &mut newlines {
                        newlines.decode(taipan_text::Units::Ascii(input), is_final);
                    }
                    self.set_standard(vm, Vec::new(), newlines);
                    return vm.new_units(taipan_text::Units::Ascii(input));
                }
                let joined;
                let input = if rest.is_empty() {
                    input
                } else {
                    joined = [rest.as_slice(), input].concat();
                    &joined
                };
                let mut handler = DecodeErrors::new(&this.errors);
                let decoded =
                    standard.decode(input, is_final, &mut |fault, input| handler.recover(vm, fault, input))?;
                let rest = input.get(decoded.consumed..).unwrap_or(&[]).copy_out();
                let mut text = decoded.text;
                if let Some(newlines) = &mut newlines
                    && let Some(changed) = newlines.decode(text.units(), is_final).map(TextBuf::finish)
                {
                    text = changed;
                }
                self.set_standard(vm, rest, newlines);
                vm.new_units_narrowed(text.units())
            }
        }
    }

    fn set_standard(self, vm: &mut Vm, new_rest: Vec<u8>, new_newlines: Option<Newlines>) {
        if let Some(Decoder::Standard { rest, newlines }) = &mut self.get_mut(vm).decoder {
            (*rest, *newlines) = (new_rest, new_newlines);
        }
    }

    /// The bytes that wait for more, and the decoder's flags.
    fn decoder_state(self, vm: &mut Vm) -> R<(Vec<u8>, i64)> {
        match &self.get(vm).decoder {
            Some(Decoder::Standard { rest, newlines }) => {
                Ok((rest.clone(), i64::from(newlines.is_some_and(|newlines| newlines.pending_cr))))
            }
            Some(Decoder::Python(decoder)) => {
                let decoder = decoder.clone();
                let state = vm.call_method(decoder.value(), "getstate", &[])?;
                let (bytes, flags) = newline::state_parts(vm, &state)?;
                if vm.cast::<Bytes>(bytes.value()).is_none() {
                    let found = vm.class_of(bytes.value()).name(vm);
                    return Err(vm.type_error(format!(
                        "illegal decoder state: the first item should be a bytes object, not '{found}'"
                    )));
                }
                Ok((bytes_of(vm, bytes.value())?, flags))
            }
            None => Ok((Vec::new(), 0)),
        }
    }

    fn set_decoder_state(self, vm: &mut Vm, bytes: &[u8], flags: i64) -> R<()> {
        match &mut self.get_mut(vm).decoder {
            Some(Decoder::Standard { rest, newlines }) => {
                *rest = bytes.copy_out();
                if let Some(newlines) = newlines {
                    newlines.pending_cr = flags & 1 != 0;
                }
                Ok(())
            }
            Some(Decoder::Python(decoder)) => {
                let decoder = decoder.clone();
                let (bytes, flags) = (vm.new_bytes(bytes)?, vm.new_int(i128::from(flags))?);
                let state = vm.new_tuple(&[bytes.value(), flags.value()])?;
                vm.call_method(decoder.value(), "setstate", &[state.value()]).map(drop)
            }
            None => Ok(()),
        }
    }

    fn reset_decoder(self, vm: &mut Vm) -> R<()> {
        match &mut self.get_mut(vm).decoder {
            Some(Decoder::Standard { rest, newlines }) => {
                rest.clear();
                if let Some(newlines) = newlines {
                    newlines.reset();
                }
                Ok(())
            }
            Some(Decoder::Python(decoder)) => {
                let decoder = decoder.clone();
                vm.call_method(decoder.value(), "reset", &[]).map(drop)
            }
            None => Ok(()),
        }
    }

    /// After a move: at the file's beginning a mark is due again.
    fn reset_encoder(self, vm: &mut Vm, at_start: bool) -> R<()> {
        if let Some(Encoder::Python(encoder)) = &self.get(vm).encoder {
            let encoder = encoder.clone();
            if at_start {
                vm.call_method(encoder.value(), "reset", &[])?;
            } else {
                vm.call_method(encoder.value(), "setstate", &[Value::small(0)])?;
            }
        }
        Ok(())
    }

    /// Which line ends were read.
    fn seen_newlines(self, vm: &mut Vm) -> R<Owned> {
        match &self.get(vm).decoder {
            Some(Decoder::Standard { newlines: Some(newlines), .. }) => {
                let newlines = *newlines;
                newlines.seen(vm)
            }
            Some(Decoder::Python(decoder)) => {
                let decoder = decoder.clone();
                let key = vm.intern("newlines")?;
                Ok(vm.get_attr_optional(decoder.value(), key)?.unwrap_or(Owned::NONE))
            }
            _ => Ok(Owned::NONE),
        }
    }
}
