//! `batched`: tuples of n items.

use taipan_runtime::native::*;

use crate::support::{payload, receiver, same, signature, step};

#[derive(Trace)]
pub(crate) struct Batched {
    /// None once exhausted.
    iterator: Option<Owned>,
    size: usize,
    strict: bool,
}

payload!(Batched);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "itertools",
    doc: "The items in tuples of n, the last of which may be shorter.",
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    ..ClassDef::new::<Batched>("batched")
};

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("batched", [
        "iterable" PositionalOrKeyword false, "n" PositionalOrKeyword false, "strict" KeywordOnly true
    ]);
    let mut slots = [None; 3];
    bind(vm, signature, args, &mut slots)?;
    let size = vm.to_size(slots[1].unwrap_or(Value::NONE))?;
    let strict = match slots[2] {
        Some(strict) => vm.truth(strict)?,
        None => false,
    };
    if size < 1 {
        return Err(vm.value_error("n must be at least one"));
    }
    let iterator = vm.iter(slots[0].unwrap_or(Value::NONE))?;
    vm.allocate_instance(class, Batched { iterator: Some(iterator), size: size as usize, strict })
}

fn next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<Batched>(vm, this)?;
    let state = this.get(vm);
    let (size, strict) = (state.size, state.strict);
    let Some(iterator) = state.iterator.clone() else { return Ok(None) };
    let mut items = ValueVec::new();
    while items.len() < size {
        match step(vm, iterator.value()) {
            Ok(Some(item)) => {
                let heap = vm.heap;
                let pushed = items.push(heap, item);
                vm.check(pushed)?;
            }
            Ok(None) => {
                this.get_mut(vm).iterator = None;
                if items.is_empty() {
                    return Ok(None);
                }
                if strict {
                    return Err(vm.value_error("batched(): incomplete batch"));
                }
                break;
            }
            Err(raised) => {
                this.get_mut(vm).iterator = None;
                return Err(raised);
            }
        }
    }
    vm.new_tuple(items.as_slice()).map(Some)
}
