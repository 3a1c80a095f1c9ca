//! Raising and handling, `except*`, `with`.

use taipan_bytecode::{Instruction, SpecialMethod};
use taipan_heap::{Owned, Value};

use crate::interp::machine::{Flow, Machine, attempt};
use crate::native::*;

pub(in crate::interp) fn raise(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    if i.c == 0 {
        return match m.vm.handled.clone() {
            Some(handled) => Flow::Raise(m.vm.reraise(handled)),
            None => {
                let raised = m.vm.runtime_error("No active exception to reraise");
                // A bare `raise` adds no place to a traceback, but this exception begins here.
                let (frame, word) = (m.frame(), m.at());
                crate::types::traceback::extend(m.vm, frame, word);
                Flow::Raise(raised)
            }
        };
    }
    let given = m.operand(i.a);
    let exception = attempt!(instance(m.vm, given.value(), "exceptions must derive from BaseException"));
    if i.c == 2 {
        let cause = m.operand(i.b);
        let cause = if cause.is_none() {
            None
        } else {
            Some(attempt!(instance(m.vm, cause.value(), "exception causes must derive from BaseException")))
        };
        if let Some(object) = m.vm.exception(exception.value()) {
            let details = object.get_mut(m.vm);
            details.suppress_context = true;
            let old = std::mem::replace(&mut details.cause, cause);
            drop(old);
        }
    }
    Flow::Raise(m.vm.raise_object(exception))
}

/// The exception that a class or an instance of one stands for.
fn instance(vm: &mut Vm, value: Value, message: &str) -> R<Owned> {
    if let Some(class) = vm.cast::<Class>(value)
        && class.is_subclass_of(vm, vm.exceptions.BaseException)
    {
        let made = vm.call(value, &[])?;
        if vm.exception(made.value()).is_some() {
            return Ok(made);
        }
        let shown = vm.repr_text(value)?;
        let found = vm.class_of(made.value());
        let found = vm.repr_text(found.value())?;
        return Err(
            vm.type_error(format!("calling {shown} should have returned an instance of BaseException, not {found}"))
        );
    }
    if vm.exception(value).is_some() {
        return Ok(value.own());
    }
    Err(vm.type_error(message))
}

pub(in crate::interp) fn reraise(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let exception = m.operand(i.a);
    Flow::Raise(m.vm.reraise(exception))
}

pub(in crate::interp) fn push_exc_info(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let exception = m.get(i.a).own();
    let before = m.vm.handled.replace(exception).unwrap_or(Owned::NONE);
    m.set(i.a + 1, before);
    Flow::Next
}

pub(in crate::interp) fn pop_except(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let before = m.take(i.a + 1).filter(|before| !before.is_none());
    let handled = std::mem::replace(&mut m.vm.handled, before);
    m.clear(i.a);
    drop(handled);
    if m.interrupted() {
        return super::control::breaker(m, i);
    }
    Flow::Next
}

/// Whether an exception matches what an `except` clause names.
pub(crate) fn matches(vm: &mut Vm, exception: Value, wanted: Value) -> R<bool> {
    const MESSAGE: &str = "catching classes that do not inherit from BaseException is not allowed";
    let class = vm.class_of(exception);
    if let Some(tuple) = vm.cast::<Tuple>(wanted) {
        let items = tuple.items(vm).to_vec();
        for &item in &items {
            if !is_exception_class(vm, item) {
                return Err(vm.type_error(MESSAGE));
            }
        }
        return Ok(items.iter().any(|&item| vm.cast::<Class>(item).is_some_and(|item| class.is_subclass_of(vm, item))));
    }
    if !is_exception_class(vm, wanted) {
        return Err(vm.type_error(MESSAGE));
    }
    Ok(vm.cast::<Class>(wanted).is_some_and(|wanted| class.is_subclass_of(vm, wanted)))
}

fn is_exception_class(vm: &Vm, value: Value) -> bool {
    vm.cast::<Class>(value).is_some_and(|class| class.is_subclass_of(vm, vm.exceptions.BaseException))
}

pub(in crate::interp) fn jump_if_not_match(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let wanted = m.operand(i.b);
    let answer = attempt!(matches(m.vm, m.get(i.a), wanted.value()));
    let offset = m.word();
    if !answer {
        return super::control::taken(m, offset);
    }
    Flow::Next
}

pub(in crate::interp) fn check_eg_match(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let wanted = m.operand(i.b);
    let exception = m.get(i.a).own();
    let is_group = crate::types::exception::group::is_group(m.vm, exception.value());
    let (matched, rest) = attempt!(crate::types::exception::group::split_for_clause(m.vm, exception, wanted));
    if !matched.is_none() && !is_group {
        // The group was made here, around the exception.
        let word = m.at();
        let before = m.vm.error.replace(matched.clone());
        let frame = m.frame();
        crate::types::traceback::extend(m.vm, frame, word);
        m.vm.error = before;
    }
    if !matched.is_none() {
        let old = m.vm.handled.replace(matched.clone());
        drop(old);
    }
    m.set(i.a, rest);
    m.set(i.c, matched);
    Flow::Next
}

pub(in crate::interp) fn prepare_reraise_star(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let original = m.operand(i.b);
    let list = m.operand(i.c);
    let result = attempt!(crate::types::exception::group::prepare_reraise(m.vm, original, list));
    m.set(i.a, result);
    Flow::Next
}

pub(in crate::interp) fn load_special(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let object = m.get(i.b);
    let names = &m.vm.names;
    let (name, protocol, missing) = match SpecialMethod::from_number(i.c) {
        Some(SpecialMethod::Enter) => (names.__enter__, "the context manager protocol", "__enter__"),
        Some(SpecialMethod::Exit) => (names.__exit__, "the context manager protocol", "__exit__"),
        Some(SpecialMethod::AsyncEnter) => {
            (names.__aenter__, "the asynchronous context manager protocol", "__aenter__")
        }
        _ => (names.__aexit__, "the asynchronous context manager protocol", "__aexit__"),
    };
    let class = m.vm.class_of(object);
    let Some(found) = class.lookup(m.vm, name) else {
        let shown = class.told_name(m.vm);
        let mut message = format!("'{shown}' object does not support {protocol} (missed {missing} method)");
        let other = if missing.starts_with("__a") {
            (m.vm.names.__enter__, m.vm.names.__exit__, "'with'")
        } else {
            (m.vm.names.__aenter__, m.vm.names.__aexit__, "'async with'")
        };
        if class.lookup(m.vm, other.0).is_some() && class.lookup(m.vm, other.1).is_some() {
            let kind = if missing.starts_with("__a") { "" } else { "asynchronous " };
            message.push_str(&format!(
                " but it supports the {kind}context manager protocol. Did you mean to use {}?",
                other.2
            ));
        }
        return Flow::Raise(m.vm.type_error(message));
    };
    let found = found.own();
    let kind = m.vm.class_of(found.value());
    if kind.flags(m.vm).has(crate::object::class::ClassFlags::METHOD_DESCRIPTOR) {
        let this = object.own();
        m.set(i.a, found);
        m.set(i.a + 4, this);
    } else {
        let bound = attempt!(m.vm.bind_descriptor(found.value(), Some(object), class));
        m.set(i.a, bound);
        m.clear(i.a + 4);
    }
    Flow::Next
}

/// Call the exit method whose callable is in register `pair` and self, or nothing, above it.
fn call_exit(m: &mut Machine<'_>, pair: u8, arguments: [Value; 3]) -> R<Owned> {
    let callable = m.get(pair).own();
    match m.slot(pair + 1) {
        Some(this) => m.vm.call(callable.value(), &[this, arguments[0], arguments[1], arguments[2]]),
        None => m.vm.call(callable.value(), &arguments),
    }
}

pub(in crate::interp) fn with_except_start(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let exception = m.get(i.c);
    let class = m.vm.class_of(exception).value();
    let traceback = match m.vm.exception(exception).and_then(|object| object.get(m.vm).traceback.clone()) {
        Some(traceback) => traceback,
        None => Owned::NONE,
    };
    let arguments = [class, exception, traceback.value()];
    if let Some(flow) = super::special::exit(m, i.b, arguments) {
        return flow;
    }
    let result = attempt!(call_exit(m, i.b, arguments));
    m.set(i.a, result);
    Flow::Next
}

pub(in crate::interp) fn with_exit(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    if let Some(flow) = super::special::exit(m, i.b, [Value::NONE; 3]) {
        return flow;
    }
    let result = attempt!(call_exit(m, i.b, [Value::NONE; 3]));
    finish_with_exit(m, i, result)
}

/// What is left of WITH_EXIT when the method has returned.
pub(super) fn finish_with_exit(m: &mut Machine<'_>, i: Instruction, result: Owned) -> Flow {
    m.clear(i.b);
    m.clear(i.b + 1);
    m.set(i.a, result);
    m.check_breaker_far()
}
