//! What Python code can call on an int.

use taipan_numeric::{Int as Number, IntRef};
use taipan_text::memory::{CopyOut, Grow};

use crate::native::*;
use crate::types::bytes::Bytes;

fn number(vm: &mut Vm, value: Value) -> R<Number> {
    match vm.as_int_ref(value) {
        Some(number) => Ok(number.to_owned()),
        None => {
            let found = vm.class_of(value).name(vm);
            Err(vm.type_error(format!("descriptor requires a 'int' object but received a '{found}'")))
        }
    }
}

/// The int itself, or when it is of a subclass an exact one.
fn exact(vm: &mut Vm, value: Value) -> R<Owned> {
    if value.is_int() || vm.cast_exact::<super::Int>(value).is_some() {
        return Ok(value.own());
    }
    let number = number(vm, value)?;
    vm.new_big(number)
}

fn little_endian(vm: &mut Vm, function: &str, order: Option<Value>) -> R<bool> {
    let Some(order) = order else { return Ok(false) };
    let Some(text) = vm.cast::<Str>(order) else {
        let found = vm.found_argument(order);
        return Err(vm.type_error(format!("{function}() argument 'byteorder' must be str, not {found}")));
    };
    if text.is_str(vm, "little") {
        Ok(true)
    } else if text.is_str(vm, "big") {
        Ok(false)
    } else {
        Err(vm.value_error("byteorder must be either 'little' or 'big'"))
    }
}

/// What `bytes(value)` holds.
fn to_bytes_object(vm: &mut Vm, value: Value) -> R<Vec<u8>> {
    if let Some(bytes) = vm.cast::<Bytes>(value) {
        return Ok(bytes.bytes(vm).copy_out());
    }
    let name = vm.names.__bytes__;
    if let Some(result) = vm.call_special(value, name, &[])? {
        return match vm.cast::<Bytes>(result.value()) {
            Some(bytes) => Ok(bytes.bytes(vm).copy_out()),
            None => {
                let found = vm.class_of(result.value()).name(vm);
                Err(vm.type_error(format!("__bytes__ returned non-bytes (type {found})")))
            }
        };
    }
    let iterable = vm.class_of(value).slots(vm).iter.is_some() || vm.is_sequence(value);
    if !iterable || vm.cast::<Str>(value).is_some() {
        let found = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("cannot convert '{found}' object to bytes")));
    }
    let mut bytes = Vec::new();
    vm.for_each(value, |vm, item| {
        let index = vm.index(item.value())?;
        match vm.int_to_i64(index.value()).and_then(|int| u8::try_from(int).ok()) {
            Some(byte) => bytes.put(byte),
            None => return Err(vm.value_error("bytes must be in range(0, 256)")),
        }
        Ok(())
    })?;
    Ok(bytes)
}

#[methods]
mod py {
    use super::*;

    /// A pair of ints whose ratio is the number: itself and 1.
    ///
    /// >>> (-12).as_integer_ratio()
    /// (-12, 1)
    #[method("($self, /)")]
    fn as_integer_ratio(vm: &mut Vm, this: Value) -> R<Owned> {
        let this = exact(vm, this)?;
        vm.new_tuple(&[this.value(), Value::small(1)])
    }

    /// Bits that the magnitude takes.
    ///
    /// >>> (37).bit_length(), (-8).bit_length(), (0).bit_length()
    /// (6, 4, 0)
    #[method("($self, /)")]
    fn bit_length(vm: &mut Vm, this: Value) -> R<u64> {
        Ok(number(vm, this)?.as_ref().bit_length())
    }

    /// Ones among the bits of the magnitude.
    ///
    /// >>> (13).bit_count(), (-255).bit_count()
    /// (3, 8)
    #[method("($self, /)")]
    fn bit_count(vm: &mut Vm, this: Value) -> R<u64> {
        Ok(number(vm, this)?.as_ref().bit_count())
    }

    /// The number itself.
    #[method("($self, /)")]
    fn conjugate(vm: &mut Vm, this: Value) -> R<Owned> {
        exact(vm, this)
    }

    /// True.
    #[method("($self, /)")]
    fn is_integer(_vm: &mut Vm, _this: Value) -> bool {
        true
    }

    /// The number that the bytes are the two's complement, or unsigned, form of.
    #[classmethod("($type, /, bytes, byteorder='big', *, signed=False)")]
    fn from_bytes(vm: &mut Vm, class: Value, bytes: Value, byteorder: Option<Value>, signed: Option<bool>) -> R<Owned> {
        let little = little_endian(vm, "from_bytes", byteorder)?;
        let bytes = to_bytes_object(vm, bytes)?;
        vm.check_built()?;
        vm.room_for_work(bytes.len() as u64 * 8)?;
        let number = taipan_numeric::int::from_bytes(&bytes, little, signed.unwrap_or(false));
        let int = vm.new_big(number)?;
        if class.is(vm.types.int.value()) { Ok(int) } else { vm.call(class, &[int.value()]) }
    }

    /// The number as bytes.
    #[method("($self, /, length=1, byteorder='big', *, signed=False)")]
    fn to_bytes(
        vm: &mut Vm,
        this: Value,
        length: Option<Value>,
        byteorder: Option<Value>,
        signed: Option<bool>,
    ) -> R<Owned> {
        let length = match length {
            Some(length) => vm.to_size(length)?,
            None => 1,
        };
        let little = little_endian(vm, "to_bytes", byteorder)?;
        let Ok(length) = usize::try_from(length) else {
            return Err(vm.value_error("length argument must be non-negative"));
        };
        if let (Some(int), true) = (this.as_int(), (1..=8).contains(&length)) {
            // What is cut off must be nothing but the sign, or nothing at all.
            let (shift, signed) = (8 * length as u32, signed.unwrap_or(false));
            let fits = if signed {
                length == 8 || int >> (shift - 1) == int >> 63
            } else {
                int >= 0 && (length == 8 || int >> shift == 0)
            };
            if fits {
                let mut bytes = int.to_le_bytes();
                let bytes = &mut bytes[..length];
                if !little {
                    bytes.reverse();
                }
                return vm.new_bytes(bytes);
            }
        }
        let bits = vm.as_int_ref(this).map_or(0, taipan_numeric::IntRef::bit_length);
        vm.room_for_work(bits)?;
        let room = vm.heap.room_for(length.saturating_mul(2));
        vm.check(room)?;
        let number = number(vm, this)?;
        let bytes = number.as_ref().to_bytes(length, little, signed.unwrap_or(false));
        let bytes = vm.numeric(bytes)?;
        vm.new_bytes(&bytes)
    }

    /// The number itself.
    #[method("($self, /)")]
    fn __trunc__(vm: &mut Vm, this: Value) -> R<Owned> {
        exact(vm, this)
    }

    /// The number itself.
    #[method("($self, /)")]
    fn __floor__(vm: &mut Vm, this: Value) -> R<Owned> {
        exact(vm, this)
    }

    /// The number itself.
    #[method("($self, /)")]
    fn __ceil__(vm: &mut Vm, this: Value) -> R<Owned> {
        exact(vm, this)
    }

    /// The nearest multiple of a power of ten, for a negative number of digits.
    #[method("($self, ndigits=None, /)")]
    fn __round__(vm: &mut Vm, this: Value, ndigits: Option<Value>) -> R<Owned> {
        let ndigits = match ndigits {
            Some(ndigits) if !ndigits.is_none() => vm.to_number(ndigits)?,
            _ => return exact(vm, this),
        };
        if !ndigits.as_ref().is_negative() {
            return exact(vm, this);
        }
        let number = number(vm, this)?;
        // With more digits than the number has, the power of ten need not be made.
        let result = if ndigits.as_ref().neg().as_ref().cmp(&IntRef::Small(digits_bound(&number))).is_gt() {
            Number::ZERO
        } else {
            number.as_ref().round(ndigits.as_ref())
        };
        vm.new_big(result)
    }

    /// The number in the form that a format specification asks for.
    #[method("($self, format_spec, /)")]
    fn __format__(vm: &mut Vm, this: Value, format_spec: Value) -> R<Owned> {
        crate::types::float::format::format(vm, this, format_spec, taipan_numeric::format::Kind::Int)
    }

    /// Arguments that make an equal int.
    #[method("($self, /)")]
    fn __getnewargs__(vm: &mut Vm, this: Value) -> R<Owned> {
        let number = number(vm, this)?;
        let int = vm.new_big(number)?;
        vm.new_tuple(&[int.value()])
    }

    /// Bytes that CPython would use: programs compare such sizes.
    #[method("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Value) -> R<u64> {
        const HEAD: u64 = 24;
        let digits = number(vm, this)?.as_ref().bit_length().div_ceil(30).max(1);
        Ok(HEAD + digits * 4)
    }

    /// The real part: the number itself.
    #[getter]
    fn real(vm: &mut Vm, this: Value) -> R<Owned> {
        exact(vm, this)
    }

    /// The imaginary part: 0.
    #[getter]
    fn imag(_vm: &mut Vm, _this: Value) -> i64 {
        0
    }

    /// The number itself, in lowest terms.
    #[getter]
    fn numerator(vm: &mut Vm, this: Value) -> R<Owned> {
        exact(vm, this)
    }

    /// The denominator in lowest terms: 1.
    #[getter]
    fn denominator(_vm: &mut Vm, _this: Value) -> i64 {
        1
    }
}

/// No fewer than the decimal digits of the number.
fn digits_bound(number: &Number) -> i64 {
    i64::try_from(number.as_ref().decimal_len_bound()).unwrap_or(i64::MAX)
}
