//! The modules that come with the program, seen as a directory that only they are in: a path entry, a hook, a loader.
//!
//! That directory's name is in `sys.path` where CPython has its own library, so that a program's modules hide the library's
//! by the same rule. Nothing of that name is read from the disk.

use crate::import::import_error;
use crate::import::spec::{Origin, new_spec};
use crate::native::*;

/// The finder and loader for one directory of the library.
#[derive(Trace)]
pub(super) struct LibraryImporter {
    #[trace(skip)]
    directory: String,
}

impl Payload for LibraryImporter {
    const NAME: &'static str = "LibraryImporter";
    const CONTAINER: bool = false;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.native_class::<LibraryImporter>()
    }
}

static CLASS: ClassDef = ClassDef {
    doc: "Finds and loads the modules that come with the program.",
    module: "_frozen_importlib_external",
    slots: Slots { new: Some(new), repr: Some(repr), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::new::<LibraryImporter>("LibraryImporter")
};

pub(super) fn class(vm: &mut Vm) -> R<Obj<Class>> {
    vm.define_class::<LibraryImporter>(&CLASS, None)
}

/// The loader of the library's modules.
pub(super) fn loader(vm: &mut Vm) -> R<Owned> {
    if let Some(loader) = &vm.import.library {
        return Ok(loader.clone());
    }
    class(vm)?;
    let directory = vm.import.library_path.clone();
    let loader = vm.allocate(LibraryImporter { directory })?;
    vm.import.library = Some(loader.clone());
    Ok(loader)
}

/// Whether a path entry is the library's directory or one inside.
pub(super) fn is_inside(vm: &Vm, entry: &str) -> bool {
    let library = &vm.import.library_path;
    if library.is_empty() {
        return false;
    }
    // Other directories below it, such as site-packages, are the disk's.
    match entry.strip_prefix(library.as_str()) {
        Some("") => true,
        Some(rest) if rest.starts_with('/') => {
            vm.options.frozen_modules.find(&rest.trim_matches('/').replace('/', ".")) == Some(true)
        }
        _ => false,
    }
}

/// Whether module `name` is in directory `entry` of the library, and if so, whether it is a package.
pub(super) fn find(vm: &Vm, entry: &str, name: &str) -> Option<bool> {
    let inside = entry.strip_prefix(vm.import.library_path.as_str())?.trim_matches('/');
    let parent = name.rsplit_once('.').map_or("", |(parent, _)| parent);
    if inside != parent.replace('.', "/") {
        return None;
    }
    vm.options.frozen_modules.find(name)
}

/// The file that a module of the library would be.
fn file_of(vm: &Vm, name: &str, package: bool) -> String {
    let library = &vm.import.library_path;
    let inside = name.replace('.', "/");
    if package { format!("{library}/{inside}/__init__.py") } else { format!("{library}/{inside}.py") }
}

pub(super) fn spec(vm: &mut Vm, name: Obj<Str>, text: &str, package: bool) -> R<Owned> {
    let loader = loader(vm)?;
    let file = file_of(vm, text, package);
    let search = if package {
        let directory = vm.new_str(file.trim_end_matches("/__init__.py"))?;
        Some(vm.new_list(&[directory.value()])?)
    } else {
        None
    };
    let from = Origin {
        origin: Some(&file),
        location: true,
        search: search.as_ref().map(|search| search.value()),
        loader: Some(loader.value()),
    };
    new_spec(vm, name, &from)
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let path = match *args.positional {
        [path] if args.names.is_empty() => path,
        _ => return Err(vm.type_error("LibraryImporter() takes exactly one argument, a path entry")),
    };
    let directory = vm.cast::<Str>(path).map(|path| path.to_string_lossy(vm)).unwrap_or_default();
    if !is_inside(vm, &directory) {
        let class = vm.exceptions.ImportError;
        return Err(import_error(vm, class, "not a directory of the standard library", None, Some(path)));
    }
    vm.allocate_instance(class, LibraryImporter { directory })
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let directory = vm.cast::<LibraryImporter>(value).map(|this| this.get(vm).directory.clone()).unwrap_or_default();
    vm.new_str(&format!("<LibraryImporter object {directory:?}>"))
}

fn require(vm: &mut Vm, name: &str) -> R<bool> {
    match vm.options.frozen_modules.find(name) {
        Some(package) => Ok(package),
        None => {
            let class = vm.exceptions.ImportError;
            let text = vm.new_str(name)?;
            Err(import_error(vm, class, &format!("no module {name} in the library"), Some(text.value()), None))
        }
    }
}

/// The code of a module of the library, and whether it is a package.
pub(super) fn code_of(vm: &mut Vm, name: &str) -> R<(Owned, bool)> {
    let package = require(vm, name)?;
    let file = file_of(vm, name, package);
    match vm.options.frozen_modules.load(name, &file) {
        Some(Ok(module)) => Ok((vm.new_packed_code(module.code)?, module.package)),
        Some(Err(message)) => Err(vm.import_error_text(format!("module {name} is damaged: {message}"))),
        None => Err(vm.import_error_text(format!("module {name} is gone"))),
    }
}

#[methods]
mod py {
    use super::*;

    /// The spec of a module in this directory, or None.
    #[method("($self, fullname, target=None)")]
    fn find_spec(vm: &mut Vm, this: Obj<LibraryImporter>, fullname: Obj<Str>, target: Option<Value>) -> R<Owned> {
        let _ = target;
        let (name, directory) = (fullname.to_string_lossy(vm), this.get(vm).directory.clone());
        match find(vm, &directory, &name) {
            Some(package) => spec(vm, fullname, &name, package),
            None => Ok(Owned::NONE),
        }
    }

    /// None: the module object is made as usual.
    #[method("($self, spec)")]
    fn create_module(_vm: &mut Vm, _this: Obj<LibraryImporter>, spec: Value) {
        let _ = spec;
    }

    /// Run the module's code in its namespace.
    #[method("($self, module)")]
    fn exec_module(vm: &mut Vm, _this: Obj<LibraryImporter>, module: Value) -> R<()> {
        let spec = vm.get_attr_str(module, "__spec__")?;
        let name = vm.get_attr_str(spec.value(), "name")?;
        let name = vm.str_text(name.value())?;
        let (code, _) = code_of(vm, &name)?;
        let dict_key = vm.names.__dict__;
        let namespace = vm.get_attr(module, dict_key)?;
        let Some(dict) = vm.cast::<Dict>(namespace.value()) else {
            return Err(vm.type_error("the module's __dict__ is no dict"));
        };
        let (builtins_key, builtins) = (vm.names.__builtins__, vm.builtins);
        if dict.get_str(vm, builtins_key).is_none() {
            dict.set_str(vm, builtins_key, builtins.value())?;
        }
        vm.run_code(code.value(), dict, dict.value()).map(drop)
    }

    /// The module's code object.
    #[method("($self, fullname)")]
    fn get_code(vm: &mut Vm, _this: Obj<LibraryImporter>, fullname: String) -> R<Owned> {
        code_of(vm, &fullname).map(|(code, _)| code)
    }

    /// The module's source.
    #[method("($self, fullname)")]
    fn get_source(vm: &mut Vm, _this: Obj<LibraryImporter>, fullname: String) -> R<Owned> {
        require(vm, &fullname)?;
        match vm.options.frozen_modules.source(&fullname) {
            Some(source) => match vm.options.source_tools.decode(&source) {
                Some(text) => vm.new_str(&text),
                None => Ok(Owned::NONE),
            },
            None => Ok(Owned::NONE),
        }
    }

    /// The name of the file that the module stands for.
    #[method("($self, fullname)")]
    fn get_filename(vm: &mut Vm, _this: Obj<LibraryImporter>, fullname: String) -> R<String> {
        let package = require(vm, &fullname)?;
        Ok(file_of(vm, &fullname, package))
    }

    /// Whether the module is a package.
    #[method("($self, fullname)")]
    fn is_package(vm: &mut Vm, _this: Obj<LibraryImporter>, fullname: String) -> R<bool> {
        require(vm, &fullname)
    }

    /// The bytes of a source file. There are no other files.
    #[method("($self, path)")]
    fn get_data(vm: &mut Vm, _this: Obj<LibraryImporter>, path: Value) -> R<Owned> {
        let text = vm.str_text(path)?;
        let inside = text.strip_prefix(vm.import.library_path.as_str()).and_then(|rest| rest.strip_suffix(".py"));
        if let Some(inside) = inside {
            let name = inside.trim_matches('/').replace('/', ".");
            let name = name.strip_suffix(".__init__").unwrap_or(&name);
            if let Some(source) = vm.options.frozen_modules.source(name) {
                return vm.new_bytes(&source);
            }
        }
        Err(vm.os_error(taipan_host::OsError::new(taipan_host::errno::ENOENT), Some(path)))
    }

    /// Nothing is kept that could be out of date.
    #[method("($self, /)")]
    fn invalidate_caches(_vm: &mut Vm, _this: Obj<LibraryImporter>) {}

    /// Names of the modules in this directory, each with whether it is a package.
    #[method("($self, prefix='')")]
    fn iter_modules(vm: &mut Vm, this: Obj<LibraryImporter>, prefix: Option<String>) -> R<Owned> {
        let prefix = prefix.unwrap_or_default();
        let directory = this.get(vm).directory.clone();
        let inside = directory.strip_prefix(vm.import.library_path.as_str()).unwrap_or("").trim_matches('/');
        let package = inside.replace('/', ".");
        let mut items = Vec::new();
        for name in vm.options.frozen_modules.names() {
            let (parent, tail) = name.rsplit_once('.').unwrap_or(("", name));
            if parent != package {
                continue;
            }
            let is_package = vm.options.frozen_modules.find(name).unwrap_or(false);
            let text = vm.new_str(&format!("{prefix}{tail}"))?;
            items.push(vm.new_tuple(&[text.value(), Value::bool(is_package)])?);
        }
        vm.new_tuple_from(items)
    }

    /// The directory.
    #[getter]
    fn path(vm: &mut Vm, this: Obj<LibraryImporter>) -> String {
        this.get(vm).directory.clone()
    }
}
