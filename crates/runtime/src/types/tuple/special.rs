//! The special methods of tuple.

use crate::native::*;
use crate::types::sequence::{self, bad_subscript, subscript};
use crate::types::slice::Slice;
use crate::types::tuple::{NOT_HASHED, TupleHash};
use smallvec::SmallVec;
use taipan_text::memory::CopyOut;

pub(super) const SLOTS: Slots = Slots {
    new: Some(new),
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(compare),
    length: Some(length),
    iter: Some(super::iter::iter),
    get_item: Some(get_item),
    contains: Some(contains),
    concat: Some(concat),
    repeat: Some(repeat),
    ..Slots::EMPTY
};

#[inline(always)]
fn this(vm: &mut Vm, value: Value) -> R<Obj<Tuple>> {
    match vm.cast::<Tuple>(value) {
        Some(this) => Ok(this),
        None => Err(vm.type_error("a tuple is required")),
    }
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let exact = class == vm.types.tuple;
    if !args.names.is_empty() && (exact || inherits_init(vm, class)) {
        return Err(vm.type_error("tuple() takes no keyword arguments"));
    }
    let items = match *args.positional {
        [] => vm.empty_tuple.clone(),
        [iterable] => vm.tuple_from(iterable)?,
        _ => {
            let given = args.positional.len();
            return Err(vm.type_error(format!("tuple expected at most 1 argument, got {given}")));
        }
    };
    if exact {
        return Ok(items);
    }
    let Some(tuple) = vm.cast::<Tuple>(items.value()) else { return Ok(items) };
    let shape = class.get(vm).root_shape;
    let copy: Vec<Value> = tuple.items(vm).copy_out();
    vm.new_tuple_of_shape(shape, &copy)
}

/// Whether a subclass initialises as tuples do, so that nobody else takes the keywords.
fn inherits_init(vm: &Vm, class: Obj<Class>) -> bool {
    let init = |class: Obj<Class>| class.slots(vm).init.map(|slot| slot as usize);
    init(class) == init(vm.types.tuple)
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let tuple = this(vm, value)?;
    sequence::repr(vm, value, tuple, ["(", ")"], "(...)", true)
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    let tuple = this(vm, value)?;
    let known = tuple.get(vm).hash;
    if known != NOT_HASHED {
        return Ok(known);
    }
    let mut hash = TupleHash::default();
    for index in 0..tuple.len(vm) {
        let item = tuple.items(vm)[index];
        hash.add(vm.hash(item)?);
    }
    let hash = hash.finish();
    tuple.get_mut(vm).hash = hash;
    Ok(hash)
}

impl Vm {
    /// The hash of a tuple of these items.
    pub fn hash_items(&mut self, items: &[Value]) -> R<i64> {
        let mut hash = TupleHash::default();
        for &item in items {
            hash.add(self.hash(item)?);
        }
        Ok(hash.finish())
    }

    /// A new tuple, whose hash is known.
    pub fn new_hashed_tuple(&mut self, items: &[Value], hash: i64) -> R<Owned> {
        let made = self.new_tuple(items)?;
        if let Some(tuple) = self.cast_exact::<Tuple>(made.value()) {
            tuple.get_mut(self).hash = hash;
        }
        Ok(made)
    }
}

pub(super) fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    match (vm.cast::<Tuple>(a), vm.cast::<Tuple>(b)) {
        (Some(a), Some(b)) => sequence::compare(vm, a, b, op),
        _ => Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)),
    }
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    Ok(this(vm, value)?.len(vm))
}

fn contains(vm: &mut Vm, value: Value, item: Value) -> R<bool> {
    let tuple = this(vm, value)?;
    Ok(sequence::position(vm, tuple, item, 0, usize::MAX)?.is_some())
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> R<Owned> {
    let tuple = this(vm, value)?;
    if let Some(slice) = vm.cast::<Slice>(key) {
        let span = vm.slice_bounds(slice)?.fit(tuple.len(vm));
        return match span.range() {
            Some(range) => vm.sub_tuple(tuple, range),
            None => tuple_of(vm, span.count, |vm, items| {
                let source = tuple.items(vm);
                items.extend(span.places().map(|place| source[place]));
            }),
        };
    }
    if !key.is_int() && vm.class_of(key).slots(vm).index.is_none() {
        return Err(bad_subscript(vm, "tuple", key));
    }
    match subscript(vm, key, |vm| tuple.len(vm))? {
        Some(index) => Ok(tuple.items(vm)[index].own()),
        None => Err(vm.index_error("tuple index out of range")),
    }
}

/// A tuple of up to `length` borrowed values that `fill` gives.
fn tuple_of(vm: &mut Vm, length: usize, fill: impl FnOnce(&Vm, &mut SmallVec<[Value; 16]>)) -> R<Owned> {
    let mut items = SmallVec::new();
    if items.try_reserve_exact(length).is_err() {
        return Err(vm.memory_error());
    }
    fill(vm, &mut items);
    vm.new_tuple(&items)
}

fn concat(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let left = this(vm, a)?;
    let Some(right) = vm.cast::<Tuple>(b) else {
        let found = vm.class_of(b).name(vm);
        return Err(vm.type_error(format!("can only concatenate tuple (not \"{found}\") to tuple")));
    };
    if left.len(vm) == 0 && vm.cast_exact::<Tuple>(b).is_some() {
        return Ok(b.own());
    }
    if right.len(vm) == 0 && vm.cast_exact::<Tuple>(a).is_some() {
        return Ok(a.own());
    }
    tuple_of(vm, left.len(vm) + right.len(vm), |vm, items| {
        items.extend_from_slice(left.items(vm));
        items.extend_from_slice(right.items(vm));
    })
}

fn repeat(vm: &mut Vm, value: Value, count: isize) -> R<Owned> {
    let tuple = this(vm, value)?;
    let length = tuple.len(vm);
    if (length == 0 || count == 1) && vm.cast_exact::<Tuple>(value).is_some() {
        return Ok(value.own());
    }
    let count = count.max(0) as usize;
    let total = match length.checked_mul(count) {
        Some(total) if total < isize::MAX as usize / 16 => total,
        _ => return Err(vm.memory_error()),
    };
    if total == 0 {
        return Ok(vm.empty_tuple.clone());
    }
    tuple_of(vm, total, |vm, items| {
        for _ in 0..count {
            items.extend_from_slice(tuple.items(vm));
        }
    })
}
