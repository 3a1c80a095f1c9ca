//! The hash table behind sets: open addressing with short linear runs.
//!
//! Its sizes, and the places that hashes are put in, are CPython's, so that a set of ints shows its items in the order programs are used
//! to seeing. Comparing items may run Python code, so a search starts again when the table changed under it.

use taipan_heap::{Buffer, HeapRef, OutOfMemory, Owned, Trace, Value, Visitor};

use crate::error::R;
use crate::object::obj::Obj;
use crate::types::shapes;
use crate::types::str::Str;
use crate::vm::Vm;

/// Places looked at in a row before jumping.
const RUN: usize = 9;
const LEAST: usize = 8;
/// The hash of a place whose item was removed. No item has it.
const REMOVED: u64 = u64::MAX;

#[derive(Clone, Copy)]
struct Entry {
    /// 0 in a place never used.
    hash: u64,
    key: Option<Value>,
}

const VACANT: Entry = Entry { hash: 0, key: None };

/// A hash table of owned items.
#[derive(Default)]
pub struct SetTable {
    /// A power of two of places; none until the first item.
    entries: Buffer<Entry>,
    live: u32,
    /// Places in use, or used before an item was removed.
    fill: u32,
    /// Counts changes, for searches.
    changes: u32,
    /// Where `pop` looks next.
    finger: u32,
    /// An item that is not an exact str was put in at some time.
    mixed: bool,
}

/// Where a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    Found(usize),
    /// The place for the item; `usize::MAX` when there is no storage yet.
    Vacant(usize),
}

impl Search {
    pub fn found(self) -> Option<usize> {
        match self {
            Search::Found(place) => Some(place),
            Search::Vacant(_) => None,
        }
    }
}

struct Probe {
    hash: u64,
    perturb: u64,
    /// Where the present run began, and how far it has gone.
    start: usize,
    offset: usize,
}

enum Step {
    Candidate(usize, Value),
    Vacant(usize),
}

impl Probe {
    #[inline(always)]
    fn new(table: &SetTable, hash: u64) -> Probe {
        let mask = table.entries.len().wrapping_sub(1);
        Probe { hash, perturb: hash, start: hash as usize & mask, offset: 0 }
    }

    #[inline(always)]
    fn next(&mut self, table: &SetTable) -> Step {
        let entries = table.entries.as_slice();
        let mask = entries.len().wrapping_sub(1);
        while let Some(entry) = entries.get(self.start + self.offset) {
            let place = self.start + self.offset;
            match entry.key {
                None if entry.hash == 0 => return Step::Vacant(place),
                Some(key) if entry.hash == self.hash => {
                    self.advance(mask);
                    return Step::Candidate(place, key);
                }
                _ => self.advance(mask),
            }
        }
        Step::Vacant(usize::MAX)
    }

    #[inline(always)]
    fn advance(&mut self, mask: usize) {
        if self.offset < RUN && self.start + RUN <= mask {
            self.offset += 1;
        } else {
            self.perturb >>= 5;
            self.start = self.start.wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb as usize) & mask;
            self.offset = 0;
        }
    }
}

impl SetTable {
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.live as usize
    }

    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// Bytes of storage.
    pub fn storage_bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>()
    }

    /// Places, whether in use or not.
    #[inline(always)]
    pub fn places(&self) -> usize {
        self.entries.len()
    }

    /// As CPython counts it: a set without storage is one with the least.
    fn mask(&self) -> usize {
        self.entries.len().max(LEAST) - 1
    }

    /// The item at `place` or behind it: its place, value and hash.
    #[inline]
    pub fn item_from(&self, place: usize) -> Option<(usize, Value, u64)> {
        let rest = self.entries.as_slice().get(place..)?;
        let found = rest.iter().position(|entry| entry.key.is_some())?;
        rest[found].key.map(|key| (place + found, key, rest[found].hash))
    }

    /// The items, in the table's order.
    pub fn items(&self) -> impl Iterator<Item = Value> {
        self.entries.as_slice().iter().filter_map(|entry| entry.key)
    }

    /// Search a table, which `table` finds anew each time, for an item with this hash.
    #[inline]
    pub fn search(vm: &mut Vm, table: impl Fn(&Vm) -> &SetTable, key: Value, hash: u64) -> R<Search> {
        if let Some(text) = vm.cast_exact::<Str>(key)
            && !table(vm).mixed
        {
            return Ok(table(vm).search_str(vm, text, hash));
        }
        'again: loop {
            let mut probe = Probe::new(table(vm), hash);
            loop {
                let (place, other) = match probe.next(table(vm)) {
                    Step::Vacant(place) => return Ok(Search::Vacant(place)),
                    Step::Candidate(place, other) => (place, other),
                };
                if other.is(key) {
                    return Ok(Search::Found(place));
                }
                let keep = other.own();
                let changes = table(vm).changes;
                let equal = vm.equal(keep.value(), key)?;
                if table(vm).changes != changes {
                    continue 'again;
                }
                if equal {
                    return Ok(Search::Found(place));
                }
            }
        }
    }

    fn search_str(&self, vm: &Vm, key: Obj<Str>, hash: u64) -> Search {
        let mut probe = Probe::new(self, hash);
        loop {
            match probe.next(self) {
                Step::Vacant(place) => return Search::Vacant(place),
                Step::Candidate(place, other) => {
                    if other.is(key.value()) || vm.cast_exact::<Str>(other).is_some_and(|other| other.equals(vm, key)) {
                        return Search::Found(place);
                    }
                }
            }
        }
    }

    /// Insert an item at the place that a search for it ended at.
    pub fn insert(&mut self, heap: HeapRef, key: Owned, hash: u64, place: usize) -> Result<(), OutOfMemory> {
        let mut place = place;
        if place == usize::MAX {
            self.resize(heap, 0)?;
            place = hash as usize & (self.entries.len() - 1);
        }
        self.mixed |= key.shape() != Some(shapes::str);
        let Some(entry) = self.entries.as_mut_slice().get_mut(place) else { return Ok(()) };
        *entry = Entry { hash, key: Some(key.into_raw()) };
        self.live += 1;
        self.fill += 1;
        self.changes = self.changes.wrapping_add(1);
        if (self.fill as usize) * 5 < self.mask() * 3 {
            return Ok(());
        }
        self.grow(heap)
    }

    /// The size that follows from how many items there are.
    fn grow(&mut self, heap: HeapRef) -> Result<(), OutOfMemory> {
        let live = self.live as usize;
        self.resize(heap, if live > 50_000 { live * 2 } else { live * 4 })
    }

    /// Room for `more` items, made at once.
    pub fn reserve(&mut self, heap: HeapRef, more: usize) -> Result<(), OutOfMemory> {
        if (self.fill as usize + more) * 5 >= self.mask() * 3 {
            self.resize(heap, (self.live as usize + more) * 2)?;
        }
        Ok(())
    }

    /// Move to a table of more than `least` places.
    fn resize(&mut self, heap: HeapRef, least: usize) -> Result<(), OutOfMemory> {
        let mut places = LEAST;
        while places <= least {
            places *= 2;
        }
        let mut entries = Buffer::with_capacity(heap, places)?;
        entries.resize(heap, places, VACANT)?;
        let old = std::mem::replace(&mut self.entries, entries);
        for entry in old.as_slice() {
            if entry.key.is_some() {
                self.place_new(*entry);
            }
        }
        self.fill = self.live;
        self.changes = self.changes.wrapping_add(1);
        Ok(())
    }

    /// Put an entry that is equal to none into the first vacant place for its hash.
    fn place_new(&mut self, entry: Entry) {
        let mask = self.entries.len() - 1;
        let mut probe = Probe::new(self, entry.hash);
        let entries = self.entries.as_mut_slice();
        while let Some(other) = entries.get_mut(probe.start + probe.offset) {
            if other.key.is_none() && other.hash == 0 {
                *other = entry;
                return;
            }
            probe.advance(mask);
        }
    }

    /// Fill an empty table with the items of another.
    pub fn fill_from(&mut self, heap: HeapRef, other: &SetTable) -> Result<(), OutOfMemory> {
        debug_assert!(self.live == 0);
        if other.live == 0 {
            return Ok(());
        }
        self.reserve(heap, other.live as usize)?;
        if self.fill == 0 && self.mask() == other.mask() && other.fill == other.live {
            self.entries = Buffer::from_slice(heap, other.entries.as_slice())?;
        } else {
            if self.entries.is_empty() || self.fill > 0 {
                self.resize(heap, self.mask())?;
            }
            for entry in other.entries.as_slice() {
                if entry.key.is_some() {
                    self.place_new(*entry);
                }
            }
        }
        other.items().for_each(|item| item.incref());
        self.live = other.live;
        self.fill = other.live;
        self.mixed = other.mixed;
        self.changes = self.changes.wrapping_add(1);
        Ok(())
    }

    /// Remove the item at `place`, which is there.
    pub fn remove(&mut self, place: usize) -> Owned {
        let Some(entry) = self.entries.as_mut_slice().get_mut(place) else { return Owned::NONE };
        let Some(key) = entry.key else { return Owned::NONE };
        *entry = Entry { hash: REMOVED, key: None };
        self.live -= 1;
        self.changes = self.changes.wrapping_add(1);
        Owned::from_raw(key)
    }

    /// Remove the items that removing left room behind for, when they are many.
    pub fn tidy(&mut self, heap: HeapRef) -> Result<(), OutOfMemory> {
        if (self.fill - self.live) as usize > self.mask() / 4 { self.grow(heap) } else { Ok(()) }
    }

    /// Remove any item.
    pub fn pop(&mut self) -> Option<Owned> {
        if self.live == 0 {
            return None;
        }
        let start = self.finger as usize & (self.entries.len() - 1);
        let (place, ..) = self.item_from(start).or_else(|| self.item_from(0))?;
        self.finger = place as u32 + 1;
        Some(self.remove(place))
    }

    /// The hash of the set as a whole, whatever the order of its items.
    pub fn hash(&self) -> i64 {
        let shuffle = |hash: u64| ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167);
        let mut hash = 0u64;
        for entry in self.entries.as_slice() {
            if entry.key.is_some() {
                hash ^= shuffle(entry.hash);
            }
        }
        hash ^= (u64::from(self.live) + 1).wrapping_mul(1_927_868_237);
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
        if hash == u64::MAX { 590_923_713 } else { hash as i64 }
    }
}

impl Trace for SetTable {
    fn trace(&self, visit: &mut Visitor<'_>) {
        self.items().for_each(visit);
    }

    fn clear(&mut self) {
        *self = SetTable::default();
    }
}

impl Drop for SetTable {
    fn drop(&mut self) {
        for item in self.items() {
            drop(Owned::from_raw(item));
        }
    }
}
