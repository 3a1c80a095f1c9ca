//! `Pickler`.

use taipan_runtime::native::*;
use taipan_runtime::object::class::ClassFlags;

use super::memo::{self, PicklerMemoProxy};
use super::pickling_error;
use super::save::Saver;
use crate::support::{payload, receiver, signature};

#[derive(Default)]
pub(super) struct Pickler {
    /// None before `__init__` and while it works.
    pub(super) saver: Option<Box<Saver>>,
    running: bool,
    /// Set on the instance itself.
    persistent_id: Option<Owned>,
}

impl Trace for Pickler {
    fn trace(&self, visit: &mut Visitor<'_>) {
        self.persistent_id.trace(visit);
        if let Some(saver) = &self.saver {
            for reference in saver.references() {
                visit(reference.value());
            }
        }
    }

    fn clear(&mut self) {
        self.persistent_id = None;
        self.saver = None;
    }
}

payload!(Pickler);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_pickle",
    doc: "Writes pickles to a file.",
    flags: ClassFlags::BASE,
    slots: Slots {
        new: Some(new),
        init: Some(init),
        get_attr: Some(get_attr),
        set_attr: Some(set_attr),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getsets: &GETSETS,
    ..ClassDef::new::<Pickler>("Pickler")
};

impl Saver {
    /// All that the collector must know of.
    fn references(&self) -> impl Iterator<Item = &Owned> {
        let own =
            [&self.write, &self.dispatch_table, &self.persistent_id, &self.reducer_override, &self.buffer_callback];
        own.into_iter().flatten().chain(self.memo.values().map(|(_, value)| value))
    }
}

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, Pickler::default())
}

fn used(vm: &mut Vm) -> Raised {
    vm.runtime_error("Pickler object is already used")
}

fn init(vm: &mut Vm, value: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("Pickler", [
        "file" PositionalOrKeyword false, "protocol" PositionalOrKeyword true, "fix_imports" PositionalOrKeyword true,
        "buffer_callback" PositionalOrKeyword true
    ]);
    let mut slots = [None; 4];
    bind(vm, signature, args, &mut slots)?;
    let this = receiver::<Pickler>(vm, value)?;
    if this.get(vm).running {
        return Err(used(vm));
    }
    let fix_imports = match slots[2] {
        Some(flag) => vm.truth(flag)?,
        None => true,
    };
    let mut saver = Saver::new(vm, slots[1], fix_imports, slots[3])?;
    saver.write_to(vm, slots[0].unwrap_or(Value::NONE))?;
    let name = vm.intern("dispatch_table")?;
    saver.dispatch_table = vm.get_attr_optional(value, name)?;
    let old = this.get_mut(vm).saver.replace(Box::new(saver));
    drop(old);
    Ok(())
}

fn get_attr(vm: &mut Vm, value: Value, name: Obj<Str>) -> R<Owned> {
    if name.is_str(vm, "persistent_id")
        && let Some(set) = vm.cast::<Pickler>(value).and_then(|this| this.get(vm).persistent_id.clone())
    {
        return Ok(set);
    }
    vm.generic_get_attr(value, name)
}

fn set_attr(vm: &mut Vm, value: Value, name: Obj<Str>, new: Option<Value>) -> R<()> {
    if name.is_str(vm, "persistent_id")
        && let Some(this) = vm.cast::<Pickler>(value)
    {
        let was = std::mem::replace(&mut this.get_mut(vm).persistent_id, new.map(|new| new.own()));
        if was.is_none() && new.is_none() {
            return Err(vm.attribute_error(value, name));
        }
        return Ok(());
    }
    vm.generic_set_attr(value, name, new)
}

/// A method of the instance, unless it is the one that `own` has.
pub(super) fn overridden(vm: &mut Vm, value: Value, own: Obj<Class>, name: &str) -> R<Option<Owned>> {
    let name = vm.intern(name)?;
    let found = vm.class_of(value).lookup(vm, name);
    let base = own.lookup(vm, name);
    let same = matches!((found, base), (Some(found), Some(base)) if found.is(base));
    if same {
        return vm.instance_attribute(value, name);
    }
    vm.get_attr_optional(value, name)
}

fn saver(vm: &mut Vm, this: Obj<Pickler>) -> R<Box<Saver>> {
    let state = this.get_mut(vm);
    if state.running {
        return Err(used(vm));
    }
    match state.saver.take() {
        Some(saver) => {
            state.running = true;
            Ok(saver)
        }
        None => {
            let class = vm.class_of(this.value()).name(vm);
            Err(pickling_error(vm, format!("Pickler.__init__() was not called by {class}.__init__()")))
        }
    }
}

fn number(vm: &mut Vm, value: Option<Value>) -> R<bool> {
    let Some(value) = value else { return Err(vm.type_error("can't delete numeric/char attribute")) };
    if vm.as_int_ref(value).is_none() {
        let found = vm.class_of(value).name(vm);
        return Err(vm.type_error(format!("'{found}' object cannot be interpreted as an integer")));
    }
    vm.to_i64(value, "long").map(|number| number != 0)
}

#[methods]
mod py {
    use super::*;

    /// Write the pickle of an object.
    #[method("($self, obj, /)")]
    fn dump(vm: &mut Vm, this: Obj<Pickler>, obj: Value) -> R<()> {
        let mut saver = saver(vm, this)?;
        let prepared = prepare(vm, this, &mut saver);
        let done = prepared.and_then(|()| saver.dump(vm, obj));
        (saver.persistent_id, saver.reducer_override) = (None, None);
        let state = this.get_mut(vm);
        state.running = false;
        state.saver = Some(saver);
        done
    }

    /// Forget which objects were written.
    #[method("($self, /)")]
    fn clear_memo(vm: &mut Vm, this: Obj<Pickler>) {
        let old = this.get_mut(vm).saver.as_mut().map(|saver| std::mem::take(&mut saver.memo));
        drop(old);
    }

    /// What stands for an object in the pickle; None for itself.
    #[method("($self, obj, /)")]
    fn persistent_id(_vm: &mut Vm, _this: Obj<Pickler>, _obj: Value) {}

    /// Bytes of memory.
    #[method("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Obj<Pickler>) -> usize {
        let saver = this.get(vm).saver.as_ref();
        let more = saver.map_or(0, |saver| saver.memo.capacity() * 32 + saver.out.capacity() + size_of::<Saver>());
        vm.basic_size(this.value()) + more
    }

    /// Objects that were written.
    #[getter]
    fn memo(vm: &mut Vm, this: Obj<Pickler>) -> R<Owned> {
        vm.allocate(PicklerMemoProxy { pickler: this.own() })
    }

    #[setter]
    fn set_memo(vm: &mut Vm, this: Obj<Pickler>, value: Option<Value>) -> R<()> {
        let Some(value) = value else { return Err(vm.type_error("attribute deletion is not supported")) };
        let memo = memo::pickler_memo(vm, value)?;
        let old = this.get_mut(vm).saver.as_mut().map(|saver| std::mem::replace(&mut saver.memo, memo));
        drop(old);
        Ok(())
    }

    /// Whether the protocol is a binary one.
    #[getter]
    fn bin(vm: &mut Vm, this: Obj<Pickler>) -> i64 {
        i64::from(this.get(vm).saver.as_ref().is_some_and(|saver| saver.binary))
    }

    #[setter]
    fn set_bin(vm: &mut Vm, this: Obj<Pickler>, value: Option<Value>) -> R<()> {
        let flag = number(vm, value)?;
        if let Some(saver) = &mut this.get_mut(vm).saver {
            saver.binary = flag;
        }
        Ok(())
    }

    /// Whether no memo is kept.
    #[getter]
    fn fast(vm: &mut Vm, this: Obj<Pickler>) -> i64 {
        i64::from(this.get(vm).saver.as_ref().is_some_and(|saver| saver.fast))
    }

    #[setter]
    fn set_fast(vm: &mut Vm, this: Obj<Pickler>, value: Option<Value>) -> R<()> {
        let flag = number(vm, value)?;
        if let Some(saver) = &mut this.get_mut(vm).saver {
            saver.fast = flag;
        }
        Ok(())
    }

    /// Functions that reduce objects, by class.
    #[getter]
    fn dispatch_table(vm: &mut Vm, this: Obj<Pickler>) -> R<Owned> {
        match this.get(vm).saver.as_ref().and_then(|saver| saver.dispatch_table.clone()) {
            Some(table) => Ok(table),
            None => {
                let name = vm.intern("dispatch_table")?;
                Err(vm.attribute_error(this.value(), name))
            }
        }
    }

    #[setter]
    fn set_dispatch_table(vm: &mut Vm, this: Obj<Pickler>, value: Option<Value>) -> R<()> {
        let value = value.map(|value| value.own());
        let old = this.get_mut(vm).saver.as_mut().map(|saver| std::mem::replace(&mut saver.dispatch_table, value));
        drop(old);
        Ok(())
    }
}

fn prepare(vm: &mut Vm, this: Obj<Pickler>, saver: &mut Saver) -> R<()> {
    let own = vm.native_class::<Pickler>();
    saver.persistent_id = match this.get(vm).persistent_id.clone() {
        Some(set) => Some(set),
        None => overridden(vm, this.value(), own, "persistent_id")?,
    };
    let name = vm.intern("reducer_override")?;
    saver.reducer_override = vm.get_attr_optional(this.value(), name)?;
    Ok(())
}
