//! `list[int]`: `types.GenericAlias`.
//!
//! Most attributes are those of the origin: `list[int].append` is `list.append`.

pub(crate) mod iter;
pub(crate) mod parameters;

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::shapes;

#[derive(Trace)]
pub struct GenericAlias {
    pub origin: Owned,
    /// A tuple.
    pub args: Owned,
    /// A tuple, once it was asked for.
    parameters: Option<Owned>,
    /// `*tuple[int, str]`.
    pub starred: bool,
}

impl Payload for GenericAlias {
    const NAME: &'static str = "GenericAlias";
    const SHAPE: ShapeId = shapes::generic_alias;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.generic_alias
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    module: "types",
    doc: "A generic class with its arguments.",
    slots: Slots {
        new: Some(make),
        repr: Some(repr),
        hash: Some(hash),
        call: Some(call),
        get_attr: Some(get_attr),
        compare: Some(compare),
        iter: Some(iter::iter),
        or: Some(crate::types::union::or),
        get_item: Some(get_item),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    has_weakref: true,
    ..ClassDef::new::<GenericAlias>("GenericAlias")
};

/// Attributes of the alias itself.
const OWN: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
];

/// Attributes that are not taken from the origin either.
const BLOCKED: &[&str] = &["__bases__", "__copy__", "__deepcopy__"];

/// `origin[key]`.
pub(crate) fn new(vm: &mut Vm, origin: Value, key: Value) -> R<Owned> {
    new_instance(vm, None, origin, key, false)
}

impl Vm {
    /// `origin[key]`: what `__class_getitem__` of a generic class returns.
    pub fn new_generic_alias(&mut self, origin: Value, key: Value) -> R<Owned> {
        new(self, origin, key)
    }
}

fn new_instance(vm: &mut Vm, class: Option<Obj<Class>>, origin: Value, key: Value, starred: bool) -> R<Owned> {
    let args = if vm.cast::<Tuple>(key).is_some() { key.own() } else { vm.new_tuple(&[key])? };
    let alias = GenericAlias { origin: origin.own(), args, parameters: None, starred };
    match class {
        Some(class) => vm.allocate_instance(class, alias),
        None => vm.allocate(alias),
    }
}

fn make(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
    if !args.names.is_empty() {
        return Err(vm.type_error("GenericAlias() takes no keyword arguments"));
    }
    let &[origin, key] = args.positional else {
        let given = args.positional.len();
        return Err(vm.type_error(format!("GenericAlias expected 2 arguments, got {given}")));
    };
    new_instance(vm, Some(class), origin, key, false)
}

fn alias(vm: &mut Vm, value: Value) -> R<Obj<GenericAlias>> {
    match vm.cast::<GenericAlias>(value) {
        Some(alias) => Ok(alias),
        None => Err(vm.type_error("a generic alias is required")),
    }
}

fn parts(vm: &mut Vm, value: Value) -> R<(Owned, Owned, bool)> {
    let alias = alias(vm, value)?.get(vm);
    Ok((alias.origin.clone(), alias.args.clone(), alias.starred))
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let (origin, args, starred) = parts(vm, value)?;
    let mut text = String::new();
    if starred {
        text.push('*');
    }
    text.push_str(&parameters::type_repr(vm, origin.value())?);
    text.push('[');
    let args = vm.collect(args.value())?;
    if args.is_empty() {
        text.push_str("()");
    }
    push_items(vm, &args, &mut text)?;
    text.push(']');
    vm.new_str(&text)
}

/// As many items as there were at first, each read when its turn comes: showing one may change the list.
fn push_listed(vm: &mut Vm, list: Obj<List>, text: &mut String) -> R<()> {
    for index in 0..list.len(vm) {
        if index > 0 {
            text.push_str(", ");
        }
        let Some(item) = list.items(vm).get(index).map(|item| item.own()) else {
            return Err(vm.index_error("list index out of range"));
        };
        text.push_str(&parameters::type_repr(vm, item.value())?);
    }
    Ok(())
}

fn push_items(vm: &mut Vm, items: &[Owned], text: &mut String) -> R<()> {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        // The parameters of a callable are in a list.
        match vm.cast_exact::<List>(item.value()) {
            Some(list) => {
                text.push('[');
                vm.enter_native()?;
                let pushed = push_listed(vm, list, text);
                vm.leave_native();
                pushed?;
                text.push(']');
            }
            None => text.push_str(&parameters::type_repr(vm, item.value())?),
        }
    }
    Ok(())
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    let (origin, args, starred) = parts(vm, value)?;
    let hash = vm.hash(origin.value())? ^ vm.hash(args.value())? ^ i64::from(starred);
    Ok(if hash == -1 { -2 } else { hash })
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne)
        || vm.cast::<GenericAlias>(a).is_none()
        || vm.cast::<GenericAlias>(b).is_none()
    {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    }
    let (left, right) = (parts(vm, a)?, parts(vm, b)?);
    let equal =
        left.2 == right.2 && vm.equal(left.0.value(), right.0.value())? && vm.equal(left.1.value(), right.1.value())?;
    Ok(Owned::bool(equal == (op == CompareOp::Eq)))
}

/// An instance of the origin, told what it was made from when it takes attributes.
fn call(vm: &mut Vm, value: Value, args: Args<'_>) -> R<Owned> {
    let (origin, _, _) = parts(vm, value)?;
    let instance = vm.call_args(origin.value(), args)?;
    let name = vm.intern("__orig_class__")?;
    if let Err(raised) = vm.set_attr(instance.value(), name, Some(value)) {
        if !vm.error_is(vm.exceptions.AttributeError) && !vm.error_is(vm.exceptions.TypeError) {
            return Err(raised);
        }
        drop(vm.take_error());
    }
    Ok(instance)
}

fn get_attr(vm: &mut Vm, value: Value, name: Obj<Str>) -> R<Owned> {
    let text = name.to_string_lossy(vm);
    if OWN.contains(&text.as_str()) || BLOCKED.contains(&text.as_str()) {
        return vm.generic_get_attr(value, name);
    }
    let (origin, _, _) = parts(vm, value)?;
    vm.get_attr(origin.value(), name)
}

fn get_item(vm: &mut Vm, value: Value, item: Value) -> R<Owned> {
    let this = alias(vm, value)?;
    let parameters = parameters_of(vm, this)?;
    let (origin, args, starred) = parts(vm, value)?;
    let items = parameters::substitute(vm, value, args.value(), parameters.value(), item)?;
    let args = vm.new_tuple_from(items)?;
    new_instance(vm, None, origin.value(), args.value(), starred)
}

fn parameters_of(vm: &mut Vm, this: Obj<GenericAlias>) -> R<Owned> {
    if let Some(parameters) = &this.get(vm).parameters {
        return Ok(parameters.clone());
    }
    let args = this.get(vm).args.clone();
    let made = parameters::collect(vm, args.value())?;
    this.get_mut(vm).parameters = Some(made.clone());
    Ok(made)
}

#[methods]
mod py {
    use super::*;

    /// The generic class.
    #[member]
    fn __origin__(vm: &mut Vm, this: Obj<GenericAlias>) -> Owned {
        this.get(vm).origin.clone()
    }

    /// The arguments.
    #[member]
    fn __args__(vm: &mut Vm, this: Obj<GenericAlias>) -> Owned {
        this.get(vm).args.clone()
    }

    /// Whether the alias has a star.
    #[member]
    fn __unpacked__(vm: &mut Vm, this: Obj<GenericAlias>) -> bool {
        this.get(vm).starred
    }

    /// The type variables in the arguments.
    #[getter]
    fn __parameters__(vm: &mut Vm, this: Obj<GenericAlias>) -> R<Owned> {
        parameters_of(vm, this)
    }

    /// The arguments of a tuple with a star.
    #[getter]
    fn __typing_unpacked_tuple_args__(vm: &mut Vm, this: Obj<GenericAlias>) -> Option<Owned> {
        let alias = this.get(vm);
        (alias.starred && alias.origin.is(vm.types.tuple.value())).then(|| alias.args.clone())
    }

    /// As a base class the alias stands for its origin.
    #[method("($self, bases, /)")]
    fn __mro_entries__(vm: &mut Vm, this: Obj<GenericAlias>, _bases: Value) -> R<Owned> {
        let origin = this.get(vm).origin.clone();
        vm.new_tuple(&[origin.value()])
    }

    #[method("($self, instance, /)")]
    fn __instancecheck__(vm: &mut Vm, _this: Obj<GenericAlias>, _instance: Value) -> R<bool> {
        Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"))
    }

    #[method("($self, subclass, /)")]
    fn __subclasscheck__(vm: &mut Vm, _this: Obj<GenericAlias>, _subclass: Value) -> R<bool> {
        Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"))
    }

    /// How pickle saves the alias.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Obj<GenericAlias>) -> R<Owned> {
        let (origin, args, starred) = parts(vm, this.value())?;
        let class = vm.types.generic_alias;
        let arguments = vm.new_tuple(&[origin.value(), args.value()])?;
        if !starred {
            return vm.new_tuple(&[class.value(), arguments.value()]);
        }
        let plain = new_instance(vm, None, origin.value(), args.value(), false)?;
        let iterator = vm.iter(plain.value())?;
        let arguments = vm.new_tuple(&[iterator.value()])?;
        let key = vm.intern("next")?;
        let builtins = vm.builtins;
        let next = builtins.get_str(vm, key).unwrap_or(Value::NONE).own();
        vm.new_tuple(&[next.value(), arguments.value()])
    }

    /// The names of the attributes: the origin's, and the alias's own.
    #[method("($self, /)")]
    fn __dir__(vm: &mut Vm, this: Obj<GenericAlias>) -> R<Owned> {
        let origin = this.get(vm).origin.clone();
        let special = vm.names.__dir__;
        let names = vm.call_special(origin.value(), special, &[])?.unwrap_or_else(|| vm.empty_tuple.clone());
        let list = vm.list_from(names.value())?;
        let keep = Owned::from_raw(list.value());
        for name in OWN {
            let name = vm.intern(name)?;
            if !vm.contains(list.value(), name.value())? {
                list.push(vm, name.own())?;
            }
        }
        Ok(keep)
    }
}
