//! For native modules that do what Python code of the library would: whether objects are still what that code would find, and instances made
//! without calling their class.

use taipan_heap::{Owned, Value};

use crate::error::R;
use crate::interp::{Access, Found};
use crate::object::class::{Class, ClassFlags};
use crate::object::obj::Obj;
use crate::types::descriptor::MemberDescriptor;
use crate::types::object::Object;
use crate::types::str::Str;
use crate::vm::Vm;

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

    /// `object.name` of an ordinary attribute of an instance or module.
    #[inline]
    pub fn plain_field(&mut self, object: Value, name: Obj<Str>) -> Option<Owned> {
        let found = self.locate_attribute(object, name, Access::Load);
        // SAFETY: it was located just now, for a load.
        unsafe { self.read_attribute(object, name, found) }
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

    /// An instance of a class that `slot_places` took, with these in its slots.
    pub fn new_with_slots(&mut self, class: Obj<Class>, slots: impl IntoIterator<Item = (usize, Owned)>) -> R<Owned> {
        let made = self.allocate_instance(class, Object)?;
        let count = class.get(self).fixed_slots as usize;
        for (place, value) in slots {
            if place < count {
                drop(self.set_slot(made.value(), place, Some(value)));
            }
        }
        Ok(made)
    }
}
