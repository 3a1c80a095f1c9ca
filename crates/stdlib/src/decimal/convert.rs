//! Decimals from other objects, and as tuples, fractions and formatted text.

use std::borrow::Cow;

use taipan_numeric::decimal::{Context, Decimal, Separators, Spec, signal};
use taipan_runtime::native::*;

use super::State;
use super::context::{ContextObject, current, note, or_current, settings};
use super::number::{self, Number, instance, unsupported};
use crate::support::{import, signature};

/// `Decimal(value="0", context=None)`
pub(super) fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let (value, context) = match *args.positional {
        [value] if args.names.is_empty() => (Some(value), None),
        _ => {
            let signature =
                signature!("Decimal", ["value" PositionalOrKeyword true, "context" PositionalOrKeyword true]);
            let mut slots = [None; 2];
            bind(vm, signature, args, &mut slots)?;
            (slots[0], slots[1])
        }
    };
    let context = or_current(vm, context)?;
    match value {
        None => instance(vm, class, Decimal::ZERO),
        Some(value) => exact(vm, class, value, context),
    }
}

/// The number of an object, exactly.
fn exact(vm: &mut Vm, class: Obj<Class>, value: Value, context: Obj<ContextObject>) -> R<Owned> {
    if let Some(number) = vm.cast::<Number>(value) {
        let plain = vm.native_class::<Number>();
        if class == plain && vm.class_of(value) == plain {
            return Ok(value.own());
        }
        let value = number.get(vm).value.clone();
        return instance(vm, class, value);
    }
    if let Some(text) = vm.cast::<Str>(value) {
        let mut status = 0;
        let units = text.units(vm);
        let short = match units.as_ascii_str() {
            Some(plain) if plain.len() <= 40 && !plain.contains('_') => {
                let plain = plain.trim_matches(|symbol: char| {
                    symbol.is_ascii_whitespace() || matches!(symbol, '\x0b' | '\x1c'..='\x1f')
                });
                Some(Decimal::parse_exactly(plain, &mut status))
            }
            _ => None,
        };
        let result = match short {
            Some(result) => result,
            None => {
                let ascii = ascii_text(vm, text, true)?;
                Decimal::parse_exactly(&ascii, &mut status)
            }
        };
        note(vm, context, status)?;
        return instance(vm, class, result);
    }
    if let Some(float) = vm.as_f64(value) {
        note(vm, context, signal::FLOAT_OPERATION)?;
        return instance(vm, class, Decimal::from_f64(float));
    }
    let mut status = 0;
    let result = match number::operand(vm, value)? {
        Some(operand) => operand.get(vm).clone(),
        None if is_sequence(vm, value) => {
            let text = text_of_sequence(vm, value)?;
            vm.room_for_product(text.len() as u64 * 10 / 3)?;
            Decimal::parse_exactly(&text, &mut status)
        }
        None => return Err(unsupported(vm, value)),
    };
    note(vm, context, status)?;
    instance(vm, class, result)
}

/// The number of an object, rounded to a context.
pub(super) fn rounded(vm: &mut Vm, value: Option<Value>, context: Obj<ContextObject>) -> R<Owned> {
    let settings = settings(vm, context);
    let Some(value) = value else { return number::new(vm, Decimal::ZERO) };
    let mut status = 0;
    let result = if let Some(number) = vm.cast::<Number>(value) {
        let number = &number.get(vm).value;
        if number.is_nan() && number.has_payload() && number.digits() > settings.prec - i64::from(settings.clamp) {
            note(vm, context, signal::CONVERSION_SYNTAX)?;
            return number::new(vm, Decimal::NAN);
        }
        number.clone().finalized(&settings, &mut status)
    } else if let Some(text) = vm.cast::<Str>(value) {
        let text = ascii_text(vm, text, false)?;
        Decimal::parse(&text, &settings, &mut status)
    } else if let Some(float) = vm.as_f64(value) {
        note(vm, context, signal::FLOAT_OPERATION)?;
        Decimal::from_f64(float).finalized(&settings, &mut status)
    } else if let Some(operand) = number::operand(vm, value)? {
        operand.get(vm).clone().finalized(&settings, &mut status)
    } else if is_sequence(vm, value) {
        let text = text_of_sequence(vm, value)?;
        vm.room_for_product(text.len() as u64 * 10 / 3)?;
        Decimal::parse(&text, &settings, &mut status)
    } else {
        return Err(unsupported(vm, value));
    };
    number::finish(vm, context, result, status)
}

/// The number of an int or a float, exactly.
pub(super) fn of_float(vm: &mut Vm, value: Value) -> R<Decimal> {
    if let Some(float) = vm.as_f64(value) {
        return Ok(Decimal::from_f64(float));
    }
    match vm.as_int_ref(value) {
        Some(int) => Ok(Decimal::from_int(int)),
        None => Err(vm.type_error("argument must be int or float")),
    }
}

/// A number as an instance of a class, which is called for it unless it is `Decimal` itself.
pub(super) fn as_class(vm: &mut Vm, class: Value, value: Owned) -> R<Owned> {
    if vm.native_class::<Number>().value().is(class) { Ok(value) } else { vm.call(class, &[value.value()]) }
}

/// Text with digits of all scripts as ASCII ones; what is neither space nor digit nor ASCII makes it unusable.
fn ascii_text(vm: &mut Vm, text: Obj<Str>, constructing: bool) -> R<String> {
    use taipan_text::unicode::{decimal_value, is_space_char};
    let units = text.units(vm);
    let length = units.len();
    vm.room_for_product(length as u64 * 10 / 3)?;
    vm.check_room(length)?;
    let units = text.units(vm);
    let (mut from, mut to) = (0, length);
    if constructing {
        while to > from && is_space_char(units.get(to - 1)) {
            to -= 1;
        }
        while from < to && is_space_char(units.get(from)) {
            from += 1;
        }
    }
    let mut ascii = String::with_capacity(to - from);
    for code_point in units.slice(from..to).iter() {
        match code_point {
            0x5f if constructing => {}
            1..0x80 => ascii.push(char::from(code_point as u8)),
            _ if is_space_char(code_point) => ascii.push(' '),
            _ => match decimal_value(code_point) {
                Some(digit) => ascii.push(char::from(b'0' + digit)),
                None => return Ok(String::new()),
            },
        }
    }
    Ok(ascii)
}

fn is_sequence(vm: &Vm, value: Value) -> bool {
    vm.cast::<Tuple>(value).is_some() || vm.cast::<List>(value).is_some()
}

/// The text of a number that is given as sign, digits and exponent.
fn text_of_sequence(vm: &mut Vm, value: Value) -> R<String> {
    const DIGITS: &str = "coefficient must be a tuple of digits";
    const SIGN: &str = "sign must be an integer with the value 0 or 1";
    let parts = vm.collect(value)?;
    let [sign, digits, exponent] = &parts[..] else {
        return Err(vm.value_error("argument must be a sequence of length 3"));
    };
    let mut text = match vm.as_int_ref(sign.value()).map(|sign| sign.to_i64()) {
        Some(Some(0)) => String::from("+"),
        Some(Some(1)) => String::from("-"),
        _ => return Err(vm.value_error(SIGN)),
    };
    let mut power = None;
    let mut infinite = false;
    if let Some(name) = vm.cast::<Str>(exponent.value()) {
        let units = name.units(vm);
        if units.eq_str("F") {
            infinite = true;
            text.push_str("Inf");
        } else if units.eq_str("n") {
            text.push_str("NaN");
        } else if units.eq_str("N") {
            text.push_str("sNaN");
        } else {
            return Err(vm.value_error("string argument in the third position must be 'F', 'n' or 'N'"));
        }
    } else if vm.as_int_ref(exponent.value()).is_some() {
        power = Some(super::context::int_argument(vm, exponent.value())?);
    } else {
        return Err(vm.value_error("exponent must be an integer"));
    }
    if !is_sequence(vm, digits.value()) {
        return Err(vm.value_error(DIGITS));
    }
    let digits = vm.collect(digits.value())?;
    if digits.is_empty() && power.is_some() {
        text.push('0');
    }
    for digit in &digits {
        match vm.as_int_ref(digit.value()).and_then(|digit| digit.to_i64()) {
            Some(digit @ 0..=9) if !infinite => text.push(char::from(b'0' + digit as u8)),
            Some(0..=9) => {}
            _ => return Err(vm.value_error(DIGITS)),
        }
    }
    if let Some(power) = power {
        text.push_str(&format!("E{power}"));
    }
    Ok(text)
}

/// `DecimalTuple(sign, digits, exponent)`
pub(super) fn as_tuple(vm: &mut Vm, this: Obj<Number>) -> R<Owned> {
    let value = &this.get(vm).value;
    let (negative, bits) = (value.is_negative(), value.bits());
    vm.room_for_product(bits)?;
    let value = &this.get(vm).value;
    let exponent = value.exponent();
    let (digits, special) = if value.is_infinite() {
        ("0".to_owned(), Some("F"))
    } else if value.is_nan() {
        let digits = if value.has_payload() { value.coefficient_text() } else { String::new() };
        (digits, Some(if value.is_quiet_nan() { "n" } else { "N" }))
    } else {
        (value.coefficient_text(), None)
    };
    let digits = taipan_text::memory::gathered(digits.bytes().map(|digit| Value::small(i32::from(digit - b'0'))));
    vm.check_built()?;
    let digits = vm.new_tuple(&digits)?;
    let exponent = match special {
        Some(name) => vm.new_str(name)?,
        None => vm.new_int(exponent.into())?,
    };
    let class = vm.state::<State>().tuple.clone();
    let Some(class) = class else { return Err(vm.system_error("the module is not initialised")) };
    vm.call(class.value(), &[Value::small(i32::from(negative)), digits.value(), exponent.value()])
}

/// `as_integer_ratio()`
pub(super) fn as_integer_ratio(vm: &mut Vm, this: Obj<Number>) -> R<Owned> {
    number::check_finite(vm, this, "integer ratio")?;
    let bits = this.get(vm).value.int_bits();
    vm.room_for_product(bits)?;
    let ratio = this.get(vm).value.to_ratio();
    let (numerator, denominator) = vm.numeric(ratio)?;
    let (numerator, denominator) = (vm.new_big(numerator)?, vm.new_big(denominator)?);
    vm.new_tuple(&[numerator.value(), denominator.value()])
}

/// `format(this, spec)`, with separators that a test may give.
pub(super) fn format(vm: &mut Vm, this: Obj<Number>, spec: Value, separators: Option<Value>) -> R<Owned> {
    let context = current(vm)?;
    let Some(text) = vm.cast::<Str>(spec) else { return Err(vm.type_error("format arg must be str")) };
    let text = text.to_string_lossy(vm);
    let capitals = context.get(vm).capitals;
    if text.ends_with('N') {
        let category = vm.exceptions.DeprecationWarning;
        vm.warn(category, "Format specifier 'N' is deprecated and slated for removal in Python 3.18")?;
    }
    let Some(mut spec) = Spec::parse(&text, capitals) else { return format_in_python(vm, this, spec, context) };
    if spec.localized {
        spec.separators.point = ".".into();
    }
    if let Some(separators) = separators {
        spec.separators = separators_of(vm, separators, spec.separators)?;
    }
    let bits = this.get(vm).value.bits();
    vm.room_for_product(bits)?;
    let settings = settings(vm, context);
    let shown = this.get(vm).value.format(&spec, &Context { room: settings.room, ..settings });
    match vm.numeric(shown)? {
        Some(shown) => vm.new_str(&shown),
        None => Err(vm.value_error("format specification exceeds internal limits of _decimal")),
    }
}

/// What the mini-language has beyond `Spec` is left to the module written in Python.
fn format_in_python(vm: &mut Vm, this: Obj<Number>, spec: Value, context: Obj<ContextObject>) -> R<Owned> {
    let keep = context.own();
    let module = import(vm, "_pydecimal")?;
    let text = vm.str(this.value())?;
    let number = vm.call_method(module.value(), "Decimal", &[text.value()])?;
    match vm.call_method(number.value(), "__format__", &[spec, keep.value()]) {
        Ok(shown) => Ok(shown),
        Err(raised) => {
            vm.catch(vm.exceptions.ValueError, raised)?;
            Err(vm.value_error("invalid format string"))
        }
    }
}

fn separators_of(vm: &mut Vm, value: Value, defaults: Separators) -> R<Separators> {
    let Some(dict) = vm.cast::<Dict>(value) else { return Err(vm.type_error("optional argument must be a dict")) };
    let part = |vm: &mut Vm, name: &str| -> R<Option<String>> {
        let name = vm.intern(name)?;
        let Some(found) = dict.get_str(vm, name) else { return Ok(None) };
        match vm.cast::<Str>(found) {
            Some(text) => Ok(Some(text.to_string_lossy(vm))),
            None => Err(vm.type_error("bad argument type for built-in operation")),
        }
    };
    let point = part(vm, "decimal_point")?.map_or(defaults.point, Cow::Owned);
    let thousands = part(vm, "thousands_sep")?.map_or(defaults.thousands, Cow::Owned);
    let grouping = part(vm, "grouping")?.map_or(defaults.grouping, |lengths| lengths.into_bytes().into());
    // A group of no length ends the list.
    let grouping: Vec<u8> = grouping.split(|&length| length == 0).next().unwrap_or(&[]).to_vec();
    if point.is_empty() || point.len() > 4 || thousands.len() > 4 || grouping.iter().any(|&length| length > 127) {
        return Err(vm.value_error("invalid override dict"));
    }
    Ok(Separators { point, thousands, grouping: grouping.into() })
}
