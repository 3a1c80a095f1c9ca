//! What the runtime asks of the front end about source text when it prints a traceback, without knowing the parser.
//!
//! Lines count from 0 and columns in characters, in the text that is passed.

/// The part of an expression that a traceback underlines with `^`; the rest gets `~`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaretAnchors {
    pub left_line: usize,
    pub left_column: usize,
    pub right_line: usize,
    /// The column after the last.
    pub right_column: usize,
}

/// What a statement is, as far as carets depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementShape {
    /// There is none.
    Nothing,
    /// `return f(...)` or `x = f(...)`, where the call begins in the first line and ends in the last: its first column and the column after
    /// its last, in bytes.
    LoneCall {
        start: usize,
        end: usize,
    },
    Other,
}

/// Questions about source text. The answers of the trait itself are those of a program without a parser.
pub trait SourceTools: Sync {
    /// A source file's text; None when it cannot be decoded.
    fn decode(&self, bytes: &[u8]) -> Option<String> {
        String::from_utf8(bytes.to_vec()).ok()
    }

    /// Where the operator of `a + b`, the brackets of `a[b]` or the parentheses of `f(a)` are. None for all else.
    fn caret_anchors(&self, _segment: &str) -> Option<CaretAnchors> {
        None
    }

    /// The shape of the first statement; None when the source is wrong.
    fn statement_shape(&self, _source: &str) -> Option<StatementShape> {
        Some(StatementShape::Other)
    }

    /// Whether the text is a program or the beginning of one.
    fn can_be_completed(&self, _source: &str) -> bool {
        false
    }
}

/// No parser.
pub struct NoSourceTools;

impl SourceTools for NoSourceTools {}
