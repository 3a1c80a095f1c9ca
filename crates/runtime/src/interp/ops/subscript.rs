//! Subscription: lists, tuples and dicts directly, everything else by its class's slot.

use taipan_bytecode::Instruction;
use taipan_heap::Value;

use crate::interp::machine::{Flow, Machine, attempt};
use crate::native::*;

/// A position in a sequence of `length` items, counted from the end when negative.
#[inline(always)]
fn position(index: i64, length: usize) -> Option<usize> {
    let index = if index < 0 { index + length as i64 } else { index };
    if (index as u64) < length as u64 { Some(index as usize) } else { None }
}

/// The item of an exact list or tuple at an inline int.
#[inline(always)]
fn item(m: &Machine<'_>, container: Value, key: Value) -> Option<Value> {
    let index = key.as_int()?;
    if let Some(list) = m.vm.cast_exact::<List>(container) {
        let items = list.items(m.vm);
        return position(index, items.len()).map(|index| items[index]);
    }
    if let Some(tuple) = m.vm.cast_exact::<Tuple>(container) {
        let items = tuple.items(m.vm);
        return position(index, items.len()).map(|index| items[index]);
    }
    None
}

#[inline(always)]
pub(in crate::interp) fn load_subscr(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (container, key) = (m.get(i.b), m.get(i.c));
    if let Some(value) = item(m, container, key) {
        if m.is_temp(i.b) && i.a != i.b {
            return Flow::Slow(load_subscr_slow);
        }
        value.incref();
        return m.put(i.a, value);
    }
    Flow::Slow(load_subscr_slow)
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
        None => attempt!(m.vm.get_item(container, key)),
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
pub(in crate::interp) fn load_subscr_imm(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let key = Value::small(i32::from(i.c as i8));
    match item(m, m.get(i.b), key) {
        Some(value) if !m.is_temp(i.b) || i.a == i.b => {
            value.incref();
            m.put(i.a, value)
        }
        _ => Flow::Slow(load_subscr_imm_slow),
    }
}

fn load_subscr_imm_slow(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let value = attempt!(m.vm.get_item(m.get(i.b), Value::small(i32::from(i.c as i8))));
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
            return Flow::Slow(store_subscr_slow);
        }
        let value = m.operand(i.c);
        let old = list.get_mut(m.vm).items.replace(index, value);
        return m.end(old);
    }
    Flow::Slow(store_subscr_slow)
}

#[inline(never)]
fn store_subscr_slow(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let (container, key) = (m.get(i.a), m.get(i.b));
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

pub(in crate::interp) fn load_slice(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let (start, stop) = (m.get(i.c), m.get(i.c + 1));
    let slice = attempt!(crate::types::slice::new(m.vm, start, stop, Value::NONE));
    let value = attempt!(m.vm.get_item(m.get(i.b), slice.value()));
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
    let (start, stop) = (m.get(i.c), m.get(i.c + 1));
    let slice = attempt!(crate::types::slice::new(m.vm, start, stop, Value::NONE));
    attempt!(m.vm.set_item(m.get(i.a), slice.value(), m.get(i.b)));
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
