//! Format strings of `struct`: parsing, and each code's size and conversion.

use taipan_runtime::native::*;
use taipan_text::memory::Grow;

/// One item, or a run of equal ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) code: u8,
    /// Values; for `s` and `p` bytes.
    pub(super) count: usize,
    pub(super) offset: usize,
    pub(super) size: usize,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Format {
    pub(super) fields: Vec<Field>,
    pub(super) size: usize,
    /// Values that are packed.
    pub(super) values: usize,
    pub(super) little: bool,
}

/// Size and alignment of a code.
fn code_size(code: u8, native: bool) -> Option<(usize, usize)> {
    let (standard, own) = match code {
        b'x' | b'c' | b'b' | b'B' | b'?' | b's' | b'p' => (1, 1),
        b'h' | b'H' | b'e' => (2, 2),
        b'i' | b'I' | b'f' => (4, 4),
        b'l' | b'L' => (4, 8),
        b'q' | b'Q' | b'd' => (8, 8),
        b'F' => (8, 8),
        b'D' => (16, 16),
        b'n' | b'N' | b'P' if native => (8, 8),
        _ => return None,
    };
    Some(if native {
        (
            own,
            match code {
                b'F' => 4,
                b'D' => 8,
                _ => own,
            },
        )
    } else {
        (standard, 1)
    })
}

/// The words of the error.
pub(super) fn parse(text: &[u8]) -> Result<Format, &'static str> {
    let (mut native, mut little) = (true, cfg!(target_endian = "little"));
    let mut rest = text;
    if let Some((&first, tail)) = text.split_first()
        && b"@=<>!".contains(&first)
    {
        rest = tail;
        native = first == b'@';
        little = match first {
            b'<' => true,
            b'>' | b'!' => false,
            _ => little,
        };
    }
    const TOO_LONG: &str = "total struct size too long";
    let mut format = Format { little, ..Format::default() };
    let mut at = 0;
    while at < rest.len() {
        if rest[at].is_ascii_whitespace() || rest[at] == 0x0b {
            at += 1;
            continue;
        }
        let mut count = 1usize;
        if rest[at].is_ascii_digit() {
            count = 0;
            while at < rest.len() && rest[at].is_ascii_digit() {
                count = count
                    .checked_mul(10)
                    .and_then(|count| count.checked_add(usize::from(rest[at] - b'0')))
                    .filter(|&count| count <= isize::MAX as usize)
                    .ok_or(TOO_LONG)?;
                at += 1;
            }
            if at == rest.len() {
                return Err("repeat count given without format specifier");
            }
        }
        let code = rest[at];
        at += 1;
        let (size, alignment) = code_size(code, native).ok_or("bad char in struct format")?;
        format.size = format.size.checked_next_multiple_of(alignment).ok_or(TOO_LONG)?;
        let total = size.checked_mul(count).ok_or(TOO_LONG)?;
        let end = format.size.checked_add(total).filter(|&end| end <= isize::MAX as usize).ok_or(TOO_LONG)?;
        match code {
            b'x' => {}
            b's' | b'p' => {
                format.fields.put(Field { code, count: 1, offset: format.size, size: count });
                format.values += 1;
            }
            _ if count > 0 => {
                format.fields.put(Field { code, count, offset: format.size, size });
                format.values = format.values.checked_add(count).ok_or(TOO_LONG)?;
            }
            _ => {}
        }
        format.size = end;
    }
    Ok(format)
}

fn put(place: &mut [u8], bytes: &[u8], little: bool) {
    place.copy_from_slice(bytes);
    if !little {
        place.reverse();
    }
}

/// What refused: an exception raised already, or words for `struct.error`.
pub(super) enum Refused {
    Raised(Raised),
    Words(String),
}

impl From<Raised> for Refused {
    fn from(raised: Raised) -> Refused {
        Refused::Raised(raised)
    }
}

fn integer(vm: &mut Vm, value: Value, field: Field, little: bool, place: &mut [u8]) -> Result<(), Refused> {
    let signed = field.code.is_ascii_lowercase();
    if vm.as_int_ref(value).is_none() && vm.class_of(value).slots(vm).index.is_none() {
        return Err(Refused::Words("required argument is not an integer".into()));
    }
    let number = vm.to_number(value)?;
    let bits = field.size as u32 * 8;
    let (least, most) =
        if signed { (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1) } else { (0, (1i128 << bits) - 1) };
    match number.as_ref().to_i128() {
        Some(number) if (least..=most).contains(&number) => {
            put(place, &number.to_le_bytes()[..field.size], little);
            Ok(())
        }
        _ if field.code == b'P' => match number.as_ref().to_i64() {
            Some(number) => {
                put(place, &number.to_le_bytes(), little);
                Ok(())
            }
            None => Err(Refused::Raised(vm.overflow_error("int too large to convert"))),
        },
        _ => Err(Refused::Words(format!("'{}' format requires {least} <= number <= {most}", char::from(field.code)))),
    }
}

fn float(vm: &mut Vm, value: Value, what: &str) -> Result<f64, Refused> {
    match vm.to_f64(value) {
        Ok(float) => Ok(float),
        Err(raised) => {
            vm.catch(vm.exceptions.TypeError, raised)?;
            Err(Refused::Words(format!("required argument is not a {what}")))
        }
    }
}

fn put_float(vm: &mut Vm, float: f64, code: u8, little: bool, place: &mut [u8]) -> Result<(), Refused> {
    match code {
        b'e' => match half_from_f64(float) {
            Some(half) => put(place, &half.to_le_bytes(), little),
            None => return Err(vm.overflow_error("float too large to pack with e format").into()),
        },
        b'f' | b'F' => {
            let single = float as f32;
            if single.is_infinite() && float.is_finite() {
                return Err(vm.overflow_error("float too large to pack with f format").into());
            }
            put(place, &single.to_le_bytes(), little);
        }
        _ => put(place, &float.to_le_bytes(), little),
    }
    Ok(())
}

/// The bytes of an int that the field has room for, in the first places; None when the field is for something else.
pub(super) fn pack_inline_int(int: i64, field: Field, little: bool) -> Option<[u8; 8]> {
    let unused = 64_u32.checked_sub(8 * field.size as u32)?;
    let fits = match field.code {
        b'b' | b'h' | b'i' | b'l' | b'q' | b'n' => int << unused >> unused == int,
        b'B' | b'H' | b'I' | b'L' | b'Q' | b'N' => int as u64 & !(u64::MAX >> unused) == 0 && int >= 0,
        _ => false,
    };
    match little {
        _ if !fits => None,
        true => Some(int.to_le_bytes()),
        false => Some((int << unused).to_be_bytes()),
    }
}

/// Write one value.
pub(super) fn pack(vm: &mut Vm, value: Value, field: Field, little: bool, place: &mut [u8]) -> Result<(), Refused> {
    match field.code {
        b'?' => place[0] = u8::from(vm.truth(value)?),
        b'c' => {
            let bytes = vm.cast::<taipan_runtime::types::bytes::Bytes>(value).map(|bytes| bytes.bytes(vm));
            match bytes {
                Some(&[byte]) => place[0] = byte,
                _ => return Err(Refused::Words("char format requires a bytes object of length 1".into())),
            }
        }
        b's' | b'p' => {
            let is_bytes = vm.cast::<taipan_runtime::types::bytes::Bytes>(value).is_some()
                || vm.class_of(value).is_subclass_of(vm, vm.types.bytearray);
            if !is_bytes {
                return Err(Refused::Words(format!(
                    "argument for '{}' must be a bytes object",
                    char::from(field.code)
                )));
            }
            let bytes = crate::support::bytes_like(vm, value)?.unwrap_or_default();
            place.fill(0);
            if field.code == b's' {
                let length = bytes.len().min(place.len());
                place[..length].copy_from_slice(&bytes[..length]);
            } else if !place.is_empty() {
                let length = bytes.len().min(place.len() - 1);
                place[0] = length.min(255) as u8;
                place[1..=length].copy_from_slice(&bytes[..length]);
            }
        }
        b'e' | b'f' | b'd' => {
            let float = float(vm, value, "float")?;
            put_float(vm, float, field.code, little, place)?;
        }
        b'F' | b'D' => {
            let complex = match vm.to_complex(value) {
                Ok(complex) => complex,
                Err(raised) => {
                    vm.catch(vm.exceptions.TypeError, raised)?;
                    return Err(Refused::Words("required argument is not a complex".into()));
                }
            };
            let half = field.size / 2;
            put_float(vm, complex.re, field.code, little, &mut place[..half])?;
            put_float(vm, complex.im, field.code, little, &mut place[half..])?;
        }
        _ => integer(vm, value, field, little, place)?,
    }
    Ok(())
}

fn ordered<const SIZE: usize>(bytes: &[u8], little: bool) -> [u8; SIZE] {
    let mut own = [0; SIZE];
    own.copy_from_slice(&bytes[..SIZE]);
    if !little {
        own.reverse();
    }
    own
}

fn get_float(bytes: &[u8], code: u8, little: bool) -> f64 {
    match code {
        b'e' => half_to_f64(u16::from_le_bytes(ordered(bytes, little))),
        b'f' | b'F' => f64::from(f32::from_le_bytes(ordered(bytes, little))),
        _ => f64::from_le_bytes(ordered(bytes, little)),
    }
}

/// Read one value.
pub(super) fn unpack(vm: &mut Vm, bytes: &[u8], field: Field, little: bool) -> R<Owned> {
    match field.code {
        b'?' => Ok(Owned::bool(bytes[0] != 0)),
        b'c' | b's' => vm.new_bytes(bytes),
        b'p' => {
            let length = bytes.first().map_or(0, |&length| usize::from(length)).min(bytes.len().saturating_sub(1));
            vm.new_bytes(bytes.get(1..=length).unwrap_or(&[]))
        }
        b'e' | b'f' | b'd' => vm.new_float(get_float(bytes, field.code, little)),
        b'F' | b'D' => {
            let half = field.size / 2;
            let re = get_float(&bytes[..half], field.code, little);
            let im = get_float(&bytes[half..], field.code, little);
            vm.new_complex(taipan_numeric::Complex::new(re, im))
        }
        code => {
            let number = taipan_numeric::int::from_bytes(bytes, little, code.is_ascii_lowercase());
            vm.new_big(number)
        }
    }
}

/// The half-precision float nearest to a double, ties to even; None when it is too large.
fn half_from_f64(float: f64) -> Option<u16> {
    let sign = ((float.to_bits() >> 63) as u16) << 15;
    let size = float.abs();
    if size.is_nan() {
        return Some(sign | 0x7e00);
    }
    if size.is_infinite() {
        return Some(sign | 0x7c00);
    }
    // In units of the least step that the exponent leaves.
    let exponent = (((size.to_bits() >> 52) as i32) - 1023).max(-14);
    let scaled = size * (2f64).powi(10 - exponent);
    let rounded = scaled.round_ties_even() as u32;
    let biased = ((exponent + 14) as u32) << 10;
    let bits = biased + rounded;
    (bits < 0x7c00).then_some(sign | bits as u16)
}

fn half_to_f64(half: u16) -> f64 {
    let sign = if half & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(half >> 10 & 0x1f), f64::from(half & 0x3ff));
    sign * match exponent {
        0 => fraction * 2f64.powi(-24),
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        _ => (1024.0 + fraction) * 2f64.powi(exponent - 25),
    }
}
