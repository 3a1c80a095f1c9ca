//! Simple statements.

use super::expressions::{disjunction, expression, star_expressions};
use super::targets::{del_targets, single_subscript_attribute_target, single_target, star_targets};
use super::{Fail, Kind, Memo, Node, Parse, Parser, choice, compound};
use crate::errors;
use crate::tokenizer::T;

pub(crate) fn statements(p: &mut Parser<'_>) -> Parse {
    p.repeat_once(statement)?;
    Ok(Node::NONE)
}

pub(crate) fn statement(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            let statement = compound::compound_stmt(p)?;
            p.register(statement);
            Ok(statement)
        },
        simple_stmts(p),
    )
}

pub(crate) fn simple_stmts(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            simple_stmt(p)?;
            p.not_at(&[T::Semi])?;
            p.token(T::Newline)
        },
        {
            p.separated(T::Semi, simple_stmt)?;
            p.optional(|p| p.expect(T::Semi))?;
            p.token(T::Newline)
        },
    )
}

pub(crate) fn simple_stmt(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::SimpleStmt, simple_stmt_raw)
}

fn simple_stmt_raw(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    p.reset_links();
    choice!(p:
        assignment(p),
        {
            p.ahead(|p| p.soft_keyword("type"))?.then_some(()).ok_or(Fail::No)?;
            type_alias(p)
        },
        {
            p.at(&[T::Import, T::From])?;
            import_stmt(p)
        },
        star_expressions(p),
        {
            p.expect(T::Return)?;
            p.optional(star_expressions)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        {
            p.at(&[T::Raise])?;
            raise_stmt(p)
        },
        word(p, T::Pass),
        {
            p.at(&[T::Del])?;
            del_stmt(p)
        },
        {
            p.at(&[T::Yield])?;
            yield_expr(p)
        },
        {
            p.expect(T::Assert)?;
            expression(p)?;
            p.optional(|p| {
                p.expect(T::Comma)?;
                expression(p)
            })?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        word(p, T::Break),
        word(p, T::Continue),
        {
            p.expect_any(&[T::Global])?;
            names(p, start)
        },
        {
            p.expect_any(&[T::Nonlocal])?;
            names(p, start)
        },
    )
}

/// `pass`, `break`, `continue`.
pub(crate) fn word(p: &mut Parser<'_>, ty: T) -> Parse {
    p.token(ty)
}

fn names(p: &mut Parser<'_>, start: usize) -> Parse {
    p.commas(|p| p.expect(T::Name))?;
    Ok(p.node(Kind::Other, start, Vec::new()))
}

fn assignment(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        {
            p.expect(T::Name)?;
            p.expect(T::Colon)?;
            expression(p)?;
            optional_value(p)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        {
            annotation_target(p)?;
            p.expect(T::Colon)?;
            expression(p)?;
            optional_value(p)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        {
            p.repeat_once(|p| {
                star_targets(p)?;
                p.expect(T::Equal)
            })?;
            annotated_rhs(p)?;
            p.not_at(&[T::Equal])?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        {
            single_target(p)?;
            augmented_operator(p)?;
            annotated_rhs(p).map_err(cut)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        p.invalid(errors::assignment::assignment),
    )
}

/// Past a cut, failing means that the rule fails.
pub(crate) fn cut(fail: Fail) -> Fail {
    if fail == Fail::No { Fail::Cut } else { fail }
}

fn annotation_target(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.expect(T::LPar)?;
            let target = single_target(p)?;
            p.expect(T::RPar)?;
            Ok(target)
        },
        single_subscript_attribute_target(p),
    )
}

fn optional_value(p: &mut Parser<'_>) -> Parse<()> {
    p.optional(|p| {
        p.expect(T::Equal)?;
        annotated_rhs(p)
    })?;
    Ok(())
}

pub(crate) fn annotated_rhs(p: &mut Parser<'_>) -> Parse {
    choice!(p: yield_expr(p), star_expressions(p))
}

pub(crate) fn augmented_operator(p: &mut Parser<'_>) -> Parse<usize> {
    p.expect_any(&[
        T::PlusEqual,
        T::MinEqual,
        T::StarEqual,
        T::AtEqual,
        T::SlashEqual,
        T::PercentEqual,
        T::AmperEqual,
        T::VBarEqual,
        T::CircumflexEqual,
        T::LeftShiftEqual,
        T::RightShiftEqual,
        T::DoubleStarEqual,
        T::DoubleSlashEqual,
    ])
}

pub(crate) fn yield_expr(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        {
            p.expect(T::Yield)?;
            p.expect(T::From)?;
            expression(p)?;
            Ok(p.node(Kind::Yield, start, Vec::new()))
        },
        {
            p.expect(T::Yield)?;
            p.optional(star_expressions)?;
            Ok(p.node(Kind::Yield, start, Vec::new()))
        },
    )
}

fn raise_stmt(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        {
            p.expect(T::Raise)?;
            expression(p)?;
            p.optional(|p| {
                p.expect(T::From)?;
                expression(p)
            })?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        p.token(T::Raise),
    )
}

fn del_stmt(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        {
            p.expect(T::Del)?;
            del_targets(p)?;
            p.at(&[T::Semi, T::Newline])?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        p.invalid(errors::assignment::del_stmt),
    )
}

fn import_stmt(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::ImportStmt, import_stmt_raw)
}

fn import_stmt_raw(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    choice!(p:
        p.invalid(errors::imports::import),
        {
            p.expect(T::Import)?;
            p.commas(dotted_as_name)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        {
            p.expect(T::From)?;
            p.repeat(|p| p.expect_any(&[T::Dot, T::Ellipsis]))?;
            let module = p.mark;
            dotted_name(p)?;
            let is_future = p.mark == module + 1 && module == start + 1 && p.text(module) == "__future__";
            p.expect(T::Import)?;
            let names = p.mark;
            import_from_targets(p)?;
            if is_future && (names..p.mark).any(|at| p.text(at) == "barry_as_FLUFL") {
                p.tokenizer.flufl = true;
            }
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
        {
            p.expect(T::From)?;
            p.repeat_once(|p| p.expect_any(&[T::Dot, T::Ellipsis]))?;
            p.expect(T::Import)?;
            import_from_targets(p)?;
            Ok(p.node(Kind::Other, start, Vec::new()))
        },
    )
}

fn import_from_targets(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.expect(T::LPar)?;
            import_from_as_names(p)?;
            p.optional(|p| p.expect(T::Comma))?;
            p.token(T::RPar)
        },
        {
            import_from_as_names(p)?;
            p.not_at(&[T::Comma])?;
            Ok(Node::NONE)
        },
        p.token(T::Star),
        p.invalid(errors::imports::import_from_targets),
    )
}

pub(crate) fn import_from_as_names(p: &mut Parser<'_>) -> Parse {
    p.commas(import_from_as_name)?;
    Ok(Node::NONE)
}

fn import_from_as_name(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        p.invalid(errors::imports::import_from_as_name),
        {
            p.expect(T::Name)?;
            p.optional(as_name)?;
            Ok(Node::NONE)
        },
    )
}

fn as_name(p: &mut Parser<'_>) -> Parse {
    p.expect(T::As)?;
    p.token(T::Name)
}

fn dotted_as_name(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        p.invalid(errors::imports::dotted_as_name),
        {
            dotted_name(p)?;
            p.optional(as_name)?;
            Ok(Node::NONE)
        },
    )
}

pub(crate) fn dotted_name(p: &mut Parser<'_>) -> Parse {
    p.expect(T::Name)?;
    p.repeat(|p| {
        p.expect(T::Dot)?;
        p.expect(T::Name)
    })?;
    Ok(Node::NONE)
}

fn type_alias(p: &mut Parser<'_>) -> Parse {
    let start = p.mark;
    p.soft_keyword("type")?;
    p.expect(T::Name)?;
    p.optional(super::parameters::type_params)?;
    p.expect(T::Equal)?;
    expression(p)?;
    Ok(p.node(Kind::Other, start, Vec::new()))
}

/// `if` and an expression, in comprehensions.
pub(crate) fn condition(p: &mut Parser<'_>) -> Parse {
    p.expect(T::If)?;
    disjunction(p)
}
