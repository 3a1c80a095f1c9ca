//! What a builtin type or native module is written with: import this one.

pub use taipan_heap::{Buffer, HeapRef, Owned, Trace, Value, ValueVec, Visitor};
pub use taipan_macros::{Trace, extension, methods};

pub use crate::error::{R, Raised};
pub use crate::import::registry::NativeModule;
pub use crate::object::args::{
    Args, FromArgument, Index, IntoResult, Keywords, Parameter, ParameterKind, Rest, Signature, bind,
};
pub use crate::object::class::{Class, ClassDef};
pub use crate::object::method::{GetSet, Method, MethodKind, NativeFn, Positional};
pub use crate::object::obj::{KnownShape, Obj, Payload, layout_of};
pub use crate::object::plain::{FieldPlace, ModulePlace};
pub use crate::object::slots::{CompareOp, Slots};
pub use crate::types::dict::Dict;
pub use crate::types::list::List;
pub use crate::types::module::Module;
pub use crate::types::str::Str;
pub use crate::types::tuple::Tuple;
pub use crate::vm::Vm;
