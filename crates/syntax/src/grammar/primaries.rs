//! What operators work on: names, calls, subscripts, displays, and the arguments of calls.

use super::comprehensions::{dict_comprehension, generator, list_comprehension, set_comprehension};
use super::expressions::{
    assignment_expression, bitwise_or, expression, named_expression, rule, star_named_expression,
    star_named_expressions,
};
use super::literals::{constant, name, number, strings};
use super::statements::yield_expr;
use super::{Kind, Memo, Node, Parse, Parser, choice};
use crate::errors;
use crate::tokenizer::T;

pub(crate) fn await_primary(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::AwaitPrimary, |p| {
        choice!(p:
            {
                let start = p.expect(T::Await)?;
                primary(p)?;
                Ok(p.node(Kind::Await, start, Vec::new()))
            },
            primary(p),
        )
    })
}

pub(crate) fn primary(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::Primary, |p| {
        let start = p.mark;
        let mut value = atom(p)?;
        let mut links = 0;
        while let Some(kind) = p.optional(trailer)? {
            p.link(&mut links)?;
            value = p.node(kind, start, Vec::new());
        }
        Ok(value)
    })
}

/// One link of a chain. The order is that of the alternatives of `primary`.
fn trailer(p: &mut Parser<'_>) -> Parse<Kind> {
    if p.peek()? == T::Dot {
        p.expect(T::Dot)?;
        p.expect(T::Name)?;
        return Ok(Kind::Attribute);
    }
    // A generator comes with the rules for what is wrong with comprehensions in any bracket.
    if p.optional(generator)?.is_some() {
        return Ok(Kind::Call);
    }
    if p.peek()? == T::LPar {
        call(p)?;
        return Ok(Kind::Call);
    }
    subscript(p)?;
    Ok(Kind::Subscript)
}

pub(crate) fn call(p: &mut Parser<'_>) -> Parse {
    p.expect(T::LPar)?;
    p.optional(arguments)?;
    p.token(T::RPar)
}

pub(crate) fn subscript(p: &mut Parser<'_>) -> Parse {
    p.expect(T::LSqb)?;
    slices(p)?;
    p.token(T::RSqb)
}

pub(crate) fn slices(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            let one = slice(p)?;
            p.not_at(&[T::Comma])?;
            Ok(one)
        },
        {
            let start = p.mark;
            let all = p.commas(|p| choice!(p: slice(p), starred_expression(p)))?;
            p.optional(|p| p.expect(T::Comma))?;
            Ok(p.node(Kind::Tuple, start, all))
        },
    )
}

fn slice(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        {
            p.optional(expression)?;
            p.expect(T::Colon)?;
            p.optional(expression)?;
            p.optional(|p| {
                p.expect(T::Colon)?;
                p.optional(expression)
            })?;
            Ok(p.node(Kind::Slice, start, Vec::new()))
        },
        named_expression(p),
    )
}

pub(crate) fn atom(p: &mut Parser<'_>) -> Parse {
    match p.peek()? {
        T::Name => name(p),
        T::True | T::False | T::None | T::Ellipsis => constant(p),
        T::Str | T::FormatStart | T::TemplateStart => strings(p),
        T::Number => number(p),
        T::LPar => choice!(p: tuple(p), group(p), generator(p)),
        T::LSqb => choice!(p: list(p), list_comprehension(p)),
        T::LBrace => choice!(p: dict(p), set(p), dict_comprehension(p), set_comprehension(p)),
        _ => Err(super::Fail::No),
    }
}

pub(crate) fn group(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.expect(T::LPar)?;
            let value = yield_or_named(p)?;
            p.expect(T::RPar)?;
            Ok(value)
        },
        p.invalid(errors::expressions::group),
    )
}

fn yield_or_named(p: &mut Parser<'_>) -> Parse {
    choice!(p: yield_expr(p), named_expression(p))
}

pub(crate) fn tuple(p: &mut Parser<'_>) -> Parse {
    let start = p.expect(T::LPar)?;
    let elements = p.optional(|p| {
        let mut all = vec![star_named_expression(p)?];
        p.expect(T::Comma)?;
        all.extend(p.optional(star_named_expressions)?.unwrap_or_default());
        Ok(all)
    })?;
    p.expect(T::RPar)?;
    Ok(p.node(Kind::Tuple, start, elements.unwrap_or_default()))
}

pub(crate) fn list(p: &mut Parser<'_>) -> Parse {
    let start = p.expect(T::LSqb)?;
    let elements = p.optional(star_named_expressions)?;
    p.expect(T::RSqb)?;
    Ok(p.node(Kind::List, start, elements.unwrap_or_default()))
}

fn set(p: &mut Parser<'_>) -> Parse {
    let start = p.expect(T::LBrace)?;
    star_named_expressions(p)?;
    p.expect(T::RBrace)?;
    Ok(p.node(Kind::Set, start, Vec::new()))
}

fn dict(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        {
            p.expect(T::LBrace)?;
            p.optional(|p| {
                p.commas(double_starred_pair)?;
                p.optional(|p| p.expect(T::Comma))
            })?;
            p.expect(T::RBrace)?;
            Ok(p.node(Kind::Dict, start, Vec::new()))
        },
        {
            // Python tries these in the first pass as well.
            p.expect(T::LBrace)?;
            errors::collections::double_starred_pairs(p)?;
            p.token(T::RBrace)
        },
    )
}

pub(crate) fn double_starred_pair(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.expect(T::DoubleStar)?;
            bitwise_or(p)
        },
        pair(p),
    )
}

pub(crate) fn pair(p: &mut Parser<'_>) -> Parse {
    expression(p)?;
    p.expect(T::Colon)?;
    expression(p)
}

pub(crate) fn arguments(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::Arguments, |p| {
        choice!(p:
            {
                let all = args(p)?;
                p.optional(|p| p.expect(T::Comma))?;
                p.at(&[T::RPar])?;
                Ok(all)
            },
            p.invalid(errors::calls::arguments),
        )
    })
}

/// An argument by position.
pub(crate) fn positional(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        starred_expression(p),
        {
            let value = unstarred(p)?;
            p.not_at(&[T::Equal])?;
            Ok(value)
        },
    )
}

pub(crate) fn unstarred(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        rule(p, assignment_expression),
        {
            let value = expression(p)?;
            p.not_at(&[T::ColonEqual])?;
            Ok(value)
        },
    )
}

pub(crate) fn args(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        {
            let mut all = p.commas(positional)?;
            let keywords = p.optional(|p| {
                p.expect(T::Comma)?;
                kwargs(p)
            })?;
            let keywords = keywords.unwrap_or_default();
            all.extend(keywords.iter().filter(|&&one| p.kind(one) != Kind::Keyword));
            let unpacks = has_unpacking(p, &keywords);
            Ok(p.flagged(Kind::Call, start, all, unpacks))
        },
        {
            let keywords = kwargs(p)?;
            let all = keywords.iter().copied().filter(|&one| p.kind(one) != Kind::Keyword).collect();
            let unpacks = has_unpacking(p, &keywords);
            Ok(p.flagged(Kind::Call, start, all, unpacks))
        },
    )
}

fn has_unpacking(p: &Parser<'_>, keywords: &[Node]) -> bool {
    keywords.iter().any(|&one| p.kind(one) == Kind::Keyword && p.data(one).flag)
}

pub(crate) fn kwargs(p: &mut Parser<'_>) -> Parse<Vec<Node>> {
    let both = p.optional(|p| {
        let mut all = p.commas(keyword_or_starred)?;
        p.expect(T::Comma)?;
        all.extend(p.commas(keyword_or_double_starred)?);
        Ok(all)
    })?;
    if let Some(all) = both {
        return Ok(all);
    }
    if let Some(all) = p.optional(|p| p.commas(keyword_or_starred))? {
        return Ok(all);
    }
    p.commas(keyword_or_double_starred)
}

pub(crate) fn starred_expression(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        p.invalid(errors::calls::starred_unpacking),
        {
            let start = p.expect(T::Star)?;
            let value = expression(p)?;
            Ok(p.node(Kind::Starred, start, vec![value]))
        },
        p.invalid(errors::calls::starred_expression_alone),
    )
}

fn keyword(p: &mut Parser<'_>) -> Parse {
    let start = p.expect(T::Name)?;
    p.expect(T::Equal)?;
    expression(p)?;
    Ok(p.node(Kind::Keyword, start, Vec::new()))
}

fn keyword_or_starred(p: &mut Parser<'_>) -> Parse {
    choice!(p: p.invalid(errors::calls::keyword), keyword(p), starred_expression(p))
}

fn keyword_or_double_starred(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        p.invalid(errors::calls::keyword),
        keyword(p),
        {
            let start = p.expect(T::DoubleStar)?;
            expression(p)?;
            Ok(p.flagged(Kind::Keyword, start, Vec::new(), true))
        },
    )
}

/// The parameters of a function type; stars are allowed and mean nothing.
pub(crate) fn type_expressions(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.commas(expression)?;
            p.optional(|p| {
                p.expect(T::Comma)?;
                star_types(p)
            })?;
            Ok(Node::NONE)
        },
        star_types(p),
    )
}

fn star_types(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.expect(T::Star)?;
            expression(p)?;
            p.optional(|p| {
                p.expect(T::Comma)?;
                p.expect(T::DoubleStar)?;
                expression(p)
            })?;
            Ok(Node::NONE)
        },
        {
            p.expect(T::DoubleStar)?;
            expression(p)
        },
    )
}
