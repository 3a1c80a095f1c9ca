//! What Python code can call on a range.

use super::Range;
use super::special::place;
use crate::native::*;

fn is_plain_int(vm: &Vm, value: Value) -> bool {
    value.is_int() || value.is_bool() || vm.class_of(value) == vm.types.int
}

#[methods]
mod py {
    use super::*;

    /// The first int.
    #[getter]
    fn start(vm: &mut Vm, this: Obj<Range>) -> Owned {
        this.get(vm).start.clone()
    }

    #[setter]
    fn set_start(vm: &mut Vm, _this: Obj<Range>, _value: Option<Value>) -> R<()> {
        Err(vm.attribute_error_text("readonly attribute"))
    }

    /// Where the range ends; not part of it.
    #[getter]
    fn stop(vm: &mut Vm, this: Obj<Range>) -> Owned {
        this.get(vm).stop.clone()
    }

    #[setter]
    fn set_stop(vm: &mut Vm, _this: Obj<Range>, _value: Option<Value>) -> R<()> {
        Err(vm.attribute_error_text("readonly attribute"))
    }

    /// How far it is from one int to the next.
    #[getter]
    fn step(vm: &mut Vm, this: Obj<Range>) -> Owned {
        this.get(vm).step.clone()
    }

    #[setter]
    fn set_step(vm: &mut Vm, _this: Obj<Range>, _value: Option<Value>) -> R<()> {
        Err(vm.attribute_error_text("readonly attribute"))
    }

    /// How often `value` occurs.
    #[method("($self, value, /)")]
    fn count(vm: &mut Vm, this: Obj<Range>, value: Value) -> R<usize> {
        if is_plain_int(vm, value) {
            return Ok(usize::from(place(vm, this, value)?.is_some()));
        }
        let mut count = 0;
        let iterator = super::super::iter::iter(vm, this)?;
        while let Some(item) = vm.next(iterator.value())? {
            count += usize::from(vm.equal(item.value(), value)?);
        }
        Ok(count)
    }

    /// The place of `value`; ValueError when it is not in the range.
    #[method("($self, value, /)")]
    fn index(vm: &mut Vm, this: Obj<Range>, value: Value) -> R<Owned> {
        if is_plain_int(vm, value) {
            return match place(vm, this, value)? {
                Some(place) => vm.new_big(place),
                None => Err(vm.value_error("range.index(x): x not in range")),
            };
        }
        let iterator = super::super::iter::iter(vm, this)?;
        let mut index = 0;
        while let Some(item) = vm.next(iterator.value())? {
            if vm.equal(item.value(), value)? {
                return vm.new_int(index);
            }
            index += 1;
        }
        Err(vm.value_error("sequence.index(x): x not in sequence"))
    }

    /// An iterator from the last int to the first.
    #[method("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Obj<Range>) -> R<Owned> {
        super::super::iter::reversed(vm, this)
    }

    /// What pickling needs.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<Range>) -> R<Owned> {
        let range = this.get(vm);
        let (start, stop, step) = (range.start.clone(), range.stop.clone(), range.step.clone());
        let arguments = vm.new_tuple(&[start.value(), stop.value(), step.value()])?;
        let class = vm.types.range.value();
        vm.new_tuple(&[class, arguments.value()])
    }
}
