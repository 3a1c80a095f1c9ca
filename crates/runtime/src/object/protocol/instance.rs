//! `isinstance` and `issubclass` (data model 3.3.4).

use taipan_heap::{Owned, Value};

use crate::error::R;
use crate::object::class::Class;
use crate::types::tuple::Tuple;
use crate::vm::Vm;

impl Vm {
    /// `isinstance(object, class)`; the class may be a tuple of classes, a union, or have `__instancecheck__`.
    pub fn is_instance(&mut self, object: Value, class: Value) -> R<bool> {
        if self.class_of(object).value().is(class) {
            return Ok(true);
        }
        if self.class_of(class) == self.types.type_ {
            return self.plain_is_instance(object, class);
        }
        if self.cast::<Tuple>(class).is_some() {
            return self.any_of(class, |vm, class| vm.is_instance(object, class));
        }
        let name = self.names.__instancecheck__;
        match self.check_class(class, name, object)? {
            Some(answer) => Ok(answer),
            None => self.plain_is_instance(object, class),
        }
    }

    /// `issubclass(derived, class)`.
    pub fn is_subclass(&mut self, derived: Value, class: Value) -> R<bool> {
        if self.class_of(class) == self.types.type_ {
            if derived.is(class) {
                return Ok(true);
            }
            return self.plain_is_subclass(derived, class);
        }
        if self.cast::<Tuple>(class).is_some() {
            return self.any_of(class, |vm, class| vm.is_subclass(derived, class));
        }
        let name = self.names.__subclasscheck__;
        match self.check_class(class, name, derived)? {
            Some(answer) => Ok(answer),
            None => self.plain_is_subclass(derived, class),
        }
    }

    fn any_of(&mut self, classes: Value, mut test: impl FnMut(&mut Vm, Value) -> R<bool>) -> R<bool> {
        let keep = classes.own();
        let Some(classes) = self.cast::<Tuple>(keep.value()) else { return Ok(false) };
        self.enter_native()?;
        for index in 0..classes.len(self) {
            let class = classes.items(self)[index];
            if test(self, class)? {
                return Ok(true);
            }
        }
        self.leave_native();
        Ok(false)
    }

    /// What `__instancecheck__` or `__subclasscheck__` of the class's class says, when it has one.
    fn check_class(
        &mut self,
        class: Value,
        name: crate::object::obj::Obj<crate::types::str::Str>,
        asked: Value,
    ) -> R<Option<bool>> {
        self.enter_native()?;
        let answer = self.call_special(class, name, &[asked])?;
        self.leave_native();
        match answer {
            Some(answer) => self.truth(answer.value()).map(Some),
            None => Ok(None),
        }
    }

    /// As `type.__instancecheck__` does it: by the object's class, else by what it says its `__class__` is.
    pub fn plain_is_instance(&mut self, object: Value, class: Value) -> R<bool> {
        let own = self.class_of(object);
        let name = self.names.__class__;
        if let Some(class) = self.cast::<Class>(class) {
            if own.is_subclass_of(self, class) {
                return Ok(true);
            }
            let Some(claimed) = self.get_attr_optional(object, name)? else { return Ok(false) };
            return Ok(match self.cast::<Class>(claimed.value()) {
                Some(claimed) if claimed != own => claimed.is_subclass_of(self, class),
                _ => false,
            });
        }
        self.need_bases(class, "isinstance() arg 2 must be a type, a tuple of types, or a union")?;
        match self.get_attr_optional(object, name)? {
            Some(claimed) => self.abstract_is_subclass(claimed, class),
            None => Ok(false),
        }
    }

    /// As `type.__subclasscheck__` does it.
    pub fn plain_is_subclass(&mut self, derived: Value, class: Value) -> R<bool> {
        if let (Some(derived), Some(class)) = (self.cast::<Class>(derived), self.cast::<Class>(class)) {
            return Ok(derived.is_subclass_of(self, class));
        }
        self.need_bases(derived, "issubclass() arg 1 must be a class")?;
        if self.cast::<Class>(class).is_none() {
            self.need_bases(class, "issubclass() arg 2 must be a class, a tuple of classes, or a union")?;
        }
        self.abstract_is_subclass(derived.own(), class)
    }

    /// The `__bases__` of something that behaves as a class; None when it does not.
    fn abstract_bases(&mut self, class: Value) -> R<Option<Owned>> {
        let name = self.names.__bases__;
        let bases = self.get_attr_optional(class, name)?;
        Ok(bases.filter(|bases| self.cast::<Tuple>(bases.value()).is_some()))
    }

    fn need_bases(&mut self, class: Value, refusal: &str) -> R<()> {
        match self.abstract_bases(class)? {
            Some(_) => Ok(()),
            None => Err(self.type_error(refusal)),
        }
    }

    /// Search `class` among `derived` and its bases, by identity.
    fn abstract_is_subclass(&mut self, derived: Owned, class: Value) -> R<bool> {
        self.enter_native()?;
        let mut derived = derived;
        loop {
            if derived.value().is(class) {
                return Ok(true);
            }
            let Some(bases) = self.abstract_bases(derived.value())? else { return Ok(false) };
            let Some(list) = self.cast::<Tuple>(bases.value()) else { return Ok(false) };
            match list.len(self) {
                0 => return Ok(false),
                1 => derived = list.items(self)[0].own(),
                count => {
                    for index in 0..count {
                        let base = list.items(self)[index].own();
                        if self.abstract_is_subclass(base, class)? {
                            return Ok(true);
                        }
                    }
                    return Ok(false);
                }
            }
        }
    }
}
