//! `strftime` and `strptime`. What does not depend on the locale is written here; the rest is the host's. Reading is `_strptime`'s.

use taipan_runtime::native::*;
use taipan_text::TextBuf;

use super::calendar::{Clock, Day};
use super::clock::TimeOfDay;
use super::date::Moment;
use super::delta::span_of;
use super::fields::format_text;
use super::iso::write_offset;
use super::zone;

/// What a format is filled from.
struct Source {
    this: Owned,
    day: Day,
    clock: Clock,
    zone: Option<Owned>,
    /// What is passed to the zone.
    argument: Owned,
    has_zone: bool,
}

pub(super) fn of_moment(vm: &mut Vm, this: Obj<Moment>, format: Obj<Str>) -> R<Owned> {
    let moment = this.get(vm);
    let (day, clock) = (moment.day, moment.clock);
    let has_zone = moment.is_datetime;
    let (zone, argument) = (moment.zone.clone(), this.own());
    fill(vm, &Source { this: this.own(), day, clock, zone, argument, has_zone }, format)
}

pub(super) fn of_time(vm: &mut Vm, this: Obj<TimeOfDay>, format: Obj<Str>) -> R<Owned> {
    let time = this.get(vm);
    let (clock, zone) = (time.clock, time.zone.clone());
    let day = Day { year: 1900, month: 1, day: 1 };
    fill(vm, &Source { this: this.own(), day, clock, zone, argument: Owned::NONE, has_zone: true }, format)
}

/// `utcoffset()` of the object itself, which a subclass may have changed.
fn offset_text(vm: &mut Vm, source: &Source, separator: &str) -> R<String> {
    if !source.has_zone {
        return Ok(String::new());
    }
    let offset = if source.zone.is_none() && is_own(vm, source) {
        None
    } else {
        let offset = vm.call_method(source.this.value(), "utcoffset", &[])?;
        if offset.is_none() { None } else { span_of(vm, offset.value()) }
    };
    let mut text = String::new();
    if let Some(offset) = offset {
        write_offset(&mut text, offset, separator);
    }
    Ok(text)
}

/// Whether the object is of one of this module's own classes.
fn is_own(vm: &Vm, source: &Source) -> bool {
    !vm.class_of(source.this.value()).is_heap(vm)
}

fn zone_name(vm: &mut Vm, source: &Source) -> R<Owned> {
    if !source.has_zone {
        return Ok(Owned::NONE);
    }
    if is_own(vm, source) {
        return zone::name(vm, &source.zone, source.argument.value());
    }
    vm.call_method(source.this.value(), "tzname", &[])
}

/// The name as text that holds no directives: what a subclass of str makes of its percent signs counts, as it does where they are doubled.
fn plain_name(vm: &mut Vm, source: &Source) -> R<Owned> {
    let name = zone_name(vm, source)?;
    if name.is_none() || vm.cast_exact::<Str>(name.value()).is_some() {
        return Ok(name);
    }
    let (one, two) = (vm.new_str("%")?, vm.new_str("%%")?);
    let doubled = vm.call_method(name.value(), "replace", &[one.value(), two.value()])?;
    if vm.cast::<Str>(doubled.value()).is_none() {
        return Err(vm.type_error("tzname.replace() did not return a string"));
    }
    let class = vm.types.str.value();
    vm.call_method(class, "replace", &[doubled.value(), two.value(), one.value()])
}

fn fill(vm: &mut Vm, source: &Source, format: Obj<Str>) -> R<Owned> {
    let points: Vec<u32> = (0..format.len(vm)).map(|index| format.units(vm).get(index)).collect();
    let mut out = TextBuf::new();
    // What the host is asked for, ASCII alone.
    let mut waiting = String::new();
    let (mut index, percent) = (0, u32::from(b'%'));
    let at = |index: usize| points.get(index).copied().and_then(|point| u8::try_from(point).ok());
    let (day, clock) = (source.day, source.clock);
    while let Some(&point) = points.get(index) {
        index += 1;
        if point != percent {
            flush(vm, source, &mut waiting, &mut out)?;
            out.push(point);
            continue;
        }
        let Some(directive) = at(index) else {
            // A percent sign before the end, or before something that no directive begins with.
            flush(vm, source, &mut waiting, &mut out)?;
            out.push(percent);
            continue;
        };
        index += 1;
        let mut made = String::new();
        match directive {
            b'Y' => made = format!("{:04}", day.year),
            b'm' => made = format!("{:02}", day.month),
            b'd' => made = format!("{:02}", day.day),
            b'H' => made = format!("{:02}", clock.hour),
            b'M' => made = format!("{:02}", clock.minute),
            b'S' => made = format!("{:02}", clock.second),
            b'f' => made = format!("{:06}", clock.micro),
            b'y' => made = format!("{:02}", day.year % 100),
            b'j' => made = format!("{:03}", day.of_year()),
            b'C' => made = format!("{:02}", day.year / 100),
            b'F' => made = format!("{:04}-{:02}-{:02}", day.year, day.month, day.day),
            b'T' => made = format!("{:02}:{:02}:{:02}", clock.hour, clock.minute, clock.second),
            b'G' => made = format!("{:04}", day.iso().0),
            b'%' => made.push('%'),
            b'z' => made = offset_text(vm, source, "")?,
            b':' if at(index) == Some(b'z') => {
                index += 1;
                made = offset_text(vm, source, ":")?;
            }
            b'Z' => {
                let name = plain_name(vm, source)?;
                flush(vm, source, &mut waiting, &mut out)?;
                if let Some(name) = vm.cast::<Str>(name.value()) {
                    out.push_units(name.units(vm));
                }
                continue;
            }
            other => {
                waiting.push('%');
                waiting.push(char::from(other));
                // Flags, widths and modifiers belong to it.
                let mut last = other;
                while !last.is_ascii_alphabetic() || matches!(last, b'E' | b'O') {
                    let Some(next) = at(index).filter(u8::is_ascii) else { break };
                    index += 1;
                    waiting.push(char::from(next));
                    last = next;
                }
                continue;
            }
        }
        flush(vm, source, &mut waiting, &mut out)?;
        out.push_str(&made);
    }
    flush(vm, source, &mut waiting, &mut out)?;
    let text = out.finish();
    vm.new_text(&text)
}

/// Have the host fill what waits.
fn flush(vm: &mut Vm, source: &Source, waiting: &mut String, out: &mut TextBuf) -> R<()> {
    if waiting.is_empty() {
        return Ok(());
    }
    let (day, clock) = (source.day, source.clock);
    let calendar = taipan_host::Calendar {
        year: i64::from(day.year),
        month: i32::from(day.month),
        day: i32::from(day.day),
        hour: i32::from(clock.hour),
        minute: i32::from(clock.minute),
        second: i32::from(clock.second),
        week_day: day.weekday() as i32,
        year_day: day.of_year() as i32,
        is_dst: -1,
        ..taipan_host::Calendar::default()
    };
    let text = vm.host.format_time(std::mem::take(waiting).as_bytes(), &calendar);
    let text = text.map_err(|error| vm.os_error(error, None))?;
    out.push_str(&String::from_utf8_lossy(&text));
    Ok(())
}

/// `strptime` of a class, by the function of `_strptime` for it.
pub(super) fn parse(vm: &mut Vm, class: Value, string: Value, format: Value, function: &str) -> R<Owned> {
    for (index, value) in [string, format].into_iter().enumerate() {
        if vm.cast::<Str>(value).is_none() {
            let (found, position) = (vm.found_argument(value), index + 1);
            return Err(vm.type_error(format!("strptime() argument {position} must be str, not {found}")));
        }
    }
    let parse = vm.import_attr("_strptime", function)?;
    vm.call(parse.value(), &[class, string, format])
}

/// `format(this, format)` of all classes here: as a format says, by what `strftime` is of the object; without one as str() does.
pub(super) fn formatted(vm: &mut Vm, this: Value, format: Value) -> R<Owned> {
    let format = format_text(vm, "__format__", format)?;
    if format.len(vm) == 0 {
        return vm.str(this);
    }
    vm.call_method(this, "strftime", &[format.value()])
}
