//! Arguments out of order, unparenthesized generators, and keywords that are none.

use super::assignment::MAYBE_COMPARISON;
use crate::grammar::comprehensions::{for_if_clauses, last_item};
use crate::grammar::expressions::expression;
use crate::grammar::primaries::{args, kwargs, positional, starred_expression};
use crate::grammar::{Node, Parse, Parser, choice};
use crate::tokenizer::T;

const UNPARENTHESIZED: &str = "Generator expression must be parenthesized";

pub(crate) fn arguments(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            positional_and_keywords(p)?;
            let comma = p.token(T::Comma)?;
            p.commas(|p| {
                starred_expression(p)?;
                p.not_at(&[T::Equal])
            })?;
            Err(p.raise_from(comma, "iterable argument unpacking follows keyword argument unpacking"))
        },
        {
            let value = expression(p)?;
            let clauses = for_if_clauses(p)?;
            p.expect(T::Comma)?;
            p.optional(args_or_generator)?;
            let last = last_item(p, &clauses);
            Err(p.raise_range(value, last, UNPARENTHESIZED))
        },
        {
            let name = p.token(T::Name)?;
            let equal = p.token(T::Equal)?;
            expression(p)?;
            for_if_clauses(p)?;
            Err(p.raise_range(name, equal, MAYBE_COMPARISON))
        },
        {
            p.optional(|p| {
                args(p)?;
                p.expect(T::Comma)
            })?;
            let name = p.token(T::Name)?;
            let equal = p.token(T::Equal)?;
            p.at(&[T::Comma, T::RPar])?;
            Err(p.raise_range(name, equal, "expected argument value expression"))
        },
        {
            let all = args(p)?;
            let clauses = for_if_clauses(p)?;
            // One argument alone is a generator, which is fine.
            let positional = &p.data(all).parts;
            let Some(&argument) = positional.last().filter(|_| positional.len() > 1) else {
                return Err(p.nothing());
            };
            let last = last_item(p, &clauses);
            Err(p.raise_range(argument, last, UNPARENTHESIZED))
        },
        {
            args(p)?;
            p.expect(T::Comma)?;
            let value = expression(p)?;
            let clauses = for_if_clauses(p)?;
            let last = last_item(p, &clauses);
            Err(p.raise_range(value, last, UNPARENTHESIZED))
        },
        {
            let all = args(p)?;
            p.expect(T::Comma)?;
            args(p)?;
            let unpacking = if p.data(all).flag { " unpacking" } else { "" };
            Err(p.raise(format!("positional argument follows keyword argument{unpacking}")))
        },
    )
}

fn positional_and_keywords(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.commas(positional)?;
            p.expect(T::Comma)?;
            kwargs(p)?;
            Ok(Node::NONE)
        },
        {
            kwargs(p)?;
            Ok(Node::NONE)
        },
    )
}

fn args_or_generator(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        args(p),
        {
            expression(p)?;
            for_if_clauses(p)?;
            Ok(Node::NONE)
        },
    )
}

pub(crate) fn keyword(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            let at = p.expect_any(&[T::True, T::False, T::None])?;
            p.expect(T::Equal)?;
            let span = p.token_span(at).to(p.token_span(at + 1));
            let message = format!("cannot assign to {}", p.text(at));
            Err(p.raise_at(span, message))
        },
        {
            let name = p.token(T::Name)?;
            let equal = p.token(T::Equal)?;
            expression(p)?;
            for_if_clauses(p)?;
            Err(p.raise_range(name, equal, MAYBE_COMPARISON))
        },
        {
            p.not_ahead(|p| {
                p.expect(T::Name)?;
                p.expect(T::Equal)
            })?;
            let value = expression(p)?;
            let equal = p.token(T::Equal)?;
            Err(p.raise_range(value, equal, "expression cannot contain assignment, perhaps you meant \"==\"?"))
        },
        {
            let stars = p.token(T::DoubleStar)?;
            expression(p)?;
            p.expect(T::Equal)?;
            let value = expression(p)?;
            Err(p.raise_range(stars, value, "cannot assign to keyword argument unpacking"))
        },
    )
}

pub(crate) fn starred_unpacking(p: &mut Parser<'_>) -> Parse {
    let star = p.token(T::Star)?;
    expression(p)?;
    p.expect(T::Equal)?;
    let value = expression(p)?;
    Err(p.raise_range(star, value, "cannot assign to iterable argument unpacking"))
}

pub(crate) fn starred_expression_alone(p: &mut Parser<'_>) -> Parse {
    p.expect(T::Star)?;
    Err(p.raise("Invalid star expression"))
}
