//! Names, constants, numbers and strings, with the fields of f-strings and t-strings.

use super::statements::annotated_rhs;
use super::{Kind, Memo, Parse, Parser, choice};
use crate::errors;
use crate::tokenizer::T;

pub(crate) fn name(p: &mut Parser<'_>) -> Parse {
    let at = p.expect(T::Name)?;
    Ok(p.leaf(Kind::Name, p.token_span(at)))
}

pub(crate) fn constant(p: &mut Parser<'_>) -> Parse {
    let at = p.expect_any(&[T::True, T::False, T::None, T::Ellipsis])?;
    let kind = match p.tokens[at].ty {
        T::True => Kind::True,
        T::False => Kind::False,
        T::None => Kind::None,
        _ => Kind::Ellipsis,
    };
    Ok(p.leaf(kind, p.token_span(at)))
}

pub(crate) fn number(p: &mut Parser<'_>) -> Parse {
    let at = p.expect(T::Number)?;
    errors::numbers::check_digits(p, at)?;
    Ok(p.leaf(Kind::Number, p.token_span(at)))
}

pub(crate) fn strings(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::Strings, |p| {
        let start = p.mark;
        choice!(p:
            p.invalid(errors::strings::template_concatenation),
            {
                let all = p.repeat_once(f_string_or_string)?;
                errors::strings::check_concatenation(p, &all)?;
                let kind = if all.iter().any(|&one| p.kind(one) == Kind::FString) {
                    Kind::FString
                } else {
                    all.first().map_or(Kind::Str, |&first| p.kind(first))
                };
                Ok(p.node(kind, start, Vec::new()))
            },
            {
                p.repeat_once(template)?;
                Ok(p.node(Kind::TString, start, Vec::new()))
            },
        )
    })
}

pub(crate) fn f_string_or_string(p: &mut Parser<'_>) -> Parse {
    choice!(p: f_string(p), string(p))
}

fn string(p: &mut Parser<'_>) -> Parse {
    let at = p.expect(T::Str)?;
    let kind = errors::strings::check_string(p, at)?;
    Ok(p.leaf(kind, p.token_span(at)))
}

fn f_string(p: &mut Parser<'_>) -> Parse {
    let start = p.expect(T::FormatStart)?;
    let pieces = p.repeat(|p| piece(p, T::FormatMiddle))?;
    let end = p.expect(T::FormatEnd)?;
    errors::strings::check_pieces(p, start, end, &pieces)?;
    Ok(p.node(Kind::FString, start, Vec::new()))
}

pub(crate) fn template(p: &mut Parser<'_>) -> Parse {
    p.memo(Memo::Template, |p| {
        let start = p.expect(T::TemplateStart)?;
        let pieces = p.repeat(|p| piece(p, T::TemplateMiddle))?;
        let end = p.expect(T::TemplateEnd)?;
        errors::strings::check_pieces(p, start, end, &pieces)?;
        Ok(p.node(Kind::TString, start, Vec::new()))
    })
}

/// A field, or the token of text: `Some` with its index.
fn piece(p: &mut Parser<'_>, middle: T) -> Parse<Option<usize>> {
    if p.optional(|p| field(p, middle))?.is_some() {
        return Ok(None);
    }
    p.expect(middle).map(Some)
}

fn field(p: &mut Parser<'_>, middle: T) -> Parse {
    p.at(&[T::LBrace])?;
    if middle == T::FormatMiddle { p.deeper(f_field) } else { p.deeper(t_field) }
}

fn f_field(p: &mut Parser<'_>) -> Parse {
    replacement_field(p, T::FormatMiddle, 'f')
}

fn t_field(p: &mut Parser<'_>) -> Parse {
    replacement_field(p, T::TemplateMiddle, 't')
}

fn replacement_field(p: &mut Parser<'_>, middle: T, letter: char) -> Parse {
    choice!(p:
        {
            p.expect(T::LBrace)?;
            annotated_rhs(p)?;
            p.optional(|p| p.expect(T::Equal))?;
            p.optional(|p| conversion(p, letter))?;
            p.optional(|p| format(p, middle))?;
            p.token(T::RBrace)
        },
        p.invalid(|p| errors::fstrings::replacement_field(p, letter)),
    )
}

/// `!r`.
fn conversion(p: &mut Parser<'_>, letter: char) -> Parse {
    let mark = p.expect(T::Exclamation)?;
    let name = p.expect(T::Name)?;
    errors::fstrings::check_conversion_place(p, mark, name, letter)?;
    errors::fstrings::check_conversion(p, name, letter)
}

/// `:` and the pieces of a format.
pub(crate) fn format(p: &mut Parser<'_>, middle: T) -> Parse<()> {
    p.expect(T::Colon)?;
    format_pieces(p, middle)
}

pub(crate) fn format_pieces(p: &mut Parser<'_>, middle: T) -> Parse<()> {
    p.repeat(|p| {
        if let Some(at) = p.optional(|p| p.expect(middle))? {
            errors::strings::check_format_piece(p, at)?;
            return Ok(());
        }
        field(p, middle).map(|_| ())
    })?;
    Ok(())
}
