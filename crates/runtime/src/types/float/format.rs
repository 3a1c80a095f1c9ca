//! `__format__` of the three kinds of numbers.

use taipan_numeric::format::plain::{self, Line};
use taipan_numeric::format::{Field, Kind, Locale, Sink, Spec};
use taipan_text::{TextBuf, Units};

use crate::native::*;
use crate::types::complex::Complex;

struct Builder(TextBuf);

impl Sink for Builder {
    fn text(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn repeat(&mut self, code_point: u32, count: usize) {
        self.0.push_repeated(code_point, count);
    }
}

fn decimal(code_point: u32) -> Option<u32> {
    taipan_text::unicode::decimal_value(code_point).map(u32::from)
}

/// A formatted field as a string; there must be room for it.
pub(crate) fn field_to_str(vm: &mut Vm, field: &Field) -> R<Owned> {
    let length = field.char_len();
    let room = vm.heap.room_for(length);
    vm.check(room)?;
    if length > 1 << 16 && Vec::<u8>::new().try_reserve_exact(length).is_err() {
        return Err(vm.memory_error());
    }
    let mut builder = Builder(TextBuf::with_capacity(length));
    field.write(&mut builder);
    vm.new_text(&builder.0.finish())
}

/// `value.__format__(spec)` of an int, a float or a complex.
pub(crate) fn format(vm: &mut Vm, value: Value, spec: Value, kind: Kind) -> R<Owned> {
    let Some(text) = vm.cast::<Str>(spec) else {
        let found = vm.class_of(spec).name(vm);
        return Err(vm.type_error(format!("__format__() argument must be str, not {found}")));
    };
    if text.len(vm) == 0 {
        return vm.str(value);
    }
    if let Some(line) = plain_line(vm, value, text.units(vm), kind) {
        return vm.new_units(Units::Ascii(line.bytes()));
    }
    let field = vm.with_units(text, |vm, spec| lay_out(vm, value, spec, kind))?;
    field_to_str(vm, &field)
}

/// As `format`, into a string that is being built.
pub(crate) fn write(vm: &mut Vm, value: Value, spec: Units<'_>, kind: Kind, out: &mut TextBuf) -> R<()> {
    if let Some(line) = plain_line(vm, value, spec, kind) {
        out.push_ascii(line.bytes());
        return Ok(());
    }
    let field = lay_out(vm, value, spec, kind)?;
    vm.check_room(field.char_len())?;
    let mut builder = Builder(std::mem::take(out));
    field.write(&mut builder);
    *out = builder.0;
    Ok(())
}

/// What nearly all ints and floats come to, without asking the heap for anything.
fn plain_line(vm: &Vm, value: Value, spec: Units<'_>, kind: Kind) -> Option<Line> {
    let Units::Ascii(spec) = spec else { return None };
    match kind {
        Kind::Int => plain::int(value.as_int()?, &Spec::parse_plain(spec, kind)?),
        Kind::Float if value.is_float() => plain::float(vm.as_f64(value)?, &Spec::parse_plain(spec, kind)?),
        _ => None,
    }
}

fn lay_out(vm: &mut Vm, value: Value, spec: Units<'_>, kind: Kind) -> R<Field> {
    // Only errors name the class.
    let name = match kind {
        Kind::Int if value.is_int() => std::borrow::Cow::Borrowed("int"),
        Kind::Float if value.is_float() => std::borrow::Cow::Borrowed("float"),
        _ => std::borrow::Cow::Owned(vm.class_of(value).name(vm)),
    };
    let spec = Spec::parse_code_points(spec.iter(), kind, &name, decimal);
    let spec = vm.numeric(spec)?;
    let room = vm.heap.room_for(spec.size_bound());
    vm.check(room)?;
    let bits = vm.as_int_ref(value).map_or(0, taipan_numeric::IntRef::bit_length);
    // In binary a bit is a character, and there are separators.
    vm.room_for_product(bits)?;
    let locale = Locale::default();
    let field = match kind {
        Kind::Int => match vm.as_int_ref(value) {
            Some(number) => taipan_numeric::format::int(number, &spec, vm.max_str_digits, &locale, &name),
            None => return Err(vm.type_error("an int is required")),
        },
        Kind::Complex => match vm.cast::<Complex>(value).map(|complex| complex.get(vm)) {
            Some(complex) => taipan_numeric::format::complex(complex.real, complex.imag, &spec, &locale, &name),
            None => return Err(vm.type_error("a complex is required")),
        },
        _ => {
            let float = vm.as_f64(value).unwrap_or(f64::NAN);
            taipan_numeric::format::float(float, &spec, &locale, &name)
        }
    };
    vm.numeric(field)
}
