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
    let template = code.get(vm).template.clone();
    let flags = template.flags;
    let parameters = call.parameters as usize;
    let named = takes + template.keyword_only as usize;
    // SAFETY: the room is checked here, the slots are the caller's promise.
    unsafe {
        if window.add(parameters.max(count) + 8) >= vm.stack.limit {
            return Err(super::enter::recursion_error(vm));
        }
        // Take everything out, then put it where it belongs; both cost what the arguments do.
        vm.check_room(count.max(parameters).saturating_mul(3 * size_of::<Value>()))?;
        let mut taken: smallvec::SmallVec<[Option<Owned>; 16]> =
            (0..count).map(|index| window.add(index).replace(None).map(Owned::from_raw)).collect();
        let mut slots: smallvec::SmallVec<[Option<Owned>; 16]> = (0..parameters).map(|_| None).collect();
        for (slot, value) in slots.iter_mut().zip(taken.iter_mut()).take(positional.min(takes)) {
            *slot = value.take();
        }
        if !flags.contains(CodeFlags::OPTIMIZED) {
            // Module or class code that was made a function: its namespace is the globals.
            slots[0] = Some(function.globals(vm).own());
        }
        let mut next = named;
        if flags.contains(CodeFlags::VARARGS) {
            let rest = taken.get_mut(takes..positional).into_iter().flatten().filter_map(Option::take);
            let rest: Vec<Owned> = taipan_text::memory::gathered(rest);
            slots[next] = Some(vm.new_tuple_from(rest)?);
            next += 1;
        }
        let keywords = if flags.contains(CodeFlags::VARKEYWORDS) {
            let (owned, dict) = vm.new_dict_obj()?;
            slots[next] = Some(owned);
            Some(dict)
        } else {
            None
        };
        for (index, &name) in names.iter().enumerate() {
            let value = taken[positional + index].take().unwrap_or(Owned::NONE);
            // Names of parameters are interned, and so are nearly all keywords: compare addresses first.
            let Some(text) = vm.cast::<Str>(name) else { return Err(vm.type_error("keywords must be strings")) };
            let wanted = text.units(vm);
            let found = template.locals[..named].iter().position(|local| wanted.eq_str(&local.name));
            match found {
                Some(place) if place >= template.positional_only as usize => {
                    if slots[place].is_some() {
                        let shown = function.qualname(vm);
                        let name = text.to_string_lossy(vm);
                        return Err(vm.type_error(format!("{shown}() got multiple values for argument '{name}'")));
                    }
                    slots[place] = Some(value);
                }
                _ => match keywords {
                    Some(dict) => dict.set(vm, name, value.value())?,
                    None => return Err(unexpected(vm, function, names, text)),
                },
            }
        }
        if positional > takes && !flags.contains(CodeFlags::VARARGS) {
            let given_keyword_only = slots[takes..named].iter().filter(|slot| slot.is_some()).count();
            return Err(too_many(vm, function, positional, given_keyword_only));
        }
        fill_defaults(vm, function, &mut slots, takes, named)?;
        for (index, slot) in slots.into_iter().enumerate() {
            window.add(index).write(slot.map(Owned::into_raw));
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
fn fill_defaults(
    vm: &mut Vm,
    function: Obj<Function>,
    slots: &mut [Option<Owned>],
    takes: usize,
    named: usize,
) -> R<()> {
    if slots[..named].iter().all(Option::is_some) {
        return Ok(());
    }
    let details = function.get(vm);
    let defaults = details.defaults.clone();
    let defaults: &[Value] = match defaults.as_ref().and_then(|defaults| vm.cast::<Tuple>(defaults.value())) {
        Some(defaults) => defaults.items(vm),
        None => &[],
    };
    let first = takes.saturating_sub(defaults.len());
    for (index, slot) in slots[..takes].iter_mut().enumerate().skip(first) {
        if slot.is_none() {
            *slot = defaults.get(index - first).map(|value| value.own());
        }
    }
    if slots[..takes].iter().any(Option::is_none) {
        return Err(missing(vm, function, slots, 0..takes, "positional"));
    }
    if slots[takes..named].iter().any(Option::is_none) {
        let keyword_defaults = function.get(vm).rare.as_ref().and_then(|rare| rare.keyword_defaults.clone());
        if let Some(dict) = keyword_defaults.as_ref().and_then(|dict| vm.cast::<Dict>(dict.value())) {
            let names: Vec<String> = function.code(vm).get(vm).template.locals[takes..named]
                .iter()
                .map(|local| local.name.clone())
                .collect();
            for (index, name) in names.iter().enumerate() {
                if slots[takes + index].is_none() {
                    let name = vm.intern(name)?;
                    slots[takes + index] = dict.get_str(vm, name).map(Value::own);
                }
            }
        }
        if slots[takes..named].iter().any(Option::is_none) {
            return Err(missing(vm, function, slots, takes..named, "keyword-only"));
        }
    }
    Ok(())
}

#[cold]
fn missing(
    vm: &mut Vm,
    function: Obj<Function>,
    slots: &[Option<Owned>],
    range: std::ops::Range<usize>,
    kind: &str,
) -> Raised {
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
