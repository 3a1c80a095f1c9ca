//! Type parameters, type aliases (PEP 695, 696) and `Generic`: the part of `typing` that the language itself needs.
//!
//! Bounds, constraints, defaults and the values of aliases are computed when they are first asked for, by a function that takes the format of
//! `annotationlib`. What more there is to know about type parameters is in `typing.py`, which is asked by name.

mod alias;
mod generic;
mod param_spec;
mod type_var;
mod type_var_tuple;

use taipan_bytecode::Intrinsic;

use crate::native::*;
use crate::types::shapes;

pub use alias::TypeAlias;
pub use param_spec::{ParamSpec, ParamSpecArgs, ParamSpecKwargs};
pub use type_var::TypeVar;
pub use type_var_tuple::TypeVarTuple;

pub(crate) use alias::CLASS as ALIAS_CLASS;
pub(crate) use generic::{CLASS as GENERIC_CLASS, subscript as subscript_generic};
pub(crate) use param_spec::{ARGS_CLASS, CLASS as PARAM_SPEC_CLASS, KWARGS_CLASS};
pub(crate) use type_var::CLASS as TYPE_VAR_CLASS;
pub(crate) use type_var_tuple::CLASS as TYPE_VAR_TUPLE_CLASS;

/// `annotationlib.Format.VALUE` and `STRING`.
const FORMAT_VALUE: i32 = 1;
const FORMAT_STRING: i64 = 4;

/// `typing.NoDefault`.
#[derive(Trace)]
pub struct NoDefault;

/// Gives a value that was there from the beginning: the evaluator of a bound that was passed to `TypeVar(...)`.
#[derive(Trace)]
pub struct ConstEvaluator {
    value: Owned,
}

macro_rules! payload {
    ($($name:ident $field:ident;)+) => { $(
        impl Payload for $name {
            const NAME: &'static str = stringify!($name);
            const SHAPE: taipan_heap::ShapeId = shapes::$field;

            fn class(vm: &Vm) -> Obj<Class> {
                vm.types.$field
            }
        }
    )+ };
}

payload! {
    NoDefault no_default_type;
    ConstEvaluator const_evaluator;
    TypeVar type_var;
    ParamSpec param_spec;
    ParamSpecArgs param_spec_args;
    ParamSpecKwargs param_spec_kwargs;
    TypeVarTuple type_var_tuple;
    TypeAlias type_alias;
}

pub(crate) static NO_DEFAULT_CLASS: ClassDef = ClassDef {
    doc: "The type of typing.NoDefault.",
    slots: Slots { new: Some(no_default_new), repr: Some(no_default_repr), ..Slots::EMPTY },
    methods: &no_default_methods::METHODS,
    ..ClassDef::sealed::<NoDefault>("NoDefaultType")
};

pub(crate) static CONST_EVALUATOR_CLASS: ClassDef = ClassDef {
    module: "_typing",
    slots: Slots { call: Some(evaluator_call), repr: Some(evaluator_repr), ..Slots::EMPTY },
    ..ClassDef::sealed::<ConstEvaluator>("_ConstEvaluator")
};

#[derive(Default)]
struct Singleton(Option<Owned>);

/// `typing.NoDefault`.
pub fn no_default(vm: &mut Vm) -> R<Owned> {
    if let Some(made) = &vm.state::<Singleton>().0 {
        return Ok(made.clone());
    }
    let made = vm.allocate(NoDefault)?;
    vm.state::<Singleton>().0 = Some(made.clone());
    Ok(made)
}

fn no_default_new(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if args.positional.is_empty() && args.names.is_empty() {
        return no_default(vm);
    }
    Err(vm.type_error("NoDefaultType takes no arguments"))
}

fn no_default_repr(vm: &mut Vm, _value: Value) -> R<Owned> {
    vm.new_str("typing.NoDefault")
}

fn evaluator_call(vm: &mut Vm, value: Value, args: Args<'_>) -> R<Owned> {
    let Some(this) = vm.cast::<ConstEvaluator>(value) else { return Ok(Owned::NONE) };
    let &[format] = args.positional else {
        let given = args.positional.len();
        return Err(vm.type_error(format!("constevaluator.__call__() takes exactly 1 argument ({given} given)")));
    };
    let format = vm.to_i64(format, "int")?;
    let value = this.get(vm).value.clone();
    if format != FORMAT_STRING {
        return Ok(value);
    }
    let text = match vm.cast::<Tuple>(value.value()) {
        Some(tuple) => {
            let items = tuple.items(vm).to_vec();
            let mut parts = Vec::with_capacity(items.len());
            for item in items {
                parts.push(super::generic_alias::parameters::type_repr(vm, item)?);
            }
            format!("({})", parts.join(", "))
        }
        None => super::generic_alias::parameters::type_repr(vm, value.value())?,
    };
    vm.new_str(&text)
}

fn evaluator_repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let Some(this) = vm.cast::<ConstEvaluator>(value) else { return vm.new_str("") };
    let value = this.get(vm).value.clone();
    let text = vm.repr_text(value.value())?;
    vm.new_str(&format!("<constevaluator {text}>"))
}

/// Something that is there, or is computed when first asked for, or is absent.
#[derive(Trace, Default, Clone)]
pub(crate) struct Lazy {
    value: Option<Owned>,
    evaluator: Option<Owned>,
}

impl Lazy {
    fn given(value: Option<Owned>) -> Lazy {
        Lazy { value, evaluator: None }
    }

    fn computed(evaluator: Option<Owned>) -> Lazy {
        Lazy { value: None, evaluator }
    }

    fn exists(&self) -> bool {
        self.value.is_some() || self.evaluator.is_some()
    }

    /// The function that computes it, None when it is absent.
    fn evaluator(&self, vm: &mut Vm) -> R<Owned> {
        match (&self.evaluator, &self.value) {
            (Some(evaluator), _) => Ok(evaluator.clone()),
            (None, Some(value)) => vm.allocate(ConstEvaluator { value: value.clone() }),
            (None, None) => Ok(Owned::NONE),
        }
    }
}

/// The value of a lazy field of an object, computed and kept if need be. None when it is absent.
fn force<T: Payload>(vm: &mut Vm, this: Obj<T>, field: fn(&mut T) -> &mut Lazy) -> R<Option<Owned>> {
    let lazy = field(this.get_mut(vm)).clone();
    if lazy.value.is_some() {
        return Ok(lazy.value);
    }
    let Some(evaluator) = lazy.evaluator else { return Ok(None) };
    let keep = this.own();
    let value = vm.call(evaluator.value(), &[Value::small(FORMAT_VALUE)])?;
    let old = field(this.get_mut(vm)).value.replace(value.clone());
    drop((old, keep));
    Ok(Some(value))
}

/// `typing.name(...)`.
fn call_typing(vm: &mut Vm, name: &str, args: Args<'_>) -> R<Owned> {
    let function = vm.import_attr("typing", name)?;
    vm.call_args(function.value(), args)
}

/// The name of the module of whoever calls the native function that is running.
fn caller_module(vm: &mut Vm) -> Option<Owned> {
    let globals = crate::interp::current_globals(vm)?;
    let name = vm.names.__name__;
    globals.get_str(vm, name).map(Value::own)
}

/// Set `__module__` of a type parameter made by a call.
fn set_module(vm: &mut Vm, made: &Owned) -> R<()> {
    let module = caller_module(vm).unwrap_or(Owned::NONE);
    let name = vm.names.__module__;
    vm.set_attr(made.value(), name, Some(module.value()))
}

/// `typing.Unpack[parameter]`.
fn unpack(vm: &mut Vm, parameter: Value) -> R<Owned> {
    let unpack = vm.import_attr("typing", "Unpack")?;
    vm.get_item(unpack.value(), parameter)
}

/// The parameters, with those that stand for several unpacked.
fn unpack_all(vm: &mut Vm, parameters: Value) -> R<Owned> {
    let mut unpacked = Vec::new();
    for parameter in vm.collect(parameters)? {
        if vm.cast::<TypeVarTuple>(parameter.value()).is_some() {
            unpacked.push(unpack(vm, parameter.value())?);
        } else {
            unpacked.push(parameter);
        }
    }
    vm.new_tuple_from(unpacked)
}

/// A bound that was passed: a type, or what `typing` takes for one; None means that there is none.
fn checked_bound(vm: &mut Vm, bound: Option<Value>) -> R<Option<Owned>> {
    let Some(bound) = bound.filter(|bound| !bound.is_none()) else { return Ok(None) };
    let message = vm.new_str("Bound must be a type.")?;
    call_typing(vm, "_type_check", Args::positional(&[bound, message.value()])).map(Some)
}

/// A default that was passed; NoDefault means that there is none.
fn given_default(vm: &mut Vm, default: Option<Value>) -> R<Lazy> {
    let none = no_default(vm)?;
    Ok(Lazy::given(default.filter(|default| !default.is(none.value())).map(Value::own)))
}

/// The prefix that shows the variance of a type parameter.
fn variance_sign(covariant: bool, contravariant: bool, infer: bool) -> &'static str {
    match (infer, covariant, contravariant) {
        (true, _, _) => "",
        (_, true, _) => "+",
        (_, _, true) => "-",
        _ => "~",
    }
}

fn check_variance(vm: &mut Vm, covariant: bool, contravariant: bool, infer: bool) -> R<()> {
    if covariant && contravariant {
        return Err(vm.value_error("Bivariant types are not supported."));
    }
    if infer && (covariant || contravariant) {
        return Err(vm.value_error("Variance cannot be specified with infer_variance."));
    }
    Ok(())
}

/// Whether a keyword argument is true; false when it was not given.
fn flag(vm: &mut Vm, value: Option<Value>) -> R<bool> {
    value.map_or(Ok(false), |value| vm.truth(value))
}

fn need_name(vm: &mut Vm, function: &str, value: Value) -> R<Owned> {
    if vm.cast::<Str>(value).is_some() {
        return Ok(value.own());
    }
    let found = vm.class_of(value).name(vm);
    Err(vm.type_error(format!("{function}() argument 'name' must be str, not {found}")))
}

fn cannot_subclass(vm: &mut Vm, class: &str) -> Raised {
    vm.type_error(format!("Cannot subclass an instance of {class}"))
}

/// A TypeVar, ParamSpec or TypeVarTuple of a type parameter list.
pub(crate) fn new(vm: &mut Vm, kind: Intrinsic, name: Owned, evaluator: Option<Owned>) -> R<Owned> {
    match kind {
        Intrinsic::ParamSpec => vm.allocate(ParamSpec::inferred(name)),
        Intrinsic::TypeVarTuple => vm.allocate(TypeVarTuple::named(name)),
        Intrinsic::TypeVarWithConstraints => {
            let constraints = Lazy::computed(evaluator);
            vm.allocate(TypeVar { constraints, ..TypeVar::inferred(name) })
        }
        _ => vm.allocate(TypeVar { bound: Lazy::computed(evaluator), ..TypeVar::inferred(name) }),
    }
}

/// Set the function that computes a type parameter's default.
pub(crate) fn set_default(vm: &mut Vm, parameter: Owned, evaluator: Owned) -> R<Owned> {
    let default = Lazy::computed(Some(evaluator));
    if let Some(this) = vm.cast::<TypeVar>(parameter.value()) {
        this.get_mut(vm).default = default;
    } else if let Some(this) = vm.cast::<ParamSpec>(parameter.value()) {
        this.get_mut(vm).default = default;
    } else if let Some(this) = vm.cast::<TypeVarTuple>(parameter.value()) {
        this.get_mut(vm).default = default;
    }
    Ok(parameter)
}

/// `type name[...] = ...`: its name, its type parameters or None, and the function that computes its value.
pub(crate) fn new_alias(vm: &mut Vm, parts: Owned) -> R<Owned> {
    let parts = vm.collect(parts.value())?;
    let [name, parameters, evaluator] = &parts[..] else {
        return Err(vm.system_error("a type alias has three parts"));
    };
    let parameters = if parameters.is_none() { None } else { Some(parameters.clone()) };
    vm.allocate(TypeAlias::new(name.clone(), parameters, Lazy::computed(Some(evaluator.clone())), None))
}

/// `default` of a type parameter, NoDefault when it has none.
fn default_of<T: Payload>(vm: &mut Vm, this: Obj<T>, field: fn(&mut T) -> &mut Lazy) -> R<Owned> {
    match force(vm, this, field)? {
        Some(default) => Ok(default),
        None => no_default(vm),
    }
}

mod no_default_methods {
    use super::*;

    #[methods]
    mod table_of_methods {
        use super::*;

        /// For pickling.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, _this: Value) -> R<Owned> {
            vm.new_str("NoDefault")
        }
    }
}
