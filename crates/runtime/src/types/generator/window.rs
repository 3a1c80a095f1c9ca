//! A generator's object: the fixed part, the frame's header and registers behind it, and how they are resumed and suspended.
//!
//! While the generator is suspended nobody is its frame's caller: the header's word for the caller's pc keeps the generator's own, and the word
//! for the caller's window what the generator is linked to (`delegation.rs`).

use std::ptr::NonNull;

use taipan_bytecode::{CodeFlags, HEADER_WORDS, NO_REGISTER};
use taipan_heap::{Flags, HEADER_SIZE, Header, ShapeId, Visitor};

use super::{attributes, delegation, kind};
use crate::interp::frame::Frame;
use crate::interp::stack::Slot;
use crate::native::*;
use crate::types::function::Function;
use crate::types::shapes;

/// Those in which the generator itself can be resumed come first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(super) enum State {
    Created,
    Suspended,
    /// Suspended inside `yield from` or `await`.
    Delegating,
    /// As Delegating, to a generator that is resumed in its stead: it may be running.
    Linked,
    Running,
    Finished,
}

/// What only asynchronous generators have to remember, as bits.
#[derive(Clone, Copy, Default)]
pub(crate) struct AsyncState(u8);

impl AsyncState {
    /// It has ended or is being closed.
    pub(crate) const CLOSED: AsyncState = AsyncState(1);
    /// One of its awaitables is being awaited.
    pub(crate) const RUNNING: AsyncState = AsyncState(2);
    /// The hooks were called.
    pub(crate) const HOOKED: AsyncState = AsyncState(4);
    /// What it yields next it yields itself, and does not merely wait for.
    pub(crate) const YIELDS: AsyncState = AsyncState(8);

    pub(crate) fn has(self, bit: AsyncState) -> bool {
        self.0 & bit.0 != 0
    }

    pub(crate) fn set(&mut self, bit: AsyncState, on: bool) {
        self.0 = if on { self.0 | bit.0 } else { self.0 & !bit.0 };
    }
}

/// The fixed part; the frame's header and registers follow. The object's `aux` counts the registers.
#[repr(C)]
pub struct Generator {
    /// The generator that is linked to this one, and what few generators have.
    extra: Extra,
    /// Where the windows of its callees begin while it runs, in slots from the base of the thread's stack.
    pub(super) top: u32,
    pub(super) state: State,
    /// The register that receives the sent value.
    pub(super) receives: u8,
    /// The outermost handler that the yield is inside of.
    pub(super) handler: u8,
    pub(crate) asynchronous: AsyncState,
}

/// The generator that is linked to another one, and the other's rare parts, in a word: an address, or that of a box with its lowest bit set.
struct Extra(*mut u8);

impl Extra {
    const NONE: Extra = Extra(std::ptr::null_mut());

    /// The box, if there is one.
    #[inline(always)]
    fn boxed(&self) -> Option<NonNull<Rare>> {
        let is_box = self.0.addr() & 1 != 0;
        NonNull::new(self.0.map_addr(|address| address & !1).cast::<Rare>()).filter(|_| is_box)
    }
}

impl Drop for Extra {
    fn drop(&mut self) {
        if let Some(rare) = self.boxed() {
            // SAFETY: made from a box by `Generator::rare_mut`, and owned here alone.
            drop(unsafe { Box::from_raw(rare.as_ptr()) });
        }
    }
}

/// The parts of a generator that resuming does not need.
#[derive(Trace, Default)]
pub(crate) struct Rare {
    /// `__name__` and `__qualname__`: assigned, or kept when the function was let go.
    pub(crate) name: Option<Owned>,
    pub(crate) qualname: Option<Owned>,
    /// `cr_origin`.
    pub(crate) origin: Option<Owned>,
    /// The hook that closes an asynchronous generator.
    pub(crate) finalizer: Option<Owned>,
    #[trace(skip)]
    delegator: Option<NonNull<Generator>>,
}

impl Generator {
    #[inline(always)]
    pub(super) fn window(&self) -> Frame {
        // SAFETY: a Generator lives only at the head of its object's payload, with header and registers behind it.
        unsafe { Frame(std::ptr::from_ref(self).add(1).cast::<Slot>().cast_mut().add(HEADER_WORDS)) }
    }

    /// Whether no generator is linked to this one, and it has no rare parts.
    #[inline(always)]
    fn is_plain(&self) -> bool {
        self.extra.0.is_null()
    }

    /// The generator that is linked to this one. It is alive: when it goes it takes this back.
    #[inline(always)]
    pub(super) fn delegator(&self) -> Option<NonNull<Generator>> {
        match self.extra.boxed() {
            // SAFETY: the box is this generator's.
            Some(rare) => unsafe { rare.as_ref() }.delegator,
            None => NonNull::new(self.extra.0.cast()),
        }
    }

    #[inline(always)]
    pub(super) fn set_delegator(&mut self, delegator: Option<NonNull<Generator>>) {
        match self.extra.boxed() {
            // SAFETY: as in delegator.
            Some(mut rare) => unsafe { rare.as_mut() }.delegator = delegator,
            None => self.extra.0 = delegator.map_or(std::ptr::null_mut(), |delegator| delegator.as_ptr().cast()),
        }
    }

    /// What few generators have.
    pub(crate) fn rare(&self) -> Option<&Rare> {
        // SAFETY: as in delegator.
        self.extra.boxed().map(|rare| unsafe { rare.as_ref() })
    }

    /// As `rare`, to be changed; made when there is none.
    pub(crate) fn rare_mut(&mut self) -> &mut Rare {
        let mut rare = match self.extra.boxed() {
            Some(rare) => rare,
            None => {
                let rare = Box::new(Rare { delegator: self.delegator(), ..Rare::default() });
                let rare = NonNull::from(Box::leak(rare));
                self.extra.0 = rare.as_ptr().cast::<u8>().map_addr(|address| address | 1);
                rare
            }
        };
        // SAFETY: as in delegator.
        unsafe { rare.as_mut() }
    }

    fn slots(&self) -> impl Iterator<Item = *mut Slot> {
        let start = self.window().0;
        // SAFETY: as in window: the object's header lies before the payload, the registers behind it.
        unsafe {
            let header = std::ptr::from_ref(self).cast::<u8>().sub(HEADER_SIZE).cast::<Header>();
            (0..(*header).aux.get() as usize).map(move |index| start.add(index))
        }
    }

    /// Where a suspended generator goes on.
    #[inline(always)]
    pub(super) fn pc(&self) -> *const u32 {
        // SAFETY: the window's header is intact.
        unsafe { self.window().caller_pc() }
    }

    #[inline(always)]
    pub(super) fn set_pc(&mut self, pc: *const u32) {
        // SAFETY: as in pc.
        unsafe { self.window().set_caller_pc(pc) }
    }
}

impl Trace for Generator {
    fn trace(&self, visit: &mut Visitor<'_>) {
        if let Some(rare) = self.rare() {
            rare.trace(visit);
        }
        let window = self.window().0;
        // SAFETY: the header's first word is the function, or the code of one that has ended; dead registers hold no pointers.
        unsafe {
            if let Some(function) = window.sub(HEADER_WORDS).read() {
                visit(function);
            }
            if self.state == State::Finished {
                return;
            }
            if let Some(object) = self.window().object() {
                visit(object);
            }
            for slot in self.slots() {
                if let Some(value) = slot.read() {
                    visit(value);
                }
            }
        }
    }

    fn clear(&mut self) {
        self.release(None, usize::MAX);
    }
}
impl Generator {
    /// Drop the registers, of which the first `live` may hold something, and what the header begins with: `kept` takes its place.
    fn release(&mut self, kept: Option<Owned>, live: usize) {
        if self.state != State::Finished {
            self.release_registers(live);
        }
        // SAFETY: the first word of the header is the generator's.
        let old = unsafe { self.window().0.sub(HEADER_WORDS).replace(kept.map(Owned::into_raw)) };
        drop(old.map(Owned::from_raw));
    }

    fn release_registers(&mut self, live: usize) {
        delegation::forget(self);
        self.state = State::Finished;
        // SAFETY: the window is the generator's, and was live until now.
        unsafe { crate::types::frame::orphan(self.window()) };
        // SAFETY: the registers and the function are the generator's, which does not run: nobody reads them from now on, as its state says.
        unsafe {
            for slot in self.slots().take(live) {
                if let Some(value) = slot.read().filter(|value| value.is_object()) {
                    drop(Owned::from_raw(value));
                }
            }
        }
    }

    /// The code of one that has ended.
    pub(super) fn code_left(&self) -> Option<Value> {
        // SAFETY: then the header begins with it.
        unsafe { if self.state == State::Finished { self.window().0.sub(HEADER_WORDS).read() } else { None } }
    }
}

impl Drop for Generator {
    fn drop(&mut self) {
        self.release(None, usize::MAX);
    }
}

impl Payload for Generator {
    const NAME: &'static str = "Generator";
    const VARIABLE: bool = true;
    const SHAPE: ShapeId = shapes::generator;

    fn extra_size(&self, aux: u32) -> usize {
        (aux as usize + HEADER_WORDS) * size_of::<Slot>()
    }

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.generator
    }
}

/// What resuming a generator needs.
pub(crate) struct Resumption {
    pub(crate) frame: Frame,
    pub(crate) pc: *const u32,
}

/// Make the generator object of a call: `arguments` are the parameters' registers, which are moved in.
///
/// # Safety
/// `arguments` has as many slots as the code has parameters.
pub(crate) unsafe fn create(vm: &mut Vm, function: Owned, arguments: *mut Slot) -> R<Owned> {
    // SAFETY: the caller passes the function that was called.
    let callee: Obj<Function> = unsafe { Obj::from_value(function.value()) };
    let code = callee.code(vm).get(vm);
    let (registers, parameters, start, flags) =
        (code.call.registers, code.call.parameters as usize, code.start, code.flags);
    let shape = if flags.contains(CodeFlags::COROUTINE) {
        shapes::coroutine
    } else if flags.contains(CodeFlags::ASYNC_GENERATOR) {
        shapes::async_generator
    } else {
        shapes::generator
    };
    let payload = Generator {
        extra: Extra::NONE,
        top: 0,
        state: State::Created,
        receives: NO_REGISTER,
        handler: NO_REGISTER,
        asynchronous: AsyncState::default(),
    };
    let size = size_of::<Generator>() + (registers as usize + HEADER_WORDS) * size_of::<Slot>();
    let made = vm.allocate_filled(shape, payload, u32::from(registers), size, |place| {
        // SAFETY: the block has room for header and registers and is new; the arguments move.
        unsafe {
            let top = place.cast::<Slot>();
            let window = top.add(HEADER_WORDS);
            top.write(Some(function.into_raw()));
            Frame(window).link(std::ptr::null_mut(), start, 0, 0, crate::interp::frame::Kind::ExitGenerator);
            for index in 0..parameters {
                window.add(index).write(arguments.add(index).replace(None));
            }
            // Zeroes are empty registers.
            window.add(parameters).write_bytes(0, registers as usize - parameters);
        }
    })?;
    if shape == shapes::coroutine {
        // One that is never awaited is warned of.
        if vm.coroutine_origin_depth != 0 {
            attributes::note_origin(vm, made.value())?;
        }
        return Ok(made);
    }
    // Nothing to close before it has begun.
    if let Some(header) = made.header() {
        // SAFETY: just made.
        unsafe { header.as_ref() }.set(Flags::FINALIZED);
    }
    Ok(made)
}

/// The generator whose window `frame` is.
///
/// # Safety
/// The frame's header says that it is in a generator.
#[inline(always)]
pub(super) unsafe fn of_frame(frame: Frame) -> Obj<Generator> {
    // SAFETY: the window lies behind header words and payload.
    unsafe {
        let payload = frame.0.sub(HEADER_WORDS).cast::<Generator>().sub(1);
        let header = payload.cast::<u8>().sub(taipan_heap::HEADER_SIZE).cast::<taipan_heap::Header>();
        Obj::from_header(std::ptr::NonNull::new_unchecked(header))
    }
}

/// Where windows of callees begin while the generator of this frame runs.
///
/// # Safety
/// The frame's header says that it is in a generator.
#[inline(always)]
pub(crate) unsafe fn stack_top_of(vm: &Vm, frame: Frame) -> *mut Slot {
    // SAFETY: the caller's promise; the top was counted from this base.
    unsafe { vm.stack.base().add(of_frame(frame).raw().as_ref().top as usize) }
}

#[cold]
pub(super) fn already_executing(vm: &mut Vm, generator: Obj<Generator>) -> Raised {
    let kind = kind(vm, generator);
    vm.value_error(format!("{kind} already executing"))
}

/// Check that the generator can be resumed, and mark as running what is then resumed: the generator, or the one that it is linked to. `sent` is
/// what its `yield` gives; without it an exception will be raised there, which leaves the destination alone.
pub(crate) fn prepare(vm: &mut Vm, generator: Obj<Generator>, sent: Option<Owned>) -> R<Resumption> {
    if is_running(vm, generator) {
        return Err(already_executing(vm, generator));
    }
    let resumed = delegation::entry(vm, generator, sent.is_none());
    let state = resumed.get(vm).state;
    if state == State::Created && sent.as_ref().is_some_and(|sent| !sent.is_none()) {
        let kind = kind(vm, generator);
        return Err(vm.type_error(format!("can't send non-None value to a just-started {kind}")));
    }
    // SAFETY: the running frame is live.
    let is_too_deep = || unsafe { !vm.stack.frame.is_null() && delegation::is_too_deep(vm, vm.current_frame()) };
    if vm.stack.depth >= vm.recursion_limit || state == State::Created && is_too_deep() {
        if state == State::Created {
            // It counts as begun.
            resumed.header().set(Flags::FINALIZED);
            end(vm, resumed);
        }
        return Err(vm.recursion_error("maximum recursion depth exceeded"));
    }
    vm.stack.depth += 1;
    let top = stack_offset(vm, vm.stack_top());
    let details = resumed.get_mut(vm);
    details.state = State::Running;
    details.top = top;
    let (frame, pc, receives, handler) = (details.window(), details.pc(), details.receives, details.handler);
    resumed.header().clear(Flags::FINALIZED);
    if state != State::Created {
        if let Some(sent) = sent {
            // SAFETY: the register is the generator's own.
            let old = unsafe { frame.0.add(receives as usize).replace(Some(sent.into_raw())) };
            drop(old.map(Owned::from_raw));
        }
        if handler != NO_REGISTER {
            crate::interp::swap_handled(vm, frame.0, handler);
        }
    }
    Ok(Resumption { frame, pc })
}

/// An address in the stack, in slots from its base.
#[inline(always)]
pub(super) fn stack_offset(vm: &Vm, place: *mut Slot) -> u32 {
    // SAFETY: every top lies in the running thread's stack, which is smaller than 2^32 slots.
    unsafe { place.offset_from_unsigned(vm.stack.base()) as u32 }
}

/// As `prepare`, for the interpreter: only of a generator without rare parts, where the one that is then resumed has not begun, or is suspended
/// outside of handlers and its register for what is sent holds nothing that counts. `sent` moves in then. None when it is not like that, and nothing is done.
#[inline(always)]
pub(crate) fn resume_plain(vm: &mut Vm, generator: Obj<Generator>, top: *mut Slot, sent: Value) -> Option<Resumption> {
    let mut resumed = generator.raw().as_ptr();
    // SAFETY: the generator is alive, and so are those that it is linked to, which nobody else borrows.
    unsafe {
        if !(*resumed).is_plain() {
            return None;
        }
        if (*resumed).state == State::Linked {
            if vm.watched.any {
                return None;
            }
            let outermost = resumed;
            resumed = (*resumed).linked();
            if (*resumed).state == State::Linked {
                while (*resumed).state == State::Linked {
                    resumed = (*resumed).linked();
                }
                (*outermost).link_to(resumed);
            }
        }
        let details = &mut *resumed;
        if details.state as u8 > State::Delegating as u8 || details.handler != NO_REGISTER {
            return None;
        }
        let (frame, pc) = (details.window(), details.pc());
        if details.state == State::Created {
            if !sent.is_none() {
                return None;
            }
            generator.header().clear(Flags::FINALIZED);
        } else {
            let place = frame.0.add(details.receives as usize);
            if place.read().is_some_and(Value::is_object) {
                return None;
            }
            place.write(Some(sent));
        }
        details.state = State::Running;
        details.top = stack_offset(vm, top);
        vm.stack.depth += 1;
        Some(Resumption { frame, pc })
    }
}

/// The running generator of `frame` yields. Whoever resumed it has been read from the frame's header already.
///
/// # Safety
/// The frame's header says that it is in a generator.
#[inline(always)]
pub(crate) unsafe fn suspend(frame: Frame, pc: *const u32, receives: u8, handler: u8, delegates: bool) {
    // SAFETY: the caller's promise.
    let details = unsafe { &mut *of_frame(frame).raw().as_ptr() };
    details.set_pc(pc);
    details.receives = receives;
    details.handler = handler;
    details.state = if delegates { delegation::state_of(details) } else { State::Suspended };
}

/// The word that a suspended generator's window is at.
pub(crate) fn suspended_word(vm: &Vm, frame: Frame, start: *const u32) -> u32 {
    // SAFETY: a live frame that is not on the chain of running ones is in a generator.
    let generator = unsafe { of_frame(frame) }.get(vm);
    match generator.state {
        State::Created => crate::types::frame::NOT_BEGUN,
        // SAFETY: pc points into the code.
        State::Suspended | State::Delegating | State::Linked => unsafe {
            generator.pc().offset_from(start).max(1) as u32 - 1
        },
        // By another thread.
        State::Running | State::Finished => 0,
    }
}

/// The running generator of `frame` has raised.
///
/// # Safety
/// The frame's header says that it is in a generator.
#[inline]
pub(crate) unsafe fn finish(vm: &mut Vm, frame: Frame) {
    // SAFETY: the caller's promise.
    unsafe { finish_holding(vm, frame, usize::MAX) }
}

/// The running generator of `frame` has returned: its temps hold nothing.
///
/// # Safety
/// The frame's header says that it is in a generator.
#[inline]
pub(crate) unsafe fn finish_returned(vm: &mut Vm, frame: Frame) {
    // SAFETY: the caller's promise. Far locals lie above the temps.
    unsafe {
        let shape = frame.shape();
        let live = if shape.registers > 256 { usize::MAX } else { shape.temps_start as usize };
        finish_holding(vm, frame, live);
    }
}

/// # Safety
/// The frame's header says that it is in a generator.
#[inline]
unsafe fn finish_holding(vm: &mut Vm, frame: Frame, live: usize) {
    // SAFETY: the caller's promise.
    let generator = unsafe {
        if frame.object().is_some() {
            crate::types::traceback::detach(vm, frame);
        }
        of_frame(frame)
    };
    generator.header().set(Flags::FINALIZED);
    end_holding(vm, generator, live);
}

/// The generator is over: let go of its frame, but not of what its attributes say.
pub(super) fn end(vm: &mut Vm, generator: Obj<Generator>) {
    end_holding(vm, generator, usize::MAX);
}

/// As `end`, where only the first `live` registers may hold something.
#[inline]
fn end_holding(vm: &mut Vm, generator: Obj<Generator>, live: usize) {
    let kept = attributes::keep(vm, generator);
    generator.get_mut(vm).release(kept, live);
}

/// Whether the generator is being run, or what it is linked to.
pub(super) fn is_running(vm: &Vm, generator: Obj<Generator>) -> bool {
    delegation::innermost(generator).get(vm).state == State::Running
}

/// Whether the generator is suspended after it has begun.
pub(super) fn is_suspended(vm: &Vm, generator: Obj<Generator>) -> bool {
    let begun = matches!(generator.get(vm).state, State::Suspended | State::Delegating | State::Linked);
    begun && !is_running(vm, generator)
}

/// The live frame that a generator's frame goes back to: null for a suspended one.
///
/// # Safety
/// The frame's header says that it is in a generator.
pub(crate) unsafe fn caller_of_frame(vm: &Vm, frame: Frame) -> Frame {
    // SAFETY: the caller's promise; a delegator is alive.
    unsafe {
        let generator = of_frame(frame);
        if !is_running(vm, generator) {
            return Frame(std::ptr::null_mut());
        }
        match generator.get(vm).delegator() {
            Some(delegator) => delegator.as_ref().window(),
            None => delegation::innermost(generator).get(vm).window().caller(),
        }
    }
}

/// The generator of a frame.
///
/// # Safety
/// The frame's header says that it is in a generator.
pub(crate) unsafe fn object_of_frame(frame: Frame) -> Owned {
    // SAFETY: the caller's promise.
    unsafe { of_frame(frame) }.own()
}

/// The asynchronous generator of a frame is about to yield a value of its own.
///
/// # Safety
/// The frame's header says that it is in a generator.
#[inline(always)]
pub(crate) unsafe fn note_own_yield(vm: &mut Vm, frame: Frame) {
    // SAFETY: the caller's promise.
    unsafe { of_frame(frame) }.get_mut(vm).asynchronous.set(AsyncState::YIELDS, true);
}

/// What `frame.clear()` does to the frame of a generator.
pub(crate) fn clear_frame(vm: &mut Vm, generator: Value) -> R<()> {
    let Some(generator) = vm.cast::<Generator>(generator) else { return Ok(()) };
    if is_running(vm, generator) {
        return Err(vm.runtime_error("cannot clear an executing frame"));
    }
    match generator.get(vm).state {
        State::Finished => Ok(()),
        State::Created => {
            if super::is_coroutine(vm, generator.value()) {
                attributes::warn_unawaited(vm, generator.value());
            }
            super::close(vm, generator).map(drop)
        }
        _ => Err(vm.runtime_error("cannot clear a suspended frame")),
    }
}

/// Whether the generator is suspended inside a handler of its own.
pub(crate) fn is_handling(vm: &Vm, generator: Obj<Generator>) -> bool {
    is_suspended(vm, generator) && generator.get(vm).handler != NO_REGISTER
}

/// Whether the generator has not begun.
pub(crate) fn is_created(vm: &Vm, generator: Obj<Generator>) -> bool {
    generator.get(vm).state == State::Created
}

/// Whether the generator has ended.
/// Register 0 of the generator.
pub(crate) fn window_of(vm: &Vm, generator: Obj<Generator>) -> *const Slot {
    generator.get(vm).window().0
}

pub(crate) fn is_finished(vm: &Vm, generator: Obj<Generator>) -> bool {
    generator.get(vm).state == State::Finished
}
