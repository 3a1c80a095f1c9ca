//! Codecs by a table: `charmap_decode`, `charmap_encode`, and tables turned around for encoding.

use std::cell::RefCell;
use taipan_text::memory::CopyOut;

use taipan_runtime::codecs::{DecodeErrors, EncodeErrors, encoded_or_raise};
use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;
use taipan_text::Text;
use taipan_text::codecs::{Standard, charmap};

use super::{bytes_of, decoded_pair, errors_of, pair};

/// What `charmap_build` makes.
#[derive(Trace)]
pub(super) struct EncodingMap {
    #[trace(skip)]
    table: charmap::EncodingTable,
}

impl Payload for EncodingMap {
    const NAME: &'static str = "EncodingMap";
    const CONTAINER: bool = false;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.native_class::<EncodingMap>()
    }
}

pub(super) static CLASS: ClassDef =
    ClassDef { methods: &map::METHODS, ..ClassDef::sealed::<EncodingMap>("EncodingMap") };

mod map {
    use super::EncodingMap;
    use taipan_runtime::native::*;

    #[methods]
    mod py {
        use super::*;

        /// Bytes that the table takes.
        #[method("($self, /)")]
        fn size(vm: &mut Vm, this: Obj<EncodingMap>) -> usize {
            this.get(vm).table.byte_size()
        }
    }
}

/// `mapping[number]`; None when it has no such key.
fn look_up(vm: &mut Vm, mapping: Value, number: u32) -> R<Option<Owned>> {
    match vm.get_item(mapping, Value::int_unchecked(i64::from(number))) {
        Ok(found) => Ok(Some(found)),
        Err(raised) => {
            vm.catch(vm.exceptions.LookupError, raised)?;
            Ok(None)
        }
    }
}

/// What a byte means.
fn meaning(vm: &mut Vm, mapping: Value, byte: u8) -> R<Option<Text>> {
    let Some(found) = look_up(vm, mapping, u32::from(byte))? else { return Ok(None) };
    if found.is_none() {
        return Ok(None);
    }
    let text = if let Some(text) = vm.cast::<Str>(found.value()) {
        text.units(vm).to_text()
    } else if vm.as_int_ref(found.value()).is_some() {
        let point = vm.int_to_i64(found.value()).and_then(|point| u32::try_from(point).ok());
        match point.filter(|&point| point <= 0x10ffff) {
            Some(point) => Text::from_code_point(point),
            None => return Err(vm.type_error("character mapping must be in range(0x110000)")),
        }
    } else {
        return Err(vm.type_error("character mapping must return integer, None or str"));
    };
    let undefined = text.len() == 1 && text.units().get(0) == 0xfffe;
    Ok((!undefined).then_some(text))
}

/// The bytes of a character.
fn code(vm: &mut Vm, mapping: Value, point: u32) -> R<Option<Vec<u8>>> {
    let Some(found) = look_up(vm, mapping, point)? else { return Ok(None) };
    if found.is_none() {
        return Ok(None);
    }
    if let Some(bytes) = vm.cast::<Bytes>(found.value()) {
        return Ok(Some(bytes.bytes(vm).copy_out()));
    }
    if vm.as_int_ref(found.value()).is_some() {
        return match vm.int_to_i64(found.value()).and_then(|byte| u8::try_from(byte).ok()) {
            Some(byte) => Ok(Some(vec![byte])),
            None => Err(vm.type_error("character mapping must be in range(256)")),
        };
    }
    let class = vm.class_of(found.value()).name(vm);
    Err(vm.type_error(format!("character mapping must return integer, bytes or None, not {class}")))
}

#[methods]
mod py {
    use super::*;

    #[function("(data, errors=None, mapping=None, /)")]
    fn charmap_decode(vm: &mut Vm, data: Value, errors: Option<Value>, mapping: Option<Value>) -> R<Owned> {
        let (errors, bytes) = (errors_of(vm, errors)?, bytes_of(vm, data)?);
        let mut handler = DecodeErrors::new(&errors);
        let Some(mapping) = mapping.filter(|mapping| !mapping.is_none()) else {
            let text = vm.decode_standard(&bytes, Standard::Latin1, &errors)?;
            return pair(vm, &text, bytes.len());
        };
        let decoded = match vm.cast::<Str>(mapping) {
            Some(table) => vm.with_units(table, |vm, table| {
                charmap::decode(&bytes, table, &mut |fault, input| handler.recover(vm, fault, input))
            })?,
            None => {
                // Both callbacks need the isolate, one after the other.
                let shared = RefCell::new(&mut *vm);
                charmap::decode_by(
                    &bytes,
                    &mut |byte| meaning(&mut shared.borrow_mut(), mapping, byte),
                    &mut |fault, input| handler.recover(&mut shared.borrow_mut(), fault, input),
                )?
            }
        };
        decoded_pair(vm, decoded)
    }

    #[function("(str, errors=None, mapping=None, /)")]
    fn charmap_encode(vm: &mut Vm, text: Obj<Str>, errors: Option<Value>, mapping: Option<Value>) -> R<Owned> {
        let errors = errors_of(vm, errors)?;
        let length = text.len(vm);
        let Some(mapping) = mapping.filter(|mapping| !mapping.is_none()) else {
            let bytes = vm.encode_standard(text, Standard::Latin1, &errors)?;
            return pair(vm, &bytes, length);
        };
        let mut handler = EncodeErrors::new(text, &errors);
        let table = vm.cast::<EncodingMap>(mapping).map(|map| map.get(vm).table.clone());
        let bytes = vm.with_units(text, |vm, units| {
            let encoded = match &table {
                Some(table) => charmap::encode(units, table, &mut |fault| handler.recover(vm, fault)),
                None => {
                    let shared = RefCell::new(&mut *vm);
                    charmap::encode_by(
                        units,
                        &mut |point| code(&mut shared.borrow_mut(), mapping, point),
                        &mut |fault| handler.recover(&mut shared.borrow_mut(), fault),
                    )
                }
            };
            encoded_or_raise(vm, encoded, &handler)
        })?;
        let bytes = vm.new_bytes(&bytes)?;
        pair(vm, &bytes, length)
    }

    /// A decoding table turned around: a dict, when it is not as the tables of encodings are.
    #[function("(map, /)")]
    fn charmap_build(vm: &mut Vm, map: Obj<Str>) -> R<Owned> {
        let length = map.len(vm).min(256);
        let usual = |(index, point): (usize, u32)| if index == 0 { point == 0 } else { (1..0x10000).contains(&point) };
        if length == 0 || !map.units(vm).iter().take(length).enumerate().all(usual) {
            let made = vm.new_dict()?;
            if let Some(dict) = vm.cast::<Dict>(made.value()) {
                for index in 0..length {
                    let point = Value::int_unchecked(i64::from(map.units(vm).get(index)));
                    dict.set(vm, point, Value::int_unchecked(index as i64))?;
                }
            }
            return Ok(made);
        }
        let table = charmap::EncodingTable::new(map.units(vm));
        vm.allocate(EncodingMap { table })
    }
}
