//! Parameters out of order, repeated stars, missing defaults.

use crate::grammar::parameters::{
    Style, maybe_default, no_default, param, slash_no_default, slash_with_default, with_default,
};
use crate::grammar::{Node, Parse, Parser, choice};
use crate::tokenizer::T;

pub(crate) fn parameters(p: &mut Parser<'_>, style: Style) -> Parse {
    choice!(p:
        {
            let slash = p.token(T::Slash)?;
            p.expect(T::Comma)?;
            Err(p.raise_node(slash, "at least one argument must precede /"))
        },
        {
            up_to_slash(p, style)?;
            p.repeat(|p| maybe_default(p, style))?;
            let slash = p.token(T::Slash)?;
            Err(p.raise_node(slash, "/ may appear only once"))
        },
        {
            p.optional(|p| slash_no_default(p, style))?;
            p.repeat(|p| no_default(p, style))?;
            defaults(p, style)?;
            let parameter = no_default(p, style)?;
            Err(p.raise_node(parameter, "parameter without a default follows parameter with a default"))
        },
        {
            p.repeat(|p| no_default(p, style))?;
            let open = p.token(T::LPar)?;
            if style == Style::Function {
                p.repeat_once(|p| no_default(p, style))?;
            } else {
                p.commas(|p| param(p, style))?;
            }
            p.optional(|p| p.expect(T::Comma))?;
            let close = p.token(T::RPar)?;
            let what = if style == Style::Function { "Function" } else { "Lambda expression" };
            Err(p.raise_range(open, close, format!("{what} parameters cannot be parenthesized")))
        },
        {
            p.optional(|p| up_to_slash(p, style))?;
            p.repeat(|p| maybe_default(p, style))?;
            p.expect(T::Star)?;
            comma_or_parameter(p, style)?;
            p.repeat(|p| maybe_default(p, style))?;
            let slash = p.token(T::Slash)?;
            Err(p.raise_node(slash, "/ must be ahead of *"))
        },
        {
            p.repeat_once(|p| maybe_default(p, style))?;
            p.expect(T::Slash)?;
            let star = p.token(T::Star)?;
            Err(p.raise_node(star, "expected comma between / and *"))
        },
    )
}

fn up_to_slash(p: &mut Parser<'_>, style: Style) -> Parse {
    choice!(p: slash_no_default(p, style), slash_with_default(p, style))
}

fn defaults(p: &mut Parser<'_>, style: Style) -> Parse {
    choice!(p:
        slash_with_default(p, style),
        {
            p.repeat_once(|p| with_default(p, style))?;
            Ok(Node::NONE)
        },
    )
}

fn comma_or_parameter(p: &mut Parser<'_>, style: Style) -> Parse {
    choice!(p: p.token(T::Comma), no_default(p, style))
}

fn parameter_or_comma(p: &mut Parser<'_>, style: Style) -> Parse {
    choice!(p: no_default(p, style), p.token(T::Comma))
}

pub(crate) fn default(p: &mut Parser<'_>) -> Parse {
    let equal = p.token(T::Equal)?;
    p.at(&[T::RPar, T::Comma])?;
    Err(p.raise_node(equal, "expected default value expression"))
}

pub(crate) fn star_etc(p: &mut Parser<'_>, style: Style) -> Parse {
    const BARE: &str = "named arguments must follow bare *";
    choice!(p:
        {
            let star = p.token(T::Star)?;
            if p.optional(|p| p.expect(style.end()))?.is_none() {
                p.expect(T::Comma)?;
                p.expect_any(&[style.end(), T::DoubleStar])?;
            }
            if style == Style::Function { Err(p.raise_node(star, BARE)) } else { Err(p.raise(BARE)) }
        },
        {
            p.expect(T::Star)?;
            param(p, style)?;
            let equal = p.token(T::Equal)?;
            Err(p.raise_node(equal, "var-positional argument cannot have default value"))
        },
        {
            p.expect(T::Star)?;
            parameter_or_comma(p, style)?;
            p.repeat(|p| maybe_default(p, style))?;
            let star = p.token(T::Star)?;
            parameter_or_comma(p, style)?;
            Err(p.raise_node(star, "* argument may appear only once"))
        },
    )
}

pub(crate) fn kwds(p: &mut Parser<'_>, style: Style) -> Parse {
    const AFTER: &str = "arguments cannot follow var-keyword argument";
    choice!(p:
        {
            p.expect(T::DoubleStar)?;
            param(p, style)?;
            let equal = p.token(T::Equal)?;
            Err(p.raise_node(equal, "var-keyword argument cannot have default value"))
        },
        {
            p.expect(T::DoubleStar)?;
            param(p, style)?;
            p.expect(T::Comma)?;
            let parameter = param(p, style)?;
            Err(p.raise_node(parameter, AFTER))
        },
        {
            p.expect(T::DoubleStar)?;
            param(p, style)?;
            p.expect(T::Comma)?;
            let at = p.expect_any(&[T::Star, T::DoubleStar, T::Slash])?;
            let span = p.token_span(at);
            Err(p.raise_at(span, AFTER))
        },
    )
}
