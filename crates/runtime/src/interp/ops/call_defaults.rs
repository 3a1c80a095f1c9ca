//! Calls of plain Python functions with defaults for what is missing, and of bound methods: a look more than `call.rs` takes.

use taipan_bytecode::{HEADER_WORDS, Instruction};
use taipan_heap::{Owned, Value};

use crate::interp::arguments;
use crate::interp::frame::Kind;
use crate::interp::machine::{Flow, Machine, shape_of};
use crate::interp::ops::call::{fits, push};
use crate::interp::stack::Slot;
use crate::native::*;
use crate::types::bound_method::BoundMethod;
use crate::types::function::Function;
use crate::types::shapes;

/// Call the function in the header below `window` if it is a plain one that takes the `count` arguments, with its defaults for what is missing;
/// None when it is not.
///
/// # Safety
/// The callable is in the header's place, and `count` arguments are at `window`, above the running frame's other live registers.
#[inline(always)]
pub(super) unsafe fn call_with_defaults(
    m: &mut Machine<'_>,
    window: *mut Slot,
    count: usize,
    destination: u8,
) -> Option<Flow> {
    // SAFETY: the caller's promise; a function's defaults are a tuple, its code is a code object.
    unsafe {
        // One with attributes of its own, such as a decorator gives it, has another shape than others.
        let function = m.vm.cast::<Function>(window.sub(HEADER_WORDS).read().unwrap_unchecked())?;
        push_with_defaults(m, window, function, count, destination)
    }
}

/// As `call_with_defaults`, of this function.
///
/// # Safety
/// The callable is in the header's place, and `count` arguments are at `window`, above the running frame's other live registers.
#[inline(always)]
unsafe fn push_with_defaults(
    m: &mut Machine<'_>,
    window: *mut Slot,
    function: Obj<Function>,
    count: usize,
    destination: u8,
) -> Option<Flow> {
    // SAFETY: the caller's promise; a function's defaults are a tuple, its code is a code object.
    unsafe {
        let code = function.code(m.vm);
        let takes = code.raw().as_ref().call.exact;
        let met = usize::from(takes) == count || arguments::has_defaults(m.vm, function, takes, count as u16);
        if !met || !fits(m, window, code) {
            return None;
        }
        arguments::put_defaults(m.vm, function, window, count, takes);
        push(m, window, code, destination, Kind::Normal);
        Some(Flow::Far)
    }
}

/// CALL_DEFAULTS.
#[inline(always)]
pub(in crate::interp) fn call_defaults(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let callable = m.get(i.b);
    // SAFETY: as in call; the shape says what the object is.
    let called = unsafe {
        if shape_of(callable) != shapes::function {
            return Flow::Second;
        }
        push_with_defaults(m, m.r.add(i.b as usize + HEADER_WORDS), Obj::from_value(callable), i.c as usize, i.a)
    };
    called.unwrap_or(Flow::Second)
}

/// CALL_METHOD_DEFAULTS.
#[inline(always)]
pub(in crate::interp) fn call_method_defaults(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let callable = m.get(i.b);
    // SAFETY: as in call_method; the shape says what the object is.
    let called = unsafe {
        let this = m.r.add(i.b as usize + HEADER_WORDS);
        if this.read().is_none() || shape_of(callable) != shapes::function {
            return Flow::Second;
        }
        push_with_defaults(m, this, Obj::from_value(callable), i.c as usize + 1, i.a)
    };
    called.unwrap_or(Flow::Second)
}

/// CALL_BOUND.
#[inline(always)]
pub(in crate::interp) fn call_bound(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let callable = m.get(i.b);
    // SAFETY: as in call; the shapes say what the objects are; the method is not the last to hold function and object when it goes.
    unsafe {
        if shape_of(callable) != shapes::method {
            return Flow::Second;
        }
        let method = Obj::<BoundMethod>::from_value(callable).get(m.vm);
        let (function, this) = (method.function.value(), method.this.value());
        let header = callable.header_unchecked().as_ref();
        if shape_of(function) != shapes::function || header.references() == 1 {
            return Flow::Second;
        }
        let place = m.r.add(i.b as usize);
        let window = place.add(HEADER_WORDS);
        let function: Obj<Function> = Obj::from_value(function);
        let code = function.code(m.vm);
        let (takes, count) = (code.raw().as_ref().call.exact, u16::from(i.c) + 1);
        let met = takes == count || arguments::has_defaults(m.vm, function, takes, count);
        if !met || !fits(m, window, code) {
            return Flow::Second;
        }
        move_up(window, i.c as usize);
        header.decref();
        this.incref();
        window.write(Some(this));
        function.value().incref();
        place.write(Some(function.value()));
        arguments::put_defaults(m.vm, function, window, count as usize, takes);
        push(m, window, code, i.a, Kind::Normal);
        Flow::Far
    }
}

/// Move `count` arguments up by one register.
///
/// # Safety
/// They are registers of the running frame, and so is the one above.
#[inline(always)]
pub(super) unsafe fn move_up(first: *mut Slot, count: usize) {
    let mut index = count;
    while index > 0 {
        // SAFETY: the caller's promise.
        unsafe { first.add(index).write(first.add(index - 1).read()) };
        index = crate::interp::dispatch::opaque(index - 1);
    }
}

/// As `push`, of what `place` holds, a bound method or an instance with `__call__`: `this` becomes the first parameter, whose place is free, before
/// the `count` arguments, and the function takes the callable's place. What is missing has defaults.
///
/// # Safety
/// As for `push`; this is the function that is called, and the callable keeps it and `this` alive.
#[inline(always)]
pub(super) unsafe fn push_method(
    m: &mut Machine<'_>,
    place: *mut Slot,
    window: *mut Slot,
    (function, this): (Obj<Function>, Value),
    count: usize,
    destination: u8,
) -> Flow {
    // SAFETY: the caller's promise.
    unsafe {
        window.write(Some(this.own().into_raw()));
        let callable = place.replace(Some(function.own().into_raw())).unwrap_unchecked();
        let code = function.code(m.vm);
        arguments::put_defaults(m.vm, function, window, count + 1, code.raw().as_ref().call.exact);
        push(m, window, code, destination, Kind::Normal);
        drop(Owned::from_raw(callable));
        if m.interrupted() { Flow::Slow(super::control::breaker) } else { Flow::Far }
    }
}
