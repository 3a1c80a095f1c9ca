//! The isolate: everything that one running Python has. No statics, no thread-locals: another isolate is another `Vm`.

use std::any::TypeId;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash as _, Hasher};
use std::sync::Arc;

use taipan_bytecode::{Code, NoSourceTools, SourceTools, SyntaxError};
use taipan_heap::{Heap, HeapOwner, HeapRef, Owned, ShapeRecord, Value};
use taipan_host::Host;

use crate::error::R;
use crate::gc::Gc;
use crate::import::ImportState;
use crate::import::registry::{FrozenModules, NativeModule, NoFrozenModules};
use crate::interp::stack::Stack;
use crate::names::Names;
use crate::object::class::Class;
use crate::object::obj::{Obj, Payload, layout_of};
use crate::object::shape::Attributes;
use crate::settings::Settings;
use crate::threads::Threads;
use crate::types::Types;
use crate::types::dict::Dict;
use crate::types::exception::ExceptionTypes;
use crate::types::str::InternTable;

/// Entries of the cache of attributes found along MROs.
pub const METHOD_CACHE: usize = 4096;
/// Places for classes of native types.
const KNOWN_CLASSES: usize = 256;

/// An attribute found (or not) in the class with this version.
#[derive(Clone, Copy, Default)]
pub struct MethodCacheEntry {
    pub version: u32,
    pub name: u64,
    pub value: Option<Value>,
}

/// How source is compiled: the mode of `compile()`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CompileMode {
    Exec,
    Eval,
    Single,
}

/// Source, and how far its encoding is known.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// Text: a declared encoding means nothing.
    Text(&'a str),
    /// Bytes given to `compile()`, or a module's.
    Bytes(&'a [u8]),
    /// The program's own file, whose mistakes are worded differently.
    File(&'a [u8]),
}

/// What the compiler is asked for.
pub struct CompileRequest<'a> {
    pub source: Source<'a>,
    pub filename: &'a str,
    pub mode: CompileMode,
    /// `CodeFlags` of inherited futures and `PyCF_` bits.
    pub flags: u32,
    /// 0, 1 (no asserts) or 2 (no docstrings either).
    pub optimize: u8,
}

/// A warning found while compiling.
pub struct CompileWarning {
    pub message: String,
    pub line: u32,
    /// `SyntaxWarning`, or `DeprecationWarning`.
    pub category: &'static str,
    /// What to raise when warnings of this kind are errors.
    pub error: SyntaxError,
}

/// The compiler, as the runtime sees it: installed from outside, so that the runtime does not depend on it.
pub type CompileHook = fn(&CompileRequest<'_>, usize) -> Result<(Code, Vec<CompileWarning>), Box<SyntaxError>>;

/// A tree that is asked for, or that is to be compiled.
pub struct TreeRequest<'a> {
    /// What to parse.
    pub source: Option<Source<'a>>,
    pub filename: &'a str,
    /// None for `func_type`.
    pub mode: Option<CompileMode>,
    pub flags: u32,
    pub optimize: u8,
    /// The minor number of the Python whose syntax is wanted.
    pub feature_version: Option<i64>,
}

/// Syntax trees as objects, which a native module knows: the other half of `compile()`.
pub trait SyntaxTrees: Sync {
    /// Whether the value is a node.
    fn is_tree(&self, _vm: &mut Vm, _value: crate::Value) -> R<bool> {
        Ok(false)
    }

    /// The tree of source.
    fn parse(&self, vm: &mut Vm, _request: &TreeRequest<'_>) -> R<Owned> {
        Err(vm.not_implemented_error("compile() to a syntax tree"))
    }

    /// The code of a tree; with the flag for trees, the tree itself after it was checked.
    fn compile(&self, vm: &mut Vm, _tree: crate::Value, _request: &TreeRequest<'_>) -> R<Owned> {
        Err(vm.not_implemented_error("compile() of a syntax tree"))
    }
}

/// An isolate without `_ast`.
pub struct NoSyntaxTrees;

impl SyntaxTrees for NoSyntaxTrees {}

/// How an isolate is made. Begin with `VmOptions::new` and change what should differ.
pub struct VmOptions {
    pub compile: CompileHook,
    /// The front end, for what tracebacks show of the source.
    pub source_tools: &'static dyn SourceTools,
    /// `_ast`, for `compile()`.
    pub syntax_trees: &'static dyn SyntaxTrees,
    /// Bytes of the VM stack's address space.
    pub stack_bytes: usize,
    /// Bytes that native code may use of the thread's stack.
    pub native_stack_bytes: usize,
    /// The modules that are written in Rust.
    pub native_modules: &'static [NativeModule],
    /// Where the modules are that come with the program, as code.
    pub frozen_modules: &'static dyn FrozenModules,
    /// The world outside.
    pub host: Arc<dyn Host>,
    /// What `sys` tells programs about how they were started.
    pub settings: Settings,
}

impl VmOptions {
    /// An isolate without modules, which is denied every access to the machine.
    pub fn new(compile: CompileHook) -> VmOptions {
        VmOptions {
            compile,
            source_tools: &NoSourceTools,
            syntax_trees: &NoSyntaxTrees,
            stack_bytes: 64 << 20,
            native_stack_bytes: 1 << 20,
            native_modules: &[],
            frozen_modules: &NoFrozenModules,
            host: Arc::new(taipan_host::Denied),
            settings: Settings::default(),
        }
    }
}

/// An isolate.
pub struct Vm {
    pub heap: HeapRef,
    pub types: Types,
    pub exceptions: ExceptionTypes,
    pub names: Names,
    /// The exception in flight.
    pub error: Option<Owned>,
    /// The exception being handled (`sys.exception()`).
    pub handled: Option<Owned>,
    pub(crate) stack: Stack,
    /// What the loop was left with.
    pub(crate) result: Option<Owned>,
    /// The loop was left because a generator yielded.
    pub(crate) yielded: bool,
    /// `sys.modules`.
    pub modules: Obj<Dict>,
    /// The namespace of `builtins`.
    pub builtins: Obj<Dict>,
    /// The namespace of `sys`.
    pub sys: Obj<Dict>,
    pub options: VmOptions,
    pub host: Arc<dyn Host>,
    pub import: ImportState,

    pub(crate) memory_error_instance: Owned,
    pub(crate) shapes: Vec<Attributes>,
    pub(crate) method_cache: crate::object::zeroed::ZeroedArray<MethodCacheEntry, METHOD_CACHE>,
    pub(crate) attribute_cache: crate::interp::AttributeCache,
    pub(crate) instance_cache: crate::object::protocol::instance::InstanceCache,
    pub(crate) next_class_version: u32,
    /// Changes with what is a slot of instances: see `Class::set_attribute`.
    pub(crate) slots_version: u32,
    /// Names of members in `__slots__` that instructions know the slot of.
    pub(crate) member_names: std::collections::HashSet<u64>,
    pub(crate) next_dict_version: u32,
    pub(crate) strings: InternTable,
    pub(crate) special_names: crate::object::special::SpecialNames,
    /// Classes of native types that are not builtin types.
    pub(crate) classes: HashMap<TypeId, Obj<Class>, BuildHasherDefault<TypeIdHasher>>,
    /// Those met last, found without a search.
    known_classes: Box<[Option<(TypeId, Obj<Class>)>; KNOWN_CLASSES]>,
    module_states: ModuleStates,
    /// Containers whose repr is being made.
    pub(crate) reprs: Vec<Value>,
    /// How many calls of `repr` are inside each other now.
    pub(crate) repr_depth: u32,
    pub(crate) empty_tuple: Owned,
    pub(crate) empty_str: Owned,
    pub(crate) empty_bytes: Owned,
    pub(crate) quick: QuickFunctions,
    /// Bytes objects of one byte; None where there was none yet.
    pub(crate) single_bytes: Box<[Owned]>,
    /// The 256 one-character strings of Latin-1.
    pub(crate) latin1: Vec<Owned>,
    /// Room for text that is being built, kept from one formatting to the next.
    pub(crate) text_builder: taipan_text::TextBuf,
    /// Native recursion: the address below which no further call may begin.
    pub(crate) native_limit: usize,
    pub(crate) recursion_limit: u32,
    /// `sys.set_asyncgen_hooks`: what is called with an asynchronous generator at its first use, and at its end.
    pub async_generator_hooks: (Option<Owned>, Option<Owned>),
    /// `sys.set_coroutine_origin_tracking_depth`.
    pub coroutine_origin_depth: u32,
    /// What `decimal` found in its context variable last, and in which thread: forgotten when a context variable is set and when
    /// another context is entered or left.
    pub decimal_context: Option<(u64, Owned)>,
    /// `sys.get_int_max_str_digits()`: digits of an int that are converted from or to text; 0 for no limit.
    pub max_str_digits: usize,
    /// The text streams of `_io`, once there are any.
    pub text_stream: Option<crate::functions::stream::TextStream>,
    pub threads: Threads,
    pub gc: Gc,
    /// Who watches the running thread, and what is watched at all.
    pub(crate) tracer: crate::tracing::Tracer,
    pub(crate) watched: crate::tracing::Watched,
    /// Where memory was asked for, once that was wanted.
    pub(crate) memory_sites: crate::memory_sites::SitesOwner,
    /// `faulthandler.is_enabled()`.
    pub(crate) faults_watched: bool,
    heap_owner: Option<HeapOwner>,
}

/// State of native modules, by type. The two that were asked for last are found without hashing.
#[derive(Default)]
struct ModuleStates {
    places: HashMap<TypeId, usize, BuildHasherDefault<TypeIdHasher>>,
    states: Vec<Box<dyn std::any::Any>>,
    recent: [Option<(TypeId, usize)>; 2],
}

impl ModuleStates {
    #[inline]
    fn get<T: Default + 'static>(&mut self) -> &mut T {
        let wanted = TypeId::of::<T>();
        let place = match self.recent {
            [Some((recent, place)), _] | [_, Some((recent, place))] if recent == wanted => place,
            _ => self.find::<T>(wanted),
        };
        self.states[place].downcast_mut().expect("the place is of this type")
    }

    fn find<T: Default + 'static>(&mut self, wanted: TypeId) -> usize {
        let next = self.states.len();
        let place = *self.places.entry(wanted).or_insert(next);
        if place == next {
            self.states.push(Box::<T>::default());
        }
        self.recent = [Some((wanted, place)), self.recent[0]];
        place
    }
}

impl Vm {
    /// A new isolate with the builtin types and modules.
    ///
    /// # Errors
    /// When the system refuses memory.
    pub fn create(options: VmOptions) -> Result<Box<Vm>, taipan_heap::OutOfMemory> {
        let (heap_owner, heap) = Heap::create();
        crate::types::birth::create(heap_owner, heap, options)
    }

    /// Assembles the isolate from what birth has made.
    #[allow(clippy::too_many_arguments, reason = "called from one place, with each part once")]
    pub(crate) fn assemble(
        heap_owner: HeapOwner,
        heap: HeapRef,
        options: VmOptions,
        types: Types,
        exceptions: ExceptionTypes,
        names: Names,
        strings: InternTable,
        dicts: [Obj<Dict>; 3],
        stack: Stack,
        basics: [Owned; 4],
    ) -> Result<Box<Vm>, taipan_heap::OutOfMemory> {
        let [memory_error_instance, empty_tuple, empty_str, empty_bytes] = basics;
        let [modules, builtins, sys] = dicts;
        let marker = 0u8;
        let here = std::ptr::from_ref(&marker).addr();
        let native_limit = here.saturating_sub(options.native_stack_bytes);
        Ok(Box::new(Vm {
            heap,
            types,
            exceptions,
            names,
            error: None,
            handled: None,
            stack,
            result: None,
            yielded: false,
            modules,
            builtins,
            sys,
            host: options.host.clone(),
            options,
            import: ImportState::default(),
            memory_error_instance,
            shapes: Vec::new(),
            method_cache: crate::object::class::empty_method_cache()?,
            attribute_cache: crate::interp::AttributeCache::new()?,
            instance_cache: crate::object::protocol::instance::InstanceCache::new()?,
            next_class_version: 0,
            slots_version: 0,
            member_names: Default::default(),
            next_dict_version: 0,
            special_names: Default::default(),
            classes: HashMap::default(),
            known_classes: Box::new([None; KNOWN_CLASSES]),
            module_states: ModuleStates::default(),
            reprs: Vec::new(),
            repr_depth: 0,
            empty_tuple,
            empty_str,
            empty_bytes,
            quick: QuickFunctions { len: Owned::NONE, isinstance: Owned::NONE },
            single_bytes: (0..256).map(|_| Owned::NONE).collect(),
            latin1: strings.singles(),
            strings,
            text_builder: taipan_text::TextBuf::new(),
            native_limit,
            recursion_limit: 1000,
            async_generator_hooks: (None, None),
            coroutine_origin_depth: 0,
            decimal_context: None,
            max_str_digits: 4300,
            text_stream: None,
            threads: Threads::new(&heap.breaker),
            gc: Gc::default(),
            tracer: crate::tracing::Tracer::default(),
            watched: crate::tracing::Watched::default(),
            memory_sites: Default::default(),
            faults_watched: false,
            heap_owner: Some(heap_owner),
        }))
    }

    /// A new object of exactly `T`'s class.
    #[inline]
    pub fn allocate<T: Payload>(&mut self, payload: T) -> R<Owned> {
        if T::PLAIN && T::SHAPE != 0 {
            return self.allocate_plain(payload);
        }
        let shape = if T::SHAPE != 0 { T::SHAPE } else { T::class(self).get(self).root_shape };
        self.allocate_with_shape(shape, payload)
    }

    #[inline]
    fn allocate_plain<T: Payload>(&mut self, payload: T) -> R<Owned> {
        debug_assert!(self.heap.shape(T::SHAPE).capacity == 0 && !T::VARIABLE);
        let header = match self.heap.allocate(T::SHAPE, size_of::<T>().next_multiple_of(8), T::CONTAINER) {
            Ok(header) => header,
            Err(_) => return Err(self.memory_error()),
        };
        // SAFETY: the block has room for the payload; nothing is dropped by writing.
        unsafe { header.cast::<u8>().add(taipan_heap::HEADER_SIZE).cast::<T>().write(payload) };
        Ok(Owned::from_raw(Value::from_header(header)))
    }

    /// As `allocate`, typed.
    pub fn allocate_obj<T: Payload>(&mut self, payload: T) -> R<(Owned, Obj<T>)> {
        let owned = self.allocate(payload)?;
        // SAFETY: just made with this payload.
        let object = unsafe { Obj::from_value(owned.value()) };
        Ok((owned, object))
    }

    /// A new object of `class`, which is `T`'s class or inherits from it with the same layout.
    pub fn allocate_instance<T: Payload>(&mut self, class: Obj<Class>, payload: T) -> R<Owned> {
        let details = class.get(self);
        debug_assert!(details.layout.payload == TypeId::of::<T>());
        if T::PLAIN && T::SHAPE != 0 && details.root_shape == T::SHAPE {
            return self.allocate_plain(payload);
        }
        if details.layout.payload != TypeId::of::<T>() {
            let name = class.name(self);
            return Err(self.type_error(format!("cannot make '{name}' instances this way")));
        }
        let shape = details.root_shape;
        self.allocate_with_shape(shape, payload)
    }

    /// As `allocate`, for a shape that is known already.
    #[inline]
    pub fn allocate_known<T: Payload>(&mut self, known: crate::object::obj::KnownShape<T>, payload: T) -> R<Owned> {
        if known.0 == 0 { self.allocate(payload) } else { self.allocate_with_shape(known.0, payload) }
    }

    #[inline]
    fn allocate_with_shape<T: Payload>(&mut self, shape: taipan_heap::ShapeId, payload: T) -> R<Owned> {
        match self.place(shape, payload) {
            Ok(made) => Ok(made),
            Err(_) => Err(self.memory_error()),
        }
    }

    /// As `allocate`, of a builtin type, while the isolate is shared.
    pub(crate) fn make_shared<T: Payload>(&self, payload: T) -> Result<Owned, taipan_heap::OutOfMemory> {
        debug_assert!(T::SHAPE != 0);
        self.place(T::SHAPE, payload)
    }

    #[inline(always)]
    fn place<T: Payload>(&self, shape: taipan_heap::ShapeId, payload: T) -> Result<Owned, taipan_heap::OutOfMemory> {
        debug_assert!(!T::VARIABLE);
        let record = self.heap.shape(shape);
        let size = size_of::<T>().next_multiple_of(8);
        let header = self.heap.allocate(shape, size + record.capacity as usize * 8, T::CONTAINER)?;
        // SAFETY: the block has room for the payload and the slots behind it; nothing is dropped by writing.
        unsafe {
            let base = header.cast::<u8>().add(taipan_heap::HEADER_SIZE);
            base.cast::<T>().write(payload);
            let slots = base.add(size).cast::<Option<Value>>();
            for index in 0..record.slots as usize {
                slots.add(index).write(None);
            }
        }
        self.count_class_reference(&record);
        Ok(Owned::from_raw(Value::from_header(header)))
    }

    /// A new instance of a class made by a class statement with `object`'s payload, whose reference to the class is handed over; None when memory
    /// is refused.
    #[inline(always)]
    pub(crate) fn new_bare_instance(&mut self, class: Obj<Class>) -> Option<Owned> {
        // SAFETY: a class is alive while somebody calls it.
        let shape = unsafe { class.raw().as_ref() }.root_shape;
        let record = self.heap.shape(shape);
        debug_assert!(record.layout.payload == TypeId::of::<crate::types::object::Object>());
        let slots = record.capacity as usize * size_of::<Option<Value>>();
        let header = self.heap.allocate(shape, slots, crate::types::object::Object::CONTAINER).ok()?;
        // SAFETY: the payload takes no room; the block has it for the slots.
        unsafe {
            let first = header.cast::<u8>().add(taipan_heap::HEADER_SIZE).cast::<Option<Value>>();
            for index in 0..record.slots as usize {
                first.add(index).write(None);
            }
        }
        Some(Owned::from_raw(Value::from_header(header)))
    }

    /// A new object with `extra` bytes of items behind the payload, which `fill` initialises; the payload owns nothing yet. `shape` is of a class with `T`'s layout.
    #[inline]
    pub(crate) fn allocate_variable<T: Payload>(
        &mut self,
        shape: taipan_heap::ShapeId,
        payload: T,
        aux: u32,
        extra: usize,
        fill: impl FnOnce(*mut u8),
    ) -> R<Owned> {
        // The payload's drop may look at the items, which are not there.
        let payload = std::mem::ManuallyDrop::new(payload);
        self.check_built()?;
        if shape == T::SHAPE {
            return self.allocate_exact_variable(std::mem::ManuallyDrop::into_inner(payload), aux, extra, fill);
        }
        let record = self.heap.shape(shape);
        let items = (size_of::<T>() + extra).next_multiple_of(8);
        let slots = record.capacity as usize * size_of::<Option<Value>>();
        let object =
            self.allocate_filled(shape, std::mem::ManuallyDrop::into_inner(payload), aux, items + slots, |place| {
                fill(place);
                // SAFETY: the block has room for the slots behind the items.
                unsafe {
                    let slots = place.sub(size_of::<T>()).add(items).cast::<Option<Value>>();
                    for index in 0..record.slots as usize {
                        slots.add(index).write(None);
                    }
                }
            })?;
        self.count_class_reference(&record);
        Ok(object)
    }

    /// As `allocate_variable`, for an instance of the builtin class itself, which has nothing behind the items.
    #[inline(always)]
    pub(crate) fn allocate_exact_variable<T: Payload>(
        &mut self,
        payload: T,
        aux: u32,
        extra: usize,
        fill: impl FnOnce(*mut u8),
    ) -> R<Owned> {
        self.allocate_filled(T::SHAPE, payload, aux, (size_of::<T>() + extra).next_multiple_of(8), fill)
    }

    /// A new object of `size` bytes behind its header: the payload, and what `fill` initialises. What the shape says of slots is the caller's affair.
    #[inline(always)]
    pub(crate) fn allocate_filled<T: Payload>(
        &mut self,
        shape: taipan_heap::ShapeId,
        payload: T,
        aux: u32,
        size: usize,
        fill: impl FnOnce(*mut u8),
    ) -> R<Owned> {
        debug_assert!(T::VARIABLE);
        let payload = std::mem::ManuallyDrop::new(payload);
        let header = match self.heap.allocate(shape, size, T::CONTAINER) {
            Ok(header) => header,
            Err(_) => return Err(self.memory_error()),
        };
        // SAFETY: the block has room for the payload and for what `fill` writes; nothing is dropped by writing.
        unsafe {
            header.as_ref().aux.set(aux);
            let base = header.cast::<u8>().add(taipan_heap::HEADER_SIZE);
            base.cast::<T>().write(std::mem::ManuallyDrop::into_inner(payload));
            fill(base.as_ptr().add(size_of::<T>()));
        }
        Ok(Owned::from_raw(Value::from_header(header)))
    }

    /// Instances of classes made by Python code keep their class alive; the heap drops this reference with them.
    #[inline(always)]
    fn count_class_reference(&self, record: &ShapeRecord) {
        if record.flags.contains(taipan_heap::ShapeFlags::HEAP_TYPE)
            && let Some(class) = record.class
        {
            class.incref();
        }
    }

    /// The class of a native type that is not a builtin type; made by `define_class`.
    #[inline]
    pub fn native_class<T: Payload>(&self) -> Obj<Class> {
        match self.known_classes[place_of::<T>()] {
            Some((known, class)) if known == TypeId::of::<T>() => class,
            _ => self.searched_class::<T>(),
        }
    }

    #[inline(never)]
    fn searched_class<T: Payload>(&self) -> Obj<Class> {
        match self.classes.get(&TypeId::of::<T>()) {
            Some(&class) => class,
            None => self.types.object,
        }
    }

    /// Make the class of native type `T` from its table, once for each isolate.
    pub fn define_class<T: Payload>(
        &mut self,
        definition: &'static crate::object::class::ClassDef,
        base: Option<Obj<Class>>,
    ) -> R<Obj<Class>> {
        if let Some(&class) = self.classes.get(&TypeId::of::<T>()) {
            return Ok(class);
        }
        debug_assert!(definition.layout.payload == layout_of::<T>().payload);
        let base = base.unwrap_or(self.types.object);
        let class = crate::types::birth::define(self, definition, base)?;
        self.classes.insert(TypeId::of::<T>(), class);
        self.known_classes[place_of::<T>()] = Some((TypeId::of::<T>(), class));
        Ok(class)
    }

    /// A new class that shares its payload type with another one. Nobody keeps it but the module that it is put in.
    pub fn define_subclass(
        &mut self,
        definition: &'static crate::object::class::ClassDef,
        base: Option<Obj<Class>>,
    ) -> R<Obj<Class>> {
        let base = base.unwrap_or(self.types.object);
        crate::types::birth::define(self, definition, base)
    }

    /// A native module's own state in this isolate.
    #[inline]
    pub fn state<T: Default + 'static>(&mut self) -> &mut T {
        self.module_states.get()
    }

    /// Begin a native call that may lead back to Python: RecursionError when the native stack is nearly used up.
    #[inline]
    pub fn enter_native(&mut self) -> R<()> {
        let marker = 0u8;
        if std::ptr::from_ref(&marker).addr() < self.native_limit { Err(self.native_stack_exhausted()) } else { Ok(()) }
    }

    #[inline(always)]
    pub fn leave_native(&mut self) {}

    #[cold]
    fn native_stack_exhausted(&mut self) -> crate::error::Raised {
        // The handler gets some room: raising needs stack too.
        let limit = self.native_limit;
        self.native_limit = limit.saturating_sub(64 << 10);
        let raised = self.recursion_error("maximum recursion depth exceeded");
        self.native_limit = limit;
        raised
    }
}

/// Where `Vm::known_classes` has the class of a type.
#[inline(always)]
fn place_of<T: 'static>() -> usize {
    let mut hasher = TypeIdHasher::default();
    TypeId::of::<T>().hash(&mut hasher);
    hasher.finish() as usize % KNOWN_CLASSES
}

/// A type's id is a hash already.
#[derive(Default)]
pub(crate) struct TypeIdHasher(u64);

impl Hasher for TypeIdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// The builtin functions that have instructions of their own.
pub(crate) struct QuickFunctions {
    pub(crate) len: Owned,
    pub(crate) isinstance: Owned,
}

impl Drop for Vm {
    fn drop(&mut self) {
        self.unwatch_faults();
        self.stop_tracing_memory();
        self.threads.close();
        // The heap goes last: fields that own references would touch it.
        self.error = None;
        self.handled = None;
        self.async_generator_hooks = (None, None);
        self.decimal_context = None;
        self.import.clear();
        self.tracer = crate::tracing::Tracer::default();
        self.watched = crate::tracing::Watched::default();
        drop(std::mem::take(&mut self.module_states));
        self.gc.forget();
        let owner = self.heap_owner.take();
        for value in self.latin1.drain(..) {
            value.into_raw();
        }
        for value in self.single_bytes.iter_mut().chain([&mut self.quick.len, &mut self.quick.isinstance]) {
            std::mem::replace(value, Owned::NONE).into_raw();
        }
        for basic in
            [&mut self.memory_error_instance, &mut self.empty_tuple, &mut self.empty_str, &mut self.empty_bytes]
        {
            std::mem::replace(basic, Owned::NONE).into_raw();
        }
        drop(owner);
    }
}
