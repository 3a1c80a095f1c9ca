//! Attributes: the general way, and the caches that hot instructions turn into.
//!
//! The cache words of LOAD_ATTR, STORE_ATTR and LOAD_METHOD, counted from pc after the name: shape, version of the shape's class, and 64 bits of
//! data (a slot's byte offset, or a value that the class holds while the version stands).

use taipan_bytecode::{HEADER_WORDS, Instruction, Op};
use taipan_heap::{HEADER_SIZE, Owned, Value};

use crate::interp::machine::{Flow, Machine, attempt};
use crate::native::*;
use crate::object::class::ClassFlags;
use crate::object::protocol::attribute::{object_get_attr, object_set_attr};

/// Rewrite the instruction, whose first extra word is at pc, and fill its cache.
fn specialize(m: &mut Machine<'_>, i: Instruction, op: Op, shape: u32, version: u32, data: u64) {
    m.patch(-1, Instruction { op, ..i }.encode());
    m.patch(1, shape);
    m.patch(2, version);
    m.patch(3, data as u32);
    m.patch(4, (data >> 32) as u32);
}

/// Back to the general instruction: the guard failed.
fn generalize(m: &mut Machine<'_>, i: Instruction, op: Op) {
    m.patch(-1, Instruction { op, ..i }.encode());
}

#[inline(always)]
fn shape_of(value: Value) -> u32 {
    if value.is_object() {
        // SAFETY: a value that points to the heap points to a live object.
        unsafe { value.header_unchecked().as_ref() }.shape()
    } else {
        0
    }
}

/// Whether the guard holds: the object's shape, and that its class is as it was.
#[inline(always)]
fn guard(m: &Machine<'_>, value: Value) -> bool {
    let shape = shape_of(value);
    shape == m.peek(1) && shape != 0 && m.vm.heap.shape_version(shape) == m.peek(2)
}

#[inline(always)]
fn data(m: &Machine<'_>) -> u64 {
    u64::from(m.peek(3)) | u64::from(m.peek(4)) << 32
}

/// The slot at a byte offset behind an object's header.
///
/// # Safety
/// The object has a slot there.
#[inline(always)]
unsafe fn slot_at(value: Value, offset: u64) -> *mut Option<Value> {
    // SAFETY: the caller's promise.
    unsafe { value.header_unchecked().cast::<u8>().as_ptr().add(offset as usize).cast() }
}

/// The byte offset of attribute slot `position` of objects of this shape; None where it differs from object to object.
fn slot_offset(vm: &Vm, shape: u32, fixed: usize, position: usize) -> Option<u64> {
    let layout = vm.heap.shape(shape).layout;
    (!layout.variable).then(|| (HEADER_SIZE + layout.payload_size.next_multiple_of(8) + (fixed + position) * 8) as u64)
}

#[inline(never)]
pub(in crate::interp) fn load_attr(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let object = m.get(i.b);
    let name = m.name(m.peek(0) as usize);
    learn_load(m, i, object, name);
    finish_load(m, i, object, name)
}

/// The general way.
#[inline(always)]
fn finish_load(m: &mut Machine<'_>, i: Instruction, object: Value, name: Obj<Str>) -> Flow {
    let value = attempt!(m.vm.get_attr(object, name));
    m.skip(5);
    if i.a != i.b {
        m.consume(i.b);
    }
    m.set(i.a, value);
    Flow::Next
}

/// Choose the cached form for an attribute of `object`, if one fits.
fn learn_load(m: &mut Machine<'_>, i: Instruction, object: Value, name: Obj<Str>) {
    let shape = shape_of(object);
    if shape == 0 {
        return;
    }
    let class = m.vm.class_of(object);
    let plain = class.slots(m.vm).get_attr.is_some_and(|get| get as usize == object_get_attr as *const () as usize);
    let version = m.vm.heap.shape_version(shape);
    if !plain || version == 0 {
        return;
    }
    let found = class.lookup(m.vm, name);
    let (is_data, is_descriptor) = match found {
        Some(found) => {
            let slots = m.vm.class_of(found).slots(m.vm);
            (slots.descriptor_set.is_some(), slots.descriptor_get.is_some())
        }
        None => (false, false),
    };
    if is_data {
        return;
    }
    let attributes = &m.vm.shapes[shape as usize];
    if attributes.in_dict {
        return;
    }
    match attributes.position(name.value()) {
        Some(position) => {
            let fixed = class.get(m.vm).fixed_slots as usize;
            if let Some(offset) = slot_offset(m.vm, shape, fixed, position) {
                specialize(m, i, Op::LOAD_ATTR_SLOT, shape, version, offset);
            }
        }
        None => {
            if let (Some(found), false) = (found, is_descriptor) {
                specialize(m, i, Op::LOAD_ATTR_CLASS, shape, version, found.bits());
            }
        }
    }
}

#[inline(always)]
pub(in crate::interp) fn load_attr_slot(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    if guard(m, object) {
        // SAFETY: the shape says that the slot exists and is initialised.
        if let Some(value) = unsafe { slot_at(object, data(m)).read() } {
            let value = value.own();
            m.skip(5);
            if i.a != i.b {
                m.consume(i.b);
            }
            m.set(i.a, value);
            return Flow::Next;
        }
    }
    generalize(m, i, Op::LOAD_ATTR);
    m.outline(i, load_attr)
}

#[inline(always)]
pub(in crate::interp) fn load_attr_class(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    if guard(m, object)
        && let Some(value) = Value::from_bits(data(m))
    {
        let value = value.own();
        m.skip(5);
        if i.a != i.b {
            m.consume(i.b);
        }
        m.set(i.a, value);
        return Flow::Next;
    }
    generalize(m, i, Op::LOAD_ATTR);
    m.outline(i, load_attr)
}

pub(in crate::interp) fn load_attr_module(m: &mut Machine<'_>, i: Instruction) -> Flow {
    generalize(m, i, Op::LOAD_ATTR);
    m.outline(i, load_attr)
}

#[inline(never)]
pub(in crate::interp) fn store_attr(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let object = m.get(i.a);
    let name = m.name(m.peek(0) as usize);
    learn_store(m, i, object, name);
    let value = m.get(i.b).own();
    attempt!(m.vm.set_attr(object, name, Some(value.value())));
    m.skip(5);
    m.consume(i.b);
    m.consume(i.a);
    m.check_breaker()
}

fn learn_store(m: &mut Machine<'_>, i: Instruction, object: Value, name: Obj<Str>) {
    let shape = shape_of(object);
    if shape == 0 {
        return;
    }
    let class = m.vm.class_of(object);
    let plain = class.slots(m.vm).set_attr.is_some_and(|set| set as usize == object_set_attr as *const () as usize);
    let version = m.vm.heap.shape_version(shape);
    if !plain || version == 0 || !class.get(m.vm).has_dict {
        return;
    }
    if let Some(found) = class.lookup(m.vm, name)
        && m.vm.class_of(found).slots(m.vm).descriptor_set.is_some()
    {
        return;
    }
    let attributes = &m.vm.shapes[shape as usize];
    if attributes.in_dict {
        return;
    }
    let fixed = class.get(m.vm).fixed_slots as usize;
    match attributes.position(name.value()) {
        Some(position) => {
            if let Some(offset) = slot_offset(m.vm, shape, fixed, position) {
                specialize(m, i, Op::STORE_ATTR_SLOT, shape, version, offset);
            }
        }
        None => {
            let position = attributes.names.len();
            if let Some(offset) = slot_offset(m.vm, shape, fixed, position)
                && let Some(next) = m.vm.next_shape(shape, name)
                && offset < 1 << 32
            {
                specialize(m, i, Op::STORE_ATTR_ADD, shape, version, offset | u64::from(next) << 32);
            }
        }
    }
}

#[inline(always)]
pub(in crate::interp) fn store_attr_slot(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.a);
    if guard(m, object) {
        let value = m.operand(i.b);
        // SAFETY: the shape says that the slot exists and is initialised.
        let old = unsafe { slot_at(object, data(m)).replace(Some(value.into_raw())) };
        m.skip(5);
        m.consume(i.a);
        return match old {
            Some(old) if old.is_object() => m.end(Owned::from_raw(old)),
            _ => Flow::Next,
        };
    }
    generalize(m, i, Op::STORE_ATTR);
    m.outline(i, store_attr)
}

#[inline(always)]
pub(in crate::interp) fn store_attr_add(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.a);
    if guard(m, object) {
        let value = m.operand(i.b);
        let data = data(m);
        // SAFETY: the shape has room for one more slot, which was never written.
        unsafe {
            slot_at(object, data & 0xffff_ffff).write(Some(value.into_raw()));
            object.header_unchecked().as_ref().set_shape((data >> 32) as u32);
        }
        m.skip(5);
        m.consume(i.a);
        return Flow::Next;
    }
    generalize(m, i, Op::STORE_ATTR);
    m.outline(i, store_attr)
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
    learn_method(m, i, object, name);
    let (callable, takes_self) = attempt!(m.vm.get_method(object, name));
    m.skip(5);
    store_method(m, i, callable, takes_self);
    Flow::Next
}

/// Put the pair in its registers; b, which may be a, is used up.
#[inline(always)]
fn store_method(m: &mut Machine<'_>, i: Instruction, callable: Owned, takes_self: bool) {
    let this = i.a + HEADER_WORDS as u8;
    if takes_self {
        let object = m.operand(i.b);
        m.set(i.a, callable);
        m.set(this, object);
    } else {
        if i.a != i.b {
            m.consume(i.b);
        }
        m.set(i.a, callable);
        m.clear(this);
    }
}

fn learn_method(m: &mut Machine<'_>, i: Instruction, object: Value, name: Obj<Str>) {
    let shape = shape_of(object);
    if shape == 0 {
        return;
    }
    let class = m.vm.class_of(object);
    let plain = class.slots(m.vm).get_attr.is_some_and(|get| get as usize == object_get_attr as *const () as usize);
    let version = m.vm.heap.shape_version(shape);
    if !plain || version == 0 {
        return;
    }
    let attributes = &m.vm.shapes[shape as usize];
    if attributes.in_dict || attributes.position(name.value()).is_some() {
        return;
    }
    if let Some(found) = class.lookup(m.vm, name)
        && m.vm.class_of(found).flags(m.vm).has(ClassFlags::METHOD_DESCRIPTOR)
    {
        specialize(m, i, Op::LOAD_METHOD_CLASS, shape, version, found.bits());
    }
}

#[inline(always)]
pub(in crate::interp) fn load_method_class(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let object = m.get(i.b);
    if guard(m, object)
        && let Some(function) = Value::from_bits(data(m))
    {
        let function = function.own();
        m.skip(5);
        store_method(m, i, function, true);
        return Flow::Next;
    }
    generalize(m, i, Op::LOAD_METHOD);
    m.outline(i, load_method)
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
