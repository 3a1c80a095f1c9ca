//! The builtin functions that are a few lines each.

use crate::native::*;

#[methods]
mod py {
    use super::*;

    /// The number of items of a container.
    #[function("(obj, /)")]
    fn len(vm: &mut Vm, object: Value) -> R<usize> {
        vm.length(object)
    }

    /// The absolute value.
    #[function("(x, /)")]
    fn abs(vm: &mut Vm, x: Value) -> R<Owned> {
        vm.absolute(x)
    }

    /// The canonical text of an object.
    #[function("(obj, /)")]
    fn repr(vm: &mut Vm, object: Value) -> R<Owned> {
        vm.repr(object)
    }

    /// The hash of an object.
    #[function("(obj, /)")]
    fn hash(vm: &mut Vm, object: Value) -> R<i64> {
        vm.hash(object)
    }

    /// The identity of an object.
    #[function("(obj, /)")]
    fn id(_vm: &mut Vm, object: Value) -> u64 {
        object.bits()
    }
}
