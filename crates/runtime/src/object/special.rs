//! The special methods: each name once, with its slot, how a builtin type's slot is called by that name, and what a class written in
//! Python puts into the slot.
//!
//! A builtin type's slots become `wrapper_descriptor`s in its namespace. For a class made by Python code, `update_slots`
//! looks every name up along the MRO: a wrapper found there gives its native function back, so that a subclass of a builtin type which
//! overrides nothing is as fast as the builtin; anything else puts the generic function into the slot, which
//! looks the name up at each call.

use taipan_heap::{Owned, Value};

use crate::error::R;
use crate::object::args::Args;
use crate::object::class::{Class, ClassFlags};
use crate::object::obj::Obj;
use crate::object::slots::{CompareOp, Slots};
use crate::types::descriptor::{MethodWrapper, WrapperDescriptor};
use crate::types::str::Str;
use crate::vm::Vm;

/// One special method and its slot.
pub struct SpecialRow {
    pub name: &'static str,
    /// `__text_signature__`.
    pub text: &'static str,
    /// Rows with the same field fill the same slot.
    field: &'static str,
    present: fn(&Slots) -> bool,
    copy: fn(&mut Slots, &Slots),
    clear: fn(&mut Slots),
    generic: Option<fn(&mut Slots)>,
    /// Calls the slot of the class that the wrapper belongs to.
    pub call: fn(&mut Vm, Obj<Class>, Args<'_>) -> R<Owned>,
}

macro_rules! rows {
    ($($name:literal $text:literal $field:ident $($generic:ident)::+, |$vm:ident, $slot:ident, $args:ident| $body:expr;)+) => {
        /// Every special method.
        pub static SPECIAL: &[SpecialRow] = &[$(SpecialRow {
            name: $name,
            text: $text,
            field: stringify!($field),
            present: |slots| slots.$field.is_some(),
            copy: |slots, from| slots.$field = from.$field,
            clear: |slots| slots.$field = None,
            generic: rows!(@generic $field $($generic)::+),
            call: |$vm, owner, $args| {
                let Some($slot) = owner.slots($vm).$field else {
                    return Err($vm.system_error(concat!("no slot for ", $name)));
                };
                $body
            },
        },)+];
    };
    (@generic $field:ident none) => { None };
    (@generic $field:ident $($generic:ident)::+) => { Some(|slots: &mut Slots| slots.$field = Some($($generic)::+)) };
}

/// What a special method is for.
pub(crate) fn documentation(name: &str) -> &'static str {
    match name {
        "__repr__" => "Text for programmers: repr(self).",
        "__str__" => "Text for people: str(self).",
        "__hash__" => "The hash: hash(self).",
        "__call__" => "Call self as a function.",
        "__getattribute__" => "The attribute: getattr(self, name).",
        "__setattr__" => "Set an attribute: setattr(self, name, value).",
        "__delattr__" => "Delete an attribute: delattr(self, name).",
        "__lt__" => "self < value.",
        "__le__" => "self <= value.",
        "__eq__" => "self == value.",
        "__ne__" => "self != value.",
        "__gt__" => "self > value.",
        "__ge__" => "self >= value.",
        "__iter__" => "An iterator: iter(self).",
        "__next__" => "Implement next(self).",
        "__get__" => "What the descriptor gives for an instance.",
        "__set__" => "Set the descriptor's attribute of an instance.",
        "__delete__" => "Delete the descriptor's attribute of an instance.",
        "__init__" => "Initialize self. See help(type(self)) for the arguments.",
        "__len__" => "The number of items: len(self).",
        "__getitem__" => "self[key].",
        "__setitem__" => "self[key] = value.",
        "__delitem__" => "del self[key].",
        "__contains__" => "key in self.",
        "__bool__" => "The truth: bool(self).",
        "__int__" => "int(self).",
        "__float__" => "float(self).",
        "__index__" => "self as an integer, for indexing.",
        "__await__" => "An iterator for await.",
        "__aiter__" => "An asynchronous iterator.",
        "__anext__" => "The next item, to be awaited.",
        "__neg__" => "-self.",
        "__pos__" => "+self.",
        "__abs__" => "abs(self).",
        "__invert__" => "~self.",
        _ => "The special method of an operator.",
    }
}

fn exactly(vm: &mut Vm, args: Args<'_>, count: usize) -> R<()> {
    if !args.names.is_empty() {
        return Err(vm.type_error("wrapper takes no keyword arguments"));
    }
    let given = args.positional.len().saturating_sub(1);
    if given == count {
        return Ok(());
    }
    let plural = if count == 1 { "" } else { "s" };
    Err(vm.type_error(format!("expected {count} argument{plural}, got {given}")))
}

/// As `exactly`, for a key. Lists, dicts and sets have methods of their own for what they are asked often, with their own words.
fn key_alone(vm: &mut Vm, args: Args<'_>, name: &str) -> R<()> {
    let given = args.positional.len().saturating_sub(1);
    if given == 1 || !args.names.is_empty() {
        return exactly(vm, args, 1);
    }
    let class = vm.class_of(args.positional.first().copied().unwrap_or(Value::NONE));
    let types = &vm.types;
    let own: &[Obj<Class>] =
        if name == "__getitem__" { &[types.list, types.dict] } else { &[types.dict, types.set, types.frozenset] };
    match own.iter().copied().find(|&owner| class.is_subclass_of(vm, owner)) {
        Some(owner) => {
            let owner = owner.name(vm);
            Err(vm.type_error(format!("{owner}.{name}() takes exactly one argument ({given} given)")))
        }
        None => exactly(vm, args, 1),
    }
}

/// The arguments of powers, which have words of their own.
fn one_or_two(vm: &mut Vm, args: Args<'_>) -> R<()> {
    let given = args.positional.len().saturating_sub(1);
    if args.names.is_empty() && !(1..=2).contains(&given) {
        return Err(vm.type_error(format!("expected 1 or 2 arguments, got {given}")));
    }
    between(vm, args, "", 1, 2)
}

/// Of the few that name themselves.
fn between(vm: &mut Vm, args: Args<'_>, name: &str, least: usize, most: usize) -> R<()> {
    if !args.names.is_empty() {
        return Err(vm.type_error("wrapper takes no keyword arguments"));
    }
    let given = args.positional.len().saturating_sub(1);
    if (least..=most).contains(&given) {
        return Ok(());
    }
    let (how, count) = match (given < least, least == most) {
        (_, true) => ("", most),
        (true, false) => ("at least ", least),
        (false, false) => ("at most ", most),
    };
    let plural = if count == 1 { "" } else { "s" };
    Err(vm.type_error(format!("{name} expected {how}{count} argument{plural}, got {given}")))
}

fn unary(vm: &mut Vm, slot: crate::object::slots::Unary, args: Args<'_>) -> R<Owned> {
    exactly(vm, args, 0)?;
    slot(vm, args.positional[0])
}

fn left(vm: &mut Vm, slot: crate::object::slots::Binary, args: Args<'_>) -> R<Owned> {
    exactly(vm, args, 1)?;
    slot(vm, args.positional[0], args.positional[1])
}

fn right(vm: &mut Vm, slot: crate::object::slots::Binary, args: Args<'_>) -> R<Owned> {
    exactly(vm, args, 1)?;
    slot(vm, args.positional[1], args.positional[0])
}

fn compare(vm: &mut Vm, slot: crate::object::slots::Compare, args: Args<'_>, op: CompareOp) -> R<Owned> {
    exactly(vm, args, 1)?;
    slot(vm, args.positional[0], args.positional[1], op)
}

/// What `object` does with attributes would go past what classes must do when theirs change.
fn refuse_class(vm: &mut Vm, this: Value, slot: crate::object::slots::SetAttr, name: &str) -> R<()> {
    let plain = crate::object::protocol::attribute::object_set_attr as *const () as usize;
    if slot as *const () as usize != plain || vm.cast::<Class>(this).is_none() {
        return Ok(());
    }
    let class = vm.class_of(this).name(vm);
    Err(vm.type_error(format!("can't apply this {name} to {class} object")))
}

fn attribute_name(vm: &mut Vm, value: Value) -> R<Obj<Str>> {
    match vm.cast::<Str>(value) {
        Some(name) => vm.intern_obj(name),
        None => {
            let found = vm.class_of(value).name(vm);
            Err(vm.type_error(format!("attribute name must be string, not '{found}'")))
        }
    }
}

fn none_as_absent(value: Value) -> Option<Value> {
    if value.is_none() { None } else { Some(value) }
}

rows! {
    "__repr__" "($self, /)" repr generic::repr, |vm, slot, args| unary(vm, slot, args);
    "__str__" "($self, /)" str generic::str, |vm, slot, args| unary(vm, slot, args);
    "__hash__" "($self, /)" hash generic::hash, |vm, slot, args| {
        exactly(vm, args, 0)?;
        let hash = slot(vm, args.positional[0])?;
        vm.new_int(hash as i128)
    };
    "__call__" "($self, /, *args, **kwargs)" call generic::call, |vm, slot, args| {
        slot(vm, args.positional[0], args.skip_first())
    };
    "__getattribute__" "($self, name, /)" get_attr generic::get_attr, |vm, slot, args| {
        exactly(vm, args, 1)?;
        let name = attribute_name(vm, args.positional[1])?;
        slot(vm, args.positional[0], name)
    };
    "__getattr__" "($self, name, /)" get_attr generic::get_attr, |vm, slot, args| {
        exactly(vm, args, 1)?;
        let name = attribute_name(vm, args.positional[1])?;
        slot(vm, args.positional[0], name)
    };
    "__setattr__" "($self, name, value, /)" set_attr generic::set_attr, |vm, slot, args| {
        between(vm, args, "__setattr__", 2, 2)?;
        let name = attribute_name(vm, args.positional[1])?;
        refuse_class(vm, args.positional[0], slot, "__setattr__")?;
        slot(vm, args.positional[0], name, Some(args.positional[2]))?;
        Ok(Owned::NONE)
    };
    "__delattr__" "($self, name, /)" set_attr generic::set_attr, |vm, slot, args| {
        exactly(vm, args, 1)?;
        let name = attribute_name(vm, args.positional[1])?;
        refuse_class(vm, args.positional[0], slot, "__delattr__")?;
        slot(vm, args.positional[0], name, None)?;
        Ok(Owned::NONE)
    };
    "__lt__" "($self, value, /)" compare generic::compare, |vm, slot, args| compare(vm, slot, args, CompareOp::Lt);
    "__le__" "($self, value, /)" compare generic::compare, |vm, slot, args| compare(vm, slot, args, CompareOp::Le);
    "__eq__" "($self, value, /)" compare generic::compare, |vm, slot, args| compare(vm, slot, args, CompareOp::Eq);
    "__ne__" "($self, value, /)" compare generic::compare, |vm, slot, args| compare(vm, slot, args, CompareOp::Ne);
    "__gt__" "($self, value, /)" compare generic::compare, |vm, slot, args| compare(vm, slot, args, CompareOp::Gt);
    "__ge__" "($self, value, /)" compare generic::compare, |vm, slot, args| compare(vm, slot, args, CompareOp::Ge);
    "__iter__" "($self, /)" iter generic::iter, |vm, slot, args| unary(vm, slot, args);
    "__next__" "($self, /)" next generic::next, |vm, slot, args| {
        exactly(vm, args, 0)?;
        match slot(vm, args.positional[0])? {
            Some(item) => Ok(item),
            None => Err(vm.stop_iteration(Value::NONE)),
        }
    };
    "__get__" "($self, instance, owner=None, /)" descriptor_get generic::descriptor_get, |vm, slot, args| {
        between(vm, args, "__get__", 1, 2)?;
        let instance = none_as_absent(args.positional[1]);
        let owner = args.positional.get(2).copied().and_then(none_as_absent);
        if instance.is_none() && owner.is_none() {
            return Err(vm.type_error("__get__(None, None) is invalid"));
        }
        slot(vm, args.positional[0], instance, owner)
    };
    "__set__" "($self, instance, value, /)" descriptor_set generic::descriptor_set, |vm, slot, args| {
        between(vm, args, "__set__", 2, 2)?;
        slot(vm, args.positional[0], args.positional[1], Some(args.positional[2]))?;
        Ok(Owned::NONE)
    };
    "__delete__" "($self, instance, /)" descriptor_set generic::descriptor_set, |vm, slot, args| {
        exactly(vm, args, 1)?;
        slot(vm, args.positional[0], args.positional[1], None)?;
        Ok(Owned::NONE)
    };
    "__init__" "($self, /, *args, **kwargs)" init generic::init, |vm, slot, args| {
        slot(vm, args.positional[0], args.skip_first())?;
        Ok(Owned::NONE)
    };
    "__del__" "($self, /)" finalize generic::finalize, |vm, slot, args| {
        exactly(vm, args, 0)?;
        slot(vm, args.positional[0])?;
        Ok(Owned::NONE)
    };
    "__add__" "($self, value, /)" add generic::add, |vm, slot, args| left(vm, slot, args);
    "__radd__" "($self, value, /)" add generic::add, |vm, slot, args| right(vm, slot, args);
    "__iadd__" "($self, value, /)" inplace_add generic::inplace_add, |vm, slot, args| left(vm, slot, args);
    "__sub__" "($self, value, /)" sub generic::sub, |vm, slot, args| left(vm, slot, args);
    "__rsub__" "($self, value, /)" sub generic::sub, |vm, slot, args| right(vm, slot, args);
    "__isub__" "($self, value, /)" inplace_sub generic::inplace_sub, |vm, slot, args| left(vm, slot, args);
    "__mul__" "($self, value, /)" mul generic::mul, |vm, slot, args| left(vm, slot, args);
    "__rmul__" "($self, value, /)" mul generic::mul, |vm, slot, args| right(vm, slot, args);
    "__imul__" "($self, value, /)" inplace_mul generic::inplace_mul, |vm, slot, args| left(vm, slot, args);
    "__matmul__" "($self, value, /)" matmul generic::matmul, |vm, slot, args| left(vm, slot, args);
    "__rmatmul__" "($self, value, /)" matmul generic::matmul, |vm, slot, args| right(vm, slot, args);
    "__imatmul__" "($self, value, /)" inplace_matmul generic::inplace_matmul, |vm, slot, args| left(vm, slot, args);
    "__truediv__" "($self, value, /)" truediv generic::truediv, |vm, slot, args| left(vm, slot, args);
    "__rtruediv__" "($self, value, /)" truediv generic::truediv, |vm, slot, args| right(vm, slot, args);
    "__itruediv__" "($self, value, /)" inplace_truediv generic::inplace_truediv, |vm, slot, args| left(vm, slot, args);
    "__floordiv__" "($self, value, /)" floordiv generic::floordiv, |vm, slot, args| left(vm, slot, args);
    "__rfloordiv__" "($self, value, /)" floordiv generic::floordiv, |vm, slot, args| right(vm, slot, args);
    "__ifloordiv__" "($self, value, /)" inplace_floordiv generic::inplace_floordiv, |vm, slot, args| left(vm, slot, args);
    "__mod__" "($self, value, /)" modulo generic::modulo, |vm, slot, args| left(vm, slot, args);
    "__rmod__" "($self, value, /)" modulo generic::modulo, |vm, slot, args| right(vm, slot, args);
    "__imod__" "($self, value, /)" inplace_modulo generic::inplace_modulo, |vm, slot, args| left(vm, slot, args);
    "__divmod__" "($self, value, /)" divmod generic::divmod, |vm, slot, args| left(vm, slot, args);
    "__rdivmod__" "($self, value, /)" divmod generic::divmod, |vm, slot, args| right(vm, slot, args);
    "__pow__" "($self, value, mod=None, /)" power generic::power, |vm, slot, args| {
        one_or_two(vm, args)?;
        slot(vm, args.positional[0], args.positional[1], args.positional.get(2).copied().unwrap_or(Value::NONE))
    };
    "__rpow__" "($self, value, mod=None, /)" power generic::power, |vm, slot, args| {
        one_or_two(vm, args)?;
        slot(vm, args.positional[1], args.positional[0], args.positional.get(2).copied().unwrap_or(Value::NONE))
    };
    "__ipow__" "($self, value, mod=None, /)" inplace_power generic::inplace_power, |vm, slot, args| {
        one_or_two(vm, args)?;
        slot(vm, args.positional[0], args.positional[1], args.positional.get(2).copied().unwrap_or(Value::NONE))
    };
    "__lshift__" "($self, value, /)" lshift generic::lshift, |vm, slot, args| left(vm, slot, args);
    "__rlshift__" "($self, value, /)" lshift generic::lshift, |vm, slot, args| right(vm, slot, args);
    "__ilshift__" "($self, value, /)" inplace_lshift generic::inplace_lshift, |vm, slot, args| left(vm, slot, args);
    "__rshift__" "($self, value, /)" rshift generic::rshift, |vm, slot, args| left(vm, slot, args);
    "__rrshift__" "($self, value, /)" rshift generic::rshift, |vm, slot, args| right(vm, slot, args);
    "__irshift__" "($self, value, /)" inplace_rshift generic::inplace_rshift, |vm, slot, args| left(vm, slot, args);
    "__and__" "($self, value, /)" and generic::and, |vm, slot, args| left(vm, slot, args);
    "__rand__" "($self, value, /)" and generic::and, |vm, slot, args| right(vm, slot, args);
    "__iand__" "($self, value, /)" inplace_and generic::inplace_and, |vm, slot, args| left(vm, slot, args);
    "__or__" "($self, value, /)" or generic::or, |vm, slot, args| left(vm, slot, args);
    "__ror__" "($self, value, /)" or generic::or, |vm, slot, args| right(vm, slot, args);
    "__ior__" "($self, value, /)" inplace_or generic::inplace_or, |vm, slot, args| left(vm, slot, args);
    "__xor__" "($self, value, /)" xor generic::xor, |vm, slot, args| left(vm, slot, args);
    "__rxor__" "($self, value, /)" xor generic::xor, |vm, slot, args| right(vm, slot, args);
    "__ixor__" "($self, value, /)" inplace_xor generic::inplace_xor, |vm, slot, args| left(vm, slot, args);
    "__neg__" "($self, /)" negative generic::negative, |vm, slot, args| unary(vm, slot, args);
    "__pos__" "($self, /)" positive generic::positive, |vm, slot, args| unary(vm, slot, args);
    "__abs__" "($self, /)" absolute generic::absolute, |vm, slot, args| unary(vm, slot, args);
    "__invert__" "($self, /)" invert generic::invert, |vm, slot, args| unary(vm, slot, args);
    "__bool__" "($self, /)" truth generic::truth, |vm, slot, args| {
        exactly(vm, args, 0)?;
        slot(vm, args.positional[0]).map(Owned::bool)
    };
    "__int__" "($self, /)" int generic::int, |vm, slot, args| unary(vm, slot, args);
    "__float__" "($self, /)" float generic::float, |vm, slot, args| unary(vm, slot, args);
    "__index__" "($self, /)" index generic::index, |vm, slot, args| unary(vm, slot, args);
    "__len__" "($self, /)" length generic::length, |vm, slot, args| {
        exactly(vm, args, 0)?;
        let length = slot(vm, args.positional[0])?;
        vm.new_int(length as i128)
    };
    "__getitem__" "($self, key, /)" get_item generic::get_item, |vm, slot, args| {
        key_alone(vm, args, "__getitem__")?;
        left(vm, slot, args)
    };
    "__setitem__" "($self, key, value, /)" set_item generic::set_item, |vm, slot, args| {
        between(vm, args, "__setitem__", 2, 2)?;
        slot(vm, args.positional[0], args.positional[1], Some(args.positional[2]))?;
        Ok(Owned::NONE)
    };
    "__delitem__" "($self, key, /)" set_item generic::set_item, |vm, slot, args| {
        exactly(vm, args, 1)?;
        slot(vm, args.positional[0], args.positional[1], None)?;
        Ok(Owned::NONE)
    };
    "__contains__" "($self, key, /)" contains generic::contains, |vm, slot, args| {
        key_alone(vm, args, "__contains__")?;
        slot(vm, args.positional[0], args.positional[1]).map(Owned::bool)
    };
    "__add__" "($self, value, /)" concat none, |vm, slot, args| left(vm, slot, args);
    "__mul__" "($self, value, /)" repeat none, |vm, slot, args| repeat(vm, slot, args);
    "__rmul__" "($self, value, /)" repeat none, |vm, slot, args| repeat(vm, slot, args);
    "__iadd__" "($self, value, /)" inplace_concat none, |vm, slot, args| left(vm, slot, args);
    "__imul__" "($self, value, /)" inplace_repeat none, |vm, slot, args| repeat(vm, slot, args);
    "__await__" "($self, /)" await_ generic::await_, |vm, slot, args| unary(vm, slot, args);
    "__aiter__" "($self, /)" aiter generic::aiter, |vm, slot, args| unary(vm, slot, args);
    "__anext__" "($self, /)" anext generic::anext, |vm, slot, args| unary(vm, slot, args);
}

fn repeat(vm: &mut Vm, slot: crate::object::slots::Repeat, args: Args<'_>) -> R<Owned> {
    exactly(vm, args, 1)?;
    let count = vm.to_count(args.positional[1])?;
    slot(vm, args.positional[0], count)
}

/// Rows and names of the special methods that a builtin class's own slots give it.
pub(crate) fn rows_of(own: &Slots) -> impl Iterator<Item = (u16, &'static str)> {
    let present = |row: &SpecialRow| (row.present)(own) && row.name != "__getattr__";
    SPECIAL.iter().enumerate().filter(move |(_, row)| present(row)).map(|(index, row)| (index as u16, row.name))
}

/// The slots of a class that has `__repr__`, `__setattr__`, `__delattr__` and `__new__` of its own in its namespace.
pub fn look_up_record_methods(slots: &mut Slots) {
    slots.repr = Some(generic::repr);
    slots.set_attr = Some(generic::set_attr);
    slots.new = Some(generic::new);
}

enum Found {
    Nothing,
    Native(Obj<Class>),
    Python,
}

/// The slots of the builtin class that an object's special method is inherited from.
fn inherited_slots(vm: &Vm, this: Value, name: Obj<Str>) -> Option<&Slots> {
    let found = vm.class_of(this).lookup(vm, name)?;
    let wrapper = vm.cast_exact::<WrapperDescriptor>(found)?.get(vm);
    if name.as_ascii(vm) != Some(SPECIAL[wrapper.row as usize].name) {
        return None;
    }
    // SAFETY: a wrapper's owner is a class.
    let owner: Obj<Class> = unsafe { Obj::from_value(wrapper.owner.value()) };
    vm.class_of(this).is_subclass_of(vm, owner).then(|| owner.slots(vm))
}

/// Whether a class made by Python code has a `__getattr__`, or has had one, and looks attributes up as `object` does otherwise.
pub(crate) fn asks_when_missing(vm: &Vm, class: Obj<Class>) -> bool {
    let asks = class.slots(vm).get_attr.is_some_and(|get| get as usize == generic::get_attr as *const () as usize);
    let plain = |found: Value| {
        // SAFETY: a wrapper's owner is a class.
        let owner =
            vm.cast::<WrapperDescriptor>(found).map(|it| unsafe { Obj::<Class>::from_value(it.get(vm).owner.value()) });
        owner == Some(vm.types.object)
    };
    asks && class.lookup(vm, vm.names.__getattribute__).is_some_and(plain)
}

/// The attribute as `object` finds it; None when there is none, or what tells it raises AttributeError.
pub(crate) fn find_or_missing(vm: &mut Vm, this: Value, name: Obj<Str>) -> R<Option<Owned>> {
    match vm.find_attr(this, name) {
        Err(raised) => vm.catch(vm.exceptions.AttributeError, raised).map(|_| None),
        found => found,
    }
}

/// The special methods' names as strings, made when the first class is.
#[derive(Default)]
pub(crate) struct SpecialNames {
    /// In the order of the rows.
    names: Vec<Obj<Str>>,
    /// The strings' addresses, sorted, each with the field its row fills: the index of the first row with that field.
    fields: Vec<(u64, u8)>,
    /// For the index of a field's first row, all its rows.
    rows: Vec<Vec<u8>>,
    /// The slots that a class made by Python code has when it inherits from this builtin class alone and defines no special method.
    inherited: Vec<(Value, Slots)>,
}

impl SpecialNames {
    fn fill(vm: &mut Vm) -> R<()> {
        let mut made = SpecialNames { rows: vec![Vec::new(); SPECIAL.len()], ..SpecialNames::default() };
        for (index, row) in SPECIAL.iter().enumerate() {
            let name = vm.intern(row.name)?;
            let first = SPECIAL.iter().position(|other| other.field == row.field).unwrap_or(index);
            made.names.push(name);
            made.fields.push((name.value().bits(), first as u8));
            made.rows[first].push(index as u8);
        }
        made.fields.sort_unstable();
        vm.special_names = made;
        Ok(())
    }

    /// What a class without special methods of its own has in its slots, where one base alone tells that.
    fn inherited(&mut self, vm: &Vm, class: Obj<Class>) -> Option<Slots> {
        let (&[base], [_, later @ ..]) = (class.bases(vm), class.mro(vm)) else { return None };
        let base = vm.cast::<Class>(base)?;
        let same = |(a, b): (&Value, &Value)| a.is(*b);
        let mro = base.mro(vm);
        let custom = |class: Obj<Class>| class.flags(vm).has(ClassFlags::CUSTOM_MRO);
        if custom(class) || custom(base) || mro.len() != later.len() || !mro.iter().zip(later).all(same) {
            return None;
        }
        if base.is_heap(vm) {
            return Some(*base.slots(vm));
        }
        if let Some((_, slots)) = self.inherited.iter().find(|(known, _)| known.is(base.value())) {
            return Some(*slots);
        }
        let mut slots = *base.slots(vm);
        (0..SPECIAL.len()).for_each(|field| fill_field(vm, base, self, field, &mut slots));
        // A namespace that could not be filled for want of memory says nothing.
        let filled =
            |class: &Value| vm.cast::<Class>(*class).is_some_and(|class| class.get(vm).unfilled.get().is_none());
        if base.flags(vm).has(ClassFlags::IMMUTABLE) && mro.iter().all(filled) {
            self.inherited.push((base.value(), slots));
        }
        Some(slots)
    }

    /// The fields that the string at this address fills, as the name of a special method.
    fn fields_of(&self, name: u64) -> impl Iterator<Item = usize> + '_ {
        let from = self.fields.partition_point(|&(other, _)| other < name);
        self.fields[from..].iter().take_while(move |&&(other, _)| other == name).map(|&(_, field)| field as usize)
    }
}

/// Fill the slots of a class made by Python code from what its MRO holds.
pub(crate) fn update_slots(vm: &mut Vm, class: Obj<Class>) {
    if vm.special_names.names.is_empty() && SpecialNames::fill(vm).is_err() {
        drop(vm.take_error());
        return;
    }
    let mut names = std::mem::take(&mut vm.special_names);
    let mut slots = class.get(vm).slots;
    match names.inherited(vm, class) {
        Some(inherited) => {
            for row in SPECIAL {
                (row.copy)(&mut slots, &inherited);
            }
            let mut position = 0;
            while let Some((found, key, _)) = class.dict(vm).entry_from(vm, position) {
                position = found + 1;
                for field in names.fields_of(key.bits()) {
                    fill_field(vm, class, &names, field, &mut slots);
                }
            }
        }
        None => (0..SPECIAL.len()).for_each(|field| fill_field(vm, class, &names, field, &mut slots)),
    }
    slots.new = new_slot(vm, class);
    class.get_mut(vm).slots = slots;
    vm.special_names = names;
    class.flag_shapes(vm);
}

/// Fill the slot of the field whose first row is `first`, if it is one, from what the MRO of `class` holds.
fn fill_field(vm: &Vm, class: Obj<Class>, names: &SpecialNames, first: usize, slots: &mut Slots) {
    let mut combined = Found::Nothing;
    for &index in &names.rows[first] {
        let (index, row) = (index as usize, &SPECIAL[index as usize]);
        let found = match class.lookup(vm, names.names[index]) {
            None => continue,
            Some(value) => match vm.cast::<WrapperDescriptor>(value) {
                Some(wrapper) => {
                    let wrapper = wrapper.get(vm);
                    // SAFETY: a wrapper's owner is a class.
                    let owner: Obj<Class> = unsafe { Obj::from_value(wrapper.owner.value()) };
                    if SPECIAL[wrapper.row as usize].field == row.field && class.is_subclass_of(vm, owner) {
                        Found::Native(owner)
                    } else if SPECIAL[wrapper.row as usize].name == row.name && wrapper.row as usize != index {
                        // The same name fills another slot of the owner (`__add__` as concat): not this one. A foreign owner's
                        // refuses when it is called.
                        if class.is_subclass_of(vm, owner) { Found::Nothing } else { Found::Python }
                    } else {
                        Found::Python
                    }
                }
                None if row.name == "__hash__" && value.is_none() => {
                    slots.hash = Some(crate::object::protocol::compare::unhashable);
                    return;
                }
                None => Found::Python,
            },
        };
        match (&combined, found) {
            (Found::Nothing, found) => combined = found,
            (Found::Native(_), Found::Python) => combined = Found::Python,
            _ => {}
        }
    }
    if names.rows[first].is_empty() {
        return;
    }
    let row = &SPECIAL[first];
    match combined {
        Found::Nothing => (row.clear)(slots),
        Found::Native(owner) => (row.copy)(slots, owner.slots(vm)),
        Found::Python => match row.generic {
            Some(generic) => generic(slots),
            None => (row.clear)(slots),
        },
    }
}

/// `__new__` is a static method, not a wrapper: a builtin type's own function gives the slot of the base whose layout is extended.
fn new_slot(vm: &Vm, class: Obj<Class>) -> Option<crate::object::slots::New> {
    let found = class.lookup(vm, vm.names.__new__)?;
    match crate::types::native_function::new_wrapper_class(vm, found) {
        Some(_) => class.base(vm).and_then(|base| base.slots(vm).new),
        None => Some(generic::new),
    }
}

/// What a class written in Python has in its slots: look the special method up on the class and call it.
pub(crate) mod generic {
    use super::*;

    macro_rules! unaries {
        ($($name:ident $special:ident,)+) => { $(
            pub(crate) fn $name(vm: &mut Vm, this: Value) -> R<Owned> {
                let name = vm.names.$special;
                vm.call_special_required(this, name, &[])
            }
        )+ };
    }

    unaries! {
        repr __repr__,
        str __str__,
        negative __neg__,
        positive __pos__,
        absolute __abs__,
        invert __invert__,
        int __int__,
        float __float__,
        index __index__,
        await_ __await__,
        aiter __aiter__,
        anext __anext__,
    }

    macro_rules! binaries {
        ($($name:ident $special:ident $reflected:ident,)+) => { $(
            pub(crate) fn $name(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
                let here = |slots: &Slots| slots.$name.is_some_and(|slot| slot as usize == $name as *const () as usize);
                let (left, right) = (vm.class_of(a), vm.class_of(b));
                let mut ask_right = left != right && here(right.slots(vm));
                if here(left.slots(vm)) {
                    let reflected = vm.names.$reflected;
                    if ask_right && right.is_subclass_of(vm, left) && overrides(vm, right, left, reflected) {
                        let result = vm.call_special_or_not_implemented(b, reflected, &[a])?;
                        if !result.is(Value::NOT_IMPLEMENTED) {
                            return Ok(result);
                        }
                        ask_right = false;
                    }
                    let name = vm.names.$special;
                    let result = vm.call_special_or_not_implemented(a, name, &[b])?;
                    if !result.is(Value::NOT_IMPLEMENTED) || left == right {
                        return Ok(result);
                    }
                }
                if ask_right {
                    let reflected = vm.names.$reflected;
                    return vm.call_special_or_not_implemented(b, reflected, &[a]);
                }
                Ok(Owned::from_raw(Value::NOT_IMPLEMENTED))
            }
        )+ };
    }

    binaries! {
        add __add__ __radd__,
        sub __sub__ __rsub__,
        mul __mul__ __rmul__,
        matmul __matmul__ __rmatmul__,
        truediv __truediv__ __rtruediv__,
        floordiv __floordiv__ __rfloordiv__,
        modulo __mod__ __rmod__,
        divmod __divmod__ __rdivmod__,
        lshift __lshift__ __rlshift__,
        rshift __rshift__ __rrshift__,
        and __and__ __rand__,
        or __or__ __ror__,
        xor __xor__ __rxor__,
    }

    /// Whether `derived` finds another `name` than `base` does.
    fn overrides(vm: &Vm, derived: Obj<Class>, base: Obj<Class>, name: Obj<Str>) -> bool {
        match (derived.lookup(vm, name), base.lookup(vm, name)) {
            (Some(found), Some(inherited)) => !found.is(inherited),
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    macro_rules! inplace {
        ($($name:ident $special:ident,)+) => { $(
            pub(crate) fn $name(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
                let name = vm.names.$special;
                vm.call_special_required(a, name, &[b])
            }
        )+ };
    }

    inplace! {
        inplace_add __iadd__,
        inplace_sub __isub__,
        inplace_mul __imul__,
        inplace_matmul __imatmul__,
        inplace_truediv __itruediv__,
        inplace_floordiv __ifloordiv__,
        inplace_modulo __imod__,
        inplace_lshift __ilshift__,
        inplace_rshift __irshift__,
        inplace_and __iand__,
        inplace_or __ior__,
        inplace_xor __ixor__,
        get_item __getitem__,
    }

    pub(crate) fn power(vm: &mut Vm, a: Value, b: Value, modulus: Value) -> R<Owned> {
        let here = |slots: &Slots| slots.power.is_some_and(|slot| slot as usize == power as *const () as usize);
        let (left, right) = (vm.class_of(a), vm.class_of(b));
        let (forward, reflected) = (vm.names.__pow__, vm.names.__rpow__);
        let arguments = |other: Value| if modulus.is_none() { vec![other] } else { vec![other, modulus] };
        let mut ask_right = left != right && here(right.slots(vm));
        if here(left.slots(vm)) {
            if ask_right && right.is_subclass_of(vm, left) && overrides(vm, right, left, reflected) {
                let result = vm.call_special_or_not_implemented(b, reflected, &arguments(a))?;
                if !result.is(Value::NOT_IMPLEMENTED) {
                    return Ok(result);
                }
                ask_right = false;
            }
            let result = vm.call_special_or_not_implemented(a, forward, &arguments(b))?;
            if !result.is(Value::NOT_IMPLEMENTED) || left == right {
                return Ok(result);
            }
        }
        if ask_right {
            return vm.call_special_or_not_implemented(b, reflected, &arguments(a));
        }
        Ok(Owned::from_raw(Value::NOT_IMPLEMENTED))
    }

    pub(crate) fn inplace_power(vm: &mut Vm, a: Value, b: Value, _modulus: Value) -> R<Owned> {
        let name = vm.names.__ipow__;
        vm.call_special_required(a, name, &[b])
    }

    pub(crate) fn hash(vm: &mut Vm, this: Value) -> R<i64> {
        let name = vm.names.__hash__;
        let result = vm.call_special_required(this, name, &[])?;
        crate::object::protocol::compare::hash_from_result(vm, result.value())
    }

    pub(crate) fn call(vm: &mut Vm, this: Value, args: Args<'_>) -> R<Owned> {
        let name = vm.names.__call__;
        match vm.lookup_special(this, name)? {
            Some(method) => vm.call_method_object(&method, this, args),
            None => {
                let class = vm.class_of(this).name(vm);
                Err(vm.type_error(format!("'{class}' object is not callable")))
            }
        }
    }

    pub(crate) fn get_attr(vm: &mut Vm, this: Value, name: Obj<Str>) -> R<Owned> {
        let class = vm.class_of(this);
        if super::asks_when_missing(vm, class) && class.lookup(vm, vm.names.__getattr__).is_some() {
            if let Some(value) = super::find_or_missing(vm, this, name)? {
                return Ok(value);
            }
            let special = vm.names.__getattr__;
            return vm.call_special_required(this, special, &[name.value()]);
        }
        let getattribute = class.lookup(vm, vm.names.__getattribute__);
        let native = match getattribute.and_then(|found| vm.cast::<WrapperDescriptor>(found)) {
            Some(wrapper) => {
                // SAFETY: a wrapper's owner is a class.
                let owner: Obj<Class> = unsafe { Obj::from_value(wrapper.get(vm).owner.value()) };
                owner.slots(vm).get_attr
            }
            None => None,
        };
        let result = match native {
            Some(native) => native(vm, this, name),
            None => {
                let special = vm.names.__getattribute__;
                vm.call_special_required(this, special, &[name.value()])
            }
        };
        let Err(raised) = result else { return result };
        if class.lookup(vm, vm.names.__getattr__).is_none() || !vm.error_is(vm.exceptions.AttributeError) {
            return Err(raised);
        }
        drop(vm.take_error());
        let special = vm.names.__getattr__;
        vm.call_special_required(this, special, &[name.value()])
    }

    pub(crate) fn set_attr(vm: &mut Vm, this: Value, name: Obj<Str>, value: Option<Value>) -> R<()> {
        match value {
            Some(value) => {
                let special = vm.names.__setattr__;
                vm.call_special_required(this, special, &[name.value(), value])?;
            }
            None => {
                let special = vm.names.__delattr__;
                vm.call_special_required(this, special, &[name.value()])?;
            }
        }
        Ok(())
    }

    pub(crate) fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
        let name = vm.compare_name(op);
        let Some(method) = vm.lookup_special(a, name)? else { return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED)) };
        if vm.cast::<crate::types::function::Function>(method.value()).is_some() {
            return vm.call_method_object(&method, a, Args::positional(&[b]));
        }
        let class = vm.class_of(a);
        match vm.bind_descriptor(method.value(), Some(a), class) {
            Ok(bound) => vm.call(bound.value(), &[b]),
            // A method that its descriptor does not have is none.
            Err(_) if vm.error_is(vm.exceptions.AttributeError) => {
                drop(vm.take_error());
                Ok(Owned::from_raw(Value::NOT_IMPLEMENTED))
            }
            Err(raised) => Err(raised),
        }
    }

    pub(crate) fn next(vm: &mut Vm, this: Value) -> R<Option<Owned>> {
        let name = vm.names.__next__;
        // The method of another iterator, as a class may have for its own: that one is asked itself.
        if let Some(found) = vm.class_of(this).lookup(vm, name)
            && let Some(wrapper) = vm.cast_exact::<MethodWrapper>(found)
            && let Some(iterator) = wrapper.wrapped_iterator(vm)
        {
            return vm.next_or_stop(iterator.value());
        }
        vm.call_special_required(this, name, &[]).map(Some)
    }

    pub(crate) fn descriptor_get(vm: &mut Vm, this: Value, instance: Option<Value>, owner: Option<Value>) -> R<Owned> {
        let name = vm.names.__get__;
        match vm.lookup_special(this, name)? {
            Some(method) => {
                let args = [instance.unwrap_or(Value::NONE), owner.unwrap_or(Value::NONE)];
                vm.call_method_object(&method, this, Args::positional(&args))
            }
            None => Ok(this.own()),
        }
    }

    pub(crate) fn descriptor_set(vm: &mut Vm, this: Value, instance: Value, value: Option<Value>) -> R<()> {
        match value {
            Some(value) => {
                let name = vm.names.__set__;
                vm.call_special_attribute(this, name, &[instance, value])?;
            }
            None => {
                let name = vm.names.__delete__;
                vm.call_special_attribute(this, name, &[instance])?;
            }
        }
        Ok(())
    }

    pub(crate) fn new(vm: &mut Vm, class: Obj<Class>, args: Args<'_>) -> R<Owned> {
        let name = vm.names.__new__;
        let function = vm.get_attr(class.value(), name)?;
        let mut positional = smallvec::SmallVec::<[Value; 8]>::with_capacity(args.positional.len() + 1);
        positional.push(class.value());
        positional.extend_from_slice(args.positional);
        vm.call_args(function.value(), Args { positional: &positional, ..args })
    }

    pub(crate) fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
        let name = vm.names.__init__;
        let Some(method) = vm.lookup_special(this, name)? else { return Ok(()) };
        let result = vm.call_method_object(&method, this, args)?;
        if !result.is_none() {
            let found = vm.class_of(result.value()).name(vm);
            return Err(vm.type_error(format!("__init__() should return None, not '{found}'")));
        }
        Ok(())
    }

    pub(crate) fn finalize(vm: &mut Vm, this: Value) -> R<()> {
        let name = vm.names.__del__;
        if let Some(method) = vm.lookup_special(this, name)? {
            vm.call_method_object(&method, this, Args::default())?;
        }
        Ok(())
    }

    pub(crate) fn truth(vm: &mut Vm, this: Value) -> R<bool> {
        let name = vm.names.__bool__;
        if vm.class_of(this).lookup(vm, name).is_some_and(Value::is_none) {
            let class = vm.class_of(this).name(vm);
            return Err(vm.type_error(format!("'{class}' cannot be interpreted as a boolean")));
        }
        let result = vm.call_special_required(this, name, &[])?;
        crate::object::protocol::number::truth_from_result(vm, result.value())
    }

    pub(crate) fn iter(vm: &mut Vm, this: Value) -> R<Owned> {
        let name = vm.names.__iter__;
        match vm.lookup_special(this, name)? {
            Some(method) if !method.is_none() => vm.call_method_object(&method, this, Args::default()),
            _ => {
                let class = vm.class_of(this).name(vm);
                Err(vm.type_error(format!("'{class}' object is not iterable")))
            }
        }
    }

    pub(crate) fn length(vm: &mut Vm, this: Value) -> R<usize> {
        let name = vm.names.__len__;
        let result = vm.call_special_required(this, name, &[])?;
        crate::object::protocol::sequence::length_from_result(vm, result.value())
    }

    pub(crate) fn set_item(vm: &mut Vm, this: Value, key: Value, value: Option<Value>) -> R<()> {
        // Of the two methods one may be inherited from a builtin class, such as `dict`.
        let special = if value.is_some() { vm.names.__setitem__ } else { vm.names.__delitem__ };
        if let Some(inherited) = inherited_slots(vm, this, special).and_then(|slots| slots.set_item) {
            return inherited(vm, this, key, value);
        }
        match value {
            Some(value) => {
                let name = vm.names.__setitem__;
                vm.call_special_attribute(this, name, &[key, value])?;
            }
            None => {
                let name = vm.names.__delitem__;
                vm.call_special_attribute(this, name, &[key])?;
            }
        }
        Ok(())
    }

    pub(crate) fn contains(vm: &mut Vm, this: Value, item: Value) -> R<bool> {
        let name = vm.names.__contains__;
        match vm.lookup_special(this, name)? {
            Some(method) if method.is_none() => {
                let class = vm.class_of(this).name(vm);
                Err(vm.type_error(format!("'{class}' object is not a container")))
            }
            Some(method) => {
                let result = vm.call_method_object(&method, this, Args::positional(&[item]))?;
                vm.truth(result.value())
            }
            None => crate::object::protocol::sequence::contains_by_iteration(vm, this, item),
        }
    }
}

/// The slot of classes whose `__iter__` is written in Python, to be compared with.
#[inline]
pub(crate) fn iter_of_python_class() -> usize {
    generic::iter as *const () as usize
}
