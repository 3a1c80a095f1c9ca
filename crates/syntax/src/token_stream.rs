//! The tokens of a source as `tokenize` shows them.

use taipan_bytecode::{SyntaxError, SyntaxErrorKind};

use crate::tokenizer::{Done, T, Tokenizer};

/// A token. Lines count from 1, columns in characters from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceToken {
    /// The number that `token` has for its type.
    pub kind: u8,
    /// Where its text is in the source; nothing for the newline that a last line without one is given.
    pub text: std::ops::Range<usize>,
    pub start: (u32, i32),
    pub end: (u32, i32),
    /// The lines it is on, as a range of the source; empty behind the end.
    pub lines: std::ops::Range<usize>,
}

/// How a source's tokens ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenEnd {
    /// With the end marker.
    Complete,
    Failed(SyntaxError),
}

const OP: u8 = 55;

/// Python's number for a type, when operators are told apart.
fn number(ty: T) -> u8 {
    const OPERATORS: [T; 48] = [
        T::LPar,
        T::RPar,
        T::LSqb,
        T::RSqb,
        T::Colon,
        T::Comma,
        T::Semi,
        T::Plus,
        T::Minus,
        T::Star,
        T::Slash,
        T::VBar,
        T::Amper,
        T::Less,
        T::Greater,
        T::Equal,
        T::Dot,
        T::Percent,
        T::LBrace,
        T::RBrace,
        T::EqEqual,
        T::NotEqual,
        T::LessEqual,
        T::GreaterEqual,
        T::Tilde,
        T::Circumflex,
        T::LeftShift,
        T::RightShift,
        T::DoubleStar,
        T::PlusEqual,
        T::MinEqual,
        T::StarEqual,
        T::SlashEqual,
        T::PercentEqual,
        T::AmperEqual,
        T::VBarEqual,
        T::CircumflexEqual,
        T::LeftShiftEqual,
        T::RightShiftEqual,
        T::DoubleStarEqual,
        T::DoubleSlash,
        T::DoubleSlashEqual,
        T::At,
        T::AtEqual,
        T::RArrow,
        T::Ellipsis,
        T::ColonEqual,
        T::Exclamation,
    ];
    match ty {
        T::EndMarker => 0,
        T::Number => 2,
        T::Str => 3,
        T::Newline => 4,
        T::Indent => 5,
        T::Dedent => 6,
        T::Op => OP,
        T::FormatStart => 59,
        T::FormatMiddle => 60,
        T::FormatEnd => 61,
        T::TemplateStart => 62,
        T::TemplateMiddle => 63,
        T::TemplateEnd => 64,
        T::Comment => 65,
        T::Nl => 66,
        ty => match OPERATORS.iter().position(|&operator| operator == ty) {
            Some(index) => 7 + index as u8,
            // Names and keywords.
            None => 1,
        },
    }
}

/// The tokens of a source whose lines end in `\n`. With `extra`, comments and blank lines are among them, and operators are of one type.
pub fn tokens(source: &str, extra: bool) -> (Vec<SourceToken>, TokenEnd) {
    // The last line is given a newline; the token for it has no text.
    let implicit = !source.is_empty() && !source.ends_with('\n');
    let complete;
    let text = if implicit {
        complete = format!("{source}\n");
        &complete
    } else {
        source
    };
    let mut tokenizer = Tokenizer::new(text);
    tokenizer.lenient = extra;
    let mut found = Vec::new();
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(at, _)| at + 1)).collect();
    let place = |at: usize| {
        let line = starts.partition_point(|&start| start <= at);
        (line as u32, text[starts[line - 1]..at].chars().count() as i32)
    };
    loop {
        let token = tokenizer.next_token();
        if token.ty == T::Error {
            return (found, TokenEnd::Failed(failure(&mut tokenizer)));
        }
        let at_end = tokenizer.done == Done::EndOfFile && matches!(token.ty, T::EndMarker | T::Dedent);
        let mut range = token.text();
        if token.ty == T::Indent {
            range.start = tokenizer.line_start;
        }
        let (start, end, lines);
        if at_end && extra {
            let line = tokenizer.line as u32 + 1;
            (start, end, lines) = ((line, 0), (line, 0), source.len()..source.len());
            range = source.len()..source.len();
        } else if !extra && matches!(token.ty, T::Indent | T::Dedent | T::EndMarker) {
            // Without extra tokens these have no text and no columns.
            let line = tokenizer.line.max(1) as u32;
            (start, end) = ((line, -1), (line, -1));
            lines = tokenizer.line_start.min(source.len())..tokenizer.line_end.min(source.len());
            range = range.start.min(source.len())..range.start.min(source.len());
        } else if !extra && token.ty == T::Newline {
            start = place(range.start);
            end = start;
            lines = starts[start.0 as usize - 1]..tokenizer.line_end.min(source.len());
            range = range.start.min(source.len())..range.start.min(source.len());
        } else {
            start = place(range.start);
            // A newline ends on its own line.
            let newline = matches!(token.ty, T::Newline | T::Nl);
            end = if newline { (start.0, start.1 + 1) } else { place(range.end) };
            let first = starts[start.0 as usize - 1];
            lines = first..tokenizer.line_end.min(source.len()).max(first.min(source.len()));
            range = range.start.min(source.len())..range.end.min(source.len());
        }
        let mut kind = number(token.ty);
        if extra && (7..OP).contains(&kind) {
            kind = OP;
        }
        found.push(SourceToken { kind, text: range, start, end, lines });
        if token.ty == T::EndMarker {
            return (found, TokenEnd::Complete);
        }
    }
}

/// Why there are no more tokens.
fn failure(tokenizer: &mut Tokenizer<'_>) -> SyntaxError {
    if let Some(error) = tokenizer.error.take() {
        return error;
    }
    let line = tokenizer.source()[tokenizer.line_start..tokenizer.line_end].trim_end_matches('\n').to_owned();
    let (kind, message) = match tokenizer.done {
        Done::EndOfFile => {
            let mut error =
                SyntaxError::without_position(SyntaxErrorKind::Syntax, "unexpected EOF in multi-line statement");
            error.line = Some(tokenizer.line);
            error.offset = Some(0);
            return error;
        }
        Done::Dedent => (SyntaxErrorKind::Indentation, "unindent does not match any outer indentation level"),
        Done::TabSpace => (SyntaxErrorKind::Tab, "inconsistent use of tabs and spaces in indentation"),
        Done::TooDeep => (SyntaxErrorKind::Indentation, "too many levels of indentation"),
        Done::LineContinuation => (SyntaxErrorKind::Syntax, "unexpected character after line continuation character"),
        _ => (SyntaxErrorKind::Syntax, "unknown tokenization error"),
    };
    let column = match tokenizer.done {
        Done::LineContinuation => tokenizer.cursor - tokenizer.line_start,
        _ => line.chars().count() + 1,
    };
    SyntaxError {
        kind,
        message: message.to_owned(),
        line: Some(tokenizer.line),
        offset: Some(column as i32),
        end_line: None,
        end_offset: None,
        text: Some(line),
        metadata: None,
    }
}
