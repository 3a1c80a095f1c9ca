//! `int | str`: `typing.Union`.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::generic_alias::{GenericAlias, parameters};
use crate::types::shapes;

#[derive(Trace)]
pub struct Union {
    /// A tuple, without repetitions.
    pub args: Owned,
    /// A tuple, once it was asked for.
    parameters: Option<Owned>,
    /// A tuple of the members that cannot be hashed.
    unhashable: Option<Owned>,
}

impl Payload for Union {
    const NAME: &'static str = "Union";
    const SHAPE: ShapeId = shapes::union;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.union
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    module: "typing",
    doc: "A type that is any of several types.",
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        or: Some(or),
        get_item: Some(get_item),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    has_weakref: true,
    ..ClassDef::sealed::<Union>("Union")
};

/// Whether `|` makes a union of this value.
fn is_unionable(vm: &Vm, value: Value) -> bool {
    value.is_none()
        || vm.cast::<Class>(value).is_some()
        || vm.cast::<GenericAlias>(value).is_some()
        || vm.cast::<Union>(value).is_some()
        || vm.class_of(value).name(vm) == "typing.TypeAliasType"
}

/// `a | b` of types.
pub(crate) fn or(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    let named = |vm: &Vm, one: Value, other: Value| vm.cast::<Union>(one).is_some() && vm.cast::<Str>(other).is_some();
    let forward = named(vm, a, b) || named(vm, b, a);
    if !forward && (!is_unionable(vm, a) || !is_unionable(vm, b)) {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    }
    from_members(vm, &[a, b])
}

/// The union of these types: unions among them are dissolved, repetitions dropped; a single one stands for itself.
pub(crate) fn from_members(vm: &mut Vm, members: &[Value]) -> R<Owned> {
    let mut flat: Vec<Owned> = Vec::new();
    let mut hashes: Vec<Option<i64>> = Vec::new();
    for &member in members {
        let inner: Vec<Owned> = match vm.cast::<Union>(member) {
            Some(union) => {
                let args = union.get(vm).args.clone();
                vm.collect(args.value())?
            }
            None if member.is_none() => vec![vm.types.none.own()],
            // A forward reference.
            None if vm.cast::<Str>(member).is_some() => vec![checked(vm, member)?],
            None => vec![member.own()],
        };
        for item in inner {
            let hash = match vm.hash(item.value()) {
                Ok(hash) => Some(hash),
                Err(raised) => vm.catch(vm.exceptions.TypeError, raised).map(|_| None)?,
            };
            // Only members whose hashes are the same, or that have none, are compared.
            let mut repeated = false;
            for (other, other_hash) in flat.iter().zip(&hashes) {
                if *other_hash == hash && vm.equal(other.value(), item.value())? {
                    repeated = true;
                    break;
                }
            }
            if !repeated {
                flat.push(item);
                hashes.push(hash);
            }
        }
    }
    if flat.len() == 1 {
        return Ok(flat.swap_remove(0));
    }
    let unhashable: Vec<Owned> =
        flat.iter().zip(&hashes).filter(|(_, hash)| hash.is_none()).map(|(item, _)| item.clone()).collect();
    let unhashable = if unhashable.is_empty() { None } else { Some(vm.new_tuple_from(unhashable)?) };
    let args = vm.new_tuple_from(flat)?;
    vm.allocate(Union { args, parameters: None, unhashable })
}

fn args(vm: &mut Vm, value: Value) -> R<Vec<Owned>> {
    let Some(union) = vm.cast::<Union>(value) else { return Err(vm.type_error("a union is required")) };
    let args = union.get(vm).args.clone();
    vm.collect(args.value())
}

fn repr(vm: &mut Vm, value: Value) -> R<Owned> {
    let mut text = String::new();
    for arg in args(vm, value)? {
        if !text.is_empty() {
            text.push_str(" | ");
        }
        text.push_str(&parameters::type_repr(vm, arg.value())?);
    }
    vm.new_str(&text)
}

/// The members that had no hash when the union was made.
fn unhashable(vm: &mut Vm, value: Value) -> R<Vec<Owned>> {
    match vm.cast::<Union>(value).and_then(|union| union.get(vm).unhashable.clone()) {
        Some(members) => vm.collect(members.value()),
        None => Ok(Vec::new()),
    }
}

fn hash(vm: &mut Vm, value: Value) -> R<i64> {
    let without = unhashable(vm, value)?;
    for member in &without {
        vm.hash(member.value())?;
    }
    if !without.is_empty() {
        // They have one by now, but members that are equal may be among them.
        let (count, plural) = (without.len(), if without.len() == 1 { "" } else { "s" });
        return Err(vm.type_error(format!("union contains {count} unhashable element{plural}")));
    }
    // The order does not matter.
    let mut sum = 0i64;
    for arg in args(vm, value)? {
        let hash = vm.hash(arg.value())?;
        sum = sum.wrapping_add(hash.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64 as i64).rotate_left(17));
    }
    Ok(if sum == -1 { -2 } else { sum })
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let not_implemented = Owned::from_raw(Value::NOT_IMPLEMENTED);
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) || vm.cast::<Union>(a).is_none() || vm.cast::<Union>(b).is_none() {
        return Ok(not_implemented);
    }
    let (left, right) = (unhashable(vm, a)?, unhashable(vm, b)?);
    let mut equal = left.len() == right.len();
    if equal && !left.is_empty() {
        equal = all_in(vm, &left, &right)? && all_in(vm, &right, &left)?;
    }
    if equal {
        let hashable = |vm: &mut Vm, members: Vec<Owned>, without: &[Owned]| -> R<Owned> {
            let kept = |member: &Owned| !without.iter().any(|other| other.is(member.value()));
            let members: Vec<Owned> = members.into_iter().filter(kept).collect();
            crate::types::set::new_frozen(vm, &members)
        };
        let (ours, theirs) = (args(vm, a)?, args(vm, b)?);
        let (ours, theirs) = (hashable(vm, ours, &left)?, hashable(vm, theirs, &right)?);
        equal = vm.equal(ours.value(), theirs.value())?;
    }
    Ok(Owned::bool(equal == (op == CompareOp::Eq)))
}

/// Whether each of some members is equal to one of others.
fn all_in(vm: &mut Vm, members: &[Owned], others: &[Owned]) -> R<bool> {
    for member in members {
        let mut found = false;
        for other in others {
            if vm.equal(member.value(), other.value())? {
                found = true;
                break;
            }
        }
        if !found {
            return Ok(false);
        }
    }
    Ok(true)
}

fn get_item(vm: &mut Vm, value: Value, item: Value) -> R<Owned> {
    let Some(union) = vm.cast::<Union>(value) else { return Err(vm.type_error("a union is required")) };
    let parameters = parameters_of(vm, union)?;
    let args = union.get(vm).args.clone();
    let substituted = parameters::substitute(vm, value, args.value(), parameters.value(), item)?;
    let members: Vec<Value> = substituted.iter().map(|member| member.value()).collect();
    from_members(vm, &members)
}

fn parameters_of(vm: &mut Vm, union: Obj<Union>) -> R<Owned> {
    if let Some(parameters) = &union.get(vm).parameters {
        return Ok(parameters.clone());
    }
    let args = union.get(vm).args.clone();
    let made = parameters::collect(vm, args.value())?;
    union.get_mut(vm).parameters = Some(made.clone());
    Ok(made)
}

#[methods]
mod py {
    use super::*;

    /// The member types.
    #[member]
    fn __args__(vm: &mut Vm, this: Obj<Union>) -> Owned {
        this.get(vm).args.clone()
    }

    /// `Union`.
    #[getter]
    fn __name__(_vm: &mut Vm, _this: Obj<Union>) -> &'static str {
        "Union"
    }

    /// `Union`.
    #[getter]
    fn __qualname__(_vm: &mut Vm, _this: Obj<Union>) -> &'static str {
        "Union"
    }

    /// `typing.Union`.
    #[getter]
    fn __origin__(vm: &mut Vm, _this: Obj<Union>) -> Owned {
        vm.types.union.own()
    }

    /// The type variables in the member types.
    #[getter]
    fn __parameters__(vm: &mut Vm, this: Obj<Union>) -> R<Owned> {
        parameters_of(vm, this)
    }

    /// A union is no base class.
    #[method("($self, bases, /)")]
    fn __mro_entries__(vm: &mut Vm, this: Obj<Union>, _bases: Value) -> R<Owned> {
        let shown = vm.repr_text(this.value())?;
        Err(vm.type_error(format!("Cannot subclass {shown}")))
    }

    /// `Union[int, str]`.
    #[classmethod("($type, item, /)")]
    fn __class_getitem__(vm: &mut Vm, _class: Value, item: Value) -> R<Owned> {
        let items = match vm.cast::<Tuple>(item) {
            Some(tuple) => tuple.items(vm).iter().map(|item| item.own()).collect(),
            None => vec![item.own()],
        };
        if items.is_empty() {
            return Err(vm.type_error("Cannot take a Union of no types."));
        }
        let mut members = Vec::with_capacity(items.len());
        for item in items {
            let checked = if is_unionable(vm, item.value()) { item } else { checked(vm, item.value())? };
            members.push(checked);
        }
        let members: Vec<Value> = members.iter().map(|member| member.value()).collect();
        from_members(vm, &members)
    }
}

/// What `typing._type_check` says: it makes forward references of strings.
fn checked(vm: &mut Vm, member: Value) -> R<Owned> {
    let typing = crate::types::object::import(vm, "typing")?;
    let check = vm.get_attr_str(typing.value(), "_type_check")?;
    let message = vm.new_str("Union[arg, ...]: each arg must be a type.")?;
    vm.call(check.value(), &[member, message.value()])
}
