//! Imports: what the import statement and `__import__` do.
//!
//! Most imports never reach `importlib`: `find.rs` looks through the modules written in Rust, the modules that come with the
//! program, and plain directories, as the standard finders would in their order. As soon as a program has changed the
//! finders, or something is found that only they understand (a namespace package, an archive), `machinery.rs` starts CPython's own
//! `importlib._bootstrap` and asks that. `from.rs` is the second half of `from m import n`; `spec.rs` has `__spec__`; `registry.rs`
//! is how modules are given to an isolate.

mod find;
mod from;
mod library;
mod loading;
mod machinery;
pub mod registry;
mod relative;
mod spec;

pub(crate) use from::partially_initialized;
pub use from::{import_from, import_star};
pub(crate) use machinery::complete_sys;
pub use machinery::late_attribute;

use crate::native::*;
use crate::types::function::builtins::Builtins;

/// What an isolate knows about its imports.
#[derive(Default)]
pub struct ImportState {
    /// `builtins.__import__` as it was at the beginning.
    original: Option<Owned>,
    /// `_frozen_importlib`, once it was needed.
    bootstrap: Option<Owned>,
    /// importlib is being started.
    starting: bool,
    /// The finders of `sys.meta_path` and the hooks of `sys.path_hooks` as the machinery put them there.
    finders: Vec<Owned>,
    hooks: Vec<Owned>,
    /// The path entry that stands for the modules that come with the program.
    pub library_path: String,
    /// Makes what `sys` gets when somebody asks.
    pub late_sys: Option<fn(&mut Vm) -> R<()>>,
    /// Microseconds that imports took inside the one that is going on, and how deep it is: for -X importtime.
    nested_time: i128,
    depth: usize,
    timed: bool,
    /// The loader of those modules.
    library: Option<Owned>,
    /// The modules that are being loaded, and the threads that wait for them.
    loading: loading::Loadings,
}

impl ImportState {
    /// Give up all references: the isolate ends.
    pub(crate) fn clear(&mut self) {
        *self = ImportState::default();
    }
}

/// The import statement: `__import__(name, globals, locals, fromlist, level)` by whatever `builtins.__import__` is.
pub(crate) fn import_name(
    vm: &mut Vm,
    name: Obj<Str>,
    (globals, locals): (Obj<Dict>, Value),
    fromlist: Value,
    level: Value,
) -> R<Owned> {
    let key = vm.names.__import__;
    let Some(function) = Builtins::current(vm).find(vm, key)? else {
        return Err(vm.import_error_text("__import__ not found"));
    };
    if vm.import.original.as_ref().is_some_and(|original| original.is(function.value())) {
        let level = vm.to_i64(level, "int")?;
        return import(vm, name, Some(globals.value()), fromlist, level);
    }
    vm.call(function.value(), &[name.value(), globals.value(), locals, fromlist, level])
}

/// What `__import__` does by itself.
pub(crate) fn import(vm: &mut Vm, name: Obj<Str>, globals: Option<Value>, fromlist: Value, level: i64) -> R<Owned> {
    if level < 0 {
        return Err(vm.value_error("level must be >= 0"));
    }
    let name = vm.intern_obj(name)?;
    if level == 0 && name.len(vm) == 0 {
        return Err(vm.value_error("Empty module name"));
    }
    let absolute = if level > 0 { relative::resolve(vm, name, globals, level)? } else { name };
    let module = import_absolute(vm, absolute)?;
    let wants_names = !fromlist.is_none() && vm.truth(fromlist)?;
    if wants_names {
        let path = vm.names.__path__;
        if vm.get_attr_optional(module.value(), path)?.is_some() {
            from::handle_fromlist(vm, module.value(), fromlist, false)?;
        }
        return Ok(module);
    }
    let text = name.to_string_lossy(vm);
    if level > 0 && text.is_empty() {
        return Ok(module);
    }
    let Some((front, rest)) = text.split_once('.') else { return Ok(module) };
    if level == 0 {
        let front = vm.intern(front)?;
        return import_absolute(vm, front);
    }
    let whole = absolute.to_string_lossy(vm);
    let kept = &whole[..whole.len().saturating_sub(rest.len() + 1)];
    let key = vm.intern(kept)?;
    match vm.modules.lookup(vm, key.value())? {
        Some(module) => Ok(module),
        None => {
            let shown = vm.repr_text(key.value())?;
            Err(vm.key_error_text(format!("{shown} not in sys.modules as expected")))
        }
    }
}

/// The module with this full name, from `sys.modules` or newly found.
pub(crate) fn import_absolute(vm: &mut Vm, name: Obj<Str>) -> R<Owned> {
    if vm.threads.is_shared() {
        loading::wait_for(vm, name)?;
    }
    let modules = vm.modules;
    if let Some(module) = modules.lookup(vm, name.value())?
        && !module.is_none()
    {
        return Ok(module);
    }
    loading::begin(vm, name);
    let found = find::find_and_load(vm, name);
    loading::end(vm, name);
    found
}

/// `ImportError` or `ModuleNotFoundError` with its fields.
#[cold]
pub(crate) fn import_error(
    vm: &mut Vm,
    class: Obj<Class>,
    message: &str,
    name: Option<Value>,
    path: Option<Value>,
) -> Raised {
    let raised = vm.raise(class, message);
    let fields = [("name", name), ("path", path)];
    for (field, value) in fields {
        if let Some(value) = value {
            vm.annotate_error(&[(field, value)]);
        }
    }
    raised
}

impl Vm {
    /// `importlib.import_module(name)` of an absolute name, for native code.
    pub fn import_module(&mut self, name: &str) -> R<Owned> {
        let name = self.intern(name)?;
        import_absolute(self, name)
    }

    /// `from module import name`, for native code.
    pub fn import_attr(&mut self, module: &str, name: &str) -> R<Owned> {
        let module = self.import_module(module)?;
        self.get_attr_str(module.value(), name)
    }
}

#[methods]
mod py {
    use super::*;

    /// Import a module: what the import statement calls.
    #[function("(name, globals=None, locals=None, fromlist=(), level=0)")]
    fn __import__(
        vm: &mut Vm,
        name: Value,
        globals: Option<Value>,
        locals: Option<Value>,
        fromlist: Option<Value>,
        level: Option<i64>,
    ) -> R<Owned> {
        let _ = locals;
        let Some(name) = vm.cast::<Str>(name) else {
            return Err(vm.type_error("module name must be a string"));
        };
        let globals = globals.filter(|globals| !globals.is_none());
        import(vm, name, globals, fromlist.unwrap_or(Value::NONE), level.unwrap_or(0))
    }
}

/// Put `builtins` and `__import__` in place.
pub(crate) fn install(vm: &mut Vm) -> R<()> {
    let builtins = vm.builtins;
    let module_name = vm.names.builtins;
    for method in &METHODS {
        let function = vm.new_native_function(method, None, Some(module_name.value()))?;
        let name = vm.intern(method.name())?;
        builtins.set_str(vm, name, function.value())?;
        vm.import.original = Some(function);
    }
    let (module, object) = vm.new_module("builtins")?;
    vm.adopt_namespace(object, builtins)?;
    let from = spec::Origin { origin: Some("built-in"), location: false, search: None, loader: None };
    let described = spec::new_spec(vm, module_name, &from)?;
    let key = vm.names.__spec__;
    builtins.set_str(vm, key, described.value())?;
    object.add_str(vm, "__doc__", "The functions, types and exceptions that every program sees.")?;
    let modules = vm.modules;
    modules.set_str(vm, module_name, module.value())?;
    for (name, value) in
        [("None", Value::NONE), ("Ellipsis", Value::ELLIPSIS), ("NotImplemented", Value::NOT_IMPLEMENTED)]
    {
        object.add(vm, name, value)?;
    }
    let debug = vm.names.__debug__;
    builtins.set_str(vm, debug, Value::bool(true))
}
