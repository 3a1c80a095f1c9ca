//! `islice`.

use taipan_runtime::native::*;

use crate::support::{count, no_keywords_for, payload, receiver, same, step};

#[derive(Trace)]
pub(crate) struct Slice {
    /// None once exhausted.
    iterator: Option<Owned>,
    /// Position of the next item to give out.
    next: usize,
    stop: Option<usize>,
    step: usize,
    /// Items read.
    read: usize,
}

payload!(Slice);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "itertools",
    doc: "The items at the positions of a slice, without negative ones.",
    slots: Slots { new: Some(new), iter: Some(same), next: Some(next), ..Slots::EMPTY },
    ..ClassDef::new::<Slice>("islice")
};

const INDICES: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const STEP: &str = "Step for islice() must be a positive integer or None.";

/// A position; None for None.
fn position(vm: &mut Vm, value: Value, message: &str) -> R<Option<usize>> {
    if value.is_none() {
        return Ok(None);
    }
    let index = match vm.to_index(value) {
        Ok(index) => index,
        Err(_) => {
            drop(vm.take_error());
            return Err(vm.value_error(message));
        }
    };
    usize::try_from(index).map(Some).map_err(|_| vm.value_error(message))
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    no_keywords_for::<Slice>(vm, class, "islice", args)?;
    count(vm, "islice", args, 2, 4)?;
    let (start, stop, step) = match *args.positional {
        [_, stop] => (0, position(vm, stop, STOP)?, 1),
        [_, start, stop, ref step @ ..] => {
            let stop = position(vm, stop, STOP)?;
            let start = position(vm, start, INDICES)?.unwrap_or(0);
            let step = match step.first() {
                Some(&step) => position(vm, step, STEP)?.unwrap_or(1),
                None => 1,
            };
            (start, stop, step)
        }
        _ => (0, None, 1),
    };
    if step == 0 {
        return Err(vm.value_error(STEP));
    }
    let iterator = vm.iter(args.positional[0])?;
    vm.allocate_instance(class, Slice { iterator: Some(iterator), next: start, stop, step, read: 0 })
}

fn next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let this = receiver::<Slice>(vm, this)?;
    let state = this.get(vm);
    let Some(iterator) = state.iterator.clone() else { return Ok(None) };
    let (wanted, stop) = (state.next, state.stop);
    let end = stop.unwrap_or(usize::MAX);
    while this.get(vm).read < wanted.min(end) {
        if step(vm, iterator.value())?.is_none() {
            this.get_mut(vm).iterator = None;
            return Ok(None);
        }
        this.get_mut(vm).read += 1;
    }
    if this.get(vm).read >= end {
        this.get_mut(vm).iterator = None;
        return Ok(None);
    }
    let Some(item) = step(vm, iterator.value())? else {
        this.get_mut(vm).iterator = None;
        return Ok(None);
    };
    let state = this.get_mut(vm);
    state.read += 1;
    state.next = wanted.saturating_add(state.step).min(end);
    Ok(Some(item))
}
