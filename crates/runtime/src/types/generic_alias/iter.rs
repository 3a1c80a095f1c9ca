//! The iterator of generic aliases, which `*tuple[int]` unpacks.

use taipan_heap::ShapeId;

use super::{new_instance, parts};
use crate::native::*;
use crate::types::shapes;

/// `iter(alias)`: one item, the alias with a star.
#[derive(Trace)]
pub(crate) struct AliasIterator {
    /// None once exhausted.
    alias: Option<Owned>,
}

impl Payload for AliasIterator {
    const NAME: &'static str = "AliasIterator";
    const SHAPE: ShapeId = shapes::generic_alias_iterator;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.generic_alias_iterator
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    slots: Slots { iter: Some(crate::types::iterator::same), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    ..ClassDef::sealed::<AliasIterator>("generic_alias_iterator")
};

pub(super) fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
    vm.allocate(AliasIterator { alias: Some(value.own()) })
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<AliasIterator>(value) else { return Ok(None) };
    let Some(alias) = this.get_mut(vm).alias.take() else { return Ok(None) };
    let (origin, args, _) = parts(vm, alias.value())?;
    new_instance(vm, None, origin.value(), args.value(), true).map(Some)
}

#[methods]
mod py {
    use super::*;

    /// What pickling needs.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<AliasIterator>) -> R<Owned> {
        let function = crate::types::iterator::builtin(vm, "iter")?;
        let over = this.get(vm).alias.clone().unwrap_or_else(|| vm.empty_tuple.clone());
        let arguments = vm.new_tuple(&[over.value()])?;
        vm.new_tuple(&[function.value(), arguments.value()])
    }
}
