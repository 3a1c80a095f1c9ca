//! `date`, and the payload that `datetime` shares with it, so that methods of dates take datetimes.

use std::cell::Cell;

use taipan_runtime::native::*;

use super::calendar::{
    Clock, DAY_MICROS, DAY_NAMES, Day, IsoProblem, MAX_YEAR, MIN_YEAR, MONTH_NAMES, days_in_month, from_iso, year_of,
};
use super::delta::{from_total, span_of};
use super::fields::{Fields, changes, format_text, int_field, iso_text, latin1_state, malformed, month_is_sane};
use super::iso::{ReadDate, read_date, write_day};
use super::keyed_hash;
use super::{State, local, moment, strftime};
use crate::support::{payload, receiver};

#[derive(Trace)]
pub(super) struct Moment {
    #[trace(skip)]
    pub(super) day: Day,
    #[trace(skip)]
    pub(super) clock: Clock,
    pub(super) fold: bool,
    pub(super) is_datetime: bool,
    pub(super) zone: Option<Owned>,
    pub(super) hash: Cell<i64>,
}

payload!(Moment, plain);

pub(super) const NOT_HASHED: i64 = -1;

pub(super) static CLASS: ClassDef = ClassDef {
    module: "datetime",
    doc: "A day of the Gregorian calendar.",
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
    ..ClassDef::new::<Moment>("date")
};

/// Check that the calendar has the day.
pub(super) fn checked_day(vm: &mut Vm, year: i32, month: i32, day: i32) -> R<Day> {
    if !(MIN_YEAR..=MAX_YEAR).contains(&i64::from(year)) {
        return Err(vm.value_error(format!("year must be in {MIN_YEAR}..{MAX_YEAR}, not {year}")));
    }
    if !(1..=12).contains(&month) {
        return Err(vm.value_error(format!("month must be in 1..12, not {month}")));
    }
    let last = days_in_month(i64::from(year), i64::from(month));
    if day < 1 || i64::from(day) > last {
        return Err(vm.value_error(format!("day {day} must be in range 1..{last} for month {month} in year {year}")));
    }
    Ok(Day { year: year as u16, month: month as u8, day: day as u8 })
}

fn exact(vm: &mut Vm, day: Day) -> R<Owned> {
    vm.allocate(plain(day))
}

fn plain(day: Day) -> Moment {
    Moment { day, clock: Clock::default(), fold: false, is_datetime: false, zone: None, hash: Cell::new(NOT_HASHED) }
}

/// A date of a class: subclasses are called, datetimes at midnight.
pub(super) fn of_class(vm: &mut Vm, class: Value, day: Day) -> R<Owned> {
    if class.is(vm.native_class::<Moment>().value()) {
        return exact(vm, day);
    }
    let fields = [i32::from(day.year), i32::from(day.month), i32::from(day.day)].map(Value::small);
    vm.call(class, &fields)
}

fn out_of_range(vm: &mut Vm) -> Raised {
    vm.overflow_error("date value out of range")
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if let [state] = *args.positional
        && let Some(bytes) = latin1_state(vm, state, 4, |bytes| month_is_sane(bytes[2]), "date")?
    {
        let day = Day { year: u16::from_be_bytes([bytes[0], bytes[1]]), month: bytes[2], day: bytes[3] };
        return vm.allocate_instance(class, plain(day));
    }
    const FIELDS: Fields = Fields { names: &["year", "month", "day"], required: 3, positional: 3 };
    let mut slots = [None; 3];
    FIELDS.bind(vm, args, &mut slots)?;
    let mut numbers = [0; 3];
    for (number, slot) in numbers.iter_mut().zip(slots) {
        *number = int_field(vm, slot.unwrap_or(Value::NONE))?;
    }
    let day = checked_day(vm, numbers[0], numbers[1], numbers[2])?;
    vm.allocate_instance(class, plain(day))
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let day = receiver::<Moment>(vm, value)?.get(vm).day;
    let name = vm.class_of(value).name(vm);
    vm.new_str(&format!("{name}({}, {}, {})", day.year, day.month, day.day))
}

fn str(vm: &mut Vm, value: Value) -> R<Owned> {
    vm.call_method(value, "isoformat", &[])
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    let moment = receiver::<Moment>(vm, value)?.get(vm);
    if moment.hash.get() == NOT_HASHED {
        moment.hash.set(keyed_hash(
            vm,
            i128::from(moment.day.year) << 16 | i128::from(moment.day.month) << 8 | i128::from(moment.day.day),
        ));
    }
    Ok(moment.hash.get())
}

/// A date that is no datetime.
fn only_date(vm: &Vm, value: Value) -> Option<Obj<Moment>> {
    vm.cast::<Moment>(value).filter(|moment| !moment.get(vm).is_datetime)
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    match (vm.cast::<Moment>(a), only_date(vm, b)) {
        (Some(a), Some(b)) => Ok(Owned::bool(op.test(a.get(vm).day.cmp(&b.get(vm).day)))),
        _ => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    }
}

/// The date so many days later, of the same class.
fn moved(vm: &mut Vm, date: Obj<Moment>, days: i64) -> R<Owned> {
    let Some(day) = Day::from_ordinal(date.get(vm).day.ordinal() + days) else { return Err(out_of_range(vm)) };
    let class = vm.class_of(date.value()).value();
    of_class(vm, class, day)
}

fn add(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let (date, delta) = match (only_date(vm, a), only_date(vm, b)) {
        (Some(date), None) => (date, b),
        (None, Some(date)) => (date, a),
        _ => return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    };
    match span_of(vm, delta) {
        Some(span) => moved(vm, date, i64::from(span.days)),
        None => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    }
}

fn sub(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let Some(date) = only_date(vm, a) else { return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)) };
    if let Some(other) = only_date(vm, b) {
        let days = date.get(vm).day.ordinal() - other.get(vm).day.ordinal();
        return from_total(vm, i128::from(days) * i128::from(DAY_MICROS));
    }
    match span_of(vm, b) {
        Some(span) => moved(vm, date, -i64::from(span.days)),
        None => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    }
}

/// The datetime so many microseconds later, of the same class and zone.
pub(super) fn add_micros(vm: &mut Vm, moment: Obj<Moment>, micros: i128) -> R<Owned> {
    let details = moment.get(vm);
    let total =
        i128::from(details.day.ordinal()) * i128::from(DAY_MICROS) + i128::from(details.clock.micros()) + micros;
    let zone = details.zone.clone();
    let ordinal = total.div_euclid(i128::from(DAY_MICROS));
    let day = i64::try_from(ordinal).ok().and_then(Day::from_ordinal);
    let Some(day) = day else { return Err(out_of_range(vm)) };
    let clock = Clock::from_micros(total.rem_euclid(i128::from(DAY_MICROS)) as i64);
    let class = vm.class_of(moment.value()).value();
    moment::of_class(vm, class, day, clock, zone, false)
}

/// `Sat Jun  6 16:26:11 1998`
pub(super) fn ctime(day: Day, clock: Clock) -> String {
    let name = DAY_NAMES[day.weekday() as usize];
    let month = MONTH_NAMES[(day.month.clamp(1, 12) - 1) as usize];
    format!("{name} {month} {:2} {:02}:{:02}:{:02} {:04}", day.day, clock.hour, clock.minute, clock.second, day.year)
}

/// A `time.struct_time`.
pub(super) fn struct_time(vm: &mut Vm, day: Day, clock: Clock, dst: i32) -> R<Owned> {
    let class = vm.import_attr("time", "struct_time")?;
    let fields = [
        i32::from(day.year),
        i32::from(day.month),
        i32::from(day.day),
        i32::from(clock.hour),
        i32::from(clock.minute),
        i32::from(clock.second),
        day.weekday() as i32,
        day.of_year() as i32,
        dst,
    ];
    let fields = vm.new_tuple(&fields.map(Value::small))?;
    vm.call(class.value(), &[fields.value()])
}

#[methods]
mod py {
    use super::*;

    /// The current local day.
    #[classmethod("($type, /)")]
    fn today(vm: &mut Vm, class: Value) -> R<Owned> {
        if class.is(vm.native_class::<Moment>().value()) {
            let (seconds, _) = local::now(vm)?;
            let (day, _) = local::local_fields(vm, seconds)?;
            return super::of_class(vm, class, day);
        }
        let time = vm.import_attr("time", "time")?;
        let now = vm.call(time.value(), &[])?;
        vm.call_method(class, "fromtimestamp", &[now.value()])
    }

    /// The local day of a POSIX timestamp.
    #[classmethod("($type, timestamp, /)")]
    fn fromtimestamp(vm: &mut Vm, class: Value, timestamp: Value) -> R<Owned> {
        let seconds = local::whole_seconds(vm, timestamp)?;
        let (day, _) = local::local_fields(vm, seconds)?;
        super::of_class(vm, class, day)
    }

    /// The day with a number: 1 January of year 1 is 1.
    #[classmethod("($type, ordinal, /)")]
    fn fromordinal(vm: &mut Vm, class: Value, ordinal: Value) -> R<Owned> {
        let ordinal = int_field(vm, ordinal)?;
        if ordinal < 1 {
            return Err(vm.value_error("ordinal must be >= 1"));
        }
        match Day::from_ordinal(i64::from(ordinal)) {
            Some(day) => super::of_class(vm, class, day),
            None => {
                let year = year_of(i64::from(ordinal));
                Err(vm.value_error(format!("year must be in {MIN_YEAR}..{MAX_YEAR}, not {year}")))
            }
        }
    }

    /// The day that an ISO 8601 date says.
    #[classmethod("($type, object, /)")]
    fn fromisoformat(vm: &mut Vm, class: Value, object: Value) -> R<Owned> {
        let text = iso_text(vm, object)?;
        let read = text
            .as_ref()
            .and_then(|text| read_date(&text.bytes).ok())
            .filter(|_| text.as_ref().is_some_and(|text| text.separator.is_none()));
        match read {
            Some(ReadDate::Day(day)) => super::of_class(vm, class, day),
            Some(ReadDate::Fields([year, month, day])) => {
                let day = checked_day(vm, year as i32, month as i32, day as i32)?;
                super::of_class(vm, class, day)
            }
            None => Err(malformed(vm, object)),
        }
    }

    /// The day of a week of the ISO calendar.
    #[classmethod("($type, year, week, day)")]
    fn fromisocalendar(vm: &mut Vm, class: Value, year: Value, week: Value, day: Value) -> R<Owned> {
        let mut numbers = [0; 3];
        for (number, value) in numbers.iter_mut().zip([year, week, day]) {
            let index = vm.index(value)?;
            *number = match vm.int_to_i64(index.value()).and_then(|number| i32::try_from(number).ok()) {
                Some(number) => i64::from(number),
                None => return Err(vm.value_error("ISO calendar component out of range")),
            };
        }
        let [year, week, weekday] = numbers;
        match from_iso(year, week, weekday) {
            Ok(day) => super::of_class(vm, class, day),
            Err(IsoProblem::Year | IsoProblem::Range) => {
                let year = if (MIN_YEAR..=MAX_YEAR).contains(&year) { year + 1 } else { year };
                Err(vm.value_error(format!("year must be in {MIN_YEAR}..{MAX_YEAR}, not {year}")))
            }
            Err(IsoProblem::Week) => Err(vm.value_error(format!("Invalid week: {week}"))),
            Err(IsoProblem::Weekday) => Err(vm.value_error(format!("Invalid weekday: {weekday} (range is [1, 7])"))),
        }
    }

    /// A day read from text as a format says.
    #[classmethod("($type, string, format, /)")]
    fn strptime(vm: &mut Vm, class: Value, string: Value, format: Value) -> R<Owned> {
        strftime::parse(vm, class, string, format, "_strptime_datetime_date")
    }

    /// As text: `Sat Jun  6 00:00:00 1998`.
    #[method("($self, /)")]
    fn ctime(vm: &mut Vm, this: Obj<Moment>) -> String {
        let moment = this.get(vm);
        super::ctime(moment.day, Clock::default())
    }

    /// As a format says.
    #[method("($self, format)")]
    fn strftime(vm: &mut Vm, this: Obj<Moment>, format: Value) -> R<Owned> {
        let format = format_text(vm, "strftime", format)?;
        strftime::of_moment(vm, this, format)
    }

    /// As a format says; without one as str() does.
    #[method("($self, format, /)")]
    fn __format__(vm: &mut Vm, this: Value, format: Value) -> R<Owned> {
        strftime::formatted(vm, this, format)
    }

    /// As ISO 8601 writes it.
    #[method("($self, /)")]
    fn isoformat(vm: &mut Vm, this: Obj<Moment>) -> String {
        let mut text = String::with_capacity(10);
        write_day(&mut text, this.get(vm).day);
        text
    }

    /// Year, week and weekday of the ISO calendar.
    #[method("($self, /)")]
    fn isocalendar(vm: &mut Vm, this: Obj<Moment>) -> R<Owned> {
        let (year, week, weekday) = this.get(vm).day.iso();
        let items = [year, week, weekday].map(|number| Value::small(number as i32));
        match vm.state::<State>().iso_calendar {
            Some(class) => vm.new_tuple_of_class(class, &items),
            None => vm.new_tuple(&items),
        }
    }

    /// The weekday, 1 for a Monday.
    #[method("($self, /)")]
    fn isoweekday(vm: &mut Vm, this: Obj<Moment>) -> i64 {
        this.get(vm).day.weekday() + 1
    }

    /// The weekday, 0 for a Monday.
    #[method("($self, /)")]
    fn weekday(vm: &mut Vm, this: Obj<Moment>) -> i64 {
        this.get(vm).day.weekday()
    }

    /// The day's number: 1 January of year 1 is 1.
    #[method("($self, /)")]
    fn toordinal(vm: &mut Vm, this: Obj<Moment>) -> i64 {
        this.get(vm).day.ordinal()
    }

    /// A `time.struct_time`.
    #[method("($self, /)")]
    fn timetuple(vm: &mut Vm, this: Obj<Moment>) -> R<Owned> {
        let day = this.get(vm).day;
        super::struct_time(vm, day, Clock::default(), -1)
    }

    /// The date with some fields changed.
    #[method("($self, /, year=unchanged, month=unchanged, day=unchanged)")]
    fn replace(
        vm: &mut Vm,
        this: Obj<Moment>,
        year: Option<Value>,
        month: Option<Value>,
        day: Option<Value>,
    ) -> R<Owned> {
        let old = this.get(vm).day;
        let mut fields = [i32::from(old.year), i32::from(old.month), i32::from(old.day)];
        for (field, given) in fields.iter_mut().zip([year, month, day]) {
            if let Some(given) = given {
                *field = int_field(vm, given)?;
            }
        }
        let class = vm.class_of(this.value()).value();
        if class.is(vm.native_class::<Moment>().value()) {
            let day = checked_day(vm, fields[0], fields[1], fields[2])?;
            return exact(vm, day);
        }
        vm.call(class, &fields.map(Value::small))
    }

    /// As replace().
    #[method("($self, /, **changes)")]
    fn __replace__(vm: &mut Vm, this: Value, given: Keywords) -> R<Owned> {
        changes(vm, this, given)
    }

    /// How it is pickled.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<Moment>) -> R<Owned> {
        let day = this.get(vm).day;
        let [high, low] = day.year.to_be_bytes();
        let state = vm.new_bytes(&[high, low, day.month, day.day])?;
        let arguments = vm.new_tuple(&[state.value()])?;
        let class = vm.class_of(this.value()).value();
        vm.new_pair(class, arguments.value())
    }

    /// The year.
    #[getter]
    fn year(vm: &mut Vm, this: Obj<Moment>) -> i64 {
        i64::from(this.get(vm).day.year)
    }

    /// The month, from 1.
    #[getter]
    fn month(vm: &mut Vm, this: Obj<Moment>) -> u8 {
        this.get(vm).day.month
    }

    /// The day of the month, from 1.
    #[getter]
    fn day(vm: &mut Vm, this: Obj<Moment>) -> u8 {
        this.get(vm).day.day
    }
}
