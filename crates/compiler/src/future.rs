//! `from __future__ import ...`: must come first in a file, and changes how the rest is compiled.

use taipan_bytecode::{CodeFlags, SyntaxError};
use taipan_syntax::ast::{ModModule, Stmt, StmtImportFrom, TextSize};

use crate::source::Source;

/// Features that are no longer optional.
const MANDATORY: [&str; 8] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "generator_stop",
];

/// What a module asks for.
#[derive(Clone, Copy, Default)]
pub(crate) struct Future {
    pub(crate) flags: CodeFlags,
    /// Where the last such import ends: any after it is an error.
    pub(crate) end: TextSize,
}

/// Whether a statement imports from `__future__`.
pub(crate) fn is_future_import(statement: &StmtImportFrom) -> bool {
    statement.level == 0 && statement.module.as_ref().is_some_and(|module| module.as_str() == "__future__")
}

/// Read the imports at the beginning of a module.
pub(crate) fn scan(module: &ModModule, interactive: bool, source: Source<'_>) -> Result<Future, SyntaxError> {
    let mut future = Future::default();
    for (at, statement) in module.body.iter().enumerate() {
        match statement {
            Stmt::ImportFrom(statement) if is_future_import(statement) => {
                for alias in &statement.names {
                    match alias.name.as_str() {
                        "annotations" => future.flags = future.flags.with(CodeFlags::FUTURE_ANNOTATIONS),
                        "barry_as_FLUFL" => future.flags = future.flags.with(CodeFlags::FUTURE_BARRY_AS_BDFL),
                        name if MANDATORY.contains(&name) => {}
                        "braces" => return Err(source.error(alias.range, "not a chance")),
                        name => {
                            return Err(source.error(alias.range, format!("future feature {name} is not defined")));
                        }
                    }
                }
                future.end = statement.range.end();
            }
            Stmt::Expr(first) if at == 0 && !interactive && first.value.is_string_literal_expr() => {}
            _ => break,
        }
    }
    Ok(future)
}
