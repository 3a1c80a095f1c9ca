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

/// An entry for calls with positional arguments alone, receiver included, which need no binding.
#[derive(Clone, Copy)]
pub struct Positional {
    /// So many arguments at least, and so many more at most.
    pub least: u16,
    pub span: u16,
    pub call: fn(&mut Vm, &[Value]) -> R<Owned>,
}

impl Positional {
    /// No such entry.
    pub const NONE: Positional = Positional {
        least: u16::MAX,
        span: 0,
        call: |vm, _| Err(vm.system_error("a native function without this entry")),
    };

    /// Whether the entry takes that many arguments.
    #[inline(always)]
    pub fn takes(&self, count: usize) -> bool {
        count.wrapping_sub(self.least as usize) <= self.span as usize
    }
}

/// A native function or method.
#[derive(Clone, Copy)]
pub struct Method {
    pub signature: &'static Signature,
    pub doc: &'static str,
    pub kind: MethodKind,
    pub call: NativeFn,
    pub positional: Positional,
    /// What it is bound to is its first argument.
    pub takes_receiver: bool,
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
