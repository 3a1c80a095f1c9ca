//! `type.__new__`: a class from a name, bases and a namespace.

use super::mro::{best_base, calculate_metaclass, set_mro};
use super::slot_names;
use crate::native::*;
use crate::object::class::ClassFlags;
use crate::object::shape::MAX_CAPACITY;
use crate::types::cell::Cell;
use crate::types::classmethod::ClassMethod;
use crate::types::descriptor::{GetSetDescriptor, MemberDescriptor};
use crate::types::function::Function;
use crate::types::staticmethod::StaticMethod;

/// Room for attributes that instances get before the first one has shown how many there are.
const FIRST_CAPACITY: u16 = 16;

pub(super) fn new(vm: &mut Vm, metaclass: Obj<Class>, args: Args<'_>) -> R<Owned> {
    let &[name, bases, namespace] = args.positional else {
        let given = args.positional.len();
        return Err(vm.type_error(format!("type.__new__() takes exactly 3 arguments ({given} given)")));
    };
    let wrong = |vm: &mut Vm, position: usize, wanted: &str, value: Value| {
        let found = vm.found_argument(value);
        vm.type_error(format!("type.__new__() argument {position} must be {wanted}, not {found}"))
    };
    let Some(name) = vm.cast::<Str>(name) else { return Err(wrong(vm, 1, "str", name)) };
    let Some(bases) = vm.cast::<Tuple>(bases) else { return Err(wrong(vm, 2, "tuple", bases)) };
    let Some(namespace) = vm.cast::<Dict>(namespace) else { return Err(wrong(vm, 3, "dict", namespace)) };

    let mut metaclass = metaclass;
    let given_bases = bases;
    let mut bases = bases.items(vm).to_vec();
    if bases.is_empty() {
        bases.push(vm.types.object.value());
    } else {
        for &base in &bases {
            if vm.cast::<Class>(base).is_none() {
                let name = vm.names.__mro_entries__;
                if vm.get_attr_optional(base, name)?.is_some() {
                    return Err(vm.type_error("type() doesn't support MRO entry resolution; use types.new_class()"));
                }
            }
        }
        let winner = calculate_metaclass(vm, metaclass, &bases)?;
        if winner != metaclass {
            match winner.slots(vm).new {
                Some(slot) if slot as usize != new as *const () as usize => return slot(vm, winner, args),
                _ => metaclass = winner,
            }
        }
    }
    let base = best_base(vm, &bases)?;
    // A tuple of a subclass stays what it is.
    let bases_tuple = if given_bases.len(vm) == 0 { vm.new_tuple(&bases)? } else { given_bases.own() };
    let class = make(vm, metaclass, name, (&bases, bases_tuple), base, namespace)?;
    set_names(vm, class.value())?;
    init_subclass(vm, class.value(), args)?;
    Ok(class)
}

impl Vm {
    /// As a class statement without `__slots__` makes it, for a native module that knows which slots the special methods in the namespace
    /// fill: nothing is looked up and nothing is called. The first base is the one whose layout and slots the class has; `fill` gets the
    /// class and its namespace.
    pub fn new_derived_class(
        &mut self,
        name: &str,
        bases: &[Obj<Class>],
        fill: impl FnOnce(&mut Vm, Value, Obj<Dict>) -> R<()>,
        python_slots: impl FnOnce(&mut crate::object::slots::Slots),
    ) -> R<Owned> {
        let Some(&base) = bases.first() else { return Err(self.system_error("a class without a base")) };
        let name = self.intern(name)?;
        let (dict_owned, dict) = self.new_dict_obj()?;
        let mut class = Class::hollow(self.heap, base.get(self).layout, ClassFlags::BASE.with(ClassFlags::HEAP));
        let (add_dict, add_weakref);
        {
            let sized = slot_names::has_item_size(self, base);
            let base = base.get(self);
            add_dict = !base.has_dict;
            add_weakref = !base.has_weakref && !sized;
            class.slots = base.slots;
            class.has_dict = true;
            class.has_weakref = base.has_weakref || add_weakref;
            class.fixed_slots = base.fixed_slots;
            let inherited = if base.has_dict { base.capacity - base.fixed_slots } else { 0 };
            class.capacity = base.fixed_slots + if class.layout.variable { 1 } else { inherited.max(FIRST_CAPACITY) };
            class.capacity_learnt = class.layout.variable;
        }
        python_slots(&mut class.slots);
        class.name = name.own();
        class.qualname = name.own();
        class.base = Some(base.own());
        class.dict = dict_owned;
        let listed: smallvec::SmallVec<[Value; 2]> = bases.iter().map(|base| base.value()).collect();
        class.bases = self.new_tuple(&listed)?;
        let owned = self.allocate_instance(self.types.type_, class)?;
        // SAFETY: just made with this payload.
        let class: Obj<Class> = unsafe { Obj::from_value(owned.value()) };
        fill(self, owned.value(), dict)?;
        for (wanted, getset) in [(add_dict, &super::instance::DICT), (add_weakref, &super::instance::WEAKREF)] {
            if wanted {
                let descriptor = self.allocate(GetSetDescriptor { owner: class.own(), getset })?;
                let name = self.intern(getset.name)?;
                dict.set_str(self, name, descriptor.value())?;
            }
        }
        let doc = self.names.__doc__;
        if dict.get_str(self, doc).is_none() {
            dict.set_str(self, doc, Value::NONE)?;
        }
        set_mro(self, class)?;
        inherit_flags(self, class);
        class.flag_shapes(self);
        for &base in bases {
            base.add_subclass(self, class);
        }
        class.get_mut(self).version = self.new_class_version();
        class.make_root_shapes(self)?;
        Ok(owned)
    }
}

/// The class, without the calls of `__set_name__` and `__init_subclass__`.
fn make(
    vm: &mut Vm,
    metaclass: Obj<Class>,
    name: Obj<Str>,
    (bases, bases_tuple): (&[Value], Owned),
    base: Obj<Class>,
    namespace: Obj<Dict>,
) -> R<Owned> {
    let declared = slot_names::read(vm, name, base, bases, namespace)?;
    check_name(vm, name)?;
    let exact_name = vm.exact_str(name)?;
    let (dict_owned, dict) = vm.new_dict_obj()?;
    let ordered = ordered(vm, namespace)?;
    let source = ordered.as_ref().and_then(|copy| vm.cast::<Dict>(copy.value())).unwrap_or(namespace);
    for (key, value) in source.snapshot(vm) {
        let key = match vm.cast_exact::<Str>(key.value()) {
            Some(text) => vm.intern_obj(text)?.own(),
            None => {
                if vm.cast::<Str>(key.value()).is_none() {
                    let (class, shown) = (vm.exceptions.RuntimeWarning, name.to_string_lossy(vm));
                    vm.warn(class, &format!("non-string key in the __dict__ of class {shown}"))?;
                }
                key
            }
        };
        dict.set(vm, key.value(), value.value())?;
    }
    let key = vm.names.__qualname__;
    let qualname = match dict.remove_str(vm, key)? {
        None => exact_name.clone(),
        Some(qualname) if vm.cast::<Str>(qualname.value()).is_some() => qualname,
        Some(other) => {
            let found = vm.class_of(other.value()).name(vm);
            return Err(vm.type_error(format!("type __qualname__ must be a str, not {found}")));
        }
    };

    let mut class = Class::hollow(vm.heap, base.get(vm).layout, ClassFlags::BASE.with(ClassFlags::HEAP));
    {
        let base = base.get(vm);
        class.slots = base.slots;
        class.has_dict = base.has_dict || declared.add_dict;
        class.has_weakref = base.has_weakref || declared.add_weakref;
        class.fixed_slots = base.fixed_slots + declared.names.len() as u16;
        class.capacity = class.fixed_slots;
        if class.has_dict {
            let inherited = if base.has_dict { base.capacity - base.fixed_slots } else { 0 };
            class.capacity += if class.layout.variable { 1 } else { inherited.max(FIRST_CAPACITY) };
            class.capacity_learnt = class.layout.variable;
        }
    }
    class.name = exact_name;
    class.qualname = qualname;
    class.base = Some(base.own());
    class.dict = dict_owned;
    class.bases = bases_tuple;
    let owned = vm.allocate_instance(metaclass, class)?;
    // SAFETY: just made with this payload.
    let class: Obj<Class> = unsafe { Obj::from_value(owned.value()) };

    fill_namespace(vm, class, dict)?;
    let first = base.get(vm).fixed_slots;
    for (offset, name) in declared.names.iter().enumerate() {
        let member = MemberDescriptor {
            owner: class.own(),
            name: name.own(),
            slot: first + offset as u16,
            none_when_unset: false,
            computed: None,
        };
        let member = vm.allocate(member)?;
        dict.set_str(vm, *name, member.value())?;
    }
    for (wanted, getset) in
        [(declared.add_dict, &super::instance::DICT), (declared.add_weakref, &super::instance::WEAKREF)]
    {
        let name = vm.intern(getset.name)?;
        if wanted && dict.get_str(vm, name).is_none() {
            let descriptor = vm.allocate(GetSetDescriptor { owner: class.own(), getset })?;
            dict.set_str(vm, name, descriptor.value())?;
        }
    }
    let (doc, eq, hash) = (vm.names.__doc__, vm.names.__eq__, vm.names.__hash__);
    match dict.get_str(vm, doc) {
        None => dict.set_str(vm, doc, Value::NONE)?,
        Some(text) => {
            if let Some(text) = vm.cast::<Str>(text) {
                check_encodable(vm, text)?;
            }
        }
    }
    if dict.get_str(vm, eq).is_some() && dict.get_str(vm, hash).is_none() {
        dict.set_str(vm, hash, Value::NONE)?;
    }

    set_mro(vm, class)?;
    inherit_flags(vm, class);
    crate::object::special::update_slots(vm, class);
    for &base in bases {
        if let Some(base) = vm.cast::<Class>(base) {
            base.add_subclass(vm, class);
        }
    }
    if !class.flags(vm).has(ClassFlags::CUSTOM_MRO) {
        class.get_mut(vm).version = vm.new_class_version();
    }
    make_first_room(vm, class);
    class.make_root_shapes(vm)?;
    Ok(owned)
}

/// Room in the first instances for every attribute that methods of the class and its bases set: often there is only one instance.
fn make_first_room(vm: &mut Vm, class: Obj<Class>) {
    let details = class.get(vm);
    if !details.has_dict || details.capacity_learnt {
        return;
    }
    let name = vm.names.__static_attributes__;
    let set_by = |&base: &Value| {
        let names = vm.cast::<Class>(base)?.dict(vm).get_str(vm, name)?;
        Some(vm.cast::<Tuple>(names)?.len(vm))
    };
    let set: usize = class.mro(vm).iter().filter_map(set_by).sum();
    let room = (details.fixed_slots as usize + set).min(MAX_CAPACITY as usize) as u16;
    if room > details.capacity {
        class.get_mut(vm).capacity = room;
    }
}

/// The namespace in the order of its own iterator, which is not the dict's in an OrderedDict whose entries were moved.
fn ordered(vm: &mut Vm, namespace: Obj<Dict>) -> R<Option<Owned>> {
    let own = vm.class_of(namespace.value()).slots(vm).iter.map(|slot| slot as usize);
    if own == vm.types.dict.slots(vm).iter.map(|slot| slot as usize) {
        return Ok(None);
    }
    let (copy, dict) = vm.new_dict_obj()?;
    crate::types::dict::update::update_from_mapping(vm, dict, namespace.value())?;
    Ok(Some(copy))
}

/// A text that the system sees as UTF-8.
fn check_encodable(vm: &mut Vm, text: Obj<Str>) -> R<()> {
    if text.units(vm).iter().any(|unit| (0xd800..0xe000).contains(&unit)) {
        return Err(crate::functions::execute::surrogates(vm, text));
    }
    Ok(())
}

/// A class's name has no null characters.
pub(super) fn check_name(vm: &mut Vm, name: Obj<Str>) -> R<()> {
    check_encodable(vm, name)?;
    if name.units(vm).iter().any(|unit| unit == 0) {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    Ok(())
}

/// `match` treats a class as the first of its bases that says whether it is a sequence or a mapping.
pub(super) fn inherit_flags(vm: &mut Vm, class: Obj<Class>) {
    let mut flags = class.flags(vm);
    for &entry in class.mro(vm).iter().skip(1) {
        // SAFETY: the MRO holds classes only.
        let inherited = unsafe { Obj::<Class>::from_value(entry) }.flags(vm).0;
        if flags.0 & (ClassFlags::SEQUENCE.0 | ClassFlags::MAPPING.0) == 0 {
            flags.0 |= inherited & (ClassFlags::SEQUENCE.0 | ClassFlags::MAPPING.0);
        }
        flags.0 |= inherited & ClassFlags::MATCH_SELF.0;
    }
    class.get_mut(vm).flags = flags;
}

/// `__module__`, the implicit static and class methods, and the cells of the class body.
fn fill_namespace(vm: &mut Vm, class: Obj<Class>, dict: Obj<Dict>) -> R<()> {
    let module = vm.names.__module__;
    if dict.get_str(vm, module).is_none()
        && let Some(globals) = crate::interp::current_globals(vm)
    {
        let name = vm.names.__name__;
        if let Some(name) = globals.get_str(vm, name).map(Value::own) {
            dict.set_str(vm, module, name.value())?;
        }
    }
    let name = vm.names.__new__;
    if let Some(found) = dict.get_str(vm, name)
        && vm.cast::<Function>(found).is_some()
    {
        let wrapped = StaticMethod::wrap(vm, found)?;
        dict.set_str(vm, name, wrapped.value())?;
    }
    for name in [vm.names.__init_subclass__, vm.names.__class_getitem__] {
        if let Some(found) = dict.get_str(vm, name)
            && vm.cast::<Function>(found).is_some()
        {
            let wrapped = ClassMethod::wrap(vm, found)?;
            dict.set_str(vm, name, wrapped.value())?;
        }
    }
    for (name, content) in [(vm.names.__classcell__, class.value()), (vm.names.__classdictcell__, dict.value())] {
        let Some(found) = dict.get_str(vm, name).map(Value::own) else { continue };
        let Some(cell) = vm.cast::<Cell>(found.value()) else {
            let shown = name.to_string_lossy(vm);
            let kind = vm.class_of(found.value()).full_name(vm);
            return Err(vm.type_error(format!("{shown} must be a nonlocal cell, not <class '{kind}'>")));
        };
        let old = cell.get_mut(vm).content.replace(content.own());
        drop(old);
        dict.remove_str(vm, name)?;
    }
    Ok(())
}

/// Call `__set_name__` of what is in the namespace.
fn set_names(vm: &mut Vm, class: Value) -> R<()> {
    let Some(dict) = vm.cast::<Class>(class).map(|class| class.dict(vm)) else { return Ok(()) };
    let special = vm.names.__set_name__;
    for (key, value) in dict.snapshot(vm) {
        let Some(method) = vm.lookup_special(value.value(), special)? else { continue };
        if let Err(raised) = vm.call_method_object(&method, value.value(), Args::positional(&[class, key.value()])) {
            let kind = vm.class_of(value.value()).name(vm);
            let class_name = vm.cast::<Class>(class).map(|class| class.short_name(vm)).unwrap_or_default();
            let error = vm.take_error();
            if let Ok(shown) = vm.repr_text(key.value()) {
                let note = format!("Error calling __set_name__ on '{kind}' instance {shown} in '{class_name}'");
                if let Ok(note) = vm.new_str(&note) {
                    let _ = vm.call_method(error.value(), "add_note", &[note.value()]);
                }
            }
            vm.error = Some(error);
            return Err(raised);
        }
    }
    Ok(())
}

/// `super(class, class).__init_subclass__(**keywords)`.
fn init_subclass(vm: &mut Vm, class: Value, args: Args<'_>) -> R<()> {
    let Some(class) = vm.cast::<Class>(class) else { return Ok(()) };
    if !class.mro(vm).iter().any(|entry| entry.is(class.value())) {
        let name = class.name(vm);
        let message = format!("super(type, obj): obj (type {name}) is not an instance or subtype of type ({name}).");
        return Err(vm.type_error(message));
    }
    let name = vm.names.__init_subclass__;
    let function = crate::types::super_::super_lookup(vm, class, class.value(), name)?;
    vm.call_args(function.value(), Args { positional: &[], ..args })?;
    Ok(())
}
