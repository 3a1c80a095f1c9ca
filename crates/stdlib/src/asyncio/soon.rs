//! `event_loop.call_soon`, of the event loop that asyncio comes with: a handle is made and put at the end of the queue without a call of Python
//! code, as long as loop, handles and the names that the Python code looks up are what they were when asyncio was imported. Whatever is
//! not like that, debugging loops included, goes the general way.

use taipan_runtime::native::*;
use taipan_text::memory::Grow;

use super::{State, names};
use crate::collections::deque::append_exact;
use crate::support::import;

/// The methods of loops that are taken for granted.
const METHODS: [&str; 4] = ["call_soon", "_call_soon", "_check_closed", "get_debug"];
/// Slots of a handle, in the order in which they are filled.
const SLOTS: [&str; 7] = ["_callback", "_args", "_loop", "_context", "_cancelled", "_repr", "_source_traceback"];

/// What is known of asyncio's own event loops.
pub(super) struct KnownLoop {
    /// The functions behind `METHODS`.
    functions: Vec<Owned>,
    /// `asyncio.base_events` and `asyncio.events`.
    modules: [Owned; 2],
    handle: Obj<Class>,
    /// Keeps `handle` alive.
    _keep: Owned,
    /// The class of handles as it was.
    handle_version: u32,
    places: [usize; SLOTS.len()],
    /// How the last loop looked that has all this.
    look: u64,
    names: Names,
}

#[derive(Clone, Copy)]
struct Names {
    closed: Obj<Str>,
    debug: Obj<Str>,
    ready: Obj<Str>,
    events: Obj<Str>,
    handle: Obj<Str>,
}

/// Note the functions of the class, and the module with the class of handles.
pub(super) fn know(vm: &mut Vm, base: Obj<Class>, events: Value) -> R<()> {
    let names = Names {
        closed: vm.intern("_closed")?,
        debug: vm.intern("_debug")?,
        ready: vm.intern("_ready")?,
        events: vm.intern("events")?,
        handle: vm.intern("Handle")?,
    };
    let mut functions = Vec::new();
    for name in METHODS {
        let function = vm.get_attr_str(base.value(), name)?;
        functions.put(function);
    }
    let keep_handle = vm.get_attr(events, names.handle)?;
    let modules = [import(vm, "asyncio.base_events")?, events.own()];
    let Some(handle) = vm.cast::<Class>(keep_handle.value()) else { return Ok(()) };
    let mut slots = [names.handle; SLOTS.len()];
    for (slot, name) in slots.iter_mut().zip(SLOTS) {
        *slot = vm.intern(name)?;
    }
    let places = vm.slot_places(handle, &slots).and_then(|places| places.try_into().ok());
    let handle_version = handle.get(vm).version;
    let known = match places {
        Some(places) if handle_version != 0 => {
            Some(KnownLoop { functions, modules, handle, _keep: keep_handle, handle_version, places, look: 0, names })
        }
        _ => None,
    };
    let old = std::mem::replace(&mut vm.state::<State>().known_loop, known);
    drop(old);
    Ok(())
}

/// Whether the loop has the methods that are known.
#[inline]
fn is_known(vm: &mut Vm, event_loop: Value) -> R<Option<Names>> {
    let look = vm.look_of(event_loop);
    let Some(known) = &vm.state::<State>().known_loop else { return Ok(None) };
    let names = known.names;
    if look != 0 && known.look == look {
        return Ok(Some(names));
    }
    let wanted: Vec<Value> = known.functions.iter().map(|function| function.value()).collect();
    for (name, wanted) in METHODS.into_iter().zip(wanted) {
        let name = vm.intern(name)?;
        if !vm.plain_method(event_loop, name).is_some_and(|found| found.is(wanted)) {
            return Ok(None);
        }
    }
    if let Some(known) = &mut vm.state::<State>().known_loop {
        known.look = look;
    }
    Ok(Some(names))
}

/// `event_loop.get_debug()`, as a truth.
pub(super) fn debugs(vm: &mut Vm, event_loop: Value) -> R<bool> {
    if !vm.is_watched()
        && let Some(names) = is_known(vm, event_loop)?
        && let Some(debug) = vm.plain_field(event_loop, names.debug)
    {
        return vm.truth(debug.value());
    }
    let get_debug = names(vm)?.get_debug;
    let debug = vm.call_method_named(event_loop, get_debug, Args::default())?;
    vm.truth(debug.value())
}

/// `event_loop.call_soon(callback, *argument, context=context)`
pub(super) fn call_soon(
    vm: &mut Vm,
    event_loop: Value,
    callback: Value,
    argument: Option<Value>,
    context: Option<Value>,
) -> R<()> {
    if let Some(context) = context
        && append_handle(vm, event_loop, callback, argument, context)?
    {
        return Ok(());
    }
    let names = names(vm)?;
    let positional = [callback, argument.unwrap_or(Value::NONE)];
    let positional = &positional[..1 + usize::from(argument.is_some())];
    let args = match &context {
        Some(context) => Args { positional, names: &[names.context], keyword_values: std::slice::from_ref(context) },
        None => Args::positional(positional),
    };
    vm.call_method_named(event_loop, names.call_soon, args).map(drop)
}

/// Do what `call_soon` does, if nobody could tell the difference.
fn append_handle(vm: &mut Vm, event_loop: Value, callback: Value, argument: Option<Value>, context: Value) -> R<bool> {
    if vm.is_watched() || context.is_none() {
        return Ok(false);
    }
    let Some(names) = is_known(vm, event_loop)? else { return Ok(false) };
    for name in [names.closed, names.debug] {
        if !vm.plain_field(event_loop, name).is_some_and(|value| value.is(Value::FALSE)) {
            return Ok(false);
        }
    }
    let Some(ready) = vm.plain_field(event_loop, names.ready) else { return Ok(false) };
    let Some(known) = &vm.state::<State>().known_loop else { return Ok(false) };
    let (handle, version, places) = (known.handle, known.handle_version, known.places);
    let [base_events, events] = [known.modules[0].value(), known.modules[1].value()];
    let unchanged = handle.get(vm).version == version
        && vm.plain_field(base_events, names.events).is_some_and(|found| found.is(events))
        && vm.plain_field(events, names.handle).is_some_and(|found| found.is(handle.value()));
    if !unchanged {
        return Ok(false);
    }
    let arguments = match argument {
        Some(argument) => vm.new_tuple(&[argument])?,
        None => vm.new_tuple(&[])?,
    };
    let filling =
        [callback.own(), arguments, event_loop.own(), context.own(), Owned::bool(false), Owned::NONE, Owned::NONE];
    let made = vm.new_with_slots(handle, places.into_iter().zip(filling))?;
    append_exact(vm, ready.value(), made)
}
