//! Type parameters.

use crate::grammar::expressions::expression;
use crate::grammar::{Kind, Parse, Parser, choice};
use crate::tokenizer::T;

pub(crate) fn type_params(p: &mut Parser<'_>) -> Parse {
    p.expect(T::LSqb)?;
    let close = p.token(T::RSqb)?;
    Err(p.raise_from(close, "Type parameter list cannot be empty"))
}

pub(crate) fn type_param(p: &mut Parser<'_>) -> Parse {
    choice!(p: bounded(p, T::Star, "TypeVarTuple"), bounded(p, T::DoubleStar, "ParamSpec"))
}

fn bounded(p: &mut Parser<'_>, stars: T, kind: &str) -> Parse {
    p.expect(stars)?;
    p.expect(T::Name)?;
    let colon = p.token(T::Colon)?;
    let bound = expression(p)?;
    let what = if p.kind(bound) == Kind::Tuple { "constraints" } else { "bound" };
    Err(p.raise_from(colon, format!("cannot use {what} with {kind}")))
}
