//! `UnicodeDecodeError`, `UnicodeEncodeError`, `UnicodeTranslateError`: what could not be converted, and where in it.
//!
//! All three have the same fields; the encoding stays unset for translations.

use super::{base, fields};
use crate::native::*;
use crate::types::bytes::Bytes;

pub(crate) const ENCODING: usize = 0;
pub(crate) const OBJECT: usize = 1;
pub(crate) const START: usize = 2;
pub(crate) const END: usize = 3;
pub(crate) const REASON: usize = 4;

/// Which of the classes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Decode,
    Encode,
    Translate,
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>, kind: Kind) -> R<()> {
    base::init(vm, this, args)?;
    let given = args.positional;
    let first = if kind == Kind::Translate { OBJECT } else { ENCODING };
    let count = 5 - first;
    if given.len() != count {
        let found = given.len();
        return Err(vm.type_error(format!("function takes exactly {count} arguments ({found} given)")));
    }
    let mut values: [Owned; 5] = std::array::from_fn(|_| Owned::NONE);
    for (offset, &value) in given.iter().enumerate() {
        let index = first + offset;
        values[index] = match index {
            START | END => {
                let place = vm.to_index(value)?;
                vm.new_int(place as i128)?
            }
            // Checked last: whatever offers its bytes will do.
            OBJECT if kind == Kind::Decode => value.own(),
            _ => {
                if vm.cast::<Str>(value).is_none() {
                    let found = vm.class_of(value).name(vm);
                    let position = offset + 1;
                    return Err(vm.type_error(format!("argument {position} must be str, not {found}")));
                }
                value.own()
            }
        };
    }
    if kind == Kind::Decode && vm.cast::<Bytes>(values[OBJECT].value()).is_none() {
        let class = vm.types.bytes.value();
        if values[OBJECT].value().is_int() {
            let found = vm.class_of(values[OBJECT].value()).name(vm);
            return Err(vm.type_error(format!("a bytes-like object is required, not '{found}'")));
        }
        values[OBJECT] = vm.call(class, &[values[OBJECT].value()])?;
    }
    for (index, value) in values.iter().enumerate().skip(first) {
        fields::set(vm, this, index, Some(value.value()));
    }
    Ok(())
}

/// A position, 0 when unset.
fn position(vm: &Vm, this: Value, index: usize) -> isize {
    fields::get(vm, this, index).and_then(|value| vm.int_to_i64(value.value())).unwrap_or(0) as isize
}

fn check_object(vm: &mut Vm, object: &Owned, kind: Kind) -> R<()> {
    let (fits, wanted) = match kind {
        Kind::Decode => (vm.cast::<Bytes>(object.value()).is_some(), "bytes"),
        _ => (vm.cast::<Str>(object.value()).is_some(), "str"),
    };
    if fits { Ok(()) } else { Err(vm.type_error(format!("UnicodeError 'object' attribute must be a {wanted}"))) }
}

fn str(vm: &mut Vm, this: Value, kind: Kind) -> R<Owned> {
    let Some(object) = fields::get(vm, this, OBJECT) else { return vm.new_str("") };
    check_object(vm, &object, kind)?;
    let reason = fields::get_or_none(vm, this, REASON);
    let reason = vm.str(reason.value())?;
    let reason = vm.str_text(reason.value())?;
    let encoding = fields::get_or_none(vm, this, ENCODING);
    let encoding = vm.str(encoding.value())?;
    let encoding = vm.str_text(encoding.value())?;
    // Making texts of those may have changed it.
    let Some(object) = fields::get(vm, this, OBJECT) else {
        return Err(vm.type_error("UnicodeError 'object' attribute is not set"));
    };
    check_object(vm, &object, kind)?;
    let (start, end) = (position(vm, this, START), position(vm, this, END));
    let single = if end == start.wrapping_add(1) { usize::try_from(start).ok() } else { None };
    let unit = single.and_then(|start| match kind {
        Kind::Decode => vm.cast::<Bytes>(object.value())?.bytes(vm).get(start).map(|byte| u32::from(*byte)),
        _ => {
            let text = vm.cast::<Str>(object.value())?;
            (start < text.len(vm)).then(|| text.units(vm).get(start))
        }
    });
    let what = if kind == Kind::Decode { "decode" } else { "encode" };
    let subject = match kind {
        Kind::Translate => "can't translate".to_string(),
        _ => format!("'{encoding}' codec can't {what}"),
    };
    let text = match unit {
        Some(byte) if kind == Kind::Decode => format!("{subject} byte 0x{byte:02x} in position {start}: {reason}"),
        Some(unit) => {
            let shown = match unit {
                0..=0xff => format!("\\x{unit:02x}"),
                0x100..=0xffff => format!("\\u{unit:04x}"),
                _ => format!("\\U{unit:08x}"),
            };
            format!("{subject} character '{shown}' in position {start}: {reason}")
        }
        None => {
            let units = if kind == Kind::Decode { "bytes" } else { "characters" };
            format!("{subject} {units} in position {start}-{}: {reason}", end.wrapping_sub(1))
        }
    };
    vm.new_str(&text)
}

fn set_position(vm: &mut Vm, this: Value, index: usize, value: Option<Value>) -> R<()> {
    let Some(value) = value else { return Err(vm.type_error("can't delete numeric/char attribute")) };
    let Ok(place) = vm.to_index(value) else {
        drop(vm.take_error());
        return Err(vm.type_error("an integer is required"));
    };
    let place = vm.new_int(place as i128)?;
    fields::set(vm, this, index, Some(place.value()));
    Ok(())
}

macro_rules! class {
    ($module:ident $kind:ident) => {
        pub(super) mod $module {
            use super::*;

            pub(in crate::types::exception) const SLOTS: Slots =
                Slots { new: Some(base::new), init: Some(init), str: Some(str), ..Slots::EMPTY };
            pub(in crate::types::exception) const METHODS: [Method; 0] = [];
            pub(in crate::types::exception) use super::GETSETS;

            fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
                super::init(vm, this, args, Kind::$kind)
            }

            fn str(vm: &mut Vm, this: Value) -> R<Owned> {
                super::str(vm, this, Kind::$kind)
            }
        }
    };
}

class!(decode Decode);
class!(encode Encode);
class!(translate Translate);

#[methods]
mod py {
    use super::*;

    /// Where the part begins that could not be converted.
    #[getter]
    fn start(vm: &mut Vm, this: Value) -> isize {
        position(vm, this, START)
    }

    #[setter]
    fn set_start(vm: &mut Vm, this: Value, value: Option<Value>) -> R<()> {
        set_position(vm, this, START, value)
    }

    /// Where the part ends that could not be converted.
    #[getter]
    fn end(vm: &mut Vm, this: Value) -> isize {
        position(vm, this, END)
    }

    #[setter]
    fn set_end(vm: &mut Vm, this: Value, value: Option<Value>) -> R<()> {
        set_position(vm, this, END, value)
    }
}
