//! Which weak references point to an object: a table by address, so that objects need no field for it.
//!
//! The table counts nothing: a reference object takes itself out when it dies, and an object's entry is taken when the object does.

use std::cell::UnsafeCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::OutOfMemory;
use crate::header::{Flags, Header};
use crate::heap::Heap;
use crate::owned::Owned;
use crate::value::Value;

/// A table by `Value::bits` of objects.
pub type AddressMap<T> = HashMap<u64, T, BuildHasherDefault<AddressHasher>>;

/// Hashes addresses: programs do not choose those, so that they may be mixed quickly.
#[derive(Default)]
pub struct AddressHasher(u64);

impl Hasher for AddressHasher {
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(byte.into()));
    }

    #[inline]
    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 32;
    }
}

/// A reference object with the number it was noted under.
#[derive(Clone, Copy)]
struct Entry {
    number: u64,
    reference: Value,
}

#[derive(Default)]
struct Entries {
    by_target: AddressMap<Vec<Entry>>,
    last_number: u64,
}

/// The weak references of a heap.
#[derive(Default)]
pub(crate) struct WeakTable(UnsafeCell<Entries>);

fn header<'a>(value: Value) -> Option<&'a Header> {
    // SAFETY: the table, and whoever asks it, names objects that are alive or wait for their end.
    value.header().map(|header| unsafe { header.as_ref() })
}

impl Heap {
    #[allow(clippy::mut_from_ref, reason = "the table's interior is reached from here alone, for one call at a time")]
    fn weak_entries(&self) -> &mut Entries {
        // SAFETY: no reference to the entries outlives a function of this file, and none of them calls out.
        unsafe { &mut *self.weak.0.get() }
    }

    /// Note that `reference` points to `target`, at this place among the target's references. The number to forget it by.
    ///
    /// # Errors
    /// When the system refuses memory.
    pub fn add_weakref(&self, target: Value, reference: Value, place: usize) -> Result<u64, OutOfMemory> {
        let entries = self.weak_entries();
        entries.by_target.try_reserve(1).map_err(|_| OutOfMemory)?;
        entries.last_number += 1;
        let number = entries.last_number;
        let list = entries.by_target.entry(target.bits()).or_default();
        list.try_reserve(1).map_err(|_| OutOfMemory)?;
        list.insert(place.min(list.len()), Entry { number, reference });
        if let Some(header) = header(target) {
            header.set(Flags::HAS_WEAKREF);
        }
        Ok(number)
    }

    /// Forget a reference to `target`, which is not destroyed yet.
    pub fn remove_weakref(&self, target: Value, number: u64) {
        let entries = self.weak_entries();
        let Some(list) = entries.by_target.get_mut(&target.bits()) else { return };
        list.retain(|entry| entry.number != number);
        if list.is_empty() {
            entries.by_target.remove(&target.bits());
            if let Some(header) = header(target) {
                header.clear(Flags::HAS_WEAKREF);
            }
        }
    }

    /// The reference objects that point to `target`, in order; those that wait for their own end are among them.
    pub fn weakrefs(&self, target: Value) -> Vec<Value> {
        if !header(target).is_some_and(|header| header.has(Flags::HAS_WEAKREF)) {
            return Vec::new();
        }
        let list = self.weak_entries().by_target.get(&target.bits());
        list.map(|list| list.iter().map(|entry| entry.reference).collect()).unwrap_or_default()
    }

    /// The first of `weakrefs`.
    pub fn first_weakref(&self, target: Value) -> Option<Value> {
        if !header(target)?.has(Flags::HAS_WEAKREF) {
            return None;
        }
        self.weak_entries().by_target.get(&target.bits())?.first().map(|entry| entry.reference)
    }

    /// As `weakrefs`, and forget them all.
    pub fn take_weakrefs(&self, target: Value) -> Vec<Value> {
        let Some(header) = header(target).filter(|header| header.has(Flags::HAS_WEAKREF)) else { return Vec::new() };
        header.clear(Flags::HAS_WEAKREF);
        let list = self.weak_entries().by_target.remove(&target.bits()).unwrap_or_default();
        list.into_iter().map(|entry| entry.reference).collect()
    }

    /// A reference to an object that a table still knows: None when the object waits for its end.
    pub fn upgrade(&self, target: Value) -> Option<Owned> {
        let header = header(target)?;
        if header.references() == 0 { None } else { Some(target.own()) }
    }
}
