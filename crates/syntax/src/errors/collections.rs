//! Dictionaries with half an item.

use taipan_bytecode::SyntaxErrorKind;

use crate::grammar::expressions::{bitwise_or, expression};
use crate::grammar::primaries::double_starred_pair;
use crate::grammar::{Parse, Parser, choice};
use crate::tokenizer::{Span, T};

pub(crate) fn double_starred_pairs(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            p.commas(double_starred_pair)?;
            p.expect(T::Comma)?;
            pair(p)
        },
        starred_value(p),
        missing_value(p),
    )
}

fn pair(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            let key = expression(p)?;
            p.not_at(&[T::Colon])?;
            let span = p.span(key);
            let place = Span { column: span.end_column - 1, end_column: -1, ..span };
            Err(p.raise_span(SyntaxErrorKind::Syntax, place, "':' expected after dictionary key"))
        },
        starred_value(p),
        missing_value(p),
    )
}

fn starred_value(p: &mut Parser<'_>) -> Parse {
    expression(p)?;
    p.expect(T::Colon)?;
    let star = p.token(T::Star)?;
    bitwise_or(p)?;
    Err(p.raise_from(star, "cannot use a starred expression in a dictionary value"))
}

fn missing_value(p: &mut Parser<'_>) -> Parse {
    expression(p)?;
    let colon = p.token(T::Colon)?;
    p.at(&[T::RBrace, T::Comma])?;
    Err(p.raise_node(colon, "expression expected after dictionary key and ':'"))
}
