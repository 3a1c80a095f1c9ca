//! What Python code can call on a float.

use taipan_numeric::float as algorithms;

use crate::native::*;

fn number(vm: &mut Vm, value: Value) -> R<f64> {
    match vm.as_f64(value) {
        Some(float) => Ok(float),
        None => {
            let found = vm.class_of(value).name(vm);
            Err(vm.type_error(format!("descriptor requires a 'float' object but received a '{found}'")))
        }
    }
}

fn exact(vm: &mut Vm, value: Value) -> R<Owned> {
    if value.is_float() || vm.cast_exact::<super::Float>(value).is_some() {
        return Ok(value.own());
    }
    let float = number(vm, value)?;
    vm.new_float(float)
}

fn whole(vm: &mut Vm, float: f64) -> R<Owned> {
    let int = taipan_numeric::Int::from_f64(float);
    let int = vm.numeric(int)?;
    vm.new_big(int)
}

/// An instance of the class that a class method was called on.
fn of_class(vm: &mut Vm, class: Value, float: f64) -> R<Owned> {
    let float = vm.new_float(float)?;
    if class.is(vm.types.float.value()) { Ok(float) } else { vm.call(class, &[float.value()]) }
}

#[methods]
mod py {
    use super::*;

    /// The float nearest to a real number.
    #[classmethod("($type, number, /)")]
    fn from_number(vm: &mut Vm, class: Value, number: Value) -> R<Owned> {
        if class.is(vm.types.float.value()) && vm.cast_exact::<super::super::Float>(number).is_some() {
            return Ok(number.own());
        }
        let float = vm.to_f64(number)?;
        of_class(vm, class, float)
    }

    /// The float that a hexadecimal string names.
    ///
    /// >>> float.fromhex('0x1.8p+1'), float.fromhex('-0x.4')
    /// (3.0, -0.25)
    #[classmethod("($type, string, /)")]
    fn fromhex(vm: &mut Vm, class: Value, string: Value) -> R<Owned> {
        let Some(text) = vm.cast::<Str>(string) else {
            return Err(vm.type_error("bad argument type for built-in operation"));
        };
        let text = text.to_string_lossy(vm);
        let float = algorithms::from_hex(&text);
        let float = vm.numeric(float)?;
        of_class(vm, class, float)
    }

    /// The number in hexadecimal, exactly.
    ///
    /// >>> (0.1).hex(), (-2.5).hex()
    /// ('0x1.999999999999ap-4', '-0x1.4000000000000p+1')
    #[method("($self, /)")]
    fn hex(vm: &mut Vm, this: Value) -> R<String> {
        Ok(algorithms::to_hex(number(vm, this)?))
    }

    /// Whether there is no fraction.
    #[method("($self, /)")]
    fn is_integer(vm: &mut Vm, this: Value) -> R<bool> {
        Ok(algorithms::is_integer(number(vm, this)?))
    }

    /// A pair of ints, the second one positive and as small as can be, whose ratio is the number exactly.
    ///
    /// >>> (2.5).as_integer_ratio(), (-0.75).as_integer_ratio()
    /// ((5, 2), (-3, 4))
    #[method("($self, /)")]
    fn as_integer_ratio(vm: &mut Vm, this: Value) -> R<Owned> {
        let ratio = algorithms::as_integer_ratio(number(vm, this)?);
        let (numerator, denominator) = vm.numeric(ratio)?;
        let numerator = vm.new_big(numerator)?;
        let denominator = vm.new_big(denominator)?;
        vm.new_tuple(&[numerator.value(), denominator.value()])
    }

    /// The number itself.
    #[method("($self, /)")]
    fn conjugate(vm: &mut Vm, this: Value) -> R<Owned> {
        exact(vm, this)
    }

    /// The int towards zero.
    #[method("($self, /)")]
    fn __trunc__(vm: &mut Vm, this: Value) -> R<Owned> {
        let float = number(vm, this)?;
        whole(vm, float)
    }

    /// The greatest int that is not greater.
    #[method("($self, /)")]
    fn __floor__(vm: &mut Vm, this: Value) -> R<Owned> {
        let float = number(vm, this)?;
        whole(vm, float.floor())
    }

    /// The least int that is not less.
    #[method("($self, /)")]
    fn __ceil__(vm: &mut Vm, this: Value) -> R<Owned> {
        let float = number(vm, this)?;
        whole(vm, float.ceil())
    }

    /// The nearest int, or the nearest float with so many decimal places; ties go to even.
    #[method("($self, ndigits=None, /)")]
    fn __round__(vm: &mut Vm, this: Value, ndigits: Option<Value>) -> R<Owned> {
        let float = number(vm, this)?;
        match ndigits {
            Some(ndigits) if !ndigits.is_none() => {
                let ndigits = vm.to_number(ndigits)?;
                let result = algorithms::round(float, ndigits.as_ref());
                let result = vm.numeric(result)?;
                vm.new_float(result)
            }
            _ => {
                let result = algorithms::round_to_int(float);
                let result = vm.numeric(result)?;
                vm.new_big(result)
            }
        }
    }

    /// The number in the form that a format specification asks for.
    #[method("($self, format_spec, /)")]
    fn __format__(vm: &mut Vm, this: Value, format_spec: Value) -> R<Owned> {
        super::super::format::format(vm, this, format_spec, taipan_numeric::format::Kind::Float)
    }

    /// Arguments that make an equal float.
    #[method("($self, /)")]
    fn __getnewargs__(vm: &mut Vm, this: Value) -> R<Owned> {
        let float = number(vm, this)?;
        let float = vm.new_float(float)?;
        vm.new_tuple(&[float.value()])
    }

    /// How floats are stored in memory.
    #[classmethod("($type, typestr, /)")]
    fn __getformat__(vm: &mut Vm, _class: Value, typestr: Value) -> R<Owned> {
        let Some(text) = vm.cast::<Str>(typestr) else {
            let found = vm.class_of(typestr).name(vm);
            return Err(vm.type_error(format!("__getformat__() argument must be str, not {found}")));
        };
        if !text.is_str(vm, "double") && !text.is_str(vm, "float") {
            return Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'"));
        }
        vm.new_str(if cfg!(target_endian = "big") { "IEEE, big-endian" } else { "IEEE, little-endian" })
    }

    /// The real part: the number itself.
    #[getter]
    fn real(vm: &mut Vm, this: Value) -> R<Owned> {
        exact(vm, this)
    }

    /// The imaginary part: 0.0.
    #[getter]
    fn imag(_vm: &mut Vm, _this: Value) -> f64 {
        0.0
    }
}
