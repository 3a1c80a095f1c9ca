//! The number conversions of the `%` operator: `%d %i %u %o %x %X %e %E %f %F %g %G`.
//! Reading the template, and the rest of its conversions, is the runtime's.

use super::{Body, Field};
use crate::error::{Error, Result, string_with_room};
use crate::float::format_code;
use crate::int::IntRef;

/// The flags between `%` and the width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// `-`
    pub left: bool,
    /// `+`
    pub plus: bool,
    /// a space
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
}

impl Flags {
    /// Sets the flag that `c` stands for; `false` if it stands for none.
    pub fn set(&mut self, c: char) -> bool {
        match c {
            '-' => self.left = true,
            '+' => self.plus = true,
            ' ' => self.space = true,
            '#' => self.alternate = true,
            '0' => self.zero = true,
            _ => return false,
        }
        true
    }

    fn field(self, negative: bool, radix_prefix: &str, body: String, width: usize) -> Field {
        let mut prefix = String::new();
        match () {
            _ if negative => prefix.push('-'),
            _ if self.plus => prefix.push('+'),
            _ if self.space => prefix.push(' '),
            _ => {}
        }
        prefix.push_str(radix_prefix);
        let missing = width.saturating_sub(prefix.len() + body.len());
        let (fill, left, inner, right) = match (self.left, self.zero) {
            (true, _) => (' ', 0, 0, missing),
            (false, true) => ('0', 0, missing, 0),
            (false, false) => (' ', missing, 0, 0),
        };
        Field { fill: u32::from(fill), left, prefix, inner, body: Body::Text(body), right }
    }
}

/// An int by the conversion `d`, `i`, `u`, `o`, `x` or `X`; the precision is the least count of digits. Charge for
/// width, precision and the digits first.
pub fn int(
    value: IntRef<'_>,
    conversion: char,
    flags: Flags,
    width: usize,
    precision: Option<usize>,
    max_digits: usize,
) -> Result<Field> {
    if precision.is_some_and(|p| p > i32::MAX as usize - 3) {
        return Err(Error::overflow("precision too large"));
    }
    let (radix, prefix) = match conversion {
        'o' => (8, "0o"),
        'x' => (16, "0x"),
        'X' => (16, "0X"),
        _ => (10, ""),
    };
    let mut digits = if radix == 10 {
        let mut text = value.to_decimal(max_digits)?;
        if value.is_negative() {
            text.remove(0);
        }
        text
    } else {
        value.magnitude_radix(radix)
    };
    if conversion == 'X' {
        digits.make_ascii_uppercase();
    }
    if let Some(least) = precision
        && least > digits.len()
    {
        let mut padded = string_with_room(least)?;
        padded.extend(std::iter::repeat_n('0', least - digits.len()));
        padded.push_str(&digits);
        digits = padded;
    }
    Ok(flags.field(value.is_negative(), if flags.alternate { prefix } else { "" }, digits, width))
}

/// A float by the conversion `e`, `E`, `f`, `F`, `g` or `G`; the precision is 6 unless given. Charge for width and
/// precision first.
pub fn float(value: f64, conversion: char, flags: Flags, width: usize, precision: Option<usize>) -> Result<Field> {
    let Some((code, default, upper)) = super::float::code_of(conversion) else {
        return Err(Error::value("unsupported float conversion"));
    };
    if precision.is_some_and(|p| p > i32::MAX as usize) {
        return Err(Error::value("precision too large"));
    }
    let body = format_code(value, code, precision.unwrap_or(default), flags.alternate, false, upper)?;
    let negative = value.is_sign_negative() && !value.is_nan();
    Ok(flags.field(negative, "", body, width))
}
