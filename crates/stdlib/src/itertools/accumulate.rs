//! `accumulate`: running totals.

use taipan_runtime::native::*;
use taipan_runtime::object::protocol::number::BinaryOp;

use crate::support::{given, payload, receiver, same, signature, step};

#[derive(Trace)]
pub(crate) struct Accumulate {
    iterator: Owned,
    function: Option<Owned>,
    total: Option<Owned>,
    /// Given out before the first item.
    initial: Option<Owned>,
}

payload!(Accumulate);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "itertools",
    doc: "The running totals of an iterable's items, or of any function of two arguments.",
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    ..ClassDef::new::<Accumulate>("accumulate")
};

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("accumulate", [
        "iterable" PositionalOrKeyword false, "func" PositionalOrKeyword true, "initial" KeywordOnly true
    ]);
    let mut slots = [None; 3];
    bind(vm, signature, args, &mut slots)?;
    let iterator = vm.iter(slots[0].unwrap_or(Value::NONE))?;
    vm.allocate_instance(
        class,
        Accumulate {
            iterator,
            function: given(slots[1]).map(Value::own),
            total: None,
            initial: given(slots[2]).map(Value::own),
        },
    )
}

fn next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<Accumulate>(vm, this)?;
    if let Some(initial) = this.get_mut(vm).initial.take() {
        this.get_mut(vm).total = Some(initial.clone());
        return Ok(Some(initial));
    }
    let iterator = this.get(vm).iterator.clone();
    let Some(item) = step(vm, iterator.value())? else { return Ok(None) };
    let state = this.get(vm);
    let total = match (state.total.clone(), state.function.clone()) {
        (None, _) => item,
        (Some(total), None) if total.is_int() && item.is_int() => {
            vm.new_int(i128::from(total.int_payload()) + i128::from(item.int_payload()))?
        }
        (Some(total), None) => vm.binary_op(BinaryOp::Add, total.value(), item.value())?,
        (Some(total), Some(function)) => vm.call(function.value(), &[total.value(), item.value()])?,
    };
    this.get_mut(vm).total = Some(total.clone());
    Ok(Some(total))
}
