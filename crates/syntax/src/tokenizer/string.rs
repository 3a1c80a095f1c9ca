//! Strings, and the text between the replacement fields of f-strings and t-strings.

use super::normal::Prefix;
use crate::errors::escapes::escape_message;

use super::{Done, EOF, Interpolated, MAX_FIELD_NESTING, MAX_STRING_NESTING, T, Token, Tokenizer};

impl Tokenizer<'_> {
    /// A string without fields, whose opening quote was read.
    pub(super) fn string(&mut self, quote: u8) -> Token {
        self.first_line = self.line;
        self.string_line_start = self.line_start;
        let mut quote_size = 1;
        let mut closing = 0;
        let mut escaped_quote = false;
        let mut c = self.read();
        if c == quote {
            c = self.read();
            if c == quote {
                quote_size = 3;
            } else {
                closing = 1;
            }
        }
        if c != quote {
            self.unread(c);
        }
        while closing != quote_size {
            c = self.read();
            if c == EOF || (quote_size == 1 && c == b'\n') {
                return self.unterminated(quote, quote_size, c, escaped_quote);
            }
            if c == quote {
                closing += 1;
                continue;
            }
            closing = 0;
            if c == b'\\' {
                c = self.read();
                escaped_quote |= c == quote;
            }
        }
        self.token_here(T::Str)
    }

    fn unterminated(&mut self, quote: u8, quote_size: usize, last: u8, escaped_quote: bool) -> Token {
        // The error is at the first character of the literal.
        self.cursor = self.start.unwrap_or(self.cursor) + 1;
        self.line_start = self.string_line_start;
        let end_line = self.line;
        self.line = self.first_line;
        if let Some(string) = self.strings.last() {
            // The same quotes inside a field: it is the field that was not closed.
            if string.quote == quote && string.quote_size == quote_size {
                let letter = string.letter();
                return self.fail(format!("{letter}-string: expecting '}}'"));
            }
        }
        let message = match (quote_size, escaped_quote) {
            (3, _) => format!("unterminated triple-quoted string literal (detected at line {end_line})"),
            (_, true) => {
                format!("unterminated string literal (detected at line {end_line}); perhaps you escaped the end quote?")
            }
            (_, false) => format!("unterminated string literal (detected at line {end_line})"),
        };
        let token = self.fail(message);
        if last != b'\n' {
            self.done = if quote_size == 3 { Done::EndInTripleQuoted } else { Done::EndInString };
        }
        token
    }

    /// The opening quote of an f-string or t-string was read.
    pub(super) fn start_interpolated(&mut self, quote: u8, prefix: &Prefix) -> Token {
        self.first_line = self.line;
        self.string_line_start = self.line_start;
        let mut quote_size = 1;
        let second = self.read();
        if second == quote {
            let third = self.read();
            if third == quote {
                quote_size = 3;
            } else {
                self.unread(third);
                self.unread(second);
            }
        } else {
            self.unread(second);
        }
        if self.strings.len() + 1 >= MAX_STRING_NESTING {
            return self.fail("too many nested f-strings or t-strings");
        }
        let token = self.token_here(if prefix.template { T::TemplateStart } else { T::FormatStart });
        self.strings.push(Interpolated {
            in_code: false,
            template: prefix.template,
            raw: prefix.raw,
            quote,
            quote_size,
            start: self.start.unwrap_or(self.cursor),
            line_start: self.line_start,
            line: self.line,
            bracket_depth: 0,
            field_depth: -1,
            in_format_spec: false,
        });
        token
    }

    /// Text up to a field or the end of the string, or the end itself.
    pub(super) fn string_text(&mut self) -> Token {
        let Some(&string) = self.strings.last() else { return self.normal() };
        self.start = Some(self.cursor);
        self.first_line = self.line;
        let first = self.read();
        if first == b'{' {
            let second = self.peek();
            self.unread(first);
            if second != b'{' {
                if let Some(error) = self.open_field() {
                    return error;
                }
                return self.normal();
            }
        } else {
            self.unread(first);
        }
        if self.at_closing_quotes(string) {
            self.strings.pop();
            return self.token_here(if string.template { T::TemplateEnd } else { T::FormatEnd });
        }
        self.string_line_start = self.line_start;
        self.middle(string)
    }

    /// Reads the closing quotes if they come next. Quotes that are too few are put back but the first.
    fn at_closing_quotes(&mut self, string: Interpolated) -> bool {
        for _ in 0..string.quote_size {
            let c = self.read();
            if c != string.quote {
                self.unread(c);
                return false;
            }
        }
        true
    }

    fn open_field(&mut self) -> Option<Token> {
        let string = self.strings.last_mut()?;
        string.field_depth += 1;
        if string.field_depth >= MAX_FIELD_NESTING {
            let letter = string.letter();
            return Some(self.fail(format!("{letter}-string: expressions nested too deeply")));
        }
        string.in_code = true;
        None
    }

    fn enter_code(&mut self) {
        if let Some(string) = self.strings.last_mut() {
            string.in_code = true;
            string.in_format_spec = false;
        }
    }

    fn middle(&mut self, string: Interpolated) -> Token {
        let ty = if string.template { T::TemplateMiddle } else { T::FormatMiddle };
        let letter = string.letter();
        let in_format_spec = string.in_format_spec && string.field_depth >= 0;
        let mut closing = 0;
        let mut in_unicode_name = false;
        while closing != string.quote_size {
            let c = self.read();
            if c == EOF || (string.quote_size == 1 && c == b'\n') {
                if in_format_spec && c == b'\n' {
                    return self.fail(format!(
                        "{letter}-string: newlines are not allowed in format specifiers for single quoted {letter}-strings"
                    ));
                }
                return self.unterminated_interpolated(string, c);
            }
            if c == string.quote {
                closing += 1;
                continue;
            }
            closing = 0;
            match c {
                b'{' => {
                    let next = self.read();
                    if next != b'{' || in_format_spec {
                        self.unread(next);
                        self.unread(c);
                        if let Some(error) = self.open_field() {
                            return error;
                        }
                        self.enter_code();
                        return self.token_here(ty);
                    }
                    return self.doubled_brace(ty);
                }
                b'}' if in_unicode_name => return self.token_here(ty),
                b'}' => {
                    let next = self.read();
                    if next == b'}' && !in_format_spec && string.bracket_depth == 0 {
                        return self.doubled_brace(ty);
                    }
                    self.unread(next);
                    self.unread(c);
                    self.enter_code();
                    return self.token_here(ty);
                }
                b'\\' => {
                    let next = self.read();
                    if matches!(next, b'{' | b'}') {
                        if !string.raw {
                            self.warn(escape_message(if next == b'{' { "{" } else { "}" }, false));
                        }
                        // The brace is looked at again.
                        self.unread(next);
                    } else if next == b'N' && !string.raw {
                        let brace = self.read();
                        if brace == b'{' {
                            in_unicode_name = true;
                        } else {
                            self.unread(brace);
                        }
                    }
                }
                _ => {}
            }
        }
        for _ in 0..string.quote_size {
            self.unread(string.quote);
        }
        self.token_here(ty)
    }

    /// Text up to the first of two braces. Its place takes in the second.
    fn doubled_brace(&self, ty: T) -> Token {
        self.token_here(ty).shortened()
    }

    fn unterminated_interpolated(&mut self, string: Interpolated, last: u8) -> Token {
        let letter = string.letter();
        self.cursor = string.start + 1;
        self.line_start = string.line_start;
        let end_line = self.line;
        self.line = string.line;
        if string.quote_size == 3 {
            let token =
                self.fail(format!("unterminated triple-quoted {letter}-string literal (detected at line {end_line})"));
            if last != b'\n' {
                self.done = Done::EndInTripleQuoted;
            }
            token
        } else {
            self.fail(format!("unterminated {letter}-string literal (detected at line {end_line})"))
        }
    }
}
