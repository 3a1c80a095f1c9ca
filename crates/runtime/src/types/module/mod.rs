//! Modules.

pub(crate) mod attributes;

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::shapes;

/// A module. Its attributes are its instance dict, which is its globals.
#[derive(Trace)]
pub struct Module;

impl Payload for Module {
    const NAME: &'static str = "Module";
    const SHAPE: ShapeId = shapes::module;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.module
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "A module: a namespace that import statements give access to.",
    slots: Slots {
        new: Some(attributes::new),
        init: Some(attributes::init),
        repr: Some(attributes::repr),
        get_attr: Some(attributes::get_attr),
        ..Slots::EMPTY
    },
    methods: &attributes::METHODS,
    getsets: &attributes::GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<Module>("module")
};

impl Obj<Module> {
    /// `__name__`, when it is a string.
    pub fn name(self, vm: &mut Vm) -> Option<String> {
        let key = vm.names.__name__;
        let dict = vm.instance_dict(self.value()).ok()?;
        let name = dict.get_str(vm, key)?;
        vm.cast::<Str>(name).map(|name| name.to_string_lossy(vm))
    }

    /// The namespace.
    pub fn dict(self, vm: &mut Vm) -> R<Obj<Dict>> {
        vm.instance_dict(self.value())
    }
}

impl Vm {
    /// A new module with a namespace that holds `__name__`, `__doc__`, `__package__`, `__loader__` and `__spec__`.
    pub fn new_module(&mut self, name: &str) -> R<(Owned, Obj<Module>)> {
        let (owned, module) = self.allocate_obj(Module)?;
        let dict = module.dict(self)?;
        let text = self.intern(name)?;
        let key = self.names.__name__;
        dict.set_str(self, key, text.value())?;
        for key in [self.names.__doc__, self.names.__package__, self.names.__loader__, self.names.__spec__] {
            dict.set_str(self, key, Value::NONE)?;
        }
        Ok((owned, module))
    }
}
