//! Subscription: lists, tuples and dicts directly, everything else by its class's slot.

use taipan_bytecode::{Instruction, Op};
use taipan_heap::{Owned, Value};
use taipan_text::Units;

use crate::interp::machine::{Flow, Handler, Machine, attempt, retire, shape_of};
use crate::native::*;
use crate::object::special::generic;
use crate::types::bytes::Bytes;
use crate::types::dict::Put;
use crate::types::slice::Bounds;
use crate::types::{list, shapes};

/// A position in a sequence of `length` items, counted from the end when negative.
#[inline(always)]
fn position(index: i64, length: usize) -> Option<usize> {
    let index = if index < 0 { index + length as i64 } else { index };
    if (index as u64) < length as u64 { Some(index as usize) } else { None }
}

/// The item of an exact list at an inline int.
#[inline(always)]
fn list_item(m: &Machine<'_>, container: Value, key: Value) -> Option<Value> {
    let index = key.as_int()?;
    let items = m.vm.cast_exact::<List>(container)?.items(m.vm);
    position(index, items.len()).map(|index| items[index])
}

/// The item of an exact tuple at an inline int.
#[inline(always)]
fn tuple_item(m: &Machine<'_>, container: Value, key: Value) -> Option<Value> {
    let index = key.as_int()?;
    let items = m.vm.cast_exact::<Tuple>(container)?.items(m.vm);
    position(index, items.len()).map(|index| items[index])
}

/// Whether the container of a subscription outlives it: it is a local, or a temp that the item replaces.
#[inline(always)]
fn stays(m: &Machine<'_>, i: Instruction) -> bool {
    !m.is_temp(i.b) || i.a == i.b
}

#[inline(always)]
fn put_item(m: &mut Machine<'_>, i: Instruction, item: Value) -> Flow {
    item.incref();
    m.put(i.a, item)
}

/// LOAD_SUBSCR that has not run: what it is to become.
pub(in crate::interp) fn load_subscr(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (shape, by_int) = (shape_of(m.get(i.b)), m.get(i.c).is_int());
    let op = match shape {
        shapes::list if by_int && stays(m, i) => Op::LOAD_SUBSCR_LIST,
        shapes::tuple if by_int && stays(m, i) => Op::LOAD_SUBSCR_TUPLE,
        shapes::dict if stays(m, i) => Op::LOAD_SUBSCR_DICT,
        shapes::str if by_int && stays(m, i) && bytes_of_text(m, m.get(i.b)).is_some() => Op::LOAD_SUBSCR_STR,
        shapes::bytes if by_int && stays(m, i) => Op::LOAD_SUBSCR_BYTES,
        _ => Op::LOAD_SUBSCR_ANY,
    };
    m.specialize(i, op)
}

/// LOAD_SUBSCR_IMM that has not run: what it is to become.
pub(in crate::interp) fn load_subscr_imm(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let op = match shape_of(m.get(i.b)) {
        shapes::list if stays(m, i) && i.c as i8 >= 0 => Op::LOAD_SUBSCR_IMM_LIST,
        shapes::tuple if stays(m, i) => Op::LOAD_SUBSCR_IMM_TUPLE,
        shapes::str if stays(m, i) && bytes_of_text(m, m.get(i.b)).is_some() => Op::LOAD_SUBSCR_IMM_STR,
        shapes::bytes if stays(m, i) => Op::LOAD_SUBSCR_IMM_BYTES,
        _ => Op::LOAD_SUBSCR_IMM_ANY,
    };
    m.specialize(i, op)
}

/// LOAD_SUBSCR_LIST: of a list that stays.
#[inline(always)]
pub(in crate::interp) fn load_subscr_list(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (container, key) = (m.get(i.b), m.get(i.c));
    match list_item(m, container, key) {
        Some(item) => put_item(m, i, item),
        None => Flow::Slow(|m, i| m.specialize(i, Op::LOAD_SUBSCR_ANY)),
    }
}

/// LOAD_SUBSCR_IMM_LIST: of a list that stays, counted from its beginning.
#[inline(always)]
pub(in crate::interp) fn load_subscr_imm_list(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let container = m.get(i.b);
    if let Some(list) = m.vm.cast_exact::<List>(container)
        && let Some(&item) = list.items(m.vm).get(usize::from(i.c))
    {
        return put_item(m, i, item);
    }
    Flow::Slow(|m, i| m.specialize(i, Op::LOAD_SUBSCR_IMM_ANY))
}

#[inline(always)]
pub(in crate::interp) fn load_subscr_any(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match list_item(m, m.get(i.b), m.get(i.c)) {
        Some(item) if stays(m, i) => put_item(m, i, item),
        _ => Flow::Second,
    }
}

/// LOAD_SUBSCR_TUPLE: of a tuple.
#[inline(always)]
pub(in crate::interp) fn load_subscr_tuple(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match tuple_item(m, m.get(i.b), m.get(i.c)) {
        Some(item) => put_item(m, i, item),
        None => Flow::Slow(|m, i| m.specialize(i, Op::LOAD_SUBSCR_ANY)),
    }
}

/// LOAD_SUBSCR_IMM_TUPLE: of a tuple.
#[inline(always)]
pub(in crate::interp) fn load_subscr_imm_tuple(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match tuple_item(m, m.get(i.b), Value::small(i32::from(i.c as i8))) {
        Some(item) => put_item(m, i, item),
        None => Flow::Slow(|m, i| m.specialize(i, Op::LOAD_SUBSCR_IMM_ANY)),
    }
}

/// LOAD_SUBSCR_STR: of a string that stays.
#[inline(always)]
pub(in crate::interp) fn load_subscr_str(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let key = m.get(i.c);
    character(m, i, key, |m, i| m.specialize(i, Op::LOAD_SUBSCR_ANY))
}

/// LOAD_SUBSCR_IMM_STR: of a string that stays.
#[inline(always)]
pub(in crate::interp) fn load_subscr_imm_str(m: &mut Machine<'_>, i: Instruction) -> Flow {
    character(m, i, Value::small(i32::from(i.c as i8)), |m, i| m.specialize(i, Op::LOAD_SUBSCR_IMM_ANY))
}

/// The text of a string whose characters take a byte each.
#[inline(always)]
fn bytes_of_text<'a>(m: &'a Machine<'_>, container: Value) -> Option<&'a [u8]> {
    match m.vm.cast_exact::<Str>(container)?.units(m.vm) {
        Units::Ascii(bytes) | Units::Latin1(bytes) => Some(bytes),
        _ => None,
    }
}

/// The character of such a string; the second handler complains, and `another` is for other containers.
#[inline(always)]
fn character(m: &mut Machine<'_>, i: Instruction, key: Value, another: Handler) -> Flow {
    let (Some(bytes), Some(index)) = (bytes_of_text(m, m.get(i.b)), key.as_int()) else { return Flow::Slow(another) };
    match position(index, bytes.len()).and_then(|place| m.vm.latin1.get(usize::from(bytes[place]))) {
        Some(single) => {
            let item = single.value();
            put_item(m, i, item)
        }
        None => Flow::Second,
    }
}

/// LOAD_SUBSCR_BYTES: of bytes that stay.
#[inline(always)]
pub(in crate::interp) fn load_subscr_bytes(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match byte(m, m.get(i.b), m.get(i.c)) {
        Some(item) => m.put(i.a, item),
        None => Flow::Slow(|m, i| m.specialize(i, Op::LOAD_SUBSCR_ANY)),
    }
}

/// LOAD_SUBSCR_IMM_BYTES: of bytes that stay.
#[inline(always)]
pub(in crate::interp) fn load_subscr_imm_bytes(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match byte(m, m.get(i.b), Value::small(i32::from(i.c as i8))) {
        Some(item) => m.put(i.a, item),
        None => Flow::Slow(|m, i| m.specialize(i, Op::LOAD_SUBSCR_IMM_ANY)),
    }
}

/// LOAD_SUBSCR_DICT: of a dict, whose entry the first look finds.
#[inline(always)]
pub(in crate::interp) fn load_subscr_dict(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let key = m.get(i.c);
    match m.vm.cast_exact::<Dict>(m.get(i.b)) {
        Some(dict) => match dict.met(m.vm, key) {
            Some((_, item)) if key_may_go(m, i, key) => put_item(m, i, item),
            _ => Flow::Second,
        },
        None => Flow::Slow(|m, i| m.specialize(i, Op::LOAD_SUBSCR_ANY)),
    }
}

/// Whether LOAD_SUBSCR may leave its key where it is: what counts a reference must be given up, if it is a temp that the item does not replace.
#[inline(always)]
fn key_may_go(m: &Machine<'_>, i: Instruction, key: Value) -> bool {
    i.a == i.c || !m.is_temp(i.c) || !key.is_object()
}

/// As `put_item`, where the container's life ends.
#[inline(always)]
fn put_item_consuming(m: &mut Machine<'_>, i: Instruction, item: Value) -> Flow {
    item.incref();
    m.consume(i.b);
    m.set(i.a, Owned::from_raw(item));
    m.check_breaker()
}

/// The item of an exact list, tuple or bytes at an inline int.
#[inline(always)]
fn item_at(m: &Machine<'_>, container: Value, key: Value) -> Option<Value> {
    match list_item(m, container, key) {
        Some(item) => Some(item),
        None => tuple_item_or_byte(m, container, key),
    }
}

/// LOAD_SUBSCR of anything but a list.
#[inline(always)]
pub(in crate::interp) fn load_subscr_of_another(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (container, key) = (m.get(i.b), m.get(i.c));
    if !stays(m, i) {
        return match item_at(m, container, key) {
            Some(item) => put_item_consuming(m, i, item),
            None => item_by_slot(m, i, container, key),
        };
    }
    if let Some(dict) = m.vm.cast_exact::<Dict>(container) {
        return match dict.find_simple(m.vm, key) {
            Some(position) if key_may_go(m, i, key) => put_item(m, i, dict.get(m.vm).table.value_at(position)),
            _ => Flow::Slow(load_subscr_slow),
        };
    }
    if let Some(item) = tuple_item(m, container, key) {
        return put_item(m, i, item);
    }
    match byte(m, container, key) {
        Some(item) => put_item(m, i, item),
        None => item_by_slot(m, i, container, key),
    }
}

/// LOAD_SUBSCR of any object: by the slot of its class, or by the method in Python that the slot stands for.
#[inline(always)]
fn item_by_slot(m: &mut Machine<'_>, i: Instruction, container: Value, key: Value) -> Flow {
    let get = match m.vm.class_of(container).slots(m.vm).get_item {
        Some(get) if get as usize != generic::get_item as *const () as usize => get,
        Some(_) => {
            return match super::special::get_item(m, container, key) {
                Some(flow) => flow,
                None => Flow::Slow(load_subscr_slow),
            };
        }
        None => return Flow::Slow(load_subscr_slow),
    };
    m.sync();
    let item = attempt!(get(m.vm, container, key));
    if i.a != i.b {
        m.consume(i.b);
    }
    if i.a != i.c {
        m.consume(i.c);
    }
    m.set(i.a, item);
    m.check_breaker()
}

#[inline(always)]
fn tuple_item_or_byte(m: &Machine<'_>, container: Value, key: Value) -> Option<Value> {
    match tuple_item(m, container, key) {
        Some(item) => Some(item),
        None => byte(m, container, key),
    }
}

/// The item of bytes at an inline int.
#[inline(always)]
fn byte(m: &Machine<'_>, container: Value, key: Value) -> Option<Value> {
    let bytes = m.vm.cast_exact::<Bytes>(container)?.bytes(m.vm);
    position(key.as_int()?, bytes.len()).map(|index| Value::small(i32::from(bytes[index])))
}

#[inline(never)]
fn load_subscr_slow(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let (container, key) = (m.get(i.b), m.get(i.c));
    let found = match m.vm.cast_exact::<Dict>(container) {
        Some(dict) => attempt!(dict.lookup(m.vm, key)),
        None => None,
    };
    let value = match found {
        Some(value) => value,
        None => match super::special::get_item(m, container, key) {
            Some(flow) => return flow,
            None => attempt!(m.vm.get_item(container, key)),
        },
    };
    if i.a != i.b {
        m.consume(i.b);
    }
    if i.a != i.c {
        m.consume(i.c);
    }
    m.set(i.a, value);
    Flow::Next
}

#[inline(always)]
pub(in crate::interp) fn load_subscr_imm_any(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match list_item(m, m.get(i.b), Value::small(i32::from(i.c as i8))) {
        Some(item) if stays(m, i) => put_item(m, i, item),
        _ => Flow::Second,
    }
}

/// LOAD_SUBSCR_IMM of anything but a list.
#[inline(always)]
pub(in crate::interp) fn load_subscr_imm_of_another(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (container, key) = (m.get(i.b), Value::small(i32::from(i.c as i8)));
    match item_at(m, container, key) {
        Some(item) if stays(m, i) => put_item(m, i, item),
        Some(item) => put_item_consuming(m, i, item),
        None => match super::special::get_item(m, container, key) {
            Some(flow) => flow,
            None => Flow::Slow(load_subscr_imm_slow),
        },
    }
}

fn load_subscr_imm_slow(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let (container, key) = (m.get(i.b), Value::small(i32::from(i.c as i8)));
    if let Some(flow) = super::special::get_item(m, container, key) {
        return flow;
    }
    let value = attempt!(m.vm.get_item(container, key));
    if i.a != i.b {
        m.consume(i.b);
    }
    m.assign(i.a, value)
}

#[inline(always)]
pub(in crate::interp) fn store_subscr(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (container, key) = (m.get(i.a), m.get(i.b));
    if let Some(index) = key.as_int()
        && let Some(list) = m.vm.cast_exact::<List>(container)
        && let Some(index) = position(index, list.len(m.vm))
    {
        if m.is_temp(i.a) {
            return Flow::Second;
        }
        return replace_item(m, i, list, index);
    }
    Flow::Second
}

/// Put the operand into a list, in place of the item there.
#[inline(always)]
fn replace_item(m: &mut Machine<'_>, i: Instruction, list: Obj<List>, index: usize) -> Flow {
    let value = m.operand(i.c);
    // SAFETY: the index is below the list's length; the reference moves in, the old one out.
    unsafe {
        let place = list.get_mut(m.vm).items.as_mut_ptr().add(index);
        retire(Some(place.replace(value.into_raw())))
    }
}

#[inline(always)]
pub(in crate::interp) fn store_subscr_imm(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let container = m.get(i.a);
    if let Some(list) = m.vm.cast_exact::<List>(container)
        && let Some(index) = position(i64::from(i.b as i8), list.len(m.vm))
        && !m.is_temp(i.a)
    {
        let value = m.operand(i.c);
        // SAFETY: as in store_subscr.
        unsafe {
            let place = list.get_mut(m.vm).items.as_mut_ptr().add(index);
            return retire(Some(place.replace(value.into_raw())));
        }
    }
    Flow::Slow(store_subscr_imm_slow)
}

fn store_subscr_imm_slow(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let value = m.get(i.c).own();
    attempt!(m.vm.set_item(m.get(i.a), Value::small(i32::from(i.b as i8)), value.value()));
    drop(value);
    m.consume(i.c);
    m.consume(i.a);
    m.check_breaker()
}

/// STORE_SUBSCR_DICT: to a dict, whose entry the first look finds.
#[inline(always)]
pub(in crate::interp) fn store_subscr_dict(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let key = m.get(i.b);
    match m.vm.cast_exact::<Dict>(m.get(i.a)) {
        Some(dict) => match dict.met(m.vm, key) {
            Some((position, _)) if !(m.is_temp(i.a) || m.is_temp(i.b) && key.is_object()) => {
                let value = m.operand(i.c);
                let old = dict.get_mut(m.vm).table.replace_value(position, value);
                m.end(old)
            }
            _ => Flow::Second,
        },
        None => Flow::Slow(|m, i| {
            m.patch(-1, Instruction { op: Op::STORE_SUBSCR, ..i }.encode());
            store_subscr_slow(m, i)
        }),
    }
}

/// STORE_SUBSCR of a dict, or of a list that an expression gives.
#[inline(always)]
pub(in crate::interp) fn store_subscr_of_object(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (container, key) = (m.get(i.a), m.get(i.b));
    if let Some(index) = key.as_int()
        && let Some(list) = m.vm.cast_exact::<List>(container)
        && let Some(index) = position(index, list.len(m.vm))
        && m.outlives(i.a)
    {
        m.let_go(i.a);
        return replace_item(m, i, list, index);
    }
    let Some(dict) = m.vm.cast_exact::<Dict>(container) else {
        return set_item_by_slot(m, i, container, key);
    };
    m.patch(-1, Instruction { op: Op::STORE_SUBSCR_DICT, ..i }.encode());
    if !m.outlives(i.a) {
        return Flow::Slow(store_subscr_slow);
    }
    match dict.put_simple(m.vm, key, m.get(i.c)) {
        Put::Done => {
            // The table has the references now: those of temps have moved, locals keep theirs.
            m.operand(i.b).into_raw();
            m.operand(i.c).into_raw();
            m.let_go(i.a);
            Flow::Next
        }
        Put::Found(position) if !m.is_temp(i.b) || !key.is_object() => {
            m.let_go(i.a);
            let value = m.operand(i.c);
            let old = dict.get_mut(m.vm).table.replace_value(position, value);
            m.end(old)
        }
        _ => Flow::Slow(store_subscr_slow),
    }
}

/// STORE_SUBSCR of any object, as `item_by_slot`.
#[inline(always)]
fn set_item_by_slot(m: &mut Machine<'_>, i: Instruction, container: Value, key: Value) -> Flow {
    let set = match m.vm.class_of(container).slots(m.vm).set_item {
        Some(set) if set as usize != generic::set_item as *const () as usize => set,
        Some(_) => {
            return match super::special::set_item(m, container, key, m.get(i.c)) {
                Some(flow) => flow,
                None => Flow::Slow(store_subscr_slow),
            };
        }
        None => return Flow::Slow(store_subscr_slow),
    };
    m.sync();
    attempt!(set(m.vm, container, key, Some(m.get(i.c))));
    m.consume(i.c);
    m.consume(i.b);
    m.consume(i.a);
    m.check_breaker()
}

#[inline(never)]
fn store_subscr_slow(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let (container, key) = (m.get(i.a), m.get(i.b));
    if let Some(flow) = super::special::set_item(m, container, key, m.get(i.c)) {
        return flow;
    }
    let value = m.get(i.c).own();
    match m.vm.cast_exact::<Dict>(container) {
        Some(dict) => attempt!(dict.set(m.vm, key, value.value())),
        None => attempt!(m.vm.set_item(container, key, value.value())),
    }
    drop(value);
    m.consume(i.c);
    m.consume(i.b);
    m.consume(i.a);
    m.check_breaker()
}

pub(in crate::interp) fn delete_subscr(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let (container, key) = (m.get(i.a), m.get(i.b));
    attempt!(m.vm.delete_item(container, key));
    m.consume(i.b);
    m.consume(i.a);
    m.check_breaker()
}

/// `container[start:stop]` of a plain list, tuple, string or bytes, where the bounds are ints or None.
#[inline]
fn plain_slice(vm: &mut Vm, container: Value, start: Value, stop: Value) -> Option<R<Owned>> {
    let bounds = Bounds::plain(start, stop)?;
    // SAFETY: the shapes say what the objects are.
    unsafe {
        match shape_of(container) {
            shapes::list => Some(list::load_slice(vm, Obj::from_value(container), bounds)),
            shapes::tuple => {
                let tuple: Obj<Tuple> = Obj::from_value(container);
                Some(vm.sub_tuple(tuple, bounds.fit(tuple.len(vm)).range()?))
            }
            shapes::str => {
                let text: Obj<Str> = Obj::from_value(container);
                Some(vm.substring(text, bounds.fit(text.len(vm)).range()?))
            }
            _ => None,
        }
    }
}

pub(in crate::interp) fn load_slice(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let (container, start, stop) = (m.get(i.b), m.get(i.c), m.get(i.c + 1));
    let value = match plain_slice(m.vm, container, start, stop) {
        Some(value) => attempt!(value),
        None => {
            let slice = attempt!(crate::types::slice::new(m.vm, start, stop, Value::NONE));
            attempt!(m.vm.get_item(container, slice.value()))
        }
    };
    m.clear(i.c);
    m.clear(i.c + 1);
    if i.a != i.b {
        m.consume(i.b);
    }
    m.set(i.a, value);
    Flow::Next
}

pub(in crate::interp) fn store_slice(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let (container, start, stop) = (m.get(i.a), m.get(i.c), m.get(i.c + 1));
    match (m.vm.cast_exact::<List>(container), Bounds::plain(start, stop)) {
        (Some(list), Some(bounds)) => attempt!(list::set_slice(m.vm, list, bounds, m.get(i.b))),
        _ => {
            let slice = attempt!(crate::types::slice::new(m.vm, start, stop, Value::NONE));
            attempt!(m.vm.set_item(container, slice.value(), m.get(i.b)));
        }
    }
    m.clear(i.c);
    m.clear(i.c + 1);
    m.consume(i.b);
    m.consume(i.a);
    m.check_breaker()
}

pub(in crate::interp) fn build_slice(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let (start, stop, step) = (m.operand(i.b), m.operand(i.b + 1), m.operand(i.b + 2));
    let slice = attempt!(crate::types::slice::new(m.vm, start.value(), stop.value(), step.value()));
    m.set(i.a, slice);
    Flow::Next
}
