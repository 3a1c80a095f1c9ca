//! Source decoding, parsing, and syntax errors worded as CPython words them.
//!
//! The parser and its tree are ruff's, and this crate alone names them: everyone else writes `taipan_syntax::ast`.
//! Ruff's parser recovers from errors in its own words and accepts some of what Python refuses, so a recognizer of
//! Python's own grammar runs first: it decides whether the source is right, and if not, what is wrong and where.
//!
//! Reading order: `parse` (the two steps), `decode`, `tokenizer`, `grammar`, `errors`. `dialect` has the little that
//! Python accepts and ruff does not.
#![forbid(unsafe_code)]

pub mod ast;
mod carets;
mod decode;
mod depth;
mod dialect;
mod errors;
mod grammar;
mod line_index;
mod nesting;
mod parse;
mod token_stream;
mod tokenizer;

pub use carets::SyntaxTools;
pub use decode::{CodecHook, DecodeOptions, decode_source, decode_source_with};
pub use line_index::LineIndex;
pub use nesting::with_stack_for;
pub use parse::{Mode, Noticed, ParseOptions, Parsed, SyntaxWarning, Tree, parse};
pub use taipan_bytecode::{SyntaxError, SyntaxErrorKind};
pub use token_stream::{SourceToken, TokenEnd, tokens};

#[cfg(test)]
mod tests;
