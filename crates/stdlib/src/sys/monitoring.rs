//! `sys.monitoring`: what tools ask for (PEP 669). The runtime's `tracing` does the rest.

use taipan_runtime::native::*;
use taipan_runtime::tracing::monitoring::{TOOLS, event};
use taipan_runtime::types::code::CodeObject;

const TOOL_NUMBERS: [(&str, i64); 4] =
    [("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)];

pub(super) fn add(vm: &mut Vm, sys: Obj<Module>) -> R<()> {
    let (owned, module) = vm.native_module("sys.monitoring", "Events of the execution of code.", &METHODS)?;
    for (name, number) in TOOL_NUMBERS {
        module.add_int(vm, name, number)?;
    }
    let namespace = vm.types.simple_namespace.value();
    let mut names = Vec::with_capacity(event::NAMES.len() + 1);
    let mut values = Vec::with_capacity(event::NAMES.len() + 1);
    for (number, name) in event::NAMES.into_iter().enumerate() {
        names.push(vm.intern(name)?.value());
        values.push(Value::small(1 << number));
    }
    names.push(vm.intern("NO_EVENTS")?.value());
    values.push(Value::small(0));
    let events = vm.call_args(namespace, Args { positional: &[], names: &names, keyword_values: &values })?;
    module.add_owned(vm, "events", events)?;
    for name in ["DISABLE", "MISSING"] {
        let object = vm.types.object.value();
        let marker = vm.call(object, &[])?;
        if name == "DISABLE" {
            vm.monitoring().disable = Some(marker.clone());
        } else {
            vm.monitoring().missing = Some(marker.clone());
        }
        module.add_owned(vm, name, marker)?;
    }
    let name = vm.intern("sys.monitoring")?;
    let modules = vm.modules;
    modules.set_str(vm, name, owned.value())?;
    sys.add_owned(vm, "monitoring", owned)
}

fn tool(vm: &mut Vm, number: i64) -> R<usize> {
    match usize::try_from(number) {
        Ok(tool) if tool < TOOLS => Ok(tool),
        _ => Err(vm.value_error(format!("invalid tool {number} (must be between 0 and 5)"))),
    }
}

/// A tool that is in use.
fn used(vm: &mut Vm, number: i64) -> R<usize> {
    let tool = tool(vm, number)?;
    if vm.monitoring().tools[tool].name.is_none() {
        return Err(vm.value_error(format!("tool {tool} is not in use")));
    }
    Ok(tool)
}

/// A set of events in which what belongs to calls does not stand without them.
fn event_set(vm: &mut Vm, events: i64, all: u32) -> R<u32> {
    const CALL_ENDS: u32 = 1 << event::C_RETURN | 1 << event::C_RAISE;
    let Some(mut set) = u32::try_from(events).ok().filter(|set| set & !event::ALL == 0) else {
        return Err(vm.value_error(format!("invalid event set 0x{events:x}")));
    };
    if set & CALL_ENDS != 0 {
        if set & CALL_ENDS != CALL_ENDS || set & 1 << event::CALL == 0 {
            return Err(vm.value_error("cannot set C_RETURN or C_RAISE events independently"));
        }
        set &= !CALL_ENDS;
    }
    if set & 1 << event::BRANCH != 0 {
        set = set & !(1 << event::BRANCH) | 1 << event::BRANCH_LEFT | 1 << event::BRANCH_RIGHT | 1 << event::BRANCH;
    }
    if set & !all & !(1 << event::BRANCH) != 0 {
        return Err(vm.value_error(format!("invalid local event set 0x{events:x}")));
    }
    Ok(set)
}

fn code(vm: &mut Vm, value: Value) -> R<Obj<CodeObject>> {
    match vm.cast_exact::<CodeObject>(value) {
        Some(code) => Ok(code),
        None => Err(vm.type_error("code must be a code object")),
    }
}

#[methods]
mod py {
    use super::*;

    /// Reserve a tool's number.
    #[function("(tool_id, name, /)")]
    fn use_tool_id(vm: &mut Vm, tool_id: i64, name: Value) -> R<()> {
        let number = tool(vm, tool_id)?;
        if vm.cast::<Str>(name).is_none() {
            return Err(vm.value_error("tool name must be a str"));
        }
        if vm.monitoring().tools[number].name.is_some() {
            return Err(vm.value_error(format!("tool {number} is already in use")));
        }
        vm.monitoring().tools[number].name = Some(name.own());
        Ok(())
    }

    /// Take back what a tool has asked for.
    #[function("(tool_id, /)")]
    fn clear_tool_id(vm: &mut Vm, tool_id: i64) -> R<()> {
        let number = tool(vm, tool_id)?;
        vm.clear_tool(number)
    }

    /// Give a tool's number back.
    #[function("(tool_id, /)")]
    fn free_tool_id(vm: &mut Vm, tool_id: i64) -> R<()> {
        let number = tool(vm, tool_id)?;
        vm.clear_tool(number)?;
        let name = vm.monitoring().tools[number].name.take();
        drop(name);
        Ok(())
    }

    /// The name of the tool that uses a number, or None.
    #[function("(tool_id, /)")]
    fn get_tool(vm: &mut Vm, tool_id: i64) -> R<Option<Owned>> {
        let number = tool(vm, tool_id)?;
        Ok(vm.monitoring().tools[number].name.clone())
    }

    /// Choose the events of a tool.
    #[function("(tool_id, event_set, /)")]
    fn set_events(vm: &mut Vm, tool_id: i64, events: i64) -> R<()> {
        let number = tool(vm, tool_id)?;
        let events = event_set(vm, events, event::ALL)?;
        let number = used(vm, number as i64)?;
        vm.monitoring().tools[number].events = events;
        vm.monitoring_changed()
    }

    /// The events of a tool.
    #[function("(tool_id, /)")]
    fn get_events(vm: &mut Vm, tool_id: i64) -> R<u32> {
        let number = tool(vm, tool_id)?;
        Ok(vm.monitoring().tools[number].events & !(1 << event::BRANCH))
    }

    /// Choose the events of a tool in one code object.
    #[function("(tool_id, code, event_set, /)")]
    fn set_local_events(vm: &mut Vm, tool_id: i64, code_object: Value, events: i64) -> R<()> {
        let code = code(vm, code_object)?;
        let number = tool(vm, tool_id)?;
        let events = event_set(vm, events, event::LOCAL)?;
        let number = used(vm, number as i64)?;
        vm.set_local_events(number, code, events)
    }

    /// The events of a tool in one code object.
    #[function("(tool_id, code, /)")]
    fn get_local_events(vm: &mut Vm, tool_id: i64, code_object: Value) -> R<u32> {
        let code = code(vm, code_object)?;
        let number = tool(vm, tool_id)?;
        Ok(vm.monitoring().local_events(number, code.value()) & !(1 << event::BRANCH))
    }

    /// Choose the function to be called for an event; the one before.
    #[function("(tool_id, event, func, /)")]
    fn register_callback(vm: &mut Vm, tool_id: i64, event: i64, func: Value) -> R<Option<Owned>> {
        let number = tool(vm, tool_id)?;
        if event <= 0 || event.count_ones() != 1 {
            return Err(vm.value_error("The callback can only be set for one event at a time"));
        }
        let index = event.trailing_zeros() as usize;
        if index >= event::NAMES.len() {
            return Err(vm.value_error(format!("invalid event {event}")));
        }
        let callback = (!func.is_none()).then(|| func.own());
        Ok(std::mem::replace(&mut vm.monitoring().tools[number].callbacks[index], callback))
    }

    /// Call again what has asked not to be called.
    #[function("()")]
    fn restart_events(vm: &mut Vm) {
        vm.restart_events();
    }

    /// The events that some tool wants: each name with the tools.
    #[function("()")]
    fn _all_events(vm: &mut Vm) -> R<Owned> {
        let (owned, dict) = vm.new_dict_obj()?;
        for (index, name) in event::NAMES.into_iter().enumerate() {
            let tools = (0..TOOLS).filter(|&tool| vm.monitoring().tools[tool].events & 1 << index != 0);
            let bits: i32 = tools.map(|tool| 1 << tool).collect::<Vec<_>>().into_iter().sum();
            if bits != 0 && index != event::BRANCH as usize {
                let key = vm.intern(name)?;
                dict.set(vm, key.value(), Value::small(bits))?;
            }
        }
        Ok(owned)
    }
}
