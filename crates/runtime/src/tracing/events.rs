//! Calling the watchers: each event goes to the tools of `sys.monitoring`, then to the profile function, then to the trace function.

use taipan_heap::Owned;

use crate::error::R;
use crate::native::*;
use crate::tracing::monitoring::event;
use crate::types::bound_method::BoundMethod;
use crate::types::code::CodeObject;
use crate::types::descriptor::{ClassMethodDescriptor, MethodDescriptor};
use crate::types::frame::FrameObject;
use crate::types::native_function::NativeFunction;

/// How a frame begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Event {
    Start,
    Resume,
}

/// Where an event happens.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) object: Obj<FrameObject>,
    pub(crate) code: Obj<CodeObject>,
    pub(crate) word: u32,
}

/// Call `sys.setprofile`'s function.
fn profile(vm: &mut Vm, place: Place, what: &str, argument: Value) -> R<()> {
    let Some(function) = vm.tracer.profile.clone() else { return Ok(()) };
    let what = vm.intern(what)?;
    vm.tracer.inside += 1;
    let result = vm.call(function.value(), &[place.object.value(), what.value(), argument]);
    vm.tracer.inside -= 1;
    match result {
        Ok(_) => Ok(()),
        Err(raised) => {
            let error = vm.take_error();
            vm.set_profile(None)?;
            vm.error = Some(error);
            Err(raised)
        }
    }
}

/// Call a trace function: that of the frame, or for a frame that begins the thread's. What it returns is the frame's from now on.
fn trace(vm: &mut Vm, place: Place, what: &str, argument: Value) -> R<()> {
    if vm.tracer.trace.is_none() {
        return Ok(());
    }
    let function = match what {
        "call" => vm.tracer.trace.clone(),
        _ => place.object.get(vm).trace.clone(),
    };
    let Some(function) = function else { return Ok(()) };
    let what = vm.intern(what)?;
    vm.tracer.inside += 1;
    let result = vm.call(function.value(), &[place.object.value(), what.value(), argument]);
    vm.tracer.inside -= 1;
    match result {
        Ok(function) => {
            if !function.is_none() {
                let old = place.object.get_mut(vm).trace.replace(function);
                drop(old);
            }
            Ok(())
        }
        Err(raised) => {
            // A trace function that raises is not called again.
            let error = vm.take_error();
            vm.set_trace(None)?;
            let old = place.object.get_mut(vm).trace.take();
            drop(old);
            vm.error = Some(error);
            Err(raised)
        }
    }
}

fn offset_of(word: u32) -> Value {
    Value::small(crate::types::code::offset_of_word(word) as i32)
}

fn offset(place: Place) -> Value {
    offset_of(place.word)
}

/// A frame begins or goes on.
pub(crate) fn enter(vm: &mut Vm, place: Place, how: Event) -> R<()> {
    let event = if how == Event::Start { event::PY_START } else { event::PY_RESUME };
    let at = if how == Event::Start { Value::small(0) } else { offset(place) };
    // A frame that begins is at the line of its definition.
    place.object.get_mut(vm).watch.beginning = how == Event::Start;
    let result = vm
        .monitor(place, event, &[at])
        .and_then(|()| profile(vm, place, "call", Value::NONE))
        .and_then(|()| trace(vm, place, "call", Value::NONE));
    place.object.get_mut(vm).watch.beginning = false;
    result
}

/// An exception was thrown into a suspended frame.
pub(crate) fn thrown(vm: &mut Vm, place: Place, error: &Owned) -> R<()> {
    vm.monitor(place, event::PY_THROW, &[offset(place), error.value()])?;
    profile(vm, place, "call", Value::NONE)?;
    trace(vm, place, "call", Value::NONE)
}

/// While watchers are told of a line or an instruction, they may set `f_lineno`.
fn at_line(vm: &mut Vm, place: Place, tell: impl FnOnce(&mut Vm) -> R<()>) -> R<()> {
    place.object.get_mut(vm).watch.at_line = true;
    let result = tell(vm);
    place.object.get_mut(vm).watch.at_line = false;
    result
}

pub(crate) fn line(vm: &mut Vm, place: Place, line: u32) -> R<()> {
    at_line(vm, place, |vm| {
        vm.monitor(place, event::LINE, &[Value::small(line as i32)])?;
        if place.object.get(vm).trace_lines { trace(vm, place, "line", Value::NONE) } else { Ok(()) }
    })
}

pub(crate) fn instruction(vm: &mut Vm, place: Place) -> R<()> {
    at_line(vm, place, |vm| {
        vm.monitor(place, event::INSTRUCTION, &[offset(place)])?;
        if place.object.get(vm).trace_opcodes { trace(vm, place, "opcode", Value::NONE) } else { Ok(()) }
    })
}

/// A jump was executed. `always`: it depends on nothing.
pub(crate) fn jump(vm: &mut Vm, place: Place, to: u32, always: bool, taken: bool) -> R<()> {
    let to = offset_of(to);
    if always {
        return vm.monitor(place, event::JUMP, &[offset(place), to]);
    }
    vm.monitor(place, event::BRANCH, &[offset(place), to])?;
    vm.monitor(place, if taken { event::BRANCH_RIGHT } else { event::BRANCH_LEFT }, &[offset(place), to])
}

/// Whether a callable is written in Rust.
fn is_native(vm: &Vm, callable: Value) -> bool {
    vm.cast_exact::<NativeFunction>(callable).is_some()
        || vm.cast_exact::<MethodDescriptor>(callable).is_some()
        || vm.cast_exact::<ClassMethodDescriptor>(callable).is_some()
}

/// The native function behind a method that is bound by Python code, as `classmethod(repr)` binds it.
fn native_behind(vm: &Vm, callable: &Owned) -> Option<Owned> {
    if is_native(vm, callable.value()) {
        return Some(callable.clone());
    }
    let function = vm.cast_exact::<BoundMethod>(callable.value())?.get(vm).function.clone();
    is_native(vm, function.value()).then_some(function)
}

/// What a profile function is shown of a native callable: methods are bound.
fn shown(vm: &mut Vm, callable: &Owned, argument: Option<&Owned>) -> R<Owned> {
    match (vm.cast_exact::<MethodDescriptor>(callable.value()), argument) {
        (Some(_), Some(this)) => {
            let class = vm.class_of(this.value());
            match vm.bind_descriptor(callable.value(), Some(this.value()), class) {
                Ok(bound) => Ok(bound),
                Err(raised) => {
                    vm.catch(vm.exceptions.TypeError, raised)?;
                    Ok(callable.clone())
                }
            }
        }
        _ => Ok(callable.clone()),
    }
}

fn first_argument(vm: &mut Vm, argument: Option<&Owned>) -> R<Owned> {
    match argument {
        Some(argument) => Ok(argument.clone()),
        None => vm.monitoring_marker("MISSING"),
    }
}

/// Something is about to be called.
pub(crate) fn call(vm: &mut Vm, place: Place, callable: &Owned, argument: Option<&Owned>) -> R<()> {
    if vm.is_monitored(place, event::CALL) {
        let first = first_argument(vm, argument)?;
        vm.monitor(place, event::CALL, &[offset(place), callable.value(), first.value()])?;
    }
    if vm.tracer.profile.is_some()
        && let Some(native) = native_behind(vm, callable)
    {
        let shown = shown(vm, &native, argument)?;
        profile(vm, place, "c_call", shown.value())?;
    }
    Ok(())
}

/// What was called has returned, or raised.
pub(crate) fn called(vm: &mut Vm, place: Place, callable: &Owned, argument: Option<&Owned>, failed: bool) -> R<()> {
    let native = is_native(vm, callable.value());
    let event = if failed { event::C_RAISE } else { event::C_RETURN };
    let class = vm.cast::<Class>(callable.value()).is_some();
    if (native || class) && vm.is_monitored(place, event) {
        let first = first_argument(vm, argument)?;
        vm.monitor(place, event, &[offset(place), callable.value(), first.value()])?;
    }
    if vm.tracer.profile.is_some()
        && let Some(native) = native_behind(vm, callable)
    {
        let shown = shown(vm, &native, argument)?;
        profile(vm, place, if failed { "c_exception" } else { "c_return" }, shown.value())?;
    }
    Ok(())
}

/// Watchers may set `f_lineno` instead of letting the frame be suspended.
pub(crate) fn suspend(vm: &mut Vm, place: Place, value: &Owned) -> R<()> {
    at_line(vm, place, |vm| {
        vm.monitor(place, event::PY_YIELD, &[offset(place), value.value()])?;
        end(vm, place, value.value())
    })
}

pub(crate) fn leave(vm: &mut Vm, place: Place, value: &Owned) -> R<()> {
    vm.monitor(place, event::PY_RETURN, &[offset(place), value.value()])?;
    end(vm, place, value.value())
}

fn end(vm: &mut Vm, place: Place, value: Value) -> R<()> {
    trace(vm, place, "return", value)?;
    profile(vm, place, "return", value)
}

pub(crate) fn raised(vm: &mut Vm, place: Place, error: &Owned) -> R<()> {
    vm.monitor(place, event::RAISE, &[offset(place), error.value()])?;
    if vm.tracer.trace.is_none() || place.object.get(vm).trace.is_none() {
        return Ok(());
    }
    let class = vm.class_of(error.value()).own();
    let traceback = match vm.exception(error.value()) {
        Some(exception) => exception.get(vm).traceback.clone().unwrap_or(Owned::NONE),
        None => Owned::NONE,
    };
    let argument = vm.new_tuple(&[class.value(), error.value(), traceback.value()])?;
    trace(vm, place, "exception", argument.value())
}

/// A generator has ended without a StopIteration: this is the one that would have been raised.
pub(crate) fn stopped(vm: &mut Vm, place: Place, error: &Owned) -> R<()> {
    vm.monitor(place, event::STOP_ITERATION, &[offset(place), error.value()])?;
    if vm.tracer.trace.is_none() || place.object.get(vm).trace.is_none() {
        return Ok(());
    }
    let class = vm.class_of(error.value()).own();
    let argument = vm.new_tuple(&[class.value(), error.value(), Value::NONE])?;
    trace(vm, place, "exception", argument.value())
}

pub(crate) fn reraised(vm: &mut Vm, place: Place, error: &Owned) -> R<()> {
    vm.monitor(place, event::RERAISE, &[offset(place), error.value()])
}

pub(crate) fn handled(vm: &mut Vm, place: Place, error: &Owned) -> R<()> {
    vm.monitor(place, event::EXCEPTION_HANDLED, &[offset(place), error.value()])
}

pub(crate) fn unwound(vm: &mut Vm, place: Place, error: &Owned) -> R<()> {
    vm.monitor(place, event::PY_UNWIND, &[offset(place), error.value()])?;
    end(vm, place, Value::NONE)
}
