//! The standard error handlers as functions that take an exception object, for Python code that calls them itself.

use taipan_runtime::codecs::CodecRegistry;
use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;
use taipan_text::Text;
use taipan_text::codecs::Standard;
use taipan_text::codecs::handlers::{self, Handler};
use taipan_text::memory::CopyOut;

/// Whether a handler of this name cannot be taken away.
pub(super) fn is_builtin(name: &str) -> bool {
    Handler::from_name(name).is_some()
}

/// The handler of a name: a registered one, or the function of a standard one.
pub(super) fn lookup(vm: &mut Vm, name: &str) -> R<Owned> {
    if let Some(handler) = CodecRegistry::registered_error(vm, name) {
        return Ok(handler);
    }
    let function = format!("{name}_errors");
    let table: &'static [Method] = &METHODS;
    match table.iter().find(|method| is_builtin(name) && method.name() == function) {
        Some(method) => {
            let function = vm.new_native_function(method, None, None)?;
            // The next time it is the same object.
            CodecRegistry::register_error(vm, name, function.value())?;
            Ok(function)
        }
        None => Err(vm.lookup_error(format!("unknown error handler name '{name}'"))),
    }
}

/// What a Unicode error is about.
enum Subject {
    Encode(Text),
    Decode(Vec<u8>),
    Translate(Text),
}

struct Error {
    subject: Subject,
    start: usize,
    end: usize,
}

/// The fields of a Unicode error; TypeError for other objects.
fn read(vm: &mut Vm, exception: Value) -> R<Error> {
    let class = vm.class_of(exception);
    let is = |vm: &Vm, other| class.is_subclass_of(vm, other);
    let encode = is(vm, vm.exceptions.UnicodeEncodeError);
    let decode = is(vm, vm.exceptions.UnicodeDecodeError);
    if !encode && !decode && !is(vm, vm.exceptions.UnicodeTranslateError) {
        return Err(refuse(vm, exception));
    }
    let object = vm.get_attr_str(exception, "object")?;
    let (subject, length) = if decode {
        let Some(bytes) = vm.cast::<Bytes>(object.value()) else {
            return Err(vm.type_error("object attribute must be bytes"));
        };
        (Subject::Decode(bytes.bytes(vm).copy_out()), bytes.len(vm))
    } else {
        let Some(text) = vm.cast::<Str>(object.value()) else {
            return Err(vm.type_error("object attribute must be unicode"));
        };
        let copy = text.units(vm).to_text();
        (if encode { Subject::Encode(copy) } else { Subject::Translate(copy) }, text.len(vm))
    };
    let start = vm.get_attr_str(exception, "start")?;
    let end = vm.get_attr_str(exception, "end")?;
    // Positions outside of the object are moved inside.
    let length = length as isize;
    let start = vm.to_index(start.value())?.clamp(0, (length - 1).max(0));
    let end = vm.to_index(end.value())?.max(1).min(length).max(start);
    Ok(Error { subject, start: start as usize, end: end as usize })
}

fn refuse(vm: &mut Vm, exception: Value) -> Raised {
    let found = vm.class_of(exception).name(vm);
    vm.type_error(format!("don't know how to handle {found} in error callback"))
}

/// `(replacement, position)`.
fn answer(vm: &mut Vm, replacement: &Owned, position: usize) -> R<Owned> {
    let position = vm.new_int(position as i128)?;
    vm.new_tuple(&[replacement.value(), position.value()])
}

fn answer_text(vm: &mut Vm, text: &Text, position: usize) -> R<Owned> {
    let text = vm.new_text(text)?;
    answer(vm, &text, position)
}

/// Raise the exception itself.
fn raise(vm: &mut Vm, exception: Value) -> R<Owned> {
    if vm.class_of(exception).is_subclass_of(vm, vm.exceptions.BaseException) {
        return Err(vm.raise_object(exception.own()));
    }
    Err(vm.type_error("codec must pass exception instance"))
}

#[methods]
mod py {
    use super::*;

    /// Raise the exception.
    #[function("(exception, /)")]
    fn strict_errors(vm: &mut Vm, exception: Value) -> R<Owned> {
        raise(vm, exception)
    }

    /// Leave out what is faulty.
    #[function("(exception, /)")]
    fn ignore_errors(vm: &mut Vm, exception: Value) -> R<Owned> {
        let error = read(vm, exception)?;
        answer_text(vm, &Text::new(), error.end)
    }

    /// A question mark, or U+FFFD, for what is faulty.
    #[function("(exception, /)")]
    fn replace_errors(vm: &mut Vm, exception: Value) -> R<Owned> {
        let error = read(vm, exception)?;
        let count = error.end - error.start;
        let text = match error.subject {
            Subject::Encode(_) => handlers::question_marks(count),
            Subject::Decode(_) => handlers::replacement_characters(1),
            Subject::Translate(_) => handlers::replacement_characters(count),
        };
        answer_text(vm, &text, error.end)
    }

    /// XML character references for what is faulty.
    #[function("(exception, /)")]
    fn xmlcharrefreplace_errors(vm: &mut Vm, exception: Value) -> R<Owned> {
        let error = read(vm, exception)?;
        let Subject::Encode(text) = error.subject else { return Err(refuse(vm, exception)) };
        let replaced = handlers::xml_char_ref_replace(text.units().slice(error.start..error.end));
        answer_text(vm, &replaced, error.end)
    }

    /// Backslashed escapes for what is faulty.
    #[function("(exception, /)")]
    fn backslashreplace_errors(vm: &mut Vm, exception: Value) -> R<Owned> {
        let error = read(vm, exception)?;
        let replaced = match &error.subject {
            Subject::Encode(text) | Subject::Translate(text) => {
                handlers::backslash_replace(text.units().slice(error.start..error.end))
            }
            Subject::Decode(bytes) => handlers::backslash_bytes(&bytes[error.start..error.end]),
        };
        answer_text(vm, &replaced, error.end)
    }

    /// `\N{...}` for what is faulty.
    #[function("(exception, /)")]
    fn namereplace_errors(vm: &mut Vm, exception: Value) -> R<Owned> {
        let error = read(vm, exception)?;
        let Subject::Encode(text) = error.subject else { return Err(refuse(vm, exception)) };
        let replaced = handlers::name_replace(text.units().slice(error.start..error.end));
        answer_text(vm, &replaced, error.end)
    }

    /// Bytes as lone surrogates, and back.
    #[function("(exception, /)")]
    fn surrogateescape_errors(vm: &mut Vm, exception: Value) -> R<Owned> {
        let error = read(vm, exception)?;
        match &error.subject {
            Subject::Encode(text) => {
                match handlers::surrogate_escape_encode(text.units().slice(error.start..error.end)) {
                    Some(bytes) => {
                        let bytes = vm.new_bytes(&bytes)?;
                        answer(vm, &bytes, error.end)
                    }
                    None => raise(vm, exception),
                }
            }
            Subject::Decode(bytes) => match handlers::surrogate_escape_decode(&bytes[error.start..error.end]) {
                Some(text) => answer_text(vm, &text, error.start + text.len()),
                None => raise(vm, exception),
            },
            Subject::Translate(_) => Err(refuse(vm, exception)),
        }
    }

    /// Lone surrogates in the encoding's own form.
    #[function("(exception, /)")]
    fn surrogatepass_errors(vm: &mut Vm, exception: Value) -> R<Owned> {
        let error = read(vm, exception)?;
        if matches!(error.subject, Subject::Translate(_)) {
            return Err(refuse(vm, exception));
        }
        let encoding = vm.get_attr_str(exception, "encoding")?;
        let encoding = vm.str_text(encoding.value())?;
        let Some(encoding) = Standard::from_name(&encoding) else { return raise(vm, exception) };
        match &error.subject {
            Subject::Encode(text) => {
                match handlers::surrogate_pass_encode(encoding, text.units().slice(error.start..error.end)) {
                    Some(bytes) => {
                        let bytes = vm.new_bytes(&bytes)?;
                        answer(vm, &bytes, error.end)
                    }
                    None => raise(vm, exception),
                }
            }
            Subject::Decode(bytes) => match handlers::surrogate_pass_decode(encoding, &bytes[error.start..]) {
                Some((point, length)) => answer_text(vm, &Text::from_code_point(point), error.start + length),
                None => raise(vm, exception),
            },
            Subject::Translate(_) => Err(refuse(vm, exception)),
        }
    }
}
