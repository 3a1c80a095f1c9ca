//! Bound methods: a function and the object it was looked up on.

use taipan_heap::ShapeId;

use crate::native::*;
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
    slots: Slots { call: Some(call), ..Slots::EMPTY },
    has_weakref: true,
    ..ClassDef::sealed::<BoundMethod>("method")
};

fn call(vm: &mut Vm, value: Value, args: Args<'_>) -> R<Owned> {
    let Some(method) = vm.cast::<BoundMethod>(value) else { return Err(vm.type_error("a method is required")) };
    let method = method.get(vm);
    let (function, this) = (method.function.clone(), method.this.clone());
    let mut positional = smallvec::SmallVec::<[Value; 8]>::with_capacity(args.positional.len() + 1);
    positional.push(this.value());
    positional.extend_from_slice(args.positional);
    vm.call_args(function.value(), Args { positional: &positional, ..args })
}

impl Vm {
    /// A method: `function` with `this` as its first argument.
    pub fn new_bound_method(&mut self, function: Value, this: Value) -> R<Owned> {
        self.allocate(BoundMethod { function: function.own(), this: this.own() })
    }
}
