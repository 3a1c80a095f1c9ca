//! `Generic`: its subscription and what subclassing it does are in `typing.py`.

use super::*;
use crate::types::object::Object;

pub(crate) static CLASS: ClassDef = ClassDef {
    module: "typing",
    doc: "The base of generic classes.",
    slots: Slots { new: Some(crate::types::object::new), ..Slots::EMPTY },
    methods: &METHODS,
    ..ClassDef::new::<Object>("Generic")
};

/// `Generic[*parameters]`, of a class with a type parameter list.
pub(crate) fn subscript(vm: &mut Vm, parameters: Owned) -> R<Owned> {
    let unpacked = unpack_all(vm, parameters.value())?;
    let generic = vm.types.generic.value();
    call_typing(vm, "_GenericAlias", Args::positional(&[generic, unpacked.value()]))
}

/// `typing.name(class, *args, **keywords)`.
fn forward(vm: &mut Vm, name: &str, class: Value, args: Rest<'_>, keywords: &Keywords) -> R<Owned> {
    let mut positional = vec![class];
    positional.extend_from_slice(args);
    let (names, values): (Vec<Value>, Vec<Value>) = keywords.iter().copied().unzip();
    call_typing(vm, name, Args { positional: &positional, names: &names, keyword_values: &values })
}

#[methods]
mod py {
    use super::*;

    /// The class with type arguments.
    #[classmethod("($type, /, *args, **kwargs)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, args: Rest<'_>, keywords: Keywords) -> R<Owned> {
        forward(vm, "_generic_class_getitem", class, args, &keywords)
    }

    /// Find the parameters of a new subclass.
    #[classmethod("($type, /, *args, **kwargs)")]
    fn __init_subclass__(vm: &mut Vm, class: Value, args: Rest<'_>, keywords: Keywords) -> R<Owned> {
        forward(vm, "_generic_init_subclass", class, args, &keywords)
    }
}
