//! The escapes in strings: which cannot be decoded, and which are none.

use taipan_text::unicode::names;

/// What the codec says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Unicode(String),
    Value(String),
}

/// A backslash that stays, at a byte of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InvalidEscape {
    pub(crate) at: usize,
    /// An octal escape above `\377`.
    pub(crate) octal: bool,
}

/// The warning for what follows a backslash.
pub(crate) fn escape_message(after: &str, octal: bool) -> String {
    let kind = if octal { "octal escape" } else { "escape" };
    format!(
        "\"\\{after}\" is an invalid {kind} sequence. Such sequences will not work in the future. \
         Did you mean \"\\\\{after}\"? A raw string is also an option."
    )
}

pub(crate) struct Literal<'s> {
    pub(crate) body: &'s str,
    /// Where in the literal the body starts.
    pub(crate) body_at: usize,
    pub(crate) bytes: bool,
    pub(crate) raw: bool,
}

/// The parts of a string literal with its prefix and quotes.
pub(crate) fn split_literal(text: &str) -> Literal<'_> {
    let prefix = text.find(['\'', '"']).unwrap_or(0);
    let (letters, quoted) = text.split_at(prefix);
    let quotes = if quoted.len() >= 6 && (quoted.starts_with("'''") || quoted.starts_with("\"\"\"")) { 3 } else { 1 };
    let body = quoted.get(quotes..quoted.len().saturating_sub(quotes)).unwrap_or_default();
    Literal { body, body_at: prefix + quotes, bytes: letters.contains(['b', 'B']), raw: letters.contains(['r', 'R']) }
}

/// Look at every escape: the first that is none, or the first that cannot be decoded.
pub(crate) fn check(body: &str, bytes: bool) -> Result<Option<InvalidEscape>, Fault> {
    let text = body.as_bytes();
    let mut first = None;
    let mut at = 0;
    while let Some(found) = text[at..].iter().position(|&c| c == b'\\') {
        let backslash = at + found;
        let Some(&c) = text.get(backslash + 1) else { break };
        at = backslash + 2;
        match c {
            b'\n' | b'\\' | b'\'' | b'"' | b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' => {}
            b'0'..=b'7' => {
                let digits = text[backslash + 1..].iter().take(3).take_while(|c| matches!(c, b'0'..=b'7')).count();
                at = backslash + 1 + digits;
                if digits == 3 && c > b'3' {
                    first.get_or_insert(InvalidEscape { at: backslash, octal: true });
                }
            }
            b'x' if bytes => {
                let digits = text[at..].iter().take(2).take_while(|c| c.is_ascii_hexdigit()).count();
                if digits < 2 {
                    return Err(Fault::Value(format!("invalid \\x escape at position {backslash}")));
                }
                at += 2;
            }
            b'x' => at = hexadecimal(body, backslash, 2, "truncated \\xXX escape")?,
            b'u' if !bytes => at = hexadecimal(body, backslash, 4, "truncated \\uXXXX escape")?,
            b'U' if !bytes => at = hexadecimal(body, backslash, 8, "truncated \\UXXXXXXXX escape")?,
            b'N' if !bytes => at = named(body, backslash)?,
            // Python turns a backslash before such a character into an escape of its own, so it is not wrong.
            128.. => {}
            _ => {
                first.get_or_insert(InvalidEscape { at: backslash, octal: false });
            }
        }
    }
    Ok(first)
}

fn hexadecimal(body: &str, backslash: usize, digits: usize, truncated: &str) -> Result<usize, Fault> {
    let start = backslash + 2;
    let found = body.as_bytes()[start..].iter().take(digits).take_while(|c| c.is_ascii_hexdigit()).count();
    let end = start + found;
    if found < digits {
        return Err(undecodable(body, backslash, end, truncated));
    }
    // `u32` holds eight digits.
    if u32::from_str_radix(&body[start..end], 16).is_ok_and(|value| value > 0x10_ffff) {
        return Err(undecodable(body, backslash, end, "illegal Unicode character"));
    }
    Ok(end)
}

fn named(body: &str, backslash: usize) -> Result<usize, Fault> {
    const MALFORMED: &str = "malformed \\N character escape";
    let start = backslash + 2;
    let Some(rest) = body[start..].strip_prefix('{') else {
        return Err(undecodable(body, backslash, start, MALFORMED));
    };
    let Some(length) = rest.find('}') else {
        return Err(undecodable(body, backslash, body.len(), MALFORMED));
    };
    if length == 0 {
        return Err(undecodable(body, backslash, start + 1, MALFORMED));
    }
    let end = start + 1 + length + 1;
    if names::lookup(&rest[..length]).is_none() {
        return Err(undecodable(body, backslash, end, "unknown Unicode character name"));
    }
    Ok(end)
}

/// Positions are those of a text in which every character beyond ASCII was written as an escape of ten bytes.
fn undecodable(body: &str, start: usize, end: usize, reason: &str) -> Fault {
    let expanded = |at: usize| {
        let mut count = 0;
        let mut after_backslash = false;
        for c in body[..at].chars() {
            if c.is_ascii() {
                count += 1;
                after_backslash = c == '\\' && !after_backslash;
            } else {
                // The backslash before such a character is written as an escape as well.
                count += if after_backslash { 15 } else { 10 };
                after_backslash = false;
            }
        }
        count
    };
    let (start, end) = (expanded(start), expanded(end));
    let place = if end - start == 1 {
        format!("byte 0x5c in position {start}")
    } else {
        format!("bytes in position {start}-{}", end - 1)
    };
    Fault::Unicode(format!("'unicodeescape' codec can't decode {place}: {reason}"))
}
