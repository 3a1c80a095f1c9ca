//! Exceptions: the payload that all share, and the hierarchy.
//!
//! Fields that some classes have of their own (`StopIteration.value`, `OSError.errno` ...) are instance slots with member descriptors.

mod base;
mod fields;
pub(crate) mod group;
mod os;
mod simple;
pub(crate) use simple::attribute_error::note as note_attribute;
pub(crate) mod syntax;
pub(crate) mod unicode;

use taipan_heap::{Owned, Value};

use crate::error::R;
use crate::native::{Args, Trace};
use crate::object::class::{Class, ClassDef};
use crate::object::obj::{Obj, Payload};
use crate::vm::Vm;
use simple::{attribute_error, import_error, key_error, name_error, stop_iteration, system_exit};
use unicode::{decode, encode, translate};

/// What every exception holds.
#[derive(Trace)]
pub struct Exception {
    /// A tuple.
    pub args: Owned,
    pub traceback: Option<Owned>,
    pub cause: Option<Owned>,
    pub context: Option<Owned>,
    pub suppress_context: bool,
}

impl Payload for Exception {
    const NAME: &'static str = "Exception";

    fn class(vm: &Vm) -> Obj<Class> {
        vm.exceptions.BaseException
    }
}

/// One exception class.
pub struct ExceptionRow {
    pub definition: &'static ClassDef,
    /// Place of the base in the table; None for BaseException.
    pub base: Option<usize>,
}

macro_rules! exceptions {
    ($($name:ident ($base:ident) [$($field:literal)*] $(= $module:ident)? $doc:literal;)+) => {
        /// The exception classes.
        #[allow(non_snake_case, reason = "fields are named after the classes")]
        pub struct ExceptionTypes {
            pub BaseException: Obj<Class>,
            /// With two bases, so that it is made last, as a class statement would.
            pub ExceptionGroup: Obj<Class>,
            $(pub $name: Obj<Class>,)+
        }

        #[allow(non_camel_case_types, clippy::enum_variant_names, reason = "variants are named after the classes")]
        enum Number { BaseException, $($name,)+ }

        impl ExceptionTypes {
            pub(crate) fn rows() -> &'static [ExceptionRow] {
                static DEFINITIONS: &[ClassDef] = &[
                    ClassDef {
                        doc: "The base of all exceptions.",
                        slots: base::SLOTS,
                        methods: &base::METHODS,
                        getsets: &base::GETSETS,
                        has_dict: true,
                        ..ClassDef::new::<Exception>("BaseException")
                    },
                    $(ClassDef {
                        doc: $doc,
                        fields: &[$($field),*],
                        has_dict: true,
                        $(slots: $module::SLOTS, methods: &$module::METHODS, getsets: &$module::GETSETS,)?
                        ..ClassDef::new::<Exception>(stringify!($name))
                    },)+
                ];
                static ROWS: &[ExceptionRow] = &[
                    ExceptionRow { definition: &DEFINITIONS[0], base: None },
                    $(ExceptionRow {
                        definition: &DEFINITIONS[Number::$name as usize],
                        base: Some(Number::$base as usize),
                    },)+
                ];
                ROWS
            }

            pub(crate) fn from_slice(classes: &[Obj<Class>]) -> ExceptionTypes {
                ExceptionTypes {
                    BaseException: classes[0],
                    ExceptionGroup: classes[Number::BaseExceptionGroup as usize],
                    $($name: classes[Number::$name as usize],)+
                }
            }
        }
    };
}

exceptions! {
    Exception (BaseException) [] "The base of exceptions that programs handle.";
    BaseExceptionGroup (BaseException) ["-message" "-exceptions" "-shown"] = group "Several exceptions in one.";
    GeneratorExit (BaseException) [] "A generator is being closed.";
    KeyboardInterrupt (BaseException) [] "The program was interrupted by the user.";
    SystemExit (BaseException) ["code"] = system_exit "The interpreter is asked to exit.";
    ArithmeticError (Exception) [] "The base of arithmetic errors.";
    FloatingPointError (ArithmeticError) [] "A floating-point operation failed.";
    OverflowError (ArithmeticError) [] "A result is too large.";
    ZeroDivisionError (ArithmeticError) [] "Division by zero.";
    AssertionError (Exception) [] "An assertion failed.";
    AttributeError (Exception) ["name" "obj"] = attribute_error "No such attribute.";
    BufferError (Exception) [] "A buffer operation failed.";
    EOFError (Exception) [] "Input ended.";
    ImportError (Exception) ["msg" "name" "path" "name_from"] = import_error "Import failed.";
    ModuleNotFoundError (ImportError) [] "No such module.";
    LookupError (Exception) [] "The base of errors of a missing key or index.";
    IndexError (LookupError) [] "Index out of range.";
    KeyError (LookupError) [] = key_error "No such key.";
    MemoryError (Exception) [] "Out of memory.";
    NameError (Exception) ["name"] = name_error "No such name.";
    UnboundLocalError (NameError) [] "A local variable has no value yet.";
    OSError (Exception) ["errno" "strerror" "filename" "filename2" "-characters_written"] = os "The operating system refused.";
    BlockingIOError (OSError) [] "The operation would block.";
    ChildProcessError (OSError) [] "Error of a child process.";
    ConnectionError (OSError) [] "The base of connection errors.";
    BrokenPipeError (ConnectionError) [] "The other end was closed.";
    ConnectionAbortedError (ConnectionError) [] "The connection was aborted.";
    ConnectionRefusedError (ConnectionError) [] "The connection was refused.";
    ConnectionResetError (ConnectionError) [] "The connection was reset.";
    FileExistsError (OSError) [] "The file exists already.";
    FileNotFoundError (OSError) [] "No such file.";
    InterruptedError (OSError) [] "Interrupted by a signal.";
    IsADirectoryError (OSError) [] "A directory, where a file is needed.";
    NotADirectoryError (OSError) [] "A file, where a directory is needed.";
    PermissionError (OSError) [] "Not allowed.";
    ProcessLookupError (OSError) [] "No such process.";
    TimeoutError (OSError) [] "Time ran out.";
    ReferenceError (Exception) [] "The referent of a weak reference is gone.";
    RuntimeError (Exception) [] "An error of no other kind.";
    NotImplementedError (RuntimeError) [] "Not implemented: for abstract methods.";
    PythonFinalizationError (RuntimeError) [] "Not possible while the interpreter ends.";
    RecursionError (RuntimeError) [] "Recursion went too deep.";
    StopAsyncIteration (Exception) [] "An asynchronous iterator has ended.";
    StopIteration (Exception) ["value"] = stop_iteration "An iterator has ended.";
    SyntaxError (Exception) [
        "msg" "filename" "lineno" "offset" "text" "end_lineno" "end_offset" "print_file_and_line" "_metadata"
    ] = syntax "The source is not Python.";
    IndentationError (SyntaxError) [] "Wrong indentation.";
    TabError (IndentationError) [] "Tabs and spaces are mixed.";
    _IncompleteInputError (SyntaxError) [] "The source is not complete.";
    SystemError (Exception) [] "An error inside the interpreter.";
    TypeError (Exception) [] "A value of the wrong type.";
    ValueError (Exception) [] "A value of the right type that is not allowed.";
    UnicodeError (ValueError) [] "The base of errors of text encoding.";
    UnicodeDecodeError (UnicodeError) ["encoding" "object" "-start" "-end" "reason"] = decode "Bytes are not text.";
    UnicodeEncodeError (UnicodeError) ["encoding" "object" "-start" "-end" "reason"] = encode "Text cannot be encoded.";
    UnicodeTranslateError (UnicodeError) ["encoding" "object" "-start" "-end" "reason"] = translate "Text cannot be translated.";
    Warning (Exception) [] "The base of warnings.";
    BytesWarning (Warning) [] "Bytes and str were mixed.";
    DeprecationWarning (Warning) [] "Deprecated, for developers.";
    EncodingWarning (Warning) [] "The default encoding was used.";
    FutureWarning (Warning) [] "Will change its meaning.";
    ImportWarning (Warning) [] "A probable mistake in an import.";
    PendingDeprecationWarning (Warning) [] "Will be deprecated.";
    ResourceWarning (Warning) [] "A resource was not released.";
    RuntimeWarning (Warning) [] "Dubious behaviour at run time.";
    SyntaxWarning (Warning) [] "Dubious syntax.";
    UnicodeWarning (Warning) [] "Dubious use of Unicode.";
    UserWarning (Warning) [] "A warning made by a program.";
}

impl Vm {
    /// `class(*arguments)` of an exception class.
    pub fn new_exception(&mut self, class: Obj<Class>, arguments: &[Value]) -> R<Owned> {
        crate::types::type_::call(self, class.value(), Args::positional(arguments))
    }

    /// Set the traceback of the exception in flight.
    pub(crate) fn exception(&self, value: Value) -> Option<Obj<Exception>> {
        self.cast::<Exception>(value)
    }
}

/// The exception being handled becomes the context of a new one, unless that would make a circle.
impl Vm {
    /// Whether this is an instance of BaseException.
    pub fn is_exception(&self, value: Value) -> bool {
        self.exception(value).is_some()
    }

    /// `__traceback__`; None where there is none.
    pub fn exception_traceback(&self, exception: Value) -> Option<Owned> {
        self.exception(exception).and_then(|exception| exception.get(self).traceback.clone())
    }

    /// Set `__traceback__`.
    pub fn set_exception_traceback(&mut self, exception: Value, traceback: Option<Owned>) {
        if let Some(exception) = self.exception(exception) {
            let old = std::mem::replace(&mut exception.get_mut(self).traceback, traceback);
            drop(old);
        }
    }

    /// Whether this is a traceback object.
    pub fn is_traceback(&self, value: Value) -> bool {
        self.cast::<crate::types::traceback::Traceback>(value).is_some()
    }

    /// Set `__context__`.
    pub fn set_exception_context(&mut self, exception: &Owned, context: &Owned) {
        if let Some(object) = self.exception(exception.value())
            && !exception.is(context.value())
        {
            let old = object.get_mut(self).context.replace(context.clone());
            drop(old);
        }
    }

    /// Set `__cause__` and `__context__`, as `raise exception from cause` does while the cause is handled.
    pub fn set_exception_cause(&mut self, exception: &Owned, cause: &Owned) {
        self.set_exception_context(exception, cause);
        if let Some(object) = self.exception(exception.value()) {
            let details = object.get_mut(self);
            details.suppress_context = true;
            let old = details.cause.replace(cause.clone());
            drop(old);
        }
    }
}

pub(crate) fn set_context(vm: &mut Vm, exception: &Owned) {
    let Some(handled) = vm.handled.clone() else { return };
    if handled.is(exception.value()) {
        return;
    }
    let Some(object) = vm.exception(exception.value()) else { return };
    // Cut the chain where it would lead back to the new exception.
    let mut current = handled.value();
    let mut steps = 0;
    while let Some(link) = vm.exception(current) {
        let next = link.get(vm).context.as_ref().map(|context| context.value());
        match next {
            Some(next) if next.is(exception.value()) => {
                let cut = link.get_mut(vm).context.take();
                drop(cut);
                break;
            }
            Some(next) if steps < 10_000 => current = next,
            _ => break,
        }
        steps += 1;
    }
    let old = object.get_mut(vm).context.replace(handled);
    drop(old);
}
