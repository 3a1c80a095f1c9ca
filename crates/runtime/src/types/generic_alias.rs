//! `list[int]`: `types.GenericAlias`.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::shapes;

#[derive(Trace)]
pub struct GenericAlias {
    pub origin: Owned,
    /// A tuple.
    pub args: Owned,
}

impl Payload for GenericAlias {
    const NAME: &'static str = "GenericAlias";
    const SHAPE: ShapeId = shapes::generic_alias;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.generic_alias
    }
}

pub(crate) static CLASS: ClassDef =
    ClassDef { module: "types", has_weakref: true, ..ClassDef::new::<GenericAlias>("GenericAlias") };

/// `origin[key]`.
pub(crate) fn new(vm: &mut Vm, origin: Value, key: Value) -> R<Owned> {
    let args = if vm.cast::<Tuple>(key).is_some() { key.own() } else { vm.new_tuple(&[key])? };
    vm.allocate(GenericAlias { origin: origin.own(), args })
}

impl Vm {
    /// `origin[key]`: what `__class_getitem__` of a generic class returns.
    pub fn new_generic_alias(&mut self, origin: Value, key: Value) -> R<Owned> {
        new(self, origin, key)
    }
}
