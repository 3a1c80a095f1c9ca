//! `_pickle`: writing and reading pickles, below `pickle`.
//!
//! `save.rs` and `reduce.rs` write, `load.rs` and `build.rs` read; `pickler.rs` and `unpickler.rs` are the classes around them. While one works, its state
//! is on the native stack: code that it calls finds the object in use, and is refused.

mod build;
mod load;
mod memo;
mod names;
mod opcodes;
mod pickler;
mod reduce;
mod save;
mod unpickler;

use taipan_runtime::native::*;

/// What the module remembers.
#[derive(Default)]
struct State {
    errors: Option<[Obj<Class>; 3]>,
    /// Things of other modules, by `names::Remote`.
    remote: Vec<Option<Owned>>,
}

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_pickle", "The native part of pickle.", &METHODS)?;
    let errors = errors(vm)?;
    for class in errors {
        let name = class.short_name(vm);
        module.add(vm, &name, class.value())?;
    }
    let pickler = vm.define_class::<pickler::Pickler>(&pickler::CLASS, None)?;
    module.add_class(vm, pickler)?;
    let unpickler = vm.define_class::<unpickler::Unpickler>(&unpickler::CLASS, None)?;
    module.add_class(vm, unpickler)?;
    vm.define_class::<memo::PicklerMemoProxy>(&memo::PICKLER_CLASS, None)?;
    vm.define_class::<memo::UnpicklerMemoProxy>(&memo::UNPICKLER_CLASS, None)?;
    Ok(owned)
}

/// `PickleError`, `PicklingError`, `UnpicklingError`.
fn errors(vm: &mut Vm) -> R<[Obj<Class>; 3]> {
    if let Some(errors) = vm.state::<State>().errors {
        return Ok(errors);
    }
    let mut base = vm.exceptions.Exception;
    let mut made = Vec::with_capacity(3);
    for name in ["PickleError", "PicklingError", "UnpicklingError"] {
        let class = crate::support::exception_class(vm, "_pickle", name, base)?;
        let Some(object) = vm.cast::<Class>(class.value()) else {
            return Err(vm.system_error("an exception is not a class"));
        };
        // The isolate keeps it.
        class.into_raw();
        if made.is_empty() {
            base = object;
        }
        made.push(object);
    }
    let errors = [made[0], made[1], made[2]];
    vm.state::<State>().errors = Some(errors);
    Ok(errors)
}

#[cold]
fn pickling_error(vm: &mut Vm, words: impl AsRef<str>) -> Raised {
    match errors(vm) {
        Ok([_, class, _]) => vm.raise(class, words.as_ref()),
        Err(raised) => raised,
    }
}

#[cold]
fn unpickling_error(vm: &mut Vm, words: impl AsRef<str>) -> Raised {
    match errors(vm) {
        Ok([_, _, class]) => vm.raise(class, words.as_ref()),
        Err(raised) => raised,
    }
}

#[methods]
mod py {
    use super::*;

    /// Write the pickle of an object to a file.
    #[function("($module, /, obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)")]
    fn dump(
        vm: &mut Vm,
        _module: Value,
        obj: Value,
        file: Value,
        protocol: Option<Value>,
        fix_imports: Option<bool>,
        buffer_callback: Option<Value>,
    ) -> R<()> {
        let mut saver = save::Saver::new(vm, protocol, fix_imports.unwrap_or(true), buffer_callback)?;
        saver.write_to(vm, file)?;
        saver.dump(vm, obj)
    }

    /// The pickle of an object.
    #[function("($module, /, obj, protocol=None, *, fix_imports=True, buffer_callback=None)")]
    fn dumps(
        vm: &mut Vm,
        _module: Value,
        obj: Value,
        protocol: Option<Value>,
        fix_imports: Option<bool>,
        buffer_callback: Option<Value>,
    ) -> R<Owned> {
        let mut saver = save::Saver::new(vm, protocol, fix_imports.unwrap_or(true), buffer_callback)?;
        saver.dump(vm, obj)?;
        vm.new_bytes(&saver.out)
    }

    /// Read an object from a file.
    #[function("($module, /, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())")]
    fn load(
        vm: &mut Vm,
        _module: Value,
        file: Value,
        fix_imports: Option<bool>,
        encoding: Option<String>,
        errors: Option<String>,
        buffers: Option<Value>,
    ) -> R<Owned> {
        let input = load::Input::file(vm, file)?;
        let mut loader = load::Loader::new(vm, input, fix_imports.unwrap_or(true), encoding, errors, buffers)?;
        loader.load(vm)
    }

    /// Read an object from bytes.
    #[function("($module, data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())")]
    fn loads(
        vm: &mut Vm,
        _module: Value,
        data: Value,
        fix_imports: Option<bool>,
        encoding: Option<String>,
        errors: Option<String>,
        buffers: Option<Value>,
    ) -> R<Owned> {
        let view = vm.buffer(data)?;
        let bytes = view.to_vec(vm);
        view.release(vm)?;
        let input = load::Input::bytes(bytes);
        let mut loader = load::Loader::new(vm, input, fix_imports.unwrap_or(true), encoding, errors, buffers)?;
        loader.load(vm)
    }
}
