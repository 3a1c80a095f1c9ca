//! Names, each kept once and known by a number.

use std::collections::HashMap;
use std::rc::Rc;

/// A name's number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub(crate) struct NameId(pub(crate) u32);

/// Places of the table that is looked at first.
const RECENT: usize = 256;

#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<Rc<str>>,
    places: HashMap<Rc<str>, u32>,
    /// Numbers + 1, by a hash that is quick to compute; the last name of a hash displaces the one before.
    recent: Vec<u32>,
    /// By number, the set that the name was in last.
    sets: Vec<u32>,
    set: u32,
}

fn quick_hash(name: &[u8]) -> usize {
    let mut hash = name.len() as u32;
    for &byte in name.iter().take(12) {
        hash = (hash.rotate_left(5) ^ u32::from(byte)).wrapping_mul(0x9e37_79b1);
    }
    (hash >> 24) as usize & (RECENT - 1)
}

impl Names {
    #[inline]
    pub(super) fn get(&self, id: NameId) -> &str {
        &self.names[id.0 as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The number of a name.
    #[inline]
    pub(super) fn id(&mut self, name: &str) -> NameId {
        let place = quick_hash(name.as_bytes());
        if let Some(&known) = self.recent.get(place)
            && known != 0
            && *self.names[known as usize - 1] == *name
        {
            return NameId(known - 1);
        }
        self.find(name, place)
    }

    /// Begin a set of names, for `is_repeated`.
    pub(super) fn begin_set(&mut self) {
        self.set = self.set.wrapping_add(1);
        if self.set == 0 {
            self.sets.clear();
            self.set = 1;
        }
    }

    /// Put the name into the set: whether it was there.
    pub(super) fn is_repeated(&mut self, id: NameId) -> bool {
        if self.sets.len() < self.names.len() {
            self.sets.resize(self.names.len(), 0);
        }
        std::mem::replace(&mut self.sets[id.0 as usize], self.set) == self.set
    }

    fn find(&mut self, name: &str, place: usize) -> NameId {
        if self.recent.is_empty() {
            self.recent = vec![0; RECENT];
        }
        let id = match self.places.get(name) {
            Some(&id) => id,
            None => {
                let id = self.names.len() as u32;
                let name: Rc<str> = name.into();
                self.names.push(name.clone());
                self.places.insert(name, id);
                id
            }
        };
        self.recent[place] = id + 1;
        NameId(id)
    }
}
