//! `datetime`: a day with a time, perhaps of a time zone.

use std::cell::Cell;

use taipan_runtime::native::*;

use super::calendar::{Clock, DAY_MICROS, Day, EPOCH_SECONDS, SECOND_MICROS, Span};
use super::clock::{TimeOfDay, checked, checked_fold, precision};
use super::date::{Moment, NOT_HASHED, add_micros, checked_day, ctime, struct_time};
use super::delta::{from_total, span_of};
use super::fields::{Fields, changes, int_field, iso_text, latin1_state, malformed, month_is_sane};
use super::iso::{ReadDate, date_length, read_date, read_time, write_clock, write_day, write_offset};
use super::keyed_hash;
use super::{State, clock, date, local, strftime, zone};
use crate::support::receiver;

pub(super) static CLASS: ClassDef = ClassDef {
    module: "datetime",
    doc: "A day of the Gregorian calendar and a time.",
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        compare: Some(compare),
        add: Some(add),
        sub: Some(sub),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::new::<Moment>("datetime")
};

fn payload_of(day: Day, clock: Clock, zone: Option<Owned>, fold: bool) -> Moment {
    Moment { day, clock, fold, is_datetime: true, zone, hash: Cell::new(NOT_HASHED) }
}

fn own_class(vm: &mut Vm) -> Obj<Class> {
    match vm.state::<State>().datetime {
        Some(class) => class,
        None => vm.native_class::<Moment>(),
    }
}

/// The fields of a time, to be given to a constructor.
pub(super) fn clock_values(clock: Clock) -> [Value; 4] {
    [i32::from(clock.hour), i32::from(clock.minute), i32::from(clock.second), clock.micro as i32].map(Value::small)
}

/// A datetime of a class: subclasses are called.
pub(super) fn of_class(vm: &mut Vm, class: Value, day: Day, clock: Clock, zone: Option<Owned>, fold: bool) -> R<Owned> {
    let own = own_class(vm);
    if class.is(own.value()) {
        return vm.allocate_instance(own, payload_of(day, clock, zone, fold));
    }
    let zone = zone.unwrap_or(Owned::NONE);
    let [hour, minute, second, micro] = clock_values(clock);
    let [year, month, day] = [i32::from(day.year), i32::from(day.month), i32::from(day.day)].map(Value::small);
    let made = vm.call(class, &[year, month, day, hour, minute, second, micro, zone.value()])?;
    if fold && let Some(moment) = vm.cast::<Moment>(made.value()) {
        moment.get_mut(vm).fold = true;
    }
    Ok(made)
}

/// The zone behind a pickled state.
pub(super) fn state_zone(vm: &mut Vm, zone: Option<Value>) -> R<Option<Owned>> {
    match zone {
        None => Ok(None),
        Some(zone) if zone.is_none() => Ok(None),
        Some(zone) if zone::is_tzinfo(vm, zone) => Ok(Some(zone.own())),
        Some(_) => Err(vm.type_error("bad tzinfo state arg")),
    }
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if let [state, ref more @ ..] = *args.positional
        && more.len() <= 1
        && let Some(bytes) = latin1_state(vm, state, 10, |bytes| month_is_sane(bytes[2] & 0x7f), "datetime")?
    {
        let zone = state_zone(vm, more.first().copied())?;
        let day = Day { year: u16::from_be_bytes([bytes[0], bytes[1]]), month: bytes[2] & 0x7f, day: bytes[3] };
        let micro = u32::from_be_bytes([0, bytes[7], bytes[8], bytes[9]]);
        let clock = Clock { hour: bytes[4], minute: bytes[5], second: bytes[6], micro };
        return vm.allocate_instance(class, payload_of(day, clock, zone, bytes[2] & 0x80 != 0));
    }
    const FIELDS: Fields = Fields {
        names: &["year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "fold"],
        required: 3,
        positional: 8,
    };
    let mut slots = [None; 9];
    FIELDS.bind(vm, args, &mut slots)?;
    let mut numbers = [0; 7];
    for (number, slot) in numbers.iter_mut().zip(slots) {
        if let Some(slot) = slot {
            *number = int_field(vm, slot)?;
        }
    }
    let fold = match slots[8] {
        Some(fold) => int_field(vm, fold)?,
        None => 0,
    };
    let [year, month, day, hour, minute, second, micro] = numbers;
    let day = checked_day(vm, year, month, day)?;
    let clock = checked(vm, [hour, minute, second, micro])?;
    let fold = checked_fold(vm, fold)?;
    let zone = zone::checked(vm, slots[7].unwrap_or(Value::NONE))?;
    vm.allocate_instance(class, payload_of(day, clock, zone, fold))
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let moment = receiver::<Moment>(vm, value)?.get(vm);
    let (day, clock, fold, zone) = (moment.day, moment.clock, moment.fold, moment.zone.clone());
    let name = vm.class_of(value).name(vm);
    let mut text = format!("{name}({}, {}, {}, {}, {}", day.year, day.month, day.day, clock.hour, clock.minute);
    if clock.micro != 0 {
        text.push_str(&format!(", {}, {}", clock.second, clock.micro));
    } else if clock.second != 0 {
        text.push_str(&format!(", {}", clock.second));
    }
    if fold {
        text.push_str(", fold=1");
    }
    if let Some(zone) = zone {
        let zone = vm.repr_text(zone.value())?;
        text.push_str(&format!(", tzinfo={zone}"));
    }
    text.push(')');
    vm.new_str(&text)
}

fn str(vm: &mut Vm, value: Value) -> R<Owned> {
    let name = vm.intern("isoformat")?;
    let (separator, keyword) = (vm.new_str(" ")?, vm.names.sep);
    let args = Args { positional: &[], names: &[keyword.value()], keyword_values: &[separator.value()] };
    vm.call_method_named(value, name, args)
}

/// A datetime, which has a time.
fn moment(vm: &Vm, value: Value) -> Option<Obj<Moment>> {
    vm.cast::<Moment>(value).filter(|moment| moment.get(vm).is_datetime)
}

/// Whether both have the same time zone object, or none.
pub(super) fn same(a: &Option<Owned>, b: &Option<Owned>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => a.is(b.value()),
        _ => false,
    }
}

/// Microseconds since the beginning of the calendar, by the fields.
fn total(vm: &Vm, moment: Obj<Moment>) -> i128 {
    let moment = moment.get(vm);
    i128::from(moment.day.ordinal()) * i128::from(DAY_MICROS) + i128::from(moment.clock.micros())
}

fn offset_of(vm: &mut Vm, moment: Obj<Moment>) -> R<Option<i128>> {
    let zone = moment.get(vm).zone.clone();
    zone::offset(vm, &zone, moment.value())
}

/// The same datetime with another fold, of this class itself: what zones are asked with.
fn with_fold(vm: &mut Vm, moment: Obj<Moment>, fold: bool) -> R<Owned> {
    let details = moment.get(vm);
    let payload = payload_of(details.day, details.clock, details.zone.clone(), fold);
    let class = own_class(vm);
    vm.allocate_instance(class, payload)
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    let this = receiver::<Moment>(vm, value)?;
    if this.get(vm).hash.get() != NOT_HASHED {
        return Ok(this.get(vm).hash.get());
    }
    let unfolded = if this.get(vm).fold { with_fold(vm, this, false)? } else { value.own() };
    let unfolded = receiver::<Moment>(vm, unfolded.value())?;
    let offset = offset_of(vm, unfolded)?;
    let hash = keyed_hash(vm, total(vm, this) - offset.unwrap_or(0));
    this.get(vm).hash.set(hash);
    Ok(hash)
}

/// Whether the zone's offset depends on the fold: such a datetime equals none of another zone.
fn depends_on_fold(vm: &mut Vm, moment: Obj<Moment>, offset: Option<i128>) -> R<bool> {
    let fold = moment.get(vm).fold;
    let flipped = with_fold(vm, moment, !fold)?;
    let flipped = receiver::<Moment>(vm, flipped.value())?;
    Ok(offset_of(vm, flipped)? != offset)
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(left), Some(right)) = (moment(vm, a), moment(vm, b)) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    let fields = |vm: &Vm, moment: Obj<Moment>| (moment.get(vm).day, moment.get(vm).clock);
    if same(&left.get(vm).zone, &right.get(vm).zone) {
        return Ok(Owned::bool(op.test(fields(vm, left).cmp(&fields(vm, right)))));
    }
    let (first, second) = (offset_of(vm, left)?, offset_of(vm, right)?);
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    if first.is_some() != second.is_some() {
        return if equality {
            Ok(Owned::bool(op == CompareOp::Ne))
        } else {
            Err(vm.type_error("can't compare offset-naive and offset-aware datetimes"))
        };
    }
    let ordering = (total(vm, left) - first.unwrap_or(0)).cmp(&(total(vm, right) - second.unwrap_or(0)));
    if equality && ordering.is_eq() && (depends_on_fold(vm, left, first)? || depends_on_fold(vm, right, second)?) {
        return Ok(Owned::bool(op == CompareOp::Ne));
    }
    Ok(Owned::bool(op.test(ordering)))
}

fn add(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let (this, delta) = match (moment(vm, a), moment(vm, b)) {
        (Some(this), None) => (this, b),
        (None, Some(this)) => (this, a),
        _ => return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    };
    match span_of(vm, delta) {
        Some(span) => add_micros(vm, this, span.total()),
        None => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    }
}

fn sub(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let Some(left) = moment(vm, a) else { return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)) };
    let Some(right) = moment(vm, b) else {
        return match span_of(vm, b) {
            Some(span) => add_micros(vm, left, -span.total()),
            None => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
        };
    };
    let mut difference = total(vm, left) - total(vm, right);
    if !same(&left.get(vm).zone, &right.get(vm).zone) {
        let (first, second) = (offset_of(vm, left)?, offset_of(vm, right)?);
        if first.is_some() != second.is_some() {
            return Err(vm.type_error("can't subtract offset-naive and offset-aware datetimes"));
        }
        difference += second.unwrap_or(0) - first.unwrap_or(0);
    }
    from_total(vm, difference)
}

/// The fields of a time with some replaced, checked.
pub(super) fn changed_clock(vm: &mut Vm, old: Clock, given: [Option<Value>; 4]) -> R<Clock> {
    let mut fields = [i32::from(old.hour), i32::from(old.minute), i32::from(old.second), old.micro as i32];
    for (field, given) in fields.iter_mut().zip(given) {
        if let Some(given) = given {
            *field = int_field(vm, given)?;
        }
    }
    checked(vm, fields)
}

/// Write the zone's offset, if it has one.
pub(super) fn put_offset(vm: &mut Vm, text: &mut String, zone: &Option<Owned>, argument: Value) -> R<()> {
    if let Some(offset) = zone::ask(vm, zone, "utcoffset", argument)?
        && let Some(span) = span_of(vm, offset.value())
    {
        write_offset(text, span, ":");
    }
    Ok(())
}

/// What `__reduce__` gives.
pub(super) fn reduced(vm: &mut Vm, this: Value, state: Owned, zone: Option<Owned>) -> R<Owned> {
    let arguments = match zone {
        Some(zone) => vm.new_pair(state.value(), zone.value())?,
        None => vm.new_tuple(&[state.value()])?,
    };
    let class = vm.class_of(this).value();
    vm.new_pair(class, arguments.value())
}

/// The datetime of a moment in a zone, or in local time.
fn at(vm: &mut Vm, class: Value, (seconds, micro): (i64, u32), zone: Option<Owned>) -> R<Owned> {
    let Some(zone) = zone else {
        let (day, clock) = local::local_fields(vm, seconds)?;
        let fold = local::is_folded(vm, seconds, day, clock)?;
        return of_class(vm, class, day, Clock { micro, ..clock }, None, fold);
    };
    let (day, clock) = local::utc_fields(vm, seconds)?;
    let made = of_class(vm, class, day, Clock { micro, ..clock }, Some(zone.clone()), false)?;
    vm.call_method(zone.value(), "fromutc", &[made.value()])
}

fn at_in_utc(vm: &mut Vm, class: Value, (seconds, micro): (i64, u32)) -> R<Owned> {
    let (day, clock) = local::utc_fields(vm, seconds)?;
    of_class(vm, class, day, Clock { micro, ..clock }, None, false)
}

/// The local zone at the time that the fields say.
fn local_zone(vm: &mut Vm, moment: Obj<Moment>) -> R<Owned> {
    let (day, clock, fold) = (moment.get(vm).day, moment.get(vm).clock, moment.get(vm).fold);
    let (seconds, other) = (local::moment_of(vm, day, clock, fold)?, local::moment_of(vm, day, clock, !fold)?);
    // In a gap the zone before it counts for the first of both, and the zone behind it for the second.
    let seconds = if other != seconds && (other > seconds) == fold { other } else { seconds };
    zone::local_at(vm, seconds)
}

/// The text of an ISO 8601 date and time, read.
fn read(vm: &mut Vm, class: Value, object: Value) -> R<Owned> {
    let Some(text) = iso_text(vm, object)? else { return Err(malformed(vm, object)) };
    let bytes = &text.bytes;
    if bytes.len() < 7 {
        return Err(malformed(vm, object));
    }
    let length = date_length(bytes);
    let rest = bytes.get(length + 1..).filter(|rest| !rest.is_empty());
    let complete = bytes.len() <= length || rest.is_some();
    let separator_is_right = text.separator.is_none_or(|place| place == length);
    let date = bytes.get(..length).and_then(|date| read_date(date).ok());
    let time = match rest {
        Some(rest) => read_time(rest).ok().map(Some),
        None => Some(None),
    };
    let (Some(date), Some(time), true, true) = (date, time, complete, separator_is_right) else {
        return Err(malformed(vm, object));
    };
    let mut zone = None;
    let (mut fields, mut next_day) = ([0; 4], false);
    if let Some(time) = time {
        if time.beyond_midnight {
            return Err(vm.value_error("minute, second, and microsecond must be 0 when hour is 24"));
        }
        if let Some(offset) = time.offset {
            zone = Some(zone::of_micros(vm, offset, None)?);
        }
        fields = time.fields;
        next_day = time.next_day;
    }
    let mut day = match date {
        ReadDate::Day(day) => day,
        ReadDate::Fields([year, month, day]) => checked_day(vm, year as i32, month as i32, day as i32)?,
    };
    if next_day {
        day = match Day::from_ordinal(day.ordinal() + 1) {
            Some(day) => day,
            None => return Err(vm.value_error("year must be in 1..9999, not 10000")),
        };
    }
    let clock = checked(vm, fields.map(|field| field as i32))?;
    of_class(vm, class, day, clock, zone, false)
}

fn deprecated(vm: &mut Vm, method: &str, instead: &str) -> R<()> {
    let category = vm.exceptions.DeprecationWarning;
    vm.warn(
        category,
        &format!(
            "datetime.datetime.{method}() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to \
             represent datetimes in UTC: datetime.datetime.{instead}."
        ),
    )
}

/// The character between date and time.
fn separator(vm: &mut Vm, given: Option<Value>) -> R<u32> {
    let Some(given) = given else { return Ok(u32::from(b'T')) };
    match vm.cast::<Str>(given) {
        Some(text) if text.len(vm) == 1 => Ok(text.units(vm).get(0)),
        Some(text) => {
            let length = text.len(vm);
            Err(vm.type_error(format!(
                "isoformat() argument 1 must be a unicode character, not a string of length {length}"
            )))
        }
        None => {
            let found = vm.found_argument(given);
            Err(vm.type_error(format!("isoformat() argument 1 must be a unicode character, not {found}")))
        }
    }
}

#[methods]
mod py {
    use super::*;

    /// The time now, local or in a zone.
    #[classmethod("($type, /, tz=None)")]
    fn now(vm: &mut Vm, class: Value, tz: Option<Value>) -> R<Owned> {
        let zone = zone::checked(vm, tz.unwrap_or(Value::NONE))?;
        let now = local::now(vm)?;
        at(vm, class, now, zone)
    }

    /// The time now in UTC, without a zone.
    #[classmethod("($type, /)")]
    fn utcnow(vm: &mut Vm, class: Value) -> R<Owned> {
        deprecated(vm, "utcnow", "now(datetime.UTC)")?;
        let now = local::now(vm)?;
        at_in_utc(vm, class, now)
    }

    /// The time of a POSIX timestamp, local or in a zone.
    #[classmethod("($type, timestamp, tz=None)")]
    fn fromtimestamp(vm: &mut Vm, class: Value, timestamp: Value, tz: Option<Value>) -> R<Owned> {
        let zone = zone::checked(vm, tz.unwrap_or(Value::NONE))?;
        let parts = local::timestamp_parts(vm, timestamp)?;
        at(vm, class, parts, zone)
    }

    /// The time in UTC of a POSIX timestamp, without a zone.
    #[classmethod("($type, timestamp, /)")]
    fn utcfromtimestamp(vm: &mut Vm, class: Value, timestamp: Value) -> R<Owned> {
        deprecated(vm, "utcfromtimestamp", "fromtimestamp(timestamp, datetime.UTC)")?;
        let parts = local::timestamp_parts(vm, timestamp)?;
        at_in_utc(vm, class, parts)
    }

    /// A day and a time together.
    #[classmethod("($type, date, time, tzinfo=unchanged)")]
    fn combine(vm: &mut Vm, class: Value, date: Value, time: Value, tzinfo: Option<Value>) -> R<Owned> {
        let Some(date) = vm.cast::<Moment>(date) else {
            let found = vm.found_argument(date);
            return Err(vm.type_error(format!("combine() argument 1 must be datetime.date, not {found}")));
        };
        let Some(time) = vm.cast::<TimeOfDay>(time) else {
            let found = vm.found_argument(time);
            return Err(vm.type_error(format!("combine() argument 2 must be datetime.time, not {found}")));
        };
        let zone = match tzinfo {
            Some(zone) => zone::checked(vm, zone)?,
            None => time.get(vm).zone.clone(),
        };
        let (day, clock, fold) = (date.get(vm).day, time.get(vm).clock, time.get(vm).fold);
        super::of_class(vm, class, day, clock, zone, fold)
    }

    /// What an ISO 8601 date and time says.
    #[classmethod("($type, object, /)")]
    fn fromisoformat(vm: &mut Vm, class: Value, object: Value) -> R<Owned> {
        read(vm, class, object)
    }

    /// A datetime read from text as a format says.
    #[classmethod("($type, string, format, /)")]
    fn strptime(vm: &mut Vm, class: Value, string: Value, format: Value) -> R<Owned> {
        strftime::parse(vm, class, string, format, "_strptime_datetime_datetime")
    }

    /// The day.
    #[method("($self, /)")]
    fn date(vm: &mut Vm, this: Obj<Moment>) -> R<Owned> {
        let day = this.get(vm).day;
        let class = vm.native_class::<Moment>().value();
        date::of_class(vm, class, day)
    }

    /// The time, without the zone.
    #[method("($self, /)")]
    fn time(vm: &mut Vm, this: Obj<Moment>) -> R<Owned> {
        let (clock, fold) = (this.get(vm).clock, this.get(vm).fold);
        clock::exact(vm, clock, None, fold)
    }

    /// The time, with the zone.
    #[method("($self, /)")]
    fn timetz(vm: &mut Vm, this: Obj<Moment>) -> R<Owned> {
        let (clock, fold, zone) = (this.get(vm).clock, this.get(vm).fold, this.get(vm).zone.clone());
        clock::exact(vm, clock, zone, fold)
    }

    /// As text: `Sat Jun  6 16:26:11 1998`.
    #[method("ctime($self, /)")]
    fn ctime_method(vm: &mut Vm, this: Obj<Moment>) -> String {
        let moment = this.get(vm);
        ctime(moment.day, moment.clock)
    }

    /// A `time.struct_time` of the fields.
    #[method("($self, /)")]
    fn timetuple(vm: &mut Vm, this: Obj<Moment>) -> R<Owned> {
        let zone = this.get(vm).zone.clone();
        let dst = zone::ask(vm, &zone, "dst", this.value())?;
        let flag = match dst {
            Some(dst) => i32::from(span_of(vm, dst.value()).is_some_and(|span| span != Span::default())),
            None => -1,
        };
        let (day, clock) = (this.get(vm).day, this.get(vm).clock);
        struct_time(vm, day, clock, flag)
    }

    /// A `time.struct_time` in UTC.
    #[method("($self, /)")]
    fn utctimetuple(vm: &mut Vm, this: Obj<Moment>) -> R<Owned> {
        let offset = offset_of(vm, this)?.unwrap_or(0);
        let micros = total(vm, this) - offset;
        let day = i64::try_from(micros.div_euclid(i128::from(DAY_MICROS))).ok().and_then(Day::from_ordinal);
        let Some(day) = day else { return Err(vm.overflow_error("date value out of range")) };
        let clock = Clock::from_micros(micros.rem_euclid(i128::from(DAY_MICROS)) as i64);
        struct_time(vm, day, clock, 0)
    }

    /// The POSIX timestamp.
    #[method("($self, /)")]
    fn timestamp(vm: &mut Vm, this: Obj<Moment>) -> R<f64> {
        let micro = f64::from(this.get(vm).clock.micro);
        if this.get(vm).zone.is_some()
            && let Some(offset) = offset_of(vm, this)?
        {
            let since = total(vm, this) - offset - i128::from(EPOCH_SECONDS) * i128::from(SECOND_MICROS);
            let seconds = taipan_numeric::Int::from(since).as_ref().true_div(taipan_numeric::IntRef::from(1_000_000));
            return vm.numeric(seconds);
        }
        let (day, clock, fold) = (this.get(vm).day, this.get(vm).clock, this.get(vm).fold);
        let seconds = local::moment_of(vm, day, clock, fold)?;
        Ok(seconds as f64 + micro / 1e6)
    }

    /// As ISO 8601 writes it.
    #[method("($self, /, sep='T', timespec='auto')")]
    fn isoformat(vm: &mut Vm, this: Obj<Moment>, sep: Option<Value>, timespec: Option<Value>) -> R<Owned> {
        let separator = separator(vm, sep)?;
        let precision = precision(vm, timespec, 2)?;
        let (day, clock, zone) = (this.get(vm).day, this.get(vm).clock, this.get(vm).zone.clone());
        let mut text = String::with_capacity(32);
        write_day(&mut text, day);
        let ascii = u8::try_from(separator).ok().filter(u8::is_ascii);
        text.push(ascii.map_or(' ', char::from));
        write_clock(&mut text, clock, precision);
        put_offset(vm, &mut text, &zone, this.value())?;
        if ascii.is_some() {
            return vm.new_str(&text);
        }
        let mut out = taipan_text::TextBuf::new();
        out.push_str(&text[..10]);
        out.push(separator);
        out.push_str(&text[11..]);
        let text = out.finish();
        vm.new_text(&text)
    }

    /// The offset from UTC.
    #[method("($self, /)")]
    fn utcoffset(vm: &mut Vm, this: Obj<Moment>) -> R<Option<Owned>> {
        let zone = this.get(vm).zone.clone();
        zone::ask(vm, &zone, "utcoffset", this.value())
    }

    /// How far summer time is from winter time.
    #[method("($self, /)")]
    fn dst(vm: &mut Vm, this: Obj<Moment>) -> R<Option<Owned>> {
        let zone = this.get(vm).zone.clone();
        zone::ask(vm, &zone, "dst", this.value())
    }

    /// The zone's name.
    #[method("($self, /)")]
    fn tzname(vm: &mut Vm, this: Obj<Moment>) -> R<Owned> {
        let zone = this.get(vm).zone.clone();
        zone::name(vm, &zone, this.value())
    }

    /// The datetime with some fields changed.
    #[method(
        "($self, /, year=unchanged, month=unchanged, day=unchanged, hour=unchanged, minute=unchanged, second=unchanged, microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)"
    )]
    #[allow(clippy::too_many_arguments, reason = "one for each field")]
    fn replace(
        vm: &mut Vm,
        this: Obj<Moment>,
        year: Option<Value>,
        month: Option<Value>,
        day: Option<Value>,
        hour: Option<Value>,
        minute: Option<Value>,
        second: Option<Value>,
        microsecond: Option<Value>,
        tzinfo: Option<Value>,
        fold: Option<Value>,
    ) -> R<Owned> {
        let old = this.get(vm).day;
        let mut fields = [i32::from(old.year), i32::from(old.month), i32::from(old.day)];
        for (field, given) in fields.iter_mut().zip([year, month, day]) {
            if let Some(given) = given {
                *field = int_field(vm, given)?;
            }
        }
        let day = checked_day(vm, fields[0], fields[1], fields[2])?;
        let clock = changed_clock(vm, this.get(vm).clock, [hour, minute, second, microsecond])?;
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
        super::of_class(vm, class, day, clock, zone, fold)
    }

    /// As replace().
    #[method("($self, /, **changes)")]
    fn __replace__(vm: &mut Vm, this: Value, given: Keywords) -> R<Owned> {
        changes(vm, this, given)
    }

    /// The same moment in another zone, or in local time.
    #[method("($self, /, tz=None)")]
    fn astimezone(vm: &mut Vm, this: Obj<Moment>, tz: Option<Value>) -> R<Owned> {
        let wanted = zone::checked(vm, tz.unwrap_or(Value::NONE))?;
        let mut own = match this.get(vm).zone.clone() {
            Some(zone) => zone,
            None => local_zone(vm, this)?,
        };
        if wanted.as_ref().is_some_and(|wanted| wanted.is(own.value())) {
            return Ok(this.own());
        }
        let mut offset = zone::offset(vm, &Some(own.clone()), this.value())?;
        if offset.is_none() {
            own = local_zone(vm, this)?;
            if wanted.as_ref().is_some_and(|wanted| wanted.is(own.value())) {
                return Ok(this.own());
            }
            offset = zone::offset(vm, &Some(own.clone()), this.value())?;
        }
        let utc = add_micros(vm, this, -offset.unwrap_or(0))?;
        let Some(utc) = vm.cast::<Moment>(utc.value()).map(|moment| (utc, moment)) else {
            return Err(vm.type_error("a datetime was expected"));
        };
        let (keep, utc) = utc;
        let wanted = match wanted {
            Some(wanted) => wanted,
            None => {
                let since = total(vm, utc).div_euclid(i128::from(SECOND_MICROS)) - i128::from(EPOCH_SECONDS);
                zone::local_at(vm, since as i64)?
            }
        };
        // Nobody else has it yet.
        let old = utc.get_mut(vm).zone.replace(wanted.clone());
        drop(old);
        vm.call_method(wanted.value(), "fromutc", &[keep.value()])
    }

    /// How it is pickled by a protocol.
    #[method("($self, proto, /)")]
    fn __reduce_ex__(vm: &mut Vm, this: Obj<Moment>, protocol: Value) -> R<Owned> {
        let protocol = int_field(vm, protocol)?;
        state(vm, this, protocol > 3)
    }

    /// How it is pickled.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<Moment>) -> R<Owned> {
        state(vm, this, false)
    }

    fn state(vm: &mut Vm, this: Obj<Moment>, with_fold: bool) -> R<Owned> {
        let moment = this.get(vm);
        let (day, clock, zone) = (moment.day, moment.clock, moment.zone.clone());
        let fold = if with_fold && moment.fold { 0x80 } else { 0 };
        let [century, year] = day.year.to_be_bytes();
        let [_, high, middle, low] = clock.micro.to_be_bytes();
        let state = vm.new_bytes(&[
            century,
            year,
            day.month | fold,
            day.day,
            clock.hour,
            clock.minute,
            clock.second,
            high,
            middle,
            low,
        ])?;
        reduced(vm, this.value(), state, zone)
    }

    /// The hour.
    #[getter]
    fn hour(vm: &mut Vm, this: Obj<Moment>) -> u8 {
        this.get(vm).clock.hour
    }

    /// The minute.
    #[getter]
    fn minute(vm: &mut Vm, this: Obj<Moment>) -> u8 {
        this.get(vm).clock.minute
    }

    /// The second.
    #[getter]
    fn second(vm: &mut Vm, this: Obj<Moment>) -> u8 {
        this.get(vm).clock.second
    }

    /// The microsecond.
    #[getter]
    fn microsecond(vm: &mut Vm, this: Obj<Moment>) -> u32 {
        this.get(vm).clock.micro
    }

    /// The time zone, or None.
    #[getter]
    fn tzinfo(vm: &mut Vm, this: Obj<Moment>) -> Option<Owned> {
        this.get(vm).zone.clone()
    }

    /// 1 for the second of two equal local times.
    #[getter]
    fn fold(vm: &mut Vm, this: Obj<Moment>) -> u8 {
        u8::from(this.get(vm).fold)
    }
}
