//! What a traceback needs to know of a piece of source: where the operator or the brackets of an expression are, whether a statement is
//! nothing but a call, whether text can be completed to a program.
//!
//! Lines count from 0 and columns in characters, in the text that was passed.

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextSize};

use taipan_bytecode::{CaretAnchors, SourceTools, StatementShape};

use crate::{Mode, ParseOptions, SyntaxErrorKind, parse};

/// The front end, for tracebacks.
pub struct SyntaxTools;

impl SourceTools for SyntaxTools {
    fn decode(&self, bytes: &[u8]) -> Option<String> {
        crate::decode_source(bytes).ok()
    }

    fn caret_anchors(&self, segment: &str) -> Option<CaretAnchors> {
        caret_anchors(segment)
    }

    fn statement_shape(&self, source: &str) -> Option<StatementShape> {
        statement_shape(source)
    }

    fn can_be_completed(&self, source: &str) -> bool {
        can_be_completed(source)
    }
}

/// Text split into lines of characters.
struct Lines(Vec<Vec<char>>);

impl Lines {
    /// The place, or the next one at which there is a character.
    fn valid(&self, mut line: usize, mut column: usize) -> Option<(usize, usize)> {
        while column >= self.0.get(line)?.len() {
            column = 0;
            line += 1;
        }
        Some((line, column))
    }

    /// The first place from here on whose character is wanted; comments and line joins are passed over.
    fn find(&self, place: (usize, usize), wanted: impl Fn(char) -> bool) -> Option<(usize, usize)> {
        let (mut line, mut column) = place;
        loop {
            let character = *self.0.get(line)?.get(column)?;
            (line, column) = if matches!(character, '\\' | '#') {
                self.valid(line + 1, 0)?
            } else if wanted(character) {
                return Some((line, column));
            } else {
                self.valid(line, column + 1)?
            };
        }
    }
}

/// Where the operator of `a + b`, the brackets of `a[b]` or the parentheses of `f(a)` are. None for all else.
fn caret_anchors(segment: &str) -> Option<CaretAnchors> {
    // An expression may go over lines: in parentheses it is a statement nevertheless.
    let parsed = parse(&format!("(\n{segment}\n)"), Mode::Module, ParseOptions::default()).ok()?;
    let [Stmt::Expr(statement)] = parsed.body() else { return None };
    let lines = Lines(segment.lines().map(|line| line.chars().collect()).collect());
    let place = |offset: TextSize| -> Option<(usize, usize)> {
        let (line, column) = parsed.lines().line_character(parsed.source(), offset);
        // Lines count from 1, and the first holds the parenthesis.
        Some(((line as usize).checked_sub(2)?, column as usize))
    };
    let end = |expression: &Expr| place(expression.range().end());
    let brackets = |whole: &Expr, value: &Expr, open: char| {
        let (line, column) = end(value)?;
        let (left_line, left_column) = lines.find(lines.valid(line, column)?, |character| character == open)?;
        let (right_line, right_column) = end(whole)?;
        Some(CaretAnchors { left_line, left_column, right_line, right_column })
    };
    match &*statement.value {
        Expr::BinOp(operation) => {
            let (line, column) = end(&operation.left)?;
            let start = lines.valid(line, column)?;
            let (line, column) = lines.find(start, |character| !character.is_whitespace() && character != ')')?;
            let mut after = column + 1;
            let right = place(operation.right.range().start())?;
            // An operator of two characters, before the right operand.
            if let Some(&second) = lines.0.get(line)?.get(after)
                && (right.0 > line || after < right.1)
                && !second.is_whitespace()
                && !matches!(second, '\\' | '#')
            {
                after += 1;
            }
            Some(CaretAnchors { left_line: line, left_column: column, right_line: line, right_column: after })
        }
        whole @ Expr::Subscript(subscript) => brackets(whole, &subscript.value, '['),
        whole @ Expr::Call(call) => brackets(whole, &call.func, '('),
        _ => None,
    }
}

/// The shape of the first statement; None when the source is wrong.
fn statement_shape(source: &str) -> Option<StatementShape> {
    let parsed = parse(source, Mode::Module, ParseOptions::default()).ok()?;
    let Some(statement) = parsed.body().first() else { return Some(StatementShape::Nothing) };
    let call = match statement {
        Stmt::Return(statement) => match statement.value.as_deref() {
            Some(value @ Expr::Call(call)) if call.func.is_name_expr() => Some(value),
            _ => None,
        },
        Stmt::Assign(statement) => match (&statement.targets[..], &*statement.value) {
            ([Expr::Name(_)], value @ Expr::Call(_)) => Some(value),
            _ => None,
        },
        _ => None,
    };
    let Some(call) = call else { return Some(StatementShape::Other) };
    let (first, start) = parsed.lines().line_column(call.range().start());
    let (last, end) = parsed.lines().line_column(call.range().end());
    if first == 1 && last as usize == source.split('\n').count() {
        return Some(StatementShape::LoneCall { start: start as usize, end: end as usize });
    }
    Some(StatementShape::Other)
}

/// Whether the text is a program or the beginning of one.
fn can_be_completed(source: &str) -> bool {
    let options = ParseOptions { allow_incomplete_input: true, dont_imply_dedent: true, ..ParseOptions::default() };
    let with_newline = format!("{source}\n");
    parse(source, Mode::Module, options).is_ok()
        || match parse(&with_newline, Mode::Module, options) {
            Ok(_) => true,
            Err(error) => error.kind == SyntaxErrorKind::IncompleteInput,
        }
        || parse(source, Mode::Module, ParseOptions { allow_incomplete_input: false, ..options }).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchors(segment: &str) -> Option<(usize, usize, usize, usize)> {
        caret_anchors(segment).map(|found| (found.left_line, found.left_column, found.right_line, found.right_column))
    }

    #[test]
    fn operators_and_brackets() {
        assert_eq!(anchors("a + b"), Some((0, 2, 0, 3)));
        assert_eq!(anchors("(a) // b"), Some((0, 4, 0, 6)));
        assert_eq!(anchors("x[1][2]"), Some((0, 4, 0, 7)));
        assert_eq!(anchors("f(1, 2)"), Some((0, 1, 0, 7)));
        assert_eq!(anchors("a +\n  b"), Some((0, 2, 0, 3)));
        assert_eq!(anchors("é + b"), Some((0, 2, 0, 3)));
        assert_eq!(anchors("a.b"), None);
        assert_eq!(anchors("x = 1"), None);
    }

    #[test]
    fn shapes() {
        assert_eq!(statement_shape("return f(1)"), Some(StatementShape::LoneCall { start: 7, end: 11 }));
        assert_eq!(statement_shape("x = a.f(1)"), Some(StatementShape::LoneCall { start: 4, end: 10 }));
        assert_eq!(statement_shape("return a.f(1)"), Some(StatementShape::Other));
        assert_eq!(statement_shape("("), None);
    }
}
