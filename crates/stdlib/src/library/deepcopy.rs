//! `copy.deepcopy`, but for the function itself: what its Python code calls for lists, tuples, dicts and what `__reduce_ex__` describes, and
//! whatever is inside of those. The tables of the module are asked as its code asks them, and in the same order. An exception finds
//! the functions in its traceback that would have been called.

use taipan_runtime::native::*;
use taipan_runtime::object::plain_copy::Attributes;
use taipan_runtime::types::set::Set;

use crate::support::payload;

/// What the module has.
#[derive(Trace)]
pub(super) struct Tables {
    /// Functions by class.
    copiers: Owned,
    /// Classes whose instances stand for themselves.
    atomic: Owned,
    /// `copyreg.dispatch_table`.
    reducers: Owned,
    error: Owned,
    newobj: Owned,
    /// The module's own functions: `deepcopy`, then by `Kind`.
    deepcopy: Owned,
    functions: Vec<Owned>,
}

payload!(Tables);

pub(super) static TABLES: ClassDef =
    ClassDef { module: "_library", doc: "Tables of copy.", ..ClassDef::sealed::<Tables>("Tables") };

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    List,
    Tuple,
    Dict,
    Reconstruct,
}

/// What stands for a function of the module.
#[derive(Trace)]
pub(super) struct Copier {
    /// `Tables`.
    tables: Owned,
    #[trace(skip)]
    kind: Kind,
}

payload!(Copier);

pub(super) static COPIER: ClassDef = ClassDef {
    module: "_library",
    doc: "A function of copy.",
    slots: Slots { call: Some(call), ..Slots::EMPTY },
    ..ClassDef::sealed::<Copier>("Copier")
};

/// Where in the module's functions something is called: the line, from the function's first, and which call on it.
type Place = (u32, usize);

const COPIER_CALLED: Place = (21, 0);
const METHOD_FOUND: Place = (26, 0);
const METHOD_CALLED: Place = (28, 0);
const REDUCER_CALLED: Place = (32, 0);
const REDUCE_EX_CALLED: Place = (36, 0);
const REDUCE_CALLED: Place = (40, 0);
const NOTHING_FOUND: Place = (42, 1);
const RECONSTRUCTED: Place = (47, 0);

const ITEM: Place = (5, 0);
const TUPLE_ITEM: Place = (1, 0);
const VALUE: Place = (4, 0);
const KEY: Place = (4, 1);

const ARGUMENT: Place = (5, 0);
const FUNCTION_CALLED: Place = (6, 0);
const STATE_COPIED: Place = (12, 0);
const STATE_LOOKED_FOR: Place = (13, 0);
const STATE_SET: Place = (14, 0);
const STATE_UPDATED: Place = (21, 0);
const STATE_SLOTS: Place = (23, 0);
const STATE_SLOT: Place = (24, 0);
const LIST_NEXT: Place = (28, 0);
const LIST_ITEM: Place = (29, 0);
const LIST_APPENDED: Place = (30, 0);
const DICT_NEXT: Place = (36, 0);
const DICT_KEY: Place = (37, 0);
const DICT_VALUE: Place = (38, 0);
const DICT_SET: Place = (39, 0);

pub(super) fn create(vm: &mut Vm, namespace: Obj<Dict>) -> R<Owned> {
    let mut named = |name: &str| {
        let key = vm.intern(name)?;
        match namespace.get_str(vm, key) {
            Some(found) => Ok(found.own()),
            None => Err(vm.system_error(format!("copy has no {name}"))),
        }
    };
    let copiers = named("_deepcopy_dispatch")?;
    let functions =
        vec![named("_deepcopy_list")?, named("_deepcopy_tuple")?, named("_deepcopy_dict")?, named("_reconstruct")?];
    let (deepcopy, error) = (named("deepcopy")?, named("Error")?);
    let (atomic, reducers) = (named("_atomic_types")?, named("dispatch_table")?);
    let copyreg = crate::support::import(vm, "copyreg")?;
    let newobj = vm.get_attr(copyreg.value(), vm.names.__newobj__)?;
    let tables =
        vm.allocate(Tables { copiers: copiers.clone(), atomic, reducers, error, newobj, deepcopy, functions })?;
    let mut made = Vec::new();
    for kind in [Kind::List, Kind::Tuple, Kind::Dict, Kind::Reconstruct] {
        made.push(vm.allocate(Copier { tables: tables.clone(), kind })?);
    }
    if let Some(copiers) = vm.cast_exact::<Dict>(copiers.value()) {
        for (class, copier) in [vm.types.list, vm.types.tuple, vm.types.dict].into_iter().zip(&made) {
            copiers.set(vm, class.value(), copier.value())?;
        }
    }
    vm.new_tuple_from(made)
}

fn call(vm: &mut Vm, this: Value, args: Args<'_>) -> R<Owned> {
    let Some(this) = vm.cast_exact::<Copier>(this) else { return Err(vm.type_error("a copier is required")) };
    let Copier { tables, kind } = this.get(vm);
    let (tables, kind) = (tables.clone(), *kind);
    let Some(tables) = vm.cast_exact::<Tables>(tables.value()) else {
        return Err(vm.system_error("a copier has its tables"));
    };
    if let &[object, memo, ref rest @ ..] = args.positional
        && args.names.is_empty()
        && let Some(memo) = vm.cast_exact::<Dict>(memo)
        // Who watches calls sees those of the module's own code.
        && !vm.is_watched()
    {
        let key = vm.new_int(i128::from(object.bits()))?;
        let mut copying = Copying { vm, tables, memo };
        let copied = match kind {
            Kind::List | Kind::Tuple | Kind::Dict if !rest.is_empty() => None,
            Kind::List => copying.vm.cast_exact::<List>(object).map(|list| copying.copy_list(list, key.value())),
            Kind::Tuple => copying.vm.cast_exact::<Tuple>(object).map(|tuple| copying.copy_tuple(tuple, key.value())),
            Kind::Dict => copying.vm.cast_exact::<Dict>(object).map(|dict| copying.copy_dict(dict, key.value())),
            Kind::Reconstruct if (2..=5).contains(&rest.len()) => Some(copying.reconstruct(object, key.value(), rest)),
            Kind::Reconstruct => None,
        };
        if let Some(copied) = copied {
            return copied;
        }
    }
    let function = tables.get(vm).functions[kind as usize].clone();
    vm.call_args(function.value(), args)
}

/// A call being carried out.
struct Copying<'a> {
    vm: &'a mut Vm,
    tables: Obj<Tables>,
    memo: Obj<Dict>,
}

impl Copying<'_> {
    fn tables(&self) -> &Tables {
        self.tables.get(self.vm)
    }

    fn is_atomic(&mut self, class: Obj<Class>) -> R<bool> {
        let atomic = self.tables().atomic.clone();
        match self.vm.cast_exact::<Set>(atomic.value()) {
            Some(set) => set.contains(self.vm, class.value()),
            None => self.vm.contains(atomic.value(), class.value()),
        }
    }

    fn copy(&mut self, object: Value) -> R<Owned> {
        let class = self.vm.class_of(object);
        let types = &self.vm.types;
        let container = class == types.list || class == types.dict || class == types.tuple;
        if !container && self.is_atomic(class)? {
            return Ok(object.own());
        }
        self.vm.enter_native()?;
        let key = self.vm.new_int(i128::from(object.bits()))?;
        if let Some(known) = self.memo.lookup(self.vm, key.value())? {
            return Ok(known);
        }
        let keep = object.own();
        let copied = self.copy_new(object, class, key.value());
        self.vm.leave_native();
        let copied = copied?;
        if !copied.is(object) {
            self.memo.set(self.vm, key.value(), copied.value())?;
            self.keep_alive(keep)?;
        }
        Ok(copied)
    }

    /// The memo keeps what was copied: its identity must not become another object's.
    fn keep_alive(&mut self, object: Owned) -> R<()> {
        let key = self.vm.new_int(i128::from(self.memo.value().bits()))?;
        match self.memo.lookup(self.vm, key.value())? {
            Some(kept) => match self.vm.cast_exact::<List>(kept.value()) {
                Some(list) => list.push(self.vm, object),
                None => self.vm.call_method(kept.value(), "append", &[object.value()]).map(drop),
            },
            None => {
                let list = self.vm.new_list(&[object.value()])?;
                self.memo.set(self.vm, key.value(), list.value())
            }
        }
    }

    /// An exception passes through `deepcopy`.
    fn through(&mut self, place: Place, object: Value) {
        let function = self.tables().deepcopy.clone();
        self.vm.pass_through(function.value(), false, place, &[object, self.memo.value()]);
    }

    /// An exception passes through the function of this kind.
    fn through_kind(&mut self, kind: Kind, place: Place, object: Value) {
        let function = self.tables().functions[kind as usize].clone();
        self.vm.pass_through(function.value(), false, place, &[object, self.memo.value()]);
    }

    /// `result`, with the place in `deepcopy` where it was not to be had.
    fn at<T>(&mut self, place: Place, object: Value, result: R<T>) -> R<T> {
        if result.is_err() {
            self.through(place, object);
        }
        result
    }

    /// As `at`, in the function of this kind.
    fn within<T>(&mut self, kind: Kind, place: Place, object: Value, result: R<T>) -> R<T> {
        if result.is_err() {
            self.through_kind(kind, place, object);
        }
        result
    }

    fn copy_new(&mut self, object: Value, class: Obj<Class>, key: Value) -> R<Owned> {
        let Some(copiers) = self.vm.cast_exact::<Dict>(self.tables().copiers.value()) else {
            return Err(self.vm.system_error("the table of copiers is a dict"));
        };
        if let Some(copier) = copiers.lookup(self.vm, class.value())? {
            let kind = match self.vm.cast_exact::<Copier>(copier.value()) {
                Some(known) if known.get(self.vm).tables.is(self.tables.value()) => Some(known.get(self.vm).kind),
                _ => None,
            };
            let copied = match kind {
                Some(Kind::List) => self.vm.cast_exact::<List>(object).map(|list| self.copy_list(list, key)),
                Some(Kind::Tuple) => self.vm.cast_exact::<Tuple>(object).map(|tuple| self.copy_tuple(tuple, key)),
                Some(Kind::Dict) => self.vm.cast_exact::<Dict>(object).map(|dict| self.copy_dict(dict, key)),
                _ => None,
            };
            let copied = match copied {
                Some(copied) => copied,
                None => self.vm.call(copier.value(), &[object, self.memo.value()]),
            };
            return self.at(COPIER_CALLED, object, copied);
        }
        if class.is_subclass_of(self.vm, self.vm.types.type_) {
            return Ok(object.own());
        }
        let reducers = self.tables().reducers.clone();
        let reducer = match self.vm.cast_exact::<Dict>(reducers.value()) {
            Some(reducers) => reducers.lookup(self.vm, class.value())?,
            None => None,
        };
        if reducer.is_none()
            && let Some(attributes) = self.vm.attributes_to_copy(object)
        {
            let copied = self.copy_plain(object, class, key, attributes);
            return self.at(RECONSTRUCTED, object, copied);
        }
        let name = self.vm.names.__deepcopy__;
        let copier = self.vm.get_attr_optional(object, name);
        if let Some(copier) = self.at(METHOD_FOUND, object, copier)?.filter(|copier| !copier.is_none()) {
            let copied = self.vm.call(copier.value(), &[self.memo.value()]);
            return self.at(METHOD_CALLED, object, copied);
        }
        let reduced = self.reduce(object, class, reducer)?;
        if self.vm.cast::<Str>(reduced.value()).is_some() {
            return Ok(object.own());
        }
        let copied = self.reconstruct_from(object, key, reduced);
        self.at(RECONSTRUCTED, object, copied)
    }

    fn reduce(&mut self, object: Value, class: Obj<Class>, reducer: Option<Owned>) -> R<Owned> {
        if let Some(reducer) = reducer
            && self.vm.truth(reducer.value())?
        {
            let reduced = self.vm.call(reducer.value(), &[object]);
            return self.at(REDUCER_CALLED, object, reduced);
        }
        let protocol = Value::int_unchecked(4);
        let name = self.vm.names.__reduce_ex__;
        if let Some(function) = self.vm.plain_method(object, name) {
            let function = function.own();
            let reduced = self.vm.call(function.value(), &[object, protocol]);
            return self.at(REDUCE_EX_CALLED, object, reduced);
        }
        let method = self.vm.get_attr_optional(object, name);
        if let Some(method) = self.at(REDUCE_EX_CALLED, object, method)?.filter(|method| !method.is_none()) {
            let reduced = self.vm.call(method.value(), &[protocol]);
            return self.at(REDUCE_EX_CALLED, object, reduced);
        }
        let name = self.vm.names.__reduce__;
        let method = self.vm.get_attr_optional(object, name);
        if let Some(method) = self.at(REDUCE_CALLED, object, method)?
            && self.vm.truth(method.value())?
        {
            let reduced = self.vm.call(method.value(), &[]);
            return self.at(REDUCE_CALLED, object, reduced);
        }
        let shown = self.vm.str_text(class.value())?;
        let error = self.tables().error.clone();
        let words = self.vm.new_str(&format!("un(deep)copyable object of type {shown}"))?;
        let error = self.vm.call(error.value(), &[words.value()])?;
        let raised = self.vm.raise_object(error);
        self.through(NOTHING_FOUND, object);
        Err(raised)
    }

    fn copy_list(&mut self, list: Obj<List>, key: Value) -> R<Owned> {
        let copied = self.vm.new_list(&[])?;
        let Some(target) = self.vm.cast_exact::<List>(copied.value()) else { return Ok(copied) };
        self.memo.set(self.vm, key, copied.value())?;
        let mut index = 0;
        while let Some(item) = list.items(self.vm).get(index).map(|item| item.own()) {
            let item = self.copy(item.value());
            let item = self.within(Kind::List, ITEM, list.value(), item)?;
            target.push(self.vm, item)?;
            index += 1;
        }
        Ok(copied)
    }

    fn copy_dict(&mut self, dict: Obj<Dict>, key: Value) -> R<Owned> {
        let (copied, target) = self.vm.new_dict_obj()?;
        self.memo.set(self.vm, key, copied.value())?;
        let length = dict.len(self.vm);
        let mut position = 0;
        while let Some((at, key, value)) = dict.entry_from(self.vm, position) {
            let (key, value) = (key.own(), value.own());
            let value = self.copy(value.value());
            let value = self.within(Kind::Dict, VALUE, dict.value(), value)?;
            let key = self.copy(key.value());
            let key = self.within(Kind::Dict, KEY, dict.value(), key)?;
            target.set(self.vm, key.value(), value.value())?;
            if dict.len(self.vm) != length {
                return Err(self.vm.runtime_error("dictionary changed size during iteration"));
            }
            position = at + 1;
        }
        Ok(copied)
    }

    fn copy_tuple(&mut self, tuple: Obj<Tuple>, key: Value) -> R<Owned> {
        let mut items = ValueVec::new();
        let mut same = true;
        for index in 0..tuple.len(self.vm) {
            let item = tuple.items(self.vm)[index];
            let copied = self.copy(item);
            let copied = self.within(Kind::Tuple, TUPLE_ITEM, tuple.value(), copied)?;
            same &= copied.is(item);
            let pushed = items.push(self.vm.heap, copied);
            self.vm.check(pushed)?;
        }
        // A list inside may hold the tuple, which then was copied already.
        if let Some(known) = self.memo.lookup(self.vm, key)? {
            return Ok(known);
        }
        if same { Ok(tuple.own()) } else { self.vm.new_tuple_of(items) }
    }

    fn copy_plain(&mut self, object: Value, class: Obj<Class>, key: Value, attributes: Attributes) -> R<Owned> {
        let made = self.vm.new_plain_instance(class)?;
        self.memo.set(self.vm, key, made.value())?;
        let mut copies = Attributes::new();
        for (name, value) in attributes {
            let copied = self.copy(value.value());
            if copied.is_err() {
                // The state is a dict, which is copied as such.
                self.through_kind(Kind::Dict, VALUE, Value::ABSENT);
                self.through(COPIER_CALLED, Value::ABSENT);
                self.through_kind(Kind::Reconstruct, STATE_COPIED, object);
            }
            copies.push((name, copied?));
        }
        for (name, value) in copies {
            if let Some(name) = self.vm.cast_exact::<Str>(name.value()) {
                let name = self.vm.intern_obj(name)?;
                self.vm.store_attribute(made.value(), name, value.value())?;
            }
        }
        Ok(made)
    }

    /// An object of what its `__reduce_ex__` returned.
    fn reconstruct_from(&mut self, object: Value, key: Value, reduced: Owned) -> R<Owned> {
        let items = self.vm.collect(reduced.value())?;
        let parts: smallvec::SmallVec<[Value; 8]> = items.iter().map(Owned::value).collect();
        if (2..=5).contains(&parts.len()) {
            return self.reconstruct(object, key, &parts);
        }
        let function = self.tables().functions[Kind::Reconstruct as usize].clone();
        let mut arguments = smallvec::SmallVec::<[Value; 8]>::new();
        arguments.extend([object, self.memo.value()]);
        arguments.extend(parts);
        self.vm.call(function.value(), &arguments)
    }

    /// As `reconstruct_from`, of two to five parts.
    fn reconstruct(&mut self, object: Value, key: Value, parts: &[Value]) -> R<Owned> {
        let mut place = FUNCTION_CALLED;
        let made = self.reconstruct_noting(key, parts, &mut place);
        self.within(Kind::Reconstruct, place, object, made)
    }

    fn reconstruct_noting(&mut self, key: Value, parts: &[Value], place: &mut Place) -> R<Owned> {
        let part = |index: usize| parts.get(index).copied().filter(|part| !part.is_none());
        let made = self.make(parts[0], parts[1])?;
        self.memo.set(self.vm, key, made.value())?;
        if let Some(state) = part(2) {
            *place = STATE_COPIED;
            let state = self.copy(state)?;
            self.give_state(made.value(), state, place)?;
        }
        if let Some(items) = part(3) {
            *place = LIST_NEXT;
            let iterator = self.vm.iter(items)?;
            while let Some(item) = self.vm.next(iterator.value())? {
                *place = LIST_ITEM;
                let item = self.copy(item.value())?;
                *place = LIST_APPENDED;
                match self.vm.cast_exact::<List>(made.value()) {
                    Some(list) => list.push(self.vm, item)?,
                    None => drop(self.vm.call_method(made.value(), "append", &[item.value()])?),
                }
                *place = LIST_NEXT;
            }
        }
        if let Some(pairs) = part(4) {
            *place = DICT_NEXT;
            let iterator = self.vm.iter(pairs)?;
            while let Some(pair) = self.vm.next(iterator.value())? {
                let (key, value) = self.pair(&pair)?;
                *place = DICT_KEY;
                let key = self.copy(key.value())?;
                *place = DICT_VALUE;
                let value = self.copy(value.value())?;
                *place = DICT_SET;
                self.vm.set_item(made.value(), key.value(), value.value())?;
                *place = DICT_NEXT;
            }
        }
        Ok(made)
    }

    /// `function(*arguments)` of copied arguments.
    fn make(&mut self, function: Value, arguments: Value) -> R<Owned> {
        let mut copies = smallvec::SmallVec::<[Owned; 8]>::new();
        if self.vm.truth(arguments)? {
            let iterator = self.vm.iter(arguments)?;
            while let Some(argument) = self.vm.next(iterator.value())? {
                let copied = self.copy(argument.value());
                if copied.is_err() {
                    let function = self.tables().functions[Kind::Reconstruct as usize].clone();
                    self.vm.pass_through(function.value(), true, ARGUMENT, &[]);
                }
                copies.push(copied?);
            }
        } else if self.vm.cast_exact::<Tuple>(arguments).is_none() {
            for argument in self.vm.collect(arguments)? {
                copies.push(argument);
            }
        }
        let values: smallvec::SmallVec<[Value; 8]> = copies.iter().map(Owned::value).collect();
        if function.is(self.tables().newobj.value())
            && let Some(class) = values.first()
        {
            let name = self.vm.names.__new__;
            let new = self.vm.get_attr(*class, name)?;
            return self.vm.call(new.value(), &values);
        }
        self.vm.call(function, &values)
    }

    fn give_state(&mut self, made: Value, state: Owned, place: &mut Place) -> R<()> {
        *place = STATE_SET;
        let name = self.vm.names.__setstate__;
        if let Some(function) = self.vm.plain_method(made, name) {
            let function = function.own();
            return self.vm.call(function.value(), &[made, state.value()]).map(drop);
        }
        *place = STATE_LOOKED_FOR;
        if let Some(method) = self.vm.get_attr_optional(made, name)? {
            *place = STATE_SET;
            return self.vm.call(method.value(), &[state.value()]).map(drop);
        }
        let (mut state, mut slots) = (state, Owned::NONE);
        if let Some(pair) = self.vm.cast::<Tuple>(state.value())
            && pair.len(self.vm) == 2
        {
            (state, slots) = self.pair(&state)?;
        }
        if !state.is_none() {
            *place = STATE_UPDATED;
            self.update(made, state.value())?;
        }
        if slots.is_none() {
            return Ok(());
        }
        *place = STATE_SLOTS;
        let items = self.vm.call_method(slots.value(), "items", &[])?;
        let iterator = self.vm.iter(items.value())?;
        while let Some(item) = self.vm.next(iterator.value())? {
            let (key, value) = self.pair(&item)?;
            *place = STATE_SLOT;
            let Some(key) = self.vm.cast::<Str>(key.value()) else {
                let found = self.vm.class_of(key.value()).name(self.vm);
                return Err(self.vm.type_error(format!("attribute name must be string, not '{found}'")));
            };
            let key = self.vm.intern_obj(key)?;
            self.vm.set_attr(made, key, Some(value.value()))?;
            *place = STATE_SLOTS;
        }
        Ok(())
    }

    /// `made.__dict__.update(state)`.
    fn update(&mut self, made: Value, state: Value) -> R<()> {
        if self.vm.keeps_plain_attributes(made)
            && let Some(dict) = self.vm.cast_exact::<Dict>(state)
        {
            let entries = dict.snapshot(self.vm);
            self.vm.check_built()?;
            let names = entries.iter().map(|(name, _)| self.vm.cast_exact::<Str>(name.value()));
            if let Some(names) = names.collect::<Option<Vec<_>>>() {
                for (name, (_, value)) in names.into_iter().zip(&entries) {
                    let name = self.vm.intern_obj(name)?;
                    self.vm.store_attribute(made, name, value.value())?;
                }
                return Ok(());
            }
        }
        let name = self.vm.names.__dict__;
        let dict = self.vm.get_attr(made, name)?;
        self.vm.call_method(dict.value(), "update", &[state]).map(drop)
    }

    fn pair(&mut self, pair: &Owned) -> R<(Owned, Owned)> {
        let items = self.vm.collect(pair.value())?;
        let count = items.len();
        let mut items = items.into_iter();
        match (items.next(), items.next(), items.next()) {
            (Some(first), Some(second), None) => Ok((first, second)),
            (_, _, Some(_)) => Err(self.vm.value_error(format!("too many values to unpack (expected 2, got {count})"))),
            _ => Err(self.vm.value_error(format!("not enough values to unpack (expected 2, got {count})"))),
        }
    }
}
