//! What Python code can call on a list.

use crate::native::*;
use crate::types::sequence;
use crate::types::slice::SliceIndex;

#[methods]
mod py {
    use super::*;

    /// Add an item at the end.
    #[method("($self, object, /)")]
    fn append(vm: &mut Vm, this: Obj<List>, object: Value) -> R<()> {
        this.push(vm, object.own())
    }

    /// Remove all items.
    #[method("($self, /)")]
    fn clear(vm: &mut Vm, this: Obj<List>) {
        drop(this.get_mut(vm).items.take());
    }

    /// A list of the same items.
    #[method("($self, /)")]
    fn copy(vm: &mut Vm, this: Obj<List>) -> R<Owned> {
        let copied = ValueVec::from_slice(vm.heap, this.items(vm));
        let items = vm.check(copied)?;
        vm.new_list_from(items)
    }

    /// How often `value` occurs.
    #[method("($self, value, /)")]
    fn count(vm: &mut Vm, this: Obj<List>, value: Value) -> R<usize> {
        sequence::count(vm, this, value)
    }

    /// Add the items of an iterable at the end.
    #[method("($self, iterable, /)")]
    fn extend(vm: &mut Vm, this: Obj<List>, iterable: Value) -> R<()> {
        this.extend(vm, iterable)
    }

    /// The place of the first item equal to `value`; ValueError when there is none.
    #[method("($self, value, start=0, stop=sys.maxsize, /)")]
    fn index(
        vm: &mut Vm,
        this: Obj<List>,
        value: Value,
        start: Option<SliceIndex>,
        stop: Option<SliceIndex>,
    ) -> R<usize> {
        let (start, stop) = (start.map_or(0, |start| start.0), stop.map_or(isize::MAX, |stop| stop.0));
        sequence::index(vm, this, value, start, stop, "list.index(x): x not in list")
    }

    /// Insert an item before the place `index`.
    #[method("($self, index, object, /)")]
    fn insert(vm: &mut Vm, this: Obj<List>, index: isize, object: Value) -> R<()> {
        let index = crate::types::slice::absolute(index, this.len(vm));
        let heap = vm.heap;
        let inserted = this.get_mut(vm).items.insert(heap, index, object.own());
        vm.check(inserted)
    }

    /// Remove an item (the last one by default) and return it.
    #[method("($self, index=-1, /)")]
    fn pop(vm: &mut Vm, this: Obj<List>, index: Option<isize>) -> R<Owned> {
        let length = this.len(vm);
        if length == 0 {
            return Err(vm.index_error("pop from empty list"));
        }
        let index = index.unwrap_or(-1);
        let index = if index < 0 { index.wrapping_add_unsigned(length) } else { index };
        let item = match usize::try_from(index) {
            Ok(index) if index + 1 == length => this.get_mut(vm).items.pop().unwrap_or(Owned::NONE),
            Ok(index) if index < length => this.get_mut(vm).items.remove(index),
            _ => return Err(vm.index_error("pop index out of range")),
        };
        this.shrink(vm)?;
        Ok(item)
    }

    /// Remove the first item equal to `value`; ValueError when there is none.
    #[method("($self, value, /)")]
    fn remove(vm: &mut Vm, this: Obj<List>, value: Value) -> R<()> {
        match sequence::position(vm, this, value, 0, usize::MAX)? {
            Some(index) => {
                // The comparison may have shortened the list.
                if index < this.len(vm) {
                    drop(this.get_mut(vm).items.remove(index));
                }
                this.shrink(vm)
            }
            None => Err(vm.value_error("list.remove(x): x not in list")),
        }
    }

    /// Turn the order of the items round.
    #[method("($self, /)")]
    fn reverse(vm: &mut Vm, this: Obj<List>) {
        this.get_mut(vm).items.as_mut_slice().reverse();
    }

    /// Put the items into order; items that are equal stay in theirs.
    #[method("($self, /, *, key=None, reverse=False)")]
    fn sort(vm: &mut Vm, this: Obj<List>, key: Option<Value>, reverse: Option<bool>) -> R<()> {
        super::super::sort::sort(vm, this, key.filter(|key| !key.is_none()), reverse.unwrap_or(false))
    }

    /// An iterator from the last item to the first.
    #[method("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Obj<List>) -> R<Owned> {
        super::super::iter::reversed(vm, this)
    }

    /// Bytes of memory.
    #[method("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Obj<List>) -> usize {
        vm.basic_size(this.value()) + this.get(vm).items.capacity() * size_of::<Value>()
    }

    /// `list[item]`, for type checkers.
    #[classmethod("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, arguments: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, arguments)
    }
}
