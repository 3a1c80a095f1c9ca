//! The classes of nodes, made from the table, and what they inherit from `AST`.

use std::collections::HashMap;

use taipan_runtime::native::*;
use taipan_runtime::types::descriptor::MethodDescriptor;

use super::show;
use super::table::{Kind, PLACE, Quantity};

/// The classes of an isolate.
#[derive(Default)]
struct State {
    /// By kind.
    classes: Vec<Owned>,
    kinds: HashMap<u64, Kind>,
    /// The names of the fields, by kind.
    fields: Vec<Vec<Owned>>,
    places: Vec<Owned>,
    /// The one instance of each operator and context.
    signs: HashMap<Kind, Owned>,
}

/// The class of a kind, once the module was imported.
pub(super) fn class(vm: &mut Vm, kind: Kind) -> Option<Owned> {
    vm.state::<State>().classes.get(kind as usize).cloned()
}

/// The kind that an object's class is, or derives from.
pub(super) fn kind_of(vm: &mut Vm, value: Value) -> Option<Kind> {
    let mro = vm.class_of(value).mro(vm).to_vec();
    let kinds = &vm.state::<State>().kinds;
    mro.iter().find_map(|class| kinds.get(&class.bits()).copied())
}

/// The names of a kind's fields.
pub(super) fn field_names(vm: &mut Vm, kind: Kind) -> Vec<Owned> {
    vm.state::<State>().fields.get(kind as usize).cloned().unwrap_or_default()
}

pub(super) fn place_names(vm: &mut Vm) -> Vec<Owned> {
    vm.state::<State>().places.clone()
}

/// The one instance of an operator or context.
pub(super) fn sign(vm: &mut Vm, kind: Kind) -> R<Owned> {
    if let Some(sign) = vm.state::<State>().signs.get(&kind) {
        return Ok(sign.clone());
    }
    let made = instance(vm, kind)?;
    vm.state::<State>().signs.insert(kind, made.clone());
    Ok(made)
}

/// A node without any attribute.
pub(super) fn instance(vm: &mut Vm, kind: Kind) -> R<Owned> {
    match class(vm, kind).and_then(|class| vm.cast::<Class>(class.value())) {
        Some(class) => vm.allocate_instance(class, taipan_runtime::types::object::Object),
        None => Err(vm.runtime_error("_ast is not imported")),
    }
}

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    let (owned, module) = vm.native_module("_ast", "The classes of syntax trees.", &[])?;
    for (name, flag) in [
        ("PyCF_ONLY_AST", 0x400),
        ("PyCF_TYPE_COMMENTS", 0x1000),
        ("PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000),
        ("PyCF_OPTIMIZED_AST", 0x8400),
    ] {
        module.add_int(vm, name, flag)?;
    }
    let root = root(vm)?;
    module.add_owned(vm, "AST", root.clone())?;
    let mut state = State::default();
    for name in PLACE {
        state.places.push(vm.intern(name)?.own());
    }
    for &kind in Kind::ALL {
        let base = match Kind::ALL.iter().position(|other| other.name() == kind.base()) {
            Some(base) => state.classes[base].clone(),
            None => root.clone(),
        };
        let class = node_class(vm, kind, &base, &state)?;
        module.add_owned(vm, kind.class_name(), class.clone())?;
        let mut names = Vec::new();
        for field in kind.fields() {
            names.push(vm.intern(field.name)?.own());
        }
        state.fields.push(names);
        state.kinds.insert(class.value().bits(), kind);
        state.classes.push(class);
    }
    for &kind in Kind::ALL {
        if !kind.is_sum() {
            field_types(vm, kind, &state)?;
        }
    }
    *vm.state::<State>() = state;
    Ok(owned)
}

fn names(vm: &mut Vm, items: &[&str]) -> R<Owned> {
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        texts.push(vm.intern(item)?.own());
    }
    vm.new_tuple_from(texts)
}

/// A class as `type` makes it.
fn make_class(vm: &mut Vm, name: &str, bases: &[Value], entries: Vec<(&str, Owned)>) -> R<Owned> {
    let (namespace, dict) = vm.new_dict_obj()?;
    for (key, value) in entries {
        let key = vm.intern(key)?;
        dict.set(vm, key.value(), value.value())?;
    }
    let (text, bases) = (vm.new_str(name)?, vm.new_tuple(bases)?);
    let type_ = vm.types.type_.own();
    vm.call(type_.value(), &[text.value(), bases.value(), namespace.value()])
}

fn root(vm: &mut Vm) -> R<Owned> {
    let (empty, module) = (vm.new_tuple(&[])?, vm.new_str("ast")?);
    let entries = vec![
        ("_fields", empty.clone()),
        ("__match_args__", empty.clone()),
        ("_attributes", empty),
        ("__module__", module),
    ];
    let object = vm.types.object.own();
    let root = make_class(vm, "AST", &[object.value()], entries)?;
    for method in METHODS.iter().chain([&INIT]) {
        let descriptor = vm.allocate(MethodDescriptor { owner: root.clone(), method })?;
        let key = vm.intern(method.name())?;
        vm.set_attr(root.value(), key, Some(descriptor.value()))?;
    }
    Ok(root)
}

fn node_class(vm: &mut Vm, kind: Kind, base: &Owned, _state: &State) -> R<Owned> {
    let fields: Vec<&str> = kind.fields().map(|field| field.name).collect();
    let fields = names(vm, &fields)?;
    let doc = kind.doc();
    let mut entries = vec![
        ("_fields", fields.clone()),
        ("__match_args__", fields),
        ("__module__", vm.new_str("ast")?),
        ("__doc__", vm.new_str(&doc)?),
    ];
    if kind.base() == "AST" {
        match kind.optional_places() {
            Some(optional) => {
                entries.push(("_attributes", names(vm, &PLACE)?));
                entries.extend(PLACE[4 - optional..].iter().map(|&name| (name, Owned::NONE)));
            }
            None => entries.push(("_attributes", vm.new_tuple(&[])?)),
        }
    }
    for field in kind.fields() {
        if field.quantity == Quantity::Optional {
            entries.push((field.name, Owned::NONE));
        }
    }
    make_class(vm, kind.class_name(), &[base.value()], entries)
}

/// `_field_types`: what each field holds, as annotations would say it.
fn field_types(vm: &mut Vm, kind: Kind, state: &State) -> R<()> {
    let (types, dict) = vm.new_dict_obj()?;
    for field in kind.fields() {
        let type_ = match field.type_ {
            "identifier" | "string" => vm.types.str.own(),
            "int" => vm.types.int.own(),
            "constant" => vm.types.object.own(),
            name => {
                let index = Kind::ALL.iter().position(|kind| kind.name() == name);
                index.map_or(Owned::NONE, |index| state.classes[index].clone())
            }
        };
        let type_ = match field.quantity {
            Quantity::One => type_,
            Quantity::Optional => {
                let or = taipan_runtime::object::protocol::number::BinaryOp::Or;
                vm.binary_op(or, type_.value(), Value::NONE)?
            }
            Quantity::Many | Quantity::ManyOptional => {
                let list = vm.types.list.own();
                vm.get_item(list.value(), type_.value())?
            }
        };
        let key = vm.intern(field.name)?;
        dict.set(vm, key.value(), type_.value())?;
    }
    let class = state.classes[kind as usize].clone();
    for name in ["_field_types", "__annotations__"] {
        let key = vm.intern(name)?;
        vm.set_attr(class.value(), key, Some(types.value()))?;
    }
    Ok(())
}

static INIT_SIGNATURE: Signature =
    Signature { name: "__init__", text: "($self, /, *args, **kwargs)", parameters: &[], rest: true, keywords: true };

static INIT: Method = Method {
    signature: &INIT_SIGNATURE,
    doc: "Initialize self: positional arguments are fields, in order.",
    kind: MethodKind::Instance,
    call: init,
    positional: Positional::NONE,
    takes_receiver: true,
};

/// The names in `class._fields` or the like.
pub(super) fn strings(vm: &mut Vm, object: Value, name: &str) -> R<Vec<Owned>> {
    let name = vm.intern(name)?;
    match vm.get_attr_optional(object, name)? {
        Some(names) if !names.is_none() => vm.collect(names.value()),
        _ => Ok(Vec::new()),
    }
}

fn deprecated(vm: &mut Vm, message: &str) -> R<()> {
    let category = vm.exceptions.DeprecationWarning;
    vm.warn(category, message)
}

/// Whether one of the names is this one.
fn has_name(vm: &mut Vm, names: &[Owned], name: Value) -> R<bool> {
    for candidate in names {
        if vm.equal(candidate.value(), name)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn init(vm: &mut Vm, args: Args<'_>) -> R<Owned> {
    let Some((&this, values)) = args.positional.split_first() else {
        return Err(vm.type_error("__init__() needs a node"));
    };
    let class = vm.class_of(this);
    let class_name = class.short_name(vm);
    let key = vm.intern("_fields")?;
    if vm.get_attr_optional(class.value(), key)?.is_none() {
        let name = class.full_name(vm);
        return Err(vm.attribute_error_text(format!("type object '{name}' has no attribute '_fields'")));
    }
    let fields = strings(vm, class.value(), "_fields")?;
    if values.len() > fields.len() {
        let most = fields.len();
        let plural = if most == 1 { "" } else { "s" };
        return Err(vm.type_error(format!("{class_name} constructor takes at most {most} positional argument{plural}")));
    }
    let mut given = vec![false; fields.len()];
    for (index, (field, &value)) in fields.iter().zip(values).enumerate() {
        if let Some(name) = vm.cast::<Str>(field.value()) {
            let name = vm.intern_obj(name)?;
            vm.set_attr(this, name, Some(value))?;
        }
        given[index] = true;
    }
    let mut attributes = None;
    for (name, value) in args.keywords() {
        let Some(name) = vm.cast::<Str>(name) else { continue };
        let name = vm.intern_obj(name)?;
        let mut field = None;
        for (index, candidate) in fields.iter().enumerate() {
            if vm.equal(candidate.value(), name.value())? {
                field = Some(index);
                break;
            }
        }
        match field {
            Some(index) if given[index] => {
                let shown = vm.repr_text(name.value())?;
                return Err(vm.type_error(format!("{class_name} got multiple values for argument {shown}")));
            }
            Some(index) => given[index] = true,
            None => {
                if attributes.is_none() {
                    attributes = Some(strings(vm, class.value(), "_attributes")?);
                }
                let known = attributes.clone().unwrap_or_default();
                if !has_name(vm, &known, name.value())? {
                    let shown = vm.repr_text(name.value())?;
                    deprecated(
                        vm,
                        &format!(
                            "{class_name}.__init__ got an unexpected keyword argument {shown}. Support for arbitrary \
                             keyword arguments is deprecated and will be removed in Python 3.15."
                        ),
                    )?;
                }
            }
        }
        vm.set_attr(this, name, Some(value))?;
    }
    if given.iter().all(|&given| given) {
        return Ok(Owned::NONE);
    }
    fill_missing(vm, this, class, &class_name, &fields, &given)?;
    Ok(Owned::NONE)
}

/// Give fields that were left out their defaults: an empty list, None, `Load()`.
fn fill_missing(
    vm: &mut Vm,
    this: Value,
    class: Obj<Class>,
    class_name: &str,
    fields: &[Owned],
    given: &[bool],
) -> R<()> {
    let key = vm.intern("_field_types")?;
    let Some(types) = vm.get_attr_optional(class.value(), key)? else { return Ok(()) };
    let Some(types) = vm.cast::<Dict>(types.value()).map(|types| (types.own(), types)) else { return Ok(()) };
    for (field, _) in fields.iter().zip(given).filter(|(_, given)| !**given) {
        let shown = vm.repr_text(field.value())?;
        let Some(type_) = types.1.lookup(vm, field.value())? else {
            deprecated(
                vm,
                &format!(
                    "Field {shown} is missing from {class_name}._field_types. This will become an error in Python 3.15."
                ),
            )?;
            continue;
        };
        let Some(name) = vm.cast::<Str>(field.value()) else { continue };
        let context = super::classes::class(vm, Kind::expr_context).unwrap_or(Owned::NONE);
        if let Some(alias) = vm.cast::<taipan_runtime::types::generic_alias::GenericAlias>(type_.value()) {
            if alias.get(vm).origin.is(vm.types.list.value()) {
                let list = vm.new_list(&[])?;
                let name = vm.intern_obj(name)?;
                vm.set_attr(this, name, Some(list.value()))?;
            }
        } else if vm.cast::<taipan_runtime::types::union::Union>(type_.value()).is_some() {
            // The class's None is the default.
        } else if type_.is(context.value()) {
            let load = sign(vm, Kind::Load)?;
            let name = vm.intern_obj(name)?;
            vm.set_attr(this, name, Some(load.value()))?;
        } else {
            deprecated(
                vm,
                &format!(
                    "{class_name}.__init__ missing 1 required positional argument: {shown}. This will become an error \
                     in Python 3.15."
                ),
            )?;
        }
    }
    Ok(())
}

#[methods]
mod py {
    use super::*;

    /// The node as a call, cut short where it is deep or long.
    #[method("($self, /)")]
    fn __repr__(vm: &mut Vm, this: Value) -> R<Owned> {
        let text = show::show(vm, this)?;
        vm.new_str(&text)
    }

    /// The class, values for the fields, and the attributes.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Owned> {
        let class = vm.class_of(this);
        let name = vm.intern("__dict__")?;
        let state = vm.get_attr_optional(this, name)?.unwrap_or(Owned::NONE);
        let mut arguments = Vec::new();
        if let Some(dict) = vm.cast::<Dict>(state.value()) {
            // Fields are given as None first: constructors complain about missing ones.
            for field in strings(vm, class.value(), "_fields")? {
                if !dict.contains(vm, field.value())? {
                    break;
                }
                arguments.push(Owned::NONE);
            }
        }
        let arguments = vm.new_tuple_from(arguments)?;
        vm.new_tuple(&[class.value(), arguments.value(), state.value()])
    }

    /// A copy with some fields replaced.
    #[method("($self, /, *args, **fields)")]
    fn __replace__(vm: &mut Vm, this: Value, args: Rest<'_>, changes: Keywords) -> R<Owned> {
        if !args.is_empty() {
            return Err(vm.type_error("__replace__() takes no positional arguments"));
        }
        let class = vm.class_of(this);
        let class_name = class.short_name(vm);
        let mut known = strings(vm, class.value(), "_fields")?;
        known.extend(strings(vm, class.value(), "_attributes")?);
        let name = vm.intern("__dict__")?;
        let state = vm.get_attr_optional(this, name)?;
        let Some((_own, state)) =
            state.and_then(|state| vm.cast::<Dict>(state.value()).map(|dict| (state.clone(), dict)))
        else {
            return Err(vm.type_error("a node without attributes"));
        };
        for &(name, _) in &changes {
            if !has_name(vm, &known, name)? {
                let shown = vm.repr_text(name)?;
                return Err(
                    vm.type_error(format!("{class_name}.__replace__ got an unexpected keyword argument {shown}."))
                );
            }
        }
        let (merged, dict) = vm.new_dict_obj()?;
        // Only what nodes of the class have: not what somebody has put there.
        for (key, value) in state.snapshot(vm) {
            if has_name(vm, &known, key.value())? {
                dict.set(vm, key.value(), value.value())?;
            }
        }
        for &(name, value) in &changes {
            dict.set(vm, name, value)?;
        }
        // What neither the node nor the changes give must have a default.
        let key = vm.intern("_field_types")?;
        let types = vm.get_attr_optional(class.value(), key)?;
        let mut missing = Vec::new();
        for field in strings(vm, class.value(), "_fields")? {
            if dict.contains(vm, field.value())? {
                continue;
            }
            let default = match vm.cast::<Str>(field.value()) {
                Some(name) => vm.get_attr_optional(class.value(), name)?.is_some(),
                None => true,
            };
            let list = match types.as_ref().and_then(|types| vm.cast::<Dict>(types.value())) {
                Some(types) => types.lookup(vm, field.value())?.is_some_and(|type_| {
                    vm.cast::<taipan_runtime::types::generic_alias::GenericAlias>(type_.value()).is_some()
                }),
                None => true,
            };
            if !default && !list {
                missing.push(vm.repr_text(field.value())?);
            }
        }
        if !missing.is_empty() {
            missing.sort();
            let (count, plural) = (missing.len(), if missing.len() == 1 { "" } else { "s" });
            let missing = missing.join(", ");
            return Err(
                vm.type_error(format!("{class_name}.__replace__ missing {count} keyword argument{plural}: {missing}."))
            );
        }
        let mut names = Vec::new();
        let mut values = Vec::new();
        for (key, value) in dict.snapshot(vm) {
            names.push(key);
            values.push(value);
        }
        drop(merged);
        let names: Vec<Value> = names.iter().map(|name| name.value()).collect();
        let values: Vec<Value> = values.iter().map(|value| value.value()).collect();
        vm.call_args(class.value(), Args { positional: &[], names: &names, keyword_values: &values })
    }
}
