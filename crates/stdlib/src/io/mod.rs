//! `_io`: streams. `base.rs` has the abstract classes, `file.rs` the descriptors, `buffered/` the buffers, `text/` text over bytes,
//! `memory.rs` and `string.rs` the streams in memory, `newline.rs` and `lines.rs` line ends, `open.rs` the function, `standard.rs` the
//! three streams of `sys`.

mod base;
mod buffered;
mod file;
mod lines;
mod memory;
mod newline;
mod open;
mod standard;
mod string;
mod text;

use taipan_runtime::native::*;
use taipan_text::memory::CopyOut;

pub(crate) use standard::standard_stream;

/// `DEFAULT_BUFFER_SIZE`.
const BUFFER_SIZE: usize = 128 * 1024;

/// The module's classes in this isolate.
#[derive(Default)]
struct IoClasses {
    /// All, as the module shows them.
    all: Vec<Obj<Class>>,
    unsupported: Option<Obj<Class>>,
    reader: Option<Obj<Class>>,
    writer: Option<Obj<Class>>,
    random: Option<Obj<Class>>,
}

/// Whether a function is the `write` of a stream in memory, so that nobody can tell how many calls bring the text: of a `StringIO`, or of a
/// `TextIOWrapper` over a `BytesIO` that writes what cannot be encoded as XML does.
pub(crate) fn writes_to_memory(vm: &Vm, write: Value) -> bool {
    use taipan_runtime::types::native_function::NativeFunction;
    let Some(function) = vm.cast_exact::<NativeFunction>(write) else { return false };
    let function = function.get(vm);
    let Some(stream) = function.this.as_ref().filter(|_| function.method.name() == "write") else { return false };
    vm.cast_exact::<string::StringIo>(stream.value()).is_some() || text::writes_xml_to_memory(vm, stream.value())
}

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    define(vm)?;
    let (owned, module) = vm.native_module("_io", "Streams.", &open::METHODS)?;
    for class in vm.state::<IoClasses>().all.clone() {
        module.add_class(vm, class)?;
    }
    module.add(vm, "BlockingIOError", vm.exceptions.BlockingIOError.value())?;
    module.add_int(vm, "DEFAULT_BUFFER_SIZE", BUFFER_SIZE as i64)?;
    // The builtin function is this very one.
    let key = vm.intern("open")?;
    let open = vm.get_attr(owned.value(), key)?;
    let builtins = vm.builtins;
    builtins.set_str(vm, key, open.value())?;
    Ok(owned)
}

/// Make the classes, once.
fn define(vm: &mut Vm) -> R<()> {
    if !vm.state::<IoClasses>().all.is_empty() {
        return Ok(());
    }
    let [io, raw, buffered, text] = base::define(vm)?;
    let file = file::define(vm, raw)?;
    let [reader, writer, random] = buffered::define(vm, buffered)?;
    let pair = buffered::define_pair(vm, buffered)?;
    let bytes = memory::define(vm, buffered)?;
    let newlines = newline::define(vm)?;
    let string = string::define(vm, text)?;
    let wrapper = text::define(vm, text)?;
    let unsupported = unsupported_class(vm)?;
    // The isolate keeps them: a class that a state names must not die with the module.
    let all = vec![
        io,
        raw,
        buffered,
        text,
        file,
        reader,
        writer,
        random,
        pair,
        bytes,
        newlines,
        string,
        wrapper,
        unsupported,
    ];
    for class in &all {
        std::mem::forget(class.own());
    }
    let classes = vm.state::<IoClasses>();
    classes.all = all;
    classes.unsupported = Some(unsupported);
    (classes.reader, classes.writer, classes.random) = (Some(reader), Some(writer), Some(random));
    vm.text_stream = Some(taipan_runtime::functions::stream::TextStream {
        is_plain: text::is_plain,
        write: text::write_to_stream,
        flush: text::flush_stream,
    });
    Ok(())
}

/// `class UnsupportedOperation(OSError, ValueError)`.
fn unsupported_class(vm: &mut Vm) -> R<Obj<Class>> {
    let bases = [vm.exceptions.OSError, vm.exceptions.ValueError];
    let fill = |vm: &mut Vm, _class: Value, dict: Obj<Dict>| {
        let (key, module) = (vm.names.__module__, vm.new_str("io")?);
        dict.set_str(vm, key, module.value())
    };
    let class = vm.new_derived_class("UnsupportedOperation", &bases, fill, |_| ())?;
    match vm.cast::<Class>(class.into_raw()) {
        Some(class) => Ok(class),
        None => Err(vm.type_error("a class is no class")),
    }
}

/// `UnsupportedOperation(message)`.
#[cold]
fn unsupported(vm: &mut Vm, message: &str) -> Raised {
    let class = vm.state::<IoClasses>().unsupported.unwrap_or(vm.exceptions.OSError);
    vm.raise(class, message)
}

/// A copy of the bytes of a bytes-like object.
fn bytes_of(vm: &mut Vm, value: Value) -> R<Vec<u8>> {
    if let Some(bytes) = vm.cast::<taipan_runtime::types::bytes::Bytes>(value) {
        return Ok(bytes.bytes(vm).copy_out());
    }
    let view = vm.buffer(value)?;
    let bytes = view.to_vec(vm);
    view.release(vm)?;
    Ok(bytes)
}

#[cold]
fn cannot_pickle(vm: &mut Vm, value: Value) -> Raised {
    let class = vm.class_of(value).full_name(vm);
    vm.type_error(format!("cannot pickle '{class}' instances"))
}

/// What a flag is set to: True or False and nothing else.
fn flag(vm: &mut Vm, value: Option<Value>) -> R<bool> {
    match value {
        Some(value) if value.is_bool() => Ok(value.is(Value::TRUE)),
        Some(_) => Err(vm.type_error("attribute value type must be bool")),
        None => Err(vm.type_error("can't delete numeric/char attribute")),
    }
}

/// A copy of an object's `__dict__`; None when it is empty.
fn attributes(vm: &mut Vm, value: Value) -> R<Owned> {
    let key = vm.names.__dict__;
    let dict = vm.get_attr(value, key)?;
    if vm.length(dict.value())? == 0 {
        return Ok(Owned::NONE);
    }
    vm.call_method(dict.value(), "copy", &[])
}

/// Add to an object's `__dict__`.
fn set_attributes(vm: &mut Vm, value: Value, attributes: Value) -> R<()> {
    let key = vm.names.__dict__;
    let dict = vm.get_attr(value, key)?;
    vm.call_method(dict.value(), "update", &[attributes]).map(drop)
}

/// The encoding of files when nothing is said.
pub(crate) fn default_encoding(vm: &Vm) -> &'static str {
    // As the system's own functions spell it outside of UTF-8 mode.
    if vm.options.settings.flags.utf8_mode { "utf-8" } else { "UTF-8" }
}

/// EncodingWarning, where it is wanted.
fn warn_of_default_encoding(vm: &mut Vm, level: i64) -> R<()> {
    if !vm.options.settings.flags.warn_default_encoding {
        return Ok(());
    }
    let category = vm.exceptions.EncodingWarning;
    vm.warn_at_level(category, "'encoding' argument not specified", level)
}
