//! The table of functions behind a class: what the interpreter calls for an operation, without looking up a name.
//!
//! A builtin type writes its functions down here once; a class made by Python code gets functions that look up the special method.
//! `special.rs` connects each name (`__len__`) with its slot.

use taipan_heap::{Owned, Value};

use crate::error::R;
use crate::interp::Resumed;
use crate::object::args::Args;
use crate::object::class::Class;
use crate::object::obj::Obj;
use crate::types::str::Str;
use crate::vm::Vm;

pub type Unary = fn(&mut Vm, Value) -> R<Owned>;
/// Operands in the order they are written, whichever of them the slot belongs to. May give NotImplemented.
pub type Binary = fn(&mut Vm, Value, Value) -> R<Owned>;
/// `pow(base, exponent, modulus)`; the modulus is None when not given.
pub type Ternary = fn(&mut Vm, Value, Value, Value) -> R<Owned>;
pub type Truth = fn(&mut Vm, Value) -> R<bool>;
pub type Hash = fn(&mut Vm, Value) -> R<i64>;
pub type Length = fn(&mut Vm, Value) -> R<usize>;
/// Send a value into an iterator that `await` drives.
pub type Send = fn(&mut Vm, Value, Value) -> R<Resumed>;
/// None: no further item.
pub type Next = fn(&mut Vm, Value) -> R<Option<Owned>>;
pub type Call = fn(&mut Vm, Value, Args<'_>) -> R<Owned>;
pub type GetAttr = fn(&mut Vm, Value, Obj<Str>) -> R<Owned>;
/// Sets, or with None deletes.
pub type SetAttr = fn(&mut Vm, Value, Obj<Str>, Option<Value>) -> R<()>;
pub type Compare = fn(&mut Vm, Value, Value, CompareOp) -> R<Owned>;
/// Descriptor, instance (None when looked up on the class), class.
pub type DescriptorGet = fn(&mut Vm, Value, Option<Value>, Option<Value>) -> R<Owned>;
pub type DescriptorSet = fn(&mut Vm, Value, Value, Option<Value>) -> R<()>;
pub type New = fn(&mut Vm, Obj<Class>, Args<'_>) -> R<Owned>;
pub type Init = fn(&mut Vm, Value, Args<'_>) -> R<()>;
pub type SetItem = fn(&mut Vm, Value, Value, Option<Value>) -> R<()>;
/// Container, item.
pub type Contains = fn(&mut Vm, Value, Value) -> R<bool>;
pub type Finalize = fn(&mut Vm, Value) -> R<()>;
/// Sequence and count.
pub type Repeat = fn(&mut Vm, Value, isize) -> R<Owned>;

/// A rich comparison.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum CompareOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl CompareOp {
    /// The operator that says the same with the operands exchanged.
    pub const fn swapped(self) -> CompareOp {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
            same => same,
        }
    }

    pub const fn symbol(self) -> &'static str {
        match self {
            CompareOp::Lt => "<",
            CompareOp::Le => "<=",
            CompareOp::Eq => "==",
            CompareOp::Ne => "!=",
            CompareOp::Gt => ">",
            CompareOp::Ge => ">=",
        }
    }

    /// What the operator says of this ordering.
    #[inline(always)]
    pub const fn test(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => ordering.is_lt(),
            CompareOp::Le => ordering.is_le(),
            CompareOp::Eq => ordering.is_eq(),
            CompareOp::Ne => ordering.is_ne(),
            CompareOp::Gt => ordering.is_gt(),
            CompareOp::Ge => ordering.is_ge(),
        }
    }
}

macro_rules! slots {
    ($($(#[$meta:meta])* $name:ident: $ty:ty,)+) => {
        /// The functions behind a class.
        #[derive(Clone, Copy)]
        pub struct Slots { $($(#[$meta])* pub $name: Option<$ty>,)+ }

        impl Slots {
            pub const EMPTY: Slots = Slots { $($name: None,)+ };

            /// Take over each function of `base` that is not set here.
            pub fn inherit(&mut self, base: &Slots) {
                $(if self.$name.is_none() { self.$name = base.$name; })+
            }
        }
    };
}

slots! {
    repr: Unary,
    str: Unary,
    hash: Hash,
    call: Call,
    get_attr: GetAttr,
    set_attr: SetAttr,
    compare: Compare,
    iter: Unary,
    next: Next,
    descriptor_get: DescriptorGet,
    descriptor_set: DescriptorSet,
    new: New,
    init: Init,
    finalize: Finalize,

    add: Binary,
    sub: Binary,
    mul: Binary,
    matmul: Binary,
    truediv: Binary,
    floordiv: Binary,
    modulo: Binary,
    divmod: Binary,
    power: Ternary,
    lshift: Binary,
    rshift: Binary,
    and: Binary,
    or: Binary,
    xor: Binary,
    inplace_add: Binary,
    inplace_sub: Binary,
    inplace_mul: Binary,
    inplace_matmul: Binary,
    inplace_truediv: Binary,
    inplace_floordiv: Binary,
    inplace_modulo: Binary,
    inplace_power: Ternary,
    inplace_lshift: Binary,
    inplace_rshift: Binary,
    inplace_and: Binary,
    inplace_or: Binary,
    inplace_xor: Binary,
    negative: Unary,
    positive: Unary,
    absolute: Unary,
    invert: Unary,
    truth: Truth,
    int: Unary,
    float: Unary,
    index: Unary,

    length: Length,
    get_item: Binary,
    set_item: SetItem,
    contains: Contains,
    /// `+` of sequences, asked after both operands' `add`.
    concat: Binary,
    /// `*` of a sequence and an int, asked after both operands' `mul`.
    repeat: Repeat,
    inplace_concat: Binary,
    inplace_repeat: Repeat,

    /// The memory that the buffer protocol gives access to.
    buffer: &'static crate::object::buffer::Exporter,

    /// As the method `send`, with an end that needs no exception.
    send: Send,
    await_: Unary,
    aiter: Unary,
    anext: Unary,
}
