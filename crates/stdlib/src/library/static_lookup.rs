//! What `inspect.getattr_static` looks into, and with it `isinstance` for protocols: the namespace of an object, those of a class and its bases,
//! and whether a class hides its instances' `__dict__`.

use taipan_runtime::native::*;
use taipan_runtime::types::descriptor::GetSetDescriptor;

use crate::support::payload;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Instance,
    Class,
    Shadowed,
}

/// What stands for a function of `inspect`.
#[derive(Trace)]
pub(super) struct StaticLookup {
    #[trace(skip)]
    kind: Kind,
    /// What says that nothing was found.
    sentinel: Owned,
    /// The function itself, for what is not done here.
    function: Owned,
}

payload!(StaticLookup);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_library",
    doc: "A function of inspect.",
    slots: Slots { call: Some(call), ..Slots::EMPTY },
    ..ClassDef::sealed::<StaticLookup>("StaticLookup")
};

pub(super) fn create(vm: &mut Vm, sentinel: Value, functions: [Value; 3]) -> R<Owned> {
    let mut made = Vec::new();
    for (kind, function) in [Kind::Instance, Kind::Class, Kind::Shadowed].into_iter().zip(functions) {
        made.push(vm.allocate(StaticLookup { kind, sentinel: sentinel.own(), function: function.own() })?);
    }
    vm.new_tuple_from(made)
}

fn call(vm: &mut Vm, this: Value, args: Args<'_>) -> R<Owned> {
    let Some(this) = vm.cast_exact::<StaticLookup>(this) else { return Err(vm.type_error("a lookup is required")) };
    let StaticLookup { kind, sentinel, function } = this.get(vm);
    let (kind, sentinel, function) = (*kind, sentinel.clone(), function.clone());
    let found = if !args.names.is_empty() || vm.is_watched() {
        None
    } else {
        match (kind, args.positional) {
            (Kind::Instance, &[object, name]) => in_instance(vm, object, name)?,
            (Kind::Class, &[class, name]) => in_class(vm, class, name),
            (Kind::Shadowed, &[class]) => vm.cast::<Class>(class).map(|class| shadowed(vm, class)),
            _ => None,
        }
    };
    match found {
        Some(found) => Ok(found.unwrap_or(sentinel)),
        None => vm.call_args(function.value(), args),
    }
}

/// An attribute in the `__dict__` that objects have by nature; None where that is not known here.
fn in_instance(vm: &mut Vm, object: Value, name: Value) -> R<Option<Option<Owned>>> {
    let Some(name) = vm.cast_exact::<Str>(name) else { return Ok(None) };
    let dict = vm.names.__dict__;
    match vm.class_of(object).lookup(vm, dict) {
        None => Ok(Some(None)),
        Some(_) if vm.keeps_plain_attributes(object) => {
            let name = vm.intern_obj(name)?;
            Ok(Some(vm.instance_attribute(object, name)?))
        }
        Some(_) => Ok(None),
    }
}

fn in_class(vm: &mut Vm, class: Value, name: Value) -> Option<Option<Owned>> {
    let (class, name) = (vm.cast::<Class>(class)?, vm.cast_exact::<Str>(name)?);
    for &entry in class.mro(vm) {
        let entry = vm.cast::<Class>(entry)?;
        let meta = vm.class_of(entry.value());
        if (meta == vm.types.type_ || shadowed(vm, meta).is_none())
            && let Some(found) = entry.dict(vm).get_str(vm, name)
        {
            return Some(Some(found.own()));
        }
    }
    Some(None)
}

/// What stands for `__dict__` in instances of a class, other than their namespace.
fn shadowed(vm: &Vm, class: Obj<Class>) -> Option<Owned> {
    let name = vm.names.__dict__;
    for &entry in class.mro(vm) {
        let found = vm.cast::<Class>(entry).and_then(|entry| entry.dict(vm).get_str(vm, name));
        let Some(found) = found else { continue };
        let natural = vm.cast_exact::<GetSetDescriptor>(found).is_some_and(|descriptor| {
            let descriptor = descriptor.get(vm);
            descriptor.getset.name == "__dict__" && descriptor.owner.is(entry)
        });
        if !natural {
            return Some(found.own());
        }
    }
    None
}
