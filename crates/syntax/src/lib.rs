//! Source decoding, parsing, and syntax errors worded as CPython words them.
//!
//! The parser and its tree are ruff's, and this crate alone names them: everyone else writes `taipan_syntax::ast`.
//! Ruff's parser recovers from errors in its own words, so on a refusal its answer is dropped and the error is
//! found again by Python's own rules, in `errors`.
#![forbid(unsafe_code)]

pub mod ast;
mod decode;
mod depth;
mod dialect;
mod errors;
mod grammar;
mod line_index;
mod nesting;
mod parse;
mod tokenizer;

pub use decode::{CodecHook, DecodeOptions, decode_source, decode_source_with};
pub use line_index::LineIndex;
pub use nesting::with_stack_for;
pub use parse::{Mode, ParseOptions, Parsed, SyntaxWarning, Tree, parse};
pub use taipan_bytecode::{SyntaxError, SyntaxErrorKind};

#[cfg(test)]
mod tests;
