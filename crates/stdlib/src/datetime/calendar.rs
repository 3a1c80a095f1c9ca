//! The proleptic Gregorian calendar: years 1 to 9999, days counted from 1 January of year 1, which is day 1; and ISO weeks. No objects.

use std::cmp::Ordering;

pub(super) const MIN_YEAR: i64 = 1;
pub(super) const MAX_YEAR: i64 = 9999;
pub(super) const MAX_ORDINAL: i64 = 3_652_059;
pub(super) const DAY_SECONDS: i64 = 86_400;
pub(super) const SECOND_MICROS: i64 = 1_000_000;
pub(super) const DAY_MICROS: i64 = DAY_SECONDS * SECOND_MICROS;
/// The day of 1 January 1970, and the seconds before it.
pub(super) const EPOCH_ORDINAL: i64 = 719_163;
pub(super) const EPOCH_SECONDS: i64 = EPOCH_ORDINAL * DAY_SECONDS;

/// Days before each month in years without a leap day.
const BEFORE_MONTH: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

pub(super) const MONTH_NAMES: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
pub(super) const DAY_NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(super) fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_before_year(year: i64) -> i64 {
    let before = year - 1;
    before * 365 + before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400)
}

/// A day that the calendar has; but one that was unpickled may be anything.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Day {
    pub(super) year: u16,
    pub(super) month: u8,
    pub(super) day: u8,
}

impl Day {
    /// The day with this number; None out of range.
    pub(super) fn from_ordinal(ordinal: i64) -> Option<Day> {
        if !(1..=MAX_ORDINAL).contains(&ordinal) {
            return None;
        }
        let (year, month, day) = civil(ordinal);
        Some(Day { year: year as u16, month: month as u8, day: day as u8 })
    }

    pub(super) fn ordinal(self) -> i64 {
        days_before_year(i64::from(self.year)) + self.of_year()
    }

    /// The number in its year, from 1.
    pub(super) fn of_year(self) -> i64 {
        let before = BEFORE_MONTH[(self.month.clamp(1, 12) - 1) as usize];
        before + i64::from(self.month > 2 && is_leap(i64::from(self.year))) + i64::from(self.day)
    }

    /// 0 for a Monday.
    pub(super) fn weekday(self) -> i64 {
        (self.ordinal() + 6).rem_euclid(7)
    }

    /// Year, week and weekday of the ISO calendar.
    pub(super) fn iso(self) -> (i64, i64, i64) {
        let today = self.ordinal();
        let mut year = i64::from(self.year);
        let mut begin = first_iso_monday(year);
        if today < begin {
            year -= 1;
            begin = first_iso_monday(year);
        } else if today >= first_iso_monday(year + 1) {
            year += 1;
            begin = first_iso_monday(year);
        }
        (year, (today - begin) / 7 + 1, (today - begin) % 7 + 1)
    }
}

/// Year, month and day of the day with a number above 0.
fn civil(ordinal: i64) -> (i64, i64, i64) {
    // Counted from 1 March of year 0, so that the leap day is a year's last.
    let days = ordinal + 305;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let year = year + era * 400;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

/// The year of a day with a number above 0, even beyond the last.
pub(super) fn year_of(ordinal: i64) -> i64 {
    civil(ordinal).0
}

/// The day of the Monday with which the ISO year begins.
fn first_iso_monday(year: i64) -> i64 {
    let first = days_before_year(year) + 1;
    let weekday = (first + 6).rem_euclid(7);
    let monday = first - weekday;
    if weekday > 3 { monday + 7 } else { monday }
}

/// What is wrong with a day of the ISO calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum IsoProblem {
    Year,
    Week,
    Weekday,
    /// Beyond the last day.
    Range,
}

/// The ordinal of a day of the ISO calendar.
pub(super) fn from_iso(year: i64, week: i64, weekday: i64) -> Result<Day, IsoProblem> {
    if !(MIN_YEAR..=MAX_YEAR).contains(&year) {
        return Err(IsoProblem::Year);
    }
    if !(1..=52).contains(&week) {
        let first = (days_before_year(year) + 1).rem_euclid(7);
        let long = first == 4 || first == 3 && is_leap(year);
        if week != 53 || !long {
            return Err(IsoProblem::Week);
        }
    }
    if !(1..=7).contains(&weekday) {
        return Err(IsoProblem::Weekday);
    }
    let ordinal = first_iso_monday(year) + (week - 1) * 7 + weekday - 1;
    Day::from_ordinal(ordinal).ok_or(IsoProblem::Range)
}

/// A time of day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) micro: u32,
}

impl Clock {
    pub(super) fn seconds(self) -> i64 {
        i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second)
    }

    pub(super) fn micros(self) -> i64 {
        self.seconds() * SECOND_MICROS + i64::from(self.micro)
    }

    /// Of so many microseconds after midnight, less than a day.
    pub(super) fn from_micros(micros: i64) -> Clock {
        let seconds = micros / SECOND_MICROS;
        Clock {
            hour: (seconds / 3600) as u8,
            minute: (seconds / 60 % 60) as u8,
            second: (seconds % 60) as u8,
            micro: (micros % SECOND_MICROS) as u32,
        }
    }
}

/// A difference of times, as timedelta shows it: only the days may be below zero.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Span {
    pub(super) days: i32,
    pub(super) seconds: i32,
    pub(super) micros: i32,
}

impl Span {
    pub(super) const MAX_DAYS: i64 = 999_999_999;

    pub(super) fn total(self) -> i128 {
        (i128::from(self.days) * i128::from(DAY_SECONDS) + i128::from(self.seconds)) * i128::from(SECOND_MICROS)
            + i128::from(self.micros)
    }

    /// The days, which may be out of range, and the span of so many microseconds without them.
    pub(super) fn split(total: i128) -> (i128, Span) {
        let days = total.div_euclid(i128::from(DAY_MICROS));
        let rest = total.rem_euclid(i128::from(DAY_MICROS)) as i64;
        let span = Span { days: 0, seconds: (rest / SECOND_MICROS) as i32, micros: (rest % SECOND_MICROS) as i32 };
        (days, span)
    }
}

impl PartialOrd for Span {
    fn partial_cmp(&self, other: &Span) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Span {
    fn cmp(&self, other: &Span) -> Ordering {
        (self.days, self.seconds, self.micros).cmp(&(other.days, other.seconds, other.micros))
    }
}

/// A hash of so many microseconds.
pub(super) fn mixed(micros: i128) -> i64 {
    let mut bits = micros as u64 ^ (micros >> 64) as u64;
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    let hash = (bits ^ bits >> 31) as i64;
    if hash == -1 { -2 } else { hash }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_there_and_back() {
        let mut ordinal = 1;
        for year in 1..=9999u16 {
            for month in 1..=12u8 {
                for day in [1, days_in_month(i64::from(year), i64::from(month)) as u8] {
                    let made = Day { year, month, day };
                    if day == 1 {
                        assert_eq!(made.ordinal(), ordinal);
                    }
                    assert_eq!(Day::from_ordinal(made.ordinal()), Some(made));
                    let (iso_year, week, weekday) = made.iso();
                    assert_eq!(weekday - 1, made.weekday());
                    if (1..=9999).contains(&iso_year) {
                        assert_eq!(from_iso(iso_year, week, weekday), Ok(made));
                    }
                }
                ordinal += days_in_month(i64::from(year), i64::from(month));
            }
        }
        assert_eq!(Day::from_ordinal(MAX_ORDINAL + 1), None);
        assert_eq!(Day { year: 1970, month: 1, day: 1 }.ordinal(), EPOCH_ORDINAL);
    }
}
