//! Jumps and returns.

use taipan_bytecode::{HEADER_WORDS, Instruction};
use taipan_heap::{Owned, ShapeFlags, Value};

use crate::interp::frame::{Frame, Kind};
use crate::interp::machine::{Flow, Machine, attempt, retire, shape_of};
use crate::interp::ops::load_store::immediate;
use crate::interp::stack::{DEAD, Slot};
use crate::interp::unwind::drop_registers;
use crate::native::*;
use crate::types::bytes::Bytes;
use crate::types::{generator, shapes};

#[inline(always)]
pub(in crate::interp) fn nop(_m: &mut Machine<'_>, _i: Instruction) -> Flow {
    Flow::Far
}

#[inline(always)]
pub(in crate::interp) fn jump(m: &mut Machine<'_>, _i: Instruction) -> Flow {
    let offset = m.word();
    m.jump(offset);
    Flow::Next
}

#[inline(always)]
pub(in crate::interp) fn jump_back(m: &mut Machine<'_>, _i: Instruction) -> Flow {
    let offset = m.word();
    if m.interrupted() {
        return Flow::Slow(breaker_before_jump);
    }
    m.jump(offset);
    Flow::Far
}

/// A conditional jump is taken; one backwards closes a loop and looks at the breaker.
#[inline(always)]
pub(super) fn taken(m: &mut Machine<'_>, offset: u32) -> Flow {
    let is_back = (offset as i32) < 0;
    if is_back && m.interrupted() {
        return Flow::Slow(breaker_before_jump);
    }
    m.jump(offset);
    if is_back { Flow::Far } else { Flow::Next }
}

/// As `breaker`, before a jump whose offset was read is taken: what is raised is raised by the jump, inside of the loop.
#[cold]
#[inline(never)]
fn breaker_before_jump(m: &mut Machine<'_>, _i: Instruction) -> Flow {
    m.unread();
    m.sync();
    attempt!(m.vm.serve_breaker());
    let offset = m.word();
    m.jump(offset);
    Flow::Next
}

/// Somebody wants something: finalisers, a collection, a signal, another thread.
#[cold]
#[inline(never)]
pub(in crate::interp) fn breaker(m: &mut Machine<'_>, _i: Instruction) -> Flow {
    m.sync();
    attempt!(m.vm.serve_breaker());
    Flow::Next
}

#[inline(always)]
fn conditional<const SENSE: bool>(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let value = m.get(i.a);
    let truth = match immediate_truth(value) {
        Some(truth) => truth,
        None if is_always_true(m, value) && !(ends(i.b, SENSE) && m.is_temp(i.a)) => true,
        None => return Flow::Second,
    };
    let offset = m.word();
    if truth == SENSE { taken(m, offset) } else { Flow::Next }
}

/// Whether a bool, a small int or None is true.
#[inline(always)]
pub(crate) fn immediate_truth(value: Value) -> Option<bool> {
    if value.is_bool() {
        return Some(value.is(Value::TRUE));
    }
    if value.is_int() || value.is_none() {
        return Some(value.bits() != Value::small(0).bits() && !value.is_none());
    }
    None
}

/// Whether this is an object of a class that is not asked for its truth.
#[inline(always)]
pub(super) fn is_always_true(m: &Machine<'_>, value: Value) -> bool {
    value.is_object() && m.vm.heap.shape_flags(shape_of(value)).contains(ShapeFlags::ALWAYS_TRUE)
}

/// A conditional jump on an object, or a float.
#[inline(always)]
fn conditional_of_object<const SENSE: bool>(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let value = m.get(i.a);
    let offset = m.peek(0);
    let Some(truth) = plain_truth(m, value).filter(|_| offset as i32 >= 0) else {
        return match super::special::truth(m, value) {
            Some(flow) => flow,
            None => Flow::Slow(|m, i| conditional_slow(m, i, SENSE)),
        };
    };
    m.skip(1);
    if truth == SENSE {
        m.jump(offset);
    }
    if ends(i.b, truth == SENSE) && m.is_temp(i.a) {
        // SAFETY: the register is the frame's; its reference is given up once.
        return unsafe { retire(m.r.add(i.a as usize).replace(DEAD)) };
    }
    Flow::Next
}

/// Whether a value is true, where that takes no call.
#[inline(always)]
fn plain_truth(m: &Machine<'_>, value: Value) -> Option<bool> {
    let vm = &*m.vm;
    if let Some(float) = value.as_float() {
        return Some(float != 0.0);
    }
    // SAFETY: the shapes say what the objects are.
    let length = unsafe {
        match shape_of(value) {
            shapes::str => Obj::<Str>::from_value(value).len(vm),
            shapes::bytes => Obj::<Bytes>::from_value(value).len(vm),
            shapes::list => Obj::<List>::from_value(value).len(vm),
            shapes::tuple => Obj::<Tuple>::from_value(value).len(vm),
            shapes::dict => Obj::<Dict>::from_value(value).len(vm),
            _ => return is_always_true(m, value).then_some(true),
        }
    };
    Some(length != 0)
}

#[inline(never)]
fn conditional_slow(m: &mut Machine<'_>, i: Instruction, sense: bool) -> Flow {
    m.sync();
    let value = m.get(i.a);
    if let Some(flow) = super::special::truth(m, value) {
        return flow;
    }
    let truth = attempt!(m.vm.truth(value));
    jump_by(m, i, truth, sense)
}

/// What is left of a conditional jump when the truth is known.
pub(super) fn jump_by(m: &mut Machine<'_>, i: Instruction, truth: bool, sense: bool) -> Flow {
    let offset = m.word();
    if ends(i.b, truth == sense) {
        m.consume(i.a);
    }
    if truth == sense {
        return taken(m, offset);
    }
    Flow::Next
}

/// Whether a conditional jump, by its operand B, ends the life of what it has tested, if that is a temp.
#[inline(always)]
pub(super) fn ends(b: u8, taken: bool) -> bool {
    b == 1 || b == 2 && !taken
}

#[inline(always)]
pub(in crate::interp) fn jump_if_true(m: &mut Machine<'_>, i: Instruction) -> Flow {
    conditional::<true>(m, i)
}

#[inline(always)]
pub(in crate::interp) fn jump_if_false(m: &mut Machine<'_>, i: Instruction) -> Flow {
    conditional::<false>(m, i)
}

#[inline(always)]
pub(in crate::interp) fn jump_if_true_of_object(m: &mut Machine<'_>, i: Instruction) -> Flow {
    conditional_of_object::<true>(m, i)
}

#[inline(always)]
pub(in crate::interp) fn jump_if_false_of_object(m: &mut Machine<'_>, i: Instruction) -> Flow {
    conditional_of_object::<false>(m, i)
}

#[inline(always)]
fn none_test(m: &mut Machine<'_>, i: Instruction, sense: bool) -> Flow {
    let value = m.get(i.a);
    if value.is_none() {
        let offset = m.word();
        return if sense { taken(m, offset) } else { Flow::Next };
    }
    let offset = m.peek(0);
    if i.b == 1 && m.is_temp(i.a) {
        if (offset as i32) < 0 {
            return Flow::Slow(if sense {
                |m, i| none_test_of_temp(m, i, true)
            } else {
                |m, i| none_test_of_temp(m, i, false)
            });
        }
        // The tested value, which is not None, ends its life here.
        m.skip(1);
        if !sense {
            m.jump(offset);
        }
        // SAFETY: the register is the frame's; its reference is given up once.
        return unsafe { retire(m.r.add(i.a as usize).replace(DEAD)) };
    }
    m.skip(1);
    if sense { Flow::Next } else { taken(m, offset) }
}

/// As `none_test`, of a temp that is not None, closing a loop.
fn none_test_of_temp(m: &mut Machine<'_>, i: Instruction, sense: bool) -> Flow {
    m.clear(i.a);
    let offset = m.word();
    if !sense { taken(m, offset) } else { Flow::Next }
}

#[inline(always)]
pub(in crate::interp) fn jump_if_none(m: &mut Machine<'_>, i: Instruction) -> Flow {
    none_test(m, i, true)
}

#[inline(always)]
pub(in crate::interp) fn jump_if_not_none(m: &mut Machine<'_>, i: Instruction) -> Flow {
    none_test(m, i, false)
}

#[inline(always)]
pub(in crate::interp) fn return_(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // The frame dies: the value moves out even of a local.
    // SAFETY: the register is the frame's; what is read is bound, and it is put back where the frame is not left here.
    unsafe {
        let place = m.r.add(i.a as usize);
        let value = place.replace(DEAD).unwrap_unchecked();
        if leave(m, value) {
            return Flow::Next;
        }
        place.write(Some(value));
    }
    Flow::Second
}

/// RETURN from a frame whose locals die with it.
#[inline(always)]
pub(in crate::interp) fn return_dropping(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in return_.
    unsafe {
        let place = m.r.add(i.a as usize);
        if is_simple(m) {
            let value = place.replace(DEAD).unwrap_unchecked();
            return leave_dropping(m, value);
        }
        if m.frame().is_in_loop() {
            let value = place.replace(DEAD).unwrap_unchecked();
            return leave_generator(m, value);
        }
        if m.frame().is_plain_special() {
            let value = place.replace(DEAD).unwrap_unchecked();
            return leave_special(m, value);
        }
        if m.frame().is_plain_init() {
            let value = place.replace(DEAD).unwrap_unchecked();
            return leave_plain_init(m, value);
        }
    }
    Flow::Slow(|m, i| {
        let value = m.take(i.a).unwrap_or(Owned::NONE);
        leave_any(m, value)
    })
}

#[inline(always)]
pub(in crate::interp) fn return_immediate(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if leave(m, immediate(i.a)) { Flow::Next } else { Flow::Second }
}

/// RETURN_IMMEDIATE from a frame whose locals die with it.
#[inline(always)]
pub(in crate::interp) fn return_immediate_dropping(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: the running frame is live.
    unsafe {
        if is_simple(m) {
            return leave_dropping(m, immediate(i.a));
        }
        if m.frame().is_in_loop() {
            return leave_generator(m, immediate(i.a));
        }
        if m.frame().is_plain_init() {
            return leave_plain_init(m, immediate(i.a));
        }
        if m.frame().is_plain_special() {
            return leave_special(m, immediate(i.a));
        }
    }
    Flow::Slow(|m, i| leave_any(m, Owned::from_raw(immediate(i.a))))
}

/// Whether leaving the running frame takes no more than dropping what it holds and going to its caller.
#[inline(always)]
fn is_simple(m: &Machine<'_>) -> bool {
    // SAFETY: the running frame is live.
    unsafe { m.frame().is_plain() }
}

/// Drop the running frame, which is simple, and hand `value` to its caller.
///
/// # Safety
/// The frame is live; the value's reference is handed over.
#[inline(always)]
unsafe fn leave_dropping(m: &mut Machine<'_>, value: Value) -> Flow {
    // SAFETY: the caller's promise; what the frame holds is dropped once, and runs no Python code.
    unsafe {
        let frame = m.frame();
        drop_registers(m.r, 0, m.temps);
        let destination = frame.destination();
        m.pc = frame.caller_pc();
        m.temps = frame.caller_temps();
        m.vm.stack.depth -= 1;
        m.r = frame.caller().0;
        drop(frame.0.sub(HEADER_WORDS).replace(None).map(Owned::from_raw));
        m.set(destination, Owned::from_raw(value));
        m.check_breaker_far()
    }
}

/// Drop the running frame, which is that of an `__init__`, and hand the instance to its caller.
///
/// # Safety
/// As for `leave_dropping`.
#[inline(always)]
unsafe fn leave_plain_init(m: &mut Machine<'_>, value: Value) -> Flow {
    // SAFETY: the caller's promise; the instance lies below the header.
    unsafe {
        let frame = m.frame();
        drop_registers(m.r, 0, m.temps);
        let destination = frame.destination();
        m.pc = frame.caller_pc();
        m.temps = frame.caller_temps();
        m.vm.stack.depth -= 1;
        m.r = frame.caller().0;
        drop(frame.0.sub(HEADER_WORDS).replace(None).map(Owned::from_raw));
        leave_init(m, Owned::from_raw(value), destination, frame.0.sub(HEADER_WORDS + 1))
    }
}

/// Drop the running frame, which is a special method's, and finish the instruction that it was begun for.
///
/// # Safety
/// As for `leave_dropping`.
#[inline(always)]
unsafe fn leave_special(m: &mut Machine<'_>, value: Value) -> Flow {
    // SAFETY: the caller's promise.
    unsafe {
        let frame = m.frame();
        drop_registers(m.r, 0, m.temps);
        let mark = frame.destination();
        m.pc = frame.caller_pc();
        m.temps = frame.caller_temps();
        m.vm.stack.depth -= 1;
        m.r = frame.caller().0;
        drop(frame.0.sub(HEADER_WORDS).replace(None).map(Owned::from_raw));
        Flow::Special(value, mark)
    }
}

/// Drop the running frame and hand `value` to its caller, if that takes no more than counting: whether it was so. If not, some of the frame's
/// locals may be empty now.
#[inline(always)]
fn leave(m: &mut Machine<'_>, value: Value) -> bool {
    let frame = m.frame();
    // SAFETY: the running frame is live; its locals and function are dropped once; the caller's frame is live.
    unsafe {
        if !frame.is_plain() || m.interrupted() {
            return false;
        }
        let mut index = m.temps;
        while index > 0 {
            index -= 1;
            if !give_up(m.r.add(index)) {
                return false;
            }
        }
        let caller = frame.caller();
        let place = caller.0.add(frame.destination() as usize);
        if !give_up(place) || !give_up(frame.0.sub(HEADER_WORDS)) {
            return false;
        }
        place.write(Some(value));
        m.pc = frame.caller_pc();
        m.temps = frame.caller_temps();
        m.vm.stack.depth -= 1;
        m.r = caller.0;
        true
    }
}

/// Give up the reference in a slot, unless it is the last one to an object: whether it was given up. What is no reference stays.
///
/// # Safety
/// The slot's reference is the caller's to give up.
#[inline(always)]
unsafe fn give_up(place: *mut Slot) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        let held = place.read();
        if held.map_or(0, Value::bits) & 7 != 0 {
            return true;
        }
        // Two jumps are fewer steps than the one that both tests would become.
        let bits = crate::interp::dispatch::opaque(held.map_or(0, Value::bits) as usize);
        let Some(value) = Value::from_bits(bits as u64) else { return true };
        let header = value.header_unchecked().as_ref();
        if header.decref() {
            header.incref();
            return false;
        }
        place.write(DEAD);
        true
    }
}

/// Drop the running frame and hand `value` to whoever waits for it.
#[inline(never)]
fn leave_any(m: &mut Machine<'_>, value: Owned) -> Flow {
    let frame = m.frame();
    // SAFETY: as in leave.
    unsafe {
        let kind = frame.kind();
        if frame.is_in_loop() {
            return leave_generator(m, value.into_raw());
        }
        if frame.in_generator() {
            return leave_generator_to_rust(m, value);
        }
        if frame.object().is_some() {
            m.sync();
            crate::types::traceback::detach(m.vm, frame);
        }
        let shape = frame.shape();
        drop_registers(m.r, 0, m.temps);
        if shape.registers > 256 {
            drop_registers(m.r, 256, shape.registers as usize);
        }
        let destination = frame.destination();
        m.pc = frame.caller_pc();
        m.temps = frame.caller_temps();
        m.vm.stack.depth -= 1;
        m.r = frame.caller().0;
        if let Some(function) = frame.0.sub(HEADER_WORDS).replace(None) {
            drop(Owned::from_raw(function));
        }
        match kind {
            Kind::Normal | Kind::NormalFar => {
                m.set(destination, value);
                m.check_breaker_far()
            }
            Kind::Init => leave_init(m, value, destination, frame.0.sub(HEADER_WORDS + 1)),
            Kind::Special => super::special::finish(m, value, destination),
            Kind::Exit | Kind::ExitGenerator | Kind::Next | Kind::Send => {
                m.vm.result = Some(value);
                Flow::Exit
            }
        }
    }
}

/// `__init__` has returned.
///
/// # Safety
/// `place` is where the frame kept its instance.
#[inline(always)]
unsafe fn leave_init(m: &mut Machine<'_>, value: Owned, destination: u8, place: *mut Slot) -> Flow {
    // SAFETY: the caller's promise.
    let instance = unsafe { place.replace(None).map(Owned::from_raw) }.unwrap_or(Owned::NONE);
    if !value.is_none() {
        m.sync();
        let found = m.vm.class_of(value.value()).name(m.vm);
        return Flow::Raise(m.vm.type_error(format!("__init__() should return None, not '{found}'")));
    }
    if m.vm.class_needs_capacity(instance.value()) {
        m.sync();
        attempt!(m.vm.learn_capacity(instance.value()));
    }
    m.set(destination, instance);
    m.check_breaker_far()
}

/// A generator that FOR_ITER or SEND resumed has returned `value`, whose reference is handed over.
///
/// # Safety
/// The running frame is such a generator's.
#[inline(always)]
unsafe fn leave_generator(m: &mut Machine<'_>, value: Value) -> Flow {
    let frame = m.frame();
    // SAFETY: the caller's promise; the caller's frame is live, and FOR_ITER or SEND lies just before its pc.
    unsafe {
        if let Some(destination) = begin_delegator(m, frame) {
            return put_far(m, destination, value);
        }
        let (kind, destination) = (frame.kind(), frame.destination());
        m.pc = frame.caller_pc();
        m.temps = frame.caller_temps();
        m.vm.stack.depth -= 1;
        m.r = frame.caller().0;
        generator::finish_returned(m.vm, frame);
        if kind == Kind::Send {
            // Its offset is the last of its words.
            let offset = m.pc.sub(1).read();
            m.jump(offset);
            return put_far(m, destination, value);
        }
        drop(Owned::from_raw(value));
        let (word, offset) = (m.pc.sub(3).read(), m.pc.sub(2).read());
        m.jump(offset);
        m.clear((word >> 16) as u8);
        m.check_breaker_far()
    }
}

/// Where the generator of `frame` was resumed in the stead of one that waits for it: end it and go on there. The register for its value.
///
/// # Safety
/// It is the running frame.
#[inline(always)]
unsafe fn begin_delegator(m: &mut Machine<'_>, frame: Frame) -> Option<u8> {
    // SAFETY: the caller's promise; the delegator's frame runs now.
    unsafe {
        let delegator = generator::begin_delegator(frame)?;
        let (pc, destination) = delegator.behind();
        m.r = delegator.frame.0;
        m.pc = pc;
        m.temps = delegator.frame.shape().temps_start as usize;
        generator::finish_returned(m.vm, frame);
        Some(destination)
    }
}

/// Write a result into a register of the frame that is gone back to.
#[inline(always)]
fn put_far(m: &mut Machine<'_>, destination: u8, value: Value) -> Flow {
    m.set(destination, Owned::from_raw(value));
    m.check_breaker_far()
}

/// As `leave_generator`, of one that Rust code resumed.
fn leave_generator_to_rust(m: &mut Machine<'_>, value: Owned) -> Flow {
    let frame = m.frame();
    // SAFETY: as in leave.
    unsafe {
        if let Some(destination) = begin_delegator(m, frame) {
            return put_far(m, destination, value.into_raw());
        }
        m.pc = frame.caller_pc();
        m.temps = frame.caller_temps();
        m.vm.stack.depth -= 1;
        m.r = frame.caller().0;
        generator::finish_returned(m.vm, frame);
        m.vm.result = Some(value);
        m.vm.yielded = false;
        Flow::Exit
    }
}
