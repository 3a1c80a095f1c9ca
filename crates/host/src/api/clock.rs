//! Clocks, sleeping, and the calendar of the local time zone.
//!
//! Times are nanoseconds in an `i64`, which lasts until the year 2262, as Python's own clocks do.

use crate::error::{Result, denied};

/// The clocks that the `time` module names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockKind {
    /// `time.time`: can be set, and jumps.
    Wall,
    /// `time.monotonic` and `time.perf_counter`.
    Monotonic,
    /// `time.process_time`.
    Process,
    /// `time.thread_time`.
    Thread,
}

/// A moment taken apart, as in `time.struct_time`: `year` is the full year, `month` and `year_day` count from 1, Monday is `week_day` 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    pub year: i64,
    pub month: i32,
    pub day: i32,
    pub hour: i32,
    pub minute: i32,
    pub second: i32,
    pub week_day: i32,
    pub year_day: i32,
    /// 1 in summer time, 0 out of it, -1 if not known.
    pub is_dst: i32,
    pub utc_offset: i64,
    pub zone: Vec<u8>,
}

/// What `time.timezone` and its relatives show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ZoneNames {
    /// Seconds west of UTC in winter.
    pub timezone: i64,
    /// Seconds west of UTC in summer; as in winter where there is no summer time.
    pub altzone: i64,
    pub has_summer: bool,
    pub names: [Vec<u8>; 2],
}

#[expect(unused_variables, reason = "the defaults answer without looking at what is asked")]
pub trait Clock {
    /// Nanoseconds on `clock`. A host without clocks stays at 0.
    fn now(&self, clock: ClockKind) -> Result<i64> {
        Ok(0)
    }

    /// The clock's step in nanoseconds.
    fn resolution(&self, clock: ClockKind) -> Result<i64> {
        Ok(1)
    }

    /// `clock_gettime` by the system's number.
    fn clock_time(&self, id: i32) -> Result<i64> {
        denied()
    }

    fn clock_resolution(&self, id: i32) -> Result<i64> {
        denied()
    }

    fn set_clock(&self, id: i32, nanoseconds: i64) -> Result<()> {
        denied()
    }

    /// The number of the clock that measures a thread's processor time, by the thread's `native_thread_id`.
    fn thread_clock(&self, thread: i32) -> Result<i32> {
        denied()
    }

    /// Sleep until the monotonic clock shows `deadline`; EINTR if a signal came first: run the handlers, call again.
    fn sleep_until(&self, deadline: i64) -> Result<()> {
        denied()
    }

    /// `seconds` since 1970 in the local time zone; EOVERFLOW if the year does not fit.
    fn local_time(&self, seconds: i64) -> Result<Calendar> {
        utc_calendar(seconds)
    }

    fn utc_time(&self, seconds: i64) -> Result<Calendar> {
        utc_calendar(seconds)
    }

    /// Seconds since 1970 of a moment in the local time zone. Fields out of range are carried over; `week_day`, `year_day`,
    /// `utc_offset` and `zone` are not looked at.
    fn make_time(&self, calendar: &Calendar) -> Result<i64> {
        calendar_seconds(calendar)
    }

    /// `strftime` with the system's own directives. `format` may hold NULs.
    fn format_time(&self, format: &[u8], calendar: &Calendar) -> Result<Vec<u8>> {
        denied()
    }

    /// Read the time zone from the environment (again): `time.tzset`.
    fn reload_zone(&self) {}

    fn zone_names(&self) -> ZoneNames {
        ZoneNames { names: [b"UTC".to_vec(), b"UTC".to_vec()], ..ZoneNames::default() }
    }
}

/// The Gregorian calendar in UTC, without asking the system.
fn utc_calendar(seconds: i64) -> Result<Calendar> {
    let days = seconds.div_euclid(86_400);
    let of_day = seconds.rem_euclid(86_400) as i32;
    let (year, month, day) = civil_from_days(days);
    if i32::try_from(year).is_err() {
        return Err(crate::OsError::new(crate::errno::EOVERFLOW));
    }
    Ok(Calendar {
        year,
        month,
        day,
        hour: of_day / 3600,
        minute: of_day / 60 % 60,
        second: of_day % 60,
        // 1 January 1970 was a Thursday.
        week_day: (days + 3).rem_euclid(7) as i32,
        year_day: (days - days_from_civil(year, 1, 1)) as i32 + 1,
        is_dst: 0,
        utc_offset: 0,
        zone: b"UTC".to_vec(),
    })
}

fn calendar_seconds(calendar: &Calendar) -> Result<i64> {
    let overflow = || crate::OsError::new(crate::errno::EOVERFLOW);
    i32::try_from(calendar.year).map_err(|_| overflow())?;
    let months = i64::from(calendar.month) - 1;
    let year = calendar.year + months.div_euclid(12);
    let days = days_from_civil(year, months.rem_euclid(12) as i32 + 1, 1) + i64::from(calendar.day) - 1;
    Ok(days * 86_400 + i64::from(calendar.hour) * 3600 + i64::from(calendar.minute) * 60 + i64::from(calendar.second))
}

/// Days from 1 January 1970. Years start in March here, so that the leap day comes last.
fn days_from_civil(year: i64, month: i32, day: i32) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = i64::from((153 * month + 2) / 5 + day - 1);
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i32, i32) {
    // Counting from 1 March of year 0.
    let days = days.saturating_add(719_468);
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = (of_year - (153 * month + 2) / 5 + 1) as i32;
    let year = year + era * 400;
    if month < 10 { (year, month as i32 + 3, day) } else { (year + 1, month as i32 - 9, day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utc_there_and_back() {
        for seconds in [0, 951_782_400, -1, 4_102_444_799, -62_135_596_800, 1_709_164_800] {
            let calendar = utc_calendar(seconds).unwrap();
            assert_eq!(calendar_seconds(&calendar).unwrap(), seconds);
        }
        let leap = utc_calendar(951_782_400).unwrap();
        assert_eq!((leap.year, leap.month, leap.day, leap.week_day, leap.year_day), (2000, 2, 29, 1, 60));
        assert!(utc_calendar(i64::MAX).is_err());
        assert!(utc_calendar(i64::MIN).is_err());
    }
}
