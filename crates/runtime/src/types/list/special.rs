//! The special methods of list.

use crate::native::*;

pub(super) const SLOTS: Slots = Slots { length: Some(length), iter: Some(super::iter::iter), ..Slots::EMPTY };

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    match vm.cast::<List>(value) {
        Some(this) => Ok(this.len(vm)),
        None => Err(vm.type_error("a list is required")),
    }
}
