//! `slice`.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::shapes;

#[derive(Trace)]
pub struct Slice {
    pub start: Owned,
    pub stop: Owned,
    pub step: Owned,
}

impl Payload for Slice {
    const NAME: &'static str = "Slice";
    const SHAPE: ShapeId = shapes::slice;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.slice
    }
}

pub(crate) static CLASS: ClassDef = ClassDef { doc: "start:stop:step.", ..ClassDef::sealed::<Slice>("slice") };

/// `slice(start, stop, step)`.
pub(crate) fn new(vm: &mut Vm, start: Value, stop: Value, step: Value) -> R<Owned> {
    vm.allocate(Slice { start: start.own(), stop: stop.own(), step: step.own() })
}
