//! `%` formatting, of str and of bytes: reading the template is the same, what `%s` and `%c` take is not.

use taipan_numeric::format::percent::{self, Flags};
use taipan_numeric::format::plain;
use taipan_numeric::format::{Field, Sink};
use taipan_text::memory::CopyOut;
use taipan_text::{TextBuf, Units};

use crate::native::*;
use crate::types::bytearray::ByteArray;
use crate::types::bytes::Bytes;

/// What is being formatted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flavour {
    Str,
    Bytes,
}

/// One conversion, from behind its `%`.
struct Conversion {
    flags: Flags,
    width: usize,
    precision: Option<usize>,
    code: u32,
    /// Where the conversion character is.
    index: usize,
}

/// The template and how far it was read.
struct Template<'a> {
    text: Units<'a>,
    at: usize,
}

impl Template<'_> {
    fn peek(&self) -> Option<u32> {
        (self.at < self.text.len()).then(|| self.text.get(self.at))
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(u32::from(wanted));
        self.at += usize::from(found);
        found
    }
}

/// The values on the right of the operator.
struct Values {
    /// All of it.
    whole: Owned,
    /// What a template without `%(name)` takes its values from; a name exchanges it for the named value.
    current: Owned,
    tuple: bool,
    next: usize,
    mapping: bool,
}

impl Values {
    fn next(&mut self, vm: &mut Vm) -> R<Owned> {
        if self.tuple {
            if let Some(item) = vm.cast::<Tuple>(self.current.value()).and_then(|tuple| tuple.items(vm).get(self.next))
            {
                self.next += 1;
                return Ok(item.own());
            }
        } else if self.next == 0 {
            self.next = 1;
            return Ok(self.current.clone());
        }
        Err(vm.type_error("not enough arguments for format string"))
    }

    fn left_over(&self, vm: &Vm) -> bool {
        let count =
            if self.tuple { vm.cast::<Tuple>(self.current.value()).map_or(0, |tuple| tuple.len(vm)) } else { 1 };
        self.next < count
    }
}

/// `template % values`.
pub(super) fn format(vm: &mut Vm, template: Obj<Str>, values: Value) -> R<Owned> {
    let text = vm.with_units(template, |vm, units| fill(vm, units, values, Flavour::Str))?;
    vm.new_lent_text(text)
}

/// `template % values` of bytes; the result's bytes.
pub(crate) fn format_bytes(vm: &mut Vm, template: &[u8], values: Value) -> R<Vec<u8>> {
    let text = fill(vm, Units::Latin1(template), values, Flavour::Bytes)?;
    let bytes = taipan_text::memory::gathered(text.units().iter().map(|point| point as u8));
    vm.check_built().map(|()| bytes)
}

fn fill(vm: &mut Vm, text: Units<'_>, values: Value, flavour: Flavour) -> R<TextBuf> {
    let tuple = vm.cast::<Tuple>(values).is_some();
    let text_like = match flavour {
        Flavour::Str => vm.cast::<Str>(values).is_some(),
        Flavour::Bytes => {
            vm.cast::<Bytes>(values).is_some()
                || vm.cast::<ByteArray>(values).is_some()
                || vm.cast::<Str>(values).is_some()
        }
    };
    let mapping = !tuple && !text_like && vm.class_of(values).slots(vm).get_item.is_some();
    let mut values = Values { whole: values.own(), current: values.own(), tuple, next: 0, mapping };
    let mut template = Template { text, at: 0 };
    let mut out = vm.lend_text(text.len() + 16);
    loop {
        let rest = text.slice(template.at..text.len());
        let found = match rest {
            // Literals between conversions are short.
            Units::Ascii(rest) if rest.len() < 64 => rest.iter().position(|&byte| byte == b'%'),
            _ => taipan_text::search::find(rest, Units::Ascii(b"%")),
        };
        let Some(found) = found else {
            out.push_units(rest);
            break;
        };
        out.push_units(rest.slice(0..found));
        template.at += found + 1;
        if template.eat('%') {
            out.push(u32::from(b'%'));
            continue;
        }
        let conversion = read_conversion(vm, &mut template, &mut values, flavour)?;
        let value = values.next(vm)?;
        if conversion.width > 0 || conversion.precision.is_some() {
            vm.check_room(conversion.width.saturating_add(conversion.precision.unwrap_or(0)))?;
        }
        match flavour {
            Flavour::Str => write_str(vm, &conversion, value, &mut out)?,
            Flavour::Bytes => write_bytes(vm, &conversion, value, &mut out)?,
        }
    }
    if values.left_over(vm) && !values.mapping {
        let what = if flavour == Flavour::Str { "string" } else { "bytes" };
        return Err(vm.type_error(format!("not all arguments converted during {what} formatting")));
    }
    Ok(out)
}

/// A run of ASCII digits.
fn digits(template: &mut Template<'_>) -> Option<usize> {
    let mut total: usize = 0;
    while let Some(digit) = template.peek().and_then(char::from_u32).and_then(|c| c.to_digit(10)) {
        template.at += 1;
        total = total.checked_mul(10)?.checked_add(digit as usize)?;
    }
    (total <= isize::MAX as usize).then_some(total)
}

/// An int that `*` asks for.
fn star(vm: &mut Vm, values: &mut Values) -> R<Owned> {
    let value = values.next(vm)?;
    if vm.as_int_ref(value.value()).is_none() {
        return Err(vm.type_error("* wants int"));
    }
    Ok(value)
}

fn read_conversion(vm: &mut Vm, template: &mut Template<'_>, values: &mut Values, flavour: Flavour) -> R<Conversion> {
    if template.eat('(') {
        if !values.mapping {
            return Err(vm.type_error("format requires a mapping"));
        }
        let start = template.at;
        let mut depth = 1;
        while depth > 0 {
            match template.peek() {
                Some(0x28) => depth += 1,
                Some(0x29) => depth -= 1,
                Some(_) => {}
                None => return Err(vm.value_error("incomplete format key")),
            }
            template.at += 1;
        }
        let name = template.text.slice(start..template.at - 1);
        let key = match flavour {
            Flavour::Str => vm.new_units_narrowed(name)?,
            Flavour::Bytes => {
                let name: Vec<u8> = name.iter().map(|point| point as u8).collect();
                vm.new_bytes(&name)?
            }
        };
        values.current = vm.get_item(values.whole.value(), key.value())?;
        values.tuple = false;
        values.next = 0;
    }
    let mut conversion = Conversion { flags: Flags::default(), width: 0, precision: None, code: 0, index: 0 };
    while template.peek().and_then(char::from_u32).is_some_and(|c| conversion.flags.set(c)) {
        template.at += 1;
    }
    if template.eat('*') {
        let width = star(vm, values)?;
        let width = vm.to_i64(width.value(), "ssize_t")?;
        if width == i64::MIN {
            return Err(vm.overflow_error("width too big"));
        }
        conversion.flags.left |= width < 0;
        conversion.width = width.unsigned_abs() as usize;
    } else {
        match digits(template) {
            Some(width) => conversion.width = width,
            None => return Err(vm.value_error("width too big")),
        }
    }
    if template.eat('.') {
        let precision = if template.eat('*') {
            let precision = star(vm, values)?;
            match vm.int_to_i64(precision.value()).and_then(|precision| i32::try_from(precision).ok()) {
                Some(precision) => usize::try_from(precision).unwrap_or(0),
                None => return Err(vm.overflow_error("Python int too large to convert to C int")),
            }
        } else {
            match digits(template).filter(|&precision| precision <= i32::MAX as usize) {
                Some(precision) => precision,
                None if flavour == Flavour::Str => return Err(vm.value_error("precision too big")),
                None => return Err(vm.value_error("prec too big")),
            }
        };
        conversion.precision = Some(precision);
    }
    // C's length modifiers mean nothing here.
    let _ = template.eat('h') || template.eat('l') || template.eat('L');
    let Some(code) = template.peek() else { return Err(vm.value_error("incomplete format")) };
    conversion.code = code;
    conversion.index = template.at;
    template.at += 1;
    Ok(conversion)
}

struct Buffer<'a>(&'a mut TextBuf);

impl Sink for Buffer<'_> {
    fn text(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn repeat(&mut self, code_point: u32, count: usize) {
        self.0.push_repeated(code_point, count);
    }
}

/// Text cut to the precision, in its width.
fn write_padded(conversion: &Conversion, units: Units<'_>, cut: bool, out: &mut TextBuf) {
    let length = match conversion.precision {
        Some(precision) if cut => precision.min(units.len()),
        _ => units.len(),
    };
    let missing = conversion.width.saturating_sub(length);
    if !conversion.flags.left {
        out.push_repeated(0x20, missing);
    }
    out.push_units(units.slice(0..length));
    if conversion.flags.left {
        out.push_repeated(0x20, missing);
    }
}

fn write_shown(vm: &Vm, conversion: &Conversion, shown: &Owned, out: &mut TextBuf) {
    if let Some(text) = vm.cast::<Str>(shown.value()) {
        write_padded(conversion, text.units(vm), true, out);
    }
}

fn write_str(vm: &mut Vm, conversion: &Conversion, value: Owned, out: &mut TextBuf) -> R<()> {
    match char::from_u32(conversion.code) {
        Some('s') => {
            if let Some(int) = value.as_int()
                && conversion.width == 0
                && conversion.precision.is_none()
            {
                super::format::push_decimal(int, out);
                return Ok(());
            }
            let shown = vm.str(value.value())?;
            write_shown(vm, conversion, &shown, out);
        }
        Some('r') => {
            let shown = vm.repr(value.value())?;
            write_shown(vm, conversion, &shown, out);
        }
        Some('a') => {
            let shown = vm.ascii(value.value())?;
            write_shown(vm, conversion, &shown, out);
        }
        Some('c') => {
            let point = match vm.cast::<Str>(value.value()) {
                Some(text) if text.len(vm) == 1 => text.units(vm).get(0),
                Some(text) => {
                    let length = text.len(vm);
                    return Err(vm.type_error(format!(
                        "%c requires an int or a unicode character, not a string of length {length}"
                    )));
                }
                None => {
                    let class = vm.class_of(value.value());
                    if vm.as_int_ref(value.value()).is_none() && class.slots(vm).index.is_none() {
                        let found = class.full_name(vm);
                        return Err(vm.type_error(format!("%c requires an int or a unicode character, not {found}")));
                    }
                    let index = vm.index(value.value())?;
                    let point = vm.int_to_i64(index.value()).and_then(|point| u32::try_from(point).ok());
                    match point.filter(|&point| point <= 0x10ffff) {
                        Some(point) => point,
                        None => return Err(vm.overflow_error("%c arg not in range(0x110000)")),
                    }
                }
            };
            write_padded(conversion, Units::Ucs4(&[point]), false, out);
        }
        _ => return write_number(vm, conversion, &value, Flavour::Str, out),
    }
    Ok(())
}

fn write_bytes(vm: &mut Vm, conversion: &Conversion, value: Owned, out: &mut TextBuf) -> R<()> {
    match char::from_u32(conversion.code) {
        Some('s' | 'b') => {
            let bytes = bytes_of(vm, &value)?;
            write_padded(conversion, Units::Latin1(&bytes), true, out);
        }
        Some('r' | 'a') => {
            let shown = vm.ascii(value.value())?;
            write_shown(vm, conversion, &shown, out);
        }
        Some('c') => {
            let byte = byte_of(vm, &value)?;
            write_padded(conversion, Units::Latin1(&[byte]), false, out);
        }
        _ => return write_number(vm, conversion, &value, Flavour::Bytes, out),
    }
    Ok(())
}

/// What `%s` of bytes takes: `__bytes__`, or a buffer.
fn bytes_of(vm: &mut Vm, value: &Owned) -> R<Vec<u8>> {
    if let Some(bytes) = vm.cast_exact::<Bytes>(value.value()) {
        return Ok(bytes.bytes(vm).copy_out());
    }
    let name = vm.names.__bytes__;
    if vm.cast_exact::<ByteArray>(value.value()).is_none()
        && let Some(made) = vm.call_special(value.value(), name, &[])?
    {
        return match vm.cast::<Bytes>(made.value()) {
            Some(bytes) => Ok(bytes.bytes(vm).copy_out()),
            None => {
                let found = vm.class_of(made.value()).name(vm);
                Err(vm.type_error(format!("__bytes__ returned non-bytes (type {found})")))
            }
        };
    }
    if vm.has_buffer(value.value()) {
        let view = vm.buffer(value.value())?;
        return Ok(view.to_vec(vm));
    }
    let found = vm.class_of(value.value()).name(vm);
    Err(vm
        .type_error(format!("%b requires a bytes-like object, or an object that implements __bytes__, not '{found}'")))
}

fn byte_of(vm: &mut Vm, value: &Owned) -> R<u8> {
    let shown = match (vm.cast::<Bytes>(value.value()), vm.cast::<ByteArray>(value.value())) {
        (Some(bytes), _) => Some((bytes.bytes(vm), "bytes")),
        (_, Some(bytes)) => Some((bytes.bytes(vm), "bytearray")),
        _ => None,
    };
    match shown {
        Some(([byte], _)) => return Ok(*byte),
        Some((bytes, kind)) => {
            let length = bytes.len();
            return Err(vm.type_error(format!(
                "%c requires an integer in range(256) or a single byte, not a {kind} object of length {length}"
            )));
        }
        None => {}
    }
    let class = vm.class_of(value.value());
    if vm.as_int_ref(value.value()).is_none() && class.slots(vm).index.is_none() {
        let found = class.full_name(vm);
        return Err(vm.type_error(format!("%c requires an integer in range(256) or a single byte, not {found}")));
    }
    let index = vm.index(value.value())?;
    match vm.int_to_i64(index.value()).and_then(|byte| u8::try_from(byte).ok()) {
        Some(byte) => Ok(byte),
        None => Err(vm.overflow_error("%c arg not in range(256)")),
    }
}

fn write_number(vm: &mut Vm, conversion: &Conversion, value: &Owned, flavour: Flavour, out: &mut TextBuf) -> R<()> {
    let (flags, width, precision) = (conversion.flags, conversion.width, conversion.precision);
    let code = char::from_u32(conversion.code).unwrap_or('\u{fffd}');
    let line = match (code, value.as_int()) {
        ('d' | 'i' | 'u' | 'o' | 'x' | 'X', Some(int)) => plain::percent_int(int, code, flags, width, precision),
        ('e' | 'E' | 'f' | 'F' | 'g' | 'G', Some(int)) => {
            plain::percent_float(int as f64, code, flags, width, precision)
        }
        ('e' | 'E' | 'f' | 'F' | 'g' | 'G', None) if value.is_float() => {
            vm.as_f64(value.value()).and_then(|float| plain::percent_float(float, code, flags, width, precision))
        }
        _ => None,
    };
    if let Some(line) = line {
        out.push_ascii(line.bytes());
        return Ok(());
    }
    let field: Field = match code {
        'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
            let int = integer_of(vm, value, code)?;
            let Some(number) = vm.as_int_ref(int.value()) else {
                return Err(vm.type_error("an integer is required"));
            };
            let field = percent::int(number, code, flags, width, precision, vm.max_str_digits);
            vm.numeric(field)?
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let float = match vm.to_f64(value.value()) {
                Ok(float) => float,
                Err(raised) if flavour == Flavour::Bytes => {
                    vm.catch(vm.exceptions.TypeError, raised)?;
                    let found = vm.class_of(value.value()).name(vm);
                    return Err(vm.type_error(format!("float argument required, not {found}")));
                }
                Err(raised) => return Err(raised),
            };
            let field = percent::float(float, code, flags, width, precision);
            vm.numeric(field)?
        }
        _ => {
            let plain = flavour == Flavour::Bytes || matches!(conversion.code, 32..=126);
            let shown = if plain { code } else { '?' };
            let (number, index) = (conversion.code, conversion.index);
            return Err(
                vm.value_error(format!("unsupported format character '{shown}' ({number:#x}) at index {index}"))
            );
        }
    };
    field.write(&mut Buffer(out));
    Ok(())
}

/// The int that an integer conversion shows: `o`, `x` and `X` want one, the others take any number.
fn integer_of(vm: &mut Vm, value: &Owned, code: char) -> R<Owned> {
    if vm.as_int_ref(value.value()).is_some() {
        return Ok(value.clone());
    }
    let exact = matches!(code, 'o' | 'x' | 'X');
    let slots = *vm.class_of(value.value()).slots(vm);
    let converted = match (exact, slots.int) {
        (false, Some(int)) => int(vm, value.value()),
        _ if slots.index.is_some() => vm.index(value.value()),
        _ => return Err(wrong_number(vm, value, code, exact)),
    };
    match converted {
        Ok(int) if vm.as_int_ref(int.value()).is_some() => Ok(int),
        Ok(_) => Err(wrong_number(vm, value, code, exact)),
        Err(raised) => {
            vm.catch(vm.exceptions.TypeError, raised)?;
            Err(wrong_number(vm, value, code, exact))
        }
    }
}

#[cold]
fn wrong_number(vm: &mut Vm, value: &Owned, code: char, exact: bool) -> Raised {
    let found = vm.class_of(value.value()).name(vm);
    let wanted = if exact { "an integer is required" } else { "a real number is required" };
    vm.type_error(format!("%{code} format: {wanted}, not {found}"))
}
