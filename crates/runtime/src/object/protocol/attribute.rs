//! Attribute access: `getattr`, `setattr`, `delattr`, descriptors (data model 3.3.2).

use taipan_heap::{Owned, Value};

use crate::error::R;
use crate::object::class::{Class, ClassFlags};
use crate::object::obj::Obj;
use crate::types::module::Module;
use crate::types::str::Str;
use crate::vm::Vm;

impl Vm {
    /// `object.name`. The name should be interned.
    pub fn get_attr(&mut self, object: Value, name: Obj<Str>) -> R<Owned> {
        let found = match self.class_of(object).slots(self).get_attr {
            Some(get) => get(self, object, name),
            None => self.generic_get_attr(object, name),
        };
        if found.is_err() {
            self.note_attribute(object, name);
        }
        found
    }

    /// An AttributeError that says nothing of what was looked for, since Python code raised it, is told; for suggestions.
    #[cold]
    pub(crate) fn note_attribute(&mut self, object: Value, name: Obj<Str>) {
        let Some(error) = self.error.take() else { return };
        if self.class_of(error.value()) == self.exceptions.AttributeError {
            let mut untold = true;
            for field in [self.names.name, self.names.obj] {
                untold &= matches!(self.find_attr(error.value(), field), Ok(Some(value)) if value.is_none());
            }
            self.error = Some(error);
            if untold {
                self.annotate_error(&[("name", name.value()), ("obj", object)]);
            }
            return;
        }
        self.error = Some(error);
    }

    /// `object.name` for a name written in Rust.
    pub fn get_attr_str(&mut self, object: Value, name: &str) -> R<Owned> {
        let name = self.intern(name)?;
        self.get_attr(object, name)
    }

    /// `getattr(object, name, None-as-absent)`: AttributeError becomes None.
    pub fn get_attr_optional(&mut self, object: Value, name: Obj<Str>) -> R<Option<Owned>> {
        let of_module = crate::types::module::attributes::get_attr as *const () as usize;
        let of_class = crate::types::type_::get_attr as *const () as usize;
        let found = match self.class_of(object).slots(self).get_attr {
            Some(get) if get as usize == of_class => {
                self.plain_attribute(object, name, |vm| crate::types::type_::find_attr(vm, object, name))
            }
            Some(get) if get as usize == of_module => crate::types::module::attributes::find_attr(self, object, name),
            Some(get) if get as usize != object_get_attr as *const () as usize => self.get_attr(object, name).map(Some),
            // Plain objects: no exception is made just to be dropped.
            _ => self.plain_attribute(object, name, |vm| vm.find_attr(object, name)),
        };
        match found {
            Ok(value) => Ok(value),
            Err(raised) => {
                self.catch(self.exceptions.AttributeError, raised)?;
                Ok(None)
            }
        }
    }

    /// Set, or with None delete, `object.name`.
    pub fn set_attr(&mut self, object: Value, name: Obj<Str>, value: Option<Value>) -> R<()> {
        match self.class_of(object).slots(self).set_attr {
            Some(set) => set(self, object, name, value),
            None => self.generic_set_attr(object, name, value),
        }
    }

    /// `object.__getattribute__` as `object` defines it.
    pub fn generic_get_attr(&mut self, object: Value, name: Obj<Str>) -> R<Owned> {
        match self.find_attr(object, name)? {
            Some(value) => Ok(value),
            None => Err(self.attribute_error(object, name)),
        }
    }

    /// As `generic_get_attr`, without an exception when there is no such attribute.
    pub(crate) fn find_attr(&mut self, object: Value, name: Obj<Str>) -> R<Option<Owned>> {
        let class = self.class_of(object);
        let found = class.lookup(self, name);
        if let Some(descriptor) = found {
            let kind = self.class_of(descriptor);
            let slots = kind.slots(self);
            if let (Some(get), true) = (slots.descriptor_get, slots.descriptor_set.is_some()) {
                let descriptor = descriptor.own();
                return get(self, descriptor.value(), Some(object), Some(class.value())).map(Some);
            }
        }
        // Keys of the instance's dict may compare themselves, and take the descriptor and the class away.
        let (found, class) = (found.map(Value::own), class.own());
        if let Some(value) = self.instance_attribute(object, name)? {
            return Ok(Some(value));
        }
        let Some(descriptor) = found else { return Ok(None) };
        match self.class_of(descriptor.value()).slots(self).descriptor_get {
            Some(get) => get(self, descriptor.value(), Some(object), Some(class.value())).map(Some),
            None => Ok(Some(descriptor)),
        }
    }

    /// `object.__setattr__` as `object` defines it.
    pub fn generic_set_attr(&mut self, object: Value, name: Obj<Str>, value: Option<Value>) -> R<()> {
        let class = self.class_of(object);
        let found = class.lookup(self, name);
        if let Some(descriptor) = found
            && let Some(set) = self.class_of(descriptor).slots(self).descriptor_set
        {
            let descriptor = descriptor.own();
            return set(self, descriptor.value(), object, value);
        }
        if self.has_instance_dict(object) {
            return match value {
                Some(value) => self.set_instance_attribute(object, name, value),
                None if self.delete_instance_attribute(object, name)? => Ok(()),
                None => {
                    let (type_name, shown) = (class.name(self), name.to_string_lossy(self));
                    let message = format!("'{type_name}' object has no attribute '{shown}'");
                    Err(self.attribute_error_with(object, name, &message))
                }
            };
        }
        let type_name = class.name(self);
        let shown = name.to_string_lossy(self);
        if found.is_some() {
            return Err(self.attribute_error_text(format!("'{type_name}' object attribute '{shown}' is read-only")));
        }
        let message =
            format!("'{type_name}' object has no attribute '{shown}' and no __dict__ for setting new attributes");
        Err(self.attribute_error_with(object, name, &message))
    }

    /// A special method of `object`, looked up on its class and not yet bound: see `call_method_object`.
    pub fn lookup_special(&mut self, object: Value, name: Obj<Str>) -> R<Option<Owned>> {
        Ok(self.class_of(object).lookup(self, name).map(Value::own))
    }

    /// A special method of `object`, looked up on its class and bound to it.
    pub fn bound_special(&mut self, object: Value, name: Obj<Str>) -> R<Option<Owned>> {
        let class = self.class_of(object);
        let Some(found) = class.lookup(self, name) else { return Ok(None) };
        self.bind_descriptor(found, Some(object), class).map(Some)
    }

    /// Call `descriptor.__get__` when it has one.
    pub fn bind_descriptor(&mut self, descriptor: Value, instance: Option<Value>, class: Obj<Class>) -> R<Owned> {
        let descriptor = descriptor.own();
        match self.class_of(descriptor.value()).slots(self).descriptor_get {
            Some(get) => get(self, descriptor.value(), instance, Some(class.value())),
            None => Ok(descriptor),
        }
    }

    /// The first half of `object.name(...)`: the attribute, and whether it is an unbound function that takes `object` first.
    pub fn get_method(&mut self, object: Value, name: Obj<Str>) -> R<(Owned, bool)> {
        let class = self.class_of(object);
        let plain = match class.slots(self).get_attr {
            Some(get) => get as usize == object_get_attr as *const () as usize,
            None => true,
        };
        if plain
            && let Some(found) = class.lookup(self, name)
            && self.class_of(found).flags(self).has(ClassFlags::METHOD_DESCRIPTOR)
        {
            let found = found.own();
            return match self.instance_attribute(object, name)? {
                Some(own) => Ok((own, false)),
                None => Ok((found, true)),
            };
        }
        Ok((self.get_attr(object, name)?, false))
    }
}

/// The slot of `object`: what every class inherits that does not say otherwise.
pub(crate) fn object_get_attr(vm: &mut Vm, object: Value, name: Obj<Str>) -> R<Owned> {
    vm.generic_get_attr(object, name)
}

/// The slot of `object`.
pub(crate) fn object_set_attr(vm: &mut Vm, object: Value, name: Obj<Str>, value: Option<Value>) -> R<()> {
    vm.generic_set_attr(object, name, value)
}

/// What CPython says when an attribute is missing.
pub(crate) fn missing_message(vm: &mut Vm, object: Value, name: Obj<Str>) -> String {
    let shown = name.to_string_lossy(vm);
    if let Some(class) = vm.cast::<Class>(object) {
        return format!("type object '{}' has no attribute '{shown}'", class.name(vm));
    }
    if let Some(module) = vm.cast::<Module>(object) {
        match crate::import::partially_initialized(vm, module, &shown) {
            Ok(Some(message)) => return message,
            Ok(None) => {}
            Err(_) => drop(vm.take_error()),
        }
        return match module.name(vm) {
            Some(module) => format!("module '{module}' has no attribute '{shown}'"),
            None => format!("module has no attribute '{shown}'"),
        };
    }
    format!("'{}' object has no attribute '{shown}'", vm.class_of(object).name(vm))
}
