//! Clocks and the local calendar of the machine.
//!
//! C's calendar functions read the time zone from the process's environment, which all isolates share. So TZ is set in the
//! process only here, under one lock, and set again whenever a host with another zone asks.

use std::ffi::{CStr, CString};
use std::os::unix::ffi::OsStrExt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Native, check};
use crate::error::{OsError, Result};
use crate::{Calendar, Clock, ClockKind, ZoneNames, errno};

/// The TZ that C's calendar functions have read; `None` until the first use.
static APPLIED: Mutex<Option<Zone>> = Mutex::new(None);

/// A value of TZ; `None` if it is unset.
pub(super) type Zone = Option<Vec<u8>>;

unsafe extern "C" {
    safe fn tzset();
}

impl Clock for Native {
    fn now(&self, clock: ClockKind) -> Result<i64> {
        self.clock_time(clock_id(clock))
    }

    fn resolution(&self, clock: ClockKind) -> Result<i64> {
        self.clock_resolution(clock_id(clock))
    }

    fn clock_time(&self, id: i32) -> Result<i64> {
        let mut time = zero_time();
        // SAFETY: writes one timespec, which is ours.
        check(unsafe { libc::clock_gettime(id, &raw mut time) })?;
        nanoseconds(time)
    }

    fn clock_resolution(&self, id: i32) -> Result<i64> {
        let mut time = zero_time();
        // SAFETY: writes one timespec, which is ours.
        check(unsafe { libc::clock_getres(id, &raw mut time) })?;
        nanoseconds(time)
    }

    fn set_clock(&self, id: i32, nanoseconds: i64) -> Result<()> {
        let time = timespec(nanoseconds);
        // SAFETY: reads one timespec, which is ours.
        check(unsafe { libc::clock_settime(id, &raw const time) }).map(drop)
    }

    fn thread_clock(&self, thread: i32) -> Result<i32> {
        // The kernel's encoding: the thread's number upside down, then "of a thread" (4) and "as scheduled" (2).
        let id = (!thread << 3) | 6;
        self.clock_resolution(id)?;
        Ok(id)
    }

    fn sleep_until(&self, deadline: i64) -> Result<()> {
        let time = timespec(deadline);
        let null = std::ptr::null_mut();
        // SAFETY: reads one timespec, which is ours; no remainder is written for an absolute time.
        match unsafe { libc::clock_nanosleep(libc::CLOCK_MONOTONIC, libc::TIMER_ABSTIME, &raw const time, null) } {
            0 => Ok(()),
            error => Err(OsError::new(error)),
        }
    }

    fn local_time(&self, seconds: i64) -> Result<Calendar> {
        let _zone = self.apply_zone();
        let mut tm = empty_tm();
        // SAFETY: reads a number and writes one tm, both ours. A null answer leaves the errno.
        if unsafe { libc::localtime_r(&raw const seconds, &raw mut tm) }.is_null() {
            return Err(super::last_error());
        }
        // SAFETY: just filled by `localtime_r`, and the zone's lock is held.
        Ok(unsafe { calendar(&tm) })
    }

    fn make_time(&self, calendar: &Calendar) -> Result<i64> {
        let mut tm = tm(calendar)?;
        // A week day that cannot be shows whether -1 is an error.
        tm.tm_wday = -1;
        let _zone = self.apply_zone();
        // SAFETY: reads and writes one tm, which is ours.
        let seconds = unsafe { libc::mktime(&raw mut tm) };
        if seconds == -1 && tm.tm_wday == -1 { Err(OsError::new(errno::EOVERFLOW)) } else { Ok(seconds) }
    }

    fn format_time(&self, format: &[u8], calendar: &Calendar) -> Result<Vec<u8>> {
        let mut tm = tm(calendar)?;
        tm.tm_gmtoff = calendar.utc_offset;
        let zone = super::c_string(&calendar.zone)?;
        tm.tm_zone = zone.as_ptr();
        let _zone = self.apply_zone();
        let mut text = Vec::new();
        for (index, piece) in format.split(|&byte| byte == 0).enumerate() {
            if index > 0 {
                text.push(0);
            }
            format_piece(piece, &tm, &mut text)?;
        }
        Ok(text)
    }

    fn reload_zone(&self) {
        let zone = crate::Environment::variable(self, b"TZ");
        *self.zone() = zone;
        // The rules in a zone's file may have changed too.
        *APPLIED.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn zone_names(&self) -> ZoneNames {
        // As long as a year is on average. A moment near the start of this year and one half a year later.
        const YEAR: i64 = (365 * 24 + 6) * 3600;
        let now = self.now(ClockKind::Wall).unwrap_or(0) / 1_000_000_000;
        let start = now / YEAR * YEAR;
        let (Ok(january), Ok(july)) = (self.local_time(start), self.local_time(start + YEAR / 2)) else {
            return ZoneNames { names: [b"UTC".to_vec(), b"UTC".to_vec()], ..ZoneNames::default() };
        };
        // South of the equator it is summer in January.
        let (winter, summer) = if january.utc_offset > july.utc_offset { (july, january) } else { (january, july) };
        ZoneNames {
            timezone: -winter.utc_offset,
            altzone: -summer.utc_offset,
            has_summer: winter.utc_offset != summer.utc_offset,
            names: [winter.zone, summer.zone],
        }
    }
}

impl Native {
    fn zone(&self) -> MutexGuard<'_, Zone> {
        self.zone.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Make this host's zone the one that C's functions use, for as long as the answer is held.
    fn apply_zone(&self) -> MutexGuard<'static, Option<Zone>> {
        let mut applied = APPLIED.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = self.zone();
        if applied.as_ref() != Some(&*wanted) {
            let current = std::env::var_os("TZ");
            if current.as_ref().map(|value| value.as_bytes()) != wanted.as_deref() {
                set_process_zone(wanted.as_deref());
            }
            tzset();
            *applied = Some(wanted.clone());
        }
        applied
    }
}

fn set_process_zone(zone: Option<&[u8]>) {
    match zone {
        // SAFETY: this is the only place that writes to the process's environment, under the lock of `APPLIED`. Rust's own
        // readers lock as well; C code that reads variables (the resolver) does not look for TZ, and glibc keeps the old
        // array of variables when it makes a larger one.
        Some(zone) => unsafe { std::env::set_var("TZ", std::ffi::OsStr::from_bytes(zone)) },
        // SAFETY: the same.
        None => unsafe { std::env::remove_var("TZ") },
    }
}

fn format_piece(piece: &[u8], tm: &libc::tm, text: &mut Vec<u8>) -> Result<()> {
    // A character at the end tells an empty result from one that does not fit.
    let mut format = piece.to_vec();
    format.push(b'.');
    let format = CString::new(format).map_err(|_| OsError::new(errno::EINVAL))?;
    let mut room = 256 + piece.len() * 2;
    loop {
        let mut buffer = vec![0u8; room];
        // SAFETY: writes at most `room` bytes into the buffer; the format and the zone's name end with NUL.
        let length =
            unsafe { libc::strftime(buffer.as_mut_ptr().cast(), room, format.as_ptr(), std::ptr::from_ref(tm)) };
        if length > 0 {
            text.extend_from_slice(&buffer[..length - 1]);
            return Ok(());
        }
        // A field can be as wide as its digits say (`%1000000d`), so there has to be an end.
        if room > (1 << 20) + piece.len() * 256 {
            return Err(OsError::new(errno::ERANGE));
        }
        room *= 4;
    }
}

fn clock_id(clock: ClockKind) -> libc::clockid_t {
    match clock {
        ClockKind::Wall => libc::CLOCK_REALTIME,
        ClockKind::Monotonic => libc::CLOCK_MONOTONIC,
        ClockKind::Process => libc::CLOCK_PROCESS_CPUTIME_ID,
        ClockKind::Thread => libc::CLOCK_THREAD_CPUTIME_ID,
    }
}

fn zero_time() -> libc::timespec {
    libc::timespec { tv_sec: 0, tv_nsec: 0 }
}

pub(super) fn timespec(nanoseconds: i64) -> libc::timespec {
    libc::timespec { tv_sec: nanoseconds.div_euclid(1_000_000_000), tv_nsec: nanoseconds.rem_euclid(1_000_000_000) }
}

pub(super) fn nanoseconds(time: libc::timespec) -> Result<i64> {
    time.tv_sec
        .checked_mul(1_000_000_000)
        .and_then(|seconds| seconds.checked_add(time.tv_nsec))
        .ok_or(OsError::new(errno::EOVERFLOW))
}

fn empty_tm() -> libc::tm {
    libc::tm {
        tm_sec: 0,
        tm_min: 0,
        tm_hour: 0,
        tm_mday: 0,
        tm_mon: 0,
        tm_year: 0,
        tm_wday: 0,
        tm_yday: 0,
        tm_isdst: 0,
        tm_gmtoff: 0,
        tm_zone: std::ptr::null(),
    }
}

fn tm(calendar: &Calendar) -> Result<libc::tm> {
    let year = calendar.year.checked_sub(1900).and_then(|year| i32::try_from(year).ok());
    let year = year.ok_or(OsError::new(errno::EOVERFLOW))?;
    Ok(libc::tm {
        tm_sec: calendar.second,
        tm_min: calendar.minute,
        tm_hour: calendar.hour,
        tm_mday: calendar.day,
        tm_mon: calendar.month.saturating_sub(1),
        tm_year: year,
        tm_wday: (calendar.week_day.rem_euclid(7) + 1) % 7,
        tm_yday: calendar.year_day.saturating_sub(1),
        tm_isdst: calendar.is_dst,
        ..empty_tm()
    })
}

/// # Safety
/// `tm_zone` is null or a string that lives through the call.
unsafe fn calendar(tm: &libc::tm) -> Calendar {
    let zone = if tm.tm_zone.is_null() {
        Vec::new()
    } else {
        // SAFETY: not null, so a string, as the caller promises.
        unsafe { CStr::from_ptr(tm.tm_zone) }.to_bytes().to_vec()
    };
    Calendar {
        year: i64::from(tm.tm_year) + 1900,
        month: tm.tm_mon + 1,
        day: tm.tm_mday,
        hour: tm.tm_hour,
        minute: tm.tm_min,
        second: tm.tm_sec,
        week_day: (tm.tm_wday + 6) % 7,
        year_day: tm.tm_yday + 1,
        is_dst: tm.tm_isdst,
        utc_offset: tm.tm_gmtoff,
        zone,
    }
}
