//! Raising: `Raised` says that the isolate's `error` holds the exception. `R<Owned>` is one machine word.

use taipan_heap::{OutOfMemory, Owned, Value};

use crate::object::class::Class;
use crate::object::obj::Obj;
use crate::types::exception::Exception;
use crate::types::str::Str;
use crate::vm::Vm;

/// An exception was raised: `Vm::error` holds it.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised;

/// The result of whatever can raise.
pub type R<T = Owned> = Result<T, Raised>;

macro_rules! raisers {
    ($($name:ident $class:ident,)+) => {
        impl Vm {
            $(
                #[doc = concat!("Raise `", stringify!($class), "` with this message.")]
                #[cold]
                pub fn $name(&mut self, message: impl AsRef<str>) -> Raised {
                    let class = self.exceptions.$class;
                    self.raise(class, message.as_ref())
                }
            )+
        }
    };
}

raisers! {
    type_error TypeError,
    value_error ValueError,
    attribute_error_text AttributeError,
    index_error IndexError,
    key_error_text KeyError,
    runtime_error RuntimeError,
    overflow_error OverflowError,
    zero_division_error ZeroDivisionError,
    name_error_text NameError,
    system_error SystemError,
    import_error_text ImportError,
    buffer_error BufferError,
    lookup_error LookupError,
    not_implemented_error NotImplementedError,
    unbound_local_error UnboundLocalError,
    eof_error EOFError,
    assertion_error AssertionError,
    recursion_error RecursionError,
    reference_error ReferenceError,
}

impl Vm {
    /// Raise `class(message)`.
    #[cold]
    pub fn raise(&mut self, class: Obj<Class>, message: &str) -> Raised {
        match self.new_str(message) {
            Ok(text) => self.raise_with(class, &[text.value()]),
            Err(raised) => raised,
        }
    }

    /// Raise `class(*arguments)`.
    #[cold]
    pub fn raise_with(&mut self, class: Obj<Class>, arguments: &[Value]) -> Raised {
        match self.new_exception(class, arguments) {
            Ok(exception) => self.raise_object(exception),
            Err(raised) => raised,
        }
    }

    /// Raise this exception object. The exception being handled becomes its context.
    #[cold]
    pub fn raise_object(&mut self, exception: Owned) -> Raised {
        crate::types::exception::set_context(self, &exception);
        self.error = Some(exception);
        Raised
    }

    /// Raise this exception object as it is, its context untouched.
    pub fn reraise(&mut self, exception: Owned) -> Raised {
        self.error = Some(exception);
        Raised
    }

    /// MemoryError, without needing memory.
    #[cold]
    pub fn memory_error(&mut self) -> Raised {
        let exception = self.memory_error_instance.clone();
        if let Some(object) = self.exception(exception.value()) {
            let details = object.get_mut(self);
            drop((details.traceback.take(), details.context.take(), details.cause.take()));
        }
        self.error = Some(exception);
        Raised
    }

    /// Turn the heap's refusal into MemoryError.
    #[inline]
    pub fn check<T>(&mut self, result: Result<T, OutOfMemory>) -> R<T> {
        match result {
            Ok(value) => Ok(value),
            Err(OutOfMemory) => Err(self.memory_error()),
        }
    }

    /// MemoryError when one of the builders of text, bytes and vectors was refused memory: what it made is not to be used.
    /// Whatever makes a string, bytes, tuple or list asks; natives that use what they built otherwise ask themselves.
    #[inline(always)]
    pub fn check_built(&mut self) -> R<()> {
        if taipan_text::memory::is_refused() { Err(self.refused()) } else { Ok(()) }
    }

    #[cold]
    fn refused(&mut self) -> Raised {
        taipan_text::memory::take_refused();
        self.memory_error()
    }

    /// `OSError` for a failed call to the system, of the subclass that its errno selects.
    #[cold]
    pub fn os_error(&mut self, error: taipan_host::OsError, path: Option<Value>) -> Raised {
        let mut made = || -> R<_> {
            Ok((self.new_int(i128::from(error.errno))?, self.new_str(&taipan_host::strerror(error.errno))?))
        };
        match made() {
            Ok((errno, text)) => {
                let class = self.exceptions.OSError;
                match path {
                    Some(path) => self.raise_with(class, &[errno.value(), text.value(), path]),
                    None => self.raise_with(class, &[errno.value(), text.value()]),
                }
            }
            Err(raised) => raised,
        }
    }

    /// `KeyError(key)`.
    #[cold]
    pub fn key_error(&mut self, key: Value) -> Raised {
        self.raise_with(self.exceptions.KeyError, &[key])
    }

    /// `StopIteration(value)`, or without argument when it is None.
    #[cold]
    pub fn stop_iteration(&mut self, value: Value) -> Raised {
        let class = self.exceptions.StopIteration;
        if value.is_none() { self.raise_with(class, &[]) } else { self.raise_with(class, &[value]) }
    }

    /// Take the exception in flight.
    pub fn take_error(&mut self) -> Owned {
        self.error.take().unwrap_or(Owned::NONE)
    }

    /// Whether the exception in flight is an instance of `class`.
    pub fn error_is(&self, class: Obj<Class>) -> bool {
        match &self.error {
            Some(error) => self.class_of(error.value()).is_subclass_of(self, class),
            None => false,
        }
    }

    /// Swallow the exception in flight when it is an instance of `class`; else pass it on.
    pub fn catch(&mut self, class: Obj<Class>, _raised: Raised) -> R<Owned> {
        if self.error_is(class) { Ok(self.take_error()) } else { Err(Raised) }
    }

    /// `AttributeError` for `object.name`, with the fields that suggestions need.
    #[cold]
    pub fn attribute_error(&mut self, object: Value, name: Obj<Str>) -> Raised {
        let text = crate::object::protocol::attribute::missing_message(self, object, name);
        self.attribute_error_with(object, name, &text)
    }

    /// As `attribute_error` with words of one's own.
    #[cold]
    pub fn attribute_error_with(&mut self, object: Value, name: Obj<Str>, message: &str) -> Raised {
        let raised = self.raise(self.exceptions.AttributeError, message);
        // Without memory it is another error.
        if let Some(error) = self.error.take() {
            if self.class_of(error.value()) == self.exceptions.AttributeError {
                crate::types::exception::note_attribute(self, error.value(), name.value(), object);
            }
            self.error = Some(error);
        }
        raised
    }

    /// `NameError` with its `name` field.
    #[cold]
    pub fn name_error(&mut self, class: Obj<Class>, name: Obj<Str>, message: &str) -> Raised {
        let raised = self.raise(class, message);
        // What is a mistake in the order of things is not one in the name.
        if class == self.exceptions.NameError {
            self.annotate_error(&[("name", name.value())]);
        }
        raised
    }

    /// Set attributes of the exception in flight; what fails is left out.
    pub fn annotate_error(&mut self, fields: &[(&str, Value)]) {
        let Some(error) = self.error.clone() else { return };
        if self.cast::<Exception>(error.value()).is_none() {
            return;
        }
        for &(name, value) in fields {
            let Ok(name) = self.intern(name) else { continue };
            if self.set_attr(error.value(), name, Some(value)).is_err() {
                drop(self.take_error());
            }
        }
        self.error = Some(error);
    }
}
