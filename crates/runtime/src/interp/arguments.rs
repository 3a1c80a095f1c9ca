//! Binding a call's arguments to a Python function's parameters, in the registers of its window, with CPython's words for mistakes.

use taipan_heap::{Owned, Value};

use crate::error::{R, Raised};
use crate::interp::stack::{DEAD, Slot};
use crate::native::*;
use crate::types::function::Function;

/// Keywords of a call, as their names, and the dict that they are all entries of, if there is one.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) names: &'a [Value],
    pub(super) source: Option<Obj<Dict>>,
}

impl<'a> Named<'a> {
    pub(super) const NONE: Named<'static> = Named { names: &[], source: None };

    pub(super) fn of(names: &'a [Value]) -> Named<'a> {
        Named { names, source: None }
    }
}

/// Rearrange `count` arguments at `window`, the last of them keywords, into the function's parameters. Slots of parameters are all written; what
/// is above them is left unspecified but dropped.
///
/// On an error the arguments are still in the window, or dropped: every slot up to `count` or the number of parameters is valid.
///
/// # Safety
/// The arguments are there; the window has room for the parameters.
pub(super) unsafe fn bind(
    vm: &mut Vm,
    function: Obj<Function>,
    window: *mut Slot,
    count: usize,
    named: Named<'_>,
) -> R<()> {
    function.code(vm).wake(vm)?;
    let call = function.code(vm).get(vm).call;
    let positional = count - named.names.len();
    let takes = call.positional as usize;
    if named.names.is_empty() && positional == takes && call.parameters == call.positional {
        return Ok(());
    }
    let near = takes <= taipan_bytecode::MAX_NEAR_LOCALS && call.parameters == call.positional;
    // SAFETY: the caller's promise; the stack's limit leaves room for the parameters of any function without far ones.
    unsafe {
        let fewer = named.names.is_empty() && positional < takes;
        if fewer && near && has_defaults(vm, function, call.positional, positional as u16) {
            put_defaults(vm, function, window, positional, call.positional);
            return Ok(());
        }
    }
    // The values of keywords move above everything else.
    let high = (call.parameters as usize).max(count);
    let end = high + named.names.len();
    // SAFETY: the room is checked here, the slots are the caller's promise.
    unsafe {
        if window.add(end + 8) >= vm.stack.limit {
            return Err(super::enter::recursion_error(vm));
        }
        let bound = spread(vm, function, window, count, named, window.add(high));
        if bound.is_err() {
            for index in 0..end {
                drop(window.add(index).replace(DEAD).map(Owned::from_raw));
            }
        }
        bound
    }
}

/// As `bind`, whatever the call and the function look like. `given` is where the values of keywords go meanwhile. On an error arguments and
/// parameters are in the window, and values there, as far as they are anywhere.
///
/// # Safety
/// As for `bind`; there is room on the stack, and nothing that counts at `given`.
unsafe fn spread(
    vm: &mut Vm,
    function: Obj<Function>,
    window: *mut Slot,
    count: usize,
    named: Named<'_>,
    given: *mut Slot,
) -> R<()> {
    let code = function.code(vm);
    let call = code.get(vm).call;
    let takes = call.positional as usize;
    let all = takes + call.keyword_only as usize;
    let keywords = named.names.len();
    let positional = count - keywords;
    // SAFETY: the caller's promise; each reference is moved once.
    unsafe {
        let mut index = 0;
        while index < keywords {
            given.add(index).write(window.add(positional + index).read());
            index = super::dispatch::opaque(index + 1);
        }
        index = positional;
        while index < call.parameters as usize || index < count {
            window.add(index).write(None);
            index = super::dispatch::opaque(index + 1);
        }
        let mut rest = None;
        if positional > takes {
            let (first, more) = (window.add(takes), positional - takes);
            if call.collects {
                rest = Some(vm.new_tuple_moving(first.cast(), more)?);
                index = 0;
                while index < more {
                    first.add(index).write(None);
                    index = super::dispatch::opaque(index + 1);
                }
            } else {
                for index in 0..more {
                    drop(first.add(index).replace(None).map(Owned::from_raw));
                }
            }
        } else if call.collects {
            rest = Some(vm.empty_tuple.clone());
        }
        if call.has_namespace {
            // Module or class code that was made a function: its namespace is the globals.
            let namespace = function.globals(vm).own();
            drop(window.replace(Some(namespace.into_raw())).map(Owned::from_raw));
        }
        let collected = rest.is_some();
        if let Some(rest) = rest {
            window.add(all).write(Some(rest.into_raw()));
        }
        if keywords > 0 {
            place_keywords(vm, function, window, named, given)?;
        }
        if call.collects_keywords {
            let dict = match keywords {
                0 => vm.new_dict()?,
                _ => collect_keywords(vm, function, named, given)?,
            };
            window.add(all + usize::from(collected)).write(Some(dict.into_raw()));
        }
        if positional > takes && !collected {
            let given_keyword_only = (takes..all).filter(|&index| (*window.add(index)).is_some()).count();
            return Err(too_many(vm, function, positional, given_keyword_only));
        }
        if positional.min(takes) < all && (0..all).any(|index| (*window.add(index)).is_none()) {
            fill_defaults(vm, function, std::slice::from_raw_parts_mut(window, all), takes)?;
        }
    }
    Ok(())
}

/// Move the values of keywords into the slots of the parameters with their names. Those of others stay, if the function collects them.
///
/// # Safety
/// The window has a slot for each named parameter, and the values are at `given`.
unsafe fn place_keywords(
    vm: &mut Vm,
    function: Obj<Function>,
    window: *mut Slot,
    named: Named<'_>,
    given: *mut Slot,
) -> R<()> {
    let code = function.code(vm);
    code.name_parameters(vm)?;
    let call = code.get(vm).call;
    let positional_only = usize::from(call.positional_only);
    for (index, &name) in named.names.iter().enumerate() {
        let Some(text) = vm.cast::<Str>(name) else { return Err(vm.type_error("keywords must be strings")) };
        // Names of parameters are interned, and so are nearly all keywords: addresses tell.
        let known = code.parameter_names(vm);
        let mut found = known.iter().position(|known| known.is(name));
        if found.is_none() && !vm.is_interned(text) {
            found = known.iter().position(|&known| vm.cast::<Str>(known).is_some_and(|known| known.equals(vm, text)));
        }
        match found {
            Some(place) if place >= positional_only => {
                // SAFETY: the caller's promise.
                let slot = unsafe { &mut *window.add(place) };
                if slot.is_some() {
                    let shown = function.qualname(vm);
                    let name = text.to_string_lossy(vm);
                    return Err(vm.type_error(format!("{shown}() got multiple values for argument '{name}'")));
                }
                // SAFETY: as above.
                *slot = unsafe { given.add(index).replace(None) };
            }
            _ if call.collects_keywords => {}
            _ => return Err(unexpected(vm, function, named.names, text)),
        }
    }
    Ok(())
}

/// The dict of the keywords whose values are still at `given`: the other places are empty.
///
/// # Safety
/// They are.
unsafe fn collect_keywords(vm: &mut Vm, function: Obj<Function>, named: Named<'_>, given: *mut Slot) -> R<Owned> {
    let count = named.names.len();
    // SAFETY: the caller's promise; each reference is given up once.
    unsafe {
        let mut left = 0;
        let mut index = 0;
        while index < count {
            left += usize::from((*given.add(index)).is_some());
            index = super::dispatch::opaque(index + 1);
        }
        if let Some(source) = named.source.filter(|source| left == count && source.get(vm).table.is_narrow()) {
            let (dict, _) = source.copy(vm)?;
            index = 0;
            while index < count {
                drop(given.add(index).replace(None).map(Owned::from_raw));
                index = super::dispatch::opaque(index + 1);
            }
            return Ok(dict);
        }
        let (owned, dict) = vm.new_dict_obj()?;
        dict.reserve(vm, left)?;
        for (index, &name) in named.names.iter().enumerate() {
            let Some(value) = given.add(index).replace(None).map(Owned::from_raw) else { continue };
            match vm.cast_exact::<Str>(name) {
                Some(name) => dict.set_str(vm, name, value.value())?,
                None => {
                    // Hashing a class derived from `str` runs Python code.
                    let code = function.code(vm).own();
                    let reserved = vm.stack.reserved;
                    vm.stack.reserved = reserved.max(given.add(count));
                    let set = dict.set(vm, name, value.value());
                    vm.stack.reserved = reserved;
                    set?;
                    if !function.code(vm).value().is(code.value()) {
                        return Err(vm.runtime_error("the function's code was replaced while its arguments were bound"));
                    }
                }
            }
        }
        Ok(owned)
    }
}

/// Whether a function that takes `takes` positional parameters and no others has defaults for all from number `count` on, and there are any.
///
/// # Safety
/// The function is alive.
#[inline(always)]
pub(super) unsafe fn has_defaults(vm: &Vm, function: Obj<Function>, takes: u16, count: u16) -> bool {
    let Some(defaults) = &function.get(vm).defaults else { return false };
    // SAFETY: a function's defaults are a tuple.
    let known = unsafe { Obj::<Tuple>::from_value(defaults.value()) }.len(vm);
    takes <= u16::from(u8::MAX) && count < takes && usize::from(takes - count) <= known
}

/// Put the defaults of the parameters from number `count` on into the window.
///
/// # Safety
/// `has_defaults` said that there are so many, or none are missing, and the window has room for them.
#[inline(always)]
pub(super) unsafe fn put_defaults(vm: &Vm, function: Obj<Function>, window: *mut Slot, count: usize, takes: u16) {
    let Some(defaults) = &function.get(vm).defaults else { return };
    let takes = usize::from(takes);
    // SAFETY: the caller's promise; a function's defaults are a tuple, whose last item is the last parameter's.
    unsafe {
        let defaults = Obj::<Tuple>::from_value(defaults.value()).items(vm);
        let (first, skipped) = (defaults.as_ptr(), defaults.len().wrapping_sub(takes));
        let mut index = count;
        while index < takes {
            let value = *first.wrapping_add(skipped.wrapping_add(index));
            window.add(index).write(Some(value.own().into_raw()));
            index = super::dispatch::opaque(index + 1);
        }
    }
}

/// Give missing parameters their defaults, or complain.
fn fill_defaults(vm: &mut Vm, function: Obj<Function>, slots: &mut [Slot], takes: usize) -> R<()> {
    let details = function.get(vm);
    let defaults = match details.defaults.as_ref().and_then(|defaults| vm.cast::<Tuple>(defaults.value())) {
        Some(defaults) => defaults.items(vm),
        None => &[],
    };
    let first = takes.wrapping_sub(defaults.len());
    let mut complete = true;
    for (index, slot) in slots[..takes].iter_mut().enumerate() {
        if slot.is_none() {
            match defaults.get(index.wrapping_sub(first)) {
                Some(default) => *slot = Some(default.own().into_raw()),
                None => complete = false,
            }
        }
    }
    if !complete {
        return Err(missing(vm, function, slots, 0..takes, "positional"));
    }
    if !slots[takes..].iter().any(Option::is_none) {
        return Ok(());
    }
    let keyword_defaults = details.rare.as_ref().and_then(|rare| rare.keyword_defaults.as_ref());
    if let Some(dict) = keyword_defaults.and_then(|dict| vm.cast::<Dict>(dict.value())) {
        let code = function.code(vm);
        code.name_parameters(vm)?;
        let known = code.parameter_names(vm).get(takes..).unwrap_or_default();
        let table = &dict.get(vm).table;
        for (index, &name) in known.iter().enumerate() {
            let Some(slot) = slots.get_mut(takes + index) else { break };
            if slot.is_none() {
                // Where all have defaults, they are in the order of the parameters.
                let default = match table.entry_at(index) {
                    Some((key, default)) if key.is(name) => Some(default),
                    _ => vm.cast::<Str>(name).and_then(|name| dict.get_str(vm, name)),
                };
                *slot = default.map(|default| default.own().into_raw());
            }
        }
    }
    let named = slots.len();
    if slots[takes..].iter().any(Option::is_none) {
        return Err(missing(vm, function, slots, takes..named, "keyword-only"));
    }
    Ok(())
}

#[cold]
fn missing(vm: &mut Vm, function: Obj<Function>, slots: &[Slot], range: std::ops::Range<usize>, kind: &str) -> Raised {
    let names: Vec<String> = {
        let locals = &function.code(vm).get(vm).template.locals;
        range.filter(|&index| slots[index].is_none()).map(|index| format!("'{}'", locals[index].name)).collect()
    };
    let list = match &names[..] {
        [] => String::new(),
        [one] => one.clone(),
        [first, second] => format!("{first} and {second}"),
        [most @ .., last] => format!("{}, and {last}", most.join(", ")),
    };
    let plural = if names.len() == 1 { "" } else { "s" };
    let shown = function.qualname(vm);
    vm.type_error(format!("{shown}() missing {} required {kind} argument{plural}: {list}", names.len()))
}

#[cold]
fn too_many(vm: &mut Vm, function: Obj<Function>, given: usize, keyword_only: usize) -> Raised {
    let takes = function.code(vm).get(vm).call.positional as usize;
    let defaults = function
        .get(vm)
        .defaults
        .as_ref()
        .and_then(|defaults| vm.cast::<Tuple>(defaults.value()))
        .map_or(0, |defaults| defaults.len(vm));
    let shown = function.qualname(vm);
    let (expected, plural) = if defaults > 0 {
        (format!("from {} to {takes}", takes.saturating_sub(defaults)), true)
    } else {
        (takes.to_string(), takes != 1)
    };
    let plural = if plural { "s" } else { "" };
    let given_text = if keyword_only > 0 {
        let verb_plural = if given == 1 { "" } else { "s" };
        let keyword_plural = if keyword_only == 1 { "" } else { "s" };
        format!(
            "{given} positional argument{verb_plural} (and {keyword_only} keyword-only argument{keyword_plural}) were"
        )
    } else if given == 1 {
        format!("{given} was")
    } else {
        format!("{given} were")
    };
    vm.type_error(format!("{shown}() takes {expected} positional argument{plural} but {given_text} given"))
}

#[cold]
fn unexpected(vm: &mut Vm, function: Obj<Function>, names: &[Value], text: Obj<Str>) -> Raised {
    let template = function.code(vm).get(vm).template.clone();
    let positional_only: Vec<String> = template.locals[..template.positional_only as usize]
        .iter()
        .filter(|local| {
            names.iter().any(|&name| vm.cast::<Str>(name).is_some_and(|name| name.units(vm).eq_str(&local.name)))
        })
        .map(|local| local.name.clone())
        .collect();
    let shown = function.qualname(vm);
    if !positional_only.is_empty() {
        return vm.type_error(format!(
            "{shown}() got some positional-only arguments passed as keyword arguments: '{}'",
            positional_only.join(", ")
        ));
    }
    let name = text.to_string_lossy(vm);
    let named = template.positional_only as usize..(template.positional + template.keyword_only) as usize;
    let candidates = template.locals.get(named).unwrap_or_default().iter().map(|local| local.name.clone());
    let hint = crate::errors::suggest::best_match(candidates, &name);
    let hint = hint.map_or_else(String::new, |hint| format!(". Did you mean '{hint}'?"));
    vm.type_error(format!("{shown}() got an unexpected keyword argument '{name}'{hint}"))
}
