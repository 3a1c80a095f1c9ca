//! `tee`: several readers of one iterator. What one has read is kept in chunks until the slowest has read it too.

use taipan_runtime::native::*;
use taipan_text::memory::Grow;

use crate::support::{count, no_keywords_for, payload, receiver, same, step};

/// Items in a chunk.
const CHUNK_ITEMS: usize = 57;

#[derive(Trace)]
pub(crate) struct Chunk {
    iterator: Owned,
    items: ValueVec,
    next: Option<Owned>,
    running: bool,
}

payload!(Chunk);

pub(super) static CHUNK: ClassDef = ClassDef { module: "itertools", ..ClassDef::sealed::<Chunk>("_tee_dataobject") };

#[derive(Trace)]
pub(crate) struct Tee {
    chunk: Owned,
    index: usize,
}

payload!(Tee);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "itertools",
    doc: "A reader of an iterator that others read too.",
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &class::METHODS,
    has_weakref: true,
    ..ClassDef::sealed::<Tee>("_tee")
};

fn new_chunk(vm: &mut Vm, iterator: Owned) -> R<Owned> {
    vm.allocate(Chunk { iterator, items: ValueVec::new(), next: None, running: false })
}

fn reader(vm: &mut Vm, iterable: Value) -> R<Owned> {
    let iterator = vm.iter(iterable)?;
    if let Some(tee) = vm.cast::<Tee>(iterator.value()) {
        let state = tee.get(vm);
        let copy = Tee { chunk: state.chunk.clone(), index: state.index };
        return vm.allocate(copy);
    }
    let chunk = new_chunk(vm, iterator)?;
    vm.allocate(Tee { chunk, index: 0 })
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    no_keywords_for::<Tee>(vm, class, "_tee", args)?;
    count(vm, "_tee", args, 1, 1)?;
    reader(vm, args.positional[0])
}

fn next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<Tee>(vm, this)?;
    if this.get(vm).index >= CHUNK_ITEMS {
        let chunk = this.get(vm).chunk.clone();
        let chunk = receiver::<Chunk>(vm, chunk.value())?;
        let following = match chunk.get(vm).next.clone() {
            Some(next) => next,
            None => {
                let iterator = chunk.get(vm).iterator.clone();
                let next = new_chunk(vm, iterator)?;
                chunk.get_mut(vm).next = Some(next.clone());
                next
            }
        };
        let state = this.get_mut(vm);
        state.index = 0;
        let old = std::mem::replace(&mut state.chunk, following);
        drop(old);
    }
    let (keep, index) = (this.get(vm).chunk.clone(), this.get(vm).index);
    let chunk = receiver::<Chunk>(vm, keep.value())?;
    let found = chunk.get(vm).items.as_slice().get(index).map(|item| item.own());
    let item = match found {
        Some(item) => item,
        None => {
            if chunk.get(vm).running {
                return Err(vm.runtime_error("cannot re-enter the tee iterator"));
            }
            chunk.get_mut(vm).running = true;
            let iterator = chunk.get(vm).iterator.clone();
            let result = step(vm, iterator.value());
            chunk.get_mut(vm).running = false;
            let Some(item) = result? else { return Ok(None) };
            let heap = vm.heap;
            let pushed = chunk.get_mut(vm).items.push(heap, item.clone());
            vm.check(pushed)?;
            item
        }
    };
    this.get_mut(vm).index = index + 1;
    Ok(Some(item))
}

mod class {
    use super::*;

    #[methods]
    mod tee_methods {
        use super::*;

        /// Another reader at the same place.
        #[method("($self, /)")]
        fn __copy__(vm: &mut Vm, this: Obj<Tee>) -> R<Owned> {
            let state = this.get(vm);
            let copy = Tee { chunk: state.chunk.clone(), index: state.index };
            vm.allocate(copy)
        }
    }
}

#[methods]
mod py {
    use super::*;

    /// A tuple of n independent iterators over the items of one iterable.
    #[function("(iterable, n=2, /)")]
    fn tee(vm: &mut Vm, iterable: Value, n: Option<Value>) -> R<Owned> {
        let n = match n {
            Some(n) => vm.to_size(n)?,
            None => 2,
        };
        if n < 0 {
            return Err(vm.value_error("n must be >= 0"));
        }
        let mut readers = Vec::new();
        if usize::try_from(n).is_ok_and(|n| readers.try_reserve(n).is_err()) {
            return Err(vm.memory_error());
        }
        if n > 0 {
            let first = reader(vm, iterable)?;
            let tee = receiver::<Tee>(vm, first.value())?;
            readers.put(first);
            for _ in 1..n {
                let state = tee.get(vm);
                let copy = Tee { chunk: state.chunk.clone(), index: state.index };
                readers.put(vm.allocate(copy)?);
            }
        }
        vm.new_tuple_from(readers)
    }
}
