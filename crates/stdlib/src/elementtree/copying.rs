//! Copies of elements, and their state for pickle.

use taipan_runtime::native::*;

use super::attributes;
use super::element::{Element, new_element};

pub(super) fn copy(vm: &mut Vm, this: Obj<Element>) -> R<Owned> {
    let state = this.get(vm);
    let (tag, shared, text, tail) =
        (state.tag.clone(), state.attributes.clone(), state.text.clone(), state.tail.clone());
    let made = new_element(vm, tag, shared)?;
    let heap = vm.heap;
    let children = ValueVec::from_slice(heap, this.get(vm).children.as_slice());
    let children = vm.check(children)?;
    if let Some(copy) = vm.cast::<Element>(made.value()) {
        let copy = copy.get_mut(vm);
        (copy.text, copy.tail, copy.children) = (text, tail, children);
    }
    Ok(made)
}

fn id(vm: &mut Vm, value: Value) -> R<Owned> {
    vm.new_int(i128::from(value.bits()))
}

fn deepcopy(vm: &mut Vm, value: Value, memo: Obj<Dict>) -> R<Owned> {
    if value.is_none() || vm.cast_exact::<Str>(value).is_some() || value.as_int().is_some() {
        return Ok(value.own());
    }
    if let Some(element) = vm.cast_exact::<Element>(value) {
        let id = id(vm, value)?;
        return match memo.lookup(vm, id.value())? {
            Some(known) => Ok(known),
            None => deepcopy_element(vm, element, memo),
        };
    }
    let function = super::remembered(vm, |state| &mut state.deepcopy, |vm| vm.import_attr("copy", "deepcopy"))?;
    vm.call(function.value(), &[value, memo.value()])
}

/// The attributes: a dict of strings needs no memo.
fn deepcopy_attributes(vm: &mut Vm, attributes: Value, memo: Obj<Dict>) -> R<Owned> {
    if let Some(dict) = vm.cast_exact::<Dict>(attributes) {
        let pairs = dict.snapshot(vm);
        let plain = |value: &Owned| vm.cast_exact::<Str>(value.value()).is_some();
        if pairs.iter().all(|(key, value)| plain(key) && plain(value)) {
            return attributes::copied(vm, dict);
        }
    }
    deepcopy(vm, attributes, memo)
}

pub(super) fn deepcopy_element(vm: &mut Vm, this: Obj<Element>, memo: Obj<Dict>) -> R<Owned> {
    vm.enter_native()?;
    let state = this.get(vm);
    let (tag, shared, text, tail) =
        (state.tag.clone(), state.attributes.clone(), state.text.clone(), state.tail.clone());
    let tag = deepcopy(vm, tag.value(), memo)?;
    let attributes = match shared {
        Some(shared) => Some(deepcopy_attributes(vm, shared.value(), memo)?),
        None => None,
    };
    let made = new_element(vm, tag, attributes)?;
    let text = deepcopy(vm, text.value(), memo)?;
    let tail = deepcopy(vm, tail.value(), memo)?;
    let Some(copy) = vm.cast::<Element>(made.value()) else { return Ok(made) };
    (copy.get_mut(vm).text, copy.get_mut(vm).tail) = (text, tail);
    let mut index = 0;
    while let Some(child) = this.get(vm).children.as_slice().get(index).map(|child| child.own()) {
        let child = deepcopy(vm, child.value(), memo)?;
        if vm.cast::<Element>(child.value()).is_none() {
            let found = vm.class_of(child.value()).name(vm);
            return Err(vm.type_error(format!("expected an Element, not \"{found}\"")));
        }
        super::children::append(vm, copy, child)?;
        index += 1;
    }
    let id = id(vm, this.value())?;
    memo.set(vm, id.value(), made.value())?;
    vm.leave_native();
    Ok(made)
}

pub(super) fn state(vm: &mut Vm, this: Obj<Element>) -> R<Owned> {
    let attributes = match attributes::existing(vm, this) {
        Some(dict) => dict,
        None => vm.new_dict()?,
    };
    let children = taipan_text::memory::gathered(this.get(vm).children.as_slice().iter().map(|child| child.own()));
    let values = taipan_text::memory::gathered(children.iter().map(Owned::value));
    let children = vm.new_list(&values)?;
    let state = this.get(vm);
    let (tag, text, tail) = (state.tag.clone(), state.text.clone(), state.tail.clone());
    let (owned, dict) = vm.new_dict_obj()?;
    for (name, value) in [("tag", tag), ("_children", children), ("attrib", attributes), ("text", text), ("tail", tail)]
    {
        let name = vm.intern(name)?;
        dict.set_str(vm, name, value.value())?;
    }
    Ok(owned)
}

pub(super) fn restore(vm: &mut Vm, this: Obj<Element>, state: Value) -> R<()> {
    let Some(dict) = vm.cast_exact::<Dict>(state) else {
        let shown = vm.repr_text(state)?;
        return Err(vm.type_error(format!("Don't know how to unpickle \"{shown}\" as an Element")));
    };
    let part = |vm: &mut Vm, name: &str| -> R<Option<Owned>> {
        let name = vm.intern(name)?;
        Ok(dict.get_str(vm, name).map(|value| value.own()))
    };
    let Some(tag) = part(vm, "tag")? else { return Err(vm.type_error("tag may not be NULL")) };
    let text = part(vm, "text")?.unwrap_or(Owned::NONE);
    let tail = part(vm, "tail")?.unwrap_or(Owned::NONE);
    let attributes = part(vm, "attrib")?.filter(|attributes| !attributes.is_none());
    if let Some(attributes) = &attributes
        && vm.cast::<Dict>(attributes.value()).is_none()
    {
        let found = vm.class_of(attributes.value()).name(vm);
        return Err(vm.type_error(format!("attrib must be dict, not {found}")));
    }
    let mut children = ValueVec::new();
    if let Some(list) = part(vm, "_children")? {
        let Some(list) = vm.cast::<List>(list.value()) else {
            return Err(vm.type_error("'_children' is not a list"));
        };
        for index in 0..list.len(vm) {
            let Some(child) = list.items(vm).get(index).map(|child| child.own()) else { break };
            if vm.cast::<Element>(child.value()).is_none() {
                let found = vm.class_of(child.value()).name(vm);
                return Err(vm.type_error(format!("expected an Element, not \"{found}\"")));
            }
            let heap = vm.heap;
            let pushed = children.push(heap, child);
            vm.check(pushed)?;
        }
    }
    let new = Element { tag, text, tail, attributes, children };
    let old = std::mem::replace(this.get_mut(vm), new);
    drop(old);
    Ok(())
}
