//! The formats of items: one letter each, in the machine's own size and order.

use crate::native::*;

/// What one letter stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Code {
    /// `c`: bytes of length 1.
    Char,
    Signed(usize),
    Unsigned(usize),
    /// `?`
    Bool,
    /// `e`, `f`, `d`.
    Float(usize),
    /// `F`, `D`: two floats of this size each.
    Complex(usize),
    /// `P`
    Pointer,
}

impl Code {
    /// The code of a native format, with or without `@`; None for others.
    pub(crate) fn of(format: &str) -> Option<Code> {
        let format = format.strip_prefix('@').unwrap_or(format);
        Some(match format {
            "c" => Code::Char,
            "b" => Code::Signed(1),
            "B" => Code::Unsigned(1),
            "h" => Code::Signed(2),
            "H" => Code::Unsigned(2),
            "i" => Code::Signed(4),
            "I" => Code::Unsigned(4),
            "l" => Code::Signed(size_of::<std::ffi::c_long>()),
            "L" => Code::Unsigned(size_of::<std::ffi::c_long>()),
            "q" => Code::Signed(8),
            "Q" => Code::Unsigned(8),
            "n" => Code::Signed(size_of::<usize>()),
            "N" => Code::Unsigned(size_of::<usize>()),
            "?" => Code::Bool,
            "e" => Code::Float(2),
            "f" => Code::Float(4),
            "d" => Code::Float(8),
            "F" => Code::Complex(4),
            "D" => Code::Complex(8),
            "P" => Code::Pointer,
            _ => return None,
        })
    }

    pub(crate) fn size(self) -> usize {
        match self {
            Code::Char | Code::Bool => 1,
            Code::Signed(size) | Code::Unsigned(size) | Code::Float(size) => size,
            Code::Complex(size) => 2 * size,
            Code::Pointer => size_of::<usize>(),
        }
    }

    /// The item that these bytes are.
    pub(crate) fn unpack(self, vm: &mut Vm, bytes: &[u8]) -> R<Owned> {
        match self {
            Code::Char => vm.new_bytes(bytes),
            Code::Bool => Ok(Owned::bool(bytes.first().is_some_and(|&byte| byte != 0))),
            Code::Signed(_) => vm.new_int(signed(bytes)),
            Code::Unsigned(_) | Code::Pointer => vm.new_int(unsigned(bytes) as i128),
            Code::Float(_) => vm.new_float(float(bytes)),
            Code::Complex(size) => {
                let (real, imaginary) = bytes.split_at(size);
                vm.new_complex(taipan_numeric::Complex::new(float(real), float(imaginary)))
            }
        }
    }

    /// The bytes of an item that is assigned. `format` is for the words of errors.
    pub(crate) fn pack(self, vm: &mut Vm, value: Value, format: &str) -> R<SmallBytes> {
        match self {
            Code::Char => match vm.cast::<crate::types::bytes::Bytes>(value).map(|bytes| bytes.bytes(vm)) {
                Some(&[byte]) => Ok(small(&[byte])),
                Some(_) => Err(wrong_value(vm, format)),
                None => Err(wrong_type(vm, format)),
            },
            Code::Bool => vm.truth(value).map(|truth| small(&[u8::from(truth)])),
            Code::Signed(size) => {
                let int = integer(vm, value, format)?;
                let limit = 1i128 << (size * 8 - 1);
                match int.filter(|int| (-limit..limit).contains(int)) {
                    Some(int) => Ok(small(&int.to_ne_bytes()[low(size)])),
                    None => Err(wrong_value(vm, format)),
                }
            }
            Code::Unsigned(_) | Code::Pointer => {
                let size = self.size();
                let int = integer(vm, value, format)?;
                match int.filter(|int| (0..1i128 << (size * 8)).contains(int)) {
                    Some(int) => Ok(small(&int.to_ne_bytes()[low(size)])),
                    None => Err(wrong_value(vm, format)),
                }
            }
            Code::Float(size) => match vm.to_f64(value) {
                Ok(float) => Ok(float_bytes(float, size)),
                Err(raised) => {
                    vm.catch(vm.exceptions.TypeError, raised)?;
                    Err(wrong_type(vm, format))
                }
            },
            Code::Complex(_) => Err(vm.not_implemented_error(format!("memoryview: format {format} not supported"))),
        }
    }
}

pub(crate) type SmallBytes = smallvec::SmallVec<[u8; 16]>;

fn small(bytes: &[u8]) -> SmallBytes {
    bytes.into()
}

/// Where the low bytes of an `i128` are.
fn low(size: usize) -> std::ops::Range<usize> {
    if cfg!(target_endian = "little") { 0..size } else { 16 - size..16 }
}

fn unsigned(bytes: &[u8]) -> u128 {
    let mut wide = [0u8; 16];
    wide[low(bytes.len().min(16))].copy_from_slice(&bytes[..bytes.len().min(16)]);
    u128::from_ne_bytes(wide)
}

fn signed(bytes: &[u8]) -> i128 {
    let shift = 128 - 8 * bytes.len().clamp(1, 16) as u32;
    ((unsigned(bytes) << shift) as i128) >> shift
}

fn float(bytes: &[u8]) -> f64 {
    match *bytes {
        [a, b] => half_to_f64(u16::from_ne_bytes([a, b])),
        [a, b, c, d] => f64::from(f32::from_ne_bytes([a, b, c, d])),
        _ => <[u8; 8]>::try_from(bytes).map_or(0.0, f64::from_ne_bytes),
    }
}

fn float_bytes(float: f64, size: usize) -> SmallBytes {
    match size {
        2 => small(&half_from_f64(float).to_ne_bytes()),
        4 => small(&(float as f32).to_ne_bytes()),
        _ => small(&float.to_ne_bytes()),
    }
}

fn half_to_f64(bits: u16) -> f64 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023));
    sign * match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1024.0 + fraction) * 2f64.powi(exponent - 25),
    }
}

/// The nearest half-precision float, ties to even; infinity when it is too large.
fn half_from_f64(float: f64) -> u16 {
    let sign = if float.is_sign_negative() { 0x8000 } else { 0 };
    let magnitude = float.abs();
    if float.is_nan() {
        return sign | 0x7e00;
    }
    if magnitude >= 65520.0 {
        return sign | 0x7c00;
    }
    let exponent = ((magnitude.to_bits() >> 52) as i32 - 1023).max(-14);
    // Below 2^-14 the unit stays 2^-24.
    let units = (magnitude * 2f64.powi(10 - exponent)).round_ties_even() as u16;
    sign | if units < 1024 { units } else { (((exponent + 14) as u16) << 10) + units }
}

fn integer(vm: &mut Vm, value: Value, format: &str) -> R<Option<i128>> {
    if vm.as_int_ref(value).is_none() && vm.class_of(value).slots(vm).index.is_none() {
        return Err(wrong_type(vm, format));
    }
    let index = match vm.index(value) {
        Ok(index) => index,
        Err(raised) => {
            vm.catch(vm.exceptions.TypeError, raised)?;
            return Err(wrong_type(vm, format));
        }
    };
    Ok(vm.as_int_ref(index.value()).and_then(|int| int.to_i128()))
}

fn wrong_type(vm: &mut Vm, format: &str) -> Raised {
    vm.type_error(format!("memoryview: invalid type for format '{format}'"))
}

fn wrong_value(vm: &mut Vm, format: &str) -> Raised {
    vm.value_error(format!("memoryview: invalid value for format '{format}'"))
}
