//! The machine itself. Calls go through `rustix`, which is safe, and through `libc` for what it does not have.
//!
//! A call is made once: an interruption is answered as EINTR. What is process-wide (signal handlers, the time zone that C's
//! calendar functions use) is behind statics with a lock or atomics, in `signals.rs`, `faults.rs` and `clock.rs` alone.

mod clock;
mod environment;
mod faults;
mod files;
mod limits;
mod mapping;
mod processes;
mod readiness;
mod signals;
mod sockets;
mod spawn;
mod terminal;

use std::ffi::CString;
use std::os::fd::{BorrowedFd, IntoRawFd, OwnedFd};
use std::sync::Mutex;

use crate::Fd;
use crate::errno;
use crate::error::{OsError, Result};

/// The operating system, with its own copy of the environment variables.
#[derive(Debug)]
pub struct Native {
    /// In the order in which they were given, as `os.environ` shows them.
    variables: Mutex<Vec<(Vec<u8>, Vec<u8>)>>,
    /// TZ when `time.tzset` was last called.
    zone: Mutex<clock::Zone>,
}

impl Native {
    /// A host with the process's variables as they are now.
    pub fn new() -> Native {
        let variables = environment::process_variables();
        let zone = variables.iter().find(|(name, _)| name == b"TZ").map(|(_, value)| value.clone());
        Native { variables: Mutex::new(variables), zone: Mutex::new(zone) }
    }
}

impl Default for Native {
    fn default() -> Self {
        Native::new()
    }
}

impl From<rustix::io::Errno> for OsError {
    fn from(error: rustix::io::Errno) -> OsError {
        OsError::new(error.raw_os_error())
    }
}

/// A descriptor that Python code named.
fn borrow(fd: Fd) -> Result<BorrowedFd<'static>> {
    if fd < 0 {
        return Err(OsError::new(errno::EBADF));
    }
    // SAFETY: it is not -1. That it stays open is not known, nor needed: Python's descriptors are plain numbers, and a call
    // on one that is closed answers EBADF. No Rust value that owns a descriptor ever has its number handed to Python.
    Ok(unsafe { BorrowedFd::borrow_raw(fd) })
}

/// The directory that a relative path starts from.
fn start(dir: Option<Fd>) -> Result<BorrowedFd<'static>> {
    match dir {
        Some(fd) => borrow(fd),
        None => Ok(rustix::fs::CWD),
    }
}

/// Hand a new descriptor over to Python, which closes it by number.
fn release(fd: OwnedFd) -> Fd {
    fd.into_raw_fd()
}

fn c_string(bytes: &[u8]) -> Result<CString> {
    CString::new(bytes).map_err(|_| OsError::new(errno::EINVAL))
}

/// The errno that the last failed call of this thread left.
fn last_error() -> OsError {
    OsError::from(std::io::Error::last_os_error())
}

/// The result of a C call that answers -1 for failure.
fn check(result: libc::c_int) -> Result<libc::c_int> {
    if result == -1 { Err(last_error()) } else { Ok(result) }
}

/// The same for calls that answer a length.
fn check_length(result: libc::ssize_t) -> Result<usize> {
    usize::try_from(result).map_err(|_| last_error())
}

#[cfg(test)]
mod tests;
