//! Strings that cannot be put together or whose escapes mean nothing.

use super::escapes::{self, Fault};
use crate::grammar::literals::{f_string_or_string, template};
use crate::grammar::{Kind, Node, Parse, Parser, choice};
use crate::tokenizer::T;
use crate::{Noticed, SyntaxWarning};

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
        let line = p.token_span(at).line;
        let body_at = p.tokens[at].start() + parts.body_at;
        check_body(p, parts.body, parts.bytes, Place { start: body_at, line, interpolated: false })
            .map_err(|message| p.raise(message))?;
    }
    Ok(kind)
}

/// Where the text of a string is.
struct Place {
    start: usize,
    /// What Python counts the lines from.
    line: i32,
    /// It is a piece of an f-string or t-string.
    interpolated: bool,
}

/// The error, if an escape cannot be decoded.
fn check_body(p: &mut Parser<'_>, body: &str, bytes: bool, place: Place) -> Result<(), String> {
    match escapes::check(body, bytes) {
        Err(Fault::Unicode(message)) => Err(format!("(unicode error) {message}")),
        Err(Fault::Value(message)) => Err(format!("(value error) {message}")),
        Ok(None) => Ok(()),
        Ok(Some(escape)) => {
            let length = if escape.octal { 3 } else { 1 };
            let after = &body[escape.at + 1..escape.at + 1 + length];
            // A brace was warned of by the tokenizer.
            let warned = place.interpolated && matches!(after, "{" | "}");
            if !p.invalid_rules && !warned {
                let line = place.line + body[..escape.at].matches('\n').count() as i32;
                warn(p, place.start + escape.at, line, escapes::escape_message(after, escape.octal));
            }
            Ok(())
        }
    }
}

fn warn(p: &mut Parser<'_>, at: usize, line: i32, message: String) {
    let source = p.tokenizer.source();
    let line_start = source[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let offset = source[line_start..at].chars().count() as u32 + 1;
    let line = line as u32;
    p.warnings.push(SyntaxWarning {
        message,
        line,
        offset,
        end_line: line,
        end_offset: offset + 2,
        noticed: Noticed::Parser,
    });
}

/// The text of an f-string or t-string, given its first token and its last.
pub(crate) fn check_pieces(p: &mut Parser<'_>, start: usize, end: usize, pieces: &[Option<usize>]) -> Parse<()> {
    if is_raw(p, start) {
        return Ok(());
    }
    // Python counts the lines of every piece from the end of the string.
    let line = p.token_span(end).line;
    for &piece in pieces.iter().flatten() {
        check_piece(p, piece, line)?;
    }
    Ok(())
}

fn is_raw(p: &Parser<'_>, start: usize) -> bool {
    p.text(start).contains(['r', 'R'])
}

fn check_piece(p: &mut Parser<'_>, at: usize, line: i32) -> Parse<()> {
    let (text, start, span) = (p.text(at), p.tokens[at].start(), p.token_span(at));
    check_body(p, text, false, Place { start, line, interpolated: true }).map_err(|message| p.raise_at(span, message))
}

/// A piece of a format. Whether it is raw is said where the string begins.
pub(crate) fn check_format_piece(p: &mut Parser<'_>, at: usize) -> Parse<()> {
    let mut open = 0;
    for start in (0..at).rev() {
        match p.tokens[start].ty {
            T::FormatEnd | T::TemplateEnd => open += 1,
            T::FormatStart | T::TemplateStart if open > 0 => open -= 1,
            T::FormatStart | T::TemplateStart if is_raw(p, start) => return Ok(()),
            T::FormatStart | T::TemplateStart => break,
            _ => {}
        }
    }
    let line = p.token_span(at).line;
    check_piece(p, at, line)
}
