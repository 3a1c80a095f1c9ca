//! String literals of JSON, read and written.

use taipan_runtime::native::*;
use taipan_text::memory::Grow;
use taipan_text::{TextBuf, Unit, Units, with_units};

use super::decode_error;

/// Units as the content of literals.
pub(super) trait Literal: Unit {
    /// The place of the first unit from `at` on that ends a plain run: a quote, a backslash or a control character.
    fn stop(slice: &[Self], at: usize) -> usize;

    /// A hash for a table of its own; the same for equal text of any width.
    #[inline(always)]
    fn quick_hash(slice: &[Self]) -> u64 {
        let (eights, rest) = slice.as_chunks::<8>();
        let hash = eights.iter().fold(slice.len() as u64, |hash, eight| mix(hash, word(eight)));
        mix(hash, word(rest))
    }
}

/// Up to eight code points as one number; those of bytes lie as in memory.
#[inline(always)]
fn word<T: Unit>(units: &[T]) -> u64 {
    units.iter().enumerate().fold(0, |word, (index, unit)| {
        let point = u64::from(unit.code_point());
        word ^ (point & 0xff) << (8 * index) ^ (point >> 8).rotate_left(11 * index as u32)
    })
}

#[inline(always)]
fn mix(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ word.wrapping_add(0x9e37_79b9_7f4a_7c15)) * 0xa076_1d64_78bd_642f;
    (product >> 64) as u64 ^ product as u64
}

/// A byte of this value in each place of a word.
macro_rules! all {
    ($byte:expr) => {
        const { u64::from_ne_bytes([$byte; 8]) }
    };
}

/// High bits where the bytes of a word are a quote, a backslash or a control character. Only the lowest that is set is sure.
#[inline(always)]
fn specials(word: u64) -> u64 {
    let zero = |word: u64| word.wrapping_sub(all!(1)) & !word;
    let control = word.wrapping_sub(all!(0x20)) & !word;
    (zero(word ^ all!(b'"')) | zero(word ^ all!(b'\\')) | control) & all!(0x80)
}

#[inline(always)]
fn is_special(point: u32) -> bool {
    point < 0x20 || point == 0x22 || point == 0x5c
}

impl Literal for u8 {
    #[inline(always)]
    fn stop(slice: &[u8], mut at: usize) -> usize {
        while let Some(block) = slice.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
            let found = specials(u64::from_le_bytes(*block));
            if found != 0 {
                return at + found.trailing_zeros() as usize / 8;
            }
            at += 8;
        }
        stop_plainly(slice, at)
    }
}

impl Literal for u16 {
    fn stop(slice: &[u16], at: usize) -> usize {
        stop_plainly(slice, at)
    }
}

impl Literal for u32 {
    fn stop(slice: &[u32], at: usize) -> usize {
        stop_plainly(slice, at)
    }
}

fn stop_plainly<T: Unit>(slice: &[T], mut at: usize) -> usize {
    while slice.get(at).is_some_and(|unit| !is_special(unit.code_point())) {
        at += 1;
    }
    at
}

/// The units as text; `ascii` when they are known to be ASCII.
#[inline(always)]
pub(super) fn part<T: Unit>(slice: &[T], ascii: bool) -> Units<'_> {
    match T::units(slice) {
        Units::Latin1(bytes) if ascii => Units::Ascii(bytes),
        units => units,
    }
}

/// The string of these units.
#[inline(always)]
pub(super) fn make<T: Unit>(vm: &mut Vm, slice: &[T], ascii: bool) -> R<Owned> {
    match part(slice, ascii) {
        units @ Units::Ascii(_) => vm.new_units(units),
        units => vm.new_units_narrowed(units),
    }
}

/// What literals are read from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a, T: Literal> {
    pub(super) units: &'a [T],
    /// All of it is ASCII.
    pub(super) ascii: bool,
    /// Control characters are refused.
    pub(super) strict: bool,
}

fn four_digits<T: Unit>(slice: &[T], place: usize) -> Option<u32> {
    let digits = slice.get(place..place + 4)?;
    digits.iter().try_fold(0, |number, digit| {
        let digit = char::from_u32(digit.code_point())?.to_digit(16)?;
        Some(number << 4 | digit)
    })
}

/// Read a literal whose opening quote is before `begin`: the string, and the place behind the closing quote.
pub(super) fn scan<T: Literal>(
    vm: &mut Vm,
    document: Obj<Str>,
    source: Source<'_, T>,
    begin: usize,
) -> R<(Owned, usize)> {
    let slice = source.units;
    let mut built: Option<TextBuf> = None;
    let mut start = begin;
    loop {
        let mut end = start;
        let stop = loop {
            end = T::stop(slice, end);
            let Some(&unit) = slice.get(end) else {
                return Err(decode_error(vm, "Unterminated string starting at", document.value(), begin as isize - 1));
            };
            let point = unit.code_point();
            if point > 0x1f {
                break point;
            }
            if source.strict {
                return Err(decode_error(vm, "Invalid control character at", document.value(), end as isize));
            }
            end += 1;
        };
        let piece = &slice[start..end];
        if stop == u32::from(b'"') {
            let text = match built {
                None => make(vm, piece, source.ascii)?,
                Some(mut text) => {
                    text.push_units(part(piece, source.ascii));
                    let text = text.finish();
                    vm.new_text(&text)?
                }
            };
            return Ok((text, end + 1));
        }
        let text = built.get_or_insert_with(|| TextBuf::with_capacity(end - begin + 16));
        text.push_units(part(piece, source.ascii));
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
    if let Units::Ascii(bytes) = units
        && let Some(plain) = out.ascii_vec()
    {
        // Room for the quotes, and for some escapes.
        if !plain.room(bytes.len() + 8) {
            return;
        }
        plain.push(b'"');
        let length = plain_length(bytes, ascii);
        plain.extend_from_slice(&bytes[..length]);
        if length == bytes.len() {
            plain.push(b'"');
            return;
        }
        write_rest(out, &bytes[length..], ascii, true);
    } else {
        out.reserve(units.len() + 2);
        out.push(u32::from(b'"'));
        with_units!(units, |slice| write_rest(out, slice, ascii, matches!(units, Units::Ascii(_))));
    }
    out.push(u32::from(b'"'));
}

#[inline(always)]
fn is_plain(point: u32, ascii: bool) -> bool {
    !is_special(point) && (!ascii || point < 0x7f)
}

/// How many bytes, which are ASCII, are written as they are.
#[inline(always)]
fn plain_length(bytes: &[u8], ascii: bool) -> usize {
    let found = |word: u64| {
        let delete = if ascii { word.wrapping_add(all!(1)) & all!(0x80) } else { 0 };
        specials(word) | delete
    };
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let found = found(u64::from_le_bytes(*word));
        if found != 0 {
            return index * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let found = found(last_word(rest));
    if found == 0 { bytes.len() } else { words.len() * 8 + found.trailing_zeros() as usize / 8 }
}

/// Fewer than eight bytes as a word, spaces behind them.
#[inline(always)]
fn last_word(bytes: &[u8]) -> u64 {
    let length = bytes.len();
    let word = match *bytes {
        [] => return all!(b' '),
        [a, b, c, d, ..] => {
            let (first, last) =
                (u32::from_le_bytes([a, b, c, d]), bytes.last_chunk::<4>().copied().unwrap_or_default());
            u64::from(first) | u64::from(u32::from_le_bytes(last)) << (8 * (length - 4))
        }
        [a, .., z] => {
            u64::from(a) | u64::from(bytes[length / 2]) << (8 * (length / 2)) | u64::from(z) << (8 * (length - 1))
        }
        [a] => u64::from(a),
    };
    word | all!(b' ') << (8 * length)
}

/// Write what is between the quotes; `known_ascii` when all of it is ASCII.
fn write_rest<T: Unit>(out: &mut TextBuf, slice: &[T], ascii: bool, known_ascii: bool) {
    let mut rest = slice;
    loop {
        let length = rest.iter().position(|unit| !is_plain(unit.code_point(), ascii)).unwrap_or(rest.len());
        match T::units(&rest[..length]) {
            // What is written as it is in ASCII mode is ASCII.
            Units::Latin1(bytes) if ascii || known_ascii => out.push_ascii(bytes),
            units => out.push_units(units),
        }
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
    let mut out = TextBuf::with_capacity(units.len() + 8);
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
        let ascii = text.as_ascii(vm).is_some();
        let (value, end) = vm.with_units(text, |vm, units| {
            with_units!(units, |units| scan(vm, text, Source { units, ascii, strict }, begin))
        })?;
        let end = vm.new_int(end as i128)?;
        vm.new_tuple(&[value.value(), end.value()])
    }
}
