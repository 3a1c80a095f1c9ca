//! The keys of one document: equal keys share one string, whose hash is computed once.
//!
//! The table is keyed by a hash that is quick to compute and easy to make collide. So no search goes further than a few places; a key that finds
//! none is not shared, and costs nobody time.

use taipan_runtime::native::*;
use taipan_text::memory::{is_refused, note_refused};
use taipan_text::with_units;

use super::strings::{self, Literal};

/// Places that one key may be in.
const REACH: usize = 8;
/// Beyond this many places no more keys are noted.
const LARGEST: usize = 1 << 16;

#[derive(Default)]
pub(super) struct Keys {
    /// A power of two places, or none yet.
    places: Vec<Option<(u64, Owned)>>,
    used: usize,
}

impl Keys {
    /// The string of these units.
    pub(super) fn shared<T: Literal>(&mut self, vm: &mut Vm, units: &[T], ascii: bool) -> R<Owned> {
        let hash = T::quick_hash(units);
        if let Some(known) = self.find(vm, hash, units) {
            return Ok(known);
        }
        let made = strings::make(vm, units, ascii)?;
        self.note(hash, &made);
        Ok(made)
    }

    /// The string that is equal to `text`, perhaps itself.
    pub(super) fn shared_text(&mut self, vm: &mut Vm, text: Owned) -> R<Owned> {
        let Some(units) = vm.cast::<Str>(text.value()).map(|text| text.units(vm)) else { return Ok(text) };
        let (hash, known) = with_units!(units, |units| {
            let hash = Literal::quick_hash(units);
            (hash, self.find(vm, hash, units))
        });
        if let Some(known) = known {
            return Ok(known);
        }
        self.note(hash, &text);
        Ok(text)
    }

    #[inline(always)]
    fn find<T: Literal>(&self, vm: &Vm, hash: u64, units: &[T]) -> Option<Owned> {
        let mask = self.places.len().checked_sub(1)?;
        for step in 0..REACH {
            let (other, key) = self.places[(hash as usize).wrapping_add(step) & mask].as_ref()?;
            if *other == hash && vm.cast::<Str>(key.value()).is_some_and(|key| key.units(vm) == T::units(units)) {
                return Some(key.clone());
            }
        }
        None
    }

    fn note(&mut self, hash: u64, key: &Owned) {
        if self.used * 2 >= self.places.len() {
            self.grow();
        }
        if self.put(hash, key.clone()) {
            self.used += 1;
        }
    }

    fn put(&mut self, hash: u64, key: Owned) -> bool {
        let Some(mask) = self.places.len().checked_sub(1) else { return false };
        let place = (0..REACH).map(|step| (hash as usize).wrapping_add(step) & mask);
        match place.into_iter().find(|&place| self.places[place].is_none()) {
            Some(place) => {
                self.places[place] = Some((hash, key));
                true
            }
            None => false,
        }
    }

    fn grow(&mut self) {
        let length = (self.places.len() * 2).max(32);
        if length > LARGEST || is_refused() {
            return;
        }
        let mut places = Vec::new();
        if places.try_reserve_exact(length).is_err() {
            note_refused();
            return;
        }
        places.resize_with(length, || None);
        let old = std::mem::replace(&mut self.places, places);
        self.used = 0;
        for (hash, key) in old.into_iter().flatten() {
            if self.put(hash, key) {
                self.used += 1;
            }
        }
    }
}
