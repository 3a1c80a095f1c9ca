//! The special methods of str.

use crate::native::*;

pub(super) const SLOTS: Slots = Slots {
    hash: Some(hash),
    str: Some(str),
    length: Some(length),
    compare: Some(compare),
    concat: Some(concat),
    ..Slots::EMPTY
};

fn this(vm: &mut Vm, value: Value) -> R<Obj<Str>> {
    match vm.cast::<Str>(value) {
        Some(text) => Ok(text),
        None => Err(vm.type_error("a str is required")),
    }
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    Ok(this(vm, value)?.hash(vm) as i64)
}

fn str(vm: &mut Vm, value: Value) -> R<Owned> {
    let text = this(vm, value)?;
    vm.exact_str(text)
}

fn length(vm: &mut Vm, value: Value) -> R<usize> {
    Ok(this(vm, value)?.len(vm))
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(a), Some(b)) = (vm.cast::<Str>(a), vm.cast::<Str>(b)) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    let result = match op {
        CompareOp::Eq => a.equals(vm, b),
        CompareOp::Ne => !a.equals(vm, b),
        _ => op.test(a.units(vm).iter().cmp(b.units(vm).iter())),
    };
    Ok(Owned::bool(result))
}

fn concat(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let left = this(vm, a)?;
    match vm.cast::<Str>(b) {
        Some(right) => vm.concat_str(left, right),
        None => {
            let found = vm.class_of(b).name(vm);
            Err(vm.type_error(format!("can only concatenate str (not \"{found}\") to str")))
        }
    }
}
