//! The few things Python accepts and ruff's parser does not, put in words that it does.
//!
//! Replacements have the length of what they replace, so that every range in the tree stays right.

use ruff_python_ast::visitor::transformer::{Transformer, walk_stmt};
use ruff_python_ast::{AtomicNodeIndex, ModModule, Stmt, StmtRaise};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::grammar::run::Accepted;

/// The source as ruff should see it, if it differs.
pub(crate) fn patch(source: &str, accepted: &Accepted) -> Option<String> {
    if accepted.legacy_not_equals.is_empty() && accepted.bare_raises.is_empty() {
        return None;
    }
    let mut patched = source.to_owned();
    for &at in &accepted.legacy_not_equals {
        patched.replace_range(at..at + 2, "!=");
    }
    for &at in &accepted.bare_raises {
        patched.replace_range(at..at + 5, "pass ");
    }
    Some(patched)
}

/// Put back in the tree what `patch` took from the source.
pub(crate) fn restore(module: &mut ModModule, accepted: &Accepted) {
    if accepted.bare_raises.is_empty() {
        return;
    }
    let restore = Restore { raises: &accepted.bare_raises };
    for stmt in &mut module.body {
        restore.visit_stmt(stmt);
    }
}

struct Restore<'a> {
    raises: &'a [usize],
}

impl Transformer for Restore<'_> {
    fn visit_stmt(&self, stmt: &mut Stmt) {
        if !matches!(stmt, Stmt::Pass(_)) {
            walk_stmt(self, stmt);
            return;
        }
        let start = stmt.range().start();
        if self.raises.binary_search(&start.to_usize()).is_ok() {
            *stmt = Stmt::Raise(StmtRaise {
                node_index: AtomicNodeIndex::NONE,
                range: TextRange::at(start, TextSize::new(5)),
                exc: None,
                cause: None,
            });
        }
    }
}
