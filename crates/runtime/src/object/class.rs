//! Classes: type objects, method resolution order, attribute lookup on classes and its cache.

use std::cell::Cell;
use std::collections::HashSet;
use std::ptr::NonNull;

use taipan_heap::{
    HEADER_SIZE, HeapRef, Layout, OutOfMemory, Owned, ShapeFlags, ShapeId, ShapeRecord, Trace, Value, Visitor,
};

use crate::error::R;
use crate::object::method::{GetSet, Method};
use crate::object::namespace::Unfilled;
use crate::object::obj::{Obj, Payload, layout_of};
use crate::object::slots::Slots;
use crate::object::zeroed::ZeroedArray;
use crate::types::dict::Dict;
use crate::types::function::Function;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::vm::{METHOD_CACHE, MethodCacheEntry, Vm};

/// Bits of a class.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ClassFlags(pub u32);

impl ClassFlags {
    /// May be a base class.
    pub const BASE: ClassFlags = ClassFlags(1);
    /// Made by a class statement or a call of `type`.
    pub const HEAP: ClassFlags = ClassFlags(2);
    /// Attributes cannot be set (builtin types).
    pub const IMMUTABLE: ClassFlags = ClassFlags(4);
    /// Has abstract methods: cannot be instantiated.
    pub const ABSTRACT: ClassFlags = ClassFlags(8);
    /// `match` treats instances as sequences.
    pub const SEQUENCE: ClassFlags = ClassFlags(16);
    /// `match` treats instances as mappings.
    pub const MAPPING: ClassFlags = ClassFlags(32);
    /// `match`: a class pattern with one positional argument binds the subject itself (int, str, ...).
    pub const MATCH_SELF: ClassFlags = ClassFlags(64);
    /// Functions of this class are methods: LOAD_METHOD need not bind them.
    pub const METHOD_DESCRIPTOR: ClassFlags = ClassFlags(128);
    /// Cannot be called to make instances.
    pub const NO_NEW: ClassFlags = ClassFlags(256);
    /// The metaclass computes the MRO, so that classes may matter which are no bases: nothing about it can be cached.
    pub const CUSTOM_MRO: ClassFlags = ClassFlags(512);

    pub const fn has(self, other: ClassFlags) -> bool {
        self.0 & other.0 != 0
    }

    pub const fn with(self, other: ClassFlags) -> ClassFlags {
        ClassFlags(self.0 | other.0)
    }
}

/// A class.
pub struct Class {
    /// For a dying class, which has no isolate at hand.
    pub(crate) heap: HeapRef,
    /// `__name__`, a str.
    pub name: Owned,
    pub qualname: Owned,
    /// A tuple.
    pub bases: Owned,
    /// A tuple, the class itself first.
    pub mro: Owned,
    /// The base whose layout this class extends.
    pub base: Option<Owned>,
    /// The namespace, a dict. Written only through `Class::set_attribute`, which keeps versions and slots true; read through `Obj::dict`, which
    /// fills it first.
    pub dict: Owned,
    /// What nobody has looked into yet: see `object/namespace.rs`.
    pub(crate) unfilled: Cell<Option<Unfilled>>,
    pub slots: Slots,
    pub flags: ClassFlags,
    pub layout: &'static Layout,
    /// Shape of an instance without attributes.
    pub root_shape: ShapeId,
    /// Shape of an instance whose attributes are in a dict; 0 when instances have no `__dict__`.
    pub dict_shape: ShapeId,
    /// Slots that `__slots__` of this class and its bases take, before those of attributes.
    pub fixed_slots: u16,
    /// Instance slots that new instances get, the fixed ones included.
    pub capacity: u16,
    /// Whether `capacity` was learnt from an instance.
    pub capacity_learnt: bool,
    pub has_dict: bool,
    pub has_weakref: bool,
    /// The docstring of a builtin type.
    pub doc: Option<&'static str>,
    /// Classes that name this one among their bases; not counted. A class removes itself when it dies. In a cell, since that
    /// may happen while any class is being read.
    subclasses: Cell<Vec<Value>>,
    /// Every shape of this class's instances, to be marked when the class changes.
    pub shapes: Vec<ShapeId>,
    /// Changes with the class or its bases; 0: not assigned.
    pub version: u32,
    /// How calls make instances, as long as the version is the same.
    pub construction: Construction,
}

/// What a call of a class does, when it is known.
#[derive(Clone, Copy, Default)]
pub enum Construction {
    #[default]
    Unknown,
    /// `object.__new__`, and no `__init__`.
    Bare,
    /// `object.__new__` and this `__init__`, which the class or a base of it holds.
    Init(Obj<Function>),
}

impl Trace for Class {
    fn trace(&self, visit: &mut Visitor<'_>) {
        visit(self.name.value());
        visit(self.qualname.value());
        visit(self.bases.value());
        visit(self.mro.value());
        self.base.trace(visit);
        visit(self.dict.value());
    }

    fn clear(&mut self) {
        self.leave_bases();
        self.construction = Construction::Unknown;
        // The MRO holds the class itself: emptying it breaks the cycle every class is.
        self.mro = Owned::NONE;
        self.dict = Owned::NONE;
        self.bases = Owned::NONE;
    }
}

impl Class {
    /// A class with nothing in it yet.
    pub(crate) fn hollow(heap: HeapRef, layout: &'static Layout, flags: ClassFlags) -> Class {
        Class {
            heap,
            name: Owned::NONE,
            qualname: Owned::NONE,
            bases: Owned::NONE,
            mro: Owned::NONE,
            base: None,
            dict: Owned::NONE,
            unfilled: Cell::new(None),
            slots: Slots::EMPTY,
            flags,
            layout,
            root_shape: 0,
            dict_shape: 0,
            fixed_slots: 0,
            capacity: 0,
            capacity_learnt: true,
            has_dict: false,
            has_weakref: false,
            doc: None,
            subclasses: Cell::default(),
            shapes: Vec::new(),
            version: 0,
            construction: Construction::Unknown,
        }
    }

    /// Remove this class from its bases' lists of subclasses.
    fn leave_bases(&mut self) {
        // SAFETY: the payload of a class lies behind its header.
        let this = unsafe { NonNull::from(&mut *self).cast::<u8>().sub(HEADER_SIZE) };
        let this = Value::from_header(this.cast());
        if !self.bases.is_object() {
            return;
        }
        // SAFETY: `bases` is None or a tuple; bases of a class are classes, which its tuple keeps alive.
        unsafe {
            let bases: Obj<Tuple> = Obj::from_value(self.bases.value());
            for &base in bases.raw().as_ref().items() {
                let base: Obj<Class> = Obj::from_value(base);
                let subclasses = &(*base.raw().as_ptr()).subclasses;
                let mut list = subclasses.take();
                list.retain(|other| !other.is(this));
                subclasses.set(list);
            }
        }
    }
}

impl Drop for Class {
    fn drop(&mut self) {
        self.leave_bases();
        // No instance is left: instances keep their class alive.
        for &shape in &self.shapes {
            self.heap.update_shape(shape, |record| record.class = None);
        }
    }
}

impl Payload for Class {
    const NAME: &'static str = "Class";

    fn class(vm: &Vm) -> Obj<Class> {
        vm.types.type_
    }
}

/// What a builtin type is made from: a table that costs nothing until an isolate is made.
pub struct ClassDef {
    pub name: &'static str,
    /// `__module__`.
    pub module: &'static str,
    pub doc: &'static str,
    pub layout: &'static Layout,
    pub flags: ClassFlags,
    pub slots: Slots,
    pub methods: &'static [Method],
    pub getsets: &'static [GetSet],
    /// Attributes of instances with a slot each (None while unset), behind those of the base.
    pub fields: &'static [&'static str],
    /// `__match_args__`, unless there are none.
    pub match_args: &'static [&'static str],
    /// Instances have a `__dict__`.
    pub has_dict: bool,
    /// Weak references to instances can be made.
    pub has_weakref: bool,
    /// `__hash__` is None.
    pub unhashable: bool,
}

impl ClassDef {
    /// A type named `name` in `builtins`, for payload `T`, which may be subclassed, and nothing else yet.
    pub const fn new<T: Payload>(name: &'static str) -> ClassDef {
        ClassDef {
            name,
            module: "builtins",
            doc: "",
            layout: layout_of::<T>(),
            flags: ClassFlags::BASE,
            slots: Slots::EMPTY,
            methods: &[],
            getsets: &[],
            fields: &[],
            match_args: &[],
            has_dict: false,
            has_weakref: false,
            unhashable: false,
        }
    }

    /// As `new`, for a type that cannot be subclassed.
    pub const fn sealed<T: Payload>(name: &'static str) -> ClassDef {
        let mut definition = ClassDef::new::<T>(name);
        definition.flags = ClassFlags(0);
        definition
    }
}

impl Obj<Class> {
    /// The name as most messages show it: `__name__`, with the module for native types outside `builtins`.
    pub fn name(self, vm: &Vm) -> String {
        let name = self.short_name(vm);
        if self.is_heap(vm) {
            return name;
        }
        match self.module_text(vm) {
            Some(module) => format!("{module}.{name}"),
            None => name,
        }
    }

    /// `__name__`.
    pub fn short_name(self, vm: &Vm) -> String {
        vm.cast::<Str>(self.get(vm).name.value()).map(|name| name.to_string_lossy(vm)).unwrap_or_default()
    }

    /// `__module__`, unless it is `builtins` or no string.
    fn module_text(self, vm: &Vm) -> Option<String> {
        if let Some(unfilled) = self.get(vm).unfilled.get()
            && unfilled.definition.module == "builtins"
        {
            return None;
        }
        let module = self.live_dict(vm)?.get_str(vm, vm.names.__module__)?;
        let module = vm.cast::<Str>(module)?;
        if module.is_str(vm, "builtins") { None } else { Some(module.to_string_lossy(vm)) }
    }

    /// The name as CPython shows types in messages of some protocols: `module.qualname`, or the name for builtins.
    pub fn full_name(self, vm: &Vm) -> String {
        let qualname = self.get(vm).qualname.value();
        let qualname = vm.cast::<Str>(qualname).map(|name| name.to_string_lossy(vm)).unwrap_or_default();
        match self.module_text(vm) {
            Some(module) => format!("{module}.{qualname}"),
            None => qualname,
        }
    }

    /// The qualified name, with its module where that is neither the main program nor the builtins: so some messages name classes.
    pub fn told_name(self, vm: &Vm) -> String {
        let full = self.full_name(vm);
        full.strip_prefix("__main__.").or_else(|| full.strip_prefix("builtins.")).map(str::to_owned).unwrap_or(full)
    }

    #[inline(always)]
    pub fn slots(self, vm: &Vm) -> &Slots {
        &self.get(vm).slots
    }

    pub fn flags(self, vm: &Vm) -> ClassFlags {
        self.get(vm).flags
    }

    pub fn is_heap(self, vm: &Vm) -> bool {
        self.get(vm).flags.has(ClassFlags::HEAP)
    }

    /// The namespace.
    pub fn dict(self, vm: &Vm) -> Obj<Dict> {
        if let Some(unfilled) = self.get(vm).unfilled.get() {
            crate::object::namespace::fill(vm, self, unfilled);
        }
        let dict = self.get(vm).dict.value();
        debug_assert!(vm.cast::<Dict>(dict).is_some());
        // SAFETY: a class's dict is a dict from birth on; a class cleared by the collector is reached by nobody.
        unsafe { Obj::from_value(dict) }
    }

    /// The namespace; None once the collector has cleared the class.
    pub(crate) fn live_dict(self, vm: &Vm) -> Option<Obj<Dict>> {
        vm.cast::<Dict>(self.get(vm).dict.value()).map(|_| self.dict(vm))
    }

    /// The method resolution order. Empty for a class that the collector has cleared.
    pub fn mro(self, vm: &Vm) -> &[Value] {
        match vm.cast::<Tuple>(self.get(vm).mro.value()) {
            Some(mro) => mro.items(vm),
            None => &[],
        }
    }

    pub fn bases(self, vm: &Vm) -> &[Value] {
        match vm.cast::<Tuple>(self.get(vm).bases.value()) {
            Some(bases) => bases.items(vm),
            None => &[],
        }
    }

    pub fn base(self, vm: &Vm) -> Option<Obj<Class>> {
        self.get(vm).base.as_ref().and_then(|base| vm.cast::<Class>(base.value()))
    }

    /// Whether this class is `other` or inherits from it, by the MRO.
    pub fn is_subclass_of(self, vm: &Vm, other: Obj<Class>) -> bool {
        self == other || self.mro(vm).iter().any(|class| class.is(other.value()))
    }

    /// An attribute found along the MRO, as it stands in the namespace (no descriptor called). Borrowed from the class.
    #[inline]
    pub fn lookup(self, vm: &Vm, name: Obj<Str>) -> Option<Value> {
        let version = self.get(vm).version;
        let index = (version as usize).wrapping_mul(31) ^ (name.value().bits() as usize >> 4);
        let index = index % METHOD_CACHE;
        // SAFETY: nobody writes the entry meanwhile.
        let entry = unsafe { &*vm.method_cache[index].as_ptr() };
        // Version 0 is that of empty entries, too: their name is none.
        if entry.version == version && entry.name == name.value().bits() {
            return entry.value;
        }
        self.search(vm, name, version, index)
    }

    #[inline(never)]
    fn search(self, vm: &Vm, name: Obj<Str>, version: u32, index: usize) -> Option<Value> {
        let (mut found, mut whole) = (None, true);
        for &class in self.mro(vm) {
            // SAFETY: the MRO holds classes only: type.__new__ and mro() results are checked.
            let class: Obj<Class> = unsafe { Obj::from_value(class) };
            found = class.dict(vm).get_str(vm, name);
            whole &= class.get(vm).unfilled.get().is_none();
            if found.is_some() {
                break;
            }
        }
        if version != 0 && whole && name.header().has(taipan_heap::Flags::INTERNED) {
            vm.method_cache[index].set(crate::vm::MethodCacheEntry {
                version,
                name: name.value().bits(),
                value: found,
            });
        }
        found
    }

    /// As `lookup`, with the class it was found in.
    pub fn lookup_with_owner(self, vm: &Vm, name: Obj<Str>) -> Option<(Value, Obj<Class>)> {
        self.mro(vm).iter().find_map(|&class| {
            // SAFETY: as in lookup.
            let class: Obj<Class> = unsafe { Obj::from_value(class) };
            class.dict(vm).get_str(vm, name).map(|value| (value, class))
        })
    }

    /// The one way to change a class's namespace: sets, or with None removes (KeyError as false), `name`; renews versions
    /// and slots of the class and of all that inherit from it.
    pub fn set_attribute(self, vm: &mut Vm, name: Obj<Str>, value: Option<Value>) -> R<bool> {
        let dict = self.dict(vm);
        self.note_slots(vm, name, value);
        let found = match value {
            Some(value) => {
                dict.set_str(vm, name, value)?;
                true
            }
            None => dict.remove_str(vm, name)?.is_some(),
        };
        self.changed(vm, Some(name));
        Ok(found)
    }

    /// What is a slot of instances may be another one when a class gets `value` as `name`: renew the version of that. It is so when the value is a
    /// data descriptor, when the name has been that of a member in `__slots__`, and for the methods that attribute access itself is made of.
    fn note_slots(self, vm: &mut Vm, name: Obj<Str>, value: Option<Value>) {
        let data = value.is_some_and(|value| vm.class_of(value).slots(vm).descriptor_set.is_some());
        let access =
            name.as_ascii(vm).is_some_and(|name| ["__get", "__set", "__del"].iter().any(|it| name.starts_with(it)));
        if data || access || vm.member_names.contains(&name.value().bits()) {
            vm.slots_version = vm.slots_version.wrapping_add(1);
        }
    }

    /// The class changed: renew versions and, for a special method's name (or all when None), slots, here and in subclasses.
    pub fn changed(self, vm: &mut Vm, name: Option<Obj<Str>>) {
        let special = match name {
            Some(name) => name.as_ascii(vm).is_some_and(|name| name.starts_with("__") && name.ends_with("__")),
            None => true,
        };
        if name.is_none() {
            vm.slots_version = vm.slots_version.wrapping_add(1);
        }
        self.renew(vm, special);
        let mut work = self.subclasses(vm);
        if work.is_empty() {
            return;
        }
        let mut seen = HashSet::from([self.value().bits()]);
        while let Some(class) = work.pop() {
            if seen.insert(class.value().bits()) {
                class.renew(vm, special);
                work.extend(class.subclasses(vm));
            }
        }
    }

    /// A new version for the class and its shapes, and its slots filled again where a special method may have changed.
    fn renew(self, vm: &mut Vm, special: bool) {
        let version = if self.flags(vm).has(ClassFlags::CUSTOM_MRO) { 0 } else { vm.new_class_version() };
        self.get_mut(vm).version = version;
        self.get_mut(vm).construction = Construction::Unknown;
        for &shape in &self.get(vm).shapes {
            vm.heap.update_shape(shape, |record| record.version = version);
        }
        if special && self.is_heap(vm) {
            crate::object::special::update_slots(vm, self);
        }
    }

    /// The classes that name this one among their bases and are alive.
    pub fn subclasses(self, vm: &Vm) -> Vec<Obj<Class>> {
        let cell = &self.get(vm).subclasses;
        let list = cell.take();
        // SAFETY: the list holds classes, which remove themselves when they die.
        let classes = list.iter().map(|&class| unsafe { Obj::from_value(class) }).collect();
        cell.set(list);
        classes
    }

    /// Note that `subclass` names this class among its bases.
    pub(crate) fn add_subclass(self, vm: &Vm, subclass: Obj<Class>) {
        let cell = &self.get(vm).subclasses;
        let mut list = cell.take();
        if !list.iter().any(|other| other.is(subclass.value())) {
            list.push(subclass.value());
        }
        cell.set(list);
    }

    /// Forget that `subclass` names this class among its bases.
    pub(crate) fn remove_subclass(self, vm: &Vm, subclass: Obj<Class>) {
        let cell = &self.get(vm).subclasses;
        let mut list = cell.take();
        list.retain(|other| !other.is(subclass.value()));
        cell.set(list);
    }

    /// Tell the shapes of this class's instances of its slots.
    pub(crate) fn flag_shapes(self, vm: &Vm) {
        let class = self.get(vm);
        let flags = shape_flags(class);
        for &shape in &class.shapes {
            vm.heap.update_shape(shape, |record| record.flags = flags);
        }
    }

    /// Make the shapes of this class's instances, from its layout, fixed slots and capacity.
    pub fn make_root_shapes(self, vm: &mut Vm) -> R<()> {
        vm.reserve_shapes(2)?;
        let class = self.get(vm);
        let record = ShapeRecord {
            layout: class.layout,
            class: Some(self.value()),
            flags: shape_flags(class),
            version: class.version,
            slots: class.fixed_slots,
            capacity: class.capacity,
        };
        let has_dict = class.has_dict;
        let root = vm.add_shape(record, crate::object::shape::Attributes::default());
        let dict_shape = if has_dict {
            let record = ShapeRecord { slots: record.slots + 1, ..record };
            vm.add_shape(record, crate::object::shape::Attributes { in_dict: true, ..Default::default() })
        } else {
            0
        };
        let class = self.get_mut(vm);
        class.root_shape = root;
        class.dict_shape = dict_shape;
        class.shapes.push(root);
        if dict_shape != 0 {
            class.shapes.push(dict_shape);
        }
        Ok(())
    }
}

/// The cache of lookups, whose memory is taken page by page as it is used.
pub(crate) fn empty_method_cache() -> Result<ZeroedArray<MethodCacheEntry, METHOD_CACHE>, OutOfMemory> {
    // SAFETY: an entry of zeros is one of version 0, which no class has, with no value: a `Value` is not zero.
    unsafe { ZeroedArray::new() }
}

/// What the shapes of a class's instances say of the class.
fn shape_flags(class: &Class) -> ShapeFlags {
    let mut flags = ShapeFlags(0);
    if class.flags.has(ClassFlags::HEAP) {
        flags.0 |= ShapeFlags::HEAP_TYPE.0;
    }
    if class.slots.finalize.is_some() {
        flags.0 |= ShapeFlags::FINALIZER.0;
    }
    if class.slots.truth.is_none() && class.slots.length.is_none() {
        flags.0 |= ShapeFlags::ALWAYS_TRUE.0;
    }
    flags
}

impl Vm {
    /// `type(value)`.
    #[inline(always)]
    pub fn class_of(&self, value: Value) -> Obj<Class> {
        match value.header() {
            // SAFETY: a value that points to the heap points to a live object, whose shape has a class.
            Some(header) => unsafe {
                let class = self.heap.shape_class(header.as_ref().shape());
                Obj::from_value(class.unwrap_or(self.types.object.value()))
            },
            None => self.class_of_inline(value),
        }
    }

    #[inline]
    fn class_of_inline(&self, value: Value) -> Obj<Class> {
        if value.is_int() {
            self.types.int
        } else if value.is_float() {
            self.types.float
        } else if value.is_bool() {
            self.types.bool
        } else if value.is_none() {
            self.types.none
        } else if value.is(Value::ELLIPSIS) {
            self.types.ellipsis
        } else {
            self.types.not_implemented
        }
    }

    /// A version that no class had before; 0 when there are none left.
    pub(crate) fn new_class_version(&mut self) -> u32 {
        self.next_class_version = self.next_class_version.saturating_add(1);
        if self.next_class_version == u32::MAX { 0 } else { self.next_class_version }
    }
}
