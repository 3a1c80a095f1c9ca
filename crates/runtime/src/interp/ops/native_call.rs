//! Calls of native functions and methods with positional arguments alone, where they stand: what the hot calls of Python functions leave over.

use taipan_bytecode::{HEADER_WORDS, Instruction};
use taipan_heap::{Owned, Value};

use crate::interp::machine::{Flow, Handler, Machine, shape_of};
use crate::interp::ops::call;
use crate::interp::stack::{DEAD, Slot};
use crate::native::*;
use crate::types::bound_method::BoundMethod;
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
            return call::push_method(m, place, first, function, i.a);
        }
        call_native(m, place, first, i.c as usize, i.a, call::call_any)
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
            return call::push_method(m, place, this, function, i.a);
        }
    }
    method(m, i, call::call_method_any)
}

/// The plain Python function of the bound method in `place`, when it takes self and `count` arguments in the window, and its frame fits.
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
        (code.raw().as_ref().call.exact == count + 1 && call::fits(m, window, code)).then_some(function)
    }
}

/// As `call`, in a generator.
#[inline(always)]
pub(in crate::interp) fn call_from_generator(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call.
    unsafe {
        let place = m.r.add(i.b as usize);
        call_native(m, place, place.add(HEADER_WORDS), i.c as usize, i.a, call::call_from_generator_any)
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
        call_native(m, place, first, i.c as usize + usize::from(bound), i.a, otherwise)
    }
}

/// Call what `place` holds on the `count` values from `first` on, if it is native and takes them so.
///
/// # Safety
/// They are registers of the running frame, and so is the one below them, which holds nothing that counts.
#[inline(always)]
unsafe fn call_native(
    m: &mut Machine<'_>,
    place: *mut Slot,
    first: *mut Slot,
    count: usize,
    destination: u8,
    otherwise: Handler,
) -> Flow {
    // SAFETY: the caller's promise; the shapes say what the objects are.
    unsafe {
        let callable = place.read().unwrap_unchecked();
        let (mut first, mut count) = (first, count);
        let shape = shape_of(callable);
        let method = if shape == shapes::native_function {
            let function = Obj::<NativeFunction>::from_value(callable).get(m.vm);
            let this = function.this.as_ref().filter(|_| function.method.takes_receiver);
            if !function.method.positional.takes(count + usize::from(this.is_some())) {
                return Flow::Slow(otherwise);
            }
            if let Some(this) = this {
                first = first.sub(1);
                first.write(Some(this.clone().into_raw()));
                count += 1;
            }
            function.method
        } else if shape == shapes::method_descriptor && count > 0 {
            let descriptor = Obj::<MethodDescriptor>::from_value(callable).get(m.vm);
            let owner: Obj<Class> = Obj::from_value(descriptor.owner.value());
            let class = m.vm.class_of(first.read().unwrap_unchecked());
            if !descriptor.method.positional.takes(count) || class != owner && !class.is_subclass_of(m.vm, owner) {
                return Flow::Slow(otherwise);
            }
            descriptor.method
        } else {
            return Flow::Slow(otherwise);
        };
        m.sync();
        let arguments = std::slice::from_raw_parts(first.cast::<Value>(), count);
        let result = (method.positional.call)(m.vm, arguments);
        crate::interp::unwind::drop_registers(first, 0, count);
        drop(place.replace(DEAD).map(Owned::from_raw));
        match result {
            Ok(value) => {
                m.set(destination, value);
                m.check_breaker_far()
            }
            Err(raised) => Flow::Raise(raised),
        }
    }
}
