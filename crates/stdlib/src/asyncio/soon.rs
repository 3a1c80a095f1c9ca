//! `event_loop.call_soon`, of the event loop that asyncio comes with: a handle is made and put at the end of the queue without a call of Python
//! code, as long as loop, handles and the names that the Python code looks up are what they were when asyncio was imported. Whatever is
//! not like that, debugging loops included, goes the general way.

use taipan_runtime::native::*;
use taipan_text::memory::Grow;

use super::{State, names};
use crate::collections::deque::append_exact;
use crate::support::import;

/// The methods of loops that are taken for granted.
const METHODS: [&str; 5] = ["call_soon", "_call_soon", "_check_closed", "get_debug", "is_running"];
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
    /// How the last loop looked that has all this, and where it keeps `FIELDS`.
    look: u64,
    fields: Option<[FieldPlace; FIELDS.len()]>,
    /// Where `asyncio.base_events` has `events`, and that has `Handle`.
    globals: Option<[ModulePlace; 2]>,
    names: Names,
}

/// Attributes of a loop.
const FIELDS: [&str; 4] = ["_closed", "_debug", "_ready", "_thread_id"];

#[derive(Clone, Copy)]
struct Names {
    events: Obj<Str>,
    handle: Obj<Str>,
}

/// Note the functions of the class, and the module with the class of handles.
pub(super) fn know(vm: &mut Vm, base: Obj<Class>, events: Value) -> R<()> {
    let names = Names { events: vm.intern("events")?, handle: vm.intern("Handle")? };
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
        Some(places) if handle_version != 0 => Some(KnownLoop {
            functions,
            modules,
            handle,
            _keep: keep_handle,
            handle_version,
            places,
            look: 0,
            fields: None,
            globals: None,
            names,
        }),
        _ => None,
    };
    let old = std::mem::replace(&mut vm.state::<State>().known_loop, known);
    drop(old);
    Ok(())
}

/// Where a loop that has the methods that are known keeps `FIELDS`.
#[inline]
fn fields_of(vm: &mut Vm, event_loop: Value) -> R<Option<[FieldPlace; FIELDS.len()]>> {
    let look = vm.look_of(event_loop);
    match &vm.state::<State>().known_loop {
        Some(known) if look != 0 && known.look == look => Ok(known.fields),
        Some(_) => look_at(vm, event_loop, look),
        None => Ok(None),
    }
}

/// Note what is to be known of a loop that looks like this.
#[cold]
fn look_at(vm: &mut Vm, event_loop: Value, look: u64) -> R<Option<[FieldPlace; FIELDS.len()]>> {
    let Some(known) = &vm.state::<State>().known_loop else { return Ok(None) };
    let (wanted, names) = (known.functions.clone(), known.names);
    let modules = [known.modules[0].clone(), known.modules[1].clone()];
    let mut right = look != 0;
    for (name, wanted) in METHODS.into_iter().zip(wanted) {
        let name = vm.intern(name)?;
        right &= vm.plain_method(event_loop, name).is_some_and(|found| found.is(wanted.value()));
    }
    let mut places = [None; FIELDS.len()];
    for (place, name) in places.iter_mut().zip(FIELDS) {
        let name = vm.intern(name)?;
        *place = vm.field_place(event_loop, name);
    }
    let fields = match places {
        [Some(closed), Some(debug), Some(ready), Some(thread)] if right => Some([closed, debug, ready, thread]),
        _ => None,
    };
    let events = vm.module_place(modules[0].value(), names.events);
    let globals =
        events.zip(vm.module_place(modules[1].value(), names.handle)).map(|(events, handle)| [events, handle]);
    if let Some(known) = &mut vm.state::<State>().known_loop {
        known.look = look;
        known.fields = fields;
        known.globals = globals;
    }
    Ok(fields)
}

/// `event_loop.get_debug()`, as a truth.
pub(super) fn debugs(vm: &mut Vm, event_loop: Value) -> R<bool> {
    if !vm.is_watched()
        && let Some([_, debug, ..]) = fields_of(vm, event_loop)?
        && let Some(debug) = vm.field_at(event_loop, debug)
    {
        return vm.truth(debug.value());
    }
    let get_debug = names(vm)?.get_debug;
    let debug = vm.call_method_named(event_loop, get_debug, Args::default())?;
    vm.truth(debug.value())
}

/// `event_loop.is_running()`, as a truth.
pub(super) fn runs(vm: &mut Vm, event_loop: Value) -> R<bool> {
    if !vm.is_watched()
        && let Some([.., thread]) = fields_of(vm, event_loop)?
        && let Some(thread) = vm.field_at(event_loop, thread)
    {
        return Ok(!thread.is_none());
    }
    let is_running = names(vm)?.is_running;
    let runs = vm.call_method_named(event_loop, is_running, Args::default())?;
    vm.truth(runs.value())
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
    let Some([closed, debug, ready, _]) = fields_of(vm, event_loop)? else { return Ok(false) };
    let is_false = |field| vm.field_at(event_loop, field).is_some_and(|value| value.is(Value::FALSE));
    if !is_false(closed) || !is_false(debug) {
        return Ok(false);
    }
    let Some(ready) = vm.field_at(event_loop, ready) else { return Ok(false) };
    let Some(known) = &vm.state::<State>().known_loop else { return Ok(false) };
    let (handle, version, places) = (known.handle, known.handle_version, known.places);
    let (base_events, events) = (known.modules[0].value(), known.modules[1].value());
    let Some([events_place, handle_place]) = known.globals else { return Ok(false) };
    let unchanged = handle.get(vm).version == version
        && vm.module_at(base_events, events_place).is_some_and(|found| found.is(events))
        && vm.module_at(events, handle_place).is_some_and(|found| found.is(handle.value()));
    if !unchanged {
        // The modules may only have got more names.
        if let Some(known) = &mut vm.state::<State>().known_loop {
            known.look = 0;
        }
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
