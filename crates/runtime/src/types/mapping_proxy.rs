//! `mappingproxy`: a read-only view of any mapping, which a class's `__dict__` is.

use taipan_heap::ShapeId;
use taipan_text::TextBuf;

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::object::protocol::number::BinaryOp;
use crate::types::sequence::push_repr;
use crate::types::shapes;

#[derive(Trace)]
pub struct MappingProxy {
    pub mapping: Owned,
}

impl Payload for MappingProxy {
    const NAME: &'static str = "MappingProxy";
    const SHAPE: ShapeId = shapes::mappingproxy;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.mappingproxy
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "A read-only view of a mapping.",
    flags: ClassFlags::MAPPING,
    slots: Slots {
        new: Some(make),
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        compare: Some(compare),
        iter: Some(iter),
        length: Some(length),
        get_item: Some(get_item),
        contains: Some(contains),
        or: Some(or),
        inplace_or: Some(inplace_or),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    ..ClassDef::sealed::<MappingProxy>("mappingproxy")
};

/// A view of `mapping`.
pub(crate) fn new(vm: &mut Vm, mapping: Value) -> R<Owned> {
    vm.allocate(MappingProxy { mapping: mapping.own() })
}

fn make(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    static SIGNATURE: Signature = Signature {
        name: "mappingproxy",
        text: "(mapping)",
        parameters: &[Parameter { name: "mapping", kind: ParameterKind::PositionalOrKeyword, optional: false }],
        rest: false,
        keywords: false,
    };
    let mut slots = [None];
    bind(vm, &SIGNATURE, args, &mut slots)?;
    let mapping = slots[0].unwrap_or(Value::NONE);
    let subscriptable = vm.class_of(mapping).slots(vm).get_item.is_some();
    if !subscriptable || vm.cast::<List>(mapping).is_some() || vm.cast::<Tuple>(mapping).is_some() {
        let found = vm.class_of(mapping).name(vm);
        return Err(vm.type_error(format!("mappingproxy() argument must be a mapping, not {found}")));
    }
    new(vm, mapping)
}

fn inner(vm: &mut Vm, value: Value) -> R<Owned> {
    match vm.cast::<MappingProxy>(value) {
        Some(this) => Ok(this.get(vm).mapping.clone()),
        None => Err(vm.type_error("a mappingproxy is required")),
    }
}

/// What an operand stands for: a proxy for its mapping.
fn operand(vm: &Vm, value: Value) -> Owned {
    match vm.cast::<MappingProxy>(value) {
        Some(this) => this.get(vm).mapping.clone(),
        None => value.own(),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let mapping = inner(vm, value)?;
    let mut text = TextBuf::new();
    text.push_ascii(b"mappingproxy(");
    push_repr(vm, mapping.value(), &mut text)?;
    text.push_ascii(b")");
    vm.new_text(&text.finish())
}

fn str(vm: &mut Vm, value: Value) -> R<Owned> {
    let mapping = inner(vm, value)?;
    vm.str(mapping.value())
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    let mapping = inner(vm, value)?;
    vm.hash(mapping.value())
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let mapping = inner(vm, a)?;
    vm.rich_compare(mapping.value(), b, op)
}

fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
    let mapping = inner(vm, value)?;
    vm.iter(mapping.value())
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    let mapping = inner(vm, value)?;
    vm.length(mapping.value())
}

fn get_item(vm: &mut Vm, value: Value, key: Value) -> R<Owned> {
    let mapping = inner(vm, value)?;
    vm.get_item(mapping.value(), key)
}

fn contains(vm: &mut Vm, value: Value, key: Value) -> R<bool> {
    let mapping = inner(vm, value)?;
    vm.contains(mapping.value(), key)
}

fn or(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let (a, b) = (operand(vm, a), operand(vm, b));
    vm.binary_op(BinaryOp::Or, a.value(), b.value())
}

fn inplace_or(vm: &mut Vm, a: Value, _b: Value) -> R<Owned> {
    let class = vm.class_of(a).name(vm);
    Err(vm.type_error(format!("'|=' is not supported by {class}; use '|' instead")))
}

#[methods]
mod py {
    use super::*;

    fn forward(vm: &mut Vm, this: Obj<MappingProxy>, name: &str, arguments: &[Value]) -> R<Owned> {
        let mapping = this.get(vm).mapping.clone();
        vm.call_method(mapping.value(), name, arguments)
    }

    /// The value of `key`, or `default`.
    #[method("($self, key, default=None, /)")]
    fn get(vm: &mut Vm, this: Obj<MappingProxy>, key: Value, default: Option<Value>) -> R<Owned> {
        forward(vm, this, "get", &[key, default.unwrap_or(Value::NONE)])
    }

    /// A view of the keys.
    #[method("($self, /)")]
    fn keys(vm: &mut Vm, this: Obj<MappingProxy>) -> R<Owned> {
        forward(vm, this, "keys", &[])
    }

    /// A view of the values.
    #[method("($self, /)")]
    fn values(vm: &mut Vm, this: Obj<MappingProxy>) -> R<Owned> {
        forward(vm, this, "values", &[])
    }

    /// A view of the entries, as pairs.
    #[method("($self, /)")]
    fn items(vm: &mut Vm, this: Obj<MappingProxy>) -> R<Owned> {
        forward(vm, this, "items", &[])
    }

    /// A copy of the mapping.
    #[method("($self, /)")]
    fn copy(vm: &mut Vm, this: Obj<MappingProxy>) -> R<Owned> {
        forward(vm, this, "copy", &[])
    }

    /// An iterator over the keys, the last one first.
    #[method("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Obj<MappingProxy>) -> R<Owned> {
        forward(vm, this, "__reversed__", &[])
    }

    /// `mappingproxy[key, value]`, for type checkers.
    #[classmethod("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, arguments: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, arguments)
    }
}
