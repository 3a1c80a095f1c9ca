//! `dict.update` and what else fills a dict from another mapping or from pairs.

use crate::native::*;
use crate::types::exception::Exception;

/// `update(mapping_or_pairs, **keywords)` of the method or class named `what`.
pub(super) fn update_from_args(vm: &mut Vm, dict: Obj<Dict>, args: Args<'_>, what: &str) -> R<()> {
    match *args.positional {
        [] => {}
        [source] => update_from(vm, dict, source)?,
        _ => {
            let given = args.positional.len();
            return Err(vm.type_error(format!("{what} expected at most 1 argument, got {given}")));
        }
    }
    for (name, value) in args.keywords() {
        if vm.cast::<Str>(name).is_none() {
            return Err(vm.type_error("keywords must be strings"));
        }
        dict.set(vm, name, value)?;
    }
    Ok(())
}

/// Set every entry of a mapping (whatever has `keys`), or of an iterable of pairs.
pub(super) fn update_from(vm: &mut Vm, dict: Obj<Dict>, source: Value) -> R<()> {
    if let Some(other) = vm.cast_exact::<Dict>(source) {
        return dict.merge(vm, other, true);
    }
    let keys = vm.names.keys;
    match vm.get_attr_optional(source, keys)? {
        Some(keys) => merge_mapping(vm, dict, source, &keys, true),
        None => merge_pairs(vm, dict, source),
    }
}

/// Set every entry of a mapping; false, and nothing done, when it has no `keys`.
pub(crate) fn update_from_mapping(vm: &mut Vm, dict: Obj<Dict>, source: Value) -> R<bool> {
    if let Some(other) = vm.cast_exact::<Dict>(source) {
        dict.merge(vm, other, true)?;
        return Ok(true);
    }
    let keys = vm.names.keys;
    match vm.get_attr_optional(source, keys)? {
        Some(keys) => merge_mapping(vm, dict, source, &keys, true).map(|()| true),
        None => Ok(false),
    }
}

/// Whether going through this subclass of dict is as for a dict itself.
pub(crate) fn iterates_as_dict(vm: &Vm, value: Value) -> bool {
    let iter = |class: Obj<Class>| class.slots(vm).iter.map(|slot| slot as usize);
    iter(vm.class_of(value)) == iter(vm.types.dict)
}

/// Set the entries of a mapping whose `keys` attribute is given; without `replace`, only keys that are missing.
fn merge_mapping(vm: &mut Vm, dict: Obj<Dict>, source: Value, keys: &Owned, replace: bool) -> R<()> {
    if let Some(other) = vm.cast::<Dict>(source)
        && iterates_as_dict(vm, source)
    {
        return dict.merge(vm, other, replace);
    }
    let found = vm.call(keys.value(), &[])?;
    let iterator = vm.iter(found.value())?;
    while let Some(key) = vm.next(iterator.value())? {
        if !replace && dict.contains(vm, key.value())? {
            continue;
        }
        let value = vm.get_item(source, key.value())?;
        dict.set(vm, key.value(), value.value())?;
    }
    Ok(())
}

fn merge_pairs(vm: &mut Vm, dict: Obj<Dict>, source: Value) -> R<()> {
    let iterator = vm.iter(source)?;
    let mut number = 0usize;
    while let Some(pair) = vm.next(iterator.value())? {
        let (key, value) = pair_items(vm, pair.value(), number)?;
        dict.set(vm, key.value(), value.value())?;
        number += 1;
    }
    Ok(())
}

fn pair_items(vm: &mut Vm, pair: Value, number: usize) -> R<(Owned, Owned)> {
    let (length, items) = if let Some(tuple) = vm.cast::<Tuple>(pair) {
        let items = tuple.items(vm);
        (items.len(), items.first_chunk::<2>().map(|&[key, value]| (key.own(), value.own())))
    } else if let Some(list) = vm.cast::<List>(pair) {
        let items = list.items(vm);
        (items.len(), items.first_chunk::<2>().map(|&[key, value]| (key.own(), value.own())))
    } else {
        let list = match vm.iter(pair).and_then(|iterator| vm.list_from(iterator.value())) {
            Ok(list) => list,
            Err(raised) => return Err(not_a_pair(vm, raised, number)),
        };
        let keep = Owned::from_raw(list.value());
        let items = list.items(vm);
        let found = (items.len(), items.first_chunk::<2>().map(|&[key, value]| (key.own(), value.own())));
        drop(keep);
        found
    };
    match items {
        Some(items) if length == 2 => Ok(items),
        _ => Err(
            vm.value_error(format!("dictionary update sequence element #{number} has length {length}; 2 is required"))
        ),
    }
}

/// An element that is no sequence: the TypeError gets a note that says which one it was.
#[cold]
fn not_a_pair(vm: &mut Vm, raised: Raised, number: usize) -> Raised {
    if !vm.error_is(vm.exceptions.TypeError) {
        return raised;
    }
    let mut error = vm.take_error();
    let words = vm.str_text(error.value()).unwrap_or_default();
    if words.ends_with("object is not iterable") && vm.cast::<Exception>(error.value()).is_some() {
        // Here the words leave the type out.
        let raised = vm.type_error("object is not iterable");
        let _ = raised;
        error = vm.take_error();
    }
    let note = format!("Cannot convert dictionary update sequence element #{number} to a sequence");
    let noted = vm.new_str(&note).and_then(|note| vm.call_method(error.value(), "add_note", &[note.value()]));
    if noted.is_err() {
        drop(vm.take_error());
    }
    vm.reraise(error)
}

impl Obj<Dict> {
    /// Set the entries of another dict; without `replace`, only keys that are missing.
    pub fn merge(self, vm: &mut Vm, other: Obj<Dict>, replace: bool) -> R<()> {
        if self == other {
            return Ok(());
        }
        if self.len(vm) == 0 && self.get(vm).table.is_fresh() {
            let copied = other.get(vm).table.duplicate(vm);
            let mut table = vm.check(copied)?;
            let place = &mut self.get_mut(vm).table;
            table.follow(place.changes());
            *place = table;
            return Ok(());
        }
        let mut position = 0;
        let changes = other.get(vm).table.changes();
        while let Some((found, key, value)) = other.entry_from(vm, position) {
            let hash = other.get(vm).table.hash_at(vm, found);
            let (key, value) = (key.own(), value.own());
            if replace || self.find(vm, key.value(), hash)?.is_none() {
                self.set_hashed(vm, key.value(), hash, value.value())?;
            }
            if other.get(vm).table.changes() != changes {
                return Err(vm.runtime_error("dict mutated during update"));
            }
            position = found + 1;
        }
        Ok(())
    }

    /// A new exact dict with the same entries.
    pub fn copy(self, vm: &mut Vm) -> R<(Owned, Obj<Dict>)> {
        let copied = self.get(vm).table.duplicate(vm);
        let table = vm.check(copied)?;
        vm.allocate_obj(Dict { table })
    }

    /// `update(source)`: from a mapping or pairs.
    pub fn update(self, vm: &mut Vm, source: Value) -> R<()> {
        update_from(vm, self, source)
    }
}
