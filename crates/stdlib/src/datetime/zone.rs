//! `tzinfo`, `timezone`, and asking any tzinfo for its offset and name. A `timezone` itself is not called for them.

use taipan_runtime::native::*;

use super::State;
use super::calendar::{DAY_MICROS, SECOND_MICROS, Span};
use super::date::{Moment, add_micros};
use super::delta::{from_total, span_of};
use super::iso::write_offset;
use crate::support::{payload, receiver, signature};

/// Of a tzinfo of Python code nothing is here.
#[derive(Trace)]
pub(super) struct Zone {
    /// The offset of a timezone.
    offset: Option<Owned>,
    name: Option<Owned>,
}

payload!(Zone, plain);

pub(super) static TZINFO: ClassDef = ClassDef {
    module: "datetime",
    doc: "The base of time zones.",
    slots: Slots { new: Some(new_tzinfo), ..Slots::EMPTY },
    methods: &tzinfo::METHODS,
    ..ClassDef::new::<Zone>("tzinfo")
};

pub(super) static TIMEZONE: ClassDef = ClassDef {
    module: "datetime",
    doc: "A time zone that is always as far from UTC.",
    slots: Slots {
        new: Some(new_timezone),
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        compare: Some(compare),
        ..Slots::EMPTY
    },
    methods: &timezone::METHODS,
    ..ClassDef::sealed::<Zone>("timezone")
};

fn new_tzinfo(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, Zone { offset: None, name: None })
}

fn timezone_class(vm: &mut Vm) -> Obj<Class> {
    match vm.state::<State>().timezone {
        Some(class) => class,
        None => vm.native_class::<Zone>(),
    }
}

/// A timezone with this offset, without looking whether it is right.
pub(super) fn make(vm: &mut Vm, offset: Owned, name: Option<Owned>) -> R<Owned> {
    let class = timezone_class(vm);
    vm.allocate_instance(class, Zone { offset: Some(offset), name })
}

/// A timezone so many microseconds from UTC: UTC itself for none.
pub(super) fn of_micros(vm: &mut Vm, micros: i128, name: Option<Owned>) -> R<Owned> {
    if micros == 0
        && name.is_none()
        && let Some(utc) = vm.state::<State>().utc.clone()
    {
        return Ok(utc);
    }
    let offset = from_total(vm, micros)?;
    if micros.abs() >= i128::from(DAY_MICROS) {
        return Err(too_far(vm, offset.value()));
    }
    make(vm, offset, name)
}

fn too_far(vm: &mut Vm, offset: Value) -> Raised {
    match vm.repr_text(offset) {
        Ok(shown) => vm.value_error(format!(
            "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {shown}"
        )),
        Err(raised) => raised,
    }
}

fn new_timezone(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("timezone", ["offset" PositionalOrKeyword false, "name" PositionalOrKeyword true]);
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let given = slots[0].unwrap_or(Value::NONE);
    let Some(span) = span_of(vm, given) else {
        let found = vm.class_of(given).name(vm);
        return Err(vm.type_error(format!("timezone() argument 1 must be datetime.timedelta, not {found}")));
    };
    let name = match slots[1] {
        None => None,
        Some(name) if vm.cast::<Str>(name).is_some() => Some(name.own()),
        Some(name) => {
            let found = vm.found_argument(name);
            return Err(vm.type_error(format!("timezone() argument 2 must be str, not {found}")));
        }
    };
    if name.is_none() && span == Span::default() {
        return of_micros(vm, 0, None);
    }
    if span.total().abs() >= i128::from(DAY_MICROS) {
        return Err(too_far(vm, given));
    }
    make(vm, given.own(), name)
}

/// The offset that a timezone has, and its name.
fn parts(vm: &mut Vm, this: Value) -> R<(Owned, Option<Owned>)> {
    let zone = receiver::<Zone>(vm, this)?.get(vm);
    let name = zone.name.clone();
    match zone.offset.clone() {
        Some(offset) => Ok((offset, name)),
        None => Err(vm.type_error("a timezone is required")),
    }
}

fn is_utc(vm: &mut Vm, this: Value) -> bool {
    vm.state::<State>().utc.as_ref().is_some_and(|utc| utc.is(this))
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let class = vm.class_of(this).name(vm);
    if is_utc(vm, this) {
        return vm.new_str(&format!("{class}.utc"));
    }
    let (offset, name) = parts(vm, this)?;
    let offset = vm.repr_text(offset.value())?;
    match name {
        Some(name) => {
            let name = vm.repr_text(name.value())?;
            vm.new_str(&format!("{class}({offset}, {name})"))
        }
        None => vm.new_str(&format!("{class}({offset})")),
    }
}

fn str(vm: &mut Vm, this: Value) -> R<Owned> {
    let (offset, name) = parts(vm, this)?;
    if let Some(name) = name {
        return Ok(name);
    }
    let span = span_of(vm, offset.value()).unwrap_or_default();
    if is_utc(vm, this) || span == Span::default() {
        return vm.new_str("UTC");
    }
    let mut text = "UTC".to_owned();
    write_offset(&mut text, span, ":");
    vm.new_str(&text)
}

fn hash(vm: &mut Vm, this: Value) -> R<i64> {
    let (offset, _) = parts(vm, this)?;
    vm.hash(offset.value())
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let offset = |vm: &Vm, zone: Value| {
        let offset = vm.cast::<Zone>(zone)?.get(vm).offset.as_ref()?.value();
        span_of(vm, offset)
    };
    match (offset(vm, a), offset(vm, b), op) {
        (Some(a), Some(b), CompareOp::Eq | CompareOp::Ne) => Ok(Owned::bool(op.test(a.cmp(&b)))),
        _ => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    }
}

/// A tzinfo that was given, or None; TypeError for anything else.
pub(super) fn checked(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    if value.is_none() {
        return Ok(None);
    }
    if is_tzinfo(vm, value) {
        return Ok(Some(value.own()));
    }
    let found = vm.class_of(value).name(vm);
    Err(vm.type_error(format!("tzinfo argument must be None or of a tzinfo subclass, not type '{found}'")))
}

pub(super) fn is_tzinfo(vm: &Vm, value: Value) -> bool {
    vm.cast::<Zone>(value).is_some()
}

/// `zone.utcoffset(argument)` or `zone.dst(argument)`: a timedelta of less than a day, or None.
pub(super) fn ask(vm: &mut Vm, zone: &Option<Owned>, name: &str, argument: Value) -> R<Option<Owned>> {
    let Some(zone) = zone else { return Ok(None) };
    if let Some(known) = vm.cast::<Zone>(zone.value())
        && let Some(offset) = known.get(vm).offset.clone()
    {
        return Ok((name == "utcoffset").then_some(offset));
    }
    let answer = vm.call_method(zone.value(), name, &[argument])?;
    if answer.is_none() {
        return Ok(None);
    }
    match span_of(vm, answer.value()) {
        Some(span) if span.total().abs() < i128::from(DAY_MICROS) => Ok(Some(answer)),
        Some(_) => Err(too_far(vm, answer.value())),
        None => {
            let found = vm.class_of(answer.value()).name(vm);
            Err(vm.type_error(format!("tzinfo.{name}() must return None or timedelta, not '{found}'")))
        }
    }
}

/// The offset from UTC in microseconds.
pub(super) fn offset(vm: &mut Vm, zone: &Option<Owned>, argument: Value) -> R<Option<i128>> {
    let offset = ask(vm, zone, "utcoffset", argument)?;
    Ok(offset.and_then(|offset| span_of(vm, offset.value())).map(Span::total))
}

/// `zone.tzname(argument)`: a string or None.
pub(super) fn name(vm: &mut Vm, zone: &Option<Owned>, argument: Value) -> R<Owned> {
    let Some(zone) = zone else { return Ok(Owned::NONE) };
    if vm.cast::<Zone>(zone.value()).is_some_and(|zone| zone.get(vm).offset.is_some()) {
        return str(vm, zone.value());
    }
    let answer = vm.call_method(zone.value(), "tzname", &[argument])?;
    if answer.is_none() || vm.cast::<Str>(answer.value()).is_some() {
        return Ok(answer);
    }
    let found = vm.class_of(answer.value()).name(vm);
    Err(vm.type_error(format!("tzinfo.tzname() must return None or a string, not '{found}'")))
}

/// A datetime whose zone is `zone`, for `fromutc`.
fn own_moment(vm: &mut Vm, zone: Value, moment: Value) -> R<Obj<Moment>> {
    let Some(object) = vm.cast::<Moment>(moment).filter(|moment| moment.get(vm).is_datetime) else {
        return Err(vm.type_error("fromutc: argument must be a datetime"));
    };
    if !object.get(vm).zone.as_ref().is_some_and(|own| own.is(zone)) {
        return Err(vm.value_error("fromutc: dt.tzinfo is not self"));
    }
    Ok(object)
}

mod tzinfo {
    use super::*;

    fn abstract_method(vm: &mut Vm, name: &str) -> R<Owned> {
        Err(vm.not_implemented_error(format!("a tzinfo subclass must implement {name}()")))
    }

    #[methods]
    mod tzinfo_methods {
        use super::*;

        /// The zone's name at a time: subclasses say.
        #[method("($self, object, /)")]
        fn tzname(vm: &mut Vm, _this: Value, _object: Value) -> R<Owned> {
            abstract_method(vm, "tzname")
        }

        /// How far from UTC local time is: subclasses say.
        #[method("($self, object, /)")]
        fn utcoffset(vm: &mut Vm, _this: Value, _object: Value) -> R<Owned> {
            abstract_method(vm, "utcoffset")
        }

        /// How far local time is from what it is in winter: subclasses say.
        #[method("($self, object, /)")]
        fn dst(vm: &mut Vm, _this: Value, _object: Value) -> R<Owned> {
            abstract_method(vm, "dst")
        }

        /// The local time of a time in UTC.
        #[method("($self, object, /)")]
        fn fromutc(vm: &mut Vm, this: Value, object: Value) -> R<Owned> {
            let moment = own_moment(vm, this, object)?;
            let zone = Some(this.own());
            let Some(offset) = super::offset(vm, &zone, moment.value())? else {
                return Err(vm.value_error("fromutc: non-None utcoffset() result required"));
            };
            let Some(dst) = super::ask(vm, &zone, "dst", moment.value())? else {
                return Err(vm.value_error("fromutc: non-None dst() result required"));
            };
            let dst = span_of(vm, dst.value()).map_or(0, Span::total);
            let standard = offset - dst;
            let shifted = if standard == 0 { object.own() } else { add_micros(vm, moment, standard)? };
            let Some(shifted_moment) = vm.cast::<Moment>(shifted.value()) else {
                return Err(vm.type_error("fromutc: argument must be a datetime"));
            };
            let zone = shifted_moment.get(vm).zone.clone();
            let dst = super::ask(vm, &zone, "dst", shifted.value())?;
            let Some(dst) = dst.and_then(|dst| span_of(vm, dst.value())) else {
                return Err(vm.value_error("fromutc: tz.dst() gave inconsistent results; cannot convert"));
            };
            if dst == Span::default() { Ok(shifted) } else { add_micros(vm, shifted_moment, dst.total()) }
        }

        /// How it is pickled: by `__getinitargs__` and its attributes.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Value) -> R<Owned> {
            let name = vm.intern("__getinitargs__")?;
            let arguments = match vm.get_attr_optional(this, name)? {
                Some(method) => vm.call(method.value(), &[])?,
                None => vm.new_tuple(&[])?,
            };
            let state = vm.call_method(this, "__getstate__", &[])?;
            let class = vm.class_of(this).value();
            vm.new_tuple(&[class, arguments.value(), state.value()])
        }
    }
}

mod timezone {
    use super::*;

    fn check(vm: &mut Vm, name: &str, moment: Value) -> R<()> {
        if moment.is_none() || vm.cast::<Moment>(moment).is_some_and(|moment| moment.get(vm).is_datetime) {
            return Ok(());
        }
        let found = vm.class_of(moment).name(vm);
        Err(vm.type_error(format!("{name}(dt) argument must be a datetime instance or None, not {found}")))
    }

    #[methods]
    mod timezone_methods {
        use super::*;

        /// The name, or what UTC±HH:MM makes of the offset.
        #[method("($self, object, /)")]
        fn tzname(vm: &mut Vm, this: Value, object: Value) -> R<Owned> {
            check(vm, "tzname", object)?;
            super::str(vm, this)
        }

        /// The offset.
        #[method("($self, object, /)")]
        fn utcoffset(vm: &mut Vm, this: Value, object: Value) -> R<Owned> {
            check(vm, "utcoffset", object)?;
            super::parts(vm, this).map(|parts| parts.0)
        }

        /// None.
        #[method("($self, object, /)")]
        fn dst(vm: &mut Vm, _this: Value, object: Value) -> R<()> {
            check(vm, "dst", object)
        }

        /// The local time of a time in UTC.
        #[method("($self, object, /)")]
        fn fromutc(vm: &mut Vm, this: Value, object: Value) -> R<Owned> {
            let moment = own_moment(vm, this, object)?;
            let (offset, _) = super::parts(vm, this)?;
            let offset = span_of(vm, offset.value()).map_or(0, Span::total);
            add_micros(vm, moment, offset)
        }

        /// What it was made of.
        #[method("($self, /)")]
        fn __getinitargs__(vm: &mut Vm, this: Value) -> R<Owned> {
            let (offset, name) = super::parts(vm, this)?;
            match name {
                Some(name) => vm.new_pair(offset.value(), name.value()),
                None => vm.new_tuple(&[offset.value()]),
            }
        }
    }
}

/// The local time zone at a moment, in seconds since 1970: a timezone with the system's name for it.
pub(super) fn local_at(vm: &mut Vm, seconds: i64) -> R<Owned> {
    let calendar = vm.host.local_time(seconds);
    let calendar = calendar.map_err(|error| vm.os_error(error, None))?;
    let name = vm.new_str(&String::from_utf8_lossy(&calendar.zone))?;
    of_micros(vm, i128::from(calendar.utc_offset) * i128::from(SECOND_MICROS), Some(name))
}
