//! `timedelta`.

use std::cell::Cell;

use taipan_numeric::{Int, IntRef};
use taipan_runtime::native::*;

use super::calendar::{Span, mixed};
use crate::support::{payload, receiver, signature};

#[derive(Trace)]
pub(super) struct TimeDelta {
    #[trace(skip)]
    pub(super) span: Span,
    hash: Cell<i64>,
}

payload!(TimeDelta, plain);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "datetime",
    doc: "A difference between two times.",
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        compare: Some(compare),
        add: Some(add),
        sub: Some(sub),
        mul: Some(mul),
        truediv: Some(truediv),
        floordiv: Some(floordiv),
        modulo: Some(modulo),
        divmod: Some(divmod),
        negative: Some(negative),
        positive: Some(positive),
        absolute: Some(absolute),
        truth: Some(truth),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::new::<TimeDelta>("timedelta")
};

const NOT_HASHED: i64 = -1;

/// A timedelta of so many microseconds; OverflowError when they are too many.
pub(super) fn from_total(vm: &mut Vm, total: i128) -> R<Owned> {
    let class = vm.native_class::<TimeDelta>();
    of_class(vm, class, total)
}

fn of_class(vm: &mut Vm, class: Obj<Class>, total: i128) -> R<Owned> {
    let (days, span) = Span::split(total);
    let Ok(days) = i32::try_from(days) else { return Err(too_large(vm)) };
    if i64::from(days).abs() > Span::MAX_DAYS {
        let limit = Span::MAX_DAYS;
        return Err(vm.overflow_error(format!("days={days}; must have magnitude <= {limit}")));
    }
    vm.allocate_instance(class, TimeDelta { span: Span { days, ..span }, hash: Cell::new(NOT_HASHED) })
}

#[cold]
fn too_large(vm: &mut Vm) -> Raised {
    vm.overflow_error("Python int too large to convert to C int")
}

/// What a timedelta says.
#[inline]
pub(super) fn span_of(vm: &Vm, value: Value) -> Option<Span> {
    vm.cast::<TimeDelta>(value).map(|delta| delta.get(vm).span)
}

/// Microseconds of each argument's unit, in the order of the arguments, and the order in which they are added up.
const UNITS: [(&str, i128); 7] = [
    ("days", 86_400_000_000),
    ("seconds", 1_000_000),
    ("microseconds", 1),
    ("milliseconds", 1000),
    ("minutes", 60_000_000),
    ("hours", 3_600_000_000),
    ("weeks", 604_800_000_000),
];
const ADDED: [usize; 7] = [2, 3, 1, 4, 5, 0, 6];

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("__new__", [
        "days" PositionalOrKeyword true, "seconds" PositionalOrKeyword true,
        "microseconds" PositionalOrKeyword true, "milliseconds" PositionalOrKeyword true,
        "minutes" PositionalOrKeyword true, "hours" PositionalOrKeyword true,
        "weeks" PositionalOrKeyword true
    ]);
    let mut slots = [None; 7];
    bind(vm, signature, args, &mut slots)?;
    let (mut total, mut left) = (0i128, 0.0);
    for index in ADDED {
        let (name, unit) = UNITS[index];
        if let Some(value) = slots[index] {
            let part = part_of(vm, value, name, unit, &mut left)?;
            total = match total.checked_add(part) {
                Some(total) => total,
                None => return Err(too_large(vm)),
            };
        }
    }
    if left != 0.0 {
        // Halves go to what is even together with the rest.
        let odd = (total & 1) as f64;
        let mut whole = f64::round(left);
        if (whole - left).abs() == 0.5 {
            whole = 2.0 * f64::round((left + odd) * 0.5) - odd;
        }
        total += whole as i128;
    }
    of_class(vm, class, total)
}

/// The microseconds in an argument; what is less than one is added to `left`.
fn part_of(vm: &mut Vm, value: Value, name: &str, unit: i128, left: &mut f64) -> R<i128> {
    if let Some(number) = vm.as_int_ref(value) {
        let part = number.to_i128().and_then(|number| number.checked_mul(unit));
        return part.ok_or_else(|| too_large(vm));
    }
    if vm.class_of(value).is_subclass_of(vm, vm.types.float)
        && let Some(number) = vm.as_f64(value)
    {
        let part = whole(vm, number.trunc())?.checked_mul(unit);
        let Some(part) = part else { return Err(too_large(vm)) };
        let fraction = number.fract();
        if fraction == 0.0 {
            return Ok(part);
        }
        let rest = fraction * unit as f64;
        *left += rest.fract();
        return Ok(part + rest.trunc() as i128);
    }
    let found = vm.class_of(value).short_name(vm);
    Err(vm.type_error(format!("unsupported type for timedelta {name} component: {found}")))
}

fn whole(vm: &mut Vm, number: f64) -> R<i128> {
    if number.is_nan() {
        return Err(vm.value_error("cannot convert float NaN to integer"));
    }
    if number.is_infinite() {
        return Err(vm.overflow_error("cannot convert float infinity to integer"));
    }
    if number.abs() > 1e38 { Err(too_large(vm)) } else { Ok(number as i128) }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let span = receiver::<TimeDelta>(vm, value)?.get(vm).span;
    let name = vm.class_of(value).name(vm);
    let mut parts = Vec::new();
    for (name, number) in [("days", span.days), ("seconds", span.seconds), ("microseconds", span.micros)] {
        if number != 0 {
            parts.push(format!("{name}={number}"));
        }
    }
    let inside = if parts.is_empty() { "0".to_owned() } else { parts.join(", ") };
    vm.new_str(&format!("{name}({inside})"))
}

fn str(vm: &mut Vm, value: Value) -> R<Owned> {
    let span = receiver::<TimeDelta>(vm, value)?.get(vm).span;
    let mut text = String::new();
    if span.days != 0 {
        let plural = if span.days.abs() == 1 { "" } else { "s" };
        text = format!("{} day{plural}, ", span.days);
    }
    let (hours, minutes, seconds) = (span.seconds / 3600, span.seconds / 60 % 60, span.seconds % 60);
    text.push_str(&format!("{hours}:{minutes:02}:{seconds:02}"));
    if span.micros != 0 {
        text.push_str(&format!(".{:06}", span.micros));
    }
    vm.new_str(&text)
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    let delta = receiver::<TimeDelta>(vm, value)?.get(vm);
    if delta.hash.get() == NOT_HASHED {
        delta.hash.set(mixed(delta.span.total()));
    }
    Ok(delta.hash.get())
}

fn not_implemented() -> Owned {
    Owned::from_raw(Value::NOT_IMPLEMENTED)
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    match (span_of(vm, a), span_of(vm, b)) {
        (Some(a), Some(b)) => Ok(Owned::bool(op.test(a.cmp(&b)))),
        _ => Ok(not_implemented()),
    }
}

fn add(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    match (span_of(vm, a), span_of(vm, b)) {
        (Some(a), Some(b)) => from_total(vm, a.total() + b.total()),
        _ => Ok(not_implemented()),
    }
}

fn sub(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    match (span_of(vm, a), span_of(vm, b)) {
        (Some(a), Some(b)) => from_total(vm, a.total() - b.total()),
        _ => Ok(not_implemented()),
    }
}

/// A timedelta of a number of microseconds of any size.
fn from_number(vm: &mut Vm, total: IntRef<'_>) -> R<Owned> {
    match total.to_i128() {
        Some(total) => from_total(vm, total),
        None => Err(too_large(vm)),
    }
}

/// The quotient nearest to `a / b`, halves to even.
fn nearest(vm: &mut Vm, a: &Int, b: &Int) -> R<Int> {
    if b.is_zero() {
        return Err(vm.zero_division_error("division by zero"));
    }
    let minus = IntRef::from(-1);
    let (a, b) = if b.as_ref().is_negative() {
        (a.as_ref().mul(minus), b.as_ref().mul(minus))
    } else {
        (a.as_ref().to_owned(), b.as_ref().to_owned())
    };
    let parts = a.as_ref().div_mod(b.as_ref());
    let (quotient, rest) = vm.numeric(parts)?;
    let twice = rest.as_ref().add(rest.as_ref()).as_ref().sub(b.as_ref());
    let up = twice.as_ref().signum() > 0 || twice.is_zero() && quotient.as_ref().is_odd();
    Ok(if up { quotient.as_ref().add(IntRef::from(1)) } else { quotient })
}

/// The ratio that a float is; a subclass may have one of its own.
fn ratio(vm: &mut Vm, value: Value, number: f64) -> R<(Int, Int)> {
    if vm.class_of(value) == vm.types.float {
        let ratio = taipan_numeric::float::as_integer_ratio(number);
        return vm.numeric(ratio);
    }
    let given = vm.call_method(value, "as_integer_ratio", &[])?;
    let Some(tuple) = vm.cast::<Tuple>(given.value()) else {
        let found = vm.class_of(given.value()).name(vm);
        return Err(
            vm.type_error(format!("unexpected return type from as_integer_ratio(): expected tuple, not '{found}'"))
        );
    };
    let [numerator, denominator] = *tuple.items(vm) else {
        return Err(vm.value_error("unexpected return value from as_integer_ratio(): a 2-tuple was expected"));
    };
    Ok((vm.to_number(numerator)?, vm.to_number(denominator)?))
}

/// The number as an int of its own; None when it is none.
fn int_of(vm: &Vm, value: Value) -> Option<Int> {
    vm.as_int_ref(value).map(IntRef::to_owned)
}

fn is_float(vm: &Vm, value: Value) -> Option<f64> {
    vm.class_of(value).is_subclass_of(vm, vm.types.float).then(|| vm.as_f64(value)).flatten()
}

fn mul(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let (span, factor) = match (span_of(vm, a), span_of(vm, b)) {
        (Some(span), None) => (span, b),
        (None, Some(span)) => (span, a),
        _ => return Ok(not_implemented()),
    };
    let total = Int::from(span.total());
    if let Some(factor) = int_of(vm, factor) {
        return from_number(vm, total.as_ref().mul(factor.as_ref()).as_ref());
    }
    let Some(number) = is_float(vm, factor) else { return Ok(not_implemented()) };
    let (numerator, denominator) = ratio(vm, factor, number)?;
    let product = nearest(vm, &total.as_ref().mul(numerator.as_ref()), &denominator)?;
    from_number(vm, product.as_ref())
}

fn truediv(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let Some(span) = span_of(vm, a) else { return Ok(not_implemented()) };
    let total = Int::from(span.total());
    if let Some(other) = span_of(vm, b) {
        let quotient = total.as_ref().true_div(Int::from(other.total()).as_ref());
        let quotient = vm.numeric(quotient)?;
        return vm.new_float(quotient);
    }
    let quotient = if let Some(divisor) = int_of(vm, b) {
        nearest(vm, &total, &divisor)?
    } else if let Some(divisor) = is_float(vm, b) {
        let (numerator, denominator) = ratio(vm, b, divisor)?;
        nearest(vm, &total.as_ref().mul(denominator.as_ref()), &numerator)?
    } else {
        return Ok(not_implemented());
    };
    from_number(vm, quotient.as_ref())
}

fn floordiv(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let Some(span) = span_of(vm, a) else { return Ok(not_implemented()) };
    if let Some(other) = span_of(vm, b) {
        let (quotient, _) = divided(vm, span, other)?;
        return vm.new_int(quotient);
    }
    let Some(divisor) = int_of(vm, b) else { return Ok(not_implemented()) };
    if divisor.is_zero() {
        return Err(vm.zero_division_error("division by zero"));
    }
    let total = Int::from(span.total());
    let quotient = total.as_ref().floor_div(divisor.as_ref());
    let quotient = vm.numeric(quotient)?;
    from_number(vm, quotient.as_ref())
}

/// The floor of the quotient, and the rest.
fn divided(vm: &mut Vm, a: Span, b: Span) -> R<(i128, i128)> {
    let (a, b) = (a.total(), b.total());
    if b == 0 {
        return Err(vm.zero_division_error("division by zero"));
    }
    let (quotient, rest) = (a / b, a % b);
    Ok(if rest != 0 && (rest < 0) != (b < 0) { (quotient - 1, rest + b) } else { (quotient, rest) })
}

fn modulo(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let (Some(a), Some(b)) = (span_of(vm, a), span_of(vm, b)) else { return Ok(not_implemented()) };
    let (_, rest) = divided(vm, a, b)?;
    from_total(vm, rest)
}

fn divmod(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let (Some(a), Some(b)) = (span_of(vm, a), span_of(vm, b)) else { return Ok(not_implemented()) };
    let (quotient, rest) = divided(vm, a, b)?;
    let (quotient, rest) = (vm.new_int(quotient)?, from_total(vm, rest)?);
    vm.new_pair(quotient.value(), rest.value())
}

fn negative(vm: &mut Vm, value: Value) -> R<Owned> {
    let total = receiver::<TimeDelta>(vm, value)?.get(vm).span.total();
    from_total(vm, -total)
}

fn positive(vm: &mut Vm, value: Value) -> R<Owned> {
    let total = receiver::<TimeDelta>(vm, value)?.get(vm).span.total();
    from_total(vm, total)
}

fn absolute(vm: &mut Vm, value: Value) -> R<Owned> {
    let total = receiver::<TimeDelta>(vm, value)?.get(vm).span.total();
    from_total(vm, total.abs())
}

fn truth(vm: &mut Vm, value: Value) -> R<bool> {
    Ok(receiver::<TimeDelta>(vm, value)?.get(vm).span != Span::default())
}

#[methods]
mod py {
    use super::*;

    /// All of it in seconds.
    #[method("($self, /)")]
    fn total_seconds(vm: &mut Vm, this: Obj<TimeDelta>) -> R<f64> {
        let total = Int::from(this.get(vm).span.total());
        let seconds = total.as_ref().true_div(IntRef::from(1_000_000));
        vm.numeric(seconds)
    }

    /// How it is pickled.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<TimeDelta>) -> R<Owned> {
        let span = this.get(vm).span;
        let parts = [span.days, span.seconds, span.micros].map(Value::small);
        let parts = vm.new_tuple(&parts)?;
        let class = vm.class_of(this.value()).value();
        vm.new_pair(class, parts.value())
    }

    /// Days; below zero for what goes back in time.
    #[member]
    fn days(vm: &mut Vm, this: Obj<TimeDelta>) -> i32 {
        this.get(vm).span.days
    }

    /// Seconds beside the days.
    #[member]
    fn seconds(vm: &mut Vm, this: Obj<TimeDelta>) -> i32 {
        this.get(vm).span.seconds
    }

    /// Microseconds beside the seconds.
    #[member]
    fn microseconds(vm: &mut Vm, this: Obj<TimeDelta>) -> i32 {
        this.get(vm).span.micros
    }
}
