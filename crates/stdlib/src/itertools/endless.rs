//! `count`, `cycle` and `repeat`.

use taipan_runtime::native::*;
use taipan_runtime::object::protocol::number::BinaryOp;

use crate::support::{count as check_count, no_keywords_for, payload, receiver, same, signature, step};

#[derive(Trace)]
pub(crate) struct Count {
    value: Owned,
    step: Owned,
}

payload!(Count);

pub(super) static COUNT: ClassDef = ClassDef {
    module: "itertools",
    doc: "start, start + step, start + 2 * step, and so on without end.",
    slots: Slots {
        new: Some(new_count),
        iter: Some(same),
        next: Some(next_count),
        repr: Some(count_repr),
        ..Slots::EMPTY
    },
    ..ClassDef::new::<Count>("count")
};

fn is_number(vm: &Vm, value: Value) -> bool {
    let slots = vm.class_of(value).slots(vm);
    slots.index.is_some() || slots.int.is_some() || slots.float.is_some() || vm.as_complex(value).is_some()
}

fn new_count(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("count", ["start" PositionalOrKeyword true, "step" PositionalOrKeyword true]);
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let value = slots[0].unwrap_or(Value::small(0));
    let step = slots[1].unwrap_or(Value::small(1));
    if !is_number(vm, value) || !is_number(vm, step) {
        return Err(vm.type_error("a number is required"));
    }
    vm.allocate_instance(class, Count { value: value.own(), step: step.own() })
}

fn next_count(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<Count>(vm, this)?;
    let state = this.get(vm);
    let (value, step) = (state.value.clone(), state.step.clone());
    let following = match (value.as_int(), step.as_int()) {
        // Inline ints have 62 bits: their sum fits.
        (Some(value), Some(step)) => vm.new_int(i128::from(value + step))?,
        _ => vm.binary_op(BinaryOp::Add, value.value(), step.value())?,
    };
    this.get_mut(vm).value = following;
    Ok(Some(value))
}

fn count_repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let name = vm.class_of(this).short_name(vm);
    let this = receiver::<Count>(vm, this)?;
    let state = this.get(vm);
    let (value, step) = (state.value.clone(), state.step.clone());
    let value = vm.repr_text(value.value())?;
    let text = if step.as_int() == Some(1) {
        format!("{name}({value})")
    } else {
        let step = vm.repr_text(step.value())?;
        format!("{name}({value}, {step})")
    };
    vm.new_str(&text)
}

#[derive(Trace)]
pub(crate) struct Cycle {
    /// None once the first round is over.
    iterator: Option<Owned>,
    saved: ValueVec,
    index: usize,
}

payload!(Cycle);

pub(super) static CYCLE: ClassDef = ClassDef {
    module: "itertools",
    doc: "The items of an iterable again and again.",
    slots: Slots { new: Some(new_cycle), iter: Some(same), next: Some(next_cycle), ..Slots::EMPTY },
    ..ClassDef::new::<Cycle>("cycle")
};

fn new_cycle(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    no_keywords_for::<Cycle>(vm, class, "cycle", args)?;
    check_count(vm, "cycle", args, 1, 1)?;
    let iterator = vm.iter(args.positional[0])?;
    vm.allocate_instance(class, Cycle { iterator: Some(iterator), saved: ValueVec::new(), index: 0 })
}

fn next_cycle(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<Cycle>(vm, this)?;
    if let Some(iterator) = this.get(vm).iterator.clone() {
        if let Some(item) = step(vm, iterator.value())? {
            let heap = vm.heap;
            let pushed = this.get_mut(vm).saved.push(heap, item.clone());
            vm.check(pushed)?;
            return Ok(Some(item));
        }
        this.get_mut(vm).iterator = None;
    }
    let state = this.get_mut(vm);
    let saved = state.saved.as_slice();
    let Some(item) = saved.get(state.index).or(saved.first()).map(|item| item.own()) else { return Ok(None) };
    state.index = if state.index + 1 >= saved.len() { 0 } else { state.index + 1 };
    Ok(Some(item))
}

#[derive(Trace)]
pub(crate) struct Repeat {
    object: Owned,
    /// None: without end.
    left: Option<isize>,
}

payload!(Repeat);

pub(super) static REPEAT: ClassDef = ClassDef {
    module: "itertools",
    doc: "An object again and again, so often as times says, or without end.",
    slots: Slots {
        new: Some(new_repeat),
        iter: Some(same),
        next: Some(next_repeat),
        repr: Some(repeat_repr),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    ..ClassDef::new::<Repeat>("repeat")
};

fn new_repeat(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("repeat", ["object" PositionalOrKeyword false, "times" PositionalOrKeyword true]);
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let left = match slots[1] {
        Some(times) => Some(vm.to_size(times)?.max(0)),
        None => None,
    };
    let object = slots[0].unwrap_or(Value::NONE).own();
    vm.allocate_instance(class, Repeat { object, left })
}

fn next_repeat(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let state = receiver::<Repeat>(vm, this)?.get_mut(vm);
    match &mut state.left {
        Some(0) => return Ok(None),
        Some(left) => *left -= 1,
        None => {}
    }
    Ok(Some(state.object.clone()))
}

fn repeat_repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let name = vm.class_of(this).short_name(vm);
    let state = receiver::<Repeat>(vm, this)?.get(vm);
    let (object, left) = (state.object.clone(), state.left);
    let object = vm.repr_text(object.value())?;
    vm.new_str(&match left {
        Some(left) => format!("{name}({object}, {left})"),
        None => format!("{name}({object})"),
    })
}

#[methods]
mod py {
    use super::*;

    /// How many items are left.
    #[method("($self, /)")]
    fn __length_hint__(vm: &mut Vm, this: Obj<Repeat>) -> R<isize> {
        match this.get(vm).left {
            Some(left) => Ok(left),
            None => Err(vm.type_error("len() of unsized object")),
        }
    }
}
