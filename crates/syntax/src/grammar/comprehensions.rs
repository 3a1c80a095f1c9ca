//! Comprehensions and generator expressions.

use super::expressions::{disjunction, named_expression};
use super::primaries::{pair, unstarred};
use super::statements::{condition, cut};
use super::targets::star_targets;
use super::{Kind, Node, Parse, Parser, choice};
use crate::errors;
use crate::tokenizer::T;

pub(crate) fn for_if_clauses(p: &mut Parser<'_>) -> Parse<Vec<Node>> {
    p.repeat_once(for_if_clause)
}

fn for_if_clause(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.expect(T::Async)?;
            clause(p)
        },
        clause(p),
        p.invalid(errors::comprehensions::for_if_clause),
        p.invalid(errors::comprehensions::for_target),
    )
}

fn clause(p: &mut Parser<'_>) -> Parse {
    let start = p.expect(T::For)?;
    star_targets(p)?;
    p.expect(T::In)?;
    let iterable = disjunction(p).map_err(cut)?;
    let conditions = p.repeat(condition)?;
    let last = conditions.last().copied().unwrap_or(iterable);
    Ok(p.node(Kind::Comprehension, start, vec![last]))
}

/// The last expression of the last clause.
pub(crate) fn last_item(p: &Parser<'_>, clauses: &[Node]) -> Node {
    clauses.last().and_then(|&clause| p.data(clause).parts.first().copied()).unwrap_or(Node::NONE)
}

pub(crate) fn list_comprehension(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        {
            p.expect(T::LSqb)?;
            named_expression(p)?;
            for_if_clauses(p)?;
            p.expect(T::RSqb)?;
            Ok(p.node(Kind::ListComp, start, Vec::new()))
        },
        p.invalid(errors::comprehensions::comprehension),
    )
}

pub(crate) fn set_comprehension(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        {
            p.expect(T::LBrace)?;
            named_expression(p)?;
            for_if_clauses(p)?;
            p.expect(T::RBrace)?;
            Ok(p.node(Kind::SetComp, start, Vec::new()))
        },
        p.invalid(errors::comprehensions::comprehension),
    )
}

pub(crate) fn generator(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        {
            p.expect(T::LPar)?;
            unstarred(p)?;
            for_if_clauses(p)?;
            p.expect(T::RPar)?;
            Ok(p.node(Kind::GeneratorExp, start, Vec::new()))
        },
        p.invalid(errors::comprehensions::comprehension),
    )
}

pub(crate) fn dict_comprehension(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        {
            p.expect(T::LBrace)?;
            pair(p)?;
            for_if_clauses(p)?;
            p.expect(T::RBrace)?;
            Ok(p.node(Kind::DictComp, start, Vec::new()))
        },
        p.invalid(errors::comprehensions::dict_comprehension),
    )
}
