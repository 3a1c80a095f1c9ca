//! `marshal`: basic values as bytes, in CPython's format. Code objects are sealed: only the isolate that wrote one reads it again, since
//! what the interpreter runs must come from the compiler. So `.pyc` files are of no use to another process.

mod read;
mod write;

use taipan_runtime::native::*;

/// The version of the format that is written.
const VERSION: i64 = 5;
/// Containers inside containers that are followed.
const DEPTH: usize = 2000;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("marshal", "Basic values as bytes.", &METHODS)?;
    module.add_int(vm, "version", VERSION)?;
    Ok(owned)
}

fn bytes_of(vm: &mut Vm, value: Value) -> R<Vec<u8>> {
    match crate::support::bytes_like(vm, value)? {
        Some(bytes) => Ok(bytes),
        None => {
            let found = vm.class_of(value).name(vm);
            Err(vm.type_error(format!("a bytes-like object is required, not '{found}'")))
        }
    }
}

#[methods]
mod py {
    use super::*;

    /// The bytes of a value.
    #[function("(value, version=5, /, *, allow_code=True)")]
    fn dumps(vm: &mut Vm, value: Value, version: Option<i64>, allow_code: Option<bool>) -> R<Owned> {
        let bytes = write::dump(vm, value, version.unwrap_or(VERSION), allow_code.unwrap_or(true))?;
        vm.new_bytes(&bytes)
    }

    /// Write the bytes of a value to a file.
    #[function("(value, file, version=5, /, *, allow_code=True)")]
    fn dump(vm: &mut Vm, value: Value, file: Value, version: Option<i64>, allow_code: Option<bool>) -> R<Owned> {
        let bytes = dumps(vm, value, version, allow_code)?;
        vm.call_method(file, "write", &[bytes.value()])
    }

    /// The value of bytes.
    #[function("(bytes, /, *, allow_code=True)")]
    fn loads(vm: &mut Vm, bytes: Value, allow_code: Option<bool>) -> R<Owned> {
        let bytes = bytes_of(vm, bytes)?;
        read::load(vm, &bytes, allow_code.unwrap_or(true)).map(|(value, _)| value)
    }

    /// Read a value from a file.
    #[function("(file, /, *, allow_code=True)")]
    fn load(vm: &mut Vm, file: Value, allow_code: Option<bool>) -> R<Owned> {
        // How long the value is shows while it is read: read all, and go back to its end.
        let start = vm.call_method(file, "tell", &[])?;
        let rest = vm.call_method(file, "read", &[])?;
        let bytes = bytes_of(vm, rest.value())?;
        let (value, used) = read::load(vm, &bytes, allow_code.unwrap_or(true))?;
        if used < bytes.len() {
            let used = vm.new_int(used as i128)?;
            let end =
                vm.binary_op(taipan_runtime::object::protocol::number::BinaryOp::Add, start.value(), used.value())?;
            vm.call_method(file, "seek", &[end.value()])?;
        }
        Ok(value)
    }
}
