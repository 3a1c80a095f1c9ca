//! `format(decimal, spec)`: the format mini-language as decimals have it.

use std::borrow::Cow;

use super::context::{Context, MAX_PREC, signal};
use super::number::Decimal;
use super::text::{Plus, Style};
use crate::error::{Error, Result};

/// What the locale, or a test, says of separators; an empty point stands for the plain one without grouping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Separators {
    pub point: Cow<'static, str>,
    pub thousands: Cow<'static, str>,
    /// Lengths of groups, the last one repeated; 127 ends grouping.
    pub grouping: Cow<'static, [u8]>,
}

impl Separators {
    const NONE: Separators =
        Separators { point: Cow::Borrowed(""), thousands: Cow::Borrowed(""), grouping: Cow::Borrowed(&[]) };
    const COMMAS: Separators =
        Separators { point: Cow::Borrowed("."), thousands: Cow::Borrowed(","), grouping: Cow::Borrowed(&[3, 3]) };
}

/// A format, taken apart.
#[derive(Clone, Debug)]
pub struct Spec {
    fill: char,
    align: Align,
    plus: Plus,
    /// Negative zeros lose their sign.
    no_negative_zero: bool,
    width: i64,
    precision: Option<i64>,
    /// `e`, `f`, `g` or `%`.
    kind: char,
    upper: bool,
    /// `n`: the separators are the locale's.
    pub localized: bool,
    pub separators: Separators,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Align {
    Left,
    Right,
    Center,
    /// Behind the sign.
    Inside,
    /// Zeros behind the sign, which are grouped too.
    Zeros,
}

fn align_of(symbol: char) -> Option<Align> {
    Some(match symbol {
        '<' => Align::Left,
        '>' => Align::Right,
        '^' => Align::Center,
        '=' => Align::Inside,
        _ => return None,
    })
}

/// The number at the beginning; None when it is out of range.
fn take_number(text: &mut &str) -> Option<i64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    *text = rest;
    if digits == 0 { Some(0) } else { number.parse().ok() }
}

fn take(text: &mut &str, accepted: impl Fn(char) -> bool) -> Option<char> {
    let first = text.chars().next().filter(|&first| accepted(first))?;
    *text = &text[first.len_utf8()..];
    Some(first)
}

impl Spec {
    /// None for what is no format of decimals.
    pub fn parse(text: &str, upper: bool) -> Option<Spec> {
        let mut rest = text;
        let mut spec = Spec {
            fill: ' ',
            align: Align::Right,
            plus: Plus::None,
            no_negative_zero: false,
            width: 0,
            precision: None,
            kind: 'g',
            upper,
            localized: false,
            separators: Separators::NONE,
        };
        let mut aligned = true;
        let mut symbols = text.chars();
        match (symbols.next(), symbols.next().and_then(align_of)) {
            (Some(fill), Some(align)) => {
                (spec.fill, spec.align) = (fill, align);
                rest = symbols.as_str();
            }
            _ => match take(&mut rest, |symbol| align_of(symbol).is_some()).and_then(align_of) {
                Some(align) => spec.align = align,
                None => aligned = false,
            },
        }
        spec.plus = match take(&mut rest, |symbol| matches!(symbol, '+' | '-' | ' ')) {
            Some('+') => Plus::Sign,
            Some(' ') => Plus::Space,
            _ => Plus::None,
        };
        spec.no_negative_zero = take(&mut rest, |symbol| symbol == 'z').is_some();
        if take(&mut rest, |symbol| symbol == '0').is_some() {
            if aligned {
                return None;
            }
            (spec.align, spec.fill) = (Align::Zeros, '0');
        }
        if rest.starts_with('0') {
            return None;
        }
        spec.width = take_number(&mut rest)?;
        if take(&mut rest, |symbol| symbol == ',').is_some() {
            spec.separators = Separators::COMMAS;
        }
        if take(&mut rest, |symbol| symbol == '.').is_some() {
            if !rest.starts_with(|symbol: char| symbol.is_ascii_digit()) {
                return None;
            }
            spec.precision = Some(take_number(&mut rest)?);
        }
        match take(&mut rest, |symbol| "EeFfGg%Nn".contains(symbol)) {
            Some(symbol @ ('n' | 'N')) => {
                if !spec.separators.thousands.is_empty() {
                    return None;
                }
                (spec.kind, spec.upper, spec.localized) = ('g', symbol == 'N', true);
            }
            Some(symbol) => (spec.kind, spec.upper) = (symbol.to_ascii_lowercase(), symbol.is_ascii_uppercase()),
            None => {}
        }
        rest.is_empty().then_some(spec)
    }
}

impl Decimal {
    /// Rounded to so many digits, the exponent of the first one the same or one more.
    fn round_to(&self, digits: i64, context: &Context, status: &mut u32) -> Decimal {
        let exponent = self.exponent + self.digits() - digits;
        let result = self.rescale(exponent, true, context, status);
        if result.is_finite() && result.digits() > digits {
            return result.rescale(exponent + 1, true, context, status);
        }
        result
    }

    /// Rounded as the format wants it.
    fn rounded_for(&self, spec: &Spec, context: &Context, status: &mut u32) -> Decimal {
        let mut number = self.clone();
        let kind = spec.kind;
        if kind == '%' {
            number.exponent += 2;
        }
        let Some(precision) = spec.precision else { return number };
        match kind {
            'g' if number.digits() > precision.max(1) => number.round_to(precision.max(1), context, status),
            'e' if !number.is_zero() => number.round_to(precision + 1, context, status),
            'f' | '%' => number.rescale(-precision, false, context, status),
            _ => number,
        }
    }

    /// Formatted; None where the format exceeds all limits.
    pub fn format(&self, spec: &Spec, context: &Context) -> Result<Option<String>> {
        if spec.width > MAX_PREC || spec.precision.is_some_and(|precision| precision > MAX_PREC) {
            return Ok(None);
        }
        let (mut align, mut fill) = (spec.align, spec.fill);
        let mut text = if self.is_special() {
            if align == Align::Zeros {
                (align, fill) = (Align::Right, ' ');
            }
            self.to_text(Style::Scientific, spec.upper, spec.plus)?
        } else {
            let mut status = 0;
            let mut number = self.rounded_for(spec, context, &mut status);
            if spec.no_negative_zero && number.is_zero() {
                number.negative = false;
            }
            let style = match spec.kind {
                'g' => Style::Scientific,
                'e' if number.is_zero() => Style::Exponential(1 - spec.precision.unwrap_or(0)),
                'e' => Style::Exponential(1),
                _ => {
                    if number.is_zero() && number.exponent > 0 {
                        number.exponent = 0;
                    }
                    Style::Fixed
                }
            };
            if status & signal::MEMORY != 0 {
                return Err(Error::memory());
            }
            if status & signal::ERRORS != 0 {
                return Ok(None);
            }
            number.to_text(style, spec.upper, spec.plus)?
        };
        if spec.kind == '%' {
            text.push('%');
        }
        if !spec.separators.point.is_empty() && !self.is_special() {
            text = grouped(&text, spec)?;
        }
        padded(text, spec.width, align, fill).map(Some)
    }
}

/// With the separators of the format, and with its zeros.
fn grouped(text: &str, spec: &Spec) -> Result<String> {
    let sign = usize::from(text.starts_with(['-', '+', ' ']));
    let (sign, text) = text.split_at(sign);
    let end = text.find(|symbol: char| !symbol.is_ascii_digit()).unwrap_or(text.len());
    let (whole, rest) = text.split_at(end);
    let separators = &spec.separators;
    let (point, rest) = match rest.strip_prefix('.') {
        Some(fraction) => (&*separators.point, fraction),
        None if separators.thousands.is_empty() || separators.grouping.is_empty() => {
            return Ok(format!("{sign}{text}"));
        }
        None => ("", rest),
    };
    let zeros = spec.align == Align::Zeros;
    let separator_length = i64::from(!separators.thousands.is_empty());
    let mut length = (sign.len() + point.chars().count() + rest.len()) as i64;
    // From the right; a separator is one byte for now.
    let mut reversed = Vec::new();
    let least = if zeros { usize::try_from(spec.width).unwrap_or(usize::MAX) } else { 0 };
    reversed.try_reserve(whole.len().max(least).saturating_mul(2)).map_err(|_| Error::memory())?;
    let mut digits = whole.bytes().rev();
    let mut groups = separators.grouping.iter().copied();
    let mut size = groups.next().unwrap_or(0);
    let mut in_group = 0;
    loop {
        let digit = match digits.next() {
            Some(digit) => digit,
            None if zeros && length < spec.width => b'0',
            None => break,
        };
        if size != 0 && size != 127 && in_group == size {
            if separator_length != 0 {
                reversed.push(b',');
            }
            length += separator_length;
            in_group = 0;
            size = groups.next().unwrap_or(size);
        }
        reversed.push(digit);
        length += 1;
        in_group = in_group.saturating_add(1);
    }
    reversed.reverse();
    let whole = String::from_utf8(reversed).unwrap_or_default();
    let whole = if separators.thousands == "," { whole } else { whole.replace(',', &separators.thousands) };
    let room = sign.len() + whole.len() + point.len() + rest.len();
    let mut out = crate::error::string_with_room(room)?;
    for part in [sign, &whole, point, rest] {
        out.push_str(part);
    }
    Ok(out)
}

/// Filled up to the width.
fn padded(text: String, width: i64, align: Align, fill: char) -> Result<String> {
    let missing = usize::try_from(width).unwrap_or(0).saturating_sub(text.chars().count());
    if missing == 0 {
        return Ok(text);
    }
    let (before, after) = match align {
        Align::Left => (0, missing),
        Align::Center => (missing / 2, missing - missing / 2),
        _ => (missing, 0),
    };
    let inside = matches!(align, Align::Inside | Align::Zeros) && text.starts_with(['-', '+', ' ']);
    let (sign, text) = text.split_at(usize::from(inside));
    let room = missing.saturating_mul(fill.len_utf8()).saturating_add(text.len() + 1);
    let mut out = crate::error::string_with_room(room)?;
    out.push_str(sign);
    out.extend(std::iter::repeat_n(fill, before));
    out.push_str(text);
    out.extend(std::iter::repeat_n(fill, after));
    Ok(out)
}
