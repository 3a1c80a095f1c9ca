//! What attribute accesses have found, by shape, name and kind of access: for the sites that the caches in the code do not serve, because they see
//! objects of several shapes, modules, or classes.
//!
//! A row stands while the version in it does: of the class of an object, of a class itself, or of the keys of a module's namespace. What it points
//! to is owned by the class or namespace meanwhile.

use std::cell::Cell;

use taipan_heap::{HEADER_SIZE, OutOfMemory, Value};

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::object::protocol::attribute::{object_get_attr, object_set_attr};
use crate::object::zeroed::ZeroedArray;
use crate::types::classmethod::ClassMethod;
use crate::types::descriptor::{MemberDescriptor, MethodDescriptor, WrapperDescriptor};
use crate::types::function::Function;
use crate::types::module::Module;
use crate::types::staticmethod::StaticMethod;

/// Rows; a power of two.
const ROWS: usize = 2048;

/// Misses after which a site is made for another shape: sites that see several in turn are best left alone.
const PATIENCE: u32 = 1024;

/// What an instruction wants to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Load,
    /// Load, to be called: without a bound method.
    Method,
    Store,
}

/// Where the attribute is.
///
/// Zeros are the first of these.
#[derive(Clone, Copy)]
#[repr(u32)]
pub(crate) enum Found {
    /// In the object, at this byte offset; perhaps unset.
    Slot(u32),
    /// In the object, when this is stored: behind its last attribute, and the object gets another shape.
    Add { offset: u32, shape: u32 },
    /// This value, which a class holds.
    Value(Value),
    /// This function, which a class holds, to be called with the object first.
    Method(Value),
    /// This function, which a class holds, to be called with the class first.
    ClassMethod(Value),
    /// In the namespace of the module, at this position.
    Entry(u32),
    /// What this descriptor in a class says, which comes before the object's own attributes and is of a builtin class.
    Data(Value),
    /// In the object's dict, probably at this position; if it is not there, only the general way tells. When it is stored: in the dict,
    /// wherever that has it.
    Dict(u32),
    /// As `Value`, unless the object's dict has the name.
    ValueBehindDict(Value),
    /// As `Method`, unless the object's dict has the name.
    MethodBehindDict(Value),
    /// Nowhere: loading it raises AttributeError.
    Absent,
    /// Only the general way tells.
    Elsewhere,
}

#[derive(Clone, Copy)]
struct Row {
    name: u64,
    /// Shape and access.
    key: u64,
    version: u64,
    found: Found,
}

/// The table.
pub(crate) struct AttributeCache {
    rows: ZeroedArray<Row, ROWS>,
    /// Accesses that the caches in the code did not serve.
    misses: u32,
}

/// The version of a row that is never met: what it is about has none of its own.
const NO_VERSION: u64 = u64::MAX;

#[inline(always)]
const fn key(shape: u32, access: Access) -> u64 {
    shape as u64 | (access as u64) << 32
}

impl AttributeCache {
    pub(crate) fn new() -> Result<AttributeCache, OutOfMemory> {
        // SAFETY: a row of zeros is one of version 0 for shape 0, which no object has, and finds slot 0.
        let rows = unsafe { ZeroedArray::new() }?;
        Ok(AttributeCache { rows, misses: 0 })
    }

    /// Whether a site that was made for another shape should be made for this one: now and then, so that sites follow a program's phases but
    /// do not change with each object.
    #[inline(always)]
    pub(crate) fn should_adapt(&mut self) -> bool {
        self.misses = self.misses.wrapping_add(1);
        self.misses.is_multiple_of(PATIENCE)
    }

    /// As `should_adapt`, where the site may have asked already for this access.
    pub(crate) fn adapts(&mut self) -> bool {
        self.misses.is_multiple_of(PATIENCE) || self.should_adapt()
    }

    #[inline(always)]
    fn row(&self, shape: u32, name: Obj<Str>, access: Access) -> &Cell<Row> {
        let mixed = (name.value().bits() >> 4) as usize ^ (shape as usize) << 4 ^ (access as usize) << 9;
        &self.rows[mixed % ROWS]
    }

    /// What was found for objects of this shape, whose class has this version.
    #[inline(always)]
    pub(crate) fn probe(&self, shape: u32, version: u32, name: Obj<Str>, access: Access) -> Option<Found> {
        self.probe_own(shape, u64::from(version), name, access)
    }

    /// As `probe`, of classes and modules: their own version is in the upper half.
    #[inline(always)]
    pub(crate) fn probe_own(&self, shape: u32, version: u64, name: Obj<Str>, access: Access) -> Option<Found> {
        let row = self.row(shape, name, access).as_ptr();
        // SAFETY: nobody writes the row meanwhile.
        let row = unsafe { &*row };
        let met = row.key == key(shape, access) && row.name == name.value().bits() && row.version == version;
        met.then_some(row.found)
    }
}

/// The byte offset of attribute slot `index` of objects of this shape; None where it differs from object to object.
fn slot_offset(vm: &Vm, shape: u32, index: usize) -> Option<u32> {
    let layout = vm.heap.shape(shape).layout;
    (!layout.variable).then(|| (HEADER_SIZE + layout.payload_size.next_multiple_of(8) + index * 8) as u32)
}

impl Vm {
    /// Where attribute `name` of `object` is, when that can be told without calling anything and holds for all objects like it.
    pub(crate) fn locate_attribute(&mut self, object: Value, name: Obj<Str>, access: Access) -> Found {
        if !object.is_object() {
            return Found::Elsewhere;
        }
        // SAFETY: a value that points to the heap points to a live object.
        let shape = unsafe { object.header_unchecked().as_ref() }.shape();
        let version = u64::from(self.heap.shape_version(shape));
        let row = self.attribute_cache.row(shape, name, access).get();
        if row.key == key(shape, access) && row.name == name.value().bits() {
            if row.version == version {
                return row.found;
            }
            // Classes and modules have their own versions, which are in the upper half.
            let own = row.version > u64::from(u32::MAX) && row.version != NO_VERSION;
            if own && row.version == self.own_version(object, version) {
                return row.found;
            }
        }
        if version == 0 || !name.header().has(taipan_heap::Flags::INTERNED) {
            return Found::Elsewhere;
        }
        let class = self.class_of(object);
        let slots = class.slots(self);
        let (get, set) = (slots.get_attr.map_or(0, |get| get as usize), slots.set_attr.map_or(0, |set| set as usize));
        let found = if access == Access::Store {
            let plain = set == object_set_attr as *const () as usize;
            if plain { self.locate_store(shape, class, name) } else { None }
        } else if get == object_get_attr as *const () as usize {
            self.locate_load(object, class, name, access)
        } else if get == crate::types::type_::get_attr as *const () as usize {
            let found = self.locate_in_class(object, name, access);
            return self.remember(shape, name, access, self.own_version(object, version), found);
        } else if get == crate::types::module::attributes::get_attr as *const () as usize {
            let found = self.locate_in_module(object, class, name);
            return self.remember(shape, name, access, self.own_version(object, version), found);
        } else if crate::object::special::asks_when_missing(self, class) {
            // What raises AttributeError, or is not there, is asked of `__getattr__`.
            let found = self.locate_load(object, class, name, access);
            found.filter(|found| !matches!(found, Found::Data(_) | Found::Absent))
        } else {
            None
        };
        self.remember(shape, name, access, version, found)
    }

    /// The attribute of a plain object, for a load; None when it has none. `general` asks in the general way.
    pub(crate) fn plain_attribute(
        &mut self,
        object: Value,
        name: Obj<Str>,
        general: impl FnOnce(&mut Vm) -> R<Option<Owned>>,
    ) -> R<Option<Owned>> {
        let found = self.locate_attribute(object, name, Access::Load);
        if matches!(found, Found::Absent) {
            return Ok(None);
        }
        // SAFETY: it was located just now, for a load.
        match unsafe { self.read_attribute(object, name, found) } {
            Some(value) => Ok(Some(value)),
            None => general(self),
        }
    }

    /// The attribute where it was found to be; None when it is unset, or only the general way tells.
    ///
    /// # Safety
    /// `locate_attribute` has just said so of this object, for a load.
    pub(crate) unsafe fn read_attribute(&self, object: Value, name: Obj<Str>, found: Found) -> Option<Owned> {
        match found {
            Found::Slot(offset) => {
                // SAFETY: the caller's promise: the object has an initialised slot there.
                let slot =
                    unsafe { object.header_unchecked().cast::<u8>().add(offset as usize).cast::<Option<Value>>() };
                // SAFETY: as above.
                unsafe { slot.read() }.map(Value::own)
            }
            Found::Value(value) => Some(value.own()),
            Found::ValueBehindDict(value) => self.dict_lacks(object, name).then(|| value.own()),
            Found::Entry(position) => {
                let dict = self.existing_dict(object)?;
                Some(dict.get(self).table.value_at(position as usize).own())
            }
            Found::Dict(position) => {
                let table = &self.existing_dict(object)?.get(self).table;
                match table.entry_at(position as usize) {
                    Some((key, value)) if key.is(name.value()) => Some(value.own()),
                    _ => table.find_str(self, name, name.hash(self)).map(|found| table.value_at(found).own()),
                }
            }
            Found::Add { .. }
            | Found::Method(_)
            | Found::ClassMethod(_)
            | Found::Data(_)
            | Found::MethodBehindDict(_)
            | Found::Absent
            | Found::Elsewhere => None,
        }
    }

    /// Whether the object's dict does not have the name, as far as that is told without asking keys.
    pub(crate) fn dict_lacks(&self, object: Value, name: Obj<Str>) -> bool {
        self.existing_dict(object).is_some_and(|dict| {
            let table = &dict.get(self).table;
            table.is_narrow() && table.find_str(self, name, name.hash(self)).is_none()
        })
    }

    /// What a descriptor says that `locate_attribute` has just found.
    pub(crate) fn read_descriptor(&mut self, object: Value, name: Obj<Str>, descriptor: Value) -> R<Owned> {
        let class = self.class_of(object);
        if let Some(found) = crate::types::descriptor::get_of_own_class(self, descriptor, object, class) {
            if found.is_err() {
                self.note_attribute(object, name);
            }
            return found;
        }
        let descriptor = descriptor.own();
        let found = match self.class_of(descriptor.value()).slots(self).descriptor_get {
            Some(get) => get(self, descriptor.value(), Some(object), Some(class.value())),
            None => return self.get_attr(object, name),
        };
        if found.is_err() {
            self.note_attribute(object, name);
        }
        found
    }

    /// The byte offset of the dict of an object that has one; None where it differs from object to object.
    pub(crate) fn dict_offset(&self, object: Value) -> Option<u32> {
        let fixed = self.class_of(object).get(self).fixed_slots as usize;
        slot_offset(self, crate::interp::machine::shape_of(object), fixed)
    }

    fn remember(&self, shape: u32, name: Obj<Str>, access: Access, version: u64, found: Option<Found>) -> Found {
        let found = found.unwrap_or(Found::Elsewhere);
        let row = Row { key: key(shape, access), name: name.value().bits(), version, found };
        self.attribute_cache.row(shape, name, access).set(row);
        found
    }

    /// The version of a class or of a module's keys above that of the object's class.
    fn own_version(&self, object: Value, version: u64) -> u64 {
        let own = if let Some(class) = self.cast::<Class>(object) {
            class.get(self).version
        } else {
            self.existing_dict(object).map_or(0, |dict| dict.current_version(self))
        };
        if own == 0 { NO_VERSION } else { u64::from(own) << 32 | version }
    }

    fn locate_load(&mut self, object: Value, class: Obj<Class>, name: Obj<Str>, access: Access) -> Option<Found> {
        let shape = crate::interp::machine::shape_of(object);
        let found = class.lookup(self, name);
        if let Some(found) = found {
            let kind = self.class_of(found);
            let slots = kind.slots(self);
            if slots.descriptor_set.is_some() {
                let data = slots.descriptor_get.is_some() && !kind.is_heap(self);
                return self.locate_member(shape, name, found).or(data.then_some(Found::Data(found)));
            }
        }
        let attributes = &self.shapes[shape as usize];
        if attributes.in_dict {
            // A class made by Python code may become that of data descriptors.
            if found.is_some_and(|found| self.class_of(found).is_heap(self)) {
                return None;
            }
            let table = &self.existing_dict(object)?.get(self).table;
            let position = table.find_str(self, name, name.hash(self));
            if position.is_none()
                && let Some(found) = found
            {
                match self.class_value(found, access, true) {
                    Some(Found::Method(function)) => return Some(Found::MethodBehindDict(function)),
                    Some(Found::Value(value)) => return Some(Found::ValueBehindDict(value)),
                    _ => {}
                }
            }
            // The next object's dict may have it where this one's does not.
            return u32::try_from(position.unwrap_or(0)).ok().map(Found::Dict);
        }
        if let Some(position) = attributes.position(name.value()) {
            return slot_offset(self, shape, class.get(self).fixed_slots as usize + position).map(Found::Slot);
        }
        match found {
            Some(found) => self.class_value(found, access, true),
            None => Some(Found::Absent),
        }
    }

    /// What an access to `found`, in a class, gives; None where that takes a call.
    fn class_value(&self, found: Value, access: Access, through_instance: bool) -> Option<Found> {
        let kind = self.class_of(found);
        if through_instance && kind.flags(self).has(ClassFlags::METHOD_DESCRIPTOR) {
            return (access == Access::Method).then_some(Found::Method(found));
        }
        if kind.slots(self).descriptor_get.is_none() || !through_instance && self.is_plain_method(found) {
            return Some(Found::Value(found));
        }
        if let Some(method) = self.cast_own::<StaticMethod>(found) {
            return Some(Found::Value(method.get(self).callable.value()));
        }
        if access == Access::Method
            && let Some(method) = self.cast_own::<ClassMethod>(found)
        {
            let callable = method.get(self).callable.value();
            return self.cast::<Function>(callable).map(|_| Found::ClassMethod(callable));
        }
        None
    }

    /// Whether this is a method whose `__get__` without an instance gives the method itself.
    fn is_plain_method(&self, found: Value) -> bool {
        self.cast::<Function>(found).is_some()
            || self.cast_exact::<MethodDescriptor>(found).is_some()
            || self.cast_exact::<WrapperDescriptor>(found).is_some()
    }

    /// A name in `__slots__`.
    fn locate_member(&mut self, shape: u32, name: Obj<Str>, descriptor: Value) -> Option<Found> {
        let member = self.cast_exact::<MemberDescriptor>(descriptor)?.get(self);
        if member.none_when_unset || member.computed.is_some() {
            return None;
        }
        let slot = member.slot as usize;
        self.member_names.insert(name.value().bits());
        slot_offset(self, shape, slot).map(Found::Slot)
    }

    fn locate_store(&mut self, shape: u32, class: Obj<Class>, name: Obj<Str>) -> Option<Found> {
        if let Some(found) = class.lookup(self, name)
            && self.class_of(found).slots(self).descriptor_set.is_some()
        {
            return self.locate_member(shape, name, found);
        }
        let attributes = &self.shapes[shape as usize];
        if attributes.in_dict {
            // As in `locate_load`.
            let in_class = class.lookup(self, name);
            return in_class.is_none_or(|found| !self.class_of(found).is_heap(self)).then_some(Found::Dict(0));
        }
        if !class.get(self).has_dict {
            return None;
        }
        let fixed = class.get(self).fixed_slots as usize;
        if let Some(position) = attributes.position(name.value()) {
            return slot_offset(self, shape, fixed + position).map(Found::Slot);
        }
        let offset = slot_offset(self, shape, fixed + attributes.names.len())?;
        self.next_shape(shape, name).map(|next| Found::Add { offset, shape: next })
    }

    /// An attribute of a class itself. The version of the metaclass is in the row too: it is that of the class's shape.
    fn locate_in_class(&mut self, object: Value, name: Obj<Str>, access: Access) -> Option<Found> {
        let class = self.cast::<Class>(object)?;
        let of_metaclass = self.class_of(object).lookup(self, name);
        if let Some(found) = of_metaclass {
            let kind = self.class_of(found);
            let slots = kind.slots(self);
            if slots.descriptor_set.is_some() {
                let data = slots.descriptor_get.is_some() && !kind.is_heap(self);
                return data.then_some(Found::Data(found));
            }
        }
        match class.lookup(self, name) {
            Some(found) => self.class_value(found, access, false),
            None if of_metaclass.is_none() => Some(Found::Absent),
            None => None,
        }
    }

    /// A global of a module, which its class does not hide.
    fn locate_in_module(&mut self, object: Value, class: Obj<Class>, name: Obj<Str>) -> Option<Found> {
        if class.lookup(self, name).is_some() || self.cast::<Module>(object).is_none() {
            return None;
        }
        let dict = self.existing_dict(object)?;
        let hash = name.hash(self);
        let position = dict.get(self).table.find_str(self, name, hash)?;
        dict.keys_version(self);
        u32::try_from(position).ok().map(Found::Entry)
    }
}
