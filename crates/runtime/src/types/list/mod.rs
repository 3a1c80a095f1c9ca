//! Lists: a growable vector of values.
//!
//! A comparison or key function may change a list while it is being worked on: nothing here holds a slice across one.

pub mod iter;
mod methods;
pub(crate) mod sort;
mod special;

pub(crate) use special::{load_slice, set_slice};

use taipan_heap::{Owned, ShapeId, Value, ValueVec};
use taipan_macros::Trace;

use crate::error::R;
use crate::object::class::{Class, ClassDef, ClassFlags};
use crate::object::obj::{Obj, Payload};
use crate::object::protocol::iterate::Stepper;
use crate::types::shapes;
use crate::types::tuple::Tuple;
use crate::vm::Vm;

#[derive(Trace, Default)]
pub struct List {
    pub items: ValueVec,
}

impl Payload for List {
    const NAME: &'static str = "List";
    const SHAPE: ShapeId = shapes::list;
    const PLAIN: bool = true;

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

/// The `aux` of a list whose items are being sorted elsewhere.
const SORTING: u32 = 1;

impl Obj<List> {
    /// Whether one more item fits without more storage.
    #[inline(always)]
    pub(crate) fn has_room(self, vm: &Vm) -> bool {
        let items = &self.get(vm).items;
        items.len() < items.capacity()
    }

    /// As `push`, where there is room.
    #[inline(always)]
    pub(crate) fn push_into_room(self, vm: &mut Vm, item: Owned) {
        self.get_mut(vm).items.push_into_room(item);
    }

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
        let heap = vm.heap;
        if iterable.is(self.value()) {
            let length = self.len(vm);
            let items = &mut self.get_mut(vm).items;
            let extended = items.reserve(heap, length).and_then(|()| {
                for index in 0..length {
                    let item = items.as_slice()[index].own();
                    items.push(heap, item)?;
                }
                Ok(())
            });
            return vm.check(extended);
        }
        if let Some(other) = vm.cast_exact::<List>(iterable)
            && let Some((this, other)) = vm.pair(self, other)
        {
            let extended = this.items.extend_from_slice(heap, other.items.as_slice());
            return vm.check(extended);
        }
        if let Some(other) = vm.cast_exact::<Tuple>(iterable)
            && let Some((this, other)) = vm.pair(self, other)
        {
            let extended = this.items.extend_from_slice(heap, other.items());
            return vm.check(extended);
        }
        let iterator = vm.iter(iterable)?;
        let hint = vm.length_hint(iterable, 0)?;
        if hint > 0 {
            let items = &mut self.get_mut(vm).items;
            let needed = items.len().saturating_add(hint);
            // A sum that no list can have: the hint is wrong, or memory will end by itself.
            let reserved = if needed > items.capacity() && isize::try_from(needed).is_ok() {
                items.set_capacity(heap, needed)
            } else {
                Ok(())
            };
            vm.check(reserved)?;
        }
        let items = Stepper::new(vm, iterator);
        while let Some(item) = items.step_leaving(vm, |vm, item| self.push_fitting(vm, item))? {
            self.push(vm, item)?;
        }
        Ok(())
    }

    /// Append the item if the list has room for it.
    #[inline(always)]
    fn push_fitting(self, vm: &mut Vm, item: Value) -> bool {
        let heap = vm.heap;
        let items = &mut self.get_mut(vm).items;
        items.len() < items.capacity() && items.push(heap, item.own()).is_ok()
    }

    /// As `extend`, giving back the memory that a wrong guess of the length took.
    pub(crate) fn extend_exactly(self, vm: &mut Vm, iterable: Value) -> R<()> {
        self.extend(vm, iterable)?;
        let heap = vm.heap;
        let items = &mut self.get_mut(vm).items;
        if items.capacity() - items.len() > items.len() / 8 + 8 {
            let length = items.len();
            let shrunk = items.set_capacity(heap, length);
            vm.check(shrunk)?;
        }
        Ok(())
    }

    /// Items were removed: give memory back when less than half of it is in use.
    pub(crate) fn shrink(self, vm: &mut Vm) -> R<()> {
        let items = &self.get(vm).items;
        let (length, capacity) = (items.len(), items.capacity());
        if length < capacity / 2 {
            let heap = vm.heap;
            // While it is sorted, storage tells that the list was changed.
            let sorted = self.header().aux.get() == SORTING;
            let wanted = if length == 0 && !sorted { 0 } else { length + length / 8 + 6 };
            if wanted < capacity {
                let shrunk = self.get_mut(vm).items.set_capacity(heap, wanted);
                vm.check(shrunk)?;
            }
        }
        Ok(())
    }
}

impl Vm {
    /// A new list that shares these values.
    pub fn new_list(&mut self, items: &[Value]) -> R<Owned> {
        self.check_built()?;
        let made = ValueVec::from_slice(self.heap, items);
        let items = self.check(made)?;
        self.allocate(List { items })
    }

    /// A new list of the `count` values at `items`, whose references it takes over; when there is no memory they stay where they are.
    ///
    /// # Safety
    /// The values are there, and are not used as owned afterwards.
    pub(crate) unsafe fn new_list_moving(&mut self, items: *const Value, count: usize) -> R<Owned> {
        self.check_built()?;
        let list = self.allocate(List { items: ValueVec::new() })?;
        if count > 0 {
            // SAFETY: the caller's promise; the object has just been made a list.
            unsafe {
                let moved = ValueVec::from_moved(self.heap, std::slice::from_raw_parts(items, count));
                Obj::<List>::from_value(list.value()).get_mut(self).items = self.check(moved)?;
            }
        }
        Ok(list)
    }

    /// A new list of a vector.
    pub fn new_list_from(&mut self, items: ValueVec) -> R<Owned> {
        self.check_built()?;
        self.allocate(List { items })
    }
}
