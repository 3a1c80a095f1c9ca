//! For native modules that do what Python code of the library would: whether objects are still what that code would find, and instances made
//! without calling their class.

use taipan_heap::{Owned, Value};

use crate::error::R;
use crate::interp::{Access, Found};
use crate::object::class::{Class, ClassFlags};
use crate::object::obj::Obj;
use crate::types::descriptor::MemberDescriptor;
use crate::types::module::Module;
use crate::types::object::Object;
use crate::types::str::Str;
use crate::vm::Vm;

/// See `Vm::field_place`.
#[derive(Clone, Copy)]
pub struct FieldPlace {
    look: u64,
    offset: u32,
}

/// See `Vm::module_place`.
#[derive(Clone, Copy)]
pub struct ModulePlace {
    version: u32,
    position: usize,
}

impl Vm {
    /// Stands for the object's class as it is now, its bases included, and for the names of its own attributes; 0 when nothing stands for them.
    #[inline]
    pub fn look_of(&self, object: Value) -> u64 {
        let Some(header) = object.header() else { return 0 };
        // SAFETY: a value that points to the heap points to a live object.
        let shape = unsafe { header.as_ref() }.shape();
        match self.heap.shape_version(shape) {
            0 => 0,
            version => u64::from(shape) << 32 | u64::from(version),
        }
    }

    /// The function that `object.name()` calls with the object first, when nothing else can be behind the name.
    pub fn plain_method(&mut self, object: Value, name: Obj<Str>) -> Option<Value> {
        match self.locate_attribute(object, name, Access::Method) {
            Found::Method(function) => Some(function),
            _ => None,
        }
    }

    /// Where objects that look like this one keep the attribute `name`, to be read by `field_at`; None when it is not in a slot of theirs.
    pub fn field_place(&mut self, object: Value, name: Obj<Str>) -> Option<FieldPlace> {
        let look = self.look_of(object);
        match self.locate_attribute(object, name, Access::Load) {
            Found::Slot(offset) if look != 0 => Some(FieldPlace { look, offset }),
            _ => None,
        }
    }

    /// The attribute of an object that looks as the one did for which the place was found; None for others, and when it is unset.
    #[inline]
    pub fn field_at(&self, object: Value, place: FieldPlace) -> Option<Owned> {
        if self.look_of(object) != place.look {
            return None;
        }
        // SAFETY: objects of one shape have the same slots, and this one is initialised.
        let slot = unsafe { object.header_unchecked().cast::<u8>().add(place.offset as usize).cast::<Option<Value>>() };
        // SAFETY: as above.
        unsafe { slot.read() }.map(Value::own)
    }

    /// Where the namespace of a module has a name; None when it has none.
    pub fn module_place(&mut self, module: Value, name: Obj<Str>) -> Option<ModulePlace> {
        let dict = self.existing_dict(module).filter(|_| self.cast::<Module>(module).is_some())?;
        let hash = name.hash(self);
        let position = dict.get(self).table.find_str(self, name, hash)?;
        Some(ModulePlace { version: dict.keys_version(self), position })
    }

    /// What the module has there, while its names are the same as then.
    #[inline]
    pub fn module_at(&self, module: Value, place: ModulePlace) -> Option<Owned> {
        let dict = self.existing_dict(module)?;
        let same = place.version != 0 && dict.current_version(self) == place.version;
        same.then(|| dict.get(self).table.value_at(place.position).own())
    }

    /// Whether somebody is told of calls.
    #[inline]
    pub fn is_watched(&self) -> bool {
        self.watched.any
    }

    /// Where instances of a class written in Python keep what its `__slots__` name; None when one of the names is something else, or the class
    /// has bases with instances of their own.
    pub fn slot_places(&self, class: Obj<Class>, names: &[Obj<Str>]) -> Option<Vec<usize>> {
        let details = class.get(self);
        let simple = details.layout.payload == std::any::TypeId::of::<Object>()
            && !details.has_dict
            && !details.flags.has(ClassFlags::ABSTRACT);
        if !simple {
            return None;
        }
        let place = |&name: &Obj<Str>| {
            let member = self.cast_exact::<MemberDescriptor>(class.dict(self).get_str(self, name)?)?.get(self);
            (!member.none_when_unset && member.computed.is_none()).then_some(member.slot as usize)
        };
        names.iter().map(place).collect()
    }

    /// An instance of a class that `slot_places` took, with these in its slots, each of them once.
    pub fn new_with_slots(&mut self, class: Obj<Class>, slots: impl IntoIterator<Item = (usize, Owned)>) -> R<Owned> {
        let made = self.allocate_instance(class, Object)?;
        let count = class.get(self).fixed_slots as usize;
        let first = self.slot_pointer(made.value(), 0);
        for (place, value) in slots {
            if place < count {
                // SAFETY: the object is new, has so many slots, and none of them holds anything yet.
                unsafe { first.add(place).write(Some(value.into_raw())) };
            }
        }
        Ok(made)
    }
}
