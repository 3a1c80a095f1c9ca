//! Attributes of instances that keep them in a dict, since it was asked for or there was no room: caches of LOAD_ATTR and STORE_ATTR.
//!
//! The cache words are those of `attr`: the shape, and the version of its class, which has nothing of that name that comes first. The data is the
//! position of the name in the dict of the instance that the site was made for, and the byte offset of dicts. Instances whose attributes were set
//! in another order have the name elsewhere: so the position is looked at before it is believed.

use taipan_bytecode::{Instruction, Op};
use taipan_heap::Value;

use crate::interp::machine::{Flow, Machine, retire, shape_of};
use crate::interp::ops::attr::{self, guard, load_attr, slot_at, store_attr};
use crate::native::*;

/// Make the instruction one for instances like this one, if its dict has the name.
pub(super) fn specialize(m: &mut Machine<'_>, i: Instruction, op: Op, object: Value) {
    let name = m.name(m.peek(0) as usize);
    if let Some(dict) = m.vm.existing_dict(object)
        && let Some(position) = dict.get(m.vm).table.find_str(m.vm, name, name.hash(m.vm))
        && let Ok(position) = u32::try_from(position)
        && let Some(offset) = m.vm.dict_offset(object)
    {
        let shape = shape_of(object);
        let version = m.vm.heap.shape_version(shape);
        attr::specialize(m, i, op, shape, version, u64::from(position) | u64::from(offset) << 32);
    }
}

/// The dict of an object like the one that the site is for.
#[inline(always)]
fn dict_of(m: &Machine<'_>, object: Value) -> Option<Obj<Dict>> {
    if !guard(m, object) {
        return None;
    }
    // SAFETY: objects of that shape have a dict, or nothing, there.
    unsafe { slot_at(object, u64::from(m.peek(4))).read().map(|dict| Obj::from_value(dict)) }
}

#[inline(always)]
pub(in crate::interp) fn load_attr_dict(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    if let Some(dict) = dict_of(m, object)
        && let name = m.name(m.peek(0) as usize)
        && let Some(value) = dict.get(m.vm).table.value_met(m.peek(3) as usize, name.value())
        && (!m.is_temp(i.b) || i.a == i.b)
    {
        value.incref();
        m.skip(5);
        return m.put(i.a, value);
    }
    Flow::Second
}

/// LOAD_ATTR_DICT where the name is at another position. Now and then the site is made anew, so that it follows a program's phases.
#[inline(always)]
pub(in crate::interp) fn load_attr_dict_elsewhere(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    if let Some(dict) = dict_of(m, object)
        && !m.vm.attribute_cache.should_adapt()
        && let name = m.name(m.peek(0) as usize)
        && let table = &dict.get(m.vm).table
        && let Some(position) = table.find_str(m.vm, name, name.hash(m.vm))
        && (!m.is_temp(i.b) || i.a == i.b)
    {
        let value = table.value_at(position);
        value.incref();
        m.skip(5);
        return m.put(i.a, value);
    }
    Flow::Slow(load_attr)
}

#[inline(always)]
pub(in crate::interp) fn store_attr_dict(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if m.is_temp(i.a) { Flow::Second } else { store(m, i) }
}

/// STORE_ATTR_DICT on what an expression gives.
#[inline(always)]
pub(in crate::interp) fn store_attr_dict_of_temp(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if m.outlives(i.a) { store(m, i) } else { Flow::Slow(store_attr) }
}

#[inline(always)]
fn store(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let Some(dict) = dict_of(m, m.get(i.a)) else { return Flow::Slow(store_attr) };
    let name = m.name(m.peek(0) as usize).value();
    let position = m.peek(3) as usize;
    let Some(place) = dict.get_mut(m.vm).table.value_place(position, name) else { return Flow::Slow(store_attr) };
    let place: *mut Value = place;
    let value = m.operand(i.b);
    if m.is_temp(i.a) {
        m.let_go(i.a);
    }
    // SAFETY: the object outlives the instruction, and nothing but registers was touched; the reference moves in, the old one out.
    unsafe {
        let old = place.replace(value.into_raw());
        m.skip(5);
        retire(Some(old))
    }
}
