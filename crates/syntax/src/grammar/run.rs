//! The two passes over a source, and how errors get their place.

use taipan_bytecode::{SyntaxError, SyntaxErrorKind};

use super::{Fail, Node, Parse, Parser, choice, compound, expressions, primaries, statements};
use crate::tokenizer::{Done, Span, T};
use crate::{Mode, ParseOptions, SyntaxWarning};

/// What ruff's parser must be told of a source that Python accepts.
#[derive(Debug, Default)]
pub(crate) struct Accepted {
    pub(crate) warnings: Vec<SyntaxWarning>,
    /// A bound on the depth of the tree.
    pub(crate) depth: usize,
    /// The error Python's compiler makes of something ruff's parser refuses.
    pub(crate) compiler_error: Option<SyntaxError>,
    /// `<>` in April's dialect, for which ruff wants `!=`.
    pub(crate) legacy_not_equals: Vec<usize>,
    /// `raise` before a semicolon, which ruff refuses.
    pub(crate) bare_raises: Vec<usize>,
}

/// Whether Python accepts the source.
pub(crate) fn check(source: &str, mode: Mode, options: ParseOptions) -> Result<Accepted, SyntaxError> {
    if mode == Mode::Module && !source.ends_with('\n') {
        let mut with_newline = String::with_capacity(source.len() + 1);
        with_newline.push_str(source);
        with_newline.push('\n');
        return Parser::new(&with_newline, mode, options).run();
    }
    Parser::new(source, mode, options).run()
}

impl Parser<'_> {
    fn run(mut self) -> Result<Accepted, SyntaxError> {
        if self.start_rule().is_ok() {
            if self.mode == Mode::Interactive && self.bad_single_statement() {
                self.raise("multiple statements found while compiling a single statement");
                return Err(self.take_error());
            }
            return Ok(self.accepted());
        }
        if self.options.allow_incomplete_input && self.tokenizer.done.is_end_of_source() {
            self.error = None;
            self.raise_last(SyntaxErrorKind::IncompleteInput, "incomplete input");
            return Err(self.take_error());
        }
        if self.error.as_ref().is_some_and(|error| error.line.is_none()) {
            return Err(self.take_error());
        }
        let last = self.tokens.len().saturating_sub(1);
        if self.error.is_none() && !self.gave_up {
            self.second_pass();
            // The second pass is for the error it leaves behind.
            let _ = self.start_rule();
        }
        if self.error.as_ref().is_some_and(|error| error.line.is_none()) {
            return Err(self.take_error());
        }
        self.settle(last);
        let metadata = (self.last_statement.0, self.last_statement.1, self.tokenizer.source().to_owned());
        let error = self.take_error();
        Err(SyntaxError { metadata: Some(metadata), ..error })
    }

    fn accepted(mut self) -> Accepted {
        let compiler_error = self.mapping_with_interpolated_key.and_then(|span| {
            self.raise_at(span, "mapping pattern keys may only match literals and attribute lookups");
            self.error.take()
        });
        let mut accepted =
            Accepted { depth: self.depth_bound(), warnings: self.warnings, compiler_error, ..Accepted::default() };
        let source = self.tokenizer.source();
        for pair in self.tokens.windows(2) {
            match (pair[0].ty, pair[1].ty) {
                (T::NotEqual, _) if source[pair[0].start()..].starts_with('<') => {
                    accepted.legacy_not_equals.push(pair[0].start());
                }
                (T::Raise, T::Semi) => accepted.bare_raises.push(pair[0].start()),
                _ => {}
            }
        }
        accepted
    }

    fn start_rule(&mut self) -> Parse {
        match self.mode {
            Mode::Module => file(self),
            Mode::Interactive => interactive(self),
            Mode::Expression => eval(self),
            Mode::FunctionType => function_type(self),
        }
    }

    fn take_error(&mut self) -> SyntaxError {
        self.error.take().unwrap_or_else(|| SyntaxError::without_position(SyntaxErrorKind::Syntax, "invalid syntax"))
    }

    /// Choose between the error found, a generic one, and what the tokenizer finds further on.
    fn settle(&mut self, last: usize) {
        if self.error.is_some() {
            if self.tokenizer.done == Done::Ok {
                self.tokenize_the_rest();
            }
            return;
        }
        let Some(token) = self.tokens.get(last).copied() else { return };
        if token.ty == T::Error && self.tokenizer.done == Done::EndOfFile {
            if self.tokenizer.brackets.is_empty() {
                self.raise("unexpected EOF while parsing");
            } else {
                self.raise_unclosed();
            }
            return;
        }
        match token.ty {
            T::Indent => {
                self.raise_indentation("unexpected indent");
            }
            T::Dedent => {
                self.raise_indentation("unexpected unindent");
            }
            _ => {
                self.raise_at(token.span, "invalid syntax");
                self.tokenize_the_rest();
            }
        }
    }

    /// A fault of the tokenizer further on goes before what was found, unless it is inside an f-string.
    fn tokenize_the_rest(&mut self) {
        let Some(error_line) = self.tokens.last().map(|token| token.span.line) else { return };
        let found = self.error.take();
        loop {
            let token = self.tokenizer.next_token();
            match token.ty {
                T::EndMarker => break,
                T::Error => {
                    if let Some(error) = self.tokenizer.error.take() {
                        self.error = Some(error);
                    } else if self.tokenizer.brackets.last().is_some_and(|open| error_line > open.line) {
                        self.raise_unclosed();
                    }
                    break;
                }
                _ => {}
            }
        }
        if self.error.is_none() || self.tokenizer.in_interpolated_string() {
            self.error = found;
        }
    }

    /// After a statement at the prompt only blanks and comments may follow.
    fn bad_single_statement(&self) -> bool {
        self.tokenizer.source()[self.tokenizer.cursor..].lines().any(|line| {
            let line = line.trim_start_matches([' ', '\t', '\x0c']);
            !line.is_empty() && !line.starts_with('#')
        })
    }

    /// An error at the last token looked at.
    pub(crate) fn raise(&mut self, message: impl Into<String>) -> Fail {
        self.raise_last(SyntaxErrorKind::Syntax, message)
    }

    pub(crate) fn raise_indentation(&mut self, message: impl Into<String>) -> Fail {
        self.raise_last(SyntaxErrorKind::Indentation, message)
    }

    fn raise_last(&mut self, kind: SyntaxErrorKind, message: impl Into<String>) -> Fail {
        self.raise_token(kind, self.tokens.len().saturating_sub(1), message)
    }

    /// An error at the next token.
    pub(crate) fn raise_next(&mut self, message: impl Into<String>) -> Fail {
        match self.peek() {
            Ok(_) => self.raise_token(SyntaxErrorKind::Syntax, self.mark, message),
            Err(fail) => fail,
        }
    }

    fn raise_token(&mut self, kind: SyntaxErrorKind, at: usize, message: impl Into<String>) -> Fail {
        let span = self.tokens.get(at).map_or(Span { column: -1, end_column: -1, ..Span::default() }, |t| t.span);
        let offset = if span.column == -1 {
            // Where the tokenizer is.
            let no_fault = self.tokens.get(at).is_some_and(|token| token.ty != T::Error);
            let at_end = self.options.by_lines && no_fault && self.tokenizer.done.is_end_of_source();
            if at_end || self.tokenizer.cursor == self.tokenizer.line_start {
                0
            } else {
                (self.tokenizer.cursor - self.tokenizer.line_start) as i32
            }
        } else {
            span.column + 1
        };
        let end_offset = if span.end_column == -1 { -1 } else { span.end_column + 1 };
        self.raise_offsets(kind, (span.line, offset), (span.end_line, end_offset), message)
    }

    pub(crate) fn raise_at(&mut self, span: Span, message: impl Into<String>) -> Fail {
        self.raise_span(SyntaxErrorKind::Syntax, span, message)
    }

    pub(crate) fn raise_node(&mut self, node: Node, message: impl Into<String>) -> Fail {
        self.raise_at(self.span(node), message)
    }

    pub(crate) fn raise_range(&mut self, from: Node, to: Node, message: impl Into<String>) -> Fail {
        self.raise_at(self.span(from).to(self.span(to)), message)
    }

    /// From here to the last character the tokenizer read.
    pub(crate) fn raise_from(&mut self, node: Node, message: impl Into<String>) -> Fail {
        let span = self.span(node);
        let end = (self.tokenizer.cursor - self.tokenizer.line_start) as i32;
        self.raise_offsets(SyntaxErrorKind::Syntax, (span.line, span.column + 1), (self.tokenizer.line, end), message)
    }

    pub(crate) fn raise_span(&mut self, kind: SyntaxErrorKind, span: Span, message: impl Into<String>) -> Fail {
        self.raise_offsets(kind, (span.line, span.column + 1), (span.end_line, span.end_column + 1), message)
    }

    /// `'(' was never closed`.
    pub(crate) fn raise_unclosed(&mut self) -> Fail {
        let Some(open) = self.tokenizer.brackets.last().copied() else { return Fail::No };
        let span = Span { line: open.line, column: open.column, end_line: open.line, end_column: -1 };
        self.raise_at(span, format!("'{}' was never closed", char::from(open.character)))
    }

    /// Offsets are 1-based columns in bytes; 0 and -1 stay as they are.
    fn raise_offsets(
        &mut self,
        kind: SyntaxErrorKind,
        (line, offset): (i32, i32),
        (end_line, end_offset): (i32, i32),
        message: impl Into<String>,
    ) -> Fail {
        if self.error.is_some() {
            return Fail::Raised;
        }
        let tokenizer = &self.tokenizer;
        let source = tokenizer.source();
        let text = if tokenizer.line <= line && tokenizer.line_end > tokenizer.line_start {
            &source[tokenizer.line_start..tokenizer.line_end]
        } else {
            source.split('\n').nth(line.max(1) as usize - 1).unwrap_or_default()
        };
        // Both columns are converted by the line where the error starts.
        let characters = |offset: i32| if offset > 0 { characters_before(text, offset as usize) } else { offset };
        self.error = Some(SyntaxError {
            kind,
            message: message.into(),
            line: Some(line),
            offset: Some(characters(offset)),
            end_line: Some(end_line),
            end_offset: Some(characters(end_offset)),
            text: Some(text.to_owned()),
            metadata: None,
        });
        Fail::Raised
    }
}

/// The number of characters that the first bytes of a line touch, at most one more than it has.
fn characters_before(line: &str, bytes: usize) -> i32 {
    if bytes > line.len() {
        return line.chars().count() as i32 + 1;
    }
    line.char_indices().take_while(|&(at, _)| at < bytes).count() as i32
}

fn file(p: &mut Parser<'_>) -> Parse {
    p.repeat(|p| {
        statements::statement(p)?;
        p.forget();
        Ok(())
    })?;
    p.token(T::EndMarker)
}

fn interactive(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            let statement = compound::compound_stmt(p)?;
            p.register(statement);
            p.token(T::Newline)
        },
        statements::simple_stmts(p),
        p.token(T::Newline),
        {
            // Nothing at all is the end of the session, not a statement.
            p.expect(T::EndMarker)?;
            Err(p.nothing())
        },
    )
}

fn eval(p: &mut Parser<'_>) -> Parse {
    expressions::expressions(p)?;
    p.repeat(|p| p.expect(T::Newline))?;
    p.token(T::EndMarker)
}

fn function_type(p: &mut Parser<'_>) -> Parse {
    p.expect(T::LPar)?;
    p.optional(primaries::type_expressions)?;
    p.expect(T::RPar)?;
    p.expect(T::RArrow)?;
    expressions::expression(p)?;
    p.repeat(|p| p.expect(T::Newline))?;
    p.token(T::EndMarker)
}

impl Parser<'_> {
    /// Remember where the last compound statement starts.
    pub(crate) fn register(&mut self, statement: Node) {
        let span = self.span(statement);
        self.last_statement = (span.line, span.column);
    }
}
