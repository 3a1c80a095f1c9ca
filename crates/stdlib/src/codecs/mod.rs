//! `_codecs`: the registry of codecs and the codecs written in Rust, as functions. `codecs` and `encodings` build on it.

mod charmap;
mod handlers;

use taipan_runtime::codecs::{CodecRegistry, DecodeErrors};
use taipan_runtime::native::*;
use taipan_text::codecs::{ByteOrder, Decoded, Standard, escape, utf7, utf16, utf32};

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_codecs", "Codecs and their registry.", &METHODS)?;
    vm.add_functions(module, &charmap::METHODS)?;
    vm.define_class::<charmap::EncodingMap>(&charmap::CLASS, None)?;
    Ok(owned)
}

/// The name of an error handler; None is `strict`.
fn errors_of(vm: &mut Vm, errors: Option<Value>) -> R<String> {
    let Some(errors) = errors.filter(|errors| !errors.is_none()) else { return Ok("strict".to_string()) };
    match vm.cast::<Str>(errors) {
        Some(errors) => Ok(errors.to_string_lossy(vm)),
        None => {
            let found = vm.class_of(errors).name(vm);
            Err(vm.type_error(format!("argument 2 must be str or None, not {found}")))
        }
    }
}

/// A copy of an object's bytes.
fn bytes_of(vm: &mut Vm, data: Value) -> R<Vec<u8>> {
    let view = vm.buffer(data)?;
    let bytes = view.to_vec(vm);
    view.release(vm)?;
    Ok(bytes)
}

/// As `bytes_of`; a str gives its UTF-8.
fn bytes_or_text(vm: &mut Vm, data: Value) -> R<Vec<u8>> {
    match vm.cast::<Str>(data) {
        Some(text) => {
            let encoded = vm.encode_standard(text, Standard::Utf8, "strict")?;
            bytes_of(vm, encoded.value())
        }
        None => bytes_of(vm, data),
    }
}

/// `(object, length)`.
fn pair(vm: &mut Vm, object: &Owned, length: usize) -> R<Owned> {
    let length = vm.new_int(length as i128)?;
    vm.new_tuple(&[object.value(), length.value()])
}

fn decoded_pair(vm: &mut Vm, decoded: Decoded) -> R<Owned> {
    let text = vm.new_text(&decoded.text)?;
    pair(vm, &text, decoded.consumed)
}

fn decode(vm: &mut Vm, standard: Standard, data: Value, errors: Option<Value>, is_final: bool) -> R<Owned> {
    let errors = errors_of(vm, errors)?;
    let bytes = bytes_of(vm, data)?;
    let mut handler = DecodeErrors::new(&errors);
    let decoded = standard.decode(&bytes, is_final, &mut |fault, input| handler.recover(vm, fault, input))?;
    decoded_pair(vm, decoded)
}

fn encode(vm: &mut Vm, standard: Standard, text: Obj<Str>, errors: Option<Value>) -> R<Owned> {
    let errors = errors_of(vm, errors)?;
    let bytes = vm.encode_standard(text, standard, &errors)?;
    let length = text.len(vm);
    pair(vm, &bytes, length)
}

/// As numbers say it: negative for little, positive for big, 0 for the machine's own with a mark.
fn order_of(byteorder: i64) -> Option<ByteOrder> {
    match byteorder {
        0 => None,
        1.. => Some(ByteOrder::Big),
        _ => Some(ByteOrder::Little),
    }
}

fn order_number(order: Option<ByteOrder>) -> i64 {
    match order {
        None => 0,
        Some(ByteOrder::Big) => 1,
        Some(ByteOrder::Little) => -1,
    }
}

/// `(text, consumed, byte order)`.
fn decoded_in_order(vm: &mut Vm, decoded: Decoded, order: Option<ByteOrder>) -> R<Owned> {
    let text = vm.new_text(&decoded.text)?;
    let consumed = vm.new_int(decoded.consumed as i128)?;
    let order = vm.new_int(i128::from(order_number(order)))?;
    vm.new_tuple(&[text.value(), consumed.value(), order.value()])
}

fn warn_of_escape(vm: &mut Vm, invalid: Option<escape::InvalidEscape>) -> R<()> {
    match invalid {
        Some(invalid) => {
            let category = vm.exceptions.DeprecationWarning;
            vm.warn(category, &invalid.warning())
        }
        None => Ok(()),
    }
}

/// One function of a codec, found in the registry.
fn codec_function(vm: &mut Vm, encoding: &str, place: usize) -> R<Owned> {
    let codec = CodecRegistry::lookup(vm, encoding)?;
    match vm.cast::<Tuple>(codec.value()).and_then(|tuple| tuple.items(vm).get(place)) {
        Some(function) => Ok(function.own()),
        None => Err(vm.type_error("codec search functions must return 4-tuples")),
    }
}

/// The functions of one of the plain codecs.
macro_rules! standard_codecs {
    ($($encode:ident $decode:ident $standard:expr;)+) => { $(
        fn $encode(vm: &mut Vm, text: Obj<Str>, errors: Option<Value>) -> R<Owned> {
            encode(vm, $standard, text, errors)
        }

        fn $decode(vm: &mut Vm, data: Value, errors: Option<Value>, is_final: bool) -> R<Owned> {
            decode(vm, $standard, data, errors, is_final)
        }
    )+ };
}

standard_codecs! {
    encode_utf_8 decode_utf_8 Standard::Utf8;
    encode_latin_1 decode_latin_1 Standard::Latin1;
    encode_ascii decode_ascii Standard::Ascii;
    encode_utf_16_le decode_utf_16_le Standard::Utf16(Some(ByteOrder::Little));
    encode_utf_16_be decode_utf_16_be Standard::Utf16(Some(ByteOrder::Big));
    encode_utf_32_le decode_utf_32_le Standard::Utf32(Some(ByteOrder::Little));
    encode_utf_32_be decode_utf_32_be Standard::Utf32(Some(ByteOrder::Big));
}

#[methods]
mod py {
    use super::*;

    /// Add a function that finds codecs.
    #[function("(search_function, /)")]
    fn register(vm: &mut Vm, search_function: Value) -> R<()> {
        CodecRegistry::register(vm, search_function)
    }

    /// Take a function that finds codecs away, and forget what was found.
    #[function("(search_function, /)")]
    fn unregister(vm: &mut Vm, search_function: Value) -> R<()> {
        CodecRegistry::unregister(vm, search_function)
    }

    /// The codec of a name.
    #[function("(encoding, /)")]
    fn lookup(vm: &mut Vm, encoding: String) -> R<Owned> {
        CodecRegistry::lookup(vm, &encoding)
    }

    /// What a codec's encoder makes of an object.
    #[function("(obj, encoding='utf-8', errors='strict')")]
    fn encode(vm: &mut Vm, obj: Value, encoding: Option<String>, errors: Option<String>) -> R<Owned> {
        let encoding = encoding.as_deref().unwrap_or("utf-8");
        let encoder = codec_function(vm, encoding, 0)?;
        vm.code_with(encoder.value(), "encoder", obj, encoding, errors.as_deref().unwrap_or("strict"))
    }

    /// What a codec's decoder makes of an object.
    #[function("(obj, encoding='utf-8', errors='strict')")]
    fn decode(vm: &mut Vm, obj: Value, encoding: Option<String>, errors: Option<String>) -> R<Owned> {
        let encoding = encoding.as_deref().unwrap_or("utf-8");
        let decoder = codec_function(vm, encoding, 1)?;
        vm.code_with(decoder.value(), "decoder", obj, encoding, errors.as_deref().unwrap_or("strict"))
    }

    /// Give an error handler a name.
    #[function("(errors, handler, /)")]
    fn register_error(vm: &mut Vm, errors: String, handler: Value) -> R<()> {
        CodecRegistry::register_error(vm, &errors, handler)
    }

    /// Take an error handler's name away; whether there was one.
    #[function("(errors, /)")]
    fn _unregister_error(vm: &mut Vm, errors: String) -> R<bool> {
        if handlers::is_builtin(&errors) {
            return Err(vm.value_error(format!("cannot un-register built-in error handler '{errors}'")));
        }
        Ok(CodecRegistry::unregister_error(vm, &errors))
    }

    /// The error handler of a name.
    #[function("(name, /)")]
    fn lookup_error(vm: &mut Vm, name: String) -> R<Owned> {
        handlers::lookup(vm, &name)
    }

    #[function("(str, errors=None, /)")]
    fn utf_8_encode(vm: &mut Vm, text: Obj<Str>, errors: Option<Value>) -> R<Owned> {
        encode_utf_8(vm, text, errors)
    }

    #[function("(data, errors=None, final=False, /)")]
    fn utf_8_decode(vm: &mut Vm, data: Value, errors: Option<Value>, is_final: Option<bool>) -> R<Owned> {
        decode_utf_8(vm, data, errors, is_final.unwrap_or(false))
    }

    #[function("(str, errors=None, /)")]
    fn latin_1_encode(vm: &mut Vm, text: Obj<Str>, errors: Option<Value>) -> R<Owned> {
        encode_latin_1(vm, text, errors)
    }

    #[function("(data, errors=None, /)")]
    fn latin_1_decode(vm: &mut Vm, data: Value, errors: Option<Value>) -> R<Owned> {
        decode_latin_1(vm, data, errors, true)
    }

    #[function("(str, errors=None, /)")]
    fn ascii_encode(vm: &mut Vm, text: Obj<Str>, errors: Option<Value>) -> R<Owned> {
        encode_ascii(vm, text, errors)
    }

    #[function("(data, errors=None, /)")]
    fn ascii_decode(vm: &mut Vm, data: Value, errors: Option<Value>) -> R<Owned> {
        decode_ascii(vm, data, errors, true)
    }

    #[function("(str, errors=None, /)")]
    fn utf_16_le_encode(vm: &mut Vm, text: Obj<Str>, errors: Option<Value>) -> R<Owned> {
        encode_utf_16_le(vm, text, errors)
    }

    #[function("(data, errors=None, final=False, /)")]
    fn utf_16_le_decode(vm: &mut Vm, data: Value, errors: Option<Value>, is_final: Option<bool>) -> R<Owned> {
        decode_utf_16_le(vm, data, errors, is_final.unwrap_or(false))
    }

    #[function("(str, errors=None, /)")]
    fn utf_16_be_encode(vm: &mut Vm, text: Obj<Str>, errors: Option<Value>) -> R<Owned> {
        encode_utf_16_be(vm, text, errors)
    }

    #[function("(data, errors=None, final=False, /)")]
    fn utf_16_be_decode(vm: &mut Vm, data: Value, errors: Option<Value>, is_final: Option<bool>) -> R<Owned> {
        decode_utf_16_be(vm, data, errors, is_final.unwrap_or(false))
    }

    #[function("(str, errors=None, byteorder=0, /)")]
    fn utf_16_encode(vm: &mut Vm, text: Obj<Str>, errors: Option<Value>, byteorder: Option<i64>) -> R<Owned> {
        super::encode(vm, Standard::Utf16(order_of(byteorder.unwrap_or(0))), text, errors)
    }

    #[function("(data, errors=None, final=False, /)")]
    fn utf_16_decode(vm: &mut Vm, data: Value, errors: Option<Value>, is_final: Option<bool>) -> R<Owned> {
        super::decode(vm, Standard::Utf16(None), data, errors, is_final.unwrap_or(false))
    }

    #[function("(data, errors=None, byteorder=0, final=False, /)")]
    fn utf_16_ex_decode(
        vm: &mut Vm,
        data: Value,
        errors: Option<Value>,
        byteorder: Option<i64>,
        is_final: Option<bool>,
    ) -> R<Owned> {
        let (errors, bytes) = (errors_of(vm, errors)?, bytes_of(vm, data)?);
        let mut handler = DecodeErrors::new(&errors);
        let order = order_of(byteorder.unwrap_or(0));
        let decoded = utf16::decode(&bytes, order, is_final.unwrap_or(false), &mut |fault, input| {
            handler.recover(vm, fault, input)
        })?;
        decoded_in_order(vm, decoded.decoded, decoded.order)
    }

    #[function("(str, errors=None, /)")]
    fn utf_32_le_encode(vm: &mut Vm, text: Obj<Str>, errors: Option<Value>) -> R<Owned> {
        encode_utf_32_le(vm, text, errors)
    }

    #[function("(data, errors=None, final=False, /)")]
    fn utf_32_le_decode(vm: &mut Vm, data: Value, errors: Option<Value>, is_final: Option<bool>) -> R<Owned> {
        decode_utf_32_le(vm, data, errors, is_final.unwrap_or(false))
    }

    #[function("(str, errors=None, /)")]
    fn utf_32_be_encode(vm: &mut Vm, text: Obj<Str>, errors: Option<Value>) -> R<Owned> {
        encode_utf_32_be(vm, text, errors)
    }

    #[function("(data, errors=None, final=False, /)")]
    fn utf_32_be_decode(vm: &mut Vm, data: Value, errors: Option<Value>, is_final: Option<bool>) -> R<Owned> {
        decode_utf_32_be(vm, data, errors, is_final.unwrap_or(false))
    }

    #[function("(str, errors=None, byteorder=0, /)")]
    fn utf_32_encode(vm: &mut Vm, text: Obj<Str>, errors: Option<Value>, byteorder: Option<i64>) -> R<Owned> {
        super::encode(vm, Standard::Utf32(order_of(byteorder.unwrap_or(0))), text, errors)
    }

    #[function("(data, errors=None, final=False, /)")]
    fn utf_32_decode(vm: &mut Vm, data: Value, errors: Option<Value>, is_final: Option<bool>) -> R<Owned> {
        super::decode(vm, Standard::Utf32(None), data, errors, is_final.unwrap_or(false))
    }

    #[function("(data, errors=None, byteorder=0, final=False, /)")]
    fn utf_32_ex_decode(
        vm: &mut Vm,
        data: Value,
        errors: Option<Value>,
        byteorder: Option<i64>,
        is_final: Option<bool>,
    ) -> R<Owned> {
        let (errors, bytes) = (errors_of(vm, errors)?, bytes_of(vm, data)?);
        let mut handler = DecodeErrors::new(&errors);
        let order = order_of(byteorder.unwrap_or(0));
        let decoded = utf32::decode(&bytes, order, is_final.unwrap_or(false), &mut |fault, input| {
            handler.recover(vm, fault, input)
        })?;
        decoded_in_order(vm, decoded.decoded, decoded.order)
    }

    #[function("(str, errors=None, /)")]
    fn utf_7_encode(vm: &mut Vm, text: Obj<Str>, errors: Option<Value>) -> R<Owned> {
        errors_of(vm, errors)?;
        let bytes = utf7::encode(text.units(vm));
        let (bytes, length) = (vm.new_bytes(&bytes)?, text.len(vm));
        pair(vm, &bytes, length)
    }

    #[function("(data, errors=None, final=False, /)")]
    fn utf_7_decode(vm: &mut Vm, data: Value, errors: Option<Value>, is_final: Option<bool>) -> R<Owned> {
        let (errors, bytes) = (errors_of(vm, errors)?, bytes_of(vm, data)?);
        let mut handler = DecodeErrors::new(&errors);
        let decoded =
            utf7::decode(&bytes, is_final.unwrap_or(false), &mut |fault, input| handler.recover(vm, fault, input))?;
        decoded_pair(vm, decoded)
    }

    #[function("(str, errors=None, /)")]
    fn unicode_escape_encode(vm: &mut Vm, text: Obj<Str>, errors: Option<Value>) -> R<Owned> {
        errors_of(vm, errors)?;
        let bytes = escape::encode(text.units(vm));
        let (bytes, length) = (vm.new_bytes(&bytes)?, text.len(vm));
        pair(vm, &bytes, length)
    }

    #[function("(data, errors=None, final=True, /)")]
    fn unicode_escape_decode(vm: &mut Vm, data: Value, errors: Option<Value>, is_final: Option<bool>) -> R<Owned> {
        let (errors, bytes) = (errors_of(vm, errors)?, bytes_or_text(vm, data)?);
        let mut handler = DecodeErrors::new(&errors);
        let decoded =
            escape::decode(&bytes, is_final.unwrap_or(true), &mut |fault, input| handler.recover(vm, fault, input))?;
        warn_of_escape(vm, decoded.first_invalid)?;
        decoded_pair(vm, decoded.decoded)
    }

    #[function("(str, errors=None, /)")]
    fn raw_unicode_escape_encode(vm: &mut Vm, text: Obj<Str>, errors: Option<Value>) -> R<Owned> {
        errors_of(vm, errors)?;
        let bytes = escape::encode_raw(text.units(vm));
        let (bytes, length) = (vm.new_bytes(&bytes)?, text.len(vm));
        pair(vm, &bytes, length)
    }

    #[function("(data, errors=None, final=True, /)")]
    fn raw_unicode_escape_decode(vm: &mut Vm, data: Value, errors: Option<Value>, is_final: Option<bool>) -> R<Owned> {
        let (errors, bytes) = (errors_of(vm, errors)?, bytes_or_text(vm, data)?);
        let mut handler = DecodeErrors::new(&errors);
        let decoded = escape::decode_raw(&bytes, is_final.unwrap_or(true), &mut |fault, input| {
            handler.recover(vm, fault, input)
        })?;
        decoded_pair(vm, decoded)
    }

    #[function("(data, errors=None, /)")]
    fn escape_decode(vm: &mut Vm, data: Value, errors: Option<Value>) -> R<Owned> {
        let (errors, bytes) = (errors_of(vm, errors)?, bytes_or_text(vm, data)?);
        let how = match errors.as_str() {
            "replace" => escape::BytesErrors::Replace,
            "ignore" => escape::BytesErrors::Ignore,
            _ => escape::BytesErrors::Strict,
        };
        match escape::decode_bytes(&bytes, how) {
            Ok((decoded, invalid)) => {
                warn_of_escape(vm, invalid)?;
                let decoded = vm.new_bytes(&decoded)?;
                pair(vm, &decoded, bytes.len())
            }
            Err(escape::BytesEscapeError::InvalidHex { .. }) if errors != "strict" => {
                Err(vm.value_error(format!("decoding error; unknown error handling code: {errors}")))
            }
            Err(error) => Err(vm.value_error(error.to_string())),
        }
    }

    #[function("(data, errors=None, /)")]
    fn escape_encode(vm: &mut Vm, data: Value, errors: Option<Value>) -> R<Owned> {
        errors_of(vm, errors)?;
        let Some(bytes) = vm.cast::<taipan_runtime::types::bytes::Bytes>(data) else {
            let found = vm.class_of(data).name(vm);
            return Err(vm.type_error(format!("escape_encode() argument 1 must be bytes, not {found}")));
        };
        let (encoded, length) = (escape::encode_bytes(bytes.bytes(vm)), bytes.len(vm));
        let encoded = vm.new_bytes(&encoded)?;
        pair(vm, &encoded, length)
    }

    #[function("(data, errors=None, /)")]
    fn readbuffer_encode(vm: &mut Vm, data: Value, errors: Option<Value>) -> R<Owned> {
        errors_of(vm, errors)?;
        let bytes = bytes_or_text(vm, data)?;
        let made = vm.new_bytes(&bytes)?;
        pair(vm, &made, bytes.len())
    }
}
