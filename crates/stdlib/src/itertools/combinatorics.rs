//! `combinations`, `combinations_with_replacement` and `permutations`: choices of positions in a pool, in lexicographic order.

use taipan_runtime::native::*;

use crate::support::{given, payload, receiver, same, signature};

/// Items that need no memory of their own when they are few.
const FEW: usize = 8;
type Chosen = smallvec::SmallVec<[Value; FEW]>;

/// A pool and the positions chosen last.
#[derive(Trace)]
struct Choice {
    /// A tuple.
    pool: Owned,
    indices: Buffer<usize>,
    /// Items in each result.
    size: usize,
    started: bool,
    stopped: bool,
}

impl Choice {
    fn items(&self, vm: &Vm) -> Chosen {
        let pool = vm.cast_exact::<Tuple>(self.pool.value()).map(|pool| pool.items(vm)).unwrap_or(&[]);
        let chosen = self.indices.as_slice().iter().take(self.size);
        let chosen = chosen.filter_map(|&index| pool.get(index).copied());
        if self.size <= FEW {
            return chosen.collect();
        }
        Chosen::from_vec(taipan_text::memory::gathered(chosen))
    }
}

fn range(vm: &mut Vm, length: usize, fill: impl Fn(usize) -> usize) -> R<Buffer<usize>> {
    let heap = vm.heap;
    let made = Buffer::with_capacity(heap, length);
    let mut indices = vm.check(made)?;
    for index in 0..length {
        let pushed = indices.push(heap, fill(index));
        vm.check(pushed)?;
    }
    Ok(indices)
}

macro_rules! chooser {
    ($type:ident, $class:ident, $name:literal, $doc:literal, $new:ident, $next:ident, $advance:path) => {
        #[derive(Trace)]
        pub(crate) struct $type {
            choice: Choice,
        }

        payload!($type);

        pub(super) static $class: ClassDef = ClassDef {
            module: "itertools",
            doc: $doc,
            slots: Slots { new: Some($new), iter: Some(same), next: Some($next), ..Slots::EMPTY },
            ..ClassDef::new::<$type>($name)
        };

        fn $next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
            let this = receiver::<$type>(vm, this)?;
            let state = this.get(vm);
            if state.choice.stopped {
                return Ok(None);
            }
            if state.choice.started {
                let length = vm.cast::<Tuple>(state.choice.pool.value()).map_or(0, |pool| pool.len(vm));
                let state = this.get_mut(vm);
                if !$advance(state, length) {
                    state.choice.stopped = true;
                    return Ok(None);
                }
            } else {
                this.get_mut(vm).choice.started = true;
            }
            let items = this.get(vm).choice.items(vm);
            vm.new_tuple(&items).map(Some)
        }
    };
}

chooser!(
    Combinations,
    COMBINATIONS,
    "combinations",
    "The tuples of r items, in the order of the iterable, each position at most once.",
    new_combinations,
    next_combination,
    Combinations::advance
);
chooser!(
    WithReplacement,
    WITH_REPLACEMENT,
    "combinations_with_replacement",
    "The tuples of r items, in the order of the iterable, where positions may repeat.",
    new_with_replacement,
    next_with_replacement,
    WithReplacement::advance
);

impl Combinations {
    fn advance(&mut self, length: usize) -> bool {
        let size = self.choice.size;
        let indices = self.choice.indices.as_mut_slice();
        let Some(at) = (0..size).rev().find(|&at| indices[at] != at + length - size) else { return false };
        let first = indices[at] + 1;
        indices[at..].iter_mut().enumerate().for_each(|(offset, index)| *index = first + offset);
        true
    }
}

impl WithReplacement {
    fn advance(&mut self, length: usize) -> bool {
        let indices = self.choice.indices.as_mut_slice();
        let Some(at) = (0..indices.len()).rev().find(|&at| indices[at] + 1 != length) else { return false };
        let index = indices[at] + 1;
        indices[at..].fill(index);
        true
    }
}

fn pool_and_size(vm: &mut Vm, name: &'static Signature, args: Args<'_>) -> R<(Owned, usize, usize)> {
    let mut slots = [None; 2];
    bind(vm, name, args, &mut slots)?;
    let size = vm.to_size(slots[1].unwrap_or(Value::NONE))?;
    let pool = vm.tuple_from(slots[0].unwrap_or(Value::NONE))?;
    let Ok(size) = usize::try_from(size) else { return Err(vm.value_error("r must be non-negative")) };
    let length = vm.length(pool.value())?;
    Ok((pool, length, size))
}

fn new_combinations(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("combinations", ["iterable" PositionalOrKeyword false, "r" PositionalOrKeyword false]);
    let (pool, length, size) = pool_and_size(vm, signature, args)?;
    let stopped = size > length;
    let indices = if stopped { Buffer::new() } else { range(vm, size, |index| index)? };
    vm.allocate_instance(class, Combinations { choice: Choice { pool, indices, size, started: false, stopped } })
}

fn new_with_replacement(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("combinations_with_replacement", [
        "iterable" PositionalOrKeyword false, "r" PositionalOrKeyword false
    ]);
    let (pool, length, size) = pool_and_size(vm, signature, args)?;
    let stopped = length == 0 && size > 0;
    let indices = if stopped { Buffer::new() } else { range(vm, size, |_| 0)? };
    vm.allocate_instance(class, WithReplacement { choice: Choice { pool, indices, size, started: false, stopped } })
}

#[derive(Trace)]
pub(crate) struct Permutations {
    choice: Choice,
    /// For each place, how many exchanges are left before it turns over.
    cycles: Buffer<usize>,
}

payload!(Permutations);

pub(super) static PERMUTATIONS: ClassDef = ClassDef {
    module: "itertools",
    doc: "The tuples of r items in every order.",
    slots: Slots { new: Some(new_permutations), iter: Some(same), next: Some(next_permutation), ..Slots::EMPTY },
    ..ClassDef::new::<Permutations>("permutations")
};

fn new_permutations(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("permutations", ["iterable" PositionalOrKeyword false, "r" PositionalOrKeyword true]);
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let pool = vm.tuple_from(slots[0].unwrap_or(Value::NONE))?;
    let length = vm.length(pool.value())?;
    let size = match given(slots[1]) {
        None => length,
        Some(size) => {
            if vm.as_int_ref(size).is_none() {
                return Err(vm.type_error("Expected int as r"));
            }
            let size = vm.to_size(size)?;
            match usize::try_from(size) {
                Ok(size) => size,
                Err(_) => return Err(vm.value_error("r must be non-negative")),
            }
        }
    };
    let stopped = size > length;
    let (indices, cycles) = if stopped {
        (Buffer::new(), Buffer::new())
    } else {
        (range(vm, length, |index| index)?, range(vm, size, |index| length - index)?)
    };
    let choice = Choice { pool, indices, size, started: false, stopped };
    vm.allocate_instance(class, Permutations { choice, cycles })
}

impl Permutations {
    fn advance(&mut self) -> bool {
        let (indices, cycles) = (self.choice.indices.as_mut_slice(), self.cycles.as_mut_slice());
        let length = indices.len();
        for place in (0..cycles.len()).rev() {
            cycles[place] -= 1;
            if cycles[place] == 0 {
                indices[place..].rotate_left(1);
                cycles[place] = length - place;
            } else {
                indices.swap(place, length - cycles[place]);
                return true;
            }
        }
        false
    }
}

fn next_permutation(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<Permutations>(vm, this)?;
    let state = this.get_mut(vm);
    if state.choice.stopped {
        return Ok(None);
    }
    if state.choice.started {
        if !state.advance() {
            state.choice.stopped = true;
            return Ok(None);
        }
    } else {
        state.choice.started = true;
    }
    let items = this.get(vm).choice.items(vm);
    vm.new_tuple(&items).map(Some)
}
