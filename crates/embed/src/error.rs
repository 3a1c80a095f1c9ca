//! What went wrong, as Rust sees it.

use std::fmt;

/// An exception that the program did not handle, or a failure of the isolate itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    class: String,
    message: String,
    traceback: String,
    exit_status: Option<i32>,
}

impl Error {
    pub(crate) fn new(class: &str, message: &str, traceback: String) -> Error {
        Error { class: class.to_string(), message: message.to_string(), traceback, exit_status: None }
    }

    pub(crate) fn exit(status: i32, message: &str) -> Error {
        Error { exit_status: Some(status), ..Error::new("SystemExit", message, String::new()) }
    }

    /// The name of the exception's class.
    pub fn class(&self) -> &str {
        &self.class
    }

    /// `str(exception)`.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The traceback as Python prints it, with the exception in its last line.
    pub fn traceback(&self) -> &str {
        &self.traceback
    }

    /// The status that the program asked to exit with, if it did.
    pub fn exit_status(&self) -> Option<i32> {
        self.exit_status
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.message.is_empty() { f.write_str(&self.class) } else { write!(f, "{}: {}", self.class, self.message) }
    }
}

impl std::error::Error for Error {}
