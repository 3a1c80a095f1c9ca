//! `_thread._local`: an object whose attributes each thread has for itself.

use taipan_runtime::native::*;
use taipan_runtime::types::weakref::{self, WeakRef};

use crate::support::payload;

#[derive(Trace)]
pub(crate) struct Local {
    /// What `__init__` is called with in each thread.
    args: Owned,
    kwargs: Owned,
    /// The attributes, by thread.
    dicts: Vec<(u64, Owned)>,
}

payload!(Local);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_thread",
    doc: "An object whose attributes each thread has for itself.",
    slots: Slots { new: Some(new), get_attr: Some(get_attr), set_attr: Some(set_attr), ..Slots::EMPTY },
    has_weakref: true,
    ..ClassDef::new::<Local>("_local")
};

/// Weak references to all such objects: a thread's end empties its attributes.
#[derive(Default)]
struct Locals(Vec<Owned>);

fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let init = |class: Obj<Class>| class.slots(vm).init.map(|init| init as usize);
    if (!args.positional.is_empty() || !args.names.is_empty()) && init(class) == init(vm.types.object) {
        return Err(vm.type_error("Initialization arguments are not supported"));
    }
    let positional = vm.new_tuple(args.positional)?;
    let (kwargs, dict) = vm.new_dict_obj()?;
    for (name, value) in args.keywords() {
        dict.set(vm, name, value)?;
    }
    let attributes = vm.new_dict()?;
    let dicts = vec![(vm.threads.current(), attributes)];
    let made = vm.allocate_instance(class, Local { args: positional, kwargs, dicts })?;
    let reference = weakref::new_reference(vm, made.value())?;
    let living: Vec<Owned> = std::mem::take(&mut vm.state::<Locals>().0)
        .into_iter()
        .filter(|reference| weakref::is_dead_reference(vm, reference.value()) == Some(false))
        .collect();
    let locals = vm.state::<Locals>();
    locals.0 = living;
    locals.0.push(reference);
    Ok(made)
}

/// A thread has ended.
pub(super) fn forget_thread(vm: &mut Vm, thread: u64) {
    let references: Vec<Owned> = vm.state::<Locals>().0.clone();
    for reference in references {
        let target = vm.cast::<WeakRef>(reference.value()).and_then(|reference| reference.target(vm));
        let local = target.as_ref().and_then(|target| vm.cast::<Local>(target.value()));
        if let Some(local) = local {
            let dicts = &mut local.get_mut(vm).dicts;
            let found = dicts.iter().position(|(other, _)| *other == thread);
            let old = found.map(|place| dicts.swap_remove(place));
            drop(old);
        }
    }
}

/// The running thread's attributes; a thread that comes for the first time gets them from `__init__`.
fn attributes(vm: &mut Vm, this: Value) -> R<(Owned, Obj<Dict>)> {
    let Some(local) = vm.cast::<Local>(this) else { return Err(vm.type_error("a _thread._local is required")) };
    let thread = vm.threads.current();
    let known = local.get(vm).dicts.iter().find(|(other, _)| *other == thread).map(|(_, dict)| dict.clone());
    let dict = match known {
        Some(dict) => dict,
        None => {
            let dict = vm.new_dict()?;
            local.get_mut(vm).dicts.push((thread, dict.clone()));
            let class = vm.class_of(this);
            let init = |class: Obj<Class>| class.slots(vm).init;
            if let Some(init) = init(class)
                && class.slots(vm).init.map(|init| init as usize)
                    != vm.types.object.slots(vm).init.map(|init| init as usize)
            {
                let (args, kwargs) = (local.get(vm).args.clone(), local.get(vm).kwargs.clone());
                let positional = vm.cast::<Tuple>(args.value()).map(|args| args.items(vm).to_vec());
                let keywords = vm.cast::<Dict>(kwargs.value()).map(|kwargs| kwargs.snapshot(vm));
                let keywords = keywords.unwrap_or_default();
                let names: Vec<Value> = keywords.iter().map(|(name, _)| name.value()).collect();
                let values: Vec<Value> = keywords.iter().map(|(_, value)| value.value()).collect();
                let positional = positional.unwrap_or_default();
                let args = Args { positional: &positional, names: &names, keyword_values: &values };
                if let Err(raised) = init(vm, this, args) {
                    let dicts = &mut local.get_mut(vm).dicts;
                    let place = dicts.iter().position(|(other, _)| *other == thread);
                    let old = place.map(|place| dicts.swap_remove(place));
                    drop(old);
                    return Err(raised);
                }
            }
            dict
        }
    };
    match vm.cast::<Dict>(dict.value()) {
        Some(object) => Ok((dict, object)),
        None => Err(vm.type_error("a dict is required")),
    }
}

fn get_attr(vm: &mut Vm, this: Value, name: Obj<Str>) -> R<Owned> {
    let (keep, dict) = attributes(vm, this)?;
    if name == vm.names.__dict__ {
        return Ok(keep);
    }
    let class = vm.class_of(this);
    let found = class.lookup(vm, name).map(Value::own);
    if let Some(found) = &found
        && vm.class_of(found.value()).slots(vm).descriptor_set.is_some()
    {
        return vm.bind_descriptor(found.value(), Some(this), class);
    }
    if let Some(value) = dict.get_str(vm, name) {
        return Ok(value.own());
    }
    match found {
        Some(found) => vm.bind_descriptor(found.value(), Some(this), class),
        None => Err(vm.attribute_error(this, name)),
    }
}

fn set_attr(vm: &mut Vm, this: Value, name: Obj<Str>, value: Option<Value>) -> R<()> {
    let (_keep, dict) = attributes(vm, this)?;
    if name == vm.names.__dict__ {
        let class = vm.class_of(this).name(vm);
        let message = format!("'{class}' object attribute '__dict__' is read-only");
        return Err(vm.attribute_error_with(this, name, &message));
    }
    if let Some(found) = vm.class_of(this).lookup(vm, name).map(Value::own)
        && let Some(set) = vm.class_of(found.value()).slots(vm).descriptor_set
    {
        return set(vm, found.value(), this, value);
    }
    match value {
        Some(value) => dict.set_str(vm, name, value),
        None => match dict.remove_str(vm, name)? {
            Some(_) => Ok(()),
            None => Err(vm.attribute_error(this, name)),
        },
    }
}
