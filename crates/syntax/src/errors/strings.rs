//! Strings that cannot be put together or whose escapes mean nothing.

use super::escapes::{self, Fault};
use crate::grammar::literals::{f_string_or_string, template};
use crate::grammar::{Kind, Node, Parse, Parser, choice};

pub(crate) fn template_concatenation(p: &mut Parser<'_>) -> Parse {
    const MIXED: &str = "cannot mix t-string literals with string or bytes literals";
    choice!(p:
        {
            let all = p.repeat_once(f_string_or_string)?;
            let other = template(p)?;
            let last = all.last().copied().unwrap_or(Node::NONE);
            Err(p.raise_range(last, other, MIXED))
        },
        {
            let all = p.repeat_once(template)?;
            let other = f_string_or_string(p)?;
            let last = all.last().copied().unwrap_or(Node::NONE);
            Err(p.raise_range(last, other, MIXED))
        },
    )
}

pub(crate) fn check_concatenation(p: &mut Parser<'_>, all: &[Node]) -> Parse<()> {
    let bytes = all.iter().filter(|&&one| p.kind(one) == Kind::Bytes).count();
    if bytes != 0 && bytes != all.len() {
        return Err(p.raise("cannot mix bytes and nonbytes literals"));
    }
    Ok(())
}

/// What a string token is, if its escapes are right.
pub(crate) fn check_string(p: &mut Parser<'_>, at: usize) -> Parse<Kind> {
    let text = p.text(at);
    let parts = escapes::split_literal(text);
    let kind = if parts.bytes { Kind::Bytes } else { Kind::Str };
    if parts.bytes && !parts.body.is_ascii() {
        let span = p.token_span(at);
        return Err(p.raise_at(span, "bytes can only contain ASCII literal characters"));
    }
    if !parts.raw {
        check_body(parts.body, parts.bytes).map_err(|message| p.raise(message))?;
    }
    Ok(kind)
}

/// The error, if an escape cannot be decoded.
fn check_body(body: &str, bytes: bool) -> Result<(), String> {
    match escapes::check(body, bytes) {
        Err(Fault::Unicode(message)) => Err(format!("(unicode error) {message}")),
        Err(Fault::Value(message)) => Err(format!("(value error) {message}")),
        Ok(_) => Ok(()),
    }
}

/// The text of an f-string or t-string, given its first token.
pub(crate) fn check_pieces(p: &mut Parser<'_>, start: usize, pieces: &[Option<usize>]) -> Parse<()> {
    if p.text(start).contains(['r', 'R']) {
        return Ok(());
    }
    for &piece in pieces.iter().flatten() {
        check_format_piece(p, piece)?;
    }
    Ok(())
}

pub(crate) fn check_format_piece(p: &mut Parser<'_>, at: usize) -> Parse<()> {
    let span = p.token_span(at);
    check_body(p.text(at), false).map_err(|message| p.raise_at(span, message))
}
