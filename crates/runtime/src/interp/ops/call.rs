//! Calls: Python functions get a frame on the VM stack without recursion in Rust; everything else goes through its class's slot.

use taipan_bytecode::{CALL_EX_MAPPING, HEADER_WORDS, Instruction, Op};
use taipan_heap::{Owned, Value};

use crate::interp::arguments::{self, Named};
use crate::interp::frame::{Frame, Kind};
use crate::interp::machine::{Flow, Machine, attempt, shape_of};
use crate::interp::stack::{DEAD, Slot};
use crate::native::*;
use crate::object::class::ClassFlags;
use crate::types::bound_method::BoundMethod;
use crate::types::code::CodeObject;
use crate::types::function::Function;
use crate::types::{generator, shapes};

/// The values in `count` registers from `first` on, all bound.
///
/// # Safety
/// They are, and stay so while the slice is used.
#[inline(always)]
unsafe fn values<'a>(first: *mut Slot, count: usize) -> &'a [Value] {
    // SAFETY: Slot is Option<Value>, which has Value's representation when it is Some.
    unsafe { std::slice::from_raw_parts(first.cast::<Value>(), count) }
}

/// Begin a Python function's frame whose parameters are all in place, and whose function is in its header. The function is a plain one
/// (`CallShape::exact` says so), and there is room.
///
/// # Safety
/// `window` is above the running frame's live registers; `window - 4` holds the function.
#[inline(always)]
pub(super) unsafe fn push(m: &mut Machine<'_>, window: *mut Slot, code: Obj<CodeObject>, destination: u8, kind: Kind) {
    // SAFETY: the caller's promise. Above the parameters only the locals are emptied: what lies above the stack's top never holds a pointer,
    // and a temp is not read before it is written.
    unsafe {
        let code = code.raw().as_ref();
        let temps = code.call.temps_start as usize;
        let mut index = code.call.parameters as usize;
        while index < temps {
            window.add(index).write(None);
            index = crate::interp::dispatch::opaque(index + 1);
        }
        Frame(window).link(m.r, m.pc, m.temps, destination, kind);
        m.vm.stack.depth += 1;
        m.r = window;
        m.pc = code.start;
        m.temps = temps;
    }
}

/// Whether a frame for the code fits above `window`.
#[inline(always)]
pub(super) unsafe fn fits(m: &Machine<'_>, window: *mut Slot, code: Obj<CodeObject>) -> bool {
    // SAFETY: a code object is alive while its function is; the limit leaves a margin above it.
    unsafe {
        let end = window.wrapping_add(code.raw().as_ref().call.registers as usize);
        end < m.vm.stack.limit && m.vm.stack.depth < m.vm.recursion_limit
    }
}

/// Call the function in `place` if that makes a generator, coroutine or async generator of the `count` arguments at `first` and takes no
/// binding; None when it is not like that.
///
/// # Safety
/// They are bound registers of the running frame.
#[inline(always)]
pub(super) unsafe fn make_generator(
    m: &mut Machine<'_>,
    place: *mut Slot,
    first: *mut Slot,
    count: usize,
    destination: u8,
) -> Option<Flow> {
    // SAFETY: the caller's promise; a function's code is a code object.
    unsafe {
        let callable = place.read().unwrap_unchecked();
        let code = m.vm.cast::<Function>(callable)?.code(m.vm);
        if usize::from(code.raw().as_ref().call.exact_generator) != count {
            return None;
        }
        m.sync();
        place.write(DEAD);
        let made = match generator::create(m.vm, Owned::from_raw(callable), first) {
            Ok(made) => made,
            Err(raised) => return Some(Flow::Raise(raised)),
        };
        Some(m.assign(destination, made))
    }
}

/// As `push`, of any function: a generator is made, far locals are emptied, what does not fit is refused.
///
/// # Safety
/// `window` is above the running frame's live registers; `window - 4` holds the function.
pub(super) unsafe fn begin(
    m: &mut Machine<'_>,
    window: *mut Slot,
    function: Obj<Function>,
    destination: u8,
    kind: Kind,
) -> Flow {
    let code = function.code(m.vm);
    let call = code.get(m.vm).call;
    // SAFETY: the caller's promise.
    unsafe {
        if !fits(m, window, code) {
            m.sync();
            return Flow::Raise(crate::interp::enter::recursion_error(m.vm));
        }
        if call.generator {
            return begin_generator(m, window, destination);
        }
        let mut kind = kind;
        if call.registers > 256 {
            // The arguments of far parameters lie there too, until FAR_ENTRY moves them.
            for index in call.parameters.max(call.temps_start.into()) as usize..call.registers as usize {
                window.add(index).write(None);
            }
            if kind == Kind::Normal {
                kind = Kind::NormalFar;
            }
        }
        push(m, window, code, destination, kind);
    }
    Flow::Far
}

/// A call of a generator function makes the generator object.
///
/// # Safety
/// As for `begin`.
#[inline(never)]
unsafe fn begin_generator(m: &mut Machine<'_>, window: *mut Slot, destination: u8) -> Flow {
    m.sync();
    // SAFETY: the caller's promise.
    unsafe {
        let function = window.sub(HEADER_WORDS).replace(None).map(Owned::from_raw).unwrap_or(Owned::NONE);
        let made = attempt!(generator::create(m.vm, function, window));
        m.set(destination, made);
    }
    Flow::Next
}

/// Call the function in the header below `window` if that takes no more than pushing a frame.
///
/// # Safety
/// The callable is in the header's place, and `count` arguments are at `window`, above the running frame's other live registers.
#[inline(always)]
unsafe fn call_exact(m: &mut Machine<'_>, window: *mut Slot, count: u16, destination: u8) -> Flow {
    // SAFETY: the caller's promise; a function's code is a code object.
    unsafe {
        let callable = window.sub(HEADER_WORDS).read().unwrap_unchecked();
        if shape_of(callable) == shapes::function {
            let function: Obj<Function> = Obj::from_value(callable);
            let code = function.code(m.vm);
            if code.raw().as_ref().call.exact == count && fits(m, window, code) {
                push(m, window, code, destination, Kind::Normal);
                return Flow::Far;
            }
        }
    }
    Flow::Second
}

#[inline(always)]
pub(in crate::interp) fn call(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: the compiler keeps the header's room free between the callable and the arguments.
    unsafe { call_exact(m, m.r.add(i.b as usize + HEADER_WORDS), u16::from(i.c), i.a) }
}

pub(super) fn call_any(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call.
    unsafe {
        let window = m.r.add(i.b as usize + HEADER_WORDS);
        if let Some(flow) = super::construct::begin(m, m.get(i.b), values(window, i.c as usize)) {
            return flow;
        }
        call_slow(m, i.a, window, i.c as usize, Named::NONE)
    }
}

#[inline(always)]
pub(in crate::interp) fn call_method(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call. With self in its place the arguments begin there.
    unsafe {
        let this = m.r.add(i.b as usize + HEADER_WORDS);
        if this.read().is_none() {
            return Flow::Second;
        }
        call_exact(m, this, u16::from(i.c) + 1, i.a)
    }
}

pub(super) fn call_method_any(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call_method. Without self the callable moves up by one so that the header lies just below the arguments.
    unsafe {
        let base = m.r.add(i.b as usize);
        let this = base.add(HEADER_WORDS);
        if this.read().is_some() {
            return call_slow(m, i.a, this, i.c as usize + 1, Named::NONE);
        }
        let callable = base.replace(None);
        base.add(1).write(callable);
        if let Some(flow) = super::construct::begin(m, m.get(i.b + 1), values(this.add(1), i.c as usize)) {
            return flow;
        }
        call_slow(m, i.a, this.add(1), i.c as usize, Named::NONE)
    }
}

/// CALL in a generator: a Python callee's window is above the stack's top.
#[inline(always)]
pub(in crate::interp) fn call_from_generator(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call.
    unsafe {
        let place = m.r.add(i.b as usize);
        call_exact_above(m, place, place.add(HEADER_WORDS), i.c as usize, i.a)
    }
}

pub(super) fn call_from_generator_any(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call.
    unsafe {
        let arguments = m.r.add(i.b as usize + HEADER_WORDS);
        if let Some(flow) = super::construct::begin(m, m.get(i.b), values(arguments, i.c as usize)) {
            return flow;
        }
        call_from_generator_with(m, i.a, i.b as usize, arguments, i.c as usize, Named::NONE)
    }
}

/// CALL_METHOD in a generator.
#[inline(always)]
pub(in crate::interp) fn call_method_from_generator(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call_method.
    unsafe {
        let place = m.r.add(i.b as usize);
        let this = place.add(HEADER_WORDS);
        if this.read().is_none() {
            return Flow::Second;
        }
        call_exact_above(m, place, this, i.c as usize + 1, i.a)
    }
}

pub(super) fn call_method_from_generator_any(m: &mut Machine<'_>, i: Instruction) -> Flow {
    // SAFETY: as in call_method.
    unsafe {
        let this = m.r.add(i.b as usize + HEADER_WORDS);
        if this.read().is_some() {
            call_from_generator_with(m, i.a, i.b as usize, this, i.c as usize + 1, Named::NONE)
        } else {
            if let Some(flow) = super::construct::begin(m, m.get(i.b), values(this.add(1), i.c as usize)) {
                return flow;
            }
            call_from_generator_with(m, i.a, i.b as usize, this.add(1), i.c as usize, Named::NONE)
        }
    }
}

/// As `call_exact`, of what `place` holds, in a window at the stack's top: the `count` arguments from `first` on move there.
///
/// # Safety
/// They are registers of the running frame.
#[inline(always)]
unsafe fn call_exact_above(
    m: &mut Machine<'_>,
    place: *mut Slot,
    first: *mut Slot,
    count: usize,
    destination: u8,
) -> Flow {
    // SAFETY: the caller's promise; a function's code is a code object; nothing that counts lies above the stack's top.
    unsafe {
        let callable = place.read().unwrap_unchecked();
        if shape_of(callable) != shapes::function {
            return Flow::Second;
        }
        let code = Obj::<Function>::from_value(callable).code(m.vm);
        let top = m.vm.stack_top_above(m.frame());
        let window = top.add(HEADER_WORDS);
        if usize::from(code.raw().as_ref().call.exact) != count || !fits(m, window, code) {
            return Flow::Second;
        }
        top.write(place.replace(DEAD));
        let mut index = 0;
        while index < count {
            window.add(index).write(first.add(index).replace(DEAD));
            index = crate::interp::dispatch::opaque(index + 1);
        }
        push(m, window, code, destination, Kind::Normal);
        Flow::Far
    }
}

/// Move callable and arguments to the stack's top when the callee needs a window there, and call.
///
/// # Safety
/// The callable is in register `callable`, and `count` arguments are at `arguments`.
unsafe fn call_from_generator_with(
    m: &mut Machine<'_>,
    destination: u8,
    callable: usize,
    arguments: *mut Slot,
    count: usize,
    named: Named<'_>,
) -> Flow {
    m.sync();
    let top = m.vm.stack_top();
    // SAFETY: the limit leaves a margin for what is moved here.
    unsafe {
        if top.add(count + 16) >= m.vm.stack.limit {
            return Flow::Raise(crate::interp::enter::recursion_error(m.vm));
        }
        let window = top.add(HEADER_WORDS);
        top.write(m.r.add(callable).replace(None));
        for index in 0..count {
            window.add(index).write(arguments.add(index).replace(None));
        }
        // The spare register.
        window.add(count).write(None);
        window.add(count + 1).write(None);
        let running = m.r;
        let reserved = std::mem::replace(&mut m.vm.stack.reserved, window.add(count + 2));
        let flow = call_slow(m, destination, window, count, named);
        m.vm.stack.reserved = reserved;
        if matches!(flow, Flow::Raise(_)) && m.r == running {
            // What was moved here belongs to no frame: the unwinder does not know it.
            crate::interp::unwind::drop_registers(top, 0, HEADER_WORDS + count + 2);
        }
        flow
    }
}

/// A call that needs a look at the callable: `window - 4` holds it, the arguments are at `window`, keywords last.
///
/// # Safety
/// They are, and one register above them is free.
#[inline(never)]
unsafe fn call_slow(m: &mut Machine<'_>, destination: u8, window: *mut Slot, count: usize, named: Named<'_>) -> Flow {
    m.sync();
    // SAFETY: the caller's promise.
    unsafe {
        let place = window.sub(HEADER_WORDS);
        let callable = place.read().unwrap_unchecked();
        if let Some(function) = m.vm.cast::<Function>(callable) {
            attempt!(arguments::bind(m.vm, function, window, count, named));
            return begin(m, window, function, destination, Kind::Normal);
        }
        if shape_of(callable) == shapes::method {
            // Unpack: the function into the header, self before the arguments.
            let method: Obj<BoundMethod> = Obj::from_value(callable);
            let (function, this) = {
                let method = method.get(m.vm);
                (method.function.clone(), method.this.clone())
            };
            std::ptr::copy(window, window.add(1), count);
            window.write(Some(this.into_raw()));
            let old = place.replace(Some(function.into_raw()));
            drop(old.map(Owned::from_raw));
            // The spare register is taken: an instance in the function's place is called in the general way.
            return match m.vm.cast::<Function>(place.read().unwrap_unchecked()) {
                Some(_) => call_slow(m, destination, window, count + 1, named),
                None => call_other(m, destination, window, count + 1, named),
            };
        }
        if let Some(function) = called_method(m, callable) {
            // An instance of a class with `__call__`: it is self.
            std::ptr::copy(window, window.add(1), count);
            window.write(place.replace(Some(function.own().into_raw())));
            return call_slow(m, destination, window, count + 1, named);
        }
        call_other(m, destination, window, count, named)
    }
}

/// The `__call__` in Python of an object's class.
#[inline(always)]
pub(super) fn called_method(m: &Machine<'_>, callable: Value) -> Option<Obj<Function>> {
    let class = m.vm.class_of(callable);
    if !class.is_heap(m.vm) {
        return None;
    }
    m.vm.cast::<Function>(class.lookup(m.vm, m.vm.names.__call__)?)
}

/// As `call_slow`, of neither a function nor a method.
///
/// # Safety
/// As for `call_slow`, but no register needs to be free.
unsafe fn call_other(m: &mut Machine<'_>, destination: u8, window: *mut Slot, count: usize, named: Named<'_>) -> Flow {
    // SAFETY: the caller's promise.
    unsafe {
        let callable = window.sub(HEADER_WORDS).read().unwrap_unchecked();
        let names = named.names;
        let positional = count - names.len();
        let arguments = values(window, count);
        let args = Args { positional: &arguments[..positional], names, keyword_values: &arguments[positional..] };
        if m.vm.class_of(callable) == m.vm.types.type_ {
            // An ordinary class (no metaclass): `__init__` in Python runs in a frame of its own.
            let class: Obj<Class> = Obj::from_value(callable);
            if let Some(flow) = construct(m, destination, window, count, named, class) {
                return flow;
            }
        }
        let result = m.vm.call_args(callable, args);
        finish_native(m, destination, window, count, result)
    }
}

/// A native call is over: its operands are dropped, its result is stored.
///
/// # Safety
/// As for `call_slow`.
#[inline(always)]
unsafe fn finish_native(
    m: &mut Machine<'_>,
    destination: u8,
    window: *mut Slot,
    count: usize,
    result: R<Owned>,
) -> Flow {
    // SAFETY: the caller's promise.
    unsafe {
        crate::interp::unwind::drop_registers(window, 0, count);
        drop(window.sub(HEADER_WORDS).replace(None).map(Owned::from_raw));
    }
    let result = attempt!(result);
    m.set(destination, result);
    Flow::Far
}

/// `class(...)` where the class has `object.__new__` and an `__init__` written in Python: the instance is made and the frame of
/// `__init__` begins. None when the class is not like that.
///
/// # Safety
/// As for `call_slow`.
unsafe fn construct(
    m: &mut Machine<'_>,
    destination: u8,
    window: *mut Slot,
    count: usize,
    named: Named<'_>,
    class: Obj<Class>,
) -> Option<Flow> {
    let slots = class.slots(m.vm);
    let plain_new = slots.new.is_some_and(|new| new as usize == crate::types::object::new as *const () as usize);
    if !plain_new || class.flags(m.vm).has(ClassFlags::ABSTRACT) || !class.is_heap(m.vm) {
        return None;
    }
    let init = class.lookup(m.vm, m.vm.names.__init__)?;
    let function = m.vm.cast::<Function>(init)?;
    // SAFETY: the caller's promise; the free register takes the shifted arguments.
    unsafe {
        let instance = match m.vm.allocate_instance(class, crate::types::object::Object) {
            Ok(instance) => instance,
            Err(raised) => return Some(Flow::Raise(raised)),
        };
        // The instance takes the class's place, below a header that moves up by one: whatever the callee's window covers, it stays.
        std::ptr::copy(window, window.add(2), count);
        let place = window.sub(HEADER_WORDS);
        let frame = window.add(1);
        frame.write(Some(instance.clone().into_raw()));
        window.write(None);
        drop(place.replace(Some(instance.into_raw())).map(Owned::from_raw));
        drop(place.add(1).replace(Some(init.own().into_raw())).map(Owned::from_raw));
        if let Err(raised) = arguments::bind(m.vm, function, frame, count + 1, named) {
            crate::interp::unwind::drop_registers(place, 0, HEADER_WORDS + count + 2);
            return Some(Flow::Raise(raised));
        }
        if function.code(m.vm).get(m.vm).call.generator {
            // A generator is not None: the complaint comes from the general way.
            let kind = "generator";
            return Some(Flow::Raise(m.vm.type_error(format!("__init__() should return None, not '{kind}'"))));
        }
        let flow = begin(m, frame, function, destination, Kind::Init);
        Some(flow)
    }
}

/// The names in constant number `index`: a tuple.
fn keyword_names(m: &Machine<'_>, index: usize) -> Obj<Tuple> {
    // SAFETY: the compiler puts a tuple of strings there.
    unsafe { Obj::from_value(m.constant(index)) }
}

/// Whether a callee's window must not begin among the running frame's temps: a generator's registers are elsewhere, and far locals lie
/// above the temps.
pub(super) fn calls_above(m: &Machine<'_>) -> bool {
    let frame = m.frame();
    // SAFETY: the running frame is live.
    unsafe { frame.in_generator() || frame.shape().registers > 256 }
}

pub(in crate::interp) fn call_kw(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let names = keyword_names(m, m.peek(0) as usize);
    m.skip(1);
    // SAFETY: as in call; the names belong to the running code.
    unsafe {
        let names: &[Value] = std::mem::transmute::<&[Value], &[Value]>(names.items(m.vm));
        let arguments = m.r.add(i.b as usize + HEADER_WORDS);
        if calls_above(m) {
            return call_from_generator_with(m, i.a, i.b as usize, arguments, i.c as usize, Named::of(names));
        }
        call_slow(m, i.a, arguments, i.c as usize, Named::of(names))
    }
}

pub(in crate::interp) fn call_method_kw(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let names = keyword_names(m, m.peek(0) as usize);
    m.skip(1);
    // SAFETY: as in call_method and call_kw.
    unsafe {
        let names: &[Value] = std::mem::transmute::<&[Value], &[Value]>(names.items(m.vm));
        let base = m.r.add(i.b as usize);
        let this = base.add(HEADER_WORDS);
        let bound = this.read().is_some();
        let (first, count) = if bound { (this, i.c as usize + 1) } else { (this.add(1), i.c as usize) };
        if calls_above(m) {
            return call_from_generator_with(m, i.a, i.b as usize, first, count, Named::of(names));
        }
        if !bound {
            let callable = base.replace(None);
            base.add(1).write(callable);
        }
        call_slow(m, i.a, first, count, Named::of(names))
    }
}

pub(in crate::interp) fn call_ex(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    if let Some(flow) = construct_ex(m, i) {
        return flow;
    }
    let mut keywords = m.take_last(i.b + 5).unwrap_or(Owned::NONE);
    let borrowed = i.c == CALL_EX_MAPPING;
    if borrowed && m.vm.cast_exact::<Dict>(keywords.value()).is_none() {
        let (owned, dict) = attempt!(m.vm.new_dict_obj());
        attempt!(super::build::merge_keywords(m, dict, keywords.value(), i.b));
        keywords = owned;
    }
    let mut sequence = m.operand(i.b + 4);
    if m.vm.cast_exact::<Tuple>(sequence.value()).is_none() && m.vm.cast_exact::<List>(sequence.value()).is_none() {
        sequence = attempt!(tuple_of_arguments(m, sequence.value(), i.b));
    }
    let source = m.vm.cast_exact::<Dict>(keywords.value()).filter(|dict| dict.len(m.vm) > 0);
    let named = source.map_or(0, |dict| dict.len(m.vm));
    let items = spread_items(m.vm, sequence.value()).unwrap_or_default();
    // SAFETY: nothing changes the list until the items are copied.
    let items: &[Value] = unsafe { std::slice::from_raw_parts(items.as_ptr(), items.len()) };
    let count = items.len();
    // Onto the stack's top: a Python callee then needs no recursion.
    let top = m.vm.stack_top();
    let total = count + named;
    let mut few = [Value::NONE; 8];
    let mut many = Vec::new();
    // SAFETY: the room is checked; the values are shared into the new window.
    unsafe {
        if top.wrapping_add(total + 16) >= m.vm.stack.limit {
            return Flow::Raise(crate::interp::enter::recursion_error(m.vm));
        }
        let names: &mut [Value] = if named <= few.len() {
            &mut few[..named]
        } else {
            attempt!(m.vm.check_room(named * size_of::<Value>()));
            many.resize(named, Value::NONE);
            &mut many
        };
        let window = top.add(HEADER_WORDS);
        if let Some(dict) = source {
            let mut position = 0;
            for (index, place) in names.iter_mut().enumerate() {
                let Some((found, name, value)) = dict.entry_from(m.vm, position) else { break };
                if m.vm.cast::<Str>(name).is_none() {
                    crate::interp::unwind::drop_registers(window, count, count + index);
                    return Flow::Raise(m.vm.type_error("keywords must be strings"));
                }
                *place = name;
                window.add(count + index).write(Some(value.own().into_raw()));
                position = found + 1;
            }
        }
        let callable = m.r.add(i.b as usize).replace(DEAD);
        top.write(callable);
        for header in 1..HEADER_WORDS {
            top.add(header).write(None);
        }
        for (index, item) in items.iter().enumerate() {
            window.add(index).write(Some(item.own().into_raw()));
        }
        window.add(total).write(None);
        window.add(total + 1).write(None);
        // Whoever the dict belongs to may change it while a callee that is no Python function runs; such a function has bound the names by then.
        let keep = borrowed && m.vm.cast::<Function>(callable.unwrap_unchecked()).is_none();
        let kept: Vec<Owned> = if keep { names.iter().map(|name| name.own()).collect() } else { Vec::new() };
        let running = m.r;
        let reserved = std::mem::replace(&mut m.vm.stack.reserved, window.add(total + 2));
        let flow = call_slow(m, i.a, window, total, Named { names, source });
        m.vm.stack.reserved = reserved;
        drop(kept);
        if matches!(flow, Flow::Raise(_)) && m.r == running {
            crate::interp::unwind::drop_registers(top, 0, HEADER_WORDS + total + 2);
        }
        flow
    }
}

/// CALL_EX of a class whose `__new__` is written in Python, without keywords.
fn construct_ex(m: &mut Machine<'_>, i: Instruction) -> Option<Flow> {
    if m.vm.class_of(m.get(i.b)) != m.vm.types.type_ {
        return None;
    }
    let keywords = m.get(i.b + 5);
    if !keywords.is_none() && m.vm.cast_exact::<Dict>(keywords)?.len(m.vm) > 0 {
        return None;
    }
    // A list may be changed by `__new__` before `__init__` is called.
    let items = m.vm.cast_exact::<Tuple>(m.get(i.b + 4))?.items(m.vm);
    // SAFETY: the register keeps the tuple.
    let items = unsafe { std::slice::from_raw_parts(items.as_ptr(), items.len()) };
    super::construct::begin(m, m.get(i.b), items)
}

/// The items of an exact tuple or list.
pub(super) fn spread_items(vm: &Vm, sequence: Value) -> Option<&[Value]> {
    match vm.cast_exact::<List>(sequence) {
        Some(list) => Some(list.items(vm)),
        None => Some(vm.cast_exact::<Tuple>(sequence)?.items(vm)),
    }
}

/// The arguments that an iterable after `*` stands for.
fn tuple_of_arguments(m: &mut Machine<'_>, iterable: Value, callable: u8) -> R<Owned> {
    let class = m.vm.class_of(iterable);
    if class.slots(m.vm).iter.is_none() && !m.vm.is_sequence(iterable) {
        let shown = callable_name(m.vm, m.get(callable));
        let found = class.name(m.vm);
        return Err(m.vm.type_error(format!("{shown} argument after * must be an iterable, not {found}")));
    }
    m.vm.tuple_from(iterable)
}

/// How messages about arguments name a callable: `module.qualname()`.
pub(super) fn callable_name(vm: &mut Vm, callable: Value) -> String {
    let (qualname, module) = (vm.names.__qualname__, vm.names.__module__);
    let text = |vm: &mut Vm, name| match vm.get_attr_optional(callable, name) {
        Ok(Some(value)) => vm.cast::<Str>(value.value()).map(|text| text.to_string_lossy(vm)),
        Ok(None) => None,
        Err(_) => {
            drop(vm.take_error());
            None
        }
    };
    let Some(qualname) = text(vm, qualname) else {
        return match vm.str_text(callable) {
            Ok(text) => text,
            Err(_) => {
                drop(vm.take_error());
                String::from("object")
            }
        };
    };
    match text(vm, module) {
        Some(module) if module != "builtins" => format!("{module}.{qualname}()"),
        _ => format!("{qualname}()"),
    }
}

const _: () = assert!(Op::CALL.words() == 1 && Op::CALL_METHOD.words() == 1);
