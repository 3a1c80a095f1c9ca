//! `ModuleSpec`, as `importlib.machinery` has it, in Rust so that modules have a `__spec__` before importlib runs.
//!
//! The loader of modules that `find.rs` loaded is found out when somebody asks: it is a class of importlib.

use crate::import::machinery;
use crate::native::*;
use crate::object::class::ClassFlags;

/// All that a spec holds is in its attributes.
#[derive(Trace)]
pub(super) struct ModuleSpec;

impl Payload for ModuleSpec {
    const NAME: &'static str = "ModuleSpec";

    fn class(vm: &Vm) -> Obj<Class> {
        vm.native_class::<ModuleSpec>()
    }
}

static CLASS: ClassDef = ClassDef {
    doc: "What is known of a module before it is loaded: its name, loader, origin and, for packages, where to look for submodules.",
    module: "importlib._bootstrap",
    flags: ClassFlags::BASE,
    slots: Slots { new: Some(new), init: Some(init), repr: Some(repr), compare: Some(compare), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    has_dict: true,
    has_weakref: true,
    unhashable: true,
    ..ClassDef::new::<ModuleSpec>("ModuleSpec")
};

/// The class.
pub(super) fn class(vm: &mut Vm) -> R<Obj<Class>> {
    vm.define_class::<ModuleSpec>(&CLASS, None)
}

/// Where a module is from.
pub(super) struct Origin<'a> {
    pub(super) origin: Option<&'a str>,
    /// The origin is a place (`__file__`).
    pub(super) location: bool,
    /// `__path__` of a package.
    pub(super) search: Option<Value>,
    pub(super) loader: Option<Value>,
}

/// A new spec.
pub(super) fn new_spec(vm: &mut Vm, name: Obj<Str>, from: &Origin<'_>) -> R<Owned> {
    let class = class(vm)?;
    let spec = vm.allocate_instance(class, ModuleSpec)?;
    let origin = match from.origin {
        Some(origin) => vm.new_str(origin)?,
        None => Owned::NONE,
    };
    fill(vm, spec.value(), name.value(), from.loader, origin.value(), Value::NONE, from.search)?;
    set(vm, spec.value(), "_set_fileattr", Value::bool(from.location))?;
    Ok(spec)
}

fn set(vm: &mut Vm, spec: Value, name: &str, value: Value) -> R<()> {
    let name = vm.intern(name)?;
    vm.set_instance_attribute(spec, name, value)
}

fn get(vm: &mut Vm, spec: Value, name: &str) -> R<Option<Owned>> {
    let name = vm.intern(name)?;
    vm.instance_attribute(spec, name)
}

fn fill(
    vm: &mut Vm,
    spec: Value,
    name: Value,
    loader: Option<Value>,
    origin: Value,
    state: Value,
    search: Option<Value>,
) -> R<()> {
    set(vm, spec, "name", name)?;
    if let Some(loader) = loader {
        set(vm, spec, "_loader", loader)?;
    }
    set(vm, spec, "origin", origin)?;
    set(vm, spec, "loader_state", state)?;
    set(vm, spec, "submodule_search_locations", search.unwrap_or(Value::NONE))?;
    let empty = vm.new_list(&[])?;
    set(vm, spec, "_uninitialized_submodules", empty.value())?;
    set(vm, spec, "_set_fileattr", Value::FALSE)?;
    set(vm, spec, "_cached", Value::NONE)
}

/// Note whether the module's code is running.
pub(super) fn set_initializing(vm: &mut Vm, spec: Value, initializing: bool) -> R<()> {
    let name = vm.names._initializing;
    vm.set_instance_attribute(spec, name, Value::bool(initializing))
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, ModuleSpec)
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    const fn parameter(name: &'static str, kind: ParameterKind, optional: bool) -> Parameter {
        Parameter { name, kind, optional }
    }
    static SIGNATURE: Signature = Signature {
        name: "ModuleSpec.__init__",
        text: "(name, loader, *, origin=None, loader_state=None, is_package=None)",
        parameters: &[
            parameter("name", ParameterKind::PositionalOrKeyword, false),
            parameter("loader", ParameterKind::PositionalOrKeyword, false),
            parameter("origin", ParameterKind::KeywordOnly, true),
            parameter("loader_state", ParameterKind::KeywordOnly, true),
            parameter("is_package", ParameterKind::KeywordOnly, true),
        ],
        rest: false,
        keywords: false,
    };
    let mut slots = [None; 5];
    bind(vm, &SIGNATURE, args, &mut slots)?;
    let value = |index: usize| slots[index].unwrap_or(Value::NONE);
    let search = if vm.truth(value(4))? { Some(vm.new_list(&[])?) } else { None };
    let search = search.as_ref().map(|search| search.value());
    fill(vm, this, value(0), slots[1], value(2), value(3), search)
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let class = vm.class_of(this).short_name(vm);
    let mut text = format!("{class}(");
    for (index, field) in ["name", "loader", "origin", "submodule_search_locations"].into_iter().enumerate() {
        let value = vm.get_attr_str(this, field)?;
        if index >= 2 && value.is_none() {
            continue;
        }
        let shown = vm.repr_text(value.value())?;
        text.push_str(&format!("{}{field}={shown}", if index > 0 { ", " } else { "" }));
    }
    text.push(')');
    vm.new_str(&text)
}

fn compare(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R<Owned> {
    if op != CompareOp::Eq && op != CompareOp::Ne {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    }
    for field in ["name", "loader", "origin", "submodule_search_locations", "cached", "has_location"] {
        let own = vm.get_attr_str(this, field)?;
        let name = vm.intern(field)?;
        let Some(theirs) = vm.get_attr_optional(other, name)? else {
            return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
        };
        if !vm.equal(own.value(), theirs.value())? {
            return Ok(Owned::bool(op == CompareOp::Ne));
        }
    }
    Ok(Owned::bool(op == CompareOp::Eq))
}

#[methods]
mod py {
    use super::*;

    /// What loads the module.
    #[getter]
    fn loader(vm: &mut Vm, this: Value) -> R<Owned> {
        if let Some(loader) = get(vm, this, "_loader")? {
            return Ok(loader);
        }
        let loader = machinery::usual_loader(vm, this)?;
        set(vm, this, "_loader", loader.value())?;
        Ok(loader)
    }

    #[setter]
    fn set_loader(vm: &mut Vm, this: Value, value: Option<Value>) -> R<()> {
        set(vm, this, "_loader", value.unwrap_or(Value::NONE))
    }

    /// The name of the package that the module is in, or is.
    #[getter]
    fn parent(vm: &mut Vm, this: Value) -> R<Owned> {
        let name = vm.get_attr_str(this, "name")?;
        let search = vm.get_attr_str(this, "submodule_search_locations")?;
        if !search.is_none() {
            return Ok(name);
        }
        let text = vm.str_text(name.value())?;
        vm.new_str(text.rsplit_once('.').map_or("", |(parent, _)| parent))
    }

    /// Whether the origin is a place from which the module is loaded.
    #[getter]
    fn has_location(vm: &mut Vm, this: Value) -> R<bool> {
        match get(vm, this, "_set_fileattr")? {
            Some(value) => vm.truth(value.value()),
            None => Ok(false),
        }
    }

    #[setter]
    fn set_has_location(vm: &mut Vm, this: Value, value: Option<Value>) -> R<()> {
        let value = vm.truth(value.unwrap_or(Value::NONE))?;
        set(vm, this, "_set_fileattr", Value::bool(value))
    }

    /// Where compiled code is kept.
    #[getter]
    fn cached(vm: &mut Vm, this: Value) -> R<Owned> {
        let known = get(vm, this, "_cached")?.unwrap_or(Owned::NONE);
        if !known.is_none() || !has_location(vm, this)? {
            return Ok(known);
        }
        let origin = vm.get_attr_str(this, "origin")?;
        let Some(origin) = vm.cast::<Str>(origin.value()) else { return Ok(Owned::NONE) };
        let cached = machinery::cached(vm, origin)?;
        set(vm, this, "_cached", cached.value())?;
        Ok(cached)
    }

    #[setter]
    fn set_cached(vm: &mut Vm, this: Value, value: Option<Value>) -> R<()> {
        set(vm, this, "_cached", value.unwrap_or(Value::NONE))
    }
}
