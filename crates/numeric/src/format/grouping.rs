//! Separators between groups of digits, zero padding included, and the assembly of a number from its parts.

use super::{Align, Body, Field, Separator, Sign, Spec};
use crate::error::{Error, Result, string_with_room};

/// What the type `n` uses: the fields of C's `localeconv` that matter here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locale {
    pub decimal_point: String,
    pub thousands_sep: String,
    /// Sizes of the groups from the right; the last repeats, unless it is 127, which ends the grouping.
    pub grouping: Vec<u8>,
}

impl Default for Locale {
    /// The C locale.
    fn default() -> Self {
        Locale { decimal_point: ".".into(), thousands_sep: String::new(), grouping: Vec::new() }
    }
}

/// The parts of a number's text.
pub(super) struct Parts<'a> {
    pub(super) negative: bool,
    /// `0x` and its like.
    pub(super) prefix: &'a str,
    /// Digits before the point; empty for `inf` and `nan`.
    pub(super) digits: &'a str,
    /// Whether there is a point.
    pub(super) point: bool,
    pub(super) fraction: &'a str,
    /// Exponent, percent sign, or `inf`.
    pub(super) tail: &'a str,
}

impl<'a> Parts<'a> {
    /// Splits what `format_code` gives.
    pub(super) fn split(negative: bool, text: &'a str) -> Self {
        let digits_end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (digits, rest) = text.split_at(digits_end);
        let (point, rest) = match rest.strip_prefix('.') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let fraction_end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (fraction, tail) = rest.split_at(fraction_end);
        Parts { negative, prefix: "", digits, point, fraction, tail }
    }
}

/// How digits are grouped: a separator and group sizes from the right, the last repeated.
enum Groups<'a> {
    None,
    Uniform(usize, char),
    Locale(&'a Locale),
}

/// Puts the parts together by `spec`. `locale` is given for the type `n` only.
pub(super) fn number(spec: &Spec, parts: &Parts<'_>, group_of: usize, locale: Option<&Locale>) -> Result<Field> {
    let mut prefix = String::new();
    match spec.sign {
        _ if parts.negative => prefix.push('-'),
        Some(Sign::Plus) => prefix.push('+'),
        Some(Sign::Space) => prefix.push(' '),
        _ => {}
    }
    prefix.push_str(parts.prefix);
    let mut rest = String::new();
    if parts.point {
        rest.push_str(locale.map_or(".", |l| &l.decimal_point));
    }
    match spec.fraction_separator {
        Some(sep) => group_from_left(parts.fraction, sep, &mut rest),
        None => rest.push_str(parts.fraction),
    }
    rest.push_str(parts.tail);
    let align = spec.align.unwrap_or(Align::Right);
    let rest_len = rest.chars().count();
    let zero_padded = spec.fill == u32::from('0') && align == Align::AfterSign;
    let min_digits_width = if zero_padded && !parts.digits.is_empty() {
        spec.width.unwrap_or(0).saturating_sub(prefix.len() + rest_len)
    } else {
        0
    };
    let groups = match (locale, spec.separator) {
        (Some(locale), _) => Groups::Locale(locale),
        (None, Some(sep)) => Groups::Uniform(group_of, sep.as_char()),
        (None, None) => Groups::None,
    };
    let mut body = group(parts.digits, &groups, min_digits_width)?;
    body.push_str(&rest);
    let len = prefix.len() + body.chars().count();
    Ok(Field::pad(spec, align, prefix, Body::Text(body), len))
}

fn group_from_left(digits: &str, sep: Separator, out: &mut String) {
    for (i, d) in digits.chars().enumerate() {
        if i > 0 && i % 3 == 0 {
            out.push(sep.as_char());
        }
        out.push(d);
    }
}

/// `digits` with separators, padded with zeros to at least `min_width` characters: one more where a separator would
/// come first.
fn group(digits: &str, groups: &Groups<'_>, min_width: usize) -> Result<String> {
    match groups {
        _ if digits.is_empty() => Ok(String::new()),
        Groups::None => {
            let mut out = string_with_room(min_width.max(digits.len()))?;
            out.extend(std::iter::repeat_n('0', min_width.saturating_sub(digits.len())));
            out.push_str(digits);
            Ok(out)
        }
        Groups::Uniform(size, sep) => {
            // The least count of digits that reaches the width together with its separators.
            let with_sep = size + 1;
            let wanted =
                min_width - min_width / with_sep + usize::from(min_width > 0 && min_width.is_multiple_of(with_sep));
            let count = wanted.max(digits.len());
            let zeros = count - digits.len();
            let mut out = string_with_room(count.saturating_add(count / size))?;
            for (i, d) in std::iter::repeat_n('0', zeros).chain(digits.chars()).enumerate() {
                if i > 0 && (count - i).is_multiple_of(*size) {
                    out.push(*sep);
                }
                out.push(d);
            }
            Ok(out)
        }
        Groups::Locale(locale) => group_by_locale(digits, locale, min_width),
    }
}

fn group_by_locale(digits: &str, locale: &Locale, min_width: usize) -> Result<String> {
    if min_width > i32::MAX as usize {
        return Err(Error::memory());
    }
    let sep_len = locale.thousands_sep.chars().count();
    let mut sizes = locale.grouping.iter().copied();
    let mut size: Option<usize> = None;
    let (mut remaining, mut width) = (digits.len(), min_width as i64);
    // From the right: how many digits of the number each group holds, and zeros before them.
    let mut chunks: Vec<(usize, usize)> = Vec::new();
    loop {
        size = match sizes.next() {
            Some(0) => size,
            Some(127) => None,
            Some(n) => Some(n as usize),
            None => size,
        };
        let wanted = (remaining as i64).max(width).max(1) as usize;
        let len = size.map_or(wanted, |s| s.min(wanted));
        let taken = len.min(remaining);
        chunks.push((len - taken, taken));
        remaining -= taken;
        width -= len as i64;
        if remaining == 0 && width <= 0 {
            break;
        }
        width -= sep_len as i64;
    }
    let mut out = String::new();
    let mut at = 0;
    for (i, (zeros, taken)) in chunks.iter().rev().enumerate() {
        if i > 0 {
            out.push_str(&locale.thousands_sep);
        }
        out.extend(std::iter::repeat_n('0', *zeros));
        out.push_str(&digits[at..at + taken]);
        at += taken;
    }
    Ok(out)
}
