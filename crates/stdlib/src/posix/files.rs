//! Files by descriptor and path.

use taipan_host::{Status, Target, TimeUpdate, Timestamp};
use taipan_runtime::native::*;

use super::{State, decode, descriptor, directory_fd, name_like, path, retry, with_target};
use crate::struct_sequence;

/// Seconds of a timestamp, as the tuple's items show them: whole.
fn whole(timestamp: Timestamp) -> i128 {
    i128::from(timestamp.seconds)
}

/// A `stat_result`.
pub(super) fn stat_result(vm: &mut Vm, status: &Status) -> R<Owned> {
    let Some(class) = vm.state::<State>().stat_result.clone() else {
        return Err(vm.runtime_error("the posix module is not complete"));
    };
    let numbers = [
        i128::from(status.mode),
        i128::from(status.inode),
        i128::from(status.device),
        i128::from(status.links),
        i128::from(status.user),
        i128::from(status.group),
        i128::from(status.size),
        whole(status.accessed),
        whole(status.modified),
        whole(status.changed),
    ];
    let times = [status.accessed, status.modified, status.changed];
    let mut items = [const { Owned::NONE }; 10];
    for (item, number) in items.iter_mut().zip(numbers) {
        *item = vm.new_int(number)?;
    }
    let mut further = [const { Owned::NONE }; 9];
    for (place, time) in times.into_iter().enumerate() {
        further[place] = vm.new_float(time.seconds as f64 + 1e-9 * f64::from(time.nanoseconds))?;
        further[3 + place] = vm.new_int(time.as_nanoseconds())?;
    }
    further[6] = vm.new_int(i128::from(status.block_size))?;
    further[7] = vm.new_int(i128::from(status.blocks))?;
    further[8] = vm.new_int(i128::from(status.special_device))?;
    let values = items.each_ref().map(Owned::value);
    struct_sequence::instance(vm, class.value(), &values, &further)
}

#[methods]
mod py {
    use super::*;

    /// Open a file: its descriptor, which child processes do not inherit.
    #[function("(path, flags, mode=0o777, *, dir_fd=None)")]
    fn open(vm: &mut Vm, path: Value, flags: i32, mode: Option<i32>, dir_fd: Option<Value>) -> R<i32> {
        let path = super::path(vm, path, "open")?;
        let dir = directory_fd(vm, dir_fd)?;
        let mode = mode.unwrap_or(0o777) as u32;
        // Opening a pipe by name waits for the other end.
        let host = vm.host.clone();
        loop {
            match vm.without_lock(|| host.open(&path.bytes, flags, mode, dir)) {
                Ok(fd) => return Ok(fd),
                Err(error) if error.is_interrupted() => vm.poll_signals()?,
                Err(error) => return Err(vm.os_error(error, Some(path.given.value()))),
            }
        }
    }

    /// Close a descriptor.
    #[function("(fd)")]
    fn close(vm: &mut Vm, fd: i32) -> R<()> {
        let closed = vm.host.close(fd);
        closed.map_err(|error| vm.os_error(error, None))
    }

    /// Close the descriptors from low up to high; errors are ignored.
    #[function("(fd_low, fd_high, /)")]
    fn closerange(vm: &mut Vm, low: i32, high: i32) {
        vm.host.close_range(low, high);
    }

    /// Read at most that many bytes.
    #[function("(fd, length, /)")]
    fn read(vm: &mut Vm, fd: i32, length: isize) -> R<Owned> {
        let Ok(length) = usize::try_from(length) else {
            return Err(vm.os_error(taipan_host::OsError { errno: 22 }, None));
        };
        let mut buffer = Vec::new();
        if buffer.try_reserve_exact(length).is_err() {
            return Err(vm.memory_error());
        }
        buffer.resize(length, 0);
        let count = crate::support::blocking(vm, |host| host.read(fd, &mut buffer))?;
        vm.new_bytes(&buffer[..count])
    }

    /// Read into a buffer: how many bytes.
    #[function("(fd, buffer, /)")]
    fn readinto(vm: &mut Vm, fd: i32, buffer: Value) -> R<usize> {
        let view = vm.writable_buffer(buffer)?;
        let mut bytes = crate::support::zeros(vm, view.len())?;
        let read = crate::support::blocking(vm, |host| host.read(fd, &mut bytes));
        if let Ok(count) = read {
            view.bytes_mut(vm)[..count].copy_from_slice(&bytes[..count]);
        }
        view.release(vm)?;
        read
    }

    /// Write bytes: how many were written.
    #[function("(fd, data, /)")]
    fn write(vm: &mut Vm, fd: i32, data: Value) -> R<usize> {
        let Some(bytes) = crate::support::bytes_like(vm, data)? else {
            let found = vm.class_of(data).name(vm);
            return Err(vm.type_error(format!("a bytes-like object is required, not '{found}'")));
        };
        crate::support::blocking(vm, |host| host.write(fd, &bytes))
    }

    /// Move the position of a file.
    #[function("(fd, position, whence, /)")]
    fn lseek(vm: &mut Vm, fd: i32, position: i64, whence: i32) -> R<u64> {
        retry(vm, None, |vm| vm.host.seek(fd, position, whence))
    }

    /// What the system knows of an open file.
    #[function("(fd)")]
    fn fstat(vm: &mut Vm, fd: i32) -> R<Owned> {
        let status = retry(vm, None, |vm| vm.host.status(Target::Fd(fd)))?;
        stat_result(vm, &status)
    }

    /// What the system knows of a file.
    #[function("(path, *, dir_fd=None, follow_symlinks=True)")]
    fn stat(vm: &mut Vm, path: Value, dir_fd: Option<Value>, follow_symlinks: Option<bool>) -> R<Owned> {
        let follow = follow_symlinks.unwrap_or(true);
        let status = with_target(vm, path, "stat", dir_fd, follow, |vm, target| vm.host.status(target))?;
        stat_result(vm, &status)
    }

    /// As stat, of a symbolic link itself.
    #[function("(path, *, dir_fd=None)")]
    fn lstat(vm: &mut Vm, path: Value, dir_fd: Option<Value>) -> R<Owned> {
        let status = with_target(vm, path, "lstat", dir_fd, false, |vm, target| vm.host.status(target))?;
        stat_result(vm, &status)
    }

    /// Whether this process may use a file in that way.
    #[function("(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)")]
    fn access(
        vm: &mut Vm,
        path: Value,
        mode: i32,
        dir_fd: Option<Value>,
        effective_ids: Option<bool>,
        follow_symlinks: Option<bool>,
    ) -> R<bool> {
        let path = super::path(vm, path, "access")?;
        let dir = directory_fd(vm, dir_fd)?;
        let (effective, follow) = (effective_ids.unwrap_or(false), follow_symlinks.unwrap_or(true));
        Ok(vm.host.access(&path.bytes, mode, dir, effective, follow).is_ok())
    }

    /// Whether a descriptor is a terminal.
    #[function("(fd, /)")]
    fn isatty(vm: &mut Vm, fd: i32) -> bool {
        vm.host.is_terminal(fd)
    }

    /// A second descriptor of the same file.
    #[function("(fd, /)")]
    fn dup(vm: &mut Vm, fd: i32) -> R<i32> {
        retry(vm, None, |vm| vm.host.duplicate(fd, 0))
    }

    /// Make a descriptor stand for another one's file.
    #[function("(fd, fd2, inheritable=True)")]
    fn dup2(vm: &mut Vm, fd: i32, fd2: i32, inheritable: Option<bool>) -> R<i32> {
        let inheritable = inheritable.unwrap_or(true);
        retry(vm, None, |vm| vm.host.duplicate_to(fd, fd2, inheritable))?;
        Ok(fd2)
    }

    /// The two ends of a pipe, which child processes do not inherit.
    #[function("()")]
    fn pipe(vm: &mut Vm) -> R<Owned> {
        const O_CLOEXEC: i32 = 0o2_000_000;
        let (read, write) = retry(vm, None, |vm| vm.host.pipe(O_CLOEXEC))?;
        vm.new_tuple(&[Value::small(read), Value::small(write)])
    }

    /// Whether child processes inherit the descriptor.
    #[function("(fd, /)")]
    fn get_inheritable(vm: &mut Vm, fd: i32) -> R<bool> {
        retry(vm, None, |vm| vm.host.is_inheritable(fd))
    }

    /// Say whether child processes inherit the descriptor.
    #[function("(fd, inheritable, /)")]
    fn set_inheritable(vm: &mut Vm, fd: i32, inheritable: bool) -> R<()> {
        retry(vm, None, |vm| vm.host.set_inheritable(fd, inheritable))
    }

    /// Whether the descriptor blocks.
    #[function("(fd, /)")]
    fn get_blocking(vm: &mut Vm, fd: i32) -> R<bool> {
        retry(vm, None, |vm| vm.host.is_blocking(fd))
    }

    /// Say whether the descriptor blocks.
    #[function("(fd, blocking, /)")]
    fn set_blocking(vm: &mut Vm, fd: i32, blocking: bool) -> R<()> {
        retry(vm, None, |vm| vm.host.set_blocking(fd, blocking))
    }

    /// Cut or extend a file.
    #[function("(path, length)")]
    fn truncate(vm: &mut Vm, path: Value, length: u64) -> R<()> {
        with_target(vm, path, "truncate", None, true, |vm, target| vm.host.truncate(target, length))
    }

    /// Cut or extend an open file.
    #[function("(fd, length, /)")]
    fn ftruncate(vm: &mut Vm, fd: i32, length: u64) -> R<()> {
        retry(vm, None, |vm| vm.host.truncate(Target::Fd(fd), length))
    }

    /// Write a file's data to the disk.
    #[function("(fd)")]
    fn fsync(vm: &mut Vm, fd: Value) -> R<()> {
        let fd = crate::support::descriptor(vm, fd)?;
        crate::support::blocking(vm, |host| host.sync(fd, false))
    }

    /// Change who may do what with a file.
    #[function("(path, mode, *, dir_fd=None, follow_symlinks=True)")]
    fn chmod(vm: &mut Vm, path: Value, mode: u32, dir_fd: Option<Value>, follow_symlinks: Option<bool>) -> R<()> {
        let follow = follow_symlinks.unwrap_or(true);
        let mut unsupported = false;
        let done = with_target(vm, path, "chmod", dir_fd, follow, |vm, target| {
            let done = vm.host.set_mode(target, mode);
            unsupported = !follow && done.is_err_and(|error| error.errno == taipan_host::errno::EOPNOTSUPP);
            done
        });
        if unsupported {
            drop(vm.take_error());
            let message = "chmod: follow_symlinks unavailable on this platform";
            return Err(vm.not_implemented_error(message));
        }
        done
    }

    /// Set a file's times.
    #[function("(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True)")]
    fn utime(
        vm: &mut Vm,
        path: Value,
        times: Option<Value>,
        ns: Option<Value>,
        dir_fd: Option<Value>,
        follow_symlinks: Option<bool>,
    ) -> R<()> {
        let times = times.filter(|times| !times.is_none());
        let ns = ns.filter(|ns| !ns.is_none());
        let (accessed, modified) = match (times, ns) {
            (Some(_), Some(_)) => {
                return Err(vm.value_error("utime: you may specify either 'times' or 'ns' but not both"));
            }
            (None, None) => (TimeUpdate::Now, TimeUpdate::Now),
            (Some(pair), None) => {
                let items = pair_of(vm, pair, "times")?;
                let (first, second) = (vm.to_f64(items[0].value())?, vm.to_f64(items[1].value())?);
                let at = |seconds: f64| TimeUpdate::At(Timestamp::from_nanoseconds((seconds * 1e9) as i128));
                (at(first), at(second))
            }
            (None, Some(pair)) => {
                let items = pair_of(vm, pair, "ns")?;
                let first = vm.to_i64(items[0].value(), "long")?;
                let second = vm.to_i64(items[1].value(), "long")?;
                let at = |number: i64| TimeUpdate::At(Timestamp::from_nanoseconds(i128::from(number)));
                (at(first), at(second))
            }
        };
        let follow = follow_symlinks.unwrap_or(true);
        with_target(vm, path, "utime", dir_fd, follow, |vm, target| vm.host.set_times(target, accessed, modified))
    }

    /// Where a symbolic link points.
    #[function("(path, *, dir_fd=None)")]
    fn readlink(vm: &mut Vm, path: Value, dir_fd: Option<Value>) -> R<Owned> {
        let path = super::path(vm, path, "readlink")?;
        let dir = directory_fd(vm, dir_fd)?;
        let text = retry(vm, Some(&path), |vm| vm.host.read_link(&path.bytes, dir))?;
        name_like(vm, &text, path.was_bytes)
    }

    /// The file system's form of a path: a str or bytes.
    #[function("(path)")]
    fn fspath(vm: &mut Vm, path: Value) -> R<Owned> {
        super::super::path_object(vm, path)
    }

    /// The words for an error number.
    #[function("(code, /)")]
    fn strerror(_vm: &mut Vm, code: i32) -> String {
        taipan_host::strerror(code)
    }

    /// The name of a descriptor's terminal.
    #[function("(fd, /)")]
    fn ttyname(vm: &mut Vm, fd: i32) -> R<Owned> {
        let name = retry(vm, None, |vm| vm.host.terminal_name(fd))?;
        decode(vm, &name)
    }

    /// The size of the terminal.
    #[function("(fd=1, /)")]
    fn get_terminal_size(vm: &mut Vm, fd: Option<i32>) -> R<Owned> {
        let size = retry(vm, None, |vm| vm.host.terminal_size(fd.unwrap_or(1)))?;
        let Some(class) = vm.state::<State>().terminal_size.clone() else {
            return Err(vm.runtime_error("the posix module is not complete"));
        };
        let (columns, lines) = (vm.new_int(size.columns.into())?, vm.new_int(size.rows.into())?);
        struct_sequence::instance(vm, class.value(), &[columns.value(), lines.value()], &[])
    }

    /// Random bytes, good for keys.
    #[function("(size, /)")]
    fn urandom(vm: &mut Vm, size: isize) -> R<Owned> {
        let Ok(size) = usize::try_from(size) else {
            return Err(vm.value_error("negative argument not allowed"));
        };
        let mut buffer = Vec::new();
        if buffer.try_reserve_exact(size).is_err() {
            return Err(vm.memory_error());
        }
        buffer.resize(size, 0);
        retry(vm, None, |vm| vm.host.fill_random(&mut buffer))?;
        vm.new_bytes(&buffer)
    }

    /// Whether two of these are descriptors of the same thing: unused here, kept for `os` to find.
    #[function("(fd, /)")]
    fn device_encoding(vm: &mut Vm, fd: Value) -> R<Option<String>> {
        let fd = descriptor(vm, fd)?;
        Ok(fd.filter(|&fd| vm.host.is_terminal(fd)).map(|_| String::from("utf-8")))
    }
}

fn pair_of(vm: &mut Vm, value: Value, what: &str) -> R<Vec<Owned>> {
    if vm.cast::<Tuple>(value).is_some() {
        let items = vm.collect(value)?;
        if items.len() == 2 {
            return Ok(items);
        }
    }
    Err(vm.type_error(format!("utime: '{what}' must be either a tuple of two ints or None")))
}
