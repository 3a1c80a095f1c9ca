//! Containers: `len`, subscription, `in` (data model 3.3.7).

use taipan_heap::{Owned, Value};

use crate::error::R;
use crate::object::class::{Class, ClassFlags};
use crate::vm::Vm;

impl Vm {
    /// `len(value)`.
    pub fn length(&mut self, value: Value) -> R<usize> {
        match self.class_of(value).slots(self).length {
            Some(length) => length(self, value),
            None => {
                let class = self.class_of(value).name(self);
                Err(self.type_error(format!("object of type '{class}' has no len()")))
            }
        }
    }

    /// `container[key]`.
    pub fn get_item(&mut self, container: Value, key: Value) -> R<Owned> {
        let class = self.class_of(container);
        if let Some(get) = class.slots(self).get_item {
            self.enter_native()?;
            let result = get(self, container, key);
            self.leave_native();
            return result;
        }
        if self.cast::<Class>(container).is_some() {
            if container.is(self.types.type_.value()) {
                return crate::types::generic_alias::new(self, container, key);
            }
            let name = self.names.__class_getitem__;
            if let Some(method) = self.get_attr_optional(container, name)?
                && !method.is_none()
            {
                return self.call(method.value(), &[key]);
            }
            let shown = match self.cast::<Class>(container) {
                Some(class) => class.name(self),
                None => String::new(),
            };
            return Err(self.type_error(format!("type '{shown}' is not subscriptable")));
        }
        let name = class.name(self);
        Err(self.type_error(format!("'{name}' object is not subscriptable")))
    }

    /// `container[key] = value`.
    pub fn set_item(&mut self, container: Value, key: Value, value: Value) -> R<()> {
        match self.class_of(container).slots(self).set_item {
            Some(set) => set(self, container, key, Some(value)),
            None => {
                let class = self.class_of(container).name(self);
                Err(self.type_error(format!("'{class}' object does not support item assignment")))
            }
        }
    }

    /// Whether CPython's type has the table for sequences, whatever is in it: some answers depend on that.
    pub(crate) fn counts_as_sequence(&self, class: crate::Obj<Class>) -> bool {
        let slots = class.slots(self);
        class.is_heap(self) || slots.length.is_some() || slots.contains.is_some()
    }

    /// `del container[key]`.
    pub fn delete_item(&mut self, container: Value, key: Value) -> R<()> {
        match self.class_of(container).slots(self).set_item {
            Some(set) => set(self, container, key, None),
            None => {
                let class = self.class_of(container);
                let is_sequence = self.counts_as_sequence(class);
                let is_index = self.class_of(key).slots(self).index.is_some();
                let not = if is_sequence && is_index { "doesn't" } else { "does not" };
                let class = class.name(self);
                Err(self.type_error(format!("'{class}' object {not} support item deletion")))
            }
        }
    }

    /// `item in container`.
    pub fn contains(&mut self, container: Value, item: Value) -> R<bool> {
        match self.class_of(container).slots(self).contains {
            Some(contains) => contains(self, container, item),
            None => contains_by_iteration(self, container, item),
        }
    }

    /// Whether `value` can be indexed like a sequence (`PySequence_Check`): has `__getitem__` and is no dict.
    pub fn is_sequence(&self, value: Value) -> bool {
        let class = self.class_of(value);
        class.slots(self).get_item.is_some()
            && !class.is_subclass_of(self, self.types.dict)
            && class != self.types.union
    }

    /// Whether `match` treats `value` as a sequence.
    pub fn matches_sequence(&self, value: Value) -> bool {
        self.pattern_flag(value, ClassFlags::SEQUENCE)
    }

    /// Whether `match` treats `value` as a mapping.
    pub fn matches_mapping(&self, value: Value) -> bool {
        self.pattern_flag(value, ClassFlags::MAPPING)
    }

    fn pattern_flag(&self, value: Value, flag: ClassFlags) -> bool {
        self.class_of(value).flags(self).has(flag)
    }
}

/// `item in container` by going through it.
pub(crate) fn contains_by_iteration(vm: &mut Vm, container: Value, item: Value) -> R<bool> {
    let iterator = match vm.iter(container) {
        Ok(iterator) => iterator,
        Err(raised) => {
            if vm.class_of(container).slots(vm).iter.is_none() && vm.error_is(vm.exceptions.TypeError) {
                drop(vm.take_error());
                let class = vm.class_of(container).name(vm);
                return Err(vm.type_error(format!("argument of type '{class}' is not a container or iterable")));
            }
            return Err(raised);
        }
    };
    while let Some(other) = vm.next(iterator.value())? {
        if vm.equal(other.value(), item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The length in what `__len__` returned.
pub(crate) fn length_from_result(vm: &mut Vm, result: Value) -> R<usize> {
    let index = vm.index(result)?;
    match vm.int_to_i64(index.value()) {
        Some(length) => usize::try_from(length).map_err(|_| vm.value_error("__len__() should return >= 0")),
        None if vm.int_is_negative(index.value()) => Err(vm.value_error("__len__() should return >= 0")),
        None => Err(vm.overflow_error("cannot fit 'int' into an index-sized integer")),
    }
}
