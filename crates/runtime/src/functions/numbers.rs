//! The builtin functions of numbers.

use taipan_numeric::IntRef;

use crate::native::*;
use crate::object::protocol::number::BinaryOp;
use crate::types::complex::Complex;

fn in_radix(vm: &mut Vm, number: Value, radix: u32, prefix: &str) -> R<Owned> {
    if let Some(int) = number.as_int() {
        // The digits from the last on, the prefix, the sign.
        let mut text = [0u8; 68];
        let mut start = text.len();
        let mut put = |byte: u8| {
            start -= 1;
            text[start] = byte;
        };
        let (mut rest, bits) = (int.unsigned_abs(), radix.ilog2());
        loop {
            put(b"0123456789abcdef"[(rest & u64::from(radix - 1)) as usize]);
            rest >>= bits;
            if rest == 0 {
                break;
            }
        }
        prefix.bytes().rev().for_each(&mut put);
        if int < 0 {
            put(b'-');
        }
        return vm.new_units(taipan_text::Units::Ascii(&text[start..]));
    }
    let number = vm.index(number)?;
    // The digits, and twice the text: without the prefix, and with it.
    let bits = vm.as_int_ref(number.value()).map_or(0, |number| number.bit_length()) as usize;
    vm.check_room((bits / radix.ilog2().max(1) as usize).saturating_mul(4))?;
    let text = vm.as_int_ref(number.value()).map(|number| number.to_radix(radix, prefix)).unwrap_or_default();
    vm.new_str(&text)
}

#[methods]
mod py {
    use super::*;

    /// The absolute value.
    #[function("(number, /)")]
    fn abs(vm: &mut Vm, number: Value) -> R<Owned> {
        if let Some(int) = number.as_int() {
            return vm.new_int(i128::from(int).abs());
        }
        vm.absolute(number)
    }

    /// Quotient and remainder.
    #[function("(x, y, /)")]
    fn divmod(vm: &mut Vm, x: Value, y: Value) -> R<Owned> {
        vm.binary_op(BinaryOp::DivMod, x, y)
    }

    /// `base ** exp`, or that modulo `mod`.
    #[function("(base, exp, mod=None)")]
    fn pow(vm: &mut Vm, base: Value, exponent: Value, modulus: Option<Value>) -> R<Owned> {
        vm.power(base, exponent, modulus.unwrap_or(Value::NONE))
    }

    /// The nearest number with so many decimal digits; an int when `ndigits` is not given.
    #[function("(number, ndigits=None)")]
    fn round(vm: &mut Vm, number: Value, ndigits: Option<Value>) -> R<Owned> {
        let ndigits = ndigits.filter(|ndigits| !ndigits.is_none());
        if number.is_int() && ndigits.is_none() {
            return Ok(number.own());
        }
        let name = vm.names.__round__;
        let arguments: &[Value] = match &ndigits {
            Some(ndigits) => std::slice::from_ref(ndigits),
            None => &[],
        };
        match vm.call_special(number, name, arguments)? {
            Some(rounded) => Ok(rounded),
            None => {
                let class = vm.class_of(number).name(vm);
                Err(vm.type_error(format!("type {class} doesn't define __round__ method")))
            }
        }
    }

    /// An int in base 16.
    ///
    /// >>> hex(255), hex(-16)
    /// ('0xff', '-0x10')
    #[function("(number, /)")]
    fn hex(vm: &mut Vm, number: Value) -> R<Owned> {
        in_radix(vm, number, 16, "0x")
    }

    /// An int in base 8.
    ///
    /// >>> oct(64), oct(-8)
    /// ('0o100', '-0o10')
    #[function("(number, /)")]
    fn oct(vm: &mut Vm, number: Value) -> R<Owned> {
        in_radix(vm, number, 8, "0o")
    }

    /// An int in base 2.
    ///
    /// >>> bin(10), bin(-3)
    /// ('0b1010', '-0b11')
    #[function("(number, /)")]
    fn bin(vm: &mut Vm, number: Value) -> R<Owned> {
        in_radix(vm, number, 2, "0b")
    }
}

/// A number that `sum` can add to without making objects.
pub(super) enum Total {
    Int(i64),
    Float(CompensatedSum),
    Complex(CompensatedSum, CompensatedSum),
}

/// A sum of floats that remembers what rounding lost (Neumaier's method).
#[derive(Clone, Copy)]
pub(super) struct CompensatedSum {
    sum: f64,
    lost: f64,
}

impl CompensatedSum {
    pub(super) fn new(sum: f64) -> CompensatedSum {
        CompensatedSum { sum, lost: 0.0 }
    }

    pub(super) fn add(&mut self, value: f64) {
        let total = self.sum + value;
        if self.sum.abs() >= value.abs() {
            self.lost += (self.sum - total) + value;
        } else {
            self.lost += (value - total) + self.sum;
        }
        self.sum = total;
    }

    pub(super) fn finish(self) -> f64 {
        // An infinity stays one, and a zero keeps its sign.
        if self.lost != 0.0 && self.lost.is_finite() { self.sum + self.lost } else { self.sum }
    }
}

impl Total {
    /// Begin with the start value of a sum.
    pub(super) fn begin(vm: &Vm, start: Value) -> Option<Total> {
        if let Some(int) = start.as_int() {
            return Some(Total::Int(int));
        }
        if vm.class_of(start) == vm.types.float {
            return vm.as_f64(start).map(|float| Total::Float(CompensatedSum::new(float)));
        }
        if let Some(complex) = vm.cast_exact::<Complex>(start) {
            let complex = complex.get(vm);
            return Some(Total::Complex(CompensatedSum::new(complex.real), CompensatedSum::new(complex.imag)));
        }
        None
    }

    /// Add an item; false when it is of a type that this cannot add, and nothing was changed.
    #[inline]
    pub(super) fn add(&mut self, vm: &Vm, item: Value) -> bool {
        match self {
            Total::Int(total) => {
                let int = match item.as_int() {
                    Some(int) => int,
                    None if item.is_bool() => i64::from(item.is(Value::TRUE)),
                    None => {
                        if vm.class_of(item) != vm.types.float {
                            return false;
                        }
                        let Some(float) = vm.as_f64(item) else { return false };
                        let mut sum = CompensatedSum::new(*total as f64);
                        if *total > 1 << 53 || *total < -(1 << 53) {
                            return false;
                        }
                        sum.add(float);
                        *self = Total::Float(sum);
                        return true;
                    }
                };
                match total.checked_add(int) {
                    Some(sum) => {
                        *total = sum;
                        true
                    }
                    None => false,
                }
            }
            Total::Float(sum) => {
                if let Some(float) = item.as_float() {
                    sum.add(float);
                    return true;
                }
                if vm.class_of(item) == vm.types.float
                    && let Some(float) = vm.as_f64(item)
                {
                    sum.add(float);
                    return true;
                }
                match vm.as_int_ref(item).map(IntRef::to_f64) {
                    Some(Ok(float)) if item.is_int() || item.is_bool() => {
                        sum.add(float);
                        true
                    }
                    _ => false,
                }
            }
            Total::Complex(real, imag) => {
                if let Some(complex) = vm.cast_exact::<Complex>(item) {
                    let complex = complex.get(vm);
                    real.add(complex.real);
                    imag.add(complex.imag);
                    return true;
                }
                let float = if vm.class_of(item) == vm.types.float {
                    vm.as_f64(item)
                } else {
                    vm.as_int_ref(item).filter(|_| item.is_int() || item.is_bool()).and_then(|int| int.to_f64().ok())
                };
                // Of a real number nothing is added to the imaginary part, whose zero keeps its sign.
                float.is_some_and(|float| {
                    real.add(float);
                    true
                })
            }
        }
    }

    pub(super) fn finish(self, vm: &mut Vm) -> R<Owned> {
        match self {
            Total::Int(total) => vm.new_int(i128::from(total)),
            Total::Float(sum) => vm.new_float(sum.finish()),
            Total::Complex(real, imag) => crate::types::complex::new(vm, real.finish(), imag.finish()),
        }
    }
}
