//! Compound statements.

use super::expressions::{expression, expressions, named_expression, star_expressions};
use super::parameters::{params, type_params};
use super::primaries::arguments;
use super::statements::{cut, simple_stmts, statements};
use super::targets::{star_target, star_targets};
use super::{Kind, Memo, Node, Parse, Parser, choice, patterns};
use crate::errors;
use crate::tokenizer::T;

pub(crate) fn compound_stmt(p: &mut Parser<'_>) -> Parse {
    p.reset_links();
    p.deeper(|p| {
        choice!(p:
            {
                p.at(&[T::Def, T::At, T::Async])?;
                function_def(p)
            },
            {
                p.at(&[T::If])?;
                if_stmt(p)
            },
            {
                p.at(&[T::Class, T::At])?;
                class_def(p)
            },
            {
                p.at(&[T::With, T::Async])?;
                with_stmt(p)
            },
            {
                p.at(&[T::For, T::Async])?;
                for_stmt(p)
            },
            {
                p.at(&[T::Try])?;
                try_stmt(p)
            },
            {
                p.at(&[T::While])?;
                while_stmt(p)
            },
            patterns::match_stmt(p),
        )
    })
}

pub(crate) fn block(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::Block, |p| {
        choice!(p:
            {
                p.expect(T::Newline)?;
                p.expect(T::Indent)?;
                statements(p)?;
                p.token(T::Dedent)
            },
            simple_stmts(p),
            p.invalid(errors::blocks::empty_block),
        )
    })
}

fn decorators(p: &mut Parser<'_>) -> Parse {
    p.repeat_once(|p| {
        p.expect(T::At)?;
        named_expression(p)?;
        p.expect(T::Newline)
    })?;
    Ok(Node::NONE)
}

fn function_def(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            decorators(p)?;
            function_def_raw(p)
        },
        function_def_raw(p),
    )
}

fn function_def_raw(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        p.invalid(errors::blocks::def),
        {
            p.optional(|p| p.expect(T::Async))?;
            p.expect(T::Def)?;
            p.expect(T::Name)?;
            p.optional(type_params)?;
            p.expect(T::LPar)?;
            p.optional(params)?;
            p.expect(T::RPar)?;
            p.optional(returns)?;
            p.expect(T::Colon)?;
            block(p)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
    )
}

pub(crate) fn returns(p: &mut Parser<'_>) -> Parse {
    p.expect(T::RArrow)?;
    expression(p)
}

fn class_def(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            decorators(p)?;
            class_def_raw(p)
        },
        class_def_raw(p),
    )
}

fn class_def_raw(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        p.invalid(errors::blocks::class),
        {
            class_header(p)?;
            p.expect(T::Colon)?;
            block(p)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
    )
}

pub(crate) fn class_header(p: &mut Parser<'_>) -> Parse {
    let class = p.token(T::Class)?;
    p.expect(T::Name)?;
    p.optional(type_params)?;
    p.optional(|p| {
        p.expect(T::LPar)?;
        p.optional(arguments)?;
        p.expect(T::RPar)
    })?;
    Ok(class)
}

fn if_stmt(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        p.invalid(errors::blocks::if_stmt),
        {
            p.expect(T::If)?;
            named_expression(p)?;
            p.expect(T::Colon)?;
            block(p)?;
            elif_stmt(p)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        {
            p.expect(T::If)?;
            named_expression(p)?;
            p.expect(T::Colon)?;
            block(p)?;
            p.optional(else_block)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
    )
}

fn elif_stmt(p: &mut Parser<'_>) -> Parse {
    p.deeper(|p| {
        choice!(p:
            p.invalid(errors::blocks::elif_stmt),
            {
                p.expect(T::Elif)?;
                named_expression(p)?;
                p.expect(T::Colon)?;
                block(p)?;
                // The block is remembered, so a chain of these is read once.
                if p.optional(elif_stmt)?.is_none() {
                    p.optional(else_block)?;
                }
                Ok(Node::NONE)
            },
        )
    })
}

fn else_block(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        p.invalid(errors::blocks::else_stmt),
        {
            p.expect(T::Else)?;
            p.forced(T::Colon, ":")?;
            block(p)
        },
    )
}

fn while_stmt(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        p.invalid(errors::blocks::while_stmt),
        {
            p.expect(T::While)?;
            named_expression(p)?;
            p.expect(T::Colon)?;
            block(p)?;
            p.optional(else_block)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
    )
}

fn for_stmt(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        p.invalid(errors::blocks::for_stmt),
        {
            p.expect(T::For)?;
            for_rest(p)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        {
            p.expect(T::Async)?;
            p.expect(T::For)?;
            for_rest(p)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        p.invalid(errors::comprehensions::for_target),
    )
}

fn for_rest(p: &mut Parser<'_>) -> Parse {
    star_targets(p)?;
    p.expect(T::In)?;
    for_body(p).map_err(cut)
}

fn for_body(p: &mut Parser<'_>) -> Parse {
    star_expressions(p)?;
    p.expect(T::Colon)?;
    block(p)?;
    p.optional(else_block)?;
    Ok(Node::NONE)
}

fn with_stmt(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        p.invalid(errors::blocks::with_stmt_indent),
        {
            p.expect(T::With)?;
            with_group(p)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        {
            p.expect(T::With)?;
            with_plain(p)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        {
            p.expect(T::Async)?;
            p.expect(T::With)?;
            with_group(p)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        {
            p.expect(T::Async)?;
            p.expect(T::With)?;
            with_plain(p)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        p.invalid(errors::blocks::with_stmt),
    )
}

fn with_group(p: &mut Parser<'_>) -> Parse {
    p.expect(T::LPar)?;
    p.commas(with_item)?;
    p.optional(|p| p.expect(T::Comma))?;
    p.expect(T::RPar)?;
    p.expect(T::Colon)?;
    block(p)
}

fn with_plain(p: &mut Parser<'_>) -> Parse {
    p.commas(with_item)?;
    p.expect(T::Colon)?;
    block(p)
}

fn with_item(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            expression(p)?;
            p.expect(T::As)?;
            star_target(p)?;
            p.at(&[T::Comma, T::RPar, T::Colon])?;
            Ok(Node::NONE)
        },
        p.invalid(errors::assignment::with_item),
        expression(p),
    )
}

fn try_stmt(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        p.invalid(errors::blocks::try_stmt),
        {
            try_body(p)?;
            finally_block(p)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        {
            try_body(p)?;
            p.repeat_once(except_block)?;
            p.optional(else_block)?;
            p.optional(finally_block)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        {
            try_body(p)?;
            p.repeat_once(except_star_block)?;
            p.optional(else_block)?;
            p.optional(finally_block)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
    )
}

fn try_body(p: &mut Parser<'_>) -> Parse {
    p.expect(T::Try)?;
    p.forced(T::Colon, ":")?;
    block(p)
}

pub(crate) fn except_block(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        p.invalid(errors::blocks::except_stmt_indent),
        {
            p.expect(T::Except)?;
            expression(p)?;
            p.expect(T::Colon)?;
            block(p)
        },
        {
            p.expect(T::Except)?;
            expression(p)?;
            p.expect(T::As)?;
            p.expect(T::Name)?;
            p.expect(T::Colon)?;
            block(p)
        },
        {
            p.expect(T::Except)?;
            expressions(p)?;
            p.expect(T::Colon)?;
            block(p)
        },
        {
            p.expect(T::Except)?;
            p.expect(T::Colon)?;
            block(p)
        },
        p.invalid(errors::blocks::except_stmt),
    )
}

pub(crate) fn except_star_block(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        p.invalid(errors::blocks::except_star_stmt_indent),
        {
            p.expect(T::Except)?;
            p.expect(T::Star)?;
            expression(p)?;
            p.expect(T::Colon)?;
            block(p)
        },
        {
            p.expect(T::Except)?;
            p.expect(T::Star)?;
            expression(p)?;
            p.expect(T::As)?;
            p.expect(T::Name)?;
            p.expect(T::Colon)?;
            block(p)
        },
        {
            p.expect(T::Except)?;
            p.expect(T::Star)?;
            expressions(p)?;
            p.expect(T::Colon)?;
            block(p)
        },
        p.invalid(errors::blocks::except_star_stmt),
    )
}

fn finally_block(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        p.invalid(errors::blocks::finally_stmt),
        {
            p.expect(T::Finally)?;
            p.forced(T::Colon, ":")?;
            block(p)
        },
    )
}
