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
    let source = vm.import_module("_pyio")?;
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
