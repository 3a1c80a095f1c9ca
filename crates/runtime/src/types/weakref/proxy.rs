//! Proxies: objects that behave as the one they point to weakly, and raise ReferenceError when it is gone.

use taipan_heap::ShapeId;

use super::WeakRef;
use crate::native::*;
use crate::object::protocol::number::BinaryOp;
use crate::types::shapes;

const SLOTS: Slots = Slots {
    hash: Some(crate::object::protocol::compare::unhashable),
    repr: Some(repr),
    str: Some(str),
    compare: Some(compare),
    get_attr: Some(get_attr),
    set_attr: Some(set_attr),
    iter: Some(iter),
    next: Some(next),
    add: Some(add),
    sub: Some(sub),
    mul: Some(mul),
    matmul: Some(matmul),
    truediv: Some(truediv),
    floordiv: Some(floordiv),
    modulo: Some(modulo),
    divmod: Some(divmod),
    power: Some(power),
    lshift: Some(lshift),
    rshift: Some(rshift),
    and: Some(and),
    or: Some(or),
    xor: Some(xor),
    inplace_add: Some(inplace_add),
    inplace_sub: Some(inplace_sub),
    inplace_mul: Some(inplace_mul),
    inplace_matmul: Some(inplace_matmul),
    inplace_truediv: Some(inplace_truediv),
    inplace_floordiv: Some(inplace_floordiv),
    inplace_modulo: Some(inplace_modulo),
    inplace_power: Some(inplace_power),
    inplace_lshift: Some(inplace_lshift),
    inplace_rshift: Some(inplace_rshift),
    inplace_and: Some(inplace_and),
    inplace_or: Some(inplace_or),
    inplace_xor: Some(inplace_xor),
    negative: Some(negative),
    positive: Some(positive),
    absolute: Some(absolute),
    invert: Some(invert),
    truth: Some(truth),
    int: Some(int),
    float: Some(float),
    index: Some(index),
    length: Some(length),
    get_item: Some(get_item),
    set_item: Some(set_item),
    contains: Some(contains),
    ..Slots::EMPTY
};

pub(crate) static CLASS: ClassDef = ClassDef {
    module: "weakref",
    doc: "Stands for an object without keeping it alive.",
    slots: SLOTS,
    methods: &METHODS,
    unhashable: true,
    ..ClassDef::sealed::<WeakRefProxy>("ProxyType")
};

pub(crate) static CALLABLE_CLASS: ClassDef = ClassDef {
    module: "weakref",
    doc: "Stands for a callable object without keeping it alive.",
    slots: Slots { call: Some(call), ..SLOTS },
    methods: &METHODS,
    unhashable: true,
    ..ClassDef::sealed::<WeakRefProxy>("CallableProxyType")
};

/// A proxy's payload; a type of its own, so that a proxy is no reference.
#[derive(Trace)]
pub(crate) struct WeakRefProxy(pub(super) WeakRef);

impl Payload for WeakRefProxy {
    const NAME: &'static str = "WeakRefProxy";
    const SHAPE: ShapeId = shapes::weakproxy;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.weakproxy
    }
}

/// `weakref.proxy(target, callback)`.
pub fn new_proxy(vm: &mut Vm, target: Value, callback: Option<Value>) -> R<Owned> {
    let class = if vm.is_callable(target) { vm.types.weakcallableproxy } else { vm.types.weakproxy };
    super::make(vm, class, target, callback)
}

/// The object that `value` stands for: of a proxy its target, of anything else itself.
fn open(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(this) = vm.cast::<WeakRefProxy>(value) else { return Ok(value.own()) };
    let target = this.get(vm).0.target.and_then(|(target, _)| vm.heap.upgrade(target));
    match target {
        Some(target) => Ok(target),
        None => Err(vm.reference_error("weakly-referenced object no longer exists")),
    }
}

macro_rules! binary {
    ($($name:ident $inplace:ident $op:ident,)+) => { $(
        fn $name(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
            let (a, b) = (open(vm, a)?, open(vm, b)?);
            vm.binary_op(BinaryOp::$op, a.value(), b.value())
        }

        fn $inplace(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
            let (a, b) = (open(vm, a)?, open(vm, b)?);
            vm.inplace_op(BinaryOp::$op, a.value(), b.value())
        }
    )+ };
}

binary! {
    add inplace_add Add,
    sub inplace_sub Sub,
    mul inplace_mul Mul,
    matmul inplace_matmul MatMul,
    truediv inplace_truediv TrueDiv,
    floordiv inplace_floordiv FloorDiv,
    modulo inplace_modulo Mod,
    lshift inplace_lshift LShift,
    rshift inplace_rshift RShift,
    and inplace_and And,
    or inplace_or Or,
    xor inplace_xor Xor,
}

macro_rules! unary {
    ($($name:ident,)+) => { $(
        fn $name(vm: &mut Vm, value: Value) -> R<Owned> {
            let target = open(vm, value)?;
            vm.$name(target.value())
        }
    )+ };
}

unary! { str, iter, negative, positive, absolute, invert, index, }

fn divmod(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let (a, b) = (open(vm, a)?, open(vm, b)?);
    vm.binary_op(BinaryOp::DivMod, a.value(), b.value())
}

fn power(vm: &mut Vm, base: Value, exponent: Value, modulus: Value) -> R<Owned> {
    let (base, exponent, modulus) = (open(vm, base)?, open(vm, exponent)?, open(vm, modulus)?);
    vm.power(base.value(), exponent.value(), modulus.value())
}

fn inplace_power(vm: &mut Vm, base: Value, exponent: Value, _modulus: Value) -> R<Owned> {
    let (base, exponent) = (open(vm, base)?, open(vm, exponent)?);
    vm.inplace_op(BinaryOp::Pow, base.value(), exponent.value())
}

fn int(vm: &mut Vm, value: Value) -> R<Owned> {
    let target = open(vm, value)?;
    vm.call(vm.types.int.value(), &[target.value()])
}

fn float(vm: &mut Vm, value: Value) -> R<Owned> {
    let target = open(vm, value)?;
    vm.call(vm.types.float.value(), &[target.value()])
}

fn truth(vm: &mut Vm, value: Value) -> R<bool> {
    let target = open(vm, value)?;
    vm.truth(target.value())
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    let target = open(vm, value)?;
    vm.length(target.value())
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> R<Owned> {
    let target = open(vm, value)?;
    vm.get_item(target.value(), key)
}

fn set_item(vm: &mut Vm, this: Value, key: Value, value: Option<Value>) -> R<()> {
    let target = open(vm, this)?;
    match value {
        Some(value) => vm.set_item(target.value(), key, value),
        None => vm.delete_item(target.value(), key),
    }
}

fn contains(vm: &mut Vm, this: Value, item: Value) -> R<bool> {
    let target = open(vm, this)?;
    vm.contains(target.value(), item)
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let target = open(vm, value)?;
    if vm.class_of(target.value()).slots(vm).next.is_none() {
        let class = vm.class_of(target.value()).name(vm);
        return Err(vm.type_error(format!("Weakref proxy referenced a non-iterator '{class}' object")));
    }
    vm.next_or_stop(target.value())
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (a, b) = (open(vm, a)?, open(vm, b)?);
    vm.rich_compare(a.value(), b.value(), op)
}

fn get_attr(vm: &mut Vm, this: Value, name: Obj<Str>) -> R<Owned> {
    let target = open(vm, this)?;
    vm.get_attr(target.value(), name)
}

fn set_attr(vm: &mut Vm, this: Value, name: Obj<Str>, value: Option<Value>) -> R<()> {
    let target = open(vm, this)?;
    vm.set_attr(target.value(), name, value)
}

fn call(vm: &mut Vm, this: Value, args: Args<'_>) -> R<Owned> {
    let target = open(vm, this)?;
    vm.call_args(target.value(), args)
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let target = match vm.cast::<WeakRefProxy>(value) {
        Some(this) => this.get(vm).0.target.and_then(|(target, _)| vm.heap.upgrade(target)),
        None => None,
    };
    let text = match target {
        Some(target) => {
            let class = vm.class_of(target.value()).name(vm);
            format!("<weakproxy at {:#x}; to '{class}' at {:#x}>", value.bits(), target.bits())
        }
        None => format!("<weakproxy at {:#x}; dead>", value.bits()),
    };
    vm.new_str(&text)
}

#[methods]
mod py {
    use super::*;

    /// `bytes()` of the object.
    #[method("($self, /)")]
    fn __bytes__(vm: &mut Vm, this: Value) -> R<Owned> {
        let target = open(vm, this)?;
        vm.call_method(target.value(), "__bytes__", &[])
    }

    /// `reversed()` of the object.
    #[method("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Value) -> R<Owned> {
        let target = open(vm, this)?;
        vm.call_method(target.value(), "__reversed__", &[])
    }
}
