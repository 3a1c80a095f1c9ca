//! `_io`: streams.
//!
//! The classes are those of `_pyio`, the standard library's own form in Python, over `posix`'s file descriptors.

use taipan_runtime::native::*;

const NAMES: [&str; 21] = [
    "BlockingIOError",
    "BufferedRWPair",
    "BufferedRandom",
    "BufferedReader",
    "BufferedWriter",
    "BytesIO",
    "DEFAULT_BUFFER_SIZE",
    "FileIO",
    "IncrementalNewlineDecoder",
    "StringIO",
    "TextIOWrapper",
    "UnsupportedOperation",
    "open",
    "open_code",
    "text_encoding",
    "IOBase",
    "RawIOBase",
    "BufferedIOBase",
    "TextIOBase",
    "SEEK_SET",
    "SEEK_CUR",
];

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_io", "Streams.", &[])?;
    let source = streams_in_python(vm)?;
    for name in NAMES {
        let key = vm.intern(name)?;
        if let Some(value) = vm.get_attr_optional(source.value(), key)? {
            // The bases have a leading underscore in `_io`.
            let name = if name.ends_with("IOBase") { format!("_{name}") } else { name.to_string() };
            module.add(vm, &name, value.value())?;
        }
    }
    Ok(owned)
}

/// Import `_pyio`. It takes constants from `io`, which may be waiting for this very module: meanwhile a module with just these stands in.
fn streams_in_python(vm: &mut Vm) -> R<Owned> {
    let name = vm.intern("io")?;
    let modules = vm.modules;
    let waiting = modules.get_str(vm, name).map(Value::own);
    let (stand_in, module) = vm.new_module("io")?;
    for (name, value) in [("SEEK_SET", 0), ("SEEK_CUR", 1), ("SEEK_END", 2)] {
        module.add_int(vm, name, value)?;
    }
    let all = vm.new_list(&[])?;
    module.add_owned(vm, "__all__", all)?;
    module.add(vm, "Reader", Value::NONE)?;
    module.add(vm, "Writer", Value::NONE)?;
    // It registers its classes with the abstract ones of `io`, which inherit from it: classes of no account take that.
    let metaclass = vm.import_attr("abc", "ABCMeta")?;
    for name in ["IOBase", "RawIOBase", "BufferedIOBase", "TextIOBase"] {
        let (text, bases, namespace) = (vm.new_str(name)?, vm.new_tuple(&[])?, vm.new_dict()?);
        let class = vm.call(metaclass.value(), &[text.value(), bases.value(), namespace.value()])?;
        module.add_owned(vm, name, class)?;
    }
    modules.set_str(vm, name, stand_in.value())?;
    let imported = vm.import_module("_pyio");
    match waiting {
        Some(waiting) => modules.set_str(vm, name, waiting.value())?,
        None => drop(modules.remove_str(vm, name)?),
    }
    imported
}
