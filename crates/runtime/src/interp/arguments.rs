//! Binding a call's arguments to a Python function's parameters, in the registers of its window, with CPython's words for mistakes.

use taipan_bytecode::CodeFlags;
use taipan_heap::{Owned, Value};

use crate::error::{R, Raised};
use crate::interp::stack::Slot;
use crate::native::*;
use crate::types::function::Function;

/// Rearrange `count` arguments at `window`, the last of them keywords named by `names`, into the function's parameters. Slots of
/// parameters are all written; what is above them is left unspecified but dropped.
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
    names: &[Value],
) -> R<()> {
    let code = function.code(vm);
    let call = code.get(vm).call;
    let positional = count - names.len();
    let takes = call.positional as usize;
    if names.is_empty() && positional == takes && call.parameters == call.positional {
        return Ok(());
    }
    let near = takes <= taipan_bytecode::MAX_NEAR_LOCALS && call.parameters == call.positional;
    // SAFETY: the caller's promise; the stack's limit leaves room for the parameters of any function without far ones.
    unsafe {
        let fewer = names.is_empty() && positional < takes;
        if fewer && near && has_defaults(vm, function, call.positional, positional as u16) {
            put_defaults(vm, function, window, positional, call.positional);
            return Ok(());
        }
    }
    let parameters = call.parameters as usize;
    // SAFETY: the room is checked here, the slots are the caller's promise.
    unsafe {
        if window.add(parameters.max(count) + 8) >= vm.stack.limit {
            return Err(super::enter::recursion_error(vm));
        }
        let bound = spread(vm, function, window, count, names);
        if bound.is_err() {
            for index in 0..parameters.max(count) {
                drop(window.add(index).replace(None).map(Owned::from_raw));
            }
        }
        bound
    }
}

/// As `bind`, whatever the call and the function look like. On an error arguments and parameters are in the window, as far as they are anywhere.
///
/// # Safety
/// As for `bind`; there is room on the stack.
unsafe fn spread(vm: &mut Vm, function: Obj<Function>, window: *mut Slot, count: usize, names: &[Value]) -> R<()> {
    let code = function.code(vm);
    // Hashing a keyword of a class derived from `str` runs Python code.
    let _keep = code.own();
    let call = code.get(vm).call;
    let (flags, keyword_only) = (code.get(vm).template.flags, code.get(vm).template.keyword_only as usize);
    let parameters = call.parameters as usize;
    let takes = call.positional as usize;
    let positional = count - names.len();
    let named = takes + keyword_only;
    // SAFETY: the caller's promise; the names of parameters stay where they are while the code object lives.
    unsafe {
        for index in count..parameters {
            window.add(index).write(None);
        }
        if count > 256 {
            vm.check_room(count.saturating_mul(3 * size_of::<Value>()))?;
        }
        let given: smallvec::SmallVec<[Option<Owned>; 8]> =
            (positional..count).map(|index| window.add(index).replace(None).map(Owned::from_raw)).collect();
        let mut next = named;
        let mut rest = None;
        if flags.contains(CodeFlags::VARARGS) {
            let (first, more) = (window.add(takes), positional.saturating_sub(takes));
            rest = Some(vm.new_tuple_moving(first.cast(), more)?);
            first.write_bytes(0, more);
        } else {
            for index in takes..positional {
                drop(window.add(index).replace(None).map(Owned::from_raw));
            }
        }
        if !flags.contains(CodeFlags::OPTIMIZED) {
            // Module or class code that was made a function: its namespace is the globals.
            let namespace = function.globals(vm).own();
            drop(window.replace(Some(namespace.into_raw())).map(Owned::from_raw));
        }
        if let Some(rest) = rest {
            window.add(next).write(Some(rest.into_raw()));
            next += 1;
        }
        let keywords = if flags.contains(CodeFlags::VARKEYWORDS) {
            let (owned, dict) = vm.new_dict_obj()?;
            window.add(next).write(Some(owned.into_raw()));
            Some(dict)
        } else {
            None
        };
        if !names.is_empty() {
            code.name_parameters(vm)?;
            let known = std::ptr::from_ref(code.parameter_names(vm));
            place_keywords(vm, function, window, (names, given), &*known, keywords)?;
        }
        if positional > takes && !flags.contains(CodeFlags::VARARGS) {
            let given_keyword_only = (takes..named).filter(|&index| (*window.add(index)).is_some()).count();
            return Err(too_many(vm, function, positional, given_keyword_only));
        }
        if (0..named).any(|index| (*window.add(index)).is_none()) {
            fill_defaults(vm, function, std::slice::from_raw_parts_mut(window, named), takes)?;
        }
    }
    Ok(())
}

/// Put the values of keywords into the slots of the parameters with their names, or into the dict of the others.
///
/// # Safety
/// The window has a slot for each of the `known` parameters.
unsafe fn place_keywords(
    vm: &mut Vm,
    function: Obj<Function>,
    window: *mut Slot,
    (names, values): (&[Value], smallvec::SmallVec<[Option<Owned>; 8]>),
    known: &[Value],
    keywords: Option<Obj<Dict>>,
) -> R<()> {
    let positional_only = function.code(vm).get(vm).template.positional_only as usize;
    for (&name, value) in names.iter().zip(values) {
        let value = value.unwrap_or(Owned::NONE);
        let Some(text) = vm.cast::<Str>(name) else { return Err(vm.type_error("keywords must be strings")) };
        // Names of parameters are interned, and so are nearly all keywords: addresses tell.
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
                *slot = Some(value.into_raw());
            }
            _ => match keywords {
                Some(dict) => dict.set(vm, name, value.value())?,
                None => return Err(unexpected(vm, function, names, text)),
            },
        }
    }
    Ok(())
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
    let first = takes.saturating_sub(defaults.len());
    let skipped = defaults.len().saturating_sub(takes);
    let (positional, keyword_only) = slots.split_at_mut(takes);
    for (slot, default) in positional[first..].iter_mut().zip(&defaults[skipped..]) {
        if slot.is_none() {
            *slot = Some(default.own().into_raw());
        }
    }
    if positional.iter().any(Option::is_none) {
        return Err(missing(vm, function, slots, 0..takes, "positional"));
    }
    if keyword_only.iter().any(Option::is_none) {
        let keyword_defaults = details.rare.as_ref().and_then(|rare| rare.keyword_defaults.as_ref());
        if let Some(dict) = keyword_defaults.and_then(|dict| vm.cast::<Dict>(dict.value())) {
            let code = function.code(vm);
            code.name_parameters(vm)?;
            let known = code.parameter_names(vm);
            let table = &dict.get(vm).table;
            for (index, (slot, &name)) in keyword_only.iter_mut().zip(&known[takes..]).enumerate() {
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
        if keyword_only.iter().any(Option::is_none) {
            let named = slots.len();
            return Err(missing(vm, function, slots, takes..named, "keyword-only"));
        }
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
