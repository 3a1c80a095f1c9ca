//! `set` and `frozenset`: the table of a dict, with None for every value.

use taipan_heap::ShapeId;

use crate::native::*;
use crate::types::dict::Table;
use crate::types::shapes;

#[derive(Trace, Default)]
pub struct Set {
    pub table: Table,
}

impl Payload for Set {
    const NAME: &'static str = "Set";
    const SHAPE: ShapeId = shapes::set;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.set
    }
}

/// As `Set`, immutable once made.
#[derive(Trace, Default)]
pub struct FrozenSet {
    pub table: Table,
}

impl Payload for FrozenSet {
    const NAME: &'static str = "FrozenSet";
    const SHAPE: ShapeId = shapes::frozenset;

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.frozenset
    }
}

pub(crate) static SET_CLASS: ClassDef = ClassDef {
    doc: "A mutable collection of distinct hashable items.",
    has_weakref: true,
    unhashable: true,
    ..ClassDef::new::<Set>("set")
};

pub(crate) static FROZENSET_CLASS: ClassDef = ClassDef {
    doc: "An immutable collection of distinct hashable items.",
    has_weakref: true,
    ..ClassDef::new::<FrozenSet>("frozenset")
};

impl Table {
    /// The position of `key` in a table that `table` finds anew each time: comparing keys may run Python code.
    pub fn find_key(vm: &mut Vm, table: impl Fn(&Vm) -> &Table, key: Value, hash: u64) -> R<Option<usize>> {
        if let Some(text) = vm.cast_exact::<Str>(key)
            && let Some(found) = table(vm).find_among_strings(vm, text, hash)
        {
            return Ok(found);
        }
        'again: loop {
            let mut probe = table(vm).probe(hash);
            loop {
                let Some((position, other)) = probe.next(table(vm)) else { return Ok(None) };
                if other.is(key) {
                    return Ok(Some(position));
                }
                let keep = other.own();
                let changes = table(vm).changes();
                let equal = vm.equal(keep.value(), key)?;
                if table(vm).changes() != changes {
                    continue 'again;
                }
                if equal {
                    return Ok(Some(position));
                }
            }
        }
    }
}

impl Obj<Set> {
    /// Add `item`; whether it was new.
    pub fn add(self, vm: &mut Vm, item: Value) -> R<bool> {
        let hash = vm.hash(item)? as u64;
        if Table::find_key(vm, |vm| &self.get(vm).table, item, hash)?.is_some() {
            return Ok(false);
        }
        let heap = vm.heap;
        let inserted = self.get_mut(vm).table.insert(heap, item.own(), hash, Owned::NONE);
        vm.check(inserted)?;
        Ok(true)
    }

    pub fn len(self, vm: &Vm) -> usize {
        self.get(vm).table.len()
    }
}

impl Vm {
    /// A new empty set.
    pub fn new_set(&mut self) -> R<(Owned, Obj<Set>)> {
        self.allocate_obj(Set::default())
    }
}

/// A frozenset constant.
pub(crate) fn new_frozen(vm: &mut Vm, items: &[Owned]) -> R<Owned> {
    let (owned, set) = vm.allocate_obj(FrozenSet::default())?;
    for item in items {
        let hash = vm.hash(item.value())? as u64;
        if Table::find_key(vm, |vm| &set.get(vm).table, item.value(), hash)?.is_none() {
            let heap = vm.heap;
            let inserted = set.get_mut(vm).table.insert(heap, item.clone(), hash, Owned::NONE);
            vm.check(inserted)?;
        }
    }
    Ok(owned)
}
