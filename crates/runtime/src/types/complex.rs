//! `complex`: a pair of floats. Arithmetic with a real number does not make it a complex one first: signed zeros stay.

use taipan_heap::ShapeId;
use taipan_numeric::Complex as Number;

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::types::int::literal::{number_text, shown};
use crate::types::shapes;

#[derive(Trace)]
pub struct Complex {
    pub real: f64,
    pub imag: f64,
}

impl Payload for Complex {
    const NAME: &'static str = "Complex";
    const CONTAINER: bool = false;
    const SHAPE: ShapeId = shapes::complex;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.complex
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "A complex number.",
    flags: ClassFlags::BASE,
    slots: Slots {
        new: Some(create),
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        add: Some(add),
        sub: Some(sub),
        mul: Some(mul),
        truediv: Some(truediv),
        power: Some(power),
        negative: Some(negative),
        positive: Some(positive),
        absolute: Some(absolute),
        truth: Some(truth),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::new::<Complex>("complex")
};

const NOT_IMPLEMENTED: Owned = Owned::from_raw(Value::NOT_IMPLEMENTED);

/// A new complex number.
pub(crate) fn new(vm: &mut Vm, real: f64, imag: f64) -> R<Owned> {
    vm.allocate(Complex { real, imag })
}

fn instance(vm: &mut Vm, class: Obj<Class>, number: Number) -> R<Owned> {
    if class == vm.types.complex {
        return new(vm, number.re, number.im);
    }
    vm.allocate_instance(class, Complex { real: number.re, imag: number.im })
}

impl Vm {
    /// A new complex number.
    pub fn new_complex(&mut self, number: Number) -> R<Owned> {
        new(self, number.re, number.im)
    }

    /// The number, when the value is a complex or of a subclass of complex.
    pub fn as_complex(&self, value: Value) -> Option<Number> {
        self.cast::<Complex>(value).map(|complex| {
            let complex = complex.get(self);
            Number::new(complex.real, complex.imag)
        })
    }

    /// The value as a complex number: by `__complex__`, `__float__` or `__index__`.
    pub fn to_complex(&mut self, value: Value) -> R<Number> {
        match by_special_method(self, value)? {
            Some(number) => Ok(number),
            None => self.to_f64(value).map(Number::from),
        }
    }
}

/// A complex itself, or what the object's `__complex__` gives.
fn by_special_method(vm: &mut Vm, value: Value) -> R<Option<Number>> {
    if vm.cast_exact::<Complex>(value).is_some() {
        return Ok(vm.as_complex(value));
    }
    let name = vm.names.__complex__;
    let Some(result) = vm.call_special(value, name, &[])? else { return Ok(vm.as_complex(value)) };
    let Some(number) = vm.as_complex(result.value()) else {
        let found = vm.class_of(result.value()).name(vm);
        return Err(vm.type_error(format!("__complex__ returned non-complex (type {found})")));
    };
    if vm.cast_exact::<Complex>(result.value()).is_none() {
        let found = vm.class_of(result.value()).name(vm);
        let message = format!(
            "__complex__ returned non-complex (type {found}).  The ability to return an instance of a strict subclass \
             of complex is deprecated, and may be removed in a future version of Python."
        );
        vm.warn(vm.exceptions.DeprecationWarning, &message)?;
    }
    Ok(Some(number))
}

/// An operand: complex, or real.
enum Operand {
    Complex(Number),
    Real(f64),
}

impl Operand {
    fn number(&self) -> Number {
        match *self {
            Operand::Complex(number) => number,
            Operand::Real(real) => Number::from(real),
        }
    }
}

fn operand(vm: &mut Vm, value: Value) -> R<Option<Operand>> {
    if let Some(number) = vm.as_complex(value) {
        return Ok(Some(Operand::Complex(number)));
    }
    if let Some(real) = vm.as_f64(value) {
        return Ok(Some(Operand::Real(real)));
    }
    if vm.as_int_ref(value).is_some() {
        return vm.int_to_f64(value).map(|real| Some(Operand::Real(real)));
    }
    Ok(None)
}

macro_rules! operator {
    ($name:ident, $a:ident, $b:ident, $both:expr, $complex_real:expr, $real_complex:expr) => {
        fn $name(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
            let (Some($a), Some($b)) = (operand(vm, a)?, operand(vm, b)?) else { return Ok(NOT_IMPLEMENTED) };
            let result = match ($a, $b) {
                (Operand::Complex($a), Operand::Real($b)) => $complex_real,
                (Operand::Real($a), Operand::Complex($b)) => $real_complex,
                ($a, $b) => {
                    let ($a, $b) = ($a.number(), $b.number());
                    $both
                }
            };
            let result = vm.numeric(result)?;
            vm.new_complex(result)
        }
    };
}

operator! { add, a, b, Ok(a.add(b)), Ok(a.add_real(b)), Ok(b.add_real(a)) }
operator! { sub, a, b, Ok(a.sub(b)), Ok(a.sub_real(b)), Ok(b.real_sub(a)) }
operator! { mul, a, b, Ok(a.mul(b)), Ok(a.mul_real(b)), Ok(b.mul_real(a)) }
operator! { truediv, a, b, a.div(b), a.div_real(b), b.real_div(a) }

fn power(vm: &mut Vm, a: Value, b: Value, modulus: Value) -> R<Owned> {
    let (Some(a), Some(b)) = (operand(vm, a)?, operand(vm, b)?) else { return Ok(NOT_IMPLEMENTED) };
    if !modulus.is_none() {
        return Err(vm.value_error("complex modulo"));
    }
    let result = a.number().pow(b.number());
    let result = vm.numeric(result)?;
    vm.new_complex(result)
}

fn this(vm: &mut Vm, value: Value) -> R<Number> {
    match vm.as_complex(value) {
        Some(number) => Ok(number),
        None => {
            let found = vm.class_of(value).name(vm);
            Err(vm.type_error(format!("descriptor requires a 'complex' object but received a '{found}'")))
        }
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let number = this(vm, value)?;
    vm.new_str(&taipan_numeric::complex::repr(number))
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    let number = this(vm, value)?;
    let part = |part: f64| {
        taipan_numeric::hash::float(part).unwrap_or_else(|| crate::object::protocol::compare::identity_hash(value))
    };
    Ok(taipan_numeric::hash::complex(part(number.re), part(number.im)))
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(NOT_IMPLEMENTED);
    }
    let number = this(vm, a)?;
    let equal = if let Some(other) = vm.as_complex(b) {
        number.re == other.re && number.im == other.im
    } else if let Some(real) = vm.as_f64(b) {
        number.im == 0.0 && number.re == real
    } else if let Some(int) = vm.as_int_ref(b) {
        number.im == 0.0 && int.eq_f64(number.re)
    } else {
        return Ok(NOT_IMPLEMENTED);
    };
    Ok(Owned::bool(equal == (op == CompareOp::Eq)))
}

fn negative(vm: &mut Vm, value: Value) -> R<Owned> {
    let number = this(vm, value)?.neg();
    vm.new_complex(number)
}

fn positive(vm: &mut Vm, value: Value) -> R<Owned> {
    exact(vm, value)
}

fn absolute(vm: &mut Vm, value: Value) -> R<Owned> {
    let size = this(vm, value)?.abs();
    let size = vm.numeric(size)?;
    vm.new_float(size)
}

fn truth(vm: &mut Vm, value: Value) -> R<bool> {
    let number = this(vm, value)?;
    Ok(number.re != 0.0 || number.im != 0.0)
}

fn exact(vm: &mut Vm, value: Value) -> R<Owned> {
    if vm.cast_exact::<Complex>(value).is_some() {
        return Ok(value.own());
    }
    let number = this(vm, value)?;
    vm.new_complex(number)
}

static SIGNATURE: Signature = Signature {
    name: "complex",
    text: "(real=0, imag=0)",
    parameters: &[
        Parameter { name: "real", kind: ParameterKind::PositionalOrKeyword, optional: true },
        Parameter { name: "imag", kind: ParameterKind::PositionalOrKeyword, optional: true },
    ],
    rest: false,
    keywords: false,
};

/// `complex(real, imag)`.
fn create(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if args.names.is_empty() {
        match *args.positional {
            [] => return instance(vm, class, Number::new(0.0, 0.0)),
            [x] => return of_one(vm, class, x),
            _ => {}
        }
    }
    let mut slots = [None; 2];
    bind(vm, &SIGNATURE, args, &mut slots)?;
    let [real, imag] = slots;
    let mut first = Number::new(0.0, 0.0);
    let mut first_complex = false;
    if let Some(real) = real {
        if let Some(number) = by_special_method(vm, real)? {
            first = number;
            first_complex = true;
        } else {
            first.re = part(vm, real, "real")?;
        }
    }
    if let Some(imag) = imag
        && vm.as_complex(imag).is_none()
    {
        check_real(vm, imag, "imag")?;
    }
    if let (true, Some(real)) = (first_complex, real) {
        warn_complex(vm, real, "real")?;
    }
    let Some(imag) = imag else { return instance(vm, class, first) };
    let mut result = first;
    if let Some(second) = vm.as_complex(imag) {
        warn_complex(vm, imag, "imag")?;
        result.im = second.re;
        result.re -= second.im;
    } else {
        result.im = vm.to_f64(imag)?;
    }
    if first_complex {
        result.im += first.im;
    }
    instance(vm, class, result)
}

fn check_real(vm: &mut Vm, value: Value, name: &str) -> R<()> {
    let slots = vm.class_of(value).slots(vm);
    if slots.float.is_none() && slots.index.is_none() {
        let found = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("complex() argument '{name}' must be a real number, not {found}")));
    }
    Ok(())
}

fn part(vm: &mut Vm, value: Value, name: &str) -> R<f64> {
    check_real(vm, value, name)?;
    vm.to_f64(value)
}

fn warn_complex(vm: &mut Vm, value: Value, name: &str) -> R<()> {
    let found = vm.class_of(value).name(vm);
    let message = format!("complex() argument '{name}' must be a real number, not {found}");
    vm.warn(vm.exceptions.DeprecationWarning, &message)
}

fn of_one(vm: &mut Vm, class: Obj<Class>, x: Value) -> R<Owned> {
    if class == vm.types.complex && vm.cast_exact::<Complex>(x).is_some() {
        return Ok(x.own());
    }
    if let Some(number) = by_special_method(vm, x)? {
        return instance(vm, class, number);
    }
    if vm.cast::<Str>(x).is_some() {
        let text = number_text(vm, x)?.unwrap_or_default();
        let parsed = taipan_numeric::complex::parse(&String::from_utf8_lossy(&text));
        return match vm.numeric(parsed)? {
            Some(number) => instance(vm, class, number),
            None => {
                let shown = shown(vm, x, &text)?;
                Err(vm.value_error(format!("could not convert string to complex: {shown}")))
            }
        };
    }
    let slots = vm.class_of(x).slots(vm);
    if slots.float.is_none() && slots.index.is_none() {
        let found = vm.class_of(x).told_name(vm);
        return Err(vm.type_error(format!("complex() argument must be a string or a number, not {found}")));
    }
    let real = vm.to_f64(x)?;
    instance(vm, class, Number::from(real))
}

#[methods]
mod py {
    use super::*;

    /// The complex number equal to a number.
    #[classmethod("($type, number, /)")]
    fn from_number(vm: &mut Vm, class: Obj<Class>, number: Value) -> R<Owned> {
        if class == vm.types.complex && vm.cast_exact::<Complex>(number).is_some() {
            return Ok(number.own());
        }
        let number = vm.to_complex(number)?;
        let made = vm.new_complex(number)?;
        if class == vm.types.complex { Ok(made) } else { vm.call(class.value(), &[made.value()]) }
    }

    /// The number with the imaginary part negated.
    #[method("($self, /)")]
    fn conjugate(vm: &mut Vm, this: Obj<Complex>) -> R<Owned> {
        let number = this.get(vm);
        let (real, imag) = (number.real, number.imag);
        new(vm, real, -imag)
    }

    /// The number itself.
    #[method("($self, /)")]
    fn __complex__(vm: &mut Vm, this: Obj<Complex>) -> R<Owned> {
        exact(vm, this.value())
    }

    /// The number in the form that a format specification asks for.
    #[method("($self, format_spec, /)")]
    fn __format__(vm: &mut Vm, this: Value, format_spec: Value) -> R<Owned> {
        crate::types::float::format::format(vm, this, format_spec, taipan_numeric::format::Kind::Complex)
    }

    /// Arguments that make an equal number.
    #[method("($self, /)")]
    fn __getnewargs__(vm: &mut Vm, this: Obj<Complex>) -> R<Owned> {
        let number = this.get(vm);
        let (real, imag) = (number.real, number.imag);
        let real = vm.new_float(real)?;
        let imag = vm.new_float(imag)?;
        vm.new_tuple(&[real.value(), imag.value()])
    }

    /// the real part of a complex number
    #[member]
    fn real(vm: &mut Vm, this: Obj<Complex>) -> f64 {
        this.get(vm).real
    }

    /// the imaginary part of a complex number
    #[member]
    fn imag(vm: &mut Vm, this: Obj<Complex>) -> f64 {
        this.get(vm).imag
    }
}
