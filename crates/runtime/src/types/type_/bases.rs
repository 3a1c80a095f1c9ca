//! Assignment to `__bases__`.

use super::mro::{best_base, set_mro};
use crate::native::*;
use crate::types::object::change_class::check_compatible;

/// `class.__bases__ = value`: recomputes the MROs of the class and of all that inherit from it, or changes nothing.
pub(super) fn set(vm: &mut Vm, class: Obj<Class>, value: Value) -> R<()> {
    let name = class.name(vm);
    let Some(tuple) = vm.cast::<Tuple>(value) else {
        let found = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("can only assign tuple to {name}.__bases__, not {found}")));
    };
    let bases = tuple.items(vm).to_vec();
    if bases.is_empty() {
        return Err(vm.type_error(format!("can only assign non-empty tuple to {name}.__bases__, not ()")));
    }
    for &base in &bases {
        let Some(base) = vm.cast::<Class>(base) else {
            let found = vm.class_of(base).name(vm);
            return Err(vm.type_error(format!("{name}.__bases__ must be tuple of classes, not '{found}'")));
        };
        // A class that is being given other bases may be among those that the MRO does not show yet.
        if base.is_subclass_of(vm, class) || inherits_by_base(vm, base, class) {
            return Err(vm.type_error("a __bases__ item causes an inheritance cycle"));
        }
    }
    let new_base = best_base(vm, &bases)?;
    if let Some(old_base) = class.base(vm) {
        check_compatible(vm, old_base, new_base, "__bases__")?;
    }
    let old_bases = {
        let details = class.get_mut(vm);
        let old = std::mem::replace(&mut details.bases, value.own());
        let base = details.base.replace(new_base.own());
        (old, base)
    };
    let mut undo = Vec::new();
    if let Err(raised) = recompute(vm, class, &mut undo) {
        let error = vm.take_error();
        for (class, mro, ours) in undo {
            if let Some(class) = vm.cast::<Class>(class.value())
                && class.get(vm).mro.is(ours.value())
            {
                let failed = std::mem::replace(&mut class.get_mut(vm).mro, mro);
                drop(failed);
            }
        }
        if class.get(vm).bases.is(value) {
            let details = class.get_mut(vm);
            let failed =
                (std::mem::replace(&mut details.bases, old_bases.0), std::mem::replace(&mut details.base, old_bases.1));
            drop(failed);
        }
        vm.error = Some(error);
        return Err(raised);
    }
    if !class.get(vm).bases.is(value) {
        // An `mro` method has assigned others meanwhile: those count.
        class.changed(vm, None);
        return Ok(());
    }
    if let Some(old) = vm.cast::<Tuple>(old_bases.0.value()) {
        for &base in old.items(vm) {
            if let Some(base) = vm.cast::<Class>(base) {
                base.remove_subclass(vm, class);
            }
        }
    }
    for base in bases {
        if let Some(base) = vm.cast::<Class>(base) {
            base.add_subclass(vm, class);
        }
    }
    // Slots start from the new base's, also in classes further down.
    class.changed(vm, None);
    Ok(())
}

/// Whether `class` is on the chain of the bases whose layouts `derived` extends.
fn inherits_by_base(vm: &Vm, derived: Obj<Class>, class: Obj<Class>) -> bool {
    let mut current = Some(derived);
    while let Some(each) = current {
        if each == class {
            return true;
        }
        current = each.base(vm);
    }
    false
}

/// Recompute the MROs of a class and of all that inherit from it. `undo` receives what they were and what they became.
fn recompute(vm: &mut Vm, class: Obj<Class>, undo: &mut Vec<(Owned, Owned, Owned)>) -> R<()> {
    vm.enter_native()?;
    let old = class.get(vm).mro.clone();
    let mut result = set_mro(vm, class);
    if result.is_ok() {
        undo.push((class.own(), old, class.get(vm).mro.clone()));
        for subclass in class.subclasses(vm) {
            result = recompute(vm, subclass, undo);
            if result.is_err() {
                break;
            }
        }
    }
    vm.leave_native();
    result
}
