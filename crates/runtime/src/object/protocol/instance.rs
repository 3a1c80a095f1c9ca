//! `isinstance` and `issubclass` (data model 3.3.4).

use std::cell::Cell;

use taipan_heap::{OutOfMemory, Owned, Value};

use crate::error::R;
use crate::object::args::Args;
use crate::object::class::Class;
use crate::object::obj::Obj;
use crate::types::tuple::Tuple;
use crate::types::union::Union;
use crate::vm::Vm;

/// How deep tuples of classes may be nested: each level takes native stack, and there is a lot of it.
const DEEPEST: usize = 40_000;
const NO_INSTANCE_CLASS: &str = "isinstance() arg 2 must be a type, a tuple of types, or a union";
const NO_SUBCLASS_CLASS: &str = "issubclass() arg 2 must be a class, a tuple of classes, or a union";

/// Rows of the cache of answers; a power of two.
const ANSWERS: usize = 128;

/// What `isinstance` of a value of one class and another class, whose metaclass is `type`, has answered. Both classes are named by their versions, which
/// change with them; 0 is the version of none.
#[derive(Clone, Copy, Default)]
struct Answer {
    own: u32,
    other: u32,
    is_instance: bool,
}

/// The answers of `isinstance` that took a look at bases.
pub(crate) struct InstanceCache(Box<[Cell<Answer>]>);

impl InstanceCache {
    pub(crate) fn new() -> Result<InstanceCache, OutOfMemory> {
        let mut rows = Vec::new();
        rows.try_reserve_exact(ANSWERS).map_err(|_| OutOfMemory)?;
        rows.resize_with(ANSWERS, Cell::default);
        Ok(InstanceCache(rows.into_boxed_slice()))
    }

    #[inline(always)]
    fn row(&self, own: u32, other: u32) -> &Cell<Answer> {
        &self.0[(own.wrapping_mul(31) ^ other) as usize % ANSWERS]
    }
}

impl Vm {
    /// The answer of `isinstance(value, class)` where `class` is that of the value, or a class that was asked about before.
    #[inline(always)]
    pub(crate) fn instance_answered(&self, value: Value, class: Value) -> Option<bool> {
        let own = self.class_of(value);
        if own.value().is(class) {
            return Some(true);
        }
        // Other metaclasses may have an `__instancecheck__`.
        if self.class_of(class) != self.types.type_ {
            return None;
        }
        // SAFETY: what is of the class `type` is a class.
        let other: Obj<Class> = unsafe { Obj::from_value(class) };
        let (own, other) = (own.get(self).version, other.get(self).version);
        let answer = self.instance_cache.row(own, other).get();
        (answer.own == own && answer.other == other && own != 0 && other != 0).then_some(answer.is_instance)
    }

    /// `isinstance(value, class)`; `class` may be a tuple or a union.
    pub fn is_instance(&mut self, value: Value, class: Value) -> R<bool> {
        match self.known_instance(value, class) {
            Some(answer) => Ok(answer),
            None => self.is_instance_nested(value, class, 0),
        }
    }

    /// The answer of `isinstance(value, class)`, where `class` is a class or a tuple of classes and nobody has to be asked.
    #[inline]
    pub(crate) fn known_instance(&self, value: Value, class: Value) -> Option<bool> {
        let Some(tuple) = self.cast_exact::<Tuple>(class) else { return self.known_instance_of(value, class) };
        for member in tuple.items(self) {
            if self.known_instance_of(value, *member)? {
                return Some(true);
            }
        }
        Some(false)
    }

    #[inline]
    fn known_instance_of(&self, value: Value, class: Value) -> Option<bool> {
        match self.instance_answered(value, class) {
            Some(answer) => Some(answer),
            None => self.answer_instance(value, class),
        }
    }

    /// As `known_instance_of`, by a look at the bases of the value's class.
    fn answer_instance(&self, value: Value, class: Value) -> Option<bool> {
        // As in `instance_answered`.
        if self.class_of(class) != self.types.type_ {
            return None;
        }
        let (own, other) = (self.class_of(value), self.cast::<Class>(class)?);
        let is_instance = own.is_subclass_of(self, other);
        if !is_instance && !self.class_is_plain(value) {
            return None;
        }
        let (own, other) = (own.get(self).version, other.get(self).version);
        self.instance_cache.row(own, other).set(Answer { own, other, is_instance });
        Some(is_instance)
    }

    fn is_instance_nested(&mut self, value: Value, class: Value, depth: usize) -> R<bool> {
        if self.class_of(value).value().is(class) {
            return Ok(true);
        }
        if self.class_of(class) == self.types.type_ {
            return self.plain_is_instance(value, class);
        }
        if let Some((_keep, members)) = self.class_choices(class) {
            self.enter_native()?;
            if depth == DEEPEST {
                return Err(self.recursion_error("maximum recursion depth exceeded in __instancecheck__"));
            }
            let mut found = Ok(false);
            for index in 0..members.items(self).len() {
                let member = members.items(self)[index];
                found = self.is_instance_nested(value, member, depth + 1);
                if found != Ok(false) {
                    break;
                }
            }
            self.leave_native();
            return found;
        }
        let name = self.names.__instancecheck__;
        match self.lookup_special(class, name)? {
            Some(checker) => {
                self.enter_native()?;
                let result = self.call_method_object(&checker, class, Args::positional(&[value]));
                self.leave_native();
                let result = result?;
                self.truth(result.value())
            }
            None => self.plain_is_instance(value, class),
        }
    }

    /// `issubclass(derived, class)`; `class` may be a tuple or a union.
    pub fn is_subclass(&mut self, derived: Value, class: Value) -> R<bool> {
        self.is_subclass_nested(derived, class, 0)
    }

    fn is_subclass_nested(&mut self, derived: Value, class: Value, depth: usize) -> R<bool> {
        if self.class_of(class) == self.types.type_ {
            if derived.is(class) {
                return Ok(true);
            }
            return self.plain_is_subclass(derived, class);
        }
        if let Some((_keep, members)) = self.class_choices(class) {
            self.enter_native()?;
            if depth == DEEPEST {
                return Err(self.recursion_error("maximum recursion depth exceeded in __subclasscheck__"));
            }
            let mut found = Ok(false);
            for index in 0..members.items(self).len() {
                let member = members.items(self)[index];
                found = self.is_subclass_nested(derived, member, depth + 1);
                if found != Ok(false) {
                    break;
                }
            }
            self.leave_native();
            return found;
        }
        let name = self.names.__subclasscheck__;
        match self.lookup_special(class, name)? {
            Some(checker) => {
                self.enter_native()?;
                let result = self.call_method_object(&checker, class, Args::positional(&[derived]));
                self.leave_native();
                let result = result?;
                self.truth(result.value())
            }
            None => self.plain_is_subclass(derived, class),
        }
    }

    /// The members of a tuple or a union.
    fn class_choices(&self, class: Value) -> Option<(Owned, Obj<Tuple>)> {
        let members = match self.cast_exact::<Union>(class) {
            Some(union) => union.get(self).args.clone(),
            None => class.own(),
        };
        let tuple = self.cast::<Tuple>(members.value())?;
        Some((members, tuple))
    }

    /// As `type.__instancecheck__`: by the object's class, or by the class that it claims to be of.
    pub(crate) fn plain_is_instance(&mut self, value: Value, class: Value) -> R<bool> {
        let own = self.class_of(value);
        let name = self.names.__class__;
        if let Some(class) = self.cast::<Class>(class) {
            if own.is_subclass_of(self, class) {
                return Ok(true);
            }
            if self.class_is_plain(value) {
                return Ok(false);
            }
            let claimed = self.get_attr_optional(value, name)?;
            let claimed = claimed.as_ref().and_then(|claimed| self.cast::<Class>(claimed.value()));
            return Ok(claimed.is_some_and(|claimed| claimed != own && claimed.is_subclass_of(self, class)));
        }
        if self.abstract_bases(class)?.is_none() {
            return Err(self.type_error(NO_INSTANCE_CLASS));
        }
        match self.get_attr_optional(value, name)? {
            Some(claimed) => self.is_abstract_subclass(claimed.value(), class),
            None => Ok(false),
        }
    }

    /// Whether `value.__class__` is what `object` makes of it: its class.
    fn class_is_plain(&self, value: Value) -> bool {
        let class = self.class_of(value);
        let plain = crate::object::protocol::attribute::object_get_attr as *const () as usize;
        if class.slots(self).get_attr.is_some_and(|get| get as usize != plain) {
            return false;
        }
        // No builtin type but `object` has a `__class__` of its own.
        if !class.is_heap(self) {
            return true;
        }
        let name = self.names.__class__;
        match (class.lookup(self, name), self.types.object.lookup(self, name)) {
            (Some(found), Some(own)) => found.is(own),
            _ => false,
        }
    }

    /// As `type.__subclasscheck__`: by the MRO, or by `__bases__` for what is no class.
    pub(crate) fn plain_is_subclass(&mut self, derived: Value, class: Value) -> R<bool> {
        if let (Some(derived), Some(class)) = (self.cast::<Class>(derived), self.cast::<Class>(class)) {
            return Ok(derived.is_subclass_of(self, class));
        }
        if self.abstract_bases(derived)?.is_none() {
            return Err(self.type_error("issubclass() arg 1 must be a class"));
        }
        if self.cast::<Union>(class).is_none() && self.abstract_bases(class)?.is_none() {
            return Err(self.type_error(NO_SUBCLASS_CLASS));
        }
        self.is_abstract_subclass(derived, class)
    }

    /// `object.__bases__`, when it is a tuple.
    fn abstract_bases(&mut self, object: Value) -> R<Option<Owned>> {
        let name = self.names.__bases__;
        let bases = self.get_attr_optional(object, name)?;
        Ok(bases.filter(|bases| self.cast::<Tuple>(bases.value()).is_some()))
    }

    fn is_abstract_subclass(&mut self, derived: Value, class: Value) -> R<bool> {
        let mut derived = derived.own();
        loop {
            if derived.is(class) {
                return Ok(true);
            }
            let Some(bases) = self.abstract_bases(derived.value())? else { return Ok(false) };
            let items: Vec<Owned> = match self.cast::<Tuple>(bases.value()) {
                Some(bases) => bases.items(self).iter().map(|base| base.own()).collect(),
                None => Vec::new(),
            };
            match &items[..] {
                [] => return Ok(false),
                [single] => derived = single.clone(),
                several => {
                    self.enter_native()?;
                    let mut found = Ok(false);
                    for base in several {
                        found = self.is_abstract_subclass(base.value(), class);
                        if found != Ok(false) {
                            break;
                        }
                    }
                    self.leave_native();
                    return found;
                }
            }
        }
    }
}
