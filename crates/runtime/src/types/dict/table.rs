//! The hash table behind dicts: dense entries and an index of positions into them.

use taipan_heap::{Buffer, HeapRef, OutOfMemory, Owned, Trace, Value, Visitor};

use crate::object::obj::Obj;
use crate::types::shapes;
use crate::types::str::Str;
use crate::vm::Vm;

/// Up to so many entries there is no index: searching in order is faster, and smaller.
const SMALL: usize = 8;
const EMPTY: u32 = u32::MAX;
const DELETED: u32 = u32::MAX - 1;

#[derive(Clone, Copy)]
struct Entry {
    hash: u64,
    /// None: a hole that a removed entry left.
    key: Option<Value>,
    value: Value,
}

/// A hash table of owned keys and values.
#[derive(Default)]
pub struct Table {
    entries: Buffer<Entry>,
    /// A power of two of positions, or nothing while the table is small.
    index: Buffer<u32>,
    live: u32,
    /// Counts changes of the set of keys.
    changes: u32,
    /// A key that is not an exact str was put in at some time.
    mixed: bool,
}

/// A search for a hash: yields the entries that have it.
pub struct Probe {
    hash: u64,
    perturb: u64,
    /// Next place in the index, or next entry while the table is small.
    place: usize,
}

impl Probe {
    /// The next entry with this hash: its position and key.
    #[inline]
    pub fn next(&mut self, table: &Table) -> Option<(usize, Value)> {
        let entries = table.entries.as_slice();
        if table.index.is_empty() {
            while let Some(entry) = entries.get(self.place) {
                self.place += 1;
                if let (Some(key), true) = (entry.key, entry.hash == self.hash) {
                    return Some((self.place - 1, key));
                }
            }
            return None;
        }
        let index = table.index.as_slice();
        let mask = index.len() - 1;
        loop {
            let place = self.place & mask;
            let position = index[place];
            if position == EMPTY {
                return None;
            }
            self.perturb >>= 5;
            self.place = place.wrapping_mul(5).wrapping_add(self.perturb as usize).wrapping_add(1);
            if position != DELETED
                && let Some(entry) = entries.get(position as usize)
                && entry.hash == self.hash
                && let Some(key) = entry.key
            {
                return Some((position as usize, key));
            }
        }
    }
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
        self.entries.capacity() == 0
    }

    /// Counts changes of the set of keys.
    #[inline(always)]
    pub fn changes(&self) -> u32 {
        self.changes
    }

    /// Bytes of storage.
    pub fn storage_bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.index.capacity() * size_of::<u32>()
    }

    pub fn probe(&self, hash: u64) -> Probe {
        Probe { hash, perturb: hash, place: if self.index.is_empty() { 0 } else { hash as usize } }
    }

    /// The value of the entry at `position`, which is there.
    #[inline(always)]
    pub fn value_at(&self, position: usize) -> Value {
        self.entries.as_slice()[position].value
    }

    pub fn hash_at(&self, position: usize) -> u64 {
        self.entries.as_slice()[position].hash
    }

    /// The entry at `position`, unless it is a hole or behind the end.
    #[inline]
    pub fn entry_at(&self, position: usize) -> Option<(Value, Value)> {
        let entry = self.entries.as_slice().get(position)?;
        entry.key.map(|key| (key, entry.value))
    }

    /// The entry at `position` or the first one after it.
    #[inline]
    pub fn entry_from(&self, mut position: usize) -> Option<(usize, Value, Value)> {
        let entries = self.entries.as_slice();
        loop {
            let entry = entries.get(position)?;
            if let Some(key) = entry.key {
                return Some((position, key, entry.value));
            }
            position += 1;
        }
    }

    /// The entry before `end` that comes last.
    pub fn entry_before(&self, end: usize) -> Option<(usize, Value, Value)> {
        let entries = self.entries.as_slice();
        let end = end.min(entries.len());
        (0..end).rev().find_map(|position| {
            let entry = &entries[position];
            entry.key.map(|key| (position, key, entry.value))
        })
    }

    pub fn last_position(&self) -> Option<usize> {
        self.entry_before(usize::MAX).map(|entry| entry.0)
    }

    /// Positions, holes included.
    pub fn positions(&self) -> usize {
        self.entries.len()
    }

    /// The position of a string key among keys that are exact strings.
    #[inline]
    pub fn find_str(&self, vm: &Vm, key: Obj<Str>, hash: u64) -> Option<usize> {
        if self.index.is_empty() {
            for (position, entry) in self.entries.as_slice().iter().enumerate() {
                if entry.key.is_some_and(|other| other.is(key.value())) {
                    return Some(position);
                }
            }
        }
        let mut probe = self.probe(hash);
        while let Some((position, other)) = probe.next(self) {
            if other.is(key.value()) {
                return Some(position);
            }
            if let Some(other) = vm.cast_exact::<Str>(other)
                && other.equals(vm, key)
            {
                return Some(position);
            }
        }
        None
    }

    /// As `find_str`, when that is the whole answer: every key is an exact string.
    #[inline]
    pub fn find_among_strings(&self, vm: &Vm, key: Obj<Str>, hash: u64) -> Option<Option<usize>> {
        if self.mixed { None } else { Some(self.find_str(vm, key, hash)) }
    }

    /// Put another value in the entry at `position`; the old one.
    pub fn replace_value(&mut self, position: usize, value: Owned) -> Owned {
        let entry = &mut self.entries.as_mut_slice()[position];
        Owned::from_raw(std::mem::replace(&mut entry.value, value.into_raw()))
    }

    /// Insert a key that is not there.
    pub fn insert(&mut self, heap: HeapRef, key: Owned, hash: u64, value: Owned) -> Result<(), OutOfMemory> {
        if self.entries.len() == self.entries.capacity() || self.entries.len() >= DELETED as usize {
            self.make_room(heap)?;
        }
        let position = self.entries.len();
        self.mixed |= key.shape() != Some(shapes::str);
        self.entries.push(heap, Entry { hash, key: Some(key.value()), value: value.value() })?;
        key.into_raw();
        value.into_raw();
        self.live += 1;
        self.changes = self.changes.wrapping_add(1);
        if !self.index.is_empty() {
            self.index_entry(hash, position as u32);
        }
        Ok(())
    }

    fn index_entry(&mut self, hash: u64, position: u32) {
        let index = self.index.as_mut_slice();
        let mask = index.len() - 1;
        let mut perturb = hash;
        let mut place = hash as usize & mask;
        while index[place] < DELETED {
            perturb >>= 5;
            place = place.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1) & mask;
        }
        index[place] = position;
    }

    /// Squeeze holes out or grow, and make the index anew where there is one.
    fn make_room(&mut self, heap: HeapRef) -> Result<(), OutOfMemory> {
        let live = self.live as usize;
        // Two thirds full at most when the index is new.
        let wanted = if live < 2 { 4 } else { (live * 2).max(SMALL) };
        let mut entries = Buffer::with_capacity(heap, wanted)?;
        let mut index = Buffer::new();
        if wanted > SMALL {
            let places = (wanted * 3 / 2).next_power_of_two();
            index.resize(heap, places, EMPTY)?;
        }
        for entry in self.entries.as_slice() {
            if entry.key.is_some() {
                entries.push(heap, *entry)?;
            }
        }
        self.entries = entries;
        self.index = index;
        self.changes = self.changes.wrapping_add(1);
        if !self.index.is_empty() {
            for position in 0..self.entries.len() {
                self.index_entry(self.entries.as_slice()[position].hash, position as u32);
            }
        }
        Ok(())
    }

    /// Room for `more` further entries without growing on the way.
    pub fn reserve(&mut self, heap: HeapRef, more: usize) -> Result<(), OutOfMemory> {
        if self.entries.len() + more <= self.entries.capacity() {
            return Ok(());
        }
        let live = self.live;
        self.live = (live as usize + more) as u32 / 2 + 1;
        let result = self.make_room(heap);
        self.live = live;
        result
    }

    /// Remove the entry at `position`, which is there and has this hash.
    pub fn remove(&mut self, position: usize, hash: u64) -> (Owned, Owned) {
        if !self.index.is_empty() {
            let index = self.index.as_mut_slice();
            let mask = index.len() - 1;
            let mut perturb = hash;
            let mut place = hash as usize & mask;
            // The entry is in the index, so this ends.
            while index[place] != position as u32 && index[place] != EMPTY {
                perturb >>= 5;
                place = place.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1) & mask;
            }
            if index[place] == position as u32 {
                index[place] = DELETED;
            }
        }
        let last = position + 1 == self.entries.len();
        let entry = &mut self.entries.as_mut_slice()[position];
        let key = entry.key.take().unwrap_or(Value::NONE);
        let value = std::mem::replace(&mut entry.value, Value::NONE);
        self.live -= 1;
        self.changes = self.changes.wrapping_add(1);
        if last {
            // Popping from the end leaves no holes behind.
            while self.entries.as_slice().last().is_some_and(|entry| entry.key.is_none()) {
                self.entries.pop();
            }
        }
        (Owned::from_raw(key), Owned::from_raw(value))
    }

    /// A copy that shares keys and values.
    pub fn duplicate(&self, heap: HeapRef) -> Result<Table, OutOfMemory> {
        let entries = Buffer::from_slice(heap, self.entries.as_slice())?;
        let index = Buffer::from_slice(heap, self.index.as_slice())?;
        for entry in entries.as_slice() {
            if let Some(key) = entry.key {
                key.incref();
                entry.value.incref();
            }
        }
        Ok(Table { entries, index, live: self.live, changes: 0, mixed: self.mixed })
    }
}

impl Trace for Table {
    fn trace(&self, visit: &mut Visitor<'_>) {
        for entry in self.entries.as_slice() {
            if let Some(key) = entry.key {
                visit(key);
                visit(entry.value);
            }
        }
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        for entry in self.entries.as_slice() {
            if let Some(key) = entry.key {
                drop(Owned::from_raw(key));
                drop(Owned::from_raw(entry.value));
            }
        }
    }
}
