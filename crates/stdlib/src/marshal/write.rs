//! From values to bytes.

use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;
use taipan_runtime::types::code::CodeObject;
use taipan_runtime::types::complex::Complex;
use taipan_runtime::types::set::{FrozenSet, Set};
use taipan_text::memory::{CopyOut, Grow};
use taipan_text::wtf8::encode_wtf8;

/// What the caller asked for.
#[derive(Clone, Copy)]
struct Format {
    version: i64,
    allow_code: bool,
}

pub(super) fn dump(vm: &mut Vm, value: Value, version: i64, allow_code: bool) -> R<Vec<u8>> {
    let mut out = Vec::new();
    write(vm, value, Format { version, allow_code }, super::DEPTH, &mut out)?;
    Ok(out)
}

fn length(vm: &mut Vm, count: usize, out: &mut Vec<u8>) -> R<()> {
    match i32::try_from(count) {
        Ok(count) => {
            out.put_slice(&count.to_le_bytes());
            Ok(())
        }
        Err(_) => Err(vm.value_error("unmarshallable object")),
    }
}

fn float(value: f64, out: &mut Vec<u8>) {
    out.put_slice(&value.to_le_bytes());
}

fn write(vm: &mut Vm, value: Value, format: Format, depth: usize, out: &mut Vec<u8>) -> R<()> {
    if depth == 0 {
        return Err(vm.value_error("object too deeply nested to marshal"));
    }
    vm.enter_native()?;
    if value.is_none() {
        out.put(b'N');
    } else if value.is(Value::TRUE) {
        out.put(b'T');
    } else if value.is(Value::FALSE) {
        out.put(b'F');
    } else if value.is(Value::ELLIPSIS) {
        out.put(b'.');
    } else if value.is(vm.exceptions.StopIteration.value()) {
        out.put(b'S');
    } else if vm.class_of(value) == vm.types.int {
        int(vm, value, out)?;
    } else if vm.class_of(value) == vm.types.float {
        let number = vm.to_f64(value)?;
        if format.version > 1 {
            out.put(b'g');
            float(number, out);
        } else {
            let text = vm.repr_text(value)?;
            out.put(b'f');
            out.put(text.len() as u8);
            out.put_slice(text.as_bytes());
        }
    } else if let Some(number) = vm.cast_exact::<Complex>(value) {
        let number = number.get(vm);
        let (real, imag) = (number.real, number.imag);
        out.put(b'y');
        float(real, out);
        float(imag, out);
    } else if let Some(text) = vm.cast_exact::<Str>(value) {
        str(vm, text, out)?;
    } else if let Some(bytes) = vm.cast_exact::<Bytes>(value) {
        let bytes = bytes.bytes(vm).copy_out();
        out.put(b's');
        length(vm, bytes.len(), out)?;
        out.put_slice(&bytes);
    } else if let Some(tuple) = vm.cast_exact::<Tuple>(value) {
        let items: Vec<Owned> = tuple.items(vm).iter().map(|item| item.own()).collect();
        many(vm, b'(', &items, format, depth, out)?;
    } else if let Some(list) = vm.cast_exact::<List>(value) {
        let items: Vec<Owned> = list.items(vm).iter().map(|item| item.own()).collect();
        many(vm, b'[', &items, format, depth, out)?;
    } else if let Some(dict) = vm.cast_exact::<Dict>(value) {
        out.put(b'{');
        for (key, value) in dict.snapshot(vm) {
            write(vm, key.value(), format, depth - 1, out)?;
            write(vm, value.value(), format, depth - 1, out)?;
        }
        out.put(b'0');
    } else if vm.cast_exact::<Set>(value).is_some() {
        let items = vm.collect(value)?;
        many(vm, b'<', &items, format, depth, out)?;
    } else if vm.cast_exact::<FrozenSet>(value).is_some() {
        let items = vm.collect(value)?;
        many(vm, b'>', &items, format, depth, out)?;
    } else if let Some(code) = vm.cast_exact::<CodeObject>(value) {
        if !format.allow_code {
            return Err(vm.value_error("marshalling code objects is disallowed"));
        }
        let bytes = code.seal(vm)?;
        out.push(b'c');
        length(vm, bytes.len(), out)?;
        out.extend_from_slice(&bytes);
    } else if let Some(bytes) = crate::support::bytes_like(vm, value)? {
        out.put(b's');
        length(vm, bytes.len(), out)?;
        out.put_slice(&bytes);
    } else {
        return Err(vm.value_error("unmarshallable object"));
    }
    Ok(())
}

fn many(vm: &mut Vm, tag: u8, items: &[Owned], format: Format, depth: usize, out: &mut Vec<u8>) -> R<()> {
    if tag == b'('
        && let Ok(count) = u8::try_from(items.len())
        && format.version >= 4
    {
        out.put_slice(&[b')', count]);
    } else {
        out.put(tag);
        length(vm, items.len(), out)?;
    }
    items.iter().try_for_each(|item| write(vm, item.value(), format, depth - 1, out))
}

/// 32 bits as they are; more in digits of 15 bits, the sign in their count.
fn int(vm: &mut Vm, value: Value, out: &mut Vec<u8>) -> R<()> {
    if let Some(small) = vm.int_to_i64(value).and_then(|value| i32::try_from(value).ok()) {
        out.put(b'i');
        out.put_slice(&small.to_le_bytes());
        return Ok(());
    }
    let negative = vm.int_is_negative(value);
    let magnitude = vm.absolute(value)?;
    let bits = vm.call_method(magnitude.value(), "bit_length", &[])?;
    let count = (vm.int_to_i64(bits.value()).unwrap_or(0) as usize).div_ceil(8) + 2;
    let size = vm.new_int(count as i128)?;
    let order = vm.new_str("little")?;
    let bytes = vm.call_method(magnitude.value(), "to_bytes", &[size.value(), order.value()])?;
    let bytes = vm.cast::<Bytes>(bytes.value()).map(|bytes| bytes.bytes(vm).copy_out()).unwrap_or_default();
    let mut digits = Vec::new();
    let (mut held, mut width) = (0u32, 0);
    for byte in bytes {
        held |= u32::from(byte) << width;
        width += 8;
        while width >= 15 {
            digits.put((held & 0x7fff) as u16);
            held >>= 15;
            width -= 15;
        }
    }
    digits.put(held as u16);
    while digits.last() == Some(&0) {
        digits.pop();
    }
    out.put(b'l');
    let count = i32::try_from(digits.len()).map_err(|_| vm.value_error("unmarshallable object"))?;
    out.put_slice(&(if negative { -count } else { count }).to_le_bytes());
    digits.iter().for_each(|digit| out.put_slice(&digit.to_le_bytes()));
    Ok(())
}

fn str(vm: &mut Vm, text: Obj<Str>, out: &mut Vec<u8>) -> R<()> {
    let interned = vm.is_interned(text);
    match text.as_ascii(vm).map(str::to_string) {
        Some(ascii) => {
            if let Ok(count) = u8::try_from(ascii.len()) {
                out.put_slice(&[if interned { b'Z' } else { b'z' }, count]);
            } else {
                out.put(if interned { b'A' } else { b'a' });
                length(vm, ascii.len(), out)?;
            }
            out.put_slice(ascii.as_bytes());
        }
        None => {
            let bytes = encode_wtf8(text.units(vm));
            out.put(if interned { b't' } else { b'u' });
            length(vm, bytes.len(), out)?;
            out.put_slice(&bytes);
        }
    }
    Ok(())
}
