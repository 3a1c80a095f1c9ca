//! `_library`: what modules of the library that are written in Python leave to Rust. They say so in lines that the build adds to them
//! (`library/build.rs`), and keep their own code for what is not done here.

mod deepcopy;

use taipan_runtime::native::*;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, _) = vm.native_module("_library", "Parts of the library in Rust.", &METHODS)?;
    vm.define_class::<deepcopy::Tables>(&deepcopy::TABLES, None)?;
    vm.define_class::<deepcopy::Copier>(&deepcopy::COPIER, None)?;
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
}
