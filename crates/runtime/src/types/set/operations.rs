//! What sets compute: adding, removing, joining and comparing, for both types alike.

use super::table::{Quick, Shared};
use super::{FrozenSet, Search, Set, SetTable};
use crate::native::*;

/// A set or a frozenset. Changing a frozenset is for its making.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AnySet {
    Set(Obj<Set>),
    Frozen(Obj<FrozenSet>),
}

impl Vm {
    /// The value as a set or frozenset, or an instance of a subclass.
    #[inline]
    pub fn as_any_set(&self, value: Value) -> Option<AnySet> {
        if let Some(set) = self.cast_exact::<Set>(value) {
            return Some(AnySet::Set(set));
        }
        if let Some(set) = self.cast_exact::<FrozenSet>(value) {
            return Some(AnySet::Frozen(set));
        }
        self.as_derived_set(value)
    }

    #[inline(never)]
    fn as_derived_set(&self, value: Value) -> Option<AnySet> {
        match self.cast::<Set>(value) {
            Some(set) => Some(AnySet::Set(set)),
            None => self.cast::<FrozenSet>(value).map(AnySet::Frozen),
        }
    }
}

impl AnySet {
    #[inline(always)]
    pub fn table(self, vm: &Vm) -> &SetTable {
        match self {
            AnySet::Set(set) => &set.get(vm).table,
            AnySet::Frozen(set) => &set.get(vm).table,
        }
    }

    #[inline(always)]
    pub(super) fn table_mut(self, vm: &mut Vm) -> &mut SetTable {
        match self {
            AnySet::Set(set) => &mut set.get_mut(vm).table,
            AnySet::Frozen(set) => &mut set.get_mut(vm).table,
        }
    }

    pub fn value(self) -> Value {
        match self {
            AnySet::Set(set) => set.value(),
            AnySet::Frozen(set) => set.value(),
        }
    }

    #[inline(always)]
    pub fn len(self, vm: &Vm) -> usize {
        self.table(vm).len()
    }

    /// A new exact set, or frozenset, of the kind that this one is or derives from.
    pub(super) fn new_like(self, vm: &mut Vm) -> R<(Owned, AnySet)> {
        match self {
            AnySet::Set(_) => vm.allocate_obj(Set::default()).map(|(owned, set)| (owned, AnySet::Set(set))),
            AnySet::Frozen(_) => vm.allocate_obj(FrozenSet::default()).map(|(owned, set)| (owned, AnySet::Frozen(set))),
        }
    }

    /// As `new_like`, with the same items.
    pub(super) fn copy(self, vm: &mut Vm) -> R<(Owned, AnySet)> {
        let (owned, copy) = self.new_like(vm)?;
        copy.merge(vm, self)?;
        Ok((owned, copy))
    }

    #[inline]
    fn hash_item(vm: &mut Vm, item: Value) -> R<u64> {
        if let Some(int) = item.as_int() {
            return Ok(crate::object::protocol::compare::hash_int(int) as u64);
        }
        match vm.hash(item) {
            Ok(hash) => Ok(hash as u64),
            Err(_) => Err(vm.unhashable_key(item, "a set element")),
        }
    }

    fn search(self, vm: &mut Vm, item: Value, hash: u64) -> R<Search> {
        match self {
            AnySet::Set(set) => SetTable::search(vm, |vm| &set.get(vm).table, item, hash),
            AnySet::Frozen(set) => SetTable::search(vm, |vm| &set.get(vm).table, item, hash),
        }
    }

    /// Add `item`; whether it was new.
    pub fn add(self, vm: &mut Vm, item: Value) -> R<bool> {
        let hash = AnySet::hash_item(vm, item)?;
        self.add_hashed(vm, item, hash)
    }

    /// As `add`, of an item that is not needed otherwise.
    fn add_owned(self, vm: &mut Vm, item: Owned) -> R<()> {
        let hash = AnySet::hash_item(vm, item.value())?;
        let place = match self.table(vm).find(vm, item.value(), hash) {
            Quick::Found(_) => return Ok(()),
            Quick::Vacant(place) => place,
            Quick::Unsure => return self.add_hashed(vm, item.value(), hash).map(drop),
        };
        let heap = vm.heap;
        let inserted = self.table_mut(vm).insert(heap, item, hash, place);
        vm.check(inserted)
    }

    pub(super) fn add_hashed(self, vm: &mut Vm, item: Value, hash: u64) -> R<bool> {
        match self.search(vm, item, hash)? {
            Search::Found(_) => Ok(false),
            Search::Vacant(place) => {
                let heap = vm.heap;
                let inserted = self.table_mut(vm).insert(heap, item.own(), hash, place);
                vm.check(inserted)?;
                Ok(true)
            }
        }
    }

    /// Whether `item` is in the set. A set is looked for as the frozenset of its items.
    pub fn contains(self, vm: &mut Vm, item: Value) -> R<bool> {
        match AnySet::hash_item(vm, item) {
            Ok(hash) => self.contains_hashed(vm, item, hash),
            Err(raised) => {
                let frozen = frozen_key(vm, item, raised)?;
                self.contains(vm, frozen.value())
            }
        }
    }

    pub(super) fn contains_hashed(self, vm: &mut Vm, item: Value, hash: u64) -> R<bool> {
        Ok(self.search(vm, item, hash)?.found().is_some())
    }

    /// Remove `item`; whether it was there. A set is looked for as the frozenset of its items.
    pub fn discard(self, vm: &mut Vm, item: Value) -> R<bool> {
        match AnySet::hash_item(vm, item) {
            Ok(hash) => self.discard_hashed(vm, item, hash),
            Err(raised) => {
                let frozen = frozen_key(vm, item, raised)?;
                self.discard(vm, frozen.value())
            }
        }
    }

    fn discard_hashed(self, vm: &mut Vm, item: Value, hash: u64) -> R<bool> {
        match self.search(vm, item, hash)? {
            Search::Found(place) => {
                drop(self.table_mut(vm).remove(place));
                Ok(true)
            }
            Search::Vacant(_) => Ok(false),
        }
    }

    /// Remove everything.
    pub fn clear(self, vm: &mut Vm) {
        drop(std::mem::take(self.table_mut(vm)));
    }

    /// Add the items of another set.
    pub(super) fn merge(self, vm: &mut Vm, other: AnySet) -> R<()> {
        if self == other || other.len(vm) == 0 {
            return Ok(());
        }
        let heap = vm.heap;
        if self.len(vm) == 0 {
            let mut table = SetTable::default();
            let filled = table.fill_from(heap, other.table(vm));
            vm.check(filled)?;
            drop(std::mem::replace(self.table_mut(vm), table));
            return Ok(());
        }
        let more = other.len(vm);
        let reserved = self.table_mut(vm).reserve(heap, more);
        vm.check(reserved)?;
        let mut place = 0;
        while let Some((found, item, hash)) = other.table(vm).item_from(place) {
            let item = item.own();
            self.add_hashed(vm, item.value(), hash)?;
            place = found + 1;
        }
        Ok(())
    }

    /// Add the items of any iterable.
    pub fn update(self, vm: &mut Vm, iterable: Value) -> R<()> {
        if let Some(other) = vm.as_any_set(iterable) {
            return self.merge(vm, other);
        }
        if let Some(dict) = vm.cast_exact::<Dict>(iterable) {
            let (heap, more) = (vm.heap, dict.len(vm));
            let reserved = self.table_mut(vm).reserve(heap, more);
            vm.check(reserved)?;
            let mut position = 0;
            while let Some((found, key, _)) = dict.entry_from(vm, position) {
                let hash = dict.get(vm).table.hash_at(vm, found);
                let key = key.own();
                self.add_hashed(vm, key.value(), hash)?;
                position = found + 1;
            }
            return Ok(());
        }
        vm.for_each_left(
            iterable,
            &mut (),
            |(), vm, item| self.add_plain(vm, item),
            |(), vm, item| self.add_owned(vm, item),
        )
    }

    /// Add an inline int or a string, whose hash takes no call, if nobody has to be asked whether it is there.
    fn add_plain(self, vm: &mut Vm, item: Value) -> bool {
        let hash = if item.is_int() {
            vm.hash(item).ok().map(|hash| hash as u64)
        } else {
            vm.cast_exact::<Str>(item).map(|text| text.hash(vm))
        };
        let Some(hash) = hash else { return false };
        match self.table(vm).find(vm, item, hash) {
            Quick::Found(_) => true,
            Quick::Vacant(place) => {
                let heap = vm.heap;
                self.table_mut(vm).insert(heap, item.own(), hash, place).is_ok()
            }
            Quick::Unsure => false,
        }
    }

    /// The items that are in both.
    pub(super) fn intersection(self, vm: &mut Vm, iterable: Value) -> R<(Owned, AnySet)> {
        if self.value().is(iterable) {
            return self.copy(vm);
        }
        if let Some(other) = vm.as_any_set(iterable) {
            let (larger, smaller) = if other.len(vm) > self.len(vm) { (other, self) } else { (self, other) };
            let table = smaller.shared_with(vm, larger, true)?;
            return self.new_holding(vm, table);
        }
        let (owned, result) = self.new_like(vm)?;
        vm.for_each(iterable, |vm, item| {
            let hash = vm.hash(item.value())? as u64;
            if self.contains_hashed(vm, item.value(), hash)? {
                result.add_hashed(vm, item.value(), hash)?;
            }
            Ok(())
        })?;
        Ok((owned, result))
    }

    /// Remove the items of an iterable.
    pub(super) fn difference_update(self, vm: &mut Vm, iterable: Value) -> R<()> {
        if self.value().is(iterable) {
            self.clear(vm);
            return Ok(());
        }
        if let Some(other) = vm.as_any_set(iterable) {
            // Against a far larger set, only what both have need be removed.
            let common;
            let other = if other.len(vm) >> 3 > self.len(vm) {
                common = self.intersection(vm, iterable)?;
                common.1
            } else {
                other
            };
            let mut place = 0;
            while let Some((found, item, hash)) = other.table(vm).item_from(place) {
                let item = item.own();
                self.discard_hashed(vm, item.value(), hash)?;
                place = found + 1;
            }
        } else if let Some(dict) = vm.cast_exact::<Dict>(iterable) {
            let mut position = 0;
            while let Some((found, key, _)) = dict.entry_from(vm, position) {
                let hash = dict.get(vm).table.hash_at(vm, found);
                let key = key.own();
                self.discard_hashed(vm, key.value(), hash)?;
                position = found + 1;
            }
        } else {
            vm.for_each(iterable, |vm, item| {
                let hash = AnySet::hash_item(vm, item.value())?;
                self.discard_hashed(vm, item.value(), hash).map(drop)
            })?;
        }
        let heap = vm.heap;
        let tidied = self.table_mut(vm).tidy(heap);
        vm.check(tidied)
    }

    /// The items that an iterable does not have.
    pub(super) fn difference(self, vm: &mut Vm, iterable: Value) -> R<(Owned, AnySet)> {
        let other = vm.as_any_set(iterable);
        let dict = vm.cast_exact::<Dict>(iterable);
        let size = match (other, dict) {
            (Some(other), _) => Some(other.len(vm)),
            (None, Some(dict)) => Some(dict.len(vm)),
            (None, None) => None,
        };
        if size.is_none_or(|size| self.len(vm) >> 2 > size) {
            let (owned, copy) = self.copy(vm)?;
            copy.difference_update(vm, iterable)?;
            return Ok((owned, copy));
        }
        if let Some(other) = other {
            let table = self.shared_with(vm, other, false)?;
            return self.new_holding(vm, table);
        }
        let (owned, result) = self.new_like(vm)?;
        if let Some(dict) = dict {
            let mut place = 0;
            while let Some((found, item, hash)) = self.table(vm).item_from(place) {
                let item = item.own();
                if dict.find(vm, item.value(), hash)?.is_none() {
                    result.add_hashed(vm, item.value(), hash)?;
                }
                place = found + 1;
            }
        }
        Ok((owned, result))
    }

    /// Remove the items that an iterable has too, add those that only it has.
    pub(super) fn symmetric_difference_update(self, vm: &mut Vm, iterable: Value) -> R<()> {
        if self.value().is(iterable) {
            self.clear(vm);
            return Ok(());
        }
        let keep;
        let other = match vm.as_any_set(iterable) {
            Some(other) => other,
            None => {
                let (owned, other) = self.new_like(vm)?;
                other.update(vm, iterable)?;
                keep = owned;
                let _ = &keep;
                other
            }
        };
        let mut place = 0;
        while let Some((found, item, hash)) = other.table(vm).item_from(place) {
            let item = item.own();
            if !self.discard_hashed(vm, item.value(), hash)? {
                self.add_hashed(vm, item.value(), hash)?;
            }
            place = found + 1;
        }
        Ok(())
    }

    pub(super) fn symmetric_difference(self, vm: &mut Vm, iterable: Value) -> R<(Owned, AnySet)> {
        let (owned, result) = self.new_like(vm)?;
        result.update(vm, iterable)?;
        result.symmetric_difference_update(vm, self.value())?;
        Ok((owned, result))
    }

    /// Whether every item is in `other`.
    pub(super) fn is_subset(self, vm: &mut Vm, other: AnySet) -> R<bool> {
        if self.len(vm) > other.len(vm) {
            return Ok(false);
        }
        Ok(!self.shares(vm, other, false)?)
    }

    /// Whether any item is in `other` too, or any is not, as `wanted` says.
    fn shares(self, vm: &mut Vm, other: AnySet, wanted: bool) -> R<bool> {
        let mut place = 0;
        loop {
            let found = match self.table(vm).next_shared(vm, other.table(vm), place, wanted) {
                Shared::None => return Ok(false),
                Shared::Item => return Ok(true),
                Shared::Unsure(found) => found,
            };
            if let Some((item, hash)) = self.item_at(vm, found)
                && other.contains_hashed(vm, item.value(), hash)? == wanted
            {
                return Ok(true);
            }
            place = found + 1;
        }
    }

    /// The items that are in `other` too, or those that are not, as `wanted` says.
    fn shared_with(self, vm: &mut Vm, other: AnySet, wanted: bool) -> R<SetTable> {
        let mut made = SetTable::default();
        let mut place = 0;
        loop {
            let collected = self.table(vm).collect_shared(vm, other.table(vm), place, wanted, &mut made);
            let Some(found) = vm.check(collected)? else { return Ok(made) };
            if let Some((item, hash)) = self.item_at(vm, found)
                && other.contains_hashed(vm, item.value(), hash)? == wanted
            {
                let collected = made.collect(vm.heap, item, hash);
                vm.check(collected)?;
            }
            place = found + 1;
        }
    }

    fn item_at(self, vm: &Vm, place: usize) -> Option<(Owned, u64)> {
        self.table(vm).item_from(place).filter(|found| found.0 == place).map(|(_, item, hash)| (item.own(), hash))
    }

    /// As `new_like`, with this table.
    fn new_holding(self, vm: &mut Vm, table: SetTable) -> R<(Owned, AnySet)> {
        let (owned, set) = self.new_like(vm)?;
        *set.table_mut(vm) = table;
        Ok((owned, set))
    }

    pub(super) fn is_disjoint(self, vm: &mut Vm, iterable: Value) -> R<bool> {
        if self.value().is(iterable) {
            return Ok(self.len(vm) == 0);
        }
        if let Some(other) = vm.as_any_set(iterable) {
            let (larger, smaller) = if other.len(vm) > self.len(vm) { (other, self) } else { (self, other) };
            return Ok(!smaller.shares(vm, larger, true)?);
        }
        let iterator = vm.iter(iterable)?;
        while let Some(item) = vm.next_item(iterator.value())? {
            let hash = AnySet::hash_item(vm, item.value())?;
            if self.contains_hashed(vm, item.value(), hash)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Take over what another set holds.
    pub(super) fn replace(self, vm: &mut Vm, other: AnySet) {
        let table = std::mem::take(other.table_mut(vm));
        drop(std::mem::replace(self.table_mut(vm), table));
    }
}

/// A set that was looked for, as a frozenset; the error in flight when it is no set.
fn frozen_key(vm: &mut Vm, item: Value, raised: Raised) -> R<Owned> {
    let Some(set) = vm.cast::<Set>(item) else { return Err(raised) };
    drop(vm.catch(vm.exceptions.TypeError, raised)?);
    let (owned, frozen) = vm.allocate_obj(FrozenSet::default())?;
    AnySet::Frozen(frozen).merge(vm, AnySet::Set(set))?;
    Ok(owned)
}

/// The hash of a frozenset.
pub(super) fn frozen_hash(vm: &Vm, set: Obj<FrozenSet>) -> i64 {
    let set = set.get(vm);
    if set.hash.get() == 0 {
        set.hash.set(set.table.hash());
    }
    set.hash.get()
}
