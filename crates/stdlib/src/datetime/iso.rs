//! Reading and writing ISO 8601: `isoformat` and `fromisoformat`. What is read is ASCII but for the separator of date and time.

use super::calendar::{Clock, Day, IsoProblem, Span, from_iso};

/// A part of text that is no date or time.
pub(super) struct Malformed;

/// What a time says.
pub(super) struct ReadTime {
    /// The fields as they stand: an hour of 25 is not refused here.
    pub(super) fields: [i64; 4],
    /// Microseconds from UTC; `Some(None)` would be none, which is None here.
    pub(super) offset: Option<i128>,
    /// 24:00 was said.
    pub(super) next_day: bool,
    /// The hour is 24, but the rest is not 0.
    pub(super) beyond_midnight: bool,
}

/// A date, checked or not.
pub(super) enum ReadDate {
    /// Year, month and day as they stand.
    Fields([i64; 3]),
    Day(Day),
}

fn number(text: &[u8]) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    text.iter().try_fold(0i64, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0')))
}

/// A date: YYYYMMDD, YYYY-MM-DD, YYYYWww, YYYYWwwD, YYYY-Www, YYYY-Www-D.
pub(super) fn read_date(text: &[u8]) -> Result<ReadDate, Malformed> {
    if !matches!(text.len(), 7 | 8 | 10) {
        return Err(Malformed);
    }
    let part = |from: usize, to: usize| text.get(from..to).and_then(number).ok_or(Malformed);
    let year = part(0, 4)?;
    let separated = text[4] == b'-';
    let mut place = 4 + usize::from(separated);
    if text.get(place) == Some(&b'W') {
        place += 1;
        let week = part(place, place + 2)?;
        place += 2;
        let mut weekday = 1;
        if text.len() > place {
            if (text[place] == b'-') != separated {
                return Err(Malformed);
            }
            place += usize::from(separated);
            if text.len() != place + 1 {
                return Err(Malformed);
            }
            weekday = part(place, place + 1)?;
        }
        return match from_iso(year, week, weekday) {
            Ok(day) => Ok(ReadDate::Day(day)),
            Err(IsoProblem::Year | IsoProblem::Week | IsoProblem::Weekday | IsoProblem::Range) => Err(Malformed),
        };
    }
    let month = part(place, place + 2)?;
    place += 2;
    if (text.get(place) == Some(&b'-')) != separated {
        return Err(Malformed);
    }
    place += usize::from(separated);
    if text.len() != place + 2 {
        return Err(Malformed);
    }
    Ok(ReadDate::Fields([year, month, part(place, place + 2)?]))
}

/// How many characters of a date and time are the date; the text has at least 7.
pub(super) fn date_length(text: &[u8]) -> usize {
    let length = text.len();
    if length == 7 {
        return 7;
    }
    let digit = |index: usize| text.get(index).is_some_and(u8::is_ascii_digit);
    if text[4] == b'-' {
        if text[5] != b'W' {
            return 10;
        }
        if length > 8 && text[8] == b'-' {
            // A hyphen may separate the weekday, or the time.
            return if length == 9 || length > 10 && digit(10) { 8 } else { 10 };
        }
        return 8;
    }
    if text[4] != b'W' {
        return 8;
    }
    let end = (7..length).find(|&index| !digit(index)).unwrap_or(length);
    if end < 9 {
        end
    } else if end % 2 == 0 {
        7
    } else {
        8
    }
}

/// HH[:MM[:SS[.ffffff]]] or without colons, all of the text.
fn read_clock(text: &[u8]) -> Result<[i64; 4], Malformed> {
    let mut fields = [0; 4];
    let mut place = 0;
    let mut separated = false;
    for (index, field) in fields.iter_mut().take(3).enumerate() {
        *field = text.get(place..place + 2).and_then(number).ok_or(Malformed)?;
        place += 2;
        let next = text.get(place);
        if index == 0 {
            separated = next == Some(&b':');
        }
        match next {
            None => return Ok(fields),
            Some(_) if index == 2 => break,
            Some(b':') if separated => place += 1,
            Some(b'.' | b',') if index < 2 => return Err(Malformed),
            Some(_) if separated => return Err(Malformed),
            Some(_) => {}
        }
    }
    if !matches!(text[place], b'.' | b',') {
        return Err(Malformed);
    }
    let fraction = &text[place + 1..];
    if !fraction.iter().all(u8::is_ascii_digit) || fraction.is_empty() {
        return Err(Malformed);
    }
    let used = &fraction[..fraction.len().min(6)];
    fields[3] = number(used).ok_or(Malformed)? * 10i64.pow(6 - used.len() as u32);
    Ok(fields)
}

/// A time, perhaps with an offset from UTC.
pub(super) fn read_time(text: &[u8]) -> Result<ReadTime, Malformed> {
    let sign = text.iter().position(|byte| matches!(byte, b'+' | b'-' | b'Z'));
    let (clock, zone) = match sign {
        Some(sign) => (&text[..sign], Some(&text[sign..])),
        None => (text, None),
    };
    let mut fields = read_clock(clock)?;
    let (mut next_day, mut beyond_midnight) = (false, false);
    if fields[0] == 24 {
        if fields[1..] == [0, 0, 0] {
            fields[0] = 0;
            next_day = true;
        } else {
            beyond_midnight = true;
        }
    }
    let offset = match zone {
        None => None,
        Some(b"Z") => Some(0),
        Some([sign @ (b'+' | b'-'), rest @ ..]) => {
            let [hours, minutes, seconds, micros] = read_clock(rest)?;
            let total = i128::from((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + i128::from(micros);
            Some(if *sign == b'-' { -total } else { total })
        }
        Some(_) => return Err(Malformed),
    };
    Ok(ReadTime { fields, offset, next_day, beyond_midnight })
}

/// How much of a time is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Precision {
    Auto,
    Hours,
    Minutes,
    Seconds,
    Milliseconds,
    Microseconds,
}

impl Precision {
    pub(super) fn named(name: &str) -> Option<Precision> {
        Some(match name {
            "auto" => Precision::Auto,
            "hours" => Precision::Hours,
            "minutes" => Precision::Minutes,
            "seconds" => Precision::Seconds,
            "milliseconds" => Precision::Milliseconds,
            "microseconds" => Precision::Microseconds,
            _ => return None,
        })
    }
}

/// So many digits at least.
fn put(text: &mut String, number: u32, digits: u32) {
    let mut unit = 10u32.pow(digits - 1);
    while unit > 0 {
        text.push(char::from(b'0' + (number / unit % 10) as u8));
        unit /= 10;
    }
}

pub(super) fn write_day(text: &mut String, day: Day) {
    put(text, u32::from(day.year), 4);
    text.push('-');
    put(text, u32::from(day.month), 2);
    text.push('-');
    put(text, u32::from(day.day), 2);
}

pub(super) fn write_clock(text: &mut String, clock: Clock, precision: Precision) {
    let precision = match precision {
        Precision::Auto if clock.micro == 0 => Precision::Seconds,
        Precision::Auto => Precision::Microseconds,
        other => other,
    };
    put(text, u32::from(clock.hour), 2);
    if precision == Precision::Hours {
        return;
    }
    text.push(':');
    put(text, u32::from(clock.minute), 2);
    if precision == Precision::Minutes {
        return;
    }
    text.push(':');
    put(text, u32::from(clock.second), 2);
    match precision {
        Precision::Milliseconds => {
            text.push('.');
            put(text, clock.micro / 1000, 3);
        }
        Precision::Microseconds => {
            text.push('.');
            put(text, clock.micro, 6);
        }
        _ => {}
    }
}

/// An offset from UTC: +HH:MM[:SS[.ffffff]].
pub(super) fn write_offset(text: &mut String, offset: Span, separator: &str) {
    let total = offset.total();
    text.push(if total < 0 { '-' } else { '+' });
    let total = total.unsigned_abs();
    let (seconds, micros) = ((total / 1_000_000) as u32, (total % 1_000_000) as u32);
    put(text, seconds / 3600, 2);
    text.push_str(separator);
    put(text, seconds / 60 % 60, 2);
    if seconds % 60 != 0 || micros != 0 {
        text.push_str(separator);
        put(text, seconds % 60, 2);
    }
    if micros != 0 {
        text.push('.');
        put(text, micros, 6);
    }
}
