//! Tokens of code, as opposed to the text of f-strings: indentation, names, operators, brackets.

use taipan_text::unicode;

use super::token::{keyword, one_character, three_characters, two_characters};
use super::{Done, EOF, Indentation, MAX_INDENT, MAX_LEVEL, OpenBracket, T, Token, Tokenizer};

fn starts_name(c: u8) -> bool {
    c.is_ascii_alphabetic() || c == b'_' || c >= 128
}

pub(super) fn continues_name(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c == b'_' || c >= 128
}

/// Letters before a quote.
#[derive(Default)]
pub(super) struct Prefix {
    bytes: bool,
    pub(super) raw: bool,
    unicode: bool,
    format: bool,
    pub(super) template: bool,
}

impl Prefix {
    fn take(&mut self, c: u8) -> bool {
        let seen = match c {
            b'b' | b'B' => &mut self.bytes,
            b'u' | b'U' => &mut self.unicode,
            b'r' | b'R' => &mut self.raw,
            b'f' | b'F' => &mut self.format,
            b't' | b'T' => &mut self.template,
            _ => return false,
        };
        !std::mem::replace(seen, true)
    }

    fn interpolated(&self) -> bool {
        self.format || self.template
    }

    /// The first two letters that cannot stand together, in the order they are checked.
    fn conflict(&self) -> Option<(char, char)> {
        let Self { bytes, raw, unicode, format, template } = *self;
        [
            (unicode, bytes, ('u', 'b')),
            (unicode, raw, ('u', 'r')),
            (unicode, format, ('u', 'f')),
            (unicode, template, ('u', 't')),
            (bytes, format, ('b', 'f')),
            (bytes, template, ('b', 't')),
            (format, template, ('f', 't')),
        ]
        .into_iter()
        .find_map(|(one, other, names)| (one && other).then_some(names))
    }
}

impl Tokenizer<'_> {
    pub(super) fn normal(&mut self) -> Token {
        loop {
            self.start = None;
            let mut blank_line = false;
            if self.at_line_start {
                self.at_line_start = false;
                match self.indentation() {
                    Ok(blank) => blank_line = blank,
                    Err(error) => return error,
                }
            }
            self.start = Some(self.cursor);
            if self.pending != 0 {
                let ty = if self.pending < 0 { T::Dedent } else { T::Indent };
                self.pending -= self.pending.signum();
                return self.token(ty, None);
            }
            self.peek();
            match self.one(blank_line) {
                Some(token) => return token,
                // A line without code.
                None => continue,
            }
        }
    }

    /// Measure the indentation of a line. `Ok(true)` for a line without code.
    fn indentation(&mut self) -> Result<bool, Token> {
        let (mut column, mut alternative) = (0, 0);
        // The first line of a continued line decides, if it has any indentation.
        let mut continued = 0;
        let c = loop {
            match self.read() {
                b' ' => {
                    column += 1;
                    alternative += 1;
                }
                b'\t' => {
                    column = (column / 8 + 1) * 8;
                    alternative += 1;
                }
                b'\x0c' => (column, alternative) = (0, 0),
                b'\\' => {
                    if continued == 0 {
                        continued = column;
                    }
                    self.continuation()?;
                }
                other => break other,
            }
        };
        self.unread(c);
        if matches!(c, b'#' | b'\n') {
            return Ok(true);
        }
        if !self.brackets.is_empty() {
            return Ok(false);
        }
        if continued != 0 {
            (column, alternative) = (continued, continued);
        }
        let top = self.indentation[self.indents];
        if column == top.column {
            if alternative != top.alternative {
                return Err(self.stop(Done::TabSpace));
            }
        } else if column > top.column {
            if self.indents + 1 >= MAX_INDENT {
                return Err(self.stop(Done::TooDeep));
            }
            if alternative <= top.alternative {
                return Err(self.stop(Done::TabSpace));
            }
            self.pending += 1;
            self.indents += 1;
            self.indentation.push(Indentation { column, alternative });
        } else {
            while self.indents > 0 && column < self.indentation[self.indents].column {
                self.pending -= 1;
                self.indents -= 1;
                self.indentation.pop();
            }
            let top = self.indentation[self.indents];
            if column != top.column {
                return Err(self.stop(Done::Dedent));
            }
            if alternative != top.alternative {
                return Err(self.stop(Done::TabSpace));
            }
        }
        Ok(false)
    }

    /// After a backslash: only a newline may follow.
    fn continuation(&mut self) -> Result<(), Token> {
        if self.read() != b'\n' {
            // The place of this error is what has been read.
            self.done = Done::LineContinuation;
            return Err(self.token(T::Error, None));
        }
        let c = self.read();
        if c == EOF {
            self.done = Done::EndOfFile;
            self.cursor = self.line_end;
            return Err(self.token(T::Error, None));
        }
        self.unread(c);
        Ok(())
    }

    /// One token, or `None` at the end of a line that has none.
    fn one(&mut self, blank_line: bool) -> Option<Token> {
        loop {
            self.start = None;
            let mut c = self.read();
            while matches!(c, b' ' | b'\t' | b'\x0c') {
                c = self.read();
            }
            self.start = Some(self.cursor.saturating_sub(usize::from(c != EOF)));
            if c == b'#' {
                while c != EOF && c != b'\n' {
                    c = self.read();
                }
                if self.lenient {
                    self.unread(c);
                    self.comment_line = blank_line;
                    return Some(self.token_here(T::Comment));
                }
            }
            if c == EOF {
                let ended = self.done == Done::EndOfFile && self.brackets.is_empty();
                return Some(self.token(if ended { T::EndMarker } else { T::Error }, None));
            }
            if starts_name(c) {
                return Some(self.name_or_string(c));
            }
            if c == b'\n' {
                self.at_line_start = true;
                if std::mem::take(&mut self.comment_line) || blank_line || !self.brackets.is_empty() {
                    return self.lenient.then(|| self.token_here(T::Nl));
                }
                let start = self.start.unwrap_or(self.cursor);
                return Some(self.token(T::Newline, Some((start, self.cursor))));
            }
            if c == b'.' {
                c = self.read();
                if c.is_ascii_digit() {
                    return Some(self.number_from_fraction(c));
                }
                if c == b'.' {
                    c = self.read();
                    if c == b'.' {
                        return Some(self.token_here(T::Ellipsis));
                    }
                    self.unread(c);
                    self.unread(b'.');
                } else {
                    self.unread(c);
                }
                return Some(self.token_here(T::Dot));
            }
            if c.is_ascii_digit() {
                return Some(self.number(c));
            }
            if matches!(c, b'\'' | b'"') {
                return Some(self.string(c));
            }
            if c == b'\\' {
                if let Err(error) = self.continuation() {
                    return Some(error);
                }
                continue;
            }
            return Some(self.operator(c));
        }
    }

    fn name_or_string(&mut self, mut c: u8) -> Token {
        let mut prefix = Prefix::default();
        while prefix.take(c) {
            c = self.read();
            if matches!(c, b'\'' | b'"') {
                if let Some((one, other)) = prefix.conflict() {
                    let start = self.start.unwrap_or(self.cursor);
                    let column = |at: usize| (at - self.line_start) as i32;
                    // The letters are ASCII, but what stands before them on the line may not be.
                    let before = self.source[self.line_start..start].chars().count() as i32 - column(start);
                    let (from, to) = (column(start) + 1 + before, column(self.cursor) + before);
                    return self.fail_at(format!("'{one}' and '{other}' prefixes are incompatible"), from, to);
                }
                return if prefix.interpolated() { self.start_interpolated(c, &prefix) } else { self.string(c) };
            }
        }
        let mut ascii = true;
        while continues_name(c) {
            ascii &= c < 128;
            c = self.read();
        }
        self.unread(c);
        if !ascii && let Some(error) = self.check_name() {
            return error;
        }
        let start = self.start.unwrap_or(self.cursor);
        let ty = keyword(&self.bytes[start..self.cursor]);
        self.token_here(ty)
    }

    /// A name with characters beyond ASCII must be an identifier.
    fn check_name(&mut self) -> Option<Token> {
        let start = self.start.unwrap_or(self.cursor);
        let text = &self.source[start..self.cursor];
        let bad = text.char_indices().find(|&(at, c)| {
            let c = c as u32;
            !(if at == 0 { c == u32::from(b'_') || unicode::is_xid_start(c) } else { unicode::is_xid_continue(c) })
        });
        let (at, c) = bad?;
        self.cursor = start + at + c.len_utf8();
        let code_point = c as u32;
        let message = if unicode::is_printable_char(code_point) {
            format!("invalid character '{c}' (U+{code_point:04X})")
        } else {
            format!("invalid non-printable character U+{code_point:04X}")
        };
        Some(self.fail(message))
    }

    fn operator(&mut self, c: u8) -> Token {
        if c == b':'
            && let Some(string) = self.strings.last_mut()
        {
            // A colon at the level of the field begins its format.
            if string.field_depth >= 0 && string.bracket_depth - 1 == string.field_depth {
                string.in_code = false;
                string.in_format_spec = true;
                return self.token_here(T::Colon);
            }
        }
        let second = self.read();
        let legacy = (c, second) == (b'<', b'>');
        if let Some(two) = two_characters(c, second).filter(|_| !legacy || self.flufl) {
            let third = self.read();
            let ty = three_characters(two, third).unwrap_or_else(|| {
                self.unread(third);
                two
            });
            return self.token_here(ty);
        }
        self.unread(second);
        match c {
            b'(' | b'[' | b'{' => {
                if self.brackets.len() >= MAX_LEVEL {
                    return self.fail("too many nested parentheses");
                }
                let start = self.start.unwrap_or(self.cursor);
                let column = (start - self.line_start) as i32;
                self.brackets.push(OpenBracket { character: c, line: self.line, column });
                if let Some(string) = self.strings.last_mut() {
                    string.bracket_depth += 1;
                }
            }
            b')' | b']' | b'}' => {
                if let Some(error) = self.close_bracket(c) {
                    return error;
                }
            }
            _ if !(0x20..0x7f).contains(&c) => {
                return self.fail(format!("invalid non-printable character U+{c:04X}"));
            }
            _ => {}
        }
        self.token_here(one_character(c))
    }

    fn close_bracket(&mut self, c: u8) -> Option<Token> {
        let string = self.strings.last().copied();
        let close = char::from(c);
        if let Some(string) = string
            && string.bracket_depth == 0
            && c == b'}'
        {
            return Some(self.fail(format!("{}-string: single '}}' is not allowed", string.letter())));
        }
        let Some(open) = self.brackets.pop() else {
            if self.lenient {
                return None;
            }
            return Some(self.fail(format!("unmatched '{close}'")));
        };
        if !self.lenient && !matches!((open.character, c), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
            if let Some(string) = string
                && open.character == b'{'
                && string.bracket_depth - 1 == string.field_depth
            {
                return Some(self.fail(format!("{}-string: unmatched '{close}'", string.letter())));
            }
            let opened = char::from(open.character);
            let mut message = format!("closing parenthesis '{close}' does not match opening parenthesis '{opened}'");
            if open.line != self.line {
                message.push_str(&format!(" on line {}", open.line));
            }
            return Some(self.fail(message));
        }
        if let Some(string) = self.strings.last_mut() {
            string.bracket_depth -= 1;
            if string.bracket_depth < 0 {
                let letter = string.letter();
                return Some(self.fail(format!("{letter}-string: unmatched '{close}'")));
            }
            if c == b'}' && string.bracket_depth == string.field_depth {
                string.field_depth -= 1;
                string.in_code = false;
                string.in_format_spec = false;
            }
        }
        None
    }
}
