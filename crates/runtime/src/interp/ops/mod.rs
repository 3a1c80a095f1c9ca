//! The handlers, a file for each family of instructions, as in `taipan_bytecode::Op`.

pub(super) mod arith;
pub(super) mod attr;
pub(super) mod attr_dict;
pub(super) mod attr_getset;
pub(super) mod build;
pub(super) mod call;
pub(super) mod call_defaults;
pub(super) mod compare;
pub(super) mod construct;
pub(super) mod control;
pub(super) mod exception;
pub(super) mod float;
pub(super) mod function;
pub(super) mod generator;
pub(super) mod import;
pub(super) mod instantiate;
pub(super) mod iterate;
pub(super) mod load_store;
pub(super) mod native_call;
pub(super) mod pattern;
pub(super) mod special;
pub(super) mod subscript;
