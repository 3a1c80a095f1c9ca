//! Fields of the classes that keep more than their arguments: instance slots, numbered from the class that declares them.

use crate::native::*;

/// What field `index` of an exception holds.
pub(super) fn get(vm: &Vm, this: Value, index: usize) -> Option<Owned> {
    vm.slot(this, index).map(Value::own)
}

/// As `get`, None when it is unset.
pub(super) fn get_or_none(vm: &Vm, this: Value, index: usize) -> Owned {
    get(vm, this, index).unwrap_or(Owned::NONE)
}

pub(super) fn set(vm: &mut Vm, this: Value, index: usize, value: Option<Value>) {
    let old = vm.set_slot(this, index, value.map(Value::own));
    drop(old);
}

/// Set the fields that `names` are the keywords of, in order from `first`; those not given become unset.
pub(super) fn set_keywords(
    vm: &mut Vm,
    this: Value,
    function: &str,
    args: Args<'_>,
    names: &[&str],
    first: usize,
) -> R<()> {
    if args.names.is_empty() {
        for index in 0..names.len() {
            set(vm, this, first + index, None);
        }
        return Ok(());
    }
    let mut values = vec![None; names.len()];
    for (name, value) in args.keywords() {
        let name = vm.cast::<Str>(name).map(|name| name.to_string_lossy(vm)).unwrap_or_default();
        match names.iter().position(|known| *known == name) {
            Some(index) => values[index] = Some(value),
            None => return Err(vm.type_error(format!("{function}() got an unexpected keyword argument '{name}'"))),
        }
    }
    for (index, value) in values.into_iter().enumerate() {
        set(vm, this, first + index, value);
    }
    Ok(())
}

/// The attributes that an exception is pickled with: its instance dict and the fields named here that are set.
pub(super) fn state(vm: &mut Vm, this: Value, fields: &[(&str, usize)]) -> R<Option<Owned>> {
    let found: Vec<_> = fields.iter().filter_map(|&(name, index)| Some((name, get(vm, this, index)?))).collect();
    let attributes = super::base::attributes(vm, this)?;
    if found.is_empty() {
        return Ok(attributes);
    }
    let (owned, dict) = vm.new_dict_obj()?;
    if let Some(attributes) = attributes.as_ref().and_then(|attributes| vm.cast::<Dict>(attributes.value())) {
        for (name, value) in attributes.snapshot(vm) {
            dict.set(vm, name.value(), value.value())?;
        }
    }
    for (name, value) in found {
        let name = vm.intern(name)?;
        dict.set_str(vm, name, value.value())?;
    }
    Ok(Some(owned))
}
