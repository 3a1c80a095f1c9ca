//! Structural pattern matching (PEP 634).

use taipan_bytecode::Instruction;
use taipan_heap::{Owned, Value};

use crate::interp::machine::{Flow, Machine, attempt};
use crate::native::*;
use crate::object::class::ClassFlags;

pub(in crate::interp) fn match_mapping(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let answer = m.vm.matches_mapping(m.get(i.b));
    m.set_inline(i.a, Value::bool(answer));
    Flow::Next
}

pub(in crate::interp) fn match_sequence(m: &mut Machine<'_>, i: Instruction) -> Flow {
    let answer = m.vm.matches_sequence(m.get(i.b));
    m.set_inline(i.a, Value::bool(answer));
    Flow::Next
}

pub(in crate::interp) fn get_len(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let length = attempt!(m.vm.length(m.get(i.b)));
    let length = attempt!(m.vm.new_int(length as i128));
    m.set(i.a, length);
    Flow::Next
}

pub(in crate::interp) fn match_class(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let positional = m.word() as usize;
    let class = m.operand(i.c);
    let names = m.operand(i.c + 1);
    let subject = m.get(i.b);
    let result = attempt!(class_pattern(m.vm, subject, class.value(), positional, names.value()));
    m.set(i.a, result.unwrap_or(Owned::NONE));
    Flow::Next
}

fn class_pattern(vm: &mut Vm, subject: Value, class: Value, positional: usize, names: Value) -> R<Option<Owned>> {
    let Some(kind) = vm.cast::<Class>(class) else {
        return Err(vm.type_error("called match pattern must be a class"));
    };
    if !vm.is_instance(subject, class)? {
        return Ok(None);
    }
    // The names are told apart as long as they are kept.
    let mut seen: Attributes = Attributes::new();
    let mut found: Attributes = Attributes::new();
    if positional > 0 {
        let key = vm.names.__match_args__;
        match vm.get_attr_optional(class, key)? {
            Some(match_args) => {
                let Some(tuple) = vm.cast_exact::<Tuple>(match_args.value()) else {
                    let (shown, got) = (kind.name(vm), vm.class_of(match_args.value()).name(vm));
                    return Err(vm.type_error(format!("{shown}.__match_args__ must be a tuple (got {got})")));
                };
                let allowed = tuple.len(vm);
                if allowed < positional {
                    return Err(too_many_patterns(vm, kind, allowed, positional));
                }
                for index in 0..positional {
                    let name = tuple.items(vm)[index].own();
                    let Some(text) = vm.cast_exact::<Str>(name.value()) else {
                        let got = vm.class_of(name.value()).name(vm);
                        return Err(vm.type_error(format!("__match_args__ elements must be strings (got {got})")));
                    };
                    match attribute(vm, subject, kind, text, &mut seen)? {
                        Some(value) => found.push(value),
                        None => return Ok(None),
                    }
                }
            }
            None => {
                let allowed = usize::from(kind.flags(vm).has(ClassFlags::MATCH_SELF));
                if allowed < positional {
                    return Err(too_many_patterns(vm, kind, allowed, positional));
                }
                found.push(subject.own());
            }
        }
    }
    let keywords = vm.cast::<Tuple>(names);
    let count = keywords.map_or(0, |names| names.len(vm));
    for index in 0..count {
        let name = keywords.and_then(|names| names.items(vm).get(index).copied());
        let Some(text) = name.and_then(|name| vm.cast_exact::<Str>(name)) else { continue };
        match attribute(vm, subject, kind, text, &mut seen)? {
            Some(value) => found.push(value),
            None => return Ok(None),
        }
    }
    let values: smallvec::SmallVec<[Value; 8]> = found.iter().map(Owned::value).collect();
    vm.new_tuple(&values).map(Some)
}

/// Values, of which a pattern rarely has many.
type Attributes = smallvec::SmallVec<[Owned; 8]>;

fn too_many_patterns(vm: &mut Vm, class: Obj<Class>, allowed: usize, positional: usize) -> Raised {
    let class = class.name(vm);
    let plural = if allowed == 1 { "" } else { "s" };
    vm.type_error(format!("{class}() accepts {allowed} positional sub-pattern{plural} ({positional} given)"))
}

/// An attribute for a class pattern; None when the subject does not have it.
fn attribute(
    vm: &mut Vm,
    subject: Value,
    class: Obj<Class>,
    name: Obj<Str>,
    seen: &mut Attributes,
) -> R<Option<Owned>> {
    let name = vm.intern_obj(name)?;
    if seen.iter().any(|other| other.is(name.value())) {
        let (class, shown) = (class.name(vm), name.to_string_lossy(vm));
        return Err(vm.type_error(format!("{class}() got multiple sub-patterns for attribute '{shown}'")));
    }
    seen.push(name.own());
    vm.get_attr_optional(subject, name)
}

pub(in crate::interp) fn match_keys(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let (subject, keys) = (m.get(i.b), m.get(i.c));
    let result = attempt!(mapping_values(m.vm, subject, keys));
    m.set(i.a, result.unwrap_or(Owned::NONE));
    Flow::Next
}

fn mapping_values(vm: &mut Vm, subject: Value, keys: Value) -> R<Option<Owned>> {
    if let Some(values) = values_of_names(vm, subject, keys)? {
        return Ok(values);
    }
    let keys = match vm.cast::<Tuple>(keys) {
        Some(keys) => keys.items(vm).to_vec(),
        None => Vec::new(),
    };
    if keys.is_empty() {
        return vm.new_tuple(&[]).map(Some);
    }
    let get = vm.names.get;
    let (get, takes_self) = vm.get_method(subject, get)?;
    // A fresh object as the default tells "not there" from any value.
    let absent = vm.allocate(crate::types::object::Object)?;
    let mut values = Vec::with_capacity(keys.len());
    let (keep, seen) = vm.new_set()?;
    for key in keys {
        if !seen.add(vm, key)? {
            let shown = vm.repr_text(key)?;
            return Err(vm.value_error(format!("mapping pattern checks duplicate key ({shown})")));
        }
        let value = if takes_self {
            vm.call(get.value(), &[subject, key, absent.value()])?
        } else {
            vm.call(get.value(), &[key, absent.value()])?
        };
        if value.is(absent.value()) {
            return Ok(None);
        }
        values.push(value);
    }
    drop(keep);
    vm.new_tuple_from(values).map(Some)
}

/// As `mapping_values`, of a plain dict for keys that are different strings; None when it is not like that.
fn values_of_names(vm: &mut Vm, subject: Value, keys: Value) -> R<Option<Option<Owned>>> {
    let (Some(dict), Some(keys)) = (vm.cast_exact::<Dict>(subject), vm.cast::<Tuple>(keys)) else { return Ok(None) };
    let names = keys.items(vm);
    for (index, &name) in names.iter().enumerate() {
        let Some(text) = vm.cast_exact::<Str>(name) else { return Ok(None) };
        let is_new = |&other: &Value| vm.cast_exact::<Str>(other).is_some_and(|other| !other.equals(vm, text));
        if !names[..index].iter().all(is_new) {
            return Ok(None);
        }
    }
    let mut values = Attributes::new();
    for index in 0..keys.len(vm) {
        match dict.lookup(vm, keys.items(vm)[index])? {
            Some(value) => values.push(value),
            None => return Ok(Some(None)),
        }
    }
    let values: smallvec::SmallVec<[Value; 8]> = values.iter().map(Owned::value).collect();
    let values = vm.new_tuple(&values)?;
    Ok(Some(Some(values)))
}

pub(in crate::interp) fn match_rest(m: &mut Machine<'_>, i: Instruction) -> Flow {
    m.sync();
    let keys = m.operand(i.c);
    let subject = m.get(i.b);
    let class = m.vm.types.dict.value();
    let copy = attempt!(m.vm.call(class, &[subject]));
    let items = match m.vm.cast::<Tuple>(keys.value()) {
        Some(keys) => keys.items(m.vm).to_vec(),
        None => Vec::new(),
    };
    if let Some(dict) = m.vm.cast::<Dict>(copy.value()) {
        for key in items {
            attempt!(dict.remove(m.vm, key));
        }
    }
    m.set(i.a, copy);
    Flow::Next
}
