//! `_weakref`: what the module `weakref` is built on. The types themselves are the runtime's.

use taipan_runtime::native::*;
use taipan_runtime::types::weakref;

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_weakref", "Support for weak references.", &METHODS)?;
    let types = [vm.types.weakref, vm.types.weakproxy, vm.types.weakcallableproxy];
    for (name, class) in ["ReferenceType", "ProxyType", "CallableProxyType"].into_iter().zip(types) {
        module.add(vm, name, class.value())?;
    }
    module.add(vm, "ref", types[0].value())?;
    Ok(owned)
}

#[methods]
mod py {
    use super::*;

    /// The number of weak references to the object.
    #[function("(object, /)")]
    fn getweakrefcount(vm: &mut Vm, object: Value) -> usize {
        weakref::references(vm, object).len()
    }

    /// The weak references to the object, as a list.
    #[function("(object, /)")]
    fn getweakrefs(vm: &mut Vm, object: Value) -> R<Owned> {
        let found = weakref::references(vm, object);
        let found: Vec<Value> = found.iter().map(Owned::value).collect();
        vm.new_list(&found)
    }

    /// An object that stands for another one without keeping it alive.
    #[function("(object, callback=None, /)")]
    fn proxy(vm: &mut Vm, object: Value, callback: Option<Value>) -> R<Owned> {
        weakref::new_proxy(vm, object, callback)
    }

    /// Remove the item of a key if its value is a weak reference whose object is gone.
    #[function("(dct, key, /)")]
    fn _remove_dead_weakref(vm: &mut Vm, dct: Obj<Dict>, key: Value) -> R<()> {
        let Some(value) = dct.lookup(vm, key)? else { return Ok(()) };
        match weakref::is_dead_reference(vm, value.value()) {
            Some(true) => dct.remove(vm, key).map(drop),
            Some(false) => Ok(()),
            None => Err(vm.type_error("not a weakref")),
        }
    }
}
