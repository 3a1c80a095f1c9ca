//! Assigning to, annotating or deleting what cannot be.

use crate::grammar::comprehensions::generator;
use crate::grammar::expressions::{
    bitwise_or, expression, star_expressions, star_named_expression, star_named_expressions,
};
use crate::grammar::primaries::{list, tuple};
use crate::grammar::statements::{annotated_rhs, augmented_operator, yield_expr};
use crate::grammar::targets::star_targets;
use crate::grammar::{Fail, Kind, Memo, Node, Parse, Parser, choice};
use crate::tokenizer::T;

/// What the target is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Assign,
    Delete,
    For,
}

pub(crate) fn assignment(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            let target = annotated_list_or_tuple(p)?;
            p.expect(T::Colon)?;
            expression(p)?;
            let name = p.kind(target).name();
            Err(p.raise_node(target, format!("only single target (not {name}) can be annotated")))
        },
        {
            let first = star_named_expression(p)?;
            p.expect(T::Comma)?;
            p.repeat(star_named_expressions)?;
            p.expect(T::Colon)?;
            expression(p)?;
            Err(p.raise_node(first, "only single target (not tuple) can be annotated"))
        },
        {
            let target = expression(p)?;
            p.expect(T::Colon)?;
            expression(p)?;
            Err(p.raise_node(target, "illegal target for annotation"))
        },
        {
            targets(p)?;
            let target = star_expressions(p)?;
            p.expect(T::Equal)?;
            Err(invalid_target(p, target, Target::Assign))
        },
        {
            targets(p)?;
            let value = yield_expr(p)?;
            p.expect(T::Equal)?;
            Err(p.raise_node(value, "assignment to yield expression not possible"))
        },
        {
            let target = star_expressions(p)?;
            augmented_operator(p)?;
            annotated_rhs(p)?;
            let name = p.kind(target).name();
            Err(p.raise_node(target, format!("'{name}' is an illegal expression for augmented assignment")))
        },
    )
}

/// `a =`, any number of times.
fn targets(p: &mut Parser<'_>) -> Parse<()> {
    p.repeat(|p| {
        star_targets(p)?;
        p.expect(T::Equal)
    })?;
    Ok(())
}

fn annotated_list_or_tuple(p: &mut Parser<'_>) -> Parse {
    p.deeper(|p| {
        choice!(p:
            list(p),
            tuple(p),
            {
                p.expect(T::LPar)?;
                let target = annotated_list_or_tuple(p)?;
                p.expect(T::RPar)?;
                Ok(target)
            },
        )
    })
}

pub(crate) fn del_stmt(p: &mut Parser<'_>) -> Parse {
    p.expect(T::Del)?;
    let target = star_expressions(p)?;
    Err(invalid_target(p, target, Target::Delete))
}

pub(crate) fn with_item(p: &mut Parser<'_>) -> Parse {
    expression(p)?;
    p.expect(T::As)?;
    let target = expression(p)?;
    p.at(&[T::Comma, T::RPar, T::Colon])?;
    Err(invalid_target(p, target, Target::Assign))
}

pub(crate) fn named_expression(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::InvalidNamedExpression, |p| {
        choice!(p:
            {
                let target = expression(p)?;
                p.expect(T::ColonEqual)?;
                expression(p)?;
                let name = p.kind(target).name();
                Err(p.raise_node(target, format!("cannot use assignment expressions with {name}")))
            },
            {
                let target = p.token(T::Name)?;
                p.expect(T::Equal)?;
                let value = bitwise_or(p)?;
                p.not_at(&[T::Equal, T::ColonEqual])?;
                Err(p.raise_range(target, value, MAYBE_COMPARISON))
            },
            {
                p.not_ahead(|p| choice!(p: list(p), tuple(p), generator(p)))?;
                p.not_at(&[T::True, T::None, T::False])?;
                let target = bitwise_or(p)?;
                p.expect(T::Equal)?;
                bitwise_or(p)?;
                p.not_at(&[T::Equal, T::ColonEqual])?;
                let name = p.kind(target).name();
                let message = format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?");
                Err(p.raise_node(target, message))
            },
        )
    })
}

pub(crate) const MAYBE_COMPARISON: &str = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";

/// Name the part that cannot be a target. A target that is right makes the rule come to nothing.
pub(crate) fn invalid_target(p: &mut Parser<'_>, target: Node, what: Target) -> Fail {
    let Some(part) = find_invalid(p, target, what) else { return p.nothing() };
    let verb = if what == Target::Delete { "delete" } else { "assign to" };
    let name = p.kind(part).name();
    p.raise_node(part, format!("cannot {verb} {name}"))
}

fn find_invalid(p: &Parser<'_>, target: Node, what: Target) -> Option<Node> {
    // Depth first, in order; the containers can nest as deep as brackets.
    let mut waiting = vec![target];
    while let Some(node) = waiting.pop() {
        let data = p.data(node);
        match data.kind {
            Kind::List | Kind::Tuple => waiting.extend(data.parts.iter().rev()),
            Kind::Starred if what == Target::Delete => return Some(node),
            Kind::Starred => waiting.extend(&data.parts),
            // `for a in b` was read as a comparison.
            Kind::Compare if what == Target::For => {
                if data.flag {
                    waiting.extend(data.parts.first());
                }
            }
            Kind::Name | Kind::Subscript | Kind::Attribute => {}
            _ => return Some(node),
        }
    }
    None
}
