//! Namespaces of builtin classes. A program looks into few of the classes there are, so a class is born with an empty dict and its
//! table, and the dict is filled when somebody first asks for it (`Obj<Class>::dict`), which cannot be told apart from a dict that was
//! full all along.
//!
//! Asking takes the isolate shared, as every lookup does: what is made here is made of the heap and the interned strings alone. When the
//! system has no memory left for it, the class stays as it was and the next one who looks tries again.

use taipan_heap::{OutOfMemory, Owned};

use crate::object::class::{Class, ClassDef};
use crate::object::method::{GetSet, MethodKind};
use crate::object::obj::Obj;
use crate::object::slots::New;
use crate::types::descriptor::{
    ClassMethodDescriptor, GetSetDescriptor, MemberDescriptor, MethodDescriptor, WrapperDescriptor,
};
use crate::types::dict::Table;
use crate::types::native_function::{NativeFunction, new_function};
use crate::types::staticmethod::StaticMethod;
use crate::types::tuple::Tuple;
use crate::vm::Vm;

/// What a class's namespace will be filled from.
#[derive(Clone, Copy)]
pub(crate) struct Unfilled {
    pub(crate) definition: &'static ClassDef,
    /// The descriptor of `__dict__`, where the class is the first to have one.
    pub(crate) instance_dict: Option<&'static GetSet>,
}

/// Fill the namespace of a class in which nobody has looked so far.
#[cold]
pub(crate) fn fill(vm: &Vm, class: Obj<Class>, from: Unfilled) {
    let Ok(table) = make_table(vm, class, from) else {
        // Whoever looks finds nothing, and MemoryError as soon as something is built, such as the message that says so.
        return taipan_text::memory::note_refused();
    };
    let details = class.get(vm);
    details.unfilled.set(None);
    // SAFETY: a class's dict is a dict, and nobody has a borrow of this one: whoever wants it asks for it here first.
    unsafe {
        let dict: Obj<crate::types::dict::Dict> = Obj::from_value(details.dict.value());
        (*dict.raw().as_ptr()).table = table;
    }
}

/// Fill those of all classes: for the collector's module, which shows what objects refer to.
pub fn fill_all(vm: &Vm) {
    let mut work = vec![vm.types.object];
    while let Some(class) = work.pop() {
        class.dict(vm);
        work.extend(class.subclasses(vm).into_iter().filter(|class| !class.is_heap(vm)));
    }
}

/// Whether the class has a `__new__` of its own. That of `object` is inherited by name as well.
fn makes_instances(vm: &Vm, class: Obj<Class>, definition: &ClassDef) -> bool {
    let objects_own = |new: New| new as usize == crate::types::object::new as *const () as usize;
    definition.slots.new.is_some_and(|new| class == vm.types.object || !objects_own(new))
}

fn make_table(vm: &Vm, class: Obj<Class>, from: Unfilled) -> Result<Table, OutOfMemory> {
    let definition = from.definition;
    let wrappers = || crate::object::special::rows_of(&definition.slots);
    // `__new__`, `__hash__`, `__doc__`, `__module__`, `__match_args__`, `__dict__`.
    let others = 6;
    let most =
        wrappers().count() + definition.methods.len() + definition.getsets.len() + definition.fields.len() + others;
    let mut entries = Entries { vm, list: Vec::with_capacity(most) };
    if makes_instances(vm, class, definition) {
        entries.add("__new__", vm.make_shared(new_function(class))?)?;
    }
    for (row, name) in wrappers() {
        // The first of those with one name stands.
        if !entries.has(name)? {
            entries.add(name, vm.make_shared(WrapperDescriptor { owner: class.own(), row })?)?;
        }
    }
    add_methods(&mut entries, class, definition)?;
    if definition.unhashable {
        entries.add("__hash__", Owned::NONE)?;
    }
    if !entries.has("__doc__")? {
        let doc = if definition.doc.is_empty() { Owned::NONE } else { vm.new_str_shared(definition.doc)? };
        entries.add("__doc__", doc)?;
    }
    // Some have a descriptor there, for their instances.
    if definition.module != "builtins" && !entries.has("__module__")? {
        entries.add("__module__", vm.new_str_shared(definition.module)?)?;
    }
    add_fields(&mut entries, class, definition)?;
    if !definition.match_args.is_empty() {
        let mut names = Vec::with_capacity(definition.match_args.len());
        for name in definition.match_args {
            names.push(vm.intern_shared(name)?.value());
        }
        entries.add("__match_args__", Tuple::place(vm.heap, &names)?)?;
    }
    if let Some(getset) = from.instance_dict
        && !entries.has("__dict__")?
    {
        entries.add("__dict__", vm.make_shared(GetSetDescriptor { owner: class.own(), getset })?)?;
    }
    entries.finish()
}

/// The table's methods and computed attributes.
fn add_methods(entries: &mut Entries<'_>, class: Obj<Class>, definition: &'static ClassDef) -> Result<(), OutOfMemory> {
    let vm = entries.vm;
    for method in definition.methods {
        let owner = class.own();
        let descriptor = match method.kind {
            MethodKind::Instance | MethodKind::Function => vm.make_shared(MethodDescriptor { owner, method })?,
            MethodKind::Class => vm.make_shared(ClassMethodDescriptor { owner, method })?,
            // Found on the class it is the function itself: a native function binds to nothing.
            MethodKind::Static => {
                let function = vm.make_shared(NativeFunction { method, this: Some(owner), module: None })?;
                // `__new__` is found as it is.
                if method.name() == "__new__" { function } else { vm.make_shared(StaticMethod { callable: function })? }
            }
        };
        entries.add(method.name(), descriptor)?;
    }
    for getset in definition.getsets {
        let owner = class.own();
        let descriptor = if getset.member {
            let name = vm.intern_shared(getset.name)?.own();
            vm.make_shared(MemberDescriptor { owner, name, slot: 0, none_when_unset: false, computed: Some(getset) })?
        } else {
            vm.make_shared(GetSetDescriptor { owner, getset })?
        };
        entries.add(getset.name, descriptor)?;
    }
    Ok(())
}

/// Descriptors of the fields that have slots of their own; `-` before a name hides it.
fn add_fields(entries: &mut Entries<'_>, class: Obj<Class>, definition: &ClassDef) -> Result<(), OutOfMemory> {
    let vm = entries.vm;
    let first = class.get(vm).fixed_slots - definition.fields.len() as u16;
    for (offset, field) in definition.fields.iter().enumerate() {
        if field.starts_with('-') {
            continue;
        }
        let (owner, name) = (class.own(), vm.intern_shared(field)?.own());
        let slot = first + offset as u16;
        let member = MemberDescriptor { owner, name, slot, none_when_unset: true, computed: None };
        entries.add(field, vm.make_shared(member)?)?;
    }
    Ok(())
}

/// Names and values on their way into a table, whose size is known at the end.
struct Entries<'a> {
    vm: &'a Vm,
    list: Vec<(Obj<crate::types::str::Str>, Owned)>,
}

impl Entries<'_> {
    fn has(&self, name: &str) -> Result<bool, OutOfMemory> {
        let name = self.vm.intern_shared(name)?;
        Ok(self.list.iter().any(|(other, _)| *other == name))
    }

    /// Put an entry last, unless the name is there: then the value is replaced.
    fn add(&mut self, name: &str, value: Owned) -> Result<(), OutOfMemory> {
        let name = self.vm.intern_shared(name)?;
        match self.list.iter_mut().find(|(other, _)| *other == name) {
            Some((_, old)) => drop(std::mem::replace(old, value)),
            None => self.list.push((name, value)),
        }
        Ok(())
    }

    fn finish(self) -> Result<Table, OutOfMemory> {
        let mut table = Table::with_capacity(self.vm.heap, self.list.len())?;
        for (name, value) in self.list {
            table.put_new_str(self.vm, name, value);
        }
        Ok(table)
    }
}
