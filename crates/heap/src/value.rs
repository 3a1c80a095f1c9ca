//! The 8-byte tagged value: inline ints and floats, immediates, heap pointers.
//!
//! ```text
//! low bits   meaning
//!   ...000   heap pointer (8-aligned); 0 is not a Value: Option<Value> is one word
//!   ....01   int of 62 bits, (v as i64) >> 2
//!   ....1.   float, self-tagged: rotl(bits + (3 << 60), 4)
//!   ...100   immediates
//! ```
//!
//! Adding 3 to the top exponent bits before rotating makes the exponents of nearly all floats that occur (zero, NaN,
//! infinities, 2^-255 <= |x| < 2^257) land on the float tag; the others are boxed by the runtime. (Float
//! Self-Tagging, Melancon, Serrano and Feeley, OOPSLA 2025.)

use std::num::NonZeroU64;
use std::ptr::NonNull;

use crate::header::Header;

/// The greatest inline int.
pub const INT_MAX: i64 = (1 << 61) - 1;
/// The least inline int.
pub const INT_MIN: i64 = -(1 << 61);

const FLOAT_SHIFT: u64 = 3 << 60;

/// A Python value: one word, copied freely, owning nothing. `Owned` is the form that holds a reference.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(NonZeroU64);

const fn immediate(number: u64) -> Value {
    match NonZeroU64::new(number << 3 | 0b100) {
        Some(bits) => Value(bits),
        None => unreachable!(),
    }
}

impl Value {
    pub const NONE: Value = immediate(0);
    pub const FALSE: Value = immediate(1);
    pub const TRUE: Value = immediate(2);
    pub const ELLIPSIS: Value = immediate(3);
    pub const NOT_IMPLEMENTED: Value = immediate(4);
    /// Never visible to Python: "no value" where NULL means something else.
    pub const ABSENT: Value = immediate(5);

    /// The value with these bits.
    #[inline(always)]
    pub const fn from_bits(bits: u64) -> Option<Value> {
        match NonZeroU64::new(bits) {
            Some(bits) => Some(Value(bits)),
            None => None,
        }
    }

    /// The raw bits.
    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0.get()
    }

    /// Whether this points to the heap.
    #[inline(always)]
    pub const fn is_object(self) -> bool {
        self.bits() & 7 == 0
    }

    /// Whether this is None, a bool, Ellipsis or another immediate.
    #[inline(always)]
    pub const fn is_immediate(self) -> bool {
        self.bits() & 7 == 4
    }

    /// Whether this is an inline int.
    #[inline(always)]
    pub const fn is_int(self) -> bool {
        self.bits() & 3 == 1
    }

    /// Whether this is an inline float.
    #[inline(always)]
    pub const fn is_float(self) -> bool {
        self.bits() & 2 != 0
    }

    #[inline(always)]
    pub const fn is_none(self) -> bool {
        self.bits() == Value::NONE.bits()
    }

    #[inline(always)]
    pub const fn is_bool(self) -> bool {
        self.bits() == Value::TRUE.bits() || self.bits() == Value::FALSE.bits()
    }

    /// `x is y`.
    #[inline(always)]
    pub const fn is(self, other: Value) -> bool {
        self.bits() == other.bits()
    }

    #[inline(always)]
    pub const fn bool(value: bool) -> Value {
        if value { Value::TRUE } else { Value::FALSE }
    }

    /// An inline int, when `value` fits 62 bits.
    #[inline(always)]
    pub const fn int(value: i64) -> Option<Value> {
        if value >= INT_MIN && value <= INT_MAX { Some(Value::int_unchecked(value)) } else { None }
    }

    /// An inline int of the low 62 bits of `value`.
    #[inline(always)]
    pub const fn int_unchecked(value: i64) -> Value {
        match NonZeroU64::new((value as u64) << 2 | 1) {
            Some(bits) => Value(bits),
            None => unreachable!(),
        }
    }

    /// An inline int of a value that always fits.
    #[inline(always)]
    pub const fn small(value: i32) -> Value {
        Value::int_unchecked(value as i64)
    }

    /// The inline int.
    #[inline(always)]
    pub const fn as_int(self) -> Option<i64> {
        if self.is_int() { Some(self.int_payload()) } else { None }
    }

    /// The payload read as an inline int, whatever the tag.
    #[inline(always)]
    pub const fn int_payload(self) -> i64 {
        self.bits() as i64 >> 2
    }

    /// An inline float, when its exponent allows it (nearly always).
    #[inline(always)]
    pub const fn float(value: f64) -> Option<Value> {
        let bits = value.to_bits().wrapping_add(FLOAT_SHIFT).rotate_left(4);
        if bits & 2 != 0 { Value::from_bits(bits) } else { None }
    }

    /// The inline float.
    #[inline(always)]
    pub const fn as_float(self) -> Option<f64> {
        if self.is_float() { Some(self.float_payload()) } else { None }
    }

    /// The payload read as an inline float, whatever the tag.
    #[inline(always)]
    pub const fn float_payload(self) -> f64 {
        f64::from_bits(self.bits().rotate_right(4).wrapping_sub(FLOAT_SHIFT))
    }

    /// The value that points to `header`.
    #[inline(always)]
    pub fn from_header(header: NonNull<Header>) -> Value {
        let bits = header.as_ptr().expose_provenance() as u64;
        debug_assert!(bits & 7 == 0);
        // An address is never 0, since the pointer is not.
        Value(NonZeroU64::new(bits).unwrap_or(Value::NONE.0))
    }

    /// The header of the object this points to.
    #[inline(always)]
    pub fn header(self) -> Option<NonNull<Header>> {
        if self.is_object() { Some(self.header_unchecked()) } else { None }
    }

    /// The bits as a header's address; meaningful only for an object.
    #[inline(always)]
    pub fn header_unchecked(self) -> NonNull<Header> {
        let address = self.bits() as usize;
        // SAFETY: the bits of a Value are never zero.
        unsafe { NonNull::new_unchecked(std::ptr::with_exposed_provenance_mut(address)) }
    }

    /// One more reference to the object, if it is one.
    #[inline(always)]
    pub fn incref(self) {
        if self.is_object() {
            // SAFETY: a Value that points to the heap points to a live object.
            unsafe { self.header_unchecked().as_ref() }.incref();
        }
    }

    /// A reference of one's own.
    #[inline(always)]
    pub fn own(self) -> crate::Owned {
        self.incref();
        crate::Owned::from_raw(self)
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(int) = self.as_int() {
            write!(f, "int {int}")
        } else if let Some(float) = self.as_float() {
            write!(f, "float {float}")
        } else {
            write!(f, "value {:#x}", self.bits())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints_keep_62_bits() {
        for int in [0, 1, -1, INT_MAX, INT_MIN, 1 << 60] {
            assert_eq!(Value::int(int).and_then(Value::as_int), Some(int));
        }
        assert_eq!(Value::int(INT_MAX + 1), None);
        assert_eq!(Value::int(INT_MIN - 1), None);
    }

    #[test]
    fn floats_are_inline_but_for_a_band_of_exponents() {
        for float in [0.0, -0.0, 1.0, -1.5, f64::INFINITY, f64::NEG_INFINITY, 5e-324, 1e76, 1e-76, f64::MAX] {
            let value = Value::float(float).expect("inline");
            assert!(value.is_float() && !value.is_object() && !value.is_immediate());
            assert_eq!(value.as_float().map(f64::to_bits), Some(float.to_bits()));
        }
        assert!(Value::float(f64::NAN).is_some_and(|nan| nan.float_payload().is_nan()));
        assert_eq!(Value::float(1e100), None);
        assert_eq!(Value::float(1e-100), None);
    }

    #[test]
    fn immediates_are_apart_from_ints_and_floats() {
        for value in [Value::NONE, Value::TRUE, Value::FALSE, Value::ELLIPSIS, Value::NOT_IMPLEMENTED, Value::ABSENT] {
            assert!(value.is_immediate() && !value.is_int() && !value.is_float() && !value.is_object());
        }
        assert_eq!(size_of::<Option<Value>>(), 8);
    }
}
