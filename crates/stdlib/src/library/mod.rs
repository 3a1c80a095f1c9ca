//! `_library`: what modules of the library that are written in Python leave to Rust. They say so in lines that the build adds to them
//! (`library/build.rs`), and keep their own code for what is not done here.

mod deepcopy;
mod plain_repr;
mod static_lookup;

use taipan_runtime::native::*;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, _) = vm.native_module("_library", "Parts of the library in Rust.", &METHODS)?;
    vm.define_class::<deepcopy::Tables>(&deepcopy::TABLES, None)?;
    vm.define_class::<deepcopy::Copier>(&deepcopy::COPIER, None)?;
    vm.define_class::<plain_repr::PlainRepr>(&plain_repr::CLASS, None)?;
    vm.define_class::<static_lookup::StaticLookup>(&static_lookup::CLASS, None)?;
    Ok(owned)
}

#[methods]
mod py {
    use super::*;

    /// What takes the places of copy's functions for lists, tuples, dicts and other objects; the table of copiers is changed.
    #[function("(namespace, /)")]
    fn deep_copiers(vm: &mut Vm, namespace: Obj<Dict>) -> R<Owned> {
        deepcopy::create(vm, namespace)
    }

    /// What represents plain data for pprint's PrettyPrinter.
    #[function("(printer, /)")]
    fn plain_repr(vm: &mut Vm, printer: Obj<Class>) -> R<Owned> {
        plain_repr::create(vm, printer)
    }

    /// What takes the places of inspect's functions that look into objects and classes.
    #[function("(sentinel, instance, class_, shadowed, /)")]
    fn static_lookups(vm: &mut Vm, sentinel: Value, instance: Value, class: Value, shadowed: Value) -> R<Owned> {
        static_lookup::create(vm, sentinel, [instance, class, shadowed])
    }
}
