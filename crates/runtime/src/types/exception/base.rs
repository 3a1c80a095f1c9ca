//! `BaseException`: what all exceptions can do.

use crate::native::*;
use crate::types::exception::Exception;

pub(super) const SLOTS: Slots =
    Slots { new: Some(new), init: Some(init), str: Some(str), repr: Some(repr), ..Slots::EMPTY };

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let arguments = vm.new_tuple(args.positional)?;
    vm.allocate_instance(
        class,
        Exception { args: arguments, traceback: None, cause: None, context: None, suppress_context: false },
    )
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    if !args.names.is_empty() {
        let class = vm.class_of(this).name(vm);
        return Err(vm.type_error(format!("{class}() takes no keyword arguments")));
    }
    let arguments = vm.new_tuple(args.positional)?;
    if let Some(exception) = vm.cast::<Exception>(this) {
        let old = std::mem::replace(&mut exception.get_mut(vm).args, arguments);
        drop(old);
    }
    // StopIteration(value): the first field of the classes that keep an argument.
    if vm.class_of(this).is_subclass_of(vm, vm.exceptions.StopIteration) {
        let value = args.positional.first().copied().unwrap_or(Value::NONE);
        let old = vm.set_slot(this, 0, Some(value.own()));
        drop(old);
    }
    Ok(())
}

fn str(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(exception) = vm.cast::<Exception>(value) else { return vm.repr(value) };
    let args = exception.get(vm).args.clone();
    let Some(tuple) = vm.cast::<Tuple>(args.value()) else { return vm.str(args.value()) };
    match *tuple.items(vm) {
        [] => vm.new_str(""),
        [single] => vm.str(single),
        _ => vm.str(args.value()),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(exception) = vm.cast::<Exception>(value) else { return crate::types::object::repr(vm, value) };
    let args = exception.get(vm).args.clone();
    let name = vm.class_of(value).name(vm);
    let shown = match vm.cast::<Tuple>(args.value()).map(|tuple| tuple.items(vm).to_vec()).as_deref() {
        Some([single]) => format!("({})", vm.repr_text(*single)?),
        _ => vm.repr_text(args.value())?,
    };
    vm.new_str(&format!("{name}{shown}"))
}

#[methods]
mod py {
    use super::*;

    /// The arguments that the exception was made with.
    #[getter]
    fn args(vm: &mut Vm, this: Obj<Exception>) -> Owned {
        this.get(vm).args.clone()
    }
}
