//! String literals of JSON, read and written.

use taipan_runtime::native::*;
use taipan_text::{TextBuf, Unit, Units, with_units};

use super::decode_error;

/// Read a literal whose opening quote is before `begin`: the string, and the place behind the closing quote.
pub(super) fn scan(vm: &mut Vm, document: Obj<Str>, units: Units<'_>, begin: usize, strict: bool) -> R<(Owned, usize)> {
    with_units!(units, |slice| scan_slice(vm, document, slice, begin, strict))
}

fn four_digits<T: Unit>(slice: &[T], place: usize) -> Option<u32> {
    let digits = slice.get(place..place + 4)?;
    digits.iter().try_fold(0, |number, digit| {
        let digit = char::from_u32(digit.code_point())?.to_digit(16)?;
        Some(number << 4 | digit)
    })
}

fn scan_slice<T: Unit>(vm: &mut Vm, document: Obj<Str>, slice: &[T], begin: usize, strict: bool) -> R<(Owned, usize)> {
    let mut built: Option<TextBuf> = None;
    let mut start = begin;
    loop {
        let mut end = start;
        let stop = loop {
            let Some(&unit) = slice.get(end) else {
                return Err(decode_error(vm, "Unterminated string starting at", document.value(), begin as isize - 1));
            };
            let point = unit.code_point();
            if point == u32::from(b'"') || point == u32::from(b'\\') {
                break point;
            }
            if point <= 0x1f && strict {
                return Err(decode_error(vm, "Invalid control character at", document.value(), end as isize));
            }
            end += 1;
        };
        let piece = T::units(&slice[start..end]);
        if stop == u32::from(b'"') {
            let text = match built {
                None => vm.new_units_narrowed(piece)?,
                Some(mut text) => {
                    text.push_units(piece);
                    let text = text.finish();
                    vm.new_text(&text)?
                }
            };
            return Ok((text, end + 1));
        }
        let text = built.get_or_insert_with(|| TextBuf::with_capacity(end - begin + 16));
        text.push_units(piece);
        let Some(&escape) = slice.get(end + 1) else {
            return Err(decode_error(vm, "Unterminated string starting at", document.value(), begin as isize - 1));
        };
        start = end + 2;
        let point = match u8::try_from(escape.code_point()).unwrap_or(0) {
            byte @ (b'"' | b'\\' | b'/') => u32::from(byte),
            b'b' => 8,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            b'u' => {
                let Some(first) = four_digits(slice, start) else {
                    return Err(decode_error(vm, "Invalid \\uXXXX escape", document.value(), end as isize + 1));
                };
                start += 4;
                // Two surrogates that belong together are one character.
                let low = if (0xd800..0xdc00).contains(&first)
                    && slice.get(start).is_some_and(|unit| unit.code_point() == u32::from(b'\\'))
                    && slice.get(start + 1).is_some_and(|unit| unit.code_point() == u32::from(b'u'))
                {
                    four_digits(slice, start + 2).filter(|low| (0xdc00..0xe000).contains(low))
                } else {
                    None
                };
                match low {
                    Some(low) => {
                        start += 6;
                        0x10000 + ((first - 0xd800) << 10) + (low - 0xdc00)
                    }
                    None => first,
                }
            }
            _ => return Err(decode_error(vm, "Invalid \\escape", document.value(), end as isize)),
        };
        text.push(point);
    }
}

fn push_escape(out: &mut TextBuf, unit: u32) {
    let digit = |shift: u32| b"0123456789abcdef"[(unit >> shift & 15) as usize];
    out.push_ascii(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
}

/// Write a string as a literal.
pub(super) fn write(out: &mut TextBuf, units: Units<'_>, ascii: bool) {
    out.reserve(units.len() + 2);
    out.push(u32::from(b'"'));
    with_units!(units, |slice| write_slice(out, slice, ascii));
    out.push(u32::from(b'"'));
}

fn write_slice<T: Unit>(out: &mut TextBuf, slice: &[T], ascii: bool) {
    let plain = |point: u32| point >= 0x20 && point != 0x22 && point != 0x5c && (!ascii || point < 0x7f);
    let mut rest = slice;
    loop {
        let length = rest.iter().position(|unit| !plain(unit.code_point())).unwrap_or(rest.len());
        out.push_units(T::units(&rest[..length]));
        let Some(unit) = rest.get(length) else { return };
        match unit.code_point() {
            0x22 => out.push_ascii(b"\\\""),
            0x5c => out.push_ascii(b"\\\\"),
            8 => out.push_ascii(b"\\b"),
            9 => out.push_ascii(b"\\t"),
            10 => out.push_ascii(b"\\n"),
            12 => out.push_ascii(b"\\f"),
            13 => out.push_ascii(b"\\r"),
            point @ 0x10000.. => {
                let offset = point - 0x10000;
                push_escape(out, 0xd800 + (offset >> 10));
                push_escape(out, 0xdc00 + (offset & 0x3ff));
            }
            point => push_escape(out, point),
        }
        rest = &rest[length + 1..];
    }
}

fn encode(vm: &mut Vm, value: Value, ascii: bool) -> R<Owned> {
    let Some(text) = vm.cast::<Str>(value) else {
        let found = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("first argument must be a string, not {found}")));
    };
    let units = text.units(vm);
    let mut out = TextBuf::with_capacity(units.len() + 2);
    write(&mut out, units, ascii);
    let out = out.finish();
    vm.new_text(&out)
}

#[methods]
mod py {
    use super::*;

    /// A string as a literal of ASCII characters.
    #[function("(string, /)")]
    fn encode_basestring_ascii(vm: &mut Vm, string: Value) -> R<Owned> {
        encode(vm, string, true)
    }

    /// A string as a literal.
    #[function("(string, /)")]
    fn encode_basestring(vm: &mut Vm, string: Value) -> R<Owned> {
        encode(vm, string, false)
    }

    /// Read a literal whose opening quote is before `end`: the string, and the place behind it.
    #[function("(string, end, strict=True, /)")]
    fn scanstring(vm: &mut Vm, string: Value, end: isize, strict: Option<bool>) -> R<Owned> {
        let Some(text) = vm.cast::<Str>(string) else {
            let found = vm.class_of(string).name(vm);
            return Err(vm.type_error(format!("first argument must be a string, not {found}")));
        };
        let begin = match usize::try_from(end) {
            Ok(begin) if begin <= text.len(vm) => begin,
            _ => return Err(vm.value_error("end is out of bounds")),
        };
        let strict = strict.unwrap_or(true);
        let (value, end) = vm.with_units(text, |vm, units| scan(vm, text, units, begin, strict))?;
        let end = vm.new_int(end as i128)?;
        vm.new_tuple(&[value.value(), end.value()])
    }
}
