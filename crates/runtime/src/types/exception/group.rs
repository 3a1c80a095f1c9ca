//! Exception groups (PEP 654): splitting for `except*`, and what is raised again afterwards.

use crate::native::*;

/// Split `exception` by what an `except*` clause names: the part that matches and the rest, None where there is nothing.
pub(crate) fn split_for_clause(vm: &mut Vm, exception: Owned, wanted: Owned) -> R<(Owned, Owned)> {
    if exception.is_none() {
        return Ok((Owned::NONE, Owned::NONE));
    }
    let group = vm.exceptions.BaseExceptionGroup;
    let names_group = match vm.cast::<Tuple>(wanted.value()) {
        Some(tuple) => tuple.items(vm).to_vec(),
        None => vec![wanted.value()],
    };
    let names_group =
        names_group.iter().any(|&item| vm.cast::<Class>(item).is_some_and(|item| item.is_subclass_of(vm, group)));
    if names_group {
        return Err(vm.type_error("catching ExceptionGroup with except* is not allowed. Use except instead."));
    }
    let is_group = vm.class_of(exception.value()).is_subclass_of(vm, group);
    if crate::interp::exception_matches(vm, exception.value(), wanted.value())? {
        if is_group {
            return Ok((exception, Owned::NONE));
        }
        let message = vm.new_str("")?;
        let list = vm.new_list(&[exception.value()])?;
        let wrapped = vm.new_exception(group, &[message.value(), list.value()])?;
        return Ok((wrapped, Owned::NONE));
    }
    if is_group {
        let pair = vm.call_method(exception.value(), "split", &[wanted.value()])?;
        let parts = match vm.cast::<Tuple>(pair.value()) {
            Some(pair) if pair.len(vm) >= 2 => (pair.items(vm)[0].own(), pair.items(vm)[1].own()),
            _ => {
                let found = vm.class_of(exception.value()).name(vm);
                return Err(vm.type_error(format!("{found}.split must return a 2-tuple")));
            }
        };
        return Ok(parts);
    }
    Ok((Owned::NONE, exception))
}

/// What to raise after the `except*` clauses, None when nothing is left.
pub(crate) fn prepare_reraise(vm: &mut Vm, original: Owned, list: Owned) -> R<Owned> {
    let _ = original;
    let items: Vec<Owned> = vm.collect(list.value())?.into_iter().filter(|item| !item.is_none()).collect();
    match &items[..] {
        [] => Ok(Owned::NONE),
        [one] => Ok(one.clone()),
        _ => {
            let message = vm.new_str("")?;
            let values: Vec<Value> = items.iter().map(|item| item.value()).collect();
            let list = vm.new_list(&values)?;
            vm.new_exception(vm.exceptions.BaseExceptionGroup, &[message.value(), list.value()])
        }
    }
}
