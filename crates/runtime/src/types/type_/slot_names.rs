//! `__slots__`: which names get a slot behind the payload, and whether instances get `__dict__` and weak references.

use crate::native::*;
use crate::types::bytes::Bytes;
use crate::types::int::Int;

/// What a class statement's `__slots__` (or its absence) asks for.
pub(super) struct Declared {
    /// Mangled, sorted, interned.
    pub(super) names: Vec<Obj<Str>>,
    pub(super) add_dict: bool,
    pub(super) add_weakref: bool,
}

/// Whether instances differ in size by what they hold, in CPython: such types allow no further slots.
pub(crate) fn has_item_size(vm: &Vm, class: Obj<Class>) -> bool {
    let payload = class.get(vm).layout.payload;
    [
        layout_of::<Int>().payload,
        layout_of::<Bytes>().payload,
        layout_of::<Tuple>().payload,
        layout_of::<Class>().payload,
    ]
    .contains(&payload)
}

/// Whether instances keep attributes of their own: of `type` they do, in the class's namespace.
fn holds_attributes(vm: &Vm, class: Obj<Class>) -> bool {
    class.get(vm).has_dict || class.get(vm).layout.payload == layout_of::<Class>().payload
}

pub(super) fn read(
    vm: &mut Vm,
    class_name: Obj<Str>,
    base: Obj<Class>,
    bases: &[Value],
    namespace: Obj<Dict>,
) -> R<Declared> {
    let sized = has_item_size(vm, base);
    let may_add_dict = !holds_attributes(vm, base);
    let may_add_weakref = !base.get(vm).has_weakref && !sized;
    let Some(slots) = namespace.get_str(vm, vm.names.__slots__).map(Value::own) else {
        return Ok(Declared { names: Vec::new(), add_dict: may_add_dict, add_weakref: may_add_weakref });
    };
    let items = match vm.cast::<Str>(slots.value()) {
        Some(_) => vec![slots.clone()],
        None => vm.collect(slots.value())?,
    };
    if !items.is_empty() && sized {
        let name = base.name(vm);
        return Err(vm.type_error(format!("nonempty __slots__ not supported for subtype of '{name}'")));
    }
    let mut declared = Declared { names: Vec::new(), add_dict: false, add_weakref: false };
    let mut names = Vec::with_capacity(items.len());
    for item in &items {
        let Some(name) = vm.cast::<Str>(item.value()) else {
            let found = vm.class_of(item.value()).name(vm);
            return Err(vm.type_error(format!("__slots__ items must be strings, not '{found}'")));
        };
        if !taipan_text::unicode::is_identifier(name.units(vm)) {
            return Err(vm.type_error("__slots__ must be identifiers"));
        }
        if name.is_str(vm, "__dict__") {
            if !may_add_dict || declared.add_dict {
                return Err(vm.type_error("__dict__ slot disallowed: we already got one"));
            }
            declared.add_dict = true;
        } else if name.is_str(vm, "__weakref__") {
            if !may_add_weakref || declared.add_weakref {
                return Err(vm.type_error("__weakref__ slot disallowed: we already got one"));
            }
            declared.add_weakref = true;
        } else {
            names.push(name);
        }
    }
    for name in names {
        let mangled = mangle(vm, class_name, name)?;
        let key = vm.intern_obj(mangled)?;
        let special = key.is_str(vm, "__qualname__") || key.is_str(vm, "__classcell__");
        if !special && namespace.get_str(vm, key).is_some() {
            let shown = vm.repr_text(key.value())?;
            return Err(vm.value_error(format!("{shown} in __slots__ conflicts with class variable")));
        }
        declared.names.push(key);
    }
    let mut sorted: Vec<(String, Obj<Str>)> =
        declared.names.iter().map(|name| (name.to_string_lossy(vm), *name)).collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    declared.names = sorted.into_iter().map(|(_, name)| name).collect();
    // Bases after the first may bring what this class does not declare.
    for &other in bases {
        let Some(other) = vm.cast::<Class>(other) else { continue };
        if other == base {
            continue;
        }
        declared.add_dict |= may_add_dict && holds_attributes(vm, other);
        declared.add_weakref |= may_add_weakref && other.get(vm).has_weakref;
    }
    Ok(declared)
}

/// A private name as the compiler mangles it inside the class.
fn mangle(vm: &mut Vm, class: Obj<Str>, name: Obj<Str>) -> R<Obj<Str>> {
    let text = name.to_string_lossy(vm);
    let class = class.to_string_lossy(vm);
    let stripped = class.trim_start_matches('_');
    if !text.starts_with("__") || text.ends_with("__") || stripped.is_empty() {
        return Ok(name);
    }
    vm.intern(&format!("_{stripped}{text}"))
}
