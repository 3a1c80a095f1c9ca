//! The hash table behind dicts: dense entries in order of insertion, and an index of positions into them.
//!
//! A table whose keys are all exact strings is narrow: it reads the keys' own hashes. Any other key makes it wide. Small tables have no
//! index: their entries are searched in order. Positions put into the index are only taken out when the entry was the last one, so that
//! a search never meets more of them than there were insertions.
//!
//! A hole at position 0 says in its value where the first entry is: taking entries from the front, one after the other, is linear. Entries
//! moved to the front fill such holes, which are made for several at once.

use taipan_heap::{
    HeapRef, Index, IndexMut, NarrowEntry, OutOfMemory, Owned, TableStorage, Trace, Value, Visitor, WideEntry,
};

use crate::interp::machine::shape_of;
use crate::object::obj::Obj;
use crate::types::plain::plain_equality;
use crate::types::shapes;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::vm::Vm;

/// A hash table of owned keys and values.
#[derive(Default)]
pub struct Table {
    storage: TableStorage,
    live: u32,
    /// Counts changes of the set of keys.
    changes: u32,
    /// Places of the index that were ever filled.
    spent: u32,
    /// Names the set of keys and their places, for caches: 0 when nobody has asked since it last changed.
    pub(super) version: u32,
}

/// Entries from which on a table grows by a quarter at a time.
const LARGE: usize = 1 << 16;

/// A bit of the storage's tag: entries were put in at the front, so that the last one need not be the newest. The other bits are the epoch.
const FRONTED: u16 = 1;

/// A position in an index.
trait Position: Copy + PartialEq {
    const EMPTY: Self;
    const DELETED: Self;
    fn new(position: usize) -> Self;
    fn get(self) -> usize;
}

macro_rules! positions {
    ($($ty:ty),+) => { $(
        impl Position for $ty {
            const EMPTY: $ty = <$ty>::MAX;
            const DELETED: $ty = <$ty>::MAX - 1;

            #[inline(always)]
            fn new(position: usize) -> $ty {
                position as $ty
            }

            #[inline(always)]
            fn get(self) -> usize {
                self as usize
            }
        }
    )+ };
}

positions!(u8, u16, u32);

/// The places of an index that a hash may be at, one after the other.
#[derive(Clone, Copy)]
struct Places {
    place: usize,
    perturb: u64,
}

impl Places {
    #[inline(always)]
    fn new(hash: u64) -> Places {
        Places { place: hash as usize, perturb: hash }
    }

    #[inline(always)]
    fn advance(&mut self) {
        self.perturb >>= 5;
        self.place = self.place.wrapping_mul(5).wrapping_add(self.perturb as usize).wrapping_add(1);
    }

    /// The next position in the index that is in use; None at its end.
    #[inline(always)]
    fn next<P: Position>(&mut self, index: &[P]) -> Option<usize> {
        let mask = index.len().wrapping_sub(1);
        loop {
            let position = *index.get(self.place & mask)?;
            if position == P::EMPTY {
                return None;
            }
            self.place &= mask;
            self.advance();
            if position != P::DELETED {
                return Some(position.get());
            }
        }
    }
}

/// A search for a hash: yields the entries that have it.
pub struct Probe {
    hash: u64,
    places: Places,
    /// Next entry, while the table has no index.
    next: usize,
}

impl Probe {
    fn next_position(&mut self, table: &Table) -> Option<usize> {
        match table.storage.index() {
            Index::None => {
                self.next += 1;
                (self.next <= table.storage.len()).then(|| self.next - 1)
            }
            Index::U8(index) => self.places.next(index),
            Index::U16(index) => self.places.next(index),
            Index::U32(index) => self.places.next(index),
        }
    }

    /// The next entry with this hash: its position and key.
    #[inline]
    pub fn next(&mut self, vm: &Vm, table: &Table) -> Option<(usize, Value)> {
        while let Some(position) = self.next_position(table) {
            if let Some((key, _)) = table.entry_at(position)
                && table.hash_at(vm, position) == self.hash
            {
                return Some((position, key));
            }
        }
        None
    }
}

/// What a search finds without running Python code.
pub(super) enum Quick {
    Found(usize),
    Missing,
    /// A key with the same hash may be equal: it must be asked.
    Unsure,
}

impl Table {
    /// Entries.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.live as usize
    }

    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// Whether nothing was ever put in.
    pub fn is_fresh(&self) -> bool {
        self.storage.capacity() == 0
    }

    /// Counts changes of the set of keys.
    #[inline(always)]
    pub fn changes(&self) -> u32 {
        self.changes
    }

    /// Changes when entries move to other positions.
    pub fn epoch(&self) -> u16 {
        self.storage.tag >> 1
    }

    /// Bytes of storage.
    pub fn storage_bytes(&self) -> usize {
        self.storage.bytes()
    }

    pub fn probe(&self, hash: u64) -> Probe {
        Probe { hash, places: Places::new(hash), next: 0 }
    }

    /// Whether the entries are narrow ones: all keys are strings.
    #[inline(always)]
    pub fn is_narrow(&self) -> bool {
        !self.storage.is_wide()
    }

    /// As `value_at`, of a narrow table.
    ///
    /// # Safety
    /// The table is narrow and has an entry at `position`.
    #[inline(always)]
    pub unsafe fn narrow_value_at(&self, position: usize) -> Value {
        // SAFETY: the caller's promise.
        unsafe { self.storage.narrow_value(position) }
    }

    /// The value of this very string, if all keys are strings and it is the one at `position`.
    #[inline(always)]
    pub(crate) fn value_met(&self, position: usize, key: Value) -> Option<Value> {
        let entry = self.storage.narrow().get(position)?;
        entry.key.is_some_and(|found| found.is(key)).then_some(entry.value)
    }

    /// As `value_met`, where it is kept.
    #[inline(always)]
    pub(crate) fn value_place(&mut self, position: usize, key: Value) -> Option<&mut Value> {
        let entry = self.storage.narrow_mut().get_mut(position)?;
        entry.key.is_some_and(|found| found.is(key)).then_some(&mut entry.value)
    }

    /// The value of the entry at `position`, which is there.
    #[inline(always)]
    pub fn value_at(&self, position: usize) -> Value {
        if self.storage.is_wide() { self.storage.wide()[position].value } else { self.storage.narrow()[position].value }
    }

    /// The hash of the key at `position`; 0 where there is none.
    pub fn hash_at(&self, vm: &Vm, position: usize) -> u64 {
        if self.storage.is_wide() {
            return self.storage.wide().get(position).map_or(0, |entry| entry.hash);
        }
        let key = self.storage.narrow().get(position).and_then(|entry| entry.key);
        key.and_then(|key| vm.cast_exact::<Str>(key)).map_or(0, |key| key.hash(vm))
    }

    /// The entry at `position`, unless it is a hole or behind the end.
    #[inline]
    pub fn entry_at(&self, position: usize) -> Option<(Value, Value)> {
        if self.storage.is_wide() {
            let entry = self.storage.wide().get(position)?;
            entry.key.map(|key| (key, entry.value))
        } else {
            let entry = self.storage.narrow().get(position)?;
            entry.key.map(|key| (key, entry.value))
        }
    }

    /// The entry at `position` or the first one after it.
    #[inline]
    pub fn entry_from(&self, mut position: usize) -> Option<(usize, Value, Value)> {
        let length = self.storage.len();
        while position < length {
            if let Some((key, value)) = self.entry_at(position) {
                return Some((position, key, value));
            }
            position = if position == 0 { self.leading().max(1) } else { position + 1 };
        }
        None
    }

    /// Where to begin looking for the first entry: before it are only holes.
    #[inline]
    fn leading(&self) -> usize {
        let first = if self.storage.is_wide() {
            self.storage.wide().first().map(|entry| (entry.key, entry.value))
        } else {
            self.storage.narrow().first().map(|entry| (entry.key, entry.value))
        };
        match first {
            Some((None, skip)) => skip.as_int().and_then(|skip| usize::try_from(skip).ok()).unwrap_or(0),
            _ => 0,
        }
    }

    /// Write into the hole at position 0 where the first entry is, or where to look for it.
    fn set_leading(&mut self, leading: usize) {
        let value = Value::int_unchecked(leading as i64);
        if self.storage.is_wide() {
            if let Some(entry) = self.storage.wide_mut().first_mut() {
                entry.value = value;
            }
        } else if let Some(entry) = self.storage.narrow_mut().first_mut() {
            entry.value = value;
        }
    }

    /// The entry before `end` that comes last.
    pub fn entry_before(&self, end: usize) -> Option<(usize, Value, Value)> {
        let end = end.min(self.storage.len());
        (0..end).rev().find_map(|position| self.entry_at(position).map(|(key, value)| (position, key, value)))
    }

    pub fn last_position(&self) -> Option<usize> {
        self.entry_before(usize::MAX).map(|entry| entry.0)
    }

    /// How many entries are before `position`.
    pub(super) fn live_before(&self, position: usize) -> usize {
        (0..position).filter(|&position| self.entry_at(position).is_some()).count()
    }

    /// Positions, holes included.
    pub fn positions(&self) -> usize {
        self.storage.len()
    }

    /// The position of a string key among keys that are exact strings.
    #[inline]
    pub fn find_str(&self, vm: &Vm, key: Obj<Str>, hash: u64) -> Option<usize> {
        if self.storage.is_wide() {
            return self.find_str_wide(vm, key, hash);
        }
        let entries = self.storage.narrow();
        match self.storage.index() {
            Index::None => {
                if let Some(position) =
                    entries.iter().position(|entry| entry.key.is_some_and(|other| other.is(key.value())))
                {
                    return Some(position);
                }
                find_in_few(vm, entries, key, hash)
            }
            Index::U8(index) => find_narrow(vm, index, entries, key, hash),
            Index::U16(index) => find_narrow(vm, index, entries, key, hash),
            Index::U32(index) => find_narrow(vm, index, entries, key, hash),
        }
    }

    fn find_str_wide(&self, vm: &Vm, key: Obj<Str>, hash: u64) -> Option<usize> {
        let mut probe = self.probe(hash);
        while let Some((position, other)) = probe.next(vm, self) {
            if other.is(key.value()) || same_text(vm, other, key) {
                return Some(position);
            }
        }
        None
    }

    /// What the first place for the hash of this very object tells.
    #[inline(always)]
    pub(super) fn first_place(&self, key: Value, hash: u64) -> Option<Quick> {
        #[inline(always)]
        fn first<P: Position>(index: &[P], hash: u64) -> Option<usize> {
            let position = *index.get(hash as usize & index.len().wrapping_sub(1))?;
            (position != P::EMPTY).then(|| position.get())
        }
        let position = match self.storage.index() {
            Index::None => {
                let found = self.storage.narrow().iter().position(|entry| entry.key.is_some_and(|found| found.is(key)));
                return found.map(Quick::Found);
            }
            Index::U8(index) => first(index, hash),
            Index::U16(index) => first(index, hash),
            Index::U32(index) => first(index, hash),
        };
        let Some(position) = position else { return Some(Quick::Missing) };
        let found = if self.storage.is_wide() {
            self.storage.wide().get(position)?.key
        } else {
            self.storage.narrow().get(position)?.key
        };
        found.is_some_and(|found| found.is(key)).then_some(Quick::Found(position))
    }

    /// The position of this very object as a key, and its value, if a search for its hash begins with it.
    #[inline(always)]
    pub(super) fn first_met(&self, key: Value, hash: u64) -> Option<(usize, Value)> {
        #[inline(always)]
        fn first<P: Position>(index: &[P], hash: u64) -> Option<usize> {
            index.get(hash as usize & index.len().wrapping_sub(1)).map(|position| position.get())
        }
        let position = match self.storage.index() {
            Index::None => {
                let found = self
                    .storage
                    .narrow()
                    .iter()
                    .enumerate()
                    .find(|(_, entry)| entry.key.is_some_and(|found| found.is(key)));
                return found.map(|(position, entry)| (position, entry.value));
            }
            Index::U8(index) => first(index, hash),
            Index::U16(index) => first(index, hash),
            Index::U32(index) => first(index, hash),
        }?;
        // What stands for no position is behind the entries.
        let (found, value) = if self.storage.is_wide() {
            let entry = self.storage.wide().get(position)?;
            (entry.key, entry.value)
        } else {
            let entry = self.storage.narrow().get(position)?;
            (entry.key, entry.value)
        };
        found.is_some_and(|found| found.is(key)).then_some((position, value))
    }

    /// The position of a key, as far as that can be told without running Python code.
    #[inline]
    pub(super) fn find_quick(&self, vm: &Vm, key: Value, hash: u64) -> Quick {
        if let Some(text) = vm.cast_exact::<Str>(key) {
            if !self.storage.is_wide() {
                let found = match self.storage.index() {
                    Index::None => find_in_few(vm, self.storage.narrow(), text, hash),
                    _ => self.find_str(vm, text, hash),
                };
                return found.map_or(Quick::Missing, Quick::Found);
            }
            return self.find_quick_wide(hash, |other| {
                if other.is(key) {
                    return Some(true);
                }
                if other.is_int() {
                    return Some(false);
                }
                vm.cast_exact::<Str>(other).map(|other| other.equals(vm, text))
            });
        }
        if key.is_int() && (self.storage.is_wide() || self.storage.is_empty()) {
            return self.find_quick_wide(hash, |other| {
                if other.is_int() {
                    return Some(other.is(key));
                }
                vm.cast_exact::<Str>(other).map(|_| false)
            });
        }
        if self.storage.is_wide() {
            return self.find_quick_wide(hash, |other| plain_equality(vm, other, key));
        }
        Quick::Unsure
    }

    /// The position of a tuple of these items, where it is told without running Python code that there is one.
    pub(super) fn find_items(&self, vm: &Vm, items: &[Value], hash: u64) -> Option<usize> {
        let found = self.find_quick_wide(hash, |other| {
            let other = vm.cast_exact::<Tuple>(other)?.items(vm);
            equal_items(vm, other, items).then_some(true)
        });
        match found {
            Quick::Found(position) => Some(position),
            Quick::Missing | Quick::Unsure => None,
        }
    }

    /// Search a wide table; `same` says whether a key with this hash is the one, if it can.
    #[inline(always)]
    fn find_quick_wide(&self, hash: u64, same: impl Fn(Value) -> Option<bool>) -> Quick {
        let entries = self.storage.wide();
        let test = |position: usize| {
            let entry = entries.get(position)?;
            let key = entry.key.filter(|_| entry.hash == hash)?;
            match same(key) {
                Some(true) => Some(Quick::Found(position)),
                Some(false) => None,
                None => Some(Quick::Unsure),
            }
        };
        let mut places = Places::new(hash);
        let found = match self.storage.index() {
            Index::None => (0..entries.len()).find_map(test),
            Index::U8(index) => std::iter::from_fn(|| places.next(index)).find_map(test),
            Index::U16(index) => std::iter::from_fn(|| places.next(index)).find_map(test),
            Index::U32(index) => std::iter::from_fn(|| places.next(index)).find_map(test),
        };
        found.unwrap_or(Quick::Missing)
    }

    /// Put another value in the entry at `position`, which is there; the old one.
    pub fn replace_value(&mut self, position: usize, value: Owned) -> Owned {
        let slot = if self.storage.is_wide() {
            &mut self.storage.wide_mut()[position].value
        } else {
            &mut self.storage.narrow_mut()[position].value
        };
        Owned::from_raw(std::mem::replace(slot, value.into_raw()))
    }

    /// Whether an insertion of this key must be preceded by `remake`.
    #[inline]
    pub(super) fn must_remake(&self, key: Value) -> bool {
        let full = self.storage.len() == self.storage.capacity()
            || (self.storage.has_index() && self.spent as usize >= self.storage.capacity());
        full || (!self.storage.is_wide() && shape_of(key) != shapes::str)
    }

    /// Storage for an insertion of this key: with more room, or with holes squeezed out, or wide.
    #[cold]
    pub(super) fn remade_for(&self, vm: &Vm, key: &Owned) -> Result<TableStorage, OutOfMemory> {
        let live = self.live as usize;
        let capacity = self.storage.capacity();
        // A small table doubles: copying costs more than room.
        let more = if live < LARGE { live } else { live / 4 };
        let wanted = if live < capacity - capacity / 4 { capacity } else { live + more.max(1) };
        let wide = key.shape() != Some(shapes::str) || (self.storage.is_wide() && live > 0);
        self.remade(vm, wanted, wide)
    }

    /// Storage with room for `more` further entries; None when there is already.
    pub(super) fn reserved(&self, vm: &Vm, more: usize) -> Result<Option<TableStorage>, OutOfMemory> {
        let used = self.storage.len().max(if self.storage.has_index() { self.spent as usize } else { 0 });
        if used + more <= self.storage.capacity() {
            return Ok(None);
        }
        self.remade(vm, self.live as usize + more, self.storage.is_wide()).map(Some)
    }

    /// The live entries in new storage. Whoever takes it over takes their references over too.
    fn remade(&self, vm: &Vm, capacity: usize, wide: bool) -> Result<TableStorage, OutOfMemory> {
        let mut storage = TableStorage::create(vm.heap, capacity, wide)?;
        if wide == self.storage.is_wide() && self.live as usize == self.storage.len() {
            storage.copy_entries(&self.storage);
            match storage.index_mut() {
                IndexMut::None => {}
                IndexMut::U8(index) => self.put_all(vm, index),
                IndexMut::U16(index) => self.put_all(vm, index),
                IndexMut::U32(index) => self.put_all(vm, index),
            }
            return Ok(storage);
        }
        Ok(self.copied_to(vm, storage))
    }

    /// Put the live entries into this storage, which has room for them.
    fn copied_to(&self, vm: &Vm, mut storage: TableStorage) -> TableStorage {
        for position in 0..self.storage.len() {
            if let Some((key, value)) = self.entry_at(position) {
                let hash = self.hash_at(vm, position);
                let place = storage.len();
                storage.push(key, hash, value);
                put_position(&mut storage, hash, place);
            }
        }
        storage
    }

    /// Whether an entry can be moved to the front without `with_gap`.
    pub(super) fn has_gap(&self) -> bool {
        self.leading() > 0 && !(self.storage.has_index() && self.spent as usize >= self.storage.capacity())
    }

    /// The live entries in new storage, behind some holes.
    pub(super) fn with_gap(&self, vm: &Vm) -> Result<TableStorage, OutOfMemory> {
        let live = self.live as usize;
        let gap = live / 2 + 2;
        let mut storage = TableStorage::create(vm.heap, live + gap + live / 4, self.storage.is_wide())?;
        for _ in 0..gap {
            storage.push(Value::NONE, 0, Value::NONE);
        }
        storage.narrow_mut().iter_mut().for_each(|entry| entry.key = None);
        storage.wide_mut().iter_mut().for_each(|entry| entry.key = None);
        let mut storage = self.copied_to(vm, storage);
        let leading = Value::int_unchecked(gap as i64);
        storage.narrow_mut().iter_mut().take(1).for_each(|entry| entry.value = leading);
        storage.wide_mut().iter_mut().take(1).for_each(|entry| entry.value = leading);
        Ok(storage)
    }

    /// Put the positions of all entries, among which are no holes, into an empty index.
    #[inline(always)]
    fn put_all<P: Position>(&self, vm: &Vm, index: &mut [P]) {
        if self.storage.is_wide() {
            for (position, entry) in self.storage.wide().iter().enumerate() {
                put(index, entry.hash, position);
            }
            return;
        }
        for (position, entry) in self.storage.narrow().iter().enumerate() {
            let hash = entry.key.and_then(|key| vm.cast_exact::<Str>(key)).map_or(0, |key| key.hash(vm));
            put(index, hash, position);
        }
    }

    /// Take over what `with_gap` made of this table.
    pub(super) fn adopt_gap(&mut self, storage: TableStorage) {
        let tag = self.storage.tag;
        self.adopt(storage);
        self.storage.tag = (tag & !FRONTED).wrapping_add(2);
    }

    /// Insert a key that is not there before all others; `has_gap` has said yes.
    pub(super) fn insert_front(&mut self, key: Owned, hash: u64, value: Owned) {
        let Some(position) = self.leading().checked_sub(1) else { return };
        let (key, value) = (key.into_raw(), value.into_raw());
        if self.storage.is_wide() {
            self.storage.wide_mut()[position] = WideEntry { hash, key: Some(key), value };
        } else {
            self.storage.narrow_mut()[position] = NarrowEntry { key: Some(key), value };
        }
        if position > 0 {
            self.set_leading(position);
        }
        self.storage.tag |= FRONTED;
        self.live += 1;
        self.changes = self.changes.wrapping_add(1);
        if self.storage.has_index() {
            self.spent += 1;
            put_position(&mut self.storage, hash, position);
        }
    }

    /// Counts a change that came with another table's contents.
    pub(super) fn follow(&mut self, changes: u32) {
        self.changes = changes.wrapping_add(1);
    }

    /// Take over what `remade_for` or `reserved` made of this table.
    pub(super) fn adopt(&mut self, mut storage: TableStorage) {
        // Squeezing holes out moves entries: iterators must notice.
        let moved = self.storage.len() != self.live as usize;
        storage.tag = (self.storage.tag & !FRONTED).wrapping_add(u16::from(moved) << 1);
        self.storage = storage;
        self.spent = self.live;
        self.changes = self.changes.wrapping_add(1);
    }

    /// Insert a key that is not there; `must_remake` has said no.
    pub(crate) fn insert(&mut self, key: Owned, hash: u64, value: Owned) {
        let position = self.storage.len();
        if !self.storage.push(key.value(), hash, value.value()) {
            return;
        }
        key.into_raw();
        value.into_raw();
        self.live += 1;
        self.changes = self.changes.wrapping_add(1);
        if self.storage.has_index() {
            self.spent += 1;
            put_position(&mut self.storage, hash, position);
        }
    }

    /// Insert a string key that is not there into a narrow table that has room for it.
    pub(crate) fn put_new_str(&mut self, vm: &Vm, key: Obj<Str>, value: Owned) {
        let hash = key.hash(vm);
        self.insert(key.own(), hash, value);
    }

    /// Remove the entry at `position`, which is there and has this hash.
    pub fn remove(&mut self, position: usize, hash: u64) -> (Owned, Owned) {
        let last = position + 1 == self.storage.len();
        let first = position == self.leading();
        let newest = last && self.storage.tag & FRONTED == 0;
        let freed = match self.storage.index_mut() {
            IndexMut::None => false,
            IndexMut::U8(index) => take_position(index, hash, position, newest),
            IndexMut::U16(index) => take_position(index, hash, position, newest),
            IndexMut::U32(index) => take_position(index, hash, position, newest),
        };
        if freed && newest {
            self.spent -= 1;
        }
        let (key, value) = if self.storage.is_wide() {
            let entry = &mut self.storage.wide_mut()[position];
            (entry.key.take(), std::mem::replace(&mut entry.value, Value::NONE))
        } else {
            let entry = &mut self.storage.narrow_mut()[position];
            (entry.key.take(), std::mem::replace(&mut entry.value, Value::NONE))
        };
        self.live -= 1;
        self.changes = self.changes.wrapping_add(1);
        if last {
            // Popping from the end leaves no holes behind.
            let kept = self.last_position().map_or(0, |position| position + 1);
            self.storage.truncate(kept);
        } else if first {
            let behind = (position + 1..self.storage.len()).find(|&position| self.entry_at(position).is_some());
            self.set_leading(behind.unwrap_or(self.storage.len()));
        }
        (Owned::from_raw(key.unwrap_or(Value::NONE)), Owned::from_raw(value))
    }

    /// A copy that shares keys and values.
    pub fn duplicate(&self, vm: &Vm) -> Result<Table, OutOfMemory> {
        let live = self.live as usize;
        let crowded = live > self.storage.len() / 2 && live > self.storage.capacity() / 2;
        let (storage, spent) = if crowded {
            (self.storage.duplicate(vm.heap)?, self.spent)
        } else {
            (self.remade(vm, live, self.storage.is_wide())?, self.live)
        };
        let copy = Table { storage, live: self.live, changes: 0, spent, version: 0 };
        let mut position = 0;
        while let Some((found, key, value)) = copy.entry_from(position) {
            key.incref();
            value.incref();
            position = found + 1;
        }
        Ok(copy)
    }

    /// An empty table with room for `entries` string keys.
    pub fn with_capacity(heap: HeapRef, entries: usize) -> Result<Table, OutOfMemory> {
        let storage = TableStorage::create(heap, entries, false)?;
        Ok(Table { storage, ..Table::default() })
    }
}

/// Whether these are the same objects, or equal strings.
fn equal_items(vm: &Vm, a: &[Value], b: &[Value]) -> bool {
    let same = |(&a, &b): (&Value, &Value)| match (a.is(b), vm.cast_exact::<Str>(a), vm.cast_exact::<Str>(b)) {
        (false, Some(a), Some(b)) => a.equals(vm, b),
        (same, ..) => same,
    };
    a.len() == b.len() && a.iter().zip(b).all(same)
}

#[inline(always)]
fn same_text(vm: &Vm, other: Value, key: Obj<Str>) -> bool {
    vm.cast_exact::<Str>(other).is_some_and(|other| other.equals(vm, key))
}

/// The position of a string among the entries of a table without an index.
fn find_in_few(vm: &Vm, entries: &[NarrowEntry], key: Obj<Str>, hash: u64) -> Option<usize> {
    entries.iter().position(|entry| {
        entry
            .key
            .and_then(|other| vm.cast_exact::<Str>(other))
            .is_some_and(|other| other.hash(vm) == hash && other.equals(vm, key))
    })
}

#[inline(always)]
fn find_narrow<P: Position>(vm: &Vm, index: &[P], entries: &[NarrowEntry], key: Obj<Str>, hash: u64) -> Option<usize> {
    let mut places = Places::new(hash);
    while let Some(position) = places.next(index) {
        if let Some(other) = entries.get(position).and_then(|entry| entry.key) {
            if other.is(key.value()) {
                return Some(position);
            }
            if let Some(other) = vm.cast_exact::<Str>(other)
                && other.hash(vm) == hash
                && other.equals(vm, key)
            {
                return Some(position);
            }
        }
    }
    None
}

/// Put a position into the first place for its hash that was never filled.
fn put_position(storage: &mut TableStorage, hash: u64, position: usize) {
    match storage.index_mut() {
        IndexMut::None => {}
        IndexMut::U8(index) => put(index, hash, position),
        IndexMut::U16(index) => put(index, hash, position),
        IndexMut::U32(index) => put(index, hash, position),
    }
}

#[inline(always)]
fn put<P: Position>(index: &mut [P], hash: u64, position: usize) {
    let mask = index.len() - 1;
    let mut places = Places::new(hash);
    while let Some(place) = index.get_mut(places.place & mask) {
        if *place == P::EMPTY {
            *place = P::new(position);
            return;
        }
        places.place &= mask;
        places.advance();
    }
}

/// Take a position out of the index; whether it was there. When its entry is the newest, nothing was put behind it since, and the place is
/// as if never filled.
fn take_position<P: Position>(index: &mut [P], hash: u64, position: usize, newest: bool) -> bool {
    let mask = index.len() - 1;
    let mut places = Places::new(hash);
    while let Some(place) = index.get_mut(places.place & mask) {
        if *place == P::EMPTY {
            return false;
        }
        if *place == P::new(position) {
            *place = if newest { P::EMPTY } else { P::DELETED };
            return true;
        }
        places.place &= mask;
        places.advance();
    }
    false
}

impl Trace for Table {
    fn trace(&self, visit: &mut Visitor<'_>) {
        for &NarrowEntry { key, value } in self.storage.narrow() {
            if let Some(key) = key {
                visit(key);
                visit(value);
            }
        }
        for &WideEntry { key, value, .. } in self.storage.wide() {
            if let Some(key) = key {
                visit(key);
                visit(value);
            }
        }
    }

    fn clear(&mut self) {
        *self = Table::default();
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        let mut position = 0;
        while let Some((found, key, value)) = self.entry_from(position) {
            drop(Owned::from_raw(key));
            drop(Owned::from_raw(value));
            position = found + 1;
        }
    }
}
