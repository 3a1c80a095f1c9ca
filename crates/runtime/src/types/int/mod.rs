//! Integers: inline up to 62 bits, a heap object beyond; arithmetic is `taipan_numeric`'s.
//!
//! An exact int that fits 62 bits is always inline. A heap object of a small number is an instance of a subclass.

pub(crate) mod literal;
mod methods;
mod new;
mod special;

use taipan_heap::{Charge, INT_MAX, INT_MIN, ShapeId};
use taipan_numeric::IntRef;

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::types::shapes;

pub(crate) use special::SLOTS;

/// A big int, or any instance of a subclass.
#[derive(Trace)]
pub struct Int {
    #[trace(skip)]
    pub(crate) number: taipan_numeric::Int,
    /// The bytes of the digits.
    #[trace(skip)]
    #[allow(dead_code, reason = "counts until it is dropped")]
    charge: Charge,
}

impl Payload for Int {
    const NAME: &'static str = "Int";
    const CONTAINER: bool = false;
    const SHAPE: ShapeId = shapes::int;
    const PLAIN: bool = true;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.int
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "An integer of any size: of a number, cut towards zero, or of the digits in a text in some base; 0 tells the base from the text.\n\n\
          >>> int(-3.9), int('ff', base=16), int('0b101', base=0)\n(-3, 255, 5)",
    flags: ClassFlags::BASE.with(ClassFlags::MATCH_SELF),
    slots: special::SLOTS,
    methods: &methods::METHODS,
    getsets: &methods::GETSETS,
    ..ClassDef::new::<Int>("int")
};

fn payload(vm: &mut Vm, number: taipan_numeric::Int) -> R<Int> {
    let bytes = match &number {
        taipan_numeric::Int::Big(big) => big.heap_bytes(),
        taipan_numeric::Int::Small(_) => 0,
    };
    let charge = vm.heap.charge(bytes);
    let charge = vm.check(charge)?;
    Ok(Int { number, charge })
}

/// An instance of `class`, which is int or a subclass of it.
pub(crate) fn instance(vm: &mut Vm, class: Obj<Class>, number: taipan_numeric::Int) -> R<Owned> {
    if class == vm.types.int {
        return vm.new_big(number);
    }
    let payload = payload(vm, number)?;
    vm.allocate_instance(class, payload)
}

/// Numbers of fewer bits take so little that nobody is asked.
const FEW_BITS: u64 = 1 << 15;

impl Vm {
    /// A new int.
    #[inline]
    pub fn new_int(&mut self, value: i128) -> R<Owned> {
        if value >= i128::from(INT_MIN) && value <= i128::from(INT_MAX) {
            return Ok(Owned::from_raw(Value::int_unchecked(value as i64)));
        }
        let number = taipan_numeric::Int::from(value);
        self.new_big(number)
    }

    /// A new int of a number of any size.
    pub fn new_big(&mut self, number: taipan_numeric::Int) -> R<Owned> {
        if let taipan_numeric::Int::Small(small) = number
            && let Some(small) = Value::int(small)
        {
            return Ok(Owned::from_raw(small));
        }
        let payload = payload(self, number)?;
        self.allocate(payload)
    }

    /// MemoryError, before any work, when a result of so many bits would not fit the isolate's limit.
    #[inline]
    pub fn room_for_bits(&mut self, bits: u64) -> R<()> {
        if bits < 1 << 12 {
            return Ok(());
        }
        let bytes = usize::try_from(bits / 8).unwrap_or(usize::MAX);
        let room = self.heap.room_for(bytes);
        self.check(room)
    }

    /// MemoryError unless there is room for work on numbers of so many bits together: arithmetic does not expect to be refused what it
    /// needs meanwhile.
    #[inline]
    pub fn room_for_work(&mut self, bits: u64) -> R<()> {
        if bits < FEW_BITS { Ok(()) } else { self.room_for_bits(bits.saturating_mul(5)) }
    }

    /// As `room_for_work`, for products, quotients, roots and conversions to or from decimals, which take far more: measured, up to thirty
    /// times the result.
    #[inline]
    pub fn room_for_product(&mut self, bits: u64) -> R<()> {
        if bits < FEW_BITS { Ok(()) } else { self.room_for_bits(bits.saturating_mul(34)) }
    }

    /// The number, when the value is an int, a bool, or of a subclass of int.
    #[inline]
    pub fn as_int_ref(&self, value: Value) -> Option<IntRef<'_>> {
        if let Some(int) = value.as_int() {
            return Some(IntRef::Small(int));
        }
        if value.is_bool() {
            return Some(IntRef::Small(i64::from(value.is(Value::TRUE))));
        }
        self.cast::<Int>(value).map(|int| int.get(self).number.as_ref())
    }

    /// The number of an int, or of what `__index__` gives.
    pub fn to_number(&mut self, value: Value) -> R<taipan_numeric::Int> {
        let index = self.index(value)?;
        let bits = self.as_int_ref(index.value()).map_or(0, IntRef::bit_length);
        self.room_for_product(bits)?;
        match self.as_int_ref(index.value()) {
            Some(number) => Ok(number.to_owned()),
            None => Err(self.type_error("an int is required")),
        }
    }

    /// The number as an `i64`, when the value is an int that fits.
    pub fn int_to_i64(&self, value: Value) -> Option<i64> {
        self.as_int_ref(value).and_then(IntRef::to_i64)
    }

    /// Whether the value is an int below zero.
    pub fn int_is_negative(&self, value: Value) -> bool {
        self.as_int_ref(value).is_some_and(IntRef::is_negative)
    }

    /// An int as a float; OverflowError when it is too large.
    pub fn int_to_f64(&mut self, value: Value) -> R<f64> {
        match self.as_int_ref(value).map(IntRef::to_f64) {
            Some(Ok(float)) => Ok(float),
            Some(Err(error)) => Err(self.raise_numeric(error)),
            None => Err(self.type_error("an int is required")),
        }
    }

    /// Raise what arithmetic refused.
    #[cold]
    pub fn raise_numeric(&mut self, error: taipan_numeric::Error) -> Raised {
        use taipan_numeric::ErrorKind;
        let class = match error.kind {
            ErrorKind::Value => self.exceptions.ValueError,
            ErrorKind::Overflow => self.exceptions.OverflowError,
            ErrorKind::ZeroDivision => self.exceptions.ZeroDivisionError,
            ErrorKind::Type => self.exceptions.TypeError,
            ErrorKind::Memory => return self.memory_error(),
        };
        if error.range_errno {
            const ERANGE: i32 = 34;
            return match self.new_str(&error.message) {
                Ok(text) => self.raise_with(class, &[Value::small(ERANGE), text.value()]),
                Err(raised) => raised,
            };
        }
        self.raise(class, &error.message)
    }

    /// The result of arithmetic, or its error raised.
    pub fn numeric<T>(&mut self, result: taipan_numeric::Result<T>) -> R<T> {
        match result {
            Ok(value) => Ok(value),
            Err(error) => Err(self.raise_numeric(error)),
        }
    }
}
