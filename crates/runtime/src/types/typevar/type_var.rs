//! `TypeVar`.

use super::*;

#[derive(Trace)]
pub struct TypeVar {
    pub(super) name: Owned,
    pub(super) bound: Lazy,
    pub(super) constraints: Lazy,
    pub(super) default: Lazy,
    pub(super) covariant: bool,
    pub(super) contravariant: bool,
    pub(super) infer_variance: bool,
}

impl TypeVar {
    /// Of a type parameter list.
    pub(super) fn inferred(name: Owned) -> TypeVar {
        TypeVar {
            name,
            bound: Lazy::default(),
            constraints: Lazy::default(),
            default: Lazy::default(),
            covariant: false,
            contravariant: false,
            infer_variance: true,
        }
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    module: "typing",
    doc: "A variable that stands for a type.",
    slots: Slots { new: Some(new), repr: Some(repr), or: Some(or), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::sealed::<TypeVar>("TypeVar")
};

static SIGNATURE: Signature = Signature {
    name: "typevar",
    text: "(name, *constraints, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)",
    parameters: &[
        Parameter { name: "name", kind: ParameterKind::PositionalOrKeyword, optional: false },
        Parameter { name: "bound", kind: ParameterKind::KeywordOnly, optional: true },
        Parameter { name: "default", kind: ParameterKind::KeywordOnly, optional: true },
        Parameter { name: "covariant", kind: ParameterKind::KeywordOnly, optional: true },
        Parameter { name: "contravariant", kind: ParameterKind::KeywordOnly, optional: true },
        Parameter { name: "infer_variance", kind: ParameterKind::KeywordOnly, optional: true },
    ],
    rest: true,
    keywords: false,
};

fn new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let mut slots = [None; 6];
    let bound = bind(vm, &SIGNATURE, args, &mut slots)?;
    let constraints = bound.rest.to_vec();
    let [name, bound, default, covariant, contravariant, infer] = slots;
    let name = need_name(vm, "typevar", name.unwrap_or(Value::NONE))?;
    let (covariant, contravariant) = (flag(vm, covariant)?, flag(vm, contravariant)?);
    let infer_variance = flag(vm, infer)?;
    check_variance(vm, covariant, contravariant, infer_variance)?;
    let bound = checked_bound(vm, bound)?;
    let constraints = match constraints.len() {
        0 => None,
        1 => return Err(vm.type_error("A single constraint is not allowed")),
        _ if bound.is_some() => {
            return Err(vm.type_error("Constraints cannot be combined with bound=..."));
        }
        _ => Some(vm.new_tuple(&constraints)?),
    };
    let default = given_default(vm, default)?;
    let made = vm.allocate(TypeVar {
        name,
        bound: Lazy::given(bound),
        constraints: Lazy::given(constraints),
        default,
        covariant,
        contravariant,
        infer_variance,
    })?;
    set_module(vm, &made)?;
    Ok(made)
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(this) = vm.cast::<TypeVar>(value) else { return vm.new_str("") };
    let details = this.get(vm);
    let sign = variance_sign(details.covariant, details.contravariant, details.infer_variance);
    let name = details.name.clone();
    let name = vm.str_text(name.value())?;
    vm.new_str(&format!("{sign}{name}"))
}

/// `T | int`.
pub(super) fn or(vm: &mut Vm, left: Value, right: Value) -> R<Owned> {
    crate::types::union::from_members(vm, &[left, right])
}

/// How many arguments type parameters need at least: one for each without a default.
fn least(vm: &mut Vm, parameters: &[Owned]) -> R<usize> {
    let mut count = 0;
    for parameter in parameters {
        let has_default = vm.call_method(parameter.value(), "has_default", &[])?;
        count += usize::from(!vm.truth(has_default.value())?);
    }
    Ok(count)
}

#[methods]
mod py {
    use super::*;

    /// The name.
    #[getter]
    fn __name__(vm: &mut Vm, this: Obj<TypeVar>) -> Owned {
        this.get(vm).name.clone()
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, _this: Obj<TypeVar>, _value: Option<Value>) -> R<()> {
        Err(vm.attribute_error_text("readonly attribute"))
    }

    /// The type that it must be, or None.
    #[getter]
    fn __bound__(vm: &mut Vm, this: Obj<TypeVar>) -> R<Option<Owned>> {
        force(vm, this, |this| &mut this.bound)
    }

    /// The types that it may be.
    #[getter]
    fn __constraints__(vm: &mut Vm, this: Obj<TypeVar>) -> R<Owned> {
        match force(vm, this, |this| &mut this.constraints)? {
            Some(constraints) => Ok(constraints),
            None => vm.new_tuple(&[]),
        }
    }

    /// The type that it is unless another is given.
    #[getter]
    fn __default__(vm: &mut Vm, this: Obj<TypeVar>) -> R<Owned> {
        default_of(vm, this, |this| &mut this.default)
    }

    /// The function that computes the bound.
    #[getter]
    fn evaluate_bound(vm: &mut Vm, this: Obj<TypeVar>) -> R<Owned> {
        let lazy = this.get(vm).bound.clone();
        lazy.evaluator(vm)
    }

    /// The function that computes the constraints.
    #[getter]
    fn evaluate_constraints(vm: &mut Vm, this: Obj<TypeVar>) -> R<Owned> {
        let lazy = this.get(vm).constraints.clone();
        lazy.evaluator(vm)
    }

    /// The function that computes the default.
    #[getter]
    fn evaluate_default(vm: &mut Vm, this: Obj<TypeVar>) -> R<Owned> {
        let lazy = this.get(vm).default.clone();
        lazy.evaluator(vm)
    }

    #[getter]
    fn __covariant__(vm: &mut Vm, this: Obj<TypeVar>) -> bool {
        this.get(vm).covariant
    }

    #[getter]
    fn __contravariant__(vm: &mut Vm, this: Obj<TypeVar>) -> bool {
        this.get(vm).contravariant
    }

    #[getter]
    fn __infer_variance__(vm: &mut Vm, this: Obj<TypeVar>) -> bool {
        this.get(vm).infer_variance
    }

    /// Whether there is a default.
    #[method("($self, /)")]
    fn has_default(vm: &mut Vm, this: Obj<TypeVar>) -> bool {
        this.get(vm).default.exists()
    }

    /// Check what is put in its place.
    #[method("($self, arg, /)")]
    fn __typing_subst__(vm: &mut Vm, this: Obj<TypeVar>, argument: Value) -> R<Owned> {
        call_typing(vm, "_typevar_subst", Args::positional(&[this.value(), argument]))
    }

    /// The arguments, with the default where one is missing.
    #[method("($self, alias, args, /)")]
    fn __typing_prepare_subst__(vm: &mut Vm, this: Obj<TypeVar>, alias: Value, args: Value) -> R<Owned> {
        let name = vm.names.__parameters__;
        let parameters = vm.get_attr(alias, name)?;
        let parameters = vm.collect(parameters.value())?;
        let index = parameters.iter().position(|parameter| parameter.is(this.value())).unwrap_or(0);
        let mut given = vm.collect(args)?;
        if index < given.len() {
            return Ok(args.own());
        }
        let default = force(vm, this, |this| &mut this.default)?;
        match default {
            Some(default) if index == given.len() => {
                given.push(default);
                vm.new_tuple_from(given)
            }
            _ => {
                let needed = least(vm, &parameters)?;
                let (alias, given) = (vm.str_text(alias)?, given.len());
                Err(vm.type_error(format!("Too few arguments for {alias}; actual {given}, expected at least {needed}")))
            }
        }
    }

    #[method("($self, bases, /)")]
    fn __mro_entries__(vm: &mut Vm, _this: Obj<TypeVar>, _bases: Value) -> R<Owned> {
        Err(cannot_subclass(vm, "TypeVar"))
    }

    /// For pickling: by name.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<TypeVar>) -> Owned {
        this.get(vm).name.clone()
    }
}
