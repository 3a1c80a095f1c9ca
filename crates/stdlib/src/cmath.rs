//! `cmath`: the functions are `taipan_numeric::cmath`'s.

use taipan_numeric::Complex;
use taipan_numeric::cmath as algorithms;
use taipan_runtime::native::*;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("cmath", "Mathematical functions of complex numbers.", &METHODS)?;
    module.add_float(vm, "pi", std::f64::consts::PI)?;
    module.add_float(vm, "e", std::f64::consts::E)?;
    module.add_float(vm, "tau", std::f64::consts::TAU)?;
    module.add_float(vm, "inf", f64::INFINITY)?;
    module.add_float(vm, "nan", f64::NAN)?;
    let infinite = vm.new_complex(Complex::new(0.0, f64::INFINITY))?;
    module.add_owned(vm, "infj", infinite)?;
    let nan = vm.new_complex(Complex::new(0.0, f64::NAN))?;
    module.add_owned(vm, "nanj", nan)?;
    Ok(owned)
}

#[methods]
mod py {
    use super::*;

    /// The arc cosine.
    #[function("(z, /)")]
    fn acos(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::acos(z);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// The inverse hyperbolic cosine.
    #[function("(z, /)")]
    fn acosh(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::acosh(z);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// The arc sine.
    #[function("(z, /)")]
    fn asin(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::asin(z);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// The inverse hyperbolic sine.
    #[function("(z, /)")]
    fn asinh(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::asinh(z);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// The arc tangent.
    #[function("(z, /)")]
    fn atan(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::atan(z);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// The inverse hyperbolic tangent.
    #[function("(z, /)")]
    fn atanh(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::atanh(z);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// The cosine.
    #[function("(z, /)")]
    fn cos(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::cos(z);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// The hyperbolic cosine.
    #[function("(z, /)")]
    fn cosh(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::cosh(z);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// e to the power z.
    #[function("(z, /)")]
    fn exp(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::exp(z);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// The logarithm to the base 10.
    #[function("(z, /)")]
    fn log10(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::log10(z);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// The sine.
    #[function("(z, /)")]
    fn sin(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::sin(z);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// The hyperbolic sine.
    #[function("(z, /)")]
    fn sinh(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::sinh(z);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// The square root.
    #[function("(z, /)")]
    fn sqrt(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::sqrt(z);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// The tangent.
    #[function("(z, /)")]
    fn tan(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::tan(z);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// The hyperbolic tangent.
    #[function("(z, /)")]
    fn tanh(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::tanh(z);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// The natural logarithm, or that to another base.
    #[function("(z, base=<unrepresentable>, /)")]
    fn log(vm: &mut Vm, z: Value, base: Option<Value>) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let base = match base {
            Some(base) => Some(vm.to_complex(base)?),
            None => None,
        };
        let result = algorithms::log(z, base);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// The angle of z.
    #[function("(z, /)")]
    fn phase(vm: &mut Vm, z: Value) -> R<f64> {
        Ok(algorithms::phase(vm.to_complex(z)?))
    }

    /// The length and the angle of z.
    #[function("(z, /)")]
    fn polar(vm: &mut Vm, z: Value) -> R<Owned> {
        let z = vm.to_complex(z)?;
        let result = algorithms::polar(z);
        let (length, angle) = vm.numeric(result)?;
        let length = vm.new_float(length)?;
        let angle = vm.new_float(angle)?;
        vm.new_tuple(&[length.value(), angle.value()])
    }

    /// The number with this length and angle.
    #[function("(r, phi, /)")]
    fn rect(vm: &mut Vm, r: f64, phi: f64) -> R<Owned> {
        let result = algorithms::rect(r, phi);
        let result = vm.numeric(result)?;
        vm.new_complex(result)
    }

    /// Whether both parts are neither infinite nor NaN.
    #[function("(z, /)")]
    fn isfinite(vm: &mut Vm, z: Value) -> R<bool> {
        let z = vm.to_complex(z)?;
        Ok(z.re.is_finite() && z.im.is_finite())
    }

    /// Whether a part is infinite.
    #[function("(z, /)")]
    fn isinf(vm: &mut Vm, z: Value) -> R<bool> {
        let z = vm.to_complex(z)?;
        Ok(z.re.is_infinite() || z.im.is_infinite())
    }

    /// Whether a part is NaN.
    #[function("(z, /)")]
    fn isnan(vm: &mut Vm, z: Value) -> R<bool> {
        let z = vm.to_complex(z)?;
        Ok(z.re.is_nan() || z.im.is_nan())
    }

    /// Whether two numbers are close to each other.
    #[function("(a, b, *, rel_tol=1e-09, abs_tol=0.0)")]
    fn isclose(vm: &mut Vm, a: Value, b: Value, rel_tol: Option<f64>, abs_tol: Option<f64>) -> R<bool> {
        let (a, b) = (vm.to_complex(a)?, vm.to_complex(b)?);
        let result = algorithms::is_close(a, b, rel_tol.unwrap_or(1e-9), abs_tol.unwrap_or(0.0));
        vm.numeric(result)
    }
}
