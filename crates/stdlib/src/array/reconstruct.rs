//! Arrays from pickles, which may have been written by a machine with other sizes or another byte order.

use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;
use taipan_text::memory::{CopyOut, Grow};

use super::kind::Kind;
use super::{Array, append, append_checked, hollow};

/// The number of a format: of ints by size, sign and order; of floats; of characters by encoding.
pub(super) fn machine_format(kind: Kind) -> i32 {
    let big = i32::from(cfg!(target_endian = "big"));
    match kind.code() {
        'B' => 0,
        'b' => 1,
        'H' => 2 + big,
        'h' => 4 + big,
        'I' => 6 + big,
        'i' => 8 + big,
        'L' | 'Q' => 10 + big,
        'l' | 'q' => 12 + big,
        'f' => 14 + big,
        'd' => 16 + big,
        _ => 20 + big,
    }
}

/// Size, sign and order of an int's format.
fn int_format(format: i32) -> Option<(usize, bool, bool)> {
    match format {
        0 => Some((1, false, false)),
        1 => Some((1, true, false)),
        2..=13 => {
            let place = format - 2;
            Some((2 << (place / 4), place / 2 % 2 == 1, place % 2 == 1))
        }
        _ => None,
    }
}

#[methods]
mod py {
    use super::*;

    /// An array from what pickle kept.
    #[function("(arraytype, typecode, mformat_code, items, /)")]
    fn _array_reconstructor(
        vm: &mut Vm,
        arraytype: Value,
        typecode: Value,
        mformat_code: i32,
        items: Value,
    ) -> R<Owned> {
        let own = vm.native_class::<Array>();
        let Some(class) = vm.cast::<Class>(arraytype) else {
            let shown = vm.repr_text(arraytype)?;
            return Err(vm.type_error(format!("first argument must be a type object, not {shown}")));
        };
        if !class.is_subclass_of(vm, own) {
            let (name, base) = (class.name(vm), own.name(vm));
            return Err(vm.type_error(format!("{name} is not a subtype of {base}")));
        }
        let code = vm.cast::<Str>(typecode).map(|text| text.to_string_lossy(vm)).unwrap_or_default();
        let mut characters = code.chars();
        let (Some(code), None) = (characters.next(), characters.next()) else {
            let found = vm.class_of(typecode).name(vm);
            let message = format!("_array_reconstructor() argument 2 must be a unicode character, not {found}");
            return Err(vm.type_error(message));
        };
        let Some(kind) = Kind::from_code(code) else {
            return Err(vm.value_error("second argument must be a valid type code"));
        };
        if !(0..=21).contains(&mformat_code) {
            return Err(vm.value_error("third argument must be a valid machine format code."));
        }
        let Some(bytes) = vm.cast::<Bytes>(items) else {
            let found = vm.class_of(items).name(vm);
            return Err(vm.type_error(format!("fourth argument should be bytes, not {found}")));
        };
        let bytes = bytes.bytes(vm).copy_out();
        let (made, array) = hollow(vm, class, kind)?;
        if machine_format(kind) == mformat_code {
            append_checked(vm, array, &bytes)?;
            return Ok(made);
        }
        let values = decode(vm, mformat_code, &bytes)?;
        for value in values {
            append(vm, array, value.value())?;
        }
        Ok(made)
    }
}

fn decode(vm: &mut Vm, format: i32, bytes: &[u8]) -> R<Vec<Owned>> {
    let whole = |vm: &mut Vm, size: usize| {
        if bytes.len().is_multiple_of(size) {
            Ok(())
        } else {
            Err(vm.value_error("string length not a multiple of item size"))
        }
    };
    let mut values = Vec::new();
    if let Some((size, signed, big)) = int_format(format) {
        whole(vm, size)?;
        for chunk in bytes.chunks_exact(size) {
            let mut little = chunk.copy_out();
            if big {
                little.reverse();
            }
            let negative = signed && little.last().is_some_and(|&last| last & 0x80 != 0);
            little.resize(16, if negative { 0xff } else { 0 });
            let number = little.first_chunk::<16>().map_or(0, |bytes| i128::from_le_bytes(*bytes));
            values.put(vm.new_int(number)?);
        }
        return Ok(values);
    }
    match format {
        14..=17 => {
            let (size, big) = (if format < 16 { 4 } else { 8 }, format % 2 == 1);
            whole(vm, size)?;
            for chunk in bytes.chunks_exact(size) {
                let mut little = chunk.copy_out();
                if big {
                    little.reverse();
                }
                let float = if size == 4 {
                    little.first_chunk::<4>().map_or(0.0, |bytes| f64::from(f32::from_le_bytes(*bytes)))
                } else {
                    little.first_chunk::<8>().map_or(0.0, |bytes| f64::from_le_bytes(*bytes))
                };
                values.put(vm.new_float(float)?);
            }
        }
        _ => {
            let encoding = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"][(format - 18) as usize];
            let (bytes, encoding) = (vm.new_bytes(bytes)?, vm.new_str(encoding)?);
            let text = vm.call_method(bytes.value(), "decode", &[encoding.value()])?;
            values = vm.collect(text.value())?;
        }
    }
    Ok(values)
}
