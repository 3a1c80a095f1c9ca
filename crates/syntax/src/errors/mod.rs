//! Syntax errors in CPython's words, a file for each family.
//!
//! Each function here is one more alternative of a grammar rule, tried in the second pass over a source that was
//! refused. One that recognises its mistake raises the error, which ends the parse; what it returns otherwise is
//! a failure, so that the next alternative is tried.

pub(crate) mod assignment;
pub(crate) mod blocks;
pub(crate) mod calls;
pub(crate) mod collections;
pub(crate) mod comprehensions;
pub(crate) mod escapes;
pub(crate) mod expressions;
pub(crate) mod fstrings;
pub(crate) mod imports;
pub(crate) mod numbers;
pub(crate) mod parameters;
pub(crate) mod patterns;
pub(crate) mod strings;
pub(crate) mod types;

use ruff_text_size::TextRange;
use taipan_bytecode::{SyntaxError, SyntaxErrorKind};

use crate::line_index::LineIndex;

/// An error at a range of the source.
pub(crate) fn at_range(
    kind: SyntaxErrorKind,
    message: &str,
    range: TextRange,
    source: &str,
    lines: &LineIndex,
) -> SyntaxError {
    let (line, column) = lines.line_character(source, range.start());
    let (end_line, end_column) = lines.line_character(source, range.end());
    SyntaxError {
        kind,
        message: message.into(),
        line: Some(line as i32),
        offset: Some(column as i32 + 1),
        end_line: Some(end_line as i32),
        end_offset: Some(end_column as i32 + 1),
        text: Some(lines.line_text(source, line).to_owned()),
        metadata: None,
    }
}
