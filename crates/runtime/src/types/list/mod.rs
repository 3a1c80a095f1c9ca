//! Lists: a growable vector of values.
//!
//! A comparison or key function may change a list while it is being worked on: nothing here holds a slice across one.

pub mod iter;
mod methods;
mod special;

use taipan_heap::{Owned, ShapeId, Value, ValueVec};
use taipan_macros::Trace;

use crate::error::R;
use crate::object::class::{Class, ClassDef, ClassFlags};
use crate::object::obj::{Obj, Payload};
use crate::types::shapes;
use crate::vm::Vm;

#[derive(Trace, Default)]
pub struct List {
    pub items: ValueVec,
}

impl Payload for List {
    const NAME: &'static str = "List";
    const SHAPE: ShapeId = shapes::list;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.list
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "A mutable sequence.",
    flags: ClassFlags::BASE.with(ClassFlags::SEQUENCE).with(ClassFlags::MATCH_SELF),
    slots: special::SLOTS,
    methods: &methods::METHODS,
    getsets: &methods::GETSETS,
    unhashable: true,
    ..ClassDef::new::<List>("list")
};

impl Obj<List> {
    #[inline(always)]
    pub fn len(self, vm: &Vm) -> usize {
        self.get(vm).items.len()
    }

    /// The items now. Borrows the isolate: nothing can change them meanwhile.
    #[inline(always)]
    pub fn items(self, vm: &Vm) -> &[Value] {
        self.get(vm).items.as_slice()
    }

    /// Append `item`.
    #[inline]
    pub fn push(self, vm: &mut Vm, item: Owned) -> R<()> {
        let heap = vm.heap;
        let pushed = self.get_mut(vm).items.push(heap, item);
        vm.check(pushed)
    }

    /// Append the items of any iterable.
    pub fn extend(self, vm: &mut Vm, iterable: Value) -> R<()> {
        if iterable.is(self.value()) {
            let copy = self.items(vm).to_vec();
            let heap = vm.heap;
            let extended = self.get_mut(vm).items.extend_from_slice(heap, &copy);
            return vm.check(extended);
        }
        vm.for_each(iterable, |vm, item| self.push(vm, item))
    }
}

impl Vm {
    /// A new list that shares these values.
    pub fn new_list(&mut self, items: &[Value]) -> R<Owned> {
        let made = ValueVec::from_slice(self.heap, items);
        let items = self.check(made)?;
        self.allocate(List { items })
    }

    /// A new list of a vector.
    pub fn new_list_from(&mut self, items: ValueVec) -> R<Owned> {
        self.allocate(List { items })
    }
}
