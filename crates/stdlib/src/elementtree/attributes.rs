//! The attributes of elements, in dicts that are made when they are needed.

use taipan_runtime::native::*;

use super::element::Element;

/// The element's dict, which is made if there is none.
pub(super) fn dict(vm: &mut Vm, this: Obj<Element>) -> R<Owned> {
    if let Some(dict) = &this.get(vm).attributes {
        return Ok(dict.clone());
    }
    let dict = vm.new_dict()?;
    this.get_mut(vm).attributes = Some(dict.clone());
    Ok(dict)
}

pub(super) fn existing(vm: &Vm, this: Obj<Element>) -> Option<Owned> {
    this.get(vm).attributes.clone()
}

/// A copy of a dict.
pub(super) fn copied(vm: &mut Vm, attrib: Obj<Dict>) -> R<Owned> {
    let (owned, copy) = vm.new_dict_obj()?;
    for (key, value) in attrib.snapshot(vm) {
        copy.set(vm, key.value(), value.value())?;
    }
    Ok(owned)
}

/// The attributes that a call gives: those of a dict and those by keyword. None when there are none.
pub(super) fn gathered(
    vm: &mut Vm,
    function: &str,
    position: usize,
    attrib: Option<Value>,
    extra: &Keywords,
) -> R<Option<Owned>> {
    if attrib.is_none() && extra.is_empty() {
        return Ok(None);
    }
    let mut rest = extra.as_slice();
    let own;
    let made = match attrib {
        Some(attrib) => match vm.cast::<Dict>(attrib) {
            Some(dict) => copied(vm, dict)?,
            None => {
                let found = found_kind(vm, attrib);
                return Err(vm.type_error(format!("{function}() argument {position} must be dict, not {found}")));
            }
        },
        None => {
            let named =
                |(name, _): &&(Value, Value)| vm.cast::<Str>(*name).is_some_and(|name| name.is_str(vm, "attrib"));
            match extra.iter().find(named).copied() {
                Some((name, attrib)) => {
                    let Some(dict) = vm.cast::<Dict>(attrib) else {
                        let found = vm.class_of(attrib).name(vm);
                        return Err(vm.type_error(format!("attrib must be dict, not {found}")));
                    };
                    own = extra.iter().filter(|(other, _)| !other.is(name)).copied().collect::<Vec<_>>();
                    rest = &own;
                    copied(vm, dict)?
                }
                None => vm.new_dict()?,
            }
        }
    };
    if let Some(dict) = vm.cast::<Dict>(made.value()) {
        for &(name, value) in rest {
            dict.set(vm, name, value)?;
        }
    }
    Ok(Some(made))
}

fn found_kind(vm: &Vm, value: Value) -> String {
    if value.is_none() { "None".to_owned() } else { vm.class_of(value).name(vm) }
}
