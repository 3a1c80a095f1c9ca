//! The keys of `cmp_to_key`: compared by calling the comparison function.

use taipan_runtime::native::*;

use crate::support::{payload, receiver, signature};

#[derive(Trace)]
pub(super) struct Key {
    pub(super) compare: Owned,
    /// None for what `cmp_to_key` returns, which makes the keys.
    pub(super) object: Option<Owned>,
}

payload!(Key);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "functools",
    slots: Slots { call: Some(call), compare: Some(compare), ..Slots::EMPTY },
    getsets: &GETSETS,
    unhashable: true,
    ..ClassDef::sealed::<Key>("KeyWrapper")
};

fn call(vm: &mut Vm, this: Value, args: Args<'_>) -> R<Owned> {
    let signature = signature!("K", ["obj" PositionalOrKeyword false]);
    let mut slots = [None; 1];
    bind(vm, signature, args, &mut slots)?;
    let compare = receiver::<Key>(vm, this)?.get(vm).compare.clone();
    vm.allocate(Key { compare, object: slots[0].map(Value::own) })
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(x), Some(y)) = (vm.cast::<Key>(a), vm.cast::<Key>(b)) else {
        return Err(vm.type_error("other argument must be K instance"));
    };
    let function = x.get(vm).compare.clone();
    let (Some(x), Some(y)) = (x.get(vm).object.clone(), y.get(vm).object.clone()) else {
        return Err(vm.attribute_error_text("object"));
    };
    let result = vm.call(function.value(), &[x.value(), y.value()])?;
    vm.rich_compare(result.value(), Value::small(0), op)
}

#[methods]
mod py {
    use super::*;

    /// The value that the key stands for.
    #[getter]
    fn obj(vm: &mut Vm, this: Obj<Key>) -> R<Owned> {
        match this.get(vm).object.clone() {
            Some(object) => Ok(object),
            None => Err(vm.attribute_error_text("obj")),
        }
    }

    /// What calling it takes.
    #[getter]
    fn __text_signature__(_vm: &mut Vm, _this: Obj<Key>) -> &'static str {
        "(obj)"
    }

    #[setter]
    fn set_obj(vm: &mut Vm, this: Obj<Key>, value: Option<Value>) -> R<()> {
        let old = std::mem::replace(&mut this.get_mut(vm).object, value.map(Value::own));
        drop(old);
        Ok(())
    }
}
