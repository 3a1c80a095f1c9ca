//! Dictionaries: insertion-ordered hash tables.
//!
//! Entries live in a dense vector; the index table holds positions into it. Deleting leaves a hole, so `len` is not the
//! vector's length. Small dicts have no index table: their entries are searched in order. Key comparison can run Python code,
//! so a lookup looks again when the table changed under it.

pub mod iter;
mod methods;
mod special;
mod table;
pub(crate) mod update;
pub mod views;

use taipan_heap::{Owned, ShapeId, Trace, Value, Visitor};
use taipan_text::memory::Grow;

use crate::error::{R, Raised};
use crate::object::class::{Class, ClassDef, ClassFlags};
use crate::object::obj::{Obj, Payload};
use crate::types::shapes;
use crate::types::str::Str;
use crate::vm::Vm;

use table::Quick;
pub use table::Table;

/// A dict.
#[derive(Default)]
pub struct Dict {
    pub table: Table,
}

impl Trace for Dict {
    fn trace(&self, visit: &mut Visitor<'_>) {
        self.table.trace(visit);
    }

    fn clear(&mut self) {
        self.table = Table::default();
    }
}

impl Payload for Dict {
    const NAME: &'static str = "Dict";
    const SHAPE: ShapeId = shapes::dict;
    const PLAIN: bool = true;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.dict
    }
}

pub(crate) static CLASS: ClassDef = ClassDef {
    doc: "A mapping from hashable keys to values, in the order of insertion.",
    flags: ClassFlags::BASE.with(ClassFlags::MAPPING).with(ClassFlags::MATCH_SELF),
    slots: special::SLOTS,
    methods: &methods::METHODS,
    getsets: &methods::GETSETS,
    unhashable: true,
    ..ClassDef::new::<Dict>("dict")
};

/// What came of `put_simple`.
pub(crate) enum Put {
    /// Key and value are in the table now.
    Done,
    /// The key is there, at this position.
    Found(usize),
    /// It takes more than that.
    Refused,
}

impl Obj<Dict> {
    #[inline(always)]
    pub fn len(self, vm: &Vm) -> usize {
        self.get(vm).table.len()
    }

    /// The value of an interned or other exact string key. Never runs Python code unless a key of another type collides; such keys
    /// are skipped, so use it for namespaces.
    #[inline]
    pub fn get_str(self, vm: &Vm, key: Obj<Str>) -> Option<Value> {
        let table = &self.get(vm).table;
        table.find_str(vm, key, key.hash(vm)).map(|position| table.value_at(position))
    }

    /// Set the value of a string key, by the same comparison as `get_str`.
    pub fn set_str(self, vm: &mut Vm, key: Obj<Str>, value: Value) -> R<()> {
        let hash = key.hash(vm);
        let found = self.get(vm).table.find_str(vm, key, hash);
        self.store(vm, found, key.value(), hash, value)
    }

    /// Remove a string key; its value.
    pub fn remove_str(self, vm: &mut Vm, key: Obj<Str>) -> R<Option<Owned>> {
        let hash = key.hash(vm);
        let found = self.get(vm).table.find_str(vm, key, hash);
        Ok(found.map(|position| self.remove_at(vm, position, hash)))
    }

    /// The hash of a key; TypeError says that it is for a dict.
    #[inline]
    pub fn hash_key(self, vm: &mut Vm, key: Value) -> R<u64> {
        match vm.hash(key) {
            Ok(hash) => Ok(hash as u64),
            Err(_) => Err(vm.unhashable_key(key, "a dict key")),
        }
    }

    /// The value of any key.
    pub fn lookup(self, vm: &mut Vm, key: Value) -> R<Option<Owned>> {
        let hash = self.hash_key(vm, key)?;
        self.lookup_hashed(vm, key, hash)
    }

    /// The value of a key whose hash is known.
    pub fn lookup_hashed(self, vm: &mut Vm, key: Value, hash: u64) -> R<Option<Owned>> {
        let found = self.find(vm, key, hash)?;
        Ok(found.map(|position| self.get(vm).table.value_at(position).own()))
    }

    /// Put a new key of type str or int into the table where that takes no growing and no Python code: whether it was put. Then the references to
    /// key and value have moved into the table. None: the key is there, at this position.
    #[inline(always)]
    pub(crate) fn put_simple(self, vm: &mut Vm, key: Value, value: Value) -> Put {
        let hash = match key.as_int() {
            Some(int) => crate::object::protocol::compare::hash_int(int) as u64,
            None => match vm.cast_exact::<Str>(key) {
                Some(key) => key.hash(vm),
                None => return Put::Refused,
            },
        };
        let table = &self.get(vm).table;
        if let Some((position, _)) = table.first_met(key, hash) {
            return Put::Found(position);
        }
        match table.find_quick(vm, key, hash) {
            Quick::Found(position) => Put::Found(position),
            Quick::Unsure => Put::Refused,
            Quick::Missing => {
                let table = &mut self.get_mut(vm).table;
                if table.must_remake(key) {
                    return Put::Refused;
                }
                table.version = 0;
                table.insert(Owned::from_raw(key), hash, Owned::from_raw(value));
                Put::Done
            }
        }
    }

    /// The entry of this very str or int, where the first look finds it.
    #[inline(always)]
    pub(crate) fn met(self, vm: &Vm, key: Value) -> Option<(usize, Value)> {
        let hash = match key.as_int() {
            // The hash of others is another number.
            Some(int) if (0..1 << 60).contains(&int) => int as u64,
            Some(_) => return None,
            None => vm.cast_exact::<Str>(key)?.known_hash(vm)?,
        };
        self.get(vm).table.first_met(key, hash)
    }

    /// The position of a str or an int, where that can be told without running Python code.
    #[inline(always)]
    pub(crate) fn find_simple(self, vm: &Vm, key: Value) -> Option<usize> {
        let hash = match key.as_int() {
            Some(int) => crate::object::protocol::compare::hash_int(int) as u64,
            None => vm.cast_exact::<Str>(key)?.hash(vm),
        };
        let table = &self.get(vm).table;
        if let Some((position, _)) = table.first_met(key, hash) {
            return Some(position);
        }
        match table.find_quick(vm, key, hash) {
            Quick::Found(position) => Some(position),
            Quick::Missing | Quick::Unsure => None,
        }
    }

    /// Whether the key is there.
    pub fn contains(self, vm: &mut Vm, key: Value) -> R<bool> {
        let hash = self.hash_key(vm, key)?;
        Ok(self.find(vm, key, hash)?.is_some())
    }

    /// Set the value of a key.
    pub fn set(self, vm: &mut Vm, key: Value, value: Value) -> R<()> {
        let hash = self.hash_key(vm, key)?;
        self.set_hashed(vm, key, hash, value)
    }

    /// As `set`, with the hash known.
    pub fn set_hashed(self, vm: &mut Vm, key: Value, hash: u64, value: Value) -> R<()> {
        let found = self.find(vm, key, hash)?;
        self.store(vm, found, key, hash, value)
    }

    /// Add 1 to the value of a key, where it is a small int: whether it was so.
    pub fn count_up(self, vm: &mut Vm, key: Value, hash: u64) -> R<bool> {
        let Some(position) = self.find(vm, key, hash)? else {
            self.insert_new(vm, key, hash, Value::small(1))?;
            return Ok(true);
        };
        let table = &mut self.get_mut(vm).table;
        let Some(count) = table.value_at(position).as_int().and_then(|count| Value::int(count + 1)) else {
            return Ok(false);
        };
        drop(table.replace_value(position, Owned::from_raw(count)));
        Ok(true)
    }

    /// The value of a tuple of these items with this hash, where it is told without running Python code that it is a key.
    pub fn lookup_items(self, vm: &Vm, items: &[Value], hash: u64) -> Option<Owned> {
        let table = &self.get(vm).table;
        table.find_items(vm, items, hash).map(|position| table.value_at(position).own())
    }

    /// Remove a key; its value.
    pub fn remove(self, vm: &mut Vm, key: Value) -> R<Option<Owned>> {
        let hash = self.hash_key(vm, key)?;
        let found = self.find(vm, key, hash)?;
        Ok(found.map(|position| self.remove_at(vm, position, hash)))
    }

    /// The entry number `position` or the first after it that is there: its position, key and value, borrowed.
    #[inline]
    pub fn entry_from(self, vm: &Vm, position: usize) -> Option<(usize, Value, Value)> {
        self.get(vm).table.entry_from(position)
    }

    /// Keys and values, in order, each with a reference.
    pub fn snapshot(self, vm: &Vm) -> Vec<(Owned, Owned)> {
        let mut entries = taipan_text::memory::with_room(self.len(vm));
        let mut position = 0;
        while let Some((found, key, value)) = self.entry_from(vm, position) {
            entries.put((key.own(), value.own()));
            position = found + 1;
        }
        entries
    }

    /// Remove everything.
    pub fn clear(self, vm: &mut Vm) {
        let table = &mut self.get_mut(vm).table;
        let old = std::mem::take(table);
        table.follow(old.changes());
        drop(old);
    }

    /// Make the entry at `position`, which is there, the last one, or the first one.
    pub fn move_to_end(self, vm: &mut Vm, mut position: usize, last: bool) -> R<()> {
        let table = &self.get(vm).table;
        let hash = table.hash_at(vm, position);
        if last {
            if table.last_position() == Some(position) {
                return Ok(());
            }
            let Some((key, value)) = table.entry_at(position).map(|(key, value)| (key.own(), value.own())) else {
                return Ok(());
            };
            if table.must_remake(key.value()) {
                let before = table.live_before(position);
                let remade = table.remade_for(vm, &key);
                let storage = vm.check(remade)?;
                self.get_mut(vm).table.adopt(storage);
                position = before;
            }
            let table = &mut self.get_mut(vm).table;
            table.version = 0;
            drop(table.remove(position, hash));
            table.insert(key, hash, value);
            return Ok(());
        }
        if table.entry_from(0).is_none_or(|(first, ..)| first == position) {
            return Ok(());
        }
        if !table.has_gap() {
            let before = table.live_before(position);
            let remade = table.with_gap(vm);
            let storage = vm.check(remade)?;
            let table = &mut self.get_mut(vm).table;
            table.adopt_gap(storage);
            position = table.entry_from(0).map_or(0, |(first, ..)| first) + before;
        }
        let table = &mut self.get_mut(vm).table;
        table.version = 0;
        let (key, value) = table.remove(position, hash);
        table.insert_front(key, hash, value);
        Ok(())
    }

    /// The position of a key's entry. Comparing keys may run Python code.
    #[inline]
    pub fn find(self, vm: &mut Vm, key: Value, hash: u64) -> R<Option<usize>> {
        let table = &self.get(vm).table;
        match table.first_place(key, hash) {
            Some(Quick::Found(position)) => Ok(Some(position)),
            Some(Quick::Missing) => Ok(None),
            Some(Quick::Unsure) | None => self.find_further(vm, key, hash),
        }
    }

    #[inline(never)]
    fn find_further(self, vm: &mut Vm, key: Value, hash: u64) -> R<Option<usize>> {
        match self.get(vm).table.find_quick(vm, key, hash) {
            Quick::Found(position) => Ok(Some(position)),
            Quick::Missing => Ok(None),
            Quick::Unsure => self.find_by_asking(vm, key, hash),
        }
    }

    fn find_by_asking(self, vm: &mut Vm, key: Value, hash: u64) -> R<Option<usize>> {
        'again: loop {
            let mut probe = self.get(vm).table.probe(hash);
            loop {
                let Some((position, other)) = probe.next(vm, &self.get(vm).table) else { return Ok(None) };
                if other.is(key) {
                    return Ok(Some(position));
                }
                let keep = other.own();
                let changes = self.get(vm).table.changes();
                let equal = vm.equal(keep.value(), key)?;
                if self.get(vm).table.changes() != changes {
                    continue 'again;
                }
                if equal {
                    return Ok(Some(position));
                }
            }
        }
    }

    fn store(self, vm: &mut Vm, found: Option<usize>, key: Value, hash: u64, value: Value) -> R<()> {
        match found {
            Some(position) => {
                let old = self.get_mut(vm).table.replace_value(position, value.own());
                drop(old);
                Ok(())
            }
            None => self.insert_new(vm, key, hash, value),
        }
    }

    /// Set the value of a key that a search has just not found.
    pub(crate) fn insert_new(self, vm: &mut Vm, key: Value, hash: u64, value: Value) -> R<()> {
        let key = key.own();
        let table = &self.get(vm).table;
        if table.must_remake(key.value()) {
            let remade = table.remade_for(vm, &key);
            let storage = vm.check(remade)?;
            self.get_mut(vm).table.adopt(storage);
        }
        let table = &mut self.get_mut(vm).table;
        table.version = 0;
        table.insert(key, hash, value.own());
        Ok(())
    }

    /// Make room for `more` further entries.
    pub fn reserve(self, vm: &mut Vm, more: usize) -> R<()> {
        let reserved = self.get(vm).table.reserved(vm, more);
        if let Some(storage) = vm.check(reserved)? {
            let table = &mut self.get_mut(vm).table;
            table.version = 0;
            table.adopt(storage);
        }
        Ok(())
    }

    /// Remove the entry at `position`, which is there and whose key has this hash; its value.
    pub fn remove_at(self, vm: &mut Vm, position: usize, hash: u64) -> Owned {
        let table = &mut self.get_mut(vm).table;
        table.version = 0;
        let (key, value) = table.remove(position, hash);
        drop(key);
        value
    }

    /// Remove the last entry.
    pub fn pop_last(self, vm: &mut Vm) -> Option<(Owned, Owned)> {
        let table = &self.get(vm).table;
        let position = table.last_position()?;
        let hash = table.hash_at(vm, position);
        let table = &mut self.get_mut(vm).table;
        table.version = 0;
        Some(table.remove(position, hash))
    }

    /// The number that names the present set of keys and their positions, for caches; 0 when there are none left.
    pub(crate) fn keys_version(self, vm: &mut Vm) -> u32 {
        if self.get(vm).table.version == 0 && vm.next_dict_version < u32::MAX {
            vm.next_dict_version += 1;
            let version = vm.next_dict_version;
            self.get_mut(vm).table.version = version;
        }
        self.get(vm).table.version
    }

    /// As `keys_version`, without giving one out.
    #[inline(always)]
    pub(crate) fn current_version(self, vm: &Vm) -> u32 {
        self.get(vm).table.version
    }
}

impl Vm {
    /// The exception in flight says that `key` has no hash: say for what it was wanted.
    #[cold]
    pub(crate) fn unhashable_key(&mut self, key: Value, what: &str) -> Raised {
        let exact = match &self.error {
            Some(error) => self.class_of(error.value()) == self.exceptions.TypeError,
            None => false,
        };
        if !exact {
            return Raised;
        }
        let error = self.take_error();
        let words = match self.str_text(error.value()) {
            Ok(words) => words,
            Err(raised) => return raised,
        };
        let class = self.class_of(key).full_name(self);
        let class = class.strip_prefix("__main__.").unwrap_or(&class);
        self.type_error(format!("cannot use '{class}' as {what} ({words})"))
    }

    /// A new empty dict.
    pub fn new_dict(&mut self) -> R<Owned> {
        self.allocate(Dict::default())
    }

    /// A new empty dict, typed.
    pub fn new_dict_obj(&mut self) -> R<(Owned, Obj<Dict>)> {
        self.allocate_obj(Dict::default())
    }
}
