//! `feature_version`: what a tree uses that an older Python did not have.

use super::table::Kind;
use super::tree::{Item, Node};

/// What CPython says of the first thing in the tree that is newer than Python 3.`version`.
pub(super) fn newer(node: &Node, version: i64, source: &str) -> Option<String> {
    newer_in(node, version, &source.lines().collect::<Vec<_>>())
}

fn newer_in(node: &Node, version: i64, lines: &[&str]) -> Option<String> {
    if let Some((what, since)) = feature(node, lines)
        && version < since
    {
        return Some(format!("{what} only supported in Python 3.{since} and greater"));
    }
    node.fields.iter().find_map(|item| in_item(item, version, lines))
}

fn in_item(item: &Item, version: i64, lines: &[&str]) -> Option<String> {
    match item {
        Item::Node(node) => newer_in(node, version, lines),
        Item::List(items) => items.iter().find_map(|item| in_item(item, version, lines)),
        Item::None | Item::Name(_) | Item::Int(_) | Item::Const(_) => None,
    }
}

fn is_empty(item: Option<&Item>) -> bool {
    match item {
        Some(Item::List(items)) => items.is_empty(),
        Some(Item::None) | None => true,
        Some(_) => false,
    }
}

/// Whether a tuple is written without parentheses.
fn is_bare(item: Option<&Item>, lines: &[&str]) -> bool {
    let Some(Item::Node(node)) = item else { return false };
    let line = lines.get((node.place.line - 1).max(0) as usize);
    let first = line.and_then(|line| line.as_bytes().get(node.place.column as usize));
    node.kind == Kind::Tuple && first != Some(&b'(')
}

fn feature(node: &Node, lines: &[&str]) -> Option<(&'static str, i64)> {
    Some(match node.kind {
        Kind::arguments if !is_empty(node.fields.first()) => ("Positional-only parameters are", 8),
        Kind::NamedExpr => ("Assignment expressions are", 8),
        Kind::AsyncFunctionDef => ("Async functions are", 5),
        Kind::AsyncFor => ("Async for loops are", 5),
        Kind::AsyncWith => ("Async with statements are", 5),
        Kind::Await => ("Await expressions are", 5),
        Kind::comprehension if matches!(node.fields.last(), Some(Item::Int(1))) => ("Async comprehensions are", 6),
        Kind::AnnAssign => ("Variable annotation syntax is", 6),
        Kind::MatMult => ("The '@' operator is", 5),
        Kind::JoinedStr => ("Format strings are", 6),
        Kind::TemplateStr => ("Template strings are", 14),
        Kind::Match => ("Pattern matching is", 10),
        Kind::ExceptHandler if is_bare(node.fields.first(), lines) => {
            ("except expressions without parentheses are", 14)
        }
        Kind::TryStar => ("Exception groups are", 11),
        Kind::TypeAlias => ("Type statement is", 12),
        Kind::FunctionDef | Kind::ClassDef if !is_empty(node.fields.last()) => ("Type parameter lists are", 12),
        Kind::TypeVar | Kind::ParamSpec | Kind::TypeVarTuple if !is_empty(node.fields.last()) => {
            ("Type parameter defaults are", 13)
        }
        _ => return None,
    })
}
