//! Displays, comprehension steps, unpacking, formatted strings.

use taipan_bytecode::{FORMAT_HAS_SPEC, Instruction, Op};
use taipan_heap::{Owned, Value, ValueVec};

use crate::interp::machine::{Flow, Machine, attempt, retire, shape_of};
use crate::interp::stack::{DEAD, Slot};
use crate::native::*;
use crate::types::dict::update::{iterates_as_dict, update_from_mapping};
use crate::types::set::Set;
use crate::types::shapes;

/// The values in `count` registers from `first` on, borrowed: all are bound temps.
fn values<'a>(m: &Machine<'_>, first: u8, count: u8) -> &'a [Value] {
    // SAFETY: the compiler filled the registers; Slot has Value's representation when it is Some. The caller uses the slice only until the
    // registers change.
    unsafe { std::slice::from_raw_parts(m.r.add(first as usize).cast::<Value>(), count as usize) }
}

/// Drop `count` temps from `first` on.
fn clear(m: &mut Machine<'_>, first: u8, count: u8) {
    // SAFETY: the registers are the running frame's.
    unsafe { crate::interp::unwind::drop_registers(m.r, first as usize, first as usize + count as usize) };
}

/// End the lives of `count` temps from `first` on, whose references have moved.
///
/// # Safety
/// They are the running frame's, and have.
#[inline(always)]
unsafe fn forget(first: *mut Slot, count: usize) {
    let mut index = 0;
    while index < count {
        // SAFETY: the caller's promise.
        unsafe { first.add(index).write(DEAD) };
        index = crate::interp::dispatch::opaque(index + 1);
    }
}

pub(in crate::interp) fn build_list(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    // SAFETY: the registers are temps of the frame, and bound; what they held has moved into the list.
    unsafe {
        let first = m.r.add(i.b as usize);
        let list = attempt!(m.vm.new_list_moving(first.cast(), i.c as usize));
        forget(first, i.c as usize);
        m.assign(i.a, list)
    }
}

#[inline(always)]
pub(in crate::interp) fn build_tuple(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    // SAFETY: the registers are temps of the frame, and bound; what they held has moved into the tuple.
    unsafe {
        let first = m.r.add(i.b as usize);
        let tuple = attempt!(m.vm.new_tuple_moving(first.cast(), i.c as usize));
        forget(first, i.c as usize);
        m.assign(i.a, tuple)
    }
}

pub(in crate::interp) fn build_set(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let (owned, set) = attempt!(m.vm.new_set());
    for &item in values(m, i.b, i.c) {
        attempt!(set.add(m.vm, item));
    }
    clear(m, i.b, i.c);
    m.set(i.a, owned);
    Flow::Next
}

pub(in crate::interp) fn build_map(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let (owned, dict) = attempt!(m.vm.new_dict_obj());
    for pair in values(m, i.b, i.c * 2).chunks_exact(2) {
        attempt!(dict.set(m.vm, pair[0], pair[1]));
    }
    clear(m, i.b, i.c * 2);
    m.set(i.a, owned);
    Flow::Next
}

pub(in crate::interp) fn build_string(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let joined = attempt!(m.vm.join_strings(values(m, i.b, i.c)));
    clear(m, i.b, i.c);
    m.set(i.a, joined);
    Flow::Next
}

#[inline(always)]
pub(in crate::interp) fn list_append(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: the compiler made a list there.
    let list: Obj<List> = unsafe { Obj::from_value(m.get(i.a)) };
    if !list.has_room(m.vm) {
        return Flow::Slow(list_append_growing);
    }
    let item = m.operand(i.b);
    list.push_into_room(m.vm, item);
    Flow::Next
}

fn list_append_growing(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let item = m.operand(i.b);
    // SAFETY: the compiler made a list there.
    let list: Obj<List> = unsafe { Obj::from_value(m.get(i.a)) };
    attempt!(list.push(m.vm, item));
    Flow::Next
}

pub(in crate::interp) fn set_add(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let item = m.operand(i.b);
    // The compiler made a set there, unless it is the set of conditional annotations, which a program can rebind.
    let place = m.get(i.a).own();
    match m.vm.cast::<Set>(place.value()) {
        Some(set) if m.vm.class_of(place.value()) != m.vm.types.frozenset => {
            attempt!(set.add(m.vm, item.value()));
        }
        _ => {
            let class = m.vm.class_of(place.value()).name(m.vm);
            return Flow::Raise(m.vm.type_error(format!("'{class}' object is not a set")));
        }
    }
    Flow::Next
}

pub(in crate::interp) fn map_add(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let key = m.operand(i.b);
    let value = m.operand(i.c);
    // SAFETY: the compiler made a dict there.
    let dict: Obj<Dict> = unsafe { Obj::from_value(m.get(i.a)) };
    attempt!(dict.set(m.vm, key.value(), value.value()));
    Flow::Next
}

pub(in crate::interp) fn list_extend(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let iterable = m.operand(i.b);
    // SAFETY: the compiler made a list there.
    let list: Obj<List> = unsafe { Obj::from_value(m.get(i.a)) };
    let class = m.vm.class_of(iterable.value());
    if class.slots(m.vm).iter.is_none() && !m.vm.is_sequence(iterable.value()) {
        let found = class.name(m.vm);
        let message = if i.c == 1 {
            let callable = m.get(i.a - 4);
            let shown = super::call::callable_name(m.vm, callable);
            format!("{shown} argument after * must be an iterable, not {found}")
        } else {
            format!("Value after * must be an iterable, not {found}")
        };
        return Flow::Raise(m.vm.type_error(message));
    }
    attempt!(list.extend(m.vm, iterable.value()));
    Flow::Next
}

pub(in crate::interp) fn set_update(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let iterable = m.operand(i.b);
    // SAFETY: the compiler made a set there.
    let set: Obj<Set> = unsafe { Obj::from_value(m.get(i.a)) };
    attempt!(set.update(m.vm, iterable.value()));
    Flow::Next
}

/// The entries of a mapping for `**`.
fn mapping_entries(vm: &mut Vm, mapping: Value) -> R<Option<Vec<(Owned, Owned)>>> {
    if let Some(dict) = vm.cast_exact::<Dict>(mapping) {
        return Ok(Some(dict.snapshot(vm)));
    }
    let name = vm.names.keys;
    let Some(keys) = vm.get_attr_optional(mapping, name)? else { return Ok(None) };
    if let Some(dict) = vm.cast::<Dict>(mapping)
        && iterates_as_dict(vm, mapping)
    {
        return Ok(Some(dict.snapshot(vm)));
    }
    let keys = vm.call(keys.value(), &[])?;
    let mut entries = Vec::new();
    for key in vm.collect(keys.value())? {
        let value = vm.get_item(mapping, key.value())?;
        entries.push((key, value));
    }
    Ok(Some(entries))
}

pub(in crate::interp) fn dict_update(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let mapping = m.operand(i.b);
    // SAFETY: the compiler made a dict there.
    let dict: Obj<Dict> = unsafe { Obj::from_value(m.get(i.a)) };
    if attempt!(update_from_mapping(m.vm, dict, mapping.value())) {
        return Flow::Next;
    }
    let found = m.vm.class_of(mapping.value()).name(m.vm);
    Flow::Raise(m.vm.type_error(format!("'{found}' object is not a mapping")))
}

pub(in crate::interp) fn dict_merge(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let mapping = m.operand(i.b);
    // SAFETY: the compiler made a dict there.
    let dict: Obj<Dict> = unsafe { Obj::from_value(m.get(i.a)) };
    attempt!(merge_keywords(m, dict, mapping.value(), i.c));
    Flow::Next
}

/// Add the entries of a mapping after `**` to the dict of a call's keywords. Register `callable` holds what is called.
pub(super) fn merge_keywords(m: &mut Machine<'_>, dict: Obj<Dict>, mapping: Value, callable: u8) -> R<()> {
    if dict.len(m.vm) == 0
        && let Some(other) = m.vm.cast_exact::<Dict>(mapping)
    {
        return dict.merge(m.vm, other, true);
    }
    let Some(entries) = mapping_entries(m.vm, mapping)? else {
        let shown = super::call::callable_name(m.vm, m.get(callable));
        let found = m.vm.class_of(mapping).name(m.vm);
        return Err(m.vm.type_error(format!("{shown} argument after ** must be a mapping, not {found}")));
    };
    for (key, value) in entries {
        // That keys are strings is looked at by the call, when all are there.
        if dict.contains(m.vm, key.value())? {
            let shown = super::call::callable_name(m.vm, m.get(callable));
            let name = m.vm.str_text(key.value())?;
            return Err(m.vm.type_error(format!("{shown} got multiple values for keyword argument '{name}'")));
        }
        dict.set(m.vm, key.value(), value.value())?;
    }
    Ok(())
}

pub(in crate::interp) fn list_to_tuple(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let list = m.operand(i.b);
    let tuple = attempt!(m.vm.tuple_from(list.value()));
    m.set(i.a, tuple);
    Flow::Next
}

pub(in crate::interp) fn format(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let value = m.operand(i.b);
    let value = match i.c & 3 {
        1 => attempt!(m.vm.str(value.value())),
        2 => attempt!(m.vm.repr(value.value())),
        3 => attempt!(m.vm.ascii(value.value())),
        _ => value,
    };
    let text = if i.c & FORMAT_HAS_SPEC != 0 {
        let spec = m.operand(i.b + 1);
        let Some(spec) = m.vm.cast::<Str>(spec.value()) else {
            return Flow::Raise(m.vm.type_error("format spec must be a str"));
        };
        attempt!(m.vm.format(value.value(), spec))
    } else if m.vm.cast_exact::<Str>(value.value()).is_some() {
        value
    } else {
        // SAFETY: the empty string is a string.
        let spec: Obj<Str> = unsafe { Obj::from_value(m.vm.empty_str.value()) };
        attempt!(m.vm.format(value.value(), spec))
    };
    m.set(i.a, text);
    Flow::Next
}

pub(in crate::interp) fn build_interpolation(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let value = m.operand(i.b);
    let expression = m.operand(i.b + 1);
    let spec = if i.c & FORMAT_HAS_SPEC != 0 { m.operand(i.b + 2) } else { m.vm.empty_str.clone() };
    let made = attempt!(crate::types::template::new_interpolation(m.vm, value, expression, i.c & 3, spec));
    m.set(i.a, made);
    Flow::Next
}

pub(in crate::interp) fn build_template(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let strings = m.operand(i.b);
    let interpolations = m.operand(i.b + 1);
    let made = attempt!(crate::types::template::new_template(m.vm, strings, interpolations));
    m.set(i.a, made);
    Flow::Next
}

/// The items of an exact tuple or list of `count` items.
#[inline(always)]
fn unpackable(m: &Machine<'_>, value: Value, count: usize) -> Option<*const Value> {
    let items: &[Value] = if let Some(tuple) = m.vm.cast_exact::<Tuple>(value) {
        tuple.items(m.vm)
    } else if let Some(list) = m.vm.cast_exact::<List>(value) {
        list.items(m.vm)
    } else {
        return None;
    };
    (items.len() == count).then_some(items.as_ptr())
}

/// UNPACK_SEQUENCE that has not run: what it is to become.
pub(in crate::interp) fn unpack_sequence(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let apart = i.b.wrapping_sub(i.a) >= i.c;
    let op = match shape_of(m.get(i.b)) {
        shapes::tuple if apart && i.c == 2 => Op::UNPACK_PAIR,
        shapes::tuple if apart => Op::UNPACK_TUPLE,
        shapes::list if apart => Op::UNPACK_LIST,
        _ => Op::UNPACK_ANY,
    };
    m.specialize(i, op)
}

/// UNPACK_PAIR: a tuple of two.
#[inline(always)]
pub(in crate::interp) fn unpack_pair(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match m.vm.cast_exact::<Tuple>(m.get(i.b)) {
        Some(tuple) if tuple.len(m.vm) == 2 => {
            let first = tuple.items(m.vm).as_ptr();
            // SAFETY: the tuple has two items and is in neither destination; these are registers of the frame.
            unsafe {
                let place = m.r.add(i.a as usize);
                if !unpack_item(place, first.read()) || !unpack_item(place.add(1), first.add(1).read()) {
                    return Flow::Second;
                }
            }
            unpacked(m, i)
        }
        _ => Flow::Slow(|m, i| m.specialize(i, Op::UNPACK_ANY)),
    }
}

/// UNPACK_TUPLE: a tuple.
#[inline(always)]
pub(in crate::interp) fn unpack_tuple(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match m.vm.cast_exact::<Tuple>(m.get(i.b)) {
        Some(tuple) => unpack_items(m, i, tuple.items(m.vm).as_ptr(), tuple.len(m.vm)),
        None => Flow::Slow(|m, i| m.specialize(i, Op::UNPACK_ANY)),
    }
}

/// UNPACK_LIST: a list.
#[inline(always)]
pub(in crate::interp) fn unpack_list(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match m.vm.cast_exact::<List>(m.get(i.b)) {
        Some(list) => unpack_items(m, i, list.items(m.vm).as_ptr(), list.len(m.vm)),
        None => Flow::Slow(|m, i| m.specialize(i, Op::UNPACK_ANY)),
    }
}

/// Give the registers of an UNPACK_SEQUENCE the items of a sequence that is in none of them.
#[inline(always)]
fn unpack_items(m: &mut Machine<'_>, i: Instruction, items: *const Value, length: usize) -> Flow {
    let count = i.c as usize;
    if length != count {
        return Flow::Second;
    }
    // SAFETY: the destinations are registers of the frame; the sequence has that many items.
    unsafe {
        let places = m.r.add(i.a as usize);
        let mut index = 0;
        while index < count {
            if !unpack_item(places.add(index), items.add(index).read()) {
                return Flow::Second;
            }
            index = crate::interp::dispatch::opaque(index + 1);
        }
    }
    unpacked(m, i)
}

/// Put an item into a register; not if what is there would die of it: the general way does that. It may begin again: what is done may be done again,
/// since the registers hold the items then.
///
/// # Safety
/// It is a register of the running frame.
#[inline(always)]
unsafe fn unpack_item(place: *mut Slot, item: Value) -> bool {
    // SAFETY: the caller's promise; a value that points to the heap points to a live object.
    unsafe {
        let bits = place.read().map_or(0, Value::bits);
        // Two jumps are fewer steps than the one that both tests would become, and the first one is nearly always enough.
        if bits & 7 == 0
            && let Some(old) = Value::from_bits(crate::interp::dispatch::opaque(bits as usize) as u64)
        {
            let header = old.header_unchecked().as_ref();
            if header.decref() {
                header.incref();
                return false;
            }
        }
        item.incref();
        place.write(Some(item));
    }
    true
}

/// The sequence of an UNPACK_SEQUENCE has been used.
#[inline(always)]
fn unpacked(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if !m.is_temp(i.b) {
        return Flow::Next;
    }
    // SAFETY: the register's reference is given up once.
    unsafe { retire(m.r.add(i.b as usize).replace(DEAD)) }
}

#[inline(always)]
pub(in crate::interp) fn unpack_any(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let value = m.get(i.b);
    match unpackable(m, value, i.c as usize) {
        Some(items) if i.b.wrapping_sub(i.a) >= i.c => unpack_items(m, i, items, i.c as usize),
        _ => Flow::Second,
    }
}

/// UNPACK_SEQUENCE in general.
#[inline(always)]
pub(in crate::interp) fn unpack_sequence_of_any(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let value = m.get(i.b);
    let count = i.c as usize;
    let Some(first) = unpackable(m, value, count).filter(|_| count > 0) else { return Flow::Slow(unpack_slow) };
    // SAFETY: the destinations are registers of the frame. The items lie in the sequence, which lives to the end: dropping what the registers held
    // runs no Python code, and the operand's own reference is given up last.
    unsafe {
        let places = m.r.add(i.a as usize);
        let reused = i.b.wrapping_sub(i.a) < i.c;
        let ends = reused || m.is_temp(i.b);
        if ends {
            m.r.add(i.b as usize).write(DEAD);
        }
        for index in 0..count {
            let item = first.add(index).read();
            item.incref();
            drop(places.add(index).replace(Some(item)).map(Owned::from_raw));
        }
        if m.interrupted() {
            if ends {
                drop(Owned::from_raw(value));
            }
            return Flow::Slow(super::control::nop);
        }
        if ends { retire(Some(value)) } else { Flow::Next }
    }
}

#[inline(never)]
fn unpack_slow(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let expected = i.c as usize;
    let value = m.get(i.b).own();
    let mut items: Vec<Owned> = Vec::with_capacity(expected);
    let iterator = match m.vm.iter(value.value()) {
        Ok(iterator) => iterator,
        Err(raised) => return Flow::Raise(not_unpackable(m.vm, value.value(), raised)),
    };
    for _ in 0..expected {
        match attempt!(m.vm.next(iterator.value())) {
            Some(item) => items.push(item),
            None => {
                let got = items.len();
                let message = format!("not enough values to unpack (expected {expected}, got {got})");
                return Flow::Raise(m.vm.value_error(message));
            }
        }
    }
    if attempt!(m.vm.next(iterator.value())).is_some() {
        // The builtin sequences know how many there were.
        let known = m.vm.cast_exact::<List>(value.value()).is_some()
            || m.vm.cast_exact::<Tuple>(value.value()).is_some()
            || m.vm.cast_exact::<Dict>(value.value()).is_some();
        let message = if known {
            let got = attempt!(m.vm.length(value.value()));
            format!("too many values to unpack (expected {expected}, got {got})")
        } else {
            format!("too many values to unpack (expected {expected})")
        };
        return Flow::Raise(m.vm.value_error(message));
    }
    m.consume(i.b);
    for (index, item) in items.into_iter().enumerate() {
        m.set(i.a + index as u8, item);
    }
    Flow::Next
}

fn not_unpackable(vm: &mut Vm, value: Value, raised: Raised) -> Raised {
    let class = vm.class_of(value);
    if class.slots(vm).iter.is_none() && vm.error_is(vm.exceptions.TypeError) && !vm.is_sequence(value) {
        drop(vm.take_error());
        let name = class.name(vm);
        return vm.type_error(format!("cannot unpack non-iterable {name} object"));
    }
    raised
}

pub(in crate::interp) fn unpack_ex(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let word = m.word();
    let (before, after) = ((word & 0xffff) as usize, (word >> 16) as usize);
    let value = m.get(i.b).own();
    let mut items = match m.vm.collect(value.value()) {
        Ok(items) => items,
        Err(raised) => return Flow::Raise(not_unpackable(m.vm, value.value(), raised)),
    };
    if items.len() < before + after {
        let (expected, got) = (before + after, items.len());
        let message = format!("not enough values to unpack (expected at least {expected}, got {got})");
        return Flow::Raise(m.vm.value_error(message));
    }
    attempt!(m.vm.check_room(items.len().saturating_mul(2 * size_of::<Owned>())));
    let tail = items.split_off(items.len() - after);
    let middle = items.split_off(before);
    let mut rest = ValueVec::new();
    for item in middle {
        let heap = m.vm.heap;
        let pushed = rest.push(heap, item);
        attempt!(m.vm.check(pushed));
    }
    let rest = attempt!(m.vm.new_list_from(rest));
    m.consume(i.b);
    let targets = items.into_iter().chain(std::iter::once(rest)).chain(tail);
    for (index, item) in targets.enumerate() {
        m.set(i.a + index as u8, item);
    }
    Flow::Next
}
