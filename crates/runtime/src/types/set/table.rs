//! The hash table behind sets: open addressing with short linear runs.
//!
//! Its sizes, and the places that hashes are put in, are CPython's, so that a set of ints shows its items in the order programs are used
//! to seeing. Comparing items may run Python code, so a search starts again when the table changed under it.

use taipan_heap::{Buffer, HeapRef, OutOfMemory, Owned, Trace, Value, Visitor};

use crate::error::R;
use crate::types::plain::plain_equality;
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
}

/// What `next_shared` finds.
pub(super) enum Shared {
    Item,
    /// Whether the item at this place is shared must be asked.
    Unsure(usize),
    None,
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

/// What a search finds without running Python code.
#[derive(Clone, Copy)]
pub(super) enum Quick {
    Found(usize),
    Vacant(usize),
    /// An item with the same hash may be equal: it must be asked.
    Unsure,
}

/// The runs of places that a hash may be at, one after the other.
struct Runs {
    start: usize,
    perturb: u64,
}

impl Runs {
    #[inline(always)]
    fn new(hash: u64) -> Runs {
        Runs { start: hash as usize, perturb: hash }
    }

    /// The places of the next run.
    #[inline(always)]
    fn next(&mut self, mask: usize) -> std::ops::Range<usize> {
        let start = self.start & mask;
        let end = if start + RUN <= mask { start + RUN + 1 } else { start + 1 };
        self.perturb >>= 5;
        self.start = start.wrapping_mul(5).wrapping_add(1).wrapping_add(self.perturb as usize);
        start..end
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
        for (offset, entry) in self.entries.as_slice().get(place..)?.iter().enumerate() {
            if let Some(key) = entry.key {
                return Some((place + offset, key, entry.hash));
            }
        }
        None
    }

    /// The items, in the table's order.
    pub fn items(&self) -> impl Iterator<Item = Value> {
        self.entries.as_slice().iter().filter_map(|entry| entry.key)
    }

    /// Search for an item, as far as that takes no Python code.
    #[inline(always)]
    pub(super) fn find(&self, vm: &Vm, key: Value, hash: u64) -> Quick {
        // Most searches end with the first place.
        let entries = self.entries.as_slice();
        let place = hash as usize & entries.len().wrapping_sub(1);
        match entries.get(place) {
            None => Quick::Vacant(usize::MAX),
            Some(Entry { key: None, hash: 0 }) => Quick::Vacant(place),
            Some(Entry { key: Some(other), .. }) if other.is(key) => Quick::Found(place),
            Some(_) => self.find_further(vm, key, hash),
        }
    }

    #[inline(never)]
    fn find_further(&self, vm: &Vm, key: Value, hash: u64) -> Quick {
        if key.is_int() {
            return self.look(hash, |other| {
                if other.is(key) {
                    return Some(true);
                }
                if other.is_int() { Some(false) } else { plain_equality(vm, other, key) }
            });
        }
        if let Some(text) = vm.cast_exact::<Str>(key) {
            return self.look(hash, |other| {
                if other.is(key) {
                    return Some(true);
                }
                match vm.cast_exact::<Str>(other) {
                    Some(other) => Some(other.equals(vm, text)),
                    None => plain_equality(vm, other, key),
                }
            });
        }
        self.look(hash, |other| plain_equality(vm, other, key))
    }

    /// Search for a hash; `same` says whether an item that has it is the one, if it can.
    #[inline(always)]
    fn look(&self, hash: u64, same: impl Fn(Value) -> Option<bool>) -> Quick {
        let entries = self.entries.as_slice();
        let mask = entries.len().wrapping_sub(1);
        let mut runs = Runs::new(hash);
        loop {
            let run = runs.next(mask);
            let start = run.start;
            // There is always a vacant place, but where there is no storage.
            let Some(run) = entries.get(run) else { return Quick::Vacant(usize::MAX) };
            for (offset, entry) in run.iter().enumerate() {
                match entry.key {
                    Some(key) if entry.hash == hash => match same(key) {
                        Some(true) => return Quick::Found(start + offset),
                        Some(false) => {}
                        None => return Quick::Unsure,
                    },
                    None if entry.hash == 0 => return Quick::Vacant(start + offset),
                    _ => {}
                }
            }
        }
    }

    /// Search a table, which `table` finds anew each time, for an item with this hash.
    #[inline]
    pub fn search(vm: &mut Vm, table: impl Fn(&Vm) -> &SetTable, key: Value, hash: u64) -> R<Search> {
        match table(vm).find(vm, key, hash) {
            Quick::Found(place) => Ok(Search::Found(place)),
            Quick::Vacant(place) => Ok(Search::Vacant(place)),
            Quick::Unsure => SetTable::search_asking(vm, table, key, hash),
        }
    }

    #[inline(never)]
    fn search_asking(vm: &mut Vm, table: impl Fn(&Vm) -> &SetTable, key: Value, hash: u64) -> R<Search> {
        'again: loop {
            let changes = table(vm).changes;
            let mut runs = Runs::new(hash);
            loop {
                let mask = table(vm).entries.len().wrapping_sub(1);
                for place in runs.next(mask) {
                    let Some(&entry) = table(vm).entries.as_slice().get(place) else {
                        return Ok(Search::Vacant(usize::MAX));
                    };
                    match entry.key {
                        None if entry.hash == 0 => return Ok(Search::Vacant(place)),
                        Some(other) if entry.hash == hash => {
                            if other.is(key) {
                                return Ok(Search::Found(place));
                            }
                            let keep = other.own();
                            let equal = vm.equal(keep.value(), key)?;
                            if table(vm).changes != changes {
                                continue 'again;
                            }
                            if equal {
                                return Ok(Search::Found(place));
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    /// The first item at `place` or behind it that is in `other`, or is not, as `wanted` says: found without running Python code.
    #[inline]
    pub(super) fn next_shared(&self, vm: &Vm, other: &SetTable, mut place: usize, wanted: bool) -> Shared {
        while let Some((found, item, hash)) = self.item_from(place) {
            match other.find(vm, item, hash) {
                Quick::Found(_) if wanted => return Shared::Item,
                Quick::Vacant(_) if !wanted => return Shared::Item,
                Quick::Unsure => return Shared::Unsure(found),
                Quick::Found(_) | Quick::Vacant(_) => place = found + 1,
            }
        }
        Shared::None
    }

    /// Insert an item that the table does not have.
    #[inline]
    fn insert_unique(&mut self, heap: HeapRef, key: Owned, hash: u64) -> Result<(), OutOfMemory> {
        if self.entries.is_empty() {
            self.resize(heap, 0)?;
        }
        self.place_new(Entry { hash, key: Some(key.into_raw()) });
        self.live += 1;
        self.fill += 1;
        if (self.fill as usize) * 5 < self.mask() * 3 { Ok(()) } else { self.grow(heap) }
    }

    /// Add to `made`, which has nothing but items of this table, those items from `place` on that are in `other` too, or those that are not, as
    /// `wanted` says. Where it must be asked whether one is: its place.
    pub(super) fn collect_shared(
        &self,
        vm: &Vm,
        other: &SetTable,
        place: usize,
        wanted: bool,
        made: &mut SetTable,
    ) -> Result<Option<usize>, OutOfMemory> {
        for (offset, entry) in self.entries.as_slice().get(place..).unwrap_or(&[]).iter().enumerate() {
            let Some(key) = entry.key else { continue };
            let shared = match other.find(vm, key, entry.hash) {
                Quick::Found(_) => true,
                Quick::Vacant(_) => false,
                Quick::Unsure => return Ok(Some(place + offset)),
            };
            if shared == wanted {
                made.insert_unique(vm.heap, key.own(), entry.hash)?;
            }
        }
        Ok(None)
    }

    /// As `collect_shared`, for one item that was asked.
    pub(super) fn collect(&mut self, heap: HeapRef, key: Owned, hash: u64) -> Result<(), OutOfMemory> {
        self.insert_unique(heap, key, hash)
    }

    /// Insert an item at the place that a search for it ended at.
    #[inline]
    pub fn insert(&mut self, heap: HeapRef, key: Owned, hash: u64, place: usize) -> Result<(), OutOfMemory> {
        let mut place = place;
        if place == usize::MAX {
            self.resize(heap, 0)?;
            place = hash as usize & (self.entries.len() - 1);
        }
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
    #[inline(never)]
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
        let entries = Buffer::filled(heap, places, VACANT)?;
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
    #[inline]
    fn place_new(&mut self, entry: Entry) {
        let entries = self.entries.as_mut_slice();
        let mask = entries.len().wrapping_sub(1);
        let mut runs = Runs::new(entry.hash);
        while let Some(run) = entries.get_mut(runs.next(mask)) {
            if let Some(vacant) = run.iter_mut().find(|other| other.key.is_none() && other.hash == 0) {
                *vacant = entry;
                return;
            }
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
        let mut left = self.live;
        for entry in self.entries.as_slice() {
            if left == 0 {
                break;
            }
            if let Some(item) = entry.key {
                left -= 1;
                drop(Owned::from_raw(item));
            }
        }
    }
}
