//! Descriptors beyond reading and writing: positions, pipes, terminals, memory files, counters, timers.

use taipan_runtime::native::*;
use taipan_text::memory::Grow;

use super::{State, decode, path_bytes, retry};
use crate::struct_sequence;
use crate::support::{blocking, bytes_like, checked, zeros};

const O_CLOEXEC: i32 = 0o2_000_000;

fn data(vm: &mut Vm, value: Value) -> R<Vec<u8>> {
    match bytes_like(vm, value)? {
        Some(bytes) => Ok(bytes),
        None => {
            let found = vm.class_of(value).name(vm);
            Err(vm.type_error(format!("a bytes-like object is required, not '{found}'")))
        }
    }
}

fn several(vm: &mut Vm, buffers: Value, function: &str) -> R<Vec<Vec<u8>>> {
    if !vm.is_sequence(buffers) {
        return Err(vm.type_error(format!("{function}() arg 2 must be a sequence")));
    }
    let mut pieces = Vec::new();
    for buffer in vm.collect(buffers)? {
        pieces.put(data(vm, buffer.value())?);
    }
    Ok(pieces)
}

/// Read into several buffers by `call`.
fn scatter(
    vm: &mut Vm,
    buffers: Value,
    function: &str,
    mut call: impl FnMut(&dyn taipan_host::Host, &mut [&mut [u8]]) -> taipan_host::Result<usize>,
) -> R<usize> {
    if !vm.is_sequence(buffers) {
        return Err(vm.type_error(format!("{function}() arg 2 must be a sequence")));
    }
    let mut views = Vec::new();
    for buffer in vm.collect(buffers)? {
        views.put(vm.writable_buffer(buffer.value())?);
    }
    let mut pieces = taipan_text::memory::with_room(views.len());
    for view in &views {
        pieces.put(zeros(vm, view.len())?);
    }
    let count = blocking(vm, |host| {
        let mut slices: Vec<&mut [u8]> = pieces.iter_mut().map(Vec::as_mut_slice).collect();
        call(host, &mut slices)
    });
    let mut left = count.as_ref().map_or(0, |count| *count);
    for (view, piece) in views.into_iter().zip(&pieces) {
        let part = left.min(piece.len());
        left -= part;
        view.bytes_mut(vm)[..part].copy_from_slice(&piece[..part]);
        view.release(vm)?;
    }
    count
}

/// A position that must not be negative.
fn offset(vm: &mut Vm, value: Value) -> R<u64> {
    match u64::try_from(vm.to_i64(value, "long")?) {
        Ok(offset) => Ok(offset),
        Err(_) => Err(vm.os_error(taipan_host::OsError::new(taipan_host::errno::EINVAL), None)),
    }
}

fn optional_offset(vm: &mut Vm, value: Option<Value>) -> R<Option<u64>> {
    crate::support::given(value).map(|value| offset(vm, value)).transpose()
}

fn count(vm: &mut Vm, count: isize) -> R<usize> {
    usize::try_from(count).map_err(|_| vm.value_error("negative value for 'count' not allowed"))
}

fn pair(vm: &mut Vm, pair: (i32, i32)) -> R<Owned> {
    vm.new_tuple(&[Value::small(pair.0), Value::small(pair.1)])
}

fn float_pair(vm: &mut Vm, pair: (i64, i64)) -> R<Owned> {
    let items = [vm.new_float(pair.0 as f64 / 1e9)?, vm.new_float(pair.1 as f64 / 1e9)?];
    vm.new_tuple(&items.each_ref().map(Owned::value))
}

fn int_pair(vm: &mut Vm, pair: (i64, i64)) -> R<Owned> {
    let items = [vm.new_int(pair.0.into())?, vm.new_int(pair.1.into())?];
    vm.new_tuple(&items.each_ref().map(Owned::value))
}

fn seconds(vm: &mut Vm, value: Option<Value>) -> R<i64> {
    value.map_or(Ok(0), |value| crate::support::nanoseconds(vm, value))
}

#[methods]
mod py {
    use super::*;

    /// The two ends of a pipe, with flags.
    #[function("(flags, /)")]
    fn pipe2(vm: &mut Vm, flags: i32) -> R<Owned> {
        let ends = vm.host.pipe(flags);
        let ends = checked(vm, ends)?;
        pair(vm, ends)
    }

    /// Read from a position.
    #[function("(fd, length, offset, /)")]
    fn pread(vm: &mut Vm, fd: i32, length: isize, offset: Value) -> R<Owned> {
        let offset = super::offset(vm, offset)?;
        let Ok(length) = usize::try_from(length) else {
            return Err(vm.os_error(taipan_host::OsError::new(taipan_host::errno::EINVAL), None));
        };
        let mut buffer = zeros(vm, length)?;
        let count = blocking(vm, |host| host.read_at(fd, &mut buffer, offset))?;
        vm.new_bytes(&buffer[..count])
    }

    /// Write at a position.
    #[function("(fd, buffer, offset, /)")]
    fn pwrite(vm: &mut Vm, fd: i32, buffer: Value, offset: Value) -> R<usize> {
        let bytes = data(vm, buffer)?;
        let offset = super::offset(vm, offset)?;
        blocking(vm, |host| host.write_at(fd, &bytes, offset))
    }

    /// Read into several buffers.
    #[function("(fd, buffers, /)")]
    fn readv(vm: &mut Vm, fd: i32, buffers: Value) -> R<usize> {
        scatter(vm, buffers, "readv", |host, slices| host.read_vectored(fd, slices))
    }

    /// Write several buffers.
    #[function("(fd, buffers, /)")]
    fn writev(vm: &mut Vm, fd: i32, buffers: Value) -> R<usize> {
        let pieces = several(vm, buffers, "writev")?;
        let slices: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
        blocking(vm, |host| host.write_vectored(fd, &slices))
    }

    /// Read into several buffers from a position.
    #[function("(fd, buffers, offset, flags=0, /)")]
    fn preadv(vm: &mut Vm, fd: i32, buffers: Value, offset: Value, flags: Option<i32>) -> R<usize> {
        let (offset, flags) = (super::offset(vm, offset)?, flags.unwrap_or(0));
        scatter(vm, buffers, "preadv", |host, slices| host.read_vectored_at(fd, slices, offset, flags))
    }

    /// Write several buffers at a position.
    #[function("(fd, buffers, offset, flags=0, /)")]
    fn pwritev(vm: &mut Vm, fd: i32, buffers: Value, offset: Value, flags: Option<i32>) -> R<usize> {
        let pieces = several(vm, buffers, "pwritev")?;
        let (offset, flags) = (super::offset(vm, offset)?, flags.unwrap_or(0));
        let slices: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
        blocking(vm, |host| host.write_vectored_at(fd, &slices, offset, flags))
    }

    /// Copy from file to file.
    #[function("(src, dst, count, offset_src=None, offset_dst=None)")]
    fn copy_file_range(
        vm: &mut Vm,
        src: i32,
        dst: i32,
        count: isize,
        offset_src: Option<Value>,
        offset_dst: Option<Value>,
    ) -> R<usize> {
        let count = super::count(vm, count)?;
        let (from, to) = (optional_offset(vm, offset_src)?, optional_offset(vm, offset_dst)?);
        blocking(vm, |host| host.copy_range(src, from, dst, to, count))
    }

    /// Copy from a file to a descriptor.
    #[function("(out_fd, in_fd, offset, count)")]
    fn sendfile(vm: &mut Vm, out_fd: i32, in_fd: i32, offset: Value, count: isize) -> R<usize> {
        let count = super::count(vm, count)?;
        let offset = optional_offset(vm, Some(offset))?;
        blocking(vm, |host| host.send_file(out_fd, in_fd, offset, count))
    }

    /// Move between pipes and files.
    #[function("(src, dst, count, offset_src=None, offset_dst=None, flags=0)")]
    fn splice(
        vm: &mut Vm,
        src: i32,
        dst: i32,
        count: isize,
        offset_src: Option<Value>,
        offset_dst: Option<Value>,
        flags: Option<u32>,
    ) -> R<usize> {
        let count = super::count(vm, count)?;
        let (from, to) = (optional_offset(vm, offset_src)?, optional_offset(vm, offset_dst)?);
        let flags = flags.unwrap_or(0);
        blocking(vm, |host| host.splice(src, from, dst, to, count, flags))
    }

    /// Lock a part of a file.
    #[function("(fd, command, length, /)")]
    fn lockf(vm: &mut Vm, fd: i32, command: i32, length: i64) -> R<()> {
        blocking(vm, |host| host.lock_range(fd, command, length))
    }

    /// Write a file's data to the disk.
    #[function("(fd)")]
    fn fdatasync(vm: &mut Vm, fd: Value) -> R<()> {
        let fd = crate::support::descriptor(vm, fd)?;
        blocking(vm, |host| host.sync(fd, true))
    }

    /// Write everything to the disks.
    #[function("()")]
    fn sync(vm: &mut Vm) {
        let host = vm.host.clone();
        vm.without_lock(|| host.sync_all());
    }

    /// Make sure that there is room for a part of a file.
    #[function("(fd, offset, length, /)")]
    fn posix_fallocate(vm: &mut Vm, fd: i32, offset: Value, length: Value) -> R<()> {
        let (offset, length) = (super::offset(vm, offset)?, super::offset(vm, length)?);
        blocking(vm, |host| host.allocate(fd, offset, length))
    }

    /// Say how a file will be used.
    #[function("(fd, offset, length, advice, /)")]
    fn posix_fadvise(vm: &mut Vm, fd: i32, offset: i64, length: i64, advice: i32) -> R<()> {
        blocking(vm, |host| host.advise(fd, offset, length, advice))
    }

    /// A file in memory.
    #[function("(name, flags=MFD_CLOEXEC)")]
    fn memfd_create(vm: &mut Vm, name: Value, flags: Option<u32>) -> R<i32> {
        let name = path_bytes(vm, name)?;
        let fd = vm.host.memory_file(&name, flags.unwrap_or(1));
        checked(vm, fd)
    }

    /// A counter with a descriptor.
    #[function("(initval, flags=EFD_CLOEXEC)")]
    fn eventfd(vm: &mut Vm, initval: u32, flags: Option<i32>) -> R<i32> {
        let fd = vm.host.event_counter(initval, flags.unwrap_or(O_CLOEXEC));
        checked(vm, fd)
    }

    /// Read a counter.
    #[function("(fd)")]
    fn eventfd_read(vm: &mut Vm, fd: i32) -> R<u64> {
        let mut bytes = [0; 8];
        blocking(vm, |host| host.read(fd, &mut bytes))?;
        Ok(u64::from_ne_bytes(bytes))
    }

    /// Add to a counter.
    #[function("(fd, value)")]
    fn eventfd_write(vm: &mut Vm, fd: i32, value: u64) -> R<()> {
        blocking(vm, |host| host.write(fd, &value.to_ne_bytes())).map(drop)
    }

    /// A timer with a descriptor.
    #[function("(clockid, /, *, flags=TFD_CLOEXEC)")]
    fn timerfd_create(vm: &mut Vm, clockid: i32, flags: Option<i32>) -> R<i32> {
        let fd = vm.host.timer_create(clockid, flags.unwrap_or(O_CLOEXEC));
        checked(vm, fd)
    }

    /// Set a timer, in seconds: what it was.
    #[function("(fd, /, *, flags=0, initial=0.0, interval=0.0)")]
    fn timerfd_settime(
        vm: &mut Vm,
        fd: i32,
        flags: Option<i32>,
        initial: Option<Value>,
        interval: Option<Value>,
    ) -> R<Owned> {
        let (first, interval) = (seconds(vm, initial)?, seconds(vm, interval)?);
        let old = vm.host.timer_set(fd, flags.unwrap_or(0), first, interval);
        let old = checked(vm, old)?;
        float_pair(vm, old)
    }

    /// Set a timer, in nanoseconds: what it was.
    #[function("(fd, /, *, flags=0, initial=0, interval=0)")]
    fn timerfd_settime_ns(
        vm: &mut Vm,
        fd: i32,
        flags: Option<i32>,
        initial: Option<i64>,
        interval: Option<i64>,
    ) -> R<Owned> {
        let (first, interval) = (initial.unwrap_or(0), interval.unwrap_or(0));
        let old = vm.host.timer_set(fd, flags.unwrap_or(0), first, interval);
        let old = checked(vm, old)?;
        int_pair(vm, old)
    }

    /// How long until a timer expires, and its interval, in seconds.
    #[function("(fd, /)")]
    fn timerfd_gettime(vm: &mut Vm, fd: i32) -> R<Owned> {
        let times = vm.host.timer_get(fd);
        let times = checked(vm, times)?;
        float_pair(vm, times)
    }

    /// How long until a timer expires, and its interval, in nanoseconds.
    #[function("(fd, /)")]
    fn timerfd_gettime_ns(vm: &mut Vm, fd: i32) -> R<Owned> {
        let times = vm.host.timer_get(fd);
        let times = checked(vm, times)?;
        int_pair(vm, times)
    }

    /// Random bytes, by the system's call.
    #[function("(size, flags=0)")]
    fn getrandom(vm: &mut Vm, size: isize, flags: Option<u32>) -> R<Owned> {
        let Ok(size) = usize::try_from(size) else {
            return Err(vm.os_error(taipan_host::OsError::new(taipan_host::errno::EINVAL), None));
        };
        let mut buffer = zeros(vm, size)?;
        let count = blocking(vm, |host| host.get_random(&mut buffer, flags.unwrap_or(0)))?;
        vm.new_bytes(&buffer[..count])
    }

    /// The two sides of a new pseudo-terminal.
    #[function("()")]
    fn openpty(vm: &mut Vm) -> R<Owned> {
        let sides = vm.host.open_pseudo_terminal();
        let sides = checked(vm, sides)?;
        pair(vm, sides)
    }

    /// The controlling side of a new pseudo-terminal.
    #[function("(oflag, /)")]
    fn posix_openpt(vm: &mut Vm, oflag: i32) -> R<i32> {
        let fd = vm.host.open_pseudo_master(oflag);
        checked(vm, fd)
    }

    /// Give the other side of a pseudo-terminal to this user.
    #[function("(fd, /)")]
    fn grantpt(vm: &mut Vm, fd: Value) -> R<()> {
        let fd = crate::support::descriptor(vm, fd)?;
        let done = vm.host.grant_pseudo_terminal(fd);
        checked(vm, done)
    }

    /// Unlock the other side of a pseudo-terminal.
    #[function("(fd, /)")]
    fn unlockpt(vm: &mut Vm, fd: Value) -> R<()> {
        let fd = crate::support::descriptor(vm, fd)?;
        let done = vm.host.unlock_pseudo_terminal(fd);
        checked(vm, done)
    }

    /// The path of the other side of a pseudo-terminal.
    #[function("(fd, /)")]
    fn ptsname(vm: &mut Vm, fd: Value) -> R<Owned> {
        let fd = crate::support::descriptor(vm, fd)?;
        let name = retry(vm, None, |vm| vm.host.pseudo_terminal_name(fd))?;
        decode(vm, &name)
    }

    /// Make a terminal this process's own.
    #[function("(fd, /)")]
    fn login_tty(vm: &mut Vm, fd: Value) -> R<()> {
        let fd = crate::support::descriptor(vm, fd)?;
        let done = vm.host.login_terminal(fd);
        checked(vm, done)
    }

    /// The process group in the foreground of a terminal.
    #[function("(fd, /)")]
    fn tcgetpgrp(vm: &mut Vm, fd: i32) -> R<i32> {
        let group = vm.host.foreground_group(fd);
        checked(vm, group)
    }

    /// Set the process group in the foreground of a terminal.
    #[function("(fd, pgid, /)")]
    fn tcsetpgrp(vm: &mut Vm, fd: i32, pgid: i32) -> R<()> {
        let done = vm.host.set_foreground_group(fd, pgid);
        checked(vm, done)
    }

    /// The path of the controlling terminal.
    #[function("()")]
    fn ctermid(_vm: &mut Vm) -> &'static str {
        "/dev/tty"
    }

    /// What the system knows of a file system.
    #[function("(path)")]
    fn statvfs(vm: &mut Vm, path: Value) -> R<Owned> {
        let status = super::super::with_target(vm, path, "statvfs", None, true, |vm, target| {
            vm.host.file_system_status(target)
        })?;
        statvfs_result(vm, &status)
    }

    /// What the system knows of the file system of an open file.
    #[function("(fd, /)")]
    fn fstatvfs(vm: &mut Vm, fd: i32) -> R<Owned> {
        let status = retry(vm, None, |vm| vm.host.file_system_status(taipan_host::Target::Fd(fd)))?;
        statvfs_result(vm, &status)
    }
}

fn statvfs_result(vm: &mut Vm, status: &taipan_host::FileSystemStatus) -> R<Owned> {
    let Some(class) = vm.state::<State>().statvfs_result.clone() else {
        return Err(vm.runtime_error("the posix module is not complete"));
    };
    let mut items = taipan_text::memory::with_room(10);
    for number in [
        status.block_size,
        status.fragment_size,
        status.blocks,
        status.blocks_free,
        status.blocks_available,
        status.files,
        status.files_free,
        status.files_available,
        status.flags,
        status.name_max,
    ] {
        items.put(vm.new_int(number.into())?);
    }
    let values: Vec<Value> = items.iter().map(Owned::value).collect();
    let id = vm.new_int(status.id.into())?;
    struct_sequence::instance(vm, class.value(), &values, &[id])
}
