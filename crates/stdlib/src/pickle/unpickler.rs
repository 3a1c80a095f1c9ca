//! `Unpickler`.

use taipan_runtime::native::*;
use taipan_runtime::object::class::ClassFlags;

use super::build;
use super::load::{Input, Loader};
use super::memo::{self, UnpicklerMemoProxy};
use super::pickler::overridden;
use super::unpickling_error;
use crate::support::{payload, receiver, signature};

#[derive(Default)]
pub(super) struct Unpickler {
    /// None before `__init__` and while it works.
    pub(super) loader: Option<Box<Loader>>,
    running: bool,
    /// What `find_class` must know: the pickle's protocol, and whether names are those of Python 2.
    pub(super) names: (u8, bool),
    /// Set on the instance itself.
    persistent_load: Option<Owned>,
}

impl Trace for Unpickler {
    fn trace(&self, visit: &mut Visitor<'_>) {
        self.persistent_load.trace(visit);
        if let Some(loader) = &self.loader {
            for reference in loader.references() {
                visit(reference.value());
            }
        }
    }

    fn clear(&mut self) {
        self.persistent_load = None;
        self.loader = None;
    }
}

payload!(Unpickler);

pub(super) static CLASS: ClassDef = ClassDef {
    module: "_pickle",
    doc: "Reads pickles from a file.",
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
    ..ClassDef::new::<Unpickler>("Unpickler")
};

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, Unpickler::default())
}

fn used(vm: &mut Vm) -> Raised {
    vm.runtime_error("Unpickler object is already used")
}

fn init(vm: &mut Vm, value: Value, args: Args<'_>) -> R<()> {
    let signature = signature!("Unpickler", [
        "file" PositionalOrKeyword false, "fix_imports" KeywordOnly true, "encoding" KeywordOnly true,
        "errors" KeywordOnly true, "buffers" KeywordOnly true
    ]);
    let mut slots = [None; 5];
    bind(vm, signature, args, &mut slots)?;
    let this = receiver::<Unpickler>(vm, value)?;
    if this.get(vm).running {
        return Err(used(vm));
    }
    let input = Input::file(vm, slots[0].unwrap_or(Value::NONE))?;
    let fix_imports = match slots[1] {
        Some(flag) => vm.truth(flag)?,
        None => true,
    };
    let mut texts = [None, None];
    for (text, slot) in texts.iter_mut().zip(&slots[2..4]) {
        if let Some(value) = slot {
            match vm.cast::<Str>(*value) {
                Some(given) => *text = Some(given.to_string_lossy(vm)),
                None => {
                    let found = vm.class_of(*value).name(vm);
                    return Err(vm.type_error(format!("Unpickler() argument must be str, not {found}")));
                }
            }
        }
    }
    let [encoding, errors] = texts;
    let loader = Loader::new(vm, input, fix_imports, encoding, errors, slots[4])?;
    let state = this.get_mut(vm);
    state.names = (0, fix_imports);
    let old = state.loader.replace(Box::new(loader));
    drop(old);
    Ok(())
}

fn get_attr(vm: &mut Vm, value: Value, name: Obj<Str>) -> R<Owned> {
    if name.is_str(vm, "persistent_load")
        && let Some(set) = vm.cast::<Unpickler>(value).and_then(|this| this.get(vm).persistent_load.clone())
    {
        return Ok(set);
    }
    vm.generic_get_attr(value, name)
}

fn set_attr(vm: &mut Vm, value: Value, name: Obj<Str>, new: Option<Value>) -> R<()> {
    if name.is_str(vm, "persistent_load")
        && let Some(this) = vm.cast::<Unpickler>(value)
    {
        let was = std::mem::replace(&mut this.get_mut(vm).persistent_load, new.map(|new| new.own()));
        if was.is_none() && new.is_none() {
            return Err(vm.attribute_error(value, name));
        }
        return Ok(());
    }
    vm.generic_set_attr(value, name, new)
}

fn loader(vm: &mut Vm, this: Obj<Unpickler>) -> R<Box<Loader>> {
    let state = this.get_mut(vm);
    if state.running {
        return Err(used(vm));
    }
    match state.loader.take() {
        Some(loader) => {
            state.running = true;
            Ok(loader)
        }
        None => {
            let class = vm.class_of(this.value()).name(vm);
            let words = format!("Unpickler.__init__() was not called by {class}.__init__()");
            Err(unpickling_error(vm, words))
        }
    }
}

fn prepare(vm: &mut Vm, this: Obj<Unpickler>, loader: &mut Loader) -> R<()> {
    let own = vm.native_class::<Unpickler>();
    loader.persistent_load = match this.get(vm).persistent_load.clone() {
        Some(set) => Some(set),
        None => overridden(vm, this.value(), own, "persistent_load")?,
    };
    if overridden(vm, this.value(), own, "find_class")?.is_some() {
        loader.owner = Some(this.own());
    }
    Ok(())
}

#[methods]
mod py {
    use super::*;

    /// Read an object.
    #[method("($self, /)")]
    fn load(vm: &mut Vm, this: Obj<Unpickler>) -> R<Owned> {
        let mut loader = loader(vm, this)?;
        let prepared = prepare(vm, this, &mut loader);
        let loaded = prepared.and_then(|()| loader.load(vm));
        (loader.persistent_load, loader.owner) = (None, None);
        let state = this.get_mut(vm);
        state.running = false;
        state.names.0 = loader.protocol;
        state.loader = Some(loader);
        loaded
    }

    /// The object of a name.
    #[method("($self, module_name, global_name, /)")]
    fn find_class(vm: &mut Vm, this: Obj<Unpickler>, module_name: Value, global_name: Value) -> R<Owned> {
        let (protocol, fix_imports) = this.get(vm).names;
        build::find_class(vm, module_name, global_name, protocol, fix_imports)
    }

    /// The object that a persistent id stands for.
    #[method("($self, pid, /)")]
    fn persistent_load(vm: &mut Vm, _this: Obj<Unpickler>, _pid: Value) -> R<()> {
        Err(build::no_persistent(vm))
    }

    /// Bytes of memory.
    #[method("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Obj<Unpickler>) -> usize {
        let loader = this.get(vm).loader.as_ref();
        vm.basic_size(this.value()) + loader.map_or(0, |loader| loader.memo.capacity() * 8 + size_of::<Loader>())
    }

    /// Objects that were read.
    #[getter]
    fn memo(vm: &mut Vm, this: Obj<Unpickler>) -> R<Owned> {
        vm.allocate(UnpicklerMemoProxy { unpickler: this.own() })
    }

    #[setter]
    fn set_memo(vm: &mut Vm, this: Obj<Unpickler>, value: Option<Value>) -> R<()> {
        let Some(value) = value else { return Err(vm.type_error("attribute deletion is not supported")) };
        let memo = memo::unpickler_memo(vm, value)?;
        let old = this.get_mut(vm).loader.as_mut().map(|loader| std::mem::replace(&mut loader.memo, memo));
        drop(old);
        Ok(())
    }
}
