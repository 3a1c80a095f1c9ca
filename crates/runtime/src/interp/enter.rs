//! How Rust calls Python: a frame at the stack's top, and the loop until it is done.

use taipan_bytecode::HEADER_WORDS;
use taipan_heap::{Owned, Value};

use crate::error::{R, Raised};
use crate::interp::arguments;
use crate::interp::dispatch;
use crate::interp::frame::{Frame, Kind};
use crate::interp::stack::Slot;
use crate::native::*;
use crate::types::code::CodeObject;
use crate::types::function::Function;
use crate::types::generator::{self, Generator};

/// How a resumed generator stopped.
pub enum Resumed {
    Yielded(Owned),
    Returned(Owned),
}

/// RecursionError in CPython's words.
#[cold]
pub(crate) fn recursion_error(vm: &mut Vm) -> Raised {
    // The handlers of this error need frames too.
    let (limit, stack) = (vm.recursion_limit, vm.stack.depth);
    vm.recursion_limit = limit.max(stack) + 50;
    let raised = vm.recursion_error("maximum recursion depth exceeded");
    vm.recursion_limit = limit;
    raised
}

/// Call a Python function from Rust.
pub(crate) fn call_function(vm: &mut Vm, function: Obj<Function>, args: Args<'_>) -> R<Owned> {
    vm.enter_native()?;
    let count = args.positional.len() + args.names.len();
    let top = vm.stack_top();
    // SAFETY: the room is checked; the window is above every live frame.
    unsafe {
        if top.add(count + 16) >= vm.stack.limit || vm.stack.depth >= vm.recursion_limit {
            return Err(recursion_error(vm));
        }
        let window = top.add(HEADER_WORDS);
        top.write(Some(function.own().into_raw()));
        for (index, value) in args.positional.iter().chain(args.keyword_values).enumerate() {
            window.add(index).write(Some(value.own().into_raw()));
        }
        if args.names.is_empty() && usize::from(function.code(vm).get(vm).call.exact) == count {
            return enter(vm, window, function, count);
        }
        let bound = arguments::bind(vm, function, window, count, arguments::Named::of(args.names));
        let parameters = function.code(vm).get(vm).call.parameters as usize;
        if let Err(raised) = bound {
            super::unwind::drop_registers(window, 0, count);
            drop(top.replace(None).map(Owned::from_raw));
            return Err(raised);
        }
        if function.code(vm).get(vm).call.generator {
            let callee = top.replace(None).map(Owned::from_raw).unwrap_or(Owned::NONE);
            return generator::create(vm, callee, window);
        }
        enter(vm, window, function, parameters)
    }
}

/// Run the body of a class or module: a function whose register 0 is the namespace.
pub(crate) fn call_with_namespace(vm: &mut Vm, function: Obj<Function>, namespace: Value) -> R<Owned> {
    vm.enter_native()?;
    function.code(vm).wake(vm)?;
    let flags = function.code(vm).get(vm).flags;
    let call = function.code(vm).get(vm).call;
    let has_namespace = !flags.contains(taipan_bytecode::CodeFlags::OPTIMIZED);
    if !has_namespace && call.parameters > 0 {
        return Err(vm.type_error("code that has parameters cannot be executed without arguments"));
    }
    let top = vm.stack_top();
    // SAFETY: as in call_function.
    unsafe {
        if top.add(16) >= vm.stack.limit || vm.stack.depth >= vm.recursion_limit {
            return Err(recursion_error(vm));
        }
        let window = top.add(HEADER_WORDS);
        top.write(Some(function.own().into_raw()));
        if has_namespace {
            window.write(Some(namespace.own().into_raw()));
        }
        if call.generator {
            let callee = top.replace(None).map(Owned::from_raw).unwrap_or(Owned::NONE);
            return generator::create(vm, callee, window);
        }
        enter(vm, window, function, call.parameters as usize)
    }
}

/// Run the frame whose function and first `filled` registers are in place.
///
/// # Safety
/// They are, above every live frame.
unsafe fn enter(vm: &mut Vm, window: *mut Slot, function: Obj<Function>, filled: usize) -> R<Owned> {
    let call = function.code(vm).get(vm).call;
    // SAFETY: the caller's promise; the room is checked.
    unsafe {
        if window.add(call.registers as usize) >= vm.stack.limit {
            super::unwind::drop_registers(window, 0, filled);
            drop(window.sub(HEADER_WORDS).replace(None).map(Owned::from_raw));
            return Err(recursion_error(vm));
        }
        for index in filled..call.registers as usize {
            window.add(index).write(None);
        }
        let (frame, pc) = (vm.stack.frame, vm.stack.pc);
        Frame(window).link(frame, pc, 0, 0, Kind::Exit);
        vm.stack.depth += 1;
        let start = function.code(vm).get(vm).words.as_ptr();
        let result = dispatch::run(vm, window, start, false);
        vm.stack.frame = frame;
        vm.stack.pc = pc;
        result
    }
}

/// Resume a generator from Rust: with a value, or, when `raise` is set, with an exception raised where it is suspended.
pub(crate) fn resume_generator(vm: &mut Vm, generator: Obj<Generator>, value: Owned, raise: bool) -> R<Resumed> {
    vm.enter_native()?;
    // A generator that is being resumed must not die meanwhile.
    let keep = generator.own();
    let (frame, pc) = (vm.stack.frame, vm.stack.pc);
    let sent = (!raise).then(|| value.clone());
    let handling = generator::is_handling(vm, generator);
    let resumption = generator::prepare(vm, generator, sent)?;
    if raise {
        // What the generator was handling is the context; what its caller handles is not.
        if handling {
            crate::types::exception::set_context(vm, &value);
        }
        vm.error = Some(value);
    }
    // SAFETY: prepare gave the generator's own window, which is not running.
    let result = unsafe {
        resumption.frame.link_generator(frame, pc, 0, 0, Kind::ExitGenerator);
        dispatch::run(vm, resumption.frame.0, resumption.pc, raise)
    };
    vm.stack.frame = frame;
    vm.stack.pc = pc;
    drop(keep);
    let value = result?;
    Ok(if std::mem::take(&mut vm.yielded) { Resumed::Yielded(value) } else { Resumed::Returned(value) })
}

/// `next(generator)` from Rust; None at its end. With a value it returns by a StopIteration.
pub(crate) fn next_of_generator(vm: &mut Vm, generator: Obj<Generator>) -> R<Option<Owned>> {
    let resumed = match resume_plain_generator(vm, generator) {
        Some(resumed) => resumed?,
        None => resume_generator(vm, generator, Owned::NONE, false)?,
    };
    match resumed {
        Resumed::Yielded(value) => Ok(Some(value)),
        Resumed::Returned(value) if value.is_none() => Ok(None),
        Resumed::Returned(value) => Err(vm.stop_iteration(value.value())),
    }
}

/// As `resume_generator` with None, of a generator that is resumed by linking its frame; None when there is more to do, or too little room.
#[inline]
fn resume_plain_generator(vm: &mut Vm, generator: Obj<Generator>) -> Option<R<Resumed>> {
    if vm.stack.depth >= vm.recursion_limit || vm.enter_native().is_err() {
        return None;
    }
    let (frame, pc, top) = (vm.stack.frame, vm.stack.pc, vm.stack_top());
    let resumption = generator::resume_plain(vm, generator, top, Value::NONE)?;
    // A generator that is being resumed must not die meanwhile.
    let keep = generator.own();
    // SAFETY: the window is the generator's own, which is not running.
    let result = unsafe {
        resumption.frame.link_generator(frame, pc, 0, 0, Kind::ExitGenerator);
        dispatch::run(vm, resumption.frame.0, resumption.pc, false)
    };
    vm.stack.frame = frame;
    vm.stack.pc = pc;
    drop(keep);
    let yielded = std::mem::take(&mut vm.yielded);
    Some(result.map(|value| if yielded { Resumed::Yielded(value) } else { Resumed::Returned(value) }))
}

/// The globals of the running frame.
pub(crate) fn current_globals(vm: &Vm) -> Option<Obj<Dict>> {
    let frame = vm.current_frame();
    // SAFETY: the current frame is live.
    (!frame.is_null()).then(|| unsafe { frame.function() }.globals(vm))
}

/// The function of the running frame.
pub(crate) fn current_function(vm: &Vm) -> Option<Obj<Function>> {
    let frame = vm.current_frame();
    // SAFETY: the current frame is live.
    (!frame.is_null()).then(|| unsafe { frame.function() })
}

/// The code of the running frame.
pub(crate) fn current_code(vm: &Vm) -> Option<Obj<CodeObject>> {
    let frame = vm.current_frame();
    // SAFETY: the current frame is live.
    (!frame.is_null()).then(|| unsafe { frame.code() })
}

/// `locals()` of the running frame.
pub(crate) fn current_locals(vm: &mut Vm) -> R<Option<Owned>> {
    let frame = vm.current_frame();
    if frame.is_null() { Ok(None) } else { crate::types::frame::locals_of(vm, frame).map(Some) }
}

/// The arguments that `super()` without arguments takes from the running frame: the class in its cell `__class__`, and its first
/// parameter.
pub(crate) fn super_arguments(vm: &mut Vm) -> R<(Owned, Owned)> {
    let frame = vm.current_frame();
    if frame.is_null() {
        return Err(vm.runtime_error("super(): no current frame"));
    }
    // SAFETY: the current frame is live.
    let function = unsafe { frame.function() };
    let template = function.code(vm).get(vm).template.clone();
    if template.positional == 0 {
        return Err(vm.runtime_error("super(): no arguments"));
    }
    // SAFETY: the first parameter is in register 0.
    let first = unsafe { frame.0.read() };
    let first = match first {
        Some(value) => match vm.cast_exact::<crate::types::cell::Cell>(value) {
            Some(cell) if template.locals[0].kind == taipan_bytecode::LocalKind::Cell => cell.get(vm).content.clone(),
            _ => Some(value.own()),
        },
        None => None,
    };
    let Some(first) = first else { return Err(vm.runtime_error("super(): arg[0] deleted")) };
    let Some(index) = template.free.iter().position(|name| name == "__class__") else {
        return Err(vm.runtime_error("super(): __class__ cell not found"));
    };
    let closure = function.get(vm).closure.clone();
    let cell = closure
        .and_then(|closure| vm.cast::<Tuple>(closure.value()))
        .and_then(|closure| closure.items(vm).get(index).copied())
        .and_then(|cell| vm.cast::<crate::types::cell::Cell>(cell));
    match cell.and_then(|cell| cell.get(vm).content.clone()) {
        Some(class) => Ok((class, first)),
        None => Err(vm.runtime_error("super(): empty __class__ cell")),
    }
}

/// A StopIteration is how some iterators tell that they returned.
fn returned(vm: &mut Vm, result: R<Owned>) -> R<Resumed> {
    match result {
        Ok(value) => Ok(Resumed::Yielded(value)),
        Err(raised) => {
            let stop = vm.catch(vm.exceptions.StopIteration, raised)?;
            Ok(Resumed::Returned(generator::stop_value(vm, stop.value())))
        }
    }
}

impl Vm {
    /// Send a value into a coroutine, or whatever else `await` can drive.
    pub fn send_into(&mut self, iterator: Value, sent: Value) -> R<Resumed> {
        if let Some(generator) = generator::resumable(self, iterator) {
            if generator::is_finished(self, generator) {
                return if generator::is_coroutine(self, iterator) {
                    Err(self.runtime_error("cannot reuse already awaited coroutine"))
                } else {
                    Ok(Resumed::Returned(Owned::NONE))
                };
            }
            if sent.is_none()
                && let Some(resumed) = resume_plain_generator(self, generator)
            {
                return resumed;
            }
            return resume_generator(self, generator, sent.own(), false);
        }
        let slots = self.class_of(iterator).slots(self);
        if let Some(send) = slots.send {
            return send(self, iterator, sent);
        }
        let result = if sent.is_none() && slots.next.is_some() {
            match self.next_or_stop(iterator) {
                Ok(None) => return Ok(Resumed::Returned(Owned::NONE)),
                Ok(Some(value)) => Ok(value),
                Err(raised) => Err(raised),
            }
        } else {
            let name = self.names.send;
            self.call_method_named(iterator, name, Args::positional(&[sent]))
        };
        returned(self, result)
    }

    /// Raise an exception in a coroutine, or whatever else `await` can drive, where it waits.
    pub fn throw_into(&mut self, iterator: Value, exception: Owned) -> R<Resumed> {
        if let Some(generator) = generator::resumable(self, iterator) {
            return generator::throw_resumed(self, generator, exception, true);
        }
        let name = self.names.throw;
        let result = self.call_method_named(iterator, name, Args::positional(&[exception.value()]));
        returned(self, result)
    }

    /// Between two tries of a call that a signal has interrupted: run what the signal asks for.
    pub fn poll_signals(&mut self) -> R<()> {
        self.serve_breaker()
    }

    /// Run a module's function with its namespace.
    pub fn run_module(&mut self, function: Value, namespace: Value) -> R<Owned> {
        match self.cast::<Function>(function) {
            Some(function) => call_with_namespace(self, function, namespace),
            None => Err(self.type_error("a function is required")),
        }
    }
}
