//! Two expressions where one should be, halves of conditional expressions, misplaced operators.

use crate::grammar::expressions::{
    disjunction, expression as any_expression, expression_without_invalid, factor as factor_rule, inversion,
    star_expressions, sum,
};
use crate::grammar::parameters::lambda_params;
use crate::grammar::primaries::starred_expression;
use crate::grammar::statements::simple_stmt;
use crate::grammar::{Fail, Kind, Node, Parse, Parser, choice};
use crate::tokenizer::T;

pub(crate) fn expression(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.expect(T::Str)?;
            let between = p.repeat_once(|p| {
                p.not_at(&[T::Str])?;
                expression_without_invalid(p)
            })?;
            p.expect(T::Str)?;
            let (Some(&first), Some(&last)) = (between.first(), between.last()) else { return Err(Fail::No) };
            Err(p.raise_range(first, last, "invalid syntax. Is this intended to be part of the string?"))
        },
        {
            // Unknown string prefixes and soft keywords are followed by something else for other reasons.
            p.not_ahead(|p| {
                p.expect(T::Name)?;
                p.expect(T::Str)
            })?;
            p.not_ahead(soft_keyword)?;
            let left = disjunction(p)?;
            let right = expression_without_invalid(p)?;
            if is_legacy(p, left) || p.mark == 0 || !p.tokens[p.mark - 1].in_brackets {
                return Err(p.nothing());
            }
            Err(p.raise_range(left, right, "invalid syntax. Perhaps you forgot a comma?"))
        },
        {
            let value = disjunction(p)?;
            p.expect(T::If)?;
            let condition = disjunction(p)?;
            p.not_at(&[T::Else, T::Colon])?;
            Err(p.raise_range(value, condition, "expected 'else' after 'if' expression"))
        },
        {
            disjunction(p)?;
            p.expect(T::If)?;
            disjunction(p)?;
            p.expect(T::Else)?;
            p.not_ahead(any_expression)?;
            Err(p.raise_next("expected expression after 'else', but statement is given"))
        },
        {
            let at = p.expect_any(&[T::Pass, T::Break, T::Continue])?;
            p.expect(T::If)?;
            disjunction(p)?;
            p.expect(T::Else)?;
            simple_stmt(p)?;
            let span = p.token_span(at);
            Err(p.raise_at(span, "expected expression before 'if', but statement is given"))
        },
        lambda_in_string(p, T::FormatMiddle, 'f'),
        lambda_in_string(p, T::TemplateMiddle, 't'),
    )
}

/// The colon of a lambda ended the field.
fn lambda_in_string(p: &mut Parser<'_>, middle: T, letter: char) -> Parse {
    let start = p.token(T::Lambda)?;
    p.optional(lambda_params)?;
    let colon = p.token(T::Colon)?;
    p.at(&[middle])?;
    let message = format!("{letter}-string: lambda expressions are not allowed without parentheses");
    Err(p.raise_range(start, colon, message))
}

/// A name that is a keyword in some places.
fn soft_keyword(p: &mut Parser<'_>) -> Parse {
    let at = p.expect(T::Name)?;
    let text = p.text(at);
    if matches!(text, "_" | "case" | "match" | "type") { Ok(Node::NONE) } else { Err(Fail::No) }
}

/// `print` or `exec`.
fn is_legacy(p: &Parser<'_>, node: Node) -> bool {
    p.kind(node) == Kind::Name && matches!(p.name_text(node), "print" | "exec")
}

pub(crate) fn legacy_expression(p: &mut Parser<'_>) -> Parse {
    let at = p.expect(T::Name)?;
    p.not_at(&[T::LPar])?;
    let argument = star_expressions(p)?;
    let name = p.text(at);
    if !matches!(name, "print" | "exec") {
        return Err(p.nothing());
    }
    let span = p.token_span(at).to(p.span(argument));
    Err(p.raise_at(span, format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?")))
}

const NOT_AFTER_OPERATOR: &str = "'not' after an operator must be parenthesized";

pub(crate) fn arithmetic(p: &mut Parser<'_>) -> Parse {
    sum(p)?;
    p.expect_any(&[T::Plus, T::Minus, T::Star, T::Slash, T::Percent, T::DoubleSlash, T::At])?;
    let not = p.token(T::Not)?;
    let operand = inversion(p)?;
    Err(p.raise_range(not, operand, NOT_AFTER_OPERATOR))
}

pub(crate) fn factor(p: &mut Parser<'_>) -> Parse {
    p.expect_any(&[T::Plus, T::Minus, T::Tilde])?;
    let not = p.token(T::Not)?;
    let operand = factor_rule(p)?;
    Err(p.raise_range(not, operand, NOT_AFTER_OPERATOR))
}

pub(crate) fn group(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.expect(T::LPar)?;
            let starred = starred_expression(p)?;
            p.expect(T::RPar)?;
            Err(p.raise_node(starred, "cannot use starred expression here"))
        },
        {
            p.expect(T::LPar)?;
            let stars = p.token(T::DoubleStar)?;
            any_expression(p)?;
            p.expect(T::RPar)?;
            Err(p.raise_node(stars, "cannot use double starred expression here"))
        },
    )
}

/// `!=` is wrong after `from __future__ import barry_as_FLUFL`.
pub(crate) fn check_not_equal(p: &mut Parser<'_>, at: usize) -> Parse<()> {
    if p.tokenizer.flufl && p.text(at) == "!=" {
        return Err(p.raise("with Barry as BDFL, use '<>' instead of '!='"));
    }
    Ok(())
}

/// `<` and `>` that touch.
pub(crate) fn legacy_not_equal(p: &mut Parser<'_>) -> Parse {
    let less = p.token(T::Less)?;
    let greater = p.token(T::Greater)?;
    if p.span(less).end_column != p.span(greater).column || p.span(less).line != p.span(greater).line {
        return Err(Fail::No);
    }
    Err(p.raise_range(less, greater, "invalid syntax.  Maybe you meant '!=' instead of '<>'?"))
}
