//! Assignment to `__class__` and `__bases__`: which classes lay their instances out alike.

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::types::descriptor::MemberDescriptor;

/// `object.__class__ = value`.
pub(super) fn set_class(vm: &mut Vm, this: Value, value: Option<Value>) -> R<()> {
    let Some(value) = value else { return Err(vm.type_error("can't delete __class__ attribute")) };
    let Some(new) = vm.cast::<Class>(value) else {
        let found = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("__class__ must be set to a class, not '{found}' object")));
    };
    let old = vm.class_of(this);
    let module = vm.types.module;
    let modules = old.is_subclass_of(vm, module) && new.is_subclass_of(vm, module);
    let immutable = |vm: &Vm, class: Obj<Class>| class.flags(vm).has(ClassFlags::IMMUTABLE);
    if !modules && (immutable(vm, old) || immutable(vm, new)) {
        return Err(vm.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses"));
    }
    check_compatible(vm, old, new, "__class__")?;
    vm.change_class(this, new)
}

/// TypeError unless instances of both are laid out alike.
pub(crate) fn check_compatible(vm: &mut Vm, old: Obj<Class>, new: Obj<Class>, attribute: &str) -> R<()> {
    let number = |class: Obj<Class>| class == vm.types.int || class == vm.types.bool;
    if is_tracked(vm, old) != is_tracked(vm, new) || number(old) != number(new) {
        let (old, new) = (old.name(vm), new.name(vm));
        return Err(vm.type_error(format!("{attribute} assignment: '{new}' deallocator differs from '{old}'")));
    }
    let (old_root, new_root) = (nearest_layout(vm, old), nearest_layout(vm, new));
    if old_root == new_root
        || (old_root.base(vm) == new_root.base(vm)
            && same_layout(vm, old_root, new_root)
            && slot_names(vm, old_root) == slot_names(vm, new_root))
    {
        return Ok(());
    }
    let (old, new) = (old.name(vm), new.name(vm));
    Err(vm.type_error(format!("{attribute} assignment: '{new}' object layout differs from '{old}'")))
}

/// Whether CPython's collector tracks instances of the builtin type that the class goes back to.
fn is_tracked(vm: &Vm, class: Obj<Class>) -> bool {
    let layout = class.get(vm).layout;
    layout.container && layout.payload != layout_of::<super::Object>().payload
}

fn same_layout(vm: &Vm, a: Obj<Class>, b: Obj<Class>) -> bool {
    let (a, b) = (a.get(vm), b.get(vm));
    a.layout.payload == b.layout.payload
        && a.fixed_slots == b.fixed_slots
        && a.has_dict == b.has_dict
        && a.has_weakref == b.has_weakref
}

/// The class itself, or the furthest base whose instances are laid out like its own.
fn nearest_layout(vm: &Vm, class: Obj<Class>) -> Obj<Class> {
    let mut current = class;
    while let Some(base) = current.base(vm) {
        if !same_layout(vm, current, base) {
            break;
        }
        current = base;
    }
    current
}

/// The slots that the class itself adds, by position.
fn slot_names(vm: &Vm, class: Obj<Class>) -> Vec<(u16, u64)> {
    let mut names = Vec::new();
    let dict = class.dict(vm);
    let mut position = 0;
    while let Some((found, _, value)) = dict.entry_from(vm, position) {
        if let Some(member) = vm.cast::<MemberDescriptor>(value)
            && member.get(vm).owner.is(class.value())
        {
            let member = member.get(vm);
            names.push((member.slot, member.name.value().bits()));
        }
        position = found + 1;
    }
    names.sort_unstable();
    names
}
