//! Jumps and returns.

use taipan_bytecode::{HEADER_WORDS, Instruction};
use taipan_heap::{Owned, Value};

use crate::interp::frame::Kind;
use crate::interp::machine::{Flow, Machine, attempt};
use crate::interp::ops::load_store::immediate;
use crate::interp::unwind::drop_registers;
use crate::types::generator;

#[inline(always)]
pub(in crate::interp) fn jump(m: &mut Machine<'_>, _i: Instruction) -> Flow {
    let offset = m.word();
    m.jump(offset);
    Flow::Next
}

#[inline(always)]
pub(in crate::interp) fn jump_back(m: &mut Machine<'_>, _i: Instruction) -> Flow {
    let offset = m.word();
    m.jump(offset);
    if m.interrupted() {
        return m.aside(breaker);
    }
    Flow::Next
}

/// A conditional jump is taken; one backwards closes a loop and looks at the breaker.
#[inline(always)]
pub(super) fn taken(m: &mut Machine<'_>, offset: u32) -> Flow {
    m.jump(offset);
    if (offset as i32) < 0 && m.interrupted() {
        return m.aside(breaker);
    }
    Flow::Next
}

/// Somebody wants something: finalisers, a collection, a signal, another thread.
#[cold]
#[inline(never)]
pub(in crate::interp) fn breaker(m: &mut Machine<'_>) -> Flow {
    m.sync();
    attempt!(m.vm.serve_breaker());
    Flow::Next
}

#[inline(always)]
fn conditional(m: &mut Machine<'_>, i: Instruction, sense: bool) -> Flow {
    let value = m.get(i.a);
    if value.is_bool() {
        let offset = m.word();
        if value.is(Value::TRUE) == sense {
            return taken(m, offset);
        }
        return Flow::Next;
    }
    m.outline(i, |m, i| conditional_slow(m, i, sense))
}

#[inline(never)]
fn conditional_slow(m: &mut Machine<'_>, i: Instruction, sense: bool) -> Flow {
    m.sync();
    let value = m.get(i.a);
    let offset = m.word();
    let truth = attempt!(m.vm.truth(value));
    if i.b == 1 {
        m.consume(i.a);
    }
    if truth == sense {
        return taken(m, offset);
    }
    Flow::Next
}

#[inline(always)]
pub(in crate::interp) fn jump_if_true(m: &mut Machine<'_>, i: Instruction) -> Flow {
    conditional(m, i, true)
}

#[inline(always)]
pub(in crate::interp) fn jump_if_false(m: &mut Machine<'_>, i: Instruction) -> Flow {
    conditional(m, i, false)
}

#[inline(always)]
fn none_test(m: &mut Machine<'_>, i: Instruction, sense: bool) -> Flow {
    let none = m.get(i.a).is_none();
    if i.b == 1 {
        m.consume(i.a);
    }
    let offset = m.word();
    if none == sense {
        return taken(m, offset);
    }
    Flow::Next
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
    let value = m.take(i.a).unwrap_or(Owned::NONE);
    leave(m, value)
}

#[inline(always)]
pub(in crate::interp) fn return_immediate(m: &mut Machine<'_>, i: Instruction) -> Flow {
    leave(m, Owned::from_raw(immediate(i.a)))
}

/// Drop the running frame and hand `value` to whoever waits for it.
#[inline(always)]
pub(in crate::interp) fn leave(m: &mut Machine<'_>, value: Owned) -> Flow {
    let frame = m.frame();
    // SAFETY: the running frame is live; its locals and function are dropped once; the caller's frame is live.
    unsafe {
        if frame.in_generator() {
            return m.aside(|m| leave_generator(m, value));
        }
        let kind = frame.kind();
        if frame.object().is_some() {
            m.sync();
            crate::types::traceback::detach(m.vm, frame);
        }
        let shape = frame.shape();
        drop_registers(m.r, 0, m.temps as usize);
        if shape.registers > 256 {
            drop_registers(m.r, 256, shape.registers as usize);
        }
        let caller = frame.caller();
        let destination = frame.destination();
        m.pc = frame.caller_pc();
        m.temps = frame.caller_temps();
        m.vm.stack.depth -= 1;
        let window = m.r;
        m.r = caller.0;
        if let Some(function) = window.sub(HEADER_WORDS).replace(None) {
            drop(Owned::from_raw(function));
        }
        match kind {
            Kind::Normal => {
                m.set(destination, value);
                m.check_breaker()
            }
            Kind::Init => leave_init(m, value, destination, window.sub(HEADER_WORDS + 1)),
            Kind::Discard => m.end(value),
            Kind::Exit | Kind::Next | Kind::Send => {
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
unsafe fn leave_init(
    m: &mut Machine<'_>,
    value: Owned,
    destination: u8,
    place: *mut crate::interp::stack::Slot,
) -> Flow {
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
    m.check_breaker()
}

/// A generator has returned.
#[inline(never)]
fn leave_generator(m: &mut Machine<'_>, value: Owned) -> Flow {
    let frame = m.frame();
    // SAFETY: as in leave.
    unsafe {
        let kind = frame.kind();
        let caller = frame.caller();
        let destination = frame.destination();
        m.pc = frame.caller_pc();
        m.temps = frame.caller_temps();
        m.vm.stack.depth -= 1;
        m.r = caller.0;
        generator::finish(m.vm, frame);
        match kind {
            Kind::Next => {
                drop(value);
                crate::interp::ops::iterate::loop_exhausted(m)
            }
            Kind::Send => {
                // pc is behind SEND's words; its offset is the last of them.
                m.set(destination, value);
                let offset = m.pc.sub(1).read();
                m.jump(offset);
                Flow::Next
            }
            _ => {
                m.vm.result = Some(value);
                m.vm.yielded = false;
                Flow::Exit
            }
        }
    }
}
