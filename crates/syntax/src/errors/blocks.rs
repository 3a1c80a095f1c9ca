//! Compound statements without their colon or their block.

use crate::grammar::compound::{block, class_header, except_block, except_star_block, returns};
use crate::grammar::expressions::{expression, expressions, named_expression, star_expressions};
use crate::grammar::parameters::{params, type_params};
use crate::grammar::targets::{star_target, star_targets};
use crate::grammar::{Fail, Node, Parse, Parser, choice};
use crate::tokenizer::T;

const EXPECTED_COLON: &str = "expected ':'";

pub(crate) fn block_missing(p: &mut Parser<'_>) -> Parse<()> {
    p.expect(T::Newline)?;
    p.not_at(&[T::Indent])
}

pub(crate) fn block_error(p: &mut Parser<'_>, after: &str, keyword: Node) -> Fail {
    let line = p.span(keyword).line;
    p.raise_indentation(format!("expected an indented block after {after} on line {line}"))
}

/// `:`, and no block on the next line.
pub(crate) fn colon_without_block(p: &mut Parser<'_>, after: &str, keyword: Node) -> Parse {
    p.expect(T::Colon)?;
    block_missing(p)?;
    Err(block_error(p, after, keyword))
}

/// The end of the line where a colon should be.
pub(crate) fn no_colon(p: &mut Parser<'_>) -> Parse {
    p.expect(T::Newline)?;
    Err(p.raise(EXPECTED_COLON))
}

pub(crate) fn empty_block(p: &mut Parser<'_>) -> Parse {
    block_missing(p)?;
    Err(p.raise_indentation("expected an indented block"))
}

/// A keyword and its condition.
fn conditional(p: &mut Parser<'_>, keyword: T, after: &str) -> Parse {
    choice!(p:
        {
            p.expect(keyword)?;
            named_expression(p)?;
            no_colon(p)
        },
        {
            let start = p.token(keyword)?;
            named_expression(p)?;
            colon_without_block(p, after, start)
        },
    )
}

pub(crate) fn if_stmt(p: &mut Parser<'_>) -> Parse {
    conditional(p, T::If, "'if' statement")
}

pub(crate) fn elif_stmt(p: &mut Parser<'_>) -> Parse {
    conditional(p, T::Elif, "'elif' statement")
}

pub(crate) fn while_stmt(p: &mut Parser<'_>) -> Parse {
    conditional(p, T::While, "'while' statement")
}

pub(crate) fn else_stmt(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            let start = p.token(T::Else)?;
            colon_without_block(p, "'else' statement", start)
        },
        {
            p.expect(T::Else)?;
            p.expect(T::Colon)?;
            block(p)?;
            p.expect(T::Elif)?;
            Err(p.raise("'elif' block follows an 'else' block"))
        },
    )
}

fn for_header(p: &mut Parser<'_>) -> Parse {
    p.optional(|p| p.expect(T::Async))?;
    let start = p.token(T::For)?;
    star_targets(p)?;
    p.expect(T::In)?;
    star_expressions(p)?;
    Ok(start)
}

pub(crate) fn for_stmt(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            for_header(p)?;
            no_colon(p)
        },
        {
            let start = for_header(p)?;
            colon_without_block(p, "'for' statement", start)
        },
    )
}

pub(crate) fn def(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.optional(|p| p.expect(T::Async))?;
            let start = p.token(T::Def)?;
            p.expect(T::Name)?;
            p.optional(type_params)?;
            p.expect(T::LPar)?;
            p.optional(params)?;
            p.expect(T::RPar)?;
            p.optional(returns)?;
            colon_without_block(p, "function definition", start)
        },
        {
            p.optional(|p| p.expect(T::Async))?;
            p.expect(T::Def)?;
            p.expect(T::Name)?;
            p.optional(type_params)?;
            p.forced(T::LPar, "(")?;
            p.optional(params)?;
            p.expect(T::RPar)?;
            p.optional(returns)?;
            p.forced(T::Colon, ":")?;
            block(p)
        },
    )
}

pub(crate) fn class(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            class_header(p)?;
            no_colon(p)
        },
        {
            let start = class_header(p)?;
            colon_without_block(p, "class definition", start)
        },
    )
}

/// `with` and its items: the keyword.
fn with_items(p: &mut Parser<'_>) -> Parse {
    p.optional(|p| p.expect(T::Async))?;
    let start = p.token(T::With)?;
    p.commas(|p| {
        expression(p)?;
        p.optional(as_target)
    })?;
    Ok(start)
}

fn with_group(p: &mut Parser<'_>) -> Parse {
    p.optional(|p| p.expect(T::Async))?;
    let start = p.token(T::With)?;
    p.expect(T::LPar)?;
    p.commas(|p| {
        expressions(p)?;
        p.optional(as_target)
    })?;
    p.optional(|p| p.expect(T::Comma))?;
    p.expect(T::RPar)?;
    Ok(start)
}

fn as_target(p: &mut Parser<'_>) -> Parse {
    p.expect(T::As)?;
    star_target(p)
}

pub(crate) fn with_stmt(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            with_items(p)?;
            no_colon(p)
        },
        {
            with_group(p)?;
            no_colon(p)
        },
    )
}

pub(crate) fn with_stmt_indent(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            let start = with_items(p)?;
            colon_without_block(p, "'with' statement", start)
        },
        {
            let start = with_group(p)?;
            colon_without_block(p, "'with' statement", start)
        },
    )
}

const BOTH_KINDS: &str = "cannot have both 'except' and 'except*' on the same 'try'";

pub(crate) fn try_stmt(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            let start = p.token(T::Try)?;
            colon_without_block(p, "'try' statement", start)
        },
        {
            p.expect(T::Try)?;
            p.expect(T::Colon)?;
            block(p)?;
            p.not_at(&[T::Except, T::Finally])?;
            Err(p.raise("expected 'except' or 'finally' block"))
        },
        {
            p.expect(T::Try)?;
            p.expect(T::Colon)?;
            p.repeat(block)?;
            p.repeat_once(except_block)?;
            let start = p.token(T::Except)?;
            let star = p.token(T::Star)?;
            expression(p)?;
            p.optional(as_name)?;
            p.expect(T::Colon)?;
            Err(p.raise_range(start, star, BOTH_KINDS))
        },
        {
            p.expect(T::Try)?;
            p.expect(T::Colon)?;
            p.repeat(block)?;
            p.repeat_once(except_star_block)?;
            let start = p.token(T::Except)?;
            p.optional(|p| {
                expression(p)?;
                p.optional(as_name)
            })?;
            p.expect(T::Colon)?;
            Err(p.raise_node(start, BOTH_KINDS))
        },
    )
}

fn as_name(p: &mut Parser<'_>) -> Parse {
    p.expect(T::As)?;
    p.token(T::Name)
}

const MULTIPLE_TYPES: &str = "multiple exception types must be parenthesized when using 'as'";

/// `a, b as c:`
fn types_with_name(p: &mut Parser<'_>) -> Parse {
    let first = expression(p)?;
    p.expect(T::Comma)?;
    expressions(p)?;
    p.expect(T::As)?;
    p.expect(T::Name)?;
    p.expect(T::Colon)?;
    Err(p.raise_from(first, MULTIPLE_TYPES))
}

/// `a as b.c:` and a block.
fn bad_name(p: &mut Parser<'_>, statement: &str) -> Parse {
    expression(p)?;
    p.expect(T::As)?;
    let target = expression(p)?;
    p.expect(T::Colon)?;
    block(p)?;
    let name = p.kind(target).name();
    Err(p.raise_node(target, format!("cannot use {statement} statement with {name}")))
}

pub(crate) fn except_stmt(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.expect(T::Except)?;
            types_with_name(p)
        },
        {
            p.expect(T::Except)?;
            expression(p)?;
            p.optional(as_name)?;
            no_colon(p)
        },
        {
            p.expect(T::Except)?;
            no_colon(p)
        },
        {
            p.expect(T::Except)?;
            bad_name(p, "except")
        },
    )
}

pub(crate) fn except_star_stmt(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.expect(T::Except)?;
            p.expect(T::Star)?;
            types_with_name(p)
        },
        {
            p.expect(T::Except)?;
            p.expect(T::Star)?;
            expression(p)?;
            p.optional(as_name)?;
            no_colon(p)
        },
        {
            p.expect(T::Except)?;
            p.expect(T::Star)?;
            p.expect_any(&[T::Newline, T::Colon])?;
            Err(p.raise("expected one or more exception types"))
        },
        {
            p.expect(T::Except)?;
            p.expect(T::Star)?;
            bad_name(p, "except*")
        },
    )
}

pub(crate) fn except_stmt_indent(p: &mut Parser<'_>) -> Parse {
    const AFTER: &str = "'except' statement";
    choice!(p:
        {
            let start = p.token(T::Except)?;
            expression(p)?;
            p.optional(as_name)?;
            colon_without_block(p, AFTER, start)
        },
        {
            let start = p.token(T::Except)?;
            colon_without_block(p, AFTER, start)
        },
    )
}

pub(crate) fn except_star_stmt_indent(p: &mut Parser<'_>) -> Parse {
    let start = p.token(T::Except)?;
    p.expect(T::Star)?;
    expression(p)?;
    p.optional(as_name)?;
    colon_without_block(p, "'except*' statement", start)
}

pub(crate) fn finally_stmt(p: &mut Parser<'_>) -> Parse {
    let start = p.token(T::Finally)?;
    colon_without_block(p, "'finally' statement", start)
}
