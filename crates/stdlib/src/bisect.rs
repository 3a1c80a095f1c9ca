//! `_bisect`: places in sorted sequences.

use taipan_runtime::native::*;

use crate::support::given;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, _) = vm.native_module("_bisect", "The native part of the module bisect.", &METHODS)?;
    Ok(owned)
}

/// On which side of equal items the place is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// The part of the sequence that is searched, and the key function.
struct Search {
    low: isize,
    high: Option<Value>,
    key: Option<Value>,
}

fn find(vm: &mut Vm, sequence: Value, x: Value, search: &Search, side: Side) -> R<usize> {
    let Ok(mut low) = usize::try_from(search.low) else {
        return Err(vm.value_error("lo must be non-negative"));
    };
    let mut high = match given(search.high) {
        Some(high) => vm.to_index(high)?.max(0) as usize,
        None => vm.length(sequence)?,
    };
    let key = given(search.key);
    while low < high {
        let middle = low.midpoint(high);
        let place = vm.new_int(middle as i128)?;
        let mut item = match vm.cast_exact::<List>(sequence).and_then(|list| list.items(vm).get(middle).copied()) {
            Some(item) => item.own(),
            None => vm.get_item(sequence, place.value())?,
        };
        if let Some(key) = key {
            item = vm.call(key, &[item.value()])?;
        }
        match side {
            Side::Right if vm.compare_truth(x, item.value(), CompareOp::Lt)? => high = middle,
            Side::Right => low = middle + 1,
            Side::Left if vm.compare_truth(item.value(), x, CompareOp::Lt)? => low = middle + 1,
            Side::Left => high = middle,
        }
    }
    Ok(low)
}

fn insert(vm: &mut Vm, sequence: Value, x: Value, search: &Search, side: Side) -> R<()> {
    let place = match given(search.key) {
        Some(key) => {
            let key = vm.call(key, &[x])?;
            find(vm, sequence, key.value(), search, side)?
        }
        None => find(vm, sequence, x, search, side)?,
    };
    if let Some(list) = vm.cast_exact::<List>(sequence) {
        let heap = vm.heap;
        let items = &mut list.get_mut(vm).items;
        let place = place.min(items.len());
        let inserted = items.insert(heap, place, x.own());
        return vm.check(inserted);
    }
    let place = vm.new_int(place as i128)?;
    vm.call_method(sequence, "insert", &[place.value(), x]).map(drop)
}

#[methods]
mod py {
    use super::*;

    /// The place behind items equal to x.
    #[function("(a, x, lo=0, hi=None, *, key=None)")]
    fn bisect_right(
        vm: &mut Vm,
        a: Value,
        x: Value,
        lo: Option<isize>,
        hi: Option<Value>,
        key: Option<Value>,
    ) -> R<usize> {
        find(vm, a, x, &Search { low: lo.unwrap_or(0), high: hi, key }, Side::Right)
    }

    /// The place before items equal to x.
    #[function("(a, x, lo=0, hi=None, *, key=None)")]
    fn bisect_left(
        vm: &mut Vm,
        a: Value,
        x: Value,
        lo: Option<isize>,
        hi: Option<Value>,
        key: Option<Value>,
    ) -> R<usize> {
        find(vm, a, x, &Search { low: lo.unwrap_or(0), high: hi, key }, Side::Left)
    }

    /// Insert x behind items equal to it.
    #[function("(a, x, lo=0, hi=None, *, key=None)")]
    fn insort_right(
        vm: &mut Vm,
        a: Value,
        x: Value,
        lo: Option<isize>,
        hi: Option<Value>,
        key: Option<Value>,
    ) -> R<()> {
        insert(vm, a, x, &Search { low: lo.unwrap_or(0), high: hi, key }, Side::Right)
    }

    /// Insert x before items equal to it.
    #[function("(a, x, lo=0, hi=None, *, key=None)")]
    fn insort_left(vm: &mut Vm, a: Value, x: Value, lo: Option<isize>, hi: Option<Value>, key: Option<Value>) -> R<()> {
        insert(vm, a, x, &Search { low: lo.unwrap_or(0), high: hi, key }, Side::Left)
    }
}
