//! `_datetime`: dates, times, their differences and time zones. `calendar.rs` has the arithmetic, which knows no objects.
//!
//! `date` and `datetime` share a payload, and so do `tzinfo` and `timezone`, since the second is a subclass of the first. Zones written in Python are
//! asked by calls; a `timezone` is looked into.

mod calendar;
mod clock;
mod date;
mod delta;
mod fields;
mod iso;
mod local;
mod moment;
mod strftime;
mod zone;

use calendar::{Clock, DAY_MICROS, Day, MAX_YEAR, MIN_YEAR, Span};
use taipan_runtime::native::*;

use crate::support::signature;

/// What the module remembers in an isolate.
#[derive(Default)]
struct State {
    datetime: Option<Obj<Class>>,
    timezone: Option<Obj<Class>>,
    iso_calendar: Option<Obj<Class>>,
    utc: Option<Owned>,
}

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    static NO_FUNCTIONS: [Method; 0] = [];
    let (owned, module) = vm.native_module("_datetime", "The native part of the module datetime.", &NO_FUNCTIONS)?;
    let delta = vm.define_class::<delta::TimeDelta>(&delta::CLASS, None)?;
    let date = vm.define_class::<date::Moment>(&date::CLASS, None)?;
    let time = vm.define_class::<clock::TimeOfDay>(&clock::CLASS, None)?;
    let tzinfo = vm.define_class::<zone::Zone>(&zone::TZINFO, None)?;
    let known = vm.state::<State>();
    let (datetime, timezone) = match (known.datetime, known.timezone) {
        (Some(datetime), Some(timezone)) => (datetime, timezone),
        _ => {
            let datetime = vm.define_subclass(&moment::CLASS, Some(date))?;
            let timezone = vm.define_subclass(&zone::TIMEZONE, Some(tzinfo))?;
            let iso_calendar = vm.define_subclass(&ISO_CALENDAR, Some(vm.types.tuple))?;
            for class in [datetime, timezone, iso_calendar] {
                // The isolate's state holds no references of its own: these are never given up.
                let _ = class.own().into_raw();
            }
            let state = vm.state::<State>();
            state.datetime = Some(datetime);
            state.timezone = Some(timezone);
            state.iso_calendar = Some(iso_calendar);
            let zero = delta::from_total(vm, 0)?;
            let utc = zone::make(vm, zero, None)?;
            vm.state::<State>().utc = Some(utc);
            limits(vm, delta, date, time, datetime, timezone)?;
            (datetime, timezone)
        }
    };
    for class in [date, datetime, time, delta, timezone, tzinfo] {
        module.add_class(vm, class)?;
    }
    module.add_int(vm, "MINYEAR", MIN_YEAR)?;
    module.add_int(vm, "MAXYEAR", MAX_YEAR)?;
    let utc = vm.state::<State>().utc.clone().unwrap_or(Owned::NONE);
    module.add_owned(vm, "UTC", utc)?;
    Ok(owned)
}

/// `min`, `max` and `resolution` of the classes.
fn limits(
    vm: &mut Vm,
    delta: Obj<Class>,
    date: Obj<Class>,
    time: Obj<Class>,
    datetime: Obj<Class>,
    timezone: Obj<Class>,
) -> R<()> {
    let days = i128::from(DAY_MICROS);
    let most = i128::from(Span::MAX_DAYS) * days;
    let first = Day { year: MIN_YEAR as u16, month: 1, day: 1 };
    let last = Day { year: MAX_YEAR as u16, month: 12, day: 31 };
    let (midnight, latest) = (Clock::default(), Clock::from_micros(DAY_MICROS - 1));
    let farthest = days - 60_000_000;
    let utc = vm.state::<State>().utc.clone().unwrap_or(Owned::NONE);
    let rows = [
        (delta, "min", delta::from_total(vm, -most)?),
        (delta, "max", delta::from_total(vm, most + days - 1)?),
        (delta, "resolution", delta::from_total(vm, 1)?),
        (date, "min", date::of_class(vm, date.value(), first)?),
        (date, "max", date::of_class(vm, date.value(), last)?),
        (date, "resolution", delta::from_total(vm, days)?),
        (time, "min", clock::exact(vm, midnight, None, false)?),
        (time, "max", clock::exact(vm, latest, None, false)?),
        (time, "resolution", delta::from_total(vm, 1)?),
        (datetime, "min", moment::of_class(vm, datetime.value(), first, midnight, None, false)?),
        (datetime, "max", moment::of_class(vm, datetime.value(), last, latest, None, false)?),
        (datetime, "resolution", delta::from_total(vm, 1)?),
        (timezone, "min", zone::of_micros(vm, -farthest, None)?),
        (timezone, "max", zone::of_micros(vm, farthest, None)?),
        (timezone, "utc", utc),
    ];
    for (class, name, value) in rows {
        let name = vm.intern(name)?;
        class.set_attribute(vm, name, Some(value.value()))?;
    }
    Ok(())
}

/// What `isocalendar` gives: a tuple whose items have names.
static ISO_CALENDAR: ClassDef = ClassDef {
    module: "datetime",
    doc: "Year, week and weekday of the ISO calendar.",
    slots: Slots { new: Some(new_iso_calendar), repr: Some(iso_calendar_repr), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::sealed::<Tuple>("IsoCalendarDate")
};

fn new_iso_calendar(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("IsoCalendarDate", [
        "year" PositionalOrKeyword false, "week" PositionalOrKeyword false, "weekday" PositionalOrKeyword false
    ]);
    let mut slots = [None; 3];
    bind(vm, signature, args, &mut slots)?;
    let items = slots.map(|slot| slot.unwrap_or(Value::NONE));
    vm.new_tuple_of_class(class, &items)
}

fn iso_item(vm: &mut Vm, this: Value, index: usize) -> Owned {
    let item = vm.cast::<Tuple>(this).and_then(|tuple| tuple.items(vm).get(index).copied());
    item.unwrap_or(Value::NONE).own()
}

fn iso_calendar_repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let name = vm.class_of(this).name(vm);
    let mut shown = Vec::new();
    for (index, name) in ["year", "week", "weekday"].into_iter().enumerate() {
        let item = iso_item(vm, this, index);
        shown.push(format!("{name}={}", vm.repr_text(item.value())?));
    }
    vm.new_str(&format!("{name}({})", shown.join(", ")))
}

#[methods]
mod py {
    use super::*;

    /// How it is pickled: as a plain tuple.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<Tuple>) -> R<Owned> {
        let items = [0, 1, 2].map(|index| iso_item(vm, this.value(), index));
        let plain = vm.new_tuple(&[items[0].value(), items[1].value(), items[2].value()])?;
        let arguments = vm.new_tuple(&[plain.value()])?;
        let class = vm.types.tuple.value();
        vm.new_pair(class, arguments.value())
    }

    #[getter]
    fn year(vm: &mut Vm, this: Value) -> Owned {
        iso_item(vm, this, 0)
    }

    #[getter]
    fn week(vm: &mut Vm, this: Value) -> Owned {
        iso_item(vm, this, 1)
    }

    #[getter]
    fn weekday(vm: &mut Vm, this: Value) -> Owned {
        iso_item(vm, this, 2)
    }
}

/// The hash of a place in time, by the isolate's key: nobody who only chooses times can make them collide.
fn keyed_hash(vm: &Vm, place: i128) -> i64 {
    match vm.hash_bytes(&place.to_le_bytes()) as i64 {
        -1 => -2,
        hash => hash,
    }
}
