//! `OrderedDict`: a dict whose entries can be moved to either end.
//!
//! A dict keeps the order of insertion already, so this one has no list beside its table, and methods of `dict` itself cannot bring
//! the two apart. What remains is the order in comparisons, the two ends, and iterators that refuse to go on after any change.

use taipan_runtime::native::*;
use taipan_runtime::object::class::ClassFlags;

use super::ordered_views::{self, Part};

#[derive(Default)]
pub(super) struct State {
    pub(super) class: Option<Obj<Class>>,
    /// The classes of the views: keys, values, items.
    pub(super) views: Vec<Obj<Class>>,
    /// Keeps all these.
    pub(super) kept: Vec<Owned>,
}

pub(super) static CLASS: ClassDef = ClassDef {
    module: "collections",
    doc: "A dict that remembers its order, and whose order can be changed.",
    flags: ClassFlags::BASE.with(ClassFlags::MAPPING),
    slots: Slots {
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(iter),
        set_item: Some(set_item),
        or: Some(or),
        inplace_or: Some(inplace_or),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    has_dict: true,
    has_weakref: true,
    unhashable: true,
    ..ClassDef::new::<Dict>("OrderedDict")
};

fn dict(vm: &mut Vm, value: Value) -> R<Obj<Dict>> {
    match vm.cast::<Dict>(value) {
        Some(dict) => Ok(dict),
        None => Err(vm.type_error("an OrderedDict is required")),
    }
}

/// Whether the class has the slots of `OrderedDict` itself.
fn is_exact(vm: &mut Vm, value: Value) -> bool {
    let class = vm.class_of(value);
    vm.state::<State>().class == Some(class)
}

fn is_ordered(vm: &mut Vm, value: Value) -> bool {
    let Some(class) = vm.state::<State>().class else { return false };
    vm.class_of(value).is_subclass_of(vm, class)
}

pub(super) fn mutated(vm: &mut Vm) -> Raised {
    vm.runtime_error("OrderedDict mutated during iteration")
}

/// The value that belongs to the key at a position. A key that says another hash now than when it was put in is not found any more.
pub(super) fn value_of(vm: &mut Vm, dict: Obj<Dict>, key: Value, value: Value) -> R<Owned> {
    if key.is_int() || vm.cast_exact::<Str>(key).is_some() {
        return Ok(value.own());
    }
    match dict.lookup(vm, key)? {
        Some(found) => Ok(found),
        None => Err(vm.key_error(key)),
    }
}

fn init(vm: &mut Vm, this: Value, args: Args<'_>) -> R<()> {
    if args.positional.len() > 1 {
        let given = args.positional.len();
        return Err(vm.type_error(format!("expected at most 1 argument, got {given}")));
    }
    fill(vm, this, args.positional.first().copied())?;
    for (name, value) in args.keywords() {
        put(vm, this, name, value)?;
    }
    Ok(())
}

fn set_item(vm: &mut Vm, this: Value, key: Value, item: Option<Value>) -> R<()> {
    let dict = dict(vm, this)?;
    match item {
        Some(item) => dict.set(vm, key, item),
        None => match dict.remove(vm, key)? {
            Some(_) => Ok(()),
            None => Err(vm.key_error(key)),
        },
    }
}

/// `this[key] = value`, as the class wants it.
fn put(vm: &mut Vm, this: Value, key: Value, value: Value) -> R<()> {
    if is_plain(vm, this) {
        return dict(vm, this)?.set(vm, key, value);
    }
    vm.set_item(this, key, value)
}

/// Whether items are set without asking a subclass.
fn is_plain(vm: &Vm, this: Value) -> bool {
    let slot = vm.class_of(this).slots(vm).set_item;
    slot.is_some_and(|slot| slot as usize == set_item as *const () as usize)
}

/// Set the entries of a mapping, or of pairs.
fn fill(vm: &mut Vm, this: Value, source: Option<Value>) -> R<()> {
    let Some(source) = source else { return Ok(()) };
    let direct = vm.cast_exact::<Dict>(source).is_some() || is_exact(vm, source);
    if direct && let Some(other) = vm.cast::<Dict>(source) {
        if is_plain(vm, this) {
            return dict(vm, this)?.merge(vm, other, true);
        }
        for (key, value) in other.snapshot(vm) {
            vm.set_item(this, key.value(), value.value())?;
        }
        return Ok(());
    }
    let keys = vm.intern("keys")?;
    if let Some(keys) = vm.get_attr_optional(source, keys)? {
        let keys = vm.call(keys.value(), &[])?;
        let iterator = vm.iter(keys.value())?;
        while let Some(key) = vm.next(iterator.value())? {
            let value = vm.get_item(source, key.value())?;
            put(vm, this, key.value(), value.value())?;
        }
        return Ok(());
    }
    let items = vm.intern("items")?;
    if let Some(items) = vm.get_attr_optional(source, items)? {
        let pairs = vm.call(items.value(), &[])?;
        return fill_pairs(vm, this, pairs.value());
    }
    fill_pairs(vm, this, source)
}

fn fill_pairs(vm: &mut Vm, this: Value, pairs: Value) -> R<()> {
    let iterator = vm.iter(pairs)?;
    while let Some(pair) = vm.next(iterator.value())? {
        let items = match vm.cast_exact::<Tuple>(pair.value()).map(|pair| pair.items(vm)) {
            Some(&[key, value]) => Some((key.own(), value.own())),
            _ => None,
        };
        let (key, value) = match items {
            Some(items) => items,
            None => unpack(vm, pair.value())?,
        };
        put(vm, this, key.value(), value.value())?;
    }
    Ok(())
}

fn unpack(vm: &mut Vm, pair: Value) -> R<(Owned, Owned)> {
    let iterator = vm.iter(pair)?;
    let Some(key) = vm.next(iterator.value())? else {
        return Err(vm.value_error("need more than 0 values to unpack"));
    };
    let Some(value) = vm.next(iterator.value())? else {
        return Err(vm.value_error("need more than 1 value to unpack"));
    };
    match vm.next(iterator.value())? {
        None => Ok((key, value)),
        Some(_) => Err(vm.value_error("too many values to unpack (expected 2)")),
    }
}

fn repr(vm: &mut Vm, this: Value) -> R<Owned> {
    let class = vm.class_of(this).short_name(vm);
    if dict(vm, this)?.len(vm) == 0 {
        return vm.new_str(&format!("{class}()"));
    }
    if !vm.enter_repr(this) {
        return vm.new_str("...");
    }
    let shown = plain_copy(vm, this).and_then(|copy| vm.repr(copy.value()));
    vm.leave_repr(this);
    let shown = shown?;
    let mut text = taipan_text::TextBuf::new();
    text.push_str(&class);
    text.push_ascii(b"(");
    if let Some(shown) = vm.cast::<Str>(shown.value()) {
        text.push_units(shown.units(vm));
    }
    text.push_ascii(b")");
    vm.new_text(&text.finish())
}

/// `dict(this)`.
fn plain_copy(vm: &mut Vm, this: Value) -> R<Owned> {
    let class = vm.types.dict;
    vm.call(class.value(), &[this])
}

fn compare(vm: &mut Vm, a: Value, b: Value, op: CompareOp) -> R<Owned> {
    let (Some(left), Some(right), CompareOp::Eq | CompareOp::Ne) = (vm.cast::<Dict>(a), vm.cast::<Dict>(b), op) else {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    };
    let equal = match vm.types.dict.slots(vm).compare {
        Some(compare) => compare(vm, a, b, CompareOp::Eq)?.value().is(Value::TRUE),
        None => false,
    };
    let equal = equal && (!is_ordered(vm, b) || same_order(vm, left, right)?);
    Ok(Owned::bool(equal == (op == CompareOp::Eq)))
}

fn same_order(vm: &mut Vm, a: Obj<Dict>, b: Obj<Dict>) -> R<bool> {
    let changes = |vm: &Vm| (a.get(vm).table.changes(), b.get(vm).table.changes());
    let before = changes(vm);
    let (mut at, mut bt) = (0, 0);
    loop {
        match (a.entry_from(vm, at), b.entry_from(vm, bt)) {
            (None, None) => return Ok(true),
            (Some((i, left, _)), Some((j, right, _))) => {
                let (left, right) = (left.own(), right.own());
                let equal = left.value().is(right.value()) || vm.equal(left.value(), right.value())?;
                if changes(vm) != before {
                    return Err(mutated(vm));
                }
                if !equal {
                    return Ok(false);
                }
                (at, bt) = (i + 1, j + 1);
            }
            _ => return Ok(false),
        }
    }
}

fn iter(vm: &mut Vm, this: Value) -> R<Owned> {
    let dict = dict(vm, this)?;
    ordered_views::iterator(vm, dict, Part::Keys, false)
}

fn or(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    if vm.cast::<Dict>(a).is_none() || vm.cast::<Dict>(b).is_none() {
        return Ok(Owned::from_raw(Value::NOT_IMPLEMENTED));
    }
    let class = if is_ordered(vm, a) { vm.class_of(a) } else { vm.class_of(b) };
    let made = vm.call(class.value(), &[a])?;
    fill(vm, made.value(), Some(b))?;
    Ok(made)
}

fn inplace_or(vm: &mut Vm, a: Value, b: Value) -> R<Owned> {
    fill(vm, a, Some(b))?;
    Ok(a.own())
}

/// Take an entry out; None when the key is not there.
fn take(vm: &mut Vm, dict: Obj<Dict>, key: Value) -> R<Option<Owned>> {
    let hash = vm.hash(key)? as u64;
    let Some(position) = dict.find(vm, key, hash)? else { return Ok(None) };
    let hash = dict.get(vm).table.hash_at(vm, position);
    Ok(Some(dict.remove_at(vm, position, hash)))
}

#[methods]
mod py {
    use super::*;

    /// Move an entry to the right end, or to the left one. KeyError when the key is not there.
    #[method("($self, /, key, last=True)")]
    fn move_to_end(vm: &mut Vm, this: Obj<Dict>, key: Value, last: Option<bool>) -> R<()> {
        let hash = vm.hash(key)? as u64;
        match this.find(vm, key, hash)? {
            Some(position) => this.move_to_end(vm, position, last.unwrap_or(true)),
            None => Err(vm.key_error(key)),
        }
    }

    /// Remove and return an entry, the last one or the first one, as a pair.
    #[method("($self, /, last=True)")]
    fn popitem(vm: &mut Vm, this: Obj<Dict>, last: Option<bool>) -> R<Owned> {
        let table = &this.get(vm).table;
        let found = if last.unwrap_or(true) { table.entry_before(usize::MAX) } else { table.entry_from(0) };
        let Some((position, key, _)) = found else {
            return Err(vm.key_error_text("dictionary is empty"));
        };
        let hash = table.hash_at(vm, position);
        let key = key.own();
        let value = this.remove_at(vm, position, hash);
        vm.new_pair(key.value(), value.value())
    }

    /// Remove a key and return its value; `default`, or KeyError, when there is none.
    #[method("($self, /, key, default=<unrepresentable>)")]
    fn pop(vm: &mut Vm, this: Obj<Dict>, key: Value, default: Option<Value>) -> R<Owned> {
        match take(vm, this, key)? {
            Some(value) => Ok(value),
            None => match default {
                Some(default) => Ok(default.own()),
                None => Err(vm.key_error(key)),
            },
        }
    }

    /// The value of `key`; `default` becomes it when there is none.
    #[method("($self, /, key, default=None)")]
    fn setdefault(vm: &mut Vm, this: Value, key: Value, default: Option<Value>) -> R<Owned> {
        let default = default.unwrap_or(Value::NONE);
        if is_exact(vm, this) {
            let dict = dict(vm, this)?;
            let hash = dict.hash_key(vm, key)?;
            if let Some(found) = dict.lookup_hashed(vm, key, hash)? {
                return Ok(found);
            }
            dict.set_hashed(vm, key, hash, default)?;
            return Ok(default.own());
        }
        if vm.contains(this, key)? {
            return vm.get_item(this, key);
        }
        vm.set_item(this, key, default)?;
        Ok(default.own())
    }

    /// Set entries from a mapping or from pairs, and from keywords.
    #[method("($self, *args, **kwargs)")]
    fn update(vm: &mut Vm, this: Value, args: Rest<'_>, keywords: Keywords) -> R<()> {
        if args.len() > 1 {
            let given = args.len();
            return Err(vm.type_error(format!("update() takes at most 1 positional argument ({given} given)")));
        }
        fill(vm, this, args.first().copied())?;
        for (name, value) in keywords {
            put(vm, this, name, value)?;
        }
        Ok(())
    }

    /// A shallow copy.
    #[method("($self, /)")]
    fn copy(vm: &mut Vm, this: Value) -> R<Owned> {
        let dict = dict(vm, this)?;
        let exact = is_exact(vm, this);
        let class = vm.class_of(this);
        let made = vm.call(class.value(), &[])?;
        let changes = dict.get(vm).table.changes();
        let mut position = 0;
        while let Some((found, key, value)) = dict.entry_from(vm, position) {
            let key = key.own();
            if exact {
                let value = value_of(vm, dict, key.value(), value)?;
                put(vm, made.value(), key.value(), value.value())?;
            } else {
                let value = vm.get_item(this, key.value())?;
                vm.set_item(made.value(), key.value(), value.value())?;
            }
            if dict.get(vm).table.changes() != changes {
                return Err(mutated(vm));
            }
            position = found + 1;
        }
        Ok(made)
    }

    /// A dict with these keys, all with the same value.
    #[classmethod("($type, /, iterable, value=None)")]
    fn fromkeys(vm: &mut Vm, class: Value, iterable: Value, value: Option<Value>) -> R<Owned> {
        let value = value.unwrap_or(Value::NONE);
        let made = vm.call(class, &[])?;
        let iterator = vm.iter(iterable)?;
        while let Some(key) = vm.next(iterator.value())? {
            vm.set_item(made.value(), key.value(), value)?;
        }
        Ok(made)
    }

    /// Remove all entries.
    #[method("($self, /)")]
    fn clear(vm: &mut Vm, this: Obj<Dict>) {
        this.clear(vm);
    }

    /// A view of the keys.
    #[method("($self, /)")]
    fn keys(vm: &mut Vm, this: Obj<Dict>) -> R<Owned> {
        ordered_views::view(vm, this, Part::Keys)
    }

    /// A view of the values.
    #[method("($self, /)")]
    fn values(vm: &mut Vm, this: Obj<Dict>) -> R<Owned> {
        ordered_views::view(vm, this, Part::Values)
    }

    /// A view of the entries, as pairs.
    #[method("($self, /)")]
    fn items(vm: &mut Vm, this: Obj<Dict>) -> R<Owned> {
        ordered_views::view(vm, this, Part::Items)
    }

    /// An iterator over the keys, the last one first.
    #[method("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Obj<Dict>) -> R<Owned> {
        ordered_views::iterator(vm, this, Part::Keys, true)
    }

    /// Bytes of memory.
    #[method("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Obj<Dict>) -> usize {
        vm.basic_size(this.value()) + this.get(vm).table.storage_bytes()
    }

    /// What pickle needs.
    #[method("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Owned> {
        let name = vm.intern("__getstate__")?;
        let state = vm.call_special(this, name, &[])?.unwrap_or(Owned::NONE);
        let items = vm.call_method(this, "items", &[])?;
        let iterator = vm.iter(items.value())?;
        let args = vm.new_tuple(&[])?;
        let class = vm.class_of(this);
        vm.new_tuple(&[class.value(), args.value(), state.value(), Value::NONE, iterator.value()])
    }
}
