//! Comprehensions that unpack, lack parentheses, or lack `in`.

use super::assignment::{Target, invalid_target};
use crate::grammar::comprehensions::for_if_clauses;
use crate::grammar::expressions::{bitwise_or, star_expressions, star_named_expression, star_named_expressions};
use crate::grammar::primaries::starred_expression;
use crate::grammar::{Node, Parse, Parser, choice};
use crate::tokenizer::T;

const TARGET_PARENTHESES: &str = "did you forget parentheses around the comprehension target?";

pub(crate) fn comprehension(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.expect_any(&[T::LSqb, T::LPar, T::LBrace])?;
            let starred = starred_expression(p)?;
            for_if_clauses(p)?;
            Err(p.raise_node(starred, "iterable unpacking cannot be used in comprehension"))
        },
        {
            p.expect_any(&[T::LSqb, T::LBrace])?;
            let first = star_named_expression(p)?;
            p.expect(T::Comma)?;
            let rest = star_named_expressions(p)?;
            for_if_clauses(p)?;
            let last = rest.last().copied().unwrap_or(Node::NONE);
            Err(p.raise_range(first, last, TARGET_PARENTHESES))
        },
        {
            p.expect_any(&[T::LSqb, T::LBrace])?;
            let first = star_named_expression(p)?;
            let comma = p.token(T::Comma)?;
            for_if_clauses(p)?;
            Err(p.raise_range(first, comma, TARGET_PARENTHESES))
        },
    )
}

pub(crate) fn dict_comprehension(p: &mut Parser<'_>) -> Parse {
    p.expect(T::LBrace)?;
    let stars = p.token(T::DoubleStar)?;
    bitwise_or(p)?;
    for_if_clauses(p)?;
    p.expect(T::RBrace)?;
    Err(p.raise_node(stars, "dict unpacking cannot be used in dict comprehension"))
}

pub(crate) fn for_if_clause(p: &mut Parser<'_>) -> Parse {
    p.optional(|p| p.expect(T::Async))?;
    p.expect(T::For)?;
    p.commas(bitwise_or)?;
    p.optional(|p| p.expect(T::Comma))?;
    p.not_at(&[T::In])?;
    Err(p.raise("'in' expected after for-loop variables"))
}

pub(crate) fn for_target(p: &mut Parser<'_>) -> Parse {
    p.optional(|p| p.expect(T::Async))?;
    p.expect(T::For)?;
    let target = star_expressions(p)?;
    Err(invalid_target(p, target, Target::For))
}
