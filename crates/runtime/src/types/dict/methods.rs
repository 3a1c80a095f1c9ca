//! What Python code can call on a dict.

use crate::native::*;
use crate::types::set::{FrozenSet, Set};

#[methods]
mod py {
    use super::*;

    /// The value of `key`, or `default`.
    #[method("($self, key, default=None, /)")]
    fn get(vm: &mut Vm, this: Obj<Dict>, key: Value, default: Option<Value>) -> R<Owned> {
        match this.lookup(vm, key)? {
            Some(value) => Ok(value),
            None => Ok(default.unwrap_or(Value::NONE).own()),
        }
    }

    /// The value of `key`; `default` becomes it when there is none.
    #[method("($self, key, default=None, /)")]
    fn setdefault(vm: &mut Vm, this: Obj<Dict>, key: Value, default: Option<Value>) -> R<Owned> {
        let hash = this.hash_key(vm, key)?;
        if let Some(found) = this.lookup_hashed(vm, key, hash)? {
            return Ok(found);
        }
        let default = default.unwrap_or(Value::NONE);
        this.insert_new(vm, key, hash, default)?;
        Ok(default.own())
    }

    /// Remove `key` and return its value; `default`, or KeyError, when there is none.
    #[method("($self, key, default=<unrepresentable>, /)")]
    fn pop(vm: &mut Vm, this: Obj<Dict>, key: Value, default: Option<Value>) -> R<Owned> {
        if this.len(vm) > 0
            && let Some(value) = this.remove(vm, key)?
        {
            return Ok(value);
        }
        match default {
            Some(default) => Ok(default.own()),
            None => Err(vm.key_error(key)),
        }
    }

    /// Remove the entry that came last and return its key and value.
    #[method("($self, /)")]
    fn popitem(vm: &mut Vm, this: Obj<Dict>) -> R<Owned> {
        match this.pop_last(vm) {
            Some((key, value)) => vm.new_pair(key.value(), value.value()),
            None => Err(vm.key_error_text("popitem(): dictionary is empty")),
        }
    }

    /// Set entries from a mapping or from pairs, and from keywords.
    #[method("($self, *args, **kwargs)")]
    fn update(vm: &mut Vm, this: Obj<Dict>, args: Rest<'_>, keywords: Keywords) -> R<()> {
        super::super::update::update_from_args(vm, this, Args::positional(args), "update")?;
        for (name, value) in keywords {
            this.set(vm, name, value)?;
        }
        Ok(())
    }

    /// Remove all entries.
    #[method("($self, /)")]
    fn clear(vm: &mut Vm, this: Obj<Dict>) {
        this.clear(vm);
    }

    /// A dict with the same entries.
    #[method("($self, /)")]
    fn copy(vm: &mut Vm, this: Obj<Dict>) -> R<Owned> {
        Ok(this.copy(vm)?.0)
    }

    /// A view of the keys.
    #[method("($self, /)")]
    fn keys(vm: &mut Vm, this: Obj<Dict>) -> R<Owned> {
        super::super::views::keys(vm, this)
    }

    /// A view of the values.
    #[method("($self, /)")]
    fn values(vm: &mut Vm, this: Obj<Dict>) -> R<Owned> {
        super::super::views::values(vm, this)
    }

    /// A view of the entries, as pairs.
    #[method("($self, /)")]
    fn items(vm: &mut Vm, this: Obj<Dict>) -> R<Owned> {
        super::super::views::items(vm, this)
    }

    /// A dict with these keys, all with the same value.
    #[classmethod("($type, iterable, value=None, /)")]
    fn fromkeys(vm: &mut Vm, class: Value, iterable: Value, value: Option<Value>) -> R<Owned> {
        let value = value.unwrap_or(Value::NONE);
        let made = vm.call(class, &[])?;
        if let Some(dict) = vm.cast_exact::<Dict>(made.value()) {
            if vm.cast_exact::<Dict>(iterable).is_some()
                || vm.cast_exact::<Set>(iterable).is_some()
                || vm.cast_exact::<FrozenSet>(iterable).is_some()
            {
                let more = vm.length(iterable)?;
                dict.reserve(vm, more)?;
            }
            // Keys whose hashes are known are not asked for them.
            let exact = vm.cast_exact::<Set>(iterable).is_some() || vm.cast_exact::<FrozenSet>(iterable).is_some();
            if let Some(set) = vm.as_any_set(iterable).filter(|_| exact) {
                let size = set.len(vm);
                let mut place = 0;
                while let Some((found, key, hash)) = set.table(vm).item_from(place) {
                    let key = key.own();
                    dict.set_hashed(vm, key.value(), hash, value)?;
                    if set.len(vm) != size {
                        return Err(vm.runtime_error("Set changed size during iteration"));
                    }
                    place = found + 1;
                }
                return Ok(made);
            }
            let iterator = vm.iter(iterable)?;
            while let Some(key) = vm.next(iterator.value())? {
                dict.set(vm, key.value(), value)?;
            }
            return Ok(made);
        }
        let iterator = vm.iter(iterable)?;
        while let Some(key) = vm.next(iterator.value())? {
            vm.set_item(made.value(), key.value(), value)?;
        }
        Ok(made)
    }

    /// An iterator over the keys, the last one first.
    #[method("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Obj<Dict>) -> R<Owned> {
        super::super::iter::reversed_keys(vm, this)
    }

    /// Bytes of memory.
    #[method("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Obj<Dict>) -> usize {
        vm.basic_size(this.value()) + this.get(vm).table.storage_bytes()
    }

    /// `dict[key, value]`, for type checkers.
    #[classmethod("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, class: Value, arguments: Value) -> R<Owned> {
        crate::types::generic_alias::new(vm, class, arguments)
    }
}
