//! Syntax errors in CPython's words, a file for each family.

use ruff_python_parser::ParseError;
use ruff_text_size::{Ranged, TextRange, TextSize};
use taipan_bytecode::{SyntaxError, SyntaxErrorKind};

use crate::line_index::LineIndex;

/// The error for what the parser refused.
pub(crate) fn from_ruff(error: &ParseError, source: &str, lines: &LineIndex) -> SyntaxError {
    at_range(SyntaxErrorKind::Syntax, "invalid syntax", error.range(), source, lines)
}

pub(crate) fn at_end(kind: SyntaxErrorKind, message: &str, source: &str, lines: &LineIndex) -> SyntaxError {
    at_range(kind, message, TextRange::empty(TextSize::new(source.len() as u32)), source, lines)
}

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
