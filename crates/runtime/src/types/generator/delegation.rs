//! `yield from` and `await`: a generator that waits for another one is linked to it, so that whoever resumes the outer one resumes the innermost
//! of the chain at once, which yields straight to them. The generators between sleep through it, and go on when the inner one ends.
//!
//! A link is two pointers that own nothing: the outer generator's in the word of its header that names a running frame's caller, the inner one's in
//! `delegator`. The outer one's register keeps the inner one alive; `forget` takes both back when either goes. A generator whose delegator is set
//! and that is resumed by somebody else is cut off first: it ends where it was resumed.
//!
//! Handlers and watchers need to see each generator resumed: there is no link out of a handler, and none is used while anybody watches.

use std::ptr::NonNull;

use taipan_bytecode::NO_REGISTER;
use taipan_heap::{HEADER_SIZE, Header};

use super::Generator;
use super::window::{State, is_running, of_frame};
use crate::interp::frame::Frame;
use crate::native::*;
use crate::types::shapes;

impl Generator {
    /// What a linked generator is linked to: alive.
    #[inline(always)]
    pub(super) fn linked(&self) -> *mut Generator {
        // SAFETY: the window's header is intact.
        unsafe { self.window().caller() }.0.cast()
    }
}

/// The state of a generator that YIELD_DELEGATE suspends; pc and handler are noted already. It is linked if it can be.
#[inline(always)]
pub(super) fn state_of(outer: &mut Generator) -> State {
    if outer.handler != NO_REGISTER {
        return State::Delegating;
    }
    let window = outer.window();
    // SAFETY: pc lies behind the three words of a YIELD_DELEGATE, whose c is the iterator's register; a generator's object has a Generator behind
    // its header, and nobody borrows it.
    unsafe {
        let register = (outer.pc().sub(3).read() >> 24) as usize;
        let Some(iterator) = window.0.add(register).read().filter(|iterator| iterator.is_object()) else {
            return State::Delegating;
        };
        let header = iterator.header_unchecked();
        let shape = header.as_ref().shape();
        if shape != shapes::generator && shape != shapes::coroutine {
            return State::Delegating;
        }
        let inner = header.cast::<u8>().add(HEADER_SIZE).cast::<Generator>();
        let details = &mut *inner.as_ptr();
        if !matches!(details.state, State::Suspended | State::Delegating | State::Linked) || details.delegator.is_some()
        {
            return State::Delegating;
        }
        details.delegator = Some(NonNull::from(outer));
        window.set_caller(inner.as_ptr().cast());
        State::Linked
    }
}

/// The generator that is resumed with this one: the end of its chain of links.
pub(super) fn innermost(generator: Obj<Generator>) -> Obj<Generator> {
    let mut inner = generator.raw().as_ptr();
    // SAFETY: linked generators are alive, behind the headers of their objects.
    unsafe {
        while (*inner).state == State::Linked {
            inner = (*inner).linked();
        }
        Obj::from_header(NonNull::new_unchecked(inner.cast::<u8>().sub(HEADER_SIZE).cast::<Header>()))
    }
}

/// The generator to resume for `generator`, which does not run: itself when an exception is to be raised in it.
pub(super) fn entry(vm: &mut Vm, generator: Obj<Generator>, raises: bool) -> Obj<Generator> {
    if let Some(delegator) = generator.get_mut(vm).delegator.take() {
        // SAFETY: a delegator is alive.
        unsafe { (*delegator.as_ptr()).state = State::Delegating };
    }
    if generator.get(vm).state != State::Linked {
        return generator;
    }
    if raises || vm.watched.any {
        unlink(generator.get_mut(vm));
        return generator;
    }
    innermost(generator)
}

fn unlink(outer: &mut Generator) {
    if outer.state == State::Linked {
        outer.state = State::Delegating;
        // SAFETY: what it is linked to is alive.
        unsafe { (*outer.linked()).delegator = None };
    }
}

/// The generator goes: nothing is linked to it, nor it to anything.
pub(super) fn forget(generator: &mut Generator) {
    unlink(generator);
    if let Some(delegator) = generator.delegator.take() {
        // SAFETY: a delegator is alive.
        unsafe { (*delegator.as_ptr()).state = State::Delegating };
    }
}

/// Where the end of a generator leads that was resumed in another one's stead: there, which runs now.
pub(crate) struct Delegator {
    pub(crate) frame: Frame,
    /// Behind its YIELD_DELEGATE.
    pub(crate) pc: *const u32,
}

impl Delegator {
    /// Where it goes on with the iterator's value, and the register that receives it.
    pub(crate) fn behind(&self) -> (*const u32, u8) {
        // SAFETY: pc lies behind the three words of a YIELD_DELEGATE: its b receives the value, its second word is the way there, counted from
        // behind the whole instruction.
        unsafe {
            let word = self.pc.sub(3).read();
            let offset = self.pc.sub(2).read() as i32 as isize;
            (self.pc.offset(offset), (word >> 16) as u8)
        }
    }
}

/// Begin to run the generator that is linked to that of `frame`, if there is one: whoever resumed that waits for this one then.
///
/// # Safety
/// The frame's header says that it is in a generator, which runs and is about to end.
pub(crate) unsafe fn begin_delegator(frame: Frame) -> Option<Delegator> {
    // SAFETY: the caller's promise; a delegator is alive, and suspended: its header has the place of pc and caller.
    unsafe {
        let inner = &mut *of_frame(frame).raw().as_ptr();
        let outer = &mut *inner.delegator.take()?.as_ptr();
        let pc = outer.pc();
        outer.state = State::Running;
        outer.top = inner.top;
        let window = outer.window();
        window.link_generator(
            frame.caller().0,
            frame.caller_pc(),
            frame.caller_temps(),
            frame.destination(),
            frame.kind(),
        );
        Some(Delegator { frame: window, pc })
    }
}

/// What the generator is waiting on in `yield from` or `await`.
pub(crate) fn delegate(vm: &Vm, generator: Obj<Generator>) -> Option<Owned> {
    let details = generator.get(vm);
    if !matches!(details.state, State::Delegating | State::Linked) || is_running(vm, generator) {
        return None;
    }
    // SAFETY: pc lies behind the three words of a YIELD_DELEGATE, whose c is the iterator's register.
    unsafe {
        let register = (details.pc().sub(3).read() >> 24) as usize;
        details.window().0.add(register).read().map(Value::own)
    }
}

/// The iterator of `yield from` has ended: go on behind the loop, with the value that is sent next.
pub(super) fn leave(vm: &mut Vm, generator: Obj<Generator>) {
    let details = generator.get_mut(vm);
    let (pc, receives) = Delegator { frame: details.window(), pc: details.pc() }.behind();
    details.receives = receives;
    details.set_pc(pc);
    details.state = State::Suspended;
}
