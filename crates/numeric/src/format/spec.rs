//! Parsing `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`.

use crate::error::{Error, Result};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
    Center,
    /// `=`: the padding goes between the sign and the digits.
    AfterSign,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Minus,
    Plus,
    Space,
}

/// A thousands separator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    Comma,
    Underscore,
}

impl Separator {
    pub fn as_char(self) -> char {
        match self {
            Separator::Comma => ',',
            Separator::Underscore => '_',
        }
    }
}

/// What is formatted: decides the default type and alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Int,
    Float,
    Complex,
}

/// A parsed format specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// A code point, not a `char`: it may be a surrogate.
    pub fill: u32,
    pub align: Option<Align>,
    pub sign: Option<Sign>,
    /// `z`: a negative zero loses its sign.
    pub no_neg_zero: bool,
    /// `#`
    pub alternate: bool,
    pub width: Option<usize>,
    pub separator: Option<Separator>,
    pub precision: Option<usize>,
    /// The separator in the fraction.
    pub fraction_separator: Option<Separator>,
    /// The type character as a code point; the kind's default if none was given, 0 for float and complex.
    pub code: u32,
}

fn alignment(c: Option<u32>) -> Option<Align> {
    match char::from_u32(c?)? {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Center),
        '=' => Some(Align::AfterSign),
        _ => None,
    }
}

struct Cursor<I: Iterator<Item = u32> + Clone> {
    rest: I,
}

impl<I: Iterator<Item = u32> + Clone> Cursor<I> {
    fn peek(&self) -> Option<u32> {
        self.rest.clone().next()
    }
    fn eat(&mut self, c: char) -> bool {
        let hit = self.peek() == Some(u32::from(c));
        if hit {
            self.rest.next();
        }
        hit
    }
    /// A run of decimal digits (of any script, as CPython takes them), or `None` if there is none.
    fn number(&mut self, digit_value: fn(u32) -> Option<u32>) -> Result<Option<usize>> {
        let mut value: Option<usize> = None;
        while let Some(d) = self.peek().and_then(digit_value) {
            self.rest.next();
            let next = value.unwrap_or(0).checked_mul(10).and_then(|v| v.checked_add(d as usize));
            match next {
                Some(v) if v <= isize::MAX as usize => value = Some(v),
                _ => return Err(Error::value("Too many decimal digits in format string")),
            }
        }
        Ok(value)
    }
    /// `,` or `_`, but not both.
    fn separator(&mut self) -> Result<Option<Separator>> {
        let comma = self.eat(',');
        let underscore = self.eat('_');
        if underscore && (comma || self.peek() == Some(u32::from(','))) {
            return Err(Error::value("Cannot specify both ',' and '_'."));
        }
        Ok(match (comma, underscore) {
            (true, _) => Some(Separator::Comma),
            (_, true) => Some(Separator::Underscore),
            _ => None,
        })
    }
}

/// A type character as error messages show it.
fn shown(code: u32) -> String {
    match char::from_u32(code) {
        Some(c @ '!'..='\x7f') => format!("'{c}'"),
        _ => format!("'\\x{code:x}'"),
    }
}

/// A run of a few ASCII digits from `at` on, which moves behind it; None within when there is none, None when there are many.
fn plain_number(text: &[u8], at: &mut usize) -> Option<Option<usize>> {
    let start = *at;
    let mut value = 0;
    while let Some(digit @ b'0'..=b'9') = text.get(*at) {
        value = value * 10 + usize::from(digit - b'0');
        *at += 1;
        if *at - start > 6 {
            return None;
        }
    }
    Some((*at > start).then_some(value))
}

fn ascii_digit(c: u32) -> Option<u32> {
    char::from_u32(c)?.to_digit(10)
}

impl Spec {
    /// Parses a specification for a value of `kind`, whose type is called `type_name`.
    pub fn parse(text: &str, kind: Kind, type_name: &str) -> Result<Spec> {
        Self::parse_code_points(text.chars().map(u32::from), kind, type_name, ascii_digit)
    }

    /// As [`Spec::parse`], for text that may hold surrogates. `digit_value` gives the value of a decimal digit of any
    /// script.
    pub fn parse_code_points(
        text: impl Iterator<Item = u32> + Clone,
        kind: Kind,
        type_name: &str,
        digit_value: fn(u32) -> Option<u32>,
    ) -> Result<Spec> {
        let whole = text.clone();
        let mut cur = Cursor { rest: text };
        let mut spec = Spec::of_kind(kind);
        let mut fill_given = false;
        let mut ahead = cur.rest.clone();
        let first = ahead.next();
        if let (Some(fill), Some(align)) = (first, alignment(ahead.next())) {
            spec.fill = fill;
            spec.align = Some(align);
            fill_given = true;
            cur.rest.nth(1);
        } else if let Some(align) = alignment(first) {
            spec.align = Some(align);
            cur.rest.next();
        }
        spec.sign = match cur.peek().and_then(char::from_u32) {
            Some(' ') => Some(Sign::Space),
            Some('+') => Some(Sign::Plus),
            Some('-') => Some(Sign::Minus),
            _ => None,
        };
        if spec.sign.is_some() {
            cur.rest.next();
        }
        spec.no_neg_zero = cur.eat('z');
        spec.alternate = cur.eat('#');
        if !fill_given && cur.eat('0') {
            spec.fill = u32::from('0');
            if spec.align.is_none() && kind != Kind::Text {
                spec.align = Some(Align::AfterSign);
            }
        }
        spec.width = cur.number(digit_value)?;
        spec.separator = cur.separator()?;
        if cur.eat('.') {
            spec.precision = cur.number(digit_value)?;
            spec.fraction_separator = cur.separator()?;
            if spec.precision.is_none() && spec.fraction_separator.is_none() {
                return Err(Error::value("Format specifier missing precision"));
            }
        }
        if let Some(code) = cur.rest.next() {
            if cur.peek().is_some() {
                let shown: String = whole.map(|c| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
                return Err(Error::value(format!(
                    "Invalid format specifier '{shown}' for object of type '{type_name}'"
                )));
            }
            spec.code = code;
        }
        let code = char::from_u32(spec.code).unwrap_or('\u{fffd}');
        if let Some(sep) = spec.separator {
            let allowed = match code {
                'd' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F' | '\0' => true,
                'b' | 'o' | 'x' | 'X' => sep == Separator::Underscore,
                _ => false,
            };
            if !allowed {
                return Err(spec.bad_separator(sep));
            }
        }
        if let (Some(sep), 'n') = (spec.fraction_separator, code) {
            return Err(spec.bad_separator(sep));
        }
        Ok(spec)
    }

    /// What an empty specification says.
    #[inline]
    pub(super) fn of_kind(kind: Kind) -> Spec {
        Spec {
            fill: u32::from(' '),
            align: None,
            sign: None,
            no_neg_zero: false,
            alternate: false,
            width: None,
            separator: None,
            precision: None,
            fraction_separator: None,
            code: match kind {
                Kind::Text => u32::from('s'),
                Kind::Int => u32::from('d'),
                Kind::Float | Kind::Complex => 0,
            },
        }
    }

    /// A plain specification of ASCII characters; None for what is unusual or wrong.
    pub fn parse_plain(text: &[u8], kind: Kind) -> Option<Spec> {
        let mut spec = Spec::of_kind(kind);
        let mut at = 0;
        let align = |at: usize| match text.get(at) {
            Some(b'<') => Some(Align::Left),
            Some(b'>') => Some(Align::Right),
            Some(b'^') => Some(Align::Center),
            Some(b'=') => Some(Align::AfterSign),
            _ => None,
        };
        let mut fill_given = false;
        if let Some(found) = align(1) {
            spec.fill = u32::from(text[0]);
            spec.align = Some(found);
            fill_given = true;
            at = 2;
        } else if let Some(found) = align(0) {
            spec.align = Some(found);
            at = 1;
        }
        spec.sign = match text.get(at) {
            Some(b' ') => Some(Sign::Space),
            Some(b'+') => Some(Sign::Plus),
            Some(b'-') => Some(Sign::Minus),
            _ => None,
        };
        at += usize::from(spec.sign.is_some());
        if text.get(at) == Some(&b'#') {
            spec.alternate = true;
            at += 1;
        }
        if !fill_given && text.get(at) == Some(&b'0') {
            spec.fill = u32::from('0');
            if spec.align.is_none() && kind != Kind::Text {
                spec.align = Some(Align::AfterSign);
            }
            at += 1;
        }
        spec.width = plain_number(text, &mut at)?;
        if matches!(text.get(at), Some(b',' | b'_')) {
            let comma = text[at] == b',';
            spec.separator = Some(if comma { Separator::Comma } else { Separator::Underscore });
            at += 1;
        }
        if text.get(at) == Some(&b'.') {
            at += 1;
            spec.precision = Some(plain_number(text, &mut at)??);
        }
        if let Some(&code) = text.get(at) {
            spec.code = u32::from(code);
            at += 1;
        }
        let code = spec.code_char();
        let fits = match spec.separator {
            None => true,
            Some(_) if matches!(code, 'd' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F' | '\0') => true,
            Some(separator) => separator == Separator::Underscore && matches!(code, 'b' | 'o' | 'x' | 'X'),
        };
        (at == text.len() && fits && code.is_ascii()).then_some(spec)
    }

    fn bad_separator(&self, sep: Separator) -> Error {
        Error::value(format!("Cannot specify '{}' with {}.", sep.as_char(), shown(self.code)))
    }

    pub(super) fn unknown_code(&self, type_name: &str) -> Error {
        Error::value(format!("Unknown format code {} for object of type '{type_name}'", shown(self.code)))
    }

    pub(super) fn code_char(&self) -> char {
        char::from_u32(self.code).unwrap_or('\u{fffd}')
    }

    /// An upper bound, in characters, of what this specification adds to a value's own digits: charge for it, and for
    /// the digits of an int or the length of a string, before formatting.
    pub fn size_bound(&self) -> usize {
        let grouped = |n: usize| n.saturating_add(n / 3).saturating_add(1);
        // One that is too big is an error, not a size.
        let fraction = grouped(self.precision.filter(|&precision| precision <= i32::MAX as usize).unwrap_or(0));
        // A double in the type `f` has up to 309 digits before its point; complex numbers have two parts.
        grouped(self.width.unwrap_or(0)).saturating_add(fraction.saturating_mul(2)).saturating_add(1024)
    }
}
