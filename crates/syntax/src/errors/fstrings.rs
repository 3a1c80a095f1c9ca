//! Replacement fields of f-strings and t-strings.

use crate::grammar::literals::format_pieces;
use crate::grammar::statements::annotated_rhs;
use crate::grammar::{Node, Parse, Parser, choice};
use crate::tokenizer::T;

pub(crate) fn replacement_field(p: &mut Parser<'_>, letter: char) -> Parse {
    choice!(p:
        {
            p.expect(T::LBrace)?;
            let at = p.expect_any(&[T::Equal, T::Exclamation, T::Colon, T::RBrace])?;
            let (span, found) = (p.token_span(at), p.text(at));
            Err(p.raise_at(span, format!("{letter}-string: valid expression required before '{found}'")))
        },
        {
            p.expect(T::LBrace)?;
            p.not_ahead(annotated_rhs)?;
            Err(p.raise_next(format!("{letter}-string: expecting a valid expression after '{{'")))
        },
        {
            p.expect(T::LBrace)?;
            annotated_rhs(p)?;
            p.not_at(&[T::Equal, T::Exclamation, T::Colon, T::RBrace])?;
            Err(p.raise_next(format!("{letter}-string: expecting '=', or '!', or ':', or '}}'")))
        },
        {
            p.expect(T::LBrace)?;
            annotated_rhs(p)?;
            p.expect(T::Equal)?;
            p.not_at(&[T::Exclamation, T::Colon, T::RBrace])?;
            Err(p.raise_next(format!("{letter}-string: expecting '!', or ':', or '}}'")))
        },
        {
            value(p)?;
            conversion_character(p, letter)
        },
        {
            value(p)?;
            p.optional(conversion)?;
            p.not_at(&[T::Colon, T::RBrace])?;
            Err(p.raise_next(format!("{letter}-string: expecting ':' or '}}'")))
        },
        {
            value(p)?;
            p.optional(conversion)?;
            p.expect(T::Colon)?;
            // Of a t-string's format, too, only the pieces of an f-string's are skipped.
            format_pieces(p, T::FormatMiddle)?;
            p.not_at(&[T::RBrace])?;
            Err(p.raise_next(format!("{letter}-string: expecting '}}', or format specs")))
        },
        {
            value(p)?;
            p.optional(conversion)?;
            p.not_at(&[T::RBrace])?;
            Err(p.raise_next(format!("{letter}-string: expecting '}}'")))
        },
    )
}

/// `{`, the expression, and `=` if it is there.
fn value(p: &mut Parser<'_>) -> Parse<()> {
    p.expect(T::LBrace)?;
    annotated_rhs(p)?;
    p.optional(|p| p.expect(T::Equal))?;
    Ok(())
}

fn conversion(p: &mut Parser<'_>) -> Parse<usize> {
    p.expect(T::Exclamation)?;
    p.expect(T::Name)
}

fn conversion_character(p: &mut Parser<'_>, letter: char) -> Parse {
    choice!(p:
        {
            p.expect(T::Exclamation)?;
            p.at(&[T::Colon, T::RBrace])?;
            Err(p.raise_next(format!("{letter}-string: missing conversion character")))
        },
        {
            p.expect(T::Exclamation)?;
            p.not_at(&[T::Name])?;
            Err(p.raise_next(format!("{letter}-string: invalid conversion character")))
        },
    )
}

/// The character must touch the exclamation mark.
pub(crate) fn check_conversion_place(p: &mut Parser<'_>, mark: usize, name: usize, letter: char) -> Parse<()> {
    let (mark, name) = (p.token_span(mark), p.token_span(name));
    if mark.line == name.line && mark.end_column == name.column {
        return Ok(());
    }
    let message = format!("{letter}-string: conversion type must come right after the exclamation mark");
    Err(p.raise_at(mark.to(name), message))
}

pub(crate) fn check_conversion(p: &mut Parser<'_>, name: usize, letter: char) -> Parse<Node> {
    let text = p.text(name);
    if matches!(text, "s" | "r" | "a") {
        return Ok(Node::NONE);
    }
    let span = p.token_span(name);
    let message = format!("{letter}-string: invalid conversion character '{text}': expected 's', 'r', or 'a'");
    Err(p.raise_at(span, message))
}
