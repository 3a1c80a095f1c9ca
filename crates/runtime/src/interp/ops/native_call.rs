//! Calls of native functions and methods with positional arguments alone, where they stand: what the hot calls of Python functions leave over.

use taipan_bytecode::{HEADER_WORDS, Instruction, Op};
use taipan_heap::{Owned, Value};

use crate::interp::arguments;
use crate::interp::machine::{Flow, Handler, Machine, shape_of};
use crate::interp::ops::call;
use crate::interp::stack::{DEAD, Slot};
use crate::native::*;
use crate::types::bound_method::BoundMethod;
use crate::types::bytes::Bytes;
use crate::types::descriptor::MethodDescriptor;
use crate::types::function::Function;
use crate::types::native_function::NativeFunction;
use crate::types::shapes;

/// CALL of anything but a plain Python function.
#[inline(always)]
pub(in crate::interp) fn call(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: the compiler keeps the header's room free between the callable and the arguments.
    unsafe {
        let place = m.r.add(i.b as usize);
        let first = place.add(HEADER_WORDS);
        if let Some(function) = bound_function(m, place, first, u16::from(i.c)) {
            std::ptr::copy(first, first.add(1), i.c as usize);
            return call::push_method(m, place, first, function, i.c as usize, i.a);
        }
        if let Some(flow) = call::call_with_defaults(m, first, i.c as usize, i.a) {
            return flow;
        }
        specialize(m, i);
        call_native(m, i, first, i.c as usize, call::call_any)
    }
}

/// CALL_METHOD of anything but a plain Python function.
#[inline(always)]
pub(in crate::interp) fn call_method(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call. Without self its place is free, and the header lies below it.
    unsafe {
        let place = m.r.add(i.b as usize);
        let this = place.add(HEADER_WORDS);
        if this.read().is_none()
            && let Some(function) = bound_function(m, place, this, u16::from(i.c))
        {
            return call::push_method(m, place, this, function, i.c as usize, i.a);
        }
        if this.read().is_some()
            && let Some(flow) = call::call_with_defaults(m, this, i.c as usize + 1, i.a)
        {
            return flow;
        }
    }
    method(m, i, call::call_method_any)
}

/// The plain Python function of the bound method in `place`, when it takes self and `count` arguments in the window, or has defaults for what is
/// missing, and its frame fits.
///
/// # Safety
/// The register is the running frame's, and bound.
#[inline(always)]
unsafe fn bound_function(m: &Machine<'_>, place: *mut Slot, window: *mut Slot, count: u16) -> Option<Obj<Function>> {
    // SAFETY: the caller's promise; the shapes say what the objects are.
    unsafe {
        let callable = place.read().unwrap_unchecked();
        if shape_of(callable) != shapes::method {
            return None;
        }
        let function = Obj::<BoundMethod>::from_value(callable).get(m.vm).function.value();
        if shape_of(function) != shapes::function {
            return None;
        }
        let function = Obj::<Function>::from_value(function);
        let code = function.code(m.vm);
        let exact = code.raw().as_ref().call.exact;
        let met = exact == count + 1 || arguments::has_defaults(m.vm, function, exact, count + 1);
        (met && call::fits(m, window, code)).then_some(function)
    }
}

/// As `call`, in a generator.
#[inline(always)]
pub(in crate::interp) fn call_from_generator(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call.
    unsafe {
        specialize(m, i);
        call_native(m, i, m.r.add(i.b as usize + HEADER_WORDS), i.c as usize, call::call_from_generator_any)
    }
}

/// A call of one of the functions that have instructions of their own becomes one.
#[inline(always)]
fn specialize(m: &mut Machine<'_>, i: Instruction) {
    let callable = m.get(i.b);
    let op = if callable.is(m.vm.quick.len.value()) && i.c == 1 {
        Op::CALL_LEN
    } else if callable.is(m.vm.quick.isinstance.value()) && i.c == 2 {
        Op::CALL_ISINSTANCE
    } else {
        return;
    };
    m.patch(-1, Instruction { op, ..i }.encode());
}

#[inline(always)]
pub(in crate::interp) fn call_len(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call.
    unsafe {
        let place = m.r.add(i.b as usize);
        let callable = place.read().unwrap_unchecked();
        let argument = place.add(HEADER_WORDS).read().unwrap_unchecked();
        if !callable.is(m.vm.quick.len.value()) || !argument.is_object() {
            return Flow::Second;
        }
        let header = argument.header_unchecked().as_ref();
        let length = match header.shape() {
            shapes::str => Obj::<Str>::from_value(argument).len(m.vm),
            shapes::bytes => Obj::<Bytes>::from_value(argument).len(m.vm),
            shapes::list => Obj::<List>::from_value(argument).len(m.vm),
            shapes::tuple => Obj::<Tuple>::from_value(argument).len(m.vm),
            shapes::dict => Obj::<Dict>::from_value(argument).len(m.vm),
            _ => return Flow::Second,
        };
        if header.references() == 1 {
            return Flow::Second;
        }
        header.decref();
        place.add(HEADER_WORDS).write(DEAD);
        forget_quick(place, callable);
        m.put(i.a, Value::int_unchecked(length as i64))
    }
}

#[inline(always)]
pub(in crate::interp) fn call_isinstance(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call.
    unsafe {
        let place = m.r.add(i.b as usize);
        let callable = place.read().unwrap_unchecked();
        let object = place.add(HEADER_WORDS).read().unwrap_unchecked();
        let class = place.add(HEADER_WORDS + 1).read().unwrap_unchecked();
        if !callable.is(m.vm.quick.isinstance.value()) || !object.is_object() || !class.is_object() {
            return Flow::Second;
        }
        let (header, class_header) = (object.header_unchecked().as_ref(), class.header_unchecked().as_ref());
        let own = m.vm.class_of(object).value();
        // One of the very class, or of the very first one in a tuple.
        let met = own.is(class)
            || class_header.shape() == shapes::tuple
                && Obj::<Tuple>::from_value(class).items(m.vm).first().is_some_and(|first| own.is(*first));
        if !met || header.references() == 1 || class_header.references() == 1 {
            return Flow::Second;
        }
        header.decref();
        class_header.decref();
        place.add(HEADER_WORDS).write(DEAD);
        place.add(HEADER_WORDS + 1).write(DEAD);
        forget_quick(place, callable);
        m.put(i.a, Value::TRUE)
    }
}

/// Give up the reference to a function that the isolate holds itself.
///
/// # Safety
/// The register holds it.
#[inline(always)]
unsafe fn forget_quick(place: *mut Slot, callable: Value) {
    // SAFETY: the caller's promise; the count stays above zero.
    unsafe {
        callable.header_unchecked().as_ref().decref();
        place.write(DEAD);
    }
}

/// CALL_LEN and CALL_ISINSTANCE of anything but the simplest arguments, or of another function than they were made for.
#[inline(always)]
pub(in crate::interp) fn call_quick_any(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let callable = m.get(i.b);
    let above = call::calls_above(m);
    if !callable.is(m.vm.quick.len.value()) && !callable.is(m.vm.quick.isinstance.value()) {
        let op = if above { Op::CALL_FROM_GENERATOR } else { Op::CALL };
        m.patch(-1, Instruction { op, ..i }.encode());
    }
    // SAFETY: as in call.
    unsafe {
        let first = m.r.add(i.b as usize + HEADER_WORDS);
        let otherwise = if above { call::call_from_generator_any } else { call::call_any };
        call_native(m, i, first, i.c as usize, otherwise)
    }
}

/// As `call_method`, in a generator.
#[inline(always)]
pub(in crate::interp) fn call_method_from_generator(m: &mut Machine<'_>, i: Instruction) -> Flow {
    method(m, i, call::call_method_from_generator_any)
}

#[inline(always)]
fn method(m: &mut Machine<'_>, i: Instruction, otherwise: Handler) -> Flow {
    // SAFETY: as in call. With self in its place the arguments begin there.
    unsafe {
        let place = m.r.add(i.b as usize);
        let this = place.add(HEADER_WORDS);
        let bound = this.read().is_some();
        let first = if bound { this } else { this.add(1) };
        call_native(m, i, first, i.c as usize + usize::from(bound), otherwise)
    }
}

/// Call what register b holds on the `count` values from `first` on, if it is native and takes them so.
///
/// # Safety
/// They are registers of the running frame, and so is the one below them, which holds nothing that counts.
#[inline(always)]
unsafe fn call_native(m: &mut Machine<'_>, i: Instruction, first: *mut Slot, count: usize, otherwise: Handler) -> Flow {
    // SAFETY: the caller's promise; the shapes say what the objects are.
    unsafe {
        let callable = m.get(i.b);
        let (mut first, mut count) = (first, count);
        let shape = shape_of(callable);
        let method = if shape == shapes::native_function {
            let function = Obj::<NativeFunction>::from_value(callable).get(m.vm);
            let method = function.method;
            if method.takes_receiver
                && let Some(this) = &function.this
            {
                if !method.positional.takes(count + 1) {
                    return Flow::Slow(otherwise);
                }
                first = first.sub(1);
                first.write(Some(this.clone().into_raw()));
                count += 1;
            } else if !method.positional.takes(count) {
                return Flow::Slow(otherwise);
            }
            method
        } else if shape == shapes::method_descriptor && count > 0 {
            let descriptor = Obj::<MethodDescriptor>::from_value(callable).get(m.vm);
            let owner: Obj<Class> = Obj::from_value(descriptor.owner.value());
            let class = m.vm.class_of(first.read().unwrap_unchecked());
            if !descriptor.method.positional.takes(count) || class != owner && !class.is_subclass_of(m.vm, owner) {
                return Flow::Slow(otherwise);
            }
            descriptor.method
        } else if callable.is(m.vm.types.type_.value()) && count == 1 {
            return class_of(m, i, first);
        } else {
            return Flow::Slow(otherwise);
        };
        m.sync();
        let arguments = std::slice::from_raw_parts(first.cast::<Value>(), count);
        let result = (method.positional.call)(m.vm, arguments);
        // The same as before: so nothing has to be kept through the call.
        m.r = m.vm.stack.frame;
        m.pc = m.vm.stack.pc;
        crate::interp::unwind::drop_registers(first, 0, count);
        crate::interp::unwind::drop_registers(m.r, i.b as usize, i.b as usize + 1);
        match result {
            Ok(value) => {
                m.set(i.a, value);
                m.check_breaker()
            }
            Err(raised) => Flow::Raise(raised),
        }
    }
}

/// `type(x)`.
///
/// # Safety
/// The argument is in a register of the running frame.
#[inline(always)]
unsafe fn class_of(m: &mut Machine<'_>, i: Instruction, place: *mut Slot) -> Flow {
    // SAFETY: the caller's promise; a temp that is read is bound.
    unsafe {
        let argument = Owned::from_raw(place.replace(DEAD).unwrap_unchecked());
        let class = m.vm.class_of(argument.value()).own();
        drop(argument);
        drop(m.r.add(i.b as usize).replace(DEAD).map(Owned::from_raw));
        m.set(i.a, class);
        m.check_breaker()
    }
}
