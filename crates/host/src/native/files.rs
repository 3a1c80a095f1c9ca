//! Files and directories of the machine.

use std::io::{IoSlice, IoSliceMut};
use std::os::fd::AsRawFd;

use rustix::fs::{self, AtFlags, FileType, OFlags};
use rustix::io::{self, FdFlags};

use super::{Native, borrow, c_string, check, last_error, release, start};
use crate::error::{OsError, Result};
use crate::{DirectoryEntry, Fd, FileKind, FileSystemStatus, Files, Status, Target, TimeUpdate, Timestamp, errno};

impl Files for Native {
    fn open(&self, path: &[u8], flags: i32, mode: u32, dir: Option<Fd>) -> Result<Fd> {
        let flags = OFlags::from_bits_retain(flags as u32) | OFlags::CLOEXEC;
        Ok(release(fs::openat(start(dir)?, path, flags, fs::Mode::from_bits_retain(mode))?))
    }

    fn close(&self, fd: Fd) -> Result<()> {
        borrow(fd)?;
        // SAFETY: Python owns the descriptor by its number; no Rust value does.
        match check(unsafe { libc::close(fd) }) {
            Ok(_) => Ok(()),
            Err(error) if error.is_interrupted() => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn close_range(&self, low: Fd, high: Fd) {
        let low = low.max(0);
        if low >= high {
            return;
        }
        // SAFETY: closes descriptors that Python owns by number.
        if unsafe { libc::syscall(libc::SYS_close_range, low as u32, high as u32 - 1, 0u32) } == 0 {
            return;
        }
        for fd in low..high {
            // Those that are not open answer EBADF.
            let _ = self.close(fd);
        }
    }

    fn read(&self, fd: Fd, buffer: &mut [u8]) -> Result<usize> {
        Ok(io::read(borrow(fd)?, buffer)?)
    }

    fn write(&self, fd: Fd, bytes: &[u8]) -> Result<usize> {
        Ok(io::write(borrow(fd)?, bytes)?)
    }

    fn read_at(&self, fd: Fd, buffer: &mut [u8], offset: u64) -> Result<usize> {
        Ok(io::pread(borrow(fd)?, buffer, offset)?)
    }

    fn write_at(&self, fd: Fd, bytes: &[u8], offset: u64) -> Result<usize> {
        Ok(io::pwrite(borrow(fd)?, bytes, offset)?)
    }

    fn read_vectored(&self, fd: Fd, buffers: &mut [&mut [u8]]) -> Result<usize> {
        Ok(io::readv(borrow(fd)?, &mut slices_mut(buffers))?)
    }

    fn write_vectored(&self, fd: Fd, buffers: &[&[u8]]) -> Result<usize> {
        Ok(io::writev(borrow(fd)?, &slices(buffers))?)
    }

    fn read_vectored_at(&self, fd: Fd, buffers: &mut [&mut [u8]], offset: u64, flags: i32) -> Result<usize> {
        let flags = io::ReadWriteFlags::from_bits_retain(flags as u32);
        Ok(io::preadv2(borrow(fd)?, &mut slices_mut(buffers), offset, flags)?)
    }

    fn write_vectored_at(&self, fd: Fd, buffers: &[&[u8]], offset: u64, flags: i32) -> Result<usize> {
        let flags = io::ReadWriteFlags::from_bits_retain(flags as u32);
        Ok(io::pwritev2(borrow(fd)?, &slices(buffers), offset, flags)?)
    }

    fn seek(&self, fd: Fd, offset: i64, whence: i32) -> Result<u64> {
        let invalid = OsError::new(errno::EINVAL);
        let from_start = u64::try_from(offset);
        let to = match whence {
            libc::SEEK_SET => fs::SeekFrom::Start(from_start.map_err(|_| invalid)?),
            libc::SEEK_CUR => fs::SeekFrom::Current(offset),
            libc::SEEK_END => fs::SeekFrom::End(offset),
            // Before the start there is neither data nor a hole.
            libc::SEEK_DATA => fs::SeekFrom::Data(from_start.map_err(|_| OsError::new(errno::ENXIO))?),
            libc::SEEK_HOLE => fs::SeekFrom::Hole(from_start.map_err(|_| OsError::new(errno::ENXIO))?),
            _ => return Err(invalid),
        };
        Ok(fs::seek(borrow(fd)?, to)?)
    }

    fn status(&self, target: Target<'_>) -> Result<Status> {
        let stat = match target {
            Target::Fd(fd) => fs::fstat(borrow(fd)?)?,
            Target::Path { path, dir, follow } => fs::statat(start(dir)?, path, at_flags(follow))?,
        };
        Ok(status(&stat))
    }

    fn truncate(&self, target: Target<'_>, length: u64) -> Result<()> {
        match target {
            Target::Fd(fd) => Ok(fs::ftruncate(borrow(fd)?, length)?),
            Target::Path { path, dir: None, follow: true } => {
                let path = c_string(path)?;
                let length = i64::try_from(length).map_err(|_| OsError::new(errno::EFBIG))?;
                // SAFETY: the path ends with NUL and lives through the call.
                check(unsafe { libc::truncate(path.as_ptr(), length) })?;
                Ok(())
            }
            Target::Path { .. } => Err(OsError::new(errno::EINVAL)),
        }
    }

    fn sync(&self, fd: Fd, data_only: bool) -> Result<()> {
        let fd = borrow(fd)?;
        let result = if data_only { fs::fdatasync(fd) } else { fs::fsync(fd) };
        Ok(result?)
    }

    fn sync_all(&self) {
        fs::sync();
    }

    fn allocate(&self, fd: Fd, offset: u64, length: u64) -> Result<()> {
        let size = |number: u64| i64::try_from(number).map_err(|_| OsError::new(errno::EFBIG));
        // SAFETY: takes only numbers. It answers the errno instead of setting it.
        match unsafe { libc::posix_fallocate(fd, size(offset)?, size(length)?) } {
            0 => Ok(()),
            error => Err(OsError::new(error)),
        }
    }

    fn advise(&self, fd: Fd, offset: i64, length: i64, advice: i32) -> Result<()> {
        // SAFETY: takes only numbers. It answers the errno instead of setting it.
        match unsafe { libc::posix_fadvise(fd, offset, length, advice) } {
            0 => Ok(()),
            error => Err(OsError::new(error)),
        }
    }

    fn copy_range(&self, from: Fd, from_at: Option<u64>, to: Fd, to_at: Option<u64>, count: usize) -> Result<usize> {
        let (mut from_at, mut to_at) = (from_at, to_at);
        Ok(fs::copy_file_range(borrow(from)?, from_at.as_mut(), borrow(to)?, to_at.as_mut(), count)?)
    }

    fn send_file(&self, to: Fd, from: Fd, offset: Option<u64>, count: usize) -> Result<usize> {
        let mut offset = offset;
        Ok(fs::sendfile(borrow(to)?, borrow(from)?, offset.as_mut(), count)?)
    }

    fn splice(
        &self,
        from: Fd,
        from_at: Option<u64>,
        to: Fd,
        to_at: Option<u64>,
        count: usize,
        flags: u32,
    ) -> Result<usize> {
        let (mut from_at, mut to_at) = (from_at, to_at);
        let flags = rustix::pipe::SpliceFlags::from_bits_retain(flags);
        Ok(rustix::pipe::splice(borrow(from)?, from_at.as_mut(), borrow(to)?, to_at.as_mut(), count, flags)?)
    }

    fn duplicate(&self, fd: Fd, lowest: Fd) -> Result<Fd> {
        Ok(release(io::fcntl_dupfd_cloexec(borrow(fd)?, lowest)?))
    }

    fn duplicate_to(&self, fd: Fd, to: Fd, inheritable: bool) -> Result<Fd> {
        borrow(fd)?;
        borrow(to)?;
        if fd == to {
            // `dup3` would refuse; `dup2` only checks that the descriptor is open.
            io::fcntl_getfd(borrow(fd)?)?;
            if !inheritable {
                self.set_inheritable(to, false)?;
            }
            return Ok(to);
        }
        let flags = if inheritable { 0 } else { libc::O_CLOEXEC };
        // SAFETY: takes only numbers. What `to` was is Python's to close, by number.
        check(unsafe { libc::dup3(fd, to, flags) })
    }

    fn is_terminal(&self, fd: Fd) -> bool {
        borrow(fd).is_ok_and(rustix::termios::isatty)
    }

    fn is_inheritable(&self, fd: Fd) -> Result<bool> {
        Ok(!io::fcntl_getfd(borrow(fd)?)?.contains(FdFlags::CLOEXEC))
    }

    fn set_inheritable(&self, fd: Fd, inheritable: bool) -> Result<()> {
        let fd = borrow(fd)?;
        let mut flags = io::fcntl_getfd(fd)?;
        flags.set(FdFlags::CLOEXEC, !inheritable);
        Ok(io::fcntl_setfd(fd, flags)?)
    }

    fn is_blocking(&self, fd: Fd) -> Result<bool> {
        Ok(!fs::fcntl_getfl(borrow(fd)?)?.contains(OFlags::NONBLOCK))
    }

    fn set_blocking(&self, fd: Fd, blocking: bool) -> Result<()> {
        let fd = borrow(fd)?;
        let mut flags = fs::fcntl_getfl(fd)?;
        flags.set(OFlags::NONBLOCK, !blocking);
        Ok(fs::fcntl_setfl(fd, flags)?)
    }

    fn fcntl(&self, fd: Fd, command: i32, argument: i64) -> Result<i32> {
        // SAFETY: a command that takes a pointer gets a number that Python code made up, which CPython allows as well; the
        // kernel answers EFAULT for a pointer to nothing.
        check(unsafe { libc::fcntl(fd, command, argument as libc::c_long) })
    }

    fn fcntl_buffer(&self, fd: Fd, command: i32, buffer: &mut [u8]) -> Result<i32> {
        let mut room = padded(buffer);
        // SAFETY: the kernel writes at most the structure that the command names; the padding is larger than any of them.
        let result = check(unsafe { libc::fcntl(fd, command, room.as_mut_ptr()) })?;
        buffer.copy_from_slice(&room[..buffer.len()]);
        Ok(result)
    }

    fn ioctl(&self, fd: Fd, request: u64, argument: i64) -> Result<i32> {
        // SAFETY: as for `fcntl` with a number.
        check(unsafe { libc::ioctl(fd, request as _, argument as libc::c_long) })
    }

    fn ioctl_buffer(&self, fd: Fd, request: u64, buffer: &mut [u8]) -> Result<i32> {
        let mut room = padded(buffer);
        // SAFETY: the kernel writes at most the structure that the request names; the padding is larger than those whose
        // size a request can state (14 bits), and the caller promises enough for the others.
        let result = check(unsafe { libc::ioctl(fd, request as _, room.as_mut_ptr()) })?;
        buffer.copy_from_slice(&room[..buffer.len()]);
        Ok(result)
    }

    fn lock_file(&self, fd: Fd, operation: i32) -> Result<()> {
        // SAFETY: takes only numbers.
        check(unsafe { libc::flock(fd, operation) }).map(drop)
    }

    fn lock_range(&self, fd: Fd, command: i32, length: i64) -> Result<()> {
        // SAFETY: takes only numbers.
        check(unsafe { libc::lockf(fd, command, length) }).map(drop)
    }

    fn pipe(&self, flags: i32) -> Result<(Fd, Fd)> {
        let (read, write) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::from_bits_retain(flags as u32))?;
        Ok((release(read), release(write)))
    }

    fn make_directory(&self, path: &[u8], mode: u32, dir: Option<Fd>) -> Result<()> {
        Ok(fs::mkdirat(start(dir)?, path, fs::Mode::from_bits_retain(mode))?)
    }

    fn remove_directory(&self, path: &[u8], dir: Option<Fd>) -> Result<()> {
        Ok(fs::unlinkat(start(dir)?, path, AtFlags::REMOVEDIR)?)
    }

    fn unlink(&self, path: &[u8], dir: Option<Fd>) -> Result<()> {
        Ok(fs::unlinkat(start(dir)?, path, AtFlags::empty())?)
    }

    fn rename(&self, from: &[u8], from_dir: Option<Fd>, to: &[u8], to_dir: Option<Fd>) -> Result<()> {
        Ok(fs::renameat(start(from_dir)?, from, start(to_dir)?, to)?)
    }

    fn link(&self, from: &[u8], from_dir: Option<Fd>, to: &[u8], to_dir: Option<Fd>, follow: bool) -> Result<()> {
        let flags = if follow { AtFlags::SYMLINK_FOLLOW } else { AtFlags::empty() };
        Ok(fs::linkat(start(from_dir)?, from, start(to_dir)?, to, flags)?)
    }

    fn symlink(&self, text: &[u8], path: &[u8], dir: Option<Fd>) -> Result<()> {
        Ok(fs::symlinkat(text, start(dir)?, path)?)
    }

    fn read_link(&self, path: &[u8], dir: Option<Fd>) -> Result<Vec<u8>> {
        Ok(fs::readlinkat(start(dir)?, path, Vec::new())?.into_bytes())
    }

    fn read_directory(&self, target: Target<'_>) -> Result<Vec<DirectoryEntry>> {
        let directory = match target {
            // Opened anew as `.`, so that the caller's descriptor keeps its position.
            Target::Fd(fd) => fs::Dir::read_from(borrow(fd)?)?,
            Target::Path { path, dir, .. } => {
                let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
                fs::Dir::new(fs::openat(start(dir)?, path, flags, fs::Mode::empty())?)?
            }
        };
        let mut entries = Vec::new();
        for entry in directory {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name != b"." && name != b".." {
                let kind = file_kind(entry.file_type());
                entries.push(DirectoryEntry { name: name.to_vec(), inode: entry.ino(), kind });
            }
        }
        Ok(entries)
    }

    fn make_fifo(&self, path: &[u8], mode: u32, dir: Option<Fd>) -> Result<()> {
        Ok(fs::mknodat(start(dir)?, path, FileType::Fifo, fs::Mode::from_bits_retain(mode & 0o7777), 0)?)
    }

    fn make_node(&self, path: &[u8], mode: u32, device: u64, dir: Option<Fd>) -> Result<()> {
        let path = c_string(path)?;
        // SAFETY: the path ends with NUL and lives through the call.
        check(unsafe { libc::mknodat(start(dir)?.as_raw_fd(), path.as_ptr(), mode, device) }).map(drop)
    }

    fn set_mode(&self, target: Target<'_>, mode: u32) -> Result<()> {
        let mode = fs::Mode::from_bits_retain(mode);
        match target {
            Target::Fd(fd) => fs::fchmod(borrow(fd)?, mode)?,
            Target::Path { path, dir, follow } => fs::chmodat(start(dir)?, path, mode, at_flags(follow))?,
        }
        Ok(())
    }

    fn set_owner(&self, target: Target<'_>, user: Option<u32>, group: Option<u32>) -> Result<()> {
        // -1 says "leave it" to the system, and is what Python code writes as well.
        let user = user.filter(|&id| id != u32::MAX).map(fs::Uid::from_raw);
        let group = group.filter(|&id| id != u32::MAX).map(fs::Gid::from_raw);
        match target {
            Target::Fd(fd) => fs::fchown(borrow(fd)?, user, group)?,
            Target::Path { path, dir, follow } => fs::chownat(start(dir)?, path, user, group, at_flags(follow))?,
        }
        Ok(())
    }

    fn set_times(&self, target: Target<'_>, accessed: TimeUpdate, modified: TimeUpdate) -> Result<()> {
        let times = fs::Timestamps { last_access: time_update(accessed), last_modification: time_update(modified) };
        match target {
            Target::Fd(fd) => fs::futimens(borrow(fd)?, &times)?,
            Target::Path { path, dir, follow } => fs::utimensat(start(dir)?, path, &times, at_flags(follow))?,
        }
        Ok(())
    }

    fn access(&self, path: &[u8], mode: i32, dir: Option<Fd>, effective: bool, follow: bool) -> Result<()> {
        let path = c_string(path)?;
        let mut flags = 0;
        if effective {
            flags |= libc::AT_EACCESS;
        }
        if !follow {
            flags |= libc::AT_SYMLINK_NOFOLLOW;
        }
        // SAFETY: the path ends with NUL and lives through the call.
        check(unsafe { libc::faccessat(start(dir)?.as_raw_fd(), path.as_ptr(), mode, flags) }).map(drop)
    }

    fn current_directory(&self) -> Result<Vec<u8>> {
        Ok(rustix::process::getcwd(Vec::new())?.into_bytes())
    }

    fn change_directory(&self, target: Target<'_>) -> Result<()> {
        match target {
            Target::Fd(fd) => Ok(rustix::process::fchdir(borrow(fd)?)?),
            Target::Path { path, dir: None, .. } => Ok(rustix::process::chdir(path)?),
            Target::Path { .. } => Err(OsError::new(errno::EINVAL)),
        }
    }

    fn change_root(&self, path: &[u8]) -> Result<()> {
        Ok(rustix::process::chroot(path)?)
    }

    fn umask(&self, mask: u32) -> u32 {
        rustix::process::umask(fs::Mode::from_bits_retain(mask)).bits()
    }

    fn file_system_status(&self, target: Target<'_>) -> Result<FileSystemStatus> {
        let stat = match target {
            Target::Fd(fd) => fs::fstatvfs(borrow(fd)?)?,
            Target::Path { path, dir: None, .. } => fs::statvfs(path)?,
            Target::Path { .. } => return Err(OsError::new(errno::EINVAL)),
        };
        Ok(FileSystemStatus {
            block_size: stat.f_bsize,
            fragment_size: stat.f_frsize,
            blocks: stat.f_blocks,
            blocks_free: stat.f_bfree,
            blocks_available: stat.f_bavail,
            files: stat.f_files,
            files_free: stat.f_ffree,
            files_available: stat.f_favail,
            flags: stat.f_flag.bits(),
            name_max: stat.f_namemax,
            id: stat.f_fsid,
        })
    }

    fn path_limit(&self, target: Target<'_>, name: i32) -> Result<Option<i64>> {
        let path = match target {
            Target::Path { path, .. } => Some(c_string(path)?),
            Target::Fd(_) => None,
        };
        errno_clear();
        let limit = match (target, &path) {
            // SAFETY: takes only numbers.
            (Target::Fd(fd), _) => unsafe { libc::fpathconf(fd, name) },
            // SAFETY: the path ends with NUL and lives through the call.
            (_, Some(path)) => unsafe { libc::pathconf(path.as_ptr(), name) },
            _ => return Err(OsError::new(errno::EINVAL)),
        };
        limit_or_error(limit)
    }

    fn extended_attribute(&self, target: Target<'_>, name: &[u8]) -> Result<Vec<u8>> {
        growing(|buffer| match target {
            Target::Fd(fd) => fs::fgetxattr(borrow(fd).map_err(|_| io::Errno::BADF)?, name, buffer),
            Target::Path { path, follow: true, .. } => fs::getxattr(path, name, buffer),
            Target::Path { path, .. } => fs::lgetxattr(path, name, buffer),
        })
    }

    fn set_extended_attribute(&self, target: Target<'_>, name: &[u8], value: &[u8], flags: i32) -> Result<()> {
        let flags = fs::XattrFlags::from_bits_retain(flags as u32);
        match target {
            Target::Fd(fd) => fs::fsetxattr(borrow(fd)?, name, value, flags)?,
            Target::Path { path, follow: true, .. } => fs::setxattr(path, name, value, flags)?,
            Target::Path { path, .. } => fs::lsetxattr(path, name, value, flags)?,
        }
        Ok(())
    }

    fn remove_extended_attribute(&self, target: Target<'_>, name: &[u8]) -> Result<()> {
        match target {
            Target::Fd(fd) => fs::fremovexattr(borrow(fd)?, name)?,
            Target::Path { path, follow: true, .. } => fs::removexattr(path, name)?,
            Target::Path { path, .. } => fs::lremovexattr(path, name)?,
        }
        Ok(())
    }

    fn extended_attributes(&self, target: Target<'_>) -> Result<Vec<Vec<u8>>> {
        let list = growing(|buffer| match target {
            Target::Fd(fd) => fs::flistxattr(borrow(fd).map_err(|_| io::Errno::BADF)?, buffer),
            Target::Path { path, follow: true, .. } => fs::listxattr(path, buffer),
            Target::Path { path, .. } => fs::llistxattr(path, buffer),
        })?;
        Ok(list.split(|&byte| byte == 0).filter(|name| !name.is_empty()).map(<[u8]>::to_vec).collect())
    }

    fn memory_file(&self, name: &[u8], flags: u32) -> Result<Fd> {
        Ok(release(fs::memfd_create(name, fs::MemfdFlags::from_bits_retain(flags))?))
    }

    fn event_counter(&self, initial: u32, flags: i32) -> Result<Fd> {
        let flags = rustix::event::EventfdFlags::from_bits_retain(flags as u32);
        Ok(release(rustix::event::eventfd(initial, flags)?))
    }
}

fn at_flags(follow: bool) -> AtFlags {
    if follow { AtFlags::empty() } else { AtFlags::SYMLINK_NOFOLLOW }
}

fn slices<'a>(buffers: &[&'a [u8]]) -> Vec<IoSlice<'a>> {
    buffers.iter().map(|buffer| IoSlice::new(buffer)).collect()
}

fn slices_mut<'a>(buffers: &'a mut [&mut [u8]]) -> Vec<IoSliceMut<'a>> {
    buffers.iter_mut().map(|buffer| IoSliceMut::new(buffer)).collect()
}

/// The buffer with more room behind it than a command can ask for.
fn padded(buffer: &[u8]) -> Vec<u8> {
    let mut room = Vec::with_capacity(buffer.len() + (1 << 14));
    room.extend_from_slice(buffer);
    room.resize(buffer.len() + (1 << 14), 0);
    room
}

#[expect(clippy::unnecessary_cast, reason = "the fields' widths differ between systems")]
fn status(stat: &fs::Stat) -> Status {
    let time = |seconds, nanoseconds| Timestamp { seconds: seconds as i64, nanoseconds: nanoseconds as u32 };
    Status {
        mode: stat.st_mode as u32,
        inode: stat.st_ino as u64,
        device: stat.st_dev as u64,
        links: stat.st_nlink as u64,
        user: stat.st_uid,
        group: stat.st_gid,
        size: stat.st_size as i64,
        accessed: time(stat.st_atime, stat.st_atime_nsec),
        modified: time(stat.st_mtime, stat.st_mtime_nsec),
        changed: time(stat.st_ctime, stat.st_ctime_nsec),
        block_size: stat.st_blksize as i64,
        blocks: stat.st_blocks as i64,
        special_device: stat.st_rdev as u64,
    }
}

fn file_kind(kind: FileType) -> FileKind {
    match kind {
        FileType::Directory => FileKind::Directory,
        FileType::RegularFile => FileKind::Regular,
        FileType::Symlink => FileKind::Symlink,
        FileType::Fifo => FileKind::Fifo,
        FileType::Socket => FileKind::Socket,
        FileType::CharacterDevice => FileKind::CharacterDevice,
        FileType::BlockDevice => FileKind::BlockDevice,
        _ => FileKind::Unknown,
    }
}

fn time_update(update: TimeUpdate) -> fs::Timespec {
    match update {
        TimeUpdate::Now => fs::Timespec { tv_sec: 0, tv_nsec: fs::UTIME_NOW },
        TimeUpdate::Keep => fs::Timespec { tv_sec: 0, tv_nsec: fs::UTIME_OMIT },
        TimeUpdate::At(time) => fs::Timespec { tv_sec: time.seconds, tv_nsec: time.nanoseconds.into() },
    }
}

/// Forget the thread's errno, for calls that answer -1 both for failure and for "no limit".
pub(super) fn errno_clear() {
    // SAFETY: the location is this thread's own.
    unsafe { *libc::__errno_location() = 0 };
}

pub(super) fn limit_or_error(limit: libc::c_long) -> Result<Option<i64>> {
    if limit != -1 {
        return Ok(Some(limit));
    }
    match last_error() {
        OsError { errno: 0 } => Ok(None),
        error => Err(error),
    }
}

/// Call with larger and larger buffers until the answer fits.
fn growing(mut call: impl FnMut(&mut [u8]) -> std::result::Result<usize, io::Errno>) -> Result<Vec<u8>> {
    let mut buffer = vec![0; 256];
    loop {
        match call(&mut buffer) {
            Ok(length) => {
                buffer.truncate(length);
                return Ok(buffer);
            }
            Err(io::Errno::RANGE) if buffer.len() < 1 << 20 => {
                let larger = buffer.len() * 16;
                buffer.resize(larger, 0);
            }
            Err(error) => return Err(error.into()),
        }
    }
}
