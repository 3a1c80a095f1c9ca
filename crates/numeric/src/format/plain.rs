//! The plain cases of formatting, which are nearly all: ASCII specifications, ints of a machine word and finite floats, laid out in a buffer
//! of fixed size instead of strings.
//!
//! Whatever is unusual, or wrong, answers None: then the general way does all of it again. A buffer is written from its end to its beginning.

use std::fmt::Write;

use super::percent::Flags;
use super::{Align, Kind, Separator, Sign, Spec};

/// What a line holds at most. A width of `MAX_WIDTH` and the longest number next to it fit.
const ROOM: usize = 192;
const MAX_WIDTH: usize = 64;

/// Digits behind the point for which `m * 10**digits` of a double's mantissa fits a u128 with room to spare.
const MAX_FRACTION: usize = 17;

static POWERS: [u64; MAX_FRACTION + 1] = {
    let mut powers = [1; MAX_FRACTION + 1];
    let mut index = 1;
    while index < powers.len() {
        powers[index] = powers[index - 1] * 10;
        index += 1;
    }
    powers
};

/// A formatted number: ASCII.
pub struct Line {
    bytes: [u8; ROOM],
    start: usize,
    end: usize,
}

impl Line {
    /// An empty line with room for padding on the right.
    #[inline]
    fn new(spec: &Spec) -> Option<Line> {
        let width = spec.width.unwrap_or(0);
        if width > MAX_WIDTH || spec.fill >= 0x80 {
            return None;
        }
        let end = ROOM - width;
        Some(Line { bytes: [0; ROOM], start: end, end })
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    fn len(&self) -> usize {
        self.end - self.start
    }

    #[inline(always)]
    fn put(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }

    fn put_all(&mut self, bytes: &[u8]) {
        self.start -= bytes.len();
        self.bytes[self.start..self.start + bytes.len()].copy_from_slice(bytes);
    }

    /// `count` decimal digits of a number that may have more; what is left of it.
    #[inline(always)]
    fn put_digits(&mut self, mut number: u64, count: usize) -> u64 {
        for _ in 0..count {
            self.put(b'0' + (number % 10) as u8);
            number /= 10;
        }
        number
    }

    /// A number in decimal, in groups of three if there is a separator.
    #[inline(always)]
    fn put_decimal(&mut self, mut number: u64, separator: Option<Separator>) {
        let mut group = 0;
        loop {
            if let Some(separator) = separator {
                if group == 3 {
                    self.put(separator.as_char() as u8);
                    group = 0;
                }
                group += 1;
            }
            self.put(b'0' + (number % 10) as u8);
            number /= 10;
            if number == 0 {
                return;
            }
        }
    }

    /// As `put_decimal`, in base 2, 8 or 16 and groups of four.
    fn put_bits(&mut self, mut number: u64, bits: u32, upper: bool, separator: Option<Separator>) {
        let digits: &[u8; 16] = if upper { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
        let mut group = 0;
        loop {
            if let Some(separator) = separator {
                if group == 4 {
                    self.put(separator.as_char() as u8);
                    group = 0;
                }
                group += 1;
            }
            self.put(digits[(number & ((1 << bits) - 1)) as usize]);
            number >>= bits;
            if number == 0 {
                return;
            }
        }
    }

    /// A finite, positive float with so many digits behind its point, rounded half to even.
    fn put_fixed(&mut self, float: f64, precision: usize, separator: Option<Separator>) -> Option<()> {
        let power = *POWERS.get(precision)?;
        let bits = float.to_bits();
        let (exponent, fraction) = ((bits >> 52) as i32, bits & ((1 << 52) - 1));
        let (mantissa, exponent) =
            if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
        if exponent > 0 {
            return None;
        }
        // Exact: below 2**53 * 10**17, which is below 2**110.
        let product = u128::from(mantissa) * u128::from(power);
        let shift = exponent.unsigned_abs();
        let rounded = match shift {
            0 => product,
            1..127 => {
                let (whole, rest, half) = (product >> shift, product & ((1 << shift) - 1), 1 << (shift - 1));
                whole + u128::from(rest > half || rest == half && whole & 1 == 1)
            }
            // Less than a half.
            _ => 0,
        };
        let mut rest = u64::try_from(rounded).ok()?;
        if precision > 0 {
            rest = self.put_digits(rest, precision);
            self.put(b'.');
        }
        self.put_decimal(rest, separator);
        Some(())
    }

    /// Sign, prefix and padding before the digits, which are there, and padding behind them.
    #[inline]
    fn finish(&mut self, spec: &Spec, negative: bool, prefix: &[u8]) {
        let sign = match spec.sign {
            _ if negative => Some(b'-'),
            Some(Sign::Plus) => Some(b'+'),
            Some(Sign::Space) => Some(b' '),
            _ => None,
        };
        let length = self.len() + prefix.len() + usize::from(sign.is_some());
        let missing = spec.width.unwrap_or(0).saturating_sub(length);
        let (left, inner, right) = match spec.align.unwrap_or(Align::Right) {
            Align::Left => (0, 0, missing),
            Align::Right => (missing, 0, 0),
            Align::Center => (missing / 2, 0, missing - missing / 2),
            Align::AfterSign => (0, missing, 0),
        };
        let fill = spec.fill as u8;
        for _ in 0..inner {
            self.put(fill);
        }
        self.put_all(prefix);
        if let Some(sign) = sign {
            self.put(sign);
        }
        for _ in 0..left {
            self.put(fill);
        }
        self.bytes[self.end..self.end + right].fill(fill);
        self.end += right;
    }
}

/// Text of some digits that is written from its beginning.
struct Scratch {
    bytes: [u8; 48],
    length: usize,
}

impl Scratch {
    fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
            self.length += 1;
        }
    }
}

impl Write for Scratch {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.length + text.len();
        self.bytes.get_mut(self.length..end).ok_or(std::fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

/// A finite, positive float rounded to so many significant digits, which stand one after the other, and the place of its point.
fn significant(float: f64, count: usize) -> Option<(Scratch, i32)> {
    if count == 0 || count > MAX_FRACTION + 1 {
        return None;
    }
    let mut text = Scratch { bytes: [0; 48], length: 0 };
    write!(text, "{:.*e}", count - 1, float).ok()?;
    let mark = text.bytes().iter().rposition(|&byte| byte == b'e')?;
    let exponent: i32 = str::from_utf8(&text.bytes()[mark + 1..]).ok()?.parse().ok()?;
    if count > 1 {
        text.bytes.copy_within(2..mark, 1);
    }
    text.length = count;
    Some((text, exponent + 1))
}

/// `d.ddde+XX` of digits, in reverse as everything here.
fn put_exponential(line: &mut Line, digits: &[u8], point: i32, upper: bool) {
    let exponent = point - 1;
    let size = exponent.unsigned_abs();
    line.put_digits(u64::from(size), if size < 100 { 2 } else { 3 });
    line.put(if exponent < 0 { b'-' } else { b'+' });
    line.put(if upper { b'E' } else { b'e' });
    if let [first, rest @ ..] = digits {
        line.put_all(rest);
        if !rest.is_empty() {
            line.put(b'.');
        }
        line.put(*first);
    }
}

/// Digits with their point, and at least `least` digits behind it. The point is not far from them.
fn put_positional(line: &mut Line, digits: &[u8], point: i32, least: usize) {
    let mut text = Scratch { bytes: [0; 48], length: 0 };
    let whole = usize::try_from(point).unwrap_or(0);
    if whole == 0 {
        text.push(b'0');
    }
    for index in 0..whole {
        text.push(digits.get(index).copied().unwrap_or(b'0'));
    }
    let zeros = point.min(0).unsigned_abs() as usize;
    let fraction = zeros + digits.len().saturating_sub(whole);
    if fraction.max(least) > 0 {
        text.push(b'.');
    }
    for _ in 0..zeros {
        text.push(b'0');
    }
    for &digit in digits.get(whole..).unwrap_or_default() {
        text.push(digit);
    }
    for _ in fraction..least {
        text.push(b'0');
    }
    line.put_all(text.bytes());
}

/// Zeros after the sign count as digits, which are grouped too.
fn groups_padding(spec: &Spec) -> bool {
    spec.separator.is_some()
        && spec.width.is_some()
        && spec.fill == u32::from('0')
        && spec.align == Some(Align::AfterSign)
}

/// `format(value, spec)` of an int.
pub fn int(value: i64, spec: &Spec) -> Option<Line> {
    let code = u8::try_from(spec.code).ok()?;
    if matches!(code, b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'%') {
        return float(value as f64, spec);
    }
    if spec.precision.is_some() || spec.no_neg_zero || groups_padding(spec) {
        return None;
    }
    let mut line = Line::new(spec)?;
    let (negative, magnitude) = (value < 0, value.unsigned_abs());
    let prefix: &[u8] = match code {
        b'd' => {
            line.put_decimal(magnitude, spec.separator);
            b""
        }
        b'x' | b'X' => {
            line.put_bits(magnitude, 4, code == b'X', spec.separator);
            if code == b'X' { b"0X" } else { b"0x" }
        }
        b'o' => {
            line.put_bits(magnitude, 3, false, spec.separator);
            b"0o"
        }
        b'b' => {
            line.put_bits(magnitude, 1, false, spec.separator);
            b"0b"
        }
        _ => return None,
    };
    line.finish(spec, negative, if spec.alternate { prefix } else { b"" });
    Some(line)
}

/// `format(value, spec)` of a float.
pub fn float(value: f64, spec: &Spec) -> Option<Line> {
    let unusual = spec.alternate || spec.no_neg_zero || spec.fraction_separator.is_some() || groups_padding(spec);
    if !value.is_finite() || unusual {
        return None;
    }
    let code = u8::try_from(spec.code).ok()?;
    let mut line = Line::new(spec)?;
    let size = value.abs();
    match code {
        b'f' | b'F' => line.put_fixed(size, spec.precision.unwrap_or(6), spec.separator)?,
        b'%' => {
            let scaled = size * 100.0;
            if !scaled.is_finite() {
                return None;
            }
            line.put(b'%');
            line.put_fixed(scaled, spec.precision.unwrap_or(6), spec.separator)?;
        }
        b'e' | b'E' if spec.separator.is_none() => {
            let (digits, point) = significant(size, spec.precision.unwrap_or(6).checked_add(1)?)?;
            // Zero has an exponent of 0.
            put_exponential(&mut line, digits.bytes(), point, code == b'E');
        }
        b'g' | b'G' | 0 if spec.separator.is_none() && (code != 0 || spec.precision.is_some()) => {
            let precision = spec.precision.unwrap_or(6).max(1);
            let (mut digits, point) = significant(size, precision)?;
            while digits.length > 1 && digits.bytes().last() == Some(&b'0') {
                digits.length -= 1;
            }
            let last = precision as i32 - i32::from(code == 0);
            if point > last || point < -3 {
                put_exponential(&mut line, digits.bytes(), point, code == b'G');
            } else {
                put_positional(&mut line, digits.bytes(), point, usize::from(code == 0));
            }
        }
        _ => return None,
    }
    line.finish(spec, value.is_sign_negative(), b"");
    Some(line)
}

/// What `%` with these flags says, as a specification; None for `#`.
fn spec_of(code: char, flags: Flags, width: usize, precision: Option<usize>) -> Option<Spec> {
    if flags.alternate {
        return None;
    }
    let (fill, align) = match (flags.left, flags.zero) {
        (true, _) => (' ', Align::Left),
        (false, true) => ('0', Align::AfterSign),
        (false, false) => (' ', Align::Right),
    };
    let sign = match (flags.plus, flags.space) {
        (true, _) => Some(Sign::Plus),
        (false, true) => Some(Sign::Space),
        _ => None,
    };
    let mut spec = Spec::of_kind(Kind::Int);
    spec.fill = u32::from(fill);
    spec.align = Some(align);
    spec.sign = sign;
    spec.width = Some(width);
    spec.precision = precision;
    spec.code = u32::from(code);
    Some(spec)
}

/// `%d` and its like.
pub fn percent_int(value: i64, code: char, flags: Flags, width: usize, precision: Option<usize>) -> Option<Line> {
    let code = if matches!(code, 'i' | 'u') { 'd' } else { code };
    int(value, &spec_of(code, flags, width, precision)?)
}

/// `%f` and its like.
pub fn percent_float(value: f64, code: char, flags: Flags, width: usize, precision: Option<usize>) -> Option<Line> {
    float(value, &spec_of(code, flags, width, precision)?)
}

/// An int in decimal, written into `room`.
pub fn decimal(int: i64, room: &mut [u8; 20]) -> &[u8] {
    let mut at = room.len();
    let mut rest = int.unsigned_abs();
    loop {
        at -= 1;
        room[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if int < 0 {
        at -= 1;
        room[at] = b'-';
    }
    &room[at..]
}
