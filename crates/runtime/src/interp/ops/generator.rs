//! Yielding, sending, awaiting.

use taipan_bytecode::{Instruction, NO_REGISTER};
use taipan_heap::{Owned, Value};

use crate::interp::Resumed;
use crate::interp::frame::Kind;
use crate::interp::machine::{Flow, Machine, attempt, shape_of};
use crate::interp::stack::DEAD;
use crate::native::*;
use crate::types::async_generator::{self, AsyncSend, Sent};
use crate::types::generator::{self, Generator};
use crate::types::shapes;

#[inline(always)]
pub(in crate::interp) fn yield_(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if i.c == NO_REGISTER && is_in_loop(m) {
        return suspend_plain(m, i, false);
    }
    Flow::Second
}

/// YIELD to Rust, or inside of a handler.
#[inline(always)]
pub(in crate::interp) fn yield_to_any(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let frame = m.frame();
    // SAFETY: the running frame is live; YIELD is only in the code of generators, whose windows are inside them.
    unsafe {
        if i.c == NO_REGISTER && frame.kind() == Kind::ExitGenerator {
            let value = m.operand(i.b);
            if m.vm.stack.consumer.takes(m.vm, m.r, value.value()) {
                m.set_inline(i.a, Value::NONE);
                return m.end(value);
            }
            generator::suspend(frame, m.pc, i.a, NO_REGISTER, false);
            m.vm.stack.depth -= 1;
            m.vm.result = Some(value);
            m.vm.yielded = true;
            return Flow::Exit;
        }
    }
    Flow::Slow(|m, i| {
        let value = m.operand(i.b);
        suspend(m, i.a, i.c, value, false)
    })
}

#[inline(always)]
pub(in crate::interp) fn yield_delegate(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if m.peek(1) as u8 == NO_REGISTER && is_in_loop(m) {
        m.skip(2);
        return suspend_plain(m, i, true);
    }
    Flow::Slow(|m, i| {
        let _end = m.word();
        let handler = m.word() as u8;
        let value = m.operand(i.b);
        suspend(m, i.a, handler, value, true)
    })
}

/// Whether FOR_ITER or SEND has resumed the running generator.
#[inline(always)]
fn is_in_loop(m: &Machine<'_>) -> bool {
    // SAFETY: the running frame is live.
    unsafe { m.frame().is_in_loop() }
}

/// Yield `r[b]` to a loop, outside of handlers.
#[inline(always)]
fn suspend_plain(m: &mut Machine<'_>, i: Instruction, delegates: bool) -> Flow {
    let value = m.operand(i.b).into_raw();
    let frame = m.frame();
    // SAFETY: the running frame is live; YIELD is only in the code of generators, whose windows are inside them.
    unsafe {
        let (caller, pc, destination) = (frame.caller(), frame.caller_pc(), frame.destination());
        generator::suspend(frame, m.pc, i.a, NO_REGISTER, delegates);
        m.pc = pc;
        m.temps = frame.caller_temps();
        m.vm.stack.depth -= 1;
        m.r = caller.0;
        m.put(destination, value)
    }
}

/// Give `value` to whoever resumed the running generator.
fn suspend(m: &mut Machine<'_>, receives: u8, handler: u8, value: Owned, delegates: bool) -> Flow {
    let frame = m.frame();
    if handler != NO_REGISTER {
        swap_handled(m.vm, frame.0, handler);
    }
    // SAFETY: the running frame is live; YIELD is only in the code of generators, whose windows are inside them.
    unsafe {
        let kind = frame.kind();
        let (caller, pc, destination) = (frame.caller(), frame.caller_pc(), frame.destination());
        generator::suspend(frame, m.pc, receives, handler, delegates);
        m.pc = pc;
        m.temps = frame.caller_temps();
        m.vm.stack.depth -= 1;
        m.r = caller.0;
        match kind {
            Kind::Next | Kind::Send => {
                m.set(destination, value);
                Flow::Next
            }
            _ => {
                m.vm.result = Some(value);
                m.vm.yielded = true;
                Flow::Exit
            }
        }
    }
}

/// A generator leaves or enters the handlers it is in: what they handle and what was handled around them change places.
pub(crate) fn swap_handled(vm: &mut Vm, r: *mut crate::interp::stack::Slot, handler: u8) {
    // SAFETY: the register above a handler's holds the exception that was handled around it, or nothing.
    unsafe {
        let place = r.add(handler as usize + 1);
        let around = place.replace(None).filter(|value| !value.is_none()).map(Owned::from_raw);
        let inside = std::mem::replace(&mut vm.handled, around);
        place.write(inside.map(Owned::into_raw));
    }
}

#[inline(always)]
pub(in crate::interp) fn get_yield_from_iter(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if i.a == i.b && shape_of(m.get(i.b)) == shapes::generator {
        return Flow::Next;
    }
    Flow::Second
}

/// GET_YIELD_FROM_ITER of an object whose `__iter__` is a generator function.
#[inline(always)]
pub(in crate::interp) fn get_yield_from_iter_of_object(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let made = match generator::from_iter_method(m.vm, m.get(i.b)) {
        Some(Ok(made)) if i.a == i.b || !m.is_temp(i.b) => made,
        Some(Err(raised)) => return Flow::Raise(raised),
        _ => return Flow::Slow(yield_from_iter),
    };
    m.assign(i.a, made)
}

fn yield_from_iter(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let value = m.get(i.b);
    let iterator = if m.vm.cast_exact::<Generator>(value).is_some() {
        value.own()
    } else if generator::is_coroutine(m.vm, value) {
        let flags = m.code().get(m.vm).flags;
        let allowed = flags.intersects(taipan_bytecode::CodeFlags(
            taipan_bytecode::CodeFlags::COROUTINE.0 | taipan_bytecode::CodeFlags::ITERABLE_COROUTINE.0,
        ));
        if !allowed {
            return Flow::Raise(m.vm.type_error("cannot 'yield from' a coroutine object in a non-coroutine generator"));
        }
        value.own()
    } else {
        attempt!(m.vm.iter(value))
    };
    if i.a != i.b {
        m.consume(i.b);
    }
    m.set(i.a, iterator);
    Flow::Next
}

/// GET_AWAITABLE of a coroutine that has not begun.
#[inline(always)]
pub(in crate::interp) fn get_awaitable_of_coroutine(m: &mut Machine<'_>, i: Instruction) -> Flow {
    if i.a == i.b && shape_of(m.get(i.b)) == shapes::coroutine {
        // SAFETY: the shape says what it is.
        let coroutine: Obj<Generator> = unsafe { Obj::from_value(m.get(i.b)) };
        if generator::is_created(m.vm, coroutine) {
            return Flow::Next;
        }
    }
    Flow::Slow(get_awaitable)
}

pub(in crate::interp) fn get_awaitable(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let awaitable = attempt!(generator::awaitable(m.vm, m.get(i.b), i.c));
    if i.a != i.b {
        m.consume(i.b);
    }
    m.set(i.a, awaitable);
    Flow::Next
}

pub(in crate::interp) fn get_aiter(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let iterator = attempt!(generator::async_iterator(m.vm, m.get(i.b)));
    if i.a != i.b {
        m.consume(i.b);
    }
    m.set(i.a, iterator);
    Flow::Next
}

pub(in crate::interp) fn get_anext(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let iterator = m.get(i.b);
    if shape_of(iterator) == shapes::async_generator {
        // SAFETY: the shape says what it is.
        let generator: Obj<Generator> = unsafe { Obj::from_value(iterator) };
        if let Some(begun) = async_generator::begin_step(m.vm, generator) {
            m.set(i.a, begun);
            return Flow::Next;
        }
    }
    let awaitable = attempt!(generator::async_next(m.vm, m.get(i.b)));
    m.set(i.a, awaitable);
    Flow::Next
}

#[inline(always)]
pub(in crate::interp) fn send(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // The sent value is a temp, and moves.
    let sent = m.get(i.c);
    if super::iterate::resume_plain(m, i.b, i.a, Kind::Send, sent, 1) {
        // SAFETY: the register of the frame that was left for the generator's.
        unsafe { m.frame().caller().0.add(i.c as usize).write(DEAD) };
        return Flow::Far;
    }
    Flow::Slow(send_any)
}

/// Finish a SEND to an asynchronous generator.
fn go_on(m: &mut Machine<'_>, i: Instruction, sent: Sent) -> Flow {
    let offset = m.word();
    match sent {
        Sent::Awaits(value) => m.set(i.a, value),
        Sent::Yielded(value) => {
            m.set(i.a, value);
            m.jump(offset);
        }
    }
    Flow::Next
}

fn send_any(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let iterator = m.get(i.b);
    let sent = m.operand(i.c);
    if let Some(generator) = generator::resumable(m.vm, iterator) {
        let offset = m.word();
        if generator::is_finished(m.vm, generator) {
            if generator::is_coroutine(m.vm, iterator) {
                m.sync();
                return Flow::Raise(m.vm.runtime_error("cannot reuse already awaited coroutine"));
            }
            m.set_inline(i.a, Value::NONE);
            m.jump(offset);
            return Flow::Next;
        }
        return super::iterate::resume(m, generator, i.a, Kind::Send, sent);
    }
    m.sync();
    if shape_of(iterator) == shapes::async_generator {
        // SAFETY: the shape says what it is.
        let generator: Obj<Generator> = unsafe { Obj::from_value(iterator) };
        let step = attempt!(async_generator::send_step(m.vm, generator, sent.value()));
        return go_on(m, i, step);
    }
    // Whoever watches is told of the StopIteration.
    if let Some(awaitable) = m.vm.cast_exact::<AsyncSend>(iterator).filter(|_| !m.vm.watches_exceptions()) {
        let step = attempt!(awaitable.step(m.vm, sent.value()));
        return go_on(m, i, step);
    }
    if let Some(send) = m.vm.class_of(iterator).slots(m.vm).send.filter(|_| !m.vm.watches_exceptions()) {
        let step = match attempt!(send(m.vm, iterator, sent.value())) {
            Resumed::Yielded(value) => Sent::Awaits(value),
            Resumed::Returned(value) => Sent::Yielded(value),
        };
        return go_on(m, i, step);
    }
    let result = if sent.is_none() {
        m.vm.next_or_stop(iterator)
    } else {
        match m.vm.call_method(iterator, "send", &[sent.value()]) {
            Ok(value) => Ok(Some(value)),
            Err(raised) => Err(raised),
        }
    };
    let offset = m.word();
    match result {
        Ok(Some(value)) => {
            m.set(i.a, value);
            Flow::Next
        }
        Ok(None) => {
            m.set_inline(i.a, Value::NONE);
            m.jump(offset);
            Flow::Next
        }
        Err(raised) => {
            if m.vm.watches_exceptions() && m.vm.error_is(m.vm.exceptions.StopIteration) {
                crate::tracing::hit::stopped(m.vm);
            }
            let stop = attempt!(m.vm.catch(m.vm.exceptions.StopIteration, raised));
            let value = generator::stop_value(m.vm, stop.value());
            m.set(i.a, value);
            m.jump(offset);
            Flow::Next
        }
    }
}

pub(in crate::interp) fn end_async_for(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let exception = m.get(i.a);
    let class = m.vm.exceptions.StopAsyncIteration;
    if m.vm.class_of(exception).is_subclass_of(m.vm, class) {
        return super::exception::pop_except(m, i);
    }
    super::exception::reraise(m, i)
}
