//! The one error type of this crate: which exception to raise, and its message.

use std::borrow::Cow;
use std::fmt;

/// The exception class an [`Error`] stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    ZeroDivision,
    Overflow,
    Value,
    Type,
    Memory,
}

/// An exception to raise: its class and CPython's words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub kind: ErrorKind,
    pub message: Cow<'static, str>,
    /// An `OverflowError` that carries C's `errno` in front of its message, as `(34, 'Numerical result out of range')`.
    pub range_errno: bool,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Error { kind, message: message.into(), range_errno: false }
    }
    pub fn value(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Value, message)
    }
    pub fn overflow(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Overflow, message)
    }
    pub fn type_error(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Type, message)
    }
    /// `MemoryError` without a message.
    pub fn memory() -> Self {
        Self::new(ErrorKind::Memory, "")
    }
    pub fn zero_division() -> Self {
        Self::new(ErrorKind::ZeroDivision, "division by zero")
    }
    pub(crate) fn zero_to_negative_power() -> Self {
        Self::new(ErrorKind::ZeroDivision, "zero to a negative power")
    }
    /// What `2.0 ** 10000` raises: `OverflowError(34, 'Numerical result out of range')`.
    pub(crate) fn pow_range() -> Self {
        Error { range_errno: true, ..Self::overflow("Numerical result out of range") }
    }
}

/// A string with room for `len` bytes, or `MemoryError` if there is none.
pub(crate) fn string_with_room(len: usize) -> Result<String> {
    let mut out = String::new();
    out.try_reserve_exact(len).map_err(|_| Error::memory())?;
    Ok(out)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
