//! The builtin functions that are a few lines each.

use crate::native::*;

#[methods]
mod py {
    use super::*;

    /// The number of items of a container.
    #[function("(obj, /)")]
    fn len(vm: &mut Vm, object: Value) -> R<usize> {
        vm.length(object)
    }

    /// The canonical text of an object.
    #[function("(obj, /)")]
    fn repr(vm: &mut Vm, object: Value) -> R<Owned> {
        vm.repr(object)
    }

    /// As `repr`, with escapes for what is not ASCII.
    #[function("(obj, /)")]
    fn ascii(vm: &mut Vm, object: Value) -> R<Owned> {
        let shown = vm.repr(object)?;
        let escaped = vm.cast::<Str>(shown.value()).and_then(|shown| taipan_text::repr::ascii(shown.units(vm)));
        match escaped {
            Some(text) => vm.new_text(&text),
            None => Ok(shown),
        }
    }

    /// `value` as text, by a format specification.
    #[function("(value, format_spec='', /)")]
    fn format(vm: &mut Vm, value: Value, spec: Option<Value>) -> R<Owned> {
        let spec = match spec {
            Some(spec) => spec.own(),
            None => vm.empty_str.clone(),
        };
        match vm.cast::<Str>(spec.value()) {
            Some(spec) => vm.format(value, spec),
            None => {
                let found = vm.found_argument(spec.value());
                Err(vm.type_error(format!("format() argument 2 must be str, not {found}")))
            }
        }
    }

    /// The hash of an object.
    #[function("(obj, /)")]
    fn hash(vm: &mut Vm, object: Value) -> R<i64> {
        vm.hash(object)
    }

    /// The identity of an object.
    #[function("(obj, /)")]
    fn id(_vm: &mut Vm, object: Value) -> u64 {
        object.bits()
    }

    /// The string of one code point.
    #[function("(i, /)")]
    fn chr(vm: &mut Vm, code_point: Value) -> R<Owned> {
        let code_point = vm.index(code_point)?;
        match vm.int_to_i64(code_point.value()) {
            Some(code_point @ 0..=0x10ffff) => vm.new_char(code_point as u32),
            _ => Err(vm.value_error("chr() arg not in range(0x110000)")),
        }
    }

    /// The code point of a string of one.
    #[function("(character, /)")]
    fn ord(vm: &mut Vm, character: Value) -> R<i64> {
        let length = if let Some(text) = vm.cast::<Str>(character) {
            if text.len(vm) == 1 {
                return Ok(i64::from(text.units(vm).get(0)));
            }
            text.len(vm)
        } else if let Some(bytes) = vm.cast::<crate::types::bytes::Bytes>(character) {
            if let &[byte] = bytes.bytes(vm) {
                return Ok(i64::from(byte));
            }
            bytes.bytes(vm).len()
        } else {
            let found = vm.class_of(character).name(vm);
            if found == "bytearray" {
                let length = vm.length(character)?;
                if length == 1 {
                    let byte = vm.get_item(character, Value::small(0))?;
                    return Ok(byte.as_int().unwrap_or(0));
                }
                length
            } else {
                return Err(vm.type_error(format!("ord() expected string of length 1, but {found} found")));
            }
        };
        Err(vm.type_error(format!("ord() expected a character, but string of length {length} found")))
    }

    /// Open a file: a stream.
    #[function("(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)")]
    fn open(
        vm: &mut Vm,
        file: Value,
        mode: Option<Value>,
        buffering: Option<Value>,
        encoding: Option<Value>,
        errors: Option<Value>,
        newline: Option<Value>,
        closefd: Option<Value>,
        opener: Option<Value>,
    ) -> R<Owned> {
        let function = vm.import_attr("_io", "open")?;
        let mode = match mode {
            Some(mode) => mode.own(),
            None => vm.new_str("r")?,
        };
        let or_none = |value: Option<Value>| value.unwrap_or(Value::NONE);
        let arguments = [
            file,
            mode.value(),
            buffering.unwrap_or(Value::small(-1)),
            or_none(encoding),
            or_none(errors),
            or_none(newline),
            closefd.unwrap_or(Value::TRUE),
            or_none(opener),
        ];
        vm.call(function.value(), &arguments)
    }
}
