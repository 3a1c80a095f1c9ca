//! Generators, coroutines and asynchronous generators: a frame's window inside an object.
//!
//! The registers live in the object and run in place: resuming copies nothing. The window of whatever a generator calls is on the VM stack, above
//! whoever resumed it.

mod attributes;
mod coroutine;

pub(crate) use attributes::warn_unawaited_method;

use taipan_bytecode::{CodeFlags, HEADER_WORDS, NO_REGISTER};
use taipan_heap::{Flags, ShapeId, Visitor};

use crate::interp::Resumed;
use crate::interp::frame::Frame;
use crate::interp::stack::Slot;
use crate::native::*;
use crate::types::code::CodeObject;
use crate::types::function::Function;
use crate::types::shapes;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Created,
    Suspended,
    Running,
    Finished,
}

/// The fixed part; the frame's header and registers follow.
#[repr(C)]
pub struct Generator {
    /// Where to go on.
    pc: *const u32,
    /// Where the windows of its callees begin, while it runs.
    top: *mut Slot,
    /// What few generators have.
    pub(crate) rare: Option<Box<Rare>>,
    registers: u16,
    state: State,
    /// The register that receives the sent value.
    receives: u8,
    /// The outermost handler that the yield is inside of.
    handler: u8,
    /// Inside `yield from` or `await`: YIELD_DELEGATE suspended it.
    delegates: bool,
    /// Of an asynchronous generator: it has ended or is being closed; one of its awaitables is being awaited; the hooks were called.
    pub(crate) closed: bool,
    pub(crate) running_async: bool,
    pub(crate) hooked: bool,
}

/// The parts of a generator that resuming does not need.
#[derive(Trace, Default)]
pub(crate) struct Rare {
    /// `__name__` and `__qualname__`: assigned, or kept when the function was let go.
    pub(crate) name: Option<Owned>,
    pub(crate) qualname: Option<Owned>,
    /// The code of one that has ended.
    pub(crate) code: Option<Owned>,
    /// `cr_origin`.
    pub(crate) origin: Option<Owned>,
    /// The hook that closes an asynchronous generator.
    pub(crate) finalizer: Option<Owned>,
}

impl Generator {
    #[inline(always)]
    fn window(&self) -> Frame {
        // SAFETY: a Generator lives only at the head of its object's payload, with header and registers behind it.
        unsafe { Frame(std::ptr::from_ref(self).add(1).cast::<Slot>().cast_mut().add(HEADER_WORDS)) }
    }

    fn slots(&self) -> impl Iterator<Item = *mut Slot> {
        let start = self.window().0;
        // SAFETY: the registers lie behind the payload.
        (0..self.registers as usize).map(move |index| unsafe { start.add(index) })
    }
}

impl Trace for Generator {
    fn trace(&self, visit: &mut Visitor<'_>) {
        self.rare.trace(visit);
        if self.state == State::Finished {
            return;
        }
        let window = self.window().0;
        // SAFETY: the header's first word is the function; dead registers hold no pointers.
        unsafe {
            if let Some(function) = window.sub(HEADER_WORDS).read() {
                visit(function);
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
        self.release();
    }
}

impl Generator {
    /// Drop the registers and the function.
    fn release(&mut self) {
        if self.state == State::Finished {
            return;
        }
        self.state = State::Finished;
        // SAFETY: the window is the generator's, and was live until now.
        unsafe { crate::types::frame::orphan(self.window()) };
        let window = self.window().0;
        for slot in self.slots() {
            // SAFETY: the registers are the generator's, which does not run.
            drop(unsafe { slot.replace(None) }.map(Owned::from_raw));
        }
        // SAFETY: as above.
        drop(unsafe { window.sub(HEADER_WORDS).replace(None) }.map(Owned::from_raw));
    }
}

impl Drop for Generator {
    fn drop(&mut self) {
        self.release();
    }
}

impl Payload for Generator {
    const NAME: &'static str = "Generator";
    const VARIABLE: bool = true;
    const SHAPE: ShapeId = shapes::generator;

    fn extra_size(&self, _aux: u32) -> usize {
        (self.registers as usize + HEADER_WORDS) * size_of::<Slot>()
    }

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.generator
    }
}

const SLOTS: Slots = Slots {
    repr: Some(attributes::repr),
    iter: Some(crate::types::iterator::same),
    next: Some(next),
    finalize: Some(finalize),
    ..Slots::EMPTY
};

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "A function's call that goes on where it yielded.",
    slots: SLOTS,
    methods: &METHODS,
    getsets: &attributes::generator::GETSETS,
    has_weakref: true,
    ..ClassDef::sealed::<Generator>("generator")
};

pub(crate) static COROUTINE_CLASS: ClassDef = ClassDef {
    doc: "A call of a coroutine function.",
    slots: Slots {
        repr: Some(attributes::repr),
        await_: Some(coroutine_await),
        finalize: Some(finalize),
        ..Slots::EMPTY
    },
    methods: &coroutine::METHODS,
    getsets: &attributes::coroutine::GETSETS,
    has_weakref: true,
    ..ClassDef::sealed::<Generator>("coroutine")
};

pub(crate) static ASYNC_GENERATOR_CLASS: ClassDef = ClassDef {
    doc: "A call of an asynchronous generator function.",
    slots: Slots {
        repr: Some(attributes::repr),
        aiter: Some(crate::types::iterator::same),
        anext: Some(crate::types::async_generator::anext),
        finalize: Some(finalize),
        ..Slots::EMPTY
    },
    methods: &crate::types::async_generator::METHODS,
    getsets: &attributes::async_generator::GETSETS,
    has_weakref: true,
    ..ClassDef::sealed::<Generator>("async_generator")
};

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
    let code = callee.code(vm);
    let (registers, parameters) = {
        let call = code.get(vm).call;
        (call.registers, call.parameters as usize)
    };
    let flags = code.get(vm).template.flags;
    let shape = if flags.contains(CodeFlags::COROUTINE) {
        shapes::coroutine
    } else if flags.contains(CodeFlags::ASYNC_GENERATOR) {
        shapes::async_generator
    } else {
        shapes::generator
    };
    let payload = Generator {
        pc: code.get(vm).words.as_ptr(),
        top: std::ptr::null_mut(),
        rare: None,
        registers,
        state: State::Created,
        receives: NO_REGISTER,
        handler: NO_REGISTER,
        delegates: false,
        closed: false,
        running_async: false,
        hooked: false,
    };
    let extra = (registers as usize + HEADER_WORDS) * size_of::<Slot>();
    let made = vm.allocate_variable(shape, payload, 0, extra, |place| {
        let slots = place.cast::<Slot>();
        // SAFETY: the block has room for header and registers and is new.
        unsafe {
            for index in 0..registers as usize + HEADER_WORDS {
                slots.add(index).write(None);
            }
        }
    })?;
    // SAFETY: just made; the arguments move.
    unsafe {
        let generator: Obj<Generator> = Obj::from_value(made.value());
        let window = generator.raw().as_ref().window().0;
        window.sub(HEADER_WORDS).write(Some(function.into_raw()));
        for index in 0..parameters {
            window.add(index).write(arguments.add(index).replace(None));
        }
        Frame(window).link(std::ptr::null_mut(), std::ptr::null(), 0, 0, crate::interp::frame::Kind::ExitGenerator);
    }
    if shape == shapes::coroutine {
        // One that is never awaited is warned of.
        attributes::note_origin(vm, made.value())?;
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
unsafe fn of_frame(frame: Frame) -> Obj<Generator> {
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
pub(crate) unsafe fn stack_top_of(frame: Frame) -> *mut Slot {
    // SAFETY: the caller's promise.
    unsafe { of_frame(frame).raw().as_ref().top }
}

#[cold]
fn already_executing(vm: &mut Vm, generator: Obj<Generator>) -> Raised {
    let kind = kind(vm, generator);
    vm.value_error(format!("{kind} already executing"))
}

/// The kind of generator as messages name it.
fn kind(vm: &Vm, generator: Obj<Generator>) -> &'static str {
    let class = vm.class_of(generator.value());
    if class == vm.types.coroutine {
        "coroutine"
    } else if class == vm.types.async_generator {
        "async generator"
    } else {
        "generator"
    }
}

/// Check that the generator can be resumed, and mark it as running. `sent` is what its `yield` gives; without it an exception will be
/// raised there, which leaves the destination alone.
pub(crate) fn prepare(vm: &mut Vm, generator: Obj<Generator>, sent: Option<Owned>) -> R<Resumption> {
    let state = generator.get(vm).state;
    match state {
        State::Running => {
            return Err(already_executing(vm, generator));
        }
        State::Created if sent.as_ref().is_some_and(|sent| !sent.is_none()) => {
            let kind = kind(vm, generator);
            return Err(vm.type_error(format!("can't send non-None value to a just-started {kind}")));
        }
        _ => {}
    }
    let top = vm.stack_top();
    if vm.stack.depth >= vm.recursion_limit {
        return Err(vm.recursion_error("maximum recursion depth exceeded"));
    }
    vm.stack.depth += 1;
    let details = generator.get_mut(vm);
    details.state = State::Running;
    details.top = top;
    let (frame, pc, receives, handler) = (details.window(), details.pc, details.receives, details.handler);
    details.delegates = false;
    generator.header().clear(Flags::FINALIZED);
    if state == State::Suspended {
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

/// As `prepare`, for the interpreter: only of a generator that is suspended where no exception is being handled, and whose register for what is
/// sent holds nothing that counts. `sent` moves in then. None when it is not like that, and nothing is done.
#[inline(always)]
pub(crate) fn resume_plain(vm: &mut Vm, generator: Obj<Generator>, top: *mut Slot, sent: Value) -> Option<Resumption> {
    let details = generator.get_mut(vm);
    if details.state != State::Suspended || details.handler != NO_REGISTER {
        return None;
    }
    let (frame, pc) = (details.window(), details.pc);
    // SAFETY: the register is the generator's own.
    unsafe {
        let place = frame.0.add(details.receives as usize);
        if place.read().is_some_and(Value::is_object) {
            return None;
        }
        place.write(Some(sent));
    }
    details.state = State::Running;
    details.top = top;
    details.delegates = false;
    vm.stack.depth += 1;
    Some(Resumption { frame, pc })
}

/// The running generator of `frame` yields.
///
/// # Safety
/// The frame's header says that it is in a generator.
#[inline(always)]
pub(crate) unsafe fn suspend(vm: &mut Vm, frame: Frame, pc: *const u32, receives: u8, handler: u8, delegates: bool) {
    // SAFETY: the caller's promise.
    let generator = unsafe { of_frame(frame) };
    let details = generator.get_mut(vm);
    details.state = State::Suspended;
    details.pc = pc;
    details.receives = receives;
    details.handler = handler;
    details.delegates = delegates;
}

/// The word that a suspended generator's window is at.
pub(crate) fn suspended_word(vm: &Vm, frame: Frame, start: *const u32) -> u32 {
    // SAFETY: a live frame that is not on the chain of running ones is in a generator.
    let generator = unsafe { of_frame(frame) }.get(vm);
    if generator.state == State::Created {
        return crate::types::frame::NOT_BEGUN;
    }
    let pc = generator.pc;
    // SAFETY: pc points into the code.
    unsafe { pc.offset_from(start).max(1) as u32 - 1 }
}

/// The running generator of `frame` has returned or raised.
///
/// # Safety
/// The frame's header says that it is in a generator.
pub(crate) unsafe fn finish(vm: &mut Vm, frame: Frame) {
    // SAFETY: the caller's promise.
    let generator = unsafe { of_frame(frame) };
    generator.header().set(Flags::FINALIZED);
    crate::types::traceback::detach(vm, frame);
    end(vm, generator);
}

/// The generator is over: let go of its frame, but not of what its attributes say.
fn end(vm: &mut Vm, generator: Obj<Generator>) {
    attributes::keep(vm, generator);
    generator.get_mut(vm).release();
}

/// Whether the frame's generator is being run (else it is suspended, and nobody is its caller).
///
/// # Safety
/// The frame's header says that it is in a generator.
pub(crate) unsafe fn is_running_frame(vm: &Vm, frame: Frame) -> bool {
    // SAFETY: the caller's promise.
    unsafe { of_frame(frame) }.get(vm).state == State::Running
}

/// The generator of a frame.
///
/// # Safety
/// The frame's header says that it is in a generator.
pub(crate) unsafe fn object_of_frame(frame: Frame) -> Owned {
    // SAFETY: the caller's promise.
    unsafe { of_frame(frame) }.own()
}

/// What `frame.clear()` does to the frame of a generator.
pub(crate) fn clear_frame(vm: &mut Vm, generator: Value) -> R<()> {
    let Some(generator) = vm.cast::<Generator>(generator) else { return Ok(()) };
    match generator.get(vm).state {
        State::Running => Err(vm.runtime_error("cannot clear an executing frame")),
        State::Suspended => Err(vm.runtime_error("cannot clear a suspended frame")),
        State::Created => {
            if is_coroutine(vm, generator.value()) {
                attributes::warn_unawaited(vm, generator.value());
            }
            close(vm, generator).map(drop)
        }
        State::Finished => Ok(()),
    }
}

/// Whether the generator is suspended inside a handler of its own.
pub(crate) fn is_handling(vm: &Vm, generator: Obj<Generator>) -> bool {
    let details = generator.get(vm);
    details.state == State::Suspended && details.handler != NO_REGISTER
}

/// Whether the generator has ended.
pub(crate) fn is_finished(vm: &Vm, generator: Obj<Generator>) -> bool {
    generator.get(vm).state == State::Finished
}

/// Whether the value is a coroutine.
pub(crate) fn is_coroutine(vm: &Vm, value: Value) -> bool {
    vm.class_of(value) == vm.types.coroutine
}

/// A generator or coroutine, which the interpreter resumes itself.
pub(crate) fn resumable(vm: &Vm, value: Value) -> Option<Obj<Generator>> {
    let class = vm.class_of(value);
    if class == vm.types.generator || class == vm.types.coroutine { vm.cast::<Generator>(value) } else { None }
}

/// The value that a StopIteration carries.
pub(crate) fn stop_value(vm: &Vm, exception: Value) -> Owned {
    vm.slot(exception, 0).map_or(Owned::NONE, Value::own)
}

/// What `await value` iterates.
pub(crate) fn awaitable(vm: &mut Vm, value: Value, context: u8) -> R<Owned> {
    if is_coroutine(vm, value) {
        let awaited = vm.cast::<Generator>(value).and_then(|coroutine| delegate(vm, coroutine));
        return match awaited {
            Some(_) => Err(vm.runtime_error("coroutine is being awaited already")),
            None => Ok(value.own()),
        };
    }
    if let Some(generator) = vm.cast_exact::<Generator>(value) {
        let flags = attributes::code(vm, generator).and_then(|code| vm.cast::<CodeObject>(code.value()));
        if let Some(code) = flags
            && code.get(vm).template.flags.contains(CodeFlags::ITERABLE_COROUTINE)
        {
            return Ok(value.own());
        }
    }
    let class = vm.class_of(value);
    let Some(await_) = class.slots(vm).await_ else {
        let name = class.name(vm);
        let message = match context {
            1 => format!("'async with' received an object from __aenter__ that does not implement __await__: {name}"),
            2 => format!("'async with' received an object from __aexit__ that does not implement __await__: {name}"),
            _ => format!("'{name}' object can't be awaited"),
        };
        return Err(vm.type_error(message));
    };
    let iterator = await_(vm, value)?;
    if is_coroutine(vm, iterator.value()) {
        return Err(vm.type_error("__await__() returned a coroutine"));
    }
    if vm.class_of(iterator.value()).slots(vm).next.is_none() {
        let found = vm.class_of(iterator.value()).name(vm);
        return Err(vm.type_error(format!("__await__() returned non-iterator of type '{found}'")));
    }
    Ok(iterator)
}

/// `async for`'s iterator.
pub(crate) fn async_iterator(vm: &mut Vm, value: Value) -> R<Owned> {
    let class = vm.class_of(value);
    let Some(aiter) = class.slots(vm).aiter else {
        let name = class.name(vm);
        return Err(vm.type_error(format!("'async for' requires an object with __aiter__ method, got {name}")));
    };
    let iterator = aiter(vm, value)?;
    if vm.class_of(iterator.value()).slots(vm).anext.is_none() {
        let name = vm.class_of(iterator.value()).name(vm);
        return Err(vm.type_error(format!(
            "'async for' received an object from __aiter__ that does not implement __anext__: {name}"
        )));
    }
    Ok(iterator)
}

/// `async for`'s next awaitable.
pub(crate) fn async_next(vm: &mut Vm, iterator: Value) -> R<Owned> {
    let class = vm.class_of(iterator);
    let Some(anext) = class.slots(vm).anext else {
        let name = class.name(vm);
        return Err(vm.type_error(format!("'async for' requires an iterator with __anext__ method, got {name}")));
    };
    let value = anext(vm, iterator)?;
    match awaitable(vm, value.value(), 0) {
        Ok(awaitable) => Ok(awaitable),
        Err(_) => {
            let cause = vm.take_error();
            let name = vm.class_of(value.value()).name(vm);
            let raised = vm.type_error(format!("'async for' received an invalid object from __anext__: {name}"));
            let error = vm.take_error();
            if let Some(exception) = vm.exception(error.value()) {
                let details = exception.get_mut(vm);
                let old = (details.cause.replace(cause.clone()), details.context.replace(cause));
                details.suppress_context = true;
                drop(old);
            }
            vm.error = Some(error);
            Err(raised)
        }
    }
}

fn this(vm: &mut Vm, value: Value) -> R<Obj<Generator>> {
    match vm.cast::<Generator>(value) {
        Some(generator) => Ok(generator),
        None => Err(vm.type_error("a generator is required")),
    }
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let generator = this(vm, value)?;
    if is_finished(vm, generator) {
        return Ok(None);
    }
    match crate::interp::resume_generator(vm, generator, Owned::NONE, false)? {
        Resumed::Yielded(value) => Ok(Some(value)),
        Resumed::Returned(value) if value.is_none() => Ok(None),
        Resumed::Returned(value) => Err(vm.stop_iteration(value.value())),
    }
}

fn coroutine_await(vm: &mut Vm, value: Value) -> R<Owned> {
    // The wrapper sends into the coroutine; a generator resumed through `next` and `send` does just that.
    vm.allocate(crate::types::coroutine::CoroutineWrapper { coroutine: value.own() })
}

/// Called once, when the last reference is gone: closes it.
fn finalize(vm: &mut Vm, value: Value) -> R<()> {
    let generator = this(vm, value)?;
    let (state, closed) = (generator.get(vm).state, generator.get(vm).closed);
    if state == State::Finished {
        return Ok(());
    }
    let finalizer = generator.get(vm).rare.as_ref().and_then(|rare| rare.finalizer.clone());
    if let Some(finalizer) = finalizer.filter(|_| !closed) {
        return vm.call(finalizer.value(), &[value]).map(drop);
    }
    match state {
        State::Created if is_coroutine(vm, value) => {
            attributes::warn_unawaited(vm, value);
            Ok(())
        }
        State::Suspended => close(vm, generator).map(drop),
        _ => Ok(()),
    }
}

/// `generator.send(value)`.
pub(crate) fn send(vm: &mut Vm, generator: Obj<Generator>, value: Value) -> R<Owned> {
    if is_finished(vm, generator) {
        if is_coroutine(vm, generator.value()) {
            return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
        }
        return Err(vm.stop_iteration(Value::NONE));
    }
    match crate::interp::resume_generator(vm, generator, value.own(), false)? {
        Resumed::Yielded(value) => Ok(value),
        Resumed::Returned(value) => Err(vm.stop_iteration(value.value())),
    }
}

/// `generator.throw(exception)`, the exception made already.
pub(crate) fn throw(vm: &mut Vm, generator: Obj<Generator>, exception: Owned) -> R<Owned> {
    match throw_resumed(vm, generator, exception, true)? {
        Resumed::Yielded(value) => Ok(value),
        Resumed::Returned(value) => Err(vm.stop_iteration(value.value())),
    }
}

/// `generator.throw` with the arguments it was given.
pub(crate) fn throw_given(
    vm: &mut Vm,
    generator: Obj<Generator>,
    given: Value,
    value: Option<Value>,
    traceback: Option<Value>,
) -> R<Owned> {
    if value.is_some() {
        warn_three_arguments(vm, "throw")?;
    }
    let exception = exception_to_throw(vm, given, value, traceback)?;
    throw(vm, generator, exception)
}

/// What the generator is waiting on in `yield from` or `await`.
pub(crate) fn delegate(vm: &Vm, generator: Obj<Generator>) -> Option<Owned> {
    let details = generator.get(vm);
    if details.state != State::Suspended || !details.delegates {
        return None;
    }
    // SAFETY: pc lies behind the three words of a YIELD_DELEGATE, whose c is the iterator's register.
    unsafe {
        let register = (details.pc.sub(3).read() >> 24) as usize;
        details.window().0.add(register).read().map(Value::own)
    }
}

///
/// With `close_delegate` GeneratorExit closes what the generator delegates to, instead of being thrown into it.
pub(crate) fn throw_resumed(
    vm: &mut Vm,
    generator: Obj<Generator>,
    exception: Owned,
    close_delegate: bool,
) -> R<Resumed> {
    if generator.get(vm).state == State::Running {
        return Err(already_executing(vm, generator));
    }
    let Some(inner) = delegate(vm, generator) else {
        return raise_inside(vm, generator, exception);
    };
    let closing = close_delegate && vm.class_of(exception.value()).is_subclass_of(vm, vm.exceptions.GeneratorExit);
    // Whoever looks at the stack meanwhile sees that this generator is waiting for the inner one.
    let (caller, pc) = (vm.stack.frame, vm.stack.pc);
    let top = vm.stack_top();
    let details = generator.get_mut(vm);
    details.state = State::Running;
    details.top = top;
    let (frame, inside) = (details.window(), details.pc);
    // SAFETY: the window is the generator's own, which is not running.
    unsafe { frame.link_generator(caller, pc, 0, 0, crate::interp::frame::Kind::ExitGenerator) };
    vm.stack.frame = frame.0;
    vm.stack.pc = inside;
    let result = if closing {
        close_iterator(vm, inner.value()).map(|()| None)
    } else {
        throw_into(vm, inner.value(), &exception)
    };
    vm.stack.frame = caller;
    vm.stack.pc = pc;
    generator.get_mut(vm).state = State::Suspended;
    match result {
        // No `throw` there, or closed: the exception is raised here.
        Ok(None) => raise_inside(vm, generator, exception),
        Ok(Some(value)) => Ok(Resumed::Yielded(value)),
        Err(raised) => {
            if vm.error_is(vm.exceptions.StopIteration) {
                let stop = vm.take_error();
                let value = stop_value(vm, stop.value());
                leave_delegation(vm, generator);
                return crate::interp::resume_generator(vm, generator, value, false);
            }
            let _ = raised;
            let error = vm.take_error();
            raise_inside(vm, generator, error)
        }
    }
}

/// The iterator of `yield from` has ended: go on behind the loop, with the value that is sent next.
fn leave_delegation(vm: &mut Vm, generator: Obj<Generator>) {
    let details = generator.get_mut(vm);
    // SAFETY: pc lies behind the three words of a YIELD_DELEGATE: its b receives the value, its second word is the way there, counted from
    // behind the whole instruction.
    unsafe {
        let word = details.pc.sub(3).read();
        let offset = details.pc.sub(2).read() as i32 as isize;
        details.receives = (word >> 16) as u8;
        details.pc = details.pc.offset(offset);
    }
    details.delegates = false;
}

/// `iterator.throw(exception)`; None when it has no such method.
fn throw_into(vm: &mut Vm, iterator: Value, exception: &Owned) -> R<Option<Owned>> {
    if let Some(generator) = resumable(vm, iterator) {
        return throw(vm, generator, exception.clone()).map(Some);
    }
    let name = vm.names.throw;
    match vm.get_attr_optional(iterator, name)? {
        Some(method) => vm.call(method.value(), &[exception.value()]).map(Some),
        None => Ok(None),
    }
}

fn close_iterator(vm: &mut Vm, iterator: Value) -> R<()> {
    if let Some(generator) = resumable(vm, iterator) {
        return close(vm, generator).map(drop);
    }
    let name = vm.names.close;
    if let Some(method) = vm.get_attr_optional(iterator, name)? {
        vm.call(method.value(), &[])?;
    }
    Ok(())
}

fn raise_inside(vm: &mut Vm, generator: Obj<Generator>, exception: Owned) -> R<Resumed> {
    match generator.get(vm).state {
        State::Finished if is_coroutine(vm, generator.value()) => {
            Err(vm.runtime_error("cannot reuse already awaited coroutine"))
        }
        State::Finished => Err(vm.reraise(exception)),
        State::Created => {
            generator.header().set(Flags::FINALIZED);
            let frame = generator.get(vm).window();
            vm.error = Some(exception);
            crate::types::traceback::extend(vm, frame, crate::types::frame::NOT_BEGUN as usize);
            crate::types::traceback::detach(vm, frame);
            end(vm, generator);
            Err(Raised)
        }
        _ => crate::interp::resume_generator(vm, generator, exception, true),
    }
}

/// `generator.close()`.
pub(crate) fn close(vm: &mut Vm, generator: Obj<Generator>) -> R<Owned> {
    match generator.get(vm).state {
        State::Finished => return Ok(Owned::NONE),
        State::Created => {
            generator.header().set(Flags::FINALIZED);
            end(vm, generator);
            return Ok(Owned::NONE);
        }
        _ => {}
    }
    let exit = vm.new_exception(vm.exceptions.GeneratorExit, &[])?;
    match throw_resumed(vm, generator, exit, true) {
        Ok(Resumed::Yielded(_)) => {
            let kind = kind(vm, generator);
            Err(vm.runtime_error(format!("{kind} ignored GeneratorExit")))
        }
        Ok(Resumed::Returned(value)) => Ok(value),
        Err(raised) => {
            if vm.error_is(vm.exceptions.GeneratorExit) || vm.error_is(vm.exceptions.StopIteration) {
                drop(vm.take_error());
                return Ok(Owned::NONE);
            }
            Err(raised)
        }
    }
}

/// `throw` with a class, a value and a traceback is deprecated.
pub(crate) fn warn_three_arguments(vm: &mut Vm, method: &str) -> R<()> {
    let class = vm.exceptions.DeprecationWarning;
    let message =
        format!("the (type, exc, tb) signature of {method}() is deprecated, use the single-arg signature instead.");
    vm.warn(class, &message)
}

/// The exception that `throw(type_or_value, value, traceback)` means.
pub(crate) fn exception_to_throw(
    vm: &mut Vm,
    given: Value,
    value: Option<Value>,
    traceback: Option<Value>,
) -> R<Owned> {
    if let Some(traceback) = traceback
        && !traceback.is_none()
        && vm.cast::<crate::types::traceback::Traceback>(traceback).is_none()
    {
        return Err(vm.type_error("throw() third argument must be a traceback object"));
    }
    let exception = if let Some(class) = vm.cast::<Class>(given)
        && class.is_subclass_of(vm, vm.exceptions.BaseException)
    {
        let made = match value {
            None => vm.call(given, &[])?,
            Some(value) if value.is_none() => vm.call(given, &[])?,
            Some(value) if vm.class_of(value).is_subclass_of(vm, class) => value.own(),
            Some(value) => match vm.cast::<Tuple>(value) {
                Some(tuple) => {
                    let items = tuple.items(vm).to_vec();
                    vm.call(given, &items)?
                }
                None => vm.call(given, &[value])?,
            },
        };
        if vm.exception(made.value()).is_none() {
            // This is what is thrown then.
            let (shown, found) = (vm.repr(given)?, vm.class_of(made.value()).name(vm));
            let shown = vm.str_text(shown.value())?;
            let message = format!("calling {shown} should have returned an instance of BaseException, not {found}");
            let _ = vm.type_error(message);
            return Ok(vm.take_error());
        }
        made
    } else if vm.exception(given).is_some() {
        if value.is_some_and(|value| !value.is_none()) {
            return Err(vm.type_error("instance exception may not have a separate value"));
        }
        given.own()
    } else {
        let found = vm.class_of(given).name(vm);
        return Err(
            vm.type_error(format!("exceptions must be classes or instances deriving from BaseException, not {found}"))
        );
    };
    if let (Some(traceback), Some(object)) = (traceback, vm.exception(exception.value()))
        && !traceback.is_none()
    {
        let old = object.get_mut(vm).traceback.replace(traceback.own());
        drop(old);
    }
    Ok(exception)
}

#[methods]
mod py {
    use super::*;

    /// Resume with a value: what it yields next.
    #[method("send($self, value, /)")]
    fn send_method(vm: &mut Vm, this: Value, value: Value) -> R<Owned> {
        let generator = super::this(vm, this)?;
        super::send(vm, generator, value)
    }

    /// Raise an exception where it is suspended: what it yields next.
    #[method("throw($self, typ, val=None, tb=None, /)")]
    fn throw_method(
        vm: &mut Vm,
        this: Value,
        given: Value,
        value: Option<Value>,
        traceback: Option<Value>,
    ) -> R<Owned> {
        let generator = super::this(vm, this)?;
        super::throw_given(vm, generator, given, value, traceback)
    }

    /// Raise GeneratorExit where it is suspended.
    #[method("close($self, /)")]
    fn close_method(vm: &mut Vm, this: Value) -> R<Owned> {
        let generator = super::this(vm, this)?;
        super::close(vm, generator)
    }
}
