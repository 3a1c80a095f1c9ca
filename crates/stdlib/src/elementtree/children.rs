//! The children of elements: indices, slices, appending and removing.

use taipan_runtime::native::*;
use taipan_runtime::types::slice::{Slice, Span};

use super::element::Element;
use crate::support::receiver;

pub(super) fn append(vm: &mut Vm, this: Obj<Element>, child: Owned) -> R<()> {
    let heap = vm.heap;
    let pushed = this.get_mut(vm).children.push(heap, child);
    vm.check(pushed)
}

/// The child at a place, if there is one.
#[inline]
pub(super) fn child(vm: &Vm, this: Obj<Element>, index: usize) -> Option<Obj<Element>> {
    let &child = this.get(vm).children.as_slice().get(index)?;
    vm.cast::<Element>(child)
}

fn wrong_child(vm: &mut Vm, value: Value) -> Raised {
    let found = vm.class_of(value).name(vm);
    vm.type_error(format!("expected an Element, not \"{found}\""))
}

fn require(vm: &mut Vm, value: Value) -> R<()> {
    if vm.cast::<Element>(value).is_some() { Ok(()) } else { Err(wrong_child(vm, value)) }
}

/// What a subscript names.
enum Places {
    Index(isize),
    Slice(Span),
}

fn places(vm: &mut Vm, this: Obj<Element>, key: Value) -> R<Places> {
    if let Some(slice) = vm.cast::<Slice>(key) {
        let bounds = vm.slice_bounds(slice)?;
        return Ok(Places::Slice(bounds.fit(this.get(vm).children.len())));
    }
    if key.as_int().is_none() && vm.class_of(key).slots(vm).index.is_none() {
        return Err(vm.type_error("element indices must be integers"));
    }
    let index = vm.to_index(key)?;
    let length = this.get(vm).children.len() as isize;
    Ok(Places::Index(if index < 0 { index + length } else { index }))
}

pub(super) fn get_item(vm: &mut Vm, value: Value, key: Value) -> R<Owned> {
    let this = receiver::<Element>(vm, value)?;
    // A loop over an element asks for each place in turn.
    if let Some(child) = key.as_int().and_then(|index| this.get(vm).children.as_slice().get(index as usize)) {
        return Ok(child.own());
    }
    match places(vm, this, key)? {
        Places::Index(index) => {
            let found = usize::try_from(index).ok().and_then(|index| this.get(vm).children.as_slice().get(index));
            match found {
                Some(child) => Ok(child.own()),
                None => Err(vm.index_error("child index out of range")),
            }
        }
        Places::Slice(span) => {
            let children = this.get(vm).children.as_slice();
            let found = taipan_text::memory::gathered(span.places().map(|place| children[place].own()));
            let values = taipan_text::memory::gathered(found.iter().map(Owned::value));
            vm.new_list(&values)
        }
    }
}

pub(super) fn set_item(vm: &mut Vm, value: Value, key: Value, item: Option<Value>) -> R<()> {
    let this = receiver::<Element>(vm, value)?;
    match places(vm, this, key)? {
        Places::Index(index) => {
            let length = this.get(vm).children.len();
            let Some(index) = usize::try_from(index).ok().filter(|&index| index < length) else {
                return Err(vm.index_error("child assignment index out of range"));
            };
            let old = match item {
                Some(item) => {
                    require(vm, item)?;
                    this.get_mut(vm).children.replace(index, item.own())
                }
                None => this.get_mut(vm).children.remove(index),
            };
            drop(old);
            Ok(())
        }
        Places::Slice(span) => match item {
            Some(item) => assign_slice(vm, this, key, span, item),
            None => delete_slice(vm, this, span),
        },
    }
}

fn delete_slice(vm: &mut Vm, this: Obj<Element>, span: Span) -> R<()> {
    let heap = vm.heap;
    let removed = match span.range() {
        Some(range) => this.get_mut(vm).children.splice(heap, range, &[]),
        None => {
            let mut places: Vec<usize> = span.places().collect();
            places.sort_unstable();
            this.get_mut(vm).children.remove_places(heap, places.into_iter())
        }
    };
    drop(vm.check(removed)?);
    Ok(())
}

fn assign_slice(vm: &mut Vm, this: Obj<Element>, key: Value, span: Span, item: Value) -> R<()> {
    let new = item_list(vm, item, "assignment expects an iterable")?;
    if span.step != 1 && new.len() != span.count {
        return Err(vm.value_error(format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            new.len(),
            span.count
        )));
    }
    for item in &new {
        require(vm, item.value())?;
    }
    // Making the list may have run code that changed the children.
    let span = match places(vm, this, key)? {
        Places::Slice(again) => again,
        Places::Index(_) => span,
    };
    let heap = vm.heap;
    match span.range() {
        Some(range) => {
            let values: Vec<Value> = new.iter().map(Owned::value).collect();
            let removed = this.get_mut(vm).children.splice(heap, range, &values);
            drop(vm.check(removed)?);
        }
        None => {
            for (place, item) in span.places().zip(new) {
                let old = this.get_mut(vm).children.replace(place, item);
                drop(old);
            }
        }
    }
    Ok(())
}

/// The items of an iterable; other objects are refused with these words.
fn item_list(vm: &mut Vm, value: Value, refusal: &str) -> R<Vec<Owned>> {
    if let Some(element) = vm.cast::<Element>(value) {
        let children = element.get(vm).children.as_slice();
        return Ok(taipan_text::memory::gathered(children.iter().map(|child| child.own())));
    }
    let iterator = match vm.iter(value) {
        Ok(iterator) => iterator,
        Err(raised) => {
            let class = vm.exceptions.TypeError;
            vm.catch(class, raised)?;
            return Err(vm.type_error(refusal));
        }
    };
    vm.collect(iterator.value())
}

pub(super) fn extend(vm: &mut Vm, this: Obj<Element>, elements: Value) -> R<()> {
    for item in item_list(vm, elements, "'elements' must be an iterable")? {
        require(vm, item.value())?;
        append(vm, this, item)?;
    }
    Ok(())
}

pub(super) fn insert(vm: &mut Vm, this: Obj<Element>, index: isize, child: Owned) -> R<()> {
    let length = this.get(vm).children.len();
    let index = if index < 0 { index.saturating_add_unsigned(length).max(0) as usize } else { index as usize };
    let heap = vm.heap;
    let inserted = this.get_mut(vm).children.insert(heap, index.min(length), child);
    vm.check(inserted)
}

pub(super) fn remove(vm: &mut Vm, this: Obj<Element>, child: Value) -> R<()> {
    let mut index = 0;
    while let Some(other) = this.get(vm).children.as_slice().get(index).map(|other| other.own()) {
        if other.is(child) || vm.equal(other.value(), child)? {
            // The comparison may have removed it, and more.
            if index < this.get(vm).children.len() {
                let old = this.get_mut(vm).children.remove(index);
                drop(old);
            }
            return Ok(());
        }
        index += 1;
    }
    Err(vm.value_error("Element.remove(x): element not found"))
}
