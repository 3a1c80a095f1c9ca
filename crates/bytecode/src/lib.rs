//! The bytecode: the op table, code templates, and what the compiler and the runtime agree on.
//!
//! A code template is plain data without pointers, so that it can be built on another thread, written into the
//! standard library's blob, and shared between isolates. Reading order: `ops.rs` (every instruction), `code.rs` (what
//! surrounds them), `positions.rs` (where in the source an instruction comes from).
#![forbid(unsafe_code)]

mod code;
mod disassemble;
mod encode;
mod ops;
mod positions;
mod source_tools;
mod syntax_error;
mod verify;

pub use code::{Code, CodeFlags, Const, ExceptionEntry, LocalKind, LocalVar};
pub use disassemble::{Listed, disassemble, instructions, jump_target};
pub use encode::{CodeHeader, Malformed, PackedCode, decode, encode};
pub use ops::{
    BinaryKind, CALL_EX_MAPPING, CommonConstant, FORMAT_HAS_SPEC, FunctionAttribute, HEADER_WORDS, Immediate,
    Instruction, Intrinsic, MAX_NEAR_LOCALS, NO_REGISTER, Op, SpecialMethod,
};
pub use positions::{Position, PositionTable, PositionTableBuilder};
pub use source_tools::{CaretAnchors, NoSourceTools, SourceTools, StatementShape};
pub use syntax_error::{SyntaxError, SyntaxErrorKind};
pub use verify::{live_temps, verify};
