//! `posix`: the operating system, by the host. `os` is this and `posixpath`.
//!
//! What is here is what programs use daily; a name that is missing is missing in `os` too, which says so by AttributeError.

mod attributes;
mod children;
mod descriptors;
mod directory;
mod files;
pub(crate) mod fork;
pub(crate) mod identity;
mod process;

use taipan_host::{OsError, Target};
use taipan_runtime::native::*;
use taipan_runtime::types::bytes::Bytes;
use taipan_text::memory::CopyOut;

use crate::struct_sequence;

/// Classes that the functions make instances of.
#[derive(Default)]
pub(crate) struct State {
    stat_result: Option<Owned>,
    terminal_size: Option<Owned>,
    uname_result: Option<Owned>,
    statvfs_result: Option<Owned>,
    times_result: Option<Owned>,
    waitid_result: Option<Owned>,
    sched_param: Option<Owned>,
}

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("posix", "The operating system.", &files::METHODS)?;
    vm.add_functions(module, &directory::METHODS)?;
    vm.add_functions(module, &process::METHODS)?;
    for methods in
        [&attributes::METHODS[..], &children::METHODS, &descriptors::METHODS, &fork::METHODS, &identity::METHODS]
    {
        vm.add_functions(module, methods)?;
    }
    for &(name, value) in taipan_host::constants::POSIX {
        module.add_int(vm, name, value)?;
    }
    let fields = [
        "st_mode",
        "st_ino",
        "st_dev",
        "st_nlink",
        "st_uid",
        "st_gid",
        "st_size",
        "-st_atime",
        "-st_mtime",
        "-st_ctime",
    ];
    let more = ["st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blksize", "st_blocks", "st_rdev"];
    let stat_result = struct_sequence::class(vm, "os", "stat_result", &fields, &more)?;
    let terminal_size = struct_sequence::class(vm, "os", "terminal_size", &["columns", "lines"], &[])?;
    let uname_fields = ["sysname", "nodename", "release", "version", "machine"];
    let uname_result = struct_sequence::class(vm, "posix", "uname_result", &uname_fields, &[])?;
    module.add(vm, "stat_result", stat_result.value())?;
    module.add(vm, "terminal_size", terminal_size.value())?;
    module.add(vm, "uname_result", uname_result.value())?;
    let statvfs_fields = [
        "f_bsize",
        "f_frsize",
        "f_blocks",
        "f_bfree",
        "f_bavail",
        "f_files",
        "f_ffree",
        "f_favail",
        "f_flag",
        "f_namemax",
    ];
    let statvfs_result = struct_sequence::class(vm, "os", "statvfs_result", &statvfs_fields, &["f_fsid"])?;
    let times_fields = ["user", "system", "children_user", "children_system", "elapsed"];
    let times_result = struct_sequence::class(vm, "posix", "times_result", &times_fields, &[])?;
    let waitid_fields = ["si_pid", "si_uid", "si_signo", "si_status", "si_code"];
    let waitid_result = struct_sequence::class(vm, "posix", "waitid_result", &waitid_fields, &[])?;
    let sched_param = identity::sched_param_class(vm)?;
    let entry = directory::entry_class(vm)?;
    module.add_class(vm, entry)?;
    for (name, class) in [
        ("statvfs_result", &statvfs_result),
        ("times_result", &times_result),
        ("waitid_result", &waitid_result),
        ("sched_param", &sched_param),
    ] {
        module.add(vm, name, class.value())?;
    }
    *vm.state::<State>() = State {
        stat_result: Some(stat_result),
        terminal_size: Some(terminal_size),
        uname_result: Some(uname_result),
        statvfs_result: Some(statvfs_result),
        times_result: Some(times_result),
        waitid_result: Some(waitid_result),
        sched_param: Some(sched_param),
    };
    for (name, table) in [
        ("sysconf_names", vm.host.system_limit_names()),
        ("confstr_names", vm.host.system_text_names()),
        ("pathconf_names", vm.host.path_limit_names()),
    ] {
        let names = attributes::names(vm, table)?;
        module.add_owned(vm, name, names)?;
    }
    let error = vm.exceptions.OSError.own();
    module.add_owned(vm, "error", error)?;
    let environ = environment(vm)?;
    module.add_owned(vm, "environ", environ)?;
    let have = [
        "HAVE_FACCESSAT",
        "HAVE_FCHOWNAT",
        "HAVE_FEXECVE",
        "HAVE_FPATHCONF",
        "HAVE_FSTATVFS",
        "HAVE_LCHOWN",
        "HAVE_LUTIMES",
        "HAVE_MKFIFOAT",
        "HAVE_MKNODAT",
        "HAVE_FCHDIR",
        "HAVE_FCHMOD",
        "HAVE_FCHMODAT",
        "HAVE_FCHOWN",
        "HAVE_FDOPENDIR",
        "HAVE_FSTATAT",
        "HAVE_FTRUNCATE",
        "HAVE_FUTIMENS",
        "HAVE_LINKAT",
        "HAVE_LSTAT",
        "HAVE_MKDIRAT",
        "HAVE_OPENAT",
        "HAVE_READLINKAT",
        "HAVE_RENAMEAT",
        "HAVE_SYMLINKAT",
        "HAVE_UNLINKAT",
        "HAVE_UTIMENSAT",
    ];
    let list = vm.new_list(&[])?;
    if let Some(list) = vm.cast::<List>(list.value()) {
        for name in have {
            let name = vm.new_str(name)?;
            list.push(vm, name)?;
        }
    }
    module.add_owned(vm, "_have_functions", list)?;
    Ok(owned)
}

/// The environment, bytes to bytes.
fn environment(vm: &mut Vm) -> R<Owned> {
    let (owned, dict) = vm.new_dict_obj()?;
    for (name, value) in vm.host.variables() {
        let (name, value) = (vm.new_bytes(&name)?, vm.new_bytes(&value)?);
        dict.set(vm, name.value(), value.value())?;
    }
    Ok(owned)
}

/// A path argument: what the system gets, how it was given, and whether it was given as bytes.
struct PathArgument {
    bytes: Vec<u8>,
    given: Owned,
    was_bytes: bool,
}

/// What `__fspath__` gives; None when there is no such method, or it is None.
fn fspath_of(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let name = vm.names.__fspath__;
    match vm.class_of(value).lookup(vm, name) {
        Some(method) if !method.is_none() => vm.call_special(value, name, &[]),
        _ => Ok(None),
    }
}

/// The path in a str, bytes or object with `__fspath__`.
fn path(vm: &mut Vm, value: Value, function: &str) -> R<PathArgument> {
    path_or(vm, value, function, "string, bytes or os.PathLike")
}

/// As `path`, with the words for what it may be.
fn path_or(vm: &mut Vm, value: Value, function: &str, expected: &str) -> R<PathArgument> {
    let given = if vm.cast::<Str>(value).is_some() || vm.cast::<Bytes>(value).is_some() {
        value.own()
    } else {
        match fspath_of(vm, value)? {
            Some(path) => path,
            None => {
                let class = vm.class_of(value).name(vm);
                return Err(vm.type_error(format!("{function}: path should be {expected}, not {class}")));
            }
        }
    };
    let (bytes, was_bytes) = if let Some(text) = vm.cast::<Str>(given.value()) {
        (encode(vm, text)?, false)
    } else if let Some(bytes) = vm.cast::<Bytes>(given.value()) {
        (bytes.bytes(vm).copy_out(), true)
    } else {
        let class = vm.class_of(value).name(vm);
        let found = vm.class_of(given.value()).name(vm);
        return Err(vm.type_error(format!("expected {class}.__fspath__() to return str or bytes, not {found}")));
    };
    if bytes.contains(&0) {
        return Err(vm.value_error(format!("{function}: embedded null character in path")));
    }
    Ok(PathArgument { bytes, given, was_bytes })
}

/// A str, bytes or path as the system wants it; no file name in the words of mistakes.
pub(crate) fn path_bytes(vm: &mut Vm, value: Value) -> R<Vec<u8>> {
    let given = if vm.cast::<Str>(value).is_some() || vm.cast::<Bytes>(value).is_some() {
        value.own()
    } else {
        match fspath_of(vm, value)? {
            Some(path) => path,
            None => {
                let class = vm.class_of(value).name(vm);
                return Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {class}")));
            }
        }
    };
    let bytes = if let Some(text) = vm.cast::<Str>(given.value()) {
        encode(vm, text)?
    } else if let Some(bytes) = vm.cast::<Bytes>(given.value()) {
        bytes.bytes(vm).copy_out()
    } else {
        let class = vm.class_of(value).name(vm);
        let found = vm.class_of(given.value()).name(vm);
        return Err(vm.type_error(format!("expected {class}.__fspath__() to return str or bytes, not {found}")));
    };
    if bytes.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    Ok(bytes)
}

/// File system encoding: UTF-8, undecodable bytes as lone surrogates.
pub(crate) fn encode(vm: &mut Vm, text: Obj<Str>) -> R<Vec<u8>> {
    if let Some(ascii) = text.as_ascii(vm) {
        // The system wants a copy with a zero behind it.
        taipan_text::memory::ask(2 * ascii.len());
        let bytes = ascii.as_bytes().copy_out();
        return vm.check_built().map(|()| bytes);
    }
    let mut bytes = Vec::new();
    for point in text.units(vm).iter() {
        match char::from_u32(point) {
            Some(character) => bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
            None if (0xdc80..=0xdcff).contains(&point) => bytes.push(point as u8),
            None => {
                // The codec has the words.
                let (encoding, errors) = (vm.new_str("utf-8")?, vm.new_str("surrogateescape")?);
                vm.call_method(text.value(), "encode", &[encoding.value(), errors.value()])?;
                return Err(vm.value_error("surrogates not allowed"));
            }
        }
    }
    Ok(bytes)
}

/// `os.fspath(value)`: a str or bytes.
pub(crate) fn path_object(vm: &mut Vm, value: Value) -> R<Owned> {
    if vm.cast::<Str>(value).is_some() || vm.cast::<Bytes>(value).is_some() {
        return Ok(value.own());
    }
    let Some(result) = fspath_of(vm, value)? else {
        let class = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {class}")));
    };
    if vm.cast::<Str>(result.value()).is_some() || vm.cast::<Bytes>(result.value()).is_some() {
        return Ok(result);
    }
    let class = vm.class_of(value).name(vm);
    let found = vm.class_of(result.value()).name(vm);
    Err(vm.type_error(format!("expected {class}.__fspath__() to return str or bytes, not {found}")))
}

/// The bytes of a path as the system gets them.
pub(crate) fn file_system_path(vm: &mut Vm, value: Value) -> R<Vec<u8>> {
    let path = path_object(vm, value)?;
    match vm.cast::<Str>(path.value()) {
        Some(text) => encode(vm, text),
        None => crate::support::bytes_like(vm, path.value()).map(Option::unwrap_or_default),
    }
}

/// The reverse of `encode`.
pub(crate) fn decode(vm: &mut Vm, bytes: &[u8]) -> R<Owned> {
    if bytes.is_ascii() {
        return vm.new_str(std::str::from_utf8(bytes).unwrap_or_default());
    }
    let mut text = taipan_text::TextBuf::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for &byte in chunk.invalid() {
            text.push(0xdc00 + u32::from(byte));
        }
    }
    let text = text.finish();
    vm.new_text(&text)
}

/// A name as the kind of string that the argument was.
fn name_like(vm: &mut Vm, bytes: &[u8], as_bytes: bool) -> R<Owned> {
    if as_bytes { vm.new_bytes(bytes) } else { decode(vm, bytes) }
}

/// A `dir_fd` argument.
fn directory_fd(vm: &mut Vm, value: Option<Value>) -> R<Option<i32>> {
    match value.filter(|value| !value.is_none()) {
        Some(value) if vm.class_of(value).slots(vm).index.is_none() => {
            let found = vm.class_of(value).name(vm);
            Err(vm.type_error(format!("argument should be integer or None, not {found}")))
        }
        Some(value) => match i32::try_from(vm.to_i64(value, "int")?) {
            Ok(fd) => Ok(Some(fd)),
            Err(_) => Err(vm.overflow_error("fd is greater than maximum")),
        },
        None => Ok(None),
    }
}

/// The file descriptor, when the argument is an int.
fn descriptor(vm: &mut Vm, value: Value) -> R<Option<i32>> {
    if vm.class_of(value).slots(vm).index.is_none() {
        return Ok(None);
    }
    if value.is_bool() {
        let category = vm.exceptions.RuntimeWarning;
        vm.warn(category, "bool is used as a file descriptor")?;
    }
    let number = vm.to_i64(value, "int")?;
    match i32::try_from(number) {
        Ok(number) => Ok(Some(number)),
        Err(_) => Err(vm.overflow_error("fd is greater than maximum")),
    }
}

/// As `retry`, for calls about two paths.
fn retry_two<T>(
    vm: &mut Vm,
    first: &PathArgument,
    second: &PathArgument,
    mut call: impl FnMut(&Vm) -> Result<T, OsError>,
) -> R<T> {
    loop {
        match call(vm) {
            Ok(value) => return Ok(value),
            Err(error) if error.is_interrupted() => vm.poll_signals()?,
            Err(error) => {
                let errno = vm.new_int(error.errno.into())?;
                let text = vm.new_str(&taipan_host::strerror(error.errno))?;
                let class = vm.exceptions.OSError;
                let args = [errno.value(), text.value(), first.given.value(), Value::NONE, second.given.value()];
                return Err(vm.raise_with(class, &args));
            }
        }
    }
}

/// Make the call again while a signal interrupts it (PEP 475). For calls that do not wait; `support::blocking` is for those that do.
fn retry<T>(vm: &mut Vm, path: Option<&PathArgument>, mut call: impl FnMut(&Vm) -> Result<T, OsError>) -> R<T> {
    loop {
        match call(vm) {
            Ok(value) => return Ok(value),
            Err(error) if error.is_interrupted() => vm.poll_signals()?,
            Err(error) => return Err(vm.os_error(error, path.map(|path| path.given.value()))),
        }
    }
}

/// Where a path argument points: a descriptor or a path.
fn with_target<T>(
    vm: &mut Vm,
    value: Value,
    function: &str,
    dir_fd: Option<Value>,
    follow: bool,
    mut call: impl FnMut(&Vm, Target<'_>) -> Result<T, OsError>,
) -> R<T> {
    let dir = directory_fd(vm, dir_fd)?;
    let of_link = matches!(function, "lstat" | "lchown");
    if !of_link && let Some(fd) = descriptor(vm, value)? {
        if dir.is_some() {
            return Err(vm.value_error(format!("{function}: can't specify dir_fd without matching path")));
        }
        if !follow {
            return Err(vm.value_error(format!("{function}: cannot use fd and follow_symlinks together")));
        }
        return retry(vm, None, |vm| call(vm, Target::Fd(fd)));
    }
    // Functions about links themselves take no descriptors.
    let expected = if of_link { "string, bytes or os.PathLike" } else { "string, bytes, os.PathLike or integer" };
    let path = path_or(vm, value, function, expected)?;
    retry(vm, Some(&path), |vm| call(vm, Target::Path { path: &path.bytes, dir, follow }))
}
