//! How an isolate comes into being: types need strings and dicts, which need types.
//!
//! First every builtin class is allocated hollow, so that pointers to it exist; then the strings the runtime needs; then the isolate
//! is assembled, and from there ordinary functions fill the classes in.

use taipan_heap::{HeapOwner, HeapRef, OutOfMemory, Owned, ShapeFlags, ShapeRecord, Value};

use crate::error::R;
use crate::interp::stack::Stack;
use crate::names::Names;
use crate::object::class::{Class, ClassDef, ClassFlags};
use crate::object::method::GetSet;
use crate::object::namespace::Unfilled;
use crate::object::obj::Obj;
use crate::types::dict::Dict;
use crate::types::exception::{ExceptionRow, ExceptionTypes};
use crate::types::str::InternTable;
use crate::types::tuple::Tuple;
use crate::types::{TABLE, Types, shapes};
use crate::vm::{Vm, VmOptions};

/// References that the runtime's own pointers to a builtin object are counted as.
const PERMANENT: u32 = 1 << 30;

fn hollow_class(heap: HeapRef, definition: &'static ClassDef) -> Result<Obj<Class>, OutOfMemory> {
    let header = heap.allocate(shapes::type_, size_of::<Class>().next_multiple_of(8), true)?;
    let mut class = Class::hollow(heap, definition.layout, definition.flags);
    class.capacity = u16::from(definition.has_dict);
    class.has_dict = definition.has_dict;
    class.has_weakref = definition.has_weakref;
    class.doc = Some(definition.doc);
    // SAFETY: the block has room for a Class; `from_header` gets what was just written.
    unsafe {
        let object: Obj<Class> = Obj::from_header(header);
        object.raw().write(class);
        header.as_ref().set_references(PERMANENT);
        Ok(object)
    }
}

fn hollow_dict(heap: HeapRef) -> Result<Obj<Dict>, OutOfMemory> {
    let header = heap.allocate(shapes::dict, size_of::<Dict>().next_multiple_of(8), true)?;
    // SAFETY: as in hollow_class.
    unsafe {
        let object: Obj<Dict> = Obj::from_header(header);
        object.raw().write(Dict::default());
        Ok(object)
    }
}

pub(crate) fn create(heap_owner: HeapOwner, heap: HeapRef, options: VmOptions) -> Result<Box<Vm>, OutOfMemory> {
    let exception_rows = ExceptionTypes::rows();
    // The shapes of the builtin types have fixed numbers: they are added first, in the table's order.
    for row in TABLE {
        heap.add_shape(ShapeRecord {
            layout: row.definition.layout,
            class: None,
            flags: ShapeFlags(0),
            version: 0,
            slots: 0,
            capacity: u16::from(row.definition.has_dict),
        });
    }
    let mut classes = Vec::with_capacity(TABLE.len());
    for (index, row) in TABLE.iter().enumerate() {
        let class = hollow_class(heap, row.definition)?;
        heap.update_shape(index as u32 + 1, |record| record.class = Some(class.value()));
        classes.push(class);
    }
    let mut exceptions = Vec::with_capacity(exception_rows.len());
    for row in exception_rows {
        let class = hollow_class(heap, row.definition)?;
        exceptions.push(class);
    }
    let types = Types::from_slice(&classes);
    let exception_types = ExceptionTypes::from_slice(&exceptions);

    let strings = InternTable::new(heap, crate::types::str::hash_key(options.settings.hash_seed, &*options.host))?;
    let names = Names::create(|text| strings.intern_ascii(heap, text))?;
    let empty_str = strings.intern_ascii(heap, "")?.own();
    let dicts = [hollow_dict(heap)?, hollow_dict(heap)?, hollow_dict(heap)?];
    let empty_tuple = Tuple::place(heap, &[])?;
    let stack = Stack::create(options.stack_bytes, heap.breaker.address())?;
    let basics = [Owned::NONE, empty_tuple, empty_str, Owned::NONE];
    let mut vm = Vm::assemble(heap_owner, heap, options, types, exception_types, names, strings, dicts, stack, basics)?;
    vm.shapes.resize_with(TABLE.len() + 1, Default::default);
    match fill(&mut vm, &classes, exception_rows, &exceptions) {
        Ok(()) => Ok(vm),
        Err(_) => Err(OutOfMemory),
    }
}

fn fill(vm: &mut Vm, classes: &[Obj<Class>], rows: &[ExceptionRow], exceptions: &[Obj<Class>]) -> R<()> {
    for (index, row) in TABLE.iter().enumerate() {
        let class = classes[index];
        let base = (index > 0).then(|| classes[row.base]);
        {
            let details = class.get_mut(vm);
            details.root_shape = index as u32 + 1;
            details.shapes.push(index as u32 + 1);
        }
        if row.definition.has_dict {
            add_dict_shape(vm, class);
        }
        populate(vm, class, row.definition, base, None)?;
    }
    for (index, row) in rows.iter().enumerate() {
        let class = exceptions[index];
        let base = match row.base {
            Some(base) => exceptions[base],
            None => vm.types.object,
        };
        if row.base.is_some() {
            let (slots, capacity) = (base.get(vm).fixed_slots, base.get(vm).capacity);
            let details = class.get_mut(vm);
            details.fixed_slots = slots;
            details.capacity = capacity;
        }
        let added = row.definition.fields.len() as u16;
        let details = class.get_mut(vm);
        details.fixed_slots += added;
        details.capacity += added;
        class.make_root_shapes(vm)?;
        let instance_dict = row.base.is_none().then_some(&crate::types::type_::instance::DICT);
        populate(vm, class, row.definition, Some(base), instance_dict)?;
    }
    vm.empty_bytes = vm.new_bytes_of_shape(shapes::bytes, &[])?;
    let builtins = vm.builtins;
    for (index, row) in TABLE.iter().enumerate() {
        if row.builtin {
            let name = vm.intern(row.definition.name)?;
            builtins.set_str(vm, name, classes[index].value())?;
        }
    }
    for (index, row) in rows.iter().enumerate() {
        let name = vm.intern(row.definition.name)?;
        if row.definition.module == "builtins" {
            builtins.set_str(vm, name, exceptions[index].value())?;
        }
    }
    crate::types::exception::group::make_exception_group(vm)?;
    vm.memory_error_instance = vm.new_exception(vm.exceptions.MemoryError, &[])?;
    crate::functions::install(vm)?;
    crate::import::install(vm)
}

fn add_dict_shape(vm: &mut Vm, class: Obj<Class>) {
    let root = class.get(vm).root_shape;
    let record = vm.heap.shape(root);
    let record = ShapeRecord { slots: record.slots + 1, ..record };
    let attributes = crate::object::shape::Attributes { in_dict: true, ..Default::default() };
    let dict_shape = vm.add_shape(record, attributes);
    let details = class.get_mut(vm);
    details.dict_shape = dict_shape;
    details.shapes.push(dict_shape);
}

/// Make the class of a native type that is not in the table.
pub(crate) fn define(vm: &mut Vm, definition: &'static ClassDef, base: Obj<Class>) -> R<Obj<Class>> {
    let made = hollow_class(vm.heap, definition);
    let class = vm.check(made)?;
    let (slots, capacity, has_dict) = {
        let base = base.get(vm);
        (base.fixed_slots, base.capacity, base.has_dict)
    };
    let details = class.get_mut(vm);
    let added = definition.fields.len() as u16;
    details.fixed_slots = slots + added;
    details.has_dict |= has_dict;
    details.capacity = (capacity + added).max(details.fixed_slots + u16::from(details.has_dict));
    class.make_root_shapes(vm)?;
    let instance_dict = (definition.has_dict && !has_dict).then_some(&crate::types::type_::instance::NATIVE_DICT);
    populate(vm, class, definition, Some(base), instance_dict)?;
    Ok(class)
}

/// Fill a hollow class from its table, all but its namespace.
fn populate(
    vm: &mut Vm,
    class: Obj<Class>,
    definition: &'static ClassDef,
    base: Option<Obj<Class>>,
    instance_dict: Option<&'static GetSet>,
) -> R<()> {
    let name = vm.intern(definition.name)?;
    let dict = vm.new_dict()?;
    let mut mro = smallvec::SmallVec::<[Value; 8]>::from_slice(&[class.value()]);
    if let Some(base) = base {
        mro.extend_from_slice(base.mro(vm));
    }
    let mro = vm.new_tuple(&mro)?;
    let bases = match base {
        Some(base) => vm.new_tuple(&[base.value()])?,
        None => vm.empty_tuple.clone(),
    };
    let mut slots = definition.slots;
    if let Some(base) = base {
        let mut inherited = base.get(vm).slots;
        if definition.slots.compare.is_some() && definition.slots.hash.is_none() {
            // Equality without hash: not inherited, as for a class statement.
            inherited.hash = None;
        }
        if base == vm.types.object {
            // Such a type is made by its own `__new__` or not at all.
            inherited.new = None;
        }
        slots.inherit(&inherited);
    }
    if definition.unhashable {
        slots.hash = Some(crate::object::protocol::compare::unhashable);
    }
    let version = vm.new_class_version();
    let inherited_flags = match base {
        Some(base) => {
            let flags = base.get(vm).flags.0;
            flags & (ClassFlags::SEQUENCE.0 | ClassFlags::MAPPING.0 | ClassFlags::MATCH_SELF.0)
        }
        None => 0,
    };
    {
        let details = class.get_mut(vm);
        details.flags = ClassFlags(details.flags.0 | ClassFlags::IMMUTABLE.0 | inherited_flags);
        details.name = name.own();
        details.qualname = name.own();
        details.bases = bases;
        details.mro = mro;
        details.base = base.map(|base| base.own());
        details.dict = dict;
        details.unfilled.set(Some(Unfilled { definition, instance_dict }));
        details.slots = slots;
        details.version = version;
    }
    for &shape in &class.get(vm).shapes {
        vm.heap.update_shape(shape, |record| {
            record.version = version;
        });
    }
    class.flag_shapes(vm);
    if let Some(base) = base {
        base.add_subclass(vm, class);
    }
    Ok(())
}
