//! "Did you mean ...?" for names, attributes and what is imported from modules.

use super::report::tracebacks;
use super::text;
use crate::native::*;

const MAX_CANDIDATES: usize = 750;
const MAX_LENGTH: usize = 40;
const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;

/// What is added to the message of an exception: a suggestion, a module that was not imported.
pub(super) fn hint(vm: &mut Vm, exception: Value, traceback: Option<&Owned>) -> Option<String> {
    let class = vm.class_of(exception);
    if class.is_subclass_of(vm, vm.exceptions.ImportError) {
        let wrong = name(vm, exception, "name_from")?;
        let found = candidates(vm, exception, traceback, &wrong, Kind::Import)?;
        return Some(format!(". Did you mean: '{found}'?"));
    }
    let kind = if class.is_subclass_of(vm, vm.exceptions.NameError) {
        Kind::Name
    } else if class.is_subclass_of(vm, vm.exceptions.AttributeError) {
        Kind::Attribute
    } else {
        return None;
    };
    let wrong = name(vm, exception, "name")?;
    let found = candidates(vm, exception, traceback, &wrong, kind);
    let mut hint = String::new();
    if let Some(found) = &found {
        hint = format!(". Did you mean: '{found}'?");
    }
    if kind == Kind::Name && is_standard_module(vm, &wrong) {
        let or = if found.is_some() { " Or did" } else { ". Did" };
        hint.push_str(&format!("{or} you forget to import '{wrong}'?"));
    }
    (!hint.is_empty()).then_some(hint)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Name,
    Attribute,
    Import,
}

fn name(vm: &mut Vm, exception: Value, attribute: &str) -> Option<String> {
    let value = text::attribute(vm, exception, attribute)?;
    vm.cast::<Str>(value.value()).map(|name| text::shown(vm, name))
}

fn is_standard_module(vm: &mut Vm, name: &str) -> bool {
    let test = |vm: &mut Vm| -> R<bool> {
        crate::import::complete_sys(vm)?;
        let key = vm.intern("stdlib_module_names")?;
        let sys = vm.sys;
        let Some(names) = sys.get_str(vm, key).map(Value::own) else { return Ok(false) };
        let name = vm.new_str(name)?;
        vm.contains(names.value(), name.value())
    };
    let known = test(vm);
    drop(vm.error.take());
    known.unwrap_or(false)
}

/// The best suggestion; whatever fails on the way means that there is none.
fn candidates(vm: &mut Vm, exception: Value, traceback: Option<&Owned>, wrong: &str, kind: Kind) -> Option<String> {
    let found = match kind {
        Kind::Attribute => for_attribute(vm, exception, traceback, wrong),
        Kind::Import => for_import(vm, exception, wrong),
        Kind::Name => for_name(vm, traceback, wrong),
    };
    drop(vm.error.take());
    found.ok().flatten()
}

/// The strings in an iterable.
fn strings(vm: &mut Vm, iterable: Value) -> R<Vec<String>> {
    let items = vm.collect(iterable)?;
    Ok(items.iter().filter_map(|item| vm.cast::<Str>(item.value())).map(|item| text::shown(vm, item)).collect())
}

/// `sorted(object.__dir__())`.
fn directory(vm: &mut Vm, object: Value) -> R<Vec<String>> {
    let names = match vm.call_method(object, "__dir__", &[]) {
        Ok(names) => names,
        Err(raised) => {
            // A class: its own `__dir__` is one for instances.
            vm.catch(vm.exceptions.TypeError, raised)?;
            let class = vm.class_of(object).value();
            let function = vm.get_attr_str(class, "__dir__")?;
            vm.call(function.value(), &[object])?
        }
    };
    let mut names = strings(vm, names.value())?;
    names.sort();
    Ok(names)
}

fn innermost_frame(vm: &Vm, traceback: Option<&Owned>) -> Option<Owned> {
    tracebacks(vm, traceback).last().map(|traceback| traceback.get(vm).frame.clone())
}

/// The value of a local variable.
fn local(vm: &mut Vm, locals: Value, name: &str) -> R<Option<Owned>> {
    let name = vm.new_str(name)?;
    if vm.contains(locals, name.value())? { vm.get_item(locals, name.value()).map(Some) } else { Ok(None) }
}

fn for_attribute(vm: &mut Vm, exception: Value, traceback: Option<&Owned>, wrong: &str) -> R<Option<String>> {
    let object = vm.get_attr_str(exception, "obj")?;
    let mut names = directory(vm, object.value())?;
    let mut hide = !wrong.starts_with('_');
    if hide && let Some(frame) = innermost_frame(vm, traceback) {
        let locals = vm.get_attr_str(frame.value(), "f_locals")?;
        // An object's own methods may mean its private attributes.
        hide = local(vm, locals.value(), "self")?.is_none_or(|this| !this.is(object.value()));
    }
    if hide {
        names.retain(|name| !name.starts_with('_'));
    }
    Ok(best_match(names, wrong))
}

fn for_import(vm: &mut Vm, exception: Value, wrong: &str) -> R<Option<String>> {
    let name = vm.get_attr_str(exception, "name")?;
    let (builtins, import) = (vm.builtins, vm.names.__import__);
    let Some(import) = builtins.get_str(vm, import).map(Value::own) else { return Ok(None) };
    let module = vm.call(import.value(), &[name.value()])?;
    let mut names = directory(vm, module.value())?;
    if !wrong.starts_with('_') {
        names.retain(|name| !name.starts_with('_'));
    }
    Ok(best_match(names, wrong))
}

fn for_name(vm: &mut Vm, traceback: Option<&Owned>, wrong: &str) -> R<Option<String>> {
    let Some(frame) = innermost_frame(vm, traceback) else { return Ok(None) };
    let locals = vm.get_attr_str(frame.value(), "f_locals")?;
    let mut names = strings(vm, locals.value())?;
    for attribute in ["f_globals", "f_builtins"] {
        let namespace = vm.get_attr_str(frame.value(), attribute)?;
        names.extend(strings(vm, namespace.value())?);
    }
    if let Some(this) = local(vm, locals.value(), "self")? {
        let name = vm.intern(wrong)?;
        match vm.get_attr_optional(this.value(), name) {
            Ok(Some(_)) => return Ok(Some(format!("self.{wrong}"))),
            Ok(None) => {}
            Err(_) => drop(vm.take_error()),
        }
    }
    Ok(best_match(names, wrong))
}

/// The candidate that is nearest to `wrong`, if it is near enough.
pub(crate) fn best_match(candidates: impl IntoIterator<Item = String>, wrong: &str) -> Option<String> {
    let candidates: Vec<String> = candidates.into_iter().collect();
    if candidates.len() >= MAX_CANDIDATES {
        return None;
    }
    let mut best: Option<(usize, String)> = None;
    for candidate in candidates {
        if candidate == wrong {
            continue;
        }
        // A third of the characters may differ.
        let mut most = (wrong.len() + candidate.len() + 3) * MOVE_COST / 6;
        if let Some((distance, _)) = best {
            let Some(less) = distance.checked_sub(1) else { break };
            most = most.min(less);
        }
        if let Some(distance) = distance(wrong.as_bytes(), candidate.as_bytes(), most) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn substitution_cost(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// The cost of turning one string into the other; None when it is more than `most`.
fn distance(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    let before = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[before..], &b[before..]);
    let behind = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - behind], &b[..b.len() - behind]);
    if a.is_empty() || b.is_empty() {
        let cost = (a.len() + b.len()) * MOVE_COST;
        return (cost <= most).then_some(cost);
    }
    if a.len() > MAX_LENGTH || b.len() > MAX_LENGTH {
        return None;
    }
    let (a, b) = if b.len() < a.len() { (b, a) } else { (a, b) };
    if (b.len() - a.len()) * MOVE_COST > most {
        return None;
    }
    // One row of the matrix, updated in place.
    let mut row: Vec<usize> = (1..=a.len()).map(|index| index * MOVE_COST).collect();
    let mut result = 0;
    for (index, &from) in b.iter().enumerate() {
        let mut diagonal = index * MOVE_COST;
        result = diagonal;
        let mut least = usize::MAX;
        for (cell, &to) in row.iter_mut().zip(a) {
            let substitute = diagonal + substitution_cost(from, to);
            diagonal = *cell;
            result = (result.min(diagonal) + MOVE_COST).min(substitute);
            *cell = result;
            least = least.min(result);
        }
        if least > most {
            return None;
        }
    }
    (result <= most).then_some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(candidates: &[&str], wrong: &str) -> Option<String> {
        best_match(candidates.iter().map(|name| name.to_string()), wrong)
    }

    #[test]
    fn suggestions() {
        assert_eq!(best(&["blech", "blach"], "bluch").as_deref(), Some("blech"));
        assert_eq!(best(&["fist", "Wst"], "wst").as_deref(), Some("Wst"));
        assert_eq!(best(&["somewhat", "else"], "x"), None);
        assert_eq!(best(&["print"], "print"), None);
    }
}
