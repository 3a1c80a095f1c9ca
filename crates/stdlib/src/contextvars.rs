//! `_contextvars`: context variables. The isolate's state holds the current context; a context is a dict from variables to values.

use std::collections::HashMap;

use taipan_heap::Flags;
use taipan_runtime::native::*;

use crate::support::{payload, receiver, signature};

#[derive(Default)]
struct State {
    /// The thread that was asked about last.
    thread: u64,
    /// The contexts that it has entered, the current one last. The first one is made when it is needed.
    stack: Vec<Owned>,
    /// Those of other threads.
    stacks: HashMap<u64, Vec<Owned>>,
    missing: Option<Owned>,
    shape: Option<KnownShape<Context>>,
}

#[derive(Trace)]
pub(crate) struct Context {
    /// A dict; never changed, but replaced.
    values: Owned,
    entered: bool,
}

payload!(Context);

static CONTEXT: ClassDef = ClassDef {
    module: "_contextvars",
    slots: Slots {
        new: Some(new_context),
        length: Some(length),
        get_item: Some(get_item),
        contains: Some(contains),
        iter: Some(iter),
        compare: Some(compare),
        ..Slots::EMPTY
    },
    methods: &context::METHODS,
    has_weakref: true,
    unhashable: true,
    ..ClassDef::sealed::<Context>("Context")
};

#[derive(Trace)]
pub(crate) struct ContextVar {
    name: Owned,
    default: Option<Owned>,
}

payload!(ContextVar);

static VARIABLE: ClassDef = ClassDef {
    module: "_contextvars",
    slots: Slots { new: Some(new_variable), repr: Some(variable_repr), ..Slots::EMPTY },
    methods: &variable::METHODS,
    getsets: &variable::GETSETS,
    ..ClassDef::sealed::<ContextVar>("ContextVar")
};

#[derive(Trace)]
pub(crate) struct Token {
    context: Owned,
    variable: Owned,
    old: Option<Owned>,
    used: bool,
}

payload!(Token);

static TOKEN: ClassDef = ClassDef {
    module: "_contextvars",
    slots: Slots { new: Some(new_token), repr: Some(token_repr), ..Slots::EMPTY },
    methods: &token::METHODS,
    getsets: &token::GETSETS,
    unhashable: true,
    ..ClassDef::sealed::<Token>("Token")
};

/// What `Token.old_value` is when there was none.
#[derive(Trace)]
pub(crate) struct Missing;

payload!(Missing, plain);

static MISSING: ClassDef = ClassDef {
    slots: Slots { repr: Some(missing_repr), ..Slots::EMPTY },
    ..ClassDef::sealed::<Missing>("Token.MISSING")
};

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_contextvars", "Context variables.", &METHODS)?;
    let context = vm.define_class::<Context>(&CONTEXT, None)?;
    let variable = vm.define_class::<ContextVar>(&VARIABLE, None)?;
    let token = vm.define_class::<Token>(&TOKEN, None)?;
    vm.define_class::<Missing>(&MISSING, None)?;
    let missing = vm.allocate(Missing)?;
    let name = vm.intern("MISSING")?;
    token.set_attribute(vm, name, Some(missing.value()))?;
    let shape = vm.known_shape::<Context>();
    let state = vm.state::<State>();
    state.missing = Some(missing);
    state.shape = Some(shape);
    vm.threads.at_exit.push(forget_thread);
    for class in [context, variable, token] {
        module.add_class(vm, class)?;
    }
    Ok(owned)
}

/// A thread has ended.
fn forget_thread(vm: &mut Vm, thread: u64) {
    // Another thread may get its number.
    vm.decimal_context = None;
    let state = vm.state::<State>();
    let gone = if state.thread == thread {
        std::mem::take(&mut state.stack)
    } else {
        state.stacks.remove(&thread).unwrap_or_default()
    };
    drop(gone);
}

fn missing_repr(vm: &mut Vm, _this: Value) -> R<Owned> {
    vm.new_str("<Token.MISSING>")
}

fn empty_context(vm: &mut Vm) -> R<Owned> {
    let values = vm.new_dict()?;
    vm.allocate(Context { values, entered: false })
}

/// The contexts that the running thread has entered.
fn stack(vm: &mut Vm) -> &mut Vec<Owned> {
    let thread = vm.threads.current();
    let state = vm.state::<State>();
    if state.thread != thread {
        let found = state.stacks.remove(&thread).unwrap_or_default();
        let left = std::mem::replace(&mut state.stack, found);
        if !left.is_empty() {
            state.stacks.insert(state.thread, left);
        }
        state.thread = thread;
    }
    &mut state.stack
}

/// The current context.
fn current(vm: &mut Vm) -> R<Owned> {
    if let Some(context) = stack(vm).last() {
        return Ok(context.clone());
    }
    let context = empty_context(vm)?;
    if let Some(object) = vm.cast::<Context>(context.value()) {
        object.get_mut(vm).entered = true;
    }
    vm.decimal_context = None;
    stack(vm).push(context.clone());
    Ok(context)
}

/// `copy_context()`.
pub(crate) fn copy_current(vm: &mut Vm) -> R<Owned> {
    let context = current(vm)?;
    let values = receiver::<Context>(vm, context.value())?.get(vm).values.clone();
    new_context_of(vm, values)
}

/// A context with these values. One that has none is not looked at by the collector.
fn new_context_of(vm: &mut Vm, values: Owned) -> R<Owned> {
    let is_empty = vm.cast::<Dict>(values.value()).is_some_and(|values| values.len(vm) == 0);
    let context = Context { values, entered: false };
    let made = match vm.state::<State>().shape {
        Some(known) => vm.allocate_known(known, context)?,
        None => vm.allocate(context)?,
    };
    if is_empty && let Some(context) = vm.cast::<Context>(made.value()) {
        context.header().set(Flags::UNTRACKED);
    }
    Ok(made)
}

/// Run something in a context, which no thread has entered.
pub(crate) fn run_in<T>(vm: &mut Vm, context: Value, run: impl FnOnce(&mut Vm) -> R<T>) -> R<T> {
    let Some(this) = vm.cast::<Context>(context) else {
        let found = vm.class_of(context).name(vm);
        return Err(vm.type_error(format!("an instance of Context was expected, got '{found}'")));
    };
    if this.get(vm).entered {
        let shown = vm.repr_text(context)?;
        return Err(vm.runtime_error(format!("cannot enter context: {shown} is already entered")));
    }
    this.get_mut(vm).entered = true;
    vm.decimal_context = None;
    stack(vm).push(this.own());
    let result = run(vm);
    vm.decimal_context = None;
    let left = stack(vm).pop();
    this.get_mut(vm).entered = false;
    drop(left);
    result
}

/// A new variable without a default, for native modules.
pub(crate) fn new_native_variable(vm: &mut Vm, name: &str) -> R<Owned> {
    drop(crate::support::import(vm, "_contextvars")?);
    let name = vm.new_str(name)?;
    vm.allocate(ContextVar { name, default: None })
}

/// What a variable of a native module is in the current context.
pub(crate) fn native_value(vm: &mut Vm, variable: Value) -> R<Option<Owned>> {
    let context = current(vm)?;
    let (_keep, dict) = values_of(vm, context.value())?;
    dict.lookup(vm, variable)
}

/// Set a variable of a native module in the current context.
pub(crate) fn set_native_value(vm: &mut Vm, variable: Value, value: Value) -> R<()> {
    let context = current(vm)?;
    change(vm, context.value(), variable, Some(value))
}

fn values_of(vm: &mut Vm, context: Value) -> R<(Owned, Obj<Dict>)> {
    let values = receiver::<Context>(vm, context)?.get(vm).values.clone();
    match vm.cast::<Dict>(values.value()) {
        Some(dict) => Ok((values, dict)),
        None => Err(vm.system_error("a context holds a dict")),
    }
}

/// Set, or with None remove, a variable: the dict is copied, since copies of the context share it.
fn change(vm: &mut Vm, context: Value, variable: Value, value: Option<Value>) -> R<()> {
    let (_keep, dict) = values_of(vm, context)?;
    let (copy, changed) = dict.copy(vm)?;
    match value {
        Some(value) => changed.set(vm, variable, value)?,
        None => drop(changed.remove(vm, variable)?),
    }
    let this = receiver::<Context>(vm, context)?;
    this.header().clear(Flags::UNTRACKED);
    vm.decimal_context = None;
    let old = std::mem::replace(&mut this.get_mut(vm).values, copy);
    drop(old);
    Ok(())
}

fn new_context(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if !args.positional.is_empty() || !args.names.is_empty() {
        return Err(vm.type_error("Context() does not accept any arguments"));
    }
    empty_context(vm)
}

fn length(vm: &mut Vm, this: Value) -> R<usize> {
    let (_keep, dict) = values_of(vm, this)?;
    Ok(dict.len(vm))
}

fn check_key(vm: &mut Vm, key: Value) -> R<()> {
    if vm.cast::<ContextVar>(key).is_some() {
        return Ok(());
    }
    let shown = vm.repr_text(key)?;
    Err(vm.type_error(format!("a ContextVar key was expected, got {shown}")))
}

fn get_item(vm: &mut Vm, this: Value, key: Value) -> R<Owned> {
    check_key(vm, key)?;
    let (_keep, dict) = values_of(vm, this)?;
    match dict.lookup(vm, key)? {
        Some(value) => Ok(value),
        None => Err(vm.key_error(key)),
    }
}

fn contains(vm: &mut Vm, this: Value, key: Value) -> R<bool> {
    check_key(vm, key)?;
    let (_keep, dict) = values_of(vm, this)?;
    dict.contains(vm, key)
}

fn iter(vm: &mut Vm, this: Value) -> R<Owned> {
    let (keep, _) = values_of(vm, this)?;
    vm.iter(keep.value())
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    if vm.cast::<Context>(b).is_none() || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    }
    let ((left, _), (right, _)) = (values_of(vm, a)?, values_of(vm, b)?);
    vm.rich_compare(left.value(), right.value(), op)
}

mod context {
    use super::*;

    #[methods]
    mod context_methods {
        use super::*;

        /// Call a function in this context.
        #[method("($self, /, *args, **kwargs)")]
        fn run(vm: &mut Vm, this: Obj<Context>, args: Rest<'_>, kwargs: Keywords) -> R<Owned> {
            let [function, ref rest @ ..] = *args else {
                return Err(vm.type_error("run() missing 1 required positional argument"));
            };
            let (names, values): (Vec<Value>, Vec<Value>) = kwargs.into_iter().unzip();
            let args = Args { positional: rest, names: &names, keyword_values: &values };
            run_in(vm, this.value(), |vm| vm.call_args(function, args))
        }

        /// A copy.
        #[method("($self, /)")]
        fn copy(vm: &mut Vm, this: Obj<Context>) -> R<Owned> {
            let values = this.get(vm).values.clone();
            new_context_of(vm, values)
        }

        /// The value of a variable, or default.
        #[method("($self, key, default=None, /)")]
        fn get(vm: &mut Vm, this: Obj<Context>, key: Value, default: Option<Value>) -> R<Owned> {
            check_key(vm, key)?;
            let (_keep, dict) = values_of(vm, this.value())?;
            Ok(dict.lookup(vm, key)?.unwrap_or_else(|| default.unwrap_or(Value::NONE).own()))
        }

        /// The variables.
        #[method("($self, /)")]
        fn keys(vm: &mut Vm, this: Obj<Context>) -> R<Owned> {
            let values = this.get(vm).values.clone();
            vm.call_method(values.value(), "keys", &[])
        }

        /// The values.
        #[method("($self, /)")]
        fn values(vm: &mut Vm, this: Obj<Context>) -> R<Owned> {
            let values = this.get(vm).values.clone();
            vm.call_method(values.value(), "values", &[])
        }

        /// Pairs of variables and values.
        #[method("($self, /)")]
        fn items(vm: &mut Vm, this: Obj<Context>) -> R<Owned> {
            let values = this.get(vm).values.clone();
            vm.call_method(values.value(), "items", &[])
        }
    }
}

fn new_variable(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let signature = signature!("ContextVar", ["name" PositionalOnly false, "default" KeywordOnly true]);
    if args.positional.len() != 1 {
        let given = args.positional.len();
        return Err(vm.type_error(format!("ContextVar() takes exactly 1 positional argument ({given} given)")));
    }
    let mut slots = [None; 2];
    bind(vm, signature, args, &mut slots)?;
    let name = slots[0].unwrap_or(Value::NONE);
    if vm.cast::<Str>(name).is_none() {
        return Err(vm.type_error("context variable name must be a str"));
    }
    vm.hash(name)?;
    vm.allocate_instance(class, ContextVar { name: name.own(), default: slots[1].map(Value::own) })
}

fn variable_repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let state = receiver::<ContextVar>(vm, this)?.get(vm);
    let (name, default) = (state.name.clone(), state.default.clone());
    let name = vm.repr_text(name.value())?;
    let default = match default {
        Some(default) => format!(" default={}", vm.repr_text(default.value())?),
        None => String::new(),
    };
    vm.new_str(&format!("<ContextVar name={name}{default} at {:#x}>", this.bits()))
}

mod variable {
    use super::*;

    #[methods]
    mod variable_methods {
        use super::*;

        /// The value in the current context, or default, or the variable's own default.
        #[method("($self, default=<unrepresentable>, /)")]
        fn get(vm: &mut Vm, this: Obj<ContextVar>, default: Option<Value>) -> R<Owned> {
            let context = current(vm)?;
            let (_keep, dict) = values_of(vm, context.value())?;
            if let Some(value) = dict.lookup(vm, this.value())? {
                return Ok(value);
            }
            if let Some(default) = default {
                return Ok(default.own());
            }
            match this.get(vm).default.clone() {
                Some(default) => Ok(default),
                None => Err(vm.raise_with(vm.exceptions.LookupError, &[this.value()])),
            }
        }

        /// Set the value in the current context; the token undoes it.
        #[method("($self, value, /)")]
        fn set(vm: &mut Vm, this: Obj<ContextVar>, value: Value) -> R<Owned> {
            let context = current(vm)?;
            let (_keep, dict) = values_of(vm, context.value())?;
            let old = dict.lookup(vm, this.value())?;
            change(vm, context.value(), this.value(), Some(value))?;
            vm.allocate(Token { context, variable: this.own(), old, used: false })
        }

        /// Undo a change.
        #[method("($self, token, /)")]
        fn reset(vm: &mut Vm, this: Obj<ContextVar>, token: Value) -> R<()> {
            let Some(object) = vm.cast::<Token>(token) else {
                let shown = vm.repr_text(token)?;
                return Err(vm.type_error(format!("expected an instance of Token, got {shown}")));
            };
            let state = object.get(vm);
            let (context, variable, old, used) =
                (state.context.clone(), state.variable.clone(), state.old.clone(), state.used);
            let refusal = if used {
                Some("has already been used once")
            } else if !variable.is(this.value()) {
                Some("was created by a different ContextVar")
            } else if !current(vm)?.is(context.value()) {
                Some("was created in a different Context")
            } else {
                None
            };
            if let Some(refusal) = refusal {
                let shown = vm.repr_text(token)?;
                let message = format!("{shown} {refusal}");
                return Err(if used { vm.runtime_error(message) } else { vm.value_error(message) });
            }
            object.get_mut(vm).used = true;
            change(vm, context.value(), this.value(), old.as_ref().map(|old| old.value()))
        }

        /// A generic alias.
        #[classmethod("($type, item, /)")]
        fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
            vm.new_generic_alias(class, item)
        }

        /// The name.
        #[getter]
        fn name(vm: &mut Vm, this: Obj<ContextVar>) -> Owned {
            this.get(vm).name.clone()
        }
    }
}

fn new_token(vm: &mut Vm, _class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    Err(vm.runtime_error("Tokens can only be created by ContextVars"))
}

fn token_repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let state = receiver::<Token>(vm, this)?.get(vm);
    let (variable, used) = (state.variable.clone(), if state.used { " used" } else { "" });
    let variable = vm.repr_text(variable.value())?;
    vm.new_str(&format!("<Token{used} var={variable} at {:#x}>", this.bits()))
}

mod token {
    use super::*;

    #[methods]
    mod token_methods {
        use super::*;

        /// The token, for a with statement that undoes the change at its end.
        #[method("($self, /)")]
        fn __enter__(_vm: &mut Vm, this: Obj<Token>) -> Owned {
            this.own()
        }

        /// Undo the change.
        #[method("($self, type, value, traceback, /)")]
        fn __exit__(vm: &mut Vm, this: Obj<Token>, _type: Value, _value: Value, _traceback: Value) -> R<()> {
            let variable = this.get(vm).variable.clone();
            vm.call_method(variable.value(), "reset", &[this.value()]).map(drop)
        }

        /// A generic alias.
        #[classmethod("($type, item, /)")]
        fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
            vm.new_generic_alias(class, item)
        }

        /// The variable that was set.
        #[getter]
        fn var(vm: &mut Vm, this: Obj<Token>) -> Owned {
            this.get(vm).variable.clone()
        }

        /// What the variable was before.
        #[getter]
        fn old_value(vm: &mut Vm, this: Obj<Token>) -> Owned {
            let old = this.get(vm).old.clone();
            old.or_else(|| vm.state::<State>().missing.clone()).unwrap_or(Owned::NONE)
        }
    }
}

#[methods]
mod py {
    use super::*;

    /// A copy of the current context.
    #[function("()")]
    fn copy_context(vm: &mut Vm) -> R<Owned> {
        let context = current(vm)?;
        let values = receiver::<Context>(vm, context.value())?.get(vm).values.clone();
        vm.allocate(Context { values, entered: false })
    }
}
