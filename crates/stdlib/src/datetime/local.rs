//! The system's clock and the local time zone: timestamps and what they are in local time, and back.

use taipan_host::ClockKind;
use taipan_runtime::native::*;

use super::calendar::{Clock, DAY_SECONDS, Day, EPOCH_SECONDS, SECOND_MICROS};
use super::date::checked_day;

/// Longer than any change of a zone's offset.
const LONGEST_FOLD: i64 = 24 * 3600;

/// Seconds since 1970 and microseconds, now.
pub(super) fn now(vm: &mut Vm) -> R<(i64, u32)> {
    let now = vm.host.now(ClockKind::Wall);
    let now = now.map_err(|error| vm.os_error(error, None))?;
    Ok((now.div_euclid(1_000_000_000), (now.rem_euclid(1_000_000_000) / 1000) as u32))
}

fn fields(vm: &mut Vm, calendar: &taipan_host::Calendar) -> R<(Day, Clock)> {
    let year = i32::try_from(calendar.year).unwrap_or(i32::MAX);
    let day = checked_day(vm, year, calendar.month, calendar.day)?;
    // A leap second is none here.
    let second = calendar.second.min(59);
    let clock = Clock { hour: calendar.hour as u8, minute: calendar.minute as u8, second: second as u8, micro: 0 };
    Ok((day, clock))
}

/// What a moment, in seconds since 1970, is in local time.
pub(super) fn local_fields(vm: &mut Vm, seconds: i64) -> R<(Day, Clock)> {
    let calendar = vm.host.local_time(seconds);
    let calendar = calendar.map_err(|error| vm.os_error(error, None))?;
    fields(vm, &calendar)
}

/// What it is in UTC.
pub(super) fn utc_fields(vm: &mut Vm, seconds: i64) -> R<(Day, Clock)> {
    let calendar = vm.host.utc_time(seconds);
    let calendar = calendar.map_err(|error| vm.os_error(error, None))?;
    fields(vm, &calendar)
}

/// Seconds from the beginning of the calendar.
pub(super) fn since_beginning(day: Day, clock: Clock) -> i64 {
    day.ordinal() * DAY_SECONDS + clock.seconds()
}

/// The local time of a moment, both counted from the beginning of the calendar.
fn local(vm: &mut Vm, moment: i64) -> R<i64> {
    let (day, clock) = local_fields(vm, moment - EPOCH_SECONDS)?;
    Ok(since_beginning(day, clock))
}

/// The moment at which it was that local time; of two, or of none in a gap, the fold chooses. In seconds since 1970.
pub(super) fn moment_of(vm: &mut Vm, day: Day, clock: Clock, fold: bool) -> R<i64> {
    let wanted = since_beginning(day, clock);
    let first_offset = local(vm, wanted)? - wanted;
    let first = wanted - first_offset;
    let first_local = local(vm, first)?;
    let second_offset = if first_local == wanted {
        // There may be an earlier moment, or a later one.
        let probe = if fold { first + LONGEST_FOLD } else { first - LONGEST_FOLD };
        let offset = local(vm, probe)? - probe;
        if offset == first_offset {
            return Ok(first - EPOCH_SECONDS);
        }
        offset
    } else {
        first_local - first
    };
    let second = wanted - second_offset;
    let found = if local(vm, second)? == wanted {
        second
    } else if first_local == wanted {
        first
    } else if fold {
        first.min(second)
    } else {
        first.max(second)
    };
    Ok(found - EPOCH_SECONDS)
}

/// Whether a moment is the second one with that local time.
pub(super) fn is_folded(vm: &mut Vm, seconds: i64, day: Day, clock: Clock) -> R<bool> {
    let here = since_beginning(day, clock);
    let moment = EPOCH_SECONDS + seconds;
    if moment - LONGEST_FOLD < DAY_SECONDS {
        return Ok(false);
    }
    let before = local(vm, moment - LONGEST_FOLD)?;
    let transition = here - before - LONGEST_FOLD;
    Ok(transition < 0 && local(vm, moment + transition)? == here)
}

fn out_of_range(vm: &mut Vm) -> Raised {
    vm.overflow_error("timestamp out of range for platform time_t")
}

fn seconds_of_float(vm: &mut Vm, number: f64) -> R<i64> {
    if (-9.223_372_036_854_775e18..9.223_372_036_854_775e18).contains(&number) {
        Ok(number as i64)
    } else {
        Err(out_of_range(vm))
    }
}

/// A timestamp without its fraction.
pub(super) fn whole_seconds(vm: &mut Vm, timestamp: Value) -> R<i64> {
    if let Some(number) = float_of(vm, timestamp) {
        if number.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        return seconds_of_float(vm, number.floor());
    }
    let index = vm.index(timestamp)?;
    match vm.int_to_i64(index.value()) {
        Some(seconds) => Ok(seconds),
        None => Err(out_of_range(vm)),
    }
}

fn float_of(vm: &Vm, value: Value) -> Option<f64> {
    vm.class_of(value).is_subclass_of(vm, vm.types.float).then(|| vm.as_f64(value)).flatten()
}

/// A timestamp as seconds and microseconds, halves rounded to even.
pub(super) fn timestamp_parts(vm: &mut Vm, timestamp: Value) -> R<(i64, u32)> {
    let Some(number) = float_of(vm, timestamp) else {
        if vm.class_of(timestamp).slots(vm).index.is_none() {
            let found = vm.class_of(timestamp).name(vm);
            return Err(vm.type_error(format!("argument must be int or float, not {found}")));
        }
        return Ok((whole_seconds(vm, timestamp)?, 0));
    };
    if number.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    let mut whole = number.trunc();
    let mut micros = ((number - whole) * SECOND_MICROS as f64).round_ties_even();
    if micros >= SECOND_MICROS as f64 {
        micros -= SECOND_MICROS as f64;
        whole += 1.0;
    } else if micros < 0.0 {
        micros += SECOND_MICROS as f64;
        whole -= 1.0;
    }
    Ok((seconds_of_float(vm, whole)?, micros as u32))
}
