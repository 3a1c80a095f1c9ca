//! What Python code can call on a set or a frozenset.

use super::operations::AnySet;
use super::{FrozenSet, Set};
use crate::native::*;

fn union_of(vm: &mut Vm, set: AnySet, others: Rest<'_>) -> R<Owned> {
    let (result, joined) = set.copy(vm)?;
    for &other in others {
        if !set.value().is(other) {
            joined.update(vm, other)?;
        }
    }
    Ok(result)
}

fn intersection_of(vm: &mut Vm, set: AnySet, others: Rest<'_>) -> R<(Owned, AnySet)> {
    let [first, rest @ ..] = others else { return set.copy(vm) };
    let mut result = set.intersection(vm, *first)?;
    for &other in rest {
        result = result.1.intersection(vm, other)?;
    }
    Ok(result)
}

fn difference_of(vm: &mut Vm, set: AnySet, others: Rest<'_>) -> R<Owned> {
    let [first, rest @ ..] = others else { return Ok(set.copy(vm)?.0) };
    let (owned, result) = set.difference(vm, *first)?;
    for &other in rest {
        result.difference_update(vm, other)?;
    }
    Ok(owned)
}

fn is_subset(vm: &mut Vm, set: AnySet, other: Value) -> R<bool> {
    match vm.as_any_set(other) {
        Some(other) => set.is_subset(vm, other),
        None => {
            let (_keep, common) = set.intersection(vm, other)?;
            Ok(common.len(vm) == set.len(vm))
        }
    }
}

fn is_superset(vm: &mut Vm, set: AnySet, other: Value) -> R<bool> {
    if let Some(other) = vm.as_any_set(other) {
        return other.is_subset(vm, set);
    }
    let iterator = vm.iter(other)?;
    while let Some(item) = vm.next(iterator.value())? {
        if !set.contains(vm, item.value())? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `(class, ([items],), state)`.
fn reduce(vm: &mut Vm, set: AnySet) -> R<Owned> {
    let value = set.value();
    let list = vm.list_from(value)?;
    let list = Owned::from_raw(list.value());
    let arguments = vm.new_tuple(&[list.value()])?;
    let state = vm.call_method(value, "__getstate__", &[])?;
    let class = vm.class_of(value).value();
    vm.new_tuple(&[class, arguments.value(), state.value()])
}

fn size(vm: &Vm, set: AnySet) -> usize {
    vm.basic_size(set.value()) + set.table(vm).storage_bytes()
}

macro_rules! shared {
    ($module:ident, $rust:ident, $variant:ident, { $($own:tt)* }) => {
        pub(super) mod $module {
            use super::*;

            #[methods]
            mod py {
                use super::*;

                /// Whether an item is there: `item in self`.
                #[method("($self, object, /)")]
                fn __contains__(vm: &mut Vm, this: Obj<$rust>, object: Value) -> R<bool> {
                    AnySet::$variant(this).contains(vm, object)
                }

                /// A set of the items of this one and all others.
                #[method("($self, /, *others)")]
                fn union(vm: &mut Vm, this: Obj<$rust>, others: Rest<'_>) -> R<Owned> {
                    union_of(vm, AnySet::$variant(this), others)
                }

                /// A set of the items that are in this one and all others.
                #[method("($self, /, *others)")]
                fn intersection(vm: &mut Vm, this: Obj<$rust>, others: Rest<'_>) -> R<Owned> {
                    Ok(intersection_of(vm, AnySet::$variant(this), others)?.0)
                }

                /// A set of the items that are in none of the others.
                #[method("($self, /, *others)")]
                fn difference(vm: &mut Vm, this: Obj<$rust>, others: Rest<'_>) -> R<Owned> {
                    difference_of(vm, AnySet::$variant(this), others)
                }

                /// A set of the items that are in just one of both.
                #[method("($self, other, /)")]
                fn symmetric_difference(vm: &mut Vm, this: Obj<$rust>, other: Value) -> R<Owned> {
                    Ok(AnySet::$variant(this).symmetric_difference(vm, other)?.0)
                }

                /// Whether there is no common item.
                #[method("($self, other, /)")]
                fn isdisjoint(vm: &mut Vm, this: Obj<$rust>, other: Value) -> R<bool> {
                    AnySet::$variant(this).is_disjoint(vm, other)
                }

                /// Whether the other one has every item of this one.
                #[method("($self, other, /)")]
                fn issubset(vm: &mut Vm, this: Obj<$rust>, other: Value) -> R<bool> {
                    is_subset(vm, AnySet::$variant(this), other)
                }

                /// Whether this one has every item of the other one.
                #[method("($self, other, /)")]
                fn issuperset(vm: &mut Vm, this: Obj<$rust>, other: Value) -> R<bool> {
                    is_superset(vm, AnySet::$variant(this), other)
                }

                /// What pickling needs.
                #[method("($self, /)")]
                fn __reduce__(vm: &mut Vm, this: Obj<$rust>) -> R<Owned> {
                    reduce(vm, AnySet::$variant(this))
                }

                /// Bytes of memory.
                #[method("($self, /)")]
                fn __sizeof__(vm: &mut Vm, this: Obj<$rust>) -> usize {
                    size(vm, AnySet::$variant(this))
                }

                /// The class with a type for its items, for type checkers.
                #[classmethod("($type, object, /)")]
                fn __class_getitem__(vm: &mut Vm, class: Value, arguments: Value) -> R<Owned> {
                    crate::types::generic_alias::new(vm, class, arguments)
                }

                $($own)*
            }
        }
    };
}

shared! { frozenset, FrozenSet, Frozen, {
    /// A set with the same items: itself.
    #[method("($self, /)")]
    fn copy(vm: &mut Vm, this: Obj<FrozenSet>) -> R<Owned> {
        if vm.cast_exact::<FrozenSet>(this.value()).is_some() {
            return Ok(this.own());
        }
        Ok(AnySet::Frozen(this).copy(vm)?.0)
    }
} }

shared! { set, Set, Set, {
    /// Add an item, unless it is there.
    #[method("($self, object, /)")]
    fn add(vm: &mut Vm, this: Obj<Set>, object: Value) -> R<()> {
        this.add(vm, object).map(drop)
    }

    /// Remove an item, if it is there.
    #[method("($self, object, /)")]
    fn discard(vm: &mut Vm, this: Obj<Set>, object: Value) -> R<()> {
        this.discard(vm, object).map(drop)
    }

    /// Remove an item; KeyError when it is not there.
    #[method("($self, object, /)")]
    fn remove(vm: &mut Vm, this: Obj<Set>, object: Value) -> R<()> {
        if this.discard(vm, object)? { Ok(()) } else { Err(vm.key_error(object)) }
    }

    /// Remove an item of the set's choice, and return it.
    #[method("($self, /)")]
    fn pop(vm: &mut Vm, this: Obj<Set>) -> R<Owned> {
        match this.get_mut(vm).table.pop() {
            Some(item) => Ok(item),
            None => Err(vm.key_error_text("pop from an empty set")),
        }
    }

    /// Remove all items.
    #[method("($self, /)")]
    fn clear(vm: &mut Vm, this: Obj<Set>) {
        AnySet::Set(this).clear(vm);
    }

    /// A set with the same items.
    #[method("($self, /)")]
    fn copy(vm: &mut Vm, this: Obj<Set>) -> R<Owned> {
        Ok(AnySet::Set(this).copy(vm)?.0)
    }

    /// Add the items of all others.
    #[method("($self, /, *others)")]
    fn update(vm: &mut Vm, this: Obj<Set>, others: Rest<'_>) -> R<()> {
        others.iter().try_for_each(|&other| this.update(vm, other))
    }

    /// Keep only the items that all others have too.
    #[method("($self, /, *others)")]
    fn intersection_update(vm: &mut Vm, this: Obj<Set>, others: Rest<'_>) -> R<()> {
        let (_keep, common) = intersection_of(vm, AnySet::Set(this), others)?;
        AnySet::Set(this).replace(vm, common);
        Ok(())
    }

    /// Remove the items of all others.
    #[method("($self, /, *others)")]
    fn difference_update(vm: &mut Vm, this: Obj<Set>, others: Rest<'_>) -> R<()> {
        others.iter().try_for_each(|&other| AnySet::Set(this).difference_update(vm, other))
    }

    /// Keep only the items that are in just one of both.
    #[method("($self, other, /)")]
    fn symmetric_difference_update(vm: &mut Vm, this: Obj<Set>, other: Value) -> R<()> {
        AnySet::Set(this).symmetric_difference_update(vm, other)
    }
} }
