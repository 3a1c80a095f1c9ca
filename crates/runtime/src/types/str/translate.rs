//! `str.translate` and `str.maketrans`.

use taipan_text::TextBuf;

use crate::native::*;

/// What one character becomes.
#[derive(Clone, Copy)]
enum Mapped {
    Same,
    Deleted,
    Char(u32),
}

/// `text.translate(table)`: `table[code point]` is a code point, a string, or None to delete; LookupError keeps the character.
pub(super) fn translate(vm: &mut Vm, this: Obj<Str>, table: Value) -> R<Owned> {
    // What an exact dict says of a character does not change while we ask.
    let steady = vm.cast_exact::<Dict>(table).is_some();
    vm.with_units(this, |vm, units| {
        let mut known: [Option<Mapped>; 128] = [None; 128];
        let mut out = TextBuf::with_capacity(units.len());
        let mut changed = false;
        for point in units {
            let cached = if steady { known.get(point as usize).copied().flatten() } else { None };
            let mapped = match cached {
                Some(mapped) => mapped,
                None => {
                    let mapped = look_up(vm, table, point, &mut out)?;
                    let Some(mapped) = mapped else {
                        changed = true;
                        continue;
                    };
                    if let Some(slot) = known.get_mut(point as usize) {
                        *slot = Some(mapped);
                    }
                    mapped
                }
            };
            match mapped {
                Mapped::Same => out.push(point),
                Mapped::Deleted => changed = true,
                Mapped::Char(other) => {
                    changed = true;
                    out.push(other);
                }
            }
        }
        if changed { vm.new_text(&out.finish()) } else { vm.exact_str(this) }
    })
}

/// What `table` says of a character; None when that was a string, which is written already.
fn look_up(vm: &mut Vm, table: Value, point: u32, out: &mut TextBuf) -> R<Option<Mapped>> {
    let key = Value::int_unchecked(i64::from(point));
    let found = match vm.cast_exact::<Dict>(table) {
        Some(dict) => dict.lookup(vm, key),
        None => vm.get_item(table, key).map(Some),
    };
    let found = match found {
        Ok(Some(found)) => found,
        Ok(None) => return Ok(Some(Mapped::Same)),
        Err(raised) => {
            vm.catch(vm.exceptions.LookupError, raised)?;
            return Ok(Some(Mapped::Same));
        }
    };
    if found.is_none() {
        return Ok(Some(Mapped::Deleted));
    }
    if let Some(text) = vm.cast::<Str>(found.value()) {
        let units = text.units(vm);
        out.push_units(units);
        // Longer and longer texts may come back: let the heap say no in time.
        let length = out.len();
        if length > 1 << 20 && length.is_power_of_two() {
            vm.check_room(length)?;
        }
        return Ok(None);
    }
    if vm.as_int_ref(found.value()).is_none() {
        return Err(vm.type_error("character mapping must return integer, None or str"));
    }
    match vm.int_to_i64(found.value()).and_then(|int| u32::try_from(int).ok()).filter(|&point| point <= 0x10ffff) {
        Some(other) => Ok(Some(Mapped::Char(other))),
        None => Err(vm.value_error("character mapping must be in range(0x110000)")),
    }
}

/// `str.maketrans`.
pub(super) fn make_table(vm: &mut Vm, x: Value, y: Option<Obj<Str>>, z: Option<Obj<Str>>) -> R<Owned> {
    let table = vm.new_dict()?;
    let Some(dict) = vm.cast::<Dict>(table.value()) else { return Ok(table) };
    let Some(y) = y else {
        let Some(_) = vm.cast::<Dict>(x) else {
            return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
        };
        let items = vm.call_method(x, "items", &[])?;
        vm.for_each(items.value(), |vm, item| {
            let pair = vm.collect(item.value())?;
            let [key, value] = &pair[..] else { return Ok(()) };
            if let Some(text) = vm.cast::<Str>(key.value()) {
                if text.len(vm) != 1 {
                    return Err(vm.value_error("string keys in translatetable must be of length 1"));
                }
                let point = text.units(vm).get(0);
                return dict.set(vm, Value::int_unchecked(i64::from(point)), value.value());
            }
            if vm.as_int_ref(key.value()).is_none() {
                return Err(vm.type_error("keys in translate table mustbe strings or integers"));
            }
            dict.set(vm, key.value(), value.value())
        })?;
        return Ok(table);
    };
    let Some(x) = vm.cast::<Str>(x) else {
        return Err(vm.type_error("first maketrans argument must be a string if there is a second argument"));
    };
    if x.len(vm) != y.len(vm) {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    for index in 0..x.len(vm) {
        let (from, to) = (x.units(vm).get(index), y.units(vm).get(index));
        dict.set(vm, Value::int_unchecked(i64::from(from)), Value::int_unchecked(i64::from(to)))?;
    }
    if let Some(z) = z {
        for index in 0..z.len(vm) {
            let point = z.units(vm).get(index);
            dict.set(vm, Value::int_unchecked(i64::from(point)), Value::NONE)?;
        }
    }
    Ok(table)
}
