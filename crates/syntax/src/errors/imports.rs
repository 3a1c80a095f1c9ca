//! Import statements.

use crate::grammar::expressions::expression;
use crate::grammar::statements::{dotted_name, import_from_as_names};
use crate::grammar::{Parse, Parser, choice};
use crate::tokenizer::T;

const EXPECTED_NAMES: &str = "Expected one or more names after 'import'";

pub(crate) fn import(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            let start = p.token(T::Import)?;
            p.commas(dotted_name)?;
            p.expect(T::From)?;
            dotted_name(p)?;
            Err(p.raise_from(start, "Did you mean to use 'from ... import ...' instead?"))
        },
        {
            p.expect(T::Import)?;
            let newline = p.token(T::Newline)?;
            Err(p.raise_from(newline, EXPECTED_NAMES))
        },
    )
}

pub(crate) fn import_from_targets(p: &mut Parser<'_>) -> Parse {
    choice!(p:
        {
            import_from_as_names(p)?;
            p.expect(T::Comma)?;
            p.expect(T::Newline)?;
            Err(p.raise("trailing comma not allowed without surrounding parentheses"))
        },
        {
            let newline = p.token(T::Newline)?;
            Err(p.raise_from(newline, EXPECTED_NAMES))
        },
    )
}

pub(crate) fn dotted_as_name(p: &mut Parser<'_>) -> Parse {
    dotted_name(p)?;
    bad_alias(p)
}

pub(crate) fn import_from_as_name(p: &mut Parser<'_>) -> Parse {
    p.expect(T::Name)?;
    bad_alias(p)
}

/// `as` and what is not a name.
fn bad_alias(p: &mut Parser<'_>) -> Parse {
    p.expect(T::As)?;
    p.not_ahead(|p| {
        p.expect(T::Name)?;
        p.expect_any(&[T::Comma, T::RPar, T::Semi, T::Newline])
    })?;
    let target = expression(p)?;
    let name = p.kind(target).name();
    Err(p.raise_node(target, format!("cannot use {name} as import target")))
}
