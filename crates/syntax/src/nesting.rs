//! How deep a source nests, measured before anything recursive sees it, and room on the stack for what is allowed.
//!
//! Brackets are counted by the tokenizer and cannot pass 200. What can still nest without end is prefix operators,
//! `**`, `lambda` and conditional expressions (the parser recurses), and chains of attributes, calls and binary
//! operators (the parser loops but the tree is deep). Both are bounded here by a scan of bytes that counts too much
//! rather than too little, so that an ordinary file never pays for more than the scan.

use ruff_text_size::{TextRange, TextSize};
use taipan_bytecode::{SyntaxError, SyntaxErrorKind};

use crate::errors;
use crate::line_index::LineIndex;

/// Nested prefix operators and the like before parsing is refused.
const MAX_NESTING: usize = 6_000;
/// Links in one chain of attributes, calls, subscripts and binary operators.
const MAX_CHAIN: usize = 30_000;
/// Open brackets, as in the tokenizer.
const MAX_BRACKETS: usize = 200;
/// Stack for walking or dropping one level of the tree, measured on an unoptimised build and doubled.
const STACK_PER_LEVEL: usize = 2 * 1024;
/// Trees shallower than this are walked on the stack there is.
const SHALLOW: usize = 64;

/// Run `walk`, which recurses once for each of `depth` levels of a tree, with enough stack.
pub fn with_stack_for<T>(depth: usize, walk: impl FnOnce() -> T) -> T {
    if depth <= SHALLOW {
        walk()
    } else {
        stacker::maybe_grow((depth + SHALLOW) * STACK_PER_LEVEL, (depth + SHALLOW) * STACK_PER_LEVEL * 2, walk)
    }
}

/// Refuse source that nests too deep; else a bound on the depth of its tree.
pub(crate) fn check(source: &str, lines: &LineIndex) -> Result<usize, SyntaxError> {
    // Statements cannot be told apart without tokens, so strings and comments count as well.
    let mut count = 0usize;
    for pair in source.as_bytes().windows(2) {
        match pair[0] {
            b'-' | b'+' | b'~' | b'*' | b'.' | b'(' | b'[' | b'{' | b'/' | b'%' | b'&' | b'|' | b'^' | b'<' | b'>'
            | b'@' => count += 1,
            b'n' if pair[1] == b'o' => count += 1,
            b'l' if matches!(pair[1], b'a' | b's') => count += 1,
            b'a' if pair[1] == b'w' => count += 1,
            _ => {}
        }
    }
    if count > MAX_BRACKETS {
        Scan::new(source).run(lines)?;
    }
    Ok(count.min(MAX_CHAIN + MAX_NESTING))
}

/// Counts per bracket what the tokens of one expression can add to the depth of the tree.
struct Scan<'s> {
    source: &'s str,
    bytes: &'s [u8],
    at: usize,
    levels: Vec<Level>,
    current: Level,
    /// Sum of `nesting()` over `levels`.
    below: usize,
}

#[derive(Clone, Copy, Default)]
struct Level {
    /// Unary operators, `await` and `**`: undone by any other binary operator.
    tight: usize,
    /// `not`: undone by `and`, `or`.
    inverted: usize,
    /// `else` and `lambda`: undone by a comma or the end of a statement.
    open: usize,
    /// Links of the chain.
    chain: usize,
    /// The previous token ended an operand.
    after_operand: bool,
}

impl Level {
    fn nesting(&self) -> usize {
        self.tight + self.inverted + self.open
    }
}

impl<'s> Scan<'s> {
    fn new(source: &'s str) -> Self {
        Self { source, bytes: source.as_bytes(), at: 0, levels: Vec::new(), current: Level::default(), below: 0 }
    }

    fn run(mut self, lines: &LineIndex) -> Result<(), SyntaxError> {
        while let Some(&byte) = self.bytes.get(self.at) {
            let start = TextSize::new(self.at as u32);
            self.token(byte);
            if self.levels.len() > MAX_BRACKETS {
                let message = "too many nested parentheses";
                let range = TextRange::empty(start);
                return Err(errors::at_range(SyntaxErrorKind::Syntax, message, range, self.source, lines));
            }
            if self.below + self.current.nesting() > MAX_NESTING {
                return Err(SyntaxError::without_position(
                    SyntaxErrorKind::Memory,
                    "Parser stack overflowed - Python source too complex to parse",
                ));
            }
            if self.current.chain > MAX_CHAIN {
                return Err(SyntaxError::without_position(
                    SyntaxErrorKind::Recursion,
                    "Stack overflow during compilation",
                ));
            }
        }
        Ok(())
    }

    fn token(&mut self, byte: u8) {
        self.at += 1;
        match byte {
            b' ' | b'\t' | b'\x0c' => {}
            b'\\' => self.at += 1,
            b'#' => {
                while self.bytes.get(self.at).is_some_and(|&byte| byte != b'\n') {
                    self.at += 1;
                }
            }
            b'\n' if self.levels.is_empty() => self.current = Level::default(),
            b'\n' => {}
            b'\'' | b'"' => {
                self.string(byte);
                self.current.after_operand = true;
            }
            b'(' | b'[' | b'{' => {
                if self.current.after_operand {
                    self.current.chain += 1;
                }
                self.below += self.current.nesting() + 1;
                self.levels.push(self.current);
                self.current = Level::default();
            }
            b')' | b']' | b'}' => {
                self.current = self.levels.pop().unwrap_or_default();
                self.below = self.below.saturating_sub(self.current.nesting() + 1);
                self.current.after_operand = true;
            }
            b',' | b';' | b'=' => self.current = Level::default(),
            b'.' => self.current.chain += 1,
            b'*' if self.bytes.get(self.at) == Some(&b'*') => {
                self.at += 1;
                self.current.tight += 1;
                self.current.after_operand = false;
            }
            b'-' | b'+' | b'~' | b'*' if !self.current.after_operand => self.current.tight += 1,
            b'-' | b'+' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^' | b'<' | b'>' => {
                self.current.tight = 0;
                self.current.chain += 1;
                self.current.after_operand = false;
            }
            b'!' | b':' => self.current.after_operand = false,
            _ => self.word(),
        }
    }

    fn word(&mut self) {
        let start = self.at - 1;
        while self.bytes.get(self.at).is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 128) {
            self.at += 1;
        }
        self.current.after_operand = false;
        match &self.bytes[start..self.at] {
            b"not" => self.current.inverted += 1,
            b"await" | b"yield" | b"from" => self.current.tight += 1,
            b"lambda" | b"else" => self.current.open += 1,
            b"and" | b"or" | b"if" => (self.current.tight, self.current.inverted) = (0, 0),
            b"in" | b"is" | b"for" | b"return" => self.current.tight = 0,
            _ => self.current.after_operand = true,
        }
    }

    /// Skips a string without looking into the fields of f-strings: their own nesting is bounded by the tokenizer.
    fn string(&mut self, quote: u8) {
        let triple = self.bytes[self.at..].starts_with(&[quote, quote]);
        if triple {
            self.at += 2;
        }
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'\n' if !triple => return,
                _ if byte == quote => {
                    if !triple {
                        return;
                    }
                    if self.bytes[self.at..].starts_with(&[quote, quote]) {
                        self.at += 2;
                        return;
                    }
                }
                _ => {}
            }
        }
    }
}
