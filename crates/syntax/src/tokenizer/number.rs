//! Numbers. A number may touch a keyword that can follow it (`1if x`), with a warning, and nothing else.

use super::normal::continues_name;
use super::{T, Token, Tokenizer};

/// A number that was refused; the tokenizer has the error.
struct Refused(Token);

type Scan<T> = Result<T, Refused>;

impl Tokenizer<'_> {
    pub(super) fn number(&mut self, first: u8) -> Token {
        let scanned = if first == b'0' { self.after_zero() } else { self.decimal() };
        self.finish_number(scanned)
    }

    /// `.5`, of which `c` is the first digit.
    pub(super) fn number_from_fraction(&mut self, c: u8) -> Token {
        let scanned = self.fraction(c);
        self.finish_number(scanned)
    }

    /// `scanned` is the character after the number, which was read.
    fn finish_number(&mut self, scanned: Scan<Option<u8>>) -> Token {
        match scanned {
            Ok(after) => {
                if let Some(c) = after {
                    self.unread(c);
                }
                self.token_here(T::Number)
            }
            Err(Refused(token)) => token,
        }
    }

    fn refuse<V>(&mut self, message: impl Into<String>) -> Scan<V> {
        Err(Refused(self.fail(message)))
    }

    fn decimal(&mut self) -> Scan<Option<u8>> {
        let c = self.decimal_tail()?;
        if c == b'.' {
            let c = self.read();
            return self.fraction(c);
        }
        self.after_digits(c)
    }

    fn fraction(&mut self, mut c: u8) -> Scan<Option<u8>> {
        if c.is_ascii_digit() {
            c = self.decimal_tail()?;
        }
        self.after_digits(c)
    }

    fn after_digits(&mut self, c: u8) -> Scan<Option<u8>> {
        match c {
            b'e' | b'E' => self.exponent(c),
            b'j' | b'J' => self.imaginary(),
            _ => self.end_of_number(c, "decimal"),
        }
    }

    fn exponent(&mut self, e: u8) -> Scan<Option<u8>> {
        let mut c = self.read();
        if matches!(c, b'+' | b'-') {
            c = self.read();
            if !c.is_ascii_digit() {
                self.unread(c);
                return self.refuse("invalid decimal literal");
            }
        } else if !c.is_ascii_digit() {
            // `1else`: the number ends before the `e`.
            self.unread(c);
            self.end_of_number(e, "decimal")?;
            self.unread(e);
            return Ok(None);
        }
        match self.decimal_tail()? {
            b'j' | b'J' => self.imaginary(),
            c => self.end_of_number(c, "decimal"),
        }
    }

    fn imaginary(&mut self) -> Scan<Option<u8>> {
        let c = self.read();
        self.end_of_number(c, "imaginary")
    }

    /// Digits with single underscores between them; the character after them.
    fn decimal_tail(&mut self) -> Scan<u8> {
        loop {
            let mut c = self.read();
            while c.is_ascii_digit() {
                c = self.read();
            }
            if c != b'_' {
                return Ok(c);
            }
            c = self.read();
            if !c.is_ascii_digit() {
                self.unread(c);
                return self.refuse("invalid decimal literal");
            }
        }
    }

    fn after_zero(&mut self) -> Scan<Option<u8>> {
        let mut c = self.read();
        match c {
            b'x' | b'X' => return self.radix("hexadecimal", |c| c.is_ascii_hexdigit()),
            b'o' | b'O' => return self.radix("octal", |c| matches!(c, b'0'..=b'7')),
            b'b' | b'B' => return self.radix("binary", |c| matches!(c, b'0' | b'1')),
            _ => {}
        }
        loop {
            if c == b'_' {
                c = self.read();
                if !c.is_ascii_digit() {
                    self.unread(c);
                    return self.refuse("invalid decimal literal");
                }
            }
            if c != b'0' {
                break;
            }
            c = self.read();
        }
        let zeros_end = self.cursor;
        let mut nonzero = false;
        if c.is_ascii_digit() {
            nonzero = true;
            c = self.decimal_tail()?;
        }
        match c {
            b'.' => {
                let c = self.read();
                self.fraction(c)
            }
            b'e' | b'E' => self.exponent(c),
            b'j' | b'J' => self.imaginary(),
            _ if nonzero && !self.lenient => {
                self.unread(c);
                let start = self.start.unwrap_or(self.cursor);
                let characters = |at: usize| self.source[self.line_start..at].chars().count() as i32;
                let (from, to) = (characters(start) + 1, characters(zeros_end));
                Err(Refused(self.fail_at(
                    "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
                    from,
                    to,
                )))
            }
            _ => self.end_of_number(c, "decimal"),
        }
    }

    fn radix(&mut self, kind: &'static str, is_digit: fn(u8) -> bool) -> Scan<Option<u8>> {
        let mut c = self.read();
        loop {
            if c == b'_' {
                c = self.read();
            }
            if !is_digit(c) {
                if c.is_ascii_digit() {
                    return self.refuse(format!("invalid digit '{}' in {kind} literal", char::from(c)));
                }
                self.unread(c);
                return self.refuse(format!("invalid {kind} literal"));
            }
            while is_digit(c) {
                c = self.read();
            }
            if c != b'_' {
                break;
            }
        }
        if c.is_ascii_digit() {
            return self.refuse(format!("invalid digit '{}' in {kind} literal", char::from(c)));
        }
        self.end_of_number(c, kind)
    }

    /// `c` was read after a number: a keyword may begin there, or something that is no name.
    fn end_of_number(&mut self, c: u8, kind: &'static str) -> Scan<Option<u8>> {
        let keyword = match c {
            b'a' => self.ahead(b"nd"),
            b'e' => self.ahead(b"lse"),
            b'f' => self.ahead(b"or"),
            b'i' => matches!(self.peek(), b'f' | b'n' | b's'),
            b'o' => self.ahead(b"r"),
            b'n' => self.ahead(b"ot"),
            _ => false,
        };
        if keyword {
            self.unread(c);
            self.warn(format!("invalid {kind} literal"));
            self.read();
        } else if c < 128 && continues_name(c) {
            self.unread(c);
            return self.refuse(format!("invalid {kind} literal"));
        }
        Ok(Some(c))
    }

    /// The next characters are these, and end a word.
    fn ahead(&mut self, word: &[u8]) -> bool {
        let start = self.cursor;
        // Reading, not looking: to meet the end of the input here counts as having met it.
        let found = word.iter().all(|&expected| self.read() == expected) && !continues_name(self.read());
        self.cursor = start;
        found
    }
}
