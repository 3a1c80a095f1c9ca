//! What a failed call to the operating system answers: an errno, its name, its text and the Python class it maps to.

use crate::errno_table::{errno, errno_table};

pub type Result<T> = std::result::Result<T, OsError>;

/// A failed call. Which path it was about is known to the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OsError {
    pub errno: i32,
}

/// The subclass of Python's `OSError` that an errno selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    BlockingIo,
    BrokenPipe,
    ChildProcess,
    ConnectionAborted,
    ConnectionRefused,
    ConnectionReset,
    FileExists,
    FileNotFound,
    Interrupted,
    IsADirectory,
    NotADirectory,
    Permission,
    ProcessLookup,
    Timeout,
    /// `OSError` itself.
    Other,
}

impl OsError {
    pub const fn new(errno: i32) -> OsError {
        OsError { errno }
    }

    /// Whether a signal cut the call short: run the handlers, then call again.
    pub const fn is_interrupted(self) -> bool {
        self.errno == errno::EINTR
    }

    pub fn kind(self) -> ErrorKind {
        match self.errno {
            // EWOULDBLOCK is EAGAIN on every system that we build for.
            errno::EAGAIN | errno::EALREADY | errno::EINPROGRESS => ErrorKind::BlockingIo,
            errno::EPIPE | errno::ESHUTDOWN => ErrorKind::BrokenPipe,
            errno::ECHILD => ErrorKind::ChildProcess,
            errno::ECONNABORTED => ErrorKind::ConnectionAborted,
            errno::ECONNREFUSED => ErrorKind::ConnectionRefused,
            errno::ECONNRESET => ErrorKind::ConnectionReset,
            errno::EEXIST => ErrorKind::FileExists,
            errno::ENOENT => ErrorKind::FileNotFound,
            errno::EINTR => ErrorKind::Interrupted,
            errno::EISDIR => ErrorKind::IsADirectory,
            errno::ENOTDIR => ErrorKind::NotADirectory,
            errno::EACCES | errno::EPERM => ErrorKind::Permission,
            errno::ESRCH => ErrorKind::ProcessLookup,
            errno::ETIMEDOUT => ErrorKind::Timeout,
            _ => ErrorKind::Other,
        }
    }
}

impl ErrorKind {
    /// The Python class's name.
    pub const fn class_name(self) -> &'static str {
        match self {
            ErrorKind::BlockingIo => "BlockingIOError",
            ErrorKind::BrokenPipe => "BrokenPipeError",
            ErrorKind::ChildProcess => "ChildProcessError",
            ErrorKind::ConnectionAborted => "ConnectionAbortedError",
            ErrorKind::ConnectionRefused => "ConnectionRefusedError",
            ErrorKind::ConnectionReset => "ConnectionResetError",
            ErrorKind::FileExists => "FileExistsError",
            ErrorKind::FileNotFound => "FileNotFoundError",
            ErrorKind::Interrupted => "InterruptedError",
            ErrorKind::IsADirectory => "IsADirectoryError",
            ErrorKind::NotADirectory => "NotADirectoryError",
            ErrorKind::Permission => "PermissionError",
            ErrorKind::ProcessLookup => "ProcessLookupError",
            ErrorKind::Timeout => "TimeoutError",
            ErrorKind::Other => "OSError",
        }
    }
}

impl std::fmt::Display for OsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[Errno {}] {}", self.errno, strerror(self.errno))
    }
}

impl std::error::Error for OsError {}

impl From<std::io::Error> for OsError {
    fn from(error: std::io::Error) -> OsError {
        OsError::new(error.raw_os_error().unwrap_or(errno::EIO))
    }
}

/// What a default method of the host's traits answers.
pub(crate) fn denied<T>() -> Result<T> {
    Err(OsError::new(errno::EPERM))
}

/// The system's words for an errno.
pub fn strerror(errno: i32) -> String {
    // The standard library has the only safe way to `strerror_r`, and adds the number behind the text.
    let mut text = std::io::Error::from_raw_os_error(errno).to_string();
    if let Some(end) = text.rfind(" (os error") {
        text.truncate(end);
    }
    text
}

/// The symbol of an errno, as in `errno.errorcode`.
pub fn errno_name(errno: i32) -> Option<&'static str> {
    errno_table().iter().find(|(_, number)| *number == errno).map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_texts() {
        assert_eq!(errno_name(errno::ENOENT), Some("ENOENT"));
        assert_eq!(errno_name(errno::EAGAIN), Some("EAGAIN"));
        assert_eq!(errno_name(99_999), None);
        assert_eq!(strerror(errno::ENOENT), "No such file or directory");
        assert_eq!(strerror(0), "Success");
        assert_eq!(strerror(99_999), "Unknown error 99999");
        assert_eq!(OsError::new(errno::ENOENT).to_string(), "[Errno 2] No such file or directory");
    }

    #[test]
    fn classes() {
        assert_eq!(OsError::new(errno::EACCES).kind().class_name(), "PermissionError");
        assert_eq!(OsError::new(errno::EINVAL).kind().class_name(), "OSError");
    }
}
