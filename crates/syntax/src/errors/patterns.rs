//! The `match` statement and its patterns.

use super::blocks::{colon_without_block, no_colon};
use crate::grammar::expressions::expression;
use crate::grammar::patterns::{guard, keyword_pattern, name_or_attribute, or_pattern, pattern, patterns, subject};
use crate::grammar::{Kind, Node, Parse, Parser, choice};
use crate::tokenizer::T;

pub(crate) fn match_stmt(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.soft_keyword("match")?;
            subject(p)?;
            no_colon(p)
        },
        {
            let start = soft(p, "match")?;
            subject(p)?;
            colon_without_block(p, "'match' statement", start)
        },
    )
}

pub(crate) fn case_block(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.soft_keyword("case")?;
            patterns(p)?;
            p.optional(guard)?;
            no_colon(p)
        },
        {
            let start = soft(p, "case")?;
            patterns(p)?;
            p.optional(guard)?;
            colon_without_block(p, "'case' statement", start)
        },
    )
}

fn soft(p: &mut Parser<'_>, word: &str) -> Parse {
    let at = p.soft_keyword(word)?;
    Ok(p.leaf(Kind::Name, p.token_span(at)))
}

pub(crate) fn as_pattern(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            or_pattern(p)?;
            p.expect(T::As)?;
            let target = soft(p, "_")?;
            Err(p.raise_node(target, "cannot use '_' as a target"))
        },
        {
            or_pattern(p)?;
            p.expect(T::As)?;
            let target = expression(p)?;
            let name = p.kind(target).name();
            Err(p.raise_node(target, format!("cannot use {name} as pattern target")))
        },
    )
}

pub(crate) fn class_pattern(p: &mut Parser<'_>) -> Parse {
    name_or_attribute(p)?;
    p.expect(T::LPar)?;
    p.optional(|p| {
        p.commas(pattern)?;
        p.expect(T::Comma)
    })?;
    p.commas(keyword_pattern)?;
    p.expect(T::Comma)?;
    let positional = p.commas(pattern)?;
    let (first, last) = (positional.first().copied(), positional.last().copied());
    let (first, last) = (first.unwrap_or(Node::NONE), last.unwrap_or(Node::NONE));
    Err(p.raise_range(first, last, "positional patterns follow keyword patterns"))
}

/// The real part of a complex literal.
pub(crate) fn check_real(p: &mut Parser<'_>, start: usize) -> Parse<()> {
    if !is_imaginary(p, start) {
        return Ok(());
    }
    let span = p.token_span(start);
    Err(p.raise_at(span, "real number required in complex literal"))
}

pub(crate) fn check_imaginary(p: &mut Parser<'_>, start: usize) -> Parse<()> {
    if is_imaginary(p, start) {
        return Ok(());
    }
    let span = p.token_span(start);
    Err(p.raise_at(span, "imaginary number required in complex literal"))
}

fn is_imaginary(p: &Parser<'_>, at: usize) -> bool {
    p.text(at).ends_with(['j', 'J'])
}
