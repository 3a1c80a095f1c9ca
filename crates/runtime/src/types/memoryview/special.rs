//! The special methods of memoryview, and its iterator.

use taipan_heap::ShapeId;

use super::MemoryView;
use crate::native::*;
use crate::types::shapes;

pub(super) const SLOTS: Slots = Slots {
    new: Some(new),
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(compare),
    iter: Some(iter),
    length: Some(length),
    get_item: Some(get_item),
    set_item: Some(set_item),
    ..Slots::EMPTY
};

fn this(vm: &mut Vm, value: Value) -> R<Obj<MemoryView>> {
    match vm.cast::<MemoryView>(value) {
        Some(view) => Ok(view),
        None => Err(vm.type_error("a memoryview object is required")),
    }
}

static NEW: Signature = Signature {
    name: "memoryview",
    text: "(object)",
    parameters: &[Parameter { name: "object", kind: ParameterKind::PositionalOrKeyword, optional: false }],
    rest: false,
    keywords: false,
};

fn new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let mut given = [None];
    bind(vm, &NEW, args, &mut given)?;
    vm.memoryview(given[0].unwrap_or(Value::NONE))
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let state = if this(vm, value)?.get(vm).view.is_some() { "" } else { "released " };
    vm.new_str(&format!("<{state}memory at {:#x}>", value.bits()))
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    let view = this(vm, value)?;
    let cached = view.get(vm).hash.get();
    if cached != 0 {
        return Ok(cached as i64);
    }
    view.check_open(vm)?;
    if !view.get(vm).readonly {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    if !matches!(view.get(vm).layout.format.trim_start_matches('@'), "B" | "b" | "c") {
        return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    // Only if the object itself can be hashed does its content stay what it is.
    let object = view.get(vm).object.clone();
    let exports = view.header().aux.get();
    view.header().aux.set(exports + 1);
    let hashed = vm.hash(object.value());
    view.header().aux.set(view.header().aux.get().saturating_sub(1));
    hashed?;
    let bytes = view.to_bytes(vm, false);
    let hash = vm.hash_bytes(&bytes);
    view.get(vm).hash.set(hash);
    Ok(hash as i64)
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let not_implemented = Owned::from_raw(Value::NOT_IMPLEMENTED);
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(not_implemented);
    }
    let view = this(vm, a)?;
    match super::items::equal(vm, view, b)? {
        Some(equal) => Ok(Owned::bool(equal == (op == CompareOp::Eq))),
        None => Ok(not_implemented),
    }
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    let view = this(vm, value)?;
    view.check_open(vm)?;
    match view.get(vm).layout.shape.first() {
        Some(&length) => Ok(length as usize),
        None => Err(vm.type_error("0-dim memory has no length")),
    }
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> R<Owned> {
    let view = this(vm, value)?;
    view.get_item(vm, key)
}

fn set_item(vm: &mut Vm, value: Value, key: Value, new: Option<Value>) -> R<()> {
    let view = this(vm, value)?;
    view.set_item(vm, key, new)
}

/// `iter(view)`.
#[derive(Trace)]
pub struct MemoryIterator {
    /// None once exhausted.
    view: Option<Owned>,
    index: usize,
    length: usize,
}

impl Payload for MemoryIterator {
    const NAME: &'static str = "MemoryIterator";
    const SHAPE: ShapeId = shapes::memory_iterator;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.memory_iterator
    }
}

pub(crate) static ITERATOR_CLASS: ClassDef = ClassDef {
    slots: Slots { iter: Some(crate::types::iterator::same), next: Some(next), ..Slots::EMPTY },
    ..ClassDef::sealed::<MemoryIterator>("memory_iterator")
};

fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
    let view = this(vm, value)?;
    view.check_open(vm)?;
    match view.get(vm).layout.shape[..] {
        [] => Err(vm.type_error("invalid indexing of 0-dim memory")),
        [length] => {
            view.code(vm)?;
            vm.allocate(MemoryIterator { view: Some(value.own()), index: 0, length: length as usize })
        }
        _ => Err(vm.not_implemented_error("multi-dimensional sub-views are not implemented")),
    }
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<MemoryIterator>(value) else { return Ok(None) };
    let state = this.get(vm);
    let (index, length) = (state.index, state.length);
    let Some(view) = state.view.clone() else { return Ok(None) };
    if index >= length {
        drop(this.get_mut(vm).view.take());
        return Ok(None);
    }
    this.get_mut(vm).index += 1;
    match vm.cast::<MemoryView>(view.value()) {
        Some(view) => view.item(vm, index).map(Some),
        None => Ok(None),
    }
}
