//! Instances of classes whose `__new__` is written in Python: both it and `__init__` get frames, where the general way would recurse.
//!
//! The frame of `__new__` is that of a special method (`special.rs`): the class and the arguments stay in the caller's registers until it returns,
//! and `finish` goes on with `__init__`. Classes of other metaclasses, keywords and watchers take the general way.

use taipan_bytecode::{HEADER_WORDS, Instruction, Op};
use taipan_heap::{Owned, Value};

use crate::interp::arguments::{self, Named};
use crate::interp::frame::Kind;
use crate::interp::machine::{Flow, Machine, attempt};
use crate::interp::ops::call;
use crate::interp::stack::{DEAD, Slot};
use crate::interp::unwind::drop_registers;
use crate::native::*;
use crate::types::function::Function;
use crate::types::staticmethod::StaticMethod;

/// The `__new__` of a class of no metaclass that is a plain function.
fn python_new(m: &Machine<'_>, callable: Value) -> Option<(Obj<Class>, Obj<Function>)> {
    if m.vm.class_of(callable) != m.vm.types.type_ || m.vm.watched.any {
        return None;
    }
    let class = m.vm.cast::<Class>(callable)?;
    let generic = crate::object::special::generic::new as *const () as usize;
    if class.slots(m.vm).new.is_none_or(|new| new as usize != generic) {
        return None;
    }
    let new = m.vm.cast_own::<StaticMethod>(class.lookup(m.vm, m.vm.names.__new__)?)?;
    let function = m.vm.cast::<Function>(new.get(m.vm).callable.value())?;
    let shape = function.code(m.vm).get(m.vm).call;
    (!shape.generator && shape.registers <= 256).then_some((class, function))
}

/// The stack's top, where a window for `count` arguments may begin `below` words above it; None when there is too little room for that and for
/// the function's registers.
///
/// # Safety
/// The machine's frame is the running one.
unsafe fn top_for(m: &Machine<'_>, function: Obj<Function>, below: usize, count: usize) -> Option<*mut Slot> {
    // SAFETY: the caller's promise; the limit leaves a margin.
    unsafe {
        let top = m.vm.stack_top_above(m.frame());
        let window = top.wrapping_add(below + HEADER_WORDS);
        let room = window.wrapping_add(count + 16) < m.vm.stack.limit;
        (room && call::fits(m, window, function.code(m.vm))).then_some(top)
    }
}

/// Begin `callable(arguments)` of an instruction behind whose first word pc is. None when this is none of these classes.
#[inline(always)]
pub(super) fn begin(m: &mut Machine<'_>, callable: Value, arguments: &[Value]) -> Option<Flow> {
    if m.vm.class_of(callable) != m.vm.types.type_ {
        return None;
    }
    begin_new(m, callable, arguments)
}

#[inline(never)]
fn begin_new(m: &mut Machine<'_>, callable: Value, arguments: &[Value]) -> Option<Flow> {
    let (class, function) = python_new(m, callable)?;
    let count = arguments.len() + 1;
    // SAFETY: nothing that counts lies above the stack's top; each reference is the new frame's.
    unsafe {
        let top = top_for(m, function, 0, count)?;
        m.sync();
        let window = top.add(HEADER_WORDS);
        top.write(Some(function.own().into_raw()));
        window.write(Some(class.own().into_raw()));
        for (index, argument) in arguments.iter().enumerate() {
            window.add(index + 1).write(Some(argument.own().into_raw()));
        }
        // The spare register.
        window.add(count).write(None);
        if let Err(raised) = arguments::bind(m.vm, function, window, count, Named::NONE) {
            let parameters = function.code(m.vm).get(m.vm).call.parameters as usize;
            drop_registers(window, 0, count.max(parameters));
            drop(top.replace(DEAD).map(Owned::from_raw));
            return Some(Flow::Raise(raised));
        }
        let code = function.code(m.vm);
        call::push(m, window, code, super::special::NEW, Kind::Special);
    }
    Some(Flow::Far)
}

/// Where an instruction that calls has the callable and the arguments.
struct Operands {
    callable: *mut Slot,
    first: *mut Slot,
    /// Registers from `first` on.
    count: usize,
    /// The first of these holds all arguments.
    packed: bool,
}

impl Operands {
    fn of(m: &Machine<'_>, i: Instruction) -> Option<Operands> {
        // SAFETY: the registers are the running frame's.
        let base = unsafe { m.r.add(i.b as usize) };
        let place = |callable: usize, first: usize, count: usize, packed| {
            Some(Operands { callable: base.wrapping_add(callable), first: base.wrapping_add(first), count, packed })
        };
        match i.op.general() {
            Op::CALL
            | Op::CALL_FROM_GENERATOR
            | Op::CALL_NATIVE
            | Op::CALL_LEN
            | Op::CALL_ISINSTANCE
            | Op::CALL_TYPE => place(0, HEADER_WORDS, i.c as usize, false),
            // Without self the callable has moved up, unless it is a generator that calls.
            Op::CALL_METHOD | Op::CALL_METHOD_FROM_GENERATOR | Op::CALL_METHOD_NATIVE => {
                // SAFETY: as above.
                let moved = usize::from(unsafe { base.read() }.is_none());
                place(moved, HEADER_WORDS + 1, i.c as usize, false)
            }
            Op::CALL_EX => place(0, HEADER_WORDS, 2, true),
            _ => None,
        }
    }

    /// The arguments.
    ///
    /// # Safety
    /// They are in their registers, and are used while they are.
    unsafe fn arguments<'a>(&self, m: &Machine<'_>) -> &'a [Value] {
        // SAFETY: the caller's promise; Slot has Value's representation when it is Some.
        unsafe {
            let registers = std::slice::from_raw_parts(self.first.cast::<Value>(), self.count);
            if !self.packed {
                return registers;
            }
            let items = call::spread_items(m.vm, registers[0]).unwrap_or_default();
            std::slice::from_raw_parts(items.as_ptr(), items.len())
        }
    }
}

/// `__new__` has returned `value`: go on with `__init__`, or be done.
pub(super) fn finish(m: &mut Machine<'_>, i: Instruction, value: Owned) -> Flow {
    let Some(operands) = Operands::of(m, i) else { return super::special::unknown(m) };
    m.sync();
    // SAFETY: the class and the arguments are where they were when `__new__` began.
    unsafe {
        let class: Obj<Class> = Obj::from_value(operands.callable.read().unwrap_unchecked());
        let arguments = operands.arguments(m);
        let made = m.vm.class_of(value.value());
        if made == class || made.is_subclass_of(m.vm, class) {
            let function =
                made.lookup(m.vm, m.vm.names.__init__).filter(|_| !m.vm.watched.any && value.value().is_object());
            if let Some(function) = function.and_then(|init| m.vm.cast::<Function>(init))
                && !function.code(m.vm).get(m.vm).call.generator
                && let Some(top) = top_for(m, function, 1, arguments.len() + 1)
            {
                return begin_init(m, i, top, function, value, &operands);
            }
            if let Some(init) = made.slots(m.vm).init {
                attempt!(init(m.vm, value.value(), Args::positional(arguments)));
            }
            if made.is_heap(m.vm) && value.value().is_object() {
                attempt!(m.vm.learn_capacity(value.value()));
            }
        }
        release(&operands);
    }
    m.set(i.a, value);
    m.check_breaker_far()
}

/// End the lives of an instruction's operands.
///
/// # Safety
/// They are where they were.
unsafe fn release(operands: &Operands) {
    // SAFETY: the caller's promise; each is dropped once.
    unsafe {
        drop_registers(operands.first, 0, operands.count);
        drop(operands.callable.replace(DEAD).map(Owned::from_raw));
    }
}

/// Begin the frame of `__init__` at the stack's top, above the instance.
///
/// # Safety
/// There is room, and the operands are where they were.
unsafe fn begin_init(
    m: &mut Machine<'_>,
    i: Instruction,
    top: *mut Slot,
    function: Obj<Function>,
    instance: Owned,
    operands: &Operands,
) -> Flow {
    // SAFETY: the caller's promise; nothing that counts lies above the stack's top.
    unsafe {
        let arguments = operands.arguments(m);
        let count = arguments.len() + 1;
        let frame = top.add(1 + HEADER_WORDS);
        frame.write(Some(instance.clone().into_raw()));
        for (index, argument) in arguments.iter().enumerate() {
            frame.add(index + 1).write(Some(argument.own().into_raw()));
        }
        top.write(Some(instance.into_raw()));
        top.add(1).write(Some(function.own().into_raw()));
        for header in 2..=HEADER_WORDS {
            top.add(header).write(None);
        }
        // The spare register.
        frame.add(count).write(None);
        release(operands);
        let running = m.r;
        let flow = match arguments::bind(m.vm, function, frame, count, Named::NONE) {
            Ok(()) => call::begin(m, frame, function, i.a, Kind::Init),
            Err(raised) => Flow::Raise(raised),
        };
        if matches!(flow, Flow::Raise(_)) && m.r == running {
            // What was put there belongs to no frame: the unwinder does not know it.
            let parameters = function.code(m.vm).get(m.vm).call.parameters as usize;
            drop_registers(top, 0, 1 + HEADER_WORDS + count.max(parameters) + 1);
        }
        flow
    }
}
