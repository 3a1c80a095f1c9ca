//! Where nodes stand in the source: ranges to lines and columns, and errors and warnings at a range.

use taipan_bytecode::{Position, SyntaxError, SyntaxErrorKind};
use taipan_syntax::ast::{Ranged, TextRange, TextSize};
use taipan_syntax::{LineIndex, Noticed, SyntaxWarning};

use crate::made::Made;

/// The text a tree was parsed from.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    pub(crate) lines: &'a LineIndex,
    /// What else the tree refers to, when it was not parsed.
    pub(crate) made: Option<&'a Made>,
}

/// The range of an instruction; `Span::NONE` for instructions that stand for nothing in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    pub(crate) const NONE: Span = Span { start: u32::MAX, end: u32::MAX };

    pub(crate) fn start(self) -> TextSize {
        TextSize::new(self.start)
    }

    pub(crate) fn end(self) -> TextSize {
        TextSize::new(self.end)
    }

    pub(crate) fn of(node: &impl Ranged) -> Span {
        Span::from(node.range())
    }

    pub(crate) fn new(start: TextSize, end: TextSize) -> Span {
        Span { start: start.to_u32(), end: end.to_u32() }
    }
}

impl From<TextRange> for Span {
    fn from(range: TextRange) -> Span {
        Span { start: range.start().to_u32(), end: range.end().to_u32() }
    }
}

impl<'a> Source<'a> {
    pub(crate) fn line(&self, offset: TextSize) -> u32 {
        self.lines.line(offset)
    }

    /// The offset where a 1-based line starts.
    pub(crate) fn line_start(&self, line: u32) -> TextSize {
        self.lines.line_start(line).unwrap_or_default()
    }

    /// The position an instruction's table entry holds.
    pub(crate) fn position(&self, span: Span) -> Position {
        if span == Span::NONE {
            return Position::default();
        }
        let (line, column) = self.lines.line_column(TextSize::new(span.start));
        let (end_line, end_column) = self.lines.line_column(TextSize::new(span.end));
        Position { line, column, end_line, end_column }
    }

    /// The text of a range; empty when the range is not of this text.
    pub(crate) fn slice(&self, range: TextRange) -> &'a str {
        self.text.get(range.start().to_usize()..range.end().to_usize()).unwrap_or("")
    }

    /// A SyntaxError that points at `range`. As in CPython its columns count bytes, unlike those of errors that the parser finds.
    pub(crate) fn error(&self, range: TextRange, message: impl Into<String>) -> SyntaxError {
        let (line, column) = self.lines.line_column(range.start());
        let (end_line, end_column) = self.lines.line_column(range.end());
        SyntaxError {
            kind: SyntaxErrorKind::Syntax,
            message: message.into(),
            line: Some(line as i32),
            offset: Some(column as i32 + 1),
            end_line: Some(end_line as i32),
            end_offset: Some(end_column as i32 + 1),
            text: self.made.is_none().then(|| self.lines.line_text(self.text, line).to_owned()),
            metadata: None,
        }
    }

    pub(crate) fn warning(&self, range: TextRange, message: impl Into<String>) -> SyntaxWarning {
        let (line, column) = self.lines.line_column(range.start());
        let (end_line, end_column) = self.lines.line_column(range.end());
        SyntaxWarning {
            message: message.into(),
            line,
            offset: column + 1,
            end_line,
            end_offset: end_column + 1,
            noticed: Noticed::Compiler,
        }
    }

    /// Where the `def`, `async`, or `class` of a decorated definition stands: CPython's definitions begin there, the
    /// tree's at the first decorator.
    pub(crate) fn definition_start(&self, range: TextRange, decorators_end: Option<TextSize>) -> TextSize {
        let Some(mut at) = decorators_end.map(|end| end.to_usize()) else { return range.start() };
        let bytes = self.text.as_bytes();
        // The rest of the decorator's line (a comment, closing brackets), then blank and comment lines.
        loop {
            match bytes.get(at) {
                None => return range.start(),
                Some(b'#') => {
                    while bytes.get(at).is_some_and(|&byte| byte != b'\n') {
                        at += 1;
                    }
                }
                Some(byte) if byte.is_ascii_alphabetic() => return TextSize::new(at as u32),
                Some(_) => at += 1,
            }
        }
    }
}
