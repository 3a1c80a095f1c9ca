//! Files and directories, by descriptor number and by path.
//!
//! A path is bytes without a NUL; one with a NUL answers EINVAL (Python raises ValueError before it gets here). `dir` is
//! the descriptor of the directory that a relative path starts from, `None` for the current one.

use crate::error::{Result, denied};
use crate::{Fd, OsError};

/// A point in time as the file system keeps it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp {
    pub seconds: i64,
    /// 0 to 999,999,999, counted forward also before 1970.
    pub nanoseconds: u32,
}

impl Timestamp {
    pub fn from_nanoseconds(total: i128) -> Timestamp {
        Timestamp {
            seconds: total.div_euclid(1_000_000_000) as i64,
            nanoseconds: total.rem_euclid(1_000_000_000) as u32,
        }
    }

    pub fn as_nanoseconds(self) -> i128 {
        i128::from(self.seconds) * 1_000_000_000 + i128::from(self.nanoseconds)
    }
}

/// What `stat` answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    pub mode: u32,
    pub inode: u64,
    pub device: u64,
    pub links: u64,
    pub user: u32,
    pub group: u32,
    pub size: i64,
    pub accessed: Timestamp,
    pub modified: Timestamp,
    pub changed: Timestamp,
    pub block_size: i64,
    pub blocks: i64,
    /// The device that this special file stands for.
    pub special_device: u64,
}

impl Status {
    pub const FORMAT_MASK: u32 = 0o170_000;
    pub const DIRECTORY: u32 = 0o040_000;
    pub const REGULAR: u32 = 0o100_000;
    pub const SYMLINK: u32 = 0o120_000;

    pub fn is_directory(&self) -> bool {
        self.mode & Status::FORMAT_MASK == Status::DIRECTORY
    }

    pub fn is_regular(&self) -> bool {
        self.mode & Status::FORMAT_MASK == Status::REGULAR
    }

    pub fn is_symlink(&self) -> bool {
        self.mode & Status::FORMAT_MASK == Status::SYMLINK
    }
}

/// The number of a device from its two halves: `os.makedev`.
pub fn device_number(major: u32, minor: u32) -> u64 {
    rustix::fs::makedev(major, minor)
}

/// The two halves of a device's number: `os.major` and `os.minor`.
pub fn device_halves(device: u64) -> (u32, u32) {
    (rustix::fs::major(device), rustix::fs::minor(device))
}

/// What `statvfs` answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileSystemStatus {
    pub block_size: u64,
    pub fragment_size: u64,
    pub blocks: u64,
    pub blocks_free: u64,
    pub blocks_available: u64,
    pub files: u64,
    pub files_free: u64,
    pub files_available: u64,
    pub flags: u64,
    pub name_max: u64,
    pub id: u64,
}

/// What a directory says about an entry without looking at the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Directory,
    Regular,
    Symlink,
    Fifo,
    Socket,
    CharacterDevice,
    BlockDevice,
    /// The file system does not say; ask `stat`.
    Unknown,
}

/// One name in a directory. `.` and `..` are never listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryEntry {
    pub name: Vec<u8>,
    pub inode: u64,
    pub kind: FileKind,
}

/// One of the two times that `set_times` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeUpdate {
    Now,
    Keep,
    At(Timestamp),
}

/// A file named by path or by descriptor, as many functions of `os` take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    Path {
        path: &'a [u8],
        dir: Option<Fd>,
        /// Whether a symbolic link at the end of the path is followed.
        follow: bool,
    },
    Fd(Fd),
}

impl<'a> Target<'a> {
    /// `path` from the current directory, links followed.
    pub fn path(path: &'a [u8]) -> Target<'a> {
        Target::Path { path, dir: None, follow: true }
    }
}

#[expect(unused_variables, reason = "the defaults deny without looking at what is asked")]
pub trait Files {
    /// Open `path`. The new descriptor is not inheritable (PEP 446), whatever `flags` say.
    fn open(&self, path: &[u8], flags: i32, mode: u32, dir: Option<Fd>) -> Result<Fd> {
        denied()
    }

    /// Close `fd`. An interruption is no error: the descriptor is gone all the same.
    fn close(&self, fd: Fd) -> Result<()> {
        denied()
    }

    /// Close every descriptor from `low` up to and without `high`; those that are not open are passed over.
    fn close_range(&self, low: Fd, high: Fd) {}

    /// Read some bytes; 0 is the end of the file.
    fn read(&self, fd: Fd, buffer: &mut [u8]) -> Result<usize> {
        denied()
    }

    fn write(&self, fd: Fd, bytes: &[u8]) -> Result<usize> {
        denied()
    }

    fn read_at(&self, fd: Fd, buffer: &mut [u8], offset: u64) -> Result<usize> {
        denied()
    }

    fn write_at(&self, fd: Fd, bytes: &[u8], offset: u64) -> Result<usize> {
        denied()
    }

    fn read_vectored(&self, fd: Fd, buffers: &mut [&mut [u8]]) -> Result<usize> {
        denied()
    }

    fn write_vectored(&self, fd: Fd, buffers: &[&[u8]]) -> Result<usize> {
        denied()
    }

    /// `preadv2`: `flags` are RWF_*.
    fn read_vectored_at(&self, fd: Fd, buffers: &mut [&mut [u8]], offset: u64, flags: i32) -> Result<usize> {
        denied()
    }

    /// `pwritev2`: `flags` are RWF_*.
    fn write_vectored_at(&self, fd: Fd, buffers: &[&[u8]], offset: u64, flags: i32) -> Result<usize> {
        denied()
    }

    /// `lseek`: `whence` is 0 for the start, 1 for the position, 2 for the end, or SEEK_DATA, SEEK_HOLE.
    fn seek(&self, fd: Fd, offset: i64, whence: i32) -> Result<u64> {
        denied()
    }

    /// The status of an open file or of a path.
    fn status(&self, target: Target<'_>) -> Result<Status> {
        denied()
    }

    fn truncate(&self, target: Target<'_>, length: u64) -> Result<()> {
        denied()
    }

    /// Wait until the file's bytes, and its status unless `data_only`, are on the disk.
    fn sync(&self, fd: Fd, data_only: bool) -> Result<()> {
        denied()
    }

    /// Ask for everything in memory to be written to the disks.
    fn sync_all(&self) {}

    fn allocate(&self, fd: Fd, offset: u64, length: u64) -> Result<()> {
        denied()
    }

    fn advise(&self, fd: Fd, offset: i64, length: i64, advice: i32) -> Result<()> {
        denied()
    }

    /// Copy between descriptors inside the kernel; an offset that is given is used instead of the file's position.
    fn copy_range(&self, from: Fd, from_at: Option<u64>, to: Fd, to_at: Option<u64>, count: usize) -> Result<usize> {
        denied()
    }

    fn send_file(&self, to: Fd, from: Fd, offset: Option<u64>, count: usize) -> Result<usize> {
        denied()
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
        denied()
    }

    /// The lowest free descriptor from `lowest` up for the same open file, not inheritable.
    fn duplicate(&self, fd: Fd, lowest: Fd) -> Result<Fd> {
        denied()
    }

    fn duplicate_to(&self, fd: Fd, to: Fd, inheritable: bool) -> Result<Fd> {
        denied()
    }

    fn is_terminal(&self, fd: Fd) -> bool {
        false
    }

    fn is_inheritable(&self, fd: Fd) -> Result<bool> {
        denied()
    }

    fn set_inheritable(&self, fd: Fd, inheritable: bool) -> Result<()> {
        denied()
    }

    fn is_blocking(&self, fd: Fd) -> Result<bool> {
        denied()
    }

    fn set_blocking(&self, fd: Fd, blocking: bool) -> Result<()> {
        denied()
    }

    /// `fcntl` with an integer argument.
    fn fcntl(&self, fd: Fd, command: i32, argument: i64) -> Result<i32> {
        denied()
    }

    /// `fcntl` with a buffer that the command reads and writes. The buffer must be as long as the command needs.
    fn fcntl_buffer(&self, fd: Fd, command: i32, buffer: &mut [u8]) -> Result<i32> {
        denied()
    }

    /// `ioctl` with an integer argument.
    fn ioctl(&self, fd: Fd, request: u64, argument: i64) -> Result<i32> {
        denied()
    }

    /// `ioctl` with a buffer that the request reads and writes. The buffer must be as long as the request needs.
    fn ioctl_buffer(&self, fd: Fd, request: u64, buffer: &mut [u8]) -> Result<i32> {
        denied()
    }

    /// `flock`: lock the whole file.
    fn lock_file(&self, fd: Fd, operation: i32) -> Result<()> {
        denied()
    }

    /// `lockf`: lock `length` bytes from the current position.
    fn lock_range(&self, fd: Fd, command: i32, length: i64) -> Result<()> {
        denied()
    }

    /// The read and the write end of a new pipe. `flags` as for `pipe2`; `os.pipe` passes O_CLOEXEC.
    fn pipe(&self, flags: i32) -> Result<(Fd, Fd)> {
        denied()
    }

    fn make_directory(&self, path: &[u8], mode: u32, dir: Option<Fd>) -> Result<()> {
        denied()
    }

    fn remove_directory(&self, path: &[u8], dir: Option<Fd>) -> Result<()> {
        denied()
    }

    fn unlink(&self, path: &[u8], dir: Option<Fd>) -> Result<()> {
        denied()
    }

    /// Move `from` to `to`, replacing what is there: `os.rename` and `os.replace`.
    fn rename(&self, from: &[u8], from_dir: Option<Fd>, to: &[u8], to_dir: Option<Fd>) -> Result<()> {
        denied()
    }

    fn link(&self, from: &[u8], from_dir: Option<Fd>, to: &[u8], to_dir: Option<Fd>, follow: bool) -> Result<()> {
        denied()
    }

    /// Make `path` a symbolic link that says `text`.
    fn symlink(&self, text: &[u8], path: &[u8], dir: Option<Fd>) -> Result<()> {
        denied()
    }

    fn read_link(&self, path: &[u8], dir: Option<Fd>) -> Result<Vec<u8>> {
        denied()
    }

    /// The entries of a directory, in the file system's order. A descriptor stays open and is rewound.
    fn read_directory(&self, target: Target<'_>) -> Result<Vec<DirectoryEntry>> {
        denied()
    }

    fn make_fifo(&self, path: &[u8], mode: u32, dir: Option<Fd>) -> Result<()> {
        denied()
    }

    fn make_node(&self, path: &[u8], mode: u32, device: u64, dir: Option<Fd>) -> Result<()> {
        denied()
    }

    fn set_mode(&self, target: Target<'_>, mode: u32) -> Result<()> {
        denied()
    }

    /// `None` leaves the owner or the group as it is.
    fn set_owner(&self, target: Target<'_>, user: Option<u32>, group: Option<u32>) -> Result<()> {
        denied()
    }

    fn set_times(&self, target: Target<'_>, accessed: TimeUpdate, modified: TimeUpdate) -> Result<()> {
        denied()
    }

    /// Whether the user may do `mode` (F_OK, R_OK ...) with `path`; the effective user if `effective`.
    fn access(&self, path: &[u8], mode: i32, dir: Option<Fd>, effective: bool, follow: bool) -> Result<()> {
        denied()
    }

    fn current_directory(&self) -> Result<Vec<u8>> {
        denied()
    }

    fn change_directory(&self, target: Target<'_>) -> Result<()> {
        denied()
    }

    fn change_root(&self, path: &[u8]) -> Result<()> {
        denied()
    }

    /// Set the mask of modes that new files do not get; the old mask.
    fn umask(&self, mask: u32) -> u32 {
        0
    }

    fn file_system_status(&self, target: Target<'_>) -> Result<FileSystemStatus> {
        denied()
    }

    /// `pathconf`: `None` where there is no limit.
    fn path_limit(&self, target: Target<'_>, name: i32) -> Result<Option<i64>> {
        denied()
    }

    fn extended_attribute(&self, target: Target<'_>, name: &[u8]) -> Result<Vec<u8>> {
        denied()
    }

    fn set_extended_attribute(&self, target: Target<'_>, name: &[u8], value: &[u8], flags: i32) -> Result<()> {
        denied()
    }

    fn remove_extended_attribute(&self, target: Target<'_>, name: &[u8]) -> Result<()> {
        denied()
    }

    fn extended_attributes(&self, target: Target<'_>) -> Result<Vec<Vec<u8>>> {
        denied()
    }

    /// A nameless file in memory, not inheritable unless `flags` lack MFD_CLOEXEC.
    fn memory_file(&self, name: &[u8], flags: u32) -> Result<Fd> {
        denied()
    }

    fn event_counter(&self, initial: u32, flags: i32) -> Result<Fd> {
        denied()
    }

    /// Read all of `path` in one go, retrying when interrupted: for the program's own files, before signals matter.
    fn read_file(&self, path: &[u8]) -> Result<Vec<u8>> {
        let fd = self.open(path, 0, 0, None)?;
        let read = self.read_to_end(fd);
        let closed = self.close(fd);
        let bytes = read?;
        closed?;
        Ok(bytes)
    }

    /// Read from the file's position to its end, retrying when interrupted.
    fn read_to_end(&self, fd: Fd) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut chunk = 16 * 1024;
        loop {
            let filled = bytes.len();
            bytes.resize(filled + chunk, 0);
            match self.read(fd, &mut bytes[filled..]) {
                Ok(0) => {
                    bytes.truncate(filled);
                    return Ok(bytes);
                }
                Ok(count) => bytes.truncate(filled + count),
                Err(OsError { errno: crate::errno::EINTR }) => bytes.truncate(filled),
                Err(error) => return Err(error),
            }
            chunk = bytes.len().clamp(16 * 1024, 1 << 20);
        }
    }

    /// Write all of `bytes`, retrying when interrupted: for the program's own messages.
    fn write_all(&self, fd: Fd, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() {
            match self.write(fd, bytes) {
                Ok(count) => bytes = &bytes[count.min(bytes.len())..],
                Err(error) if error.is_interrupted() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
