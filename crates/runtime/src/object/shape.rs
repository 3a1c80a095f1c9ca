//! Instance attributes: shapes, the transitions between them, and the dict an instance falls back to.
//!
//! An instance's attributes live in slots behind its payload; its shape says which name is in which slot. An instance that gets more
//! attributes than it has room for, or whose `__dict__` is asked for, keeps them in a dict object instead, held by its first
//! slot after the fixed ones; its class's `dict_shape` says so. So does one that loses an attribute when its class has many shapes already.

use taipan_heap::{HEADER_SIZE, Owned, ShapeId, ShapeRecord, Value};

use crate::error::R;
use crate::object::class::Class;
use crate::object::obj::Obj;
use crate::types::dict::Dict;
use crate::types::dict::Table;
use crate::types::str::Str;
use crate::vm::Vm;

/// Attributes beyond which an instance keeps a dict.
pub(crate) const MAX_CAPACITY: u16 = 64;

/// Shapes of a class beyond which no further ones are made for instances that lose attributes.
const MANY_SHAPES: usize = 64;

/// The names in a shape, beside its row in the heap's table.
#[derive(Default, Clone)]
pub struct Attributes {
    /// Interned strings (immortal), in the order of the slots after the fixed ones.
    pub names: Vec<Value>,
    /// The shapes that adding a name leads to.
    pub(crate) transitions: Vec<(Value, ShapeId)>,
    /// The shape without the last name, where there is a name.
    pub(crate) before: ShapeId,
    /// The attributes are in a dict.
    pub in_dict: bool,
}

impl Attributes {
    /// The slot of `name`, counted after the fixed ones.
    #[inline]
    pub fn position(&self, name: Value) -> Option<usize> {
        self.names.iter().position(|&other| other.is(name))
    }
}

impl Vm {
    /// Make room for so many more shapes, so that adding them takes no memory of the table's.
    pub(crate) fn reserve_shapes(&mut self, count: usize) -> R<()> {
        let reserved = self.heap.reserve_shapes(count);
        self.check(reserved)?;
        let missing = (self.heap.shape_count() + count).saturating_sub(self.shapes.len());
        self.shapes.try_reserve(missing).map_err(|_| self.memory_error())
    }

    /// Add a shape with its names.
    pub(crate) fn add_shape(&mut self, record: ShapeRecord, attributes: Attributes) -> ShapeId {
        let id = self.heap.add_shape(record);
        self.shapes.resize_with(id as usize + 1, Attributes::default);
        self.shapes[id as usize] = attributes;
        id
    }

    /// The place of slot `index` of `object`.
    ///
    /// The object has that many slots.
    #[inline(always)]
    pub(crate) fn slot_pointer(&self, object: Value, index: usize) -> *mut Option<Value> {
        let header = object.header_unchecked();
        // SAFETY: the value is an object; slots lie behind its payload, inside its block.
        unsafe {
            let layout = self.heap.shape(header.as_ref().shape()).layout;
            let payload = if layout.variable { (layout.size)(header) } else { layout.payload_size };
            let offset = HEADER_SIZE + payload.next_multiple_of(8) + index * 8;
            header.cast::<u8>().as_ptr().add(offset).cast()
        }
    }

    /// Read slot `index`.
    pub(crate) fn slot(&self, object: Value, index: usize) -> Option<Value> {
        // SAFETY: slot_pointer's promise.
        unsafe { self.slot_pointer(object, index).read() }
    }

    /// Write slot `index`; what was there.
    pub(crate) fn set_slot(&mut self, object: Value, index: usize, value: Option<Owned>) -> Option<Owned> {
        // SAFETY: slot_pointer's promise; the reference moves in, the old one out.
        unsafe {
            let old = self.slot_pointer(object, index).replace(value.map(Owned::into_raw));
            old.map(Owned::from_raw)
        }
    }

    /// What is in the slot of a native type's field: the index counts `fields` of its `ClassDef`, behind those of its bases. None while it is unset.
    pub fn field(&self, object: Value, index: usize) -> Option<Owned> {
        self.slot(object, index).map(Value::own)
    }

    fn shape_of(&self, object: Value) -> ShapeId {
        // SAFETY: only called for objects.
        unsafe { object.header_unchecked().as_ref() }.shape()
    }

    /// The object's own attribute `name`, apart from its class. None when it has none, or is of a class without `__dict__`.
    pub fn instance_attribute(&mut self, object: Value, name: Obj<Str>) -> R<Option<Owned>> {
        if !object.is_object() {
            return Ok(None);
        }
        let shape = self.shape_of(object);
        let attributes = &self.shapes[shape as usize];
        if attributes.in_dict {
            return match self.existing_dict(object) {
                Some(dict) => dict.lookup(self, name.value()),
                None => Ok(None),
            };
        }
        match attributes.position(name.value()) {
            Some(position) => {
                let index = self.class_of(object).get(self).fixed_slots as usize + position;
                Ok(self.slot(object, index).map(Value::own))
            }
            None => Ok(None),
        }
    }

    /// The dict of an instance that has one already.
    pub(crate) fn existing_dict(&self, object: Value) -> Option<Obj<Dict>> {
        let shape = self.shape_of(object);
        if !self.shapes[shape as usize].in_dict {
            return None;
        }
        let index = self.class_of(object).get(self).fixed_slots as usize;
        self.slot(object, index).and_then(|dict| self.cast::<Dict>(dict))
    }

    /// Whether instances like this one have a `__dict__`.
    pub(crate) fn has_instance_dict(&self, object: Value) -> bool {
        object.is_object() && self.class_of(object).get(self).dict_shape != 0
    }

    /// Whether attributes may be put into the object as into its `__dict__`, which is the one that instances have.
    pub fn keeps_plain_attributes(&mut self, object: Value) -> bool {
        if !self.has_instance_dict(object) {
            return false;
        }
        let name = self.names.__dict__;
        let found = self.class_of(object).lookup(self, name);
        found.is_some_and(|found| self.class_of(found) == self.types.getset_descriptor)
    }

    /// Put an attribute into an object for which `keeps_plain_attributes` says so; the name is an interned string.
    pub fn store_attribute(&mut self, object: Value, name: Obj<Str>, value: Value) -> R<()> {
        self.set_instance_attribute(object, name, value)
    }

    /// Set the object's own attribute. The class allows it (`has_instance_dict`).
    pub(crate) fn set_instance_attribute(&mut self, object: Value, name: Obj<Str>, value: Value) -> R<()> {
        let shape = self.shape_of(object);
        let class = self.class_of(object);
        let fixed = class.get(self).fixed_slots as usize;
        if !self.shapes[shape as usize].in_dict {
            if let Some(position) = self.shapes[shape as usize].position(name.value()) {
                drop(self.set_slot(object, fixed + position, Some(value.own())));
                return Ok(());
            }
            if let Some(next) = self.next_shape(shape, name) {
                let position = self.shapes[shape as usize].names.len();
                // The slot was never written: nothing to drop.
                // SAFETY: next_shape checked that there is room.
                unsafe { self.slot_pointer(object, fixed + position).write(Some(value.own().into_raw())) };
                // SAFETY: the value is an object.
                unsafe { object.header_unchecked().as_ref() }.set_shape(next);
                return Ok(());
            }
            self.grow_capacity(class, fixed + self.shapes[shape as usize].names.len() + 1)?;
        }
        let dict = self.instance_dict(object)?;
        dict.set(self, name.value(), value)
    }

    /// The shape that adding `name` to `shape` leads to; None when there is no room for another slot.
    pub(crate) fn next_shape(&mut self, shape: ShapeId, name: Obj<Str>) -> Option<ShapeId> {
        if !name.header().has(taipan_heap::Flags::INTERNED) {
            return None;
        }
        let attributes = &self.shapes[shape as usize];
        if let Some(&(_, next)) = attributes.transitions.iter().find(|(other, _)| other.is(name.value())) {
            return Some(next);
        }
        let record = self.heap.shape(shape);
        if record.slots >= record.capacity {
            return None;
        }
        let mut names = attributes.names.clone();
        names.push(name.value());
        if self.reserve_shapes(1).is_err() {
            drop(self.take_error());
            return None;
        }
        let next = self.add_shape(
            ShapeRecord { slots: record.slots + 1, ..record },
            Attributes { names, transitions: Vec::new(), before: shape, in_dict: false },
        );
        self.shapes[shape as usize].transitions.push((name.value(), next));
        if let Some(class) = record.class {
            // SAFETY: a shape's class is a class.
            let class: Obj<Class> = unsafe { Obj::from_value(class) };
            class.get_mut(self).shapes.push(next);
        }
        Some(next)
    }

    /// Instances of `class` turned out to need more room: give it to those made from now on.
    fn grow_capacity(&mut self, class: Obj<Class>, needed: usize) -> R<()> {
        let current = class.get(self);
        if current.layout.variable || !current.has_dict || current.capacity >= MAX_CAPACITY {
            return Ok(());
        }
        let grown = (needed + needed / 2).min(MAX_CAPACITY as usize) as u16;
        if grown > current.capacity {
            class.get_mut(self).capacity = grown;
            class.make_root_shapes(self)?;
        }
        Ok(())
    }

    /// Whether an instance that has just been initialised can tell how much room its class's instances need.
    #[inline(always)]
    pub(crate) fn class_needs_capacity(&self, object: Value) -> bool {
        !self.class_of(object).get(self).capacity_learnt
    }

    /// An instance has been initialised: the first one tells how much room its class's instances need.
    pub(crate) fn learn_capacity(&mut self, object: Value) -> R<()> {
        let class = self.class_of(object);
        let shape = self.shape_of(object);
        let used = self.heap.shape(shape).slots;
        let details = class.get(self);
        if details.capacity_learnt || self.shapes[shape as usize].in_dict || used == details.fixed_slots {
            return Ok(());
        }
        let changes = used != details.capacity;
        let details = class.get_mut(self);
        details.capacity_learnt = true;
        if changes {
            details.capacity = used;
            class.make_root_shapes(self)?;
        }
        Ok(())
    }

    /// The object's `__dict__`, made now if need be. The class allows it (`has_instance_dict`).
    pub(crate) fn instance_dict(&mut self, object: Value) -> R<Obj<Dict>> {
        if let Some(dict) = self.existing_dict(object) {
            return Ok(dict);
        }
        let (dict, dict_object) = self.new_dict_obj()?;
        let shape = self.shape_of(object);
        let class = self.class_of(object);
        let fixed = class.get(self).fixed_slots as usize;
        if !self.shapes[shape as usize].in_dict {
            let dict_shape = self.dict_shape_like(class, shape);
            let attributes = self.shapes[shape as usize].names.len();
            let table = Table::with_capacity(self.heap, attributes);
            let mut table = self.check(table)?;
            let slots = self.slot_pointer(object, fixed);
            for (position, &name) in self.shapes[shape as usize].names.iter().enumerate() {
                // SAFETY: the shape's slots are there; each value moves to the dict once, and the header below says that the slots are no more.
                if let Some(value) = unsafe { slots.add(position).replace(None) } {
                    // SAFETY: the names of a shape are strings.
                    let hash = unsafe { Obj::<Str>::from_value(name) }.hash(self);
                    // A shape has each name once, and there is room.
                    table.insert(name.own(), hash, Owned::from_raw(value));
                }
            }
            dict_object.get_mut(self).table = table;
            // SAFETY: the first slot after the fixed ones exists in a class with a dict, and holds nothing now.
            unsafe {
                slots.write(Some(dict.into_raw()));
                object.header_unchecked().as_ref().set_shape(dict_shape);
            }
        } else {
            drop(self.set_slot(object, fixed, Some(dict)));
        }
        Ok(dict_object)
    }

    /// Put `dict` in the place of the object's attributes (`obj.__dict__ = d`).
    pub(crate) fn replace_instance_dict(&mut self, object: Value, dict: Owned) -> R<()> {
        self.instance_dict(object)?;
        let fixed = self.class_of(object).get(self).fixed_slots as usize;
        drop(self.set_slot(object, fixed, Some(dict)));
        Ok(())
    }

    /// The dict shape of `class` with the capacity that instances of `shape` have.
    fn dict_shape_like(&mut self, class: Obj<Class>, shape: ShapeId) -> ShapeId {
        let capacity = self.heap.shape(shape).capacity;
        let fits = |&candidate: &ShapeId| {
            self.shapes[candidate as usize].in_dict && self.heap.shape(candidate).capacity == capacity
        };
        // Such shapes come late: they are made of instances that have attributes already.
        if let Some(found) = class.get(self).shapes.iter().copied().rev().find(fits) {
            return found;
        }
        let record = self.heap.shape(class.get(self).root_shape);
        let record = ShapeRecord { slots: class.get(self).fixed_slots + 1, capacity, ..record };
        let made = self.add_shape(record, Attributes { in_dict: true, ..Default::default() });
        class.get_mut(self).shapes.push(made);
        made
    }

    /// The shape without attributes of `class` with the capacity that instances of `shape` have.
    fn root_shape_like(&mut self, class: Obj<Class>, shape: ShapeId) -> ShapeId {
        let capacity = self.heap.shape(shape).capacity;
        let shapes = class.get(self).shapes.clone();
        for candidate in shapes {
            let attributes = &self.shapes[candidate as usize];
            if !attributes.in_dict && attributes.names.is_empty() && self.heap.shape(candidate).capacity == capacity {
                return candidate;
            }
        }
        let record = ShapeRecord { capacity, ..self.heap.shape(class.get(self).root_shape) };
        let made = self.add_shape(record, Attributes::default());
        class.get_mut(self).shapes.push(made);
        made
    }

    /// Make `object` an instance of `class`, whose instances have the same payload and the same fixed slots and have a dict
    /// when those of its class now have one.
    pub(crate) fn change_class(&mut self, object: Value, class: Obj<Class>) -> R<()> {
        let (old_shape, old_class) = (self.shape_of(object), self.class_of(object));
        let shape = if self.shapes[old_shape as usize].in_dict {
            self.dict_shape_like(class, old_shape)
        } else {
            let names = self.shapes[old_shape as usize].names.clone();
            let mut shape = self.root_shape_like(class, old_shape);
            for name in names {
                // SAFETY: the names of a shape are strings.
                let name: Obj<Str> = unsafe { Obj::from_value(name) };
                shape = match self.next_shape(shape, name) {
                    Some(next) => next,
                    None => return Err(self.system_error("no room for an instance's attributes")),
                };
            }
            shape
        };
        let (was_counted, counted) = (old_class.is_heap(self), class.is_heap(self));
        if counted {
            class.value().incref();
        }
        // SAFETY: the value is an object; its slots hold what the new shape says.
        unsafe { object.header_unchecked().as_ref() }.set_shape(shape);
        if was_counted {
            drop(Owned::from_raw(old_class.value()));
        }
        Ok(())
    }

    /// The shape that has the other names of `shape` than the one at `position`; None when there is none and none should be made.
    fn shape_without(&mut self, shape: ShapeId, position: usize) -> Option<ShapeId> {
        let mut later = Vec::new();
        let mut reached = shape;
        loop {
            let attributes = &self.shapes[reached as usize];
            let name = *attributes.names.last()?;
            reached = attributes.before;
            if attributes.names.len() == position + 1 {
                break;
            }
            later.push(name);
        }
        if later.is_empty() {
            return Some(reached);
        }
        let class = self.heap.shape(shape).class?;
        // SAFETY: a shape's class is a class.
        let class: Obj<Class> = unsafe { Obj::from_value(class) };
        if class.get(self).shapes.len() >= MANY_SHAPES {
            return None;
        }
        for name in later.into_iter().rev() {
            // SAFETY: the names of a shape are strings.
            reached = self.next_shape(reached, unsafe { Obj::from_value(name) })?;
        }
        Some(reached)
    }

    /// Remove the object's own attribute; whether it was there.
    pub(crate) fn delete_instance_attribute(&mut self, object: Value, name: Obj<Str>) -> R<bool> {
        if !object.is_object() {
            return Ok(false);
        }
        let shape = self.shape_of(object);
        let attributes = &self.shapes[shape as usize];
        if !attributes.in_dict {
            let Some(position) = attributes.position(name.value()) else { return Ok(false) };
            if let Some(without) = self.shape_without(shape, position) {
                let fixed = self.class_of(object).get(self).fixed_slots as usize;
                let last = self.shapes[shape as usize].names.len() - 1;
                let mut moved = None;
                for index in (position..=last).rev() {
                    moved = self.set_slot(object, fixed + index, moved);
                }
                // SAFETY: the value is an object; its slots hold what the new shape says.
                unsafe { object.header_unchecked().as_ref() }.set_shape(without);
                return Ok(moved.is_some());
            }
        }
        if self.instance_attribute(object, name)?.is_none() {
            return Ok(false);
        }
        let dict = self.instance_dict(object)?;
        Ok(dict.remove(self, name.value())?.is_some())
    }
}
