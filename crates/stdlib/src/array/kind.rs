//! What the items of an array are: a type code, its size, and how a value becomes bytes.

use std::cmp::Ordering;

use taipan_runtime::native::*;

/// The type codes, in the order in which `array.typecodes` lists them.
pub(super) const CODES: &str = "bBuwhHiIlLqQfd";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Kind(u8);

/// The logarithm of an item's size, by its type code.
static SIZE_BITS: [u8; 128] = {
    let mut bits = [3; 128];
    let (two, four) = (b"hH", b"uwiIf");
    bits[b'b' as usize] = 0;
    bits[b'B' as usize] = 0;
    let mut index = 0;
    while index < two.len() {
        bits[two[index] as usize] = 1;
        index += 1;
    }
    index = 0;
    while index < four.len() {
        bits[four[index] as usize] = 2;
        index += 1;
    }
    bits
};

impl Kind {
    pub(super) fn from_code(code: char) -> Option<Kind> {
        CODES.contains(code).then_some(Kind(code as u8))
    }

    pub(super) fn code(self) -> char {
        char::from(self.0)
    }

    /// Bytes of an item.
    #[inline]
    pub(super) fn size(self) -> usize {
        1 << self.size_bits()
    }

    /// The logarithm of `size`, to the base 2.
    #[inline]
    pub(super) fn size_bits(self) -> u8 {
        SIZE_BITS[usize::from(self.0 & 127)]
    }

    /// The item in these bytes, `size` of them, if it is one that needs no object.
    #[inline]
    pub(super) fn load_inline(self, bytes: &[u8]) -> Option<Value> {
        match (self.0, bytes) {
            (b'd', &[a, b, c, d, e, f, g, h]) => Value::float(f64::from_ne_bytes([a, b, c, d, e, f, g, h])),
            (b'B', &[a]) => Some(Value::small(a.into())),
            (b'b', &[a]) => Some(Value::small((a as i8).into())),
            (b'i', &[a, b, c, d]) => Some(Value::small(i32::from_ne_bytes([a, b, c, d]))),
            (b'I', &[a, b, c, d]) => Value::int(u32::from_ne_bytes([a, b, c, d]).into()),
            (b'h', &[a, b]) => Some(Value::small(i16::from_ne_bytes([a, b]).into())),
            (b'H', &[a, b]) => Some(Value::small(u16::from_ne_bytes([a, b]).into())),
            (b'l' | b'q', &[a, b, c, d, e, f, g, h]) => Value::int(i64::from_ne_bytes([a, b, c, d, e, f, g, h])),
            _ => None,
        }
    }

    /// Put a value that is no object into these bytes, `size` of them: whether it is one of this kind.
    #[inline]
    pub(super) fn store_inline(self, value: Value, bytes: &mut [u8]) -> bool {
        match self.0 {
            b'd' => match value.as_float() {
                Some(float) => bytes.copy_from_slice(&float.to_ne_bytes()),
                None => return false,
            },
            b'l' | b'q' => match value.as_int() {
                Some(int) => bytes.copy_from_slice(&int.to_ne_bytes()),
                None => return false,
            },
            b'i' => match value.as_int().and_then(|int| i32::try_from(int).ok()) {
                Some(int) => bytes.copy_from_slice(&int.to_ne_bytes()),
                None => return false,
            },
            b'B' => match value.as_int().and_then(|int| u8::try_from(int).ok()) {
                Some(int) => bytes.copy_from_slice(&[int]),
                None => return false,
            },
            _ => return false,
        }
        true
    }

    /// The format that memoryviews show.
    pub(super) fn format(self) -> char {
        if self.0 == b'u' { 'w' } else { self.code() }
    }

    pub(super) fn is_text(self) -> bool {
        matches!(self.0, b'u' | b'w')
    }

    /// The item in the first bytes.
    pub(super) fn load(self, vm: &mut Vm, bytes: [u8; 8]) -> R<Owned> {
        let [a, b, c, d, ..] = bytes;
        match self.0 {
            b'b' => vm.new_int((a as i8).into()),
            b'B' => vm.new_int(a.into()),
            b'h' => vm.new_int(i16::from_ne_bytes([a, b]).into()),
            b'H' => vm.new_int(u16::from_ne_bytes([a, b]).into()),
            b'i' => vm.new_int(i32::from_ne_bytes([a, b, c, d]).into()),
            b'I' => vm.new_int(u32::from_ne_bytes([a, b, c, d]).into()),
            b'l' | b'q' => vm.new_int(i64::from_ne_bytes(bytes).into()),
            b'L' | b'Q' => vm.new_int(u64::from_ne_bytes(bytes).into()),
            b'f' => vm.new_float(f64::from(f32::from_ne_bytes([a, b, c, d]))),
            b'd' => vm.new_float(f64::from_ne_bytes(bytes)),
            _ => {
                let point = u32::from_ne_bytes([a, b, c, d]);
                check_character(vm, point)?;
                vm.new_char(point)
            }
        }
    }

    /// An item's bytes, `size` of them.
    pub(super) fn store(self, vm: &mut Vm, value: Value) -> R<[u8; 8]> {
        let mut bytes = [0; 8];
        let mut put = |source: &[u8]| bytes[..source.len()].copy_from_slice(source);
        match self.0 {
            b'b' => {
                let number = in_range(vm, value, i16::MIN.into(), i16::MAX.into(), "signed short integer")?;
                put(&(within(vm, number, i8::MIN.into(), i8::MAX.into(), "signed char")? as i8).to_ne_bytes());
            }
            b'B' => put(&[in_range(vm, value, 0, 255, "unsigned byte integer")? as u8]),
            b'h' => {
                let number = in_range(vm, value, i16::MIN.into(), i16::MAX.into(), "signed short integer")?;
                put(&(number as i16).to_ne_bytes());
            }
            b'H' => {
                let number = in_range(vm, value, i32::MIN.into(), i32::MAX.into(), "signed integer")?;
                // The words of the limits are those of each step that C makes.
                put(&(within(vm, number, 0, u16::MAX.into(), "unsigned short")? as u16).to_ne_bytes());
            }
            b'i' => {
                let number = in_range(vm, value, i32::MIN.into(), i32::MAX.into(), "signed integer")?;
                put(&(number as i32).to_ne_bytes());
            }
            b'l' => put(&vm.to_i64(value, "long")?.to_ne_bytes()),
            b'q' => {
                let index = vm.index(value)?;
                match vm.int_to_i64(index.value()) {
                    Some(number) => put(&number.to_ne_bytes()),
                    None => return Err(vm.overflow_error("int too big to convert")),
                }
            }
            b'I' | b'L' => {
                let index = vm.index(value)?;
                if vm.int_is_negative(index.value()) {
                    return Err(vm.overflow_error("can't convert negative value to unsigned int"));
                }
                let Some(number) = unsigned(vm, index.value()) else {
                    return Err(vm.overflow_error("Python int too large to convert to C unsigned long"));
                };
                if self.0 == b'L' {
                    put(&number.to_ne_bytes());
                } else if let Ok(number) = u32::try_from(number) {
                    put(&number.to_ne_bytes());
                } else {
                    return Err(vm.overflow_error("unsigned int is greater than maximum"));
                }
            }
            b'Q' => {
                let index = vm.index(value)?;
                if vm.int_is_negative(index.value()) {
                    return Err(vm.overflow_error("can't convert negative int to unsigned"));
                }
                match unsigned(vm, index.value()) {
                    Some(number) => put(&number.to_ne_bytes()),
                    None => return Err(vm.overflow_error("int too big to convert")),
                }
            }
            b'f' => put(&(vm.to_f64(value)? as f32).to_ne_bytes()),
            b'd' => put(&vm.to_f64(value)?.to_ne_bytes()),
            _ => put(&character(vm, value)?.to_ne_bytes()),
        }
        Ok(bytes)
    }

    /// The order of two arrays of this kind; None where the items have to be asked (floats, which may be no numbers).
    pub(super) fn compare(self, a: &[u8], b: &[u8]) -> Option<Ordering> {
        fn order<const SIZE: usize, T: Ord>(a: &[u8], b: &[u8], read: fn([u8; SIZE]) -> T) -> Ordering {
            let items =
                |bytes: &[u8]| -> Vec<T> { bytes.as_chunks::<SIZE>().0.iter().map(|item| read(*item)).collect() };
            items(a).cmp(&items(b))
        }
        Some(match self.0 {
            b'b' => order(a, b, i8::from_ne_bytes),
            b'B' => a.cmp(b),
            b'h' => order(a, b, i16::from_ne_bytes),
            b'H' => order(a, b, u16::from_ne_bytes),
            b'i' => order(a, b, i32::from_ne_bytes),
            b'I' | b'u' | b'w' => order(a, b, u32::from_ne_bytes),
            b'l' | b'q' => order(a, b, i64::from_ne_bytes),
            b'L' | b'Q' => order(a, b, u64::from_ne_bytes),
            _ => return None,
        })
    }
}

/// The first pair of items of two arrays of floats that are not equal: their order, None where one of them is no number; or else the order
/// of the lengths.
pub(super) fn compare_floats(kind: Kind, a: &[u8], b: &[u8]) -> Option<Ordering> {
    let items = |bytes: &[u8]| -> Vec<f64> {
        match kind.0 {
            b'f' => bytes.as_chunks::<4>().0.iter().map(|item| f64::from(f32::from_ne_bytes(*item))).collect(),
            _ => bytes.as_chunks::<8>().0.iter().map(|item| f64::from_ne_bytes(*item)).collect(),
        }
    };
    items(a).partial_cmp(&items(b))
}

/// A non-negative int of up to 64 bits.
fn unsigned(vm: &Vm, value: Value) -> Option<u64> {
    vm.as_int_ref(value).and_then(taipan_numeric::IntRef::to_u64)
}

fn within(vm: &mut Vm, number: i64, least: i64, most: i64, name: &str) -> R<i64> {
    if number < least {
        return Err(vm.overflow_error(format!("{name} is less than minimum")));
    }
    if number > most {
        return Err(vm.overflow_error(format!("{name} is greater than maximum")));
    }
    Ok(number)
}

fn in_range(vm: &mut Vm, value: Value, least: i64, most: i64, name: &str) -> R<i64> {
    let number = vm.to_i64(value, "long")?;
    within(vm, number, least, most, name)
}

fn character(vm: &mut Vm, value: Value) -> R<u32> {
    let Some(text) = vm.cast::<Str>(value) else {
        let found = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("array item must be a unicode character, not {found}")));
    };
    let length = text.len(vm);
    if length != 1 {
        let message = format!("array item must be a unicode character, not a string of length {length}");
        return Err(vm.type_error(message));
    }
    Ok(text.units(vm).iter().next().unwrap_or(0))
}

/// Bytes from elsewhere may be no character.
pub(super) fn check_character(vm: &mut Vm, point: u32) -> R<()> {
    if point <= 0x0010_ffff {
        return Ok(());
    }
    Err(vm.value_error(format!("character U+{point:x} is not in range [U+0000; U+10ffff]")))
}
