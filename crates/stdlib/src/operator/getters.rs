//! `itemgetter`, `attrgetter` and `methodcaller`.

use taipan_runtime::native::*;
use taipan_text::memory::{CopyOut, Grow};

use crate::support::{count, no_keywords, no_keywords_for, payload, receiver};

#[derive(Trace)]
pub(crate) struct ItemGetter {
    /// A tuple.
    items: Owned,
}

payload!(ItemGetter);

pub(super) static ITEM_GETTER: ClassDef = ClassDef {
    module: "operator",
    doc: "A callable that fetches the given items of its argument; several of them as a tuple.",
    slots: Slots { new: Some(new_item_getter), call: Some(get_items), repr: Some(item_getter_repr), ..Slots::EMPTY },
    methods: &item_getter::METHODS,
    getsets: &item_getter::GETSETS,
    ..ClassDef::new::<ItemGetter>("itemgetter")
};

/// A tuple's items, kept alive by whoever keeps the tuple.
fn items_of(vm: &Vm, tuple: &Owned) -> Vec<Value> {
    vm.cast::<Tuple>(tuple.value()).map(|tuple| tuple.items(vm).copy_out()).unwrap_or_default()
}

fn new_item_getter(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    no_keywords_for::<ItemGetter>(vm, class, "itemgetter", args)?;
    if args.positional.is_empty() {
        return Err(vm.type_error("itemgetter expected 1 argument, got 0"));
    }
    let items = vm.new_tuple(args.positional)?;
    vm.allocate_instance(class, ItemGetter { items })
}

/// What `fetch` gives for each of `names`: one alone, several as a tuple.
fn one_or_tuple(vm: &mut Vm, names: &[Value], mut fetch: impl FnMut(&mut Vm, Value) -> R<Owned>) -> R<Owned> {
    if let [name] = *names {
        return fetch(vm, name);
    }
    let mut results = taipan_text::memory::with_room(names.len());
    for &name in names {
        results.put(fetch(vm, name)?);
    }
    vm.new_tuple_from(results)
}

fn get_items(vm: &mut Vm, this: Value, args: Args<'_>) -> R<Owned> {
    no_keywords(vm, "itemgetter", args)?;
    count(vm, "itemgetter", args, 1, 1)?;
    let getter = receiver::<ItemGetter>(vm, this)?;
    if let Some(&[name]) = vm.cast_exact::<Tuple>(getter.get(vm).items.value()).map(|names| names.items(vm)) {
        // Whoever calls keeps the getter alive, which never lets its items go.
        return vm.get_item(args.positional[0], name);
    }
    let items = getter.get(vm).items.clone();
    let names = items_of(vm, &items);
    one_or_tuple(vm, &names, |vm, item| vm.get_item(args.positional[0], item))
}

/// `operator.name(arguments)`.
fn shown(vm: &mut Vm, this: Value, arguments: &[Value], keywords: Option<Obj<Dict>>) -> R<Owned> {
    let class = vm.class_of(this).full_name(vm);
    if !vm.enter_repr(this) {
        return vm.new_str(&format!("{class}(...)"));
    }
    let result = shown_arguments(vm, arguments, keywords);
    vm.leave_repr(this);
    let arguments = result?;
    vm.new_str(&format!("{class}({arguments})"))
}

fn shown_arguments(vm: &mut Vm, arguments: &[Value], keywords: Option<Obj<Dict>>) -> R<String> {
    let mut parts = taipan_text::memory::with_room(arguments.len());
    for &argument in arguments {
        parts.put(vm.repr_text(argument)?);
    }
    for (name, value) in keywords.map(|keywords| keywords.snapshot(vm)).unwrap_or_default() {
        let name = vm.str_text(name.value())?;
        let value = vm.repr_text(value.value())?;
        parts.put(format!("{name}={value}"));
    }
    Ok(parts.join(", "))
}

fn item_getter_repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let items = receiver::<ItemGetter>(vm, this)?.get(vm).items.clone();
    let items = items_of(vm, &items);
    shown(vm, this, &items, None)
}

mod item_getter {
    use super::*;

    #[methods]
    mod item_getter_methods {
        use super::*;

        /// What calling it takes.
        #[getter]
        fn __text_signature__(_vm: &mut Vm, _this: Value) -> &'static str {
            "(obj, /)"
        }

        /// How to make an equal object.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<ItemGetter>) -> R<Owned> {
            let items = this.get(vm).items.clone();
            let class = vm.class_of(this.value());
            vm.new_tuple(&[class.value(), items.value()])
        }
    }
}

#[derive(Trace)]
pub(crate) struct AttrGetter {
    /// A tuple of the names as given.
    names: Owned,
    /// A tuple of tuples of interned names: the names split at their dots.
    paths: Owned,
}

payload!(AttrGetter);

pub(super) static ATTR_GETTER: ClassDef = ClassDef {
    module: "operator",
    doc: "A callable that fetches the given attributes of its argument; several of them as a tuple.",
    slots: Slots {
        new: Some(new_attr_getter),
        call: Some(get_attributes),
        repr: Some(attr_getter_repr),
        ..Slots::EMPTY
    },
    methods: &attr_getter::METHODS,
    getsets: &attr_getter::GETSETS,
    ..ClassDef::new::<AttrGetter>("attrgetter")
};

fn new_attr_getter(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    no_keywords_for::<AttrGetter>(vm, class, "attrgetter", args)?;
    if args.positional.is_empty() {
        return Err(vm.type_error("attrgetter expected 1 argument, got 0"));
    }
    let mut paths = Vec::new();
    for &name in args.positional {
        let Some(text) = vm.cast::<Str>(name) else {
            return Err(vm.type_error("attribute name must be a string"));
        };
        let units = text.units(vm);
        let mut parts = Vec::new();
        let mut start = 0;
        for (position, unit) in units.iter().enumerate() {
            if unit == u32::from('.') {
                parts.put(units.slice(start..position).to_text());
                start = position + 1;
            }
        }
        parts.put(units.slice(start..units.len()).to_text());
        let mut path = Vec::new();
        for part in parts {
            let part = vm.new_text(&part)?;
            let Some(part) = vm.cast::<Str>(part.value()) else { continue };
            path.put(vm.intern_obj(part)?.value());
        }
        paths.put(vm.new_tuple(&path)?);
    }
    let names = vm.new_tuple(args.positional)?;
    let paths = vm.new_tuple_from(paths)?;
    vm.allocate_instance(class, AttrGetter { names, paths })
}

fn get_attributes(vm: &mut Vm, this: Value, args: Args<'_>) -> R<Owned> {
    no_keywords(vm, "attrgetter", args)?;
    count(vm, "attrgetter", args, 1, 1)?;
    let getter = receiver::<AttrGetter>(vm, this)?;
    if let Some(&[path]) = vm.cast_exact::<Tuple>(getter.get(vm).paths.value()).map(|paths| paths.items(vm))
        && let Some(&[name]) = vm.cast_exact::<Tuple>(path).map(|path| path.items(vm))
        && let Some(name) = vm.cast::<Str>(name)
    {
        return vm.get_attr(args.positional[0], name);
    }
    let paths = getter.get(vm).paths.clone();
    let names = items_of(vm, &paths);
    one_or_tuple(vm, &names, |vm, path| {
        let mut object = args.positional[0].own();
        for name in items_of(vm, &path.own()) {
            let Some(name) = vm.cast::<Str>(name) else { continue };
            object = vm.get_attr(object.value(), name)?;
        }
        Ok(object)
    })
}

fn attr_getter_repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let names = receiver::<AttrGetter>(vm, this)?.get(vm).names.clone();
    let names = items_of(vm, &names);
    shown(vm, this, &names, None)
}

mod attr_getter {
    use super::*;

    #[methods]
    mod attr_getter_methods {
        use super::*;

        /// What calling it takes.
        #[getter]
        fn __text_signature__(_vm: &mut Vm, _this: Value) -> &'static str {
            "(obj, /)"
        }

        /// How to make an equal object.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<AttrGetter>) -> R<Owned> {
            let names = this.get(vm).names.clone();
            let class = vm.class_of(this.value());
            vm.new_tuple(&[class.value(), names.value()])
        }
    }
}

#[derive(Trace)]
pub(crate) struct MethodCaller {
    name: Owned,
    /// A tuple.
    arguments: Owned,
    /// A dict.
    keywords: Option<Owned>,
}

payload!(MethodCaller);

pub(super) static METHOD_CALLER: ClassDef = ClassDef {
    module: "operator",
    doc: "A callable that calls the named method of its argument.",
    slots: Slots {
        new: Some(new_method_caller),
        call: Some(call_method),
        repr: Some(method_caller_repr),
        ..Slots::EMPTY
    },
    methods: &method_caller::METHODS,
    getsets: &method_caller::GETSETS,
    ..ClassDef::new::<MethodCaller>("methodcaller")
};

fn new_method_caller(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let Some(&name) = args.positional.first() else {
        return Err(vm.type_error("methodcaller needs at least one argument, the method name"));
    };
    let Some(name) = vm.cast::<Str>(name) else {
        return Err(vm.type_error("method name must be a string"));
    };
    let name = vm.intern_obj(name)?.own();
    let arguments = vm.new_tuple(&args.positional[1..])?;
    let keywords = if args.names.is_empty() {
        None
    } else {
        let (owned, dict) = vm.new_dict_obj()?;
        for (name, value) in args.keywords() {
            dict.set(vm, name, value)?;
        }
        Some(owned)
    };
    vm.allocate_instance(class, MethodCaller { name, arguments, keywords })
}

/// A dict of keywords as names and values, kept alive by the pairs.
fn keyword_pairs(vm: &Vm, keywords: &Option<Owned>) -> Vec<(Owned, Owned)> {
    let dict = keywords.as_ref().and_then(|keywords| vm.cast::<Dict>(keywords.value()));
    dict.map(|dict| dict.snapshot(vm)).unwrap_or_default()
}

fn call_method(vm: &mut Vm, this: Value, args: Args<'_>) -> R<Owned> {
    no_keywords(vm, "methodcaller", args)?;
    count(vm, "methodcaller", args, 1, 1)?;
    let state = receiver::<MethodCaller>(vm, this)?.get(vm);
    let (name, arguments) = (state.name.clone(), state.arguments.clone());
    let pairs = keyword_pairs(vm, &state.keywords);
    let names: Vec<Value> = pairs.iter().map(|(name, _)| name.value()).collect();
    let values: Vec<Value> = pairs.iter().map(|(_, value)| value.value()).collect();
    let positional = items_of(vm, &arguments);
    let Some(name) = vm.cast::<Str>(name.value()) else { return Err(vm.type_error("method name must be a string")) };
    let call = Args { positional: &positional, names: &names, keyword_values: &values };
    vm.call_method_named(args.positional[0], name, call)
}

fn method_caller_repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let state = receiver::<MethodCaller>(vm, this)?.get(vm);
    let (name, arguments, keywords) = (state.name.clone(), state.arguments.clone(), state.keywords.clone());
    let mut shown_values = vec![name.value()];
    shown_values.put_iter(items_of(vm, &arguments));
    let keywords = keywords.as_ref().and_then(|keywords| vm.cast::<Dict>(keywords.value()));
    shown(vm, this, &shown_values, keywords)
}

mod method_caller {
    use super::*;

    #[methods]
    mod method_caller_methods {
        use super::*;

        /// What calling it takes.
        #[getter]
        fn __text_signature__(_vm: &mut Vm, _this: Value) -> &'static str {
            "(obj, /)"
        }

        /// How to make an equal object.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<MethodCaller>) -> R<Owned> {
            let state = this.get(vm);
            let (name, arguments) = (state.name.clone(), state.arguments.clone());
            let pairs = keyword_pairs(vm, &state.keywords);
            let class = vm.class_of(this.value());
            if pairs.is_empty() {
                let mut all = vec![name.value()];
                all.put_iter(items_of(vm, &arguments));
                let all = vm.new_tuple(&all)?;
                return vm.new_tuple(&[class.value(), all.value()]);
            }
            // The keywords go through a partial: reduce knows positional arguments only.
            let functools = crate::support::import(vm, "functools")?;
            let partial = vm.get_attr_str(functools.value(), "partial")?;
            let names: Vec<Value> = pairs.iter().map(|(name, _)| name.value()).collect();
            let values: Vec<Value> = pairs.iter().map(|(_, value)| value.value()).collect();
            let call = Args { positional: &[class.value(), name.value()], names: &names, keyword_values: &values };
            let constructor = vm.call_args(partial.value(), call)?;
            vm.new_tuple(&[constructor.value(), arguments.value()])
        }
    }
}
