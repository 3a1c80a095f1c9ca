//! `time`: clocks and calendars, by the host.

use taipan_host::{Calendar, ClockKind};
use taipan_runtime::native::*;

use crate::struct_sequence;

#[derive(Default)]
struct State {
    struct_time: Option<Owned>,
}

const FIELDS: [&str; 9] =
    ["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"];

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("time", "Clocks and calendars.", &METHODS)?;
    let class = struct_sequence::class(vm, "time", "struct_time", &FIELDS, &["tm_zone", "tm_gmtoff"])?;
    vm.state::<State>().struct_time = Some(class.clone());
    module.add_owned(vm, "struct_time", class)?;
    let zones = vm.host.zone_names();
    module.add_int(vm, "_STRUCT_TM_ITEMS", FIELDS.len() as i64 + 2)?;
    module.add_int(vm, "timezone", zones.timezone)?;
    module.add_int(vm, "altzone", zones.altzone)?;
    module.add_int(vm, "daylight", i64::from(zones.has_summer))?;
    let first = vm.new_str(&String::from_utf8_lossy(&zones.names[0]))?;
    let second = vm.new_str(&String::from_utf8_lossy(&zones.names[1]))?;
    let names = vm.new_tuple(&[first.value(), second.value()])?;
    module.add_owned(vm, "tzname", names)?;
    for &(name, value) in taipan_host::constants::TIME {
        module.add_int(vm, name, value)?;
    }
    Ok(owned)
}

fn read(vm: &mut Vm, clock: ClockKind) -> R<i64> {
    let now = vm.host.now(clock);
    now.map_err(|error| vm.os_error(error, None))
}

fn seconds(nanoseconds: i64) -> f64 {
    nanoseconds as f64 / 1e9
}

/// A `struct_time`.
fn struct_time(vm: &mut Vm, calendar: &Calendar) -> R<Owned> {
    let class = match vm.state::<State>().struct_time.clone() {
        Some(class) => class,
        None => return Err(vm.runtime_error("the time module is not complete")),
    };
    let numbers = [
        calendar.year,
        i64::from(calendar.month),
        i64::from(calendar.day),
        i64::from(calendar.hour),
        i64::from(calendar.minute),
        i64::from(calendar.second),
        i64::from(calendar.week_day),
        i64::from(calendar.year_day),
        i64::from(calendar.is_dst),
    ];
    let mut items = Vec::with_capacity(9);
    for number in numbers {
        items.push(vm.new_int(i128::from(number))?);
    }
    let values: Vec<Value> = items.iter().map(|item| item.value()).collect();
    let zone = vm.new_str(&String::from_utf8_lossy(&calendar.zone))?;
    let offset = vm.new_int(i128::from(calendar.utc_offset))?;
    struct_sequence::instance(vm, class.value(), &values, &[zone, offset])
}

/// The seconds given, or now.
fn moment(vm: &mut Vm, value: Option<Value>) -> R<i64> {
    match value.filter(|value| !value.is_none()) {
        Some(value) => {
            let float = vm.to_f64(value)?;
            if !float.is_finite() || float.abs() > 1e17 {
                return Err(vm.overflow_error("timestamp out of range for platform time_t"));
            }
            Ok(float.floor() as i64)
        }
        None => Ok(read(vm, ClockKind::Wall)?.div_euclid(1_000_000_000)),
    }
}

/// The calendar in a tuple or struct_time.
fn calendar(vm: &mut Vm, value: Value) -> R<Calendar> {
    if vm.cast::<Tuple>(value).is_none() {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    }
    let items = vm.collect(value)?;
    if items.len() != 9 {
        return Err(vm.type_error("function takes exactly 9 arguments"));
    }
    let mut numbers = [0i64; 9];
    for (number, item) in numbers.iter_mut().zip(&items) {
        *number = vm.to_i64(item.value(), "int")?;
    }
    let [year, month, day, hour, minute, second, week_day, year_day, is_dst] = numbers;
    let small = |number: i64| number.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
    Ok(Calendar {
        year,
        month: small(month),
        day: small(day),
        hour: small(hour),
        minute: small(minute),
        second: small(second),
        week_day: small(week_day),
        year_day: small(year_day),
        is_dst: small(is_dst),
        ..Calendar::default()
    })
}

/// The calendar given, or the local time now.
fn calendar_or_now(vm: &mut Vm, value: Option<Value>) -> R<Calendar> {
    match value {
        Some(value) => calendar(vm, value),
        None => {
            let now = moment(vm, None)?;
            let local = vm.host.local_time(now);
            local.map_err(|error| vm.os_error(error, None))
        }
    }
}

fn ascii_time(calendar: &Calendar) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let day = DAYS[calendar.week_day.rem_euclid(7) as usize];
    let month = MONTHS[(calendar.month - 1).rem_euclid(12) as usize];
    format!(
        "{day} {month} {:2} {:02}:{:02}:{:02} {}",
        calendar.day, calendar.hour, calendar.minute, calendar.second, calendar.year
    )
}

#[methods]
mod py {
    use super::*;

    /// Seconds since the epoch.
    #[function("()")]
    fn time(vm: &mut Vm) -> R<f64> {
        read(vm, ClockKind::Wall).map(seconds)
    }

    /// Nanoseconds since the epoch.
    #[function("()")]
    fn time_ns(vm: &mut Vm) -> R<i64> {
        read(vm, ClockKind::Wall)
    }

    /// Seconds of a clock that never goes back.
    #[function("()")]
    fn monotonic(vm: &mut Vm) -> R<f64> {
        read(vm, ClockKind::Monotonic).map(seconds)
    }

    /// Nanoseconds of a clock that never goes back.
    #[function("()")]
    fn monotonic_ns(vm: &mut Vm) -> R<i64> {
        read(vm, ClockKind::Monotonic)
    }

    /// Seconds of the clock for measuring.
    #[function("()")]
    fn perf_counter(vm: &mut Vm) -> R<f64> {
        read(vm, ClockKind::Monotonic).map(seconds)
    }

    /// Nanoseconds of the clock for measuring.
    #[function("()")]
    fn perf_counter_ns(vm: &mut Vm) -> R<i64> {
        read(vm, ClockKind::Monotonic)
    }

    /// Seconds of processor time of the process.
    #[function("()")]
    fn process_time(vm: &mut Vm) -> R<f64> {
        read(vm, ClockKind::Process).map(seconds)
    }

    /// Nanoseconds of processor time of the process.
    #[function("()")]
    fn process_time_ns(vm: &mut Vm) -> R<i64> {
        read(vm, ClockKind::Process)
    }

    /// Seconds of processor time of the thread.
    #[function("()")]
    fn thread_time(vm: &mut Vm) -> R<f64> {
        read(vm, ClockKind::Thread).map(seconds)
    }

    /// Nanoseconds of processor time of the thread.
    #[function("()")]
    fn thread_time_ns(vm: &mut Vm) -> R<i64> {
        read(vm, ClockKind::Thread)
    }

    /// Wait for that many seconds.
    #[function("(seconds, /)")]
    fn sleep(vm: &mut Vm, seconds: Value) -> R<()> {
        let seconds = vm.to_f64(seconds)?;
        if seconds.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        if seconds < 0.0 {
            return Err(vm.value_error("sleep length must be non-negative"));
        }
        if seconds > 9e9 {
            return Err(vm.overflow_error("timestamp too large to convert to C PyTime_t"));
        }
        let deadline = read(vm, ClockKind::Monotonic)?.saturating_add((seconds * 1e9) as i64);
        // A signal interrupts the wait; it goes on until the time has come (PEP 475).
        crate::support::blocking(vm, |host| match host.now(ClockKind::Monotonic) {
            Ok(now) if now >= deadline && now > 0 => Ok(()),
            _ => host.sleep_until(deadline),
        })
    }

    /// The universal time of a moment, or of now.
    #[function("(seconds=None, /)")]
    fn gmtime(vm: &mut Vm, seconds: Option<Value>) -> R<Owned> {
        let moment = moment(vm, seconds)?;
        let calendar = vm.host.utc_time(moment);
        let calendar = calendar.map_err(|error| vm.os_error(error, None))?;
        struct_time(vm, &calendar)
    }

    /// The local time of a moment, or of now.
    #[function("(seconds=None, /)")]
    fn localtime(vm: &mut Vm, seconds: Option<Value>) -> R<Owned> {
        let moment = moment(vm, seconds)?;
        let calendar = vm.host.local_time(moment);
        let calendar = calendar.map_err(|error| vm.os_error(error, None))?;
        struct_time(vm, &calendar)
    }

    /// The seconds since the epoch of a local time.
    #[function("(tuple, /)")]
    fn mktime(vm: &mut Vm, tuple: Value) -> R<f64> {
        let calendar = calendar(vm, tuple)?;
        match vm.host.make_time(&calendar) {
            Ok(seconds) => Ok(seconds as f64),
            Err(_) => Err(vm.overflow_error("mktime argument out of range")),
        }
    }

    /// A time as text, as the format says.
    #[function("(format, tuple=None, /)")]
    fn strftime(vm: &mut Vm, format: String, tuple: Option<Value>) -> R<Owned> {
        let calendar = calendar_or_now(vm, tuple)?;
        let text = vm.host.format_time(format.as_bytes(), &calendar);
        let text = text.map_err(|error| vm.os_error(error, None))?;
        vm.new_str(&String::from_utf8_lossy(&text))
    }

    /// A time as text: `Sat Jun 06 16:26:11 1998`.
    #[function("(tuple=None, /)")]
    fn asctime(vm: &mut Vm, tuple: Option<Value>) -> R<String> {
        Ok(ascii_time(&calendar_or_now(vm, tuple)?))
    }

    /// The local time of a moment as text.
    #[function("(seconds=None, /)")]
    fn ctime(vm: &mut Vm, seconds: Option<Value>) -> R<String> {
        let moment = moment(vm, seconds)?;
        let calendar = vm.host.local_time(moment);
        let calendar = calendar.map_err(|error| vm.os_error(error, None))?;
        Ok(ascii_time(&calendar))
    }

    /// Read a time from text.
    #[function("(string, format='%a %b %d %H:%M:%S %Y', /)")]
    fn strptime(vm: &mut Vm, string: Value, format: Option<Value>) -> R<Owned> {
        let module = vm.import_module("_strptime")?;
        let format = match format {
            Some(format) => format.own(),
            None => vm.new_str("%a %b %d %H:%M:%S %Y")?,
        };
        vm.call_method(module.value(), "_strptime_time", &[string, format.value()])
    }

    /// Seconds of the clock with that number.
    #[function("(clk_id, /)")]
    fn clock_gettime(vm: &mut Vm, clock: i32) -> R<f64> {
        let time = vm.host.clock_time(clock);
        time.map(seconds).map_err(|error| vm.os_error(error, None))
    }

    /// Nanoseconds of the clock with that number.
    #[function("(clk_id, /)")]
    fn clock_gettime_ns(vm: &mut Vm, clock: i32) -> R<i64> {
        let time = vm.host.clock_time(clock);
        time.map_err(|error| vm.os_error(error, None))
    }

    /// The resolution of the clock with that number.
    #[function("(clk_id, /)")]
    fn clock_getres(vm: &mut Vm, clock: i32) -> R<f64> {
        let time = vm.host.clock_resolution(clock);
        time.map(seconds).map_err(|error| vm.os_error(error, None))
    }

    /// What is known of a clock.
    #[function("(name, /)")]
    fn get_clock_info(vm: &mut Vm, name: String) -> R<Owned> {
        let (clock, implementation, monotonic, adjustable) = match name.as_str() {
            "time" => (ClockKind::Wall, "clock_gettime(CLOCK_REALTIME)", false, true),
            "monotonic" | "perf_counter" => (ClockKind::Monotonic, "clock_gettime(CLOCK_MONOTONIC)", true, false),
            "process_time" => (ClockKind::Process, "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false),
            "thread_time" => (ClockKind::Thread, "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false),
            _ => return Err(vm.value_error("unknown clock")),
        };
        let resolution = vm.host.resolution(clock).map_err(|error| vm.os_error(error, None))?;
        let namespace = vm.import_attr("types", "SimpleNamespace")?;
        let info = vm.call(namespace.value(), &[])?;
        let implementation = vm.new_str(implementation)?;
        let resolution = vm.new_float(seconds(resolution))?;
        for (name, value) in [
            ("implementation", implementation),
            ("monotonic", Owned::bool(monotonic)),
            ("adjustable", Owned::bool(adjustable)),
            ("resolution", resolution),
        ] {
            let name = vm.intern(name)?;
            vm.set_attr(info.value(), name, Some(value.value()))?;
        }
        Ok(info)
    }

    /// Read the time zone anew from the environment.
    #[function("()")]
    fn tzset(vm: &mut Vm) {
        vm.host.reload_zone();
    }
}
