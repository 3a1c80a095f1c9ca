//! Making functions, and the rare instructions.

use taipan_bytecode::{FunctionAttribute, Instruction, Intrinsic};
use taipan_heap::{Owned, Value};

use crate::interp::machine::{Flow, Machine, attempt};
use crate::interp::ops::load_store::k16;
use crate::native::*;
use crate::types::function::{Function, Rare};

pub(in crate::interp) fn make_function(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let outer = m.code();
    let code = attempt!(outer.inner_code(m.vm, k16(i)));
    let globals = m.function().globals(m.vm);
    let outer = m.function().get(m.vm);
    let builtins = outer.builtins.clone();
    let mapping = outer.rare.as_ref().and_then(|rare| rare.builtins.clone());
    let made = attempt!(m.vm.allocate(Function {
        code,
        globals: globals.own(),
        builtins,
        closure: None,
        defaults: None,
        rare: mapping.map(|mapping| Box::new(Rare { builtins: Some(mapping), ..Rare::default() })),
    }));
    m.set(i.a, made);
    Flow::Next
}

pub(in crate::interp) fn set_function_attr(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let value = m.operand(i.b);
    // SAFETY: MAKE_FUNCTION put a function there.
    let function: Obj<Function> = unsafe { Obj::from_value(m.get(i.a)) };
    let Some(attribute) = FunctionAttribute::from_number(i.c) else {
        return Flow::Raise(m.vm.system_error("unknown function attribute"));
    };
    let details = function.get_mut(m.vm);
    match attribute {
        FunctionAttribute::Closure => details.closure = Some(value),
        FunctionAttribute::Defaults => details.defaults = Some(value),
        _ => {
            let rare = details.rare.get_or_insert_default();
            let place = match attribute {
                FunctionAttribute::KeywordDefaults => &mut rare.keyword_defaults,
                FunctionAttribute::Annotations => &mut rare.annotations,
                FunctionAttribute::Annotate => &mut rare.annotate,
                _ => &mut rare.type_params,
            };
            *place = Some(value);
        }
    }
    Flow::Next
}

pub(in crate::interp) fn intrinsic(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    if i.c == Intrinsic::AsyncGeneratorWrap as u8 && i.a == i.b && !m.vm.watched.any {
        // SAFETY: the compiler emits it in asynchronous generators alone, whose windows are inside them.
        unsafe { crate::types::generator::note_own_yield(m.vm, m.frame()) };
        return Flow::Next;
    }
    let Some(intrinsic) = Intrinsic::from_number(i.c) else {
        return Flow::Raise(m.vm.system_error("unknown intrinsic"));
    };
    let binary = matches!(
        intrinsic,
        Intrinsic::TypeVarWithBound | Intrinsic::TypeVarWithConstraints | Intrinsic::SetTypeParamDefault
    );
    let first = m.operand(i.b);
    let second = if binary { m.operand(i.b + 1) } else { Owned::NONE };
    let result = match intrinsic {
        Intrinsic::Print => display(m.vm, first.value()),
        Intrinsic::StopIterationError => {
            let flags = m.code().get(m.vm).flags;
            stop_iteration_error(m.vm, first, flags)
        }
        Intrinsic::AsyncGeneratorWrap => crate::types::async_generator::wrap(m.vm, first),
        Intrinsic::TypeVar => crate::types::typevar::new(m.vm, intrinsic, first, None),
        Intrinsic::TypeVarWithBound | Intrinsic::TypeVarWithConstraints => {
            crate::types::typevar::new(m.vm, intrinsic, first, Some(second))
        }
        Intrinsic::ParamSpec | Intrinsic::TypeVarTuple => crate::types::typevar::new(m.vm, intrinsic, first, None),
        Intrinsic::SetTypeParamDefault => crate::types::typevar::set_default(m.vm, first, second),
        Intrinsic::SubscriptGeneric => crate::types::typevar::subscript_generic(m.vm, first),
        Intrinsic::TypeAlias => crate::types::typevar::new_alias(m.vm, first),
    };
    let result = attempt!(result);
    m.set(i.a, result);
    Flow::Next
}

/// Interactive mode shows what an expression statement gave.
fn display(vm: &mut Vm, value: Value) -> R<Owned> {
    let (sys, name) = (vm.sys, vm.names.displayhook);
    match sys.get_str(vm, name) {
        Some(hook) => {
            let hook = hook.own();
            vm.call(hook.value(), &[value])
        }
        None => Err(vm.runtime_error("lost sys.displayhook")),
    }
}

/// PEP 479: a StopIteration must not leave a generator.
fn stop_iteration_error(vm: &mut Vm, exception: Owned, flags: taipan_bytecode::CodeFlags) -> R<Owned> {
    use taipan_bytecode::CodeFlags;
    let class = vm.class_of(exception.value());
    let kind = if flags.contains(CodeFlags::ASYNC_GENERATOR) {
        "async generator"
    } else if flags.contains(CodeFlags::COROUTINE) {
        "coroutine"
    } else {
        "generator"
    };
    let stopped = if class.is_subclass_of(vm, vm.exceptions.StopIteration) {
        "StopIteration"
    } else if kind == "async generator" && class.is_subclass_of(vm, vm.exceptions.StopAsyncIteration) {
        "StopAsyncIteration"
    } else {
        return Ok(exception);
    };
    let message = vm.new_str(&format!("{kind} raised {stopped}"))?;
    let made = vm.new_exception(vm.exceptions.RuntimeError, &[message.value()])?;
    if let Some(object) = vm.exception(made.value()) {
        let details = object.get_mut(vm);
        details.cause = Some(exception.clone());
        details.context = Some(exception);
        details.suppress_context = true;
    }
    Ok(made)
}

pub(in crate::interp) fn setup_annotations(m: &mut Machine<'_>, _i: Instruction) -> Flow {
    m.sync();
    let name = m.vm.names.__annotations__;
    let namespace = m.get(0);
    if attempt!(super::load_store::lookup_namespace(m.vm, namespace, name)).is_none() {
        let dict = attempt!(m.vm.new_dict());
        attempt!(m.vm.set_item(namespace, name.value(), dict.value()));
    }
    Flow::Next
}
