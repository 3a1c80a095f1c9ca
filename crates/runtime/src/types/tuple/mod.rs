//! Tuples: a length and that many values, behind the object's header.

mod hash;
pub mod iter;
mod methods;
mod special;

use taipan_heap::{HeapRef, OutOfMemory, Owned, ShapeId, Trace, Value, ValueVec, Visitor};

use crate::error::R;
use crate::object::class::{Class, ClassDef, ClassFlags};
use crate::object::obj::{Obj, Payload};
use crate::types::shapes;
use crate::vm::Vm;

pub(crate) use hash::TupleHash;

/// A tuple's fixed part; the items follow.
#[repr(C)]
pub struct Tuple {
    length: usize,
    /// The hash, or NOT_HASHED: a tuple that is a key is hashed again and again.
    hash: i64,
}

/// What no tuple's hash is.
const NOT_HASHED: i64 = -1;

impl Tuple {
    fn new(length: usize) -> Tuple {
        Tuple { length, hash: NOT_HASHED }
    }

    /// The items.
    #[inline(always)]
    pub(crate) fn items(&self) -> &[Value] {
        // SAFETY: a Tuple lives only at the head of its object's payload, with `length` values behind it.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast(), self.length) }
    }

    /// The items, of a tuple that nobody else has.
    #[inline(always)]
    fn items_mut(&mut self) -> &mut [Value] {
        // SAFETY: as in items; the borrow is exclusive.
        unsafe { std::slice::from_raw_parts_mut(std::ptr::from_mut(self).add(1).cast(), self.length) }
    }

    /// A tuple, made without an isolate or while it is shared.
    pub(crate) fn place(heap: HeapRef, items: &[Value]) -> Result<Owned, OutOfMemory> {
        let header = heap.allocate(shapes::tuple, size_of::<Tuple>() + size_of_val(items), true)?;
        // SAFETY: the block has room for the payload and the items behind it.
        unsafe {
            let object: Obj<Tuple> = Obj::from_header(header);
            object.raw().write(Tuple::new(items.len()));
            let behind = object.raw().as_ptr().add(1).cast::<Value>();
            for (index, item) in items.iter().enumerate() {
                behind.add(index).write(item.own().into_raw());
            }
            Ok(Owned::from_raw(object.value()))
        }
    }
}

impl Trace for Tuple {
    fn trace(&self, visit: &mut Visitor<'_>) {
        self.items().iter().for_each(|&item| visit(item));
    }
}

impl Drop for Tuple {
    fn drop(&mut self) {
        for &item in self.items().iter().rev() {
            drop(Owned::from_raw(item));
        }
    }
}

impl Payload for Tuple {
    const NAME: &'static str = "Tuple";
    const VARIABLE: bool = true;
    const SHAPE: ShapeId = shapes::tuple;

    fn extra_size(&self, _aux: u32) -> usize {
        self.length * size_of::<Value>()
    }

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.tuple
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "An immutable sequence.",
    flags: ClassFlags::BASE.with(ClassFlags::SEQUENCE).with(ClassFlags::MATCH_SELF),
    slots: special::SLOTS,
    methods: &methods::METHODS,
    getsets: &methods::GETSETS,
    ..ClassDef::new::<Tuple>("tuple")
};

impl Obj<Tuple> {
    #[inline(always)]
    pub fn len(self, vm: &Vm) -> usize {
        self.get(vm).length
    }

    /// The hash, if it was asked for before.
    #[inline(always)]
    pub(crate) fn known_hash(self, vm: &Vm) -> Option<i64> {
        let hash = self.get(vm).hash;
        (hash != NOT_HASHED).then_some(hash)
    }

    #[inline(always)]
    pub fn items(self, vm: &Vm) -> &[Value] {
        self.get(vm).items()
    }
}

/// As `copy_nonoverlapping`, for what is mostly short: a call of the C library's costs more than the copying.
///
/// # Safety
/// As there.
#[inline(always)]
unsafe fn copy_few(from: *const Value, to: *mut Value, count: usize) {
    // SAFETY: the caller's promise.
    unsafe {
        match count {
            1 => to.write(from.read()),
            2 => to.cast::<[Value; 2]>().write(from.cast::<[Value; 2]>().read()),
            3 => to.cast::<[Value; 3]>().write(from.cast::<[Value; 3]>().read()),
            _ => std::ptr::copy_nonoverlapping(from, to, count),
        }
    }
}

impl Vm {
    /// The value as a tuple, or as an instance of a subclass that compares as tuples do, as named tuples are.
    #[inline]
    pub(crate) fn as_plain_tuple(&self, value: Value) -> Option<Obj<Tuple>> {
        if let Some(tuple) = self.cast_exact::<Tuple>(value) {
            return Some(tuple);
        }
        let tuple = self.cast::<Tuple>(value)?;
        let compare = self.class_of(value).slots(self).compare?;
        (compare as usize == special::compare as *const () as usize).then_some(tuple)
    }

    /// A new tuple that shares these values.
    pub fn new_tuple(&mut self, items: &[Value]) -> R<Owned> {
        if items.is_empty() {
            self.check_built()?;
            return Ok(self.empty_tuple.clone());
        }
        let tuple = self.new_tuple_of_shape(shapes::tuple, items)?;
        Ok(tuple)
    }

    /// As `new_tuple`, for an instance of a subclass.
    pub(crate) fn new_tuple_of_shape(&mut self, shape: ShapeId, items: &[Value]) -> R<Owned> {
        let bytes = std::mem::size_of_val(items);
        let tuple = self.allocate_variable(shape, Tuple::new(items.len()), 0, bytes, |place| {
            // SAFETY: the block has room for the items and is new.
            unsafe { std::ptr::copy_nonoverlapping(items.as_ptr(), place.cast(), items.len()) };
        })?;
        items.iter().for_each(|item| item.incref());
        Ok(tuple)
    }

    /// A new instance of `class`, which derives from tuple, that shares these values; as `tuple.__new__` makes it.
    pub fn new_tuple_of_class(&mut self, class: Obj<Class>, items: &[Value]) -> R<Owned> {
        self.check_built()?;
        let shape = class.get(self).root_shape;
        self.new_tuple_of_shape(shape, items)
    }

    /// A new tuple of the `count` values at `items`, whose references it takes over; when there is no memory they stay where they are.
    ///
    /// # Safety
    /// The values are there, and are not used as owned afterwards.
    pub(crate) unsafe fn new_tuple_moving(&mut self, items: *const Value, count: usize) -> R<Owned> {
        if count == 0 {
            return Ok(self.empty_tuple.clone());
        }
        // Nothing was built that memory may have been refused for: the items were there.
        self.allocate_exact_variable(Tuple::new(count), 0, count * size_of::<Value>(), |place| {
            // SAFETY: the caller's promise; the block has room for the items and is new.
            unsafe { copy_few(items, place.cast(), count) };
        })
    }

    /// A tuple of these items, made from the one that an iterator keeps, when nobody else has that any more: most tuples of iterators are unpacked
    /// at once. `spare` is where it is kept: the first one made.
    #[inline(always)]
    pub(crate) fn renewed_tuple<const N: usize>(
        &mut self,
        spare: impl Fn(&mut Vm) -> &mut Option<Owned>,
        items: [Owned; N],
    ) -> R<Owned> {
        if let Some(kept) = spare(self) {
            let kept = kept.value();
            if self.reference_count(kept) == 1
                && let Some(object) = self.cast_exact::<Tuple>(kept)
                && object.len(self) == N
            {
                let payload = object.get_mut(self);
                payload.hash = NOT_HASHED;
                for (place, item) in payload.items_mut().iter_mut().zip(items) {
                    drop(Owned::from_raw(std::mem::replace(place, item.into_raw())));
                }
                return Ok(object.own());
            }
            return self.new_tuple_of_items(items);
        }
        let made = self.new_tuple_of_items(items)?;
        *spare(self) = Some(made.clone());
        Ok(made)
    }

    /// A new tuple of these.
    #[inline]
    pub(crate) fn new_tuple_of_items<const N: usize>(&mut self, items: [Owned; N]) -> R<Owned> {
        self.allocate_exact_variable(Tuple::new(N), 0, N * size_of::<Value>(), |place| {
            // SAFETY: the block has room for the items and is new.
            unsafe { place.cast::<[Owned; N]>().write(items) };
        })
    }

    /// `tuple[range]`.
    pub(crate) fn sub_tuple(&mut self, tuple: Obj<Tuple>, range: std::ops::Range<usize>) -> R<Owned> {
        if range.len() == tuple.len(self) && self.cast_exact::<Tuple>(tuple.value()).is_some() {
            return Ok(tuple.own());
        }
        // SAFETY: the caller keeps the tuple alive, which never changes.
        self.new_tuple(unsafe { &tuple.raw().as_ref().items()[range] })
    }

    /// A new tuple that takes these values over.
    pub fn new_tuple_from(&mut self, items: Vec<Owned>) -> R<Owned> {
        let values = taipan_text::memory::gathered(items.iter().map(|item| item.value()));
        self.new_tuple(&values)
    }

    /// A new tuple that takes the values of a vector over.
    pub fn new_tuple_of(&mut self, items: ValueVec) -> R<Owned> {
        if items.is_empty() {
            return Ok(self.empty_tuple.clone());
        }
        self.new_tuple_of_shape(shapes::tuple, items.as_slice())
    }

    /// `tuple(iterable)`.
    pub fn tuple_from(&mut self, iterable: Value) -> R<Owned> {
        if self.cast_exact::<Tuple>(iterable).is_some() {
            return Ok(iterable.own());
        }
        if let Some(list) = self.cast_exact::<crate::types::list::List>(iterable) {
            // SAFETY: the caller keeps the list alive; making a tuple runs nothing that could change it.
            return self.new_tuple(unsafe { list.raw().as_ref().items.as_slice() });
        }
        let keep = self.new_list(&[])?;
        let Some(list) = self.cast::<crate::types::list::List>(keep.value()) else {
            return Ok(self.empty_tuple.clone());
        };
        // Unlike a list, a tuple asks nobody how long it will be.
        self.for_each(iterable, |vm, item| list.push(vm, item))?;
        let items = list.get_mut(self).items.take();
        drop(keep);
        self.new_tuple_of(items)
    }

    /// A tuple of two.
    pub fn new_pair(&mut self, first: Value, second: Value) -> R<Owned> {
        self.new_tuple_of_shape(shapes::tuple, &[first, second])
    }
}
