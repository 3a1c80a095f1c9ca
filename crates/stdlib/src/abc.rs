//! `_abc`: the machinery of abstract base classes.
//!
//! What a class knows of its virtual subclasses is in an object in its namespace, by the classes' addresses together with weak
//! references that tell whether it is still the same class.

use taipan_heap::AddressMap;
use taipan_runtime::native::*;
use taipan_runtime::object::class::ClassFlags;
use taipan_runtime::types::weakref::{self, WeakRef};

use crate::support::payload;

/// Bits of `__abc_tpflags__`.
const TP_SEQUENCE: i64 = 1 << 5;
const TP_MAPPING: i64 = 1 << 6;

/// A set of classes that it does not keep alive.
#[derive(Default)]
struct ClassSet {
    references: AddressMap<Owned>,
    /// Dead references are looked for when there are more than this.
    tidy_above: usize,
}

impl Trace for ClassSet {
    fn trace(&self, visit: &mut Visitor<'_>) {
        for reference in self.references.values() {
            visit(reference.value());
        }
    }

    fn clear(&mut self) {
        self.references.clear();
    }
}

impl ClassSet {
    fn contains(&self, vm: &Vm, class: Value) -> bool {
        let Some(reference) = self.references.get(&class.bits()) else { return false };
        let target = vm.cast::<WeakRef>(reference.value()).and_then(|reference| reference.target(vm));
        target.is_some_and(|target| target.is(class))
    }

    /// The living classes.
    fn classes(&self, vm: &Vm) -> Vec<Owned> {
        let references = self.references.values();
        references.filter_map(|reference| vm.cast::<WeakRef>(reference.value())?.target(vm)).collect()
    }
}

#[derive(Trace, Default)]
pub(crate) struct AbcData {
    registry: ClassSet,
    cache: ClassSet,
    negative: ClassSet,
    negative_version: u64,
}

payload!(AbcData);

static CLASS: ClassDef = ClassDef {
    module: "_abc",
    doc: "What an abstract base class knows of its subclasses.",
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    ..ClassDef::sealed::<AbcData>("_abc_data")
};

fn new(vm: &mut Vm, class: Obj<Class>, _args: Args<'_>) -> R<Owned> {
    vm.allocate_instance(class, AbcData::default())
}

/// Counts registrations: what was no subclass before may be one now.
#[derive(Default)]
struct Counter(u64);

pub(crate) fn create(vm: &mut Vm) -> R<Owned> {
    vm.define_class::<AbcData>(&CLASS, None)?;
    let (owned, _) = vm.native_module("_abc", "The machinery of abstract base classes.", &METHODS)?;
    Ok(owned)
}

/// One of the three sets.
#[derive(Clone, Copy)]
enum Which {
    Registry,
    Cache,
    Negative,
}
use Which::{Cache, Negative, Registry};

impl AbcData {
    fn set(&self, which: Which) -> &ClassSet {
        match which {
            Registry => &self.registry,
            Cache => &self.cache,
            Negative => &self.negative,
        }
    }

    fn set_mut(&mut self, which: Which) -> &mut ClassSet {
        match which {
            Registry => &mut self.registry,
            Cache => &mut self.cache,
            Negative => &mut self.negative,
        }
    }
}

fn add(vm: &mut Vm, data: Obj<AbcData>, which: Which, class: Value) -> R<()> {
    let reference = weakref::new_reference(vm, class)?;
    let set = data.get_mut(vm).set_mut(which);
    if set.references.len() > set.tidy_above {
        let set = std::mem::take(set);
        let kept: AddressMap<Owned> = set
            .references
            .into_iter()
            .filter(|(_, reference)| weakref::is_dead_reference(vm, reference.value()) == Some(false))
            .collect();
        *data.get_mut(vm).set_mut(which) = ClassSet { tidy_above: kept.len() * 2 + 16, references: kept };
    }
    drop(data.get_mut(vm).set_mut(which).references.insert(class.bits(), reference));
    Ok(())
}

fn data_of(vm: &mut Vm, class: Value) -> R<(Owned, Obj<AbcData>)> {
    let name = vm.names._abc_impl;
    let data = match vm.get_attr_optional(class, name)? {
        Some(data) => data,
        None => vm.get_attr(class, name)?,
    };
    match vm.cast::<AbcData>(data.value()) {
        Some(object) => Ok((data, object)),
        None => Err(vm.type_error("_abc_impl is set to a wrong type")),
    }
}

fn is_abstract(vm: &mut Vm, value: Value) -> R<bool> {
    let name = vm.names.__isabstractmethod__;
    match vm.get_attr_optional(value, name)? {
        Some(flag) => vm.truth(flag.value()),
        None => Ok(false),
    }
}

/// Set `__abstractmethods__` from the class's namespace and its bases.
fn compute_abstract_methods(vm: &mut Vm, class: Value) -> R<()> {
    let (owned, found) = vm.new_set()?;
    let dict = vm.names.__dict__;
    let namespace = vm.get_attr(class, dict)?;
    let items = vm.call_method(namespace.value(), "items", &[])?;
    for pair in vm.collect(items.value())? {
        let key = vm.get_item(pair.value(), Value::small(0))?;
        let value = vm.get_item(pair.value(), Value::small(1))?;
        if is_abstract(vm, value.value())? {
            found.add(vm, key.value())?;
        }
    }
    let (bases, methods) = (vm.names.__bases__, vm.names.__abstractmethods__);
    let bases = vm.get_attr(class, bases)?;
    for base in vm.collect(bases.value())? {
        let Some(inherited) = vm.get_attr_optional(base.value(), methods)? else { continue };
        for key in vm.collect(inherited.value())? {
            let Some(name) = vm.cast::<Str>(key.value()) else { continue };
            let name = vm.intern_obj(name)?;
            if let Some(value) = vm.get_attr_optional(class, name)?
                && is_abstract(vm, value.value())?
            {
                found.add(vm, key.value())?;
            }
        }
    }
    let frozen = vm.call(vm.types.frozenset.value(), &[owned.value()])?;
    vm.set_attr(class, methods, Some(frozen.value()))
}

/// Mark a class and its subclasses as sequences or mappings, unless they are marked already.
fn set_collection_flags(vm: &mut Vm, class: Obj<Class>, flags: ClassFlags) {
    let mut work = vec![class];
    while let Some(class) = work.pop() {
        let present = class.flags(vm);
        if present.has(ClassFlags::IMMUTABLE) || present.has(flags) {
            continue;
        }
        let both = ClassFlags::SEQUENCE.with(ClassFlags::MAPPING).0;
        let details = class.get_mut(vm);
        details.flags = ClassFlags(present.0 & !both | flags.0);
        work.extend(class.subclasses(vm));
    }
}

fn collection_flags(flags: ClassFlags) -> ClassFlags {
    ClassFlags(flags.0 & (ClassFlags::SEQUENCE.0 | ClassFlags::MAPPING.0))
}

fn counter(vm: &mut Vm) -> u64 {
    vm.state::<Counter>().0
}

fn is_in(vm: &Vm, data: Obj<AbcData>, which: Which, class: Value) -> bool {
    data.get(vm).set(which).contains(vm, class)
}

fn subclass_check(vm: &mut Vm, this: Value, subclass: Value) -> R<bool> {
    if vm.cast::<Class>(subclass).is_none() {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    }
    let (_keep, data) = data_of(vm, this)?;
    if is_in(vm, data, Cache, subclass) {
        return Ok(true);
    }
    let version = counter(vm);
    if data.get(vm).negative_version < version {
        let state = data.get_mut(vm);
        let old = std::mem::take(&mut state.negative);
        state.negative_version = version;
        drop(old);
    } else if is_in(vm, data, Negative, subclass) {
        return Ok(false);
    }
    let answer = vm.call_method(this, "__subclasshook__", &[subclass])?;
    if answer.is(Value::TRUE) {
        add(vm, data, Cache, subclass)?;
        return Ok(true);
    }
    if answer.is(Value::FALSE) {
        add(vm, data, Negative, subclass)?;
        return Ok(false);
    }
    if !answer.is(Value::NOT_IMPLEMENTED) {
        return Err(vm.assertion_error("__subclasshook__ must return either False, True, or NotImplemented"));
    }
    if let (Some(subclass_class), Some(this_class)) = (vm.cast::<Class>(subclass), vm.cast::<Class>(this))
        && subclass_class.is_subclass_of(vm, this_class)
    {
        add(vm, data, Cache, subclass)?;
        return Ok(true);
    }
    if is_in(vm, data, Registry, subclass) {
        add(vm, data, Cache, subclass)?;
        return Ok(true);
    }
    let registered = std::mem::take(&mut data.get_mut(vm).registry);
    let classes = registered.classes(vm);
    data.get_mut(vm).registry = registered;
    for class in classes {
        if vm.is_subclass(subclass, class.value())? {
            add(vm, data, Cache, subclass)?;
            return Ok(true);
        }
    }
    let subclasses = vm.call_method(this, "__subclasses__", &[])?;
    for class in vm.collect(subclasses.value())? {
        if vm.is_subclass(subclass, class.value())? {
            add(vm, data, Cache, subclass)?;
            return Ok(true);
        }
    }
    add(vm, data, Negative, subclass)?;
    Ok(false)
}

fn checked(vm: &mut Vm, this: Value, subclass: Value) -> R<Owned> {
    vm.call_method(this, "__subclasscheck__", &[subclass])
}

fn as_set(vm: &mut Vm, data: Obj<AbcData>, which: Which) -> R<Owned> {
    let references: Vec<Owned> = data.get(vm).set(which).references.values().cloned().collect();
    let (owned, set) = vm.new_set()?;
    for reference in references {
        set.add(vm, reference.value())?;
    }
    Ok(owned)
}

#[methods]
mod py {
    use super::*;

    /// Prepare a new abstract base class.
    #[function("(self, /)")]
    fn _abc_init(vm: &mut Vm, this: Value) -> R<()> {
        compute_abstract_methods(vm, this)?;
        let data = vm.allocate(AbcData::default())?;
        let name = vm.names._abc_impl;
        vm.set_attr(this, name, Some(data.value()))?;
        let Some(class) = vm.cast::<Class>(this) else { return Ok(()) };
        let name = vm.intern("__abc_tpflags__")?;
        let Some(flags) = class.dict(vm).get_str(vm, name).and_then(Value::as_int) else { return Ok(()) };
        let both = TP_SEQUENCE | TP_MAPPING;
        if flags & both == both {
            let message = "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING";
            return Err(vm.type_error(message));
        }
        if flags & TP_SEQUENCE != 0 {
            set_collection_flags(vm, class, ClassFlags::SEQUENCE);
        } else if flags & TP_MAPPING != 0 {
            set_collection_flags(vm, class, ClassFlags::MAPPING);
        }
        vm.set_attr(this, name, None)
    }

    /// Make a class a virtual subclass of an abstract base class.
    #[function("(self, subclass, /)")]
    fn _abc_register(vm: &mut Vm, this: Value, subclass: Value) -> R<Owned> {
        let Some(subclass_class) = vm.cast::<Class>(subclass) else {
            return Err(vm.type_error("Can only register classes"));
        };
        if vm.is_subclass(subclass, this)? {
            return Ok(subclass.own());
        }
        if vm.is_subclass(this, subclass)? {
            return Err(vm.runtime_error("Refusing to create an inheritance cycle"));
        }
        let (_keep, data) = data_of(vm, this)?;
        add(vm, data, Registry, subclass)?;
        vm.state::<Counter>().0 += 1;
        if let Some(class) = vm.cast::<Class>(this) {
            let flags = collection_flags(class.flags(vm));
            if flags.0 != 0 {
                set_collection_flags(vm, subclass_class, flags);
            }
        }
        Ok(subclass.own())
    }

    /// `isinstance` for abstract base classes.
    #[function("(self, instance, /)")]
    fn _abc_instancecheck(vm: &mut Vm, this: Value, instance: Value) -> R<Owned> {
        let (_keep, data) = data_of(vm, this)?;
        let name = vm.names.__class__;
        let subclass = match vm.get_attr_optional(instance, name)? {
            Some(class) => class,
            None => vm.class_of(instance).own(),
        };
        if is_in(vm, data, Cache, subclass.value()) {
            return Ok(Owned::bool(true));
        }
        let subtype = vm.class_of(instance).own();
        if subtype.is(subclass.value()) {
            let version = counter(vm);
            if data.get(vm).negative_version == version && is_in(vm, data, Negative, subclass.value()) {
                return Ok(Owned::bool(false));
            }
            return checked(vm, this, subclass.value());
        }
        let answer = checked(vm, this, subclass.value())?;
        if vm.truth(answer.value())? { Ok(answer) } else { checked(vm, this, subtype.value()) }
    }

    /// `issubclass` for abstract base classes.
    #[function("(self, subclass, /)")]
    fn _abc_subclasscheck(vm: &mut Vm, this: Value, subclass: Value) -> R<bool> {
        vm.enter_native()?;
        let answer = subclass_check(vm, this, subclass);
        vm.leave_native();
        answer
    }

    /// A number that changes with each registration.
    #[function("()")]
    fn get_cache_token(vm: &mut Vm) -> u64 {
        counter(vm)
    }

    /// Forget the registered classes.
    #[function("(self, /)")]
    fn _reset_registry(vm: &mut Vm, this: Value) -> R<()> {
        let (_keep, data) = data_of(vm, this)?;
        let old = std::mem::take(&mut data.get_mut(vm).registry);
        drop(old);
        Ok(())
    }

    /// Forget what was found out about subclasses.
    #[function("(self, /)")]
    fn _reset_caches(vm: &mut Vm, this: Value) -> R<()> {
        let (_keep, data) = data_of(vm, this)?;
        let state = data.get_mut(vm);
        let old = (std::mem::take(&mut state.cache), std::mem::take(&mut state.negative));
        drop(old);
        Ok(())
    }

    /// Registry, cache, negative cache and its version, for debugging.
    #[function("(self, /)")]
    fn _get_dump(vm: &mut Vm, this: Value) -> R<Owned> {
        let (_keep, data) = data_of(vm, this)?;
        let registry = as_set(vm, data, Registry)?;
        let cache = as_set(vm, data, Cache)?;
        let negative = as_set(vm, data, Negative)?;
        let version = data.get(vm).negative_version;
        let version = vm.new_int(i128::from(version))?;
        vm.new_tuple(&[registry.value(), cache.value(), negative.value(), version.value()])
    }
}
