//! Functions written in Python.

mod attributes;
pub(crate) mod builtins;

use taipan_heap::ShapeId;

use crate::native::*;
use crate::object::class::ClassFlags;
use crate::types::code::CodeObject;
use crate::types::shapes;

#[derive(Trace)]
pub struct Function {
    /// A code object.
    pub code: Owned,
    /// A dict.
    pub globals: Owned,
    /// A dict: the namespace of builtins that the globals name.
    pub builtins: Owned,
    /// A tuple of cells.
    pub closure: Option<Owned>,
    /// A tuple.
    pub defaults: Option<Owned>,
    /// What few functions have or few programs ask for.
    pub rare: Option<Box<Rare>>,
}

/// The parts of a function that calls do not need. None: derived from the code.
#[derive(Trace, Default)]
pub struct Rare {
    pub keyword_defaults: Option<Owned>,
    pub name: Option<Owned>,
    pub qualname: Option<Owned>,
    pub doc: Option<Owned>,
    pub module: Option<Owned>,
    pub annotations: Option<Owned>,
    pub annotate: Option<Owned>,
    pub type_params: Option<Owned>,
    /// `__builtins__` when it is a mapping that is no dict.
    pub builtins: Option<Owned>,
}

impl Payload for Function {
    const NAME: &'static str = "Function";
    const SHAPE: ShapeId = shapes::function;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.function
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    flags: ClassFlags::METHOD_DESCRIPTOR,
    doc: "A function written in Python.",
    slots: Slots {
        new: Some(attributes::new),
        call: Some(call),
        descriptor_get: Some(get),
        repr: Some(repr),
        ..Slots::EMPTY
    },
    getsets: &attributes::GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::sealed::<Function>("function")
};

impl Obj<Function> {
    /// The function's code.
    #[inline(always)]
    pub fn code(self, vm: &Vm) -> Obj<CodeObject> {
        // SAFETY: a function's code is a code object: `__code__` checks what is assigned.
        unsafe { Obj::from_value(self.get(vm).code.value()) }
    }

    #[inline(always)]
    pub fn globals(self, vm: &Vm) -> Obj<Dict> {
        // SAFETY: a function's globals are a dict from its making on.
        unsafe { Obj::from_value(self.get(vm).globals.value()) }
    }

    #[inline(always)]
    pub fn builtins(self, vm: &Vm) -> Obj<Dict> {
        // SAFETY: as for the globals.
        unsafe { Obj::from_value(self.get(vm).builtins.value()) }
    }

    /// `__qualname__`, as messages show it.
    pub fn qualname(self, vm: &mut Vm) -> String {
        let function = self.get(vm);
        let own = function.rare.as_ref().and_then(|rare| rare.qualname.clone());
        match own.as_ref().and_then(|name| vm.cast::<Str>(name.value())) {
            Some(name) => name.to_string_lossy(vm),
            None => self.code(vm).get(vm).template.qualname().to_string(),
        }
    }
}

impl Vm {
    /// A new function.
    pub fn new_function(&mut self, code: Value, globals: Obj<Dict>) -> R<Owned> {
        let builtins = builtins::Builtins::of_globals(self, globals)?;
        let rare = builtins.mapping.map(|mapping| Box::new(Rare { builtins: Some(mapping), ..Rare::default() }));
        self.allocate(Function {
            code: code.own(),
            globals: globals.own(),
            builtins: builtins.dict,
            closure: None,
            defaults: None,
            rare,
        })
    }
}

fn call(vm: &mut Vm, value: Value, args: Args<'_>) -> R<Owned> {
    match vm.cast::<Function>(value) {
        Some(function) => crate::interp::call_function(vm, function, args),
        None => Err(vm.type_error("a function is required")),
    }
}

fn get(vm: &mut Vm, value: Value, instance: Option<Value>, _owner: Option<Value>) -> R<Owned> {
    match instance {
        Some(instance) => {
            vm.allocate(crate::types::bound_method::BoundMethod { function: value.own(), this: instance.own() })
        }
        None => Ok(value.own()),
    }
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(function) = vm.cast::<Function>(value) else { return crate::types::object::repr(vm, value) };
    let name = function.qualname(vm);
    vm.new_str(&format!("<function {name} at {:#x}>", value.bits()))
}

/// What was set, or what `derive` makes; `keep` makes it stay when the code changes.
fn derived(
    vm: &mut Vm,
    this: Obj<Function>,
    keep: bool,
    field: fn(&mut Rare) -> &mut Option<Owned>,
    derive: fn(&mut Vm, Obj<CodeObject>) -> R<Owned>,
) -> R<Owned> {
    if let Some(rare) = &mut this.get_mut(vm).rare
        && let Some(own) = field(rare)
    {
        return Ok(own.clone());
    }
    let code = this.code(vm);
    let made = derive(vm, code)?;
    if keep {
        *field(this.get_mut(vm).rare.get_or_insert_default()) = Some(made.clone());
    }
    Ok(made)
}

/// `__name__`.
fn name(vm: &mut Vm, this: Obj<Function>, keep: bool) -> R<Owned> {
    derived(
        vm,
        this,
        keep,
        |rare| &mut rare.name,
        |vm, code| {
            let name = code.get(vm).template.name().to_string();
            Ok(vm.intern(&name)?.own())
        },
    )
}

/// `__qualname__`.
fn qualname_object(vm: &mut Vm, this: Obj<Function>, keep: bool) -> R<Owned> {
    derived(
        vm,
        this,
        keep,
        |rare| &mut rare.qualname,
        |vm, code| {
            let name = code.get(vm).template.qualname().to_string();
            Ok(vm.intern(&name)?.own())
        },
    )
}

/// `__doc__`.
fn doc(vm: &mut Vm, this: Obj<Function>, keep: bool) -> R<Owned> {
    derived(
        vm,
        this,
        keep,
        |rare| &mut rare.doc,
        |vm, code| {
            let has_doc = code.get(vm).flags.contains(taipan_bytecode::CodeFlags::HAS_DOCSTRING);
            if has_doc { code.inner_code(vm, 0) } else { Ok(Owned::NONE) }
        },
    )
}
