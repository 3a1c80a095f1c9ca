//! `groupby`: runs of items with equal keys. A group shares the iterator: going on to the next ends it.

use taipan_runtime::native::*;

use crate::support::{given, payload, receiver, same, signature, step};

#[derive(Trace)]
pub(crate) struct GroupBy {
    iterator: Owned,
    key_function: Option<Owned>,
    /// The key of the group given out last.
    target_key: Option<Owned>,
    /// The key of the item read last.
    current_key: Option<Owned>,
    current_value: Option<Owned>,
    /// The number of the group that may still be read.
    group: u64,
}

payload!(GroupBy);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "itertools",
    doc: "Pairs of a key and an iterator over the run of items with that key.",
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    ..ClassDef::new::<GroupBy>("groupby")
};

#[derive(Trace)]
pub(crate) struct Group {
    parent: Owned,
    key: Owned,
    number: u64,
}

payload!(Group);

pub(super) static GROUP: ClassDef = ClassDef {
    module: "itertools",
    slots: Slots { iter: Some(same), next: Some(next_in_group), ..Slots::EMPTY },
    ..ClassDef::sealed::<Group>("_grouper")
};

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("groupby", ["iterable" PositionalOrKeyword false, "key" PositionalOrKeyword true]);
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let iterator = vm.iter(slots[0].unwrap_or(Value::NONE))?;
    vm.allocate_instance(
        class,
        GroupBy {
            iterator,
            key_function: given(slots[1]).map(Value::own),
            target_key: None,
            current_key: None,
            current_value: None,
            group: 0,
        },
    )
}

/// Read an item; false when there is none.
fn read(vm: &mut Vm, this: Obj<GroupBy>) -> R<bool> {
    let iterator = this.get(vm).iterator.clone();
    let Some(item) = step(vm, iterator.value())? else { return Ok(false) };
    let key = match this.get(vm).key_function.clone() {
        Some(function) => vm.call(function.value(), &[item.value()])?,
        None => item.clone(),
    };
    let state = this.get_mut(vm);
    let old = (state.current_value.replace(item), state.current_key.replace(key));
    drop(old);
    Ok(true)
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let this = receiver::<GroupBy>(vm, value)?;
    this.get_mut(vm).group += 1;
    loop {
        let state = this.get(vm);
        match (state.current_key.clone(), state.target_key.clone()) {
            (Some(_), None) => break,
            (Some(current), Some(target)) => {
                if !vm.equal(target.value(), current.value())? {
                    break;
                }
            }
            (None, _) => {}
        }
        if !read(vm, this)? {
            return Ok(None);
        }
    }
    let state = this.get_mut(vm);
    state.target_key = state.current_key.clone();
    let number = state.group;
    let key = state.current_key.clone().unwrap_or(Owned::NONE);
    let group = vm.allocate(Group { parent: value.own(), key: key.clone(), number })?;
    vm.new_tuple(&[key.value(), group.value()]).map(Some)
}

fn next_in_group(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let this = receiver::<Group>(vm, value)?;
    let parent = this.get(vm).parent.clone();
    let parent = receiver::<GroupBy>(vm, parent.value())?;
    if parent.get(vm).group != this.get(vm).number {
        return Ok(None);
    }
    if parent.get(vm).current_value.is_none() && !read(vm, parent)? {
        return Ok(None);
    }
    let key = this.get(vm).key.clone();
    let Some(current) = parent.get(vm).current_key.clone() else { return Ok(None) };
    if !vm.equal(key.value(), current.value())? {
        return Ok(None);
    }
    Ok(parent.get_mut(vm).current_value.take())
}
