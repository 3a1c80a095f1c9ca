//! What programs see of the memos of picklers and unpicklers.

use taipan_runtime::native::*;
use taipan_runtime::object::class::ClassFlags;

use super::pickler::Pickler;
use super::save::Memo;
use super::unpickler::Unpickler;
use crate::support::payload;

#[derive(Trace)]
pub(super) struct PicklerMemoProxy {
    pub(super) pickler: Owned,
}

payload!(PicklerMemoProxy);

#[derive(Trace)]
pub(super) struct UnpicklerMemoProxy {
    pub(super) unpickler: Owned,
}

payload!(UnpicklerMemoProxy);

pub(super) static PICKLER_CLASS: ClassDef = ClassDef {
    module: "_pickle",
    methods: &of_pickler::METHODS,
    flags: ClassFlags::NO_NEW,
    unhashable: true,
    ..ClassDef::sealed::<PicklerMemoProxy>("PicklerMemoProxy")
};

pub(super) static UNPICKLER_CLASS: ClassDef = ClassDef {
    module: "_pickle",
    methods: &of_unpickler::METHODS,
    flags: ClassFlags::NO_NEW,
    unhashable: true,
    ..ClassDef::sealed::<UnpicklerMemoProxy>("UnpicklerMemoProxy")
};

/// A memo as a dict: by address, the number and the object.
fn pickler_copy(vm: &mut Vm, proxy: Obj<PicklerMemoProxy>) -> R<Owned> {
    let (owned, dict) = vm.new_dict_obj()?;
    let pickler = proxy.get(vm).pickler.clone();
    let Some(pickler) = vm.cast::<Pickler>(pickler.value()) else { return Ok(owned) };
    let mut entries: Vec<(u64, usize, Owned)> = pickler
        .get(vm)
        .saver
        .iter()
        .flat_map(|saver| &saver.memo)
        .map(|(address, (number, value))| (*address, *number, value.clone()))
        .collect();
    entries.sort_by_key(|entry| entry.1);
    for (address, number, value) in entries {
        let key = vm.new_int(i128::from(address))?;
        let pair = vm.new_pair(Value::int_unchecked(number as i64), value.value())?;
        dict.set(vm, key.value(), pair.value())?;
    }
    Ok(owned)
}

fn unpickler_copy(vm: &mut Vm, proxy: Obj<UnpicklerMemoProxy>) -> R<Owned> {
    let (owned, dict) = vm.new_dict_obj()?;
    let unpickler = proxy.get(vm).unpickler.clone();
    let Some(unpickler) = vm.cast::<Unpickler>(unpickler.value()) else { return Ok(owned) };
    let memo = unpickler.get(vm).loader.as_ref().map(|loader| loader.memo.clone()).unwrap_or_default();
    for (number, value) in memo.into_iter().enumerate() {
        if let Some(value) = value {
            dict.set(vm, Value::int_unchecked(number as i64), value.value())?;
        }
    }
    Ok(owned)
}

/// `dict, (copy,)`
fn reduced(vm: &mut Vm, copy: Owned) -> R<Owned> {
    let arguments = vm.new_tuple(&[copy.value()])?;
    vm.new_pair(vm.types.dict.value(), arguments.value())
}

/// The memo that `pickler.memo = value` gives.
pub(super) fn pickler_memo(vm: &mut Vm, value: Value) -> R<Memo> {
    let mut memo = Memo::default();
    if let Some(proxy) = vm.cast::<PicklerMemoProxy>(value) {
        let pickler = proxy.get(vm).pickler.clone();
        if let Some(saver) = vm.cast::<Pickler>(pickler.value()).and_then(|pickler| pickler.get(vm).saver.as_ref()) {
            memo.extend(saver.memo.iter().map(|(address, (number, value))| (*address, (*number, value.clone()))));
        }
        return Ok(memo);
    }
    let Some(dict) = vm.cast::<Dict>(value) else {
        let found = vm.class_of(value).name(vm);
        let words = format!("'memo' attribute must be a PicklerMemoProxy object or dict, not {found}");
        return Err(vm.type_error(words));
    };
    for (_, entry) in dict.snapshot(vm) {
        let Some(pair) = vm.cast::<Tuple>(entry.value()).filter(|pair| pair.len(vm) == 2) else {
            return Err(vm.type_error("'memo' values must be 2-item tuples"));
        };
        let (number, object) = (pair.items(vm)[0], pair.items(vm)[1].own());
        let number = vm.to_i64(number, "ssize_t")?;
        memo.insert(object.value().bits(), (number as usize, object));
    }
    Ok(memo)
}

/// The memo that `unpickler.memo = value` gives.
pub(super) fn unpickler_memo(vm: &mut Vm, value: Value) -> R<Vec<Option<Owned>>> {
    if let Some(proxy) = vm.cast::<UnpicklerMemoProxy>(value) {
        let unpickler = proxy.get(vm).unpickler.clone();
        let loader = vm.cast::<Unpickler>(unpickler.value()).and_then(|unpickler| unpickler.get(vm).loader.as_ref());
        return Ok(loader.map(|loader| loader.memo.clone()).unwrap_or_default());
    }
    let Some(dict) = vm.cast::<Dict>(value) else {
        let found = vm.class_of(value).name(vm);
        let words = format!("'memo' attribute must be an UnpicklerMemoProxy object or dict, not {found}");
        return Err(vm.type_error(words));
    };
    let mut memo = Vec::new();
    for (key, value) in dict.snapshot(vm) {
        if vm.as_int_ref(key.value()).is_none() {
            return Err(vm.type_error("memo key must be integers"));
        }
        let Ok(number) = usize::try_from(vm.to_i64(key.value(), "ssize_t")?) else {
            return Err(vm.value_error("memo key must be positive integers."));
        };
        if number >= memo.len() {
            vm.check_room(number.saturating_mul(8))?;
            memo.resize(number + 1, None);
        }
        memo[number] = Some(value);
    }
    Ok(memo)
}

mod of_pickler {
    use super::*;

    #[methods]
    mod rows {
        use super::*;

        /// Forget everything.
        #[method("($self, /)")]
        fn clear(vm: &mut Vm, this: Obj<PicklerMemoProxy>) {
            let pickler = this.get(vm).pickler.clone();
            if let Some(pickler) = vm.cast::<Pickler>(pickler.value()) {
                let old = pickler.get_mut(vm).saver.as_mut().map(|saver| std::mem::take(&mut saver.memo));
                drop(old);
            }
        }

        /// The memo as a dict.
        #[method("($self, /)")]
        fn copy(vm: &mut Vm, this: Obj<PicklerMemoProxy>) -> R<Owned> {
            pickler_copy(vm, this)
        }

        /// What pickle needs.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<PicklerMemoProxy>) -> R<Owned> {
            let copy = pickler_copy(vm, this)?;
            reduced(vm, copy)
        }
    }
}

mod of_unpickler {
    use super::*;

    #[methods]
    mod rows {
        use super::*;

        /// Forget everything.
        #[method("($self, /)")]
        fn clear(vm: &mut Vm, this: Obj<UnpicklerMemoProxy>) {
            let unpickler = this.get(vm).unpickler.clone();
            if let Some(unpickler) = vm.cast::<Unpickler>(unpickler.value()) {
                let old = unpickler.get_mut(vm).loader.as_mut().map(|loader| std::mem::take(&mut loader.memo));
                drop(old);
            }
        }

        /// The memo as a dict.
        #[method("($self, /)")]
        fn copy(vm: &mut Vm, this: Obj<UnpicklerMemoProxy>) -> R<Owned> {
            unpickler_copy(vm, this)
        }

        /// What pickle needs.
        #[method("($self, /)")]
        fn __reduce__(vm: &mut Vm, this: Obj<UnpicklerMemoProxy>) -> R<Owned> {
            let copy = unpickler_copy(vm, this)?;
            reduced(vm, copy)
        }
    }
}
