//! Numbers too long to convert.

use taipan_bytecode::SyntaxErrorKind;

use crate::grammar::{Parse, Parser};
use crate::tokenizer::Span;

/// A decimal integer may have only so many digits.
pub(crate) fn check_digits(p: &mut Parser<'_>, at: usize) -> Parse<()> {
    let limit = p.options.max_integer_digits;
    let text = p.text(at);
    if limit == 0 || text.len() <= limit || !text.bytes().all(|c| c.is_ascii_digit() || c == b'_') {
        return Ok(());
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits <= limit {
        return Ok(());
    }
    let message = format!(
        "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; use \
         sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to \
         avoid decimal conversion limits."
    );
    // Without columns, or a screenful of carets would be shown.
    let place = Span { column: -1, end_column: -1, ..p.token_span(at) };
    Err(p.raise_span(SyntaxErrorKind::Syntax, place, message))
}
