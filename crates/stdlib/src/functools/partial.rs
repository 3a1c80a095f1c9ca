//! `partial`: a callable with some of its arguments given. `Placeholder` leaves a place among them open.

use taipan_runtime::native::*;
use taipan_text::memory::{CopyOut, Grow};

use crate::support::{payload, receiver};

/// The isolate's `Placeholder`.
#[derive(Default)]
pub(super) struct State {
    pub(super) placeholder: Option<Value>,
}

#[derive(Trace)]
pub(super) struct Placeholder;

payload!(Placeholder, plain);

pub(super) static PLACEHOLDER: ClassDef = ClassDef {
    module: "functools",
    doc: "The type of Placeholder, which leaves an argument of a partial open.",
    slots: Slots { new: Some(new_placeholder), repr: Some(placeholder_repr), ..Slots::EMPTY },
    methods: &placeholder::METHODS,
    ..ClassDef::sealed::<Placeholder>("_PlaceholderType")
};

fn new_placeholder(vm: &mut Vm, _class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if !args.positional.is_empty() || !args.names.is_empty() {
        return Err(vm.type_error("_PlaceholderType takes no arguments"));
    }
    Ok(vm.state::<State>().placeholder.unwrap_or(Value::NONE).own())
}

fn placeholder_repr(vm: &mut Vm, _this: Value) -> R<Owned> {
    vm.new_str("Placeholder")
}

mod placeholder {
    use super::*;

    #[methods]
    mod placeholder_methods {
        use super::*;

        /// The name by which the object is found.
        #[method("($self, /)")]
        fn __reduce__(_vm: &mut Vm, _this: Obj<Placeholder>) -> &'static str {
            "Placeholder"
        }
    }
}

#[derive(Trace)]
pub(super) struct Partial {
    function: Owned,
    /// A tuple.
    arguments: Owned,
    /// A dict.
    keywords: Owned,
    /// Placeholders among the arguments.
    open: usize,
}

payload!(Partial);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "functools",
    doc: "A callable that calls another one with some arguments given already.",
    slots: Slots {
        new: Some(new),
        call: Some(call),
        repr: Some(repr),
        descriptor_get: Some(bind_to_instance),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    has_dict: true,
    has_weakref: true,
    ..ClassDef::new::<Partial>("partial")
};

fn is_placeholder(vm: &mut Vm, value: Value) -> bool {
    vm.state::<State>().placeholder.is_some_and(|placeholder| placeholder.is(value))
}

fn tuple_items(vm: &Vm, tuple: Value) -> Vec<Value> {
    vm.cast::<Tuple>(tuple).map(|tuple| tuple.items(vm).copy_out()).unwrap_or_default()
}

/// The instance dict, when it has entries.
fn attributes(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
    let name = vm.names.__dict__;
    let dict = vm.get_attr_optional(this, name)?;
    Ok(dict.filter(|dict| vm.cast::<Dict>(dict.value()).is_some_and(|dict| dict.len(vm) > 0)))
}

/// `given` with its placeholders filled from `more`, whose rest goes behind.
fn merge(vm: &mut Vm, given: &[Value], more: &[Value]) -> Vec<Value> {
    let mut merged = taipan_text::memory::with_room(given.len() + more.len());
    let mut rest = more.iter();
    for &value in given {
        let filled = if is_placeholder(vm, value) { rest.next().copied() } else { None };
        merged.put(filled.unwrap_or(value));
    }
    merged.put_iter(rest.copied());
    merged
}

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let [function, ref more @ ..] = *args.positional else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    if let Some(&last) = more.last()
        && is_placeholder(vm, last)
    {
        return Err(vm.type_error("trailing Placeholders are not allowed"));
    }
    for (_, value) in args.keywords() {
        if is_placeholder(vm, value) {
            return Err(vm.type_error("Placeholder cannot be passed as a keyword argument"));
        }
    }
    let (keywords, dict) = vm.new_dict_obj()?;
    let mut function = function.own();
    let mut arguments = more.copy_out();
    // A partial of a partial becomes one, unless the inner one has attributes of its own.
    let mut keep = Vec::new();
    if let Some(inner) = vm.cast::<Partial>(function.value())
        && vm.class_of(function.value()).slots(vm).call.is_some_and(|slot| slot as usize == call as *const () as usize)
        && attributes(vm, function.value())?.is_none()
    {
        let state = inner.get(vm);
        let (inner_function, given, inner_keywords) =
            (state.function.clone(), state.arguments.clone(), state.keywords.clone());
        let given_items = tuple_items(vm, given.value());
        arguments = merge(vm, &given_items, more);
        if let Some(inner_keywords) = vm.cast::<Dict>(inner_keywords.value()) {
            dict.merge(vm, inner_keywords, true)?;
        }
        keep.put(std::mem::replace(&mut function, inner_function));
        keep.put(given);
    }
    for (name, value) in args.keywords() {
        dict.set(vm, name, value)?;
    }
    let mut open = 0;
    for &value in &arguments {
        open += usize::from(is_placeholder(vm, value));
    }
    let arguments = vm.new_tuple(&arguments)?;
    drop(keep);
    vm.allocate_instance(class, Partial { function, arguments, keywords, open })
}

fn call(vm: &mut Vm, this: Value, args: Args<'_>) -> R<Owned> {
    let state = receiver::<Partial>(vm, this)?.get(vm);
    let (function, arguments, keywords, open) =
        (state.function.clone(), state.arguments.clone(), state.keywords.clone(), state.open);
    let given = tuple_items(vm, arguments.value());
    let positional = if open == 0 {
        [&given[..], args.positional].concat()
    } else {
        let count = args.positional.len();
        if count < open {
            return Err(vm.type_error(format!(
                "missing positional arguments in 'partial' call; expected at least {open}, got {count}"
            )));
        }
        merge(vm, &given, args.positional)
    };
    let entries = vm.cast::<Dict>(keywords.value()).map(|dict| dict.snapshot(vm)).unwrap_or_default();
    if entries.is_empty() {
        return vm.call_args(function.value(), Args { positional: &positional, ..args });
    }
    let mut names: Vec<Value> = entries.iter().map(|(name, _)| name.value()).collect();
    let mut values: Vec<Value> = entries.iter().map(|(_, value)| value.value()).collect();
    for (name, value) in args.keywords() {
        let mut found = None;
        for (index, &other) in names.iter().enumerate() {
            if vm.equal(other, name)? {
                found = Some(index);
                break;
            }
        }
        match found {
            Some(index) => values[index] = value,
            None => {
                names.put(name);
                values.put(value);
            }
        }
    }
    vm.call_args(function.value(), Args { positional: &positional, names: &names, keyword_values: &values })
}

fn bind_to_instance(vm: &mut Vm, this: Value, instance: Option<Value>, _class: Option<Value>) -> R<Owned> {
    match instance {
        Some(instance) => vm.new_bound_method(this, instance),
        None => Ok(this.own()),
    }
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let class = vm.class_of(this).full_name(vm);
    if !vm.enter_repr(this) {
        return vm.new_str("...");
    }
    let result = shown(vm, this);
    vm.leave_repr(this);
    let inside = result?;
    vm.new_str(&format!("{class}({inside})"))
}

fn shown(vm: &mut Vm, this: Value) -> R<String> {
    let state = receiver::<Partial>(vm, this)?.get(vm);
    let (function, arguments, keywords) = (state.function.clone(), state.arguments.clone(), state.keywords.clone());
    let mut text = vm.repr_text(function.value())?;
    for value in tuple_items(vm, arguments.value()) {
        text.push_str(", ");
        text.push_str(&vm.repr_text(value)?);
    }
    for (name, value) in vm.cast::<Dict>(keywords.value()).map(|dict| dict.snapshot(vm)).unwrap_or_default() {
        let (name, value) = (vm.str_text(name.value())?, vm.repr_text(value.value())?);
        text.push_str(&format!(", {name}={value}"));
    }
    Ok(text)
}

#[methods]
mod py {
    use super::*;

    /// What pickle needs.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<Partial>) -> R<Owned> {
        let dict = attributes(vm, this.value())?.unwrap_or(Owned::NONE);
        let state = this.get(vm);
        let (function, arguments, keywords) = (state.function.clone(), state.arguments.clone(), state.keywords.clone());
        let class = vm.class_of(this.value());
        let call = vm.new_tuple(&[function.value()])?;
        let state = vm.new_tuple(&[function.value(), arguments.value(), keywords.value(), dict.value()])?;
        vm.new_tuple(&[class.value(), call.value(), state.value()])
    }

    /// Restore what __reduce__ gave.
    #[method("($self, state, /)")]
    fn __setstate__(vm: &mut Vm, this: Obj<Partial>, state: Value) -> R<()> {
        let items = tuple_items(vm, state);
        let &[function, arguments, keywords, dict] = &items[..] else {
            return Err(vm.type_error("invalid partial state"));
        };
        if !vm.is_callable(function)
            || vm.cast::<Tuple>(arguments).is_none()
            || !(keywords.is_none() || vm.cast::<Dict>(keywords).is_some())
        {
            return Err(vm.type_error("invalid partial state"));
        }
        let values = tuple_items(vm, arguments);
        if let Some(&last) = values.last()
            && is_placeholder(vm, last)
        {
            return Err(vm.type_error("trailing Placeholders are not allowed"));
        }
        let mut open = 0;
        for &value in &values {
            open += usize::from(is_placeholder(vm, value));
        }
        let arguments = match vm.cast_exact::<Tuple>(arguments) {
            Some(exact) => exact.own(),
            None => vm.new_tuple(&values)?,
        };
        let copy = match vm.cast_exact::<Dict>(keywords) {
            Some(exact) => exact.own(),
            None => {
                let (copy, copied) = vm.new_dict_obj()?;
                if let Some(keywords) = vm.cast::<Dict>(keywords) {
                    copied.merge(vm, keywords, true)?;
                }
                copy
            }
        };
        let old =
            std::mem::replace(this.get_mut(vm), Partial { function: function.own(), arguments, keywords: copy, open });
        drop(old);
        let name = vm.names.__dict__;
        let dict = if dict.is_none() { vm.new_dict()? } else { dict.own() };
        vm.set_attr(this.value(), name, Some(dict.value()))
    }

    /// A generic alias.
    #[classmethod("($type, item, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, item: Value) -> R<Owned> {
        vm.new_generic_alias(class, item)
    }

    /// The callable.
    #[getter]
    fn func(vm: &mut Vm, this: Obj<Partial>) -> Owned {
        this.get(vm).function.clone()
    }

    /// The positional arguments given.
    #[getter]
    fn args(vm: &mut Vm, this: Obj<Partial>) -> Owned {
        this.get(vm).arguments.clone()
    }

    /// The keyword arguments given.
    #[getter]
    fn keywords(vm: &mut Vm, this: Obj<Partial>) -> Owned {
        this.get(vm).keywords.clone()
    }
}
