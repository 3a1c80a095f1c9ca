//! What can be assigned to or deleted.

use super::comprehensions::generator;
use super::literals::name;
use super::primaries::{atom, call, subscript};
use super::{Kind, Memo, Parse, Parser, choice};
use crate::tokenizer::T;

const MORE: &[T] = &[T::LPar, T::LSqb, T::Dot];

pub(crate) fn star_targets(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        {
            let one = star_target(p)?;
            p.not_at(&[T::Comma])?;
            Ok(one)
        },
        {
            let all = p.commas(star_target)?;
            p.optional(|p| p.expect(T::Comma))?;
            Ok(p.node(Kind::Tuple, start, all))
        },
    )
}

pub(crate) fn star_target(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::StarTarget, |p| {
        choice!(p:
            {
                let start = p.expect(T::Star)?;
                p.not_at(&[T::Star])?;
                let value = star_target(p)?;
                Ok(p.node(Kind::Starred, start, vec![value]))
            },
            target_with_star_atom(p),
        )
    })
}

fn target_with_star_atom(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::TargetWithStarAtom, |p| choice!(p: attribute(p), item(p), star_atom(p)))
}

/// `a.b`, and nothing after it.
fn attribute(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    t_primary(p)?;
    p.expect(T::Dot)?;
    p.expect(T::Name)?;
    p.not_at(MORE)?;
    Ok(p.node(Kind::Attribute, start, Vec::new()))
}

/// `a[b]`, and nothing after it.
fn item(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    t_primary(p)?;
    subscript(p)?;
    p.not_at(MORE)?;
    Ok(p.node(Kind::Subscript, start, Vec::new()))
}

fn star_atom(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        name(p),
        {
            p.expect(T::LPar)?;
            let target = target_with_star_atom(p)?;
            p.expect(T::RPar)?;
            Ok(target)
        },
        {
            p.expect(T::LPar)?;
            p.optional(|p| {
                let all = p.commas(star_target)?;
                // One alone in parentheses is no tuple.
                match p.optional(|p| p.expect(T::Comma))? {
                    None if all.len() == 1 => Err(super::Fail::No),
                    _ => Ok(()),
                }
            })?;
            p.expect(T::RPar)?;
            Ok(p.node(Kind::Tuple, start, Vec::new()))
        },
        {
            p.expect(T::LSqb)?;
            p.optional(|p| {
                p.commas(star_target)?;
                p.optional(|p| p.expect(T::Comma))
            })?;
            p.expect(T::RSqb)?;
            Ok(p.node(Kind::List, start, Vec::new()))
        },
    )
}

pub(crate) fn single_target(p: &mut Parser<'_>) -> Parse {
    p.deeper(|p| {
        choice!(p:
            single_subscript_attribute_target(p),
            name(p),
            {
                p.expect(T::LPar)?;
                let target = single_target(p)?;
                p.expect(T::RPar)?;
                Ok(target)
            },
        )
    })
}

pub(crate) fn single_subscript_attribute_target(p: &mut Parser<'_>) -> Parse {
    choice!(p: attribute(p), item(p))
}

/// The part of a target before its last link: each link is followed by another.
fn t_primary(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::TPrimary, |p| {
        let start = p.mark;
        let mut value = atom(p)?;
        p.at(MORE)?;
        while let Some(kind) = p.optional(t_link)? {
            value = p.node(kind, start, Vec::new());
        }
        Ok(value)
    })
}

fn t_link(p: &mut Parser<'_>) -> Parse<Kind> {
    let kind = match p.peek()? {
        T::Dot => {
            p.expect(T::Dot)?;
            p.expect(T::Name)?;
            Kind::Attribute
        }
        T::LSqb if p.optional(subscript)?.is_some() => Kind::Subscript,
        _ => {
            let mark = p.mark;
            let generator = p.optional(|p| {
                generator(p)?;
                p.at(MORE)
            })?;
            if generator.is_none() {
                p.mark = mark;
                call(p)?;
            }
            Kind::Call
        }
    };
    p.at(MORE)?;
    Ok(kind)
}

pub(crate) fn del_targets(p: &mut Parser<'_>) -> Parse {
    p.commas(del_target)?;
    p.optional(|p| p.expect(T::Comma))?;
    Ok(super::Node::NONE)
}

fn del_target(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::DelTarget, |p| choice!(p: attribute(p), item(p), del_atom(p)))
}

fn del_atom(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        name(p),
        {
            p.expect(T::LPar)?;
            let target = del_target(p)?;
            p.expect(T::RPar)?;
            Ok(target)
        },
        {
            p.expect(T::LPar)?;
            p.optional(del_targets)?;
            p.token(T::RPar)
        },
        {
            p.expect(T::LSqb)?;
            p.optional(del_targets)?;
            p.token(T::RSqb)
        },
    )
}
