//! `int(x, base)`.

use taipan_numeric::Int as Number;
use taipan_numeric::int::ParseIntError;

use super::literal::{number_text, shown};
use crate::native::*;

static SIGNATURE: Signature = Signature {
    name: "int",
    text: "(x=0, /, base=10)",
    parameters: &[
        Parameter { name: "x", kind: ParameterKind::PositionalOnly, optional: true },
        Parameter { name: "base", kind: ParameterKind::PositionalOrKeyword, optional: true },
    ],
    rest: false,
    keywords: false,
};

/// Characters of a refused text that a message shows.
const SHOWN: usize = 200;

pub(super) fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if class == vm.types.int
        && args.names.is_empty()
        && let Some(made) = quick(vm, args.positional)
    {
        return Ok(made);
    }
    let given = args.positional.len();
    if given > 2 && class != vm.types.int {
        let given = given + args.names.len();
        return Err(vm.type_error(format!("int() takes at most 2 arguments ({given} given)")));
    }
    if given > 2 {
        return Err(vm.type_error(format!("int expected at most 2 arguments, got {given}")));
    }
    let mut slots = [None; 2];
    bind(vm, &SIGNATURE, args, &mut slots)?;
    let [x, base] = slots;
    let Some(x) = x else {
        if base.is_some() {
            return Err(vm.type_error("int() missing string argument"));
        }
        return super::instance(vm, class, Number::ZERO);
    };
    if let Some(base) = base {
        let base = vm.to_index_clamped(base)? as i64;
        if base != 0 && !(2..=36).contains(&base) {
            return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
        }
        let text =
            if vm.class_of(x).is_subclass_of(vm, vm.types.str) || is_bytes(vm, x) { number_text(vm, x)? } else { None };
        let Some(text) = text else {
            return Err(vm.type_error("int() can't convert non-string with explicit base"));
        };
        let number = parse(vm, x, &text, base)?;
        return super::instance(vm, class, number);
    }
    let result = convert(vm, x)?;
    if class == vm.types.int {
        return Ok(result);
    }
    let number = vm.to_number(result.value())?;
    super::instance(vm, class, number)
}

/// Of a text of few plain digits, or what is an int already.
fn quick(vm: &Vm, given: &[Value]) -> Option<Owned> {
    let (text, radix) = match *given {
        [x] if x.is_int() => return Some(x.own()),
        [x] => (x, 10),
        [x, radix] => (x, radix.as_int().filter(|radix| (2..=36).contains(radix))?),
        _ => return None,
    };
    let taipan_text::Units::Ascii(text) = vm.cast_exact::<Str>(text)?.units(vm) else { return None };
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    // As many digits of the greatest radix fit.
    if digits.is_empty() || digits.len() > 11 {
        return None;
    }
    let mut number = 0i64;
    for &digit in digits {
        number = number * radix + i64::from(char::from(digit).to_digit(radix as u32)?);
    }
    Value::int(if negative { -number } else { number }).map(Owned::from_raw)
}

fn is_bytes(vm: &mut Vm, value: Value) -> bool {
    let class = vm.class_of(value);
    class.is_subclass_of(vm, vm.types.bytes) || class.is_subclass_of(vm, vm.types.bytearray)
}

fn parse(vm: &mut Vm, x: Value, text: &[u8], base: i64) -> R<Number> {
    // Text of another radix than a power of two is multiplied together.
    vm.check_room(text.len().saturating_mul(4))?;
    if !(base > 1 && (base as u64).is_power_of_two()) && (vm.max_str_digits == 0 || text.len() < 4 * vm.max_str_digits)
    {
        vm.room_for_product(text.len() as u64 * 10 / 3)?;
    }
    match taipan_numeric::int::parse_bytes(text, base, vm.max_str_digits) {
        Ok(number) => Ok(number),
        Err(ParseIntError::Error(error)) => Err(vm.raise_numeric(error)),
        Err(ParseIntError::Invalid) => {
            let shown: String = shown(vm, x, text)?.chars().take(SHOWN).collect();
            Err(vm.value_error(format!("invalid literal for int() with base {base}: {shown}")))
        }
    }
}

/// `int(x)`: an exact int.
pub(crate) fn convert(vm: &mut Vm, x: Value) -> R<Owned> {
    if x.is_int() || vm.cast_exact::<super::Int>(x).is_some() {
        return Ok(x.own());
    }
    if let Some(int) = vm.class_of(x).slots(vm).int {
        let result = int(vm, x)?;
        return exact(vm, x, result, "__int__");
    }
    if vm.class_of(x).slots(vm).index.is_some() {
        let result = vm.index(x)?;
        return exact(vm, x, result, "__index__");
    }
    if let Some(text) = number_text(vm, x)? {
        let number = parse(vm, x, &text, 10)?;
        return vm.new_big(number);
    }
    let found = vm.class_of(x).name(vm);
    Err(vm.type_error(format!("int() argument must be a string, a bytes-like object or a real number, not '{found}'")))
}

/// What a special method returned, as an exact int.
fn exact(vm: &mut Vm, _of: Value, result: Owned, method: &str) -> R<Owned> {
    let value = result.value();
    if value.is_int() || vm.cast_exact::<super::Int>(value).is_some() {
        return Ok(result);
    }
    let found = vm.class_of(value).name(vm);
    if vm.as_int_ref(value).is_none() {
        return Err(vm.type_error(format!("{method} returned non-int (type {found})")));
    }
    let message = format!(
        "{method} returned non-int (type {found}).  The ability to return an instance of a strict subclass of int is \
         deprecated, and may be removed in a future version of Python."
    );
    vm.warn(vm.exceptions.DeprecationWarning, &message)?;
    let number = vm.to_number(value)?;
    vm.new_big(number)
}
