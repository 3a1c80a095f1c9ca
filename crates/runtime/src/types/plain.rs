//! Equality of keys, as far as it can be told without running Python code: most keys are strings, numbers, bytes, and tuples of these.

use taipan_heap::Value;

use crate::types::bytes::Bytes;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::vm::Vm;

/// Tuples in tuples that are looked into.
const NESTED: u32 = 16;

/// Whether two keys are equal, where that takes no Python code: objects are equal to themselves, and strings, bytes, inline numbers and tuples of
/// these, named ones too, are compared.
#[inline]
pub(crate) fn plain_equality(vm: &Vm, left: Value, right: Value) -> Option<bool> {
    if left.is(right) {
        return Some(true);
    }
    unlike_objects(vm, left, right, NESTED)
}

/// As `plain_equality`, of two that are not the same object.
#[inline]
fn unlike_objects(vm: &Vm, left: Value, right: Value, nested: u32) -> Option<bool> {
    match (left.is_object(), right.is_object()) {
        (true, true) => {}
        (false, false) => return inline_equality(left, right),
        (false, true) => return is_unlike_number(vm, right).then_some(false),
        (true, false) => return is_unlike_number(vm, left).then_some(false),
    }
    if let (Some(left), Some(right)) = (vm.cast_exact::<Str>(left), vm.cast_exact::<Str>(right)) {
        return Some(left.equals(vm, right));
    }
    if let (Some(left), Some(right)) = (vm.as_plain_tuple(left), vm.as_plain_tuple(right)) {
        return items_equal(vm, left.items(vm), right.items(vm), nested);
    }
    if let (Some(left), Some(right)) = (vm.cast_exact::<Bytes>(left), vm.cast_exact::<Bytes>(right)) {
        return Some(left.bytes(vm) == right.bytes(vm));
    }
    // Strings and tuples differ from each other. Comparing bytes with strings or ints may warn.
    (is_unlike_number(vm, left) && is_unlike_number(vm, right)).then_some(false)
}

/// Values that are not objects, and not the same.
#[inline]
fn inline_equality(left: Value, right: Value) -> Option<bool> {
    if left.is_int() && right.is_int() {
        return Some(false);
    }
    if left.is_float() && right.is_float() {
        return Some(left.float_payload() == right.float_payload());
    }
    if left.is_none() || right.is_none() || (left.is_bool() && right.is_bool()) {
        return Some(false);
    }
    None
}

/// Whether this is an object that is equal to no number.
#[inline]
fn is_unlike_number(vm: &Vm, object: Value) -> bool {
    vm.cast_exact::<Str>(object).is_some() || vm.cast_exact::<Tuple>(object).is_some()
}

fn items_equal(vm: &Vm, left: &[Value], right: &[Value], nested: u32) -> Option<bool> {
    if left.len() != right.len() {
        return Some(false);
    }
    let nested = nested.checked_sub(1)?;
    for (&left, &right) in left.iter().zip(right) {
        if !left.is(right) && !unlike_objects(vm, left, right, nested)? {
            return Some(false);
        }
    }
    Some(true)
}
