//! `fcntl`: controlling descriptors, and locks on files.

use taipan_heap::Owned;
use taipan_host::constants;
use taipan_runtime::native::*;

use crate::support::{blocking, bytes_like, descriptor};

/// The largest buffer that is copied for a call.
const BUFFER: usize = 1024;
/// Bytes behind a copied buffer, so that a call that writes more than the buffer holds is noticed.
const GUARD: &[u8; 8] = b"\x00\xfaguard\x00";

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("fcntl", "Controlling descriptors, and locks on files.", &METHODS)?;
    for &(name, value) in constants::FCNTL {
        module.add_int(vm, name, value)?;
    }
    Ok(owned)
}

fn optional_int(vm: &mut Vm, value: Option<Value>) -> R<Option<i64>> {
    match value {
        None => Ok(Some(0)),
        Some(value) if vm.as_int_ref(value).is_some() || vm.class_of(value).slots(vm).index.is_some() => {
            // C takes the number's low bits.
            let number = vm.to_i64(value, "unsigned int")?;
            Ok(Some(i64::from(number as i32)))
        }
        Some(_) => Ok(None),
    }
}

/// The buffer argument as a copy with the guard behind it; a str counts as its UTF-8.
fn copied(vm: &mut Vm, value: Value, function: &str) -> R<(Vec<u8>, usize)> {
    let mut bytes = match vm.cast::<Str>(value) {
        Some(text) => text.to_string_lossy(vm).into_bytes(),
        None => match bytes_like(vm, value)? {
            Some(bytes) => bytes,
            None => {
                let found = vm.class_of(value).name(vm);
                return Err(vm.type_error(format!(
                    "{function} argument 3 must be an integer, a bytes-like object, or a string, not {found}"
                )));
            }
        },
    };
    let length = bytes.len();
    if length > BUFFER {
        return Err(vm.value_error(format!("{function} argument 3 is too long")));
    }
    // Room for what the call may write beyond: the host takes the buffer to be as long as the call needs.
    bytes.resize(BUFFER, 0);
    bytes.extend_from_slice(GUARD);
    bytes[length..length + GUARD.len()].copy_from_slice(GUARD);
    Ok((bytes, length))
}

fn answer(vm: &mut Vm, bytes: &[u8], length: usize) -> R<Owned> {
    if bytes.get(length..length + GUARD.len()) != Some(GUARD) {
        return Err(vm.system_error("buffer overflow"));
    }
    vm.new_bytes(&bytes[..length])
}

#[methods]
mod py {
    use super::*;

    /// Control a descriptor: with an int the call's answer, with bytes what they became.
    #[function("(fd, cmd, arg=0, /)")]
    fn fcntl(vm: &mut Vm, fd: Value, cmd: i32, arg: Option<Value>) -> R<Owned> {
        let fd = descriptor(vm, fd)?;
        if let Some(number) = optional_int(vm, arg)? {
            let answer = blocking(vm, |host| host.fcntl(fd, cmd, number))?;
            return vm.new_int(answer.into());
        }
        let (mut bytes, length) = copied(vm, arg.unwrap_or(Value::NONE), "fcntl")?;
        blocking(vm, |host| host.fcntl_buffer(fd, cmd, &mut bytes))?;
        answer(vm, &bytes, length)
    }

    /// As fcntl, for devices. A writable buffer is changed in place unless mutate_flag is false.
    #[function("(fd, request, arg=0, mutate_flag=True, /)")]
    fn ioctl(vm: &mut Vm, fd: Value, request: Value, arg: Option<Value>, mutate_flag: Option<bool>) -> R<Owned> {
        let fd = descriptor(vm, fd)?;
        let request = vm.to_i64(request, "unsigned long")? as u64;
        if let Some(number) = optional_int(vm, arg)? {
            let answer = blocking(vm, |host| host.ioctl(fd, request, number))?;
            return vm.new_int(answer.into());
        }
        let arg = arg.unwrap_or(Value::NONE);
        if mutate_flag.unwrap_or(true)
            && vm.cast::<Str>(arg).is_none()
            && let Some(view) = vm.buffer_optional(arg)?
        {
            if !view.readonly() {
                let mut bytes = view.to_vec(vm);
                let length = bytes.len();
                bytes.resize(length.max(BUFFER) + GUARD.len(), 0);
                let call = blocking(vm, |host| host.ioctl_buffer(fd, request, &mut bytes));
                view.bytes_mut(vm).copy_from_slice(&bytes[..length]);
                view.release(vm)?;
                return vm.new_int(call?.into());
            }
            view.release(vm)?;
        }
        let (mut bytes, length) = copied(vm, arg, "ioctl")?;
        blocking(vm, |host| host.ioctl_buffer(fd, request, &mut bytes))?;
        answer(vm, &bytes, length)
    }

    /// Lock or unlock a file as a whole.
    #[function("(fd, operation, /)")]
    fn flock(vm: &mut Vm, fd: Value, operation: i32) -> R<()> {
        let fd = descriptor(vm, fd)?;
        blocking(vm, |host| host.lock_file(fd, operation))
    }

    /// Lock or unlock a part of a file.
    #[function("(fd, cmd, len=0, start=0, whence=0, /)")]
    fn lockf(vm: &mut Vm, fd: Value, cmd: i32, len: Option<Value>, start: Option<Value>, whence: Option<i32>) -> R<()> {
        const LOCK_SH: i32 = 1;
        const LOCK_EX: i32 = 2;
        const LOCK_NB: i32 = 4;
        const LOCK_UN: i32 = 8;
        let fd = descriptor(vm, fd)?;
        let kind = if cmd == LOCK_UN {
            libc_kind(vm, "F_UNLCK")
        } else if cmd & LOCK_SH != 0 {
            libc_kind(vm, "F_RDLCK")
        } else if cmd & LOCK_EX != 0 {
            libc_kind(vm, "F_WRLCK")
        } else {
            return Err(vm.value_error("unrecognized lockf argument"));
        };
        let start = start.map_or(Ok(0), |start| vm.to_i64(start, "long"))?;
        let length = len.map_or(Ok(0), |len| vm.to_i64(len, "long"))?;
        let command = if cmd & LOCK_NB != 0 { libc_kind(vm, "F_SETLK") } else { libc_kind(vm, "F_SETLKW") };
        let lock = FileLock { kind: kind as i16, whence: whence.unwrap_or(0) as i16, start, length };
        let mut bytes = lock.encode();
        blocking(vm, |host| host.fcntl_buffer(fd, command, &mut bytes)).map(drop)
    }
}

fn libc_kind(_vm: &Vm, name: &str) -> i32 {
    constants::FCNTL.iter().find(|(known, _)| *known == name).map_or(0, |&(_, value)| value as i32)
}

/// `struct flock` of 64-bit Linux.
struct FileLock {
    kind: i16,
    whence: i16,
    start: i64,
    length: i64,
}

impl FileLock {
    fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![0; 32];
        bytes[0..2].copy_from_slice(&self.kind.to_ne_bytes());
        bytes[2..4].copy_from_slice(&self.whence.to_ne_bytes());
        bytes[8..16].copy_from_slice(&self.start.to_ne_bytes());
        bytes[16..24].copy_from_slice(&self.length.to_ne_bytes());
        bytes
    }
}
