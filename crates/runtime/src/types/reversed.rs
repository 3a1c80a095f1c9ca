//! `reversed`: asks `__reversed__` first, else goes through a sequence from its end.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::iterator::same;
use crate::types::shapes;

#[derive(Trace)]
pub struct Reversed {
    /// None once exhausted.
    sequence: Option<Owned>,
    /// Items still to come, if the sequence keeps its length.
    left: usize,
}

impl Payload for Reversed {
    const NAME: &'static str = "Reversed";
    const SHAPE: ShapeId = shapes::reversed;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.reversed
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "An iterator from the last item of a sequence to the first.",
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    ..ClassDef::new::<Reversed>("reversed")
};

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if !args.names.is_empty() {
        return Err(vm.type_error("reversed() takes no keyword arguments"));
    }
    let &[sequence] = args.positional else {
        let given = args.positional.len();
        return Err(vm.type_error(format!("reversed expected 1 argument, got {given}")));
    };
    let name = vm.names.__reversed__;
    if let Some(method) = vm.lookup_special(sequence, name)? {
        if !method.is_none() {
            return vm.call_method_object(&method, sequence, Args::default());
        }
    } else if vm.is_sequence(sequence) {
        let left = vm.length(sequence)?;
        return vm.allocate_instance(class, Reversed { sequence: Some(sequence.own()), left });
    }
    let found = vm.class_of(sequence).name(vm);
    Err(vm.type_error(format!("'{found}' object is not reversible")))
}

fn next(vm: &mut Vm, value: Value) -> R<Option<Owned>> {
    let Some(this) = vm.cast::<Reversed>(value) else { return Ok(None) };
    let state = this.get(vm);
    let Some(sequence) = state.sequence.clone() else { return Ok(None) };
    let Some(index) = state.left.checked_sub(1) else {
        drop(this.get_mut(vm).sequence.take());
        return Ok(None);
    };
    let place = vm.new_int(index as i128)?;
    match vm.get_item(sequence.value(), place.value()) {
        Ok(item) => {
            this.get_mut(vm).left = index;
            Ok(Some(item))
        }
        Err(raised) => {
            if !vm.error_is(vm.exceptions.IndexError) && !vm.error_is(vm.exceptions.StopIteration) {
                return Err(raised);
            }
            drop(vm.take_error());
            drop(this.get_mut(vm).sequence.take());
            Ok(None)
        }
    }
}

#[methods]
mod py {
    use super::*;

    /// Items still to come.
    #[method("($self, /)")]
    fn __length_hint__(vm: &mut Vm, this: Obj<Reversed>) -> R<usize> {
        let state = this.get(vm);
        let (sequence, left) = (state.sequence.clone(), state.left);
        let Some(sequence) = sequence else { return Ok(0) };
        let length = vm.length(sequence.value())?;
        Ok(if length < left { 0 } else { left })
    }

    /// What pickling needs.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<Reversed>) -> R<Owned> {
        let state = this.get(vm);
        let class = vm.class_of(this.value()).value();
        match (state.sequence.clone(), state.left) {
            (Some(sequence), left) => {
                let arguments = vm.new_tuple(&[sequence.value()])?;
                let index = vm.new_int(left as i128 - 1)?;
                vm.new_tuple(&[class, arguments.value(), index.value()])
            }
            (None, _) => {
                let nothing = vm.empty_tuple.clone();
                let arguments = vm.new_tuple(&[nothing.value()])?;
                vm.new_tuple(&[class, arguments.value()])
            }
        }
    }

    /// Go to the item that `__reduce__` told.
    #[method("($self, state, /)")]
    fn __setstate__(vm: &mut Vm, this: Obj<Reversed>, state: isize) -> R<()> {
        if let Some(sequence) = this.get(vm).sequence.clone() {
            let length = vm.length(sequence.value())?;
            this.get_mut(vm).left = state.saturating_add(1).clamp(0, length as isize) as usize;
        }
        Ok(())
    }

    /// `reversed[item]`, for type checkers.
    #[classmethod("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, arguments: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, arguments)
    }
}
