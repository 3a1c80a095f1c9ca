//! Rows of method tables: what `#[methods]` makes of Rust functions.

use taipan_heap::{Owned, Value};

use crate::error::R;
use crate::object::args::{Args, Signature};
use crate::vm::Vm;

/// A native function: arguments borrowed, result owned.
pub type NativeFn = fn(&mut Vm, Args<'_>) -> R<Owned>;

/// How a method is found on its class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MethodKind {
    /// Takes the instance first.
    Instance,
    /// Takes the class first.
    Class,
    Static,
    /// A module's function.
    Function,
}

/// An entry for calls with just so many positional arguments (receiver included), which need no binding.
#[derive(Clone, Copy)]
pub enum Fast {
    None,
    One(fn(&mut Vm, Value) -> R<Owned>),
    Two(fn(&mut Vm, Value, Value) -> R<Owned>),
    Three(fn(&mut Vm, Value, Value, Value) -> R<Owned>),
}

/// A native function or method.
#[derive(Clone, Copy)]
pub struct Method {
    pub signature: &'static Signature,
    pub doc: &'static str,
    pub kind: MethodKind,
    pub call: NativeFn,
    pub fast: Fast,
}

impl Method {
    pub fn name(&self) -> &'static str {
        self.signature.name
    }
}

/// A computed attribute.
pub struct GetSet {
    pub name: &'static str,
    pub doc: &'static str,
    pub get: fn(&mut Vm, Value) -> R<Owned>,
    /// Sets, or with None deletes.
    pub set: Option<fn(&mut Vm, Value, Option<Value>) -> R<()>>,
    /// Python sees a `member_descriptor`, for what is a field in CPython.
    pub member: bool,
}
