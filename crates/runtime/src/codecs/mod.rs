//! Text as bytes and back: the codecs that need no Python, the registry for all others, and error handlers written in Python.

pub mod errors;
pub mod registry;

use taipan_text::Units;
use taipan_text::codecs::{EncodeFailure, Fault, Standard};

use crate::native::*;
use crate::types::bytes::Bytes;

pub use errors::{DecodeErrors, EncodeErrors};
pub use registry::CodecRegistry;

/// An argument that names an encoding or an error handler.
fn name_of(vm: &mut Vm, name: Option<Obj<Str>>, default: &str) -> R<String> {
    let Some(name) = name else { return Ok(default.to_string()) };
    let text = name.to_string_lossy(vm);
    if text.contains('\0') {
        return Err(vm.value_error("embedded null character"));
    }
    Ok(text)
}

/// As `name_of`, of the names that nearly every call gives; None for any other.
fn usual_name(vm: &Vm, name: Option<Obj<Str>>, default: &'static str) -> Option<&'static str> {
    const USUAL: [&str; 10] = [
        "utf-8",
        "utf8",
        "ascii",
        "latin-1",
        "latin1",
        "strict",
        "surrogatepass",
        "surrogateescape",
        "replace",
        "ignore",
    ];
    let Some(name) = name else { return Some(default) };
    let name = name.as_ascii(vm)?;
    USUAL.into_iter().find(|usual| *usual == name)
}

impl Vm {
    /// `bytes.decode(encoding, errors)`.
    pub fn decode(&mut self, bytes: &[u8], encoding: &str, errors: &str) -> R<Owned> {
        match Standard::from_name(encoding) {
            Some(standard) => self.decode_standard(bytes, standard, errors),
            None => {
                let object = self.new_bytes(bytes)?;
                self.decode_with_registry(object.value(), encoding, errors)
            }
        }
    }

    /// `text.encode(encoding, errors)`: a bytes object.
    pub fn encode(&mut self, text: Obj<Str>, encoding: &str, errors: &str) -> R<Owned> {
        match Standard::from_name(encoding) {
            Some(standard) => self.encode_standard(text, standard, errors),
            None => self.encode_with_registry(text, encoding, errors),
        }
    }

    /// Decode with a codec that needs no Python.
    pub fn decode_standard(&mut self, bytes: &[u8], standard: Standard, errors: &str) -> R<Owned> {
        match standard {
            Standard::Latin1 => return self.new_units_narrowed(Units::Latin1(bytes)),
            Standard::Utf8 | Standard::Ascii if bytes.is_ascii() => return self.new_units(Units::Ascii(bytes)),
            _ => {}
        }
        let mut handler = DecodeErrors::new(errors);
        let decoded = standard.decode(bytes, true, &mut |fault, input| handler.recover(self, fault, input))?;
        self.new_text(&decoded.text)
    }

    /// Encode with a codec that needs no Python.
    pub fn encode_standard(&mut self, text: Obj<Str>, standard: Standard, errors: &str) -> R<Owned> {
        match (standard, text.units(self)) {
            (Standard::Utf8 | Standard::Ascii | Standard::Latin1, Units::Ascii(_))
            | (Standard::Latin1, Units::Latin1(_)) => {
                return self.with_units(text, |vm, units| match units {
                    Units::Ascii(bytes) | Units::Latin1(bytes) => vm.new_bytes(bytes),
                    _ => vm.new_bytes(&[]),
                });
            }
            _ => {}
        }
        let mut handler = EncodeErrors::new(text, errors);
        self.with_units(text, |vm, units| {
            let encoded = standard.encode(units, &mut |fault| handler.recover(vm, fault));
            let bytes = encoded_or_raise(vm, encoded, &handler)?;
            vm.new_bytes(&bytes)
        })
    }

    /// `bytes.decode` as its arguments come: the names may be missing.
    pub(crate) fn decode_argument(
        &mut self,
        value: Value,
        encoding: Option<Obj<Str>>,
        errors: Option<Obj<Str>>,
    ) -> R<Owned> {
        if let Some(bytes) = self.cast::<Bytes>(value)
            && let Some(encoding) = usual_name(self, encoding, "utf-8").and_then(Standard::from_name)
            && let Some(errors) = usual_name(self, errors, "strict")
        {
            return self.with_bytes(bytes, |vm, bytes| vm.decode_standard(bytes, encoding, errors));
        }
        let encoding = name_of(self, encoding, "utf-8")?;
        let errors = name_of(self, errors, "strict")?;
        self.check_names(&encoding, &errors)?;
        if let Some(bytes) = self.cast::<Bytes>(value) {
            if bytes.bytes(self).is_empty() {
                // Nobody is asked what nothing means.
                return Ok(self.empty_str.clone());
            }
            return match Standard::from_name(&encoding) {
                Some(standard) => self.with_bytes(bytes, |vm, bytes| vm.decode_standard(bytes, standard, &errors)),
                None => self.decode_with_registry(value, &encoding, &errors),
            };
        }
        let view = self.buffer(value)?;
        // A copy: what an error handler runs may change the bytes.
        let bytes = view.to_vec(self);
        view.release(self)?;
        if bytes.is_empty() {
            return Ok(self.empty_str.clone());
        }
        self.decode(&bytes, &encoding, &errors)
    }

    /// In development mode, names that are not known are errors even where nobody would have looked at them.
    fn check_names(&mut self, encoding: &str, errors: &str) -> R<()> {
        if !self.options.settings.flags.dev_mode {
            return Ok(());
        }
        if Standard::from_name(encoding).is_none() {
            CodecRegistry::lookup(self, encoding)?;
        }
        if !CodecRegistry::has_error_handler(self, errors) {
            return Err(self.lookup_error(format!("unknown error handler name '{errors}'")));
        }
        Ok(())
    }

    /// `str.encode` as its arguments come.
    pub(crate) fn encode_argument(
        &mut self,
        text: Obj<Str>,
        encoding: Option<Obj<Str>>,
        errors: Option<Obj<Str>>,
    ) -> R<Owned> {
        if let Some(encoding) = usual_name(self, encoding, "utf-8").and_then(Standard::from_name)
            && let Some(errors) = usual_name(self, errors, "strict")
        {
            return self.encode_standard(text, encoding, errors);
        }
        let encoding = name_of(self, encoding, "utf-8")?;
        let errors = name_of(self, errors, "strict")?;
        self.check_names(&encoding, &errors)?;
        self.encode(text, &encoding, &errors)
    }

    /// Raise `UnicodeDecodeError` for a fault in these bytes.
    pub fn decode_error(&mut self, bytes: &[u8], fault: &Fault) -> Raised {
        match self.new_bytes(bytes) {
            Ok(object) => errors::raise_decode(self, object.value(), fault),
            Err(raised) => raised,
        }
    }

    /// MemoryError unless the heap has room for so many bytes more. For what is about to be built outside of it.
    pub fn check_room(&mut self, bytes: usize) -> R<()> {
        if bytes < 1 << 16 {
            return Ok(());
        }
        let made = Buffer::<u8>::with_capacity(self.heap, bytes);
        self.check(made).map(drop)
    }
}

/// The bytes, or the error that stopped the encoder raised.
pub fn encoded_or_raise(
    vm: &mut Vm,
    encoded: Result<Vec<u8>, EncodeFailure<Raised>>,
    handler: &EncodeErrors,
) -> R<Vec<u8>> {
    match encoded {
        Ok(bytes) => vm.check_built().map(|()| bytes),
        Err(EncodeFailure::Handler(raised)) => Err(raised),
        Err(EncodeFailure::Fault(fault)) => Err(errors::raise_encode(vm, handler.text(), &fault)),
    }
}
