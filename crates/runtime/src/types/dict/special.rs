//! The special methods of dict.

use taipan_text::TextBuf;

use crate::native::*;
use crate::types::sequence::push_repr;

pub(super) const SLOTS: Slots = Slots {
    new: Some(new),
    init: Some(init),
    repr: Some(repr),
    compare: Some(compare),
    iter: Some(iter),
    length: Some(length),
    get_item: Some(get_item),
    set_item: Some(set_item),
    contains: Some(contains),
    or: Some(or),
    inplace_or: Some(inplace_or),
    ..Slots::EMPTY
};

#[inline(always)]
fn this(vm: &mut Vm, value: Value) -> R<Obj<Dict>> {
    match vm.cast::<Dict>(value) {
        Some(dict) => Ok(dict),
        None => Err(vm.type_error("a dict is required")),
    }
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, Dict::default())
}

fn init(vm: &mut Vm, value: Value, args: Args<'_>) -> R<()> {
    let dict = this(vm, value)?;
    super::update::update_from_args(vm, dict, args, "dict")
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let dict = this(vm, value)?;
    if dict.len(vm) == 0 {
        return vm.new_str("{}");
    }
    if !vm.enter_repr(value) {
        return vm.new_str("{...}");
    }
    let mut text = TextBuf::new();
    let result = push_entries(vm, dict, &mut text);
    vm.leave_repr(value);
    result?;
    vm.new_text(&text.finish())
}

fn push_entries(vm: &mut Vm, dict: Obj<Dict>, text: &mut TextBuf) -> R<()> {
    text.push_ascii(b"{");
    let mut position = 0;
    while let Some((found, key, value)) = dict.entry_from(vm, position) {
        if position > 0 {
            text.push_ascii(b", ");
        }
        let (key, value) = (key.own(), value.own());
        push_repr(vm, key.value(), text)?;
        text.push_ascii(b": ");
        push_repr(vm, value.value(), text)?;
        position = found + 1;
    }
    text.push_ascii(b"}");
    Ok(())
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    match (vm.cast::<Dict>(a), vm.cast::<Dict>(b), op) {
        (Some(a), Some(b), CompareOp::Eq) => Ok(Owned::bool(equal(vm, a, b)?)),
        (Some(a), Some(b), CompareOp::Ne) => Ok(Owned::bool(!equal(vm, a, b)?)),
        _ => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    }
}

fn equal(vm: &mut Vm, a: Obj<Dict>, b: Obj<Dict>) -> R<bool> {
    if a.len(vm) != b.len(vm) {
        return Ok(false);
    }
    let mut position = 0;
    while let Some((found, key, value)) = a.entry_from(vm, position) {
        let (key, value) = (key.own(), value.own());
        let hash = a.get(vm).table.hash_at(vm, found);
        let Some(other) = b.lookup_hashed(vm, key.value(), hash)? else { return Ok(false) };
        if !vm.equal(value.value(), other.value())? {
            return Ok(false);
        }
        position = found + 1;
    }
    Ok(true)
}

fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
    let dict = this(vm, value)?;
    super::iter::keys(vm, dict)
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

fn or(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let (Some(left), Some(_)) = (vm.cast::<Dict>(a), vm.cast::<Dict>(b)) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    let (copy, joined) = left.copy(vm)?;
    super::update::update_from(vm, joined, b)?;
    Ok(copy)
}

fn inplace_or(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let dict = this(vm, a)?;
    super::update::update_from(vm, dict, b)?;
    Ok(a.own())
}
