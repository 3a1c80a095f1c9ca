//! Method resolution order (C3), the base that decides an instance's layout, and the metaclass of a class to be made.

use crate::native::*;
use crate::object::class::ClassFlags;

/// The most derived metaclass among `metaclass` and those of the bases.
pub(crate) fn calculate_metaclass(vm: &mut Vm, metaclass: Obj<Class>, bases: &[Value]) -> R<Obj<Class>> {
    let mut winner = metaclass;
    for &base in bases {
        let candidate = vm.class_of(base);
        if winner.is_subclass_of(vm, candidate) {
            continue;
        }
        if candidate.is_subclass_of(vm, winner) {
            winner = candidate;
            continue;
        }
        return Err(vm.type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its \
             bases",
        ));
    }
    Ok(winner)
}

/// The nearest base (or the class itself) that adds to the layout of its own base: storage or slots.
pub(crate) fn solid_base(vm: &Vm, class: Obj<Class>) -> Obj<Class> {
    let mut current = class;
    while let Some(base) = current.base(vm) {
        if layout_differs(vm, current, base) {
            break;
        }
        current = base;
    }
    current
}

fn layout_differs(vm: &Vm, class: Obj<Class>, base: Obj<Class>) -> bool {
    let (class, base) = (class.get(vm), base.get(vm));
    class.layout.payload != base.layout.payload || class.fixed_slots != base.fixed_slots
}

/// The base whose layout a class with these bases extends.
pub(crate) fn best_base(vm: &mut Vm, bases: &[Value]) -> R<Obj<Class>> {
    let mut best: Option<(Obj<Class>, Obj<Class>)> = None;
    for &base in bases {
        let Some(base) = vm.cast::<Class>(base) else { return Err(vm.type_error("bases must be types")) };
        if !base.flags(vm).has(ClassFlags::BASE) {
            let name = base.name(vm);
            return Err(vm.type_error(format!("type '{name}' is not an acceptable base type")));
        }
        let candidate = solid_base(vm, base);
        best = match best {
            None => Some((candidate, base)),
            Some((winner, _)) if winner.is_subclass_of(vm, candidate) => best,
            Some((winner, _)) if candidate.is_subclass_of(vm, winner) => Some((candidate, base)),
            Some(_) => return Err(vm.type_error("multiple bases have instance lay-out conflict")),
        };
    }
    match best {
        Some((_, base)) => Ok(base),
        None => Err(vm.system_error("a class without bases")),
    }
}

/// `type.mro`: the C3 linearisation.
pub(crate) fn linearize(vm: &mut Vm, class: Obj<Class>) -> R<Vec<Value>> {
    let bases = class.bases(vm).to_vec();
    for (index, base) in bases.iter().enumerate() {
        if bases[index + 1..].iter().any(|other| other.is(*base)) {
            let name = vm.cast::<Class>(*base).map(|base| base.short_name(vm)).unwrap_or_default();
            return Err(vm.type_error(format!("duplicate base class {name}")));
        }
    }
    let mut sequences: Vec<Vec<Value>> = Vec::with_capacity(bases.len() + 1);
    for &base in &bases {
        let mro = vm.cast::<Class>(base).map(|base| base.mro(vm).to_vec()).unwrap_or_default();
        if mro.is_empty() {
            let name = vm.cast::<Class>(base).map(|base| base.name(vm)).unwrap_or_default();
            return Err(vm.type_error(format!("Cannot extend an incomplete type '{name}'")));
        }
        sequences.push(mro);
    }
    sequences.push(bases);
    // Heads are taken from the end of reversed sequences.
    sequences.iter_mut().for_each(|sequence| sequence.reverse());
    let mut result = vec![class.value()];
    loop {
        let mut rest = false;
        let mut chosen = None;
        for sequence in &sequences {
            let Some(&head) = sequence.last() else { continue };
            rest = true;
            let blocked = sequences.iter().any(|other| {
                let tail = &other[..other.len().saturating_sub(1)];
                tail.iter().any(|class| class.is(head))
            });
            if !blocked {
                chosen = Some(head);
                break;
            }
        }
        match chosen {
            Some(head) => {
                result.push(head);
                for sequence in &mut sequences {
                    if sequence.last().is_some_and(|last| last.is(head)) {
                        sequence.pop();
                    }
                }
            }
            None if rest => return Err(inconsistent(vm, &sequences)),
            None => return Ok(result),
        }
    }
}

fn inconsistent(vm: &mut Vm, sequences: &[Vec<Value>]) -> Raised {
    let mut heads: Vec<Value> = Vec::new();
    for head in sequences.iter().filter_map(|sequence| sequence.last()) {
        if !heads.iter().any(|other| other.is(*head)) {
            heads.push(*head);
        }
    }
    let names: Vec<String> =
        heads.iter().filter_map(|&head| vm.cast::<Class>(head)).map(|class| class.short_name(vm)).collect();
    let names = names.join(", ");
    vm.type_error(format!("Cannot create a consistent method resolution order (MRO) for bases {names}"))
}

/// Compute the class's MRO, by its metaclass's `mro` where that is overridden, and store it.
pub(crate) fn set_mro(vm: &mut Vm, class: Obj<Class>) -> R<()> {
    let metaclass = vm.class_of(class.value());
    let name = vm.names.mro;
    let custom = match (metaclass.lookup(vm, name), vm.types.type_.lookup(vm, name)) {
        (Some(found), Some(own)) if metaclass != vm.types.type_ && !found.is(own) => Some(found.own()),
        _ => None,
    };
    let mro = match custom {
        None => {
            let classes = linearize(vm, class)?;
            vm.new_tuple(&classes)?
        }
        Some(method) => {
            let result = vm.call_method_object(&method, class.value(), Args::default())?;
            let mro = vm.tuple_from(result.value())?;
            check_mro(vm, class, &mro)?;
            let flags = class.flags(vm).with(ClassFlags::CUSTOM_MRO);
            class.get_mut(vm).flags = flags;
            mro
        }
    };
    let old = std::mem::replace(&mut class.get_mut(vm).mro, mro);
    drop(old);
    Ok(())
}

fn check_mro(vm: &mut Vm, class: Obj<Class>, mro: &Owned) -> R<()> {
    let items = vm.cast::<Tuple>(mro.value()).map(|mro| mro.items(vm).to_vec()).unwrap_or_default();
    if items.is_empty() {
        return Err(vm.type_error("type MRO must not be empty"));
    }
    let solid = solid_base(vm, class);
    for item in items {
        let Some(entry) = vm.cast::<Class>(item) else {
            let found = vm.class_of(item).name(vm);
            return Err(vm.type_error(format!("mro() returned a non-class ('{found}')")));
        };
        let needed = solid_base(vm, entry);
        // The class itself has no MRO yet: its bases tell.
        if entry != class && solid != needed && !extends(vm, solid, needed) {
            let name = entry.name(vm);
            return Err(vm.type_error(format!("mro() returned base with unsuitable layout ('{name}')")));
        }
    }
    Ok(())
}

/// Whether `needed` is among the layouts that `class` extends.
fn extends(vm: &Vm, class: Obj<Class>, needed: Obj<Class>) -> bool {
    let mut current = Some(class);
    while let Some(class) = current {
        if class == needed {
            return true;
        }
        current = class.base(vm);
    }
    false
}
