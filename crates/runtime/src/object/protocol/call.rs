//! Calls from Rust: of any callable, of special methods, of methods by name.

use taipan_heap::{Owned, Value};

use crate::error::R;
use crate::object::args::Args;
use crate::object::class::ClassFlags;
use crate::object::obj::Obj;
use crate::types::function::Function;
use crate::types::str::Str;
use crate::vm::Vm;

impl Vm {
    /// `callable(*arguments)`.
    pub fn call(&mut self, callable: Value, arguments: &[Value]) -> R<Owned> {
        self.call_args(callable, Args::positional(arguments))
    }

    /// `callable(...)` with keywords too.
    pub fn call_args(&mut self, callable: Value, args: Args<'_>) -> R<Owned> {
        match self.class_of(callable).slots(self).call {
            Some(call) => {
                self.enter_native()?;
                let result = call(self, callable, args);
                self.leave_native();
                result
            }
            None => {
                let class = self.class_of(callable).name(self);
                Err(self.type_error(format!("'{class}' object is not callable")))
            }
        }
    }

    /// `object.name(*arguments)`.
    pub fn call_method(&mut self, object: Value, name: &str, arguments: &[Value]) -> R<Owned> {
        let name = self.intern(name)?;
        self.call_method_named(object, name, Args::positional(arguments))
    }

    /// `object.name(...)`.
    pub fn call_method_named(&mut self, object: Value, name: Obj<Str>, args: Args<'_>) -> R<Owned> {
        let (callable, takes_self) = self.get_method(object, name)?;
        if takes_self {
            self.call_with_self(callable.value(), object, args)
        } else {
            self.call_args(callable.value(), args)
        }
    }

    fn call_with_self(&mut self, callable: Value, this: Value, args: Args<'_>) -> R<Owned> {
        if args.names.is_empty()
            && args.positional.len() <= 2
            && let Some(function) = self.cast_exact::<Function>(callable)
        {
            // Nothing is gathered for special methods that native code calls.
            return match *args.positional {
                [] => crate::interp::call_function(self, function, Args::positional(&[this])),
                [only] => crate::interp::call_function(self, function, Args::positional(&[this, only])),
                [first, second] => {
                    crate::interp::call_function(self, function, Args::positional(&[this, first, second]))
                }
                _ => Err(self.system_error("two arguments at most")),
            };
        }
        let mut positional = smallvec::SmallVec::<[Value; 8]>::with_capacity(args.positional.len() + 1);
        positional.push(this);
        positional.extend_from_slice(args.positional);
        self.call_args(callable, Args { positional: &positional, ..args })
    }

    /// Call what `lookup_special` found: bound to `this` as its kind of descriptor says.
    pub fn call_method_object(&mut self, method: &Owned, this: Value, args: Args<'_>) -> R<Owned> {
        let kind = self.class_of(method.value());
        if kind.flags(self).has(ClassFlags::METHOD_DESCRIPTOR) {
            return self.call_with_self(method.value(), this, args);
        }
        let class = self.class_of(this);
        let bound = self.bind_descriptor(method.value(), Some(this), class)?;
        self.call_args(bound.value(), args)
    }

    /// Call a special method of `this`, if its class has it.
    pub fn call_special(&mut self, this: Value, name: Obj<Str>, arguments: &[Value]) -> R<Option<Owned>> {
        match self.lookup_special(this, name)? {
            Some(method) => self.call_method_object(&method, this, Args::positional(arguments)).map(Some),
            None => Ok(None),
        }
    }

    /// As `call_special`, for a slot that a class filled because it has the method: TypeError when it is gone or None.
    pub(crate) fn call_special_required(&mut self, this: Value, name: Obj<Str>, arguments: &[Value]) -> R<Owned> {
        match self.call_special(this, name, arguments)? {
            Some(result) => Ok(result),
            None => Err(self.attribute_error(this, name)),
        }
    }

    /// As `call_special_required`: the class has one method of a pair that share the slot, perhaps not this one.
    pub(crate) fn call_special_attribute(&mut self, this: Value, name: Obj<Str>, arguments: &[Value]) -> R<Owned> {
        match self.call_special(this, name, arguments)? {
            Some(result) => Ok(result),
            None => {
                let text = name.to_string_lossy(self);
                Err(self.attribute_error_with(this, name, &text))
            }
        }
    }

    /// As `call_special`, NotImplemented when the class does not have the method.
    pub(crate) fn call_special_or_not_implemented(
        &mut self,
        this: Value,
        name: Obj<Str>,
        arguments: &[Value],
    ) -> R<Owned> {
        Ok(self.call_special(this, name, arguments)?.unwrap_or_else(|| Owned::from_raw(Value::NOT_IMPLEMENTED)))
    }

    /// `callable(value)` has a `__call__`.
    pub fn is_callable(&self, value: Value) -> bool {
        self.class_of(value).slots(self).call.is_some()
    }
}
