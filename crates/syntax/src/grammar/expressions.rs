//! Expressions, from the loosest to the tightest operator.

use super::primaries::await_primary;
use super::statements::cut;
use super::{Fail, Kind, Memo, Node, Parse, Parser, choice, parameters};
use crate::errors;
use crate::tokenizer::T;

/// One or more with commas: a tuple if there is a comma.
fn tuple_of(p: &mut Parser<'_>, element: fn(&mut Parser<'_>) -> Parse) -> Parse {
    let start = p.mark;
    let elements = p.commas(element)?;
    let trailing = p.optional(|p| p.expect(T::Comma))?.is_some();
    match elements.as_slice() {
        [only] if !trailing => Ok(*only),
        _ => Ok(p.node(Kind::Tuple, start, elements)),
    }
}

pub(crate) fn expressions(p: &mut Parser<'_>) -> Parse {
    tuple_of(p, expression)
}

pub(crate) fn star_expressions(p: &mut Parser<'_>) -> Parse {
    tuple_of(p, star_expression)
}

pub(crate) fn star_expression(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::StarExpression, |p| choice!(p: starred(p), expression(p)))
}

/// `*` and an operand.
fn starred(p: &mut Parser<'_>) -> Parse {
    let start = p.expect(T::Star)?;
    let value = bitwise_or(p)?;
    Ok(p.node(Kind::Starred, start, vec![value]))
}

pub(crate) fn star_named_expressions(p: &mut Parser<'_>) -> Parse<Vec<Node>> {
    let all = p.commas(star_named_expression)?;
    p.optional(|p| p.expect(T::Comma))?;
    Ok(all)
}

pub(crate) fn star_named_expression(p: &mut Parser<'_>) -> Parse {
    choice!(p: starred(p), named_expression(p))
}

pub(crate) fn assignment_expression(p: &mut Parser<'_>) -> Parse {
    let start = p.expect(T::Name)?;
    p.expect(T::ColonEqual)?;
    expression(p).map_err(cut)?;
    Ok(p.node(Kind::NamedExpr, start, Vec::new()))
}

pub(crate) fn named_expression(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        rule(p, assignment_expression),
        p.invalid(errors::assignment::named_expression),
        {
            let value = expression(p)?;
            p.not_at(&[T::ColonEqual])?;
            Ok(value)
        },
    )
}

/// A rule that can be cut, as a part of another that is not cut by it.
pub(crate) fn rule(p: &mut Parser<'_>, body: fn(&mut Parser<'_>) -> Parse) -> Parse {
    choice!(p: body(p))
}

pub(crate) fn expression(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::Expression, |p| {
        choice!(p:
            p.invalid(errors::expressions::expression),
            p.invalid(errors::expressions::legacy_expression),
            if_expression(p),
            disjunction(p),
            lambda(p),
        )
    })
}

/// An expression that raises no error of its own.
pub(crate) fn expression_without_invalid(p: &mut Parser<'_>) -> Parse {
    let before = std::mem::replace(&mut p.invalid_rules, false);
    let result = (|| choice!(p: if_expression(p), disjunction(p), lambda(p)))();
    p.invalid_rules = before;
    result
}

fn if_expression(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    disjunction(p)?;
    p.expect(T::If)?;
    disjunction(p)?;
    p.expect(T::Else)?;
    expression(p)?;
    Ok(p.node(Kind::IfExp, start, Vec::new()))
}

fn lambda(p: &mut Parser<'_>) -> Parse {
    let start = p.expect(T::Lambda)?;
    p.optional(parameters::lambda_params)?;
    p.expect(T::Colon)?;
    expression(p)?;
    Ok(p.node(Kind::Lambda, start, Vec::new()))
}

pub(crate) fn disjunction(p: &mut Parser<'_>) -> Parse {
    if let Some(operand) = p.lone_operand()? {
        return Ok(operand);
    }
    p.memo(Memo::Disjunction, |p| boolean(p, T::Or, conjunction))
}

fn conjunction(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::Conjunction, |p| boolean(p, T::And, inversion))
}

fn boolean(p: &mut Parser<'_>, operator: T, operand: fn(&mut Parser<'_>) -> Parse) -> Parse {
    let start = p.mark;
    let all = p.separated(operator, operand)?;
    match all.as_slice() {
        [only] => Ok(*only),
        _ => Ok(p.node(Kind::BoolOp, start, Vec::new())),
    }
}

pub(crate) fn inversion(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::Inversion, |p| {
        choice!(p:
            {
                let start = p.expect(T::Not)?;
                inversion(p)?;
                Ok(p.node(Kind::UnaryOp, start, Vec::new()))
            },
            comparison(p),
        )
    })
}

fn comparison(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    let left = bitwise_or(p)?;
    let operators = p.repeat(|p| {
        if p.ahead(|p| p.invalid(errors::expressions::legacy_not_equal))? {
            return Err(Fail::No);
        }
        let operator = comparison_operator(p)?;
        bitwise_or(p)?;
        Ok(operator)
    })?;
    match operators.first() {
        None => Ok(left),
        Some(&first) => Ok(p.flagged(Kind::Compare, start, vec![left], first == T::In)),
    }
}

fn comparison_operator(p: &mut Parser<'_>) -> Parse<T> {
    let at = p.expect_any(&[
        T::EqEqual,
        T::NotEqual,
        T::LessEqual,
        T::Less,
        T::GreaterEqual,
        T::Greater,
        T::Not,
        T::In,
        T::Is,
    ])?;
    let ty = p.tokens[at].ty;
    match ty {
        T::NotEqual => errors::expressions::check_not_equal(p, at)?,
        T::Not => {
            p.expect(T::In)?;
        }
        T::Is => {
            p.optional(|p| p.expect(T::Not))?;
        }
        _ => {}
    }
    Ok(ty)
}

/// Operands with operators of one level between them; the left grows.
fn binary(p: &mut Parser<'_>, operators: &[T], operand: fn(&mut Parser<'_>) -> Parse) -> Parse {
    let start = p.mark;
    let mut left = operand(p)?;
    let mut links = 0;
    while p
        .optional(|p| {
            p.expect_any(operators)?;
            operand(p)
        })?
        .is_some()
    {
        p.link(&mut links)?;
        left = p.node(Kind::BinOp, start, Vec::new());
    }
    Ok(left)
}

pub(crate) fn bitwise_or(p: &mut Parser<'_>) -> Parse {
    if let Some(operand) = p.lone_operand()? {
        return Ok(operand);
    }
    p.memo(Memo::BitwiseOr, |p| binary(p, &[T::VBar], bitwise_xor))
}

fn bitwise_xor(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::BitwiseXor, |p| binary(p, &[T::Circumflex], bitwise_and))
}

fn bitwise_and(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::BitwiseAnd, |p| binary(p, &[T::Amper], shift))
}

fn shift(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::Shift, |p| {
        choice!(p:
            p.invalid(errors::expressions::arithmetic),
            binary(p, &[T::LeftShift, T::RightShift], sum),
        )
    })
}

pub(crate) fn sum(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::Sum, |p| binary(p, &[T::Plus, T::Minus], term))
}

fn term(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::Term, |p| {
        choice!(p:
            p.invalid(errors::expressions::factor),
            binary(p, &[T::Star, T::Slash, T::DoubleSlash, T::Percent, T::At], factor),
        )
    })
}

pub(crate) fn factor(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::Factor, |p| {
        choice!(p:
            {
                let start = p.expect_any(&[T::Plus, T::Minus, T::Tilde])?;
                factor(p)?;
                Ok(p.node(Kind::UnaryOp, start, Vec::new()))
            },
            power(p),
        )
    })
}

fn power(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    let base = await_primary(p)?;
    let exponent = p.optional(|p| {
        p.expect(T::DoubleStar)?;
        factor(p)
    })?;
    Ok(if exponent.is_some() { p.node(Kind::BinOp, start, Vec::new()) } else { base })
}
