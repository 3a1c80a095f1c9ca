//! Objects that are copied and pickled in no way of their own: what they are is their class and their attributes.

use smallvec::SmallVec;

use taipan_heap::Owned;
use taipan_heap::Value;

use crate::error::R;
use crate::object::args::Args;
use crate::object::class::{Class, ClassFlags};
use crate::object::obj::Obj;
use crate::object::protocol::attribute::object_get_attr;
use crate::types::object::Object;
use crate::types::str::Str;
use crate::vm::Vm;

/// Names with their values.
pub type Attributes = SmallVec<[(Owned, Owned); 8]>;

impl Vm {
    /// The attributes of an object that `copy.deepcopy` makes anew without arguments before it gives the copy copies of them, asking no
    /// method written in Python. None for other objects.
    pub fn attributes_to_copy(&mut self, object: Value) -> Option<Attributes> {
        let class = self.class_of(object);
        if !self.is_copied_plainly(class) {
            return None;
        }
        let attributes = self.own_attributes(object)?;
        // An attribute of its own may stand for a method that copying looks for.
        let special = |name: &Owned| match self.cast_exact::<Str>(name.value()) {
            Some(name) => name.as_ascii(self).is_some_and(|name| name.starts_with("__")),
            None => true,
        };
        if attributes.iter().any(|(name, _)| special(name)) {
            return None;
        }
        Some(attributes)
    }

    /// A new instance of a class that `attributes_to_copy` took.
    pub fn new_plain_instance(&mut self, class: Obj<Class>) -> R<Owned> {
        match class.slots(self).new {
            Some(new) => new(self, class, Args::default()),
            None => self.allocate_instance(class, Object),
        }
    }

    fn is_copied_plainly(&mut self, class: Obj<Class>) -> bool {
        let object = self.types.object;
        let details = class.get(self);
        let simple = details.layout.payload == std::any::TypeId::of::<Object>()
            && details.fixed_slots == 0
            && details.dict_shape != 0
            && !details.flags.has(ClassFlags::ABSTRACT)
            && self.class_of(class.value()) == self.types.type_;
        let (slots, base) = (class.slots(self), object.slots(self));
        let same_new = matches!((slots.new, base.new), (Some(own), Some(base)) if std::ptr::fn_addr_eq(own, base));
        let same_get = slots.get_attr.is_some_and(|get| get as usize == object_get_attr as *const () as usize);
        if !simple || !same_new || !same_get {
            return false;
        }
        let names = &self.names;
        let inherited = [names.__reduce_ex__, names.__reduce__, names.__getstate__];
        let absent = [names.__deepcopy__, names.__setstate__, names.__getnewargs_ex__, names.__getnewargs__];
        let dict = names.__dict__;
        inherited.iter().all(|&name| match (class.lookup(self, name), object.lookup(self, name)) {
            (Some(own), Some(base)) => own.is(base),
            _ => false,
        }) && absent.iter().all(|&name| class.lookup(self, name).is_none())
            && class.lookup(self, dict).is_some_and(|found| self.class_of(found) == self.types.getset_descriptor)
    }

    /// What is in the object's `__dict__`, which is not made for it.
    fn own_attributes(&mut self, object: Value) -> Option<Attributes> {
        if let Some(dict) = self.existing_dict(object) {
            let mut attributes = Attributes::new();
            let mut position = 0;
            while let Some((at, key, value)) = dict.entry_from(self, position) {
                attributes.push((key.own(), value.own()));
                position = at + 1;
            }
            return Some(attributes);
        }
        // SAFETY: objects of a class with instance dicts are on the heap.
        let shape = unsafe { object.header_unchecked().as_ref() }.shape();
        let known = &self.shapes[shape as usize];
        if known.in_dict {
            return Some(Attributes::new());
        }
        let fixed = self.class_of(object).get(self).fixed_slots as usize;
        let slots = known.names.iter().enumerate();
        let set = slots.filter_map(|(place, name)| Some((name.own(), self.slot(object, fixed + place)?.own())));
        Some(set.collect())
    }
}
