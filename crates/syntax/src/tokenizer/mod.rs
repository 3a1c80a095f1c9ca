//! A tokenizer that fails where and how CPython's does.
//!
//! It runs when the fast parser has refused a source, so its job is not speed but the state it is in when it stops:
//! errors are placed by what had been read, so the order in which characters are read and put back matters.

mod normal;
mod number;
mod string;
mod token;

use taipan_bytecode::{SyntaxError, SyntaxErrorKind};

pub(crate) use token::{Span, T, Token};

use crate::{Noticed, SyntaxWarning};

/// No character: the end of the input. Null characters are refused before.
const EOF: u8 = 0;
const MAX_INDENT: usize = 100;
const MAX_LEVEL: usize = 200;
const MAX_STRING_NESTING: usize = 150;
const MAX_FIELD_NESTING: i32 = 3;

/// Why no more tokens come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// They do.
    Ok,
    EndOfFile,
    /// The input ended inside a triple-quoted string.
    EndInTripleQuoted,
    /// The input ended inside a string of one line.
    EndInString,
    /// `Tokenizer::error` has the words.
    Error,
    Dedent,
    TabSpace,
    TooDeep,
    LineContinuation,
}

impl Done {
    /// More input could change the outcome.
    pub(crate) fn is_end_of_source(self) -> bool {
        matches!(self, Self::EndOfFile | Self::EndInTripleQuoted | Self::EndInString)
    }
}

#[derive(Clone, Copy)]
struct Indentation {
    column: i32,
    /// The column when a tab counts as one space; both must grow together.
    alternative: i32,
}

#[derive(Clone, Copy)]
pub(crate) struct OpenBracket {
    pub(crate) character: u8,
    pub(crate) line: i32,
    pub(crate) column: i32,
}

/// The f-string or t-string being read.
#[derive(Clone, Copy, Default)]
struct Interpolated {
    /// Between the pieces of text: reading a replacement field as code.
    in_code: bool,
    template: bool,
    raw: bool,
    quote: u8,
    quote_size: usize,
    start: usize,
    line_start: usize,
    line: i32,
    bracket_depth: i32,
    field_depth: i32,
    in_format_spec: bool,
}

impl Interpolated {
    fn letter(&self) -> char {
        if self.template { 't' } else { 'f' }
    }
}

pub(crate) struct Tokenizer<'s> {
    source: &'s str,
    bytes: &'s [u8],
    /// The next byte to read.
    pub(crate) cursor: usize,
    pub(crate) line_start: usize,
    /// The end of the line being read, with its newline.
    pub(crate) line_end: usize,
    /// Where the text of the token being read begins, lines before this one included.
    pub(crate) buffer_start: usize,
    pub(crate) line: i32,
    pub(crate) done: Done,
    pub(crate) error: Option<SyntaxError>,
    at_line_start: bool,
    pub(crate) indents: usize,
    indentation: Vec<Indentation>,
    /// Indents (positive) or dedents (negative) found and not yet handed out.
    pub(crate) pending: i32,
    pub(crate) brackets: Vec<OpenBracket>,
    strings: Vec<Interpolated>,
    /// Where the token being read starts.
    start: Option<usize>,
    /// The line where the string being read starts.
    first_line: i32,
    string_line_start: usize,
    /// `<>` is an operator, after `from __future__ import barry_as_FLUFL`.
    pub(crate) flufl: bool,
    pub(crate) warnings: Vec<SyntaxWarning>,
    /// As `tokenize` wants it: comments and line ends that mean nothing are tokens, and what only a parser can object to is let through.
    pub(crate) lenient: bool,
    /// A comment alone on its line was handed out: the line end after it is no statement's.
    comment_line: bool,
}

impl<'s> Tokenizer<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Self {
            source,
            bytes: source.as_bytes(),
            cursor: 0,
            line_start: 0,
            line_end: 0,
            buffer_start: 0,
            line: 0,
            done: Done::Ok,
            error: None,
            at_line_start: true,
            indents: 0,
            indentation: vec![Indentation { column: 0, alternative: 0 }],
            pending: 0,
            brackets: Vec::new(),
            strings: Vec::new(),
            start: None,
            first_line: 0,
            string_line_start: 0,
            flufl: false,
            warnings: Vec::new(),
            lenient: false,
            comment_line: false,
        }
    }

    pub(crate) fn source(&self) -> &'s str {
        self.source
    }

    /// An f-string or t-string is open.
    pub(crate) fn in_interpolated_string(&self) -> bool {
        !self.strings.is_empty()
    }

    pub(crate) fn next_token(&mut self) -> Token {
        match self.strings.last() {
            Some(string) if !string.in_code => self.string_text(),
            _ => self.normal(),
        }
    }

    /// Drop every open block, as at the end of one statement typed at the prompt.
    pub(crate) fn close_blocks(&mut self) {
        self.pending = -(self.indents as i32);
        self.indentation.truncate(1);
        self.indents = 0;
    }

    fn read(&mut self) -> u8 {
        loop {
            if self.cursor < self.line_end {
                self.cursor += 1;
                return self.bytes[self.cursor - 1];
            }
            if self.done != Done::Ok {
                return EOF;
            }
            if self.line_end == self.bytes.len() {
                self.done = Done::EndOfFile;
                return EOF;
            }
            if self.start.is_none() {
                self.buffer_start = self.cursor;
            }
            self.line_start = self.cursor;
            self.line += 1;
            let rest = &self.bytes[self.cursor..];
            self.line_end =
                rest.iter().position(|&byte| byte == b'\n').map_or(self.bytes.len(), |at| self.cursor + at + 1);
        }
    }

    fn unread(&mut self, c: u8) {
        if c != EOF {
            self.cursor -= 1;
        }
    }

    fn peek(&mut self) -> u8 {
        let c = self.read();
        self.unread(c);
        c
    }

    fn token(&self, ty: T, text: Option<(usize, usize)>) -> Token {
        let (line, line_start) =
            if ty.is_string() { (self.first_line, self.string_line_start) } else { (self.line, self.line_start) };
        let column = |at: usize, from: usize| if at >= from { (at - from) as i32 } else { -1 };
        let (start, end, column, end_column) = match text {
            Some((start, end)) => (start, end, column(start, line_start), column(end, self.line_start)),
            None => (self.cursor, self.cursor, -1, -1),
        };
        let span = Span { line, column, end_line: self.line, end_column };
        Token::new(ty, start..end, span, !self.brackets.is_empty())
    }

    /// A token from where it started to the last character read.
    fn token_here(&self, ty: T) -> Token {
        self.token(ty, Some((self.start.unwrap_or(self.cursor), self.cursor)))
    }

    /// An error that ends at the last character read.
    fn fail(&mut self, message: impl Into<String>) -> Token {
        let end = self.floor_boundary(self.cursor);
        let offset = self.source[self.line_start..end].chars().count() as i32;
        self.fail_at(message, offset, offset)
    }

    /// An error at columns counted in characters from 1.
    fn fail_at(&mut self, message: impl Into<String>, offset: i32, end_offset: i32) -> Token {
        if self.done != Done::Error {
            let text = self.source[self.line_start..].split('\n').next().unwrap_or_default();
            self.error = Some(SyntaxError {
                kind: SyntaxErrorKind::Syntax,
                message: message.into(),
                line: Some(self.line),
                offset: Some(offset),
                end_line: Some(self.line),
                end_offset: Some(end_offset),
                text: Some(text.to_owned()),
                metadata: None,
            });
            self.done = Done::Error;
        }
        self.token(T::Error, None)
    }

    /// A warning at the last character read.
    fn warn(&mut self, message: String) {
        let end = self.floor_boundary(self.cursor);
        let offset = self.source[self.line_start..end].chars().count() as u32;
        let line = self.line as u32;
        self.warnings.push(SyntaxWarning {
            message,
            line,
            offset,
            end_line: line,
            end_offset: offset,
            noticed: Noticed::Tokenizer,
        });
    }

    /// Stop with a fault that the recognizer puts in words.
    fn stop(&mut self, done: Done) -> Token {
        self.done = done;
        self.cursor = self.line_end;
        self.token(T::Error, None)
    }

    fn floor_boundary(&self, mut at: usize) -> usize {
        while !self.source.is_char_boundary(at) {
            at += 1;
        }
        at.max(self.line_start)
    }
}
