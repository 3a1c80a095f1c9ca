//! `__build_class__`: what a class statement calls.

use crate::native::*;
use crate::types::cell::Cell;
use crate::types::function::Function;
use crate::types::type_::mro::calculate_metaclass;

#[methods]
mod py {
    use super::*;

    /// Make the class of a class statement.
    #[function("(*args, **kwargs)")]
    fn __build_class__(vm: &mut Vm, args: Rest<'_>, keywords: Keywords) -> R<Owned> {
        build(vm, args, keywords)
    }
}

fn build(vm: &mut Vm, args: &[Value], mut keywords: Keywords) -> R<Owned> {
    let &[function, name, ref original @ ..] = args else {
        return Err(vm.type_error("__build_class__: not enough arguments"));
    };
    let Some(function) = vm.cast::<Function>(function) else {
        return Err(vm.type_error("__build_class__: func must be a function"));
    };
    if vm.cast::<Str>(name).is_none() {
        return Err(vm.type_error("__build_class__: name is not a string"));
    }
    let original_tuple = vm.new_tuple(original)?;
    let bases = match resolve_bases(vm, original, original_tuple.value())? {
        Some(bases) => vm.new_tuple_from(bases)?,
        None => original_tuple.clone(),
    };
    let base_values = vm.cast::<Tuple>(bases.value()).map(|bases| bases.items(vm).to_vec()).unwrap_or_default();
    let given = keywords
        .iter()
        .position(|&(name, _)| vm.cast::<Str>(name).is_some_and(|name| name.is_str(vm, "metaclass")))
        .map(|index| keywords.remove(index).1);
    let metaclass = match (given, base_values.first()) {
        (Some(given), _) => given,
        (None, Some(&base)) => vm.class_of(base).value(),
        (None, None) => vm.types.type_.value(),
    };
    // A metaclass that is no class is called as it is.
    let metaclass = match vm.cast::<Class>(metaclass) {
        Some(class) => calculate_metaclass(vm, class, &base_values)?.own(),
        None => metaclass.own(),
    };
    let names: Vec<Value> = keywords.iter().map(|&(name, _)| name).collect();
    let values: Vec<Value> = keywords.iter().map(|&(_, value)| value).collect();

    let prepare = vm.names.__prepare__;
    let namespace = match vm.get_attr_optional(metaclass.value(), prepare)? {
        None => vm.new_dict()?,
        Some(prepare) => {
            let args = Args { positional: &[name, bases.value()], names: &names, keyword_values: &values };
            vm.call_args(prepare.value(), args)?
        }
    };
    if vm.class_of(namespace.value()).slots(vm).get_item.is_none() {
        let shown = match vm.cast::<Class>(metaclass.value()) {
            Some(class) => class.name(vm),
            None => "<metaclass>".into(),
        };
        let found = vm.class_of(namespace.value()).name(vm);
        return Err(vm.type_error(format!("{shown}.__prepare__() must return a mapping, not {found}")));
    }
    let cell = crate::interp::call_with_namespace(vm, function, namespace.value())?;
    if !bases.is(original_tuple.value()) {
        let key = vm.intern("__orig_bases__")?;
        vm.set_item(namespace.value(), key.value(), original_tuple.value())?;
    }
    let args = Args { positional: &[name, bases.value(), namespace.value()], names: &names, keyword_values: &values };
    let class = vm.call_args(metaclass.value(), args)?;
    check_cell(vm, &cell, &class, name)?;
    Ok(class)
}

/// The `__class__` cell of the body's functions holds the class that was made.
fn check_cell(vm: &mut Vm, cell: &Owned, class: &Owned, name: Value) -> R<()> {
    let Some(cell) = vm.cast::<Cell>(cell.value()) else { return Ok(()) };
    if vm.cast::<Class>(class.value()).is_none() {
        return Ok(());
    }
    let content = cell.get(vm).content.clone();
    match content {
        Some(content) if content.is(class.value()) => Ok(()),
        None => {
            let (name, class) = (vm.repr_text(name)?, vm.repr_text(class.value())?);
            Err(vm.runtime_error(format!(
                "__class__ not set defining {name} as {class}. Was __classcell__ propagated to type.__new__?"
            )))
        }
        Some(content) => {
            let content = vm.repr_text(content.value())?;
            let (name, class) = (vm.repr_text(name)?, vm.repr_text(class.value())?);
            Err(vm.type_error(format!("__class__ set to {content} defining {name} as {class}")))
        }
    }
}

/// The bases with those that are no classes replaced by what their `__mro_entries__` gives; None when nothing changes.
fn resolve_bases(vm: &mut Vm, bases: &[Value], tuple: Value) -> R<Option<Vec<Owned>>> {
    let mut resolved: Option<Vec<Owned>> = None;
    for (index, &base) in bases.iter().enumerate() {
        let entries = match vm.cast::<Class>(base) {
            Some(_) => None,
            None => {
                let name = vm.names.__mro_entries__;
                vm.get_attr_optional(base, name)?
            }
        };
        let Some(entries) = entries else {
            if let Some(resolved) = &mut resolved {
                resolved.push(base.own());
            }
            continue;
        };
        let replacement = vm.call(entries.value(), &[tuple])?;
        let Some(items) = vm.cast::<Tuple>(replacement.value()).map(|items| items.items(vm).to_vec()) else {
            return Err(vm.type_error("__mro_entries__ must return a tuple"));
        };
        let resolved = resolved.get_or_insert_with(|| bases[..index].iter().map(|base| base.own()).collect());
        resolved.extend(items.into_iter().map(Value::own));
    }
    Ok(resolved)
}
