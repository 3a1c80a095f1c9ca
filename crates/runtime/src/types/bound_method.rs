//! Bound methods: a function and the object it was looked up on.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::object::protocol::compare::identity_hash;
use crate::types::shapes;

#[derive(Trace)]
pub struct BoundMethod {
    pub function: Owned,
    pub this: Owned,
}

impl Payload for BoundMethod {
    const NAME: &'static str = "BoundMethod";
    const SHAPE: ShapeId = shapes::method;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.method
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "A function bound to an object, which it takes first.",
    slots: Slots {
        new: Some(new),
        call: Some(call),
        get_attr: Some(get_attr),
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        descriptor_get: Some(descriptor_get),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    has_weakref: true,
    ..ClassDef::sealed::<BoundMethod>("method")
};

fn new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if !args.names.is_empty() {
        return Err(vm.type_error("method() takes no keyword arguments"));
    }
    let &[function, this] = args.positional else {
        let given = args.positional.len();
        return Err(vm.type_error(format!("method expected 2 arguments, got {given}")));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("first argument must be callable"));
    }
    if this.is_none() {
        return Err(vm.type_error("instance must not be None"));
    }
    vm.allocate(BoundMethod { function: function.own(), this: this.own() })
}

fn parts(vm: &mut Vm, value: Value) -> R<(Owned, Owned)> {
    match vm.cast::<BoundMethod>(value) {
        Some(method) => {
            let method = method.get(vm);
            Ok((method.function.clone(), method.this.clone()))
        }
        None => Err(vm.type_error("a method is required")),
    }
}

fn call(vm: &mut Vm, value: Value, args: Args<'_>) -> R<Owned> {
    let (function, this) = parts(vm, value)?;
    let mut positional = smallvec::SmallVec::<[Value; 8]>::with_capacity(args.positional.len() + 1);
    positional.push(this.value());
    positional.extend_from_slice(args.positional);
    vm.call_args(function.value(), Args { positional: &positional, ..args })
}

/// Attributes that methods do not have are the function's.
fn get_attr(vm: &mut Vm, value: Value, name: Obj<Str>) -> R<Owned> {
    let class = vm.class_of(value);
    if let Some(found) = class.lookup(vm, name) {
        return vm.bind_descriptor(found, Some(value), class);
    }
    let (function, _) = parts(vm, value)?;
    vm.get_attr(function.value(), name)
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let (function, this) = parts(vm, value)?;
    let mut name = None;
    for attribute in [vm.names.__qualname__, vm.names.__name__] {
        name = vm.get_attr_optional(function.value(), attribute)?;
        if name.is_some() {
            break;
        }
    }
    let name = match name.as_ref().and_then(|name| vm.cast::<Str>(name.value())) {
        Some(name) => name.to_string_lossy(vm),
        None => "?".into(),
    };
    let this = vm.repr_text(this.value())?;
    vm.new_str(&format!("<bound method {name} of {this}>"))
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    let (function, this) = parts(vm, value)?;
    let hash = identity_hash(this.value()) ^ vm.hash(function.value())?;
    Ok(if hash == -1 { -2 } else { hash })
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) || vm.cast::<BoundMethod>(b).is_none() {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    }
    let (left, right) = (parts(vm, a)?, parts(vm, b)?);
    let equal = left.1.is(right.1.value()) && vm.equal(left.0.value(), right.0.value())?;
    Ok(Owned::bool(equal == (op == CompareOp::Eq)))
}

/// A method stays bound to its object.
fn descriptor_get(_vm: &mut Vm, value: Value, _instance: Option<Value>, _owner: Option<Value>) -> R<Owned> {
    Ok(value.own())
}

#[methods]
mod py {
    use super::*;

    /// The function.
    #[member]
    fn __func__(vm: &mut Vm, this: Obj<BoundMethod>) -> Owned {
        this.get(vm).function.clone()
    }

    /// The object that the function takes first.
    #[member]
    fn __self__(vm: &mut Vm, this: Obj<BoundMethod>) -> Owned {
        this.get(vm).this.clone()
    }

    #[getter]
    fn __doc__(vm: &mut Vm, this: Obj<BoundMethod>) -> R<Owned> {
        let function = this.get(vm).function.clone();
        let name = vm.names.__doc__;
        vm.get_attr(function.value(), name)
    }

    /// How pickle saves the method: as an attribute of its object.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<BoundMethod>) -> R<Owned> {
        let (function, object) = parts(vm, this.value())?;
        let name = vm.names.__name__;
        let name = vm.get_attr(function.value(), name)?;
        let arguments = vm.new_tuple(&[object.value(), name.value()])?;
        let getattr = super::super::native_function::getattr(vm)?;
        vm.new_tuple(&[getattr.value(), arguments.value()])
    }
}

impl Vm {
    /// A method: `function` with `this` as its first argument.
    pub fn new_bound_method(&mut self, function: Value, this: Value) -> R<Owned> {
        self.allocate(BoundMethod { function: function.own(), this: this.own() })
    }
}
