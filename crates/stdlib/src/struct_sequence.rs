//! Struct sequences (`os.stat_result`, `time.struct_time` ...): tuples whose items have names too.
//!
//! A class made by calling `type`, with a descriptor for each field, so that Python sees an ordinary subclass of tuple. What follows the
//! visible items is in one tuple more, an attribute that no program would name: making an instance takes no more than two tuples.

use taipan_runtime::native::*;
use taipan_runtime::types::descriptor::MethodDescriptor;
use taipan_text::memory::Grow;

/// What is known of each class: how many items are visible, and the names of the attributes that follow them.
#[derive(Default)]
struct Classes(Vec<(Owned, usize, Vec<String>)>);

/// The attribute that holds the further values.
const FURTHER: &str = " further";

/// Gives one of the further values.
#[derive(Trace)]
struct Further {
    index: usize,
}

crate::support::payload!(Further);

static FURTHER_CLASS: ClassDef = ClassDef {
    slots: Slots { descriptor_get: Some(get_further), descriptor_set: Some(refuse), ..Slots::EMPTY },
    ..ClassDef::sealed::<Further>("member_descriptor")
};

fn get_further(vm: &mut Vm, this: Value, instance: Option<Value>, _class: Option<Value>) -> R<Owned> {
    let index = crate::support::receiver::<Further>(vm, this)?.get(vm).index;
    let Some(instance) = instance else { return Ok(this.own()) };
    let name = vm.intern(FURTHER)?;
    let values = vm.instance_attribute(instance, name)?;
    let values = values.as_ref().and_then(|values| vm.cast::<Tuple>(values.value()));
    // One that `tuple.__new__` made has none.
    Ok(values.and_then(|values| values.items(vm).get(index)).map_or(Owned::NONE, |value| value.own()))
}

fn refuse(vm: &mut Vm, _this: Value, _instance: Value, _value: Option<Value>) -> R<()> {
    Err(vm.attribute_error_text("readonly attribute"))
}

macro_rules! method {
    ($name:ident, $signature:ident, $python:literal, $text:literal, $doc:literal, $call:path) => {
        static $signature: Signature =
            Signature { name: $python, text: $text, parameters: &[], rest: true, keywords: true };

        static $name: Method = Method {
            signature: &$signature,
            doc: $doc,
            kind: MethodKind::Instance,
            call: $call,
            positional: Positional::NONE,
            takes_receiver: true,
        };
    };
}

method!(SET_ATTR, SET_ATTR_SIGNATURE, "__setattr__", "($self, name, value, /)", "Refuses: it is a tuple.", set_attr);
method!(DEL_ATTR, DEL_ATTR_SIGNATURE, "__delattr__", "($self, name, /)", "Refuses: it is a tuple.", set_attr);
method!(NEW, NEW_SIGNATURE, "__new__", "($type, sequence, dict={})", "Make one of a sequence.", new);
method!(REDUCE, REDUCE_SIGNATURE, "__reduce__", "($self, /)", "What pickle needs.", reduce);

/// The visible items and further attributes of the class that `class` is or derives from.
fn known(vm: &mut Vm, class: Obj<Class>) -> Option<(Obj<Class>, usize, Vec<String>)> {
    let classes = vm.state::<Classes>().0.clone();
    for (known, visible, more) in classes {
        if let Some(known) = vm.cast::<Class>(known.value())
            && class.is_subclass_of(vm, known)
        {
            return Some((known, visible, more));
        }
    }
    None
}

/// `__setattr__` and `__delattr__`. Instances of classes that Python code derives may have attributes of their own.
fn set_attr(vm: &mut Vm, args: Args<'_>) -> R<Owned> {
    let [this, name, ref value @ ..] = *args.positional else {
        return Err(vm.type_error("expected 2 arguments"));
    };
    let class = vm.class_of(this);
    let Some(text) = vm.cast::<Str>(name) else { return Err(vm.type_error("attribute name must be string")) };
    let known = known(vm, class);
    if known.as_ref().is_some_and(|(own, ..)| *own != class) && class.lookup(vm, text).is_none() {
        vm.generic_set_attr(this, text, value.first().copied())?;
        return Ok(Owned::NONE);
    }
    let shown = text.to_string_lossy(vm);
    let more = known.is_some_and(|(_, _, more)| more.contains(&shown));
    if more || class.lookup(vm, text).is_some() {
        return Err(vm.attribute_error_with(this, text, "readonly attribute"));
    }
    let class = class.full_name(vm);
    let message = format!("'{class}' object has no attribute '{shown}' and no __dict__ for setting new attributes");
    Err(vm.attribute_error_with(this, text, &message))
}

fn new(vm: &mut Vm, args: Args<'_>) -> R<Owned> {
    let class = args.positional.first().and_then(|&class| vm.cast::<Class>(class));
    let Some(class) = class else { return Err(vm.type_error("__new__() needs a class")) };
    let Some((own, visible, more)) = known(vm, class) else {
        return Err(vm.type_error("not a class of tuples with named items"));
    };
    let shown = own.full_name(vm);
    if matches!(shown.as_str(), "sys.flags" | "sys.version_info") {
        return Err(vm.type_error(format!("cannot create '{shown}' instances")));
    }
    let mut given: Vec<Option<Value>> = args.positional[1..].iter().copied().map(Some).collect();
    given.resize(2.max(given.len()), None);
    for (name, value) in args.keywords() {
        match vm.cast::<Str>(name).map(|name| name.to_string_lossy(vm)).as_deref() {
            Some("sequence") => given[0] = Some(value),
            Some("dict") => given[1] = Some(value),
            _ => {
                let name = vm.str_text(name)?;
                return Err(vm.type_error(format!("{shown}() got an unexpected keyword argument '{name}'")));
            }
        }
    }
    let [Some(sequence), attributes] = given[..] else {
        return Err(vm.type_error(format!("{shown}() missing required argument 'sequence' (pos 1)")));
    };
    let items = match vm.iter(sequence) {
        Ok(iterator) => vm.collect(iterator.value())?,
        Err(raised) => {
            drop(vm.catch(vm.exceptions.TypeError, raised)?);
            return Err(vm.type_error("constructor requires a sequence"));
        }
    };
    let (count, most) = (items.len(), visible + more.len());
    let how = if more.is_empty() {
        "a "
    } else if count < visible {
        "an at least "
    } else {
        "an at most "
    };
    let bound = if count < visible { visible } else { most };
    if !(visible..=most).contains(&count) {
        return Err(vm.type_error(format!("{shown}() takes {how}{bound}-sequence ({count}-sequence given)")));
    }
    let attributes = match attributes {
        None => None,
        Some(attributes) => match vm.cast::<Dict>(attributes) {
            Some(attributes) => Some(attributes),
            None => return Err(vm.type_error(format!("{shown}() takes a dict as second arg, if any"))),
        },
    };
    let values: Vec<Value> = items[..visible].iter().map(Owned::value).collect();
    let mut further = taipan_text::memory::with_room(more.len());
    for (place, name) in more.iter().enumerate() {
        let name = vm.intern(name)?;
        further.put(match (items.get(visible + place), attributes) {
            (Some(value), _) => value.clone(),
            (None, Some(attributes)) => attributes.get_str(vm, name).map_or(Owned::NONE, Value::own),
            (None, None) => Owned::NONE,
        });
    }
    build(vm, class, &values, &further)
}

fn build(vm: &mut Vm, class: Obj<Class>, items: &[Value], further: &[Owned]) -> R<Owned> {
    let made = vm.new_tuple_of_class(class, items)?;
    if !further.is_empty() {
        let values = taipan_text::memory::gathered_small::<Value, 16>(further.iter().map(Owned::value));
        let values = vm.new_tuple(&values)?;
        let name = vm.intern(FURTHER)?;
        // No class has a descriptor of that name.
        vm.store_attribute(made.value(), name, values.value())?;
    }
    Ok(made)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> R<Owned> {
    let Some(&this) = args.positional.first() else {
        return Err(vm.type_error("__reduce__() needs an argument"));
    };
    let class = vm.class_of(this);
    let more = known(vm, class).map(|(_, _, more)| more).unwrap_or_default();
    let items = vm.collect(this)?;
    let tuple = vm.new_tuple_from(items)?;
    let (attributes, dict) = vm.new_dict_obj()?;
    for name in &more {
        let name = vm.intern(name)?;
        let value = vm.get_attr(this, name)?;
        dict.set_str(vm, name, value.value())?;
    }
    let arguments = vm.new_tuple(&[tuple.value(), attributes.value()])?;
    vm.new_tuple(&[class.value(), arguments.value()])
}

static REPR_SIGNATURE: Signature =
    Signature { name: "__repr__", text: "($self, /)", parameters: &[], rest: true, keywords: false };

static REPR: Method = Method {
    signature: &REPR_SIGNATURE,
    doc: "Return repr(self).",
    kind: MethodKind::Instance,
    call: repr,
    positional: Positional::NONE,
    takes_receiver: true,
};

/// Make the class. `fields` are the items that are in the tuple; `more` are attributes that follow the visible items.
pub(crate) fn class(vm: &mut Vm, module: &str, name: &str, fields: &[&str], more: &[&str]) -> R<Owned> {
    let mut further: Vec<String> =
        fields.iter().filter_map(|field| field.strip_prefix('-')).map(str::to_string).collect();
    further.put_iter(more.iter().map(|name| (*name).to_string()));
    vm.define_class::<Further>(&FURTHER_CLASS, None)?;
    let tuple = vm.types.tuple;
    let fill = |vm: &mut Vm, class: Value, dict: Obj<Dict>| {
        add_facts(vm, dict, module, fields, further.len())?;
        for method in [&REPR, &REDUCE, &SET_ATTR, &DEL_ATTR] {
            let row = vm.allocate(MethodDescriptor { owner: class.own(), method })?;
            let key = vm.intern(method.name())?;
            dict.set_str(vm, key, row.value())?;
        }
        let new = vm.new_native_function(&NEW, None, None)?;
        let key = vm.intern("__new__")?;
        dict.set_str(vm, key, new.value())?;
        for (index, name) in further.iter().enumerate() {
            let member = vm.allocate(Further { index })?;
            let key = vm.intern(name)?;
            dict.set_str(vm, key, member.value())?;
        }
        Ok(())
    };
    let class = vm.new_derived_class(name, &[tuple], fill, taipan_runtime::object::special::look_up_record_methods)?;
    vm.state::<Classes>().0.put((class.clone(), fields.len(), further));
    Ok(class)
}

/// The descriptors of the items, and what is told of their names.
fn add_facts(vm: &mut Vm, dict: Obj<Dict>, module: &str, fields: &[&str], more: usize) -> R<()> {
    let doc = vm.new_str("")?;
    let hidden = fields.iter().filter(|field| field.starts_with('-')).count();
    let mut names = taipan_text::memory::with_room(fields.len());
    for (index, field) in fields.iter().enumerate() {
        let key = vm.intern(field.trim_start_matches('-'))?;
        names.put(key.own());
        // A name with a leading `-` is an item only: instances have an attribute of their own by that name.
        if !field.starts_with('-') {
            let property = crate::collections::tuple_getter(vm, index, doc.clone())?;
            dict.set_str(vm, key, property.value())?;
        }
    }
    let names = vm.new_tuple_from(names)?;
    for (key, value) in [
        ("n_sequence_fields", vm.new_int(fields.len() as i128)?),
        ("n_fields", vm.new_int((fields.len() + more - hidden) as i128)?),
        ("n_unnamed_fields", vm.new_int(0)?),
        ("__match_args__", names),
        ("__module__", vm.new_str(module)?),
    ] {
        let key = vm.intern(key)?;
        dict.set_str(vm, key, value.value())?;
    }
    Ok(())
}

/// An instance, with the further values in the order in which the class was told of them, those whose names have a `-` first.
pub(crate) fn instance(vm: &mut Vm, class: Value, items: &[Value], further: &[Owned]) -> R<Owned> {
    match vm.cast::<Class>(class) {
        Some(class) => build(vm, class, items, further),
        None => Err(vm.type_error("a class of tuples with named items is required")),
    }
}

fn repr(vm: &mut Vm, args: Args<'_>) -> R<Owned> {
    let Some((&this, [])) = args.positional.split_first() else {
        return Err(vm.type_error("__repr__() takes no arguments"));
    };
    let class = vm.class_of(this);
    let name = class.full_name(vm);
    let names = vm.get_attr_str(this, "__match_args__")?;
    let names = vm.collect(names.value())?;
    let items = vm.collect(this)?;
    let mut parts = taipan_text::memory::with_room(items.len());
    for (name, item) in names.iter().zip(&items) {
        let shown = vm.repr_text(item.value())?;
        parts.put(format!("{}={shown}", vm.str_text(name.value())?));
    }
    vm.new_str(&format!("{name}({})", parts.join(", ")))
}
