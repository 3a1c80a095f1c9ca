//! The special methods of range.

use taipan_numeric::{Int, IntRef};

use super::{Range, item, number};
use crate::native::*;
use crate::types::sequence::bad_subscript;
use crate::types::slice::Slice;

pub(super) const SLOTS: Slots = Slots {
    new: Some(new),
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(compare),
    iter: Some(iter),
    truth: Some(truth),
    length: Some(length),
    get_item: Some(get_item),
    contains: Some(contains),
    ..Slots::EMPTY
};

fn new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if !args.names.is_empty() {
        return Err(vm.type_error("range() takes no keyword arguments"));
    }
    let (start, stop, step) = match *args.positional {
        [] => return Err(vm.type_error("range expected at least 1 argument, got 0")),
        [stop] => (Value::small(0), stop, Value::small(1)),
        [start, stop] => (start, stop, Value::small(1)),
        [start, stop, step] => (start, stop, step),
        _ => {
            let given = args.positional.len();
            return Err(vm.type_error(format!("range expected at most 3 arguments, got {given}")));
        }
    };
    let (start, stop, step) = (exact_index(vm, start)?, exact_index(vm, stop)?, exact_index(vm, step)?);
    if vm.as_int_ref(step.value()).is_some_and(IntRef::is_zero) {
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    super::new(vm, start, stop, step)
}

/// `operator.index(value)` as an exact int.
fn exact_index(vm: &mut Vm, value: Value) -> R<Owned> {
    let index = vm.index(value)?;
    if index.is_int() || vm.class_of(index.value()) == vm.types.int {
        return Ok(index);
    }
    let number = number(vm, index.value());
    vm.new_big(number)
}

fn this(vm: &mut Vm, value: Value) -> R<Obj<Range>> {
    match vm.cast::<Range>(value) {
        Some(range) => Ok(range),
        None => Err(vm.type_error("a range is required")),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let range = this(vm, value)?.get(vm);
    let (start, stop, step) = (range.start.clone(), range.stop.clone(), range.step.clone());
    let (start, stop) = (vm.repr_text(start.value())?, vm.repr_text(stop.value())?);
    if step.as_int() == Some(1) {
        return vm.new_str(&format!("range({start}, {stop})"));
    }
    let step = vm.repr_text(step.value())?;
    vm.new_str(&format!("range({start}, {stop}, {step})"))
}

/// What makes ranges equal: the length, then the start unless empty, then the step unless there is one item only.
fn essence(vm: &Vm, range: Obj<Range>) -> [Owned; 3] {
    let range = range.get(vm);
    let start = if range.length.as_int() == Some(0) { Owned::NONE } else { range.start.clone() };
    let step = if matches!(range.length.as_int(), Some(0 | 1)) { Owned::NONE } else { range.step.clone() };
    [range.length.clone(), start, step]
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    let range = this(vm, value)?;
    let parts = essence(vm, range);
    let mut hash = crate::types::tuple::TupleHash::default();
    for part in &parts {
        hash.add(vm.hash(part.value())?);
    }
    Ok(hash.finish())
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(x), Some(y)) = (vm.cast::<Range>(a), vm.cast::<Range>(b)) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    }
    let (x, y) = (essence(vm, x), essence(vm, y));
    let mut equal = true;
    for (x, y) in x.iter().zip(&y) {
        equal = equal && vm.equal(x.value(), y.value())?;
    }
    Ok(Owned::bool(equal == (op == CompareOp::Eq)))
}

fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
    let range = this(vm, value)?;
    super::iter::iter(vm, range)
}

fn truth(vm: &mut Vm, value: Value) -> R<bool> {
    Ok(this(vm, value)?.get(vm).length.as_int() != Some(0))
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    let length = this(vm, value)?.get(vm).length.value();
    match vm.int_to_i64(length) {
        Some(length) => Ok(length as usize),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> R<Owned> {
    let range = this(vm, value)?;
    if let (Some(mut index), Some(small)) = (key.as_int(), range.get(vm).small()) {
        if index < 0 {
            index += small.length;
        }
        if index < 0 || index >= small.length {
            return Err(vm.index_error("range object index out of range"));
        }
        return vm.new_int(i128::from(small.item(index)));
    }
    if let Some(slice) = vm.cast::<Slice>(key) {
        return subrange(vm, range, slice);
    }
    if vm.class_of(key).slots(vm).index.is_none() {
        return Err(bad_subscript(vm, "range", key));
    }
    let index = vm.index(key)?;
    let mut index = number(vm, index.value());
    let length = number(vm, range.get(vm).length.value());
    if index.as_ref().is_negative() {
        index = index.as_ref().add(length.as_ref());
    }
    if index.as_ref().is_negative() || index >= length {
        return Err(vm.index_error("range object index out of range"));
    }
    item(vm, range, &index)
}

fn subrange(vm: &mut Vm, range: Obj<Range>, slice: Obj<Slice>) -> R<Owned> {
    let length = range.get(vm).length.clone();
    let indices = vm.call_method(slice.value(), "indices", &[length.value()])?;
    let Some(&[start, stop, step]) = vm.cast::<Tuple>(indices.value()).map(|indices| indices.items(vm)) else {
        return Err(vm.type_error("a tuple is required"));
    };
    let (start, stop) = (number(vm, start), number(vm, stop));
    let step = number(vm, step).as_ref().mul(number(vm, range.get(vm).step.value()).as_ref());
    let step = vm.new_big(step)?;
    let start = item(vm, range, &start)?;
    let stop = item(vm, range, &stop)?;
    super::new(vm, start, stop, step)
}

/// The place of an int; None when it is not in the range.
pub(super) fn place(vm: &mut Vm, range: Obj<Range>, value: Value) -> R<Option<Int>> {
    if let (Some(int), Some(small)) = (vm.int_to_i64(value), range.get(vm).small()) {
        return Ok(small.place(int).map(Int::from));
    }
    let value = number(vm, value);
    let parts = range.get(vm);
    let start = number(vm, parts.start.value());
    let step = number(vm, parts.step.value());
    let length = number(vm, parts.length.value());
    let distance = value.as_ref().sub(start.as_ref());
    let divided = distance.as_ref().div_mod(step.as_ref());
    let (quotient, remainder) = vm.numeric(divided)?;
    Ok((remainder.is_zero() && !quotient.as_ref().is_negative() && quotient < length).then_some(quotient))
}

fn contains(vm: &mut Vm, value: Value, item: Value) -> R<bool> {
    let range = this(vm, value)?;
    if item.is_int() || item.is_bool() || vm.class_of(item) == vm.types.int {
        return Ok(place(vm, range, item)?.is_some());
    }
    crate::object::protocol::sequence::contains_by_iteration(vm, value, item)
}
