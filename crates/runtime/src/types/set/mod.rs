//! `set` and `frozenset`.

pub mod iter;
mod methods;
mod operations;
mod special;
mod table;

use std::cell::Cell;

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::shapes;

pub use operations::AnySet;
pub use table::{Search, SetTable};

#[derive(Trace, Default)]
pub struct Set {
    pub table: SetTable,
}

impl Payload for Set {
    const NAME: &'static str = "Set";
    const SHAPE: ShapeId = shapes::set;
    const PLAIN: bool = true;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.set
    }
}

/// As `Set`, immutable once made.
#[derive(Trace, Default)]
pub struct FrozenSet {
    pub table: SetTable,
    /// The hash, once it was asked for; 0 before.
    hash: Cell<i64>,
}

impl Payload for FrozenSet {
    const NAME: &'static str = "FrozenSet";
    const SHAPE: ShapeId = shapes::frozenset;
    const PLAIN: bool = true;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.frozenset
    }
}

pub(crate) static SET_CLASS: ClassDef = ClassDef {
    doc: "A mutable collection of distinct hashable items.",
    flags: crate::object::class::ClassFlags::BASE.with(crate::object::class::ClassFlags::MATCH_SELF),
    slots: special::SET_SLOTS,
    methods: &methods::set::METHODS,
    has_weakref: true,
    unhashable: true,
    ..ClassDef::new::<Set>("set")
};

pub(crate) static FROZENSET_CLASS: ClassDef = ClassDef {
    doc: "An immutable collection of distinct hashable items.",
    flags: crate::object::class::ClassFlags::BASE.with(crate::object::class::ClassFlags::MATCH_SELF),
    slots: special::FROZENSET_SLOTS,
    methods: &methods::frozenset::METHODS,
    has_weakref: true,
    ..ClassDef::new::<FrozenSet>("frozenset")
};

impl Obj<Set> {
    /// Add `item`; whether it was new.
    pub fn add(self, vm: &mut Vm, item: Value) -> R<bool> {
        AnySet::Set(self).add(vm, item)
    }

    /// Remove `item`; whether it was there.
    pub fn discard(self, vm: &mut Vm, item: Value) -> R<bool> {
        AnySet::Set(self).discard(vm, item)
    }

    /// Add the items of any iterable.
    pub fn update(self, vm: &mut Vm, iterable: Value) -> R<()> {
        AnySet::Set(self).update(vm, iterable)
    }

    pub fn contains(self, vm: &mut Vm, item: Value) -> R<bool> {
        AnySet::Set(self).contains(vm, item)
    }

    #[inline(always)]
    pub fn len(self, vm: &Vm) -> usize {
        self.get(vm).table.len()
    }
}

impl Vm {
    /// A new empty set.
    pub fn new_set(&mut self) -> R<(Owned, Obj<Set>)> {
        self.allocate_obj(Set::default())
    }

    /// `set(iterable)`.
    pub fn set_from(&mut self, iterable: Value) -> R<(Owned, Obj<Set>)> {
        let (owned, set) = self.new_set()?;
        set.update(self, iterable)?;
        Ok((owned, set))
    }
}

/// A frozenset constant.
pub(crate) fn new_frozen(vm: &mut Vm, items: &[Owned]) -> R<Owned> {
    let (owned, set) = vm.allocate_obj(FrozenSet::default())?;
    for item in items {
        AnySet::Frozen(set).add(vm, item.value())?;
    }
    Ok(owned)
}
