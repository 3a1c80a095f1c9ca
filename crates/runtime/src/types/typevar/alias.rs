//! `TypeAliasType`: what the `type` statement makes.

use super::type_var::or;
use super::*;

#[derive(Trace)]
pub struct TypeAlias {
    name: Owned,
    /// A tuple.
    parameters: Option<Owned>,
    value: Lazy,
    /// Of one made by a call.
    module: Option<Owned>,
}

impl TypeAlias {
    pub(super) fn new(name: Owned, parameters: Option<Owned>, value: Lazy, module: Option<Owned>) -> TypeAlias {
        TypeAlias { name, parameters, value, module }
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    module: "typing",
    doc: "A name for a type, made by the type statement.",
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        or: Some(or),
        get_item: Some(get_item),
        iter: Some(super::type_var_tuple::iter),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    has_weakref: true,
    ..ClassDef::sealed::<TypeAlias>("TypeAliasType")
};

static SIGNATURE: Signature = Signature {
    name: "typealias",
    text: "(name, value, *, type_params=())",
    parameters: &[
        Parameter { name: "name", kind: ParameterKind::PositionalOrKeyword, optional: false },
        Parameter { name: "value", kind: ParameterKind::PositionalOrKeyword, optional: false },
        Parameter { name: "type_params", kind: ParameterKind::KeywordOnly, optional: true },
    ],
    rest: false,
    keywords: false,
};

fn new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let mut slots = [None; 3];
    bind(vm, &SIGNATURE, args, &mut slots)?;
    let name = need_name(vm, "typealias", slots[0].unwrap_or(Value::NONE))?;
    let parameters = match slots[2] {
        None => None,
        Some(parameters) => {
            if vm.cast::<Tuple>(parameters).is_none() {
                return Err(vm.type_error("type_params must be a tuple"));
            }
            check_parameters(vm, parameters)?;
            if vm.length(parameters)? == 0 { None } else { Some(parameters.own()) }
        }
    };
    let module = caller_module(vm);
    vm.allocate(TypeAlias::new(name, parameters, Lazy::given(slots[1].map(Value::own)), module))
}

/// All are type parameters, and those with defaults come last.
fn check_parameters(vm: &mut Vm, parameters: Value) -> R<()> {
    let mut default_seen = false;
    for parameter in vm.collect(parameters)? {
        let value = parameter.value();
        let has_default = if let Some(this) = vm.cast::<TypeVar>(value) {
            this.get(vm).default.exists()
        } else if let Some(this) = vm.cast::<ParamSpec>(value) {
            this.get(vm).default.exists()
        } else if let Some(this) = vm.cast::<TypeVarTuple>(value) {
            this.get(vm).default.exists()
        } else {
            let shown = vm.repr_text(value)?;
            return Err(vm.type_error(format!("Expected a type param, got {shown}")));
        };
        if default_seen && !has_default {
            let shown = vm.repr_text(value)?;
            return Err(vm.type_error(format!("non-default type parameter '{shown}' follows default type parameter")));
        }
        default_seen |= has_default;
    }
    Ok(())
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(this) = vm.cast::<TypeAlias>(value) else { return vm.new_str("") };
    let name = this.get(vm).name.clone();
    vm.str(name.value())
}

fn get_item(vm: &mut Vm, value: Value, item: Value) -> R<Owned> {
    let Some(this) = vm.cast::<TypeAlias>(value) else { return Ok(Owned::NONE) };
    if this.get(vm).parameters.is_none() {
        return Err(vm.type_error("Only generic type aliases are subscriptable"));
    }
    crate::types::generic_alias::new(vm, value, item)
}

#[methods]
mod py {
    use super::*;

    /// The name.
    #[getter]
    fn __name__(vm: &mut Vm, this: Obj<TypeAlias>) -> Owned {
        this.get(vm).name.clone()
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, _this: Obj<TypeAlias>, _value: Option<Value>) -> R<()> {
        Err(vm.attribute_error_text("readonly attribute"))
    }

    /// The module that it was made in.
    #[getter]
    fn __module__(vm: &mut Vm, this: Obj<TypeAlias>) -> R<Owned> {
        let evaluator = this.get(vm).value.evaluator.clone();
        if let Some(evaluator) = evaluator {
            let name = vm.names.__module__;
            return vm.get_attr(evaluator.value(), name);
        }
        Ok(this.get(vm).module.clone().unwrap_or(Owned::NONE))
    }

    /// The type.
    #[getter]
    fn __value__(vm: &mut Vm, this: Obj<TypeAlias>) -> R<Option<Owned>> {
        force(vm, this, |this| &mut this.value)
    }

    /// The function that computes the type.
    #[getter]
    fn evaluate_value(vm: &mut Vm, this: Obj<TypeAlias>) -> R<Owned> {
        let lazy = this.get(vm).value.clone();
        lazy.evaluator(vm)
    }

    /// The type parameters.
    #[getter]
    fn __type_params__(vm: &mut Vm, this: Obj<TypeAlias>) -> R<Owned> {
        match this.get(vm).parameters.clone() {
            Some(parameters) => Ok(parameters),
            None => vm.new_tuple(&[]),
        }
    }

    /// The type parameters, those that stand for several unpacked.
    #[getter]
    fn __parameters__(vm: &mut Vm, this: Obj<TypeAlias>) -> R<Owned> {
        match this.get(vm).parameters.clone() {
            Some(parameters) => unpack_all(vm, parameters.value()),
            None => vm.new_tuple(&[]),
        }
    }

    /// For pickling: by name.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<TypeAlias>) -> Owned {
        this.get(vm).name.clone()
    }
}
