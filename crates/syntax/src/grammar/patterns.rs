//! The `match` statement and its patterns.

use super::expressions::{named_expression, star_named_expression, star_named_expressions};
use super::literals::{name, number, strings};
use super::{Kind, Memo, Node, Parse, Parser, choice, compound};
use crate::errors;
use crate::tokenizer::T;

pub(crate) fn match_stmt(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        {
            p.soft_keyword("match")?;
            subject(p)?;
            p.expect(T::Colon)?;
            p.expect(T::Newline)?;
            p.expect(T::Indent)?;
            p.repeat_once(case_block)?;
            p.expect(T::Dedent)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        p.invalid(errors::patterns::match_stmt),
    )
}

pub(crate) fn subject(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            star_named_expression(p)?;
            p.expect(T::Comma)?;
            p.optional(star_named_expressions)?;
            Ok(Node::NONE)
        },
        named_expression(p),
    )
}

fn case_block(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        p.invalid(errors::patterns::case_block),
        {
            p.soft_keyword("case")?;
            patterns(p)?;
            p.optional(guard)?;
            p.expect(T::Colon)?;
            compound::block(p)
        },
    )
}

pub(crate) fn guard(p: &mut Parser<'_>) -> Parse {
    p.expect(T::If)?;
    named_expression(p)
}

pub(crate) fn patterns(p: &mut Parser<'_>) -> Parse {
    choice!(p: open_sequence(p), pattern(p))
}

pub(crate) fn pattern(p: &mut Parser<'_>) -> Parse {
    p.deeper(|p| choice!(p: as_pattern(p), or_pattern(p)))
}

fn as_pattern(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        {
            or_pattern(p)?;
            p.expect(T::As)?;
            capture_target(p)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        p.invalid(errors::patterns::as_pattern),
    )
}

pub(crate) fn or_pattern(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    p.separated(T::VBar, closed_pattern)?;
    Ok(p.node(Kind::Other, start, Vec::new()))
}

fn closed_pattern(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::ClosedPattern, |p| {
        choice!(p:
            literal_pattern(p),
            capture_target(p),
            {
                p.soft_keyword("_")?;
                Ok(Node::NONE)
            },
            value_pattern(p),
            {
                p.expect(T::LPar)?;
                pattern(p)?;
                p.token(T::RPar)
            },
            {
                p.expect(T::LSqb)?;
                p.optional(maybe_sequence)?;
                p.token(T::RSqb)
            },
            {
                p.expect(T::LPar)?;
                p.optional(open_sequence)?;
                p.token(T::RPar)
            },
            mapping_pattern(p),
            class_pattern(p),
        )
    })
}

fn literal_pattern(p: &mut Parser<'_>) -> Parse {
    choice!(p: lone_number(p), complex_number(p), strings(p), p.token(T::None), p.token(T::True), p.token(T::False))
}

fn lone_number(p: &mut Parser<'_>) -> Parse {
    p.optional(|p| p.expect(T::Minus))?;
    let value = number(p)?;
    p.not_at(&[T::Plus, T::Minus])?;
    Ok(value)
}

fn complex_number(p: &mut Parser<'_>) -> Parse {
    p.optional(|p| p.expect(T::Minus))?;
    let real = p.mark;
    number(p)?;
    errors::patterns::check_real(p, real)?;
    p.expect_any(&[T::Plus, T::Minus])?;
    let imaginary = p.mark;
    number(p)?;
    errors::patterns::check_imaginary(p, imaginary)?;
    Ok(Node::NONE)
}

/// A name that is bound: not `_`, and not the start of something longer.
fn capture_target(p: &mut Parser<'_>) -> Parse {
    p.not_ahead(|p| p.soft_keyword("_"))?;
    let target = name(p)?;
    p.not_at(&[T::Dot, T::LPar, T::Equal])?;
    Ok(target)
}

fn value_pattern(p: &mut Parser<'_>) -> Parse {
    let value = attribute(p)?;
    p.not_at(&[T::Dot, T::LPar, T::Equal])?;
    Ok(value)
}

/// `a.b`, with at least one dot.
fn attribute(p: &mut Parser<'_>) -> Parse {
    let start = p.expect(T::Name)?;
    p.repeat_once(|p| {
        p.expect(T::Dot)?;
        p.expect(T::Name)
    })?;
    Ok(p.node(Kind::Attribute, start, Vec::new()))
}

pub(crate) fn name_or_attribute(p: &mut Parser<'_>) -> Parse {
    choice!(p: attribute(p), name(p))
}

fn open_sequence(p: &mut Parser<'_>) -> Parse {
    maybe_star(p)?;
    p.expect(T::Comma)?;
    p.optional(maybe_sequence)?;
    Ok(Node::NONE)
}

fn maybe_sequence(p: &mut Parser<'_>) -> Parse {
    p.commas(maybe_star)?;
    p.optional(|p| p.expect(T::Comma))?;
    Ok(Node::NONE)
}

fn maybe_star(p: &mut Parser<'_>) -> Parse {
    choice!(p: star_pattern(p), pattern(p))
}

fn star_pattern(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::StarPattern, |p| {
        choice!(p:
            {
                p.expect(T::Star)?;
                capture_target(p)
            },
            {
                p.expect(T::Star)?;
                p.soft_keyword("_")?;
                Ok(Node::NONE)
            },
        )
    })
}

fn mapping_pattern(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    let outer = std::mem::replace(&mut p.interpolated_key, false);
    let mapping = mapping_pattern_raw(p);
    if mapping.is_ok() && p.interpolated_key && p.mapping_with_interpolated_key.is_none() {
        p.mapping_with_interpolated_key = Some(p.span_from(start));
    }
    p.interpolated_key = outer;
    mapping
}

fn mapping_pattern_raw(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.expect(T::LBrace)?;
            p.token(T::RBrace)
        },
        {
            p.expect(T::LBrace)?;
            double_star(p)?;
            p.optional(|p| p.expect(T::Comma))?;
            p.token(T::RBrace)
        },
        {
            p.expect(T::LBrace)?;
            p.commas(key_value)?;
            p.expect(T::Comma)?;
            double_star(p)?;
            p.optional(|p| p.expect(T::Comma))?;
            p.token(T::RBrace)
        },
        {
            p.expect(T::LBrace)?;
            p.commas(key_value)?;
            p.optional(|p| p.expect(T::Comma))?;
            p.token(T::RBrace)
        },
    )
}

fn key_value(p: &mut Parser<'_>) -> Parse {
    let key = key(p)?;
    // The grammar has nothing against it; the compiler has.
    p.interpolated_key |= matches!(p.kind(key), Kind::FString | Kind::TString);
    p.expect(T::Colon)?;
    pattern(p)
}

fn key(p: &mut Parser<'_>) -> Parse {
    choice!(p: literal_pattern(p), attribute(p))
}

fn double_star(p: &mut Parser<'_>) -> Parse {
    p.expect(T::DoubleStar)?;
    capture_target(p)
}

fn class_pattern(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            name_or_attribute(p)?;
            p.expect(T::LPar)?;
            p.token(T::RPar)
        },
        {
            name_or_attribute(p)?;
            p.expect(T::LPar)?;
            p.commas(pattern)?;
            p.optional(|p| p.expect(T::Comma))?;
            p.token(T::RPar)
        },
        {
            name_or_attribute(p)?;
            p.expect(T::LPar)?;
            p.commas(keyword_pattern)?;
            p.optional(|p| p.expect(T::Comma))?;
            p.token(T::RPar)
        },
        {
            name_or_attribute(p)?;
            p.expect(T::LPar)?;
            p.commas(pattern)?;
            p.expect(T::Comma)?;
            p.commas(keyword_pattern)?;
            p.optional(|p| p.expect(T::Comma))?;
            p.token(T::RPar)
        },
        p.invalid(errors::patterns::class_pattern),
    )
}

pub(crate) fn keyword_pattern(p: &mut Parser<'_>) -> Parse {
    p.expect(T::Name)?;
    p.expect(T::Equal)?;
    pattern(p)
}
