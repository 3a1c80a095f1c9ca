//! `format(decimal, spec)`: the format mini-language as decimals have it.

use super::context::{Context, MAX_PREC, signal};
use super::number::Decimal;
use super::text::{Plus, Style};
use crate::error::{Error, Result};

/// What the locale, or a test, says of separators; an empty point stands for the plain one without grouping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Separators {
    pub point: String,
    pub thousands: String,
    /// Lengths of groups, the last one repeated; 127 ends grouping.
    pub grouping: Vec<u8>,
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
fn take_number(text: &mut &[char]) -> Option<i64> {
    let mut number = 0i64;
    while let Some((digit, rest)) = text.split_first().and_then(|(first, rest)| Some((first.to_digit(10)?, rest))) {
        number = number.checked_mul(10)?.checked_add(i64::from(digit))?;
        *text = rest;
    }
    Some(number)
}

fn take(text: &mut &[char], accepted: impl Fn(char) -> bool) -> Option<char> {
    let (&first, rest) = text.split_first().filter(|(first, _)| accepted(**first))?;
    *text = rest;
    Some(first)
}

impl Spec {
    /// None for what is no format of decimals.
    pub fn parse(text: &str, upper: bool) -> Option<Spec> {
        let text: Vec<char> = text.chars().collect();
        let mut rest = &text[..];
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
            separators: Separators::default(),
        };
        let mut aligned = true;
        match *rest {
            [fill, symbol, ..] if align_of(symbol).is_some() => {
                spec.fill = fill;
                spec.align = align_of(symbol)?;
                rest = &rest[2..];
            }
            [symbol, ..] if align_of(symbol).is_some() => {
                spec.align = align_of(symbol)?;
                rest = &rest[1..];
            }
            _ => aligned = false,
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
        if rest.first() == Some(&'0') {
            return None;
        }
        spec.width = take_number(&mut rest)?;
        if let Some(separator) = take(&mut rest, |symbol| symbol == ',') {
            spec.separators =
                Separators { point: ".".to_owned(), thousands: separator.to_string(), grouping: vec![3, 3] };
        }
        if take(&mut rest, |symbol| symbol == '.').is_some() {
            if !rest.first().is_some_and(char::is_ascii_digit) {
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
        let mut spec = spec.clone();
        let mut text = if self.is_special() {
            if spec.align == Align::Zeros {
                (spec.align, spec.fill) = (Align::Right, ' ');
            }
            self.to_text(Style::Scientific, spec.upper, spec.plus)?
        } else {
            let mut status = 0;
            let mut number = self.rounded_for(&spec, context, &mut status);
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
            text = grouped(&text, &spec)?;
        }
        padded(text, &spec).map(Some)
    }
}

/// With the separators of the format, and with its zeros.
fn grouped(text: &str, spec: &Spec) -> Result<String> {
    let sign = usize::from(text.starts_with(['-', '+', ' ']));
    let (sign, text) = text.split_at(sign);
    let end = text.find(|symbol: char| !symbol.is_ascii_digit()).unwrap_or(text.len());
    let (whole, rest) = text.split_at(end);
    let separators = &spec.separators;
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => format!("{}{fraction}", separators.point),
        None if separators.thousands.is_empty() || separators.grouping.is_empty() => {
            return Ok(format!("{sign}{text}"));
        }
        None => rest.to_owned(),
    };
    let taken = (sign.len() + rest.chars().count()) as i64;
    let separator_length = i64::from(!separators.thousands.is_empty());
    // From the right, each group the other way round as well.
    let mut reversed = String::new();
    let room = whole
        .len()
        .saturating_mul(2)
        .saturating_add(usize::try_from(spec.width).unwrap_or(usize::MAX).saturating_mul(2));
    reversed.try_reserve(room).map_err(|_| Error::memory())?;
    let thousands: String = separators.thousands.chars().rev().collect();
    let mut digits = whole.chars().rev().peekable();
    let mut groups = separators.grouping.iter().copied();
    let mut size = groups.next().unwrap_or(0);
    let mut in_group = 0;
    let mut length = taken;
    let zeros = spec.align == Align::Zeros;
    loop {
        let digit = match digits.next() {
            Some(digit) => digit,
            None if zeros && length < spec.width => '0',
            None => break,
        };
        if size != 0 && size != 127 && in_group == size {
            reversed.push_str(&thousands);
            length += separator_length;
            in_group = 0;
            size = groups.next().unwrap_or(size);
        }
        reversed.push(digit);
        length += 1;
        in_group = in_group.saturating_add(1);
    }
    let whole: String = reversed.chars().rev().collect();
    Ok(format!("{sign}{whole}{rest}"))
}

/// Filled up to the width.
fn padded(text: String, spec: &Spec) -> Result<String> {
    let missing = usize::try_from(spec.width).unwrap_or(0).saturating_sub(text.chars().count());
    if missing == 0 {
        return Ok(text);
    }
    let (before, after) = match spec.align {
        Align::Left => (0, missing),
        Align::Center => (missing / 2, missing - missing / 2),
        _ => (missing, 0),
    };
    let inside = matches!(spec.align, Align::Inside | Align::Zeros) && text.starts_with(['-', '+', ' ']);
    let (sign, text) = text.split_at(usize::from(inside));
    let room = missing.saturating_mul(spec.fill.len_utf8()).saturating_add(text.len() + 1);
    let mut out = crate::error::string_with_room(room)?;
    out.push_str(sign);
    out.extend(std::iter::repeat_n(spec.fill, before));
    out.push_str(text);
    out.extend(std::iter::repeat_n(spec.fill, after));
    Ok(out)
}
