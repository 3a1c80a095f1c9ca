//! The special methods of set and frozenset.

use taipan_text::TextBuf;

use super::operations::{AnySet, frozen_hash};
use super::{FrozenSet, Set};
use crate::native::*;
use crate::types::sequence::push_repr;

const COMMON: Slots = Slots {
    repr: Some(repr),
    compare: Some(compare),
    iter: Some(iter),
    length: Some(length),
    contains: Some(contains),
    and: Some(and),
    or: Some(or),
    sub: Some(sub),
    xor: Some(xor),
    ..Slots::EMPTY
};

pub(super) const SET_SLOTS: Slots = Slots {
    new: Some(new),
    init: Some(init),
    inplace_and: Some(inplace_and),
    inplace_or: Some(inplace_or),
    inplace_sub: Some(inplace_sub),
    inplace_xor: Some(inplace_xor),
    ..COMMON
};

pub(super) const FROZENSET_SLOTS: Slots = Slots { new: Some(new_frozen), hash: Some(hash), ..COMMON };

const NOT_IMPLEMENTED: Owned = Owned::from_raw(Value::NOT_IMPLEMENTED);

pub(super) fn this(vm: &mut Vm, value: Value) -> R<AnySet> {
    match vm.as_any_set(value) {
        Some(set) => Ok(set),
        None => Err(vm.type_error("a set is required")),
    }
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, Set::default())
}

fn init(vm: &mut Vm, value: Value, args: Args<'_>) -> R<()> {
    let set = this(vm, value)?;
    let class = vm.class_of(value);
    if !args.names.is_empty() {
        return Err(vm.type_error("set() takes no keyword arguments"));
    }
    let iterable = match *args.positional {
        [] => None,
        [iterable] => Some(iterable),
        _ => {
            let (name, given) = (class.name(vm), args.positional.len());
            return Err(vm.type_error(format!("{name} expected at most 1 argument, got {given}")));
        }
    };
    set.clear(vm);
    match iterable {
        Some(iterable) => set.update(vm, iterable),
        None => Ok(()),
    }
}

fn new_frozen(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let own_init = |class: Obj<Class>| class.slots(vm).init.map(|slot| slot as usize);
    if !args.names.is_empty() && own_init(class) == own_init(vm.types.frozenset) {
        return Err(vm.type_error("frozenset() takes no keyword arguments"));
    }
    let iterable = match *args.positional {
        [] => None,
        [iterable] => Some(iterable),
        _ => {
            let (name, given) = (class.name(vm), args.positional.len());
            return Err(vm.type_error(format!("{name} expected at most 1 argument, got {given}")));
        }
    };
    if let Some(iterable) = iterable
        && class == vm.types.frozenset
        && vm.cast_exact::<FrozenSet>(iterable).is_some()
    {
        return Ok(iterable.own());
    }
    let made = vm.allocate_instance(class, FrozenSet::default())?;
    if let Some(iterable) = iterable {
        this(vm, made.value())?.update(vm, iterable)?;
    }
    Ok(made)
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let set = this(vm, value)?;
    let class = vm.class_of(value);
    let name = class.name(vm);
    if !vm.enter_repr(value) {
        return vm.new_str(&format!("{name}(...)"));
    }
    let mut text = TextBuf::new();
    let result = if set.len(vm) == 0 {
        text.push_str(&format!("{name}()"));
        Ok(())
    } else if class == vm.types.set {
        push_items(vm, value, &mut text)
    } else {
        text.push_str(&format!("{name}("));
        let result = push_items(vm, value, &mut text);
        text.push_ascii(b")");
        result
    };
    vm.leave_repr(value);
    result?;
    vm.new_text(&text.finish())
}

fn push_items(vm: &mut Vm, value: Value, text: &mut TextBuf) -> R<()> {
    let list = vm.list_from(value)?;
    let keep = Owned::from_raw(list.value());
    text.push_ascii(b"{");
    for index in 0..list.len(vm) {
        if index > 0 {
            text.push_ascii(b", ");
        }
        let Some(item) = list.items(vm).get(index).map(|item| item.own()) else { break };
        push_repr(vm, item.value(), text)?;
    }
    text.push_ascii(b"}");
    drop(keep);
    Ok(())
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(x), Some(y)) = (vm.as_any_set(a), vm.as_any_set(b)) else { return Ok(NOT_IMPLEMENTED) };
    let order = x.len(vm).cmp(&y.len(vm));
    let result = match op {
        CompareOp::Eq => order.is_eq() && x.is_subset(vm, y)?,
        CompareOp::Ne => !(order.is_eq() && x.is_subset(vm, y)?),
        CompareOp::Lt | CompareOp::Le => op.test(order) && x.is_subset(vm, y)?,
        CompareOp::Gt | CompareOp::Ge => op.test(order) && y.is_subset(vm, x)?,
    };
    Ok(Owned::bool(result))
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    match vm.cast::<FrozenSet>(value) {
        Some(set) => Ok(frozen_hash(vm, set)),
        None => Err(vm.type_error("a frozenset is required")),
    }
}

fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
    let set = this(vm, value)?;
    super::iter::iter(vm, set)
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    Ok(this(vm, value)?.len(vm))
}

fn contains(vm: &mut Vm, value: Value, item: Value) -> R<bool> {
    this(vm, value)?.contains(vm, item)
}

fn and(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    match (vm.as_any_set(a), vm.as_any_set(b)) {
        (Some(a), Some(_)) => Ok(a.intersection(vm, b)?.0),
        _ => Ok(NOT_IMPLEMENTED),
    }
}

fn or(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    match (vm.as_any_set(a), vm.as_any_set(b)) {
        (Some(a), Some(other)) => {
            let (result, joined) = a.copy(vm)?;
            joined.merge(vm, other)?;
            Ok(result)
        }
        _ => Ok(NOT_IMPLEMENTED),
    }
}

fn sub(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    match (vm.as_any_set(a), vm.as_any_set(b)) {
        (Some(a), Some(_)) => Ok(a.difference(vm, b)?.0),
        _ => Ok(NOT_IMPLEMENTED),
    }
}

fn xor(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    match (vm.as_any_set(a), vm.as_any_set(b)) {
        (Some(a), Some(_)) => Ok(a.symmetric_difference(vm, b)?.0),
        _ => Ok(NOT_IMPLEMENTED),
    }
}

fn inplace_and(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let set = this(vm, a)?;
    if vm.as_any_set(b).is_none() {
        return Ok(NOT_IMPLEMENTED);
    }
    let (_keep, common) = set.intersection(vm, b)?;
    set.replace(vm, common);
    Ok(a.own())
}

fn inplace_or(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let set = this(vm, a)?;
    let Some(other) = vm.as_any_set(b) else { return Ok(NOT_IMPLEMENTED) };
    set.merge(vm, other)?;
    Ok(a.own())
}

fn inplace_sub(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let set = this(vm, a)?;
    if vm.as_any_set(b).is_none() {
        return Ok(NOT_IMPLEMENTED);
    }
    set.difference_update(vm, b)?;
    Ok(a.own())
}

fn inplace_xor(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let set = this(vm, a)?;
    if vm.as_any_set(b).is_none() {
        return Ok(NOT_IMPLEMENTED);
    }
    set.symmetric_difference_update(vm, b)?;
    Ok(a.own())
}
