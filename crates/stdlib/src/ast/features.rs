//! `feature_version`: what a tree uses that an older Python did not have.

use super::table::Kind;
use super::tree::{Item, Node};

/// What CPython says of the first thing in the tree that is newer than Python 3.`version`.
pub(super) fn newer(node: &Node, version: i64) -> Option<String> {
    if let Some((what, since)) = feature(node)
        && version < since
    {
        return Some(format!("{what} only supported in Python 3.{since} and greater"));
    }
    node.fields.iter().find_map(|item| in_item(item, version))
}

fn in_item(item: &Item, version: i64) -> Option<String> {
    match item {
        Item::Node(node) => newer(node, version),
        Item::List(items) => items.iter().find_map(|item| in_item(item, version)),
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

fn feature(node: &Node) -> Option<(&'static str, i64)> {
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
        Kind::TryStar => ("Exception groups are", 11),
        Kind::TypeAlias => ("Type statement is", 12),
        Kind::FunctionDef | Kind::ClassDef if !is_empty(node.fields.last()) => ("Type parameter lists are", 12),
        Kind::TypeVar | Kind::ParamSpec | Kind::TypeVarTuple if !is_empty(node.fields.last()) => {
            ("Type parameter defaults are", 13)
        }
        _ => return None,
    })
}
