//! `time`: a time of day, perhaps of a time zone.

use std::cell::Cell;

use taipan_runtime::native::*;

use super::calendar::Clock;
use super::date::NOT_HASHED;
use super::fields::{Fields, changes, format_text, int_field, iso_text, latin1_state, malformed};
use super::iso::{Precision, read_time, write_clock};
use super::keyed_hash;
use super::{moment, strftime, zone};
use crate::support::{payload, receiver};

#[derive(Trace)]
pub(super) struct TimeOfDay {
    #[trace(skip)]
    pub(super) clock: Clock,
    pub(super) fold: bool,
    pub(super) zone: Option<Owned>,
    hash: Cell<i64>,
}

payload!(TimeOfDay, plain);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "datetime",
    doc: "A time of day.",
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        compare: Some(compare),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::new::<TimeOfDay>("time")
};

/// Check the fields of a time of day.
pub(super) fn checked(vm: &mut Vm, fields: [i32; 4]) -> R<Clock> {
    for ((name, limit), field) in
        [("hour", 23), ("minute", 59), ("second", 59), ("microsecond", 999_999)].into_iter().zip(fields)
    {
        if !(0..=limit).contains(&field) {
            return Err(vm.value_error(format!("{name} must be in 0..{limit}, not {field}")));
        }
    }
    let [hour, minute, second, micro] = fields;
    Ok(Clock { hour: hour as u8, minute: minute as u8, second: second as u8, micro: micro as u32 })
}

/// Check a fold.
pub(super) fn checked_fold(vm: &mut Vm, fold: i32) -> R<bool> {
    match fold {
        0 | 1 => Ok(fold == 1),
        _ => Err(vm.value_error(format!("fold must be either 0 or 1, not {fold}"))),
    }
}

fn payload_of(clock: Clock, zone: Option<Owned>, fold: bool) -> TimeOfDay {
    TimeOfDay { clock, fold, zone, hash: Cell::new(NOT_HASHED) }
}

pub(super) fn exact(vm: &mut Vm, clock: Clock, zone: Option<Owned>, fold: bool) -> R<Owned> {
    vm.allocate(payload_of(clock, zone, fold))
}

/// A time of a class: subclasses are called.
pub(super) fn of_class(vm: &mut Vm, class: Value, clock: Clock, zone: Option<Owned>, fold: bool) -> R<Owned> {
    if class.is(vm.native_class::<TimeOfDay>().value()) {
        return exact(vm, clock, zone, fold);
    }
    let zone = zone.unwrap_or(Owned::NONE);
    let [hour, minute, second, micro] = moment::clock_values(clock);
    let made = vm.call(class, &[hour, minute, second, micro, zone.value()])?;
    if fold && let Some(time) = vm.cast::<TimeOfDay>(made.value()) {
        time.get_mut(vm).fold = true;
    }
    Ok(made)
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if let [state, ref more @ ..] = *args.positional
        && more.len() <= 1
        && let Some(bytes) = latin1_state(vm, state, 6, |bytes| bytes[0] & 0x7f < 24, "time")?
    {
        let zone = moment::state_zone(vm, more.first().copied())?;
        let micro = u32::from_be_bytes([0, bytes[3], bytes[4], bytes[5]]);
        let clock = Clock { hour: bytes[0] & 0x7f, minute: bytes[1], second: bytes[2], micro };
        return vm.allocate_instance(class, payload_of(clock, zone, bytes[0] & 0x80 != 0));
    }
    const FIELDS: Fields =
        Fields { names: &["hour", "minute", "second", "microsecond", "tzinfo", "fold"], required: 0, positional: 5 };
    let mut slots = [None; 6];
    FIELDS.bind(vm, args, &mut slots)?;
    let mut numbers = [0; 4];
    for (number, slot) in numbers.iter_mut().zip(slots) {
        if let Some(slot) = slot {
            *number = int_field(vm, slot)?;
        }
    }
    let fold = match slots[5] {
        Some(fold) => int_field(vm, fold)?,
        None => 0,
    };
    let clock = checked(vm, numbers)?;
    let fold = checked_fold(vm, fold)?;
    let zone = zone::checked(vm, slots[4].unwrap_or(Value::NONE))?;
    vm.allocate_instance(class, payload_of(clock, zone, fold))
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let time = receiver::<TimeOfDay>(vm, value)?.get(vm);
    let (clock, fold, zone) = (time.clock, time.fold, time.zone.clone());
    let name = vm.class_of(value).name(vm);
    let mut text = format!("{name}({}, {}", clock.hour, clock.minute);
    if clock.micro != 0 {
        text.push_str(&format!(", {}, {}", clock.second, clock.micro));
    } else if clock.second != 0 {
        text.push_str(&format!(", {}", clock.second));
    }
    if let Some(zone) = zone {
        let zone = vm.repr_text(zone.value())?;
        text.push_str(&format!(", tzinfo={zone}"));
    }
    if fold {
        text.push_str(", fold=1");
    }
    text.push(')');
    vm.new_str(&text)
}

fn str(vm: &mut Vm, value: Value) -> R<Owned> {
    vm.call_method(value, "isoformat", &[])
}

/// Microseconds after midnight in UTC, and whether there is an offset.
fn position(vm: &mut Vm, time: Obj<TimeOfDay>) -> R<(i128, bool)> {
    let details = time.get(vm);
    let (micros, zone) = (details.clock.micros(), details.zone.clone());
    let offset = zone::offset(vm, &zone, Value::NONE)?;
    Ok((i128::from(micros) - offset.unwrap_or(0), offset.is_some()))
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    let time = receiver::<TimeOfDay>(vm, value)?;
    if time.get(vm).hash.get() == NOT_HASHED {
        let (position, _) = position(vm, time)?;
        time.get(vm).hash.set(keyed_hash(vm, position));
    }
    Ok(time.get(vm).hash.get())
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(left), Some(right)) = (vm.cast::<TimeOfDay>(a), vm.cast::<TimeOfDay>(b)) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    if moment::same(&left.get(vm).zone, &right.get(vm).zone) {
        return Ok(Owned::bool(op.test(left.get(vm).clock.cmp(&right.get(vm).clock))));
    }
    let ((first, first_aware), (second, second_aware)) = (position(vm, left)?, position(vm, right)?);
    if first_aware == second_aware {
        return Ok(Owned::bool(op.test(first.cmp(&second))));
    }
    match op {
        CompareOp::Eq => Ok(Owned::bool(false)),
        CompareOp::Ne => Ok(Owned::bool(true)),
        _ => Err(vm.type_error("can't compare offset-naive and offset-aware times")),
    }
}

/// `timespec` of isoformat.
pub(super) fn precision(vm: &mut Vm, name: Option<Value>, position: usize) -> R<Precision> {
    let Some(name) = name else { return Ok(Precision::Auto) };
    let Some(text) = vm.cast::<Str>(name) else {
        let found = vm.found_argument(name);
        return Err(vm.type_error(format!("isoformat() argument {position} must be str, not {found}")));
    };
    let known = text.as_ascii(vm).and_then(Precision::named);
    known.ok_or_else(|| vm.value_error("Unknown timespec value"))
}

#[methods]
mod py {
    use super::*;

    /// The time that an ISO 8601 time says.
    #[classmethod("($type, object, /)")]
    fn fromisoformat(vm: &mut Vm, class: Value, object: Value) -> R<Owned> {
        let text = iso_text(vm, object)?.filter(|text| text.separator.is_none());
        let read = text.and_then(|text| read_time(text.bytes.strip_prefix(b"T").unwrap_or(&text.bytes)).ok());
        let Some(read) = read else { return Err(malformed(vm, object)) };
        if read.beyond_midnight {
            return Err(vm.value_error("minute, second, and microsecond must be 0 when hour is 24"));
        }
        let zone = match read.offset {
            Some(offset) => Some(zone::of_micros(vm, offset, None)?),
            None => None,
        };
        let clock = checked(vm, read.fields.map(|field| field as i32))?;
        super::of_class(vm, class, clock, zone, false)
    }

    /// A time read from text as a format says.
    #[classmethod("($type, string, format, /)")]
    fn strptime(vm: &mut Vm, class: Value, string: Value, format: Value) -> R<Owned> {
        strftime::parse(vm, class, string, format, "_strptime_datetime_time")
    }

    /// As ISO 8601 writes it.
    #[method("($self, /, timespec='auto')")]
    fn isoformat(vm: &mut Vm, this: Obj<TimeOfDay>, timespec: Option<Value>) -> R<String> {
        let precision = precision(vm, timespec, 1)?;
        let mut text = String::with_capacity(16);
        let (clock, zone) = (this.get(vm).clock, this.get(vm).zone.clone());
        write_clock(&mut text, clock, precision);
        moment::put_offset(vm, &mut text, &zone, Value::NONE)?;
        Ok(text)
    }

    /// As a format says.
    #[method("($self, format)")]
    fn strftime(vm: &mut Vm, this: Obj<TimeOfDay>, format: Value) -> R<Owned> {
        let format = format_text(vm, "strftime", format)?;
        strftime::of_time(vm, this, format)
    }

    /// As a format says; without one as str() does.
    #[method("($self, format, /)")]
    fn __format__(vm: &mut Vm, this: Value, format: Value) -> R<Owned> {
        strftime::formatted(vm, this, format)
    }

    /// The offset from UTC.
    #[method("($self, /)")]
    fn utcoffset(vm: &mut Vm, this: Obj<TimeOfDay>) -> R<Option<Owned>> {
        let zone = this.get(vm).zone.clone();
        zone::ask(vm, &zone, "utcoffset", Value::NONE)
    }

    /// How far summer time is from winter time.
    #[method("($self, /)")]
    fn dst(vm: &mut Vm, this: Obj<TimeOfDay>) -> R<Option<Owned>> {
        let zone = this.get(vm).zone.clone();
        zone::ask(vm, &zone, "dst", Value::NONE)
    }

    /// The zone's name.
    #[method("($self, /)")]
    fn tzname(vm: &mut Vm, this: Obj<TimeOfDay>) -> R<Owned> {
        let zone = this.get(vm).zone.clone();
        zone::name(vm, &zone, Value::NONE)
    }

    /// The time with some fields changed.
    #[method(
        "($self, /, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)"
    )]
    fn replace(
        vm: &mut Vm,
        this: Obj<TimeOfDay>,
        hour: Option<Value>,
        minute: Option<Value>,
        second: Option<Value>,
        microsecond: Option<Value>,
        tzinfo: Option<Value>,
        fold: Option<Value>,
    ) -> R<Owned> {
        let clock = moment::changed_clock(vm, this.get(vm).clock, [hour, minute, second, microsecond])?;
        let zone = match tzinfo {
            Some(zone) => zone::checked(vm, zone)?,
            None => this.get(vm).zone.clone(),
        };
        let fold = match fold {
            Some(fold) => {
                let fold = int_field(vm, fold)?;
                checked_fold(vm, fold)?
            }
            None => this.get(vm).fold,
        };
        let class = vm.class_of(this.value()).value();
        super::of_class(vm, class, clock, zone, fold)
    }

    /// As replace().
    #[method("($self, /, **changes)")]
    fn __replace__(vm: &mut Vm, this: Value, given: Keywords) -> R<Owned> {
        changes(vm, this, given)
    }

    /// How it is pickled by a protocol.
    #[method("($self, proto, /)")]
    fn __reduce_ex__(vm: &mut Vm, this: Obj<TimeOfDay>, protocol: Value) -> R<Owned> {
        let protocol = int_field(vm, protocol)?;
        reduced(vm, this, protocol > 3)
    }

    /// How it is pickled.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<TimeOfDay>) -> R<Owned> {
        reduced(vm, this, false)
    }

    fn reduced(vm: &mut Vm, this: Obj<TimeOfDay>, with_fold: bool) -> R<Owned> {
        let time = this.get(vm);
        let (clock, zone) = (time.clock, time.zone.clone());
        let fold = if with_fold && time.fold { 0x80 } else { 0 };
        let [_, high, middle, low] = clock.micro.to_be_bytes();
        let state = vm.new_bytes(&[clock.hour | fold, clock.minute, clock.second, high, middle, low])?;
        moment::reduced(vm, this.value(), state, zone)
    }

    /// The hour.
    #[getter]
    fn hour(vm: &mut Vm, this: Obj<TimeOfDay>) -> u8 {
        this.get(vm).clock.hour
    }

    /// The minute.
    #[getter]
    fn minute(vm: &mut Vm, this: Obj<TimeOfDay>) -> u8 {
        this.get(vm).clock.minute
    }

    /// The second.
    #[getter]
    fn second(vm: &mut Vm, this: Obj<TimeOfDay>) -> u8 {
        this.get(vm).clock.second
    }

    /// The microsecond.
    #[getter]
    fn microsecond(vm: &mut Vm, this: Obj<TimeOfDay>) -> u32 {
        this.get(vm).clock.micro
    }

    /// The time zone, or None.
    #[getter]
    fn tzinfo(vm: &mut Vm, this: Obj<TimeOfDay>) -> Option<Owned> {
        this.get(vm).zone.clone()
    }

    /// 1 for the second of two equal local times.
    #[getter]
    fn fold(vm: &mut Vm, this: Obj<TimeOfDay>) -> u8 {
        u8::from(this.get(vm).fold)
    }
}
