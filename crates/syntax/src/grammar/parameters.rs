//! Parameters of functions and lambdas, and type parameters.
//!
//! A lambda's parameters are a function's without annotations, ended by `:` instead of `)`, so one set of rules
//! serves both: `Style` says which.

use super::expressions::{expression, star_expression};
use super::{Kind, Memo, Node, Parse, Parser, choice};
use crate::errors;
use crate::tokenizer::T;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Function,
    Lambda,
}

impl Style {
    /// What follows the last parameter.
    pub(crate) fn end(self) -> T {
        match self {
            Self::Function => T::RPar,
            Self::Lambda => T::Colon,
        }
    }
}

pub(crate) fn params(p: &mut Parser<'_>) -> Parse {
    all(p, Style::Function)
}

pub(crate) fn lambda_params(p: &mut Parser<'_>) -> Parse {
    all(p, Style::Lambda)
}

fn all(p: &mut Parser<'_>, style: Style) -> Parse {
    choice!(p:
        p.invalid(|p| errors::parameters::parameters(p, style)),
        {
            slash_no_default(p, style)?;
            p.repeat(|p| no_default(p, style))?;
            p.repeat(|p| with_default(p, style))?;
            p.optional(|p| star_etc(p, style))?;
            Ok(Node::NONE)
        },
        {
            slash_with_default(p, style)?;
            p.repeat(|p| with_default(p, style))?;
            p.optional(|p| star_etc(p, style))?;
            Ok(Node::NONE)
        },
        {
            p.repeat_once(|p| no_default(p, style))?;
            p.repeat(|p| with_default(p, style))?;
            p.optional(|p| star_etc(p, style))?;
            Ok(Node::NONE)
        },
        {
            p.repeat_once(|p| with_default(p, style))?;
            p.optional(|p| star_etc(p, style))?;
            Ok(Node::NONE)
        },
        star_etc(p, style),
    )
}

pub(crate) fn slash_no_default(p: &mut Parser<'_>, style: Style) -> Parse {
    p.repeat_once(|p| no_default(p, style))?;
    p.expect(T::Slash)?;
    comma_or_end(p, style)
}

pub(crate) fn slash_with_default(p: &mut Parser<'_>, style: Style) -> Parse {
    p.repeat(|p| no_default(p, style))?;
    p.repeat_once(|p| with_default(p, style))?;
    p.expect(T::Slash)?;
    comma_or_end(p, style)
}

fn comma_or_end(p: &mut Parser<'_>, style: Style) -> Parse {
    if p.optional(|p| p.expect(T::Comma))?.is_none() {
        p.at(&[style.end()])?;
    }
    Ok(Node::NONE)
}

fn star_etc(p: &mut Parser<'_>, style: Style) -> Parse {
    choice!(p:
        p.invalid(|p| errors::parameters::star_etc(p, style)),
        {
            p.expect(T::Star)?;
            no_default(p, style)?;
            p.repeat(|p| maybe_default(p, style))?;
            p.optional(|p| kwds(p, style))?;
            Ok(Node::NONE)
        },
        {
            if style == Style::Lambda {
                return Err(super::Fail::No);
            }
            p.expect(T::Star)?;
            p.expect(T::Name)?;
            p.expect(T::Colon)?;
            star_expression(p)?;
            comma_or_end(p, style)?;
            p.repeat(|p| maybe_default(p, style))?;
            p.optional(|p| kwds(p, style))?;
            Ok(Node::NONE)
        },
        {
            p.expect(T::Star)?;
            p.expect(T::Comma)?;
            p.repeat_once(|p| maybe_default(p, style))?;
            p.optional(|p| kwds(p, style))?;
            Ok(Node::NONE)
        },
        kwds(p, style),
    )
}

fn kwds(p: &mut Parser<'_>, style: Style) -> Parse {
    choice!(p:
        p.invalid(|p| errors::parameters::kwds(p, style)),
        {
            p.expect(T::DoubleStar)?;
            no_default(p, style)
        },
    )
}

/// A parameter with its comma. The node is the parameter alone.
pub(crate) fn no_default(p: &mut Parser<'_>, style: Style) -> Parse {
    let one = param(p, style)?;
    comma_or_end(p, style)?;
    Ok(one)
}

pub(crate) fn with_default(p: &mut Parser<'_>, style: Style) -> Parse {
    let one = param(p, style)?;
    default(p)?;
    comma_or_end(p, style)?;
    Ok(one)
}

pub(crate) fn maybe_default(p: &mut Parser<'_>, style: Style) -> Parse {
    let one = param(p, style)?;
    p.optional(default)?;
    comma_or_end(p, style)?;
    Ok(one)
}

pub(crate) fn param(p: &mut Parser<'_>, style: Style) -> Parse {
    let start = p.expect(T::Name)?;
    if style == Style::Function {
        p.optional(|p| {
            p.expect(T::Colon)?;
            expression(p)
        })?;
    }
    Ok(p.node(Kind::Other, start, Vec::new()))
}

fn default(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.expect(T::Equal)?;
            expression(p)
        },
        p.invalid(errors::parameters::default),
    )
}

pub(crate) fn type_params(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        p.invalid(errors::types::type_params),
        {
            p.expect(T::LSqb)?;
            p.commas(type_param)?;
            p.optional(|p| p.expect(T::Comma))?;
            p.token(T::RSqb)
        },
    )
}

fn type_param(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::TypeParam, |p| {
        choice!(p:
            {
                p.expect(T::Name)?;
                p.optional(|p| {
                    p.expect(T::Colon)?;
                    expression(p)
                })?;
                p.optional(type_default)?;
                Ok(Node::NONE)
            },
            p.invalid(errors::types::type_param),
            {
                p.expect(T::Star)?;
                p.expect(T::Name)?;
                p.optional(|p| {
                    p.expect(T::Equal)?;
                    star_expression(p)
                })?;
                Ok(Node::NONE)
            },
            {
                p.expect(T::DoubleStar)?;
                p.expect(T::Name)?;
                p.optional(type_default)?;
                Ok(Node::NONE)
            },
        )
    })
}

fn type_default(p: &mut Parser<'_>) -> Parse {
    p.expect(T::Equal)?;
    expression(p)
}
