//! The special methods of dict.

use crate::native::*;

pub(super) const SLOTS: Slots = Slots {
    length: Some(length),
    get_item: Some(get_item),
    set_item: Some(set_item),
    contains: Some(contains),
    ..Slots::EMPTY
};

fn this(vm: &mut Vm, value: Value) -> R<Obj<Dict>> {
    match vm.cast::<Dict>(value) {
        Some(dict) => Ok(dict),
        None => Err(vm.type_error("a dict is required")),
    }
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    Ok(this(vm, value)?.len(vm))
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> R<Owned> {
    let dict = this(vm, value)?;
    if let Some(found) = dict.lookup(vm, key)? {
        return Ok(found);
    }
    if vm.cast_exact::<Dict>(value).is_none() {
        let name = vm.names.__missing__;
        if let Some(result) = vm.call_special(value, name, &[key])? {
            return Ok(result);
        }
    }
    Err(vm.key_error(key))
}

fn set_item(vm: &mut Vm, value: Value, key: Value, item: Option<Value>) -> R<()> {
    let dict = this(vm, value)?;
    match item {
        Some(item) => dict.set(vm, key, item),
        None => match dict.remove(vm, key)? {
            Some(_) => Ok(()),
            None => Err(vm.key_error(key)),
        },
    }
}

fn contains(vm: &mut Vm, value: Value, key: Value) -> R<bool> {
    this(vm, value)?.contains(vm, key)
}
