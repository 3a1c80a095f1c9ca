//! Calls of native functions and methods with positional arguments alone, where they stand: what the hot calls of Python functions leave over.

use taipan_bytecode::{HEADER_WORDS, Instruction, Op};
use taipan_heap::{Owned, Value};

use crate::interp::arguments;
use crate::interp::machine::{Flow, Machine, NativeCall, shape_of};
use crate::interp::ops::{call, call_defaults, instantiate};
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
            if is_op(m, Op::CALL) && shape_of(m.get(i.b)) == shapes::method {
                return Flow::Slow(|m, i| m.specialize(i, Op::CALL_BOUND));
            }
            call_defaults::move_up(first, i.c as usize);
            return call_defaults::push_method(m, place, first, function, i.c as usize, i.a);
        }
        if is_op(m, Op::CALL) && shape_of(m.get(i.b)) == shapes::function && has_defaults(m, m.get(i.b), u16::from(i.c))
        {
            return Flow::Slow(|m, i| m.specialize(i, Op::CALL_DEFAULTS));
        }
        if let Some(flow) = call_defaults::call_with_defaults(m, first, i.c as usize, i.a) {
            return flow;
        }
        if let Some(flow) = call::make_generator(m, place, first, i.c as usize, i.a) {
            return flow;
        }
    }
    Flow::Slow(|m, i| {
        specialize(m, i);
        call::call_any(m, i)
    })
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
            return call_defaults::push_method(m, place, this, function, i.c as usize, i.a);
        }
        if is_op(m, Op::CALL_METHOD)
            && this.read().is_some()
            && shape_of(m.get(i.b)) == shapes::function
            && has_defaults(m, m.get(i.b), u16::from(i.c) + 1)
        {
            return Flow::Slow(|m, i| m.specialize(i, Op::CALL_METHOD_DEFAULTS));
        }
        if this.read().is_some()
            && let Some(flow) = call_defaults::call_with_defaults(m, this, i.c as usize + 1, i.a)
        {
            return flow;
        }
        if this.read().is_some()
            && let Some(flow) = call::make_generator(m, place, this, i.c as usize + 1, i.a)
        {
            return flow;
        }
    }
    Flow::Slow(|m, i| {
        specialize_method(m, i);
        call::call_method_any(m, i)
    })
}

/// Whether the running instruction is as the compiler made it.
#[inline(always)]
fn is_op(m: &Machine<'_>, op: Op) -> bool {
    // SAFETY: pc is behind the first word of an instruction.
    unsafe { m.pc.sub(1).read() as u8 == op as u8 }
}

/// Whether a function is a plain one with defaults for what is missing beside `count` arguments.
///
/// # Safety
/// It is a function.
#[inline(always)]
unsafe fn has_defaults(m: &Machine<'_>, function: Value, count: u16) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        let function: Obj<Function> = Obj::from_value(function);
        arguments::has_defaults(m.vm, function, function.code(m.vm).raw().as_ref().call.exact, count)
    }
}

/// The plain Python function of the bound method in `place`, or of the `__call__` of the instance there, and self, when it takes self and `count`
/// arguments in the window, or has defaults for what is missing, and its frame fits.
///
/// # Safety
/// The register is the running frame's, and bound.
#[inline(always)]
unsafe fn bound_function(
    m: &Machine<'_>,
    place: *mut Slot,
    window: *mut Slot,
    count: u16,
) -> Option<(Obj<Function>, Value)> {
    // SAFETY: the caller's promise; the shapes say what the objects are.
    unsafe {
        let callable = place.read().unwrap_unchecked();
        let (function, this) = if shape_of(callable) == shapes::method {
            let method = Obj::<BoundMethod>::from_value(callable).get(m.vm);
            (m.vm.cast::<Function>(method.function.value())?, method.this.value())
        } else {
            (call::called_method(m, callable)?, callable)
        };
        let code = function.code(m.vm);
        let exact = code.raw().as_ref().call.exact;
        let met = exact == count + 1 || arguments::has_defaults(m.vm, function, exact, count + 1);
        (met && call::fits(m, window, code)).then_some((function, this))
    }
}

/// As `call`, in a generator.
#[inline(always)]
pub(in crate::interp) fn call_from_generator(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call.
    unsafe {
        let place = m.r.add(i.b as usize);
        if let Some(flow) = call::make_generator(m, place, place.add(HEADER_WORDS), i.c as usize, i.a) {
            return flow;
        }
    }
    Flow::Slow(|m, i| {
        specialize(m, i);
        call::call_from_generator_any(m, i)
    })
}

/// As `call_method`, in a generator.
#[inline(always)]
pub(in crate::interp) fn call_method_from_generator(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call_method.
    unsafe {
        let place = m.r.add(i.b as usize);
        let this = place.add(HEADER_WORDS);
        if this.read().is_some()
            && let Some(flow) = call::make_generator(m, place, this, i.c as usize + 1, i.a)
        {
            return flow;
        }
    }
    Flow::Slow(|m, i| {
        specialize_method(m, i);
        call::call_method_from_generator_any(m, i)
    })
}

/// CALL of a native function becomes an instruction for such calls, or for calls of the very function.
fn specialize(m: &mut Machine<'_>, i: Instruction) {
    let callable = m.get(i.b);
    let op = if shape_of(callable) == shapes::native_function {
        if callable.is(m.vm.quick.len.value()) && i.c == 1 {
            Op::CALL_LEN
        } else if callable.is(m.vm.quick.isinstance.value()) && i.c == 2 {
            Op::CALL_ISINSTANCE
        } else {
            Op::CALL_NATIVE
        }
    } else if callable.is(m.vm.types.type_.value()) && i.c == 1 {
        Op::CALL_TYPE
    } else if is_builtin_class(m.vm, callable) {
        Op::CALL_NATIVE
    } else if !call::calls_above(m) && instantiate::learn(m, callable, i.c) {
        Op::CALL_INIT
    } else {
        return;
    };
    m.patch(-1, Instruction { op, ..i }.encode());
}

/// CALL_METHOD of a native method or function becomes an instruction for such calls.
fn specialize_method(m: &mut Machine<'_>, i: Instruction) {
    if matches!(shape_of(m.get(i.b)), shapes::native_function | shapes::method_descriptor) {
        m.patch(-1, Instruction { op: Op::CALL_METHOD_NATIVE, ..i }.encode());
    }
}

/// CALL_TYPE: `type(x)`.
#[inline(always)]
pub(in crate::interp) fn call_type(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call; a temp that is read is bound.
    unsafe {
        let place = m.r.add(i.b as usize);
        let callable = place.read().unwrap_unchecked();
        if !callable.is(m.vm.types.type_.value()) {
            return Flow::Second;
        }
        let argument = place.add(HEADER_WORDS).read().unwrap_unchecked();
        let class = m.vm.class_of(argument).value();
        if argument.is_object() {
            let header = argument.header_unchecked().as_ref();
            if header.references() == 1 {
                return Flow::Second;
            }
            header.decref();
            place.add(HEADER_WORDS).write(DEAD);
        }
        class.incref();
        forget_quick(place, callable);
        m.put(i.a, class)
    }
}

/// CALL_NATIVE.
#[inline(always)]
pub(in crate::interp) fn call_native(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call; the place below the arguments belongs to the header.
    unsafe {
        let callable = m.get(i.b);
        if shape_of(callable) == shapes::native_function
            && let Some(call) = function_call(m, callable, m.r.add(i.b as usize + HEADER_WORDS), i.c as usize)
        {
            return Flow::Native(call);
        }
    }
    Flow::Second
}

/// CALL_NATIVE of a builtin class.
#[inline(always)]
pub(in crate::interp) fn call_class(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let callable = m.get(i.b);
    if !is_builtin_class(m.vm, callable) {
        return Flow::Slow(call_native_otherwise);
    }
    m.sync();
    // SAFETY: as in call_native; the class is the first argument.
    unsafe {
        let first = m.r.add(i.b as usize + HEADER_WORDS - 1);
        first.write(Some(callable.own().into_raw()));
        Flow::Native(NativeCall { call: construct, first, count: i.c as usize + 1 })
    }
}

/// Whether calling the value makes an instance of a builtin class.
#[inline(always)]
fn is_builtin_class(vm: &Vm, value: Value) -> bool {
    if !vm.class_of(value).value().is(vm.types.type_.value()) {
        return false;
    }
    // SAFETY: an instance of `type` is a class.
    let class: Obj<Class> = unsafe { Obj::from_value(value) };
    !class.is_heap(vm) && class != vm.types.type_
}

/// Call the class that comes first with the other arguments.
fn construct(vm: &mut Vm, arguments: &[Value]) -> R<Owned> {
    let Some((&class, arguments)) = arguments.split_first() else { return Err(vm.type_error("a class is required")) };
    crate::types::type_::call(vm, class, Args::positional(arguments))
}

/// CALL_METHOD_NATIVE.
#[inline(always)]
pub(in crate::interp) fn call_method_native(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call_method; the shapes say what the objects are.
    unsafe {
        let callable = m.get(i.b);
        let shape = shape_of(callable);
        let place = m.r.add(i.b as usize + HEADER_WORDS);
        if shape == shapes::method_descriptor {
            if let Some(this) = place.read() {
                let descriptor = Obj::<MethodDescriptor>::from_value(callable).get(m.vm);
                let class = m.vm.class_of(this).value();
                let (positional, count) = (&descriptor.method.positional, i.c as usize + 1);
                if positional.takes(count) && class.is(descriptor.owner.value()) {
                    m.sync();
                    return Flow::Native(NativeCall { call: positional.call, first: place, count });
                }
                return Flow::Second;
            }
        } else if shape == shapes::native_function
            && place.read().is_none()
            && let Some(call) = function_call(m, callable, place.add(1), i.c as usize)
        {
            return Flow::Native(call);
        }
    }
    Flow::Slow(call_method_native_otherwise)
}

/// CALL_METHOD_NATIVE of a method of another class than the object's own.
#[inline(always)]
pub(in crate::interp) fn call_inherited_method(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: the first handler has looked at the callable and at what is in self's place.
    unsafe {
        let place = m.r.add(i.b as usize + HEADER_WORDS);
        let descriptor = Obj::<MethodDescriptor>::from_value(m.get(i.b)).get(m.vm);
        let owner = Obj::<Class>::from_value(descriptor.owner.value());
        let (positional, count) = (&descriptor.method.positional, i.c as usize + 1);
        let class = m.vm.class_of(place.read().unwrap_unchecked());
        if positional.takes(count) && class.is_subclass_of(m.vm, owner) {
            m.sync();
            return Flow::Native(NativeCall { call: positional.call, first: place, count });
        }
    }
    Flow::Slow(call_method_native_otherwise)
}

/// The call of a native function with the `count` arguments from `first` on, if it takes so many. What it is bound to is put below them, if it
/// takes it.
///
/// # Safety
/// The callable is a native function; the arguments are registers of the running frame, and so is the place below, which holds nothing that counts.
#[inline(always)]
unsafe fn function_call(m: &mut Machine<'_>, callable: Value, first: *mut Slot, count: usize) -> Option<NativeCall> {
    // SAFETY: the caller's promise.
    unsafe {
        let function = Obj::<NativeFunction>::from_value(callable).get(m.vm);
        let positional = &function.method.positional;
        let (mut first, mut count) = (first, count);
        if function.method.takes_receiver
            && let Some(this) = &function.this
        {
            count += 1;
            if !positional.takes(count) {
                return None;
            }
            first = first.sub(1);
            first.write(Some(this.clone().into_raw()));
        } else if !positional.takes(count) {
            return None;
        }
        m.sync();
        Some(NativeCall { call: positional.call, first, count })
    }
}

/// CALL_NATIVE of anything else than it was made for.
fn call_native_otherwise(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let callable = m.get(i.b);
    let stays = shape_of(callable) == shapes::native_function || is_builtin_class(m.vm, callable);
    call_in_general(m, i, stays)
}

/// What CALL does in general; unless the instruction stays what it has become, it is CALL again.
pub(super) fn call_in_general(m: &mut Machine<'_>, i: Instruction, stays: bool) -> Flow {
    let above = call::calls_above(m);
    if !stays {
        let op = if above { Op::CALL_FROM_GENERATOR } else { Op::CALL };
        m.patch(-1, Instruction { op, ..i }.encode());
    }
    if above { call::call_from_generator_any(m, i) } else { call::call_any(m, i) }
}

/// CALL_METHOD_NATIVE of anything else than it was made for.
fn call_method_native_otherwise(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let above = call::calls_above(m);
    if !matches!(shape_of(m.get(i.b)), shapes::native_function | shapes::method_descriptor) {
        let op = if above { Op::CALL_METHOD_FROM_GENERATOR } else { Op::CALL_METHOD };
        m.patch(-1, Instruction { op, ..i }.encode());
    }
    if above { call::call_method_from_generator_any(m, i) } else { call::call_method_any(m, i) }
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
        if !callable.is(m.vm.quick.isinstance.value()) {
            return Flow::Second;
        }
        let Some(answer) = m.vm.instance_answered(object, class) else { return Flow::Second };
        // What is answered for is a class, and so an object.
        let class_header = class.header_unchecked().as_ref();
        if object.is_object() {
            let header = object.header_unchecked().as_ref();
            if header.references() == 1 || class_header.references() == 1 {
                return Flow::Second;
            }
            header.decref();
        } else if class_header.references() == 1 {
            return Flow::Second;
        }
        class_header.decref();
        place.add(HEADER_WORDS).write(DEAD);
        place.add(HEADER_WORDS + 1).write(DEAD);
        forget_quick(place, callable);
        m.put(i.a, Value::bool(answer))
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

/// CALL_ISINSTANCE where the answer is no, or takes a look at the object's bases.
#[inline(always)]
pub(in crate::interp) fn call_isinstance_of_another(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let first = i.b + HEADER_WORDS as u8;
    if i.c == 2
        && m.get(i.b).is(m.vm.quick.isinstance.value())
        && let Some(answer) = m.vm.known_instance(m.get(first), m.get(first + 1))
    {
        m.clear(first + 1);
        m.clear(first);
        m.clear(i.b);
        m.set(i.a, Owned::bool(answer));
        return m.check_breaker();
    }
    call_quick_any(m, i)
}

/// CALL_LEN, CALL_ISINSTANCE and CALL_TYPE of anything but the simplest arguments, or of another function than they were made for.
#[inline(always)]
pub(in crate::interp) fn call_quick_any(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let callable = m.get(i.b);
    if callable.is(m.vm.quick.len.value())
        && let Some(flow) = super::special::call_len(m, m.get(i.b + HEADER_WORDS as u8))
    {
        return flow;
    }
    if callable.is(m.vm.quick.isinstance.value())
        && i.c == 2
        && let Some(flow) =
            super::special::instance_check(m, m.get(i.b + HEADER_WORDS as u8), m.get(i.b + HEADER_WORDS as u8 + 1))
    {
        return flow;
    }
    // SAFETY: as in call_native.
    unsafe {
        let first = m.r.add(i.b as usize + HEADER_WORDS);
        if (callable.is(m.vm.quick.len.value()) || callable.is(m.vm.quick.isinstance.value()))
            && let Some(call) = function_call(m, callable, first, i.c as usize)
        {
            return Flow::Native(call);
        }
    }
    Flow::Slow(|m, i| {
        let stays = m.get(i.b).is(m.vm.types.type_.value());
        call_in_general(m, i, stays)
    })
}
