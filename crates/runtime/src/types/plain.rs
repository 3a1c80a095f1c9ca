//! Equality of keys, as far as it can be told without running Python code: most keys are strings, numbers, bytes, and tuples of these.

use taipan_heap::Value;

use crate::types::bytes::Bytes;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::vm::Vm;

/// Tuples in tuples that are looked into.
const NESTED: u32 = 3;

/// Whether two keys are equal, where that takes no Python code: objects are equal to themselves, and strings, bytes, inline numbers and tuples of
/// these are compared.
#[inline]
pub(crate) fn plain_equality(vm: &Vm, left: Value, right: Value) -> Option<bool> {
    if left.is(right) {
        return Some(true);
    }
    if let (Some(left), Some(right)) = (vm.cast_exact::<Tuple>(left), vm.cast_exact::<Tuple>(right)) {
        return items_equal(vm, left.items(vm), right.items(vm), NESTED);
    }
    unlike_objects(vm, left, right)
}

fn items_equal(vm: &Vm, left: &[Value], right: &[Value], nested: u32) -> Option<bool> {
    if left.len() != right.len() {
        return Some(false);
    }
    let nested = nested.checked_sub(1)?;
    for (&left, &right) in left.iter().zip(right) {
        if left.is(right) {
            continue;
        }
        let equal = match (vm.cast_exact::<Tuple>(left), vm.cast_exact::<Tuple>(right)) {
            (Some(left), Some(right)) => items_equal(vm, left.items(vm), right.items(vm), nested),
            _ => unlike_objects(vm, left, right),
        };
        if !equal? {
            return Some(false);
        }
    }
    Some(true)
}

/// As `plain_equality`, of two that are not the same object nor both tuples.
#[inline]
fn unlike_objects(vm: &Vm, left: Value, right: Value) -> Option<bool> {
    if left.is_int() && right.is_int() {
        return Some(false);
    }
    if left.is_float() && right.is_float() {
        return Some(left.float_payload() == right.float_payload());
    }
    if let Some(left) = vm.cast_exact::<Str>(left) {
        let right_is_plain = right.is_int() || vm.cast_exact::<Tuple>(right).is_some();
        return match vm.cast_exact::<Str>(right) {
            Some(right) => Some(left.equals(vm, right)),
            None => right_is_plain.then_some(false),
        };
    }
    if let (Some(left), Some(right)) = (vm.cast_exact::<Bytes>(left), vm.cast_exact::<Bytes>(right)) {
        return Some(left.bytes(vm) == right.bytes(vm));
    }
    None
}
