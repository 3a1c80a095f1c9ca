//! Exceptions that are raised inside a suspended generator: `throw()` and `close()`, handed on to what it delegates to.

use taipan_bytecode::{Instruction, Intrinsic, Op};
use taipan_heap::Flags;

use super::window::{State, already_executing, end, is_running, stack_offset, suspended_word};
use super::{Generator, delegation, is_coroutine, kind, resumable, stop_value};
use crate::interp::Resumed;
use crate::native::*;

/// `generator.throw(exception)`, the exception made already.
fn throw(vm: &mut Vm, generator: Obj<Generator>, exception: Owned) -> R<Owned> {
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

/// With `close_delegate` GeneratorExit closes what the generator delegates to, instead of being thrown into it.
pub(crate) fn throw_resumed(
    vm: &mut Vm,
    generator: Obj<Generator>,
    exception: Owned,
    close_delegate: bool,
) -> R<Resumed> {
    if is_running(vm, generator) {
        return Err(already_executing(vm, generator));
    }
    delegation::entry(vm, generator, true);
    let Some(inner) = delegation::delegate(vm, generator) else {
        return raise_inside(vm, generator, exception);
    };
    let closing = close_delegate && vm.class_of(exception.value()).is_subclass_of(vm, vm.exceptions.GeneratorExit);
    // Whoever looks at the stack meanwhile sees that this generator is waiting for the inner one.
    let (caller, pc) = (vm.stack.frame, vm.stack.pc);
    let top = stack_offset(vm, vm.stack_top());
    let details = generator.get_mut(vm);
    details.state = State::Running;
    details.top = top;
    let (frame, inside) = (details.window(), details.pc());
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
    let details = generator.get_mut(vm);
    details.set_pc(inside);
    details.state = State::Delegating;
    match result {
        // No `throw` there, or closed: the exception is raised here.
        Ok(None) => raise_inside(vm, generator, exception),
        Ok(Some(value)) => Ok(Resumed::Yielded(value)),
        Err(raised) => {
            if vm.error_is(vm.exceptions.StopIteration) {
                let stop = vm.take_error();
                let value = stop_value(vm, stop.value());
                delegation::leave(vm, generator);
                return crate::interp::resume_generator(vm, generator, value, false);
            }
            let _ = raised;
            let error = vm.take_error();
            raise_inside(vm, generator, error)
        }
    }
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
    match vm.get_attr_optional(iterator, name) {
        Ok(Some(method)) => vm.call(method.value(), &[]).map(drop),
        Ok(None) => Ok(()),
        Err(_) => {
            // Something else is to be raised already: that the method could not be found is only told.
            let error = vm.take_error();
            vm.unraisable(error, "Exception ignored in", iterator);
            Ok(())
        }
    }
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

/// Whether a handler of the suspended generator is around where it is, but for the one that every generator has.
fn is_guarded(vm: &Vm, generator: Obj<Generator>) -> bool {
    let frame = generator.get(vm).window();
    // SAFETY: the window of a suspended generator is live.
    let code = unsafe { frame.code() };
    let word = suspended_word(vm, frame, code.get(vm).words.as_ptr()) as usize;
    let code = code.get(vm);
    let covering = code.exceptions.iter().find(|entry| (entry.start as usize..entry.end as usize).contains(&word));
    covering.is_some_and(|entry| {
        let handler = Instruction::decode(code.word(entry.target as usize));
        // It turns StopIteration into RuntimeError, and lets GeneratorExit pass.
        !handler.is_some_and(|first| first.op == Op::INTRINSIC && first.c == Intrinsic::StopIterationError as u8)
    })
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
        State::Suspended if !vm.watched.any && !is_guarded(vm, generator) => {
            // Nothing in it could tell that it was closed, and nobody watches.
            let frame = generator.get(vm).window();
            generator.header().set(Flags::FINALIZED);
            // SAFETY: the window of a suspended generator is live.
            unsafe {
                if frame.object().is_some() {
                    crate::types::traceback::detach(vm, frame);
                }
            }
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
