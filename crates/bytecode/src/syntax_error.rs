//! What is wrong with a piece of source text, as plain data.
//!
//! It lives here, and not beside the parser, because the runtime raises it without knowing the parser. Lines and
//! offsets are what Python shows: 1-based, offsets counted in characters. They are signed since Python itself
//! reports line 0 and offset -1 for a file that cannot be decoded.

use std::fmt;

/// The exception class to raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    Syntax,
    Indentation,
    Tab,
    /// `_IncompleteInputError`: more lines could make the input valid. Only with `allow_incomplete_input`.
    IncompleteInput,
    /// The source nests deeper than a parser may follow. No position.
    Memory,
    /// An expression too long a chain to compile. No position.
    Recursion,
}

impl SyntaxErrorKind {
    /// The name of the Python class.
    pub fn class_name(self) -> &'static str {
        match self {
            Self::Syntax => "SyntaxError",
            Self::Indentation => "IndentationError",
            Self::Tab => "TabError",
            Self::IncompleteInput => "_IncompleteInputError",
            Self::Memory => "MemoryError",
            Self::Recursion => "RecursionError",
        }
    }
}

/// An error found before any code runs. A `None` is Python's `None` in the attribute of that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub kind: SyntaxErrorKind,
    pub message: String,
    pub line: Option<i32>,
    pub offset: Option<i32>,
    pub end_line: Option<i32>,
    pub end_offset: Option<i32>,
    /// The source line, with its newline if it has one.
    pub text: Option<String>,
    /// For errors the `traceback` module turns into suggestions: (line, offset, source of the statement).
    pub metadata: Option<(i32, i32, String)>,
}

impl SyntaxError {
    /// An error that names no place in the source.
    pub fn without_position(kind: SyntaxErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            line: None,
            offset: None,
            end_line: None,
            end_offset: None,
            text: None,
            metadata: None,
        }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.class_name(), self.message)?;
        match self.line {
            Some(line) => write!(f, " (line {line})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for SyntaxError {}
