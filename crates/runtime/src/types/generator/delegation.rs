//! `yield from` and `await`: a generator that waits for another one is linked to it, so that whoever resumes the outer one resumes the innermost
//! of the chain at once, which yields straight to them. The generators between sleep through it, and go on when the inner one ends.
//!
//! A link is two pointers that own nothing: the outer generator's in the word of its header that names a running frame's caller, the inner one's in
//! a word of its own (`Generator::delegator`). The outer one's register keeps the inner one alive; `forget` takes both back when either goes. A generator whose delegator is set
//! and that is resumed by somebody else is cut off first: it ends where it was resumed.
//!
//! The outermost generator of a chain is resumed most often: its pointer goes further, to the innermost one or one close to it, and is set back
//! when one that it may go to leaves the chain.
//!
//! Handlers and watchers need to see each generator resumed: there is no link out of a handler, and none is used while anybody watches.

use std::ptr::NonNull;

use taipan_bytecode::NO_REGISTER;
use taipan_heap::{HEADER_SIZE, Header};

use super::Generator;
use super::window::{State, is_running, of_frame};
use crate::interp::frame::{Frame, Kind};
use crate::native::*;
use crate::types::shapes;

impl Generator {
    /// What a linked generator is linked to, or one further inwards on the chain: alive.
    #[inline(always)]
    pub(super) fn linked(&self) -> *mut Generator {
        // SAFETY: the window's header is intact.
        unsafe { self.window().caller() }.0.cast()
    }

    /// Let a linked generator's pointer go to `inner`, which is on its chain.
    #[inline(always)]
    pub(super) fn link_to(&mut self, inner: *mut Generator) {
        // SAFETY: the window's header is intact.
        unsafe { self.window().set_caller(inner.cast()) };
    }

    /// What a linked generator delegates to itself.
    #[inline(always)]
    fn next_linked(&self) -> *mut Generator {
        // SAFETY: pc lies behind the three words of a YIELD_DELEGATE, whose c is the register of the generator that it is linked to; that object has
        // a Generator behind its header.
        unsafe {
            let register = (self.pc().sub(3).read() >> 24) as usize;
            let inner = self.window().0.add(register).read().unwrap_unchecked();
            inner.header_unchecked().cast::<u8>().add(HEADER_SIZE).cast::<Generator>().as_ptr()
        }
    }

    /// The generator is not the outermost of its chain any more, or what its pointer goes to leaves the chain: it goes to the next one again.
    fn shorten(&mut self) {
        if self.state == State::Linked {
            self.link_to(self.next_linked());
        }
    }
}

/// Set back the pointer of the outermost generator of the chain that `generator` is on.
///
/// # Safety
/// The generator is alive.
unsafe fn shorten_outermost(generator: NonNull<Generator>) {
    // SAFETY: the caller's promise; delegators are alive.
    unsafe {
        let mut outermost = generator;
        while let Some(delegator) = outermost.as_ref().delegator() {
            outermost = delegator;
        }
        (*outermost.as_ptr()).shorten();
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
        if !matches!(details.state, State::Suspended | State::Delegating | State::Linked)
            || details.delegator().is_some()
        {
            return State::Delegating;
        }
        details.shorten();
        outer.link_to(inner.as_ptr());
        details.set_delegator(Some(NonNull::from(outer)));
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

/// Whether the generators that wait for that of `frame`, or for one that resumes it, reach the recursion limit together with the frames that run:
/// those that are linked do not run.
///
/// # Safety
/// The frame is live.
pub(crate) unsafe fn is_too_deep(vm: &Vm, frame: Frame) -> bool {
    let (mut frame, mut depth) = (frame, vm.stack.depth);
    // SAFETY: the caller's promise; delegators are alive, and so are the callers of frames that run.
    unsafe {
        while !frame.is_null() && frame.in_generator() {
            let mut outer = of_frame(frame).raw();
            while let Some(delegator) = outer.as_ref().delegator() {
                depth += 1;
                if depth >= vm.recursion_limit {
                    return true;
                }
                outer = delegator;
            }
            frame = frame.caller();
        }
    }
    false
}

/// The generator to resume for `generator`, which does not run: itself when an exception is to be raised in it.
pub(super) fn entry(vm: &mut Vm, generator: Obj<Generator>, raises: bool) -> Obj<Generator> {
    cut(generator.get_mut(vm));
    if generator.get(vm).state != State::Linked {
        return generator;
    }
    if raises || vm.watched.any {
        unlink(generator.get_mut(vm));
        return generator;
    }
    let inner = innermost(generator);
    generator.get_mut(vm).link_to(inner.raw().as_ptr());
    inner
}

fn unlink(outer: &mut Generator) {
    if outer.state == State::Linked {
        outer.state = State::Delegating;
        // SAFETY: what it is linked to is alive.
        unsafe { (*outer.next_linked()).set_delegator(None) };
    }
}

/// Nothing is linked to the generator any more.
fn cut(inner: &mut Generator) {
    if let Some(delegator) = inner.delegator() {
        inner.set_delegator(None);
        // SAFETY: a delegator is alive.
        unsafe {
            (*delegator.as_ptr()).state = State::Delegating;
            shorten_outermost(delegator);
        }
    }
}

/// The generator goes: nothing is linked to it, nor it to anything.
pub(super) fn forget(generator: &mut Generator) {
    unlink(generator);
    cut(generator);
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

/// Whether the generator of this frame was resumed in the stead of one that waits for it.
///
/// # Safety
/// It is a generator's frame, and live.
pub(crate) unsafe fn is_linked_inwards(frame: Frame) -> bool {
    // SAFETY: the caller's promise.
    unsafe { of_frame(frame).raw().as_ref().delegator().is_some() }
}

/// Begin to run the generator that is linked to that of `frame`, if there is one: whoever resumed that waits for this one then.
///
/// # Safety
/// The frame's header says that it is in a generator, which runs and is about to end.
pub(crate) unsafe fn begin_delegator(frame: Frame) -> Option<Delegator> {
    // SAFETY: the caller's promise; a delegator is alive, and suspended: its header has the place of pc and caller.
    unsafe {
        let inner = &mut *of_frame(frame).raw().as_ptr();
        let delegator = inner.delegator()?;
        inner.set_delegator(None);
        let outermost = outermost(frame, delegator);
        if outermost != delegator {
            (*outermost.as_ptr()).link_to(delegator.as_ptr());
        }
        let outer = &mut *delegator.as_ptr();
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

/// The outermost generator of the chain in whose stead the one of `frame` was resumed.
///
/// # Safety
/// The frame runs; `delegator` is linked to its generator.
#[inline(always)]
unsafe fn outermost(frame: Frame, delegator: NonNull<Generator>) -> NonNull<Generator> {
    // SAFETY: the caller's promise; FOR_ITER and SEND lie just before the pc of the caller's frame, whose register b holds what they resumed.
    unsafe {
        let words = match frame.kind() {
            Kind::Next => 3,
            Kind::Send => 2,
            _ => {
                let mut outermost = delegator;
                while let Some(delegator) = outermost.as_ref().delegator() {
                    outermost = delegator;
                }
                return outermost;
            }
        };
        let register = (frame.caller_pc().sub(words).read() >> 16) as u8;
        let resumed = frame.caller().0.add(register as usize).read().unwrap_unchecked();
        resumed.header_unchecked().cast::<u8>().add(HEADER_SIZE).cast::<Generator>()
    }
}

/// What the generator is waiting on in `yield from` or `await`.
pub(crate) fn delegate(vm: &mut Vm, generator: Obj<Generator>) -> Option<Owned> {
    let details = generator.get(vm);
    if !matches!(details.state, State::Delegating | State::Linked) || is_running(vm, generator) {
        return None;
    }
    // SAFETY: pc lies behind the three words of a YIELD_DELEGATE, whose c is the iterator's register.
    let place = unsafe {
        let register = (details.pc().sub(3).read() >> 24) as usize;
        details.window().0.add(register)
    };
    // SAFETY: as above: a register of the generator.
    let iterator = unsafe { place.read() }?;
    if vm.class_of(iterator) != vm.types.async_generator {
        return Some(iterator.own());
    }
    // A loop's step, which has had no object so far.
    match crate::types::async_generator::awaitable_of_step(vm, iterator) {
        Ok(awaitable) => {
            // SAFETY: as above; the reference of the generator is given up.
            let old = unsafe { place.replace(Some(awaitable.clone().into_raw())) };
            drop(old.map(Owned::from_raw));
            Some(awaitable)
        }
        Err(_) => {
            drop(vm.take_error());
            Some(iterator.own())
        }
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
