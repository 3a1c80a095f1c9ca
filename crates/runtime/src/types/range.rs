//! `range`.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::types::shapes;

#[derive(Trace)]
pub struct Range {
    /// Ints of any size.
    pub start: Owned,
    pub stop: Owned,
    pub step: Owned,
}

impl Payload for Range {
    const NAME: &'static str = "Range";
    const SHAPE: ShapeId = shapes::range;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.range
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "The ints from start up to, but not including, stop, by step.",
    flags: ClassFlags::SEQUENCE,
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    ..ClassDef::sealed::<Range>("range")
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
    let (start, stop, step) = (vm.index(start)?, vm.index(stop)?, vm.index(step)?);
    if vm.as_int_ref(step.value()).is_some_and(|step| step.is_zero()) {
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    vm.allocate(Range { start, stop, step })
}
