//! Docstrings are stored without the indentation of the code around them.

use taipan_bytecode::Const;
use taipan_syntax::ast;

use crate::literals;
use crate::source::Source;

/// The docstring a literal makes: indentation common to all lines after the first is removed, and the first line's
/// own. Unlike `inspect.cleandoc`, empty lines at the ends stay.
pub(crate) fn clean(text: &ast::ExprStringLiteral, source: Source<'_>) -> Const {
    let bytes = literals::string_bytes(&text.value, source);
    Const::Str(clean_bytes(&bytes).into())
}

fn clean_bytes(bytes: &[u8]) -> Vec<u8> {
    let expanded;
    let bytes = if bytes.contains(&b'\t') {
        expanded = expand_tabs(bytes);
        &expanded[..]
    } else {
        bytes
    };
    let indentation = |line: &[u8]| line.iter().take_while(|&&byte| byte == b' ').count();
    let mut lines = bytes.split(|&byte| byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let margin =
        lines.clone().filter(|line| indentation(line) < line.len()).map(indentation).min().unwrap_or(usize::MAX);
    let mut result = Vec::with_capacity(bytes.len());
    result.extend(&first[indentation(first)..]);
    for line in lines {
        result.push(b'\n');
        result.extend(&line[indentation(line).min(margin)..]);
    }
    result
}

/// Tabs become spaces up to the next column that is a multiple of eight.
fn expand_tabs(bytes: &[u8]) -> Vec<u8> {
    let mut result = Vec::with_capacity(bytes.len() + 16);
    let mut column = 0;
    for &byte in bytes {
        match byte {
            b'\t' => {
                let width = 8 - column % 8;
                result.extend(std::iter::repeat_n(b' ', width));
                column += width;
            }
            b'\n' | b'\r' => {
                result.push(byte);
                column = 0;
            }
            _ => {
                result.push(byte);
                // Continuation bytes are no characters of their own.
                column += usize::from(byte & 0xc0 != 0x80);
            }
        }
    }
    result
}
