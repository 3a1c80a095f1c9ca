//! `TypeVarTuple`.

use super::*;

#[derive(Trace)]
pub struct TypeVarTuple {
    pub(super) name: Owned,
    pub(super) default: Lazy,
}

impl TypeVarTuple {
    pub(super) fn named(name: Owned) -> TypeVarTuple {
        TypeVarTuple { name, default: Lazy::default() }
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    module: "typing",
    doc: "A variable that stands for any number of types.",
    slots: Slots { new: Some(new), repr: Some(repr), iter: Some(iter), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::sealed::<TypeVarTuple>("TypeVarTuple")
};

static SIGNATURE: Signature = Signature {
    name: "typevartuple",
    text: "(name, *, default=typing.NoDefault)",
    parameters: &[
        Parameter { name: "name", kind: ParameterKind::PositionalOrKeyword, optional: false },
        Parameter { name: "default", kind: ParameterKind::KeywordOnly, optional: true },
    ],
    rest: false,
    keywords: false,
};

fn new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let mut slots = [None; 2];
    bind(vm, &SIGNATURE, args, &mut slots)?;
    let name = need_name(vm, "typevartuple", slots[0].unwrap_or(Value::NONE))?;
    let default = given_default(vm, slots[1])?;
    let made = vm.allocate(TypeVarTuple { name, default })?;
    set_module(vm, &made)?;
    Ok(made)
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(this) = vm.cast::<TypeVarTuple>(value) else { return vm.new_str("") };
    let name = this.get(vm).name.clone();
    vm.str(name.value())
}

/// `*Ts`: iterating gives `Unpack[Ts]` alone.
pub(super) fn iter(vm: &mut Vm, value: Value) -> R<Owned> {
    let unpacked = unpack(vm, value)?;
    let items = vm.new_tuple(&[unpacked.value()])?;
    vm.iter(items.value())
}

#[methods]
mod py {
    use super::*;

    /// The name.
    #[getter]
    fn __name__(vm: &mut Vm, this: Obj<TypeVarTuple>) -> Owned {
        this.get(vm).name.clone()
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, _this: Obj<TypeVarTuple>, _value: Option<Value>) -> R<()> {
        Err(vm.attribute_error_text("readonly attribute"))
    }

    /// What it is unless something else is given.
    #[getter]
    fn __default__(vm: &mut Vm, this: Obj<TypeVarTuple>) -> R<Owned> {
        default_of(vm, this, |this| &mut this.default)
    }

    /// The function that computes the default.
    #[getter]
    fn evaluate_default(vm: &mut Vm, this: Obj<TypeVarTuple>) -> R<Owned> {
        let lazy = this.get(vm).default.clone();
        lazy.evaluator(vm)
    }

    /// Whether there is a default.
    #[method("($self, /)")]
    fn has_default(vm: &mut Vm, this: Obj<TypeVarTuple>) -> bool {
        this.get(vm).default.exists()
    }

    /// It must be unpacked.
    #[method("($self, arg, /)")]
    fn __typing_subst__(vm: &mut Vm, _this: Obj<TypeVarTuple>, _argument: Value) -> R<Owned> {
        Err(vm.type_error("Substitution of bare TypeVarTuple is not supported"))
    }

    /// The arguments, with those that it stands for in a tuple.
    #[method("($self, alias, args, /)")]
    fn __typing_prepare_subst__(vm: &mut Vm, this: Obj<TypeVarTuple>, alias: Value, args: Value) -> R<Owned> {
        call_typing(vm, "_typevartuple_prepare_subst", Args::positional(&[this.value(), alias, args]))
    }

    #[method("($self, bases, /)")]
    fn __mro_entries__(vm: &mut Vm, _this: Obj<TypeVarTuple>, _bases: Value) -> R<Owned> {
        Err(cannot_subclass(vm, "TypeVarTuple"))
    }

    /// For pickling: by name.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<TypeVarTuple>) -> Owned {
        this.get(vm).name.clone()
    }
}
