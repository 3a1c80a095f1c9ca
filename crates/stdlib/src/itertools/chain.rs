//! `chain`: one iterable after the other.

use taipan_runtime::native::*;

use crate::support::{no_keywords_for, payload, receiver, same, step};

#[derive(Trace)]
pub(crate) struct Chain {
    /// The iterator over the iterables; None once exhausted.
    source: Option<Owned>,
    active: Option<Owned>,
}

payload!(Chain);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "itertools",
    doc: "The items of the first iterable, then those of the next, and so on.",
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    methods: &METHODS,
    ..ClassDef::new::<Chain>("chain")
};

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    no_keywords_for::<Chain>(vm, class, "chain", args)?;
    let iterables = vm.new_tuple(args.positional)?;
    let source = vm.iter(iterables.value())?;
    vm.allocate_instance(class, Chain { source: Some(source), active: None })
}

fn next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<Chain>(vm, this)?;
    loop {
        if let Some(active) = this.get(vm).active.clone() {
            if let Some(item) = step(vm, active.value())? {
                return Ok(Some(item));
            }
            this.get_mut(vm).active = None;
        }
        let Some(source) = this.get(vm).source.clone() else { return Ok(None) };
        let made = match step(vm, source.value()) {
            Ok(Some(iterable)) => vm.iter(iterable.value()),
            Ok(None) => {
                this.get_mut(vm).source = None;
                return Ok(None);
            }
            Err(raised) => Err(raised),
        };
        match made {
            Ok(iterator) => this.get_mut(vm).active = Some(iterator),
            Err(raised) => {
                this.get_mut(vm).source = None;
                return Err(raised);
            }
        }
    }
}

#[methods]
mod py {
    use super::*;

    /// As chain(), of the iterables that an iterable gives.
    #[classmethod("($type, iterable, /)")]
    fn from_iterable(vm: &mut Vm, class: Obj<Class>, iterable: Value) -> R<Owned> {
        let source = vm.iter(iterable)?;
        vm.allocate_instance(class, Chain { source: Some(source), active: None })
    }

    /// A generic alias.
    #[classmethod("($type, item, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
        vm.new_generic_alias(class, item)
    }
}
