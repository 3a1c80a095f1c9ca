//! `math`: the functions are `taipan_numeric::math`'s; here arguments become floats or ints.

use taipan_numeric::math as algorithms;
use taipan_numeric::math::LogBase;
use taipan_numeric::{Int, IntRef};
use taipan_runtime::native::*;
use taipan_runtime::object::protocol::number::BinaryOp;
use taipan_text::memory::{CopyOut, Grow};

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("math", "Mathematical functions of real numbers.", &METHODS)?;
    module.add_float(vm, "pi", std::f64::consts::PI)?;
    module.add_float(vm, "e", std::f64::consts::E)?;
    module.add_float(vm, "tau", std::f64::consts::TAU)?;
    module.add_float(vm, "inf", f64::INFINITY)?;
    module.add_float(vm, "nan", f64::NAN)?;
    Ok(owned)
}

/// `log` of an int of any size, or of any real number.
fn logarithm(vm: &mut Vm, x: Value, base: LogBase) -> R<f64> {
    let is_int = vm.as_int_ref(x).is_some()
        || (vm.as_f64(x).is_none()
            && vm.class_of(x).slots(vm).float.is_none()
            && vm.class_of(x).slots(vm).index.is_some());
    let result = if is_int {
        let number = vm.to_number(x)?;
        algorithms::log_int(number.as_ref(), base)
    } else {
        let x = vm.to_f64(x)?;
        algorithms::log(x, base)
    };
    vm.numeric(result)
}

/// `floor` or `ceil`: of a float, by the special method, or of what `__float__` gives.
fn whole(vm: &mut Vm, x: Value, method: &str, round: fn(f64) -> taipan_numeric::Result<Int>) -> R<Owned> {
    if x.as_float().is_none() {
        let name = vm.intern(method)?;
        if let Some(result) = vm.call_special(x, name, &[])? {
            return Ok(result);
        }
    }
    let x = vm.to_f64(x)?;
    let result = round(x);
    let result = vm.numeric(result)?;
    vm.new_big(result)
}

/// `gcd` or `lcm` of any count of ints.
/// A number that is no machine word is an error of its own, before memory is.
fn room_for_factorial(vm: &mut Vm, number: &Int) -> R<()> {
    let number = number.as_ref();
    vm.room_for_product(if number.to_i64().is_some() { algorithms::factorial_bits(number) } else { 0 })
}

fn fold(vm: &mut Vm, integers: Rest<'_>, start: i64, combine: fn(IntRef<'_>, IntRef<'_>) -> Int) -> R<Owned> {
    let mut result = Int::from(start);
    for &integer in integers {
        let number = vm.to_number(integer)?;
        result = combine(result.as_ref(), number.as_ref());
    }
    vm.new_big(result)
}

fn floats(vm: &mut Vm, iterable: Value) -> R<Vec<f64>> {
    let tuple = vm.tuple_from(iterable)?;
    let items = vm.cast::<Tuple>(tuple.value()).map(|tuple| tuple.items(vm).copy_out()).unwrap_or_default();
    let mut floats = taipan_text::memory::with_room(items.len());
    for item in items {
        floats.put(vm.to_f64(item)?);
    }
    Ok(floats)
}

fn add_product(vm: &mut Vm, total: Owned, p: &Owned, q: &Owned) -> R<Owned> {
    let product = vm.binary_op(BinaryOp::Mul, p.value(), q.value())?;
    vm.binary_op(BinaryOp::Add, total.value(), product.value())
}

#[methods]
mod py {
    use super::*;

    /// The arc cosine.
    #[function("(x, /)")]
    fn acos(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::acos(x);
        vm.numeric(result)
    }

    /// The inverse hyperbolic cosine.
    #[function("(x, /)")]
    fn acosh(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::acosh(x);
        vm.numeric(result)
    }

    /// The arc sine.
    #[function("(x, /)")]
    fn asin(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::asin(x);
        vm.numeric(result)
    }

    /// The inverse hyperbolic sine.
    #[function("(x, /)")]
    fn asinh(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::asinh(x);
        vm.numeric(result)
    }

    /// The arc tangent.
    #[function("(x, /)")]
    fn atan(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::atan(x);
        vm.numeric(result)
    }

    /// The cube root.
    #[function("(x, /)")]
    fn cbrt(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::cbrt(x);
        vm.numeric(result)
    }

    /// The cosine.
    #[function("(x, /)")]
    fn cos(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::cos(x);
        vm.numeric(result)
    }

    /// The hyperbolic cosine.
    #[function("(x, /)")]
    fn cosh(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::cosh(x);
        vm.numeric(result)
    }

    /// The error function.
    #[function("(x, /)")]
    fn erf(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::erf(x);
        vm.numeric(result)
    }

    /// The complementary error function.
    #[function("(x, /)")]
    fn erfc(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::erfc(x);
        vm.numeric(result)
    }

    /// e to the power x.
    #[function("(x, /)")]
    fn exp(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::exp(x);
        vm.numeric(result)
    }

    /// 2 to the power x.
    #[function("(x, /)")]
    fn exp2(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::exp2(x);
        vm.numeric(result)
    }

    /// exp(x) - 1, exact near 0.
    #[function("(x, /)")]
    fn expm1(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::expm1(x);
        vm.numeric(result)
    }

    /// The sine.
    #[function("(x, /)")]
    fn sin(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::sin(x);
        vm.numeric(result)
    }

    /// The hyperbolic sine.
    #[function("(x, /)")]
    fn sinh(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::sinh(x);
        vm.numeric(result)
    }

    /// The square root.
    #[function("(x, /)")]
    fn sqrt(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::sqrt(x);
        vm.numeric(result)
    }

    /// The tangent.
    #[function("(x, /)")]
    fn tan(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::tan(x);
        vm.numeric(result)
    }

    /// The hyperbolic tangent.
    #[function("(x, /)")]
    fn tanh(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::tanh(x);
        vm.numeric(result)
    }

    /// The inverse hyperbolic tangent.
    #[function("(x, /)")]
    fn atanh(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::atanh(x);
        vm.numeric(result)
    }

    /// log(1 + x), exact near 0.
    #[function("(x, /)")]
    fn log1p(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::log1p(x);
        vm.numeric(result)
    }

    /// The gamma function.
    #[function("(x, /)")]
    fn gamma(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::gamma(x);
        vm.numeric(result)
    }

    /// The logarithm of the absolute value of the gamma function.
    #[function("(x, /)")]
    fn lgamma(vm: &mut Vm, x: f64) -> R<f64> {
        let result = algorithms::lgamma(x);
        vm.numeric(result)
    }

    /// Radians as degrees.
    #[function("(x, /)")]
    fn degrees(_vm: &mut Vm, x: f64) -> f64 {
        algorithms::degrees(x)
    }

    /// Degrees as radians.
    #[function("(x, /)")]
    fn radians(_vm: &mut Vm, x: f64) -> f64 {
        algorithms::radians(x)
    }

    /// The absolute value.
    #[function("(x, /)")]
    fn fabs(_vm: &mut Vm, x: f64) -> f64 {
        x.abs()
    }

    /// The distance to the next float.
    #[function("(x, /)")]
    fn ulp(_vm: &mut Vm, x: f64) -> f64 {
        algorithms::ulp(x)
    }

    /// Whether x is neither infinite nor NaN.
    #[function("(x, /)")]
    fn isfinite(_vm: &mut Vm, x: f64) -> bool {
        x.is_finite()
    }

    /// Whether x is infinite.
    #[function("(x, /)")]
    fn isinf(_vm: &mut Vm, x: f64) -> bool {
        x.is_infinite()
    }

    /// Whether x is NaN.
    #[function("(x, /)")]
    fn isnan(_vm: &mut Vm, x: f64) -> bool {
        x.is_nan()
    }

    /// The remainder with the sign of x.
    #[function("(x, y, /)")]
    fn fmod(vm: &mut Vm, x: f64, y: f64) -> R<f64> {
        let result = algorithms::fmod(x, y);
        vm.numeric(result)
    }

    /// The difference to the nearest multiple of y.
    #[function("(x, y, /)")]
    fn remainder(vm: &mut Vm, x: f64, y: f64) -> R<f64> {
        let result = algorithms::remainder(x, y);
        vm.numeric(result)
    }

    /// x to the power y.
    #[function("(x, y, /)")]
    fn pow(vm: &mut Vm, x: f64, y: f64) -> R<f64> {
        let result = algorithms::pow(x, y);
        vm.numeric(result)
    }

    /// The angle of the point (x, y).
    #[function("(y, x, /)")]
    fn atan2(_vm: &mut Vm, y: f64, x: f64) -> f64 {
        algorithms::atan2(y, x)
    }

    /// The magnitude of x with the sign of y.
    #[function("(x, y, /)")]
    fn copysign(_vm: &mut Vm, x: f64, y: f64) -> f64 {
        x.copysign(y)
    }

    /// x * y + z, rounded once.
    #[function("(x, y, z, /)")]
    fn fma(vm: &mut Vm, x: f64, y: f64, z: f64) -> R<f64> {
        let result = algorithms::fma(x, y, z);
        vm.numeric(result)
    }

    /// The least int that is not less.
    #[function("(x, /)")]
    fn ceil(vm: &mut Vm, x: Value) -> R<Owned> {
        whole(vm, x, "__ceil__", algorithms::ceil)
    }

    /// The greatest int that is not greater.
    #[function("(x, /)")]
    fn floor(vm: &mut Vm, x: Value) -> R<Owned> {
        whole(vm, x, "__floor__", algorithms::floor)
    }

    /// The int towards zero.
    #[function("(x, /)")]
    fn trunc(vm: &mut Vm, x: Value) -> R<Owned> {
        let name = vm.names.__trunc__;
        match vm.call_special(x, name, &[])? {
            Some(result) => Ok(result),
            None => {
                let class = vm.class_of(x).name(vm);
                Err(vm.type_error(format!("type {class} doesn't define __trunc__ method")))
            }
        }
    }

    /// The natural logarithm, or that to another base.
    #[function("(x, base=<unrepresentable>, /)")]
    fn log(vm: &mut Vm, x: Value, base: Option<Value>) -> R<f64> {
        let number = logarithm(vm, x, LogBase::E)?;
        let Some(base) = base else { return Ok(number) };
        let base = logarithm(vm, base, LogBase::E)?;
        let result = taipan_numeric::float::div(number, base);
        vm.numeric(result)
    }

    /// The logarithm to the base 2.
    #[function("(x, /)")]
    fn log2(vm: &mut Vm, x: Value) -> R<f64> {
        logarithm(vm, x, LogBase::Two)
    }

    /// The logarithm to the base 10.
    #[function("(x, /)")]
    fn log10(vm: &mut Vm, x: Value) -> R<f64> {
        logarithm(vm, x, LogBase::Ten)
    }

    /// A fraction in [0.5, 1) and a power of two whose product is x.
    #[function("(x, /)")]
    fn frexp(vm: &mut Vm, x: f64) -> R<Owned> {
        let (fraction, exponent) = algorithms::frexp(x);
        let fraction = vm.new_float(fraction)?;
        vm.new_tuple(&[fraction.value(), Value::small(exponent)])
    }

    /// x * 2 ** i
    #[function("(x, i, /)")]
    fn ldexp(vm: &mut Vm, x: f64, i: Value) -> R<f64> {
        if vm.as_int_ref(i).is_none() && vm.class_of(i).slots(vm).index.is_none() {
            return Err(vm.type_error("Expected an int as second argument to ldexp."));
        }
        let exponent = vm.to_number(i)?;
        let result = algorithms::ldexp(x, exponent.as_ref());
        vm.numeric(result)
    }

    /// The fractional and the integer part.
    #[function("(x, /)")]
    fn modf(vm: &mut Vm, x: f64) -> R<Owned> {
        let (fraction, integer) = algorithms::modf(x);
        let fraction = vm.new_float(fraction)?;
        let integer = vm.new_float(integer)?;
        vm.new_tuple(&[fraction.value(), integer.value()])
    }

    /// Whether two numbers are close to each other.
    #[function("(a, b, *, rel_tol=1e-09, abs_tol=0.0)")]
    fn isclose(vm: &mut Vm, a: f64, b: f64, rel_tol: Option<f64>, abs_tol: Option<f64>) -> R<bool> {
        let result = algorithms::is_close(a, b, rel_tol.unwrap_or(1e-9), abs_tol.unwrap_or(0.0));
        vm.numeric(result)
    }

    /// The float that so many steps from x to y lead to.
    #[function("(x, y, /, *, steps=None)")]
    fn nextafter(vm: &mut Vm, x: f64, y: f64, steps: Option<Value>) -> R<f64> {
        let Some(steps) = crate::support::given(steps) else { return Ok(algorithms::next_after(x, y)) };
        let steps = vm.to_number(steps)?;
        let result = algorithms::next_after_steps(x, y, steps.as_ref());
        vm.numeric(result)
    }

    /// The greatest common divisor.
    #[function("(*integers)")]
    fn gcd(vm: &mut Vm, integers: Rest<'_>) -> R<Owned> {
        fold(vm, integers, 0, |a, b| a.gcd(b))
    }

    /// The least common multiple.
    #[function("(*integers)")]
    fn lcm(vm: &mut Vm, integers: Rest<'_>) -> R<Owned> {
        fold(vm, integers, 1, |a, b| a.lcm(b))
    }

    /// The integer part of the square root.
    #[function("(n, /)")]
    fn isqrt(vm: &mut Vm, n: Value) -> R<Owned> {
        let number = vm.to_number(n)?;
        let result = number.as_ref().isqrt();
        let result = vm.numeric(result)?;
        vm.new_big(result)
    }

    /// n!
    #[function("(n, /)")]
    fn factorial(vm: &mut Vm, n: Value) -> R<Owned> {
        let number = vm.to_number(n)?;
        room_for_factorial(vm, &number)?;
        let result = algorithms::factorial(number.as_ref());
        let result = vm.numeric(result)?;
        vm.new_big(result)
    }

    /// The ways to choose k of n items.
    #[function("(n, k, /)")]
    fn comb(vm: &mut Vm, n: Value, k: Value) -> R<Owned> {
        let (n, k) = (vm.to_number(n)?, vm.to_number(k)?);
        let result = algorithms::comb(n.as_ref(), k.as_ref());
        let result = vm.numeric(result)?;
        vm.new_big(result)
    }

    /// The ways to choose k of n items in order.
    #[function("(n, k=None, /)")]
    fn perm(vm: &mut Vm, n: Value, k: Option<Value>) -> R<Owned> {
        let n = vm.to_number(n)?;
        let result = match crate::support::given(k) {
            Some(k) => {
                let k = vm.to_number(k)?;
                vm.room_for_product(algorithms::perm_bits(n.as_ref(), k.as_ref()))?;
                algorithms::perm(n.as_ref(), k.as_ref())
            }
            None => {
                room_for_factorial(vm, &n)?;
                algorithms::factorial(n.as_ref())
            }
        };
        let result = vm.numeric(result)?;
        vm.new_big(result)
    }

    /// The product of the items, times start.
    #[function("(iterable, /, *, start=1)")]
    fn prod(vm: &mut Vm, iterable: Value, start: Option<Value>) -> R<Owned> {
        let mut result = start.unwrap_or(Value::small(1)).own();
        let iterator = vm.iter(iterable)?;
        while let Some(item) = vm.next(iterator.value())? {
            result = vm.binary_op(BinaryOp::Mul, result.value(), item.value())?;
        }
        Ok(result)
    }

    /// The sum, with the rounding errors kept.
    #[function("(seq, /)")]
    fn fsum(vm: &mut Vm, seq: Value) -> R<f64> {
        let iterator = vm.iter(seq)?;
        let mut sum = algorithms::Fsum::new();
        while let Some(item) = vm.next(iterator.value())? {
            let value = vm.to_f64(item.value())?;
            let added = sum.add(value);
            vm.numeric(added)?;
        }
        let result = sum.finish();
        vm.numeric(result)
    }

    /// The sum of the products of two iterables' items.
    #[function("(p, q, /)")]
    fn sumprod(vm: &mut Vm, p: Value, q: Value) -> R<Owned> {
        let (p, q) = (vm.iter(p)?, vm.iter(q)?);
        let mut total = vm.new_int(0)?;
        // Floats are summed in triple precision for as long as nothing else comes.
        let mut exact = Some(algorithms::SumProd::new());
        let mut any_float = false;
        let mut pending = false;
        loop {
            let (x, y) = (vm.next(p.value())?, vm.next(q.value())?);
            let (x, y) = match (x, y) {
                (Some(x), Some(y)) => (x, y),
                (None, None) => break,
                _ => return Err(vm.value_error("Inputs are not the same length")),
            };
            if let Some(sum) = &mut exact {
                let part = |vm: &Vm, value: Value| match value.as_float() {
                    Some(float) => Some((float, true)),
                    None if value.is_int() => {
                        vm.as_int_ref(value).and_then(algorithms::SumProd::takes_int).map(|float| (float, false))
                    }
                    None => None,
                };
                if let (Some((a, a_float)), Some((b, b_float))) = (part(vm, x.value()), part(vm, y.value()))
                    && (a_float || b_float)
                {
                    let before = *sum;
                    sum.add(a, b);
                    if sum.is_finite() {
                        any_float = true;
                        pending = true;
                        continue;
                    }
                    *sum = before;
                }
                if pending && !(x.is_int() && y.is_int()) {
                    let part = vm.new_float(sum.finish())?;
                    total = vm.binary_op(BinaryOp::Add, total.value(), part.value())?;
                    exact = None;
                    pending = false;
                }
            }
            total = add_product(vm, total, &x, &y)?;
        }
        if let (Some(sum), true) = (exact, any_float && pending) {
            let part = vm.new_float(sum.finish())?;
            total = vm.binary_op(BinaryOp::Add, total.value(), part.value())?;
        }
        Ok(total)
    }

    /// The length of the vector with these coordinates.
    #[function("(*coordinates)")]
    fn hypot(vm: &mut Vm, coordinates: Rest<'_>) -> R<f64> {
        let mut floats = taipan_text::memory::with_room(coordinates.len());
        for &coordinate in coordinates {
            floats.put(vm.to_f64(coordinate)?);
        }
        Ok(algorithms::hypot(&floats))
    }

    /// The distance between two points.
    #[function("(p, q, /)")]
    fn dist(vm: &mut Vm, p: Value, q: Value) -> R<f64> {
        let (p, q) = (floats(vm, p)?, floats(vm, q)?);
        let result = algorithms::dist(&p, &q);
        vm.numeric(result)
    }
}
