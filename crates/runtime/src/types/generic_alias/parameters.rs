//! The type variables in generic aliases and unions, and their replacement by `alias[...]`.

use super::GenericAlias;
use crate::native::*;

/// The type variables in `args` (a tuple or list), each once, in order.
pub(crate) fn collect(vm: &mut Vm, args: Value) -> R<Owned> {
    let mut found = Vec::new();
    collect_into(vm, args, &mut found)?;
    vm.new_tuple_from(found)
}

fn collect_into(vm: &mut Vm, args: Value, found: &mut Vec<Owned>) -> R<()> {
    let add = |found: &mut Vec<Owned>, item: Owned| {
        if !found.iter().any(|other| other.is(item.value())) {
            found.push(item);
        }
    };
    for arg in vm.collect(args)? {
        if vm.cast::<Class>(arg.value()).is_some() {
            continue;
        }
        let name = vm.names.__typing_subst__;
        if vm.get_attr_optional(arg.value(), name)?.is_some() {
            add(found, arg);
        } else if is_sequence(vm, arg.value()) {
            vm.enter_native()?;
            let result = collect_into(vm, arg.value(), found);
            vm.leave_native();
            result?;
        } else {
            let name = vm.names.__parameters__;
            if let Some(inner) = vm.get_attr_optional(arg.value(), name)?
                && vm.cast::<Tuple>(inner.value()).is_some()
            {
                vm.collect(inner.value())?.into_iter().for_each(|item| add(found, item));
            }
        }
    }
    Ok(())
}

fn is_sequence(vm: &Vm, value: Value) -> bool {
    vm.cast::<Tuple>(value).is_some() || vm.cast::<List>(value).is_some()
}

/// `args` with the type variables `parameters` replaced by `item`, as in `alias[item]`.
pub(crate) fn substitute(vm: &mut Vm, alias: Value, args: Value, parameters: Value, item: Value) -> R<Vec<Owned>> {
    let parameters = vm.collect(parameters)?;
    if parameters.is_empty() {
        let shown = vm.repr_text(alias)?;
        return Err(vm.type_error(format!("{shown} is not a generic class")));
    }
    let mut item = unpack(vm, item)?;
    for parameter in &parameters {
        let name = vm.names.__typing_prepare_subst__;
        if let Some(prepare) = vm.get_attr_optional(parameter.value(), name)?
            && !prepare.is_none()
        {
            let tuple = if vm.cast::<Tuple>(item.value()).is_some() { item } else { vm.new_tuple(&[item.value()])? };
            item = vm.call(prepare.value(), &[alias, tuple.value()])?;
        }
    }
    let values = match vm.cast::<Tuple>(item.value()) {
        Some(_) => vm.collect(item.value())?,
        None => vec![item.clone()],
    };
    if values.len() != parameters.len() {
        let quantity = if values.len() > parameters.len() { "many" } else { "few" };
        let shown = vm.repr_text(alias)?;
        let (actual, expected) = (values.len(), parameters.len());
        return Err(
            vm.type_error(format!("Too {quantity} arguments for {shown}; actual {actual}, expected {expected}"))
        );
    }
    replace_all(vm, args, &parameters, &values)
}

fn position(parameters: &[Owned], arg: Value) -> Option<usize> {
    parameters.iter().position(|parameter| parameter.is(arg))
}

fn replace_all(vm: &mut Vm, args: Value, parameters: &[Owned], values: &[Owned]) -> R<Vec<Owned>> {
    let mut result = Vec::new();
    for arg in vm.collect(args)? {
        if vm.cast::<Class>(arg.value()).is_some() {
            result.push(arg);
            continue;
        }
        if is_sequence(vm, arg.value()) {
            vm.enter_native()?;
            let inner = replace_all(vm, arg.value(), parameters, values);
            vm.leave_native();
            let inner = vm.new_tuple_from(inner?)?;
            let inner = match vm.cast::<List>(arg.value()) {
                Some(_) => Owned::from_raw(vm.list_from(inner.value())?.value()),
                None => inner,
            };
            result.push(inner);
            continue;
        }
        let name = vm.names.__typing_is_unpacked_typevartuple__;
        let unpacked = match vm.get_attr_optional(arg.value(), name)? {
            Some(mark) => vm.truth(mark.value())?,
            None => false,
        };
        let name = vm.names.__typing_subst__;
        let replaced = match (vm.get_attr_optional(arg.value(), name)?, position(parameters, arg.value())) {
            (Some(replace), Some(position)) => vm.call(replace.value(), &[values[position].value()])?,
            (Some(_), None) if vm.cast::<Class>(arg.value()).is_none() => {
                let shown = vm.repr_text(arg.value())?;
                return Err(
                    vm.type_error(format!("argument {shown} with __typing_subst__ was not found in __parameters__"))
                );
            }
            _ => replace_inside(vm, arg.value(), parameters, values)?,
        };
        if !unpacked {
            result.push(replaced);
            continue;
        }
        if vm.cast::<Tuple>(replaced.value()).is_none() {
            let (kind, found) = (vm.class_of(arg.value()).name(vm), vm.class_of(replaced.value()).name(vm));
            return Err(
                vm.type_error(format!("expected __typing_subst__ of {kind} objects to return a tuple, not {found}"))
            );
        }
        result.extend(vm.collect(replaced.value())?);
    }
    Ok(result)
}

/// The argument with its own type variables replaced.
fn replace_inside(vm: &mut Vm, arg: Value, parameters: &[Owned], values: &[Owned]) -> R<Owned> {
    let name = vm.names.__parameters__;
    let own = match vm.get_attr_optional(arg, name)? {
        Some(own) if vm.cast::<Tuple>(own.value()).is_some() => vm.collect(own.value())?,
        _ => Vec::new(),
    };
    if own.is_empty() {
        return Ok(arg.own());
    }
    let mut chosen = Vec::new();
    for parameter in own {
        match position(parameters, parameter.value()) {
            Some(position) => {
                let value = values[position].clone();
                // A TypeVarTuple stands for several.
                let several = vm.class_of(parameter.value()).slots(vm).iter.is_some();
                if several && vm.cast::<Tuple>(value.value()).is_some() {
                    chosen.extend(vm.collect(value.value())?);
                } else {
                    chosen.push(value);
                }
            }
            None => chosen.push(parameter),
        }
    }
    let key = vm.new_tuple_from(chosen)?;
    vm.get_item(arg, key.value())
}

/// What was given between the brackets, as a tuple, with `*tuple[int, str]` spread out.
fn unpack(vm: &mut Vm, item: Value) -> R<Owned> {
    let items = match vm.cast::<Tuple>(item) {
        Some(_) => vm.collect(item)?,
        None => vec![item.own()],
    };
    let mut result = Vec::with_capacity(items.len());
    for item in items {
        if vm.cast::<Class>(item.value()).is_none() {
            let inner = match vm.cast::<GenericAlias>(item.value()) {
                Some(alias) if alias.get(vm).starred && alias.get(vm).origin.is(vm.types.tuple.value()) => {
                    Some(alias.get(vm).args.clone())
                }
                _ => {
                    let name = vm.names.__typing_unpacked_tuple_args__;
                    vm.get_attr_optional(item.value(), name)?
                }
            };
            if let Some(inner) = inner
                && vm.cast::<Tuple>(inner.value()).is_some()
            {
                let inner = vm.collect(inner.value())?;
                if !inner.last().is_some_and(|last| last.is(Value::ELLIPSIS)) {
                    result.extend(inner);
                    continue;
                }
            }
        }
        result.push(item);
    }
    vm.new_tuple_from(result)
}

/// A type as annotations show it: `int`, `module.Class`, `list[int]`, `...`.
pub(crate) fn type_repr(vm: &mut Vm, value: Value) -> R<String> {
    if value.is(Value::ELLIPSIS) {
        return Ok("...".into());
    }
    if value.is(vm.types.none.value()) {
        return Ok("None".into());
    }
    let has = |vm: &mut Vm, name: Obj<Str>| vm.get_attr_optional(value, name);
    let (origin, args) = (vm.names.__origin__, vm.names.__args__);
    if has(vm, origin)?.is_some() && has(vm, args)?.is_some() {
        return vm.repr_text(value);
    }
    let (qualname, module) = (vm.names.__qualname__, vm.names.__module__);
    let (Some(qualname), Some(module)) = (has(vm, qualname)?, has(vm, module)?) else { return vm.repr_text(value) };
    if module.is_none() {
        return vm.repr_text(value);
    }
    let (module, qualname) = (vm.str_text(module.value())?, vm.str_text(qualname.value())?);
    Ok(if module == "builtins" { qualname } else { format!("{module}.{qualname}") })
}
