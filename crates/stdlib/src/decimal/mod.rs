//! `_decimal`: what `decimal` is made of. The arithmetic is `taipan_numeric::decimal`'s; here are the objects.
//!
//! The current context is a context variable. What was found there last is kept by the isolate until a context variable changes, so that
//! an operation need not look it up.

mod context;
mod context_methods;
mod convert;
mod methods;
mod number;
mod signals;

use taipan_numeric::decimal::{IEEE_MAX_BITS, MAX_EMAX, MAX_PREC, MIN_EMIN, MIN_ETINY, Rounding};
use taipan_runtime::native::*;

use crate::support::import;

/// What the module remembers in an isolate.
#[derive(Default)]
struct State {
    /// Classes of the signals, in the order of `signals::SIGNALS`.
    signals: Vec<Owned>,
    /// Classes of the conditions, in the order of `signals::CONDITIONS`.
    conditions: Vec<Owned>,
    signal_dict: Option<Owned>,
    /// `DecimalTuple`
    tuple: Option<Owned>,
    /// `numbers.Rational`
    rational: Option<Owned>,
    /// Names of the ways to round, in their order.
    roundings: Vec<Owned>,
    /// Default, basic and extended context.
    templates: Vec<Owned>,
    /// The context variable.
    variable: Option<Owned>,
    contents: Option<Vec<(&'static str, Owned)>>,
}

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_decimal", "Decimal floating-point arithmetic.", &METHODS)?;
    let known = vm.state::<State>().contents.clone();
    let contents = match known {
        Some(contents) => contents,
        None => {
            let contents = contents(vm)?;
            vm.state::<State>().contents = Some(contents.clone());
            contents
        }
    };
    for (name, value) in contents {
        module.add(vm, name, value.value())?;
    }
    Ok(owned)
}

/// What the module holds beside its functions: the same objects however often it is imported anew.
fn contents(vm: &mut Vm) -> R<Vec<(&'static str, Owned)>> {
    let number = vm.define_class::<number::Number>(&number::CLASS, None)?;
    let context = vm.define_class::<context::ContextObject>(&context::CLASS, None)?;
    vm.define_class::<context::ContextManager>(&context::MANAGER, None)?;
    let mixin = vm.define_class::<signals::SignalDict>(&signals::CLASS, None)?;
    let mut contents = signals::make_exceptions(vm)?;
    contents.extend([("Decimal", number.own()), ("Context", context.own())]);

    let numbers = import(vm, "numbers")?;
    let base = vm.get_attr_str(numbers.value(), "Number")?;
    vm.call_method(base.value(), "register", &[number.value()])?;
    let rational = vm.get_attr_str(numbers.value(), "Rational")?;
    let tuple = decimal_tuple(vm)?;
    contents.push(("DecimalTuple", tuple.clone()));
    let abstract_classes = import(vm, "collections.abc")?;
    let mapping = vm.get_attr_str(abstract_classes.value(), "MutableMapping")?;
    let signal_dict = signals::new_class(vm, "SignalDict", "abc", &[mixin.value(), mapping.value()])?;
    let variable = crate::contextvars::new_native_variable(vm, "decimal_context")?;
    let mut roundings = Vec::new();
    for rounding in Rounding::ALL {
        let name = vm.intern(rounding.name())?.own();
        contents.push((rounding.name(), name.clone()));
        roundings.push(name);
    }
    let state = vm.state::<State>();
    state.roundings = roundings;
    state.rational = Some(rational);
    state.tuple = Some(tuple);
    state.signal_dict = Some(signal_dict);
    state.variable = Some(variable);
    let templates = context::make_templates(vm)?;
    contents.extend(["DefaultContext", "BasicContext", "ExtendedContext"].into_iter().zip(templates.iter().cloned()));
    vm.state::<State>().templates = templates;

    for (name, int) in [
        ("MAX_PREC", MAX_PREC),
        ("MAX_EMAX", MAX_EMAX),
        ("MIN_EMIN", MIN_EMIN),
        ("MIN_ETINY", MIN_ETINY),
        ("IEEE_CONTEXT_MAX_BITS", IEEE_MAX_BITS),
    ] {
        contents.push((name, vm.new_int(int.into())?));
    }
    contents.extend([("HAVE_THREADS", Owned::bool(true)), ("HAVE_CONTEXTVAR", Owned::bool(true))]);
    contents.extend([("__version__", vm.new_str("1.70")?), ("__libmpdec_version__", vm.new_str("2.5.1")?)]);
    Ok(contents)
}

/// The named tuple that `as_tuple` gives.
fn decimal_tuple(vm: &mut Vm) -> R<Owned> {
    let collections = import(vm, "collections")?;
    let factory = vm.get_attr_str(collections.value(), "namedtuple")?;
    let (name, fields) = (vm.new_str("DecimalTuple")?, vm.new_str("sign digits exponent")?);
    let (keyword, module) = (vm.intern("module")?, vm.new_str("decimal")?);
    let args = Args {
        positional: &[name.value(), fields.value()],
        names: &[keyword.value()],
        keyword_values: &[module.value()],
    };
    vm.call_args(factory.value(), args)
}

#[methods]
mod py {
    use super::*;

    /// The context in force.
    #[function("()")]
    fn getcontext(vm: &mut Vm) -> R<Owned> {
        Ok(context::current(vm)?.own())
    }

    /// Put another context in force.
    #[function("(context, /)")]
    fn setcontext(vm: &mut Vm, context: Value) -> R<()> {
        context::set_current(vm, context)
    }

    /// A manager that puts a copy of a context in force while a with statement runs; keywords change the copy.
    #[function("(ctx=None, **kwargs)")]
    fn localcontext(vm: &mut Vm, ctx: Option<Value>, kwargs: Keywords) -> R<Owned> {
        let (names, values): (Vec<Value>, Vec<Value>) = kwargs.into_iter().unzip();
        context::new_manager(vm, ctx, Args { positional: &[], names: &names, keyword_values: &values })
    }

    /// The context of an IEEE interchange format of so many bits.
    #[function("IEEEContext(bits, /)")]
    fn ieee_context(vm: &mut Vm, bits: Value) -> R<Owned> {
        let bits = context::int_argument(vm, bits)?;
        context::ieee(vm, bits)
    }
}
