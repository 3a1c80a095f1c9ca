//! `ParamSpec`, and the `args` and `kwargs` of one.

use super::type_var::or;
use super::*;

#[derive(Trace)]
pub struct ParamSpec {
    pub(super) name: Owned,
    bound: Option<Owned>,
    pub(super) default: Lazy,
    covariant: bool,
    contravariant: bool,
    infer_variance: bool,
}

impl ParamSpec {
    /// Of a type parameter list.
    pub(super) fn inferred(name: Owned) -> ParamSpec {
        ParamSpec {
            name,
            bound: None,
            default: Lazy::default(),
            covariant: false,
            contravariant: false,
            infer_variance: true,
        }
    }
}

/// `P.args`.
#[derive(Trace)]
pub struct ParamSpecArgs {
    origin: Owned,
}

/// `P.kwargs`.
#[derive(Trace)]
pub struct ParamSpecKwargs {
    origin: Owned,
}

pub(crate) static CLASS: ClassDef = ClassDef {
    module: "typing",
    doc: "A variable that stands for the parameters of a callable.",
    slots: Slots { new: Some(new), repr: Some(repr), or: Some(or), ..Slots::EMPTY },
    methods: &METHODS,
    getsets: &GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::sealed::<ParamSpec>("ParamSpec")
};

static SIGNATURE: Signature = Signature {
    name: "paramspec",
    text: "(name, *, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)",
    parameters: &[
        Parameter { name: "name", kind: ParameterKind::PositionalOrKeyword, optional: false },
        Parameter { name: "bound", kind: ParameterKind::KeywordOnly, optional: true },
        Parameter { name: "default", kind: ParameterKind::KeywordOnly, optional: true },
        Parameter { name: "covariant", kind: ParameterKind::KeywordOnly, optional: true },
        Parameter { name: "contravariant", kind: ParameterKind::KeywordOnly, optional: true },
        Parameter { name: "infer_variance", kind: ParameterKind::KeywordOnly, optional: true },
    ],
    rest: false,
    keywords: false,
};

fn new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let mut slots = [None; 6];
    bind(vm, &SIGNATURE, args, &mut slots)?;
    let [name, bound, default, covariant, contravariant, infer] = slots;
    let name = need_name(vm, "paramspec", name.unwrap_or(Value::NONE))?;
    let (covariant, contravariant) = (flag(vm, covariant)?, flag(vm, contravariant)?);
    let infer_variance = flag(vm, infer)?;
    check_variance(vm, covariant, contravariant, infer_variance)?;
    let bound = bound.filter(|bound| !bound.is_none()).map(Value::own);
    let default = given_default(vm, default)?;
    let made = vm.allocate(ParamSpec { name, bound, default, covariant, contravariant, infer_variance })?;
    set_module(vm, &made)?;
    Ok(made)
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(this) = vm.cast::<ParamSpec>(value) else { return vm.new_str("") };
    let details = this.get(vm);
    let sign = variance_sign(details.covariant, details.contravariant, details.infer_variance);
    let name = details.name.clone();
    let name = vm.str_text(name.value())?;
    vm.new_str(&format!("{sign}{name}"))
}

#[methods]
mod py {
    use super::*;

    /// The name.
    #[getter]
    fn __name__(vm: &mut Vm, this: Obj<ParamSpec>) -> Owned {
        this.get(vm).name.clone()
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, _this: Obj<ParamSpec>, _value: Option<Value>) -> R<()> {
        Err(vm.attribute_error_text("readonly attribute"))
    }

    #[getter]
    fn __bound__(vm: &mut Vm, this: Obj<ParamSpec>) -> Option<Owned> {
        this.get(vm).bound.clone()
    }

    /// What it is unless something else is given.
    #[getter]
    fn __default__(vm: &mut Vm, this: Obj<ParamSpec>) -> R<Owned> {
        default_of(vm, this, |this| &mut this.default)
    }

    /// The function that computes the default.
    #[getter]
    fn evaluate_default(vm: &mut Vm, this: Obj<ParamSpec>) -> R<Owned> {
        let lazy = this.get(vm).default.clone();
        lazy.evaluator(vm)
    }

    #[getter]
    fn __covariant__(vm: &mut Vm, this: Obj<ParamSpec>) -> bool {
        this.get(vm).covariant
    }

    #[getter]
    fn __contravariant__(vm: &mut Vm, this: Obj<ParamSpec>) -> bool {
        this.get(vm).contravariant
    }

    #[getter]
    fn __infer_variance__(vm: &mut Vm, this: Obj<ParamSpec>) -> bool {
        this.get(vm).infer_variance
    }

    /// The type of `*args`.
    #[getter]
    fn args(vm: &mut Vm, this: Obj<ParamSpec>) -> R<Owned> {
        vm.allocate(ParamSpecArgs { origin: this.own() })
    }

    /// The type of `**kwargs`.
    #[getter]
    fn kwargs(vm: &mut Vm, this: Obj<ParamSpec>) -> R<Owned> {
        vm.allocate(ParamSpecKwargs { origin: this.own() })
    }

    /// Whether there is a default.
    #[method("($self, /)")]
    fn has_default(vm: &mut Vm, this: Obj<ParamSpec>) -> bool {
        this.get(vm).default.exists()
    }

    /// Check what is put in its place.
    #[method("($self, arg, /)")]
    fn __typing_subst__(vm: &mut Vm, this: Obj<ParamSpec>, argument: Value) -> R<Owned> {
        call_typing(vm, "_paramspec_subst", Args::positional(&[this.value(), argument]))
    }

    /// The arguments in the form that substitution takes.
    #[method("($self, alias, args, /)")]
    fn __typing_prepare_subst__(vm: &mut Vm, this: Obj<ParamSpec>, alias: Value, args: Value) -> R<Owned> {
        call_typing(vm, "_paramspec_prepare_subst", Args::positional(&[this.value(), alias, args]))
    }

    #[method("($self, bases, /)")]
    fn __mro_entries__(vm: &mut Vm, _this: Obj<ParamSpec>, _bases: Value) -> R<Owned> {
        Err(cannot_subclass(vm, "ParamSpec"))
    }

    /// For pickling: by name.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<ParamSpec>) -> Owned {
        this.get(vm).name.clone()
    }
}

macro_rules! part {
    ($module:ident $payload:ident $class:ident $name:literal $suffix:literal) => {
        pub(crate) static $class: ClassDef = ClassDef {
            module: "typing",
            doc: concat!("The ", $suffix, " of a ParamSpec."),
            slots: Slots {
                new: Some($module::new),
                repr: Some($module::repr),
                compare: Some($module::compare),
                ..Slots::EMPTY
            },
            methods: &$module::METHODS,
            getsets: &$module::GETSETS,
            has_weakref: true,
            unhashable: true,
            ..ClassDef::sealed::<$payload>($name)
        };

        mod $module {
            use super::*;

            pub(super) fn new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
                match (args.positional, args.names) {
                    (&[origin], []) => vm.allocate($payload { origin: origin.own() }),
                    _ => Err(vm.type_error(concat!($name, "() takes exactly 1 argument"))),
                }
            }

            pub(super) fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
                let Some(this) = vm.cast::<$payload>(value) else { return vm.new_str("") };
                let origin = this.get(vm).origin.clone();
                let text = match vm.cast::<ParamSpec>(origin.value()) {
                    Some(origin) => {
                        let name = origin.get(vm).name.clone();
                        vm.str_text(name.value())?
                    }
                    None => vm.repr_text(origin.value())?,
                };
                vm.new_str(&format!(concat!("{}.", $suffix), text))
            }

            pub(super) fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
                let (Some(first), Some(second)) = (vm.cast::<$payload>(a), vm.cast::<$payload>(b)) else {
                    return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
                };
                if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
                    return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
                }
                let (first, second) = (first.get(vm).origin.clone(), second.get(vm).origin.clone());
                vm.rich_compare(first.value(), second.value(), op)
            }

            #[methods]
            mod table_of_methods {
                use super::*;

                /// The ParamSpec.
                #[getter]
                fn __origin__(vm: &mut Vm, this: Obj<$payload>) -> Owned {
                    this.get(vm).origin.clone()
                }

                #[method("($self, bases, /)")]
                fn __mro_entries__(vm: &mut Vm, _this: Obj<$payload>, _bases: Value) -> R<Owned> {
                    Err(cannot_subclass(vm, $name))
                }
            }
        }
    };
}

part!(args_part ParamSpecArgs ARGS_CLASS "ParamSpecArgs" "args");
part!(kwargs_part ParamSpecKwargs KWARGS_CLASS "ParamSpecKwargs" "kwargs");
