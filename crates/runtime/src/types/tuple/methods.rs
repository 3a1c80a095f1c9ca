//! What Python code can call on a tuple.

use crate::native::*;
use crate::types::sequence;
use crate::types::slice::SliceIndex;
use taipan_text::memory::CopyOut;

#[methods]
mod py {
    use super::*;

    /// How often `value` occurs.
    #[method("($self, value, /)")]
    fn count(vm: &mut Vm, this: Obj<Tuple>, value: Value) -> R<usize> {
        sequence::count(vm, this, value)
    }

    /// The place of the first item equal to `value`; ValueError when there is none.
    #[method("($self, value, start=0, stop=sys.maxsize, /)")]
    fn index(
        vm: &mut Vm,
        this: Obj<Tuple>,
        value: Value,
        start: Option<SliceIndex>,
        stop: Option<SliceIndex>,
    ) -> R<usize> {
        let (start, stop) = (start.map_or(0, |start| start.0), stop.map_or(isize::MAX, |stop| stop.0));
        sequence::index(vm, this, value, start, stop, "tuple.index(x): x not in tuple")
    }

    /// What copying and pickling need.
    #[method("($self, /)")]
    fn __getnewargs__(vm: &mut Vm, this: Obj<Tuple>) -> R<Owned> {
        let items = this.items(vm).copy_out();
        let copy = vm.new_tuple(&items)?;
        vm.new_tuple(&[copy.value()])
    }

    /// `tuple[item]`, for type checkers.
    #[classmethod("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, arguments: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, arguments)
    }
}
