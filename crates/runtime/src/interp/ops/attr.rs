//! Attributes: the general way, and the caches that hot instructions turn into.
//!
//! The cache words of LOAD_ATTR, STORE_ATTR and LOAD_METHOD, counted from pc after the name: shape, a version, and 64 bits of data. The version is
//! that of the shape's class; of the class itself for LOAD_ATTR_OF_CLASS; of the namespace's keys for LOAD_ATTR_MODULE and LOAD_METHOD_MODULE; of all
//! classes for slots, which few changes of a class touch (`Class::set_attribute`). The data is the byte offset of a slot, for each of two shapes,
//! with the second shape; a value that the class holds while the version stands; or a position in the namespace, and the byte offset of that. For
//! instances that keep their attributes in a dict see `attr_dict`, for what builtin classes compute `attr_getset`.

use taipan_bytecode::{HEADER_WORDS, Instruction, Op};
use taipan_heap::{Owned, Value};

use crate::interp::attribute_cache::{Access, Found};
use crate::interp::machine::{Flow, Machine, attempt, retire, shape_of};
use crate::interp::ops::control::{ends, immediate_truth, is_always_true, taken};
use crate::interp::ops::special::Asked;
use crate::native::*;
use crate::types::bound_method::BoundMethod;
use crate::types::shapes;

/// Rewrite the instruction, whose first extra word is at pc, and fill its cache.
pub(super) fn specialize(m: &mut Machine<'_>, i: Instruction, op: Op, shape: u32, version: u32, data: u64) {
    m.patch(-1, Instruction { op, ..i }.encode());
    m.patch(1, shape);
    m.patch(2, version);
    m.patch(3, data as u32);
    m.patch(4, (data >> 32) as u32);
}

/// The shape of no object.
const NO_SHAPE: u32 = 0;

/// Whether the object is like the one that the cache is for: its shape is the same, and its class as it was.
#[inline(always)]
pub(super) fn guard(m: &Machine<'_>, value: Value) -> bool {
    value.is_object() && shape_of(value) == m.peek(1) && m.vm.heap.shape_version(m.peek(1)) == m.peek(2)
}

/// As `guard`, of a slot: the version is that of all classes as far as they tell what is a slot.
#[inline(always)]
fn guard_slot(m: &Machine<'_>, value: Value) -> bool {
    value.is_object() && shape_of(value) == m.peek(1) && m.vm.slots_version == m.peek(2)
}

/// What objects of another shape than the site's have, if that was found before and the site should stay as it is.
#[inline(always)]
fn probe(m: &mut Machine<'_>, object: Value, access: Access) -> Option<Found> {
    if !object.is_object() || is_stale(m, object) {
        return None;
    }
    let shape = shape_of(object);
    let version = m.vm.heap.shape_version(shape);
    let name = m.name(m.peek(0) as usize);
    let found = m.vm.attribute_cache.probe(shape, version, name, access);
    found.filter(|_| !m.vm.attribute_cache.should_adapt())
}

/// Whether the object is of the site's shape: then what the site knows of its class is out of date, and it learns it anew at once.
#[inline(always)]
fn is_stale(m: &Machine<'_>, object: Value) -> bool {
    object.is_object() && shape_of(object) == m.peek(1)
}

#[inline(always)]
pub(super) fn data(m: &Machine<'_>) -> u64 {
    m.peek_wide(3)
}

/// The slot at a byte offset behind an object's header.
///
/// # Safety
/// The object has a slot there.
#[inline(always)]
pub(super) unsafe fn slot_at(value: Value, offset: u64) -> *mut Option<Value> {
    // SAFETY: the caller's promise.
    unsafe { value.header_unchecked().cast::<u8>().as_ptr().add(offset as usize).cast() }
}

#[inline(never)]
pub(in crate::interp) fn load_attr(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let object = m.get(i.b);
    let name = m.name(m.peek(0) as usize);
    let found = m.vm.locate_attribute(object, name, Access::Load);
    let value = match found {
        Found::Elsewhere => match attempt!(super::special::get_attribute(m, object, name)) {
            Asked::Method(flow) => return flow,
            Asked::Found(value) => Some(value),
            Asked::Nothing => None,
        },
        Found::Data(descriptor) => {
            if let Some(flow) = super::special::property(m, object, descriptor) {
                return flow;
            }
            if adapts(m, i, object, found) {
                super::attr_getset::specialize(m, i, object, descriptor);
            }
            Some(attempt!(m.vm.read_descriptor(object, name, descriptor)))
        }
        found => {
            if adapts(m, i, object, found) {
                adapt_load(m, i, object, found);
            }
            // SAFETY: the row's version says that the object is like this.
            unsafe { m.vm.read_attribute(object, name, found) }
        }
    };
    let value = match value {
        Some(value) => value,
        None => attempt!(m.vm.get_attr(object, name)),
    };
    m.skip(5);
    if i.a != i.b {
        m.consume(i.b);
    }
    m.assign(i.a, value)
}

/// Whether the op loads a method, or what is called as one: LOAD_METHOD, or what it became.
pub(super) fn is_method_load(op: Op) -> bool {
    matches!(op, Op::LOAD_METHOD | Op::LOAD_METHOD_CLASS | Op::LOAD_METHOD_VALUE | Op::LOAD_METHOD_MODULE)
}

/// Whether the op loads an attribute: LOAD_ATTR, or what it became.
pub(super) fn is_load(op: Op) -> bool {
    matches!(
        op,
        Op::LOAD_ATTR
            | Op::LOAD_ATTR_SLOT
            | Op::LOAD_ATTR_SLOT_OF_LOCAL
            | Op::LOAD_ATTR_SLOT_IF_TRUE
            | Op::LOAD_ATTR_SLOT_IF_FALSE
            | Op::LOAD_ATTR_SLOT_IF_NONE
            | Op::LOAD_ATTR_SLOT_IF_NOT_NONE
            | Op::LOAD_ATTR_CLASS
            | Op::LOAD_ATTR_OF_CLASS
            | Op::LOAD_ATTR_MODULE
            | Op::LOAD_ATTR_DICT
            | Op::LOAD_ATTR_GETSET
    )
}

/// Rewrite the instruction for objects like this one.
fn adapt_load(m: &mut Machine<'_>, i: Instruction, object: Value, found: Found) {
    let shape = shape_of(object);
    let version = m.vm.heap.shape_version(shape);
    match found {
        Found::Slot(offset) => {
            let of_local = !m.is_temp(i.b) && m.is_temp(i.a);
            let op = if of_local { slot_op(i, m.peek(5)) } else { Op::LOAD_ATTR_SLOT };
            specialize_slot(m, i, op, shape, offset);
        }
        Found::Value(value) => match m.vm.cast::<Class>(object) {
            Some(class) => {
                // A class whose changes cannot be told has no version.
                let version = class.get(m.vm).version;
                if version != 0 {
                    specialize(m, i, Op::LOAD_ATTR_OF_CLASS, shape, version, value.bits());
                }
            }
            None => specialize(m, i, Op::LOAD_ATTR_CLASS, shape, version, value.bits()),
        },
        Found::Entry(position) => {
            specialize_entry(m, i, Op::LOAD_ATTR_MODULE, object, position);
        }
        Found::Dict(_) => super::attr_dict::specialize(m, i, Op::LOAD_ATTR_DICT, object),
        Found::Add { .. }
        | Found::Method(_)
        | Found::ClassMethod(_)
        | Found::Data(_)
        | Found::ValueBehindDict(_)
        | Found::MethodBehindDict(_)
        | Found::Absent
        | Found::Elsewhere => {}
    }
}

/// As `specialize`, for an entry in the namespace of a module.
fn specialize_entry(m: &mut Machine<'_>, i: Instruction, op: Op, object: Value, position: u32) {
    let shape = shape_of(object);
    if let Some(dict) = m.vm.existing_dict(object)
        && dict.get(m.vm).table.is_narrow()
        && let Some(offset) = m.vm.dict_offset(object)
    {
        let version = dict.current_version(m.vm);
        if version != 0 {
            specialize(m, i, op, shape, version, u64::from(position) | u64::from(offset) << 32);
        }
    }
}

/// The entry in the namespace of a module that the site is for, if that is as it was.
#[inline(always)]
fn entry(m: &Machine<'_>, object: Value) -> Option<Value> {
    if !object.is_object() || shape_of(object) != m.peek(1) {
        return None;
    }
    // SAFETY: objects of that shape have their dict there; the version, which is not 0, says that it is as it was when the position was noted,
    // of a narrow table.
    unsafe {
        let dict: Obj<Dict> = Obj::from_value(slot_at(object, u64::from(m.peek(4))).read()?);
        let met = dict.current_version(m.vm) == m.peek(2);
        met.then(|| dict.get(m.vm).table.narrow_value_at(m.peek(3) as usize))
    }
}

/// The op for a slot of a local, loaded into a temp: if that is only tested by the next instruction, `next`, the value need not be counted.
fn slot_op(i: Instruction, next: u32) -> Op {
    match Instruction::decode(next) {
        Some(jump) if jump.a == i.a => match (jump.op, jump.b) {
            (Op::JUMP_IF_TRUE, 1 | 2) => Op::LOAD_ATTR_SLOT_IF_TRUE,
            (Op::JUMP_IF_FALSE, 1 | 2) => Op::LOAD_ATTR_SLOT_IF_FALSE,
            (Op::JUMP_IF_NONE, 1) => Op::LOAD_ATTR_SLOT_IF_NONE,
            (Op::JUMP_IF_NOT_NONE, 1) => Op::LOAD_ATTR_SLOT_IF_NOT_NONE,
            _ => Op::LOAD_ATTR_SLOT_OF_LOCAL,
        },
        _ => Op::LOAD_ATTR_SLOT_OF_LOCAL,
    }
}

/// As `specialize`, for a slot. Word 3 holds the offsets for two shapes, word 4 the second shape, which is filled in when it is met.
fn specialize_slot(m: &mut Machine<'_>, i: Instruction, op: Op, shape: u32, offset: u32) {
    if u16::try_from(offset).is_ok() {
        specialize(m, i, op, shape, m.vm.slots_version, u64::from(offset));
    }
}

/// Where an object has the slot, if the object is of one of the site's two shapes. The version is that of all classes as far as they tell what
/// is a slot.
#[inline(always)]
fn site_offset(m: &Machine<'_>, object: Value) -> Option<u32> {
    if !object.is_object() {
        return None;
    }
    let shape = shape_of(object);
    let offset = if shape == m.peek(1) {
        m.peek(3) & 0xffff
    } else if shape == m.peek(4) {
        std::hint::cold_path();
        m.peek(3) >> 16
    } else {
        return None;
    };
    (m.vm.slots_version == m.peek(2)).then_some(offset)
}

/// Where an object has the slot, if that was found before and the site should stay as it is.
#[inline(always)]
fn offset_of_any(m: &mut Machine<'_>, object: Value, access: Access) -> Option<u32> {
    match site_offset(m, object) {
        Some(offset) => Some(offset),
        None => offset_of_another(m, object, access),
    }
}

/// Where an object of another shape than the site's two has the slot, if that was found before and the site should stay as it is. A site that
/// knows one shape learns the second in the general way.
#[inline(always)]
fn offset_of_another(m: &mut Machine<'_>, object: Value, access: Access) -> Option<u32> {
    if m.peek(4) == NO_SHAPE {
        return None;
    }
    match probe(m, object, access) {
        Some(Found::Slot(offset)) => Some(offset),
        _ => None,
    }
}

/// Whether the instruction, which the general way carries out, should be made for this object. A site for slots of one shape learns a second.
fn adapts(m: &mut Machine<'_>, i: Instruction, object: Value, found: Found) -> bool {
    if matches!(i.op, Op::LOAD_ATTR | Op::STORE_ATTR | Op::LOAD_METHOD) || is_stale(m, object) {
        return true;
    }
    if matches!(i.op, Op::LOAD_ATTR_DICT | Op::STORE_ATTR_DICT) && !matches!(found, Found::Dict(_)) {
        // The first instances of a class may have dicts where later ones have room.
        return true;
    }
    let of_slots = matches!(
        i.op,
        Op::LOAD_ATTR_SLOT
            | Op::LOAD_ATTR_SLOT_OF_LOCAL
            | Op::LOAD_ATTR_SLOT_IF_TRUE
            | Op::LOAD_ATTR_SLOT_IF_FALSE
            | Op::LOAD_ATTR_SLOT_IF_NONE
            | Op::LOAD_ATTR_SLOT_IF_NOT_NONE
            | Op::STORE_ATTR_SLOT
    );
    if of_slots && m.vm.slots_version != m.peek(2) {
        return true;
    }
    if of_slots
        && m.peek(4) == NO_SHAPE
        && let Found::Slot(offset) = found
        && offset <= 0xffff
    {
        m.patch(3, m.peek(3) | offset << 16);
        m.patch(4, shape_of(object));
        return false;
    }
    m.vm.attribute_cache.adapts()
}

#[inline(always)]
pub(in crate::interp) fn load_attr_slot(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    match site_offset(m, object) {
        Some(offset) if !m.is_temp(i.b) || i.a == i.b => read_slot(m, i, object, offset),
        _ => Flow::Second,
    }
}

#[inline(always)]
pub(in crate::interp) fn load_attr_slot_of_local(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    let Some(offset) = site_offset(m, object) else { return Flow::Second };
    // SAFETY: the shape says that the slot exists and is initialised.
    match unsafe { slot_at(object, u64::from(offset)).read() } {
        Some(value) => {
            value.incref();
            m.skip(5);
            m.overwrite(i.a, value);
            Flow::Next
        }
        None => Flow::Slow(load_attr),
    }
}

/// LOAD_ATTR_SLOT_OF_LOCAL and the conditional jump that follows.
#[inline(always)]
pub(in crate::interp) fn load_attr_slot_if<const JUMP: u8>(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    match site_offset(m, object) {
        Some(offset) => jump_on_slot::<JUMP>(m, i, object, offset),
        None => Flow::Second,
    }
}

/// As `load_attr_slot_if`, on an object of another shape.
#[inline(always)]
pub(in crate::interp) fn load_attr_slot_of_another_if<const JUMP: u8>(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    match offset_of_another(m, object, Access::Load) {
        Some(offset) => jump_on_slot::<JUMP>(m, i, object, offset),
        None => Flow::Slow(load_attr),
    }
}

pub(in crate::interp) const IF_TRUE: u8 = Op::JUMP_IF_TRUE as u8;
pub(in crate::interp) const IF_FALSE: u8 = Op::JUMP_IF_FALSE as u8;
pub(in crate::interp) const IF_NONE: u8 = Op::JUMP_IF_NONE as u8;
pub(in crate::interp) const IF_NOT_NONE: u8 = Op::JUMP_IF_NOT_NONE as u8;

/// Carry out the conditional jump that follows, on the value of a slot, without counting a reference to it. If that takes more, or somebody
/// watches the jump, the value is loaded and the jump left alone.
#[inline(always)]
fn jump_on_slot<const JUMP: u8>(m: &mut Machine<'_>, i: Instruction, object: Value, offset: u32) -> Flow {
    // SAFETY: the shape says that the slot exists and is initialised.
    let Some(value) = (unsafe { slot_at(object, u64::from(offset)).read() }) else { return Flow::Slow(load_attr) };
    if m.peek(5) as u8 == JUMP {
        let jumps = match JUMP {
            IF_NONE => Some(value.is_none()),
            IF_NOT_NONE => Some(!value.is_none()),
            _ => match immediate_truth(value) {
                Some(truth) => Some(truth == (JUMP == IF_TRUE)),
                None if is_always_true(m, value) && ends((m.peek(5) >> 16) as u8, JUMP == IF_TRUE) => {
                    let offset = m.peek(6);
                    m.skip(7);
                    return if JUMP == IF_TRUE { taken(m, offset) } else { Flow::Next };
                }
                None => None,
            },
        };
        if let Some(jumps) = jumps {
            if JUMP == IF_TRUE || JUMP == IF_FALSE {
                // A jump that is taken may keep it, and it counts for nothing.
                m.overwrite(i.a, value);
            }
            let offset = m.peek(6);
            m.skip(7);
            return if jumps { taken(m, offset) } else { Flow::Next };
        }
    }
    value.incref();
    m.skip(5);
    m.overwrite(i.a, value);
    Flow::Next
}

/// LOAD_ATTR_SLOT on an object of another shape, or one in a temp that is not the destination.
#[inline(always)]
pub(in crate::interp) fn load_attr_slot_of_another(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    let Some(offset) = offset_of_any(m, object, Access::Load) else { return Flow::Slow(load_attr) };
    if i.a != i.b && m.is_temp(i.b) {
        // SAFETY: the shape says that the slot exists and is initialised.
        let value = unsafe { slot_at(object, u64::from(offset)).read() };
        let Some(value) = value else { return Flow::Slow(load_attr) };
        if !m.outlives(i.b) {
            return Flow::Slow(load_attr);
        }
        value.incref();
        m.let_go(i.b);
        m.skip(5);
        return m.put(i.a, value);
    }
    read_slot(m, i, object, offset)
}

#[inline(always)]
fn read_slot(m: &mut Machine<'_>, i: Instruction, object: Value, offset: u32) -> Flow {
    // SAFETY: the shape says that the slot exists and is initialised.
    match unsafe { slot_at(object, u64::from(offset)).read() } {
        Some(value) => {
            value.incref();
            m.skip(5);
            m.put(i.a, value)
        }
        None => Flow::Slow(load_attr),
    }
}

#[inline(always)]
pub(in crate::interp) fn load_attr_class(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    if guard(m, object)
        && (!m.is_temp(i.b) || i.a == i.b)
        && let Some(value) = Value::from_bits(data(m))
    {
        value.incref();
        m.skip(5);
        return m.put(i.a, value);
    }
    Flow::Slow(load_attr)
}

#[inline(always)]
pub(in crate::interp) fn load_attr_of_class(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    if object.is_object() && shape_of(object) == m.peek(1) && (!m.is_temp(i.b) || i.a == i.b) {
        // SAFETY: the specialiser noted the shape of a class.
        let class: Obj<Class> = unsafe { Obj::from_value(object) };
        if class.get(m.vm).version == m.peek(2)
            && let Some(value) = Value::from_bits(data(m))
        {
            value.incref();
            m.skip(5);
            return m.put(i.a, value);
        }
    }
    Flow::Slow(load_attr)
}

#[inline(always)]
pub(in crate::interp) fn load_attr_module(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    let Some(value) = entry(m, object) else { return Flow::Slow(load_attr) };
    if i.a != i.b && m.is_temp(i.b) {
        if !m.outlives(i.b) {
            return Flow::Slow(load_attr);
        }
        m.let_go(i.b);
    }
    value.incref();
    m.skip(5);
    m.put(i.a, value)
}

#[inline(never)]
pub(in crate::interp) fn store_attr(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let object = m.get(i.a);
    let name = m.name(m.peek(0) as usize);
    let value = m.get(i.b).own();
    let old = match m.vm.locate_attribute(object, name, Access::Store) {
        found @ (Found::Slot(_) | Found::Add { .. }) => {
            if adapts(m, i, object, found) {
                adapt_store(m, i, object, found);
            }
            // SAFETY: the row's version says that the object is like this; the reference moves in, the old one out.
            unsafe {
                match found {
                    Found::Slot(offset) => slot_at(object, u64::from(offset)).replace(Some(value.into_raw())),
                    Found::Add { offset, shape } => {
                        slot_at(object, u64::from(offset)).write(Some(value.into_raw()));
                        object.header_unchecked().as_ref().set_shape(shape);
                        None
                    }
                    _ => None,
                }
            }
        }
        found @ Found::Dict(_) if let Some(dict) = m.vm.existing_dict(object) => {
            attempt!(dict.set_str(m.vm, name, value.value()));
            if adapts(m, i, object, found) {
                super::attr_dict::specialize(m, i, Op::STORE_ATTR_DICT, object);
            }
            None
        }
        _ => {
            if let Some(flow) = super::special::set_attribute(m, object, name, value.value()) {
                return flow;
            }
            attempt!(m.vm.set_attr(object, name, Some(value.value())));
            None
        }
    };
    m.skip(5);
    m.consume(i.b);
    m.consume(i.a);
    drop(old.map(Owned::from_raw));
    Flow::Next
}

/// Rewrite the instruction for objects like this one.
fn adapt_store(m: &mut Machine<'_>, i: Instruction, object: Value, found: Found) {
    let shape = shape_of(object);
    match found {
        Found::Slot(offset) => specialize_slot(m, i, Op::STORE_ATTR_SLOT, shape, offset),
        Found::Add { offset, shape: next } => {
            let version = m.vm.slots_version;
            specialize(m, i, Op::STORE_ATTR_ADD, shape, version, u64::from(offset) | u64::from(next) << 32);
        }
        _ => {}
    }
}

#[inline(always)]
pub(in crate::interp) fn store_attr_slot(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.a);
    match site_offset(m, object) {
        Some(offset) if !m.is_temp(i.a) => write_slot(m, i, object, offset),
        _ => Flow::Second,
    }
}

/// STORE_ATTR_SLOT on an object of another shape, or on what an expression gives.
#[inline(always)]
pub(in crate::interp) fn store_attr_slot_of_another(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.a);
    if !m.outlives(i.a) {
        return Flow::Slow(store_attr);
    }
    match offset_of_any(m, object, Access::Store) {
        Some(offset) => {
            m.let_go(i.a);
            write_slot(m, i, object, offset)
        }
        None => Flow::Slow(store_attr),
    }
}

#[inline(always)]
fn write_slot(m: &mut Machine<'_>, i: Instruction, object: Value, offset: u32) -> Flow {
    let value = m.operand(i.b);
    // SAFETY: the shape says that the slot exists and is initialised; the reference moves in, the old one out.
    unsafe {
        let old = slot_at(object, u64::from(offset)).replace(Some(value.into_raw()));
        m.skip(5);
        retire(old)
    }
}

#[inline(always)]
pub(in crate::interp) fn store_attr_add(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.a);
    if guard_slot(m, object) && !m.is_temp(i.a) {
        let value = m.operand(i.b);
        let data = data(m);
        // SAFETY: the shape has room for one more slot, which was never written.
        unsafe {
            slot_at(object, data & 0xffff_ffff).write(Some(value.into_raw()));
            object.header_unchecked().as_ref().set_shape((data >> 32) as u32);
        }
        m.skip(5);
        return Flow::Next;
    }
    Flow::Slow(store_attr)
}

pub(in crate::interp) fn delete_attr(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let name = m.name(m.peek(0) as usize);
    let object = m.get(i.a);
    attempt!(m.vm.set_attr(object, name, None));
    m.skip(1);
    m.consume(i.a);
    m.check_breaker()
}

#[inline(never)]
pub(in crate::interp) fn load_method(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let object = m.get(i.b);
    let name = m.name(m.peek(0) as usize);
    let found = m.vm.locate_attribute(object, name, Access::Method);
    let (callable, this) = match found {
        Found::Method(function) => {
            if adapts(m, i, object, found) {
                let shape = shape_of(object);
                let version = m.vm.heap.shape_version(shape);
                specialize(m, i, Op::LOAD_METHOD_CLASS, shape, version, function.bits());
            }
            (function.own(), Some(object.own()))
        }
        Found::ClassMethod(function) => {
            let class = match m.vm.cast::<Class>(object) {
                Some(class) => class,
                None => m.vm.class_of(object),
            };
            (function.own(), Some(class.own()))
        }
        Found::Slot(_) | Found::Value(_) | Found::Entry(_) | Found::Dict(_) | Found::ValueBehindDict(_) => {
            if let Found::Entry(position) = found {
                if adapts(m, i, object, found) {
                    specialize_entry(m, i, Op::LOAD_METHOD_MODULE, object, position);
                }
            } else if matches!(found, Found::Slot(_) | Found::Value(_)) && adapts(m, i, object, found) {
                let (shape, offset) = match found {
                    Found::Slot(offset) => (shape_of(object), offset),
                    _ => (NO_SHAPE, 0),
                };
                specialize(m, i, Op::LOAD_METHOD_VALUE, shape, m.vm.slots_version, u64::from(offset));
            }
            // SAFETY: the row's version says that the object is like this.
            match unsafe { m.vm.read_attribute(object, name, found) } {
                Some(value) => (value, None),
                None => (attempt!(m.vm.get_attr(object, name)), None),
            }
        }
        Found::MethodBehindDict(function) if m.vm.dict_lacks(object, name) => (function.own(), Some(object.own())),
        Found::Data(descriptor) => {
            if let Some(flow) = super::special::property(m, object, descriptor) {
                return flow;
            }
            (attempt!(m.vm.read_descriptor(object, name, descriptor)), None)
        }
        Found::MethodBehindDict(_) | Found::Add { .. } | Found::Absent | Found::Elsewhere => {
            match attempt!(super::special::get_attribute(m, object, name)) {
                Asked::Method(flow) => return flow,
                Asked::Found(value) => (value, None),
                Asked::Nothing => {
                    let (callable, takes_self) = attempt!(m.vm.get_method(object, name));
                    (callable, takes_self.then(|| object.own()))
                }
            }
        }
    };
    m.skip(5);
    if i.a != i.b {
        m.consume(i.b);
    }
    m.set(i.a, callable);
    match this {
        Some(this) => m.set(i.a + HEADER_WORDS as u8, this),
        None => m.clear(i.a + HEADER_WORDS as u8),
    }
    Flow::Next
}

#[inline(always)]
pub(in crate::interp) fn load_method_class(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    if guard(m, object)
        && let Some(function) = Value::from_bits(data(m))
    {
        return method_pair(m, i, object, function);
    }
    Flow::Second
}

/// LOAD_METHOD_CLASS on an object of another shape.
#[inline(always)]
pub(in crate::interp) fn load_method_class_of_another(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    match probe(m, object, Access::Method) {
        Some(Found::Method(function)) => method_pair(m, i, object, function),
        _ => Flow::Slow(load_method),
    }
}

#[inline(always)]
pub(in crate::interp) fn load_method_value(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    if guard_slot(m, object) && (!m.is_temp(i.b) || i.a == i.b) {
        // SAFETY: the shape says that the slot exists and is initialised.
        if let Some(value) = unsafe { slot_at(object, u64::from(m.peek(3))).read() } {
            return callable_alone(m, i, value);
        }
    }
    Flow::Second
}

#[inline(always)]
pub(in crate::interp) fn load_method_module(m: &mut Machine<'_>, i: Instruction) -> Flow {
    match entry(m, m.get(i.b)) {
        Some(value) if !m.is_temp(i.b) || i.a == i.b => callable_alone(m, i, value),
        _ => Flow::Slow(load_method),
    }
}

/// LOAD_METHOD_VALUE of anything but a slot of the site's shape.
#[inline(always)]
pub(in crate::interp) fn load_method_value_of_another(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    let value = match probe(m, object, Access::Method) {
        // SAFETY: the row's version says that the object is like this.
        Some(Found::Slot(offset)) => unsafe { slot_at(object, u64::from(offset)).read() },
        Some(Found::Value(value)) => Some(value),
        Some(_) => None,
        None if is_stale(m, object) => None,
        None => module_entry(m, object),
    };
    match value {
        Some(value) if !m.is_temp(i.b) || i.a == i.b => callable_alone(m, i, value),
        _ => Flow::Slow(load_method),
    }
}

/// What a module holds as the instruction's name, if it was found before.
#[inline(always)]
fn module_entry(m: &Machine<'_>, object: Value) -> Option<Value> {
    if !object.is_object() {
        return None;
    }
    let (name, shape) = (m.name(m.peek(0) as usize), shape_of(object));
    let dict = m.vm.existing_dict(object)?;
    let version = u64::from(dict.current_version(m.vm)) << 32 | u64::from(m.vm.heap.shape_version(shape));
    match m.vm.attribute_cache.probe_own(shape, version, name, Access::Method)? {
        Found::Entry(position) => Some(dict.get(m.vm).table.value_at(position as usize)),
        _ => None,
    }
}

/// The pair of a callable that takes no self; a bound method is taken apart.
#[inline(always)]
fn callable_alone(m: &mut Machine<'_>, i: Instruction, callable: Value) -> Flow {
    let (mut callable, mut this) = (callable, None);
    if shape_of(callable) == shapes::method {
        // SAFETY: the shape says what it is.
        let method = unsafe { Obj::<BoundMethod>::from_value(callable) }.get(m.vm);
        callable = method.function.value();
        this = Some(method.this.clone().into_raw());
    }
    callable.incref();
    m.skip(5);
    // SAFETY: the pair's registers are temps of the frame; only one that was the operand holds anything that counts.
    unsafe {
        m.r.add(i.a as usize + HEADER_WORDS).write(this);
        retire(m.r.add(i.a as usize).replace(Some(callable)))
    }
}

#[inline(always)]
fn method_pair(m: &mut Machine<'_>, i: Instruction, object: Value, function: Value) -> Flow {
    function.incref();
    m.skip(5);
    if m.is_temp(i.b) {
        // SAFETY: a register of the frame; the reference moves.
        unsafe { m.r.add(i.b as usize).write(crate::interp::stack::DEAD) };
    } else {
        object.incref();
    }
    // SAFETY: the pair's registers are temps whose life begins: they hold nothing that counts.
    unsafe {
        m.r.add(i.a as usize).write(Some(function));
        m.r.add(i.a as usize + HEADER_WORDS).write(Some(object));
    }
    Flow::Next
}

/// `super(...).name`: the value, and whether it is an unbound function that takes self.
fn super_attribute(m: &mut Machine<'_>, i: Instruction, method: bool) -> R<(Owned, bool, Owned)> {
    m.sync();
    let name = m.name(m.peek(0) as usize);
    let class = m.operand(i.b);
    let this = m.operand(i.b + 1);
    let callable = m.operand(i.b + 2);
    if callable.is(m.vm.types.super_.value())
        && let Some(class) = m.vm.cast::<Class>(class.value())
    {
        let (value, takes_self) = if method {
            crate::types::super_::super_method(m.vm, class, this.value(), name)?
        } else {
            (crate::types::super_::super_lookup(m.vm, class, this.value(), name)?, false)
        };
        return Ok((value, takes_self, this));
    }
    // `super` means something else here.
    let object = if i.c == 1 {
        m.vm.call(callable.value(), &[])?
    } else {
        m.vm.call(callable.value(), &[class.value(), this.value()])?
    };
    let value = m.vm.get_attr(object.value(), name)?;
    Ok((value, false, this))
}

pub(in crate::interp) fn load_super_attr(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (value, _, _) = attempt!(super_attribute(m, i, false));
    m.skip(3);
    m.set(i.a, value);
    Flow::Next
}

pub(in crate::interp) fn load_super_method(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let (value, takes_self, this) = attempt!(super_attribute(m, i, true));
    m.skip(3);
    m.set(i.a, value);
    if takes_self {
        m.set(i.a + HEADER_WORDS as u8, this);
    } else {
        m.clear(i.a + HEADER_WORDS as u8);
    }
    Flow::Next
}
