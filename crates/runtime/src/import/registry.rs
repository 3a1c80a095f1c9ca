//! Where modules come from that need no file: those written in Rust, and those whose code comes with the program.
//!
//! Both are given to the isolate by `VmOptions`. The functions here are what a native module is built with.

use taipan_bytecode::PackedCode;

use crate::native::*;

/// A module written in Rust.
pub struct NativeModule {
    pub name: &'static str,
    /// Makes the module object; called once for each isolate, at the first import.
    pub create: fn(&mut Vm) -> R<Owned>,
}

/// A module whose code comes with the program.
#[derive(Clone)]
pub struct FrozenModule {
    pub package: bool,
    pub code: PackedCode,
}

/// The modules that come with the program as code.
pub trait FrozenModules: Sync {
    /// Whether there is such a module, and if so, whether it is a package. `name` is the full dotted name.
    fn find(&self, name: &str) -> Option<bool>;

    /// The module's code, which is to say that it comes from `file`. The error says what is wrong with it.
    fn load(&self, name: &str, file: &str) -> Option<Result<FrozenModule, String>>;

    /// The text of the module's source file, if it comes with the program.
    fn source(&self, name: &str) -> Option<Vec<u8>> {
        let _ = name;
        None
    }

    /// The names of all modules, in order.
    fn names(&self) -> Vec<&'static str>;

    /// The bytes that all code is decoded from.
    fn bytes(&self) -> &'static [u8] {
        &[]
    }
}

/// A program without frozen modules.
pub struct NoFrozenModules;

impl FrozenModules for NoFrozenModules {
    fn find(&self, _name: &str) -> Option<bool> {
        None
    }

    fn load(&self, _name: &str, _file: &str) -> Option<Result<FrozenModule, String>> {
        None
    }

    fn names(&self) -> Vec<&'static str> {
        Vec::new()
    }
}

impl Vm {
    /// The module written in Rust that has this name.
    pub fn find_native_module(&self, name: &str) -> Option<&'static NativeModule> {
        self.options.native_modules.iter().find(|module| module.name == name)
    }

    /// A new module with the functions of a `#[methods]` table: how `create` of a native module begins.
    ///
    /// ```ignore
    /// pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    ///     let (owned, module) = vm.native_module("math", "Mathematical functions.", &METHODS)?;
    ///     module.add_float(vm, "pi", std::f64::consts::PI)?;
    ///     Ok(owned)
    /// }
    /// ```
    pub fn native_module(&mut self, name: &str, doc: &str, functions: &'static [Method]) -> R<(Owned, Obj<Module>)> {
        let (owned, module) = self.new_module(name)?;
        module.add_str(self, "__doc__", doc)?;
        self.add_functions(module, functions)?;
        Ok((owned, module))
    }
}

impl Vm {
    /// Make `namespace` the module's namespace, with what the module has already.
    pub fn adopt_namespace(&mut self, module: Obj<Module>, namespace: Obj<Dict>) -> R<()> {
        for (key, value) in module.dict(self)?.snapshot(self) {
            namespace.set(self, key.value(), value.value())?;
        }
        self.replace_instance_dict(module.value(), namespace.own())
    }
}

impl Obj<Module> {
    /// Set an attribute of a module that is being made.
    pub fn add(self, vm: &mut Vm, name: &str, value: Value) -> R<()> {
        let name = vm.intern(name)?;
        self.dict(vm)?.set_str(vm, name, value)
    }

    /// Set an attribute to a value just made: `module.add_owned(vm, "x", vm.new_list(&[])?)`.
    pub fn add_owned(self, vm: &mut Vm, name: &str, value: Owned) -> R<()> {
        self.add(vm, name, value.value())
    }

    pub fn add_int(self, vm: &mut Vm, name: &str, value: i64) -> R<()> {
        let value = vm.new_int(i128::from(value))?;
        self.add(vm, name, value.value())
    }

    pub fn add_float(self, vm: &mut Vm, name: &str, value: f64) -> R<()> {
        let value = vm.new_float(value)?;
        self.add(vm, name, value.value())
    }

    pub fn add_str(self, vm: &mut Vm, name: &str, value: &str) -> R<()> {
        let value = vm.new_str(value)?;
        self.add(vm, name, value.value())
    }

    /// Add a class under its own name.
    pub fn add_class(self, vm: &mut Vm, class: Obj<Class>) -> R<()> {
        let name = class.short_name(vm);
        self.add(vm, &name, class.value())
    }
}
