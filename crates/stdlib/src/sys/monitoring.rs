//! `sys.monitoring`: its names and constants. Watching the execution of code is not possible yet, and says so.

use taipan_runtime::native::*;

const EVENTS: [(&str, i32); 19] = [
    ("PY_START", 1),
    ("PY_RESUME", 1 << 1),
    ("PY_RETURN", 1 << 2),
    ("PY_YIELD", 1 << 3),
    ("CALL", 1 << 4),
    ("LINE", 1 << 5),
    ("INSTRUCTION", 1 << 6),
    ("JUMP", 1 << 7),
    ("BRANCH_LEFT", 1 << 8),
    ("BRANCH_RIGHT", 1 << 9),
    ("STOP_ITERATION", 1 << 10),
    ("RAISE", 1 << 11),
    ("EXCEPTION_HANDLED", 1 << 12),
    ("PY_UNWIND", 1 << 13),
    ("PY_THROW", 1 << 14),
    ("RERAISE", 1 << 15),
    ("C_RETURN", 1 << 16),
    ("C_RAISE", 1 << 17),
    ("BRANCH", 1 << 18),
];

const TOOLS: [(&str, i64); 4] = [("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)];

pub(super) fn add(vm: &mut Vm, sys: Obj<Module>) -> R<()> {
    let (owned, module) = vm.native_module("sys.monitoring", "Events of the execution of code.", &METHODS)?;
    for (name, number) in TOOLS {
        module.add_int(vm, name, number)?;
    }
    let namespace = vm.types.simple_namespace.value();
    let mut names = Vec::with_capacity(EVENTS.len() + 1);
    let mut values = Vec::with_capacity(EVENTS.len() + 1);
    for (name, number) in EVENTS.into_iter().chain([("NO_EVENTS", 0)]) {
        names.push(vm.intern(name)?.value());
        values.push(Value::small(number));
    }
    let events = vm.call_args(namespace, Args { positional: &[], names: &names, keyword_values: &values })?;
    module.add_owned(vm, "events", events)?;
    for name in ["DISABLE", "MISSING"] {
        let object = vm.types.object.value();
        let marker = vm.call(object, &[])?;
        module.add_owned(vm, name, marker)?;
    }
    let name = vm.intern("sys.monitoring")?;
    let modules = vm.modules;
    modules.set_str(vm, name, owned.value())?;
    sys.add_owned(vm, "monitoring", owned)
}

fn unsupported(vm: &mut Vm) -> Raised {
    vm.not_implemented_error("sys.monitoring is not supported")
}

#[methods]
mod py {
    use super::*;

    /// Reserve a tool's number.
    #[function("(tool_id, name, /)")]
    fn use_tool_id(vm: &mut Vm, tool_id: Value, name: Value) -> R<()> {
        let _ = (tool_id, name);
        Err(unsupported(vm))
    }

    /// Give a tool's number back.
    #[function("(tool_id, /)")]
    fn free_tool_id(vm: &mut Vm, tool_id: Value) -> R<()> {
        let _ = tool_id;
        Err(unsupported(vm))
    }

    /// The name of the tool that uses a number: none does.
    #[function("(tool_id, /)")]
    fn get_tool(_vm: &mut Vm, tool_id: Value) {
        let _ = tool_id;
    }

    /// Choose the events of a tool.
    #[function("(tool_id, event_set, /)")]
    fn set_events(vm: &mut Vm, tool_id: Value, event_set: Value) -> R<()> {
        let _ = (tool_id, event_set);
        Err(unsupported(vm))
    }

    /// The events of a tool.
    #[function("(tool_id, /)")]
    fn get_events(_vm: &mut Vm, tool_id: Value) -> i64 {
        let _ = tool_id;
        0
    }

    /// Choose the function to be called for an event.
    #[function("(tool_id, event, func, /)")]
    fn register_callback(vm: &mut Vm, tool_id: Value, event: Value, func: Value) -> R<()> {
        let _ = (tool_id, event, func);
        Err(unsupported(vm))
    }
}
